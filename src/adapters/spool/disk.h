/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The folder of kept files: one thread's, synchronous. No name of a stranger ever becomes part of a
 * path: files are called by 32 random hexadecimal digits of ours, which are also what lets somebody
 * have them back.
 *
 *   ID.part            being written; removed on drop and at the next start
 *   ID, ID.about       kept: the bytes; size, sum, time and, last, what the sender called it
 *
 * A file is kept when its sum was right and both are on the disk (fsync, then rename). What is
 * older than keep_us goes. The quotas count what is being written at its full size.
 */
#ifndef PL_ADAPTERS_SPOOL_DISK_H
#define PL_ADAPTERS_SPOOL_DISK_H

#include "base/bytes.h"
#include "base/err.h"

enum {
    PL_SPOOL_ID_CHARS = 32,
    PL_SPOOL_SUM_CHARS = 64,
    PL_SPOOL_NAME_MAX = 1024,
};

struct pl_spool_limits {
    uint64_t total_bytes;
    uint64_t user_bytes; /* of one user, since the start */
    uint64_t keep_us;    /* by the day's clock; 0: for ever */
    uint32_t open_files; /* at once */
};

struct pl_spool_disk;
struct pl_spool_file;

/* What is in the folder. */
struct pl_spool_usage {
    uint64_t files;
    uint64_t bytes; /* reserved ones included */
};

/* Makes the folder when it is missing; counts what is in it. PL_E_IO, PL_E_NOMEM. */
PL_MUST_CHECK enum pl_err pl_spool_disk_open(struct pl_spool_disk **out, const char *folder,
                                             const struct pl_spool_limits *limits,
                                             uint64_t wall_us);
/* Every file must have been dropped. Accepts NULL. */
void pl_spool_disk_close(struct pl_spool_disk *disk);
struct pl_spool_usage pl_spool_disk_usage(const struct pl_spool_disk *disk);

/* A new file of that size. PL_E_LIMIT: a quota, or too many are open. */
PL_MUST_CHECK enum pl_err pl_spool_disk_create(struct pl_spool_disk *disk, int32_t user,
                                               uint64_t size, struct pl_bytes name,
                                               uint64_t wall_us, struct pl_spool_file **out);
/* The next bytes of it. PL_E_RANGE: not the next, or too many; PL_E_LIMIT: the disk is full;
 * PL_E_IO. */
PL_MUST_CHECK enum pl_err pl_spool_file_write(struct pl_spool_file *file, uint64_t offset,
                                              struct pl_bytes bytes);
/* All is there. PL_E_PROTO: another sum. id: what it is kept under. */
PL_MUST_CHECK enum pl_err pl_spool_file_keep(struct pl_spool_file *file, struct pl_bytes sum,
                                             char id[PL_SPOOL_ID_CHARS + 1]);

/* One that is kept. PL_E_NOT_FOUND, also for what is no id. */
PL_MUST_CHECK enum pl_err pl_spool_disk_find(struct pl_spool_disk *disk, struct pl_bytes id,
                                             uint64_t wall_us, struct pl_spool_file **out);
/* Borrowed from the file. */
uint64_t pl_spool_file_size(const struct pl_spool_file *file);
struct pl_bytes pl_spool_file_name(const struct pl_spool_file *file);
struct pl_bytes pl_spool_file_sum(const struct pl_spool_file *file);
/* Exactly so many bytes, or PL_E_IO. */
PL_MUST_CHECK enum pl_err pl_spool_file_read(struct pl_spool_file *file, uint64_t offset,
                                             struct pl_buf out);

/* Closes; removes what is not kept. Accepts NULL. */
void pl_spool_file_drop(struct pl_spool_file *file);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bytes that can be read at any place: those of a file as it is, or of one that is decrypted on the
 * way (cipher.h). For one thread at a time.
 */
#ifndef PL_EVIDENCE_BLOB_H
#define PL_EVIDENCE_BLOB_H

#include "base/bytes.h"
#include "base/err.h"

#include <sys/types.h>

struct pl_blob {
    uint64_t size;
    int64_t changed_us; /* of the file, since 1970 */
    /* As pread(2): fewer than asked for at the end only. -1: errno; EBADMSG: somebody has changed
     * what is encrypted. */
    ssize_t (*read)(void *arg, void *to, size_t size, uint64_t at);
    void (*close)(void *arg);
    void *arg;
};

/* A regular file as it is. PL_E_NOT_FOUND, PL_E_IO (errno). */
PL_MUST_CHECK enum pl_err pl_blob_open_file(const char *path, struct pl_blob *out);
/* The same of a descriptor, which it takes, also when it fails. */
PL_MUST_CHECK enum pl_err pl_blob_of_fd(int fd, struct pl_blob *out);
/* Harmless for one that is all zeros. */
void pl_blob_close(struct pl_blob *blob);

/*
 * All of it as a text with a NUL behind; free() it. PL_E_LIMIT: larger than max. PL_E_IO,
 * PL_E_NOMEM.
 */
PL_MUST_CHECK enum pl_err pl_blob_text(const struct pl_blob *blob, size_t max, char **out);

/*
 * A file with these bytes, on the disk when it returns, in the place of what was there (PL_E_IO:
 * errno).
 */
PL_MUST_CHECK enum pl_err pl_blob_write_file(const char *path, struct pl_bytes bytes,
                                             unsigned mode);
/* The folder's entry of `path` is on the disk. */
PL_MUST_CHECK enum pl_err pl_blob_sync_folder(const char *path);

#endif

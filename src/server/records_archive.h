/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finished files of recordings on their way to an object store ([archive]). What the two files of
 * it share: records_archive.c (what becomes of one file, and playing from there),
 * records_archive_scan.c (what is looked for in the store's tables: after the start, when there was
 * no room in memory, and copies here whose time is over), records_archive_tell.c (what is said of
 * it), records_unseal.c (playing what is encrypted there).
 *
 * The table PL_STORE_ARCHIVED is the queue, memory holds PL_ARCHIVE_ITEMS of it. A file's row:
 *
 *     (none) --add--> "uploading" --the store has it--> "both" --local = remove--> "remote"
 *                         |  cannot be read here --> "failed"
 *     any --remove--> "deleting" --the store has it no more--> (none)
 *
 * Each step is in the table before the next is begun, and every step may be done twice: so it goes
 * on after kill -9 where it was. "both" and the line of the time line are one transaction.
 */
#ifndef PL_SERVER_RECORDS_ARCHIVE_H
#define PL_SERVER_RECORDS_ARCHIVE_H

#include "adapters/s3/archive.h"
#include "adapters/s3/fetch.h"
#include "server/records_internal.h"

enum {
    PL_ARCHIVE_ITEMS = 128, /* less than PL_ARCHIVE_QUEUE: the archive never refuses */
    PL_ARCHIVE_NAME_MAX = PL_RECORDER_FILE_MAX + 32,
};

enum pl_archive_step {
    PL_ARCHIVE_NOTE,  /* its row is being written */
    PL_ARCHIVE_STORE, /* the object store has to do it */
    PL_ARCHIVE_LINE,  /* the number of the last line is being read */
    PL_ARCHIVE_END,   /* row and line are being written */
};

/* A file that something is done about. */
struct pl_archive_item {
    struct pl_list node;
    uint64_t id;
    uint64_t ticket; /* of what the tables are asked; 0: nothing */
    enum pl_archive_step step;
    bool again;  /* the tables have refused: the step is done anew */
    bool remove; /* else: brought */
    bool doomed; /* brought, but it is to be removed as soon as that is over */
    bool known;  /* the store here says so: its row need not be written */
    int64_t recording;
    int64_t bytes;
    const char *state; /* LINE, END: that it gets; NULL: the row goes */
    int64_t last_line;
    unsigned attempts;         /* 0: it waits for others */
    char error[PL_S3_WHY_MAX]; /* of the last one */
    char detail[PL_S3_WHY_MAX];
    char file[PL_ARCHIVE_NAME_MAX];
};

struct pl_records_archive {
    struct pl_records *r;
    struct pl_archive *archive;
    struct pl_fetcher *fetcher;
    struct pl_list items;
    size_t count;
    uint64_t last_id;
    bool more; /* the table has something that is not in memory */
    struct pl_timer *retry;
    struct pl_archive_stats stats;

    /* records_archive_scan.c */
    struct pl_timer *sweep;
    uint64_t scan; /* ticket of the table that is being read; 0: none */
    enum { PL_ARCHIVE_SCAN_NEW = 1, PL_ARCHIVE_SCAN_OPEN, PL_ARCHIVE_SCAN_OLD } scanning;
    bool again;             /* a scan was wanted meanwhile */
    bool failed;            /* the tables could not be read or written: all of it again */
    int64_t newest, cursor; /* NEW: recordings up to these were looked at; and are over */
    bool gap;               /* NEW: one that is not over was seen */
    char after[PL_ARCHIVE_NAME_MAX];
};

/* NULL: there is no room (a->more is set), no memory, or the name is too long. */
struct pl_archive_item *pl_archive_item_make(struct pl_records_archive *a, const char *file);
struct pl_archive_item *pl_archive_item_of(struct pl_records_archive *a, const char *file);
/* Begins with what it is for. */
void pl_archive_item_start(struct pl_records_archive *a, struct pl_archive_item *item);
/* The copy here goes. */
void pl_archive_drop_local(struct pl_records_archive *a, int64_t recording, const char *file,
                           int64_t bytes, int64_t attempts);

/* Reads the tables: recordings that were never noted, then what is open. */
void pl_archive_scan_begin(struct pl_records_archive *a, int what);
void pl_archive_on_sweep(void *arg);

/* Key of the object: the prefix, and the name in the catalogue. False: it is too long. */
bool pl_archive_key(const struct pl_records_archive *a, const char *file,
                    char out[PL_S3_KEY_MAX + 1]);

/* ---- records_archive_tell.c ---- */

/* Row and line of the item are safe: the feed of events says so. */
void pl_archive_tell_feed(const struct pl_records_archive *a, const struct pl_archive_item *item);

/* records_unseal.c: pl_fetch_other, for what lies there encrypted ("x.mp4.sealed"). arg: struct
 * pl_records. */
enum pl_s3_result pl_archive_unseal(void *arg, struct pl_s3 *s3, const char *key, const char *range,
                                    const struct pl_s3_sink *sink);

#endif

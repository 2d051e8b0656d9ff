/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finished files on their way to an object store, one after the other, by a thread of its own. What
 * cannot be delivered waits: the file stays where it is, and the same is tried again, after one
 * second, two, four ... up to a minute. So nothing is lost while the store is away, and nothing
 * else has to wait for it.
 *
 * The queue is memory: whoever submits keeps what is to be done (the catalogue), and submits it
 * again after a restart. A put that was done before is done once more and harms nothing.
 */
#ifndef PL_ADAPTERS_S3_ARCHIVE_H
#define PL_ADAPTERS_S3_ARCHIVE_H

#include "adapters/s3/s3.h"
#include "io/loop.h"

enum {
    PL_ARCHIVE_QUEUE = 256, /* jobs that wait; more are refused, and may be submitted later */
    PL_ARCHIVE_FILE_MAX = 512,
    PL_ARCHIVE_TYPE_MAX = 64,
};

struct pl_archive;

struct pl_archive_done {
    uint64_t id;
    bool put; /* else: deleted */
    bool ok;  /* false: the file here cannot be read; why */
    char why[PL_S3_WHY_MAX];
};

/* Of all that goes to the store and comes from it, for whoever counts it. */
struct pl_archive_stats {
    size_t waiting;        /* files on their way, or to be deleted */
    size_t away;           /* 1: the store does not take what it is brought */
    uint64_t files, bytes; /* these only rise: brought there, */
    uint64_t deleted;      /* deleted there, */
    uint64_t removed;      /* copies here that were removed, */
    uint64_t failed;       /* files that could not be read here, */
    uint64_t retries;      /* attempts that the store or the line to it has failed, */
    uint64_t fetched, fetched_bytes, fetch_failed; /* passed on from there */
};

struct pl_archive_config {
    struct pl_s3_config s3; /* its `stop` is not used */
    pl_time_us pause;       /* after the first failure; 0: a second */
    /* All on the loop's thread. A job is over. */
    void (*on_done)(void *arg, const struct pl_archive_done *done);
    /* The store does not take what it is brought (why; said once), or does again (NULL). */
    void (*on_state)(void *arg, const char *why);
    /* An attempt at a job begins (1, 2, 3 ...; why: of the one before that failed, or NULL). */
    void (*on_attempt)(void *arg, uint64_t id, unsigned attempt, const char *why);
    void *arg;
};

/* Copies the strings. PL_E_NOMEM, PL_E_LIMIT (pl_s3_open), PL_E_IO. */
PL_MUST_CHECK enum pl_err pl_archive_start(struct pl_archive **out, struct pl_loop *loop,
                                           const struct pl_archive_config *config);
/* Ends what is under way, within about a second. Accepts NULL. */
void pl_archive_stop(struct pl_archive *a);

/* Loop's thread. PL_E_LIMIT: the queue is full, or a string too long. */
PL_MUST_CHECK enum pl_err pl_archive_put(struct pl_archive *a, uint64_t id, const char *file,
                                         const char *key, const char *content_type);
/* What is not there is deleted, too. */
PL_MUST_CHECK enum pl_err pl_archive_delete(struct pl_archive *a, uint64_t id, const char *key);

/* pl_s3_link; loop's thread. */
PL_MUST_CHECK enum pl_err pl_archive_link(const struct pl_archive *a, const char *key, int64_t at_s,
                                          unsigned expires_s, char out[PL_S3_LINK_MAX]);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Objects on their way from the store to somebody who reads them as fast as he can: each by a
 * thread of its own, through a socket pair, so that a slow reader holds up nobody but himself.
 *
 * The reader gets one struct pl_s3_head, whole, then the bytes that it promises, then the end. An
 * end before that: the store, or the line to it, has failed. A head with another status than 200,
 * 206 and 416 has no bytes: 404 (no such object), 502 (the store cannot be reached, or refuses).
 * The reader gives up by closing his end.
 *
 * What is not there as it is may be there in another shape (encrypted): pl_fetch_other.
 *
 * Limit: PL_FETCH_MAX at once.
 */
#ifndef PL_ADAPTERS_S3_FETCH_H
#define PL_ADAPTERS_S3_FETCH_H

#include "adapters/s3/s3.h"

enum {
    PL_FETCH_MAX = 32,
    PL_FETCH_RANGE_MAX = 96, /* of a Range field; a longer one is left out */
};

struct pl_fetcher;

struct pl_fetcher_stats {
    uint64_t begun, bytes, failed; /* these only rise */
};

/*
 * Role: gives the object of this key to the sink out of another one (pl_s3_get), as pl_s3_get
 * would. On the thread of the fetch, several at once; s3 is that thread's. Bytes that it cannot
 * vouch for it does not give. PL_S3_MISSING: there is no such other object.
 */
typedef enum pl_s3_result pl_fetch_other(void *arg, struct pl_s3 *s3, const char *key,
                                         const char *range, const struct pl_s3_sink *sink);

/* Copies the strings; its `stop` is not used. other: NULL, or asked when there is no object of the
 * key. PL_E_NOMEM, PL_E_LIMIT (a string is too long). */
PL_MUST_CHECK enum pl_err pl_fetcher_create(struct pl_fetcher **out,
                                            const struct pl_s3_config *config,
                                            pl_fetch_other *other, void *arg);
/* Ends what is under way, within about a second. Accepts NULL. */
void pl_fetcher_destroy(struct pl_fetcher *f);

/*
 * *fd: the reader's end, not blocking; he closes it. range: as of HTTP, or empty; head: no bytes
 * are wanted. PL_E_LIMIT: there are too many; PL_E_NOMEM, PL_E_IO. One thread.
 */
PL_MUST_CHECK enum pl_err pl_fetcher_start(struct pl_fetcher *f, const char *key, const char *range,
                                           bool head, int *fd);

void pl_fetcher_get_stats(const struct pl_fetcher *f, struct pl_fetcher_stats *out);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was used before: digests of signatures and tokens that are good once, each remembered until
 * it would be refused for its age anyhow. When the memory is full, the one that would be forgotten
 * next goes (and is counted): only what was signed rightly gets in, so a stranger cannot fill it.
 */
#ifndef PL_ADAPTERS_IDENTITY_SEEN_H
#define PL_ADAPTERS_IDENTITY_SEEN_H

#include "base/heap.h"
#include "base/strmap.h"

enum { PL_SEEN_DIGEST = 32 };

struct pl_seen {
    struct pl_strmap by_digest; /* of struct entry (seen.c) */
    struct pl_heap by_end;
    uint64_t dropped; /* before their time */
};

void pl_seen_init(struct pl_seen *seen, size_t limit, const uint8_t seed[16]);
void pl_seen_finish(struct pl_seen *seen);

/* PL_E_REPLAY: used before. PL_OK: from now on it is, until `until`. PL_E_NOMEM. Times of any one
 * clock that does not go back. */
PL_MUST_CHECK enum pl_err pl_seen_use(struct pl_seen *seen, const uint8_t digest[PL_SEEN_DIGEST],
                                      pl_time_us now, pl_time_us until);

#endif

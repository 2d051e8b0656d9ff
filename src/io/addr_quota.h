/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How many of something each peer address has: so many and no more. One IPv4 address counts as
 * one peer, one IPv6 /64 as one (a home or a rack owns at least that). Memory is bounded by what is
 * held: an address is forgotten with its last release.
 */
#ifndef PL_IO_ADDR_QUOTA_H
#define PL_IO_ADDR_QUOTA_H

#include "base/addr.h"
#include "base/err.h"
#include "base/strmap.h"

struct pl_addr_quota {
    struct pl_strmap held;
    size_t per_address; /* 0: unlimited */
};

/* total: most addresses at once. */
void pl_addr_quota_init(struct pl_addr_quota *q, size_t total, size_t per_address);
/* Everything must have been released. */
void pl_addr_quota_finish(struct pl_addr_quota *q);

/* PL_E_LIMIT or PL_E_NOMEM: not taken. */
PL_MUST_CHECK enum pl_err pl_addr_quota_take(struct pl_addr_quota *q, const struct pl_addr *peer);
/* Once for each take that succeeded. */
void pl_addr_quota_release(struct pl_addr_quota *q, const struct pl_addr *peer);

#endif

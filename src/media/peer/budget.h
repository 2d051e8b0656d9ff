/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How much one sender may make us work: token buckets, and a table of strangers.
 *
 * A bucket holds up to `depth` tokens and gains `rate` a second; a zeroed one is full at its first
 * use. What is taken has a unit only by its rate (bits, packets, checks).
 *
 * The table of strangers counts STUN checks that failed, for each source (an IPv4 address, an IPv6
 * /64), so that nobody makes us compute HMACs without end. Its size is fixed: a new source takes
 * the place of the one of its row that is quiet longest. Who forges sources gets an entry for each,
 * and is held by the bucket of the connection that he names instead (internal.h, pl_peer).
 *
 * Pure; no allocation after create. Cost: a few multiplications; the table a hash and four
 * comparisons.
 */
#ifndef PL_MEDIA_BUDGET_H
#define PL_MEDIA_BUDGET_H

#include "base/addr.h"
#include "base/err.h"
#include "base/time.h"

/* ---- buckets ---- */

struct pl_tokens {
    uint64_t missing; /* tokens to full, times a million */
    pl_time_us at;
};

/* What a bucket gains and holds. rate 0: without limit. rate and depth up to 2^40. */
struct pl_allowance {
    uint64_t rate;
    uint64_t depth;
};

/* The cost is there now. */
bool pl_tokens_has(const struct pl_tokens *b, pl_time_us now, struct pl_allowance a, uint64_t cost);
/* Takes it if it is there: all or nothing. */
bool pl_tokens_take(struct pl_tokens *b, pl_time_us now, struct pl_allowance a, uint64_t cost);

/* ---- what a peer connection may bring ---- */

struct pl_budget_limits {
    struct pl_allowance bits, packets;
};

/* A quarter of a second of the rates at once (a key frame of every camera), 64 kB and 64 packets at
 * least. 0: without limit. */
struct pl_budget_limits pl_budget_limits_of(uint32_t kbps, uint32_t packets_per_second);

struct pl_budget {
    struct pl_tokens bits, packets;
};

/* A datagram of so many bytes; false: drop it. */
static inline bool pl_budget_take(struct pl_budget *b, pl_time_us now,
                                  const struct pl_budget_limits *limits, size_t bytes)
{
    return pl_tokens_take(&b->packets, now, limits->packets, 1) &&
           pl_tokens_take(&b->bits, now, limits->bits, 8 * bytes);
}

/* ---- strangers ---- */

enum {
    PL_STRANGERS_ROWS = 1024, /* a power of two */
    PL_STRANGERS_WAYS = 4,
    PL_STRANGERS_RATE = 20, /* failed checks of one source: a second, at once */
    PL_STRANGERS_DEPTH = 60,
};

struct pl_strangers;

/* seed: 16 random bytes, so that nobody can choose sources of one row. PL_E_NOMEM. */
PL_MUST_CHECK enum pl_err pl_strangers_create(struct pl_strangers **out, const uint8_t seed[16]);
void pl_strangers_destroy(struct pl_strangers *s);

/* May a check from there be looked at? */
bool pl_strangers_may(const struct pl_strangers *s, pl_time_us now, const struct pl_addr *from);
/* It was, and it failed. */
void pl_strangers_failed(struct pl_strangers *s, pl_time_us now, const struct pl_addr *from);

#endif

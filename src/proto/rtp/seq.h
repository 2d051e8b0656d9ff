/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Numbers that wrap: 16-bit RTP sequence numbers and 32-bit RTP timestamps.
 *
 * Two ways to work with them. `newer` and `diff` compare two raw numbers that are known to lie
 * within half a circle of each other. An unwrapper turns a whole stream of them into 64-bit numbers
 * that never wrap, so that everything behind it (caches, loss lists, maps) compares with `<`.
 *
 * An unwrapper follows the newest number only: a late packet is placed behind it and does not move
 * it. The first number n becomes one full circle + n, so late packets before the first one do not
 * go below zero. Zero-initialise or call the init function; cost O(1), no allocation.
 */
#ifndef PL_PROTO_RTP_SEQ_H
#define PL_PROTO_RTP_SEQ_H

#include <stdbool.h>
#include <stdint.h>

/* a - b on the circle: -32768..32767. */
static inline int32_t pl_seq_diff(uint16_t a, uint16_t b)
{
    uint16_t d = (uint16_t)(a - b);
    return d < 0x8000 ? d : (int32_t)d - 0x10000;
}

/*
 * Is a after b? Two numbers exactly half a circle apart are ambiguous; the numerically larger one
 * is then the newer, so that for a != b exactly one of newer(a, b), newer(b, a) holds.
 */
static inline bool pl_seq_newer(uint16_t a, uint16_t b)
{
    uint16_t d = (uint16_t)(a - b);
    return d == 0x8000 ? a > b : d != 0 && d < 0x8000;
}

/* The same for RTP timestamps. */
static inline bool pl_ts_newer(uint32_t a, uint32_t b)
{
    uint32_t d = a - b;
    return d == 0x80000000u ? a > b : d != 0 && d < 0x80000000u;
}

struct pl_seq_unwrapper {
    uint64_t newest; /* 0: nothing seen yet */
};

struct pl_ts_unwrapper {
    uint64_t newest; /* 0: nothing seen yet */
};

static inline void pl_seq_unwrapper_init(struct pl_seq_unwrapper *u)
{
    u->newest = 0;
}

static inline void pl_ts_unwrapper_init(struct pl_ts_unwrapper *u)
{
    u->newest = 0;
}

/* Where seq would be placed; the unwrapper does not move. For numbers a peer merely mentions. */
uint64_t pl_seq_unwrap_peek(const struct pl_seq_unwrapper *u, uint16_t seq);

/* Places seq and follows it when it is the newest. */
uint64_t pl_seq_unwrap(struct pl_seq_unwrapper *u, uint16_t seq);

uint64_t pl_ts_unwrap_peek(const struct pl_ts_unwrapper *u, uint32_t ts);
uint64_t pl_ts_unwrap(struct pl_ts_unwrapper *u, uint32_t ts);

#endif

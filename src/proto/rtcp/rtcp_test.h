/* SPDX-License-Identifier: Apache-2.0 */
/* What the RTCP tests share. */
#ifndef PL_PROTO_RTCP_RTCP_TEST_H
#define PL_PROTO_RTCP_RTCP_TEST_H

#include "pl_test.h"

#include "base/rng.h"
#include "proto/rtcp/rtcp.h"

static uint8_t room[4096];

static inline struct pl_bytes hex(const char *text)
{
    return pl_bytes_of(room, pl_test_unhex(text, room, sizeof(room)));
}

/* The only packet of a compound. */
static inline struct pl_rtcp_packet only(struct pl_bytes compound)
{
    struct pl_rtcp_iter it;
    struct pl_rtcp_packet p, more;
    assert_ok(pl_rtcp_begin(compound, &it));
    assert_true(pl_rtcp_next(&it, &p));
    assert_false(pl_rtcp_next(&it, &more));
    return p;
}

static inline uint32_t dice32(struct pl_prng *prng)
{
    return (uint32_t)pl_prng_next(prng);
}

#endif

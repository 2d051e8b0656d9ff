/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Source description (RFC 3550 section 6.5): of its items only CNAME, the one every source must
 * send. The others are skipped.
 */
#ifndef PL_PROTO_RTCP_SDES_H
#define PL_PROTO_RTCP_SDES_H

#include "proto/rtcp/rtcp.h"

struct pl_rtcp_sdes_chunk {
    struct pl_bytes cname; /* 0..255 bytes, no NUL; borrowed; empty when the chunk has none */
    uint32_t ssrc;
};

struct pl_rtcp_sdes {
    uint8_t count;
    struct pl_rtcp_sdes_chunk chunks[PL_RTCP_COUNT_MAX];
};

/* PL_E_PROTO: an item or chunk leaves the packet. */
PL_MUST_CHECK enum pl_err pl_rtcp_read_sdes(const struct pl_rtcp_packet *p,
                                            struct pl_rtcp_sdes *out);

/* count <= 31, each cname at most 255 bytes (assert). */
void pl_rtcp_write_sdes(struct pl_writer *w, const struct pl_rtcp_sdes *sdes);

#endif

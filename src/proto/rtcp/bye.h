/* SPDX-License-Identifier: Apache-2.0 */
/* Goodbye (RFC 3550 section 6.6): these sources send no more. */
#ifndef PL_PROTO_RTCP_BYE_H
#define PL_PROTO_RTCP_BYE_H

#include "proto/rtcp/rtcp.h"

struct pl_rtcp_bye {
    struct pl_bytes reason; /* 0..255 bytes of text; borrowed; empty: none given */
    uint8_t count;
    uint32_t ssrcs[PL_RTCP_COUNT_MAX];
};

/* PL_E_PROTO: the list or the reason leaves the packet. */
PL_MUST_CHECK enum pl_err pl_rtcp_read_bye(const struct pl_rtcp_packet *p, struct pl_rtcp_bye *out);

/* count <= 31, reason at most 255 bytes (assert). */
void pl_rtcp_write_bye(struct pl_writer *w, const struct pl_rtcp_bye *bye);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Payload-specific feedback: picture loss indication (RFC 4585 6.3.1), full intra request
 * (RFC 5104 4.3.1) and the receiver's bandwidth estimate (draft-alvestrand-rmcat-remb-03 2.2).
 */
#ifndef PL_PROTO_RTCP_PSFB_H
#define PL_PROTO_RTCP_PSFB_H

#include "proto/rtcp/rtcp.h"

enum {
    PL_RTCP_FIR_MAX = 32,  /* entries; a packet with more is refused */
    PL_RTCP_REMB_MAX = 32, /* sources; a packet with more is refused */
};

struct pl_rtcp_pli {
    uint32_t sender_ssrc;
    uint32_t media_ssrc;
};

struct pl_rtcp_fir_entry {
    uint32_t ssrc;
    uint8_t seq; /* repeated requests keep it, new ones add 1 */
};

struct pl_rtcp_fir {
    uint32_t sender_ssrc;
    uint8_t count;
    struct pl_rtcp_fir_entry entries[PL_RTCP_FIR_MAX];
};

struct pl_rtcp_remb {
    uint64_t bitrate_bps;
    uint32_t sender_ssrc;
    uint8_t count;
    uint32_t ssrcs[PL_RTCP_REMB_MAX];
};

/* PL_E_PROTO: cut short. PL_E_LIMIT: more entries than the struct holds. */
PL_MUST_CHECK enum pl_err pl_rtcp_read_pli(const struct pl_rtcp_packet *p, struct pl_rtcp_pli *out);
PL_MUST_CHECK enum pl_err pl_rtcp_read_fir(const struct pl_rtcp_packet *p, struct pl_rtcp_fir *out);

/* PL_E_PROTO also when the bit rate does not fit into 64 bits. */
PL_MUST_CHECK enum pl_err pl_rtcp_read_remb(const struct pl_rtcp_packet *p,
                                            struct pl_rtcp_remb *out);

void pl_rtcp_write_pli(struct pl_writer *w, const struct pl_rtcp_pli *pli);
void pl_rtcp_write_fir(struct pl_writer *w, const struct pl_rtcp_fir *fir); /* count 1..32 */

/* The bit rate is rounded down to 18 significant bits. */
void pl_rtcp_write_remb(struct pl_writer *w, const struct pl_rtcp_remb *remb);

#endif

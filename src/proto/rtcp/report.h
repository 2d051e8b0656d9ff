/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sender and receiver reports (RFC 3550 sections 6.4.1 and 6.4.2). Profile-specific extensions
 * behind the report blocks are accepted and ignored.
 */
#ifndef PL_PROTO_RTCP_REPORT_H
#define PL_PROTO_RTCP_REPORT_H

#include "proto/rtcp/rtcp.h"

enum { PL_RTCP_REPORT_BYTES = 24 };

/* What somebody says about receiving the stream `ssrc`. */
struct pl_rtcp_report {
    uint32_t ssrc;
    int32_t cumulative_lost; /* 24 bits with sign: negative when duplicates outnumber losses */
    uint32_t highest_seq;    /* cycles in the upper 16 bits */
    uint32_t jitter;         /* in units of the RTP clock */
    uint32_t lsr;            /* middle 32 bits of the last SR's NTP time; 0: none yet */
    uint32_t dlsr;           /* time since it came, 1/65536 s */
    uint8_t fraction_lost;   /* 1/256, since the report before */
};

struct pl_rtcp_sr {
    uint64_t ntp; /* 32.32 seconds since 1900, see ntp.h */
    uint32_t ssrc;
    uint32_t rtp_ts; /* the same moment on the RTP clock */
    uint32_t packets;
    uint32_t octets; /* payload only, without padding */
    uint8_t report_count;
    struct pl_rtcp_report reports[PL_RTCP_COUNT_MAX];
};

struct pl_rtcp_rr {
    uint32_t ssrc; /* who reports */
    uint8_t report_count;
    struct pl_rtcp_report reports[PL_RTCP_COUNT_MAX];
};

/* PL_E_PROTO: the packet is shorter than its report count says. The type must fit (assert). */
PL_MUST_CHECK enum pl_err pl_rtcp_read_sr(const struct pl_rtcp_packet *p, struct pl_rtcp_sr *out);
PL_MUST_CHECK enum pl_err pl_rtcp_read_rr(const struct pl_rtcp_packet *p, struct pl_rtcp_rr *out);

/* report_count <= 31; a cumulative_lost outside 24 bits is clamped (RFC 3550 A.3). */
void pl_rtcp_write_sr(struct pl_writer *w, const struct pl_rtcp_sr *sr);
void pl_rtcp_write_rr(struct pl_writer *w, const struct pl_rtcp_rr *rr);

#endif

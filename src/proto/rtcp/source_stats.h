/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a receiver tells about one source: highest sequence number, losses, jitter (RFC 3550
 * appendices A.1, A.3 and A.8), and the echo of the last sender report.
 *
 * Order: init, then input for every authenticated packet of the source in order of arrival,
 * input_sr for every sender report, report whenever a report block is due. Probation of A.1 is left
 * out: in WebRTC the source is known by signalling and the packet is authenticated, so the first
 * packet counts. Retransmissions (RTX) of this source may be counted or not by the caller, but
 * always in the same way. Pure state, O(1), no allocation.
 */
#ifndef PL_PROTO_RTCP_SOURCE_STATS_H
#define PL_PROTO_RTCP_SOURCE_STATS_H

#include "base/time.h"
#include "proto/rtcp/report.h"

struct pl_rtcp_source_stats {
    uint64_t jitter_q4; /* times 16; 64 bits so that no stream of time stamps makes it overflow */
    uint64_t received;
    uint64_t received_prior; /* at the last report */
    uint64_t expected_prior;
    uint64_t cycles; /* times 65536 */
    pl_time_us sr_at;
    uint32_t bad_seq; /* the number that would confirm a restart; above 65535: none */
    uint32_t base_seq;
    uint32_t transit;
    uint32_t clock_rate; /* of the packet before; 0: none */
    uint32_t sr_compact; /* 0: no sender report yet */
    uint16_t max_seq;
    bool started;
};

void pl_rtcp_source_stats_init(struct pl_rtcp_source_stats *s);

/*
 * A packet came. clock_rate in Hz, > 0. False: the number is a wild jump (more than 3000 ahead or
 * 100 behind) and was not counted; if the next one follows it, the source has restarted and the
 * counting begins anew.
 */
bool pl_rtcp_source_stats_input(struct pl_rtcp_source_stats *s, pl_time_us now, uint32_t rtp_ts,
                                uint16_t seq, uint32_t clock_rate);

/* A sender report came; ntp is its 64-bit time. */
void pl_rtcp_source_stats_input_sr(struct pl_rtcp_source_stats *s, pl_time_us now, uint64_t ntp);

/* The numbers since the beginning. */
uint32_t pl_rtcp_source_stats_highest_seq(const struct pl_rtcp_source_stats *s);
int64_t pl_rtcp_source_stats_lost(const struct pl_rtcp_source_stats *s);
uint32_t pl_rtcp_source_stats_jitter(const struct pl_rtcp_source_stats *s);

/*
 * Fills a report block and begins a new interval for the fraction lost. PL_E_AGAIN: nothing has
 * come yet, so there is nothing to report.
 */
PL_MUST_CHECK enum pl_err pl_rtcp_source_stats_report(struct pl_rtcp_source_stats *s,
                                                      pl_time_us now, uint32_t ssrc,
                                                      struct pl_rtcp_report *out);

#endif

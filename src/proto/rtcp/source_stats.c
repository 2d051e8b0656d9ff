/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/rtcp/source_stats.h"

#include "proto/rtcp/ntp.h"

#include <assert.h>

#define SEQ_CIRCLE 65536u
#define NO_BAD_SEQ (SEQ_CIRCLE + 1)
#define US_PER_SEC UINT64_C(1000000)
#define LOST_MAX   0x7fffff
#define LOST_MIN   (-0x800000)

enum {
    MAX_DROPOUT = 3000, /* RFC 3550 A.1 */
    MAX_MISORDER = 100,
};

void pl_rtcp_source_stats_init(struct pl_rtcp_source_stats *s)
{
    *s = (struct pl_rtcp_source_stats){.bad_seq = NO_BAD_SEQ};
}

/* Counts from here on: A.1's init_seq. The echo of the sender report is kept. */
static void start_at(struct pl_rtcp_source_stats *s, uint16_t seq)
{
    s->started = true;
    s->base_seq = seq;
    s->max_seq = seq;
    s->bad_seq = NO_BAD_SEQ;
    s->cycles = 0;
    s->received = 0;
    s->received_prior = 0;
    s->expected_prior = 0;
    s->clock_rate = 0;
}

/* A.1's update_seq without probation. */
static bool take_seq(struct pl_rtcp_source_stats *s, uint16_t seq)
{
    uint16_t ahead = (uint16_t)(seq - s->max_seq);
    if (!s->started) {
        start_at(s, seq);
    } else if (ahead < MAX_DROPOUT) {
        if (seq < s->max_seq)
            s->cycles += SEQ_CIRCLE;
        s->max_seq = seq;
    } else if (ahead <= SEQ_CIRCLE - MAX_MISORDER) {
        if (seq != s->bad_seq) {
            s->bad_seq = (seq + 1u) % SEQ_CIRCLE;
            return false;
        }
        start_at(s, seq); /* two in a row: the other side has restarted */
    }
    s->received++;
    return true;
}

/* now on the RTP clock, modulo 2^32; split so that the product has room. */
static uint32_t rtp_clock(pl_time_us now, uint32_t clock_rate)
{
    return (uint32_t)(now / US_PER_SEC * clock_rate + now % US_PER_SEC * clock_rate / US_PER_SEC);
}

/* A.8. A change of clock rate makes two transits incomparable: the next packet starts anew. */
static void take_jitter(struct pl_rtcp_source_stats *s, pl_time_us now, uint32_t rtp_ts,
                        uint32_t clock_rate)
{
    uint32_t transit = rtp_clock(now, clock_rate) - rtp_ts;
    uint32_t d = transit - s->transit;
    if (s->clock_rate == clock_rate) {
        if (d >= 0x80000000u)
            d = 0u - d;
        s->jitter_q4 += d - ((s->jitter_q4 + 8) >> 4);
    }
    s->transit = transit;
    s->clock_rate = clock_rate;
}

bool pl_rtcp_source_stats_input(struct pl_rtcp_source_stats *s, pl_time_us now, uint32_t rtp_ts,
                                uint16_t seq, uint32_t clock_rate)
{
    assert(clock_rate > 0);
    if (!take_seq(s, seq))
        return false;
    take_jitter(s, now, rtp_ts, clock_rate);
    return true;
}

void pl_rtcp_source_stats_input_sr(struct pl_rtcp_source_stats *s, pl_time_us now, uint64_t ntp)
{
    s->sr_compact = pl_ntp_compact(ntp);
    s->sr_at = now;
}

static uint64_t expected(const struct pl_rtcp_source_stats *s)
{
    return s->started ? s->cycles + s->max_seq - s->base_seq + 1 : 0;
}

uint32_t pl_rtcp_source_stats_highest_seq(const struct pl_rtcp_source_stats *s)
{
    return (uint32_t)(s->cycles + s->max_seq);
}

int64_t pl_rtcp_source_stats_lost(const struct pl_rtcp_source_stats *s)
{
    return (int64_t)(expected(s) - s->received);
}

uint32_t pl_rtcp_source_stats_jitter(const struct pl_rtcp_source_stats *s)
{
    uint64_t jitter = s->jitter_q4 >> 4;
    return jitter > UINT32_MAX ? UINT32_MAX : (uint32_t)jitter;
}

/* A.3, and clamped: a whole interval lost would be 256. */
static uint8_t take_fraction(struct pl_rtcp_source_stats *s)
{
    int64_t want = (int64_t)(expected(s) - s->expected_prior);
    int64_t lost = want - (int64_t)(s->received - s->received_prior);
    s->expected_prior = expected(s);
    s->received_prior = s->received;
    if (want <= 0 || lost <= 0)
        return 0;
    return lost * 256 / want > UINT8_MAX ? UINT8_MAX : (uint8_t)(lost * 256 / want);
}

static int32_t clamp_lost(int64_t lost)
{
    if (lost > LOST_MAX)
        return LOST_MAX;
    return lost < LOST_MIN ? LOST_MIN : (int32_t)lost;
}

enum pl_err pl_rtcp_source_stats_report(struct pl_rtcp_source_stats *s, pl_time_us now,
                                        uint32_t ssrc, struct pl_rtcp_report *out)
{
    if (!s->started)
        return PL_E_AGAIN;
    *out = (struct pl_rtcp_report){
        .ssrc = ssrc,
        .fraction_lost = take_fraction(s),
        .cumulative_lost = clamp_lost(pl_rtcp_source_stats_lost(s)),
        .highest_seq = pl_rtcp_source_stats_highest_seq(s),
        .jitter = pl_rtcp_source_stats_jitter(s),
        .lsr = s->sr_compact,
    };
    if (s->sr_compact != 0 && now > s->sr_at)
        out->dlsr = pl_ntp_compact_from_us(now - s->sr_at);
    return PL_OK;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How fast may we send to this subscriber? The sender's half of draft-ietf-rmcat-gcc-02, fed by
 * transport-wide feedback (proto/rtcp/twcc.h).
 *
 *     pl_bwe_sent ---> history ---+
 *                                 v
 *     pl_bwe_feedback --> groups (5.1, 5.2) --> trend (5.3) --> detector (5.4) --> aimd (5.5) --+
 *                    \--> rate: what arrives a second, R_hat (5.5) ---------------^             |
 *                    \--> loss_based (6) <--- pl_bwe_report                                     |
 *                    \--> probe: result of a cluster ----> lifts both                           v
 *                                                                     target = the lesser of both
 *
 * One estimator for each subscriber's transport. Pure state, a fixed size below 6 kB, nothing is
 * allocated. It does not send, pace or make padding, and does not choose layers: its owner does.
 *
 * Order of calls: init; then sent for each packet that carries a transport-wide number (in the
 * order of the numbers), feedback for each feedback packet that passed pl_rtcp_read_twcc, report
 * for each receiver report, tick when the deadline has come; after each of them the target may
 * have changed. `now` never goes back between two calls on one estimator.
 *
 * Where this differs from the draft:
 *   - 5.3: the trendline instead of the Kalman filter (trend.h says why).
 *   - 5.4: the threshold comes down faster, K_d 0.002 (detector.h says why).
 *   - 5.4: what clears by itself is jitter and counts as no signal (jitter.h).
 *   - 5.5: an overuse that begins while a probe's own queue, or that of a burst which the owner
 *     has told of, may last makes the rate stand, not fall.
 *   - 5.5: 1.08^t is taken as 1 + 0.08 t for steps of up to a second: no library function decides
 *     a rate, so a trace is the same on every machine.
 *   - 6: losses are judged over at least half a second and twenty packets, not one report.
 *   - Probing (probe.h) is not in the draft; without it a rate that fell tenfold needs half a
 *     minute to come back.
 *   - Silence: when packets are under way and no feedback comes at all, the rate is halved each
 *     second (the idea of RFC 8083 section 4.1). Single feedback packets may be lost without harm:
 *     packets that no feedback names are not counted as lost.
 *
 * Hostile feedback can at worst move the target between min and max: what was not sent, is too old
 * or was told before is counted in `strange` and changes nothing; a receiver's clock that jumps
 * starts the filter anew. Cost: O(1) a packet sent, O(statuses) a feedback, one regression over 20
 * points for each group of packets.
 */
#ifndef PL_MEDIA_BWE_BWE_H
#define PL_MEDIA_BWE_BWE_H

#include "media/bwe/aimd.h"
#include "media/bwe/detector.h"
#include "media/bwe/groups.h"
#include "media/bwe/history.h"
#include "media/bwe/jitter.h"
#include "media/bwe/loss_based.h"
#include "media/bwe/probe.h"
#include "media/bwe/rate.h"
#include "media/bwe/train.h"
#include "media/bwe/trend.h"
#include "proto/rtcp/twcc.h"

struct pl_bwe_config {
    uint32_t start_bps; /* min <= start <= max */
    uint32_t min_bps;   /* at least 1000; never below it, whatever is measured */
    uint32_t max_bps;
};

/* Which rule made the target what it is. */
enum pl_bwe_why {
    PL_BWE_WHY_START,   /* nothing was measured yet */
    PL_BWE_WHY_RAMP,    /* 5.5: multiplicative increase */
    PL_BWE_WHY_NEAR,    /* 5.5: additive increase near the rate that was too much before */
    PL_BWE_WHY_IDLE,    /* 5.5: not above 1.5 R_hat; too little is sent to learn more */
    PL_BWE_WHY_HOLD,    /* 5.5: queues are emptying */
    PL_BWE_WHY_OVERUSE, /* 5.5: queues grew, 0.85 R_hat */
    PL_BWE_WHY_LOSS,    /* 6: more than a tenth was lost, or losses forbid to rise */
    PL_BWE_WHY_PROBE,   /* a cluster of packets showed that more fits */
    PL_BWE_WHY_SILENCE, /* packets under way, no feedback */
    PL_BWE_WHY_MIN,
    PL_BWE_WHY_MAX,
};

struct pl_bwe {
    struct pl_bwe_config config;
    uint32_t target_bps;
    uint32_t want_bps;
    enum pl_bwe_why why;
    pl_time_us rtt_us;        /* smoothed, 0: not known */
    pl_time_us unanswered;    /* packets wait for feedback since; PL_TIME_NEVER: none does */
    pl_time_us last_feedback; /* PL_TIME_NEVER: none yet */
    uint64_t newest_told;     /* the newest packet that a feedback named */
    int64_t reference_us;     /* the receiver's clock, unwrapped */
    int32_t reference_time;   /* as last told */
    uint32_t strange;         /* feedback about what we did not send, or know no more */
    struct pl_bwe_groups groups;
    struct pl_bwe_trend trend;
    struct pl_bwe_detector detector;
    struct pl_bwe_jitter jitter;
    struct {
        double bps;          /* the rate before the decrease; 0: nothing to take back */
        int32_t standing_us; /* the longest queue that was believed */
        pl_time_us at;
    } alarm;
    struct pl_bwe_rate rate;
    struct pl_bwe_aimd aimd;
    struct pl_bwe_loss loss;
    struct pl_bwe_probe probe;
    struct pl_bwe_trains trains;
    struct pl_bwe_history history;
};

void pl_bwe_init(struct pl_bwe *b, const struct pl_bwe_config *config);
/* Gives back the history, which is all that it allocates. */
void pl_bwe_finish(struct pl_bwe *b);

/*
 * The rate above which the owner has nothing to send (all wished layers together): no probing goes
 * beyond it. As made: max. 0: never probe, said by an owner that cannot pad.
 */
void pl_bwe_want(struct pl_bwe *b, uint32_t bps);

/* A packet left. seq: its transport-wide number; bytes: what it weighs on the wire, headers too. */
void pl_bwe_sent(struct pl_bwe *b, pl_time_us now, uint16_t seq, size_t bytes);

/* A feedback packet came. head and statuses as pl_rtcp_read_twcc gave them; borrowed. */
void pl_bwe_feedback(struct pl_bwe *b, pl_time_us now, const struct pl_rtcp_twcc *head,
                     const struct pl_twcc_status *statuses, size_t count);

/*
 * A receiver report came: fraction_lost in 1/256 (RFC 3550 6.4.1), rtt_us as pl_rtcp_rtt_us gave
 * it, 0: not known. The loss counts only while no feedback comes, which knows it better.
 */
void pl_bwe_report(struct pl_bwe *b, pl_time_us now, uint8_t fraction_lost, pl_time_us rtt_us);

/*
 * The owner lets a burst out faster than the target, a key frame, until then: a queue seen
 * meanwhile is of his own making. Overuse makes the rate stand, not fall: 0.85 R_hat of one who had
 * little to send before would say nothing of the way. Losses count as ever, and nothing is excused
 * while queues grow or within a second after they did: then the way has become narrow.
 */
void pl_bwe_excuse(struct pl_bwe *b, pl_time_us now, pl_time_us until);

/* Does what time alone demands. Cheap to call too often. */
void pl_bwe_tick(struct pl_bwe *b, pl_time_us now);

/*
 * When pl_bwe_tick or pl_bwe_next_probe has something to do; PL_TIME_NEVER: nothing waits. After a
 * tick, then next_probe until it gives 0, it lies ahead.
 */
pl_time_us pl_bwe_deadline(const struct pl_bwe *b);

static inline uint32_t pl_bwe_target_bps(const struct pl_bwe *b)
{
    return b->target_bps;
}

/* How fast a burst may leave (train.h); 0: not known, or the way was congested lately. */
static inline uint32_t pl_bwe_burst_bps(const struct pl_bwe *b)
{
    return pl_bwe_trains_bps(&b->trains);
}

static inline enum pl_bwe_why pl_bwe_why(const struct pl_bwe *b)
{
    return b->why;
}

/* "overuse" and the like, for logs and traces. Never NULL. */
const char *pl_bwe_why_name(enum pl_bwe_why why);

/*
 * How many bytes of padding (or repeated packets) are due now so that the present cluster keeps
 * its pace; begins a cluster when one is due. 0: nothing to do. The owner sends about so much, in
 * packets of at most PL_BWE_PROBE_PACKET bytes, and tells it with pl_bwe_sent as of any packet;
 * media sent meanwhile counts too, so the padding shrinks by it. Between clusters the deadline is
 * when the next may begin, so an owner that follows the deadline must call this (or want 0 bit/s).
 */
size_t pl_bwe_next_probe(struct pl_bwe *b, pl_time_us now);

#endif

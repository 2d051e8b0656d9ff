/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What one subscriber's way can carry, from whatever its client tells.
 *
 *     answer took transport-cc   the estimator (bwe/bwe.h): packets carry a number, feedback comes
 *     only goog-remb             the client's own estimate (draft-alvestrand-rmcat-remb-03),
 *                                lowered by the losses of its receiver reports (gcc-02 section 6)
 *     neither                    nothing limits what is sent
 *
 * One for each subscribing connection. The estimator is allocated with the first answer that takes
 * transport-cc: 1 kB, and 1 to 4 kB for the history of packets sent. Nothing else is allocated;
 * time is a parameter.
 *
 * Order of calls: init; take for each section of an answer; sent after each RTP packet; feedback,
 * report and remb as they come in; tick when the deadline has come, and a plan after each look.
 * The deadline sleeps while nothing is sent: `sent` says when it has to be armed again.
 */
#ifndef PL_MEDIA_DOWNLINK_H
#define PL_MEDIA_DOWNLINK_H

#include "media/bwe/bwe.h"
#include "media/downlink/pacer.h"

#define PL_DOWNLINK_START_BPS 1000000u
#define PL_DOWNLINK_MIN_BPS   50000u
#define PL_DOWNLINK_MAX_BPS   100000000u
#define PL_DOWNLINK_UNLIMITED UINT32_MAX
/* How often it is looked at while packets flow, and the grain of its deadlines: subscribers of one
 * worker then wake it together. */
#define PL_DOWNLINK_LOOK_US  PL_MS(200)
#define PL_DOWNLINK_GRAIN_US PL_MS(5)
/* How fast packets may leave: faster than the target, or it would never be reached and a queue here
 * never end; not much faster, or the queue would lie in the network, before the sound. */
#define PL_DOWNLINK_PACE            1.5
#define PL_DOWNLINK_PACE_START      2.5 /* while nothing was measured */
#define PL_DOWNLINK_PACE_BURST      0.5 /* of the rate at which bursts got through */
#define PL_DOWNLINK_EXCUSE_US       PL_MS(250)
#define PL_DOWNLINK_EXCUSE_EVERY_US PL_SEC(2)
/* Two looks are never closer, whatever happens. */
#define PL_DOWNLINK_PAUSE_US PL_MS(100)
/* IP version 4 and UDP: what a datagram weighs more than its payload. */
enum { PL_DOWNLINK_HEADERS = 28 };

enum pl_downlink_mode { PL_DOWNLINK_OPEN, PL_DOWNLINK_REMB, PL_DOWNLINK_TWCC };

/* For clients without transport-wide feedback. */
struct pl_downlink_coarse {
    uint32_t remb_bps; /* 0: none came */
    struct pl_bwe_loss loss;
    uint64_t bytes;   /* sent since the last judgement */
    pl_time_us since; /* of it */
};

struct pl_downlink {
    enum pl_downlink_mode mode;
    uint16_t seq;       /* the next transport-wide number */
    bool used;          /* something was sent since the last look */
    bool idle;          /* nothing was between the last two */
    bool waits;         /* planned: more is wished than is sent */
    pl_time_us look_at; /* PL_TIME_NEVER: nothing was sent for long */
    pl_time_us looked_at;
    pl_time_us excused_at; /* a burst, lately; 0: never */
    uint32_t spent_bps;    /* planned at the last look */
    struct pl_bwe *bwe;    /* of TWCC; owned */
    pl_time_us ticked_at;
    struct pl_downlink_coarse coarse;
    struct pl_pacer pacer;
};

void pl_downlink_init(struct pl_downlink *d);
void pl_downlink_finish(struct pl_downlink *d);

/* What the client's answer took; TWCC is better than REMB and stays. False: no memory for it. */
bool pl_downlink_take(struct pl_downlink *d, enum pl_downlink_mode mode);

/*
 * A packet left: payload bytes of the datagram. with_seq: it carries the number d->seq, which is
 * used up. True: the deadline slept and has to be armed.
 */
bool pl_downlink_sent(struct pl_downlink *d, pl_time_us now, size_t bytes, bool with_seq);

void pl_downlink_feedback(struct pl_downlink *d, pl_time_us now, const struct pl_rtcp_twcc *head,
                          const struct pl_twcc_status *statuses, size_t count);
/* A receiver report, all its blocks together: fraction in 1/256; rtt 0: not known. */
void pl_downlink_report(struct pl_downlink *d, pl_time_us now, uint8_t fraction_lost,
                        pl_time_us rtt_us);
void pl_downlink_remb(struct pl_downlink *d, pl_time_us now, uint64_t bps);

/* What waits and what probes is the owner's: pacer and bwe. True: it was a look, once in
 * PL_DOWNLINK_LOOK_US. */
bool pl_downlink_tick(struct pl_downlink *d, pl_time_us now);
/* Lies ahead after a tick; on the grain. */
pl_time_us pl_downlink_deadline(const struct pl_downlink *d);

/*
 * A burst begins to leave at the pace: the estimator shall not take its queue for the way's. Once
 * in PL_DOWNLINK_EXCUSE_EVERY_US, for PL_DOWNLINK_EXCUSE_US: who is in a burst all the time has
 * none.
 */
void pl_downlink_excuse(struct pl_downlink *d, pl_time_us now);

/* The way is another now: nothing that was measured holds, packets keep their numbers. */
void pl_downlink_moved(struct pl_downlink *d, pl_time_us now);

/* Something has changed that asks for a look: soon, whether packets flow or not. */
void pl_downlink_hurry(struct pl_downlink *d, pl_time_us now);

/*
 * What a look came to: all that one would like to send, and what is sent. Without can_pad there is
 * nothing to probe with.
 */
void pl_downlink_plan(struct pl_downlink *d, uint64_t wish_bps, uint64_t spent_bps, bool can_pad);

/* Nothing is sent, but something would be if more fitted. */
static inline bool pl_downlink_starves(const struct pl_downlink *d)
{
    return d->idle && d->waits;
}

/* Has the client told anything yet? Before that the target is a guess. */
static inline bool pl_downlink_measured(const struct pl_downlink *d)
{
    return !d->bwe || d->bwe->last_feedback != PL_TIME_NEVER;
}

/* bit/s that may be sent; PL_DOWNLINK_UNLIMITED: nobody said anything. */
uint32_t pl_downlink_target_bps(const struct pl_downlink *d);

#endif

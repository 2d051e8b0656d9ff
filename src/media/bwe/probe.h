/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Probing: a short cluster of packets, sent faster than the target, shows whether more fits.
 *
 * A cluster goes at PL_BWE_PROBE_FACTOR times the target (and not above what is wanted), for
 * PL_BWE_PROBE_US, at least PL_BWE_PROBE_PACKETS packets; a frame that leaves at once in its midst
 * does not end it, for a rate over no time is none. What arrives of it, and how fast, is the
 * result: the lesser of the rates at which it was sent and received; when it was received clearly
 * slower than sent, that is the link's rate and PL_BWE_PROBE_USE of it is the result. A result
 * only ever raises the estimate. After one that the link carried the next, twice as fast, follows
 * a round trip later; after one that it did not, PL_BWE_PROBE_PAUSE_US pass. One that was held back
 * and delivered at once has no rate: the next follows after PL_BWE_PROBE_AGAIN_US.
 *
 * Where the way has jitter J (jitter.h), 25 ms tell nothing: the cluster lasts 2 J longer, up to
 * PL_BWE_PROBE_LONG_US, and what its arrival is drawn out by J or less is no limit of the link. The
 * rate at which it arrived is proved all the same, so each raises the estimate by a third or more.
 *
 * The harm is bounded by construction: on a full link a cluster at twice its rate adds at most its
 * own duration to the queue (25 ms; 40 ms at 300 kbit/s, where packets are long; with jitter three
 * times that), every five seconds; the owner asks only while no queue grows and nothing much is
 * lost, and does not take the queue of its own cluster for congestion.
 *
 * Numbers of clusters are 1..255 and come again after 255 clusters, minutes later.
 */
#ifndef PL_MEDIA_BWE_PROBE_H
#define PL_MEDIA_BWE_PROBE_H

#include "base/time.h"

#include <stdbool.h>
#include <stddef.h>

#define PL_BWE_PROBE_FACTOR   2.0
#define PL_BWE_PROBE_US       PL_MS(25)
#define PL_BWE_PROBE_LONG_US  PL_MS(125)
#define PL_BWE_PROBE_PAUSE_US PL_SEC(5)
#define PL_BWE_PROBE_AGAIN_US PL_MS(500)
#define PL_BWE_PROBE_FIRST_US PL_MS(500)  /* after the first packet */
#define PL_BWE_PROBE_WAIT_US  PL_MS(1000) /* for the result, beyond the round trip */
#define PL_BWE_PROBE_CALM_US  PL_MS(150)
#define PL_BWE_PROBE_USE      0.95
#define PL_BWE_PROBE_SLOW_BPS 250000.0 /* clusters below go in pieces of PL_BWE_PROBE_PIECE */
enum {
    PL_BWE_PROBE_PACKETS = 5,
    PL_BWE_PROBE_PIECE = 200,
    PL_BWE_PROBE_PACKET = 600, /* bytes; more in one piece would be too coarse for slow links */
};

enum pl_bwe_probe_state { PL_BWE_PROBE_IDLE, PL_BWE_PROBE_SENDING, PL_BWE_PROBE_WAITING };

struct pl_bwe_probe {
    enum pl_bwe_probe_state state;
    uint8_t cluster;    /* the present or last one */
    pl_time_us next_at; /* idle: when the next may begin; PL_TIME_NEVER: nothing was sent yet */
    pl_time_us give_up_at;
    pl_time_us disturbed_until; /* queues may be of our own making; not forgotten by the next */
    double bps;
    pl_time_us span_us; /* how long it lasts at bps */
    size_t wanted_bytes, sent_bytes, sent_packets;
    size_t first_bytes, last_bytes; /* of the first and the last packet sent */
    pl_time_us first_sent, last_sent;
    size_t told; /* packets of which feedback spoke */
    size_t arrived_bytes, arrived_packets, first_arrived_bytes;
    int64_t first_arrived, last_arrived;
};

void pl_bwe_probe_init(struct pl_bwe_probe *p);

/* The first packet of all has left: probing may begin a little later. */
void pl_bwe_probe_open(struct pl_bwe_probe *p, pl_time_us now);

/* May a cluster begin now? The owner adds its own reasons. */
bool pl_bwe_probe_due(const struct pl_bwe_probe *p, pl_time_us now);

/* jitter_us: of the way, 0: none. */
void pl_bwe_probe_begin(struct pl_bwe_probe *p, pl_time_us now, double bps, int64_t jitter_us);

/* Sending: bytes due now. */
size_t pl_bwe_probe_bytes(const struct pl_bwe_probe *p, pl_time_us now);

/* A packet left; returns the cluster that it belongs to, 0: none. */
uint8_t pl_bwe_probe_sent(struct pl_bwe_probe *p, pl_time_us now, size_t bytes, pl_time_us rtt_us);

/* Feedback about a packet of that cluster. */
void pl_bwe_probe_arrived(struct pl_bwe_probe *p, uint8_t cluster, int64_t arrived_us,
                          size_t bytes);
void pl_bwe_probe_lost(struct pl_bwe_probe *p, uint8_t cluster);

/* bit/s that were proved when a result has just become complete, else 0. Call after feedback. */
double pl_bwe_probe_result(struct pl_bwe_probe *p, pl_time_us now, pl_time_us rtt_us,
                           int64_t jitter_us);

/*
 * Is a queue seen now likely to be a cluster's own? From its begin until PL_BWE_PROBE_CALM_US and a
 * round trip after its end.
 */
bool pl_bwe_probe_disturbs(const struct pl_bwe_probe *p, pl_time_us now);

/* What was learned makes the pause needless. */
void pl_bwe_probe_hurry(struct pl_bwe_probe *p, pl_time_us now);

/* A queue until then, and a little longer, is of our own making too. */
void pl_bwe_probe_excuse(struct pl_bwe_probe *p, pl_time_us until);

/* Gives up what takes too long; the owner cannot pad, or the feedback is lost. */
void pl_bwe_probe_tick(struct pl_bwe_probe *p, pl_time_us now);

pl_time_us pl_bwe_probe_deadline(const struct pl_bwe_probe *p);

#endif

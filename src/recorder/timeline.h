/* SPDX-License-Identifier: Apache-2.0 */
/*
 * When was it? RTP timestamps of every stream to one clock, that of the tap's stamps. Pure.
 *
 *     moment = ts / rate  +  stream offset  +  group offset
 *
 * A group is one publisher: one clock of its own, behind one network. The stream offset comes from
 * its sender reports (RFC 3550 6.4.1), so sound and picture of one publisher keep together exactly;
 * the group offset is the least of (stamp - publisher's time) in the last seconds: the packet that
 * was delayed least. Clocks drift and networks change: offsets follow slowly, PL_TIMELINE_SLEW_PPM,
 * so that nothing jumps; a difference above PL_TIMELINE_JUMP_US is taken over at once. Until a
 * stream's first report it stands on its own arrival times.
 */
#ifndef PL_RECORDER_TIMELINE_H
#define PL_RECORDER_TIMELINE_H

#include "base/time.h"
#include "proto/rtp/seq.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    PL_TIMELINE_BUCKETS = 8, /* of one second each */
    PL_TIMELINE_SLEW_PPM = 2000,
    PL_TIMELINE_EAGER_US = 3000000, /* of media: the beginning, when little is known yet */
    PL_TIMELINE_EAGER_PPM = 50000,
    PL_TIMELINE_JUMP_US = 200000,
};

/* The least value of the last seconds. */
struct pl_least {
    int64_t values[PL_TIMELINE_BUCKETS];
    uint64_t seconds[PL_TIMELINE_BUCKETS]; /* of which second a bucket is, + 1; 0: empty */
};

void pl_least_put(struct pl_least *l, pl_time_us now, int64_t value);
/* At least one value was put within the last seconds, else the latest. */
int64_t pl_least_get(const struct pl_least *l);

struct pl_timeline_group {
    struct pl_least delays; /* stamp - publisher's time */
    bool known;
};

struct pl_timeline {
    struct pl_timeline_group *group;
    struct pl_ts_unwrapper unwrap;
    uint32_t rate;
    bool reported, placed;
    int64_t report_offset; /* publisher's us - ts us */
    struct pl_least own;   /* stamp - ts us, without reports */
    int64_t offset;        /* in use: moment = ts us + offset */
    int64_t followed_us;   /* media so far */
    uint64_t newest_us;    /* ts in us of the newest packet: offsets move with it */
};

/* group is borrowed. All zeros is a fresh group. */
void pl_timeline_init(struct pl_timeline *t, struct pl_timeline_group *group, uint32_t rate);
/* Numbers began anew: another source; the group stays. */
void pl_timeline_restart(struct pl_timeline *t);

/* A packet came. */
void pl_timeline_packet(struct pl_timeline *t, pl_time_us stamp, uint32_t ts);
/* A sender report: the publisher's wall clock in us, and the same moment's ts. */
void pl_timeline_report(struct pl_timeline *t, uint64_t wall_us, uint32_t ts);

/* The moment of a timestamp near the newest; may be before 0. A packet must have come. */
int64_t pl_timeline_moment(const struct pl_timeline *t, uint32_t ts);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A sender that follows the estimate, a bottleneck with a queue, a receiver that sends feedback:
 * everything by seed and under virtual time, in steps of a millisecond. For tests.
 */
#ifndef PL_MEDIA_BWE_LINK_SIM_H
#define PL_MEDIA_BWE_LINK_SIM_H

#include "base/rng.h"
#include "media/bwe/bwe.h"

enum { SIM_FLIGHT = 4096, SIM_SECONDS_MAX = 90, SIM_STEPS_MAX = 8, SIM_STATUSES = 1024 };

struct sim_step {
    unsigned from_ms;
    uint32_t capacity_bps;
    uint32_t cross_bps; /* of another flow with a constant rate, through the same queue */
};

struct sim_config {
    const char *name;
    unsigned seconds;
    struct sim_step steps[SIM_STEPS_MAX]; /* the first from 0; ends with capacity 0 */
    unsigned loss_percent;                /* at random, without any queue */
    unsigned feedback_loss_percent;
    unsigned jitter_ms;      /* each packet waits 0..jitter more, never overtaking */
    unsigned spell_ms;       /* how long a drawn jitter holds; 0: for one packet */
    unsigned swell_ms;       /* delay that rises to this and falls again, each at 1 ms in 4 */
    unsigned swell_every_ms; /* on average; 0: never */
    unsigned queue_ms;       /* of the bottleneck; what does not fit is dropped */
    uint32_t media_max_bps;  /* the sender never has more; 0: no such limit */
    unsigned fill_percent;   /* of the target, as layers do not fill it; 0: all of it */
    uint32_t want_bps;       /* 0: no limit */
    unsigned silent_from_ms; /* the feedback ends here; 0: never */
    struct pl_bwe_config bwe;
};

struct sim_packet {
    uint64_t seq;
    pl_time_us arrives; /* PL_TIME_NEVER: lost */
};

struct sim_link {
    double busy_until_us; /* of the bottleneck */
    double last_arrival_us;
    double cross_next_us;
    double jitter_us; /* of the present spell */
    pl_time_us spell_until;
    double swell_us;
    pl_time_us swell_from; /* the present or last swell began then */
};

/* One row a second. */
struct sim_row {
    uint32_t target_bps;
    uint32_t max_target_bps; /* within that second */
    uint32_t capacity_bps;   /* without the other flow's share */
    uint32_t queue_ms;       /* the longest within that second */
    enum pl_bwe_why why;
};

struct sim {
    struct pl_twcc_status statuses[SIM_STATUSES]; /* of the feedback at hand */
    const struct sim_config *config;
    struct pl_bwe bwe;
    struct pl_prng prng;
    pl_time_us now;
    pl_time_us next_media;
    uint64_t next_seq;
    struct sim_packet flight[SIM_FLIGHT]; /* by seq */
    uint64_t told;                        /* the next seq that a feedback has to speak of */
    pl_time_us feedback_at;
    struct sim_link link;
    uint64_t dropped, sent, probe_bytes;
    unsigned over_ms, over_ms_longest; /* target above 1.5 x the free capacity, in a row */
    struct sim_row rows[SIM_SECONDS_MAX];
};

/* Runs it all. */
void sim_run(struct sim *s, const struct sim_config *config, uint64_t seed);

/* The rows as text: second, free capacity, target, the longest queue, why. Returns the length. */
size_t sim_trace(const struct sim *s, char *dst, size_t size);

#endif

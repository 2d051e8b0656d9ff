/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which delays are no queue of ours: those that clear by themselves.
 *
 * Wi-Fi, cellular schedulers and power saving hold packets back for 50 to 300 ms and then deliver
 * all at once. The trend (trend.h) of such a way points up and down like a die, the threshold of
 * 5.4 is set for milliseconds, and each "overuse" takes 15 %: without this filter the estimate of
 * a wide, empty way with 50 ms of jitter sinks to its minimum within seconds.
 *
 * Two facts tell jitter from a queue:
 *   - A queue empties no faster than we leave it room. Where the delay falls by more than
 *     PL_BWE_JITTER_STEEP ms within one ms of arrivals while we send as ever (at least
 *     PL_BWE_JITTER_BUSY of what arrives a second), it was not a queue that emptied. The largest
 *     such fall of the last ten to twenty seconds is the way's jitter, J.
 *   - A queue of ours stays until we send less. So the least delay of a time that is long beside J,
 *     PL_BWE_JITTER_WINDOW J, up to 1.5 s, compared with the least of the last ten to twenty
 *     seconds, is the queue that stands; jitter comes back down within it.
 *
 * Overuse and underuse count only while more than J stands: the least of few packets is often half
 * of J without any queue. Without such falls every signal counts at once, so nothing changes on
 * quiet ways. The price on ways with jitter: a queue is believed only after the window, 0.25 s at
 * 50 ms, and when it is as long as the jitter.
 */
#ifndef PL_MEDIA_BWE_JITTER_H
#define PL_MEDIA_BWE_JITTER_H

#include "media/bwe/detector.h"
#include "media/bwe/rate.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    PL_BWE_JITTER_FROM_US = 12000,
    PL_BWE_JITTER_STEEP = 4,
    PL_BWE_JITTER_WINDOW = 5,
    PL_BWE_JITTER_SLOTS = 16, /* of PL_BWE_JITTER_SLOT_US: the least delay in each */
    PL_BWE_JITTER_SLOT_US = 100000,
    PL_BWE_JITTER_SPAN_US = 10000000, /* half of what is remembered */
};

#define PL_BWE_JITTER_BUSY 0.75

/* Delays are arrival minus sending, less `zero_us`: only differences mean anything. */
struct pl_bwe_jitter {
    int64_t zero_us;
    int64_t slot;          /* number of the newest slot: arrival / PL_BWE_JITTER_SLOT_US */
    int64_t span_from_us;  /* arrival with which the present span began */
    int64_t peak_until_us; /* arrival of the last packet about as late as the peak */
    int64_t peak_sent_us;
    uint64_t bytes; /* sent since the peak */
    int32_t peak_us;
    int32_t least_us[2]; /* of the span before and of the present one */
    int32_t fall_us[2];  /* the largest steep fall, likewise */
    int32_t slots_us[PL_BWE_JITTER_SLOTS];
    bool started;
};

void pl_bwe_jitter_init(struct pl_bwe_jitter *j);

/* A packet arrived. */
struct pl_bwe_arrival {
    int64_t sent_us, arrived_us; /* of clocks that need not agree */
    size_t bytes;
    const struct pl_bwe_rate
        *rate; /* borrows: what arrives a second, asked only where a delay falls steeply */
};

void pl_bwe_jitter_input(struct pl_bwe_jitter *j, const struct pl_bwe_arrival *a);

/* J in us; 0: none. */
int32_t pl_bwe_jitter_us(const struct pl_bwe_jitter *j);

/* The queue that stands, in us: least delay of the window that J asks for. */
int32_t pl_bwe_jitter_standing_us(const struct pl_bwe_jitter *j);

/* The signal as it counts. */
enum pl_bwe_signal pl_bwe_jitter_filter(const struct pl_bwe_jitter *j, enum pl_bwe_signal signal);

#endif

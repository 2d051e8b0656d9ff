/* SPDX-License-Identifier: Apache-2.0 */
/*
 * When a publisher's packets came, by transport-wide sequence number, until it is told
 * (draft-holmer-rmcat-transport-wide-cc-extensions-01). The publisher's own estimator turns it into
 * its bit rate.
 *
 * A feedback is due PL_ARRIVALS_INTERVAL_US after the first packet that was not yet told, or as
 * soon as PL_ARRIVALS_MAX wait. What never came is told as lost in the feedback that covers the
 * packets behind it.
 */
#ifndef PL_MEDIA_ARRIVALS_H
#define PL_MEDIA_ARRIVALS_H

#include "base/bytes.h"
#include "proto/rtcp/twcc.h"
#include "proto/rtp/seq.h"

#define PL_ARRIVALS_MAX         256
#define PL_ARRIVALS_INTERVAL_US PL_MS(50)

struct pl_arrivals {
    struct pl_twcc_arrival waiting[PL_ARRIVALS_MAX]; /* ascending by seq */
    size_t count;
    struct pl_seq_unwrapper unwrapper;
    uint64_t next_base; /* first number not told yet; 0: nothing told yet */
    pl_time_us due;
    uint8_t feedbacks;
};

void pl_arrivals_init(struct pl_arrivals *a);

void pl_arrivals_input(struct pl_arrivals *a, pl_time_us now, uint16_t seq);

/* When a feedback is due; PL_TIME_NEVER when nothing waits. */
pl_time_us pl_arrivals_deadline(const struct pl_arrivals *a);

/*
 * Writes one feedback packet. False: nothing waits (or no room in w). Call again while it is true
 * and there is more to tell.
 */
bool pl_arrivals_write(struct pl_arrivals *a, struct pl_writer *w, uint32_t sender_ssrc,
                       uint32_t media_ssrc);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Packets into groups, groups into delay variations (draft-ietf-rmcat-gcc-02 sections 5.1, 5.2).
 *
 * A group is what was sent within PL_BWE_BURST_US. What arrives within PL_BWE_BURST_US of the
 * group's last packet and waited less than it (a network that was away for a moment and delivers
 * all at once, as Wi-Fi does) belongs to it too, for up to PL_BWE_BURST_MAX_US. Two groups in a row
 * give one sample: how much longer the second took, d(i) = (t(i) - t(i-1)) - (T(i) - T(i-1)), of
 * the last packets of both. Reordering within a group does not matter; a group that arrives before
 * its predecessor gives a negative difference, which is kept: leaving it out would bias the sum.
 */
#ifndef PL_MEDIA_BWE_GROUPS_H
#define PL_MEDIA_BWE_GROUPS_H

#include "base/time.h"

#include <stdbool.h>
#include <stdint.h>

#define PL_BWE_BURST_US       5000
#define PL_BWE_BURST_MAX_US   100000
#define PL_BWE_IMPLAUSIBLE_US 3000000

struct pl_bwe_group {
    int64_t first_sent, last_sent;       /* us, our clock */
    int64_t first_arrived, last_arrived; /* us, the receiver's clock */
};

struct pl_bwe_groups {
    struct pl_bwe_group current, previous;
    uint8_t known; /* 0: none, 1: current, 2: both */
};

struct pl_bwe_variation {
    int64_t sent_us;    /* between the two groups, >= 0 */
    int64_t delay_us;   /* d(i) */
    int64_t arrived_us; /* when the later group was complete, receiver's clock */
};

enum pl_bwe_groups_result {
    PL_BWE_GROUPS_NONE,
    PL_BWE_GROUPS_SAMPLE,  /* *out is filled */
    PL_BWE_GROUPS_RESTART, /* more than PL_BWE_IMPLAUSIBLE_US of difference: a clock has jumped;
                              what was known is forgotten, the filters behind must forget too */
};

void pl_bwe_groups_init(struct pl_bwe_groups *g);

/* A packet that arrived, in the order of sending; one that was sent before the group is skipped. */
enum pl_bwe_groups_result pl_bwe_groups_input(struct pl_bwe_groups *g, int64_t sent,
                                              int64_t arrived, struct pl_bwe_variation *out);

#endif

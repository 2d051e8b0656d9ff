/* SPDX-License-Identifier: Apache-2.0 */
/*
 * R_hat: what arrives a second, over the last half second of the receiver's time
 * (draft-ietf-rmcat-gcc-02 section 5.5 wants 0.5 to 1 s). Ten buckets of 50 ms.
 */
#ifndef PL_MEDIA_BWE_RATE_H
#define PL_MEDIA_BWE_RATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    PL_BWE_RATE_BUCKETS = 10,
    PL_BWE_RATE_BUCKET_US = 50000,
    PL_BWE_RATE_ENOUGH_US = 200000, /* less measured time than this tells nothing */
};

struct pl_bwe_rate {
    uint32_t bytes[PL_BWE_RATE_BUCKETS];
    int64_t newest;  /* number of the newest bucket */
    int64_t began;   /* us: nothing was measured before */
    int64_t last_us; /* the latest arrival */
    bool started;
};

void pl_bwe_rate_init(struct pl_bwe_rate *r);

/* In any order; what is older than the window is left out. */
void pl_bwe_rate_input(struct pl_bwe_rate *r, int64_t arrived_us, size_t bytes);

/* 0: not known (yet). */
double pl_bwe_rate_bps(const struct pl_bwe_rate *r);

#endif

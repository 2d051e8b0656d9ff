/* SPDX-License-Identifier: Apache-2.0 */
#include "media/bwe/rate.h"

#include <string.h>

void pl_bwe_rate_init(struct pl_bwe_rate *r)
{
    memset(r, 0, sizeof(*r));
}

static int64_t bucket_of(int64_t us)
{
    int64_t n = us / PL_BWE_RATE_BUCKET_US;
    return us % PL_BWE_RATE_BUCKET_US < 0 ? n - 1 : n; /* towards minus infinity */
}

static uint32_t *bucket(struct pl_bwe_rate *r, int64_t number)
{
    int64_t i = number % PL_BWE_RATE_BUCKETS;
    return &r->bytes[i < 0 ? i + PL_BWE_RATE_BUCKETS : i];
}

static void advance(struct pl_bwe_rate *r, int64_t number, int64_t arrived_us)
{
    if (number - r->newest >= PL_BWE_RATE_BUCKETS) { /* a pause: begin anew */
        memset(r->bytes, 0, sizeof(r->bytes));
        r->began = arrived_us;
    } else {
        for (int64_t n = r->newest + 1; n <= number; n++)
            *bucket(r, n) = 0;
    }
    r->newest = number;
}

void pl_bwe_rate_input(struct pl_bwe_rate *r, int64_t arrived_us, size_t bytes)
{
    int64_t number = bucket_of(arrived_us);
    if (!r->started) {
        r->started = true;
        r->newest = number;
        r->began = r->last_us = arrived_us;
    }
    if (number > r->newest)
        advance(r, number, arrived_us);
    if (r->newest - number >= PL_BWE_RATE_BUCKETS)
        return;
    if (arrived_us > r->last_us)
        r->last_us = arrived_us;
    *bucket(r, number) += (uint32_t)(bytes < UINT16_MAX ? bytes : UINT16_MAX);
}

double pl_bwe_rate_bps(const struct pl_bwe_rate *r)
{
    int64_t from = (r->newest - PL_BWE_RATE_BUCKETS + 1) * PL_BWE_RATE_BUCKET_US;
    uint64_t bytes = 0;
    if (from < r->began)
        from = r->began;
    if (!r->started || r->last_us - from < PL_BWE_RATE_ENOUGH_US)
        return 0;
    for (size_t i = 0; i < PL_BWE_RATE_BUCKETS; i++)
        bytes += r->bytes[i];
    return (double)bytes * 8 * 1e6 / (double)(r->last_us - from);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "media/source/meter.h"

#include <string.h>

/* Shorter than this a burst (a key frame) would look like a rate. */
#define SPAN_MIN_US PL_MS(250)

void pl_meter_init(struct pl_meter *m)
{
    memset(m, 0, sizeof(*m));
}

/* The buckets that time has passed since are empty. */
static void turn(struct pl_meter *m, uint64_t bucket)
{
    uint64_t passed = bucket - m->newest;
    if (passed > PL_METER_BUCKETS)
        passed = PL_METER_BUCKETS;
    for (uint64_t i = 0; i < passed; i++)
        memset(&m->buckets[(bucket - i) % PL_METER_BUCKETS], 0, sizeof(m->buckets[0]));
    m->newest = bucket;
}

void pl_meter_input(struct pl_meter *m, pl_time_us now, unsigned spatial, unsigned temporal,
                    size_t bytes, bool frame)
{
    uint64_t bucket = now / PL_METER_BUCKET_US;
    struct pl_meter_bucket *b;
    if (m->began == 0) {
        m->began = now;
        m->newest = bucket;
    }
    if (bucket > m->newest)
        turn(m, bucket);
    if (spatial >= PL_METER_SPATIAL)
        spatial = PL_METER_SPATIAL - 1;
    if (temporal >= PL_METER_TEMPORAL)
        temporal = PL_METER_TEMPORAL - 1;
    b = &m->buckets[m->newest % PL_METER_BUCKETS];
    b->bytes[spatial][temporal] += (uint32_t)bytes;
    b->frames[spatial][temporal] = (uint16_t)(b->frames[spatial][temporal] + frame);
}

/* The time that the buckets stand for, and the oldest of them that counts. */
static pl_time_us span(const struct pl_meter *m, pl_time_us now, uint64_t *oldest)
{
    uint64_t newest = now / PL_METER_BUCKET_US;
    pl_time_us from;
    *oldest = newest >= PL_METER_BUCKETS ? newest - PL_METER_BUCKETS + 1 : 0;
    from = *oldest * PL_METER_BUCKET_US;
    if (m->began > from)
        from = m->began;
    return now > from + SPAN_MIN_US ? now - from : SPAN_MIN_US;
}

uint32_t pl_meter_bps(const struct pl_meter *m, pl_time_us now, unsigned spatial, unsigned temporal)
{
    uint64_t oldest, bytes = 0;
    pl_time_us us = span(m, now, &oldest);
    uint64_t first = m->newest >= PL_METER_BUCKETS ? m->newest - PL_METER_BUCKETS + 1 : 0;
    if (m->began == 0)
        return 0;
    for (uint64_t i = oldest > first ? oldest : first; i <= m->newest; i++) {
        const struct pl_meter_bucket *b = &m->buckets[i % PL_METER_BUCKETS];
        for (unsigned s = 0; s < PL_METER_SPATIAL && s <= spatial; s++) {
            for (unsigned t = 0; t < PL_METER_TEMPORAL && t <= temporal; t++)
                bytes += b->bytes[s][t];
        }
    }
    bytes = bytes * 8 * 1000000u / us;
    return bytes > UINT32_MAX ? UINT32_MAX : (uint32_t)bytes;
}

uint32_t pl_meter_fps(const struct pl_meter *m, pl_time_us now, unsigned spatial, unsigned temporal)
{
    uint64_t oldest, frames = 0;
    pl_time_us us = span(m, now, &oldest);
    uint64_t first = m->newest >= PL_METER_BUCKETS ? m->newest - PL_METER_BUCKETS + 1 : 0;
    if (m->began == 0 || spatial >= PL_METER_SPATIAL)
        return 0;
    for (uint64_t i = oldest > first ? oldest : first; i <= m->newest; i++) {
        for (unsigned t = 0; t < PL_METER_TEMPORAL && t <= temporal; t++)
            frames += m->buckets[i % PL_METER_BUCKETS].frames[spatial][t];
    }
    return (uint32_t)((frames * 1000000u + us / 2) / us);
}

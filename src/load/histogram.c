/* SPDX-License-Identifier: Apache-2.0 */
#include "load/histogram.h"

enum { SUB_BITS = 6, SUB = 1 << SUB_BITS, VALUE_BITS_MAX = 36 };

/* Values below 64 have a bucket each; from there on 64 for each doubling. */
static unsigned bucket_of(uint64_t value)
{
    unsigned bits;
    if (value < SUB)
        return (unsigned)value;
    if (value >> VALUE_BITS_MAX)
        return PL_HISTOGRAM_BUCKETS - 1;
    bits = 63u - (unsigned)__builtin_clzll(value);
    return (bits - SUB_BITS + 1) * SUB + (unsigned)(value >> (bits - SUB_BITS)) - SUB;
}

/* The largest value of the bucket. */
static uint64_t value_of(unsigned bucket)
{
    unsigned shift;
    if (bucket < SUB)
        return bucket;
    shift = bucket / SUB - 1;
    return ((uint64_t)(bucket % SUB + SUB + 1) << shift) - 1;
}

void pl_histogram_add(struct pl_histogram *h, uint64_t value)
{
    if (h->count == 0 || value < h->min)
        h->min = value;
    if (value > h->max)
        h->max = value;
    h->counts[bucket_of(value)]++;
    h->count++;
}

uint64_t pl_histogram_at(const struct pl_histogram *h, unsigned per_mille)
{
    uint64_t wanted = (h->count * per_mille + 999) / 1000, seen = 0;
    if (h->count == 0)
        return 0;
    for (unsigned i = 0; i < PL_HISTOGRAM_BUCKETS; i++) {
        seen += h->counts[i];
        if (seen >= wanted && h->counts[i] > 0)
            return value_of(i) < h->max ? value_of(i) : h->max;
    }
    return h->max;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Percentiles of microseconds in fixed memory: 64 buckets for each power of two, so a figure is
 * right to 1.6 per cent. Values above 2^36 (19 hours) count as that.
 */
#ifndef PL_LOAD_HISTOGRAM_H
#define PL_LOAD_HISTOGRAM_H

#include <stdint.h>

enum { PL_HISTOGRAM_BUCKETS = 64 * 32 };

struct pl_histogram {
    uint64_t counts[PL_HISTOGRAM_BUCKETS];
    uint64_t count, min, max; /* min and max are exact */
};

/* All zero is an empty one. */
void pl_histogram_add(struct pl_histogram *h, uint64_t value);
/* per_mille: 500, 990, 999. 0 of an empty one. */
uint64_t pl_histogram_at(const struct pl_histogram *h, unsigned per_mille);

#endif

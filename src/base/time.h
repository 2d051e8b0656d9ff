/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Time is a parameter. Nothing below the shell reads a clock: whoever calls passes `now`.
 */
#ifndef PL_BASE_TIME_H
#define PL_BASE_TIME_H

#include <stdint.h>

/* Monotonic microseconds since an arbitrary start. Never wall-clock time. */
typedef uint64_t pl_time_us;

/* "No deadline": later than every time. */
#define PL_TIME_NEVER UINT64_MAX

#define PL_MS(n)      ((pl_time_us)(n)*1000u)
#define PL_SEC(n)     ((pl_time_us)(n)*1000000u)

static inline pl_time_us pl_time_min(pl_time_us a, pl_time_us b)
{
    return a < b ? a : b;
}

#endif

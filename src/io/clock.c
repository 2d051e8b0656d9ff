/* SPDX-License-Identifier: Apache-2.0 */
#include "io/clock.h"

#include <assert.h>
#include <time.h>

static uint64_t read_clock(clockid_t id)
{
    struct timespec ts;
    int failed = clock_gettime(id, &ts);
    assert(!failed); /* both clocks exist on every Linux */
    return (uint64_t)ts.tv_sec * 1000000u + (uint64_t)ts.tv_nsec / 1000u;
}

pl_time_us pl_clock_now_us(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

uint64_t pl_clock_wall_us(void)
{
    return read_clock(CLOCK_REALTIME);
}

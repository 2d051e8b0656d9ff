/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The two clocks of the shell. Everything below it gets time as a parameter.
 */
#ifndef PL_IO_CLOCK_H
#define PL_IO_CLOCK_H

#include "base/time.h"

/* Monotonic microseconds: for deadlines and everything that is handed to pure code. */
pl_time_us pl_clock_now_us(void);

/* Microseconds since 1970-01-01 UTC: for logs and records only, since it may jump. */
uint64_t pl_clock_wall_us(void);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* What the kernel tells about this process (Linux: /proc/self and getrusage). */
#ifndef PL_METRICS_PROCESS_H
#define PL_METRICS_PROCESS_H

#include "adapters/metrics/metrics.h"

/* When the process began, in microseconds since 1970-01-01 UTC, to a tick (10 ms); ask once, since
 * the wall clock may be set meanwhile. PL_METRICS_UNKNOWN without /proc. */
uint64_t pl_process_start_us(void);

/* Everything but start_us, which stays as it is. What cannot be learnt: PL_METRICS_UNKNOWN. */
void pl_process_read(struct pl_metrics_process *out);

#endif

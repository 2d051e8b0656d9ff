/* SPDX-License-Identifier: Apache-2.0 */
/* What the kernel tells of processes and of the network (proc(5)). Figures are 0 when it does not.
 */
#ifndef PL_LOAD_PROBE_H
#define PL_LOAD_PROBE_H

#include <stdbool.h>
#include <stdint.h>

struct pl_probe {
    uint64_t cpu_us;  /* user and system time of the whole process */
    uint64_t rss_kib; /* memory that it occupies */
};

/* False: no such process. pid 0: this one. */
bool pl_probe_process(unsigned pid, struct pl_probe *out);

/* Time that all processors together have spent on anything but idling, waiting for a disk included
 * in idling; what a hypervisor has taken away counts as spent. Steps of 10 ms. */
uint64_t pl_probe_machine_us(void);

/* Datagrams that any socket of this network namespace has lost to a full buffer. */
uint64_t pl_probe_udp_drops(void);

#endif

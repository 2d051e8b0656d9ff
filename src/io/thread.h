/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Threads: start, name, join. A started thread takes no signals (the control thread handles them
 * all), so a signal never interrupts a media worker.
 */
#ifndef PL_IO_THREAD_H
#define PL_IO_THREAD_H

#include "base/err.h"

#include <pthread.h>
#include <stdbool.h>

struct pl_thread {
    pthread_t id;
    void (*run)(void *arg);
    void *arg;
    char name[16];
};

/* Borrows t and arg until the join. name: shown by ps and gdb, cut to 15 bytes. */
PL_MUST_CHECK enum pl_err pl_thread_start(struct pl_thread *t, const char *name,
                                          void (*run)(void *arg), void *arg);
/* Waits for the end of the thread. Call it exactly once for each start that succeeded. */
void pl_thread_join(struct pl_thread *t);

/*
 * From now on the thread runs before all ordinary ones as soon as there is something to do
 * (SCHED_RR, the least of the real-time priorities; the kernel leaves ordinary threads a twentieth
 * of each core). false: this process may not: it needs CAP_SYS_NICE or RLIMIT_RTPRIO.
 */
PL_MUST_CHECK bool pl_thread_realtime(struct pl_thread *t);

/* Cores this process may run on (at least 1); honours the affinity mask. */
unsigned pl_thread_cores(void);

#endif

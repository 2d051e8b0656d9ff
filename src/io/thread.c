/* SPDX-License-Identifier: Apache-2.0 */
#include "io/thread.h"

#include <assert.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>

static void *enter(void *arg)
{
    struct pl_thread *t = arg;
    (void)pthread_setname_np(pthread_self(), t->name);
    t->run(t->arg);
    return NULL;
}

enum pl_err pl_thread_start(struct pl_thread *t, const char *name, void (*run)(void *arg),
                            void *arg)
{
    sigset_t all, old;
    int failed;
    t->run = run;
    t->arg = arg;
    (void)snprintf(t->name, sizeof(t->name), "%s", name);
    /* Blocked around the creation: the new thread inherits the mask and has it from the start. */
    sigfillset(&all);
    failed = pthread_sigmask(SIG_SETMASK, &all, &old);
    assert(!failed);
    failed = pthread_create(&t->id, NULL, enter, t);
    (void)pthread_sigmask(SIG_SETMASK, &old, NULL);
    return failed ? PL_E_LIMIT : PL_OK;
}

void pl_thread_join(struct pl_thread *t)
{
    int failed = pthread_join(t->id, NULL);
    assert(!failed);
    (void)failed;
}

bool pl_thread_realtime(struct pl_thread *t)
{
    struct sched_param least = {.sched_priority = sched_get_priority_min(SCHED_RR)};
    return pthread_setschedparam(t->id, SCHED_RR, &least) == 0;
}

unsigned pl_thread_cores(void)
{
    cpu_set_t set;
    int n;
    CPU_ZERO(&set);
    if (sched_getaffinity(0, sizeof(set), &set) != 0)
        return 1;
    n = CPU_COUNT(&set);
    return n > 0 ? (unsigned)n : 1;
}

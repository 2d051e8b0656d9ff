/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where the host of a plug-in runs: a child process of its own group, or a thread of this process;
 * and the socket to it. Nothing here waits, but pl_filter_child_reap a moment.
 */
#ifndef PL_FILTER_CHILD_H
#define PL_FILTER_CHILD_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pl_filter_child;

struct pl_filter_child_config {
    bool thread;         /* else a process */
    const char *program; /* what a process runs: its main() begins with pl_filter_host_wanted() */
    const char *path;    /* of the plug-in */
    const char *min_version; /* "" : any */
    uint32_t memory_mbyte;   /* address space of a process; 0: not limited */
};

/* PL_E_IO: no descriptor, process or thread left (errno). Strings are borrowed by a thread as long
 * as it lives. */
PL_MUST_CHECK enum pl_err pl_filter_child_start(struct pl_filter_child **out,
                                                const struct pl_filter_child_config *config);

/* Our end of the socket: non-blocking, ours to read and write, not to close. */
int pl_filter_child_fd(const struct pl_filter_child *c);
/* 0: a thread. */
int pl_filter_child_pid(const struct pl_filter_child *c);

/* A process: SIGKILL for all of its group. A thread cannot be killed: false. */
bool pl_filter_child_kill(struct pl_filter_child *c);

/*
 * After its end of the socket has closed (recv() gives 0 or an error): ends what is left of it, and
 * the object. how: "signal 11", "exit status 1", "" of a thread.
 */
void pl_filter_child_reap(struct pl_filter_child *c, char how[32]);

/* Gives it up, whatever it does: a process is killed, a thread is left behind with its memory. */
void pl_filter_child_abandon(struct pl_filter_child *c);

#endif

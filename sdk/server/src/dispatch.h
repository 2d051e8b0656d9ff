/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Events one after the other, on threads of their own: one thread unless the program asked for more
 * (BRAS_INITFLAGS_MULTITHREADS). With several, events of one user stay in order and never overlap,
 * and PL_BRAS_LINK runs alone, after all before it and before all behind it.
 *
 * The timer runs in between, on one thread at a time; ticks that come while one is due are merged.
 *
 * Limits: PL_LIMIT_BRAS_EVENTS and PL_LIMIT_BRAS_EVENT_BYTES wait. Questions that have waited
 * longer than the server does are dropped.
 */
#ifndef PL_BRAS_DISPATCH_H
#define PL_BRAS_DISPATCH_H

#include "event.h"

#include "io/thread.h"

#include <pthread.h>

enum { PL_BRAS_THREADS_MAX = 4 };

struct pl_bras_dispatch_handler {
    void (*run)(void *arg, const struct pl_bras_event *event);
    void (*timer)(void *arg);
    /* The last thing a thread does. */
    void (*left)(void *arg);
    void *arg;
};

struct pl_bras_worker {
    struct pl_thread thread;
    struct pl_bras_dispatch *of;
    bool started, busy;
    uint32_t user; /* whom it is busy with; 0: nobody */
};

struct pl_bras_dispatch {
    pthread_mutex_t lock;
    pthread_cond_t work;
    struct pl_bras_dispatch_handler handler;
    struct pl_bras_worker workers[PL_BRAS_THREADS_MAX];
    unsigned count;   /* of workers */
    unsigned running; /* of those inside a call-back for an event */
    bool alone;       /* one of them runs PL_BRAS_LINK */
    bool stopping, ticking;
    struct pl_list queue; /* of struct pl_bras_event */
    size_t waiting, bytes;
    pl_time_us tick_at, tick_us; /* tick_us 0: no timer */
};

void pl_bras_dispatch_init(struct pl_bras_dispatch *d,
                           const struct pl_bras_dispatch_handler *handler);
/* After stop. Frees what was still waiting. */
void pl_bras_dispatch_finish(struct pl_bras_dispatch *d);

/* PL_E_LIMIT: not a single thread can be had. */
PL_MUST_CHECK enum pl_err pl_bras_dispatch_start(struct pl_bras_dispatch *d, unsigned threads);
/* No event begins any more. Waits for those that run, but for the caller's own: that thread ends by
 * itself when its call-back returns. */
void pl_bras_dispatch_stop(struct pl_bras_dispatch *d);

/* Takes the event. False: too much waits; it is freed. */
bool pl_bras_dispatch_push(struct pl_bras_dispatch *d, struct pl_bras_event *event);
/* Has the queue come down to half of what it may hold? */
bool pl_bras_dispatch_has_room(struct pl_bras_dispatch *d);
/* Milliseconds, 0: none. The first tick comes after one interval. */
void pl_bras_dispatch_timer(struct pl_bras_dispatch *d, uint32_t elapse_ms);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#include "dispatch.h"

#include "io/clock.h"
#include "proto/wire/limits_gen.h"

#include <time.h>

enum { LOOK_AHEAD = 64, TIMER_MIN_MS = 10 };

void pl_bras_dispatch_init(struct pl_bras_dispatch *d,
                           const struct pl_bras_dispatch_handler *handler)
{
    pthread_condattr_t attr;
    *d = (struct pl_bras_dispatch){.handler = *handler};
    pl_list_init(&d->queue);
    pthread_mutex_init(&d->lock, NULL);
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&d->work, &attr);
    pthread_condattr_destroy(&attr);
}

void pl_bras_dispatch_finish(struct pl_bras_dispatch *d)
{
    struct pl_list *it, *tmp;
    pl_list_for_each_safe(it, tmp, &d->queue)
    {
        pl_bras_event_free(pl_container_of(it, struct pl_bras_event, node));
    }
    pl_list_init(&d->queue);
    pthread_cond_destroy(&d->work);
    pthread_mutex_destroy(&d->lock);
}

/* ---- what may run now; under the lock ---- */

static bool is_busy_with(const struct pl_bras_dispatch *d, uint32_t user)
{
    for (unsigned i = 0; user != 0 && i < d->count; i++) {
        if (d->workers[i].busy && d->workers[i].user == user)
            return true;
    }
    return false;
}

/* The first that may run. Those that are passed over wait for a user who is being told
 * something, so nothing of his is taken before them. */
static struct pl_bras_event *find(struct pl_bras_dispatch *d)
{
    struct pl_list *it;
    int looked = 0;
    if (d->alone)
        return NULL;
    pl_list_for_each(it, &d->queue)
    {
        struct pl_bras_event *e = pl_container_of(it, struct pl_bras_event, node);
        if (e->kind == PL_BRAS_LINK)
            return it == d->queue.next && d->running == 0 ? e : NULL;
        if (!is_busy_with(d, e->user))
            return e;
        if (++looked == LOOK_AHEAD)
            break;
    }
    return NULL;
}

static void wait_for_work(struct pl_bras_dispatch *d)
{
    struct timespec at;
    if (d->tick_us == 0 || d->ticking) {
        pthread_cond_wait(&d->work, &d->lock);
        return;
    }
    at = (struct timespec){(time_t)(d->tick_at / 1000000u), (long)(d->tick_at % 1000000u) * 1000};
    (void)pthread_cond_timedwait(&d->work, &d->lock, &at);
}

/* ---- running; the lock is let go meanwhile ---- */

static void run_timer(struct pl_bras_dispatch *d, pl_time_us now)
{
    pl_time_us next;
    d->ticking = true;
    pthread_mutex_unlock(&d->lock);
    d->handler.timer(d->handler.arg);
    pthread_mutex_lock(&d->lock);
    d->ticking = false;
    /* A function that takes longer than the interval must leave some time to the events. */
    next = pl_clock_now_us() + d->tick_us / 2;
    d->tick_at = now + d->tick_us > next ? now + d->tick_us : next;
    pthread_cond_broadcast(&d->work);
}

static void run_event(struct pl_bras_worker *w, struct pl_bras_event *e, pl_time_us now)
{
    struct pl_bras_dispatch *d = w->of;
    pl_list_remove(&e->node);
    d->waiting--;
    d->bytes -= e->bytes;
    w->busy = true;
    w->user = e->user;
    d->running++;
    d->alone = e->kind == PL_BRAS_LINK;
    pthread_mutex_unlock(&d->lock);
    if (e->answer_by == 0 || now < e->answer_by)
        d->handler.run(d->handler.arg, e);
    pl_bras_event_free(e);
    pthread_mutex_lock(&d->lock);
    d->alone = false;
    d->running--;
    w->busy = false;
    if (d->count > 1)
        pthread_cond_broadcast(&d->work);
}

static void run(void *arg)
{
    struct pl_bras_worker *w = arg;
    struct pl_bras_dispatch *d = w->of;
    struct pl_bras_dispatch_handler handler = d->handler;
    pthread_mutex_lock(&d->lock);
    while (!d->stopping) {
        pl_time_us now = pl_clock_now_us();
        struct pl_bras_event *e;
        if (d->tick_us != 0 && !d->ticking && now >= d->tick_at) {
            run_timer(d, now);
            continue;
        }
        e = find(d);
        if (e)
            run_event(w, e, now);
        else
            wait_for_work(d);
    }
    pthread_mutex_unlock(&d->lock);
    handler.left(handler.arg);
}

/* ---- life ---- */

enum pl_err pl_bras_dispatch_start(struct pl_bras_dispatch *d, unsigned threads)
{
    pthread_mutex_lock(&d->lock);
    for (unsigned i = 0; i < threads && i < PL_BRAS_THREADS_MAX; i++) {
        struct pl_bras_worker *w = &d->workers[i];
        w->of = d;
        w->started = pl_thread_start(&w->thread, "bras-call", run, w) == PL_OK;
        d->count += w->started;
        if (!w->started)
            break;
    }
    pthread_mutex_unlock(&d->lock);
    return d->count > 0 ? PL_OK : PL_E_LIMIT;
}

void pl_bras_dispatch_stop(struct pl_bras_dispatch *d)
{
    pthread_mutex_lock(&d->lock);
    d->stopping = true;
    pthread_cond_broadcast(&d->work);
    pthread_mutex_unlock(&d->lock);
    for (unsigned i = 0; i < d->count; i++) {
        if (pthread_equal(d->workers[i].thread.id, pthread_self()))
            (void)pthread_detach(d->workers[i].thread.id);
        else
            pl_thread_join(&d->workers[i].thread);
    }
}

/* ---- from other threads ---- */

bool pl_bras_dispatch_push(struct pl_bras_dispatch *d, struct pl_bras_event *e)
{
    bool fits;
    pthread_mutex_lock(&d->lock);
    fits = e->kind == PL_BRAS_LINK ||
           (d->waiting < PL_LIMIT_BRAS_EVENTS && d->bytes + e->bytes <= PL_LIMIT_BRAS_EVENT_BYTES);
    if (fits) {
        pl_list_add_tail(&d->queue, &e->node);
        d->waiting++;
        d->bytes += e->bytes;
        pthread_cond_signal(&d->work);
    }
    pthread_mutex_unlock(&d->lock);
    if (!fits)
        pl_bras_event_free(e);
    return fits;
}

bool pl_bras_dispatch_has_room(struct pl_bras_dispatch *d)
{
    bool room;
    pthread_mutex_lock(&d->lock);
    room = d->waiting <= PL_LIMIT_BRAS_EVENTS / 2 && d->bytes <= PL_LIMIT_BRAS_EVENT_BYTES / 2;
    pthread_mutex_unlock(&d->lock);
    return room;
}

void pl_bras_dispatch_timer(struct pl_bras_dispatch *d, uint32_t elapse_ms)
{
    pl_time_us us = PL_MS(elapse_ms > 0 && elapse_ms < TIMER_MIN_MS ? TIMER_MIN_MS : elapse_ms);
    pthread_mutex_lock(&d->lock);
    d->tick_us = us;
    d->tick_at = pl_clock_now_us() + us;
    pthread_cond_broadcast(&d->work);
    pthread_mutex_unlock(&d->lock);
}

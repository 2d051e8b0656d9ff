/* SPDX-License-Identifier: Apache-2.0 */
#include "io/loop.h"

#include "io/clock.h"

#include <assert.h>
#include <stdlib.h>
#include <uv.h>

struct pl_loop {
    uv_loop_t uv;
};

struct pl_timer {
    uv_timer_t uv;
    void (*fire)(void *arg);
    void *arg;
};

struct pl_watch {
    uv_poll_t uv;
    void (*ready)(void *arg);
    void *arg;
};

struct pl_sigwatch {
    uv_signal_t uv;
    void (*caught)(void *arg, int signum);
    void *arg;
};

enum pl_err pl_loop_create(struct pl_loop **out)
{
    struct pl_loop *loop = calloc(1, sizeof(*loop));
    *out = NULL;
    if (!loop)
        return PL_E_NOMEM;
    if (uv_loop_init(&loop->uv) != 0) {
        free(loop);
        return PL_E_IO;
    }
    *out = loop;
    return PL_OK;
}

void pl_loop_destroy(struct pl_loop *loop)
{
    int busy;
    if (!loop)
        return;
    /* Each round runs the closings that are due; those may close more, but never without end. */
    for (int round = 0; (busy = uv_loop_close(&loop->uv)) == UV_EBUSY && round < 16; round++)
        (void)uv_run(&loop->uv, UV_RUN_NOWAIT);
    assert(!busy); /* a handle was not destroyed before its loop */
    free(loop);
}

void pl_loop_run(struct pl_loop *loop)
{
    (void)uv_run(&loop->uv, UV_RUN_DEFAULT);
}

bool pl_loop_turn(struct pl_loop *loop)
{
    return uv_run(&loop->uv, UV_RUN_ONCE) != 0;
}

void pl_loop_stop(struct pl_loop *loop)
{
    uv_stop(&loop->uv);
}

struct uv_loop_s *pl_loop_uv(struct pl_loop *loop)
{
    return &loop->uv;
}

/* The uv handle is the first member of each of our handles, so one call frees them all. */
static void free_handle(uv_handle_t *handle)
{
    free(handle);
}

static void timer_fired(uv_timer_t *uv)
{
    struct pl_timer *t = (struct pl_timer *)(void *)uv;
    t->fire(t->arg);
}

struct pl_timer *pl_timer_create(struct pl_loop *loop, void (*fire)(void *arg), void *arg)
{
    struct pl_timer *t = calloc(1, sizeof(*t));
    if (!t)
        return NULL;
    t->fire = fire;
    t->arg = arg;
    (void)uv_timer_init(&loop->uv, &t->uv);
    return t;
}

void pl_timer_arm(struct pl_timer *timer, pl_time_us at)
{
    pl_time_us now = pl_clock_now_us();
    if (at == PL_TIME_NEVER) {
        (void)uv_timer_stop(&timer->uv);
        return;
    }
    /* Rounded up and from a fresh loop time, so that a timer never fires before its deadline. */
    uv_update_time(timer->uv.loop);
    (void)uv_timer_start(&timer->uv, timer_fired, at > now ? (at - now + 999u) / 1000u + 1u : 0, 0);
}

void pl_timer_destroy(struct pl_timer *timer)
{
    if (timer)
        uv_close((uv_handle_t *)&timer->uv, free_handle);
}

static void watch_ready(uv_poll_t *uv, int status, int events)
{
    struct pl_watch *w = (struct pl_watch *)(void *)uv;
    (void)status; /* an error shows itself at the next read of the descriptor */
    (void)events;
    w->ready(w->arg);
}

struct pl_watch *pl_watch_create(struct pl_loop *loop, int fd, void (*ready)(void *arg), void *arg)
{
    struct pl_watch *w = calloc(1, sizeof(*w));
    if (!w)
        return NULL;
    w->ready = ready;
    w->arg = arg;
    if (uv_poll_init(&loop->uv, &w->uv, fd) != 0) {
        free(w);
        return NULL;
    }
    if (uv_poll_start(&w->uv, UV_READABLE, watch_ready) != 0) {
        pl_watch_destroy(w);
        return NULL;
    }
    return w;
}

void pl_watch_destroy(struct pl_watch *watch)
{
    if (watch)
        uv_close((uv_handle_t *)&watch->uv, free_handle);
}

static void signal_caught(uv_signal_t *uv, int signum)
{
    struct pl_sigwatch *w = (struct pl_sigwatch *)(void *)uv;
    w->caught(w->arg, signum);
}

struct pl_sigwatch *pl_sigwatch_create(struct pl_loop *loop, int signum,
                                       void (*caught)(void *arg, int signum), void *arg)
{
    struct pl_sigwatch *w = calloc(1, sizeof(*w));
    if (!w)
        return NULL;
    w->caught = caught;
    w->arg = arg;
    if (uv_signal_init(&loop->uv, &w->uv) != 0) {
        free(w);
        return NULL;
    }
    if (uv_signal_start(&w->uv, signal_caught, signum) != 0) {
        pl_sigwatch_destroy(w);
        return NULL;
    }
    return w;
}

void pl_sigwatch_destroy(struct pl_sigwatch *watch)
{
    if (watch)
        uv_close((uv_handle_t *)&watch->uv, free_handle);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "engine.h"

#include "anychaterrorcode.h"
#include "callbacks.h"
#include "link.h"
#include "log.h"

#include "io/clock.h"

#include <stdlib.h>
#include <time.h>

/* Of the process, as the interface is. */
static pthread_mutex_t global = PTHREAD_MUTEX_INITIALIZER;
static struct pl_bras_engine *current;

/* ---- holding ---- */

struct pl_bras_engine *pl_bras_engine_take(void)
{
    struct pl_bras_engine *e;
    pthread_mutex_lock(&global);
    e = current;
    if (e)
        e->refs++;
    pthread_mutex_unlock(&global);
    return e;
}

static void destroy(struct pl_bras_engine *e)
{
    pl_bras_link_destroy(e->link);
    pl_bras_dispatch_finish(&e->dispatch);
    pl_bras_session_finish(&e->session);
    pthread_cond_destroy(&e->changed);
    pthread_mutex_destroy(&e->lock);
    free(e);
}

void pl_bras_engine_give(struct pl_bras_engine *e)
{
    bool last;
    pthread_mutex_lock(&global);
    last = --e->refs == 0;
    pthread_mutex_unlock(&global);
    if (last)
        destroy(e);
}

static void hold_again(struct pl_bras_engine *e)
{
    pthread_mutex_lock(&global);
    e->refs++;
    pthread_mutex_unlock(&global);
}

void pl_bras_engine_lock(struct pl_bras_engine *e)
{
    pthread_mutex_lock(&e->lock);
}

/* Whatever was done under the lock may be what somebody waits for. */
void pl_bras_engine_unlock(struct pl_bras_engine *e)
{
    pthread_cond_broadcast(&e->changed);
    pthread_mutex_unlock(&e->lock);
}

/* False: it is too late. */
static bool wait_until(struct pl_bras_engine *e, pl_time_us at)
{
    struct timespec ts = {(time_t)(at / 1000000u), (long)(at % 1000000u) * 1000};
    return pthread_cond_timedwait(&e->changed, &e->lock, &ts) == 0;
}

/* ---- events ---- */

/* Under the lock. */
static void on_event(void *arg, struct pl_bras_event *event)
{
    struct pl_bras_engine *e = arg;
    if (!pl_bras_dispatch_push(&e->dispatch, event))
        e->overrun = true;
}

static void run_event(void *arg, const struct pl_bras_event *event)
{
    struct pl_bras_engine *e = arg;
    struct pl_bras_reply reply;
    if (!pl_bras_event_call(event, &reply))
        return;
    pl_bras_engine_lock(e);
    pl_bras_session_reply(&e->session, &reply);
    pl_bras_engine_unlock(e);
    explicit_bzero(&reply, sizeof(reply));
    pl_bras_link_wake(e->link);
}

static void run_timer(void *arg)
{
    (void)arg;
    pl_bras_event_call_timer();
}

static void worker_left(void *arg)
{
    pl_bras_engine_give(arg);
}

/* ---- life ---- */

static struct pl_bras_engine *create(const struct pl_bras_config *config)
{
    struct pl_bras_session_config session = {.event = on_event};
    struct pl_bras_engine *e = calloc(1, sizeof(*e));
    struct pl_bras_dispatch_handler handler = {run_event, run_timer, worker_left, e};
    pthread_condattr_t attr;
    if (!e)
        return NULL;
    session.arg = e;
    memcpy(session.name, config->name, sizeof(session.name));
    memcpy(session.secret, config->secret, sizeof(session.secret));
    e->refs = 1; /* of `current` */
    if (pl_bras_session_init(&e->session, &session)) {
        free(e);
        return NULL;
    }
    pthread_mutex_init(&e->lock, NULL);
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&e->changed, &attr);
    pthread_condattr_destroy(&attr);
    pl_bras_dispatch_init(&e->dispatch, &handler);
    e->link = pl_bras_link_create(e, config);
    if (e->link)
        return e;
    destroy(e);
    return NULL;
}

/* Every worker that came to be holds the engine until it leaves. */
static bool start(struct pl_bras_engine *e, unsigned threads)
{
    enum pl_err err;
    for (unsigned i = 0; i < threads; i++)
        hold_again(e);
    err = pl_bras_dispatch_start(&e->dispatch, threads);
    for (unsigned i = e->dispatch.count; i < threads; i++)
        pl_bras_engine_give(e);
    if (!err)
        pl_bras_dispatch_timer(&e->dispatch, pl_bras_callback_timer());
    if (!err)
        err = pl_bras_link_start(e->link);
    return err == PL_OK;
}

uint32_t pl_bras_engine_start(const struct pl_bras_config *config, unsigned threads)
{
    struct pl_bras_engine *e = create(config);
    bool mine = false;
    if (!e)
        return GV_ERR_MEMORYFAIL;
    pthread_mutex_lock(&global);
    if (!current) {
        current = e;
        mine = true;
    }
    pthread_mutex_unlock(&global);
    if (!mine) {
        pl_bras_engine_give(e);
        return GV_ERR_SUCCESS; /* it runs already */
    }
    if (start(e, threads))
        return GV_ERR_SUCCESS;
    pl_bras_warn("no thread can be had");
    pl_bras_engine_stop();
    return GV_ERR_NOENOUGHRESOURCE;
}

/* What has been said before the end is given a moment to go out. */
static void drain(struct pl_bras_engine *e)
{
    pl_time_us until = pl_clock_now_us() + PL_MS(PL_LIMIT_BRAS_DRAIN_MS);
    pl_bras_engine_lock(e);
    while (e->session.state == PL_BRAS_UP && !pl_bras_session_idle(&e->session) &&
           wait_until(e, until))
        ;
    e->stopping = true; /* whoever asks or waits for room gives up */
    pl_bras_engine_unlock(e);
}

void pl_bras_engine_stop(void)
{
    struct pl_bras_engine *e;
    pthread_mutex_lock(&global);
    e = current;
    current = NULL;
    pthread_mutex_unlock(&global);
    if (!e)
        return;
    drain(e);
    pl_bras_link_stop(e->link);
    pl_bras_dispatch_stop(&e->dispatch);
    pl_bras_engine_give(e);
}

/* ---- saying and asking ---- */

/* Under the lock. While there is no link nothing makes room, so nobody waits for it. */
static uint32_t say(struct pl_bras_engine *e, struct pl_wire_msg msg, struct pl_bras_ask *ask,
                    bool again)
{
    pl_time_us until = pl_clock_now_us() + PL_MS(PL_LIMIT_BRAS_ROOM_MS);
    for (;;) {
        uint32_t code = pl_bras_session_say(&e->session, msg, ask, again);
        if (code == GV_ERR_SUCCESS)
            pl_bras_link_wake(e->link);
        if (code != GV_ERR_NOENOUGHRESOURCE || e->stopping || e->session.state != PL_BRAS_UP ||
            !wait_until(e, until))
            return code;
    }
}

uint32_t pl_bras_say(struct pl_wire_msg msg, bool again)
{
    struct pl_bras_engine *e = pl_bras_engine_take();
    uint32_t code;
    if (!e)
        return GV_ERR_NOTINIT;
    pl_bras_engine_lock(e);
    code = say(e, msg, NULL, again);
    pl_bras_engine_unlock(e);
    pl_bras_engine_give(e);
    return code;
}

/* Under the lock. */
static uint32_t wait_for(struct pl_bras_engine *e, struct pl_wire_msg msg, struct pl_bras_ask *ask)
{
    pl_time_us until = pl_clock_now_us() + PL_MS(PL_LIMIT_BRAS_ASK_MS);
    uint32_t code = say(e, msg, ask, false);
    if (code != GV_ERR_SUCCESS)
        return code;
    while (!ask->done && !e->stopping && wait_until(e, until))
        ;
    if (ask->done)
        return ask->code;
    pl_bras_session_forget(&e->session, ask);
    return e->stopping ? GV_ERR_NOTINIT : GV_ERR_SERVERSDK_TIMEOUT;
}

uint32_t pl_bras_ask_for(struct pl_wire_msg msg, struct pl_bras_ask *ask)
{
    struct pl_bras_engine *e = pl_bras_engine_take();
    uint32_t code;
    if (!e)
        return GV_ERR_NOTINIT;
    pl_bras_engine_lock(e);
    code = wait_for(e, msg, ask);
    pl_bras_engine_unlock(e);
    pl_bras_engine_give(e);
    return code;
}

uint32_t pl_bras_ask(struct pl_wire_msg msg, char *text, size_t size, size_t *len)
{
    struct pl_bras_ask ask = {.text = text, .text_size = size};
    uint32_t code;
    text[0] = '\0';
    code = pl_bras_ask_for(msg, &ask);
    if (len)
        *len = ask.text_len;
    return code;
}

uint32_t pl_bras_put(struct pl_wire_msg msg, struct pl_bras_put *put)
{
    struct pl_bras_ask ask = {.task = put->task};
    struct pl_bras_engine *e = pl_bras_engine_take();
    uint32_t code = GV_ERR_NOENOUGHRESOURCE;
    if (!e) {
        pl_bras_put_free(put);
        return GV_ERR_NOTINIT;
    }
    pl_bras_engine_lock(e);
    if (pl_bras_files_add(&e->session.files, put)) {
        code = wait_for(e, msg, &ask);
        if (code != GV_ERR_SUCCESS)
            pl_bras_files_drop(&e->session.files, ask.task);
    }
    pl_bras_engine_unlock(e);
    pl_bras_engine_give(e);
    return code;
}

void pl_bras_engine_takes(struct pl_bras_engine *e)
{
    pl_bras_engine_lock(e);
    pl_bras_session_takes(&e->session);
    pl_bras_engine_unlock(e);
    pl_bras_link_wake(e->link);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/filter/filter.h"

#include "adapters/filter/internal.h"
#include "adapters/filter/plugin.h"
#include "io/clock.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

static const pl_time_us first_pause = PL_SEC(1), last_pause = PL_SEC(60), proven = PL_SEC(60);
static const pl_time_us death_limit = PL_SEC(2), stop_limit = PL_SEC(3);

static void on_readable(void *arg);
static void begin_anew(struct pl_filter *f);

/* ---- beginning ---- */

/* False: no descriptor, process or thread left; why says so. */
static bool launch(struct pl_filter *f)
{
    struct pl_filter_child_config c = {.thread = f->config.thread,
                                       .program = f->config.program,
                                       .path = f->path,
                                       .min_version = f->min_version,
                                       .memory_mbyte = f->config.memory_mbyte};
    enum pl_err err = pl_filter_child_start(&f->child, &c);
    if (err) {
        (void)snprintf(f->why, sizeof(f->why), "it cannot be started: %s",
                       err == PL_E_IO ? strerror(errno) : pl_err_name(err));
        return false;
    }
    f->why[0] = '\0';
    f->stats.starts++;
    f->state = PL_FILTER_IS_STARTING;
    f->limit_at = pl_clock_now_us() + f->config.start_us;
    f->allowance = PL_FILTER_BYTES_BURST;
    f->filled_at = pl_clock_now_us();
    f->hang_told = false;
    return true;
}

static void tell(struct pl_filter *f, enum pl_filter_event_type type, const char *text)
{
    struct pl_filter_event e = {.type = type, .text = text};
    if (type == PL_FILTER_EVENT_UP)
        e.pid = pl_filter_child_pid(f->child);
    else if (type != PL_FILTER_EVENT_HANGS)
        e.pause_us = f->pause_us;
    f->handler.on_event(f->arg, &e);
}

void pl_filter_begun(struct pl_filter *f, const struct pl_filter_frame *frame)
{
    char version[PL_FILTER_VERSION_MAX];
    if (frame->type == PL_FILTER_FAILED) {
        char why[PL_FILTER_WHY_MAX];
        (void)pl_bytes_to_str(frame->a, why, sizeof(why));
        pl_filter_condemn(f, why);
        return;
    }
    (void)pl_bytes_to_str(frame->a, version, sizeof(version));
    f->state = PL_FILTER_IS_UP;
    f->up_at = pl_clock_now_us();
    tell(f, PL_FILTER_EVENT_UP, pl_filter_version_readable(version) ? version : "?");
    pl_filter_tell_all(f);
}

/* ---- ending ---- */

void pl_filter_condemn(struct pl_filter *f, const char *why)
{
    if (f->state != PL_FILTER_IS_STARTING && f->state != PL_FILTER_IS_UP)
        return;
    (void)snprintf(f->why, sizeof(f->why), "%s", why);
    f->state = PL_FILTER_IS_ENDING;
    f->limit_at = pl_clock_now_us() + death_limit;
    if (!pl_filter_child_kill(f->child))
        (void)shutdown(pl_filter_child_fd(f->child), SHUT_WR); /* it ends when it looks */
}

/* Why it has ended: what we know of it, else how its process did. */
static void tell_end(const struct pl_filter *f, const char *how, char why[PL_FILTER_WHY_MAX])
{
    if (f->why[0])
        (void)snprintf(why, PL_FILTER_WHY_MAX, "%s", f->why);
    else
        (void)snprintf(why, PL_FILTER_WHY_MAX, "it has ended%s%s", how[0] ? ": " : "", how);
}

/* Nobody is there any more; the next one comes after a pause. */
static void rest(struct pl_filter *f, const char *text)
{
    bool worked = f->up_at != 0;
    pl_time_us now = pl_clock_now_us();
    if (worked && now - f->up_at >= proven)
        f->pause_us = f->config.pause_us;
    f->state = PL_FILTER_IS_DOWN;
    f->up_at = 0;
    f->restart_at = now + f->pause_us;
    tell(f, worked ? PL_FILTER_EVENT_DOWN : PL_FILTER_EVENT_REFUSES, text);
    f->pause_us = pl_time_min(2 * f->pause_us, last_pause);
    pl_filter_calls_lost(f);
}

static void child_gone(struct pl_filter *f)
{
    char how[32], text[PL_FILTER_WHY_MAX];
    pl_watch_destroy(f->watch);
    f->watch = NULL;
    f->read_at = PL_TIME_NEVER;
    pl_filter_child_reap(f->child, how);
    f->child = NULL;
    tell_end(f, how, text);
    rest(f, text);
}

/* ---- the loop ---- */

static void watch(struct pl_filter *f)
{
    f->watch = pl_watch_create(f->loop, pl_filter_child_fd(f->child), on_readable, f);
    f->read_at = f->watch ? PL_TIME_NEVER : pl_clock_now_us() + PL_MS(100);
}

static void on_readable(void *arg)
{
    struct pl_filter *f = arg;
    if (!pl_filter_read(f))
        child_gone(f);
    pl_filter_arm(f);
}

static pl_time_us hang_at(const struct pl_filter *f)
{
    bool waits = f->state == PL_FILTER_IS_UP && f->sent_count > 0 && !f->hang_told;
    return waits ? f->call_since + f->config.hang_us : PL_TIME_NEVER;
}

void pl_filter_arm(struct pl_filter *f)
{
    pl_time_us at = f->read_at;
    if (!f->timer)
        return; /* not started yet, or stopping */
    if (f->state == PL_FILTER_IS_DOWN)
        at = f->restart_at;
    else if (f->state == PL_FILTER_IS_UP)
        at = pl_time_min(at, hang_at(f));
    else
        at = pl_time_min(at, f->limit_at);
    pl_timer_arm(f->timer, at);
}

static const char *call_name(enum pl_filter_frame_type type)
{
    static const char *const names[] = {
        [PL_FILTER_LOGIN] = "BRFP_VerifyUser",
        [PL_FILTER_ENTER] = "BRFP_PrepareEnterRoom",
        [PL_FILTER_USER_IN] = "BRFP_OnUserLoginAction",
        [PL_FILTER_USER_OUT] = "BRFP_OnUserLogoutAction",
        [PL_FILTER_ROOM_IN] = "BRFP_OnUserEnterRoomAction",
        [PL_FILTER_ROOM_OUT] = "BRFP_OnUserLeaveRoomAction",
        [PL_FILTER_DATA] = "BRFP_OnRecvUserFilterData",
        [PL_FILTER_TEXT] = "BRFP_OnRecvUserTextMsg",
    };
    return names[type];
}

static void hangs(struct pl_filter *f)
{
    const struct pl_filter_call *c = pl_container_of(f->sent.next, struct pl_filter_call, node);
    char why[96];
    (void)snprintf(why, sizeof(why), "%s has not returned for %u s", call_name(c->type),
                   (unsigned)(f->config.hang_us / PL_SEC(1)));
    f->hang_told = true;
    if (f->config.thread)
        tell(f, PL_FILTER_EVENT_HANGS, why);
    else
        pl_filter_condemn(f, why);
}

static void on_timer(void *arg)
{
    struct pl_filter *f = arg;
    pl_time_us now = pl_clock_now_us();
    if (f->state == PL_FILTER_IS_DOWN && now >= f->restart_at) {
        begin_anew(f);
    } else if (f->state == PL_FILTER_IS_ENDING && now >= f->limit_at) {
        if (!f->config.thread)
            child_gone(f); /* a descendant holds its socket */
        else
            f->limit_at = PL_TIME_NEVER; /* a thread ends when it ends */
    } else if (f->state == PL_FILTER_IS_STARTING && now >= f->limit_at) {
        pl_filter_condemn(f, "BRFP_InitFilter, or loading it, takes too long");
    } else if (now >= hang_at(f)) {
        hangs(f);
    } else if (f->child && !f->watch && now >= f->read_at) {
        watch(f);
    }
    pl_filter_arm(f);
}

static void begin_anew(struct pl_filter *f)
{
    if (launch(f))
        watch(f);
    else
        rest(f, f->why);
}

/* ---- life ---- */

/* Waits for the first READY. */
static enum pl_err wait_until_up(struct pl_filter *f, char why[PL_FILTER_WHY_MAX])
{
    while (f->state == PL_FILTER_IS_STARTING) {
        pl_time_us now = pl_clock_now_us();
        struct pollfd p = {.fd = pl_filter_child_fd(f->child), .events = POLLIN};
        if (now >= f->limit_at) {
            (void)snprintf(why, PL_FILTER_WHY_MAX,
                           "BRFP_InitFilter, or loading it, takes too long");
            return PL_E_STATE;
        }
        if (poll(&p, 1, (int)((f->limit_at - now) / 1000 + 1)) <= 0)
            continue; /* a signal, or time is up */
        if (!pl_filter_read(f)) {
            char how[32];
            pl_filter_child_reap(f->child, how);
            f->child = NULL;
            tell_end(f, how, why);
            return PL_E_STATE;
        }
    }
    (void)snprintf(why, PL_FILTER_WHY_MAX, "%s", f->why);
    return f->state == PL_FILTER_IS_UP ? PL_OK : PL_E_STATE;
}

static enum pl_err begin(struct pl_filter *f, char why[PL_FILTER_WHY_MAX])
{
    enum pl_err err;
    if (!launch(f)) {
        (void)snprintf(why, PL_FILTER_WHY_MAX, "%s", f->why);
        return PL_E_IO;
    }
    err = wait_until_up(f, why);
    if (err)
        return err;
    f->timer = pl_timer_create(f->loop, on_timer, f);
    if (!f->timer)
        return PL_E_NOMEM;
    if (!f->watch)
        watch(f);
    pl_filter_arm(f);
    return PL_OK;
}

enum pl_err pl_filter_start(struct pl_filter **out, struct pl_loop *loop,
                            const struct pl_filter_config *config,
                            const struct pl_filter_handler *handler, void *arg,
                            char why[PL_FILTER_WHY_MAX])
{
    struct pl_filter *f = calloc(1, sizeof(*f));
    enum pl_err err;
    *out = NULL;
    (void)snprintf(why, PL_FILTER_WHY_MAX, "out of memory");
    if (!f)
        return PL_E_NOMEM;
    f->loop = loop;
    f->config = *config;
    f->handler = *handler;
    f->arg = arg;
    f->read_at = PL_TIME_NEVER;
    (void)snprintf(f->path, sizeof(f->path), "%s", config->path);
    (void)snprintf(f->min_version, sizeof(f->min_version), "%s", config->min_version);
    if (!config->program)
        f->config.program = "/proc/self/exe";
    if (config->pause_us == 0)
        f->config.pause_us = first_pause;
    f->pause_us = f->config.pause_us;
    pl_filter_calls_init(f);
    err = begin(f, why);
    if (err) {
        pl_filter_stop(f);
        return err;
    }
    *out = f;
    return PL_OK;
}

/* Gives it what still waits, then closes our half, until it has closed its own. False: time is up.
 */
static bool say_goodbye(struct pl_filter *f, pl_time_us until)
{
    bool closed = false;
    for (;;) {
        pl_time_us now = pl_clock_now_us();
        struct pollfd p = {.fd = pl_filter_child_fd(f->child), .events = POLLIN};
        if (!closed && (f->state != PL_FILTER_IS_UP || f->sent_count + f->waiting_count == 0)) {
            (void)shutdown(p.fd, SHUT_WR);
            closed = true;
        }
        if (now >= until)
            return false;
        if (poll(&p, 1, (int)((until - now) / 1000 + 1)) <= 0)
            continue; /* a signal, or time is up */
        f->allowance = PL_FILTER_BYTES_BURST;
        if (!pl_filter_read(f))
            return true;
    }
}

static void no_answer(void *arg, const struct pl_filter_answer *answer)
{
    (void)arg, (void)answer;
}

static void no_data(void *arg, int32_t user, struct pl_bytes data, bool is_text)
{
    (void)arg, (void)user, (void)data, (void)is_text;
}

static void no_event(void *arg, const struct pl_filter_event *event)
{
    (void)arg, (void)event;
}

void pl_filter_stop(struct pl_filter *f)
{
    char how[32];
    if (!f)
        return;
    f->handler = (struct pl_filter_handler){no_answer, no_data, no_event};
    if (f->timer)
        pl_timer_destroy(f->timer);
    f->timer = NULL;
    pl_watch_destroy(f->watch);
    f->watch = NULL;
    if (f->child && say_goodbye(f, pl_clock_now_us() + stop_limit)) {
        pl_filter_child_reap(f->child, how);
    } else if (f->child) {
        bool left_behind = pl_filter_child_pid(f->child) == 0;
        pl_filter_child_abandon(f->child);
        if (left_behind) {
            f->child = NULL;
            pl_filter_calls_finish(f);
            return; /* with f: the thread reads its paths */
        }
    }
    pl_filter_calls_finish(f);
    free(f);
}

void pl_filter_get_stats(const struct pl_filter *f, struct pl_filter_stats *stats)
{
    *stats = f->stats;
    stats->up = f->state == PL_FILTER_IS_UP;
    stats->waiting = f->waiting_count;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/filter/internal.h"

#include "base/utf8.h"
#include "io/clock.h"
#include "proto/wire/errors_gen.h"

#include <errno.h>
#include <sys/socket.h>

enum {
    FRAMES_AT_ONCE = 64, /* then others have their turn */
    FRAME_COST = 256,
};

/* ---- how much it may send ---- */

static void refill(struct pl_filter *f)
{
    pl_time_us now = pl_clock_now_us();
    uint64_t more = (now - f->filled_at) * PL_FILTER_BYTES_PER_SECOND / PL_SEC(1);
    if (more == 0)
        return;
    f->filled_at = now;
    f->allowance += more;
    if (f->allowance > PL_FILTER_BYTES_BURST)
        f->allowance = PL_FILTER_BYTES_BURST;
}

static void pay(struct pl_filter *f, size_t len)
{
    uint64_t cost = len + FRAME_COST;
    f->allowance -= cost < f->allowance ? cost : f->allowance;
}

/* May another frame be read? If not, reading pauses: what it sends next waits in the socket, and
 * then its call-back waits. */
static bool may_read(struct pl_filter *f)
{
    if (f->allowance == 0)
        refill(f);
    if (f->allowance > 0)
        return true;
    pl_watch_destroy(f->watch);
    f->watch = NULL;
    f->read_at = pl_clock_now_us() + PL_MS(20);
    return false;
}

/* ---- what it says ---- */

static void nonsense(struct pl_filter *f)
{
    f->stats.nonsense++;
}

static void take_login(struct pl_filter *f, const struct pl_filter_frame *frame)
{
    struct pl_filter_answer a = {
        .ticket = frame->ticket, .user = (int32_t)frame->user, .level = (int32_t)frame->other};
    if (!pl_filter_call_answered(f, frame->ticket, PL_FILTER_LOGIN))
        return;
    a.code = (int)frame->number;
    a.nick = pl_bytes_of(frame->a.data, frame->a.len);
    if (frame->number > INT32_MAX || (a.code == 0 && a.user == -1)) {
        nonsense(f); /* -1 means everybody, or oneself */
        a.code = PL_GV_ERR_SERVERSDK_FAIL;
    }
    if (a.nick.len > PL_FILTER_NAME_MAX || !pl_utf8_valid(a.nick)) {
        nonsense(f);
        a.nick = (struct pl_bytes){NULL, 0};
    }
    f->handler.on_answer(f->arg, &a);
}

static void take_room(struct pl_filter *f, const struct pl_filter_frame *frame)
{
    struct pl_filter_answer a = {.ticket = frame->ticket, .code = (int)frame->number};
    if (!pl_filter_call_answered(f, frame->ticket, PL_FILTER_ENTER))
        return;
    if (frame->number > INT32_MAX) {
        nonsense(f);
        a.code = PL_GV_ERR_SERVERSDK_FAIL;
    }
    f->handler.on_answer(f->arg, &a);
}

static void take_data(struct pl_filter *f, const struct pl_filter_frame *frame)
{
    const struct pl_filter_user *u = pl_filter_user_of(f, (int32_t)frame->user);
    pay(f, frame->a.len);
    if (!u || u->handle != frame->other || frame->a.len > PL_FILTER_DATA_MAX) {
        f->stats.data_dropped++;
        return;
    }
    f->stats.data++;
    f->stats.data_bytes += frame->a.len;
    f->handler.on_data(f->arg, u->id, frame->a, pl_utf8_valid(frame->a));
}

/* False: it does not know the language. */
static bool take(struct pl_filter *f, const struct pl_filter_frame *frame)
{
    if (f->state == PL_FILTER_IS_STARTING) {
        if (frame->type == PL_FILTER_SEND || frame->type == PL_FILTER_LOST) {
            f->stats.data_dropped++; /* from inside BRFP_InitFilter: nobody is there */
            return true;
        }
        if (frame->type != PL_FILTER_READY && frame->type != PL_FILTER_FAILED)
            return false;
        pl_filter_begun(f, frame);
        return true;
    }
    switch (frame->type) {
    case PL_FILTER_DONE:
        return pl_filter_call_done(f);
    case PL_FILTER_LOGIN_ANSWER:
        take_login(f, frame);
        return true;
    case PL_FILTER_ENTER_ANSWER:
        take_room(f, frame);
        return true;
    case PL_FILTER_SEND:
        take_data(f, frame);
        return true;
    case PL_FILTER_LOST:
        pay(f, 0);
        f->stats.data_dropped++;
        return true;
    default:
        return false;
    }
}

static bool talking(const struct pl_filter *f)
{
    return f->state == PL_FILTER_IS_STARTING || f->state == PL_FILTER_IS_UP;
}

bool pl_filter_read(struct pl_filter *f)
{
    for (int i = 0; i < FRAMES_AT_ONCE && may_read(f); i++) {
        struct pl_filter_frame frame;
        ssize_t n = recv(pl_filter_child_fd(f->child), f->in, sizeof(f->in), 0);
        if (n < 0 && (errno == EAGAIN || errno == EINTR))
            break;
        if (n <= 0)
            return false;
        if (!talking(f))
            continue; /* the last words of who has been killed */
        if (pl_filter_frame_read(&frame, pl_bytes_of(f->in, (size_t)n)) != PL_OK ||
            !take(f, &frame)) {
            nonsense(f);
            pl_filter_condemn(f, "it sends nonsense");
        }
    }
    pl_filter_pump(f);
    return true;
}

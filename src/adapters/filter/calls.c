/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/filter/internal.h"

#include "io/clock.h"
#include "proto/wire/errors_gen.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>

static struct pl_filter_call *call_of(struct pl_list *node)
{
    return pl_container_of(node, struct pl_filter_call, node);
}

void pl_filter_calls_init(struct pl_filter *f)
{
    pl_list_init(&f->waiting);
    pl_list_init(&f->sent);
    pl_idmap_init(&f->users, f->config.max_users);
}

static void drop_call(struct pl_filter *f, struct pl_filter_call *c)
{
    pl_list_remove(&c->node);
    if (c->ticket)
        f->questions--;
    free(c);
}

static void drop_waiting(struct pl_filter *f, struct pl_filter_call *c)
{
    f->waiting_count--;
    f->waiting_bytes -= c->len;
    drop_call(f, c);
}

static void drop_sent(struct pl_filter *f, struct pl_filter_call *c)
{
    f->sent_count--;
    f->sent_bytes -= c->len;
    drop_call(f, c);
}

void pl_filter_calls_finish(struct pl_filter *f)
{
    struct pl_filter_user *u;
    size_t at = 0;
    while (!pl_list_empty(&f->waiting))
        drop_waiting(f, call_of(f->waiting.next));
    while (!pl_list_empty(&f->sent))
        drop_sent(f, call_of(f->sent.next));
    while ((u = pl_idmap_next(&f->users, &at)))
        free(u);
    pl_idmap_finish(&f->users);
}

/* ---- to the plug-in ---- */

static bool window_open(const struct pl_filter *f, size_t len)
{
    return f->sent_count == 0 || (f->sent_count < PL_FILTER_WINDOW_CALLS &&
                                  f->sent_bytes + len <= PL_FILTER_WINDOW_BYTES);
}

void pl_filter_pump(struct pl_filter *f)
{
    while (f->state == PL_FILTER_IS_UP && !pl_list_empty(&f->waiting)) {
        struct pl_filter_call *c = call_of(f->waiting.next);
        ssize_t n;
        if (!window_open(f, c->len))
            break;
        n = send(pl_filter_child_fd(f->child), c->bytes, c->len, MSG_NOSIGNAL);
        if (n < 0 && (errno == EPIPE || errno == ECONNRESET))
            break; /* it has ended: we are about to read so */
        if (n < 0 && errno != EMSGSIZE && f->sent_count > 0)
            break; /* no room: once more when a call is done */
        if (n < 0) {
            pl_filter_condemn(f, "its socket takes nothing");
            break;
        }
        f->waiting_count--;
        f->waiting_bytes -= c->len;
        pl_list_remove(&c->node);
        if (f->sent_count == 0)
            f->call_since = pl_clock_now_us();
        pl_list_add_tail(&f->sent, &c->node);
        f->sent_count++;
        f->sent_bytes += c->len;
        f->stats.calls++;
    }
    pl_filter_arm(f);
}

static struct pl_filter_call *make(struct pl_filter *f, const struct pl_filter_frame *frame,
                                   bool question)
{
    size_t size = pl_filter_frame_size(frame);
    struct pl_filter_call *c = malloc(sizeof(*c) + size);
    struct pl_writer w;
    if (!c)
        return NULL;
    w = pl_writer_of(c->bytes, size);
    *c = (struct pl_filter_call){
        .type = frame->type, .ticket = question ? frame->ticket : 0, .len = size};
    if (pl_filter_frame_write(frame, &w) != PL_OK) {
        free(c);
        return NULL;
    }
    f->waiting_count++;
    f->waiting_bytes += size;
    return c;
}

static bool room_for(const struct pl_filter *f)
{
    return f->waiting_count < PL_FILTER_QUEUE_CALLS_MAX &&
           f->waiting_bytes < PL_FILTER_QUEUE_BYTES_MAX;
}

/* ---- questions ---- */

static enum pl_err ask(struct pl_filter *f, const struct pl_filter_frame *frame)
{
    struct pl_filter_call *c;
    if (f->questions >= PL_FILTER_QUESTIONS_MAX || !room_for(f)) {
        f->stats.refused++;
        return PL_E_LIMIT;
    }
    c = make(f, frame, true);
    if (!c)
        return PL_E_NOMEM;
    f->questions++;
    pl_list_add_tail(&f->waiting, &c->node);
    pl_filter_pump(f);
    return PL_OK;
}

enum pl_err pl_filter_ask_login(struct pl_filter *f, uint32_t ticket, struct pl_bytes name,
                                struct pl_bytes password)
{
    struct pl_filter_frame frame = {
        .type = PL_FILTER_LOGIN, .ticket = ticket, .a = name, .b = password};
    return ask(f, &frame);
}

enum pl_err pl_filter_ask_room(struct pl_filter *f, uint32_t ticket, int32_t user, int32_t room,
                               struct pl_bytes name, struct pl_bytes password)
{
    struct pl_filter_frame frame = {.type = PL_FILTER_ENTER,
                                    .ticket = ticket,
                                    .user = (uint32_t)user,
                                    .room = (uint32_t)room,
                                    .a = name,
                                    .b = password};
    return ask(f, &frame);
}

static struct pl_filter_call *find(struct pl_list *calls, uint32_t ticket)
{
    struct pl_list *it;
    pl_list_for_each(it, calls)
    {
        if (call_of(it)->ticket == ticket)
            return call_of(it);
    }
    return NULL;
}

void pl_filter_cancel(struct pl_filter *f, uint32_t ticket)
{
    struct pl_filter_call *c = ticket ? find(&f->waiting, ticket) : NULL;
    if (c) {
        drop_waiting(f, c);
        return;
    }
    c = ticket ? find(&f->sent, ticket) : NULL;
    if (c) {
        c->ticket = 0; /* its answer is nobody's */
        f->questions--;
    }
}

bool pl_filter_call_answered(struct pl_filter *f, uint32_t ticket, enum pl_filter_frame_type type)
{
    struct pl_filter_call *c = ticket ? find(&f->sent, ticket) : NULL;
    if (!c || c->type != type)
        return false;
    c->ticket = 0;
    f->questions--;
    return true;
}

static void refuse(struct pl_filter *f, uint32_t ticket)
{
    struct pl_filter_answer a = {.ticket = ticket, .code = PL_GV_ERR_SERVERSDK_FAIL};
    f->stats.refused++;
    f->handler.on_answer(f->arg, &a);
}

bool pl_filter_call_done(struct pl_filter *f)
{
    struct pl_filter_call *c;
    uint32_t unanswered;
    if (pl_list_empty(&f->sent))
        return false;
    c = call_of(f->sent.next);
    unanswered = c->ticket;
    drop_sent(f, c);
    f->call_since = pl_clock_now_us();
    f->hang_told = false;
    if (unanswered)
        refuse(f, unanswered); /* an answer comes before the call is done */
    return unanswered == 0;
}

/* ---- a child that has gone, a child that is new ---- */

void pl_filter_calls_lost(struct pl_filter *f)
{
    struct pl_list *it, *tmp;
    pl_list_for_each_safe(it, tmp, &f->waiting)
    {
        if (!call_of(it)->ticket)
            drop_waiting(f, call_of(it));
    }
    while (!pl_list_empty(&f->sent)) {
        struct pl_filter_call *c = call_of(f->sent.next);
        uint32_t ticket = c->ticket;
        drop_sent(f, c);
        if (ticket)
            refuse(f, ticket);
    }
}

/* Adds to a list of its own: what is told of users goes before the questions that wait. */
static void tell(struct pl_filter *f, struct pl_list *to, const struct pl_filter_frame *frame)
{
    struct pl_filter_call *c = make(f, frame, false);
    if (c)
        pl_list_add_tail(to, &c->node);
    else
        f->stats.lost_calls++;
}

static void tell_user(struct pl_filter *f, struct pl_list *to, const struct pl_filter_user *u)
{
    tell(f, to,
         &(struct pl_filter_frame){.type = PL_FILTER_USER_IN,
                                   .user = (uint32_t)u->id,
                                   .other = u->handle,
                                   .number = (uint32_t)u->level,
                                   .a = pl_bytes_str(u->name),
                                   .b = pl_bytes_str(u->ip)});
}

static void tell_room(struct pl_filter *f, struct pl_list *to, int32_t user, int32_t room, bool in)
{
    tell(f, to,
         &(struct pl_filter_frame){.type = in ? PL_FILTER_ROOM_IN : PL_FILTER_ROOM_OUT,
                                   .user = (uint32_t)user,
                                   .room = (uint32_t)room});
}

void pl_filter_tell_all(struct pl_filter *f)
{
    struct pl_list news;
    struct pl_filter_user *u;
    size_t at = 0;
    pl_list_init(&news);
    while ((u = pl_idmap_next(&f->users, &at))) {
        tell_user(f, &news, u);
        if (u->room)
            tell_room(f, &news, u->id, u->room, true);
    }
    while (!pl_list_empty(&news)) {
        struct pl_list *last = news.prev;
        pl_list_remove(last);
        pl_list_add_head(&f->waiting, last);
    }
}

/* ---- news ---- */

struct pl_filter_user *pl_filter_user_of(const struct pl_filter *f, int32_t user)
{
    return pl_idmap_get(&f->users, (uint32_t)user);
}

/* Is there anybody to tell, and room for it? */
static bool listening(struct pl_filter *f)
{
    if (f->state != PL_FILTER_IS_UP)
        return false;
    if (room_for(f))
        return true;
    f->stats.lost_calls++;
    return false;
}

void pl_filter_user_in(struct pl_filter *f, int32_t user, uint32_t handle, int32_t level,
                       struct pl_bytes name, struct pl_bytes ip)
{
    struct pl_filter_user *u = pl_filter_user_of(f, user);
    if (!u) {
        u = calloc(1, sizeof(*u));
        if (!u || pl_idmap_put(&f->users, (uint32_t)user, u) != PL_OK) {
            free(u);
            f->stats.lost_calls++;
            return;
        }
    }
    *u = (struct pl_filter_user){.id = user, .handle = handle, .level = level};
    (void)pl_bytes_to_str(name, u->name, sizeof(u->name));
    (void)pl_bytes_to_str(ip, u->ip, sizeof(u->ip));
    if (!listening(f))
        return;
    tell_user(f, &f->waiting, u);
    pl_filter_pump(f);
}

void pl_filter_user_out(struct pl_filter *f, int32_t user, uint32_t handle)
{
    struct pl_filter_user *u = pl_filter_user_of(f, user);
    if (!u || u->handle != handle)
        return;
    free(pl_idmap_remove(&f->users, (uint32_t)user));
    if (!listening(f))
        return;
    tell(f, &f->waiting,
         &(struct pl_filter_frame){.type = PL_FILTER_USER_OUT, .user = (uint32_t)user});
    pl_filter_pump(f);
}

void pl_filter_room(struct pl_filter *f, int32_t user, int32_t room, bool in)
{
    struct pl_filter_user *u = pl_filter_user_of(f, user);
    if (u)
        u->room = in ? room : 0;
    if (!u || !listening(f))
        return;
    tell_room(f, &f->waiting, user, room, in);
    pl_filter_pump(f);
}

static struct pl_bytes cut(struct pl_bytes text, size_t max)
{
    return pl_bytes_of(text.data, text.len < max ? text.len : max);
}

void pl_filter_data(struct pl_filter *f, int32_t user, struct pl_bytes data)
{
    if (!listening(f))
        return;
    tell(f, &f->waiting,
         &(struct pl_filter_frame){
             .type = PL_FILTER_DATA, .user = (uint32_t)user, .a = cut(data, PL_FILTER_TEXT_MAX)});
    pl_filter_pump(f);
}

void pl_filter_text(struct pl_filter *f, int32_t room, int32_t from, int32_t to, bool secret,
                    struct pl_bytes text)
{
    if (!listening(f))
        return;
    tell(f, &f->waiting,
         &(struct pl_filter_frame){.type = PL_FILTER_TEXT,
                                   .user = (uint32_t)from,
                                   .other = (uint32_t)to,
                                   .room = (uint32_t)room,
                                   .number = secret,
                                   .a = cut(text, PL_FILTER_TEXT_MAX)});
    pl_filter_pump(f);
}

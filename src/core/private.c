/* SPDX-License-Identifier: Apache-2.0 */
#include "core/private.h"

#include "core/dispatch.h"
#include "core/emit.h"
#include "core/room.h"
#include "core/session.h"
#include "core/stage.h"

#include <assert.h>
#include <stdlib.h>

enum {
    MODE_PRIVATE = 1,
    REQUESTS_BURST = 16, /* as said in schema/limits.json */
};

/* ---- telling ---- */

static void say_requested(struct pl_core *core, const struct pl_tie *tie)
{
    struct pl_wire_msg msg = {.type = PL_WIRE_PRIVATE_REQUESTED};
    msg.u.private_requested.user = tie->ends[0].session->user;
    msg.u.private_requested.request = tie->request;
    pl_session_send(core, tie->ends[1].session, &msg);
}

static void say_answered(struct pl_core *core, struct pl_session *to, int32_t user, int code)
{
    struct pl_wire_msg msg = {.type = PL_WIRE_PRIVATE_ANSWERED};
    msg.u.private_answered.user = user;
    msg.u.private_answered.code = code;
    pl_session_send(core, to, &msg);
}

static void say_ended(struct pl_core *core, struct pl_session *to, int32_t user, int code)
{
    struct pl_wire_msg msg = {.type = PL_WIRE_PRIVATE_ENDED};
    msg.u.private_ended.user = user;
    msg.u.private_ended.code = code;
    pl_session_send(core, to, &msg);
}

/* The tie is about to end for `code`, by the doing of the other end or of time. */
static void say_over(struct pl_core *core, const struct pl_tie_end *end, int code)
{
    const struct pl_tie *tie = end->tie;
    bool asked = end == &tie->ends[0];
    int32_t user = tie->ends[asked].session->user;
    if (asked && !tie->agreed)
        say_answered(core, end->session, user, code);
    else
        say_ended(core, end->session, user, code);
}

/* ---- ties ---- */

static struct pl_tie_end *find(const struct pl_session *s, const struct pl_session *other)
{
    struct pl_list *it;
    pl_list_for_each(it, &s->ties)
    {
        struct pl_tie_end *end = pl_tie_end_of(it);
        if (pl_tie_other(end)->session == other)
            return end;
    }
    return NULL;
}

static int32_t next_request(struct pl_core *core)
{
    int32_t request = core->next_request;
    core->next_request = request == INT32_MAX ? 1 : request + 1;
    return request;
}

/* NULL when memory is short. */
static struct pl_tie *tie_up(struct pl_core *core, struct pl_session *s, struct pl_session *other)
{
    struct pl_session *sessions[2] = {s, other};
    struct pl_tie *tie = calloc(1, sizeof(*tie));
    if (!tie)
        return NULL;
    for (size_t i = 0; i < 2; i++) {
        tie->ends[i].session = sessions[i];
        tie->ends[i].tie = tie;
        pl_list_add_tail(&sessions[i]->ties, &tie->ends[i].in_session);
        sessions[i]->tie_count++;
    }
    tie->request = next_request(core);
    tie->timer.kind = PL_TIMER_TIE;
    pl_emit_timer(core, &tie->timer, core->now + PL_MS(PL_LIMIT_PRIVATE_REQUEST_MS));
    return tie;
}

static void untie(struct pl_core *core, struct pl_tie *tie)
{
    pl_heap_disarm(&core->timers, &tie->timer.node);
    core->private_chats -= tie->agreed ? 1 : 0;
    for (size_t i = 0; i < 2; i++) {
        pl_list_remove(&tie->ends[i].in_session);
        tie->ends[i].session->tie_count--;
    }
    free(tie);
}

/* What partners may see and hear of each other has changed. */
static void refresh(struct pl_core *core, struct pl_session *a, struct pl_session *b)
{
    if (a->chat_mode == MODE_PRIVATE)
        pl_stage_refresh(core, a);
    if (b->chat_mode == MODE_PRIVATE)
        pl_stage_refresh(core, b);
}

static void agree(struct pl_core *core, struct pl_tie *tie)
{
    tie->agreed = true;
    core->private_chats++;
    pl_heap_disarm(&core->timers, &tie->timer.node);
    refresh(core, tie->ends[0].session, tie->ends[1].session);
}

bool pl_private_allows(const struct pl_session *s, const struct pl_session *p)
{
    const struct pl_tie_end *end;
    if (s->chat_mode != MODE_PRIVATE)
        return true;
    end = find(s, p);
    return end && end->tie->agreed;
}

/* ---- what happens to sessions ---- */

void pl_private_left(struct pl_core *core, struct pl_session *s)
{
    while (!pl_list_empty(&s->ties)) {
        struct pl_tie_end *end = pl_tie_end_of(s->ties.next);
        if (!core->stopping)
            say_over(core, pl_tie_other(end), PL_GV_ERR_ROOM_PRINULL);
        untie(core, end->tie);
    }
}

void pl_private_due(struct pl_core *core, struct pl_tie *tie)
{
    say_over(core, &tie->ends[0], PL_GV_ERR_ROOM_PRITIMEOUT);
    say_over(core, &tie->ends[1], PL_GV_ERR_ROOM_PRITIMEOUT);
    untie(core, tie);
}

void pl_private_free(struct pl_core *core, struct pl_session *s)
{
    while (!pl_list_empty(&s->ties))
        untie(core, pl_tie_end_of(s->ties.next)->tie);
}

/* ---- what clients say ---- */

struct pl_answer pl_private_mode(struct pl_core *core, struct pl_session *s,
                                 const struct pl_wire_msg *msg)
{
    struct pl_wire_msg out = {.type = PL_WIRE_CHAT_MODE_CHANGED};
    if (s->chat_mode == msg->u.chat_mode.mode)
        return PL_ANSWER_DONE;
    s->chat_mode = msg->u.chat_mode.mode;
    if (!s->room)
        return PL_ANSWER_DONE; /* goes out with `entered` and user_entered */
    out.u.chat_mode_changed.user = s->user;
    out.u.chat_mode_changed.mode = s->chat_mode;
    pl_room_send_of(core, s->room, s, true, &out);
    pl_stage_refresh(core, s);
    return PL_ANSWER_DONE;
}

static int may_ask(const struct pl_core *core, const struct pl_session *s,
                   const struct pl_session *other)
{
    if (!core->config.private_chat || other == s)
        return PL_GV_ERR_ROOM_PRIDENY;
    if (!other || other->room != s->room)
        return PL_GV_ERR_ROOM_PRINULL;
    return PL_GV_ERR_SUCCESS;
}

static struct pl_answer ask(struct pl_core *core, struct pl_session *s, struct pl_session *other)
{
    const struct pl_rate rate = {PL_SEC(60) / PL_LIMIT_PRIVATE_REQUESTS_PER_MINUTE, REQUESTS_BURST};
    struct pl_tie *tie;
    if (s->tie_count >= PL_LIMIT_PRIVATE_TIES)
        return PL_REFUSED(PL_GV_ERR_NOENOUGHRESOURCE, .detail = "too many private chats");
    if (other->tie_count >= PL_LIMIT_PRIVATE_TIES)
        return PL_REFUSED(PL_GV_ERR_ROOM_PRICHATBUSY);
    if (!pl_bucket_take(&s->requests, rate, core->now))
        return PL_REFUSED(PL_GV_ERR_NOENOUGHRESOURCE, .detail = "too many requests");
    tie = tie_up(core, s, other);
    if (!tie)
        return PL_REFUSED(PL_GV_ERR_NOENOUGHRESOURCE);
    say_requested(core, tie);
    return PL_ANSWER_DONE;
}

struct pl_answer pl_private_request(struct pl_core *core, struct pl_session *s,
                                    const struct pl_wire_msg *msg)
{
    int32_t user = msg->u.private_request.user;
    struct pl_session *other = pl_idmap_get(&core->users, (uint32_t)user);
    int code = may_ask(core, s, other);
    struct pl_tie_end *end = code ? NULL : find(s, other);
    if (code)
        return PL_REFUSED(code);
    if (!end)
        return ask(core, s, other);
    if (end->tie->agreed)
        return PL_REFUSED(PL_GV_ERR_ROOM_PRIALRCHAT);
    if (end == &end->tie->ends[0])
        return PL_ANSWER_DONE; /* asked again */
    agree(core, end->tie);     /* both have asked */
    say_answered(core, other, s->user, PL_GV_ERR_SUCCESS);
    say_answered(core, s, other->user, PL_GV_ERR_SUCCESS);
    return PL_ANSWER_DONE;
}

struct pl_answer pl_private_answer(struct pl_core *core, struct pl_session *s,
                                   const struct pl_wire_msg *msg)
{
    const struct pl_wire_private_answer *says = &msg->u.private_answer;
    struct pl_session *other = pl_idmap_get(&core->users, (uint32_t)says->user);
    struct pl_tie_end *end = other ? find(s, other) : NULL;
    if (!end || end != &end->tie->ends[1] || end->tie->agreed || end->tie->request != says->request)
        return PL_REFUSED(PL_GV_ERR_ROOM_PRIREQIDERR);
    if (says->code == PL_GV_ERR_SUCCESS)
        agree(core, end->tie);
    else
        untie(core, end->tie);
    say_answered(core, other, s->user, says->code);
    return PL_ANSWER_DONE;
}

struct pl_answer pl_private_exit(struct pl_core *core, struct pl_session *s,
                                 const struct pl_wire_msg *msg)
{
    struct pl_session *other = pl_idmap_get(&core->users, (uint32_t)msg->u.private_exit.user);
    struct pl_tie_end *end = other ? find(s, other) : NULL;
    bool agreed = end && end->tie->agreed;
    /* A request of the other one is not left but answered. */
    if (!end || (!agreed && end != &end->tie->ends[0]))
        return PL_ANSWER_DONE;
    say_ended(core, other, s->user, agreed ? PL_GV_ERR_SUCCESS : PL_GV_ERR_ROOM_PRIREQCANCEL);
    untie(core, end->tie);
    if (agreed)
        refresh(core, s, other);
    return PL_ANSWER_DONE;
}

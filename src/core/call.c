/* SPDX-License-Identifier: Apache-2.0 */
#include "core/call.h"

#include "core/ask.h"
#include "core/dispatch.h"
#include "core/emit.h"
#include "core/object.h"
#include "core/room.h"
#include "core/service.h"
#include "core/session.h"
#include "core/tell.h"

#include <assert.h>
#include <stdlib.h>

enum {
    CALLS_BURST = 16, /* as said in schema/limits.json */
    CALLER = 0,
    CALLED = 1,
};

/* ---- telling ---- */

static void say_requested(struct pl_core *core, const struct pl_call *call)
{
    struct pl_wire_msg msg = {.type = PL_WIRE_CALL_REQUESTED};
    msg.u.call_requested.user = call->users[CALLER];
    msg.u.call_requested.flags = call->flags;
    msg.u.call_requested.param = call->param;
    msg.u.call_requested.text = pl_bytes_of(call->text, call->text_len);
    pl_session_send(core, call->ends[CALLED], &msg);
}

static void say_answered(struct pl_core *core, struct pl_session *to, int32_t user, int code,
                         const struct pl_call_words *words)
{
    struct pl_wire_msg msg = {.type = PL_WIRE_CALL_ANSWERED};
    msg.u.call_answered.user = user;
    msg.u.call_answered.code = code;
    msg.u.call_answered.flags = words->flags;
    msg.u.call_answered.param = words->param;
    msg.u.call_answered.text = words->text;
    pl_session_send(core, to, &msg);
}

static void say_started(struct pl_core *core, struct pl_session *to, int32_t user,
                        const struct pl_call *call, struct pl_bytes text)
{
    struct pl_wire_msg msg = {.type = PL_WIRE_CALL_STARTED};
    msg.u.call_started.user = user;
    msg.u.call_started.flags = call->flags;
    msg.u.call_started.room = call->room;
    msg.u.call_started.text = text;
    pl_session_send(core, to, &msg);
}

static void say_finished(struct pl_core *core, struct pl_session *to, int32_t user, int code,
                         const struct pl_call_words *words)
{
    struct pl_wire_msg msg = {.type = PL_WIRE_CALL_FINISHED};
    msg.u.call_finished.user = user;
    msg.u.call_finished.code = code;
    msg.u.call_finished.flags = words->flags;
    msg.u.call_finished.param = words->param;
    msg.u.call_finished.text = words->text;
    pl_session_send(core, to, &msg);
}

static void fact(struct pl_core *core, const struct pl_call *call, enum pl_fact_kind kind, int code)
{
    struct pl_fact f = {.kind = kind,
                        .session = call->ends[CALLER]->id,
                        .user = call->users[CALLED],
                        .room = call->room,
                        .code = code};
    pl_emit_fact(core, &f);
}

/* ---- a call's life ---- */

static struct pl_call_words words_of(const struct pl_call *call)
{
    return (struct pl_call_words){call->flags, call->param,
                                  pl_bytes_of(call->text, call->text_len)};
}

static int end_of(const struct pl_call *call, const struct pl_session *s)
{
    return call->ends[CALLER] == s ? CALLER : CALLED;
}

/* The call of s with that user; NULL: none. */
static struct pl_call *call_with(const struct pl_session *s, int32_t user)
{
    return s->call && s->call->users[!end_of(s->call, s)] == user ? s->call : NULL;
}

/* NULL when memory is short. */
static struct pl_call *create(struct pl_session *s, const struct pl_wire_call_request *wish)
{
    struct pl_call *call = calloc(1, sizeof(*call) + wish->text.len);
    if (!call)
        return NULL;
    call->state = PL_CALL_ASKING;
    call->ends[CALLER] = s;
    call->users[CALLER] = s->user;
    call->users[CALLED] = wish->user;
    call->timer.kind = PL_TIMER_CALL;
    call->flags = wish->flags;
    call->param = wish->param;
    call->text_len = wish->text.len;
    if (wish->text.len > 0)
        memcpy(call->text, wish->text.data, wish->text.len);
    s->call = call;
    return call;
}

/* Nobody is told. */
static void drop(struct pl_core *core, struct pl_call *call)
{
    pl_heap_disarm(&core->timers, &call->timer.node);
    pl_ask_drop(core, &call->ask);
    if (call->room != 0) {
        pl_service_talked(core, call);
        pl_idmap_remove(&core->call_rooms, (uint32_t)call->room);
    }
    for (size_t i = 0; i < 2; i++) {
        if (call->ends[i])
            call->ends[i]->call = NULL;
    }
    free(call);
}

/* It has not come to talking. */
static void fail(struct pl_core *core, struct pl_call *call, int code)
{
    core->calls_failed++;
    fact(core, call, PL_FACT_CALL_FAIL, code);
    drop(core, call);
}

/* Over, by whomever; both are told. */
static void finish(struct pl_core *core, struct pl_call *call, int code,
                   const struct pl_call_words *words)
{
    for (size_t i = 0; i < 2; i++) {
        if (call->ends[i])
            say_finished(core, call->ends[i], call->users[!i], code, words);
    }
    pl_tell_call(core, call, PL_NOTICE_CALL_FINISH, code, words);
    if (call->state != PL_CALL_TALKING) {
        fail(core, call, code);
        return;
    }
    fact(core, call, PL_FACT_CALL_END, code);
    drop(core, call);
}

/* The caller hears why it comes to nothing; the called one has never heard of it. */
static void turn_down(struct pl_core *core, struct pl_call *call, int code)
{
    struct pl_call_words words = words_of(call);
    say_answered(core, call->ends[CALLER], call->users[CALLED], code, &words);
    pl_tell_call(core, call, PL_NOTICE_CALL_REPLY, code, &words);
    fail(core, call, code);
}

/* Allowed: is he there, and free? */
static void ring(struct pl_core *core, struct pl_call *call)
{
    struct pl_session *called = pl_idmap_get(&core->users, (uint32_t)call->users[CALLED]);
    struct pl_call_words words = words_of(call);
    assert(call->state == PL_CALL_ASKING);
    if (!called || called->call) {
        turn_down(core, call, called ? PL_GV_ERR_SESSION_BUSY : PL_GV_ERR_SESSION_OFFLINE);
        return;
    }
    call->state = PL_CALL_RINGING;
    call->ends[CALLED] = called;
    called->call = call;
    pl_emit_timer(core, &call->timer, core->now + core->config.call_ring_us);
    fact(core, call, PL_FACT_CALL_RING, 0);
    say_requested(core, call);
    say_answered(core, call->ends[CALLER], call->users[CALLED], PL_GV_ERR_SUCCESS, &words);
}

static void begin(struct pl_core *core, struct pl_call *call, struct pl_bytes answer)
{
    struct pl_bytes text = pl_bytes_of(call->text, call->text_len);
    struct pl_call_words words = words_of(call);
    call->room = pl_room_next_number(core);
    if (pl_idmap_put(&core->call_rooms, (uint32_t)call->room, call) != PL_OK) {
        core->out_of_memory = true; /* not the limit: there are twice as many sessions as calls */
        call->room = 0;
        return;
    }
    call->state = PL_CALL_TALKING;
    pl_heap_disarm(&core->timers, &call->timer.node);
    core->calls_started++;
    fact(core, call, PL_FACT_CALL_START, 0);
    say_started(core, call->ends[CALLER], call->users[CALLED], call, answer.len ? answer : text);
    say_started(core, call->ends[CALLED], call->users[CALLER], call, text);
    pl_object_talk(core, call->users[CALLER], call->users[CALLED]);
    pl_service_talk(core, call);
    words.text = answer.len ? answer : text;
    pl_tell_call(core, call, PL_NOTICE_CALL_START, PL_GV_ERR_SUCCESS, &words);
}

const struct pl_call *pl_call_of_room(const struct pl_core *core, int32_t number)
{
    return pl_idmap_get(&core->call_rooms, (uint32_t)number);
}

void pl_call_end(struct pl_core *core, struct pl_call *call, int code)
{
    struct pl_call_words words = words_of(call);
    finish(core, call, code, &words);
}

/* ---- another takes it over ---- */

static void say_moved(struct pl_core *core, const struct pl_call *call, int end, int32_t from)
{
    struct pl_wire_msg msg = {.type = PL_WIRE_CALL_MOVED};
    msg.u.call_moved.user = from;
    msg.u.call_moved.to = call->users[!end];
    msg.u.call_moved.flags = call->flags;
    msg.u.call_moved.room = call->room;
    pl_session_send(core, call->ends[end], &msg);
}

void pl_call_move(struct pl_core *core, struct pl_call *call, struct pl_session *from,
                  struct pl_session *to)
{
    const struct pl_call_words none = {call->flags, 0, pl_bytes_of(NULL, 0)};
    struct pl_room *room = pl_idmap_get(&core->rooms, (uint32_t)call->room);
    int here = end_of(call, from);
    assert(call->state == PL_CALL_TALKING && call->ends[here] == from && !to->call);
    say_finished(core, from, call->users[!here], PL_GV_ERR_SUCCESS, &none);
    pl_tell_call(core, call, PL_NOTICE_CALL_FINISH, PL_GV_ERR_SUCCESS, &none);
    from->call = NULL;
    to->call = call;
    call->ends[here] = to;
    call->users[here] = to->user;
    if (room)
        memcpy(room->only, call->users, sizeof(room->only));
    say_moved(core, call, !here, from->user);
    say_started(core, to, call->users[!here], call, none.text);
    pl_tell_call(core, call, PL_NOTICE_CALL_START, PL_GV_ERR_SUCCESS, &none);
}

/* ---- what happens to sessions ---- */

void pl_call_gone(struct pl_core *core, struct pl_session *s)
{
    struct pl_call *call = s->call;
    int here, code = PL_GV_ERR_SESSION_DISCONNECT;
    struct pl_session *other;
    struct pl_call_words words;
    if (!call)
        return;
    here = end_of(call, s);
    other = call->ends[!here];
    words = words_of(call);
    if (other && !core->stopping) {
        if (call->state == PL_CALL_TALKING)
            say_finished(core, other, s->user, code, &words);
        else
            say_answered(core, other, s->user, code, &words);
    }
    pl_tell_call(core, call,
                 call->state == PL_CALL_TALKING ? PL_NOTICE_CALL_FINISH : PL_NOTICE_CALL_REPLY,
                 code, &words);
    fact(core, call, call->state == PL_CALL_TALKING ? PL_FACT_CALL_END : PL_FACT_CALL_FAIL, code);
    core->calls_failed += call->state == PL_CALL_TALKING ? 0 : 1;
    drop(core, call);
}

void pl_call_due(struct pl_core *core, struct pl_call *call)
{
    struct pl_call_words words = words_of(call);
    int code = PL_GV_ERR_SESSION_TIMEOUT;
    say_answered(core, call->ends[CALLER], call->users[CALLED], code, &words);
    say_answered(core, call->ends[CALLED], call->users[CALLER], code, &words);
    pl_tell_call(core, call, PL_NOTICE_CALL_REPLY, code, &words);
    fail(core, call, code);
}

void pl_call_free(struct pl_core *core, struct pl_session *s)
{
    if (!s->call)
        return;
    pl_ask_free(core, &s->call->ask);
    drop(core, s->call);
}

/* ---- what is attached to the server says ---- */

void pl_call_ruled(struct pl_core *core, struct pl_ask *ask, const struct pl_ruling *ruling)
{
    struct pl_call *call = pl_container_of(ask, struct pl_call, ask);
    if (ruling->code == PL_GV_ERR_SUCCESS || ruling->code == PL_RULING_NOBODY)
        ring(core, call);
    else
        turn_down(core, call, ruling->code);
}

void pl_call_finished(struct pl_core *core, const struct pl_event *event)
{
    struct pl_session *s = pl_idmap_get(&core->users, (uint32_t)event->call_finish.user);
    struct pl_call_words words = {event->call_finish.flags, event->call_finish.param,
                                  event->call_finish.text};
    if (event->call_finish.user != 0 && s && s->call)
        finish(core, s->call, event->call_finish.code, &words);
}

/* False: nobody is to be asked. */
static bool ask(struct pl_core *core, struct pl_call *call)
{
    struct pl_question q = {.kind = PL_ASK_CALL};
    q.call.to = call->users[CALLED];
    q.call.flags = call->flags;
    q.call.param = call->param;
    q.call.text = pl_emit_copy(core, pl_bytes_of(call->text, call->text_len)); /* may outlive it */
    return pl_ask_open(core, &call->ask, call->ends[CALLER], &q);
}

/* ---- what clients say ---- */

struct pl_answer pl_call_request(struct pl_core *core, struct pl_session *s,
                                 const struct pl_wire_msg *msg)
{
    const struct pl_rate rate = {PL_SEC(60) / PL_LIMIT_CALLS_PER_MINUTE, CALLS_BURST};
    const struct pl_wire_call_request *wish = &msg->u.call_request;
    const struct pl_call_words words = {wish->flags, wish->param, wish->text};
    struct pl_call *call = call_with(s, wish->user);
    if (wish->user == s->user || wish->user == 0 || wish->user == -1)
        return PL_REFUSED(PL_GV_ERR_INVALID_USERID, .detail = "nobody to be called");
    if (call && call->state != PL_CALL_TALKING && end_of(call, s) == CALLER)
        return PL_ANSWER_DONE; /* asked again */
    if (!pl_bucket_take(&s->calls, rate, core->now))
        return PL_REFUSED(PL_GV_ERR_NOENOUGHRESOURCE, .detail = "too many calls");
    if (s->call) {
        say_answered(core, s, wish->user, PL_GV_ERR_SESSION_BUSY, &words);
        return PL_ANSWER_DONE;
    }
    call = create(s, wish);
    if (!call)
        return PL_REFUSED(PL_GV_ERR_NOENOUGHRESOURCE);
    pl_tell_call(core, call, PL_NOTICE_CALL_REQUEST, PL_GV_ERR_SUCCESS, &words);
    if (!ask(core, call))
        ring(core, call);
    return PL_ANSWER_DONE;
}

/* The caller takes his call back. */
static void take_back(struct pl_core *core, struct pl_call *call, int code,
                      const struct pl_call_words *words)
{
    if (call->state == PL_CALL_TALKING) {
        if (code == PL_GV_ERR_SESSION_QUIT)
            finish(core, call, code, words); /* it crossed with the answer */
        return;
    }
    if (call->state == PL_CALL_RINGING)
        say_answered(core, call->ends[CALLED], call->users[CALLER], code, words);
    pl_tell_call(core, call, PL_NOTICE_CALL_REPLY, code, words);
    fail(core, call, code);
}

struct pl_answer pl_call_answer(struct pl_core *core, struct pl_session *s,
                                const struct pl_wire_msg *msg)
{
    const struct pl_wire_call_answer *says = &msg->u.call_answer;
    struct pl_call_words words = {says->flags, says->param, says->text};
    struct pl_call *call = call_with(s, says->user);
    if (!call)
        return PL_ANSWER_DONE;
    if (end_of(call, s) == CALLER) {
        if (says->code != PL_GV_ERR_SUCCESS)
            take_back(core, call, says->code, &words);
    } else if (call->state == PL_CALL_RINGING && says->code == PL_GV_ERR_SUCCESS) {
        pl_tell_call(core, call, PL_NOTICE_CALL_REPLY, PL_GV_ERR_SUCCESS, &words);
        begin(core, call, says->text);
    } else if (call->state == PL_CALL_RINGING) {
        say_answered(core, call->ends[CALLER], s->user, says->code, &words);
        pl_tell_call(core, call, PL_NOTICE_CALL_REPLY, says->code, &words);
        fail(core, call, says->code);
    }
    return PL_ANSWER_DONE;
}

struct pl_answer pl_call_finish(struct pl_core *core, struct pl_session *s,
                                const struct pl_wire_msg *msg)
{
    const struct pl_wire_call_finish *says = &msg->u.call_finish;
    struct pl_call_words words = {says->flags, says->param, says->text};
    struct pl_call *call = call_with(s, says->user);
    if (call)
        finish(core, call, says->code, &words);
    return PL_ANSWER_DONE;
}

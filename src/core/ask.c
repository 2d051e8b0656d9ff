/* SPDX-License-Identifier: Apache-2.0 */
#include "core/ask.h"

#include "core/emit.h"

#include <assert.h>

/* Open no more. */
static void close_ask(struct pl_core *core, struct pl_ask *ask)
{
    pl_idmap_remove(&core->asks, ask->ticket);
    pl_heap_disarm(&core->timers, &ask->timer.node);
    ask->ticket = 0;
}

/* Gives it a ticket that is free; false: memory is short. */
static bool number(struct pl_core *core, struct pl_ask *ask)
{
    enum pl_err err;
    do {
        ask->ticket = core->next_ticket;
        core->next_ticket = ask->ticket == UINT32_MAX ? 1 : ask->ticket + 1;
        err = pl_idmap_put(&core->asks, ask->ticket, ask);
    } while (err == PL_E_EXISTS);
    if (err == PL_OK)
        return true;
    ask->ticket = 0;
    core->out_of_memory = true; /* not the limit: there is room for all that a session may ask */
    return false;
}

bool pl_ask_open(struct pl_core *core, struct pl_ask *ask, struct pl_session *s,
                 struct pl_question *question)
{
    const struct pl_ask_rule *rule = &core->config.ask[question->kind];
    struct pl_effect e = {.type = PL_EFFECT_ASK};
    assert(!pl_ask_is_open(ask));
    if (!rule->on || !number(core, ask))
        return false;
    ask->kind = question->kind;
    ask->timer.kind = PL_TIMER_ASK;
    question->ticket = ask->ticket;
    question->until = core->now + rule->limit_us;
    question->session = s->id;
    question->user = s->user;
    /* Copies, since the session may end in the same step. */
    question->name = pl_emit_copy(core, s->user ? pl_session_nick(s) : pl_bytes_str(""));
    question->ip = pl_emit_copy(core, pl_bytes_of(s->ip, s->ip_len));
    pl_emit_timer(core, &ask->timer, question->until);
    core->asked++;
    e.ask = *question;
    pl_emit(core, &e);
    return true;
}

void pl_ask_drop(struct pl_core *core, struct pl_ask *ask)
{
    struct pl_effect e = {.type = PL_EFFECT_ASK_OVER, .ask_over = {ask->ticket}};
    if (!pl_ask_is_open(ask))
        return;
    close_ask(core, ask);
    pl_emit(core, &e);
}

void pl_ask_free(struct pl_core *core, struct pl_ask *ask)
{
    if (pl_ask_is_open(ask))
        close_ask(core, ask);
}

static void rule(struct pl_core *core, struct pl_ask *ask, const struct pl_ruling *ruling)
{
    switch (ask->kind) {
    case PL_ASK_LOGIN:
        pl_login_ruled(core, ask, ruling);
        break;
    case PL_ASK_ROOM:
        pl_room_ruled(core, ask, ruling);
        break;
    case PL_ASK_CALL:
        pl_call_ruled(core, ask, ruling);
        break;
    case PL_ASK_CONTROL:
        pl_control_ruled(core, ask, ruling);
        break;
    }
}

void pl_ask_answered(struct pl_core *core, const struct pl_ruling *ruling)
{
    struct pl_ask *ask = pl_idmap_get(&core->asks, ruling->ticket);
    struct pl_ruling clean = *ruling;
    if (!ask)
        return; /* too late */
    if (clean.code < PL_RULING_NOBODY)
        clean.code = PL_GV_ERR_SERVERSDK_FAIL; /* no such number can be told to a client */
    close_ask(core, ask);
    rule(core, ask, &clean);
}

void pl_ask_due(struct pl_core *core, struct pl_ask *ask)
{
    struct pl_ruling ruling = {.code = core->config.ask[ask->kind].otherwise};
    core->asks_late++;
    pl_ask_drop(core, ask);
    rule(core, ask, &ruling);
}

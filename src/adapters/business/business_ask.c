/* SPDX-License-Identifier: Apache-2.0 */
/* What business servers are asked. */
#include "adapters/business/business_internal.h"

#include <stdlib.h>
#include <string.h>

_Static_assert(PL_BS_LOGIN == 1 << PL_ASK_LOGIN && PL_BS_ENTER == 1 << PL_ASK_ROOM &&
                   PL_BS_CALL == 1 << PL_ASK_CALL,
               "one order of questions");

/* ---- a copy of a question ---- */

static size_t room_for(const struct pl_question *q)
{
    size_t size = q->name.len + q->ip.len;
    switch (q->kind) {
    case PL_ASK_LOGIN:
        return size + q->login.name.len + q->login.password.len;
    case PL_ASK_ROOM:
        return size + q->room.name.len + q->room.password.len;
    case PL_ASK_CALL:
        return size + q->call.text.len;
    case PL_ASK_CONTROL:
        return size + q->control.text.len;
    }
    return size;
}

static void move(struct pl_bytes *view, uint8_t **at)
{
    if (view->len > 0)
        memcpy(*at, view->data, view->len);
    view->data = *at;
    *at += view->len;
}

/* NULL: out of memory. */
static struct pl_bs_ask *copy(const struct pl_question *q)
{
    size_t size = room_for(q);
    struct pl_bs_ask *ask = calloc(1, sizeof(*ask) + size);
    uint8_t *at;
    if (!ask)
        return NULL;
    pl_list_init(&ask->node);
    ask->q = *q;
    ask->size = size;
    at = ask->bytes;
    move(&ask->q.name, &at);
    move(&ask->q.ip, &at);
    switch (q->kind) {
    case PL_ASK_LOGIN:
        move(&ask->q.login.name, &at);
        move(&ask->q.login.password, &at);
        break;
    case PL_ASK_ROOM:
        move(&ask->q.room.name, &at);
        move(&ask->q.room.password, &at);
        break;
    case PL_ASK_CALL:
        move(&ask->q.call.text, &at);
        break;
    case PL_ASK_CONTROL:
        move(&ask->q.control.text, &at);
        break;
    }
    return ask;
}

/* There may be a password in it. */
static void wipe(struct pl_bs_ask *ask)
{
    volatile uint8_t *p = ask->bytes;
    for (size_t i = 0; i < ask->size; i++)
        p[i] = 0;
    free(ask);
}

static void take_off(struct pl_bs_ask *ask)
{
    if (!ask->link)
        return;
    pl_list_remove(&ask->node);
    ask->link->ask_count--;
    ask->link = NULL;
}

void pl_bs_ask_free(struct pl_business *b, struct pl_bs_ask *ask)
{
    take_off(ask);
    (void)pl_idmap_remove(&b->asks, ask->q.ticket);
    wipe(ask);
}

/* ---- asking ---- */

static void say(struct pl_business *b, struct pl_bs_link *link, const struct pl_question *q)
{
    struct pl_wire_msg msg = {0};
    switch (q->kind) {
    case PL_ASK_LOGIN:
        msg.type = PL_WIRE_ASK_LOGIN;
        msg.u.ask_login =
            (struct pl_wire_ask_login){(int64_t)q->ticket, q->login.name, q->login.password, q->ip};
        break;
    case PL_ASK_ROOM:
        msg.type = PL_WIRE_ASK_ENTER;
        msg.u.ask_enter = (struct pl_wire_ask_enter){(int64_t)q->ticket, q->user, q->room.room,
                                                     q->room.name, q->room.password};
        break;
    case PL_ASK_CALL:
        msg.type = PL_WIRE_ASK_CALL;
        msg.u.ask_call = (struct pl_wire_ask_call){(int64_t)q->ticket, q->user,       q->call.to,
                                                   q->call.flags,      q->call.param, q->call.text};
        break;
    case PL_ASK_CONTROL:
        msg.type = PL_WIRE_ASK_CONTROL;
        msg.u.ask_control = (struct pl_wire_ask_control){
            (int64_t)q->ticket, q->user,      q->control.user, q->control.code,
            q->control.w,       q->control.l, q->control.text};
        break;
    }
    b->stats.asked++;
    pl_bs_say(b, link, &msg);
}

/* Who takes it and has the fewest open questions; of equals, who came first. *busy: all who take it
 * have too many. */
static struct pl_bs_link *pick(const struct pl_business *b, const struct pl_question *q, bool *busy)
{
    enum pl_ask_kind kind = q->kind;
    struct pl_bs_link *best = NULL;
    struct pl_list *it;
    *busy = false;
    if (kind == PL_ASK_CONTROL) { /* of one user, one after the other, as his data */
        best = pl_bs_one_for(b, PL_BS_CONTROL, q->user);
        *busy = best && best->ask_count >= PL_BUSINESS_ASKS_MAX;
        return *busy ? NULL : best;
    }
    pl_list_for_each(it, &b->links)
    {
        struct pl_bs_link *link = pl_bs_link_of(it);
        if (link->state != PL_BS_ATTACHED || !(link->takes & 1u << kind))
            continue;
        if (link->ask_count >= PL_BUSINESS_ASKS_MAX)
            *busy = true;
        else if (!best || link->ask_count < best->ask_count)
            best = link;
    }
    *busy = *busy && !best;
    return best;
}

static void put(struct pl_business *b, struct pl_bs_ask *ask, struct pl_bs_link *link)
{
    ask->link = link;
    link->ask_count++;
    pl_list_add_tail(&link->asks, &ask->node);
    say(b, link, &ask->q);
}

/* Whom a business server is not asked about. */
static bool concerns(const struct pl_business *b, const struct pl_question *q)
{
    if (q->kind != PL_ASK_LOGIN)
        return true;
    if (q->login.way != PL_LOGIN_PASSWORD)
        return false; /* who he is has been proved (manual 5.2.3) */
    return q->login.password.len > 0 || b->config.guests;
}

enum pl_business_said pl_business_ask(struct pl_business *b, const struct pl_question *q, int *code)
{
    bool busy;
    struct pl_bs_link *link;
    struct pl_bs_ask *ask;
    if (!concerns(b, q))
        return PL_BUSINESS_PASS;
    link = pick(b, q, &busy);
    *code = busy ? PL_GV_ERR_NOENOUGHRESOURCE : PL_GV_ERR_SERVERSDK_FAIL;
    if (!link) {
        return busy || b->config.need[q->kind] == PL_BUSINESS_REQUIRED ? PL_BUSINESS_NOW
                                                                       : PL_BUSINESS_PASS;
    }
    ask = copy(q);
    if (!ask || pl_idmap_put(&b->asks, q->ticket, ask) != PL_OK) {
        if (ask)
            wipe(ask);
        *code = PL_GV_ERR_NOENOUGHRESOURCE;
        return PL_BUSINESS_NOW;
    }
    put(b, ask, link);
    return PL_BUSINESS_LATER;
}

void pl_business_over(struct pl_business *b, uint32_t ticket)
{
    struct pl_bs_ask *ask = pl_idmap_get(&b->asks, ticket);
    if (ask)
        pl_bs_ask_free(b, ask);
}

void pl_bs_link_gone(struct pl_business *b, struct pl_bs_link *link)
{
    while (!pl_list_empty(&link->asks)) {
        struct pl_bs_ask *ask = pl_container_of(link->asks.next, struct pl_bs_ask, node);
        struct pl_ruling ruling = {.ticket = ask->q.ticket};
        bool busy;
        struct pl_bs_link *other = pick(b, &ask->q, &busy);
        if (ask->q.kind == PL_ASK_CONTROL)
            other = NULL; /* it may have been carried out: not twice */
        take_off(ask);
        if (other) {
            put(b, ask, other);
            continue;
        }
        if (busy)
            ruling.code = PL_GV_ERR_NOENOUGHRESOURCE;
        else if (ask->q.kind == PL_ASK_LOGIN || b->config.need[ask->q.kind] == PL_BUSINESS_REQUIRED)
            ruling.code = PL_GV_ERR_SERVERSDK_FAIL;
        else
            ruling.code = PL_RULING_NOBODY;
        pl_bs_ask_free(b, ask);
        b->port.rule(b->port.arg, &ruling);
    }
}

/* ---- answers ---- */

/* The question that this link was asked and this is the answer to; NULL: none, or over. */
static struct pl_bs_ask *asked(const struct pl_business *b, const struct pl_bs_link *link,
                               int64_t ticket, bool login)
{
    struct pl_bs_ask *ask = pl_idmap_get(&b->asks, (uint64_t)ticket);
    return ask && ask->link == link && (ask->q.kind == PL_ASK_LOGIN) == login ? ask : NULL;
}

void pl_bs_answer_login(struct pl_business *b, struct pl_bs_link *link,
                        const struct pl_wire_bs_login *says)
{
    struct pl_bs_ask *ask = asked(b, link, says->ticket, true);
    struct pl_ruling ruling = {.ticket = (uint32_t)says->ticket, .code = says->code};
    if (!ask)
        return;
    b->stats.answered++;
    ruling.login.user = says->user;
    ruling.login.level = says->level;
    ruling.login.name = says->nick;
    /* -1 is everybody: whoever sends it has not thought of an id. */
    if (says->code == PL_GV_ERR_SUCCESS && says->user == -1)
        ruling.code = PL_GV_ERR_SERVERSDK_FAIL;
    pl_bs_ask_free(b, ask);
    b->port.rule(b->port.arg, &ruling);
}

void pl_bs_answer_allow(struct pl_business *b, struct pl_bs_link *link,
                        const struct pl_wire_bs_allow *says)
{
    struct pl_bs_ask *ask = asked(b, link, says->ticket, false);
    struct pl_ruling ruling = {.ticket = (uint32_t)says->ticket, .code = says->code};
    if (!ask)
        return;
    b->stats.answered++;
    pl_bs_ask_free(b, ask);
    b->port.rule(b->port.arg, &ruling);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "server/ask.h"

#include "base/idmap.h"
#include "proto/wire/errors_gen.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* A question that a provider thinks about. */
struct open {
    struct pl_question *question; /* own copy */
    enum pl_ask_place place;      /* whose turn it is */
};

struct pl_asker {
    struct pl_ask_provider providers[PL_ASK_PLACES]; /* asked NULL: none */
    struct pl_idmap open;                            /* ticket -> struct open */
    pl_asker_rule_fn rule;
    void *arg;
    bool asking; /* a provider is being asked right now */
};

/* ---- copies ---- */

static void keep(struct pl_bytes *view, uint8_t **at)
{
    if (view->len > 0)
        memcpy(*at, view->data, view->len);
    view->data = *at;
    *at += view->len;
}

enum { VIEWS_MAX = 8 };

/* The views of a question; gives how many. */
static size_t views_of(struct pl_question *q, struct pl_bytes *views[VIEWS_MAX])
{
    size_t n = 0;
    views[n++] = &q->name;
    views[n++] = &q->ip;
    switch (q->kind) {
    case PL_ASK_LOGIN:
        views[n++] = &q->login.name;
        views[n++] = &q->login.password;
        views[n++] = &q->login.app;
        views[n++] = &q->login.string_id;
        views[n++] = &q->login.signature;
        views[n++] = &q->login.param;
        break; /* the token: see below */
    case PL_ASK_ROOM:
        views[n++] = &q->room.name;
        views[n++] = &q->room.password;
        break;
    case PL_ASK_CALL:
        views[n++] = &q->call.text;
        break;
    case PL_ASK_CONTROL:
        views[n++] = &q->control.text;
        break;
    }
    return n;
}

struct pl_question *pl_question_copy(const struct pl_question *question)
{
    struct pl_question head = *question, *q;
    struct pl_bytes *views[VIEWS_MAX];
    bool token = head.kind == PL_ASK_LOGIN;
    size_t n = views_of(&head, views), size = sizeof(*q) + (token ? head.login.token.len : 0);
    uint8_t *at;
    for (size_t i = 0; i < n; i++)
        size += views[i]->len;
    q = malloc(size);
    if (!q)
        return NULL;
    *q = *question;
    at = (uint8_t *)(q + 1);
    n = views_of(q, views);
    for (size_t i = 0; i < n; i++)
        keep(views[i], &at);
    if (token)
        keep(&q->login.token, &at);
    return q;
}

struct pl_ruling *pl_ruling_copy(const struct pl_ruling *ruling)
{
    const struct pl_ruling_login *l = &ruling->login;
    struct pl_ruling *r = malloc(sizeof(*r) + l->name.len + l->identity.len + l->string_id.len);
    uint8_t *at;
    if (!r)
        return NULL;
    *r = *ruling;
    at = (uint8_t *)(r + 1);
    keep(&r->login.name, &at);
    keep(&r->login.identity, &at);
    keep(&r->login.string_id, &at);
    return r;
}

/* ---- a question's life ---- */

static void forget(struct open *o)
{
    free(o->question);
    free(o);
}

/* Asks one provider. True: *ruling is what it says. */
static bool ask_one(struct pl_asker *a, struct open *o, struct pl_ruling *ruling,
                    enum pl_ask_said *said)
{
    const struct pl_ask_provider *p = &a->providers[o->place];
    *ruling = (struct pl_ruling){.ticket = o->question->ticket};
    a->asking = true;
    *said = p->asked ? p->asked(p->arg, o->question, ruling) : PL_ASK_PASS;
    a->asking = false;
    ruling->ticket = o->question->ticket;
    return *said == PL_ASK_NOW && ruling->code != PL_RULING_NOBODY;
}

/* Puts it to the one whose turn it is, and on, until one answers or wants to think. */
static void go_on(struct pl_asker *a, struct open *o)
{
    struct pl_ruling ruling;
    enum pl_ask_said said = PL_ASK_PASS;
    for (; o->place < PL_ASK_PLACES; o->place++) {
        if (ask_one(a, o, &ruling, &said))
            break;
        if (said == PL_ASK_LATER)
            return;
    }
    if (o->place == PL_ASK_PLACES)
        ruling = (struct pl_ruling){.ticket = o->question->ticket, .code = PL_RULING_NOBODY};
    pl_idmap_remove(&a->open, ruling.ticket);
    a->rule(a->arg, &ruling); /* its views may be in the question */
    forget(o);
}

void pl_asker_ask(struct pl_asker *a, const struct pl_question *question)
{
    struct open *o = calloc(1, sizeof(*o));
    struct pl_ruling failed = {.ticket = question->ticket, .code = PL_GV_ERR_NOENOUGHRESOURCE};
    assert(!a->asking);
    if (o)
        o->question = pl_question_copy(question);
    if (!o || !o->question || pl_idmap_put(&a->open, question->ticket, o) != PL_OK) {
        if (o)
            forget(o);
        a->rule(a->arg, &failed);
        return;
    }
    go_on(a, o);
}

void pl_asker_answer(struct pl_asker *a, const struct pl_ruling *ruling)
{
    struct open *o = pl_idmap_get(&a->open, ruling->ticket);
    assert(!a->asking);
    if (!o)
        return; /* too late */
    if (ruling->code == PL_RULING_NOBODY) {
        o->place++;
        go_on(a, o);
        return;
    }
    pl_idmap_remove(&a->open, ruling->ticket);
    a->rule(a->arg, ruling);
    forget(o);
}

void pl_asker_over(struct pl_asker *a, uint32_t ticket)
{
    struct open *o = pl_idmap_remove(&a->open, ticket);
    const struct pl_ask_provider *p;
    if (!o)
        return;
    p = &a->providers[o->place];
    if (p->over)
        p->over(p->arg, ticket);
    forget(o);
}

/* ---- making and unmaking ---- */

struct pl_asker *pl_asker_create(size_t limit, pl_asker_rule_fn rule, void *arg)
{
    struct pl_asker *a = calloc(1, sizeof(*a));
    if (!a)
        return NULL;
    pl_idmap_init(&a->open, limit);
    a->rule = rule;
    a->arg = arg;
    return a;
}

void pl_asker_destroy(struct pl_asker *a)
{
    struct open *o;
    size_t cursor = 0;
    if (!a)
        return;
    while ((o = pl_idmap_next(&a->open, &cursor)))
        forget(o);
    pl_idmap_finish(&a->open);
    free(a);
}

/* The open questions of a place, put to the next. Each round starts anew, since answering changes
 * the map. */
static void hand_on(struct pl_asker *a, enum pl_ask_place place)
{
    struct open *o;
    size_t cursor = 0;
    while ((o = pl_idmap_next(&a->open, &cursor))) {
        if (o->place != place)
            continue;
        o->place++;
        go_on(a, o);
        cursor = 0;
    }
}

void pl_asker_register(struct pl_asker *a, enum pl_ask_place place,
                       const struct pl_ask_provider *provider)
{
    assert(!a->asking && place < PL_ASK_PLACES);
    a->providers[place] = provider ? *provider : (struct pl_ask_provider){0};
    hand_on(a, place);
}

size_t pl_asker_open(const struct pl_asker *a)
{
    return a->open.count;
}

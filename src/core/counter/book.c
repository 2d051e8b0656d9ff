/* SPDX-License-Identifier: Apache-2.0 */
#include "core/counter/book.h"

#include "core/counter/book_state.h"

#include <stdlib.h>

enum { FAILED = 1, MISSED = 2, HANDED = 3 }; /* codes of FINISHED */

/* ---- life ---- */

struct pl_book *pl_book_create(const struct pl_book_config *config)
{
    struct pl_book *b = calloc(1, sizeof(*b));
    if (!b)
        return NULL;
    b->config = *config;
    pl_idmap_init(&b->clients, config->max_contacts);
    pl_idmap_init(&b->agents, config->max_contacts);
    pl_list_init(&b->changed);
    pl_list_init(&b->lines);
    return b;
}

void pl_book_destroy(struct pl_book *b)
{
    struct pl_book_client *client;
    struct pl_book_agent *agent;
    size_t cursor = 0;
    struct pl_list *it, *tmp;
    if (!b)
        return;
    while ((client = pl_idmap_next(&b->clients, &cursor))) {
        pl_list_for_each_safe(it, tmp, &client->entries)
        {
            pl_book_free_entry(b, pl_container_of(it, struct pl_book_entry, in_client));
        }
        free(client);
    }
    pl_list_for_each_safe(it, tmp, &b->changed)
    {
        pl_book_free_entry(b, pl_container_of(it, struct pl_book_entry, changed)); /* dead ones */
    }
    if (b->given)
        pl_book_free_entry(b, b->given);
    pl_list_for_each_safe(it, tmp, &b->lines)
    {
        free(pl_container_of(it, struct pl_book_line, node));
    }
    cursor = 0;
    while ((agent = pl_idmap_next(&b->agents, &cursor)))
        free(agent);
    pl_idmap_finish(&b->clients);
    pl_idmap_finish(&b->agents);
    free(b->line);
    free(b);
}

bool pl_book_broken(const struct pl_book *b)
{
    return b->broken;
}

/* ---- contacts ---- */

static void begin(struct pl_book *b, pl_time_us now, const struct pl_counter_fact *f,
                  const struct pl_book_more *more)
{
    struct pl_book_entry *e = pl_book_add(b, f->user);
    if (!e)
        return;
    e->c.entered_ms = pl_book_wall_ms(b, now);
    e->c.id = pl_book_next_id(b, e->c.entered_ms);
    e->c.area = f->area;
    e->c.queue = e->c.last_queue = f->queue;
    e->c.priority = more->priority;
    e->c.promised_s = more->promised_s;
    e->c.score = PL_CONTACT_NO_SCORE;
    e->waits = true;
    pl_book_set_text(b, e, PL_CONTACT_NAME, more->client);
    pl_book_changed(b, e);
}

static void entered(struct pl_book *b, pl_time_us now, const struct pl_counter_fact *f,
                    const struct pl_book_more *more)
{
    struct pl_book_entry *e = b->limbo;
    switch ((enum pl_counter_entry)f->code) {
    case PL_COUNTER_ENTRY_NEW:
        begin(b, now, f, more);
        return;
    case PL_COUNTER_ENTRY_PUT_BACK:
        if (!e || e->c.client != f->user)
            return;
        e->c.agent = 0;
        e->c.offered_ms = 0;
        e->waits = true;
        e->limbo = false;
        b->limbo = NULL;
        break;
    case PL_COUNTER_ENTRY_OVERFLOW:
        e = pl_book_find(b, f->user, 0);
        if (!e)
            return;
        e->c.overflows++;
        break;
    case PL_COUNTER_ENTRY_RETURNED:
        return;
    }
    e->c.last_queue = f->queue;
    pl_book_changed(b, e);
}

static enum pl_contact_outcome outcome_of(int code)
{
    if (code == PL_GV_ERR_SUCCESS)
        return PL_CONTACT_LEFT;
    return code == PL_GV_ERR_CONNECT_ABORT ? PL_CONTACT_LOST : PL_CONTACT_REMOVED;
}

static void left(struct pl_book *b, pl_time_us now, const struct pl_counter_fact *f)
{
    struct pl_book_entry *e = pl_book_find(b, f->user, 0);
    if (!e || f->code == PL_GV_ERR_QUEUE_PREPARESERVICE || f->other != 0)
        return; /* MATCHED, or ENTERED_QUEUE, says more */
    pl_book_end(b, now, e, outcome_of(f->code), f->code);
}

static void matched(struct pl_book *b, pl_time_us now, const struct pl_counter_fact *f,
                    const struct pl_book_more *more)
{
    struct pl_book_entry *e = pl_book_find(b, f->user, 0);
    if (!e)
        return;
    e->waits = false;
    e->c.agent = f->other;
    e->c.last_queue = f->queue;
    e->c.offered_ms = pl_book_wall_ms(b, now);
    e->c.offers++;
    pl_book_set_text(b, e, PL_CONTACT_AGENT, more->agent);
    pl_book_changed(b, e);
}

/* Another agent goes on with him. */
static void taken(struct pl_book *b, pl_time_us now, const struct pl_counter_fact *f,
                  const struct pl_book_more *more)
{
    struct pl_book_entry *e = b->limbo;
    if (!e || e->c.client != f->user)
        return;
    e->limbo = false;
    b->limbo = NULL;
    e->c.agent = f->other;
    e->c.offered_ms = pl_book_wall_ms(b, now);
    e->c.offers++;
    pl_book_set_text(b, e, PL_CONTACT_AGENT, more->agent);
    pl_book_changed(b, e);
}

static void talking(struct pl_book *b, pl_time_us now, const struct pl_counter_fact *f)
{
    struct pl_book_entry *e = pl_book_find(b, f->user, f->other);
    if (!e || e->c.answered_ms)
        return;
    e->c.answered_ms = pl_book_wall_ms(b, now);
    pl_book_changed(b, e);
}

static void finished(struct pl_book *b, pl_time_us now, const struct pl_counter_fact *f)
{
    struct pl_book_entry *e = pl_book_find(b, f->user, f->other);
    if (!e)
        return;
    if (f->code != MISSED && f->code != HANDED) {
        pl_book_end(b, now, e, f->code == FAILED ? PL_CONTACT_FAILED : PL_CONTACT_SERVED, 0);
        return;
    }
    pl_book_settle(b, now); /* nobody has taken the one before: two may be missed at one moment */
    e->c.misses += f->code == MISSED ? 1 : 0;
    e->c.transfers += f->code == HANDED ? 1 : 0;
    e->limbo = true;
    b->limbo = e;
    pl_book_changed(b, e);
}

/* ---- facts ---- */

void pl_book_fact(struct pl_book *b, pl_time_us now, const struct pl_counter_fact *f,
                  const struct pl_book_more *more)
{
    switch (f->kind) {
    case PL_COUNTER_ENTERED_QUEUE:
        entered(b, now, f, more);
        break;
    case PL_COUNTER_LEFT_QUEUE:
        left(b, now, f);
        break;
    case PL_COUNTER_MATCHED:
        matched(b, now, f, more);
        break;
    case PL_COUNTER_TAKEN:
        taken(b, now, f, more);
        break;
    case PL_COUNTER_TALKING:
        talking(b, now, f);
        break;
    case PL_COUNTER_FINISHED:
        finished(b, now, f);
        break;
    case PL_COUNTER_STATUS:
        pl_book_begin_stretch(b, now, f);
        break;
    case PL_COUNTER_LEFT_AREA:
        pl_book_end_stretch(b, now, f->user);
        break;
    default:
        break;
    }
}

void pl_book_settle(struct pl_book *b, pl_time_us now)
{
    if (b->limbo) /* nobody has taken him */
        pl_book_end(b, now, b->limbo,
                    b->limbo->c.answered_ms ? PL_CONTACT_SERVED : PL_CONTACT_FAILED, 0);
}

const struct pl_contact *pl_book_next_contact(struct pl_book *b)
{
    struct pl_book_entry *e;
    if (b->given)
        pl_book_free_entry(b, b->given);
    b->given = NULL;
    if (pl_list_empty(&b->changed))
        return NULL;
    e = pl_container_of(b->changed.next, struct pl_book_entry, changed);
    pl_list_remove(&e->changed);
    if (e->dead)
        b->given = e;
    return &e->c;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "core/counter/book.h"

#include "base/idmap.h"
#include "core/codes.h"

#include <assert.h>
#include <stdlib.h>

enum { FAILED = 1, MISSED = 2, HANDED = 3 }; /* codes of FINISHED */

/* One contact in memory. */
struct entry {
    struct pl_list in_client; /* newest first; open ones, and the last that ended */
    struct pl_list changed;
    struct pl_contact c;
    bool waits;  /* in a queue */
    bool limbo;  /* missed or handed on, and nobody has said where to */
    bool learnt; /* it is of the time before a restart */
    bool dead;   /* to be freed when it has been given */
};

struct client {
    struct pl_list entries;
    bool gone; /* what has ended of him is forgotten at once */
};

/* An agent's time in one status. */
struct agent {
    struct pl_stretch s;
};

/* A stretch on its way to the store. */
struct line {
    struct pl_list node;
    struct pl_stretch s;
};

struct pl_book {
    struct pl_book_config config;
    struct pl_idmap clients; /* by (uint32_t)user */
    struct pl_idmap agents;
    struct pl_list changed; /* entries */
    struct pl_list lines;
    struct entry *given; /* freed with the next call */
    struct line *line;
    struct entry *limbo; /* of this verb; there is one at most */
    size_t count;
    uint64_t unwritten;
    int64_t last_id;
    bool broken;
};

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

static void free_entry(struct pl_book *b, struct entry *e)
{
    pl_list_remove(&e->in_client);
    pl_list_remove(&e->changed);
    for (size_t i = 0; i < PL_CONTACT_TEXTS; i++)
        free((void *)(uintptr_t)e->c.texts[i].data);
    free(e);
    b->count--;
}

void pl_book_destroy(struct pl_book *b)
{
    struct client *client;
    struct agent *agent;
    size_t cursor = 0;
    struct pl_list *it, *tmp;
    if (!b)
        return;
    while ((client = pl_idmap_next(&b->clients, &cursor))) {
        pl_list_for_each_safe(it, tmp, &client->entries)
        {
            free_entry(b, pl_container_of(it, struct entry, in_client));
        }
        free(client);
    }
    pl_list_for_each_safe(it, tmp, &b->changed)
    {
        free_entry(b, pl_container_of(it, struct entry, changed)); /* dead ones */
    }
    if (b->given)
        free_entry(b, b->given);
    pl_list_for_each_safe(it, tmp, &b->lines)
    {
        free(pl_container_of(it, struct line, node));
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

/* ---- small things ---- */

static int64_t wall_ms(const struct pl_book *b, pl_time_us now)
{
    return b->config.epoch_ms + (int64_t)(now / 1000);
}

static int64_t next_id(struct pl_book *b, int64_t ms)
{
    int64_t id = ms * PL_CONTACT_IDS_PER_MS;
    b->last_id = id > b->last_id ? id : b->last_id + 1;
    return b->last_id;
}

static void changed(struct pl_book *b, struct entry *e)
{
    if (pl_list_empty(&e->changed))
        pl_list_add_tail(&b->changed, &e->changed);
}

/* Frees it, now or when its last state has been given. */
static void drop(struct pl_book *b, struct entry *e)
{
    pl_list_remove(&e->in_client);
    if (b->limbo == e)
        b->limbo = NULL;
    if (pl_list_empty(&e->changed))
        free_entry(b, e);
    else
        e->dead = true;
}

static bool is_open(const struct entry *e)
{
    return e->c.outcome == PL_CONTACT_OPEN;
}

static struct client *client_of(struct pl_book *b, int32_t user, bool make)
{
    struct client *c = pl_idmap_get(&b->clients, (uint32_t)user);
    if (c || !make)
        return c;
    c = calloc(1, sizeof(*c));
    if (!c) {
        b->broken = true;
        return NULL;
    }
    pl_list_init(&c->entries);
    if (pl_idmap_put(&b->clients, (uint32_t)user, c) != PL_OK) {
        free(c);
        return NULL;
    }
    return c;
}

/* The open one that waits (agent 0), or that this agent serves. */
static struct entry *find(struct pl_book *b, int32_t user, int32_t agent)
{
    struct client *client = client_of(b, user, false);
    struct pl_list *it;
    if (!client)
        return NULL;
    pl_list_for_each(it, &client->entries)
    {
        struct entry *e = pl_container_of(it, struct entry, in_client);
        if (is_open(e) && (agent ? !e->waits && e->c.agent == agent : e->waits))
            return e;
    }
    return NULL;
}

/* The start of a text that fits, whole characters only. */
static struct pl_bytes cut(struct pl_bytes text)
{
    size_t len = text.len < PL_CONTACT_TEXT_MAX ? text.len : PL_CONTACT_TEXT_MAX;
    while (len > 0 && len < text.len && (text.data[len] & 0xc0) == 0x80)
        len--;
    return pl_bytes_of(text.data, len);
}

static void set_text(struct pl_book *b, struct entry *e, enum pl_contact_text what,
                     struct pl_bytes from)
{
    struct pl_bytes text = cut(from);
    uint8_t *copy = NULL;
    if (text.len > 0) {
        copy = malloc(text.len);
        if (!copy) {
            b->broken = true;
            return;
        }
        for (size_t i = 0; i < text.len; i++) /* databases have no NUL in texts */
            copy[i] = text.data[i] ? text.data[i] : ' ';
    }
    free((void *)(uintptr_t)e->c.texts[what].data);
    e->c.texts[what] = pl_bytes_of(copy, text.len);
}

/* ---- contacts ---- */

static struct entry *add(struct pl_book *b, int32_t user)
{
    struct client *client;
    struct entry *e;
    if (b->count >= b->config.max_contacts || !(client = client_of(b, user, true))) {
        b->unwritten++;
        return NULL;
    }
    e = calloc(1, sizeof(*e));
    if (!e) {
        b->broken = true;
        return NULL;
    }
    b->count++;
    client->gone = false;
    pl_list_init(&e->changed);
    pl_list_add_head(&client->entries, &e->in_client);
    e->c.client = user;
    return e;
}

/* Of those that have ended only the newest is remembered. */
static void forget_old(struct pl_book *b, int32_t user, const struct entry *but)
{
    struct client *client = client_of(b, user, false);
    struct pl_list *it, *tmp;
    if (!client)
        return;
    pl_list_for_each_safe(it, tmp, &client->entries)
    {
        struct entry *e = pl_container_of(it, struct entry, in_client);
        if (!is_open(e) && e != but)
            drop(b, e);
    }
    if (pl_list_empty(&client->entries))
        free(pl_idmap_remove(&b->clients, (uint32_t)user));
}

static void end(struct pl_book *b, pl_time_us now, struct entry *e, enum pl_contact_outcome outcome,
                int32_t code)
{
    e->c.outcome = outcome;
    e->c.code = code;
    e->c.ended_ms = wall_ms(b, now);
    e->waits = e->limbo = false;
    if (b->limbo == e)
        b->limbo = NULL;
    changed(b, e);
    forget_old(b, e->c.client, client_of(b, e->c.client, false)->gone ? NULL : e);
}

static void begin(struct pl_book *b, pl_time_us now, const struct pl_counter_fact *f,
                  const struct pl_book_more *more)
{
    struct entry *e = add(b, f->user);
    if (!e)
        return;
    e->c.entered_ms = wall_ms(b, now);
    e->c.id = next_id(b, e->c.entered_ms);
    e->c.area = f->area;
    e->c.queue = e->c.last_queue = f->queue;
    e->c.priority = more->priority;
    e->c.promised_s = more->promised_s;
    e->c.score = PL_CONTACT_NO_SCORE;
    e->waits = true;
    set_text(b, e, PL_CONTACT_NAME, more->client);
    changed(b, e);
}

static void entered(struct pl_book *b, pl_time_us now, const struct pl_counter_fact *f,
                    const struct pl_book_more *more)
{
    struct entry *e = b->limbo;
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
        e = find(b, f->user, 0);
        if (!e)
            return;
        e->c.overflows++;
        break;
    case PL_COUNTER_ENTRY_RETURNED:
        return;
    }
    e->c.last_queue = f->queue;
    changed(b, e);
}

static enum pl_contact_outcome outcome_of(int code)
{
    if (code == PL_GV_ERR_SUCCESS)
        return PL_CONTACT_LEFT;
    return code == PL_GV_ERR_CONNECT_ABORT ? PL_CONTACT_LOST : PL_CONTACT_REMOVED;
}

static void left(struct pl_book *b, pl_time_us now, const struct pl_counter_fact *f)
{
    struct entry *e = find(b, f->user, 0);
    if (!e || f->code == PL_GV_ERR_QUEUE_PREPARESERVICE || f->other != 0)
        return; /* MATCHED, or ENTERED_QUEUE, says more */
    end(b, now, e, outcome_of(f->code), f->code);
}

static void matched(struct pl_book *b, pl_time_us now, const struct pl_counter_fact *f,
                    const struct pl_book_more *more)
{
    struct entry *e = find(b, f->user, 0);
    if (!e)
        return;
    e->waits = false;
    e->c.agent = f->other;
    e->c.last_queue = f->queue;
    e->c.offered_ms = wall_ms(b, now);
    e->c.offers++;
    set_text(b, e, PL_CONTACT_AGENT, more->agent);
    changed(b, e);
}

/* Another agent goes on with him. */
static void taken(struct pl_book *b, pl_time_us now, const struct pl_counter_fact *f,
                  const struct pl_book_more *more)
{
    struct entry *e = b->limbo;
    if (!e || e->c.client != f->user)
        return;
    e->limbo = false;
    b->limbo = NULL;
    e->c.agent = f->other;
    e->c.offered_ms = wall_ms(b, now);
    e->c.offers++;
    set_text(b, e, PL_CONTACT_AGENT, more->agent);
    changed(b, e);
}

static void talking(struct pl_book *b, pl_time_us now, const struct pl_counter_fact *f)
{
    struct entry *e = find(b, f->user, f->other);
    if (!e || e->c.answered_ms)
        return;
    e->c.answered_ms = wall_ms(b, now);
    changed(b, e);
}

static void finished(struct pl_book *b, pl_time_us now, const struct pl_counter_fact *f)
{
    struct entry *e = find(b, f->user, f->other);
    if (!e)
        return;
    if (f->code != MISSED && f->code != HANDED) {
        end(b, now, e, f->code == FAILED ? PL_CONTACT_FAILED : PL_CONTACT_SERVED, 0);
        return;
    }
    e->c.misses += f->code == MISSED ? 1 : 0;
    e->c.transfers += f->code == HANDED ? 1 : 0;
    e->limbo = true;
    b->limbo = e;
    changed(b, e);
}

/* ---- stretches ---- */

static void give_line(struct pl_book *b, const struct pl_stretch *s)
{
    struct line *line = calloc(1, sizeof(*line));
    if (!line) {
        b->broken = true;
        return;
    }
    line->s = *s;
    pl_list_add_tail(&b->lines, &line->node);
}

static void end_stretch(struct pl_book *b, pl_time_us now, int32_t user)
{
    struct agent *a = pl_idmap_remove(&b->agents, (uint32_t)user);
    if (!a)
        return;
    a->s.to_ms = wall_ms(b, now);
    give_line(b, &a->s);
    free(a);
}

static void begin_stretch(struct pl_book *b, pl_time_us now, const struct pl_counter_fact *f)
{
    struct agent *a;
    end_stretch(b, now, f->user);
    a = calloc(1, sizeof(*a));
    if (!a) {
        b->broken = true;
        return;
    }
    if (pl_idmap_put(&b->agents, (uint32_t)f->user, a) != PL_OK) {
        free(a);
        b->unwritten++;
        return;
    }
    a->s = (struct pl_stretch){.agent = f->user,
                               .area = f->area,
                               .status = f->code,
                               .client = f->code == PL_COUNTER_WORKING ? f->other : 0,
                               .from_ms = wall_ms(b, now)};
    a->s.id = next_id(b, a->s.from_ms);
    give_line(b, &a->s);
}

int64_t pl_book_stretch_of(const struct pl_book *b, int32_t agent)
{
    const struct agent *a = pl_idmap_get(&b->agents, (uint32_t)agent);
    return a ? a->s.id : 0;
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
        begin_stretch(b, now, f);
        break;
    case PL_COUNTER_LEFT_AREA:
        end_stretch(b, now, f->user);
        break;
    default:
        break;
    }
}

void pl_book_settle(struct pl_book *b, pl_time_us now)
{
    if (b->limbo) /* nobody has taken him */
        end(b, now, b->limbo, b->limbo->c.answered_ms ? PL_CONTACT_SERVED : PL_CONTACT_FAILED, 0);
}

const struct pl_contact *pl_book_next_contact(struct pl_book *b)
{
    struct entry *e;
    if (b->given)
        free_entry(b, b->given);
    b->given = NULL;
    if (pl_list_empty(&b->changed))
        return NULL;
    e = pl_container_of(b->changed.next, struct entry, changed);
    pl_list_remove(&e->changed);
    if (e->dead)
        b->given = e;
    return &e->c;
}

const struct pl_stretch *pl_book_next_stretch(struct pl_book *b)
{
    free(b->line);
    b->line = NULL;
    if (pl_list_empty(&b->lines))
        return NULL;
    b->line = pl_container_of(b->lines.next, struct line, node);
    pl_list_remove(&b->line->node);
    return &b->line->s;
}

/* ---- what people say ---- */

const struct pl_contact *pl_book_of(const struct pl_book *b, int32_t user)
{
    const struct client *client = pl_idmap_get(&b->clients, (uint32_t)user);
    if (!client || pl_list_empty(&client->entries))
        return NULL;
    return &pl_container_of(client->entries.next, struct entry, in_client)->c;
}

const struct pl_contact *pl_book_served(struct pl_book *b, int32_t user, int32_t agent)
{
    const struct entry *e = find(b, user, agent);
    return e ? &e->c : NULL;
}

int pl_book_write(struct pl_book *b, int32_t user, enum pl_contact_text what, struct pl_bytes text)
{
    struct client *client = client_of(b, user, false);
    struct entry *e;
    if (!client || pl_list_empty(&client->entries))
        return PL_GV_ERR_DATANOTEXIST;
    if (text.len > PL_CONTACT_TEXT_MAX)
        return PL_GV_ERR_FUNCOPTERROR;
    e = pl_container_of(client->entries.next, struct entry, in_client);
    set_text(b, e, what, text);
    changed(b, e);
    return PL_GV_ERR_SUCCESS;
}

int pl_book_rate(struct pl_book *b, int32_t user, int32_t agent, int32_t score,
                 struct pl_bytes remark)
{
    struct client *client = client_of(b, user, false);
    struct pl_list *it;
    if (remark.len > PL_CONTACT_TEXT_MAX)
        return PL_GV_ERR_FUNCOPTERROR;
    if (!client)
        return PL_GV_ERR_DATANOTEXIST;
    pl_list_for_each(it, &client->entries)
    {
        struct entry *e = pl_container_of(it, struct entry, in_client);
        if (e->c.agent != agent)
            continue;
        e->c.score = score;
        set_text(b, e, PL_CONTACT_REMARK, remark);
        changed(b, e);
        return PL_GV_ERR_SUCCESS;
    }
    return PL_GV_ERR_DATANOTEXIST;
}

void pl_book_gone(struct pl_book *b, int32_t user)
{
    struct client *client = client_of(b, user, false);
    if (!client)
        return;
    client->gone = true;
    forget_old(b, user, NULL);
}

/* ---- after a restart ---- */

static bool knows(struct pl_book *b, const struct pl_contact *c)
{
    struct client *client = client_of(b, c->client, false);
    struct pl_list *it;
    if (!client)
        return false;
    pl_list_for_each(it, &client->entries)
    {
        if (pl_container_of(it, struct entry, in_client)->c.id == c->id)
            return true;
    }
    return false;
}

enum pl_err pl_book_learn(struct pl_book *b, const struct pl_contact *c)
{
    const struct pl_contact *newest = pl_book_of(b, c->client);
    struct entry *e;
    if (knows(b, c)) /* both who serves and who is served may speak of it */
        return PL_OK;
    e = add(b, c->client);
    if (!e)
        return b->broken ? PL_E_NOMEM : PL_E_LIMIT;
    if (newest && newest->id > c->id) { /* it is the older one */
        pl_list_remove(&e->in_client);
        pl_list_add_tail(&client_of(b, c->client, false)->entries, &e->in_client);
    }
    e->c = *c;
    memset(e->c.texts, 0, sizeof(e->c.texts));
    for (size_t i = 0; i < PL_CONTACT_TEXTS; i++)
        set_text(b, e, (enum pl_contact_text)i, c->texts[i]);
    e->waits = is_open(e) && c->agent == 0;
    e->learnt = true;
    pl_book_ids_above(b, c->id);
    return PL_OK;
}

static struct entry *orphan_of(const struct client *client,
                               bool (*goes_on)(void *arg, const struct pl_contact *c), void *arg)
{
    struct pl_list *it;
    pl_list_for_each(it, &client->entries)
    {
        struct entry *e = pl_container_of(it, struct entry, in_client);
        if (e->learnt && is_open(e) && !e->waits && !goes_on(arg, &e->c))
            return e;
    }
    return NULL;
}

void pl_book_end_rest(struct pl_book *b, pl_time_us now,
                      bool (*goes_on)(void *arg, const struct pl_contact *c), void *arg)
{
    struct client *client;
    struct entry *e;
    size_t cursor = 0;
    while ((client = pl_idmap_next(&b->clients, &cursor))) {
        while ((e = orphan_of(client, goes_on, arg))) {
            bool last = client->gone; /* then he is forgotten with it, and the map has moved */
            end(b, now, e, e->c.answered_ms ? PL_CONTACT_SERVED : PL_CONTACT_FAILED, 0);
            cursor = last ? 0 : cursor;
            if (last)
                break;
        }
    }
}

void pl_book_cut_stretch(struct pl_book *b, pl_time_us now, const struct pl_stretch *s)
{
    struct pl_stretch over = *s;
    over.to_ms = wall_ms(b, now);
    pl_book_ids_above(b, over.id);
    give_line(b, &over);
}

void pl_book_ids_above(struct pl_book *b, int64_t id)
{
    if (id > b->last_id)
        b->last_id = id;
}

void pl_book_stats(const struct pl_book *b, struct pl_book_stats *out)
{
    *out = (struct pl_book_stats){.contacts = b->count, .unwritten = b->unwritten};
}

/* SPDX-License-Identifier: Apache-2.0 */
/* What people say of contacts, and what is known of them after a restart. */
#include "core/counter/book_state.h"

#include <stdlib.h>

/* ---- what people say ---- */

const struct pl_contact *pl_book_of(const struct pl_book *b, int32_t user)
{
    const struct pl_book_client *client = pl_idmap_get(&b->clients, (uint32_t)user);
    if (!client || pl_list_empty(&client->entries))
        return NULL;
    return &pl_container_of(client->entries.next, struct pl_book_entry, in_client)->c;
}

const struct pl_contact *pl_book_served(struct pl_book *b, int32_t user, int32_t agent)
{
    const struct pl_book_entry *e = pl_book_find(b, user, agent);
    return e ? &e->c : NULL;
}

int pl_book_write(struct pl_book *b, int32_t user, enum pl_contact_text what, struct pl_bytes text)
{
    struct pl_book_client *client = pl_book_client_of(b, user, false);
    struct pl_book_entry *e;
    if (!client || pl_list_empty(&client->entries))
        return PL_GV_ERR_DATANOTEXIST;
    if (text.len > pl_book_text_max(what))
        return PL_GV_ERR_FUNCOPTERROR;
    e = pl_container_of(client->entries.next, struct pl_book_entry, in_client);
    pl_book_set_text(b, e, what, text);
    pl_book_changed(b, e);
    return PL_GV_ERR_SUCCESS;
}

int pl_book_rate(struct pl_book *b, int32_t user, int32_t agent, int32_t score,
                 struct pl_bytes remark)
{
    struct pl_book_client *client = pl_book_client_of(b, user, false);
    struct pl_list *it;
    if (remark.len > PL_CONTACT_TEXT_MAX)
        return PL_GV_ERR_FUNCOPTERROR;
    if (!client)
        return PL_GV_ERR_DATANOTEXIST;
    pl_list_for_each(it, &client->entries)
    {
        struct pl_book_entry *e = pl_container_of(it, struct pl_book_entry, in_client);
        if (e->c.agent != agent)
            continue;
        e->c.score = score;
        pl_book_set_text(b, e, PL_CONTACT_REMARK, remark);
        pl_book_changed(b, e);
        return PL_GV_ERR_SUCCESS;
    }
    return PL_GV_ERR_DATANOTEXIST;
}

void pl_book_gone(struct pl_book *b, int32_t user)
{
    struct pl_book_client *client = pl_book_client_of(b, user, false);
    if (!client)
        return;
    client->gone = true;
    pl_book_forget_old(b, user, NULL);
}

/* ---- after a restart ---- */

static bool knows(struct pl_book *b, const struct pl_contact *c)
{
    struct pl_book_client *client = pl_book_client_of(b, c->client, false);
    struct pl_list *it;
    if (!client)
        return false;
    pl_list_for_each(it, &client->entries)
    {
        if (pl_container_of(it, struct pl_book_entry, in_client)->c.id == c->id)
            return true;
    }
    return false;
}

enum pl_err pl_book_learn(struct pl_book *b, const struct pl_contact *c)
{
    const struct pl_contact *newest = pl_book_of(b, c->client);
    struct pl_book_entry *e;
    if (knows(b, c)) /* both who serves and who is served may speak of it */
        return PL_OK;
    e = pl_book_add(b, c->client);
    if (!e)
        return b->broken ? PL_E_NOMEM : PL_E_LIMIT;
    if (newest && newest->id > c->id) { /* it is the older one */
        pl_list_remove(&e->in_client);
        pl_list_add_tail(&pl_book_client_of(b, c->client, false)->entries, &e->in_client);
    }
    e->c = *c;
    memset(e->c.texts, 0, sizeof(e->c.texts));
    for (size_t i = 0; i < PL_CONTACT_TEXTS; i++)
        pl_book_set_text(b, e, (enum pl_contact_text)i, c->texts[i]);
    e->waits = pl_book_is_open(e) && c->agent == 0;
    e->learnt = true;
    pl_book_ids_above(b, c->id);
    return PL_OK;
}

static struct pl_book_entry *orphan_of(const struct pl_book_client *client,
                                       bool (*goes_on)(void *arg, const struct pl_contact *c),
                                       void *arg)
{
    struct pl_list *it;
    pl_list_for_each(it, &client->entries)
    {
        struct pl_book_entry *e = pl_container_of(it, struct pl_book_entry, in_client);
        if (e->learnt && pl_book_is_open(e) && !e->waits && !goes_on(arg, &e->c))
            return e;
    }
    return NULL;
}

void pl_book_end_rest(struct pl_book *b, pl_time_us now,
                      bool (*goes_on)(void *arg, const struct pl_contact *c), void *arg)
{
    struct pl_book_client *client;
    struct pl_book_entry *e;
    size_t cursor = 0;
    while ((client = pl_idmap_next(&b->clients, &cursor))) {
        while ((e = orphan_of(client, goes_on, arg))) {
            bool last = client->gone; /* then he is forgotten with it, and the map has moved */
            pl_book_end(b, now, e, e->c.answered_ms ? PL_CONTACT_SERVED : PL_CONTACT_FAILED, 0);
            cursor = last ? 0 : cursor;
            if (last)
                break;
        }
    }
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

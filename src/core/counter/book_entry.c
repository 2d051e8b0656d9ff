/* SPDX-License-Identifier: Apache-2.0 */
/* Contacts in memory: found, made, ended, forgotten. */
#include "core/counter/book_state.h"

#include <stdlib.h>

/* ---- entries and clients ---- */

int64_t pl_book_next_id(struct pl_book *b, int64_t ms)
{
    int64_t id = ms * PL_CONTACT_IDS_PER_MS;
    b->last_id = id > b->last_id ? id : b->last_id + 1;
    return b->last_id;
}

void pl_book_changed(struct pl_book *b, struct pl_book_entry *e)
{
    if (pl_list_empty(&e->changed))
        pl_list_add_tail(&b->changed, &e->changed);
}

void pl_book_free_entry(struct pl_book *b, struct pl_book_entry *e)
{
    pl_list_remove(&e->in_client);
    pl_list_remove(&e->changed);
    for (size_t i = 0; i < PL_CONTACT_TEXTS; i++)
        free((void *)(uintptr_t)e->c.texts[i].data);
    free(e);
    b->count--;
}

/* Frees it, now or when its last state has been given. */
static void drop(struct pl_book *b, struct pl_book_entry *e)
{
    pl_list_remove(&e->in_client);
    if (b->limbo == e)
        b->limbo = NULL;
    if (pl_list_empty(&e->changed))
        pl_book_free_entry(b, e);
    else
        e->dead = true;
}

struct pl_book_client *pl_book_client_of(struct pl_book *b, int32_t user, bool make)
{
    struct pl_book_client *c = pl_idmap_get(&b->clients, (uint32_t)user);
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
struct pl_book_entry *pl_book_find(struct pl_book *b, int32_t user, int32_t agent)
{
    struct pl_book_client *client = pl_book_client_of(b, user, false);
    struct pl_list *it;
    if (!client)
        return NULL;
    pl_list_for_each(it, &client->entries)
    {
        struct pl_book_entry *e = pl_container_of(it, struct pl_book_entry, in_client);
        if (pl_book_is_open(e) && (agent ? !e->waits && e->c.agent == agent : e->waits))
            return e;
    }
    return NULL;
}

/* The start of a text that fits, whole characters only. */
static struct pl_bytes cut(struct pl_bytes text, size_t max)
{
    size_t len = text.len < max ? text.len : max;
    while (len > 0 && len < text.len && (text.data[len] & 0xc0) == 0x80)
        len--;
    return pl_bytes_of(text.data, len);
}

void pl_book_set_text(struct pl_book *b, struct pl_book_entry *e, enum pl_contact_text what,
                      struct pl_bytes from)
{
    struct pl_bytes text = cut(from, pl_book_text_max(what));
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

struct pl_book_entry *pl_book_add(struct pl_book *b, int32_t user)
{
    struct pl_book_client *client;
    struct pl_book_entry *e;
    if (b->count >= b->config.max_contacts || !(client = pl_book_client_of(b, user, true))) {
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
void pl_book_forget_old(struct pl_book *b, int32_t user, const struct pl_book_entry *but)
{
    struct pl_book_client *client = pl_book_client_of(b, user, false);
    struct pl_list *it, *tmp;
    if (!client)
        return;
    pl_list_for_each_safe(it, tmp, &client->entries)
    {
        struct pl_book_entry *e = pl_container_of(it, struct pl_book_entry, in_client);
        if (!pl_book_is_open(e) && e != but)
            drop(b, e);
    }
    if (pl_list_empty(&client->entries))
        free(pl_idmap_remove(&b->clients, (uint32_t)user));
}

void pl_book_end(struct pl_book *b, pl_time_us now, struct pl_book_entry *e,
                 enum pl_contact_outcome outcome, int32_t code)
{
    e->c.outcome = outcome;
    e->c.code = code;
    e->c.ended_ms = pl_book_wall_ms(b, now);
    e->waits = e->limbo = false;
    if (b->limbo == e)
        b->limbo = NULL;
    pl_book_changed(b, e);
    pl_book_forget_old(b, e->c.client, pl_book_client_of(b, e->c.client, false)->gone ? NULL : e);
}

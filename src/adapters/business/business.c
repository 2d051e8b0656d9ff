/* SPDX-License-Identifier: Apache-2.0 */
/* Messages, time, life. */
#include "adapters/business/business_internal.h"

#include "base/base64.h"

#include <assert.h>
#include <stdlib.h>

enum { FILES_MAX = 65536 };

#define FIRST_TEXT_BYTES ((size_t)64 * 1024)
#define DATA_BYTES       PL_BASE64_CHARS((size_t)PL_LIMIT_FILE_CHUNK_BYTES)

/* ---- messages ---- */

static void unreadable(struct pl_business *b, struct pl_bs_link *link, enum pl_err err,
                       const struct pl_wire_msg *msg, const struct pl_wire_problem *why)
{
    char text[PL_WIRE_PROBLEM_TEXT_MAX];
    if (err == PL_E_UNSUPPORTED && msg->id != 0) { /* of a newer interface than ours */
        pl_bs_error(b, link, msg->id, PL_GV_ERR_FUNCNOTALLOW, "unknown message");
        return;
    }
    pl_bs_error(b, link, msg->id, PL_GV_ERR_FUNCOPTERROR, pl_wire_problem_print(why, text));
    if (++link->bad <= PL_BUSINESS_BAD_MAX)
        return;
    pl_bs_cut(b, link, PL_GV_ERR_FUNCOPTERROR);
    pl_bs_takes_changed(b);
    pl_bs_link_gone(b, link);
    pl_bs_files_gone(b, link);
}

static void handle_bare(struct pl_business *b, struct pl_bs_link *link, enum pl_err err,
                        const struct pl_wire_msg *msg)
{
    if (err == PL_OK && msg->type == PL_WIRE_ATTACH) {
        pl_bs_attach(b, link, msg);
        return;
    }
    pl_bs_error(b, link, msg->id, PL_GV_ERR_NOTINIT, "say attach first");
    if (++link->bare_messages >= PL_BS_BARE_MESSAGES_MAX)
        pl_bs_close(b, link, PL_CLOSE_POLICY, "no attach");
}

void pl_business_link_text(struct pl_business *b, uint64_t id, struct pl_bytes text, pl_time_us now)
{
    struct pl_bs_link *link = pl_idmap_get(&b->by_id, id);
    struct pl_wire_problem why;
    struct pl_wire_msg msg;
    enum pl_err err;
    if (!link || link->state == PL_BS_CLOSING)
        return;
    b->now = now;
    err = pl_wire_read(PL_WIRE_FROM_CLIENT, text, &b->arena, &msg, &why);
    if (link->state == PL_BS_BARE) {
        handle_bare(b, link, err, &msg);
        return;
    }
    b->stats.messages++;
    pl_bs_charge(b, link, 1 + text.len / 8192);
    if (err != PL_OK) {
        unreadable(b, link, err, &msg, &why);
    } else if (msg.id != 0 && msg.id <= link->last_id) {
        why = (struct pl_wire_problem){.text = "does not count up", .field = "id", .index = -1};
        unreadable(b, link, PL_E_PROTO, &msg, &why);
    } else {
        link->last_id = msg.id ? msg.id : link->last_id;
        pl_bs_do(b, link, &msg);
    }
}

/* ---- time ---- */

pl_time_us pl_business_deadline(const struct pl_business *b)
{
    struct pl_list *it;
    pl_time_us first = PL_TIME_NEVER;
    pl_list_for_each(it, &b->links) first = pl_time_min(first, pl_bs_link_of(it)->deadline);
    return first;
}

void pl_business_tick(struct pl_business *b, pl_time_us now)
{
    struct pl_list *it;
    b->now = now;
    pl_list_for_each(it, &b->links)
    {
        if (pl_bs_link_of(it)->deadline <= now)
            pl_bs_close(b, pl_bs_link_of(it), PL_CLOSE_POLICY, "no attach in time");
    }
}

/* ---- life ---- */

struct pl_business *pl_business_create(const struct pl_business_config *config,
                                       const struct pl_business_port *port)
{
    struct pl_business *b = calloc(1, sizeof(*b));
    const struct pl_guard_limits limits = {
        .entries = 1024,
        .logins = {PL_SEC(1), 1000},
        .failures = PL_LIMIT_FAILED_LOGINS,
        .lock_us = PL_MS(PL_LIMIT_LOGIN_LOCK_MS),
    };
    assert(config->max_links <= PL_BUSINESS_LINKS_MAX);
    if (!b)
        return NULL;
    b->config = *config;
    b->port = *port;
    pl_list_init(&b->links);
    pl_guard_init(&b->guard, &limits, config->hash_seed);
    /* Links that are closing count as well, so twice. */
    pl_idmap_init(&b->by_id, 2 * (PL_BUSINESS_LINKS_MAX + PL_BUSINESS_BARE_MAX));
    pl_idmap_init(&b->asks, (size_t)PL_BUSINESS_LINKS_MAX * PL_BUSINESS_ASKS_MAX);
    pl_idmap_init(&b->files, FILES_MAX);
    b->arena = pl_wire_arena_of(malloc(PL_WIRE_CLIENT_ARENA_BYTES), PL_WIRE_CLIENT_ARENA_BYTES);
    b->text = malloc(FIRST_TEXT_BYTES);
    b->text_size = FIRST_TEXT_BYTES;
    b->data = malloc(DATA_BYTES);
    if (b->arena.data && b->text && b->data)
        return b;
    pl_business_destroy(b);
    return NULL;
}

void pl_business_destroy(struct pl_business *b)
{
    struct pl_list *it, *tmp, *ask, *next;
    if (!b)
        return;
    pl_list_for_each_safe(it, tmp, &b->links)
    {
        struct pl_bs_link *link = pl_bs_link_of(it);
        pl_list_for_each_safe(ask, next, &link->asks)
            pl_bs_ask_free(b, pl_container_of(ask, struct pl_bs_ask, node));
        pl_list_for_each_safe(ask, next, &link->files)
            pl_bs_file_free(b, pl_container_of(ask, struct pl_bs_file, node));
        pl_bs_link_free(b, link);
    }
    pl_guard_finish(&b->guard);
    pl_idmap_finish(&b->by_id);
    pl_idmap_finish(&b->asks);
    pl_idmap_finish(&b->files);
    free(b->arena.data);
    free(b->text);
    free(b->data);
    free(b);
}

void pl_business_drain(struct pl_business *b, pl_time_us left)
{
    struct pl_wire_msg msg = {.type = PL_WIRE_DRAINING};
    struct pl_list *it;
    b->draining = true;
    msg.u.draining.deadline_ms = left / 1000 < 3600000 ? (int32_t)(left / 1000) : 3600000;
    pl_list_for_each(it, &b->links)
    {
        if (pl_bs_link_of(it)->state == PL_BS_ATTACHED)
            pl_bs_say(b, pl_bs_link_of(it), &msg);
    }
}

void pl_business_end(struct pl_business *b)
{
    struct pl_list *it;
    b->draining = true;
    pl_list_for_each(it, &b->links)
    {
        struct pl_bs_link *link = pl_bs_link_of(it);
        if (link->state == PL_BS_ATTACHED)
            pl_bs_say_closing(b, link, PL_GV_ERR_SERVER_RESTART);
        pl_bs_close(b, link, PL_CLOSE_GOING, "server stops");
    }
}

void pl_business_stats(const struct pl_business *b, struct pl_business_stats *out)
{
    *out = b->stats;
    out->links = b->by_id.count;
    out->attached = b->attached;
    out->asks = b->asks.count;
    out->files = b->files.count;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/business/business_internal.h"

#include "base/base64.h"

#include <assert.h>
#include <stdlib.h>

enum { FILES_MAX = 65536 };

#define FIRST_TEXT_BYTES ((size_t)64 * 1024)
#define DATA_BYTES       PL_BASE64_CHARS((size_t)PL_LIMIT_FILE_CHUNK_BYTES)

/* A unit of work, and how many a link may be behind before it is read no further, and before what
 * costs much is refused. */
static const pl_time_us unit_us = PL_SEC(1) / PL_BUSINESS_UNITS_PER_SECOND;
static const pl_time_us patience_us = PL_MS(100);
static const pl_time_us refusal_us = PL_MS(400);

static const struct {
    const char *word;
    unsigned bit;
} words[] = {
    {"login", PL_BS_LOGIN}, {"enter", PL_BS_ENTER},     {"call", PL_BS_CALL},
    {"data", PL_BS_DATA},   {"control", PL_BS_CONTROL}, {"file", PL_BS_FILE},
    {"text", PL_BS_TEXT},   {"object", PL_BS_OBJECT},
};

/* ---- saying ---- */

static bool grow(struct pl_business *b)
{
    uint8_t *text = realloc(b->text, 2 * b->text_size);
    if (!text)
        return false;
    b->text = text;
    b->text_size *= 2;
    return true;
}

void pl_bs_say(struct pl_business *b, struct pl_bs_link *link, struct pl_wire_msg *msg)
{
    if (link->state == PL_BS_CLOSING)
        return;
    msg->seq = pl_wire_desc(msg->type)->numbered ? ++link->seq : 0;
    for (;;) {
        struct pl_writer w = pl_writer_of(b->text, b->text_size);
        enum pl_err err = pl_wire_write(msg, &w);
        if (err == PL_OK) {
            b->port.send(b->port.arg, link->id, pl_writer_done(&w));
            return;
        }
        assert(err == PL_E_SPACE); /* we write only what the schema allows */
        if (!grow(b)) {
            pl_bs_cut(b, link, PL_GV_ERR_NOENOUGHRESOURCE);
            return;
        }
    }
}

void pl_bs_error(struct pl_business *b, struct pl_bs_link *link, int64_t re, int code,
                 const char *detail)
{
    struct pl_wire_msg msg = {.type = PL_WIRE_ERROR, .re = re};
    msg.u.error.code = code;
    msg.u.error.has_detail = detail != NULL;
    if (detail)
        msg.u.error.detail = pl_bytes_str(detail);
    b->stats.errors++;
    pl_bs_say(b, link, &msg);
}

static void close_link(struct pl_business *b, struct pl_bs_link *link, uint16_t code,
                       const char *reason)
{
    if (link->state == PL_BS_CLOSING)
        return;
    b->bare -= link->state == PL_BS_BARE ? 1 : 0;
    b->attached -= link->state == PL_BS_ATTACHED ? 1 : 0;
    link->state = PL_BS_CLOSING;
    link->deadline = PL_TIME_NEVER;
    b->port.close(b->port.arg, link->id, code, reason);
}

static void say_closing(struct pl_business *b, struct pl_bs_link *link, int code)
{
    struct pl_wire_msg msg = {.type = PL_WIRE_CLOSING};
    msg.u.closing.code = code;
    msg.u.closing.reconnect = code == PL_GV_ERR_SERVER_RESTART;
    pl_bs_say(b, link, &msg);
}

void pl_bs_cut(struct pl_business *b, struct pl_bs_link *link, int code)
{
    b->port.told(b->port.arg, PL_BUSINESS_CUT, link->id, link->ip, link->name, code);
    if (code == PL_GV_ERR_NOENOUGHRESOURCE) {
        close_link(b, link, PL_CLOSE_OVERLOAD, "out of memory");
        return;
    }
    say_closing(b, link, code);
    close_link(b, link, PL_CLOSE_POLICY, "too many unreadable messages");
}

/* ---- work ---- */

void pl_bs_charge(struct pl_business *b, struct pl_bs_link *link, size_t units)
{
    if (link->paid_until < b->now)
        link->paid_until = b->now;
    link->paid_until += (pl_time_us)units * unit_us;
    if (link->paid_until <= b->now + patience_us)
        return;
    b->stats.pauses++;
    b->port.pause(b->port.arg, link->id, link->paid_until - patience_us / 2);
}

bool pl_bs_affords(const struct pl_business *b, const struct pl_bs_link *link)
{
    return link->paid_until <= b->now + refusal_us;
}

/* ---- attaching ---- */

unsigned pl_bs_takes_of(const struct pl_bytes *items, size_t count)
{
    unsigned takes = 0;
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++)
            takes |= pl_bytes_eq_str(items[i], words[k].word) ? words[k].bit : 0;
    }
    return takes;
}

void pl_bs_takes_changed(struct pl_business *b)
{
    struct pl_core_takers t = {0};
    struct pl_list *it;
    unsigned all = 0;
    pl_list_for_each(it, &b->links)
    {
        if (pl_bs_link_of(it)->state == PL_BS_ATTACHED)
            all |= pl_bs_link_of(it)->takes;
    }
    t.data[PL_CORE_FILTER] = t.data[PL_CORE_BUSINESS] = t.data[PL_CORE_BUFFER] = all & PL_BS_DATA;
    t.control = all & PL_BS_CONTROL;
    t.file = all & PL_BS_FILE;
    if (t.data[0] == b->takers.data[0] && t.control == b->takers.control &&
        t.file == b->takers.file)
        return;
    b->takers = t;
    b->port.take(b->port.arg, &t);
}

static int check_attach(struct pl_business *b, struct pl_bs_link *link,
                        const struct pl_wire_attach *says)
{
    struct pl_bytes ip = pl_bytes_str(link->ip);
    int code = pl_guard_address(&b->guard, ip, b->now);
    if (b->config.secret.len == 0)
        return PL_GV_ERR_FUNCNOTALLOW;
    if (b->draining)
        return PL_GV_ERR_CONNECT_PAUSED;
    if (code)
        return code;
    if (!pl_bytes_eq_secret(b->config.secret, says->secret)) {
        (void)pl_guard_address_failed(&b->guard, ip, b->now);
        return PL_GV_ERR_CONNECT_AUTHFAIL;
    }
    return b->attached >= b->config.max_links ? PL_GV_ERR_CONNECT_OVERFLOW : PL_GV_ERR_SUCCESS;
}

static const char *why_refused(int code)
{
    switch (code) {
    case PL_GV_ERR_FUNCNOTALLOW:
        return "business.secret is not set at the server";
    case PL_GV_ERR_CONNECT_AUTHFAIL:
        return "another secret than business.secret of the server";
    case PL_GV_ERR_CONNECT_OVERFLOW:
        return "more business servers than business.max_links";
    case PL_GV_ERR_CONNECT_PAUSED:
        return "the server stops";
    default:
        return "too many wrong secrets from this address";
    }
}

static void attach(struct pl_business *b, struct pl_bs_link *link, const struct pl_wire_msg *msg)
{
    const struct pl_wire_attach *says = &msg->u.attach;
    struct pl_wire_msg reply = {.type = PL_WIRE_ATTACHED, .re = msg->id};
    int code = check_attach(b, link, says);
    (void)pl_bytes_to_str(says->name, link->name, sizeof(link->name));
    if (code) {
        b->stats.refusals++;
        b->port.told(b->port.arg, PL_BUSINESS_REFUSED, link->id, link->ip, link->name, code);
        pl_bs_error(b, link, msg->id, code, why_refused(code));
        close_link(b, link, PL_CLOSE_POLICY, "not attached");
        return;
    }
    b->bare--;
    b->attached++;
    b->stats.attaches++;
    link->state = PL_BS_ATTACHED;
    link->attached = true;
    link->deadline = PL_TIME_NEVER;
    link->last_id = msg->id;
    link->takes = pl_bs_takes_of(says->takes, says->takes_count);
    b->port.told(b->port.arg, PL_BUSINESS_ATTACHED, link->id, link->ip, link->name, 0);
    b->port.trust(b->port.arg, link->id);
    reply.u.attached.server = b->config.version;
    reply.u.attached.link = (int64_t)link->id;
    reply.u.attached.limit_ms = (int32_t)(b->config.answer_us / 1000);
    reply.u.attached.users =
        (int32_t)pl_look_users(b->port.core(b->port.arg), PL_LOOK_ALL, NULL, 0);
    pl_bs_say(b, link, &reply);
    if (says->users)
        pl_bs_say_online(b, link);
    pl_bs_takes_changed(b);
}

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
        attach(b, link, msg);
        return;
    }
    pl_bs_error(b, link, msg->id, PL_GV_ERR_NOTINIT, "say attach first");
    if (++link->bare_messages >= PL_BS_BARE_MESSAGES_MAX)
        close_link(b, link, PL_CLOSE_POLICY, "no attach");
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

/* ---- links ---- */

/* One more may wait to attach: who has waited longest gives way. */
static void make_room(struct pl_business *b)
{
    struct pl_list *it;
    if (b->bare < PL_BUSINESS_BARE_MAX)
        return;
    pl_list_for_each(it, &b->links)
    {
        if (pl_bs_link_of(it)->state == PL_BS_BARE) {
            close_link(b, pl_bs_link_of(it), PL_CLOSE_OVERLOAD, "too many links wait to attach");
            return;
        }
    }
}

void pl_business_link_opened(struct pl_business *b, uint64_t id, struct pl_bytes ip, pl_time_us now)
{
    struct pl_bs_link *link = calloc(1, sizeof(*link));
    b->now = now;
    make_room(b);
    if (!link || pl_idmap_put(&b->by_id, id, link) != PL_OK) {
        free(link);
        b->port.close(b->port.arg, id, PL_CLOSE_OVERLOAD, "too many links");
        return;
    }
    link->id = id;
    link->state = PL_BS_BARE;
    link->deadline = now + b->config.attach_us;
    (void)pl_bytes_to_str(ip, link->ip, sizeof(link->ip));
    pl_list_init(&link->asks);
    pl_list_init(&link->files);
    pl_list_add_tail(&b->links, &link->node);
    b->bare++;
}

static void free_link(struct pl_business *b, struct pl_bs_link *link)
{
    pl_list_remove(&link->node);
    pl_idmap_remove(&b->by_id, link->id);
    free(link);
}

void pl_business_link_closed(struct pl_business *b, uint64_t id, pl_time_us now)
{
    struct pl_bs_link *link = pl_idmap_get(&b->by_id, id);
    if (!link)
        return;
    b->now = now;
    b->bare -= link->state == PL_BS_BARE ? 1 : 0;
    b->attached -= link->state == PL_BS_ATTACHED ? 1 : 0;
    if (link->attached)
        b->port.told(b->port.arg, PL_BUSINESS_DETACHED, id, link->ip, link->name, 0);
    link->state = PL_BS_CLOSING;
    pl_bs_takes_changed(b);
    pl_bs_link_gone(b, link);
    pl_bs_files_gone(b, link);
    free_link(b, link);
}

bool pl_business_has_link(const struct pl_business *b, uint64_t link)
{
    return pl_idmap_get(&b->by_id, link) != NULL;
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
            close_link(b, pl_bs_link_of(it), PL_CLOSE_POLICY, "no attach in time");
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
        free_link(b, link);
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
            say_closing(b, link, PL_GV_ERR_SERVER_RESTART);
        close_link(b, link, PL_CLOSE_GOING, "server stops");
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

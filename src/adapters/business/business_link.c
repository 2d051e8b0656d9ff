/* SPDX-License-Identifier: Apache-2.0 */
/* One link: what is said down it, what its work costs, its beginning and end. */
#include "adapters/business/business_internal.h"

#include <assert.h>
#include <stdlib.h>

/* A unit of work, and how many a link may be behind before it is read no further, and before what
 * costs much is refused. */
static const pl_time_us unit_us = PL_SEC(1) / PL_BUSINESS_UNITS_PER_SECOND;
static const pl_time_us patience_us = PL_MS(100);
static const pl_time_us refusal_us = PL_MS(400);

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

void pl_bs_close(struct pl_business *b, struct pl_bs_link *link, uint16_t code, const char *reason)
{
    if (link->state == PL_BS_CLOSING)
        return;
    b->bare -= link->state == PL_BS_BARE ? 1 : 0;
    b->attached -= link->state == PL_BS_ATTACHED ? 1 : 0;
    link->state = PL_BS_CLOSING;
    link->deadline = PL_TIME_NEVER;
    b->port.close(b->port.arg, link->id, code, reason);
}

void pl_bs_say_closing(struct pl_business *b, struct pl_bs_link *link, int code)
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
        pl_bs_close(b, link, PL_CLOSE_OVERLOAD, "out of memory");
        return;
    }
    pl_bs_say_closing(b, link, code);
    pl_bs_close(b, link, PL_CLOSE_POLICY, "too many unreadable messages");
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
            pl_bs_close(b, pl_bs_link_of(it), PL_CLOSE_OVERLOAD, "too many links wait to attach");
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

void pl_bs_link_free(struct pl_business *b, struct pl_bs_link *link)
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
    pl_bs_link_free(b, link);
}

bool pl_business_has_link(const struct pl_business *b, uint64_t link)
{
    return pl_idmap_get(&b->by_id, link) != NULL;
}

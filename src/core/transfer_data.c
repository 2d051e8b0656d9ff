/* SPDX-License-Identifier: Apache-2.0 */
/* The binary frames: judged, cut to size, passed on. */
#include "core/dispatch.h"
#include "core/emit.h"
#include "core/session.h"
#include "core/transfer.h"

#include <assert.h>

enum {
    STEP_BYTES = 16 * 1024, /* a limit that rises by less is not worth a message */
    FLYING_MAX = PL_LIMIT_FILE_WINDOW_BYTES + PL_LIMIT_FILE_WINDOW_BYTES / 2,
    FLYING_LOW = PL_LIMIT_FILE_WINDOW_BYTES / 2,
};

void pl_transfer_tell(struct pl_core *core, const struct pl_session *to, const struct pl_bulk *bulk)
{
    uint8_t bytes[PL_BULK_GRANT_BYTES];
    struct pl_frame *frame;
    if (!to->link)
        return; /* it begins a new epoch, or asks for one, when it is back */
    frame = pl_frame_create(pl_bytes_of(bytes, pl_bulk_write(bulk, bytes)));
    if (!frame) {
        core->out_of_memory = true;
        return;
    }
    pl_list_add_tail(&core->dead, &frame->node);
    pl_emit_data(core, to->link->id, pl_frame_bytes(frame));
}

static void ask(struct pl_core *core, const struct pl_transfer *t)
{
    struct pl_bulk b = {.type = PL_BULK_ASK, .transfer = t->id, .epoch = t->epoch ? t->epoch : 1};
    pl_transfer_tell(core, t->to, &b);
}

/* ---- grants ---- */

uint64_t pl_transfer_share(const struct pl_transfer *t)
{
    return PL_LIMIT_FILE_WINDOW_BYTES / (t->to && t->to->receive_count ? t->to->receive_count : 1);
}

void pl_transfer_grant(struct pl_core *core, struct pl_transfer *t)
{
    struct pl_bulk b = {.type = PL_BULK_GRANT, .transfer = t->id, .epoch = t->epoch};
    b.offset = t->have;
    b.limit = t->limit;
    if (t->from)
        pl_transfer_tell(core, t->from, &b);
    else
        pl_transfer_store_read(core, t);
}

/* As the receiver says, but for its share. */
static void set_limit(struct pl_transfer *t)
{
    uint64_t limit = t->have + pl_transfer_share(t);
    limit = limit < t->asked ? limit : t->asked;
    limit = limit < t->size ? limit : t->size;
    if (limit > t->limit &&
        (limit >= t->limit + STEP_BYTES || limit == t->size || t->next >= t->limit))
        t->limit = limit;
}

void pl_transfer_feed(struct pl_core *core, struct pl_session *to)
{
    struct pl_list *it;
    if (to->bulk_flying > FLYING_LOW)
        return;
    pl_list_for_each(it, &to->receives)
    {
        struct pl_transfer *t = pl_container_of(it, struct pl_transfer, in_receives);
        if (t->starved)
            ask(core, t);
        t->starved = false;
    }
}

static void begin_epoch(struct pl_transfer *t, const struct pl_bulk *b)
{
    t->to->bulk_flying -= t->next - t->have;
    t->epoch = b->epoch;
    t->have = t->next = t->limit = b->offset;
    t->starved = false;
}

/* False: no honest receiver says so. */
static bool take_grant(struct pl_core *core, struct pl_session *s, const struct pl_bulk *b)
{
    struct pl_transfer *t = pl_idmap_get(&core->transfers, b->transfer);
    if (!t || t->to != s)
        return true; /* it may have ended a moment ago */
    if (b->limit > t->size)
        return false;
    if (b->epoch < t->epoch)
        return true;
    if (b->epoch > t->epoch)
        begin_epoch(t, b);
    if (b->offset > t->next)
        return false;
    if (b->offset > t->have) {
        s->bulk_flying -= b->offset - t->have;
        t->have = b->offset;
    }
    t->asked = b->limit;
    set_limit(t);
    pl_transfer_grant(core, t);
    pl_transfer_feed(core, s);
    return true;
}

/* ---- pieces ---- */

void pl_transfer_pass(struct pl_core *core, struct pl_transfer *t, struct pl_bytes frame,
                      uint64_t payload)
{
    if (!t->to->link || t->to->bulk_flying + payload > FLYING_MAX) {
        t->starved = t->to->link != NULL;
        core->transfer_drops++;
        return;
    }
    t->next += payload;
    t->to->bulk_flying += payload;
    core->transfer_bytes += payload;
    pl_emit_data(core, t->to->link->id, frame);
}

static bool take_data(struct pl_core *core, struct pl_session *s, const struct pl_bulk *b,
                      struct pl_bytes frame)
{
    struct pl_transfer *t = pl_idmap_get(&core->transfers, b->transfer);
    if (!t || t->from != s || b->epoch < t->epoch)
        return true; /* of what has ended, or of before a loss */
    if (b->epoch > t->epoch || b->offset + b->payload.len > t->limit)
        return false;
    if (b->offset != t->next) {
        core->transfer_drops++; /* behind one that was dropped */
        return true;
    }
    if (t->to)
        pl_transfer_pass(core, t, frame, b->payload.len);
    else
        pl_transfer_store_data(core, t, b);
    return true;
}

static bool take_ask(struct pl_core *core, const struct pl_session *s, const struct pl_bulk *b)
{
    struct pl_transfer *t = pl_idmap_get(&core->transfers, b->transfer);
    if (!t || t->from != s)
        return true;
    if (t->to)
        ask(core, t);
    else
        pl_transfer_store_ask(core, t);
    return true;
}

/* ---- frames ---- */

static bool take_frame(struct pl_core *core, struct pl_session *s, struct pl_bytes frame)
{
    struct pl_bytes rest = frame;
    struct pl_bulk b;
    for (unsigned n = 0; rest.len > 0; n++) {
        if (n == PL_BULK_GRANTS_MAX || pl_bulk_read(&rest, &b) != PL_OK)
            return false;
        if (b.type == PL_BULK_GRANT ? !take_grant(core, s, &b)
            : b.type == PL_BULK_ASK ? !take_ask(core, s, &b)
                                    : !take_data(core, s, &b, frame))
            return false;
    }
    return frame.len > 0;
}

void pl_transfer_binary(struct pl_core *core, uint64_t link_id, struct pl_bytes frame)
{
    struct pl_link *link = pl_idmap_get(&core->links, link_id);
    struct pl_session *s = link ? link->session : NULL;
    if (!link)
        return;
    if (!s || s->user == 0) {
        if (s)
            pl_session_end(core, s, PL_GV_ERR_NOTLOGIN, false);
        else
            pl_link_close(core, link, PL_CLOSE_POLICY, "a binary message before hello");
        return;
    }
    if (take_frame(core, s, frame))
        return;
    if (++s->bad_messages > core->config.bad_messages) {
        pl_session_fact(core, s, PL_FACT_GUARD_CLOSE, PL_GV_ERR_FUNCOPTERROR);
        pl_session_end(core, s, PL_GV_ERR_FUNCOPTERROR, false);
    } else {
        pl_session_error(core, s, 0, PL_GV_ERR_FUNCOPTERROR, "binary message", 0);
    }
}

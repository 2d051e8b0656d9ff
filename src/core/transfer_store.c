/* SPDX-License-Identifier: Apache-2.0 */
/* The server as an end of a transfer: here it is receiver or sender, the shell writes and reads. */
#include "core/dispatch.h"
#include "core/emit.h"
#include "core/session.h"
#include "core/transfer.h"

#include <assert.h>

/* Pieces given to the shell and not written yet. */
#define WRITING_MAX (UINT64_C(1) << 20)

static struct pl_effect effect_of(const struct pl_transfer *t, enum pl_effect_type type)
{
    struct pl_effect e = {.type = type};
    e.store.transfer = t->id;
    e.store.upload = t->upload;
    return e;
}

void pl_transfer_store_open(struct pl_core *core, const struct pl_transfer *t, struct pl_bytes name)
{
    struct pl_effect e = effect_of(t, PL_EFFECT_STORE_OPEN);
    struct pl_frame *copy = pl_frame_create(name); /* the message's own does not outlive it */
    if (!copy) {
        core->out_of_memory = true;
        return;
    }
    pl_list_add_tail(&core->dead, &copy->node);
    e.store.user = (t->from ? t->from : t->to)->user;
    e.store.size = t->size;
    e.store.ref = t->ref;
    e.store.task = t->task;
    e.store.buffer = t->buffer;
    e.store.is_text = t->is_text;
    e.store.w = t->w;
    e.store.l = t->l;
    e.store.name = pl_frame_bytes(copy);
    pl_emit(core, &e);
}

void pl_transfer_store_drop(struct pl_core *core, const struct pl_transfer *t, int code)
{
    struct pl_effect e = effect_of(t, PL_EFFECT_STORE_DROP);
    e.store.code = code;
    e.store.left = t->left;
    pl_emit(core, &e);
}

/* ---- an upload ---- */

static void grant(struct pl_core *core, struct pl_transfer *t)
{
    uint64_t limit = t->kept + WRITING_MAX;
    t->have = t->upload ? t->kept : t->next;
    t->limit = limit < t->size ? limit : t->size;
    if (t->limit < t->next)
        t->limit = t->next;
    pl_transfer_grant(core, t);
}

void pl_transfer_store_ask(struct pl_core *core, struct pl_transfer *t)
{
    if (!t->opened || t->epoch == UINT32_MAX)
        return;
    t->asking = t->upload && t->kept != t->next;
    if (t->asking)
        return;
    t->epoch++;
    grant(core, t);
}

void pl_transfer_store_data(struct pl_core *core, struct pl_transfer *t, const struct pl_bulk *b)
{
    struct pl_effect e = effect_of(t, PL_EFFECT_STORE_WRITE);
    e.store.offset = b->offset;
    e.store.data = b->payload;
    t->next += b->payload.len;
    core->transfer_bytes += b->payload.len;
    pl_emit(core, &e);
    pl_transfer_store_end(core, t);
}

void pl_transfer_store_end(struct pl_core *core, struct pl_transfer *t)
{
    struct pl_effect e = effect_of(t, PL_EFFECT_STORE_KEEP);
    struct pl_frame *sum;
    if (!t->summed || t->keeping || !t->opened || t->next < t->size)
        return;
    sum = pl_frame_create(pl_bytes_of(t->sum, PL_SUM_CHARS));
    if (!sum) {
        core->out_of_memory = true;
        return;
    }
    pl_list_add_tail(&core->dead, &sum->node);
    t->keeping = true;
    e.store.data = pl_frame_bytes(sum);
    pl_emit(core, &e);
}

/* ---- a download ---- */

void pl_transfer_store_read(struct pl_core *core, struct pl_transfer *t)
{
    struct pl_effect e = effect_of(t, PL_EFFECT_STORE_READ);
    uint64_t count = t->limit - t->next;
    if (t->reading || count == 0 || !t->to->link)
        return;
    t->reading = true;
    e.store.offset = t->next;
    e.store.count = count < PL_BULK_PAYLOAD_MAX ? (size_t)count : PL_BULK_PAYLOAD_MAX;
    pl_emit(core, &e);
}

/* What was read may be of before a new epoch. */
static void was_read(struct pl_core *core, struct pl_transfer *t, uint64_t offset,
                     struct pl_bytes bytes)
{
    struct pl_bulk b = {.type = PL_BULK_DATA, .transfer = t->id, .epoch = t->epoch};
    uint8_t head[PL_BULK_GRANT_BYTES];
    size_t n;
    struct pl_frame *frame;
    t->reading = false;
    assert(bytes.len > 0 && bytes.len <= PL_BULK_PAYLOAD_MAX);
    if (offset == t->next && offset + bytes.len <= t->limit) {
        b.offset = offset;
        n = pl_bulk_write(&b, head);
        frame = pl_frame_join(pl_bytes_of(head, n), bytes);
        if (!frame) {
            core->out_of_memory = true;
            return;
        }
        pl_list_add_tail(&core->dead, &frame->node);
        pl_transfer_pass(core, t, pl_frame_bytes(frame), bytes.len);
    }
    if (!t->starved)
        pl_transfer_store_read(core, t);
}

static void found(struct pl_core *core, struct pl_transfer *t, const struct pl_event *event)
{
    struct pl_wire_file_offer offer = {.name = event->stored.name};
    if (t->ref != 0) {
        offer.has_buffer = offer.buffer = t->buffer;
        offer.has_is_text = offer.is_text = t->is_text;
        offer.has_w = offer.has_l = offer.has_flags = true;
        offer.w = t->w;
        offer.l = t->l;
        offer.flags = t->flags;
    }
    assert(event->stored.size > 0 && event->stored.sum.len == PL_SUM_CHARS);
    t->size = event->stored.size;
    t->summed = true;
    memcpy(t->sum, event->stored.sum.data, PL_SUM_CHARS);
    pl_transfer_offer(core, t, &offer);
}

/* ---- what the shell tells ---- */

static void opened(struct pl_core *core, struct pl_transfer *t, const struct pl_event *event)
{
    if (t->opened)
        return;
    t->opened = true;
    if (t->upload)
        pl_upload_opened(core, t, event);
    else if (t->to)
        found(core, t, event);
    else
        pl_transfer_store_ask(core, t);
}

void pl_transfer_stored(struct pl_core *core, const struct pl_event *event)
{
    struct pl_transfer *t = pl_idmap_get(&core->transfers, event->stored.transfer);
    if (!t || (t->from && t->to))
        return;
    switch (event->stored.what) {
    case PL_STORED_OPENED:
        opened(core, t, event);
        break;
    case PL_STORED_WROTE:
        t->kept = event->stored.offset;
        if (t->asking)
            pl_transfer_store_ask(core, t);
        else
            grant(core, t);
        break;
    case PL_STORED_READ:
        was_read(core, t, event->stored.offset, event->stored.bytes);
        break;
    case PL_STORED_KEPT:
        pl_transfer_close(core, t, NULL, PL_WIRE_FILE_SIDE_SERVER, PL_GV_ERR_SUCCESS,
                          event->stored.id);
        break;
    case PL_STORED_FAILED:
        assert(event->stored.code != PL_GV_ERR_SUCCESS);
        pl_transfer_close(core, t, NULL, PL_WIRE_FILE_SIDE_SERVER, event->stored.code,
                          pl_bytes_of(NULL, 0));
        break;
    }
}

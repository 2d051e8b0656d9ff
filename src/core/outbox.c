/* SPDX-License-Identifier: Apache-2.0 */
#include "core/outbox.h"

#include <assert.h>
#include <stdlib.h>

struct pl_frame *pl_frame_create_size(size_t len)
{
    struct pl_frame *f = malloc(sizeof(*f) + len);
    if (!f)
        return NULL;
    pl_list_init(&f->node);
    f->seq = 0;
    f->len = len;
    return f;
}

struct pl_frame *pl_frame_join(struct pl_bytes head, struct pl_bytes rest)
{
    struct pl_frame *f = pl_frame_create_size(head.len + rest.len);
    if (f && head.len > 0)
        memcpy(f->text, head.data, head.len);
    if (f && rest.len > 0)
        memcpy(f->text + head.len, rest.data, rest.len);
    return f;
}

struct pl_frame *pl_frame_create(struct pl_bytes text)
{
    return pl_frame_join(text, pl_bytes_of(NULL, 0));
}

struct pl_bytes pl_frame_bytes(const struct pl_frame *frame)
{
    return pl_bytes_of(frame->text, frame->len);
}

void pl_frames_free(struct pl_list *list)
{
    struct pl_list *it, *tmp;
    pl_list_for_each_safe(it, tmp, list)
    {
        free(pl_container_of(it, struct pl_frame, node));
    }
    pl_list_init(list);
}

void pl_outbox_init(struct pl_outbox *o, size_t max_count, size_t max_bytes)
{
    *o = (struct pl_outbox){.max_count = max_count, .max_bytes = max_bytes};
    pl_list_init(&o->frames);
}

static void drop_oldest(struct pl_outbox *o, struct pl_list *dead)
{
    struct pl_frame *f = pl_container_of(o->frames.next, struct pl_frame, node);
    assert(!pl_list_empty(&o->frames) && f->seq == o->floor + 1);
    o->count--;
    o->bytes -= f->len;
    o->floor = f->seq;
    pl_list_remove(&f->node);
    pl_list_add_tail(dead, &f->node);
}

void pl_outbox_finish(struct pl_outbox *o, struct pl_list *dead)
{
    while (o->count > 0)
        drop_oldest(o, dead);
}

int64_t pl_outbox_next_seq(const struct pl_outbox *o)
{
    return o->last + 1;
}

bool pl_outbox_full(const struct pl_outbox *o, size_t len)
{
    return o->count + 1 > o->max_count || o->bytes + len > o->max_bytes;
}

void pl_outbox_put(struct pl_outbox *o, struct pl_frame *frame, struct pl_list *dead)
{
    frame->seq = ++o->last;
    pl_list_add_tail(&o->frames, &frame->node);
    o->count++;
    o->bytes += frame->len;
    while (o->count > o->max_count || o->bytes > o->max_bytes)
        drop_oldest(o, dead);
}

void pl_outbox_ack(struct pl_outbox *o, int64_t seq, struct pl_list *dead)
{
    if (seq > o->last)
        return;
    while (o->floor < seq)
        drop_oldest(o, dead);
}

enum pl_err pl_outbox_can_resume(const struct pl_outbox *o, int64_t seq)
{
    return o->floor <= seq && seq <= o->last ? PL_OK : PL_E_RANGE;
}

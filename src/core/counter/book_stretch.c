/* SPDX-License-Identifier: Apache-2.0 */
/* Stretches: the times that agents spend in one status. */
#include "core/counter/book_state.h"

#include <stdlib.h>

static void give_line(struct pl_book *b, const struct pl_stretch *s)
{
    struct pl_book_line *line = calloc(1, sizeof(*line));
    if (!line) {
        b->broken = true;
        return;
    }
    line->s = *s;
    pl_list_add_tail(&b->lines, &line->node);
}

void pl_book_end_stretch(struct pl_book *b, pl_time_us now, int32_t user)
{
    struct pl_book_agent *a = pl_idmap_remove(&b->agents, (uint32_t)user);
    if (!a)
        return;
    a->s.to_ms = pl_book_wall_ms(b, now);
    give_line(b, &a->s);
    free(a);
}

void pl_book_begin_stretch(struct pl_book *b, pl_time_us now, const struct pl_counter_fact *f)
{
    struct pl_book_agent *a;
    pl_book_end_stretch(b, now, f->user);
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
                               .from_ms = pl_book_wall_ms(b, now)};
    a->s.id = pl_book_next_id(b, a->s.from_ms);
    give_line(b, &a->s);
}

int64_t pl_book_stretch_of(const struct pl_book *b, int32_t agent)
{
    const struct pl_book_agent *a = pl_idmap_get(&b->agents, (uint32_t)agent);
    return a ? a->s.id : 0;
}

const struct pl_stretch *pl_book_next_stretch(struct pl_book *b)
{
    free(b->line);
    b->line = NULL;
    if (pl_list_empty(&b->lines))
        return NULL;
    b->line = pl_container_of(b->lines.next, struct pl_book_line, node);
    pl_list_remove(&b->line->node);
    return &b->line->s;
}

void pl_book_cut_stretch(struct pl_book *b, pl_time_us now, const struct pl_stretch *s)
{
    struct pl_stretch over = *s;
    over.to_ms = pl_book_wall_ms(b, now);
    pl_book_ids_above(b, over.id);
    give_line(b, &over);
}

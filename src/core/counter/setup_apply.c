/* SPDX-License-Identifier: Apache-2.0 */
/* From the engine to settings, and back into it. */
#include "core/codes.h"
#include "core/counter/setup.h"
#include "proto/wire/constants_gen.h"

static void read_label(const struct pl_counter_label *label, struct pl_counter_setup *s)
{
    (void)pl_bytes_to_str(label->texts[PL_COUNTER_NAME], s->name, sizeof(s->name));
    (void)pl_bytes_to_str(label->texts[PL_COUNTER_DESCRIPTION], s->description,
                          sizeof(s->description));
    s->attribute = label->attribute;
    s->priority = label->priority;
    s->tag = label->tag;
}

bool pl_counter_setup_of(const struct pl_counter *e, enum pl_counter_kind kind, int32_t id,
                         struct pl_counter_setup *s)
{
    const struct pl_counter_area *area = pl_counter_area_of(e, id);
    const struct pl_counter_queue *q = pl_counter_queue_of(e, id);
    pl_counter_setup_init(s);
    if (kind == PL_COUNTER_AGENT_KIND) {
        pl_counter_profile_of(e, id, &s->profile);
        return s->profile.capacity > 1 || s->profile.skills.count > 0 ||
               s->profile.queues.count > 0;
    }
    if (kind == PL_COUNTER_AREA_KIND) {
        if (area)
            read_label(&area->label, s);
        return area != NULL;
    }
    if (!q)
        return false;
    read_label(&q->label, s);
    s->area = q->area->id;
    s->rules = q->rules;
    return true;
}

static int apply_texts(struct pl_counter *e, int32_t type, int32_t id,
                       const struct pl_counter_setup *s)
{
    bool changed;
    int code = pl_counter_set_text(e, type, id, PL_COUNTER_NAME, pl_bytes_str(s->name), &changed);
    return code ? code
                : pl_counter_set_text(e, type, id, PL_COUNTER_DESCRIPTION,
                                      pl_bytes_str(s->description), &changed);
}

static int apply_queue(struct pl_counter *e, pl_time_us now, int32_t id,
                       const struct pl_counter_setup *s)
{
    const struct pl_counter_queue *over = pl_counter_queue_of(e, s->rules.overflow);
    const struct {
        enum pl_counter_number what;
        int32_t value;
    } numbers[] = {
        {PL_COUNTER_NUMBER_ATTRIBUTE, s->attribute},
        {PL_COUNTER_NUMBER_PRIORITY, s->priority},
        {PL_COUNTER_NUMBER_TAG, s->tag},
    };
    bool changed;
    int code;
    if (s->rules.overflow && (!over || over->id == id || over->area->id != s->area))
        return PL_GV_ERR_FUNCOPTERROR;
    code = pl_counter_put_queue(e, now, id, s->area);
    if (!code)
        code = pl_counter_set_rules(e, now, id, &s->rules);
    for (size_t i = 0; i < 3 && !code; i++)
        code = pl_counter_set_number(e, now, PL_ANYCHAT_OBJECT_TYPE_QUEUE, id, numbers[i].what,
                                     numbers[i].value, &changed);
    return code ? code : apply_texts(e, PL_ANYCHAT_OBJECT_TYPE_QUEUE, id, s);
}

int pl_counter_setup_apply(struct pl_counter *e, pl_time_us now, enum pl_counter_kind kind,
                           int32_t id, const struct pl_counter_setup *s)
{
    int code;
    if (kind == PL_COUNTER_AGENT_KIND)
        return pl_counter_set_profile(e, now, id, &s->profile);
    if (kind == PL_COUNTER_QUEUE_KIND)
        return apply_queue(e, now, id, s);
    code = pl_counter_put_area(e, now, id);
    return code ? code : apply_texts(e, PL_ANYCHAT_OBJECT_TYPE_AREA, id, s);
}

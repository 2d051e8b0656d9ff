/* SPDX-License-Identifier: Apache-2.0 */
/* What operators set at the service counters, while people wait. */
#include "core/object.h"

#include "proto/wire/constants_gen.h"

static int32_t type_of(enum pl_counter_kind kind)
{
    return kind == PL_COUNTER_AREA_KIND    ? PL_ANYCHAT_OBJECT_TYPE_AREA
           : kind == PL_COUNTER_QUEUE_KIND ? PL_ANYCHAT_OBJECT_TYPE_QUEUE
                                           : PL_ANYCHAT_OBJECT_TYPE_AGENT;
}

static int remove_place(struct pl_core *core, enum pl_counter_kind kind, int32_t id)
{
    const struct pl_counter_profile plain = {.capacity = 1};
    switch (kind) {
    case PL_COUNTER_AREA_KIND:
        return pl_counter_delete_area(core->counter, core->now, id);
    case PL_COUNTER_QUEUE_KIND:
        return pl_counter_delete_queue(core->counter, core->now, id);
    case PL_COUNTER_AGENT_KIND:
        break;
    }
    return pl_counter_set_profile(core->counter, core->now, id, &plain);
}

void pl_object_event_place(struct pl_core *core, const struct pl_event *event)
{
    enum pl_counter_kind kind = event->place.kind;
    int32_t id = event->place.id;
    struct pl_counter_setup before;
    bool shown = true;
    int code;
    if (event->place.setup) {
        bool known = pl_counter_setup_of(core->counter, kind, id, &before);
        code = pl_counter_setup_apply(core->counter, core->now, kind, id, event->place.setup);
        /* Pages hear of an area again only when they would show something else. */
        shown = kind != PL_COUNTER_AREA_KIND || !known ||
                strcmp(before.name, event->place.setup->name) != 0 ||
                strcmp(before.description, event->place.setup->description) != 0;
        if (!code && shown)
            pl_object_updated(core, type_of(kind), id);
    } else {
        code = remove_place(core, kind, id);
    }
    if (kind == PL_COUNTER_AGENT_KIND && !code) {
        pl_object_agent_numbers(core, id);
        pl_object_whys(core, id);
    }
    if (event->place.code)
        *event->place.code = code;
    pl_object_settle(core);
}

void pl_object_event_pair(struct pl_core *core, const struct pl_event *event)
{
    int code = pl_counter_block_pair(core->counter, core->now, event->pair.one, event->pair.other,
                                     event->pair.apart);
    if (event->pair.code)
        *event->pair.code = code;
    pl_object_settle(core);
    pl_object_whys(core, event->pair.one);
    pl_object_whys(core, event->pair.other);
}

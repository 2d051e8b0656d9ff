/* SPDX-License-Identifier: Apache-2.0 */
#include "core/look.h"

#include "core/call.h"
#include "core/record.h"
#include "core/state.h"

static struct pl_look_user user_of(const struct pl_session *s)
{
    return (struct pl_look_user){
        .id = s->user,
        .session = s->id,
        .name = pl_session_nick(s),
        .level = s->level,
        .ip = pl_bytes_of(s->ip, s->ip_len),
        .room = s->room ? s->room->number : 0,
        .detached = !s->link,
    };
}

bool pl_look_user(const struct pl_core *core, int32_t id, struct pl_look_user *out)
{
    const struct pl_session *s = id ? pl_idmap_get(&core->users, (uint32_t)id) : NULL;
    if (s)
        *out = user_of(s);
    return s != NULL;
}

/* Where a list is being written; counts on when it is full. */
struct list {
    int32_t *ids;
    size_t max;
    size_t count;
};

static void put(struct list *l, int32_t id)
{
    if (l->count < l->max)
        l->ids[l->count] = id;
    l->count++;
}

size_t pl_look_users(const struct pl_core *core, int32_t room, int32_t *ids, size_t max)
{
    struct list l = {ids, max, 0};
    const struct pl_room *r;
    struct pl_list *it;
    if (room == PL_LOOK_ALL) {
        pl_list_for_each(it, &core->by_age)
        {
            const struct pl_session *s = pl_container_of(it, struct pl_session, in_core);
            if (s->user != 0)
                put(&l, s->user);
        }
        return l.count;
    }
    r = pl_idmap_get(&core->rooms, (uint32_t)room);
    if (r) {
        pl_list_for_each(it, &r->members) put(&l, pl_member_of(it)->user);
    }
    return l.count;
}

size_t pl_look_rooms(const struct pl_core *core, int32_t *numbers, size_t max)
{
    struct list l = {numbers, max, 0};
    const struct pl_room *room;
    size_t cursor = 0;
    while ((room = pl_idmap_next(&core->rooms, &cursor)))
        put(&l, room->number);
    return l.count;
}

void pl_look_everybody(const struct pl_core *core,
                       bool (*visit)(void *arg, const struct pl_look_user *user), void *arg)
{
    struct pl_list *it;
    pl_list_for_each(it, &core->by_age)
    {
        const struct pl_session *s = pl_container_of(it, struct pl_session, in_core);
        struct pl_look_user user = user_of(s);
        if (s->user != 0 && !visit(arg, &user))
            return;
    }
}

struct pl_bytes pl_look_info(const struct pl_core *core, int32_t user, int32_t info)
{
    return pl_directory_info(&core->directory, user, info);
}

void pl_look_calls(const struct pl_core *core,
                   bool (*visit)(void *arg, const struct pl_look_call *call), void *arg)
{
    struct pl_list *it;
    pl_list_for_each(it, &core->by_age)
    {
        const struct pl_session *s = pl_container_of(it, struct pl_session, in_core);
        const struct pl_call *call = s->call && s->call->ends[0] == s ? s->call : NULL;
        struct pl_look_call c;
        if (!call)
            continue;
        c = (struct pl_look_call){.from = call->users[0],
                                  .to = call->users[1],
                                  .room = call->room,
                                  .talking = call->state == PL_CALL_TALKING};
        if (!visit(arg, &c))
            return;
    }
}

int pl_look_record_tag(const struct pl_core *core, int32_t user)
{
    return pl_record_check_tag(core, PL_RECORD_BY_SERVER, user);
}

int pl_look_record(const struct pl_core *core, int32_t user, uint32_t flags, bool on)
{
    return pl_record_check(core, user, flags, on);
}

bool pl_look_place(const struct pl_core *core, enum pl_counter_kind kind, int32_t id,
                   struct pl_counter_setup *out)
{
    return pl_counter_setup_of(core->counter, kind, id, out);
}

void pl_look_places(const struct pl_core *core,
                    bool (*on_area)(void *arg, const struct pl_counter_area *area),
                    bool (*on_queue)(void *arg, const struct pl_counter_queue *queue), void *arg)
{
    const struct pl_counter_area *area = NULL;
    while ((area = pl_counter_next_area(core->counter, area))) {
        const struct pl_counter_queue *q = NULL;
        if (on_area && !on_area(arg, area))
            return;
        while (on_queue && (q = pl_counter_next_queue(area, q))) {
            if (!on_queue(arg, q))
                return;
        }
    }
}

bool pl_look_recording(const struct pl_core *core, uint32_t record)
{
    const struct pl_record *r = pl_idmap_get(&core->records, record);
    return r && r->state != PL_RECORD_STOPPING;
}

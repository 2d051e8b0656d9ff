/* SPDX-License-Identifier: Apache-2.0 */
#include "presence.h"

#include "proto/wire/limits_gen.h"

#include <stdlib.h>

static uint64_t key_of(int32_t id)
{
    return (uint32_t)id;
}

void pl_bras_presence_init(struct pl_bras_presence *p)
{
    pl_idmap_init(&p->users, PL_LIMIT_BRAS_USERS);
    pl_idmap_init(&p->rooms, PL_LIMIT_BRAS_USERS);
    pl_list_init(&p->user_list);
    pl_list_init(&p->room_list);
}

/* ---- rooms ---- */

static void leave(struct pl_bras_presence *p, struct pl_bras_user *user)
{
    struct pl_bras_room *room = pl_idmap_get(&p->rooms, key_of(user->room));
    user->room = 0;
    if (!room || --room->members > 0)
        return;
    pl_idmap_remove(&p->rooms, key_of(room->id));
    pl_list_remove(&room->node);
    free(room);
}

static struct pl_bras_room *room_of(struct pl_bras_presence *p, int32_t id)
{
    struct pl_bras_room *room = pl_idmap_get(&p->rooms, key_of(id));
    if (room)
        return room;
    room = calloc(1, sizeof(*room));
    if (!room)
        return NULL;
    room->id = id;
    if (pl_idmap_put(&p->rooms, key_of(id), room)) {
        free(room);
        return NULL;
    }
    pl_list_add_tail(&p->room_list, &room->node);
    return room;
}

static void enter(struct pl_bras_presence *p, struct pl_bras_user *user, int32_t id)
{
    struct pl_bras_room *room;
    if (user->room == id)
        return;
    leave(p, user);
    room = id != 0 ? room_of(p, id) : NULL;
    if (!room)
        return;
    room->members++;
    user->room = id;
}

/* ---- users ---- */

void pl_bras_presence_put(struct pl_bras_presence *p, int32_t id, int32_t room, uint32_t seen)
{
    struct pl_bras_user *user = pl_idmap_get(&p->users, key_of(id));
    if (!user) {
        user = calloc(1, sizeof(*user));
        if (!user)
            return;
        user->id = id;
        if (pl_idmap_put(&p->users, key_of(id), user)) {
            free(user);
            return;
        }
        pl_list_init(&user->node);
        user->seen = seen + 1;
    }
    if (user->seen != seen) { /* so those of whom the new link has not spoken are in front */
        pl_list_remove(&user->node);
        pl_list_add_tail(&p->user_list, &user->node);
    }
    user->seen = seen;
    enter(p, user, room);
}

void pl_bras_presence_drop(struct pl_bras_presence *p, int32_t id)
{
    struct pl_bras_user *user = pl_idmap_remove(&p->users, key_of(id));
    if (!user)
        return;
    leave(p, user);
    pl_list_remove(&user->node);
    free(user);
}

void pl_bras_presence_finish(struct pl_bras_presence *p)
{
    struct pl_list *it, *tmp;
    pl_list_for_each_safe(it, tmp, &p->user_list)
    {
        pl_bras_presence_drop(p, pl_container_of(it, struct pl_bras_user, node)->id);
    }
    pl_idmap_finish(&p->users);
    pl_idmap_finish(&p->rooms);
}

const struct pl_bras_user *pl_bras_presence_find(const struct pl_bras_presence *p, int32_t user)
{
    return pl_idmap_get(&p->users, key_of(user));
}

const struct pl_bras_user *pl_bras_presence_stale(const struct pl_bras_presence *p, uint32_t seen)
{
    const struct pl_bras_user *first;
    if (pl_list_empty(&p->user_list))
        return NULL;
    first = pl_container_of(p->user_list.next, struct pl_bras_user, node);
    return first->seen != seen ? first : NULL;
}

/* ---- lists ---- */

static void list_one(int32_t id, uint32_t *ids, uint32_t fit, uint32_t *n)
{
    if (ids && *n >= fit)
        return;
    if (ids)
        ids[*n] = (uint32_t)id;
    ++*n;
}

void pl_bras_presence_users(const struct pl_bras_presence *p, int32_t room, uint32_t *ids,
                            uint32_t *count)
{
    const struct pl_list *it;
    uint32_t n = 0;
    pl_list_for_each(it, &p->user_list)
    {
        const struct pl_bras_user *user = pl_container_of(it, struct pl_bras_user, node);
        if (room == -1 || user->room == room)
            list_one(user->id, ids, *count, &n);
    }
    *count = n;
}

void pl_bras_presence_rooms(const struct pl_bras_presence *p, uint32_t *ids, uint32_t *count)
{
    const struct pl_list *it;
    uint32_t n = 0;
    pl_list_for_each(it, &p->room_list)
    {
        list_one(pl_container_of(it, struct pl_bras_room, node)->id, ids, *count, &n);
    }
    *count = n;
}

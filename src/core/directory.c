/* SPDX-License-Identifier: Apache-2.0 */
#include "core/directory.h"

#include "proto/wire/limits_gen.h"

#include <stdlib.h>
#include <string.h>

static struct pl_dir_friend *friend_of(struct pl_list *node)
{
    return pl_container_of(node, struct pl_dir_friend, in_owner);
}

static struct pl_dir_friend *fan_of(struct pl_list *node)
{
    return pl_container_of(node, struct pl_dir_friend, in_fans);
}

static struct pl_dir_group *group_of(struct pl_list *node)
{
    return pl_container_of(node, struct pl_dir_group, node);
}

static struct pl_dir_info *info_of(struct pl_list *node)
{
    return pl_container_of(node, struct pl_dir_info, node);
}

static uint64_t key_of(int32_t owner, int32_t friend)
{
    return (uint64_t)(uint32_t)owner << 32 | (uint32_t) friend;
}

/* ---- entries ---- */

static struct pl_dir_entry *find(const struct pl_directory *d, int32_t user)
{
    return pl_idmap_get(&d->entries, (uint32_t)user);
}

/* Finds or makes. */
static enum pl_err get(struct pl_directory *d, int32_t user, struct pl_dir_entry **out)
{
    struct pl_dir_entry *e = find(d, user);
    enum pl_err err;
    *out = e;
    if (e)
        return PL_OK;
    e = calloc(1, sizeof(*e));
    if (!e)
        return PL_E_NOMEM;
    err = pl_idmap_put(&d->entries, (uint32_t)user, e);
    if (err != PL_OK) {
        free(e);
        return err;
    }
    e->user = user;
    pl_list_init(&e->groups);
    pl_list_init(&e->friends);
    pl_list_init(&e->fans);
    pl_list_init(&e->infos);
    *out = e;
    return PL_OK;
}

/* An entry with nothing in it goes. */
static void tidy(struct pl_directory *d, struct pl_dir_entry *e)
{
    if (e->group_count + e->friend_count + e->fan_count + e->info_count > 0)
        return;
    pl_idmap_remove(&d->entries, (uint32_t)e->user);
    free(e);
}

/* A struct and a copy of `text` behind it, zeroed. */
static void *with_text(size_t size, struct pl_bytes text, struct pl_bytes *copy)
{
    uint8_t *memory = calloc(1, size + text.len);
    if (!memory)
        return NULL;
    if (text.len > 0)
        memcpy(memory + size, text.data, text.len);
    *copy = pl_bytes_of(memory + size, text.len);
    return memory;
}

static void free_group(struct pl_dir_entry *e, struct pl_dir_group *group)
{
    pl_list_remove(&group->node);
    e->group_count--;
    free(group);
}

static void free_info(struct pl_dir_entry *e, struct pl_dir_info *info)
{
    pl_list_remove(&info->node);
    e->info_count--;
    free(info);
}

/* Leaves both entries, perhaps empty. */
static void unfriend(struct pl_directory *d, struct pl_dir_friend *f)
{
    pl_idmap_remove(&d->friendships, key_of(f->owner->user, f->friend->user));
    pl_list_remove(&f->in_owner);
    pl_list_remove(&f->in_fans);
    f->owner->friend_count--;
    f->friend->fan_count--;
    free(f);
}

static void clear(struct pl_directory *d, struct pl_dir_entry *e)
{
    struct pl_list *it, *tmp;
    pl_list_for_each_safe(it, tmp, &e->groups)
    {
        free_group(e, group_of(it));
    }
    pl_list_for_each_safe(it, tmp, &e->infos)
    {
        free_info(e, info_of(it));
    }
    pl_list_for_each_safe(it, tmp, &e->friends)
    {
        struct pl_dir_friend *f = friend_of(it);
        struct pl_dir_entry *other = f->friend;
        unfriend(d, f);
        tidy(d, other); /* never e itself: nobody is his own friend */
    }
}

/* ---- making and unmaking ---- */

void pl_directory_init(struct pl_directory *d, size_t users, size_t friendships)
{
    d->last_place = 0;
    pl_idmap_init(&d->entries, users);
    pl_idmap_init(&d->friendships, friendships);
}

void pl_directory_finish(struct pl_directory *d)
{
    size_t cursor = 0;
    struct pl_dir_entry *e;
    struct pl_dir_friend *f;
    struct pl_list *it, *tmp;
    while ((f = pl_idmap_next(&d->friendships, &cursor)))
        free(f);
    cursor = 0;
    while ((e = pl_idmap_next(&d->entries, &cursor))) {
        pl_list_for_each_safe(it, tmp, &e->groups)
        {
            free_group(e, group_of(it));
        }
        pl_list_for_each_safe(it, tmp, &e->infos)
        {
            free_info(e, info_of(it));
        }
        free(e);
    }
    pl_idmap_finish(&d->friendships);
    pl_idmap_finish(&d->entries);
}

const struct pl_dir_entry *pl_directory_find(const struct pl_directory *d, int32_t user)
{
    return find(d, user);
}

const struct pl_dir_friend *pl_directory_friend(const struct pl_directory *d, int32_t owner,
                                                int32_t friend)
{
    return pl_idmap_get(&d->friendships, key_of(owner, friend));
}

/* ---- groups ---- */

static struct pl_dir_group *find_group(const struct pl_dir_entry *e, int32_t id)
{
    struct pl_list *it;
    pl_list_for_each(it, &e->groups)
    {
        if (group_of(it)->id == id)
            return group_of(it);
    }
    return NULL;
}

enum pl_err pl_directory_add_group(struct pl_directory *d, int32_t owner, int32_t id,
                                   struct pl_bytes name)
{
    struct pl_dir_entry *e;
    struct pl_dir_group *group, *old;
    struct pl_bytes copy;
    enum pl_err err;
    if (id == 0 || name.len > PL_LIMIT_NAME_BYTES)
        return PL_E_RANGE;
    err = get(d, owner, &e);
    if (err != PL_OK)
        return err;
    old = find_group(e, id);
    if (!old && e->group_count >= PL_LIMIT_FRIEND_GROUPS)
        return PL_E_LIMIT;
    group = with_text(sizeof(*group), name, &copy);
    if (!group) {
        tidy(d, e);
        return PL_E_NOMEM;
    }
    group->id = id;
    group->place = old ? old->place : ++d->last_place;
    group->name = copy;
    e->group_count++;
    if (old) { /* takes its place */
        pl_list_add_head(&old->node, &group->node);
        free_group(e, old);
    } else {
        pl_list_add_tail(&e->groups, &group->node);
    }
    return PL_OK;
}

void pl_directory_delete_group(struct pl_directory *d, int32_t owner, int32_t id)
{
    struct pl_dir_entry *e = find(d, owner);
    struct pl_dir_group *group = e ? find_group(e, id) : NULL;
    struct pl_list *it;
    if (!group)
        return;
    pl_list_for_each(it, &e->friends)
    {
        if (friend_of(it)->group == id)
            friend_of(it)->group = 0;
    }
    free_group(e, group);
    tidy(d, e);
}

/* ---- friends ---- */

static enum pl_err befriend(struct pl_directory *d, struct pl_dir_entry *owner,
                            struct pl_dir_entry *friend)
{
    struct pl_dir_friend *f;
    enum pl_err err;
    if (owner->friend_count >= PL_LIMIT_FRIENDS)
        return PL_E_LIMIT;
    f = calloc(1, sizeof(*f));
    if (!f)
        return PL_E_NOMEM;
    err = pl_idmap_put(&d->friendships, key_of(owner->user, friend->user), f);
    if (err != PL_OK) {
        free(f);
        return err;
    }
    f->owner = owner;
    f->friend = friend;
    f->place = ++d->last_place;
    pl_list_add_tail(&owner->friends, &f->in_owner);
    pl_list_add_tail(&friend->fans, &f->in_fans);
    owner->friend_count++;
    friend->fan_count++;
    return PL_OK;
}

enum pl_err pl_directory_add_friend(struct pl_directory *d, int32_t owner, int32_t friend)
{
    struct pl_dir_entry *from, *to;
    enum pl_err err;
    if (friend == 0 || friend == -1 || friend == owner)
        return PL_E_RANGE;
    if (pl_directory_friend(d, owner, friend))
        return PL_OK;
    err = get(d, owner, &from);
    if (err != PL_OK)
        return err;
    err = get(d, friend, &to);
    if (err == PL_OK) {
        err = befriend(d, from, to);
        tidy(d, to);
    }
    tidy(d, from);
    return err;
}

void pl_directory_delete_friend(struct pl_directory *d, int32_t owner, int32_t friend)
{
    struct pl_dir_friend *f = pl_idmap_get(&d->friendships, key_of(owner, friend));
    struct pl_dir_entry *from, *to;
    if (!f)
        return;
    from = f->owner;
    to = f->friend;
    unfriend(d, f);
    tidy(d, from);
    tidy(d, to);
}

enum pl_err pl_directory_put(struct pl_directory *d, int32_t owner, int32_t group, int32_t friend)
{
    struct pl_dir_friend *f = pl_idmap_get(&d->friendships, key_of(owner, friend));
    if (!f || (group != 0 && !find_group(f->owner, group)))
        return PL_E_RANGE;
    f->group = group;
    return PL_OK;
}

/* ---- places ---- */

const struct pl_dir_group *pl_directory_group(const struct pl_directory *d, int32_t owner,
                                              int32_t id)
{
    const struct pl_dir_entry *e = find(d, owner);
    return e ? find_group(e, id) : NULL;
}

/* Before the first that has a higher place; from the end, since most come in their order. */
static void move(struct pl_list *head, struct pl_list *node, int64_t place,
                 int64_t (*place_of)(struct pl_list *node))
{
    struct pl_list *behind;
    pl_list_remove(node);
    for (behind = head->prev; behind != head && place_of(behind) > place;)
        behind = behind->prev;
    pl_list_add_head(behind, node);
}

static int64_t place_of_group(struct pl_list *node)
{
    return group_of(node)->place;
}

static int64_t place_of_friend(struct pl_list *node)
{
    return friend_of(node)->place;
}

void pl_directory_place_group(struct pl_directory *d, int32_t owner, int32_t id, int64_t place)
{
    struct pl_dir_entry *e = find(d, owner);
    struct pl_dir_group *group = e ? find_group(e, id) : NULL;
    if (!group)
        return;
    group->place = place;
    move(&e->groups, &group->node, place, place_of_group);
    if (place > d->last_place)
        d->last_place = place;
}

void pl_directory_place_friend(struct pl_directory *d, int32_t owner, int32_t friend, int64_t place)
{
    struct pl_dir_friend *f = pl_idmap_get(&d->friendships, key_of(owner, friend));
    if (!f)
        return;
    f->place = place;
    move(&f->owner->friends, &f->in_owner, place, place_of_friend);
    if (place > d->last_place)
        d->last_place = place;
}

/* ---- infos ---- */

static struct pl_dir_info *find_info(const struct pl_dir_entry *e, int32_t id)
{
    struct pl_list *it;
    pl_list_for_each(it, &e->infos)
    {
        if (info_of(it)->id == id)
            return info_of(it);
    }
    return NULL;
}

static enum pl_err add_info(struct pl_dir_entry *e, int32_t id, struct pl_bytes text)
{
    struct pl_bytes copy;
    struct pl_dir_info *info, *old = find_info(e, id);
    if (!old && e->info_count >= PL_LIMIT_USER_INFOS)
        return PL_E_LIMIT;
    info = with_text(sizeof(*info), text, &copy);
    if (!info)
        return PL_E_NOMEM;
    info->id = id;
    info->text = copy;
    pl_list_add_tail(&e->infos, &info->node);
    e->info_count++;
    if (old)
        free_info(e, old);
    return PL_OK;
}

enum pl_err pl_directory_set_info(struct pl_directory *d, int32_t user, int32_t info,
                                  struct pl_bytes text)
{
    struct pl_dir_entry *e;
    struct pl_dir_info *old;
    enum pl_err err;
    if (text.len > PL_LIMIT_USER_INFO_BYTES)
        return PL_E_RANGE;
    if (text.len == 0 && !find(d, user))
        return PL_OK;
    err = get(d, user, &e);
    if (err != PL_OK)
        return err;
    if (text.len > 0) {
        err = add_info(e, info, text);
    } else {
        old = find_info(e, info);
        if (old)
            free_info(e, old);
    }
    tidy(d, e);
    return err;
}

struct pl_bytes pl_directory_info(const struct pl_directory *d, int32_t user, int32_t info)
{
    const struct pl_dir_entry *e = find(d, user);
    const struct pl_dir_info *found = e ? find_info(e, info) : NULL;
    return found ? found->text : pl_bytes_of(NULL, 0);
}

void pl_directory_drop(struct pl_directory *d, int32_t user, bool everywhere)
{
    struct pl_dir_entry *e = find(d, user);
    struct pl_list *it, *tmp;
    if (!e)
        return;
    clear(d, e);
    if (everywhere) {
        pl_list_for_each_safe(it, tmp, &e->fans)
        {
            struct pl_dir_friend *f = fan_of(it);
            struct pl_dir_entry *owner = f->owner;
            unfriend(d, f);
            tidy(d, owner);
        }
    }
    tidy(d, e);
}

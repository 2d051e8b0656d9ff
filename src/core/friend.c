/* SPDX-License-Identifier: Apache-2.0 */
#include "core/friend.h"

#include "core/directory.h"
#include "core/dispatch.h"
#include "core/emit.h"
#include "core/keep.h"
#include "core/session.h"
#include "proto/wire/constants_gen.h"

enum {
    PART = PL_LIMIT_FRIEND_PART,
    /* What everybody tells of himself, as the old sample servers did. */
    INFO_NAME = 1,
    INFO_ADDRESS = 2,
    INFO_SIGNATURE = 3,
    INFO_PICTURE = 4,
    GROUP_NAMED = 1,
    GROUP_GUESTS = 2,
};

/* ---- telling ---- */

/* One friend_data in the making. */
struct part {
    struct pl_core *core;
    struct pl_session *to;
    bool reset;
    size_t groups_count;
    size_t friends_count;
    size_t infos_count;
    struct pl_wire_friend_group groups[PL_LIMIT_FRIEND_GROUPS];
    struct pl_wire_friend friends[PART];
    struct pl_wire_user_info infos[PART];
};

static void part_init(struct part *p, struct pl_core *core, struct pl_session *to, bool reset)
{
    p->core = core;
    p->to = to;
    p->reset = reset;
    p->groups_count = p->friends_count = p->infos_count = 0;
}

static void part_send(struct part *p, bool last)
{
    struct pl_wire_msg msg = {.type = PL_WIRE_FRIEND_DATA};
    msg.u.friend_data.reset = p->reset;
    msg.u.friend_data.last = last;
    msg.u.friend_data.groups = p->groups;
    msg.u.friend_data.groups_count = p->groups_count;
    msg.u.friend_data.friends = p->friends;
    msg.u.friend_data.friends_count = p->friends_count;
    msg.u.friend_data.infos = p->infos;
    msg.u.friend_data.infos_count = p->infos_count;
    pl_session_send(p->core, p->to, &msg);
    part_init(p, p->core, p->to, false);
}

static void part_friend(struct part *p, int32_t user, int32_t group)
{
    if (p->friends_count == PART)
        part_send(p, false);
    p->friends[p->friends_count++] = (struct pl_wire_friend){
        .user = user,
        .group = group,
        .online = pl_idmap_get(&p->core->users, (uint32_t)user) != NULL,
    };
}

static void part_infos(struct part *p, const struct pl_dir_entry *of)
{
    struct pl_list *it;
    pl_list_for_each(it, &of->infos)
    {
        const struct pl_dir_info *info = pl_container_of(it, struct pl_dir_info, node);
        if (p->infos_count == PART)
            part_send(p, false);
        p->infos[p->infos_count++] =
            (struct pl_wire_user_info){.user = of->user, .info = info->id, .text = info->text};
    }
}

/* All there is of this user. */
static void sync(struct pl_core *core, struct pl_session *s)
{
    const struct pl_dir_entry *entry = pl_directory_find(&core->directory, s->user);
    struct part p;
    struct pl_list *it;
    part_init(&p, core, s, true);
    if (entry) {
        pl_list_for_each(it, &entry->groups)
        {
            const struct pl_dir_group *group = pl_container_of(it, struct pl_dir_group, node);
            p.groups[p.groups_count++] =
                (struct pl_wire_friend_group){.id = group->id, .name = group->name};
        }
        part_infos(&p, entry);
        pl_list_for_each(it, &entry->friends)
        {
            const struct pl_dir_friend *f = pl_container_of(it, struct pl_dir_friend, in_owner);
            part_friend(&p, f->friend->user, f->group);
            part_infos(&p, f->friend);
        }
    }
    part_send(&p, true);
}

/* To everybody who has s as his friend. */
static void say_status(struct pl_core *core, const struct pl_session *s, bool online)
{
    const struct pl_dir_entry *entry = pl_directory_find(&core->directory, s->user);
    struct pl_wire_msg msg = {.type = PL_WIRE_FRIEND_STATUS};
    struct pl_list *it;
    if (!entry)
        return;
    msg.u.friend_status.user = s->user;
    msg.u.friend_status.online = online;
    pl_list_for_each(it, &entry->fans)
    {
        const struct pl_dir_friend *f = pl_container_of(it, struct pl_dir_friend, in_fans);
        struct pl_session *fan = pl_idmap_get(&core->users, (uint32_t)f->owner->user);
        if (fan && fan != s)
            pl_session_send(core, fan, &msg);
    }
}

/* ---- everybody is everybody's friend ---- */

/* What does not fit is left out. */
static void note(struct pl_core *core, enum pl_err err)
{
    if (err == PL_E_NOMEM)
        core->out_of_memory = true;
    else if (err != PL_OK)
        core->friends_refused++;
}

static void describe(struct pl_core *core, const struct pl_session *s)
{
    struct pl_directory *d = &core->directory;
    struct pl_bytes ip = pl_bytes_of(s->ip, core->config.expose_ip ? s->ip_len : 0);
    note(core, pl_directory_add_group(d, s->user, GROUP_NAMED, core->config.friend_groups[0]));
    note(core, pl_directory_add_group(d, s->user, GROUP_GUESTS, core->config.friend_groups[1]));
    note(core, pl_directory_set_info(d, s->user, INFO_NAME, pl_session_nick(s)));
    note(core, pl_directory_set_info(d, s->user, INFO_ADDRESS, ip));
    note(core, pl_directory_set_info(d, s->user, INFO_PICTURE, pl_bytes_str("1")));
}

static int32_t group_for(int32_t user)
{
    return user > 0 ? GROUP_NAMED : GROUP_GUESTS;
}

/* False: it does not fit. */
static bool befriend(struct pl_core *core, int32_t owner, int32_t friend)
{
    enum pl_err err = pl_directory_add_friend(&core->directory, owner, friend);
    if (err == PL_OK)
        err = pl_directory_put(&core->directory, owner, group_for(friend), friend);
    note(core, err);
    return err == PL_OK;
}

static void introduce(struct pl_core *core, struct pl_session *s)
{
    struct part p;
    struct pl_list *it;
    describe(core, s);
    pl_list_for_each(it, &core->by_age)
    {
        struct pl_session *other = pl_container_of(it, struct pl_session, in_core);
        if (other == s || other->user == 0 || other->user == s->user)
            continue;
        (void)befriend(core, s->user, other->user);
        if (!befriend(core, other->user, s->user))
            continue;
        part_init(&p, core, other, false);
        part_friend(&p, s->user, group_for(s->user));
        part_infos(&p, pl_directory_find(&core->directory, s->user));
        part_send(&p, true);
    }
    sync(core, s);
}

/* ---- coming and going ---- */

/* Friends are shown by name: who has none in the directory gets the one that he signed in with. */
static void name_in_directory(struct pl_core *core, const struct pl_session *s)
{
    struct pl_directory *d = &core->directory;
    enum pl_err err;
    if (pl_directory_info(d, s->user, INFO_NAME).len > 0)
        return;
    err = pl_directory_set_info(d, s->user, INFO_NAME, pl_session_nick(s));
    note(core, err);
    if (err == PL_OK)
        pl_keep_info(core, s->user, INFO_NAME);
}

void pl_friend_logged_in(struct pl_core *core, struct pl_session *s)
{
    switch (core->config.friends) {
    case PL_CORE_FRIENDS_EVERYBODY:
        introduce(core, s); /* tells the others as well */
        break;
    case PL_CORE_FRIENDS_KEPT:
        name_in_directory(core, s);
        sync(core, s);
        say_status(core, s, true);
        break;
    case PL_CORE_FRIENDS_GIVEN:
        say_status(core, s, true);
        break;
    }
}

void pl_friend_gone(struct pl_core *core, struct pl_session *s)
{
    bool for_good = s->user < 0 && core->config.friends != PL_CORE_FRIENDS_GIVEN;
    if (!core->stopping)
        say_status(core, s, false);
    if (for_good || core->config.friends != PL_CORE_FRIENDS_KEPT)
        pl_directory_drop(&core->directory, s->user, for_good);
}

/* ---- what is attached to the server says ---- */

/* A group goes, its friends stay. */
static void delete_group(struct pl_core *core, int32_t owner, int32_t id)
{
    const struct pl_dir_entry *entry = pl_directory_find(&core->directory, owner);
    struct pl_list *it;
    int32_t moved[PL_LIMIT_FRIENDS];
    size_t n = 0;
    if (!entry || !pl_directory_group(&core->directory, owner, id))
        return;
    pl_list_for_each(it, &entry->friends)
    {
        const struct pl_dir_friend *f = pl_container_of(it, struct pl_dir_friend, in_owner);
        if (f->group == id)
            moved[n++] = f->friend->user;
    }
    pl_directory_delete_group(&core->directory, owner, id);
    for (size_t i = 0; i < n; i++)
        pl_keep_friend(core, owner, moved[i]);
    pl_keep_group(core, owner, id);
}

/* Notes an outcome. True: it is done, so it is to be kept. */
static bool done(struct pl_core *core, enum pl_err err)
{
    note(core, err);
    return err == PL_OK;
}

void pl_friend_control(struct pl_core *core, const struct pl_event *event)
{
    struct pl_directory *d = &core->directory;
    int32_t user = event->user_control.user;
    int32_t w = event->user_control.w, l = event->user_control.l;
    struct pl_session *s = user != 0 ? pl_idmap_get(&core->users, (uint32_t)user) : NULL;
    switch (event->user_control.code) {
    case PL_BRAS_USERINFO_CTRLCODE_SYNCDATA:
        if (s)
            sync(core, s);
        break;
    case PL_BRAS_USERINFO_CTRLCODE_ADDGROUP:
        if (done(core, pl_directory_add_group(d, user, w, event->user_control.text)))
            pl_keep_group(core, user, w);
        break;
    case PL_BRAS_USERINFO_CTRLCODE_DELGROUP:
        delete_group(core, user, w);
        break;
    case PL_BRAS_USERINFO_CTRLCODE_ADDFRIEND:
        if (done(core, pl_directory_add_friend(d, user, w)))
            pl_keep_friend(core, user, w);
        break;
    case PL_BRAS_USERINFO_CTRLCODE_DELFRIEND:
        pl_directory_delete_friend(d, user, w);
        pl_keep_friend(core, user, w);
        break;
    case PL_BRAS_USERINFO_CTRLCODE_SETGROUPRELATION:
        if (done(core, pl_directory_put(d, user, w, l)))
            pl_keep_friend(core, user, l);
        break;
    default:
        core->friends_refused++;
        break;
    }
}

void pl_friend_info(struct pl_core *core, const struct pl_event *event)
{
    int32_t user = event->user_info.user, info = event->user_info.info;
    if (done(core, pl_directory_set_info(&core->directory, user, info, event->user_info.text)))
        pl_keep_info(core, user, info);
}

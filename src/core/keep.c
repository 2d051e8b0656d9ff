/* SPDX-License-Identifier: Apache-2.0 */
#include "core/keep.h"

#include "core/directory.h"
#include "core/emit.h"
#include "core/ticket.h"

static bool keeps_friends(const struct pl_core *core)
{
    return core->config.keep && core->config.friends == PL_CORE_FRIENDS_KEPT;
}

static void emit(struct pl_core *core, const struct pl_core_kept *kept)
{
    struct pl_effect e = {.type = PL_EFFECT_KEEP, .keep = *kept};
    pl_emit(core, &e);
}

void pl_keep_group(struct pl_core *core, int32_t owner, int32_t id)
{
    const struct pl_dir_group *group = pl_directory_group(&core->directory, owner, id);
    struct pl_core_kept kept = {
        .kind = PL_CORE_KEPT_GROUP, .gone = !group, .user = owner, .id = id};
    if (!keeps_friends(core) || owner <= 0 || id == 0)
        return;
    if (group) {
        kept.place = group->place;
        kept.text = group->name;
    }
    emit(core, &kept);
}

void pl_keep_friend(struct pl_core *core, int32_t owner, int32_t friend)
{
    const struct pl_dir_friend *f = pl_directory_friend(&core->directory, owner, friend);
    struct pl_core_kept kept = {
        .kind = PL_CORE_KEPT_FRIEND, .gone = !f, .user = owner, .id = friend};
    if (!keeps_friends(core) || owner <= 0 || friend <= 0)
        return;
    if (f) {
        kept.group = f->group;
        kept.place = f->place;
    }
    emit(core, &kept);
}

void pl_keep_info(struct pl_core *core, int32_t user, int32_t id)
{
    struct pl_bytes text = pl_directory_info(&core->directory, user, id);
    struct pl_core_kept kept = {
        .kind = PL_CORE_KEPT_INFO, .gone = text.len == 0, .user = user, .id = id, .text = text};
    if (keeps_friends(core) && user > 0)
        emit(core, &kept);
}

/* ---- names ---- */

/* Everything about a user whose id will not be used again. */
static void forget_user(struct pl_core *core, int32_t user)
{
    const struct pl_dir_entry *e = pl_directory_find(&core->directory, user);
    struct pl_list *it;
    struct pl_core_kept kept = {.gone = true};
    if (!e)
        return;
    pl_list_for_each(it, &e->groups)
    {
        kept.kind = PL_CORE_KEPT_GROUP;
        kept.user = user;
        kept.id = pl_container_of(it, struct pl_dir_group, node)->id;
        emit(core, &kept);
    }
    pl_list_for_each(it, &e->friends)
    {
        kept.kind = PL_CORE_KEPT_FRIEND;
        kept.user = user;
        kept.id = pl_container_of(it, struct pl_dir_friend, in_owner)->friend->user;
        emit(core, &kept);
    }
    pl_list_for_each(it, &e->fans)
    {
        kept.kind = PL_CORE_KEPT_FRIEND;
        kept.user = pl_container_of(it, struct pl_dir_friend, in_fans)->owner->user;
        kept.id = user;
        if (kept.user > 0)
            emit(core, &kept);
    }
    pl_list_for_each(it, &e->infos)
    {
        kept.kind = PL_CORE_KEPT_INFO;
        kept.user = user;
        kept.id = pl_container_of(it, struct pl_dir_info, node)->id;
        emit(core, &kept);
    }
    pl_directory_drop(&core->directory, user, true);
}

/* The text has to outlive the step. */
static void emit_name(struct pl_core *core, const struct pl_name *name, bool gone)
{
    struct pl_core_kept kept = {.kind = PL_CORE_KEPT_NAME, .gone = gone, .user = name->id};
    struct pl_frame *text = pl_frame_create(pl_bytes_of(name->text, name->len));
    if (!text) {
        core->out_of_memory = true;
        return;
    }
    pl_list_add_tail(&core->dead, &text->node);
    kept.text = pl_frame_bytes(text);
    emit(core, &kept);
}

void pl_keep_names(struct pl_core *core)
{
    struct pl_names *names = &core->names;
    struct pl_list *it;
    if (pl_list_empty(&names->fresh) && pl_list_empty(&names->forgotten))
        return;
    pl_list_for_each(it, &names->forgotten)
    {
        const struct pl_name *name = pl_container_of(it, struct pl_name, news);
        if (keeps_friends(core))
            forget_user(core, name->id);
        if (core->config.keep)
            emit_name(core, name, true);
    }
    pl_list_for_each(it, &names->fresh)
    {
        if (core->config.keep)
            emit_name(core, pl_container_of(it, struct pl_name, news), false);
    }
    pl_names_seen(names);
}

/* ---- what was kept ---- */

static enum pl_err learn_friend(struct pl_core *core, const struct pl_core_kept *k)
{
    struct pl_directory *d = &core->directory;
    enum pl_err err = pl_directory_add_friend(d, k->user, k->id);
    if (!err && k->group != 0)
        err = pl_directory_put(d, k->user, k->group, k->id);
    pl_directory_place_friend(d, k->user, k->id, k->place);
    return err;
}

static enum pl_err learn(struct pl_core *core, const struct pl_core_kept *k)
{
    struct pl_directory *d = &core->directory;
    enum pl_err err;
    if (k->kind == PL_CORE_KEPT_BLOCK)
        return pl_blocks_add(&core->blocks, k->text, k->place ? core->now + k->place : 0);
    if (k->kind == PL_CORE_KEPT_NAME)
        return pl_names_learn(&core->names, k->text, k->user);
    if (k->kind >= PL_CORE_KEPT_CONTACT)
        return pl_tickets_learn(core, k);
    if (core->config.friends != PL_CORE_FRIENDS_KEPT)
        return PL_OK; /* it waits in the store for other times */
    if (k->user <= 0)
        return PL_E_RANGE;
    switch (k->kind) {
    case PL_CORE_KEPT_GROUP:
        err = pl_directory_add_group(d, k->user, k->id, k->text);
        pl_directory_place_group(d, k->user, k->id, k->place);
        return err;
    case PL_CORE_KEPT_FRIEND:
        return learn_friend(core, k);
    default:
        return pl_directory_set_info(d, k->user, k->id, k->text);
    }
}

void pl_keep_event(struct pl_core *core, const struct pl_event *event)
{
    enum pl_err err = learn(core, &event->kept);
    if (err == PL_E_NOMEM)
        core->out_of_memory = true;
    else if (err)
        core->friends_refused++;
}

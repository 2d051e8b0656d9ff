/* SPDX-License-Identifier: Apache-2.0 */
/* Being signed in: ids, names, what a login is bound to; logging out. */
#include "core/data.h"
#include "core/dispatch.h"
#include "core/friend.h"
#include "core/keep.h"
#include "core/login.h"
#include "core/room.h"
#include "core/session.h"
#include "core/tell.h"
#include "core/ticket.h"

#include <assert.h>
#include <stdlib.h>

enum { MARK = 1 };

/* ---- ids ---- */

/* -2, -3 ... and from the beginning again, past the ids that are in use. */
static int32_t next_guest(struct pl_core *core)
{
    do {
        core->next_guest = core->next_guest == INT32_MIN ? -2 : core->next_guest - 1;
    } while (pl_idmap_get(&core->users, (uint32_t)core->next_guest) ||
             pl_tickets_waits_for(core, core->next_guest));
    return core->next_guest;
}

/* The one that he was before a restart, as long as his place waits for him. */
static int32_t guest_for(struct pl_core *core, const struct pl_session *s)
{
    bool is_his = s->was_guest != 0 && pl_tickets_waits_for(core, s->was_guest) &&
                  !pl_idmap_get(&core->users, (uint32_t)s->was_guest);
    return is_his ? s->was_guest : next_guest(core);
}

/* Somebody else has that id: he is signed out. */
static void replace(struct pl_core *core, int32_t user)
{
    struct pl_session *old = pl_idmap_get(&core->users, (uint32_t)user);
    if (old)
        pl_session_end(core, old, PL_GV_ERR_LOGIN_NEWLOGIN, false);
}

/*
 * The name under which an id is remembered, also by the store: what was typed, or an identity of
 * others behind U+0001. Names that begin with that get another one, so that nobody can type an
 * identity.
 */
static struct pl_name *name_of(struct pl_core *core, struct pl_bytes typed,
                               struct pl_bytes identity)
{
    uint8_t key[1 + PL_ASK_IDENTITY_MAX] = {MARK};
    struct pl_bytes from = identity.len > 0 ? identity : typed;
    assert(from.len <= PL_ASK_IDENTITY_MAX);
    if (identity.len == 0 && typed.data[0] != MARK)
        return pl_names_use(&core->names, typed);
    memcpy(key + 1, from.data, from.len);
    return pl_names_use(&core->names, pl_bytes_of(key, 1 + from.len));
}

/* Gives the session its user id; an older session with the same one ends, or this one hears 201. */
static int identify(struct pl_core *core, struct pl_session *s, struct pl_bytes typed,
                    const struct pl_ruling_login *who)
{
    struct pl_name *name = NULL;
    int32_t user = who->user;
    if (user == 0 && who->guest) {
        user = guest_for(core, s);
    } else if (user == 0) {
        name = name_of(core, typed, who->identity);
        if (!name)
            return PL_GV_ERR_NOENOUGHRESOURCE;
        user = name->id;
    }
    if (core->config.keep_first && pl_idmap_get(&core->users, (uint32_t)user))
        return PL_GV_ERR_ALREADY_LOGIN; /* his name stays with who has it */
    replace(core, user);
    if (name) /* whom that was, has released it */
        pl_list_remove(&name->offline);
    if (pl_idmap_put(&core->users, (uint32_t)user, s) != PL_OK) {
        if (name)
            pl_names_release(&core->names, name);
        return PL_GV_ERR_NOENOUGHRESOURCE;
    }
    s->name = name;
    s->user = user;
    return PL_GV_ERR_SUCCESS;
}

/* ---- what a login is bound to ---- */

/* False: memory is short. */
static bool bind(struct pl_session *s, const struct pl_ruling_login *who)
{
    struct pl_bond *bond;
    assert(who->room_count <= PL_ASK_ROOMS_MAX);
    free(s->bond);
    s->bond = NULL;
    if (who->until == 0 && who->room_count == 0 && who->string_id.len == 0)
        return true;
    bond = calloc(1, sizeof(*bond) + who->string_id.len);
    if (!bond)
        return false;
    bond->until = who->until;
    bond->room_count = who->room_count;
    memcpy(bond->rooms, who->rooms, sizeof(bond->rooms));
    bond->string_id_len = who->string_id.len;
    if (who->string_id.len > 0)
        memcpy(bond->string_id, who->string_id.data, who->string_id.len);
    s->bond = bond;
    return true;
}

bool pl_user_may_enter(const struct pl_session *s, int32_t room)
{
    if (!s->bond || s->bond->room_count == 0)
        return true;
    for (size_t i = 0; i < s->bond->room_count; i++) {
        if (s->bond->rooms[i] == room)
            return true;
    }
    return false;
}

bool pl_user_may_resume(const struct pl_core *core, const struct pl_session *s)
{
    return !s->bond || s->bond->until == 0 || core->now < s->bond->until;
}

/* ---- in and out ---- */

int pl_user_become(struct pl_core *core, struct pl_session *s, int64_t re, struct pl_bytes name,
                   const struct pl_ruling_login *who)
{
    struct pl_wire_msg reply = {.type = PL_WIRE_LOGGED_IN, .re = re};
    struct pl_bytes nick = who->name.len > 0 ? who->name : name;
    int code;
    assert(nick.len <= sizeof(s->nick) && who->user != -1);
    if (nick.len == 0)
        return PL_GV_ERR_LOGIN_EMPTYNAME;
    if (!bind(s, who))
        return PL_GV_ERR_NOENOUGHRESOURCE;
    code = identify(core, s, name, who);
    if (code)
        return code;
    pl_keep_names(core); /* before anybody hears of the id */
    s->level = who->level;
    s->nick_len = nick.len;
    memcpy(s->nick, nick.data, nick.len);
    pl_session_fact(core, s, PL_FACT_USER_LOGIN, 0);
    reply.u.logged_in.self = pl_session_user(core, s);
    reply.u.logged_in.self.ip = pl_bytes_of(s->ip, s->ip_len); /* one's own is no secret */
    pl_session_send(core, s, &reply);
    pl_tell_login(core, s);
    pl_data_greet(core, s);
    pl_friend_logged_in(core, s);
    return PL_GV_ERR_SUCCESS;
}

struct pl_answer pl_user_logout(struct pl_core *core, struct pl_session *s,
                                const struct pl_wire_msg *msg)
{
    if (s->room)
        pl_room_leave(core, s, PL_GV_ERR_SUCCESS); /* answers what still waits, before `done` */
    pl_session_done(core, s, msg->id);
    pl_session_end(core, s, PL_GV_ERR_SUCCESS, false);
    return PL_ANSWER_GIVEN;
}

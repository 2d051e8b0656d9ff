/* SPDX-License-Identifier: Apache-2.0 */
/* Logging in and out. */
#include "core/data.h"
#include "core/dispatch.h"
#include "core/friend.h"
#include "core/room.h"
#include "core/session.h"

/* ---- who may ---- */

static int wrong_password(struct pl_core *core, struct pl_session *s, struct pl_bytes name)
{
    if (pl_guard_address_failed(&core->guard, pl_link_ip(s->link), core->now))
        pl_session_fact(core, s, PL_FACT_GUARD_LOCK, PL_GV_ERR_IPADDR_LOCK);
    if (pl_guard_account_failed(&core->guard, name, core->now))
        pl_session_fact(core, s, PL_FACT_GUARD_LOCK, PL_GV_ERR_ACCOUNT_LOCK);
    return PL_GV_ERR_CERTIFY_FAIL;
}

/* Who is it? A name of the configuration belongs to who has its password, as a guest or not. */
static int check_password(struct pl_core *core, struct pl_session *s,
                          const struct pl_wire_login *login)
{
    const struct pl_core_account *account = pl_strmap_get(&core->accounts, login->name);
    int code;
    if (account) {
        code = pl_guard_account(&core->guard, login->name, core->now);
        if (code)
            return code;
        if (!pl_bytes_eq_secret(account->password, login->password))
            return wrong_password(core, s, login->name);
        pl_guard_account_passed(&core->guard, login->name);
        return PL_GV_ERR_SUCCESS;
    }
    if (login->password.len == 0)
        return core->config.guests ? PL_GV_ERR_SUCCESS : PL_GV_ERR_VISITOR_DENY;
    return core->config.login_policy == PL_CORE_LOGIN_REFUSE ? PL_GV_ERR_SERVERSDK_FAIL
                                                             : PL_GV_ERR_SUCCESS;
}

static int check_login(struct pl_core *core, struct pl_session *s,
                       const struct pl_wire_login *login)
{
    int code;
    if (s->user != 0)
        return PL_GV_ERR_ALREADY_LOGIN;
    if (login->name.len == 0)
        return PL_GV_ERR_LOGIN_EMPTYNAME;
    code = pl_guard_login(&core->guard, pl_link_ip(s->link), core->now);
    return code ? code : check_password(core, s, login);
}

/* ---- ids ---- */

/* -2, -3 ... and from the beginning again, past the ids that are in use. */
static int32_t next_guest(struct pl_core *core)
{
    do {
        core->next_guest = core->next_guest == INT32_MIN ? -2 : core->next_guest - 1;
    } while (pl_idmap_get(&core->users, (uint32_t)core->next_guest));
    return core->next_guest;
}

/* Gives the session its user id; an older session of the same name ends. False: out of memory. */
static bool identify(struct pl_core *core, struct pl_session *s, const struct pl_wire_login *login)
{
    struct pl_session *old;
    if (login->password.len == 0) {
        s->user = next_guest(core);
    } else {
        struct pl_name *name = pl_names_use(&core->names, login->name);
        if (!name)
            return false;
        old = pl_idmap_get(&core->users, (uint32_t)name->id);
        if (old) {
            old->name = NULL; /* the newcomer has it now */
            pl_session_end(core, old, PL_GV_ERR_LOGIN_NEWLOGIN, false);
        }
        s->name = name;
        s->user = name->id;
    }
    if (pl_idmap_put(&core->users, (uint32_t)s->user, s) == PL_OK)
        return true;
    s->user = 0;
    if (s->name)
        pl_names_release(&core->names, s->name);
    s->name = NULL;
    return false;
}

/* ---- the handlers ---- */

struct pl_answer pl_user_login(struct pl_core *core, struct pl_session *s,
                               const struct pl_wire_msg *msg)
{
    const struct pl_wire_login *login = &msg->u.login;
    struct pl_wire_msg reply = {.type = PL_WIRE_LOGGED_IN, .re = msg->id};
    int code = check_login(core, s, login);
    if (!code && !identify(core, s, login))
        code = PL_GV_ERR_NOENOUGHRESOURCE;
    if (code) {
        pl_session_fact(core, s, PL_FACT_USER_REFUSED, code);
        return PL_REFUSED(code);
    }
    s->nick_len = login->name.len;
    memcpy(s->nick, login->name.data, login->name.len);
    pl_session_fact(core, s, PL_FACT_USER_LOGIN, 0);
    reply.u.logged_in.self = pl_session_user(core, s);
    reply.u.logged_in.self.ip = pl_bytes_of(s->ip, s->ip_len); /* one's own is no secret */
    pl_session_send(core, s, &reply);
    pl_data_greet(core, s);
    pl_friend_logged_in(core, s);
    return PL_ANSWER_GIVEN;
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

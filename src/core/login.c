/* SPDX-License-Identifier: Apache-2.0 */
#include "core/login.h"

#include "core/dispatch.h"
#include "core/session.h"

#include <stdlib.h>

/* What a client wants, whichever message it has said it with. */
struct attempt {
    int64_t re;
    struct pl_question_login says;
    bool guest;
};

/* ---- refusing ---- */

static void address_failed(struct pl_core *core, struct pl_session *s)
{
    if (pl_guard_address_failed(&core->guard, pl_link_ip(s->link), core->now))
        pl_session_fact(core, s, PL_FACT_GUARD_LOCK, PL_GV_ERR_IPADDR_LOCK);
}

static void name_failed(struct pl_core *core, struct pl_session *s, struct pl_bytes name)
{
    if (pl_guard_account_failed(&core->guard, name, core->now))
        pl_session_fact(core, s, PL_FACT_GUARD_LOCK, PL_GV_ERR_ACCOUNT_LOCK);
}

/* Was something guessed wrong? */
static bool is_failure(int code)
{
    return code == PL_GV_ERR_CERTIFY_FAIL || code == PL_GV_ERR_INVALID_USERID ||
           code == PL_GV_ERR_SIGVERIFYFAIL;
}

static void count_failure(struct pl_core *core, struct pl_session *s, enum pl_login_way way,
                          struct pl_bytes name)
{
    address_failed(core, s);
    if (way == PL_LOGIN_PASSWORD)
        name_failed(core, s, name);
}

/* ---- what the domain decides by itself ---- */

/* A name of the configuration belongs to who has its password, as a guest or not. */
static int check_account(struct pl_core *core, struct pl_session *s,
                         const struct pl_core_account *account, const struct attempt *a)
{
    int code = pl_guard_account(&core->guard, a->says.name, core->now);
    if (code)
        return code;
    if (!pl_bytes_eq_secret(account->password, a->says.password)) {
        count_failure(core, s, PL_LOGIN_PASSWORD, a->says.name);
        return PL_GV_ERR_CERTIFY_FAIL;
    }
    pl_guard_account_passed(&core->guard, a->says.name);
    return PL_GV_ERR_SUCCESS;
}

/* Nobody else has anything to say of it. */
static int check_alone(const struct pl_core *core, enum pl_login_way way, bool guest)
{
    if (guest)
        return core->config.guests ? PL_GV_ERR_SUCCESS : PL_GV_ERR_VISITOR_DENY;
    if (way != PL_LOGIN_PASSWORD)
        return PL_GV_ERR_SIGPUBLICKEYEMPTY;
    return core->config.login_policy == PL_CORE_LOGIN_REFUSE ? PL_GV_ERR_SERVERSDK_FAIL
                                                             : PL_GV_ERR_SUCCESS;
}

/* ---- asking others ---- */

static struct pl_login *create(struct pl_session *s, const struct attempt *a)
{
    struct pl_login *login = calloc(1, sizeof(*login) + a->says.name.len);
    if (!login)
        return NULL;
    login->session = s;
    login->re = a->re;
    login->way = a->says.way;
    login->guest = a->guest;
    login->name_len = a->says.name.len;
    if (a->says.name.len > 0)
        memcpy(login->name, a->says.name.data, a->says.name.len);
    s->login = login;
    return login;
}

static void drop(struct pl_login *login)
{
    login->session->login = NULL;
    free(login);
}

/* False: nobody is asked. */
static bool ask(struct pl_core *core, struct pl_session *s, const struct attempt *a)
{
    struct pl_question q = {.kind = PL_ASK_LOGIN, .login = a->says};
    struct pl_login *login;
    if (a->guest && a->says.app.len == 0 && !core->config.ask_guests)
        return false;
    login = create(s, a);
    if (!login) {
        core->out_of_memory = true;
        return false;
    }
    if (pl_ask_open(core, &login->ask, s, &q))
        return true;
    drop(login);
    return false;
}

static void refuse(struct pl_core *core, struct pl_session *s, int64_t re, int code)
{
    pl_session_fact(core, s, PL_FACT_USER_REFUSED, code);
    pl_session_error(core, s, re, code, NULL, 0);
}

void pl_login_ruled(struct pl_core *core, struct pl_ask *ask, const struct pl_ruling *ruling)
{
    struct pl_login *login = pl_container_of(ask, struct pl_login, ask);
    struct pl_session *s = login->session;
    struct pl_bytes name = pl_bytes_of(login->name, login->name_len);
    const struct pl_ruling_login *who = &ruling->login, alone = {.guest = login->guest};
    int code = ruling->code;
    if (is_failure(code))
        count_failure(core, s, login->way, name);
    if (code == PL_RULING_NOBODY) {
        code = check_alone(core, login->way, login->guest);
        who = &alone;
    } else if (code == PL_GV_ERR_SUCCESS && login->way == PL_LOGIN_PASSWORD && !login->guest) {
        pl_guard_account_passed(&core->guard, name);
    }
    if (!code)
        code = pl_user_become(core, s, login->re, name, who);
    if (code)
        refuse(core, s, login->re, code);
    drop(login);
}

void pl_login_gone(struct pl_core *core, struct pl_session *s)
{
    if (!s->login)
        return;
    pl_ask_drop(core, &s->login->ask);
    drop(s->login);
}

void pl_login_free(struct pl_core *core, struct pl_session *s)
{
    if (!s->login)
        return;
    pl_ask_free(core, &s->login->ask);
    drop(s->login);
}

/* ---- the handlers ---- */

/* 0: he may; else a code, unless others are asked: then *asked. */
static int check(struct pl_core *core, struct pl_session *s, const struct attempt *a, bool *asked)
{
    const struct pl_core_account *account = NULL;
    int code;
    if (s->user != 0 || s->login)
        return PL_GV_ERR_ALREADY_LOGIN;
    if (a->says.name.len == 0 && a->says.way == PL_LOGIN_PASSWORD)
        return PL_GV_ERR_LOGIN_EMPTYNAME;
    code = pl_guard_login(&core->guard, pl_link_ip(s->link), core->now);
    if (code)
        return code;
    if (a->says.way == PL_LOGIN_PASSWORD)
        account = pl_strmap_get(&core->accounts, a->says.name);
    if (account)
        return check_account(core, s, account, a);
    if (core->config.ask[PL_ASK_LOGIN].on && a->says.way == PL_LOGIN_PASSWORD && !a->guest)
        code = pl_guard_account(&core->guard, a->says.name, core->now);
    if (code)
        return code;
    *asked = ask(core, s, a);
    return *asked ? PL_GV_ERR_SUCCESS : check_alone(core, a->says.way, a->guest);
}

static struct pl_answer attempt(struct pl_core *core, struct pl_session *s, const struct attempt *a)
{
    struct pl_ruling_login who = {.guest = a->guest};
    bool asked = false;
    int code = check(core, s, a, &asked);
    if (!code && !asked)
        code = pl_user_become(core, s, a->re, a->says.name, &who);
    if (!code)
        return PL_ANSWER_GIVEN;
    pl_session_fact(core, s, PL_FACT_USER_REFUSED, code);
    return PL_REFUSED(code);
}

struct pl_answer pl_login_password(struct pl_core *core, struct pl_session *s,
                                   const struct pl_wire_msg *msg)
{
    const struct pl_wire_login *m = &msg->u.login;
    struct attempt a = {
        .re = msg->id,
        .says = {.way = PL_LOGIN_PASSWORD,
                 .name = m->name,
                 .password = m->password,
                 .app = m->app,
                 .user = -1,
                 .device = s->device},
        .guest = m->password.len == 0,
    };
    return attempt(core, s, &a);
}

/* The nick name, or else what he is called by the application. */
static struct pl_bytes name_of(const struct pl_wire_login_signed *m)
{
    struct pl_bytes name = m->name.len > 0 ? m->name : m->string_id;
    return pl_bytes_of(name.data, name.len < PL_NAME_MAX ? name.len : PL_NAME_MAX);
}

struct pl_answer pl_login_signed(struct pl_core *core, struct pl_session *s,
                                 const struct pl_wire_msg *msg)
{
    const struct pl_wire_login_signed *m = &msg->u.login_signed;
    struct attempt a = {
        .re = msg->id,
        .says = {.way = PL_LOGIN_SIGNED,
                 .name = name_of(m),
                 .app = m->app,
                 .user = m->user,
                 .string_id = m->string_id,
                 .stamp = m->stamp,
                 .signature = m->signature,
                 .param = m->param,
                 .device = s->device},
        .guest = m->signature.len == 0,
    };
    return attempt(core, s, &a);
}

struct pl_answer pl_login_token(struct pl_core *core, struct pl_session *s,
                                const struct pl_wire_msg *msg)
{
    const struct pl_wire_login_token *m = &msg->u.login_token;
    struct attempt a = {
        .re = msg->id,
        .says = {.way = PL_LOGIN_TOKEN,
                 .name = m->name,
                 .user = -1,
                 .token = m->token,
                 .device = s->device},
    };
    return attempt(core, s, &a);
}

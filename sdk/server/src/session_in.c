/* SPDX-License-Identifier: Apache-2.0 */
/* What comes from the server. */
#include "session_in.h"

#include "anychaterrorcode.h"
#include "log.h"
#include "told.h"

/* ---- coming up ---- */

static void log_out_stale(struct pl_bras_session *s)
{
    const struct pl_bras_user *user;
    while ((user = pl_bras_presence_stale(&s->presence, s->epoch))) {
        int32_t id = user->id;
        struct pl_bras_event e;
        if (user->room != 0) {
            e = pl_bras_told_leave(id, user->room);
            pl_bras_session_tell(s, &e);
        }
        e = pl_bras_told_logout(id, GV_ERR_CONNECT_ABORT);
        pl_bras_session_tell(s, &e);
        pl_bras_presence_drop(&s->presence, id);
    }
}

static void synced(struct pl_bras_session *s)
{
    s->state = PL_BRAS_UP;
    pl_bras_session_tell_link(s, GV_ERR_SUCCESS);
    s->was_up = true;
    s->told_down = false;
    log_out_stale(s);
    while (!pl_list_empty(&s->held)) {
        struct pl_bras_event *e = pl_container_of(s->held.next, struct pl_bras_event, node);
        pl_list_remove(&e->node);
        s->config.event(s->config.arg, e);
    }
}

static void on_online(struct pl_bras_session *s, const struct pl_wire_bs_online *m)
{
    for (size_t i = 0; i < m->users_count; i++) {
        const struct pl_wire_bs_user *user = &m->users[i];
        struct pl_bras_event e = pl_bras_told_login(user);
        pl_bras_session_tell(s, &e);
        if (user->room != 0) {
            e = pl_bras_told_enter(user->id, user->room);
            pl_bras_session_tell(s, &e);
        }
        pl_bras_presence_put(&s->presence, user->id, user->room, s->epoch);
    }
    if (m->last && s->state == PL_BRAS_SYNCING)
        synced(s);
}

/* ---- afterwards ---- */

static void note_presence(struct pl_bras_session *s, const struct pl_wire_msg *msg)
{
    struct pl_bras_presence *p = &s->presence;
    switch (msg->type) {
    case PL_WIRE_ON_LOGIN:
        pl_bras_presence_put(p, msg->u.on_login.user.id, msg->u.on_login.user.room, s->epoch);
        break;
    case PL_WIRE_ON_LOGOUT:
        pl_bras_presence_drop(p, msg->u.on_logout.user);
        break;
    case PL_WIRE_ON_ENTER:
        pl_bras_presence_put(p, msg->u.on_enter.user, msg->u.on_enter.room, s->epoch);
        break;
    case PL_WIRE_ON_LEAVE:
        if (pl_bras_presence_find(p, msg->u.on_leave.user))
            pl_bras_presence_put(p, msg->u.on_leave.user, 0, s->epoch);
        break;
    default:
        break;
    }
}

static void on_event(struct pl_bras_session *s, pl_time_us now, const struct pl_wire_msg *msg)
{
    struct pl_bras_event e;
    if (!pl_bras_told(msg, &e, s->text))
        return; /* of a newer server, or not for us */
    if (e.ticket != 0)
        e.answer_by = now + s->limit_us;
    pl_bras_session_tell(s, &e);
    note_presence(s, msg);
}

/* ---- answers ---- */

static void on_opened(struct pl_bras_session *s, int64_t re, uint32_t transfer)
{
    const struct pl_bras_ask *ask = pl_bras_session_asker(s, re);
    if (ask && ask->task != 0)
        pl_bras_files_opened(&s->files, ask->task, transfer);
    pl_bras_session_answered(s, re, GV_ERR_SUCCESS, (struct pl_bytes){0});
}

static void on_ids(struct pl_bras_session *s, int64_t re, const struct pl_wire_bs_ids *m)
{
    struct pl_bras_ask *ask = pl_bras_session_asker(s, re);
    if (ask) {
        ask->ids_count = m->ids_count;
        if (ask->ids && ask->ids_count > ask->ids_size)
            ask->ids_count = ask->ids_size;
        for (size_t i = 0; ask->ids && i < ask->ids_count; i++)
            ask->ids[i] = (uint32_t)m->ids[i].id;
    }
    pl_bras_session_answered(s, re, GV_ERR_SUCCESS, (struct pl_bytes){0});
}

static void on_value(struct pl_bras_session *s, int64_t re, const struct pl_wire_bs_object_value *m)
{
    struct pl_bras_ask *ask = pl_bras_session_asker(s, re);
    if (ask)
        ask->number = m->number;
    pl_bras_session_answered(s, re, m->has_number ? GV_ERR_SUCCESS : AC_ERROR_DATANOTEXIST,
                             m->text);
}

/* ---- all of them ---- */

static enum pl_err on_attached(struct pl_bras_session *s, const struct pl_wire_attached *m)
{
    if (s->state != PL_BRAS_ATTACHING)
        return PL_E_PROTO;
    s->state = PL_BRAS_SYNCING;
    if (m->limit_ms > 0)
        s->limit_us = PL_MS(m->limit_ms);
    pl_bras_log("attached to %.*s as link %lld", (int)m->server.len, (const char *)m->server.data,
                (long long)m->link);
    return PL_OK;
}

static enum pl_err on_error(struct pl_bras_session *s, const struct pl_wire_msg *msg)
{
    const struct pl_wire_error *m = &msg->u.error;
    pl_bras_log("refused with %d: %.*s", m->code, (int)m->detail.len, (const char *)m->detail.data);
    if (s->state == PL_BRAS_ATTACHING) {
        s->end_code = (uint32_t)m->code;
        return PL_E_CLOSED;
    }
    pl_bras_session_answered(s, msg->re, (uint32_t)m->code, (struct pl_bytes){0});
    return PL_OK;
}

static enum pl_err take(struct pl_bras_session *s, pl_time_us now, const struct pl_wire_msg *msg)
{
    if (msg->type == PL_WIRE_ERROR)
        return on_error(s, msg);
    if (msg->type == PL_WIRE_CLOSING) {
        s->end_code = (uint32_t)msg->u.closing.code;
        return PL_E_CLOSED;
    }
    if (msg->type == PL_WIRE_ATTACHED)
        return on_attached(s, &msg->u.attached);
    if (s->state < PL_BRAS_SYNCING)
        return PL_E_PROTO;
    switch (msg->type) {
    case PL_WIRE_BS_ONLINE:
        on_online(s, &msg->u.bs_online);
        break;
    case PL_WIRE_DONE:
        pl_bras_session_answered(s, msg->re, GV_ERR_SUCCESS, (struct pl_bytes){0});
        break;
    case PL_WIRE_BS_TEXT:
        pl_bras_session_answered(s, msg->re, GV_ERR_SUCCESS, msg->u.bs_text.text);
        break;
    case PL_WIRE_BS_IDS:
        on_ids(s, msg->re, &msg->u.bs_ids);
        break;
    case PL_WIRE_BS_OBJECT_VALUE:
        on_value(s, msg->re, &msg->u.bs_object_value);
        break;
    case PL_WIRE_BS_FILE_OPENED:
        on_opened(s, msg->re, (uint32_t)msg->u.bs_file_opened.transfer);
        break;
    default:
        if (!pl_bras_files_take(s, msg))
            on_event(s, now, msg);
    }
    return PL_OK;
}

enum pl_err pl_bras_session_text(struct pl_bras_session *s, pl_time_us now, struct pl_bytes text)
{
    struct pl_wire_arena arena = pl_wire_arena_of(s->arena, PL_WIRE_SERVER_ARENA_BYTES);
    struct pl_wire_msg msg;
    struct pl_wire_problem why = {0};
    char words[PL_WIRE_PROBLEM_TEXT_MAX];
    enum pl_err err = pl_wire_read(PL_WIRE_FROM_SERVER, text, &arena, &msg, &why);
    if (err == PL_E_UNSUPPORTED)
        return PL_OK; /* a newer server says more */
    if (err) {
        pl_bras_log("not understood: %s", pl_wire_problem_print(&why, words));
        return err == PL_E_NOMEM ? PL_E_NOMEM : PL_E_PROTO;
    }
    return take(s, now, &msg);
}

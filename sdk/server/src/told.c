/* SPDX-License-Identifier: Apache-2.0 */
#include "told.h"

#include "base/base64.h"

struct pl_bras_event pl_bras_told_login(const struct pl_wire_bs_user *user)
{
    return (struct pl_bras_event){.kind = PL_BRAS_LOGIN,
                                  .user = (uint32_t)user->id,
                                  .n = {(uint32_t)user->id, (uint32_t)user->level},
                                  .s = {user->name, user->ip}};
}

static struct pl_bras_event of_two(enum pl_bras_event_kind kind, int32_t user, int32_t other)
{
    return (struct pl_bras_event){
        .kind = kind, .user = (uint32_t)user, .n = {(uint32_t)user, (uint32_t)other}};
}

struct pl_bras_event pl_bras_told_enter(int32_t user, int32_t room)
{
    return of_two(PL_BRAS_ENTER, user, room);
}

struct pl_bras_event pl_bras_told_leave(int32_t user, int32_t room)
{
    return of_two(PL_BRAS_LEAVE, user, room);
}

struct pl_bras_event pl_bras_told_logout(int32_t user, int32_t code)
{
    return of_two(PL_BRAS_LOGOUT, user, code);
}

static struct pl_bras_event told_call(uint32_t event, int32_t from, int32_t to, int32_t code,
                                      int32_t flags, int32_t param, struct pl_bytes text)
{
    return (struct pl_bras_event){.kind = PL_BRAS_CALL,
                                  .user = (uint32_t)from,
                                  .n = {event, (uint32_t)from, (uint32_t)to, (uint32_t)code,
                                        (uint32_t)flags, (uint32_t)param},
                                  .s = {text}};
}

/* Business buffers (channel `business`) have no call-back of their own in the old interface: they
 * come as filter data. */
static bool told_data(const struct pl_wire_on_data *m, struct pl_bras_event *e, uint8_t *scratch)
{
    size_t size;
    if (pl_base64_size(m->data, &size))
        return false;
    pl_base64_read(m->data, scratch);
    *e = (struct pl_bras_event){
        .kind = m->channel == PL_WIRE_SERVER_CHANNEL_BUFFER ? PL_BRAS_BUFFER : PL_BRAS_FILTER,
        .user = (uint32_t)m->user,
        .n = {(uint32_t)m->user},
        .s = {pl_bytes_of(scratch, size)}};
    return true;
}

static struct pl_bras_event told_control(const struct pl_wire_ask_control *m)
{
    return (struct pl_bras_event){.kind = PL_BRAS_CONTROL,
                                  .user = (uint32_t)m->from,
                                  .ticket = (uint32_t)m->ticket,
                                  .n = {(uint32_t)m->from, (uint32_t)m->user, (uint32_t)m->code,
                                        (uint32_t)m->w, (uint32_t)m->l},
                                  .s = {m->text}};
}

static struct pl_bras_event told_text(const struct pl_wire_on_text *m)
{
    return (struct pl_bras_event){
        .kind = PL_BRAS_TEXT,
        .user = (uint32_t)m->from,
        .n = {(uint32_t)m->room, (uint32_t)m->from, (uint32_t)m->to, m->secret},
        .s = {m->text}};
}

static struct pl_bras_event told_record(const struct pl_wire_on_record *m)
{
    return (struct pl_bras_event){.kind = PL_BRAS_RECORD,
                                  .user = (uint32_t)m->user,
                                  .n = {(uint32_t)m->user, (uint32_t)m->seconds, (uint32_t)m->flags,
                                        (uint32_t)m->param, (uint32_t)m->server},
                                  .s = {m->file, m->text}};
}

static struct pl_bras_event told_object(const struct pl_wire_on_object *m)
{
    return (struct pl_bras_event){.kind = PL_BRAS_OBJECT,
                                  .user = PL_BRAS_OBJECTS,
                                  .n = {(uint32_t)m->type, (uint32_t)m->object, (uint32_t)m->event,
                                        (uint32_t)m->p1, (uint32_t)m->p2, (uint32_t)m->p3,
                                        (uint32_t)m->p4},
                                  .s = {m->text}};
}

bool pl_bras_told(const struct pl_wire_msg *msg, struct pl_bras_event *e, uint8_t *scratch)
{
    const struct pl_wire_ask_call *call = &msg->u.ask_call;
    const struct pl_wire_on_call *on = &msg->u.on_call;
    const struct pl_wire_ask_enter *enter = &msg->u.ask_enter;
    switch (msg->type) {
    case PL_WIRE_ASK_LOGIN:
        *e = (struct pl_bras_event){.kind = PL_BRAS_VERIFY,
                                    .ticket = (uint32_t)msg->u.ask_login.ticket,
                                    .s = {msg->u.ask_login.name, msg->u.ask_login.password}};
        return true;
    case PL_WIRE_ASK_ENTER:
        *e = of_two(PL_BRAS_PREPARE, enter->user, enter->room);
        e->ticket = (uint32_t)enter->ticket;
        e->s[0] = enter->name;
        e->s[1] = enter->password;
        return true;
    case PL_WIRE_ASK_CALL:
        *e = told_call(1, call->from, call->to, 0, call->flags, call->param, call->text);
        e->ticket = (uint32_t)call->ticket;
        return true;
    case PL_WIRE_ON_CALL:
        *e = told_call((uint32_t)on->event, on->from, on->to, on->code, on->flags, on->param,
                       on->text);
        return true;
    case PL_WIRE_ON_LOGIN:
        *e = pl_bras_told_login(&msg->u.on_login.user);
        return true;
    case PL_WIRE_ON_LOGOUT:
        *e = pl_bras_told_logout(msg->u.on_logout.user, msg->u.on_logout.code);
        return true;
    case PL_WIRE_ON_ENTER:
        *e = pl_bras_told_enter(msg->u.on_enter.user, msg->u.on_enter.room);
        return true;
    case PL_WIRE_ON_LEAVE:
        *e = pl_bras_told_leave(msg->u.on_leave.user, msg->u.on_leave.room);
        return true;
    case PL_WIRE_ON_TEXT:
        *e = told_text(&msg->u.on_text);
        return true;
    case PL_WIRE_ASK_CONTROL:
        *e = told_control(&msg->u.ask_control);
        return true;
    case PL_WIRE_ON_RECORD:
        *e = told_record(&msg->u.on_record);
        return true;
    case PL_WIRE_ON_OBJECT:
        *e = told_object(&msg->u.on_object);
        return true;
    case PL_WIRE_ON_DATA:
        return told_data(&msg->u.on_data, e, scratch);
    default:
        return false;
    }
}

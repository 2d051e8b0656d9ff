/* SPDX-License-Identifier: Apache-2.0 */
/* What business servers want done. */
#include "adapters/business/business_internal.h"

#include "base/base64.h"
#include "proto/wire/constants_gen.h"

#include <stdlib.h>

enum {
    IDS_MAX = 65536,      /* in one bs_ids, as in schema/messages.json */
    IDS_A_UNIT = 100,     /* ids that are listed for one unit of work */
    USERS_A_UNIT = 4,     /* users who are sent a message for one */
    BYTES_A_UNIT = 65536, /* that are sent for one */
    SYNC_UNITS = 4,
};

void pl_bs_done(struct pl_business *b, struct pl_bs_link *link, int64_t re)
{
    struct pl_wire_msg msg = {.type = PL_WIRE_DONE, .re = re};
    pl_bs_say(b, link, &msg);
}

bool pl_bs_too_much(struct pl_business *b, struct pl_bs_link *link, const struct pl_wire_msg *msg)
{
    if (pl_bs_affords(b, link))
        return false;
    pl_bs_error(b, link, msg->id, PL_GV_ERR_NOENOUGHRESOURCE, "too much at once");
    return true;
}

/* ---- sending ---- */

static size_t receivers(const struct pl_business *b, const struct pl_wire_bs_send *s)
{
    bool all = !s->has_room || s->room == PL_LOOK_ALL;
    if (s->user != 0)
        return 1;
    return pl_look_users(pl_bs_core_of(b), all ? PL_LOOK_ALL : s->room, NULL, 0);
}

static void send(struct pl_business *b, struct pl_bs_link *link, const struct pl_wire_msg *msg)
{
    const struct pl_wire_bs_send *s = &msg->u.bs_send;
    struct pl_event e = {.type = PL_EVENT_SERVER_DATA};
    size_t max = s->channel == PL_WIRE_SERVER_CHANNEL_BUFFER ? PL_LIMIT_TRANS_BUFFER_BYTES
                                                             : PL_LIMIT_SERVER_DATA_BYTES;
    struct pl_look_user user;
    size_t size, users;
    if (pl_base64_size(s->data, &size) != PL_OK || size > max) {
        pl_bs_error(b, link, msg->id, PL_GV_ERR_FUNCOPTERROR, "data: not base64, or too long");
        return;
    }
    if (s->user != 0 && !pl_look_user(pl_bs_core_of(b), s->user, &user)) {
        pl_bs_error(b, link, msg->id, PL_GV_ERR_INVALID_USERID, NULL);
        return;
    }
    if (pl_bs_too_much(b, link, msg))
        return;
    users = receivers(b, s);
    pl_bs_charge(b, link, users / USERS_A_UNIT + users * size / BYTES_A_UNIT);
    pl_base64_read(s->data, b->data);
    e.server_data.user = s->user;
    e.server_data.room = s->user == 0 && s->room > 0 ? s->room : 0;
    e.server_data.channel = (enum pl_core_channel)s->channel;
    e.server_data.is_text = s->is_text;
    e.server_data.bytes = pl_bytes_of(b->data, size);
    b->port.step(b->port.arg, &e);
    pl_bs_done(b, link, msg->id);
}

/* ---- users ---- */

static bool known_control(int32_t code)
{
    switch (code) {
    case PL_BRAS_USERINFO_CTRLCODE_KICKOUT:
    case PL_BRAS_USERINFO_CTRLCODE_SYNCDATA:
    case PL_BRAS_USERINFO_CTRLCODE_FUNCCTRL:
    case PL_BRAS_USERINFO_CTRLCODE_BLOCKIP:
    case PL_BRAS_USERINFO_CTRLCODE_UNBLOCKIP:
    case PL_BRAS_USERINFO_CTRLCODE_ADDGROUP:
    case PL_BRAS_USERINFO_CTRLCODE_DELGROUP:
    case PL_BRAS_USERINFO_CTRLCODE_ADDFRIEND:
    case PL_BRAS_USERINFO_CTRLCODE_DELFRIEND:
    case PL_BRAS_USERINFO_CTRLCODE_SETGROUPRELATION:
        return true;
    default:
        return false;
    }
}

static void control(struct pl_business *b, struct pl_bs_link *link, const struct pl_wire_msg *msg)
{
    const struct pl_wire_bs_control *c = &msg->u.bs_control;
    struct pl_event e = {.type = PL_EVENT_USER_CONTROL};
    if (!known_control(c->code)) {
        pl_bs_error(b, link, msg->id, PL_GV_ERR_FUNCNOTALLOW, "code: no such control");
        return;
    }
    if (c->code == PL_BRAS_USERINFO_CTRLCODE_FUNCCTRL) {
        pl_bs_done(b, link,
                   msg->id); /* its bits mean nothing to anybody: accepted, without effect */
        return;
    }
    if (pl_bs_too_much(b, link, msg))
        return;
    if (c->code == PL_BRAS_USERINFO_CTRLCODE_SYNCDATA)
        pl_bs_charge(b, link, SYNC_UNITS);
    e.user_control.user = c->user;
    e.user_control.code = c->code;
    e.user_control.w = c->w;
    e.user_control.l = c->l;
    e.user_control.text = c->text;
    b->port.step(b->port.arg, &e);
    pl_bs_done(b, link, msg->id);
}

static void set_info(struct pl_business *b, struct pl_bs_link *link, const struct pl_wire_msg *msg)
{
    struct pl_event e = {.type = PL_EVENT_USER_INFO};
    e.user_info.user = msg->u.bs_set_info.user;
    e.user_info.info = msg->u.bs_set_info.info;
    e.user_info.text = msg->u.bs_set_info.text;
    b->port.step(b->port.arg, &e);
    pl_bs_done(b, link, msg->id);
}

static void say_text(struct pl_business *b, struct pl_bs_link *link, int64_t re,
                     struct pl_bytes text)
{
    struct pl_wire_msg msg = {.type = PL_WIRE_BS_TEXT, .re = re};
    msg.u.bs_text.text = text;
    pl_bs_say(b, link, &msg);
}

static void query(struct pl_business *b, struct pl_bs_link *link, const struct pl_wire_msg *msg)
{
    char text[PL_LOOK_TEXT_MAX];
    pl_bs_charge(b, link, 1 + pl_look_users(pl_bs_core_of(b), PL_LOOK_ALL, NULL, 0) / IDS_A_UNIT);
    say_text(b, link, msg->id,
             pl_look_query(pl_bs_core_of(b), msg->u.bs_query.info, msg->u.bs_query.input, text));
}

/* ---- lists ---- */

static size_t list(const struct pl_business *b, const struct pl_wire_msg *msg, int32_t *ids,
                   size_t max)
{
    if (msg->type == PL_WIRE_BS_ROOMS)
        return pl_look_rooms(pl_bs_core_of(b), ids, max);
    if (msg->type == PL_WIRE_BS_OBJECT_IDS)
        return pl_core_object_ids(pl_bs_core_of(b), msg->u.bs_object_ids.type, ids, max);
    return pl_look_users(pl_bs_core_of(b), msg->u.bs_users.room, ids, max);
}

_Static_assert(sizeof(struct pl_wire_bs_id) == sizeof(int32_t), "a number and nothing else");

static void ids(struct pl_business *b, struct pl_bs_link *link, const struct pl_wire_msg *msg)
{
    struct pl_wire_msg reply = {.type = PL_WIRE_BS_IDS, .re = msg->id};
    size_t count = list(b, msg, NULL, 0);
    struct pl_wire_bs_id *items;
    if (pl_bs_too_much(b, link, msg))
        return;
    count = count < IDS_MAX ? count : IDS_MAX;
    items = calloc(count + 1, sizeof(*items));
    if (!items) {
        pl_bs_error(b, link, msg->id, PL_GV_ERR_NOENOUGHRESOURCE, NULL);
        return;
    }
    pl_bs_charge(b, link, count / IDS_A_UNIT);
    (void)list(b, msg, &items->id, count);
    reply.u.bs_ids.ids = items;
    reply.u.bs_ids.ids_count = count;
    pl_bs_say(b, link, &reply);
    free(items);
}

/* ---- calls ---- */

static void call(struct pl_business *b, struct pl_bs_link *link, const struct pl_wire_msg *msg)
{
    const struct pl_wire_bs_call *c = &msg->u.bs_call;
    struct pl_event e = {.type = PL_EVENT_CALL_FINISH};
    if (c->event != PL_BRAS_VIDEOCALL_EVENT_FINISH) {
        pl_bs_error(b, link, msg->id, PL_GV_ERR_FUNCNOTALLOW, "event: only 4, to end a call");
        return;
    }
    e.call_finish.user = c->user;
    e.call_finish.code = c->code;
    e.call_finish.flags = c->flags;
    e.call_finish.param = c->param;
    e.call_finish.text = c->text;
    b->port.step(b->port.arg, &e);
    pl_bs_done(b, link, msg->id);
}

/* ---- all of them ---- */

void pl_bs_do(struct pl_business *b, struct pl_bs_link *link, const struct pl_wire_msg *msg)
{
    struct pl_wire_msg pong = {.type = PL_WIRE_PONG};
    switch (msg->type) {
    case PL_WIRE_PING:
        pl_bs_say(b, link, &pong);
        break;
    case PL_WIRE_BS_TAKES:
        link->takes = pl_bs_takes_of(msg->u.bs_takes.takes, msg->u.bs_takes.takes_count);
        pl_bs_done(b, link, msg->id);
        pl_bs_takes_changed(b);
        break;
    case PL_WIRE_BS_LOGIN:
        pl_bs_answer_login(b, link, &msg->u.bs_login);
        break;
    case PL_WIRE_BS_ALLOW:
        pl_bs_answer_allow(b, link, &msg->u.bs_allow);
        break;
    case PL_WIRE_BS_SEND:
        send(b, link, msg);
        break;
    case PL_WIRE_BS_CONTROL:
        control(b, link, msg);
        break;
    case PL_WIRE_BS_SET_INFO:
        set_info(b, link, msg);
        break;
    case PL_WIRE_BS_GET_INFO:
        say_text(b, link, msg->id,
                 pl_look_info(pl_bs_core_of(b), msg->u.bs_get_info.user, msg->u.bs_get_info.info));
        break;
    case PL_WIRE_BS_QUERY:
        query(b, link, msg);
        break;
    case PL_WIRE_BS_USERS:
    case PL_WIRE_BS_ROOMS:
    case PL_WIRE_BS_OBJECT_IDS:
        ids(b, link, msg);
        break;
    case PL_WIRE_BS_OBJECT:
    case PL_WIRE_BS_OBJECT_SET:
    case PL_WIRE_BS_OBJECT_GET:
        pl_bs_object_message(b, link, msg);
        break;
    case PL_WIRE_BS_RECORD:
    case PL_WIRE_BS_RECORD_TAG:
        pl_bs_record_message(b, link, msg);
        break;
    case PL_WIRE_BS_CALL:
        call(b, link, msg);
        break;
    case PL_WIRE_BS_FILE_PUT:
    case PL_WIRE_BS_FILE_DATA:
    case PL_WIRE_BS_FILE_GOT:
    case PL_WIRE_BS_FILE_CLOSE:
        pl_bs_file_message(b, link, msg);
        break;
    default:
        pl_bs_error(b, link, msg->id, PL_GV_ERR_FUNCNOTALLOW,
                    pl_wire_desc(msg->type)->needs == PL_WIRE_NEEDS_BUSINESS
                        ? "this server cannot do it"
                        : "not for a business server");
        break;
    }
}

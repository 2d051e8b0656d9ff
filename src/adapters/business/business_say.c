/* SPDX-License-Identifier: Apache-2.0 */
/* What business servers are told. */
#include "adapters/business/business_internal.h"

#include "base/base64.h"

#include <assert.h>

_Static_assert((int)PL_CORE_FILTER == (int)PL_WIRE_SERVER_CHANNEL_FILTER &&
                   (int)PL_CORE_BUSINESS == (int)PL_WIRE_SERVER_CHANNEL_BUSINESS &&
                   (int)PL_CORE_BUFFER == (int)PL_WIRE_SERVER_CHANNEL_BUFFER,
               "one order of channels");

enum { RECORD_SERVER = 1 }; /* the number of the only one */
enum { PART = 256 };        /* users in one bs_online, as in schema/messages.json */

static struct pl_wire_bs_user wire_user(const struct pl_look_user *u)
{
    return (struct pl_wire_bs_user){
        .id = u->id, .name = u->name, .level = u->level, .ip = u->ip, .room = u->room};
}

/* ---- who is there ---- */

struct part {
    struct pl_business *b;
    struct pl_bs_link *link;
    size_t count;
    struct pl_wire_bs_user users[PART];
};

static void part_send(struct part *p, bool last)
{
    struct pl_wire_msg msg = {.type = PL_WIRE_BS_ONLINE};
    msg.u.bs_online.last = last;
    msg.u.bs_online.users = p->users;
    msg.u.bs_online.users_count = p->count;
    pl_bs_say(p->b, p->link, &msg);
    p->count = 0;
}

static bool part_add(void *arg, const struct pl_look_user *user)
{
    struct part *p = arg;
    if (p->count == PART)
        part_send(p, false);
    p->users[p->count++] = wire_user(user);
    return true;
}

void pl_bs_say_online(struct pl_business *b, struct pl_bs_link *link)
{
    struct part p = {.b = b, .link = link};
    pl_look_everybody(b->port.core(b->port.arg), part_add, &p);
    part_send(&p, true);
}

/* ---- what everybody is told ---- */

static void fill_call(struct pl_wire_on_call *to, const struct pl_notice *n)
{
    to->event = (int32_t)n->call.event;
    to->from = n->user;
    to->to = n->call.to;
    to->code = n->call.code;
    to->flags = n->call.flags;
    to->param = n->call.param;
    to->text = n->call.text;
}

static void fill(struct pl_wire_msg *msg, const struct pl_notice *n)
{
    switch (n->kind) {
    case PL_NOTICE_LOGIN:
        msg->type = PL_WIRE_ON_LOGIN;
        msg->u.on_login.user = (struct pl_wire_bs_user){
            .id = n->user, .name = n->login.name, .level = n->login.level, .ip = n->login.ip};
        break;
    case PL_NOTICE_LOGOUT:
        msg->type = PL_WIRE_ON_LOGOUT;
        msg->u.on_logout = (struct pl_wire_on_logout){n->user, n->logout.code};
        break;
    case PL_NOTICE_ENTER:
        msg->type = PL_WIRE_ON_ENTER;
        msg->u.on_enter = (struct pl_wire_on_enter){n->user, n->enter.room, n->enter.name};
        break;
    case PL_NOTICE_LEAVE:
        msg->type = PL_WIRE_ON_LEAVE;
        msg->u.on_leave = (struct pl_wire_on_leave){n->user, n->leave.room, n->leave.code};
        break;
    case PL_NOTICE_TEXT:
        msg->type = PL_WIRE_ON_TEXT;
        msg->u.on_text = (struct pl_wire_on_text){n->text.room, n->user, n->text.to, n->text.secret,
                                                  n->text.text};
        break;
    case PL_NOTICE_RECORD:
        msg->type = PL_WIRE_ON_RECORD;
        msg->u.on_record = (struct pl_wire_on_record){
            .user = n->user,
            .file = n->record.file,
            .seconds = n->record.seconds,
            .flags = n->record.flags,
            .param = n->record.param,
            .text = n->record.text,
            .server = RECORD_SERVER,
        };
        break;
    case PL_NOTICE_CALL:
        msg->type = PL_WIRE_ON_CALL;
        fill_call(&msg->u.on_call, n);
        break;
    }
}

/* Is it for this one? */
static bool hears(const struct pl_bs_link *link, const struct pl_notice *n)
{
    if (link->state != PL_BS_ATTACHED)
        return false;
    if (n->kind == PL_NOTICE_TEXT)
        return link->takes & PL_BS_TEXT;
    if (n->kind == PL_NOTICE_CALL && n->call.event == PL_NOTICE_CALL_REQUEST)
        return !(link->takes & PL_BS_CALL); /* who takes calls is asked */
    return true;
}

/* ---- what one of them is told ---- */

struct pl_bs_link *pl_bs_one_for(const struct pl_business *b, unsigned what, int32_t user)
{
    struct pl_list *it;
    uint32_t count = 0, place;
    pl_list_for_each(it, &b->links)
    {
        const struct pl_bs_link *link = pl_bs_link_of(it);
        count += link->state == PL_BS_ATTACHED && (link->takes & what) ? 1 : 0;
    }
    if (count == 0)
        return NULL;
    place = (uint32_t)user * 2654435761u % count; /* ids that count up spread as well */
    pl_list_for_each(it, &b->links)
    {
        struct pl_bs_link *link = pl_bs_link_of(it);
        if (link->state != PL_BS_ATTACHED || !(link->takes & what))
            continue;
        if (place-- == 0)
            return link;
    }
    return NULL;
}

void pl_business_notice(struct pl_business *b, const struct pl_notice *notice)
{
    struct pl_wire_msg msg = {0};
    struct pl_list *it;
    fill(&msg, notice);
    pl_list_for_each(it, &b->links)
    {
        if (hears(pl_bs_link_of(it), notice))
            pl_bs_say(b, pl_bs_link_of(it), &msg);
    }
}

void pl_business_data(struct pl_business *b, const struct pl_effect *effect)
{
    struct pl_bs_link *link = pl_bs_one_for(b, PL_BS_DATA, effect->server_data.user);
    struct pl_wire_msg msg = {.type = PL_WIRE_ON_DATA};
    size_t len = PL_BASE64_CHARS(effect->server_data.bytes.len);
    if (!link)
        return;
    assert(effect->server_data.bytes.len <= PL_LIMIT_SERVER_DATA_BYTES);
    pl_base64_write(effect->server_data.bytes, b->data);
    msg.u.on_data.user = effect->server_data.user;
    msg.u.on_data.channel = (enum pl_wire_server_channel)effect->server_data.channel;
    msg.u.on_data.data = pl_bytes_of(b->data, len);
    msg.u.on_data.is_text = effect->server_data.is_text;
    pl_bs_say(b, link, &msg);
}

void pl_business_object(struct pl_business *b, const struct pl_effect *effect)
{
    struct pl_wire_msg msg = {.type = PL_WIRE_ON_OBJECT};
    struct pl_list *it;
    msg.u.on_object.type = effect->object_event.type;
    msg.u.on_object.object = effect->object_event.id;
    msg.u.on_object.event = effect->object_event.event;
    msg.u.on_object.p1 = effect->object_event.params[0];
    msg.u.on_object.p2 = effect->object_event.params[1];
    msg.u.on_object.p3 = effect->object_event.params[2];
    msg.u.on_object.p4 = effect->object_event.params[3];
    msg.u.on_object.text = effect->object_event.text;
    pl_list_for_each(it, &b->links)
    {
        struct pl_bs_link *link = pl_bs_link_of(it);
        if (link->state == PL_BS_ATTACHED && (link->takes & PL_BS_OBJECT))
            pl_bs_say(b, link, &msg);
    }
}

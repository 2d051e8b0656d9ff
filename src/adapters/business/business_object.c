/* SPDX-License-Identifier: Apache-2.0 */
/* What business servers want of the service counters. */
#include "adapters/business/business_internal.h"

enum { OBJECT_UNITS = 4 /* an area may have to be told */ };

static void object(struct pl_business *b, struct pl_bs_link *link, const struct pl_wire_msg *msg)
{
    const struct pl_wire_bs_object *o = &msg->u.bs_object;
    struct pl_event e = {.type = PL_EVENT_OBJECT_CONTROL};
    if (pl_bs_too_much(b, link, msg))
        return;
    pl_bs_charge(b, link, OBJECT_UNITS);
    e.object_control.type = o->type;
    e.object_control.id = o->object;
    e.object_control.code = o->code;
    e.object_control.params[0] = o->p1;
    e.object_control.params[1] = o->p2;
    e.object_control.params[2] = o->p3;
    e.object_control.params[3] = o->p4;
    b->port.step(b->port.arg, &e);
    pl_bs_done(b, link, msg->id);
}

static void object_set(struct pl_business *b, struct pl_bs_link *link,
                       const struct pl_wire_msg *msg)
{
    const struct pl_wire_bs_object_set *o = &msg->u.bs_object_set;
    struct pl_event e = {.type = PL_EVENT_OBJECT_SET};
    if (o->has_number == o->has_text) {
        pl_bs_error(b, link, msg->id, PL_GV_ERR_FUNCOPTERROR, "number or text");
        return;
    }
    if (pl_bs_too_much(b, link, msg))
        return;
    pl_bs_charge(b, link, OBJECT_UNITS);
    e.object_set.type = o->type;
    e.object_set.id = o->object;
    e.object_set.info = o->info;
    e.object_set.is_text = o->has_text;
    e.object_set.number = o->number;
    e.object_set.text = o->text;
    b->port.step(b->port.arg, &e);
    pl_bs_done(b, link, msg->id);
}

static void object_get(struct pl_business *b, struct pl_bs_link *link,
                       const struct pl_wire_msg *msg)
{
    const struct pl_wire_bs_object_get *o = &msg->u.bs_object_get;
    struct pl_wire_msg reply = {.type = PL_WIRE_BS_OBJECT_VALUE, .re = msg->id};
    struct pl_wire_bs_object_value *v = &reply.u.bs_object_value;
    if (pl_core_object_value(pl_bs_core_of(b), o->type, o->object, o->info, &v->number, &v->text)) {
        v->has_number = true;
        v->has_text = v->text.len > 0;
    }
    pl_bs_say(b, link, &reply);
}

void pl_bs_object_message(struct pl_business *b, struct pl_bs_link *link,
                          const struct pl_wire_msg *msg)
{
    if (msg->type == PL_WIRE_BS_OBJECT)
        object(b, link, msg);
    else if (msg->type == PL_WIRE_BS_OBJECT_SET)
        object_set(b, link, msg);
    else
        object_get(b, link, msg);
}

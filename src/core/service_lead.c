/* SPDX-License-Identifier: Apache-2.0 */
/* What agents do with the services that they lead, and those whom they ask. */
#include "core/service.h"

#include "core/call.h"
#include "core/emit.h"
#include "core/object.h"

static struct pl_service *find(const struct pl_core *core, int32_t client)
{
    return pl_idmap_get(&core->services, (uint32_t)client);
}

struct pl_service *pl_service_led(struct pl_core *core, const struct pl_session *s, int32_t client,
                                  int *why)
{
    struct pl_service *v = find(core, client);
    if (!v || v->agent != s->user)
        *why = PL_GV_ERR_FUNCNOTALLOW;
    else if (v->room == 0)
        *why = PL_GV_ERR_VIDEOCALL_NOTINCALL;
    else
        return v;
    return NULL;
}

struct pl_answer pl_service_hold(struct pl_core *core, struct pl_session *s,
                                 const struct pl_wire_msg *msg)
{
    int why;
    struct pl_service *v = pl_service_led(core, s, msg->u.service_hold.client, &why);
    if (pl_object_too_many(core, s))
        return PL_REFUSED(PL_GV_ERR_NOENOUGHRESOURCE, .detail = "too many requests");
    if (!v)
        return PL_REFUSED(why);
    if (v->held != msg->u.service_hold.on) {
        pl_service_set_hold(core, v, msg->u.service_hold.on);
        pl_service_tell(core, v);
    }
    return PL_ANSWER_DONE;
}

/* ---- asking ---- */

/* Whoever takes part already has the client at once. */
static int hand_to_guest(struct pl_core *core, struct pl_service *v, struct pl_session *to)
{
    int code = pl_service_free_for(core, v, to, to->part);
    if (!code)
        code = pl_service_hand_over(core, v, to, true);
    pl_object_settle(core);
    return code;
}

static int ask(struct pl_core *core, struct pl_service *v, struct pl_session *to,
               const struct pl_wire_service_ask *says)
{
    struct pl_service_part *part;
    int code = pl_service_free_for(core, v, to, NULL);
    if (code)
        return code;
    part = pl_service_add(core, v, to, says->role);
    if (!part)
        return PL_GV_ERR_NOENOUGHRESOURCE;
    part->asked = true;
    pl_emit_timer(core, &part->timer, core->now + core->config.service_ask_us);
    if (says->has_hold && says->hold && !v->held) {
        pl_service_set_hold(core, v, true);
        part->holds = true;
    }
    pl_service_tell_asked(core, part, says->text);
    pl_service_tell(core, v);
    return PL_GV_ERR_SUCCESS;
}

struct pl_answer pl_service_ask(struct pl_core *core, struct pl_session *s,
                                const struct pl_wire_msg *msg)
{
    const struct pl_wire_service_ask *says = &msg->u.service_ask;
    int why = PL_GV_ERR_SUCCESS;
    struct pl_service *v = pl_service_led(core, s, says->client, &why);
    struct pl_session *to = pl_idmap_get(&core->users, (uint32_t)says->user);
    struct pl_service_part *part = v ? pl_service_part_of(v, says->user) : NULL;
    bool over = says->role == PL_WIRE_SERVICE_ROLE_AGENT;
    if (pl_object_too_many(core, s))
        return PL_REFUSED(PL_GV_ERR_NOENOUGHRESOURCE, .detail = "too many requests");
    if (!v)
        return PL_REFUSED(why);
    if (!over && says->role != PL_WIRE_SERVICE_ROLE_GUEST)
        return PL_REFUSED(PL_GV_ERR_FUNCOPTERROR, .detail = "role: guest or agent");
    if (says->user == 0 || !to || to == s || to->user == v->client)
        return PL_REFUSED(PL_GV_ERR_SESSION_OFFLINE);
    if (over && part && part->role == PL_WIRE_SERVICE_ROLE_GUEST && !part->asked)
        why = hand_to_guest(core, v, to);
    else if (part)
        why = PL_GV_ERR_SESSION_BUSY;
    else
        why = ask(core, v, to, says);
    return why ? PL_REFUSED(why) : PL_ANSWER_DONE;
}

/* ---- answering ---- */

/* He comes in: to the routing engine he is at work. */
static void come_in(struct pl_core *core, struct pl_service_part *part)
{
    const struct pl_counter_person *p = pl_counter_person_of(core->counter, part->user);
    struct pl_service *v = part->service;
    part->asked = false;
    pl_heap_disarm(&core->timers, &part->timer.node);
    if (p && p->agent && p->agent->status != PL_COUNTER_WORKING) {
        part->status = (int)p->agent->status;
        (void)pl_counter_status(core->counter, core->now, part->user, PL_COUNTER_WORKING);
    }
    pl_service_tell_answered(core, v, part->user, part->role, PL_GV_ERR_SUCCESS);
    pl_service_tell(core, v);
}

static void turn_down(struct pl_core *core, struct pl_service_part *part, int code)
{
    struct pl_service *v = part->service;
    pl_service_tell_answered(core, v, part->user, part->role, code);
    pl_service_remove(core, part, code);
    pl_service_tell(core, v);
}

struct pl_answer pl_service_answer(struct pl_core *core, struct pl_session *s,
                                   const struct pl_wire_msg *msg)
{
    const struct pl_wire_service_answer *says = &msg->u.service_answer;
    struct pl_service_part *part = s->part;
    int code;
    if (!part || !part->asked || part->service->client != says->client)
        return PL_REFUSED(PL_GV_ERR_VIDEOCALL_NOTINCALL, .detail = "nobody asks");
    code = says->code ? says->code : pl_service_free_for(core, part->service, s, part);
    if (!code && part->role == PL_WIRE_SERVICE_ROLE_AGENT)
        code = pl_service_hand_over(core, part->service, s, true);
    else if (!code)
        come_in(core, part);
    if (code)
        turn_down(core, part, code);
    pl_object_settle(core);
    return code && !says->code ? PL_REFUSED(code) : PL_ANSWER_DONE;
}

void pl_service_due(struct pl_core *core, struct pl_service_part *part)
{
    turn_down(core, part, PL_GV_ERR_SESSION_TIMEOUT);
    pl_object_settle(core);
}

/* ---- going ---- */

struct pl_answer pl_service_drop(struct pl_core *core, struct pl_session *s,
                                 const struct pl_wire_msg *msg)
{
    const struct pl_wire_service_drop *says = &msg->u.service_drop;
    struct pl_service *v = find(core, says->client);
    struct pl_service_part *part = v ? pl_service_part_of(v, says->user) : NULL;
    bool own = says->user == s->user;
    if (!part)
        return PL_ANSWER_DONE;
    if (!own && (v->agent != s->user || (!part->asked && part->role != PL_WIRE_SERVICE_ROLE_GUEST)))
        return PL_REFUSED(PL_GV_ERR_FUNCNOTALLOW, .detail = "not a guest of one's own");
    if (part->asked) {
        turn_down(core, part, own ? PL_GV_ERR_SESSION_REFUSE : PL_GV_ERR_SESSION_QUIT);
    } else {
        pl_service_remove(core, part, own ? PL_GV_ERR_SUCCESS : PL_GV_ERR_SESSION_QUIT);
        pl_service_tell(core, v);
    }
    pl_object_settle(core);
    return PL_ANSWER_DONE;
}

struct pl_answer pl_service_pass(struct pl_core *core, struct pl_session *s,
                                 const struct pl_wire_msg *msg)
{
    const struct pl_wire_service_pass *says = &msg->u.service_pass;
    int why;
    struct pl_service *v = pl_service_led(core, s, says->client, &why);
    struct pl_session *client = pl_idmap_get(&core->users, (uint32_t)says->client);
    if (pl_object_too_many(core, s))
        return PL_REFUSED(PL_GV_ERR_NOENOUGHRESOURCE, .detail = "too many requests");
    if (!v)
        return PL_REFUSED(why);
    why = pl_counter_pass(core->counter, core->now, s->user, says->client, says->queue);
    if (why)
        return PL_REFUSED(why);
    if (says->has_text && says->text.len > 0)
        (void)pl_service_put_note(core, v, s->user, says->text);
    if (client && client->call)
        pl_call_end(core, client->call, PL_GV_ERR_SUCCESS);
    pl_object_settle(core); /* it ends, the client waits */
    return PL_ANSWER_DONE;
}

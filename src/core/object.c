/* SPDX-License-Identifier: Apache-2.0 */
/* What pages, and what is attached to the server, say to the objects of the service counters. */
#include "core/object.h"

#include "core/emit.h"
#include "core/object_rights.h"
#include "core/service.h"
#include "core/session.h"
#include "core/ticket.h"
#include "proto/wire/constants_gen.h"

enum {
    AREA = PL_ANYCHAT_OBJECT_TYPE_AREA,
    QUEUE = PL_ANYCHAT_OBJECT_TYPE_QUEUE,
    AGENT = PL_ANYCHAT_OBJECT_TYPE_AGENT,
    CLIENT = PL_ANYCHAT_OBJECT_TYPE_CLIENTUSER,
    REQUESTS_BURST = 60, /* as said in schema/limits.json */
    ALL_QUEUES = 10000,
};

/* ---- life ---- */

static int put_queue(struct pl_core *core, const struct pl_core_place *q, bool overflows)
{
    struct pl_counter_setup setup = *q->setup;
    if (!overflows)
        setup.rules.overflow = 0;
    return pl_counter_setup_apply(core->counter, core->now, PL_COUNTER_QUEUE_KIND, q->id, &setup);
}

bool pl_object_init(struct pl_core *core)
{
    const struct pl_core_config *c = &core->config;
    struct pl_counter_config config;
    int code = PL_GV_ERR_SUCCESS;
    pl_counter_config_init(&config);
    config.max_areas = PL_LIMIT_OBJECT_AREAS;
    config.max_queues = ALL_QUEUES;
    config.max_queues_of_area = PL_LIMIT_OBJECT_QUEUES;
    config.max_people = c->max_sessions;
    config.max_text = PL_LIMIT_OBJECT_TEXT_BYTES;
    config.crowd = PL_LIMIT_OBJECT_CROWD;
    config.ageing_us = c->ageing_us;
    config.seed = pl_get_u64(c->hash_seed);
    config.epoch_ms = c->epoch_ms;
    core->counter_timer.kind = PL_TIMER_COUNTER;
    core->counter = pl_counter_create(&config);
    if (!core->counter || !pl_tickets_init(core))
        return false;
    for (size_t i = 0; i < c->area_count && !code; i++)
        code = pl_counter_setup_apply(core->counter, core->now, PL_COUNTER_AREA_KIND,
                                      c->areas[i].id, c->areas[i].setup);
    for (size_t i = 0; i < c->queue_count && !code; i++)
        code = put_queue(core, &c->queues[i], false);
    for (size_t i = 0; i < c->queue_count && !code; i++)
        code = put_queue(core, &c->queues[i], true); /* queues overflow into later ones as well */
    for (size_t i = 0; i < c->skilled_count && !code; i++)
        code = pl_counter_set_profile(core->counter, core->now, c->skilled[i].user,
                                      c->skilled[i].profile);
    while (pl_counter_next_fact(core->counter))
        continue; /* nobody is there to be told */
    return !code;
}

void pl_object_due(struct pl_core *core)
{
    pl_counter_tick(core->counter, core->now);
    pl_object_settle(core);
}

void pl_object_gone(struct pl_core *core, struct pl_session *s, int code)
{
    core->object_leaver = s->user;
    if (code == PL_GV_ERR_LOGIN_NEWLOGIN)
        pl_tickets_put_by(core, s->user);
    pl_counter_gone(core->counter, core->now, s->user, code);
    pl_object_settle(core);
    pl_tickets_gone(core, s->user, code);
    core->object_leaver = 0;
}

void pl_object_talk(struct pl_core *core, int32_t one, int32_t other)
{
    pl_counter_talk(core->counter, core->now, one, other);
    pl_object_settle(core);
}

/* ---- properties ---- */

struct property {
    bool is_text;
    enum pl_counter_number number;
    enum pl_counter_text_kind text;
};

static bool property_of(int32_t info, struct property *out)
{
    *out = (struct property){.is_text = false};
    switch (info) {
    case PL_ANYCHAT_OBJECT_INFO_FLAGS:
        out->number = PL_COUNTER_NUMBER_FLAGS;
        return true;
    case PL_ANYCHAT_OBJECT_INFO_PRIORITY:
        out->number = PL_COUNTER_NUMBER_PRIORITY;
        return true;
    case PL_ANYCHAT_OBJECT_INFO_ATTRIBUTE:
        out->number = PL_COUNTER_NUMBER_ATTRIBUTE;
        return true;
    case PL_ANYCHAT_OBJECT_INFO_INTTAG:
        out->number = PL_COUNTER_NUMBER_TAG;
        return true;
    case PL_ANYCHAT_OBJECT_INFO_NAME:
        *out = (struct property){.is_text = true, .text = PL_COUNTER_NAME};
        return true;
    case PL_ANYCHAT_OBJECT_INFO_DESCRIPTION:
        *out = (struct property){.is_text = true, .text = PL_COUNTER_DESCRIPTION};
        return true;
    case PL_ANYCHAT_OBJECT_INFO_STRINGTAG:
        *out = (struct property){.is_text = true, .text = PL_COUNTER_TAG};
        return true;
    default:
        return false;
    }
}

/* Sets it and tells who knows the object. A text where a number belongs: some newer pages have
 * attributes as JSON, which nothing here reads. */
static int set(struct pl_core *core, int32_t type, int32_t id, int32_t info, bool is_text,
               int32_t number, struct pl_bytes text)
{
    struct property p;
    bool changed;
    int code;
    if (!property_of(info, &p) || (p.is_text && !is_text))
        return PL_GV_ERR_FUNCOPTERROR;
    if (is_text && !p.is_text)
        return info == PL_ANYCHAT_OBJECT_INFO_ATTRIBUTE ? PL_GV_ERR_SUCCESS
                                                        : PL_GV_ERR_FUNCOPTERROR;
    if (p.is_text)
        code = pl_counter_set_text(core->counter, type, id, p.text, text, &changed);
    else
        code =
            pl_counter_set_number(core->counter, core->now, type, id, p.number, number, &changed);
    if (changed)
        pl_object_updated(core, type, id);
    pl_object_settle(core);
    return code;
}

/* ---- what pages say ---- */

bool pl_object_too_many(struct pl_core *core, struct pl_session *s)
{
    const struct pl_rate rate = {PL_SEC(1) / PL_LIMIT_OBJECT_REQUESTS_PER_SECOND, REQUESTS_BURST};
    return !pl_bucket_take(&s->object_requests, rate, core->now);
}

static bool may_set(const struct pl_core *core, const struct pl_session *s, int32_t info,
                    int32_t number)
{
    bool staff = number & (PL_COUNTER_AGENT | PL_COUNTER_MANAGER);
    if (info == PL_ANYCHAT_OBJECT_INFO_PRIORITY)
        return core->config.page_priority;
    if (info != PL_ANYCHAT_OBJECT_INFO_FLAGS || !staff)
        return true;
    switch (core->config.agents) {
    case PL_CORE_AGENTS_NAMED:
        return s->user > 0;
    case PL_CORE_AGENTS_GIVEN:
        return false;
    case PL_CORE_AGENTS_ANYBODY:
        break;
    }
    return true;
}

struct pl_answer pl_object_set(struct pl_core *core, struct pl_session *s,
                               const struct pl_wire_msg *msg)
{
    const struct pl_wire_object_set *says = &msg->u.object_set;
    int code;
    if (pl_object_too_many(core, s))
        return PL_REFUSED(PL_GV_ERR_NOENOUGHRESOURCE, .detail = "too many requests");
    if ((says->type != CLIENT && says->type != AGENT) || says->object != s->user)
        return PL_REFUSED(PL_GV_ERR_FUNCNOTALLOW, .detail = "not one's own object");
    if (pl_object_set_right(says->type, says->info) != PL_OBJECT_ONES_OWN)
        return PL_REFUSED(PL_GV_ERR_FUNCOPTERROR, .detail = "no property that pages set");
    if (says->has_number == says->has_text)
        return PL_REFUSED(PL_GV_ERR_FUNCOPTERROR, .detail = "a number or a text");
    if (says->has_number && !may_set(core, s, says->info, says->number))
        return PL_REFUSED(PL_GV_ERR_FUNCNOTALLOW, .detail = "the server decides about that");
    code = set(core, CLIENT, s->user, says->info, says->has_text, says->number, says->text);
    return code ? PL_REFUSED(code) : PL_ANSWER_DONE;
}

/* Of somebody whom the server will know again. */
static int ask_call_back(struct pl_core *core, int32_t user, int32_t queue, bool on)
{
    const struct pl_counter_person *p = pl_counter_person_of(core->counter, user);
    if (user < 0)
        return PL_GV_ERR_FUNCNOTALLOW;
    if (!p || !p->queue || (queue != -1 && p->queue->id != queue))
        return PL_GV_ERR_QUEUE_INVALID;
    return pl_counter_call_back(core->counter, core->now, user, on);
}

/* A verb of this user; what refuses it is told by its event. */
static int act_as(struct pl_core *core, int32_t user, int32_t type, int32_t id, int32_t code,
                  int32_t why)
{
    struct pl_counter *e = core->counter;
    pl_time_us now = core->now;
    int refusal;
    int32_t event;
    if (type == AREA && code == PL_ANYCHAT_AREA_CTRL_USERENTER) {
        refusal = pl_tickets_enter_area(core, user, id);
        event = PL_ANYCHAT_AREA_EVENT_ENTERRESULT;
    } else if (type == AREA && code == PL_ANYCHAT_AREA_CTRL_USERLEAVE) {
        refusal = pl_counter_leave_area(e, now, user, id, why);
        event = PL_ANYCHAT_AREA_EVENT_LEAVERESULT;
    } else if (type == QUEUE && code == PL_ANYCHAT_QUEUE_CTRL_USERENTER) {
        refusal = pl_tickets_enter_queue(core, user, id);
        event = PL_ANYCHAT_QUEUE_EVENT_ENTERRESULT;
    } else if (type == QUEUE && code == PL_ANYCHAT_QUEUE_CTRL_USERLEAVE) {
        refusal = pl_counter_leave_queue(e, now, user, id, why);
        event = PL_ANYCHAT_QUEUE_EVENT_LEAVERESULT;
    } else if (type == QUEUE && code == PL_OBJECT_QUEUE_CTRL_CALL_BACK) {
        refusal = ask_call_back(core, user, id, why != 0);
        event = PL_OBJECT_QUEUE_EVENT_CALL_BACK;
    } else {
        return PL_GV_ERR_FUNCNOTALLOW;
    }
    if (refusal)
        pl_object_tell(core, user, type, id, event, refusal);
    pl_object_settle(core);
    if (event == PL_ANYCHAT_AREA_EVENT_ENTERRESULT && !refusal)
        pl_service_returned(core, user);
    return PL_GV_ERR_SUCCESS;
}

/* A verb of an agent. */
static int act_as_agent(struct pl_core *core, int32_t agent, int32_t code, int32_t p1)
{
    struct pl_counter *e = core->counter;
    int refusal;
    switch (code) {
    case PL_ANYCHAT_AGENT_CTRL_SERVICESTATUS:
        refusal = pl_counter_status(e, core->now, agent, p1);
        break;
    case PL_ANYCHAT_AGENT_CTRL_SERVICEREQUEST:
        refusal = pl_counter_request(e, core->now, agent);
        if (refusal == PL_GV_ERR_DATANOTEXIST) {
            pl_object_tell(core, agent, AGENT, agent, PL_ANYCHAT_AGENT_EVENT_WAITINGUSER, 0);
            refusal = PL_GV_ERR_SUCCESS;
        }
        break;
    case PL_ANYCHAT_AGENT_CTRL_STARTSERVICE:
        refusal = pl_counter_start(e, core->now, agent, p1);
        break;
    case PL_ANYCHAT_AGENT_CTRL_FINISHSERVICE:
        /* Who has several clients says whom; else it may be an error code of the page's. */
        refusal = pl_counter_finish_with(e, core->now, agent, p1);
        if (refusal == PL_GV_ERR_INVALID_USERID)
            refusal = pl_counter_finish(e, core->now, agent);
        break;
    default:
        return PL_GV_ERR_FUNCNOTALLOW;
    }
    pl_object_settle(core);
    return refusal;
}

/* By the client whom the agent serves or has served last. */
static int rate(struct pl_core *core, const struct pl_session *s,
                const struct pl_wire_object_control *says)
{
    const struct pl_counter_person *client = pl_counter_person_of(core->counter, s->user);
    int32_t agent = says->p1 ? says->p1 : says->object;
    if (!client || client->last_agent == 0 || client->last_agent != agent)
        return PL_GV_ERR_INVALID_AGENT;
    if (pl_book_rate(core->book, s->user, agent, says->p2, says->text) == PL_GV_ERR_SUCCESS)
        pl_tickets_said(core);
    pl_object_rated(core, agent, s->user, says->p2, says->text);
    return PL_GV_ERR_SUCCESS;
}

static int control(struct pl_core *core, struct pl_session *s,
                   const struct pl_wire_object_control *says)
{
    int32_t type = says->type, id = says->object;
    if (type != AREA && type != QUEUE && type != AGENT && type != CLIENT)
        return PL_GV_ERR_FUNCOPTERROR;
    switch (pl_object_control_right(type, says->code)) {
    case PL_OBJECT_NOBODYS:
        return PL_GV_ERR_FUNCNOTALLOW;
    case PL_OBJECT_ONES_OWN:
        if (id != s->user && id != -1)
            return PL_GV_ERR_FUNCNOTALLOW;
        break;
    case PL_OBJECT_ANYBODYS:
    case PL_OBJECT_SERVED_BY: /* rate() knows by whom */
        break;
    }
    switch (says->code) {
    case PL_ANYCHAT_OBJECT_CTRL_SYNCDATA:
        pl_object_sync(core, s, type, id);
        return PL_GV_ERR_SUCCESS;
    case PL_ANYCHAT_OBJECT_CTRL_DEBUGOUTPUT:
        return PL_GV_ERR_SUCCESS; /* pages may not fill the log */
    case PL_ANYCHAT_AGENT_CTRL_EVALUATION:
        return rate(core, s, says);
    default:
        break;
    }
    if (type == AGENT)
        return act_as_agent(core, s->user, says->code, says->p1);
    return act_as(core, s->user, type, id, says->code,
                  says->code == PL_OBJECT_QUEUE_CTRL_CALL_BACK ? says->p1 : PL_GV_ERR_SUCCESS);
}

struct pl_answer pl_object_control(struct pl_core *core, struct pl_session *s,
                                   const struct pl_wire_msg *msg)
{
    int code;
    if (pl_object_too_many(core, s))
        return PL_REFUSED(PL_GV_ERR_NOENOUGHRESOURCE, .detail = "too many requests");
    code = control(core, s, &msg->u.object_control);
    return code ? PL_REFUSED(code) : PL_ANSWER_DONE;
}

/* ---- what is attached to the server says ---- */

void pl_object_event_set(struct pl_core *core, const struct pl_event *event)
{
    int32_t type = event->object_set.type, id = event->object_set.id;
    struct pl_session *s =
        type == AREA || type == QUEUE ? NULL : pl_idmap_get(&core->users, (uint32_t)id);
    bool known = type == AREA || type == QUEUE || s;
    if (s && event->object_set.info == PL_ANYCHAT_OBJECT_INFO_FLAGS && !event->object_set.is_text)
        pl_service_flags(core, s, event->object_set.number);
    if (!known || set(core, type, id, event->object_set.info, event->object_set.is_text,
                      event->object_set.number, event->object_set.text))
        core->objects_refused++;
}

static int create(struct pl_core *core, int32_t type, int32_t id, int32_t area)
{
    bool is_new = type == QUEUE && !pl_counter_queue_of(core->counter, id);
    int code = type == AREA    ? pl_counter_put_area(core->counter, core->now, id)
               : type == QUEUE ? pl_counter_put_queue(core->counter, core->now, id, area)
                               : PL_GV_ERR_FUNCOPTERROR;
    if (!code && is_new)
        pl_object_updated(core, QUEUE, id); /* an area is told of with its name */
    return code;
}

static int delete (struct pl_core *core, int32_t type, int32_t id)
{
    if (type == AREA)
        return pl_counter_delete_area(core->counter, core->now, id);
    return type == QUEUE ? pl_counter_delete_queue(core->counter, core->now, id)
                         : PL_GV_ERR_FUNCOPTERROR;
}

static int server_control(struct pl_core *core, int32_t type, int32_t id, int32_t code,
                          const int32_t params[4])
{
    struct pl_session *user = pl_idmap_get(&core->users, (uint32_t)params[0]);
    switch (code) {
    case PL_ANYCHAT_OBJECT_CTRL_CREATE:
        return create(core, type, id, params[0]);
    case PL_ANYCHAT_OBJECT_CTRL_DELETE:
        return delete (core, type, id);
    case PL_ANYCHAT_OBJECT_CTRL_SYNCDATA:
        if (!user)
            return PL_GV_ERR_INVALID_USERID;
        pl_object_sync(core, user, type, id);
        return PL_GV_ERR_SUCCESS;
    default:
        break;
    }
    if (type == AGENT)
        return act_as_agent(core, id, code, params[0]);
    if (!user)
        return PL_GV_ERR_INVALID_USERID;
    if (type == AREA && code == PL_ANYCHAT_AREA_CTRL_USERENTER && params[1] != 0) {
        int refusal = set(core, CLIENT, user->user, PL_ANYCHAT_OBJECT_INFO_FLAGS, false, params[1],
                          pl_bytes_of(NULL, 0));
        if (refusal)
            return refusal;
        pl_service_flags(core, user, params[1]);
    }
    return act_as(core, user->user, type, id, code, params[1]);
}

void pl_object_event_control(struct pl_core *core, const struct pl_event *event)
{
    if (server_control(core, event->object_control.type, event->object_control.id,
                       event->object_control.code, event->object_control.params))
        core->objects_refused++;
    pl_object_settle(core);
}

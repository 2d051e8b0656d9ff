/* SPDX-License-Identifier: Apache-2.0 */
/* What the engine decides, as pages are told it (behaviour of the manual 3.6.4, 4.7). */
#include "core/object.h"

#include "core/emit.h"
#include "core/service.h"
#include "core/session.h"
#include "core/ticket.h"
#include "proto/wire/constants_gen.h"

enum {
    AREA = PL_ANYCHAT_OBJECT_TYPE_AREA,
    QUEUE = PL_ANYCHAT_OBJECT_TYPE_QUEUE,
    AGENT = PL_ANYCHAT_OBJECT_TYPE_AGENT,
    CLIENT = PL_ANYCHAT_OBJECT_TYPE_CLIENTUSER,
};

/* ---- to whom ---- */

/* NULL: not signed in, or just ending. */
static struct pl_session *session_of(const struct pl_core *core, int32_t user)
{
    return user == core->object_leaver ? NULL : pl_idmap_get(&core->users, (uint32_t)user);
}

static bool crowded(const struct pl_counter_area *area)
{
    return area->people_count > PL_LIMIT_OBJECT_CROWD;
}

/* What is told to everybody is not kept for a session without a link; see object.h. */
static bool reaches(struct pl_session *s)
{
    if (s && !s->link)
        s->objects_missed = true;
    return s && s->link;
}

/* Of people and what they do, to all but one of them; in a crowd to agents and managers only, and
 * where there are too many agents to managers. */
static void send_of_people(struct pl_parcel *p, const struct pl_counter_area *area, int32_t but)
{
    const struct pl_counter_person *person = NULL;
    bool crowd = crowded(area), many = area->agent_count > PL_LIMIT_OBJECT_CROWD;
    for (;;) {
        struct pl_session *s;
        person = crowd ? pl_counter_next_staff(area, person) : pl_counter_next_person(area, person);
        if (!person || (many && !(person->label.flags & PL_COUNTER_MANAGER)))
            return; /* managers come first */
        s = session_of(p->core, person->user);
        if (person->user != but && reaches(s))
            pl_parcel_send_to(p, s);
    }
}

/* Of an agent, to the other agents; where there are too many of them to managers only. */
static void send_of_agent(struct pl_parcel *p, const struct pl_counter_area *area, int32_t but,
                          int32_t or_but)
{
    const struct pl_counter_person *person = NULL;
    bool crowd = area->agent_count > PL_LIMIT_OBJECT_CROWD;
    while ((person = pl_counter_next_staff(area, person))) {
        struct pl_session *s = session_of(p->core, person->user);
        if (crowd && !(person->label.flags & PL_COUNTER_MANAGER))
            return; /* managers come first */
        if (person->user != but && person->user != or_but && s)
            pl_parcel_send_to(p, s);
    }
}

static void send_to_user(struct pl_parcel *p, int32_t user)
{
    struct pl_session *s = session_of(p->core, user);
    if (s)
        pl_parcel_send_to(p, s);
}

/* For what is attached to the server. */
static void note_event(struct pl_core *core, int32_t type, int32_t id, int32_t event,
                       const int32_t params[4], struct pl_bytes text)
{
    struct pl_effect e = {.type = PL_EFFECT_OBJECT_EVENT};
    if (!core->config.object_events)
        return;
    e.object_event.type = type;
    e.object_event.id = id;
    e.object_event.event = event;
    for (size_t i = 0; i < 4; i++)
        e.object_event.params[i] = params[i];
    e.object_event.text = text;
    pl_emit(core, &e);
}

static void note(struct pl_core *core, int32_t type, int32_t id, int32_t event, int32_t p1,
                 int32_t p2, int32_t p3, int32_t p4)
{
    note_event(core, type, id, event, (const int32_t[]){p1, p2, p3, p4}, pl_bytes_of(NULL, 0));
}

void pl_object_tell(struct pl_core *core, int32_t user, int32_t type, int32_t id, int32_t event,
                    int32_t p1)
{
    struct pl_parcel p;
    pl_parcel_init(&p, core, NULL);
    pl_parcel_event_with(&p, type, id, event, p1, 0, 0, 0);
    send_to_user(&p, user);
    note(core, type, id, event, p1, 0, 0, 0);
}

void pl_object_rated(struct pl_core *core, int32_t agent, int32_t client, int32_t score,
                     struct pl_bytes text)
{
    note_event(core, AGENT, agent, PL_ANYCHAT_AGENT_CTRL_EVALUATION,
               (const int32_t[]){agent, score, client, 0}, pl_emit_copy(core, text));
}

/* ---- all of it at once ---- */

static void put_agents(struct pl_parcel *p, const struct pl_counter_area *area, int32_t self)
{
    const struct pl_counter_person *person = NULL;
    while ((person = pl_counter_next_staff(area, person))) {
        if (!person->agent || (person->user != self && area->agent_count > PL_LIMIT_OBJECT_CROWD))
            continue;
        pl_parcel_agent(p, person);
        if (person->user == self)
            pl_parcel_agent_self(p, person);
        else
            pl_parcel_agent_queues(p, person);
        pl_parcel_event(p, AGENT, person->user, PL_ANYCHAT_OBJECT_EVENT_UPDATE);
    }
}

static void put_queues(struct pl_parcel *p, const struct pl_counter_area *area, int32_t only,
                       int32_t event)
{
    for (const struct pl_counter_queue *q = pl_counter_next_queue(area, NULL); q;
         q = pl_counter_next_queue(area, q)) {
        if (only != -1 && q->id != only)
            continue;
        if (event == PL_ANYCHAT_OBJECT_EVENT_UPDATE)
            pl_parcel_queue(p, q, false);
        pl_parcel_event(p, QUEUE, q->id, event);
    }
}

static void put_areas(struct pl_parcel *p, const struct pl_core *core, int32_t only)
{
    for (const struct pl_counter_area *area = pl_counter_next_area(core->counter, NULL); area;
         area = pl_counter_next_area(core->counter, area)) {
        if (only != -1 && area->id != only)
            continue;
        pl_parcel_area(p, area, false);
        pl_parcel_event(p, AREA, area->id, PL_ANYCHAT_OBJECT_EVENT_UPDATE);
    }
}

static bool is_staff(const struct pl_counter_person *person)
{
    return person->agent || person->label.flags & PL_COUNTER_MANAGER;
}

void pl_object_sync(struct pl_core *core, struct pl_session *s, int32_t type, int32_t id)
{
    const struct pl_counter_person *person = pl_counter_person_of(core->counter, s->user);
    const struct pl_counter_area *area = person ? person->area : NULL;
    struct pl_parcel p;
    pl_parcel_init(&p, core, s);
    if (type == AREA) {
        s->knows_areas = true;
        put_areas(&p, core, id);
    } else if (type == QUEUE && area) {
        put_queues(&p, area, id, PL_ANYCHAT_OBJECT_EVENT_UPDATE);
    } else if (type == AGENT && area && is_staff(person)) {
        put_agents(&p, area, s->user);
    } else if (type == CLIENT && person) {
        pl_parcel_client(&p, person);
        pl_parcel_event(&p, CLIENT, s->user, PL_ANYCHAT_OBJECT_EVENT_UPDATE);
    }
    pl_parcel_event(&p, type, id, PL_ANYCHAT_OBJECT_EVENT_SYNCDATAFINISH);
    pl_parcel_send(&p);
}

/* Is he told why who comes first in a queue still waits? Where there are too many agents managers
 * alone are. */
static bool hears_why(const struct pl_counter_person *person)
{
    return person->label.flags & PL_COUNTER_MANAGER ||
           (person->agent && person->area->agent_count <= PL_LIMIT_OBJECT_CROWD);
}

void pl_object_whys(struct pl_core *core, int32_t user)
{
    const struct pl_counter_person *person = pl_counter_person_of(core->counter, user);
    const struct pl_counter_queue *q = NULL;
    struct pl_session *s = session_of(core, user);
    struct pl_parcel p;
    if (!person || !person->area || !person->agent || !hears_why(person) || !reaches(s))
        return;
    pl_parcel_init(&p, core, s);
    while ((q = pl_counter_next_queue(person->area, q))) {
        if (pl_rank_count(&q->tickets) == 0)
            continue;
        pl_parcel_first_why(&p, q, person);
        pl_parcel_event(&p, QUEUE, q->id, PL_ANYCHAT_QUEUE_EVENT_STATUSCHANGE);
    }
    pl_parcel_send(&p);
}

/* Rules of a queue have changed, and with them who serves it. */
static void tell_who_serves(struct pl_core *core, const struct pl_counter_area *area)
{
    const struct pl_counter_person *person = NULL;
    while ((person = pl_counter_next_staff(area, person))) {
        struct pl_parcel p;
        if (!person->agent)
            continue;
        pl_parcel_init(&p, core, NULL);
        pl_parcel_agent_queues(&p, person);
        send_to_user(&p, person->user);
        send_of_agent(&p, area, person->user, 0);
        pl_object_whys(core, person->user);
    }
}

void pl_object_updated(struct pl_core *core, int32_t type, int32_t id)
{
    const struct pl_counter_area *area = pl_counter_area_of(core->counter, id);
    const struct pl_counter_queue *q = pl_counter_queue_of(core->counter, id);
    const struct pl_counter_person *person = pl_counter_person_of(core->counter, id);
    struct pl_parcel p;
    struct pl_list *it;
    pl_parcel_init(&p, core, NULL);
    if (type == AREA && area) {
        pl_parcel_area(&p, area, true);
        pl_parcel_event(&p, AREA, id, PL_ANYCHAT_OBJECT_EVENT_UPDATE);
        pl_list_for_each(it, &core->by_age)
        {
            struct pl_session *s = pl_container_of(it, struct pl_session, in_core);
            if (s->knows_areas)
                pl_parcel_send_to(&p, s);
        }
    } else if (type == QUEUE && q) {
        pl_parcel_queue(&p, q, true);
        pl_parcel_event(&p, QUEUE, id, PL_ANYCHAT_OBJECT_EVENT_UPDATE);
        for (person = NULL; (person = pl_counter_next_person(q->area, person));)
            send_to_user(&p, person->user);
        tell_who_serves(core, q->area);
    } else if (type != AREA && type != QUEUE && person && person->agent) {
        pl_parcel_agent(&p, person);
        pl_parcel_agent_queues(&p, person);
        pl_parcel_event(&p, AGENT, id, PL_ANYCHAT_OBJECT_EVENT_UPDATE);
        send_of_agent(&p, person->area, id, 0);
    }
}

void pl_object_agent_numbers(struct pl_core *core, int32_t user)
{
    const struct pl_counter_person *agent = pl_counter_person_of(core->counter, user);
    struct pl_parcel p;
    if (!agent || !agent->agent)
        return;
    pl_parcel_init(&p, core, NULL);
    pl_parcel_agent(&p, agent);
    pl_parcel_agent_queues(&p, agent);
    send_to_user(&p, user);
    send_of_agent(&p, agent->area, user, 0);
}

/* ---- areas ---- */

/* Why the first of each queue waits, for one of the staff who has come or come back. */
static void put_whys(struct pl_parcel *p, const struct pl_counter_person *person)
{
    const struct pl_counter_queue *q = NULL;
    if (!hears_why(person))
        return;
    while ((q = pl_counter_next_queue(person->area, q)))
        pl_parcel_first_why(p, q, person);
}

/* The place of somebody who has just come, or come back. */
static void put_status(struct pl_parcel *p, const struct pl_counter_person *person)
{
    const struct pl_counter_area *area = person->area;
    pl_parcel_area_numbers(p, area);
    for (const struct pl_counter_queue *q = pl_counter_next_queue(area, NULL); q;
         q = pl_counter_next_queue(area, q)) {
        pl_parcel_length(p, q);
        pl_parcel_place(p, person, q);
    }
    put_whys(p, person);
    put_queues(p, area, -1, PL_ANYCHAT_QUEUE_EVENT_STATUSCHANGE);
    pl_parcel_event(p, AREA, area->id, PL_ANYCHAT_AREA_EVENT_STATUSCHANGE);
}

/* He is to be called back, and his ticket has waited without him. */
static void put_kept_place(struct pl_parcel *p, const struct pl_counter_person *person)
{
    const struct pl_counter_queue *q = person->queue;
    if (!q || q->area != person->area)
        return;
    pl_parcel_length(p, q);
    pl_parcel_place(p, person, q);
    pl_parcel_event(p, QUEUE, q->id, PL_ANYCHAT_QUEUE_EVENT_ENTERRESULT);
    pl_parcel_event_with(p, QUEUE, q->id, PL_OBJECT_QUEUE_EVENT_CALL_BACK, 0, 1, 0, 0);
}

static void entered_area(struct pl_core *core, const struct pl_counter_fact *f)
{
    const struct pl_counter_person *person = pl_counter_person_of(core->counter, f->user);
    struct pl_session *s = session_of(core, f->user);
    struct pl_parcel p;
    pl_parcel_init(&p, core, s);
    note(core, AREA, f->area, PL_ANYCHAT_AREA_EVENT_ENTERRESULT, 0, 0, 0, 0);
    if (!person || !person->area)
        return;
    if (s) {
        put_queues(&p, person->area, -1, PL_ANYCHAT_OBJECT_EVENT_UPDATE);
        if (is_staff(person))
            put_agents(&p, person->area, f->user);
        pl_parcel_area(&p, person->area, false);
        pl_parcel_area_numbers(&p, person->area);
        put_whys(&p, person);
        pl_parcel_event(&p, AREA, f->area, PL_ANYCHAT_AREA_EVENT_ENTERRESULT);
        put_kept_place(&p, person);
        put_queues(&p, person->area, -1, PL_ANYCHAT_QUEUE_EVENT_STATUSCHANGE);
        if (pl_counter_holds_back(person->area))
            pl_parcel_event(&p, AREA, f->area, PL_ANYCHAT_AREA_EVENT_STATUSCHANGE);
        pl_parcel_send(&p);
        pl_object_list_all(core, s, person);
    }
    pl_parcel_init(&p, core, NULL);
    pl_parcel_event_with(&p, AREA, f->area, PL_ANYCHAT_AREA_EVENT_USERENTER, f->user,
                         person->label.flags, person->label.attribute, person->label.priority);
    send_of_people(&p, person->area, f->user);
    note(core, AREA, f->area, PL_ANYCHAT_AREA_EVENT_USERENTER, f->user, person->label.flags,
         person->label.attribute, person->label.priority);
    if (person->agent)
        pl_object_updated(core, AGENT, f->user);
}

static void left_area(struct pl_core *core, const struct pl_counter_fact *f)
{
    const struct pl_counter_area *area = pl_counter_area_of(core->counter, f->area);
    struct pl_parcel p;
    pl_object_tell(core, f->user, AREA, f->area, PL_ANYCHAT_AREA_EVENT_LEAVERESULT, f->code);
    note(core, AREA, f->area, PL_ANYCHAT_AREA_EVENT_USERLEAVE, f->user, f->code, 0, 0);
    if (!area)
        return;
    pl_parcel_init(&p, core, NULL);
    pl_parcel_gone(&p, AGENT, f->user);
    pl_parcel_event_with(&p, AREA, f->area, PL_ANYCHAT_AREA_EVENT_USERLEAVE, f->user, f->code, 0,
                         0);
    send_of_people(&p, area, f->user);
}

static void area_deleted(struct pl_core *core, int32_t id)
{
    struct pl_parcel p;
    struct pl_list *it;
    pl_parcel_init(&p, core, NULL);
    pl_parcel_gone(&p, AREA, id);
    pl_list_for_each(it, &core->by_age)
    {
        struct pl_session *s = pl_container_of(it, struct pl_session, in_core);
        if (s->knows_areas)
            pl_parcel_send_to(&p, s);
    }
}

/* ---- queues ---- */

static void entered_queue(struct pl_core *core, const struct pl_counter_fact *f)
{
    const struct pl_counter_area *area = pl_counter_area_of(core->counter, f->area);
    const struct pl_counter_queue *q = pl_counter_queue_of(core->counter, f->queue);
    const struct pl_counter_person *person = pl_counter_person_of(core->counter, f->user);
    struct pl_parcel p;
    note(core, QUEUE, f->queue, PL_ANYCHAT_QUEUE_EVENT_ENTERRESULT, 0, 0, 0, 0);
    note(core, QUEUE, f->queue, PL_ANYCHAT_QUEUE_EVENT_USERENTER, f->user, 0, 0, 0);
    if (!area || !q || !person)
        return;
    pl_parcel_init(&p, core, NULL);
    pl_parcel_length(&p, q);
    pl_parcel_place(&p, person, q);
    pl_parcel_event(&p, QUEUE, f->queue, PL_ANYCHAT_QUEUE_EVENT_ENTERRESULT);
    if (pl_counter_holds_back(area)) /* the others hear later */
        pl_parcel_event(&p, QUEUE, f->queue, PL_ANYCHAT_QUEUE_EVENT_STATUSCHANGE);
    send_to_user(&p, f->user);
    pl_parcel_init(&p, core, NULL);
    pl_parcel_event_with(&p, QUEUE, f->queue, PL_ANYCHAT_QUEUE_EVENT_USERENTER, f->user, 0, 0, 0);
    send_of_people(&p, area, f->user);
}

static void left_queue(struct pl_core *core, const struct pl_counter_fact *f)
{
    const struct pl_counter_area *area = pl_counter_area_of(core->counter, f->area);
    struct pl_parcel p;
    pl_object_tell(core, f->user, QUEUE, f->queue, PL_ANYCHAT_QUEUE_EVENT_LEAVERESULT, f->code);
    note(core, QUEUE, f->queue, PL_ANYCHAT_QUEUE_EVENT_USERLEAVE, f->user, 0, 0, 0);
    if (!area)
        return;
    pl_parcel_init(&p, core, NULL);
    pl_parcel_event_with(&p, QUEUE, f->queue, PL_ANYCHAT_QUEUE_EVENT_USERLEAVE, f->user, 0, 0, 0);
    send_of_people(&p, area, f->user);
}

static void queue_deleted(struct pl_core *core, const struct pl_counter_fact *f)
{
    const struct pl_counter_area *area = pl_counter_area_of(core->counter, f->area);
    struct pl_parcel p;
    pl_parcel_init(&p, core, NULL);
    pl_parcel_gone(&p, QUEUE, f->queue);
    for (const struct pl_counter_person *person = NULL;
         area && (person = pl_counter_next_person(area, person));)
        send_to_user(&p, person->user);
}

/* ---- agents ---- */

/* Of what only he is told: before the event that makes his page ask for it. */
static void tell_self(struct pl_core *core, const struct pl_counter_person *agent)
{
    struct pl_parcel p;
    pl_parcel_init(&p, core, NULL);
    pl_parcel_agent_self(&p, agent);
    send_to_user(&p, agent->user);
}

static void matched(struct pl_core *core, const struct pl_counter_fact *f)
{
    const struct pl_counter_person *agent = pl_counter_person_of(core->counter, f->other);
    struct pl_parcel p;
    note(core, AGENT, f->other, PL_ANYCHAT_AGENT_EVENT_SERVICENOTIFY, f->other, f->user, f->queue,
         0);
    note(core, QUEUE, f->queue, PL_ANYCHAT_QUEUE_EVENT_STARTSERVICE, f->user, 0, 0, 0);
    if (!agent || !agent->agent)
        return;
    tell_self(core, agent);
    pl_parcel_init(&p, core, NULL);
    pl_parcel_agent(&p, agent);
    pl_parcel_event_with(&p, AGENT, f->other, PL_ANYCHAT_AGENT_EVENT_SERVICENOTIFY, f->other,
                         f->user, f->queue, 0);
    send_to_user(&p, f->other);
    send_of_agent(&p, agent->area, f->other, f->user);
    if (agent->label.flags & PL_COUNTER_AUTOMATIC) {
        pl_parcel_event_with(&p, AGENT, f->other, PL_ANYCHAT_AGENT_EVENT_ISREADY, f->other, f->user,
                             f->queue, 0);
        note(core, AGENT, f->other, PL_ANYCHAT_AGENT_EVENT_ISREADY, f->other, f->user, f->queue, 0);
    }
    send_to_user(&p, f->user);
    pl_parcel_init(&p, core, NULL);
    pl_parcel_event_with(&p, QUEUE, f->queue, PL_ANYCHAT_QUEUE_EVENT_STARTSERVICE, f->user, 0, 0,
                         0);
    send_of_agent(&p, agent->area, 0, 0);
}

/* Handed over in the middle of it: the client knows his new agent by that; pages are told more by
 * `service` (service.h), what is attached as of a match. */
static void taken(struct pl_core *core, const struct pl_counter_fact *f)
{
    const struct pl_counter_person *agent = pl_counter_person_of(core->counter, f->other);
    struct pl_parcel p;
    note(core, AGENT, f->other, PL_ANYCHAT_AGENT_EVENT_SERVICENOTIFY, f->other, f->user, f->queue,
         0);
    if (!agent || !agent->agent)
        return;
    pl_parcel_init(&p, core, NULL);
    pl_parcel_agent(&p, agent);
    send_to_user(&p, f->user);
}

static void status_changed(struct pl_core *core, const struct pl_counter_fact *f)
{
    const struct pl_counter_person *agent = pl_counter_person_of(core->counter, f->user);
    struct pl_parcel p;
    note(core, AGENT, f->user, PL_ANYCHAT_AGENT_EVENT_STATUSCHANGE, f->code, 0, 0, 0);
    if (!agent || !agent->agent)
        return;
    tell_self(core, agent);
    pl_parcel_init(&p, core, NULL);
    pl_parcel_agent(&p, agent);
    pl_parcel_event_with(&p, AGENT, f->user, PL_ANYCHAT_AGENT_EVENT_STATUSCHANGE, f->code, 0, 0, 0);
    send_to_user(&p, f->user);
    send_of_agent(&p, agent->area, f->user, 0);
}

/* Contacts of his may end while he goes on working. */
static bool has_several(const struct pl_core *core, int32_t user)
{
    const struct pl_counter_person *agent = pl_counter_person_of(core->counter, user);
    return agent && agent->agent && agent->agent->capacity > 1;
}

/* Ring-all: the agent alone hears of it. */
static void offered(struct pl_core *core, const struct pl_counter_fact *f)
{
    int32_t event = f->kind == PL_COUNTER_OFFERED ? PL_OBJECT_AGENT_EVENT_OFFER
                                                  : PL_OBJECT_AGENT_EVENT_OFFER_ENDED;
    struct pl_parcel p;
    pl_parcel_init(&p, core, NULL);
    pl_parcel_event_with(&p, AGENT, f->other, event, f->other, f->user, f->queue, 0);
    send_to_user(&p, f->other);
    note(core, AGENT, f->other, event, f->other, f->user, f->queue, 0);
}

static void call_back(struct pl_core *core, const struct pl_counter_fact *f)
{
    struct pl_parcel p;
    pl_parcel_init(&p, core, NULL);
    pl_parcel_event_with(&p, QUEUE, f->queue, PL_OBJECT_QUEUE_EVENT_CALL_BACK, 0, f->code, 0, 0);
    send_to_user(&p, f->user);
    note(core, QUEUE, f->queue, PL_OBJECT_QUEUE_EVENT_CALL_BACK, f->user, f->code, 0, 0);
}

/* ---- numbers ---- */

/* Queues whose numbers have changed, until their area is told. */
struct changes {
    int32_t queues[PL_LIMIT_OBJECT_QUEUES];
    size_t count;
};

static void area_changed(struct pl_core *core, int32_t id, struct changes *changes)
{
    const struct pl_counter_area *area = pl_counter_area_of(core->counter, id);
    const struct pl_counter_person *person = NULL;
    struct pl_parcel p;
    for (size_t i = 0; i < changes->count; i++)
        note(core, QUEUE, changes->queues[i], PL_ANYCHAT_QUEUE_EVENT_STATUSCHANGE, 0, 0, 0, 0);
    note(core, AREA, id, PL_ANYCHAT_AREA_EVENT_STATUSCHANGE, 0, 0, 0, 0);
    while (area && (person = pl_counter_next_person(area, person))) {
        struct pl_session *s = session_of(core, person->user);
        if (!reaches(s))
            continue;
        pl_parcel_init(&p, core, s);
        pl_parcel_area_numbers(&p, area);
        for (size_t i = 0; i < changes->count; i++) {
            const struct pl_counter_queue *q =
                pl_counter_queue_of(core->counter, changes->queues[i]);
            if (!q)
                continue;
            pl_parcel_length(&p, q);
            pl_parcel_place(&p, person, q);
            if (hears_why(person))
                pl_parcel_first_why(&p, q, person);
            pl_parcel_event(&p, QUEUE, q->id, PL_ANYCHAT_QUEUE_EVENT_STATUSCHANGE);
        }
        pl_parcel_event(&p, AREA, id, PL_ANYCHAT_AREA_EVENT_STATUSCHANGE);
        pl_parcel_send(&p);
    }
    for (size_t i = 0; area && i < changes->count; i++) {
        const struct pl_counter_queue *q = pl_counter_queue_of(core->counter, changes->queues[i]);
        if (q)
            pl_object_list(core, q);
    }
    changes->count = 0;
}

void pl_object_resumed(struct pl_core *core, struct pl_session *s)
{
    const struct pl_counter_person *person = pl_counter_person_of(core->counter, s->user);
    struct pl_parcel p;
    if (!s->objects_missed)
        return;
    s->objects_missed = false;
    if (s->user == 0 || !person || !person->area)
        return;
    pl_parcel_init(&p, core, s);
    put_status(&p, person);
    pl_parcel_send(&p);
    pl_object_list_all(core, s, person);
}

/* ---- facts ---- */

static void tell(struct pl_core *core, const struct pl_counter_fact *f, struct changes *changes)
{
    switch (f->kind) {
    case PL_COUNTER_ENTERED_AREA:
        entered_area(core, f);
        break;
    case PL_COUNTER_LEFT_AREA:
        pl_service_left_area(core, f->user);
        left_area(core, f);
        break;
    case PL_COUNTER_ENTERED_QUEUE:
        entered_queue(core, f);
        break;
    case PL_COUNTER_LEFT_QUEUE:
        left_queue(core, f);
        break;
    case PL_COUNTER_MATCHED:
        matched(core, f);
        pl_service_matched(core, f);
        break;
    case PL_COUNTER_STATUS:
        status_changed(core, f);
        break;
    case PL_COUNTER_QUEUE_CHANGED:
        if (changes->count < PL_LIMIT_OBJECT_QUEUES)
            changes->queues[changes->count++] = f->queue;
        break;
    case PL_COUNTER_AREA_CHANGED:
        area_changed(core, f->area, changes);
        break;
    case PL_COUNTER_QUEUE_DELETED:
        queue_deleted(core, f);
        break;
    case PL_COUNTER_AREA_DELETED:
        area_deleted(core, f->area);
        break;
    case PL_COUNTER_OFFERED:
    case PL_COUNTER_OFFER_ENDED:
        offered(core, f);
        break;
    case PL_COUNTER_CALL_BACK:
        call_back(core, f);
        break;
    case PL_COUNTER_TAKEN:
        taken(core, f);
        pl_object_agent_numbers(core, f->other); /* he may have said before that he works */
        break;
    case PL_COUNTER_FINISHED:
        if (has_several(core, f->other)) /* else his new status says it */
            pl_object_agent_numbers(core, f->other);
        pl_service_finished(core, f);
        break;
    case PL_COUNTER_TALKING:
        break;
    }
}

void pl_object_settle(struct pl_core *core)
{
    const struct pl_counter_fact *fact;
    struct changes changes = {.count = 0};
    pl_time_us at;
    pl_tickets_keep(core);
    while ((fact = pl_counter_next_fact(core->counter))) {
        struct pl_counter_fact f = *fact;
        if (!core->stopping)
            tell(core, &f, &changes);
    }
    if (pl_counter_broken(core->counter))
        core->out_of_memory = true;
    at = pl_counter_deadline(core->counter);
    if (at == PL_TIME_NEVER)
        pl_heap_disarm(&core->timers, &core->counter_timer.node);
    else
        pl_emit_timer(core, &core->counter_timer, at);
}

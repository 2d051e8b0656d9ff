/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The business objects of the manual (3.6, 4.7, 5.8) over the routing engine (counter/counter.h):
 * what pages say to areas, queues and agents, and what they are told of them. Private to src/core.
 *
 * What is told goes in one message, `objects`: values first, then events, so that whatever a page
 * asks from inside an event is there already.
 *
 *   who                                  is told
 *   who synchronises                     UPDATE of each, then SYNCDATAFINISH with the id asked for
 *   who enters an area                   its queues (agents: its agents) with an UPDATE each, 402,
 *                                        STATUSCHANGE of each queue and the area
 *   who acts                             402, 405, 502, 505
 *   everybody else in the area           403, 404, 503, 504
 *   everybody in it                      401, 501 with the counts; clients with their own place
 *   agent, client, other agents          602; the agent and other agents 601, 506
 *   the agent who asked in vain          603
 *   the client of an automatic agent     604
 *   staff who want it (flag 0x200)       507, with 510, 511, 512
 *   what is attached to the server       PL_EFFECT_OBJECT_EVENT for each event of types 40x-60x,
 * once
 *
 * In a crowd (PL_LIMIT_OBJECT_CROWD) fewer are told of each other: schema/limits.json.
 *
 * Whatever is acknowledged is kept before it is told: core/ticket.h.
 *
 * A link that is lost changes nothing for the grace time: place and service stay. What is told to
 * everybody (401, 501, 403, 404, 503, 504) is not kept for such a session, since it would fill its
 * outbox; when it is back, it is told how things are.
 *
 * Who may what (object_rights.h): a page sets the properties of its own user and acts for itself;
 * areas and queues belong to the configuration and to what is attached to the server. Whether
 * everybody may be an agent, and choose his priority, is configured.
 */
#ifndef PL_CORE_OBJECT_H
#define PL_CORE_OBJECT_H

#include "core/counter/counter.h"
#include "core/dispatch.h"
#include "core/state.h"

/* The engine, with the areas and queues of the configuration. False: no memory. */
bool pl_object_init(struct pl_core *core);

/* s ends for `code`. */
void pl_object_gone(struct pl_core *core, struct pl_session *s, int code);
/* s has resumed: it is told what it has missed of everybody. */
void pl_object_resumed(struct pl_core *core, struct pl_session *s);
/* A call between these two users has begun. */
void pl_object_talk(struct pl_core *core, int32_t one, int32_t other);
/* So many requests that this one is refused (23). */
bool pl_object_too_many(struct pl_core *core, struct pl_session *s);
/* The engine's timer has fired. */
void pl_object_due(struct pl_core *core);

/* PL_EVENT_OBJECT_SET, PL_EVENT_OBJECT_CONTROL. */
void pl_object_event_set(struct pl_core *core, const struct pl_event *event);
void pl_object_event_control(struct pl_core *core, const struct pl_event *event);

/* PL_EVENT_PLACE, PL_EVENT_PAIR (object_place.c). */
void pl_object_event_place(struct pl_core *core, const struct pl_event *event);
void pl_object_event_pair(struct pl_core *core, const struct pl_event *event);

/* What the documented interface has no word for, as numbers of its kind; sent only where a rule
 * that is not the manual's is set (docs/routing.md). */
enum {
    PL_OBJECT_QUEUE_CTRL_CALL_BACK = 590,    /* p1: 1 my place is kept when I go, 0 not any more */
    PL_OBJECT_QUEUE_EVENT_CALL_BACK = 590,   /* to the client; p1: 0, or the code of a refusal;
                                                p2: as above */
    PL_OBJECT_AGENT_EVENT_OFFER = 690,       /* to the agent; p1: he, p2: the client who rings, p3:
                                                queue. STARTSERVICE with the client takes him */
    PL_OBJECT_AGENT_EVENT_OFFER_ENDED = 691, /* the same */
};

/* ---- between the files of it ---- */

/* Carries out what the engine has decided; arms its timer. After every verb. (object_tell.c) */
void pl_object_settle(struct pl_core *core);
/* To this user alone; who is not signed in, or is just ending, is left out. */
void pl_object_tell(struct pl_core *core, int32_t user, int32_t type, int32_t id, int32_t event,
                    int32_t p1);
void pl_object_sync(struct pl_core *core, struct pl_session *s, int32_t type, int32_t id);
/* A label has changed; those who know the object are told. */
void pl_object_updated(struct pl_core *core, int32_t type, int32_t id);
/* 509 of all queues of his area where somebody waits, to an agent: what he may serve has changed.
 * Anybody else: nothing. */
void pl_object_whys(struct pl_core *core, int32_t user);
/* The numbers of an agent have changed, and he has no new status with which they would be told. */
void pl_object_agent_numbers(struct pl_core *core, int32_t user);
/* Who waits in this queue has changed: whoever of the staff has the flag QUEUEUSERLIST is told 510,
 * 511, 512 (JSON arrays, who is next first, as many as fit into a text) and 507. (object_list.c) */
void pl_object_list(struct pl_core *core, const struct pl_counter_queue *q);
enum { PL_OBJECT_ENTRY_BYTES = 960 }; /* of one client: a name of 128 bytes may need six for each */
/* {"userid","username","waitingtime","priority"} of this client; gives its length. */
int pl_object_info_of(const struct pl_core *core, int32_t client, int32_t waited,
                      char entry[PL_OBJECT_ENTRY_BYTES]);
/* The same, of all queues, to one who has come or come back. */
void pl_object_list_all(struct pl_core *core, struct pl_session *s,
                        const struct pl_counter_person *person);
/* A rating: for what is attached alone. */
void pl_object_rated(struct pl_core *core, int32_t agent, int32_t client, int32_t score,
                     struct pl_bytes text);

/* One or more messages `objects` in the making (object_parcel.c). */
enum {
    PL_PARCEL_VALUES = PL_LIMIT_OBJECT_VALUES,
    PL_PARCEL_EVENTS = PL_LIMIT_OBJECT_EVENTS,
    PL_PARCEL_WHY = 1024, /* a text of an object, as in schema/messages.json */
};
struct pl_parcel {
    struct pl_core *core;
    struct pl_session *to; /* is sent what does not fit any more; NULL: little enough is put in */
    size_t gone_count;
    size_t value_count;
    size_t event_count;
    char why[PL_PARCEL_WHY]; /* text of a value: a person waits in one queue at most */
    struct pl_wire_object_ref gone[PL_PARCEL_EVENTS];
    struct pl_wire_object_value values[PL_PARCEL_VALUES];
    struct pl_wire_object_event events[PL_PARCEL_EVENTS];
};
void pl_parcel_init(struct pl_parcel *p, struct pl_core *core, struct pl_session *to);
void pl_parcel_gone(struct pl_parcel *p, int32_t type, int32_t id);
void pl_parcel_event(struct pl_parcel *p, int32_t type, int32_t id, int32_t event);
void pl_parcel_event_with(struct pl_parcel *p, int32_t type, int32_t id, int32_t event, int32_t p1,
                          int32_t p2, int32_t p3, int32_t p4);
/* What an object is called and what hangs on it; numbers that are 0 and texts that are empty are
 * left out, unless all are wanted. */
void pl_parcel_area(struct pl_parcel *p, const struct pl_counter_area *area, bool all);
void pl_parcel_queue(struct pl_parcel *p, const struct pl_counter_queue *q, bool all);
void pl_parcel_agent(struct pl_parcel *p, const struct pl_counter_person *person);
/* And what an agent is told of himself alone: 606, the client of 602 as in 512; with 607, the ids
 * of the queues that he serves, as many as fit. */
void pl_parcel_agent_self(struct pl_parcel *p, const struct pl_counter_person *person);
/* 607, for who sees agents. */
void pl_parcel_agent_queues(struct pl_parcel *p, const struct pl_counter_person *person);
/* 509 of who comes first in a queue, for managers and agents (to); "": nobody waits. An agent is
 * told what keeps the two apart as well. */
void pl_parcel_first_why(struct pl_parcel *p, const struct pl_counter_queue *q,
                         const struct pl_counter_person *to);
void pl_parcel_client(struct pl_parcel *p, const struct pl_counter_person *person);
/* A text of an object; borrowed until it is sent. */
void pl_parcel_text(struct pl_parcel *p, int32_t type, int32_t id, int32_t info,
                    struct pl_bytes value);
/* Counts that change by themselves. */
void pl_parcel_area_numbers(struct pl_parcel *p, const struct pl_counter_area *area);
void pl_parcel_length(struct pl_parcel *p, const struct pl_counter_queue *q);
/* The person's own place in a queue, if it waits there, and why it still does (509): agents who
 * serve the queue, how many of them are idle, working, paused, and an estimate in seconds; where
 * there is such a thing, agents who are kept apart from him, that the queue is closed, where he
 * goes on to and in how many seconds, and skills with their levels that nobody in the area has. */
void pl_parcel_place(struct pl_parcel *p, const struct pl_counter_person *person,
                     const struct pl_counter_queue *q);
/* To p->to, or to this one as well; and begins anew. */
void pl_parcel_send(struct pl_parcel *p);
void pl_parcel_send_to(struct pl_parcel *p, struct pl_session *s);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A client, the agent who serves him, and whoever else takes part: hold, consultation, conference,
 * transfers, notes, supervisors. Who serves whom is the routing engine's (counter/counter.h), that
 * two talk the call's (call.h); here is what holds them together. Private to src/core.
 *
 * A service is from the match to FINISHED. All of it but notes is possible while its call lasts:
 * everybody is in the call's room, and lets others in as its parts say (room.c asks
 * pl_service_admits). Who sees and hears whom follows from seats (seat.h), never from a page's
 * behaviour.
 *
 *   part      comes by                                 is
 *   guest     service_ask, and his service_answer 0    another agent of the area; WORKING meanwhile
 *   listener  service_watch                            a supervisor; changes among these three, and
 *   whisperer                                          into the agent, without leaving the room
 *   barger
 *
 *   service_ask guest    ASKED: answer 0, and he takes part until he or the agent ends it, he is
 *                        gone, or the call is over
 *   service_ask agent    ASKED: answer 0, and the client is his (handing over, below)
 *
 * ASKED ends in vain when he refuses, is gone, has not answered in time, or when it is taken back;
 * who asked is told, and has the client as before.
 *
 * A consultation is a guest and hold, a conference guests without. A hold that came with an ask
 * ends with that part; the agent may end it, or begin one, at any time. On hold the client sees and
 * hears nobody, whichever room he is in; a hold that the end of the call ends lasts until he has
 * left its room.
 *
 * Handing over (to a guest at once, to who is asked when he says yes, to a supervisor who takes
 * over) moves the call to the new agent, in its room: the client hears call_moved, the old agent
 * call_finished and service_over 100101, the new one call_started. His service there is over, as
 * served; whoever else takes part stays. Passing to a queue ends call and service; the client's
 * ticket stands where it would had he waited since he came (pl_counter_pass).
 *
 * What is known (fields of the client's page, notes) goes with the client from agent to agent. It
 * is told to agent, guests and supervisors, and with a request to who is asked; never to the
 * client. It is in the row of his contact as well (ticket.h), where a restart finds it.
 *
 * Supervisors are named in the settings, or made managers by what is attached to the server; they
 * must have entered the area as managers.
 *
 * Everything here belongs to sessions and survives a lost link.
 *
 * Limits: PL_LIMIT_SERVICE_PARTS, PL_LIMIT_SERVICE_NOTES, one part a session. Cost: O(parts) a
 * message; sessions that take part in something: O(services) when they go.
 */
#ifndef PL_CORE_SERVICE_H
#define PL_CORE_SERVICE_H

#include "core/counter/book.h"
#include "core/dispatch.h"
#include "core/state.h"

struct pl_service;

struct pl_service_part {
    struct pl_service *service;
    int32_t user; /* 0: free */
    enum pl_wire_service_role role;
    bool asked;            /* has not answered; role AGENT: always */
    bool holds;            /* the client is on hold for his sake */
    int status;            /* that the agent had before; -1: it was left alone */
    struct pl_timer timer; /* armed while asked */
};

/* What goes along with a client. */
struct pl_service_data {
    struct pl_wire_service_field fields[PL_LIMIT_SERVICE_FIELDS]; /* owned */
    size_t field_count;
    struct pl_wire_service_remark notes[PL_LIMIT_SERVICE_NOTES]; /* owned */
    size_t note_count;
};

struct pl_service {
    int32_t client;
    int32_t agent;
    int32_t queue;
    int32_t room; /* of its call; 0: none has begun, or it is over */
    bool held;
    struct pl_service_part parts[PL_LIMIT_SERVICE_PARTS];
    struct pl_service_data *data; /* NULL: nothing is known */
};

/* ---- what happens elsewhere ---- */

/* Facts of the engine. */
void pl_service_matched(struct pl_core *core, const struct pl_counter_fact *fact);
void pl_service_finished(struct pl_core *core, const struct pl_counter_fact *fact);
/* Out of his area: his parts end. */
void pl_service_left_area(struct pl_core *core, int32_t user);
/* A call between these two has begun, or has ended. */
void pl_service_talk(struct pl_core *core, const struct pl_call *call);
void pl_service_talked(struct pl_core *core, const struct pl_call *call);
/* s is about to end; its call has. */
void pl_service_gone(struct pl_core *core, struct pl_session *s);
void pl_service_due(struct pl_core *core, struct pl_service_part *part);

/* May this user enter this room, as part of a service? */
bool pl_service_admits(const struct pl_core *core, int32_t user, int32_t room);
/* s has entered its room: its seat and hold, before anybody is told. */
void pl_service_seat(struct pl_core *core, struct pl_session *s);

/* The agent has entered an area: services of the time before a restart go on, with what is known of
 * their clients. */
void pl_service_returned(struct pl_core *core, int32_t agent);
/* Into the row of the client's newest contact; kept with the next pl_tickets_said. data NULL:
 * nothing. (service_row.c) */
void pl_service_write_down(struct pl_core *core, int32_t client,
                           const struct pl_service_data *data);

/* What is attached to the server has said who this is. */
void pl_service_flags(struct pl_core *core, struct pl_session *s, int32_t flags);

/* For pl_core_destroy, and for a session that is freed: without any effect. */
void pl_service_free_all(struct pl_core *core);
void pl_service_data_free(struct pl_service_data *data);

/* The service of a client; NULL: none. For whoever writes down what was. */
const struct pl_service *pl_service_of(const struct pl_core *core, int32_t client);
/* Asserts every invariant. */
void pl_service_check(const struct pl_core *core);

/* ---- between the files of it ---- */

/* Is he where they talk? */
bool pl_service_is_inside(const struct pl_service *v, const struct pl_session *s);
struct pl_service_part *pl_service_part_of(struct pl_service *v, int32_t user);
/* Makes one; NULL: there are too many. */
struct pl_service_part *pl_service_add(struct pl_core *core, struct pl_service *v,
                                       struct pl_session *s, enum pl_wire_service_role role);
/* Ends it: his status, hold, and as he is in the room his seat. He is told `code`; the others are
 * for the caller to tell. */
void pl_service_remove(struct pl_core *core, struct pl_service_part *part, int code);
/* All of them. */
void pl_service_remove_all(struct pl_core *core, struct pl_service *v);
/* His place in the service is free again, and nothing is told. Hold ends with whom it was for. */
void pl_service_clear(struct pl_core *core, struct pl_service_part *part);
/* The seat that goes with what he is; no-op where he is not in the room. */
void pl_service_sit(struct pl_core *core, const struct pl_service_part *part);
/* The service that s serves, with a call (else 100107). NULL: *why is set. */
struct pl_service *pl_service_led(struct pl_core *core, const struct pl_session *s, int32_t client,
                                  int *why);
void pl_service_set_hold(struct pl_core *core, struct pl_service *v, bool held);
/* To this agent, who is free for it (pl_service_free_for). `asked`: whoever serves now is answered
 * that it has come about. GV_ERR number; 0: done. */
int pl_service_hand_over(struct pl_core *core, struct pl_service *v, struct pl_session *to,
                         bool asked);
/* Is he an agent of the service's area who could serve its client now? part: what he is in it. */
int pl_service_free_for(const struct pl_core *core, const struct pl_service *v,
                        const struct pl_session *s, const struct pl_service_part *part);

/* To everybody who takes part, or to one. (service_tell.c) */
void pl_service_tell(struct pl_core *core, struct pl_service *v);
void pl_service_tell_one(struct pl_core *core, struct pl_service *v, int32_t user);
void pl_service_tell_data(struct pl_core *core, struct pl_service *v);
void pl_service_tell_data_one(struct pl_core *core, const struct pl_service *v, int32_t user);
void pl_service_tell_over(struct pl_core *core, const struct pl_service *v, int32_t user, int code);
void pl_service_tell_asked(struct pl_core *core, const struct pl_service_part *part,
                           struct pl_bytes text);
/* To whoever serves. */
void pl_service_tell_answered(struct pl_core *core, const struct pl_service *v, int32_t user,
                              enum pl_wire_service_role role, int code);
void pl_service_tell_withdrawn(struct pl_core *core, const struct pl_service_part *part, int code);

/* Copies; false: there are too many, or memory is short. (service_data.c) */
bool pl_service_add_field(struct pl_service_data *data, const struct pl_wire_service_field *from);
bool pl_service_add_note(struct pl_service_data *data, int32_t user, struct pl_bytes text);

/* What is in the row of a contact that goes on; NULL: nothing. The caller's. (service_row.c) */
struct pl_service_data *pl_service_read_back(const struct pl_contact *contact);

/* Takes a note, writes it down, tells it; false as above. */
bool pl_service_put_note(struct pl_core *core, struct pl_service *v, int32_t user,
                         struct pl_bytes text);

#endif

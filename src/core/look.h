/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading what the core knows, between two steps: for whatever takes part in the server and asks
 * (BRAS_GetOnlineUsers and the like), and for operators. Nothing here changes anything; what is
 * given is valid until the next step.
 */
#ifndef PL_CORE_LOOK_H
#define PL_CORE_LOOK_H

#include "core/core.h"

enum {
    PL_LOOK_ALL = -1, /* instead of a room: everybody who is signed in */
    PL_LOOK_TEXT_MAX = 32,
};

/* A user who is signed in. Views borrowed. */
struct pl_look_user {
    int32_t id;
    uint64_t session;
    struct pl_bytes name; /* nick name, else login name */
    int32_t level;
    struct pl_bytes ip;
    int32_t room;  /* 0: none */
    bool detached; /* its link is lost, its grace time runs */
};

/* False: not signed in. O(1). */
bool pl_look_user(const struct pl_core *core, int32_t id, struct pl_look_user *out);

/* Writes up to max ids, by the age of their sessions or by entry; gives how many there are in all.
 * ids may be NULL when max is 0. O(those). */
size_t pl_look_users(const struct pl_core *core, int32_t room, int32_t *ids, size_t max);
/* The same of the numbers of rooms with somebody inside, in no order. */
size_t pl_look_rooms(const struct pl_core *core, int32_t *numbers, size_t max);

/* Everybody who is signed in, by the age of the sessions, until visit says false. */
void pl_look_everybody(const struct pl_core *core,
                       bool (*visit)(void *arg, const struct pl_look_user *user), void *arg);

struct pl_look_call {
    int32_t from, to; /* users */
    int32_t room;     /* that they may enter; 0: it does not go on yet */
    bool talking;     /* else it rings, or others are asked about it */
};

/* Every call that has not ended, by the age of the caller's session, until visit says false. */
void pl_look_calls(const struct pl_core *core,
                   bool (*visit)(void *arg, const struct pl_look_call *call), void *arg);

/* Why what is attached to the server may not begin (end) a recording of this user now, as the
 * answer to `record` would be; 0: it may. flags: BRAC_RECORD_FLAGS_... */
int pl_look_record(const struct pl_core *core, int32_t user, uint32_t flags, bool on);
/* Why PL_EVENT_RECORD_TAG by the server would not mark anything: 0, 23, 720. */
int pl_look_record_tag(const struct pl_core *core, int32_t user);

/* A setting of the service counters as it is now (core/counter/setup.h). False: there is none. */
bool pl_look_place(const struct pl_core *core, enum pl_counter_kind kind, int32_t id,
                   struct pl_counter_setup *out);
/* Every area, and every queue of each behind it, until one says false; either may be NULL. */
void pl_look_places(const struct pl_core *core,
                    bool (*on_area)(void *arg, const struct pl_counter_area *area),
                    bool (*on_queue)(void *arg, const struct pl_counter_queue *queue), void *arg);

/* Does this recording go on, so that it can be ended? */
bool pl_look_recording(const struct pl_core *core, uint32_t record);

/* One of a user's texts in the directory; empty: there is none. */
struct pl_bytes pl_look_info(const struct pl_core *core, int32_t user, int32_t info);

/* What a page's query would be answered, without its limits of rate; text is where it may be
 * written. */
struct pl_bytes pl_look_query(const struct pl_core *core, int32_t info, struct pl_bytes input,
                              char text[PL_LOOK_TEXT_MAX]);

#endif

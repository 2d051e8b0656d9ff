/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For tests: the rows that the service counters have had written down (contact.h), and the numbers
 * of a board counted from them, by a second way of counting. Of two things rows say nothing, and
 * are taken from elsewhere: who is in the area without waiting (what he is told himself), and
 * between whom a call has begun after a client was passed on (the test says it).
 */
#ifndef PL_CORE_COUNTED_H
#define PL_CORE_COUNTED_H

#include "core/core.h"
#include "core/story.h"

enum { ROWS = 4096, ROWS_USERS = 16, TEXT_QUEUE = 103 };

/* What an agent has done since he came, counted from changes of rows. */
struct work {
    int served, failed;
    int64_t busy_ms;
};

struct rows {
    const struct story *st;
    struct pl_contact contacts[ROWS]; /* in the order of their ids; without texts */
    int64_t talks[ROWS];              /* `offered_ms` of the match whose call has begun */
    bool away[ROWS];                  /* the client has left the area since */
    size_t contact_count;
    struct pl_stretch open[ROWS_USERS]; /* of agents; id 0: none */
    struct work work[ROWS_USERS];
    bool inside[ROWS_USERS];
};

/* Reads what the core has the shell keep, and sends. */
void rows_effect(struct rows *r, const struct pl_effect *e);

bool rows_open(const struct pl_contact *c);
bool rows_waits(const struct pl_contact *c);
/* He has not left the area, nor begun another contact. */
bool rows_there(const struct rows *r, size_t i);
/* Index of the newest open contact that this agent has; ROWS: none. */
size_t rows_served_by(const struct rows *r, int agent);

int rows_agents(const struct rows *r, int first, int end, int status);
/* queue 0: of all. */
int rows_waiting(const struct rows *r, int queue);
int rows_starting(const struct rows *r);
int rows_before(const struct rows *r, const struct pl_contact *c);
/* When the oldest service of an agent began; 0: he has none. */
int64_t rows_service_began(const struct rows *r, int agent);
/* Of several that began at one moment rows do not tell which was first. */
bool rows_serves_since(const struct rows *r, int agent, int client, int64_t began);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Figures of the service counters by intervals of time, counted from what was written down
 * (contact.h) and from nothing else. docs/figures.md has the definition of each for people.
 *
 *     r = pl_report_create(&config)
 *     pl_report_contact(r, &c) for each contact that was begun in from_ms..to_ms, in any order
 *     pl_report_stretch(r, &s) for each stretch that touches it
 *     while ((row = pl_report_next(r, row))) show it
 *     pl_report_destroy(r)
 *
 * A contact belongs to the interval in which the client entered the queue, and to that queue; there
 * is a row for each queue of an interval, and one with queue 0 for the whole area. Time of agents
 * is cut at the intervals' ends and is in rows of areas only.
 *
 * Limits: rows_max rows, and contacts_max contacts with an estimate; beyond, pl_report_full.
 * Cost: a contact O(1); percentiles O(n log n) once.
 */
#ifndef PL_CORE_COUNTER_REPORT_H
#define PL_CORE_COUNTER_REPORT_H

#include "core/counter/contact.h"

#include <stddef.h>

struct pl_report_config {
    int64_t from_ms, to_ms; /* from <= ... < to */
    int64_t interval_ms;    /* of each row; 0: one row for all */
    int64_t offset_ms;      /* intervals begin at multiples of interval_ms, plus that: -8 h for days
                               of China */
    int64_t now_ms;         /* for what goes on */
    int64_t answer_ms;      /* answered, abandoned "in X" */
    size_t rows_max;
    size_t contacts_max;
};

struct pl_report_row {
    int64_t from_ms;
    int32_t area;
    int32_t queue; /* 0: all of the area */

    uint32_t entered;
    uint32_t answered;     /* a call has begun */
    uint32_t abandoned;    /* the client left, or was lost, before */
    uint32_t failed;       /* ended before by anything else */
    uint32_t open;         /* neither yet */
    uint32_t answered_in;  /* so many of those within answer_ms of entering */
    uint32_t abandoned_in; /* likewise */
    uint32_t missed;       /* offers that an agent has not answered */
    uint32_t transferred;  /* services handed on */
    uint32_t overflowed;
    uint32_t rated;
    int64_t score_sum;
    int64_t answer_sum_ms;   /* from entering to the call, of those answered */
    int64_t longest_ms;      /* of those waits, of abandoned and failed ones as well */
    int64_t oldest_ms;       /* of those who are open: how long they have waited */
    uint32_t handled;        /* answered, and ended */
    int64_t handle_sum_ms;   /* from the call to the end */
    uint32_t estimated;      /* matched, and told an estimate */
    int32_t error_p50_s;     /* promised minus real, in seconds: half of them are not above it */
    int32_t error_p90_s;     /* nine of ten */
    int32_t error_p90_abs_s; /* the same without the sign */
    int64_t waiting_ms, working_ms, paused_ms; /* of the area's agents */
};

struct pl_report;

/* NULL: memory is short. */
struct pl_report *pl_report_create(const struct pl_report_config *config);
/* Accepts NULL. */
void pl_report_destroy(struct pl_report *r);
void pl_report_contact(struct pl_report *r, const struct pl_contact *c);
void pl_report_stretch(struct pl_report *r, const struct pl_stretch *s);
/* By time, area, queue (the area's first); begins and ends with NULL. Nothing may be added after
 * the first. */
const struct pl_report_row *pl_report_next(struct pl_report *r, const struct pl_report_row *row);
bool pl_report_full(const struct pl_report *r);

/* answered_in / (answered + abandoned - abandoned_in), in thousandths; -1: there was nobody. */
int32_t pl_report_service_level(const struct pl_report_row *row);
/* working / (working + waiting), in thousandths; -1: no agent was there. */
int32_t pl_report_occupancy(const struct pl_report_row *row);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every number of the service counters counted again, from nothing but the rows that a server keeps
 * (contact.h) and who came into which area and went: for tests of the engine, in virtual time. It
 * reads each row as the store would be given it, keeps its newest state, and knows no queue, no
 * service and no rule. What each number is counted from: docs/figures.md.
 *
 *     recount_begin(&r, config of the engine)
 *     after each verb: recount_fact() for each fact, in order, then recount_check()
 *     recount_reports() at the end: the figures of reports against a count without cleverness
 *     recount_end()
 */
#ifndef PL_CORE_COUNTER_RECOUNT_H
#define PL_CORE_COUNTER_RECOUNT_H

#include "core/counter/book.h"
#include "core/counter/report.h"

enum { RECOUNT_PEOPLE = 64, RECOUNT_ROWS = 8192 };

/* What is known of a row beside it. */
struct recount_row {
    struct pl_contact c;
    bool gone;    /* his client has left the area, or waits anew, since the match */
    bool counted; /* the service with this agent has ended, and nobody has gone on with him yet */
    bool passed;  /* another agent had him first: whether he talks with this one is in no row */
};

struct recount_agent {
    int32_t area; /* 0: not there */
    bool agent;
    int32_t status; /* of his open stretch; none: closed */
    int32_t serves; /* of the same */
    int64_t stretch;
    uint32_t served, failed; /* since he came */
    int64_t busy_ms;
};

struct recount {
    struct pl_book *book;
    int64_t epoch_ms;
    int64_t ageing_ms;
    struct recount_agent people[RECOUNT_PEOPLE];
    struct recount_row *rows; /* in the order of their ids */
    size_t row_count;
    size_t open_from; /* rows before have ended */
    struct pl_stretch *stretches;
    size_t stretch_count;
    uint64_t compared; /* numbers */
};

void recount_begin(struct recount *r, const struct pl_counter_config *config);
void recount_end(struct recount *r);
void recount_fact(struct recount *r, const struct pl_counter *e, pl_time_us now,
                  const struct pl_counter_fact *f);
/* All facts have been said. */
void recount_check(struct recount *r, const struct pl_counter *e, pl_time_us now);
/* interval 0: one row. */
void recount_reports(struct recount *r, pl_time_us now, int64_t interval_ms, int64_t offset_ms,
                     int64_t answer_ms);

/* ---- between its files ---- */

int64_t recount_wall_ms(const struct recount *r, pl_time_us now);
/* Aborts when they differ. */
void recount_equal(struct recount *r, int64_t shown, int64_t counted, const char *what, int line);
#define recount_same(r, shown, counted) recount_equal(r, shown, counted, #shown, __LINE__)

#endif

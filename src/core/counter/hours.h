/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Opening hours: a week of them, and days that differ.
 *
 *     mon-fri 09:00-12:00 13:00-17:30; sat 10:00-13:00; 2026-12-25; 2026-12-24 09:00-12:00; 01-01
 *
 * Parts are parted by ';'. A part is one or more days (mon tue wed thu fri sat sun, or a range of
 * them, which may go over the week's end), or a date (YEAR-MONTH-DAY, or MONTH-DAY of every year),
 * and then up to PL_COUNTER_SPANS_MAX times FROM-TO, 00:00 to 24:00; none: closed on that day. A
 * date goes before the day of the week, the one with a year before the one without. A later part
 * goes before an earlier one for the same day. Days of the week that are not named are closed;
 * where none is named at all (dates only, the holidays), they are open all day. The empty text:
 * always open.
 *
 * Times are those of clocks on the wall, as the caller has them: seconds since 1970-01-01 00:00
 * local time, which is what makes daylight saving the caller's affair.
 *
 * Cost: O(dates) for a look, O(dates * 370) for the next change at worst.
 */
#ifndef PL_CORE_COUNTER_HOURS_H
#define PL_CORE_COUNTER_HOURS_H

#include "base/bytes.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    PL_COUNTER_SPANS_MAX = 3,  /* of a day */
    PL_COUNTER_DATES_MAX = 24, /* that differ */
    PL_COUNTER_HOURS_TEXT = 2048,
};

/* Minutes of the day; unused ones are 0, 0. */
struct pl_counter_spans {
    uint16_t from[PL_COUNTER_SPANS_MAX];
    uint16_t to[PL_COUNTER_SPANS_MAX];
};

struct pl_counter_date {
    uint16_t year; /* 0: every year */
    uint8_t month, day;
    struct pl_counter_spans open;
};

/* All zero: always open. */
struct pl_counter_hours {
    bool kept; /* else always open */
    uint8_t date_count;
    struct pl_counter_spans week[7]; /* Monday first */
    struct pl_counter_date dates[PL_COUNTER_DATES_MAX];
};

/* PL_E_PROTO: cannot be read (out is as it was); PL_E_LIMIT: too many dates, or times of a day. */
PL_MUST_CHECK enum pl_err pl_counter_hours_read(struct pl_bytes text, struct pl_counter_hours *out);

/* So that reading it gives the same again. PL_E_SPACE: does not fit; in PL_COUNTER_HOURS_TEXT bytes
 * everything does. */
PL_MUST_CHECK enum pl_err pl_counter_hours_write(const struct pl_counter_hours *h, char *out,
                                                 size_t size);

bool pl_counter_hours_open(const struct pl_counter_hours *h, int64_t local_s);
/* When it opens or closes next, after local_s; INT64_MAX: not within a year. */
int64_t pl_counter_hours_change(const struct pl_counter_hours *h, int64_t local_s);

#endif

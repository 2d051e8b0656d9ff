/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files of rows with named columns: CSV (RFC 4180, with a line of names; UTF-8, a byte order mark
 * is passed over), or JSON: an array of objects, or an object with one such array in it, as the
 * operator's interface gives lists.
 */
#ifndef PL_CTL_ROWS_H
#define PL_CTL_ROWS_H

#include "base/bytes.h"
#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    PL_CTL_COLUMNS_MAX = 64,
    PL_CTL_ROWS_WHY_MAX = 200,
};

/* One row: names and values as texts; "" for what JSON has as null. */
struct pl_ctl_row {
    const char *names[PL_CTL_COLUMNS_MAX];
    const char *values[PL_CTL_COLUMNS_MAX];
    size_t count;
    size_t number; /* 1: the first behind the names */
};

/* NULL: there is no such column in it. */
const char *pl_ctl_row_value(const struct pl_ctl_row *row, const char *name);
/* False: it is there and is no whole number in this range. Absent or empty: `otherwise`. */
bool pl_ctl_row_number(const struct pl_ctl_row *row, const char *name, int64_t min, int64_t max,
                       int64_t otherwise, int64_t *out);

/* Each row in turn; text is changed while it is read, and has room for a byte behind len. False of
 * `row`: it has said why itself (in why), and reading ends with PL_E_RANGE. PL_E_PROTO: not such a
 * file, see why; PL_E_NOMEM. */
PL_MUST_CHECK enum pl_err pl_ctl_rows(char *text, size_t len,
                                      bool (*row)(void *arg, const struct pl_ctl_row *row,
                                                  char why[PL_CTL_ROWS_WHY_MAX]),
                                      void *arg, char why[PL_CTL_ROWS_WHY_MAX]);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rows with named columns, as CSV (RFC 4180, names in the first line) or as JSON, for answers of
 * api.h. Every row has the same columns in the same order. Texts that a spreadsheet would take for
 * formulas (= + - @, tab, return in front) begin with an apostrophe in CSV.
 *
 * Memory that runs short is told at the end.
 */
#ifndef PL_ADMIN_SHEET_H
#define PL_ADMIN_SHEET_H

#include "base/bytes.h"

struct pl_sheet;

/* name: of the list in JSON. NULL is fine for all others. */
struct pl_sheet *pl_sheet_begin(const char *name, bool csv);
void pl_sheet_row(struct pl_sheet *s);
void pl_sheet_number(struct pl_sheet *s, const char *column, int64_t value);
/* known false: null, or nothing between the commas. */
void pl_sheet_maybe(struct pl_sheet *s, const char *column, int64_t value, bool known);
void pl_sheet_text(struct pl_sheet *s, const char *column, struct pl_bytes value);
/* Where to go on; JSON only. */
void pl_sheet_next(struct pl_sheet *s, int64_t next);
/* Gives the text (free()); NULL: memory was short. Frees s. */
char *pl_sheet_end(struct pl_sheet *s, size_t *len);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* JSON for people: lists of objects as columns, one object as lines. */
#ifndef PL_CTL_TABLE_H
#define PL_CTL_TABLE_H

#include <jansson.h>
#include <stdio.h>

/* The members of the first object are the columns. Control characters of values are shown as "?".
 */
void pl_ctl_print_list(FILE *out, const json_t *list);
/* RFC 4180, with a line of names; texts that a spreadsheet would take for formulas begin with an
 * apostrophe. */
void pl_ctl_print_csv(FILE *out, const json_t *list);
void pl_ctl_print_object(FILE *out, const json_t *object);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Facts and effects as text: what the shell writes to its log and what golden traces are made of.
 *
 *   event=room.enter link=7 session=3 user=5 room=1
 *
 * Fields that are 0 are left out, ids always have the same key. The text of a fact holds numbers
 * only; that of an effect never holds a body: of a sent message it has the length.
 */
#ifndef PL_CORE_TRACE_H
#define PL_CORE_TRACE_H

#include "core/effect.h"

/* Longest text with its NUL. */
#define PL_TRACE_MAX 256

/* "room.enter". */
const char *pl_trace_name(enum pl_fact_kind kind);

/* Returns text. */
const char *pl_trace_fact(const struct pl_fact *fact, char text[PL_TRACE_MAX]);

/* "send link=1 bytes=57", "link subscriber=2 publisher=1 kind=video stream=0 on". Returns text. */
const char *pl_trace_effect(const struct pl_effect *effect, char text[PL_TRACE_MAX]);

#endif

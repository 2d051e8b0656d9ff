/* SPDX-License-Identifier: Apache-2.0 */
/* Adding effects to the step in progress. A lack of memory is remembered in core->out_of_memory.
 * Private to src/core. */
#ifndef PL_CORE_EMIT_H
#define PL_CORE_EMIT_H

#include "core/state.h"

void pl_emit(struct pl_core *core, const struct pl_effect *effect);
void pl_emit_fact(struct pl_core *core, const struct pl_fact *fact);
void pl_emit_close(struct pl_core *core, uint64_t link, uint16_t code, const char *reason);
void pl_emit_frame(struct pl_core *core, uint64_t link, const struct pl_frame *frame);
/* A binary message; borrows it until the next step, or lies in the event. */
void pl_emit_data(struct pl_core *core, uint64_t link, struct pl_bytes data);

/* Serialises a message into a new frame outside any list; NULL when memory is short. */
struct pl_frame *pl_emit_serialise(struct pl_core *core, const struct pl_wire_msg *msg);

/* Sends a message that is not kept for a resume. */
void pl_emit_message(struct pl_core *core, uint64_t link, const struct pl_wire_msg *msg);

/* A copy that is valid until the next step; empty when memory is short. */
struct pl_bytes pl_emit_copy(struct pl_core *core, struct pl_bytes bytes);

/* Takes the timer's due time; running out of memory counts as above. */
void pl_emit_timer(struct pl_core *core, struct pl_timer *timer, pl_time_us at);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a session has been sent and has not yet acknowledged: numbered texts in the order of their
 * seq, kept so that a new link can be given again what the lost one swallowed.
 *
 * Definitions: `last` is the seq given to the newest message; `floor` is the highest seq that is no
 * longer kept. Invariant: exactly the messages floor+1 .. last are kept. So a client that says "I
 * have seq n" can be served exactly when floor <= n <= last.
 *
 * Two ways of being full (pl_outbox_put says that it is; the owner decides): a session with a link
 * drops its oldest messages, since they are most likely there already and only the ack is late; a
 * session without a link has to end, since they are certainly not.
 *
 * A frame that is taken out is never freed here but moved to the list `dead`: effects of the step
 * may still point into it. The owner frees the list when the next step begins.
 */
#ifndef PL_CORE_OUTBOX_H
#define PL_CORE_OUTBOX_H

#include "base/bytes.h"
#include "base/err.h"
#include "base/list.h"

/* One serialised message. */
struct pl_frame {
    struct pl_list node;
    int64_t seq; /* 0: not numbered */
    size_t len;
    uint8_t text[];
};

struct pl_outbox {
    struct pl_list frames; /* of struct pl_frame, by seq */
    size_t count;
    size_t bytes; /* of their texts */
    size_t max_count;
    size_t max_bytes;
    int64_t last;
    int64_t floor;
};

/* Gives a copy of text outside any list; NULL when memory is short. */
struct pl_frame *pl_frame_create(struct pl_bytes text);
/* The same with room for so many bytes, not yet written. */
struct pl_frame *pl_frame_create_size(size_t len);
/* The same of two parts. */
struct pl_frame *pl_frame_join(struct pl_bytes head, struct pl_bytes rest);
struct pl_bytes pl_frame_bytes(const struct pl_frame *frame);
/* Frees every frame of a list and empties it. */
void pl_frames_free(struct pl_list *list);

void pl_outbox_init(struct pl_outbox *o, size_t max_count, size_t max_bytes);
/* Moves everything to dead. */
void pl_outbox_finish(struct pl_outbox *o, struct pl_list *dead);

/* The seq that the next message will carry. */
int64_t pl_outbox_next_seq(const struct pl_outbox *o);

/* Would one more message of len bytes break a limit? */
bool pl_outbox_full(const struct pl_outbox *o, size_t len);

/*
 * Takes the frame as the message pl_outbox_next_seq(). Drops the oldest ones while a limit is
 * broken; a frame that alone is too large goes to dead at once, together with all before it.
 */
void pl_outbox_put(struct pl_outbox *o, struct pl_frame *frame, struct pl_list *dead);

/* The client has everything up to seq. A seq that was never sent is ignored. */
void pl_outbox_ack(struct pl_outbox *o, int64_t seq, struct pl_list *dead);

/* Can a client whose last message is seq be given the rest? PL_E_RANGE: no. */
PL_MUST_CHECK enum pl_err pl_outbox_can_resume(const struct pl_outbox *o, int64_t seq);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Places at the service counters, of which there are rows. Private to src/core: ticket.h says what
 * they are for.
 *
 * A guest has no name by which a server would know him again. His place has a secret instead, half
 * of the token of the session in which he had it: who says that token with hello (and cannot
 * resume, for the process that gave it is no more) signs in as the same guest. It serves once, for
 * as long as the place waits.
 */
#ifndef PL_CORE_TICKET_PLACE_H
#define PL_CORE_TICKET_PLACE_H

#include "core/counter/book.h"
#include "core/state.h"

enum { PL_PLACE_SECRET = PL_TOKEN_CHARS / 2 /* the other half is needed to resume */ };

struct pl_place {
    int32_t user;
    bool kept;                   /* there is a row of it */
    bool waits;                  /* for who had it: `seat` */
    bool has_secret;             /* by which a guest is known while it waits */
    pl_time_us until;            /* as long as it does */
    uint64_t stamp;              /* core->places_stamp: it has been looked at */
    struct pl_counter_seat seat; /* its secret and its other services are these: */
    uint8_t secret[PL_PLACE_SECRET];
    struct pl_counter_held *others; /* owned; NULL: none */
};

void pl_places_init(struct pl_core *core);
void pl_places_finish(struct pl_core *core);

/* NULL: he has none. */
struct pl_place *pl_place_of(const struct pl_core *core, int32_t user);
/* NULL: no room for one more; what has no row is lost with the process. */
struct pl_place *pl_place_make(struct pl_core *core, int32_t user);
void pl_place_drop(struct pl_core *core, struct pl_place *place);
/* Its seat is this one; false: memory is short. */
bool pl_place_put_seat(struct pl_core *core, struct pl_place *place,
                       const struct pl_counter_seat *seat);
/* From now on, as long as may be; and no more. */
void pl_place_wait(struct pl_core *core, struct pl_place *place);
void pl_place_found(struct pl_core *core, struct pl_place *place);

/* ---- between ticket.c and ticket_keep.c ---- */

/* As he has it now, into its row; once for each look at all of them. */
void pl_tickets_look_at(struct pl_core *core, int32_t user);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* What the store knows of places at the service counters (core/ticket.h), given back at the start:
 * the newest ids, then for each seat its contacts and the seat itself. */
#ifndef PL_SERVER_KEEPER_SEATS_H
#define PL_SERVER_KEEPER_SEATS_H

#include "adapters/store/db.h"
#include "core/event.h"

/* Adds to *rows what was read, to *refused what is not of ours. */
PL_MUST_CHECK enum pl_err pl_keeper_load_seats(struct pl_store_db *db,
                                               void (*give)(void *arg,
                                                            const struct pl_core_kept *kept),
                                               void *arg, size_t *rows, size_t *refused);

#endif

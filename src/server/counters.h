/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What operators have set at the service counters (adapters/admin/places.h), in parlord: read from
 * the store at the start, over what parlor.ini says, before anybody comes.
 */
#ifndef PL_SERVER_COUNTERS_H
#define PL_SERVER_COUNTERS_H

#include "adapters/admin/http.h"
#include "adapters/admin/places.h"
#include "server/hub.h"
#include "server/keeper.h"

struct pl_counters;

/* keeper may be NULL: nothing is kept. Borrows all. The log says why it fails. */
PL_MUST_CHECK enum pl_err pl_counters_start(struct pl_counters **out, struct pl_log *log,
                                            struct pl_hub *hub, struct pl_keeper *keeper);
/* Accepts NULL. Before the hub and the keeper go. */
void pl_counters_stop(struct pl_counters *c);

struct pl_admin_places *pl_counters_places(struct pl_counters *c);
/* Where answers that take time go; NULL: nowhere any more. */
void pl_counters_attach(struct pl_counters *c, struct pl_admin *admin);

#endif

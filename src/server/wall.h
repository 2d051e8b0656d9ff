/* SPDX-License-Identifier: Apache-2.0 */
/* Tells the domain what the clock on the wall shows, in the time zone of this machine: at once, and
 * every half minute, for clocks are set and summer time begins. Opening hours are kept by it. */
#ifndef PL_SERVER_WALL_H
#define PL_SERVER_WALL_H

#include "io/loop.h"
#include "server/hub.h"

struct pl_wall;

/* PL_E_NOMEM, PL_E_IO. Borrows both. */
PL_MUST_CHECK enum pl_err pl_wall_start(struct pl_wall **out, struct pl_loop *loop,
                                        struct pl_hub *hub);
/* Accepts NULL. */
void pl_wall_stop(struct pl_wall *w);

#endif

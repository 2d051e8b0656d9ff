/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The router in front of this machine ([upnp]): which ports it shall map, what its external address
 * means for the media workers, and what the log says. How is the business of adapters/upnp.
 */
#ifndef PL_SERVER_GATEWAY_H
#define PL_SERVER_GATEWAY_H

#include "adapters/media/pool.h"
#include "server/daemon.h"

struct pl_gateway;

/*
 * *out stays NULL when upnp.enabled is off, or when it could not be started: the server goes on
 * without it, and the log says why. Borrows tools and pool until the stop.
 */
void pl_gateway_start(struct pl_gateway **out, const struct pl_daemon_tools *tools,
                      struct pl_media_pool *pool);
/* Takes the mappings away; at most three seconds. NULL is harmless. */
void pl_gateway_stop(struct pl_gateway *g);

#endif

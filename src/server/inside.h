/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What lives behind the front door of parlord: the hub with the domain and the media workers, and
 * the page that tells Prometheus about them.
 */
#ifndef PL_SERVER_INSIDE_H
#define PL_SERVER_INSIDE_H

#include "server/daemon.h"

struct pl_parlor;

/* NULL: out of memory. */
struct pl_parlor *pl_parlor_create(void);
/* After pl_daemon_run. */
void pl_parlor_destroy(struct pl_parlor *parlor);

/* Borrows parlor. */
struct pl_inside pl_parlor_inside(struct pl_parlor *parlor);

#endif

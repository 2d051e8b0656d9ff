/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The operator's interface in parlord: ties adapters/admin to the hub, the settings of [admin] and
 * the log. Tokens lie in the data directory (admin.token, viewer.token) and are made when missing.
 */
#ifndef PL_SERVER_OPERATOR_H
#define PL_SERVER_OPERATOR_H

#include "server/applications.h"
#include "server/counters.h"
#include "server/daemon.h"
#include "server/hub.h"
#include "server/plugin.h"
#include "server/records.h"

struct pl_operator;

/* What it looks after. All but hub may be NULL. */
struct pl_operator_parts {
    struct pl_hub *hub;
    const struct pl_plugin *plugin;
    struct pl_keeper *keeper;
    struct pl_feed *feed;
    struct pl_records *records;
    struct pl_applications *applications; /* not NULL when keeper is not */
    struct pl_counters *counters;         /* not NULL */
};

/* *out stays NULL when it is off. Borrows all until the stop. The log says why it fails. */
PL_MUST_CHECK enum pl_err pl_operator_start(struct pl_operator **out,
                                            const struct pl_daemon_tools *tools,
                                            const struct pl_operator_parts *parts);
/* Before the hub goes. NULL is harmless. */
void pl_operator_stop(struct pl_operator *o);
/* The server is about to end; said by /v1/version. */
void pl_operator_drain(struct pl_operator *o);

#endif

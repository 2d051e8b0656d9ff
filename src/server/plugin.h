/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The filter plug-in in parlord: ties adapters/filter to the hub (what users do, what it sends
 * them), the row of those who are asked (server/ask.h; it is the first), the settings of [filter]
 * and the log. It decides nothing.
 *
 * It is asked about logins with a password (without one where filter.guests says so) and about
 * entering rooms; signed logins and tokens are others'.
 */
#ifndef PL_SERVER_PLUGIN_H
#define PL_SERVER_PLUGIN_H

#include "adapters/filter/filter.h"
#include "server/daemon.h"
#include "server/hub.h"

struct pl_plugin;

/* *out stays NULL when filter.plugin is empty. Borrows tools and hub until the stop. PL_E_NOMEM;
 * PL_E_STATE, PL_E_IO: it does not work (the log says why). */
PL_MUST_CHECK enum pl_err pl_plugin_start(struct pl_plugin **out,
                                          const struct pl_daemon_tools *tools, struct pl_hub *hub);
/* After the last link, before the hub goes. NULL is harmless. */
void pl_plugin_stop(struct pl_plugin *plugin);

/* False, and nothing written: there is none. */
bool pl_plugin_stats(const struct pl_plugin *plugin, struct pl_filter_stats *out);
/* "" : there is none, or it has not begun. */
const char *pl_plugin_version(const struct pl_plugin *plugin);

/* What the domain's configuration has to say for it: who is asked, notices. For wiring, after the
 * business servers' part. */
void pl_plugin_core_config(const struct pl_config *c, struct pl_core_config *core);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What survives a restart: blocked addresses (PL_EFFECT_BLOCKED), ids of names (whenever
 * pl_core_config.keep is on), and with PL_CORE_FRIENDS_KEPT groups, friends and infos. Each change
 * goes out as PL_EFFECT_KEEP; what was kept comes back as PL_EVENT_KEPT before the first link.
 * Private to src/core.
 *
 * Contacts and places of the service counters: core/ticket.h.
 *
 * Guests (ids below 0) leave nothing else: their ids do not come back. A name that is forgotten
 * (pl_core_config.max_names) takes everything about its user along.
 *
 * Order: the store gets changes in the order of their effects, so that what says something of a
 * user never gets there without his name.
 */
#ifndef PL_CORE_KEEP_H
#define PL_CORE_KEEP_H

#include "core/state.h"

/* Each says how it is in the directory now: with this text, or gone. */
void pl_keep_group(struct pl_core *core, int32_t owner, int32_t id);
void pl_keep_friend(struct pl_core *core, int32_t owner, int32_t friend);
void pl_keep_info(struct pl_core *core, int32_t user, int32_t id);

/* At the end of a step: names that are new, or have been forgotten. */
void pl_keep_names(struct pl_core *core);

/* PL_EVENT_KEPT. What does not fit is counted as pl_core_stats.friends_refused. */
void pl_keep_event(struct pl_core *core, const struct pl_event *event);

#endif

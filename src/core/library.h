/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The catalogue of recordings for pages: who may ask. What is in it is the store's, so requests
 * leave as PL_EFFECT_LIBRARY and come back as PL_EVENT_LIBRARY, each exactly once; a session that
 * has gone meanwhile is told nothing, one whose link was lost is told when it has resumed.
 *
 * Viewers and keepers are users of the settings by name, never guests; keepers may delete as well.
 * Limits: PL_LIMIT_LIBRARY_REQUESTS that are not answered, of all sessions; those of queries.
 */
#ifndef PL_CORE_LIBRARY_H
#define PL_CORE_LIBRARY_H

#include "core/state.h"

/* PL_EVENT_LIBRARY. */
void pl_library_event(struct pl_core *core, const struct pl_event *event);

#endif

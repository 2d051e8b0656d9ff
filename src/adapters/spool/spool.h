/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Carries out PL_EFFECT_STORE_... of the domain on a thread of its own, so that a slow disk delays
 * nobody, and answers with PL_EVENT_STORED. What the domain gives is copied; how much can wait is
 * bounded by what it grants.
 *
 * Failures, as GV_ERR numbers: 23 no room (quota or disk), 713 the disk failed, 715 another sum,
 * 716 no such file. All on the loop's thread.
 */
#ifndef PL_ADAPTERS_SPOOL_SPOOL_H
#define PL_ADAPTERS_SPOOL_SPOOL_H

#include "adapters/spool/disk.h"
#include "core/effect.h"
#include "io/loop.h"

struct pl_spool;

/* PL_E_IO: the folder cannot be made or read. `on_stored` fills in a PL_EVENT_STORED without its
 * time; its views are good until it returns. Borrows loop. */
PL_MUST_CHECK enum pl_err pl_spool_start(struct pl_spool **out, struct pl_loop *loop,
                                         const char *folder, const struct pl_spool_limits *limits,
                                         void (*on_stored)(void *arg, struct pl_event *event),
                                         void *arg);
/* Waits for what is under way, removes halves. Accepts NULL. */
void pl_spool_stop(struct pl_spool *spool);

/* PL_E_LIMIT or PL_E_NOMEM: it could not even be asked for; the transfer is to be failed. */
PL_MUST_CHECK enum pl_err pl_spool_run(struct pl_spool *spool, const struct pl_effect *effect);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The audit's size and its witness. Every minute it is looked at:
 *
 * - when it has grown by more than a sixteenth above admin.audit_keep lines, or has lines that are
 *   more than a day beyond admin.audit_days, the oldest are trimmed to that. In the same
 *   transaction the audit says so, with the sum of the last line that went (store/chain.h).
 * - when it has grown, the number and the sum of its newest line go to the log ("audit.head"): kept
 *   on another machine they show when somebody has written the whole chain anew.
 *
 * Whoever writes to the audit need not know of it. Loop's thread.
 */
#ifndef PL_SERVER_AUDIT_H
#define PL_SERVER_AUDIT_H

#include "server/keeper.h"

struct pl_audit;

/* Looks at once. *out stays NULL when keeper is. PL_E_NOMEM. Borrows both. */
PL_MUST_CHECK enum pl_err pl_audit_start(struct pl_audit **out, const struct pl_daemon_tools *tools,
                                         struct pl_keeper *keeper);
/* Before the keeper. NULL is harmless. */
void pl_audit_stop(struct pl_audit *a);

#endif

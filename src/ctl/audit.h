/* SPDX-License-Identifier: Apache-2.0 */
/* The audit: shown, and its chain (adapters/store/chain.h) checked here, so that the server need
 * not be believed. */
#ifndef PL_CTL_AUDIT_H
#define PL_CTL_AUDIT_H

#include "ctl/ctl.h"

/* [COUNT] */
int pl_ctl_audit(struct ctl *ctl, char **arguments);
/* [NUMBER CHAIN], of a line that was noted elsewhere. EXIT_REFUSED: something does not fit, and
 * which line it is has been said. */
int pl_ctl_verify_audit(struct ctl *ctl, char **arguments);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* parlorctl record: the catalogue of recordings (docs/recording.md). */
#ifndef PL_CTL_RECORD_H
#define PL_CTL_RECORD_H

#include "ctl/ctl.h"

enum { PL_CTL_RECORD_ARGUMENTS = 2 };

/* arguments[0]: list, show, verify, link, stop, delete. */
int pl_ctl_record(struct ctl *ctl, char **arguments);

#endif

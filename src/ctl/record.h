/* SPDX-License-Identifier: Apache-2.0 */
/* parlorctl record: the catalogue of recordings (docs/recording.md). */
#ifndef PL_CTL_RECORD_H
#define PL_CTL_RECORD_H

#include "ctl/ctl.h"

enum { PL_CTL_RECORD_OPTIONS = 16 };

/*
 * arguments[0] and what follows:
 *   list [BEFORE] [--search TEXT] [--user N] [--room N] [--party N] [--state S] [--from DAY]
 *        [--to DAY] [--limit N]
 *   show ID          verify ID          verify FILE --key record-sign.key.pub  (asks no server)
 *   link ID [MINUTES]                   stop ID
 *   delete ID [WHY]  hold ID [WHY]      release ID [WHY]
 *   keep ID DAYS|ever [WHY]             tag ID MILLISECONDS TEXT
 */
int pl_ctl_record(struct ctl *ctl, char **arguments);

#endif

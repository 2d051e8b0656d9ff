/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PL_CTL_PLACES_H
#define PL_CTL_PLACES_H

#include "ctl/ctl.h"

/* Of the service counters; ends with a name that is NULL. */
extern const struct command pl_ctl_place_commands[];

#endif

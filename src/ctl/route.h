/* SPDX-License-Identifier: Apache-2.0 */
/*
 * parlorctl route RULES CONTACTS [NAME=VALUE ...]: recorded days once more (route/replay.h).
 *
 *   RULES       a parlor.ini: its [area ID] and [queue ID] sections, and counter.ageing_seconds
 *   CONTACTS    rows of contacts, CSV or JSON: entered_ms, queue, and as far as there were such
 *               things client, priority, offered_ms, ended_ms, code
 *   duties=FILE who was on duty: agent, from_ms, to_ms; status (only 1 and 2 count), area,
 *               attribute, capacity, skills where there are such columns
 *   agents=N    instead: so many, from the first contact on until all is done
 *   target=S    seconds of the service level (20)
 *   patience=S  who was served goes after so long (0: never)
 *   seed=N      (1)
 *
 * Gives the exit code of the program: 0, or 2 with words on stderr.
 */
#ifndef PL_CTL_ROUTE_H
#define PL_CTL_ROUTE_H

#include <stdbool.h>

int pl_ctl_route(char **arguments, bool json);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* [area ID] and [queue ID]: the places of the service counters (core/counter/counter.h). */
#ifndef PL_SERVER_CONFIG_PLACES_H
#define PL_SERVER_CONFIG_PLACES_H

#include "server/config.h"

enum { PL_CONFIG_PLACE_FAULT_MAX = 420 };

bool pl_config_is_place(const char *section);
/* False: `fault` says in one line what is wrong, beginning with the section. */
bool pl_config_set_place(struct pl_config *c, const char *section, const char *key,
                         const char *value, char fault[PL_CONFIG_PLACE_FAULT_MAX]);
/* What single values do not show; NULL: nothing is wrong. */
const char *pl_config_check_places(const struct pl_config *c,
                                   char fault[PL_CONFIG_PLACE_FAULT_MAX]);
void pl_config_print_places(FILE *out);

#endif

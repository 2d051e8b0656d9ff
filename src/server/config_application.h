/* SPDX-License-Identifier: Apache-2.0 */
/* [application ID]: an application that vouches for its users (adapters/identity/vouch.h). */
#ifndef PL_SERVER_CONFIG_APPLICATION_H
#define PL_SERVER_CONFIG_APPLICATION_H

#include "server/config.h"

/* One key of the section. PL_E_RANGE: why holds what is allowed ("users: ..."). */
PL_MUST_CHECK enum pl_err pl_config_application_set(struct pl_config_application *a,
                                                    const char *key, const char *value, char *why,
                                                    size_t size);

/* The rows of docs/configuration.md. */
void pl_config_application_docs(FILE *out);

#endif

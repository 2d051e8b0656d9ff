/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The command line of parlord, and the one call that gathers all settings in their order of weight.
 * Options: --config FILE, --listen ADDRESS:PORT, --media ADDRESS[:PORT], --advertise ADDRESS[,...]
 * (repeatable), --data DIR, --log-level LEVEL, --check-config, --print-config-docs, --version,
 * --help. "--option=value" and "--option value" are the same.
 */
#ifndef PL_SERVER_OPTIONS_H
#define PL_SERVER_OPTIONS_H

#include "server/config.h"

enum pl_action {
    PL_ACTION_RUN,
    PL_ACTION_CHECK_CONFIG,
    PL_ACTION_PRINT_DOCS,
    PL_ACTION_VERSION,
    PL_ACTION_HELP,
};

/*
 * argv[0] is skipped. On failure error holds one line. With PRINT_DOCS, VERSION and HELP the
 * settings are not read at all.
 */
PL_MUST_CHECK enum pl_err pl_options_load(struct pl_config *c, enum pl_action *action,
                                          const char *const *argv, const char *const *environment,
                                          char error[PL_CONFIG_ERROR_MAX]);

void pl_options_print_help(FILE *out);

#endif

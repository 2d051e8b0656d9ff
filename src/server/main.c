/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/filter/host.h"
#include "server/daemon.h"
#include "server/inside.h"
#include "server/options.h"

#include <stdlib.h>
#include <unistd.h>

static int run(const struct pl_config *config)
{
    struct pl_log log;
    struct pl_parlor *parlor = pl_parlor_create();
    struct pl_inside inside;
    int status;
    if (!parlor) {
        fputs("parlord: out of memory\n", stderr);
        return EXIT_FAILURE;
    }
    inside = pl_parlor_inside(parlor);
    pl_log_init(&log, STDERR_FILENO, (enum pl_log_level)config->server.log_level);
    status = pl_daemon_run(config, &log, &inside);
    pl_log_finish(&log);
    pl_parlor_destroy(parlor);
    return status;
}

int main(int argc, char **argv)
{
    static struct pl_config config; /* too big for the stack of some systems */
    char error[PL_CONFIG_ERROR_MAX];
    enum pl_action action;
    if (pl_filter_host_wanted(argc, argv))
        return pl_filter_host_main(argv); /* a process for a plug-in, started by the server */
    if (pl_options_load(&config, &action, (const char *const *)argv, (const char *const *)environ,
                        error) != PL_OK) {
        fprintf(stderr, "parlord: %s\n", error);
        return 2;
    }
    switch (action) {
    case PL_ACTION_HELP:
        pl_options_print_help(stdout);
        break;
    case PL_ACTION_VERSION:
        puts("parlord " PL_VERSION);
        break;
    case PL_ACTION_PRINT_DOCS:
        pl_config_print_docs(stdout);
        break;
    case PL_ACTION_CHECK_CONFIG:
        puts("the configuration is right");
        break;
    case PL_ACTION_RUN:
        return run(&config);
    }
    return EXIT_SUCCESS;
}

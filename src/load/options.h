/* SPDX-License-Identifier: Apache-2.0 */
/* What parlor-load is asked to do. */
#ifndef PL_LOAD_OPTIONS_H
#define PL_LOAD_OPTIONS_H

#include "base/addr.h"
#include "load/backend.h"
#include "load/shape.h"

#include <stdio.h>

enum {
    PL_LOAD_SHAPES_MAX = 16,
    PL_LOAD_ERROR_MAX = 300,
    PL_LOAD_HOST_MAX = 256,
};

struct pl_load_options {
    struct pl_load_shape shapes[PL_LOAD_SHAPES_MAX]; /* the first is what the command line says */
    size_t shape_count;
    unsigned seconds;
    unsigned warm_up;   /* seconds between the last join and the measurement, at least a half */
    unsigned join_rate; /* peers a second */
    unsigned joining;   /* at once, at most; 0: no limit */
    unsigned first_room;
    unsigned seed; /* of churn and networks */
    const struct pl_load_backend *backend;
    struct pl_addr server;
    bool tls;
    bool insecure;               /* any certificate will do */
    char host[PL_LOAD_HOST_MAX]; /* of the URL, with the port */
    char name[PL_LOAD_HOST_MAX]; /* without it */
    char path[PL_LOAD_HOST_MAX];
    const char *film, *sound; /* files; NULL: made-up media */
    const char *json;         /* file; NULL: none, "-": standard output instead of the table */
    unsigned server_pid;
    bool quiet;
};

enum pl_load_action {
    PL_LOAD_RUN,
    PL_LOAD_HELP,
    PL_LOAD_VERSION,
};

/* argv[0] is skipped; borrowed. "--option=value" and "--option value" are the same. On failure
 * error holds one line. Asks the resolver when the URL has a name, reads the file of --rooms-file.
 */
PL_MUST_CHECK enum pl_err pl_load_options_read(struct pl_load_options *o,
                                               enum pl_load_action *action, const char *const *argv,
                                               char error[PL_LOAD_ERROR_MAX]);

/* A key of a file's [run]. False: wanted says what the value must be. */
bool pl_load_run_set(struct pl_load_options *o, const char *key, const char *value, char *wanted,
                     size_t size);

void pl_load_options_print_help(FILE *out);

/* Peers of all shapes. */
uint64_t pl_load_options_peers(const struct pl_load_options *o);
/* One of them churns. */
bool pl_load_options_churn(const struct pl_load_options *o);

#endif

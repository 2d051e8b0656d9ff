/* SPDX-License-Identifier: Apache-2.0 */
/* What the commands of parlorctl have in common. */
#ifndef PL_CTL_CTL_H
#define PL_CTL_CTL_H

#include "ctl/client.h"

enum {
    EXIT_REFUSED = 1, /* the server said no */
    EXIT_USAGE = 2,
    EXIT_NO_SERVER = 3,
    FILE_MAX_BYTES = 1 << 20,
};

struct ctl {
    struct pl_ctl_server server;
    bool json; /* as it comes */
    bool csv;  /* lists, where it is offered */
    char token[128];
};

struct command {
    const char *name;
    int arguments, optional;
    const char *usage, *doc;
    int (*run)(struct ctl *ctl, char **arguments);
};

int pl_ctl_usage(const char *problem, const char *what);
/* NULL: *result says how it ended, and it has been said. */
json_t *pl_ctl_request(struct ctl *ctl, const char *method, const char *target,
                       struct pl_bytes body, int *result);
void pl_ctl_print_json(const json_t *answer);
/* Rows as they are asked for; "no NAME" where there are none. */
void pl_ctl_print_rows(const struct ctl *ctl, const json_t *rows, const char *name);
/* Asks, and prints the answer. */
int pl_ctl_show(struct ctl *ctl, const char *method, const char *target, struct pl_bytes body);
/* The same with a body that is taken. NULL: a text was no UTF-8. */
int pl_ctl_post(struct ctl *ctl, const char *target, json_t *body);

/* Of what is kept (kept.c); ends with a name that is NULL. */
extern const struct command pl_ctl_kept_commands[];

#endif

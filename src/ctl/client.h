/* SPDX-License-Identifier: Apache-2.0 */
/* One request to a server's operator's interface (adapters/admin), and its answer: blocking, a
 * connection for each. */
#ifndef PL_CTL_CLIENT_H
#define PL_CTL_CLIENT_H

#include "base/addr.h"
#include "base/bytes.h"

#include <jansson.h>

enum {
    PL_CTL_ANSWER_MAX = 64 << 20,
    PL_CTL_WHY_MAX = 512,
    PL_CTL_TIMEOUT_S = 30,
};

struct pl_ctl_server {
    const char *path; /* of its Unix socket; NULL: by address and token */
    struct pl_addr address;
    const char *token;
};

/* The body as JSON, to be given back; NULL: nothing came, why says so. */
json_t *pl_ctl_ask(const struct pl_ctl_server *server, const char *method, const char *target,
                   struct pl_bytes body, int *status, char why[PL_CTL_WHY_MAX]);

/* The answer of a server, whole, as it came: its status and where the body is. False: no answer. */
bool pl_ctl_parse(struct pl_bytes answer, int *status, struct pl_bytes *body);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The operator's listener: api.h over HTTP/1.1, at a Unix socket, at a TCP address, or both, apart
 * from the front door.
 *
 * Who it is: `Authorization: Bearer TOKEN`, one token for operators, one for viewers; compared in
 * time that tells nothing. At the Unix socket, which only the server's own user can open (mode
 * 0600), no token is needed: it is the operator. A browser is never welcome: whatever carries an
 * Origin or a Sec-Fetch-Site field is refused, so that no page can reach it through somebody's
 * browser.
 *
 * An answer that takes time is put off (PL_ADMIN_LATER) and given by pl_admin_reply, or becomes a
 * stream of events. Until then the connection has to wait: one that sends its next request before
 * is cut.
 *
 * Limits: PL_ADMIN_CONNECTIONS_MAX connections, heads as http_head.h, bodies PL_ADMIN_BODY_MAX, a
 * connection that is silent for 30 s ends, a stream when its reader takes nothing for 30 s.
 */
#ifndef PL_ADMIN_HTTP_H
#define PL_ADMIN_HTTP_H

#include "adapters/admin/api.h"
#include "base/addr.h"
#include "io/loop.h"

struct pl_admin;

enum {
    PL_ADMIN_CONNECTIONS_MAX = 32,
    PL_ADMIN_TOKEN_CHARS = 64, /* hex digits */
};

struct pl_admin_config {
    const char *path;                          /* of the Unix socket; NULL: none */
    struct pl_addr listen;                     /* family NONE: none; port 0: ephemeral */
    const char *operator_token, *viewer_token; /* borrowed; at least 16 characters each */
};

/* Borrows loop and port. Errors as pl_tcp_listen(); at_path: which of the two it was. */
PL_MUST_CHECK enum pl_err pl_admin_start(struct pl_admin **out, struct pl_loop *loop,
                                         const struct pl_admin_config *config,
                                         const struct pl_admin_port *port, bool *at_path);
/* Drops connections. The loop must run a few turns more. NULL is harmless. */
void pl_admin_stop(struct pl_admin *admin);

/* Answers what was put off; takes reply->json. A ticket that is not waiting is ignored. */
void pl_admin_reply(struct pl_admin *admin, uint64_t ticket, struct pl_admin_reply *reply);
/*
 * Sends a piece of a text/event-stream instead; the first one begins it. False: it did not all go
 * out, so wait for the port's `drained` before the next one. Copies.
 */
bool pl_admin_stream(struct pl_admin *admin, uint64_t ticket, struct pl_bytes piece);
/* After what was sent; the port's `gone` does not come. */
void pl_admin_stream_end(struct pl_admin *admin, uint64_t ticket);

/* As bound; family NONE: there is none. */
struct pl_addr pl_admin_local(const struct pl_admin *admin);

/*
 * The token in this file; made when there is none: 64 random hex digits, mode 0600. PL_E_IO
 * (errno); PL_E_RANGE: there is a file, and it holds no such token, or others may read it.
 */
PL_MUST_CHECK enum pl_err pl_admin_token(const char *path, char token[PL_ADMIN_TOKEN_CHARS + 1]);

#endif

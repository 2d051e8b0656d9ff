/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The bytes under a WebSocket client: TCP, or TLS 1.2 and later over it. Non-blocking; TLS's own
 * handshake happens within the first calls. The descriptor is the caller's.
 */
#ifndef PL_DIAL_WS_LINE_H
#define PL_DIAL_WS_LINE_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct ssl_st;
struct ssl_ctx_st;

/* What TLS links of a run have in common. NULL: not to be had. insecure: takes any certificate;
 * otherwise one that the system's authorities vouch for, with the server's name. */
struct ssl_ctx_st *pl_ws_line_context_create(bool insecure);
void pl_ws_line_context_destroy(struct ssl_ctx_st *context);

struct pl_ws_line {
    int fd;
    struct ssl_st *ssl; /* NULL: plain */
    bool writes_later;  /* what is to be sent waits for something to be read */
};

/* context NULL: plain. name: the server's, for its certificate. PL_E_NOMEM, PL_E_CRYPTO. */
PL_MUST_CHECK enum pl_err pl_ws_line_open(struct pl_ws_line *l, int fd, struct ssl_ctx_st *context,
                                          const char *name);
/* Leaves the descriptor. */
void pl_ws_line_close(struct pl_ws_line *l);

enum {
    PL_WS_LINE_AGAIN = 0,
    PL_WS_LINE_BROKEN = -1,
    PL_WS_LINE_ENDED = -2,
};

/* Bytes sent or received, or one of the above. */
ssize_t pl_ws_line_send(struct pl_ws_line *l, const uint8_t *data, size_t len);
ssize_t pl_ws_line_receive(struct pl_ws_line *l, uint8_t *data, size_t len);

/* Why it is broken. Good until the next call. */
const char *pl_ws_line_why(const struct pl_ws_line *l);

#endif

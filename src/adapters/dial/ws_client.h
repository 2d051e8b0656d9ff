/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A WebSocket client (RFC 6455) over TCP or TLS: opening handshake, masked
 * text frames out, text in one frame or in several in. Pings are answered.
 *
 * Never blocks. A link ends once, with on_closed and a word why; afterwards it may be opened again.
 * The object stays in memory as poll.h demands.
 */
#ifndef PL_DIAL_WS_CLIENT_H
#define PL_DIAL_WS_CLIENT_H

#include "adapters/dial/poll.h"
#include "adapters/dial/ws_line.h"
#include "base/addr.h"

struct pl_ws_client;

/* Role: who uses the link. All mandatory. */
struct pl_ws_client_handler {
    void (*on_open)(struct pl_ws_client *ws);
    void (*on_text)(struct pl_ws_client *ws, struct pl_bytes text); /* good for the call */
    void (*on_closed)(struct pl_ws_client *ws, const char *why);
};

/* Where and as what. Borrowed for the life of the link. */
struct pl_ws_client_target {
    struct pl_addr addr;
    const char *host; /* as in the URL, with the port */
    const char *path;
    const char *subprotocol;
    struct ssl_ctx_st *tls; /* NULL: plain */
    const char *name;       /* with tls: the server's, without the port */
};

enum pl_ws_client_state {
    PL_WS_CLIENT_CLOSED,
    PL_WS_CLIENT_CONNECTING,
    PL_WS_CLIENT_UPGRADING,
    PL_WS_CLIENT_OPEN,
};

/* Bytes that come or wait to go. */
struct pl_ws_client_buffer {
    uint8_t *data;
    size_t len, size;
};

/* Private. All zero with fd.fd = -1 before the first opening: pl_ws_client_init. */
struct pl_ws_client {
    struct pl_poll_fd fd;
    struct pl_poll *poll;
    struct pl_ws_line line;
    const struct pl_ws_client_handler *handler;
    enum pl_ws_client_state state;
    char accept[29]; /* what the server must answer */
    struct pl_ws_client_buffer in, out;
    struct pl_ws_client_buffer parts; /* of a message in several frames */
    bool parted;
};

void pl_ws_client_init(struct pl_ws_client *ws, struct pl_poll *poll,
                       const struct pl_ws_client_handler *handler);
/* Closes without a word and without on_closed. */
void pl_ws_client_finish(struct pl_ws_client *ws);

/* PL_E_IO: no descriptor, or refused at once. on_closed is not called then. */
PL_MUST_CHECK enum pl_err pl_ws_client_open(struct pl_ws_client *ws,
                                            const struct pl_ws_client_target *target);
/* PL_E_STATE: not open. PL_E_LIMIT: the server does not read. PL_E_NOMEM. */
PL_MUST_CHECK enum pl_err pl_ws_client_send(struct pl_ws_client *ws, struct pl_bytes text);
/* Bytes that the line has not taken yet. */
size_t pl_ws_client_waiting(const struct pl_ws_client *ws);

#endif

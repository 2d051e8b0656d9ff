/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The opening handshake of a WebSocket (RFC 6455 section 4.2), judged from a request head; pure.
 *
 * Who may open one: browsers always send Origin, so that a foreign page cannot use a visitor's
 * network position. With an origin list the Origin must be in it ("*" admits all). Without a list:
 * over TLS it must be our own origin (its host and port equal the Host field), over plain HTTP any
 * is admitted, since a plain server is a trial on a private network. A request without Origin does
 * not come from a browser page and is admitted.
 */
#ifndef PL_SIGNAL_WS_UPGRADE_H
#define PL_SIGNAL_WS_UPGRADE_H

#include "adapters/signal/http_head.h"

enum { PL_WS_ACCEPT_MAX = 29 }; /* base64 of SHA-1, NUL */

struct pl_ws_upgrade_rules {
    const char *subprotocol;    /* must be offered */
    const char *const *origins; /* "https://host[:port]", any case, or "*" */
    size_t origin_count;
    bool tls;
    bool no_pages; /* nobody with an Origin: links of servers */
};

/* Does the request ask for an upgrade to WebSocket at all? */
bool pl_ws_upgrade_wanted(const struct pl_http_request *request);

/*
 * 101: accept is filled in. Otherwise the status to answer - 400 malformed, 403 origin, 405 not a
 * GET, 426 another version than 13 - and *why, a short sentence.
 */
uint16_t pl_ws_upgrade_judge(const struct pl_http_request *request,
                             const struct pl_ws_upgrade_rules *rules, char accept[PL_WS_ACCEPT_MAX],
                             const char **why);

#endif

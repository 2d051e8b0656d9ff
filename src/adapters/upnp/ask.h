/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One HTTP/1.1 request to a device of the local network and its whole answer, within a given time,
 * a given size and interruptible. Private to this folder.
 *
 * Addresses are IPv4 literals: no resolver is asked, so nothing here waits longer than it was told.
 */
#ifndef PL_ADAPTERS_UPNP_ASK_H
#define PL_ADAPTERS_UPNP_ASK_H

#include "base/addr.h"
#include "base/err.h"
#include "base/time.h"

enum {
    PL_UPNP_URL_MAX = 256,
    PL_UPNP_ANSWER_MAX = 64 * 1024, /* a root description has 2 to 8 KiB */
};

struct pl_upnp_url {
    struct pl_addr addr;
    char path[PL_UPNP_URL_MAX];
};

/* "http://192.168.1.1:5000/root.xml"; PL_E_RANGE for everything else: names, TLS, blanks, ... */
PL_MUST_CHECK enum pl_err pl_upnp_url_parse(struct pl_upnp_url *out, const char *text);

struct pl_upnp_answer {
    unsigned status;
    struct pl_addr local; /* ours, towards the device */
    size_t len;
    char body[PL_UPNP_ANSWER_MAX + 1]; /* NUL behind it */
};

struct pl_upnp_patience {
    pl_time_us until;
    int stop_fd; /* readable: give up at once; -1: none */
};

/*
 * Sends `head` (request line and headers but Host, Connection and Content-Length, each with its
 * CRLF) and body. PL_E_AGAIN: time is up, or stop_fd; PL_E_IO: no connection, or it broke;
 * PL_E_PROTO: no HTTP; PL_E_LIMIT: a body above PL_UPNP_ANSWER_MAX. An answer that says anything
 * but 200 is an answer.
 */
PL_MUST_CHECK enum pl_err pl_upnp_ask(const struct pl_upnp_url *url, const char *head,
                                      struct pl_bytes body, struct pl_upnp_patience patience,
                                      struct pl_upnp_answer *out);

#endif

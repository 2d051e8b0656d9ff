/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ports of this machine made reachable through the router at home or in the office: UPnP IGD port
 * mappings, kept as long as the server runs.
 *
 * A thread of its own finds the gateway (multicast, or the description at a given URL), asks for
 * the external IPv4 address and maps every port to the same number outside. It looks at device and
 * address each `check_us`, asks for the mappings again at half of the lease, after a restart of the
 * connection and when the address has changed, tries again after failures (`retry_us`, doubled each
 * time up to ten minutes), and takes the mappings away at the stop.
 *
 * A device that knows only permanent mappings (error 725) gets those. A port that is somebody
 * else's (718) is told and gone without; it is asked for again with the next refresh. An external
 * address that is not public (private, RFC 6598, ...) is an error: the router is behind NAT itself,
 * and nothing is mapped.
 *
 * It leaves to others: what is done with the addresses, and the log. IPv6 needs no mapping.
 *
 * Trust: whoever answers first in the local network is believed to be the gateway, which is how
 * UPnP is. What it says is read with bounds of time and size, it can make us talk to no other
 * address than its own, and what comes out is one public IPv4 address.
 */
#ifndef PL_ADAPTERS_UPNP_UPNP_H
#define PL_ADAPTERS_UPNP_UPNP_H

#include "base/addr.h"
#include "base/err.h"
#include "base/time.h"
#include "io/loop.h"

enum {
    PL_UPNP_PORTS_MAX = 160,
    PL_UPNP_ROOT_MAX = 256,
};

struct pl_upnp;

struct pl_upnp_port {
    uint16_t port;
    bool tcp;
};

struct pl_upnp_config {
    char url[PL_UPNP_ROOT_MAX]; /* of the root description, http://<IPv4>[:port]/...; empty: find it
                                 */
    uint32_t lease_s;           /* at least 2 */
    struct pl_upnp_port ports[PL_UPNP_PORTS_MAX];
    size_t port_count;
    pl_time_us check_us; /* 0: a minute */
    pl_time_us retry_us; /* the first pause after a failure; 0: ten seconds */
};

enum pl_upnp_event_type {
    PL_UPNP_MAPPED, /* port is reachable at `external`; again when that has changed */
    PL_UPNP_LOST,   /* and no longer, as far as we know; code, why, cure */
    PL_UPNP_FAILED, /* code, why, cure; told once until something else happens */
};

struct pl_upnp_event {
    enum pl_upnp_event_type type;
    struct pl_upnp_port port; /* 0 in FAILED: not about a single port */
    struct pl_addr external;  /* MAPPED, with the port; FAILED: that is not public, or NONE */
    bool permanent;           /* MAPPED: the device knows no leases */
    int code;                 /* of UPnP or HTTP; negative: none, see why */
    const char *why, *cure;   /* literals */
};

/*
 * Starts the thread; events come on the loop's thread. PL_E_NOMEM, PL_E_IO, PL_E_LIMIT (threads).
 * Copies the config, borrows the loop and arg.
 */
PL_MUST_CHECK enum pl_err pl_upnp_start(struct pl_upnp **out, struct pl_loop *loop,
                                        const struct pl_upnp_config *config,
                                        void (*on_event)(void *arg, const struct pl_upnp_event *e),
                                        void *arg);

/*
 * Takes the mappings away and ends the thread; no event comes any more. Waits at most three
 * seconds: a thread that a flooded discovery still holds then is left behind, with its memory, for
 * the process to take along. NULL is harmless.
 */
void pl_upnp_stop(struct pl_upnp *u);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An Internet gateway device (UPnP IGD 1 and 2): found, described, asked. Private to this folder;
 * blocks, so it belongs to a thread of its own.
 *
 * miniupnpc finds devices (SSDP) and reads XML; requests go out by ask.h, which bounds time and
 * size. What a device says is not believed further than needed: it may only name control URLs at
 * its own address and services of the two kinds that map ports, and addresses are parsed strictly.
 */
#ifndef PL_ADAPTERS_UPNP_IGD_H
#define PL_ADAPTERS_UPNP_IGD_H

#include "adapters/upnp/ask.h"

enum {
    PL_UPNP_SERVICE_MAX = 128,
    /* Results beside UPnP's own error codes (401..899) and HTTP's. */
    PL_UPNP_OK = 0,
    PL_UPNP_SILENT = -1,    /* no device, or it does not answer in time */
    PL_UPNP_GARBAGE = -2,   /* what it says cannot be used */
    PL_UPNP_OFFLINE = -3,   /* it has no connection to the Internet */
    PL_UPNP_BEHIND = -4,    /* its external address is not a public one */
    PL_UPNP_CONFLICT = 718, /* the port belongs to somebody else */
    PL_UPNP_PERMANENT_ONLY = 725,
};

struct pl_igd {
    struct pl_upnp_url control;
    char service[PL_UPNP_SERVICE_MAX];
    struct pl_addr local; /* ours, as the device sees it */
    /* Room to work; large, so not on the stack. */
    struct pl_upnp_answer answer;
};

/* Finds and describes the device; url empty: asks the local network. Gives a result of above. */
int pl_igd_find(struct pl_igd *igd, const char *url, struct pl_upnp_patience patience);

/* uptime: seconds that the connection is up; 0: the device does not say. */
int pl_igd_status(struct pl_igd *igd, struct pl_upnp_patience patience, uint32_t *uptime);

/* PL_UPNP_BEHIND: *out is private, shared (RFC 6598) or otherwise not one of the Internet. */
int pl_igd_external(struct pl_igd *igd, struct pl_upnp_patience patience, struct pl_addr *out);

/* The same number outside as inside. lease_s 0: for ever. */
int pl_igd_map(struct pl_igd *igd, struct pl_upnp_patience patience, bool tcp, uint16_t port,
               uint32_t lease_s);
int pl_igd_unmap(struct pl_igd *igd, struct pl_upnp_patience patience, bool tcp, uint16_t port);

/* Can anybody in the Internet send to it? IPv4 only. */
bool pl_igd_is_public(const struct pl_addr *addr);

#endif

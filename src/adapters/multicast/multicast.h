/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Plain RTP to a multicast group (RFC 1112, RFC 3550): what media/media.h calls a port of copies,
 * with a UDP socket behind it. For screens on the walls of a house, recorders, and players of the
 * local network that are no browsers.
 *
 * The group's port P is where the first user's sound goes. User number `tag` has four ports in a
 * row:
 *
 *     P + 4 tag      sound, RTP           P + 4 tag + 2   picture, RTP
 *     P + 4 tag + 1  sound, RTCP          P + 4 tag + 3   picture, RTCP
 *
 * Nothing is encrypted, nothing is received, and the kernel's routing decides where the group is
 * unless an interface is named. A datagram that does not fit the socket's queue is dropped (and
 * counted by the SFU): nobody waits for a network that does not carry it.
 *
 * pl_multicast_port may be used by several threads at once.
 */
#ifndef PL_ADAPTERS_MULTICAST_H
#define PL_ADAPTERS_MULTICAST_H

#include "base/addr.h"
#include "base/err.h"
#include "media/media.h"

enum {
    PL_MULTICAST_USERS_MAX = 16,
    PL_MULTICAST_PORTS_PER_USER = 4,
};

struct pl_multicast;

struct pl_multicast_config {
    struct pl_addr group;     /* a multicast address, and P; all ports of all users have to exist */
    struct pl_addr interface; /* the one with this address; family NONE: as the kernel routes */
    unsigned ttl;             /* networks that it may reach, 0..255; 1: the next one alone */
};

/* True: a multicast address whose ports suffice for so many users. */
bool pl_multicast_fits(const struct pl_addr *group, unsigned users);

/* PL_E_RANGE: no such interface here. PL_E_IO, PL_E_NOMEM. */
PL_MUST_CHECK enum pl_err pl_multicast_open(struct pl_multicast **out,
                                            const struct pl_multicast_config *config);
/* NULL is harmless. After everybody who uses the port has stopped. */
void pl_multicast_close(struct pl_multicast *m);

/* For pl_media_pool_config.copies; good until pl_multicast_close. */
struct pl_media_copies *pl_multicast_port(struct pl_multicast *m);

#endif

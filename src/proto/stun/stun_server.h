/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A small STUN server (RFC 8489 section 3, Binding only): tells who asks which address he asks
 * from. For our own clients, who look for a direct way to each other; not a public service.
 *
 * It answers Binding requests without credentials. Who is on its list (the addresses from which
 * somebody is signed in; one IPv6 /64 counts as one address, as does one IPv4 address) gets an
 * answer within a rate. Anybody else, whose address may be forged, gets one only when it is not
 * longer than his request, and all of them together within one rate: so nobody gains by it. Never a
 * SOFTWARE attribute, never RFC 5780. FINGERPRINT is sent to who sent one.
 *
 * It leaves to others: sockets, the checks of ICE (ice.h; they carry a USERNAME), who is signed in.
 *
 * Order of calls: init; allow and forbid in pairs as people come and go (counted, so that two
 * people behind one address are fine); answer for each request. One owner thread. Only allow
 * allocates.
 */
#ifndef PL_PROTO_STUN_STUN_SERVER_H
#define PL_PROTO_STUN_STUN_SERVER_H

#include "base/addr.h"
#include "base/bytes.h"
#include "base/err.h"
#include "base/strmap.h"
#include "base/time.h"

enum {
    PL_STUN_SERVER_RATE = 50,      /* answers a second to one listed address */
    PL_STUN_SERVER_BURST = 200,    /* at once: a room full of people behind one NAT */
    PL_STUN_SERVER_STRANGERS = 100 /* answers a second to all others together */
};

/* Counters since init. */
struct pl_stun_server_stats {
    uint64_t answered; /* of them */
    uint64_t refused;  /* over a rate, or a stranger's request that was too short */
};

struct pl_stun_server {
    struct pl_strmap listed;      /* key: address without port -> struct listed of stun_server.c */
    pl_time_us strangers_paid_to; /* generic cell rate: when the bucket is full again */
    struct pl_stun_server_stats stats;
};

/* max_addresses: listed at once. seed: 16 unpredictable bytes. */
void pl_stun_server_init(struct pl_stun_server *s, size_t max_addresses, const uint8_t seed[16]);
/* Harmless on a zeroed object. */
void pl_stun_server_finish(struct pl_stun_server *s);

/* One more (or one fewer) person at this address; the port does not matter. PL_E_LIMIT, PL_E_NOMEM:
 * not listed. An address that is not listed may be forbidden. */
PL_MUST_CHECK enum pl_err pl_stun_server_allow(struct pl_stun_server *s,
                                               const struct pl_addr *address);
void pl_stun_server_forbid(struct pl_stun_server *s, const struct pl_addr *address);

/*
 * A datagram without a USERNAME of ours. PL_OK: the answer is in buf (at most 64 bytes), to be sent
 * to `from`. PL_E_IGNORED: not a Binding request, or one with credentials. PL_E_PROTO: malformed.
 * PL_E_LIMIT: over a rate, or longer than what a stranger may have. PL_E_SPACE: buf is too small.
 */
PL_MUST_CHECK enum pl_err pl_stun_server_answer(struct pl_stun_server *s, pl_time_us now,
                                                const struct pl_addr *from, struct pl_bytes request,
                                                struct pl_buf buf, size_t *len);

#endif

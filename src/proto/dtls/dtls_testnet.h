/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the tests of this module share: two certificates, a network with a seed and a virtual clock
 * between two pl_dtls, and a client that is plain OpenSSL, so that not only our own code meets
 * itself.
 */
#ifndef PL_DTLS_TESTNET_H
#define PL_DTLS_TESTNET_H

#include "pl_test.h"

#include "base/rng.h"
#include "proto/dtls/dtls_internal.h"

#define NET_PACKETS 256
#define NET_MTU     1500

struct packet {
    uint8_t bytes[NET_MTU];
    size_t len;
    pl_time_us at;
    uint64_t order; /* of sending; first in, first out at one time */
    int to;
    bool used;
};

/* ---- two of ours ---- */

struct side {
    struct pl_dtls d;
    struct pl_dtls_context *ctx;
    const struct pl_dtls_cert *cert;
    struct pl_dtls_event last; /* the newest of each kind is enough */
    bool connected, failed, closed;
    uint64_t next_plain_seq; /* least number that the next plaintext record may have */
    unsigned sent;
};

struct net {
    struct side sides[2]; /* 0: server, 1: client */
    struct pl_prng prng;
    unsigned loss, duplicate, late;                                      /* per cent */
    bool (*filter)(struct net *net, int from, struct pl_bytes datagram); /* false: lost */
    unsigned filtered;
    pl_time_us now;
    uint64_t next_order;
    struct packet packets[NET_PACKETS];
};

extern struct pl_dtls_cert *net_certs[2];

int net_setup(void **state); /* of a group: makes the certificates */
int net_teardown(void **state);

/* A server and a client whose hello is already on its way. options: NULL for the default. */
struct net *net_create(uint64_t seed, const struct pl_dtls_options *options);
void net_destroy(struct net *net);
/* Both sides learn the certificate of the other. */
void net_trust(struct net *net);
/* Takes all output and all events of a side. */
void net_drain(struct net *net, int from);
/* The next thing that is due: a packet or a deadline. False when nothing is left before `end`. */
bool net_step(struct net *net, pl_time_us end);
/* Until both are connected, or `end`. */
void net_run(struct net *net, pl_time_us end);
void net_assert_same_keys(const struct net *net);

/* ---- plain OpenSSL ---- */

struct raw_client {
    SSL_CTX *ctx;
    SSL *ssl;
    BIO_METHOD *method;
    struct packet in;
    struct packet out[16];
    size_t out_count;
    bool done;
};

/* profiles: NULL for no use_srtp. A small mtu (208 at least) splits its hello. */
struct raw_client *raw_create(const struct pl_dtls_cert *cert, const char *profiles, long mtu);
void raw_destroy(struct raw_client *c);
/* Reads a datagram (or none) and leaves what it answers in out. */
void raw_input(struct raw_client *c, struct pl_bytes datagram);

/* ---- bytes ---- */

/* A whole ClientHello that offers nothing but a NULL cipher, with `fill` as its random. */
size_t make_null_hello(uint8_t *dst, size_t size, uint8_t fill);
/* Datagrams (one a line) of a file in testdata. */
size_t read_capture(const char *name, struct packet *packets, size_t max);
/* Bits 1 << type of the plaintext handshake messages in all output of d, which is taken. */
unsigned output_messages(struct pl_dtls *d, unsigned *datagrams);

#endif

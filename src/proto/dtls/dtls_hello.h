/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Puts ClientHellos together from fragments (RFC 6347 4.2.3), in any order, repeated, overlapping.
 *
 * Today's browsers offer a post-quantum key share and so split their first message over two
 * datagrams. Several candidates are kept, so that a stranger's fragments do not spoil the real
 * ones: a fragment belongs to each candidate that has the same total length and does not contradict
 * it in the random (bytes 2-33 of the body). The oldest candidate makes room for a new one.
 * Bounds: PL_DTLS_HELLO_SLOTS x (PL_DTLS_MESSAGE_MAX + 1/8) bytes.
 */
#ifndef PL_PROTO_DTLS_HELLO_H
#define PL_PROTO_DTLS_HELLO_H

#include "base/bytes.h"
#include "base/err.h"

#define PL_DTLS_HELLO_SLOTS 3

struct pl_dtls_message;

struct pl_dtls_hello_slot {
    uint8_t *bytes;   /* record head, handshake head, body, bitmap of what has come; owned */
    uint32_t total;   /* length of the body */
    uint32_t missing; /* bytes of the body */
    bool given;       /* by pl_dtls_hello_next */
};

/* All-zero is valid and empty. */
struct pl_dtls_hello {
    struct pl_dtls_hello_slot slots[PL_DTLS_HELLO_SLOTS];
    uint8_t oldest;
};

void pl_dtls_hello_clear(struct pl_dtls_hello *h);

/*
 * Takes a fragment of a ClientHello. PL_OK: at least one is now whole, fetch all with
 * pl_dtls_hello_next(). PL_E_AGAIN: more is needed. PL_E_PROTO: such a fragment cannot be.
 * PL_E_NOMEM.
 */
PL_MUST_CHECK enum pl_err pl_dtls_hello_add(struct pl_dtls_hello *h,
                                            const struct pl_dtls_message *m);

/*
 * Gives a whole hello as a single unfragmented record; false when there is none (left). The record
 * is borrowed until the next call of this module, and forgotten by it.
 */
bool pl_dtls_hello_next(struct pl_dtls_hello *h, struct pl_bytes *record);

/* The random of a fragment or whole hello; empty when the fragment does not hold all of it. */
struct pl_bytes pl_dtls_hello_random(const struct pl_dtls_message *m);

#endif

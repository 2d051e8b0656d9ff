/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The flight that was sent last (RFC 6347 4.2.4): whole datagrams, kept until the next flight
 * replaces them, so that they can be sent again. Queue and memory of it are one thing: a cursor
 * tells what is still to be sent, and to rewind it is to retransmit.
 */
#ifndef PL_PROTO_DTLS_FLIGHT_H
#define PL_PROTO_DTLS_FLIGHT_H

#include "base/bytes.h"
#include "base/err.h"

/* A flight of ours is one or two datagrams; a client with a long certificate chain has some more.
 */
#define PL_DTLS_FLIGHT_DATAGRAMS 12

struct pl_dtls_flight {
    uint8_t *bytes; /* the datagrams one behind the other; owned */
    uint16_t lens[PL_DTLS_FLIGHT_DATAGRAMS];
    uint8_t count;
    uint8_t next;   /* the first that is still to be sent */
    uint32_t sent;  /* bytes before it */
    uint32_t total; /* bytes of all */
};

/* All-zero is a valid empty flight. Frees and empties. */
void pl_dtls_flight_clear(struct pl_dtls_flight *f);

/* Copies one datagram to the end. PL_E_LIMIT, PL_E_NOMEM. */
PL_MUST_CHECK enum pl_err pl_dtls_flight_add(struct pl_dtls_flight *f, struct pl_bytes datagram);

/* `from` replaces what was in `to`, and is empty afterwards. */
void pl_dtls_flight_move(struct pl_dtls_flight *to, struct pl_dtls_flight *from);

/* Sends all of it again. */
static inline void pl_dtls_flight_rewind(struct pl_dtls_flight *f)
{
    f->next = 0;
    f->sent = 0;
}

/*
 * Copies the next datagram to dst (PL_E_SPACE when it does not fit; PL_E_AGAIN when all are sent),
 * giving its plaintext records the numbers *seq, *seq + 1, ... and advancing *seq.
 */
PL_MUST_CHECK enum pl_err pl_dtls_flight_next(struct pl_dtls_flight *f, struct pl_buf dst,
                                              uint64_t *seq, size_t *len);

#endif

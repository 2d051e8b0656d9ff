/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of this module share; nobody else includes it. */
#ifndef PL_PROTO_DTLS_INTERNAL_H
#define PL_PROTO_DTLS_INTERNAL_H

#include "proto/dtls/dtls.h"
#include "proto/dtls/dtls_record.h"

#include <openssl/ssl.h>

struct pl_dtls_cert {
    X509 *x509;
    EVP_PKEY *key;
    struct pl_dtls_fingerprint fingerprint;
};

struct pl_dtls_context {
    SSL_CTX *ssl_ctx;
    BIO_METHOD *bio;
    struct pl_dtls_options options;
};

/* One call of OpenSSL: the single record it may read and what it wrote. */
struct pl_dtls_io {
    struct pl_bytes in;
    struct pl_dtls_flight out; /* handshake datagrams */
    uint8_t alert[64];
    uint8_t alert_len;
    bool lost; /* a datagram did not fit into the flight */
};

enum pl_dtls_step {
    PL_DTLS_STEP_WAITS, /* for more records */
    PL_DTLS_STEP_DONE,  /* the handshake is over */
    PL_DTLS_STEP_FATAL, /* the object is of no use any more */
};

/* ---- dtls_cert.c, dtls_fingerprint.c ---- */

/* Takes both. NULL: no memory (both are freed). */
struct pl_dtls_cert *pl_dtls_cert_take(X509 *x509, EVP_PKEY *key);
PL_MUST_CHECK enum pl_err pl_dtls_fingerprint_of(struct pl_dtls_fingerprint *out, const X509 *x509,
                                                 enum pl_dtls_hash hash);
/* True when one of the fingerprints of the strongest hash in the list is that of x509. */
bool pl_dtls_fingerprint_fits(const struct pl_dtls_fingerprint *list, size_t count,
                              const X509 *x509);

/* ---- dtls_context.c ---- */

/* An SSL object whose BIO is `d`; NULL without memory. */
SSL *pl_dtls_ssl_create(struct pl_dtls *d);

/* ---- dtls_step.c: the calls of OpenSSL ---- */

/* Lets the handshake of ssl read one record (or none, to begin). */
enum pl_dtls_step pl_dtls_step_handshake(struct pl_dtls *d, SSL *ssl, struct pl_dtls_io *io);

/*
 * Lets OpenSSL write its last flight once more if its own clock says that it is time, which it does
 * about when ours does, but not in a simulation.
 */
bool pl_dtls_step_repeat(struct pl_dtls *d, struct pl_dtls_io *io);

enum pl_dtls_step_read_result {
    PL_DTLS_READ_NOTHING,
    PL_DTLS_READ_CLOSED, /* close_notify or a fatal alert, authenticated */
};
/* Lets a connected d->ssl read one record of epoch 1. */
enum pl_dtls_step_read_result pl_dtls_step_read(struct pl_dtls *d, struct pl_bytes record);

/* Gives back the record buffers (33 kB) of a d->ssl that is at rest. */
void pl_dtls_step_trim(struct pl_dtls *d);

/* Seals a close_notify into d->close_note; nothing when there is no finished handshake.
 * After it d->ssl is of no more use. */
void pl_dtls_step_seal_close(struct pl_dtls *d);

/* Exports key material and profile into d. PL_E_UNSUPPORTED: no use_srtp; PL_E_CRYPTO. */
PL_MUST_CHECK enum pl_err pl_dtls_step_export(struct pl_dtls *d);

/* ---- dtls_handshake.c: up to the end of the handshake ---- */

/* Sends a new ClientHello with a fresh SSL object. PL_E_NOMEM. */
PL_MUST_CHECK enum pl_err pl_dtls_handshake_begin(struct pl_dtls *d, pl_time_us now);

void pl_dtls_handshake_record(struct pl_dtls *d, pl_time_us now,
                              const struct pl_dtls_record *record);

/* The last flight once more. A client's Finished gets a new record number when OpenSSL can. */
void pl_dtls_handshake_repeat(struct pl_dtls *d, pl_time_us now);

/* The last flight once more, as it is. */
void pl_dtls_handshake_resend(struct pl_dtls *d, pl_time_us now);

/* ---- dtls.c ---- */

/* The handshake of d->ssl is over. */
void pl_dtls_established(struct pl_dtls *d, pl_time_us now);
void pl_dtls_fail(struct pl_dtls *d, enum pl_err reason);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * TLS 1.2 and 1.3, server side, without a socket: ciphertext in, ciphertext out, plaintext in
 * between (OpenSSL over memory BIOs). io/tcp.h drives it.
 *
 * A context holds the certificate and key. Reloading replaces them for sessions created afterwards;
 * sessions that exist keep what they began with; a pair that cannot be used leaves the old one in
 * force. No renegotiation, no compression, ALPN "http/1.1".
 */
#ifndef PL_IO_TLS_H
#define PL_IO_TLS_H

#include "base/bytes.h"
#include "base/err.h"

struct pl_tls_context;
struct pl_tls;

enum {
    PL_TLS_WHY_MAX = 256, /* room for a reason in words */
};

/* PEM files: the chain (leaf first) and its key. On failure `why` says what is wrong with which
 * file; PL_E_IO: unreadable, PL_E_AUTH: the pair does not fit, PL_E_CRYPTO: not usable. */
PL_MUST_CHECK enum pl_err pl_tls_context_create(struct pl_tls_context **out,
                                                const char *certificate, const char *key,
                                                char why[PL_TLS_WHY_MAX]);
PL_MUST_CHECK enum pl_err pl_tls_context_reload(struct pl_tls_context *context,
                                                const char *certificate, const char *key,
                                                char why[PL_TLS_WHY_MAX]);
/* Accepts NULL. Sessions may outlive it. */
void pl_tls_context_destroy(struct pl_tls_context *context);

/* NULL: out of memory. */
struct pl_tls *pl_tls_create(struct pl_tls_context *context);
void pl_tls_destroy(struct pl_tls *tls);

/* Takes all of the ciphertext (copies it). */
PL_MUST_CHECK enum pl_err pl_tls_input(struct pl_tls *tls, struct pl_bytes ciphertext);

/*
 * Goes on with the handshake, then gives plaintext into dst. PL_E_AGAIN: needs more input.
 * PL_E_CLOSED: the peer ended the session properly. PL_E_PROTO: it broke the protocol. After each
 * call there may be output, also after an error (an alert).
 */
PL_MUST_CHECK enum pl_err pl_tls_read(struct pl_tls *tls, struct pl_buf dst, size_t *got);

bool pl_tls_established(const struct pl_tls *tls);

/* Encrypts all of it. PL_E_STATE before the handshake is done; PL_E_CRYPTO ends the session. */
PL_MUST_CHECK enum pl_err pl_tls_write(struct pl_tls *tls, struct pl_bytes plaintext);

/* Puts the closing alert into the output. */
void pl_tls_close(struct pl_tls *tls);

/* All ciphertext waiting to be sent; good until the next call. Then say that it was taken. */
struct pl_bytes pl_tls_output(struct pl_tls *tls);
void pl_tls_output_taken(struct pl_tls *tls);

#endif

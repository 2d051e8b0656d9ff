/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The server's key that signs manifests: Ed25519 (RFC 8032). One file holds both halves as PEM and
 * is made when there is none (mode 0600); the public half lies beside it (".pub"), to be given to
 * whoever has to verify, also without us:
 *
 *     openssl pkeyutl -verify -pubin -inkey record-sign.key.pub -rawin -in X.manifest.json
 *         -sigfile X.manifest.sig
 */
#ifndef PL_EVIDENCE_SIGNER_H
#define PL_EVIDENCE_SIGNER_H

#include "base/bytes.h"
#include "base/err.h"

enum {
    PL_SIGNER_BYTES = 64,    /* of a signature */
    PL_SIGNER_ID_CHARS = 16, /* of the name of a key */
    PL_SIGNER_PEM_MAX = 4096,
};

struct pl_signer;

/* PL_E_IO (errno), PL_E_RANGE: no such key in it, or others may read it; PL_E_NOMEM, PL_E_CRYPTO.
 */
PL_MUST_CHECK enum pl_err pl_signer_open(struct pl_signer **out, const char *path);
/* To verify alone: PEM of a public key, or of a file of pl_signer_open. PL_E_RANGE, PL_E_NOMEM. */
PL_MUST_CHECK enum pl_err pl_signer_of_public(struct pl_signer **out, struct pl_bytes pem);
/* Accepts NULL. */
void pl_signer_destroy(struct pl_signer *signer);

/* The first hexadecimal digits of the SHA-256 of the public half. */
const char *pl_signer_id(const struct pl_signer *signer);
const char *pl_signer_public(const struct pl_signer *signer);

/* PL_E_STATE: to verify alone; PL_E_CRYPTO. */
PL_MUST_CHECK enum pl_err pl_signer_sign(const struct pl_signer *signer, struct pl_bytes text,
                                         uint8_t signature[PL_SIGNER_BYTES]);
/* PL_OK, or PL_E_AUTH. Both: any thread. */
PL_MUST_CHECK enum pl_err pl_signer_verify(const struct pl_signer *signer, struct pl_bytes text,
                                           struct pl_bytes signature);

#endif

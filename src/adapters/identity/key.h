/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keys with which applications vouch for their users. A key is for one algorithm, fixed when it is
 * read: what a signature or a token says of its algorithm never chooses one.
 *
 *   name        what it is                                             material
 *   rsa-md5     signed logins as old signing tools make them (sign.h)  PEM, RSA of 1024..8192 bits
 *   ed25519     signed logins (RFC 8032)                               PEM
 *   es256       signed logins and tokens: ECDSA, P-256, SHA-256        PEM
 *   hs256       tokens: HMAC-SHA-256                                   base64 of 32..256 bytes
 *
 * PEM: SPKI ("PUBLIC KEY") of public keys; PKCS#8 or the older "RSA PRIVATE KEY" and "EC PRIVATE
 * KEY" of private ones, which serve as public keys, too. Encrypted PEM files are refused.
 */
#ifndef PL_ADAPTERS_IDENTITY_KEY_H
#define PL_ADAPTERS_IDENTITY_KEY_H

#include "base/bytes.h"
#include "base/err.h"

enum pl_key_algorithm {
    PL_KEY_RSA_MD5 = 0,
    PL_KEY_ED25519,
    PL_KEY_ES256,
    PL_KEY_HS256,
};

enum {
    PL_KEY_ALGORITHMS = 4,
    PL_KEY_SIGNATURE_MAX = 1024, /* bytes: RSA of 8192 bits */
    PL_KEY_MATERIAL_MAX = 16384,
};

struct pl_key;

/* PL_E_NOT_FOUND: no such name. */
PL_MUST_CHECK enum pl_err pl_key_algorithm_named(const char *name, enum pl_key_algorithm *out);
const char *pl_key_algorithm_name(enum pl_key_algorithm algorithm);

/*
 * PL_E_PROTO: the material is none; PL_E_UNSUPPORTED: it is of another kind than the algorithm
 * wants, or too weak or too large; PL_E_NOMEM.
 */
PL_MUST_CHECK enum pl_err pl_key_read(struct pl_key **out, enum pl_key_algorithm algorithm,
                                      struct pl_bytes material);
/* Accepts NULL. */
void pl_key_destroy(struct pl_key *key);

enum pl_key_algorithm pl_key_algorithm_of(const struct pl_key *key);
/* Can it sign? */
bool pl_key_is_private(const struct pl_key *key);

/*
 * Signs; out gets *len bytes (ES256: r and s, 64 bytes, as RFC 7518 section 3.4 has it).
 * PL_E_STATE: a public key. PL_E_CRYPTO.
 * RSA_MD5: the 32 hexadecimal letters of the MD5 of data, in a PKCS#1 v1.5 block of type 1 without
 * DigestInfo.
 */
PL_MUST_CHECK enum pl_err pl_key_sign(const struct pl_key *key, struct pl_bytes data,
                                      uint8_t out[PL_KEY_SIGNATURE_MAX], size_t *len);

/* PL_OK, or PL_E_AUTH. */
PL_MUST_CHECK enum pl_err pl_key_verify(const struct pl_key *key, struct pl_bytes data,
                                        struct pl_bytes signature);

/* A new pair: private and public PEM, or (HS256) twice the same secret; allocated, freed by free().
 * RSA_MD5: 2048 bits. For tools. */
PL_MUST_CHECK enum pl_err pl_key_generate(enum pl_key_algorithm algorithm, char **private_text,
                                          char **public_text);

#endif

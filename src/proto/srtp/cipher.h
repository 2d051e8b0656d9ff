/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The port between packet logic and cryptography. A cipher is one key in one direction; a back-end
 * is a way to make ciphers. Both kinds of protection look alike from outside:
 *
 *     GCM:        tag = GCM over aad (in clear) and text; the trailer is empty
 *     AES-CM+SHA1: tag = first 10 bytes of HMAC-SHA1 over aad | encrypted text | trailer
 *
 * Called on the owner's thread. Internal to this folder.
 */
#ifndef PL_PROTO_SRTP_CIPHER_H
#define PL_PROTO_SRTP_CIPHER_H

#include "proto/srtp/srtp.h"

#define PL_SRTP_AUTH_KEY_LEN 20 /* HMAC-SHA1 */
#define PL_SRTP_SHA1_TAG_LEN 10
#define PL_SRTP_GCM_TAG_LEN  16

/* One packet's work. Borrows everything until the call returns. */
struct pl_srtp_job {
    const uint8_t *iv; /* 16 bytes for AES-CM, 12 for GCM */
    struct pl_bytes aad;
    struct pl_bytes trailer;
    const uint8_t *src; /* equal to dst, or not overlapping it */
    uint8_t *dst;
    size_t len; /* of the text, at most 2^20 bytes (16-bit block counter) */
    uint8_t *tag;
};

struct pl_srtp_cipher_ops {
    /* Encrypts and writes the tag. PL_E_CRYPTO when the library fails. */
    enum pl_err (*seal)(struct pl_srtp_cipher *c, const struct pl_srtp_job *job);
    /* Verifies the tag and decrypts. PL_E_AUTH: it does not fit, and dst holds no plaintext. */
    enum pl_err (*open)(struct pl_srtp_cipher *c, const struct pl_srtp_job *job);
    /* Wipes the key and frees the cipher. */
    void (*destroy)(struct pl_srtp_cipher *c);
};

/* The first member of each back-end's own struct. */
struct pl_srtp_cipher {
    const struct pl_srtp_cipher_ops *ops;
};

/* A key of one cipher, derived (keys.h). auth_key is for AES-CM+SHA1 only. */
struct pl_srtp_cipher_key {
    uint8_t key[32];
    uint8_t auth_key[PL_SRTP_AUTH_KEY_LEN];
};

/* A back-end; the first member of its own struct. */
struct pl_srtp_backend {
    enum pl_err (*new_cipher)(struct pl_srtp_backend *b, enum pl_srtp_profile profile,
                              enum pl_srtp_direction direction,
                              const struct pl_srtp_cipher_key *key, struct pl_srtp_cipher **out);
    void (*destroy)(struct pl_srtp_backend *b);
};

/* What `struct pl_srtp_crypto` holds: the chosen back-end, and EVP for key derivation always. */
struct pl_srtp_crypto {
    enum pl_srtp_crypto_kind kind;
    struct pl_srtp_backend *evp;
    struct pl_srtp_backend *chosen; /* may be evp */
};

PL_MUST_CHECK enum pl_err pl_srtp_evp_create(struct pl_srtp_backend **out);
/* PL_E_UNSUPPORTED where build or processor lack it. */
PL_MUST_CHECK enum pl_err pl_srtp_imb_create(struct pl_srtp_backend **out);

/* AES counter mode key stream from block iv on: the pseudo-random function of key derivation. */
PL_MUST_CHECK enum pl_err pl_srtp_evp_keystream(struct pl_srtp_backend *evp, const uint8_t *key,
                                                size_t key_len, const uint8_t iv[16], uint8_t *dst,
                                                size_t len);

/*
 * HMAC-SHA1 with a fixed key: the state after the two key blocks, ready to go on from. Lies in the
 * EVP file, used by both back-ends: one message at a time, libcrypto's SHA-1 is the fastest there
 * is (IPsec-MB's needs 16 messages at once to win).
 */
struct pl_srtp_hmac {
    uint32_t inner[5];
    uint32_t outer[5];
};
void pl_srtp_hmac_init(struct pl_srtp_hmac *h, const uint8_t key[PL_SRTP_AUTH_KEY_LEN]);
/* Over aad | text | trailer. */
void pl_srtp_hmac_tag(const struct pl_srtp_hmac *h, struct pl_bytes aad, struct pl_bytes text,
                      struct pl_bytes trailer, uint8_t tag[PL_SRTP_SHA1_TAG_LEN]);

#endif

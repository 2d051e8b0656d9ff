/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The back-end on OpenSSL, and the only file that sees its headers.
 *
 * Algorithms are fetched once for each worker and key schedules live as long as the cipher; a
 * packet sets no more than the IV. HMAC is put together from the SHA-1 block functions: the EVP_MAC
 * and EVP_MD of OpenSSL 3.0 allocate twice for every message when they restart from a keyed state,
 * and so the older interface, deprecated but there in every 3.x, is the one that costs nothing.
 */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "proto/srtp/keys.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <stdlib.h>

struct evp {
    struct pl_srtp_backend base;
    EVP_CIPHER *ctr128;
    EVP_CIPHER *ctr256;
    EVP_CIPHER *gcm128;
    EVP_CIPHER *gcm256;
};

struct evp_cipher {
    struct pl_srtp_cipher base;
    EVP_CIPHER_CTX *ctx; /* keyed for one direction */
    struct pl_srtp_hmac hmac;
};

static struct evp_cipher *of(struct pl_srtp_cipher *c)
{
    return (struct evp_cipher *)(void *)c;
}

/* ---- HMAC-SHA1 ---- */

static void sha1_words(SHA_CTX *sha, uint32_t words[5])
{
    words[0] = sha->h0;
    words[1] = sha->h1;
    words[2] = sha->h2;
    words[3] = sha->h3;
    words[4] = sha->h4;
}

/* A hash that has taken in exactly one block. */
static void sha1_resume(SHA_CTX *sha, const uint32_t words[5])
{
    sha->h0 = words[0];
    sha->h1 = words[1];
    sha->h2 = words[2];
    sha->h3 = words[3];
    sha->h4 = words[4];
    sha->Nl = SHA_CBLOCK * 8;
    sha->Nh = 0;
    sha->num = 0;
}

void pl_srtp_hmac_init(struct pl_srtp_hmac *h, const uint8_t key[PL_SRTP_AUTH_KEY_LEN])
{
    uint8_t block[SHA_CBLOCK] = {0};
    SHA_CTX sha;

    memcpy(block, key, PL_SRTP_AUTH_KEY_LEN);
    for (size_t i = 0; i < sizeof(block); i++)
        block[i] ^= 0x36;
    SHA1_Init(&sha);
    SHA1_Update(&sha, block, sizeof(block));
    sha1_words(&sha, h->inner);
    for (size_t i = 0; i < sizeof(block); i++)
        block[i] ^= 0x36 ^ 0x5c;
    SHA1_Init(&sha);
    SHA1_Update(&sha, block, sizeof(block));
    sha1_words(&sha, h->outer);
    OPENSSL_cleanse(block, sizeof(block));
    OPENSSL_cleanse(&sha, sizeof(sha));
}

void pl_srtp_hmac_tag(const struct pl_srtp_hmac *h, struct pl_bytes aad, struct pl_bytes text,
                      struct pl_bytes trailer, uint8_t tag[PL_SRTP_SHA1_TAG_LEN])
{
    uint8_t digest[SHA_DIGEST_LENGTH];
    SHA_CTX sha;

    sha1_resume(&sha, h->inner);
    SHA1_Update(&sha, aad.data, aad.len);
    SHA1_Update(&sha, text.data, text.len);
    SHA1_Update(&sha, trailer.data, trailer.len);
    SHA1_Final(digest, &sha);
    sha1_resume(&sha, h->outer);
    SHA1_Update(&sha, digest, sizeof(digest));
    SHA1_Final(digest, &sha);
    memcpy(tag, digest, PL_SRTP_SHA1_TAG_LEN);
}

/* ---- AES counter mode with HMAC-SHA1 ---- */

static enum pl_err ctr_crypt(struct evp_cipher *c, const struct pl_srtp_job *job)
{
    int n = 0;
    if (job->len == 0)
        return PL_OK;
    if (EVP_EncryptInit_ex2(c->ctx, NULL, NULL, job->iv, NULL) != 1 ||
        EVP_EncryptUpdate(c->ctx, job->dst, &n, job->src, (int)job->len) != 1)
        return PL_E_CRYPTO;
    return (size_t)n == job->len ? PL_OK : PL_E_CRYPTO;
}

static enum pl_err cm_seal(struct pl_srtp_cipher *cipher, const struct pl_srtp_job *job)
{
    struct evp_cipher *c = of(cipher);
    enum pl_err err = ctr_crypt(c, job);
    if (err)
        return err;
    pl_srtp_hmac_tag(&c->hmac, job->aad, pl_bytes_of(job->dst, job->len), job->trailer, job->tag);
    return PL_OK;
}

static enum pl_err cm_open(struct pl_srtp_cipher *cipher, const struct pl_srtp_job *job)
{
    struct evp_cipher *c = of(cipher);
    uint8_t tag[PL_SRTP_SHA1_TAG_LEN];

    pl_srtp_hmac_tag(&c->hmac, job->aad, pl_bytes_of(job->src, job->len), job->trailer, tag);
    if (!pl_bytes_eq_secret(pl_bytes_of(tag, sizeof(tag)), pl_bytes_of(job->tag, sizeof(tag))))
        return PL_E_AUTH;
    return ctr_crypt(c, job);
}

/* ---- GCM ---- */

static enum pl_err gcm_seal(struct pl_srtp_cipher *cipher, const struct pl_srtp_job *job)
{
    EVP_CIPHER_CTX *ctx = of(cipher)->ctx;
    uint8_t none[1];
    int n = 0;

    if (EVP_EncryptInit_ex2(ctx, NULL, NULL, job->iv, NULL) != 1 ||
        EVP_EncryptUpdate(ctx, NULL, &n, job->aad.data, (int)job->aad.len) != 1)
        return PL_E_CRYPTO;
    if (job->len > 0 && EVP_EncryptUpdate(ctx, job->dst, &n, job->src, (int)job->len) != 1)
        return PL_E_CRYPTO;
    if (EVP_EncryptFinal_ex(ctx, none, &n) != 1 ||
        EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_GET_TAG, PL_SRTP_GCM_TAG_LEN, job->tag) != 1)
        return PL_E_CRYPTO;
    return PL_OK;
}

static enum pl_err gcm_open(struct pl_srtp_cipher *cipher, const struct pl_srtp_job *job)
{
    EVP_CIPHER_CTX *ctx = of(cipher)->ctx;
    uint8_t none[1];
    int n = 0;

    if (EVP_DecryptInit_ex2(ctx, NULL, NULL, job->iv, NULL) != 1 ||
        EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_TAG, PL_SRTP_GCM_TAG_LEN, job->tag) != 1 ||
        EVP_DecryptUpdate(ctx, NULL, &n, job->aad.data, (int)job->aad.len) != 1)
        return PL_E_CRYPTO;
    if (job->len > 0 && EVP_DecryptUpdate(ctx, job->dst, &n, job->src, (int)job->len) != 1)
        return PL_E_CRYPTO;
    if (EVP_DecryptFinal_ex(ctx, none, &n) != 1) {
        if (job->len > 0)
            memset(job->dst, 0, job->len);
        return PL_E_AUTH;
    }
    return PL_OK;
}

/* ---- making and freeing ---- */

static void cipher_destroy(struct pl_srtp_cipher *cipher)
{
    struct evp_cipher *c = of(cipher);
    EVP_CIPHER_CTX_free(c->ctx);
    OPENSSL_cleanse(c, sizeof(*c));
    free(c);
}

static const struct pl_srtp_cipher_ops cm_ops = {cm_seal, cm_open, cipher_destroy};
static const struct pl_srtp_cipher_ops gcm_ops = {gcm_seal, gcm_open, cipher_destroy};

static const EVP_CIPHER *algorithm(const struct evp *e, const struct pl_srtp_profile_info *info)
{
    if (!info->aead)
        return e->ctr128;
    return info->key_len == 16 ? e->gcm128 : e->gcm256;
}

static enum pl_err new_cipher(struct pl_srtp_backend *b, enum pl_srtp_profile profile,
                              enum pl_srtp_direction direction,
                              const struct pl_srtp_cipher_key *key, struct pl_srtp_cipher **out)
{
    const struct evp *e = (const struct evp *)(const void *)b;
    const struct pl_srtp_profile_info *info = pl_srtp_profile_info(profile);
    /* Counter mode decrypts by encrypting. */
    int encrypt = !info->aead || direction == PL_SRTP_SEND;
    struct evp_cipher *c = calloc(1, sizeof(*c));

    if (!c)
        return PL_E_NOMEM;
    c->base.ops = info->aead ? &gcm_ops : &cm_ops;
    c->ctx = EVP_CIPHER_CTX_new();
    if (!c->ctx) {
        cipher_destroy(&c->base);
        return PL_E_NOMEM;
    }
    if (EVP_CipherInit_ex2(c->ctx, algorithm(e, info), key->key, NULL, encrypt, NULL) != 1) {
        cipher_destroy(&c->base);
        return PL_E_CRYPTO;
    }
    if (!info->aead)
        pl_srtp_hmac_init(&c->hmac, key->auth_key);
    *out = &c->base;
    return PL_OK;
}

static void backend_destroy(struct pl_srtp_backend *b)
{
    struct evp *e = (struct evp *)(void *)b;
    EVP_CIPHER_free(e->ctr128);
    EVP_CIPHER_free(e->ctr256);
    EVP_CIPHER_free(e->gcm128);
    EVP_CIPHER_free(e->gcm256);
    free(e);
}

enum pl_err pl_srtp_evp_create(struct pl_srtp_backend **out)
{
    struct evp *e = calloc(1, sizeof(*e));
    if (!e)
        return PL_E_NOMEM;
    e->base = (struct pl_srtp_backend){new_cipher, backend_destroy};
    e->ctr128 = EVP_CIPHER_fetch(NULL, "AES-128-CTR", NULL);
    e->ctr256 = EVP_CIPHER_fetch(NULL, "AES-256-CTR", NULL);
    e->gcm128 = EVP_CIPHER_fetch(NULL, "AES-128-GCM", NULL);
    e->gcm256 = EVP_CIPHER_fetch(NULL, "AES-256-GCM", NULL);
    if (!e->ctr128 || !e->ctr256 || !e->gcm128 || !e->gcm256) {
        backend_destroy(&e->base);
        return PL_E_CRYPTO;
    }
    *out = &e->base;
    return PL_OK;
}

enum pl_err pl_srtp_evp_keystream(struct pl_srtp_backend *evp, const uint8_t *key, size_t key_len,
                                  const uint8_t iv[16], uint8_t *dst, size_t len)
{
    const struct evp *e = (const struct evp *)(const void *)evp;
    EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
    int n = 0;
    bool ok;

    if (!ctx)
        return PL_E_NOMEM;
    memset(dst, 0, len);
    ok = EVP_EncryptInit_ex2(ctx, key_len == 16 ? e->ctr128 : e->ctr256, key, iv, NULL) == 1 &&
         EVP_EncryptUpdate(ctx, dst, &n, dst, (int)len) == 1 && (size_t)n == len;
    EVP_CIPHER_CTX_free(ctx);
    return ok ? PL_OK : PL_E_CRYPTO;
}

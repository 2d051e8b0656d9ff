/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The back-end on Intel's multi-buffer library (IPsec-MB), and the only file that sees its header.
 *
 * GCM goes through the direct calls. AES counter mode has none, so it is a burst of one job, which
 * the library completes at once (no lanes to fill). HMAC-SHA1 is libcrypto's (cipher.h says why).
 * The manager is 200 kB: one for each worker, none for each session.
 */
#include "proto/srtp/keys.h"

#include <stdlib.h>

#ifdef PL_HAVE_IPSEC_MB
#include <intel-ipsec-mb.h>

/* The header aligns the struct by itself only under a macro of the library's own build. */
enum { KEY_ALIGN = 64 };

struct imb {
    struct pl_srtp_backend base;
    IMB_MGR *mgr;
    IMB_JOB ctr; /* what is the same in every job of counter mode */
};

struct gcm_cipher {
    struct pl_srtp_cipher base;
    aes_gcm_enc_dec_t run; /* encrypts or decrypts, by the session's direction */
    _Alignas(KEY_ALIGN) struct gcm_key_data key;
};

struct cm_cipher {
    struct pl_srtp_cipher base;
    struct imb *imb;
    struct pl_srtp_hmac hmac;
    _Alignas(16) uint32_t enc_keys[4 * 11];
};

/* ---- AES counter mode with HMAC-SHA1 ---- */

static enum pl_err ctr_crypt(struct cm_cipher *c, const struct pl_srtp_job *job)
{
    IMB_MGR *mgr = c->imb->mgr;
    IMB_JOB *j = &c->imb->ctr;

    if (job->len == 0)
        return PL_OK;
    j->enc_keys = c->enc_keys;
    j->dec_keys = c->enc_keys;
    j->src = job->src;
    j->dst = job->dst;
    j->iv = job->iv;
    j->msg_len_to_cipher_in_bytes = job->len;
    j->status = IMB_STATUS_BEING_PROCESSED;
    if (IMB_SUBMIT_CIPHER_BURST_NOCHECK(mgr, j, 1, IMB_CIPHER_CNTR, IMB_DIR_ENCRYPT,
                                        IMB_KEY_128_BYTES) != 1 ||
        j->status != IMB_STATUS_COMPLETED)
        return PL_E_CRYPTO;
    return PL_OK;
}

static enum pl_err cm_seal(struct pl_srtp_cipher *cipher, const struct pl_srtp_job *job)
{
    struct cm_cipher *c = (struct cm_cipher *)(void *)cipher;
    enum pl_err err = ctr_crypt(c, job);
    if (err)
        return err;
    pl_srtp_hmac_tag(&c->hmac, job->aad, pl_bytes_of(job->dst, job->len), job->trailer, job->tag);
    return PL_OK;
}

static enum pl_err cm_open(struct pl_srtp_cipher *cipher, const struct pl_srtp_job *job)
{
    struct cm_cipher *c = (struct cm_cipher *)(void *)cipher;
    uint8_t tag[PL_SRTP_SHA1_TAG_LEN];

    pl_srtp_hmac_tag(&c->hmac, job->aad, pl_bytes_of(job->src, job->len), job->trailer, tag);
    if (!pl_bytes_eq_secret(pl_bytes_of(tag, sizeof(tag)), pl_bytes_of(job->tag, sizeof(tag))))
        return PL_E_AUTH;
    return ctr_crypt(c, job);
}

static void cm_destroy(struct pl_srtp_cipher *cipher)
{
    explicit_bzero(cipher, sizeof(struct cm_cipher));
    free(cipher);
}

static const struct pl_srtp_cipher_ops cm_ops = {cm_seal, cm_open, cm_destroy};

static enum pl_err new_cm(struct imb *imb, const struct pl_srtp_cipher_key *key,
                          struct pl_srtp_cipher **out)
{
    _Alignas(16) uint32_t dec_keys[4 * 11]; /* written by the key schedule, not needed */
    struct cm_cipher *c = aligned_alloc(16, sizeof(*c));
    if (!c)
        return PL_E_NOMEM;
    memset(c, 0, sizeof(*c));
    c->base.ops = &cm_ops;
    c->imb = imb;
    IMB_AES_KEYEXP_128(imb->mgr, key->key, c->enc_keys, dec_keys);
    explicit_bzero(dec_keys, sizeof(dec_keys));
    pl_srtp_hmac_init(&c->hmac, key->auth_key);
    *out = &c->base;
    return PL_OK;
}

/* ---- GCM ---- */

static enum pl_err gcm_seal(struct pl_srtp_cipher *cipher, const struct pl_srtp_job *job)
{
    struct gcm_cipher *c = (struct gcm_cipher *)(void *)cipher;
    struct gcm_context_data ctx;
    c->run(&c->key, &ctx, job->dst, job->src, job->len, job->iv, job->aad.data, job->aad.len,
           job->tag, PL_SRTP_GCM_TAG_LEN);
    return PL_OK;
}

static enum pl_err gcm_open(struct pl_srtp_cipher *cipher, const struct pl_srtp_job *job)
{
    struct gcm_cipher *c = (struct gcm_cipher *)(void *)cipher;
    struct gcm_context_data ctx;
    uint8_t tag[PL_SRTP_GCM_TAG_LEN] = {0};

    c->run(&c->key, &ctx, job->dst, job->src, job->len, job->iv, job->aad.data, job->aad.len, tag,
           sizeof(tag));
    if (pl_bytes_eq_secret(pl_bytes_of(tag, sizeof(tag)), pl_bytes_of(job->tag, sizeof(tag))))
        return PL_OK;
    memset(job->dst, 0, job->len);
    return PL_E_AUTH;
}

static void gcm_destroy(struct pl_srtp_cipher *cipher)
{
    explicit_bzero(cipher, sizeof(struct gcm_cipher));
    free(cipher);
}

static const struct pl_srtp_cipher_ops gcm_ops = {gcm_seal, gcm_open, gcm_destroy};

static enum pl_err new_gcm(struct imb *imb, size_t key_len, enum pl_srtp_direction direction,
                           const struct pl_srtp_cipher_key *key, struct pl_srtp_cipher **out)
{
    const IMB_MGR *mgr = imb->mgr;
    bool send = direction == PL_SRTP_SEND;
    struct gcm_cipher *c = aligned_alloc(KEY_ALIGN, sizeof(*c));
    if (!c)
        return PL_E_NOMEM;
    memset(c, 0, sizeof(*c));
    c->base.ops = &gcm_ops;
    if (key_len == 16) {
        c->run = send ? mgr->gcm128_enc : mgr->gcm128_dec;
        IMB_AES128_GCM_PRE(mgr, key->key, &c->key);
    } else {
        c->run = send ? mgr->gcm256_enc : mgr->gcm256_dec;
        IMB_AES256_GCM_PRE(mgr, key->key, &c->key);
    }
    *out = &c->base;
    return PL_OK;
}

/* ---- the back-end ---- */

static enum pl_err new_cipher(struct pl_srtp_backend *b, enum pl_srtp_profile profile,
                              enum pl_srtp_direction direction,
                              const struct pl_srtp_cipher_key *key, struct pl_srtp_cipher **out)
{
    struct imb *imb = (struct imb *)(void *)b;
    const struct pl_srtp_profile_info *info = pl_srtp_profile_info(profile);
    if (info->aead)
        return new_gcm(imb, info->key_len, direction, key, out);
    return new_cm(imb, key, out);
}

static void backend_destroy(struct pl_srtp_backend *b)
{
    struct imb *imb = (struct imb *)(void *)b;
    if (imb->mgr)
        free_mb_mgr(imb->mgr);
    free(imb);
}

/* The library runs anywhere, but without these it emulates AES in plain code. */
static bool usable(const IMB_MGR *mgr)
{
    const uint64_t needed = IMB_FEATURE_AESNI | IMB_FEATURE_PCLMULQDQ | IMB_FEATURE_SSE4_2;
    const uint64_t tested = IMB_FEATURE_SELF_TEST | IMB_FEATURE_SELF_TEST_PASS;
    return (mgr->features & needed) == needed && (mgr->features & tested) == tested;
}

enum pl_err pl_srtp_imb_create(struct pl_srtp_backend **out)
{
    struct imb *imb = calloc(1, sizeof(*imb));
    if (!imb)
        return PL_E_NOMEM;
    imb->base = (struct pl_srtp_backend){new_cipher, backend_destroy};
    imb->ctr.key_len_in_bytes = IMB_KEY_128_BYTES;
    imb->ctr.iv_len_in_bytes = 16;
    imb->mgr = alloc_mb_mgr(0);
    if (imb->mgr)
        init_mb_mgr_auto(imb->mgr, NULL);
    if (!imb->mgr || !usable(imb->mgr)) {
        enum pl_err err = imb->mgr ? PL_E_UNSUPPORTED : PL_E_NOMEM;
        backend_destroy(&imb->base);
        return err;
    }
    *out = &imb->base;
    return PL_OK;
}

#else

enum pl_err pl_srtp_imb_create(struct pl_srtp_backend **out)
{
    (void)out;
    return PL_E_UNSUPPORTED;
}

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/srtp/cipher.h"

#include <stdlib.h>

static enum pl_err choose(struct pl_srtp_crypto *crypto, enum pl_srtp_crypto_kind kind)
{
    enum pl_err err;

    crypto->kind = PL_SRTP_CRYPTO_EVP;
    crypto->chosen = crypto->evp;
    if (kind == PL_SRTP_CRYPTO_EVP)
        return PL_OK;
    err = pl_srtp_imb_create(&crypto->chosen);
    if (!err) {
        crypto->kind = PL_SRTP_CRYPTO_IPSEC_MB;
        return PL_OK;
    }
    crypto->chosen = crypto->evp;
    /* AUTO falls back for any reason: the calls go on, only slower, and kind_of tells. */
    return kind == PL_SRTP_CRYPTO_AUTO ? PL_OK : err;
}

enum pl_err pl_srtp_crypto_create(enum pl_srtp_crypto_kind kind, struct pl_srtp_crypto **out)
{
    struct pl_srtp_crypto *crypto = calloc(1, sizeof(*crypto));
    enum pl_err err;

    *out = NULL;
    if (!crypto)
        return PL_E_NOMEM;
    err = pl_srtp_evp_create(&crypto->evp);
    if (!err)
        err = choose(crypto, kind);
    if (err) {
        pl_srtp_crypto_destroy(crypto);
        return err;
    }
    *out = crypto;
    return PL_OK;
}

void pl_srtp_crypto_destroy(struct pl_srtp_crypto *crypto)
{
    if (!crypto)
        return;
    if (crypto->chosen && crypto->chosen != crypto->evp)
        crypto->chosen->destroy(crypto->chosen);
    if (crypto->evp)
        crypto->evp->destroy(crypto->evp);
    free(crypto);
}

enum pl_srtp_crypto_kind pl_srtp_crypto_kind_of(const struct pl_srtp_crypto *crypto)
{
    return crypto->kind;
}

const char *pl_srtp_crypto_name(const struct pl_srtp_crypto *crypto)
{
    return crypto->kind == PL_SRTP_CRYPTO_IPSEC_MB ? "ipsec-mb" : "evp";
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/dtls/dtls_cert.h"

#include "proto/dtls/dtls_internal.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <assert.h>
#include <stdlib.h>

#define DAY_S 86400

struct pl_dtls_cert *pl_dtls_cert_take(X509 *x509, EVP_PKEY *key)
{
    struct pl_dtls_cert *cert = calloc(1, sizeof(*cert));
    if (!cert || pl_dtls_fingerprint_of(&cert->fingerprint, x509, PL_DTLS_SHA256) != PL_OK) {
        free(cert);
        X509_free(x509);
        EVP_PKEY_free(key);
        return NULL;
    }
    cert->x509 = x509;
    cert->key = key;
    return cert;
}

void pl_dtls_cert_destroy(struct pl_dtls_cert *cert)
{
    if (!cert)
        return;
    X509_free(cert->x509);
    EVP_PKEY_free(cert->key);
    free(cert);
}

const struct pl_dtls_fingerprint *pl_dtls_cert_fingerprint(const struct pl_dtls_cert *cert)
{
    return &cert->fingerprint;
}

/* 63 bits of the hash of a fresh random key: as good as random, and never negative or 0. */
static bool set_serial(X509 *x509)
{
    uint8_t hash[EVP_MAX_MD_SIZE];
    unsigned len = 0;
    if (X509_pubkey_digest(x509, EVP_sha256(), hash, &len) != 1 || len < 8)
        return false;
    return ASN1_INTEGER_set_uint64(X509_get_serialNumber(x509),
                                   (pl_get_u64(hash) & INT64_MAX) | 1) == 1;
}

static bool set_name(X509 *x509)
{
    static const unsigned char name[] = "parlor";
    X509_NAME *subject = X509_get_subject_name(x509);
    return X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, name, -1, -1, 0) == 1 &&
           X509_set_issuer_name(x509, subject) == 1;
}

static bool fill(X509 *x509, EVP_PKEY *key, int64_t wall_s, unsigned days)
{
    return X509_set_version(x509, X509_VERSION_3) == 1 && X509_set_pubkey(x509, key) == 1 &&
           set_serial(x509) && set_name(x509) &&
           ASN1_TIME_set(X509_getm_notBefore(x509), (time_t)(wall_s - DAY_S)) != NULL &&
           ASN1_TIME_set(X509_getm_notAfter(x509), (time_t)(wall_s + (int64_t)days * DAY_S)) !=
               NULL &&
           X509_sign(x509, key, EVP_sha256()) > 0;
}

enum pl_err pl_dtls_cert_create(int64_t wall_s, unsigned days, struct pl_dtls_cert **out)
{
    EVP_PKEY *key;
    X509 *x509;
    *out = NULL;
    /* Up to the year 9999, where GeneralizedTime ends. */
    if (wall_s < DAY_S || wall_s > 249999999999 || days < 1 || days > 3650)
        return PL_E_RANGE;
    key = EVP_EC_gen("P-256");
    x509 = X509_new();
    if (!key || !x509 || !fill(x509, key, wall_s, days)) {
        X509_free(x509);
        EVP_PKEY_free(key);
        ERR_clear_error();
        return PL_E_CRYPTO;
    }
    *out = pl_dtls_cert_take(x509, key);
    return *out ? PL_OK : PL_E_NOMEM;
}

/* A password prompt on a terminal is the last thing a server wants. */
static int no_password(char *buf, int size, int rwflag, void *arg)
{
    (void)buf, (void)size, (void)rwflag, (void)arg;
    return -1;
}

static X509 *read_x509(struct pl_bytes b)
{
    const uint8_t *der = b.data;
    BIO *bio = BIO_new_mem_buf(b.data, (int)b.len);
    X509 *x509 = bio ? PEM_read_bio_X509(bio, NULL, no_password, NULL) : NULL;
    BIO_free(bio);
    return x509 ? x509 : d2i_X509(NULL, &der, (long)b.len);
}

static EVP_PKEY *read_key(struct pl_bytes b)
{
    const uint8_t *der = b.data;
    BIO *bio = BIO_new_mem_buf(b.data, (int)b.len);
    EVP_PKEY *key = bio ? PEM_read_bio_PrivateKey(bio, NULL, no_password, NULL) : NULL;
    BIO_free(bio);
    return key ? key : d2i_AutoPrivateKey(NULL, &der, (long)b.len);
}

static bool is_p256(const EVP_PKEY *key)
{
    char group[32] = "";
    return EVP_PKEY_is_a(key, "EC") &&
           EVP_PKEY_get_group_name(key, group, sizeof(group), NULL) == 1 &&
           strcmp(group, "prime256v1") == 0;
}

enum pl_err pl_dtls_cert_load(struct pl_bytes cert, struct pl_bytes key, struct pl_dtls_cert **out)
{
    enum pl_err err = PL_OK;
    X509 *x509 = NULL;
    EVP_PKEY *pkey = NULL;
    *out = NULL;
    if (cert.len > 0 && cert.len <= INT32_MAX && key.len > 0 && key.len <= INT32_MAX) {
        x509 = read_x509(cert);
        pkey = read_key(key);
    }
    if (!x509 || !pkey)
        err = PL_E_PROTO;
    else if (!is_p256(pkey))
        err = PL_E_UNSUPPORTED;
    else if (X509_check_private_key(x509, pkey) != 1)
        err = PL_E_AUTH;
    ERR_clear_error();
    if (err) {
        X509_free(x509);
        EVP_PKEY_free(pkey);
        return err;
    }
    *out = pl_dtls_cert_take(x509, pkey);
    return *out ? PL_OK : PL_E_NOMEM;
}

enum pl_err pl_dtls_cert_save(const struct pl_dtls_cert *cert, struct pl_writer *out)
{
    enum pl_err err = PL_E_CRYPTO;
    char *text = NULL;
    BIO *bio = BIO_new(BIO_s_secmem());
    if (bio && PEM_write_bio_X509(bio, cert->x509) == 1 &&
        PEM_write_bio_PKCS8PrivateKey(bio, cert->key, NULL, NULL, 0, NULL, NULL) == 1) {
        long len = BIO_get_mem_data(bio, &text);
        pl_write_bytes(out, pl_bytes_of(text, (size_t)len));
        err = pl_writer_ok(out) ? PL_OK : PL_E_SPACE;
    }
    BIO_free(bio);
    ERR_clear_error();
    return err;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/dtls/dtls_cert.h"
#include "proto/dtls/dtls_internal.h"

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <strings.h>

static const struct {
    const char *name;
    uint8_t len;
} hashes[] = {
    [PL_DTLS_HASH_NONE] = {"", 0},      [PL_DTLS_SHA1] = {"sha-1", 20},
    [PL_DTLS_SHA224] = {"sha-224", 28}, [PL_DTLS_SHA256] = {"sha-256", 32},
    [PL_DTLS_SHA384] = {"sha-384", 48}, [PL_DTLS_SHA512] = {"sha-512", 64},
};

enum pl_dtls_hash pl_dtls_hash_of(struct pl_bytes name)
{
    for (unsigned i = PL_DTLS_SHA1; i <= PL_DTLS_SHA512; i++)
        if (name.len == strlen(hashes[i].name) &&
            strncasecmp((const char *)name.data, hashes[i].name, name.len) == 0)
            return (enum pl_dtls_hash)i;
    return PL_DTLS_HASH_NONE;
}

const char *pl_dtls_hash_name(enum pl_dtls_hash hash)
{
    return hashes[hash].name;
}

size_t pl_dtls_hash_len(enum pl_dtls_hash hash)
{
    return hashes[hash].len;
}

static int nibble(uint8_t c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return -1;
}

enum pl_err pl_dtls_fingerprint_parse(struct pl_dtls_fingerprint *out, struct pl_bytes hash_name,
                                      struct pl_bytes hex)
{
    enum pl_dtls_hash hash = pl_dtls_hash_of(hash_name);
    size_t len = pl_dtls_hash_len(hash);
    *out = (struct pl_dtls_fingerprint){0};
    if (hash == PL_DTLS_HASH_NONE)
        return PL_E_UNSUPPORTED;
    if (hex.len != len * 3 - 1)
        return PL_E_PROTO;
    for (size_t i = 0; i < len; i++) {
        int high = nibble(hex.data[i * 3]);
        int low = nibble(hex.data[i * 3 + 1]);
        if (high < 0 || low < 0 || (i + 1 < len && hex.data[i * 3 + 2] != ':'))
            return PL_E_PROTO;
        out->bytes[i] = (uint8_t)(high << 4 | low);
    }
    out->hash = (uint8_t)hash;
    out->len = (uint8_t)len;
    return PL_OK;
}

const char *pl_dtls_fingerprint_print(const struct pl_dtls_fingerprint *fp,
                                      char text[PL_DTLS_FINGERPRINT_TEXT_MAX])
{
    static const char digits[] = "0123456789ABCDEF";
    char *p = text;
    for (size_t i = 0; i < fp->len; i++) {
        if (i > 0)
            *p++ = ':';
        *p++ = digits[fp->bytes[i] >> 4];
        *p++ = digits[fp->bytes[i] & 15];
    }
    *p = '\0';
    return text;
}

static const EVP_MD *hash_md(enum pl_dtls_hash hash)
{
    switch (hash) {
    case PL_DTLS_SHA1:
        return EVP_sha1();
    case PL_DTLS_SHA224:
        return EVP_sha224();
    case PL_DTLS_SHA256:
        return EVP_sha256();
    case PL_DTLS_SHA384:
        return EVP_sha384();
    case PL_DTLS_SHA512:
        return EVP_sha512();
    case PL_DTLS_HASH_NONE:
        break;
    }
    return NULL;
}

enum pl_err pl_dtls_fingerprint_of(struct pl_dtls_fingerprint *out, const X509 *x509,
                                   enum pl_dtls_hash hash)
{
    uint8_t md[EVP_MAX_MD_SIZE];
    unsigned len = 0;
    *out = (struct pl_dtls_fingerprint){0};
    if (X509_digest(x509, hash_md(hash), md, &len) != 1 || len != pl_dtls_hash_len(hash))
        return PL_E_CRYPTO;
    memcpy(out->bytes, md, len);
    out->hash = (uint8_t)hash;
    out->len = (uint8_t)len;
    return PL_OK;
}

bool pl_dtls_fingerprint_fits(const struct pl_dtls_fingerprint *list, size_t count,
                              const X509 *x509)
{
    struct pl_dtls_fingerprint actual;
    uint8_t strongest = PL_DTLS_HASH_NONE;
    for (size_t i = 0; i < count; i++)
        if (list[i].hash > strongest)
            strongest = list[i].hash;
    if (strongest <= PL_DTLS_SHA1 ||
        pl_dtls_fingerprint_of(&actual, x509, (enum pl_dtls_hash)strongest) != PL_OK)
        return false;
    for (size_t i = 0; i < count; i++)
        if (memcmp(&list[i], &actual, sizeof(actual)) == 0)
            return true;
    return false;
}

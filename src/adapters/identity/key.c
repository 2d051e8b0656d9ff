/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/identity/key.h"

#include "base/base64.h"
#include "base/hex.h"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>

#include <assert.h>
#include <stdlib.h>

enum {
    RSA_BITS_MIN = 1024,
    RSA_BITS_MAX = 8 * PL_KEY_SIGNATURE_MAX,
    RSA_BITS_NEW = 2048,
    SECRET_MIN = 32,
    SECRET_MAX = 256,
    MD5_HEX = 32,
    P256_HALF = 32,
};

struct pl_key {
    enum pl_key_algorithm algorithm;
    bool is_private;
    EVP_PKEY *pkey; /* NULL: a secret */
    size_t secret_len;
    uint8_t secret[SECRET_MAX];
};

static const char *const names[PL_KEY_ALGORITHMS] = {"rsa-md5", "ed25519", "es256", "hs256"};

enum pl_err pl_key_algorithm_named(const char *name, enum pl_key_algorithm *out)
{
    for (unsigned i = 0; i < PL_KEY_ALGORITHMS; i++) {
        if (strcmp(names[i], name) == 0) {
            *out = (enum pl_key_algorithm)i;
            return PL_OK;
        }
    }
    return PL_E_NOT_FOUND;
}

const char *pl_key_algorithm_name(enum pl_key_algorithm algorithm)
{
    return names[algorithm];
}

/* ---- reading ---- */

/* Asked for the password of an encrypted file: there is none. */
static int no_password(char *buffer, int size, int writing, void *arg)
{
    (void)buffer;
    (void)size;
    (void)writing;
    (void)arg;
    return -1;
}

static EVP_PKEY *read_pem(struct pl_bytes text, bool *is_private)
{
    EVP_PKEY *pkey = NULL;
    BIO *bio = BIO_new_mem_buf(text.data, (int)text.len);
    if (!bio)
        return NULL;
    pkey = PEM_read_bio_PrivateKey(bio, NULL, no_password, NULL);
    *is_private = pkey != NULL;
    if (!pkey && BIO_reset(bio) == 1)
        pkey = PEM_read_bio_PUBKEY(bio, NULL, no_password, NULL);
    BIO_free(bio);
    ERR_clear_error();
    return pkey;
}

/* Is it a key of that kind, and of a size that is neither weak nor absurd? */
static bool fits(EVP_PKEY *pkey, enum pl_key_algorithm algorithm)
{
    char group[32];
    int bits = EVP_PKEY_get_bits(pkey);
    switch (algorithm) {
    case PL_KEY_RSA_MD5:
        return EVP_PKEY_is_a(pkey, "RSA") && bits >= RSA_BITS_MIN && bits <= RSA_BITS_MAX;
    case PL_KEY_ED25519:
        return EVP_PKEY_is_a(pkey, "ED25519");
    case PL_KEY_ES256:
        return EVP_PKEY_is_a(pkey, "EC") &&
               EVP_PKEY_get_group_name(pkey, group, sizeof(group), NULL) == 1 &&
               (strcmp(group, SN_X9_62_prime256v1) == 0 || strcmp(group, "P-256") == 0);
    case PL_KEY_HS256:
        break;
    }
    return false;
}

static enum pl_err read_secret(struct pl_key *key, struct pl_bytes text)
{
    size_t size;
    while (text.len > 0 && (text.data[text.len - 1] == '\n' || text.data[text.len - 1] == '\r'))
        text.len--; /* the end of a file */
    if (pl_base64_size(text, &size))
        return PL_E_PROTO;
    if (size < SECRET_MIN || size > SECRET_MAX)
        return PL_E_UNSUPPORTED;
    pl_base64_read(text, key->secret);
    key->secret_len = size;
    key->is_private = true;
    return PL_OK;
}

static enum pl_err read_into(struct pl_key *key, struct pl_bytes material)
{
    if (material.len == 0 || material.len > PL_KEY_MATERIAL_MAX)
        return PL_E_PROTO;
    if (key->algorithm == PL_KEY_HS256)
        return read_secret(key, material);
    key->pkey = read_pem(material, &key->is_private);
    if (!key->pkey)
        return PL_E_PROTO;
    return fits(key->pkey, key->algorithm) ? PL_OK : PL_E_UNSUPPORTED;
}

enum pl_err pl_key_read(struct pl_key **out, enum pl_key_algorithm algorithm,
                        struct pl_bytes material)
{
    struct pl_key *key = calloc(1, sizeof(*key));
    enum pl_err err;
    if (!key)
        return PL_E_NOMEM;
    key->algorithm = algorithm;
    err = read_into(key, material);
    if (err) {
        pl_key_destroy(key);
        return err;
    }
    *out = key;
    return PL_OK;
}

void pl_key_destroy(struct pl_key *key)
{
    if (!key)
        return;
    EVP_PKEY_free(key->pkey);
    OPENSSL_cleanse(key->secret, sizeof(key->secret));
    free(key);
}

enum pl_key_algorithm pl_key_algorithm_of(const struct pl_key *key)
{
    return key->algorithm;
}

bool pl_key_is_private(const struct pl_key *key)
{
    return key->is_private;
}

/* ---- RSA without DigestInfo ---- */

/* The text that is signed instead of the data. */
static bool md5_hex(struct pl_bytes data, uint8_t out[MD5_HEX])
{
    uint8_t hash[EVP_MAX_MD_SIZE];
    unsigned len = 0;
    if (EVP_Digest(data.data, data.len, hash, &len, EVP_md5(), NULL) != 1 || len != MD5_HEX / 2)
        return false;
    pl_hex_write(pl_bytes_of(hash, len), (char *)out);
    return true;
}

static enum pl_err rsa_sign(const struct pl_key *key, struct pl_bytes data, uint8_t *out,
                            size_t *len)
{
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new(key->pkey, NULL);
    uint8_t text[MD5_HEX];
    bool ok = ctx && md5_hex(data, text) && EVP_PKEY_sign_init(ctx) == 1 &&
              EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PADDING) == 1;
    *len = PL_KEY_SIGNATURE_MAX;
    ok = ok && EVP_PKEY_sign(ctx, out, len, text, sizeof(text)) == 1;
    EVP_PKEY_CTX_free(ctx);
    return ok ? PL_OK : PL_E_CRYPTO;
}

static enum pl_err rsa_verify(const struct pl_key *key, struct pl_bytes data,
                              struct pl_bytes signature)
{
    EVP_PKEY_CTX *ctx;
    uint8_t expected[MD5_HEX], found[PL_KEY_SIGNATURE_MAX];
    size_t len = sizeof(found);
    bool ok;
    if (signature.len != (size_t)EVP_PKEY_get_size(key->pkey))
        return PL_E_AUTH;
    ctx = EVP_PKEY_CTX_new(key->pkey, NULL);
    ok = ctx && md5_hex(data, expected) && EVP_PKEY_verify_recover_init(ctx) == 1 &&
         EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PADDING) == 1 &&
         EVP_PKEY_verify_recover(ctx, found, &len, signature.data, signature.len) == 1;
    EVP_PKEY_CTX_free(ctx);
    ERR_clear_error();
    return ok && len == sizeof(expected) && memcmp(found, expected, len) == 0 ? PL_OK : PL_E_AUTH;
}

/* ---- Ed25519 and ECDSA ---- */

static bool digest_sign(const struct pl_key *key, const EVP_MD *md, struct pl_bytes data,
                        uint8_t *out, size_t *len)
{
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    bool ok = ctx && EVP_DigestSignInit(ctx, NULL, md, NULL, key->pkey) == 1 &&
              EVP_DigestSign(ctx, out, len, data.data, data.len) == 1;
    EVP_MD_CTX_free(ctx);
    return ok;
}

static bool digest_verify(const struct pl_key *key, const EVP_MD *md, struct pl_bytes data,
                          struct pl_bytes signature)
{
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    bool ok = ctx && EVP_DigestVerifyInit(ctx, NULL, md, NULL, key->pkey) == 1 &&
              EVP_DigestVerify(ctx, signature.data, signature.len, data.data, data.len) == 1;
    EVP_MD_CTX_free(ctx);
    ERR_clear_error();
    return ok;
}

/* From the library's DER to r and s. */
static bool halves_of(struct pl_bytes der, uint8_t out[2 * P256_HALF])
{
    const unsigned char *at = der.data;
    ECDSA_SIG *sig = d2i_ECDSA_SIG(NULL, &at, (long)der.len);
    bool ok = sig && BN_bn2binpad(ECDSA_SIG_get0_r(sig), out, P256_HALF) == P256_HALF &&
              BN_bn2binpad(ECDSA_SIG_get0_s(sig), out + P256_HALF, P256_HALF) == P256_HALF;
    ECDSA_SIG_free(sig);
    return ok;
}

/* And back; gives the length of the DER, 0 on failure. */
static size_t der_of(const uint8_t halves[2 * P256_HALF], uint8_t *out, size_t size)
{
    BIGNUM *r = BN_bin2bn(halves, P256_HALF, NULL);
    BIGNUM *s = BN_bin2bn(halves + P256_HALF, P256_HALF, NULL);
    ECDSA_SIG *sig = ECDSA_SIG_new();
    int len = 0;
    if (r && s && sig && ECDSA_SIG_set0(sig, r, s) == 1) {
        r = s = NULL; /* its own now */
        len = i2d_ECDSA_SIG(sig, NULL);
        if (len > 0 && (size_t)len <= size)
            len = i2d_ECDSA_SIG(sig, &out);
        else
            len = 0;
    }
    BN_free(r);
    BN_free(s);
    ECDSA_SIG_free(sig);
    return len > 0 ? (size_t)len : 0;
}

static enum pl_err es256_sign(const struct pl_key *key, struct pl_bytes data, uint8_t *out,
                              size_t *len)
{
    uint8_t der[PL_KEY_SIGNATURE_MAX];
    size_t der_len = sizeof(der);
    if (!digest_sign(key, EVP_sha256(), data, der, &der_len) ||
        !halves_of(pl_bytes_of(der, der_len), out))
        return PL_E_CRYPTO;
    *len = (size_t)2 * P256_HALF;
    return PL_OK;
}

static enum pl_err es256_verify(const struct pl_key *key, struct pl_bytes data,
                                struct pl_bytes signature)
{
    uint8_t der[PL_KEY_SIGNATURE_MAX];
    size_t len;
    if (signature.len != (size_t)2 * P256_HALF)
        return PL_E_AUTH;
    len = der_of(signature.data, der, sizeof(der));
    return len > 0 && digest_verify(key, EVP_sha256(), data, pl_bytes_of(der, len)) ? PL_OK
                                                                                    : PL_E_AUTH;
}

/* ---- HMAC ---- */

static enum pl_err hs256_sign(const struct pl_key *key, struct pl_bytes data, uint8_t *out,
                              size_t *len)
{
    unsigned n = 0;
    if (!HMAC(EVP_sha256(), key->secret, (int)key->secret_len, data.data, data.len, out, &n))
        return PL_E_CRYPTO;
    *len = n;
    return PL_OK;
}

static enum pl_err hs256_verify(const struct pl_key *key, struct pl_bytes data,
                                struct pl_bytes signature)
{
    uint8_t expected[EVP_MAX_MD_SIZE];
    size_t len;
    if (hs256_sign(key, data, expected, &len))
        return PL_E_AUTH;
    return pl_bytes_eq_secret(pl_bytes_of(expected, len), signature) ? PL_OK : PL_E_AUTH;
}

/* ---- all of them ---- */

enum pl_err pl_key_sign(const struct pl_key *key, struct pl_bytes data,
                        uint8_t out[PL_KEY_SIGNATURE_MAX], size_t *len)
{
    if (!key->is_private)
        return PL_E_STATE;
    switch (key->algorithm) {
    case PL_KEY_RSA_MD5:
        return rsa_sign(key, data, out, len);
    case PL_KEY_ED25519:
        *len = PL_KEY_SIGNATURE_MAX;
        return digest_sign(key, NULL, data, out, len) ? PL_OK : PL_E_CRYPTO;
    case PL_KEY_ES256:
        return es256_sign(key, data, out, len);
    case PL_KEY_HS256:
        return hs256_sign(key, data, out, len);
    }
    return PL_E_CRYPTO;
}

enum pl_err pl_key_verify(const struct pl_key *key, struct pl_bytes data, struct pl_bytes signature)
{
    switch (key->algorithm) {
    case PL_KEY_RSA_MD5:
        return rsa_verify(key, data, signature);
    case PL_KEY_ED25519:
        return digest_verify(key, NULL, data, signature) ? PL_OK : PL_E_AUTH;
    case PL_KEY_ES256:
        return es256_verify(key, data, signature);
    case PL_KEY_HS256:
        return hs256_verify(key, data, signature);
    }
    return PL_E_AUTH;
}

/* ---- making new ones ---- */

static char *text_of(BIO *bio)
{
    char *data, *text;
    long len = BIO_get_mem_data(bio, &data);
    if (len <= 0)
        return NULL;
    text = malloc((size_t)len + 1);
    if (!text)
        return NULL;
    memcpy(text, data, (size_t)len);
    text[len] = '\0';
    return text;
}

static enum pl_err write_pair(EVP_PKEY *pkey, char **private_text, char **public_text)
{
    BIO *secret = BIO_new(BIO_s_mem()), *open = BIO_new(BIO_s_mem());
    *private_text = *public_text = NULL;
    if (secret && open && PEM_write_bio_PrivateKey(secret, pkey, NULL, NULL, 0, NULL, NULL) == 1 &&
        PEM_write_bio_PUBKEY(open, pkey) == 1) {
        *private_text = text_of(secret);
        *public_text = text_of(open);
    }
    BIO_free(secret);
    BIO_free(open);
    if (*private_text && *public_text)
        return PL_OK;
    free(*private_text);
    free(*public_text);
    return PL_E_CRYPTO;
}

static enum pl_err generate_secret(char **private_text, char **public_text)
{
    uint8_t secret[SECRET_MIN];
    char text[PL_BASE64_CHARS(SECRET_MIN) + 1] = {0};
    if (RAND_bytes(secret, sizeof(secret)) != 1)
        return PL_E_CRYPTO;
    pl_base64_write(pl_bytes_of(secret, sizeof(secret)), (uint8_t *)text);
    *private_text = strdup(text);
    *public_text = strdup(text);
    if (*private_text && *public_text)
        return PL_OK;
    free(*private_text);
    free(*public_text);
    return PL_E_NOMEM;
}

enum pl_err pl_key_generate(enum pl_key_algorithm algorithm, char **private_text,
                            char **public_text)
{
    EVP_PKEY *pkey = NULL;
    enum pl_err err;
    switch (algorithm) {
    case PL_KEY_RSA_MD5:
        pkey = EVP_RSA_gen((unsigned)RSA_BITS_NEW);
        break;
    case PL_KEY_ED25519:
        pkey = EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
        break;
    case PL_KEY_ES256:
        pkey = EVP_EC_gen("P-256");
        break;
    case PL_KEY_HS256:
        return generate_secret(private_text, public_text);
    }
    if (!pkey)
        return PL_E_CRYPTO;
    err = write_pair(pkey, private_text, public_text);
    EVP_PKEY_free(pkey);
    return err;
}

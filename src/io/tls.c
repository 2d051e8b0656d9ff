/* SPDX-License-Identifier: Apache-2.0 */
#include "io/tls.h"

#include <assert.h>
#include <limits.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <stdlib.h>

struct pl_tls_context {
    SSL_CTX *ssl;
};

struct pl_tls {
    SSL *ssl; /* owns both BIOs and a reference on its context */
    BIO *in;
    BIO *out;
    bool failed;
};

/* The reason OpenSSL gave last, in words; empties its queue, which is shared by the thread. */
static const char *openssl_reason(void)
{
    unsigned long code = ERR_peek_last_error();
    const char *reason = code ? ERR_reason_error_string(code) : NULL;
    ERR_clear_error();
    return reason ? reason : "unknown reason";
}

static int choose_alpn(SSL *ssl, const unsigned char **out, unsigned char *out_len,
                       const unsigned char *in, unsigned in_len, void *arg)
{
    static const unsigned char ours[] = "\x08http/1.1";
    unsigned char *picked = NULL;
    (void)ssl;
    (void)arg;
    if (SSL_select_next_proto(&picked, out_len, ours, sizeof(ours) - 1, in, in_len) !=
        OPENSSL_NPN_NEGOTIATED)
        return SSL_TLSEXT_ERR_NOACK; /* go on without: many clients offer only what they like */
    *out = picked;
    return SSL_TLSEXT_ERR_OK;
}

static void harden(SSL_CTX *ssl)
{
    (void)SSL_CTX_set_min_proto_version(ssl, TLS1_2_VERSION);
    SSL_CTX_set_options(ssl, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                                 SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA);
    /* Only forward-secret AEAD suites below 1.3 (those of 1.3 are all so). */
    (void)SSL_CTX_set_cipher_list(ssl, "ECDHE+AESGCM:ECDHE+CHACHA20");
    (void)SSL_CTX_set_mode(ssl, SSL_MODE_RELEASE_BUFFERS); /* idle links are many */
    (void)SSL_CTX_set_session_cache_mode(ssl, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_alpn_select_cb(ssl, choose_alpn, NULL);
}

static enum pl_err load(SSL_CTX **out, const char *certificate, const char *key,
                        char why[PL_TLS_WHY_MAX])
{
    SSL_CTX *ssl = SSL_CTX_new(TLS_server_method());
    enum pl_err err = PL_E_CRYPTO;
    *out = NULL;
    ERR_clear_error();
    if (!ssl) {
        (void)snprintf(why, PL_TLS_WHY_MAX, "no TLS: %s", openssl_reason());
        return PL_E_NOMEM;
    }
    harden(ssl);
    if (SSL_CTX_use_certificate_chain_file(ssl, certificate) != 1) {
        (void)snprintf(why, PL_TLS_WHY_MAX, "certificate %.120s: %s", certificate,
                       openssl_reason());
        err = PL_E_IO;
    } else if (SSL_CTX_use_PrivateKey_file(ssl, key, SSL_FILETYPE_PEM) != 1) {
        (void)snprintf(why, PL_TLS_WHY_MAX, "key %.120s: %s", key, openssl_reason());
        err = PL_E_IO;
    } else if (SSL_CTX_check_private_key(ssl) != 1) {
        (void)snprintf(why, PL_TLS_WHY_MAX, "key %.120s does not fit the certificate", key);
        ERR_clear_error();
        err = PL_E_AUTH;
    } else {
        *out = ssl;
        return PL_OK;
    }
    SSL_CTX_free(ssl);
    return err;
}

enum pl_err pl_tls_context_create(struct pl_tls_context **out, const char *certificate,
                                  const char *key, char why[PL_TLS_WHY_MAX])
{
    struct pl_tls_context *context = calloc(1, sizeof(*context));
    enum pl_err err;
    *out = NULL;
    why[0] = '\0';
    if (!context)
        return PL_E_NOMEM;
    err = load(&context->ssl, certificate, key, why);
    if (err) {
        free(context);
        return err;
    }
    *out = context;
    return PL_OK;
}

enum pl_err pl_tls_context_reload(struct pl_tls_context *context, const char *certificate,
                                  const char *key, char why[PL_TLS_WHY_MAX])
{
    SSL_CTX *fresh;
    enum pl_err err;
    why[0] = '\0';
    err = load(&fresh, certificate, key, why);
    if (err)
        return err;
    SSL_CTX_free(context->ssl); /* sessions hold their own reference */
    context->ssl = fresh;
    return PL_OK;
}

void pl_tls_context_destroy(struct pl_tls_context *context)
{
    if (!context)
        return;
    SSL_CTX_free(context->ssl);
    free(context);
}

struct pl_tls *pl_tls_create(struct pl_tls_context *context)
{
    struct pl_tls *tls = calloc(1, sizeof(*tls));
    if (!tls)
        return NULL;
    tls->ssl = SSL_new(context->ssl);
    tls->in = BIO_new(BIO_s_mem());
    tls->out = BIO_new(BIO_s_mem());
    if (!tls->ssl || !tls->in || !tls->out) {
        SSL_free(tls->ssl);
        BIO_free(tls->in);
        BIO_free(tls->out);
        free(tls);
        ERR_clear_error();
        return NULL;
    }
    SSL_set_bio(tls->ssl, tls->in, tls->out);
    SSL_set_accept_state(tls->ssl);
    return tls;
}

void pl_tls_destroy(struct pl_tls *tls)
{
    if (!tls)
        return;
    SSL_free(tls->ssl);
    free(tls);
}

enum pl_err pl_tls_input(struct pl_tls *tls, struct pl_bytes ciphertext)
{
    assert(ciphertext.len <= INT_MAX);
    if (ciphertext.len == 0)
        return PL_OK;
    return BIO_write(tls->in, ciphertext.data, (int)ciphertext.len) == (int)ciphertext.len
               ? PL_OK
               : PL_E_NOMEM;
}

static enum pl_err outcome(struct pl_tls *tls, int result)
{
    int kind = SSL_get_error(tls->ssl, result);
    ERR_clear_error();
    if (kind == SSL_ERROR_WANT_READ || kind == SSL_ERROR_WANT_WRITE)
        return PL_E_AGAIN;
    if (kind == SSL_ERROR_ZERO_RETURN)
        return PL_E_CLOSED;
    tls->failed = true; /* OpenSSL forbids further calls on this session, SSL_shutdown included */
    return PL_E_PROTO;
}

enum pl_err pl_tls_read(struct pl_tls *tls, struct pl_buf dst, size_t *got)
{
    int n;
    *got = 0;
    if (tls->failed)
        return PL_E_PROTO;
    ERR_clear_error();
    n = SSL_read(tls->ssl, dst.data, dst.len > INT_MAX ? INT_MAX : (int)dst.len);
    if (n <= 0)
        return outcome(tls, n);
    *got = (size_t)n;
    return PL_OK;
}

bool pl_tls_established(const struct pl_tls *tls)
{
    return SSL_is_init_finished(tls->ssl) != 0;
}

enum pl_err pl_tls_write(struct pl_tls *tls, struct pl_bytes plaintext)
{
    if (tls->failed)
        return PL_E_CRYPTO;
    if (!pl_tls_established(tls))
        return PL_E_STATE;
    ERR_clear_error();
    while (plaintext.len > 0) {
        int want = plaintext.len > INT_MAX ? INT_MAX : (int)plaintext.len;
        int n = SSL_write(tls->ssl, plaintext.data, want);
        if (n <= 0) { /* a memory BIO never asks to wait */
            (void)outcome(tls, n);
            tls->failed = true;
            return PL_E_CRYPTO;
        }
        plaintext.data += n;
        plaintext.len -= (size_t)n;
    }
    return PL_OK;
}

void pl_tls_close(struct pl_tls *tls)
{
    if (tls->failed || !pl_tls_established(tls))
        return;
    ERR_clear_error();
    (void)SSL_shutdown(tls->ssl);
    ERR_clear_error();
}

struct pl_bytes pl_tls_output(struct pl_tls *tls)
{
    char *data = NULL;
    long len = BIO_get_mem_data(tls->out, &data);
    return pl_bytes_of(data, len > 0 ? (size_t)len : 0);
}

void pl_tls_output_taken(struct pl_tls *tls)
{
    (void)BIO_reset(tls->out);
}

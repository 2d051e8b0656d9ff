/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/dtls/dtls_internal.h"

#include <openssl/err.h>

#include <assert.h>
#include <stdlib.h>

/* RFC 8827 6.5: ECDHE with P-256, AES-128-GCM. The RSA suites serve only when this side is the
 * client of a server with an RSA certificate. */
#define CIPHERS                                                                                    \
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-ECDSA-AES256-GCM-SHA384:"   \
    "ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-CHACHA20-POLY1305:ECDHE-RSA-AES256-GCM-SHA384"
#define GROUPS "X25519:P-256:P-384"
#define SIGALGS                                                                                    \
    "ECDSA+SHA256:RSA-PSS+SHA256:RSA+SHA256:ECDSA+SHA384:RSA-PSS+SHA384:RSA+SHA384:"               \
    "ECDSA+SHA512:RSA-PSS+SHA512:RSA+SHA512"
#define PROFILES "SRTP_AEAD_AES_128_GCM:SRTP_AES128_CM_SHA1_80"

/* ---- the BIO: one record in, whole datagrams out ---- */

static int bio_write(BIO *bio, const char *data, int len)
{
    struct pl_dtls *d = BIO_get_data(bio);
    struct pl_dtls_io *io = d->io;
    BIO_clear_retry_flags(bio);
    if (!io || len <= 0)
        return len;
    if ((uint8_t)data[0] == PL_DTLS_ALERT) {
        if ((size_t)len <= sizeof(io->alert)) {
            memcpy(io->alert, data, (size_t)len);
            io->alert_len = (uint8_t)len;
        }
    } else if (len > PL_DTLS_DATAGRAM_MAX ||
               pl_dtls_flight_add(&io->out, pl_bytes_of(data, (size_t)len)) != PL_OK) {
        io->lost = true;
    }
    return len;
}

/* Plaintext records get our own running number, so that none looks like a repetition. */
static int bio_read(BIO *bio, char *data, int size)
{
    struct pl_dtls *d = BIO_get_data(bio);
    struct pl_dtls_io *io = d->io;
    BIO_clear_retry_flags(bio);
    if (!io || io->in.len == 0 || size < PL_DTLS_RECORD_HEAD || (size_t)size < io->in.len) {
        BIO_set_retry_read(bio);
        return -1;
    }
    size = (int)io->in.len;
    memcpy(data, io->in.data, io->in.len);
    if (pl_get_u16(io->in.data + 3) == 0)
        pl_dtls_record_put_seq((uint8_t *)data, d->rx_seq++);
    io->in.len = 0;
    return size;
}

static long bio_ctrl(BIO *bio, int cmd, long num, void *ptr)
{
    (void)bio, (void)num, (void)ptr;
    switch (cmd) {
    case BIO_CTRL_FLUSH:
        return 1;
    case BIO_CTRL_DGRAM_QUERY_MTU:
    case BIO_CTRL_DGRAM_GET_FALLBACK_MTU:
        return PL_DTLS_DATAGRAM_MAX;
    default:
        return 0;
    }
}

static BIO_METHOD *bio_method_create(void)
{
    BIO_METHOD *m = BIO_meth_new(BIO_TYPE_SOURCE_SINK, "parlor datagrams");
    if (m && (BIO_meth_set_write(m, bio_write) != 1 || BIO_meth_set_read(m, bio_read) != 1 ||
              BIO_meth_set_ctrl(m, bio_ctrl) != 1)) {
        BIO_meth_free(m);
        return NULL;
    }
    return m;
}

/* ---- SSL_CTX ---- */

/* The chain proves nothing in WebRTC; the fingerprint decides afterwards (RFC 8827 6.5). */
static int accept_any(X509_STORE_CTX *store, void *arg)
{
    (void)store, (void)arg;
    return 1;
}

static bool set_up(SSL_CTX *c, const struct pl_dtls_cert *cert)
{
    SSL_CTX_set_options(c, SSL_OP_NO_QUERY_MTU | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_TICKET |
                               SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_mode(c, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_NO_AUTO_CHAIN);
    SSL_CTX_set_session_cache_mode(c, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_quiet_shutdown(c, 0);
    SSL_CTX_set_max_cert_list(c, PL_DTLS_MESSAGE_MAX);
    SSL_CTX_set_verify(c, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
    SSL_CTX_set_cert_verify_callback(c, accept_any, NULL);
    return SSL_CTX_set_min_proto_version(c, DTLS1_2_VERSION) == 1 &&
           SSL_CTX_set_max_proto_version(c, DTLS1_2_VERSION) == 1 &&
           SSL_CTX_set_cipher_list(c, CIPHERS) == 1 && SSL_CTX_set1_groups_list(c, GROUPS) == 1 &&
           SSL_CTX_set1_sigalgs_list(c, SIGALGS) == 1 &&
           SSL_CTX_set_tlsext_use_srtp(c, PROFILES) == 0 && /* this one returns 0 on success */
           SSL_CTX_use_certificate(c, cert->x509) == 1 && SSL_CTX_use_PrivateKey(c, cert->key) == 1;
}

enum pl_err pl_dtls_context_create(const struct pl_dtls_cert *cert,
                                   const struct pl_dtls_options *options,
                                   struct pl_dtls_context **out)
{
    struct pl_dtls_context *ctx = calloc(1, sizeof(*ctx));
    *out = NULL;
    if (!ctx)
        return PL_E_NOMEM;
    ctx->options = options ? *options : (struct pl_dtls_options)PL_DTLS_OPTIONS_DEFAULT;
    assert(ctx->options.retransmit_us > 0 && ctx->options.handshake_us > 0);
    assert(ctx->options.retransmit_max_us >= ctx->options.retransmit_us);
    ctx->bio = bio_method_create();
    ctx->ssl_ctx = SSL_CTX_new(DTLS_method());
    if (!ctx->bio || !ctx->ssl_ctx || !set_up(ctx->ssl_ctx, cert)) {
        ERR_clear_error();
        pl_dtls_context_destroy(ctx);
        return PL_E_CRYPTO;
    }
    *out = ctx;
    return PL_OK;
}

void pl_dtls_context_destroy(struct pl_dtls_context *ctx)
{
    if (!ctx)
        return;
    SSL_CTX_free(ctx->ssl_ctx);
    BIO_meth_free(ctx->bio);
    free(ctx);
}

/* ---- SSL ---- */

/* Below 15 ms OpenSSL takes a timer for run down, at once and again and again. */
#define TIMER_MIN_US 50000u
/* OpenSSL takes the 13th for the end. */
#define TIMER_RUNS_MAX 10

/*
 * OpenSSL's timer must never run down: retransmission is ours. The exception is the second flight
 * of a client: only OpenSSL can give a Finished a new record number (see pl_dtls_step_repeat).
 */
static unsigned timer_us(SSL *ssl, unsigned previous_us)
{
    const struct pl_dtls *d = BIO_get_data(SSL_get_rbio(ssl));
    pl_time_us pause = previous_us > 0 ? d->pause_us * 2 : d->ctx->options.retransmit_us;
    if (d->role == PL_DTLS_SERVER || SSL_get_state(ssl) == TLS_ST_CW_CLNT_HELLO ||
        d->replays >= TIMER_RUNS_MAX || pause > PL_SEC(3600))
        return 3600u * 1000000u;
    return pause > TIMER_MIN_US ? (unsigned)pause : TIMER_MIN_US;
}

SSL *pl_dtls_ssl_create(struct pl_dtls *d)
{
    SSL *ssl = SSL_new(d->ctx->ssl_ctx);
    BIO *bio = BIO_new(d->ctx->bio);
    if (!ssl || !bio) {
        SSL_free(ssl);
        BIO_free(bio);
        ERR_clear_error();
        return NULL;
    }
    BIO_set_data(bio, d);
    BIO_set_init(bio, 1);
    SSL_set_bio(ssl, bio, bio); /* takes the one reference for both directions */
    SSL_set_mtu(ssl, PL_DTLS_DATAGRAM_MAX);
    DTLS_set_timer_cb(ssl, timer_us);
    if (d->role == PL_DTLS_SERVER)
        SSL_set_accept_state(ssl);
    else
        SSL_set_connect_state(ssl);
    return ssl;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/dtls/dtls_internal.h"

#include <openssl/err.h>

#include <assert.h>

/* RFC 5764 4.2. */
#define EXPORTER_LABEL "EXTRACTOR-dtls_srtp"

/* A record can make OpenSSL stop early (it drops a ChangeCipherSpec out of turn); go on then. */
#define STEPS_MAX 4

static void remember_error(struct pl_dtls *d)
{
    unsigned long e = ERR_peek_last_error();
    d->stats.last_error = e ? (uint32_t)ERR_GET_REASON(e) : 0;
}

enum pl_dtls_step pl_dtls_step_handshake(struct pl_dtls *d, SSL *ssl, struct pl_dtls_io *io)
{
    enum pl_dtls_step step = PL_DTLS_STEP_WAITS;
    d->io = io;
    for (int i = 0; i < STEPS_MAX; i++) {
        int ret, error;
        ERR_clear_error();
        ret = SSL_do_handshake(ssl);
        error = SSL_get_error(ssl, ret);
        if (ret == 1) {
            step = PL_DTLS_STEP_DONE;
            break;
        }
        if (error != SSL_ERROR_WANT_READ) {
            remember_error(d);
            step = PL_DTLS_STEP_FATAL;
            break;
        }
        if (io->in.len == 0 && !SSL_has_pending(ssl))
            break;
    }
    ERR_clear_error();
    d->io = NULL;
    if (io->lost)
        step = PL_DTLS_STEP_FATAL;
    return step;
}

bool pl_dtls_step_repeat(struct pl_dtls *d, struct pl_dtls_io *io)
{
    long ret;
    ERR_clear_error();
    d->io = io;
    ret = DTLSv1_handle_timeout(d->ssl);
    d->io = NULL;
    ERR_clear_error();
    return ret == 1 && io->out.count > 0 && !io->lost;
}

void pl_dtls_step_trim(struct pl_dtls *d)
{
    (void)SSL_free_buffers(d->ssl); /* 0 when something lies in them: then they stay */
}

enum pl_dtls_step_read_result pl_dtls_step_read(struct pl_dtls *d, struct pl_bytes record)
{
    enum pl_dtls_step_read_result result = PL_DTLS_READ_NOTHING;
    struct pl_dtls_io io = {.in = record};
    uint8_t data[1024];
    d->io = &io;
    for (;;) {
        int ret;
        ERR_clear_error();
        ret = SSL_read(d->ssl, data, sizeof(data));
        if (ret > 0) {
            d->stats.application_data += (uint32_t)ret;
            continue;
        }
        if (SSL_get_error(d->ssl, ret) != SSL_ERROR_WANT_READ)
            result = PL_DTLS_READ_CLOSED;
        break;
    }
    ERR_clear_error();
    d->io = NULL;
    pl_dtls_flight_clear(&io.out);
    pl_dtls_step_trim(d);
    return result;
}

void pl_dtls_step_seal_close(struct pl_dtls *d)
{
    struct pl_dtls_io io = {0};
    if (!d->ssl || !SSL_is_init_finished(d->ssl))
        return;
    ERR_clear_error();
    d->io = &io;
    if (SSL_alloc_buffers(d->ssl) == 1) /* OpenSSL 3.0 allocates to read, not to write */
        (void)SSL_shutdown(d->ssl);     /* 0 or 1; what counts is what it has written */
    d->io = NULL;
    ERR_clear_error();
    pl_dtls_flight_clear(&io.out);
    memcpy(d->close_note, io.alert, io.alert_len);
    d->close_len = io.alert_len;
}

enum pl_err pl_dtls_step_export(struct pl_dtls *d)
{
    const SRTP_PROTECTION_PROFILE *p = SSL_get_selected_srtp_profile(d->ssl);
    size_t len;
    if (!p)
        return PL_E_UNSUPPORTED;
    d->profile = (uint16_t)p->id;
    len = p->id == PL_DTLS_SRTP_AEAD_AES_128_GCM ? 2 * (16 + 12) : 2 * (16 + 14);
    if (SSL_export_keying_material(d->ssl, d->keying, len, EXPORTER_LABEL,
                                   sizeof(EXPORTER_LABEL) - 1, NULL, 0, 0) != 1) {
        ERR_clear_error();
        return PL_E_CRYPTO;
    }
    return PL_OK;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/dtls/dtls_internal.h"

/* A Finished record has 61 bytes at most with our ciphers, an alert less. */
#define EPOCH1_RECORD_MAX 256

static bool spend(struct pl_dtls *d, pl_time_us now)
{
    if (now - d->budget_at >= PL_SEC(1)) {
        d->budget_at = now;
        d->budget = PL_DTLS_TRIES_PER_SECOND;
    }
    if (d->budget == 0)
        return false;
    d->budget--;
    return true;
}

static void take_flight(struct pl_dtls *d, pl_time_us now, struct pl_dtls_io *io)
{
    pl_dtls_flight_move(&d->flight, &io->out);
    d->pause_us = d->ctx->options.retransmit_us;
    d->sent_at = now;
    d->retransmit_at = now + d->pause_us;
}

void pl_dtls_handshake_resend(struct pl_dtls *d, pl_time_us now)
{
    if (d->flight.count == 0)
        return;
    pl_dtls_flight_rewind(&d->flight);
    d->sent_at = now;
    d->stats.retransmits++;
}

/* What is said between two hosts that cannot agree, or what a stranger broke: begin anew. */
static void drop_attempt(struct pl_dtls *d, pl_time_us now)
{
    SSL_free(d->ssl);
    d->ssl = NULL;
    d->answered = false;
    d->replays = 0;
    d->stats.refused++;
    pl_dtls_flight_clear(&d->flight);
    d->retransmit_at = PL_TIME_NEVER;
    if (d->role != PL_DTLS_CLIENT)
        return;
    if (d->tries >= PL_DTLS_CLIENT_TRIES)
        pl_dtls_fail(d, PL_E_PROTO);
    else
        d->retransmit_at = now + d->ctx->options.retransmit_us; /* tick sends the next hello */
}

/* A client that has sent its Finished sends nothing new: what OpenSSL writes is a repetition. */
static bool only_repeats(const struct pl_dtls *d)
{
    OSSL_HANDSHAKE_STATE state = SSL_get_state(d->ssl);
    return d->role == PL_DTLS_CLIENT && (state == TLS_ST_CW_FINISHED || state == TLS_ST_CR_CHANGE);
}

static void take_repetition(struct pl_dtls *d, pl_time_us now, struct pl_dtls_io *io)
{
    pl_dtls_flight_move(&d->flight, &io->out);
    d->replays++;
    d->sent_at = now;
    d->stats.retransmits++;
}

void pl_dtls_handshake_repeat(struct pl_dtls *d, pl_time_us now)
{
    struct pl_dtls_io io = {0};
    if (only_repeats(d) && pl_dtls_step_repeat(d, &io))
        take_repetition(d, now, &io);
    else
        pl_dtls_handshake_resend(d, now);
    pl_dtls_flight_clear(&io.out);
}

static void feed(struct pl_dtls *d, pl_time_us now, const struct pl_dtls_record *record)
{
    struct pl_dtls_io io = {.in = record->whole};
    bool repeats = only_repeats(d);
    enum pl_dtls_step step = pl_dtls_step_handshake(d, d->ssl, &io);
    if (step == PL_DTLS_STEP_FATAL) {
        drop_attempt(d, now);
    } else {
        if (io.out.count > 0 && repeats)
            take_repetition(d, now, &io);
        else if (io.out.count > 0)
            take_flight(d, now, &io);
        if (step == PL_DTLS_STEP_DONE)
            pl_dtls_established(d, now);
    }
    pl_dtls_flight_clear(&io.out);
}

enum pl_err pl_dtls_handshake_begin(struct pl_dtls *d, pl_time_us now)
{
    struct pl_dtls_io io = {0};
    enum pl_err err = PL_OK;
    d->ssl = pl_dtls_ssl_create(d);
    if (!d->ssl)
        return PL_E_NOMEM;
    d->tries++;
    if (pl_dtls_step_handshake(d, d->ssl, &io) != PL_DTLS_STEP_WAITS || io.out.count == 0) {
        SSL_free(d->ssl);
        d->ssl = NULL;
        err = PL_E_CRYPTO;
    } else {
        take_flight(d, now, &io);
    }
    pl_dtls_flight_clear(&io.out);
    return err;
}

/* ---- server: hellos ---- */

/* A whole hello meets a fresh SSL object, which takes over only when it has an answer. */
static bool try_hello(struct pl_dtls *d, pl_time_us now, struct pl_bytes record)
{
    struct pl_dtls_io io = {.in = record};
    bool answers = false;
    SSL *ssl;
    if (!spend(d, now)) {
        d->stats.throttled++;
        return false;
    }
    ssl = pl_dtls_ssl_create(d);
    if (!ssl)
        return false;
    if (pl_dtls_step_handshake(d, ssl, &io) == PL_DTLS_STEP_WAITS && io.out.count > 0) {
        SSL_free(d->ssl);
        d->ssl = ssl;
        d->answered = true;
        d->answered_at = now;
        memcpy(d->hello_random, record.data + PL_DTLS_RECORD_HEAD + PL_DTLS_HANDSHAKE_HEAD + 2,
               PL_DTLS_RANDOM);
        take_flight(d, now, &io);
        answers = true;
    } else {
        SSL_free(ssl);
        d->stats.refused++;
    }
    pl_dtls_flight_clear(&io.out);
    return answers;
}

/* True when a fragment of a hello is to be looked at although one has been answered already. */
static bool hello_may_replace(struct pl_dtls *d, pl_time_us now, const struct pl_dtls_message *m)
{
    struct pl_bytes random = pl_dtls_hello_random(m);
    if (SSL_get_state(d->ssl) != TLS_ST_SW_SRVR_DONE)
        return false; /* the peer has gone on */
    if (pl_bytes_eq(random, pl_bytes_of(d->hello_random, PL_DTLS_RANDOM))) {
        /* It repeats itself, so our flight was lost; but answer no echo of the network. */
        if (now - d->sent_at >= d->ctx->options.retransmit_us / 4) {
            pl_dtls_handshake_resend(d, now);
            d->retransmit_at = now + d->pause_us;
        }
        return false;
    }
    return now - d->answered_at >= PL_DTLS_HELLO_GRACE;
}

static void hello(struct pl_dtls *d, pl_time_us now, const struct pl_dtls_message *m)
{
    struct pl_bytes record;
    if (d->answered && !hello_may_replace(d, now, m))
        return;
    if (pl_dtls_hello_add(&d->hello, m) != PL_OK)
        return;
    while (pl_dtls_hello_next(&d->hello, &record))
        if (try_hello(d, now, record)) {
            pl_dtls_hello_clear(&d->hello);
            break;
        }
}

/* ---- records ---- */

static void plain_messages(struct pl_dtls *d, pl_time_us now, const struct pl_dtls_record *record)
{
    struct pl_reader r = pl_reader_of(record->body);
    struct pl_dtls_message m;
    bool wanted = false;
    enum pl_err err;
    while ((err = pl_dtls_message_next(&r, &m)) == PL_OK) {
        if (!pl_dtls_message_expected(m.type, d->role == PL_DTLS_SERVER)) {
            err = PL_E_PROTO;
            break;
        }
        if (m.type == PL_DTLS_CLIENT_HELLO)
            hello(d, now, &m);
        else
            wanted = true;
    }
    if (err == PL_E_PROTO || (wanted && !d->ssl))
        d->stats.dropped++;
    else if (wanted)
        feed(d, now, record);
}

static void plain_record(struct pl_dtls *d, pl_time_us now, const struct pl_dtls_record *record)
{
    switch (record->type) {
    case PL_DTLS_HANDSHAKE_RECORD:
        plain_messages(d, now, record);
        break;
    case PL_DTLS_CHANGE_CIPHER_SPEC:
        if (d->ssl && record->body.len == 1 && record->body.data[0] == 1)
            feed(d, now, record);
        else
            d->stats.dropped++;
        break;
    case PL_DTLS_ALERT:
        d->stats.plain_alerts++;
        if (record->body.len == 2)
            d->stats.last_alert = record->body.data[1];
        break;
    default:
        d->stats.dropped++;
        break;
    }
}

/*
 * Only in its turn. Handed to OpenSSL before that, a record waits inside and is read when the keys
 * are there; releases before 3.0.21 then end the handshake for one that is forged instead of
 * dropping it. A Finished that overtook its ChangeCipherSpec is lost by this and comes again with
 * the peer's next repetition.
 */
static void sealed_record(struct pl_dtls *d, pl_time_us now, const struct pl_dtls_record *record)
{
    OSSL_HANDSHAKE_STATE state = d->ssl ? SSL_get_state(d->ssl) : TLS_ST_BEFORE;
    bool readable = state == TLS_ST_SR_CHANGE || state == TLS_ST_CR_CHANGE;
    bool fits = record->type == PL_DTLS_HANDSHAKE_RECORD || record->type == PL_DTLS_ALERT;
    if (readable && fits && record->body.len <= EPOCH1_RECORD_MAX)
        feed(d, now, record);
    else
        d->stats.dropped++;
}

void pl_dtls_handshake_record(struct pl_dtls *d, pl_time_us now,
                              const struct pl_dtls_record *record)
{
    if (record->epoch == 0)
        plain_record(d, now, record);
    else if (record->epoch == 1)
        sealed_record(d, now, record);
    else
        d->stats.dropped++;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/dtls/dtls_internal.h"

#include <openssl/crypto.h>

#include <assert.h>

/* ---- ends ---- */

static void set_event(struct pl_dtls *d, enum pl_dtls_event_type type)
{
    d->events |= 1u << type;
}

static void stop(struct pl_dtls *d, enum pl_dtls_state state)
{
    if (d->state == PL_DTLS_HANDSHAKE)
        pl_dtls_flight_clear(&d->flight);
    SSL_free(d->ssl);
    d->ssl = NULL;
    pl_dtls_hello_clear(&d->hello);
    d->state = state;
    d->retransmit_at = PL_TIME_NEVER;
    d->release_at = PL_TIME_NEVER;
    d->give_up_at = PL_TIME_NEVER;
}

void pl_dtls_fail(struct pl_dtls *d, enum pl_err reason)
{
    pl_dtls_step_seal_close(d); /* a peer that believes in this session is told */
    stop(d, PL_DTLS_FAILED);
    OPENSSL_cleanse(d->keying, sizeof(d->keying));
    d->reason = reason;
    set_event(d, PL_DTLS_EVENT_FAILED);
}

static void prove(struct pl_dtls *d, pl_time_us now)
{
    X509 *x509;
    if (d->state != PL_DTLS_UNPROVEN || d->fingerprint_count == 0)
        return;
    x509 = SSL_get0_peer_certificate(d->ssl);
    if (!x509 || !pl_dtls_fingerprint_fits(d->fingerprints, d->fingerprint_count, x509)) {
        pl_dtls_fail(d, PL_E_AUTH);
        return;
    }
    d->state = PL_DTLS_CONNECTED;
    d->give_up_at = PL_TIME_NEVER;
    if (d->ctx->options.release_us != PL_TIME_NEVER)
        d->release_at = now + d->ctx->options.release_us;
    set_event(d, PL_DTLS_EVENT_CONNECTED);
}

void pl_dtls_established(struct pl_dtls *d, pl_time_us now)
{
    enum pl_err err = pl_dtls_step_export(d);
    d->state = PL_DTLS_UNPROVEN;
    d->retransmit_at = PL_TIME_NEVER;
    pl_dtls_hello_clear(&d->hello);
    if (err) {
        pl_dtls_fail(d, err);
        return;
    }
    pl_dtls_step_trim(d);
    prove(d, now);
}

/* ---- life ---- */

enum pl_err pl_dtls_init(struct pl_dtls *d, struct pl_dtls_context *ctx, enum pl_dtls_role role,
                         pl_time_us now)
{
    *d = (struct pl_dtls){
        .ctx = ctx,
        .role = role,
        .give_up_at = now + ctx->options.handshake_us,
        .retransmit_at = PL_TIME_NEVER,
        .release_at = PL_TIME_NEVER,
        .budget = PL_DTLS_TRIES_PER_SECOND,
        .budget_at = now,
    };
    return role == PL_DTLS_CLIENT ? pl_dtls_handshake_begin(d, now) : PL_OK;
}

void pl_dtls_finish(struct pl_dtls *d)
{
    stop(d, PL_DTLS_CLOSED);
    pl_dtls_flight_clear(&d->flight);
    OPENSSL_cleanse(d, sizeof(*d));
}

static bool same_fingerprints(const struct pl_dtls *d, const struct pl_dtls_fingerprint *list,
                              size_t count)
{
    return count == d->fingerprint_count &&
           memcmp(d->fingerprints, list, count * sizeof(*list)) == 0;
}

enum pl_err pl_dtls_set_remote_fingerprints(struct pl_dtls *d, pl_time_us now,
                                            const struct pl_dtls_fingerprint *list, size_t count)
{
    bool strong = false;
    if (count == 0 || count > PL_DTLS_FINGERPRINTS_MAX)
        return PL_E_RANGE;
    for (size_t i = 0; i < count; i++)
        strong |= list[i].hash > PL_DTLS_SHA1 && list[i].hash <= PL_DTLS_SHA512;
    if (!strong)
        return PL_E_UNSUPPORTED;
    if (d->state != PL_DTLS_HANDSHAKE && d->state != PL_DTLS_UNPROVEN)
        return same_fingerprints(d, list, count) ? PL_OK : PL_E_STATE;
    memcpy(d->fingerprints, list, count * sizeof(*list));
    d->fingerprint_count = (uint8_t)count;
    prove(d, now);
    return PL_OK;
}

/* ---- input ---- */

/* The peer repeats its Finished (encrypted, but what else would be a handshake record): it has
 * lost ours. No OpenSSL, so it works after release and cannot be made to fail. */
static void repeat_last_flight(struct pl_dtls *d, pl_time_us now)
{
    if (d->role != PL_DTLS_SERVER || d->replays >= PL_DTLS_REPLAYS_MAX ||
        now - d->sent_at < PL_DTLS_REPLAY_PAUSE) {
        d->stats.dropped++;
        return;
    }
    d->replays++;
    pl_dtls_handshake_resend(d, now);
}

static void connected_record(struct pl_dtls *d, pl_time_us now, const struct pl_dtls_record *record)
{
    bool readable = record->type == PL_DTLS_ALERT || record->type == PL_DTLS_APPLICATION_DATA;
    if (record->epoch == 1 && record->type == PL_DTLS_HANDSHAKE_RECORD) {
        repeat_last_flight(d, now);
    } else if (record->epoch == 1 && readable && d->ssl) {
        if (pl_dtls_step_read(d, record->whole) == PL_DTLS_READ_CLOSED) {
            pl_dtls_step_seal_close(d); /* RFC 5246 7.2.1: answered by our own */
            stop(d, PL_DTLS_CLOSED);
            set_event(d, PL_DTLS_EVENT_CLOSED);
        }
    } else {
        d->stats.dropped++;
    }
}

void pl_dtls_input(struct pl_dtls *d, pl_time_us now, struct pl_bytes datagram)
{
    struct pl_reader r = pl_reader_of(datagram);
    struct pl_dtls_record record;
    enum pl_err err;
    if (datagram.len > PL_DTLS_INPUT_MAX) {
        d->stats.dropped++;
        return;
    }
    while ((err = pl_dtls_record_next(&r, &record)) == PL_OK) {
        if (d->state == PL_DTLS_HANDSHAKE)
            pl_dtls_handshake_record(d, now, &record);
        else if (d->state == PL_DTLS_UNPROVEN || d->state == PL_DTLS_CONNECTED)
            connected_record(d, now, &record);
        else
            return;
    }
    if (err != PL_E_AGAIN)
        d->stats.dropped++;
}

/* ---- time ---- */

static void retransmit(struct pl_dtls *d, pl_time_us now)
{
    pl_time_us limit = d->ctx->options.retransmit_max_us;
    d->retransmit_at = PL_TIME_NEVER;
    if (!d->ssl) { /* a client whose last attempt was dropped */
        if (pl_dtls_handshake_begin(d, now) != PL_OK)
            pl_dtls_fail(d, PL_E_NOMEM);
        return;
    }
    pl_dtls_handshake_repeat(d, now);
    d->pause_us = d->pause_us * 2 < limit ? d->pause_us * 2 : limit;
    d->retransmit_at = now + d->pause_us;
}

void pl_dtls_tick(struct pl_dtls *d, pl_time_us now)
{
    if (now >= d->give_up_at)
        pl_dtls_fail(d, d->stats.refused > 0 ? PL_E_PROTO : PL_E_LIMIT);
    if (now >= d->retransmit_at)
        retransmit(d, now);
    if (now >= d->release_at)
        pl_dtls_release(d);
}

pl_time_us pl_dtls_deadline(const struct pl_dtls *d)
{
    return pl_time_min(d->give_up_at, pl_time_min(d->retransmit_at, d->release_at));
}

/* ---- output ---- */

bool pl_dtls_next_output(struct pl_dtls *d, struct pl_buf buffer, size_t *len)
{
    assert(buffer.len >= PL_DTLS_DATAGRAM_MAX);
    if (pl_dtls_flight_next(&d->flight, buffer, &d->tx_seq, len) == PL_OK)
        return true;
    if (d->close_sealed || d->close_len == 0)
        return false;
    memcpy(buffer.data, d->close_note, d->close_len);
    *len = d->close_len;
    d->close_len = 0;
    return true;
}

static void fill_keys(struct pl_dtls_srtp_keys *keys, const uint8_t *key, const uint8_t *salt,
                      uint8_t salt_len)
{
    keys->key_len = 16;
    keys->salt_len = salt_len;
    memcpy(keys->key, key, 16);
    memcpy(keys->salt, salt, salt_len);
}

/* RFC 5764 4.2: client key, server key, client salt, server salt. */
static void fill_connected(struct pl_dtls *d, struct pl_dtls_event *event)
{
    bool server = d->role == PL_DTLS_SERVER;
    uint8_t salt_len = d->profile == PL_DTLS_SRTP_AEAD_AES_128_GCM ? 12 : 14;
    const uint8_t *client_key = d->keying, *server_key = client_key + 16;
    const uint8_t *client_salt = server_key + 16, *server_salt = client_salt + salt_len;
    event->profile = (enum pl_dtls_srtp_profile)d->profile;
    event->is_server = server;
    event->keying_len = 2u * (16u + salt_len);
    memcpy(event->keying, d->keying, event->keying_len);
    fill_keys(server ? &event->remote : &event->local, client_key, client_salt, salt_len);
    fill_keys(server ? &event->local : &event->remote, server_key, server_salt, salt_len);
    OPENSSL_cleanse(d->keying, sizeof(d->keying));
}

bool pl_dtls_next_event(struct pl_dtls *d, struct pl_dtls_event *event)
{
    for (unsigned type = PL_DTLS_EVENT_CONNECTED; type <= PL_DTLS_EVENT_CLOSED; type++) {
        if (!(d->events & 1u << type))
            continue;
        d->events &= ~(1u << type);
        *event = (struct pl_dtls_event){.type = (enum pl_dtls_event_type)type};
        if (type == PL_DTLS_EVENT_CONNECTED)
            fill_connected(d, event);
        else
            event->reason = type == PL_DTLS_EVENT_FAILED ? d->reason : PL_E_CLOSED;
        return true;
    }
    return false;
}

void pl_dtls_event_wipe(struct pl_dtls_event *event)
{
    OPENSSL_cleanse(event, sizeof(*event));
}

/* ---- the end ---- */

void pl_dtls_close(struct pl_dtls *d)
{
    if (d->state == PL_DTLS_CLOSED || d->state == PL_DTLS_FAILED)
        return;
    pl_dtls_step_seal_close(d); /* keeps the one sealed at release */
    d->close_sealed = false;
    stop(d, PL_DTLS_CLOSED);
}

void pl_dtls_release(struct pl_dtls *d)
{
    if (d->state != PL_DTLS_CONNECTED || !d->ssl)
        return;
    pl_dtls_step_seal_close(d);
    d->close_sealed = true;
    SSL_free(d->ssl);
    d->ssl = NULL;
    d->release_at = PL_TIME_NEVER;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The transport of the client: ICE checks, DTLS, SRTP. */
#include "load/rtc_internal.h"

#include "proto/stun/stun.h"

#include <stdlib.h>

#define CHECK_PAUSE_US   PL_MS(100)  /* until the first answer */
#define CONSENT_PAUSE_US PL_MS(2500) /* afterwards; as in libwebrtc */

static void make_text(struct pl_random *random, char *text, size_t len)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < len; i++)
        text[i] = letters[pl_random_u32(random) & 63];
    text[len] = '\0';
}

void pl_rtc_restart(struct pl_rtc_client *c)
{
    make_text(c->config.random, c->ufrag, sizeof(c->ufrag) - 1);
    make_text(c->config.random, c->pwd, sizeof(c->pwd) - 1);
    c->restarting = true;
}

struct pl_rtc_client *pl_rtc_create(const struct pl_rtc_config *config)
{
    struct pl_rtc_client *c = calloc(1, sizeof(*c));
    if (!c)
        return NULL;
    c->config = *config;
    make_text(config->random, c->ufrag, sizeof(c->ufrag) - 1);
    make_text(config->random, c->pwd, sizeof(c->pwd) - 1);
    config->random->fill(config->random, c->check_id, sizeof(c->check_id));
    c->sdp_id = pl_random_u32(config->random);
    c->tie_breaker = (uint64_t)pl_random_u32(config->random) << 32 | 1;
    c->twcc_seq = (uint16_t)pl_random_u32(config->random);
    c->own_ssrc = pl_random_u32(config->random);
    c->check_at = PL_TIME_NEVER;
    c->report_at = PL_TIME_NEVER;
    return c;
}

void pl_rtc_destroy(struct pl_rtc_client *c)
{
    if (!c)
        return;
    for (size_t i = 0; i < c->track_count; i++) {
        pl_rtc_track_close(c->tracks[i]);
        free(c->tracks[i]);
    }
    free(c->arrivals);
    if (c->dtls_open)
        pl_dtls_finish(&c->dtls);
    pl_srtp_session_finish(&c->in);
    pl_srtp_session_finish(&c->out);
    free(c);
}

static void send_bytes(struct pl_rtc_client *c, struct pl_bytes datagram)
{
    c->config.port->send(c->config.port, datagram);
}

/* ---- ICE: controlling, one pair, nominated with every check (RFC 8445 8.1.1) ---- */

void pl_rtc_check(struct pl_rtc_client *c, pl_time_us now, const char *pwd)
{
    uint8_t bytes[PL_STUN_MESSAGE_MAX_BYTES];
    char username[sizeof(c->remote_ufrag) + sizeof(c->ufrag) + 1];
    struct pl_writer name = pl_writer_of((uint8_t *)username, sizeof(username));
    struct pl_writer w = pl_writer_of(bytes, sizeof(bytes));
    pl_write_str(&name, c->remote_ufrag);
    pl_write_str(&name, ":");
    pl_write_str(&name, c->ufrag);
    pl_put_u32(c->check_id + 8, pl_get_u32(c->check_id + 8) + 1);
    pl_stun_write_check(&w, c->check_id,
                        &(struct pl_stun_check){
                            .username = pl_writer_done(&name),
                            .password = pl_bytes_str(pwd ? pwd : c->remote_pwd),
                            .tie_breaker = c->tie_breaker,
                            .priority = 110u << 24 | 65535u << 8 | 255u,
                            .controlling = true,
                            .use_candidate = true,
                        });
    c->check_at = now + (c->reachable ? CONSENT_PAUSE_US : CHECK_PAUSE_US);
    c->stats.checks++;
    send_bytes(c, pl_writer_done(&w));
}

/* Servers that do not follow RFC 8445's rules for lite agents check as well. */
static void answer_check(struct pl_rtc_client *c, const struct pl_stun_view *v)
{
    uint8_t bytes[PL_STUN_MESSAGE_MAX_BYTES];
    struct pl_writer w = pl_writer_of(bytes, sizeof(bytes));
    if (v->method != PL_STUN_METHOD_BINDING || pl_stun_check_integrity(v, pl_bytes_str(c->pwd)))
        return;
    pl_stun_write_success(&w, v->id, &c->remote_addr, pl_bytes_str(c->pwd));
    c->stats.checks_answered++;
    send_bytes(c, pl_writer_done(&w));
}

/* ---- DTLS ---- */

static void secure(struct pl_rtc_client *c, pl_time_us now, const struct pl_dtls_event *e)
{
    enum pl_srtp_profile profile = (enum pl_srtp_profile)e->profile;
    struct pl_srtp_keys local, remote;
    if (pl_srtp_keys_from_exporter(profile, pl_bytes_of(e->keying, e->keying_len), e->is_server,
                                   &local, &remote) ||
        pl_srtp_session_init(&c->out, c->config.crypto, profile, &local, PL_SRTP_SEND, 8192) ||
        pl_srtp_session_init(&c->in, c->config.crypto, profile, &remote, PL_SRTP_RECEIVE, 4096)) {
        c->failed = true;
        return;
    }
    c->secure = true;
    c->profile = profile;
    c->report_at = c->config.without_reports ? PL_TIME_NEVER : now + PL_SEC(1);
}

static void drain_dtls(struct pl_rtc_client *c, pl_time_us now)
{
    struct pl_dtls_event e;
    uint8_t bytes[PL_DTLS_DATAGRAM_MAX];
    size_t len;
    while (pl_dtls_next_event(&c->dtls, &e)) {
        if (e.type == PL_DTLS_EVENT_CONNECTED) {
            secure(c, now, &e);
        } else {
            c->failed = true;
            c->failure = e.reason;
        }
        pl_dtls_event_wipe(&e);
    }
    while (pl_dtls_next_output(&c->dtls, (struct pl_buf){bytes, sizeof(bytes)}, &len))
        send_bytes(c, pl_bytes_of(bytes, len));
}

void pl_rtc_open_dtls(struct pl_rtc_client *c, pl_time_us now, enum pl_dtls_role role)
{
    if (c->dtls_open || pl_dtls_init(&c->dtls, c->config.dtls, role, now))
        return;
    c->dtls_open = true;
    if (pl_dtls_set_remote_fingerprints(&c->dtls, now, &c->remote_fingerprint, 1))
        c->failed = true;
    drain_dtls(c, now);
}

/* ---- input, time ---- */

static void input_stun(struct pl_rtc_client *c, pl_time_us now, struct pl_bytes datagram)
{
    struct pl_stun_view v;
    if (pl_stun_read(datagram, &v))
        return;
    if (v.class == PL_STUN_REQUEST && c->described && !c->silent)
        answer_check(c, &v);
    if (v.class != PL_STUN_SUCCESS ||
        memcmp(v.id, c->check_id, 8) != 0 || /* of any check: the way may be long */
        pl_stun_check_integrity(&v, pl_bytes_str(c->remote_pwd)))
        return;
    c->stats.check_answers++;
    if (!c->reachable)
        c->check_at = now + CONSENT_PAUSE_US;
    c->reachable = true;
    pl_rtc_open_dtls(c, now, PL_DTLS_CLIENT);
}

static void input_protected(struct pl_rtc_client *c, pl_time_us now, struct pl_buf datagram)
{
    bool is_rtcp = pl_rtp_is_rtcp(pl_bytes_of(datagram.data, datagram.len));
    size_t len = datagram.len;
    enum pl_err err = is_rtcp ? pl_srtp_unprotect_rtcp(&c->in, datagram.data, &len)
                              : pl_srtp_unprotect_rtp(&c->in, datagram.data, &len);
    if (err == PL_E_REPLAY)
        return; /* the network's duplicates */
    if (err)
        c->stats.refused++;
    else if (is_rtcp)
        pl_rtc_control_input(c, now, pl_bytes_of(datagram.data, len));
    else
        pl_rtc_media_input(c, now, pl_bytes_of(datagram.data, len));
}

void pl_rtc_input(struct pl_rtc_client *c, pl_time_us now, struct pl_buf datagram)
{
    struct pl_bytes bytes = pl_bytes_of(datagram.data, datagram.len);
    if (pl_stun_is(bytes)) {
        input_stun(c, now, bytes);
    } else if (pl_rtp_is_rtp(bytes) || pl_rtp_is_rtcp(bytes)) {
        if (c->secure)
            input_protected(c, now, datagram);
    } else if (c->dtls_open) {
        pl_dtls_input(&c->dtls, now, bytes);
        drain_dtls(c, now);
    }
}

void pl_rtc_tick(struct pl_rtc_client *c, pl_time_us now)
{
    if (c->described && !c->silent && c->check_at <= now)
        pl_rtc_check(c, now, NULL);
    if (c->dtls_open) {
        pl_dtls_tick(&c->dtls, now);
        drain_dtls(c, now);
    }
    if (c->secure)
        pl_rtc_media_tick(c, now);
}

pl_time_us pl_rtc_deadline(const struct pl_rtc_client *c)
{
    pl_time_us at = c->described && !c->silent ? c->check_at : PL_TIME_NEVER;
    if (c->dtls_open)
        at = pl_time_min(at, pl_dtls_deadline(&c->dtls));
    if (c->secure)
        at = pl_time_min(at, pl_rtc_media_deadline(c));
    return at;
}

bool pl_rtc_send_rtp(struct pl_rtc_client *c, struct pl_bytes header, struct pl_bytes payload)
{
    uint8_t bytes[PL_RTC_DATAGRAM_MAX];
    size_t len;
    if (!c->secure ||
        pl_srtp_protect_rtp(&c->out, header, payload, bytes, sizeof(bytes), &len) != PL_OK)
        return false;
    send_bytes(c, pl_bytes_of(bytes, len));
    return true;
}

bool pl_rtc_send_rtcp(struct pl_rtc_client *c, struct pl_bytes compound)
{
    uint8_t bytes[PL_RTC_DATAGRAM_MAX];
    size_t len;
    if (!c->secure || pl_srtp_protect_rtcp(&c->out, compound, bytes, sizeof(bytes), &len) != PL_OK)
        return false;
    send_bytes(c, pl_bytes_of(bytes, len));
    return true;
}

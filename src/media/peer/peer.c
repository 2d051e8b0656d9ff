/* SPDX-License-Identifier: Apache-2.0 */
/* The life, input and time of one peer connection; peer_link.c has what ICE and DTLS say. */
#include "media/peer/peer_private.h"

#include "proto/stun/stun.h"

#include <assert.h>
#include <stdlib.h>

enum {
    CONNECT_SECONDS = 30,
    RECONNECT_SECONDS = 15, /* after its TCP connection was closed */
    RTT_MAX_US = 2000000,
};

void pl_peer_restart_ice(struct pl_peer *p)
{
    if (p->failed)
        return;
    pl_ice_credentials_make(&p->credentials, p->media->config.random);
    pl_ice_restart(&p->ice, &p->credentials);
    pl_peer_unmap_dead_ufrags(p);
    if (pl_peer_map_ufrag(p))
        pl_peer_fail(p, "out of memory");
    else
        pl_peer_rearm(p);
}

/* ---- life ---- */

enum pl_err pl_peer_create(struct pl_media_session *s, enum pl_media_role role, pl_time_us now,
                           struct pl_peer **out)
{
    struct pl_media *m = s->media;
    struct pl_peer *p = calloc(1, sizeof(*p));
    struct pl_ice_config ice = {.connect_us = PL_SEC(CONNECT_SECONDS),
                                .random = s->media->config.random};
    enum pl_err err;
    if (!p)
        return PL_E_NOMEM;
    p->media = m;
    p->session = s;
    p->role = role;
    p->report_at = PL_TIME_NEVER;
    p->unproven_bytes = PL_PEER_UNPROVEN_BYTES;
    pl_list_init(&p->paths);
    pl_list_init(&p->in_failed);
    pl_list_init(&p->in_touched);
    p->own_ssrc = pl_media_fresh_ssrc(m);
    pl_ice_credentials_make(&p->credentials, m->config.random);
    ice.credentials = p->credentials;
    pl_ice_init(&p->ice, &ice, now);
    err = pl_peer_map_ufrag(p);
    if (err) {
        pl_ice_finish(&p->ice);
        free(p);
        return err;
    }
    m->stats.peers++;
    if (role == PL_MEDIA_SUB) {
        p->downlink = malloc(sizeof(*p->downlink));
        if (!p->downlink) {
            pl_peer_destroy(p);
            return PL_E_NOMEM;
        }
        pl_downlink_init(p->downlink);
    } else {
        p->publication = calloc(1, sizeof(*p->publication));
        if (!p->publication) {
            pl_peer_destroy(p);
            return PL_E_NOMEM;
        }
        pl_idmap_init(&p->publication->sources, PL_PEER_STREAMS_IN);
        pl_arrivals_init(&p->publication->arrivals);
    }
    *out = p;
    pl_peer_rearm(p);
    return PL_OK;
}

struct pl_source *pl_source_add(struct pl_publication *pub, uint32_t ssrc, bool is_rtx,
                                struct pl_encoding *encoding)
{
    struct pl_source *source = calloc(1, sizeof(*source));
    if (!source)
        return NULL;
    *source = (struct pl_source){ssrc, is_rtx, encoding};
    if (pl_idmap_put(&pub->sources, ssrc, source)) {
        free(source);
        return NULL;
    }
    return source;
}

static void destroy_publication(struct pl_publication *pub)
{
    struct pl_source *source;
    size_t cursor = 0;
    if (!pub)
        return;
    while ((source = pl_idmap_next(&pub->sources, &cursor)))
        free(source);
    pl_idmap_finish(&pub->sources);
    free(pub);
}

void pl_peer_destroy(struct pl_peer *p)
{
    if (!p)
        return;
    pl_heap_disarm(&p->media->deadlines, &p->deadline);
    pl_list_remove(&p->in_failed);
    pl_list_remove(&p->in_touched);
    pl_peer_unmap_all(p);
    pl_srtp_session_finish(&p->srtp_in);
    pl_srtp_session_finish(&p->srtp_out);
    if (p->dtls_open)
        pl_dtls_finish(&p->dtls);
    pl_ice_finish(&p->ice);
    free(p->remote);
    destroy_publication(p->publication);
    if (p->downlink)
        pl_downlink_finish(p->downlink);
    free(p->downlink);
    p->media->stats.peers--;
    free(p);
}

void pl_peer_fail(struct pl_peer *p, const char *detail)
{
    if (p->failed)
        return;
    p->failed = detail;
    pl_heap_disarm(&p->media->deadlines, &p->deadline);
    pl_list_add_tail(&p->media->failed, &p->in_failed);
}

bool pl_peer_same_remote(const struct pl_peer *p, const struct pl_dtls_fingerprint *fingerprints,
                         size_t count)
{
    return p->fingerprint_count == count &&
           memcmp(p->fingerprints, fingerprints, count * sizeof(*fingerprints)) == 0;
}

/* ---- round trips ---- */

void pl_peer_rtt_sample(struct pl_peer *p, pl_time_us rtt_us)
{
    uint32_t us = (uint32_t)(rtt_us < RTT_MAX_US ? rtt_us : RTT_MAX_US);
    p->rtt_us = p->rtt_us == 0 ? us : (7 * p->rtt_us + us) / 8;
}

pl_time_us pl_peer_rtt(const struct pl_peer *p)
{
    const struct pl_peer *other = p->role == PL_MEDIA_PUB ? p->session->sub : p->session->pub;
    return p->rtt_us != 0 || !other ? p->rtt_us : other->rtt_us;
}

/* ---- input, time ---- */

static void count_stun(struct pl_media *m, enum pl_err err)
{
    switch (err) {
    case PL_OK:
    case PL_E_LIMIT:
        break;
    case PL_E_AUTH:
        m->stats.dropped_auth++;
        break;
    case PL_E_REPLAY:
        m->stats.dropped_replay++;
        break;
    default:
        m->stats.dropped_malformed++;
        break;
    }
}

enum pl_err pl_peer_input_stun(struct pl_peer *p, pl_time_us now, const struct pl_ice_path *from,
                               struct pl_bytes datagram)
{
    enum pl_err err;
    if (p->failed)
        return PL_E_STATE;
    err = pl_ice_input(&p->ice, now, from, datagram);
    count_stun(p->media, err);
    if (err == PL_OK) {
        pl_peer_credit_unproven(p, datagram.len);
        pl_peer_claim_path(p, now, from);
    }
    pl_peer_drain_ice(p, now);
    pl_peer_drain_dtls(p, now); /* a path may be there now for what waited */
    pl_peer_rearm(p);
    return err;
}

void pl_peer_close_path(struct pl_peer *p, pl_time_us now, const struct pl_ice_path *path)
{
    if (p->failed)
        return;
    pl_ice_close_path(&p->ice, path, now + PL_SEC(RECONNECT_SECONDS));
    pl_peer_drain_ice(p, now);
    pl_peer_rearm(p);
}

void pl_peer_input_dtls(struct pl_peer *p, pl_time_us now, struct pl_bytes datagram)
{
    if (p->failed || !p->dtls_open)
        return;
    pl_peer_credit_unproven(p, datagram.len);
    pl_dtls_input(&p->dtls, now, datagram);
    pl_peer_drain_dtls(p, now);
    pl_peer_rearm(p);
}

static pl_time_us streams_deadline(const struct pl_peer *p)
{
    pl_time_us at = PL_TIME_NEVER;
    const struct pl_list *it;
    pl_list_for_each(it, &p->session->streams) at =
        pl_time_min(at, pl_stream_deadline(pl_container_of(it, struct pl_stream, in_session)));
    return at;
}

void pl_peer_rearm(struct pl_peer *p)
{
    pl_time_us at = pl_ice_deadline(&p->ice);
    if (p->failed)
        return;
    if (p->dtls_open)
        at = pl_time_min(at, pl_dtls_deadline(&p->dtls));
    /* What cannot be sent yet is not due: the tick would find nothing to do, again and again. */
    if (p->role == PL_MEDIA_PUB && pl_peer_can_send(p)) {
        at = pl_time_min(at, pl_media_report_deadline(p));
        at = pl_time_min(at, streams_deadline(p));
    }
    if (p->downlink && pl_peer_can_send(p))
        at = pl_time_min(at, pl_downlink_deadline(p->downlink));
    if (at == PL_TIME_NEVER)
        pl_heap_disarm(&p->media->deadlines, &p->deadline);
    else if (pl_heap_arm(&p->media->deadlines, &p->deadline, at))
        pl_peer_fail(p, "out of memory");
}

static void tick_downlink(struct pl_peer *p, pl_time_us now)
{
    if (pl_downlink_tick(p->downlink, now)) {
        pl_media_allocate(p, now);
        pl_media_keep_measuring(p, now);
    }
    pl_media_take_turns(p, now);
}

void pl_peer_tick(struct pl_peer *p, pl_time_us now)
{
    struct pl_list *it;
    if (p->failed)
        return;
    pl_ice_tick(&p->ice, now);
    pl_peer_drain_ice(p, now);
    if (p->dtls_open)
        pl_dtls_tick(&p->dtls, now);
    pl_peer_drain_dtls(p, now);
    if (p->role == PL_MEDIA_PUB && pl_peer_can_send(p)) {
        pl_media_report(p, now);
        pl_list_for_each(it, &p->session->streams)
            pl_stream_tick(pl_container_of(it, struct pl_stream, in_session), now);
    }
    if (p->downlink && pl_peer_can_send(p))
        tick_downlink(p, now);
    pl_peer_rearm(p);
}

void pl_peer_send_rtcp(struct pl_peer *p, struct pl_bytes compound)
{
    uint8_t *room;
    size_t len;
    if (!pl_peer_can_send(p) || compound.len == 0)
        return;
    room = pl_media_reserve(p->media);
    if (pl_srtp_protect_rtcp(&p->srtp_out, compound, room, PL_MEDIA_DATAGRAM_MAX, &len) == PL_OK)
        pl_media_commit(p->media, len, &p->send_path);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* One peer connection: ICE finds the path, DTLS makes the keys, SRTP uses them. */
#include "media/internal.h"

#include "proto/stun/stun.h"

#include <assert.h>
#include <stdlib.h>

enum {
    /* SSRCs in the life of a connection, not at a time: SRTP never forgets one. Some 150 bytes
     * each, when used. */
    SRTP_STREAMS_IN = 256,
    SRTP_STREAMS_OUT = 4096,
    CONNECT_SECONDS = 30,
    /* Bytes of DTLS that an address gets of us before it has proved that it receives them: these,
     * and three for each that came from it (as RFC 9000 section 8 has it). */
    UNPROVEN_BYTES = 4096,
    UNPROVEN_FACTOR = 3,
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
    p->unproven_bytes = UNPROVEN_BYTES;
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
        pl_idmap_init(&p->publication->sources, SRTP_STREAMS_IN);
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

/* ---- what ICE and DTLS have to say ---- */

/*
 * A path belongs to the first peer that proved it, while that one lives: otherwise a client who
 * forges the source address of his checks could take over the packets of another. Asked again with
 * every check, since the path may have become free.
 */
static void claim_path(struct pl_peer *p, pl_time_us now, const struct pl_ice_path *path)
{
    if (!pl_peer_map_path(p, path) || p->dtls_open)
        return;
    /* Nothing of DTLS exists before an address is proven. */
    if (pl_dtls_init(&p->dtls, p->media->config.dtls, PL_DTLS_SERVER, now)) {
        pl_peer_fail(p, "out of memory");
        return;
    }
    p->dtls_open = true;
    if (p->fingerprint_count > 0 &&
        pl_dtls_set_remote_fingerprints(&p->dtls, now, p->fingerprints, p->fingerprint_count))
        pl_peer_fail(p, "unusable fingerprint");
}

/* Another way than before carries as much as it carries; what was given up over the old one is no
 * reason to wait. */
static void measure_anew(struct pl_peer *p, pl_time_us now)
{
    pl_downlink_moved(p->downlink, now);
    for (unsigned i = 0; i < p->session->section_count; i++) {
        if (p->session->sections[i].route)
            memset(&p->session->sections[i].route->allocation, 0,
                   sizeof(p->session->sections[i].route->allocation));
    }
}

static void open_routes(struct pl_peer *p, pl_time_us now)
{
    pl_media_allocate(p, now); /* before a key frame is asked for: of the right layer */
    for (unsigned i = 0; i < p->session->section_count; i++) {
        struct pl_route *r = p->session->sections[i].route;
        if (r && r->answered)
            pl_route_open(r, now);
    }
}

static void note_proof(struct pl_peer *p, pl_time_us now)
{
    bool sent = p->sends;
    p->proven = p->has_send_path && pl_ice_proven(&p->ice, &p->send_path);
    p->sends = pl_peer_can_send(p);
    if (!sent && p->sends && p->role == PL_MEDIA_SUB)
        open_routes(p, now);
}

static void choose_send_path(struct pl_peer *p, pl_time_us now)
{
    struct pl_ice_path path;
    /* What another has proved is not sent to: a forged check would turn our packets on him. */
    p->has_send_path = pl_ice_send_path(&p->ice, &path) && pl_peer_owns_path(p, &path);
    if (p->has_send_path && memcmp(&path, &p->send_path, sizeof(path)) != 0) {
        if (p->downlink && p->send_path.remote.family != PL_ADDR_NONE)
            measure_anew(p, now);
        p->send_path = path;
    }
    note_proof(p, now);
}

static void drain_ice_events(struct pl_peer *p, pl_time_us now)
{
    struct pl_ice_event e;
    while (!p->failed && pl_ice_next_event(&p->ice, &e) == PL_OK) {
        switch (e.type) {
        case PL_ICE_EVENT_PATH_REMOVED:
            pl_peer_unmap_path(p, &e.path);
            break;
        case PL_ICE_EVENT_LOST:
            pl_peer_fail(p, "consent lost");
            break;
        case PL_ICE_EVENT_TIMEOUT:
            pl_peer_fail(p, "no connectivity");
            break;
        case PL_ICE_EVENT_RESTARTED:
            pl_peer_unmap_dead_ufrags(p);
            break;
        case PL_ICE_EVENT_PATH_ADDED: /* claimed with the check that added it */
        case PL_ICE_EVENT_CONNECTED:
        case PL_ICE_EVENT_SELECTED:
            break; /* the send path is asked for below */
        }
    }
    choose_send_path(p, now);
}

static void count_proofs(struct pl_peer *p)
{
    struct pl_media_stats *to = &p->media->stats;
    struct pl_ice_stats *from = &p->ice.stats;
    to->paths_asked += from->asked;
    to->paths_proven += from->proven;
    to->paths_unproven += from->unproven;
    from->asked = from->proven = from->unproven = 0;
}

static void drain_ice(struct pl_peer *p, pl_time_us now)
{
    struct pl_media *m = p->media;
    struct pl_bytes out;
    struct pl_ice_path to;
    enum pl_err err;
    count_proofs(p);
    drain_ice_events(p, now);
    for (;;) {
        uint8_t *room = pl_media_reserve(m);
        err = pl_ice_next_output(&p->ice, (struct pl_buf){room, PL_MEDIA_DATAGRAM_MAX}, &out, &to);
        if (err == PL_E_AGAIN)
            break;
        if (err == PL_OK)
            pl_media_commit(m, out.len, &to);
    }
}

static void copy_keys(struct pl_srtp_keys *dst, const struct pl_dtls_srtp_keys *src)
{
    memset(dst, 0, sizeof(*dst));
    memcpy(dst->key, src->key, src->key_len);
    memcpy(dst->salt, src->salt, src->salt_len);
}

static void secure(struct pl_peer *p, pl_time_us now, const struct pl_dtls_event *e)
{
    struct pl_srtp_keys local, remote;
    enum pl_srtp_profile profile = (enum pl_srtp_profile)e->profile;
    enum pl_err err;
    copy_keys(&local, &e->local);
    copy_keys(&remote, &e->remote);
    err = pl_srtp_session_init(&p->srtp_out, p->media->config.crypto, profile, &local, PL_SRTP_SEND,
                               SRTP_STREAMS_OUT);
    if (!err) {
        err = pl_srtp_session_init(&p->srtp_in, p->media->config.crypto, profile, &remote,
                                   PL_SRTP_RECEIVE, SRTP_STREAMS_IN);
    }
    pl_srtp_keys_wipe(&local);
    pl_srtp_keys_wipe(&remote);
    if (err) {
        pl_peer_fail(p, "no SRTP session");
        return;
    }
    if (p->role == PL_MEDIA_PUB)
        p->report_at = now + PL_SEC(1);
    pl_media_emit(p->media, &(struct pl_media_event){.type = PL_MEDIA_EVENT_CONNECTED,
                                                     .session = p->session->id,
                                                     .role = p->role});
    pl_ice_secured(&p->ice, now, p->handshake_strayed ? NULL : &p->handshake_path);
    p->secure = true;
    drain_ice(p, now); /* media may go now, or we ask whether it may */
}

/* Where our side of the handshake goes; two addresses prove nothing. */
static void note_handshake(struct pl_peer *p)
{
    if (p->secure)
        return;
    if (p->handshake_path.remote.family == PL_ADDR_NONE)
        p->handshake_path = p->send_path;
    else if (memcmp(&p->handshake_path, &p->send_path, sizeof(p->send_path)) != 0)
        p->handshake_strayed = true;
}

static void credit_unproven(struct pl_peer *p, size_t bytes)
{
    if (!p->secure && p->unproven_bytes < UINT32_MAX / 2)
        p->unproven_bytes += (uint32_t)(UNPROVEN_FACTOR * bytes);
}

/* False: the address has had enough of us for what it sent. */
static bool spend_unproven(struct pl_peer *p, size_t bytes)
{
    if (p->secure || p->proven)
        return true;
    if (p->unproven_bytes < bytes)
        return false;
    p->unproven_bytes -= (uint32_t)bytes;
    return true;
}

static void drain_dtls(struct pl_peer *p, pl_time_us now)
{
    struct pl_dtls_event e;
    size_t len;
    uint8_t *room;
    if (!p->dtls_open || p->failed)
        return;
    while (pl_dtls_next_event(&p->dtls, &e)) {
        if (e.type == PL_DTLS_EVENT_CONNECTED) {
            secure(p, now, &e);
        } else if (e.type == PL_DTLS_EVENT_FAILED) {
            pl_peer_fail(p, e.reason == PL_E_AUTH ? "certificate does not fit the fingerprint"
                                                  : "DTLS handshake failed");
        } else {
            pl_peer_fail(p, "closed by the client");
        }
        pl_dtls_event_wipe(&e);
    }
    while (p->has_send_path) {
        room = pl_media_reserve(p->media);
        if (!pl_dtls_next_output(&p->dtls, (struct pl_buf){room, PL_MEDIA_DATAGRAM_MAX}, &len))
            break;
        if (!spend_unproven(p, len))
            continue; /* lost, as any may be */
        note_handshake(p);
        pl_media_commit(p->media, len, &p->send_path);
    }
}

/* ICE borrows them: it asks with them, much later maybe. */
static enum pl_err keep_remote(struct pl_peer *p, pl_time_us now, struct pl_bytes ufrag,
                               struct pl_bytes pwd)
{
    uint8_t *copy = malloc(ufrag.len + pwd.len + 1);
    enum pl_err err;
    if (!copy)
        return PL_E_NOMEM;
    memcpy(copy, ufrag.data, ufrag.len);
    memcpy(copy + ufrag.len, pwd.data, pwd.len);
    err = pl_ice_set_remote(&p->ice, now, pl_bytes_of(copy, ufrag.len),
                            pl_bytes_of(copy + ufrag.len, pwd.len));
    if (err) {
        free(copy);
        return err;
    }
    free(p->remote);
    p->remote = copy;
    return PL_OK;
}

enum pl_err pl_peer_set_remote(struct pl_peer *p, pl_time_us now, struct pl_bytes ufrag,
                               struct pl_bytes pwd, const struct pl_dtls_fingerprint *fingerprints,
                               size_t count)
{
    enum pl_err err = keep_remote(p, now, ufrag, pwd);
    if (err)
        return err;
    if (count == 0 || count > PL_DTLS_FINGERPRINTS_MAX)
        return PL_E_UNSUPPORTED;
    memcpy(p->fingerprints, fingerprints, count * sizeof(*fingerprints));
    p->fingerprint_count = count;
    drain_ice(p, now); /* what waited for the password */
    if (!p->dtls_open) {
        pl_peer_rearm(p);
        return PL_OK;
    }
    err = pl_dtls_set_remote_fingerprints(&p->dtls, now, p->fingerprints, count);
    /* The handshake may be over and have waited for this proof alone; no packet need come any more.
     */
    drain_dtls(p, now);
    pl_peer_rearm(p);
    return err;
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
        credit_unproven(p, datagram.len);
        claim_path(p, now, from);
    }
    drain_ice(p, now);
    drain_dtls(p, now); /* a path may be there now for what waited */
    pl_peer_rearm(p);
    return err;
}

void pl_peer_close_path(struct pl_peer *p, pl_time_us now, const struct pl_ice_path *path)
{
    if (p->failed)
        return;
    pl_ice_close_path(&p->ice, path, now + PL_SEC(RECONNECT_SECONDS));
    drain_ice(p, now);
    pl_peer_rearm(p);
}

void pl_peer_input_dtls(struct pl_peer *p, pl_time_us now, struct pl_bytes datagram)
{
    if (p->failed || !p->dtls_open)
        return;
    credit_unproven(p, datagram.len);
    pl_dtls_input(&p->dtls, now, datagram);
    drain_dtls(p, now);
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
    if (p->role == PL_MEDIA_PUB) {
        at = pl_time_min(at, pl_media_report_deadline(p));
        /* What cannot be asked yet is not due: the tick would find nothing to do, again and again.
         */
        if (pl_peer_can_send(p))
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
    drain_ice(p, now);
    if (p->dtls_open)
        pl_dtls_tick(&p->dtls, now);
    drain_dtls(p, now);
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

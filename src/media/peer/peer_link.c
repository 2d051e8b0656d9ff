/* SPDX-License-Identifier: Apache-2.0 */
/* ICE finds the path and proves it, DTLS makes the keys, SRTP is to use them. */
#include "media/peer/peer_private.h"

#include <stdlib.h>

/*
 * A path belongs to the first peer that proved it, while that one lives: otherwise a client who
 * forges the source address of his checks could take over the packets of another. Asked again with
 * every check, since the path may have become free.
 */
void pl_peer_claim_path(struct pl_peer *p, pl_time_us now, const struct pl_ice_path *path)
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

void pl_peer_drain_ice(struct pl_peer *p, pl_time_us now)
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
                               PL_PEER_STREAMS_OUT);
    if (!err) {
        err = pl_srtp_session_init(&p->srtp_in, p->media->config.crypto, profile, &remote,
                                   PL_SRTP_RECEIVE, PL_PEER_STREAMS_IN);
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
    pl_peer_drain_ice(p, now); /* media may go now, or we ask whether it may */
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

void pl_peer_credit_unproven(struct pl_peer *p, size_t bytes)
{
    if (!p->secure && p->unproven_bytes < UINT32_MAX / 2)
        p->unproven_bytes += (uint32_t)(PL_PEER_UNPROVEN_FACTOR * bytes);
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

void pl_peer_drain_dtls(struct pl_peer *p, pl_time_us now)
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
    pl_peer_drain_ice(p, now); /* what waited for the password */
    if (!p->dtls_open) {
        pl_peer_rearm(p);
        return PL_OK;
    }
    err = pl_dtls_set_remote_fingerprints(&p->dtls, now, p->fingerprints, count);
    /* The handshake may be over and have waited for this proof alone; no packet need come any more.
     */
    pl_peer_drain_dtls(p, now);
    pl_peer_rearm(p);
    return err;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The receiving connection: we offer what the client is to receive, it answers what it can take. */
#include "media/internal.h"

#include "proto/sdp/sdp.h"
#include "proto/sdp/sdp_codec.h"

#include <stdio.h>
#include <stdlib.h>

/* Payload types of codec.c. */
#define RED_OF_OPUS "111/111"

enum {
    OFFER_BYTES = 192 * 1024, /* 64 sections of about 1.2 kB; the wire takes as much */
    NAME_BYTES = 40,
    EXT_AUDIO_LEVEL = 1, /* ids of our offers */
    EXT_ORIENTATION = 2,
    EXT_TWCC = 3,
};

void pl_sub_changed(struct pl_media_session *s)
{
    s->changed = true;
    if (!s->waiting && pl_list_empty(&s->in_dirty))
        pl_list_add_tail(&s->media->dirty, &s->in_dirty);
}

void pl_sub_restart_ice(struct pl_media_session *s)
{
    if (!s->sub || s->sub->failed)
        return;
    s->restart_ice = true;
    pl_sub_changed(s);
}

void pl_sub_reset(struct pl_media_session *s)
{
    unsigned kept = 0;
    for (unsigned i = 0; i < s->section_count; i++) {
        struct pl_route *r = s->sections[i].route;
        if (!r)
            continue;
        pl_route_close(r);
        r->section = kept;
        s->sections[kept] = s->sections[i];
        s->sections[kept++].offered_ssrc = 0;
    }
    s->section_count = kept;
    s->waiting = false;
    s->fresh = true;
    s->restart_ice = false;
    if (kept > 0)
        pl_sub_changed(s);
}

/* ---- the offer ---- */

static void add_ids(struct pl_sdp *sdp, struct pl_sdp_media *m, const struct pl_route *r)
{
    const struct pl_stream *stream = r->stream;
    char text[NAME_BYTES];
    struct pl_sdp_msid *msid = pl_sdp_add_msid(sdp, m);
    struct pl_sdp_ssrc *ssrc;
    struct pl_sdp_ssrc_group *group;
    struct pl_bytes cname;
    snprintf(text, sizeof(text), "s%016llx", (unsigned long long)stream->publisher->id);
    cname = pl_sdp_copy(sdp, pl_bytes_str(text));
    snprintf(text, sizeof(text), "s%016llx-%c%u", (unsigned long long)stream->publisher->id,
             stream->kind == PL_MEDIA_AUDIO ? 'a' : 'v', stream->index);
    if (msid)
        *msid = (struct pl_sdp_msid){cname, pl_sdp_copy(sdp, pl_bytes_str(text))};
    ssrc = pl_sdp_add_ssrc(sdp, m);
    if (ssrc) {
        ssrc->id = r->ssrc;
        ssrc->cname = cname;
    }
    if (stream->kind != PL_MEDIA_VIDEO)
        return;
    ssrc = pl_sdp_add_ssrc(sdp, m);
    if (ssrc) {
        ssrc->id = r->rtx_ssrc;
        ssrc->cname = cname;
    }
    group = pl_sdp_add_ssrc_group(sdp, m, pl_bytes_str("FID"));
    if (group) {
        pl_sdp_add_ssrc_group_id(sdp, group, r->ssrc);
        pl_sdp_add_ssrc_group_id(sdp, group, r->rtx_ssrc);
    }
}

static void add_extmap(struct pl_sdp *sdp, struct pl_sdp_media *m, uint16_t id, const char *uri)
{
    struct pl_sdp_extmap *e = pl_sdp_add_extmap(sdp, m);
    if (!e)
        return;
    e->id = id;
    e->uri = pl_bytes_str(uri);
}

static void add_codecs(struct pl_sdp *sdp, struct pl_sdp_media *m, enum pl_media_kind kind)
{
    for (int codec = PL_CODEC_NONE + 1; codec < PL_CODEC_COUNT; codec++) {
        const struct pl_codec_info *info = pl_codec_info((enum pl_codec)codec);
        if (info->kind == kind)
            pl_describe_codec(sdp, m, (enum pl_codec)codec, info->pt, info->rtx_pt,
                              PL_DESCRIBE_TWCC | PL_DESCRIBE_REMB);
        if (codec == PL_CODEC_RED && m->codec_count > 0)
            pl_sdp_add_param(sdp, &m->codecs[m->codec_count - 1], pl_bytes_str(RED_OF_OPUS),
                             pl_bytes_str(""));
    }
}

static void add_section(struct pl_media_session *s, struct pl_sdp *sdp, struct pl_sdp_group *bundle,
                        unsigned i)
{
    const struct pl_section *section = &s->sections[i];
    struct pl_sdp_media *m = pl_sdp_add_media(sdp);
    char mid[PL_MEDIA_MID_MAX + 1];
    if (!m)
        return;
    snprintf(mid, sizeof(mid), "%u", i);
    m->kind = section->kind == PL_MEDIA_AUDIO ? PL_SDP_AUDIO : PL_SDP_VIDEO;
    m->port = 9; /* the discard port: the address is in the candidates (RFC 8840 4.1.1) */
    m->proto = pl_bytes_str("UDP/TLS/RTP/SAVPF");
    m->mid = pl_sdp_copy(sdp, pl_bytes_str(mid));
    m->direction = section->route ? PL_SDP_SENDONLY : PL_SDP_INACTIVE;
    pl_describe_transport(s->sub, sdp, m, true);
    add_codecs(sdp, m, section->kind);
    if (section->kind == PL_MEDIA_AUDIO)
        add_extmap(sdp, m, EXT_AUDIO_LEVEL, PL_EXT_AUDIO_LEVEL);
    else
        add_extmap(sdp, m, EXT_ORIENTATION, PL_EXT_ORIENTATION);
    add_extmap(sdp, m, EXT_TWCC, PL_EXT_TWCC);
    if (section->route)
        add_ids(sdp, m, section->route);
    pl_sdp_add_group_mid(sdp, bundle, m->mid);
}

static enum pl_err write_offer(struct pl_media_session *s, uint8_t *text, size_t *len)
{
    struct pl_sdp sdp;
    struct pl_sdp_group *bundle;
    enum pl_err err;
    pl_sdp_init(&sdp);
    sdp.origin_id = s->sdp_id;
    sdp.origin_version = s->version;
    sdp.ice_lite = true;
    bundle = pl_sdp_add_group(&sdp, pl_bytes_str("BUNDLE"));
    for (unsigned i = 0; bundle && i < s->section_count; i++)
        add_section(s, &sdp, bundle, i);
    err = pl_sdp_write(&sdp, text, OFFER_BYTES, len);
    pl_sdp_finish(&sdp);
    return err;
}

static size_t list_tracks(struct pl_media_session *s, struct pl_media_sub_track *tracks)
{
    size_t n = 0;
    for (unsigned i = 0; i < s->section_count; i++) {
        struct pl_route *r = s->sections[i].route;
        s->sections[i].offered_ssrc = r ? r->ssrc : 0;
        if (!r)
            continue;
        snprintf(tracks[n].mid, sizeof(tracks[n].mid), "%u", i);
        tracks[n].publisher = r->stream->publisher->id;
        tracks[n].kind = r->stream->kind;
        tracks[n++].stream = r->stream->index;
    }
    s->offered_count = s->section_count;
    return n;
}

static enum pl_err open_peer(struct pl_media_session *s, pl_time_us now)
{
    if (s->sub)
        return PL_OK;
    s->fresh = true;
    s->sdp_id = pl_media_fresh_ssrc(s->media);
    return pl_peer_create(s, PL_MEDIA_SUB, now, &s->sub);
}

void pl_sub_offer(struct pl_media_session *s, pl_time_us now)
{
    struct pl_media_sub_track tracks[PL_MEDIA_SUB_SECTIONS_MAX];
    struct pl_media_event event = {
        .type = PL_MEDIA_EVENT_OFFER, .session = s->id, .role = PL_MEDIA_SUB, .tracks = tracks};
    uint8_t *text;
    size_t len;
    if (s->waiting || !s->changed || s->section_count == 0)
        return;
    text = malloc(OFFER_BYTES);
    s->changed = false;
    s->version++;
    if (s->sub && s->restart_ice)
        pl_peer_restart_ice(s->sub);
    s->restart_ice = false;
    if (!text || open_peer(s, now) || write_offer(s, text, &len)) {
        free(text);
        s->changed = true;
        if (s->sub)
            pl_peer_fail(s->sub, "no memory for an offer");
        return;
    }
    event.version = s->version;
    event.fresh = s->fresh;
    event.sdp = pl_bytes_of(text, len);
    event.track_count = list_tracks(s, tracks);
    s->fresh = false;
    s->waiting = true;
    if (!pl_media_emit(s->media, &event))
        pl_peer_fail(s->sub, "no memory for an offer"); /* nobody would ever answer it */
    free(text);
}

/* ---- the answer ---- */

static bool answers_feedback(const struct pl_sdp_media *m, const char *type)
{
    for (size_t i = 0; i < m->codec_count; i++) {
        if (pl_sdp_has_feedback(m, &m->codecs[i], type, ""))
            return true;
    }
    return false;
}

/* How this client will tell what its way carries. */
static void take_feedback(struct pl_route *r, const struct pl_sdp_media *m)
{
    struct pl_downlink *d = r->subscriber->sub->downlink;
    const struct pl_sdp_extmap *e = pl_sdp_find_extmap(m, PL_EXT_TWCC);
    bool twcc = e && e->id == EXT_TWCC && answers_feedback(m, "transport-cc");
    r->ext_twcc = 0;
    if (twcc && pl_downlink_take(d, PL_DOWNLINK_TWCC))
        r->ext_twcc = EXT_TWCC;
    else if (answers_feedback(m, "goog-remb"))
        (void)pl_downlink_take(d, PL_DOWNLINK_REMB);
}

static void take_section(struct pl_route *r, const struct pl_sdp_media *m)
{
    const struct pl_sdp_extmap *e;
    r->codecs = 0;
    r->ext_audio_level = 0;
    r->ext_orientation = 0;
    if (pl_sdp_media_rejected(m) || !(m->direction & PL_SDP_RECVONLY))
        return;
    for (int codec = PL_CODEC_NONE + 1; codec < PL_CODEC_COUNT; codec++) {
        const struct pl_codec_info *info = pl_codec_info((enum pl_codec)codec);
        if (info->kind == r->stream->kind && pl_describe_find(m, info->pt) == (enum pl_codec)codec)
            r->codecs |= (uint8_t)(1u << codec);
    }
    e = pl_sdp_find_extmap(m, PL_EXT_AUDIO_LEVEL);
    if (e && e->id == EXT_AUDIO_LEVEL)
        r->ext_audio_level = EXT_AUDIO_LEVEL;
    e = pl_sdp_find_extmap(m, PL_EXT_ORIENTATION);
    if (e && e->id == EXT_ORIENTATION)
        r->ext_orientation = EXT_ORIENTATION;
    take_feedback(r, m);
    r->answered = true;
}

static void open_routes(struct pl_media_session *s, pl_time_us now)
{
    if (!s->sub->secure)
        return;
    pl_media_allocate(s->sub, now); /* before key frames are asked for: of the right layers */
    for (unsigned i = 0; i < s->offered_count; i++) {
        struct pl_route *r = s->sections[i].route;
        if (r && r->answered)
            pl_route_open(r, now);
    }
}

static enum pl_err apply(struct pl_media_session *s, pl_time_us now, const struct pl_sdp *sdp)
{
    struct pl_dtls_fingerprint fingerprints[PL_DTLS_FINGERPRINTS_MAX];
    struct pl_bytes ufrag, pwd;
    size_t count;
    enum pl_err err = pl_describe_remote(sdp, &ufrag, &pwd, fingerprints, &count);
    if (err)
        return err;
    if (sdp->media_count != s->offered_count)
        return PL_E_PROTO; /* RFC 3264 6: as many sections as the offer */
    err = pl_peer_set_remote(s->sub, now, ufrag, pwd, fingerprints, count);
    if (err)
        return err;
    for (unsigned i = 0; i < s->offered_count; i++) {
        struct pl_route *r = s->sections[i].route;
        /* The section may have passed to another stream since: the next offer tells. */
        if (r && r->ssrc == s->sections[i].offered_ssrc)
            take_section(r, sdp->media[i]);
    }
    open_routes(s, now);
    return PL_OK;
}

void pl_sub_answer(struct pl_media_session *s, pl_time_us now, uint32_t version,
                   struct pl_bytes text)
{
    struct pl_sdp sdp;
    struct pl_sdp_error why;
    enum pl_err err;
    if (!s->sub || s->sub->failed || !s->waiting || version != s->version)
        return;
    err = pl_sdp_read(&sdp, text, &why);
    if (!err)
        err = apply(s, now, &sdp);
    pl_sdp_finish(&sdp);
    s->waiting = false;
    if (err) {
        pl_peer_fail(s->sub, "unusable answer");
        return;
    }
    pl_peer_rearm(s->sub);
    if (s->changed)
        pl_sub_changed(s);
}

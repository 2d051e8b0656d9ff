/* SPDX-License-Identifier: Apache-2.0 */
/* The publishing connection: the client offers, we answer. */
#include "media/internal.h"

#include "proto/sdp/sdp.h"
#include "proto/sdp/sdp_answer.h"
#include "proto/sdp/sdp_codec.h"

#include <stdlib.h>

enum { ANSWER_BYTES = 64 * 1024 };

struct negotiation {
    struct pl_media_session *session;
    const struct pl_media_pub_track *tracks;
    size_t track_count;
    enum pl_codec video; /* first in the answer */
    const struct pl_sdp *offer;
    struct pl_sdp answer;
    struct pl_sdp_group *bundle;
    bool opened;        /* its connection is new */
    const char *detail; /* of a failure */
};

static const struct pl_media_pub_track *track_of(const struct negotiation *n, struct pl_bytes mid)
{
    for (size_t i = 0; i < n->track_count; i++) {
        if (pl_bytes_eq(n->tracks[i].mid, mid))
            return &n->tracks[i];
    }
    return NULL;
}

static bool wanted(const struct pl_sdp_media *m, const struct pl_media_pub_track *track)
{
    enum pl_sdp_kind kind;
    if (!track || pl_sdp_media_rejected(m) || m->mid.len > PL_MEDIA_MID_MAX)
        return false;
    kind = track->kind == PL_MEDIA_AUDIO ? PL_SDP_AUDIO : PL_SDP_VIDEO;
    return m->kind == kind && m->rtcp_mux;
}

static uint8_t ext_id(const struct pl_sdp_media *m, const char *uri)
{
    const struct pl_sdp_extmap *e = pl_sdp_find_extmap(m, uri);
    if (!e || (e->has_direction && !(e->direction & PL_SDP_SENDONLY)))
        return 0;
    return e->id >= 1 && e->id <= 255 ? (uint8_t)e->id : 0;
}

/* What we take of the client's header extensions, under its numbers. */
static void answer_extensions(struct negotiation *n, struct pl_sdp_media *a,
                              const struct pl_sdp_media *o)
{
    struct pl_publication *pub = n->session->pub->publication;
    const struct {
        const char *uri;
        uint8_t *id;
    } ours[] = {
        {PL_EXT_MID, &pub->ext_mid},
        {PL_EXT_TWCC, &pub->ext_twcc},
        {PL_EXT_AUDIO_LEVEL, &pub->ext_audio_level},
        {PL_EXT_ORIENTATION, &pub->ext_orientation},
        {PL_EXT_RID, &pub->ext_rid},
        {PL_EXT_REPAIRED, &pub->ext_repaired_rid},
    };
    for (size_t i = 0; i < sizeof(ours) / sizeof(ours[0]); i++) {
        const struct pl_sdp_extmap *offered = pl_sdp_find_extmap(o, ours[i].uri);
        uint8_t id = ext_id(o, ours[i].uri);
        struct pl_sdp_extmap *e = id != 0 ? pl_sdp_add_extmap(&n->answer, a) : NULL;
        if (!e)
            continue;
        e->id = id;
        e->has_direction = offered->has_direction;
        e->direction = pl_sdp_direction_reverse(offered->direction);
        e->uri = pl_bytes_str(ours[i].uri);
        *ours[i].id = id;
    }
}

static void answer_codec(struct negotiation *n, struct pl_sdp_media *a,
                         const struct pl_sdp_media *o, const struct pl_sdp_codec *c,
                         enum pl_codec codec)
{
    struct pl_publication *pub = n->session->pub->publication;
    const struct pl_sdp_codec *rtx =
        pl_codec_info(codec)->rtx_pt != 0 ? pl_sdp_codec_rtx(o, c->pt) : NULL;
    pub->codec_of_pt[c->pt] = (uint8_t)codec;
    if (rtx)
        pub->rtx_apt_of_pt[rtx->pt] = c->pt;
    if (codec == PL_CODEC_OPUS)
        pub->opus_pt = c->pt;
    pl_describe_codec(&n->answer, a, codec, c->pt, rtx ? rtx->pt : 0,
                      ext_id(o, PL_EXT_TWCC) != 0 ? PL_DESCRIBE_TWCC : 0);
    if (codec == PL_CODEC_RED && a->codec_count > 0)
        pl_sdp_add_param(&n->answer, &a->codecs[a->codec_count - 1],
                         pl_sdp_copy(&n->answer, c->params[0].key), pl_bytes_str(""));
}

static bool answer_first(struct negotiation *n, struct pl_sdp_media *a,
                         const struct pl_sdp_media *o, enum pl_codec codec)
{
    for (size_t i = 0; i < o->codec_count; i++) {
        if (pl_describe_find(o, o->codecs[i].pt) != codec)
            continue;
        answer_codec(n, a, o, &o->codecs[i], codec);
        return true;
    }
    return false;
}

/*
 * Browsers send in the first codec of the answer. Of pictures that is the preferred one; of sound
 * the client chooses, by the order of its offer, whether it sends everything twice (RED).
 */
static bool answer_codecs(struct negotiation *n, struct pl_sdp_media *a,
                          const struct pl_sdp_media *o, enum pl_media_kind kind)
{
    unsigned done = 0;
    bool any = false;
    for (size_t i = 0; kind == PL_MEDIA_AUDIO && i < o->codec_count; i++) {
        enum pl_codec codec = pl_describe_find(o, o->codecs[i].pt);
        if (codec == PL_CODEC_NONE || pl_codec_info(codec)->kind != kind || done & 1u << codec)
            continue;
        answer_codec(n, a, o, &o->codecs[i], codec);
        done |= 1u << codec;
    }
    if (kind == PL_MEDIA_AUDIO)
        return (done & 1u << PL_CODEC_OPUS) != 0;
    any = answer_first(n, a, o, n->video);
    for (int codec = PL_CODEC_NONE + 1; codec < PL_CODEC_COUNT; codec++) {
        if (pl_codec_info((enum pl_codec)codec)->kind == kind && codec != (int)n->video)
            any |= answer_first(n, a, o, (enum pl_codec)codec);
    }
    return any;
}

static void reject(struct negotiation *n, struct pl_sdp_media *a, const struct pl_sdp_media *o)
{
    a->port = 0;
    a->direction = PL_SDP_INACTIVE;
    /* A rejected section still has to list something (RFC 3264 6). */
    if (pl_sdp_media_is_rtp(o) && o->codec_count > 0) {
        struct pl_sdp_codec *c = pl_sdp_add_codec(&n->answer, a);
        if (c) {
            c->pt = o->codecs[0].pt;
            c->name = pl_sdp_copy(&n->answer, o->codecs[0].name);
            c->clock = o->codecs[0].clock;
            c->channels = o->codecs[0].channels;
        }
    }
}

/* The layers that we take, as the client numbers them (RFC 8851 6.3, RFC 8853 5.3). */
static void answer_simulcast(struct negotiation *n, struct pl_sdp_media *a,
                             const struct pl_sdp_media *o)
{
    const struct pl_sdp_rid *rids[PL_MEDIA_ENCODINGS_MAX];
    size_t count = pl_publish_layers(o, rids);
    for (size_t i = 0; i < count; i++) {
        struct pl_sdp_rid *rid = pl_sdp_add_rid(&n->answer, a);
        struct pl_sdp_layer *layer = pl_sdp_add_layer(&n->answer, a, PL_SDP_RECVONLY);
        if (!rid || !layer)
            return;
        layer->rid = rid->id = pl_sdp_copy(&n->answer, rids[i]->id);
        rid->direction = PL_SDP_RECVONLY;
        for (size_t k = 0; k < rids[i]->param_count; k++)
            pl_sdp_add_rid_param(&n->answer, rid, pl_sdp_copy(&n->answer, rids[i]->params[k].key),
                                 pl_sdp_copy(&n->answer, rids[i]->params[k].value));
    }
}

/* ---- the answer ---- */

static enum pl_err answer_section(struct negotiation *n, const struct pl_sdp_media *o)
{
    const struct pl_media_pub_track *track = track_of(n, o->mid);
    struct pl_sdp_media *a = pl_sdp_add_media(&n->answer);
    if (!a)
        return PL_E_NOMEM;
    a->kind = o->kind;
    a->kind_name = pl_sdp_copy(&n->answer, o->kind_name);
    a->proto = pl_sdp_copy(&n->answer, o->proto);
    a->formats = pl_sdp_copy(&n->answer, o->formats);
    a->mid = pl_sdp_copy(&n->answer, o->mid);
    a->port = 9;
    if (!wanted(o, track) || !answer_codecs(n, a, o, track->kind)) {
        reject(n, a, o);
        return PL_OK;
    }
    a->direction = o->direction & PL_SDP_SENDONLY ? PL_SDP_RECVONLY : PL_SDP_INACTIVE;
    pl_describe_transport(n->session->pub, &n->answer, a, false);
    answer_extensions(n, a, o);
    answer_simulcast(n, a, o);
    pl_sdp_add_group_mid(&n->answer, n->bundle, a->mid);
    return pl_publish(n->session->pub, o, track->kind, track->stream);
}

static enum pl_err build(struct negotiation *n)
{
    struct pl_sdp *a = &n->answer;
    size_t taken = 0, sections = 0;
    a->origin_id = n->session->pub->own_ssrc;
    a->origin_version = n->offer->origin_version;
    a->ice_lite = true;
    n->bundle = pl_sdp_add_group(a, pl_bytes_str("BUNDLE"));
    if (!n->bundle)
        return PL_E_NOMEM;
    for (size_t i = 0; i < n->offer->media_count; i++)
        sections += wanted(n->offer->media[i], track_of(n, n->offer->media[i]->mid));
    if (sections > PL_MEDIA_PUB_SECTIONS_MAX) {
        n->detail = "more sections than one client may publish";
        return PL_E_LIMIT;
    }
    pl_publish_begin(n->session);
    for (size_t i = 0; i < n->offer->media_count; i++) {
        enum pl_err err = answer_section(n, n->offer->media[i]);
        if (err)
            return err;
        taken += a->media[i]->port != 0;
    }
    pl_publish_end(n->session);
    if (taken == 0) {
        n->detail = "no section with a codec of ours";
        return PL_E_UNSUPPORTED;
    }
    return PL_OK;
}

/* The connection that fits the offer: the one we have, restarted or not, or a new one. */
static enum pl_err open_peer(struct negotiation *n, pl_time_us now)
{
    struct pl_media_session *s = n->session;
    struct pl_dtls_fingerprint fingerprints[PL_DTLS_FINGERPRINTS_MAX];
    struct pl_bytes ufrag, pwd;
    size_t count;
    enum pl_err err = pl_describe_remote(n->offer, &ufrag, &pwd, fingerprints, &count);
    if (err) {
        n->detail = "no ICE credentials or DTLS fingerprint";
        return err;
    }
    if (s->pub && (s->pub->failed || !pl_peer_same_remote(s->pub, fingerprints, count)))
        pl_media_restart(s->media, now, s->id, PL_MEDIA_PUB);
    if (!s->pub) {
        err = pl_peer_create(s, PL_MEDIA_PUB, now, &s->pub);
        if (err) {
            n->detail = "no room for another connection";
            return err;
        }
        n->opened = true;
    }
    /* RFC 8839 5.4: other credentials than before restart ICE, and so must the answer's. */
    if (pl_ice_remote_restarted(&s->pub->ice, ufrag))
        pl_peer_restart_ice(s->pub);
    n->detail = "unusable ICE credentials or DTLS fingerprint";
    return pl_peer_set_remote(s->pub, now, ufrag, pwd, fingerprints, count);
}

void pl_pub_offer(struct pl_media_session *s, pl_time_us now, uint64_t request,
                  struct pl_bytes text, const struct pl_media_pub_track *tracks, size_t track_count,
                  enum pl_codec video)
{
    struct pl_media_event event = {
        .type = PL_MEDIA_EVENT_ANSWER, .session = s->id, .role = PL_MEDIA_PUB, .request = request};
    struct negotiation n = {
        .session = s, .tracks = tracks, .track_count = track_count, .video = video};
    struct pl_sdp offer;
    struct pl_sdp_error why = {0};
    uint8_t *answer = malloc(ANSWER_BYTES);
    size_t len = 0;
    n.offer = &offer;
    n.detail = "unreadable offer";
    pl_sdp_init(&n.answer);
    event.err = pl_sdp_read(&offer, text, &why);
    if (why.reason)
        n.detail = why.reason;
    if (!event.err)
        event.err = open_peer(&n, now);
    if (!event.err)
        event.err = build(&n);
    if (!event.err)
        event.err = answer ? pl_sdp_write(&n.answer, answer, ANSWER_BYTES, &len) : PL_E_NOMEM;
    if (event.err)
        event.detail = n.detail;
    else
        event.sdp = pl_bytes_of(answer, len);
    if (event.err && n.opened)
        pl_media_restart(s->media, now, s->id, PL_MEDIA_PUB); /* it never was one */
    pl_media_emit(s->media, &event);
    if (s->pub)
        pl_peer_rearm(s->pub);
    pl_sdp_finish(&n.answer);
    pl_sdp_finish(&offer);
    free(answer);
}

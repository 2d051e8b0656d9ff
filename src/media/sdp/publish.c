/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which SSRC of a publisher is which encoding of which stream: told by the offer (a=ssrc, a=rid,
 * a=simulcast), or learnt from the header extensions of the first packets.
 */
#include "media/internal.h"

#include "proto/rtp/rtp_ext.h"
#include "proto/sdp/sdp.h"
#include "proto/sdp/sdp_codec.h"

static void bind_source(struct pl_peer *p, uint32_t ssrc, bool is_rtx, struct pl_encoding *e)
{
    struct pl_publication *pub = p->publication;
    struct pl_source *source = pl_idmap_get(&pub->sources, ssrc);
    if (source) {
        source->is_rtx = is_rtx;
        source->encoding = e;
        return;
    }
    /* Without room for it the section's packets will be found by their mid. */
    (void)pl_source_add(pub, ssrc, is_rtx, e);
}

/* ---- by the offer ---- */

static void name_source(struct pl_peer *p, struct pl_encoding *e, const struct pl_sdp_media *o,
                        uint32_t ssrc)
{
    uint32_t rtx = pl_sdp_rtx_ssrc(o, ssrc);
    pl_encoding_set_source(e, ssrc, rtx);
    bind_source(p, ssrc, false, e);
    if (rtx != 0)
        bind_source(p, rtx, true, e);
}

static bool takes_layer(const struct pl_sdp_media *o, const struct pl_sdp_layer *layer)
{
    const struct pl_sdp_rid *rid = pl_sdp_find_rid(o, layer->rid);
    return !layer->alternative && layer->rid.len <= PL_MEDIA_RID_MAX && rid &&
           rid->direction == PL_SDP_SENDONLY;
}

size_t pl_publish_layers(const struct pl_sdp_media *o,
                         const struct pl_sdp_rid *rids[PL_MEDIA_ENCODINGS_MAX])
{
    size_t n = 0;
    if (o->kind != PL_SDP_VIDEO)
        return 0;
    for (size_t i = 0; i < o->simulcast.send_count && n < PL_MEDIA_ENCODINGS_MAX; i++) {
        const struct pl_sdp_rid *rid = pl_sdp_find_rid(o, o->simulcast.send[i].rid);
        bool twice = false;
        for (size_t k = 0; k < n; k++)
            twice |= rids[k] == rid;
        if (!twice && takes_layer(o, &o->simulcast.send[i]))
            rids[n++] = rid;
    }
    return n;
}

/* Chromium's older way, SSRCs from the smallest picture to the largest. NULL: not used. */
static const struct pl_sdp_ssrc_group *sim_group(const struct pl_sdp_media *o)
{
    for (size_t i = 0; o->kind == PL_SDP_VIDEO && i < o->ssrc_group_count; i++) {
        if (pl_bytes_eq_str(o->ssrc_groups[i].semantics, "SIM") && o->ssrc_groups[i].ssrc_count > 0)
            return &o->ssrc_groups[i];
    }
    return NULL;
}

/* The SSRCs come with the packets; what is said of them helps to find their retransmissions. */
static void publish_rids(struct pl_stream *s, const struct pl_sdp_media *o,
                         const struct pl_sdp_rid *const *rids, size_t count)
{
    char text[PL_MEDIA_RID_MAX + 1];
    for (size_t i = 0; i < count; i++) {
        struct pl_encoding *e = &s->encodings[i];
        pl_bytes_to_str(rids[i]->id, text, sizeof(text));
        if (strcmp(e->rid, text) != 0)
            pl_encoding_set_source(e, 0, 0);
        memcpy(e->rid, text, sizeof(e->rid));
    }
    s->fid_count = 0;
    for (size_t i = 0; i < o->ssrc_group_count && s->fid_count < PL_MEDIA_ENCODINGS_MAX; i++) {
        const struct pl_sdp_ssrc_group *g = &o->ssrc_groups[i];
        if (pl_bytes_eq_str(g->semantics, "FID") && g->ssrc_count == 2)
            s->fids[s->fid_count++] = (struct pl_fid){g->ssrcs[0], g->ssrcs[1]};
    }
}

static void publish_sim(struct pl_peer *p, struct pl_stream *s, const struct pl_sdp_media *o,
                        const struct pl_sdp_ssrc_group *g)
{
    for (unsigned i = 0; i < s->encoding_count; i++)
        name_source(p, &s->encodings[i], o, g->ssrcs[i]);
}

static void set_encoding_count(struct pl_stream *s, size_t count)
{
    for (size_t i = count; i < PL_MEDIA_ENCODINGS_MAX; i++)
        pl_encoding_set_source(&s->encodings[i], 0, 0);
    s->encoding_count = (uint8_t)count;
    s->demand = (uint8_t)((1u << count) - 1); /* a publisher begins with all that it offers */
    s->demand_low = PL_TIME_NEVER;
    pl_stream_order(s);
}

enum pl_err pl_publish(struct pl_peer *p, const struct pl_sdp_media *o, enum pl_media_kind kind,
                       uint8_t index)
{
    struct pl_stream *s = pl_stream_of(p->session, kind, index);
    const struct pl_sdp_rid *rids[PL_MEDIA_ENCODINGS_MAX];
    const struct pl_sdp_ssrc_group *sim = sim_group(o);
    size_t layers = pl_publish_layers(o, rids), count = layers;
    if (!s)
        return PL_E_NOMEM;
    if (layers == 0)
        count = sim && sim->ssrc_count < PL_MEDIA_ENCODINGS_MAX ? sim->ssrc_count
                : sim                                           ? PL_MEDIA_ENCODINGS_MAX
                                                                : 1;
    pl_bytes_to_str(o->mid, s->mid, sizeof(s->mid));
    set_encoding_count(s, count);
    if (layers > 0) {
        publish_rids(s, o, rids, layers);
        return PL_OK;
    }
    for (size_t i = 0; i < PL_MEDIA_ENCODINGS_MAX; i++)
        s->encodings[i].rid[0] = '\0';
    s->fid_count = 0;
    /* Named here, or to be learnt from the mid of the first packet. */
    if (!(o->direction & PL_SDP_SENDONLY) || o->ssrc_count == 0)
        return PL_OK;
    if (sim)
        publish_sim(p, s, o, sim);
    else
        name_source(p, &s->encodings[0], o, o->ssrcs[0].id);
    return PL_OK;
}

void pl_publish_begin(struct pl_media_session *s)
{
    struct pl_list *it;
    pl_list_for_each(it, &s->streams) pl_container_of(it, struct pl_stream, in_session)->mid[0] =
        '\0';
}

void pl_publish_end(struct pl_media_session *s)
{
    struct pl_list *it;
    pl_list_for_each(it, &s->streams)
    {
        struct pl_stream *stream = pl_container_of(it, struct pl_stream, in_session);
        if (stream->mid[0] == '\0')
            pl_stream_unpublish(stream);
    }
}

/* ---- by the packets (RFC 8843 9.2, RFC 8852 3) ---- */

static struct pl_stream *stream_of_mid(const struct pl_peer *p, const struct pl_rtp_view *view)
{
    struct pl_list *it;
    struct pl_bytes mid;
    if (!view->has_ext || !pl_rtp_ext_find(view, p->publication->ext_mid, &mid) || mid.len == 0)
        return NULL;
    pl_list_for_each(it, &p->session->streams)
    {
        struct pl_stream *s = pl_container_of(it, struct pl_stream, in_session);
        if (s->mid[0] != '\0' && pl_bytes_eq_str(mid, s->mid))
            return s;
    }
    return NULL;
}

/* Which encoding a packet says to be of. One without a rid is of the only one, or of none. */
static struct pl_encoding *encoding_of(const struct pl_peer *p, struct pl_stream *s,
                                       const struct pl_rtp_view *view, bool is_rtx)
{
    const struct pl_publication *pub = p->publication;
    struct pl_bytes rid;
    if (!pl_rtp_ext_find(view, is_rtx ? pub->ext_repaired_rid : pub->ext_rid, &rid) || rid.len == 0)
        return s->encoding_count == 1 ? &s->encodings[0] : NULL;
    for (unsigned i = 0; i < s->encoding_count; i++) {
        if (s->encodings[i].rid[0] != '\0' && pl_bytes_eq_str(rid, s->encodings[i].rid))
            return &s->encodings[i];
    }
    return s->encoding_count == 1 && s->encodings[0].rid[0] == '\0' ? &s->encodings[0] : NULL;
}

static void take_source(struct pl_peer *p, struct pl_encoding *e, uint32_t ssrc, bool is_rtx)
{
    const struct pl_stream *s = e->stream;
    if (is_rtx) {
        pl_encoding_set_source(e, e->ssrc, ssrc);
        return;
    }
    pl_encoding_set_source(e, ssrc, e->ssrc == 0 ? e->rtx_ssrc : 0);
    for (unsigned i = 0; i < s->fid_count; i++) {
        if (s->fids[i].ssrc != ssrc)
            continue;
        bind_source(p, s->fids[i].rtx_ssrc, true, e);
        pl_encoding_set_source(e, ssrc, s->fids[i].rtx_ssrc);
    }
}

struct pl_source *pl_publish_learn(struct pl_peer *p, const struct pl_rtp_view *view)
{
    const struct pl_publication *pub = p->publication;
    bool is_rtx = pub->rtx_apt_of_pt[view->pt] != 0;
    struct pl_source *source;
    struct pl_encoding *e;
    struct pl_stream *s;
    if (!is_rtx && pub->codec_of_pt[view->pt] == PL_CODEC_NONE)
        return NULL;
    s = stream_of_mid(p, view);
    e = s ? encoding_of(p, s, view, is_rtx) : NULL;
    source = e ? pl_source_add(p->publication, view->ssrc, is_rtx, e) : NULL;
    if (source)
        take_source(p, e, view->ssrc, is_rtx);
    return source;
}

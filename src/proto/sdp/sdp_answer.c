/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/sdp/sdp_answer.h"
#include "proto/sdp/sdp_text.h"

#include <assert.h>
#include <stdio.h>

enum {
    DUMMY_PORT = 9, /* discard: the candidates say where */
};

void pl_sdp_answer_begin(struct pl_sdp *answer, uint64_t origin_id, uint64_t origin_version)
{
    pl_sdp_init(answer);
    answer->origin_id = origin_id;
    answer->origin_version = origin_version;
}

enum pl_sdp_setup pl_sdp_setup_answer(enum pl_sdp_setup offered, enum pl_sdp_setup free_choice)
{
    switch (offered) {
    case PL_SDP_SETUP_ACTPASS:
        return free_choice;
    case PL_SDP_SETUP_ACTIVE:
    case PL_SDP_SETUP_NONE: /* RFC 4145: the offerer is active when it does not say */
        return PL_SDP_SETUP_PASSIVE;
    case PL_SDP_SETUP_PASSIVE:
        return PL_SDP_SETUP_ACTIVE;
    case PL_SDP_SETUP_HOLDCONN:
        break;
    }
    return PL_SDP_SETUP_NONE;
}

/* The section with what every answer repeats. */
static struct pl_sdp_media *add_section(struct pl_sdp *answer, const struct pl_sdp_media *offered)
{
    struct pl_sdp_media *m = pl_sdp_add_media(answer);
    if (!m)
        return NULL;
    m->kind = offered->kind;
    m->kind_name = pl_sdp_copy(answer, offered->kind_name);
    m->proto = pl_sdp_copy(answer, offered->proto);
    m->formats = pl_sdp_copy(answer, offered->formats);
    m->mid = pl_sdp_copy(answer, offered->mid);
    return m;
}

static struct pl_sdp_codec *add_codec(struct pl_sdp *answer, struct pl_sdp_media *m,
                                      const struct pl_sdp_codec *offered)
{
    struct pl_sdp_codec *c = pl_sdp_add_codec(answer, m);
    if (!c)
        return NULL;
    c->pt = offered->pt;
    c->channels = offered->channels;
    c->clock = offered->clock;
    c->name = pl_sdp_copy(answer, offered->name);
    return c;
}

enum pl_err pl_sdp_answer_reject(struct pl_sdp *answer, const struct pl_sdp_media *offered)
{
    struct pl_sdp_media *m = add_section(answer, offered);
    if (m && offered->codec_count > 0)
        add_codec(answer, m, &offered->codecs[0]);
    return answer->err;
}

/*
 * RFC 6184 8.2.2: the profile stays, the level may come down; with asymmetry allowed by both sides
 * each says what it can take itself.
 */
static struct pl_bytes h264_id(struct pl_sdp *answer, const struct pl_sdp_codec *offered,
                               const struct pl_sdp_codec *ours)
{
    char text[PL_SDP_H264_ID_MAX];
    struct pl_sdp_h264 theirs, mine;
    if (!pl_sdp_h264_of(offered, &theirs) || !pl_sdp_h264_of(ours, &mine))
        return pl_bytes_of(NULL, 0);
    if (!(theirs.level_asymmetry_allowed && mine.level_asymmetry_allowed) &&
        pl_sdp_h264_level_less(theirs.level, mine.level))
        mine.level = theirs.level;
    if (!pl_sdp_h264_print_id(&mine, text))
        return pl_bytes_of(NULL, 0);
    return pl_sdp_copy(answer, pl_bytes_str(text));
}

static void copy_params(struct pl_sdp *answer, struct pl_sdp_codec *c,
                        const struct pl_sdp_codec *offered, const struct pl_sdp_codec *ours)
{
    bool h264 = pl_sdp_codec_is(ours, "H264");
    for (size_t i = 0; i < ours->param_count; i++) {
        const struct pl_sdp_param *p = &ours->params[i];
        struct pl_bytes value = p->value;
        if (h264 && pl_sdp_eq_nocase(p->key, pl_bytes_str("profile-level-id")))
            value = h264_id(answer, offered, ours);
        pl_sdp_add_param(answer, c, pl_sdp_copy(answer, p->key), pl_sdp_copy(answer, value));
    }
}

static bool offers_feedback(const struct pl_sdp_feedback *list, size_t count,
                            const struct pl_sdp_feedback *f)
{
    for (size_t i = 0; i < count; i++) {
        if (pl_bytes_eq(list[i].type, f->type) && pl_bytes_eq(list[i].param, f->param))
            return true;
    }
    return false;
}

static void copy_feedbacks(struct pl_sdp *answer, struct pl_sdp_codec *c,
                           const struct pl_sdp_media *offered, const struct pl_sdp_codec *theirs,
                           const struct pl_sdp_codec *ours)
{
    for (size_t i = 0; i < ours->feedback_count; i++) {
        const struct pl_sdp_feedback *f = &ours->feedbacks[i];
        if (offers_feedback(theirs->feedbacks, theirs->feedback_count, f) ||
            offers_feedback(offered->feedbacks, offered->feedback_count, f))
            pl_sdp_add_feedback(answer, c, pl_sdp_copy(answer, f->type),
                                pl_sdp_copy(answer, f->param));
    }
}

static const struct pl_sdp_codec *find_wish(const struct pl_sdp_wish *wish,
                                            const struct pl_sdp_codec *offered)
{
    for (size_t i = 0; i < wish->codec_count; i++) {
        if (pl_sdp_codec_match(&wish->codecs[i], offered))
            return &wish->codecs[i];
    }
    return NULL;
}

static void copy_rtx(struct pl_sdp *answer, struct pl_sdp_media *m,
                     const struct pl_sdp_media *offered, uint8_t pt)
{
    const struct pl_sdp_codec *rtx = pl_sdp_codec_rtx(offered, pt);
    struct pl_sdp_codec *c = rtx ? add_codec(answer, m, rtx) : NULL;
    char text[4];
    if (!c)
        return;
    snprintf(text, sizeof(text), "%u", pt);
    pl_sdp_add_param(answer, c, pl_bytes_str("apt"), pl_sdp_copy(answer, pl_bytes_str(text)));
}

static void copy_codecs(struct pl_sdp *answer, struct pl_sdp_media *m,
                        const struct pl_sdp_media *offered, const struct pl_sdp_wish *wish)
{
    size_t taken = 0;
    for (size_t i = 0; i < offered->codec_count; i++) {
        const struct pl_sdp_codec *theirs = &offered->codecs[i];
        const struct pl_sdp_codec *ours = find_wish(wish, theirs);
        struct pl_sdp_codec *c;
        if (!ours || (wish->codec_limit > 0 && taken == wish->codec_limit))
            continue;
        c = add_codec(answer, m, theirs);
        if (!c)
            return;
        taken++;
        copy_feedbacks(answer, c, offered, theirs, ours);
        copy_params(answer, c, theirs, ours);
        if (wish->rtx)
            copy_rtx(answer, m, offered, theirs->pt); /* c is of no use after this */
    }
}

static bool is_wished(const struct pl_sdp_wish *wish, struct pl_bytes uri)
{
    for (size_t i = 0; i < wish->extmap_count; i++) {
        if (pl_bytes_eq_str(uri, wish->extmaps[i]))
            return true;
    }
    return false;
}

/*
 * RFC 8285 6: the offer's ids. Ids above 255 are offers whose number we would have to choose; no
 * browser makes them, and not to take one is always allowed.
 */
static void copy_extmaps(struct pl_sdp *answer, struct pl_sdp_media *m,
                         const struct pl_sdp_media *offered, const struct pl_sdp_wish *wish)
{
    for (size_t i = 0; i < offered->extmap_count; i++) {
        const struct pl_sdp_extmap *theirs = &offered->extmaps[i];
        struct pl_sdp_extmap *e;
        if (theirs->id > 255 || theirs->attributes.len > 0 || !is_wished(wish, theirs->uri))
            continue;
        e = pl_sdp_add_extmap(answer, m);
        if (!e)
            return;
        e->id = theirs->id;
        e->has_direction = theirs->has_direction;
        e->direction = pl_sdp_direction_reverse(theirs->direction);
        e->uri = pl_sdp_copy(answer, theirs->uri);
    }
}

/* RFC 8853 5.3.2: what they would send we receive, with the same rids, none of them paused. */
static void copy_simulcast(struct pl_sdp *answer, struct pl_sdp_media *m,
                           const struct pl_sdp_media *offered)
{
    for (size_t i = 0; i < offered->simulcast.send_count; i++) {
        const struct pl_sdp_layer *theirs = &offered->simulcast.send[i];
        const struct pl_sdp_rid *rid = pl_sdp_find_rid(offered, theirs->rid);
        struct pl_sdp_layer *layer;
        struct pl_sdp_rid *r;
        /* "rids not defined by a=rid are to be left out"; of alternatives we take the first. */
        if (theirs->alternative || !rid || rid->direction != PL_SDP_SENDONLY ||
            pl_sdp_find_rid(m, theirs->rid))
            continue;
        layer = pl_sdp_add_layer(answer, m, PL_SDP_RECVONLY);
        r = pl_sdp_add_rid(answer, m);
        if (!layer || !r)
            return;
        layer->rid = pl_sdp_copy(answer, theirs->rid);
        r->id = layer->rid;
        r->direction = PL_SDP_RECVONLY;
        for (size_t k = 0; k < rid->param_count; k++) {
            /* pt= may name codecs that were not taken; without it the rid may use all. */
            if (!pl_bytes_eq_str(rid->params[k].key, "pt"))
                pl_sdp_add_rid_param(answer, r, pl_sdp_copy(answer, rid->params[k].key),
                                     pl_sdp_copy(answer, rid->params[k].value));
        }
    }
}

static bool has_codec_in_common(const struct pl_sdp_media *offered, const struct pl_sdp_wish *wish)
{
    for (size_t i = 0; i < offered->codec_count; i++) {
        if (find_wish(wish, &offered->codecs[i]))
            return true;
    }
    return false;
}

/* Everything that speaks against accepting, before anything is added. */
static enum pl_err judge(const struct pl_sdp_media *offered, const struct pl_sdp_wish *wish)
{
    bool rtp = pl_sdp_media_is_rtp(offered);
    enum pl_sdp_setup setup = pl_sdp_setup_answer(offered->dtls.setup, wish->setup);
    if (pl_sdp_media_rejected(offered) || setup == PL_SDP_SETUP_NONE)
        return PL_E_UNSUPPORTED;
    if (rtp && !offered->rtcp_mux)
        return PL_E_UNSUPPORTED;
    if (!rtp && !pl_bytes_eq_str(offered->formats, "webrtc-datachannel"))
        return PL_E_UNSUPPORTED;
    return rtp && !has_codec_in_common(offered, wish) ? PL_E_NOT_FOUND : PL_OK;
}

enum pl_err pl_sdp_answer_accept(struct pl_sdp *answer, const struct pl_sdp_media *offered,
                                 const struct pl_sdp_wish *wish, struct pl_sdp_media **section)
{
    enum pl_err err = judge(offered, wish);
    struct pl_sdp_media *m;
    assert(wish->setup == PL_SDP_SETUP_ACTIVE || wish->setup == PL_SDP_SETUP_PASSIVE);
    *section = NULL;
    if (err)
        return err;
    m = add_section(answer, offered);
    if (!m)
        return answer->err;
    m->port = DUMMY_PORT;
    m->direction =
        (enum pl_sdp_direction)(pl_sdp_direction_reverse(offered->direction) & wish->direction);
    m->dtls.setup = pl_sdp_setup_answer(offered->dtls.setup, wish->setup);
    m->extmap_allow_mixed = offered->extmap_allow_mixed;
    if (pl_sdp_media_is_rtp(offered)) {
        m->rtcp_mux = true;
        m->rtcp_rsize = offered->rtcp_rsize;
        copy_codecs(answer, m, offered, wish);
        copy_extmaps(answer, m, offered, wish);
        if (wish->simulcast && (m->direction & PL_SDP_RECVONLY))
            copy_simulcast(answer, m, offered);
    } else {
        m->direction = PL_SDP_SENDRECV;
        m->sctp_port = wish->sctp_port;
        m->max_message_size_bytes = wish->max_message_size_bytes;
    }
    *section = m;
    return answer->err;
}

static void copy_group(struct pl_sdp *answer, const struct pl_sdp_group *offered)
{
    struct pl_sdp_group *g = NULL;
    for (size_t i = 0; i < offered->mid_count; i++) {
        const struct pl_sdp_media *m = pl_sdp_find_media(answer, offered->mids[i]);
        if (!m || pl_sdp_media_rejected(m))
            continue;
        if (!g)
            g = pl_sdp_add_group(answer, pl_bytes_str("BUNDLE"));
        pl_sdp_add_group_mid(answer, g, m->mid);
    }
}

enum pl_err pl_sdp_answer_end(struct pl_sdp *answer, const struct pl_sdp *offer)
{
    if (answer->err)
        return answer->err;
    if (answer->media_count != offer->media_count)
        return PL_E_STATE;
    for (size_t i = 0; i < offer->media_count; i++) {
        if (!pl_bytes_eq(answer->media[i]->mid, offer->media[i]->mid))
            return PL_E_STATE;
    }
    for (size_t i = 0; i < offer->group_count; i++) {
        if (pl_bytes_eq_str(offer->groups[i].semantics, "BUNDLE"))
            copy_group(answer, &offer->groups[i]);
    }
    return answer->err;
}

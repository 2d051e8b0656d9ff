/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/sdp/sdp.h"
#include "proto/sdp/sdp_text.h"

bool pl_sdp_media_is_rtp(const struct pl_sdp_media *m)
{
    struct pl_bytes rest = m->proto;
    while (rest.len > 0) {
        if (pl_bytes_eq_str(pl_sdp_cut(&rest, '/'), "RTP"))
            return true;
    }
    return false;
}

struct pl_sdp_media *pl_sdp_find_media(const struct pl_sdp *sdp, struct pl_bytes mid)
{
    for (size_t i = 0; i < sdp->media_count && mid.len > 0; i++) {
        if (pl_bytes_eq(sdp->media[i]->mid, mid))
            return sdp->media[i];
    }
    return NULL;
}

const struct pl_sdp_group *pl_sdp_bundle_of(const struct pl_sdp *sdp, const struct pl_sdp_media *m)
{
    for (size_t i = 0; i < sdp->group_count && m->mid.len > 0; i++) {
        const struct pl_sdp_group *g = &sdp->groups[i];
        if (!pl_bytes_eq_str(g->semantics, "BUNDLE"))
            continue;
        for (size_t k = 0; k < g->mid_count; k++) {
            if (pl_bytes_eq(g->mids[k], m->mid))
                return g;
        }
    }
    return NULL;
}

const struct pl_sdp_media *pl_sdp_transport_of(const struct pl_sdp *sdp,
                                               const struct pl_sdp_media *m)
{
    const struct pl_sdp_group *g = pl_sdp_bundle_of(sdp, m);
    const struct pl_sdp_media *first = g ? pl_sdp_find_media(sdp, g->mids[0]) : NULL;
    return first ? first : m;
}

const struct pl_sdp_codec *pl_sdp_find_pt(const struct pl_sdp_media *m, uint8_t pt)
{
    for (size_t i = 0; i < m->codec_count; i++) {
        if (m->codecs[i].pt == pt)
            return &m->codecs[i];
    }
    return NULL;
}

const struct pl_sdp_extmap *pl_sdp_find_extmap(const struct pl_sdp_media *m, const char *uri)
{
    for (size_t i = 0; i < m->extmap_count; i++) {
        if (pl_bytes_eq_str(m->extmaps[i].uri, uri))
            return &m->extmaps[i];
    }
    return NULL;
}

const struct pl_sdp_rid *pl_sdp_find_rid(const struct pl_sdp_media *m, struct pl_bytes id)
{
    for (size_t i = 0; i < m->rid_count; i++) {
        if (pl_bytes_eq(m->rids[i].id, id))
            return &m->rids[i];
    }
    return NULL;
}

bool pl_sdp_param_get(const struct pl_sdp_codec *c, const char *key, struct pl_bytes *value)
{
    for (size_t i = 0; i < c->param_count; i++) {
        if (pl_sdp_eq_nocase(c->params[i].key, pl_bytes_str(key))) {
            *value = c->params[i].value;
            return true;
        }
    }
    return false;
}

uint32_t pl_sdp_param_uint(const struct pl_sdp_codec *c, const char *key, uint32_t otherwise)
{
    struct pl_bytes text;
    uint64_t v;
    if (!pl_sdp_param_get(c, key, &text) || !pl_sdp_number(text, UINT32_MAX, &v))
        return otherwise;
    return (uint32_t)v;
}

static bool has_feedback(const struct pl_sdp_feedback *list, size_t count, const char *type,
                         const char *param)
{
    for (size_t i = 0; i < count; i++) {
        if (pl_bytes_eq_str(list[i].type, type) && pl_bytes_eq_str(list[i].param, param))
            return true;
    }
    return false;
}

bool pl_sdp_has_feedback(const struct pl_sdp_media *m, const struct pl_sdp_codec *c,
                         const char *type, const char *param)
{
    return has_feedback(m->feedbacks, m->feedback_count, type, param) ||
           has_feedback(c->feedbacks, c->feedback_count, type, param);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* What must hold across lines, the same for what is read and for what is about to be written. */
#include "proto/sdp/sdp_reader.h"
#include "proto/sdp/sdp_text.h"

static const char *check_mid(const struct pl_sdp *sdp, const struct pl_sdp_media *m)
{
    for (size_t i = 0; i < sdp->media_count && m->mid.len > 0; i++) {
        if (sdp->media[i] != m && pl_bytes_eq(sdp->media[i]->mid, m->mid))
            return "mid used twice";
    }
    return NULL;
}

static const char *check_codecs(const struct pl_sdp_media *m)
{
    uint64_t seen[2] = {0};
    for (size_t i = 0; i < m->codec_count; i++) {
        uint8_t pt = m->codecs[i].pt;
        if (pt > 127)
            return "payload type out of range";
        if (seen[pt / 64] & 1ULL << pt % 64)
            return "payload type listed twice";
        seen[pt / 64] |= 1ULL << pt % 64;
    }
    return NULL;
}

static const char *check_extmaps(const struct pl_sdp_media *m)
{
    for (size_t i = 0; i < m->extmap_count; i++) {
        uint16_t id = m->extmaps[i].id;
        if (id == 0 || (id > 255 && id < 4096) || id > 4351)
            return "extmap id out of range";
        for (size_t k = 0; k < i; k++) {
            if (m->extmaps[k].id == id)
                return "extmap id used twice";
        }
    }
    return NULL;
}

static const char *check_streams(const struct pl_sdp_media *m)
{
    for (size_t i = 0; i < m->rid_count; i++) {
        for (size_t k = 0; k < i; k++) {
            if (pl_bytes_eq(m->rids[i].id, m->rids[k].id))
                return "rid used twice";
        }
    }
    for (size_t i = 0; i < m->ssrc_count; i++) {
        for (size_t k = 0; k < i; k++) {
            if (m->ssrcs[i].id == m->ssrcs[k].id)
                return "ssrc used twice";
        }
    }
    return NULL;
}

const char *pl_sdp_check_media(const struct pl_sdp *sdp, const struct pl_sdp_media *m)
{
    const char *reason = check_mid(sdp, m);
    if (!reason)
        reason = check_codecs(m);
    if (!reason)
        reason = check_extmaps(m);
    return reason ? reason : check_streams(m);
}

const char *pl_sdp_check_groups(const struct pl_sdp *sdp)
{
    for (size_t i = 0; i < sdp->group_count; i++) {
        const struct pl_sdp_group *g = &sdp->groups[i];
        for (size_t k = 0; k < g->mid_count; k++) {
            if (!pl_sdp_find_media(sdp, g->mids[k]))
                return "group of an unknown mid";
            for (size_t n = 0; n < k; n++) {
                if (pl_bytes_eq(g->mids[n], g->mids[k]))
                    return "group names a mid twice";
            }
        }
    }
    return NULL;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/sdp/sdp_codec.h"
#include "proto/sdp/sdp_text.h"

bool pl_sdp_codec_is(const struct pl_sdp_codec *c, const char *name)
{
    return pl_sdp_eq_nocase(c->name, pl_bytes_str(name));
}

const struct pl_sdp_codec *pl_sdp_codec_find(const struct pl_sdp_media *m, const char *name,
                                             uint32_t clock, uint8_t channels,
                                             pl_sdp_codec_fn *fits, const void *want)
{
    for (size_t i = 0; i < m->codec_count; i++) {
        const struct pl_sdp_codec *c = &m->codecs[i];
        if (!pl_sdp_codec_is(c, name) || (clock && c->clock != clock) ||
            (channels && c->channels != channels))
            continue;
        if (!fits || fits(c, want))
            return c;
    }
    return NULL;
}

/* Both say the same number for a key, or leave it out where it means `unsaid`. */
static bool same_number(const struct pl_sdp_codec *a, const struct pl_sdp_codec *b, const char *key,
                        uint32_t unsaid)
{
    return pl_sdp_param_uint(a, key, unsaid) == pl_sdp_param_uint(b, key, unsaid);
}

static bool same_h264(const struct pl_sdp_codec *a, const struct pl_sdp_codec *b)
{
    struct pl_sdp_h264 x, y;
    return pl_sdp_h264_of(a, &x) && pl_sdp_h264_of(b, &y) && x.profile == y.profile &&
           x.packetization_mode == y.packetization_mode;
}

/* Codecs that carry or repair another one. */
static bool is_helper(const struct pl_sdp_codec *c)
{
    static const char *const names[] = {"rtx", "red", "ulpfec", "flexfec-03", "flexfec"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (pl_sdp_codec_is(c, names[i]))
            return true;
    }
    return false;
}

bool pl_sdp_codec_match(const struct pl_sdp_codec *a, const struct pl_sdp_codec *b)
{
    if (a->name.len == 0 || !pl_sdp_eq_nocase(a->name, b->name) || a->clock != b->clock ||
        a->channels != b->channels || is_helper(a))
        return false;
    if (pl_sdp_codec_is(a, "H264"))
        return same_h264(a, b);
    if (pl_sdp_codec_is(a, "VP9"))
        return same_number(a, b, "profile-id", 0);
    if (pl_sdp_codec_is(a, "AV1"))
        return same_number(a, b, "profile", 0);
    if (pl_sdp_codec_is(a, "H265"))
        return same_number(a, b, "profile-id", 1) && same_number(a, b, "tier-flag", 0);
    return true;
}

const struct pl_sdp_codec *pl_sdp_codec_find_match(const struct pl_sdp_media *m,
                                                   const struct pl_sdp_codec *c)
{
    for (size_t i = 0; i < m->codec_count; i++) {
        if (pl_sdp_codec_match(&m->codecs[i], c))
            return &m->codecs[i];
    }
    return NULL;
}

const struct pl_sdp_codec *pl_sdp_codec_rtx(const struct pl_sdp_media *m, uint8_t pt)
{
    for (size_t i = 0; i < m->codec_count; i++) {
        const struct pl_sdp_codec *c = &m->codecs[i];
        if (pl_sdp_codec_is(c, "rtx") && pl_sdp_param_uint(c, "apt", UINT32_MAX) == pt)
            return c;
    }
    return NULL;
}

uint32_t pl_sdp_rtx_ssrc(const struct pl_sdp_media *m, uint32_t ssrc)
{
    for (size_t i = 0; i < m->ssrc_group_count; i++) {
        const struct pl_sdp_ssrc_group *g = &m->ssrc_groups[i];
        if (pl_bytes_eq_str(g->semantics, "FID") && g->ssrc_count == 2 && g->ssrcs[0] == ssrc)
            return g->ssrcs[1];
    }
    return 0;
}

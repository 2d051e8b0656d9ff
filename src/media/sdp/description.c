/* SPDX-License-Identifier: Apache-2.0 */
#include "media/internal.h"

#include "proto/sdp/sdp.h"
#include "proto/sdp/sdp_codec.h"

#include <stdio.h>

/*
 * RFC 8445 5.1.2.1: type preference of a host, our order, the component. RFC 6544 4.2 for TCP: a
 * lower type preference, so that UDP is taken wherever it works, and "direction-pref" 4 of passive.
 */
static uint32_t priority_of(enum pl_sdp_tcp_type tcp, size_t place)
{
    if (tcp == PL_SDP_UDP)
        return 126u << 24 | (uint32_t)(65535 - place) << 8 | 255u;
    return 90u << 24 | (uint32_t)(4u << 13 | (8191 - place)) << 8 | 255u;
}

static void add_candidate(struct pl_media *m, struct pl_sdp *sdp, struct pl_sdp_media *section,
                          enum pl_sdp_tcp_type tcp, size_t place)
{
    struct pl_sdp_candidate *c = pl_sdp_add_candidate(sdp, section);
    char foundation[8];
    if (!c)
        return;
    /* RFC 8445 5.1.1.3: one for each address and transport. */
    snprintf(foundation, sizeof(foundation), "%s%zu", tcp ? "t" : "", place + 1);
    c->foundation = pl_sdp_copy(sdp, pl_bytes_str(foundation));
    c->component = 1;
    c->priority = priority_of(tcp, place);
    c->addr = m->config.addresses[place];
    c->type = PL_SDP_HOST;
    c->tcp = tcp;
}

static void add_candidates(struct pl_media *m, struct pl_sdp *sdp, struct pl_sdp_media *section)
{
    for (size_t i = 0; i < m->config.address_count; i++)
        add_candidate(m, sdp, section, PL_SDP_UDP, i);
    for (size_t i = 0; m->config.tcp && i < m->config.address_count; i++)
        add_candidate(m, sdp, section, PL_SDP_TCP_PASSIVE, i);
    section->end_of_candidates = true;
}

void pl_describe_transport(struct pl_peer *p, struct pl_sdp *sdp, struct pl_sdp_media *m,
                           bool is_offer)
{
    const struct pl_dtls_fingerprint *ours = &p->media->config.fingerprint;
    struct pl_sdp_fingerprint *fp = &m->dtls.fingerprints[0];
    m->ice.ufrag = pl_bytes_str(p->credentials.ufrag);
    m->ice.pwd = pl_bytes_str(p->credentials.pwd);
    fp->hash = PL_SDP_SHA256;
    fp->len = ours->len;
    memcpy(fp->bytes, ours->bytes, ours->len);
    m->dtls.fingerprint_count = 1;
    /* The server never begins the handshake: it proves addresses first. */
    m->dtls.setup = is_offer ? PL_SDP_SETUP_ACTPASS : PL_SDP_SETUP_PASSIVE;
    m->rtcp_mux = true;
    m->rtcp_rsize = true;
    add_candidates(p->media, sdp, m);
}

static void add_fmtp(struct pl_sdp *sdp, struct pl_sdp_codec *c, const char *fmtp)
{
    while (*fmtp) {
        size_t pair = strcspn(fmtp, ";"), key = strcspn(fmtp, "=");
        pl_sdp_add_param(sdp, c, pl_bytes_of(fmtp, key),
                         pl_bytes_of(fmtp + key + 1, pair - key - 1));
        fmtp += pair + (fmtp[pair] == ';');
    }
}

static void add_feedback(struct pl_sdp *sdp, struct pl_sdp_codec *c, const char *type,
                         const char *param)
{
    pl_sdp_add_feedback(sdp, c, pl_bytes_str(type), pl_bytes_str(param));
}

void pl_describe_codec(struct pl_sdp *sdp, struct pl_sdp_media *m, enum pl_codec codec, uint8_t pt,
                       uint8_t rtx_pt, unsigned feedback)
{
    const struct pl_codec_info *info = pl_codec_info(codec);
    struct pl_sdp_codec *c = pl_sdp_add_codec(sdp, m);
    char apt[4];
    if (!c)
        return;
    c->pt = pt;
    c->name = pl_bytes_str(info->name);
    c->clock = info->clock;
    c->channels = info->channels;
    add_fmtp(sdp, c, info->fmtp);
    if (feedback & PL_DESCRIBE_TWCC)
        add_feedback(sdp, c, "transport-cc", "");
    if (info->kind == PL_MEDIA_VIDEO) {
        if (feedback & PL_DESCRIBE_REMB)
            add_feedback(sdp, c, "goog-remb", "");
        add_feedback(sdp, c, "ccm", "fir");
        add_feedback(sdp, c, "nack", "");
        add_feedback(sdp, c, "nack", "pli");
    }
    if (rtx_pt == 0)
        return;
    c = pl_sdp_add_codec(sdp, m);
    if (!c)
        return;
    c->pt = rtx_pt;
    c->name = pl_bytes_str("rtx");
    c->clock = info->clock;
    c->channels = 1;
    snprintf(apt, sizeof(apt), "%u", pt);
    pl_sdp_add_param(sdp, c, pl_bytes_str("apt"), pl_sdp_copy(sdp, pl_bytes_str(apt)));
}

enum pl_err pl_describe_remote(const struct pl_sdp *sdp, struct pl_bytes *ufrag,
                               struct pl_bytes *pwd, struct pl_dtls_fingerprint *fingerprints,
                               size_t *count)
{
    const struct pl_sdp_media *m = NULL;
    for (size_t i = 0; i < sdp->media_count && !m; i++) {
        if (!pl_sdp_media_rejected(sdp->media[i]))
            m = pl_sdp_transport_of(sdp, sdp->media[i]);
    }
    if (!m || m->ice.ufrag.len == 0 || m->ice.pwd.len == 0 || m->dtls.fingerprint_count == 0)
        return PL_E_UNSUPPORTED;
    /* We wait for the hello, and so would the client. */
    if (m->dtls.setup == PL_SDP_SETUP_PASSIVE || m->dtls.setup == PL_SDP_SETUP_HOLDCONN)
        return PL_E_UNSUPPORTED;
    *ufrag = m->ice.ufrag;
    *pwd = m->ice.pwd;
    *count = 0;
    for (size_t i = 0; i < m->dtls.fingerprint_count && *count < PL_DTLS_FINGERPRINTS_MAX; i++) {
        const struct pl_sdp_fingerprint *from = &m->dtls.fingerprints[i];
        struct pl_dtls_fingerprint *to = &fingerprints[(*count)++];
        memset(to, 0, sizeof(*to));
        to->hash = (uint8_t)from->hash; /* both lists have the RFC's order */
        to->len = from->len;
        memcpy(to->bytes, from->bytes, from->len);
    }
    return PL_OK;
}

_Static_assert((int)PL_SDP_SHA1 == (int)PL_DTLS_SHA1 && (int)PL_SDP_SHA512 == (int)PL_DTLS_SHA512,
               "one order of hash functions");

static bool is_codec(const struct pl_sdp_codec *c, enum pl_codec codec)
{
    const struct pl_codec_info *info = pl_codec_info(codec);
    return pl_sdp_codec_is(c, info->name) && c->clock == info->clock &&
           c->channels == info->channels;
}

/* "111/111": of two or more blocks, all of the section's Opus. */
static bool is_red_of_opus(const struct pl_sdp_media *m, const struct pl_sdp_codec *c)
{
    struct pl_bytes key = c->param_count > 0 ? c->params[0].key : pl_bytes_of(NULL, 0);
    for (size_t i = 0; i < m->codec_count; i++) {
        char text[4];
        size_t n;
        if (!is_codec(&m->codecs[i], PL_CODEC_OPUS))
            continue;
        n = (size_t)snprintf(text, sizeof(text), "%u", m->codecs[i].pt);
        return key.len > n && memcmp(key.data, text, n) == 0 && key.data[n] == '/';
    }
    return false;
}

enum pl_codec pl_describe_find(const struct pl_sdp_media *m, uint8_t pt)
{
    const struct pl_sdp_codec *c = pl_sdp_find_pt(m, pt);
    struct pl_sdp_h264 h264;
    if (!c)
        return PL_CODEC_NONE;
    if (is_codec(c, PL_CODEC_OPUS))
        return PL_CODEC_OPUS;
    if (is_codec(c, PL_CODEC_RED) && is_red_of_opus(m, c))
        return PL_CODEC_RED;
    if (is_codec(c, PL_CODEC_VP8))
        return PL_CODEC_VP8;
    if (is_codec(c, PL_CODEC_VP9) && pl_sdp_param_uint(c, "profile-id", 0) == 0)
        return PL_CODEC_VP9;
    if (is_codec(c, PL_CODEC_AV1) && pl_sdp_param_uint(c, "profile", 0) == 0)
        return PL_CODEC_AV1;
    if (is_codec(c, PL_CODEC_H264) && pl_sdp_h264_of(c, &h264) &&
        h264.profile == PL_SDP_H264_CONSTRAINED_BASELINE && h264.packetization_mode == 1)
        return PL_CODEC_H264;
    return PL_CODEC_NONE;
}

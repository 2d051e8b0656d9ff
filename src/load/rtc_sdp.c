/* SPDX-License-Identifier: Apache-2.0 */
/* The client's offers and answers, and what it learns from the server's. */
#include "load/rtc_internal.h"

#include "proto/sdp/sdp.h"
#include "proto/sdp/sdp_answer.h"
#include "proto/sdp/sdp_codec.h"

#include <stdio.h>

#define EXT_MID         "urn:ietf:params:rtp-hdrext:sdes:mid"
#define EXT_TWCC        "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"
#define EXT_AUDIO_LEVEL "urn:ietf:params:rtp-hdrext:ssrc-audio-level"
#define EXT_ORIENTATION "urn:3gpp:video-orientation"
#define EXT_RID         "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id"
#define EXT_REPAIRED    "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id"

/* Numbers that browsers use, though none that our own server would choose by itself: a number that
 * is passed through instead of translated shall show. */
static const struct {
    const char *name;
    const char *fmtp; /* "key=value;..." */
    uint32_t clock;
    uint8_t channels, pt, rtx_pt;
} known[PL_CODEC_COUNT] = {
    [PL_CODEC_OPUS] = {"opus", "minptime=10;useinbandfec=1", 48000, 2, 109, 0},
    [PL_CODEC_H264] = {"H264",
                       "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f",
                       90000, 1, 126, 127},
    [PL_CODEC_VP8] = {"VP8", "", 90000, 1, 120, 124},
    [PL_CODEC_VP9] = {"VP9", "profile-id=0", 90000, 1, 121, 125},
    [PL_CODEC_RED] = {"red", "", 48000, 2, 101, 0},
    [PL_CODEC_AV1] = {"AV1", "level-idx=5;profile=0;tier=0", 90000, 1, 49, 50},
};

static bool knows(const struct pl_rtc_client *c, enum pl_codec codec)
{
    if (codec == PL_CODEC_RED)
        return c->config.sends_red || c->config.takes_red;
    return !(c->config.without_codecs & 1u << codec);
}

/* ---- writing ---- */

static void add_fmtp(struct pl_sdp *sdp, struct pl_sdp_codec *c, const char *fmtp)
{
    while (c && *fmtp) {
        size_t pair = strcspn(fmtp, ";"), key = strcspn(fmtp, "=");
        pl_sdp_add_param(sdp, c, pl_bytes_of(fmtp, key),
                         pl_bytes_of(fmtp + key + 1, pair - key - 1));
        fmtp += pair + (fmtp[pair] == ';');
    }
}

static void add_codec(const struct pl_rtc_client *client, struct pl_sdp *sdp,
                      struct pl_sdp_media *m, int codec)
{
    struct pl_sdp_codec *c = pl_sdp_add_codec(sdp, m);
    char apt[24];
    if (!c)
        return;
    c->pt = known[codec].pt;
    c->name = pl_bytes_str(known[codec].name);
    c->clock = known[codec].clock;
    c->channels = known[codec].channels;
    add_fmtp(sdp, c, known[codec].fmtp);
    if (codec == PL_CODEC_RED)
        pl_sdp_add_param(sdp, c, pl_bytes_str("109/109"), pl_bytes_str(""));
    pl_sdp_add_feedback(sdp, c, pl_bytes_str("transport-cc"), pl_bytes_str(""));
    if (known[codec].rtx_pt == 0)
        return;
    if (client->config.gives_remb)
        pl_sdp_add_feedback(sdp, c, pl_bytes_str("goog-remb"), pl_bytes_str(""));
    pl_sdp_add_feedback(sdp, c, pl_bytes_str("ccm"), pl_bytes_str("fir"));
    pl_sdp_add_feedback(sdp, c, pl_bytes_str("nack"), pl_bytes_str(""));
    pl_sdp_add_feedback(sdp, c, pl_bytes_str("nack"), pl_bytes_str("pli"));
    c = pl_sdp_add_codec(sdp, m);
    if (!c)
        return;
    c->pt = known[codec].rtx_pt;
    c->name = pl_bytes_str("rtx");
    c->clock = known[codec].clock;
    c->channels = 1;
    snprintf(apt, sizeof(apt), "apt=%u", known[codec].pt);
    add_fmtp(sdp, c, (const char *)pl_sdp_copy(sdp, pl_bytes_of(apt, strlen(apt) + 1)).data);
}

static void add_codecs(const struct pl_rtc_client *c, struct pl_sdp *sdp, struct pl_sdp_media *m,
                       enum pl_media_kind kind)
{
    if (kind == PL_MEDIA_AUDIO && c->config.sends_red)
        add_codec(c, sdp, m, PL_CODEC_RED);
    for (int codec = PL_CODEC_NONE + 1; codec < PL_CODEC_COUNT; codec++) {
        bool is_audio = known[codec].channels == 2;
        if (codec == PL_CODEC_RED && c->config.sends_red)
            continue;
        if (knows(c, (enum pl_codec)codec) && is_audio == (kind == PL_MEDIA_AUDIO))
            add_codec(c, sdp, m, codec);
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

static void add_ssrcs(struct pl_sdp *sdp, struct pl_sdp_media *m, const struct pl_rtc_track *t)
{
    struct pl_sdp_ssrc_group *group;
    const uint32_t ids[2] = {t->ssrc, t->rtx_ssrc};
    for (int i = 0; i < 2 && ids[i] != 0 && !t->client->config.without_ssrcs; i++) {
        struct pl_sdp_ssrc *ssrc = pl_sdp_add_ssrc(sdp, m);
        if (ssrc)
            *ssrc = (struct pl_sdp_ssrc){.id = ids[i], .cname = pl_bytes_str("client")};
    }
    if (t->rtx_ssrc == 0 || t->client->config.without_ssrcs)
        return;
    group = pl_sdp_add_ssrc_group(sdp, m, pl_bytes_str("FID"));
    if (!group)
        return;
    pl_sdp_add_ssrc_group_id(sdp, group, t->ssrc);
    pl_sdp_add_ssrc_group_id(sdp, group, t->rtx_ssrc);
}

static void add_rid(struct pl_sdp *sdp, struct pl_sdp_media *m, const struct pl_rtc_track *t)
{
    struct pl_sdp_rid *rid = pl_sdp_add_rid(sdp, m);
    struct pl_sdp_layer *layer = pl_sdp_add_layer(sdp, m, PL_SDP_SENDONLY);
    if (!rid || !layer)
        return;
    rid->id = layer->rid = pl_bytes_str(t->rid);
    rid->direction = PL_SDP_SENDONLY;
}

/* The track and the layers in its section. */
static void add_sources(struct pl_sdp *sdp, struct pl_sdp_media *m, const struct pl_rtc_track *t)
{
    const struct pl_rtc_client *c = t->client;
    struct pl_sdp_msid *msid = pl_sdp_add_msid(sdp, m);
    struct pl_sdp_ssrc_group *sim = NULL;
    size_t layers = 0;
    if (msid)
        *msid = (struct pl_sdp_msid){pl_bytes_str("stream"), pl_bytes_str(t->mid)};
    for (size_t i = 0; i < c->track_count; i++) {
        if (strcmp(c->tracks[i]->mid, t->mid) != 0)
            continue;
        layers++;
        if (c->tracks[i]->rid[0] != '\0' && !c->config.sim_groups)
            add_rid(sdp, m, c->tracks[i]);
        else
            add_ssrcs(sdp, m, c->tracks[i]);
    }
    if (layers > 1 && c->config.sim_groups)
        sim = pl_sdp_add_ssrc_group(sdp, m, pl_bytes_str("SIM"));
    for (size_t i = 0; sim && i < c->track_count; i++) {
        if (strcmp(c->tracks[i]->mid, t->mid) == 0)
            pl_sdp_add_ssrc_group_id(sdp, sim, c->tracks[i]->ssrc);
    }
}

static void add_transport(const struct pl_rtc_client *c, struct pl_sdp_media *m,
                          enum pl_sdp_setup setup)
{
    const struct pl_dtls_fingerprint *ours = &c->config.fingerprint;
    struct pl_sdp_fingerprint *fp = &m->dtls.fingerprints[0];
    m->port = 9;
    m->ice.ufrag = pl_bytes_str(c->ufrag);
    m->ice.pwd = pl_bytes_str(c->pwd);
    m->ice.options = PL_SDP_ICE_TRICKLE;
    fp->hash = PL_SDP_SHA256;
    fp->len = ours->len;
    memcpy(fp->bytes, ours->bytes, ours->len);
    m->dtls.fingerprint_count = 1;
    m->dtls.setup = setup;
}

static void add_section(const struct pl_rtc_track *t, struct pl_sdp *sdp,
                        struct pl_sdp_group *bundle)
{
    struct pl_sdp_media *m = pl_sdp_add_media(sdp);
    if (!m)
        return;
    m->kind = t->kind == PL_MEDIA_AUDIO ? PL_SDP_AUDIO : PL_SDP_VIDEO;
    m->proto = pl_bytes_str("UDP/TLS/RTP/SAVPF");
    m->mid = pl_bytes_str(t->mid);
    m->direction = t->stopped ? PL_SDP_INACTIVE : PL_SDP_SENDONLY;
    m->rtcp_mux = true;
    m->rtcp_rsize = true;
    m->extmap_allow_mixed = true;
    add_transport(t->client, m, PL_SDP_SETUP_ACTPASS);
    add_extmap(sdp, m, 4, EXT_MID);
    add_extmap(sdp, m, 3, EXT_TWCC);
    if (t->kind == PL_MEDIA_AUDIO)
        add_extmap(sdp, m, 7, EXT_AUDIO_LEVEL);
    else
        add_extmap(sdp, m, 13, EXT_ORIENTATION);
    if (t->rid[0] != '\0') {
        add_extmap(sdp, m, 10, EXT_RID);
        add_extmap(sdp, m, 11, EXT_REPAIRED);
    }
    add_codecs(t->client, sdp, m, t->kind);
    add_sources(sdp, m, t);
    pl_sdp_add_group_mid(sdp, bundle, m->mid);
}

enum pl_err pl_rtc_offer(struct pl_rtc_client *c, uint8_t *dst, size_t size, size_t *len)
{
    struct pl_sdp sdp;
    struct pl_sdp_group *bundle;
    enum pl_err err;
    pl_sdp_init(&sdp);
    sdp.origin_id = c->sdp_id;
    sdp.origin_version = ++c->sdp_version;
    bundle = pl_sdp_add_group(&sdp, pl_bytes_str("BUNDLE"));
    for (size_t i = 0; i < c->track_count && bundle; i++) {
        if (!c->tracks[i]->is_layer)
            add_section(c->tracks[i], &sdp, bundle);
    }
    err = pl_sdp_write(&sdp, dst, size, len);
    pl_sdp_finish(&sdp);
    return err;
}

/* ---- reading ---- */

/* The server's side of the bundle: credentials, certificate, address. */
static enum pl_err take_transport(struct pl_rtc_client *c, pl_time_us now, const struct pl_sdp *sdp)
{
    const struct pl_sdp_media *m = NULL;
    const struct pl_sdp_fingerprint *fp;
    bool restarted;
    for (size_t i = 0; i < sdp->media_count && !m; i++) {
        if (!pl_sdp_media_rejected(sdp->media[i]))
            m = sdp->media[i];
    }
    if (!m || m->dtls.fingerprint_count == 0 || m->candidate_count == 0 || m->ice.ufrag.len == 0)
        return PL_E_UNSUPPORTED;
    fp = &m->dtls.fingerprints[0];
    restarted = c->described && !pl_bytes_eq_str(m->ice.ufrag, c->remote_ufrag);
    if (!pl_bytes_to_str(m->ice.ufrag, c->remote_ufrag, sizeof(c->remote_ufrag)) ||
        !pl_bytes_to_str(m->ice.pwd, c->remote_pwd, sizeof(c->remote_pwd)))
        return PL_E_RANGE;
    c->remote_fingerprint = (struct pl_dtls_fingerprint){.hash = (uint8_t)fp->hash, .len = fp->len};
    memcpy(c->remote_fingerprint.bytes, fp->bytes, fp->len);
    c->remote_addr = m->candidates[0].addr;
    if (restarted && !c->restarting)
        pl_rtc_restart(c);
    if (restarted)
        c->restarting = c->reachable = false;
    if (!c->described || restarted)
        c->check_at = now;
    c->described = true;
    if (m->dtls.setup == PL_SDP_SETUP_ACTIVE)
        pl_rtc_open_dtls(c, now, PL_DTLS_SERVER);
    return PL_OK;
}

static enum pl_codec codec_of(const struct pl_sdp_codec *theirs)
{
    for (int codec = PL_CODEC_NONE + 1; codec < PL_CODEC_COUNT; codec++) {
        if (pl_sdp_codec_is(theirs, known[codec].name))
            return (enum pl_codec)codec;
    }
    return PL_CODEC_NONE;
}

static uint8_t ext_of(const struct pl_sdp_media *m, const char *uri)
{
    const struct pl_sdp_extmap *e = pl_sdp_find_extmap(m, uri);
    return e ? (uint8_t)e->id : 0;
}

/* What the server wants to receive: it sends in the first codec of the answer. */
static void take_sender(struct pl_rtc_track *t, const struct pl_sdp_media *m)
{
    const struct pl_sdp_codec *rtx;
    enum pl_codec codec;
    bool named = false;
    t->live = !pl_sdp_media_rejected(m) && (m->direction & PL_SDP_RECVONLY) && m->codec_count > 0;
    if (!t->live)
        return;
    codec = codec_of(&m->codecs[0]);
    if (codec != t->codec)
        t->key_wanted = true;
    t->codec = codec;
    t->pt = m->codecs[0].pt;
    rtx = pl_sdp_codec_rtx(m, t->pt);
    t->rtx_pt = rtx ? rtx->pt : 0;
    t->ext_mid = ext_of(m, EXT_MID);
    t->ext_twcc = ext_of(m, EXT_TWCC);
    t->ext_audio_level = ext_of(m, EXT_AUDIO_LEVEL);
    t->ext_orientation = ext_of(m, EXT_ORIENTATION);
    t->ext_rid = ext_of(m, EXT_RID);
    t->ext_repaired = ext_of(m, EXT_REPAIRED);
    for (size_t i = 0; i < m->simulcast.recv_count; i++)
        named |= pl_bytes_eq_str(m->simulcast.recv[i].rid, t->rid);
    if (t->rid[0] != '\0' && !t->client->config.sim_groups)
        t->live = named;
}

enum pl_err pl_rtc_take_answer(struct pl_rtc_client *c, pl_time_us now, struct pl_bytes text)
{
    struct pl_sdp sdp;
    size_t n = 0;
    enum pl_err err = pl_sdp_read(&sdp, text, NULL);
    if (!err)
        err = take_transport(c, now, &sdp);
    for (size_t i = 0; !err && i < c->track_count; i++) {
        n += !c->tracks[i]->is_layer;
        if (n > sdp.media_count || !pl_bytes_eq_str(sdp.media[n - 1]->mid, c->tracks[i]->mid))
            err = PL_E_PROTO; /* layers follow their section's track */
        else
            take_sender(c->tracks[i], sdp.media[n - 1]);
    }
    if (!err && n != sdp.media_count)
        err = PL_E_PROTO;
    pl_sdp_finish(&sdp);
    return err;
}

/* ---- answering ---- */

/* The section's track; another source in it is received as something new. */
static enum pl_err take_receiver(struct pl_rtc_client *c, const struct pl_sdp_media *m)
{
    char mid[PL_RTC_MID_MAX + 1];
    struct pl_rtc_track *t;
    uint32_t ssrc = m->ssrc_count > 0 ? m->ssrcs[0].id : 0;
    if (!pl_bytes_to_str(m->mid, mid, sizeof(mid)))
        return PL_E_RANGE;
    t = pl_rtc_find_mid(c, mid);
    if (!t) {
        t = pl_rtc_new_track(c, m->kind == PL_SDP_AUDIO ? PL_MEDIA_AUDIO : PL_MEDIA_VIDEO);
        if (!t)
            return PL_E_LIMIT;
        memcpy(t->mid, mid, sizeof(mid));
    }
    t->live = (m->direction & PL_SDP_SENDONLY) != 0;
    if (t->ssrc == ssrc)
        return PL_OK;
    pl_rtc_track_close(t);
    t->ssrc = ssrc;
    t->rtx_ssrc = pl_sdp_rtx_ssrc(m, ssrc);
    t->count = (struct pl_rtc_counters){0};
    t->sr = (struct pl_rtcp_sr){0};
    t->ext_audio_level = ext_of(m, EXT_AUDIO_LEVEL);
    t->ext_orientation = ext_of(m, EXT_ORIENTATION);
    t->ext_twcc = c->config.gives_feedback ? ext_of(m, EXT_TWCC) : 0;
    return PL_OK;
}

static void take_red(struct pl_sdp *answer, struct pl_sdp_media *m,
                     const struct pl_sdp_media *offered)
{
    const struct pl_sdp_codec *red = pl_sdp_codec_find(offered, "red", 48000, 2, NULL, NULL);
    struct pl_sdp_codec *c = red ? pl_sdp_add_codec(answer, m) : NULL;
    if (!c)
        return;
    c->pt = red->pt;
    c->name = pl_bytes_str("red");
    c->clock = 48000;
    c->channels = 2;
    if (red->param_count > 0)
        pl_sdp_add_param(answer, c, pl_sdp_copy(answer, red->params[0].key), pl_bytes_str(""));
}

static enum pl_err answer_section(struct pl_rtc_client *c, struct pl_sdp *answer,
                                  const struct pl_sdp_media *offered, const struct pl_sdp *ours)
{
    /* The last one only by those who give feedback. */
    static const char *const uris[] = {EXT_MID, EXT_AUDIO_LEVEL, EXT_ORIENTATION, EXT_TWCC};
    const struct pl_sdp_media *taken = ours->media[offered->kind == PL_SDP_AUDIO ? 0 : 1];
    struct pl_sdp_wish wish = {.codecs = taken->codecs,
                               .codec_count = taken->codec_count,
                               .rtx = true,
                               .extmaps = uris,
                               .extmap_count = c->config.gives_feedback ? 4 : 3,
                               .direction = PL_SDP_RECVONLY,
                               .setup = PL_SDP_SETUP_ACTIVE};
    struct pl_sdp_media *m;
    enum pl_err err = take_receiver(c, offered);
    if (err)
        return err;
    err = pl_sdp_answer_accept(answer, offered, &wish, &m);
    if (err == PL_E_NOT_FOUND || err == PL_E_UNSUPPORTED)
        return pl_sdp_answer_reject(answer, offered);
    if (!err)
        add_transport(c, m, PL_SDP_SETUP_ACTIVE);
    if (!err && offered->kind == PL_SDP_AUDIO && c->config.takes_red)
        take_red(answer, m, offered);
    return err;
}

static enum pl_err build_answer(struct pl_rtc_client *c, pl_time_us now, const struct pl_sdp *offer,
                                struct pl_sdp *answer)
{
    struct pl_sdp ours; /* a section of sound and one of pictures, for what we take */
    enum pl_err err;
    pl_sdp_init(&ours);
    for (int kind = 0; kind < 2; kind++) {
        struct pl_sdp_media *m = pl_sdp_add_media(&ours);
        if (m)
            add_codecs(c, &ours, m, kind == 0 ? PL_MEDIA_AUDIO : PL_MEDIA_VIDEO);
    }
    err = ours.err;
    if (!err)
        err = take_transport(c, now, offer);
    for (size_t i = 0; !err && i < offer->media_count; i++)
        err = answer_section(c, answer, offer->media[i], &ours);
    pl_sdp_finish(&ours);
    return err ? err : pl_sdp_answer_end(answer, offer);
}

enum pl_err pl_rtc_answer(struct pl_rtc_client *c, pl_time_us now, struct pl_bytes text,
                          uint8_t *dst, size_t size, size_t *len)
{
    struct pl_sdp offer, answer;
    enum pl_err err = pl_sdp_read(&offer, text, NULL);
    pl_sdp_answer_begin(&answer, c->sdp_id, ++c->sdp_version);
    if (!err)
        err = build_answer(c, now, &offer, &answer);
    if (!err)
        err = pl_sdp_write(&answer, dst, size, len);
    pl_sdp_finish(&answer);
    pl_sdp_finish(&offer);
    return err;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Between the domain and the media workers, both ways. */
#include "server/hub_internal.h"

/* ---- what the domain wants of them ---- */

static void refuse_peer(struct pl_hub *hub, uint64_t session, enum pl_core_peer peer,
                        enum pl_err err)
{
    struct pl_event e = {.type = PL_EVENT_MEDIA_FAILED};
    if (err == PL_OK || err == PL_E_NOT_FOUND)
        return; /* a session that never joined was refused when it tried */
    e.media_failed.session = session;
    e.media_failed.peer = peer;
    e.media_failed.detail = pl_bytes_str("media worker overloaded");
    pl_hub_refuse(hub, &e);
}

static enum pl_codec codec_of(enum pl_core_codec codec)
{
    switch (codec) {
    case PL_CORE_H264:
        return PL_CODEC_H264;
    case PL_CORE_VP9:
        return PL_CODEC_VP9;
    case PL_CORE_AV1:
        return PL_CODEC_AV1;
    default:
        return PL_CODEC_VP8;
    }
}

static enum pl_media_kind kind_of(enum pl_core_kind kind)
{
    return kind == PL_CORE_VIDEO ? PL_MEDIA_VIDEO : PL_MEDIA_AUDIO;
}

static void media_offer(struct pl_hub *hub, const struct pl_effect *e)
{
    struct pl_media_pub_track tracks[PL_MEDIA_PUB_SECTIONS_MAX];
    struct pl_event refused = {.type = PL_EVENT_MEDIA_ANSWER};
    size_t n = e->media_offer.track_count;
    if (n > PL_MEDIA_PUB_SECTIONS_MAX)
        n = PL_MEDIA_PUB_SECTIONS_MAX;
    for (size_t i = 0; i < n; i++) {
        const struct pl_core_pub_track *t = &e->media_offer.tracks[i];
        tracks[i] = (struct pl_media_pub_track){t->mid, kind_of(t->kind), t->stream};
    }
    refused.media_answer.session = e->media_offer.session;
    refused.media_answer.request = e->media_offer.request;
    refused.media_answer.err =
        pl_media_pool_offer(hub->media, e->media_offer.session, e->media_offer.request,
                            e->media_offer.sdp, tracks, n, codec_of(e->media_offer.codec));
    if (refused.media_answer.err)
        pl_hub_refuse(hub, &refused);
}

static void media_link(struct pl_hub *hub, const struct pl_effect *e)
{
    refuse_peer(hub, e->media_link.subscriber, PL_CORE_SUB,
                pl_media_pool_link(hub->media, e->media_link.subscriber, e->media_link.publisher,
                                   kind_of(e->media_link.kind), e->media_link.stream,
                                   e->media_link.on));
}

static void media_view(struct pl_hub *hub, const struct pl_effect *e)
{
    const struct pl_core_view *from = &e->media_view.view;
    struct pl_media_view view = {
        .width = from->width, .height = from->height, .visible = from->visible};
    enum pl_err err = pl_media_pool_view(hub->media, e->media_view.subscriber,
                                         e->media_view.publisher, e->media_view.stream, &view);
    (void)err; /* a worker so late is told of by its other calls; what is lost here is a size */
}

/* The STUN service is a help, not a promise: when it cannot be had, nothing else fails. */
static void allow_address(struct pl_hub *hub, uint64_t session, const struct pl_core_ip *ip)
{
    struct pl_addr address;
    if (pl_addr_parse(&address, ip->text) == PL_OK &&
        pl_media_pool_allow(hub->media, session, &address) != PL_OK)
        return;
}

/* A mailbox so full that this is lost refuses what follows as well, and the client comes anew. */
static void media_copy(struct pl_hub *hub, const struct pl_effect *e)
{
    uint64_t session = e->media_copy.session;
    uint32_t number = e->media_copy.number;
    enum pl_err err = pl_media_pool_copy(hub->media, session, PL_MEDIA_AUDIO, 0, number, true);
    if (!err)
        err = pl_media_pool_copy(hub->media, session, PL_MEDIA_VIDEO, 0, number, true);
    refuse_peer(hub, session, PL_CORE_PUB, err);
}

static void media_restart(struct pl_hub *hub, const struct pl_effect *e)
{
    uint64_t session = e->media_restart.session;
    enum pl_media_role role = e->media_restart.peer == PL_CORE_PUB ? PL_MEDIA_PUB : PL_MEDIA_SUB;
    refuse_peer(hub, session, e->media_restart.peer,
                e->media_restart.path ? pl_media_pool_restart_ice(hub->media, session)
                                      : pl_media_pool_restart(hub->media, session, role));
}

static void media_figures(struct pl_hub *hub, const struct pl_effect *e)
{
    enum pl_err err =
        pl_media_pool_figures(hub->media, e->media_figures.session, e->media_figures.on);
    (void)err; /* as above; what is lost here are figures */
}

void pl_hub_run_media(struct pl_hub *hub, const struct pl_effect *e)
{
    struct pl_media_pool *media = hub->media;
    switch (e->type) {
    case PL_EFFECT_MEDIA_JOIN:
        refuse_peer(hub, e->media_join.session, PL_CORE_PUB,
                    pl_media_pool_join(media, e->media_join.session, e->media_join.room));
        allow_address(hub, e->media_join.session, &e->media_join.ip);
        break;
    case PL_EFFECT_MEDIA_COPY:
        media_copy(hub, e);
        break;
    case PL_EFFECT_MEDIA_MOVED:
        allow_address(hub, e->media_moved.session, &e->media_moved.ip);
        break;
    case PL_EFFECT_MEDIA_LEAVE:
        pl_media_pool_leave(media, e->media_leave.session);
        break;
    case PL_EFFECT_MEDIA_OFFER:
        media_offer(hub, e);
        break;
    case PL_EFFECT_MEDIA_SUB_ANSWER:
        refuse_peer(hub, e->media_sub_answer.session, PL_CORE_SUB,
                    pl_media_pool_answer(media, e->media_sub_answer.session,
                                         e->media_sub_answer.version, e->media_sub_answer.sdp));
        break;
    case PL_EFFECT_MEDIA_RESTART:
        media_restart(hub, e);
        break;
    case PL_EFFECT_MEDIA_LINK:
        media_link(hub, e);
        break;
    case PL_EFFECT_MEDIA_VIEW:
        media_view(hub, e);
        break;
    case PL_EFFECT_MEDIA_FIGURES:
        media_figures(hub, e);
        break;
    default: /* MEDIA_CODEC: the client is told to offer again, and that offer carries the codec */
        break;
    }
}

/* ---- what they tell ---- */

static void media_offered(struct pl_hub *hub, const struct pl_media_event *from)
{
    struct pl_core_sub_track tracks[PL_MEDIA_SUB_SECTIONS_MAX];
    struct pl_event e = {.type = PL_EVENT_MEDIA_OFFER};
    for (size_t i = 0; i < from->track_count; i++) {
        const struct pl_media_sub_track *t = &from->tracks[i];
        tracks[i] = (struct pl_core_sub_track){
            pl_bytes_str(t->mid), t->publisher,
            t->kind == PL_MEDIA_VIDEO ? PL_CORE_VIDEO : PL_CORE_AUDIO, t->stream};
    }
    e.media_offer.session = from->session;
    e.media_offer.version = from->version;
    e.media_offer.fresh = from->fresh;
    e.media_offer.sdp = from->sdp;
    e.media_offer.tracks = tracks;
    e.media_offer.track_count = from->track_count;
    pl_hub_step(hub, &e);
}

_Static_assert((int)PL_MEDIA_WHY_BEST == (int)PL_CORE_WHY_BEST &&
                   (int)PL_MEDIA_WHY_SIZE == (int)PL_CORE_WHY_SIZE &&
                   (int)PL_MEDIA_WHY_ESTIMATE == (int)PL_CORE_WHY_ESTIMATE &&
                   (int)PL_MEDIA_WHY_HIDDEN == (int)PL_CORE_WHY_HIDDEN &&
                   (int)PL_MEDIA_WHY_COUNT == 4 &&
                   (int)PL_QUALITY_UNKNOWN == (int)PL_CORE_QUALITY_UNKNOWN,
               "the domain has the same numbers");

static uint32_t ms_of(uint32_t us)
{
    return us == 0 ? 0 : us < 1000 ? 1 : (us + 500) / 1000; /* 0 is: not known */
}

static struct pl_core_figure figure_of(const struct pl_media_figure *f)
{
    return (struct pl_core_figure){
        .publisher = f->publisher,
        .kind = f->kind == PL_MEDIA_VIDEO ? PL_CORE_VIDEO : PL_CORE_AUDIO,
        .stream = f->stream,
        .encoding = f->encoding,
        .encodings = f->encodings,
        .paused = f->paused,
        .why = (enum pl_core_why)f->why,
        .quality = f->quality,
        .source = f->source,
        .width = f->width,
        .height = f->height,
        .fps = f->fps,
        .bps = f->bps,
        .lost = (uint16_t)(f->lost_ppm / 100),
        .left = (uint16_t)(f->left_ppm / 100),
        .repaired = f->repaired,
        .rtt_ms = ms_of(f->rtt_us),
        .jitter_ms = ms_of(f->jitter_us),
        .freezes = f->freezes,
    };
}

static void media_told(struct pl_hub *hub, const struct pl_media_event *from)
{
    struct pl_core_figure figures[PL_CORE_FIGURES_MAX];
    struct pl_event e = {.type = PL_EVENT_MEDIA_FIGURES};
    size_t n = 0;
    for (; n < from->figure_count && n < PL_CORE_FIGURES_MAX; n++)
        figures[n] = figure_of(&from->figures[n]);
    e.media_figures.session = from->session;
    e.media_figures.up = from->way.up;
    e.media_figures.down = from->way.down;
    e.media_figures.up_rtt_ms = ms_of(from->way.up_rtt_us);
    e.media_figures.down_rtt_ms = ms_of(from->way.down_rtt_us);
    e.media_figures.estimate_bps = from->way.estimate_bps;
    e.media_figures.figures = figures;
    e.media_figures.figure_count = n;
    pl_hub_step(hub, &e);
}

void pl_hub_on_media(void *arg, const struct pl_media_event *from)
{
    struct pl_hub *hub = arg;
    struct pl_event e = {0};
    switch (from->type) {
    case PL_MEDIA_EVENT_ANSWER:
        e.type = PL_EVENT_MEDIA_ANSWER;
        e.media_answer.session = from->session;
        e.media_answer.request = from->request;
        e.media_answer.err = from->err;
        e.media_answer.sdp = from->sdp;
        if (from->err)
            hub->observer.on_media(hub->arg, from->session, from->role, from->detail);
        pl_hub_step(hub, &e);
        break;
    case PL_MEDIA_EVENT_OFFER:
        media_offered(hub, from);
        break;
    case PL_MEDIA_EVENT_CONNECTED:
        hub->observer.on_media(hub->arg, from->session, from->role, NULL);
        break;
    case PL_MEDIA_EVENT_DEMAND:
        e.type = PL_EVENT_MEDIA_DEMAND;
        e.media_demand.session = from->session;
        e.media_demand.stream = from->stream;
        e.media_demand.encodings = from->encodings;
        e.media_demand.limit_bps = from->limit_bps;
        pl_hub_step(hub, &e);
        break;
    case PL_MEDIA_EVENT_FIGURES:
        media_told(hub, from);
        break;
    case PL_MEDIA_EVENT_SPEAKERS:
        e.type = PL_EVENT_MEDIA_SPEAKERS;
        e.media_speakers.session = from->session;
        e.media_speakers.publishers = from->speakers;
        e.media_speakers.count = from->speaker_count;
        pl_hub_step(hub, &e);
        break;
    case PL_MEDIA_EVENT_FAILED:
        hub->observer.on_media(hub->arg, from->session, from->role, from->detail);
        e.type = PL_EVENT_MEDIA_FAILED;
        e.media_failed.session = from->session;
        e.media_failed.peer = from->role == PL_MEDIA_PUB ? PL_CORE_PUB : PL_CORE_SUB;
        e.media_failed.detail = pl_bytes_str(from->detail);
        pl_hub_step(hub, &e);
        break;
    }
}

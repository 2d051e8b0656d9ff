/* SPDX-License-Identifier: Apache-2.0 */
#include "server/hub.h"

#include "base/list.h"
#include "io/clock.h"
#include "io/random.h"
#include "proto/wire/errors_gen.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

/* What the outside says to an effect at once, on its way to the domain: a refusal of a media worker
 * (its session was not told yet), the answer to a question. */
struct refusal {
    struct pl_list in_hub;
    struct pl_event event;
    struct pl_ruling *ruling; /* what an answer's views show; else NULL */
};

struct pl_hub {
    struct pl_core *core;
    struct pl_signal *signal;
    struct pl_media_pool *media;
    struct pl_spool *spool; /* NULL: no files are kept */
    struct pl_keeper *keeper;
    struct pl_feed *feed;
    struct pl_timer *timer;
    struct pl_hub_observer observer;
    void *arg;
    struct pl_list refusals;
    struct pl_bytes stun[PL_MEDIA_ADDRESSES_MAX]; /* borrowed by core */
    char stun_text[PL_MEDIA_ADDRESSES_MAX][PL_ADDR_TEXT_MAX + 8];
    struct pl_asker *asker;
    struct pl_hub_listener listeners[PL_HUB_LISTENERS_MAX];
    struct pl_core_takers takes[PL_HUB_LISTENERS_MAX]; /* of each of them */
    unsigned listener_count;
    bool stepping;
    bool stopping;
};

/* ---- effects ---- */

static void refuse(struct pl_hub *hub, const struct pl_event *event)
{
    struct refusal *r = calloc(1, sizeof(*r));
    if (!r) {
        hub->observer.on_fatal(hub->arg, "out of memory");
        return;
    }
    r->event = *event;
    pl_list_add_tail(&hub->refusals, &r->in_hub);
}

static void step(struct pl_hub *hub, struct pl_event *event);

/* What others say to a question: at once, or when the step that asked has been carried out. */
static void on_ruling(void *arg, const struct pl_ruling *ruling)
{
    struct pl_hub *hub = arg;
    struct pl_event e = {.type = PL_EVENT_ANSWER, .answer = *ruling};
    struct refusal *r;
    if (!hub->stepping) {
        step(hub, &e);
        return;
    }
    r = calloc(1, sizeof(*r));
    if (r)
        r->ruling = pl_ruling_copy(ruling);
    if (!r || !r->ruling) {
        free(r);
        hub->observer.on_fatal(hub->arg, "out of memory");
        return;
    }
    r->event = e;
    r->event.answer = *r->ruling;
    pl_list_add_tail(&hub->refusals, &r->in_hub);
}

static void refuse_peer(struct pl_hub *hub, uint64_t session, enum pl_core_peer peer,
                        enum pl_err err)
{
    struct pl_event e = {.type = PL_EVENT_MEDIA_FAILED};
    if (err == PL_OK || err == PL_E_NOT_FOUND)
        return; /* a session that never joined was refused when it tried */
    e.media_failed.session = session;
    e.media_failed.peer = peer;
    e.media_failed.detail = pl_bytes_str("media worker overloaded");
    refuse(hub, &e);
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
        refuse(hub, &refused);
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

static void run_media(struct pl_hub *hub, const struct pl_effect *e)
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

static void send_text(struct pl_hub *hub, uint64_t link, struct pl_bytes text)
{
    enum pl_err err = pl_signal_send_text(hub->signal, link, text);
    (void)err; /* a full queue ends the link, and that comes back as PL_EVENT_LINK_CLOSED */
}

static void send_data(struct pl_hub *hub, uint64_t link, struct pl_bytes data)
{
    enum pl_err err = pl_signal_send_binary(hub->signal, link, data);
    (void)err; /* as above */
}

static void store(struct pl_hub *hub, const struct pl_effect *e)
{
    struct pl_event failed = {.type = PL_EVENT_STORED};
    enum pl_err err;
    for (unsigned i = 0; i < hub->listener_count; i++) {
        const struct pl_hub_listener *l = &hub->listeners[i];
        if (l->on_store && l->on_store(l->arg, e))
            return;
    }
    err = hub->spool ? pl_spool_run(hub->spool, e) : PL_E_STATE;
    if (!err || e->type == PL_EFFECT_STORE_DROP)
        return;
    failed.stored.transfer = e->store.transfer;
    failed.stored.what = PL_STORED_FAILED;
    failed.stored.code = PL_GV_ERR_NOENOUGHRESOURCE;
    refuse(hub, &failed);
}

static void keep_block(struct pl_hub *hub, const struct pl_effect *e)
{
    const struct pl_core_kept kept = {
        .kind = PL_CORE_KEPT_BLOCK, .gone = e->blocked.off, .text = e->blocked.pattern};
    if (hub->keeper)
        pl_keeper_keep(hub->keeper, &kept);
}

static void run_effect(struct pl_hub *hub, const struct pl_effect *e)
{
    switch (e->type) {
    case PL_EFFECT_SEND:
        send_text(hub, e->send.link, e->send.bytes);
        break;
    case PL_EFFECT_SEND_DATA:
        send_data(hub, e->send.link, e->send.bytes);
        break;
    case PL_EFFECT_STORE_OPEN:
    case PL_EFFECT_STORE_WRITE:
    case PL_EFFECT_STORE_KEEP:
    case PL_EFFECT_STORE_READ:
    case PL_EFFECT_STORE_DROP:
        store(hub, e);
        break;
    case PL_EFFECT_CLOSE:
        pl_signal_close(hub->signal, e->close.link, e->close.code, e->close.reason);
        break;
    case PL_EFFECT_ASK:
        pl_asker_ask(hub->asker, &e->ask);
        break;
    case PL_EFFECT_ASK_OVER:
        pl_asker_over(hub->asker, e->ask_over.ticket);
        break;
    case PL_EFFECT_NOTICE:
    case PL_EFFECT_SERVER_DATA:
    case PL_EFFECT_USER_CONTROL:
    case PL_EFFECT_OBJECT_EVENT:
        for (unsigned i = 0; i < hub->listener_count; i++)
            hub->listeners[i].on_effect(hub->listeners[i].arg, e);
        break;
    case PL_EFFECT_BLOCKED:
        keep_block(hub, e);
        break;
    case PL_EFFECT_KEEP:
        pl_keeper_keep(hub->keeper, &e->keep);
        break;
    case PL_EFFECT_FACT:
        pl_feed_fact(hub->feed, &e->fact);
        hub->observer.on_fact(hub->arg, &e->fact);
        break;
    default:
        run_media(hub, e);
        break;
    }
}

static void step_once(struct pl_hub *hub, struct pl_event *event)
{
    struct pl_effects effects;
    event->now = pl_clock_now_us();
    if (pl_core_step(hub->core, event, &effects)) {
        hub->observer.on_fatal(hub->arg, "the domain is out of memory");
        return;
    }
    for (size_t i = 0; i < effects.count; i++)
        run_effect(hub, &effects.items[i]);
}

static void step(struct pl_hub *hub, struct pl_event *event)
{
    if (hub->stopping)
        return;
    hub->stepping = true;
    step_once(hub, event);
    while (!pl_list_empty(&hub->refusals)) {
        struct refusal *r = pl_container_of(hub->refusals.next, struct refusal, in_hub);
        pl_list_remove(&r->in_hub);
        step_once(hub, &r->event);
        free(r->ruling);
        free(r);
    }
    hub->stepping = false;
    pl_timer_arm(hub->timer, pl_core_deadline(hub->core));
}

/* ---- events ---- */

static void on_timer(void *arg)
{
    step(arg, &(struct pl_event){.type = PL_EVENT_TICK});
}

void pl_hub_link_opened(struct pl_hub *hub, uint64_t link, const struct pl_signal_peer *peer)
{
    struct pl_event e = {.type = PL_EVENT_LINK_OPENED};
    struct pl_random *random = pl_random_kernel();
    char ip[PL_ADDR_TEXT_MAX];
    e.link_opened.link = link;
    e.link_opened.ip = pl_bytes_str(pl_addr_print_ip(&peer->address, ip));
    random->fill(random, e.link_opened.random, sizeof(e.link_opened.random));
    hub->observer.on_link(hub->arg, link, ip, true, 0, "");
    step(hub, &e);
}

void pl_hub_link_text(struct pl_hub *hub, uint64_t link, struct pl_bytes text)
{
    struct pl_event e = {.type = PL_EVENT_LINK_TEXT};
    e.link_text.link = link;
    e.link_text.bytes = text;
    step(hub, &e);
}

void pl_hub_link_binary(struct pl_hub *hub, uint64_t link, struct pl_bytes data)
{
    struct pl_event e = {.type = PL_EVENT_LINK_BINARY};
    e.link_binary.link = link;
    e.link_binary.bytes = data;
    step(hub, &e);
}

void pl_hub_link_closed(struct pl_hub *hub, uint64_t link, uint16_t code, const char *why)
{
    struct pl_event e = {.type = PL_EVENT_LINK_CLOSED};
    e.link_closed.link = link;
    /* What browsers say when their page goes, also when its scripts had no time to log out. */
    e.link_closed.going = code == PL_CLOSE_GOING;
    hub->observer.on_link(hub->arg, link, "", false, code, why);
    step(hub, &e);
}

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
    step(hub, &e);
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
    step(hub, &e);
}

static void on_media(void *arg, const struct pl_media_event *from)
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
        step(hub, &e);
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
        step(hub, &e);
        break;
    case PL_MEDIA_EVENT_FIGURES:
        media_told(hub, from);
        break;
    case PL_MEDIA_EVENT_SPEAKERS:
        e.type = PL_EVENT_MEDIA_SPEAKERS;
        e.media_speakers.session = from->session;
        e.media_speakers.publishers = from->speakers;
        e.media_speakers.count = from->speaker_count;
        step(hub, &e);
        break;
    case PL_MEDIA_EVENT_FAILED:
        hub->observer.on_media(hub->arg, from->session, from->role, from->detail);
        e.type = PL_EVENT_MEDIA_FAILED;
        e.media_failed.session = from->session;
        e.media_failed.peer = from->role == PL_MEDIA_PUB ? PL_CORE_PUB : PL_CORE_SUB;
        e.media_failed.detail = pl_bytes_str(from->detail);
        step(hub, &e);
        break;
    }
}

static void on_stored(void *arg, struct pl_event *event)
{
    step(arg, event);
}

/* ---- life ---- */

/* "stun:10.0.0.1:8910", "stun:[2001:db8::1]:8910": the media port of the first worker. */
static size_t list_stun(struct pl_hub *hub)
{
    size_t n = 0;
    for (size_t i = 0; i < PL_MEDIA_ADDRESSES_MAX; i++) {
        struct pl_addr a = pl_media_pool_address(hub->media, 0, i);
        char address[PL_ADDR_TEXT_MAX];
        if (a.family == PL_ADDR_NONE)
            break;
        (void)snprintf(hub->stun_text[n], sizeof(hub->stun_text[n]), "stun:%s",
                       pl_addr_print(&a, address));
        hub->stun[n] = pl_bytes_str(hub->stun_text[n]);
        n++;
    }
    return n;
}

/* The media side first, since it knows its ports then; its events come through the loop, later. */
static enum pl_err start_parts(struct pl_hub *hub, struct pl_loop *loop,
                               const struct pl_hub_config *config, uint16_t *port)
{
    static const struct pl_media_pool_handler media = {on_media};
    struct pl_core_config core = config->core;
    enum pl_err err = pl_media_pool_start(&hub->media, loop, &config->media, &media, hub, port);
    if (err)
        return err;
    core.stun = hub->stun;
    core.stun_count = list_stun(hub);
    if (core.file_store)
        err =
            pl_spool_start(&hub->spool, loop, config->spool, &config->spool_limits, on_stored, hub);
    if (err)
        return err;
    hub->asker = pl_asker_create((size_t)PL_ASK_KINDS * core.max_sessions, on_ruling, hub);
    hub->core = pl_core_create(&core);
    hub->timer = pl_timer_create(loop, on_timer, hub);
    return hub->core && hub->timer && hub->asker ? PL_OK : PL_E_NOMEM;
}

enum pl_err pl_hub_start(struct pl_hub **out, struct pl_loop *loop, struct pl_signal *signal,
                         const struct pl_hub_config *config, const struct pl_hub_observer *observer,
                         void *arg, uint16_t *port)
{
    struct pl_hub *hub = calloc(1, sizeof(*hub));
    enum pl_err err;
    if (!hub)
        return PL_E_NOMEM;
    hub->signal = signal;
    hub->keeper = config->keeper;
    hub->feed = config->feed;
    hub->observer = *observer;
    hub->arg = arg;
    pl_list_init(&hub->refusals);
    err = start_parts(hub, loop, config, port);
    if (err) {
        pl_hub_stop(hub);
        return err;
    }
    *out = hub;
    return PL_OK;
}

void pl_hub_stop(struct pl_hub *hub)
{
    if (!hub)
        return;
    hub->stopping = true;
    pl_media_pool_stop(hub->media);
    pl_spool_stop(hub->spool);
    if (hub->timer)
        pl_timer_destroy(hub->timer);
    pl_asker_destroy(hub->asker);
    pl_core_destroy(hub->core);
    free(hub);
}

void pl_hub_drain(struct pl_hub *hub, pl_time_us deadline)
{
    struct pl_event e = {.type = PL_EVENT_DRAIN};
    e.drain.deadline = deadline;
    step(hub, &e);
}

/* ---- what takes part ---- */

unsigned pl_hub_listen(struct pl_hub *hub, const struct pl_hub_listener *listener)
{
    assert(hub->listener_count < PL_HUB_LISTENERS_MAX);
    hub->listeners[hub->listener_count] = *listener;
    return hub->listener_count++;
}

void pl_hub_take(struct pl_hub *hub, unsigned place, const struct pl_core_takers *takers)
{
    struct pl_event e = {.type = PL_EVENT_TAKERS};
    assert(place < hub->listener_count);
    hub->takes[place] = *takers;
    for (unsigned i = 0; i < hub->listener_count; i++) {
        const struct pl_core_takers *t = &hub->takes[i];
        for (unsigned channel = 0; channel < 3; channel++)
            e.takers.data[channel] |= t->data[channel];
        e.takers.control |= t->control;
        e.takers.file |= t->file;
    }
    pl_hub_event(hub, &e);
}

void pl_hub_event(struct pl_hub *hub, struct pl_event *event)
{
    assert(!hub->stepping);
    step(hub, event);
}

struct pl_core *pl_hub_core(struct pl_hub *hub)
{
    return hub->core;
}

struct pl_asker *pl_hub_asker(struct pl_hub *hub)
{
    return hub->asker;
}

void pl_hub_kept(struct pl_hub *hub, const struct pl_core_kept *kept)
{
    struct pl_event e = {.type = PL_EVENT_KEPT, .kept = *kept};
    step(hub, &e);
}

struct pl_media_pool *pl_hub_media(struct pl_hub *hub)
{
    return hub->media;
}

void pl_hub_core_stats(const struct pl_hub *hub, struct pl_core_stats *out)
{
    pl_core_stats(hub->core, out);
}

size_t pl_hub_sessions(const struct pl_hub *hub)
{
    struct pl_core_stats stats;
    pl_core_stats(hub->core, &stats);
    return stats.sessions;
}

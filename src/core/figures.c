/* SPDX-License-Identifier: Apache-2.0 */
#include "core/figures.h"

#include "core/dispatch.h"
#include "core/emit.h"

_Static_assert((int)PL_CORE_WHY_BEST == (int)PL_WIRE_LAYER_WHY_BEST &&
                   (int)PL_CORE_WHY_SIZE == (int)PL_WIRE_LAYER_WHY_SIZE &&
                   (int)PL_CORE_WHY_ESTIMATE == (int)PL_WIRE_LAYER_WHY_ESTIMATE &&
                   (int)PL_CORE_WHY_HIDDEN == (int)PL_WIRE_LAYER_WHY_HIDDEN,
               "the wire has the same numbers");

static void ask(struct pl_core *core, const struct pl_session *s)
{
    struct pl_effect e = {.type = PL_EFFECT_MEDIA_FIGURES, .media_figures = {s->id, s->figures}};
    pl_emit(core, &e);
}

struct pl_answer pl_figures_request(struct pl_core *core, struct pl_session *s,
                                    const struct pl_wire_msg *msg)
{
    if (s->figures == msg->u.tell_figures.on)
        return PL_ANSWER_DONE;
    s->figures = msg->u.tell_figures.on;
    if (s->room)
        ask(core, s);
    return PL_ANSWER_DONE;
}

void pl_figures_entered(struct pl_core *core, const struct pl_session *s)
{
    if (s->figures)
        ask(core, s);
}

void pl_figures_resumed(struct pl_core *core, const struct pl_session *s)
{
    if (s->figures && s->room)
        ask(core, s);
}

void pl_figures_speakers(struct pl_core *core, const struct pl_event *event)
{
    struct pl_session *s = pl_idmap_get(&core->sessions, event->media_speakers.session);
    struct pl_wire_speaker speakers[PL_CORE_SPEAKERS_MAX];
    struct pl_wire_msg msg = {.type = PL_WIRE_SPEAKERS};
    size_t n = 0;
    if (!s || !s->room || !s->link || !s->figures)
        return;
    for (size_t i = 0; i < event->media_speakers.count && n < PL_CORE_SPEAKERS_MAX; i++) {
        const struct pl_session *publisher =
            pl_idmap_get(&core->sessions, event->media_speakers.publishers[i]);
        if (publisher && publisher->room == s->room)
            speakers[n++] = (struct pl_wire_speaker){.user = publisher->user};
    }
    msg.u.speakers.users = speakers;
    msg.u.speakers.users_count = n;
    pl_emit_message(core, s->link->id, &msg);
}

/* What is 0 or not known is left out, or most of a message would be zeros. */
#define PUT(to, member, from)                                                                      \
    do {                                                                                           \
        uint32_t value_ = (from);                                                                  \
        (to)->has_##member = value_ != 0;                                                          \
        (to)->member = value_ < INT32_MAX ? (int32_t)value_ : INT32_MAX;                           \
    } while (0)

#define PUT_MARK(to, member, from)                                                                 \
    do {                                                                                           \
        (to)->has_##member = (from) != PL_CORE_QUALITY_UNKNOWN;                                    \
        (to)->member = (from);                                                                     \
    } while (0)

static void describe(struct pl_wire_stream_figures *to, const struct pl_core_figure *from,
                     bool received)
{
    to->kind = (enum pl_wire_media_kind)from->kind;
    PUT(to, stream, from->stream);
    PUT(to, encoding, from->encoding);
    if (from->kind == PL_CORE_VIDEO) {
        PUT(to, encodings, from->encodings);
        PUT(to, fps, from->fps);
        PUT(to, width, from->width);
        PUT(to, height, from->height);
        PUT(to, freezes, from->freezes);
        to->has_why = received;
        to->why = (enum pl_wire_layer_why)from->why;
    }
    to->has_paused = to->paused = from->paused;
    PUT_MARK(to, quality, from->quality);
    PUT_MARK(to, source, from->source);
    to->bps = from->bps < INT32_MAX ? (int32_t)from->bps : INT32_MAX;
    PUT(to, lost, from->lost);
    PUT(to, left, from->left);
    PUT(to, repaired, from->repaired);
    PUT(to, rtt, from->rtt_ms);
    PUT(to, jitter, from->jitter_ms);
}

void pl_figures_media(struct pl_core *core, const struct pl_event *event)
{
    struct pl_session *s = pl_idmap_get(&core->sessions, event->media_figures.session);
    struct pl_wire_stream_figures streams[PL_CORE_FIGURES_MAX];
    struct pl_wire_msg msg = {.type = PL_WIRE_FIGURES};
    struct pl_wire_figures *to = &msg.u.figures;
    size_t count = event->media_figures.figure_count, n = 0;
    if (!s || !s->room || !s->link || !s->figures)
        return;
    for (size_t i = 0; i < count && n < PL_CORE_FIGURES_MAX; i++) {
        const struct pl_core_figure *from = &event->media_figures.figures[i];
        const struct pl_session *publisher = pl_idmap_get(&core->sessions, from->publisher);
        if (!publisher || publisher->room != s->room)
            continue;
        streams[n] = (struct pl_wire_stream_figures){.user = publisher->user};
        describe(&streams[n++], from, publisher != s);
    }
    PUT_MARK(to, up, event->media_figures.up);
    PUT_MARK(to, down, event->media_figures.down);
    PUT(to, up_rtt, event->media_figures.up_rtt_ms);
    PUT(to, down_rtt, event->media_figures.down_rtt_ms);
    PUT(to, estimate, event->media_figures.estimate_bps);
    to->streams = streams;
    to->streams_count = n;
    pl_emit_message(core, s->link->id, &msg);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "media/voice/loudest.h"

#include "media/internal.h"

enum { STEPS = PL_LOUDEST_US / PL_LOUDEST_STEP_US };

/* One listener's list as it is made: the loudest first. */
struct list {
    size_t count;
    struct {
        uint64_t publisher;
        int32_t loudness;
    } of[PL_MEDIA_SPEAKERS_TOLD];
};

static bool was_told(const struct pl_loudest_told *told, uint64_t publisher)
{
    for (unsigned i = 0; i < told->count; i++) {
        if (told->publishers[i] == publisher)
            return true;
    }
    return false;
}

static bool speaks(const struct pl_voice *v, pl_time_us now, bool before)
{
    if (!v->levels || v->spoke_at == 0 || now - v->spoke_at >= PL_SPEAKERS_KEEP_US)
        return false;
    return before || v->spoke_at - v->began_at >= PL_SPEAKERS_ENTRY_US;
}

static void insert(struct list *l, uint64_t publisher, int32_t loudness)
{
    size_t at = l->count < PL_MEDIA_SPEAKERS_TOLD ? l->count : PL_MEDIA_SPEAKERS_TOLD - 1;
    if (l->count == PL_MEDIA_SPEAKERS_TOLD && l->of[at].loudness >= loudness)
        return;
    for (; at > 0 && l->of[at - 1].loudness < loudness; at--)
        l->of[at] = l->of[at - 1];
    l->of[at].publisher = publisher;
    l->of[at].loudness = loudness;
    l->count += l->count < PL_MEDIA_SPEAKERS_TOLD;
}

static void listen(const struct pl_media_session *s, pl_time_us now, struct list *l)
{
    const struct pl_loudest_told *told = &s->loudest;
    for (unsigned i = 0; i < s->section_count; i++) {
        const struct pl_route *r = s->sections[i].route;
        const struct pl_voice *voice;
        uint64_t publisher;
        bool before;
        if (!r || !r->on || r->stream->kind != PL_MEDIA_AUDIO)
            continue;
        voice = &r->stream->encodings[0].voice;
        publisher = r->stream->publisher->id;
        before = was_told(told, publisher);
        if (!speaks(voice, now, before))
            continue;
        /* Who leads goes on leading until somebody is clearly louder; who was told of, likewise. */
        insert(l, publisher,
               pl_voice_loudness(voice, now) + before * PL_SPEAKERS_MARGIN +
                   (told->count > 0 && told->publishers[0] == publisher) * PL_SPEAKERS_MARGIN);
    }
}

/* Behind the first by id: who is the third loudest changes all the time and matters to nobody. */
static void settle(struct list *l, uint64_t publishers[PL_MEDIA_SPEAKERS_TOLD])
{
    for (size_t i = 0; i < l->count; i++) {
        size_t at = i;
        for (; at > 1 && publishers[at - 1] > l->of[i].publisher; at--)
            publishers[at] = publishers[at - 1];
        publishers[at] = l->of[i].publisher;
    }
}

static void look(struct pl_media_session *s, pl_time_us now)
{
    struct list l = {0};
    struct pl_media_event e = {.type = PL_MEDIA_EVENT_SPEAKERS, .session = s->id};
    size_t bytes;
    if (!s->told)
        return;
    if (s->media->config.silence > 0)
        listen(s, now, &l);
    settle(&l, e.speakers);
    bytes = l.count * sizeof(e.speakers[0]);
    if (!s->loudest.again && s->loudest.count == l.count &&
        memcmp(s->loudest.publishers, e.speakers, bytes) == 0)
        return;
    e.speaker_count = (uint8_t)l.count;
    s->loudest.again = false;
    s->loudest.count = e.speaker_count;
    memcpy(s->loudest.publishers, e.speakers, bytes);
    pl_media_emit(s->media, &e);
}

void pl_loudest_tick(struct pl_media *m, pl_time_us now)
{
    struct pl_loudest *l = &m->loudest;
    size_t share = (size_t)m->stats.sessions / STEPS + 1;
    if (now < l->at)
        return;
    l->at = now + PL_LOUDEST_STEP_US;
    if (l->cursor == 0)
        l->began_at = now;
    while (share-- > 0) {
        struct pl_media_session *s = pl_idmap_next(&m->sessions, &l->cursor);
        if (!s) {
            l->cursor = 0;
            if (l->at < l->began_at + PL_LOUDEST_US)
                l->at = l->began_at + PL_LOUDEST_US;
            /* All have been told since the last one fell silent. */
            if (now - l->heard_at > PL_SPEAKERS_KEEP_US + 2 * PL_LOUDEST_US)
                l->at = PL_TIME_NEVER;
            return;
        }
        look(s, now);
    }
}

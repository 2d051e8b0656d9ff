/* SPDX-License-Identifier: Apache-2.0 */
#include "core/stage.h"

#include "core/dispatch.h"
#include "core/emit.h"
#include "core/p2p.h"
#include "core/private.h"
#include "core/record.h"
#include "core/room.h"
#include "core/seat.h"
#include "core/session.h"
#include "core/view.h"

#include <assert.h>
#include <stdlib.h>

_Static_assert((int)PL_CORE_AUDIO == (int)PL_WIRE_MEDIA_KIND_AUDIO, "one order of kinds");
_Static_assert((int)PL_CORE_VIDEO == (int)PL_WIRE_MEDIA_KIND_VIDEO, "one order of kinds");

enum {
    CAMERA_OPEN = 2,
    MIC_OPEN = 1,
    FIRST_WATCHES = 8,
};

/* ---- links ---- */

/*
 * Is what the wish is about there to be seen or heard? A sound beside the microphone (the packets
 * of a trace, docs/protocol.md) is there whenever it is published, which only its owner knows.
 */
static bool is_open(const struct pl_session *s, const struct pl_watch *w)
{
    if (w->kind == PL_CORE_AUDIO && w->stream > 0)
        return true;
    return w->kind == PL_CORE_VIDEO ? (s->streams >> w->stream & 1u) != 0 : s->mic == MIC_OPEN;
}

/* Is there something of p for s, who has asked for it? */
static bool reaches(const struct pl_session *s, const struct pl_session *p,
                    const struct pl_watch *w)
{
    return p && p != s && p->room == s->room && is_open(p, w) && pl_private_allows(s, p) &&
           pl_seat_carries(s, p);
}

static void emit_link(struct pl_core *core, const struct pl_session *s, const struct pl_watch *w,
                      bool on)
{
    struct pl_effect e = {.type = PL_EFFECT_MEDIA_LINK,
                          .media_link = {s->id, w->publisher, w->kind, w->stream, on}};
    pl_emit(core, &e);
}

/* Makes the link of a wish what it should be; publisher 0: off. */
static void set_link(struct pl_core *core, const struct pl_session *s, struct pl_watch *w,
                     uint64_t publisher)
{
    if (w->publisher == publisher)
        return;
    if (w->publisher != 0 && !w->direct)
        emit_link(core, s, w, false);
    w->publisher = publisher;
    w->direct = false;
    if (publisher != 0) {
        emit_link(core, s, w, true);
        pl_view_linked(core, s, w);
    }
}

static bool is_listed(const struct pl_watch *w, const struct pl_wire_p2p_track *tracks,
                      size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if ((int)tracks[i].kind == (int)w->kind && tracks[i].stream == w->stream)
            return true;
    }
    return false;
}

void pl_stage_set_direct(struct pl_core *core, struct pl_session *s, uint64_t publisher,
                         const struct pl_wire_p2p_track *tracks, size_t count)
{
    assert(publisher != 0);
    for (size_t i = 0; i < s->watch_count; i++) {
        struct pl_watch *w = &s->watches[i];
        bool direct = is_listed(w, tracks, count);
        if (w->publisher != publisher || w->direct == direct)
            continue;
        w->direct = direct;
        emit_link(core, s, w, !direct);
        if (!direct)
            pl_view_linked(core, s, w);
    }
}

bool pl_stage_watches(const struct pl_session *s, const struct pl_session *p)
{
    for (size_t i = 0; i < s->watch_count; i++) {
        if (s->watches[i].publisher == p->id)
            return true;
    }
    return false;
}

/* Brings every wish in the room that is about this user up to date. */
static void refresh_watchers(struct pl_core *core, struct pl_session *publisher, bool present)
{
    struct pl_list *it;
    pl_list_for_each(it, &publisher->room->members)
    {
        struct pl_session *m = pl_member_of(it);
        for (size_t i = 0; i < m->watch_count; i++) {
            struct pl_watch *w = &m->watches[i];
            if (w->user == publisher->user)
                set_link(core, m, w, present && reaches(m, publisher, w) ? publisher->id : 0);
        }
    }
}

void pl_stage_refresh(struct pl_core *core, struct pl_session *s)
{
    for (size_t i = 0; i < s->watch_count; i++) {
        struct pl_watch *w = &s->watches[i];
        const struct pl_session *p = pl_idmap_get(&core->users, (uint32_t)w->user);
        set_link(core, s, w, reaches(s, p, w) ? p->id : 0);
    }
    pl_p2p_refresh(core, s->room);
    pl_record_refresh(core, s->room);
}

void pl_stage_entered(struct pl_core *core, struct pl_session *s)
{
    refresh_watchers(core, s, true);
    pl_p2p_refresh(core, s->room);
}

void pl_stage_left(struct pl_core *core, struct pl_session *s)
{
    for (size_t i = 0; i < s->watch_count; i++)
        set_link(core, s, &s->watches[i], 0);
    s->watch_count = 0;
    refresh_watchers(core, s, false);
    pl_p2p_left(core, s);
}

/* ---- state ---- */

/* Which cameras are open by this word. One that does not say may have any. */
static uint16_t open_streams(const struct pl_wire_state *told)
{
    if (told->camera != CAMERA_OPEN)
        return 0;
    return told->has_streams ? (uint16_t)told->streams : UINT16_MAX;
}

/* What an open camera shows; half a size is none. */
static uint16_t told_size(const struct pl_wire_state *told, bool has, int32_t size)
{
    return told->camera == CAMERA_OPEN && told->has_width && told->has_height && has
               ? (uint16_t)size
               : 0;
}

/* Has anything changed? */
static bool take_state(struct pl_session *s, const struct pl_wire_state *told)
{
    uint16_t streams = open_streams(told);
    uint16_t screens = told->has_screens ? streams & (uint16_t)told->screens : 0;
    uint16_t width = told_size(told, told->has_width, told->width);
    uint16_t height = told_size(told, told->has_height, told->height);
    bool recording = told->has_recording && told->recording;
    bool away = told->has_away && told->away;
    if (s->camera == told->camera && s->mic == told->mic && s->streams == streams &&
        s->screens == screens && s->tells_streams == told->has_streams && s->width == width &&
        s->height == height && s->recording == recording && s->away == away)
        return false;
    s->camera = told->camera;
    s->mic = told->mic;
    s->tells_streams = told->has_streams;
    s->streams = streams;
    s->screens = screens;
    s->width = width;
    s->height = height;
    s->recording = recording;
    s->away = away;
    return true;
}

static void tell_state(struct pl_core *core, const struct pl_session *s, bool moved)
{
    struct pl_wire_user user = pl_session_user(core, s);
    struct pl_wire_msg out = {.type = PL_WIRE_USER_STATE};
    out.u.user_state = (struct pl_wire_user_state){
        .user = user.id,
        .camera = user.camera,
        .mic = user.mic,
        .has_streams = user.has_streams,
        .streams = user.streams,
        .has_screens = user.has_screens,
        .screens = user.screens,
        .has_width = user.has_width,
        .width = user.width,
        .has_height = user.has_height,
        .height = user.height,
        .has_recording = user.has_recording,
        .recording = user.recording,
        .has_away = user.has_away,
        .away = user.away,
        .has_ip = moved,
        .ip = user.ip,
    };
    pl_room_send_of(core, s->room, s, true, &out);
}

void pl_stage_moved(struct pl_core *core, const struct pl_session *s)
{
    if (s->room && core->config.expose_ip)
        tell_state(core, s, true);
}

struct pl_answer pl_stage_state(struct pl_core *core, struct pl_session *s,
                                const struct pl_wire_msg *msg)
{
    if (!take_state(s, &msg->u.state) || !s->room)
        return PL_ANSWER_DONE; /* without a room it goes out with `entered` and user_entered */
    tell_state(core, s, false);
    refresh_watchers(core, s, true);
    pl_p2p_refresh(core, s->room);
    pl_record_refresh(core, s->room);
    return PL_ANSWER_DONE;
}

/* ---- watch ---- */

struct pl_watch *pl_stage_find_watch(struct pl_session *s, int32_t user, enum pl_core_kind kind,
                                     uint8_t stream)
{
    for (size_t i = 0; i < s->watch_count; i++) {
        struct pl_watch *w = &s->watches[i];
        if (w->user == user && w->kind == kind && w->stream == stream)
            return w;
    }
    return NULL;
}

/* NULL: the limit is reached, or memory is short. */
static struct pl_watch *add_watch(const struct pl_core *core, struct pl_session *s,
                                  const struct pl_watch *wanted)
{
    if (s->watch_count >= core->config.max_watches)
        return NULL;
    if (s->watch_count == s->watch_capacity) {
        size_t capacity = s->watch_capacity ? 2 * s->watch_capacity : FIRST_WATCHES;
        struct pl_watch *watches = realloc(s->watches, capacity * sizeof(*watches));
        if (!watches)
            return NULL;
        s->watches = watches;
        s->watch_capacity = capacity;
    }
    s->watches[s->watch_count] = *wanted;
    return &s->watches[s->watch_count++];
}

static void remove_watch(struct pl_core *core, struct pl_session *s, struct pl_watch *w)
{
    set_link(core, s, w, 0);
    *w = s->watches[--s->watch_count];
}

struct pl_answer pl_stage_watch(struct pl_core *core, struct pl_session *s,
                                const struct pl_wire_msg *msg)
{
    struct pl_watch wanted = {
        .user = msg->u.watch.user,
        .kind = (enum pl_core_kind)msg->u.watch.kind,
        .stream = (uint8_t)msg->u.watch.stream,
    };
    struct pl_watch *w = pl_stage_find_watch(s, wanted.user, wanted.kind, wanted.stream);
    struct pl_session *publisher;
    /* Pages watch themselves (-1, own id) and nobody (0): nothing to do, nothing wrong. */
    if (wanted.user == 0 || wanted.user == -1 || wanted.user == s->user)
        return PL_ANSWER_DONE;
    if (!msg->u.watch.on) {
        if (w)
            remove_watch(core, s, w);
        pl_p2p_refresh(core, s->room);
        return PL_ANSWER_DONE;
    }
    if (!w)
        w = add_watch(core, s, &wanted);
    if (!w)
        return PL_REFUSED(PL_GV_ERR_NOENOUGHRESOURCE, .detail = "too many watches");
    publisher = pl_idmap_get(&core->users, (uint32_t)wanted.user);
    if (reaches(s, publisher, &wanted))
        set_link(core, s, w, publisher->id);
    pl_p2p_refresh(core, s->room);
    return PL_ANSWER_DONE;
}

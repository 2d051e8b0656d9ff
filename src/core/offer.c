/* SPDX-License-Identifier: Apache-2.0 */
#include "core/offer.h"

#include "core/codec.h"
#include "core/dispatch.h"
#include "core/emit.h"
#include "core/session.h"

#include <assert.h>
#include <stdlib.h>

_Static_assert((int)PL_CORE_PUB == (int)PL_WIRE_PEER_PUB, "one order of peers");
_Static_assert((int)PL_CORE_SUB == (int)PL_WIRE_PEER_SUB, "one order of peers");

enum {
    DETAIL_MAX = 128, /* as in schema/messages.json */
};

/* ---- publishing: the client offers ---- */

static bool copy_tracks(struct pl_core *core, const struct pl_wire_pub_offer *offer)
{
    bool video = false;
    assert(offer->tracks_count <= PL_LIMIT_PUBLISH_TRACKS);
    for (size_t i = 0; i < offer->tracks_count; i++) {
        const struct pl_wire_pub_track *t = &offer->tracks[i];
        core->tracks[i] =
            (struct pl_core_pub_track){t->mid, (enum pl_core_kind)t->kind, (uint8_t)t->stream};
        video = video || t->kind == PL_WIRE_MEDIA_KIND_VIDEO;
    }
    return video;
}

/* The effect's views are into the arena of the message: nothing is read into it before the next
 * step. */
struct pl_answer pl_offer_pub(struct pl_core *core, struct pl_session *s,
                              const struct pl_wire_msg *msg)
{
    const struct pl_wire_pub_offer *offer = &msg->u.pub_offer;
    struct pl_effect e = {.type = PL_EFFECT_MEDIA_OFFER};
    bool video;
    if (s->offer_count == PL_OFFERS_MAX)
        return PL_REFUSED(PL_GV_ERR_NOENOUGHRESOURCE,
                          .detail = "too many offers are waiting for their answers");
    s->offers[s->offer_count++] = msg->id;
    video = copy_tracks(core, offer);
    pl_codec_published(core, s, video);
    e.media_offer.session = s->id;
    e.media_offer.request = (uint64_t)msg->id;
    e.media_offer.sdp = offer->sdp;
    e.media_offer.tracks = core->tracks;
    e.media_offer.track_count = offer->tracks_count;
    e.media_offer.codec = s->room->codec;
    pl_emit(core, &e);
    return PL_ANSWER_GIVEN;
}

static bool take_waiting(struct pl_session *s, uint64_t request)
{
    for (size_t i = 0; i < s->offer_count; i++) {
        if ((uint64_t)s->offers[i] != request)
            continue;
        s->offer_count--;
        memmove(&s->offers[i], &s->offers[i + 1], (s->offer_count - i) * sizeof(s->offers[0]));
        return true;
    }
    return false;
}

static int code_of(enum pl_err err)
{
    switch (err) {
    case PL_E_STATE:
    case PL_E_NOT_FOUND:
        return PL_GV_ERR_NOTINROOM;
    case PL_E_LIMIT:
    case PL_E_NOMEM:
    case PL_E_SPACE:
        return PL_GV_ERR_NOENOUGHRESOURCE;
    default:
        return PL_GV_ERR_FUNCOPTERROR;
    }
}

void pl_offer_media_answer(struct pl_core *core, const struct pl_event *event)
{
    struct pl_session *s = pl_idmap_get(&core->sessions, event->media_answer.session);
    int64_t request = (int64_t)event->media_answer.request;
    struct pl_wire_msg msg = {.type = PL_WIRE_PUB_ANSWER, .re = request};
    if (!s || !take_waiting(s, event->media_answer.request))
        return;
    if (event->media_answer.err != PL_OK) {
        pl_session_error(core, s, request, code_of(event->media_answer.err),
                         pl_err_name(event->media_answer.err), 0);
        return;
    }
    assert(event->media_answer.sdp.len <= PL_LIMIT_CLIENT_SDP_BYTES);
    msg.u.pub_answer.sdp = event->media_answer.sdp;
    pl_session_send(core, s, &msg);
}

void pl_offer_left(struct pl_core *core, struct pl_session *s)
{
    for (size_t i = 0; i < s->offer_count; i++)
        pl_session_error(core, s, s->offers[i], PL_GV_ERR_NOTINROOM, "left the room", 0);
    s->offer_count = 0;
    s->sub_version = 0;
}

/* ---- subscribing: the media side offers ---- */

/* Tracks of publishers who have gone meanwhile are left out: to the client they are inactive. */
static size_t name_publishers(const struct pl_core *core, const struct pl_event *event,
                              struct pl_wire_sub_track *tracks)
{
    size_t n = 0;
    for (size_t i = 0; i < event->media_offer.track_count; i++) {
        const struct pl_core_sub_track *t = &event->media_offer.tracks[i];
        struct pl_session *publisher = pl_idmap_get(&core->sessions, t->publisher);
        if (publisher && publisher->user != 0)
            tracks[n++] = (struct pl_wire_sub_track){t->mid, publisher->user,
                                                     (enum pl_wire_media_kind)t->kind, t->stream};
    }
    return n;
}

void pl_offer_media_offer(struct pl_core *core, const struct pl_event *event)
{
    struct pl_session *s = pl_idmap_get(&core->sessions, event->media_offer.session);
    struct pl_wire_msg msg = {.type = PL_WIRE_SUB_OFFER};
    struct pl_wire_sub_track *tracks;
    size_t count = event->media_offer.track_count;
    assert(event->media_offer.sdp.len <= PL_LIMIT_SERVER_SDP_BYTES);
    assert(count <= PL_LIMIT_SUBSCRIBE_TRACKS && event->media_offer.version <= INT32_MAX);
    if (!s || !s->room)
        return;
    tracks = calloc(count + 1, sizeof(*tracks));
    if (!tracks) {
        core->out_of_memory = true;
        return;
    }
    s->sub_version = event->media_offer.version;
    msg.u.sub_offer.version = (int32_t)event->media_offer.version;
    msg.u.sub_offer.fresh = event->media_offer.fresh;
    msg.u.sub_offer.sdp = event->media_offer.sdp;
    msg.u.sub_offer.tracks_count = name_publishers(core, event, tracks);
    msg.u.sub_offer.tracks = tracks;
    pl_session_send(core, s, &msg);
    free(tracks);
}

struct pl_answer pl_offer_sub_answer(struct pl_core *core, struct pl_session *s,
                                     const struct pl_wire_msg *msg)
{
    struct pl_effect e = {.type = PL_EFFECT_MEDIA_SUB_ANSWER};
    uint32_t version = (uint32_t)msg->u.sub_answer.version;
    /* An answer that has crossed a newer offer answers nothing any more. */
    if (version != s->sub_version)
        return PL_ANSWER_DONE;
    e.media_sub_answer.session = s->id;
    e.media_sub_answer.version = version;
    e.media_sub_answer.sdp = msg->u.sub_answer.sdp;
    pl_emit(core, &e);
    return PL_ANSWER_DONE;
}

/* ---- failures ---- */

struct pl_answer pl_offer_restart(struct pl_core *core, struct pl_session *s,
                                  const struct pl_wire_msg *msg)
{
    enum pl_core_peer peer = (enum pl_core_peer)msg->u.media_restart.peer;
    bool path = msg->u.media_restart.has_path && msg->u.media_restart.path;
    struct pl_effect e = {.type = PL_EFFECT_MEDIA_RESTART, .media_restart = {s->id, peer, path}};
    if (path && peer == PL_CORE_PUB)
        return PL_ANSWER_DONE; /* its next offer says it */
    if (peer == PL_CORE_PUB)
        pl_codec_published(core, s, false);
    pl_emit(core, &e);
    return PL_ANSWER_DONE;
}

/* As much of a text as fits without cutting a character in two. */
static struct pl_bytes cut_utf8(struct pl_bytes text, size_t max)
{
    if (text.len <= max)
        return text;
    while (max > 0 && (text.data[max] & 0xc0) == 0x80)
        max--;
    return pl_bytes_of(text.data, max);
}

void pl_offer_media_failed(struct pl_core *core, const struct pl_event *event)
{
    struct pl_session *s = pl_idmap_get(&core->sessions, event->media_failed.session);
    struct pl_wire_msg msg = {.type = PL_WIRE_MEDIA_FAILED};
    if (!s || !s->room)
        return;
    if (event->media_failed.peer == PL_CORE_PUB)
        pl_codec_published(core, s, false);
    msg.u.media_failed.peer = (enum pl_wire_peer)event->media_failed.peer;
    msg.u.media_failed.detail = cut_utf8(event->media_failed.detail, DETAIL_MAX);
    pl_session_send(core, s, &msg);
}

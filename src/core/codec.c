/* SPDX-License-Identifier: Apache-2.0 */
#include "core/codec.h"

#include "core/emit.h"
#include "core/session.h"

#include <assert.h>

_Static_assert((int)PL_CORE_H264 == (int)PL_WIRE_VIDEO_CODEC_H264, "one order of codecs");
_Static_assert((int)PL_CORE_VP8 == (int)PL_WIRE_VIDEO_CODEC_VP8, "one order of codecs");
_Static_assert((int)PL_CORE_VP9 == (int)PL_WIRE_VIDEO_CODEC_VP9, "one order of codecs");
_Static_assert((int)PL_CORE_AV1 == (int)PL_WIRE_VIDEO_CODEC_AV1, "one order of codecs");

/* ---- what a client can show ---- */

uint8_t pl_codec_named(const struct pl_bytes *names, size_t count)
{
    static const char *const known[PL_CORE_CODECS] = {"H264", "VP8", "VP9", "AV1"};
    uint8_t codecs = 1u << PL_CORE_VP8;
    for (size_t i = 0; i < count; i++) {
        for (unsigned c = 0; c < PL_CORE_CODECS; c++) {
            if (pl_bytes_eq_str(names[i], known[c]))
                codecs |= (uint8_t)(1u << c);
        }
    }
    return codecs;
}

static void count(struct pl_room *room, const struct pl_session *s, int step)
{
    for (unsigned c = 0; c < PL_CORE_CODECS; c++) {
        if (!(s->codecs & 1u << c))
            room->without[c] += (uint32_t)step;
    }
}

/* ---- what a room uses ---- */

static void tell_publisher(struct pl_core *core, struct pl_session *s, enum pl_core_codec codec)
{
    struct pl_effect e = {.type = PL_EFFECT_MEDIA_CODEC, .media_codec = {s->id, codec}};
    struct pl_wire_msg msg = {.type = PL_WIRE_PUB_CODEC};
    msg.u.pub_codec.video = (enum pl_wire_video_codec)codec;
    pl_emit(core, &e);
    pl_session_send(core, s, &msg);
}

enum pl_core_codec pl_codec_best(const struct pl_core *core, const struct pl_room *room)
{
    for (size_t i = 0; i < core->config.video_codec_count; i++) {
        enum pl_core_codec codec = core->config.video_codecs[i];
        if (room->without[codec] == 0)
            return codec;
    }
    return PL_CORE_VP8;
}

static void settle(struct pl_core *core, struct pl_room *room)
{
    enum pl_core_codec codec = pl_codec_best(core, room);
    struct pl_fact fact = {.kind = PL_FACT_ROOM_CODEC, .room = room->number, .code = (int)codec};
    struct pl_list *it;
    if (codec == room->codec || (room->without[room->codec] == 0 && room->publishers > 0))
        return;
    room->codec = codec;
    pl_emit_fact(core, &fact);
    pl_list_for_each(it, &room->members)
    {
        if (pl_member_of(it)->publishes_video)
            tell_publisher(core, pl_member_of(it), codec);
    }
}

void pl_codec_entered(struct pl_core *core, struct pl_session *s)
{
    count(s->room, s, 1);
    settle(core, s->room);
}

void pl_codec_left(struct pl_core *core, struct pl_room *room, struct pl_session *s)
{
    count(room, s, -1);
    if (s->publishes_video)
        room->publishers--;
    s->publishes_video = false;
    if (room->member_count > 0)
        settle(core, room);
}

void pl_codec_published(struct pl_core *core, struct pl_session *s, bool video)
{
    if (s->publishes_video == video)
        return;
    s->publishes_video = video;
    if (video)
        s->room->publishers++;
    else
        s->room->publishers--;
    settle(core, s->room);
}

/* ---- terms ---- */

static bool wants_simulcast(const struct pl_core *core, const struct pl_room *room)
{
    switch (core->config.simulcast) {
    case PL_CORE_SIMULCAST_ON:
        return true;
    case PL_CORE_SIMULCAST_AUTO:
        return room->max_users > 2;
    case PL_CORE_SIMULCAST_OFF:
        break;
    }
    return false;
}

bool pl_codec_terms(const struct pl_core *core, const struct pl_room *room,
                    struct pl_wire_media_terms *out)
{
    out->simulcast = wants_simulcast(core, room);
    out->video = (enum pl_wire_video_codec)room->codec;
    return out->simulcast || room->codec != PL_CORE_H264;
}

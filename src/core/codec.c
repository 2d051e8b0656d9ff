/* SPDX-License-Identifier: Apache-2.0 */
#include "core/codec.h"

#include "core/emit.h"
#include "core/session.h"

_Static_assert((int)PL_CORE_H264 == (int)PL_WIRE_VIDEO_CODEC_H264, "one order of codecs");
_Static_assert((int)PL_CORE_VP8 == (int)PL_WIRE_VIDEO_CODEC_VP8, "one order of codecs");

static void tell_publisher(struct pl_core *core, struct pl_session *s, enum pl_core_codec codec)
{
    struct pl_effect e = {.type = PL_EFFECT_MEDIA_CODEC, .media_codec = {s->id, codec}};
    struct pl_wire_msg msg = {.type = PL_WIRE_PUB_CODEC};
    msg.u.pub_codec.video = (enum pl_wire_video_codec)codec;
    pl_emit(core, &e);
    pl_session_send(core, s, &msg);
}

static void settle(struct pl_core *core, struct pl_room *room)
{
    enum pl_core_codec codec = room->without_h264 > 0 ? PL_CORE_VP8 : PL_CORE_H264;
    struct pl_fact fact = {.kind = PL_FACT_ROOM_CODEC, .room = room->number, .code = (int)codec};
    struct pl_list *it;
    if (codec == room->codec || (codec == PL_CORE_H264 && room->publishers > 0))
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
    if (!s->h264)
        s->room->without_h264++;
    settle(core, s->room);
}

void pl_codec_left(struct pl_core *core, struct pl_room *room, struct pl_session *s)
{
    if (!s->h264)
        room->without_h264--;
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

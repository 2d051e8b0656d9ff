/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which video codec a room uses, so that nobody sees black. Private to src/core.
 *
 * H264 while every member can show it, VP8 as soon as one cannot (a client that lists nothing
 * counts as one that cannot). Back to H264 only when all can and nobody publishes video: otherwise
 * each visitor with such a browser would make everybody offer twice, once when he comes and once
 * when he goes.
 *
 * On a change every member who publishes video is told by pub_codec, and the media side by
 * MEDIA_CODEC; whoever offers later gets the codec with his answer.
 */
#ifndef PL_CORE_CODEC_H
#define PL_CORE_CODEC_H

#include "core/state.h"

void pl_codec_entered(struct pl_core *core, struct pl_session *s);
/* s is out of the room's list already. */
void pl_codec_left(struct pl_core *core, struct pl_room *room, struct pl_session *s);
/* The member begins or stops to publish video. */
void pl_codec_published(struct pl_core *core, struct pl_session *s, bool video);

#endif

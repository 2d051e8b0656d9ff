/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which video codec a room uses, so that nobody sees black, and in how many sizes. Private to
 * src/core.
 *
 * The first of the configured codecs that every member can show (hello says which), VP8 when there
 * is none: every client has that, named or not. A better one is taken up only when nobody publishes
 * video: otherwise each visitor with an old browser would make everybody offer twice, once when he
 * comes and once when he goes. One that somebody cannot show is left at once.
 *
 * On a change every member who publishes video is told by pub_codec, and the media side by
 * MEDIA_CODEC; whoever offers later gets the codec with his answer, and has read it in `entered`.
 */
#ifndef PL_CORE_CODEC_H
#define PL_CORE_CODEC_H

#include "core/state.h"

/* The codecs that a client names, a bit 1 << enum pl_core_codec for each. */
uint8_t pl_codec_named(const struct pl_bytes *names, size_t count);

void pl_codec_entered(struct pl_core *core, struct pl_session *s);
/* s is out of the room's list already. */
void pl_codec_left(struct pl_core *core, struct pl_room *room, struct pl_session *s);
/* The member begins or stops to publish video. */
void pl_codec_published(struct pl_core *core, struct pl_session *s, bool video);

/* What the room would use if nobody published. */
enum pl_core_codec pl_codec_best(const struct pl_core *core, const struct pl_room *room);

/* What publishers are told on entering; false: nothing but what they do anyway. */
bool pl_codec_terms(const struct pl_core *core, const struct pl_room *room,
                    struct pl_wire_media_terms *out);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Frames that were encoded beforehand, as packets. */
#include "load/rtc_internal.h"

#include "proto/rtp/vp8.h"

/* Room for the descriptor of VP8 and the stamp. */
enum { PIECE_BYTES = PL_RTC_PAYLOAD_MAX - PL_RTC_STAMP_BYTES - 16 };

#define LATE_US PL_SEC(1)

/* After a pause, or a long sleep of the machine: the next that can be begun with. */
static void catch_up(struct pl_rtc_track *t, pl_time_us now)
{
    const struct pl_rtc_film *f = t->film;
    t->frame = (uint32_t)((now - t->client->film_at) / f->interval_us) + 1;
    for (size_t i = 0; i < f->count && !f->frames[t->frame % f->count].key; i++)
        t->frame++;
    t->frame_at = t->client->film_at + t->frame * f->interval_us;
}

/* RFC 7741 4.2: a frame in pieces, the first of which says that it begins. */
static bool send_picture(struct pl_rtc_track *t, pl_time_us at, struct pl_bytes frame,
                         const struct pl_rtc_stamp *stamp)
{
    for (size_t from = 0; from < frame.len; from += PIECE_BYTES) {
        size_t len = frame.len - from < PIECE_BYTES ? frame.len - from : PIECE_BYTES;
        bool last = from + len == frame.len;
        uint8_t payload[PL_RTC_PAYLOAD_MAX];
        struct pl_writer w = pl_writer_of(payload, sizeof(payload));
        pl_vp8_write_descriptor(&w, &(struct pl_vp8_descriptor){.partition_start = from == 0});
        pl_write_bytes(&w, pl_bytes_of(frame.data + from, len));
        if (last)
            pl_rtc_stamp_write(&w, stamp);
        if (!pl_writer_ok(&w) || !pl_rtc_send_packet(t, at, pl_writer_done(&w), last))
            return false;
    }
    return true;
}

static bool send_frame(struct pl_rtc_track *t, pl_time_us at, pl_time_us now)
{
    const struct pl_rtc_film_frame *frame = &t->film->frames[t->frame % t->film->count];
    const struct pl_rtc_stamp stamp = {.origin = t->tag,
                                       .frame = t->frame,
                                       .codec = (uint8_t)t->codec,
                                       .key = frame->key,
                                       .last = true,
                                       .sent_us = now};
    bool sent;
    if (t->kind == PL_MEDIA_AUDIO)
        sent = pl_rtc_send_packet(t, at, frame->bytes, false);
    else
        sent = t->codec == PL_CODEC_VP8 && send_picture(t, at, frame->bytes, &stamp);
    if (!sent)
        return false;
    t->key_wanted = false; /* the next of the film is all there is */
    t->count.keys += t->kind == PL_MEDIA_VIDEO && frame->key;
    t->frame++;
    t->count.frames++;
    return true;
}

/* All that are due: a picture that is left out would break those after it. */
void pl_rtc_roll_film(struct pl_rtc_track *t, pl_time_us now)
{
    struct pl_rtc_client *c = t->client;
    if (c->film_at == 0)
        c->film_at = now;
    if (t->frame_at == 0)
        t->frame_at = c->film_at;
    if (now > t->frame_at + LATE_US)
        catch_up(t, now);
    while (t->frame_at <= now && send_frame(t, t->frame_at, now))
        t->frame_at = c->film_at + t->frame * t->film->interval_us;
}

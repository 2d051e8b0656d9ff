/* SPDX-License-Identifier: Apache-2.0 */
#include "recorder/input.h"

#include "proto/rtcp/ntp.h"
#include "proto/rtcp/report.h"
#include "proto/rtp/rtp.h"

#include <stdlib.h>

enum { SOUND_RATE = 48000, PICTURE_RATE = 90000, MIRRORED = 4 };

bool pl_input_init(struct pl_input *in, const struct pl_source_info *info,
                   struct pl_timeline_group *group)
{
    bool video = info->kind == PL_RECORD_KIND_VIDEO;
    memset(in, 0, sizeof(*in));
    in->info = *info;
    pl_timeline_init(&in->timeline, group, video ? PICTURE_RATE : SOUND_RATE);
    pl_depack_init(&in->depack);
    if (pl_jitter_init(&in->jitter, PL_INPUT_WAIT_US))
        return false;
    return video || pl_voice_init(&in->voice);
}

void pl_input_finish(struct pl_input *in)
{
    while (in->count > 0)
        pl_input_drop_first(in);
    pl_jitter_finish(&in->jitter);
    pl_depack_finish(&in->depack);
    pl_decoder_finish(&in->decoder);
    pl_voice_finish(&in->voice);
    av_frame_free(&in->shown);
}

/* ---- packets ---- */

static void take_report(struct pl_input *in, struct pl_bytes datagram)
{
    struct pl_rtcp_iter it;
    struct pl_rtcp_packet p;
    struct pl_rtcp_sr sr;
    if (pl_rtcp_begin(datagram, &it))
        return;
    while (pl_rtcp_next(&it, &p)) {
        if (p.type == PL_RTCP_SR && !pl_rtcp_read_sr(&p, &sr) && in->heard && sr.ssrc == in->ssrc)
            pl_timeline_report(&in->timeline, pl_ntp_to_wall_us(sr.ntp), sr.rtp_ts);
    }
}

void pl_input_packet(struct pl_input *in, pl_time_us now, const struct pl_tap *tap)
{
    struct pl_jitter_packet p = {.stamp_us = tap->stamp_us, .codec = (uint8_t)tap->codec};
    struct pl_rtp_view v;
    if (tap->report) {
        take_report(in, tap->packet);
        return;
    }
    if (pl_rtp_read(tap->packet, &v) ||
        (tap->codec == PL_TAP_CODEC_OPUS) != (in->info.kind == PL_RECORD_KIND_AUDIO))
        return;
    if (in->heard && v.ssrc != in->ssrc) {
        pl_jitter_reset(&in->jitter);
        pl_timeline_restart(&in->timeline);
    }
    in->heard = true;
    in->ssrc = v.ssrc;
    pl_timeline_packet(&in->timeline, tap->stamp_us, v.ts);
    p.payload = v.payload;
    p.ts = v.ts;
    p.seq = v.seq;
    p.marker = v.marker;
    p.turns = (uint8_t)(tap->quarter_turns | (tap->mirrored ? MIRRORED : 0));
    if (pl_jitter_put(&in->jitter, now, &p) == PL_E_LIMIT)
        in->broken++;
}

/* ---- waiting frames ---- */

struct pl_waiting *pl_input_first(struct pl_input *in)
{
    return in->count > 0 ? &in->frames[in->first] : NULL;
}

void pl_input_drop_first(struct pl_input *in)
{
    struct pl_waiting *w = &in->frames[in->first];
    in->bytes -= w->len;
    free(w->bytes);
    *w = (struct pl_waiting){0};
    in->first = (in->first + 1) % PL_INPUT_FRAMES;
    in->count--;
}

static void wait_for_moment(struct pl_input *in, struct pl_bytes data, struct pl_waiting w)
{
    /* Nobody takes them: rather a picture that stands still than memory without end. */
    if (in->count == PL_INPUT_FRAMES || in->bytes + data.len > PL_INPUT_BYTES_MAX) {
        while (in->count > 0)
            pl_input_drop_first(in);
        in->depack.wants_key = in->info.kind == PL_RECORD_KIND_VIDEO;
        if (!w.key)
            return;
    }
    w.bytes = malloc(data.len + 1);
    if (!w.bytes)
        return;
    memcpy(w.bytes, data.data, data.len);
    w.len = data.len;
    in->bytes += data.len;
    in->frames[(in->first + in->count++) % PL_INPUT_FRAMES] = w;
}

static void take_picture(struct pl_input *in, const struct pl_jitter_packet *p)
{
    struct pl_frame f;
    pl_depack_put(&in->depack, p);
    while (pl_depack_next(&in->depack, &f)) {
        struct pl_waiting w = {.moment = pl_timeline_moment(&in->timeline, f.ts),
                               .codec = f.codec,
                               .turns = f.turns,
                               .key = f.key,
                               .width = f.width,
                               .height = f.height};
        wait_for_moment(in, f.data, w);
    }
}

static void take_sound(struct pl_input *in, const struct pl_jitter_packet *p)
{
    struct pl_waiting w = {.moment = pl_timeline_moment(&in->timeline, p->ts),
                           .codec = p->codec,
                           .key = true,
                           .lost = p->lost > 0};
    if (p->payload.len > 0)
        wait_for_moment(in, p->payload, w);
}

void pl_input_work(struct pl_input *in, pl_time_us now)
{
    struct pl_jitter_packet p;
    while (pl_jitter_next(&in->jitter, now, &p)) {
        if (in->info.kind == PL_RECORD_KIND_VIDEO)
            take_picture(in, &p);
        else
            take_sound(in, &p);
    }
    if (in->info.kind == PL_RECORD_KIND_VIDEO && in->depack.wants_key && in->heard &&
        !in->info.muted && now != PL_TIME_NEVER && now >= in->key_at) {
        in->wants_key = true;
        in->key_at = now + PL_INPUT_KEY_PAUSE_US;
    }
}

/* ---- decoding ---- */

static void show(struct pl_input *in, const struct pl_waiting *w)
{
    bool broken;
    AVFrame *f = pl_decode_picture(&in->decoder, w->codec, pl_bytes_of(w->bytes, w->len), &broken);
    if (broken) {
        in->broken++;
        in->depack.wants_key = true;
    }
    if (!f)
        return;
    if (!in->shown)
        in->shown = av_frame_alloc();
    if (!in->shown)
        return;
    av_frame_unref(in->shown);
    av_frame_move_ref(in->shown, f);
    in->shown_turns = w->turns;
    in->serial++;
}

void pl_input_show(struct pl_input *in, int64_t until)
{
    const struct pl_waiting *w;
    while ((w = pl_input_first(in)) && w->moment <= until) {
        show(in, w);
        pl_input_drop_first(in);
    }
}

void pl_input_speak(struct pl_input *in, int64_t until, int64_t begin)
{
    static _Thread_local int16_t samples[PL_VOICE_FRAME_MAX][2];
    const struct pl_waiting *w;
    while ((w = pl_input_first(in)) && w->moment <= until) {
        size_t count = pl_decode_sound(&in->decoder, pl_bytes_of(w->bytes, w->len), samples);
        if (count > 0)
            pl_voice_put(&in->voice, (w->moment - begin) * 48 / 1000, (const int16_t(*)[2])samples,
                         count, w->lost);
        else
            in->broken++;
        pl_input_drop_first(in);
    }
}

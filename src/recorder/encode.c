/* SPDX-License-Identifier: Apache-2.0 */
#include "recorder/encode.h"

#include "recorder/voice.h"

#include <libavutil/opt.h>

enum { KEY_SECONDS = 2, AUDIO_BPS = 64000 };

uint32_t pl_encoder_default_bps(unsigned width, unsigned height, unsigned fps)
{
    uint64_t bps = (uint64_t)width * height * fps / 10;
    return (uint32_t)(bps < 200000 ? 200000 : bps > 8000000 ? 8000000 : bps);
}

static const AVCodec *video_codec(enum pl_record_type type)
{
    const AVCodec *c;
    if (type == PL_RECORD_WMV)
        return avcodec_find_encoder(AV_CODEC_ID_WMV2);
    if (type == PL_RECORD_WEBM)
        return avcodec_find_encoder(AV_CODEC_ID_VP8);
    c = avcodec_find_encoder_by_name("libx264");
    return c ? c : avcodec_find_encoder(AV_CODEC_ID_H264);
}

static const AVCodec *audio_codec(enum pl_record_type type)
{
    static const enum AVCodecID ids[PL_RECORD_TYPES] = {
        AV_CODEC_ID_AAC, AV_CODEC_ID_WMAV2, AV_CODEC_ID_AAC, AV_CODEC_ID_MP3, AV_CODEC_ID_OPUS};
    const AVCodec *c = type == PL_RECORD_WEBM ? avcodec_find_encoder_by_name("libopus") : NULL;
    return c ? c : avcodec_find_encoder(ids[type]);
}

/* Options that an encoder does not have are none of our business. */
static void tune(AVCodecContext *e)
{
    av_opt_set(e->priv_data, "preset", "superfast", 0); /* x264: half a core for 720p at 25 */
    av_opt_set(e->priv_data, "x264-params", "rc-lookahead=0:sync-lookahead=0", 0);
    av_opt_set(e->priv_data, "deadline", "realtime", 0); /* libvpx */
    av_opt_set_int(e->priv_data, "cpu-used", 8, 0);
    av_opt_set_int(e->priv_data, "lag-in-frames", 0, 0);
}

AVCodecContext *pl_encoder_open_video(const struct pl_sink_config *c, bool global)
{
    const AVCodec *codec = video_codec(c->type);
    AVCodecContext *e = codec ? avcodec_alloc_context3(codec) : NULL;
    if (!e)
        return NULL;
    e->width = (int)c->width;
    e->height = (int)c->height;
    e->pix_fmt = AV_PIX_FMT_YUV420P;
    e->time_base = (AVRational){1, (int)c->fps};
    e->framerate = (AVRational){(int)c->fps, 1};
    e->gop_size = (int)c->fps * KEY_SECONDS;
    e->max_b_frames = 0; /* nothing waits in the encoder when the process is killed */
    e->bit_rate = c->video_bps ? c->video_bps : pl_encoder_default_bps(c->width, c->height, c->fps);
    e->rc_max_rate = e->bit_rate * 3 / 2;
    e->rc_buffer_size = (int)(e->bit_rate * 2);
    e->thread_count = 1;
    e->color_range = AVCOL_RANGE_MPEG;
    if (global)
        e->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
    tune(e);
    if (avcodec_open2(e, codec, NULL) < 0)
        avcodec_free_context(&e);
    return e;
}

AVCodecContext *pl_encoder_open_audio(const struct pl_sink_config *c, bool global)
{
    const AVCodec *codec = audio_codec(c->type);
    AVCodecContext *e = codec ? avcodec_alloc_context3(codec) : NULL;
    if (!e)
        return NULL;
    e->sample_rate = PL_VOICE_RATE;
    e->sample_fmt = codec->sample_fmts[0];
    for (const enum AVSampleFormat *f = codec->sample_fmts; *f != AV_SAMPLE_FMT_NONE; f++) {
        if (*f == AV_SAMPLE_FMT_S16 || *f == AV_SAMPLE_FMT_S16P || *f == AV_SAMPLE_FMT_FLTP)
            e->sample_fmt = *f;
    }
    av_channel_layout_default(&e->ch_layout, 2);
    e->bit_rate = c->audio_bps ? c->audio_bps : AUDIO_BPS;
    e->time_base = (AVRational){1, PL_VOICE_RATE};
    if (global)
        e->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
    if (avcodec_open2(e, codec, NULL) < 0)
        avcodec_free_context(&e);
    return e;
}

AVFrame *pl_encoder_sound_frame(const AVCodecContext *encoder)
{
    AVFrame *f = encoder ? av_frame_alloc() : NULL;
    if (!f)
        return NULL;
    f->format = encoder->sample_fmt;
    f->nb_samples = encoder->frame_size;
    f->sample_rate = encoder->sample_rate;
    av_channel_layout_copy(&f->ch_layout, &encoder->ch_layout);
    if (av_frame_get_buffer(f, 0) < 0)
        av_frame_free(&f);
    return f;
}

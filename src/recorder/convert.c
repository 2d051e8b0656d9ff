/* SPDX-License-Identifier: Apache-2.0 */
#include "recorder/convert.h"

#include "recorder/image.h"
#include "recorder/voice.h"

#include <libavutil/avstring.h>
#include <libswresample/swresample.h>
#include <libswscale/swscale.h>
#include <stdlib.h>
#include <string.h>

#define CONTAINERS "matroska,webm,mov,mp4,m4a,flv,asf,mp3,ogg,wav"
#define CODECS                                                                                     \
    "h264,vp8,vp9,av1,libdav1d,wmv2,opus,libopus,aac,vorbis,mp3,mp3float,wmav2,pcm_s16le,"         \
    "pcm_f32le"

/* ---- opening ---- */

static AVCodecContext *open_decoder(const AVStream *s)
{
    const AVCodec *codec = avcodec_find_decoder(s->codecpar->codec_id);
    AVCodecContext *d =
        codec && av_match_list(codec->name, CODECS, ',') ? avcodec_alloc_context3(codec) : NULL;
    if (!d)
        return NULL;
    d->thread_count = 1;
    d->pkt_timebase = s->time_base;
    d->max_pixels = (int64_t)PL_CONVERT_SIDE_MAX * PL_CONVERT_SIDE_MAX;
    if (avcodec_parameters_to_context(d, s->codecpar) < 0 || avcodec_open2(d, codec, NULL) < 0)
        avcodec_free_context(&d);
    return d;
}

static const char *open_input(struct pl_convert *c, const char *path)
{
    AVDictionary *options = NULL;
    int failed;
    av_dict_set(&options, "format_whitelist", CONTAINERS, 0);
    av_dict_set(&options, "codec_whitelist", CODECS, 0);
    av_dict_set(&options, "protocol_whitelist", "file", 0);
    av_dict_set_int(&options, "max_streams", PL_CONVERT_STREAMS, 0);
    failed = avformat_open_input(&c->in, path, NULL, &options);
    av_dict_free(&options);
    if (failed < 0)
        return "it is no media file of a known kind";
    if (avformat_find_stream_info(c->in, NULL) < 0)
        return "nothing can be read of it";
    return NULL;
}

static AVCodecContext *pick(struct pl_convert *c, enum AVMediaType type, int *index)
{
    *index = av_find_best_stream(c->in, type, -1, -1, NULL, 0);
    return *index >= 0 ? open_decoder(c->in->streams[*index]) : NULL;
}

static uint32_t even(int64_t side)
{
    side = side < 16 ? 16 : side > PL_CONVERT_SIDE_MAX ? PL_CONVERT_SIDE_MAX : side;
    return (uint32_t)side & ~1u;
}

/* Black, of the output's size. */
static bool make_picture(struct pl_convert *c, uint32_t width, uint32_t height)
{
    const AVCodecContext *d = c->picture_decoder;
    c->width = even(width ? (int64_t)width : d->width);
    c->height = even(height ? (int64_t)height : d->height);
    c->picture = pl_image_new(AV_PIX_FMT_YUV420P, (int)c->width, (int)c->height);
    for (int plane = 0; c->picture && plane < 3; plane++)
        memset(c->picture->data[plane], plane ? 128 : 16,
               (size_t)c->picture->linesize[plane] * (plane ? c->height / 2 : c->height));
    return c->picture != NULL;
}

const char *pl_convert_open(struct pl_convert *c, const char *path, bool video, bool audio,
                            uint32_t width, uint32_t height, uint32_t fps)
{
    const char *why;
    memset(c, 0, sizeof(*c));
    c->video = c->audio = -1;
    c->fps = fps;
    why = open_input(c, path);
    if (why)
        return why;
    if (video)
        c->picture_decoder = pick(c, AVMEDIA_TYPE_VIDEO, &c->video);
    if (audio)
        c->sound_decoder = pick(c, AVMEDIA_TYPE_AUDIO, &c->audio);
    if (!c->picture_decoder && !c->sound_decoder)
        return "there is nothing in it that is asked for and can be read";
    c->packet = av_packet_alloc();
    c->frame = av_frame_alloc();
    c->samples = calloc(PL_CONVERT_SAMPLES, sizeof(*c->samples));
    if (!c->packet || !c->frame || !c->samples ||
        (c->picture_decoder && !make_picture(c, width, height)))
        return "no memory";
    c->start_us = c->in->start_time == AV_NOPTS_VALUE ? 0 : c->in->start_time;
    return NULL;
}

void pl_convert_describe(const struct pl_convert *c, struct pl_sink_config *config)
{
    config->video = c->picture_decoder != NULL;
    config->audio = c->sound_decoder != NULL;
    config->width = c->width;
    config->height = c->height;
    config->fps = c->fps;
}

void pl_convert_close(struct pl_convert *c)
{
    avcodec_free_context(&c->picture_decoder);
    avcodec_free_context(&c->sound_decoder);
    sws_freeContext(c->scaler);
    swr_free(&c->resampler);
    av_packet_free(&c->packet);
    av_frame_free(&c->frame);
    av_frame_free(&c->picture);
    free(c->samples);
    avformat_close_input(&c->in);
    memset(c, 0, sizeof(*c));
}

/* ---- times ---- */

/*
 * Where a frame belongs, as a number at `rate` a second: its time, less the holes that were cut
 * out. Never further ahead of what there is than the longest hole; a frame without a time follows
 * the last.
 */
static int64_t place_of(const struct pl_convert *c, const AVStream *s, int64_t have, int64_t rate,
                        int64_t *cut)
{
    int64_t us, at, most = have + (int64_t)PL_CONVERT_GAP_S * rate;
    if (c->frame->best_effort_timestamp == AV_NOPTS_VALUE)
        return have;
    us = av_rescale_q(c->frame->best_effort_timestamp, s->time_base, AV_TIME_BASE_Q) - c->start_us;
    at = av_rescale(us, rate, AV_TIME_BASE) - *cut;
    if (at > most) {
        *cut += at - most;
        at = most;
    }
    return at < 0 ? 0 : at;
}

/* ---- pictures ---- */

/* The whole of it in the middle, as large as it fits. */
static void draw(struct pl_convert *c)
{
    const AVFrame *f = c->frame;
    int64_t w = c->width, h = c->height;
    uint8_t *to[4] = {0};
    int x, y;
    if (f->width < 1 || f->height < 1 || av_frame_make_writable(c->picture) < 0)
        return;
    if (w * f->height > h * f->width)
        w = h * f->width / f->height & ~INT64_C(1);
    else
        h = w * f->height / f->width & ~INT64_C(1);
    w = w < 2 ? 2 : w;
    h = h < 2 ? 2 : h;
    c->scaler = sws_getCachedContext(c->scaler, f->width, f->height, f->format, (int)w, (int)h,
                                     AV_PIX_FMT_YUV420P, SWS_BILINEAR, NULL, NULL, NULL);
    if (!c->scaler)
        return;
    x = (int)((int64_t)c->width - w) / 2 & ~1;
    y = (int)((int64_t)c->height - h) / 2 & ~1;
    to[0] = c->picture->data[0] + (ptrdiff_t)y * c->picture->linesize[0] + x;
    to[1] = c->picture->data[1] + (ptrdiff_t)(y / 2) * c->picture->linesize[1] + x / 2;
    to[2] = c->picture->data[2] + (ptrdiff_t)(y / 2) * c->picture->linesize[2] + x / 2;
    sws_scale(c->scaler, (const uint8_t *const *)f->data, f->linesize, 0, f->height, to,
              c->picture->linesize);
}

/* What was there until now is shown until the new one's moment. */
static void take_picture(struct pl_convert *c)
{
    const AVStream *s = c->in->streams[c->video];
    int64_t at = place_of(c, s, c->pictures, c->fps, &c->picture_cut);
    while (c->pictures < at && !pl_sink_error(c->sink))
        pl_sink_picture(c->sink, c->picture, c->pictures++);
    draw(c);
}

/* ---- sound ---- */

static bool make_resampler(struct pl_convert *c)
{
    AVChannelLayout stereo = AV_CHANNEL_LAYOUT_STEREO;
    AVFrame *f = c->frame;
    if (c->resampler)
        return true;
    if (swr_alloc_set_opts2(&c->resampler, &stereo, AV_SAMPLE_FMT_S16, PL_VOICE_RATE, &f->ch_layout,
                            f->format, f->sample_rate, 0, NULL) < 0)
        return false;
    if (swr_init(c->resampler) >= 0)
        return true;
    swr_free(&c->resampler);
    return false;
}

static void put_silence(struct pl_convert *c, int64_t until)
{
    static const int16_t silence[960][2];
    while (c->sounds < until && !pl_sink_error(c->sink)) {
        int64_t n = until - c->sounds < 960 ? until - c->sounds : 960;
        pl_sink_sound(c->sink, silence, (size_t)n);
        c->sounds += n;
    }
}

/* Small differences are of no matter: frames follow each other. */
static void take_sound(struct pl_convert *c)
{
    const AVStream *s = c->in->streams[c->audio];
    const AVFrame *f = c->frame;
    int64_t at = place_of(c, s, c->sounds, PL_VOICE_RATE, &c->sound_cut), skip = 0;
    uint8_t *out = (uint8_t *)c->samples;
    int n;
    /* What changes its form in the middle is taken as it began: no browser does that. */
    if (f->nb_samples < 1 || f->nb_samples > PL_CONVERT_SAMPLES / 8 || !make_resampler(c))
        return;
    n = swr_convert(c->resampler, &out, PL_CONVERT_SAMPLES, (const uint8_t **)f->extended_data,
                    f->nb_samples);
    if (at > c->sounds + PL_VOICE_SEAM)
        put_silence(c, at);
    else if (at < c->sounds - PL_VOICE_SEAM)
        skip = c->sounds - at;
    if (n > skip && !pl_sink_error(c->sink)) {
        pl_sink_sound(c->sink, (const int16_t(*)[2])c->samples + skip, (size_t)(n - skip));
        c->sounds += n - skip;
    }
}

/* ---- packets ---- */

static void decode(struct pl_convert *c, AVCodecContext *d, const AVPacket *p)
{
    if (!d)
        return;
    if (avcodec_send_packet(d, p) < 0 && p)
        c->cut = true;
    while (avcodec_receive_frame(d, c->frame) >= 0) {
        if (d == c->picture_decoder)
            take_picture(c);
        else if (c->frame->sample_rate == d->sample_rate)
            take_sound(c);
        av_frame_unref(c->frame);
    }
}

/* The last picture is seen as long as there is sound, and for one picture's time at least. */
static void end(struct pl_convert *c)
{
    int64_t until = c->pictures + 1, sound = c->sounds * (int64_t)c->fps / PL_VOICE_RATE;
    decode(c, c->picture_decoder, NULL);
    decode(c, c->sound_decoder, NULL);
    until = c->pictures + 1 > sound ? c->pictures + 1 : sound;
    while (c->picture_decoder && c->pictures < until && !pl_sink_error(c->sink))
        pl_sink_picture(c->sink, c->picture, c->pictures++);
}

bool pl_convert_step(struct pl_convert *c, struct pl_sink *sink)
{
    int got = av_read_frame(c->in, c->packet);
    c->sink = sink;
    if (got < 0) {
        c->cut = c->cut || got != AVERROR_EOF || (c->in->pb && c->in->pb->error);
        end(c);
        return false;
    }
    if (c->packet->flags & AV_PKT_FLAG_CORRUPT)
        c->cut = true;
    else if (c->packet->stream_index == c->video)
        decode(c, c->picture_decoder, c->packet);
    else if (c->packet->stream_index == c->audio)
        decode(c, c->sound_decoder, c->packet);
    av_packet_unref(c->packet);
    return true;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "recorder/decode.h"

#include "proto/record/tap.h"
#include "recorder/voice.h"

#include <libavutil/channel_layout.h>
#include <math.h>

enum { PIXELS_MAX = 4096 * 4096 };

static const enum AVCodecID ids[] = {
    [PL_TAP_CODEC_OPUS] = AV_CODEC_ID_OPUS, [PL_TAP_CODEC_H264] = AV_CODEC_ID_H264,
    [PL_TAP_CODEC_VP8] = AV_CODEC_ID_VP8,   [PL_TAP_CODEC_VP9] = AV_CODEC_ID_VP9,
    [PL_TAP_CODEC_AV1] = AV_CODEC_ID_AV1,
};

void pl_decoder_finish(struct pl_decoder *d)
{
    avcodec_free_context(&d->context);
    av_packet_free(&d->packet);
    av_frame_free(&d->frame);
    d->codec = PL_TAP_CODEC_NONE;
}

static bool open_codec(struct pl_decoder *d, uint8_t codec)
{
    const AVCodec *c = codec == PL_TAP_CODEC_OPUS ? avcodec_find_decoder_by_name("libopus") : NULL;
    if (!c)
        c = avcodec_find_decoder(ids[codec]);
    d->context = avcodec_alloc_context3(c);
    d->packet = av_packet_alloc();
    d->frame = av_frame_alloc();
    if (!c || !d->context || !d->packet || !d->frame)
        return false;
    d->context->thread_count = 1;
    d->context->flags |= AV_CODEC_FLAG_LOW_DELAY;
    d->context->max_pixels = PIXELS_MAX;
    if (codec == PL_TAP_CODEC_OPUS) {
        d->context->sample_rate = PL_VOICE_RATE;
        av_channel_layout_default(&d->context->ch_layout, 2);
    }
    return avcodec_open2(d->context, c, NULL) == 0;
}

static AVFrame *decode(struct pl_decoder *d, uint8_t codec, struct pl_bytes bytes, bool *broken)
{
    *broken = false;
    if (d->codec != codec) {
        pl_decoder_finish(d);
        if (!open_codec(d, codec)) {
            pl_decoder_finish(d);
            *broken = true;
            return NULL;
        }
        d->codec = codec;
    }
    /* Decoders read a little beyond the end: a copy with zeros behind it. */
    if (av_new_packet(d->packet, (int)bytes.len) < 0)
        return NULL;
    memcpy(d->packet->data, bytes.data, bytes.len);
    *broken = avcodec_send_packet(d->context, d->packet) < 0;
    av_packet_unref(d->packet);
    return avcodec_receive_frame(d->context, d->frame) == 0 ? d->frame : NULL;
}

static int16_t from_float(float v)
{
    long n = lrintf(v * 32767.0f);
    return (int16_t)(n > 32767 ? 32767 : n < -32768 ? -32768 : n);
}

static int16_t sample_of(const AVFrame *f, size_t i, unsigned c)
{
    unsigned channels = (unsigned)f->ch_layout.nb_channels;
    c = c < channels ? c : 0;
    switch (f->format) {
    case AV_SAMPLE_FMT_S16:
        return ((const int16_t *)(const void *)f->data[0])[i * channels + c];
    case AV_SAMPLE_FMT_FLT:
        return from_float(((const float *)(const void *)f->data[0])[i * channels + c]);
    case AV_SAMPLE_FMT_FLTP:
        return from_float(((const float *)(const void *)f->extended_data[c])[i]);
    default:
        return 0;
    }
}

size_t pl_decode_sound(struct pl_decoder *d, struct pl_bytes packet, int16_t (*out)[2])
{
    bool broken;
    const AVFrame *f = packet.len > 0 ? decode(d, PL_TAP_CODEC_OPUS, packet, &broken) : NULL;
    size_t count = f ? (size_t)f->nb_samples : 0;
    if (count > PL_VOICE_FRAME_MAX)
        count = PL_VOICE_FRAME_MAX;
    for (size_t i = 0; i < count; i++) {
        out[i][0] = sample_of(f, i, 0);
        out[i][1] = sample_of(f, i, 1);
    }
    return count;
}

AVFrame *pl_decode_picture(struct pl_decoder *d, uint8_t codec, struct pl_bytes frame, bool *broken)
{
    return decode(d, codec, frame, broken);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "recorder/sink.h"

#include "proto/record/tap.h"
#include "recorder/encode.h"
#include "recorder/voice.h"

#include <errno.h>
#include <libavutil/opt.h>
#include <unistd.h>

static const char *const muxers[PL_RECORD_TYPES] = {"mp4", "asf", "flv", "mp3", "webm"};

enum pl_record_type pl_sink_type_for_copy(enum pl_record_type wanted, uint8_t codec)
{
    bool in_mp4 = codec == PL_TAP_CODEC_H264 || codec == PL_TAP_CODEC_VP9;
    if (codec == PL_TAP_CODEC_H264)
        return wanted == PL_RECORD_FLV ? PL_RECORD_FLV : PL_RECORD_MP4;
    return in_mp4 && wanted == PL_RECORD_MP4 ? PL_RECORD_MP4 : PL_RECORD_WEBM;
}

/* ---- writing ---- */

static void write_packet(struct pl_sink *s, struct pl_sink_track *t, AVRational unit)
{
    AVPacket *p = s->packet;
    int64_t end;
    p->stream_index = t->stream->index;
    av_packet_rescale_ts(p, unit, t->stream->time_base);
    if (p->dts <= t->last_dts) { /* two frames of one moment, as a clock's correction can make */
        p->dts = t->last_dts + 1;
        p->pts = p->pts < p->dts ? p->dts : p->pts;
    }
    t->last_dts = p->dts;
    end = av_rescale_q(p->pts + p->duration, t->stream->time_base, AV_TIME_BASE_Q);
    s->end_us = end > s->end_us ? end : s->end_us;
    if (s->failed == 0 && s->file.error == 0)
        s->failed =
            s->in_order ? av_interleaved_write_frame(s->format, p) : av_write_frame(s->format, p);
    av_packet_unref(p);
    if (s->failed > 0)
        s->failed = 0;
}

static void drain(struct pl_sink *s, struct pl_sink_track *t)
{
    while (avcodec_receive_packet(t->encoder, s->packet) == 0) {
        /* What an encoder of sound puts before the beginning is its start-up noise. */
        if (s->packet->pts < 0 && s->video.stream)
            av_packet_unref(s->packet);
        else
            write_packet(s, t, t->encoder->time_base);
    }
}

static void encode(struct pl_sink *s, struct pl_sink_track *t, AVFrame *frame)
{
    if (pl_sink_error(s))
        return;
    if (avcodec_send_frame(t->encoder, frame) == 0)
        drain(s, t);
}

void pl_sink_picture(struct pl_sink *s, AVFrame *frame, int64_t number)
{
    frame->pts = number;
    frame->pict_type = AV_PICTURE_TYPE_NONE;
    encode(s, &s->video, frame);
}

static void store_sample(AVFrame *f, int i, const int16_t *sample)
{
    for (int c = 0; c < 2; c++) {
        if (f->format == AV_SAMPLE_FMT_FLTP)
            ((float *)(void *)f->data[c])[i] = (float)sample[c] / 32768.0f;
        else if (f->format == AV_SAMPLE_FMT_S16P)
            ((int16_t *)(void *)f->data[c])[i] = sample[c];
        else
            ((int16_t *)(void *)f->data[0])[2 * i + c] = sample[c];
    }
}

static void send_sound(struct pl_sink *s)
{
    s->sound->nb_samples = s->sound_have;
    s->sound->pts = s->sound_done;
    s->sound_done += s->sound_have;
    s->sound_have = 0;
    encode(s, &s->audio, s->sound);
}

void pl_sink_sound(struct pl_sink *s, const int16_t (*samples)[2], size_t count)
{
    int size = s->audio.encoder->frame_size;
    for (size_t i = 0; i < count && !pl_sink_error(s); i++) {
        if (s->sound_have == 0 && av_frame_make_writable(s->sound) < 0)
            s->failed = AVERROR(ENOMEM);
        else
            store_sample(s->sound, s->sound_have++, samples[i]);
        if (s->sound_have == size)
            send_sound(s);
    }
}

void pl_sink_copy(struct pl_sink *s, bool video, struct pl_bytes frame, bool key, int64_t at_us)
{
    struct pl_sink_track *t = video ? &s->video : &s->audio;
    if (pl_sink_error(s) || !t->stream)
        return;
    if (av_new_packet(s->packet, (int)frame.len) < 0)
        return;
    memcpy(s->packet->data, frame.data, frame.len);
    s->packet->pts = s->packet->dts = at_us;
    s->packet->flags = key || !video ? AV_PKT_FLAG_KEY : 0;
    s->packet->duration = video ? 0 : 20000;
    write_packet(s, t, AV_TIME_BASE_Q);
}

void pl_sink_mark(struct pl_sink *s, bool sync)
{
    if (pl_sink_error(s))
        return;
    /* A track that is silent for long (a copied voice that is not sent) keeps nobody waiting. WMV
     * and FLV are always encoded, so that both tracks come all the time. */
    if (s->fragments && s->in_order)
        av_interleaved_write_frame(s->format, NULL);
    if (s->fragments)
        av_write_frame(s->format, NULL);
    pl_file_mark(&s->file, sync);
}

int pl_sink_error(const struct pl_sink *s)
{
    return s->file.error ? s->file.error : s->failed < 0 ? AVUNERROR(s->failed) : 0;
}

/* ---- opening ---- */

static bool add_track(struct pl_sink *s, struct pl_sink_track *t, AVRational unit)
{
    t->stream = avformat_new_stream(s->format, NULL);
    t->last_dts = INT64_MIN;
    if (!t->stream)
        return false;
    t->stream->time_base = unit;
    return true;
}

static bool add_encoded(struct pl_sink *s, struct pl_sink_track *t, const AVRational unit)
{
    if (!t->encoder || !add_track(s, t, unit))
        return false;
    t->stream->avg_frame_rate = t->encoder->framerate;
    return avcodec_parameters_from_context(t->stream->codecpar, t->encoder) >= 0;
}

static bool add_extradata(AVCodecParameters *p, const void *bytes, size_t len)
{
    p->extradata = av_mallocz(len + AV_INPUT_BUFFER_PADDING_SIZE);
    if (!p->extradata)
        return false;
    memcpy(p->extradata, bytes, len);
    p->extradata_size = (int)len;
    return true;
}

/* The parameter sets at the head of an Annex B key frame: up to the first slice. */
static size_t sets_of(struct pl_bytes frame)
{
    for (size_t i = 0; i + 4 < frame.len; i++) {
        if (memcmp(frame.data + i, "\0\0\0\1", 4) == 0 && (frame.data[i + 4] & 31) <= 5)
            return i;
    }
    return 0;
}

static bool add_copied_video(struct pl_sink *s, const struct pl_sink_config *c)
{
    static const enum AVCodecID ids[] = {[PL_TAP_CODEC_H264] = AV_CODEC_ID_H264,
                                         [PL_TAP_CODEC_VP8] = AV_CODEC_ID_VP8,
                                         [PL_TAP_CODEC_VP9] = AV_CODEC_ID_VP9};
    AVCodecParameters *p;
    if (!add_track(s, &s->video, (AVRational){1, 90000}))
        return false;
    p = s->video.stream->codecpar;
    p->codec_type = AVMEDIA_TYPE_VIDEO;
    p->codec_id = ids[c->copy_video];
    p->width = (int)c->width;
    p->height = (int)c->height;
    p->format = AV_PIX_FMT_YUV420P;
    return c->copy_video != PL_TAP_CODEC_H264 ||
           add_extradata(p, c->first_key.data, sets_of(c->first_key));
}

static bool add_copied_audio(struct pl_sink *s)
{
    /* RFC 7845 5.1: two channels, no samples to skip, as they come out of the middle of a call. */
    static const uint8_t head[19] = {'O', 'p', 'u', 's', 'H', 'e',  'a',
                                     'd', 1,   2,   0,   0,   0x80, 0xbb};
    AVCodecParameters *p;
    if (!add_track(s, &s->audio, (AVRational){1, PL_VOICE_RATE}))
        return false;
    p = s->audio.stream->codecpar;
    p->codec_type = AVMEDIA_TYPE_AUDIO;
    p->codec_id = AV_CODEC_ID_OPUS;
    p->sample_rate = PL_VOICE_RATE;
    p->frame_size = 960;
    av_channel_layout_default(&p->ch_layout, 2);
    return add_extradata(p, head, sizeof(head));
}

static bool add_tracks(struct pl_sink *s, const struct pl_sink_config *c)
{
    bool global = (s->format->oformat->flags & AVFMT_GLOBALHEADER) != 0;
    if (c->video && c->copy_video) {
        if (!add_copied_video(s, c))
            return false;
    } else if (c->video) {
        s->video.encoder = pl_encoder_open_video(c, global);
        if (!add_encoded(s, &s->video, (AVRational){1, 90000}))
            return false;
    }
    if (c->audio && c->copy_audio)
        return add_copied_audio(s);
    if (c->audio) {
        s->audio.encoder = pl_encoder_open_audio(c, global);
        s->sound = pl_encoder_sound_frame(s->audio.encoder);
        return s->sound && add_encoded(s, &s->audio, (AVRational){1, PL_VOICE_RATE});
    }
    return c->video;
}

static void release(struct pl_sink *s)
{
    avcodec_free_context(&s->video.encoder);
    avcodec_free_context(&s->audio.encoder);
    av_packet_free(&s->packet);
    av_frame_free(&s->sound);
    avformat_free_context(s->format);
    s->format = NULL;
    s->open = false;
}

static bool write_head(struct pl_sink *s, enum pl_record_type type)
{
    AVDictionary *options = NULL;
    int failed;
    if (type == PL_RECORD_MP4)
        av_dict_set(&options, "movflags", "empty_moov+default_base_moof+frag_custom", 0);
    if (type == PL_RECORD_WEBM)
        av_dict_set(&options, "cluster_time_limit", "1000", 0);
    if (type == PL_RECORD_WMV && !s->video.stream) /* it writes full packets only: else of 0.4 s */
        av_dict_set(&options, "packet_size", "1000", 0);
    s->format->strict_std_compliance = FF_COMPLIANCE_EXPERIMENTAL;
    failed = avformat_write_header(s->format, &options);
    av_dict_free(&options);
    if (failed >= 0)
        pl_file_mark(&s->file, true);
    return failed >= 0;
}

int pl_sink_open(struct pl_sink *s, const struct pl_sink_config *c)
{
    int error;
    memset(s, 0, sizeof(*s));
    error = pl_file_open(&s->file, c->path);
    if (error)
        return error;
    s->packet = av_packet_alloc();
    if (!s->packet || avformat_alloc_output_context2(&s->format, NULL, muxers[c->type], NULL) < 0)
        goto fail;
    s->format->pb = s->file.io;
    /* WMV's muxer stops the process when sound and picture do not come in order; an MP4 fragment
     * sorts them itself, and must not wait for the other track. */
    s->in_order = c->type != PL_RECORD_MP4;
    s->fragments = c->type == PL_RECORD_MP4 || c->type == PL_RECORD_WEBM;
    if (!add_tracks(s, c) || !write_head(s, c->type))
        goto fail;
    s->open = true;
    return 0;
fail:
    error = s->file.error ? s->file.error : EINVAL;
    release(s);
    pl_file_close(&s->file);
    unlink(c->path);
    return error;
}

int pl_sink_close(struct pl_sink *s)
{
    int error;
    if (s->audio.encoder && s->sound_have > 0) {
        send_sound(s);
    }
    if (s->audio.encoder)
        encode(s, &s->audio, NULL);
    if (s->video.encoder)
        encode(s, &s->video, NULL);
    pl_sink_mark(s, false);
    if (!pl_sink_error(s))
        av_write_trailer(s->format);
    error = pl_sink_error(s);
    release(s);
    s->file.error = s->file.error ? s->file.error : error;
    return pl_file_close(&s->file);
}

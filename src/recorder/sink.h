/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is recorded, into a file of one of the types: encoded here, or copied. While it grows, the
 * file can be cut anywhere and loses what came after the last mark: MP4 in fragments (ISO/IEC
 * 14496-12 8.8), WebM in clusters, the others as they are. finish.h makes the final file of it.
 *
 * Times are since the file's beginning. Errors of the disk end it: every call after that does
 * nothing, pl_sink_error tells.
 */
#ifndef PL_RECORDER_SINK_H
#define PL_RECORDER_SINK_H

#include "proto/record/control.h"
#include "recorder/depack.h"
#include "recorder/file.h"

#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>

struct pl_sink_config {
    const char *path;
    enum pl_record_type type;
    bool video, audio;
    unsigned width, height, fps;   /* encoded video; copied: the size of its first key frame */
    uint32_t video_bps, audio_bps; /* 0: the default */
    uint8_t copy_video;            /* enum pl_tap_codec; NONE: encoded */
    bool copy_audio;               /* Opus */
    struct pl_bytes first_key; /* copied video: the first frame, of which H.264's sets are taken */
};

struct pl_sink_track {
    AVStream *stream;
    AVCodecContext *encoder; /* NULL: copied */
    int64_t last_dts;        /* in the stream's units; they only go up */
};

struct pl_sink {
    struct pl_file file;
    AVFormatContext *format;
    struct pl_sink_track video, audio;
    AVPacket *packet;
    AVFrame *sound; /* one frame of the audio encoder, being filled */
    int sound_have;
    int64_t sound_done;
    int64_t end_us; /* of what was written */
    int failed;     /* of FFmpeg, an AVERROR; 0 */
    bool open, in_order, fragments;
};

/* Which types a copy of that codec fits in: `wanted` where it does, else the one that it does. */
enum pl_record_type pl_sink_type_for_copy(enum pl_record_type wanted, uint8_t codec);

/* 0, or errno (EINVAL: an encoder is missing or refuses). Then nothing is left behind. */
int pl_sink_open(struct pl_sink *s, const struct pl_sink_config *config);

/* Picture number n of a steady rate; numbers go up, some may be left out. */
void pl_sink_picture(struct pl_sink *s, AVFrame *frame, int64_t number);
/* Samples without gaps: they begin at 0. */
void pl_sink_sound(struct pl_sink *s, const int16_t (*samples)[2], size_t count);
void pl_sink_copy(struct pl_sink *s, bool video, struct pl_bytes frame, bool key, int64_t at_us);

/* Every PL_BUDGET_MARK_US: what was written becomes whole. sync: to the disk. */
void pl_sink_mark(struct pl_sink *s, bool sync);

int pl_sink_error(const struct pl_sink *s); /* errno, 0 */
/* 0, or the errno that ended it. */
int pl_sink_close(struct pl_sink *s);

#endif

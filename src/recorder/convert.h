/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A file of media as pictures and samples at the steady rates that the sink takes: for conversions.
 * The file may be anybody's (browsers upload what they have recorded): only a few containers and
 * codecs are read, no other file is ever opened because of it, and what it says of sizes and times
 * is not believed beyond the limits below.
 *
 * It may end in the middle: what was read until then is all of it, and `cut` says so.
 */
#ifndef PL_RECORDER_CONVERT_H
#define PL_RECORDER_CONVERT_H

#include "recorder/sink.h"

enum {
    PL_CONVERT_STREAMS = 16,
    PL_CONVERT_SIDE_MAX = 4096,   /* pixels of a picture's side */
    PL_CONVERT_GAP_S = 60,        /* a longer hole in the times is cut to that */
    PL_CONVERT_SAMPLES = 1 << 18, /* of one decoded frame */
};

struct pl_convert {
    AVFormatContext *in;
    int video, audio; /* streams; -1: none */
    AVCodecContext *picture_decoder, *sound_decoder;
    struct SwsContext *scaler;
    struct SwrContext *resampler;
    AVPacket *packet;
    AVFrame *frame;
    AVFrame *picture; /* as it is now, of the output's size */
    int16_t (*samples)[2];
    struct pl_sink *sink;
    uint32_t width, height, fps;
    int64_t start_us;               /* of the input's times */
    int64_t pictures, sounds;       /* so far, of the steady rates */
    int64_t picture_cut, sound_cut; /* holes that were cut out, in the same units */
    bool cut;                       /* it ends in the middle, or is damaged */
};

/* video, audio: what is wanted of it; width 0, height 0: as it is. NULL, or why it cannot be read.
 */
const char *pl_convert_open(struct pl_convert *c, const char *path, bool video, bool audio,
                            uint32_t width, uint32_t height, uint32_t fps);
/* Which tracks the sink needs, and its size. */
void pl_convert_describe(const struct pl_convert *c, struct pl_sink_config *config);
/* The next packet into the sink. False: that was all of it; then the sink has everything. */
bool pl_convert_step(struct pl_convert *c, struct pl_sink *sink);
/* Harmless for one that is all zeros. */
void pl_convert_close(struct pl_convert *c);

#endif

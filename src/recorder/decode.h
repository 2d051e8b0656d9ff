/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Frames to samples and pictures, by FFmpeg. One thread, no waiting. A decoder is made by the first
 * frame and anew when the codec changes.
 */
#ifndef PL_RECORDER_DECODE_H
#define PL_RECORDER_DECODE_H

#include "recorder/depack.h"

#include <libavcodec/avcodec.h>

struct pl_decoder {
    AVCodecContext *context;
    AVPacket *packet;
    AVFrame *frame;
    uint8_t codec; /* enum pl_tap_codec */
};

void pl_decoder_finish(struct pl_decoder *d);

/*
 * One packet of Opus to samples of 48 kHz, two channels, at most PL_VOICE_FRAME_MAX. 0: it cannot
 * be decoded.
 */
size_t pl_decode_sound(struct pl_decoder *d, struct pl_bytes packet, int16_t (*out)[2]);

/* The picture, good until the next call; NULL: it gave none. *broken: the decoder refused it. */
AVFrame *pl_decode_picture(struct pl_decoder *d, uint8_t codec, struct pl_bytes frame,
                           bool *broken);

#endif

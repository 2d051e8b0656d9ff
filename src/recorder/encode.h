/* SPDX-License-Identifier: Apache-2.0 */
/* The encoders of the file types, by FFmpeg, each on one thread. Private to sink.c. */
#ifndef PL_RECORDER_ENCODE_H
#define PL_RECORDER_ENCODE_H

#include "recorder/sink.h"

/* NULL: there is none, or it refuses the size. global: the container wants the sets in its head. */
AVCodecContext *pl_encoder_open_video(const struct pl_sink_config *c, bool global);
AVCodecContext *pl_encoder_open_audio(const struct pl_sink_config *c, bool global);
/* An empty frame of the encoder's form and size. NULL: no encoder, no memory. */
AVFrame *pl_encoder_sound_frame(const AVCodecContext *encoder);

/* Bits a second where nobody said: a tenth of a bit for each pixel and picture, 200 kbit/s to 8
 * Mbit/s. */
uint32_t pl_encoder_default_bps(unsigned width, unsigned height, unsigned fps);

#endif

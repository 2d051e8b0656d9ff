/* SPDX-License-Identifier: Apache-2.0 */
/* Pictures of the operator (logo, backdrop, inserted image) from PNG or JPEG files; JPEG out. */
#ifndef PL_RECORDER_IMAGE_H
#define PL_RECORDER_IMAGE_H

#include "recorder/place.h"

#include <libavutil/frame.h>

enum { PL_IMAGE_PIXELS_MAX = 4096 * 4096 };

/*
 * The file in 4:2:0 with transparency (YUVA420P), w x h large; h 0: in its own shape; h and w 0: in
 * its own size. NULL: cannot be read, or too large. The caller frees it.
 */
AVFrame *pl_image_load(const char *path, int w, int h);

/* Lays it over the picture (YUV420P) at an even place; what is outside is cut. */
void pl_image_blend(AVFrame *picture, const AVFrame *image, int x, int y);

/* A new frame of this format and size, not initialised; NULL: no memory. */
AVFrame *pl_image_new(int format, int w, int h);

/*
 * The picture (any 8 bit format) as a JPEG file, quality 1 .. 100, which is there as a whole or not
 * at all, and safe on the disk. 0, or errno (EINVAL: it cannot be encoded).
 */
int pl_image_save(const AVFrame *picture, unsigned quality, const char *path);

/* Turned clockwise, and mirrored after that; a new frame. NULL: no memory, not YUV420P. */
AVFrame *pl_image_turn(const AVFrame *picture, unsigned quarter_turns, bool mirrored);

#endif

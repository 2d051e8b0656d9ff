/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a recording looks like before it is played: a thumbnail (NAME.thumb.jpg, 320 wide: the
 * picture with most in it) and a storyboard (NAME.board.jpg: pictures 160 wide, ten in a row, one
 * for each step of the film from its beginning on; the last of them stands for the rest). Made of
 * key frames alone, in the same pass that copies the packets into the final file. The step is two
 * seconds; where that makes more than PL_BOARD_PICTURES it is doubled as often as needed, and every
 * second picture is left out.
 *
 * Cost: one key frame decoded and scaled for each step; memory for a hundred small pictures.
 */
#ifndef PL_RECORDER_BOARD_H
#define PL_RECORDER_BOARD_H

#include <libavcodec/avcodec.h>
#include <stdbool.h>

enum {
    PL_BOARD_PICTURES = 100,
    PL_BOARD_COLUMNS = 10,
    PL_BOARD_WIDTH = 160, /* of one picture; its height follows from the film's first */
    PL_THUMB_WIDTH = 320,
    PL_BOARD_STEP_US = 2000000,
};

struct pl_board {
    AVCodecContext *decoder; /* NULL: there is nothing to see */
    AVFrame *frame;
    AVFrame *tiles[PL_BOARD_PICTURES];
    size_t count;
    int64_t step_us;
    AVFrame *thumb;
    uint64_t best; /* how much is in the thumbnail */
};

/* video: of the file. Without a decoder for it there are no pictures. */
void pl_board_open(struct pl_board *b, const AVCodecParameters *video);
void pl_board_close(struct pl_board *b);

/* A key frame, borrowed, and its moment since the file's beginning. */
void pl_board_take(struct pl_board *b, const AVPacket *key, int64_t at_us);

/*
 * Writes BASE.thumb.jpg and BASE.board.jpg. False: there is nothing to see, or no room; then there
 * is neither of them.
 */
bool pl_board_write(const struct pl_board *b, const char *base);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The files that a recording grew in. One, unless a recorder was killed and the next went on with
 * the same recording: then each has its own, named after the moment of the recording at which it
 * begins: NAME.mp4.part, NAME.mp4.part-000012345000 (microseconds), ... finish.h joins them.
 */
#ifndef PL_RECORDER_PIECES_H
#define PL_RECORDER_PIECES_H

#include <stddef.h>
#include <stdint.h>

enum { PL_PIECES_MAX = 64, PL_PIECE_PATH = 4096 };

/* 0: the first, which is `part` itself. */
void pl_piece_path(char out[PL_PIECE_PATH], const char *part, int64_t offset_us);

/* Which there are, in order; how many. */
size_t pl_pieces_find(const char *part, int64_t offsets[PL_PIECES_MAX]);

void pl_pieces_remove(const char *part);

#endif

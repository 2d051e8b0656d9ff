/* SPDX-License-Identifier: Apache-2.0 */
/* Packets of one or several files into one. Private to finish.c. */
#ifndef PL_RECORDER_COPIER_H
#define PL_RECORDER_COPIER_H

#include "proto/record/control.h"
#include "recorder/board.h"
#include "recorder/finish.h"

#include <libavformat/avformat.h>

enum { PL_COPIER_STREAMS = 4 };

struct pl_copier {
    enum pl_record_type type;
    const char *path;           /* of the output; NULL: only measured */
    AVFormatContext *in, *out;  /* out NULL before the first input */
    int map[PL_COPIER_STREAMS]; /* stream of the input to that of the output */
    int64_t shift_us, until_us; /* of this input: in the output; packets from there on are not */
    int64_t last_dts[PL_COPIER_STREAMS];
    int64_t base_us;          /* the offset of the first input */
    int64_t begin_us, end_us; /* of what was copied */
    unsigned inputs;
    uint32_t width, height;
    struct pl_board board;
    bool failed; /* the output was refused */
};

/* path NULL: nothing is written. Borrowed. */
void pl_copier_init(struct pl_copier *c, enum pl_record_type type, const char *path);

/*
 * One more file, which begins at offset_us of the output and is taken until until_us. False: it
 * cannot be read, or does not fit behind the ones before it (nothing was copied), or `failed`.
 */
bool pl_copier_add(struct pl_copier *c, const char *path, int64_t offset_us, int64_t until_us);

/* False: the output is not whole. Facts of what was copied into `out`; board stays. */
bool pl_copier_end(struct pl_copier *c, struct pl_finished *out);
void pl_copier_finish(struct pl_copier *c);

#endif

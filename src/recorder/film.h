/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a recording is made of: its inputs, the mix, the picture, the file. No thread, no waiting:
 * the owner gives packets and says up to which moment the file goes (pl_film_advance).
 *
 * Who is in it follows from the flags: without MIX_AUDIO and STEREO the sound of `user` alone;
 * without MIX_VIDEO, ABREAST and a layout the first picture of `user` alone (MULTISTREAM: all of
 * his). The file begins with the first moment of which there is media; a picture that has not come
 * yet is dark, a sound silent.
 */
#ifndef PL_RECORDER_FILM_H
#define PL_RECORDER_FILM_H

#include "recorder/canvas.h"
#include "recorder/input.h"
#include "recorder/sink.h"
#include "recorder/task.h"

enum { PL_FILM_PATH = 4096 };

struct pl_film_group {
    uint32_t user;
    unsigned inputs;
    struct pl_timeline_group group;
};

struct pl_film_insert {
    char image[PL_RECORD_FILE_MAX + 1]; /* "": none */
    uint16_t x, y, w, h;
};

struct pl_film {
    struct pl_task_shared *shared;
    struct pl_record_command command;
    struct pl_input *inputs[PL_RECORD_SOURCES_MAX];
    size_t count;
    struct pl_film_group groups[PL_RECORD_SOURCES_MAX];
    enum pl_record_type type; /* of the file: as asked, or what a copy fits in */
    bool video, audio, copies_video, copies_audio;
    bool begun;
    bool changed;           /* copied: the codec changed, nothing more can be written */
    int64_t begin;          /* moment of the file's 0 */
    int64_t offset_us;      /* of this piece in the recording, see pieces.h; 0: it is the first */
    int64_t gap_us;         /* of the recording, missing at the beginning of this piece */
    uint64_t earlier_bytes; /* of the pieces before */
    int64_t first_sound;    /* copies: when waiting for a picture began; 0 */
    int64_t samples;        /* mixed so far */
    int64_t pictures;       /* of the steady rate, so far, left out ones included */
    uint64_t left_out;
    uint8_t copied_codec;
    uint32_t fps;
    struct pl_sink sink;
    struct pl_canvas canvas;
    struct pl_fonts *fonts;
    struct pl_film_insert insert;
    int error; /* errno */
};

void pl_film_init(struct pl_film *f, struct pl_task_shared *shared,
                  const struct pl_record_command *start);
void pl_film_finish(struct pl_film *f);

/* False: no memory, or too many. */
bool pl_film_join(struct pl_film *f, const struct pl_source_info *info);
void pl_film_part(struct pl_film *f, uint32_t source);
void pl_film_mute(struct pl_film *f, uint32_t source, bool muted);
void pl_film_look(struct pl_film *f, const struct pl_record_look *look);
void pl_film_insert(struct pl_film *f, const struct pl_record_command *c);
struct pl_input *pl_film_input(struct pl_film *f, uint32_t source);

/* Writes everything up to this moment. Packets are waited for as of `now` (see input.h). */
void pl_film_advance(struct pl_film *f, pl_time_us now, int64_t until);

/* The moment at which the recording began; it may have gone on since in another piece. */
static inline int64_t pl_film_start(const struct pl_film *f)
{
    return f->begin - f->offset_us;
}

/* "…/file.mp4" and "…/file.mp4.part". */
void pl_film_paths(const struct pl_task_shared *shared, const char *file, enum pl_record_type type,
                   char final[PL_FILM_PATH], char part[PL_FILM_PATH]);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* What film.c (who is in it, the middle) and film_begin.c (the beginning) share. */
#ifndef PL_RECORDER_FILM_INTERNAL_H
#define PL_RECORDER_FILM_INTERNAL_H

#include "recorder/film.h"

#define PL_FILM_MIXES_SOUND   (PL_RECORD_MIX_AUDIO | PL_RECORD_STEREO)
#define PL_FILM_MIXES_PICTURE (PL_RECORD_MIX_VIDEO | PL_RECORD_ABREAST)

/* Opens the file when there is something to begin with, by this moment. */
void pl_film_try_to_begin(struct pl_film *f, int64_t until);

/* To the canvas: what was asked for, also before there was one. */
void pl_film_show_look(struct pl_film *f);
void pl_film_show_insert(struct pl_film *f);

/* The next picture of the steady rate. */
void pl_film_draw(struct pl_film *f);
int64_t pl_film_moment_of_picture(const struct pl_film *f, int64_t number);

#endif

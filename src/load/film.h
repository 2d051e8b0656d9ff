/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Real pictures and sound for simulated publishers, encoded beforehand: VP8 of an IVF file, or Opus
 * of an Ogg file (RFC 3533, RFC 7845) with packets of 20 ms, as the ffmpeg command writes them. For
 * recordings, which have to play.
 */
#ifndef PL_LOAD_FILM_H
#define PL_LOAD_FILM_H

#include "load/rtc_client.h"

enum { PL_LOAD_FILM_BYTES_MAX = 256 << 20, PL_LOAD_FILM_ERROR_MAX = 160 };

/* False: error says why. A film begins with a key frame. */
bool pl_load_film_read(struct pl_rtc_film *film, enum pl_media_kind kind, const char *path,
                       char error[PL_LOAD_FILM_ERROR_MAX]);
/* The same of bytes, which the film takes over (malloc) whether it succeeds or not. */
bool pl_load_film_parse(struct pl_rtc_film *film, enum pl_media_kind kind, uint8_t *bytes,
                        size_t len);
/* All zeros is harmless. */
void pl_load_film_finish(struct pl_rtc_film *film);

#endif

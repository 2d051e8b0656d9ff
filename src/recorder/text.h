/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Text to grey pixels, by FreeType: the first font of the list that has a character draws it, so
 * Chinese names appear when any font of the machine has them. Left to right, no shaping.
 */
#ifndef PL_RECORDER_TEXT_H
#define PL_RECORDER_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PL_FONTS_MAX = 8, PL_TEXT_SIZE_MAX = 256 };

struct pl_fonts;

/* Fonts that cannot be read are left out. NULL: no memory. Without any font all text is empty. */
struct pl_fonts *pl_fonts_open(const char *const *paths, size_t count);
void pl_fonts_close(struct pl_fonts *f);

/* One line. pixels: w * h, 0 .. 255; freed by the caller of pl_label_finish. */
struct pl_label {
    char *text; /* what was drawn */
    int size;
    uint8_t *pixels;
    int w, h;
};

/* Draws `text` (UTF-8; broken bytes are left out), `size` pixels high, at most max_w wide. Does
 * nothing when that is what the label shows already. */
void pl_label_set(struct pl_label *l, struct pl_fonts *fonts, const char *text, int size,
                  int max_w);
void pl_label_finish(struct pl_label *l);

#endif

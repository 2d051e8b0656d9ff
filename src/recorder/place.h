/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where the pictures go: cells of a layout, and what of a picture is seen in its cell. Pure. All
 * positions and sizes are even, as 4:2:0 wants them.
 */
#ifndef PL_RECORDER_PLACE_H
#define PL_RECORDER_PLACE_H

#include "proto/record/control.h"

struct pl_rect {
    int x, y, w, h;
};

struct pl_place_who {
    uint32_t user;
    uint8_t stream;
};

/*
 * Cells of `count` pictures, the first the most important, in a picture of w x h. A picture that
 * the layout does not show gets w = 0. Later ones lie above earlier ones. look->layout is not AUTO.
 */
void pl_place_cells(const struct pl_record_look *look, int w, int h, const struct pl_place_who *who,
                    size_t count, struct pl_rect *cells);

/* from: what is seen of a picture of w x h; to: where in the cell. */
void pl_place_clip(enum pl_record_clip mode, struct pl_rect cell, int w, int h,
                   struct pl_rect *from, struct pl_rect *to);

/* May the recorder make this file below its folder? See control.h. */
bool pl_place_is_safe(const char *path);

#endif

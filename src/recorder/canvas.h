/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The picture of a recording: the pictures of those who take part, scaled into the cells of the
 * layout, over a background, with names, title, clock, logo and an inserted image. Only what has
 * changed is scaled again, and when nothing has, the same picture is given once more.
 */
#ifndef PL_RECORDER_CANVAS_H
#define PL_RECORDER_CANVAS_H

#include "recorder/image.h"
#include "recorder/place.h"
#include "recorder/text.h"

#include <libswscale/swscale.h>

/* What one source shows now. */
struct pl_canvas_item {
    struct pl_place_who who;
    const AVFrame *frame; /* NULL: nothing yet, or muted: a dark cell */
    uint64_t serial;      /* another number: another frame */
    uint8_t turns;        /* as in jitter.h */
    const char *name;
};

struct pl_canvas_cell {
    struct pl_place_who who;
    struct pl_rect rect, from, to;
    struct SwsContext *sws;
    AVFrame *scaled; /* to.w x to.h */
    uint64_t serial; /* of what is in `scaled` */
    bool dark;
    struct pl_label name;
};

struct pl_canvas {
    AVFrame *picture, *background;
    struct pl_record_look look;
    enum pl_record_clip clip;
    const char *images; /* borrowed: folder of logos; "" : none */
    struct pl_fonts *fonts;
    struct pl_canvas_cell cells[PL_RECORD_SOURCES_MAX];
    size_t count;
    struct pl_label title, clock;
    AVFrame *logo, *insert;
    int insert_x, insert_y;
    bool changed;
};

/* w, h: even. False: no memory. fonts and images are borrowed. */
bool pl_canvas_init(struct pl_canvas *c, int w, int h, enum pl_record_clip clip,
                    struct pl_fonts *fonts, const char *images);
void pl_canvas_finish(struct pl_canvas *c);

/* look->layout must not be AUTO. */
void pl_canvas_set_look(struct pl_canvas *c, const struct pl_record_look *look);
/* path "" : no longer. In units of PL_RECORD_CELL_UNIT. */
void pl_canvas_set_insert(struct pl_canvas *c, const char *path, unsigned x, unsigned y, unsigned w,
                          unsigned h);

/* At most PL_RECORD_SOURCES_MAX items. wall_us: what the clock shows. Borrowed until the next. */
AVFrame *pl_canvas_draw(struct pl_canvas *c, const struct pl_canvas_item *items, size_t count,
                        uint64_t wall_us);

#endif

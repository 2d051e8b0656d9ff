/* SPDX-License-Identifier: Apache-2.0 */
#include "recorder/canvas.h"

#include <libavutil/imgutils.h>
#include <libavutil/pixdesc.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { PATH_BYTES = 4096, WHITE = 235, GREY = 128, DARK = 32, LUMA_SHADE = 96 };

/* ---- planes ---- */

static void fill(AVFrame *f, struct pl_rect r, uint8_t y, uint8_t u, uint8_t v)
{
    const uint8_t colour[3] = {y, u, v};
    for (int plane = 0; plane < 3; plane++) {
        int shift = plane > 0;
        for (int row = r.y >> shift; row < (r.y + r.h) >> shift; row++)
            memset(f->data[plane] + (ptrdiff_t)row * f->linesize[plane] + (r.x >> shift),
                   colour[plane], (size_t)(r.w >> shift));
    }
}

static void put(AVFrame *to, const AVFrame *from, int x, int y)
{
    for (int plane = 0; plane < 3; plane++) {
        int shift = plane > 0;
        av_image_copy_plane(to->data[plane] + (ptrdiff_t)(y >> shift) * to->linesize[plane] +
                                (x >> shift),
                            to->linesize[plane], from->data[plane], from->linesize[plane],
                            from->width >> shift, from->height >> shift);
    }
}

/* White letters on a shade. */
static void write_label(AVFrame *f, const struct pl_label *l, int x, int y)
{
    for (int row = 0; row < l->h && y + row < f->height; row++) {
        uint8_t *luma = f->data[0] + (ptrdiff_t)(y + row) * f->linesize[0];
        for (int i = 0; i < l->w && x + i < f->width; i++) {
            unsigned a = l->pixels[row * l->w + i];
            unsigned shade = luma[x + i] * LUMA_SHADE / 256u;
            luma[x + i] = (uint8_t)((shade * (255 - a) + WHITE * a) / 255);
        }
        for (int plane = 1; plane < 3 && (y + row) % 2 == 0; plane++) {
            uint8_t *chroma = f->data[plane] + (ptrdiff_t)((y + row) / 2) * f->linesize[plane];
            for (int i = 0; i < l->w / 2 && x / 2 + i < f->width / 2; i++)
                chroma[x / 2 + i] = (uint8_t)((chroma[x / 2 + i] + GREY) / 2);
        }
    }
}

/* ---- init ---- */

bool pl_canvas_init(struct pl_canvas *c, int w, int h, enum pl_record_clip clip,
                    struct pl_fonts *fonts, const char *images)
{
    memset(c, 0, sizeof(*c));
    c->picture = pl_image_new(AV_PIX_FMT_YUV420P, w, h);
    c->background = pl_image_new(AV_PIX_FMT_YUV420P, w, h);
    c->clip = clip;
    c->fonts = fonts;
    c->images = images;
    if (!c->picture || !c->background)
        return false;
    fill(c->background, (struct pl_rect){0, 0, w, h}, 16, GREY, GREY);
    c->changed = true;
    return true;
}

static void finish_cell(struct pl_canvas_cell *cell)
{
    sws_freeContext(cell->sws);
    av_frame_free(&cell->scaled);
    pl_label_finish(&cell->name);
    memset(cell, 0, sizeof(*cell));
}

void pl_canvas_finish(struct pl_canvas *c)
{
    for (size_t i = 0; i < c->count; i++)
        finish_cell(&c->cells[i]);
    pl_label_finish(&c->title);
    pl_label_finish(&c->clock);
    av_frame_free(&c->picture);
    av_frame_free(&c->background);
    av_frame_free(&c->logo);
    av_frame_free(&c->insert);
    c->count = 0;
}

/* ---- looks ---- */

static AVFrame *load(const struct pl_canvas *c, const char *path, int w, int h)
{
    char whole[PATH_BYTES];
    if (path[0] == '\0' || c->images[0] == '\0' || !pl_place_is_safe(path))
        return NULL;
    snprintf(whole, sizeof(whole), "%s/%s", c->images, path);
    return pl_image_load(whole, w, h);
}

static void paint_background(struct pl_canvas *c)
{
    int r = (int)(c->look.background >> 16 & 255), g = (int)(c->look.background >> 8 & 255);
    int b = (int)(c->look.background & 255), w = c->picture->width, h = c->picture->height;
    AVFrame *backdrop;
    /* BT.601, as everything that comes from browsers is taken for. */
    fill(c->background, (struct pl_rect){0, 0, w, h},
         (uint8_t)(16 + (66 * r + 129 * g + 25 * b + 128) / 256),
         (uint8_t)(128 + (-38 * r - 74 * g + 112 * b + 128) / 256),
         (uint8_t)(128 + (112 * r - 94 * g - 18 * b + 128) / 256));
    backdrop = load(c, c->look.backdrop, w, h);
    if (backdrop)
        pl_image_blend(c->background, backdrop, 0, 0);
    av_frame_free(&backdrop);
}

void pl_canvas_set_look(struct pl_canvas *c, const struct pl_record_look *look)
{
    c->look = *look;
    c->changed = true;
    for (size_t i = 0; i < c->count; i++)
        finish_cell(&c->cells[i]);
    c->count = 0;
    paint_background(c);
    av_frame_free(&c->logo);
    c->logo = load(c, look->logo, c->picture->width / 8, 0);
}

void pl_canvas_set_insert(struct pl_canvas *c, const char *path, unsigned x, unsigned y, unsigned w,
                          unsigned h)
{
    int width = c->picture->width, height = c->picture->height;
    av_frame_free(&c->insert);
    c->insert = load(c, path, w ? (int)(w * (unsigned)width / PL_RECORD_CELL_UNIT) : 0,
                     (int)(h * (unsigned)height / PL_RECORD_CELL_UNIT));
    c->insert_x = (int)(x * (unsigned)width / PL_RECORD_CELL_UNIT) & ~1;
    c->insert_y = (int)(y * (unsigned)height / PL_RECORD_CELL_UNIT) & ~1;
    c->changed = true;
}

/* ---- cells ---- */

static bool same_people(const struct pl_canvas *c, const struct pl_canvas_item *items, size_t count)
{
    if (c->count != count)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (items[i].who.user != c->cells[i].who.user ||
            items[i].who.stream != c->cells[i].who.stream)
            return false;
    }
    return true;
}

static void arrange(struct pl_canvas *c, const struct pl_canvas_item *items, size_t count)
{
    struct pl_place_who who[PL_RECORD_SOURCES_MAX];
    struct pl_rect rects[PL_RECORD_SOURCES_MAX];
    if (same_people(c, items, count))
        return;
    for (size_t i = 0; i < c->count; i++)
        finish_cell(&c->cells[i]);
    for (size_t i = 0; i < count; i++)
        who[i] = items[i].who;
    pl_place_cells(&c->look, c->picture->width, c->picture->height, who, count, rects);
    for (size_t i = 0; i < count; i++) {
        c->cells[i].who = who[i];
        c->cells[i].rect = rects[i];
    }
    c->count = count;
    c->changed = true;
}

static void scale(struct pl_canvas *c, struct pl_canvas_cell *cell, const AVFrame *f)
{
    const uint8_t *from[4] = {NULL};
    const AVPixFmtDescriptor *form = av_pix_fmt_desc_get(f->format);
    pl_place_clip(c->clip, cell->rect, f->width, f->height, &cell->from, &cell->to);
    if (!cell->scaled || cell->scaled->width != cell->to.w || cell->scaled->height != cell->to.h) {
        av_frame_free(&cell->scaled);
        cell->scaled = pl_image_new(AV_PIX_FMT_YUV420P, cell->to.w, cell->to.h);
    }
    cell->sws =
        sws_getCachedContext(cell->sws, cell->from.w, cell->from.h, f->format, cell->to.w,
                             cell->to.h, AV_PIX_FMT_YUV420P, SWS_BILINEAR, NULL, NULL, NULL);
    if (!cell->scaled || !cell->sws || !form || form->comp[0].depth != 8)
        return;
    for (int plane = 0; plane < 4 && f->data[plane]; plane++) {
        bool chroma = plane == 1 || plane == 2;
        int x = chroma ? cell->from.x >> form->log2_chroma_w : cell->from.x;
        int y = chroma ? cell->from.y >> form->log2_chroma_h : cell->from.y;
        from[plane] = f->data[plane] + (ptrdiff_t)y * f->linesize[plane] + x;
    }
    sws_scale(cell->sws, from, f->linesize, 0, cell->from.h, cell->scaled->data,
              cell->scaled->linesize);
}

static void update(struct pl_canvas *c, struct pl_canvas_cell *cell,
                   const struct pl_canvas_item *item)
{
    AVFrame *turned = NULL;
    bool dark = item->frame == NULL;
    if (cell->rect.w == 0 || (dark == cell->dark && item->serial == cell->serial && cell->serial))
        return;
    cell->dark = dark;
    cell->serial = item->serial;
    c->changed = true;
    if (dark)
        return;
    if (item->turns)
        turned = pl_image_turn(item->frame, item->turns & 3u, (item->turns & 4u) != 0);
    scale(c, cell, turned ? turned : item->frame);
    av_frame_free(&turned);
}

static void paint_cell(struct pl_canvas *c, struct pl_canvas_cell *cell, const char *name)
{
    int size = cell->rect.h / 16 > 12 ? cell->rect.h / 16 : 12;
    if (cell->rect.w == 0)
        return;
    if (cell->dark || !cell->scaled)
        fill(c->picture, cell->rect, DARK, GREY, GREY);
    else
        put(c->picture, cell->scaled, cell->to.x, cell->to.y);
    if (!c->look.names)
        return;
    pl_label_set(&cell->name, c->fonts, name, size < 28 ? size : 28, cell->rect.w);
    if (cell->name.pixels && cell->name.h <= cell->rect.h)
        write_label(c->picture, &cell->name, cell->rect.x,
                    cell->rect.y + cell->rect.h - cell->name.h);
}

static void set_clock(struct pl_canvas *c, uint64_t wall_us)
{
    char text[32];
    struct tm tm;
    time_t at = (time_t)(wall_us / 1000000u) + c->look.utc_minutes * 60;
    if (!c->look.clock)
        return;
    gmtime_r(&at, &tm);
    strftime(text, sizeof(text), "%Y-%m-%d %H:%M:%S", &tm);
    if (c->clock.text && strcmp(c->clock.text, text) == 0)
        return;
    pl_label_set(&c->clock, c->fonts, text, 20, c->picture->width);
    c->changed = true;
}

static void paint_over(struct pl_canvas *c)
{
    AVFrame *f = c->picture;
    int below = 0;
    pl_label_set(&c->title, c->fonts, c->look.title, 24, f->width);
    if (c->title.pixels && c->title.h <= f->height) {
        write_label(f, &c->title, 0, 0);
        below = c->title.h;
    }
    /* Under the title: at the foot of the cells are the names. */
    if (c->look.clock && c->clock.pixels && below + c->clock.h <= f->height &&
        c->clock.w <= f->width)
        write_label(f, &c->clock, 0, below);
    if (c->logo)
        pl_image_blend(f, c->logo, (f->width - c->logo->width - f->width / 80) & ~1,
                       (f->height / 40) & ~1);
    if (c->insert)
        pl_image_blend(f, c->insert, c->insert_x, c->insert_y);
}

AVFrame *pl_canvas_draw(struct pl_canvas *c, const struct pl_canvas_item *items, size_t count,
                        uint64_t wall_us)
{
    arrange(c, items, count);
    for (size_t i = 0; i < count; i++)
        update(c, &c->cells[i], &items[i]);
    set_clock(c, wall_us);
    if (!c->changed || av_frame_make_writable(c->picture) < 0)
        return c->picture;
    c->changed = false;
    put(c->picture, c->background, 0, 0);
    for (size_t i = 0; i < count; i++)
        paint_cell(c, &c->cells[i], items[i].name);
    paint_over(c);
    return c->picture;
}

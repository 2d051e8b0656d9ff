/* SPDX-License-Identifier: Apache-2.0 */
#include "recorder/place.h"

static int even(int v)
{
    return v & ~1;
}

static struct pl_rect rect(int x, int y, int w, int h)
{
    int right = even(x + w), bottom = even(y + h);
    x = even(x);
    y = even(y);
    return (struct pl_rect){x, y, right - x, bottom - y};
}

/* ---- cells ---- */

/* A quarter of the width, in the picture's shape, with a margin. */
static struct pl_rect small(int w, int h, int column, int row, bool top)
{
    int sw = w / 4, sh = h / 4, margin = (w < h ? w : h) / 40;
    int x = w - (column + 1) * (sw + margin);
    int y = top ? margin + row * (sh + margin) : h - (row + 1) * (sh + margin);
    return rect(x, y, sw, sh);
}

static void overlay(int w, int h, size_t count, struct pl_rect *cells)
{
    cells[0] = rect(0, 0, w, h);
    for (size_t i = 1; i < count && i <= 9; i++)
        cells[i] = small(w, h, (int)(i - 1) % 3, (int)(i - 1) / 3, false);
}

static void abreast(int w, int h, size_t count, struct pl_rect *cells)
{
    int n = (int)count;
    for (int i = 0; i < n; i++)
        cells[i] = rect(w * i / n, 0, w * (i + 1) / n - w * i / n, h);
}

static void grid(int w, int h, size_t count, struct pl_rect *cells)
{
    int n = (int)count, columns = 1, rows;
    while (columns * columns < n)
        columns++;
    rows = (n + columns - 1) / columns;
    for (int i = 0; i < n; i++) {
        int row = i / columns, in_row = row == rows - 1 ? n - row * columns : columns;
        int left = (w - w * in_row / columns) / 2, column = i % columns;
        cells[i] = rect(left + w * column / columns, h * row / rows, w / columns, h / rows);
    }
}

static void presenter(int w, int h, size_t count, struct pl_rect *cells)
{
    int others = (int)count - 1, side = w / 4, tall = h / (others > 3 ? others : 3);
    cells[0] = rect(0, 0, others > 0 ? w - side : w, h);
    for (int i = 0; i < others; i++)
        cells[i + 1] = rect(w - side, tall * i, side, tall);
}

static void as_told(const struct pl_record_look *look, int w, int h, const struct pl_place_who *who,
                    size_t count, struct pl_rect *cells)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < look->cell_count; k++) {
            const struct pl_record_cell *c = &look->cells[k];
            if (c->user == who[i].user && c->stream == who[i].stream)
                cells[i] = rect(w * c->x / PL_RECORD_CELL_UNIT, h * c->y / PL_RECORD_CELL_UNIT,
                                w * c->w / PL_RECORD_CELL_UNIT, h * c->h / PL_RECORD_CELL_UNIT);
        }
    }
}

void pl_place_cells(const struct pl_record_look *look, int w, int h, const struct pl_place_who *who,
                    size_t count, struct pl_rect *cells)
{
    for (size_t i = 0; i < count; i++)
        cells[i] = (struct pl_rect){0, 0, 0, 0};
    if (count == 0)
        return;
    switch (look->layout) {
    case PL_RECORD_LAYOUT_OVERLAY:
        overlay(w, h, count, cells);
        break;
    case PL_RECORD_LAYOUT_ABREAST:
        abreast(w, h, count, cells);
        break;
    case PL_RECORD_LAYOUT_GRID:
        grid(w, h, count, cells);
        break;
    case PL_RECORD_LAYOUT_PRESENTER:
        presenter(w, h, count, cells);
        break;
    case PL_RECORD_LAYOUT_CELLS:
        as_told(look, w, h, who, count, cells);
        break;
    case PL_RECORD_LAYOUT_PIP:
        if (count > 1)
            cells[1] = small(w, h, 0, 0, true);
        cells[0] = rect(0, 0, w, h);
        break;
    default:
        cells[0] = rect(0, 0, w, h);
        break;
    }
}

/* ---- clips ---- */

static void shrink(struct pl_rect cell, int w, int h, struct pl_rect *to)
{
    int tw = cell.w, th = (int)((int64_t)cell.w * h / w);
    if (th > cell.h) {
        th = cell.h;
        tw = (int)((int64_t)cell.h * w / h);
    }
    tw = tw < 2 ? 2 : even(tw);
    th = th < 2 ? 2 : even(th);
    *to = rect(cell.x + (cell.w - tw) / 2, cell.y + (cell.h - th) / 2, tw, th);
}

static void overlap(struct pl_rect cell, int w, int h, struct pl_rect *from)
{
    int fw = w, fh = (int)((int64_t)w * cell.h / cell.w);
    if (fh > h) {
        fh = h;
        fw = (int)((int64_t)h * cell.w / cell.h);
    }
    fw = fw < 2 ? 2 : even(fw);
    fh = fh < 2 ? 2 : even(fh);
    *from = rect((w - fw) / 2, (h - fh) / 2, fw, fh);
}

void pl_place_clip(enum pl_record_clip mode, struct pl_rect cell, int w, int h,
                   struct pl_rect *from, struct pl_rect *to)
{
    *from = (struct pl_rect){0, 0, w, h};
    *to = cell;
    switch (mode) {
    case PL_RECORD_CLIP_STRETCH:
        break;
    case PL_RECORD_CLIP_OVERLAP:
        overlap(cell, w, h, from);
        break;
    case PL_RECORD_CLIP_AUTO:
        overlap(cell, w, h, from);
        if ((int64_t)from->w * from->h * 4 >= (int64_t)w * h * 3)
            break;
        *from = (struct pl_rect){0, 0, w, h};
        shrink(cell, w, h, to);
        break;
    default:
        shrink(cell, w, h, to);
        break;
    }
}

/* ---- paths ---- */

bool pl_place_is_safe(const char *path)
{
    bool at_start = true;
    size_t len = 0;
    for (const char *p = path; *p; p++, len++) {
        if ((unsigned char)*p < 32 || *p == '\\' || *p == 127 || (at_start && *p == '.'))
            return false;
        if (*p == '/' && at_start)
            return false;
        at_start = *p == '/';
    }
    return len > 0 && len <= PL_RECORD_FILE_MAX - 16 && !at_start;
}

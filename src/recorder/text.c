/* SPDX-License-Identifier: Apache-2.0 */
#include "recorder/text.h"

#include <ft2build.h>
#include <stdlib.h>
#include <string.h>
#include FT_FREETYPE_H

struct pl_fonts {
    FT_Library library;
    FT_Face faces[PL_FONTS_MAX];
    size_t count;
};

struct pl_fonts *pl_fonts_open(const char *const *paths, size_t count)
{
    struct pl_fonts *f = calloc(1, sizeof(*f));
    if (!f || FT_Init_FreeType(&f->library) != 0) {
        free(f);
        return NULL;
    }
    for (size_t i = 0; i < count && f->count < PL_FONTS_MAX; i++) {
        if (FT_New_Face(f->library, paths[i], 0, &f->faces[f->count]) == 0)
            f->count++;
    }
    return f;
}

void pl_fonts_close(struct pl_fonts *f)
{
    if (!f)
        return;
    for (size_t i = 0; i < f->count; i++)
        FT_Done_Face(f->faces[i]);
    FT_Done_FreeType(f->library);
    free(f);
}

/* The next character; 0xfffd for what is none, 0 at the end. */
static uint32_t next_character(const char **at)
{
    const uint8_t *p = (const uint8_t *)*at;
    unsigned more = p[0] < 0x80 ? 0 : p[0] >= 0xf0 ? 3 : p[0] >= 0xe0 ? 2 : p[0] >= 0xc0 ? 1 : 4;
    uint32_t c = more == 0 ? p[0] : more == 4 ? 0xfffd : p[0] & (0x3fu >> more);
    if (p[0] == 0)
        return 0;
    for (unsigned i = 1; i <= more && more < 4; i++) {
        if ((p[i] & 0xc0) != 0x80) {
            *at += i;
            return 0xfffd;
        }
        c = c << 6 | (p[i] & 0x3fu);
    }
    *at += more < 4 ? more + 1 : 1;
    return c;
}

static FT_GlyphSlot load(struct pl_fonts *f, uint32_t c, int size)
{
    for (size_t i = 0; i < f->count; i++) {
        FT_UInt index = FT_Get_Char_Index(f->faces[i], c);
        if (index == 0)
            continue;
        FT_Set_Pixel_Sizes(f->faces[i], 0, (FT_UInt)size);
        if (FT_Load_Glyph(f->faces[i], index, FT_LOAD_RENDER) == 0)
            return f->faces[i]->glyph;
    }
    return NULL;
}

/* One character into the label's pixels, base line at 4/5 of the height. */
static void draw(struct pl_label *l, const FT_GlyphSlot g, int pen)
{
    int top = l->h * 4 / 5 - g->bitmap_top, left = pen + g->bitmap_left;
    if (g->bitmap.pixel_mode != FT_PIXEL_MODE_GRAY)
        return;
    for (int y = 0; y < (int)g->bitmap.rows; y++) {
        for (int x = 0; x < (int)g->bitmap.width; x++) {
            int to_x = left + x, to_y = top + y;
            uint8_t v = g->bitmap.buffer[y * g->bitmap.pitch + x];
            if (to_x >= 0 && to_x < l->w && to_y >= 0 && to_y < l->h &&
                v > l->pixels[to_y * l->w + to_x])
                l->pixels[to_y * l->w + to_x] = v;
        }
    }
}

/* The width that is used; draws when there are pixels. */
static int lay_out(struct pl_label *l, struct pl_fonts *fonts, const char *text, int size,
                   int max_w)
{
    int pen = size / 4;
    uint32_t c;
    while ((c = next_character(&text)) != 0) {
        FT_GlyphSlot g = c >= 32 ? load(fonts, c, size) : NULL;
        if (!g)
            continue;
        if (pen + (int)(g->advance.x >> 6) + size / 4 > max_w)
            break;
        if (l->pixels)
            draw(l, g, pen);
        pen += (int)(g->advance.x >> 6);
    }
    return pen > size / 4 ? pen + size / 4 : 0;
}

void pl_label_set(struct pl_label *l, struct pl_fonts *fonts, const char *text, int size, int max_w)
{
    if (l->text && l->size == size && strcmp(l->text, text) == 0)
        return;
    pl_label_finish(l);
    if (size < 6 || size > PL_TEXT_SIZE_MAX || !fonts)
        return;
    l->text = strdup(text);
    l->size = size;
    l->h = size * 5 / 4;
    l->w = lay_out(l, fonts, text, size, max_w);
    if (l->w > 0)
        l->pixels = calloc((size_t)l->w, (size_t)l->h);
    if (l->pixels)
        lay_out(l, fonts, text, size, max_w);
    else
        l->w = 0;
}

void pl_label_finish(struct pl_label *l)
{
    free(l->text);
    free(l->pixels);
    *l = (struct pl_label){0};
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Layouts as user strings say them. */
#include "adapters/recorder/internal.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

static const char *const layouts[PL_RECORD_LAYOUTS] = {"auto", "single",    "overlay", "abreast",
                                                       "grid", "presenter", "pip",     "cells"};

static enum pl_record_layout layout_of(const char *name)
{
    for (int i = 0; name && i < PL_RECORD_LAYOUTS; i++) {
        if (strcmp(name, layouts[i]) == 0)
            return (enum pl_record_layout)i;
    }
    return PL_RECORD_LAYOUT_AUTO;
}

static void text_of(const json_t *json, const char *name, char *out, size_t size)
{
    const char *text = json_string_value(json_object_get(json, name));
    (void)snprintf(out, size, "%s", text && strlen(text) < size ? text : "");
}

/* A part of the picture, 0 to 1. */
static bool part_of(const json_t *json, const char *name, uint16_t *out)
{
    const json_t *v = json_object_get(json, name);
    double part = json_number_value(v);
    if (!json_is_number(v) || !(part >= 0 && part <= 1))
        return false;
    *out = (uint16_t)(part * PL_RECORD_CELL_UNIT + 0.5);
    return true;
}

static void cells_of(const json_t *list, struct pl_record_look *out)
{
    for (size_t i = 0; i < json_array_size(list) && out->cell_count < PL_RECORD_CELLS_MAX; i++) {
        const json_t *cell = json_array_get(list, i);
        json_int_t user = json_integer_value(json_object_get(cell, "userid"));
        json_int_t stream = json_integer_value(json_object_get(cell, "stream"));
        struct pl_record_cell c = {.user = (uint32_t)user, .stream = (uint8_t)stream};
        if (user >= INT32_MIN && user <= INT32_MAX && stream >= 0 && stream < 16 &&
            part_of(cell, "x", &c.x) && part_of(cell, "y", &c.y) && part_of(cell, "w", &c.w) &&
            part_of(cell, "h", &c.h))
            out->cells[out->cell_count++] = c;
    }
}

void pl_rec_look(const struct pl_recorder_defaults *defaults, struct pl_bytes text,
                 struct pl_record_look *out)
{
    json_t *json = text.len > 0 && text.data[0] == '{'
                       ? json_loadb((const char *)text.data, text.len, JSON_REJECT_DUPLICATES, NULL)
                       : NULL;
    const json_t *v;
    memset(out, 0, sizeof(*out));
    out->names = defaults->names;
    out->clock = defaults->clock;
    if (!json)
        return;
    out->layout = layout_of(json_string_value(json_object_get(json, "recordlayout")));
    cells_of(json_object_get(json, "streamlist"), out);
    if (out->layout == PL_RECORD_LAYOUT_CELLS && out->cell_count == 0)
        out->layout = PL_RECORD_LAYOUT_AUTO;
    if (json_is_boolean(v = json_object_get(json, "names")))
        out->names = json_is_true(v);
    if (json_is_boolean(v = json_object_get(json, "clock")))
        out->clock = json_is_true(v);
    if (json_is_integer(v = json_object_get(json, "background")))
        out->background = (uint32_t)json_integer_value(v) & 0xffffffu;
    text_of(json, "title", out->title, sizeof(out->title));
    text_of(json, "logo", out->logo, sizeof(out->logo));
    text_of(json, "backdrop", out->backdrop, sizeof(out->backdrop));
    json_decref(json);
}

static json_t *object_of(struct pl_bytes text)
{
    return text.len > 0 && text.data[0] == '{'
               ? json_loadb((const char *)text.data, text.len, JSON_REJECT_DUPLICATES, NULL)
               : NULL;
}

/* An image, and where it belongs. */
static bool placed(const json_t *insert, struct pl_record_command *out)
{
    bool ok;
    memset(out, 0, sizeof(*out));
    out->type = PL_RECORD_CMD_INSERT;
    text_of(insert, "image", out->image, sizeof(out->image));
    ok = out->image[0] != '\0' && part_of(insert, "x", &out->x) && part_of(insert, "y", &out->y) &&
         part_of(insert, "w", &out->w);
    if (ok && !part_of(insert, "h", &out->h))
        out->h = 0; /* in its own shape */
    return ok;
}

bool pl_rec_insert(struct pl_bytes text, struct pl_record_command *out)
{
    json_t *json = object_of(text);
    bool ok = placed(json_object_get(json, "insertimage"), out);
    json_decref(json);
    return ok;
}

bool pl_rec_insert_alone(struct pl_bytes text, struct pl_record_command *out)
{
    json_t *json = object_of(text);
    bool ok = json && (placed(json, out) || out->image[0] == '\0');
    json_decref(json);
    return ok;
}

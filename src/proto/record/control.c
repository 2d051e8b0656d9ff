/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/record/control.h"

#include "proto/record/control_table.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- reading ---- */

static bool get_int(const json_t *v, int64_t min, int64_t max, int64_t *out)
{
    if (!json_is_integer(v))
        return false;
    *out = json_integer_value(v);
    return *out >= min && *out <= max;
}

static bool read_text(const struct pl_record_member *m, const json_t *v, char *to)
{
    size_t len = json_string_length(v);
    if (!json_is_string(v) || len < (size_t)m->min || len > (size_t)m->max)
        return false;
    memcpy(to, json_string_value(v), len + 1);
    return true;
}

static bool read_named(const struct pl_record_member *m, const json_t *v, void *to)
{
    const char *name = json_string_value(v);
    for (int i = 0; name && i < (int)m->max; i++) {
        if (strcmp(name, m->names[i]) == 0) {
            memcpy(to, &i, sizeof(i));
            return true;
        }
    }
    return false;
}

static bool read_hex(const json_t *v, uint64_t *to)
{
    const char *text = json_string_value(v);
    if (json_string_length(v) != 16 || strspn(text, "0123456789abcdef") != 16)
        return false;
    *to = strtoull(text, NULL, 16);
    return true;
}

static bool read_sources(const json_t *v, struct pl_record_command *c)
{
    c->source_count = json_array_size(v);
    if (!json_is_array(v) || c->source_count > PL_RECORD_SOURCES_MAX)
        return false;
    for (size_t i = 0; i < c->source_count; i++) {
        int64_t n;
        if (!get_int(json_array_get(v, i), 1, UINT32_MAX, &n))
            return false;
        c->sources[i] = (uint32_t)n;
    }
    return true;
}

static bool read_cell(const json_t *v, struct pl_record_cell *cell)
{
    static const char *const names[] = {"x", "y", "w", "h"};
    uint16_t *const to[] = {&cell->x, &cell->y, &cell->w, &cell->h};
    const json_t *stream = json_object_get(v, "stream");
    int64_t n = 0;
    if (!get_int(json_object_get(v, "user"), 0, UINT32_MAX, &n))
        return false;
    cell->user = (uint32_t)n;
    n = 0;
    if (stream && !get_int(stream, 0, 255, &n))
        return false;
    cell->stream = (uint8_t)n;
    for (size_t i = 0; i < 4; i++) {
        if (!get_int(json_object_get(v, names[i]), i < 2 ? 0 : 1, PL_RECORD_CELL_UNIT, &n))
            return false;
        *to[i] = (uint16_t)n;
    }
    return cell->x + cell->w <= PL_RECORD_CELL_UNIT && cell->y + cell->h <= PL_RECORD_CELL_UNIT;
}

static bool read_cells(const json_t *v, struct pl_record_look *look)
{
    look->cell_count = json_array_size(v);
    if (!json_is_array(v) || look->cell_count > PL_RECORD_CELLS_MAX)
        return false;
    for (size_t i = 0; i < look->cell_count; i++) {
        if (!read_cell(json_array_get(v, i), &look->cells[i]))
            return false;
    }
    return true;
}

static bool read_number(const struct pl_record_member *m, const json_t *v, void *to)
{
    int64_t n;
    if (!get_int(v, m->min, m->max, &n))
        return false;
    switch (m->kind) {
    case PL_MEMBER_U8:
        *(uint8_t *)to = (uint8_t)n;
        break;
    case PL_MEMBER_U16:
        *(uint16_t *)to = (uint16_t)n;
        break;
    case PL_MEMBER_U32:
        *(uint32_t *)to = (uint32_t)n;
        break;
    case PL_MEMBER_INT:
        *(int *)to = (int)n;
        break;
    default:
        *(uint64_t *)to = (uint64_t)n;
        break;
    }
    return true;
}

static bool read_member(const struct pl_record_member *m, const json_t *v, void *whole)
{
    void *to = (char *)whole + m->at;
    switch (m->kind) {
    case PL_MEMBER_BOOL:
        *(bool *)to = json_is_true(v);
        return json_is_boolean(v);
    case PL_MEMBER_TEXT:
        return read_text(m, v, to);
    case PL_MEMBER_NAMED:
        return read_named(m, v, to);
    case PL_MEMBER_HEX:
        return json_is_string(v) && read_hex(v, to);
    case PL_MEMBER_SOURCES:
        return read_sources(v, whole);
    case PL_MEMBER_CELLS:
        return read_cells(v, &((struct pl_record_command *)whole)->look);
    default:
        return read_number(m, v, to);
    }
}

static enum pl_err read_line(struct pl_bytes line, const char *key, const char *const *names,
                             int name_count, const struct pl_record_member *members, int *type,
                             void *whole, const char **why)
{
    enum pl_err err = PL_E_PROTO;
    const char *name;
    json_t *root;
    *why = "line";
    if (line.len > PL_RECORD_LINE_MAX)
        return PL_E_LIMIT;
    root = json_loadb((const char *)line.data, line.len, JSON_REJECT_DUPLICATES, NULL);
    *why = key;
    name = json_string_value(json_object_get(root, key));
    *type = 0;
    while (name && *type < name_count && strcmp(name, names[*type]) != 0)
        ++*type;
    if (!name || *type == name_count)
        goto out;
    for (; members->name; members++) {
        const json_t *v = json_object_get(root, members->name);
        *why = members->name;
        if (!(members->used >> *type & 1u))
            continue;
        if (v ? !read_member(members, v, whole) : (members->required >> *type & 1u) != 0)
            goto out;
    }
    *why = "";
    err = PL_OK;
out:
    json_decref(root);
    return err;
}

enum pl_err pl_record_read_command(struct pl_bytes line, struct pl_record_command *out,
                                   const char **why)
{
    int type;
    enum pl_err err;
    memset(out, 0, sizeof(*out));
    err = read_line(line, "cmd", pl_record_command_names, PL_RECORD_CMDS, pl_record_command_members,
                    &type, out, why);
    if (!err)
        out->type = (enum pl_record_command_type)type;
    return err;
}

enum pl_err pl_record_read_event(struct pl_bytes line, struct pl_record_event *out,
                                 const char **why)
{
    int type;
    enum pl_err err;
    memset(out, 0, sizeof(*out));
    err = read_line(line, "event", pl_record_event_names, PL_RECORD_EVENTS, pl_record_event_members,
                    &type, out, why);
    if (!err)
        out->type = (enum pl_record_event_type)type;
    return err;
}

/* ---- writing ---- */

static json_t *write_sources(const struct pl_record_command *c)
{
    json_t *list = json_array();
    for (size_t i = 0; i < c->source_count; i++)
        json_array_append_new(list, json_integer(c->sources[i]));
    return list;
}

static json_t *write_cells(const struct pl_record_look *look)
{
    json_t *list = json_array();
    for (size_t i = 0; i < look->cell_count; i++) {
        const struct pl_record_cell *c = &look->cells[i];
        json_array_append_new(list, json_pack("{s:I,s:i,s:i,s:i,s:i,s:i}", "user",
                                              (json_int_t)c->user, "stream", c->stream, "x", c->x,
                                              "y", c->y, "w", c->w, "h", c->h));
    }
    return list;
}

static int64_t number_of(const struct pl_record_member *m, const void *at)
{
    switch (m->kind) {
    case PL_MEMBER_U8:
        return *(const uint8_t *)at;
    case PL_MEMBER_U16:
        return *(const uint16_t *)at;
    case PL_MEMBER_U32:
        return *(const uint32_t *)at;
    case PL_MEMBER_INT:
    case PL_MEMBER_NAMED:
        return *(const int *)at;
    case PL_MEMBER_BOOL:
        return *(const bool *)at;
    default:
        return (int64_t) * (const uint64_t *)at;
    }
}

/* NULL: left out, for it is the default (or there is no memory: `failed`). */
static json_t *write_member(const struct pl_record_member *m, const void *whole, bool required)
{
    const void *at = (const char *)whole + m->at;
    char hex[17];
    switch (m->kind) {
    case PL_MEMBER_TEXT:
        return *(const char *)at != '\0' || required ? json_string(at) : NULL;
    case PL_MEMBER_HEX:
        snprintf(hex, sizeof(hex), "%016llx", (unsigned long long)*(const uint64_t *)at);
        return json_string(hex);
    case PL_MEMBER_SOURCES:
        return write_sources(whole);
    case PL_MEMBER_CELLS:
        return write_cells(&((const struct pl_record_command *)whole)->look);
    default:
        if (!required && number_of(m, at) == 0)
            return NULL;
    }
    if (m->kind == PL_MEMBER_NAMED)
        return json_string(m->names[number_of(m, at)]);
    if (m->kind == PL_MEMBER_BOOL)
        return json_boolean(number_of(m, at) != 0);
    return json_integer(number_of(m, at));
}

static void write_line(struct pl_writer *w, const char *key, const char *name, unsigned type,
                       const struct pl_record_member *members, const void *whole)
{
    json_t *root = json_pack("{s:s}", key, name);
    size_t room = w->failed ? 0 : w->size - w->pos, size = 0;
    for (; members->name; members++) {
        bool required = (members->required >> type & 1u) != 0;
        json_t *v = members->used >> type & 1u ? write_member(members, whole, required) : NULL;
        if (v)
            json_object_set_new(root, members->name, v);
    }
    if (root && room > 0)
        size = json_dumpb(root, (char *)w->data + w->pos, room, JSON_COMPACT);
    if (size == 0 || size >= room)
        w->failed = true;
    else
        w->pos += size;
    pl_write_u8(w, '\n');
    json_decref(root);
}

void pl_record_write_command(struct pl_writer *w, const struct pl_record_command *c)
{
    write_line(w, "cmd", pl_record_command_names[c->type], c->type, pl_record_command_members, c);
}

void pl_record_write_event(struct pl_writer *w, const struct pl_record_event *e)
{
    write_line(w, "event", pl_record_event_names[e->type], e->type, pl_record_event_members, e);
}

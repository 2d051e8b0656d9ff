/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/wire/wire_internal.h"

#include <assert.h>
#include <stdalign.h>

_Static_assert(sizeof(enum pl_wire_media_kind) == sizeof(unsigned), "enums are read as unsigned");

/* One read in progress. */
struct reading {
    struct pl_wire_arena *arena;
    struct pl_wire_problem why;
};

static enum pl_err bad(struct reading *r, enum pl_err err, const char *text)
{
    r->why.text = text;
    return err;
}

static void *arena_take(struct pl_wire_arena *a, size_t size, size_t align)
{
    size_t start = (a->used + align - 1) & ~(align - 1);
    if (start > a->size || a->size - start < size)
        return NULL;
    a->used = start + size;
    return a->data + start;
}

/* ---- one value ---- */

/* Strings are valid UTF-8 already: jansson has refused the text otherwise. */
static enum pl_err copy_string(struct reading *r, const json_t *value, size_t max,
                               struct pl_bytes *out)
{
    uint8_t *copy;
    size_t len;
    if (!json_is_string(value))
        return bad(r, PL_E_RANGE, "not a string");
    len = json_string_length(value);
    if (len > max)
        return bad(r, PL_E_RANGE, "too long");
    if (memchr(json_string_value(value), 0, len))
        return bad(r, PL_E_RANGE, "holds U+0000");
    copy = arena_take(r->arena, len + 1, 1);
    if (!copy)
        return bad(r, PL_E_LIMIT, "message needs more memory than given");
    memcpy(copy, json_string_value(value), len + 1);
    *out = pl_bytes_of(copy, len);
    return PL_OK;
}

static enum pl_err read_int(struct reading *r, const struct pl_wire_field *f, const json_t *value,
                            uint8_t *at)
{
    json_int_t n = json_integer_value(value);
    int32_t narrow = (int32_t)n;
    int64_t wide = n;
    if (!json_is_integer(value))
        return bad(r, PL_E_RANGE, "not an integer");
    if (n < f->min || n > f->max)
        return bad(r, PL_E_RANGE, "out of range");
    if (f->kind == PL_WIRE_KIND_INT32)
        memcpy(at, &narrow, sizeof(narrow));
    else
        memcpy(at, &wide, sizeof(wide));
    return PL_OK;
}

static enum pl_err read_enum(struct reading *r, const struct pl_wire_field *f, const json_t *value,
                             uint8_t *at)
{
    struct pl_bytes word;
    if (!json_is_string(value))
        return bad(r, PL_E_RANGE, "not a string");
    word = pl_bytes_of(json_string_value(value), json_string_length(value));
    for (unsigned i = 0; i < f->values->count; i++) {
        if (pl_bytes_eq_str(word, f->values->values[i])) {
            memcpy(at, &i, sizeof(i));
            return PL_OK;
        }
    }
    return bad(r, PL_E_RANGE, "unknown word");
}

static enum pl_err read_bool(struct reading *r, const json_t *value, uint8_t *at)
{
    bool b = json_is_true(value);
    if (!json_is_boolean(value))
        return bad(r, PL_E_RANGE, "not true or false");
    memcpy(at, &b, sizeof(b));
    return PL_OK;
}

/* The values that hold no other: all that an object or a list may contain. */
static enum pl_err read_scalar(struct reading *r, const struct pl_wire_field *f,
                               const json_t *value, uint8_t *at)
{
    struct pl_bytes text = {NULL, 0};
    enum pl_err err;
    switch (f->kind) {
    case PL_WIRE_KIND_INT32:
    case PL_WIRE_KIND_INT64:
        return read_int(r, f, value, at);
    case PL_WIRE_KIND_BOOL:
        return read_bool(r, value, at);
    case PL_WIRE_KIND_ENUM:
        return read_enum(r, f, value, at);
    default:
        assert(f->kind == PL_WIRE_KIND_STRING);
        err = copy_string(r, value, f->max_bytes, &text);
        memcpy(at, &text, sizeof(text));
        return err;
    }
}

/* ---- objects and lists ---- */

/* The field's value, NULL when it is absent; null counts as absent. */
static const json_t *look_up(const json_t *object, const struct pl_wire_field *f)
{
    const json_t *value = json_object_get(object, f->name);
    return json_is_null(value) ? NULL : value;
}

static enum pl_err read_flat(struct reading *r, const struct pl_wire_object *o, const json_t *value,
                             uint8_t *to)
{
    const bool yes = true;
    if (!json_is_object(value))
        return bad(r, PL_E_RANGE, "not an object");
    for (size_t i = 0; i < o->fields_count; i++) {
        const struct pl_wire_field *f = &o->fields[i];
        const json_t *part = look_up(value, f);
        enum pl_err err = PL_OK;
        if (part)
            err = read_scalar(r, f, part, to + f->offset);
        else if (!f->optional)
            err = bad(r, PL_E_RANGE, "missing");
        if (err != PL_OK) {
            r->why.within = r->why.field;
            r->why.field = f->name;
            return err;
        }
        if (part && f->optional)
            memcpy(to + f->has, &yes, sizeof(yes));
    }
    return PL_OK;
}

static enum pl_err read_element(struct reading *r, const struct pl_wire_field *f,
                                const json_t *value, uint8_t *to)
{
    struct pl_bytes text = {NULL, 0};
    enum pl_err err;
    if (f->kind == PL_WIRE_KIND_LIST)
        return read_flat(r, f->object, value, to);
    err = copy_string(r, value, f->max_bytes, &text);
    memcpy(to, &text, sizeof(text));
    return err;
}

static enum pl_err read_list(struct reading *r, const struct pl_wire_field *f, const json_t *value,
                             uint8_t *body)
{
    size_t each = f->kind == PL_WIRE_KIND_LIST ? f->object->size : sizeof(struct pl_bytes);
    size_t count = json_array_size(value);
    uint8_t *items;
    if (!json_is_array(value))
        return bad(r, PL_E_RANGE, "not a list");
    if (count > f->max_count)
        return bad(r, PL_E_RANGE, "too many entries");
    items = arena_take(r->arena, count * each, alignof(int64_t));
    if (!items)
        return bad(r, PL_E_LIMIT, "message needs more memory than given");
    memset(items, 0, count * each);
    for (size_t i = 0; i < count; i++) {
        enum pl_err err = read_element(r, f, json_array_get(value, i), items + i * each);
        if (err != PL_OK) {
            r->why.index = (int)i;
            return err;
        }
    }
    memcpy(body + f->offset, &items, sizeof(items));
    memcpy(body + f->count, &count, sizeof(count));
    return PL_OK;
}

static enum pl_err read_value(struct reading *r, const struct pl_wire_field *f, const json_t *value,
                              uint8_t *body)
{
    switch (f->kind) {
    case PL_WIRE_KIND_STRINGS:
    case PL_WIRE_KIND_LIST:
        return read_list(r, f, value, body);
    case PL_WIRE_KIND_OBJECT:
        return read_flat(r, f->object, value, body + f->offset);
    default:
        return read_scalar(r, f, value, body + f->offset);
    }
}

static enum pl_err read_body(struct reading *r, const struct pl_wire_object *o, const json_t *root,
                             uint8_t *body)
{
    const bool yes = true;
    for (size_t i = 0; i < o->fields_count; i++) {
        const struct pl_wire_field *f = &o->fields[i];
        const json_t *value = look_up(root, f);
        enum pl_err err;
        r->why.field = f->name;
        if (!value && !f->optional)
            return bad(r, PL_E_RANGE, "missing");
        if (!value)
            continue;
        err = read_value(r, f, value, body);
        if (err != PL_OK)
            return err;
        if (f->optional)
            memcpy(body + f->has, &yes, sizeof(yes));
    }
    return PL_OK;
}

/* ---- the envelope ---- */

/* An envelope number, 0 when it is absent; false when it is there and unusable. */
static bool read_number(const json_t *root, const char *key, int64_t *out)
{
    const json_t *value = json_object_get(root, key);
    *out = json_integer_value(value); /* 0 for anything else */
    if (!value || json_is_null(value) || (*out >= 1 && *out <= PL_WIRE_MAX_INT))
        return true;
    *out = 0;
    return false;
}

static enum pl_err read_name(struct reading *r, enum pl_wire_dir dir, const json_t *root,
                             struct pl_wire_msg *out)
{
    const json_t *name = json_object_get(root, "t");
    r->why.field = "t";
    if (!json_is_string(name))
        return bad(r, PL_E_PROTO, "missing or not a string");
    out->type =
        pl_wire_type_of(dir, pl_bytes_of(json_string_value(name), json_string_length(name)));
    return out->type == PL_WIRE_NONE ? bad(r, PL_E_UNSUPPORTED, "unknown message") : PL_OK;
}

/* The number comes before the name, so that also a message that nobody knows can be answered. */
static enum pl_err read_client_envelope(struct reading *r, const json_t *root,
                                        struct pl_wire_msg *out)
{
    bool usable = read_number(root, "id", &out->id);
    enum pl_err err = read_name(r, PL_WIRE_FROM_CLIENT, root, out);
    if (err != PL_OK)
        return err;
    if (!pl_wire_desc(out->type)->numbered) {
        out->id = 0;
        return PL_OK;
    }
    r->why.field = "id";
    if (usable && out->id != 0)
        return PL_OK;
    return bad(r, PL_E_PROTO, "missing or not a positive integer");
}

static enum pl_err read_server_envelope(struct reading *r, const json_t *root,
                                        struct pl_wire_msg *out)
{
    enum pl_err err = read_name(r, PL_WIRE_FROM_SERVER, root, out);
    if (err != PL_OK)
        return err;
    r->why.field = "re";
    if (!read_number(root, "re", &out->re))
        return bad(r, PL_E_RANGE, "not a positive integer");
    r->why.field = "seq";
    if (!read_number(root, "seq", &out->seq))
        return bad(r, PL_E_RANGE, "not a positive integer");
    if (pl_wire_desc(out->type)->numbered != (out->seq != 0))
        return bad(r, PL_E_RANGE, out->seq ? "not expected" : "missing");
    return PL_OK;
}

static enum pl_err read_root(struct reading *r, enum pl_wire_dir dir, const json_t *root,
                             struct pl_wire_msg *out)
{
    enum pl_err err;
    if (!json_is_object(root))
        return bad(r, PL_E_PROTO, "not a JSON object");
    err = dir == PL_WIRE_FROM_CLIENT ? read_client_envelope(r, root, out)
                                     : read_server_envelope(r, root, out);
    if (err != PL_OK)
        return err;
    return read_body(r, &pl_wire_desc(out->type)->body, root, (uint8_t *)&out->u);
}

enum pl_err pl_wire_read(enum pl_wire_dir dir, struct pl_bytes json, struct pl_wire_arena *arena,
                         struct pl_wire_msg *out, struct pl_wire_problem *why)
{
    struct reading r = {.arena = arena, .why = {.index = -1}};
    json_t *root = NULL;
    enum pl_err err;
    arena->used = 0;
    memset(out, 0, sizeof(*out));
    err = pl_wire_parse(dir, json, &root, &r.why.text);
    if (err == PL_OK) {
        err = read_root(&r, dir, root, out);
        json_decref(root);
    }
    if (err == PL_OK)
        r.why = (struct pl_wire_problem){.index = -1};
    else
        memset(&out->u, 0, sizeof(out->u));
    if (why)
        *why = r.why;
    return err;
}

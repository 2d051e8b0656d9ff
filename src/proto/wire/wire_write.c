/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/wire/wire.h"

/*
 * One write in progress. With data == NULL it only counts, so that measuring and writing cannot
 * disagree. The first failure sticks.
 */
struct writing {
    uint8_t *data;
    size_t size;
    size_t pos;
    enum pl_err err;
};

static void fail(struct writing *w, enum pl_err err)
{
    if (w->err == PL_OK)
        w->err = err;
}

static void put(struct writing *w, const void *bytes, size_t len)
{
    if (w->err != PL_OK)
        return;
    if (w->size - w->pos < len) {
        fail(w, PL_E_SPACE);
        return;
    }
    if (w->data && len > 0)
        memcpy(w->data + w->pos, bytes, len);
    w->pos += len;
}

static void put_str(struct writing *w, const char *s)
{
    put(w, s, strlen(s));
}

/* ---- strings ---- */

static bool is_tail(uint8_t byte)
{
    return (byte & 0xc0) == 0x80;
}

/*
 * Length of the UTF-8 character at p (Unicode table 3-7: no overlong forms, no surrogates, nothing
 * above U+10FFFF), 0 when there is none. left > 0.
 */
static size_t utf8_len(const uint8_t *p, size_t left)
{
    if (p[0] < 0x80)
        return 1;
    if (p[0] < 0xc2 || p[0] > 0xf4 || left < 2 || !is_tail(p[1]))
        return 0;
    if (p[0] < 0xe0)
        return 2;
    if (left < 3 || !is_tail(p[2]))
        return 0;
    if (p[0] < 0xf0)
        return (p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xed && p[1] > 0x9f) ? 0 : 3;
    if (left < 4 || !is_tail(p[3]))
        return 0;
    return (p[0] == 0xf0 && p[1] < 0x90) || (p[0] == 0xf4 && p[1] > 0x8f) ? 0 : 4;
}

/* U+2028 and U+2029 end a line in JavaScript source before ES2019. */
static bool is_line_end(const uint8_t *p, size_t len)
{
    return len == 3 && p[0] == 0xe2 && p[1] == 0x80 && (p[2] == 0xa8 || p[2] == 0xa9);
}

static void put_escape(struct writing *w, const uint8_t *p, size_t len)
{
    static const char hex[] = "0123456789abcdef";
    static const char letters[] = "btn?fr"; /* U+0008 .. U+000D; U+000B has no letter */
    char text[6] = {'\\', 'u', '0', '0', '0', '0'};
    if (len == 3) {
        put_str(w, p[2] == 0xa8 ? "\\u2028" : "\\u2029");
        return;
    }
    if (p[0] == '"' || p[0] == '\\') {
        text[1] = (char)p[0];
        put(w, text, 2);
        return;
    }
    if (p[0] >= 0x08 && p[0] <= 0x0d && p[0] != 0x0b) {
        text[1] = letters[p[0] - 0x08];
        put(w, text, 2);
        return;
    }
    text[4] = hex[p[0] >> 4];
    text[5] = hex[p[0] & 15];
    put(w, text, sizeof(text));
}

static bool is_plain(const uint8_t *p, size_t len)
{
    if (len == 1)
        return p[0] >= 0x20 && p[0] != '"' && p[0] != '\\' && p[0] != 0x7f;
    return !is_line_end(p, len);
}

/* Plain stretches go out in one piece. */
static void put_string(struct writing *w, struct pl_bytes s, size_t max)
{
    size_t start = 0;
    size_t i = 0;
    if (s.len > max)
        fail(w, PL_E_RANGE);
    put(w, "\"", 1);
    while (i < s.len && w->err == PL_OK) {
        size_t len = utf8_len(s.data + i, s.len - i);
        if (len == 0 || s.data[i] == 0) {
            fail(w, PL_E_RANGE);
            return;
        }
        if (!is_plain(s.data + i, len)) {
            put(w, s.data + start, i - start);
            put_escape(w, s.data + i, len);
            start = i + len;
        }
        i += len;
    }
    if (start < s.len)
        put(w, s.data + start, s.len - start);
    put(w, "\"", 1);
}

/* ---- one value ---- */

static void put_int(struct writing *w, int64_t value)
{
    char text[20];
    size_t at = sizeof(text);
    uint64_t left = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do {
        text[--at] = (char)('0' + left % 10);
        left /= 10;
    } while (left > 0);
    if (value < 0)
        text[--at] = '-';
    put(w, text + at, sizeof(text) - at);
}

static void put_int_field(struct writing *w, const struct pl_wire_field *f, const uint8_t *at)
{
    int64_t value;
    int32_t narrow;
    if (f->kind == PL_WIRE_KIND_INT32) {
        memcpy(&narrow, at, sizeof(narrow));
        value = narrow;
    } else {
        memcpy(&value, at, sizeof(value));
    }
    if (value < f->min || value > f->max)
        fail(w, PL_E_RANGE);
    put_int(w, value);
}

static void put_enum_field(struct writing *w, const struct pl_wire_field *f, const uint8_t *at)
{
    unsigned value;
    memcpy(&value, at, sizeof(value));
    if (value >= f->values->count) {
        fail(w, PL_E_RANGE);
        return;
    }
    put(w, "\"", 1);
    put_str(w, f->values->values[value]);
    put(w, "\"", 1);
}

static void put_scalar(struct writing *w, const struct pl_wire_field *f, const uint8_t *at)
{
    struct pl_bytes text;
    switch (f->kind) {
    case PL_WIRE_KIND_INT32:
    case PL_WIRE_KIND_INT64:
        put_int_field(w, f, at);
        break;
    case PL_WIRE_KIND_BOOL:
        put_str(w, *at ? "true" : "false");
        break;
    case PL_WIRE_KIND_ENUM:
        put_enum_field(w, f, at);
        break;
    default:
        memcpy(&text, at, sizeof(text));
        put_string(w, text, f->max_bytes);
        break;
    }
}

/* ---- objects and lists ---- */

static bool is_there(const struct pl_wire_field *f, const uint8_t *body)
{
    return !f->optional || body[f->has];
}

static void put_key(struct writing *w, const char *name, bool first)
{
    put_str(w, first ? "\"" : ",\"");
    put_str(w, name);
    put(w, "\":", 2);
}

static void put_object(struct writing *w, const struct pl_wire_object *o, const uint8_t *from)
{
    bool first = true;
    put(w, "{", 1);
    for (size_t i = 0; i < o->fields_count; i++) {
        const struct pl_wire_field *f = &o->fields[i];
        if (!is_there(f, from))
            continue;
        put_key(w, f->name, first);
        put_scalar(w, f, from + f->offset);
        first = false;
    }
    put(w, "}", 1);
}

static void put_list(struct writing *w, const struct pl_wire_field *f, const uint8_t *body)
{
    const uint8_t *items;
    struct pl_bytes text;
    size_t count;
    memcpy(&items, body + f->offset, sizeof(items));
    memcpy(&count, body + f->count, sizeof(count));
    if (count > f->max_count)
        fail(w, PL_E_RANGE);
    put(w, "[", 1);
    for (size_t i = 0; i < count && w->err == PL_OK; i++) {
        if (i > 0)
            put(w, ",", 1);
        if (f->kind == PL_WIRE_KIND_LIST) {
            put_object(w, f->object, items + i * f->object->size);
        } else {
            memcpy(&text, items + i * sizeof(text), sizeof(text));
            put_string(w, text, f->max_bytes);
        }
    }
    put(w, "]", 1);
}

static void put_field(struct writing *w, const struct pl_wire_field *f, const uint8_t *body)
{
    put_key(w, f->name, false);
    switch (f->kind) {
    case PL_WIRE_KIND_STRINGS:
    case PL_WIRE_KIND_LIST:
        put_list(w, f, body);
        break;
    case PL_WIRE_KIND_OBJECT:
        put_object(w, f->object, body + f->offset);
        break;
    default:
        put_scalar(w, f, body + f->offset);
        break;
    }
}

/* ---- the envelope ---- */

/* `due` numbers are positive, others are 0 and not written. */
static void put_number(struct writing *w, const char *name, int64_t value, bool due)
{
    if (value < 0 || value > PL_WIRE_MAX_INT || due != (value != 0))
        fail(w, PL_E_RANGE);
    if (!due)
        return;
    put_key(w, name, false);
    put_int(w, value);
}

static void put_message(struct writing *w, const struct pl_wire_msg *msg)
{
    const struct pl_wire_desc *desc = pl_wire_desc(msg->type);
    const uint8_t *body = (const uint8_t *)&msg->u;
    put_str(w, "{\"t\":\"");
    put_str(w, desc->name);
    put(w, "\"", 1);
    if (desc->dir == PL_WIRE_FROM_CLIENT) {
        put_number(w, "id", msg->id, desc->numbered);
    } else {
        put_number(w, "seq", msg->seq, desc->numbered);
        if (msg->re != 0)
            put_number(w, "re", msg->re, true);
    }
    for (size_t i = 0; i < desc->body.fields_count && w->err == PL_OK; i++) {
        if (is_there(&desc->body.fields[i], body))
            put_field(w, &desc->body.fields[i], body);
    }
    put(w, "}", 1);
}

enum pl_err pl_wire_write(const struct pl_wire_msg *msg, struct pl_writer *out)
{
    struct writing w = {.data = out->data, .size = out->size, .pos = out->pos};
    if (out->failed)
        return PL_E_SPACE;
    put_message(&w, msg);
    if (w.err == PL_OK)
        out->pos = w.pos;
    out->failed = w.err == PL_E_SPACE;
    return w.err;
}

enum pl_err pl_wire_measure(const struct pl_wire_msg *msg, size_t *bytes)
{
    struct writing w = {.size = SIZE_MAX};
    put_message(&w, msg);
    *bytes = w.err == PL_OK ? w.pos : 0;
    return w.err;
}

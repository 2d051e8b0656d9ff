/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/wire/wire_random.h"

#include <assert.h>

static void *take(struct pl_wire_arena *a, size_t size)
{
    size_t start = (a->used + 7) & ~(size_t)7;
    assert(start <= a->size && a->size - start >= size);
    a->used = start + size;
    return memset(a->data + start, 0, size);
}

/* A length: often short, sometimes 0, sometimes the limit. */
static size_t length(struct pl_prng *rng, size_t max)
{
    switch (pl_prng_below(rng, 8)) {
    case 0:
        return max;
    case 1:
        return 0;
    default:
        return pl_prng_below(rng, max < 40 ? max + 1 : 40);
    }
}

/* One character of 1 to 4 bytes, with those that need escapes far more often than by chance. */
static size_t character(struct pl_prng *rng, uint8_t c[4])
{
    static const char *const special[] = {"\"",
                                          "\\",
                                          "/",
                                          "\x7f",
                                          "\xe2\x80\xa8",
                                          "\xe2\x80\xa9",
                                          "\xc2\x80",
                                          "\xdf\xbf",
                                          "\xe0\xa0\x80",
                                          "\xed\x9f\xbf",
                                          "\xee\x80\x80",
                                          "\xef\xbf\xbf",
                                          "\xf0\x90\x80\x80",
                                          "\xf4\x8f\xbf\xbf"};
    const size_t count = sizeof(special) / sizeof(special[0]);
    switch (pl_prng_below(rng, 4)) {
    case 0: {
        const char *s = special[pl_prng_below(rng, count)];
        memcpy(c, s, strlen(s));
        return strlen(s);
    }
    case 1:
        c[0] = (uint8_t)(1 + pl_prng_below(rng, 31));
        return 1;
    default:
        c[0] = (uint8_t)(' ' + pl_prng_below(rng, 95));
        return 1;
    }
}

static struct pl_bytes string(struct pl_prng *rng, size_t max, struct pl_wire_arena *arena)
{
    size_t len = length(rng, max);
    uint8_t *text = take(arena, len + 1);
    size_t used = 0;
    while (used < len) {
        uint8_t c[4];
        size_t n = character(rng, c);
        if (n > len - used) {
            c[0] = 'x';
            n = 1;
        }
        memcpy(text + used, c, n);
        used += n;
    }
    return pl_bytes_of(text, len);
}

static int64_t integer(struct pl_prng *rng, int64_t min, int64_t max)
{
    switch (pl_prng_below(rng, 4)) {
    case 0:
        return min;
    case 1:
        return max;
    default:
        return min + (int64_t)pl_prng_below(rng, (uint64_t)(max - min) + 1);
    }
}

static void scalar(struct pl_prng *rng, const struct pl_wire_field *f, struct pl_wire_arena *arena,
                   uint8_t *at)
{
    int64_t wide = integer(rng, f->min, f->max);
    int32_t narrow = (int32_t)wide;
    bool flag = pl_prng_below(rng, 2);
    unsigned word = f->values ? (unsigned)pl_prng_below(rng, f->values->count) : 0;
    struct pl_bytes text;
    switch (f->kind) {
    case PL_WIRE_KIND_INT32:
        memcpy(at, &narrow, sizeof(narrow));
        break;
    case PL_WIRE_KIND_INT64:
        memcpy(at, &wide, sizeof(wide));
        break;
    case PL_WIRE_KIND_BOOL:
        memcpy(at, &flag, sizeof(flag));
        break;
    case PL_WIRE_KIND_ENUM:
        memcpy(at, &word, sizeof(word));
        break;
    default:
        text = string(rng, f->max_bytes, arena);
        memcpy(at, &text, sizeof(text));
        break;
    }
}

static void fill(struct pl_prng *rng, const struct pl_wire_object *o, struct pl_wire_arena *arena,
                 uint8_t *to);

static void list(struct pl_prng *rng, const struct pl_wire_field *f, struct pl_wire_arena *arena,
                 uint8_t *body)
{
    size_t count = length(rng, f->max_count);
    size_t each = f->object ? f->object->size : sizeof(struct pl_bytes);
    uint8_t *items = take(arena, count * each);
    for (size_t i = 0; i < count; i++) {
        struct pl_bytes text;
        if (f->object) {
            fill(rng, f->object, arena, items + i * each);
            continue;
        }
        text = string(rng, f->max_bytes, arena);
        memcpy(items + i * each, &text, sizeof(text));
    }
    memcpy(body + f->offset, &items, sizeof(items));
    memcpy(body + f->count, &count, sizeof(count));
}

static void fill(struct pl_prng *rng, const struct pl_wire_object *o, struct pl_wire_arena *arena,
                 uint8_t *to)
{
    for (size_t i = 0; i < o->fields_count; i++) {
        const struct pl_wire_field *f = &o->fields[i];
        bool there = !f->optional || pl_prng_below(rng, 2);
        if (f->optional)
            memcpy(to + f->has, &there, sizeof(there));
        if (!there)
            continue;
        if (f->kind == PL_WIRE_KIND_LIST || f->kind == PL_WIRE_KIND_STRINGS)
            list(rng, f, arena, to);
        else if (f->kind == PL_WIRE_KIND_OBJECT)
            fill(rng, f->object, arena, to + f->offset);
        else
            scalar(rng, f, arena, to + f->offset);
    }
}

void pl_wire_random(struct pl_prng *rng, enum pl_wire_type type, struct pl_wire_arena *arena,
                    struct pl_wire_msg *out)
{
    const struct pl_wire_desc *desc = pl_wire_desc(type);
    arena->used = 0;
    memset(out, 0, sizeof(*out));
    out->type = type;
    if (desc->numbered)
        *(desc->dir == PL_WIRE_FROM_CLIENT ? &out->id : &out->seq) =
            integer(rng, 1, PL_WIRE_MAX_INT);
    if (desc->dir == PL_WIRE_FROM_SERVER)
        out->re = pl_prng_below(rng, 2) ? integer(rng, 1, PL_WIRE_MAX_INT) : 0;
    fill(rng, &desc->body, arena, (uint8_t *)&out->u);
}

/* ---- equality ---- */

static bool same_object(const struct pl_wire_object *o, const uint8_t *a, const uint8_t *b);

static bool same_text(const uint8_t *a, const uint8_t *b)
{
    struct pl_bytes x;
    struct pl_bytes y;
    memcpy(&x, a, sizeof(x));
    memcpy(&y, b, sizeof(y));
    return pl_bytes_eq(x, y);
}

static bool same_list(const struct pl_wire_field *f, const uint8_t *a, const uint8_t *b)
{
    size_t each = f->object ? f->object->size : sizeof(struct pl_bytes);
    size_t count;
    const uint8_t *x;
    const uint8_t *y;
    if (memcmp(a + f->count, b + f->count, sizeof(count)) != 0)
        return false;
    memcpy(&count, a + f->count, sizeof(count));
    memcpy(&x, a + f->offset, sizeof(x));
    memcpy(&y, b + f->offset, sizeof(y));
    for (size_t i = 0; i < count; i++) {
        if (!(f->object ? same_object(f->object, x + i * each, y + i * each)
                        : same_text(x + i * each, y + i * each)))
            return false;
    }
    return true;
}

static bool same_field(const struct pl_wire_field *f, const uint8_t *a, const uint8_t *b)
{
    size_t size = sizeof(int32_t);
    if (f->optional && a[f->has] != b[f->has])
        return false;
    if (f->optional && !a[f->has])
        return true;
    switch (f->kind) {
    case PL_WIRE_KIND_LIST:
    case PL_WIRE_KIND_STRINGS:
        return same_list(f, a, b);
    case PL_WIRE_KIND_OBJECT:
        return same_object(f->object, a + f->offset, b + f->offset);
    case PL_WIRE_KIND_STRING:
        return same_text(a + f->offset, b + f->offset);
    case PL_WIRE_KIND_BOOL:
        size = sizeof(bool);
        break;
    case PL_WIRE_KIND_INT64:
        size = sizeof(int64_t);
        break;
    default:
        break;
    }
    return memcmp(a + f->offset, b + f->offset, size) == 0;
}

static bool same_object(const struct pl_wire_object *o, const uint8_t *a, const uint8_t *b)
{
    for (size_t i = 0; i < o->fields_count; i++) {
        if (!same_field(&o->fields[i], a, b))
            return false;
    }
    return true;
}

bool pl_wire_same(const struct pl_wire_msg *a, const struct pl_wire_msg *b)
{
    return a->type == b->type && a->id == b->id && a->seq == b->seq && a->re == b->re &&
           same_object(&pl_wire_desc(a->type)->body, (const uint8_t *)&a->u,
                       (const uint8_t *)&b->u);
}

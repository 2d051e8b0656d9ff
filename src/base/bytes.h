/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bytes: a borrowed view, a reader and a writer that cannot leave their bounds.
 *
 * Reader and writer carry a sticky failure: after the first access out of bounds every further
 * one does nothing (reads give 0), and one check at the end tells. So a parser is a straight list
 * of reads followed by a single `if (!pl_reader_ok(&r)) return PL_E_PROTO;`. All integers are
 * big-endian (network order).
 */
#ifndef PL_BASE_BYTES_H
#define PL_BASE_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* A view: borrows, never owns. {NULL, 0} is the empty view. */
struct pl_bytes {
    const uint8_t *data;
    size_t len;
};

/* A writable region. */
struct pl_buf {
    uint8_t *data;
    size_t len;
};

static inline struct pl_bytes pl_bytes_of(const void *data, size_t len)
{
    return (struct pl_bytes){(const uint8_t *)data, len};
}

/* View of a NUL-terminated string without its NUL. */
static inline struct pl_bytes pl_bytes_str(const char *s)
{
    return pl_bytes_of(s, strlen(s));
}

static inline bool pl_bytes_eq(struct pl_bytes a, struct pl_bytes b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

static inline bool pl_bytes_eq_str(struct pl_bytes a, const char *s)
{
    return pl_bytes_eq(a, pl_bytes_str(s));
}

/* Compares in time that depends on the lengths only: for tags, tokens and passwords. */
static inline bool pl_bytes_eq_secret(struct pl_bytes a, struct pl_bytes b)
{
    uint8_t diff = 0;
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++)
        diff = (uint8_t)(diff | (a.data[i] ^ b.data[i]));
    return diff == 0;
}

/* Copies a view into a C string, cutting it to fit. Returns false when it was cut. */
static inline bool pl_bytes_to_str(struct pl_bytes src, char *dst, size_t dst_size)
{
    size_t n = src.len < dst_size ? src.len : dst_size - 1;
    if (n > 0)
        memcpy(dst, src.data, n);
    dst[n] = '\0';
    return n == src.len;
}

/* ---- unaligned big-endian access; the caller has checked the bounds ---- */

static inline uint16_t pl_get_u16(const uint8_t *p)
{
    return (uint16_t)(p[0] << 8 | p[1]);
}

static inline uint32_t pl_get_u24(const uint8_t *p)
{
    return (uint32_t)p[0] << 16 | (uint32_t)p[1] << 8 | p[2];
}

static inline uint32_t pl_get_u32(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static inline uint64_t pl_get_u64(const uint8_t *p)
{
    return (uint64_t)pl_get_u32(p) << 32 | pl_get_u32(p + 4);
}

static inline void pl_put_u16(uint8_t *p, uint16_t v)
{
    p[0] = (uint8_t)(v >> 8);
    p[1] = (uint8_t)v;
}

static inline void pl_put_u24(uint8_t *p, uint32_t v)
{
    p[0] = (uint8_t)(v >> 16);
    p[1] = (uint8_t)(v >> 8);
    p[2] = (uint8_t)v;
}

static inline void pl_put_u32(uint8_t *p, uint32_t v)
{
    p[0] = (uint8_t)(v >> 24);
    p[1] = (uint8_t)(v >> 16);
    p[2] = (uint8_t)(v >> 8);
    p[3] = (uint8_t)v;
}

static inline void pl_put_u64(uint8_t *p, uint64_t v)
{
    pl_put_u32(p, (uint32_t)(v >> 32));
    pl_put_u32(p + 4, (uint32_t)v);
}

/* ---- reader ---- */

struct pl_reader {
    const uint8_t *data;
    size_t len;
    size_t pos;
    bool failed;
};

static inline struct pl_reader pl_reader_of(struct pl_bytes b)
{
    return (struct pl_reader){b.data, b.len, 0, false};
}

static inline bool pl_reader_ok(const struct pl_reader *r)
{
    return !r->failed;
}

/* Bytes not read yet; 0 after a failure. */
static inline size_t pl_reader_left(const struct pl_reader *r)
{
    return r->failed ? 0 : r->len - r->pos;
}

/* Takes n bytes as a view into the source; an empty view after a failure. */
static inline struct pl_bytes pl_read_bytes(struct pl_reader *r, size_t n)
{
    struct pl_bytes out = {NULL, 0};
    if (r->failed || r->len - r->pos < n) {
        r->failed = true;
        return out;
    }
    out.data = r->data + r->pos;
    out.len = n;
    r->pos += n;
    return out;
}

static inline void pl_read_skip(struct pl_reader *r, size_t n)
{
    (void)pl_read_bytes(r, n);
}

static inline uint8_t pl_read_u8(struct pl_reader *r)
{
    struct pl_bytes b = pl_read_bytes(r, 1);
    return b.data ? b.data[0] : 0;
}

static inline uint16_t pl_read_u16(struct pl_reader *r)
{
    struct pl_bytes b = pl_read_bytes(r, 2);
    return b.data ? pl_get_u16(b.data) : 0;
}

static inline uint32_t pl_read_u24(struct pl_reader *r)
{
    struct pl_bytes b = pl_read_bytes(r, 3);
    return b.data ? pl_get_u24(b.data) : 0;
}

static inline uint32_t pl_read_u32(struct pl_reader *r)
{
    struct pl_bytes b = pl_read_bytes(r, 4);
    return b.data ? pl_get_u32(b.data) : 0;
}

static inline uint64_t pl_read_u64(struct pl_reader *r)
{
    struct pl_bytes b = pl_read_bytes(r, 8);
    return b.data ? pl_get_u64(b.data) : 0;
}

/* ---- writer ---- */

struct pl_writer {
    uint8_t *data;
    size_t size;
    size_t pos;
    bool failed;
};

static inline struct pl_writer pl_writer_of(uint8_t *data, size_t size)
{
    return (struct pl_writer){data, size, 0, false};
}

static inline bool pl_writer_ok(const struct pl_writer *w)
{
    return !w->failed;
}

/* What has been written so far. */
static inline struct pl_bytes pl_writer_done(const struct pl_writer *w)
{
    return pl_bytes_of(w->data, w->pos);
}

/* Reserves n bytes for the caller to fill; NULL when they do not fit (the writer has then failed).
 */
static inline uint8_t *pl_write_reserve(struct pl_writer *w, size_t n)
{
    uint8_t *p;
    if (w->failed || w->size - w->pos < n) {
        w->failed = true;
        return NULL;
    }
    p = w->data + w->pos;
    w->pos += n;
    return p;
}

static inline void pl_write_bytes(struct pl_writer *w, struct pl_bytes b)
{
    uint8_t *p = pl_write_reserve(w, b.len);
    if (p && b.len > 0)
        memcpy(p, b.data, b.len);
}

static inline void pl_write_str(struct pl_writer *w, const char *s)
{
    pl_write_bytes(w, pl_bytes_str(s));
}

static inline void pl_write_zeros(struct pl_writer *w, size_t n)
{
    uint8_t *p = pl_write_reserve(w, n);
    if (p && n > 0)
        memset(p, 0, n);
}

static inline void pl_write_u8(struct pl_writer *w, uint8_t v)
{
    uint8_t *p = pl_write_reserve(w, 1);
    if (p)
        p[0] = v;
}

static inline void pl_write_u16(struct pl_writer *w, uint16_t v)
{
    uint8_t *p = pl_write_reserve(w, 2);
    if (p)
        pl_put_u16(p, v);
}

static inline void pl_write_u24(struct pl_writer *w, uint32_t v)
{
    uint8_t *p = pl_write_reserve(w, 3);
    if (p)
        pl_put_u24(p, v);
}

static inline void pl_write_u32(struct pl_writer *w, uint32_t v)
{
    uint8_t *p = pl_write_reserve(w, 4);
    if (p)
        pl_put_u32(p, v);
}

static inline void pl_write_u64(struct pl_writer *w, uint64_t v)
{
    uint8_t *p = pl_write_reserve(w, 8);
    if (p)
        pl_put_u64(p, v);
}

#endif

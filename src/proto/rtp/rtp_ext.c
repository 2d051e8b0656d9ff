/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/rtp/rtp_ext.h"

#include "proto/rtp/rtp.h"

#include <assert.h>

enum {
    BLOCK_HEAD_BYTES = 4,
    TWO_BYTE_MASK = 0xfff0, /* the rest are appbits, meaningless to us */
    ONE_BYTE_ID_MAX = 14,
    ONE_BYTE_LEN_MAX = 16,
    ONE_BYTE_ID_STOP = 15,
    VALUE_LEN_MAX = 255,
};

/* ---- reading ---- */

struct pl_rtp_ext_iter pl_rtp_ext_begin(const struct pl_rtp_view *view)
{
    struct pl_rtp_ext_iter it = {pl_reader_of(view->ext), 0};
    if (view->ext_profile == PL_RTP_EXT_ONE_BYTE)
        it.head_bytes = 1;
    else if ((view->ext_profile & TWO_BYTE_MASK) == PL_RTP_EXT_TWO_BYTE)
        it.head_bytes = 2;
    return it;
}

static bool stop(struct pl_rtp_ext_iter *it)
{
    it->r.failed = true;
    return false;
}

bool pl_rtp_ext_next(struct pl_rtp_ext_iter *it, uint8_t *id, struct pl_bytes *value)
{
    while (it->head_bytes > 0 && pl_reader_left(&it->r) > 0) {
        uint8_t head = pl_read_u8(&it->r);
        size_t len;
        if (head == 0) /* a byte of padding, in both forms */
            continue;
        if (it->head_bytes == 1) {
            *id = head >> 4;
            len = (head & 0x0fu) + 1;
            /* RFC 8285 4.2: with id 15, or id 0 and a length, "processing ... terminates". */
            if (*id == 0 || *id == ONE_BYTE_ID_STOP)
                return stop(it);
        } else {
            *id = head;
            len = pl_read_u8(&it->r);
        }
        *value = pl_read_bytes(&it->r, len);
        return pl_reader_ok(&it->r);
    }
    return false;
}

bool pl_rtp_ext_find(const struct pl_rtp_view *view, uint8_t id, struct pl_bytes *value)
{
    struct pl_rtp_ext_iter it = pl_rtp_ext_begin(view);
    struct pl_bytes v;
    uint8_t i;
    if (id == 0)
        return false;
    while (pl_rtp_ext_next(&it, &i, &v)) {
        if (i == id) {
            *value = v;
            return true;
        }
    }
    return false;
}

/* ---- writing ---- */

static bool needs_two_bytes(const struct pl_rtp_ext_set *set)
{
    for (size_t i = 0; i < set->count; i++) {
        const struct pl_rtp_ext *e = &set->items[i];
        if (e->id > ONE_BYTE_ID_MAX || e->len == 0 || e->len > ONE_BYTE_LEN_MAX)
            return true;
    }
    return false;
}

enum pl_err pl_rtp_exts_add(struct pl_rtp_ext_set *set, uint8_t id, struct pl_bytes value)
{
    struct pl_rtp_ext *e;
    if (id == 0)
        return PL_OK;
    if (value.len > VALUE_LEN_MAX)
        return PL_E_RANGE;
    if (set->count >= PL_RTP_EXTS_MAX)
        return PL_E_LIMIT;
    e = &set->items[set->count++];
    *e = (struct pl_rtp_ext){.id = id, .len = (uint8_t)value.len};
    if (value.len > PL_RTP_EXT_SMALL)
        e->data = value.data;
    else if (value.len > 0)
        memcpy(e->small, value.data, value.len);
    return PL_OK;
}

static size_t round_up_4(size_t n)
{
    return (n + 3) & ~(size_t)3;
}

static size_t block_size(const struct pl_rtp_ext_set *set, size_t head_bytes)
{
    size_t n = 0;
    for (size_t i = 0; i < set->count; i++)
        n += head_bytes + set->items[i].len;
    return BLOCK_HEAD_BYTES + round_up_4(n);
}

size_t pl_rtp_exts_size(const struct pl_rtp_ext_set *set)
{
    return set->count == 0 ? 0 : block_size(set, needs_two_bytes(set) ? 2 : 1);
}

static void write_element(struct pl_writer *w, const struct pl_rtp_ext *e, bool two)
{
    if (two) {
        pl_write_u8(w, e->id);
        pl_write_u8(w, e->len);
    } else {
        pl_write_u8(w, (uint8_t)(e->id << 4 | (e->len - 1)));
    }
    pl_write_bytes(w, pl_bytes_of(e->data ? e->data : e->small, e->len));
}

void pl_rtp_write_exts(struct pl_writer *w, const struct pl_rtp_ext_set *set)
{
    bool two = needs_two_bytes(set);
    size_t size = block_size(set, two ? 2 : 1);
    struct pl_writer part;
    uint8_t *p;
    if (set->count == 0)
        return;
    p = pl_write_reserve(w, size);
    if (!p)
        return;
    part = pl_writer_of(p, size);
    pl_write_u16(&part, two ? PL_RTP_EXT_TWO_BYTE : PL_RTP_EXT_ONE_BYTE);
    pl_write_u16(&part, (uint16_t)((size - BLOCK_HEAD_BYTES) / 4));
    for (size_t i = 0; i < set->count; i++)
        write_element(&part, &set->items[i], two);
    pl_write_zeros(&part, size - part.pos);
    assert(pl_writer_ok(&part));
}

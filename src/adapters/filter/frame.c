/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/filter/frame.h"

size_t pl_filter_frame_size(const struct pl_filter_frame *f)
{
    return PL_FILTER_HEAD_BYTES + f->a.len + 1 + f->b.len + 1;
}

enum pl_err pl_filter_frame_write(const struct pl_filter_frame *f, struct pl_writer *w)
{
    if (f->a.len > PL_FILTER_TEXT_MAX || f->b.len > PL_FILTER_TEXT_MAX)
        return PL_E_LIMIT;
    pl_write_u8(w, (uint8_t)f->type);
    pl_write_u8(w, 0);
    pl_write_u32(w, f->ticket);
    pl_write_u32(w, f->user);
    pl_write_u32(w, f->other);
    pl_write_u32(w, f->room);
    pl_write_u32(w, f->number);
    pl_write_u16(w, (uint16_t)f->a.len);
    pl_write_u16(w, (uint16_t)f->b.len);
    pl_write_bytes(w, f->a);
    pl_write_u8(w, 0);
    pl_write_bytes(w, f->b);
    pl_write_u8(w, 0);
    return pl_writer_ok(w) ? PL_OK : PL_E_SPACE;
}

enum pl_err pl_filter_frame_read(struct pl_filter_frame *f, struct pl_bytes in)
{
    struct pl_reader r = pl_reader_of(in);
    uint8_t type = pl_read_u8(&r);
    bool plain = pl_read_u8(&r) == 0;
    size_t a, b;
    *f = (struct pl_filter_frame){.type = (enum pl_filter_frame_type)type};
    f->ticket = pl_read_u32(&r);
    f->user = pl_read_u32(&r);
    f->other = pl_read_u32(&r);
    f->room = pl_read_u32(&r);
    f->number = pl_read_u32(&r);
    a = pl_read_u16(&r);
    b = pl_read_u16(&r);
    f->a = pl_read_bytes(&r, a);
    plain = pl_read_u8(&r) == 0 && plain;
    f->b = pl_read_bytes(&r, b);
    plain = pl_read_u8(&r) == 0 && plain;
    if (!pl_reader_ok(&r) || pl_reader_left(&r) > 0 || !plain || type < PL_FILTER_LOGIN ||
        type > PL_FILTER_LAST || a > PL_FILTER_TEXT_MAX || b > PL_FILTER_TEXT_MAX)
        return PL_E_PROTO;
    return PL_OK;
}

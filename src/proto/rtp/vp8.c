/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/rtp/vp8.h"

enum {
    X_BIT = 0x80, /* first byte */
    N_BIT = 0x20,
    S_BIT = 0x10,
    PID_MASK = 0x07,
    I_BIT = 0x80, /* second byte: what follows */
    L_BIT = 0x40,
    T_BIT = 0x20,
    K_BIT = 0x10,
    M_BIT = 0x80, /* picture id */
    Y_BIT = 0x20, /* layer byte */
    KEYIDX_MASK = 0x1f,
    INTER_BIT = 0x01, /* frame tag, RFC 6386 section 9.1: set unless a key frame */
    KEY_HEAD_BYTES = 10,
    SIZE_MASK = 0x3fff, /* the upper 2 bits are a scaling hint */
};

static void read_picture_id(struct pl_reader *r, struct pl_vp8_descriptor *d)
{
    uint8_t first = pl_read_u8(r);
    d->has_picture_id = true;
    d->long_picture_id = (first & M_BIT) != 0;
    d->picture_id = first & 0x7f;
    if (d->long_picture_id)
        d->picture_id = (uint16_t)(d->picture_id << 8 | pl_read_u8(r));
}

static void read_layer(struct pl_reader *r, struct pl_vp8_descriptor *d, uint8_t what)
{
    uint8_t b = pl_read_u8(r);
    d->has_tid = (what & T_BIT) != 0;
    d->has_keyidx = (what & K_BIT) != 0;
    /* RFC 7741 4.2: TID and Y mean nothing without T, KEYIDX nothing without K. */
    if (d->has_tid) {
        d->tid = b >> 6;
        d->layer_sync = (b & Y_BIT) != 0;
    }
    if (d->has_keyidx)
        d->keyidx = b & KEYIDX_MASK;
}

static void read_descriptor(struct pl_reader *r, struct pl_vp8_descriptor *d)
{
    uint8_t first = pl_read_u8(r);
    uint8_t what = (first & X_BIT) ? pl_read_u8(r) : 0;
    d->non_reference = (first & N_BIT) != 0;
    d->partition_start = (first & S_BIT) != 0;
    d->partition = first & PID_MASK;
    if (what & I_BIT)
        read_picture_id(r, d);
    if (what & L_BIT) {
        d->has_tl0picidx = true;
        d->tl0picidx = pl_read_u8(r);
    }
    if (what & (T_BIT | K_BIT))
        read_layer(r, d, what);
}

static uint16_t get_le14(const uint8_t *p)
{
    return (uint16_t)((p[0] | p[1] << 8) & SIZE_MASK);
}

/* Frame tag (3 bytes), then in a key frame a start code and the size (RFC 6386 section 9.1). */
static void read_frame_head(struct pl_vp8_view *v)
{
    static const uint8_t start_code[] = {0x9d, 0x01, 0x2a};
    const uint8_t *p = v->frame.data;
    v->key_frame = (p[0] & INTER_BIT) == 0;
    if (!v->key_frame || v->frame.len < KEY_HEAD_BYTES ||
        memcmp(p + 3, start_code, sizeof(start_code)) != 0)
        return;
    v->width = get_le14(p + 6);
    v->height = get_le14(p + 8);
}

enum pl_err pl_vp8_read(struct pl_bytes payload, struct pl_vp8_view *out)
{
    struct pl_reader r = pl_reader_of(payload);
    *out = (struct pl_vp8_view){0};
    read_descriptor(&r, &out->descriptor);
    if (pl_reader_left(&r) == 0) {
        *out = (struct pl_vp8_view){0};
        return PL_E_PROTO;
    }
    out->frame = pl_read_bytes(&r, pl_reader_left(&r));
    out->frame_start = out->descriptor.partition_start && out->descriptor.partition == 0;
    if (out->frame_start)
        read_frame_head(out);
    return PL_OK;
}

static uint8_t extension_bits(const struct pl_vp8_descriptor *d)
{
    return (uint8_t)((d->has_picture_id ? I_BIT : 0) | (d->has_tl0picidx ? L_BIT : 0) |
                     (d->has_tid ? T_BIT : 0) | (d->has_keyidx ? K_BIT : 0));
}

size_t pl_vp8_descriptor_size(const struct pl_vp8_descriptor *d)
{
    size_t n = 1;
    if (extension_bits(d) != 0)
        n++;
    if (d->has_picture_id)
        n += d->long_picture_id ? 2 : 1;
    if (d->has_tl0picidx)
        n++;
    if (d->has_tid || d->has_keyidx)
        n++;
    return n;
}

void pl_vp8_write_descriptor(struct pl_writer *w, const struct pl_vp8_descriptor *d)
{
    size_t size = pl_vp8_descriptor_size(d);
    uint8_t what = extension_bits(d);
    uint8_t *p = pl_write_reserve(w, size);
    struct pl_writer part;
    if (!p)
        return;
    part = pl_writer_of(p, size);
    pl_write_u8(&part, (uint8_t)((what ? X_BIT : 0) | (d->non_reference ? N_BIT : 0) |
                                 (d->partition_start ? S_BIT : 0) | (d->partition & PID_MASK)));
    if (what)
        pl_write_u8(&part, what);
    if (d->has_picture_id && d->long_picture_id)
        pl_write_u16(&part, (uint16_t)(M_BIT << 8 | (d->picture_id & 0x7fff)));
    else if (d->has_picture_id)
        pl_write_u8(&part, d->picture_id & 0x7f);
    if (d->has_tl0picidx)
        pl_write_u8(&part, d->tl0picidx);
    if (d->has_tid || d->has_keyidx)
        pl_write_u8(&part, (uint8_t)((d->has_tid ? d->tid << 6 | (d->layer_sync ? Y_BIT : 0) : 0) |
                                     (d->has_keyidx ? d->keyidx & KEYIDX_MASK : 0)));
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/rtp/vp9.h"

enum {
    I_BIT = 0x80, /* first byte */
    P_BIT = 0x40,
    L_BIT = 0x20,
    F_BIT = 0x10,
    B_BIT = 0x08,
    E_BIT = 0x04,
    V_BIT = 0x02,
    Z_BIT = 0x01,
    M_BIT = 0x80,    /* picture id */
    SS_Y_BIT = 0x10, /* scalability structure: sizes follow */
    SS_G_BIT = 0x08, /* a picture group follows */
    REFERENCES_MAX = 3,
};

static void read_picture_id(struct pl_reader *r, struct pl_vp9_view *v)
{
    uint8_t first = pl_read_u8(r);
    v->has_picture_id = true;
    v->long_picture_id = (first & M_BIT) != 0;
    v->picture_id = first & 0x7f;
    if (v->long_picture_id)
        v->picture_id = (uint16_t)(v->picture_id << 8 | pl_read_u8(r));
}

static void read_layers(struct pl_reader *r, struct pl_vp9_view *v)
{
    uint8_t b = pl_read_u8(r);
    v->has_layers = true;
    v->tid = b >> 5;
    v->switch_up = (b & 0x10) != 0;
    v->sid = (b >> 1) & 0x07;
    v->inter_layer = (b & 0x01) != 0;
    if (!v->flexible) {
        v->has_tl0picidx = true;
        v->tl0picidx = pl_read_u8(r);
    }
}

/* Each P_DIFF says in its last bit whether one more follows; more than three are not allowed. */
static bool skip_references(struct pl_reader *r)
{
    for (int i = 0; i < REFERENCES_MAX; i++) {
        if ((pl_read_u8(r) & 0x01) == 0)
            return true;
    }
    return false;
}

static void read_scalability(struct pl_reader *r, struct pl_vp9_view *v)
{
    uint8_t head = pl_read_u8(r);
    v->spatial_count = (uint8_t)((head >> 5) + 1);
    if (head & SS_Y_BIT) {
        for (int layers = (head >> 5) + 1; layers > 0; layers--) {
            v->width = pl_read_u16(r); /* ascending: the last is the largest */
            v->height = pl_read_u16(r);
        }
    }
    if (head & SS_G_BIT) {
        for (int pictures = pl_read_u8(r); pictures > 0; pictures--)
            pl_read_skip(r, (pl_read_u8(r) >> 2) & 0x03u);
    }
}

static bool read_descriptor(struct pl_reader *r, struct pl_vp9_view *v)
{
    uint8_t first = pl_read_u8(r);
    v->inter_predicted = (first & P_BIT) != 0;
    v->flexible = (first & F_BIT) != 0;
    v->layer_start = (first & B_BIT) != 0;
    v->layer_end = (first & E_BIT) != 0;
    v->not_needed_above = (first & Z_BIT) != 0;
    if (first & I_BIT)
        read_picture_id(r, v);
    if (first & L_BIT)
        read_layers(r, v);
    if (v->flexible && v->inter_predicted && !skip_references(r))
        return false;
    if (first & V_BIT)
        read_scalability(r, v);
    return pl_reader_left(r) > 0;
}

enum pl_err pl_vp9_read(struct pl_bytes payload, struct pl_vp9_view *out)
{
    struct pl_reader r = pl_reader_of(payload);
    *out = (struct pl_vp9_view){0};
    if (!read_descriptor(&r, out)) {
        *out = (struct pl_vp9_view){0};
        return PL_E_PROTO;
    }
    out->frame = pl_read_bytes(&r, pl_reader_left(&r));
    out->key_frame = !out->inter_predicted && out->layer_start && out->sid == 0;
    return PL_OK;
}

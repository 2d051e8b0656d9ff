/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/rtp/h264.h"

enum {
    NAL_TYPE_MASK = 0x1f,
    NAL_TYPE_LAST_CODED = 23, /* above are the RTP aggregates and fragments */
    FU_START_BIT = 0x80,
};

static void note_nal(struct pl_h264_view *v, uint8_t type)
{
    v->has_sps |= type == PL_H264_NAL_SPS;
    v->has_pps |= type == PL_H264_NAL_PPS;
    v->has_idr |= type == PL_H264_NAL_IDR;
}

static bool read_single(struct pl_bytes nal, struct pl_h264_view *v)
{
    uint8_t type = nal.data[0] & NAL_TYPE_MASK;
    if (type == 0 || type > NAL_TYPE_LAST_CODED)
        return false;
    note_nal(v, type);
    if (v->nal_type == 0)
        v->nal_type = type;
    if (type == PL_H264_NAL_SPS && v->sps.len == 0)
        v->sps = nal;
    return true;
}

/* RFC 6184 5.7.1: one NAL unit after another, each behind its 16-bit size. */
static bool read_stap_a(struct pl_reader *r, struct pl_h264_view *v)
{
    if (pl_reader_left(r) == 0)
        return false;
    while (pl_reader_left(r) > 0) {
        struct pl_bytes nal = pl_read_bytes(r, pl_read_u16(r));
        if (nal.len == 0 || !read_single(nal, v))
            return false;
    }
    return pl_reader_ok(r);
}

/* RFC 6184 5.8: the type of the fragmented unit is in the second byte. */
static bool read_fu_a(struct pl_reader *r, struct pl_h264_view *v)
{
    uint8_t head = pl_read_u8(r);
    v->nal_type = head & NAL_TYPE_MASK;
    v->nal_start = (head & FU_START_BIT) != 0;
    if (!pl_reader_ok(r) || v->nal_type == 0 || v->nal_type > NAL_TYPE_LAST_CODED)
        return false;
    if (v->nal_start)
        note_nal(v, v->nal_type);
    return true;
}

enum pl_err pl_h264_read(struct pl_bytes payload, struct pl_h264_view *out)
{
    struct pl_reader r = pl_reader_of(payload);
    uint8_t type = pl_read_u8(&r) & NAL_TYPE_MASK;
    bool fine;

    *out = (struct pl_h264_view){.nal_start = true};
    if (!pl_reader_ok(&r))
        return PL_E_PROTO;
    if (type == PL_H264_NAL_STAP_A)
        fine = read_stap_a(&r, out);
    else if (type == PL_H264_NAL_FU_A)
        fine = read_fu_a(&r, out);
    else if (type > NAL_TYPE_LAST_CODED)
        return PL_E_UNSUPPORTED;
    else
        fine = read_single(payload, out);
    if (!fine) {
        *out = (struct pl_h264_view){0};
        return PL_E_PROTO;
    }
    out->key_frame = out->has_sps || out->has_idr;
    return PL_OK;
}

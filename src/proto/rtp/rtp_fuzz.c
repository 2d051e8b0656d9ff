/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads any bytes as a packet and as every payload; what was understood is written anew and must
 * read back the same.
 */
#include "proto/rtp/av1.h"
#include "proto/rtp/h264.h"
#include "proto/rtp/red.h"
#include "proto/rtp/rtp.h"
#include "proto/rtp/rtp_ext.h"
#include "proto/rtp/rtx.h"
#include "proto/rtp/vp8.h"
#include "proto/rtp/vp9.h"

#include <stdlib.h>

static void check(bool fact)
{
    if (!fact)
        abort();
}

static void payloads(struct pl_bytes b)
{
    struct pl_vp8_view vp8, again;
    struct pl_vp9_view vp9;
    struct pl_av1_view av1;
    struct pl_h264_view h264;
    struct pl_h264_sps sps;
    struct pl_red_view red;
    uint8_t room[PL_VP8_DESCRIPTOR_BYTES_MAX + 1];
    struct pl_writer w = pl_writer_of(room, sizeof(room));

    if (pl_vp8_read(b, &vp8) == PL_OK) {
        pl_vp8_write_descriptor(&w, &vp8.descriptor);
        pl_write_u8(&w, 0);
        check(pl_writer_ok(&w) && pl_vp8_read(pl_writer_done(&w), &again) == PL_OK);
        check(memcmp(&vp8.descriptor, &again.descriptor, sizeof(vp8.descriptor)) == 0);
    }
    if (pl_vp9_read(b, &vp9) == PL_OK)
        check(vp9.frame.len > 0);
    if (b.len > 0 && pl_red_read(b, b.data[0] & 0x7f, &red) == PL_OK)
        check(red.block_count <= PL_RED_BLOCKS_MAX && red.primary.len < b.len);
    if (pl_av1_read(b, &av1) == PL_OK)
        check(av1.obus.len > 0);
    if (pl_h264_read(b, &h264) == PL_OK && h264.sps.len > 0)
        (void)!pl_h264_read_sps(h264.sps, &sps);
    if (pl_h264_read_sps(b, &sps) == PL_OK)
        check(sps.width > 0 && sps.width <= 16384 && sps.height > 0 && sps.height <= 16384);
}

static void rewrite(const struct pl_rtp_view *v)
{
    static uint8_t room[70000];
    struct pl_writer w = pl_writer_of(room, sizeof(room));
    struct pl_rtp_ext_set set = {.count = 0};
    struct pl_rtp_ext_iter it = pl_rtp_ext_begin(v);
    struct pl_bytes value, found;
    struct pl_rtp_view again;
    uint32_t csrcs[PL_RTP_CSRCS_MAX];
    struct pl_rtp_header h = {&set,    csrcs,     v->csrc_count,       v->pt, v->seq, v->ts,
                              v->ssrc, v->marker, v->padding_bytes > 0};
    uint8_t id;

    for (size_t i = 0; i < v->csrc_count; i++)
        csrcs[i] = pl_rtp_csrc(v, i);
    while (set.count < PL_RTP_EXTS_MAX && pl_rtp_ext_next(&it, &id, &value))
        check(pl_rtp_exts_add(&set, id, value) == PL_OK);
    pl_rtp_write_header(&w, &h);
    pl_write_bytes(&w, v->payload);
    if (h.padding)
        pl_rtp_write_padding(&w, v->padding_bytes);
    check(pl_writer_ok(&w) && pl_rtp_read(pl_writer_done(&w), &again) == PL_OK);
    check(again.seq == v->seq && again.ts == v->ts && again.ssrc == v->ssrc && again.pt == v->pt &&
          again.marker == v->marker && again.csrc_count == v->csrc_count);
    check(pl_bytes_eq(again.payload, v->payload) && pl_bytes_eq(again.csrcs, v->csrcs));
    it = pl_rtp_ext_begin(v);
    for (size_t i = 0; i < set.count && pl_rtp_ext_next(&it, &id, &value); i++) {
        check(pl_rtp_ext_find(v, id, &value));
        check(pl_rtp_ext_find(&again, id, &found) && pl_bytes_eq(found, value));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pl_rtp_view v, original;
    payloads(pl_bytes_of(data, size));
    if (pl_rtp_read(pl_bytes_of(data, size), &v) != PL_OK)
        return 0;
    check(v.header.len + v.payload.len + v.padding_bytes == size);
    rewrite(&v);
    payloads(v.payload);
    if (pl_rtx_unwrap(&v, 1, 2, &original) == PL_OK)
        check(original.payload.len + PL_RTX_OSN_BYTES == v.payload.len);
    return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "pl_test.h"

#include "base/rng.h"
#include "proto/rtp/av1.h"
#include "proto/rtp/red.h"
#include "proto/rtp/vp8.h"
#include "proto/rtp/vp9.h"

static uint8_t room[512];

static struct pl_bytes hex(const char *text)
{
    return pl_bytes_of(room, pl_test_unhex(text, room, sizeof(room)));
}

/* ---- VP8 ---- */

static void vp8_key_frame_with_all_fields(void **state)
{
    struct pl_vp8_view v;
    (void)state;
    /* X S, then I L T K; picture id 0x1234, tl0 7, tid 2 Y keyidx 5; a key frame of 640x480 */
    assert_ok(pl_vp8_read(hex("90 f0 9234 07 a5 10 02 00 9d012a 8002 e001 ff"), &v));
    assert_true(v.descriptor.has_picture_id && v.descriptor.long_picture_id);
    assert_int_equal(v.descriptor.picture_id, 0x1234);
    assert_int_equal(v.descriptor.tl0picidx, 7);
    assert_int_equal(v.descriptor.tid, 2);
    assert_true(v.descriptor.layer_sync);
    assert_int_equal(v.descriptor.keyidx, 5);
    assert_true(v.frame_start && v.key_frame);
    assert_int_equal(v.width, 640);
    assert_int_equal(v.height, 480);
    assert_int_equal(v.frame.len, 11);
}

static void vp8_kinds_of_packets(void **state)
{
    struct pl_vp8_view v;
    (void)state;
    assert_ok(pl_vp8_read(hex("10 01 02 03"), &v)); /* start of an inter frame, no extension */
    assert_true(v.frame_start);
    assert_false(v.key_frame);
    assert_false(v.descriptor.has_picture_id);
    assert_ok(pl_vp8_read(hex("00 00 02 03"), &v)); /* a continuation: its bytes mean nothing */
    assert_false(v.frame_start || v.key_frame);
    assert_ok(pl_vp8_read(hex("11 00 02 03"), &v)); /* start of partition 1: not of the frame */
    assert_false(v.frame_start || v.key_frame);
    assert_ok(pl_vp8_read(hex("b0 80 7f 01"), &v)); /* droppable, 7-bit picture id */
    assert_true(v.descriptor.non_reference);
    assert_false(v.descriptor.long_picture_id);
    assert_int_equal(v.descriptor.picture_id, 0x7f);
    assert_ok(pl_vp8_read(hex("90 10 e5 01"), &v)); /* K without T: TID and Y mean nothing */
    assert_false(v.descriptor.has_tid || v.descriptor.layer_sync);
    assert_int_equal(v.descriptor.tid, 0);
    assert_int_equal(v.descriptor.keyidx, 5);
    assert_ok(pl_vp8_read(hex("10 10 02 00 9d012b 8002 e001"), &v)); /* wrong start code */
    assert_int_equal(v.width, 0);
    assert_ok(pl_vp8_read(hex("10 10 02 00 9d012a 8042 e0c1"), &v)); /* scaling bits are left out */
    assert_int_equal(v.width, 640);
    assert_int_equal(v.height, 480);
}

static void vp8_truncation(void **state)
{
    struct pl_vp8_view v;
    struct pl_bytes full = hex("90 f0 9234 07 a5 10 02 00 9d012a 8002 e001");
    (void)state;
    for (size_t n = 0; n < full.len; n++) {
        struct pl_bytes cut = {full.data, n};
        assert_err(n > 6 ? PL_OK : PL_E_PROTO, pl_vp8_read(cut, &v));
        assert_int_equal(v.width, 0);
    }
}

static void vp8_descriptor_round_trip(void **state)
{
    struct pl_prng prng;
    (void)state;
    pl_prng_init(&prng, 3);
    for (int i = 0; i < 20000; i++) {
        uint8_t out[16];
        struct pl_writer w = pl_writer_of(out, sizeof(out));
        struct pl_vp8_view v;
        uint64_t bits = pl_prng_next(&prng);
        struct pl_vp8_descriptor d = {.has_picture_id = bits & 1,
                                      .has_tl0picidx = bits >> 1 & 1,
                                      .has_tid = bits >> 2 & 1,
                                      .has_keyidx = bits >> 3 & 1,
                                      .non_reference = bits >> 4 & 1,
                                      .partition_start = bits >> 5 & 1,
                                      .partition = bits >> 6 & 7};
        d.long_picture_id = d.has_picture_id && (bits >> 9 & 1);
        if (d.has_picture_id)
            d.picture_id = (uint16_t)(bits >> 10 & (d.long_picture_id ? 0x7fffu : 0x7fu));
        if (d.has_tl0picidx)
            d.tl0picidx = (uint8_t)(bits >> 25);
        if (d.has_tid) {
            d.tid = bits >> 33 & 3;
            d.layer_sync = bits >> 35 & 1;
        }
        if (d.has_keyidx)
            d.keyidx = bits >> 36 & 31;
        pl_vp8_write_descriptor(&w, &d);
        assert_int_equal(w.pos, pl_vp8_descriptor_size(&d));
        assert_true(w.pos <= PL_VP8_DESCRIPTOR_BYTES_MAX);
        pl_write_u8(&w, 1);
        assert_ok(pl_vp8_read(pl_writer_done(&w), &v));
        assert_memory_equal(&v.descriptor, &d, sizeof(d));
    }
}

/* A forwarder's rewrite: new numbers, a short id made long, the received bytes untouched. */
static void vp8_rewrite(void **state)
{
    struct pl_bytes in = hex("90 e0 7f ff 40 01 aabb");
    uint8_t before[16], out[16], want[16];
    struct pl_writer w = pl_writer_of(out, sizeof(out));
    struct pl_vp8_view v;
    struct pl_vp8_descriptor d;
    (void)state;
    memcpy(before, in.data, in.len);
    assert_ok(pl_vp8_read(in, &v));
    d = v.descriptor;
    d.long_picture_id = true;
    d.picture_id++;
    d.tl0picidx++;
    pl_vp8_write_descriptor(&w, &d);
    pl_write_bytes(&w, v.frame);
    assert_memory_equal(in.data, before, in.len);
    assert_int_equal(w.pos, pl_test_unhex("90 e0 8080 00 40 01 aabb", want, sizeof(want)));
    assert_memory_equal(out, want, w.pos);
    w = pl_writer_of(out, 4);
    pl_vp8_write_descriptor(&w, &d);
    assert_false(pl_writer_ok(&w));
}

/* ---- VP9 and AV1 ---- */

static void vp9_key_frame_with_structure(void **state)
{
    struct pl_vp9_view v;
    (void)state;
    /* I L B V: id 0x0102, tid 0 sid 0, tl0 9; structure: 2 layers with sizes, a group of 2 */
    assert_ok(pl_vp9_read(hex("aa 8102 00 09 38 0140 00b4 0280 0168 02 00 24 01 82"), &v));
    assert_true(v.key_frame && v.layer_start);
    assert_int_equal(v.picture_id, 0x0102);
    assert_int_equal(v.tl0picidx, 9);
    assert_int_equal(v.width, 640);
    assert_int_equal(v.height, 360);
    assert_int_equal(v.frame.len, 1);
    assert_int_equal(v.frame.data[0], 0x82);
}

static void vp9_other_packets(void **state)
{
    struct pl_vp9_view v;
    (void)state;
    assert_ok(pl_vp9_read(hex("88 05 82"), &v)); /* I B, no layers: a key frame, 7-bit id */
    assert_true(v.key_frame);
    assert_false(v.long_picture_id);
    assert_ok(pl_vp9_read(hex("80 05 82"), &v)); /* not its first packet */
    assert_false(v.key_frame);
    assert_ok(pl_vp9_read(hex("c8 05 82"), &v)); /* P: inter predicted */
    assert_false(v.key_frame);
    assert_ok(pl_vp9_read(hex("a8 05 33 01 82"), &v)); /* tid 1, up, sid 1, D: upper layer */
    assert_false(v.key_frame);
    assert_int_equal(v.tid, 1);
    assert_int_equal(v.sid, 1);
    assert_true(v.switch_up && v.inter_layer);
    assert_ok(pl_vp9_read(hex("f8 05 20 03 05 06 82"), &v)); /* flexible, three references */
    assert_false(v.has_tl0picidx || v.key_frame);
    assert_err(PL_E_PROTO, pl_vp9_read(hex("f8 05 20 03 05 07 82 82"), &v)); /* a fourth one */
    assert_err(PL_E_PROTO, pl_vp9_read(hex("02 08 ff"), &v)); /* 255 group pictures, none here */
    assert_err(PL_E_PROTO, pl_vp9_read(hex(""), &v));
    assert_err(PL_E_PROTO, pl_vp9_read(hex("88 05"), &v));
}

static void vp9_truncation(void **state)
{
    struct pl_bytes full = hex("aa 8102 00 09 38 0140 00b4 0280 0168 02 00 24 01 82");
    struct pl_vp9_view v;
    (void)state;
    for (size_t n = 0; n < full.len; n++)
        assert_err(PL_E_PROTO, pl_vp9_read(pl_bytes_of(full.data, n), &v));
}

static void av1_aggregation_header(void **state)
{
    struct pl_av1_view v;
    (void)state;
    assert_ok(pl_av1_read(hex("18 0a0b"), &v));
    assert_true(v.key_frame);
    assert_int_equal(v.obu_count, 1);
    assert_ok(pl_av1_read(hex("e0 00"), &v));
    assert_true(v.continues && v.continued);
    assert_false(v.key_frame);
    assert_int_equal(v.obu_count, 2);
    assert_err(PL_E_PROTO, pl_av1_read(hex("88 00"), &v)); /* starts and continues at once */
    assert_err(PL_E_PROTO, pl_av1_read(hex("08"), &v));
    assert_err(PL_E_PROTO, pl_av1_read(hex(""), &v));
}

/* ---- RED ---- */

static void red_blocks(void **state)
{
    struct pl_red_view v;
    struct pl_bytes b;
    (void)state;
    assert_ok(pl_red_read(hex("6f aabb"), 111, &v)); /* the newest only */
    assert_int_equal(v.block_count, 1);
    assert_int_equal(v.primary.len, 2);
    /* one older block: offset 960, 3 bytes */
    b = hex("ef 0f0003 6f 010203 aabb");
    assert_ok(pl_red_read(b, 111, &v));
    assert_int_equal(v.block_count, 2);
    assert_int_equal(v.primary.len, 2);
    assert_int_equal(v.primary.data[0], 0xaa);
    pl_red_set_pt(room, &v, 9);
    assert_err(PL_E_PROTO, pl_red_read(b, 111, &v));
    assert_ok(pl_red_read(b, 9, &v));
    assert_int_equal(room[5], 1);                /* the blocks stay as they are */
    for (size_t len = 0; len < b.len - 2; len++) /* cut at each byte */
        assert_err(PL_E_PROTO, pl_red_read(pl_bytes_of(b.data, len), 9, &v));
    assert_ok(pl_red_read(hex("6f"), 111, &v));
    assert_int_equal(v.primary.len, 0);
    assert_err(PL_E_PROTO, pl_red_read(hex("ef 0f0003 60 010203 aabb"), 111, &v)); /* another PT */
    assert_err(PL_E_PROTO, pl_red_read(hex("e0 0f0003 6f 010203 aabb"), 111, &v));
    assert_err(PL_E_PROTO, pl_red_read(hex("ef 0f03ff 6f 010203 aabb"), 111, &v)); /* too long */
    assert_err(PL_E_LIMIT, pl_red_read(hex("ef000000 ef000000 ef000000 ef000000 ef000000 ef000000"
                                           "ef000000 ef000000 ef000000 6f 01"),
                                       111, &v));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(red_blocks),
        cmocka_unit_test(vp8_key_frame_with_all_fields),
        cmocka_unit_test(vp8_kinds_of_packets),
        cmocka_unit_test(vp8_truncation),
        cmocka_unit_test(vp8_descriptor_round_trip),
        cmocka_unit_test(vp8_rewrite),
        cmocka_unit_test(vp9_key_frame_with_structure),
        cmocka_unit_test(vp9_other_packets),
        cmocka_unit_test(vp9_truncation),
        cmocka_unit_test(av1_aggregation_header),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

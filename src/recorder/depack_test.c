/* SPDX-License-Identifier: Apache-2.0 */
#include "recorder/depack.h"

#include "pl_test.h"
#include "proto/record/tap.h"

static bool put(struct pl_depack *d, uint8_t codec, uint32_t ts, bool marker, uint32_t lost,
                const char *hex, struct pl_frame *out)
{
    uint8_t bytes[256];
    struct pl_jitter_packet p = {.ts = ts, .marker = marker, .codec = codec, .lost = lost};
    size_t len = 0;
    for (; hex[2 * len]; len++)
        bytes[len] = (uint8_t)strtoul((char[3]){hex[2 * len], hex[2 * len + 1], 0}, NULL, 16);
    p.payload = pl_bytes_of(bytes, len);
    pl_depack_put(d, &p);
    return pl_depack_next(d, out);
}

#define VP8(...)  put(&d, PL_TAP_CODEC_VP8, __VA_ARGS__)
#define H264(...) put(&d, PL_TAP_CODEC_H264, __VA_ARGS__)
#define VP9(...)  put(&d, PL_TAP_CODEC_VP9, __VA_ARGS__)
#define KEY                                                                                        \
    "10"                                                                                           \
    "000000"                                                                                       \
    "9d012a"                                                                                       \
    "80026801" /* VP8: 640x360 */

static void a_picture_begins_with_a_key_frame(void **state)
{
    struct pl_depack d;
    struct pl_frame f;
    (void)state;
    pl_depack_init(&d);
    assert_false(VP8(1, true, 0, "1001aabb", &f));
    assert_true(d.wants_key);
    assert_false(VP8(2, false, 0, KEY, &f));
    assert_true(VP8(2, true, 0, "00ccdd", &f));
    assert_true(f.key);
    assert_int_equal(f.ts, 2);
    assert_int_equal(f.width, 640);
    assert_int_equal(f.height, 360);
    assert_int_equal(f.data.len, 12);
    assert_true(VP8(3, true, 0, "1001aabb", &f));
    assert_false(f.key);
    assert_false(d.wants_key);
    pl_depack_finish(&d);
}

static void after_a_loss_it_stands_still_until_the_next(void **state)
{
    struct pl_depack d;
    struct pl_frame f;
    (void)state;
    pl_depack_init(&d);
    assert_true(VP8(1, true, 0, KEY, &f));
    assert_false(VP8(2, true, 1, "1001aabb", &f));
    assert_true(d.wants_key);
    assert_false(VP8(3, true, 0, "1001aabb", &f));
    assert_true(VP8(4, true, 0, KEY, &f));
    assert_false(d.wants_key);
    assert_false(VP8(5, false, 0, KEY, &f)); /* the middle of a key frame is missing */
    assert_false(VP8(5, true, 1, "00ccdd", &f));
    assert_true(d.wants_key);
    pl_depack_finish(&d);
}

static void a_lost_end_ends_with_the_next_timestamp(void **state)
{
    struct pl_depack d;
    struct pl_frame f;
    (void)state;
    pl_depack_init(&d);
    assert_true(VP8(1, true, 0, KEY, &f));
    assert_false(VP8(2, false, 0, "1001aabb", &f));
    assert_true(VP8(3, true, 0, "1001cc", &f)); /* no marker, and nothing lost */
    assert_int_equal(f.ts, 2);
    assert_true(pl_depack_next(&d, &f));
    assert_int_equal(f.ts, 3);
    assert_false(pl_depack_next(&d, &f));
    pl_depack_finish(&d);
}

static void h264_comes_out_in_annex_b(void **state)
{
    struct pl_depack d;
    struct pl_frame f;
    (void)state;
    pl_depack_init(&d);
    assert_false(H264(1, false, 0,
                      "18"
                      "0004"
                      "6742c00d"
                      "0002"
                      "68ce",
                      &f));
    assert_false(H264(1, false, 0,
                      "7c85"
                      "1122",
                      &f));
    assert_true(H264(1, true, 0,
                     "7c45"
                     "3344",
                     &f));
    assert_true(f.key);
    assert_int_equal(f.data.len, 8 + 6 + 4 + 5);
    assert_memory_equal(f.data.data,
                        "\0\0\0\1\x67\x42\xc0\x0d\0\0\0\1\x68\xce\0\0\0\1\x65\x11\x22\x33\x44", 23);
    /* An IDR picture without its parameter sets gets them. */
    assert_true(H264(2, true, 0, "65aa", &f));
    assert_true(f.key);
    assert_int_equal(f.data.len, 8 + 6 + 6);
    assert_true(H264(3, true, 0, "41bb", &f));
    assert_false(f.key);
    pl_depack_finish(&d);
}

static void broken_h264_is_a_loss(void **state)
{
    static const char *const broken[] = {"18",   "180009ab", "7c05aa", "7c",
                                         "1fff", "00aa",     "180000"};
    (void)state;
    for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
        struct pl_depack d;
        struct pl_frame f;
        pl_depack_init(&d);
        assert_true(H264(1, true, 0,
                         "18"
                         "0004"
                         "6742c00d"
                         "0002"
                         "68ce"
                         "0002"
                         "65aa",
                         &f));
        assert_false(H264(2, true, 0, broken[i], &f));
        pl_depack_finish(&d);
    }
}

static void layers_of_vp9_become_a_superframe(void **state)
{
    struct pl_depack d;
    struct pl_frame f;
    (void)state;
    pl_depack_init(&d);
    /* I, L, B, E; picture 1; layer 0, then 1 (D). */
    assert_false(VP9(1, false, 0,
                     "ac"
                     "01"
                     "00"
                     "00"
                     "a0a1a2",
                     &f));
    assert_true(VP9(1, true, 0,
                    "ac"
                    "01"
                    "03"
                    "00"
                    "b0b1",
                    &f));
    assert_true(f.key);
    assert_int_equal(f.data.len, 5 + 10);
    assert_memory_equal(f.data.data, "\xa0\xa1\xa2\xb0\xb1\xd9\x03\0\0\0\x02\0\0\0\xd9", 15);
    pl_depack_finish(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_picture_begins_with_a_key_frame),
        cmocka_unit_test(after_a_loss_it_stands_still_until_the_next),
        cmocka_unit_test(a_lost_end_ends_with_the_next_timestamp),
        cmocka_unit_test(h264_comes_out_in_annex_b),
        cmocka_unit_test(broken_h264_is_a_loss),
        cmocka_unit_test(layers_of_vp9_become_a_superframe),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

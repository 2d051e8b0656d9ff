/* SPDX-License-Identifier: Apache-2.0 */
#include "pl_test.h"

#include "proto/rtp/h264.h"

static uint8_t room[512];

static struct pl_bytes hex(const char *text)
{
    return pl_bytes_of(room, pl_test_unhex(text, room, sizeof(room)));
}

static void h264_single_units(void **state)
{
    struct pl_h264_view v;
    (void)state;
    assert_ok(pl_h264_read(hex("65 88 84"), &v));
    assert_true(v.has_idr && v.key_frame && v.nal_start);
    assert_int_equal(v.nal_type, PL_H264_NAL_IDR);
    assert_ok(pl_h264_read(hex("41 9a"), &v));
    assert_false(v.key_frame);
    assert_ok(pl_h264_read(hex("67 42 c0 1f"), &v));
    assert_true(v.has_sps && v.key_frame);
    assert_int_equal(v.sps.len, 4);
    assert_ok(pl_h264_read(hex("68 ce"), &v));
    assert_true(v.has_pps);
    assert_false(v.key_frame);
    assert_err(PL_E_PROTO, pl_h264_read(hex(""), &v));
    assert_err(PL_E_PROTO, pl_h264_read(hex("60 01"), &v));           /* type 0 */
    assert_err(PL_E_UNSUPPORTED, pl_h264_read(hex("79 0000"), &v));   /* STAP-B */
    assert_err(PL_E_UNSUPPORTED, pl_h264_read(hex("7d 850000"), &v)); /* FU-B */
}

static void h264_stap_a(void **state)
{
    struct pl_h264_view v;
    (void)state;
    assert_ok(pl_h264_read(hex("78 0004 6742c01f 0002 68ce 0001 65"), &v));
    assert_true(v.has_sps && v.has_pps && v.has_idr && v.key_frame);
    assert_int_equal(v.nal_type, PL_H264_NAL_SPS);
    assert_int_equal(v.sps.len, 4);
    assert_int_equal(v.sps.data[0], 0x67);
    assert_ok(pl_h264_read(hex("18 0002 0930 0002 419a"), &v)); /* delimiter and a plain slice */
    assert_false(v.key_frame);
    assert_err(PL_E_PROTO, pl_h264_read(hex("78"), &v));
    assert_err(PL_E_PROTO, pl_h264_read(hex("78 0000"), &v));
    assert_err(PL_E_PROTO, pl_h264_read(hex("78 0004 6742c0"), &v)); /* a lying size */
    assert_err(PL_E_PROTO, pl_h264_read(hex("78 0002 68ce 00"), &v));
    assert_err(PL_E_PROTO, pl_h264_read(hex("78 0003 780000"), &v)); /* nested */
    assert_false(v.has_pps);
}

static void h264_fu_a(void **state)
{
    struct pl_h264_view v;
    (void)state;
    assert_ok(pl_h264_read(hex("7c 85 8884"), &v)); /* first fragment of an IDR slice */
    assert_true(v.key_frame && v.nal_start && v.has_idr);
    assert_int_equal(v.nal_type, PL_H264_NAL_IDR);
    assert_ok(pl_h264_read(hex("7c 05 8884"), &v)); /* middle */
    assert_false(v.key_frame || v.nal_start || v.has_idr);
    assert_int_equal(v.nal_type, PL_H264_NAL_IDR);
    assert_ok(pl_h264_read(hex("7c 45 8884"), &v)); /* end */
    assert_false(v.key_frame);
    assert_ok(pl_h264_read(hex("5c 81 9a"), &v));
    assert_false(v.key_frame);
    assert_ok(
        pl_h264_read(hex("7c 87 42"), &v)); /* a fragmented SPS is a start, but not readable */
    assert_true(v.key_frame);
    assert_int_equal(v.sps.len, 0);
    assert_err(PL_E_PROTO, pl_h264_read(hex("7c"), &v));
    assert_err(PL_E_PROTO, pl_h264_read(hex("7c 9c 00"), &v)); /* nested */
}

/* Parameter sets that real encoders put into session descriptions, with the sizes they announce. */
static void h264_sps_of_real_encoders(void **state)
{
    static const struct {
        const char *hex;
        uint32_t width, height;
        uint8_t profile, level;
    } cases[] = {
        {"6742c01f8c8d40501ed00f08846a", 640, 480, 66, 31},
        /* high profile, cropped from 1088 lines, with emulation prevention in its VUI */
        {"67640028acd940780227e5840000030004000003 00c23c60c920", 1920, 1080, 100, 40},
        {"6764001eacd940a02ff97011000003000100000300320f162d96", 640, 360, 100, 30},
        {"674d401e95a0507e4f100000", 320, 240, 77, 30},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct pl_h264_sps sps;
        assert_ok(pl_h264_read_sps(hex(cases[i].hex), &sps));
        assert_int_equal(sps.width, cases[i].width);
        assert_int_equal(sps.height, cases[i].height);
        assert_int_equal(sps.profile_idc, cases[i].profile);
        assert_int_equal(sps.level_idc, cases[i].level);
    }
}

/* An SPS put together bit by bit, with emulation prevention as an encoder inserts it. */
struct sps_writer {
    uint8_t raw[256];
    size_t bits;
};

static void put_u(struct sps_writer *s, uint64_t v, unsigned n)
{
    while (n-- > 0) {
        assert_true(s->bits / 8 < sizeof(s->raw));
        if (v >> n & 1)
            s->raw[s->bits / 8] = (uint8_t)(s->raw[s->bits / 8] | 0x80 >> s->bits % 8);
        s->bits++;
    }
}

static void put_ue(struct sps_writer *s, uint64_t v)
{
    unsigned n = 0;
    while ((v + 1) >> (n + 1))
        n++;
    put_u(s, 0, n);
    put_u(s, v + 1, n + 1);
}

static struct pl_bytes escaped(const struct sps_writer *s)
{
    size_t n = 0, zeros = 0;
    room[n++] = 0x67;
    for (size_t i = 0; i < (s->bits + 7) / 8; i++) {
        if (zeros == 2 && s->raw[i] <= 3) {
            room[n++] = 3;
            zeros = 0;
        }
        room[n++] = s->raw[i];
        zeros = s->raw[i] == 0 ? zeros + 1 : 0;
    }
    return pl_bytes_of(room, n);
}

struct shape {
    uint64_t chroma; /* 4: baseline, no chroma field */
    bool planes, scaling, interlaced;
    unsigned poc;
    uint64_t mbs_x, map_units_y; /* minus 1 */
    uint64_t crop[4];
};

static struct pl_bytes build_sps(const struct shape *h)
{
    struct sps_writer s = {.bits = 0};
    put_u(&s, h->chroma == 4 ? 66 : 244, 8);
    put_u(&s, 0, 8);
    put_u(&s, 31, 8);
    put_ue(&s, 0);
    if (h->chroma != 4) {
        put_ue(&s, h->chroma);
        if (h->chroma == 3)
            put_u(&s, h->planes, 1);
        put_ue(&s, 0);
        put_ue(&s, 0);
        put_u(&s, 0, 1);
        put_u(&s, h->scaling, 1);
        for (int i = 0; h->scaling && i < (h->chroma == 3 ? 12 : 8); i++) {
            put_u(&s, i != 2, 1); /* the third list is not sent */
            if (i == 1)
                put_ue(&s, 16); /* se -8: next scale 0, the list ends at once */
            else if (i != 2)
                for (int k = 0; k < (i < 6 ? 16 : 64); k++)
                    put_ue(&s, 0);
        }
    }
    put_ue(&s, 0);
    put_ue(&s, h->poc);
    if (h->poc == 0)
        put_ue(&s, 4);
    if (h->poc == 1) {
        put_u(&s, 1, 1);
        put_ue(&s, 3);
        put_ue(&s, 0);
        put_ue(&s, 2);
        put_ue(&s, 0x3fffffff); /* 30 zero bits: needs emulation prevention */
        put_ue(&s, 1001);
    }
    put_ue(&s, 1);
    put_u(&s, 0, 1);
    put_ue(&s, h->mbs_x);
    put_ue(&s, h->map_units_y);
    put_u(&s, !h->interlaced, 1);
    if (h->interlaced)
        put_u(&s, 1, 1);
    put_u(&s, 1, 1);
    put_u(&s, 1, 1);
    for (int i = 0; i < 4; i++)
        put_ue(&s, h->crop[i]);
    put_u(&s, 0, 1);
    put_u(&s, 1, 1);
    return escaped(&s);
}

static void h264_sps_of_all_shapes(void **state)
{
    static const struct {
        struct shape shape;
        uint32_t width, height;
    } cases[] = {
        {{4, 0, 0, 0, 0, 79, 44, {0, 0, 0, 0}}, 1280, 720},
        {{4, 0, 0, 0, 1, 119, 67, {0, 0, 0, 4}}, 1920, 1080},
        {{4, 0, 0, 0, 2, 0, 0, {1, 2, 3, 4}}, 10, 2},
        {{1, 0, 1, 0, 0, 119, 67, {0, 0, 0, 4}}, 1920, 1080},
        {{1, 0, 0, 1, 0, 119, 33, {0, 0, 0, 2}}, 1920, 1080}, /* fields: units of 4 lines */
        {{0, 0, 0, 0, 0, 119, 67, {0, 0, 0, 8}}, 1920, 1080}, /* monochrome: units of 1 */
        {{2, 0, 0, 0, 0, 119, 67, {0, 1, 0, 8}}, 1918, 1080},
        {{3, 0, 1, 0, 0, 119, 67, {1, 0, 0, 8}}, 1919, 1080},
        {{3, 1, 0, 0, 0, 119, 67, {1, 0, 0, 8}}, 1919, 1080},
        {{4, 0, 0, 0, 0, 1023, 1023, {0, 0, 0, 0}}, 16384, 16384},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct pl_h264_sps sps;
        assert_ok(pl_h264_read_sps(build_sps(&cases[i].shape), &sps));
        assert_int_equal(sps.width, cases[i].width);
        assert_int_equal(sps.height, cases[i].height);
    }
}

static void h264_sps_hostile(void **state)
{
    static const struct shape shapes[] = {
        {4, 0, 0, 0, 0, 1024, 10, {0, 0, 0, 0}},               /* 16400 wide */
        {4, 0, 0, 0, 0, 0xfffffffe, 0xfffffffe, {0, 0, 0, 0}}, /* the largest numbers */
        {4, 0, 0, 0, 0, 10, 10, {88, 0, 0, 0}},                /* cropped to nothing */
        {4, 0, 0, 0, 0, 10, 10, {0xfffffffe, 0xfffffffe, 0, 0}},
        {4, 0, 0, 0, 3, 10, 10, {0, 0, 0, 0}}, /* no such picture order */
        {5, 0, 0, 0, 0, 10, 10, {0, 0, 0, 0}}, /* no such chroma format */
    };
    static const struct shape good = {1, 0, 1, 0, 1, 119, 67, {0, 0, 0, 4}};
    struct pl_h264_sps sps;
    struct pl_bytes full;
    (void)state;
    for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++)
        assert_err(PL_E_PROTO, pl_h264_read_sps(build_sps(&shapes[i]), &sps));
    full = build_sps(&good);
    for (size_t n = 0; n + 1 < full.len; n++) {
        assert_err(PL_E_PROTO, pl_h264_read_sps(pl_bytes_of(full.data, n), &sps));
        assert_int_equal(sps.width, 0);
    }
    assert_ok(pl_h264_read_sps(full, &sps));
    room[0] = 0x68;
    assert_err(PL_E_PROTO, pl_h264_read_sps(full, &sps)); /* not an SPS */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(h264_single_units),
        cmocka_unit_test(h264_stap_a),
        cmocka_unit_test(h264_fu_a),
        cmocka_unit_test(h264_sps_of_real_encoders),
        cmocka_unit_test(h264_sps_of_all_shapes),
        cmocka_unit_test(h264_sps_hostile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/sdp/sdp_codec.h"
#include "proto/sdp/sdp_fixture.h"

static enum pl_sdp_h264_profile profile_of(const char *id)
{
    struct pl_sdp_h264 h;
    return pl_sdp_h264_parse_id(pl_bytes_str(id), &h) ? h.profile : PL_SDP_H264_UNKNOWN;
}

/* RFC 6184, table 5: every row, with the bits that do not count both ways. */
static void h264_profiles(void **state)
{
    (void)state;
    static const struct {
        const char *id;
        enum pl_sdp_h264_profile profile;
    } rows[] = {
        {"42e01f", PL_SDP_H264_CONSTRAINED_BASELINE},
        {"42E01F", PL_SDP_H264_CONSTRAINED_BASELINE},
        {"42401f", PL_SDP_H264_CONSTRAINED_BASELINE},
        {"42f01f", PL_SDP_H264_CONSTRAINED_BASELINE},
        {"4d801f", PL_SDP_H264_CONSTRAINED_BASELINE},
        {"4df01f", PL_SDP_H264_CONSTRAINED_BASELINE},
        {"58c01f", PL_SDP_H264_CONSTRAINED_BASELINE},
        {"42001f", PL_SDP_H264_BASELINE},
        {"42a01f", PL_SDP_H264_BASELINE},
        {"58801f", PL_SDP_H264_BASELINE},
        {"4d001f", PL_SDP_H264_MAIN},
        {"4d501f", PL_SDP_H264_MAIN},
        {"58001f", PL_SDP_H264_EXTENDED},
        {"58301f", PL_SDP_H264_EXTENDED},
        {"64001f", PL_SDP_H264_HIGH},
        {"640c1f", PL_SDP_H264_CONSTRAINED_HIGH},
        {"6e001f", PL_SDP_H264_HIGH10},
        {"7a001f", PL_SDP_H264_HIGH422},
        {"f4001f", PL_SDP_H264_HIGH444},
        {"6e101f", PL_SDP_H264_HIGH10_INTRA},
        {"7a101f", PL_SDP_H264_HIGH422_INTRA},
        {"f4101f", PL_SDP_H264_HIGH444_INTRA},
        {"2c101f", PL_SDP_H264_CAVLC444_INTRA},
        {"4d201f", PL_SDP_H264_UNKNOWN},
        {"42e11f", PL_SDP_H264_UNKNOWN}, /* reserved bit */
        {"64041f", PL_SDP_H264_UNKNOWN},
        {"42e000", PL_SDP_H264_UNKNOWN}, /* no such level */
        {"42e01", PL_SDP_H264_UNKNOWN},
        {"42e01f0", PL_SDP_H264_UNKNOWN},
        {"42e01g", PL_SDP_H264_UNKNOWN},
        {"", PL_SDP_H264_UNKNOWN},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (profile_of(rows[i].id) != rows[i].profile)
            fail_msg("%s: profile %d", rows[i].id, profile_of(rows[i].id));
    }
}

static void h264_levels(void **state)
{
    (void)state;
    struct pl_sdp_h264 h;
    char text[PL_SDP_H264_ID_MAX];
    assert_true(pl_sdp_h264_parse_id(BYTES("42f00b"), &h)); /* set3 and level 1.1: 1b */
    assert_int_equal(h.level, 9);
    assert_true(pl_sdp_h264_print_id(&h, text));
    assert_string_equal("42f00b", text);
    assert_true(pl_sdp_h264_parse_id(BYTES("42e00b"), &h));
    assert_int_equal(h.level, 11);
    assert_true(pl_sdp_h264_level_less(10, 9));
    assert_true(pl_sdp_h264_level_less(9, 11));
    assert_false(pl_sdp_h264_level_less(9, 9));
    assert_true(pl_sdp_h264_level_less(31, 32));
    assert_true(pl_sdp_h264_parse_id(BYTES("640c1f"), &h));
    assert_true(pl_sdp_h264_print_id(&h, text));
    assert_string_equal("640c1f", text);
    h.level = 33;
    assert_false(pl_sdp_h264_print_id(&h, text));
}

/* Each canonical id means what it was printed from. */
static void h264_ids_round_trip(void **state)
{
    (void)state;
    static const uint8_t levels[] = {9, 10, 11, 31, 62};
    for (int p = PL_SDP_H264_CONSTRAINED_BASELINE; p <= PL_SDP_H264_CAVLC444_INTRA; p++) {
        for (size_t i = 0; i < sizeof(levels); i++) {
            struct pl_sdp_h264 h = {.profile = (enum pl_sdp_h264_profile)p, .level = levels[i]};
            struct pl_sdp_h264 again;
            char text[PL_SDP_H264_ID_MAX];
            assert_true(pl_sdp_h264_print_id(&h, text));
            assert_true(pl_sdp_h264_parse_id(pl_bytes_str(text), &again));
            assert_int_equal(again.profile, p);
            assert_int_equal(again.level, levels[i]);
        }
    }
}

#define SECTION                                                                                    \
    "v=0\no=- 1 1 IN IP4 0.0.0.0\nm=video 9 UDP/TLS/RTP/SAVPF 1 2 3 4 5 6 7 8 9 10 11 12\n"        \
    "a=rtpmap:1 H264/90000\na=fmtp:1 profile-level-id=42e01f;packetization-mode=1\n"               \
    "a=rtpmap:2 h264/90000\na=fmtp:2 profile-level-id=4D8028;packetization-mode=1\n"               \
    "a=rtpmap:3 H264/90000\na=fmtp:3 profile-level-id=42e01f\n"                                    \
    "a=rtpmap:4 H264/90000\na=fmtp:4 profile-level-id=42001f;packetization-mode=1\n"               \
    "a=rtpmap:5 H264/90000\n"                                                                      \
    "a=rtpmap:6 VP8/90000\n"                                                                       \
    "a=rtpmap:7 VP9/90000\n"                                                                       \
    "a=rtpmap:8 VP9/90000\na=fmtp:8 profile-id=0\n"                                                \
    "a=rtpmap:9 VP9/90000\na=fmtp:9 profile-id=2\n"                                                \
    "a=rtpmap:10 rtx/90000\na=fmtp:10 apt=6\n"                                                     \
    "a=rtpmap:11 rtx/90000\na=fmtp:11 apt=1\n"                                                     \
    "a=rtpmap:12 H264/90000\na=fmtp:12 profile-level-id=nonsense\n"                                \
    "a=ssrc-group:SIM 21 31\na=ssrc-group:FID 21 22\na=ssrc-group:FID 31 32\n"

static bool match(const struct pl_sdp_media *m, uint8_t a, uint8_t b)
{
    bool ab = pl_sdp_codec_match(pl_sdp_find_pt(m, a), pl_sdp_find_pt(m, b));
    assert_int_equal(ab, pl_sdp_codec_match(pl_sdp_find_pt(m, b), pl_sdp_find_pt(m, a)));
    return ab;
}

static void matching(void **state)
{
    (void)state;
    struct pl_sdp sdp;
    const struct pl_sdp_media *m;
    read_text(&sdp, BYTES(SECTION));
    m = sdp.media[0];
    assert_true(match(m, 1, 2));  /* two spellings of constrained baseline, levels apart */
    assert_false(match(m, 1, 3)); /* packetization mode 1 and 0 */
    assert_false(match(m, 1, 4)); /* baseline is not constrained baseline */
    assert_true(match(m, 5, 5));  /* the default, 42000a in mode 0 */
    assert_false(match(m, 5, 3));
    assert_false(match(m, 12, 12)); /* what cannot be understood fits nothing */
    assert_true(match(m, 6, 6));
    assert_false(match(m, 6, 7));
    assert_true(match(m, 7, 8)); /* profile 0 is the default */
    assert_false(match(m, 8, 9));
    assert_false(match(m, 10, 10)); /* rtx follows its codec */
    assert_int_equal(pl_sdp_codec_find_match(m, pl_sdp_find_pt(m, 8))->pt, 7);
    pl_sdp_finish(&sdp);
}

static bool is_mode(const struct pl_sdp_codec *c, const void *want)
{
    return pl_sdp_param_uint(c, "packetization-mode", 0) == *(const uint32_t *)want;
}

static void finding(void **state)
{
    (void)state;
    const uint32_t one = 1, zero = 0, two = 2;
    struct pl_sdp sdp;
    const struct pl_sdp_media *m;
    read_text(&sdp, BYTES(SECTION));
    m = sdp.media[0];
    assert_int_equal(pl_sdp_codec_find(m, "vp8", 90000, 0, NULL, NULL)->pt, 6);
    assert_null(pl_sdp_codec_find(m, "VP8", 48000, 0, NULL, NULL));
    assert_null(pl_sdp_codec_find(m, "VP8", 0, 2, NULL, NULL));
    assert_int_equal(pl_sdp_codec_find(m, "H264", 0, 0, is_mode, &one)->pt, 1);
    assert_int_equal(pl_sdp_codec_find(m, "H264", 0, 0, is_mode, &zero)->pt, 3);
    assert_null(pl_sdp_codec_find(m, "H264", 0, 0, is_mode, &two));
    assert_int_equal(pl_sdp_codec_rtx(m, 6)->pt, 10);
    assert_int_equal(pl_sdp_codec_rtx(m, 1)->pt, 11);
    assert_null(pl_sdp_codec_rtx(m, 7));
    assert_int_equal(pl_sdp_rtx_ssrc(m, 31), 32);
    assert_int_equal(pl_sdp_rtx_ssrc(m, 22), 0);
    pl_sdp_finish(&sdp);
}

static void opus_of_both_browsers(void **state)
{
    (void)state;
    struct pl_sdp c, f;
    const struct pl_sdp_codec *a, *b;
    load(&c, "chromium-sendonly-offer");
    load(&f, "firefox-sendonly-offer");
    a = pl_sdp_codec_find(c.media[0], "opus", 48000, 2, NULL, NULL);
    b = pl_sdp_codec_find_match(f.media[0], a);
    assert_int_equal(a->pt, 111);
    assert_int_equal(b->pt, 109);
    assert_null(pl_sdp_codec_find(f.media[1], "H264", 0, 0, NULL, NULL));
    assert_int_equal(pl_sdp_codec_rtx(c.media[1], 108)->pt, 109);
    assert_int_equal(pl_sdp_rtx_ssrc(c.media[1], 1706502720u), 3165957488u);
    pl_sdp_finish(&c);
    pl_sdp_finish(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(h264_profiles),
        cmocka_unit_test(h264_levels),
        cmocka_unit_test(h264_ids_round_trip),
        cmocka_unit_test(matching),
        cmocka_unit_test(finding),
        cmocka_unit_test(opus_of_both_browsers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "pl_test.h"

#include "base/rng.h"
#include "proto/rtp/rtp.h"
#include "proto/rtp/rtp_ext.h"
#include "proto/rtp/rtx.h"

/* An Opus packet as Chromium sends it: one-byte extensions level, send time, twcc, mid "0". */
static const char opus_packet[] = "90ef 2a2b 0001e240 11223344 bede 0003"
                                  "10 ff  22 a1b2c3  31 0102  40 30  00"
                                  "fcfffe";

static size_t unhex(const char *hex, uint8_t *dst, size_t size)
{
    return pl_test_unhex(hex, dst, size);
}

static enum pl_err read_hex(const char *hex, struct pl_rtp_view *v)
{
    static uint8_t room[256];
    return pl_rtp_read(pl_bytes_of(room, unhex(hex, room, sizeof(room))), v);
}

static void reads_a_browser_packet(void **state)
{
    struct pl_rtp_view v;
    struct pl_bytes value;
    (void)state;
    assert_ok(read_hex(opus_packet, &v));
    assert_true(v.marker);
    assert_int_equal(v.pt, 111);
    assert_int_equal(v.seq, 0x2a2b);
    assert_int_equal(v.ts, 123456);
    assert_int_equal(v.ssrc, 0x11223344);
    assert_int_equal(v.csrc_count, 0);
    assert_int_equal(v.header.len, 28);
    assert_int_equal(v.ext.len, 12);
    assert_int_equal(v.payload.len, 3);
    assert_int_equal(v.payload.data[0], 0xfc);
    assert_int_equal(v.padding_bytes, 0);
    assert_true(pl_rtp_ext_find(&v, 3, &value));
    assert_int_equal(pl_get_u16(value.data), 0x0102);
}

static void reads_csrcs(void **state)
{
    struct pl_rtp_view v;
    (void)state;
    assert_ok(read_hex("8260 0001 00000002 00000003 0000000a 0000000b ff", &v));
    assert_int_equal(v.csrc_count, 2);
    assert_int_equal(pl_rtp_csrc(&v, 0), 10);
    assert_int_equal(pl_rtp_csrc(&v, 1), 11);
    assert_int_equal(v.payload.len, 1);
    assert_false(v.has_ext);
    assert_err(PL_E_PROTO, read_hex("8360 0001 00000002 00000003 0000000a 0000000b ff", &v));
}

static void padding_is_taken_off_and_hostile_padding_refused(void **state)
{
    struct pl_rtp_view v;
    (void)state;
    assert_ok(read_hex("a060 0001 00000002 00000003 aabb 000003", &v));
    assert_int_equal(v.payload.len, 2);
    assert_int_equal(v.padding_bytes, 3);
    assert_ok(read_hex("a060 0001 00000002 00000003 00000004", &v)); /* a probe: padding only */
    assert_int_equal(v.payload.len, 0);
    assert_int_equal(v.padding_bytes, 4);
    assert_err(PL_E_PROTO, read_hex("a060 0001 00000002 00000003 00000005", &v));
    assert_int_equal(v.ssrc, 0); /* nothing of a refused packet stays visible */
    assert_err(PL_E_PROTO, read_hex("a060 0001 00000002 00000003 00000000", &v));
    assert_err(PL_E_PROTO, read_hex("a060 0001 00000002 00000003", &v));
    /* The padding count may not reach back into the extension. */
    assert_err(PL_E_PROTO, read_hex("b060 0001 00000002 00000003 bede0001 10aa0000 0003", &v));
}

static void wrong_versions_are_refused(void **state)
{
    struct pl_rtp_view v;
    (void)state;
    assert_err(PL_E_PROTO, read_hex("0060 0001 00000002 00000003", &v));
    assert_err(PL_E_PROTO, read_hex("4060 0001 00000002 00000003", &v));
    assert_err(PL_E_PROTO, read_hex("c060 0001 00000002 00000003", &v));
    assert_ok(read_hex("8060 0001 00000002 00000003", &v));
}

/* Every shorter prefix of the header is refused; every prefix is read without leaving it. */
static void truncation_at_every_length(void **state)
{
    uint8_t full[64];
    size_t n = unhex(opus_packet, full, sizeof(full));
    (void)state;
    for (size_t len = 0; len <= n; len++) {
        uint8_t *exact = malloc(len); /* a heap block, so that the sanitizer sees an overrun */
        struct pl_rtp_view v;
        assert_true(exact || len == 0);
        if (len > 0)
            memcpy(exact, full, len);
        assert_err(len >= 28 ? PL_OK : PL_E_PROTO, pl_rtp_read(pl_bytes_of(exact, len), &v));
        free(exact);
    }
}

static void lying_extension_length(void **state)
{
    struct pl_rtp_view v;
    (void)state;
    assert_err(PL_E_PROTO, read_hex("9060 0001 00000002 00000003 bede ffff 00000000", &v));
    assert_err(PL_E_PROTO, read_hex("9060 0001 00000002 00000003 bede 0002 00000000", &v));
    assert_err(PL_E_PROTO, read_hex("9060 0001 00000002 00000003 bede", &v));
    assert_ok(read_hex("9060 0001 00000002 00000003 bede 0000 aa", &v));
    assert_true(v.has_ext);
    assert_int_equal(v.ext.len, 0);
    assert_int_equal(v.payload.len, 1);
}

static void demultiplexing_of_all_first_and_second_bytes(void **state)
{
    uint8_t p[12] = {0};
    (void)state;
    for (unsigned a = 0; a < 256; a++) {
        for (unsigned b = 0; b < 256; b++) {
            bool media = a >= 128 && a <= 191, control = b >= 192 && b <= 223;
            p[0] = (uint8_t)a;
            p[1] = (uint8_t)b;
            assert_int_equal(pl_rtp_is_rtp(pl_bytes_of(p, 12)), media && !control);
            assert_int_equal(pl_rtp_is_rtcp(pl_bytes_of(p, 12)), media && control);
        }
    }
    p[0] = 0x80;
    p[1] = 111;
    assert_false(pl_rtp_is_rtp(pl_bytes_of(p, 11)));
    p[1] = 200;
    assert_false(pl_rtp_is_rtcp(pl_bytes_of(p, 3)));
    assert_true(pl_rtp_is_rtcp(pl_bytes_of(p, 4)));
    assert_false(pl_rtp_is_rtp(pl_bytes_of(NULL, 0)));
}

static void writes_the_browser_packet_byte_for_byte(void **state)
{
    uint8_t want[64], got[64];
    size_t n = unhex(opus_packet, want, sizeof(want));
    struct pl_writer w = pl_writer_of(got, sizeof(got));
    struct pl_rtp_ext_set exts = {0};
    struct pl_rtp_header h = {
        .exts = &exts, .marker = true, .pt = 111, .seq = 0x2a2b, .ts = 123456, .ssrc = 0x11223344};
    (void)state;
    pl_rtp_exts_add_audio_level(&exts, 1, (struct pl_rtp_audio_level){127, true});
    pl_rtp_exts_add_abs_send_time(&exts, 2, 0xa1b2c3);
    pl_rtp_exts_add_twcc_seq(&exts, 3, 0x0102);
    assert_ok(pl_rtp_exts_add(&exts, 4, pl_bytes_str("0")));
    pl_rtp_write_header(&w, &h);
    pl_write_bytes(&w, pl_bytes_of(want + 28, 3));
    assert_int_equal(w.pos, n);
    assert_memory_equal(got, want, n);
}

static void a_header_that_does_not_fit_writes_nothing(void **state)
{
    uint8_t room[64];
    struct pl_rtp_ext_set exts = {0};
    static const uint32_t csrcs[2] = {1, 2};
    struct pl_rtp_header h = {.exts = &exts, .csrcs = csrcs, .csrc_count = 2};
    (void)state;
    pl_rtp_exts_add_twcc_seq(&exts, 5, 1);
    assert_int_equal(pl_rtp_header_size(&h), 12 + 8 + 8);
    for (size_t size = 0; size <= 28; size++) {
        struct pl_writer w = pl_writer_of(room, size);
        memset(room, 0xee, sizeof(room));
        pl_rtp_write_header(&w, &h);
        assert_int_equal(pl_writer_ok(&w), size == 28);
        assert_int_equal(room[0], size == 28 ? 0x92 : 0xee);
        assert_int_equal(room[size], 0xee);
    }
}

/* read(write(header)) == header, for many random headers, extensions, payloads and paddings. */
static void what_is_written_reads_back(void **state)
{
    struct pl_prng prng;
    (void)state;
    pl_prng_init(&prng, 2);
    for (int round = 0; round < 20000; round++) {
        uint8_t values[PL_RTP_EXTS_MAX][40], payload[50], room[2048];
        uint32_t csrcs[PL_RTP_CSRCS_MAX];
        struct pl_rtp_ext_set exts = {0};
        struct pl_writer w = pl_writer_of(room, sizeof(room));
        struct pl_rtp_header h = {.exts = &exts,
                                  .csrcs = csrcs,
                                  .csrc_count = (uint8_t)pl_prng_below(&prng, 16),
                                  .pt = (uint8_t)pl_prng_below(&prng, 128),
                                  .seq = (uint16_t)pl_prng_next(&prng),
                                  .ts = (uint32_t)pl_prng_next(&prng),
                                  .ssrc = (uint32_t)pl_prng_next(&prng),
                                  .marker = pl_prng_below(&prng, 2),
                                  .padding = pl_prng_below(&prng, 2)};
        size_t n_exts = pl_prng_below(&prng, PL_RTP_EXTS_MAX + 1), n_payload;
        unsigned ids = pl_prng_below(&prng, 2) ? 1 : 200; /* one-byte or two-byte form */
        uint8_t n_pad = (uint8_t)(1 + pl_prng_below(&prng, 255));
        struct pl_rtp_view v;

        pl_prng_fill(&prng, (uint8_t *)csrcs, sizeof(csrcs));
        pl_prng_fill(&prng, values[0], sizeof(values));
        pl_prng_fill(&prng, payload, sizeof(payload));
        if (ids == 1 && n_exts > 14)
            n_exts = 14;
        for (size_t i = 0; i < n_exts; i++) {
            size_t len = ids == 1 ? 1 + pl_prng_below(&prng, 16) : pl_prng_below(&prng, 41);
            assert_ok(pl_rtp_exts_add(&exts, (uint8_t)(ids + i), pl_bytes_of(values[i], len)));
        }
        n_payload = pl_prng_below(&prng, sizeof(payload) + 1);
        pl_rtp_write_header(&w, &h);
        assert_int_equal(w.pos, pl_rtp_header_size(&h));
        pl_write_bytes(&w, pl_bytes_of(payload, n_payload));
        if (h.padding)
            pl_rtp_write_padding(&w, n_pad);
        assert_true(pl_writer_ok(&w));

        assert_ok(pl_rtp_read(pl_writer_done(&w), &v));
        assert_int_equal(v.marker, h.marker);
        assert_int_equal(v.pt, h.pt);
        assert_int_equal(v.seq, h.seq);
        assert_int_equal(v.ts, h.ts);
        assert_int_equal(v.ssrc, h.ssrc);
        assert_int_equal(v.csrc_count, h.csrc_count);
        for (size_t i = 0; i < h.csrc_count; i++)
            assert_int_equal(pl_rtp_csrc(&v, i), csrcs[i]);
        assert_int_equal(v.header.len, pl_rtp_header_size(&h));
        assert_int_equal(v.padding_bytes, h.padding ? n_pad : 0);
        assert_true(pl_bytes_eq(v.payload, pl_bytes_of(payload, n_payload)));
        assert_int_equal(v.has_ext, n_exts > 0);
        for (size_t i = 0; i < n_exts; i++) {
            struct pl_bytes value;
            assert_true(pl_rtp_ext_find(&v, (uint8_t)(ids + i), &value));
            assert_true(pl_bytes_eq(value, pl_bytes_of(values[i], exts.items[i].len)));
        }
    }
}

static void rtx_wraps_and_unwraps(void **state)
{
    uint8_t room[128];
    struct pl_writer w = pl_writer_of(room, sizeof(room));
    struct pl_rtp_ext_set exts = {0};
    struct pl_rtp_header h = {
        .exts = &exts, .marker = true, .pt = 97, .seq = 5, .ts = 90000, .ssrc = 777};
    struct pl_rtp_view carrier, original;
    (void)state;
    pl_rtp_exts_add_twcc_seq(&exts, 3, 99);
    pl_rtx_write(&w, &h, 0xfffe, pl_bytes_str("frame"));
    assert_int_equal(w.pos, pl_rtp_header_size(&h) + 2 + 5);
    assert_ok(pl_rtp_read(pl_writer_done(&w), &carrier));
    assert_int_equal(carrier.seq, 5);
    assert_int_equal(carrier.ssrc, 777);
    assert_ok(pl_rtx_unwrap(&carrier, 96, 666, &original));
    assert_int_equal(original.seq, 0xfffe);
    assert_int_equal(original.pt, 96);
    assert_int_equal(original.ssrc, 666);
    assert_int_equal(original.ts, 90000);
    assert_true(original.marker);
    assert_true(pl_bytes_eq_str(original.payload, "frame"));
    assert_true(original.has_ext);
    assert_ok(pl_rtx_unwrap(&carrier, 96, 666, &carrier)); /* onto itself */
    assert_true(pl_bytes_eq_str(carrier.payload, "frame"));

    w = pl_writer_of(room, pl_rtp_header_size(&h) + 6); /* one byte too small */
    room[0] = 0xee;
    pl_rtx_write(&w, &h, 1, pl_bytes_str("frame"));
    assert_false(pl_writer_ok(&w));
    assert_int_equal(room[0], 0xee);
}

static void rtx_of_nothing(void **state)
{
    struct pl_rtp_view v, out;
    (void)state;
    assert_ok(read_hex("a061 0001 00000002 00000003 00000004", &v));
    assert_err(PL_E_IGNORED, pl_rtx_unwrap(&v, 96, 1, &out));
    assert_ok(read_hex("8061 0001 00000002 00000003 00", &v));
    assert_err(PL_E_PROTO, pl_rtx_unwrap(&v, 96, 1, &out));
    assert_ok(read_hex("8061 0001 00000002 00000003 0007", &v));
    assert_ok(pl_rtx_unwrap(&v, 96, 1, &out)); /* the original may have been empty */
    assert_int_equal(out.payload.len, 0);
    assert_int_equal(out.seq, 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_a_browser_packet),
        cmocka_unit_test(reads_csrcs),
        cmocka_unit_test(padding_is_taken_off_and_hostile_padding_refused),
        cmocka_unit_test(wrong_versions_are_refused),
        cmocka_unit_test(truncation_at_every_length),
        cmocka_unit_test(lying_extension_length),
        cmocka_unit_test(demultiplexing_of_all_first_and_second_bytes),
        cmocka_unit_test(writes_the_browser_packet_byte_for_byte),
        cmocka_unit_test(a_header_that_does_not_fit_writes_nothing),
        cmocka_unit_test(what_is_written_reads_back),
        cmocka_unit_test(rtx_wraps_and_unwraps),
        cmocka_unit_test(rtx_of_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

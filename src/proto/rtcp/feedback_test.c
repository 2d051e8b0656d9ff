/* SPDX-License-Identifier: Apache-2.0 */
#include "rtcp_test.h"

#include "proto/rtcp/nack.h"
#include "proto/rtcp/ntp.h"
#include "proto/rtcp/psfb.h"
#include "proto/rtcp/twcc.h"

/* ---- NACK ---- */

static void nack_masks_count_from_the_next_number(void **state)
{
    static const uint16_t want[] = {0xfffe, 0xffff, 1, 14, 100};
    struct pl_rtcp_packet p = only(hex("81cd0004 00000001 00000002 fffe 8005 0064 0000"));
    struct pl_rtcp_nack nack;
    uint16_t seqs[8];
    (void)state;
    assert_ok(pl_rtcp_read_nack(&p, &nack));
    assert_int_equal(nack.sender_ssrc, 1);
    assert_int_equal(nack.media_ssrc, 2);
    assert_int_equal(pl_rtcp_nack_expand(&nack, seqs, 8), 5);
    assert_memory_equal(seqs, want, sizeof(want));
    seqs[3] = 0xeeee;
    assert_int_equal(pl_rtcp_nack_expand(&nack, seqs, 3), 3); /* never more than asked for */
    assert_int_equal(seqs[3], 0xeeee);
    p = only(hex("81cd0002 00000001 00000002"));
    assert_err(PL_E_PROTO, pl_rtcp_read_nack(&p, &nack));
}

static void nack_packs_tightly(void **state)
{
    static const uint16_t seqs[] = {65530, 65531, 65531, 3, 10, 11, 27, 28, 5};
    struct pl_writer w = pl_writer_of(room, sizeof(room));
    uint8_t want[64];
    (void)state;
    pl_rtcp_write_nack(&w, 1, 2, seqs, 9);
    /* 65530: +1, +9, +16; 11: +16; 28 lies 17 behind 11; 5 is a step back and starts anew */
    assert_int_equal(w.pos, pl_test_unhex("81cd0006 00000001 00000002 fffa8101 000b8000 001c0000"
                                          "00050000",
                                          want, sizeof(want)));
    assert_memory_equal(room, want, w.pos);
}

static void nack_round_trip(void **state)
{
    struct pl_prng prng;
    (void)state;
    pl_prng_init(&prng, 6);
    for (int i = 0; i < 5000; i++) {
        uint16_t seqs[200], got[200];
        size_t n = 1 + pl_prng_below(&prng, 200);
        uint16_t seq = (uint16_t)dice32(&prng);
        struct pl_writer w = pl_writer_of(room, sizeof(room));
        struct pl_rtcp_packet p;
        struct pl_rtcp_nack nack;
        for (size_t k = 0; k < n; k++) {
            seqs[k] = seq;
            seq = (uint16_t)(seq + 1 + pl_prng_below(&prng, pl_prng_below(&prng, 4) ? 3 : 300));
        }
        pl_rtcp_write_nack(&w, 1, 2, seqs, n);
        p = only(pl_writer_done(&w));
        assert_ok(pl_rtcp_read_nack(&p, &nack));
        assert_int_equal(pl_rtcp_nack_expand(&nack, got, 200), n);
        assert_memory_equal(got, seqs, 2 * n);
    }
}

static void a_list_too_long_for_the_length_field(void **state)
{
    enum { COUNT = 65536 };
    static uint16_t seqs[COUNT];
    static uint8_t big[300000];
    struct pl_writer w = pl_writer_of(big, sizeof(big));
    (void)state;
    for (size_t i = 0; i < COUNT; i++)
        seqs[i] = (uint16_t)(i * 20);
    pl_rtcp_write_nack(&w, 1, 2, seqs, COUNT);
    assert_false(pl_writer_ok(&w));
    assert_int_equal(w.pos, 0);
}

/* ---- PLI, FIR, REMB ---- */

static void payload_feedback_vectors(void **state)
{
    struct pl_rtcp_packet p = only(hex("81ce0002 00000001 00000002"));
    struct pl_rtcp_pli pli;
    struct pl_rtcp_fir fir;
    struct pl_rtcp_remb remb;
    (void)state;
    assert_ok(pl_rtcp_read_pli(&p, &pli));
    assert_true(pli.sender_ssrc == 1 && pli.media_ssrc == 2);
    p = only(hex("84ce0006 00000001 00000000 00000009 05000000 0000000a ff000000"));
    assert_ok(pl_rtcp_read_fir(&p, &fir));
    assert_int_equal(fir.count, 2);
    assert_true(fir.entries[0].ssrc == 9 && fir.entries[0].seq == 5);
    assert_true(fir.entries[1].ssrc == 10 && fir.entries[1].seq == 255);
    /* exponent 1, mantissa 0x3a120: 475,712 bit/s for two sources */
    p = only(hex("8fce0006 00000001 00000000 52454d42 0207a120 00000009 0000000a"));
    assert_ok(pl_rtcp_read_remb(&p, &remb));
    assert_true(remb.bitrate_bps == 475712);
    assert_true(remb.count == 2 && remb.ssrcs[0] == 9 && remb.ssrcs[1] == 10);
}

static void payload_feedback_hostile(void **state)
{
    struct pl_rtcp_packet p;
    struct pl_rtcp_pli pli;
    struct pl_rtcp_fir fir;
    struct pl_rtcp_remb remb;
    (void)state;
    p = only(hex("81ce0001 00000001"));
    assert_err(PL_E_PROTO, pl_rtcp_read_pli(&p, &pli));
    p = only(hex("84ce0002 00000001 00000000"));
    assert_err(PL_E_PROTO, pl_rtcp_read_fir(&p, &fir));
    p = only(hex("84ce0003 00000001 00000000 00000009"));
    assert_err(PL_E_PROTO, pl_rtcp_read_fir(&p, &fir));
    p = only(hex("8fce0004 00000001 00000000 52454d42 0107a120")); /* the source is missing */
    assert_err(PL_E_PROTO, pl_rtcp_read_remb(&p, &remb));
    p = only(hex("8fce0003 00000001 00000000 52454d42"));
    assert_err(PL_E_PROTO, pl_rtcp_read_remb(&p, &remb));
    p = only(hex("8fce0004 00000001 00000000 52454d42 00ffffff")); /* 2^63 times too much */
    assert_err(PL_E_PROTO, pl_rtcp_read_remb(&p, &remb));
    p = only(hex("8fce0004 00000001 00000000 52454d42 00bbffff")); /* 46: the largest that fits */
    assert_ok(pl_rtcp_read_remb(&p, &remb));
    assert_true(remb.bitrate_bps == UINT64_C(0x3ffff) << 46);
    memset(room, 0, 8 * 40);
    room[0] = 0x84;
    room[1] = 0xce;
    pl_put_u16(room + 2, 2 + 2 * (PL_RTCP_FIR_MAX + 1));
    p = only(pl_bytes_of(room, 12 + 8 * (PL_RTCP_FIR_MAX + 1)));
    assert_err(PL_E_LIMIT, pl_rtcp_read_fir(&p, &fir));
}

/* 18 bits are kept exactly; above them the lowest are dropped, never rounded up. */
static void remb_keeps_18_bits(void **state)
{
    static const uint64_t in[] = {0, 1, 262143, 262144, 262145, UINT64_MAX};
    static const uint64_t want[] = {0, 1, 262143, 262144, 262144, UINT64_C(0x3ffff) << 46};
    (void)state;
    for (size_t i = 0; i < 6; i++) {
        struct pl_writer w = pl_writer_of(room, sizeof(room));
        struct pl_rtcp_remb remb = {.bitrate_bps = in[i]};
        struct pl_rtcp_packet p;
        pl_rtcp_write_remb(&w, &remb);
        p = only(pl_writer_done(&w));
        assert_ok(pl_rtcp_read_remb(&p, &remb));
        assert_true(remb.bitrate_bps == want[i]);
    }
}

static void payload_feedback_round_trip(void **state)
{
    struct pl_prng prng;
    (void)state;
    pl_prng_init(&prng, 7);
    for (int i = 0; i < 3000; i++) {
        struct pl_writer w = pl_writer_of(room, sizeof(room));
        struct pl_rtcp_fir fir = {.sender_ssrc = dice32(&prng),
                                  .count = (uint8_t)(1 + pl_prng_below(&prng, PL_RTCP_FIR_MAX))};
        struct pl_rtcp_remb remb = {.sender_ssrc = dice32(&prng),
                                    .bitrate_bps = pl_prng_next(&prng) >> pl_prng_below(&prng, 64),
                                    .count = (uint8_t)pl_prng_below(&prng, PL_RTCP_REMB_MAX + 1)};
        struct pl_rtcp_fir fir2;
        struct pl_rtcp_remb remb2;
        struct pl_rtcp_packet p;
        for (size_t k = 0; k < fir.count; k++)
            fir.entries[k] = (struct pl_rtcp_fir_entry){dice32(&prng), (uint8_t)dice32(&prng)};
        for (size_t k = 0; k < remb.count; k++)
            remb.ssrcs[k] = dice32(&prng);
        pl_rtcp_write_fir(&w, &fir);
        p = only(pl_writer_done(&w));
        assert_ok(pl_rtcp_read_fir(&p, &fir2));
        assert_true(fir.sender_ssrc == fir2.sender_ssrc && fir.count == fir2.count);
        for (size_t k = 0; k < fir.count; k++) {
            assert_int_equal(fir.entries[k].ssrc, fir2.entries[k].ssrc);
            assert_int_equal(fir.entries[k].seq, fir2.entries[k].seq);
        }
        w = pl_writer_of(room, sizeof(room));
        pl_rtcp_write_remb(&w, &remb);
        p = only(pl_writer_done(&w));
        assert_ok(pl_rtcp_read_remb(&p, &remb2));
        assert_true(remb.sender_ssrc == remb2.sender_ssrc && remb.count == remb2.count);
        assert_memory_equal(remb.ssrcs, remb2.ssrcs, 4u * remb.count);
        /* rounded down, by less than one part in 2^17 */
        assert_true(remb2.bitrate_bps <= remb.bitrate_bps);
        assert_true(remb.bitrate_bps - remb2.bitrate_bps <= remb.bitrate_bps >> 17);
    }
}

/* ---- clocks ---- */

static void ntp_of_known_moments(void **state)
{
    (void)state;
    assert_true(pl_ntp_from_wall_us(0) == UINT64_C(2208988800) << 32);
    /* 2000-01-01 00:00:00.5 UTC */
    assert_true(pl_ntp_from_wall_us(UINT64_C(946684800500000)) == UINT64_C(0xbc17c20080000000));
    assert_int_equal(pl_ntp_compact(UINT64_C(0xbc17c20080000000)), 0xc2008000);
    /* 2036-02-07 06:28:16 UTC, the first second of the next era */
    assert_true(pl_ntp_from_wall_us(UINT64_C(2085978496000000)) == 0);
    assert_true(pl_ntp_to_wall_us(0) == UINT64_C(2085978496000000));
    assert_true(pl_ntp_to_wall_us(UINT64_C(0x8000000000000000)) == 0); /* 1968 is before 1970 */
}

static void ntp_round_trip(void **state)
{
    struct pl_prng prng;
    (void)state;
    pl_prng_init(&prng, 8);
    for (int i = 0; i < 100000; i++) {
        uint64_t us = pl_prng_below(&prng, UINT64_C(4200000000) * 1000000);
        assert_true(pl_ntp_to_wall_us(pl_ntp_from_wall_us(us)) == us);
    }
}

static void compact_durations(void **state)
{
    (void)state;
    assert_int_equal(pl_ntp_compact_from_us(1000000), 65536);
    assert_int_equal(pl_ntp_compact_from_us(500), 33);
    assert_int_equal(pl_ntp_compact_from_us(UINT64_C(65536000000) - 1), UINT32_MAX);
    assert_int_equal(pl_ntp_compact_from_us(UINT64_MAX), UINT32_MAX);
    assert_int_equal(pl_ntp_compact_to_us(65536 + 32768), 1500000);
    assert_true(pl_ntp_compact_to_us(UINT32_MAX) == UINT64_C(65535999985));
}

/* The worked example of RFC 3550 section 6.4.1, figure 2. */
static void round_trip_time(void **state)
{
    uint64_t rtt;
    (void)state;
    assert_ok(pl_rtcp_rtt_us(0xb7108000, 0xb7052000, 0x00054000, &rtt));
    assert_int_equal(rtt, 6125000);
    assert_ok(pl_rtcp_rtt_us(0x00000100, 0xfffff000, 0x00001000, &rtt)); /* across the wrap */
    assert_int_equal(rtt, 3906);
    assert_ok(pl_rtcp_rtt_us(1000, 900, 101, &rtt)); /* a coarse clock */
    assert_int_equal(rtt, 0);
    assert_err(PL_E_AGAIN, pl_rtcp_rtt_us(1000, 0, 0, &rtt));
}

/* As Chromium 156 sent it: filled up to whole words by RTCP padding of three bytes, of two. */
static void feedback_of_chromium_is_read(void **state)
{
    static const char *const captured[] = {
        "afcd0006 fa17fa17 3ae5daea 0a160003 03df3ffd 20037247 4a000003",
        "afcd0007 fa17fa17 ec625f4c 0a520008 03df45ad 20083800 00184e75 00000002",
    };
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct pl_twcc_status statuses[16];
        struct pl_rtcp_twcc head;
        struct pl_rtcp_packet p = only(hex(captured[i]));
        assert_int_equal(pl_rtcp_kind(&p), PL_RTCP_KIND_TWCC);
        assert_ok(pl_rtcp_read_twcc(&p, &head, statuses, 16));
        assert_int_equal(head.status_count, i == 0 ? 3 : 8);
        assert_true(statuses[head.status_count - 1].received);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(feedback_of_chromium_is_read),
        cmocka_unit_test(nack_masks_count_from_the_next_number),
        cmocka_unit_test(nack_packs_tightly),
        cmocka_unit_test(nack_round_trip),
        cmocka_unit_test(a_list_too_long_for_the_length_field),
        cmocka_unit_test(payload_feedback_vectors),
        cmocka_unit_test(payload_feedback_hostile),
        cmocka_unit_test(remb_keeps_18_bits),
        cmocka_unit_test(payload_feedback_round_trip),
        cmocka_unit_test(ntp_of_known_moments),
        cmocka_unit_test(ntp_round_trip),
        cmocka_unit_test(compact_durations),
        cmocka_unit_test(round_trip_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

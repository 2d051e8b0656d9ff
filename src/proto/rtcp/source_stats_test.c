/* SPDX-License-Identifier: Apache-2.0 */
#include "pl_test.h"

#include "base/rng.h"
#include "proto/rtcp/ntp.h"
#include "proto/rtcp/source_stats.h"

enum { RATE = 90000 };

static bool input(struct pl_rtcp_source_stats *s, unsigned seq)
{
    return pl_rtcp_source_stats_input(s, 0, 0, (uint16_t)seq, RATE);
}

static struct pl_rtcp_report report(struct pl_rtcp_source_stats *s, pl_time_us now)
{
    struct pl_rtcp_report r;
    assert_ok(pl_rtcp_source_stats_report(s, now, 77, &r));
    assert_int_equal(r.ssrc, 77);
    return r;
}

static void nothing_came_nothing_to_report(void **state)
{
    struct pl_rtcp_source_stats s;
    struct pl_rtcp_report r;
    (void)state;
    pl_rtcp_source_stats_init(&s);
    assert_err(PL_E_AGAIN, pl_rtcp_source_stats_report(&s, 0, 1, &r));
    assert_true(pl_rtcp_source_stats_lost(&s) == 0);
}

static void counts_across_wraps(void **state)
{
    struct pl_rtcp_source_stats s;
    struct pl_rtcp_report r;
    (void)state;
    pl_rtcp_source_stats_init(&s);
    for (unsigned i = 0; i < 200000; i++)
        assert_true(input(&s, 65000 + i));
    r = report(&s, 0);
    assert_int_equal(r.highest_seq, 65000 + 199999);
    assert_int_equal(r.cumulative_lost, 0);
    assert_int_equal(r.fraction_lost, 0);
}

static void loss_is_counted_for_the_interval_and_in_all(void **state)
{
    struct pl_rtcp_source_stats s;
    struct pl_rtcp_report r;
    (void)state;
    pl_rtcp_source_stats_init(&s);
    for (unsigned i = 0; i < 100; i++)
        (void)input(&s, i);
    assert_int_equal(report(&s, 0).fraction_lost, 0);
    for (unsigned i = 100; i < 200; i += 4) /* one of four comes, the last is 196 */
        (void)input(&s, i);
    r = report(&s, 0);
    assert_int_equal(r.cumulative_lost, 97 - 25);
    assert_int_equal(r.fraction_lost, 72 * 256 / 97);
    r = report(&s, 0); /* nothing since */
    assert_int_equal(r.fraction_lost, 0);
    assert_int_equal(r.cumulative_lost, 72);
}

static void late_packets_undo_the_loss(void **state)
{
    struct pl_rtcp_source_stats s;
    (void)state;
    pl_rtcp_source_stats_init(&s);
    (void)input(&s, 65534);
    (void)input(&s, 2);
    assert_int_equal(report(&s, 0).cumulative_lost, 3);
    (void)input(&s, 0);
    (void)input(&s, 65535);
    (void)input(&s, 1);
    assert_int_equal(report(&s, 0).cumulative_lost, 0);
    assert_int_equal(pl_rtcp_source_stats_highest_seq(&s), 65536 + 2);
}

static void duplicates_make_the_loss_negative(void **state)
{
    struct pl_rtcp_source_stats s;
    struct pl_rtcp_report r;
    (void)state;
    pl_rtcp_source_stats_init(&s);
    for (int i = 0; i < 5; i++)
        (void)input(&s, 10);
    r = report(&s, 0);
    assert_int_equal(r.cumulative_lost, -4);
    assert_int_equal(r.fraction_lost, 0); /* never negative */
}

/* 8 bits cannot say 256/256. */
static void a_lost_interval_does_not_wrap_to_zero(void **state)
{
    struct pl_rtcp_source_stats s;
    (void)state;
    pl_rtcp_source_stats_init(&s);
    (void)input(&s, 0);
    (void)report(&s, 0);
    (void)input(&s, 2999);
    assert_int_equal(report(&s, 0).fraction_lost, 255);
}

static void a_wild_jump_counts_only_when_confirmed(void **state)
{
    struct pl_rtcp_source_stats s;
    (void)state;
    pl_rtcp_source_stats_init(&s);
    for (unsigned i = 0; i < 10; i++)
        assert_true(input(&s, i));
    assert_true(input(&s, 9 + 2999));
    assert_false(input(&s, 3008 + 3000)); /* A.1: 3000 ahead is a jump */
    assert_true(input(&s, 3009));         /* it was a stray */
    assert_int_equal(pl_rtcp_source_stats_highest_seq(&s), 3009);
    assert_true(input(&s, 3009 - 99));
    assert_false(input(&s, 3009 - 100));
    assert_false(input(&s, 40000));
    assert_true(input(&s, 40001)); /* two in a row: restarted there */
    assert_int_equal(pl_rtcp_source_stats_highest_seq(&s), 40001);
    assert_int_equal(report(&s, 0).cumulative_lost, 0);
    assert_false(input(&s, 20000));
    assert_false(input(&s, 65535));
    assert_true(input(&s, 0)); /* confirmed across the wrap */
    assert_int_equal(pl_rtcp_source_stats_highest_seq(&s), 0);
}

static void an_even_stream_has_no_jitter(void **state)
{
    struct pl_rtcp_source_stats s;
    (void)state;
    pl_rtcp_source_stats_init(&s);
    for (unsigned i = 0; i < 5000; i++) { /* 20 ms of Opus; time and stamp far from zero */
        pl_time_us now = (UINT64_C(1) << 60) + i * PL_MS(20);
        (void)pl_rtcp_source_stats_input(&s, now, 0xffffff00u + i * 960, (uint16_t)i, 48000);
    }
    assert_in_range(pl_rtcp_source_stats_jitter(&s), 0, 1);
}

/* A.8 by hand in floating point, for a random walk of delays. */
static void jitter_follows_the_formula(void **state)
{
    struct pl_rtcp_source_stats s;
    struct pl_prng prng;
    double jitter = 0, before = 0;
    (void)state;
    pl_prng_init(&prng, 10);
    pl_rtcp_source_stats_init(&s);
    for (unsigned i = 0; i < 5000; i++) {
        double delay_ms = (double)pl_prng_below(&prng, 60);
        pl_time_us now = PL_SEC(9) + i * PL_MS(20) + (pl_time_us)delay_ms * 1000;
        (void)pl_rtcp_source_stats_input(&s, now, i * 960, (uint16_t)i, 48000);
        if (i > 0) {
            double d = (delay_ms - before) * 48;
            jitter += ((d < 0 ? -d : d) - jitter) / 16;
        }
        before = delay_ms;
        assert_true(pl_rtcp_source_stats_jitter(&s) + 2.0 > jitter);
        assert_true(pl_rtcp_source_stats_jitter(&s) - 2.0 < jitter);
    }
    assert_true(jitter > 500);
}

static void wild_time_stamps_do_not_overflow(void **state)
{
    struct pl_rtcp_source_stats s;
    (void)state;
    pl_rtcp_source_stats_init(&s);
    for (unsigned i = 0; i < 10000; i++)
        (void)pl_rtcp_source_stats_input(&s, 0, i % 2 ? 0x80000000u : 0, (uint16_t)i, RATE);
    assert_in_range(pl_rtcp_source_stats_jitter(&s), 0x7fffff00u, 0x80000000u);
}

static void a_changed_clock_rate_is_no_jitter(void **state)
{
    struct pl_rtcp_source_stats s;
    (void)state;
    pl_rtcp_source_stats_init(&s);
    for (unsigned i = 0; i < 100; i++) {
        unsigned rate = i < 50 ? 48000 : 8000;
        (void)pl_rtcp_source_stats_input(&s, PL_SEC(1) + i * PL_MS(20), 1000 + i * (rate / 50),
                                         (uint16_t)i, rate);
    }
    assert_int_equal(pl_rtcp_source_stats_jitter(&s), 0);
}

static void echoes_the_last_sender_report(void **state)
{
    struct pl_rtcp_source_stats s;
    struct pl_rtcp_report r;
    uint64_t ntp = pl_ntp_from_wall_us(UINT64_C(1700000000123456)), rtt;
    (void)state;
    pl_rtcp_source_stats_init(&s);
    (void)input(&s, 1);
    r = report(&s, PL_SEC(5));
    assert_true(r.lsr == 0 && r.dlsr == 0);
    pl_rtcp_source_stats_input_sr(&s, PL_SEC(10), ntp);
    r = report(&s, PL_SEC(12));
    assert_int_equal(r.lsr, (uint32_t)(ntp >> 16));
    assert_int_equal(r.dlsr, 2 * 65536);
    /* The sender gets the block 50 ms after it went out, 20 ms after the SR came: 70 ms in all. */
    assert_ok(pl_rtcp_rtt_us(pl_ntp_compact(pl_ntp_from_wall_us(UINT64_C(1700000002193456))), r.lsr,
                             r.dlsr, &rtt));
    assert_in_range(rtt, 69980, 70020);
}

/* Against a plain count over 64-bit numbers: loss, duplicates and small reordering. */
static void agrees_with_a_model(void **state)
{
    struct pl_prng prng;
    (void)state;
    pl_prng_init(&prng, 11);
    for (int round = 0; round < 50; round++) {
        struct pl_rtcp_source_stats s;
        uint64_t first = pl_prng_below(&prng, 65536), highest = first, came = 1;
        pl_rtcp_source_stats_init(&s);
        (void)input(&s, (unsigned)first);
        for (int i = 0; i < 10000; i++) {
            uint64_t seq = highest + pl_prng_below(&prng, 6);
            if (pl_prng_below(&prng, 8) == 0)
                seq -= pl_prng_below(&prng, 90);
            assert_true(input(&s, (unsigned)(seq & 0xffff)));
            highest = seq > highest ? seq : highest;
            came++;
        }
        assert_int_equal(pl_rtcp_source_stats_highest_seq(&s), highest);
        assert_true(pl_rtcp_source_stats_lost(&s) ==
                    (int64_t)(highest - first + 1) - (int64_t)came);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_came_nothing_to_report),
        cmocka_unit_test(counts_across_wraps),
        cmocka_unit_test(loss_is_counted_for_the_interval_and_in_all),
        cmocka_unit_test(late_packets_undo_the_loss),
        cmocka_unit_test(duplicates_make_the_loss_negative),
        cmocka_unit_test(a_lost_interval_does_not_wrap_to_zero),
        cmocka_unit_test(a_wild_jump_counts_only_when_confirmed),
        cmocka_unit_test(an_even_stream_has_no_jitter),
        cmocka_unit_test(jitter_follows_the_formula),
        cmocka_unit_test(wild_time_stamps_do_not_overflow),
        cmocka_unit_test(a_changed_clock_rate_is_no_jitter),
        cmocka_unit_test(echoes_the_last_sender_report),
        cmocka_unit_test(agrees_with_a_model),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* What the delays say: one case for each rule of the draft's sections 5.1 to 5.4, and R_hat. */
#include "pl_test.h"

#include "media/bwe/bwe.h"

static void expect_near(double want, double got, double tolerance)
{
    double off = got - want;
    if (off > tolerance || off < -tolerance)
        fail_msg("wanted %f, got %f", want, got);
}

/* ---- history ---- */

static void history_knows_the_last_512(void **state)
{
    struct pl_bwe_history h;
    uint64_t full;
    (void)state;
    pl_bwe_history_init(&h);
    assert_null(pl_bwe_history_find(&h, 0, &full));
    for (unsigned i = 0; i < 600; i++)
        assert_true(pl_bwe_history_add(&h, PL_MS(i), (uint16_t)(65500 + i), 100 + i, 0));
    assert_null(pl_bwe_history_find(&h, (uint16_t)(65500 + 87), &full));
    assert_non_null(pl_bwe_history_find(&h, (uint16_t)(65500 + 88), &full));
    assert_int_equal(pl_bwe_history_find(&h, (uint16_t)(65500 + 599), &full)->bytes, 699);
    assert_int_equal(full, 65536 + 65500 + 599);
    assert_null(pl_bwe_history_find(&h, (uint16_t)(65500 + 600), &full)); /* not yet sent */
    assert_null(pl_bwe_history_find(&h, (uint16_t)(65500 + 20000), &full));
    pl_bwe_history_finish(&h);
}

/* Ten packets a second, told of soon: no need for more than the least. */
static void history_grows_with_rate_and_delay(void **state)
{
    struct pl_bwe_history h;
    pl_time_us now = PL_SEC(100);
    uint16_t seq = 0;
    uint64_t full;
    (void)state;
    pl_bwe_history_init(&h);
    for (; seq < 1000; seq++, now += PL_MS(100)) {
        assert_true(pl_bwe_history_add(&h, now, seq, 1000, 0));
        pl_bwe_history_find(&h, seq, &full)->fate = seq % 9 ? PL_BWE_ARRIVED : PL_BWE_LOST;
    }
    assert_int_equal(h.size, PL_BWE_HISTORY_MIN);
    for (; seq < 2000; seq++, now += PL_MS(5)) { /* 200 a second: what is half a second old */
        assert_true(pl_bwe_history_add(&h, now, seq, 1000, 0));
        pl_bwe_history_find(&h, seq, &full)->fate = PL_BWE_ARRIVED;
    }
    assert_int_equal(h.size, 128);
    assert_int_equal(pl_bwe_history_find(&h, (uint16_t)(seq - 100), &full)->bytes, 1000);
    for (; seq < 2400; seq++, now += PL_MS(5)) /* feedback takes long: nothing is forgotten */
        assert_true(pl_bwe_history_add(&h, now, seq, seq, 0));
    assert_int_equal(h.size, 512);
    for (unsigned i = 1; i <= 400; i++)
        assert_int_equal(pl_bwe_history_find(&h, (uint16_t)(seq - i), &full)->bytes, seq - i);
    pl_bwe_history_finish(&h);
}

static void history_skips_and_refuses(void **state)
{
    struct pl_bwe_history h;
    uint64_t full;
    (void)state;
    pl_bwe_history_init(&h);
    for (uint16_t i = 0; i < 512; i++)
        assert_true(pl_bwe_history_add(&h, 0, i, 1, 0));
    assert_true(pl_bwe_history_add(&h, 0, 515, 70000, 0)); /* 512..514 were never sent */
    assert_null(pl_bwe_history_find(&h, 512, &full));
    assert_null(pl_bwe_history_find(&h, 514, &full));
    assert_int_equal(pl_bwe_history_find(&h, 515, &full)->bytes, 65535);
    assert_non_null(pl_bwe_history_find(&h, 4, &full));
    assert_false(pl_bwe_history_add(&h, 0, 515, 1, 0)); /* twice */
    assert_false(pl_bwe_history_add(&h, 0, 100, 1, 0)); /* backwards */
    assert_true(pl_bwe_history_add(&h, 0, 30000, 1, 0));
    assert_null(pl_bwe_history_find(&h, 515, &full));
    assert_null(pl_bwe_history_find(&h, 29999, &full));
    pl_bwe_history_finish(&h);
}

/* Only 32 bits of the time are kept. */
static void history_makes_times_whole(void **state)
{
    struct pl_bwe_packet p = {.sent_us = 0xfffffff0u};
    (void)state;
    assert_int_equal(pl_bwe_packet_sent_at(&p, 0x300000010u), 0x2fffffff0u);
    assert_int_equal(pl_bwe_packet_sent_at(&p, 0x2fffffff0u), 0x2fffffff0u);
}

/* ---- 5.1, 5.2: groups ---- */

static void groups_are_bursts_of_5_ms(void **state)
{
    struct pl_bwe_groups g;
    struct pl_bwe_variation v;
    (void)state;
    pl_bwe_groups_init(&g);
    assert_int_equal(pl_bwe_groups_input(&g, 0, 100000, &v), PL_BWE_GROUPS_NONE);
    assert_int_equal(pl_bwe_groups_input(&g, 5000, 106000, &v), PL_BWE_GROUPS_NONE);
    assert_int_equal(pl_bwe_groups_input(&g, 20000, 121000, &v), PL_BWE_GROUPS_NONE);
    assert_int_equal(pl_bwe_groups_input(&g, 22000, 125000, &v), PL_BWE_GROUPS_NONE);
    assert_int_equal(pl_bwe_groups_input(&g, 40000, 141000, &v), PL_BWE_GROUPS_SAMPLE);
    /* last to last: sent 5000 -> 22000, arrived 106000 -> 125000 */
    assert_int_equal(v.sent_us, 17000);
    assert_int_equal(v.delay_us, 2000);
    assert_int_equal(v.arrived_us, 125000);
}

/* A network that was away for 60 ms and delivers at once: one group, not a queue that empties. */
static void groups_swallow_a_burst_of_arrivals(void **state)
{
    struct pl_bwe_groups g;
    struct pl_bwe_variation v;
    (void)state;
    pl_bwe_groups_init(&g);
    for (int64_t i = 0; i < 4; i++)
        assert_int_equal(pl_bwe_groups_input(&g, i * 20000, 100000 + i * 1000, &v),
                         PL_BWE_GROUPS_NONE);
    assert_int_equal(g.known, 1);
    assert_int_equal(g.current.last_sent, 60000);
    for (int64_t i = 4; i < 40; i++) /* but not for ever */
        (void)pl_bwe_groups_input(&g, i * 20000, 100000 + i * 4000, &v);
    assert_int_equal(g.known, 2);
    assert_in_range(g.previous.last_arrived - g.previous.first_arrived, 90000, 100000);
}

static void groups_keep_delays_that_shrink(void **state)
{
    struct pl_bwe_groups g;
    struct pl_bwe_variation v;
    (void)state;
    pl_bwe_groups_init(&g);
    (void)pl_bwe_groups_input(&g, 0, 200000, &v);
    (void)pl_bwe_groups_input(&g, 20000, 190000, &v); /* overtakes */
    assert_int_equal(pl_bwe_groups_input(&g, 40000, 240000, &v), PL_BWE_GROUPS_SAMPLE);
    assert_int_equal(v.delay_us, -30000);
    assert_int_equal(pl_bwe_groups_input(&g, 30000, 250000, &v), PL_BWE_GROUPS_NONE); /* older */
    assert_int_equal(g.current.last_arrived, 240000);
}

static void groups_restart_when_a_clock_jumps(void **state)
{
    struct pl_bwe_groups g;
    struct pl_bwe_variation v;
    (void)state;
    pl_bwe_groups_init(&g);
    (void)pl_bwe_groups_input(&g, 0, 0, &v);
    (void)pl_bwe_groups_input(&g, 20000, 4000000, &v);
    assert_int_equal(pl_bwe_groups_input(&g, 40000, 4020000, &v), PL_BWE_GROUPS_RESTART);
    assert_int_equal(pl_bwe_groups_input(&g, 60000, 4040000, &v), PL_BWE_GROUPS_NONE);
    assert_int_equal(pl_bwe_groups_input(&g, 80000, 4060000, &v), PL_BWE_GROUPS_SAMPLE);
    assert_int_equal(v.delay_us, 0);
}

/* ---- 5.3: the filter ---- */

/* A queue that grows by 1 ms every 20 ms, for long: slope 0.05, times 4 x 60. */
static void trend_is_the_slope(void **state)
{
    struct pl_bwe_trend t;
    double m = 0;
    (void)state;
    pl_bwe_trend_init(&t);
    for (int i = 0; i < 19; i++)
        assert_true(pl_bwe_trend_input(&t, i * 20000, 1000) == 0);
    for (int i = 19; i < 400; i++)
        m = pl_bwe_trend_input(&t, i * 20000, 1000);
    expect_near(0.05 * 4 * 60, m, 0.001);
    for (int i = 400; i < 800; i++)
        m = pl_bwe_trend_input(&t, i * 20000, -500);
    expect_near(-0.025 * 4 * 60, m, 0.001);
    for (int i = 800; i < 1200; i++)
        m = pl_bwe_trend_input(&t, i * 20000, 0);
    expect_near(0, m, 0.001);
}

static void trend_forgets_an_outlier(void **state)
{
    struct pl_bwe_trend t;
    double m = 1;
    (void)state;
    pl_bwe_trend_init(&t);
    for (int i = 0; i < 300; i++)
        m = pl_bwe_trend_input(&t, i * 20000, i == 100 ? 40000 : i == 101 ? -40000 : 0);
    expect_near(0, m, 0.001);
    for (int i = 0; i < 40; i++) /* all at one instant: no slope, no division by zero */
        m = pl_bwe_trend_input(&t, 6000000, 1000);
    assert_true(m == 0);
}

/* ---- 5.4: the detector ---- */

static void overuse_needs_10_ms_two_samples_and_no_fall(void **state)
{
    struct pl_bwe_detector d;
    (void)state;
    pl_bwe_detector_init(&d);
    assert_int_equal(pl_bwe_detector_input(&d, 20, 15000, 0), PL_BWE_NORMAL);     /* one */
    assert_int_equal(pl_bwe_detector_input(&d, 19, 15000, 15000), PL_BWE_NORMAL); /* falls */
    assert_int_equal(pl_bwe_detector_input(&d, 19, 15000, 30000), PL_BWE_OVERUSE);
    assert_int_equal(pl_bwe_detector_input(&d, 18, 15000, 45000), PL_BWE_OVERUSE); /* lasts */
    assert_int_equal(pl_bwe_detector_input(&d, 2, 15000, 60000), PL_BWE_NORMAL);
    pl_bwe_detector_init(&d);
    assert_int_equal(pl_bwe_detector_input(&d, 20, 4000, 0), PL_BWE_NORMAL);
    assert_int_equal(pl_bwe_detector_input(&d, 20, 4000, 4000), PL_BWE_NORMAL); /* 8 ms only */
    assert_int_equal(pl_bwe_detector_input(&d, 20, 4000, 8000), PL_BWE_OVERUSE);
}

static void underuse_is_below_minus_the_threshold(void **state)
{
    struct pl_bwe_detector d;
    (void)state;
    pl_bwe_detector_init(&d);
    assert_int_equal(pl_bwe_detector_input(&d, -12.6, 20000, 0), PL_BWE_UNDERUSE);
    assert_int_equal(pl_bwe_detector_input(&d, -5, 20000, 20000), PL_BWE_NORMAL);
}

static void threshold_follows_within_its_bounds(void **state)
{
    struct pl_bwe_detector d;
    (void)state;
    pl_bwe_detector_init(&d);
    (void)pl_bwe_detector_input(&d, 22.5, 20000, 0);
    assert_true(d.threshold_ms == 12.5); /* no time has passed */
    (void)pl_bwe_detector_input(&d, 22.5, 20000, 20000);
    expect_near(12.5 + 20 * 0.01 * 10, d.threshold_ms, 1e-9);
    (void)pl_bwe_detector_input(&d, 4.5, 20000, 40000);
    expect_near(14.5 - 20 * 0.002 * 10, d.threshold_ms, 1e-9);
    (void)pl_bwe_detector_input(&d, 29.2, 20000, 60000); /* leaps by more than 15 */
    expect_near(14.1, d.threshold_ms, 1e-9);
    for (int i = 4; i < 4000; i++)
        (void)pl_bwe_detector_input(&d, 0, 20000, i * 20000);
    assert_true(d.threshold_ms == PL_BWE_THRESHOLD_MIN_MS);
    for (int i = 4000; i < 40000; i++)
        (void)pl_bwe_detector_input(&d, d.threshold_ms + 14, 20000, i * 20000);
    assert_true(d.threshold_ms == PL_BWE_THRESHOLD_MAX_MS);
}

/* ---- what clears by itself ---- */

/* What the packets below make, 0.8 Mbit/s, however late they come. */
static struct pl_bwe_rate steady_rate(void)
{
    struct pl_bwe_rate r;
    pl_bwe_rate_init(&r);
    for (int i = 0; i <= 50; i++)
        pl_bwe_rate_input(&r, i * 10000, i < 50 ? 1000 : 0);
    return r;
}

static void jitter_arrival(struct pl_bwe_jitter *j, int64_t sent, int64_t arrived)
{
    const struct pl_bwe_rate rate = steady_rate();
    pl_bwe_jitter_input(j, &(struct pl_bwe_arrival){sent, arrived, 1000, &rate});
}

/* Every 10 ms a packet; every 100 ms one that is held back by `held_ms` and those behind it. */
static int64_t hold_back(struct pl_bwe_jitter *j, int64_t from, unsigned packets, int held_ms)
{
    int64_t last = 0;
    for (unsigned i = 0; i < packets; i++) {
        int64_t sent = from + i * 10000, arrives = sent + (i % 10 == 0 ? held_ms * 1000 : 0);
        last = arrives > last ? arrives : last;
        jitter_arrival(j, sent, last);
    }
    return from + packets * INT64_C(10000);
}

static void jitter_is_what_falls_at_once(void **state)
{
    struct pl_bwe_jitter j;
    (void)state;
    pl_bwe_jitter_init(&j);
    assert_int_equal(pl_bwe_jitter_us(&j), 0);
    (void)hold_back(&j, 0, 200, 60);
    assert_in_range(pl_bwe_jitter_us(&j), 50000, 60000);
    assert_int_equal(pl_bwe_jitter_standing_us(&j), 0);
    assert_int_equal(pl_bwe_jitter_filter(&j, PL_BWE_OVERUSE), PL_BWE_NORMAL);
    assert_int_equal(pl_bwe_jitter_filter(&j, PL_BWE_UNDERUSE), PL_BWE_NORMAL);
}

/* 200 ms that come and go with the rate: a queue, every signal counts. */
static void a_queue_that_empties_slowly_is_no_jitter(void **state)
{
    struct pl_bwe_jitter j;
    (void)state;
    pl_bwe_jitter_init(&j);
    for (int64_t i = 0; i < 400; i++) {
        int64_t phase = i % 200, late = (phase < 100 ? phase : 200 - phase) * 2000;
        jitter_arrival(&j, i * 10000, i * 10000 + late);
    }
    assert_int_equal(pl_bwe_jitter_us(&j), 0);
    assert_int_equal(pl_bwe_jitter_filter(&j, PL_BWE_OVERUSE), PL_BWE_OVERUSE);
    assert_int_equal(pl_bwe_jitter_filter(&j, PL_BWE_UNDERUSE), PL_BWE_UNDERUSE);
}

static void a_queue_behind_jitter_is_seen_after_the_window(void **state)
{
    struct pl_bwe_jitter j;
    int64_t at;
    (void)state;
    pl_bwe_jitter_init(&j);
    at = hold_back(&j, 0, 200, 60);
    for (int64_t i = 0; i < 80; i++) { /* 100 ms more from now on, and the jitter goes on */
        int64_t sent = at + i * 10000;
        jitter_arrival(&j, sent, sent + 100000 + (i % 10 == 0 ? 60000 : 0));
        if (i == 10)
            assert_int_equal(pl_bwe_jitter_filter(&j, PL_BWE_OVERUSE), PL_BWE_NORMAL);
    }
    assert_in_range(pl_bwe_jitter_standing_us(&j), 99000, 101000);
    assert_int_equal(pl_bwe_jitter_filter(&j, PL_BWE_OVERUSE), PL_BWE_OVERUSE);
}

/* Jitter is forgotten after twenty seconds, the least delay too: a longer way is no queue. */
static void jitter_is_forgotten(void **state)
{
    struct pl_bwe_jitter j;
    int64_t at;
    (void)state;
    pl_bwe_jitter_init(&j);
    at = hold_back(&j, 0, 200, 60);
    for (int64_t i = 0; i < 2200; i++)
        jitter_arrival(&j, at + i * 10000, at + i * 10000 + 70000);
    assert_int_equal(pl_bwe_jitter_us(&j), 0);
    assert_int_equal(pl_bwe_jitter_standing_us(&j), 0);
    jitter_arrival(&j, at, at + INT64_C(100000000)); /* a clock that jumps starts it anew */
    assert_int_equal(pl_bwe_jitter_standing_us(&j), 0);
}

/* ---- R_hat ---- */

static void rate_of_the_last_half_second(void **state)
{
    struct pl_bwe_rate r;
    (void)state;
    pl_bwe_rate_init(&r);
    for (int i = 0; i < 19; i++)
        pl_bwe_rate_input(&r, -300000 + i * 10000, 1250);
    assert_true(pl_bwe_rate_bps(&r) == 0); /* 0.18 s tell nothing */
    for (int i = 19; i < 200; i++)
        pl_bwe_rate_input(&r, -300000 + i * 10000, 1250);
    expect_near(1000000, pl_bwe_rate_bps(&r), 30000);
    pl_bwe_rate_input(&r, 0, 60000); /* too old to count */
    expect_near(1000000, pl_bwe_rate_bps(&r), 30000);
    pl_bwe_rate_input(&r, 9000000, 1250); /* after a pause: anew */
    assert_true(pl_bwe_rate_bps(&r) == 0);
    for (int i = 1; i <= 30; i++)
        pl_bwe_rate_input(&r, 9000000 + i * 10000, 625);
    expect_near(500000, pl_bwe_rate_bps(&r), 40000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(history_knows_the_last_512),
        cmocka_unit_test(history_grows_with_rate_and_delay),
        cmocka_unit_test(history_skips_and_refuses),
        cmocka_unit_test(history_makes_times_whole),
        cmocka_unit_test(groups_are_bursts_of_5_ms),
        cmocka_unit_test(groups_swallow_a_burst_of_arrivals),
        cmocka_unit_test(groups_keep_delays_that_shrink),
        cmocka_unit_test(groups_restart_when_a_clock_jumps),
        cmocka_unit_test(trend_is_the_slope),
        cmocka_unit_test(trend_forgets_an_outlier),
        cmocka_unit_test(overuse_needs_10_ms_two_samples_and_no_fall),
        cmocka_unit_test(underuse_is_below_minus_the_threshold),
        cmocka_unit_test(threshold_follows_within_its_bounds),
        cmocka_unit_test(jitter_is_what_falls_at_once),
        cmocka_unit_test(a_queue_that_empties_slowly_is_no_jitter),
        cmocka_unit_test(a_queue_behind_jitter_is_seen_after_the_window),
        cmocka_unit_test(jitter_is_forgotten),
        cmocka_unit_test(rate_of_the_last_half_second),
    };
    return cmocka_run_group_tests_name("bwe_delay", tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "pl_test.h"

#include "media/source/meter.h"

#define T0 PL_SEC(1000)

/* 30 frames a second: 2 of 4 are of layer 2, 1 of 1, 1 of 0; 1000 bytes each. */
static pl_time_us feed(struct pl_meter *m, pl_time_us from, unsigned frames)
{
    static const unsigned tids[4] = {0, 2, 1, 2};
    pl_time_us now = from;
    for (unsigned i = 0; i < frames; i++) {
        now = from + i * PL_SEC(1) / 30;
        pl_meter_input(m, now, 0, tids[i % 4], 600, true);
        pl_meter_input(m, now, 0, tids[i % 4], 400, false);
    }
    return now;
}

static void assert_near(uint32_t expected, uint32_t got)
{
    assert_in_range(got, expected - expected / 8, expected + expected / 8);
}

static void rates_are_cumulative_over_temporal_layers(void **state)
{
    struct pl_meter m;
    pl_time_us now;
    (void)state;
    pl_meter_init(&m);
    assert_int_equal(pl_meter_bps(&m, T0, 0, 3), 0);
    now = feed(&m, T0, 90);
    assert_near(240000, pl_meter_bps(&m, now, 0, 2));
    assert_near(120000, pl_meter_bps(&m, now, 0, 1));
    assert_near(60000, pl_meter_bps(&m, now, 0, 0));
    assert_near(30, pl_meter_fps(&m, now, 0, 3));
    assert_in_range(pl_meter_fps(&m, now, 0, 0), 7, 8);
}

static void spatial_layers_add_bits_but_no_frames(void **state)
{
    struct pl_meter m;
    pl_time_us now = T0;
    (void)state;
    pl_meter_init(&m);
    for (unsigned i = 0; i < 90; i++) {
        now = T0 + i * PL_SEC(1) / 30;
        for (unsigned s = 0; s < 3; s++)
            pl_meter_input(&m, now, s, 0, 500u << s, true);
    }
    assert_near(120000, pl_meter_bps(&m, now, 0, 0));
    assert_near(120000 * 7, pl_meter_bps(&m, now, 2, 0));
    assert_near(30, pl_meter_fps(&m, now, 2, 0));
    assert_int_equal(pl_meter_fps(&m, now, 7, 0), 0);
}

static void what_stops_is_forgotten_after_a_second(void **state)
{
    struct pl_meter m;
    pl_time_us now;
    (void)state;
    pl_meter_init(&m);
    now = feed(&m, T0, 60);
    assert_true(pl_meter_bps(&m, now + PL_MS(500), 0, 3) > 0);
    assert_true(pl_meter_bps(&m, now + PL_MS(500), 0, 3) < 180000);
    assert_int_equal(pl_meter_bps(&m, now + PL_MS(1100), 0, 3), 0);
    now = feed(&m, now + PL_SEC(100), 60);
    assert_near(240000, pl_meter_bps(&m, now, 0, 3));
}

static void one_large_frame_at_the_start_is_not_a_rate(void **state)
{
    struct pl_meter m;
    (void)state;
    pl_meter_init(&m);
    pl_meter_input(&m, T0, 9, 9, 10000, true); /* layers out of range count as the highest */
    assert_true(pl_meter_bps(&m, T0, 2, 3) <= 320000);
    assert_int_equal(pl_meter_bps(&m, T0, 1, 3), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rates_are_cumulative_over_temporal_layers),
        cmocka_unit_test(spatial_layers_add_bits_but_no_frames),
        cmocka_unit_test(what_stops_is_forgotten_after_a_second),
        cmocka_unit_test(one_large_frame_at_the_start_is_not_a_rate),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

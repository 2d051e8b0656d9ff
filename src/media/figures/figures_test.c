/* SPDX-License-Identifier: Apache-2.0 */
/* The formula, the gaps between frames, and what happened between two looks. */
#include "pl_test.h"

#include "base/rng.h"
#include "media/figures/figures.h"

#define T0 PL_SEC(1000)

/* ---- the mark ---- */

/* Worked by hand from the formula in the header: loss and left in 1/100 per cent, ms. */
static const struct {
    bool picture;
    uint32_t lost, left, rtt, jitter, freezes, layers;
    uint8_t mark;
} marks[] = {
    {false, 0, 0, 0, 0, 0, 0, 5},        /* R 92.2 */
    {false, 0, 0, 300, 0, 0, 0, 5},      /* 87.2 */
    {false, 0, 0, 340, 0, 0, 0, 4},      /* 84.6 */
    {false, 0, 0, 600, 0, 0, 0, 3},      /* 67.1 */
    {false, 0, 0, 800, 0, 0, 0, 2},      /* 53.7 */
    {false, 0, 0, 0, 60, 0, 0, 5},       /* 89.4 */
    {false, 100, 100, 50, 5, 0, 0, 5},   /* 86.9 */
    {false, 200, 200, 50, 5, 0, 0, 4},   /* 82.8 */
    {false, 500, 500, 50, 5, 0, 0, 3},   /* 72.4 */
    {false, 1000, 1000, 50, 5, 0, 0, 2}, /* 59.7 */
    {false, 2000, 2000, 50, 5, 0, 0, 1}, /* 43.9 */
    {false, 500, 0, 50, 5, 9, 9, 5},     /* what a sound has not does not count */
    {true, 200, 0, 50, 5, 0, 0, 5},      /* 90.4 */
    {true, 1000, 0, 50, 5, 0, 0, 5},     /* 86.4 */
    {true, 2000, 0, 50, 5, 0, 0, 4},     /* 81.4 */
    {true, 0, 100, 50, 5, 0, 0, 3},      /* 72.4 */
    {true, 200, 200, 50, 5, 0, 0, 2},    /* 58.7 */
    {true, 0, 0, 50, 5, 1, 0, 4},        /* 76.4 */
    {true, 0, 0, 50, 5, 2, 0, 2},        /* 61.4 */
    {true, 0, 0, 50, 5, 9, 0, 1},        /* 46.4 */
    {true, 0, 0, 50, 5, 0, 1, 4},        /* 79.4 */
    {true, 0, 0, 50, 5, 0, 2, 3},        /* 67.4 */
    {true, 0, 0, 50, 5, 0, 9, 3},        /* no worse */
    {true, 10000, 10000, 9999, 999, 9, 9, 1},
};

static void marks_are_those_of_the_formula(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
        struct pl_quality_input in = {.picture = marks[i].picture,
                                      .lost_ppm = marks[i].lost * 100,
                                      .left_ppm = marks[i].left * 100,
                                      .rtt_us = marks[i].rtt * 1000,
                                      .jitter_us = marks[i].jitter * 1000,
                                      .freezes = marks[i].freezes,
                                      .held_back = marks[i].layers};
        if (pl_quality_mark(&in) != marks[i].mark)
            fail_msg("case %zu: %u", i, pl_quality_mark(&in));
        in.missing = true;
        assert_int_equal(pl_quality_mark(&in), 0);
    }
}

/* Whatever is said: 1 to 5, and never better when something is worse. */
static void worse_is_never_better(void **state)
{
    struct pl_prng rng;
    (void)state;
    pl_prng_init(&rng, 1);
    for (int n = 0; n < 20000; n++) {
        struct pl_quality_input a = {.picture = n % 2};
        uint32_t *members[] = {&a.lost_ppm,  &a.left_ppm, &a.rtt_us,
                               &a.jitter_us, &a.freezes,  &a.held_back};
        uint8_t before, after;
        for (int i = 0; i < 6; i++)
            *members[i] = (uint32_t)pl_prng_next(&rng) >> pl_prng_below(&rng, 32);
        before = pl_quality_mark(&a);
        assert_in_range(before, 1, 5);
        for (int i = 0; i < 6; i++) {
            uint32_t was = *members[i];
            *members[i] = UINT32_MAX;
            after = pl_quality_mark(&a);
            assert_in_range(after, 1, before);
            *members[i] = was;
        }
    }
    assert_int_equal(pl_quality_worse(3, PL_QUALITY_UNKNOWN), 3);
    assert_int_equal(pl_quality_worse(4, 0), 0);
}

/* ---- frames ---- */

struct film {
    struct pl_pulse pulse;
    pl_time_us now;
    uint32_t ts;
};

static void show(struct film *f, unsigned frames, pl_time_us gap)
{
    for (unsigned i = 0; i < frames; i++) {
        f->now += gap;
        f->ts += 3000;
        for (int packet = 0; packet < 3; packet++)
            pl_pulse_input(&f->pulse, f->now + (pl_time_us)packet * 100, f->ts);
    }
}

static void frames_are_counted_once(void **state)
{
    struct film f = {.now = T0, .ts = UINT32_MAX - 4500}; /* wraps */
    (void)state;
    show(&f, 50, PL_MS(33));
    assert_int_equal(f.pulse.frames, 50);
    assert_int_equal(f.pulse.freezes, 0);
    pl_pulse_input(&f.pulse, f.now, f.ts - 3000); /* late */
    assert_int_equal(f.pulse.frames, 50);
    assert_in_range(f.pulse.mean_us, 32000, 34000);
}

static void a_gap_is_a_freeze(void **state)
{
    struct film f = {.now = T0};
    (void)state;
    show(&f, 30, PL_MS(40));
    show(&f, 1, PL_MS(180)); /* more than three frames, less than one and 150 ms */
    assert_int_equal(f.pulse.freezes, 0);
    show(&f, 30, PL_MS(40));
    show(&f, 1, PL_MS(400));
    assert_int_equal(f.pulse.freezes, 1);
    show(&f, 30, PL_MS(40));
    show(&f, 1, PL_PULSE_OFF_US); /* switched off */
    show(&f, 30, PL_MS(40));
    assert_int_equal(f.pulse.freezes, 1);
    /* A slow picture is not a frozen one. */
    f = (struct film){.now = T0};
    show(&f, 20, PL_SEC(1));
    assert_int_equal(f.pulse.freezes, 0);
}

/* ---- looks ---- */

static void a_look_gives_what_happened_since_the_last(void **state)
{
    struct pl_figures_past past = {0};
    struct pl_figures_count c = {.bytes = 1000, .expected = 50, .lost = 10, .frames = 7};
    struct pl_figures_delta d = pl_figures_look(&past, T0, &c);
    (void)state;
    assert_int_equal(d.bps | d.fps | d.lost_ppm | d.expected, 0); /* the first one */
    c = (struct pl_figures_count){
        .bytes = 251000, .expected = 250, .lost = 30, .repaired = 15, .frames = 67, .freezes = 2};
    d = pl_figures_look(&past, T0 + PL_SEC(2), &c);
    assert_int_equal(d.bps, 1000000);
    assert_int_equal(d.fps, 30);
    assert_int_equal(d.expected, 200);
    assert_int_equal(d.lost_ppm, 100000);
    assert_int_equal(d.left_ppm, 25000);
    assert_int_equal(d.repaired, 15);
    assert_int_equal(d.freezes, 2);
    d = pl_figures_look(&past, T0 + PL_SEC(2), &c); /* no time has passed */
    assert_int_equal(d.bps | d.fps | d.lost_ppm | d.expected | d.freezes, 0);
}

/* Where nine of ten packets are lost, so are repetitions. */
static void what_is_repeated_may_be_lost_as_well(void **state)
{
    struct pl_figures_past past = {0};
    struct pl_figures_count c = {.expected = 100};
    struct pl_figures_delta d;
    (void)state;
    (void)pl_figures_look(&past, T0, &c);
    c = (struct pl_figures_count){.expected = 200, .lost = 90, .repeated = 100};
    d = pl_figures_look(&past, T0 + PL_SEC(1), &c);
    assert_int_equal(d.lost_ppm, 900000);
    assert_int_equal(d.left_ppm, 800000);
    assert_int_equal(d.repaired, 100);
    c = (struct pl_figures_count){.expected = 400, .lost = 130, .repeated = 150};
    d = pl_figures_look(&past, T0 + PL_SEC(2), &c);
    assert_int_equal(d.lost_ppm, 200000);
    assert_int_equal(d.left_ppm, 0);
}

static void what_makes_no_sense_gives_no_nonsense(void **state)
{
    struct pl_figures_past past = {0};
    struct pl_figures_count c = {.bytes = 5000, .expected = 100, .lost = 50, .repaired = 7};
    struct pl_figures_delta d;
    (void)state;
    (void)pl_figures_look(&past, T0, &c);
    /* Late packets came: fewer are missing than before, and more were repaired than lost. */
    c.lost = 20;
    c.expected = 120;
    c.repaired = 90;
    d = pl_figures_look(&past, T0 + PL_SEC(1), &c);
    assert_int_equal(d.lost_ppm | d.left_ppm, 0);
    /* Another source counts from nothing. */
    c = (struct pl_figures_count){.bytes = 10, .expected = 3, .lost = 1};
    d = pl_figures_look(&past, T0 + PL_SEC(2), &c);
    assert_int_equal(d.bps | d.lost_ppm | d.left_ppm | d.expected, 0);
    /* A receiver that lies: more lost than sent. */
    c = (struct pl_figures_count){.bytes = UINT64_MAX / 16, .expected = 13, .lost = INT64_MAX};
    d = pl_figures_look(&past, T0 + PL_SEC(2) + 1, &c);
    assert_int_equal(d.lost_ppm, PL_FIGURES_PPM);
    assert_int_equal(d.left_ppm, PL_FIGURES_PPM);
    assert_int_equal(d.bps, UINT32_MAX);
}

/* ---- distributions ---- */

static void a_histogram_is_cumulative(void **state)
{
    struct pl_histogram h = {0};
    (void)state;
    for (uint32_t mark = 0; mark <= PL_QUALITY_MAX; mark++)
        pl_histogram_add(&h, pl_histogram_marks, mark);
    for (unsigned i = 0; i < PL_HISTOGRAM_BOUNDS; i++)
        assert_int_equal(h.le[i], i + 1);
    pl_histogram_add(&h, pl_histogram_marks, 99);
    assert_int_equal(h.le[PL_HISTOGRAM_BOUNDS - 1], 6);
    assert_int_equal(h.count, 7);
    assert_int_equal(h.sum, 15 + 99);
    for (unsigned i = 1; i < PL_HISTOGRAM_BOUNDS; i++) {
        assert_true(pl_histogram_rtt_us[i] > pl_histogram_rtt_us[i - 1]);
        assert_true(pl_histogram_loss_ppm[i] > pl_histogram_loss_ppm[i - 1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marks_are_those_of_the_formula),
        cmocka_unit_test(worse_is_never_better),
        cmocka_unit_test(frames_are_counted_once),
        cmocka_unit_test(a_gap_is_a_freeze),
        cmocka_unit_test(a_look_gives_what_happened_since_the_last),
        cmocka_unit_test(what_is_repeated_may_be_lost_as_well),
        cmocka_unit_test(what_makes_no_sense_gives_no_nonsense),
        cmocka_unit_test(a_histogram_is_cumulative),
    };
    return cmocka_run_group_tests_name("figures", tests, NULL, NULL);
}

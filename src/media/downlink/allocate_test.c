/* SPDX-License-Identifier: Apache-2.0 */
/* Who gets what: one test for each rule of allocate.h. */
#include "pl_test.h"

#include "base/rng.h"
#include "media/downlink/allocate.h"

#include <string.h>

enum { PICTURES = 8 };

#define T0 PL_SEC(100)

/* As Chromium sends 720p in three layers. */
static const struct pl_allocate_layer three[] = {
    {.height = 180, .usable = true, .temporal_count = 1, .bps = {150000}},
    {.height = 360, .usable = true, .temporal_count = 1, .bps = {500000}},
    {.height = 720, .usable = true, .temporal_count = 1, .bps = {1700000}},
};

static const struct pl_media_view full = {1280, 720, true}, half = {640, 360, true},
                                  thumb = {320, 180, true}, hidden = {1280, 720, false},
                                  unknown = {0, 0, true};

static struct pl_allocate_picture pictures[PICTURES];
static struct pl_allocate_memory memory[PICTURES];
static size_t count;

static int begin(void **state)
{
    (void)state;
    memset(pictures, 0, sizeof(pictures));
    memset(memory, 0, sizeof(memory));
    count = 0;
    return 0;
}

static struct pl_allocate_picture *show(const struct pl_media_view *view)
{
    struct pl_allocate_picture *p = &pictures[count];
    p->memory = &memory[count++];
    pl_allocate_ladder(p, view, three, 3);
    return p;
}

static int encoding_of(const struct pl_allocate_picture *p)
{
    return p->step < 0 ? -1 : p->steps[p->step].encoding;
}

static void run(pl_time_us now, uint32_t target)
{
    pl_allocate(pictures, count, now, target, 40000);
}

static void without_a_limit_everybody_gets_the_best(void **state)
{
    struct pl_allocate_picture *a = show(&full), *b = show(&unknown);
    (void)state;
    run(T0, PL_ALLOCATE_UNLIMITED);
    assert_int_equal(encoding_of(a), 2);
    assert_int_equal(encoding_of(b), 2);
    assert_int_equal(a->why, PL_MEDIA_WHY_BEST);
    assert_true(pl_allocate_spent(pictures, count, 40000) == 3440000);
    assert_true(pl_allocate_wish(pictures, count, 40000) == 3440000);
}

static void no_layer_is_larger_than_it_is_shown(void **state)
{
    struct pl_allocate_picture *a = show(&thumb), *b = show(&half);
    const struct pl_media_view a_little_larger = {427, 240, true}, larger = {430, 242, true};
    (void)state;
    run(T0, PL_ALLOCATE_UNLIMITED);
    assert_int_equal(encoding_of(a), 0);
    assert_int_equal(encoding_of(b), 1);
    assert_int_equal(a->why, PL_MEDIA_WHY_SIZE);
    assert_true(pl_allocate_wish(pictures, count, 0) == 650000); /* nothing more to probe for */
    pl_allocate_ladder(a, &a_little_larger, three, 3);
    assert_int_equal(a->step_count, 1); /* 180 lines for 240: within the tolerance */
    pl_allocate_ladder(a, &larger, three, 3);
    assert_int_equal(a->step_count, 2);
}

static void what_is_not_seen_is_paused(void **state)
{
    struct pl_allocate_picture *a = show(&hidden);
    (void)state;
    run(T0, PL_ALLOCATE_UNLIMITED);
    assert_int_equal(a->step, PL_ALLOCATE_PAUSED);
    assert_int_equal(a->why, PL_MEDIA_WHY_HIDDEN);
    assert_true(pl_allocate_wish(pictures, count, 40000) == 40000);
    pl_allocate_ladder(a, &full, three, 3);
    run(T0 + 1, PL_ALLOCATE_UNLIMITED); /* seen again: at once */
    assert_int_equal(encoding_of(a), 2);
}

/* 60 kbit/s are left: all of it is for sound. */
static void sound_comes_before_pictures(void **state)
{
    struct pl_allocate_picture *a = show(&full);
    (void)state;
    run(T0, 60000);
    assert_int_equal(a->step, PL_ALLOCATE_PAUSED);
    assert_int_equal(a->why, PL_MEDIA_WHY_ESTIMATE);
    pl_allocate(pictures, count, T0 + 1, 30000, 40000); /* not even enough for it */
    assert_int_equal(a->step, PL_ALLOCATE_PAUSED);
    begin(state);
    a = show(&full);
    pl_allocate(pictures, count, T0, 190000, 0);
    assert_int_equal(encoding_of(a), 0);
    begin(state);
    a = show(&full);
    pl_allocate(pictures, count, T0, 190000, 100000);
    assert_int_equal(a->step, PL_ALLOCATE_PAUSED);
}

static void everybody_gets_the_lowest_before_anybody_gets_more(void **state)
{
    struct pl_allocate_picture *big = show(&full), *small[4];
    (void)state;
    for (int i = 0; i < 4; i++)
        small[i] = show(&half);
    run(T0, 40000 + 5 * 150000);
    assert_int_equal(encoding_of(big), 0);
    for (int i = 0; i < 4; i++)
        assert_int_equal(encoding_of(small[i]), 0);
}

static void what_does_not_fit_is_paused_and_the_largest_last(void **state)
{
    struct pl_allocate_picture *a = show(&thumb), *b = show(&full), *c = show(&half),
                               *d = show(&half);
    (void)state;
    run(T0, 40000 + 3 * 150000);
    assert_int_equal(a->step, PL_ALLOCATE_PAUSED); /* the smallest, though the first to come */
    assert_int_equal(encoding_of(b), 0);
    assert_int_equal(encoding_of(c), 0);
    assert_int_equal(encoding_of(d), 0);
    assert_int_equal(a->why, PL_MEDIA_WHY_ESTIMATE);
    run(T0 + 1, 40000 + 140000); /* who has it keeps it, while most of it fits */
    assert_int_equal(encoding_of(b), 0);
    assert_int_equal(c->step, PL_ALLOCATE_PAUSED);
    assert_int_equal(d->step, PL_ALLOCATE_PAUSED);
}

static void what_is_left_goes_where_the_most_is_seen(void **state)
{
    struct pl_allocate_picture *a = show(&half), *b = show(&full), *c = show(&half);
    (void)state;
    run(T0, 40000 + 3 * 150000 + 350000);
    assert_int_equal(encoding_of(b), 1);
    assert_int_equal(encoding_of(a), 0);
    assert_int_equal(encoding_of(c), 0);
    begin(state); /* equals share: no one has two steps more than the other */
    a = show(&full);
    b = show(&full);
    run(T0, 40000 + 1500000);
    assert_int_equal(encoding_of(a), 1);
    assert_int_equal(encoding_of(b), 1);
    begin(state); /* and what one has no use for the other gets */
    a = show(&full);
    b = show(&thumb);
    run(T0, 40000 + 150000 + 1700000);
    assert_int_equal(encoding_of(a), 2);
    assert_int_equal(encoding_of(b), 0);
}

static void down_at_once(void **state)
{
    struct pl_allocate_picture *a = show(&full);
    (void)state;
    run(T0, 3000000);
    assert_int_equal(encoding_of(a), 2);
    run(T0 + PL_MS(100), 600000);
    assert_int_equal(encoding_of(a), 1);
    assert_int_equal(a->why, PL_MEDIA_WHY_ESTIMATE);
}

/* A little less than needed is not yet too little: the estimate breathes. */
static void the_slack_keeps_what_is_there(void **state)
{
    struct pl_allocate_picture *a = show(&full);
    (void)state;
    run(T0, 1740000);
    run(T0 + 1, 1740000 * 96 / 100);
    assert_int_equal(encoding_of(a), 2);
    run(T0 + 2, 1740000 * 94 / 100);
    assert_int_equal(encoding_of(a), 1);
}

static void up_only_with_head_room(void **state)
{
    struct pl_allocate_picture *a = show(&full), *b = show(&full);
    (void)state;
    run(T0, 400000);
    assert_int_equal(encoding_of(a), 0);
    for (unsigned i = 1; i < 100; i++)
        run(T0 + PL_MS(100) * i, 730000); /* 690,000 are needed, and 793,500 with head-room */
    assert_int_equal(encoding_of(a), 0);
    assert_int_equal(encoding_of(b), 0);
}

static void up_only_when_it_lasts(void **state)
{
    struct pl_allocate_picture *a = show(&full);
    pl_time_us up = T0 + PL_SEC(3);
    (void)state;
    run(T0, 600000);
    run(T0 + PL_SEC(1), 1950000); /* 1,740,000 with the sound; not yet with room for all */
    run(T0 + PL_SEC(1) + PL_MS(900), 1950000);
    run(T0 + PL_SEC(2), 1400000); /* a dip: from the beginning */
    run(up, 1950000);
    run(up + PL_MS(999), 1950000);
    assert_int_equal(encoding_of(a), 1);
}

static void up_at_once_where_all_fit_with_room(void **state)
{
    struct pl_allocate_picture *a = show(&full), *b = show(&full);
    (void)state;
    run(T0, 400000);
    assert_int_equal(encoding_of(a), 0);
    run(T0 + PL_MS(100), 3440000 / 100 * 116);
    assert_int_equal(encoding_of(a), 2);
    assert_int_equal(encoding_of(b), 2);
}

/* Without room for all a rise waits, and each that is soon taken back makes the next wait longer.
 */
static void who_fell_soon_after_a_rise_waits_longer(void **state)
{
    struct pl_allocate_picture *a = show(&full);
    pl_time_us now = T0, waited[4];
    (void)state;
    (void)show(&full);
    run(now, 400000);
    for (int i = 0; i < 4; i++) {
        pl_time_us from = now;
        while (encoding_of(a) == 0 && now - from < PL_SEC(20)) {
            now += PL_MS(100);
            run(now, 1300000);
        }
        waited[i] = now - from;
        now += PL_MS(100);
        run(now, 400000);
        assert_int_equal(encoding_of(a), 0);
    }
    assert_in_range(waited[0], PL_SEC(1), PL_MS(1200));
    assert_in_range(waited[1], PL_SEC(2), PL_MS(2200));
    assert_in_range(waited[2], PL_SEC(4), PL_MS(4200));
    assert_in_range(waited[3], PL_SEC(8), PL_MS(8200));
}

static void the_smallest_encoding_is_thinned_in_time(void **state)
{
    const struct pl_allocate_layer layers[] = {
        {.height = 180, .usable = true, .temporal_count = 3, .bps = {60000, 90000, 150000}},
        {.height = 360, .usable = true, .temporal_count = 3, .bps = {200000, 300000, 500000}},
    };
    struct pl_allocate_picture *a = show(&full);
    (void)state;
    pl_allocate_ladder(a, &full, layers, 2);
    assert_int_equal(a->step_count, 4); /* never the large picture with half its frames */
    pl_allocate(pictures, count, T0, 100000, 0);
    assert_int_equal(encoding_of(a), 0);
    assert_int_equal(a->steps[a->step].temporal, 1);
}

/* What the publisher does not send is no choice, and the names of the others stay. */
static void layers_come_and_go(void **state)
{
    struct pl_allocate_layer layers[3];
    struct pl_allocate_picture *a = show(&full);
    (void)state;
    memcpy(layers, three, sizeof(layers));
    run(T0, PL_ALLOCATE_UNLIMITED);
    layers[2].usable = false;
    pl_allocate_ladder(a, &full, layers, 3);
    run(T0 + 1, PL_ALLOCATE_UNLIMITED);
    assert_int_equal(encoding_of(a), 1);
    assert_int_equal(a->why, PL_MEDIA_WHY_BEST);
    layers[0].usable = false;
    pl_allocate_ladder(a, &full, layers, 3);
    run(T0 + 2, 600000);
    assert_int_equal(encoding_of(a), 1);
    layers[1].usable = false; /* nothing is left */
    pl_allocate_ladder(a, &full, layers, 3);
    run(T0 + 3, 600000);
    assert_int_equal(a->step, PL_ALLOCATE_PAUSED);
}

static uint32_t below(struct pl_prng *prng, uint32_t n)
{
    return (uint32_t)pl_prng_below(prng, n);
}

/* What rule 3 lets stay though it does not quite fit. */
static double kept(void)
{
    double bps = 0;
    for (size_t i = 0; i < count; i++) {
        if (pictures[i].step >= 0)
            bps += (1 - PL_ALLOCATE_KEEP) * pictures[i].steps[0].bps;
    }
    return bps;
}

static void the_lowest_is_kept_through_a_dip(void **state)
{
    struct pl_allocate_picture *a = show(&full);
    (void)state;
    run(T0, 300000);
    assert_int_equal(encoding_of(a), 0);
    run(T0 + PL_SEC(1), 132000); /* 92 of 150 kbit/s */
    assert_int_equal(encoding_of(a), 0);
    run(T0 + PL_SEC(2), 105000);
    assert_int_equal(a->step, PL_ALLOCATE_PAUSED);
    run(T0 + PL_SEC(3), 180000); /* but to come back it needs all of it and head-room */
    run(T0 + PL_SEC(9), 180000);
    assert_int_equal(a->step, PL_ALLOCATE_PAUSED);
}

/* Whatever the sizes and rates: never more than the estimate and its slack, nothing unseen, nothing
 * above its cap, and nobody waits for ever when there is plenty. */
static void any_dice_keep_the_promises(void **state)
{
    struct pl_prng prng;
    (void)state;
    for (uint64_t seed = 1; seed <= 300; seed++) {
        pl_time_us now = T0;
        pl_prng_init(&prng, seed);
        begin(NULL);
        for (int n = 0; n < 60; n++) {
            uint32_t target = below(&prng, 6000000), audio = below(&prng, 100000);
            if (count < PICTURES && below(&prng, 3) == 0)
                (void)show(&full);
            for (size_t i = 0; i < count; i++) {
                struct pl_allocate_layer l[3];
                struct pl_media_view v = {(uint16_t)below(&prng, 2000),
                                          (uint16_t)below(&prng, 1200), below(&prng, 5) > 0};
                for (int k = 0; k < 3; k++) {
                    l[k] = three[k];
                    l[k].bps[0] = l[k].bps[0] / 2 + below(&prng, l[k].bps[0]);
                    l[k].usable = below(&prng, 8) > 0;
                }
                pl_allocate_ladder(&pictures[i], &v, l, 3);
            }
            now += below(&prng, PL_MS(700));
            pl_allocate(pictures, count, now, target, audio);
            for (size_t i = 0; i < count; i++) {
                const struct pl_allocate_picture *p = &pictures[i];
                assert_in_range(p->step + 1, 0, p->step_count);
                if (!p->visible)
                    assert_int_equal(p->step, PL_ALLOCATE_PAUSED);
                for (int k = 1; k < p->step_count; k++)
                    assert_true(p->steps[k].bps > p->steps[k - 1].bps);
            }
            if (pl_allocate_spent(pictures, count, 0) > 0)
                assert_true((double)pl_allocate_spent(pictures, count, audio) <=
                            target * PL_ALLOCATE_SLACK + 1 + kept());
        }
        pl_allocate(pictures, count, now + 1, PL_ALLOCATE_UNLIMITED, 0);
        assert_true(pl_allocate_spent(pictures, count, 0) == pl_allocate_wish(pictures, count, 0));
    }
}

#define RULE(name) cmocka_unit_test_setup(name, begin)

int main(void)
{
    const struct CMUnitTest tests[] = {
        RULE(without_a_limit_everybody_gets_the_best),
        RULE(no_layer_is_larger_than_it_is_shown),
        RULE(what_is_not_seen_is_paused),
        RULE(sound_comes_before_pictures),
        RULE(everybody_gets_the_lowest_before_anybody_gets_more),
        RULE(what_does_not_fit_is_paused_and_the_largest_last),
        RULE(what_is_left_goes_where_the_most_is_seen),
        RULE(down_at_once),
        RULE(the_slack_keeps_what_is_there),
        RULE(up_only_with_head_room),
        RULE(up_only_when_it_lasts),
        RULE(up_at_once_where_all_fit_with_room),
        RULE(who_fell_soon_after_a_rise_waits_longer),
        RULE(the_smallest_encoding_is_thinned_in_time),
        RULE(layers_come_and_go),
        RULE(the_lowest_is_kept_through_a_dip),
        RULE(any_dice_keep_the_promises),
    };
    return cmocka_run_group_tests_name("allocate", tests, NULL, NULL);
}

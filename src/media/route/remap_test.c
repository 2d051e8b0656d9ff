/* SPDX-License-Identifier: Apache-2.0 */
#include "pl_test.h"

#include "base/rng.h"
#include "media/route/remap.h"

#define BASE ((uint64_t)0x10000)

static uint16_t map(struct pl_remap *r, uint64_t in)
{
    uint16_t seq;
    uint32_t ts;
    assert_ok(pl_remap_map(r, in, 1000, &seq, &ts));
    return seq;
}

static void numbers_go_on_from_the_start_value(void **state)
{
    struct pl_remap r;
    uint16_t seq;
    uint32_t ts;
    (void)state;
    pl_remap_init(&r, 65534, 7000);
    assert_err(PL_E_IGNORED, pl_remap_map(&r, BASE, 0, &seq, &ts));
    pl_remap_anchor(&r, 0, BASE + 10, 500, 1);
    assert_ok(pl_remap_map(&r, BASE + 10, 500, &seq, &ts));
    assert_int_equal(seq, 65534);
    assert_int_equal(ts, 7001);
    assert_int_equal(map(&r, BASE + 11), 65535);
    assert_int_equal(map(&r, BASE + 12), 0); /* the wrap is the receiver's everyday */
}

static void a_loss_stays_a_hole_and_a_late_packet_fills_it(void **state)
{
    struct pl_remap r;
    (void)state;
    pl_remap_init(&r, 100, 0);
    pl_remap_anchor(&r, 0, BASE, 0, 1);
    assert_int_equal(map(&r, BASE), 100);
    assert_int_equal(map(&r, BASE + 3), 103);
    assert_int_equal(map(&r, BASE + 1), 101);
    assert_int_equal(map(&r, BASE + 2), 102);
}

static void what_is_skipped_leaves_no_hole(void **state)
{
    struct pl_remap r;
    uint16_t seq;
    uint32_t ts;
    (void)state;
    pl_remap_init(&r, 100, 0);
    pl_remap_anchor(&r, 0, BASE, 0, 1);
    assert_int_equal(map(&r, BASE), 100);
    pl_remap_skip(&r, BASE + 1);
    pl_remap_skip(&r, BASE + 2);
    assert_int_equal(map(&r, BASE + 3), 101);
    assert_err(PL_E_IGNORED, pl_remap_map(&r, BASE + 2, 0, &seq, &ts));
    assert_err(PL_E_IGNORED, pl_remap_map(&r, BASE + 1, 0, &seq, &ts));
    assert_int_equal(map(&r, BASE + 4), 102);
}

static void a_pause_swallows_what_was_lost_in_it(void **state)
{
    struct pl_remap r;
    uint16_t seq;
    uint32_t ts;
    (void)state;
    pl_remap_init(&r, 100, 0);
    pl_remap_anchor(&r, 0, BASE, 0, 1);
    assert_ok(pl_remap_map(&r, BASE, 0, &seq, &ts));
    pl_remap_skip(&r, BASE + 2); /* 1 was lost before the pause */
    pl_remap_skip_pause(&r, BASE + 3);
    pl_remap_skip_pause(&r, BASE + 6); /* 4 and 5 were lost within */
    assert_ok(pl_remap_map(&r, BASE + 8, 8000, &seq, &ts));
    assert_int_equal(seq, 103); /* 1 and 7 are missed, and nothing else */
    assert_int_equal(ts, 8001);
    assert_ok(pl_remap_map(&r, BASE + 1, 1000, &seq, &ts));
    assert_int_equal(seq, 101);
    assert_ok(pl_remap_map(&r, BASE + 7, 7000, &seq, &ts));
    assert_int_equal(seq, 102);
    for (uint64_t i = 2; i <= 6; i++) /* late: no number is left for it */
        assert_err(PL_E_IGNORED, pl_remap_map(&r, BASE + i, 0, &seq, &ts));
    pl_remap_skip_pause(&r, BASE + 4); /* late as well */
    assert_ok(pl_remap_map(&r, BASE + 9, 9000, &seq, &ts));
    assert_int_equal(seq, 104);
}

static void before_the_anchor_nothing_goes_out(void **state)
{
    struct pl_remap r;
    uint16_t seq;
    uint32_t ts;
    (void)state;
    pl_remap_init(&r, 100, 0);
    pl_remap_anchor(&r, 0, BASE + 5, 0, 1);
    assert_err(PL_E_IGNORED, pl_remap_map(&r, BASE + 4, 0, &seq, &ts));
    pl_remap_detach(&r);
    assert_err(PL_E_IGNORED, pl_remap_map(&r, BASE + 6, 0, &seq, &ts));
}

static void another_source_goes_on_without_a_jump(void **state)
{
    struct pl_remap r;
    uint16_t seq;
    uint32_t ts;
    (void)state;
    pl_remap_init(&r, 100, 0);
    pl_remap_anchor(&r, 0, BASE, 50000, 1);
    assert_ok(pl_remap_map(&r, BASE + 4, 53000, &seq, &ts));
    assert_int_equal(ts, 3001);
    pl_remap_anchor(&r, 0, 40 * BASE, 9, 6000);
    assert_ok(pl_remap_map(&r, 40 * BASE, 9, &seq, &ts));
    assert_int_equal(seq, 105);
    assert_int_equal(ts, 9001);
}

/*
 * Against a model, 200 seeds: packets in disorder, some lost, some skipped. No number is given
 * twice, order is kept, and everything that went out in the last segments is found again.
 */
static void no_number_is_given_twice(void **state)
{
    enum { N = 2000 };
    (void)state;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        static uint32_t out_of[N]; /* number + 1, 0: did not go out */
        static bool used[65536];
        struct pl_prng rng;
        struct pl_remap r;
        memset(out_of, 0, sizeof(out_of));
        memset(used, 0, sizeof(used));
        pl_prng_init(&rng, seed);
        pl_remap_init(&r, (uint16_t)pl_prng_next(&rng), 0);
        pl_remap_anchor(&r, 0, BASE, 0, 1);
        for (uint64_t head = 0; head < N; head++) {
            uint64_t back = pl_prng_below(&rng, 8) == 0 ? pl_prng_below(&rng, 20) : 0;
            uint64_t i = head > back ? head - back : head;
            uint16_t seq;
            uint32_t ts;
            struct pl_remap_origin in;
            if (out_of[i])
                continue;
            if (pl_prng_below(&rng, 20) == 0) {
                if (pl_prng_below(&rng, 2) == 0)
                    pl_remap_skip(&r, BASE + i);
                else
                    pl_remap_skip_pause(&r, BASE + i);
                continue;
            }
            if (pl_remap_map(&r, BASE + i, 0, &seq, &ts))
                continue;
            assert_false(used[seq]);
            used[seq] = true;
            out_of[i] = seq + 1u;
            assert_ok(pl_remap_find(&r, seq, &in));
            assert_int_equal(in.in_seq, BASE + i);
        }
        for (size_t i = 1, last = 0; i < N; i++) {
            if (!out_of[i])
                continue;
            if (out_of[last])
                assert_true((int16_t)(uint16_t)(out_of[i] - out_of[last]) > 0);
            last = i;
        }
    }
}

static void numbers_that_never_went_out_are_not_found(void **state)
{
    struct pl_remap r;
    struct pl_remap_origin in;
    (void)state;
    pl_remap_init(&r, 100, 0);
    assert_err(PL_E_NOT_FOUND, pl_remap_find(&r, 100, &in));
    pl_remap_anchor(&r, 0, BASE, 0, 1);
    map(&r, BASE);
    map(&r, BASE + 1);
    assert_err(PL_E_NOT_FOUND, pl_remap_find(&r, 99, &in));
    assert_err(PL_E_NOT_FOUND, pl_remap_find(&r, 102, &in));
    assert_ok(pl_remap_find(&r, 101, &in));
    assert_int_equal(in.in_seq, BASE + 1);
}

/* A subscriber asks for what went out just before the layer changed. */
static void what_went_out_before_the_anchor_is_still_found(void **state)
{
    struct pl_remap r;
    struct pl_remap_origin in;
    uint16_t seq;
    uint32_t ts;
    (void)state;
    pl_remap_init(&r, 100, 0);
    pl_remap_anchor(&r, 1, BASE, 1000, 1);
    assert_int_equal(map(&r, BASE), 100);
    r.shift = (struct pl_remap_shift){0xffff, 0};
    pl_remap_skip(&r, BASE + 1);
    assert_int_equal(map(&r, BASE + 2), 101);
    assert_int_equal(pl_remap_shift_of(&r, BASE).picture, 0);
    assert_int_equal(pl_remap_shift_of(&r, BASE + 2).picture, 0xffff);
    r.shift = (struct pl_remap_shift){7, 8};
    pl_remap_anchor(&r, 2, 9 * BASE, 0, 90);
    assert_int_equal(map(&r, 9 * BASE), 102);
    assert_ok(pl_remap_find(&r, 100, &in));
    assert_int_equal(in.in_seq, BASE);
    assert_int_equal(in.source, 1);
    assert_int_equal(in.ts_delta, (uint32_t)(1 - 1000));
    assert_int_equal(in.shift.picture, 0);
    assert_ok(pl_remap_find(&r, 101, &in));
    assert_int_equal(in.in_seq, BASE + 2);
    assert_int_equal(in.shift.picture, 0xffff);
    assert_ok(pl_remap_find(&r, 102, &in));
    assert_int_equal(in.in_seq, 9 * BASE);
    assert_int_equal(in.source, 2);
    assert_int_equal(in.shift.tl0, 8);
    assert_err(PL_E_NOT_FOUND, pl_remap_find(&r, 103, &in));
    /* Late packets of the old source have no number any more. */
    assert_err(PL_E_IGNORED, pl_remap_map(&r, BASE + 3, 0, &seq, &ts));
    pl_remap_detach(&r);
    assert_ok(pl_remap_find(&r, 102, &in));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_go_on_from_the_start_value),
        cmocka_unit_test(a_loss_stays_a_hole_and_a_late_packet_fills_it),
        cmocka_unit_test(what_is_skipped_leaves_no_hole),
        cmocka_unit_test(a_pause_swallows_what_was_lost_in_it),
        cmocka_unit_test(before_the_anchor_nothing_goes_out),
        cmocka_unit_test(another_source_goes_on_without_a_jump),
        cmocka_unit_test(no_number_is_given_twice),
        cmocka_unit_test(what_went_out_before_the_anchor_is_still_found),
        cmocka_unit_test(numbers_that_never_went_out_are_not_found),
    };
    return cmocka_run_group_tests_name("remap", tests, NULL, NULL);
}

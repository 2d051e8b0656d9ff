/* SPDX-License-Identifier: Apache-2.0 */
/* A single size that is too large for everybody: what its publisher is told. */
#include "pl_test.h"

#include "media/source/limit.h"

static struct pl_limit limit;

static uint32_t next(uint32_t now_bps, uint32_t widest_bps, bool seen)
{
    limit.bps = pl_limit_next(&limit, now_bps, widest_bps, seen);
    return limit.bps;
}

static void begin(void)
{
    limit = (struct pl_limit){.at = PL_TIME_NEVER};
}

static void while_one_way_carries_it_there_is_none(void **state)
{
    (void)state;
    begin();
    assert_int_equal(next(500000, 500000, false), 0);
    assert_int_equal(next(500000, 300000, true), 0); /* somebody has it, and may keep it */
    assert_int_equal(next(500000, PL_LIMIT_UNLIMITED, true), 0);
    assert_int_equal(next(0, 100000, false), 0); /* nothing comes */
}

static void the_widest_way_is_followed(void **state)
{
    (void)state;
    begin();
    assert_int_equal(next(500000, 320000, false), 240000);
    assert_int_equal(limit.full_bps, 500000);
    assert_int_equal(next(500000, 320000, false), 240000); /* it has not obeyed yet */
    assert_int_equal(next(240000, 310000, true), 240000);  /* hardly different */
    assert_int_equal(next(240000, 330000, true), 240000);
    assert_int_equal(next(240000, 200000, true), 150000);
    assert_int_equal(next(160000, 400000, true), 300000);
    assert_int_equal(limit.full_bps, 500000); /* as it was before all this */
    assert_int_equal(next(300000, 600000, true), 450000);
    assert_int_equal(next(450000, 651000, true), 0);
    assert_int_equal(next(500000, 650000, true), 0);
}

static void what_nobody_looks_at_has_no_limit(void **state)
{
    (void)state;
    begin();
    assert_int_equal(next(500000, 320000, false), 240000);
    assert_int_equal(next(240000, 0, false), 0);
}

static void there_is_a_least(void **state)
{
    (void)state;
    begin();
    assert_int_equal(next(500000, 61000, false), PL_LIMIT_LEAST_BPS);
    assert_int_equal(next(60000, 1, false), PL_LIMIT_LEAST_BPS);
}

static void who_obeys_in_vain_is_told_less(void **state)
{
    uint32_t before;
    (void)state;
    begin();
    before = next(500000, 320000, false);
    for (int i = 0; i < PL_LIMIT_SQUEEZES; i++) {
        uint32_t after = next(before, 320000, false);
        assert_in_range(after, before * 84 / 100, before * 86 / 100);
        before = after;
    }
    assert_int_equal(next(before, 320000, false), before);
    assert_int_equal(next(before, 320000, true), before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(while_one_way_carries_it_there_is_none),
        cmocka_unit_test(the_widest_way_is_followed),
        cmocka_unit_test(what_nobody_looks_at_has_no_limit),
        cmocka_unit_test(there_is_a_least),
        cmocka_unit_test(who_obeys_in_vain_is_told_less),
    };
    return cmocka_run_group_tests_name("limit", tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "pl_test.h"

#include "base/rng.h"
#include "proto/rtp/seq.h"

static void newer_across_the_wrap(void **state)
{
    (void)state;
    assert_true(pl_seq_newer(1, 0));
    assert_false(pl_seq_newer(0, 1));
    assert_false(pl_seq_newer(7, 7));
    assert_true(pl_seq_newer(0, 65535));
    assert_true(pl_seq_newer(32767, 0));
    assert_false(pl_seq_newer(32769, 0));
    assert_true(pl_ts_newer(5, 0xfffffff0u));
    assert_false(pl_ts_newer(0xfffffff0u, 5));
}

/* For a != b exactly one of the two is newer, also half a circle apart. */
static void newer_is_antisymmetric_everywhere(void **state)
{
    (void)state;
    for (unsigned a = 0; a < 65536; a += 257) {
        for (unsigned d = 1; d < 65536; d++) {
            uint16_t x = (uint16_t)a, y = (uint16_t)(a + d);
            assert_int_not_equal(pl_seq_newer(x, y), pl_seq_newer(y, x));
        }
    }
    assert_int_not_equal(pl_ts_newer(1, 0x80000001u), pl_ts_newer(0x80000001u, 1));
}

static void diff_is_signed_and_inverse_of_adding(void **state)
{
    (void)state;
    assert_int_equal(pl_seq_diff(0, 65535), 1);
    assert_int_equal(pl_seq_diff(65535, 0), -1);
    assert_int_equal(pl_seq_diff(0x8000, 0), -32768);
    assert_int_equal(pl_seq_diff(0x7fff, 0), 32767);
    for (unsigned b = 0; b < 65536; b++)
        assert_int_equal((uint16_t)(1234 + pl_seq_diff((uint16_t)b, 1234)), b);
}

static void unwrapper_counts_circles(void **state)
{
    struct pl_seq_unwrapper u = {0};
    uint64_t first;
    (void)state;
    first = pl_seq_unwrap(&u, 65000);
    for (uint64_t i = 1; i < 300000; i++)
        assert_int_equal(pl_seq_unwrap(&u, (uint16_t)(65000 + i)), first + i);
}

static void unwrapper_places_late_packets_behind(void **state)
{
    struct pl_seq_unwrapper u = {0};
    uint64_t first;
    (void)state;
    first = pl_seq_unwrap(&u, 2); /* the very first ones arrive reordered around the wrap */
    assert_int_equal(pl_seq_unwrap(&u, 65535), first - 3);
    assert_int_equal(pl_seq_unwrap(&u, 3), first + 1);
    assert_int_equal(pl_seq_unwrap(&u, (uint16_t)(3 - 32768)), first + 1 - 32768);
    assert_int_equal(pl_seq_unwrap(&u, 4), first + 2);
}

static void peek_does_not_move(void **state)
{
    struct pl_seq_unwrapper u = {0};
    uint64_t first;
    (void)state;
    assert_int_equal(pl_seq_unwrap_peek(&u, 9), 65536 + 9);
    first = pl_seq_unwrap(&u, 100);
    assert_int_equal(pl_seq_unwrap_peek(&u, 30000), first + 29900);
    assert_int_equal(pl_seq_unwrap(&u, 101), first + 1);
}

/* A walk with steps of less than half a circle, forward and back, against plain 64-bit numbers. */
static void unwrappers_agree_with_a_model(void **state)
{
    struct pl_seq_unwrapper u;
    struct pl_ts_unwrapper t;
    struct pl_prng prng;
    uint64_t seq = 70000, ts = UINT64_C(0x1fffff000); /* second circle: as the unwrapper begins */
    (void)state;
    pl_prng_init(&prng, 1);
    pl_seq_unwrapper_init(&u);
    pl_ts_unwrapper_init(&t);
    assert_int_equal(pl_seq_unwrap(&u, (uint16_t)seq), seq);
    assert_int_equal(pl_ts_unwrap(&t, (uint32_t)ts), ts);
    for (int i = 0; i < 50000; i++) {
        uint64_t ahead = pl_prng_below(&prng, 32767), behind = pl_prng_below(&prng, 32768);
        uint64_t ts_ahead = pl_prng_below(&prng, 0x7fffffff);
        assert_int_equal(pl_seq_unwrap(&u, (uint16_t)(seq - behind)), seq - behind);
        assert_int_equal(pl_ts_unwrap(&t, (uint32_t)(ts - behind)), ts - behind);
        seq += ahead;
        ts += ts_ahead;
        assert_int_equal(pl_seq_unwrap(&u, (uint16_t)seq), seq);
        assert_int_equal(pl_ts_unwrap(&t, (uint32_t)ts), ts);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(newer_across_the_wrap),
        cmocka_unit_test(newer_is_antisymmetric_everywhere),
        cmocka_unit_test(diff_is_signed_and_inverse_of_adding),
        cmocka_unit_test(unwrapper_counts_circles),
        cmocka_unit_test(unwrapper_places_late_packets_behind),
        cmocka_unit_test(peek_does_not_move),
        cmocka_unit_test(unwrappers_agree_with_a_model),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

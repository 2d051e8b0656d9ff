/* SPDX-License-Identifier: Apache-2.0 */
#include "recorder/jitter.h"

#include "base/rng.h"
#include "pl_test.h"

static enum pl_err put(struct pl_jitter *j, pl_time_us now, uint16_t seq)
{
    uint8_t bytes[2] = {(uint8_t)(seq >> 8), (uint8_t)seq};
    struct pl_jitter_packet p = {.payload = pl_bytes_of(bytes, 2), .seq = seq};
    return pl_jitter_put(j, now, &p);
}

static void expect(struct pl_jitter *j, pl_time_us now, uint16_t seq, uint32_t lost)
{
    struct pl_jitter_packet p;
    assert_true(pl_jitter_next(j, now, &p));
    assert_int_equal(p.seq, seq);
    assert_int_equal(p.lost, lost);
    assert_int_equal(pl_get_u16(p.payload.data), seq);
}

static void expect_nothing(struct pl_jitter *j, pl_time_us now)
{
    struct pl_jitter_packet p;
    assert_false(pl_jitter_next(j, now, &p));
}

static void in_order_nothing_waits(void **state)
{
    struct pl_jitter j;
    (void)state;
    assert_ok(pl_jitter_init(&j, 100));
    for (unsigned i = 0; i < 5000; i++) {
        assert_ok(put(&j, i, (uint16_t)(65000 + i)));
        expect(&j, i, (uint16_t)(65000 + i), 0);
    }
    expect_nothing(&j, 1000000);
    pl_jitter_finish(&j);
}

static void a_late_packet_is_waited_for(void **state)
{
    struct pl_jitter j;
    (void)state;
    assert_ok(pl_jitter_init(&j, 100));
    assert_ok(put(&j, 0, 65534));
    assert_ok(put(&j, 0, 0));
    expect(&j, 0, 65534, 0);
    expect_nothing(&j, 99);
    assert_ok(put(&j, 99, 65535));
    expect(&j, 99, 65535, 0);
    expect(&j, 99, 0, 0);
    assert_err(PL_E_REPLAY, put(&j, 99, 65535));
    pl_jitter_finish(&j);
}

static void a_lost_packet_is_given_up_and_told(void **state)
{
    struct pl_jitter j;
    (void)state;
    assert_ok(pl_jitter_init(&j, 100));
    assert_ok(put(&j, 0, 10));
    expect(&j, 0, 10, 0);
    assert_ok(put(&j, 5, 13));
    expect_nothing(&j, 104);
    expect(&j, 105, 13, 2);
    assert_err(PL_E_REPLAY, put(&j, 106, 12));
    assert_int_equal(j.lost, 2);
    pl_jitter_finish(&j);
}

static void a_jump_is_a_new_beginning(void **state)
{
    struct pl_jitter j;
    struct pl_jitter_packet p;
    (void)state;
    assert_ok(pl_jitter_init(&j, 100));
    assert_ok(put(&j, 0, 10));
    expect(&j, 0, 10, 0);
    assert_ok(put(&j, 0, 30000));
    assert_true(pl_jitter_next(&j, 0, &p));
    assert_true(p.restarted);
    assert_int_equal(p.lost, 0);
    pl_jitter_finish(&j);
}

/* Whatever the network does: in order, nothing twice, nothing lost that came in time. */
static void shuffled_packets_come_out_in_order(void **state)
{
    struct pl_prng r;
    (void)state;
    pl_prng_init(&r, 7);
    for (int round = 0; round < 50; round++) {
        struct pl_jitter j;
        struct pl_jitter_packet p;
        uint16_t order[400], out = 0;
        assert_ok(pl_jitter_init(&j, 1000));
        for (uint16_t i = 0; i < 400; i++)
            order[i] = i;
        for (uint16_t i = 1; i + 8 < 400; i++) {
            uint16_t k = (uint16_t)(i + pl_prng_below(&r, 8)), t = order[i];
            order[i] = order[k];
            order[k] = t;
        }
        for (uint16_t i = 0; i < 400; i++) {
            assert_ok(put(&j, i, order[i]));
            while (pl_jitter_next(&j, i, &p)) {
                assert_int_equal(p.seq, out);
                out++;
            }
        }
        assert_int_equal(out, 400);
        pl_jitter_finish(&j);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(in_order_nothing_waits),
        cmocka_unit_test(a_late_packet_is_waited_for),
        cmocka_unit_test(a_lost_packet_is_given_up_and_told),
        cmocka_unit_test(a_jump_is_a_new_beginning),
        cmocka_unit_test(shuffled_packets_come_out_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

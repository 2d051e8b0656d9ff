/* SPDX-License-Identifier: Apache-2.0 */
#include "pl_test.h"

#include "base/rng.h"
#include "media/peer/budget.h"

#define T0 PL_SEC(1000)

static void a_bucket_begins_full_and_refills_at_its_rate(void **state)
{
    const struct pl_allowance a = {1000, 250};
    struct pl_tokens b = {0};
    (void)state;
    assert_true(pl_tokens_take(&b, T0, a, 250));
    assert_false(pl_tokens_has(&b, T0, a, 1));
    assert_false(pl_tokens_take(&b, T0 + 999, a, 1));
    assert_true(pl_tokens_take(&b, T0 + 1000, a, 1));
    assert_false(pl_tokens_take(&b, T0 + 1000, a, 1));
    assert_true(pl_tokens_take(&b, T0 + PL_MS(101), a, 100));
    /* Never more than it holds. */
    assert_true(pl_tokens_take(&b, T0 + PL_SEC(86400), a, 250));
    assert_false(pl_tokens_take(&b, T0 + PL_SEC(86400), a, 1));
    assert_false(pl_tokens_take(&b, T0 + PL_SEC(90000), a, 251));
}

static void what_is_refused_costs_nothing(void **state)
{
    const struct pl_allowance a = {1000, 250};
    struct pl_tokens b = {0};
    (void)state;
    assert_true(pl_tokens_take(&b, T0, a, 200));
    for (int i = 0; i < 1000; i++)
        assert_false(pl_tokens_take(&b, T0, a, 51));
    assert_true(pl_tokens_take(&b, T0, a, 50));
}

static void a_clock_that_stands_or_steps_back_gives_nothing(void **state)
{
    const struct pl_allowance a = {1000, 10};
    struct pl_tokens b = {0};
    (void)state;
    assert_true(pl_tokens_take(&b, T0, a, 10));
    assert_false(pl_tokens_take(&b, T0 - PL_SEC(10), a, 1));
    assert_false(pl_tokens_take(&b, 0, a, 1));
    assert_true(pl_tokens_take(&b, T0 + PL_MS(1), a, 1));
}

static void the_greatest_rates_do_not_overflow(void **state)
{
    const struct pl_allowance a = {UINT64_C(1) << 40, UINT64_C(1) << 40};
    struct pl_tokens b = {0};
    (void)state;
    assert_true(pl_tokens_take(&b, 1, a, a.depth));
    assert_false(pl_tokens_take(&b, 1, a, 1));
    assert_true(pl_tokens_take(&b, PL_TIME_NEVER - 1, a, a.depth));
    assert_true(pl_tokens_take(&b, PL_TIME_NEVER - 1, (struct pl_allowance){0, 0}, UINT64_MAX));
}

/* 100 Mbit/s into 60 for ten seconds of virtual time: what passes is the rate and one depth. */
static void a_flood_is_cut_to_the_budget(void **state)
{
    const struct pl_budget_limits limits = pl_budget_limits_of(60000, 12000);
    struct pl_budget b = {0};
    uint64_t passed = 0, step = 96; /* microseconds a packet of 1200 bytes */
    (void)state;
    for (pl_time_us t = 0; t < PL_SEC(10); t += step)
        passed += pl_budget_take(&b, T0 + t, &limits, 1200) ? 1200 * 8 : 0;
    assert_in_range(passed, 600000000, 600000000 + 15000000 + 9600);
    /* Small packets run into the other limit. */
    b = (struct pl_budget){0};
    passed = 0;
    for (pl_time_us t = 0; t < PL_SEC(10); t += 20)
        passed += pl_budget_take(&b, T0 + t, &limits, 60);
    assert_in_range(passed, 120000, 120000 + 3001);
}

static void a_key_frame_of_every_camera_fits(void **state)
{
    const struct pl_budget_limits limits = pl_budget_limits_of(60000, 12000);
    struct pl_budget b = {0};
    (void)state;
    for (int i = 0; i < 16 * 80; i++) /* 80 packets each, at once */
        assert_true(pl_budget_take(&b, T0, &limits, 1200));
}

/* ---- strangers ---- */

static struct pl_strangers *make_table(void)
{
    static const uint8_t seed[16] = {1, 2, 3};
    struct pl_strangers *s;
    assert_ok(pl_strangers_create(&s, seed));
    return s;
}

static struct pl_addr v6(uint8_t network, uint8_t host)
{
    const uint8_t ip[16] = {0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, network, 0, 0, 0, 0, 0, 0, 0, host};
    struct pl_addr a;
    assert_ok(pl_addr_from_ip(&a, pl_bytes_of(ip, sizeof(ip)), 7));
    return a;
}

static unsigned failures_let_through(struct pl_strangers *s, pl_time_us now,
                                     const struct pl_addr *from, unsigned tries)
{
    unsigned n = 0;
    for (unsigned i = 0; i < tries; i++) {
        if (!pl_strangers_may(s, now, from))
            continue;
        pl_strangers_failed(s, now, from);
        n++;
    }
    return n;
}

static void a_source_may_fail_so_often_and_others_do_not_pay(void **state)
{
    struct pl_strangers *s = make_table();
    struct pl_addr bad = pl_addr_ipv4(192, 0, 2, 1, 1000), port = pl_addr_ipv4(192, 0, 2, 1, 2000),
                   good = pl_addr_ipv4(192, 0, 2, 2, 1000);
    (void)state;
    assert_int_equal(failures_let_through(s, T0, &bad, 1000), PL_STRANGERS_DEPTH);
    assert_false(pl_strangers_may(s, T0, &port)); /* the same host */
    assert_true(pl_strangers_may(s, T0, &good));
    assert_int_equal(failures_let_through(s, T0 + PL_SEC(1), &bad, 1000), PL_STRANGERS_RATE);
    pl_strangers_destroy(s);
}

static void a_network_of_ipv6_is_one_source(void **state)
{
    struct pl_strangers *s = make_table();
    unsigned n = 0;
    (void)state;
    for (unsigned host = 0; host < 256; host++) {
        struct pl_addr a = v6(1, (uint8_t)host);
        n += failures_let_through(s, T0, &a, 10);
    }
    assert_int_equal(n, PL_STRANGERS_DEPTH);
    assert_true(pl_strangers_may(s, T0, &(struct pl_addr){0}));
    for (unsigned network = 2; network < 100; network++) {
        struct pl_addr a = v6((uint8_t)network, 1);
        assert_true(pl_strangers_may(s, T0, &a));
    }
    pl_strangers_destroy(s);
}

/* Forged sources push out the quiet ones; who goes on stays known. */
static void the_table_is_bounded_and_keeps_who_goes_on(void **state)
{
    struct pl_strangers *s = make_table();
    struct pl_addr bad = pl_addr_ipv4(192, 0, 2, 1, 1);
    struct pl_prng prng;
    unsigned n = 0;
    (void)state;
    pl_prng_init(&prng, 5);
    for (unsigned i = 0; i < 100000; i++) {
        uint32_t ip = (uint32_t)pl_prng_next(&prng);
        struct pl_addr forged = pl_addr_ipv4((uint8_t)(ip >> 24), (uint8_t)(ip >> 16),
                                             (uint8_t)(ip >> 8), (uint8_t)ip, 1);
        pl_time_us now = T0 + i * 100u;
        pl_strangers_failed(s, now, &forged);
        n += failures_let_through(s, now, &bad, 1);
    }
    assert_in_range(n, 10 * PL_STRANGERS_RATE, 10 * PL_STRANGERS_RATE + PL_STRANGERS_DEPTH + 1);
    pl_strangers_destroy(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bucket_begins_full_and_refills_at_its_rate),
        cmocka_unit_test(what_is_refused_costs_nothing),
        cmocka_unit_test(a_clock_that_stands_or_steps_back_gives_nothing),
        cmocka_unit_test(the_greatest_rates_do_not_overflow),
        cmocka_unit_test(a_flood_is_cut_to_the_budget),
        cmocka_unit_test(a_key_frame_of_every_camera_fits),
        cmocka_unit_test(a_source_may_fail_so_often_and_others_do_not_pay),
        cmocka_unit_test(a_network_of_ipv6_is_one_source),
        cmocka_unit_test(the_table_is_bounded_and_keeps_who_goes_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Days that can be counted by hand, and one that cannot, against itself. */
#include "pl_test.h"

#include "base/rng.h"
#include "route/replay.h"

static const int64_t nine = INT64_C(1795424400000); /* 2026-11-23 09:00 UTC */

struct day {
    struct pl_replay_config config;
    struct pl_replay *r;
};

static void begin(struct day *d, const char *key, const char *value)
{
    struct pl_counter_setup setup;
    pl_counter_setup_init(&setup);
    setup.area = 1;
    setup.attribute = 1;
    if (key)
        assert_int_equal(pl_counter_setup_set(&setup, PL_COUNTER_QUEUE_KIND, key, value), PL_OK);
    if (!d->config.target_us)
        d->config.target_us = PL_SEC(20);
    d->r = pl_replay_create(&d->config);
    assert_non_null(d->r);
    assert_int_equal(pl_replay_queue(d->r, 101, &setup), 0);
}

static void contact(struct day *d, int32_t client, unsigned second, int64_t service_s,
                    int64_t left_after_s)
{
    const struct pl_replay_contact c = {.entered_ms = nine + second * INT64_C(1000),
                                        .client = client,
                                        .queue = 101,
                                        .priority = 10,
                                        .left_after_ms =
                                            left_after_s < 0 ? -1 : left_after_s * 1000,
                                        .service_ms = service_s < 0 ? -1 : service_s * 1000,
                                        .waited_ms = service_s < 0 ? -1 : 7000};
    assert_int_equal(pl_replay_contact(d->r, &c), PL_OK);
}

static void duty(struct day *d, int32_t agent, unsigned from, unsigned to)
{
    const struct pl_replay_duty on = {.agent = agent,
                                      .from_ms = nine + from * INT64_C(1000),
                                      .to_ms = to ? nine + to * INT64_C(1000) : 0,
                                      .attribute = -1,
                                      .profile = {.capacity = 1}};
    assert_int_equal(pl_replay_duty(d->r, &on), PL_OK);
}

static struct pl_replay_figures run(struct day *d)
{
    struct pl_replay_figures f;
    assert_int_equal(pl_replay_run(d->r), PL_OK);
    pl_replay_figures(d->r, 0, &f);
    return f;
}

/* Two services of 60 s one after the other, and one who goes after 30. */
static void by_hand(void **state)
{
    struct day d = {.r = NULL};
    struct pl_replay_figures f, recorded;
    (void)state;
    begin(&d, NULL, NULL);
    contact(&d, 1, 10, 60, -1);
    contact(&d, 2, 20, 60, -1);
    contact(&d, 3, 25, -1, 30);
    duty(&d, 900, 0, 200);
    f = run(&d);
    assert_int_equal(f.contacts, 3);
    assert_int_equal(f.served, 2);
    assert_int_equal(f.abandoned, 1);
    assert_int_equal(f.in_target, 1);
    assert_true(f.waited == PL_SEC(50) && f.waited_max == PL_SEC(50) && f.waited_p50 == 0);
    assert_true(f.busy == PL_SEC(120) && f.on_duty == PL_SEC(200));
    pl_replay_recorded(d.r, 101, &recorded);
    assert_true(recorded.served == 2 && recorded.abandoned == 1 && recorded.waited == PL_SEC(14));
    pl_replay_destroy(d.r);
}

/* One more agent: nobody waits. */
static void with_more_people(void **state)
{
    struct day d = {.r = NULL};
    struct pl_replay_figures f;
    (void)state;
    begin(&d, NULL, NULL);
    contact(&d, 1, 10, 60, -1);
    contact(&d, 2, 20, 60, -1);
    contact(&d, 1, 25, -1, 30); /* the same client twice, at once */
    for (int32_t agent = 900; agent < 903; agent++)
        duty(&d, agent, 0, agent == 902 ? 0 : 200); /* one stays until all is done */
    f = run(&d);
    assert_int_equal(f.served, 3); /* a service of the others' length */
    assert_true(f.waited == 0 && f.busy == PL_SEC(180) && f.on_duty == PL_SEC(200 + 200 + 200));
    pl_replay_destroy(d.r);
}

/* Other rules: a queue with room for nobody, opening hours, ring-all, a duty that ends. */
static void under_other_rules(void **state)
{
    static const struct {
        const char *key, *value;
        uint64_t served, refused;
    } rules[] = {
        {"max_length", "1", 2, 1},          {"hours", "mon-sun 10:00-11:00", 0, 3},
        {"hours", "mon 09:00-10:00", 3, 0}, {"strategy", "ring-all", 3, 0},
        {"wrap_up_seconds", "3600", 1, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
        struct day d = {.r = NULL};
        struct pl_replay_figures f;
        begin(&d, rules[i].key, rules[i].value);
        for (int32_t client = 1; client <= 3; client++)
            contact(&d, client, 10 * (unsigned)client, 60, -1);
        duty(&d, 900, 0, 1000);
        f = run(&d);
        assert_int_equal(f.served, rules[i].served);
        assert_int_equal(f.refused, rules[i].refused);
        assert_int_equal(f.served + f.refused + f.abandoned, 3);
        pl_replay_destroy(d.r);
    }
}

static void patience_that_nobody_recorded(void **state)
{
    struct day d = {.config = {.patience_us = PL_SEC(40)}};
    struct pl_replay_figures f;
    (void)state;
    begin(&d, NULL, NULL);
    for (int32_t client = 1; client <= 3; client++)
        contact(&d, client, 10, 60, -1);
    duty(&d, 900, 0, 100); /* ends while the first is served: he finishes him */
    f = run(&d);
    assert_int_equal(f.served, 1);
    assert_int_equal(f.abandoned, 2);
    pl_replay_destroy(d.r);
}

/* A day of 5,000: the same seed gives the same, more agents never more waiting, all add up. */
static void a_day(void **state)
{
    pl_time_us before = PL_TIME_NEVER;
    (void)state;
    for (int32_t agents = 20; agents <= 40; agents += 5) {
        struct pl_replay_figures f[2];
        for (int again = 0; again < 2; again++) {
            struct day d = {.config = {.seed = 5}};
            struct pl_prng rng;
            unsigned at = 0;
            pl_prng_init(&rng, 7);
            begin(&d, NULL, NULL);
            for (int32_t i = 1; i <= 5000; i++) {
                at += (unsigned)pl_prng_below(&rng, 14);
                contact(&d, i, at, (int64_t)pl_prng_below(&rng, 300), -1);
            }
            for (int32_t agent = 0; agent < agents; agent++)
                duty(&d, 9000 + agent, 0, 0);
            f[again] = run(&d);
            pl_replay_destroy(d.r);
        }
        assert_memory_equal(&f[0], &f[1], sizeof(f[0]));
        assert_int_equal(f[0].served, 5000);
        assert_true(f[0].waited <= before);
        assert_true(f[0].busy <= f[0].on_duty && f[0].error_p50 <= f[0].error_p90);
        before = f[0].waited;
    }
}

static void nonsense(void **state)
{
    struct day d = {.r = NULL};
    const struct pl_replay_contact c = {.entered_ms = -1, .client = 1};
    const struct pl_replay_duty empty = {.agent = 1, .from_ms = 5, .to_ms = 5};
    (void)state;
    begin(&d, NULL, NULL);
    assert_int_equal(pl_replay_contact(d.r, &c), PL_E_RANGE);
    assert_int_equal(pl_replay_duty(d.r, &empty), PL_E_RANGE);
    assert_int_equal(run(&d).contacts, 0);
    pl_replay_destroy(d.r);
}

/* Six agents, four of them for both queues, one of which goes first. */
static void estimates_with_shared_agents(void **state)
{
    struct pl_replay_config config = {.target_us = PL_SEC(20)};
    struct pl_replay *r = pl_replay_create(&config);
    struct pl_counter_setup setup;
    struct pl_replay_figures f;
    struct pl_prng rng;
    int64_t at = nine;
    (void)state;
    assert_non_null(r);
    pl_prng_init(&rng, 7);
    for (int32_t i = 0; i < 2; i++) {
        pl_counter_setup_init(&setup);
        setup.area = 1;
        setup.attribute = 1 << i;
        setup.priority = i;
        assert_int_equal(pl_replay_queue(r, 101 + i, &setup), 0);
    }
    for (int32_t i = 0; i < 400; i++) {
        const struct pl_replay_contact c = {
            .entered_ms = at,
            .client = 1 + i,
            .queue = 101 + (int32_t)pl_prng_below(&rng, 2),
            .priority = 10,
            .left_after_ms = -1,
            .service_ms = 60000 + (int64_t)pl_prng_below(&rng, 240000),
            .waited_ms = 0,
        };
        at += (int64_t)pl_prng_below(&rng, 60000); /* a little more than they can do */
        assert_int_equal(pl_replay_contact(r, &c), PL_OK);
    }
    for (int32_t i = 0; i < 6; i++) {
        const struct pl_replay_duty on = {.agent = 900 + i,
                                          .from_ms = nine,
                                          .attribute = i < 4 ? 3 : 1,
                                          .profile = {.capacity = 1}};
        assert_int_equal(pl_replay_duty(r, &on), PL_OK);
    }
    assert_int_equal(pl_replay_run(r), PL_OK);
    pl_replay_figures(r, 101, &f);
    assert_true(f.estimates > 100);
    assert_true(f.error_p50 < 80000000); /* 89 s without the other queue */
    pl_replay_destroy(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(estimates_with_shared_agents),
        cmocka_unit_test(by_hand),
        cmocka_unit_test(with_more_people),
        cmocka_unit_test(under_other_rules),
        cmocka_unit_test(patience_that_nobody_recorded),
        cmocka_unit_test(a_day),
        cmocka_unit_test(nonsense),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The estimator on simulated links. Each run has bounds that must hold, and a trace that is
 * compared as text with src/media/bwe/traces/NAME.txt, so that a change of behaviour is seen in
 * review. After a wanted change: see pl_agreed.h.
 */
#include "pl_agreed.h"

#include "media/bwe/link_sim.h"

#define TRACES "src/media/bwe/traces/"

static struct sim sim;
/* Start, min, max. */
#define USUAL                                                                                      \
    {                                                                                              \
        300000, 50000, 5000000                                                                     \
    }

static void compare_trace(void)
{
    static char got[16384];
    char path[256];
    size_t len = sim_trace(&sim, got, sizeof(got));
    (void)snprintf(path, sizeof(path), TRACES "%s.txt", sim.config->name);
    pl_test_agreed(path, got, len);
}

static void run(const struct sim_config *config)
{
    sim_run(&sim, config, 7);
    compare_trace();
}

static uint32_t mean_bps(unsigned from, unsigned until)
{
    uint64_t sum = 0;
    for (unsigned i = from; i < until; i++)
        sum += sim.rows[i].target_bps;
    return (uint32_t)(sum / (until - from));
}

static void expect_between(uint32_t low, uint32_t value, uint32_t high)
{
    if (value < low || value > high)
        fail_msg("%u is not within %u and %u", value, low, high);
}

static void expect_no_lasting_overshoot(void)
{
    if (sim.over_ms_longest > 1000)
        fail_msg("above 1.5 x what is free for %u ms", sim.over_ms_longest);
}

static void constant_1_mbit(void **state)
{
    static const struct sim_config c = {.name = "constant",
                                        .seconds = 60,
                                        .steps = {{0, 1000000, 0}},
                                        .queue_ms = 400,
                                        .bwe = USUAL};
    (void)state;
    run(&c);
    expect_between(700000, mean_bps(10, 60), 1000000);
    for (unsigned i = 0; i < 60; i++)
        expect_between(0, sim.rows[i].queue_ms, 100);
    assert_int_equal(sim.dropped, 0);
    expect_no_lasting_overshoot();
}

/* 3 -> 0.3 -> 3 Mbit/s. */
static void a_step_down_and_up(void **state)
{
    static const struct sim_config c = {
        .name = "step",
        .seconds = 75,
        .steps = {{0, 3000000, 0}, {25000, 300000, 0}, {45000, 3000000, 0}},
        .queue_ms = 400,
        .bwe = USUAL};
    uint32_t best = 0;
    (void)state;
    run(&c);
    expect_between(2100000, mean_bps(10, 25), 3000000);
    expect_between(50000, sim.rows[27].target_bps, 300000); /* within 3 s */
    expect_between(200000, mean_bps(28, 45), 300000);
    for (unsigned i = 45; i < 55; i++)
        best = sim.rows[i].target_bps > best ? sim.rows[i].target_bps : best;
    expect_between(2100000, best, 4500000); /* within 10 s */
    expect_between(2100000, mean_bps(55, 75), 3000000);
    for (unsigned i = 28; i < 75; i++)
        expect_between(0, sim.rows[i].queue_ms, 150);
    expect_no_lasting_overshoot();
}

static void two_percent_lost_at_random(void **state)
{
    static const struct sim_config c = {.name = "loss-2",
                                        .seconds = 60,
                                        .steps = {{0, 3000000, 0}},
                                        .queue_ms = 400,
                                        .loss_percent = 2,
                                        .bwe = USUAL};
    (void)state;
    run(&c);
    expect_between(1800000, mean_bps(10, 60), 3000000);
    for (unsigned i = 10; i < 60; i++)
        expect_between(1500000, sim.rows[i].target_bps, 4500000);
    expect_no_lasting_overshoot();
}

/* The edge where the draft lets it sink; probes prove the link again and again. */
static void ten_percent_lost_at_random(void **state)
{
    static const struct sim_config c = {.name = "loss-10",
                                        .seconds = 60,
                                        .steps = {{0, 3000000, 0}},
                                        .queue_ms = 400,
                                        .loss_percent = 10,
                                        .bwe = USUAL};
    (void)state;
    run(&c);
    expect_between(500000, mean_bps(10, 60), 3000000);
    expect_no_lasting_overshoot();
}

static void jitter_of_50_ms(void **state)
{
    static const struct sim_config c = {.name = "jitter",
                                        .seconds = 60,
                                        .steps = {{0, 1000000, 0}},
                                        .queue_ms = 400,
                                        .jitter_ms = 50,
                                        .bwe = USUAL};
    (void)state;
    run(&c);
    expect_between(600000, mean_bps(10, 60), 1050000);
    expect_no_lasting_overshoot();
}

/* A way that holds packets back for spells and delivers them at once, as Wi-Fi does. */
static void spells_of_50_ms(void **state)
{
    static const struct sim_config c = {.name = "spells-50",
                                        .seconds = 60,
                                        .steps = {{0, 3000000, 0}},
                                        .queue_ms = 400,
                                        .jitter_ms = 50,
                                        .spell_ms = 50,
                                        .bwe = USUAL};
    (void)state;
    run(&c);
    expect_between(1500000, mean_bps(10, 60), 3200000);
    expect_no_lasting_overshoot();
}

static void spells_of_300_ms(void **state)
{
    static const struct sim_config c = {.name = "spells-300",
                                        .seconds = 60,
                                        .steps = {{0, 3000000, 0}},
                                        .queue_ms = 400,
                                        .jitter_ms = 300,
                                        .spell_ms = 300,
                                        .bwe = USUAL};
    (void)state;
    run(&c);
    expect_between(1000000, mean_bps(10, 60), 3200000);
    expect_between(0, sim.over_ms_longest, 3000); /* the price: a window of 1.5 s */
}

/* Jitter does not hide that the way has become narrow. */
static void a_step_behind_jitter(void **state)
{
    static const struct sim_config c = {
        .name = "step-jitter",
        .seconds = 75,
        .steps = {{0, 3000000, 0}, {25000, 300000, 0}, {45000, 3000000, 0}},
        .queue_ms = 400,
        .jitter_ms = 50,
        .spell_ms = 50,
        .bwe = USUAL};
    (void)state;
    run(&c);
    expect_between(50000, sim.rows[28].target_bps, 400000);
    expect_between(150000, mean_bps(28, 45), 330000);
    expect_between(1500000, mean_bps(55, 75), 3200000);
}

/*
 * A camera that sends less than would fit, a twentieth lost, jitter, and a computer at whose other
 * end other programs run. Seen in Chromium: each false alarm took a part of what little was sent,
 * and nothing brought it back.
 */
static void a_busy_computer_on_a_lossy_way(void **state)
{
    static const struct sim_config c = {.name = "busy",
                                        .seconds = 90,
                                        .steps = {{0, 3000000, 0}},
                                        .queue_ms = 400,
                                        .loss_percent = 5,
                                        .jitter_ms = 50,
                                        .swell_ms = 60,
                                        .swell_every_ms = 1500,
                                        .media_max_bps = 400000,
                                        .fill_percent = 60,
                                        .want_bps = 800000,
                                        .bwe = USUAL};
    (void)state;
    run(&c);
    expect_between(600000, mean_bps(10, 90), 3000000);
    for (unsigned i = 10; i < 90; i++)
        expect_between(300000, sim.rows[i].target_bps, 3000000);
}

/* Another flow takes 1.2 of 2 Mbit/s for 20 s and leaves again. */
static void a_flow_comes_and_goes(void **state)
{
    static const struct sim_config c = {
        .name = "competing",
        .seconds = 60,
        .steps = {{0, 2000000, 0}, {15000, 2000000, 1200000}, {35000, 2000000, 0}},
        .queue_ms = 400,
        .bwe = USUAL};
    (void)state;
    run(&c);
    expect_between(50000, sim.rows[17].target_bps, 800000);
    expect_between(450000, mean_bps(18, 35), 850000);
    expect_between(1400000, mean_bps(45, 60), 2000000);
    expect_no_lasting_overshoot();
}

static void three_feedbacks_of_ten_lost(void **state)
{
    static const struct sim_config c = {.name = "feedback-loss",
                                        .seconds = 60,
                                        .steps = {{0, 1000000, 0}},
                                        .queue_ms = 400,
                                        .feedback_loss_percent = 30,
                                        .bwe = USUAL};
    (void)state;
    run(&c);
    expect_between(600000, mean_bps(10, 60), 1000000);
    assert_int_equal(sim.dropped, 0);
    expect_no_lasting_overshoot();
}

/* A queue of 5 ms: only losses can tell. */
static void a_queue_too_short_for_delay(void **state)
{
    static const struct sim_config c = {
        .name = "shallow", .seconds = 60, .steps = {{0, 1000000, 0}}, .queue_ms = 5, .bwe = USUAL};
    (void)state;
    run(&c);
    expect_between(800000, mean_bps(10, 60), 1120000); /* the draft bears a tenth of loss */
    assert_true(sim.dropped * 10 < sim.sent);
    expect_no_lasting_overshoot();
}

/* 200 kbit/s of media: probes alone show what would fit, and cost little. */
static void little_to_send(void **state)
{
    static const struct sim_config c = {.name = "idle",
                                        .seconds = 40,
                                        .steps = {{0, 3000000, 0}},
                                        .queue_ms = 400,
                                        .media_max_bps = 200000,
                                        .bwe = USUAL};
    (void)state;
    run(&c);
    expect_between(2100000, mean_bps(10, 40), 3000000);
    expect_between(1, (uint32_t)(sim.probe_bytes * 8 / 40), 60000);
    expect_no_lasting_overshoot();
}

static void the_receiver_falls_silent(void **state)
{
    static const struct sim_config c = {.name = "silence",
                                        .seconds = 30,
                                        .steps = {{0, 1000000, 0}},
                                        .queue_ms = 400,
                                        .silent_from_ms = 20000,
                                        .bwe = USUAL};
    (void)state;
    run(&c);
    expect_between(600000, sim.rows[19].target_bps, 1000000);
    expect_between(50000, sim.rows[29].target_bps, 50000);
}

/* The bounds, not the traces, for other dice. */
static void other_seeds_keep_the_bounds(void **state)
{
    static const struct sim_config c[] = {
        {.seconds = 60, .steps = {{0, 1000000, 0}}, .queue_ms = 400, .jitter_ms = 50, .bwe = USUAL},
        {.seconds = 60,
         .steps = {{0, 3000000, 0}},
         .queue_ms = 400,
         .loss_percent = 2,
         .bwe = USUAL},
        {.seconds = 60,
         .steps = {{0, 1000000, 0}},
         .queue_ms = 400,
         .feedback_loss_percent = 30,
         .bwe = USUAL},
    };
    (void)state;
    for (uint64_t seed = 100; seed < 130; seed++) {
        for (size_t i = 0; i < sizeof(c) / sizeof(c[0]); i++) {
            uint32_t capacity = c[i].steps[0].capacity_bps;
            sim_run(&sim, &c[i], seed);
            expect_between(capacity / 2, mean_bps(10, 60), capacity + capacity / 20);
            expect_no_lasting_overshoot();
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(constant_1_mbit),
        cmocka_unit_test(a_step_down_and_up),
        cmocka_unit_test(two_percent_lost_at_random),
        cmocka_unit_test(ten_percent_lost_at_random),
        cmocka_unit_test(jitter_of_50_ms),
        cmocka_unit_test(spells_of_50_ms),
        cmocka_unit_test(spells_of_300_ms),
        cmocka_unit_test(a_step_behind_jitter),
        cmocka_unit_test(a_busy_computer_on_a_lossy_way),
        cmocka_unit_test(a_flow_comes_and_goes),
        cmocka_unit_test(three_feedbacks_of_ten_lost),
        cmocka_unit_test(a_queue_too_short_for_delay),
        cmocka_unit_test(little_to_send),
        cmocka_unit_test(the_receiver_falls_silent),
        cmocka_unit_test(other_seeds_keep_the_bounds),
    };
    return cmocka_run_group_tests_name("bwe_sim", tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The whole estimator: what goes in, which rule wins, deadlines, nonsense from the receiver. */
#include "pl_test.h"

#include "media/bwe/bwe.h"

static struct pl_bwe bwe;
static pl_time_us now;
static uint16_t next_seq;

/* A receiver's clock, 1000 s off and behind a way of 20 ms. */
static int64_t clock_ticks(pl_time_us at)
{
    return (int64_t)(at + PL_SEC(1000) + PL_MS(20)) / PL_TWCC_TICK_US;
}

static void begin(uint32_t start_bps)
{
    now = PL_SEC(5);
    next_seq = 65530;
    pl_bwe_finish(&bwe);
    pl_bwe_init(&bwe, &(struct pl_bwe_config){start_bps, 50000, 2000000});
}

/* How late the packet n comes: each slow_us later than the one before; none before held_us. */
static int64_t late_us(unsigned n, int64_t slow_us, int64_t held_us)
{
    int64_t late = (int64_t)(n + 1) * slow_us, held = held_us - (int64_t)n * 10000;
    return late > held ? late : held;
}

static void exchange_held(unsigned count, size_t bytes, int64_t slow_us, unsigned lose_nth,
                          int64_t held_us)
{
    struct pl_twcc_status statuses[200];
    struct pl_rtcp_twcc head = {.base_seq = next_seq, .status_count = (uint16_t)count};
    int64_t tick = clock_ticks(now) / 256 * 256;
    head.reference_time = (int32_t)(tick / 256);
    assert_true(count <= 200);
    for (unsigned i = 0; i < count; i++) {
        int64_t at = clock_ticks(now) + late_us(i, slow_us, held_us) / PL_TWCC_TICK_US;
        bool lost = lose_nth > 0 && i % lose_nth == lose_nth - 1;
        pl_bwe_sent(&bwe, now, next_seq, bytes);
        statuses[i] = (struct pl_twcc_status){next_seq++, !lost, 0};
        if (!lost) {
            statuses[i].delta_250us = (int16_t)(at - tick);
            tick = at;
        }
        now += PL_MS(10);
    }
    now += PL_MS(40);
    pl_bwe_feedback(&bwe, now, &head, statuses, count);
}

/*
 * count packets, 10 ms apart, each slow_us later than the one before; every lose_nth is lost (0:
 * none); told together 40 ms after the last.
 */
static void exchange(unsigned count, size_t bytes, int64_t slow_us, unsigned lose_nth)
{
    exchange_held(count, bytes, slow_us, lose_nth, 0);
}

static void begins_with_the_configured_rate(void **state)
{
    (void)state;
    begin(500000);
    assert_int_equal(pl_bwe_target_bps(&bwe), 500000);
    assert_int_equal(pl_bwe_why(&bwe), PL_BWE_WHY_START);
    assert_int_equal(pl_bwe_deadline(&bwe), PL_TIME_NEVER);
    assert_int_equal(pl_bwe_next_probe(&bwe, now), 0);
    pl_bwe_tick(&bwe, now + PL_SEC(1000));
    assert_int_equal(pl_bwe_target_bps(&bwe), 500000);
    assert_true(sizeof(struct pl_bwe) < 6 * 1024);
}

static void a_free_link_ramps_up(void **state)
{
    (void)state;
    begin(500000);
    for (int i = 0; i < 20; i++)
        exchange(20, 625, 0, 0);                         /* 500 kbit/s, with pauses */
    assert_int_equal(pl_bwe_why(&bwe), PL_BWE_WHY_IDLE); /* not above 1.5 of it */
    assert_in_range(pl_bwe_target_bps(&bwe), 560000, 700000);
    assert_int_equal(bwe.strange, 0);
    assert_in_range(bwe.rtt_us, PL_MS(45), PL_MS(55)); /* until the feedback, its wait included */
}

static void growing_delay_brings_it_down(void **state)
{
    (void)state;
    begin(1000000);
    exchange(100, 1250, 0, 0);
    for (int i = 0; i < 3 && pl_bwe_why(&bwe) != PL_BWE_WHY_OVERUSE; i++)
        exchange(50, 1250, 2000, 0); /* five sixths of it arrive */
    assert_int_equal(pl_bwe_why(&bwe), PL_BWE_WHY_OVERUSE);
    assert_in_range(pl_bwe_target_bps(&bwe), 600000, 800000);
}

/* 100 ms were believed to be a queue; then as much clears at once: the way is like that. */
static void an_alarm_is_taken_back(void **state)
{
    uint32_t before;
    (void)state;
    begin(1000000);
    exchange(100, 1250, 0, 0);
    before = pl_bwe_target_bps(&bwe);
    for (int i = 0; i < 3 && pl_bwe_why(&bwe) != PL_BWE_WHY_OVERUSE; i++)
        exchange(50, 1250, 2000, 0);
    assert_true(pl_bwe_target_bps(&bwe) < before);
    exchange_held(50, 1250, 0, 0, 150000);
    assert_true(pl_bwe_target_bps(&bwe) >= before);
}

static void losses_bring_it_down(void **state)
{
    (void)state;
    begin(1000000);
    exchange(100, 1250, 0, 0);
    exchange(100, 1250, 0, 5); /* judged with the hundred before: exactly a tenth, it stands */
    assert_int_equal(pl_bwe_target_bps(&bwe), 1000000);
    exchange(100, 1250, 0, 5);
    assert_int_equal(pl_bwe_why(&bwe), PL_BWE_WHY_LOSS);
    assert_in_range(pl_bwe_target_bps(&bwe), 850000, 950000);
}

/* Nobody told that they were lost: the feedback was. */
static void lost_feedback_is_no_loss(void **state)
{
    (void)state;
    begin(1000000);
    exchange(100, 1250, 0, 0);
    for (int i = 0; i < 50; i++)
        pl_bwe_sent(&bwe, now, next_seq++, 1250);
    exchange(100, 1250, 0, 0);
    assert_true(bwe.loss.fraction == 0);
    assert_true(pl_bwe_target_bps(&bwe) >= 1000000);
}

static void told_lost_and_arrived_after_all(void **state)
{
    struct pl_twcc_status s[2] = {{7, false, 0}, {8, true, 10}};
    struct pl_rtcp_twcc head = {.base_seq = 7, .status_count = 2};
    (void)state;
    begin(1000000);
    pl_bwe_sent(&bwe, now, 7, 1000);
    pl_bwe_sent(&bwe, now, 8, 1000);
    pl_bwe_feedback(&bwe, now + PL_MS(50), &head, s, 2);
    assert_int_equal(bwe.loss.lost, 1);
    pl_bwe_feedback(&bwe, now + PL_MS(60), &head, s, 2); /* the same again */
    assert_int_equal(bwe.loss.lost, 1);
    s[0].received = true;
    pl_bwe_feedback(&bwe, now + PL_MS(100), &head, s, 2);
    assert_int_equal(bwe.loss.lost, 1);
    assert_int_equal(bwe.loss.arrived, 1);
    assert_int_equal(bwe.rate.bytes[bwe.rate.newest % PL_BWE_RATE_BUCKETS], 2000);
}

static void reports_count_only_without_feedback(void **state)
{
    (void)state;
    begin(1000000);
    pl_bwe_report(&bwe, now, 64, PL_MS(80)); /* a quarter */
    assert_int_equal(pl_bwe_target_bps(&bwe), 875000);
    assert_int_equal(pl_bwe_why(&bwe), PL_BWE_WHY_LOSS);
    assert_int_equal(bwe.rtt_us, PL_MS(80));
    pl_bwe_report(&bwe, now, 0, PL_SEC(100)); /* counts as three seconds */
    assert_int_equal(bwe.rtt_us, (7 * PL_MS(80) + PL_SEC(3)) / 8);
    begin(1000000);
    exchange(100, 1250, 0, 0);
    uint32_t before = pl_bwe_target_bps(&bwe);
    pl_bwe_report(&bwe, now, 255, 0);
    assert_int_equal(pl_bwe_target_bps(&bwe), before);
    pl_bwe_report(&bwe, now + PL_SEC(3), 255, 0);
    assert_true(pl_bwe_target_bps(&bwe) < before);
}

static void silence_halves_it_each_second(void **state)
{
    pl_time_us due;
    uint32_t before;
    (void)state;
    begin(1000000);
    exchange(100, 1250, 0, 0);
    before = pl_bwe_target_bps(&bwe);
    pl_bwe_want(&bwe, 0);                                   /* no probes */
    assert_int_equal(pl_bwe_deadline(&bwe), PL_TIME_NEVER); /* all is told */
    pl_bwe_sent(&bwe, now, next_seq++, 1250);
    due = pl_bwe_deadline(&bwe);
    assert_int_equal(due, now + PL_SEC(1) + bwe.rtt_us);
    pl_bwe_tick(&bwe, due - 1);
    assert_int_equal(pl_bwe_target_bps(&bwe), before);
    pl_bwe_tick(&bwe, due);
    assert_int_equal(pl_bwe_target_bps(&bwe), before / 2);
    assert_int_equal(pl_bwe_why(&bwe), PL_BWE_WHY_SILENCE);
    assert_int_equal(pl_bwe_deadline(&bwe), due + PL_SEC(1) + bwe.rtt_us);
    for (int i = 0; i < 10; i++)
        pl_bwe_tick(&bwe, pl_bwe_deadline(&bwe));
    assert_int_equal(pl_bwe_target_bps(&bwe), 50000);
    assert_int_equal(pl_bwe_why(&bwe), PL_BWE_WHY_MIN);
}

static void nonsense_changes_nothing(void **state)
{
    static struct pl_twcc_status s[1000];
    struct pl_rtcp_twcc head = {.base_seq = 0};
    uint32_t before;
    (void)state;
    begin(500000);
    exchange(100, 625, 0, 0);
    before = pl_bwe_target_bps(&bwe);
    for (unsigned i = 0; i < 1000; i++) /* never sent */
        s[i] = (struct pl_twcc_status){(uint16_t)(next_seq + i), i % 2 == 0, INT16_MAX};
    pl_bwe_feedback(&bwe, now, &head, s, 1000);
    assert_int_equal(bwe.strange, 1000);
    for (unsigned i = 0; i < 100; i++) /* told before */
        s[i] = (struct pl_twcc_status){(uint16_t)(next_seq - 100 + i), i % 2 == 0, INT16_MIN};
    pl_bwe_feedback(&bwe, now, &head, s, 100);
    pl_bwe_feedback(&bwe, now, &head, s, 0);
    assert_int_equal(bwe.strange, 1000);
    assert_int_equal(bwe.loss.lost, 0);
    assert_int_equal(pl_bwe_target_bps(&bwe), before);
}

/* The reference time has 24 bits and wraps; a receiver may also start a new clock. */
static void the_receivers_clock_wraps_and_jumps(void **state)
{
    struct pl_twcc_status s = {0, true, 0};
    struct pl_rtcp_twcc head = {.status_count = 1};
    (void)state;
    begin(500000);
    for (int i = 0; i < 40; i++) {
        int32_t reference = (1 << 23) - 20 + i;
        s.seq = head.base_seq = (uint16_t)i;
        head.reference_time = reference < 1 << 23 ? reference : reference - (1 << 24);
        pl_bwe_sent(&bwe, now, (uint16_t)i, 1000);
        now += PL_MS(64);
        pl_bwe_feedback(&bwe, now, &head, &s, 1);
    }
    assert_int_equal(bwe.reference_us, 39 * 64000);
    assert_int_equal(bwe.trend.samples, 38);
    assert_true(bwe.trend.sum_ms == 0);
    s.seq = head.base_seq = 40;
    head.reference_time = 77;
    pl_bwe_sent(&bwe, now, 40, 1000);
    now += PL_MS(64);
    pl_bwe_feedback(&bwe, now, &head, &s, 1);
    assert_int_equal(bwe.trend.samples, 0);
    assert_int_equal(bwe.groups.known, 1);
    for (uint16_t i = 41; i < 50; i++) { /* forward too */
        s.seq = head.base_seq = i;
        head.reference_time += i == 49 ? 2000 : 1;
        pl_bwe_sent(&bwe, now, i, 1000);
        now += PL_MS(64);
        assert_int_equal(bwe.trend.samples, i < 43 ? 0 : i - 42);
        pl_bwe_feedback(&bwe, now, &head, &s, 1);
    }
    assert_int_equal(bwe.trend.samples, 0);
}

static void probes_begin_by_themselves_and_end(void **state)
{
    size_t due;
    unsigned packets = 0;
    (void)state;
    begin(500000);
    exchange(100, 625, 0, 0);
    exchange(10, 625, 0, 0);
    assert_int_equal(pl_bwe_deadline(&bwe), PL_SEC(5) + PL_BWE_PROBE_FIRST_US);
    for (due = pl_bwe_next_probe(&bwe, now); packets < 100; due = pl_bwe_next_probe(&bwe, now)) {
        if (bwe.probe.state != PL_BWE_PROBE_SENDING)
            break;
        if (due == 0) {
            assert_true(pl_bwe_deadline(&bwe) > now);
            now = pl_bwe_deadline(&bwe);
            continue;
        }
        packets++;
        pl_bwe_sent(&bwe, now, next_seq++, due);
    }
    assert_int_equal(packets, 6); /* 25 ms of 1.08 Mbit/s */
    assert_int_equal(bwe.probe.state, PL_BWE_PROBE_WAITING);
    assert_int_equal(pl_bwe_next_probe(&bwe, now), 0);
    assert_true(pl_bwe_deadline(&bwe) > now);
}

static void no_probe_beyond_what_is_wanted(void **state)
{
    (void)state;
    begin(500000);
    exchange(100, 625, 0, 0);
    exchange(10, 625, 0, 0);
    pl_bwe_want(&bwe, 400000);
    assert_int_equal(pl_bwe_next_probe(&bwe, now), 0);
    assert_int_equal(pl_bwe_deadline(&bwe), PL_TIME_NEVER);
    pl_bwe_want(&bwe, 700000);
    assert_int_equal(pl_bwe_next_probe(&bwe, now), PL_BWE_PROBE_PACKET);
    assert_true(bwe.probe.bps == 700000);
}

static void every_rule_has_a_name(void **state)
{
    (void)state;
    for (int why = PL_BWE_WHY_START; why <= PL_BWE_WHY_MAX; why++)
        assert_string_not_equal(pl_bwe_why_name((enum pl_bwe_why)why), "?");
    assert_string_equal(pl_bwe_why_name(PL_BWE_WHY_MAX), "max");
    assert_string_equal(pl_bwe_why_name(PL_BWE_WHY_OVERUSE), "overuse");
    assert_string_equal(pl_bwe_why_name((enum pl_bwe_why)99), "?");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(begins_with_the_configured_rate),
        cmocka_unit_test(a_free_link_ramps_up),
        cmocka_unit_test(growing_delay_brings_it_down),
        cmocka_unit_test(an_alarm_is_taken_back),
        cmocka_unit_test(losses_bring_it_down),
        cmocka_unit_test(lost_feedback_is_no_loss),
        cmocka_unit_test(told_lost_and_arrived_after_all),
        cmocka_unit_test(reports_count_only_without_feedback),
        cmocka_unit_test(silence_halves_it_each_second),
        cmocka_unit_test(nonsense_changes_nothing),
        cmocka_unit_test(the_receivers_clock_wraps_and_jumps),
        cmocka_unit_test(probes_begin_by_themselves_and_end),
        cmocka_unit_test(no_probe_beyond_what_is_wanted),
        cmocka_unit_test(every_rule_has_a_name),
    };
    return cmocka_run_group_tests_name("bwe", tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The model of a bad network, in virtual time: every fault alone, then all of them by seeds. */
#include "pl_test.h"

#include "impair/link.h"

enum { PACKETS = 20000 };

static struct pl_impair_link link_;
static struct pl_impair_packet packets[PACKETS];
static pl_time_us out_at[PACKETS];
static unsigned out_count[PACKETS];
static size_t out_order[2 * PACKETS], out_total;

static struct pl_impair_settings begin(uint64_t seed)
{
    memset(out_at, 0, sizeof(out_at));
    memset(out_count, 0, sizeof(out_count));
    out_total = 0;
    pl_impair_link_init(&link_, seed);
    return pl_impair_settings_none();
}

static void drain(pl_time_us now)
{
    struct pl_impair_packet *p;
    bool last;
    while ((p = pl_impair_link_next_output(&link_, now, &last))) {
        size_t i = (size_t)(p - packets);
        out_at[i] = now;
        out_count[i]++;
        out_order[out_total++] = i;
    }
}

/* Steps from deadline to deadline, as a shell does. */
static void run_until(pl_time_us end)
{
    pl_time_us at;
    while ((at = pl_impair_link_deadline(&link_)) <= end)
        drain(at);
    drain(end);
}

static enum pl_impair_fate put(size_t i, pl_time_us at, size_t len)
{
    run_until(at);
    packets[i].len = len;
    return pl_impair_link_input(&link_, at, &packets[i]);
}

/* One packet a millisecond from t = 1 s. */
static void put_all(size_t count, size_t len)
{
    for (size_t i = 0; i < count; i++)
        put(i, PL_SEC(1) + PL_MS(i), len);
    run_until(PL_SEC(1000));
}

static void a_line_without_faults_changes_nothing(void **state)
{
    (void)state;
    begin(1);
    put_all(1000, 1200);
    for (size_t i = 0; i < 1000; i++) {
        assert_int_equal(out_at[i], PL_SEC(1) + PL_MS(i));
        assert_int_equal(out_order[i], i);
    }
    assert_int_equal(link_.counters.bytes_out, 1200 * 1000);
    assert_true(pl_impair_link_deadline(&link_) == PL_TIME_NEVER);
    pl_impair_link_finish(&link_);
}

static void loss_is_the_share_asked_for(void **state)
{
    struct pl_impair_settings s = begin(2);
    (void)state;
    s.loss_ppm = 20000;
    pl_impair_link_set(&link_, 0, &s);
    put_all(PACKETS, 100);
    assert_in_range(link_.counters.lost, PACKETS * 17 / 1000, PACKETS * 23 / 1000);
    assert_int_equal(link_.counters.packets_out + link_.counters.lost, PACKETS);
    pl_impair_link_finish(&link_);
}

static void bursts_have_the_length_and_share_asked_for(void **state)
{
    struct pl_impair_settings s = begin(3);
    size_t runs = 0;
    (void)state;
    s.loss_ppm = 100000;
    s.burst = 5;
    pl_impair_link_set(&link_, 0, &s);
    put_all(PACKETS, 100);
    for (size_t i = 1; i < PACKETS; i++)
        runs += out_count[i] == 0 && out_count[i - 1] > 0;
    assert_in_range(link_.counters.lost, PACKETS * 8 / 100, PACKETS * 12 / 100);
    assert_in_range(link_.counters.lost * 10 / runs, 40, 60);
    pl_impair_link_finish(&link_);
}

static void a_line_of_a_rate_takes_its_time(void **state)
{
    struct pl_impair_settings s = begin(4);
    (void)state;
    s.rate_bps = 1000000;
    s.queue_us = PL_SEC(10);
    pl_impair_link_set(&link_, 0, &s);
    for (size_t i = 0; i < 100; i++)
        assert_int_equal(put(i, PL_SEC(1), 1250 - PL_IMPAIR_HEADER_BYTES), PL_IMPAIR_TAKEN);
    assert_int_equal(link_.counters.waiting, 100);
    run_until(PL_SEC(10));
    for (size_t i = 0; i < 100; i++)
        assert_int_equal(out_at[i], PL_SEC(1) + PL_MS(10 * (i + 1)));
    pl_impair_link_finish(&link_);
}

static void what_does_not_fit_in_the_queue_is_dropped_at_its_tail(void **state)
{
    struct pl_impair_settings s = begin(5);
    (void)state;
    s.rate_bps = 1000000;
    s.queue_us = PL_MS(100);
    pl_impair_link_set(&link_, 0, &s);
    for (size_t i = 0; i < 20; i++)
        assert_int_equal(put(i, PL_SEC(1), 1250 - PL_IMPAIR_HEADER_BYTES),
                         i < 10 ? PL_IMPAIR_TAKEN : PL_IMPAIR_FULL);
    assert_int_equal(link_.counters.overflowed, 10);
    s.queue_us = 0;
    s.queue_bytes = 15000;
    pl_impair_link_set(&link_, PL_SEC(1), &s);
    for (size_t i = 20; i < 30; i++)
        assert_int_equal(put(i, PL_SEC(1), 1250 - PL_IMPAIR_HEADER_BYTES),
                         i < 22 ? PL_IMPAIR_TAKEN : PL_IMPAIR_FULL);
    run_until(PL_SEC(2));
    assert_int_equal(link_.counters.waiting_bytes, 0);
    /* However small the queue: what finds the line free passes. */
    s.queue_bytes = 1;
    pl_impair_link_set(&link_, PL_SEC(2), &s);
    assert_int_equal(put(30, PL_SEC(2), 1200), PL_IMPAIR_TAKEN);
    assert_int_equal(put(31, PL_SEC(2), 1200), PL_IMPAIR_FULL);
    pl_impair_link_finish(&link_);
}

static void a_new_rate_holds_for_what_waits(void **state)
{
    struct pl_impair_settings s = begin(6);
    (void)state;
    s.rate_bps = 1000000;
    s.queue_us = PL_SEC(1);
    pl_impair_link_set(&link_, 0, &s);
    for (size_t i = 0; i < 3; i++)
        put(i, PL_SEC(1), 1250 - PL_IMPAIR_HEADER_BYTES);
    /* Half of the first is out; the rest goes ten times as fast. */
    run_until(PL_SEC(1) + PL_MS(5));
    s.rate_bps = 10000000;
    pl_impair_link_set(&link_, PL_SEC(1) + PL_MS(5), &s);
    run_until(PL_SEC(2));
    assert_int_equal(out_at[0], PL_SEC(1) + 5500);
    assert_int_equal(out_at[1], PL_SEC(1) + 6500);
    assert_int_equal(out_at[2], PL_SEC(1) + 7500);
    /* No limit any more: the queue is empty at once. */
    s.rate_bps = 1000;
    pl_impair_link_set(&link_, PL_SEC(2), &s);
    put(3, PL_SEC(2), 1200);
    s.rate_bps = 0;
    pl_impair_link_set(&link_, PL_SEC(2) + 10, &s);
    run_until(PL_SEC(2) + 10);
    assert_int_equal(out_at[3], PL_SEC(2) + 10);
    pl_impair_link_finish(&link_);
}

static void jitter_in_order_keeps_the_order_and_its_bounds(void **state)
{
    struct pl_impair_settings s = begin(7);
    pl_time_us least = PL_TIME_NEVER, most = 0;
    (void)state;
    s.delay_us = PL_MS(20);
    s.jitter_us = PL_MS(300);
    s.spell_us = PL_MS(300);
    pl_impair_link_set(&link_, 0, &s);
    put_all(PACKETS, 100);
    for (size_t i = 0; i < PACKETS; i++) {
        pl_time_us took = out_at[i] - (PL_SEC(1) + PL_MS(i));
        least = pl_time_min(least, took);
        most = took > most ? took : most;
        assert_int_equal(out_order[i], i);
    }
    /* The whole range is used. */
    assert_in_range(least, PL_MS(20), PL_MS(45));
    assert_in_range(most, PL_MS(295), PL_MS(320));
    pl_impair_link_finish(&link_);
}

static void jitter_without_order_lets_packets_overtake(void **state)
{
    struct pl_impair_settings s = begin(8);
    size_t overtaken = 0;
    (void)state;
    s.jitter_us = PL_MS(10);
    s.keep_order = false;
    pl_impair_link_set(&link_, 0, &s);
    put_all(PACKETS, 100);
    for (size_t i = 1; i < PACKETS; i++)
        overtaken += out_order[i] < out_order[i - 1];
    assert_true(overtaken > PACKETS / 5);
    assert_int_equal(out_total, PACKETS);
    pl_impair_link_finish(&link_);
}

static void duplicates_and_stragglers_are_counted(void **state)
{
    struct pl_impair_settings s = begin(9);
    size_t twice = 0, late = 0;
    (void)state;
    s.duplicate_ppm = 100000;
    s.reorder_ppm = 50000;
    pl_impair_link_set(&link_, 0, &s);
    put_all(PACKETS, 100);
    for (size_t i = 0; i < PACKETS; i++) {
        twice += out_count[i] == 2;
        late += out_at[i] >= PL_SEC(1) + PL_MS(i) + s.late_us;
        assert_in_range(out_count[i], 1, 2);
    }
    assert_int_equal(twice, link_.counters.duplicated);
    assert_int_equal(late, link_.counters.late);
    assert_in_range(twice, PACKETS * 8 / 100, PACKETS * 12 / 100);
    assert_in_range(late, PACKETS * 4 / 100, PACKETS * 6 / 100);
    pl_impair_link_finish(&link_);
}

/* Whatever the settings and their changes: a packet in is a packet out, lost, or overflowed. */
static void nothing_is_made_up_or_forgotten(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 50; seed++) {
        struct pl_impair_settings s = begin(seed);
        struct pl_prng prng;
        const struct pl_impair_counters *c = &link_.counters;
        pl_time_us now = PL_SEC(1);
        pl_prng_init(&prng, seed + 1000);
        for (size_t i = 0; i < 2000; i++) {
            if (pl_prng_below(&prng, 100) == 0) {
                s.loss_ppm = (uint32_t)pl_prng_below(&prng, 300000);
                s.burst = (uint32_t)pl_prng_below(&prng, 6);
                s.rate_bps = pl_prng_below(&prng, 4) * 500000;
                s.queue_us = PL_MS(pl_prng_below(&prng, 300));
                s.queue_bytes = pl_prng_below(&prng, 2) * 20000;
                s.jitter_us = PL_MS(pl_prng_below(&prng, 100));
                s.spell_us = PL_MS(pl_prng_below(&prng, 2) * 50);
                s.keep_order = pl_prng_below(&prng, 2) == 0;
                s.duplicate_ppm = (uint32_t)pl_prng_below(&prng, 100000);
                s.reorder_ppm = (uint32_t)pl_prng_below(&prng, 100000);
                pl_impair_link_set(&link_, now, &s);
            }
            put(i, now, pl_prng_below(&prng, 1400));
            now += pl_prng_below(&prng, PL_MS(4));
        }
        run_until(PL_SEC(1000));
        assert_int_equal(c->packets_in, 2000);
        assert_int_equal(c->packets_out - c->duplicated + c->lost + c->overflowed, 2000);
        assert_int_equal(c->waiting + c->waiting_bytes, 0);
        pl_impair_link_finish(&link_);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_without_faults_changes_nothing),
        cmocka_unit_test(loss_is_the_share_asked_for),
        cmocka_unit_test(bursts_have_the_length_and_share_asked_for),
        cmocka_unit_test(a_line_of_a_rate_takes_its_time),
        cmocka_unit_test(what_does_not_fit_in_the_queue_is_dropped_at_its_tail),
        cmocka_unit_test(a_new_rate_holds_for_what_waits),
        cmocka_unit_test(jitter_in_order_keeps_the_order_and_its_bounds),
        cmocka_unit_test(jitter_without_order_lets_packets_overtake),
        cmocka_unit_test(duplicates_and_stragglers_are_counted),
        cmocka_unit_test(nothing_is_made_up_or_forgotten),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

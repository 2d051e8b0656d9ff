/* SPDX-License-Identifier: Apache-2.0 */
/* What follows from it: one case for each rule of the draft's sections 5.5 and 6, and probes. */
#include "pl_test.h"

#include "base/rng.h"
#include "media/bwe/bwe.h"

static void expect_near(double want, double got, double tolerance)
{
    double off = got - want;
    if (off > tolerance || off < -tolerance)
        fail_msg("wanted %f, got %f", want, got);
}

/* ---- 5.5: the rate controller ---- */

static struct pl_bwe_aimd aimd_at(double bps)
{
    struct pl_bwe_aimd a;
    pl_bwe_aimd_init(&a, bps, 50000, 5000000);
    return a;
}

static void the_table_of_states(void **state)
{
    static const struct {
        enum pl_bwe_aimd_state from;
        enum pl_bwe_signal signal;
        enum pl_bwe_aimd_state to;
    } rows[] = {
        {PL_BWE_HOLD, PL_BWE_OVERUSE, PL_BWE_DECREASE},
        {PL_BWE_INCREASE, PL_BWE_OVERUSE, PL_BWE_DECREASE},
        {PL_BWE_DECREASE, PL_BWE_OVERUSE, PL_BWE_DECREASE},
        {PL_BWE_HOLD, PL_BWE_NORMAL, PL_BWE_INCREASE},
        {PL_BWE_INCREASE, PL_BWE_NORMAL, PL_BWE_INCREASE},
        {PL_BWE_DECREASE, PL_BWE_NORMAL, PL_BWE_HOLD},
        {PL_BWE_HOLD, PL_BWE_UNDERUSE, PL_BWE_HOLD},
        {PL_BWE_INCREASE, PL_BWE_UNDERUSE, PL_BWE_HOLD},
        {PL_BWE_DECREASE, PL_BWE_UNDERUSE, PL_BWE_HOLD},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct pl_bwe_aimd a = aimd_at(1000000);
        a.state = rows[i].from;
        (void)pl_bwe_aimd_input(&a, 0, rows[i].signal, 1000000, 0);
        assert_int_equal(a.state, rows[i].to);
    }
}

static void unknown_limit_means_8_percent_a_second(void **state)
{
    struct pl_bwe_aimd a = aimd_at(1000000);
    (void)state;
    (void)pl_bwe_aimd_input(&a, PL_SEC(1), PL_BWE_NORMAL, 1000000, 0);
    assert_true(a.bps == 1000000); /* the first: no time has passed */
    assert_int_equal(pl_bwe_aimd_input(&a, PL_SEC(2), PL_BWE_NORMAL, 1000000, 0),
                     PL_BWE_STEP_RAMPED);
    expect_near(1080000, a.bps, 1);
    (void)pl_bwe_aimd_input(&a, PL_SEC(60), PL_BWE_NORMAL, 1000000, 0); /* counts as a second */
    expect_near(1080000 * 1.08, a.bps, 1);
}

static void too_little_sent_means_no_increase(void **state)
{
    struct pl_bwe_aimd a = aimd_at(1000000);
    (void)state;
    (void)pl_bwe_aimd_input(&a, PL_SEC(1), PL_BWE_NORMAL, 300000, 0);
    assert_int_equal(pl_bwe_aimd_input(&a, PL_SEC(2), PL_BWE_NORMAL, 300000, 0), PL_BWE_STEP_IDLE);
    assert_true(a.bps == 1000000);
    (void)pl_bwe_aimd_input(&a, PL_SEC(3), PL_BWE_NORMAL, 680000, 0);
    expect_near(1030000, a.bps, 1); /* 1.5 R_hat + 10 kbit/s */
    assert_int_equal(pl_bwe_aimd_input(&a, PL_SEC(4), PL_BWE_NORMAL, 0, 0), PL_BWE_STEP_NONE);
}

static void overuse_means_085_of_what_arrives(void **state)
{
    struct pl_bwe_aimd a = aimd_at(1000000);
    (void)state;
    assert_int_equal(pl_bwe_aimd_input(&a, PL_SEC(1), PL_BWE_OVERUSE, 800000, PL_MS(50)),
                     PL_BWE_STEP_DECREASED);
    expect_near(680000, a.bps, 1);
    /* Within 100 ms + round trip nothing could have changed. */
    (void)pl_bwe_aimd_input(&a, PL_SEC(1) + PL_MS(149), PL_BWE_OVERUSE, 400000, PL_MS(50));
    expect_near(680000, a.bps, 1);
    (void)pl_bwe_aimd_input(&a, PL_SEC(1) + PL_MS(150), PL_BWE_OVERUSE, 400000, PL_MS(50));
    expect_near(340000, a.bps, 1);
    (void)pl_bwe_aimd_input(&a, PL_SEC(2), PL_BWE_OVERUSE, 900000, 0); /* never upwards */
    expect_near(340000, a.bps, 1);
    (void)pl_bwe_aimd_input(&a, PL_SEC(3), PL_BWE_OVERUSE, 1000, 0);
    assert_true(a.bps == 50000); /* min */
}

static void near_the_limit_half_a_packet_a_response_time(void **state)
{
    struct pl_bwe_aimd a = aimd_at(1000000);
    (void)state;
    (void)pl_bwe_aimd_input(&a, PL_SEC(1), PL_BWE_OVERUSE, 1000000, PL_MS(100));
    (void)pl_bwe_aimd_input(&a, PL_SEC(1), PL_BWE_NORMAL, 900000, PL_MS(100)); /* holds */
    expect_near(850000, a.bps, 1);
    assert_int_equal(
        pl_bwe_aimd_input(&a, PL_SEC(1) + PL_MS(200), PL_BWE_NORMAL, 900000, PL_MS(100)),
        PL_BWE_STEP_NEARED);
    /* 850000 / 30 bits a frame in 3 packets: half of one in 200 ms */
    expect_near(850000 + 0.5 * 850000 / 30 / 3, a.bps, 1);
    a.bps = 850000;
    (void)pl_bwe_aimd_input(&a, PL_SEC(2), PL_BWE_NORMAL, 900000, PL_MS(100)); /* 800 ms: no more */
    expect_near(850000 + 0.5 * 850000 / 30 / 3, a.bps, 1);
    assert_int_equal(pl_bwe_aimd_input(&a, PL_SEC(2), PL_BWE_NORMAL, 1200000, PL_MS(100)),
                     PL_BWE_STEP_RAMPED); /* above: another limit */
    assert_true(a.limit_bps == 0);
}

static void the_limit_is_an_average_with_a_deviation(void **state)
{
    struct pl_bwe_aimd a = aimd_at(2000000);
    (void)state;
    (void)pl_bwe_aimd_input(&a, PL_SEC(1), PL_BWE_OVERUSE, 1000000, 0);
    assert_true(a.limit_bps == 1000000 && a.limit_var == 0);
    (void)pl_bwe_aimd_input(&a, PL_SEC(2), PL_BWE_OVERUSE, 1100000, 0);
    expect_near(1005000, a.limit_bps, 1);
    expect_near(0.95 * 0.05 * 1e10, a.limit_var, 1);
    (void)pl_bwe_aimd_input(&a, PL_SEC(3), PL_BWE_OVERUSE, 500000, 0); /* another bottleneck */
    assert_true(a.limit_bps == 500000 && a.limit_var == 0);
}

static void far_below_the_limit_it_ramps(void **state)
{
    struct pl_bwe_aimd a = aimd_at(1000000);
    (void)state;
    (void)pl_bwe_aimd_input(&a, PL_SEC(1), PL_BWE_OVERUSE, 1000000, 0);
    (void)pl_bwe_aimd_input(&a, PL_SEC(2), PL_BWE_NORMAL, 600000, 0);
    assert_int_equal(pl_bwe_aimd_input(&a, PL_SEC(3), PL_BWE_NORMAL, 600000, 0),
                     PL_BWE_STEP_RAMPED);
    assert_true(a.limit_bps == 1000000); /* still known */
}

/* ---- 6: losses ---- */

static void losses_of_a_tenth_and_a_fiftieth(void **state)
{
    struct pl_bwe_loss l;
    pl_time_us now = PL_SEC(1);
    (void)state;
    pl_bwe_loss_init(&l, 50000, 5000000);
    assert_true(l.bps == 5000000);
    pl_bwe_loss_judge(&l, now, 0.2, 1000000);
    expect_near(900000, l.bps, 1);
    pl_bwe_loss_judge(&l, now, 0.1, 1000000); /* exactly a tenth: stands */
    expect_near(900000, l.bps, 1);
    pl_bwe_loss_judge(&l, now + PL_SEC(10), 0.02, 800000); /* lately it was more */
    expect_near(900000, l.bps, 1);
    pl_bwe_loss_judge(&l, now + PL_SEC(20), 0.02, 800000); /* not above what was in force */
    expect_near(800000, l.bps, 1);
    pl_bwe_loss_judge(&l, now + PL_SEC(21), 0.019, 800000);
    expect_near(840000, l.bps, 1);
    for (int i = 0; i < 100; i++)
        pl_bwe_loss_judge(&l, now, 1, 50000);
    assert_true(l.bps == 50000);
    for (int i = 0; i < 1000; i++)
        pl_bwe_loss_judge(&l, now, 0, 50000);
    assert_true(l.bps == 5000000);
}

/* A twentieth lost by chance is never taken for more than a tenth for long; a third at once is. */
static void chance_is_no_congestion(void **state)
{
    struct pl_bwe_loss l;
    struct pl_prng prng;
    double lowest = 1000000;
    (void)state;
    pl_prng_init(&prng, 1);
    pl_bwe_loss_init(&l, 50000, 1000000);
    for (unsigned i = 1; i <= 600; i++) { /* five minutes of 40 packets a second */
        unsigned lost = 0;
        for (unsigned n = 0; n < 20; n++)
            lost += pl_prng_below(&prng, 20) == 0;
        pl_bwe_loss_input(&l, PL_MS(500 * i), 20 - lost, lost, l.bps, 0);
        lowest = l.bps < lowest ? l.bps : lowest;
    }
    assert_true(lowest > 700000);
    pl_bwe_loss_init(&l, 50000, 1000000);
    pl_bwe_loss_input(&l, 0, 0, 0, 1000000, 0);
    pl_bwe_loss_input(&l, PL_MS(500), 16, 4, 1000000, 0); /* may be a tenth */
    assert_true(l.bps >= 1000000);
    pl_bwe_loss_input(&l, PL_MS(1000), 14, 6, 1000000, 0); /* is more */
    assert_true(l.bps < 900000);
    pl_bwe_loss_init(&l, 50000, 1000000);
    pl_bwe_loss_input(&l, 0, 0, 0, 1000000, 0);
    pl_bwe_loss_input(&l, PL_MS(500), 850, 150, 1000000, 0); /* of many, less is enough */
    assert_true(l.bps < 950000);
}

static void losses_are_judged_over_a_window(void **state)
{
    struct pl_bwe_loss l;
    (void)state;
    pl_bwe_loss_init(&l, 50000, 5000000);
    pl_bwe_loss_input(&l, 0, 10, 20, 1000000, 0);
    assert_true(l.bps == 5000000);
    pl_bwe_loss_input(&l, PL_MS(499), 10, 0, 1000000, 0);
    assert_true(l.bps == 5000000);
    pl_bwe_loss_input(&l, PL_MS(500), 0, 0, 1000000, 0);
    expect_near(750000, l.bps, 1); /* 20 of 40 */
    pl_bwe_loss_input(&l, PL_SEC(9), 0, 19, 750000, 0);
    expect_near(750000, l.bps, 1); /* nineteen are not enough */
    pl_bwe_loss_input(&l, PL_SEC(9), 0, 1, 750000, 0);
    expect_near(375000, l.bps, 1);
}

/* ---- probes ---- */

struct cluster {
    double bps;       /* asked for */
    unsigned carried; /* how fast the link delivers, percent of it */
    unsigned lost;    /* of the packets, the first so many */
    double result;
    int64_t jitter_us;
};

static double run_cluster(struct pl_bwe_probe *p, const struct cluster *c)
{
    pl_time_us now = PL_SEC(10), first = now;
    int64_t arrivals[128];
    size_t sizes[128], n = 0;
    pl_bwe_probe_begin(p, now, c->bps, c->jitter_us);
    while (p->state == PL_BWE_PROBE_SENDING) {
        size_t due = pl_bwe_probe_bytes(p, now);
        if (due > 0) {
            assert_true(n < 128);
            sizes[n] = due;
            arrivals[n++] = (int64_t)((now - first) * 100 / c->carried);
            assert_int_equal(pl_bwe_probe_sent(p, now, due, PL_MS(100)), p->cluster);
        } else {
            assert_true(pl_bwe_probe_deadline(p) > now);
            now = pl_bwe_probe_deadline(p);
        }
    }
    for (size_t i = 0; i < n; i++) {
        assert_true(pl_bwe_probe_result(p, now, PL_MS(100), 0) == 0); /* not before all is told */
        if (i < c->lost)
            pl_bwe_probe_lost(p, p->cluster);
        else
            pl_bwe_probe_arrived(p, p->cluster, arrivals[i], sizes[i]);
    }
    return pl_bwe_probe_result(p, PL_SEC(11), PL_MS(100), c->jitter_us);
}

static void what_a_cluster_proves(void **state)
{
    static const struct cluster rows[] = {
        {2000000, 100, 0, 2000000, 0},    /* carried */
        {2000000, 95, 0, 1900000, 0},     /* as good as: what arrived */
        {2000000, 50, 0, 950000, 0},      /* the link's rate shows: 95 % of it */
        {2000000, 100, 1, 2000000, 0},    /* one lost of eleven */
        {2000000, 100, 4, 0, 0},          /* too many lost */
        {2000000, 250, 0, 0, 0},          /* faster than it was sent: held back somewhere */
        {100000, 100, 0, 100000, 0},      /* slow: five packets */
        {2000000, 75, 0, 1425000, 50000}, /* drawn out by 42 of 125 ms: jitter, and proved */
        {2000000, 50, 0, 950000, 50000},  /* by 125 ms: a limit */
    };
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        bool carried = rows[i].result >= rows[i].bps * 0.7, held = rows[i].carried > 200;
        struct pl_bwe_probe p;
        pl_bwe_probe_init(&p);
        expect_near(rows[i].result, run_cluster(&p, &rows[i]), rows[i].bps * 0.02);
        assert_true(p.sent_packets >= PL_BWE_PROBE_PACKETS);
        assert_int_equal(p.state, PL_BWE_PROBE_IDLE);
        /* the next at once when the link was not what limited it, soon when nothing was seen */
        assert_int_equal(p.next_at, PL_SEC(11) + (carried ? PL_MS(100)
                                                  : held  ? PL_BWE_PROBE_AGAIN_US
                                                          : PL_BWE_PROBE_PAUSE_US));
    }
}

static void a_cluster_that_is_not_filled_is_given_up(void **state)
{
    struct pl_bwe_probe p;
    (void)state;
    pl_bwe_probe_init(&p);
    assert_false(pl_bwe_probe_due(&p, PL_SEC(1000))); /* nothing was ever sent */
    pl_bwe_probe_open(&p, PL_SEC(1));
    assert_false(pl_bwe_probe_due(&p, PL_SEC(1)));
    assert_true(pl_bwe_probe_due(&p, PL_SEC(1) + PL_BWE_PROBE_FIRST_US));
    pl_bwe_probe_begin(&p, PL_SEC(2), 1000000, 0);
    assert_int_equal(pl_bwe_probe_sent(&p, PL_SEC(2), 1200, 0), 1);
    pl_bwe_probe_tick(&p, p.give_up_at - 1);
    assert_int_equal(p.state, PL_BWE_PROBE_SENDING);
    assert_true(p.give_up_at < PL_SEC(2) + PL_MS(300));
    pl_bwe_probe_tick(&p, p.give_up_at);
    assert_int_equal(p.state, PL_BWE_PROBE_IDLE);
    assert_int_equal(pl_bwe_probe_sent(&p, PL_SEC(3), 1200, 0), 0);
    pl_bwe_probe_arrived(&p, 1, 0, 1200); /* too late: harmless */
    assert_true(pl_bwe_probe_result(&p, PL_SEC(3), 0, 0) == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_of_states),
        cmocka_unit_test(unknown_limit_means_8_percent_a_second),
        cmocka_unit_test(too_little_sent_means_no_increase),
        cmocka_unit_test(overuse_means_085_of_what_arrives),
        cmocka_unit_test(near_the_limit_half_a_packet_a_response_time),
        cmocka_unit_test(the_limit_is_an_average_with_a_deviation),
        cmocka_unit_test(far_below_the_limit_it_ramps),
        cmocka_unit_test(losses_of_a_tenth_and_a_fiftieth),
        cmocka_unit_test(chance_is_no_congestion),
        cmocka_unit_test(losses_are_judged_over_a_window),
        cmocka_unit_test(what_a_cluster_proves),
        cmocka_unit_test(a_cluster_that_is_not_filled_is_given_up),
    };
    return cmocka_run_group_tests_name("bwe_rates", tests, NULL, NULL);
}

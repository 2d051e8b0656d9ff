/* SPDX-License-Identifier: Apache-2.0 */
/* The bucket, the rings, and how fast a burst gets through. */
#include "pl_test.h"

#include "media/bwe/train.h"
#include "media/downlink/pacer.h"

#define T0 PL_SEC(50)

static struct pl_pacer p;

static int begin(void **state)
{
    (void)state;
    pl_pacer_init(&p);
    return 0;
}

static int end(void **state)
{
    (void)state;
    pl_pacer_finish(&p);
    return 0;
}

static struct pl_pacer_entry name(uint64_t seq, uint32_t ssrc)
{
    return (struct pl_pacer_entry){.seq = seq & 0xffffffffffffu, .ssrc = ssrc};
}

static bool queue(pl_time_us now, enum pl_pacer_class c, uint64_t seq, uint32_t ssrc)
{
    struct pl_pacer_entry e = name(seq, ssrc);
    return pl_pacer_queue(&p, now, c, &e);
}

static void without_a_pace_nothing_ever_waits(void **state)
{
    (void)state;
    for (int i = 0; i < 10000; i++) {
        assert_false(pl_pacer_holds(&p, T0, PL_PACER_PICTURE));
        pl_pacer_sent(&p, T0, 1200);
    }
    assert_true(pl_pacer_deadline(&p) == PL_TIME_NEVER);
    assert_null(p.rings[PL_PACER_PICTURE].entries);
}

/* 40 packets at once into 3 Mbit/s: eight go, then one each 3.2 ms. */
static void a_key_frame_is_spread(void **state)
{
    enum pl_pacer_class c;
    struct pl_pacer_entry e;
    unsigned at_once = 0, left = 0;
    pl_time_us now = T0;
    (void)state;
    pl_pacer_set_pace(&p, T0, 3000000);
    for (unsigned i = 0; i < 40; i++) {
        if (pl_pacer_holds(&p, T0, PL_PACER_PICTURE)) {
            assert_true(queue(T0, PL_PACER_PICTURE, i, 7));
        } else {
            pl_pacer_sent(&p, T0, 1200);
            at_once++;
        }
    }
    assert_int_equal(at_once, 8);
    while (!pl_pacer_empty(&p)) {
        pl_time_us at = pl_pacer_deadline(&p);
        assert_true(at > now);
        assert_false(pl_pacer_next(&p, at - 100, &c, &e));
        now = at;
        assert_true(pl_pacer_next(&p, now, &c, &e));
        assert_int_equal(e.seq, at_once + left++);
        assert_int_equal(c, PL_PACER_PICTURE);
        pl_pacer_sent(&p, now, 1200);
    }
    assert_in_range(now - T0, PL_MS(31 * 32 / 10), PL_MS(33 * 32 / 10));
}

/* However slow: two packets may always go together, or a frame of two would take two looks. */
static void the_slowest_pace_has_a_burst(void **state)
{
    (void)state;
    pl_pacer_set_pace(&p, T0, 75000);
    pl_pacer_sent(&p, T0, 1200);
    pl_pacer_sent(&p, T0, 1200);
    assert_false(pl_pacer_holds(&p, T0, PL_PACER_PICTURE));
    pl_pacer_sent(&p, T0, 1200);
    assert_true(pl_pacer_holds(&p, T0, PL_PACER_PICTURE));
}

static void who_comes_later_waits_behind(void **state)
{
    (void)state;
    pl_pacer_set_pace(&p, T0, 1000000);
    pl_pacer_sent(&p, T0, 5000);
    assert_true(queue(T0, PL_PACER_PICTURE, 1, 7));
    assert_true(pl_pacer_holds(&p, T0 + PL_SEC(1), PL_PACER_PICTURE)); /* the bucket is empty */
    assert_false(pl_pacer_holds(&p, T0 + PL_SEC(1), PL_PACER_REPAIR)); /* repairs go before */
}

static void repairs_leave_first(void **state)
{
    enum pl_pacer_class c;
    struct pl_pacer_entry e;
    (void)state;
    assert_true(queue(T0, PL_PACER_PICTURE, 1, 7));
    assert_true(queue(T0, PL_PACER_REPAIR, 2, 7));
    assert_true(queue(T0, PL_PACER_PICTURE, 3, 7));
    assert_true(pl_pacer_next(&p, T0, &c, &e) && c == PL_PACER_REPAIR && e.seq == 2);
    assert_true(pl_pacer_next(&p, T0, &c, &e) && c == PL_PACER_PICTURE && e.seq == 1);
    assert_true(pl_pacer_next(&p, T0, &c, &e) && e.seq == 3);
    assert_false(pl_pacer_next(&p, T0, &c, &e));
}

static void what_is_taken_back_is_passed_over(void **state)
{
    enum pl_pacer_class c;
    struct pl_pacer_entry e;
    (void)state;
    for (unsigned i = 0; i < 6; i++)
        assert_true(queue(T0, PL_PACER_PICTURE, i, i % 2 ? 7 : 8));
    assert_int_equal(pl_pacer_forget(&p, 7), 3);
    assert_int_equal(pl_pacer_forget(&p, 9), 0);
    for (unsigned i = 0; i < 6; i += 2)
        assert_true(pl_pacer_next(&p, T0, &c, &e) && e.seq == i && e.ssrc == 8);
    assert_false(pl_pacer_next(&p, T0, &c, &e));
    assert_true(pl_pacer_empty(&p));
}

static void the_rings_are_bounded_and_given_back(void **state)
{
    struct pl_pacer_entry e;
    (void)state;
    for (unsigned i = 0; i < PL_PACER_PICTURES; i++)
        assert_true(queue(T0, PL_PACER_PICTURE, i, 7));
    assert_false(queue(T0, PL_PACER_PICTURE, 0, 7));
    assert_true(pl_pacer_take(&p, T0, PL_PACER_PICTURE, &e));
    assert_true(queue(T0, PL_PACER_PICTURE, PL_PACER_PICTURES, 7));
    for (unsigned i = 1; i <= PL_PACER_PICTURES; i++)
        assert_true(pl_pacer_take(&p, T0, PL_PACER_PICTURE, &e) && e.seq == i);
    pl_pacer_tidy(&p, T0 + PL_SEC(1));
    assert_non_null(p.rings[PL_PACER_PICTURE].entries);
    pl_pacer_tidy(&p, T0 + PL_SEC(6));
    assert_null(p.rings[PL_PACER_PICTURE].entries);
}

static void what_is_old_is_taken_whatever_the_bucket_says(void **state)
{
    struct pl_pacer_entry e;
    pl_time_us late = ((pl_time_us)UINT32_MAX + 1) * 1000 - PL_MS(500); /* before the wrap */
    (void)state;
    assert_true(queue(late, PL_PACER_PICTURE, 1, 7));
    assert_true(queue(late + PL_MS(200), PL_PACER_PICTURE, 2, 7));
    assert_false(pl_pacer_take_old(&p, late + PL_MS(999), PL_PACER_PICTURE, &e));
    pl_pacer_set_pace(&p, late + PL_MS(1100), 100000);
    pl_pacer_sent(&p, late + PL_MS(1100), 100000);
    assert_true(pl_pacer_take_old(&p, late + PL_MS(1100), PL_PACER_PICTURE, &e) && e.seq == 1);
    assert_false(pl_pacer_take_old(&p, late + PL_MS(1100), PL_PACER_PICTURE, &e));
}

/* Sound that is more than the pace keeps pictures waiting, but no longer than it lasts. */
static void the_debt_is_bounded(void **state)
{
    (void)state;
    pl_pacer_set_pace(&p, T0, 100000);
    for (unsigned i = 0; i < 1000; i++)
        pl_pacer_sent(&p, T0, 200);
    assert_true(pl_pacer_holds(&p, T0, PL_PACER_PICTURE));
    assert_false(pl_pacer_holds(&p, T0 + PL_SEC(1), PL_PACER_PICTURE));
}

/* ---- trains ---- */

static void send_train(struct pl_bwe_trains *t, int64_t at, unsigned packets, int64_t apart_us)
{
    for (unsigned i = 0; i < packets; i++)
        pl_bwe_trains_input(t, at + i, at * 2 + (int64_t)i * apart_us, 1250);
}

static void a_train_tells_the_rate_of_the_link(void **state)
{
    struct pl_bwe_trains t;
    (void)state;
    pl_bwe_trains_init(&t);
    send_train(&t, 0, 7, 5000); /* 1,250 bytes in 5 ms: 2 Mbit/s */
    send_train(&t, 100000, 7, 5000);
    assert_int_equal(pl_bwe_trains_bps(&t), 0); /* one is none; the second is not over */
    send_train(&t, 200000, 7, 2500);
    assert_int_equal(pl_bwe_trains_bps(&t), 2000000);
    for (int i = 3; i < 8; i++)
        send_train(&t, i * 100000, 7, 2500);
    assert_int_equal(pl_bwe_trains_bps(&t), 4000000); /* the slow ones are long ago */
}

static void short_or_slow_bursts_are_no_trains(void **state)
{
    struct pl_bwe_trains t;
    (void)state;
    pl_bwe_trains_init(&t);
    for (int i = 0; i < 10; i++)
        send_train(&t, i * 100000, 4, 100);
    for (int i = 0; i < 100; i++)
        pl_bwe_trains_input(&t, 2000000 + i * 1000, i * 1000, 1250);
    assert_int_equal(pl_bwe_trains_bps(&t), 0);
}

static void no_clock_is_finer_than_its_grain(void **state)
{
    struct pl_bwe_trains t;
    (void)state;
    pl_bwe_trains_init(&t);
    for (int i = 0; i < 4; i++)
        send_train(&t, i * 100000, 41, 0);
    assert_int_equal(pl_bwe_trains_bps(&t), 400000000);
    for (int i = 4; i < 12; i++)
        send_train(&t, i * 100000, 5, 0); /* at least 40 Mbit/s: no proof of less than before */
    assert_int_equal(pl_bwe_trains_bps(&t), 400000000);
    for (int n = 0; n < 8; n++) { /* sent over 2.5 ms, and arrived over them: nor do these */
        for (int i = 0; i < 6; i++)
            pl_bwe_trains_input(&t, 2000000 + n * 100000 + i * 500, n * 100000 + i * 500, 1250);
    }
    assert_int_equal(pl_bwe_trains_bps(&t), 400000000);
}

#define PACER(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        PACER(without_a_pace_nothing_ever_waits),
        PACER(a_key_frame_is_spread),
        PACER(the_slowest_pace_has_a_burst),
        PACER(who_comes_later_waits_behind),
        PACER(repairs_leave_first),
        PACER(what_is_taken_back_is_passed_over),
        PACER(the_rings_are_bounded_and_given_back),
        PACER(what_is_old_is_taken_whatever_the_bucket_says),
        PACER(the_debt_is_bounded),
        cmocka_unit_test(a_train_tells_the_rate_of_the_link),
        cmocka_unit_test(short_or_slow_bursts_are_no_trains),
        cmocka_unit_test(no_clock_is_finer_than_its_grain),
    };
    return cmocka_run_group_tests_name("pacer", tests, NULL, NULL);
}

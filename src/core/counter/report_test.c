/* SPDX-License-Identifier: Apache-2.0 */
#include "pl_test.h"

#include "core/counter/counter.h"
#include "core/counter/report.h"

enum { MINUTE = 60000, FROM = 15 * MINUTE * 1000 };

static struct pl_report *begin(int64_t interval_ms, size_t rows_max)
{
    const struct pl_report_config config = {.from_ms = FROM,
                                            .to_ms = FROM + 60 * MINUTE,
                                            .interval_ms = interval_ms,
                                            .now_ms = FROM + 60 * MINUTE,
                                            .answer_ms = 20000,
                                            .rows_max = rows_max,
                                            .contacts_max = 100};
    struct pl_report *r = pl_report_create(&config);
    assert_non_null(r);
    return r;
}

/* Entered at `at` seconds; answered, ended so many seconds later; 0: never. */
static struct pl_contact contact(int32_t queue, int64_t at, int64_t answered, int64_t ended,
                                 enum pl_contact_outcome outcome)
{
    int64_t entered = FROM + at * 1000;
    return (struct pl_contact){.area = 1,
                               .queue = queue,
                               .entered_ms = entered,
                               .offered_ms = answered ? entered + answered * 1000 : 0,
                               .answered_ms = answered ? entered + answered * 1000 : 0,
                               .ended_ms = ended ? entered + ended * 1000 : 0,
                               .offers = answered ? 1 : 0,
                               .outcome = outcome,
                               .promised_s = 30,
                               .score = PL_CONTACT_NO_SCORE};
}

static void every_figure_as_defined(void **state)
{
    struct pl_report *r = begin(15 * MINUTE, 10);
    struct pl_contact c = contact(101, 10, 20, 80, PL_CONTACT_SERVED); /* just in time */
    const struct pl_report_row *row;
    (void)state;
    c.score = 4;
    pl_report_contact(r, &c);
    c = contact(101, 20, 50, 150, PL_CONTACT_SERVED);
    c.transfers = 1;
    pl_report_contact(r, &c);
    c = contact(102, 30, 0, 5, PL_CONTACT_LEFT); /* too quick to count */
    pl_report_contact(r, &c);
    c = contact(101, 40, 0, 100, PL_CONTACT_LOST);
    pl_report_contact(r, &c);
    c = contact(101, 50, 0, 70, PL_CONTACT_FAILED);
    c.misses = 2;
    pl_report_contact(r, &c);
    c = contact(101, 60, 0, 0, PL_CONTACT_OPEN);
    pl_report_contact(r, &c);
    c = contact(101, 15 * 60, 10, 0, PL_CONTACT_OPEN); /* the next interval; it goes on */
    pl_report_contact(r, &c);
    c = contact(101, -1, 10, 20, PL_CONTACT_SERVED); /* before */
    pl_report_contact(r, &c);
    c = contact(101, 60 * 60, 10, 20, PL_CONTACT_SERVED); /* behind */
    pl_report_contact(r, &c);

    row = pl_report_next(r, NULL);
    assert_int_equal(row->from_ms, FROM);
    assert_int_equal(row->queue, 0);
    assert_int_equal(row->entered, 6);
    assert_int_equal(row->answered, 2);
    assert_int_equal(row->abandoned, 2);
    assert_int_equal(row->failed, 1);
    assert_int_equal(row->open, 1);
    assert_int_equal(row->answered_in, 1);
    assert_int_equal(row->abandoned_in, 1);
    assert_int_equal(pl_report_service_level(row), 333); /* 1 of 2 + 2 - 1 */
    assert_int_equal(row->answer_sum_ms, 70000);
    assert_int_equal(row->longest_ms, 100000);
    assert_int_equal(row->oldest_ms, 59 * MINUTE);
    assert_int_equal(row->handled, 2);
    assert_int_equal(row->handle_sum_ms, 160000);
    assert_int_equal(row->missed, 2);
    assert_int_equal(row->transferred, 1);
    assert_int_equal(row->rated, 1);
    assert_int_equal(row->score_sum, 4);
    assert_int_equal(row->estimated, 2); /* 30 - 20, 30 - 50 */
    assert_int_equal(row->error_p50_s, -20);
    assert_int_equal(row->error_p90_s, 10);
    assert_int_equal(row->error_p90_abs_s, 20);
    row = pl_report_next(r, row);
    assert_int_equal(row->queue, 101);
    assert_int_equal(row->entered, 5);
    row = pl_report_next(r, row);
    assert_int_equal(row->queue, 102);
    assert_int_equal(row->abandoned_in, 1);
    assert_int_equal(pl_report_service_level(row), -1); /* nobody who counts */
    row = pl_report_next(r, row);
    assert_int_equal(row->from_ms, FROM + 15 * MINUTE);
    assert_int_equal(row->answered, 1);
    assert_int_equal(row->handled, 0);
    row = pl_report_next(r, row);
    assert_int_equal(row->queue, 101);
    assert_null(pl_report_next(r, row));
    pl_report_destroy(r);
}

static void time_of_agents_is_cut_at_the_ends(void **state)
{
    struct pl_report *r = begin(30 * MINUTE, 10);
    struct pl_stretch s = {.agent = 7, .area = 1, .status = PL_COUNTER_WORKING};
    const struct pl_report_row *row;
    (void)state;
    s.from_ms = FROM - 10 * MINUTE; /* from before the beginning into the second half */
    s.to_ms = FROM + 40 * MINUTE;
    pl_report_stretch(r, &s);
    s.status = PL_COUNTER_WAITING; /* and it goes on */
    s.from_ms = FROM + 40 * MINUTE;
    s.to_ms = 0;
    pl_report_stretch(r, &s);
    row = pl_report_next(r, NULL);
    assert_int_equal(row->working_ms, 30 * MINUTE);
    assert_int_equal(pl_report_occupancy(row), 1000);
    row = pl_report_next(r, row);
    assert_int_equal(row->working_ms, 10 * MINUTE);
    assert_int_equal(row->waiting_ms, 20 * MINUTE);
    assert_int_equal(pl_report_occupancy(row), 333);
    assert_null(pl_report_next(r, row));
    pl_report_destroy(r);
}

static void there_is_a_limit(void **state)
{
    struct pl_report *r = begin(0, 2);
    struct pl_contact c = contact(101, 1, 0, 0, PL_CONTACT_OPEN);
    (void)state;
    pl_report_contact(r, &c);
    assert_false(pl_report_full(r));
    c.queue = 102;
    pl_report_contact(r, &c);
    assert_true(pl_report_full(r));
    pl_report_destroy(r);
}

enum { HOUR = 60 * MINUTE };

static struct pl_report *begin_days(int64_t from_ms, int64_t to_ms, int64_t interval_ms,
                                    int64_t offset_ms)
{
    const struct pl_report_config config = {.from_ms = from_ms,
                                            .to_ms = to_ms,
                                            .interval_ms = interval_ms,
                                            .offset_ms = offset_ms,
                                            .now_ms = to_ms,
                                            .rows_max = 1000,
                                            .contacts_max = 100};
    struct pl_report *r = pl_report_create(&config);
    assert_non_null(r);
    return r;
}

static struct pl_contact entered_at(int64_t ms)
{
    struct pl_contact c = contact(101, 0, 0, 0, PL_CONTACT_OPEN);
    c.entered_ms = ms;
    return c;
}

/* Intervals in which nothing was have no rows; the others are where they belong. */
static void a_gap_has_no_rows(void **state)
{
    struct pl_report *r = begin(15 * MINUTE, 10);
    struct pl_contact c = contact(101, 0, 0, 0, PL_CONTACT_OPEN); /* the very beginning */
    const struct pl_report_row *row;
    (void)state;
    pl_report_contact(r, &c);
    c = contact(101, 60 * 60 - 1, 0, 0, PL_CONTACT_OPEN); /* the last second */
    pl_report_contact(r, &c);
    row = pl_report_next(r, NULL);
    assert_int_equal(row->from_ms, FROM);
    row = pl_report_next(r, pl_report_next(r, row));
    assert_int_equal(row->from_ms, FROM + 45 * MINUTE);
    assert_null(pl_report_next(r, pl_report_next(r, row)));
    pl_report_destroy(r);
}

/* Days of China, eight hours before those of UTC: a millisecond decides. */
static void a_day_begins_at_its_midnight(void **state)
{
    const int64_t midnight = INT64_C(1700000000000) / (24 * HOUR) * (24 * HOUR) - 8 * HOUR;
    struct pl_report *r = begin_days(midnight - HOUR, midnight + HOUR, 24 * HOUR, -8 * HOUR);
    struct pl_contact c = entered_at(midnight - 1);
    const struct pl_stretch s = {.agent = 7,
                                 .area = 1,
                                 .status = PL_COUNTER_WORKING,
                                 .from_ms = midnight - MINUTE,
                                 .to_ms = midnight + 2 * MINUTE};
    const struct pl_report_row *row;
    (void)state;
    pl_report_contact(r, &c);
    c = entered_at(midnight);
    pl_report_contact(r, &c);
    pl_report_stretch(r, &s);
    row = pl_report_next(r, NULL);
    assert_int_equal(row->from_ms, midnight - 24 * HOUR);
    assert_int_equal(row->entered, 1);
    assert_int_equal(row->working_ms, MINUTE);
    row = pl_report_next(r, pl_report_next(r, row));
    assert_int_equal(row->from_ms, midnight);
    assert_int_equal(row->entered, 1);
    assert_int_equal(row->working_ms, 2 * MINUTE);
    pl_report_destroy(r);
}

/* The offset is one for the whole report: where clocks are put forward or back in it, every
 * interval is as long as any other, and everything is in one of them, once. Whoever asks with the
 * offset of before has days that begin an hour late from then on (docs/figures.md). */
static void clocks_that_are_set_lose_nothing(void **state)
{
    static const int64_t offsets[] = {-1 * HOUR, -2 * HOUR}; /* of winter, of summer */
    const int64_t change = INT64_C(1774746000000);           /* 2026-03-29 01:00 UTC */
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct pl_report *r =
            begin_days(change - 25 * HOUR, change + 25 * HOUR, 24 * HOUR, offsets[i]);
        const struct pl_stretch s = {
            .agent = 7, .area = 1, .status = PL_COUNTER_PAUSED, .from_ms = change - 25 * HOUR};
        const struct pl_report_row *row = NULL;
        uint32_t entered = 0;
        int64_t paused = 0, last = 0;
        for (int64_t at = change - 25 * HOUR; at < change + 25 * HOUR; at += 10 * MINUTE) {
            const struct pl_contact c = entered_at(at);
            pl_report_contact(r, &c);
        }
        pl_report_stretch(r, &s);
        while ((row = pl_report_next(r, row))) {
            assert_true(last == 0 || row->from_ms == last || row->from_ms == last + 24 * HOUR);
            assert_int_equal((row->from_ms - offsets[i]) % (24 * HOUR), 0);
            last = row->from_ms;
            entered += row->queue ? 0 : row->entered;
            paused += row->paused_ms;
        }
        assert_int_equal(entered, 50 * 6);
        assert_int_equal(paused, 50 * HOUR);
        pl_report_destroy(r);
    }
}

/* Its server was killed in the second interval: the contact is of the first, once; the time of the
 * agent is that of both stretches, and the time between them of the one that was interrupted. */
static void a_restart_in_an_interval(void **state)
{
    struct pl_report *r = begin(15 * MINUTE, 10);
    struct pl_contact c = contact(101, 14 * 60, 10, 20 * 60, PL_CONTACT_SERVED);
    struct pl_stretch s = {.agent = 7,
                           .area = 1,
                           .status = PL_COUNTER_WORKING,
                           .from_ms = FROM + 10 * MINUTE,
                           .to_ms = FROM + 22 * MINUTE}; /* when it was there again */
    const struct pl_report_row *row;
    (void)state;
    pl_report_contact(r, &c);
    pl_report_stretch(r, &s);
    s.from_ms = s.to_ms;
    s.to_ms = FROM + 34 * MINUTE;
    pl_report_stretch(r, &s);
    row = pl_report_next(r, NULL);
    assert_int_equal(row->handled, 1);
    assert_int_equal(row->handle_sum_ms, (20 * 60 - 10) * 1000);
    assert_int_equal(row->working_ms, 5 * MINUTE);
    row = pl_report_next(r, pl_report_next(r, row)); /* behind the queue's */
    assert_int_equal(row->entered, 0);
    assert_int_equal(row->working_ms, 15 * MINUTE);
    row = pl_report_next(r, row);
    assert_int_equal(row->working_ms, 4 * MINUTE);
    assert_null(pl_report_next(r, row));
    pl_report_destroy(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_figure_as_defined),
        cmocka_unit_test(time_of_agents_is_cut_at_the_ends),
        cmocka_unit_test(there_is_a_limit),
        cmocka_unit_test(a_gap_has_no_rows),
        cmocka_unit_test(a_day_begins_at_its_midnight),
        cmocka_unit_test(clocks_that_are_set_lose_nothing),
        cmocka_unit_test(a_restart_in_an_interval),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The engine with the manual's rules: clients, manual and automatic agents, numbers, set-up. */
#include "pl_test.h"

#include "core/counter/desk.h"

#include <stdio.h>

/* ---- areas and queues ---- */

static void coming_and_going(void **state)
{
    struct desk *d = *state;
    desk_client(d, 11, 10);
    desk_expect(d, "11 > area 1\n");
    assert_int_equal(desk_done(d, pl_counter_enter_area(d->e, d->now, 11, 1)), 100201);
    assert_int_equal(desk_done(d, pl_counter_enter_area(d->e, d->now, 12, 7)), 9);
    assert_int_equal(desk_queue(d, 11, 101), 0);
    assert_int_equal(desk_queue(d, 11, 101), 100202);
    assert_int_equal(desk_queue(d, 11, 103), 100202);
    assert_int_equal(desk_queue(d, 12, 101), 750); /* not inside */
    assert_int_equal(desk_queue(d, 11, 999), 750);
    desk_expect(d, "11 > queue 101\n");
    assert_int_equal(desk_done(d, pl_counter_leave_queue(d->e, d->now, 11, 103, 0)), 750);
    assert_int_equal(desk_done(d, pl_counter_leave_queue(d->e, d->now, 11, 101, 0)), 0);
    assert_int_equal(desk_done(d, pl_counter_leave_queue(d->e, d->now, 11, 101, 0)), 750);
    assert_int_equal(desk_queue(d, 11, 103), 0);
    assert_int_equal(desk_done(d, pl_counter_leave_area(d->e, d->now, 11, 2, 0)), 9);
    assert_int_equal(desk_done(d, pl_counter_leave_area(d->e, d->now, 11, 1, 0)), 0);
    assert_int_equal(desk_done(d, pl_counter_leave_area(d->e, d->now, 11, 1, 0)), 9);
    desk_expect(d, "11 < queue 101 0\n11 > queue 103\n11 < queue 103 0\n11 < area 1 0\n");
    desk_client(d, 11, 10);
    assert_int_equal(desk_queue(d, 11, 101), 0);
    pl_counter_gone(d->e, d->now, 11, 101);
    (void)desk_done(d, 0);
    desk_expect(d, "11 > area 1\n11 > queue 101\n11 < queue 101 101\n11 < area 1 101\n");
    assert_null(pl_counter_person_of(d->e, 11));
    pl_counter_gone(d->e, d->now, 11, 101);
    assert_int_equal(desk_done(d, 0), 0);
    desk_expect(d, "");
}

/* Only what has changed, and once. */
static void numbers_are_told(void **state)
{
    struct desk *d = *state;
    d->numbers = true;
    desk_client(d, 11, 10);
    desk_expect(d, "11 > area 1\narea 1\n");
    assert_int_equal(desk_queue(d, 11, 101), 0);
    desk_expect(d, "11 > queue 101\nqueue 101\narea 1\n");
    desk_agent(d, 22, -1, true);
    desk_expect(d, "22 > area 1\narea 1\n");
    assert_int_equal(desk_status(d, 22, 1), 0);
    desk_expect(d,
                "22 is 1\n11 < queue 101 751\n22 serves 11 of 101\n22 is 2\nqueue 101\narea 1\n");
    desk_talk(d, 11, 22); /* whoever has called */
    desk_expect(d, "area 1\n");
    desk_talk(d, 11, 22);
    desk_talk(d, 22, 12);
    desk_expect(d, "");
}

/* In a crowd they wait for each other, and come. */
static void a_crowd_is_told_less_often(void **state)
{
    struct desk *d = *state;
    const struct pl_counter_area *area;
    d->config.crowd = 10;
    desk_again(d);
    for (int32_t user = 11; user <= 110; user++)
        desk_client(d, user, 10);
    desk_wait(d, PL_SEC(1));
    desk_skip(d);
    d->numbers = true;
    area = pl_counter_area_of(d->e, 1);
    assert_false(pl_counter_holds_back(area));
    assert_int_equal(desk_queue(d, 11, 101), 0); /* the last one is long ago */
    desk_expect(d, "11 > queue 101\nqueue 101\narea 1\n");
    for (int32_t user = 12; user <= 110; user++)
        assert_int_equal(desk_queue(d, user, user % 2 ? 101 : 103), 0);
    assert_true(pl_counter_holds_back(area));
    desk_skip(d);
    desk_wait(d, PL_MS(99));
    desk_expect(d, "");
    desk_wait(d, PL_MS(1)); /* 100 people, a millisecond each */
    desk_expect(d, "queue 103\nqueue 101\narea 1\n");
    desk_wait(d, PL_SEC(9));
    desk_expect(d, "");
}

/* ---- manual agents ---- */

static void a_manual_agent(void **state)
{
    struct desk *d = *state;
    const struct pl_counter_agent *a;
    desk_agent(d, 22, -1, false);
    a = pl_counter_person_of(d->e, 22)->agent;
    assert_int_equal(desk_request(d, 22), 9); /* nobody */
    desk_client(d, 11, 10);
    assert_int_equal(desk_queue(d, 11, 101), 0);
    desk_skip(d);
    assert_int_equal(desk_status(d, 22, 1), 0); /* for show */
    desk_expect(d, "22 is 1\n");
    assert_int_equal(desk_request(d, 22), 0);
    desk_expect(d, "11 < queue 101 751\n22 serves 11 of 101\n22 is 2\n");
    assert_int_equal(desk_request(d, 22), 16);
    assert_int_equal(desk_status(d, 22, 1), 0); /* iOS says so: it changes nothing now */
    desk_talk(d, 22, 11);
    desk_wait(d, PL_SEC(60));
    desk_expect(d, "");
    assert_int_equal(desk_finish(d, 22), 0);
    assert_int_equal(desk_finish(d, 22), 0); /* pages say it twice */
    desk_expect(d, "22 finished 11 of 101 served\n22 is 1\n");
    assert_int_equal(a->served_count, 1);
    assert_int_equal(a->failed_count, 0);
    assert_true(a->busy == PL_SEC(60));
    assert_int_equal(desk_queue(d, 11, 101), 0); /* from where he is */
    assert_int_equal(desk_request(d, 22), 0);
    assert_int_equal(desk_finish(d, 22), 0); /* no call has come of it */
    desk_expect(d, "11 > queue 101\n11 < queue 101 751\n22 serves 11 of 101\n22 is 2\n"
                   "22 finished 11 of 101 failed\n22 is 1\n");
    assert_int_equal(a->failed_count, 1);
    assert_int_equal(desk_finish(d, 11), 228);
    assert_int_equal(desk_request(d, 99), 228);
    assert_int_equal(desk_status(d, 22, 4), 21);
    assert_int_equal(desk_queue(d, 22, 101), 20);
}

static void an_agent_takes_the_one_he_wants(void **state)
{
    struct desk *d = *state;
    desk_agent(d, 22, 2, false);
    desk_client(d, 11, 15);
    desk_client(d, 12, 5);
    desk_client(d, 13, 5);
    assert_int_equal(desk_queue(d, 11, 103), 0);
    assert_int_equal(desk_queue(d, 12, 103), 0);
    assert_int_equal(desk_queue(d, 13, 101), 0);
    desk_skip(d);
    assert_int_equal(desk_done(d, pl_counter_start(d->e, d->now, 22, 13)), 205); /* not his */
    assert_int_equal(desk_done(d, pl_counter_start(d->e, d->now, 22, 14)), 205);
    assert_int_equal(desk_done(d, pl_counter_start(d->e, d->now, 22, 22)), 205);
    assert_int_equal(desk_done(d, pl_counter_start(d->e, d->now, 22, 12)), 0);
    desk_expect(d, "12 < queue 103 751\n22 serves 12 of 103\n22 is 2\n");
    assert_int_equal(desk_done(d, pl_counter_start(d->e, d->now, 22, 11)), 16);
}

/* ---- the order ---- */

static void who_is_next(void **state)
{
    struct desk *d = *state;
    const int32_t order[] = {15, 11, 13, 12, 14};
    desk_agent(d, 22, -1, false);
    desk_client(d, 11, 15);
    desk_client(d, 12, 10);
    desk_client(d, 13, 10);
    desk_client(d, 14, 5);
    desk_client(d, 15, 5);
    assert_int_equal(desk_queue(d, 14, 101), 0);
    assert_int_equal(desk_queue(d, 13, 101), 0);
    assert_int_equal(desk_queue(d, 12, 103), 0); /* as good a queue, but he came later */
    assert_int_equal(desk_queue(d, 11, 101), 0);
    assert_int_equal(desk_queue(d, 15, 102), 0); /* VIP */
    assert_int_equal(pl_counter_before(pl_counter_person_of(d->e, 11)), 0);
    assert_int_equal(pl_counter_before(pl_counter_person_of(d->e, 13)), 1);
    assert_int_equal(pl_counter_before(pl_counter_person_of(d->e, 14)), 2);
    assert_int_equal(pl_counter_before(pl_counter_person_of(d->e, 12)), 0);
    assert_int_equal(pl_counter_before(pl_counter_person_of(d->e, 22)), -1);
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(desk_request(d, 22), 0);
        assert_int_equal(pl_counter_person_of(d->e, 22)->agent->client, order[i]);
        assert_int_equal(desk_finish(d, 22), 0);
    }
    assert_int_equal(desk_request(d, 22), 9);
}

/* Also when he has changed his mind about himself in the queue: what counts is what he was. */
static void a_place_is_kept(void **state)
{
    struct desk *d = *state;
    desk_client(d, 11, 10);
    desk_client(d, 12, 10);
    assert_int_equal(desk_queue(d, 11, 101), 0);
    assert_int_equal(desk_queue(d, 12, 101), 0);
    assert_int_equal(desk_number(d, CLIENT, 12, PL_COUNTER_NUMBER_PRIORITY, 15), 0);
    assert_int_equal(pl_counter_before(pl_counter_person_of(d->e, 12)), 1);
}

static void whom_an_agent_serves(void **state)
{
    struct desk *d = *state;
    desk_agent(d, 21, 1, true);
    desk_agent(d, 22, 2, true);
    desk_agent(d, 23, 4, true);
    desk_agent(d, 24, 0, true);
    for (int32_t agent = 21; agent <= 24; agent++)
        assert_int_equal(desk_status(d, agent, 1), 0);
    desk_client(d, 11, 10);
    desk_client(d, 12, 10);
    desk_client(d, 13, 10);
    desk_skip(d);
    assert_int_equal(desk_queue(d, 11, 103), 0);
    desk_expect(d, "11 > queue 103\n11 < queue 103 751\n22 serves 11 of 103\n22 is 2\n");
    assert_int_equal(desk_queue(d, 12, 103), 0);
    desk_expect(d, "12 > queue 103\n"); /* 21 may not, 22 is busy, 23 and 24 may not */
    assert_int_equal(desk_number(d, CLIENT, 23, PL_COUNTER_NUMBER_ATTRIBUTE, 6), 0);
    desk_expect(d, "12 < queue 103 751\n23 serves 12 of 103\n23 is 2\n");
    assert_int_equal(desk_queue(d, 13, 103), 0);
    desk_skip(d);
    assert_int_equal(desk_number(d, QUEUE, 103, PL_COUNTER_NUMBER_ATTRIBUTE, 0), 0);
    desk_expect(d, "13 < queue 103 751\n21 serves 13 of 103\n21 is 2\n"); /* everybody's now */
}

/* ---- automatic agents ---- */

static void an_automatic_agent(void **state)
{
    struct desk *d = *state;
    desk_agent(d, 22, -1, true);
    desk_client(d, 11, 10);
    desk_client(d, 12, 10);
    assert_int_equal(desk_queue(d, 11, 101), 0);
    assert_int_equal(desk_queue(d, 12, 101), 0);
    desk_skip(d);
    assert_int_equal(desk_status(d, 22, 3), 0);
    desk_expect(d, "22 is 3\n"); /* closed and paused ones get nobody */
    assert_int_equal(desk_status(d, 22, 1), 0);
    desk_expect(d, "22 is 1\n11 < queue 101 751\n22 serves 11 of 101\n22 is 2\n");
    assert_int_equal(desk_finish(d, 22), 0);
    desk_expect(d, "22 finished 11 of 101 failed\n22 is 1\n"
                   "12 < queue 101 751\n22 serves 12 of 101\n22 is 2\n");
    assert_int_equal(desk_status(d, 22, 3), 0); /* he needs a pause when this is over */
    assert_int_equal(desk_queue(d, 11, 101), 0);
    desk_skip(d);
    assert_int_equal(desk_finish(d, 22), 0);
    desk_expect(d, "22 finished 12 of 101 failed\n22 is 3\n");
    assert_int_equal(desk_status(d, 22, 2), 0); /* by hand */
    assert_int_equal(desk_finish(d, 22), 0);
    desk_expect(d, "22 is 2\n22 is 1\n11 < queue 101 751\n22 serves 11 of 101\n22 is 2\n");
}

/* ---- who goes in the middle of it ---- */

static void a_client_goes(void **state)
{
    struct desk *d = *state;
    const struct pl_counter_area *area = pl_counter_area_of(d->e, 1);
    desk_agent(d, 22, -1, false);
    desk_client(d, 11, 10);
    assert_int_equal(desk_queue(d, 11, 101), 0);
    assert_int_equal(desk_request(d, 22), 0);
    assert_int_equal(area->starting, 1);
    desk_skip(d);
    pl_counter_gone(d->e, d->now, 11, 101);
    (void)desk_done(d, 0);
    desk_expect(d, "11 < area 1 101\n"); /* the agent ends it */
    assert_int_equal(area->starting, 0);
    assert_int_equal(area->by_status[PL_COUNTER_WORKING], 1);
    desk_talk(d, 22, 11); /* too late */
    assert_int_equal(desk_finish(d, 22), 0);
    desk_expect(d, "22 finished 11 of 101 failed\n22 is 1\n");
}

static void an_agent_goes(void **state)
{
    struct desk *d = *state;
    const struct pl_counter_area *area = pl_counter_area_of(d->e, 1);
    desk_agent(d, 22, -1, false);
    desk_client(d, 11, 10);
    assert_int_equal(desk_queue(d, 11, 101), 0);
    assert_int_equal(desk_request(d, 22), 0);
    desk_skip(d);
    pl_counter_gone(d->e, d->now, 22, 101);
    (void)desk_done(d, 0);
    desk_expect(d, "22 finished 11 of 101 failed\n22 < area 1 101\n"); /* he is not put back */
    assert_int_equal(area->starting, 0);
    assert_int_equal(area->agent_count, 0);
    assert_int_equal(desk_queue(d, 11, 101), 0);
    assert_int_equal(area->waiting, 1);
}

/* ---- set-up while people wait ---- */

static void places_change(void **state)
{
    struct desk *d = *state;
    bool changed;
    desk_client(d, 11, 10);
    desk_client(d, 12, 10);
    assert_int_equal(desk_queue(d, 11, 101), 0);
    assert_int_equal(desk_queue(d, 12, 103), 0);
    desk_skip(d);
    assert_int_equal(desk_done(d, pl_counter_put_area(d->e, d->now, 1)), 0); /* again */
    desk_put_queue(d, 101, 1, 0);
    assert_int_equal(desk_done(d, pl_counter_put_area(d->e, d->now, 2)), 0);
    assert_int_equal(desk_done(d, pl_counter_put_queue(d->e, d->now, 101, 2)), 21);
    assert_int_equal(desk_done(d, pl_counter_put_queue(d->e, d->now, 201, 3)), 9);
    assert_int_equal(desk_done(d, pl_counter_put_queue(d->e, d->now, 0, 1)), 21);
    assert_int_equal(desk_done(d, pl_counter_put_area(d->e, d->now, -1)), 21);
    desk_expect(d, "");
    assert_int_equal(pl_counter_before(pl_counter_person_of(d->e, 11)), 0);
    assert_int_equal(
        pl_counter_set_text(d->e, AREA, 1, PL_COUNTER_NAME, pl_bytes_str("x"), &changed), 0);
    assert_true(changed);
    assert_int_equal(
        pl_counter_set_text(d->e, AREA, 1, PL_COUNTER_NAME, pl_bytes_str("x"), &changed), 0);
    assert_false(changed);
    assert_int_equal(
        pl_counter_set_text(d->e, QUEUE, 9, PL_COUNTER_NAME, pl_bytes_str("x"), &changed), 750);
    assert_int_equal(desk_done(d, pl_counter_delete_queue(d->e, d->now, 103)), 0);
    desk_expect(d, "12 < queue 103 15\nno queue 103\n");
    desk_agent(d, 22, -1, true);
    desk_skip(d);
    assert_int_equal(desk_done(d, pl_counter_delete_area(d->e, d->now, 1)), 0);
    desk_expect(d, "11 < queue 101 15\nno queue 101\nno queue 102\n11 < area 1 15\n"
                   "12 < area 1 15\n22 < area 1 15\nno area 1\n");
    assert_int_equal(desk_done(d, pl_counter_delete_area(d->e, d->now, 1)), 9);
    assert_int_equal(desk_done(d, pl_counter_delete_queue(d->e, d->now, 101)), 750);
}

static void limits(void **state)
{
    struct desk *d = *state;
    bool changed;
    d->config.max_areas = 2;
    d->config.max_queues = 5;
    d->config.max_queues_of_area = 4;
    d->config.max_people = 2;
    d->config.max_text = 3;
    desk_again(d);
    assert_int_equal(pl_counter_put_area(d->e, d->now, 2), 0);
    assert_int_equal(pl_counter_put_area(d->e, d->now, 3), 23);
    assert_int_equal(pl_counter_put_queue(d->e, d->now, 104, 1), 0);
    assert_int_equal(pl_counter_put_queue(d->e, d->now, 105, 1), 23); /* of this area */
    assert_int_equal(pl_counter_put_queue(d->e, d->now, 201, 2), 0);
    assert_int_equal(pl_counter_put_queue(d->e, d->now, 202, 2), 23); /* of all */
    desk_client(d, 11, 10);
    desk_client(d, 12, 10);
    assert_int_equal(pl_counter_enter_area(d->e, d->now, 13, 1), 23);
    assert_int_equal(desk_number(d, CLIENT, 13, PL_COUNTER_NUMBER_TAG, 1), 23);
    assert_int_equal(
        pl_counter_set_text(d->e, CLIENT, 11, PL_COUNTER_TAG, pl_bytes_str("abcd"), &changed), 21);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        desk_test(coming_and_going),
        desk_test(numbers_are_told),
        desk_test(a_crowd_is_told_less_often),
        desk_test(a_manual_agent),
        desk_test(an_agent_takes_the_one_he_wants),
        desk_test(who_is_next),
        desk_test(a_place_is_kept),
        desk_test(whom_an_agent_serves),
        desk_test(an_automatic_agent),
        desk_test(a_client_goes),
        desk_test(an_agent_goes),
        desk_test(places_change),
        desk_test(limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

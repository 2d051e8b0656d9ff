/* SPDX-License-Identifier: Apache-2.0 */
/* Rules beyond the manual, second half, each with a trace: ring-all, several text contacts, pairs
 * that are kept apart, nobody on duty, opening hours, call-backs. */
#include "pl_test.h"

#include "core/counter/desk.h"

static void set(struct desk *d, int32_t queue, const struct pl_counter_rules *rules)
{
    assert_int_equal(desk_done(d, pl_counter_set_rules(d->e, d->now, queue, rules)), 0);
}

static void idle(struct desk *d, int32_t agent, int32_t attribute)
{
    desk_agent(d, agent, attribute, true);
    assert_int_equal(desk_status(d, agent, 1), 0);
}

static int start(struct desk *d, int32_t agent, int32_t client)
{
    return desk_done(d, pl_counter_start(d->e, d->now, agent, client));
}

static int apart(struct desk *d, int32_t one, int32_t other, bool blocked)
{
    return desk_done(d, pl_counter_block_pair(d->e, d->now, one, other, blocked));
}

static const struct pl_counter_person *person(const struct desk *d, int32_t user)
{
    return pl_counter_person_of(d->e, user);
}

/* ---- ring-all ---- */

static void rings_at_all(void **state)
{
    struct desk *d = *state;
    struct pl_counter_rules rules = {.strategy = PL_COUNTER_RING_ALL};
    set(d, 101, &rules);
    idle(d, 21, -1);
    idle(d, 22, 1);
    idle(d, 23, 2); /* serves another queue */
    desk_client(d, 11, 10);
    desk_client(d, 12, 10);
    desk_skip(d);
    assert_int_equal(desk_queue(d, 11, 101), 0);
    desk_expect(d, "11 > queue 101\n11 rings 21\n11 rings 22\n");
    assert_int_equal(desk_queue(d, 12, 101), 0);
    desk_expect(d, "12 > queue 101\n"); /* nobody is left to be rung */
    assert_int_equal(start(d, 23, 11), 205);
    assert_int_equal(start(d, 22, 11), 0);
    desk_expect(d, "11 rings 22 no more\n11 < queue 101 751\n11 rings 21 no more\n"
                   "22 serves 11 of 101\n22 is 2\n12 rings 21\n");
    assert_int_equal(start(d, 21, 11), 205); /* too late */
    idle(d, 24, -1);
    desk_expect(d, "24 > area 1\n24 is 1\n12 rings 24\n"); /* who comes is rung as well */
    assert_int_equal(desk_status(d, 24, 3), 0);            /* that is how to say no */
    desk_expect(d, "12 rings 24 no more\n24 is 3\n");
    assert_int_equal(desk_done(d, pl_counter_leave_queue(d->e, d->now, 12, 101, 0)), 0);
    desk_expect(d, "12 < queue 101 0\n12 rings 21 no more\n");
    assert_int_equal(desk_queue(d, 12, 103), 0);
    desk_expect(d, "12 > queue 103\n12 < queue 103 751\n21 serves 12 of 103\n21 is 2\n");
}

static void nobody_answers(void **state)
{
    struct desk *d = *state;
    struct pl_counter_rules rules = {
        .strategy = PL_COUNTER_RING_ALL, .answer_us = PL_SEC(20), .misses = 2};
    set(d, 101, &rules);
    idle(d, 21, -1);
    desk_client(d, 11, 10);
    desk_skip(d);
    assert_int_equal(desk_queue(d, 11, 101), 0);
    desk_wait(d, PL_SEC(20));
    desk_expect(d, "11 > queue 101\n11 rings 21\n11 rings 21 no more, missed\n11 rings 21\n");
    desk_wait(d, PL_SEC(20));
    desk_expect(d, "11 rings 21 no more, missed\n21 is 3\n");
    assert_int_equal(pl_counter_before(person(d, 11)), 0); /* his place he has */
    assert_int_equal(desk_request(d, 21), 0);
    desk_expect(d, "11 < queue 101 751\n21 serves 11 of 101\n21 is 2\n");
}

static void rings_at_fifty_at_most(void **state)
{
    struct desk *d = *state;
    struct pl_counter_rules rules = {.strategy = PL_COUNTER_RING_ALL};
    set(d, 101, &rules);
    for (int32_t agent = 1000; agent < 1000 + PL_COUNTER_RING_MAX + 5; agent++)
        idle(d, agent, -1);
    desk_client(d, 11, 10);
    desk_client(d, 12, 10);
    assert_int_equal(desk_queue(d, 11, 101), 0);
    assert_int_equal(person(d, 11)->rung, PL_COUNTER_RING_MAX);
    assert_int_equal(desk_queue(d, 12, 101), 0);
    assert_int_equal(person(d, 12)->rung, 5);
    rules.strategy = PL_COUNTER_LONGEST_IDLE; /* changed while it rings: nobody is lost */
    set(d, 101, &rules);
    assert_non_null(person(d, 11)->server);
    assert_non_null(person(d, 12)->server);
}

/* ---- several text contacts ---- */

static void capacity(void **state)
{
    struct desk *d = *state;
    struct pl_counter_rules text = {.text = true};
    struct pl_counter_profile two = {.capacity = 2}, none = {.capacity = 0};
    set(d, 103, &text);
    assert_int_equal(pl_counter_set_profile(d->e, d->now, 21, &none), 21);
    assert_int_equal(pl_counter_set_profile(d->e, d->now, 21, &two), 0);
    idle(d, 21, -1);
    for (int32_t user = 11; user <= 15; user++)
        desk_client(d, user, 10);
    desk_skip(d);
    for (int32_t user = 11; user <= 13; user++)
        assert_int_equal(desk_queue(d, user, 103), 0);
    desk_expect(d, "11 > queue 103\n11 < queue 103 751\n21 serves 11 of 103\n21 is 2\n"
                   "12 > queue 103\n12 < queue 103 751\n21 serves 12 of 103\n"
                   "13 > queue 103\n");
    assert_int_equal(desk_queue(d, 14, 101), 0);
    desk_expect(d, "14 > queue 101\n"); /* a call wants him whole */
    assert_int_equal(desk_request(d, 21), 16);
    assert_int_equal(desk_done(d, pl_counter_finish_with(d->e, d->now, 21, 99)), 205);
    assert_int_equal(desk_done(d, pl_counter_finish_with(d->e, d->now, 21, 12)), 0);
    desk_expect(d, "21 finished 12 of 103 served\n13 < queue 103 751\n21 serves 13 of 103\n");
    assert_int_equal(desk_status(d, 21, 3), 0); /* no more of them */
    assert_int_equal(desk_finish(d, 21), 0);
    desk_expect(d, "21 finished 11 of 103 served\n");
    assert_int_equal(desk_queue(d, 15, 103), 0);
    assert_int_equal(desk_finish(d, 21), 0);
    desk_expect(d, "15 > queue 103\n21 finished 13 of 103 served\n21 is 3\n");
    assert_int_equal(desk_status(d, 21, 1), 0);
    desk_expect(d, "21 is 1\n14 < queue 101 751\n21 serves 14 of 101\n21 is 2\n");
    assert_int_equal(person(d, 21)->agent->load, 1);
}

/* Whoever has fewest, then who was given one the longest ago; free ones come first. */
static void the_least_loaded(void **state)
{
    struct desk *d = *state;
    struct pl_counter_rules text = {.text = true};
    struct pl_counter_profile three = {.capacity = 3};
    const int32_t agents[] = {21, 22, 21, 22, 21, 22};
    set(d, 101, &text);
    for (int32_t agent = 21; agent <= 22; agent++) {
        assert_int_equal(pl_counter_set_profile(d->e, d->now, agent, &three), 0);
        idle(d, agent, -1);
    }
    for (int32_t i = 0; i < 6; i++) {
        desk_client(d, 11 + i, 10);
        assert_int_equal(desk_queue(d, 11 + i, 101), 0);
        assert_int_equal(person(d, 11 + i)->server->person->user, agents[i]);
    }
    assert_int_equal(desk_done(d, pl_counter_finish_with(d->e, d->now, 21, 13)), 0);
    assert_int_equal(desk_queue(d, 13, 101), 0);
    assert_int_equal(person(d, 13)->server->person->user, 21);
}

static void text_that_has_to_be_taken(void **state)
{
    struct desk *d = *state;
    struct pl_counter_rules text = {.text = true, .answer_us = PL_SEC(10), .misses = 1};
    struct pl_counter_profile two = {.capacity = 2};
    set(d, 101, &text);
    assert_int_equal(pl_counter_set_profile(d->e, d->now, 21, &two), 0);
    idle(d, 21, -1);
    desk_client(d, 11, 10);
    desk_client(d, 12, 10);
    assert_int_equal(desk_queue(d, 11, 101), 0);
    assert_int_equal(start(d, 21, 11), 0);
    assert_true(person(d, 11)->service->talking);
    assert_int_equal(desk_queue(d, 12, 101), 0);
    desk_skip(d);
    desk_wait(d, PL_SEC(10));
    desk_expect(d, "21 finished 12 of 101 missed\n12 > queue 101 again\n");
    assert_int_equal(desk_finish(d, 21), 0); /* he is paused when his hands are free */
    desk_expect(d, "21 finished 11 of 101 served\n21 is 3\n");
}

/* ---- pairs ---- */

static void blocked_pairs(void **state)
{
    struct desk *d = *state;
    idle(d, 21, -1);
    idle(d, 22, -1);
    desk_client(d, 11, 10);
    desk_client(d, 12, 10);
    assert_int_equal(apart(d, 11, 11, true), 21);
    assert_int_equal(apart(d, 11, 21, true), 0);
    assert_true(pl_counter_is_blocked(d->e, 21, 11));
    desk_skip(d);
    assert_int_equal(desk_queue(d, 11, 101), 0);
    desk_expect(d, "11 > queue 101\n11 < queue 101 751\n22 serves 11 of 101\n22 is 2\n");
    assert_int_equal(desk_queue(d, 11, 101), 0); /* goes on while 22 has not finished */
    assert_int_equal(start(d, 21, 11), 205);
    assert_int_equal(desk_request(d, 21), 9);
    desk_skip(d);
    assert_int_equal(desk_queue(d, 12, 101), 0); /* who comes later passes him by */
    desk_expect(d, "12 > queue 101\n12 < queue 101 751\n21 serves 12 of 101\n21 is 2\n");
    assert_int_equal(desk_finish(d, 21), 0);
    desk_skip(d);
    assert_int_equal(apart(d, 21, 11, false), 0);
    desk_expect(d, "11 < queue 101 751\n21 serves 11 of 101\n21 is 2\n");
    for (int32_t i = 0; i < PL_COUNTER_PAIRS_MAX; i++)
        assert_int_equal(apart(d, 30, 40 + i, true), 0);
    assert_int_equal(apart(d, 99, 30, true), 23);
    assert_false(pl_counter_is_blocked(d->e, 99, 30));
}

/* ---- nobody on duty ---- */

static void nobody_on_duty(void **state)
{
    struct desk *d = *state;
    struct pl_counter_rules rules = {.overflow = 103, .overflow_unstaffed = true};
    set(d, 101, &rules);
    desk_client(d, 11, 10);
    desk_client(d, 12, 10);
    desk_agent(d, 21, 1, false);
    desk_skip(d);
    assert_int_equal(desk_queue(d, 11, 101), 0); /* nobody is there either: he stays */
    desk_expect(d, "11 > queue 101\n");
    desk_agent(d, 23, 2, false);
    assert_int_equal(desk_status(d, 23, 3), 0); /* paused is on duty */
    desk_skip(d);
    assert_int_equal(desk_queue(d, 12, 101), 0);
    desk_expect(d, "12 > queue 103\n");
    assert_int_equal(desk_status(d, 21, 1), 0);
    desk_skip(d);
    assert_int_equal(desk_done(d, pl_counter_leave_area(d->e, d->now, 21, 1, 0)), 0);
    desk_expect(d, "21 < area 1 0\n11 < queue 101 0\n11 > queue 103\n");
    assert_int_equal(pl_counter_before(person(d, 11)), 0); /* he came first */
}

/* ---- opening hours ---- */

/* 2026-11-23, a Monday. */
static int64_t monday(unsigned hours, unsigned minutes)
{
    return (int64_t)PL_SEC(UINT64_C(1795392000) + hours * 3600 + minutes * 60);
}

static void opening_hours(void **state)
{
    struct desk *d = *state;
    struct pl_counter_rules rules = {.send_away = true};
    assert_int_equal(pl_counter_hours_read(pl_bytes_str("mon-fri 09:00-17:00"), &rules.hours),
                     PL_OK);
    desk_client(d, 11, 10);
    desk_client(d, 12, 10);
    set(d, 101, &rules);
    assert_int_equal(desk_queue(d, 11, 101), 0); /* nobody has said what time it is */
    desk_skip(d);
    pl_counter_set_wall(d->e, d->now, monday(8, 59));
    (void)desk_done(d, 0);
    desk_expect(d, "11 < queue 101 58\n");
    assert_int_equal(desk_queue(d, 11, 101), 58);
    desk_wait(d, PL_SEC(60));
    assert_int_equal(desk_queue(d, 11, 101), 0);
    desk_skip(d);
    desk_wait(d, PL_SEC(8 * 3600 - 1));
    desk_expect(d, "");
    desk_wait(d, PL_SEC(1));
    desk_expect(d, "11 < queue 101 58\n");
    rules.overflow = 103;
    set(d, 101, &rules);
    assert_int_equal(desk_queue(d, 11, 101), 0);
    desk_expect(d, "11 > queue 103\n"); /* what is closed sends there */
    rules.send_away = false;
    rules.overflow = 0;
    set(d, 101, &rules);
    desk_wait(d, PL_SEC(16 * 3600));
    assert_int_equal(desk_queue(d, 12, 101), 0);
    desk_skip(d);
    desk_wait(d, PL_SEC(9 * 3600));
    desk_expect(d, ""); /* who waits is served after closing time */
    assert_int_equal(desk_queue(d, 12, 101), 100202);
    desk_agent(d, 21, -1, false);
    assert_int_equal(desk_request(d, 21), 0);
}

/* ---- call-backs ---- */

static int call_back(struct desk *d, int32_t user, bool on)
{
    return desk_done(d, pl_counter_call_back(d->e, d->now, user, on));
}

static void called_back(void **state)
{
    struct desk *d = *state;
    struct pl_counter_rules rules = {.call_backs = 1};
    desk_client(d, 11, 10);
    desk_client(d, 12, 10);
    desk_client(d, 13, 10);
    assert_int_equal(call_back(d, 11, true), 750);
    assert_int_equal(desk_queue(d, 11, 101), 0);
    assert_int_equal(desk_queue(d, 12, 101), 0);
    assert_int_equal(call_back(d, 11, true), 20);
    set(d, 101, &rules);
    desk_skip(d);
    assert_int_equal(call_back(d, 11, true), 0);
    desk_expect(d, "11 to be called back, queue 101\n");
    assert_int_equal(call_back(d, 12, true), 23);
    pl_counter_gone(d->e, d->now, 11, 0);
    (void)desk_done(d, 0);
    desk_expect(d, "11 < area 1 0\n");
    assert_int_equal(pl_counter_before(person(d, 12)), 1); /* he keeps his place */
    desk_agent(d, 21, -1, false);
    desk_skip(d);
    assert_int_equal(desk_request(d, 21), 0);
    desk_expect(d, "11 < queue 101 751\n21 serves 11 of 101\n21 is 2\n");
    desk_client(d, 11, 10); /* he comes when he is called */
    desk_talk(d, 21, 11);
    assert_int_equal(desk_finish(d, 21), 0);
    desk_expect(d, "11 > area 1\n21 finished 11 of 101 served\n21 is 1\n");
}

static void called_back_in_vain(void **state)
{
    struct desk *d = *state;
    struct pl_counter_rules rules = {.call_backs = 2, .answer_us = PL_SEC(10)};
    set(d, 101, &rules);
    desk_client(d, 11, 10);
    desk_client(d, 12, 10);
    assert_int_equal(desk_queue(d, 11, 101), 0);
    assert_int_equal(call_back(d, 11, true), 0);
    assert_int_equal(desk_done(d, pl_counter_leave_area(d->e, d->now, 11, 1, 0)), 0);
    desk_client(d, 11, 10); /* here again, and his place is his */
    assert_int_equal(desk_queue(d, 11, 101), 100202);
    pl_counter_gone(d->e, d->now, 11, 0);
    (void)desk_done(d, 0);
    desk_agent(d, 21, -1, false);
    assert_int_equal(desk_request(d, 21), 0);
    desk_skip(d);
    desk_wait(d, PL_SEC(10));
    desk_expect(d, "21 finished 11 of 101 missed\n11 > queue 101 again\n21 is 1\n");
    assert_int_equal(desk_request(d, 21), 0);
    assert_int_equal(desk_finish(d, 21), 0); /* cannot be reached */
    assert_null(person(d, 11));
    assert_int_equal(desk_queue(d, 12, 101), 0);
    assert_int_equal(call_back(d, 12, true), 0);
    pl_counter_gone(d->e, d->now, 12, 0);
    (void)desk_done(d, 0);
    desk_skip(d);
    assert_int_equal(call_back(d, 12, false), 0); /* taken back while he is away: he is out */
    desk_expect(d, "12 waits again, queue 101\n12 < queue 101 0\n");
    assert_null(person(d, 12));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        desk_test(rings_at_all),           desk_test(nobody_answers),
        desk_test(rings_at_fifty_at_most), desk_test(capacity),
        desk_test(the_least_loaded),       desk_test(text_that_has_to_be_taken),
        desk_test(blocked_pairs),          desk_test(nobody_on_duty),
        desk_test(opening_hours),          desk_test(called_back),
        desk_test(called_back_in_vain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* A client who is served goes on to another agent, or back into a queue. */
#include "pl_test.h"

#include "core/codes.h"
#include "core/counter/desk.h"

enum { ANN = 11, BEN, BOB = 21, CAT, DAN };

/* bob serves ann, who came first; ben waits behind her. */
static void serve(struct desk *d)
{
    desk_client(d, ANN, 10);
    desk_client(d, BEN, 10);
    desk_agent(d, BOB, -1, false);
    desk_agent(d, CAT, -1, false);
    assert_int_equal(desk_queue(d, ANN, 101), 0);
    assert_int_equal(desk_request(d, BOB), 0);
    desk_talk(d, BOB, ANN);
    desk_wait(d, PL_SEC(10));
    desk_skip(d);
}

static int pass(struct desk *d, int32_t agent, int32_t client, int32_t queue)
{
    return desk_done(d, pl_counter_pass(d->e, d->now, agent, client, queue));
}

static int hand_over(struct desk *d, int32_t agent, int32_t client, int32_t other)
{
    return desk_done(d, pl_counter_hand_over(d->e, d->now, agent, client, other));
}

static void to_another(void **state)
{
    struct desk *d = *state;
    serve(d);
    assert_int_equal(hand_over(d, BOB, ANN, CAT), 0);
    desk_expect(d, "21 finished 11 of 101 handed on\n21 is 1\n22 takes 11 of 101\n22 is 2\n");
    assert_int_equal(pl_counter_person_of(d->e, BOB)->agent->served_count, 1);
    assert_int_equal(pl_counter_person_of(d->e, ANN)->last_agent, CAT);
    desk_wait(d, PL_SEC(5));
    assert_int_equal(desk_finish(d, CAT), 0);
    desk_expect(d, "22 finished 11 of 101 served\n22 is 1\n");
    assert_int_equal(pl_counter_person_of(d->e, CAT)->agent->busy, PL_SEC(5));
}

static void refusals(void **state)
{
    struct desk *d = *state;
    serve(d);
    assert_int_equal(hand_over(d, BOB, BEN, CAT), PL_GV_ERR_INVALID_USERID);
    assert_int_equal(hand_over(d, CAT, ANN, BOB), PL_GV_ERR_INVALID_USERID);
    assert_int_equal(hand_over(d, BOB, ANN, BEN), PL_GV_ERR_INVALID_AGENT);
    assert_int_equal(hand_over(d, BOB, ANN, BOB), PL_GV_ERR_INVALID_AGENT);
    assert_int_equal(hand_over(d, BOB, ANN, 77), PL_GV_ERR_INVALID_AGENT);
    assert_int_equal(pass(d, BOB, ANN, 4711), PL_GV_ERR_QUEUE_INVALID);
    assert_int_equal(pass(d, CAT, ANN, 101), PL_GV_ERR_INVALID_USERID);
    assert_int_equal(desk_queue(d, BEN, 101), 0);
    assert_int_equal(desk_request(d, CAT), 0);
    desk_skip(d);
    assert_int_equal(hand_over(d, BOB, ANN, CAT), PL_GV_ERR_SESSIONEXIST);
    desk_expect(d, "");
}

static void not_before_they_talk(void **state)
{
    struct desk *d = *state;
    desk_client(d, ANN, 10);
    desk_agent(d, BOB, -1, false);
    desk_agent(d, CAT, -1, false);
    assert_int_equal(desk_queue(d, ANN, 101), 0);
    assert_int_equal(desk_request(d, BOB), 0);
    assert_int_equal(hand_over(d, BOB, ANN, CAT), PL_GV_ERR_INVALID_USERID);
    assert_int_equal(pass(d, BOB, ANN, 101), PL_GV_ERR_INVALID_USERID);
}

/* Who is idle is taken by nobody else meanwhile; who is free by it finds his next client. */
static void automatic_agents(void **state)
{
    struct desk *d = *state;
    desk_client(d, ANN, 10);
    desk_client(d, BEN, 10);
    desk_agent(d, BOB, 1, true);
    desk_agent(d, DAN, 2, true);
    assert_int_equal(desk_status(d, BOB, 1), 0);
    assert_int_equal(desk_status(d, DAN, 1), 0);
    assert_int_equal(desk_queue(d, ANN, 101), 0);
    desk_talk(d, BOB, ANN);
    assert_int_equal(desk_queue(d, BEN, 101), 0);
    desk_skip(d);
    assert_int_equal(hand_over(d, BOB, ANN, DAN), 0);
    desk_expect(d, "21 finished 11 of 101 handed on\n21 is 1\n12 < queue 101 751\n"
                   "21 serves 12 of 101\n21 is 2\n23 takes 11 of 101\n23 is 2\n");
}

static void a_place_is_kept(void **state)
{
    struct desk *d = *state;
    serve(d);
    assert_int_equal(desk_queue(d, BEN, 103), 0);
    desk_skip(d);
    assert_int_equal(pass(d, BOB, ANN, 103), 0);
    desk_expect(d, "21 finished 11 of 101 handed on\n21 is 1\n11 > queue 103 again\n");
    assert_int_equal(pl_counter_before(pl_counter_person_of(d->e, ANN)), 0);
    assert_int_equal(pl_counter_before(pl_counter_person_of(d->e, BEN)), 1);
    assert_int_equal(desk_request(d, CAT), 0);
    desk_expect(d, "11 < queue 103 751\n22 serves 11 of 103\n22 is 2\n");
}

static void a_full_queue(void **state)
{
    struct desk *d = *state;
    struct pl_counter_rules rules = desk_rules(d, 103);
    serve(d);
    rules.max_length = 1;
    assert_int_equal(pl_counter_set_rules(d->e, d->now, 103, &rules), 0);
    assert_int_equal(desk_queue(d, BEN, 103), 0);
    desk_skip(d);
    assert_int_equal(pass(d, BOB, ANN, 103), PL_GV_ERR_NOENOUGHRESOURCE);
    desk_expect(d, "");
}

static void wrapping_up(void **state)
{
    struct desk *d = *state;
    struct pl_counter_rules rules = desk_rules(d, 101);
    serve(d);
    rules.wrap_up_us = PL_SEC(20);
    assert_int_equal(pl_counter_set_rules(d->e, d->now, 101, &rules), 0);
    assert_int_equal(hand_over(d, BOB, ANN, CAT), 0);
    desk_expect(d, "21 finished 11 of 101 handed on\n21 is 3\n22 takes 11 of 101\n22 is 2\n");
    assert_int_equal(desk_finish(d, CAT), 0); /* and takes one while he wraps up */
    desk_skip(d);
    assert_int_equal(desk_queue(d, ANN, 101), 0);
    assert_int_equal(desk_request(d, BOB), 0);
    desk_talk(d, BOB, ANN);
    desk_skip(d);
    assert_int_equal(hand_over(d, BOB, ANN, CAT), 0);
    desk_wait(d, PL_SEC(60));
    assert_int_equal(pl_counter_person_of(d->e, CAT)->agent->status, PL_COUNTER_WORKING);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        desk_test(to_another),       desk_test(refusals),        desk_test(not_before_they_talk),
        desk_test(automatic_agents), desk_test(a_place_is_kept), desk_test(a_full_queue),
        desk_test(wrapping_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Rules beyond the manual, each with a trace: strategies, skills, ageing, matches that are not
 * taken, wrap-up, overflow, what the waiting are told. */
#include "pl_test.h"

#include "core/counter/desk.h"
#include "proto/wire/constants_gen.h"

#include <stdio.h>

static void set(struct desk *d, int32_t queue, const struct pl_counter_rules *rules)
{
    assert_int_equal(desk_done(d, pl_counter_set_rules(d->e, d->now, queue, rules)), 0);
}

/* ---- strategies ---- */

/* Client `user` comes and is served; gives the agent back. */
static int32_t served_by(struct desk *d, int32_t user)
{
    if (!pl_counter_person_of(d->e, user) || !pl_counter_person_of(d->e, user)->area)
        desk_client(d, user, 10);
    assert_int_equal(desk_queue(d, user, 101), 0);
    assert_non_null(pl_counter_person_of(d->e, user)->server);
    return pl_counter_person_of(d->e, user)->server->person->user;
}

/* Each is matched, talks for that long, and is free again. */
static void work(struct desk *d, int32_t agent, unsigned seconds)
{
    desk_talk(d, agent, pl_counter_person_of(d->e, agent)->agent->client);
    desk_wait(d, PL_SEC(seconds));
    assert_int_equal(desk_finish(d, agent), 0);
}

/* Three idle agents, who came as 21, 22, 23 and began to wait as 23, 21, 22. */
static void three_agents(struct desk *d, enum pl_counter_strategy strategy)
{
    struct pl_counter_rules rules = {.strategy = strategy};
    const int32_t order[] = {23, 21, 22};
    set(d, 101, &rules);
    for (int32_t agent = 21; agent <= 23; agent++)
        desk_agent(d, agent, agent == 22 ? 1 : -1, true); /* two groups */
    for (size_t i = 0; i < 3; i++) {
        desk_wait(d, PL_SEC(1));
        assert_int_equal(desk_status(d, order[i], 1), 0);
    }
}

/* Who gets the clients 11, 12, ... with services of so many seconds, each over before the next. */
static void golden(struct desk *d, const unsigned *seconds, const int32_t *agents, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        int32_t agent = served_by(d, 11 + (int32_t)i);
        if (agent != agents[i])
            fail_msg("client %zu: %d instead of %d", i, agent, agents[i]);
        work(d, agent, seconds[i]);
    }
}

static void longest_idle(void **state)
{
    struct desk *d = *state;
    const unsigned seconds[] = {10, 10, 1, 1, 1};
    const int32_t agents[] = {23, 21, 22, 23, 21};
    three_agents(d, PL_COUNTER_LONGEST_IDLE);
    golden(d, seconds, agents, 5);
}

static void fewest_served(void **state)
{
    struct desk *d = *state;
    const unsigned seconds[] = {10, 10, 1, 1, 1, 1};
    const int32_t agents[] = {21, 22, 23, 21, 22, 23}; /* equal ones by who came first */
    three_agents(d, PL_COUNTER_FEWEST_SERVED);
    golden(d, seconds, agents, 6);
}

static void least_busy(void **state)
{
    struct desk *d = *state;
    const unsigned seconds[] = {10, 5, 1, 1, 1, 4};
    const int32_t agents[] = {21, 22, 23, 23, 23, 23}; /* 10, 5, and 1 + 1 + 1 + 4 */
    three_agents(d, PL_COUNTER_LEAST_BUSY);
    golden(d, seconds, agents, 6);
    assert_int_equal(served_by(d, 30), 22);
}

static void round_robin(void **state)
{
    struct desk *d = *state;
    three_agents(d, PL_COUNTER_ROUND_ROBIN);
    assert_int_equal(served_by(d, 11), 21);
    assert_int_equal(served_by(d, 12), 22);
    assert_int_equal(served_by(d, 13), 23);
    work(d, 22, 5); /* idle before 21 */
    work(d, 21, 5);
    assert_int_equal(served_by(d, 14), 21); /* but it is his turn */
}

static void top_down(void **state)
{
    struct desk *d = *state;
    const unsigned seconds[] = {1, 1};
    const int32_t agents[] = {22, 22};
    three_agents(d, PL_COUNTER_TOP_DOWN);
    assert_int_equal(desk_number(d, CLIENT, 22, PL_COUNTER_NUMBER_PRIORITY, 20), 0);
    golden(d, seconds, agents, 2);
    assert_int_equal(served_by(d, 13), 22);
    assert_int_equal(served_by(d, 14), 21);
}

static void by_chance(void **state)
{
    struct desk *d = *state;
    unsigned hits[3] = {0};
    three_agents(d, PL_COUNTER_RANDOM);
    for (int32_t i = 0; i < 3000; i++) {
        int32_t agent = served_by(d, 11);
        hits[agent - 21]++;
        work(d, agent, 1);
        desk_skip(d);
    }
    for (size_t i = 0; i < 3; i++)
        assert_in_range(hits[i], 900, 1100); /* the seed is fixed; sigma is 26 */
}

static void sticky(void **state)
{
    struct desk *d = *state;
    struct pl_counter_rules rules = {.sticky = true};
    three_agents(d, PL_COUNTER_LONGEST_IDLE);
    set(d, 101, &rules);
    assert_int_equal(served_by(d, 11), 23);
    work(d, 23, 1);
    assert_int_equal(served_by(d, 11), 23); /* the shortest idle */
    assert_int_equal(served_by(d, 12), 21);
    work(d, 21, 1);
    assert_int_equal(served_by(d, 13), 22); /* nobody knows him */
}

/* ---- skills ---- */

static void skills(void **state)
{
    struct desk *d = *state;
    struct pl_counter_rules rules = {.skills = {{{1, 3}, {2, 1}}, 2}};
    struct pl_counter_skills both = {{{2, 1}, {1, 3}}, 2}, weak = {{{1, 2}, {2, 9}}, 2};
    struct pl_counter_skills twice = {{{1, 2}, {1, 9}}, 2};
    desk_agent(d, 21, -1, true);
    assert_int_equal(desk_status(d, 21, 1), 0);
    set(d, 101, &rules);
    desk_client(d, 11, 10);
    assert_int_equal(desk_queue(d, 11, 101), 0);
    desk_skip(d);
    assert_int_equal(desk_done(d, pl_counter_set_skills(d->e, d->now, 21, &weak)), 0);
    desk_expect(d, "");
    assert_int_equal(desk_done(d, pl_counter_set_skills(d->e, d->now, 21, &both)), 0);
    desk_expect(d, "11 < queue 101 751\n21 serves 11 of 101\n21 is 2\n");
    assert_int_equal(desk_finish(d, 21), 0);
    assert_int_equal(desk_done(d, pl_counter_set_skills(d->e, d->now, 21, &weak)), 0);
    assert_int_equal(desk_queue(d, 11, 101), 0);
    desk_skip(d);
    rules.any_skill = true;
    set(d, 101, &rules);
    desk_expect(d, "11 < queue 101 751\n21 serves 11 of 101\n21 is 2\n");
    assert_int_equal(desk_done(d, pl_counter_set_skills(d->e, d->now, 21, &twice)), 21);
    assert_int_equal(desk_done(d, pl_counter_set_skills(d->e, d->now, 11, &both)), 228);
}

/* ---- ageing ---- */

static void ageing(void **state)
{
    struct desk *d = *state;
    d->config.ageing_us = PL_SEC(60);
    desk_again(d);
    desk_agent(d, 22, -1, false);
    desk_client(d, 11, 5);
    desk_client(d, 12, 15);
    desk_client(d, 13, 15);
    assert_int_equal(desk_queue(d, 11, 101), 0);
    desk_wait(d, PL_SEC(599));
    assert_int_equal(desk_queue(d, 12, 101), 0);
    desk_wait(d, PL_SEC(2));
    assert_int_equal(desk_queue(d, 13, 103), 0); /* ten minutes make up for ten */
    assert_int_equal(pl_counter_before(pl_counter_person_of(d->e, 11)), 1);
    assert_int_equal(desk_request(d, 22), 0);
    assert_int_equal(pl_counter_person_of(d->e, 22)->agent->client, 12);
    assert_int_equal(desk_finish(d, 22), 0);
    assert_int_equal(desk_request(d, 22), 0);
    assert_int_equal(pl_counter_person_of(d->e, 22)->agent->client, 11);
}

/* ---- a match that is not taken ---- */

static void another_agent_is_asked(void **state)
{
    struct desk *d = *state;
    struct pl_counter_rules rules = {.answer_us = PL_SEC(20), .misses = 2};
    set(d, 101, &rules);
    desk_agent(d, 21, -1, true);
    desk_agent(d, 22, -1, true);
    assert_int_equal(desk_status(d, 21, 1), 0);
    desk_client(d, 11, 10);
    desk_client(d, 12, 10);
    assert_int_equal(desk_queue(d, 11, 101), 0);
    assert_int_equal(desk_queue(d, 12, 101), 0);
    desk_wait(d, PL_SEC(10));
    assert_int_equal(desk_status(d, 22, 1), 0);
    desk_talk(d, 22, 12);
    desk_skip(d);
    desk_wait(d, PL_SEC(10));
    /* 11 has his place back and 22 is busy: the same one once more, who is paused the next time. */
    desk_expect(d, "21 finished 11 of 101 missed\n11 > queue 101 again\n21 is 1\n"
                   "11 < queue 101 751\n21 serves 11 of 101\n21 is 2\n");
    assert_int_equal(desk_finish(d, 22), 0);
    desk_skip(d);
    desk_wait(d, PL_SEC(20));
    desk_expect(d, "21 finished 11 of 101 missed\n11 > queue 101 again\n"
                   "11 < queue 101 751\n22 serves 11 of 101\n22 is 2\n21 is 3\n");
    assert_true(pl_counter_person_of(d->e, 11)->since == d->now - PL_SEC(40));
    desk_talk(d, 11, 22);
    desk_wait(d, PL_SEC(100));
    desk_expect(d, "");
}

/* A page that says WAITING again and again does not keep its agent from being paused. */
static void who_says_that_he_waits_is_paused_as_well(void **state)
{
    struct desk *d = *state;
    struct pl_counter_rules rules = {.answer_us = PL_SEC(20), .misses = 2};
    set(d, 101, &rules);
    desk_agent(d, 21, -1, true);
    assert_int_equal(desk_status(d, 21, 1), 0);
    desk_client(d, 11, 10);
    assert_int_equal(desk_queue(d, 11, 101), 0);
    assert_int_equal(desk_status(d, 21, 1), 0);
    desk_wait(d, PL_SEC(20));
    assert_int_equal(desk_status(d, 21, 1), 0);
    desk_skip(d);
    desk_wait(d, PL_SEC(20));
    desk_expect(d, "21 finished 11 of 101 missed\n11 > queue 101 again\n21 is 3\n");
}

static void who_has_gone_is_not_put_back(void **state)
{
    struct desk *d = *state;
    struct pl_counter_rules rules = {.answer_us = PL_SEC(20), .misses = 1};
    set(d, 101, &rules);
    desk_agent(d, 21, -1, true);
    assert_int_equal(desk_status(d, 21, 1), 0);
    desk_client(d, 11, 10);
    assert_int_equal(desk_queue(d, 11, 101), 0);
    pl_counter_gone(d->e, d->now, 11, 0);
    (void)desk_done(d, 0);
    desk_skip(d);
    desk_wait(d, PL_SEC(30));
    desk_expect(d, ""); /* the agent sees that he is gone, and finishes */
    assert_int_equal(desk_finish(d, 21), 0);
    desk_client(d, 12, 10);
    assert_int_equal(desk_queue(d, 12, 101), 0);
    assert_int_equal(desk_done(d, pl_counter_delete_queue(d->e, d->now, 101)), 0);
    desk_skip(d);
    desk_wait(d, PL_SEC(30));
    desk_expect(d, "21 finished 12 of 101 missed\n21 is 1\n"); /* whence is no more */
}

static void wrap_up(void **state)
{
    struct desk *d = *state;
    struct pl_counter_rules rules = {.wrap_up_us = PL_SEC(30)};
    set(d, 101, &rules);
    desk_agent(d, 21, -1, true);
    assert_int_equal(desk_status(d, 21, 1), 0);
    desk_client(d, 11, 10);
    desk_client(d, 12, 10);
    desk_client(d, 13, 10);
    assert_int_equal(desk_queue(d, 11, 101), 0);
    assert_int_equal(desk_queue(d, 12, 101), 0);
    assert_int_equal(desk_queue(d, 13, 101), 0);
    desk_skip(d);
    assert_int_equal(desk_finish(d, 21), 0);
    desk_expect(d, "21 finished 11 of 101 failed\n21 is 3\n");
    desk_wait(d, PL_SEC(30));
    desk_expect(d, "21 is 1\n12 < queue 101 751\n21 serves 12 of 101\n21 is 2\n");
    assert_int_equal(desk_finish(d, 21), 0);
    desk_wait(d, PL_SEC(10));
    desk_skip(d);
    assert_int_equal(desk_status(d, 21, 1), 0); /* he is ready */
    desk_expect(d, "21 is 1\n13 < queue 101 751\n21 serves 13 of 101\n21 is 2\n");
    desk_wait(d, PL_SEC(100));
    desk_expect(d, "");
}

/* ---- overflow ---- */

static void overflow(void **state)
{
    struct desk *d = *state;
    struct pl_counter_rules rules = {.max_length = 2, .overflow = 103, .overflow_us = PL_SEC(60)};
    struct pl_counter_rules other = {.max_length = 3, .overflow = 101, .overflow_us = PL_SEC(60)};
    struct pl_counter_rules itself = {.overflow = 101};
    set(d, 101, &rules);
    set(d, 103, &other);
    assert_int_equal(pl_counter_set_rules(d->e, d->now, 101, &itself), 21);
    for (int32_t user = 11; user <= 16; user++)
        desk_client(d, user, 10);
    desk_skip(d);
    assert_int_equal(desk_queue(d, 11, 101), 0);
    assert_int_equal(desk_queue(d, 12, 101), 0);
    desk_wait(d, PL_SEC(1));
    assert_int_equal(desk_queue(d, 13, 101), 0);
    assert_int_equal(desk_queue(d, 14, 101), 0);
    desk_expect(d, "11 > queue 101\n12 > queue 101\n13 > queue 103\n14 > queue 103\n");
    desk_wait(d, PL_SEC(59));
    desk_expect(d,
                "11 < queue 101 0\n11 > queue 103\n"); /* there is room for one, and he is first */
    assert_int_equal(pl_counter_before(pl_counter_person_of(d->e, 11)), 0);
    assert_int_equal(desk_queue(d, 15, 101), 0);
    assert_int_equal(desk_queue(d, 16, 101), 23); /* full, both */
    desk_wait(d, PL_SEC(1000));
    assert_int_equal(pl_counter_area_of(d->e, 1)->waiting, 5);
}

/* ---- what the waiting are told ---- */

static void why(void **state)
{
    struct desk *d = *state;
    struct pl_counter_why why;
    desk_agent(d, 21, 1, false);
    desk_agent(d, 22, 1, false);
    desk_agent(d, 23, 2, false);
    desk_client(d, 11, 10);
    desk_client(d, 12, 10);
    assert_false(pl_counter_why(d->e, pl_counter_person_of(d->e, 11), &why));
    assert_int_equal(desk_queue(d, 11, 101), 0);
    assert_int_equal(desk_queue(d, 12, 101), 0);
    assert_true(pl_counter_why(d->e, pl_counter_person_of(d->e, 12), &why));
    assert_int_equal(why.before, 1);
    assert_int_equal(why.serving, 2);
    assert_int_equal(why.by_status[PL_COUNTER_CLOSED], 2);
    assert_true(why.estimate_us == PL_TIME_NEVER);
    assert_int_equal(desk_request(d, 21), 0);
    desk_talk(d, 21, 11);
    desk_wait(d, PL_SEC(300));
    assert_int_equal(desk_finish(d, 21), 0);
    assert_int_equal(desk_status(d, 22, 1), 0);
    assert_true(pl_counter_why(d->e, pl_counter_person_of(d->e, 12), &why));
    assert_int_equal(why.by_status[PL_COUNTER_WAITING], 2);
    assert_true(why.estimate_us == PL_SEC(150)); /* 300 s a service, two at it, he is next */
}

static enum pl_counter_bar bar_of(struct desk *d, int32_t agent, struct pl_counter_skills *lacks)
{
    return pl_counter_bar_between(d->e, pl_counter_person_of(d->e, agent)->agent,
                                  pl_counter_person_of(d->e, 11), lacks);
}

static void why_in_full(void **state)
{
    struct desk *d = *state;
    struct pl_counter_skills lacks;
    struct pl_counter_rules rules = desk_rules(d, 101);
    const struct pl_counter_profile german = {.skills = {{{7, 2}}, 1}, .capacity = 1};
    struct pl_counter_why why;
    rules.skills = (struct pl_counter_skills){{{7, 3}, {8, 1}}, 2};
    rules.any_skill = true;
    rules.overflow = 102;
    rules.overflow_us = PL_SEC(60);
    assert_int_equal(pl_counter_set_rules(d->e, d->now, 101, &rules), 0);
    assert_int_equal(pl_counter_set_profile(d->e, d->now, 21, &german), 0);
    desk_agent(d, 21, -1, true);
    desk_client(d, 11, 10);
    assert_int_equal(desk_queue(d, 11, 101), 0);
    assert_true(pl_counter_why(d->e, pl_counter_person_of(d->e, 11), &why));
    assert_int_equal(why.serving, 0); /* his 7 is of level 2 */
    assert_int_equal(why.missing.count, 2);
    assert_int_equal(why.missing.list[0].id, 7);
    assert_int_equal(why.missing.list[0].level, 3);
    assert_int_equal(why.missing.list[1].id, 8);
    assert_int_equal(why.overflow, 102);
    assert_true(why.overflow_us == d->now + PL_SEC(60));
    assert_false(why.closed);
    /* Somebody who has the one, and is kept apart from him. */
    assert_int_equal(pl_counter_block_pair(d->e, d->now, 11, 22, true), 0);
    assert_int_equal(
        pl_counter_set_profile(
            d->e, d->now, 22, &(struct pl_counter_profile){.skills = {{{8, 1}}, 1}, .capacity = 1}),
        0);
    desk_agent(d, 22, -1, true);
    assert_int_equal(desk_status(d, 22, 1), 0);
    assert_true(pl_counter_why(d->e, pl_counter_person_of(d->e, 11), &why));
    assert_int_equal(why.serving, 1);
    assert_int_equal(why.by_status[PL_COUNTER_WAITING], 1);
    assert_int_equal(why.apart, 1);
    assert_int_equal(why.missing.count, 0); /* one of the two is enough */
    assert_int_equal(bar_of(d, 22, &lacks), PL_COUNTER_BAR_APART);
    assert_int_equal(bar_of(d, 21, &lacks), PL_COUNTER_BAR_SKILLS);
    assert_int_equal(lacks.count, 2);
    assert_int_equal(lacks.list[0].id, 7);
    assert_true(pl_counter_agent_serves(pl_counter_person_of(d->e, 22)->agent,
                                        pl_counter_queue_of(d->e, 101)));
    assert_false(pl_counter_agent_serves(pl_counter_person_of(d->e, 21)->agent,
                                         pl_counter_queue_of(d->e, 101)));
    desk_wait(d, PL_SEC(60)); /* on to 102, which 21 serves, and which has no overflow */
    assert_true(pl_counter_why(d->e, pl_counter_person_of(d->e, 11), &why));
    assert_int_equal(pl_counter_person_of(d->e, 11)->queue->id, 102);
    assert_int_equal(why.overflow, 0);
    assert_int_equal(why.missing.count, 0);
    assert_int_equal(why.serving, 2);
}

/* Agents of two queues: who comes first there counts with the share that falls on them. */
static void why_with_shared_agents(void **state)
{
    struct desk *d = *state;
    struct pl_counter_why why;
    bool changed;
    assert_int_equal(pl_counter_set_number(d->e, d->now, PL_ANYCHAT_OBJECT_TYPE_QUEUE, 102,
                                           PL_COUNTER_NUMBER_ATTRIBUTE, 2, &changed),
                     0);
    assert_int_equal(pl_counter_set_number(d->e, d->now, PL_ANYCHAT_OBJECT_TYPE_QUEUE, 102,
                                           PL_COUNTER_NUMBER_PRIORITY, 0, &changed),
                     0);
    desk_agent(d, 21, 1, false); /* the first queue alone */
    desk_agent(d, 22, 3, false); /* both */
    for (int32_t client = 11; client <= 15; client++)
        desk_client(d, client, 10);
    assert_int_equal(desk_queue(d, 11, 101), 0);
    assert_int_equal(desk_request(d, 21), 0);
    desk_talk(d, 21, 11);
    desk_wait(d, PL_SEC(100));
    assert_int_equal(desk_finish(d, 21), 0); /* 100 s; WAITING */
    assert_int_equal(desk_status(d, 22, 1), 0);
    assert_int_equal(desk_queue(d, 12, 102), 0);
    assert_int_equal(desk_queue(d, 13, 102), 0);
    assert_int_equal(desk_queue(d, 14, 101), 0);
    assert_int_equal(desk_queue(d, 15, 102), 0); /* behind him */
    assert_true(pl_counter_why(d->e, pl_counter_person_of(d->e, 14), &why));
    assert_int_equal(why.before, 0);
    /* His 100 s, and 200 s of two others whom one of the two serves: all of it, of two agents. */
    assert_true(why.estimate_us == PL_SEC(150));
    assert_int_equal(pl_counter_set_number(d->e, d->now, PL_ANYCHAT_OBJECT_TYPE_QUEUE, 102,
                                           PL_COUNTER_NUMBER_PRIORITY, 5, &changed),
                     0);
    assert_true(pl_counter_why(d->e, pl_counter_person_of(d->e, 14), &why));
    assert_true(why.estimate_us == PL_SEC(200)); /* all three */
    assert_int_equal(pl_counter_set_number(d->e, d->now, PL_ANYCHAT_OBJECT_TYPE_QUEUE, 102,
                                           PL_COUNTER_NUMBER_PRIORITY, -5, &changed),
                     0);
    assert_true(pl_counter_why(d->e, pl_counter_person_of(d->e, 14), &why));
    assert_true(why.estimate_us == PL_SEC(50)); /* nobody */
}

/* ---- how good the estimate is ---- */

static void errors_of_the_newest_count(void **state)
{
    struct desk *d = *state;
    struct pl_counter_why why;
    desk_client(d, 11, 10);
    assert_int_equal(desk_queue(d, 11, 101), 0);
    pl_counter_learn_error(d->e, 4711, 5); /* its queue was deleted meanwhile */
    assert_true(pl_counter_why(d->e, pl_counter_person_of(d->e, 11), &why));
    assert_int_equal(why.error.count, 0);
    for (int i = 1; i <= 10; i++)
        pl_counter_learn_error(d->e, 101, i % 2 ? i : -i);
    assert_true(pl_counter_why(d->e, pl_counter_person_of(d->e, 11), &why));
    assert_int_equal(why.error.count, 10); /* -10 -8 -6 -4 -2 1 3 5 7 9 */
    assert_int_equal(why.error.p50_s, -2);
    assert_int_equal(why.error.p90_s, 7);
    assert_int_equal(why.error.p90_abs_s, 9);
    for (int i = 0; i < PL_COUNTER_ERRORS; i++)
        pl_counter_learn_error(d->e, 101, 30);
    assert_true(pl_counter_why(d->e, pl_counter_person_of(d->e, 11), &why));
    assert_int_equal(why.error.count, PL_COUNTER_ERRORS); /* the old ones are forgotten */
    assert_int_equal(why.error.p50_s, 30);
    assert_int_equal(why.error.p90_abs_s, 30);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        desk_test(longest_idle),
        desk_test(fewest_served),
        desk_test(least_busy),
        desk_test(round_robin),
        desk_test(top_down),
        desk_test(by_chance),
        desk_test(sticky),
        desk_test(why_with_shared_agents),
        desk_test(skills),
        desk_test(ageing),
        desk_test(another_agent_is_asked),
        desk_test(who_says_that_he_waits_is_paused_as_well),
        desk_test(who_has_gone_is_not_put_back),
        desk_test(wrap_up),
        desk_test(overflow),
        desk_test(why),
        desk_test(why_in_full),
        desk_test(errors_of_the_newest_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

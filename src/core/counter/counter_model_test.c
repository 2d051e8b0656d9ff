/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The engine against a model of it (model/model.h): in every state that the people of a scene can
 * reach within so many verbs, every verb is tried, and the answer, the facts in their order and all
 * numbers are the model's; and whoever reads the facts alone finds every invariant (ledger.h).
 *
 * Several small worlds, each with the verbs of some rules, rather than one that explodes. Deeper by
 * hand: COUNTER_DEEPER=2 counter_model_test
 */
#include "pl_test.h"

#include "core/counter/model/model.h"

#define BIT(verb) (1u << (verb))

enum {
    CLIENT_VERBS = BIT(COME) | BIT(GO) | BIT(ENTER) | BIT(LEAVE),
    AGENT_VERBS = BIT(COME) | BIT(GO) | BIT(STATUS) | BIT(REQUEST) | BIT(FINISH) | BIT(TALK),
    MANUAL_VERBS = CLIENT_VERBS | AGENT_VERBS | BIT(START),
    ANY_STATUS = 15,
    ON_AND_PAUSE = BIT(IS_WAITING) | BIT(IS_PAUSED),
};

/* Everybody is there, the agents are at it, and two clients are served. */
enum { OPENED = 12 };

static const struct act opened[] = {
    {COME, 0, 0, false},
    {COME, 1, 0, false},
    {COME, 2, 0, false},
    {STATUS, 0, 1, false},
    {STATUS, 1, 1, false},
    {STATUS, 2, 1, false},
    {COME, 0, 0, true},
    {COME, 1, 0, true},
    {COME, 2, 0, true},
    {COME, 3, 0, true},
    {ENTER, 0, 0, true},
    {ENTER, 1, 0, true},
    /* A third has gone, and is to be called back. */
    {ENTER, 2, 0, true},
    {CALL_BACK, 2, 1, true},
    {GO, 2, 0, true},
};

enum { ONE_IS_AWAY = sizeof(opened) / sizeof(opened[0]) };

/* ---- the manual's rules ---- */

/* One automatic agent and two clients: all that there is. */
static void one_agent(void **state)
{
    struct scene s = {.agents = 1,
                      .clients = 2,
                      .depth = 60,
                      .manual = true,
                      .verbs = MANUAL_VERBS,
                      .status = ANY_STATUS,
                      .goers = 7};
    explore(*state, &s);
}

static void two_agents(void **state)
{
    struct scene s = {.agents = 2,
                      .clients = 3,
                      .depth = 7,
                      .manual = true,
                      .verbs = MANUAL_VERBS,
                      .status = ANY_STATUS,
                      .goers = 7};
    explore(*state, &s);
}

static void three_agents_four_clients(void **state)
{
    struct scene s = {.agents = AGENTS,
                      .clients = CLIENTS,
                      .depth = 8,
                      .manual = true,
                      .verbs = MANUAL_VERBS,
                      .status = ANY_STATUS,
                      .goers = 7};
    explore(*state, &s);
}

/* ---- each of the other rules ---- */

/* After a service an agent is paused for a while, or as he says; others take over his client. */
static void wrap_up_and_handing_over(void **state)
{
    struct scene s = {
        .agents = AGENTS,
        .clients = CLIENTS,
        .depth = 5,
        .rules = {{.wrap_up_us = LONG_US}, {.wrap_up_us = 0}},
        .verbs = BIT(GO) | BIT(COME) | BIT(ENTER) | BIT(STATUS) | BIT(FINISH) | BIT(TALK) |
                 BIT(PASS) | BIT(HAND) | BIT(REQUEST) | BIT(TIME),
        .status = ON_AND_PAUSE,
        .goers = 1,
        .first = opened,
        .first_count = OPENED,
    };
    explore(*state, &s);
}

/* A match that is not answered is one of another agent; who misses two is paused. */
static void time_to_answer(void **state)
{
    struct scene s = {
        .agents = AGENTS,
        .clients = CLIENTS,
        .depth = 4,
        .rules = {{.answer_us = LONG_US, .misses = 2}, {.answer_us = LONG_US, .misses = 2}},
        .verbs = CLIENT_VERBS | AGENT_VERBS | BIT(TIME),
        .status = ON_AND_PAUSE,
        .goers = 1,
        .first = opened,
        .first_count = OPENED,
    };
    explore(*state, &s);
}

/* Clients go and keep their place; when it is their turn they are called, and may miss it. */
static void call_backs(void **state)
{
    struct scene s = {
        .agents = 2,
        .clients = CLIENTS,
        .depth = 4,
        .rules = {{.answer_us = LONG_US, .misses = 2, .call_backs = 1}, {.call_backs = 1}},
        .verbs = CLIENT_VERBS | BIT(GONE) | BIT(CALL_BACK) | BIT(STATUS) | BIT(FINISH) | BIT(TALK) |
                 BIT(REQUEST) | BIT(TIME),
        .status = ON_AND_PAUSE,
        .first = opened,
        .first_count = ONE_IS_AWAY,
    };
    explore(*state, &s);
}

/* A client rings at all who are idle; the first who starts has him. */
static void ring_all(void **state)
{
    struct scene s = {
        .agents = AGENTS,
        .clients = CLIENTS,
        .depth = 4,
        .rules = {{.strategy = PL_COUNTER_RING_ALL, .answer_us = LONG_US, .misses = 2},
                  {.strategy = PL_COUNTER_LONGEST_IDLE}},
        .verbs = BIT(ENTER) | BIT(LEAVE) | BIT(COME) | BIT(GO) | BIT(STATUS) | BIT(REQUEST) |
                 BIT(START) | BIT(FINISH) | BIT(TALK) | BIT(TIME),
        .status = ON_AND_PAUSE,
        .goers = 1,
        .first = opened,
        .first_count = OPENED,
    };
    explore(*state, &s);
}

/* From a queue that is full, too slow, or has nobody on duty into another, and back. */
static void overflow(void **state)
{
    struct scene s = {
        .agents = AGENTS,
        .clients = CLIENTS,
        .depth = 4,
        .rules =
            {{.overflow = 1, .overflow_us = LONG_US, .overflow_unstaffed = true, .max_length = 2},
             {.overflow = 1, .overflow_us = LONG_US, .max_length = 1}},
        .verbs = CLIENT_VERBS | BIT(STATUS) | BIT(FINISH) | BIT(TIME),
        .status = BIT(IS_CLOSED) | BIT(IS_WAITING) | BIT(IS_PAUSED),
        .goers = 5,
        .first = opened,
        .first_count = OPENED,
    };
    explore(*state, &s);
}

/* Two text contacts at once, which are to be answered in time. */
static void text_contacts(void **state)
{
    struct scene s = {
        .agents = 2,
        .clients = CLIENTS,
        .depth = 4,
        .rules = {{.text = true, .answer_us = LONG_US, .misses = 2}, {.text = true}},
        .rooms = 2,
        .verbs = CLIENT_VERBS | BIT(STATUS) | BIT(REQUEST) | BIT(START) | BIT(FINISH) |
                 BIT(FINISH_NEWEST) | BIT(TALK) | BIT(PASS) | BIT(HAND) | BIT(TIME),
        .status = ON_AND_PAUSE,
        .first = opened,
        .first_count = OPENED,
    };
    explore(*state, &s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        desk_test(one_agent),
        desk_test(two_agents),
        desk_test(three_agents_four_clients),
        desk_test(wrap_up_and_handing_over),
        desk_test(time_to_answer),
        desk_test(call_backs),
        desk_test(ring_all),
        desk_test(overflow),
        desk_test(text_contacts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whatever may happen, in any order, with every rule switched on and off: after each verb all
 * invariants hold (pl_counter_check), and the facts alone tell the same story as the engine's
 * numbers: who replays them knows who waits where, who is served by whom, and what each agent does.
 * Nobody is lost and nobody is served twice. And every number of a board, and of reports, is the
 * one that is counted again from the rows that are kept (recount.h).
 */
#include "pl_test.h"

#include "base/rng.h"
#include "core/counter/desk.h"
#include "core/counter/ledger.h"
#include "core/counter/recount.h"

enum { PEOPLE = LEDGER_PEOPLE, PLACES = 4, SEEDS = 500, STEPS = 1000 };

struct world {
    struct desk *d;
    struct pl_prng rng;
    struct ledger ledger;
    struct recount rows;
};

static uint64_t below(struct world *w, uint64_t n)
{
    return pl_prng_below(&w->rng, n);
}

static void after(struct world *w)
{
    const struct pl_counter_fact *f;
    pl_counter_check(w->d->e);
    while ((f = pl_counter_next_fact(w->d->e))) {
        ledger_fact(&w->ledger, w->d->e, f);
        recount_fact(&w->rows, w->d->e, w->d->now, f);
    }
    recount_check(&w->rows, w->d->e, w->d->now);
    ledger_check(&w->ledger, w->d->e);
}

/* ---- the acts ---- */

static int32_t any_user(struct world *w)
{
    return 1 + (int32_t)below(w, PEOPLE);
}

/* Queues 11 to 14 of area 1, 21 to 24 of area 2. */
static int32_t any_queue(struct world *w)
{
    return (int32_t)(10 * (1 + below(w, 2)) + 1 + below(w, PLACES));
}

/* Mostly one where he may be. */
static int32_t queue_for(struct world *w, int32_t user)
{
    int32_t area = w->ledger.people[user].area;
    return area && below(w, 8) ? (int32_t)(10 * area + 1 + (int32_t)below(w, PLACES))
                               : any_queue(w);
}

static pl_time_us maybe(struct world *w, pl_time_us value)
{
    return below(w, 2) ? value : 0;
}

static void new_rules(struct world *w)
{
    struct pl_counter_rules rules = {
        .strategy = (enum pl_counter_strategy)below(w, PL_COUNTER_STRATEGIES),
        .sticky = below(w, 2),
        .any_skill = below(w, 2),
        .max_length = (uint32_t)maybe(w, 3),
        .overflow = below(w, 2) ? any_queue(w) : 0,
        .overflow_us = maybe(w, PL_SEC(5)),
        .answer_us = maybe(w, PL_SEC(2)),
        .misses = (uint32_t)maybe(w, 2),
        .wrap_up_us = maybe(w, PL_SEC(3)),
        .overflow_unstaffed = below(w, 2),
        .text = below(w, 2),
        .call_backs = (uint32_t)maybe(w, 2),
        .send_away = below(w, 2),
    };
    if (below(w, 8) == 0)
        assert_int_equal(
            pl_counter_hours_read(pl_bytes_str("mon-sun 00:00-00:02 00:03-00:05"), &rules.hours),
            PL_OK);
    if (below(w, 4) == 0) {
        rules.skills.count = 1;
        rules.skills.list[0] = (struct pl_counter_skill){(int32_t)below(w, 2), 1};
    }
    (void)pl_counter_set_rules(w->d->e, w->d->now, any_queue(w), &rules);
}

static void set_people(struct world *w)
{
    struct pl_counter *e = w->d->e;
    int32_t one = any_user(w), other = any_user(w);
    bool apart = below(w, 3) == 0;
    const struct pl_counter_profile profile = {
        .skills = {{{(int32_t)below(w, 2), 1}}, (uint32_t)below(w, 2)},
        .capacity = 1 + (uint32_t)below(w, 4),
        .queues = {{any_queue(w)}, below(w, 4) == 0 ? 1 : 0}};
    switch (below(w, 3)) {
    case 0:
        (void)pl_counter_set_profile(e, w->d->now, one, &profile);
        break;
    case 1:
        /* The facts of the verb are of the time after it. */
        if (one != other)
            w->ledger.apart[one][other] = w->ledger.apart[other][one] = apart;
        if (pl_counter_block_pair(e, w->d->now, one, other, apart) != 0 && one != other)
            w->ledger.apart[one][other] = w->ledger.apart[other][one] = false;
        break;
    default:
        pl_counter_set_wall(e, w->d->now, (int64_t)PL_SEC(below(w, 300)));
        break;
    }
}

static void set_up(struct world *w)
{
    struct pl_counter *e = w->d->e;
    int32_t queue = any_queue(w);
    bool changed;
    struct pl_counter_skills skills = {{{(int32_t)below(w, 2), (uint32_t)below(w, 3)}}, 1};
    switch (below(w, 7)) {
    case 6:
        set_people(w);
        break;
    case 0:
        (void)pl_counter_put_area(e, w->d->now, queue / 10);
        (void)pl_counter_put_queue(e, w->d->now, queue, queue / 10);
        break;
    case 1:
        (void)pl_counter_set_number(e, w->d->now, QUEUE, queue, PL_COUNTER_NUMBER_ATTRIBUTE,
                                    (int32_t)below(w, 4), &changed);
        break;
    case 2:
        (void)pl_counter_set_number(e, w->d->now, QUEUE, queue, PL_COUNTER_NUMBER_PRIORITY,
                                    (int32_t)below(w, 3), &changed);
        break;
    case 3:
        new_rules(w);
        break;
    case 4:
        (void)pl_counter_set_skills(e, w->d->now, any_user(w), &skills);
        break;
    default:
        if (below(w, 4) == 0)
            (void)pl_counter_delete_queue(e, w->d->now, queue);
        else if (below(w, 16) == 0)
            (void)pl_counter_delete_area(e, w->d->now, queue / 10);
        break;
    }
}

static void somebody_changes(struct world *w)
{
    static const int32_t flags[] = {0, 0, 0, 2, 2 | 16, 4};
    int32_t user = any_user(w);
    const struct pl_counter_person *p = pl_counter_person_of(w->d->e, user);
    bool changed;
    if (!p || !p->area)
        (void)pl_counter_set_number(w->d->e, w->d->now, CLIENT, user, PL_COUNTER_NUMBER_FLAGS,
                                    flags[below(w, 6)], &changed);
    (void)pl_counter_set_number(w->d->e, w->d->now, CLIENT, user, PL_COUNTER_NUMBER_PRIORITY,
                                (int32_t)below(w, 3) * 5, &changed);
    (void)pl_counter_set_number(w->d->e, w->d->now, CLIENT, user, PL_COUNTER_NUMBER_ATTRIBUTE,
                                (int32_t)below(w, 5) - 1, &changed);
}

static void wait(struct world *w)
{
    pl_time_us end = w->d->now + PL_MS(below(w, 3000));
    while (pl_counter_deadline(w->d->e) <= end) {
        w->d->now = pl_counter_deadline(w->d->e);
        pl_counter_tick(w->d->e, w->d->now);
        after(w);
    }
    w->d->now = end;
}

/* Somebody who serves goes on to have somebody else serve his client. */
static void hand_on(struct world *w, int32_t agent)
{
    struct pl_counter *e = w->d->e;
    for (int i = 0; i < 8 && !w->ledger.people[agent].serves; i++)
        agent = any_user(w);
    pl_counter_talk(e, w->d->now, agent, w->ledger.people[agent].serves);
    if (below(w, 2))
        (void)pl_counter_pass(e, w->d->now, agent, w->ledger.people[agent].serves,
                              queue_for(w, agent));
    for (int i = 0; i < 8; i++) {
        if (!pl_counter_hand_over(e, w->d->now, agent, w->ledger.people[agent].serves, any_user(w)))
            return;
    }
}

static void act(struct world *w)
{
    struct pl_counter *e = w->d->e;
    pl_time_us now = w->d->now;
    int32_t user = any_user(w);
    switch (below(w, 25)) {
    case 0:
        set_up(w);
        break;
    case 1:
        somebody_changes(w);
        break;
    case 2:
    case 3:
        (void)pl_counter_enter_area(e, now, user, 1 + (int32_t)below(w, 2));
        break;
    case 4:
        (void)pl_counter_leave_area(e, now, user, -1, 0);
        break;
    case 5:
    case 6:
    case 7:
        (void)pl_counter_enter_queue(e, now, user, queue_for(w, user));
        break;
    case 8:
        (void)pl_counter_leave_queue(e, now, user, -1, 0);
        break;
    case 9:
        (void)pl_counter_status(e, now, user, below(w, 2) ? 1 : (int32_t)below(w, 4));
        break;
    case 10:
        (void)pl_counter_request(e, now, user);
        break;
    case 11:
        (void)pl_counter_start(e, now, user, any_user(w));
        break;
    case 12:
        (void)pl_counter_finish(e, now, user);
        break;
    case 13:
    case 14:
    case 15:
        if (w->ledger.people[user].serves)
            pl_counter_talk(e, now, w->ledger.people[user].serves, user);
        if (w->ledger.people[user].rings && below(w, 2))
            (void)pl_counter_start(e, now, user, w->ledger.people[user].rings);
        break;
    case 16:
        if (below(w, 4) == 0)
            pl_counter_gone(e, now, user, 101);
        break;
    case 17:
    case 18:
        (void)pl_counter_enter_area(e, now, user, 1 + (int32_t)below(w, 2));
        break;
    case 19:
    case 20:
        (void)pl_counter_enter_queue(e, now, user, queue_for(w, user));
        break;
    case 21:
        (void)pl_counter_status(e, now, user, PL_COUNTER_WAITING);
        break;
    case 22:
        (void)pl_counter_finish_with(e, now, user, below(w, 2) ? w->ledger.people[user].serves : 0);
        (void)pl_counter_call_back(e, now, any_user(w), below(w, 3));
        break;
    case 23:
        hand_on(w, user);
        break;
    default:
        wait(w);
        break;
    }
}

static void one_seed(struct world *w, uint64_t seed)
{
    struct desk *d = w->d;
    d->config.crowd = 10;
    d->config.ageing_us = seed % 3 ? 0 : PL_SEC(1);
    d->config.seed = seed;
    pl_prng_init(&w->rng, seed);
    pl_counter_destroy(d->e);
    d->e = pl_counter_create(&d->config);
    assert_non_null(d->e);
    recount_begin(&w->rows, &d->config);
    ledger_begin(&w->ledger, false);
    for (int32_t area = 1; area <= 2; area++) {
        assert_int_equal(pl_counter_put_area(d->e, d->now, area), 0);
        for (int32_t i = 1; i <= PLACES; i++)
            assert_int_equal(pl_counter_put_queue(d->e, d->now, 10 * area + i, area), 0);
    }
    for (int32_t user = 1; user <= PEOPLE; user += 2) {
        bool changed;
        int32_t flags = PL_COUNTER_AGENT | (user % 4 == 1 ? PL_COUNTER_AUTOMATIC : 0);
        (void)pl_counter_set_number(d->e, d->now, CLIENT, user, PL_COUNTER_NUMBER_FLAGS, flags,
                                    &changed);
    }
    if (seed % 2) {
        const struct pl_counter_rules text = {.text = true, .call_backs = 2};
        const struct pl_counter_rules ring = {.strategy = PL_COUNTER_RING_ALL,
                                              .answer_us = PL_SEC(2)};
        const struct pl_counter_profile three = {.capacity = 3};
        assert_int_equal(pl_counter_set_rules(d->e, d->now, 11, &text), 0);
        assert_int_equal(pl_counter_set_rules(d->e, d->now, 22, &ring), 0);
        for (int32_t user = 1; user <= PEOPLE; user += 4)
            assert_int_equal(pl_counter_set_profile(d->e, d->now, user, &three), 0);
    }
    after(w);
    for (int step = 0; step < STEPS; step++) {
        d->now += PL_MS(below(w, 50));
        while (pl_counter_deadline(d->e) <= d->now) {
            pl_counter_tick(d->e, d->now);
            after(w);
        }
        act(w);
        after(w);
    }
    recount_reports(&w->rows, d->now, 0, 0, (int64_t)below(w, 10000));
    recount_reports(&w->rows, d->now, 1000 + (int64_t)below(w, 60000),
                    (int64_t)below(w, 120000) - 60000, (int64_t)below(w, 10000));
    recount_end(&w->rows);
}

/* COUNTER_SEEDS: how many, instead of those of the test run. */
static void anything(void **state)
{
    struct desk *d = *state;
    const char *wish = getenv("COUNTER_SEEDS");
    uint64_t seeds = wish ? strtoull(wish, NULL, 10) : SEEDS;
    struct world sum = {.d = d};
    for (uint64_t seed = 1; seed <= seeds; seed++) {
        struct world w = {.d = d};
        one_seed(&w, seed);
        sum.ledger.entered += w.ledger.entered;
        sum.ledger.matched += w.ledger.matched;
        sum.ledger.served += w.ledger.served;
        sum.ledger.missed += w.ledger.missed;
        sum.ledger.again += w.ledger.again;
        sum.ledger.offers += w.ledger.offers;
        sum.ledger.call_backs += w.ledger.call_backs;
        sum.ledger.several += w.ledger.several;
        sum.ledger.taken += w.ledger.taken;
        sum.rows.compared += w.rows.compared;
    }
    print_message(
        "%llu seeds: %llu tickets, %llu matches, %llu served, %llu missed, %llu put back\n",
        (unsigned long long)seeds, (unsigned long long)sum.ledger.entered,
        (unsigned long long)sum.ledger.matched, (unsigned long long)sum.ledger.served,
        (unsigned long long)sum.ledger.missed, (unsigned long long)sum.ledger.again);
    print_message("%llu offers, %llu call-backs, %llu matches of who served somebody already\n",
                  (unsigned long long)sum.ledger.offers, (unsigned long long)sum.ledger.call_backs,
                  (unsigned long long)sum.ledger.several);
    print_message("%llu numbers counted again\n", (unsigned long long)sum.rows.compared);
    /* Enough of everything has happened. */
    assert_true(sum.ledger.entered > 20 * seeds && sum.ledger.matched > 10 * seeds &&
                sum.ledger.served > 2 * seeds);
    assert_true(sum.ledger.missed > seeds / 2 && sum.ledger.again > seeds / 4);
    assert_true(sum.ledger.offers > seeds && sum.ledger.call_backs > seeds / 4 &&
                sum.ledger.several > seeds / 4);
    assert_true(sum.ledger.taken > seeds / 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        desk_test(anything),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

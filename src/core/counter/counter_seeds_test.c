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
#include "core/counter/recount.h"

#include <assert.h>

enum { PEOPLE = 24, PLACES = 4, SEEDS = 500, STEPS = 1000 };

/* What a reader of the facts knows of somebody. */
struct seen {
    int32_t area, queue;
    int32_t serves;    /* a client of an agent, the last of them */
    uint32_t load;     /* how many an agent has */
    int32_t served_by; /* while the two are matched */
    int32_t rings;     /* client who rings at this agent */
    bool call_back;    /* his ticket stays when he goes */
    int status;
};

struct world {
    struct desk *d;
    struct pl_prng rng;
    struct seen people[PEOPLE + 1];
    uint64_t entered, left; /* queues */
    uint64_t matched, missed, served, again;
    uint64_t offers, call_backs, several, taken;
    bool pairs[PEOPLE + 1][PEOPLE + 1]; /* the agent has a service with the client */
    bool apart[PEOPLE + 1][PEOPLE + 1];
    struct recount rows;
};

static uint64_t below(struct world *w, uint64_t n)
{
    return pl_prng_below(&w->rng, n);
}

/* ---- the facts ---- */

static void read_fact(struct world *w, const struct pl_counter_fact *f)
{
    struct seen *x = &w->people[f->user], *agent = &w->people[f->other];
    switch (f->kind) {
    case PL_COUNTER_ENTERED_AREA:
        assert(x->area == 0);
        x->area = f->area;
        x->status = 0;
        break;
    case PL_COUNTER_LEFT_AREA:
        assert(x->area == f->area && x->load == 0 && x->rings == 0);
        assert(x->queue == 0 || x->call_back);
        x->served_by = 0;
        x->area = 0;
        break;
    case PL_COUNTER_ENTERED_QUEUE:
        assert(x->queue == 0);
        assert(x->area == f->area || f->code == PL_COUNTER_ENTRY_PUT_BACK || x->call_back);
        x->queue = f->queue;
        x->served_by = 0;
        w->entered++;
        w->again += f->code == PL_COUNTER_ENTRY_PUT_BACK ? 1 : 0;
        break;
    case PL_COUNTER_LEFT_QUEUE:
        assert(x->queue == f->queue);
        x->queue = 0;
        w->left++;
        break;
    case PL_COUNTER_MATCHED:
        assert(x->queue == 0 && agent->area == f->area);
        assert(!w->pairs[f->other][f->user] && !w->apart[f->other][f->user]);
        assert(x->served_by == 0 && agent->rings == 0);
        w->pairs[f->other][f->user] = true;
        agent->load++;
        agent->serves = f->user;
        x->served_by = f->other;
        w->matched++;
        w->several += agent->load > 1 ? 1 : 0;
        break;
    case PL_COUNTER_TAKEN: /* the one before has finished with him */
        assert(x->queue == 0 && x->served_by == 0 && x->area == f->area && agent->area == f->area);
        assert(agent->load == 0 && agent->rings == 0 && !w->apart[f->other][f->user]);
        w->pairs[f->other][f->user] = true;
        agent->load++;
        agent->serves = f->user;
        x->served_by = f->other;
        w->taken++;
        break;
    case PL_COUNTER_FINISHED:
        assert(w->pairs[f->other][f->user]);
        w->pairs[f->other][f->user] = false;
        agent->load--;
        w->served += f->code == 0 ? 1 : 0;
        w->missed += f->code == 2 ? 1 : 0;
        if (x->served_by == f->other)
            x->served_by = 0;
        break;
    case PL_COUNTER_OFFERED:
        assert(x->queue == f->queue && agent->rings == 0 && agent->area == f->area);
        assert(!w->apart[f->other][f->user] && agent->status == 1);
        agent->rings = f->user;
        w->offers++;
        break;
    case PL_COUNTER_OFFER_ENDED:
        assert(agent->rings == f->user);
        agent->rings = 0;
        break;
    case PL_COUNTER_CALL_BACK:
        assert(x->queue == f->queue);
        x->call_back = f->code;
        w->call_backs++;
        break;
    case PL_COUNTER_STATUS:
        assert(x->status != f->code);
        x->status = f->code;
        break;
    case PL_COUNTER_QUEUE_CHANGED:
    case PL_COUNTER_AREA_CHANGED:
    case PL_COUNTER_QUEUE_DELETED:
    case PL_COUNTER_TALKING:
    case PL_COUNTER_AREA_DELETED:
        break;
    }
}

static void compare(const struct world *w)
{
    uint64_t waiting = 0;
    for (int32_t user = 1; user <= PEOPLE; user++) {
        const struct seen *x = &w->people[user];
        const struct pl_counter_person *p = pl_counter_person_of(w->d->e, user);
        assert(x->area == (p && p->area ? p->area->id : 0));
        assert(x->queue == (p && p->queue ? p->queue->id : 0));
        assert(x->area == 0 || !p->agent || x->status == (int)p->agent->status);
        assert(x->area == 0 || !p->agent || x->load == p->agent->load);
        assert(x->area == 0 || !p->agent ||
               x->rings == (p->agent->offer ? p->agent->offer->user : 0));
        waiting += x->queue ? 1 : 0;
    }
    assert(w->entered - w->left == waiting); /* nobody is lost */
}

static void after(struct world *w)
{
    const struct pl_counter_fact *f;
    pl_counter_check(w->d->e);
    while ((f = pl_counter_next_fact(w->d->e))) {
        read_fact(w, f);
        recount_fact(&w->rows, w->d->e, w->d->now, f);
    }
    recount_check(&w->rows, w->d->e, w->d->now);
    compare(w);
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
    int32_t area = w->people[user].area;
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
            w->apart[one][other] = w->apart[other][one] = apart;
        if (pl_counter_block_pair(e, w->d->now, one, other, apart) != 0 && one != other)
            w->apart[one][other] = w->apart[other][one] = false;
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
    for (int i = 0; i < 8 && !w->people[agent].serves; i++)
        agent = any_user(w);
    pl_counter_talk(e, w->d->now, agent, w->people[agent].serves);
    if (below(w, 2))
        (void)pl_counter_pass(e, w->d->now, agent, w->people[agent].serves, queue_for(w, agent));
    for (int i = 0; i < 8; i++) {
        if (!pl_counter_hand_over(e, w->d->now, agent, w->people[agent].serves, any_user(w)))
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
        if (w->people[user].serves)
            pl_counter_talk(e, now, w->people[user].serves, user);
        if (w->people[user].rings && below(w, 2))
            (void)pl_counter_start(e, now, user, w->people[user].rings);
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
        (void)pl_counter_finish_with(e, now, user, below(w, 2) ? w->people[user].serves : 0);
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
        sum.entered += w.entered;
        sum.matched += w.matched;
        sum.served += w.served;
        sum.missed += w.missed;
        sum.again += w.again;
        sum.offers += w.offers;
        sum.call_backs += w.call_backs;
        sum.several += w.several;
        sum.taken += w.taken;
        sum.rows.compared += w.rows.compared;
    }
    print_message(
        "%llu seeds: %llu tickets, %llu matches, %llu served, %llu missed, %llu put back\n",
        (unsigned long long)seeds, (unsigned long long)sum.entered, (unsigned long long)sum.matched,
        (unsigned long long)sum.served, (unsigned long long)sum.missed,
        (unsigned long long)sum.again);
    print_message("%llu offers, %llu call-backs, %llu matches of who served somebody already\n",
                  (unsigned long long)sum.offers, (unsigned long long)sum.call_backs,
                  (unsigned long long)sum.several);
    print_message("%llu numbers counted again\n", (unsigned long long)sum.rows.compared);
    /* Enough of everything has happened. */
    assert_true(sum.entered > 20 * seeds && sum.matched > 10 * seeds && sum.served > 2 * seeds);
    assert_true(sum.missed > seeds / 2 && sum.again > seeds / 4);
    assert_true(sum.offers > seeds && sum.call_backs > seeds / 4 && sum.several > seeds / 4);
    assert_true(sum.taken > seeds / 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        desk_test(anything),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The engine beside the model: are the answer, the facts in their order and all numbers the same?
 */
#include "pl_test.h"

#include "core/counter/model/model.h"

/* ---- the same to the engine ---- */

static int real_client(struct desk *d, const struct act *act)
{
    int32_t user = FIRST_CLIENT + act->who;
    switch (act->what) {
    case COME: /* who was forgotten is to be the same again */
        (void)desk_number(d, CLIENT, user, PL_COUNTER_NUMBER_PRIORITY, client_priority[act->who]);
        return pl_counter_enter_area(d->e, d->now, user, 1);
    case GO:
        return pl_counter_leave_area(d->e, d->now, user, -1, 0);
    case GONE:
        pl_counter_gone(d->e, d->now, user, 0);
        return 0;
    case ENTER:
        return pl_counter_enter_queue(d->e, d->now, user, queue_ids[act->arg]);
    case CALL_BACK:
        return pl_counter_call_back(d->e, d->now, user, act->arg);
    default:
        return pl_counter_leave_queue(d->e, d->now, user, queue_ids[act->arg], 0);
    }
}

static int real_agent(struct desk *d, const struct act *act, int32_t client)
{
    int32_t user = FIRST_AGENT + act->who;
    switch (act->what) {
    case COME:
        return pl_counter_enter_area(d->e, d->now, user, 1);
    case GO:
        return pl_counter_leave_area(d->e, d->now, user, 1, 0);
    case STATUS:
        return pl_counter_status(d->e, d->now, user, act->arg);
    case REQUEST:
        return pl_counter_request(d->e, d->now, user);
    case START:
        return pl_counter_start(d->e, d->now, user, client);
    case FINISH:
        return pl_counter_finish(d->e, d->now, user);
    case FINISH_NEWEST:
        return pl_counter_finish_with(d->e, d->now, user, client ? client : FIRST_CLIENT);
    case PASS:
        return pl_counter_pass(d->e, d->now, user, client, queue_ids[act->arg]);
    case HAND:
        return pl_counter_hand_over(d->e, d->now, user, client, FIRST_AGENT + act->arg);
    default:
        pl_counter_talk(d->e, d->now, user, client);
        return 0;
    }
}

static int real_act(struct desk *d, const struct act *act, int32_t client, pl_time_us step)
{
    pl_time_us at = pl_counter_deadline(d->e);
    d->now += step;
    if (act->what != TIME)
        return act->of_client ? real_client(d, act) : real_agent(d, act, client);
    if (at == PL_TIME_NEVER)
        return 0;
    d->now = at;
    pl_counter_tick(d->e, d->now);
    return 0;
}

/* ---- are they the same? ---- */

static void compare_clients(const struct desk *d, const struct model *m)
{
    for (int c = 0; c < CLIENTS; c++) {
        const struct client *x = &m->clients[c];
        const struct pl_counter_person *p = pl_counter_person_of(d->e, FIRST_CLIENT + c);
        int32_t ahead = x->queue == NOBODY ? -1 : 0;
        for (int k = 0; k < CLIENTS && x->queue != NOBODY; k++)
            ahead += k != c && m->clients[k].queue == x->queue && model_before(m, k, c) ? 1 : 0;
        if (!p) {
            assert_true(!x->in && x->queue == NOBODY && x->server == NOBODY);
            continue;
        }
        assert_int_equal(pl_counter_before(p), ahead);
        assert_true((p->area != NULL) == x->in);
        assert_true(x->queue == NOBODY || p->call_back == x->call_back);
        assert_int_equal(p->server ? p->server->person->user : 0,
                         x->server == NOBODY ? 0 : FIRST_AGENT + x->server);
    }
}

static void compare_agent(const struct pl_counter_agent *real, const struct agent *x)
{
    int32_t oldest = x->load ? FIRST_CLIENT + x->services[0].client : 0;
    assert_int_equal(real->status, x->status);
    assert_int_equal(real->load, x->load);
    assert_int_equal(real->client, oldest);
    assert_int_equal(real->offer ? real->offer->user : 0,
                     x->offer == NOBODY ? 0 : FIRST_CLIENT + x->offer);
    assert_int_equal(real->wish, x->wish);
    assert_int_equal(real->misses, x->misses);
    assert_int_equal(real->served_count, x->done);
    assert_int_equal(real->failed_count, x->failed);
}

static void compare_numbers(const struct desk *d, const struct model *m)
{
    const struct pl_counter_area *area = pl_counter_area_of(d->e, 1);
    uint32_t waiting = 0, starting = 0, agents = 0, people = 0, by_status[4] = {0};
    for (int c = 0; c < CLIENTS; c++) {
        waiting += m->clients[c].queue != NOBODY ? 1 : 0;
        people += m->clients[c].in ? 1 : 0;
    }
    for (int a = 0; a < AGENTS; a++) {
        const struct agent *x = &m->agents[a];
        const struct pl_counter_agent *real = pl_counter_person_of(d->e, FIRST_AGENT + a)->agent;
        assert_true((real != NULL) == x->in);
        if (!x->in)
            continue;
        compare_agent(real, x);
        by_status[x->status]++;
        for (int slot = 0; slot < x->load; slot++)
            starting += x->services[slot].with && !x->services[slot].talking ? 1 : 0;
        agents++;
    }
    assert_int_equal(area->waiting, waiting);
    assert_int_equal(area->starting, starting);
    assert_int_equal(area->agent_count, agents);
    assert_int_equal(area->people_count, people + agents);
    assert_memory_equal(area->by_status, by_status, sizeof(by_status));
}

static void compare_time(const struct desk *d, const struct model *m)
{
    uint64_t at = model_deadline(m);
    pl_time_us real = pl_counter_deadline(d->e);
    if (at == 0)
        assert_true(real == PL_TIME_NEVER);
    else
        assert_int_equal(real - d->now, at - m->clock);
}

/* ---- verbs ---- */

static void drain(struct desk *d, struct ledger *l)
{
    const struct pl_counter_fact *fact;
    pl_counter_check(d->e);
    while ((fact = pl_counter_next_fact(d->e))) {
        desk_fact(d, fact);
        ledger_fact(l, d->e, fact);
    }
    ledger_check(l, d->e);
}

void real_try(struct desk *d, struct ledger *l, struct model *m, const struct act *act)
{
    int32_t client = act->of_client ? 0 : model_client_of(m, act);
    uint64_t step = model_step(m);
    int expected, code;
    m->used = 0;
    m->told[0] = '\0';
    expected = model_act(m, act);
    l->asks = !act->of_client && (act->what == REQUEST || act->what == START)
                  ? FIRST_AGENT + act->who
                  : 0;
    l->picks = act->what == START;
    code = real_act(d, act, client, step);
    drain(d, l);
    if (code != expected)
        fail_msg("act %d of %d with %d: %d instead of %d", act->what, act->who, act->arg, code,
                 expected);
    desk_expect(d, m->told);
    compare_clients(d, m);
    compare_numbers(d, m);
    compare_time(d, m);
}

void real_begin(struct desk *d, struct ledger *l, struct model *m, const struct scene *s)
{
    const struct pl_counter_profile many = {.capacity = s->rooms};
    model_begin(m, s);
    d->now = PL_SEC(1000);
    desk_again(d);
    for (int q = 0; q < QUEUES; q++) {
        struct pl_counter_rules rules = s->rules[q];
        rules.overflow = rules.overflow ? queue_ids[!q] : 0;
        assert_int_equal(pl_counter_set_rules(d->e, d->now, queue_ids[q], &rules), 0);
    }
    for (int a = 0; a < AGENTS; a++) {
        int32_t flags = PL_COUNTER_AGENT | (is_automatic(s, a) ? PL_COUNTER_AUTOMATIC : 0);
        (void)desk_number(d, CLIENT, FIRST_AGENT + a, PL_COUNTER_NUMBER_FLAGS, flags);
        (void)desk_number(d, CLIENT, FIRST_AGENT + a, PL_COUNTER_NUMBER_ATTRIBUTE, agent_bits[a]);
        if (s->rooms)
            (void)pl_counter_set_profile(d->e, d->now, FIRST_AGENT + a, &many);
    }
    (void)desk_done(d, 0);
    desk_skip(d);
    ledger_begin(l, true);
    for (size_t i = 0; i < s->first_count; i++)
        real_try(d, l, m, &s->first[i]);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The board tells the truth: whatever happens at the counters, every number that pages are told
 * (401 to 410, 501 to 512, 601 to 609) is what one counts from the rows that are written down
 * (docs/figures.md; counted.h).
 */
#include "pl_test.h"

#include "base/rng.h"
#include "core/counted.h"
#include "core/object.h"
#include "core/state.h"
#include "core/story.h"
#include "core/told.h"
#include "proto/wire/constants_gen.h"

#include <inttypes.h>
#include <stdio.h>

enum { AREA = 4, QUEUE = 5, AGENT = 6, SEEDS = 60, STEPS = 250 };
enum { ENTER_AREA = 401, LEAVE_AREA = 402, ENTER_QUEUE = 501, LEAVE_QUEUE = 502 };
enum { STATUS = 601, REQUEST = 602, START = 603, FINISH = 604 };
/* Users and their links: clients, agents (the last two automatic), one who watches. */
enum { CLIENTS = 6, AGENTS = 4, FIRST_AGENT = CLIENTS + 1, BOARD = CLIENTS + AGENTS + 1 };
enum { PLACES = 3, CAPACITY = 3 };

static const struct pl_core_place areas[] = {{1, &(const struct pl_counter_setup){.area = 0}}};
static const struct pl_core_place queues[PLACES] = {
    {101, &(const struct pl_counter_setup){.area = 1, .rules = {.answer_us = PL_SEC(5)}}},
    {102, &(const struct pl_counter_setup){.area = 1,
                                           .rules = {.wrap_up_us = PL_SEC(4),
                                                     .answer_us = PL_SEC(3),
                                                     .misses = 2,
                                                     .overflow = 101,
                                                     .overflow_us = PL_SEC(6)}}},
    {TEXT_QUEUE, &(const struct pl_counter_setup){.area = 1, .rules = {.text = true}}},
};
static const char *const names[] = {"",    "ann", "bob", "cat", "dan", "eve",
                                    "fay", "gus", "hal", "ivy", "jim", "kim"};

struct shop {
    struct story st;
    struct told told;
    struct rows rows;
    size_t compared;
};

static void on_effect(void *arg, const struct pl_effect *e)
{
    struct shop *shop = arg;
    rows_effect(&shop->rows, e);
    if (e->type == PL_EFFECT_SEND)
        told_message(&shop->told, (unsigned)e->send.link, shop->st.now, e->send.bytes);
}

/* ---- counting again ---- */

static int agents(const struct shop *shop, int status)
{
    return rows_agents(&shop->rows, FIRST_AGENT, BOARD, status);
}

static int guests(const struct shop *shop)
{
    int inside = 0;
    for (int user = 1; user <= BOARD; user++)
        inside += shop->rows.inside[user] && !(user >= FIRST_AGENT && user < BOARD) ? 1 : 0;
    return inside - rows_waiting(&shop->rows, 0);
}

/* Seconds from then until a page was told of it. */
static int seconds(const struct shop *shop, int64_t from_ms, const struct told_value *v)
{
    return (int)((shop->st.config.epoch_ms + (int64_t)(v->at / 1000) - from_ms) / 1000);
}

/* ---- comparing ---- */

static const struct told_value *told(struct shop *shop, int link, int type, int id, int info)
{
    const struct told_value *v = told_of(&shop->told, (unsigned)link, type, id, info);
    if (!v)
        print_error("%d was never told %d of %d.%d\n", link, info, type, id);
    assert_non_null(v);
    shop->compared++;
    return v;
}

static void is(struct shop *shop, int link, int type, int id, int info, int number)
{
    const struct told_value *v = told(shop, link, type, id, info);
    if (v->number != number)
        print_error("%d thinks that %d of %d.%d is %d, and not %d\n", link, info, type, id,
                    v->number, number);
    assert_int_equal(v->number, number);
}

static void is_text(struct shop *shop, int link, int type, int id, int info, const char *text)
{
    assert_string_equal(told(shop, link, type, id, info)->text, text);
}

static void compare_area(struct shop *shop, int link)
{
    const int numbers[][2] = {
        {401, agents(shop, 0) + agents(shop, 1) + agents(shop, 2) + agents(shop, 3)},
        {402, guests(shop)},
        {403, rows_waiting(&shop->rows, 0)},
        {404, PLACES},
        {406, agents(shop, 1)},
        {408, rows_starting(&shop->rows)},
        {409, agents(shop, 2)},
        {410, agents(shop, 3)},
    };
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
        is(shop, link, AREA, 1, numbers[i][0], numbers[i][1]);
    for (size_t i = 0; i < PLACES; i++)
        is(shop, link, QUEUE, queues[i].id, 504, rows_waiting(&shop->rows, queues[i].id));
}

static void compare_lists(struct shop *shop, int queue)
{
    char ids[TOLD_TEXT] = "[", times[TOLD_TEXT] = "[", infos[TOLD_TEXT] = "[";
    const char *comma = "";
    for (int place = 0; place < rows_waiting(&shop->rows, queue); place++) {
        for (size_t i = 0; i < shop->rows.contact_count; i++) {
            const struct pl_contact *c = &shop->rows.contacts[i];
            int waited;
            if (!rows_waits(c) || c->last_queue != queue || rows_before(&shop->rows, c) != place)
                continue;
            waited = seconds(shop, c->entered_ms, told(shop, BOARD, QUEUE, queue, 511));
            (void)snprintf(ids + strlen(ids), 32, "%s%d", comma, c->client);
            (void)snprintf(times + strlen(times), 32, "%s%d", comma, waited);
            (void)snprintf(infos + strlen(infos), 160,
                           "%s{\"userid\":%d,\"username\":\"%s\",\"waitingtime\":%d,"
                           "\"priority\":%d}",
                           comma, c->client, names[c->client], waited, c->priority);
            comma = ",";
        }
    }
    is_text(shop, BOARD, QUEUE, queue, 510, strcat(ids, "]"));
    is_text(shop, BOARD, QUEUE, queue, 511, strcat(times, "]"));
    is_text(shop, BOARD, QUEUE, queue, 512, strcat(infos, "]"));
}

static void compare_agent(struct shop *shop, int link, int agent)
{
    int64_t began = rows_service_began(&shop->rows, agent);
    const struct work *w = &shop->rows.work[agent];
    is(shop, link, AGENT, agent, 601, shop->rows.open[agent].status);
    assert_true(
        rows_serves_since(&shop->rows, agent, told(shop, link, AGENT, agent, 602)->number, began));
    is(shop, link, AGENT, agent, 603,
       began ? seconds(shop, began, told(shop, link, AGENT, agent, 603)) : 0);
    is(shop, link, AGENT, agent, 604, (int)(w->busy_ms / 1000));
    is(shop, link, AGENT, agent, 605, w->served);
    is(shop, link, AGENT, agent, 608, w->failed);
    is(shop, link, AGENT, agent, 609, agent == BOARD - 1 ? CAPACITY : 1);
}

static void compare_client(struct shop *shop, const struct pl_contact *c)
{
    int link = c->client, queue = c->last_queue;
    is(shop, link, QUEUE, queue, 501, rows_before(&shop->rows, c));
    is(shop, link, QUEUE, queue, 502, rows_before(&shop->rows, c));
    is(shop, link, QUEUE, queue, 503,
       seconds(shop, c->entered_ms, told(shop, link, QUEUE, queue, 503)));
    is(shop, link, QUEUE, queue, 508,
       seconds(shop, c->entered_ms, told(shop, link, QUEUE, queue, 508)));
}

static void compare(struct shop *shop)
{
    for (int user = 1; user <= BOARD; user++) {
        if (shop->rows.inside[user])
            compare_area(shop, user);
        for (int agent = FIRST_AGENT; agent < BOARD; agent++) {
            if (shop->rows.inside[user] && user >= FIRST_AGENT && shop->rows.inside[agent])
                compare_agent(shop, user, agent);
        }
    }
    for (size_t i = 0; i < shop->rows.contact_count; i++) {
        if (rows_waits(&shop->rows.contacts[i]))
            compare_client(shop, &shop->rows.contacts[i]);
    }
    for (size_t i = 0; i < PLACES; i++)
        compare_lists(shop, queues[i].id);
}

/* ---- acts ---- */

static uint64_t below(struct pl_prng *rng, uint64_t n)
{
    return pl_prng_below(rng, n);
}

static void control(struct shop *shop, int link, int type, int id, int code, int p1)
{
    char json[160];
    (void)snprintf(json, sizeof(json),
                   "{'t':'object_control','type':%d,'object':%d,'code':%d,'p1':%d}", type, id, code,
                   p1);
    story_say(&shop->st, (uint64_t)link, json);
}

/* What was done to the engine itself is told with the next message, whatever that is. */
static void settle(struct shop *shop)
{
    control(shop, BOARD, AGENT, BOARD, STATUS, -1);
}

static void talk(struct shop *shop, int agent)
{
    size_t i = rows_served_by(&shop->rows, agent);
    if (i == ROWS || !rows_there(&shop->rows, i))
        return;
    shop->rows.talks[i] = shop->rows.contacts[i].offered_ms;
    pl_counter_talk(shop->st.core->counter, shop->st.now, agent, shop->rows.contacts[i].client);
    settle(shop);
}

/* To another agent, or back into a queue. */
static void hand_on(struct shop *shop, struct pl_prng *rng, int agent)
{
    struct pl_counter *e = shop->st.core->counter;
    size_t i;
    int other = FIRST_AGENT + (int)below(rng, AGENTS);
    bool handed;
    for (int tries = 0; tries < AGENTS && rows_served_by(&shop->rows, agent) == ROWS; tries++)
        agent = FIRST_AGENT + (int)below(rng, AGENTS);
    talk(shop, agent);
    i = rows_served_by(&shop->rows, agent);
    if (i == ROWS)
        return;
    handed = below(rng, 2) && pl_counter_hand_over(e, shop->st.now, agent,
                                                   shop->rows.contacts[i].client, other) == 0;
    if (!handed)
        (void)pl_counter_pass(e, shop->st.now, agent, shop->rows.contacts[i].client,
                              queues[below(rng, PLACES)].id);
    settle(shop);
    if (handed) /* they talk already */
        shop->rows.talks[i] = shop->rows.contacts[i].offered_ms;
}

static void agent_acts(struct shop *shop, struct pl_prng *rng)
{
    int agent = FIRST_AGENT + (int)below(rng, AGENTS);
    size_t i = rows_served_by(&shop->rows, agent);
    switch (below(rng, 9)) {
    case 0:
        control(shop, agent, AREA, 1, LEAVE_AREA, 0);
        break;
    case 1:
        control(shop, agent, AREA, 1, ENTER_AREA, 0);
        break;
    case 2:
        control(shop, agent, AGENT, agent, STATUS, (int)below(rng, 4));
        break;
    case 3:
        control(shop, agent, AREA, 1, ENTER_AREA, 0);
        control(shop, agent, AGENT, agent, STATUS, 1);
        break;
    case 4:
        control(shop, agent, AGENT, agent, REQUEST, 0);
        break;
    case 5: /* an automatic one would have the next at the same moment: rows cannot tell who was
               first */
        if (agent < BOARD - 2)
            control(shop, agent, AGENT, agent, START, 1 + (int)below(rng, CLIENTS));
        break;
    case 6:
        control(shop, agent, AGENT, agent, FINISH,
                i < ROWS && below(rng, 2) ? shop->rows.contacts[i].client : 0);
        break;
    case 7:
        hand_on(shop, rng, agent);
        break;
    default:
        talk(shop, agent);
        break;
    }
}

static void client_acts(struct shop *shop, struct pl_prng *rng)
{
    int client = 1 + (int)below(rng, CLIENTS);
    switch (below(rng, 6)) {
    case 0:
        control(shop, client, AREA, 1, LEAVE_AREA, 0);
        break;
    case 1:
        control(shop, client, QUEUE, -1, LEAVE_QUEUE, 0);
        break;
    default:
        control(shop, client, AREA, 1, ENTER_AREA, 0);
        control(shop, client, QUEUE, queues[below(rng, PLACES)].id, ENTER_QUEUE, 0);
        break;
    }
}

static void act(struct shop *shop, struct pl_prng *rng)
{
    story_wait(&shop->st, PL_MS(1)); /* times of rows tell what was first */
    switch (below(rng, 3)) {
    case 0:
        client_acts(shop, rng);
        break;
    case 1:
        agent_acts(shop, rng);
        break;
    default:
        story_wait(&shop->st, PL_MS(1 + below(rng, 2000)));
        break;
    }
}

/* ---- */

static void object_set(struct shop *shop, int user, int info, int number)
{
    char json[160];
    (void)snprintf(json, sizeof(json),
                   "{'t':'object_set','type':8,'object':%d,'info':%d,'number':%d}", user, info,
                   number);
    story_say(&shop->st, (uint64_t)user, json);
}

static void begin(struct shop *shop)
{
    const struct pl_counter_profile several = {.capacity = CAPACITY};
    struct story *st = &shop->st;
    story_init(st);
    st->config.areas = areas;
    st->config.area_count = 1;
    st->config.queues = queues;
    st->config.queue_count = PLACES;
    st->config.keep = true;
    st->config.epoch_ms = 1790000000000;
    st->quiet = true;
    st->on_effect = on_effect;
    st->arg = shop;
    shop->rows.st = st;
    story_begin(st);
    assert_int_equal(pl_counter_set_profile(st->core->counter, st->now, BOARD - 1, &several), 0);
    for (int user = 1; user <= BOARD; user++)
        story_user(st, (uint64_t)user, names[user]);
    for (int user = 1; user <= CLIENTS; user++)
        object_set(shop, user, PL_ANYCHAT_OBJECT_INFO_PRIORITY, 10 + user % 2);
    for (int user = FIRST_AGENT; user < BOARD; user++)
        object_set(shop, user, PL_ANYCHAT_OBJECT_INFO_FLAGS, user < BOARD - 2 ? 2 : 2 + 16);
    object_set(shop, BOARD, PL_ANYCHAT_OBJECT_INFO_FLAGS, 4 + 512);
    control(shop, BOARD, AREA, 1, ENTER_AREA, 0);
}

static void every_number_is_what_the_rows_say(void **state)
{
    const char *wish = getenv("NUMBERS_SEEDS");
    uint64_t seeds = wish ? strtoull(wish, NULL, 10) : SEEDS;
    size_t contacts = 0, compared = 0, transfers = 0, misses = 0, overflows = 0;
    (void)state;
    for (uint64_t seed = 1; seed <= seeds; seed++) {
        struct shop *shop = calloc(1, sizeof(*shop));
        struct pl_prng rng;
        assert_non_null(shop);
        pl_prng_init(&rng, seed);
        begin(shop);
        for (int step = 0; step < STEPS; step++) {
            act(shop, &rng);
            compare(shop);
        }
        for (size_t i = 0; i < shop->rows.contact_count; i++) {
            transfers += (size_t)shop->rows.contacts[i].transfers;
            misses += (size_t)shop->rows.contacts[i].misses;
            overflows += (size_t)shop->rows.contacts[i].overflows;
        }
        contacts += shop->rows.contact_count;
        compared += shop->compared;
        story_end(&shop->st);
        free(shop);
    }
    print_message("%" PRIu64 " seeds: %zu contacts, %zu transfers, %zu misses, %zu overflows; "
                  "%zu numbers counted again\n",
                  seeds, contacts, transfers, misses, overflows, compared);
    /* Enough of everything has happened. */
    assert_true(contacts > 10 * seeds && transfers > seeds && misses > seeds && overflows > seeds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_number_is_what_the_rows_say),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

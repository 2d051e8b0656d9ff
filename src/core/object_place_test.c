/* SPDX-License-Identifier: Apache-2.0 */
/* What operators change at the service counters while people wait, and rules that the documented
 * interface has no events for. */
#include "pl_test.h"

#include "core/codes.h"
#include "core/story.h"
#include "proto/wire/constants_gen.h"

#include <stdio.h>

enum { CLIENT_1 = 1, CLIENT_2, AGENT_3, AREA = 4, QUEUE = 5, AGENT = 6 };

static const struct pl_core_place areas[] = {
    {10001, &(const struct pl_counter_setup){.name = "North"}}};
static const struct pl_core_place queues[] = {
    {101, &(const struct pl_counter_setup){.area = 10001, .name = "Cash", .attribute = 1}}};

static int set_up(void **state)
{
    struct story *st = calloc(1, sizeof(*st));
    assert_non_null(st);
    story_init(st);
    st->config.areas = areas;
    st->config.area_count = 1;
    st->config.queues = queues;
    st->config.queue_count = 1;
    story_begin(st);
    story_user(st, CLIENT_1, "ann");
    story_user(st, CLIENT_2, "bob");
    story_user(st, AGENT_3, "cat");
    story_say(st, AGENT_3, "{'t':'object_set','type':8,'object':3,'info':7,'number':18}");
    for (uint64_t link = CLIENT_1; link <= AGENT_3; link++) {
        story_say(st, link, "{'t':'object_control','type':4,'object':-1,'code':3,'p1':0}");
        story_say(st, link, "{'t':'object_control','type':4,'object':10001,'code':401,'p1':0}");
    }
    story_skip(st);
    *state = st;
    return 0;
}

static int tear_down(void **state)
{
    struct story *st = *state;
    story_skip(st);
    story_end(st);
    free(st);
    return 0;
}

static void control(struct story *st, uint64_t link, int32_t type, int32_t id, int32_t code,
                    int32_t p1)
{
    char json[160];
    snprintf(json, sizeof(json), "{'t':'object_control','type':%d,'object':%d,'code':%d,'p1':%d}",
             type, id, code, p1);
    story_say(st, link, json);
}

/* Was this link sent a message with these words in it? */
static bool sent(const struct story *st, long link, const char *words)
{
    for (const char *at = st->trace; *at; at = strchr(at, '\n') + 1) {
        const char *end = strchr(at, '\n'), *found = strstr(at, words);
        if (strtol(at, NULL, 10) == link && found && found < end)
            return true;
    }
    return false;
}

static struct pl_counter_setup setup_of(struct story *st, int32_t queue)
{
    struct pl_counter_setup setup;
    int32_t area = 0;
    struct pl_bytes text;
    pl_counter_setup_init(&setup);
    (void)pl_core_object_value(st->core, QUEUE, queue, PL_ANYCHAT_OBJECT_INFO_ATTRIBUTE, &area,
                               &text);
    setup.area = 10001;
    setup.attribute = area;
    snprintf(setup.name, sizeof(setup.name), "Cash");
    return setup;
}

static int place(struct story *st, enum pl_counter_kind kind, int32_t id,
                 const struct pl_counter_setup *setup)
{
    struct pl_event e = {.type = PL_EVENT_PLACE};
    int code = -1;
    e.place.kind = kind;
    e.place.id = id;
    e.place.setup = setup;
    e.place.code = &code;
    e.now = st->now;
    story_step(st, &e);
    return code;
}

static void changes_while_somebody_waits(void **state)
{
    struct story *st = *state;
    struct pl_counter_setup setup = setup_of(st, 101);
    control(st, CLIENT_1, QUEUE, 101, 501, 0);
    story_skip(st);
    setup.priority = 10;
    snprintf(setup.name, sizeof(setup.name), "Cash and cards");
    assert_int_equal(place(st, PL_COUNTER_QUEUE_KIND, 101, &setup), 0);
    assert_true(sent(st, CLIENT_1, "'id':101,'info':8,'text':'Cash and cards'"));
    assert_true(sent(st, CLIENT_1, "{'type':5,'id':101,'event':1}"));
    assert_false(sent(st, CLIENT_1, "'event':505")); /* he is where he was */
    story_skip(st);
    snprintf(setup.name, sizeof(setup.name), "Loans");
    assert_int_equal(place(st, PL_COUNTER_QUEUE_KIND, 102, &setup), 0);
    assert_true(sent(st, CLIENT_2, "{'type':5,'id':102,'event':1}"));
    setup.area = 9;
    assert_int_equal(place(st, PL_COUNTER_QUEUE_KIND, 103, &setup), PL_GV_ERR_DATANOTEXIST);
    story_skip(st);
    assert_int_equal(place(st, PL_COUNTER_QUEUE_KIND, 101, NULL), 0);
    assert_true(sent(st, CLIENT_1, "{'type':5,'id':101,'event':505,'p1':15"));
    assert_int_equal(place(st, PL_COUNTER_QUEUE_KIND, 101, NULL), PL_GV_ERR_QUEUE_INVALID);
}

static void an_area_is_told_once(void **state)
{
    struct story *st = *state;
    struct pl_counter_setup setup;
    pl_counter_setup_init(&setup);
    snprintf(setup.name, sizeof(setup.name), "North");
    assert_int_equal(place(st, PL_COUNTER_AREA_KIND, 10001, &setup), 0);
    assert_false(
        sent(st, CLIENT_1, "{'type':4,'id':10001,'event':1}")); /* pages would list it twice */
    snprintf(setup.name, sizeof(setup.name), "North-West");
    assert_int_equal(place(st, PL_COUNTER_AREA_KIND, 10001, &setup), 0);
    assert_true(sent(st, CLIENT_1, "{'type':4,'id':10001,'event':1}"));
}

static void an_agent_knows_how_many_he_may_have(void **state)
{
    struct story *st = *state;
    struct pl_counter_setup setup;
    pl_counter_setup_init(&setup);
    assert_int_equal(pl_counter_setup_set(&setup, PL_COUNTER_AGENT_KIND, "capacity", "3"), 0);
    assert_int_equal(place(st, PL_COUNTER_AGENT_KIND, 3, &setup), 0);
    assert_true(sent(st, AGENT_3, "{'type':6,'id':3,'info':609,'number':3}"));
}

/* A manager's board: which queues each agent serves, and why who comes first still waits. */
static void managers_know_why(void **state)
{
    struct story *st = *state;
    struct pl_counter_setup setup = setup_of(st, 101);
    story_user(st, 4, "dan");
    story_say(st, 4, "{'t':'object_set','type':8,'object':4,'info':7,'number':4}");
    story_skip(st);
    control(st, 4, AREA, 10001, 401, 0);
    assert_true(sent(st, 4, "{'type':6,'id':3,'info':607,'text':'[101]'}"));
    assert_true(sent(st, 4, "{'type':5,'id':101,'info':509,'text':''}"));
    story_skip(st);
    assert_int_equal(pl_counter_setup_set(&setup, PL_COUNTER_QUEUE_KIND, "skills", "7:1"), 0);
    assert_int_equal(place(st, PL_COUNTER_QUEUE_KIND, 101, &setup), 0);
    assert_true(sent(st, 4, "{'type':6,'id':3,'info':607,'text':'[]'}"));
    story_skip(st);
    control(st, CLIENT_1, QUEUE, 101, 501, 0);
    assert_true(sent(st, 4, "{'type':5,'id':101,'info':509,'text':'{\\'serving\\':0"));
    assert_true(sent(st, 4, "\\'missing\\':[[7,1]]"));
    assert_true(sent(st, AGENT_3, "'info':509,'text':'{\\'serving\\':0")); /* and agents */
}

/* And an agent is told what keeps who comes first from him. */
static void agents_know_why(void **state)
{
    struct story *st = *state;
    struct pl_counter_setup setup = setup_of(st, 101), mine;
    struct pl_event pair = {.type = PL_EVENT_PAIR, .now = st->now};
    control(st, CLIENT_1, QUEUE, 101, 501, 0);
    assert_true(sent(st, AGENT_3, "'id':101,'info':509,'text':'{\\'serving\\':1"));
    assert_false(sent(st, AGENT_3, "\\'you\\'")); /* he is only not ready */
    story_skip(st);
    assert_int_equal(pl_counter_setup_set(&setup, PL_COUNTER_QUEUE_KIND, "skills", "7:2"), 0);
    assert_int_equal(place(st, PL_COUNTER_QUEUE_KIND, 101, &setup), 0);
    assert_true(sent(st, AGENT_3, "\\'you\\':\\'skills\\',\\'lacks\\':[[7,2]]}"));
    assert_false(sent(st, CLIENT_1, "\\'you\\'"));
    story_skip(st);
    pl_counter_setup_init(&mine);
    assert_int_equal(pl_counter_setup_set(&mine, PL_COUNTER_AGENT_KIND, "skills", "7:2"), 0);
    assert_int_equal(place(st, PL_COUNTER_AGENT_KIND, 3, &mine), 0);
    assert_true(sent(st, AGENT_3, "'info':509,'text':'{\\'serving\\':1"));
    assert_false(sent(st, AGENT_3, "\\'you\\'"));
    story_skip(st);
    pair.pair.one = AGENT_3;
    pair.pair.other = CLIENT_1;
    pair.pair.apart = true;
    story_step(st, &pair);
    assert_true(sent(st, AGENT_3, "\\'apart\\':1,\\'you\\':\\'apart\\'}"));
    story_skip(st);
    assert_int_equal(pl_counter_setup_set(&mine, PL_COUNTER_AGENT_KIND, "queues", "102"), 0);
    assert_int_equal(place(st, PL_COUNTER_AGENT_KIND, 3, &mine), 0);
    assert_true(sent(st, AGENT_3, "\\'you\\':\\'queue\\'}"));
    story_skip(st);
    control(st, CLIENT_1, QUEUE, 101, 502, 0);
    assert_true(sent(st, AGENT_3, "'id':101,'info':509,'text':''"));
}

static void ring_all(void **state)
{
    struct story *st = *state;
    struct pl_counter_setup setup = setup_of(st, 101);
    setup.rules.strategy = PL_COUNTER_RING_ALL;
    assert_int_equal(place(st, PL_COUNTER_QUEUE_KIND, 101, &setup), 0);
    control(st, AGENT_3, AGENT, 3, 601, 1);
    story_skip(st);
    control(st, CLIENT_1, QUEUE, 101, 501, 0);
    assert_true(sent(st, AGENT_3, "{'type':6,'id':3,'event':690,'p1':3,'p2':1,'p3':101"));
    assert_false(sent(st, AGENT_3, "'event':602"));
    assert_false(sent(st, CLIENT_1, "'event':690"));
    story_skip(st);
    control(st, AGENT_3, AGENT, 3, 603, CLIENT_1);
    assert_true(sent(st, AGENT_3, "'event':691"));
    assert_true(sent(st, AGENT_3, "'event':602,'p1':3,'p2':1,'p3':101"));
    assert_true(sent(st, CLIENT_1, "'event':604,'p1':3,'p2':1,'p3':101"));
}

static void call_back(void **state)
{
    struct story *st = *state;
    struct pl_counter_setup setup = setup_of(st, 101);
    control(st, CLIENT_1, QUEUE, 101, 501, 0);
    story_skip(st);
    control(st, CLIENT_1, QUEUE, 101, 590, 1);
    assert_true(sent(st, CLIENT_1, "'event':590,'p1':20")); /* no rule of this queue */
    setup.rules.call_backs = 1;
    assert_int_equal(place(st, PL_COUNTER_QUEUE_KIND, 101, &setup), 0);
    control(st, CLIENT_1, QUEUE, 101, 590, 1);
    assert_true(sent(st, CLIENT_1, "'event':590,'p2':1") ||
                sent(st, CLIENT_1, "'event':590,'p1':0,'p2':1"));
    story_say(st, CLIENT_1, "{'t':'logout'}");
    story_skip(st);
    control(st, CLIENT_2, QUEUE, 101, 501, 0);
    assert_true(sent(st, CLIENT_2, "'id':101,'info':502,'number':1")); /* one before him */
    story_skip(st);
    control(st, AGENT_3, AGENT, 3, 601, 1);
    assert_true(sent(st, AGENT_3, "'event':602,'p1':3,'p2':1,'p3':101")); /* he calls him */
    assert_true(sent(st, AGENT_3, "'client':1,'agent':3,'queue':101,'room':0"));
    assert_true(sent(st, AGENT_3, "'away':true"));
    story_skip(st);
    control(st, AGENT_3, AGENT, 3, 603, 1); /* and has reached him by telephone */
    assert_false(sent(st, AGENT_3, "'t':'error'"));
    control(st, AGENT_3, AGENT, 3, 604, 1);
    assert_true(sent(st, AGENT_3, "{'type':6,'id':3,'info':605,'number':1}")); /* that is served */
}

/* Who comes before it is his turn finds his place; who comes when it is, his agent knows. */
static void call_back_and_there(void **state)
{
    struct story *st = *state;
    struct pl_counter_setup setup = setup_of(st, 101);
    setup.rules.call_backs = 1;
    assert_int_equal(place(st, PL_COUNTER_QUEUE_KIND, 101, &setup), 0);
    control(st, CLIENT_1, QUEUE, 101, 501, 0);
    assert_true(sent(st, CLIENT_1, "\\'call_back\\':1"));
    control(st, CLIENT_1, QUEUE, 101, 590, 1);
    control(st, CLIENT_2, QUEUE, 101, 501, 0);
    assert_false(sent(st, CLIENT_2, "\\'call_back\\':1")); /* one is all */
    story_say(st, CLIENT_1, "{'t':'logout'}");
    story_skip(st);
    story_user(st, 5, "ann");
    control(st, 5, AREA, 10001, 401, 0);
    assert_true(sent(st, 5, "'id':101,'info':509"));
    assert_true(
        sent(st, 5, "{'type':5,'id':101,'event':502},{'type':5,'id':101,'event':590,'p2':1}"));
    story_say(st, 5, "{'t':'logout'}");
    control(st, AGENT_3, AGENT, 3, 601, 1);
    story_skip(st);
    story_user(st, 6, "ann");
    control(st, 6, AREA, 10001, 401, 0);
    assert_true(sent(st, AGENT_3, "'t':'service'"));
    assert_false(sent(st, AGENT_3, "'away'"));
}

static void closed(void **state)
{
    struct story *st = *state;
    struct pl_counter_setup setup = setup_of(st, 101);
    struct pl_event wall = {.type = PL_EVENT_WALL, .now = st->now};
    assert_int_equal(pl_counter_setup_set(&setup, PL_COUNTER_QUEUE_KIND, "hours", "mon-sun"), 0);
    assert_int_equal(place(st, PL_COUNTER_QUEUE_KIND, 101, &setup), 0);
    wall.wall.local_us = 1;
    story_step(st, &wall);
    story_skip(st);
    control(st, CLIENT_1, QUEUE, 101, 501, 0);
    assert_true(sent(st, CLIENT_1, "{'type':5,'id':101,'event':502,'p1':58"));
}

static void kept_apart(void **state)
{
    struct story *st = *state;
    struct pl_event e = {.type = PL_EVENT_PAIR, .now = st->now};
    int code = -1;
    e.pair.one = CLIENT_1;
    e.pair.other = AGENT_3;
    e.pair.apart = true;
    e.pair.code = &code;
    story_step(st, &e);
    assert_int_equal(code, 0);
    control(st, AGENT_3, AGENT, 3, 601, 1);
    control(st, CLIENT_1, QUEUE, 101, 501, 0);
    assert_false(sent(st, AGENT_3, "'event':602"));
    control(st, CLIENT_2, QUEUE, 101, 501, 0);
    assert_true(sent(st, AGENT_3, "'event':602,'p1':3,'p2':2"));
}

#define test(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        test(changes_while_somebody_waits),
        test(an_area_is_told_once),
        test(an_agent_knows_how_many_he_may_have),
        test(managers_know_why),
        test(agents_know_why),
        test(ring_all),
        test(call_back),
        test(call_back_and_there),
        test(closed),
        test(kept_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Business objects as pages see them: the sequences of the documented interface event by event,
 * with every parameter, for a client, a second client, a VIP, a manual and an automatic agent.
 */
#include "pl_test.h"

#include "core/story.h"
#include "proto/wire/constants_gen.h"
#include "proto/wire/limits_gen.h"

#include <stdio.h>

enum { CLIENT_1 = 1, CLIENT_2, AGENT_3, AGENT_4, TOLD = 65536 };

static const struct pl_core_place areas[] = {
    {10001, &(const struct pl_counter_setup){.name = "North", .description = "first floor"}},
    {10002, &(const struct pl_counter_setup){.name = "South"}},
};
static const struct pl_core_place queues[] = {
    {101, &(const struct pl_counter_setup){.area = 10001, .name = "Cash", .attribute = 1}},
    {102,
     &(const struct pl_counter_setup){
         .area = 10001, .name = "VIP", .attribute = 1, .priority = 10, .tag = 2}},
    {201, &(const struct pl_counter_setup){.area = 10002, .name = "Loans", .attribute = 2}},
};

/* Users 1 to 4 on links of the same numbers; 3 and 4 have said that they are agents. */
static void office(struct story *st)
{
    st->config.areas = areas;
    st->config.area_count = 2;
    st->config.queues = queues;
    st->config.queue_count = 3;
    story_begin(st);
    story_user(st, CLIENT_1, "ann");
    story_user(st, CLIENT_2, "bob");
    story_user(st, AGENT_3, "cat");
    story_user(st, AGENT_4, "dan");
    story_say(st, AGENT_3, "{'t':'object_set','type':8,'object':3,'info':7,'number':2}");
    story_say(st, AGENT_4, "{'t':'object_set','type':8,'object':4,'info':7,'number':18}");
    story_skip(st);
}

static void control(struct story *st, uint64_t link, int32_t type, int32_t id, int32_t code,
                    int32_t p1)
{
    char json[160];
    snprintf(json, sizeof(json), "{'t':'object_control','type':%d,'object':%d,'code':%d,'p1':%d}",
             type, id, code, p1);
    story_say(st, link, json);
}

static void set_number(struct story *st, uint64_t link, int32_t id, int32_t info, int32_t number)
{
    char json[160];
    snprintf(json, sizeof(json), "{'t':'object_set','type':8,'object':%d,'info':%d,'number':%d}",
             id, info, number);
    story_say(st, link, json);
}

/* ---- the trace, shorter ---- */

static long number_after(const char *in, const char *end, const char *key, long otherwise)
{
    const char *at = strstr(in, key);
    return at && at < end ? strtol(at + strlen(key), NULL, 10) : otherwise;
}

/* Events of one line: "LINK type.id event p1 p2 p3 p4", without zeros at the end. */
static size_t events_of(const char *line, const char *end, long link, char *out, size_t size)
{
    const char *at = strstr(line, "'events':[");
    size_t used = 0;
    while (at && (at = strstr(at, "{'type':")) && at < end) {
        const char *close = strchr(at, '}');
        long p[4];
        int last = 0;
        for (int i = 0; i < 4; i++) {
            char key[8];
            snprintf(key, sizeof(key), "'p%d':", i + 1);
            p[i] = number_after(at, close, key, 0);
            last = p[i] ? i + 1 : last;
        }
        used += (size_t)snprintf(out + used, size - used, "%ld %ld.%ld %ld", link,
                                 number_after(at, close, "'type':", -9),
                                 number_after(at, close, "'id':", -9),
                                 number_after(at, close, "'event':", -9));
        for (int i = 0; i < last; i++)
            used += (size_t)snprintf(out + used, size - used, " %ld", p[i]);
        used += (size_t)snprintf(out + used, size - used, "\n");
        at = close;
    }
    return used;
}

/* Expects these events and refusals, of all links in their order; forgets the trace. */
static void told_at(struct story *st, const char *expected, const char *file, int line)
{
    static char text[TOLD];
    size_t used = 0;
    text[0] = '\0';
    for (const char *at = st->trace; *at; at = strchr(at, '\n') + 1) {
        const char *end = strchr(at, '\n');
        long link = strtol(at, NULL, 10);
        assert_non_null(end);
        used += events_of(at, end, link, text + used, TOLD - used);
        if (number_after(at, end, "'t':'error'", -1) != -1)
            used += (size_t)snprintf(text + used, TOLD - used, "%ld error %ld\n", link,
                                     number_after(at, end, "'code':", -1));
    }
    if (strcmp(text, expected) != 0) {
        print_error("%s:%d: expected\n%s--- but there is\n%s---\n%s", file, line, expected, text,
                    st->trace);
        fail();
    }
    story_skip(st);
}
#define told(st, expected) told_at(st, expected, __FILE__, __LINE__)

/* The newest value in the trace that this link was sent; -99: none. */
static long value(const struct story *st, long link, int type, int id, int info)
{
    char key[96];
    long found = -99;
    snprintf(key, sizeof(key), "{'type':%d,'id':%d,'info':%d,'number':", type, id, info);
    for (const char *at = st->trace; *at; at = strchr(at, '\n') + 1) {
        const char *end = strchr(at, '\n');
        if (strtol(at, NULL, 10) == link)
            found = number_after(at, end, key, found);
    }
    return found;
}

/* The newest number in the trace that this link was sent. */
static int64_t last_seq(const struct story *st, long link)
{
    long found = 0;
    for (const char *at = st->trace; *at; at = strchr(at, '\n') + 1) {
        if (strtol(at, NULL, 10) == link)
            found = number_after(at, strchr(at, '\n'), "'seq':", found);
    }
    return found;
}

/* ---- 9.1: identity and synchronisation ---- */

static void areas_are_synchronised(void **state)
{
    struct story *st = *state;
    office(st);
    control(st, 1, 4, -1, 3, 1);
    story_expect(st, "1< {'t':'objects','seq':2,'gone':[],'values':["
                     "{'type':4,'id':10001,'info':8,'text':'North'},"
                     "{'type':4,'id':10001,'info':11,'text':'first floor'},"
                     "{'type':4,'id':10002,'info':8,'text':'South'}],"
                     "'events':[{'type':4,'id':10001,'event':1},{'type':4,'id':10002,'event':1},"
                     "{'type':4,'id':-1,'event':2}]}\n"
                     "1< {'t':'done','seq':3,'re':3}\n");
    control(st, 1, 4, 10002, 3, 1);
    told(st, "1 4.10002 1\n1 4.10002 2\n");
    control(st, 1, 5, -1, 3, 1); /* in no area: no queues */
    control(st, 1, 6, -1, 3, 1);
    told(st, "1 5.-1 2\n1 6.-1 2\n");
}

static void no_areas(void **state)
{
    struct story *st = *state;
    story_begin(st);
    story_user(st, 1, "ann");
    control(st, 1, 4, -1, 3, 1);
    told(st, "1 4.-1 2\n");
}

/* ---- 9.2: areas ---- */

static void entering_an_area(void **state)
{
    struct story *st = *state;
    office(st);
    control(st, 1, 4, 10001, 401, 0);
    assert_int_equal(value(st, 1, 5, 101, 504), 0);
    assert_int_equal(value(st, 1, 5, 102, 9), 10);
    assert_int_equal(value(st, 1, 5, 102, 12), 2);
    assert_int_equal(value(st, 1, 4, 10001, 404), 2);
    assert_true(story_has(st, "{'type':5,'id':101,'info':8,'text':'Cash'}"));
    assert_false(story_has(st, "'id':201")); /* of another area */
    told(st, "1 5.101 1\n1 5.102 1\n1 4.10001 402\n1 5.101 501\n1 5.102 501\n1 4.10001 401\n");
    control(st, 1, 4, 10001, 401, 0);
    control(st, 1, 4, 10002, 401, 0);
    control(st, 2, 4, 777, 401, 0);
    told(st, "1 4.10001 402 100201\n1 4.10002 402 100201\n2 4.777 402 9\n");
    set_number(st, 2, 2, 9, 15);
    control(st, 2, 4, 10001, 401, 0);
    assert_int_equal(value(st, 1, 4, 10001, 402), 2);
    told(st, "2 5.101 1\n2 5.102 1\n2 4.10001 402\n2 5.101 501\n2 5.102 501\n"
             "1 4.10001 403 2 0 -1 15\n"
             "1 4.10001 401\n2 4.10001 401\n");
    control(st, 2, 4, 10001, 402, 0);
    assert_int_equal(value(st, 1, 4, 10001, 402), 1);
    told(st, "2 4.10001 405\n1 4.10001 404 2\n1 4.10001 401\n");
    control(st, 2, 4, 10001, 402, 0);
    told(st, "2 4.10001 405 9\n");
}

/* ---- 9.3: queueing ---- */

static void queueing(void **state)
{
    struct story *st = *state;
    office(st);
    control(st, 1, 4, 10001, 401, 0);
    control(st, 2, 4, 10001, 401, 0);
    story_skip(st);
    control(st, 1, 5, 101, 501, 0);
    assert_int_equal(value(st, 1, 5, 101, 502), 0); /* nobody before him */
    assert_int_equal(value(st, 2, 5, 101, 502), -99);
    assert_int_equal(value(st, 2, 5, 101, 504), 1);
    assert_int_equal(value(st, 2, 4, 10001, 403), 1);
    assert_int_equal(value(st, 2, 4, 10001, 402), 1);
    told(st, "1 5.101 502\n2 5.101 503 1\n"
             "1 5.101 501\n1 4.10001 401\n2 5.101 501\n2 4.10001 401\n");
    story_wait(st, PL_SEC(7));
    control(st, 2, 5, 101, 501, 0);
    assert_int_equal(value(st, 1, 5, 101, 508), 7);
    assert_int_equal(value(st, 2, 5, 101, 508), 0);
    assert_int_equal(value(st, 2, 5, 101, 502), 1);
    assert_int_equal(value(st, 2, 5, 101, 501), 1);
    told(st, "2 5.101 502\n1 5.101 503 2\n"
             "1 5.101 501\n1 4.10001 401\n2 5.101 501\n2 4.10001 401\n");
    control(st, 1, 5, 102, 501, 0);
    control(st, 1, 5, 201, 501, 0);
    control(st, 1, 5, 999, 501, 0);
    told(st, "1 5.102 502 100202\n1 5.201 502 750\n1 5.999 502 750\n");
    control(st, 1, 5, 101, 502, 0);
    assert_int_equal(value(st, 2, 5, 101, 502), 0);
    told(st, "1 5.101 505\n2 5.101 504 1\n"
             "1 5.101 501\n1 4.10001 401\n2 5.101 501\n2 4.10001 401\n");
    control(st, 2, 4, 10001, 402, 0); /* out of the queue as well */
    told(st, "2 5.101 505\n1 5.101 504 2\n2 4.10001 405\n1 4.10001 404 2\n"
             "1 5.101 501\n1 4.10001 401\n");
}

/* Who waits can read why: who serves the queue, what they do, and how long it may take. */
static void why_one_waits(void **state)
{
    struct story *st = *state;
    office(st);
    control(st, 3, 4, 10001, 401, 0);
    control(st, 1, 4, 10001, 401, 0);
    control(st, 2, 4, 10001, 401, 0);
    story_skip(st);
    control(st, 1, 5, 101, 501, 0);
    assert_true(story_has(st, "'id':101,'info':509,'text':'{\\'serving\\':1,\\'idle\\':0,"
                              "\\'working\\':0,\\'paused\\':0}'"));
    story_skip(st);
    control(st, 3, 6, 3, 602, 0);
    assert_true(story_has(st, "'id':3,'info':606,'text':'{\\'userid\\':1,"));
    story_say(st, 3, "{'t':'call_request','user':1,'flags':0,'param':0,'text':''}");
    story_say(st, 1, "{'t':'call_answer','user':3,'code':0,'flags':0,'param':0,'text':''}");
    story_wait(st, PL_SEC(120));
    control(st, 3, 6, 3, 604, 0);
    story_skip(st);
    control(st, 2, 5, 101, 501, 0);
    assert_true(story_has(st, "\\'idle\\':1,\\'working\\':0,\\'paused\\':0,"
                              "\\'estimate\\':120}'"));
    /* It says how far such estimates were off, too: he is served 20 s sooner. */
    story_wait(st, PL_SEC(100));
    control(st, 3, 6, 3, 602, 0);
    control(st, 3, 6, 3, 604, 0);
    story_skip(st);
    control(st, 1, 5, 101, 501, 0);
    assert_true(story_has(st, "\\'error\\':[1,20,20,20]"));
}

/* ---- 9.4: a manual agent ---- */

static void a_manual_agent(void **state)
{
    struct story *st = *state;
    office(st);
    control(st, 3, 4, 10001, 401, 0);
    assert_int_equal(value(st, 3, 6, 3, 601), 0);
    assert_int_equal(value(st, 3, 6, 3, 605), 0);
    told(st, "3 5.101 1\n3 5.102 1\n3 6.3 1\n3 4.10001 402\n3 5.101 501\n3 5.102 501\n"
             "3 4.10001 401\n");
    control(st, 1, 4, 10001, 401, 0);
    assert_int_equal(value(st, 3, 4, 10001, 401), 1);
    story_skip(st);
    control(st, 3, 6, 3, 602, 0);
    told(st, "3 6.3 603\n"); /* nobody, to him alone */
    control(st, 1, 5, 101, 501, 0);
    story_skip(st);
    control(st, 3, 6, 3, 602, 0);
    assert_int_equal(value(st, 3, 6, 3, 602), 1);
    assert_int_equal(value(st, 1, 6, 3, 601), 2);
    assert_int_equal(value(st, 3, 4, 10001, 408), 1);
    assert_true(story_has(st, "{'type':6,'id':3,'info':8,'text':'cat'}"));
    told(st, "1 5.101 505 751\n3 5.101 504 1\n"
             "3 6.3 602 3 1 101\n1 6.3 602 3 1 101\n3 5.101 506 1\n"
             "3 6.3 601 2\n"
             "3 5.101 501\n3 4.10001 401\n1 5.101 501\n1 4.10001 401\n");
    control(st, 3, 6, 3, 602, 0);
    told(st, "3 error 16\n");
    story_say(st, 3, "{'t':'call_request','user':1,'flags':0,'param':0,'text':''}");
    story_say(st, 1, "{'t':'call_answer','user':3,'code':0,'flags':0,'param':0,'text':''}");
    assert_true(story_has(st, "call_started"));
    assert_int_equal(value(st, 3, 4, 10001, 408), 0);
    told(st, "3 4.10001 401\n1 4.10001 401\n");
    story_wait(st, PL_SEC(90));
    story_say(st, 1, "{'t':'call_finish','user':3,'code':0,'flags':0,'param':0,'text':''}");
    story_skip(st);
    control(st, 3, 6, 3, 604, 0);
    assert_int_equal(value(st, 3, 6, 3, 605), 1);
    assert_int_equal(value(st, 3, 6, 3, 604), 90);
    assert_int_equal(value(st, 3, 6, 3, 602), 0);
    told(st, "3 6.3 601 1\n3 4.10001 401\n1 4.10001 401\n");
    control(st, 3, 6, 3, 604, 0);
    told(st, ""); /* said twice: nothing */
    control(st, 1, 6, 1, 602, 0);
    control(st, 1, 6, 3, 604, 0); /* somebody else's */
    control(st, 3, 6, 3, 603, 2);
    told(st, "1 error 228\n1 error 20\n3 error 205\n");
}

/* ---- 9.6: an automatic agent ---- */

static void an_automatic_agent(void **state)
{
    struct story *st = *state;
    office(st);
    control(st, 3, 4, 10001, 401, 0);
    control(st, 4, 4, 10001, 401, 0);
    control(st, 1, 4, 10001, 401, 0);
    control(st, 2, 4, 10001, 401, 0);
    story_skip(st);
    control(st, 4, 6, 4, 601, 1);
    told(st, "4 6.4 601 1\n3 6.4 601 1\n" /* agents hear of agents */
             "3 4.10001 401\n4 4.10001 401\n1 4.10001 401\n2 4.10001 401\n");
    control(st, 1, 5, 101, 501, 0);
    told(st, "1 5.101 502\n3 5.101 503 1\n4 5.101 503 1\n2 5.101 503 1\n"
             "1 5.101 505 751\n3 5.101 504 1\n4 5.101 504 1\n2 5.101 504 1\n"
             "4 6.4 602 4 1 101\n3 6.4 602 4 1 101\n"
             "1 6.4 602 4 1 101\n1 6.4 604 4 1 101\n"
             "3 5.101 506 1\n4 5.101 506 1\n"
             "4 6.4 601 2\n3 6.4 601 2\n"
             "3 5.101 501\n3 4.10001 401\n4 5.101 501\n4 4.10001 401\n"
             "1 5.101 501\n1 4.10001 401\n2 5.101 501\n2 4.10001 401\n");
    control(st, 2, 5, 102, 501, 0);
    story_skip(st);
    control(st, 4, 6, 4, 604, 0); /* and the next one */
    assert_true(story_has(st, "'event':602,'p1':4,'p2':2,'p3':102"));
    assert_int_equal(value(st, 4, 6, 4, 608), 1); /* no call has come of the first */
    assert_int_equal(value(st, 4, 6, 4, 602), 2);
}

/* ---- 9.8: ratings, and what is attached to the server hears ---- */

static void ratings(void **state)
{
    struct story *st = *state;
    st->config.object_events = true;
    office(st);
    control(st, 3, 4, 10001, 401, 0);
    control(st, 1, 4, 10001, 401, 0);
    control(st, 2, 4, 10001, 401, 0);
    control(st, 1, 5, 101, 501, 0);
    control(st, 3, 6, 3, 602, 0);
    assert_true(story_has(st, "object type=4 id=10001 event=403 1 0 -1 10 bytes=0\n"));
    assert_true(story_has(st, "object type=5 id=101 event=503 1 0 0 0 bytes=0\n"));
    assert_true(story_has(st, "object type=6 id=3 event=602 3 1 101 0 bytes=0\n"));
    story_skip(st);
    story_say(st, 1,
              "{'t':'object_control','type':6,'object':3,'code':605,'p1':3,'p2':5,'text':'fine'}");
    story_expect(st, "object type=6 id=3 event=605 3 5 1 0 bytes=4\n"
                     "1< {'t':'done','seq':13,'re':5}\n");
    control(st, 2, 6, 3, 605, 3); /* has never met him */
    told(st, "2 error 228\n");
}

/* ---- who may what ---- */

static void limits_of_pages(void **state)
{
    struct story *st = *state;
    office(st);
    set_number(st, 1, 2, 9, 1); /* somebody else's */
    story_say(st, 1, "{'t':'object_set','type':5,'object':101,'info':9,'number':1}");
    story_say(st, 1, "{'t':'object_set','type':8,'object':1,'info':601,'number':1}");
    story_say(st, 1, "{'t':'object_set','type':8,'object':1,'info':9}");
    story_say(st, 1, "{'t':'object_set','type':8,'object':1,'info':9,'text':'x'}");
    told(st, "1 error 20\n1 error 20\n1 error 21\n1 error 21\n1 error 21\n");
    story_say(st, 1, "{'t':'object_set','type':8,'object':1,'info':10,'text':'[1]'}"); /* JSON */
    told(st, "");
    control(st, 1, 4, 10003, 2, 0);
    control(st, 1, 5, 104, 2, 10001);
    control(st, 1, 4, 10001, 5, 0);
    control(st, 1, 9, 1, 2, 0);
    told(st, "1 error 20\n1 error 20\n1 error 20\n1 error 21\n");
    for (int i = 0; i < 80; i++)
        control(st, 1, 4, -1, 4, 0);
    assert_true(story_has(st, "'code':23"));
}

static void roles_can_be_limited(void **state)
{
    struct story *st = *state;
    st->config.agents = PL_CORE_AGENTS_GIVEN;
    st->config.page_priority = false;
    story_begin(st);
    story_user(st, 1, "ann");
    set_number(st, 1, 1, 7, 2);
    set_number(st, 1, 1, 7, 4);
    set_number(st, 1, 1, 9, 15);
    told(st, "1 error 20\n1 error 20\n1 error 20\n");
    set_number(st, 1, 1, 7, 0);
    set_number(st, 1, 1, 10, -1);
    told(st, "");
}

/* ---- lost links ---- */

static void a_lost_link_keeps_the_place(void **state)
{
    struct story *st = *state;
    int64_t seq;
    office(st);
    control(st, 1, 4, 10001, 401, 0);
    control(st, 2, 4, 10001, 401, 0);
    control(st, 1, 5, 101, 501, 0);
    control(st, 2, 5, 101, 501, 0);
    seq = last_seq(st, 2);
    story_skip(st);
    story_cut(st, 2);
    told(st, "");
    control(st, 1, 5, 101, 502, 0);
    story_skip(st);
    story_resume(st, 12, 2, seq);
    assert_int_equal(value(st, 12, 5, 101, 502), 0);
    assert_int_equal(value(st, 12, 5, 101, 504), 1);
    told(st, "12 5.101 501\n12 5.102 501\n12 4.10001 401\n");
    story_cut(st, 12);
    story_wait(st, PL_SEC(31));
    told(st, "1 5.101 504 2\n1 4.10001 404 2 101\n1 5.101 501\n1 4.10001 401\n");
}

/* What is for him alone comes after all: here that he is served, and by whom. */
static void a_lost_link_loses_no_service(void **state)
{
    struct story *st = *state;
    int64_t seq;
    office(st);
    control(st, 3, 4, 10001, 401, 0);
    control(st, 1, 4, 10001, 401, 0);
    control(st, 1, 5, 101, 501, 0);
    seq = last_seq(st, 1);
    story_skip(st);
    story_cut(st, 1);
    control(st, 3, 6, 3, 602, 0);
    assert_true(story_has(st, "'event':602"));
    story_skip(st);
    story_resume(st, 11, 1, seq);
    told(st, "11 5.101 505 751\n11 6.3 602 3 1 101\n11 5.101 501\n11 5.102 501\n"
             "11 4.10001 401\n");
    story_say(st, 3, "{'t':'logout'}"); /* the agent goes in the middle of it */
    told(st, "11 4.10001 404 3\n11 4.10001 401\n");
}

/* ---- 9.10: set-up by what is attached ---- */

static void place(struct story *st, int32_t type, int32_t id, int32_t code, int32_t p1, int32_t p2)
{
    struct pl_event e = {.type = PL_EVENT_OBJECT_CONTROL};
    e.object_control.type = type;
    e.object_control.id = id;
    e.object_control.code = code;
    e.object_control.params[0] = p1;
    e.object_control.params[1] = p2;
    story_step(st, &e);
}

static void name(struct story *st, int32_t type, int32_t id, const char *text)
{
    struct pl_event e = {.type = PL_EVENT_OBJECT_SET};
    e.object_set.type = type;
    e.object_set.id = id;
    e.object_set.info = PL_ANYCHAT_OBJECT_INFO_NAME;
    e.object_set.is_text = true;
    e.object_set.text = pl_bytes_str(text);
    story_step(st, &e);
}

static void set_up_from_outside(void **state)
{
    struct story *st = *state;
    struct pl_core_stats stats;
    struct pl_bytes text;
    int32_t number, ids[4];
    office(st);
    control(st, 1, 4, -1, 3, 1);
    control(st, 2, 4, 10001, 401, 0);
    control(st, 2, 5, 101, 501, 0);
    story_skip(st);
    place(st, 4, 10001, PL_ANYCHAT_OBJECT_CTRL_CREATE, 0, 0); /* again: nothing happens */
    name(st, 4, 10001, "North");
    place(st, 5, 101, PL_ANYCHAT_OBJECT_CTRL_CREATE, 10001, 0);
    told(st, "");
    place(st, 4, 10003, PL_ANYCHAT_OBJECT_CTRL_CREATE, 0, 0);
    name(st, 4, 10003, "West");
    told(st, "1 4.10003 1\n"); /* who knows the areas */
    place(st, 5, 103, PL_ANYCHAT_OBJECT_CTRL_CREATE, 10001, 0);
    told(st, "2 5.103 1\n2 4.10001 401\n");
    name(st, 5, 103, "Loans");
    assert_true(story_has(st, "{'type':5,'id':103,'info':8,'text':'Loans'}"));
    told(st, "2 5.103 1\n");
    assert_true(pl_core_object_value(st->core, 5, 103, 8, &number, &text));
    assert_true(pl_bytes_eq_str(text, "Loans"));
    assert_true(pl_core_object_value(st->core, 5, 101, 504, &number, &text));
    assert_int_equal(number, 1);
    assert_false(pl_core_object_value(st->core, 5, 77, 504, &number, &text));
    assert_int_equal(pl_core_object_ids(st->core, 4, ids, 2), 3);
    assert_int_equal(ids[1], 10002);
    assert_int_equal(pl_core_object_ids(st->core, 8, ids, 4), 1);
    place(st, 4, 10001, PL_ANYCHAT_AREA_CTRL_USERENTER, 1, 2); /* as an agent */
    assert_true(story_has(st, "1< {'t':'objects','seq':"));
    assert_int_equal(pl_core_object_ids(st->core, 6, ids, 4), 1);
    story_skip(st);
    place(st, 5, 103, PL_ANYCHAT_OBJECT_CTRL_DELETE, 0, 0);
    assert_true(story_has(st, "'gone':[{'type':5,'id':103}]"));
    story_skip(st);
    place(st, 4, 10001, PL_ANYCHAT_OBJECT_CTRL_DELETE, 0, 0);
    told(st, "2 5.101 505 15\n2 4.10001 405 15\n1 4.10001 405 15\n");
    place(st, 7, 1, PL_ANYCHAT_OBJECT_CTRL_CREATE, 0, 0);
    place(st, 4, 10002, PL_ANYCHAT_AREA_CTRL_USERENTER, 99, 0);
    name(st, 8, 99, "nobody");
    pl_core_stats(st->core, &stats);
    assert_int_equal(stats.objects_refused, 3);
    assert_int_equal(stats.tickets, 1);
    assert_int_equal(stats.tickets_left, 1);
}

/* ---- who waits, for whom wants it ---- */

static void lists_of_who_waits(void **state)
{
    struct story *st = *state;
    office(st);
    set_number(st, 3, 3, 7, 2 | 0x200);
    control(st, 1, 4, 10001, 401, 0);
    control(st, 2, 4, 10001, 401, 0);
    control(st, 1, 5, 101, 501, 0);
    story_wait(st, PL_SEC(7));
    story_skip(st);
    control(st, 3, 4, 10001, 401, 0); /* who comes is told how it is */
    assert_true(story_has(st, "{'type':5,'id':101,'info':510,'text':'[1]'},"
                              "{'type':5,'id':101,'info':511,'text':'[7]'}"));
    assert_true(story_has(st, "'info':512,'text':'[{\\'userid\\':1,\\'username\\':\\'ann\\',"
                              "\\'waitingtime\\':7,\\'priority\\':10}]'"));
    assert_true(story_has(st, "{'type':5,'id':102,'info':510,'text':'[]'}"));
    story_skip(st);
    control(st, 4, 4, 10001, 401, 0); /* who does not want it is not */
    assert_false(story_has(st, "'info':510"));
    set_number(st, 2, 2, 9, 15);
    story_skip(st);
    control(st, 2, 5, 101, 501, 0);
    assert_true(story_has(st, "{'type':5,'id':101,'info':510,'text':'[2,1]'}"));
    assert_true(story_has(st, "{'type':5,'id':101,'event':507}"));
    story_cut(st, 3);
    control(st, 1, 5, 101, 502, 0);
    assert_false(story_has(st, "'text':'[2]'"));
    story_resume(st, 13, 3, 0);
    assert_true(story_has(st, "{'type':5,'id':101,'info':510,'text':'[2]'}"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        story_test(lists_of_who_waits),
        story_test(areas_are_synchronised),
        story_test(no_areas),
        story_test(entering_an_area),
        story_test(queueing),
        story_test(why_one_waits),
        story_test(a_manual_agent),
        story_test(an_automatic_agent),
        story_test(ratings),
        story_test(limits_of_pages),
        story_test(roles_can_be_limited),
        story_test(a_lost_link_keeps_the_place),
        story_test(a_lost_link_loses_no_service),
        story_test(set_up_from_outside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Services: who is told what, and whose media may reach whom, through hold, consultation,
 * conference, transfers, and supervisors. Anything in any order: service_seeds_test.c.
 */
#include "pl_test.h"

#include "core/service.h"
#include "core/stage.h"
#include "core/story.h"

#include <stdio.h>

enum { ANN = 1, BOB, CAT, DAN, EVE, ROOM = 100000001 };

static const struct pl_core_place areas[] = {
    {1, &(const struct pl_counter_setup){.name = "Office"}},
    {2, &(const struct pl_counter_setup){.name = "Other"}},
};
static const struct pl_core_place queues[] = {
    {101, &(const struct pl_counter_setup){.area = 1, .name = "Cash", .attribute = 1}},
    {102, &(const struct pl_counter_setup){.area = 1, .name = "Loans", .attribute = 2}},
    {103, &(const struct pl_counter_setup){.area = 1, .attribute = 4, .rules = {.max_length = 1}}},
};
static const struct pl_bytes bosses[] = {{(const uint8_t *)"dan", 3}};

static void says(struct story *st, uint64_t link, const char *json)
{
    story_skip(st);
    story_say(st, link, json);
}

/* Said, and answered with this code; 0: done. The trace stays. */
static void expect_code(struct story *st, uint64_t link, int code, const char *json)
{
    char text[64];
    says(st, link, json);
    snprintf(text, sizeof(text), "'code':%d", code);
    if (code ? !story_has(st, "'t':'error'") || !story_has(st, text) : !story_has(st, "'t':'done'"))
        fail_msg("%s: not %d but %s", json, code, st->trace);
}
#define DONE(link, json)          expect_code(st, link, 0, json)
#define REFUSED(link, code, json) expect_code(st, link, code, json)
#define TOLD(link, what)                                                                           \
    do {                                                                                           \
        if (!story_has_on(st, link, what))                                                         \
            fail_msg("%d is not told %s: %s", link, what, st->trace);                              \
    } while (0)
#define NOT_TOLD(link, what) assert_false(story_has_on(st, link, what))

static bool story_has_on(const struct story *st, int link, const char *what)
{
    for (const char *at = st->trace; *at; at = strchr(at, '\n') + 1) {
        const char *end = strchr(at, '\n'), *found = strstr(at, what);
        if (strtol(at, NULL, 10) == link && found && found < end)
            return true;
    }
    return false;
}

/* ann is a client, bob and cat agents, dan a supervisor who serves, eve a manager who is none; all
 * in area 1. */
static void office(struct story *st)
{
    static const char *const names[] = {"", "ann", "bob", "cat", "dan", "eve"};
    const int flags[] = {0, 0, 2, 2, 6, 4};
    st->config.areas = areas;
    st->config.area_count = 2;
    st->config.queues = queues;
    st->config.queue_count = 3;
    st->config.supervisors = bosses;
    st->config.supervisor_count = 1;
    story_begin(st);
    for (int user = ANN; user <= EVE; user++) {
        char json[128];
        story_user(st, (uint64_t)user, names[user]);
        snprintf(json, sizeof(json), "{'t':'object_set','type':8,'object':%d,'info':7,'number':%d}",
                 user, flags[user]);
        story_say(st, (uint64_t)user, json);
        story_say(st, (uint64_t)user, "{'t':'state','camera':2,'mic':1,'streams':1}");
        story_say(st, (uint64_t)user, "{'t':'object_control','type':4,'object':1,'code':401}");
    }
}

static void watches(struct story *st, uint64_t link, int user)
{
    char json[96];
    snprintf(json, sizeof(json), "{'t':'watch','user':%d,'kind':'audio','stream':0,'on':true}",
             user);
    story_say(st, link, json);
}

static void goes_in(struct story *st, uint64_t link)
{
    says(st, link, "{'t':'enter','room':100000001}");
    TOLD((int)link, "'t':'entered'");
}

/* bob serves ann, from queue 101; they talk in their room, and hear each other. */
static void serve(struct story *st)
{
    story_say(st, ANN, "{'t':'object_control','type':5,'object':101,'code':501}");
    story_say(st, BOB, "{'t':'object_control','type':6,'object':2,'code':602}");
    story_say(st, BOB, "{'t':'call_request','user':1,'flags':0,'param':0,'text':''}");
    story_say(st, ANN, "{'t':'call_answer','user':2,'code':0,'flags':0,'param':0,'text':''}");
    goes_in(st, ANN);
    goes_in(st, BOB);
    for (uint64_t link = ANN; link <= DAN; link++) {
        for (int user = ANN; user <= DAN; user++) {
            if ((link == ANN || link == BOB) && user != (int)link)
                watches(st, link, user);
        }
    }
}

/* Does what this one sends reach that one? */
static bool hears(const struct story *st, int watcher, int publisher)
{
    return pl_stage_watches(pl_idmap_get(&st->core->users, (uint32_t)watcher),
                            pl_idmap_get(&st->core->users, (uint32_t)publisher));
}
#define HEARS(a, b) assert_true(hears(st, a, b))
#define DEAF(a, b)  assert_false(hears(st, a, b))

static void consult(struct story *st)
{
    DONE(BOB, "{'t':'service_ask','client':1,'user':3,'role':'guest','hold':true}");
    DONE(CAT, "{'t':'service_answer','client':1,'code':0}");
    goes_in(st, CAT);
    for (int user = ANN; user <= BOB; user++)
        watches(st, CAT, user);
}

/* ---- what each is told ---- */

static void from_match_to_end(void **state)
{
    struct story *st = *state;
    office(st);
    DONE(ANN, "{'t':'service_intake','fields':[{'name':'card','value':'gold'}]}");
    says(st, ANN, "{'t':'object_control','type':5,'object':101,'code':501}");
    says(st, BOB, "{'t':'object_control','type':6,'object':2,'code':602}");
    TOLD(BOB, "'t':'service_data'");
    TOLD(BOB, "'fields':[{'name':'card','value':'gold'}],'notes':[]");
    TOLD(BOB, "'client':1,'agent':2,'queue':101,'room':0,'held':false,'role':'agent','parties':[]");
    NOT_TOLD(ANN, "'t':'service");
    story_say(st, BOB, "{'t':'call_request','user':1,'flags':0,'param':0,'text':''}");
    says(st, ANN, "{'t':'call_answer','user':2,'code':0,'flags':0,'param':0,'text':''}");
    TOLD(ANN, "'client':1,'agent':2,'queue':101,'room':100000001,'held':false,'role':'client'");
    TOLD(BOB, "'room':100000001,'held':false,'role':'agent'");
    DONE(BOB, "{'t':'service_note','client':1,'text':'wants a loan'}");
    TOLD(BOB, "'notes':[{'user':2,'text':'wants a loan'}]");
    NOT_TOLD(ANN, "'t':'service");
    says(st, ANN, "{'t':'call_finish','user':2,'code':0,'flags':0,'param':0,'text':''}");
    TOLD(ANN, "'t':'service_over'");
    TOLD(BOB, "'room':0,'held':false,'role':'agent'");
    DONE(BOB, "{'t':'service_note','client':1,'text':'will come back'}");
    REFUSED(BOB, 100107, "{'t':'service_hold','client':1,'on':true}");
    says(st, BOB, "{'t':'object_control','type':6,'object':2,'code':604}");
    TOLD(BOB, "'t':'service_over'");
    REFUSED(BOB, 20, "{'t':'service_note','client':1,'text':'late'}");
}

static void only_who_serves(void **state)
{
    struct story *st = *state;
    office(st);
    serve(st);
    REFUSED(ANN, 20, "{'t':'service_hold','client':1,'on':true}");
    REFUSED(CAT, 20, "{'t':'service_hold','client':1,'on':true}");
    REFUSED(CAT, 20, "{'t':'service_ask','client':1,'user':4,'role':'guest'}");
    REFUSED(CAT, 20, "{'t':'service_pass','client':1,'queue':102}");
    REFUSED(CAT, 20, "{'t':'service_note','client':1,'text':'hello'}");
    REFUSED(CAT, 100107, "{'t':'service_answer','client':1,'code':0}");
    REFUSED(BOB, 21, "{'t':'service_ask','client':1,'user':3,'role':'listener'}");
    REFUSED(BOB, 228, "{'t':'service_ask','client':1,'user':5,'role':'guest'}");
    REFUSED(BOB, 100102, "{'t':'service_ask','client':1,'user':77,'role':'guest'}");
    REFUSED(BOB, 100102, "{'t':'service_ask','client':1,'user':1,'role':'guest'}");
    REFUSED(BOB, 100102, "{'t':'service_ask','client':1,'user':2,'role':'guest'}");
    DONE(CAT, "{'t':'service_drop','client':1,'user':3}");
    REFUSED(CAT, 305, "{'t':'enter','room':100000001}");
}

/* ---- hold ---- */

static void hold_cuts_both_ways(void **state)
{
    struct story *st = *state;
    office(st);
    serve(st);
    HEARS(ANN, BOB);
    HEARS(BOB, ANN);
    DONE(BOB, "{'t':'service_hold','client':1,'on':true}");
    TOLD(ANN, "'held':true,'role':'client'");
    DEAF(ANN, BOB);
    DEAF(BOB, ANN);
    says(st, BOB, "{'t':'text','to':-1,'secret':false,'text':'he is difficult'}");
    NOT_TOLD(ANN, "text_received");
    says(st, BOB, "{'t':'text','to':1,'secret':true,'text':'one moment'}");
    TOLD(ANN, "one moment");
    watches(st, ANN, BOB); /* whatever his page tries */
    DEAF(ANN, BOB);
    says(st, ANN, "{'t':'leave','room':-1}");
    goes_in(st, ANN); /* leaving does not help */
    watches(st, ANN, BOB);
    DEAF(ANN, BOB);
    DONE(BOB, "{'t':'service_hold','client':1,'on':false}");
    TOLD(ANN, "'held':false,'role':'client'");
    HEARS(ANN, BOB);
    HEARS(BOB, ANN);
}

static void hold_survives_a_lost_link(void **state)
{
    struct story *st = *state;
    office(st);
    serve(st);
    story_cut(st, ANN);
    DONE(BOB, "{'t':'service_hold','client':1,'on':true}");
    story_skip(st);
    story_resume(st, 11, ANN, 0);
    TOLD(11, "'held':true,'role':'client'");
    DEAF(ANN, BOB);
    story_cut(st, BOB);
    story_resume(st, 12, BOB, 0);
    DEAF(ANN, BOB);
    DONE(12, "{'t':'service_hold','client':1,'on':false}");
    HEARS(ANN, BOB);
}

/* ---- consultation and conference ---- */

static void consulting(void **state)
{
    struct story *st = *state;
    office(st);
    serve(st);
    DONE(BOB, "{'t':'service_note','client':1,'text':'wants a loan'}");
    DONE(BOB, "{'t':'service_ask','client':1,'user':3,'role':'guest','hold':true,'text':'help'}");
    TOLD(CAT, "'notes':[{'user':2,'text':'wants a loan'}]");
    TOLD(CAT, "'t':'service_asked'");
    TOLD(CAT, "'client':1,'user':2,'queue':101,'role':'guest','text':'help'");
    TOLD(BOB, "'parties':[{'user':3,'role':'guest','asked':true}]");
    TOLD(ANN, "'held':true,'role':'client','parties':[]"); /* she is not told whom he asks */
    REFUSED(CAT, 305, "{'t':'enter','room':100000001}");
    REFUSED(BOB, 100103, "{'t':'service_ask','client':1,'user':3,'role':'agent'}");
    DONE(CAT, "{'t':'service_answer','client':1,'code':0}");
    TOLD(BOB, "'t':'service_answered'");
    TOLD(CAT, "'room':100000001,'held':true,'role':'guest','parties':[]");
    TOLD(ANN, "'parties':[{'user':3,'role':'guest'}]");
    TOLD(CAT, "'type':6,'id':3,'event':601,'p1':2"); /* he is at work */
    goes_in(st, CAT);
    watches(st, CAT, ANN);
    watches(st, CAT, BOB);
    HEARS(CAT, BOB);
    HEARS(BOB, CAT);
    DEAF(ANN, CAT);
    DEAF(CAT, ANN);
    DONE(CAT, "{'t':'service_note','client':1,'text':'may have it'}");
    DONE(BOB, "{'t':'service_hold','client':1,'on':false}"); /* three of them */
    HEARS(ANN, CAT);
    HEARS(ANN, BOB);
    HEARS(CAT, ANN);
    says(st, BOB, "{'t':'service_hold','client':1,'on':true}");
    DONE(CAT, "{'t':'service_drop','client':1,'user':3}");
    TOLD(CAT, "'t':'service_over'");
    TOLD(BOB, "'held':true,'role':'agent','parties':[]"); /* that hold was his own */
    TOLD(CAT, "'type':6,'id':3,'event':601");
    DEAF(CAT, BOB); /* though his page has not left */
    TOLD(BOB, "'t':'user_left'");
    says(st, CAT, "{'t':'leave','room':-1}");
    REFUSED(CAT, 305, "{'t':'enter','room':100000001}");
}

static void asked_in_vain(void **state)
{
    struct story *st = *state;
    office(st);
    serve(st);
    DONE(BOB, "{'t':'service_ask','client':1,'user':3,'role':'agent','hold':true}");
    DEAF(ANN, BOB);
    DONE(CAT, "{'t':'service_answer','client':1,'code':100104}");
    TOLD(BOB, "'client':1,'user':3,'role':'agent','code':100104");
    TOLD(ANN, "'held':false");
    HEARS(ANN, BOB); /* as before */
    DONE(BOB, "{'t':'service_ask','client':1,'user':3,'role':'agent','hold':true}");
    story_skip(st);
    story_wait(st, PL_SEC(31));
    TOLD(BOB, "'user':3,'role':'agent','code':100105");
    TOLD(CAT, "'t':'service_withdrawn'");
    HEARS(ANN, BOB);
    REFUSED(CAT, 100107, "{'t':'service_answer','client':1,'code':0}");
    DONE(BOB, "{'t':'service_ask','client':1,'user':3,'role':'guest','hold':true}");
    DONE(BOB, "{'t':'service_drop','client':1,'user':3}");
    TOLD(CAT, "'t':'service_withdrawn'");
    TOLD(BOB, "'user':3,'role':'guest','code':100101");
    HEARS(ANN, BOB);
    DONE(BOB, "{'t':'service_ask','client':1,'user':3,'role':'guest','hold':true}");
    says(st, CAT, "{'t':'logout'}");
    TOLD(BOB, "'user':3,'role':'guest','code':100106");
    HEARS(ANN, BOB);
}

static void the_call_ends_it(void **state)
{
    struct story *st = *state;
    office(st);
    serve(st);
    consult(st);
    DONE(BOB, "{'t':'service_ask','client':1,'user':4,'role':'guest'}");
    says(st, ANN, "{'t':'call_finish','user':2,'code':0,'flags':0,'param':0,'text':''}");
    TOLD(CAT, "'t':'service_over'");
    TOLD(DAN, "'t':'service_withdrawn'");
    TOLD(CAT, "'type':6,'id':3,'event':601");
    DEAF(ANN, CAT); /* until she has left */
    REFUSED(DAN, 100107, "{'t':'service_answer','client':1,'code':0}");
}

static void the_agent_goes(void **state)
{
    struct story *st = *state;
    office(st);
    serve(st);
    consult(st);
    says(st, BOB, "{'t':'logout'}");
    TOLD(ANN, "'t':'call_finished'");
    TOLD(ANN, "'t':'service_over'");
    TOLD(CAT, "'t':'service_over'");
    assert_null(pl_service_of(st->core, ANN));
}

/* ---- transfers ---- */

static void warm_transfer(void **state)
{
    struct story *st = *state;
    office(st);
    serve(st);
    consult(st);
    DONE(BOB, "{'t':'service_ask','client':1,'user':3,'role':'agent'}");
    TOLD(BOB, "'t':'service_answered'");
    TOLD(BOB, "'t':'call_finished'");
    TOLD(BOB, "'t':'service_over'");
    TOLD(ANN, "'t':'call_moved'");
    TOLD(ANN, "'user':2,'to':3,'flags':0,'room':100000001");
    TOLD(ANN, "'client':1,'agent':3,'queue':101,'room':100000001,'held':false,'role':'client'");
    TOLD(CAT, "'t':'call_started'");
    TOLD(CAT, "'held':false,'role':'agent','parties':[]");
    HEARS(ANN, CAT);
    HEARS(CAT, ANN);
    DEAF(ANN, BOB); /* though his page has not left */
    DEAF(BOB, ANN);
    REFUSED(BOB, 20, "{'t':'service_hold','client':1,'on':true}");
    says(st, BOB, "{'t':'leave','room':-1}");
    REFUSED(BOB, 305, "{'t':'enter','room':100000001}");
    says(st, ANN, "{'t':'call_finish','user':3,'code':0,'flags':0,'param':0,'text':''}");
    TOLD(CAT, "'t':'call_finished'");
    says(st, CAT, "{'t':'object_control','type':6,'object':3,'code':604}");
    TOLD(CAT, "'t':'service_over'");
    assert_null(pl_service_of(st->core, ANN));
}

static void blind_transfer(void **state)
{
    struct story *st = *state;
    office(st);
    serve(st);
    DONE(BOB, "{'t':'service_ask','client':1,'user':3,'role':'agent','hold':true}");
    DEAF(ANN, BOB);
    story_cut(st, CAT); /* in the middle of it */
    story_skip(st);
    story_resume(st, 13, CAT, 0);
    TOLD(13, "'t':'service_asked'");
    DONE(13, "{'t':'service_answer','client':1,'code':0}");
    TOLD(BOB, "'user':3,'role':'agent','code':0");
    TOLD(ANN, "'t':'call_moved'");
    TOLD(13, "'t':'call_started'");
    goes_in(st, 13);
    HEARS(ANN, CAT);
    assert_int_equal(pl_service_of(st->core, ANN)->agent, CAT);
}

static void to_a_queue(void **state)
{
    struct story *st = *state;
    office(st);
    story_user(st, 6, "fay");
    story_say(st, 6, "{'t':'object_control','type':4,'object':1,'code':401}");
    DONE(ANN, "{'t':'service_intake','fields':[{'name':'card','value':'gold'}]}");
    serve(st);
    DONE(BOB, "{'t':'service_note','client':1,'text':'wants a loan'}");
    story_wait(st, PL_SEC(5));
    story_say(st, 6, "{'t':'object_control','type':5,'object':102,'code':501}");
    REFUSED(BOB, 750, "{'t':'service_pass','client':1,'queue':4711}");
    HEARS(ANN, BOB); /* as before */
    DONE(BOB, "{'t':'service_pass','client':1,'queue':102,'text':'loans, please'}");
    TOLD(ANN, "'t':'call_finished'");
    TOLD(BOB, "'t':'call_finished'");
    TOLD(BOB, "'t':'service_over'");
    TOLD(ANN, "'type':5,'id':102,'event':502");
    TOLD(ANN, "'type':5,'id':102,'info':502,'number':0"); /* before fay: she came earlier */
    TOLD(6, "'type':5,'id':102,'info':502,'number':1");
    TOLD(BOB, "'type':6,'id':2,'event':601,'p1':1");
    says(st, CAT, "{'t':'object_control','type':6,'object':3,'code':602}");
    TOLD(CAT, "'type':6,'id':3,'event':602,'p1':3,'p2':1,'p3':102");
    TOLD(CAT, "'fields':[{'name':'card','value':'gold'}]");
    TOLD(CAT, "'notes':[{'user':2,'text':'wants a loan'},{'user':2,'text':'loans, please'}]");
}

static void a_queue_that_is_full(void **state)
{
    struct story *st = *state;
    office(st);
    story_user(st, 6, "fay");
    story_say(st, 6, "{'t':'object_control','type':4,'object':1,'code':401}");
    serve(st);
    story_say(st, 6, "{'t':'object_control','type':5,'object':103,'code':501}");
    REFUSED(BOB, 23, "{'t':'service_pass','client':1,'queue':103}");
    HEARS(ANN, BOB);
    assert_int_equal(pl_service_of(st->core, ANN)->room, ROOM);
}

/* ---- supervisors ---- */

static void who_may_listen(void **state)
{
    struct story *st = *state;
    struct pl_event give = {.type = PL_EVENT_OBJECT_SET};
    office(st);
    REFUSED(DAN, 9, "{'t':'service_watch','client':1,'role':'listener'}");
    serve(st);
    REFUSED(CAT, 20, "{'t':'service_watch','client':1,'role':'listener'}");
    REFUSED(ANN, 20, "{'t':'service_watch','client':1,'role':'listener'}");
    REFUSED(EVE, 20, "{'t':'service_watch','client':1,'role':'listener'}"); /* says so herself */
    REFUSED(EVE, 305, "{'t':'enter','room':100000001}");
    REFUSED(DAN, 21, "{'t':'service_watch','client':1,'role':'guest'}");
    give.object_set.type = 8;
    give.object_set.id = EVE;
    give.object_set.info = 7;
    give.object_set.number = 4;
    give.now = st->now;
    story_step(st, &give);
    DONE(EVE, "{'t':'service_watch','client':1,'role':'listener'}");
    story_say(st, DAN, "{'t':'object_control','type':4,'object':1,'code':402}");
    story_say(st, DAN, "{'t':'object_control','type':4,'object':2,'code':401}");
    REFUSED(DAN, 20, "{'t':'service_watch','client':1,'role':'listener'}"); /* another area */
}

/* Whatever else his page could send to those whom he listens to. */
static void tries_to_be_noticed(struct story *st, uint64_t link)
{
    static const char *const tries[] = {
        "{'t':'buffer','to':-1,'is_text':true,'data':'Ym9v'}",
        "{'t':'buffer','to':1,'is_text':true,'data':'Ym9v'}",
        "{'t':'note','to':-1,'kind':'business','text':'{}'}",
        "{'t':'note','to':1,'kind':'business','text':'{}'}",
        "{'t':'file_offer','to':1,'task':1,'size':3,'name':'a.txt'}",
        "{'t':'file_offer','to':-1,'task':2,'size':3,'name':'a.txt'}",
        "{'t':'call_request','user':1,'flags':0,'param':0,'text':''}",
        "{'t':'record','user':1,'on':true,'flags':0,'param':0}",
        "{'t':'service_note','client':1,'text':'boo'}",
        "{'t':'service_hold','client':1,'on':true}",
        "{'t':'service_ask','client':1,'user':3,'role':'guest'}",
        "{'t':'service_pass','client':1,'queue':102}",
    };
    for (size_t i = 0; i < sizeof(tries) / sizeof(tries[0]); i++) {
        REFUSED(link, 20, tries[i]);
        NOT_TOLD(ANN, "'t'");
        NOT_TOLD(BOB, "'t'");
    }
    says(st, link, "{'t':'p2p_policy','mode':0}");
    says(st, link, "{'t':'p2p_signal','user':1,'data':'x'}");
    says(st, link, "{'t':'p2p_state','user':1,'up':true}");
    says(st, link, "{'t':'media_restart','peer':'pub'}");
    says(st, link, "{'t':'chat_mode','mode':1}");
}

static void a_listener_is_not_there(void **state)
{
    struct story *st = *state;
    office(st);
    serve(st);
    DONE(DAN, "{'t':'service_watch','client':1,'role':'listener'}");
    TOLD(DAN, "'room':100000001,'held':false,'role':'listener','parties':[]");
    NOT_TOLD(BOB, "'parties':[{");
    goes_in(st, DAN);
    TOLD(DAN, "'members':[{'id':1"); /* he sees them */
    NOT_TOLD(ANN, "user_entered");
    NOT_TOLD(BOB, "user_entered");
    watches(st, DAN, ANN);
    watches(st, DAN, BOB);
    HEARS(DAN, ANN);
    HEARS(DAN, BOB);
    watches(st, ANN, DAN);
    watches(st, BOB, DAN);
    DEAF(ANN, DAN);
    DEAF(BOB, DAN);
    REFUSED(DAN, 20,
            "{'t':'pub_offer','sdp':'v=0','tracks':[{'mid':'0','kind':'audio','stream':0}]}");
    REFUSED(DAN, 20, "{'t':'text','to':-1,'secret':false,'text':'boo'}");
    REFUSED(DAN, 20, "{'t':'text','to':1,'secret':true,'text':'boo'}");
    REFUSED(DAN, 20, "{'t':'private_request','user':1}");
    REFUSED(DAN, 20, "{'t':'p2p_connect','user':1,'on':true}");
    tries_to_be_noticed(st, DAN);
    REFUSED(ANN, 205, "{'t':'text','to':4,'secret':true,'text':'are you there'}");
    says(st, DAN, "{'t':'state','camera':2,'mic':1,'streams':3}");
    NOT_TOLD(ANN, "'t'");
    NOT_TOLD(BOB, "'t'");
    says(st, DAN, "{'t':'leave','room':-1}");
    NOT_TOLD(ANN, "user_left");
    goes_in(st, DAN); /* again */
    watches(st, ANN, DAN);
    DEAF(ANN, DAN);
}

static void listen_whisper_barge(void **state)
{
    struct story *st = *state;
    office(st);
    serve(st);
    DONE(DAN, "{'t':'service_watch','client':1,'role':'listener'}");
    goes_in(st, DAN);
    DONE(DAN, "{'t':'service_watch','client':1,'role':'whisperer'}");
    TOLD(BOB, "'t':'user_entered'");
    TOLD(BOB, "'parties':[{'user':4,'role':'whisperer'}]");
    NOT_TOLD(ANN, "user_entered");
    TOLD(ANN, "'parties':[]");
    watches(st, ANN, DAN);
    watches(st, BOB, DAN);
    HEARS(BOB, DAN);
    DEAF(ANN, DAN);
    DONE(DAN, "{'t':'text','to':2,'secret':true,'text':'offer her the card'}");
    TOLD(BOB, "offer her the card");
    REFUSED(DAN, 20, "{'t':'text','to':2,'secret':false,'text':'offer her the card'}");
    REFUSED(DAN, 20, "{'t':'text','to':1,'secret':true,'text':'hello'}");
    DONE(DAN, "{'t':'service_watch','client':1,'role':'barger'}");
    TOLD(ANN, "'t':'user_entered'");
    TOLD(ANN, "'parties':[{'user':4,'role':'barger'}]");
    HEARS(ANN, DAN);
    HEARS(BOB, DAN);
    DONE(DAN, "{'t':'service_watch','client':1,'role':'listener'}");
    TOLD(ANN, "'t':'user_left'");
    TOLD(BOB, "'t':'user_left'");
    DEAF(ANN, DAN);
    DEAF(BOB, DAN);
    REFUSED(BOB, 20, "{'t':'service_drop','client':1,'user':4}");
    DONE(DAN, "{'t':'service_drop','client':1,'user':4}");
    TOLD(DAN, "'t':'service_over'");
    watches(st, DAN, ANN);
    DEAF(DAN, ANN); /* though his page has not left */
}

static void a_listener_comes_back(void **state)
{
    struct story *st = *state;
    office(st);
    serve(st);
    DONE(DAN, "{'t':'service_watch','client':1,'role':'whisperer'}");
    goes_in(st, DAN);
    watches(st, BOB, DAN);
    watches(st, ANN, DAN);
    story_cut(st, DAN);
    story_resume(st, 14, DAN, 0);
    HEARS(BOB, DAN);
    DEAF(ANN, DAN);
    DONE(14, "{'t':'service_watch','client':1,'role':'listener'}");
    DEAF(BOB, DAN);
    REFUSED(14, 20, "{'t':'text','to':2,'secret':true,'text':'still here'}");
}

static void taking_over(void **state)
{
    struct story *st = *state;
    office(st);
    serve(st);
    DONE(DAN, "{'t':'service_watch','client':1,'role':'listener'}");
    goes_in(st, DAN);
    DONE(DAN, "{'t':'service_watch','client':1,'role':'agent'}");
    TOLD(BOB, "'t':'service_over'");
    TOLD(BOB, "'t':'call_finished'");
    TOLD(ANN, "'user':2,'to':4,'flags':0,'room':100000001");
    TOLD(ANN, "'t':'user_entered'");
    TOLD(DAN, "'role':'agent'");
    watches(st, ANN, DAN);
    watches(st, DAN, ANN);
    HEARS(ANN, DAN);
    HEARS(DAN, ANN);
    DEAF(ANN, BOB);
    DONE(DAN, "{'t':'service_hold','client':1,'on':true}");
    says(st, DAN, "{'t':'object_control','type':6,'object':4,'code':604}");
    TOLD(DAN, "'t':'service_over'");
}

/* ---- limits ---- */

static void limits(void **state)
{
    struct story *st = *state;
    office(st);
    serve(st);
    for (int i = 0; i < PL_LIMIT_SERVICE_NOTES; i++) {
        DONE(BOB, "{'t':'service_note','client':1,'text':'x'}");
        story_wait(st, PL_SEC(1));
    }
    REFUSED(BOB, 23, "{'t':'service_note','client':1,'text':'x'}");
    REFUSED(BOB, 21, "{'t':'service_note','client':1,'text':''}");
    REFUSED(ANN, 21, "{'t':'service_intake','fields':[{'name':'','value':'x'}]}");
}

/* Found by core_fuzz: what the end of a call does to its service armed timers again, for ever. */
static void a_core_ends_in_the_middle(void **state)
{
    struct story *st = *state;
    struct pl_counter_rules rules = {.wrap_up_us = PL_SEC(1000)};
    office(st);
    assert_int_equal(pl_counter_set_rules(st->core->counter, st->now, 101, &rules), 0);
    story_say(st, ANN, "{'t':'object_control','type':5,'object':101,'code':501}");
    story_say(st, CAT, "{'t':'object_control','type':6,'object':3,'code':602}");
    story_say(st, CAT, "{'t':'object_control','type':6,'object':3,'code':604}");
    serve(st);
    DONE(BOB, "{'t':'service_ask','client':1,'user':4,'role':'guest','hold':true}");
    assert_true(pl_core_deadline(st->core) != PL_TIME_NEVER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        story_test(from_match_to_end),
        story_test(only_who_serves),
        story_test(hold_cuts_both_ways),
        story_test(hold_survives_a_lost_link),
        story_test(consulting),
        story_test(asked_in_vain),
        story_test(the_call_ends_it),
        story_test(the_agent_goes),
        story_test(warm_transfer),
        story_test(blind_transfer),
        story_test(to_a_queue),
        story_test(a_queue_that_is_full),
        story_test(who_may_listen),
        story_test(a_listener_is_not_there),
        story_test(listen_whisper_barge),
        story_test(a_listener_comes_back),
        story_test(taking_over),
        story_test(limits),
        story_test(a_core_ends_in_the_middle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

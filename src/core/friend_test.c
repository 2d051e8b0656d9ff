/* SPDX-License-Identifier: Apache-2.0 */
/* Friends as clients see them: synchronising, presence, everybody's friends, controls. */
#include "pl_test.h"

#include "core/story.h"
#include "proto/wire/constants_gen.h"
#include "proto/wire/limits_gen.h"

#include <stdio.h>

#define CONTROL "{'t':'user_control','user':2,'code':150,'w':1,'l':-2,'text':'x'}"

/* ann 1, bob 2, cat 3: each has had seq 1. */
static void three(struct story *st)
{
    story_begin(st);
    story_user(st, 1, "ann");
    story_user(st, 2, "bob");
    story_user(st, 3, "cat");
    story_skip(st);
}

static void sync(struct story *st, int32_t user)
{
    story_control(st, user, PL_BRAS_USERINFO_CTRLCODE_SYNCDATA, 0, 0, "");
}

static void befriend(struct story *st, int32_t owner, int32_t friend)
{
    story_control(st, owner, PL_BRAS_USERINFO_CTRLCODE_ADDFRIEND, friend, 0, "");
}

/* Nothing is told before it is asked for; then all of it, and that it is all. */
static void synchronised(void **state)
{
    struct story *st = *state;
    three(st);
    story_control(st, 1, PL_BRAS_USERINFO_CTRLCODE_ADDGROUP, 1, 0, "family");
    story_control(st, 1, PL_BRAS_USERINFO_CTRLCODE_ADDGROUP, 2, 0, "work");
    befriend(st, 1, 2);
    befriend(st, 1, 99);
    story_control(st, 1, PL_BRAS_USERINFO_CTRLCODE_SETGROUPRELATION, 2, 99, "");
    story_info(st, 1, 1, "Ann");
    story_info(st, 2, 1, "Bob");
    story_info(st, 3, 1, "Cat"); /* nobody's friend */
    story_expect(st, "");
    sync(st, 1);
    story_expect(
        st, "1< {'t':'friend_data','seq':2,'reset':true,'last':true,"
            "'groups':[{'id':1,'name':'family'},{'id':2,'name':'work'}],"
            "'friends':[{'user':2,'group':0,'online':true},{'user':99,'group':2,'online':false}],"
            "'infos':[{'user':1,'info':1,'text':'Ann'},{'user':2,'info':1,'text':'Bob'}]}\n");
    story_control(st, 1, PL_BRAS_USERINFO_CTRLCODE_DELFRIEND, 99, 0, "");
    story_control(st, 1, PL_BRAS_USERINFO_CTRLCODE_DELGROUP, 1, 0, "");
    story_info(st, 1, 1, "");
    sync(st, 1);
    story_expect(st, "1< {'t':'friend_data','seq':3,'reset':true,'last':true,"
                     "'groups':[{'id':2,'name':'work'}],"
                     "'friends':[{'user':2,'group':0,'online':true}],"
                     "'infos':[{'user':2,'info':1,'text':'Bob'}]}\n");
    sync(st, 3); /* who has none hears that */
    story_expect(st, "3< {'t':'friend_data','seq':2,'reset':true,'last':true,'groups':[],"
                     "'friends':[],'infos':[{'user':3,'info':1,'text':'Cat'}]}\n");
    sync(st, 77); /* not here */
    sync(st, 0);
    story_expect(st, "");
}

static void a_long_list_comes_in_parts(void **state)
{
    struct story *st = *state;
    three(st);
    for (int32_t i = 0; i < 300; i++)
        befriend(st, 1, 1000 + i);
    sync(st, 1);
    assert_int_equal(st->sent, 3);
    assert_true(story_has(st, "'seq':2,'reset':true,'last':false"));
    assert_true(story_has(st, "'seq':3,'reset':false,'last':false"));
    assert_true(story_has(st, "'seq':4,'reset':false,'last':true"));
    assert_true(story_has(st, "'user':1299"));
}

static void fans_hear_who_comes_and_goes(void **state)
{
    struct story *st = *state;
    three(st);
    befriend(st, 1, 2);
    befriend(st, 3, 2);
    befriend(st, 77, 2);
    story_say(st, 2, "{'t':'logout'}");
    assert_true(story_has(st, "1< {'t':'friend_status','seq':2,'user':2,'online':false}"));
    assert_true(story_has(st, "3< {'t':'friend_status','seq':2,'user':2,'online':false}"));
    story_user(st, 5, "bob");
    story_cut(st, 5);
    story_wait(st, PL_SEC(29));
    assert_false(story_has(st, "friend_status")); /* he may come back */
    story_wait(st, PL_SEC(2));
    story_expect(st, "1< {'t':'friend_status','seq':4,'user':2,'online':false}\n"
                     "3< {'t':'friend_status','seq':4,'user':2,'online':false}\n");
    story_open(st, 6);
    story_say(st, 6, "{'t':'hello','sdk':'t'}");
    story_skip(st);
    story_say(st, 6, "{'t':'login','name':'bob','password':'x'}");
    assert_true(story_has(st, "1< {'t':'friend_status','seq':5,'user':2,'online':true}"));
    assert_true(story_has(st, "6< {'t':'logged_in'"));
    assert_false(story_has(st, "6< {'t':'friend"));
}

/* His own is forgotten; he stays in the lists of others. */
static void who_logs_out_keeps_nothing(void **state)
{
    struct story *st = *state;
    three(st);
    befriend(st, 1, 2);
    befriend(st, 2, 1);
    story_info(st, 2, 1, "Bob");
    story_say(st, 2, "{'t':'logout'}");
    story_skip(st);
    sync(st, 1);
    assert_true(story_has(st, "'friends':[{'user':2,'group':0,'online':false}],'infos':[]"));
    story_user(st, 5, "bob");
    sync(st, 2);
    assert_true(story_has(st, "5< {'t':'friend_data','seq':2,'reset':true,'last':true,'groups':[],"
                              "'friends':[],'infos':[]}"));
}

static void what_does_not_fit_is_counted(void **state)
{
    struct story *st = *state;
    struct pl_core_stats stats;
    three(st);
    befriend(st, 1, 1);
    befriend(st, 1, 0);
    story_control(st, 1, PL_BRAS_USERINFO_CTRLCODE_SETGROUPRELATION, 5, 2, "");
    story_control(st, 1, PL_BRAS_USERINFO_CTRLCODE_FUNCCTRL, 5, 2, "");
    story_control(st, 1, 4711, 0, 0, "");
    pl_core_stats(st->core, &stats);
    assert_int_equal(stats.friends_refused, 5);
    story_control(st, 2, PL_BRAS_USERINFO_CTRLCODE_KICKOUT, 0, 0, "");
    assert_true(story_has(st, "2< {'t':'closing','seq':2,'code':211"));
}

static void a_lost_link_loses_no_friend(void **state)
{
    struct story *st = *state;
    three(st);
    befriend(st, 1, 2);
    story_cut(st, 1);
    sync(st, 1);
    story_say(st, 2, "{'t':'logout'}");
    story_skip(st);
    story_resume(st, 11, 1, 1);
    assert_true(story_has(st, "11< {'t':'friend_data','seq':2"));
    assert_true(story_has(st, "11< {'t':'friend_status','seq':3,'user':2,'online':false}"));
}

/* ---- everybody is everybody's friend ---- */

static void everybody(struct story *st)
{
    st->config.friends = PL_CORE_FRIENDS_EVERYBODY;
    story_begin(st);
    story_user(st, 1, "ann");
    story_open(st, 2);
    story_say(st, 2, "{'t':'hello','sdk':'t'}");
    story_skip(st);
}

static void newcomers_are_introduced(void **state)
{
    struct story *st = *state;
    everybody(st);
    story_say(st, 2, "{'t':'login','name':'guest'}");
    assert_true(story_has(st, "1< {'t':'friend_data','seq':3,'reset':false,'last':true,'groups':[],"
                              "'friends':[{'user':-2,'group':2,'online':true}],"
                              "'infos':[{'user':-2,'info':1,'text':'guest'},"
                              "{'user':-2,'info':4,'text':'1'}]}"));
    assert_true(story_has(st, "2< {'t':'friend_data','seq':2,'reset':true,'last':true,"
                              "'groups':[{'id':1,'name':'Users'},{'id':2,'name':'Guests'}],"
                              "'friends':[{'user':1,'group':1,'online':true}],"
                              "'infos':[{'user':-2,'info':1,'text':'guest'},"
                              "{'user':-2,'info':4,'text':'1'},{'user':1,'info':1,'text':'ann'},"
                              "{'user':1,'info':4,'text':'1'}]}"));
    story_skip(st);
    story_say(st, 2, "{'t':'logout'}");
    assert_true(story_has(st, "1< {'t':'friend_status','seq':4,'user':-2,'online':false}"));
    story_skip(st);
    sync(st, 1); /* a guest's id does not come back */
    assert_true(story_has(st, "'friends':[]"));
}

static void whoever_comes_back_is_known(void **state)
{
    struct story *st = *state;
    struct pl_core_stats stats;
    everybody(st);
    story_say(st, 2, "{'t':'login','name':'bob','password':'x'}");
    story_say(st, 1, "{'t':'logout'}");
    story_skip(st);
    sync(st, 2);
    assert_true(story_has(st, "'friends':[{'user':1,'group':1,'online':false}]"));
    story_user(st, 3, "ann");
    story_skip(st);
    sync(st, 2);
    assert_true(story_has(st, "'friends':[{'user':1,'group':1,'online':true}]"));
    pl_core_stats(st->core, &stats);
    assert_int_equal(stats.friendships, 2);
    assert_int_equal(stats.friends_refused, 0);
}

static void addresses_only_where_they_are_told(void **state)
{
    struct story *st = *state;
    st->config.expose_ip = true;
    everybody(st);
    story_say(st, 2, "{'t':'login','name':'bob','password':'x'}");
    assert_true(story_has(st, "{'user':2,'info':2,'text':'192.0.2.7'}"));
}

/* ---- from clients ---- */

static void answer(struct story *st, uint32_t ticket, int code)
{
    story_step(st, &(struct pl_event){.type = PL_EVENT_ANSWER,
                                      .answer = {.ticket = ticket, .code = code}});
}

static void controls_go_to_what_is_attached(void **state)
{
    struct story *st = *state;
    st->config.ask[PL_ASK_CONTROL].on = true;
    st->config.server_data = PL_CORE_DATA_ATTACHED;
    three(st);
    story_say(st, 1, CONTROL);
    story_expect(st, "ask ticket=1 control user=1 about=2 code=150 w=1 l=-2 bytes=1\n");
    story_say(st, 1, "{'t':'user_control','user':1,'code':100}");
    assert_true(story_has(st, "ask ticket=2 control user=1 about=1 code=100\n"));
    story_skip(st);
    answer(st, 2, 4711); /* in any order */
    assert_true(story_has(st, "'t':'error'") && story_has(st, "'re':4,'code':4711"));
    story_skip(st);
    answer(st, 1, 0);
    assert_true(story_has(st, "'t':'done'") && story_has(st, "'re':3"));
    story_skip(st);
    story_say(st, 1, "{'t':'user_control','user':1,'code':99}"); /* reserved */
    assert_true(story_has(st, "'code':21"));
}

static void only_so_many_controls_have_no_answer(void **state)
{
    struct story *st = *state;
    st->config.ask[PL_ASK_CONTROL].on = true;
    st->config.server_data = PL_CORE_DATA_ATTACHED;
    three(st);
    for (int i = 0; i < PL_ASK_CONTROLS_MAX; i++)
        story_say(st, 1, CONTROL);
    story_skip(st);
    story_say(st, 1, CONTROL);
    assert_true(story_has(st, "'code':23"));
    story_skip(st);
    answer(st, 1, PL_RULING_NOBODY); /* it has gone meanwhile */
    assert_true(story_has(st, "'code':206"));
    story_skip(st);
    story_say(st, 1, CONTROL); /* there is room again */
    assert_true(story_has(st, "ask ticket=9"));
    story_skip(st);
    story_wait(st, PL_SEC(10));
    assert_true(story_has(st, "over ticket=2") && story_has(st, "'code':207"));
}

static void controls_outlive_a_link_but_not_their_session(void **state)
{
    struct story *st = *state;
    st->config.ask[PL_ASK_CONTROL].on = true;
    st->config.server_data = PL_CORE_DATA_ATTACHED;
    three(st);
    story_say(st, 1, CONTROL);
    story_cut(st, 1);
    story_skip(st);
    answer(st, 1, 4711);
    story_resume(st, 7, 1, 1);
    assert_true(story_has(st, "'code':4711"));
    story_say(st, 7, CONTROL);
    story_skip(st);
    story_say(st, 7, "{'t':'logout'}");
    assert_true(story_has(st, "over ticket=2"));
}

static void with_nothing_attached(void **state)
{
    struct story *st = *state;
    three(st);
    story_say(st, 1, CONTROL);
    assert_true(story_has(st, "'t':'error'") && story_has(st, "'code':206"));
}

static void controls_have_a_rate(void **state)
{
    struct story *st = *state;
    size_t taken = 0;
    st->config.server_data = PL_CORE_DATA_IGNORE;
    three(st);
    for (size_t i = 0; i < 70; i++) {
        story_say(st, 1, CONTROL);
        taken += story_has(st, "'t':'done'") ? 1 : 0;
        story_skip(st);
    }
    assert_int_equal(taken, 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        story_test(synchronised),
        story_test(a_long_list_comes_in_parts),
        story_test(fans_hear_who_comes_and_goes),
        story_test(who_logs_out_keeps_nothing),
        story_test(what_does_not_fit_is_counted),
        story_test(a_lost_link_loses_no_friend),
        story_test(newcomers_are_introduced),
        story_test(whoever_comes_back_is_known),
        story_test(addresses_only_where_they_are_told),
        story_test(controls_go_to_what_is_attached),
        story_test(only_so_many_controls_have_no_answer),
        story_test(controls_outlive_a_link_but_not_their_session),
        story_test(with_nothing_attached),
        story_test(controls_have_a_rate),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Calls: every way through them, what each of the two is told, their room; anything in any order is
 * in call_order_test.c. */
#include "pl_test.h"

#include "core/story.h"

#include <stdio.h>

#define WORDS(flags, param, text) ",'flags':" #flags ",'param':" #param ",'text':'" text "'}"
#define CALL(user)                "{'t':'call_request','user':" #user WORDS(3, 7, "hi")
#define ANSWER(user, code)        "{'t':'call_answer','user':" #user ",'code':" #code WORDS(0, 0, "")
#define FINISH(user, code)        "{'t':'call_finish','user':" #user ",'code':" #code WORDS(1, -2, "bye")
#define SAID(seq, user, code, words)                                                               \
    "call_answered','seq':" #seq ",'user':" #user ",'code':" #code words "\n"
#define TOLD(link, what) assert_true(story_has(st, #link "< {'t':'" what))
#define ENTER(room)      "{'t':'enter','room':" #room "}"

/* ann 1, bob 2, cat 3, dan 4, in no room: each has had seq 1 and sent ids 1 and 2. */
static void four(struct story *st)
{
    story_begin(st);
    story_user(st, 1, "ann");
    story_user(st, 2, "bob");
    story_user(st, 3, "cat");
    story_user(st, 4, "dan");
    story_skip(st);
}

static void say_and_expect(struct story *st, uint64_t link, const char *json, int code)
{
    char text[64];
    story_say(st, link, json);
    snprintf(text, sizeof(text), "'code':%d", code);
    if (code ? !story_has(st, "'t':'error'") || !story_has(st, text) : !story_has(st, "'t':'done'"))
        fail_msg("%s: not %d but %s", json, code, st->trace);
}

/* Carried out by doing nothing: the answer is all there is. */
static void say_in_vain(struct story *st, uint64_t link, const char *json)
{
    story_skip(st);
    story_say(st, link, json);
    if (st->sent != 1 || !story_has(st, "'t':'done'"))
        fail_msg("%s: %s", json, st->trace);
    story_skip(st);
}

static void ring(struct story *st, uint64_t ann, int bob)
{
    char json[128];
    snprintf(json, sizeof(json), "{'t':'call_request','user':%d" WORDS(3, 7, "hi"), bob);
    story_say(st, ann, json);
    assert_true(story_has(st, "'call_requested'"));
    story_skip(st);
}

/* They talk; the number of their room. */
static int talk(struct story *st, uint64_t ann, uint64_t bob)
{
    char json[128];
    const char *room;
    int number;
    ring(st, ann, (int)bob);
    snprintf(json, sizeof(json), "{'t':'call_answer','user':%d,'code':0" WORDS(0, 0, ""), (int)ann);
    story_say(st, bob, json);
    room = strstr(st->trace, "'room':");
    assert_non_null(room);
    number = atoi(room + 7);
    story_skip(st);
    return number;
}

/* ---- the table of the manual, 5.2.4 ---- */

static void rings_and_is_taken(void **state)
{
    struct story *st = *state;
    four(st);
    story_say(st, 1, CALL(2));
    story_expect(
        st, "2< {'t':'call_requested','seq':2,'user':1,'flags':3,'param':7,'text':'hi'}\n"
            "1< {'t':'call_answered','seq':2,'user':2,'code':0,'flags':3,'param':7,'text':'hi'}\n"
            "1< {'t':'done','seq':3,'re':3}\n");
    story_say(st, 2, ANSWER(1, 0));
    story_expect(st,
                 "1< {'t':'call_started','seq':4,'user':2,'flags':3,'room':100000001,'text':'hi'}\n"
                 "2< {'t':'call_started','seq':3,'user':1,'flags':3,'room':100000001,'text':'hi'}\n"
                 "2< {'t':'done','seq':4,'re':3}\n");
    story_wait(st, PL_SEC(3600)); /* it does not ring any more */
    story_expect(st, "");
    story_say(st, 2, FINISH(1, 5));
    story_expect(
        st, "1< {'t':'call_finished','seq':5,'user':2,'code':5,'flags':1,'param':-2,'text':'bye'}\n"
            "2< {'t':'call_finished','seq':5,'user':1,'code':5,'flags':1,'param':-2,'text':'bye'}\n"
            "2< {'t':'done','seq':6,'re':4}\n");
    say_in_vain(st, 1, FINISH(2, 0));
}

/* The answer's words reach the caller with the start, unless there are none. */
static void the_words_of_the_answer(void **state)
{
    struct story *st = *state;
    four(st);
    story_say(st, 1, CALL(2));
    story_skip(st);
    story_say(st, 2, "{'t':'call_answer','user':1,'code':0" WORDS(9, 9, "here I am"));
    TOLD(1, "call_started','seq':4,'user':2,'flags':3,'room':100000001,'text':'here I am'}");
    TOLD(2, "call_started','seq':3,'user':1,'flags':3,'room':100000001,'text':'hi'}");
}

static void refused(void **state)
{
    struct story *st = *state;
    four(st);
    story_say(st, 1, CALL(2));
    story_skip(st);
    story_say(st, 2, "{'t':'call_answer','user':1,'code':100104" WORDS(8, -9, "no"));
    story_expect(
        st, "1< {'t':'" SAID(4, 2, 100104, WORDS(8, -9, "no")) "2< {'t':'done','seq':3,'re':3}\n");
    story_wait(st, PL_SEC(100));
    story_expect(st, "");
    say_in_vain(st, 2, ANSWER(1, 0));
    say_in_vain(st, 1, ANSWER(2, 100101));
    ring(st, 1, 2); /* and again */
}

static void taken_back(void **state)
{
    struct story *st = *state;
    four(st);
    ring(st, 1, 2);
    say_in_vain(st, 1, ANSWER(2, 0)); /* the caller does not answer */
    story_say(st, 1, ANSWER(2, 100101));
    story_expect(
        st, "2< {'t':'" SAID(3, 1, 100101, WORDS(0, 0, "")) "1< {'t':'done','seq':5,'re':5}\n");
    say_in_vain(st, 2, ANSWER(1, 0));
    say_in_vain(st, 2, ANSWER(1, 100104));
}

static void finished_while_it_rings(void **state)
{
    struct story *st = *state;
    four(st);
    ring(st, 1, 2);
    story_say(st, 1, FINISH(2, 0));
    TOLD(1, "call_finished','seq':4,'user':2,'code':0");
    TOLD(2, "call_finished','seq':3,'user':1,'code':0");
    ring(st, 1, 2);
    story_say(st, 2, FINISH(1, 0));
    TOLD(1, "call_finished'");
    TOLD(2, "call_finished'");
    say_in_vain(st, 2, ANSWER(1, 0));
}

static void nobody_answers(void **state)
{
    struct story *st = *state;
    four(st);
    ring(st, 1, 2);
    story_wait(st, PL_SEC(59));
    story_expect(st, "");
    story_wait(st, PL_SEC(2));
    story_expect(st, "1< {'t':'" SAID(4, 2, 100105, WORDS(3, 7, "hi")) "2< {'t':'" SAID(
                         3, 1, 100105, WORDS(3, 7, "hi")));
    say_in_vain(st, 2, ANSWER(1, 0));
    ring(st, 2, 1);
}

static void ringing_takes_as_long_as_configured(void **state)
{
    struct story *st = *state;
    st->config.call_ring_us = PL_SEC(5);
    four(st);
    ring(st, 1, 2);
    story_wait(st, PL_SEC(6));
    TOLD(1, SAID(4, 2, 100105, WORDS(3, 7, "hi")));
}

static void not_signed_in(void **state)
{
    struct story *st = *state;
    four(st);
    story_say(st, 1, CALL(99));
    story_expect(
        st, "1< {'t':'" SAID(2, 99, 100102, WORDS(3, 7, "hi")) "1< {'t':'done','seq':3,'re':3}\n");
    story_open(st, 5);
    story_say(st, 5, "{'t':'hello','sdk':'t'}");
    story_skip(st);
    say_and_expect(st, 5, CALL(1), 208);
}

static void busy_is_who_calls_is_called_or_talks(void **state)
{
    struct story *st = *state;
    four(st);
    ring(st, 1, 2);
    story_say(st, 3, CALL(1));
    story_expect(
        st, "3< {'t':'" SAID(2, 1, 100103, WORDS(3, 7, "hi")) "3< {'t':'done','seq':3,'re':3}\n");
    story_say(st, 3, CALL(2));
    TOLD(3, "call_answered','seq':4,'user':2,'code':100103");
    story_skip(st);
    story_say(st, 1, CALL(3)); /* he rings already */
    TOLD(1, "call_answered','seq':4,'user':3,'code':100103");
    story_say(st, 2, CALL(1)); /* he is rung by the very one */
    TOLD(2, "call_answered','seq':3,'user':1,'code':100103");
    story_skip(st);
    story_say(st, 2, ANSWER(1, 0));
    assert_true(story_has(st, "call_started"));
    for (uint64_t link = 3; link <= 4; link++) {
        story_skip(st);
        story_say(st, link, link == 3 ? CALL(1) : CALL(2));
        assert_int_equal(st->sent, 2);
        assert_true(story_has(st, "'code':100103"));
    }
    story_skip(st);
    story_say(st, 1, CALL(2)); /* they talk already */
    TOLD(1, "call_answered','seq':7,'user':2,'code':100103");
    ring(st, 3, 4); /* others are not touched */
}

static void asking_again_changes_nothing(void **state)
{
    struct story *st = *state;
    four(st);
    ring(st, 1, 2);
    say_in_vain(st, 1, CALL(2));
    story_wait(st, PL_SEC(61)); /* of the first one */
    TOLD(1, SAID(5, 2, 100105, WORDS(3, 7, "hi")));
}

static void who_cannot_be_called(void **state)
{
    struct story *st = *state;
    four(st);
    say_and_expect(st, 1, CALL(1), 205);
    story_skip(st);
    say_and_expect(st, 1, CALL(0), 205);
    story_skip(st);
    say_and_expect(st, 1, CALL(-1), 205);
}

static void what_is_about_no_call_is_harmless(void **state)
{
    struct story *st = *state;
    four(st);
    say_in_vain(st, 1, FINISH(-1, 0));
    say_in_vain(st, 1, FINISH(0, 0));
    say_in_vain(st, 1, FINISH(1, 0));
    say_in_vain(st, 1, FINISH(99, 0));
    say_in_vain(st, 1, ANSWER(2, 100101));
    say_in_vain(st, 1, ANSWER(-1, 0));
    talk(st, 1, 2);
    say_in_vain(st, 1, FINISH(3, 0)); /* of others */
    say_in_vain(st, 1, FINISH(-1, 0));
    say_in_vain(st, 3, FINISH(1, 0));
    say_in_vain(st, 3, ANSWER(1, 100104));
    say_in_vain(st, 2, ANSWER(1, 0)); /* twice */
    say_in_vain(st, 2, ANSWER(1, 100104));
    say_in_vain(st, 1, ANSWER(2, 402));
    story_say(st, 1, FINISH(2, 0));
    TOLD(2, "call_finished'");
}

/* Taken back and answered at the same time: what came first has happened, and then it ends. */
static void taken_back_too_late(void **state)
{
    struct story *st = *state;
    four(st);
    talk(st, 1, 2);
    story_say(st, 1, ANSWER(2, 100101));
    TOLD(1, "call_finished','seq':5,'user':2,'code':100101");
    TOLD(2, "call_finished','seq':5,'user':1,'code':100101");
}

static void calls_have_a_rate(void **state)
{
    struct story *st = *state;
    size_t rung = 0;
    four(st);
    for (size_t i = 0; i < 30; i++) {
        story_say(st, 1, CALL(2));
        rung += story_has(st, "call_requested") ? 1 : 0;
        story_say(st, 1, ANSWER(2, 100101));
        story_skip(st);
    }
    assert_int_equal(rung, 16);
    say_and_expect(st, 1, CALL(2), 23);
    story_wait(st, PL_SEC(2));
    ring(st, 1, 2);
}

/* ---- who goes ---- */

static void gone_while_it_rings(void **state)
{
    struct story *st = *state;
    four(st);
    ring(st, 1, 2);
    story_say(st, 2, "{'t':'logout'}");
    TOLD(1, SAID(4, 2, 100106, WORDS(3, 7, "hi")));
    assert_false(story_has(st, "2< {'t':'call"));
    ring(st, 1, 3);
    story_say(st, 1, "{'t':'logout'}");
    TOLD(3, SAID(3, 1, 100106, WORDS(3, 7, "hi")));
}

static void gone_while_they_talk(void **state)
{
    struct story *st = *state;
    four(st);
    talk(st, 1, 2);
    story_cut(st, 1);
    story_wait(st, PL_SEC(29));
    story_expect(st, ""); /* a lost link is nothing yet */
    story_wait(st, PL_SEC(2));
    story_expect(
        st,
        "2< "
        "{'t':'call_finished','seq':5,'user':1,'code':100106,'flags':3,'param':7,'text':'hi'}\n");
    talk(st, 2, 3);
    story_user(st, 5, "cat"); /* signed in elsewhere: the old one is gone */
    story_say(st, 2, FINISH(3, 0));
    assert_false(story_has(st, "call_finished"));
}

/* Leaving the room is not hanging up. */
static void leaving_the_room_ends_nothing(void **state)
{
    struct story *st = *state;
    four(st);
    assert_int_equal(talk(st, 1, 2), 100000001);
    story_say(st, 1, ENTER(100000001));
    story_say(st, 2, ENTER(100000001));
    story_say(st, 1, "{'t':'leave','room':-1}");
    assert_false(story_has(st, "call_finished"));
    story_say(st, 2, FINISH(1, 0));
    TOLD(1, "call_finished'");
}

static void a_lost_link_loses_nothing(void **state)
{
    struct story *st = *state;
    four(st);
    story_cut(st, 2);
    story_say(st, 1, CALL(2)); /* rings at one whose link is away */
    TOLD(1, "call_answered','seq':2,'user':2,'code':0");
    story_cut(st, 1);
    story_skip(st);
    story_resume(st, 12, 2, 1);
    story_expect(st,
                 "12< {'t':'resumed','re':3,'last_id':2}\n"
                 "12< {'t':'call_requested','seq':2,'user':1,'flags':3,'param':7,'text':'hi'}\n");
    st->next_id[12] = 4;
    story_say(st, 12, ANSWER(1, 0));
    story_skip(st);
    story_resume(st, 11, 1, 3);
    story_expect(
        st, "11< {'t':'resumed','re':4,'last_id':3}\n"
            "11< {'t':'call_started','seq':4,'user':2,'flags':3,'room':100000001,'text':'hi'}\n");
    st->next_id[11] = 5;
    story_say(st, 11, FINISH(2, 0));
    TOLD(12, "call_finished'");
}

/* ---- the room ---- */

static void the_room_is_for_the_two(void **state)
{
    struct story *st = *state;
    st->config.password_policy = PL_CORE_PASSWORD_CREATOR;
    four(st);
    assert_int_equal(talk(st, 1, 2), 100000001);
    say_and_expect(st, 3, ENTER(100000001), 305); /* before they are there */
    story_skip(st);
    story_say(st, 1, "{'t':'enter','room':100000001,'password':'x'}");
    TOLD(1, "entered'");
    say_and_expect(st, 3, ENTER(100000001), 305);
    story_skip(st);
    story_say(st, 2, ENTER(100000001)); /* the first one's password is nobody's */
    TOLD(2, "entered'");
    story_say(st, 1, FINISH(2, 0));
    story_say(st, 1, "{'t':'leave','room':-1}");
    story_skip(st);
    say_and_expect(st, 3, ENTER(100000001), 305); /* one is there still */
    story_say(st, 2, "{'t':'leave','room':-1}");
    story_skip(st);
    story_say(st, 3, ENTER(100000001)); /* a number like others */
    TOLD(3, "entered'");
    assert_int_equal(talk(st, 1, 2), 100000002);
}

static void numbers_in_use_are_not_allotted(void **state)
{
    struct story *st = *state;
    four(st);
    story_say(st, 3, ENTER(100000001));
    story_skip(st);
    assert_int_equal(talk(st, 1, 2), 100000002);
    story_say(st, 4, "{'t':'enter_name','name':'lobby'}");
    assert_true(story_has(st, "'room':100000003"));
}

/* ---- what is attached to the server decides ---- */

static void allow(struct story *st, uint32_t ticket, int code)
{
    struct pl_event e = {.type = PL_EVENT_ANSWER};
    e.answer.ticket = ticket;
    e.answer.code = code;
    story_step(st, &e);
}

static void it_is_asked_before_a_call_rings(void **state)
{
    struct story *st = *state;
    st->config.ask[PL_ASK_CALL].on = true;
    four(st);
    story_say(st, 1, CALL(2));
    story_expect(st, "ask ticket=1 call user=1 to=2\n"
                     "1< {'t':'done','seq':2,'re':3}\n");
    story_say(st, 3, CALL(2)); /* bob knows of nothing yet, and is free */
    story_expect(st, "ask ticket=2 call user=3 to=2\n"
                     "3< {'t':'done','seq':2,'re':3}\n");
    allow(st, 2, 0);
    TOLD(2, "call_requested','seq':2,'user':3");
    story_skip(st);
    allow(st, 1, 0); /* too late for him */
    story_expect(st, "1< {'t':'" SAID(3, 2, 100103, WORDS(3, 7, "hi")));
    allow(st, 1, 0);
    allow(st, 77, 0);
    story_expect(st, "");
    story_say(st, 4, CALL(1));
    story_skip(st);
    allow(st, 3, 4711);
    story_expect(st, "4< {'t':'" SAID(3, 1, 4711, WORDS(3, 7, "hi")));
    say_and_expect(st, 4, CALL(99), 0);
    story_skip(st);
    allow(st, 4, 0);
    story_expect(st, "4< {'t':'" SAID(5, 99, 100102, WORDS(3, 7, "hi")));
}

static void without_an_answer_it_is_allowed(void **state)
{
    struct story *st = *state;
    st->config.ask[PL_ASK_CALL].on = true;
    four(st);
    story_say(st, 1, CALL(2));
    story_skip(st);
    story_wait(st, PL_SEC(11));
    TOLD(2, "call_requested'");
    story_skip(st);
    allow(st, 1, 4711);
    story_expect(st, "");
    story_wait(st, PL_SEC(61));
    TOLD(1, SAID(4, 2, 100105, WORDS(3, 7, "hi")));
}

static void taken_back_while_it_is_thought_about(void **state)
{
    struct story *st = *state;
    st->config.ask[PL_ASK_CALL].on = true;
    four(st);
    story_say(st, 1, CALL(2));
    say_in_vain(st, 1, CALL(2));      /* one question is enough */
    say_in_vain(st, 2, ANSWER(1, 0)); /* guessed: there is nothing to answer */
    say_in_vain(st, 1, ANSWER(2, 100101));
    allow(st, 1, 0);
    story_expect(st, "");
    story_say(st, 1, CALL(2));
    story_say(st, 1, FINISH(2, 0));
    TOLD(1, "call_finished'");
    assert_false(story_has(st, "2< "));
    story_say(st, 1, CALL(2));
    story_say(st, 1, "{'t':'logout'}");
    story_skip(st);
    allow(st, 3, 0);
    story_expect(st, "");
}

static void it_hangs_up(void **state)
{
    struct story *st = *state;
    struct pl_event e = {.type = PL_EVENT_CALL_FINISH};
    four(st);
    talk(st, 1, 2);
    e.call_finish.user = 3;
    story_step(st, &e);
    story_expect(st, "");
    e.call_finish.user = 2;
    e.call_finish.text = pl_bytes_str("time is up");
    story_step(st, &e);
    story_expect(
        st, "1< {'t':'call_finished','seq':5,'user':2,'code':0,'flags':0,'param':0,'text':'time is "
            "up'}\n"
            "2< {'t':'call_finished','seq':5,'user':1,'code':0,'flags':0,'param':0,'text':'time is "
            "up'}\n");
}

static void counted(void **state)
{
    struct story *st = *state;
    struct pl_core_stats stats;
    four(st);
    st->facts = true;
    story_say(st, 1, CALL(2));
    assert_true(story_has(st, "event=call.ring session=1 user=2\n"));
    story_say(st, 2, ANSWER(1, 0));
    assert_true(story_has(st, "event=call.start session=1 user=2 room=100000001\n"));
    story_say(st, 3, CALL(99));
    assert_true(story_has(st, "event=call.fail session=3 user=99 code=100102\n"));
    pl_core_stats(st->core, &stats);
    assert_int_equal(stats.calls, 1);
    story_say(st, 2, FINISH(1, 5));
    assert_true(story_has(st, "event=call.end session=1 user=2 room=100000001 code=5\n"));
    pl_core_stats(st->core, &stats);
    assert_int_equal(stats.calls, 0);
    assert_int_equal(stats.calls_started, 1);
    assert_int_equal(stats.calls_failed, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        story_test(rings_and_is_taken),
        story_test(the_words_of_the_answer),
        story_test(refused),
        story_test(taken_back),
        story_test(finished_while_it_rings),
        story_test(nobody_answers),
        story_test(ringing_takes_as_long_as_configured),
        story_test(not_signed_in),
        story_test(busy_is_who_calls_is_called_or_talks),
        story_test(asking_again_changes_nothing),
        story_test(who_cannot_be_called),
        story_test(what_is_about_no_call_is_harmless),
        story_test(taken_back_too_late),
        story_test(calls_have_a_rate),
        story_test(gone_while_it_rings),
        story_test(gone_while_they_talk),
        story_test(leaving_the_room_ends_nothing),
        story_test(a_lost_link_loses_nothing),
        story_test(the_room_is_for_the_two),
        story_test(numbers_in_use_are_not_allotted),
        story_test(it_is_asked_before_a_call_rings),
        story_test(without_an_answer_it_is_allowed),
        story_test(taken_back_while_it_is_thought_about),
        story_test(it_hangs_up),
        story_test(counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Logins that others are asked about: who they turn out to be, what they are bound to. */
#include "pl_test.h"

#include "core/codes.h"
#include "core/story.h"
#include "proto/wire/limits_gen.h"

#include <stdio.h>

#define LOGIN "{'t':'login','name':'ann','password':'x'}"

/* Asked about everybody with a password; link 1 is open. */
static void asked(struct story *st)
{
    st->config.ask[PL_ASK_LOGIN].on = true;
    story_begin(st);
    story_open(st, 1);
    story_say(st, 1, "{'t':'hello','sdk':'test'}");
    story_skip(st);
}

static void hello(struct story *st, uint64_t link)
{
    story_open(st, link);
    story_say(st, link, "{'t':'hello','sdk':'test'}");
    story_skip(st);
}

static void rule(struct story *st, uint32_t ticket, int code, const struct pl_ruling_login *who)
{
    struct pl_event e = {.type = PL_EVENT_ANSWER};
    e.answer.ticket = ticket;
    e.answer.code = code;
    if (who)
        e.answer.login = *who;
    story_step(st, &e);
}

static void he_is_who_they_say(void **state)
{
    struct story *st = *state;
    asked(st);
    story_say(st, 1, LOGIN);
    story_expect(st, "ask ticket=1 login\n");
    rule(st, 1, 0,
         &(struct pl_ruling_login){.user = 42, .level = 7, .name = pl_bytes_str("Ann A.")});
    story_expect(st, "1< {'t':'logged_in','seq':1,'re':2,'self':{'id':42,'name':'Ann "
                     "A.','level':7,'camera':0,'mic':0,'device':0,'ip':'192.0.2.7'}}\n");
    rule(st, 1, 200, NULL); /* that is over */
    story_expect(st, "");
}

static void until_then_he_is_nobody(void **state)
{
    struct story *st = *state;
    asked(st);
    story_say(st, 1, LOGIN);
    story_skip(st);
    story_say(st, 1, LOGIN);
    story_expect(st, "1< {'t':'error','seq':1,'re':3,'code':201}\n");
    story_say(st, 1, "{'t':'enter','room':5}");
    story_expect(st, "1< {'t':'error','seq':2,'re':4,'code':208}\n");
    rule(st, 1, 0, &(struct pl_ruling_login){.user = 42});
    assert_true(story_has(st, "'re':2,'self':{'id':42,'name':'ann'"));
}

static void no_is_told(void **state)
{
    struct story *st = *state;
    st->facts = true;
    asked(st);
    story_say(st, 1, LOGIN);
    story_skip(st);
    rule(st, 1, 4711, NULL);
    story_expect(st, "event=user.refused link=1 session=1 code=4711\n"
                     "1< {'t':'error','seq':1,'re':2,'code':4711}\n");
    story_say(st, 1, LOGIN); /* he may try again */
    story_expect(st, "ask ticket=2 login\n");
    rule(st, 2, -5, NULL); /* no such number can be told */
    assert_true(story_has(st, "'re':3,'code':206}"));
}

static void nobody_answers(void **state)
{
    struct story *st = *state;
    asked(st);
    story_say(st, 1, LOGIN);
    story_skip(st);
    story_wait(st, PL_SEC(11));
    story_expect(st, "over ticket=1\n"
                     "1< {'t':'error','seq':1,'re':2,'code':207}\n");
    rule(st, 1, 0, NULL);
    story_expect(st, "");
}

static void nobody_has_anything_to_say(void **state)
{
    struct story *st = *state;
    asked(st);
    story_say(st, 1, LOGIN);
    story_skip(st);
    rule(st, 1, PL_RULING_NOBODY, NULL);
    assert_true(story_has(st, "'self':{'id':100000001,'name':'ann'")); /* clear of given ids */
    st->config.login_policy = PL_CORE_LOGIN_REFUSE;
    pl_core_destroy(st->core);
    asked(st);
    story_say(st, 1, LOGIN);
    rule(st, 1, PL_RULING_NOBODY, NULL);
    assert_true(story_has(st, "'re':2,'code':206}"));
}

/* Readings 31 and 33: guests are not asked about, unless that is wanted. */
static void guests(void **state)
{
    struct story *st = *state;
    asked(st);
    story_say(st, 1, "{'t':'login','name':'ann'}");
    assert_true(story_has(st, "'self':{'id':-2,'name':'ann'"));
    st->config.ask_guests = true;
    pl_core_destroy(st->core);
    asked(st);
    story_say(st, 1, "{'t':'login','name':'ann','password':''}");
    story_expect(st, "ask ticket=1 login\n");
    rule(st, 1, 0, &(struct pl_ruling_login){.guest = true});
    assert_true(story_has(st, "'self':{'id':-2,'name':'ann'"));
    hello(st, 2);
    story_say(st, 2, "{'t':'login','name':'bob'}");
    rule(st, 2, 0, &(struct pl_ruling_login){.user = 3}); /* one who is known all the same */
    assert_true(story_has(st, "'self':{'id':3,'name':'bob'"));
    hello(st, 3);
    story_say(st, 3, "{'t':'login','name':'cat'}");
    rule(st, 3, PL_RULING_NOBODY, NULL);
    assert_true(story_has(st, "'self':{'id':-3,'name':'cat'"));
}

static void an_identity_keeps_its_id(void **state)
{
    struct story *st = *state;
    const struct pl_ruling_login x = {.identity = pl_bytes_str("x")},
                                 y = {.identity = pl_bytes_str("ann")};
    asked(st);
    story_say(st, 1, LOGIN);
    rule(st, 1, 0, &x);
    assert_true(story_has(st, "'id':100000001,'name':'ann'"));
    hello(st, 2);
    story_say(st, 2, LOGIN); /* the same name, somebody else: names of others are not our names */
    rule(st, 2, 0, &y);
    assert_true(story_has(st, "'id':100000002,'name':'ann'"));
    hello(st, 3);
    story_say(st, 3, LOGIN);
    rule(st, 3, 0, NULL);
    assert_true(story_has(st, "'id':100000003,'name':'ann'"));
    assert_false(story_has(st, "closing"));
    hello(st, 4);
    story_say(st, 4, "{'t':'login','name':'other','password':'y'}");
    rule(st, 4, 0, &x); /* he is back, and was still here */
    assert_true(story_has(st, "1< {'t':'closing','seq':2,'code':209"));
    assert_true(story_has(st, "'id':100000001,'name':'other'"));
}

/* Nobody can type what others call somebody. */
static void an_identity_cannot_be_typed(void **state)
{
    struct story *st = *state;
    asked(st);
    story_say(st, 1, LOGIN);
    rule(st, 1, 0, &(struct pl_ruling_login){.identity = pl_bytes_str("x")});
    assert_true(story_has(st, "'id':100000001,"));
    for (uint64_t link = 2; link <= 4; link++) {
        static const char *const names[] = {"\\u0001x", "\\u0001\\u0001x", "x"};
        char json[80];
        hello(st, link);
        snprintf(json, sizeof(json), "{'t':'login','name':'%s','password':'y'}", names[link - 2]);
        story_say(st, link, json);
        rule(st, (uint32_t)link, 0, NULL);
        snprintf(json, sizeof(json), "'self':{'id':%d,", 100000000 + (int)link);
        assert_true(story_has(st, json));
    }
    assert_false(story_has(st, "closing"));
}

static void a_given_id_is_one_persons(void **state)
{
    struct story *st = *state;
    asked(st);
    story_say(st, 1, LOGIN);
    rule(st, 1, 0, &(struct pl_ruling_login){.user = 5});
    hello(st, 2);
    story_say(st, 2, LOGIN);
    rule(st, 2, 0, &(struct pl_ruling_login){.user = 5});
    assert_true(story_has(st, "1< {'t':'closing','seq':2,'code':209,'reconnect':false}"));
    assert_true(story_has(st, "2< {'t':'logged_in','seq':1,'re':2,'self':{'id':5,"));
}

static void his_link_breaks_while_they_think(void **state)
{
    struct story *st = *state;
    asked(st);
    story_say(st, 1, LOGIN);
    story_skip(st);
    story_cut(st, 1);
    story_expect(st, "over ticket=1\n");
    rule(st, 1, 0, &(struct pl_ruling_login){.user = 5});
    story_expect(st, "");
    hello(st, 2);
    story_say(st, 2, LOGIN);
    story_skip(st);
    story_say(st, 2, "{'t':'logout'}");
    assert_true(story_has(st, "over ticket=2\n"));
}

/* Resumed while they think: the answer goes to the new link. */
static void his_link_is_replaced_while_they_think(void **state)
{
    struct story *st = *state;
    asked(st);
    story_say(st, 1, LOGIN);
    story_resume(st, 2, 1, 0);
    assert_true(story_has(st, "close link=1 code=4001"));
    story_skip(st);
    rule(st, 1, 0, &(struct pl_ruling_login){.user = 5});
    assert_true(story_has(st, "2< {'t':'logged_in','seq':1,'re':2,"));
}

static void wrong_guesses_lock(void **state)
{
    struct story *st = *state;
    uint32_t ticket = 1;
    st->facts = true;
    st->config.logins_per_minute = 1000;
    asked(st);
    for (unsigned i = 0; i < PL_LIMIT_FAILED_LOGINS; i++) {
        story_skip(st);
        story_say(st, 1, LOGIN);
        rule(st, ticket++, PL_GV_ERR_CERTIFY_FAIL, NULL);
    }
    assert_true(story_has(st, "event=guard.lock link=1 session=1 code=202\n"));
    story_skip(st);
    story_open_from(st, 2, "192.0.2.99"); /* from elsewhere, too, and nobody is bothered */
    story_say(st, 2, "{'t':'hello','sdk':'test'}");
    story_say(st, 2, LOGIN);
    assert_true(story_has(st, "2< {'t':'error','seq':1,'re':2,'code':202}"));
    assert_false(story_has(st, "ask ticket"));
}

/* That somebody could not be asked says nothing of the password. */
static void what_is_no_guess_does_not_lock(void **state)
{
    struct story *st = *state;
    uint32_t ticket = 1;
    st->config.logins_per_minute = 1000;
    asked(st);
    for (unsigned i = 0; i < 3 * PL_LIMIT_FAILED_LOGINS; i++) {
        story_say(st, 1, LOGIN);
        rule(st, ticket++, i % 2 ? PL_GV_ERR_SERVERSDK_FAIL : PL_GV_ERR_SERVERSDK_TIMEOUT, NULL);
    }
    story_skip(st);
    story_say(st, 1, LOGIN);
    assert_true(story_has(st, "ask ticket"));
}

/* ---- signatures and tokens ---- */

#define SIGNED(signature)                                                                          \
    "{'t':'login_signed','name':'','user':-1,'string_id':'ann-7','app':'A','stamp':17,"            \
    "'signature':'" signature "'}"

static void signed_logins_and_tokens(void **state)
{
    struct story *st = *state;
    asked(st);
    story_say(st, 1, SIGNED("abc="));
    story_expect(st, "ask ticket=1 login way=1\n");
    rule(st, 1, 0,
         &(struct pl_ruling_login){.identity = pl_bytes_str("A:ann-7"),
                                   .string_id = pl_bytes_str("ann-7")});
    assert_true(story_has(st, "'id':100000001,'name':'ann-7'"));
    story_skip(st);
    story_say(st, 1, "{'t':'query','info':2,'input':'ann-7'}");
    assert_true(story_has(st, "'text':'100000001'"));
    story_say(st, 1, "{'t':'query','info':3,'input':'100000001'}");
    assert_true(story_has(st, "'text':'ann-7'"));
    story_say(st, 1, "{'t':'query','info':5,'input':'ann-7'}");
    story_skip(st);
    hello(st, 2);
    story_say(st, 2, "{'t':'login_token','token':'a.b.c','name':''}");
    story_expect(st, "ask ticket=2 login way=2\n");
    rule(st, 2, 0, &(struct pl_ruling_login){.user = 9}); /* without any name */
    assert_true(story_has(st, "2< {'t':'error','seq':1,'re':2,'code':210}"));
}

/* Without anybody who could check it. */
static void nothing_is_taken_on_trust(void **state)
{
    struct story *st = *state;
    story_begin(st);
    hello(st, 1);
    story_say(st, 1, SIGNED("abc="));
    story_expect(st, "1< {'t':'error','seq':1,'re':2,'code':216}\n");
    story_say(st, 1, "{'t':'login_token','token':'a.b.c','name':'x'}");
    story_expect(st, "1< {'t':'error','seq':2,'re':3,'code':216}\n");
    story_say(st, 1, SIGNED("")); /* unsigned: a guest (manual 5.2.3) */
    assert_true(story_has(st, "'id':-2,'name':'ann-7'"));
}

static void bound_to_rooms(void **state)
{
    struct story *st = *state;
    asked(st);
    story_say(st, 1, LOGIN);
    rule(st, 1, 0, &(struct pl_ruling_login){.user = 5, .rooms = {3, 4}, .room_count = 2});
    story_skip(st);
    story_say(st, 1, "{'t':'enter','room':5}");
    story_expect(st, "1< {'t':'error','seq':2,'re':3,'code':305,'room':5}\n");
    story_say(st, 1, "{'t':'enter_name','name':'lobby'}");
    assert_true(story_has(st, "'code':305"));
    story_say(st, 1, "{'t':'enter','room':4}");
    assert_true(story_has(st, "'t':'entered'"));
}

static void bound_in_time(void **state)
{
    struct story *st = *state;
    asked(st);
    story_say(st, 1, LOGIN);
    rule(st, 1, 0, &(struct pl_ruling_login){.user = 5, .until = st->now + PL_SEC(20)});
    story_resume(st, 2, 1, 1);
    assert_true(story_has(st, "'t':'resumed'"));
    story_wait(st, PL_SEC(20));
    story_skip(st);
    story_resume(st, 3, 1, 1);
    assert_true(story_has(st, "3< {'t':'error','seq':2,'re':3,'code':101}"));
}

/* ---- rooms ---- */

/* ann is signed in on link 1 and asks to enter room 5. */
static void entering(struct story *st)
{
    st->config.ask[PL_ASK_ROOM].on = true;
    story_begin(st);
    story_user(st, 1, "ann");
    story_say(st, 1, "{'t':'enter','room':5,'password':'p'}");
    story_expect(st, "ask ticket=1 room user=1 room=5\n");
}

static void a_room_is_entered_when_they_say_so(void **state)
{
    struct story *st = *state;
    entering(st);
    story_say(st, 1, "{'t':'enter','room':6}");
    story_expect(st, "1< {'t':'error','seq':2,'re':4,'code':307,'room':6}\n");
    rule(st, 1, 0, NULL);
    assert_true(story_has(st, "1< {'t':'entered','seq':3,'re':3,'room':5"));
}

static void or_is_not(void **state)
{
    struct story *st = *state;
    st->facts = true;
    entering(st);
    rule(st, 1, 4711, NULL);
    story_expect(st, "event=room.refused link=1 session=1 user=1 room=5 code=4711\n"
                     "1< {'t':'error','seq':2,'re':3,'code':4711,'room':5}\n");
}

static void without_an_answer_as_configured(void **state)
{
    struct story *st = *state;
    entering(st);
    story_wait(st, PL_SEC(11));
    assert_true(story_has(st, "over ticket=1\n"));
    assert_true(story_has(st, "'t':'entered'"));
    pl_core_destroy(st->core);
    st->config.ask[PL_ASK_ROOM].otherwise = PL_GV_ERR_SERVERSDK_TIMEOUT;
    entering(st);
    story_wait(st, PL_SEC(11));
    assert_true(story_has(st, "'re':3,'code':207,'room':5}"));
}

static void by_name_with_a_number(void **state)
{
    struct story *st = *state;
    st->config.ask[PL_ASK_ROOM].on = true;
    story_begin(st);
    story_user(st, 1, "ann");
    story_user(st, 2, "bob");
    story_say(st, 1, "{'t':'enter_name','name':'lobby'}");
    story_expect(st, "ask ticket=1 room user=1 room=100000001\n");
    rule(st, 1, 0, NULL);
    assert_true(story_has(st, "'t':'entered','seq':2,'re':3,'room':100000001,'name':'lobby'"));
    story_skip(st);
    story_say(st, 2, "{'t':'enter_name','name':'lobby'}");
    story_expect(st, "ask ticket=2 room user=2 room=100000001\n");
    rule(st, 2, PL_RULING_NOBODY, NULL);
    assert_true(story_has(st, "1< {'t':'user_entered'"));
}

/* What was free when he asked may be full when they answer. */
static void it_is_looked_at_again(void **state)
{
    struct story *st = *state;
    static const struct pl_core_room_config rooms[] = {{.number = 5, .max_users = 1}};
    st->config.rooms = rooms;
    st->config.room_count = 1;
    entering(st);
    story_user(st, 2, "bob");
    story_say(st, 2, "{'t':'enter','room':5}");
    rule(st, 2, 0, NULL);
    assert_true(story_has(st, "2< {'t':'entered'"));
    story_skip(st);
    rule(st, 1, 0, NULL);
    story_expect(st, "1< {'t':'error','seq':2,'re':3,'code':302,'room':5}\n");
}

static void he_changes_his_mind(void **state)
{
    struct story *st = *state;
    entering(st);
    story_say(st, 1, "{'t':'leave','room':-1}");
    assert_true(story_has(st, "'re':3,'code':307"));
    assert_true(story_has(st, "over ticket=1\n"));
    assert_true(story_has(st, "'t':'done','seq':3,'re':4"));
    story_skip(st);
    rule(st, 1, 0, NULL);
    story_expect(st, "");
}

/* The link breaks and comes back while they think: he is inside, and hears it. */
static void a_break_while_they_think(void **state)
{
    struct story *st = *state;
    entering(st);
    story_cut(st, 1);
    story_skip(st);
    rule(st, 1, 0, NULL);
    assert_false(story_has(st, "1< "));
    story_resume(st, 2, 1, 1);
    assert_true(story_has(st, "2< {'t':'entered','seq':2,'re':3,'room':5"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        story_test(he_is_who_they_say),
        story_test(until_then_he_is_nobody),
        story_test(no_is_told),
        story_test(nobody_answers),
        story_test(nobody_has_anything_to_say),
        story_test(guests),
        story_test(an_identity_keeps_its_id),
        story_test(an_identity_cannot_be_typed),
        story_test(a_given_id_is_one_persons),
        story_test(his_link_breaks_while_they_think),
        story_test(his_link_is_replaced_while_they_think),
        story_test(wrong_guesses_lock),
        story_test(what_is_no_guess_does_not_lock),
        story_test(signed_logins_and_tokens),
        story_test(nothing_is_taken_on_trust),
        story_test(bound_to_rooms),
        story_test(bound_in_time),
        story_test(a_room_is_entered_when_they_say_so),
        story_test(or_is_not),
        story_test(without_an_answer_as_configured),
        story_test(by_name_with_a_number),
        story_test(it_is_looked_at_again),
        story_test(he_changes_his_mind),
        story_test(a_break_while_they_think),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

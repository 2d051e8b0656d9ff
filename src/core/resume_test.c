/* SPDX-License-Identifier: Apache-2.0 */
/* Lost links: what is sent again, what is not handled twice, when the seat is given up. */
#include "pl_test.h"

#include "core/story.h"

#define SAY_HI "{'t':'text','to':-1,'secret':false,'text':'hi'}"

/* ann on link 1 (has seen seq 3: logged_in, entered, user_entered), bob on link 2, in room 5. */
static void two_in_a_room(struct story *st)
{
    story_begin(st);
    story_member(st, 1, "ann", 5);
    story_member(st, 2, "bob", 5);
    story_skip(st);
}

static void nobody_sees_a_short_break(void **state)
{
    struct story *st = *state;
    two_in_a_room(st);
    story_cut(st, 1);
    story_expect(st, "");
    story_wait(st, PL_SEC(29));
    story_resume(st, 3, 1, 3);
    story_expect(st, "3< {'t':'resumed','re':4,'last_id':3}\n");
    story_wait(st, PL_SEC(100));
    story_expect(st, "");
}

/* The media side is told, the others only where addresses are told. */
static void who_comes_back_from_another_address_has_moved(void **state)
{
    struct story *st = *state;
    two_in_a_room(st);
    story_cut(st, 1);
    story_resume_from(st, 3, 1, 3, "198.51.100.9");
    story_expect(st, "moved session=1\n"
                     "3< {'t':'resumed','re':4,'last_id':3,'ip':'198.51.100.9'}\n");
    story_cut(st, 3);
    st->next_id[1] = 5;
    story_resume_from(st, 4, 1, 3, "198.51.100.9");
    story_expect(st, "4< {'t':'resumed','re':5,'last_id':3}\n");
}

static void the_room_learns_the_new_address_where_addresses_are_told(void **state)
{
    struct story *st = *state;
    st->config.expose_ip = true;
    two_in_a_room(st);
    story_cut(st, 1);
    story_resume_from(st, 3, 1, 3, "198.51.100.9");
    story_expect(st, "moved session=1\n"
                     "3< {'t':'resumed','re':4,'last_id':3,'ip':'198.51.100.9'}\n"
                     "3< {'t':'user_state','seq':4,'user':1,'camera':0,'mic':0,"
                     "'ip':'198.51.100.9'}\n"
                     "2< {'t':'user_state','seq':3,'user':1,'camera':0,'mic':0,"
                     "'ip':'198.51.100.9'}\n");
}

static void messages_lost_on_the_way_come_again(void **state)
{
    struct story *st = *state;
    two_in_a_room(st);
    story_say(st, 2, SAY_HI);
    assert_true(story_has(st, "1< {'t':'text_received','seq':4"));
    story_cut(st, 1);
    story_say(st, 2, "{'t':'text','to':1,'secret':true,'text':'there'}");
    story_skip(st);
    story_resume(st, 3, 1, 3);
    story_expect(st,
                 "3< {'t':'resumed','re':4,'last_id':3}\n"
                 "3< {'t':'text_received','seq':4,'from':2,'to':-1,'secret':false,'text':'hi'}\n"
                 "3< {'t':'text_received','seq':5,'from':2,'to':1,'secret':true,'text':'there'}\n");
}

static void request_lost_before_it_was_handled(void **state)
{
    struct story *st = *state;
    two_in_a_room(st);
    story_cut(st, 1); /* request 4 was in flight */
    story_say_raw(st, 1, "{'t':'leave','id':4,'room':-1}");
    story_expect(st, "");
    st->next_id[1] = 5;
    story_resume(st, 3, 1, 3);
    story_expect(st, "3< {'t':'resumed','re':5,'last_id':3}\n");
    story_say_raw(st, 3, "{'t':'text','id':4,'to':-1,'secret':false,'text':'hi'}");
    story_expect(st,
                 "2< {'t':'text_received','seq':3,'from':1,'to':-1,'secret':false,'text':'hi'}\n"
                 "3< {'t':'done','seq':4,'re':4}\n");
    story_say_raw(st, 3, "{'t':'leave','id':6,'room':-1}"); /* 5 was the resume */
    assert_true(story_has(st, "3< {'t':'done','seq':5,'re':6}"));
}

static void request_handled_but_its_answer_lost(void **state)
{
    struct story *st = *state;
    two_in_a_room(st);
    story_say(st, 1, SAY_HI);
    story_expect(st,
                 "2< {'t':'text_received','seq':3,'from':1,'to':-1,'secret':false,'text':'hi'}\n"
                 "1< {'t':'done','seq':4,'re':4}\n");
    story_cut(st, 1);
    story_resume(st, 3, 1, 3);
    story_expect(st, "3< {'t':'resumed','re':5,'last_id':4}\n"
                     "3< {'t':'done','seq':4,'re':4}\n");
    /* A client that sends it again all the same does not say it twice. */
    story_say_raw(st, 3, "{'t':'text','id':4,'to':-1,'secret':false,'text':'hi'}");
    story_expect(st, "");
}

static void old_link_still_open_is_closed(void **state)
{
    struct story *st = *state;
    two_in_a_room(st);
    story_resume(st, 3, 1, 2);
    story_expect(st, "close link=1 code=4001 reason=\"resumed on another link\"\n"
                     "3< {'t':'resumed','re':4,'last_id':3}\n"
                     "3< {'t':'user_entered','seq':3,'user':{'id':2,'name':'bob','level':0,"
                     "'camera':0,'mic':0,'device':0,'ip':''}}\n");
    story_say_raw(st, 1, "{'t':'leave','id':4,'room':-1}"); /* was still in the pipe */
    story_cut(st, 1);
    story_expect(st, "");
    story_wait(st, PL_SEC(60));
    story_expect(st, "");
}

static void double_resume(void **state)
{
    struct story *st = *state;
    two_in_a_room(st);
    story_cut(st, 1);
    story_resume(st, 3, 1, 3);
    story_say(st, 2, SAY_HI);
    story_skip(st);
    story_resume(st, 4, 1, 3); /* 3 broke before anything arrived; the server has not noticed */
    story_expect(st,
                 "close link=3 code=4001 reason=\"resumed on another link\"\n"
                 "4< {'t':'resumed','re':4,'last_id':3}\n"
                 "4< {'t':'text_received','seq':4,'from':2,'to':-1,'secret':false,'text':'hi'}\n");
}

static void after_the_grace_everybody_is_told_once(void **state)
{
    struct story *st = *state;
    st->facts = true;
    two_in_a_room(st);
    story_cut(st, 1);
    story_expect(st, "event=session.lost session=1 user=1 room=5\n");
    story_wait(st, PL_SEC(30));
    story_expect(st, "event=session.end session=1 user=1 room=5 code=101\n"
                     "leave session=1\n"
                     "event=room.leave session=1 user=1 room=5 code=101\n"
                     "2< {'t':'user_left','seq':3,'user':1,'code':101}\n");
    story_resume(st, 3, 1, 3);
    story_expect(st, "event=session.refused link=3 code=101\n"
                     "3< {'t':'error','seq':4,'re':4,'code':101}\n");
    /* The link can begin again. */
    story_say(st, 3, "{'t':'hello','sdk':'test'}");
    assert_true(story_has(st, "welcome"));
}

static void who_leaves_the_page_leaves_at_once(void **state)
{
    struct story *st = *state;
    struct pl_event e = {.type = PL_EVENT_LINK_CLOSED, .link_closed = {1, true}};
    two_in_a_room(st);
    story_step(st, &e);
    story_expect(st, "leave session=1\n2< {'t':'user_left','seq':3,'user':1,'code':0}\n");
    story_resume(st, 3, 1, 3);
    story_expect(st, "3< {'t':'error','seq':4,'re':4,'code':101}\n");
}

/* His link was lost, or seemed to live: either way he must not sign in again and turn out the
 * other. */
static void who_was_replaced_hears_of_it_when_he_comes_back(void **state)
{
    struct story *st = *state;
    for (int lost = 0; lost < 2; lost++) {
        two_in_a_room(st);
        if (lost)
            story_cut(st, 1);
        story_user(st, 3, "ann");
        story_skip(st);
        story_resume(st, 4, 1, 3);
        story_expect(st, "4< {'t':'error','seq':4,'re':4,'code':209}\n");
        story_wait(st, PL_SEC(29));
        story_skip(st);
        story_resume(st, 5, 1, 3); /* the answer was lost as well */
        story_expect(st, "5< {'t':'error','seq':4,'re':4,'code':209}\n");
        story_wait(st, PL_SEC(1));
        story_skip(st);
        story_resume(st, 6, 1, 3);
        story_expect(st, "6< {'t':'error','seq':4,'re':4,'code':101}\n");
        story_end(st);
        story_init(st);
    }
}

static void who_was_removed_hears_of_it_when_he_comes_back(void **state)
{
    struct story *st = *state;
    struct pl_event e = {.type = PL_EVENT_REMOVE, .remove = {1}};
    st->config.max_sessions = 2;
    two_in_a_room(st);
    story_cut(st, 1);
    story_step(st, &e);
    story_expect(st, "leave session=1\n2< {'t':'user_left','seq':3,'user':1,'code':211}\n");
    story_resume(st, 3, 1, 3);
    story_expect(st, "3< {'t':'error','seq':4,'re':4,'code':211}\n");
    /* No more farewells than sessions: one too many hears 101. */
    e.remove.user = 2;
    story_cut(st, 2);
    story_step(st, &e);
    story_user(st, 4, "cat");
    e.remove.user = 3;
    story_step(st, &e);
    story_skip(st);
    story_resume(st, 5, 2, 3);
    assert_true(story_has(st, "'code':211"));
    story_resume(st, 6, 4, 1);
    assert_true(story_has(st, "'code':101"));
}

static void no_grace_no_farewell(void **state)
{
    struct story *st = *state;
    st->config.grace_us = 0;
    two_in_a_room(st);
    story_user(st, 3, "ann");
    story_skip(st);
    story_resume(st, 4, 1, 3);
    story_expect(st, "4< {'t':'error','seq':4,'re':4,'code':101}\n");
}

/* A tick that comes late lets nobody in. */
static void grace_is_over_without_a_tick(void **state)
{
    struct story *st = *state;
    two_in_a_room(st);
    story_cut(st, 1);
    st->now += PL_SEC(30);
    story_resume(st, 3, 1, 3);
    story_expect(st, "leave session=1\n"
                     "2< {'t':'user_left','seq':3,'user':1,'code':101}\n"
                     "3< {'t':'error','seq':4,'re':4,'code':101}\n");
}

static void unknown_token(void **state)
{
    struct story *st = *state;
    two_in_a_room(st);
    story_open(st, 3);
    story_say(st, 3, "{'t':'resume','token':'0101','seq':0}");
    story_expect(st, "3< {'t':'error','seq':1,'re':1,'code':101}\n");
    story_say(st, 3, "{'t':'resume','token':'','seq':9007199254740991}");
    story_expect(st, "3< {'t':'error','seq':9007199254740991,'re':2,'code':101}\n");
    story_say(st, 1, "{'t':'ping'}");
    story_expect(st, "1< {'t':'pong'}\n");
}

/* A client that claims what cannot be gives up its seat: nobody else can have its token. */
static void impossible_seq_ends_the_session(void **state)
{
    struct story *st = *state;
    two_in_a_room(st);
    story_resume(st, 3, 1, 4);
    story_expect(st, "close link=1 code=4001 reason=\"resumed on another link\"\n"
                     "leave session=1\n"
                     "2< {'t':'user_left','seq':3,'user':1,'code':101}\n"
                     "3< {'t':'error','seq':5,'re':4,'code':101}\n");
    story_say(st, 2, "{'t':'ack','seq':2}");
    story_cut(st, 2);
    story_resume(st, 4, 2, 1); /* has acknowledged 2 */
    assert_true(story_has(st, "'code':101"));
    story_resume(st, 5, 2, 3);
    assert_true(story_has(st, "5< {'t':'error'"));
}

static void not_logged_in_ends_with_its_link(void **state)
{
    struct story *st = *state;
    story_begin(st);
    story_open(st, 1);
    story_say(st, 1, "{'t':'hello','sdk':'test'}");
    story_skip(st);
    story_cut(st, 1);
    st->next_id[1] = 2;
    story_resume(st, 2, 1, 0);
    story_expect(st, "2< {'t':'error','seq':1,'re':2,'code':101}\n");
}

static void no_grace_at_all(void **state)
{
    struct story *st = *state;
    st->config.grace_us = 0;
    two_in_a_room(st);
    story_cut(st, 1);
    story_expect(st, "leave session=1\n"
                     "2< {'t':'user_left','seq':3,'user':1,'code':101}\n");
}

static void full_outbox_of_an_absent_client_ends_it(void **state)
{
    struct story *st = *state;
    st->config.outbox_messages = 4; /* ann has three unacknowledged ones */
    two_in_a_room(st);
    story_cut(st, 1);
    story_say(st, 2, SAY_HI);
    story_expect(st, "2< {'t':'done','seq':3,'re':4}\n");
    story_say(st, 2, SAY_HI);
    story_expect(st, "2< {'t':'done','seq':4,'re':5}\n"
                     "leave session=1\n"
                     "2< {'t':'user_left','seq':5,'user':1,'code':101}\n");
}

static void full_outbox_of_a_present_client_forgets(void **state)
{
    struct story *st = *state;
    st->config.outbox_messages = 4;
    two_in_a_room(st);
    story_say(st, 2, SAY_HI);
    story_say(st, 2, SAY_HI);
    story_say(st, 2, SAY_HI); /* seq 4, 5, 6: 3..6 are kept */
    story_skip(st);
    story_resume(st, 3, 1, 2);
    assert_true(story_has(st, "resumed"));
    assert_true(story_has(st, "'t':'user_entered','seq':3"));
    story_resume(st, 4, 1, 1);
    assert_true(story_has(st, "4< {'t':'error','seq':2,'re':4,'code':101}"));
}

static void bytes_of_the_outbox_are_limited(void **state)
{
    struct story *st = *state;
    st->config.outbox_bytes = 400;
    two_in_a_room(st);
    story_cut(st, 1);
    for (int i = 0; i < 5; i++)
        story_say(st, 2, SAY_HI);
    assert_true(story_has(st, "'t':'user_left'"));
}

static void ack_makes_room(void **state)
{
    struct story *st = *state;
    struct pl_core_stats stats;
    st->config.outbox_messages = 4;
    two_in_a_room(st);
    story_say(st, 1, "{'t':'ack','seq':3}");
    story_cut(st, 1);
    for (int i = 0; i < 4; i++)
        story_say(st, 2, SAY_HI);
    assert_false(story_has(st, "user_left"));
    pl_core_stats(st->core, &stats);
    assert_int_equal(stats.detached, 1);
    assert_int_equal(stats.outbox_messages, 8);
    story_resume(st, 3, 1, 3);
    assert_true(story_has(st, "3< {'t':'text_received','seq':7"));
}

/* Two who are absent make each other's outbox overflow by leaving. */
static void endings_do_not_trip_over_each_other(void **state)
{
    struct story *st = *state;
    st->config.outbox_messages = 4;
    story_begin(st);
    story_member(st, 1, "ann", 5);
    story_member(st, 2, "bob", 5);
    story_member(st, 3, "cat", 5);
    story_say(st, 1, "{'t':'ack','seq':1}");
    story_say(st, 2, "{'t':'ack','seq':1}");
    story_cut(st, 1);
    story_cut(st, 2);
    story_skip(st);
    story_say(st, 3, SAY_HI);
    story_expect(st, "3< {'t':'done','seq':3,'re':4}\n");
    story_say(st, 3, SAY_HI); /* too much for ann, and her leaving is too much for bob */
    story_expect(st, "3< {'t':'done','seq':4,'re':5}\n"
                     "leave session=1\n"
                     "3< {'t':'user_left','seq':5,'user':1,'code':101}\n"
                     "leave session=2\n"
                     "3< {'t':'user_left','seq':6,'user':2,'code':101}\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        story_test(nobody_sees_a_short_break),
        story_test(messages_lost_on_the_way_come_again),
        story_test(request_lost_before_it_was_handled),
        story_test(request_handled_but_its_answer_lost),
        story_test(old_link_still_open_is_closed),
        story_test(double_resume),
        story_test(who_comes_back_from_another_address_has_moved),
        story_test(the_room_learns_the_new_address_where_addresses_are_told),
        story_test(after_the_grace_everybody_is_told_once),
        story_test(who_leaves_the_page_leaves_at_once),
        story_test(who_was_replaced_hears_of_it_when_he_comes_back),
        story_test(who_was_removed_hears_of_it_when_he_comes_back),
        story_test(no_grace_no_farewell),
        story_test(grace_is_over_without_a_tick),
        story_test(unknown_token),
        story_test(impossible_seq_ends_the_session),
        story_test(not_logged_in_ends_with_its_link),
        story_test(no_grace_at_all),
        story_test(full_outbox_of_an_absent_client_ends_it),
        story_test(full_outbox_of_a_present_client_forgets),
        story_test(bytes_of_the_outbox_are_limited),
        story_test(ack_makes_room),
        story_test(endings_do_not_trip_over_each_other),
    };
    return cmocka_run_group_tests_name("core_resume", tests, NULL, NULL);
}

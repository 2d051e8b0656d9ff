/* SPDX-License-Identifier: Apache-2.0 */
/* Entering, leaving, passwords and limits of rooms; text. */
#include "pl_test.h"

#include "core/story.h"

static struct pl_bytes str(const char *s)
{
    return pl_bytes_str(s);
}

static void coming_and_going(void **state)
{
    struct story *st = *state;
    st->facts = true;
    story_begin(st);
    story_user(st, 1, "ann");
    story_user(st, 2, "bob");
    story_say(st, 1, "{'t':'enter','room':5}");
    story_expect(st, "event=room.open link=1 session=1 user=1 room=5\n"
                     "event=room.enter link=1 session=1 user=1 room=5\n"
                     "join session=1 room=5\n"
                     "1< {'t':'entered','seq':2,'re':3,'room':5,'name':'','members':[]}\n");
    story_say(st, 2, "{'t':'state','camera':1,'mic':0}");
    story_skip(st);
    story_say(st, 2, "{'t':'enter','room':5}");
    story_expect(st, "event=room.enter link=2 session=2 user=2 room=5\n"
                     "join session=2 room=5\n"
                     "2< {'t':'entered','seq':3,'re':4,'room':5,'name':'','members':[{'id':1,"
                     "'name':'ann','level':0,'camera':0,'mic':0,'device':0,'ip':''}]}\n"
                     "1< {'t':'user_entered','seq':3,'user':{'id':2,'name':'bob','level':0,"
                     "'camera':1,'mic':0,'device':0,'ip':''}}\n");
    story_say(st, 1, "{'t':'leave','room':4}"); /* an old number: harmless */
    story_expect(st, "1< {'t':'done','seq':4,'re':4}\n");
    story_say(st, 1, "{'t':'leave','room':5}");
    story_expect(st, "leave session=1\n"
                     "event=room.leave link=1 session=1 user=1 room=5\n"
                     "2< {'t':'user_left','seq':4,'user':1,'code':0}\n"
                     "1< {'t':'done','seq':5,'re':5}\n");
    story_say(st, 1, "{'t':'leave','room':-1}"); /* twice: harmless */
    story_expect(st, "1< {'t':'done','seq':6,'re':6}\n");
    story_say(st, 2, "{'t':'logout'}");
    story_expect(st, "leave session=2\n"
                     "event=room.leave link=2 session=2 user=2 room=5\n"
                     "event=room.close link=2 session=2 user=2 room=5\n"
                     "2< {'t':'done','seq':5,'re':5}\n"
                     "event=session.end link=2 session=2 user=2\n"
                     "close link=2 code=1000 reason=\"logged out\"\n");
}

static void one_room_at_a_time(void **state)
{
    struct story *st = *state;
    story_begin(st);
    story_member(st, 1, "ann", 5);
    story_member(st, 2, "bob", 5);
    story_skip(st);
    story_say(st, 1, "{'t':'enter','room':5}");
    story_expect(st, "1< {'t':'error','seq':4,'re':4,'code':308,'room':5}\n");
    story_say(st, 1, "{'t':'enter','room':6}");
    story_expect(st, "1< {'t':'error','seq':5,'re':5,'code':307,'room':6}\n");
    story_say(st, 1, "{'t':'enter_name','name':'sky'}");
    story_expect(st, "1< {'t':'error','seq':6,'re':6,'code':307}\n");
}

static void rooms_by_name(void **state)
{
    struct story *st = *state;
    story_begin(st);
    story_member(st, 9, "squatter", 100000001);
    story_user(st, 1, "ann");
    story_user(st, 2, "bob");
    story_user(st, 3, "cat");
    story_say(st, 1, "{'t':'enter_name','name':'sky'}");
    story_expect(st, "join session=2 room=100000002\n"
                     "1< {'t':'entered','seq':2,'re':3,'room':100000002,'name':'sky',"
                     "'members':[]}\n");
    story_say(st, 2, "{'t':'enter_name','name':'sky'}");
    assert_true(story_has(st, "'room':100000002,'name':'sky','members':[{'id':2"));
    story_say(st, 3, "{'t':'enter','room':100000002}"); /* its number will do */
    assert_true(story_has(st, "3< {'t':'entered','seq':2,'re':3,'room':100000002,'name':'sky'"));
    story_skip(st);
    story_say(st, 2, "{'t':'enter_name','name':'sky'}");
    story_expect(st, "2< {'t':'error','seq':4,'re':4,'code':308,'room':100000002}\n");
    story_say(st, 1, "{'t':'leave','room':-1}");
    story_say(st, 2, "{'t':'leave','room':-1}");
    story_say(st, 3, "{'t':'leave','room':-1}");
    story_skip(st);
    story_say(st, 1, "{'t':'enter_name','name':'sky'}"); /* the room had vanished: a new number */
    assert_true(story_has(st, "'room':100000003"));
    story_skip(st);
    story_say(st, 2, "{'t':'enter_name','name':''}");
    story_expect(st, "2< {'t':'error','seq':7,'re':6,'code':21,'detail':'empty room name'}\n");
}

static void passwords_and_places(void **state)
{
    struct story *st = *state;
    const struct pl_core_room_config rooms[] = {
        {.number = 5, .password = str("five"), .max_users = 1},
        {.name = str("sky"), .password = str("blue")},
    };
    st->config.rooms = rooms;
    st->config.room_count = 2;
    story_begin(st);
    story_user(st, 1, "ann");
    story_user(st, 2, "bob");
    story_say(st, 1, "{'t':'enter','room':5}");
    story_expect(st, "1< {'t':'error','seq':2,'re':3,'code':301,'room':5}\n");
    story_say(st, 1, "{'t':'enter','room':5,'password':'five'}");
    assert_true(story_has(st, "'t':'entered'"));
    story_skip(st);
    story_say(st, 2, "{'t':'enter','room':5,'password':'six'}"); /* learns nothing of the room */
    story_expect(st, "2< {'t':'error','seq':2,'re':3,'code':301,'room':5}\n");
    story_say(st, 2, "{'t':'enter','room':5,'password':'five'}");
    story_expect(st, "2< {'t':'error','seq':3,'re':4,'code':302,'room':5}\n");
    story_say(st, 2, "{'t':'enter_name','name':'sky','password':'grey'}");
    story_expect(st, "2< {'t':'error','seq':4,'re':5,'code':301}\n");
    story_say(st, 2, "{'t':'enter_name','name':'sky','password':'blue'}");
    assert_true(story_has(st, "'t':'entered'"));
    story_say(st, 1, "{'t':'leave','room':-1}");
    story_skip(st);
    story_say(st, 1, "{'t':'enter','room':100000001}"); /* no way around through the number */
    story_expect(st, "1< {'t':'error','seq':5,'re':6,'code':301,'room':100000001}\n");
}

static void guessing_room_passwords_is_slow(void **state)
{
    struct story *st = *state;
    const struct pl_core_room_config rooms[] = {{.number = 5, .password = str("five")}};
    st->config.rooms = rooms;
    st->config.room_count = 1;
    story_begin(st);
    story_user(st, 1, "ann");
    for (int i = 0; i < 5; i++) {
        story_skip(st);
        story_say(st, 1, "{'t':'enter','room':5,'password':'guess'}");
        assert_true(story_has(st, "'code':301"));
    }
    story_say(st, 1, "{'t':'enter','room':5,'password':'guess'}");
    assert_true(story_has(st, "'code':23"));
    story_say(st, 1, "{'t':'enter','room':5,'password':'five'}");
    assert_true(story_has(st, "'t':'entered'"));
}

static void first_members_password(void **state)
{
    struct story *st = *state;
    st->config.password_policy = PL_CORE_PASSWORD_CREATOR;
    story_begin(st);
    story_user(st, 1, "ann");
    story_user(st, 2, "bob");
    story_say(st, 1, "{'t':'enter','room':5,'password':'mine'}");
    story_skip(st);
    story_say(st, 2, "{'t':'enter','room':5,'password':'yours'}");
    assert_true(story_has(st, "'code':301"));
    story_say(st, 1, "{'t':'leave','room':-1}");
    story_skip(st);
    story_say(st, 2, "{'t':'enter','room':5}"); /* a new room, without password */
    story_say(st, 1, "{'t':'enter','room':5,'password':'whatever'}");
    assert_false(story_has(st, "'t':'error'"));
}

static void passwords_nobody_asked_for(void **state)
{
    struct story *st = *state;
    story_begin(st);
    story_user(st, 1, "ann");
    story_user(st, 2, "bob");
    story_say(st, 1, "{'t':'enter','room':5,'password':'mine'}");
    story_say(st, 2, "{'t':'enter','room':5,'password':'yours'}");
    assert_false(story_has(st, "'t':'error'"));
}

static void rooms_are_limited(void **state)
{
    struct story *st = *state;
    st->config.max_rooms = 1;
    story_begin(st);
    story_member(st, 1, "ann", 5);
    story_user(st, 2, "bob");
    story_say(st, 2, "{'t':'enter','room':6}");
    story_expect(st, "2< {'t':'error','seq':2,'re':3,'code':23,'room':6}\n");
    story_say(st, 2, "{'t':'enter_name','name':'sky'}");
    story_expect(st, "2< {'t':'error','seq':3,'re':4,'code':23}\n");
}

/* ---- text ---- */

static void three(struct story *st)
{
    story_begin(st);
    story_member(st, 1, "ann", 5);
    story_member(st, 2, "bob", 5);
    story_member(st, 3, "cat", 5);
    story_member(st, 4, "dan", 6);
    story_skip(st);
}

static void text_to_all(void **state)
{
    struct story *st = *state;
    three(st);
    story_say(st, 1, "{'t':'text','to':-1,'secret':true,'text':'<b>hé\\u0007</b>'}");
    story_expect(st, "2< {'t':'text_received','seq':4,'from':1,'to':-1,'secret':false,"
                     "'text':'<b>hé\\u0007</b>'}\n"
                     "3< {'t':'text_received','seq':3,'from':1,'to':-1,'secret':false,"
                     "'text':'<b>hé\\u0007</b>'}\n"
                     "1< {'t':'done','seq':5,'re':4}\n");
    story_say(st, 1, "{'t':'text','to':0,'secret':false,'text':''}");
    assert_true(story_has(st, "2< {'t':'text_received','seq':5,'from':1,'to':-1"));
}

static void text_to_one(void **state)
{
    struct story *st = *state;
    three(st);
    story_say(st, 1, "{'t':'text','to':2,'secret':false,'text':'a'}");
    story_expect(st, "2< {'t':'text_received','seq':4,'from':1,'to':2,'secret':false,'text':'a'}\n"
                     "3< {'t':'text_received','seq':3,'from':1,'to':2,'secret':false,'text':'a'}\n"
                     "1< {'t':'done','seq':5,'re':4}\n");
    story_say(st, 1, "{'t':'text','to':3,'secret':true,'text':'b'}");
    story_expect(st, "3< {'t':'text_received','seq':4,'from':1,'to':3,'secret':true,'text':'b'}\n"
                     "1< {'t':'done','seq':6,'re':5}\n");
    story_say(st, 1, "{'t':'text','to':1,'secret':true,'text':'to myself'}");
    story_expect(st, "1< {'t':'done','seq':7,'re':6}\n");
}

static void text_to_nobody(void **state)
{
    struct story *st = *state;
    three(st);
    story_say(st, 1, "{'t':'text','to':99,'secret':true,'text':'a'}");
    story_expect(st, "1< {'t':'error','seq':5,'re':4,'code':205}\n");
    story_say(st, 1, "{'t':'text','to':4,'secret':true,'text':'a'}"); /* in another room */
    story_expect(st, "1< {'t':'error','seq':6,'re':5,'code':205}\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        story_test(coming_and_going),
        story_test(one_room_at_a_time),
        story_test(rooms_by_name),
        story_test(passwords_and_places),
        story_test(guessing_room_passwords_is_slow),
        story_test(first_members_password),
        story_test(passwords_nobody_asked_for),
        story_test(rooms_are_limited),
        story_test(text_to_all),
        story_test(text_to_one),
        story_test(text_to_nobody),
    };
    return cmocka_run_group_tests_name("core_room", tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Links, hello, login and logout, out-of-order requests. */
#include "pl_test.h"

#include "core/dispatch.h"
#include "core/story.h"

#define TOKEN1 "0101010101010101010101010101010101010101010101010101010101010101"

static void first_steps(void **state)
{
    struct story *st = *state;
    st->facts = true;
    story_begin(st);
    story_open(st, 1);
    story_expect(st, "");
    story_say(st, 1, "{'t':'hello','sdk':'test','device':4}");
    story_expect(st, "event=session.open link=1 session=1\n"
                     "1< {'t':'welcome','re':1,'token':'" TOKEN1 "','grace_ms':30000,"
                     "'ping_ms':10000,'server':'parlor','ip':'192.0.2.7'}\n");
    story_say(st, 1, "{'t':'login','name':'ann'}");
    story_expect(st, "event=user.login link=1 session=1 user=-2\n"
                     "1< {'t':'logged_in','seq':1,'re':2,'self':{'id':-2,'name':'ann','level':0,"
                     "'camera':0,'mic':0,'device':4,'ip':'192.0.2.7'}}\n");
    story_say(st, 1, "{'t':'logout'}");
    story_expect(st, "1< {'t':'done','seq':2,'re':3}\n"
                     "event=session.end link=1 session=1 user=-2\n"
                     "close link=1 code=1000 reason=\"logged out\"\n");
    story_say(st, 1, "{'t':'ping'}"); /* the link is gone */
    story_cut(st, 1);
    story_expect(st, "");
}

static void no_hello_is_2(void **state)
{
    struct story *st = *state;
    story_begin(st);
    story_open(st, 1);
    story_say(st, 1, "{'t':'login','name':'ann'}");
    story_expect(st, "1< {'t':'error','seq':1,'re':1,'code':2,'detail':'say hello first'}\n");
    story_say(st, 1, "{'t':'hello','sdk':'test'}");
    assert_true(story_has(st, "welcome"));
}

static void link_without_hello_is_closed(void **state)
{
    struct story *st = *state;
    st->facts = true;
    story_begin(st);
    story_open(st, 1);
    story_wait(st, PL_SEC(10) - 1);
    story_expect(st, "");
    story_wait(st, 1);
    story_expect(st, "event=link.refused link=1 code=100\n"
                     "close link=1 code=1008 reason=\"no hello\"\n");
    assert_true(pl_core_deadline(st->core) == PL_TIME_NEVER);
}

static void talking_without_session_is_cut(void **state)
{
    struct story *st = *state;
    story_begin(st);
    story_open(st, 1);
    for (int i = 0; i < 10; i++)
        story_say_raw(st, 1, "nonsense");
    assert_false(story_has(st, "close"));
    story_skip(st);
    story_say_raw(st, 1, "nonsense");
    story_expect(st, "close link=1 code=1008 reason=\"too many messages without a session\"\n");
}

static void too_early_requests(void **state)
{
    struct story *st = *state;
    static const char *const need_user[] = {
        "{'t':'enter','room':1}",
        "{'t':'enter_name','name':'a'}",
        "{'t':'leave','room':-1}",
        "{'t':'text','to':-1,'secret':false,'text':'a'}",
        "{'t':'state','camera':2,'mic':1}",
        "{'t':'watch','user':2,'kind':'audio','on':true}",
        "{'t':'pub_offer','sdp':'v=0','tracks':[]}",
        "{'t':'sub_answer','version':1,'sdp':'v=0'}",
        "{'t':'media_restart','peer':'sub'}",
    };
    story_begin(st);
    story_open(st, 1);
    story_say(st, 1, "{'t':'hello','sdk':'test'}");
    for (size_t i = 0; i < 9; i++) {
        story_skip(st);
        story_say(st, 1, need_user[i]);
        assert_true(story_has(st, "'code':208"));
    }
    story_say(st, 1, "{'t':'login','name':'ann'}");
    for (size_t i = 3; i < 9; i++) {
        story_skip(st);
        story_say(st, 1, need_user[i]);
        assert_true(story_has(st, i == 4 ? "'t':'done'" : "'code':3}"));
    }
}

static void second_hello_is_20(void **state)
{
    struct story *st = *state;
    story_begin(st);
    story_user(st, 1, "ann");
    story_say(st, 1, "{'t':'hello','sdk':'test'}");
    story_expect(st, "1< {'t':'error','seq':2,'re':3,'code':20,"
                     "'detail':'the link has a session already'}\n");
    story_say(st, 1, "{'t':'teleport'}");
    story_expect(st, "1< {'t':'error','seq':3,'re':4,'code':20,'detail':'unknown message'}\n");
    story_say(st, 1, "{'t':'leave','room':-7}");
    assert_true(story_has(st, "'seq':4,'re':5,'code':21"));
}

static void ping_and_ack_stand_outside(void **state)
{
    struct story *st = *state;
    story_begin(st);
    story_user(st, 1, "ann");
    story_say_raw(st, 1, "{'t':'ping'}");
    story_expect(st, "1< {'t':'pong'}\n");
    story_say_raw(st, 1, "{'t':'ack','seq':1}");
    story_say_raw(st, 1, "{'t':'ack','seq':999}"); /* never sent: ignored */
    story_expect(st, "");
    story_say(st, 1, "{'t':'leave','room':-1}");
    story_expect(st, "1< {'t':'done','seq':2,'re':3}\n");
}

static void repeated_request_is_dropped(void **state)
{
    struct story *st = *state;
    story_begin(st);
    story_user(st, 1, "ann");
    story_say_raw(st, 1, "{'t':'leave','id':3,'room':-1}");
    story_expect(st, "1< {'t':'done','seq':2,'re':3}\n");
    story_say_raw(st, 1, "{'t':'leave','id':3,'room':-1}");
    story_say_raw(st, 1, "{'t':'nonsense','id':2}");
    story_expect(st, "");
    story_say_raw(st, 1, "{'t':'leave','id':7,'room':-1}"); /* a gap: a resume took the numbers */
    story_expect(st, "1< {'t':'done','seq':3,'re':7}\n");
}

/* ---- login ---- */

static void login_codes(void **state)
{
    struct story *st = *state;
    st->config.guests = false;
    st->config.login_policy = PL_CORE_LOGIN_REFUSE;
    story_begin(st);
    story_open(st, 1);
    story_say(st, 1, "{'t':'hello','sdk':'test'}");
    story_skip(st);
    story_say(st, 1, "{'t':'login','name':''}");
    story_expect(st, "1< {'t':'error','seq':1,'re':2,'code':210}\n");
    story_say(st, 1, "{'t':'login','name':'ann'}");
    story_expect(st, "1< {'t':'error','seq':2,'re':3,'code':204}\n");
    story_say(st, 1, "{'t':'login','name':'ann','password':''}");
    story_expect(st, "1< {'t':'error','seq':3,'re':4,'code':204}\n");
    story_say(st, 1, "{'t':'login','name':'ann','password':'x'}");
    story_expect(st, "1< {'t':'error','seq':4,'re':5,'code':206}\n");
}

static void second_login_in_a_session_is_201(void **state)
{
    struct story *st = *state;
    story_begin(st);
    story_user(st, 1, "ann");
    story_say(st, 1, "{'t':'login','name':'bob'}");
    story_expect(st, "1< {'t':'error','seq':2,'re':3,'code':201}\n");
}

static void accounts_have_passwords(void **state)
{
    struct story *st = *state;
    static const struct pl_core_account accounts[] = {
        {{(const uint8_t *)"ann", 3}, {(const uint8_t *)"secret", 6}}};
    st->config.accounts = accounts;
    st->config.account_count = 1;
    st->config.login_policy = PL_CORE_LOGIN_REFUSE;
    story_begin(st);
    story_open(st, 1);
    story_say(st, 1, "{'t':'hello','sdk':'test'}");
    story_skip(st);
    story_say(st, 1, "{'t':'login','name':'ann','password':'wrong'}");
    story_expect(st, "1< {'t':'error','seq':1,'re':2,'code':200}\n");
    story_say(st, 1, "{'t':'login','name':'ann'}"); /* nor as a guest */
    story_expect(st, "1< {'t':'error','seq':2,'re':3,'code':200}\n");
    story_say(st, 1, "{'t':'login','name':'ann','password':'secret'}");
    assert_true(story_has(st, "'id':1,'name':'ann'"));
}

static void names_keep_their_ids(void **state)
{
    struct story *st = *state;
    story_begin(st);
    story_user(st, 1, "ann");
    story_user(st, 2, "bob");
    story_say(st, 1, "{'t':'logout'}");
    story_open(st, 3);
    story_say(st, 3, "{'t':'hello','sdk':'test'}");
    story_say(st, 3, "{'t':'login','name':'cat','password':'x'}");
    assert_true(story_has(st, "'id':3,'name':'cat'"));
    story_say(st, 3, "{'t':'logout'}");
    story_skip(st);
    story_open(st, 4);
    story_say(st, 4, "{'t':'hello','sdk':'test'}");
    story_say(st, 4, "{'t':'login','name':'ann','password':'y'}");
    assert_true(story_has(st, "'id':1,'name':'ann'"));
}

static void guests_are_new_each_time(void **state)
{
    struct story *st = *state;
    story_begin(st);
    for (uint64_t link = 1; link <= 3; link++) {
        story_open(st, link);
        story_say(st, link, "{'t':'hello','sdk':'test'}");
        story_say(st, link, "{'t':'login','name':'guest'}");
    }
    assert_true(story_has(st, "'id':-2,'name':'guest'"));
    assert_true(story_has(st, "'id':-3,'name':'guest'"));
    assert_true(story_has(st, "'id':-4,'name':'guest'"));
    assert_false(story_has(st, "closing"));
}

static void signing_in_elsewhere_replaces(void **state)
{
    struct story *st = *state;
    st->facts = true;
    story_begin(st);
    story_member(st, 1, "ann", 5);
    story_member(st, 2, "bob", 5);
    story_open(st, 3);
    story_say(st, 3, "{'t':'hello','sdk':'test'}");
    story_skip(st);
    story_say(st, 3, "{'t':'login','name':'ann','password':'x'}");
    story_expect(st, "event=session.end link=1 session=1 user=1 room=5 code=209\n"
                     "leave session=1\n"
                     "event=room.leave link=1 session=1 user=1 room=5 code=209\n"
                     "2< {'t':'user_left','seq':3,'user':1,'code':209}\n"
                     "1< {'t':'closing','seq':4,'code':209,'reconnect':false}\n"
                     "close link=1 code=1000 reason=\"signed in elsewhere\"\n"
                     "event=user.login link=3 session=3 user=1\n"
                     "3< {'t':'logged_in','seq':1,'re':2,'self':{'id':1,'name':'ann','level':0,"
                     "'camera':0,'mic':0,'device':0,'ip':'192.0.2.7'}}\n");
    /* and can be replaced again, and leaves no name behind */
    story_user(st, 4, "ann");
    assert_false(story_has(st, "209"));
}

static void an_operator_removes(void **state)
{
    struct story *st = *state;
    struct pl_event e = {.type = PL_EVENT_REMOVE, .remove = {1}};
    st->facts = true;
    story_begin(st);
    story_member(st, 1, "ann", 5);
    story_member(st, 2, "bob", 5);
    story_skip(st);
    story_step(st, &e);
    story_expect(st, "event=session.end link=1 session=1 user=1 room=5 code=211\n"
                     "leave session=1\n"
                     "event=room.leave link=1 session=1 user=1 room=5 code=211\n"
                     "2< {'t':'user_left','seq':3,'user':1,'code':211}\n"
                     "1< {'t':'closing','seq':4,'code':211,'reconnect':false}\n"
                     "close link=1 code=1008 reason=\"removed\"\n");
    for (int32_t nobody = -1; nobody <= 1; nobody++) {
        e.remove.user = nobody;
        story_step(st, &e);
    }
    story_expect(st, "");
    story_user(st, 3, "ann"); /* of his own will he may come again */
    assert_false(story_has(st, "211"));
}

static void server_password(void **state)
{
    struct story *st = *state;
    st->config.server_password = pl_bytes_str("open sesame");
    story_begin(st);
    story_open(st, 1);
    story_say(st, 1, "{'t':'hello','sdk':'test'}");
    story_expect(st, "1< {'t':'error','seq':1,'re':1,'code':102}\n");
    story_say(st, 1, "{'t':'hello','sdk':'test','password':'open sesam'}");
    story_expect(st, "1< {'t':'error','seq':2,'re':2,'code':102}\n");
    story_say(st, 1, "{'t':'hello','sdk':'test','password':'open sesame'}");
    assert_true(story_has(st, "welcome"));
}

/* ---- limits and the end ---- */

static void links_and_sessions_are_limited(void **state)
{
    struct story *st = *state;
    st->config.max_sessions = 1;
    st->config.max_links = 2;
    story_begin(st);
    story_user(st, 1, "ann");
    story_open(st, 2);
    story_say(st, 2, "{'t':'hello','sdk':'test'}");
    story_expect(st, "2< {'t':'error','seq':1,'re':1,'code':104}\n");
    story_open(st, 3);
    story_expect(st, "close link=3 code=1013 reason=\"too many links\"\n");
    story_say(st, 1, "{'t':'logout'}");
    story_skip(st);
    story_say(st, 2, "{'t':'hello','sdk':'test'}");
    assert_true(story_has(st, "welcome"));
}

static void addresses_are_told_on_request(void **state)
{
    struct story *st = *state;
    st->config.expose_ip = true;
    story_begin(st);
    story_member(st, 1, "ann", 5);
    story_open_from(st, 2, "2001:db8::1");
    story_say(st, 2, "{'t':'hello','sdk':'test'}");
    story_say(st, 2, "{'t':'login','name':'bob'}");
    story_say(st, 2, "{'t':'enter','room':5}");
    assert_true(story_has(st, "1< {'t':'user_entered','seq':3,'user':{'id':-2,'name':'bob',"
                              "'level':0,'camera':0,'mic':0,'device':0,'ip':'2001:db8::1'}}"));
    assert_true(story_has(st, "'members':[{'id':1,'name':'ann','level':0,'camera':0,'mic':0,"
                              "'device':0,'ip':'192.0.2.7'}]"));
}

static void the_stun_service_is_told_in_the_room(void **state)
{
    const struct pl_bytes urls[] = {pl_bytes_str("stun:192.0.2.1:8910"),
                                    pl_bytes_str("stun:[2001:db8::1]:8910")};
    struct story *st = *state;
    st->config.stun = urls;
    st->config.stun_count = 2;
    story_begin(st);
    story_user(st, 1, "ann");
    story_say(st, 1, "{'t':'enter','room':5}");
    assert_true(story_has(st, "'members':[],'stun':['stun:192.0.2.1:8910',"
                              "'stun:[2001:db8::1]:8910']}"));
}

static void draining(void **state)
{
    struct story *st = *state;
    struct pl_event e = {.type = PL_EVENT_DRAIN};
    story_begin(st);
    story_member(st, 1, "ann", 5);
    story_member(st, 2, "bob", 5);
    story_skip(st);
    e.drain.deadline = st->now + PL_SEC(20);
    story_step(st, &e);
    story_expect(st, "1< {'t':'draining','seq':4,'deadline_ms':20000}\n"
                     "2< {'t':'draining','seq':3,'deadline_ms':20000}\n");
    story_open(st, 3);
    story_say(st, 3, "{'t':'hello','sdk':'test'}");
    story_expect(st, "3< {'t':'error','seq':1,'re':1,'code':110}\n");
    story_cut(st, 2);
    story_resume(st, 4, 2, 3);
    story_expect(st, "4< {'t':'resumed','re':4,'last_id':3}\n");
    story_wait(st, PL_SEC(20));
    story_expect(st, "close link=3 code=1008 reason=\"no hello\"\n"
                     "leave session=1\n"
                     "1< {'t':'closing','seq':5,'code':212,'reconnect':true}\n"
                     "close link=1 code=1001 reason=\"server stops\"\n"
                     "leave session=2\n"
                     "4< {'t':'closing','seq':4,'code':212,'reconnect':true}\n"
                     "close link=4 code=1001 reason=\"server stops\"\n");
}

/* The table of dispatch.c and the schema agree on what comes before what. */
static void routes_agree_with_the_schema(void **state)
{
    (void)state;
    for (int type = PL_WIRE_NONE + 1; type < PL_WIRE_TYPE_COUNT; type++) {
        const struct pl_wire_desc *desc = pl_wire_desc((enum pl_wire_type)type);
        const struct pl_route *route = pl_dispatch_route((enum pl_wire_type)type);
        bool bare = desc->needs == PL_WIRE_NEEDS_LINK || desc->needs == PL_WIRE_NEEDS_BUSINESS;
        assert_int_equal(route != NULL, desc->dir == PL_WIRE_FROM_CLIENT && !bare);
        if (!route)
            continue;
        assert_int_equal(route->needs >= PL_NEEDS_USER, desc->needs == PL_WIRE_NEEDS_USER);
        assert_int_equal(route->unordered, desc->reply == 0 || desc->reply == PL_WIRE_PONG);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        story_test(first_steps),
        story_test(no_hello_is_2),
        story_test(link_without_hello_is_closed),
        story_test(talking_without_session_is_cut),
        story_test(too_early_requests),
        story_test(second_hello_is_20),
        story_test(ping_and_ack_stand_outside),
        story_test(repeated_request_is_dropped),
        story_test(login_codes),
        story_test(second_login_in_a_session_is_201),
        story_test(accounts_have_passwords),
        story_test(names_keep_their_ids),
        story_test(guests_are_new_each_time),
        story_test(signing_in_elsewhere_replaces),
        story_test(an_operator_removes),
        story_test(server_password),
        story_test(links_and_sessions_are_limited),
        story_test(addresses_are_told_on_request),
        story_test(the_stun_service_is_told_in_the_room),
        story_test(draining),
        cmocka_unit_test(routes_agree_with_the_schema),
    };
    return cmocka_run_group_tests_name("core_session", tests, NULL, NULL);
}

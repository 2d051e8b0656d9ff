/* SPDX-License-Identifier: Apache-2.0 */
/* Buffers, notes, data for the server, queries: who receives them, and what nobody gets. */
#include "pl_test.h"

#include "base/base64.h"
#include "core/story.h"

#include <stdio.h>

#define BUFFER(to, data) "{'t':'buffer','to':" #to ",'data':'" data "','is_text':true}"
#define FILTER(data)     "{'t':'server_data','channel':'filter','data':'" data "'}"
#define QUERY(info, in)  "{'t':'query','info':" #info ",'input':'" in "'}"

/* ann 1 and bob 2 in room 5, cat 3 in room 6, dan 4 in none. */
static void four(struct story *st)
{
    story_begin(st);
    story_member(st, 1, "ann", 5);
    story_member(st, 2, "bob", 5);
    story_member(st, 3, "cat", 6);
    story_user(st, 4, "dan");
    story_skip(st);
}

static void expect_error(struct story *st, int code)
{
    char text[64];
    snprintf(text, sizeof(text), "'code':%d", code);
    if (!story_has(st, text))
        fail_msg("no error %d in: %s", code, st->trace);
    story_skip(st);
}

static void a_buffer_for_the_room(void **state)
{
    struct story *st = *state;
    four(st);
    story_say(st, 1, BUFFER(-1, "aGk="));
    story_expect(st, "2< {'t':'buffer_received','seq':3,'from':1,'data':'aGk=','is_text':true}\n"
                     "1< {'t':'done','seq':4,'re':4}\n");
    story_say(st, 4, BUFFER(-1, "aGk=")); /* all of which room? */
    expect_error(st, 3);
}

static void a_buffer_for_one_user_wherever_he_is(void **state)
{
    struct story *st = *state;
    four(st);
    story_say(st, 1, BUFFER(3, "aGk="));
    story_expect(st, "3< {'t':'buffer_received','seq':3,'from':1,'data':'aGk=','is_text':true}\n"
                     "1< {'t':'done','seq':4,'re':4}\n");
    story_say(st, 4, "{'t':'buffer','to':1,'data':'/w=='}");
    story_expect(st, "1< {'t':'buffer_received','seq':5,'from':4,'data':'/w=='}\n"
                     "4< {'t':'done','seq':2,'re':3}\n");
    story_say(st, 1, BUFFER(4, "")); /* empty is a buffer too */
    story_expect(st, "4< {'t':'buffer_received','seq':3,'from':1,'data':'','is_text':true}\n"
                     "1< {'t':'done','seq':6,'re':5}\n");
    story_say(st, 1, BUFFER(1, "aGk=")); /* oneself */
    expect_error(st, 205);
    story_say(st, 1, BUFFER(99, "aGk="));
    expect_error(st, 205);
    story_open(st, 5);
    story_say(st, 5, "{'t':'hello','sdk':'t'}");
    story_say(st, 5, BUFFER(1, "aGk=")); /* who? */
    expect_error(st, 208);
}

static void say_sized(struct story *st, size_t bytes)
{
    char json[2048], data[1400];
    uint8_t zeros[1026] = {0};
    pl_base64_write(pl_bytes_of(zeros, bytes), (uint8_t *)data);
    data[PL_BASE64_CHARS(bytes)] = '\0';
    snprintf(json, sizeof(json), "{'t':'buffer','to':3,'data':'%s'}", data);
    story_say(st, 1, json);
}

static void a_buffer_has_1024_bytes_at_most(void **state)
{
    struct story *st = *state;
    four(st);
    say_sized(st, 1024);
    assert_true(story_has(st, "3< {'t':'buffer_received'"));
    story_skip(st);
    say_sized(st, 1025); /* as many letters as 1024 take */
    assert_false(story_has(st, "buffer_received"));
    expect_error(st, 21);
    say_sized(st, 1026);
    expect_error(st, 21);
    story_say(st, 1, BUFFER(3, "aGk"));
    expect_error(st, 21);
    story_say(st, 1, BUFFER(3, "aG k"));
    expect_error(st, 21);
}

static void buffers_wait_for_whoever_comes_back(void **state)
{
    struct story *st = *state;
    four(st);
    story_cut(st, 3);
    story_say(st, 1, BUFFER(3, "aGk="));
    assert_true(story_has(st, "1< {'t':'done'"));
    story_skip(st);
    story_resume(st, 7, 3, 2);
    story_expect(st, "7< {'t':'resumed','re':4,'last_id':3}\n"
                     "7< {'t':'buffer_received','seq':3,'from':1,'data':'aGk=','is_text':true}\n");
}

/* Strangers cannot fill the memory of somebody who is away until his session ends. */
static void who_is_away_is_not_flooded(void **state)
{
    struct story *st = *state;
    size_t delivered = 0;
    st->config.outbox_messages = 20;
    four(st);
    story_cut(st, 3);
    for (size_t i = 0; i < 30; i++) {
        story_say(st, 1, BUFFER(3, "aGk="));
        delivered += story_has(st, "'t':'done'") ? 1 : 0;
        if (!story_has(st, "'t':'done'"))
            expect_error(st, 23);
        story_skip(st);
    }
    assert_true(delivered > 0 && delivered <= 10);
    story_resume(st, 7, 3, 2);
    assert_true(story_has(st, "7< {'t':'resumed'"));
}

static void nor_by_secrets(void **state)
{
    struct story *st = *state;
    size_t delivered = 0;
    st->config.outbox_messages = 20;
    four(st);
    story_cut(st, 2);
    for (size_t i = 0; i < 30; i++) {
        story_say(st, 1, "{'t':'text','to':2,'secret':true,'text':'x'}");
        delivered += story_has(st, "'t':'done'") ? 1 : 0;
        story_skip(st);
    }
    assert_true(delivered > 0 && delivered <= 10);
    story_resume(st, 7, 2, 2);
    assert_true(story_has(st, "7< {'t':'resumed'"));
}

static void notes_go_where_buffers_go_but_not_to_the_server(void **state)
{
    struct story *st = *state;
    four(st);
    story_say(st, 1, "{'t':'note','to':-1,'kind':'business','text':'{}'}");
    story_expect(st, "2< {'t':'note_received','seq':3,'from':1,'kind':'business','text':'{}'}\n"
                     "1< {'t':'done','seq':4,'re':4}\n");
    story_say(st, 1, "{'t':'note','to':4,'kind':'user_buffer','text':'x'}");
    story_expect(st, "4< {'t':'note_received','seq':2,'from':1,'kind':'user_buffer','text':'x'}\n"
                     "1< {'t':'done','seq':5,'re':5}\n");
    story_say(st, 1, "{'t':'note','to':0,'kind':'business','text':'{}'}");
    expect_error(st, 21);
}

/* ---- the server's side ---- */

static void without_anybody_at_the_server(void **state)
{
    struct story *st = *state;
    four(st);
    story_say(st, 1, FILTER("aGk="));
    expect_error(st, 206);
    story_say(st, 1, BUFFER(0, "aGk="));
    expect_error(st, 206);
}

static void ignored(void **state)
{
    struct story *st = *state;
    st->config.server_data = PL_CORE_DATA_IGNORE;
    four(st);
    story_say(st, 4, FILTER("aGk="));
    story_expect(st, "4< {'t':'done','seq':2,'re':3}\n");
}

static void echoed(void **state)
{
    struct story *st = *state;
    st->config.server_data = PL_CORE_DATA_ECHO;
    four(st);
    story_say(st, 4, FILTER("aGk="));
    story_expect(st, "4< {'t':'server_data_received','seq':2,'channel':'filter','data':'aGk='}\n"
                     "4< {'t':'done','seq':3,'re':3}\n");
    story_say(st, 4, "{'t':'server_data','channel':'business','data':'aGk=','is_text':true}");
    story_expect(st, "4< {'t':'server_data_received','seq':4,'channel':'business','data':'aGk=',"
                     "'is_text':true}\n"
                     "4< {'t':'done','seq':5,'re':4}\n");
    story_say(st, 4, BUFFER(0, "aGk="));
    story_expect(st, "4< {'t':'buffer_received','seq':6,'from':0,'data':'aGk=','is_text':true}\n"
                     "4< {'t':'done','seq':7,'re':5}\n");
    story_say(st, 4, FILTER("aGk"));
    expect_error(st, 21);
}

static void attached(void **state)
{
    struct story *st = *state;
    st->config.server_data = PL_CORE_DATA_ATTACHED;
    four(st);
    story_say(st, 4, FILTER("/w=="));
    story_expect(st, "data session=4 user=4 filter bytes=1\n"
                     "4< {'t':'done','seq':2,'re':3}\n");
    story_say(st, 4, BUFFER(0, "aGk="));
    story_expect(st, "data session=4 user=4 buffer bytes=2 text\n"
                     "4< {'t':'done','seq':3,'re':4}\n");
}

static void server_says(struct story *st, int32_t user, int32_t room, enum pl_core_channel channel)
{
    struct pl_event e = {.type = PL_EVENT_SERVER_DATA};
    e.server_data.user = user;
    e.server_data.room = room;
    e.server_data.channel = channel;
    e.server_data.is_text = true;
    e.server_data.bytes = pl_bytes_str("hi");
    story_step(st, &e);
}

static void what_is_attached_speaks_to_one_a_room_or_all(void **state)
{
    struct story *st = *state;
    four(st);
    story_open(st, 5);
    story_say(st, 5, "{'t':'hello','sdk':'t'}"); /* not signed in */
    story_skip(st);
    server_says(st, 4, 0, PL_CORE_FILTER);
    story_expect(st, "4< {'t':'server_data_received','seq':2,'channel':'filter','data':'aGk=',"
                     "'is_text':true}\n");
    server_says(st, 0, 5, PL_CORE_BUFFER);
    story_expect(st, "1< {'t':'buffer_received','seq':4,'from':0,'data':'aGk=','is_text':true}\n"
                     "2< {'t':'buffer_received','seq':3,'from':0,'data':'aGk=','is_text':true}\n");
    server_says(st, 3, 5, PL_CORE_BUFFER); /* cat is in another room */
    server_says(st, 77, 0, PL_CORE_FILTER);
    story_expect(st, "");
    server_says(st, 0, 0, PL_CORE_BUSINESS);
    assert_int_equal(st->sent, 4);
    assert_true(story_has(st, "4< {'t':'server_data_received','seq':3,'channel':'business'"));
}

static void a_greeting_comes_right_after_the_login(void **state)
{
    struct story *st = *state;
    st->config.greeting = pl_bytes_str("hi");
    story_begin(st);
    story_open(st, 1);
    story_say(st, 1, "{'t':'hello','sdk':'t'}");
    story_skip(st);
    story_say(st, 1, "{'t':'login','name':'ann','password':'x'}");
    story_expect(st, "1< {'t':'logged_in','seq':1,'re':2,'self':{'id':1,'name':'ann','level':0,"
                     "'camera':0,'mic':0,'device':0,'ip':'192.0.2.7'}}\n"
                     "1< {'t':'server_data_received','seq':2,'channel':'filter','data':'aGk=',"
                     "'is_text':true}\n");
}

/* ---- rates ---- */

/* What is carried costs by receivers; a debt is paid with time. */
static void carrying_costs(void **state)
{
    enum { TEXT = 32000 };
    struct story *st = *state;
    const char head[] = "{'t':'text','to':-1,'secret':false,'text':'";
    char *text = malloc(TEXT + 64);
    size_t passed = 0;
    assert_non_null(text);
    st->config.messages_burst = 100000;
    four(st);
    story_member(st, 5, "eve", 5);
    story_member(st, 6, "fay", 5);
    memcpy(text, head, sizeof(head) - 1);
    memset(text + sizeof(head) - 1, 'x', TEXT);
    memcpy(text + sizeof(head) - 1 + TEXT, "'}", 3);
    st->quiet = true;
    for (size_t i = 0; i < 500; i++) {
        story_skip(st);
        story_say(st, 1, text);
        passed += st->sent > 1 ? 1 : 0;
    }
    assert_in_range(passed, 347, 350); /* 32 MiB in copies for three */
    st->quiet = false;
    story_skip(st);
    story_say(st, 1, "{'t':'text','to':-1,'secret':false,'text':'x'}");
    expect_error(st, 23);
    story_say(st, 2, "{'t':'text','to':-1,'secret':false,'text':'x'}"); /* nobody else pays */
    assert_true(story_has(st, "text_received"));
    story_skip(st);
    story_wait(st, PL_MS(50));
    story_say(st, 1, "{'t':'text','to':-1,'secret':false,'text':'x'}");
    assert_true(story_has(st, "text_received"));
    free(text);
}

/* ---- queries ---- */

static void expect_answer(struct story *st, uint64_t link, const char *query, const char *text)
{
    char want[128];
    story_say(st, link, query);
    snprintf(want, sizeof(want), "'text':'%s'}\n", text);
    if (!story_has(st, "'t':'answer'") || !story_has(st, want))
        fail_msg("%s: not %s but %s", query, want, st->trace);
    story_skip(st);
}

static void queries(void **state)
{
    struct story *st = *state;
    four(st);
    story_open(st, 5);
    story_say(st, 5, "{'t':'hello','sdk':'t'}");
    story_say(st, 5, "{'t':'login','name':'eve'}"); /* a guest */
    story_skip(st);
    expect_answer(st, 4, QUERY(1, "cat"), "3");
    expect_answer(st, 4, QUERY(1, "eve"), "-2");
    expect_answer(st, 4, QUERY(1, "nobody"), "");
    expect_answer(st, 4, QUERY(1, ""), "");
    expect_answer(st, 4, QUERY(4, "3"), "cat");
    expect_answer(st, 4, QUERY(4, "-2"), "eve");
    expect_answer(st, 4, QUERY(4, "0"), "");
    expect_answer(st, 4, QUERY(4, "3x"), "");
    expect_answer(st, 4, QUERY(4, " 3"), "");
    expect_answer(st, 4, QUERY(4, "99999999999999999999"), "");
    expect_answer(st, 4, QUERY(4, "4294967299"), ""); /* 3 and 2^32 */
    expect_answer(st, 4, QUERY(200, ""), "running");
    expect_answer(st, 4, QUERY(201, ""), "5");
    expect_answer(st, 4, QUERY(3, "3"), "");
    expect_answer(st, 4, QUERY(60000, "3"), "");
    expect_answer(st, 4, QUERY(6, "99"), "");
    story_say(st, 4, QUERY(6, "3"));
    assert_true(story_has(st, "'text':'','user':{'id':3,'name':'cat'"));
    story_say(st, 3, "{'t':'logout'}");
    story_skip(st);
    expect_answer(st, 4, QUERY(1, "cat"), ""); /* known, but away */
}

static void queries_have_a_rate(void **state)
{
    struct story *st = *state;
    size_t answered = 0;
    four(st);
    for (size_t i = 0; i < 60; i++) {
        story_skip(st);
        story_say(st, 4, QUERY(201, ""));
        answered += story_has(st, "'t':'answer'") ? 1 : 0;
    }
    assert_int_equal(answered, 50);
    expect_error(st, 23);
    story_wait(st, PL_MS(100));
    expect_answer(st, 4, QUERY(201, ""), "4");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        story_test(a_buffer_for_the_room),
        story_test(a_buffer_for_one_user_wherever_he_is),
        story_test(a_buffer_has_1024_bytes_at_most),
        story_test(buffers_wait_for_whoever_comes_back),
        story_test(who_is_away_is_not_flooded),
        story_test(nor_by_secrets),
        story_test(notes_go_where_buffers_go_but_not_to_the_server),
        story_test(without_anybody_at_the_server),
        story_test(ignored),
        story_test(echoed),
        story_test(attached),
        story_test(what_is_attached_speaks_to_one_a_room_or_all),
        story_test(a_greeting_comes_right_after_the_login),
        story_test(carrying_costs),
        story_test(queries),
        story_test(queries_have_a_rate),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

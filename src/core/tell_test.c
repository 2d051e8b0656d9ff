/* SPDX-License-Identifier: Apache-2.0 */
/* Notices of what users do: all of it, in order, once; nothing of links that come back; and data
 * for the server as long as somebody takes them. */
#include "pl_test.h"

#include "core/look.h"
#include "core/story.h"

static void begin(struct story *st)
{
    st->config.notices = true;
    st->quiet = true; /* what users are told is in other tests */
    story_begin(st);
}

/* The notices of the trace, a line each; forgets it. */
static void expect_notices(struct story *st, const char *expected)
{
    char *kept = calloc(1, st->used + 1), *at = kept;
    assert_non_null(kept);
    for (char *line = st->trace; line && *line;) {
        char *end = strchr(line, '\n');
        size_t n = end ? (size_t)(end - line) + 1 : strlen(line);
        if (strncmp(line, "notice ", 7) == 0) {
            memcpy(at, line + 7, n - 7);
            at += n - 7;
        }
        line += n;
    }
    assert_string_equal(kept, expected);
    free(kept);
    story_skip(st);
}

static void a_life(void **state)
{
    struct story *st = *state;
    begin(st);
    story_user(st, 1, "ann");
    story_user(st, 2, "bob");
    story_say(st, 1, "{'t':'enter','room':5}");
    story_say(st, 1, "{'t':'enter','room':5}"); /* refused: no notice */
    story_say(st, 2, "{'t':'enter_name','name':'den'}");
    story_say(st, 2, "{'t':'leave','room':-1}");
    story_say(st, 2, "{'t':'leave','room':-1}");
    story_say(st, 1, "{'t':'text','to':-1,'secret':true,'text':'hello'}");
    story_say(st, 1, "{'t':'logout'}");
    expect_notices(st, "enter user=1 room=5\n"
                       "enter user=2 room=100000001\n"
                       "leave user=2 room=100000001\n"
                       "text user=1 room=5 to=-1 bytes=5\n"
                       "leave user=1 room=5\n"
                       "logout user=1\n");
}

static void a_link_that_comes_back_is_none(void **state)
{
    struct story *st = *state;
    begin(st);
    story_member(st, 1, "ann", 5);
    story_skip(st);
    story_cut(st, 1);
    story_wait(st, PL_SEC(5));
    story_resume(st, 2, 1, 2);
    story_say(st, 2, "{'t':'text','to':-1,'secret':false,'text':'x'}");
    expect_notices(st, "text user=1 room=5 to=-1 bytes=1\n");
    story_cut(st, 2);
    story_wait(st, st->config.grace_us);
    expect_notices(st, "leave user=1 room=5 code=101\n"
                       "logout user=1 code=101\n");
}

static void who_is_replaced_goes_before_he_comes(void **state)
{
    struct story *st = *state;
    begin(st);
    story_member(st, 1, "ann", 5);
    story_skip(st);
    story_open(st, 2);
    story_say(st, 2, "{'t':'hello','sdk':'x'}");
    story_say(st, 2, "{'t':'login','name':'ann','password':'x'}");
    expect_notices(st, "leave user=1 room=5 code=209\n"
                       "logout user=1 code=209\n"
                       "login user=1\n");
}

static void a_call(void **state)
{
    struct story *st = *state;
    begin(st);
    story_user(st, 1, "ann");
    story_user(st, 2, "bob");
    story_skip(st);
    story_say(st, 1, "{'t':'call_request','user':3,'flags':0,'param':0,'text':''}");
    expect_notices(st, "call user=1 event=1 to=3\n"
                       "call user=1 event=2 to=3 code=100102\n");
    story_say(st, 1, "{'t':'call_request','user':2,'flags':0,'param':0,'text':''}");
    story_wait(st, st->config.call_ring_us);
    expect_notices(st, "call user=1 event=1 to=2\n"
                       "call user=1 event=2 to=2 code=100105\n");
    story_say(st, 1, "{'t':'call_request','user':2,'flags':0,'param':0,'text':''}");
    story_say(st, 2, "{'t':'call_answer','user':1,'code':0,'flags':0,'param':0,'text':''}");
    story_say(st, 2, "{'t':'logout'}");
    expect_notices(st, "call user=1 event=1 to=2\n"
                       "call user=1 event=2 to=2\n"
                       "call user=1 event=3 to=2\n"
                       "call user=1 event=4 to=2 code=100106\n"
                       "logout user=2\n");
}

static void nothing_where_it_is_off(void **state)
{
    struct story *st = *state;
    st->quiet = true;
    story_begin(st);
    story_member(st, 1, "ann", 5);
    story_say(st, 1, "{'t':'text','to':-1,'secret':false,'text':'x'}");
    story_say(st, 1, "{'t':'logout'}");
    expect_notices(st, "");
}

static void data_are_taken_as_long_as_somebody_takes_them(void **state)
{
    struct story *st = *state;
    struct pl_event takers = {.type = PL_EVENT_TAKERS};
    st->config.ask[PL_ASK_CONTROL].on = true;
    story_begin(st);
    story_user(st, 1, "ann");
    takers.takers.data[PL_CORE_FILTER] = true;
    story_step(st, &takers);
    story_say(st, 1, "{'t':'server_data','channel':'filter','data':'QQ=='}");
    assert_true(story_has(st, "data session=1 user=1 filter bytes=1") && story_has(st, "'done'"));
    story_skip(st);
    story_say(st, 1, "{'t':'buffer','to':0,'data':'QQ=='}");
    assert_true(story_has(st, "'code':206"));
    story_say(st, 1, "{'t':'user_control','user':2,'code':100}");
    takers.takers.data[PL_CORE_FILTER] = false;
    takers.takers.control = true;
    story_step(st, &takers);
    story_skip(st);
    story_say(st, 1, "{'t':'server_data','channel':'filter','data':'QQ=='}");
    assert_true(story_has(st, "'code':206"));
    story_skip(st);
    story_say(st, 1, "{'t':'user_control','user':2,'code':100}");
    assert_true(story_has(st, "control user=1 about=2 code=100"));
}

static bool count(void *arg, const struct pl_look_user *user)
{
    int *n = arg;
    *n += user->room == 5 ? 100 : 1;
    return *n < 200;
}

static void looking(void **state)
{
    struct story *st = *state;
    struct pl_look_user user;
    char text[PL_LOOK_TEXT_MAX];
    int32_t ids[4] = {0};
    int n = 0;
    story_begin(st);
    story_member(st, 1, "ann", 5);
    story_user(st, 2, "bob");
    story_member(st, 3, "cat", 5);
    story_open(st, 4); /* nobody yet */
    assert_int_equal(pl_look_users(st->core, PL_LOOK_ALL, ids, 2), 3);
    assert_true(ids[0] == 1 && ids[1] == 2 && ids[2] == 0);
    assert_int_equal(pl_look_users(st->core, 5, ids, 4), 2);
    assert_true(ids[0] == 1 && ids[1] == 3);
    assert_int_equal(pl_look_users(st->core, 6, ids, 4), 0);
    assert_int_equal(pl_look_rooms(st->core, ids, 4), 1);
    assert_int_equal(ids[0], 5);
    assert_true(pl_look_user(st->core, 3, &user) && user.room == 5 && !user.detached);
    assert_true(pl_bytes_eq_str(user.name, "cat"));
    assert_false(pl_look_user(st->core, 0, &user));
    assert_false(pl_look_user(st->core, 9, &user));
    story_cut(st, 3);
    assert_true(pl_look_user(st->core, 3, &user) && user.detached);
    pl_look_everybody(st->core, count, &n);
    assert_int_equal(n, 201);
    assert_true(pl_bytes_eq_str(pl_look_query(st->core, 1, pl_bytes_str("bob"), text), "2"));
    assert_int_equal(pl_look_info(st->core, 1, 1).len, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        story_test(a_life),
        story_test(a_link_that_comes_back_is_none),
        story_test(who_is_replaced_goes_before_he_comes),
        story_test(a_call),
        story_test(nothing_where_it_is_off),
        story_test(data_are_taken_as_long_as_somebody_takes_them),
        story_test(looking),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

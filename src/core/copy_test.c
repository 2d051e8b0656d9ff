/* SPDX-License-Identifier: Apache-2.0 */
/* Users whose media are copied: who counts as one, and when. */
#include "core/story.h"

#include "pl_test.h"

#include <stdio.h>

static const struct pl_bytes names[] = {{(const uint8_t *)"eve", 3}, {(const uint8_t *)"ann", 3}};

static void begin(struct story *st)
{
    st->config.copied = names;
    st->config.copied_count = 2;
    st->config.p2p = PL_CORE_P2P_ON;
    st->quiet = true;
    story_begin(st);
}

static void named_users_are_copied_in_whatever_room(void **state)
{
    struct story *st = *state;
    begin(st);
    story_user(st, 1, "ann");
    story_say(st, 1, "{'t':'enter','room':5}");
    assert_true(story_has(st, "join session=1 room=5\ncopy session=1 number=1\n"));
    story_skip(st);
    story_say(st, 1, "{'t':'leave','room':-1}");
    story_say(st, 1, "{'t':'enter_name','name':'hall'}");
    assert_true(story_has(st, "copy session=1 number=1\n"));
    story_skip(st);
    story_user(st, 2, "bob");
    story_say(st, 2, "{'t':'enter','room':5}");
    assert_false(story_has(st, "copy"));
}

static void a_guest_may_call_himself_anything(void **state)
{
    struct story *st = *state;
    begin(st);
    story_open(st, 1);
    story_say(st, 1, "{'t':'hello','sdk':'t'}");
    story_say(st, 1, "{'t':'login','name':'eve'}");
    story_say(st, 1, "{'t':'enter','room':5}");
    assert_true(story_has(st, "join session=1"));
    assert_false(story_has(st, "copy"));
}

/* In room 5, with everything open, and ready for direct connections. */
static void direct_member(struct story *st, uint64_t link, const char *name)
{
    char text[96];
    story_open(st, link);
    story_say(st, link, "{'t':'hello','sdk':'t','video':['H264'],'p2p':1}");
    snprintf(text, sizeof(text), "{'t':'login','name':'%s','password':'x'}", name);
    story_say(st, link, text);
    story_say(st, link, "{'t':'enter','room':5}");
    story_say(st, link, "{'t':'state','camera':2,'mic':1}");
    story_skip(st);
}

static void their_media_pass_the_server(void **state)
{
    struct story *st = *state;
    begin(st);
    direct_member(st, 1, "ann");
    direct_member(st, 2, "bob");
    story_say(st, 2, "{'t':'watch','user':1,'kind':'video','on':true}");
    st->facts = true;
    story_wait(st, PL_SEC(60));
    assert_false(story_has(st, "p2p.start"));
    story_say(st, 1, "{'t':'leave','room':-1}"); /* and others may talk directly afterwards */
    direct_member(st, 3, "cid");
    story_say(st, 3, "{'t':'watch','user':2,'kind':'video','on':true}");
    story_wait(st, PL_SEC(60));
    assert_true(story_has(st, "p2p.start"));
}

static void a_lost_link_changes_nothing(void **state)
{
    struct story *st = *state;
    begin(st);
    story_member(st, 1, "ann", 5);
    story_skip(st);
    story_cut(st, 1);
    story_wait(st, PL_SEC(5));
    story_resume(st, 2, 1, 2);
    assert_false(story_has(st, "copy"));
    assert_false(story_has(st, "leave"));
    story_say(st, 2, "{'t':'leave','room':-1}");
    story_say(st, 2, "{'t':'enter','room':6}");
    assert_true(story_has(st, "copy session=1 number=1"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        story_test(named_users_are_copied_in_whatever_room),
        story_test(a_guest_may_call_himself_anything),
        story_test(their_media_pass_the_server),
        story_test(a_lost_link_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

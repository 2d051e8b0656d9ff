/* SPDX-License-Identifier: Apache-2.0 */
/* How pictures are shown, on its way down; who watches, on its way up. */
#include "pl_test.h"

#include "core/story.h"

#include <stdio.h>

#define WATCH    "{'t':'watch','user':1,'kind':'video','on':true}"
#define UNWATCH  "{'t':'watch','user':1,'kind':'video','on':false}"
#define OPEN     "{'t':'state','camera':2,'mic':1}"
#define CLOSED   "{'t':'state','camera':1,'mic':1}"
#define LINK_ON  "link subscriber=2 publisher=1 kind=video stream=0 on\n"
#define LINK_OFF "link subscriber=2 publisher=1 kind=video stream=0 off\n"
#define VIEW(width, height, visible)                                                               \
    "{'t':'view','views':[{'user':1,'width':" #width ",'height':" #height ",'visible':" #visible   \
    "}]}"

/* ann (1) and bob (2) in a room; only what the media side is told is traced. */
static void two(struct story *st)
{
    st->quiet = true;
    story_begin(st);
    story_member(st, 1, "ann", 5);
    story_member(st, 2, "bob", 5);
    story_skip(st);
}

static void watching(struct story *st)
{
    two(st);
    story_say(st, 1, OPEN);
    story_say(st, 2, WATCH);
    story_expect(st, LINK_ON);
}

static void told_on_change_only(void **state)
{
    struct story *st = *state;
    watching(st);
    story_say(st, 2, VIEW(640, 360, true));
    story_say(st, 2, VIEW(640, 360, true));
    story_expect(st, "view subscriber=2 publisher=1 stream=0 640x360\n");
    story_say(st, 2, VIEW(640, 360, false));
    story_expect(st, "view subscriber=2 publisher=1 stream=0 640x360 hidden\n");
    story_say(st, 2, VIEW(0, 0, true));
    story_expect(st, "view subscriber=2 publisher=1 stream=0 0x0\n");
}

static void kept_with_the_wish(void **state)
{
    struct story *st = *state;
    two(st);
    story_say(st, 2, WATCH);
    story_say(st, 2, VIEW(320, 240, true));
    story_expect(st, ""); /* there is no link yet */
    story_say(st, 1, OPEN);
    story_expect(st, LINK_ON "view subscriber=2 publisher=1 stream=0 320x240\n");
    story_say(st, 1, CLOSED);
    story_say(st, 2, VIEW(160, 120, false));
    story_expect(st, LINK_OFF);
    story_say(st, 1, OPEN);
    story_expect(st, LINK_ON "view subscriber=2 publisher=1 stream=0 160x120 hidden\n");
    story_say(st, 2, UNWATCH);
    story_say(st, 2, WATCH); /* a new wish: nothing is known of it */
    story_expect(st, LINK_OFF LINK_ON);
}

static void what_is_not_watched_is_ignored(void **state)
{
    struct story *st = *state;
    watching(st);
    story_say(st, 2, UNWATCH);
    story_skip(st);
    story_say(st, 2, VIEW(640, 360, true));
    story_say(st, 2, "{'t':'watch','user':1,'kind':'audio','on':true}"); /* sound has no size */
    story_skip(st);
    story_say(st, 2, VIEW(640, 360, true));
    story_say(st, 2, "{'t':'view','views':[]}");
    story_say(st, 1, VIEW(640, 360, true)); /* oneself */
    story_expect(st, "");
}

static void several_streams_in_one_message(void **state)
{
    struct story *st = *state;
    watching(st);
    story_say(st, 2, "{'t':'watch','user':1,'kind':'video','stream':15,'on':true}");
    story_skip(st);
    story_say(st, 2,
              "{'t':'view','views':[{'user':1,'width':16384,'height':1,'visible':true},"
              "{'user':7,'width':1,'height':1,'visible':true},"
              "{'user':1,'stream':15,'width':2,'height':2,'visible':false}]}");
    story_expect(st, "view subscriber=2 publisher=1 stream=0 16384x1\n"
                     "view subscriber=2 publisher=1 stream=15 2x2 hidden\n");
}

static void rights(void **state)
{
    struct story *st = *state;
    story_begin(st);
    story_open(st, 1);
    story_say(st, 1, "{'t':'hello','sdk':'test'}");
    story_skip(st);
    story_say(st, 1, VIEW(1, 1, true));
    assert_true(story_has(st, "'code':208"));
    story_say(st, 1, "{'t':'login','name':'ann'}");
    story_skip(st);
    story_say(st, 1, VIEW(1, 1, true));
    assert_true(story_has(st, "'code':3}"));
}

static void bad_input_is_refused_whole(void **state)
{
    static const char *const bad[] = {
        "{'t':'view'}",
        "{'t':'view','views':7}",
        "{'t':'view','views':[7]}",
        "{'t':'view','views':[{'user':1,'width':1,'height':1}]}",
        "{'t':'view','views':[{'user':1,'width':-1,'height':1,'visible':true}]}",
        "{'t':'view','views':[{'user':1,'width':1,'height':16385,'visible':true}]}",
        "{'t':'view','views':[{'user':1,'stream':16,'width':1,'height':1,'visible':true}]}",
        "{'t':'view','views':[{'user':1,'width':1.5,'height':1,'visible':true}]}",
        "{'t':'view','views':[{'user':1,'width':9,'height':9,'visible':true},{'user':1}]}",
    };
    struct story *st = *state;
    watching(st);
    st->quiet = false;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        story_say(st, 2, bad[i]);
        assert_true(story_has(st, "'code':21"));
        assert_false(story_has(st, "view subscriber"));
        story_skip(st);
    }
}

static void one_message_holds_64(void **state)
{
    struct story *st = *state;
    char text[8192];
    size_t n = 0;
    watching(st);
    st->quiet = false;
    n += (size_t)snprintf(text, sizeof(text), "{'t':'view','views':[");
    for (int i = 0; i < 65; i++)
        n += (size_t)snprintf(text + n, sizeof(text) - n,
                              "%s{'user':%d,'width':1,'height':1,'visible':true}", i ? "," : "", i);
    snprintf(text + n, sizeof(text) - n, "]}");
    story_say(st, 2, text);
    assert_true(story_has(st, "'code':21"));
    assert_false(story_has(st, "view subscriber"));
}

static void too_many_are_refused_and_later_taken_again(void **state)
{
    struct story *st = *state;
    watching(st);
    st->quiet = false;
    for (int i = 0; i < 60; i++)
        story_say(st, 2, i % 2 ? VIEW(1, 1, true) : VIEW(2, 2, true));
    assert_false(story_has(st, "'code':23"));
    story_skip(st);
    story_say(st, 2, VIEW(3, 3, true));
    assert_true(story_has(st, "'code':23"));
    assert_false(story_has(st, "view subscriber"));
    story_wait(st, PL_MS(50));
    story_skip(st);
    story_say(st, 2, VIEW(3, 3, true));
    assert_true(story_has(st, "view subscriber=2 publisher=1 stream=0 3x3\n"));
}

/* ---- demand ---- */

static void demand(struct story *st, uint64_t session, uint8_t stream, uint8_t encodings)
{
    struct pl_event e = {.type = PL_EVENT_MEDIA_DEMAND};
    e.media_demand.session = session;
    e.media_demand.stream = stream;
    e.media_demand.encodings = encodings;
    story_step(st, &e);
}

static void demand_goes_to_the_publisher(void **state)
{
    struct story *st = *state;
    struct pl_event e = {.type = PL_EVENT_MEDIA_DEMAND};
    watching(st);
    st->quiet = false;
    demand(st, 1, 0, 5);
    demand(st, 1, 15, 0);
    e.media_demand.session = 1;
    e.media_demand.encodings = 1;
    e.media_demand.limit_bps = 250000;
    story_step(st, &e);
    assert_true(story_has(st, "'encodings':1,'bitrate':250000}"));
    assert_true(story_has(st, "1< {'t':'demand','seq':"));
    assert_true(story_has(st, "'stream':0,'encodings':5}\n"));
    assert_true(story_has(st, "'stream':15,'encodings':0}\n"));
    assert_false(story_has(st, "2<"));
    story_skip(st);
    demand(st, 9, 0, 1); /* nobody */
    story_say(st, 1, "{'t':'leave','room':-1}");
    story_skip(st);
    demand(st, 1, 0, 1); /* too late */
    story_expect(st, "");
}

static void demand_waits_for_the_link(void **state)
{
    struct story *st = *state;
    story_begin(st);
    story_member(st, 1, "ann", 5);
    story_cut(st, 1);
    story_skip(st);
    demand(st, 1, 0, 0);
    story_expect(st, "");
    story_resume(st, 3, 1, 2);
    assert_true(story_has(st, "'stream':0,'encodings':0}\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        story_test(told_on_change_only),
        story_test(kept_with_the_wish),
        story_test(what_is_not_watched_is_ignored),
        story_test(several_streams_in_one_message),
        story_test(rights),
        story_test(bad_input_is_refused_whole),
        story_test(one_message_holds_64),
        story_test(too_many_are_refused_and_later_taken_again),
        story_test(demand_goes_to_the_publisher),
        story_test(demand_waits_for_the_link),
    };
    return cmocka_run_group_tests_name("core_view", tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Which codec a room uses, and what publishers are told on entering. */
#include "pl_test.h"

#include "core/story.h"

#include <stdio.h>

#define OFFER_VIDEO "{'t':'pub_offer','sdp':'v=0','tracks':[{'mid':'0','kind':'video','stream':0}]}"

static void configure(struct story *st, size_t count, const enum pl_core_codec *codecs)
{
    st->config.video_codec_count = count;
    for (size_t i = 0; i < count; i++)
        st->config.video_codecs[i] = codecs[i];
}

/* A member of room 5 who can show these. */
static void member(struct story *st, uint64_t link, const char *codecs)
{
    char text[256];
    story_open(st, link);
    snprintf(text, sizeof(text), "{'t':'hello','sdk':'test','video':[%s]}", codecs);
    story_say(st, link, text);
    snprintf(text, sizeof(text), "{'t':'login','name':'user%d'}", (int)link);
    story_say(st, link, text);
    story_skip(st);
    story_say(st, link, "{'t':'enter','room':5}");
}

static void the_first_that_all_can_show(void **state)
{
    static const enum pl_core_codec order[] = {PL_CORE_AV1, PL_CORE_VP9, PL_CORE_H264};
    struct story *st = *state;
    configure(st, 3, order);
    story_begin(st);
    member(st, 1, "'H264','VP8','VP9','AV1'");
    assert_true(story_has(st, "'terms':{'simulcast':false,'video':'AV1'}}"));
    member(st, 2, "'VP9','H264','h263'");
    assert_true(story_has(st, "'terms':{'simulcast':false,'video':'VP9'}}"));
    member(st, 3, "'H264','AV1'");
    assert_false(story_has(st, "terms")); /* H264 is what everybody does anyway */
    member(st, 4, "'AV1'");
    assert_true(story_has(st, "'video':'VP8'}}")); /* the last resort, named or not */
    story_skip(st);
    story_say(st, 4, "{'t':'logout'}");
    story_say(st, 3, "{'t':'logout'}");
    story_skip(st);
    story_say(st, 1, OFFER_VIDEO);
    assert_true(story_has(st, "tracks=1 VP9"));
}

static void a_better_one_waits_until_nobody_publishes(void **state)
{
    static const enum pl_core_codec order[] = {PL_CORE_VP9, PL_CORE_VP8};
    struct story *st = *state;
    configure(st, 2, order);
    story_begin(st);
    member(st, 1, "'VP9'");
    story_say(st, 1, OFFER_VIDEO);
    assert_true(story_has(st, "tracks=1 VP9"));
    member(st, 2, "");
    assert_true(story_has(st, "codec session=1 VP8\n1< {'t':'pub_codec'"));
    story_skip(st);
    story_say(st, 2, "{'t':'logout'}");
    assert_false(story_has(st, "codec"));
    story_skip(st);
    story_say(st, 1, "{'t':'media_restart','peer':'pub'}");
    story_say(st, 1, OFFER_VIDEO);
    assert_true(story_has(st, "tracks=1 VP9"));
    assert_false(story_has(st, "pub_codec"));
}

static void no_codec_configured_is_vp8(void **state)
{
    struct story *st = *state;
    configure(st, 0, NULL);
    story_begin(st);
    member(st, 1, "'H264','VP9'");
    assert_true(story_has(st, "'video':'VP8'}}"));
}

static void simulcast_by_configuration_and_room(void **state)
{
    static const struct pl_core_room_config small = {.number = 5, .max_users = 2};
    struct story *st = *state;
    st->config.simulcast = PL_CORE_SIMULCAST_AUTO;
    st->config.rooms = &small;
    st->config.room_count = 1;
    story_begin(st);
    member(st, 1, "'H264'");
    assert_false(story_has(st, "terms")); /* two at most: one size is enough */
    story_say(st, 1, "{'t':'leave','room':-1}");
    story_skip(st);
    story_say(st, 1, "{'t':'enter','room':6}");
    assert_true(story_has(st, "'terms':{'simulcast':true,'video':'H264'}}"));
}

static void simulcast_always(void **state)
{
    static const struct pl_core_room_config small = {.number = 5, .max_users = 2};
    struct story *st = *state;
    st->config.simulcast = PL_CORE_SIMULCAST_ON;
    st->config.rooms = &small;
    st->config.room_count = 1;
    story_begin(st);
    member(st, 1, "'H264'");
    assert_true(story_has(st, "'terms':{'simulcast':true,'video':'H264'}}"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        story_test(the_first_that_all_can_show),
        story_test(a_better_one_waits_until_nobody_publishes),
        story_test(no_codec_configured_is_vp8),
        story_test(simulcast_by_configuration_and_room),
        story_test(simulcast_always),
    };
    return cmocka_run_group_tests_name("core_codec", tests, NULL, NULL);
}

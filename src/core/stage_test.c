/* SPDX-License-Identifier: Apache-2.0 */
/* Camera, microphone, wishes, media links, codecs, session descriptions. */
#include "pl_test.h"

#include "core/story.h"

#include <stdio.h>

#define WATCH_VIDEO_1   "{'t':'watch','user':1,'kind':'video','on':true}"
#define UNWATCH_VIDEO_1 "{'t':'watch','user':1,'kind':'video','on':false}"
#define CAMERA_OPEN     "{'t':'state','camera':2,'mic':0}"
#define CAMERA_CLOSED   "{'t':'state','camera':1,'mic':0}"
#define OFFER_VIDEO     "{'t':'pub_offer','sdp':'v=0','tracks':[{'mid':'0','kind':'video','stream':0}]}"

static void two(struct story *st)
{
    story_begin(st);
    story_member(st, 1, "ann", 5);
    story_member(st, 2, "bob", 5);
    story_skip(st);
}

static void state_is_told_to_all_and_self(void **state)
{
    struct story *st = *state;
    two(st);
    story_say(st, 1, "{'t':'state','camera':1,'mic':1}");
    story_expect(st, "1< {'t':'user_state','seq':4,'user':1,'camera':1,'mic':1}\n"
                     "2< {'t':'user_state','seq':3,'user':1,'camera':1,'mic':1}\n"
                     "1< {'t':'done','seq':5,'re':4}\n");
    story_say(st, 1, "{'t':'state','camera':1,'mic':1}"); /* no change, no event */
    story_expect(st, "1< {'t':'done','seq':6,'re':5}\n");
}

static void link_needs_all_three(void **state)
{
    struct story *st = *state;
    st->quiet = true;
    two(st);
    story_say(st, 2, WATCH_VIDEO_1);
    story_say(st, 2, WATCH_VIDEO_1);
    story_expect(st, "");
    story_say(st, 1, CAMERA_CLOSED);
    story_expect(st, "");
    story_say(st, 1, CAMERA_OPEN);
    story_expect(st, "link subscriber=2 publisher=1 kind=video stream=0 on\n");
    story_say(st, 2, WATCH_VIDEO_1);
    story_say(st, 1, CAMERA_OPEN);
    story_expect(st, "");
    story_say(st, 1, "{'t':'state','camera':2,'mic':1}");
    story_expect(st, "");
    story_say(st, 2, "{'t':'watch','user':1,'kind':'audio','on':true}");
    story_expect(st, "link subscriber=2 publisher=1 kind=audio stream=0 on\n");
    story_say(st, 1, CAMERA_CLOSED);
    story_expect(st, "link subscriber=2 publisher=1 kind=video stream=0 off\n"
                     "link subscriber=2 publisher=1 kind=audio stream=0 off\n");
    story_say(st, 1, CAMERA_OPEN);
    story_expect(st, "link subscriber=2 publisher=1 kind=video stream=0 on\n");
    story_say(st, 2, UNWATCH_VIDEO_1);
    story_expect(st, "link subscriber=2 publisher=1 kind=video stream=0 off\n");
    story_say(st, 2, UNWATCH_VIDEO_1);
    story_expect(st, "");
}

static void a_sound_beside_the_microphone_needs_no_open_one(void **state)
{
    struct story *st = *state;
    st->quiet = true;
    two(st);
    story_say(st, 1, CAMERA_CLOSED);
    story_say(st, 2, "{'t':'watch','user':1,'kind':'audio','stream':1,'on':true}");
    story_expect(st, "link subscriber=2 publisher=1 kind=audio stream=1 on\n");
    story_say(st, 1, "{'t':'leave','room':-1}");
    assert_true(story_has(st, "link subscriber=2 publisher=1 kind=audio stream=1 off\n"));
}

static void streams_are_apart(void **state)
{
    struct story *st = *state;
    st->quiet = true;
    two(st);
    story_say(st, 1, CAMERA_OPEN);
    story_say(st, 2, "{'t':'watch','user':1,'kind':'video','stream':1,'on':true}");
    story_say(st, 2, "{'t':'watch','user':1,'kind':'video','stream':0,'on':true}");
    story_say(st, 2, "{'t':'watch','user':1,'kind':'video','stream':1,'on':false}");
    story_expect(st, "link subscriber=2 publisher=1 kind=video stream=1 on\n"
                     "link subscriber=2 publisher=1 kind=video stream=0 on\n"
                     "link subscriber=2 publisher=1 kind=video stream=1 off\n");
}

/* Cameras of one user open and close on their own; one that does not say which may have any. */
static void open_streams_are_told(void **state)
{
    struct story *st = *state;
    two(st);
    st->quiet = true;
    story_say(st, 2, "{'t':'watch','user':1,'kind':'video','stream':1,'on':true}");
    story_say(st, 2, "{'t':'watch','user':1,'kind':'video','stream':15,'on':true}");
    story_say(st, 1, "{'t':'state','camera':2,'mic':0,'streams':2}");
    story_expect(st, "link subscriber=2 publisher=1 kind=video stream=1 on\n");
    st->quiet = false;
    story_say(st, 1, "{'t':'state','camera':2,'mic':0,'streams':32770,'screens':65535}");
    story_expect(st, "1< {'t':'user_state','seq':6,'user':1,'camera':2,'mic':0,'streams':32770,"
                     "'screens':32770}\n"
                     "2< {'t':'user_state','seq':6,'user':1,'camera':2,'mic':0,'streams':32770,"
                     "'screens':32770}\n"
                     "link subscriber=2 publisher=1 kind=video stream=15 on\n"
                     "1< {'t':'done','seq':7,'re':5}\n");
    story_say(st, 1, "{'t':'state','camera':2,'mic':0,'streams':32770,'screens':32770}");
    story_expect(st, "1< {'t':'done','seq':8,'re':6}\n");
    story_user(st, 3, "cem");
    story_say(st, 3, "{'t':'enter','room':5}"); /* who comes later is told with `entered` */
    assert_true(story_has(st, "'ip':'','streams':32770,'screens':32770"));
    story_skip(st);
    st->quiet = true;
    story_say(st, 1, "{'t':'state','camera':1,'mic':0,'streams':2}"); /* none can be open */
    story_expect(st, "link subscriber=2 publisher=1 kind=video stream=1 off\n"
                     "link subscriber=2 publisher=1 kind=video stream=15 off\n");
    story_say(st, 1, CAMERA_OPEN);
    story_expect(st, "link subscriber=2 publisher=1 kind=video stream=1 on\n"
                     "link subscriber=2 publisher=1 kind=video stream=15 on\n");
    story_say(st, 1, "{'t':'state','camera':2,'mic':0,'streams':0}");
    story_expect(st, "link subscriber=2 publisher=1 kind=video stream=1 off\n"
                     "link subscriber=2 publisher=1 kind=video stream=15 off\n");
}

/* The size of a picture is known also to who does not watch it; and who records or looks away. */
static void picture_and_recording_are_told(void **state)
{
    struct story *st = *state;
    two(st);
    story_say(st, 1, "{'t':'state','camera':2,'mic':0,'streams':1,'width':640,'height':480}");
    story_expect(st, "1< {'t':'user_state','seq':4,'user':1,'camera':2,'mic':0,'streams':1,"
                     "'width':640,'height':480}\n"
                     "2< {'t':'user_state','seq':3,'user':1,'camera':2,'mic':0,'streams':1,"
                     "'width':640,'height':480}\n"
                     "1< {'t':'done','seq':5,'re':4}\n");
    story_say(st, 1, "{'t':'state','camera':2,'mic':0,'streams':1,'width':640,'height':480}");
    story_expect(st, "1< {'t':'done','seq':6,'re':5}\n");
    story_say(st, 1,
              "{'t':'state','camera':2,'mic':0,'streams':1,'width':480,'height':640,"
              "'recording':true,'away':true}");
    assert_true(
        story_has(st, "'streams':1,'width':480,'height':640,'recording':true,'away':true}"));
    story_skip(st);
    story_user(st, 3, "cem");
    story_say(st, 3, "{'t':'enter','room':5}");
    assert_true(
        story_has(st, "'streams':1,'width':480,'height':640,'recording':true,'away':true}"));
    story_skip(st);
    /* Half a size is none, a closed camera has none, and what is not said of the rest ends it. */
    story_say(st, 1, "{'t':'state','camera':2,'mic':0,'streams':1,'width':480}");
    assert_true(story_has(st, "'camera':2,'mic':0,'streams':1}"));
    story_skip(st);
    story_say(st, 1, "{'t':'state','camera':1,'mic':0,'width':480,'height':640}");
    assert_true(story_has(st, "'camera':1,'mic':0}"));
    story_skip(st);
}

static void wish_waits_for_the_user(void **state)
{
    struct story *st = *state;
    st->quiet = true;
    story_begin(st);
    story_user(st, 1, "ann");
    story_member(st, 2, "bob", 5);
    story_say(st, 1, CAMERA_OPEN);
    story_say(st, 2, WATCH_VIDEO_1);
    story_expect(st, "");
    story_say(st, 1, "{'t':'enter','room':5}");
    story_expect(st, "join session=1 room=5\n"
                     "link subscriber=2 publisher=1 kind=video stream=0 on\n");
    story_say(st, 1, "{'t':'leave','room':-1}");
    story_expect(st, "link subscriber=2 publisher=1 kind=video stream=0 off\n"
                     "leave session=1\n");
    story_say(st, 1, "{'t':'enter','room':6}"); /* another room: not the same place */
    story_expect(st, "join session=1 room=6\n");
    story_say(st, 1, "{'t':'leave','room':-1}");
    story_say(st, 1, "{'t':'enter','room':5}"); /* comes back: the wish is still there */
    story_expect(st, "leave session=1\njoin session=1 room=5\n"
                     "link subscriber=2 publisher=1 kind=video stream=0 on\n");
    story_say(st, 2, "{'t':'leave','room':-1}");
    story_say(st, 2, "{'t':'enter','room':5}"); /* but the watcher forgets by leaving */
    story_expect(st, "link subscriber=2 publisher=1 kind=video stream=0 off\n"
                     "leave session=2\njoin session=2 room=5\n");
}

static void links_live_through_a_lost_link_but_not_its_end(void **state)
{
    struct story *st = *state;
    st->quiet = true;
    two(st);
    story_say(st, 1, CAMERA_OPEN);
    story_say(st, 2, WATCH_VIDEO_1);
    story_skip(st);
    story_cut(st, 1);
    story_wait(st, PL_SEC(29));
    story_expect(st, "");
    story_wait(st, PL_SEC(1));
    story_expect(st, "link subscriber=2 publisher=1 kind=video stream=0 off\n"
                     "leave session=1\n");
}

static void replaced_publisher(void **state)
{
    struct story *st = *state;
    st->quiet = true;
    two(st);
    story_say(st, 1, CAMERA_OPEN);
    story_say(st, 2, WATCH_VIDEO_1);
    story_skip(st);
    story_user(st, 3, "ann");
    story_say(st, 3, CAMERA_OPEN);
    story_say(st, 3, "{'t':'enter','room':5}");
    story_expect(st, "join session=3 room=5\n"
                     "link subscriber=2 publisher=3 kind=video stream=0 on\n");
}

static void watching_oneself_and_nobody(void **state)
{
    struct story *st = *state;
    two(st);
    story_say(st, 1, CAMERA_OPEN);
    story_skip(st);
    story_say(st, 1, "{'t':'watch','user':0,'kind':'audio','on':true}");
    story_say(st, 1, "{'t':'watch','user':-1,'kind':'video','on':true}");
    story_say(st, 1, WATCH_VIDEO_1);
    story_expect(st, "1< {'t':'done','seq':6,'re':5}\n1< {'t':'done','seq':7,'re':6}\n"
                     "1< {'t':'done','seq':8,'re':7}\n");
}

static void watches_are_limited(void **state)
{
    struct story *st = *state;
    st->config.max_watches = 20;
    two(st);
    for (int i = 0; i < 20; i++) {
        char json[96];
        snprintf(json, sizeof(json), "{'t':'watch','user':%d,'kind':'video','on':true}", 10 + i);
        story_say(st, 2, json);
    }
    assert_false(story_has(st, "error"));
    story_skip(st);
    story_say(st, 2, WATCH_VIDEO_1);
    story_expect(st, "2< {'t':'error','seq':23,'re':24,'code':23,'detail':'too many watches'}\n");
    story_say(st, 2, "{'t':'watch','user':10,'kind':'video','on':false}");
    story_say(st, 2, WATCH_VIDEO_1);
    assert_false(story_has(st, "error"));
}

/* ---- descriptions ---- */

static void media_answer(struct story *st, uint64_t session, uint64_t request, enum pl_err err)
{
    struct pl_event e = {.type = PL_EVENT_MEDIA_ANSWER};
    e.media_answer.session = session;
    e.media_answer.request = request;
    e.media_answer.err = err;
    e.media_answer.sdp = pl_bytes_str("v=1");
    story_step(st, &e);
}

static void publishing(void **state)
{
    struct story *st = *state;
    two(st);
    story_say(st, 1, OFFER_VIDEO);
    story_expect(st, "offer session=1 request=4 tracks=1 H264\n");
    story_say(st, 1, OFFER_VIDEO);
    story_skip(st);
    media_answer(st, 1, 5, PL_E_PROTO);
    story_expect(st, "1< {'t':'error','seq':4,'re':5,'code':21,'detail':'protocol'}\n");
    media_answer(st, 1, 4, PL_OK);
    story_expect(st, "1< {'t':'pub_answer','seq':5,'re':4,'sdp':'v=1'}\n");
    media_answer(st, 1, 4, PL_OK); /* twice, never asked, nobody */
    media_answer(st, 1, 77, PL_OK);
    media_answer(st, 9, 4, PL_OK);
    story_expect(st, "");
}

static void offers_waiting_are_limited_and_answered_on_leaving(void **state)
{
    struct story *st = *state;
    two(st);
    for (int i = 0; i < 4; i++)
        story_say(st, 1, OFFER_VIDEO);
    story_skip(st);
    story_say(st, 1, OFFER_VIDEO);
    assert_true(story_has(st, "'re':8,'code':23"));
    media_answer(st, 1, 5, PL_E_LIMIT);
    assert_true(story_has(st, "'re':5,'code':23"));
    story_skip(st);
    story_say(st, 1, "{'t':'leave','room':-1}");
    story_expect(st, "leave session=1\n"
                     "1< {'t':'error','seq':6,'re':4,'code':3,'detail':'left the room'}\n"
                     "1< {'t':'error','seq':7,'re':6,'code':3,'detail':'left the room'}\n"
                     "1< {'t':'error','seq':8,'re':7,'code':3,'detail':'left the room'}\n"
                     "2< {'t':'user_left','seq':3,'user':1,'code':0}\n"
                     "1< {'t':'done','seq':9,'re':9}\n");
    media_answer(st, 1, 4, PL_OK); /* too late */
    story_expect(st, "");
}

static void answer_waits_for_the_link(void **state)
{
    struct story *st = *state;
    two(st);
    story_say(st, 1, OFFER_VIDEO);
    story_cut(st, 1);
    story_skip(st);
    media_answer(st, 1, 4, PL_OK);
    story_expect(st, "");
    story_resume(st, 3, 1, 3);
    story_expect(st, "3< {'t':'resumed','re':5,'last_id':4}\n"
                     "3< {'t':'pub_answer','seq':4,'re':4,'sdp':'v=1'}\n");
}

static void media_offer(struct story *st, uint32_t version, uint64_t publisher)
{
    struct pl_core_sub_track tracks[] = {
        {pl_bytes_str("0"), publisher, PL_CORE_VIDEO, 1},
        {pl_bytes_str("1"), 99, PL_CORE_AUDIO, 0}, /* has gone meanwhile */
    };
    struct pl_event e = {.type = PL_EVENT_MEDIA_OFFER};
    e.media_offer.session = 1;
    e.media_offer.version = version;
    e.media_offer.fresh = version == 1;
    e.media_offer.sdp = pl_bytes_str("v=0");
    e.media_offer.tracks = tracks;
    e.media_offer.track_count = 2;
    story_step(st, &e);
}

static void subscribing(void **state)
{
    struct story *st = *state;
    two(st);
    media_offer(st, 1, 2);
    story_expect(st, "1< {'t':'sub_offer','seq':4,'version':1,'fresh':true,'sdp':'v=0',"
                     "'tracks':[{'mid':'0','user':2,'kind':'video','stream':1}]}\n");
    media_offer(st, 2, 2);
    story_skip(st);
    story_say(st, 1, "{'t':'sub_answer','version':1,'sdp':'v=0'}"); /* crossed the second */
    story_expect(st, "1< {'t':'done','seq':6,'re':4}\n");
    story_say(st, 1, "{'t':'sub_answer','version':2,'sdp':'v=0'}");
    story_expect(st, "answer session=1 version=2\n1< {'t':'done','seq':7,'re':5}\n");
    story_say(st, 1, "{'t':'media_restart','peer':'sub'}");
    story_expect(st, "restart session=1 peer=sub\n1< {'t':'done','seq':8,'re':6}\n");
    story_say(st, 1, "{'t':'media_restart','peer':'sub','path':true}");
    story_expect(st, "restart session=1 peer=sub path\n1< {'t':'done','seq':9,'re':7}\n");
    story_say(st, 1, "{'t':'media_restart','peer':'pub','path':true}");
    story_expect(st, "1< {'t':'done','seq':10,'re':8}\n"); /* its next offer says it */
    story_say(st, 1, "{'t':'leave','room':-1}");
    story_skip(st);
    media_offer(st, 3, 2); /* too late */
    story_expect(st, "");
}

static void media_side_gives_up(void **state)
{
    struct story *st = *state;
    struct pl_event e = {.type = PL_EVENT_MEDIA_FAILED};
    two(st);
    e.media_failed.session = 1;
    e.media_failed.peer = PL_CORE_SUB;
    e.media_failed.detail = pl_bytes_str("no consent");
    story_step(st, &e);
    story_expect(st, "1< {'t':'media_failed','seq':4,'peer':'sub','detail':'no consent'}\n");
}

/* ---- codecs ---- */

/* A member who can show VP8 only. */
static void vp8_member(struct story *st, uint64_t link)
{
    story_open(st, link);
    story_say(st, link, "{'t':'hello','sdk':'test','video':['VP8','h265']}");
    story_say(st, link, "{'t':'login','name':'fox'}");
    story_skip(st);
    story_say(st, link, "{'t':'enter','room':5}");
}

static void codec_follows_the_weakest(void **state)
{
    struct story *st = *state;
    two(st);
    story_say(st, 1, OFFER_VIDEO);
    story_say(st, 2,
              "{'t':'pub_offer','sdp':'v=0','tracks':[{'mid':'0','kind':'audio',"
              "'stream':0}]}");
    vp8_member(st, 3);
    /* only ann publishes video */
    assert_true(story_has(st, "codec session=1 VP8\n1< {'t':'pub_codec','seq':4,'video':'VP8'}\n"));
    assert_false(story_has(st, "codec session=2"));
    story_skip(st);
    story_say(st, 1, OFFER_VIDEO);
    story_expect(st, "offer session=1 request=5 tracks=1 VP8\n");
    /* The weakest goes, but ann goes on sending: no second change. */
    story_say(st, 3, "{'t':'logout'}");
    assert_false(story_has(st, "codec"));
    story_skip(st);
    /* Nobody publishes: free to choose again, silently. */
    story_say(st, 1, "{'t':'media_restart','peer':'pub'}");
    assert_false(story_has(st, "codec"));
    story_skip(st);
    story_say(st, 1, OFFER_VIDEO);
    story_expect(st, "offer session=1 request=7 tracks=1 H264\n");
}

static void codec_without_publishers_is_free(void **state)
{
    struct story *st = *state;
    two(st);
    vp8_member(st, 3);
    assert_false(story_has(st, "codec"));
    story_say(st, 1, OFFER_VIDEO);
    assert_true(story_has(st, "tracks=1 VP8"));
    story_say(st, 1, "{'t':'leave','room':-1}");
    story_say(st, 3, "{'t':'logout'}");
    story_skip(st);
    story_say(st, 2, OFFER_VIDEO);
    story_expect(st, "offer session=2 request=4 tracks=1 H264\n");
}

/* Found by the simulation: the last member to leave went on counting as a publisher. */
static void last_publisher_leaves(void **state)
{
    struct story *st = *state;
    story_begin(st);
    story_member(st, 1, "ann", 5);
    story_say(st, 1, OFFER_VIDEO);
    story_say(st, 1, "{'t':'leave','room':-1}");
    story_say(st, 1, "{'t':'enter','room':5}");
    story_skip(st);
    vp8_member(st, 3);
    assert_false(story_has(st, "codec"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        story_test(state_is_told_to_all_and_self),
        story_test(link_needs_all_three),
        story_test(a_sound_beside_the_microphone_needs_no_open_one),
        story_test(streams_are_apart),
        story_test(open_streams_are_told),
        story_test(picture_and_recording_are_told),
        story_test(wish_waits_for_the_user),
        story_test(links_live_through_a_lost_link_but_not_its_end),
        story_test(replaced_publisher),
        story_test(watching_oneself_and_nobody),
        story_test(watches_are_limited),
        story_test(publishing),
        story_test(offers_waiting_are_limited_and_answered_on_leaving),
        story_test(answer_waits_for_the_link),
        story_test(subscribing),
        story_test(media_side_gives_up),
        story_test(codec_follows_the_weakest),
        story_test(codec_without_publishers_is_free),
        story_test(last_publisher_leaves),
    };
    return cmocka_run_group_tests_name("core_stage", tests, NULL, NULL);
}

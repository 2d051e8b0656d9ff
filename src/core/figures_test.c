/* SPDX-License-Identifier: Apache-2.0 */
/* How well the streams go: who asks is told, in terms of users. */
#include "pl_test.h"

#include "core/story.h"

#define ASK    "{'t':'tell_figures','on':true}"
#define NO_ASK "{'t':'tell_figures','on':false}"

/* ann (1) and bob (2) in a room. */
static void two(struct story *st)
{
    st->quiet = true;
    story_begin(st);
    story_member(st, 1, "ann", 5);
    story_member(st, 2, "bob", 5);
    story_skip(st);
}

static void tell(struct story *st, uint64_t session, const struct pl_core_figure *figures,
                 size_t count)
{
    struct pl_event e = {.type = PL_EVENT_MEDIA_FIGURES};
    e.media_figures.session = session;
    e.media_figures.up = PL_CORE_QUALITY_UNKNOWN;
    e.media_figures.down = 4;
    e.media_figures.down_rtt_ms = 35;
    e.media_figures.figures = figures;
    e.media_figures.figure_count = count;
    story_step(st, &e);
}

static const struct pl_core_figure picture = {.publisher = 1,
                                              .kind = PL_CORE_VIDEO,
                                              .encoding = 1,
                                              .encodings = 3,
                                              .why = PL_CORE_WHY_SIZE,
                                              .quality = 5,
                                              .source = 4,
                                              .width = 640,
                                              .height = 360,
                                              .fps = 25,
                                              .bps = 500000,
                                              .lost = 150,
                                              .left = 7,
                                              .rtt_ms = 35};
static const struct pl_core_figure sound = {.publisher = 2,
                                            .kind = PL_CORE_AUDIO,
                                            .quality = 0,
                                            .source = PL_CORE_QUALITY_UNKNOWN,
                                            .bps = UINT32_MAX,
                                            .repaired = UINT32_MAX};

static void asked_once_and_for_each_room(void **state)
{
    struct story *st = *state;
    two(st);
    story_say(st, 2, ASK);
    story_expect(st, "figures session=2 on\n");
    story_say(st, 2, ASK);
    story_expect(st, "");
    story_say(st, 2, "{'t':'leave','room':-1}");
    story_skip(st);
    story_say(st, 2, "{'t':'enter','room':6}");
    assert_true(story_has(st, "figures session=2 on\n"));
    story_skip(st);
    story_say(st, 2, NO_ASK);
    story_expect(st, "figures session=2 off\n");
}

static void asked_before_a_room(void **state)
{
    struct story *st = *state;
    st->quiet = true;
    story_begin(st);
    story_user(st, 1, "ann");
    story_skip(st);
    story_say(st, 1, ASK);
    story_expect(st, "");
    story_say(st, 1, "{'t':'enter','room':6}");
    assert_true(story_has(st, "figures session=1 on\n"));
}

static void told_in_terms_of_users(void **state)
{
    struct story *st = *state;
    const struct pl_core_figure both[] = {picture, sound};
    two(st);
    story_say(st, 2, ASK);
    story_skip(st);
    st->quiet = false;
    tell(st, 2, both, 2);
    story_expect(st, "2< {'t':'figures','down':4,'down_rtt':35,'streams':["
                     "{'user':1,'kind':'video','encoding':1,'encodings':3,'why':'size','quality':5,"
                     "'source':4,'bps':500000,'fps':25,'width':640,'height':360,'lost':150,"
                     "'left':7,'rtt':35},"
                     "{'user':2,'kind':'audio','quality':0,'bps':2147483647,"
                     "'repaired':2147483647}]}\n");
    tell(st, 2, NULL, 0);
    story_expect(st, "2< {'t':'figures','down':4,'down_rtt':35,'streams':[]}\n");
}

static void speak(struct story *st, uint64_t session, const uint64_t *who, size_t count)
{
    struct pl_event e = {.type = PL_EVENT_MEDIA_SPEAKERS};
    e.media_speakers.session = session;
    e.media_speakers.publishers = who;
    e.media_speakers.count = count;
    story_step(st, &e);
}

static void who_speaks_is_told_to_the_same(void **state)
{
    struct story *st = *state;
    const uint64_t who[] = {99, 1, 2, 1, 1, 1, 1}; /* somebody who is gone; and too many */
    two(st);
    st->quiet = false;
    speak(st, 2, who, 2);
    story_expect(st, "");
    story_say(st, 2, ASK);
    story_skip(st);
    speak(st, 2, who, 3);
    story_expect(st, "2< {'t':'speakers','users':[{'user':1},{'user':2}]}\n");
    speak(st, 2, NULL, 0);
    story_expect(st, "2< {'t':'speakers','users':[]}\n");
    speak(st, 2, who, 7);
    story_expect(st, "2< {'t':'speakers','users':[{'user':1},{'user':2},{'user':1},{'user':1},"
                     "{'user':1}]}\n");
    speak(st, 99, who, 2);
    story_expect(st, "");
}

/* A list that was lost is true as long as nobody begins or ends. */
static void who_speaks_is_asked_anew_after_a_resume(void **state)
{
    struct story *st = *state;
    const uint64_t who[] = {1};
    two(st);
    story_say(st, 2, ASK);
    story_cut(st, 2);
    story_skip(st);
    speak(st, 2, who, 1);
    story_expect(st, "");
    story_resume(st, 3, 2, 1);
    assert_true(story_has(st, "figures session=2 on\n"));
}

static void not_told_who_did_not_ask_or_is_gone(void **state)
{
    struct story *st = *state;
    two(st);
    st->quiet = false;
    tell(st, 2, &picture, 1);
    tell(st, 99, &picture, 1);
    story_expect(st, "");
    story_say(st, 2, ASK);
    story_cut(st, 2);
    story_skip(st);
    tell(st, 2, &picture, 1); /* nothing is kept for its return */
    story_expect(st, "");
}

static void who_left_the_room_is_not_told_of(void **state)
{
    struct story *st = *state;
    two(st);
    story_say(st, 2, ASK);
    story_say(st, 1, "{'t':'leave','room':-1}");
    story_skip(st);
    st->quiet = false;
    tell(st, 2, &picture, 1);
    story_expect(st, "2< {'t':'figures','down':4,'down_rtt':35,'streams':[]}\n");
}

static void never_more_than_the_protocol_names(void **state)
{
    struct story *st = *state;
    static struct pl_core_figure many[PL_CORE_FIGURES_MAX + 10];
    two(st);
    story_say(st, 2, ASK);
    story_skip(st);
    st->quiet = false;
    for (size_t i = 0; i < PL_CORE_FIGURES_MAX + 10; i++) {
        many[i] = picture;
        many[i].bps = (uint32_t)i;
    }
    tell(st, 2, many, PL_CORE_FIGURES_MAX + 10);
    assert_true(story_has(st, "'bps':127,"));
    assert_false(story_has(st, "'bps':128,"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        story_test(asked_once_and_for_each_room),
        story_test(asked_before_a_room),
        story_test(told_in_terms_of_users),
        story_test(who_speaks_is_told_to_the_same),
        story_test(who_speaks_is_asked_anew_after_a_resume),
        story_test(not_told_who_did_not_ask_or_is_gone),
        story_test(who_left_the_room_is_not_told_of),
        story_test(never_more_than_the_protocol_names),
    };
    return cmocka_run_group_tests_name("core_figures", tests, NULL, NULL);
}

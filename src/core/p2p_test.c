/* SPDX-License-Identifier: Apache-2.0 */
/* Direct connections: when one is tried, what passes, and the way back to the server. */
#include "pl_test.h"

#include "core/p2p.h"
#include "core/story.h"

#include <stdio.h>

#define BOTH_OPEN        "{'t':'state','camera':2,'mic':1}"
#define CAMERA_CLOSED    "{'t':'state','camera':1,'mic':1}"
#define WATCH(user, k)   "{'t':'watch','user':" #user ",'kind':'" k "','on':true}"
#define UNWATCH(user, k) "{'t':'watch','user':" #user ",'kind':'" k "','on':false}"
#define TAKES(user, n, tracks)                                                                     \
    "{'t':'p2p_state','user':" #user ",'attempt':" #n ",'link':'connected','tracks':[" tracks "]}"
#define FAILED(user, n)                                                                            \
    "{'t':'p2p_state','user':" #user ",'attempt':" #n ",'link':'failed','tracks':[]}"
#define VIDEO        "{'kind':'video','stream':0}"
#define AUDIO        "{'kind':'audio','stream':0}"
#define ON(s, p, k)  "link subscriber=" #s " publisher=" #p " kind=" k " stream=0 on\n"
#define OFF(s, p, k) "link subscriber=" #s " publisher=" #p " kind=" k " stream=0 off\n"

static void member(struct story *st, uint64_t link, const char *name, int policy)
{
    char text[96];
    story_open(st, link);
    snprintf(text, sizeof(text), "{'t':'hello','sdk':'t','video':['H264'],'p2p':%d}", policy);
    story_say(st, link, text);
    snprintf(text, sizeof(text), "{'t':'login','name':'%s','password':'x'}", name);
    story_say(st, link, text);
    story_say(st, link, "{'t':'enter','room':5}");
    story_skip(st);
}

/* Ann (1) and Bob (2) with these policies in room 5, everything open, ann sees bob. */
static void two(struct story *st, int ann, int bob)
{
    story_begin(st);
    member(st, 1, "ann", ann);
    member(st, 2, "bob", bob);
    story_say(st, 1, BOTH_OPEN);
    story_say(st, 2, BOTH_OPEN);
    story_say(st, 1, WATCH(2, "video"));
    story_skip(st);
    st->facts = true;
}

/* ... and the first attempt is up at both ends; ann's picture of bob is direct. */
static void two_direct(struct story *st)
{
    two(st, 1, 1);
    story_wait(st, PL_SEC(1));
    story_say(st, 1, TAKES(2, 1, VIDEO));
    story_say(st, 2, TAKES(1, 1, ""));
    assert_true(story_has(st, "event=p2p.up"));
    story_skip(st);
    st->facts = false;
}

static void stats_are(const struct story *st, size_t up, uint64_t attempts, uint64_t failures)
{
    struct pl_core_stats s;
    pl_core_stats(st->core, &s);
    assert_int_equal(s.direct, up);
    assert_int_equal(s.direct_attempts, attempts);
    assert_int_equal(s.direct_failures, failures);
}

static void begins_through_the_server_and_moves(void **state)
{
    struct story *st = *state;
    two(st, 1, 1);
    story_wait(st, PL_SEC(1) - 1);
    story_expect(st, "");
    story_wait(st, 1);
    story_expect(st, "event=p2p.start session=1 user=2 room=5\n"
                     "1< {'t':'p2p_start','seq':8,'user':2,'attempt':1,'offer':true}\n"
                     "2< {'t':'p2p_start','seq':6,'user':1,'attempt':1,'offer':false}\n");
    story_say(st, 1, "{'t':'p2p_signal','user':2,'attempt':1,'data':'o \\u4f60'}");
    story_expect(st,
                 "2< {'t':'p2p_signalled','seq':7,'user':1,'attempt':1,'data':'o \xe4\xbd\xa0'}\n"
                 "1< {'t':'done','seq':9,'re':6}\n");
    stats_are(st, 0, 1, 0);
    story_say(st, 1, TAKES(2, 1, VIDEO));
    story_expect(st, OFF(1, 2, "video") "1< {'t':'done','seq':10,'re':7}\n");
    story_say(st, 2, TAKES(1, 1, ""));
    story_expect(st, "event=p2p.up session=1 user=2 room=5\n2< {'t':'done','seq':8,'re':5}\n");
    stats_are(st, 1, 1, 0);
    story_wait(st, PL_SEC(3600)); /* up: no time-out any more */
    story_expect(st, "");
}

static void takes_stream_by_stream(void **state)
{
    struct story *st = *state;
    st->quiet = true;
    two_direct(st);
    story_say(st, 1, WATCH(2, "audio")); /* what is new begins through the server */
    story_expect(st, ON(1, 2, "audio"));
    story_say(st, 1, TAKES(2, 1, VIDEO "," AUDIO));
    story_expect(st, OFF(1, 2, "audio"));
    story_say(st, 1, TAKES(2, 1, AUDIO));
    story_expect(st, ON(1, 2, "video"));
    story_say(st, 1, TAKES(2, 1, VIDEO "," AUDIO ",{'kind':'video','stream':3}"));
    story_expect(st, OFF(1, 2, "video"));
    story_say(st, 1, UNWATCH(2, "audio"));
    story_expect(st, ""); /* it was off */
    story_say(st, 1, WATCH(2, "audio"));
    story_expect(st, ON(1, 2, "audio"));
    story_say(st, 2, CAMERA_CLOSED);
    story_expect(st, "");
    story_say(st, 2, BOTH_OPEN); /* and what opens again as well */
    story_expect(st, ON(1, 2, "video"));
}

static void third_user_brings_it_back(void **state)
{
    struct story *st = *state;
    two_direct(st);
    story_open(st, 3);
    story_say(st, 3, "{'t':'hello','sdk':'t','video':['H264']}");
    story_say(st, 3, "{'t':'login','name':'cat','password':'x'}");
    story_skip(st);
    story_say(st, 3, "{'t':'enter','room':5}");
    assert_true(story_has(st, ON(1, 2, "video") "1< {'t':'p2p_stop','seq':11,'user':2,'attempt':1,"
                                                "'code':0}\n2< {'t':'p2p_stop',"));
    story_skip(st);
    st->quiet = true;
    story_say(st, 1, TAKES(2, 1, VIDEO)); /* has crossed the stop */
    story_say(st, 2, FAILED(1, 1));
    story_wait(st, PL_SEC(100));
    story_expect(st, "");
    st->facts = true;
    story_say(st, 3, "{'t':'leave','room':-1}");
    story_skip(st);
    story_wait(st, PL_SEC(1));
    story_expect(st, "event=p2p.start session=1 user=2 room=5\n");
    story_say(st, 1, TAKES(2, 1, VIDEO)); /* of the attempt before */
    story_expect(st, "");
    story_say(st, 1, TAKES(2, 2, VIDEO));
    story_expect(st, OFF(1, 2, "video"));
}

static void leaving_ends_it(void **state)
{
    struct story *st = *state;
    two_direct(st);
    story_say(st, 1, "{'t':'leave','room':-1}");
    story_expect(st, "2< {'t':'p2p_stop','seq':8,'user':1,'attempt':1,'code':0}\n"
                     "leave session=1\n"
                     "2< {'t':'user_left','seq':9,'user':1,'code':0}\n"
                     "1< {'t':'done','seq':10,'re':7}\n");
    stats_are(st, 0, 1, 0);
    story_say(st, 2, TAKES(1, 1, VIDEO));
    story_expect(st, "2< {'t':'done','seq':10,'re':6}\n");
}

static void failures_switch_back_and_wait_longer_and_longer(void **state)
{
    static const unsigned pauses[] = {10, 20, 40, 80, 160, 320, 640, 640};
    struct story *st = *state;
    two(st, 1, 1);
    story_wait(st, PL_SEC(1));
    st->quiet = true;
    story_say(st, 1, TAKES(2, 1, VIDEO));
    story_skip(st);
    story_wait(st, PL_SEC(15)); /* bob never says that it is up */
    story_expect(st, ON(1, 2, "video") "event=p2p.stop session=1 user=2 room=5 code=100\n");
    for (size_t i = 0; i < sizeof(pauses) / sizeof(pauses[0]); i++) {
        char failed[96];
        story_wait(st, PL_SEC(pauses[i]) - 1);
        story_expect(st, "");
        story_wait(st, 1);
        story_expect(st, "event=p2p.start session=1 user=2 room=5\n");
        snprintf(failed, sizeof(failed),
                 "{'t':'p2p_state','user':1,'attempt':%zu,'link':'failed','tracks':[]}", i + 2);
        story_say(st, 2, failed);
        story_expect(st, "event=p2p.stop session=1 user=2 room=5 code=101\n");
    }
    stats_are(st, 0, 9, 9);
}

static void a_steady_connection_is_forgiven(void **state)
{
    struct story *st = *state;
    st->quiet = true;
    two_direct(st);
    st->facts = true;
    story_say(st, 1, FAILED(2, 1));
    story_expect(st, ON(1, 2, "video") "event=p2p.stop session=1 user=2 room=5 code=101\n");
    story_wait(st, PL_SEC(10));
    story_say(st, 1, TAKES(2, 2, VIDEO));
    story_say(st, 2, TAKES(1, 2, ""));
    story_skip(st);
    story_wait(st, PL_SEC(60));
    story_say(st, 2, FAILED(1, 2));
    story_skip(st);
    story_wait(st, PL_SEC(10)); /* not 20 */
    story_expect(st, "event=p2p.start session=1 user=2 room=5\n");
}

static void a_lost_link_does_not_end_it(void **state)
{
    struct story *st = *state;
    st->quiet = true;
    two_direct(st);
    st->facts = true;
    story_cut(st, 2);
    story_wait(st, PL_SEC(5));
    story_skip(st);
    story_say(st, 1, FAILED(2, 1)); /* the other end has noticed that media stopped */
    story_expect(st, ON(1, 2, "video") "event=p2p.stop session=1 user=2 room=5 code=101\n");
    story_wait(st, PL_SEC(20)); /* nobody there to try with */
    story_expect(st, "");
    st->quiet = false;
    story_resume(st, 4, 2, 7);
    assert_true(story_has(st, "'t':'p2p_stop'"));
    story_skip(st);
    story_wait(st, PL_SEC(1));
    assert_true(story_has(st, "4< {'t':'p2p_start',"));
}

static void the_end_of_a_session_ends_it(void **state)
{
    struct story *st = *state;
    two_direct(st);
    story_cut(st, 1);
    story_wait(st, PL_SEC(30));
    story_expect(st, "2< {'t':'p2p_stop','seq':8,'user':1,'attempt':1,'code':0}\n"
                     "leave session=1\n"
                     "2< {'t':'user_left','seq':9,'user':1,'code':101}\n");
}

static void on_demand_ends_with_the_media(void **state)
{
    struct story *st = *state;
    st->quiet = true;
    two(st, 1, 3);
    story_wait(st, PL_SEC(1));
    story_expect(st, "event=p2p.start session=1 user=2 room=5\n");
    story_say(st, 1, UNWATCH(2, "video"));
    story_expect(st, OFF(1, 2, "video") "event=p2p.stop session=1 user=2 room=5\n");
    story_say(st, 2, "{'t':'p2p_policy','policy':1}");
    story_say(st, 1, WATCH(2, "video"));
    story_wait(st, PL_SEC(1));
    story_skip(st);
    story_say(st, 1, UNWATCH(2, "video")); /* the server keeps it */
    story_expect(st, OFF(1, 2, "video"));
    story_say(st, 2, "{'t':'p2p_policy','policy':0}");
    story_expect(st, "event=p2p.stop session=1 user=2 room=5\n");
}

static void the_application_asks(void **state)
{
    struct story *st = *state;
    st->config.p2p = PL_CORE_P2P_ASKED;
    two(st, 2, 1);
    story_wait(st, PL_SEC(5));
    story_expect(st, "");
    story_say(st, 1, "{'t':'p2p_connect','user':9,'on':true}");
    story_expect(st, "1< {'t':'error','seq':8,'re':6,'code':205}\n");
    story_say(st, 1, "{'t':'p2p_connect','user':2,'on':true}");
    story_expect(st, "1< {'t':'done','seq':9,'re':7}\n");
    st->quiet = true;
    story_wait(st, PL_SEC(1));
    story_expect(st, "event=p2p.start session=1 user=2 room=5\n");
    story_say(st, 2, "{'t':'p2p_connect','user':1,'on':false}"); /* either of them may break it */
    story_expect(st, "event=p2p.stop session=1 user=2 room=5\n");
    st->quiet = false;
    story_say(st, 1, "{'t':'p2p_connect','user':2,'on':true}");
    story_expect(st, "1< {'t':'error','seq':12,'re':8,'code':20,"
                     "'detail':'no direct connection here'}\n");
    st->quiet = true;
    story_say(st, 2, "{'t':'p2p_connect','user':1,'on':true}");
    story_wait(st, PL_SEC(1));
    story_expect(st, "event=p2p.start session=1 user=2 room=5\n");
    story_say(st, 1, FAILED(2, 2));
    story_skip(st);
    story_say(st, 1, "{'t':'p2p_connect','user':2,'on':true}"); /* again, and now */
    story_wait(st, PL_SEC(1));
    story_expect(st, "event=p2p.start session=1 user=2 room=5\n");
}

static void signals_have_limits(void **state)
{
    struct story *st = *state;
    char big[30000], text[31000];
    two(st, 1, 1);
    story_wait(st, PL_SEC(1));
    st->quiet = true;
    story_skip(st);
    memset(big, 'x', sizeof(big) - 1);
    big[sizeof(big) - 1] = '\0';
    snprintf(text, sizeof(text), "{'t':'p2p_signal','user':2,'attempt':1,'data':'%s'}", big);
    for (int i = 0; i < 4; i++)
        story_say(st, 1, text);
    st->quiet = false;
    story_say(st, 1, text);
    assert_true(story_has(st, "'code':23"));
    assert_false(story_has(st, "2<"));
    st->quiet = true;
    for (int i = 0; i < 60; i++)
        story_say(st, 1, "{'t':'p2p_signal','user':2,'attempt':1,'data':'c'}");
    st->quiet = false;
    story_skip(st);
    story_say(st, 1, "{'t':'p2p_signal','user':2,'attempt':1,'data':'c'}");
    assert_true(story_has(st, "'code':23"));
    story_skip(st);
    story_say(st, 2,
              "{'t':'p2p_signal','user':1,'attempt':1,'data':'c'}"); /* each end has its own */
    assert_true(story_has(st, "1< {'t':'p2p_signalled'"));
}

static void strangers_signal_nobody(void **state)
{
    struct story *st = *state;
    st->config.p2p_max_room_users = 3;
    two(st, 1, 1);
    member(st, 3, "cat", 1);
    story_wait(st, PL_SEC(1));
    story_skip(st);
    story_say(st, 3, "{'t':'p2p_signal','user':1,'attempt':1,'data':'c'}");
    story_say(st, 3, TAKES(1, 1, VIDEO));
    story_say(st, 3, FAILED(1, 1));
    story_expect(st, "3< {'t':'done','seq':3,'re':4}\n3< {'t':'done','seq':4,'re':5}\n"
                     "3< {'t':'done','seq':5,'re':6}\n");
    story_say(st, 1, "{'t':'p2p_signal','user':3,'attempt':1,'data':'c'}");
    story_expect(st, "1< {'t':'done','seq':10,'re':6}\n");
}

/* In a larger room: as long as no third user looks at one of the two, or is looked at. */
static void only_pairs_that_are_alone(void **state)
{
    struct story *st = *state;
    st->config.p2p_max_room_users = 3;
    st->quiet = true;
    two(st, 1, 1);
    st->facts = false;
    member(st, 3, "cat", 1);
    story_wait(st, PL_SEC(1));
    story_say(st, 1, TAKES(2, 1, VIDEO));
    story_expect(st, OFF(1, 2, "video"));
    story_say(st, 3, WATCH(2, "audio"));
    story_expect(st, ON(3, 2, "audio") ON(1, 2, "video"));
    story_wait(st, PL_SEC(10));
    stats_are(st, 0, 1, 0);
    story_say(st, 3, UNWATCH(2, "audio"));
    story_wait(st, PL_SEC(1));
    stats_are(st, 0, 2, 0);
    story_say(st, 3, BOTH_OPEN);
    story_say(st, 1, WATCH(3, "video"));
    story_wait(st, PL_SEC(100));
    stats_are(st, 0, 2, 0);
}

static struct pl_session *session_of(struct story *st, int32_t user)
{
    struct pl_session *s = pl_idmap_get(&st->core->users, (uint32_t)user);
    assert_non_null(s);
    return s;
}

/* Within a step, as a recording or a supervisor will; gives the effects so far. */
static size_t forbid(struct story *st, int32_t user, bool on)
{
    st->core->effect_count = 0;
    pl_p2p_forbid(st->core, session_of(st, user), on);
    pl_core_check(st->core);
    return st->core->effect_count;
}

static void the_server_can_insist_on_its_way(void **state)
{
    struct story *st = *state;
    const struct pl_effect *first;
    two_direct(st);
    assert_true(forbid(st, 2, true) > 0);
    first = &st->core->effects[0];
    assert_int_equal(first->type, PL_EFFECT_MEDIA_LINK);
    assert_true(first->media_link.on && first->media_link.subscriber == 1);
    assert_int_equal(forbid(st, 2, true), 0);
    assert_int_equal(forbid(st, 2, false), 0);
    st->quiet = true;
    st->facts = true;
    story_say(st, 1, "{'t':'p2p_connect','user':2,'on':true}"); /* asking does not help */
    story_wait(st, PL_SEC(100));
    story_expect(st, "");
    assert_int_equal(forbid(st, 2, false), 0); /* as often as it was forbidden */
    story_wait(st, PL_SEC(1));
    story_expect(st, "event=p2p.start session=1 user=2 room=5\n");
}

static void no_new_ones_while_stopping(void **state)
{
    struct story *st = *state;
    struct pl_event drain = {.type = PL_EVENT_DRAIN};
    two(st, 1, 1);
    drain.drain.deadline = st->now + PL_SEC(60);
    story_step(st, &drain);
    st->quiet = true;
    story_skip(st);
    story_wait(st, PL_SEC(30));
    story_expect(st, "");
    story_wait(st, PL_SEC(30));
}

static void policies(void **state)
{
    static const struct {
        enum pl_core_p2p server;
        int ann, bob;
        bool begins;
    } cases[] = {
        {PL_CORE_P2P_ON, 1, 1, true},   {PL_CORE_P2P_ON, 1, 3, true},
        {PL_CORE_P2P_ON, 3, 3, true},   {PL_CORE_P2P_ON, 0, 1, false},
        {PL_CORE_P2P_ON, 1, 0, false},  {PL_CORE_P2P_ON, 2, 1, false},
        {PL_CORE_P2P_ON, 2, 2, false},  {PL_CORE_P2P_ASKED, 1, 1, false},
        {PL_CORE_P2P_OFF, 1, 1, false},
    };
    struct story *st = *state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        story_end(st);
        story_init(st);
        st->config.p2p = cases[i].server;
        two(st, cases[i].ann, cases[i].bob);
        story_wait(st, PL_SEC(1));
        assert_int_equal(story_has(st, "p2p.start"), cases[i].begins);
    }
}

static void policy_of_an_old_client_is_none(void **state)
{
    struct story *st = *state;
    story_begin(st);
    member(st, 1, "ann", 1);
    story_member(st, 2, "bob", 5);
    story_say(st, 2, BOTH_OPEN);
    story_say(st, 1, WATCH(2, "video"));
    st->facts = true;
    story_skip(st);
    story_wait(st, PL_SEC(10));
    story_expect(st, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        story_test(begins_through_the_server_and_moves),
        story_test(takes_stream_by_stream),
        story_test(third_user_brings_it_back),
        story_test(leaving_ends_it),
        story_test(failures_switch_back_and_wait_longer_and_longer),
        story_test(a_steady_connection_is_forgiven),
        story_test(a_lost_link_does_not_end_it),
        story_test(the_end_of_a_session_ends_it),
        story_test(on_demand_ends_with_the_media),
        story_test(the_application_asks),
        story_test(signals_have_limits),
        story_test(strangers_signal_nobody),
        story_test(only_pairs_that_are_alone),
        story_test(the_server_can_insist_on_its_way),
        story_test(no_new_ones_while_stopping),
        story_test(policies),
        story_test(policy_of_an_old_client_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

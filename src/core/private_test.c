/* SPDX-License-Identifier: Apache-2.0 */
/* Private chats: what each of the two is told, who sees whom, and races. */
#include "pl_test.h"

#include "base/rng.h"
#include "core/story.h"

#include <stdio.h>

#define ASK(user)  "{'t':'private_request','user':" #user "}"
#define EXIT(user) "{'t':'private_exit','user':" #user "}"
#define ANSWER(user, request, code)                                                                \
    "{'t':'private_answer','user':" #user ",'request':" #request ",'code':" #code "}"
#define MODE(mode)       "{'t':'chat_mode','mode':" #mode "}"
#define OPEN             "{'t':'state','camera':2,'mic':0}"
#define WATCH(user)      "{'t':'watch','user':" #user ",'kind':'video','on':true}"
#define LINK(s, p, on)   "link subscriber=" #s " publisher=" #p " kind=video stream=0 " on "\n"
#define TOLD(link, what) assert_true(story_has(st, #link "< {'t':'" what))

/* ann 1, bob 2 and cat 3 in room 5, dan 4 in room 6. */
static void three(struct story *st)
{
    story_begin(st);
    story_member(st, 1, "ann", 5);
    story_member(st, 2, "bob", 5);
    story_member(st, 3, "cat", 5);
    story_member(st, 4, "dan", 6);
    story_skip(st);
}

static void say_and_expect(struct story *st, uint64_t link, const char *json, int code)
{
    char text[64];
    story_say(st, link, json);
    snprintf(text, sizeof(text), "'code':%d", code);
    if (code ? !story_has(st, "'t':'error'") || !story_has(st, text) : !story_has(st, "'t':'done'"))
        fail_msg("%s: not %d but %s", json, code, st->trace);
}

static void partners(struct story *st, uint64_t ann, uint64_t bob)
{
    char json[96];
    snprintf(json, sizeof(json), "{'t':'private_request','user':%d}", (int)bob);
    story_say(st, ann, json);
    snprintf(json, sizeof(json), "{'t':'private_request','user':%d}", (int)ann);
    story_say(st, bob, json); /* both asking is agreeing */
    assert_true(story_has(st, "private_answered"));
    story_skip(st);
}

static void asked_and_accepted(void **state)
{
    struct story *st = *state;
    three(st);
    story_say(st, 1, ASK(2));
    story_expect(st, "2< {'t':'private_requested','seq':4,'user':1,'request':1}\n"
                     "1< {'t':'done','seq':5,'re':4}\n");
    say_and_expect(st, 1, ASK(2), 0); /* again: nothing new */
    assert_false(story_has(st, "private_requested"));
    story_skip(st);
    story_say(st, 2, ANSWER(1, 1, 0));
    story_expect(st, "1< {'t':'private_answered','seq':7,'user':2,'code':0}\n"
                     "2< {'t':'done','seq':5,'re':4}\n");
    say_and_expect(st, 1, ASK(2), 421);
    say_and_expect(st, 2, ASK(1), 421);
    story_skip(st);
    story_say(st, 2, EXIT(1));
    story_expect(st, "1< {'t':'private_ended','seq':9,'user':2,'code':0}\n"
                     "2< {'t':'done','seq':7,'re':6}\n");
    story_wait(st, PL_SEC(100));
    story_expect(st, "");
    say_and_expect(st, 1, EXIT(2), 0); /* twice: harmless */
    assert_false(story_has(st, "private_ended"));
}

static void refused_with_a_reason(void **state)
{
    struct story *st = *state;
    three(st);
    story_say(st, 1, ASK(2));
    story_say(st, 3, ASK(2));
    story_skip(st);
    story_say(st, 2, ANSWER(3, 2, 402));
    story_expect(st, "3< {'t':'private_answered','seq':4,'user':2,'code':402}\n"
                     "2< {'t':'done','seq':6,'re':4}\n");
    story_say(st, 2, ANSWER(1, 1, 77777));
    story_expect(st, "1< {'t':'private_answered','seq':6,'user':2,'code':77777}\n"
                     "2< {'t':'done','seq':7,'re':5}\n");
    say_and_expect(st, 2, ANSWER(1, 1, 0), 420);
    story_wait(st, PL_SEC(100));
    assert_false(story_has(st, "private_answered"));
}

static void answers_to_what_was_not_asked(void **state)
{
    struct story *st = *state;
    three(st);
    story_say(st, 1, ASK(2));
    say_and_expect(st, 2, ANSWER(1, 2, 0), 420); /* another number */
    story_skip(st);
    say_and_expect(st, 2, ANSWER(3, 1, 0), 420); /* another user */
    story_skip(st);
    say_and_expect(st, 2, ANSWER(99, 1, 0), 420);
    story_skip(st);
    say_and_expect(st, 1, ANSWER(2, 1, 0), 420); /* one's own request */
    story_skip(st);
    say_and_expect(st, 3, ANSWER(1, 1, 0), 420); /* somebody else's */
}

static void who_cannot_be_asked(void **state)
{
    struct story *st = *state;
    three(st);
    say_and_expect(st, 1, ASK(1), 403);
    story_skip(st);
    say_and_expect(st, 1, ASK(4), 401); /* in another room */
    story_skip(st);
    say_and_expect(st, 1, ASK(99), 401);
    story_skip(st);
    story_user(st, 5, "eve");
    say_and_expect(st, 5, ASK(1), 3);
}

static void switched_off(void **state)
{
    struct story *st = *state;
    st->config.private_chat = false;
    three(st);
    say_and_expect(st, 1, ASK(2), 403);
}

static void requests_end_after_a_minute(void **state)
{
    struct story *st = *state;
    three(st);
    story_say(st, 1, ASK(2));
    story_wait(st, PL_SEC(59));
    story_skip(st);
    story_wait(st, PL_SEC(2));
    story_expect(st, "1< {'t':'private_answered','seq':6,'user':2,'code':431}\n"
                     "2< {'t':'private_ended','seq':5,'user':1,'code':431}\n");
    say_and_expect(st, 2, ANSWER(1, 1, 0), 420);
}

static void taken_back(void **state)
{
    struct story *st = *state;
    three(st);
    story_say(st, 1, ASK(2));
    story_skip(st);
    say_and_expect(st, 2, EXIT(1), 0); /* not his to take back */
    assert_false(story_has(st, "private_ended"));
    story_skip(st);
    story_say(st, 1, EXIT(2));
    story_expect(st, "2< {'t':'private_ended','seq':6,'user':1,'code':435}\n"
                     "1< {'t':'done','seq':6,'re':5}\n");
    say_and_expect(st, 2, ANSWER(1, 1, 0), 420); /* it crossed */
}

static void leaving_the_room_ends_everything(void **state)
{
    struct story *st = *state;
    three(st);
    partners(st, 1, 2);
    story_say(st, 1, ASK(3));
    story_skip(st);
    story_say(st, 1, "{'t':'leave','room':-1}");
    TOLD(2, "private_ended','seq':7,'user':1,'code':401");
    TOLD(3, "private_ended','seq':4,'user':1,'code':401");
    story_say(st, 1, "{'t':'enter','room':5}");
    story_say(st, 3, ASK(1));
    story_skip(st);
    story_say(st, 1, "{'t':'logout'}");
    TOLD(3, "private_answered','seq':8,'user':1,'code':401"); /* of his request */
}

static void limits(void **state)
{
    struct story *st = *state;
    char name[32], json[96];
    story_begin(st);
    for (unsigned i = 1; i <= 18; i++) {
        snprintf(name, sizeof(name), "u%u", i);
        story_member(st, i, name, 5);
    }
    for (unsigned i = 2; i <= 17; i++) {
        snprintf(json, sizeof(json), "{'t':'private_request','user':%u}", i);
        say_and_expect(st, 1, json, 0);
        story_skip(st);
    }
    say_and_expect(st, 1, ASK(18), 23);
    story_skip(st);
    say_and_expect(st, 18, ASK(1), 432);
}

/* Asking and taking back, again and again: each rings at the other one's page. */
static void requests_have_a_rate(void **state)
{
    struct story *st = *state;
    size_t asked = 0;
    three(st);
    for (size_t i = 0; i < 30; i++) {
        story_say(st, 1, ASK(2));
        asked += story_has(st, "private_requested") ? 1 : 0;
        story_say(st, 1, EXIT(2));
        story_skip(st);
    }
    assert_int_equal(asked, 16);
    say_and_expect(st, 1, ASK(2), 23);
    story_skip(st);
    say_and_expect(st, 3, ASK(2), 0); /* everybody has a rate of his own */
    story_wait(st, PL_SEC(2));
    story_skip(st);
    say_and_expect(st, 1, ASK(2), 0);
}

/* ---- resume ---- */

static void a_lost_link_loses_no_request(void **state)
{
    struct story *st = *state;
    three(st);
    story_cut(st, 2);
    story_say(st, 1, ASK(2));
    story_cut(st, 1);
    story_skip(st);
    story_resume(st, 11, 2, 3);
    story_expect(st, "11< {'t':'resumed','re':4,'last_id':3}\n"
                     "11< {'t':'private_requested','seq':4,'user':1,'request':1}\n");
    st->next_id[11] = 5;
    story_say(st, 11, ANSWER(1, 1, 0));
    story_skip(st);
    story_resume(st, 12, 1, 5);
    story_expect(st, "12< {'t':'resumed','re':5,'last_id':4}\n"
                     "12< {'t':'private_answered','seq':6,'user':2,'code':0}\n");
    st->next_id[12] = 6;
    say_and_expect(st, 12, ASK(2), 421); /* partners still */
}

static void whoever_does_not_come_back_has_left(void **state)
{
    struct story *st = *state;
    three(st);
    partners(st, 1, 2);
    story_cut(st, 1);
    story_wait(st, PL_SEC(31));
    TOLD(2, "private_ended','seq':7,'user':1,'code':401");
}

/* ---- chat mode ---- */

static void the_mode_is_told_like_a_state(void **state)
{
    struct story *st = *state;
    three(st);
    story_say(st, 1, MODE(1));
    story_expect(st, "1< {'t':'chat_mode_changed','seq':5,'user':1,'mode':1}\n"
                     "2< {'t':'chat_mode_changed','seq':4,'user':1,'mode':1}\n"
                     "3< {'t':'chat_mode_changed','seq':3,'user':1,'mode':1}\n"
                     "1< {'t':'done','seq':6,'re':4}\n");
    say_and_expect(st, 1, MODE(1), 0);
    assert_false(story_has(st, "chat_mode_changed"));
    story_skip(st);
    story_user(st, 5, "eve");
    story_say(st, 5, "{'t':'enter','room':5}");
    assert_true(story_has(st, "'id':1,'name':'ann','level':0,'camera':0,'mic':0,'device':0,'ip':'',"
                              "'chat_mode':1"));
    assert_true(
        story_has(st, "'id':2,'name':'bob','level':0,'camera':0,'mic':0,'device':0,'ip':''}"));
}

static void private_mode_shows_partners_only(void **state)
{
    struct story *st = *state;
    three(st);
    story_say(st, 2, OPEN);
    story_say(st, 3, OPEN);
    story_say(st, 1, WATCH(2));
    story_say(st, 1, WATCH(3));
    story_say(st, 2, WATCH(3));
    story_skip(st);
    story_say(st, 1, MODE(1));
    assert_true(story_has(st, LINK(1, 2, "off")) && story_has(st, LINK(1, 3, "off")));
    assert_false(story_has(st, "subscriber=2")); /* who is in public mode sees all */
    story_skip(st);
    partners(st, 1, 2);
    story_say(st, 1, "{'t':'text','to':-1,'secret':false,'text':'x'}"); /* text is not touched */
    TOLD(3, "text_received");
    story_skip(st);
    story_say(st, 3, "{'t':'state','camera':1,'mic':0}");
    story_say(st, 3, OPEN);
    assert_false(story_has(st, "subscriber=1"));
    story_skip(st);
    story_say(st, 2, EXIT(1));
    assert_true(story_has(st, LINK(1, 2, "off")));
    story_skip(st);
    story_say(st, 1, MODE(0));
    assert_true(story_has(st, LINK(1, 2, "on")) && story_has(st, LINK(1, 3, "on")));
}

static void agreeing_switches_the_pictures_on(void **state)
{
    struct story *st = *state;
    three(st);
    story_say(st, 1, OPEN);
    story_say(st, 2, OPEN);
    story_say(st, 1, MODE(1));
    story_say(st, 2, MODE(1));
    story_say(st, 1, WATCH(2));
    story_say(st, 2, WATCH(1));
    assert_false(story_has(st, "link subscriber"));
    story_say(st, 1, ASK(2));
    story_skip(st);
    story_say(st, 2, ANSWER(1, 1, 0));
    assert_true(story_has(st, LINK(1, 2, "on")) && story_has(st, LINK(2, 1, "on")));
    story_skip(st);
    story_cut(st, 1);
    story_wait(st, PL_SEC(31));
    assert_true(story_has(st, LINK(2, 1, "off")));
}

/* A direct connection would go past the mode. */
static void private_mode_ends_a_direct_connection(void **state)
{
    struct story *st = *state;
    story_begin(st);
    for (uint64_t i = 1; i <= 2; i++) {
        story_open(st, i);
        story_say(st, i, "{'t':'hello','sdk':'t','video':['H264'],'p2p':1}");
        story_say(st, i,
                  i == 1 ? "{'t':'login','name':'ann','password':'x'}"
                         : "{'t':'login','name':'bob','password':'x'}");
        story_say(st, i, "{'t':'enter','room':5}");
        story_say(st, i, OPEN);
    }
    story_say(st, 1, WATCH(2));
    story_wait(st, PL_SEC(1));
    TOLD(1, "p2p_start");
    story_say(st, 1,
              "{'t':'p2p_state','user':2,'attempt':1,'link':'connected','tracks':[{'kind':"
              "'video','stream':0}]}");
    story_say(st, 2, "{'t':'p2p_state','user':1,'attempt':1,'link':'connected','tracks':[]}");
    story_skip(st);
    story_say(st, 1, MODE(1));
    TOLD(1, "p2p_stop");
    assert_false(story_has(st, "link subscriber=1"));
    story_skip(st);
    partners(st, 1, 2);
    story_wait(st, PL_SEC(2));
    TOLD(1, "p2p_start");
}

/* ---- anything in any order ---- */

enum { USERS = 6, ROUNDS = 400 };

/* What the clients believe, from what they are told alone. */
struct believer {
    bool asked[USERS + 1];       /* my request waits for its outcome */
    int32_t incoming[USERS + 1]; /* number of his request to me; 0: none */
    bool partner[USERS + 1];
};

static struct believer believers[USERS + 1];

static void believe(unsigned me, const char *line)
{
    struct believer *b = &believers[me];
    const char *user = strstr(line, "'user':"), *code = strstr(line, "'code':");
    int who = user ? atoi(user + 7) : 0, why = code ? atoi(code + 7) : -1;
    if (strstr(line, "'t':'private_requested'")) {
        assert_true(b->incoming[who] == 0 && !b->partner[who] && !b->asked[who]);
        b->incoming[who] = atoi(strstr(line, "'request':") + 10);
    } else if (strstr(line, "'t':'private_answered'")) {
        assert_true(b->asked[who] || b->incoming[who]); /* both asked */
        b->partner[who] = why == 0;
        b->asked[who] = false;
        b->incoming[who] = 0;
    } else if (strstr(line, "'t':'private_ended'")) {
        assert_true(b->partner[who] || b->incoming[who]);
        b->partner[who] = false;
        b->incoming[who] = 0;
    } else if (strstr(line, "'t':'user_left'")) {
        assert_true(!b->partner[who] && !b->incoming[who] && !b->asked[who]);
    }
}

static void believe_all(struct story *st)
{
    for (const char *line = st->trace; *line; line = strchr(line, '\n') + 1) {
        char copy[512];
        size_t n = (size_t)(strchr(line, '\n') - line);
        assert_true(n < sizeof(copy));
        memcpy(copy, line, n);
        copy[n] = '\0';
        if (copy[0] >= '1' && copy[0] <= '9' && copy[1] == '<')
            believe((unsigned)(copy[0] - '0'), copy);
    }
}

static void act(struct story *st, struct pl_prng *rng)
{
    unsigned me = 1 + (unsigned)pl_prng_below(rng, USERS);
    unsigned who = 1 + (unsigned)pl_prng_below(rng, USERS);
    struct believer *b = &believers[me];
    uint64_t what = pl_prng_below(rng, 16);
    char json[128];
    bool done;
    if (what < 5)
        snprintf(json, sizeof(json), "{'t':'private_request','user':%u}", who);
    else if (what < 9)
        snprintf(json, sizeof(json), "{'t':'private_answer','user':%u,'request':%d,'code':%d}", who,
                 b->incoming[who] ? b->incoming[who] : 7, what < 8 ? 0 : 402);
    else if (what < 12)
        snprintf(json, sizeof(json), "{'t':'private_exit','user':%u}", who);
    else if (what == 12)
        snprintf(json, sizeof(json), "{'t':'chat_mode','mode':%u}", who % 2);
    else if (what == 13)
        snprintf(json, sizeof(json), "{'t':'state','camera':%u,'mic':1}", 1 + who % 2);
    else if (what == 14)
        snprintf(json, sizeof(json), "{'t':'leave','room':-1}");
    else
        snprintf(json, sizeof(json), "{'t':'enter','room':5}");
    story_skip(st);
    if (what < 5)
        story_wait(st, PL_SEC(1)); /* six of them ask, each once in six seconds */
    believe_all(st);
    story_skip(st);
    story_say(st, me, json);
    done = story_has(st, "'t':'done'");
    if (what < 5 && done && !b->incoming[who])
        b->asked[who] = true;
    believe_all(st);
    if (what >= 5 && what < 9 && done) {
        b->partner[who] = what < 8;
        b->incoming[who] = 0;
    }
    if (what >= 9 && what < 12 && done) {
        b->partner[who] = false;
        b->asked[who] = false;
    }
    if (what == 14)
        memset(b, 0, sizeof(*b));
}

static void believers_agree(struct story *st)
{
    struct pl_core_stats stats;
    size_t ends = 0;
    for (unsigned a = 1; a <= USERS; a++) {
        for (unsigned b = 1; b <= USERS; b++) {
            assert_true(believers[a].partner[b] == believers[b].partner[a]);
            assert_true(believers[a].asked[b] == (believers[b].incoming[a] != 0));
            assert_false(believers[a].partner[b] && believers[a].asked[b]);
            ends += believers[a].partner[b] ? 1 : 0;
        }
    }
    pl_core_stats(st->core, &stats);
    assert_int_equal(ends, 2 * stats.private_chats);
}

/* Each seed is another story; after every step the six believe the same, and so does the core. */
static void any_order_ends_in_one_truth(void **state)
{
    struct story *st = *state;
    st->config.messages_burst = 100000;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        struct pl_prng rng;
        pl_prng_init(&rng, seed);
        memset(believers, 0, sizeof(believers));
        story_begin(st);
        for (unsigned i = 1; i <= USERS; i++) {
            char name[8], json[96];
            snprintf(name, sizeof(name), "u%u", i);
            story_member(st, i, name, 5);
            for (unsigned j = 1; j <= USERS; j++) {
                snprintf(json, sizeof(json), "{'t':'watch','user':%u,'kind':'video','on':true}", j);
                story_say(st, i, json);
            }
        }
        for (unsigned round = 0; round < ROUNDS; round++) {
            act(st, &rng);
            believers_agree(st);
            if (pl_prng_below(&rng, 50) == 0) {
                story_skip(st);
                story_wait(st, PL_SEC(pl_prng_below(&rng, 70)));
                believe_all(st);
                believers_agree(st);
            }
        }
        pl_core_destroy(st->core);
        st->core = NULL;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        story_test(asked_and_accepted),
        story_test(refused_with_a_reason),
        story_test(answers_to_what_was_not_asked),
        story_test(who_cannot_be_asked),
        story_test(switched_off),
        story_test(requests_end_after_a_minute),
        story_test(taken_back),
        story_test(leaving_the_room_ends_everything),
        story_test(limits),
        story_test(requests_have_a_rate),
        story_test(a_lost_link_loses_no_request),
        story_test(whoever_does_not_come_back_has_left),
        story_test(the_mode_is_told_like_a_state),
        story_test(private_mode_shows_partners_only),
        story_test(agreeing_switches_the_pictures_on),
        story_test(private_mode_ends_a_direct_connection),
        story_test(any_order_ends_in_one_truth),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Calls in any order: what four clients believe, from what they are told alone, is one truth. */
#include "pl_test.h"

#include "base/rng.h"
#include "core/story.h"

#include <stdio.h>

#define WORDS(flags, param, text) ",'flags':" #flags ",'param':" #param ",'text':'" text "'}"

/* ann 1, bob 2, cat 3, dan 4, in no room: each has had seq 1 and sent ids 1 and 2. */
static void four(struct story *st)
{
    story_begin(st);
    story_user(st, 1, "ann");
    story_user(st, 2, "bob");
    story_user(st, 3, "cat");
    story_user(st, 4, "dan");
    story_skip(st);
}

static void allow(struct story *st, uint32_t ticket, int code)
{
    struct pl_event e = {.type = PL_EVENT_ANSWER};
    e.answer.ticket = ticket;
    e.answer.code = code;
    story_step(st, &e);
}

enum { USERS = 4, ROUNDS = 600 };

enum { FREE, CALLING, RINGS, RUNG, TALKS };

/* What the clients believe, from what they are told alone. */
struct believer {
    int state;
    int with;
    int room;
};

static struct believer believers[USERS + 1];

static int number(const char *line, const char *key)
{
    const char *at = strstr(line, key);
    return at ? atoi(at + strlen(key)) : 0;
}

static void believe(unsigned me, const char *line)
{
    struct believer *b = &believers[me];
    int who = number(line, "'user':"), code = number(line, "'code':");
    if (strstr(line, "'t':'call_requested'")) {
        assert_int_equal(b->state, FREE);
        *b = (struct believer){RUNG, who, 0};
    } else if (strstr(line, "'t':'call_answered'")) {
        if (code == 0) {
            assert_true(b->state == CALLING && b->with == who);
            b->state = RINGS;
        } else if (b->with == who && !(code == 100103 && b->state != CALLING)) {
            assert_true(b->state == CALLING || b->state == RINGS || b->state == RUNG);
            *b = (struct believer){0};
        } else {
            assert_int_equal(code, 100103); /* one's own second call */
        }
    } else if (strstr(line, "'t':'call_started'")) {
        assert_true((b->state == RINGS || b->state == RUNG) && b->with == who);
        b->state = TALKS;
        b->room = number(line, "'room':");
    } else if (strstr(line, "'t':'call_finished'")) {
        assert_true(b->state != FREE && b->with == who);
        *b = (struct believer){0};
    }
}

static void believe_all(struct story *st)
{
    for (const char *line = st->trace; st->used > 0 && *line; line = strchr(line, '\n') + 1) {
        char copy[512];
        size_t n = (size_t)(strchr(line, '\n') - line);
        assert_true(n < sizeof(copy));
        memcpy(copy, line, n);
        copy[n] = '\0';
        if (copy[0] >= '1' && copy[0] <= '9' && copy[1] == '<')
            believe((unsigned)(copy[0] - '0'), copy);
    }
    story_skip(st);
}

static void act(struct story *st, struct pl_prng *rng, bool asked)
{
    static const int codes[] = {0, 0, 0, 100101, 100104};
    unsigned me = 1 + (unsigned)pl_prng_below(rng, USERS);
    unsigned who = 1 + (unsigned)pl_prng_below(rng, USERS);
    struct believer *b = &believers[me];
    uint64_t what = pl_prng_below(rng, 10);
    int code = codes[pl_prng_below(rng, 5)];
    char json[128];
    if (what < 4) {
        snprintf(json, sizeof(json), "{'t':'call_request','user':%u" WORDS(0, 0, ""), who);
        story_wait(st, PL_SEC(2)); /* below the rate, whoever calls */
        believe_all(st);
        if (b->state == FREE && who != me)
            *b = (struct believer){CALLING, (int)who, 0};
    } else if (what < 7) {
        snprintf(json, sizeof(json), "{'t':'call_answer','user':%u,'code':%d" WORDS(0, 0, ""), who,
                 code);
        if (b->with == (int)who && code != 0 && b->state != TALKS && b->state != FREE)
            *b = (struct believer){0}; /* one is not told what one does, but for ends of calls */
    } else {
        snprintf(json, sizeof(json), "{'t':'call_finish','user':%u,'code':0" WORDS(0, 0, ""), who);
    }
    story_say(st, me, json);
    believe_all(st);
    if (asked && pl_prng_below(rng, 2) == 0) {
        allow(st, (uint32_t)pl_prng_below(rng, 400), pl_prng_below(rng, 4) == 0 ? 4711 : 0);
        believe_all(st);
    }
}

static void believers_agree(struct story *st)
{
    struct pl_core_stats stats;
    size_t talking = 0;
    for (int me = 1; me <= USERS; me++) {
        const struct believer *b = &believers[me], *other = &believers[b->with];
        if (b->state == FREE || b->state == CALLING)
            continue;
        assert_int_equal(other->with, me);
        assert_int_equal(other->state, b->state == RINGS ? RUNG : b->state == RUNG ? RINGS : TALKS);
        assert_int_equal(other->room, b->room);
        talking += b->state == TALKS ? 1 : 0;
    }
    pl_core_stats(st->core, &stats);
    assert_int_equal(talking, 2 * stats.calls);
}

static void play(struct story *st, uint64_t seed)
{
    struct pl_prng rng;
    bool asked = seed % 2 == 0;
    pl_prng_init(&rng, seed);
    memset(believers, 0, sizeof(believers));
    st->config.messages_burst = 100000;
    st->config.ask[PL_ASK_CALL].on = asked;
    four(st);
    for (unsigned round = 0; round < ROUNDS; round++) {
        act(st, &rng, asked);
        believers_agree(st);
        if (pl_prng_below(&rng, 30) == 0) {
            story_wait(st, PL_SEC(pl_prng_below(&rng, 70)));
            believe_all(st);
            believers_agree(st);
        }
    }
    story_wait(st, PL_SEC(100)); /* nothing rings for ever */
    believe_all(st);
    for (int me = 1; me <= USERS; me++)
        assert_true(believers[me].state == FREE || believers[me].state == TALKS);
    pl_core_destroy(st->core);
    st->core = NULL;
}

/* Each seed is another story; after every step the four believe the same, and so does the core. */
static void any_order_ends_in_one_truth(void **state)
{
    for (uint64_t seed = 1; seed <= 40; seed++)
        play(*state, seed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        story_test(any_order_ends_in_one_truth),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Voices and places, packet by packet of 20 ms, under a clock of the test's own. */
#include "pl_agreed.h"

#include "base/rng.h"
#include "media/voice/speakers.h"

#include <stdio.h>

enum { TALKERS = 24, SILENCE = 75, SPEECH = 40 };

#define STEP PL_MS(20)
#define T0   PL_SEC(1000)

struct stage {
    pl_time_us now;
    struct pl_voice voices[TALKERS];
    struct pl_speaker places[TALKERS]; /* with the one listener */
    struct pl_speakers listener;
    int level[TALKERS]; /* what each says now; -1: writes no levels, -2: sends nothing */
    bool heard[TALKERS];
};

static void begin(struct stage *s, unsigned limit)
{
    memset(s, 0, sizeof(*s));
    s->now = T0;
    pl_speakers_init(&s->listener, limit);
    for (int i = 0; i < TALKERS; i++) {
        pl_voice_init(&s->voices[i]);
        s->level[i] = -2;
    }
}

static unsigned heard_count(const struct stage *s)
{
    unsigned n = 0;
    for (int i = 0; i < TALKERS; i++)
        n += s->heard[i];
    return n;
}

/* One packet of everybody who sends. */
static void step(struct stage *s)
{
    for (int i = 0; i < TALKERS; i++) {
        struct pl_voice_packet p = {.has_level = s->level[i] >= 0, .level = (uint8_t)s->level[i]};
        s->heard[i] = s->level[i] != -2 && pl_voice_input(&s->voices[i], s->now, SILENCE, &p) &&
                      pl_speakers_admit(&s->listener, s->now, &s->places[i], &s->voices[i]);
    }
    /* In a step in which a place changes hands, both are heard. */
    for (int i = 0; i < TALKERS && s->listener.limit > 0; i++)
        s->heard[i] &= s->places[i].place != 0;
    if (s->listener.limit > 0)
        assert_true(heard_count(s) <= s->listener.limit);
    s->now += STEP;
}

static void run(struct stage *s, pl_time_us duration)
{
    for (pl_time_us end = s->now + duration; s->now < end;)
        step(s);
}

/* How long until this one is heard; more than a minute: never. */
static pl_time_us wait_for(struct stage *s, int who)
{
    pl_time_us from = s->now;
    do
        step(s);
    while (!s->heard[who] && s->now - from < PL_SEC(60));
    return s->now - from;
}

/* ---- silence ---- */

static bool says(struct pl_voice *v, pl_time_us now, uint8_t level)
{
    return pl_voice_input(v, now, SILENCE, &(struct pl_voice_packet){true, level, false});
}

static void silence_is_not_forwarded(void **state)
{
    struct pl_voice v;
    (void)state;
    pl_voice_init(&v);
    for (int i = 0; i < 100; i++) {
        assert_false(says(&v, T0 + i * STEP, 127));
        assert_false(says(&v, T0 + i * STEP, SILENCE));
    }
}

static void the_first_packet_of_speech_is_forwarded(void **state)
{
    struct pl_voice v;
    (void)state;
    pl_voice_init(&v);
    assert_true(says(&v, T0, SILENCE - 1)); /* of a life */
    for (int i = 1; i < 100; i++)
        (void)says(&v, T0 + i * STEP, 127);
    assert_false(says(&v, T0 + 100 * STEP, 127));
    assert_true(says(&v, T0 + 101 * STEP, SILENCE - 1)); /* after a pause */
}

static void the_end_of_speech_is_forwarded(void **state)
{
    struct pl_voice v;
    pl_time_us at = T0;
    (void)state;
    pl_voice_init(&v);
    assert_true(says(&v, at, SPEECH));
    for (at += STEP; at < T0 + PL_VOICE_HANG_US; at += STEP)
        assert_true(says(&v, at, 127));
    assert_false(says(&v, at, 127));
    /* Pauses between words are not cut. */
    assert_true(says(&v, at, SPEECH));
    at += PL_VOICE_HANG_US - STEP;
    assert_true(says(&v, at, 127));
    assert_true(says(&v, at + STEP, SPEECH));
}

static void frames_without_sound_are_silence(void **state)
{
    struct pl_voice_packet empty = {.empty = true}, lies = {true, 10, true}, full = {.level = 0};
    struct pl_voice v;
    (void)state;
    pl_voice_init(&v);
    assert_false(pl_voice_input(&v, T0, SILENCE, &empty));
    assert_false(pl_voice_input(&v, T0 + STEP, SILENCE, &lies));
    assert_true(pl_voice_input(&v, T0 + 2 * STEP, SILENCE, &full)); /* no level: may be anything */
    assert_true(pl_voice_input(&v, T0 + 3 * STEP, SILENCE, &empty));
    assert_false(pl_voice_input(&v, T0 + 2 * STEP + PL_VOICE_HANG_US, SILENCE, &empty));
}

static void silence_is_forwarded_when_it_is_to_be(void **state)
{
    struct pl_voice v;
    (void)state;
    pl_voice_init(&v);
    for (int i = 0; i < 100; i++)
        assert_true(
            pl_voice_input(&v, T0 + i * STEP, 0, &(struct pl_voice_packet){true, 127, false}));
}

static void loudness_rises_fast_and_falls_by_the_clock(void **state)
{
    struct pl_voice v;
    int32_t before = 0;
    (void)state;
    pl_voice_init(&v);
    for (int i = 0; i < 5; i++) {
        (void)says(&v, T0 + i * STEP, 27);
        assert_true(v.loudness > before);
        before = v.loudness;
    }
    assert_in_range(before, 96 * PL_LOUDNESS_DB, 100 * PL_LOUDNESS_DB);
    assert_in_range(before - pl_voice_loudness(&v, v.input_at + PL_MS(500)),
                    20 * PL_LOUDNESS_DB - 1, 20 * PL_LOUDNESS_DB + 1);
    assert_int_equal(pl_voice_loudness(&v, v.input_at + PL_SEC(100000)), 0);
}

/* ---- places ---- */

static void without_a_limit_everybody_is_heard(void **state)
{
    struct stage s;
    (void)state;
    begin(&s, 0);
    for (int i = 0; i < TALKERS; i++)
        s.level[i] = SPEECH;
    step(&s);
    assert_int_equal(heard_count(&s), TALKERS);
}

static void free_places_are_taken_at_once(void **state)
{
    struct stage s;
    (void)state;
    begin(&s, 3);
    for (int i = 0; i < 3; i++) {
        s.level[i] = SPEECH;
        assert_int_equal(wait_for(&s, i), STEP);
    }
    pl_speakers_release(&s.listener, &s.places[1]);
    s.level[1] = -2;
    s.level[3] = SILENCE - 1; /* however low */
    assert_int_equal(wait_for(&s, 3), STEP);
}

static void the_loudest_are_heard(void **state)
{
    struct stage s;
    (void)state;
    begin(&s, 3);
    for (int i = 0; i < 12; i++)
        s.level[i] = 60 - 4 * i; /* the later the louder */
    run(&s, PL_SEC(5));
    for (int n = 0; n < 100; n++) {
        step(&s);
        for (int i = 0; i < 12; i++)
            assert_int_equal(s.heard[i], i >= 9);
    }
}

static void an_interruption_gets_in_soon(void **state)
{
    struct stage s;
    (void)state;
    begin(&s, 2);
    s.level[0] = s.level[1] = SPEECH + 10;
    run(&s, PL_SEC(3));
    s.level[2] = SPEECH;
    assert_in_range(wait_for(&s, 2), PL_SPEAKERS_ENTRY_US, PL_MS(200));
}

static void a_click_does_not(void **state)
{
    struct stage s;
    (void)state;
    begin(&s, 2);
    s.level[0] = s.level[1] = SPEECH;
    run(&s, PL_SEC(3));
    for (int n = 0; n < 200; n++) {
        s.level[2] = n % 10 == 0 ? 5 : 127; /* for 20 ms in 200 */
        step(&s);
        assert_false(s.heard[2]);
    }
}

static void equals_do_not_push_each_other_out(void **state)
{
    struct stage s;
    unsigned changes = 0;
    (void)state;
    begin(&s, 2);
    for (int i = 0; i < 6; i++)
        s.level[i] = SPEECH;
    run(&s, PL_SEC(1));
    for (int n = 0; n < 3000; n++) {
        bool before[TALKERS];
        memcpy(before, s.heard, sizeof(before));
        s.level[n % 6] = SPEECH + n % 3; /* within the margin */
        step(&s);
        changes += memcmp(before, s.heard, sizeof(before)) != 0;
    }
    assert_int_equal(changes, 0);
}

static void a_place_is_kept_between_sentences(void **state)
{
    struct stage s;
    (void)state;
    begin(&s, 1);
    s.level[0] = SPEECH;
    run(&s, PL_SEC(2));
    s.level[0] = 127;
    run(&s, PL_SPEAKERS_KEEP_US - PL_MS(200));
    s.level[0] = SPEECH;
    assert_int_equal(wait_for(&s, 0), STEP);
    run(&s, PL_SEC(2));
    /* A low voice waits until the other has left off. */
    s.level[0] = -2;
    s.level[1] = SILENCE - 1;
    assert_in_range(wait_for(&s, 1), PL_SPEAKERS_KEEP_US - PL_MS(600), PL_SPEAKERS_KEEP_US + STEP);
}

static void who_has_just_come_stays_for_a_second(void **state)
{
    struct stage s;
    (void)state;
    begin(&s, 1);
    s.level[0] = SPEECH;
    step(&s);
    s.level[1] = SPEECH - 20;
    assert_in_range(wait_for(&s, 1), PL_SPEAKERS_TENURE_US, PL_SPEAKERS_TENURE_US + PL_MS(60));
}

static void without_levels_everybody_has_his_turn(void **state)
{
    struct stage s;
    pl_time_us heard[6] = {0};
    (void)state;
    begin(&s, 2);
    for (int i = 0; i < 6; i++)
        s.level[i] = -1;
    for (int n = 0; n < 60 * 50; n++) {
        step(&s);
        assert_int_equal(heard_count(&s), 2);
        for (int i = 0; i < 6; i++)
            heard[i] += s.heard[i] ? STEP : 0;
    }
    for (int i = 0; i < 6; i++) /* a third of a minute, but for a turn at the edges */
        assert_in_range(heard[i], PL_SEC(14), PL_SEC(26));
}

static void without_levels_one_is_neither_first_nor_last(void **state)
{
    struct stage s;
    (void)state;
    begin(&s, 2);
    s.level[0] = -1;
    s.level[1] = 20;
    s.level[2] = 65;
    run(&s, PL_SEC(4));
    assert_true(s.heard[0] && s.heard[1] && !s.heard[2]);
    s.level[3] = 25;
    run(&s, PL_SEC(4));
    assert_true(!s.heard[0] && s.heard[1] && s.heard[3]);
}

/* ---- any seed ---- */

#define TRACE_PATH "src/media/tests/traces/speakers.txt"

/* People who talk for some seconds and listen for some. */
static void live(struct stage *s, struct pl_prng *rng, pl_time_us until[TALKERS], int people)
{
    for (int i = 0; i < people; i++) {
        if (s->now < until[i]) {
            if (s->level[i] >= 0 && s->level[i] < SILENCE) /* syllables */
                s->level[i] = 30 + i + (int)pl_prng_below(rng, 12);
            continue;
        }
        until[i] = s->now + PL_MS(300) + pl_prng_below(rng, PL_SEC(4));
        s->level[i] = s->level[i] == 127 && pl_prng_below(rng, 2) ? 30 + i : 127;
        if (pl_prng_below(rng, 10) == 0)
            s->level[i] = -2;
    }
}

static void promises_hold(const struct stage *s, int people)
{
    unsigned taken = 0, talking = 0;
    for (int i = 0; i < people; i++) {
        bool open = s->level[i] != -2 && s->voices[i].open;
        talking += open;
        taken += s->places[i].place != 0;
        if (s->heard[i])
            assert_true(open && s->places[i].place != 0);
        if (s->places[i].place != 0)
            assert_ptr_equal(s->listener.places[s->places[i].place - 1], &s->places[i]);
    }
    assert_int_equal(taken, s->listener.taken);
    if (talking <= s->listener.limit &&
        taken < s->listener.limit) /* no need to leave out anybody */
        assert_int_equal(heard_count(s), talking);
}

static size_t trace(char *text, size_t size, uint64_t seed, unsigned limit)
{
    struct stage s;
    struct pl_prng rng;
    pl_time_us until[TALKERS] = {0};
    size_t len =
        (size_t)snprintf(text, size,
                         "# 8 people, the %u loudest heard: # heard, - left out, . silent\n"
                         "# ms\n",
                         limit);
    begin(&s, limit);
    pl_prng_init(&rng, seed);
    for (int n = 0; n < 1000; n++) {
        live(&s, &rng, until, 8);
        if (n % 10 == 0)
            len += (size_t)snprintf(text + len, size - len, "%5d  ", n * 20);
        step(&s);
        promises_hold(&s, 8);
        for (int i = 0; n % 10 == 0 && i < 8; i++) {
            bool open = s.level[i] != -2 && s.voices[i].open;
            text[len++] = s.heard[i] ? '#' : open ? '-' : '.';
        }
        if (n % 10 == 0)
            text[len++] = '\n';
    }
    return len;
}

static void any_seed_keeps_the_promises(void **state)
{
    static char text[8192];
    (void)state;
    for (uint64_t seed = 1; seed <= 200; seed++)
        (void)trace(text, sizeof(text), seed, 1 + (unsigned)(seed % 8));
}

static void the_trace_is_as_it_was(void **state)
{
    static char got[8192];
    (void)state;
    pl_test_agreed(TRACE_PATH, got, trace(got, sizeof(got), 4, 2));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(silence_is_not_forwarded),
        cmocka_unit_test(the_first_packet_of_speech_is_forwarded),
        cmocka_unit_test(the_end_of_speech_is_forwarded),
        cmocka_unit_test(frames_without_sound_are_silence),
        cmocka_unit_test(silence_is_forwarded_when_it_is_to_be),
        cmocka_unit_test(loudness_rises_fast_and_falls_by_the_clock),
        cmocka_unit_test(without_a_limit_everybody_is_heard),
        cmocka_unit_test(free_places_are_taken_at_once),
        cmocka_unit_test(the_loudest_are_heard),
        cmocka_unit_test(an_interruption_gets_in_soon),
        cmocka_unit_test(a_click_does_not),
        cmocka_unit_test(equals_do_not_push_each_other_out),
        cmocka_unit_test(a_place_is_kept_between_sentences),
        cmocka_unit_test(who_has_just_come_stays_for_a_second),
        cmocka_unit_test(without_levels_everybody_has_his_turn),
        cmocka_unit_test(without_levels_one_is_neither_first_nor_last),
        cmocka_unit_test(any_seed_keeps_the_promises),
        cmocka_unit_test(the_trace_is_as_it_was),
    };
    return cmocka_run_group_tests_name("speakers", tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Clocks that are not ours, for an hour of their time: sound and picture of a publisher fall
 * together within 40 ms from the first minute to the last, whatever his computer's clock and that
 * of his sound card do, and nothing in the sound jumps.
 */
#include "pl_test.h"

#include "base/rng.h"
#include "recorder/timeline.h"
#include "recorder/voice.h"

#include <stdlib.h>

enum {
    WAY_US = 40000,    /* from him to us, at least */
    JITTER_US = 30000, /* and so much more at most */
    FRAME = 960,
    PICTURE_US = 40000,
    REPORT_US = 5000000,
    SETTLED_US = 10000000,
    TOGETHER_US = 40000,
};

struct publisher {
    int clock_ppm, card_ppm; /* how fast his computer's clock and his sound card's are */
    struct pl_timeline_group group;
    struct pl_timeline sound, picture;
    struct pl_voice voice;
    int64_t begin, sound_at, picture_at; /* moments: how late they are put, in us */
    int64_t worst, worst_jump;
    uint64_t last_stamp[2];
};

/* What a clock shows that is `ppm` too fast, after so much true time. */
static int64_t shown(int64_t us, int ppm)
{
    return us + us / 1000000 * ppm + us % 1000000 * ppm / 1000000;
}

static uint32_t ts_of(const struct publisher *p, bool video, int64_t us)
{
    int64_t own = shown(us, video ? p->clock_ppm : p->card_ppm);
    return (uint32_t)(video ? 900000u + (uint64_t)own * 9 / 100
                            : 4294000000u + (uint64_t)own * 48 / 1000);
}

/* Nothing overtakes what was sent before it. */
static pl_time_us arrival(struct publisher *p, struct pl_prng *random, bool video, int64_t us)
{
    uint64_t at = 1000000000u + (uint64_t)us + WAY_US + pl_prng_below(random, JITTER_US);
    if (at < p->last_stamp[video])
        at = p->last_stamp[video];
    p->last_stamp[video] = at;
    return at;
}

static void report(struct publisher *p, bool video, int64_t us)
{
    pl_timeline_report(video ? &p->picture : &p->sound,
                       UINT64_C(1700000000000000) + (uint64_t)shown(us, p->clock_ppm),
                       ts_of(p, video, us));
}

static void speak(struct publisher *p, struct pl_prng *random, int64_t us)
{
    static const int16_t silence[FRAME][2];
    static int32_t sum[FRAME][2];
    uint32_t ts = ts_of(p, false, us);
    int64_t moment, before = p->voice.end, jump, start;
    bool placed = p->voice.placed;
    pl_timeline_packet(&p->sound, arrival(p, random, false, us), ts);
    moment = pl_timeline_moment(&p->sound, ts);
    if (!placed)
        p->begin = moment;
    pl_voice_put(&p->voice, (moment - p->begin) * 48 / 1000, silence, FRAME, false);
    start = p->begin + (p->voice.end - FRAME) * 1000 / 48;
    p->sound_at = start - us - 1000000000;
    jump = p->voice.end - before - FRAME;
    if (placed && us > SETTLED_US && llabs(jump) > p->worst_jump)
        p->worst_jump = llabs(jump);
    if (p->voice.end > p->voice.mixed + 2 * FRAME)
        pl_voice_mix(&p->voice, p->voice.mixed, sum, FRAME);
}

static void show(struct publisher *p, struct pl_prng *random, int64_t us)
{
    uint32_t ts = ts_of(p, true, us);
    pl_timeline_packet(&p->picture, arrival(p, random, true, us), ts);
    p->picture_at = pl_timeline_moment(&p->picture, ts) - us - 1000000000;
    if (us > SETTLED_US && llabs(p->picture_at - p->sound_at) > p->worst)
        p->worst = llabs(p->picture_at - p->sound_at);
}

static void live(struct publisher *p, int64_t seconds)
{
    struct pl_prng random;
    int64_t sound = 0, picture = 0, reported = 1000000;
    pl_prng_init(&random, 5);
    pl_timeline_init(&p->sound, &p->group, 48000);
    pl_timeline_init(&p->picture, &p->group, 90000);
    assert_true(pl_voice_init(&p->voice));
    while (sound < seconds * 1000000) {
        if (sound >= reported) {
            report(p, false, reported);
            report(p, true, reported);
            reported += REPORT_US;
        }
        if (picture <= sound) {
            show(p, &random, picture);
            picture += PICTURE_US;
        } else {
            speak(p, &random, sound);
            /* 20 ms of the card's time are not 20 ms. */
            sound += 20000 - 20000 * p->card_ppm / 1000000;
        }
    }
    pl_voice_finish(&p->voice);
}

static void lives_well(int clock_ppm, int card_ppm, int64_t seconds)
{
    struct publisher *p = calloc(1, sizeof(*p));
    assert_non_null(p);
    p->clock_ppm = clock_ppm;
    p->card_ppm = card_ppm;
    live(p, seconds);
    print_message("# clock %+d, card %+d ppm: %d us apart at most; late by %d us\n", clock_ppm,
                  card_ppm, (int)p->worst, (int)p->sound_at);
    assert_true(p->worst < TOGETHER_US);
    assert_true(p->worst_jump <= FRAME / 200);
    /* Against others: no later than his packets, no earlier than he spoke. */
    assert_true(p->sound_at > 0 && p->sound_at < WAY_US + JITTER_US);
    free(p);
}

static void an_hour_of_the_worst_clocks(void **state)
{
    (void)state;
    lives_well(-100, 300, 3600);
}

static void other_clocks(void **state)
{
    static const int ppms[][2] = {{0, 0}, {100, 100}, {-100, -100}, {300, -300}, {-300, 100}};
    (void)state;
    for (size_t i = 0; i < sizeof(ppms) / sizeof(ppms[0]); i++)
        lives_well(ppms[i][0], ppms[i][1], 600);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_hour_of_the_worst_clocks),
        cmocka_unit_test(other_clocks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

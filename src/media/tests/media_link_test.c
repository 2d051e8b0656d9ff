/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The whole way down under virtual time: publishers with sound and three sizes of a picture, the
 * SFU, a slow link with a queue, a subscriber who gives feedback. Each story has bounds that must
 * hold, and a trace that is compared as text with src/media/tests/traces/link-NAME.txt, so that a
 * change of behaviour is seen in review. After a wanted change: see pl_agreed.h.
 */
#include "pl_agreed.h"

#include "media/internal.h"
#include "media/tests/media_kit.h"

#define TRACES "src/media/tests/traces/link-"

enum { SECONDS_MAX = 80, STEPS_MAX = 6, LAYERS = 3, PUBLISHERS_MAX = 4, SOUND_A_SECOND = 50 };

struct step {
    unsigned from; /* second */
    uint32_t bps;
};

struct story {
    const char *name;
    unsigned seconds;
    struct step steps[STEPS_MAX]; /* the first from 0; ends with 0 bit/s */
    unsigned loss;                /* per cent, without any queue */
    unsigned publishers;          /* 0: one */
    unsigned jitter_ms;
    bool remb; /* instead of feedback */
};

struct row {
    uint32_t capacity, target;
    enum pl_bwe_why why;
    unsigned layer_packets[LAYERS];
    int layer; /* of the last packet of a picture in that second, -1: none came */
    unsigned sound;
    unsigned queue_ms;
    unsigned gap_ms; /* the longest between two packets of the picture */
};

static struct {
    struct kit *kit;
    struct kit_client *a, *b;
    struct row rows[SECONDS_MAX];
    pl_time_us last_picture;
    const struct story *story;
} run;

/* ---- the story ---- */

/* Sizes as Chromium sends 720p: about 150, 500 and 1,700 kbit/s, and 45 of sound. */
static struct kit_client *publish(struct kit *kit, uint32_t tag)
{
    static const struct pl_rtc_camera sound = {
        .interval_us = PL_MS(20), .packets = 1, .payload_bytes = 50};
    static const struct pl_rtc_camera cameras[LAYERS] = {
        {.interval_us = PL_MS(33), .packets = 1, .key_packets = 5, .payload_bytes = 600},
        {.interval_us = PL_MS(33), .packets = 2, .key_packets = 14, .payload_bytes = 1000},
        {.interval_us = PL_MS(33), .packets = 6, .key_packets = 40, .payload_bytes = 1150}};
    struct kit_client *c = kit_join(kit);
    struct pl_rtc_track *first = NULL;
    kit_open_pub(c);
    assert_non_null(pl_rtc_add_track(c->pub, PL_MEDIA_AUDIO, tag + 9, sound));
    for (unsigned i = 0; i < LAYERS; i++) {
        struct pl_rtc_track *t =
            first ? pl_rtc_add_layer(first, i == 1 ? "m" : "h", tag + i, cameras[i])
                  : pl_rtc_add_track(c->pub, PL_MEDIA_VIDEO, tag + i, cameras[i]);
        assert_non_null(t);
        if (!first) {
            first = t;
            snprintf(t->rid, sizeof(t->rid), "l");
        }
        t->size = (uint8_t)(1 + i);
    }
    kit_offer(c, PL_CODEC_VP8);
    assert_int_equal(c->answer_err, PL_OK);
    return c;
}

static uint32_t capacity_at(const struct story *s, unsigned second)
{
    uint32_t bps = s->steps[0].bps;
    for (unsigned i = 0; i < STEPS_MAX && s->steps[i].bps > 0; i++) {
        if (s->steps[i].from <= second)
            bps = s->steps[i].bps;
    }
    return bps;
}

static struct pl_downlink *downlink(void)
{
    struct pl_media_session *s = pl_idmap_get(&run.kit->m->sessions, run.b->id);
    return s->sub->downlink;
}

static void note(struct row *r, const struct kit_packet *p)
{
    unsigned kind = p->stamp.origin % 10;
    if (kind == 9) {
        r->sound++;
        return;
    }
    if (p->stamp.origin / 10 != 100 || p->repaired)
        return; /* the others' pictures are not told */
    r->layer = (int)kind;
    r->layer_packets[kind]++;
    if (run.last_picture != 0 && (p->at - run.last_picture) / 1000 > r->gap_ms)
        r->gap_ms = (unsigned)((p->at - run.last_picture) / 1000);
    run.last_picture = p->at;
}

static void run_second(unsigned second)
{
    struct row *r = &run.rows[second];
    *r = (struct row){.layer = -1, .capacity = capacity_at(run.story, second)};
    run.b->pipe.bps = r->capacity;
    run.b->pipe.longest = 0;
    kit_forget(run.b);
    kit_run(run.kit, PL_SEC(1));
    for (size_t i = 0; i < run.b->log_count; i++)
        note(r, &run.b->log[i]);
    r->target = pl_downlink_target_bps(downlink());
    r->why = downlink()->bwe ? pl_bwe_why(downlink()->bwe) : PL_BWE_WHY_START;
    r->queue_ms = (unsigned)(run.b->pipe.longest / 1000);
}

static void tell(const struct story *s, uint64_t seed)
{
    memset(&run, 0, sizeof(run));
    run.story = s;
    run.kit = kit_create(seed);
    run.a = publish(run.kit, 1000);
    run.b = kit_join(run.kit);
    run.b->config.gives_feedback = !s->remb;
    run.b->config.gives_remb = s->remb;
    run.b->pipe = (struct kit_pipe){
        .bps = capacity_at(s, 0), .queue_us = PL_MS(500), .jitter_us = PL_MS(s->jitter_ms)};
    kit_run(run.kit, PL_SEC(1)); /* the publisher's pictures are there before he looks */
    kit_link(run.b, run.a, KIT_AUDIO | KIT_VIDEO, true);
    for (unsigned i = 1; i < s->publishers; i++)
        kit_link(run.b, publish(run.kit, 1000 + 10 * i), KIT_VIDEO, true);
    run.kit->loss = s->loss;
    for (unsigned i = 0; i < s->seconds; i++)
        run_second(i);
}

static void end(void)
{
    kit_destroy(run.kit);
}

/* ---- traces ---- */

static size_t write_trace(char *dst, size_t size)
{
    static const char *const names[] = {"-", "low", "mid", "high"};
    size_t n = (size_t)snprintf(
        dst, size, "# %s\n#  s  capacity  target kbit/s  why      layer  sound  queue ms  gap ms\n",
        run.story->name);
    for (unsigned i = 0; i < run.story->seconds; i++) {
        const struct row *r = &run.rows[i];
        n += (size_t)snprintf(dst + n, size - n, "%4u  %8u  %13u  %-8s %-5s  %5u  %8u  %6u\n", i,
                              r->capacity / 1000, r->target / 1000, pl_bwe_why_name(r->why),
                              names[r->layer + 1], r->sound, r->queue_ms, r->gap_ms);
        assert_true(n < size);
    }
    return n;
}

static void compare_trace(void)
{
    static char got[16384];
    char path[256];
    size_t len = write_trace(got, sizeof(got));
    (void)snprintf(path, sizeof(path), TRACES "%s.txt", run.story->name);
    pl_test_agreed(path, got, len);
}

/* ---- bounds ---- */

static void expect_layer(unsigned from, unsigned until, int low, int high)
{
    for (unsigned i = from; i < until; i++) {
        if (run.rows[i].layer < low || run.rows[i].layer > high)
            fail_msg("second %u: layer %d", i, run.rows[i].layer);
    }
}

static void expect_sound(unsigned from, unsigned until, unsigned least)
{
    for (unsigned i = from; i < until; i++) {
        if (run.rows[i].sound < least)
            fail_msg("second %u: %u packets of sound", i, run.rows[i].sound);
    }
}

static void expect_queue(unsigned from, unsigned until, unsigned most_ms)
{
    for (unsigned i = from; i < until; i++) {
        if (run.rows[i].queue_ms > most_ms)
            fail_msg("second %u: a queue of %u ms", i, run.rows[i].queue_ms);
    }
}

static void expect_no_freeze(unsigned from, unsigned until, unsigned most_ms)
{
    for (unsigned i = from; i < until; i++) {
        if (run.rows[i].gap_ms > most_ms)
            fail_msg("second %u: nothing for %u ms", i, run.rows[i].gap_ms);
    }
}

static void down_to_300_kbit_and_up_to_3_mbit(void **state)
{
    static const struct story s = {
        .name = "layers", .seconds = 60, .steps = {{0, 3000000}, {20, 300000}, {40, 3000000}}};
    (void)state;
    tell(&s, 71);
    compare_trace();
    expect_layer(10, 20, 2, 2);
    expect_layer(23, 40, 0, 0); /* within 3 s */
    expect_layer(50, 60, 2, 2); /* within 10 s */
    expect_sound(1, 20, SOUND_A_SECOND - 2);
    expect_sound(23, 60, SOUND_A_SECOND - 3);
    expect_queue(5, 20, 150);
    expect_queue(23, 60, 300);
    expect_no_freeze(10, 60, 2000);
    end();
}

/* The last 60 kbit/s are for sound; the picture comes back when there is room. */
static void sixty_kbit_carry_the_sound(void **state)
{
    static const struct story s = {
        .name = "sound", .seconds = 50, .steps = {{0, 2000000}, {10, 60000}, {30, 2000000}}};
    (void)state;
    tell(&s, 72);
    compare_trace();
    expect_sound(1, 10, SOUND_A_SECOND - 2);
    expect_sound(16, 50, SOUND_A_SECOND - 4);
    expect_layer(16, 30, -1, -1);
    expect_layer(42, 50, 0, 2);
    end();
}

/* Key frames of 40 packets into 2 Mbit/s: none is lost in the queue, sound is never far behind. */
static void key_frames_do_not_burst(void **state)
{
    static const struct story s = {.name = "keys", .seconds = 30, .steps = {{0, 2500000}}};
    (void)state;
    memset(&run, 0, sizeof(run));
    run.story = &s;
    tell(&s, 73);
    compare_trace();
    for (unsigned i = 0; i < 20; i++) {
        for (size_t t = 0; t < run.a->pub->track_count; t++)
            run.a->pub->tracks[t]->key_wanted = true;
        run.b->pipe.dropped = 0;
        run_second(0);
        assert_int_equal(run.b->pipe.dropped, 0);
        assert_true(run.rows[0].sound >= SOUND_A_SECOND - 2);
        if (run.rows[0].queue_ms > 150)
            fail_msg("a queue of %u ms", run.rows[0].queue_ms);
    }
    assert_true(kit_stats(run.kit)->paced > 100);
    end();
}

/* A way that is wide enough for everything: nothing waits, nothing is dropped. */
static void a_wide_way_is_not_paced(void **state)
{
    static const struct story s = {.name = "wide", .seconds = 10, .steps = {{0, 100000000}}};
    uint64_t paced;
    (void)state;
    tell(&s, 74);
    compare_trace();
    paced = kit_stats(run.kit)->paced;
    for (unsigned i = 0; i < 10; i++) {
        for (size_t t = 0; t < run.a->pub->track_count; t++)
            run.a->pub->tracks[t]->key_wanted = true;
        run_second(0);
    }
    assert_int_equal(kit_stats(run.kit)->paced, paced);
    assert_int_equal(kit_stats(run.kit)->dropped_late, 0);
    end();
}

static void four_pictures_share(void **state)
{
    static const struct story s = {
        .name = "four", .seconds = 40, .steps = {{0, 2000000}}, .publishers = 4};
    (void)state;
    tell(&s, 75);
    compare_trace();
    expect_layer(10, 40, 0, 2);
    expect_sound(3, 40, SOUND_A_SECOND - 3);
    end();
}

static void losses_are_repaired_and_not_taken_for_congestion(void **state)
{
    static const struct story s = {
        .name = "loss-2", .seconds = 40, .steps = {{0, 3000000}}, .loss = 2};
    (void)state;
    tell(&s, 76);
    compare_trace();
    expect_layer(12, 40, 1, 2);
    expect_no_freeze(10, 40, 2000);
    end();
}

/* Held back for spells and delivered at once, as by Wi-Fi: no congestion, the picture goes on. */
static void jitter_is_not_taken_for_congestion(void **state)
{
    static const struct story stories[] = {
        {.name = "jitter-50", .seconds = 40, .steps = {{0, 10000000}}, .jitter_ms = 50},
        {.name = "jitter-300", .seconds = 40, .steps = {{0, 10000000}}, .jitter_ms = 300},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(stories) / sizeof(stories[0]); i++) {
        tell(&stories[i], 77);
        compare_trace();
        expect_layer(10, 40, 0, 2);
        expect_no_freeze(10, 40, 2000);
        end();
    }
}

/* The bounds, not the traces, for other dice. */
static void other_seeds_keep_the_bounds(void **state)
{
    static const struct story s = {
        .name = "", .seconds = 60, .steps = {{0, 3000000}, {20, 300000}, {40, 3000000}}};
    (void)state;
    for (uint64_t seed = 200; seed < 208; seed++) {
        print_message("# seed %u\n", (unsigned)seed);
        tell(&s, seed);
        expect_layer(10, 20, 2, 2);
        expect_layer(23, 40, 0, 0);
        expect_layer(50, 60, 2, 2);
        expect_sound(23, 60, SOUND_A_SECOND - 5);
        expect_no_freeze(10, 60, 2000);
        end();
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(down_to_300_kbit_and_up_to_3_mbit),
        cmocka_unit_test(sixty_kbit_carry_the_sound),
        cmocka_unit_test(key_frames_do_not_burst),
        cmocka_unit_test(a_wide_way_is_not_paced),
        cmocka_unit_test(four_pictures_share),
        cmocka_unit_test(losses_are_repaired_and_not_taken_for_congestion),
        cmocka_unit_test(jitter_is_not_taken_for_congestion),
        cmocka_unit_test(other_seeds_keep_the_bounds),
    };
    return cmocka_run_group_tests(tests, kit_setup, kit_teardown);
}

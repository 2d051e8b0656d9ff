/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a subscriber sees while the SFU changes encodings and temporal layers: one stream without
 * holes, with pictures numbered one by one, that changes its source at key frames only.
 */
#include "media/media_kit.h"

#include "media/internal.h"
#include "proto/rtp/seq.h"

#include <stdio.h>
#include <stdlib.h>

static struct pl_stream *picture_of(struct kit_client *c)
{
    struct pl_media_session *s = pl_idmap_get(&c->kit->m->sessions, c->id);
    return pl_stream_find(s, PL_MEDIA_VIDEO, 0);
}

static struct pl_route *route_between(struct kit_client *sub, struct kit_client *pub)
{
    return pl_route_find(pl_idmap_get(&sub->kit->m->sessions, sub->id), picture_of(pub));
}

/* In the place of the allocation, which looks at this subscriber no more. */
static void aim(struct kit_client *sub, struct kit_client *pub, uint8_t encoding, uint8_t temporal)
{
    struct pl_media_session *s = pl_idmap_get(&sub->kit->m->sessions, sub->id);
    s->sub->downlink->look_at = sub->kit->now + PL_SEC(1000);
    pl_route_set_target(route_between(sub, pub), sub->kit->now,
                        (struct pl_route_target){encoding, temporal}, PL_MEDIA_WHY_ESTIMATE);
}

/* ---- what was received, frame by frame ---- */

struct frame {
    uint32_t origin;
    uint32_t ts;
    uint16_t picture;
    uint8_t tl0, tid;
    bool key;
    unsigned packets;
    bool last;
    pl_time_us at;
};

enum { FRAMES_MAX = 4000 };

struct film {
    struct frame frames[FRAMES_MAX];
    size_t count;
    unsigned holes;
};

static int by_seq(const void *x, const void *y)
{
    const struct kit_packet *a = x, *b = y;
    return pl_seq_diff(a->seq, b->seq);
}

/* Sorts the log (less than half a circle of it). */
static void watch(struct kit_client *c, struct film *film)
{
    memset(film, 0, sizeof(*film));
    qsort(c->log, c->log_count, sizeof(c->log[0]), by_seq);
    for (size_t i = 0; i < c->log_count; i++) {
        const struct kit_packet *p = &c->log[i];
        struct frame *f = film->count > 0 ? &film->frames[film->count - 1] : NULL;
        if (i > 0 && p->seq == p[-1].seq)
            continue; /* repeated */
        film->holes += i > 0 ? (unsigned)pl_seq_diff(p->seq, p[-1].seq) - 1 : 0;
        assert_true(p->stamped);
        if (!f || f->ts != p->ts) {
            assert_true(film->count < FRAMES_MAX);
            f = &film->frames[film->count++];
            *f = (struct frame){.origin = p->stamp.origin,
                                .ts = p->ts,
                                .picture = p->stamp.picture_id,
                                .tl0 = p->stamp.tl0picidx,
                                .tid = p->stamp.tid,
                                .key = p->stamp.key,
                                .at = p->at};
        }
        assert_int_equal(f->origin, p->stamp.origin);
        assert_int_equal(f->picture, p->stamp.picture_id);
        f->packets++;
        f->last |= p->marker;
    }
}

/* Every frame whole, numbered one by one, time going forward, sources changed at key frames. */
static void expect_smooth(const struct film *film, unsigned interval_ms)
{
    for (size_t i = 1; i < film->count; i++) {
        const struct frame *f = &film->frames[i], *before = f - 1;
        uint32_t ticks = f->ts - before->ts;
        assert_true(before->last);
        assert_int_equal(before->packets, before->key ? 3 : 2);
        assert_int_equal((f->picture - before->picture) & 0x7fff, 1);
        assert_int_equal((uint8_t)(f->tl0 - before->tl0), f->tid == 0);
        assert_in_range(ticks, 1, 90 * interval_ms);
        if (f->origin != before->origin)
            assert_true(f->key);
    }
}

static unsigned count_of(const struct film *film, uint32_t origin)
{
    unsigned n = 0;
    for (size_t i = 0; i < film->count; i++)
        n += film->frames[i].origin == origin;
    return n;
}

static bool has_tid(const struct film *film, uint8_t tid)
{
    for (size_t i = 0; i < film->count; i++) {
        if (film->frames[i].tid == tid)
            return true;
    }
    return false;
}

static struct film film;

/* ---- encodings ---- */

static struct kit *begin(uint64_t seed, uint8_t temporal, struct kit_client **a,
                         struct kit_client **b)
{
    struct kit *kit = kit_create(seed);
    *a = kit_join(kit);
    *b = kit_join(kit);
    kit_publish_layers(*a, false, temporal);
    kit_link(*b, *a, KIT_VIDEO, true);
    kit_run(kit, PL_SEC(2));
    return kit;
}

static void without_a_target_the_largest_is_sent(void **state)
{
    struct kit_client *a, *b;
    struct kit *kit = begin(811, 3, &a, &b);
    (void)state;
    kit_forget(b);
    kit_run(kit, PL_SEC(2));
    watch(b, &film);
    assert_in_range(film.count, 58, 62);
    assert_int_equal(count_of(&film, 9002), film.count);
    assert_int_equal(film.holes, 0);
    expect_smooth(&film, 34);
    kit_destroy(kit);
}

static void the_encoding_changes_at_a_key_frame_without_a_jump(void **state)
{
    static const uint8_t targets[] = {0, 2, 1, 0, 1, 2};
    struct kit_client *a, *b;
    struct kit *kit = begin(812, 3, &a, &b);
    uint64_t switches = kit_stats(kit)->layer_switches;
    (void)state;
    kit_forget(b);
    for (size_t i = 0; i < sizeof(targets); i++) {
        aim(b, a, targets[i], PL_TARGET_HIGHEST);
        kit_run(kit, PL_SEC(1));
        assert_int_equal(route_between(b, a)->encoding, targets[i]);
    }
    assert_int_equal(kit_stats(kit)->layer_switches - switches, sizeof(targets));
    watch(b, &film);
    assert_in_range(film.count, 176, 184); /* no frame is lost on the way, none shown twice */
    assert_int_equal(film.holes, 0);
    expect_smooth(&film, 40);
    for (uint32_t origin = 9000; origin <= 9002; origin++)
        assert_in_range(count_of(&film, origin), 50, 70);
    kit_destroy(kit);
}

/* Timestamps go by the sender reports of both, not by when their packets came. */
static void time_goes_on_by_sender_reports(void **state)
{
    struct kit_client *a, *b;
    struct kit *kit = begin(813, 0, &a, &b);
    const struct kit_packet *first;
    uint32_t before;
    pl_time_us sent;
    (void)state;
    kit_run(kit, PL_SEC(2));
    aim(b, a, 0, PL_TARGET_HIGHEST);
    kit_run(kit, PL_SEC(1));
    for (int round = 0; round < 2; round++) {
        struct pl_encoding *e = &picture_of(a)->encodings[round == 0 ? 0 : 2];
        assert_true(e->has_sr);
        kit_forget(b);
        kit->delay_us = round == 0 ? PL_MS(10) : PL_MS(110); /* the way gets longer meanwhile */
        aim(b, a, round == 0 ? 2 : 0, PL_TARGET_HIGHEST);
        kit_run(kit, PL_SEC(1));
        qsort(b->log, b->log_count, sizeof(b->log[0]), by_seq);
        first = &b->log[0];
        before = first->ts;
        sent = first->stamp.sent_us;
        for (size_t i = 1; i < b->log_count; i++) {
            int64_t ticks = (int32_t)(b->log[i].ts - before);
            int64_t wanted = (int64_t)(b->log[i].stamp.sent_us - sent) * 9 / 100;
            assert_in_range(ticks - wanted + 10, 0, 20); /* a rounding, not a frame */
        }
    }
    kit_destroy(kit);
}

static void the_old_one_goes_on_until_the_key_frame(void **state)
{
    struct kit_client *a, *b;
    struct kit *kit = begin(814, 3, &a, &b);
    struct pl_rtc_track *low = a->pub->tracks[0];
    uint32_t plis = low->count.plis;
    (void)state;
    kit_forget(b);
    low->mute = true; /* sends by hand only: no key frame comes */
    aim(b, a, 0, PL_TARGET_HIGHEST);
    for (int i = 0; i < 40; i++) {
        kit_run(kit, PL_MS(50));
        low->key_wanted = false;
        assert_true(pl_rtc_send_frame(low, kit->now, false));
    }
    assert_int_equal(route_between(b, a)->encoding, 2);
    assert_in_range(low->count.plis - plis, 3, 5); /* asked again, but not for each packet */
    watch(b, &film);
    assert_int_equal(count_of(&film, 9000), 0);
    assert_in_range(film.count, 58, 62);
    low->mute = false;
    low->key_wanted = true;
    kit_run(kit, PL_SEC(1));
    assert_int_equal(route_between(b, a)->encoding, 0);
    watch(b, &film);
    assert_int_equal(film.holes, 0);
    expect_smooth(&film, 40);
    kit_destroy(kit);
}

static void when_an_encoding_dies_a_lower_one_takes_over(void **state)
{
    struct kit_client *a, *b;
    struct kit *kit = begin(815, 3, &a, &b);
    pl_time_us since = kit->now;
    (void)state;
    kit_forget(b);
    a->pub->tracks[2]->mute = true;
    while (route_between(b, a)->encoding != 1 && kit->now - since < PL_SEC(3))
        kit_run(kit, PL_MS(10));
    assert_true(kit->now - since < PL_MS(1100));
    a->pub->tracks[1]->mute = true;
    kit_run(kit, PL_SEC(1));
    assert_int_equal(route_between(b, a)->encoding, 0);
    a->pub->tracks[2]->mute = false; /* and back up by itself: the target is the highest */
    kit_run(kit, PL_SEC(1));
    assert_int_equal(route_between(b, a)->encoding, 2);
    watch(b, &film);
    assert_int_equal(film.holes, 0);
    expect_smooth(&film, 1100);
    kit_destroy(kit);
}

/* All silent at once (a still screen, a muted camera): nothing to change to. */
static void silence_of_all_is_no_death(void **state)
{
    struct kit_client *a, *b;
    struct kit *kit = begin(816, 0, &a, &b);
    uint64_t plis;
    (void)state;
    for (int i = 0; i < 3; i++)
        a->pub->tracks[i]->mute = true;
    plis = kit_stats(kit)->pli_out;
    kit_run(kit, PL_SEC(5));
    for (int i = 0; i < 3; i++)
        a->pub->tracks[i]->mute = false;
    kit_run(kit, PL_SEC(1));
    assert_int_equal(route_between(b, a)->encoding, 2);
    assert_int_equal(kit_stats(kit)->pli_out, plis);
    kit_destroy(kit);
}

static void pausing_and_going_on(void **state)
{
    struct kit_client *a, *b;
    struct kit *kit = begin(817, 3, &a, &b);
    size_t count;
    (void)state;
    kit_forget(b);
    aim(b, a, PL_TARGET_PAUSED, 0);
    kit_run(kit, PL_MS(100));
    count = b->log_count;
    kit_run(kit, PL_SEC(2));
    assert_int_equal(b->log_count, count);
    aim(b, a, 1, PL_TARGET_HIGHEST);
    kit_run(kit, PL_SEC(1));
    watch(b, &film);
    assert_int_equal(film.holes, 0);
    expect_smooth(&film, 3000);
    assert_true(count_of(&film, 9001) > 20);
    assert_int_equal(count_of(&film, 9000), 0);
    kit_destroy(kit);
}

/* ---- repairs over a change ---- */

/* Loses, on the way to the subscriber, the last packets before the change and some after. */
static bool lose_down(struct kit *kit, const struct kit_port *port, bool to_sfu,
                      struct pl_buf bytes)
{
    (void)port;
    if (to_sfu || bytes.len < 100)
        return true;
    return kit->filtered++ % 4 != 3;
}

static void what_the_old_encoding_sent_is_still_repaired(void **state)
{
    struct kit_client *a, *b;
    struct kit *kit = begin(818, 3, &a, &b);
    (void)state;
    kit_run(kit, PL_SEC(1));
    kit_forget(b);
    for (int i = 0; i < 6; i++) {
        kit->filter = lose_down;
        aim(b, a, i % 2 == 0 ? 0 : 2, PL_TARGET_HIGHEST);
        kit_run(kit, PL_MS(400));
    }
    kit->filter = NULL;
    kit_run(kit, PL_SEC(1));
    assert_true(kit_stats(kit)->rtx_out > 50);
    watch(b, &film);
    assert_int_equal(film.holes, 0); /* all of it repaired, with the numbers of its time */
    expect_smooth(&film, 40);
    kit_destroy(kit);
}

/* ---- temporal layers ---- */

static void upper_layers_are_left_out_without_holes(void **state)
{
    struct kit_client *a, *b;
    struct kit *kit = begin(819, 3, &a, &b);
    (void)state;
    kit_forget(b);
    aim(b, a, 2, 1);
    kit_run(kit, PL_SEC(2));
    watch(b, &film);
    assert_in_range(film.count, 29, 33); /* half the frames */
    assert_false(has_tid(&film, 2));
    assert_int_equal(film.holes, 0);
    expect_smooth(&film, 80);
    aim(b, a, 2, 0);
    kit_run(kit, PL_MS(150));
    kit_forget(b);
    kit_run(kit, PL_SEC(2));
    watch(b, &film);
    assert_in_range(film.count, 14, 16);
    assert_false(has_tid(&film, 1));
    assert_int_equal(film.holes, 0);
    expect_smooth(&film, 150);
    assert_true(kit_stats(kit)->layer_left_out > 100);
    kit_destroy(kit);
}

/* Up again where a frame needs nothing of what was left out: without a key frame. */
static void layers_come_back_at_a_sync_frame(void **state)
{
    struct kit_client *a, *b;
    struct kit *kit = begin(820, 3, &a, &b);
    uint32_t keys;
    (void)state;
    aim(b, a, 2, 0);
    kit_run(kit, PL_SEC(1));
    keys = a->pub->tracks[2]->count.keys;
    kit_forget(b);
    aim(b, a, 2, 2);
    kit_run(kit, PL_SEC(1));
    assert_int_equal(a->pub->tracks[2]->count.keys, keys);
    watch(b, &film);
    assert_int_equal(film.holes, 0);
    expect_smooth(&film, 140);
    assert_true(has_tid(&film, 1) && has_tid(&film, 2));
    for (size_t i = 1; i < film.count; i++) { /* the first of a layer comes behind one below it */
        if (film.frames[i].tid == 2)
            break;
        assert_true(film.frames[i].tid <= 1);
    }
    kit_destroy(kit);
}

/* A publisher's losses among what is left out make no holes that a subscriber asks for for ever. */
static bool lose_up(struct kit *kit, const struct kit_port *port, bool to_sfu, struct pl_buf bytes)
{
    (void)port;
    return !to_sfu || bytes.len < 100 || kit->filtered++ % 7 != 6;
}

static void losses_within_what_is_left_out_are_filled(void **state)
{
    struct kit_client *a, *b;
    struct kit *kit = begin(821, 3, &a, &b);
    uint32_t asked;
    (void)state;
    aim(b, a, 2, 0);
    kit_run(kit, PL_SEC(1));
    kit_forget(b);
    kit->filter = lose_up;
    kit_run(kit, PL_SEC(3));
    kit->filter = NULL;
    kit_run(kit, PL_SEC(1));
    asked = kit_received(b, a, PL_MEDIA_VIDEO)->count.nacks_sent;
    kit_run(kit, PL_SEC(1));
    assert_int_equal(kit_received(b, a, PL_MEDIA_VIDEO)->count.nacks_sent, asked);
    watch(b, &film);
    assert_false(has_tid(&film, 1) || has_tid(&film, 2));
    for (size_t i = 1; i < film.count; i++) {
        assert_int_equal(film.frames[i - 1].packets, film.frames[i - 1].key ? 3 : 2);
        assert_int_equal((uint8_t)(film.frames[i].tl0 - film.frames[i - 1].tl0), 1);
    }
    kit_destroy(kit);
}

/* ---- what the publisher is told ---- */

static void demand_follows_what_is_watched(void **state)
{
    struct kit_client *a, *b, *c;
    struct kit *kit = begin(822, 3, &a, &b);
    unsigned demands;
    (void)state;
    c = kit_join(kit);
    kit_run(kit, PL_SEC(4));
    assert_int_equal(a->demand[0], 5); /* the largest, and the smallest to fall back to */
    aim(b, a, 1, PL_TARGET_HIGHEST);
    kit_run(kit, PL_MS(100));
    assert_int_equal(a->demand[0], 7); /* more is told at once */
    demands = a->demands;
    kit_run(kit, PL_SEC(2));
    assert_int_equal(a->demands, demands);
    kit_run(kit, PL_SEC(2));
    assert_int_equal(a->demand[0], 3); /* less after a while */
    kit_link(c, a, KIT_VIDEO, true);
    kit_run(kit, PL_MS(100));
    assert_int_equal(a->demand[0], 7);
    aim(b, a, PL_TARGET_PAUSED, 0);
    kit_link(c, a, KIT_VIDEO, false);
    kit_run(kit, PL_SEC(4));
    assert_int_equal(a->demand[0], 0);
    demands = a->demands;
    kit_leave(b);
    kit_run(kit, PL_SEC(5));
    assert_int_equal(a->demands, demands); /* only changes are told */
    kit_link(c, a, KIT_VIDEO, true);
    kit_run(kit, PL_MS(100));
    assert_int_equal(a->demand[0], 5);
    kit_destroy(kit);
}

static void nobody_watches_a_single_encoding(void **state)
{
    struct kit *kit = kit_create(823);
    struct kit_client *a = kit_join(kit), *b = kit_join(kit);
    (void)state;
    kit_publish(a, KIT_VIDEO);
    kit_run(kit, PL_SEC(2));
    assert_int_equal(a->demands, 0); /* it begins by sending */
    kit_run(kit, PL_SEC(2));
    assert_int_equal(a->demands, 1);
    assert_int_equal(a->demand[0], 0);
    kit_link(b, a, KIT_VIDEO, true);
    kit_run(kit, PL_MS(50));
    assert_int_equal(a->demand[0], 1);
    kit_destroy(kit);
}

/* ---- any seed ---- */

#define TRACE_PATH "src/media/traces/layers.txt"

enum { TRACE_BYTES = 64 * 1024, SIM_STEPS = 60 };

static size_t note(char *text, size_t len, const struct kit *kit, const struct pl_route *r)
{
    return len + (size_t)snprintf(text + len, TRACE_BYTES - len, "%6u  %4x %3x  %s%u %3x  %u\n",
                                  (unsigned)((kit->now - KIT_T0) / 1000), r->target.encoding,
                                  r->target.temporal, r->encoding == r->wanted ? " " : ">",
                                  r->encoding, r->layers.temporal,
                                  (unsigned)kit_stats(kit)->layer_switches);
}

/* Pictures are whole or missing, numbers go on, sources change at key frames: whatever happens. */
static void expect_a_film(const struct film *f)
{
    for (size_t i = 1; i < f->count; i++) {
        const struct frame *now = &f->frames[i], *before = now - 1;
        assert_in_range((now->picture - before->picture) & 0x7fff, 1, 40);
        assert_true((int32_t)(now->ts - before->ts) > 0);
        if (now->origin != before->origin)
            assert_true(now->key || now->packets < 3); /* or its first packet was lost */
        assert_in_range(now->packets, 1, 3);
    }
}

/* Targets, encodings that stop and begin, losses on both ways: all by the seed. */
static size_t simulate(uint64_t seed, unsigned loss, char *text)
{
    struct kit_client *a, *b;
    struct kit *kit = begin(seed, 3, &a, &b);
    struct pl_prng rng;
    size_t len = (size_t)snprintf(text, TRACE_BYTES,
                                  "# target: encoding and temporal layer; what is sent (> on the "
                                  "way to another); switches\n# ms\n");
    pl_prng_init(&rng, seed);
    kit_forget(b);
    kit->loss = loss;
    kit->late = loss;
    for (int n = 0; n < SIM_STEPS; n++) {
        unsigned i = (unsigned)pl_prng_below(&rng, 3);
        switch (pl_prng_below(&rng, 4)) {
        case 0:
            a->pub->tracks[i]->mute = !a->pub->tracks[i]->mute;
            break;
        case 1:
            aim(b, a, PL_TARGET_PAUSED, 0);
            break;
        default:
            aim(b, a, (uint8_t)i, (uint8_t)pl_prng_below(&rng, 4));
            break;
        }
        for (int k = 0; k < 4; k++) {
            kit_run(kit, PL_MS(20) + pl_prng_below(&rng, PL_MS(200)));
            len = note(text, len, kit, route_between(b, a));
        }
    }
    watch(b, &film);
    expect_a_film(&film);
    if (loss == 0)
        assert_int_equal(film.holes, 0);
    assert_true(film.count > 20);
    kit_destroy(kit);
    return len;
}

static void any_seed_gives_a_film(void **state)
{
    static char text[TRACE_BYTES];
    (void)state;
    for (uint64_t seed = 1; seed <= 12; seed++) {
        print_message("# seed %u\n", (unsigned)seed);
        (void)simulate(9000 + seed, seed % 3 == 0 ? 0 : (unsigned)seed % 8, text);
    }
}

/* After a wanted change: PL_MEDIA_TRACES=write, run, read the difference. */
static void the_trace_is_as_it_was(void **state)
{
    static char got[TRACE_BYTES], want[TRACE_BYTES];
    size_t len = simulate(4711, 0, got), n;
    const char *mode = getenv("PL_MEDIA_TRACES");
    FILE *f = fopen(TRACE_PATH, mode ? "w" : "r");
    (void)state;
    assert_non_null(f);
    if (mode) {
        assert_int_equal(fwrite(got, 1, len, f), len);
        (void)fclose(f);
        return;
    }
    n = fread(want, 1, sizeof(want), f);
    (void)fclose(f);
    assert_int_equal(n, len);
    assert_memory_equal(want, got, len);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_target_the_largest_is_sent),
        cmocka_unit_test(the_encoding_changes_at_a_key_frame_without_a_jump),
        cmocka_unit_test(time_goes_on_by_sender_reports),
        cmocka_unit_test(the_old_one_goes_on_until_the_key_frame),
        cmocka_unit_test(when_an_encoding_dies_a_lower_one_takes_over),
        cmocka_unit_test(silence_of_all_is_no_death),
        cmocka_unit_test(pausing_and_going_on),
        cmocka_unit_test(what_the_old_encoding_sent_is_still_repaired),
        cmocka_unit_test(upper_layers_are_left_out_without_holes),
        cmocka_unit_test(layers_come_back_at_a_sync_frame),
        cmocka_unit_test(losses_within_what_is_left_out_are_filled),
        cmocka_unit_test(demand_follows_what_is_watched),
        cmocka_unit_test(nobody_watches_a_single_encoding),
        cmocka_unit_test(any_seed_gives_a_film),
        cmocka_unit_test(the_trace_is_as_it_was),
    };
    return cmocka_run_group_tests(tests, kit_setup, kit_teardown);
}

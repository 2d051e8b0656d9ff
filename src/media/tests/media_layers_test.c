/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a subscriber sees while the SFU changes encodings and temporal layers: one stream without
 * holes, with pictures numbered one by one, that changes its source at key frames only.
 */
#include "media/tests/media_film.h"

/* Every frame whole, numbered one by one, time going forward, sources changed at key frames. */
static void expect_smooth(const struct film *film, unsigned interval_ms)
{
    for (size_t i = 1; i < film->count; i++) {
        const struct film_frame *f = &film->frames[i], *before = f - 1;
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

static void without_a_target_the_largest_is_sent(void **state)
{
    struct kit_client *a, *b;
    struct kit *kit = film_begin(811, 3, &a, &b);
    (void)state;
    kit_forget(b);
    kit_run(kit, PL_SEC(2));
    film_watch(b, &film);
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
    struct kit *kit = film_begin(812, 3, &a, &b);
    uint64_t switches = kit_stats(kit)->layer_switches;
    (void)state;
    kit_forget(b);
    for (size_t i = 0; i < sizeof(targets); i++) {
        film_aim(b, a, targets[i], PL_TARGET_HIGHEST);
        kit_run(kit, PL_SEC(1));
        assert_int_equal(film_route(b, a)->encoding, targets[i]);
    }
    assert_int_equal(kit_stats(kit)->layer_switches - switches, sizeof(targets));
    film_watch(b, &film);
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
    struct kit *kit = film_begin(813, 0, &a, &b);
    const struct kit_packet *first;
    uint32_t before;
    pl_time_us sent;
    (void)state;
    kit_run(kit, PL_SEC(2));
    film_aim(b, a, 0, PL_TARGET_HIGHEST);
    kit_run(kit, PL_SEC(1));
    for (int round = 0; round < 2; round++) {
        struct pl_encoding *e = &film_picture(a)->encodings[round == 0 ? 0 : 2];
        assert_true(e->has_sr);
        kit_forget(b);
        kit->delay_us = round == 0 ? PL_MS(10) : PL_MS(110); /* the way gets longer meanwhile */
        film_aim(b, a, round == 0 ? 2 : 0, PL_TARGET_HIGHEST);
        kit_run(kit, PL_SEC(1));
        qsort(b->log, b->log_count, sizeof(b->log[0]), film_by_seq);
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
    struct kit *kit = film_begin(814, 3, &a, &b);
    struct pl_rtc_track *low = a->pub->tracks[0];
    uint32_t plis = low->count.plis;
    (void)state;
    kit_forget(b);
    low->mute = true; /* sends by hand only: no key frame comes */
    film_aim(b, a, 0, PL_TARGET_HIGHEST);
    for (int i = 0; i < 40; i++) {
        kit_run(kit, PL_MS(50));
        low->key_wanted = false;
        assert_true(pl_rtc_send_frame(low, kit->now, false));
    }
    assert_int_equal(film_route(b, a)->encoding, 2);
    assert_in_range(low->count.plis - plis, 3, 5); /* asked again, but not for each packet */
    film_watch(b, &film);
    assert_int_equal(count_of(&film, 9000), 0);
    assert_in_range(film.count, 58, 62);
    low->mute = false;
    low->key_wanted = true;
    kit_run(kit, PL_SEC(1));
    assert_int_equal(film_route(b, a)->encoding, 0);
    film_watch(b, &film);
    assert_int_equal(film.holes, 0);
    expect_smooth(&film, 40);
    kit_destroy(kit);
}

static void when_an_encoding_dies_a_lower_one_takes_over(void **state)
{
    struct kit_client *a, *b;
    struct kit *kit = film_begin(815, 3, &a, &b);
    pl_time_us since = kit->now;
    (void)state;
    kit_forget(b);
    a->pub->tracks[2]->mute = true;
    while (film_route(b, a)->encoding != 1 && kit->now - since < PL_SEC(3))
        kit_run(kit, PL_MS(10));
    assert_true(kit->now - since < PL_MS(1100));
    a->pub->tracks[1]->mute = true;
    kit_run(kit, PL_SEC(1));
    assert_int_equal(film_route(b, a)->encoding, 0);
    a->pub->tracks[2]->mute = false; /* and back up by itself: the target is the highest */
    kit_run(kit, PL_SEC(1));
    assert_int_equal(film_route(b, a)->encoding, 2);
    film_watch(b, &film);
    assert_int_equal(film.holes, 0);
    expect_smooth(&film, 1100);
    kit_destroy(kit);
}

/* All silent at once (a still screen, a muted camera): nothing to change to. */
static void silence_of_all_is_no_death(void **state)
{
    struct kit_client *a, *b;
    struct kit *kit = film_begin(816, 0, &a, &b);
    uint64_t plis;
    (void)state;
    for (int i = 0; i < 3; i++)
        a->pub->tracks[i]->mute = true;
    plis = kit_stats(kit)->pli_out;
    kit_run(kit, PL_SEC(5));
    for (int i = 0; i < 3; i++)
        a->pub->tracks[i]->mute = false;
    kit_run(kit, PL_SEC(1));
    assert_int_equal(film_route(b, a)->encoding, 2);
    assert_int_equal(kit_stats(kit)->pli_out, plis);
    kit_destroy(kit);
}

static void pausing_and_going_on(void **state)
{
    struct kit_client *a, *b;
    struct kit *kit = film_begin(817, 3, &a, &b);
    size_t count;
    (void)state;
    kit_forget(b);
    film_aim(b, a, PL_TARGET_PAUSED, 0);
    kit_run(kit, PL_MS(100));
    count = b->log_count;
    kit_run(kit, PL_SEC(2));
    assert_int_equal(b->log_count, count);
    film_aim(b, a, 1, PL_TARGET_HIGHEST);
    kit_run(kit, PL_SEC(1));
    film_watch(b, &film);
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
    struct kit *kit = film_begin(818, 3, &a, &b);
    (void)state;
    kit_run(kit, PL_SEC(1));
    kit_forget(b);
    for (int i = 0; i < 6; i++) {
        kit->filter = lose_down;
        film_aim(b, a, i % 2 == 0 ? 0 : 2, PL_TARGET_HIGHEST);
        kit_run(kit, PL_MS(400));
    }
    kit->filter = NULL;
    kit_run(kit, PL_SEC(1));
    assert_true(kit_stats(kit)->rtx_out > 50);
    film_watch(b, &film);
    assert_int_equal(film.holes, 0); /* all of it repaired, with the numbers of its time */
    expect_smooth(&film, 40);
    kit_destroy(kit);
}

/* ---- temporal layers ---- */

static void upper_layers_are_left_out_without_holes(void **state)
{
    struct kit_client *a, *b;
    struct kit *kit = film_begin(819, 3, &a, &b);
    (void)state;
    kit_forget(b);
    film_aim(b, a, 2, 1);
    kit_run(kit, PL_SEC(2));
    film_watch(b, &film);
    assert_in_range(film.count, 29, 33); /* half the frames */
    assert_false(has_tid(&film, 2));
    assert_int_equal(film.holes, 0);
    expect_smooth(&film, 80);
    film_aim(b, a, 2, 0);
    kit_run(kit, PL_MS(150));
    kit_forget(b);
    kit_run(kit, PL_SEC(2));
    film_watch(b, &film);
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
    struct kit *kit = film_begin(820, 3, &a, &b);
    uint32_t keys;
    (void)state;
    film_aim(b, a, 2, 0);
    kit_run(kit, PL_SEC(1));
    keys = a->pub->tracks[2]->count.keys;
    kit_forget(b);
    film_aim(b, a, 2, 2);
    kit_run(kit, PL_SEC(1));
    assert_int_equal(a->pub->tracks[2]->count.keys, keys);
    film_watch(b, &film);
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
    struct kit *kit = film_begin(821, 3, &a, &b);
    uint32_t asked;
    (void)state;
    film_aim(b, a, 2, 0);
    kit_run(kit, PL_SEC(1));
    kit_forget(b);
    kit->filter = lose_up;
    kit_run(kit, PL_SEC(3));
    kit->filter = NULL;
    kit_run(kit, PL_SEC(1));
    asked = kit_received(b, a, PL_MEDIA_VIDEO)->count.nacks_sent;
    kit_run(kit, PL_SEC(1));
    assert_int_equal(kit_received(b, a, PL_MEDIA_VIDEO)->count.nacks_sent, asked);
    film_watch(b, &film);
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
    struct kit *kit = film_begin(822, 3, &a, &b);
    unsigned demands;
    (void)state;
    c = kit_join(kit);
    kit_run(kit, PL_SEC(4));
    assert_int_equal(a->demand[0], 5); /* the largest, and the smallest to fall back to */
    film_aim(b, a, 1, PL_TARGET_HIGHEST);
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
    film_aim(b, a, PL_TARGET_PAUSED, 0);
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

/* What was to be told later is told no more, and is not due for ever either. */
static void a_picture_is_withdrawn_while_less_is_watched(void **state)
{
    struct kit *kit = kit_create(824);
    struct kit_client *a = kit_join(kit), *b = kit_join(kit);
    struct pl_media_session *s;
    (void)state;
    kit_publish(a, KIT_VIDEO);
    kit_link(b, a, KIT_VIDEO, true);
    kit_run(kit, PL_SEC(2));
    kit_link(b, a, KIT_VIDEO, false);
    kit_run(kit, PL_MS(500));
    s = pl_idmap_get(&kit->m->sessions, a->id);
    pl_publish_begin(s); /* as by an offer in which its section is refused */
    pl_publish_end(s);
    kit_run(kit, PL_SEC(5));
    assert_int_equal(a->demands, 0);
    assert_true(pl_media_deadline(kit->m) > kit->now);
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
        cmocka_unit_test(a_picture_is_withdrawn_while_less_is_watched),
        cmocka_unit_test(nobody_watches_a_single_encoding),
    };
    return cmocka_run_group_tests(tests, kit_setup, kit_teardown);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Silence and the loudest, through the whole SFU: what a listener's jitter buffer sees. */
#include "media/tests/media_kit.h"

#include "media/voice/speakers.h"
#include "proto/rtp/seq.h"

enum { SILENCE = 75, PEOPLE = 7 };

static struct kit_client *talker(struct kit *kit, uint8_t level)
{
    struct kit_client *c = kit_join(kit);
    kit_publish(c, KIT_AUDIO);
    kit_microphone(c)->audio_level = level;
    return c;
}

static struct pl_rtc_track *sound(const struct kit_client *c, const struct kit_client *of)
{
    struct pl_rtc_track *t = kit_received(c, of, PL_MEDIA_AUDIO);
    assert_non_null(t);
    return t;
}

/* Sequence numbers without a hole; time stamps as far apart as the frames were. */
static void expect_no_loss(const struct kit_client *c, const struct pl_rtc_track *t)
{
    const struct kit_packet *last = NULL;
    for (size_t i = 0; i < c->log_count; i++) {
        const struct kit_packet *p = &c->log[i];
        if (p->ssrc != t->ssrc)
            continue;
        if (last) {
            assert_int_equal((uint16_t)(last->seq + 1), p->seq);
            assert_int_equal((p->stamp.frame - last->stamp.frame) * 960, p->ts - last->ts);
        }
        last = p;
    }
    assert_non_null(last);
}

static void a_pause_looks_like_dtx_and_not_like_loss(void **state)
{
    struct kit *kit = kit_create_choosy(1, 0, SILENCE);
    struct kit_client *a = talker(kit, 40), *b = kit_join(kit);
    const struct pl_rtc_track *t;
    size_t before;
    uint32_t spoken;
    (void)state;
    kit_link(b, a, KIT_AUDIO, true);
    kit_run(kit, PL_SEC(2));
    t = sound(b, a);
    kit_microphone(a)->audio_level = 127;
    kit_run(kit, PL_SEC(1));
    before = kit_count(b, t);
    kit_run(kit, PL_SEC(3));
    assert_int_equal(kit_count(b, t), before);
    spoken = kit_microphone(a)->frame;
    kit_microphone(a)->audio_level = SILENCE - 1;
    kit_run(kit, PL_SEC(1));
    assert_true(kit_count(b, t) > before + 40);
    /* The first word is whole, and marked as a beginning. */
    assert_int_equal(b->log[before].stamp.frame, spoken);
    assert_true(b->log[before].marker);
    expect_no_loss(b, t);
    assert_true(kit_stats(kit)->silent > 150);
    kit_destroy(kit);
}

static bool drop_some(struct kit *kit, const struct kit_port *port, bool to_sfu,
                      struct pl_buf bytes)
{
    (void)port;
    return !(to_sfu && pl_rtp_is_rtp(pl_bytes_of(bytes.data, bytes.len)) &&
             kit->filtered++ % 4 == 0);
}

static void what_a_publisher_loses_in_a_pause_is_no_loss(void **state)
{
    struct kit *kit = kit_create_choosy(2, 0, SILENCE);
    struct kit_client *a = talker(kit, 40), *b = kit_join(kit);
    (void)state;
    kit_link(b, a, KIT_AUDIO, true);
    kit_run(kit, PL_SEC(2));
    kit_microphone(a)->audio_level = 127;
    kit_run(kit, PL_SEC(1));
    kit->filter = drop_some;
    kit_run(kit, PL_SEC(4));
    kit->filter = NULL;
    kit_run(kit, PL_MS(100));
    kit_microphone(a)->audio_level = 40;
    kit_run(kit, PL_SEC(1));
    assert_true(kit->filtered > 100);
    expect_no_loss(b, sound(b, a));
    kit_destroy(kit);
}

/* Its packets are counted by somebody: none is silence, and none has to be loud. */
static void a_sound_beside_the_microphone_is_no_voice(void **state)
{
    const struct pl_rtc_camera packets = {
        .interval_us = PL_MS(20), .packets = 1, .payload_bytes = 400};
    struct kit *kit = kit_create_choosy(9, 1, SILENCE);
    struct kit_client *a = kit_join(kit), *loud = talker(kit, 5), *b = kit_join(kit);
    struct pl_rtc_track *second;
    (void)state;
    kit_open_pub(a);
    assert_non_null(pl_rtc_add_track(a->pub, PL_MEDIA_AUDIO, 1, packets));
    second = pl_rtc_add_track(a->pub, PL_MEDIA_AUDIO, 2, packets);
    assert_non_null(second);
    second->audio_level = 127;
    kit_offer(a, PL_CODEC_VP8);
    kit_link(b, loud, KIT_AUDIO, true);
    pl_media_link(kit->m, kit->now, b->id, a->id, PL_MEDIA_AUDIO, 1, true);
    kit_run(kit, PL_SEC(4));
    assert_true(kit_count(b, sound(b, a)) > 100);
    assert_true(kit_count(b, sound(b, loud)) > 100);
    expect_no_loss(b, sound(b, a));
    kit_destroy(kit);
}

static void a_listener_gets_the_loudest_only(void **state)
{
    struct kit *kit = kit_create_choosy(3, 3, SILENCE);
    struct kit_client *people[PEOPLE], *b = kit_join(kit), *c = kit_join(kit);
    (void)state;
    for (unsigned i = 0; i < PEOPLE; i++) {
        people[i] = talker(kit, (uint8_t)(60 - 5 * i));
        kit_link(b, people[i], KIT_AUDIO, true);
    }
    kit_link(c, people[0], KIT_AUDIO, true);
    kit_link(c, people[1], KIT_AUDIO, true);
    kit_run(kit, PL_SEC(6));
    kit_forget(b);
    kit_forget(c);
    kit_run(kit, PL_SEC(1));
    for (unsigned i = 0; i < PEOPLE; i++) {
        size_t n = kit_count(b, sound(b, people[i]));
        if (i + 3 < PEOPLE)
            assert_int_equal(n, 0);
        else
            assert_in_range(n, 49, 51);
    }
    /* Who hears two people hears both, however low they speak. */
    assert_in_range(kit_count(c, sound(c, people[0])), 49, 51);
    assert_in_range(kit_count(c, sound(c, people[1])), 49, 51);
    /* The lowest becomes the loudest, and one of the others makes room; no hole on his way out. */
    kit_microphone(people[0])->audio_level = 10;
    kit_run(kit, PL_SEC(1));
    assert_true(kit_count(b, sound(b, people[0])) > 35);
    kit_microphone(people[0])->audio_level = 127;
    kit_run(kit, PL_SEC(3));
    for (unsigned i = PEOPLE - 3; i < PEOPLE; i++)
        expect_no_loss(b, sound(b, people[i]));
    assert_true(kit_stats(kit)->outspoken > 500);
    kit_destroy(kit);
}

static void who_leaves_leaves_his_place(void **state)
{
    struct kit *kit = kit_create_choosy(4, 1, SILENCE);
    struct kit_client *loud = talker(kit, 10), *low = talker(kit, 60), *b = kit_join(kit);
    (void)state;
    kit_link(b, loud, KIT_AUDIO, true);
    kit_link(b, low, KIT_AUDIO, true);
    kit_run(kit, PL_SEC(3));
    kit_forget(b);
    kit_run(kit, PL_SEC(1));
    assert_int_equal(kit_count(b, sound(b, low)), 0);
    kit_link(b, loud, KIT_AUDIO, false); /* he no longer listens to that one */
    kit_run(kit, PL_MS(100));
    assert_true(kit_count(b, sound(b, low)) >= 3);
    kit_link(b, loud, KIT_AUDIO, true);
    kit_run(kit, PL_SEC(3));
    kit_forget(b);
    kit_leave(loud);
    kit_run(kit, PL_MS(100));
    assert_true(kit_count(b, sound(b, low)) >= 3);
    kit_destroy(kit);
}

/* ---- who speaks, as it is told ---- */

/* The same as `who`, and nothing more was told than `tellings`. */
static void expect_speakers(const struct kit_client *c, unsigned tellings,
                            struct kit_client *const *who, size_t count)
{
    assert_int_equal(c->speaker_tellings, tellings);
    assert_int_equal(c->speaker_count, count);
    for (size_t i = 0; i < count; i++)
        assert_true(c->speakers[i] == who[i]->id);
}

static void level(struct kit_client *c, uint8_t db)
{
    kit_microphone(c)->audio_level = db;
}

static void who_speaks_is_told_on_change(void **state)
{
    struct kit *kit = kit_create_choosy(11, 0, SILENCE);
    struct kit_client *a = talker(kit, 127), *b = talker(kit, 127), *c = kit_join(kit);
    struct kit_client *d = kit_join(kit); /* has not asked */
    (void)state;
    kit_link(c, a, KIT_AUDIO, true);
    kit_link(c, b, KIT_AUDIO, true);
    kit_link(d, a, KIT_AUDIO, true);
    pl_media_figures(kit->m, kit->now, c->id, true);
    kit_run(kit, PL_SEC(2));
    expect_speakers(c, 0, NULL, 0);
    level(b, 50);
    kit_run(kit, PL_SEC(1));
    expect_speakers(c, 1, (struct kit_client *[]){b}, 1);
    level(a, 48); /* joins in, and is not that much louder */
    kit_run(kit, PL_SEC(3));
    expect_speakers(c, 2, (struct kit_client *[]){b, a}, 2);
    level(a, 30); /* is */
    kit_run(kit, PL_SEC(3));
    expect_speakers(c, 3, (struct kit_client *[]){a, b}, 2);
    level(a, 127);
    level(b, 127);
    kit_run(kit, PL_SEC(1)); /* a breath */
    expect_speakers(c, 3, (struct kit_client *[]){a, b}, 2);
    kit_run(kit, PL_SEC(2));
    assert_int_equal(c->speaker_count, 0);
    assert_in_range(c->speaker_tellings, 4, 5);
    assert_int_equal(d->speaker_tellings, 0);
    kit_destroy(kit);
}

static void clicks_and_the_unlinked_are_no_speakers(void **state)
{
    struct kit *kit = kit_create_choosy(12, 0, SILENCE);
    struct kit_client *a = talker(kit, 127), *b = talker(kit, 20), *c = kit_join(kit);
    (void)state;
    kit_link(c, a, KIT_AUDIO, true);
    pl_media_figures(kit->m, kit->now, c->id, true);
    for (int i = 0; i < 6; i++) {
        level(a, 30);
        kit_run(kit, PL_MS(40));
        level(a, 127);
        kit_run(kit, PL_SEC(1));
    }
    expect_speakers(c, 0, NULL, 0);
    kit_link(c, b, KIT_AUDIO, true);
    kit_run(kit, PL_SEC(1));
    expect_speakers(c, 1, (struct kit_client *[]){b}, 1);
    pl_media_figures(kit->m, kit->now, c->id, true); /* after a resume: told again */
    kit_run(kit, PL_SEC(1));
    expect_speakers(c, 2, (struct kit_client *[]){b}, 1);
    kit_link(c, b, KIT_AUDIO, false);
    kit_run(kit, PL_SEC(1));
    expect_speakers(c, 3, NULL, 0);
    pl_media_figures(kit->m, kit->now, c->id, true); /* the client knows nothing: nor does he */
    kit_run(kit, PL_SEC(1));
    expect_speakers(c, 4, NULL, 0);
    kit_leave(b);
    kit_run(kit, PL_SEC(5));
    expect_speakers(c, 4, NULL, 0);
    kit_destroy(kit);
}

/* Of a crowd five are named, and a chorus does not make a flood of tellings. */
static void a_crowd_is_told_of_seldom(void **state)
{
    struct kit *kit = kit_create_choosy(13, 3, SILENCE);
    struct kit_client *people[PEOPLE], *c = kit_join(kit);
    (void)state;
    for (unsigned i = 0; i < PEOPLE; i++) {
        people[i] = talker(kit, 127);
        kit_link(c, people[i], KIT_AUDIO, true);
    }
    pl_media_figures(kit->m, kit->now, c->id, true);
    kit_run(kit, KIT_SOON);
    for (int i = 0; i < 1000; i++) {
        level(people[pl_prng_below(&kit->prng, PEOPLE)],
              (uint8_t)(20 + pl_prng_below(&kit->prng, 80)));
        kit_run(kit, PL_MS(20));
        assert_true(c->speaker_count <= PL_MEDIA_SPEAKERS_TOLD);
    }
    assert_in_range(c->speaker_tellings, 5, 20000 / 400 + 1);
    kit_destroy(kit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_speaks_is_told_on_change),
        cmocka_unit_test(clicks_and_the_unlinked_are_no_speakers),
        cmocka_unit_test(a_crowd_is_told_of_seldom),
        cmocka_unit_test(a_pause_looks_like_dtx_and_not_like_loss),
        cmocka_unit_test(what_a_publisher_loses_in_a_pause_is_no_loss),
        cmocka_unit_test(a_sound_beside_the_microphone_is_no_voice),
        cmocka_unit_test(a_listener_gets_the_loudest_only),
        cmocka_unit_test(who_leaves_leaves_his_place),
    };
    return cmocka_run_group_tests_name("media_speakers", tests, kit_setup, kit_teardown);
}

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pause_looks_like_dtx_and_not_like_loss),
        cmocka_unit_test(what_a_publisher_loses_in_a_pause_is_no_loss),
        cmocka_unit_test(a_listener_gets_the_loudest_only),
        cmocka_unit_test(who_leaves_leaves_his_place),
    };
    return cmocka_run_group_tests_name("media_speakers", tests, kit_setup, kit_teardown);
}

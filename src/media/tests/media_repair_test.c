/* SPDX-License-Identifier: Apache-2.0 */
/* Losses on both sides, key frames, and what may be asked for. */
#include "media/tests/media_kit.h"

static struct kit *kit;
static struct kit_client *a, *b;
static struct pl_rtc_track *picture;

/* A publisher and a subscriber of its camera, connected. */
static void begin(uint64_t seed)
{
    kit = kit_create(seed);
    picture = kit_pair(kit, &a, &b);
}

static bool is_media(struct pl_buf bytes, uint32_t ssrc)
{
    struct pl_bytes b_ = pl_bytes_of(bytes.data, bytes.len);
    return pl_rtp_is_rtp(b_) && pl_get_u32(bytes.data + 8) == ssrc;
}

/* Loses `filter_data` packets of the stream, in one direction. */
static bool lose_down(struct kit *k, const struct kit_port *port, bool to_sfu, struct pl_buf bytes)
{
    unsigned *left = k->filter_data;
    (void)port;
    if (to_sfu || *left == 0 || !is_media(bytes, picture->ssrc))
        return true;
    (*left)--;
    return false;
}

static bool lose_up(struct kit *k, const struct kit_port *port, bool to_sfu, struct pl_buf bytes)
{
    unsigned *left = k->filter_data;
    (void)port;
    if (!to_sfu || *left == 0 || !is_media(bytes, kit_camera(a)->ssrc))
        return true;
    (*left)--;
    return false;
}

static void lose(bool (*filter)(struct kit *, const struct kit_port *, bool, struct pl_buf),
                 unsigned *count)
{
    kit->filter_data = count;
    kit->filter = filter;
    kit_run(kit, KIT_SOON);
    kit->filter = NULL;
}

static void what_a_subscriber_misses_is_repeated_from_memory(void **state)
{
    unsigned count = 4;
    (void)state;
    begin(31);
    lose(lose_down, &count);
    assert_int_equal(count, 0);
    assert_int_equal(kit_stats(kit)->rtx_out, 4);
    assert_int_equal(kit_stats(kit)->nack_in, 4);
    assert_int_equal(kit_stats(kit)->nack_out, 0); /* the publisher was not asked */
    assert_int_equal(picture->count.received_rtx, 4);
    kit_expect_whole(b, picture, kit_camera(a)->tag, 100);
    for (size_t i = 1; i < b->log_count; i++) { /* its timestamp is the original's */
        const struct kit_packet *p = &b->log[i];
        for (size_t j = 0; p->repaired && j < b->log_count; j++)
            if (b->log[j].stamp.frame == p->stamp.frame)
                assert_int_equal(b->log[j].ts, p->ts);
    }
    kit_destroy(kit);
}

static void what_we_miss_the_publisher_repeats(void **state)
{
    unsigned count = 3;
    (void)state;
    begin(32);
    lose(lose_up, &count);
    assert_int_equal(count, 0);
    assert_int_equal(kit_camera(a)->count.repeated, 3);
    assert_int_equal(kit_stats(kit)->rtx_in, 3);
    assert_int_equal(kit_stats(kit)->nack_out, 3);
    kit_expect_whole(b, picture, kit_camera(a)->tag, 100);
    assert_int_equal(kit_camera(a)->count.keys, 1); /* nothing was broken */
    kit_destroy(kit);
}

/* 200 ms there and back: asking again every 20 ms would give up before the first answer. */
static void a_long_way_is_no_reason_to_give_up(void **state)
{
    unsigned count = 1;
    (void)state;
    begin(33);
    kit->delay_us = PL_MS(100);
    kit_run(kit, KIT_SOON);
    lose(lose_up, &count);
    assert_int_equal(kit_camera(a)->count.keys, 1);
    assert_true(kit_camera(a)->count.repeated <= 3);
    kit_expect_whole(b, picture, kit_camera(a)->tag, 100);
    kit_destroy(kit);
}

static void a_gap_too_wide_costs_a_key_frame(void **state)
{
    unsigned count = 400;
    uint32_t keys;
    (void)state;
    begin(34);
    keys = kit_camera(a)->count.keys;
    kit_camera(a)->camera.packets = 40;
    lose(lose_up, &count);
    assert_int_equal(count, 0);
    assert_int_equal(kit_camera(a)->count.keys, keys + 1);
    kit_destroy(kit);
}

static void bad_weather_in_both_directions(void **state)
{
    (void)state;
    begin(35);
    kit->loss = 5;
    kit->late = 10;
    kit->duplicate = 5;
    kit_run(kit, PL_SEC(10));
    kit->loss = 0;
    kit->late = 0;
    kit_run(kit, PL_SEC(2));
    kit_expect_whole(b, picture, kit_camera(a)->tag, 700);
    assert_int_equal(picture->count.broken, 0);
    kit_destroy(kit);
}

static void key_frames_are_asked_for_twice_a_second_at_most(void **state)
{
    (void)state;
    begin(36);
    kit_run(kit, KIT_SOON); /* the first question is long ago */
    kit_camera(a)->count.plis = 0;
    for (int i = 0; i < 40; i++) {
        pl_rtc_send_pli(picture);
        kit_run(kit, PL_MS(50));
    }
    kit_run(kit, KIT_SOON);
    assert_int_equal(kit_stats(kit)->pli_in, 40);
    assert_in_range(kit_camera(a)->count.plis, 4, 5);
    kit_destroy(kit);
}

static bool lose_control(struct kit *k, const struct kit_port *port, bool to_sfu,
                         struct pl_buf bytes)
{
    (void)k;
    return to_sfu || port->role != PL_MEDIA_PUB ||
           !pl_rtp_is_rtcp(pl_bytes_of(bytes.data, bytes.len));
}

static void who_waits_for_a_key_frame_asks_until_it_comes(void **state)
{
    (void)state;
    begin(37);
    kit_link(b, a, KIT_VIDEO, false);
    kit_run(kit, PL_SEC(1));
    kit->filter = lose_control;
    kit_link(b, a, KIT_VIDEO, true);
    kit_forget(b);
    kit_run(kit, PL_SEC(1));
    assert_int_equal(b->log_count, 0);
    kit->filter = NULL;
    kit_run(kit, PL_SEC(1));
    assert_true(b->log_count > 0);
    assert_true(b->log[0].stamp.key);
    kit_destroy(kit);
}

/* c never saw b's stream: it may neither have packets of it repeated nor ask its publisher. */
static void nobody_asks_for_what_others_receive(void **state)
{
    struct kit_client *c;
    struct pl_rtc_track *mine;
    uint32_t own;
    uint16_t seq;
    (void)state;
    begin(38);
    c = kit_join(kit);
    kit_publish(c, KIT_VIDEO);
    kit_link(c, a, KIT_VIDEO, true);
    kit_run(kit, PL_SEC(2));
    mine = kit_received(c, a, PL_MEDIA_VIDEO);
    own = mine->ssrc;
    kit_camera(a)->count.plis = 0;
    mine->ssrc = picture->ssrc; /* c lies */
    seq = b->log[b->log_count - 1].seq;
    pl_rtc_send_nack(mine, &seq, 1);
    pl_rtc_send_pli(mine);
    mine->ssrc = own;
    kit_run(kit, PL_MS(100));
    assert_int_equal(kit_stats(kit)->rtx_out, 0);
    assert_int_equal(kit_camera(a)->count.plis, 0);
    kit_destroy(kit);
}

/* Everything from the memory again and again: 500 a second at most. */
static void repeats_are_rationed(void **state)
{
    uint16_t seqs[64];
    (void)state;
    begin(39);
    for (int i = 0; i < 64; i++)
        seqs[i] = b->log[(int)b->log_count - 64 + i].seq;
    for (int i = 0; i < 100; i++) {
        pl_rtc_send_nack(picture, seqs, 60);
        kit_run(kit, PL_MS(10));
    }
    assert_in_range(kit_stats(kit)->rtx_out, 500, 800);
    kit_destroy(kit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_subscriber_misses_is_repeated_from_memory),
        cmocka_unit_test(what_we_miss_the_publisher_repeats),
        cmocka_unit_test(a_long_way_is_no_reason_to_give_up),
        cmocka_unit_test(a_gap_too_wide_costs_a_key_frame),
        cmocka_unit_test(bad_weather_in_both_directions),
        cmocka_unit_test(key_frames_are_asked_for_twice_a_second_at_most),
        cmocka_unit_test(who_waits_for_a_key_frame_asks_until_it_comes),
        cmocka_unit_test(nobody_asks_for_what_others_receive),
        cmocka_unit_test(repeats_are_rationed),
    };
    return cmocka_run_group_tests(tests, kit_setup, kit_teardown);
}

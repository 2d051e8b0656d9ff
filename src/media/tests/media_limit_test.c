/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A picture of one size towards slow ways, through the whole SFU: while nobody's way carries it, it
 * shrinks for all; while somebody's does, only the slow ones lose it.
 */
#include "media/tests/media_kit.h"

enum { FRAMES = 25, PACKETS = 3, FULL_BPS = 540000 };

static struct kit *kit;
static struct kit_client *a;

/* The page does as it is told. */
static void obey(void)
{
    uint32_t bps = a->limit_bps[0] > 0 && a->limit_bps[0] < FULL_BPS ? a->limit_bps[0] : FULL_BPS;
    kit_camera(a)->camera.packets = 1 + bps / 8 / FRAMES / 1000;
    kit_camera(a)->camera.key_packets = 2 * kit_camera(a)->camera.packets;
    kit_camera(a)->camera.payload_bytes = bps / 8 / FRAMES / kit_camera(a)->camera.packets;
    kit_camera(a)->mute = a->demands > 0 && a->demand[0] == 0;
}

static void run_for(unsigned seconds)
{
    for (unsigned i = 0; i < 10 * seconds; i++) {
        obey();
        kit_run(kit, PL_MS(100));
    }
}

static struct kit_client *watcher(uint32_t bps)
{
    struct kit_client *c = kit_join(kit);
    c->config.gives_feedback = true;
    c->pipe = (struct kit_pipe){.bps = bps, .queue_us = PL_MS(300)};
    kit_link(c, a, KIT_AUDIO | KIT_VIDEO, true);
    return c;
}

static void begin(uint64_t seed)
{
    kit = kit_create(seed);
    kit->delay_us = PL_MS(20);
    a = kit_join(kit);
    kit_publish(a, KIT_AUDIO | KIT_VIDEO);
    kit_camera(a)->camera =
        (struct pl_rtc_camera){.interval_us = PL_SEC(1) / FRAMES,
                               .packets = PACKETS,
                               .key_packets = 2 * PACKETS,
                               .payload_bytes = FULL_BPS / 8 / FRAMES / PACKETS};
    run_for(1);
}

/* Packets of the picture in a second, the other seconds apart. */
static size_t pictures(struct kit_client *c, unsigned seconds)
{
    size_t n = 0;
    for (unsigned i = 0; i < seconds; i++) {
        kit_forget(c);
        run_for(1);
        n += kit_count(c, kit_received(c, a, PL_MEDIA_VIDEO));
    }
    return n / seconds;
}

static void it_shrinks_when_nobody_can_have_it_and_grows_again(void **state)
{
    struct kit_client *b;
    (void)state;
    begin(501);
    b = watcher(330000);
    run_for(15);
    assert_in_range(a->limit_bps[0], 100000, 290000);
    assert_true(pictures(b, 5) >= FRAMES * 4 / 5); /* it is seen */
    b->pipe.bps = 3000000;
    run_for(25);
    assert_int_equal(a->limit_bps[0], 0);
    assert_true(pictures(b, 3) >= FRAMES * PACKETS * 9 / 10);
    assert_int_equal(kit_camera(a)->camera.payload_bytes, FULL_BPS / 8 / FRAMES / PACKETS);
    kit_destroy(kit);
}

static void a_slow_one_among_others_does_not_make_it_small(void **state)
{
    struct kit_client *slow, *fast;
    (void)state;
    begin(502);
    fast = watcher(0);
    slow = watcher(200000);
    run_for(15);
    assert_int_equal(a->limit_bps[0], 0);
    assert_true(pictures(fast, 5) >= FRAMES * PACKETS * 9 / 10);
    assert_true(pictures(slow, 3) < FRAMES / 3); /* paused, but for probes */
    kit_link(fast, a, KIT_VIDEO, false);         /* now nobody else looks */
    run_for(40);
    assert_in_range(a->limit_bps[0], 50000, 150000);
    assert_true(pictures(slow, 5) >= FRAMES * 4 / 5);
    kit_link(fast, a, KIT_VIDEO, true); /* and now somebody does: the full size, soon */
    run_for(5);
    assert_int_equal(a->limit_bps[0], 0);
    kit_destroy(kit);
}

static void who_has_gone_holds_nobody_back(void **state)
{
    struct kit_client *b, *c;
    (void)state;
    begin(503);
    b = watcher(300000);
    run_for(12);
    assert_true(a->limit_bps[0] > 0);
    kit_leave(b);
    run_for(6);
    assert_int_equal(a->limit_bps[0], 0);
    c = watcher(0);
    run_for(2);
    assert_true(pictures(c, 2) >= FRAMES * PACKETS * 9 / 10);
    kit_destroy(kit);
}

/* Three sizes: everybody gets what fits, and nobody is told anything of this kind. */
static void several_sizes_have_no_limit(void **state)
{
    struct kit_client *b;
    (void)state;
    kit = kit_create(504);
    a = kit_join(kit);
    kit_publish_layers(a, false, 1);
    kit_run(kit, KIT_SOON);
    b = kit_join(kit);
    b->config.gives_feedback = true;
    b->pipe = (struct kit_pipe){.bps = 70000, .queue_us = PL_MS(300)};
    kit_link(b, a, KIT_VIDEO, true);
    kit_run(kit, PL_SEC(15));
    assert_int_equal(a->limit_bps[0], 0);
    kit_destroy(kit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_shrinks_when_nobody_can_have_it_and_grows_again),
        cmocka_unit_test(a_slow_one_among_others_does_not_make_it_small),
        cmocka_unit_test(who_has_gone_holds_nobody_back),
        cmocka_unit_test(several_sizes_have_no_limit),
    };
    return cmocka_run_group_tests(tests, kit_setup, kit_teardown);
}

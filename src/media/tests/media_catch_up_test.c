/* SPDX-License-Identifier: Apache-2.0 */
/* Who comes while the last key frame is young gets it from memory. */
#include "media/tests/media_kit.h"

enum { NEWCOMERS = 16 };

static struct kit_client *watcher(struct kit *kit, struct kit_client *of)
{
    struct kit_client *c = kit_join(kit);
    kit_link(c, of, KIT_VIDEO, true);
    return c;
}

static void expect_picture(struct kit_client *c, const struct kit_client *of, size_t least)
{
    struct pl_rtc_track *t = kit_received(c, of, PL_MEDIA_VIDEO);
    assert_non_null(t);
    kit_expect_whole(c, t, (uint32_t)of->id * 10 + 1, least);
}

static void many_at_once_cost_one_key_frame(void **state)
{
    struct kit *kit = kit_create_with(31, (struct pl_media_config){.key_pause_us = PL_SEC(5)});
    struct kit_client *a = kit_join(kit), *newcomers[NEWCOMERS];
    uint64_t asked;
    (void)state;
    kit_publish(a, KIT_VIDEO);
    (void)watcher(kit, a);
    kit_run(kit, KIT_SOON);
    asked = kit_stats(kit)->pli_out;
    assert_int_equal(asked, 1);
    for (size_t i = 0; i < NEWCOMERS; i++)
        newcomers[i] = watcher(kit, a);
    kit_run(kit, KIT_SOON);
    for (size_t i = 0; i < NEWCOMERS; i++)
        expect_picture(newcomers[i], a, 20);
    assert_int_equal(kit_stats(kit)->caught_up, NEWCOMERS);
    assert_int_equal(kit_stats(kit)->pli_out, asked);
    kit_destroy(kit);
}

static void an_old_key_frame_is_not_repeated(void **state)
{
    struct kit *kit = kit_create_with(32, (struct pl_media_config){.key_pause_us = PL_MS(500)});
    struct kit_client *a = kit_join(kit), *late;
    uint64_t asked;
    (void)state;
    kit_publish(a, KIT_VIDEO);
    (void)watcher(kit, a);
    kit_run(kit, PL_SEC(3));
    asked = kit_stats(kit)->pli_out;
    late = watcher(kit, a);
    kit_run(kit, KIT_SOON);
    expect_picture(late, a, 10);
    assert_int_equal(kit_stats(kit)->caught_up, 0);
    assert_int_equal(kit_stats(kit)->pli_out, asked + 1);
    kit_destroy(kit);
}

/* What the slow link loses of it is repaired, and nothing comes twice. */
static void a_slow_link_catches_up_too(void **state)
{
    struct kit *kit = kit_create_with(33, (struct pl_media_config){.key_pause_us = PL_SEC(5)});
    struct kit_client *a = kit_join(kit), *slow;
    (void)state;
    kit_publish(a, KIT_VIDEO);
    (void)watcher(kit, a);
    kit_run(kit, KIT_SOON);
    slow = watcher(kit, a);
    slow->pipe = (struct kit_pipe){.bps = 1500000, .queue_us = PL_MS(300)};
    kit_run(kit, PL_SEC(3));
    expect_picture(slow, a, 20);
    assert_int_equal(kit_stats(kit)->caught_up, 1);
    kit_destroy(kit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(many_at_once_cost_one_key_frame),
        cmocka_unit_test(an_old_key_frame_is_not_repeated),
        cmocka_unit_test(a_slow_link_catches_up_too),
    };
    return cmocka_run_group_tests_name("media_catch_up", tests, kit_setup, kit_teardown);
}

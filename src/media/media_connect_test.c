/* SPDX-License-Identifier: Apache-2.0 */
/* From offers to the first packets, and the ways to the end. */
#include "media/media_kit.h"

static void what_is_published_arrives(void **state)
{
    struct kit *kit = kit_create(1);
    struct kit_client *a = kit_join(kit), *b = kit_join(kit);
    struct pl_rtc_track *sound, *picture;
    (void)state;
    kit_publish(a, KIT_AUDIO | KIT_VIDEO);
    assert_int_equal(a->answers, 1);
    assert_ok(a->answer_err);
    kit_run(kit, KIT_SOON);
    assert_int_equal(a->connected[PL_MEDIA_PUB], 1);
    assert_int_equal(b->offers, 0);

    kit_link(b, a, KIT_AUDIO | KIT_VIDEO, true);
    kit_run(kit, KIT_SOON);
    assert_int_equal(b->offers, 1);
    assert_int_equal(b->fresh_offers, 1);
    assert_int_equal(b->track_count, 2);
    assert_int_equal(b->connected[PL_MEDIA_SUB], 1);
    sound = kit_received(b, a, PL_MEDIA_AUDIO);
    picture = kit_received(b, a, PL_MEDIA_VIDEO);
    kit_expect_whole(b, sound, (uint32_t)a->id * 10, 30);
    kit_expect_whole(b, picture, (uint32_t)a->id * 10 + 1, 50);
    kit_destroy(kit);
}

static void a_link_may_come_before_the_publisher(void **state)
{
    struct kit *kit = kit_create(2);
    struct kit_client *a = kit_join(kit), *b = kit_join(kit);
    (void)state;
    kit_link(b, a, KIT_VIDEO, true);
    kit_run(kit, KIT_SOON);
    assert_int_equal(b->connected[PL_MEDIA_SUB], 1);
    kit_publish(a, KIT_AUDIO | KIT_VIDEO);
    kit_run(kit, KIT_SOON);
    assert_int_equal(b->offers, 1); /* the section was there already */
    kit_expect_whole(b, kit_received(b, a, PL_MEDIA_VIDEO), (uint32_t)a->id * 10 + 1, 50);
    kit_destroy(kit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_published_arrives),
        cmocka_unit_test(a_link_may_come_before_the_publisher),
    };
    return cmocka_run_group_tests(tests, kit_setup, kit_teardown);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* From offers to the first packets, and the ways to the end. */
#include "media/tests/media_kit.h"

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

/* The handshake needs no answer, only its proof does: nothing may wait for the next packet then. */
static void an_answer_that_comes_after_the_handshake_connects_at_once(void **state)
{
    struct kit *kit = kit_create(31);
    struct kit_client *a = kit_join(kit), *b = kit_join(kit);
    (void)state;
    kit_publish(a, KIT_VIDEO);
    b->holds_answers = true;
    kit_link(b, a, KIT_VIDEO, true);
    kit_run(kit, PL_MS(100));
    assert_int_equal(b->offers, 1);
    kit_answer_late(b, KIT_SOON);
    assert_int_equal(b->connected[PL_MEDIA_SUB], 0);
    b->sub->silent = true; /* not a datagram more, and yet: */
    kit_run(kit, PL_MS(1));
    assert_int_equal(b->connected[PL_MEDIA_SUB], 1);
    b->sub->silent = false;
    kit_run(kit, KIT_SOON);
    kit_expect_whole(b, kit_received(b, a, PL_MEDIA_VIDEO), (uint32_t)a->id * 10 + 1, 25);
    kit_destroy(kit);
}

/* ---- the ways to the end ---- */

static void a_wrong_certificate_fails_and_disturbs_nobody(void **state)
{
    struct kit *kit = kit_create(3);
    struct kit_client *a = kit_join(kit), *b = kit_join(kit), *liar = kit_join(kit);
    (void)state;
    liar->config.fingerprint = *pl_dtls_cert_fingerprint(kit_certs[2]);
    kit_publish(a, KIT_VIDEO);
    kit_publish(liar, KIT_VIDEO);
    kit_link(b, a, KIT_VIDEO, true);
    kit_link(b, liar, KIT_VIDEO, true);
    kit_run(kit, KIT_SOON);
    assert_int_equal(liar->failed[PL_MEDIA_PUB], 1);
    assert_non_null(strstr(liar->failure, "certificate"));
    assert_int_equal(liar->connected[PL_MEDIA_PUB], 0);
    assert_int_equal(kit_stats(kit)->peers, 2);
    kit_expect_whole(b, kit_received(b, a, PL_MEDIA_VIDEO), (uint32_t)a->id * 10 + 1, 30);
    assert_int_equal(kit_count(b, kit_received(b, liar, PL_MEDIA_VIDEO)), 0);
    kit_destroy(kit);
}

static void silence_of_thirty_seconds_is_the_end(void **state)
{
    struct kit *kit = kit_create(4);
    struct kit_client *a = kit_join(kit), *b = kit_join(kit);
    (void)state;
    kit_publish(a, KIT_VIDEO);
    kit_link(b, a, KIT_VIDEO, true);
    kit_run(kit, KIT_SOON);
    a->pub->silent = true;
    kit_run(kit, PL_SEC(27));
    assert_int_equal(a->failed[PL_MEDIA_PUB], 0);
    kit_run(kit, PL_SEC(4));
    assert_int_equal(a->failed[PL_MEDIA_PUB], 1);
    assert_string_equal(a->failure, "consent lost");
    assert_int_equal(b->failed[PL_MEDIA_SUB], 0);
    /* Packets without consent are a stranger's. */
    assert_true(kit_stats(kit)->dropped_stranger > 0);

    kit_publish(a, KIT_VIDEO);
    kit_run(kit, KIT_SOON);
    kit_expect_whole(b, kit_received(b, a, PL_MEDIA_VIDEO), (uint32_t)a->id * 10 + 1, 100);
    kit_destroy(kit);
}

static void a_subscriber_that_falls_silent_is_offered_anew(void **state)
{
    struct kit *kit = kit_create(5);
    struct kit_client *a = kit_join(kit), *b = kit_join(kit);
    (void)state;
    kit_publish(a, KIT_VIDEO);
    kit_link(b, a, KIT_VIDEO, true);
    kit_run(kit, KIT_SOON);
    b->sub->silent = true;
    kit_run(kit, PL_SEC(29));
    kit_forget(b);
    kit_run(kit, PL_SEC(3));
    assert_int_equal(b->failed[PL_MEDIA_SUB], 1);
    assert_int_equal(b->fresh_offers, 2);
    assert_int_equal(b->connected[PL_MEDIA_SUB], 2);
    kit_forget(b);
    kit_run(kit, KIT_SOON);
    assert_true(b->log_count > 30);
    kit_destroy(kit);
}

static void who_never_comes_is_given_up(void **state)
{
    struct kit *kit = kit_create(6);
    struct kit_client *a = kit_join(kit), *b = kit_join(kit);
    (void)state;
    kit_publish(a, KIT_VIDEO);
    a->pub->silent = true;
    b->holds_answers = true;
    kit_link(b, a, KIT_VIDEO, true);
    kit_run(kit, PL_SEC(29));
    assert_int_equal(a->failed[PL_MEDIA_PUB], 0);
    kit_run(kit, PL_SEC(2));
    assert_int_equal(a->failed[PL_MEDIA_PUB], 1);
    assert_int_equal(b->failed[PL_MEDIA_SUB], 1);
    assert_int_equal(b->fresh_offers, 2);
    kit_destroy(kit);
}

static void leaving_ends_everything(void **state)
{
    struct kit *kit = kit_create(7);
    struct kit_client *a = kit_join(kit), *b = kit_join(kit);
    size_t before;
    (void)state;
    kit_publish(a, KIT_AUDIO | KIT_VIDEO);
    kit_publish(b, KIT_AUDIO | KIT_VIDEO);
    kit_link(a, b, KIT_AUDIO | KIT_VIDEO, true);
    kit_link(b, a, KIT_AUDIO | KIT_VIDEO, true);
    kit_run(kit, KIT_SOON);
    assert_int_equal(kit_stats(kit)->peers, 4);
    assert_int_equal(kit_stats(kit)->streams, 4);
    kit_leave(a);
    kit_run(kit, PL_MS(100));
    before = a->log_count;
    kit_run(kit, KIT_SOON);
    assert_int_equal(a->log_count, before);
    assert_int_equal(kit_stats(kit)->sessions, 1);
    assert_int_equal(kit_stats(kit)->peers, 2);
    assert_int_equal(kit_stats(kit)->streams, 2);
    assert_int_equal(b->offers, 2);
    kit_destroy(kit);
}

static void a_session_joins_once(void **state)
{
    struct kit *kit = kit_create(8);
    struct kit_client *a = kit_join(kit);
    (void)state;
    assert_err(PL_E_EXISTS, pl_media_join(kit->m, a->id));
    while (kit->client_count < KIT_CLIENTS)
        kit_join(kit);
    assert_err(PL_E_LIMIT, pl_media_join(kit->m, 4711));
    pl_media_leave(kit->m, kit->now, 4711);
    pl_media_restart(kit->m, kit->now, 4711, PL_MEDIA_SUB);
    pl_media_link(kit->m, kit->now, 4711, a->id, PL_MEDIA_AUDIO, 0, true);
    pl_media_link(kit->m, kit->now, a->id, 4711, PL_MEDIA_AUDIO, 0, true);
    assert_int_equal(kit_stats(kit)->streams, 0);
    kit_destroy(kit);
}

static void handshakes_survive_a_bad_network(void **state)
{
    (void)state;
    for (uint64_t seed = 900; seed < 910; seed++) {
        struct kit *kit = kit_create(seed);
        struct kit_client *a = kit_join(kit), *b = kit_join(kit);
        kit->loss = 20;
        kit->duplicate = 10;
        kit->late = 30;
        kit_publish(a, KIT_AUDIO | KIT_VIDEO);
        kit_link(b, a, KIT_AUDIO | KIT_VIDEO, true);
        kit_run(kit, PL_SEC(20));
        assert_int_equal(a->connected[PL_MEDIA_PUB], 1);
        assert_int_equal(b->connected[PL_MEDIA_SUB], 1);
        assert_true(b->log_count > 0);
        kit_destroy(kit);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_published_arrives),
        cmocka_unit_test(a_link_may_come_before_the_publisher),
        cmocka_unit_test(an_answer_that_comes_after_the_handshake_connects_at_once),
        cmocka_unit_test(a_wrong_certificate_fails_and_disturbs_nobody),
        cmocka_unit_test(silence_of_thirty_seconds_is_the_end),
        cmocka_unit_test(a_subscriber_that_falls_silent_is_offered_anew),
        cmocka_unit_test(who_never_comes_is_given_up),
        cmocka_unit_test(leaving_ends_everything),
        cmocka_unit_test(a_session_joins_once),
        cmocka_unit_test(handshakes_survive_a_bad_network),
    };
    return cmocka_run_group_tests(tests, kit_setup, kit_teardown);
}

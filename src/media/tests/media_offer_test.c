/* SPDX-License-Identifier: Apache-2.0 */
/* Negotiation: what is offered when, and what is made of answers and offers. */
#include "media/tests/media_kit.h"

#include "proto/sdp/sdp.h"

static void a_section_is_used_again(void **state)
{
    struct kit *kit = kit_create(61);
    struct kit_client *a = kit_join(kit), *b = kit_join(kit), *c = kit_join(kit);
    uint32_t old;
    (void)state;
    kit_publish(a, KIT_VIDEO);
    kit_link(b, a, KIT_VIDEO, true);
    kit_run(kit, KIT_SOON);
    old = b->sub->tracks[0]->ssrc;
    kit_leave(a);
    kit_run(kit, KIT_SOON);
    assert_int_equal(b->offers, 2);
    assert_int_equal(b->track_count, 0);
    assert_int_equal(b->sub->track_count, 1);
    assert_false(b->sub->tracks[0]->live);
    kit_forget(b);

    kit_publish(c, KIT_VIDEO);
    kit_link(b, c, KIT_VIDEO, true);
    kit_run(kit, KIT_SOON);
    assert_int_equal(b->offers, 3);
    assert_int_equal(b->fresh_offers, 1);
    assert_int_equal(b->sub->track_count, 1); /* the same section */
    assert_int_not_equal(b->sub->tracks[0]->ssrc, old);
    kit_expect_whole(b, kit_received(b, c, PL_MEDIA_VIDEO), kit_camera(c)->tag, 50);
    kit_destroy(kit);
}

static void changes_wait_for_the_answer_and_go_together(void **state)
{
    struct kit *kit = kit_create(62);
    struct kit_client *a = kit_join(kit), *b = kit_join(kit), *c = kit_join(kit);
    (void)state;
    b->holds_answers = true;
    kit_link(b, a, KIT_VIDEO, true);
    kit_run(kit, PL_MS(10));
    kit_link(b, a, KIT_AUDIO, true);
    kit_link(b, c, KIT_VIDEO, true);
    kit_run(kit, PL_MS(10));
    kit_link(b, c, KIT_AUDIO, true);
    kit_run(kit, PL_MS(10));
    assert_int_equal(b->offers, 1);
    assert_int_equal(b->track_count, 1);
    kit_answer(b);
    kit_run(kit, PL_MS(10));
    assert_int_equal(b->offers, 2);
    assert_int_equal(b->track_count, 4);
    assert_int_equal(b->version, 2);
    kit_answer(b);
    kit_run(kit, KIT_SOON);
    assert_int_equal(b->offers, 2);
    kit_destroy(kit);
}

/* The stream of an offered section goes, another takes the section, then the answer comes. */
static void an_answer_is_about_what_was_offered(void **state)
{
    struct kit *kit = kit_create(63);
    struct kit_client *a = kit_join(kit), *b = kit_join(kit), *c = kit_join(kit);
    (void)state;
    kit_publish(c, KIT_VIDEO);
    b->holds_answers = true;
    kit_link(b, a, KIT_VIDEO, true);
    kit_run(kit, KIT_SOON);
    kit_leave(a);
    kit_link(b, c, KIT_VIDEO, true);
    kit_answer(b);
    b->holds_answers = false;
    assert_int_equal(b->offers, 1);
    kit_run(kit, KIT_SOON);
    assert_int_equal(b->offers, 2);
    assert_int_equal(b->sub->track_count, 1);
    assert_int_equal(b->sub->stats.unknown, 0); /* nothing came before the client knew of it */
    kit_expect_whole(b, kit_received(b, c, PL_MEDIA_VIDEO), kit_camera(c)->tag, 30);
    kit_destroy(kit);
}

static void an_answer_to_another_version_is_ignored(void **state)
{
    struct kit *kit = kit_create(64);
    struct kit_client *a = kit_join(kit), *b = kit_join(kit);
    const struct pl_bytes junk = pl_bytes_str("v=0\r\n");
    (void)state;
    b->holds_answers = true;
    kit_publish(a, KIT_VIDEO);
    pl_media_answer(kit->m, kit->now, b->id, 0, junk); /* nothing is offered yet */
    kit_link(b, a, KIT_VIDEO, true);
    kit_run(kit, PL_MS(10));
    pl_media_answer(kit->m, kit->now, b->id, b->version - 1, junk);
    pl_media_answer(kit->m, kit->now, b->id, b->version + 1, junk);
    pl_media_answer(kit->m, kit->now, 4711, b->version, junk);
    kit_answer(b);
    pl_media_answer(kit->m, kit->now, b->id, b->version, junk); /* answered already */
    kit_run(kit, KIT_SOON);
    assert_int_equal(b->failed[PL_MEDIA_SUB], 0);
    assert_int_equal(b->connected[PL_MEDIA_SUB], 1);
    kit_destroy(kit);
}

/* Bytes of a good answer replaced; both of one length. */
static void answer_with(struct kit_client *b, const char *from, const char *to)
{
    uint8_t sdp[8192], *at;
    size_t len;
    assert_ok(pl_rtc_answer(b->sub, b->kit->now, pl_bytes_of(b->offer, b->offer_len), sdp,
                            sizeof(sdp), &len));
    assert_int_equal(strlen(from), strlen(to));
    while ((at = memmem(sdp, len, from, strlen(from))))
        memcpy(at, to, strlen(to));
    pl_media_answer(b->kit->m, b->kit->now, b->id, b->version, pl_bytes_of(sdp, len));
}

static void an_unusable_answer_ends_the_connection_only(void **state)
{
    static const char *const breaks[][2] = {
        {"v=0", "v=9"},                     /* unreadable */
        {"a=fingerprint", "a=fingerprXnt"}, /* no certificate */
        {"a=ice-ufrag", "a=ice-uXrag"},     /* no credentials */
        {"m=video", "x=video"},             /* no section */
        {"a=setup:active", "a=setup:passiv"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(breaks) / sizeof(breaks[0]); i++) {
        struct kit *kit = kit_create(65);
        struct kit_client *a = kit_join(kit), *b = kit_join(kit);
        kit_publish(a, KIT_VIDEO);
        b->holds_answers = true;
        kit_link(b, a, KIT_VIDEO, true);
        kit_run(kit, KIT_SOON);
        answer_with(b, breaks[i][0], breaks[i][1]);
        b->holds_answers = false;
        kit_run(kit, KIT_SOON);
        assert_int_equal(b->failed[PL_MEDIA_SUB], 1);
        assert_int_equal(b->fresh_offers, 2); /* and a new one is tried */
        assert_int_equal(b->connected[PL_MEDIA_SUB], 1);
        assert_int_equal(a->failed[PL_MEDIA_PUB], 0);
        kit_expect_whole(b, kit_received(b, a, PL_MEDIA_VIDEO), kit_camera(a)->tag, 20);
        kit_destroy(kit);
    }
}

static void an_answer_with_the_wrong_setup_is_no_answer(void **state)
{
    struct kit *kit = kit_create(66);
    struct kit_client *a = kit_join(kit), *b = kit_join(kit);
    (void)state;
    b->holds_answers = true;
    kit_link(b, a, KIT_VIDEO, true);
    kit_run(kit, KIT_SOON);
    /* Both would wait for the other's hello. */
    answer_with(b, "a=setup:active\r\n", "a=setup:passive\n");
    kit_run(kit, PL_MS(10));
    assert_int_equal(b->failed[PL_MEDIA_SUB], 1);
    kit_destroy(kit);
}

static const char *offered_mid = "0";

static void offer_text(struct kit_client *c, struct pl_bytes sdp)
{
    struct pl_media_pub_track track = {pl_bytes_str(offered_mid), PL_MEDIA_VIDEO, 0};
    pl_media_offer(c->kit->m, c->kit->now, c->id, ++c->answer_request, sdp, &track, 1,
                   PL_CODEC_VP8);
    kit_drain_events(c->kit);
}

static void offer_with(struct kit_client *c, const char *from, const char *to)
{
    uint8_t sdp[8192], *at;
    size_t len;
    kit_open_pub(c);
    pl_rtc_add_track(c->pub, PL_MEDIA_VIDEO, 1, (struct pl_rtc_camera){0});
    assert_ok(pl_rtc_offer(c->pub, sdp, sizeof(sdp), &len));
    assert_int_equal(strlen(from), strlen(to));
    while (strcmp(from, to) != 0 && (at = memmem(sdp, len, from, strlen(from))))
        memcpy(at, to, strlen(to));
    offer_text(c, pl_bytes_of(sdp, len));
}

static void an_unusable_offer_is_answered_with_the_reason(void **state)
{
    struct kit *kit = kit_create(67);
    struct kit_client *a = kit_join(kit);
    (void)state;
    offer_text(a, pl_bytes_str(""));
    assert_err(PL_E_PROTO, a->answer_err);
    offer_text(a, pl_bytes_str("v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n"));
    assert_err(PL_E_UNSUPPORTED, a->answer_err);
    offer_with(a, "v=0", "v=7");
    assert_err(PL_E_PROTO, a->answer_err);
    offer_with(a, "a=fingerprint", "a=fingerprXnt");
    assert_err(PL_E_UNSUPPORTED, a->answer_err);
    offer_with(a, "VP8/90000", "VP0/90000"); /* H.264 is left */
    assert_ok(a->answer_err);
    pl_media_restart(kit->m, kit->now, a->id, PL_MEDIA_PUB);
    offer_with(a, "/90000", "/90001");
    assert_err(PL_E_UNSUPPORTED, a->answer_err);
    offer_with(a, "a=rtcp-mux", "a=rtcp-mXx");
    assert_err(PL_E_UNSUPPORTED, a->answer_err);
    offer_with(a, "a=mid:0\r\n", "a=mid:7\r\n"); /* not what the bundle says */
    assert_err(PL_E_PROTO, a->answer_err);
    offered_mid = "7"; /* the domain knows of none such */
    offer_with(a, "v=0", "v=0");
    offered_mid = "0";
    assert_err(PL_E_UNSUPPORTED, a->answer_err);
    assert_int_equal(a->answers, 9);
    /* Connections that never were leave nothing behind, and nobody hears of their end. */
    assert_int_equal(kit_stats(kit)->peers, 0);
    kit_run(kit, PL_SEC(40));
    assert_int_equal(a->failed[PL_MEDIA_PUB], 0);
    kit_destroy(kit);
}

static void an_offer_for_nobody_is_answered_too(void **state)
{
    struct kit *kit = kit_create(68);
    struct pl_media_event e;
    (void)state;
    pl_media_offer(kit->m, kit->now, 4711, 9, pl_bytes_str("v=0"), NULL, 0, PL_CODEC_VP8);
    assert_ok(pl_media_next_event(kit->m, &e));
    assert_int_equal(e.type, PL_MEDIA_EVENT_ANSWER);
    assert_int_equal(e.session, 4711);
    assert_int_equal(e.request, 9);
    assert_err(PL_E_NOT_FOUND, e.err);
    assert_err(PL_E_AGAIN, pl_media_next_event(kit->m, &e));
    kit_destroy(kit);
}

/* A bad offer on a connection that works leaves it as it is. */
static void an_unusable_offer_disturbs_nothing(void **state)
{
    struct kit *kit = kit_create(69);
    struct kit_client *a = kit_join(kit), *b = kit_join(kit);
    (void)state;
    kit_publish(a, KIT_VIDEO);
    kit_link(b, a, KIT_VIDEO, true);
    kit_run(kit, KIT_SOON);
    offer_text(a, pl_bytes_str("nonsense"));
    assert_err(PL_E_PROTO, a->answer_err);
    kit_run(kit, KIT_SOON);
    kit_expect_whole(b, kit_received(b, a, PL_MEDIA_VIDEO), kit_camera(a)->tag, 100);
    kit_destroy(kit);
}

static void switching_off_what_was_never_on_offers_nothing(void **state)
{
    struct kit *kit = kit_create(70);
    struct kit_client *a = kit_join(kit), *b = kit_join(kit);
    (void)state;
    kit_publish(a, KIT_VIDEO);
    kit_link(b, a, KIT_AUDIO | KIT_VIDEO, false);
    kit_run(kit, KIT_SOON);
    assert_int_equal(b->offers, 0);
    assert_int_equal(kit_stats(kit)->streams, 1);
    kit_destroy(kit);
}

static void link_stream(struct kit_client *b, struct kit_client *a, unsigned stream, bool on)
{
    pl_media_link(b->kit->m, b->kit->now, b->id, a->id, PL_MEDIA_VIDEO, (uint8_t)stream, on);
}

static void sections_have_a_limit_and_paused_ones_make_room(void **state)
{
    struct kit *kit = kit_create(71);
    struct kit_client *b = kit_join(kit), *a[5];
    (void)state;
    for (int i = 0; i < 5; i++) {
        a[i] = kit_join(kit);
        for (unsigned n = 0; n < 16; n++)
            link_stream(b, a[i], n, true);
    }
    kit_run(kit, KIT_SOON);
    assert_int_equal(b->track_count, PL_MEDIA_SUB_SECTIONS_MAX);
    assert_int_equal(b->sub->track_count, PL_MEDIA_SUB_SECTIONS_MAX);
    assert_int_equal(b->connected[PL_MEDIA_SUB], 1);
    assert_int_equal(b->offers, 1);

    link_stream(b, a[0], 3, false);
    kit_run(kit, KIT_SOON);
    assert_int_equal(b->offers, 1); /* a pause */
    link_stream(b, a[4], 9, true);
    kit_run(kit, KIT_SOON);
    assert_int_equal(b->offers, 2);
    assert_int_equal(b->track_count, PL_MEDIA_SUB_SECTIONS_MAX);
    assert_true(b->tracks[3].publisher == a[4]->id && b->tracks[3].stream == 9);
    link_stream(b, a[0], 3, true); /* no room any more: not received, and no harm */
    kit_run(kit, KIT_SOON);
    assert_int_equal(b->offers, 2);
    kit_leave(a[1]);
    link_stream(b, a[0], 3, true);
    kit_run(kit, KIT_SOON);
    assert_int_equal(b->track_count, PL_MEDIA_SUB_SECTIONS_MAX - 15);
    assert_int_equal(b->failed[PL_MEDIA_SUB], 0);
    kit_destroy(kit);
}

/* Section "0" was a picture of stream 0 and becomes one of stream 1. */
static void a_section_may_change_its_stream(void **state)
{
    struct kit *kit = kit_create(72);
    struct kit_client *a = kit_join(kit), *b = kit_join(kit);
    struct pl_media_pub_track track = {pl_bytes_str("0"), PL_MEDIA_VIDEO, 1};
    uint8_t sdp[8192];
    size_t len;
    (void)state;
    kit_publish(a, KIT_VIDEO);
    link_stream(b, a, 1, true);
    link_stream(b, a, 0, true);
    kit_run(kit, KIT_SOON);
    assert_ok(pl_rtc_offer(a->pub, sdp, sizeof(sdp), &len));
    pl_media_offer(kit->m, kit->now, a->id, ++a->answer_request, pl_bytes_of(sdp, len), &track, 1,
                   PL_CODEC_VP8);
    pl_rtc_renew_source(kit_camera(a)); /* found by mid */
    kit_run(kit, PL_MS(50));
    kit_forget(b); /* what was on its way */
    kit_run(kit, KIT_SOON);
    assert_true(b->log_count > 0);
    for (size_t i = 0; i < b->log_count; i++)
        assert_int_equal(b->log[i].ssrc, pl_rtc_find_mid(b->sub, "0")->ssrc);
    kit_destroy(kit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_section_is_used_again),
        cmocka_unit_test(changes_wait_for_the_answer_and_go_together),
        cmocka_unit_test(an_answer_is_about_what_was_offered),
        cmocka_unit_test(an_answer_to_another_version_is_ignored),
        cmocka_unit_test(an_unusable_answer_ends_the_connection_only),
        cmocka_unit_test(an_answer_with_the_wrong_setup_is_no_answer),
        cmocka_unit_test(an_unusable_offer_is_answered_with_the_reason),
        cmocka_unit_test(an_offer_for_nobody_is_answered_too),
        cmocka_unit_test(an_unusable_offer_disturbs_nothing),
        cmocka_unit_test(switching_off_what_was_never_on_offers_nothing),
        cmocka_unit_test(sections_have_a_limit_and_paused_ones_make_room),
        cmocka_unit_test(a_section_may_change_its_stream),
    };
    return cmocka_run_group_tests(tests, kit_setup, kit_teardown);
}

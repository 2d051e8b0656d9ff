/* SPDX-License-Identifier: Apache-2.0 */
/* ICE restart: a client whose network changes keeps its connections and everything on them. */
#include "media/tests/media_kit.h"

#include "media/downlink/downlink.h"
#include "proto/stun/stun.h"

#include <stdio.h>
#include <string.h>

/* The client's old address is gone. */
static void move(struct kit_port *port)
{
    port->path.remote.ip[3]++;
}

struct call {
    struct kit *kit;
    struct kit_client *a, *b;
};

static struct call begin(uint64_t seed)
{
    struct call call = {.kit = kit_create(seed)};
    call.a = kit_join(call.kit);
    call.b = kit_join(call.kit);
    kit_publish(call.a, KIT_AUDIO | KIT_VIDEO);
    kit_link(call.b, call.a, KIT_AUDIO | KIT_VIDEO, true);
    kit_run(call.kit, KIT_SOON);
    assert_int_equal(call.b->connected[PL_MEDIA_SUB], 1);
    return call;
}

/* Nothing was made anew, and what comes is whole. */
static void expect_unbroken(const struct call *call)
{
    const struct kit_client *a = call->a, *b = call->b;
    assert_int_equal(a->connected[PL_MEDIA_PUB], 1);
    assert_int_equal(b->connected[PL_MEDIA_SUB], 1);
    assert_int_equal(a->failed[PL_MEDIA_PUB] + b->failed[PL_MEDIA_SUB], 0);
    assert_int_equal(b->fresh_offers, 1);
    assert_int_equal(kit_stats(call->kit)->peers, 2);
}

static void restart_sub(struct call *call)
{
    pl_media_restart_ice(call->kit->m, call->kit->now, call->b->id);
    kit_run(call->kit, PL_MS(1)); /* the offer, answered at once */
}

static void a_publisher_that_moves_keeps_its_stream(void **state)
{
    struct call call = begin(41);
    char before[9];
    (void)state;
    kit_forget(call.b);
    memcpy(before, call.a->pub->remote_ufrag, sizeof(before));
    move(&call.a->pub_port);
    pl_rtc_restart(call.a->pub);
    kit_offer(call.a, PL_CODEC_VP8);
    assert_ok(call.a->answer_err);
    assert_string_not_equal(before, call.a->pub->remote_ufrag); /* the answer restarts as well */
    kit_run(call.kit, KIT_SOON);
    assert_true(call.a->pub->reachable);
    expect_unbroken(&call);
    assert_true(kit_count(call.b, kit_received(call.b, call.a, PL_MEDIA_VIDEO)) > 60);
    assert_int_equal(call.b->offers, 1); /* subscribers know nothing of it */
    kit_destroy(call.kit);
}

/* Some seconds without a network, as when a phone changes it. */
static void a_publisher_that_was_away_is_seen_again(void **state)
{
    static const unsigned gaps_ms[] = {300, 800, 1500, 2500, 6000};
    (void)state;
    for (size_t i = 0; i < sizeof(gaps_ms) / sizeof(gaps_ms[0]); i++) {
        struct call call = begin(60 + i);
        kit_run(call.kit, PL_SEC(3));
        move(&call.a->pub_port);
        call.kit->loss = 100;
        kit_run(call.kit, PL_MS(gaps_ms[i]));
        call.kit->loss = 0;
        pl_rtc_restart(call.a->pub);
        kit_offer(call.a, PL_CODEC_VP8);
        kit_run(call.kit, PL_SEC(2));
        kit_forget(call.b);
        kit_run(call.kit, KIT_SOON);
        expect_unbroken(&call);
        assert_true(kit_count(call.b, kit_received(call.b, call.a, PL_MEDIA_VIDEO)) > 60);
        assert_true(kit_count(call.b, kit_received(call.b, call.a, PL_MEDIA_AUDIO)) > 40);
        kit_destroy(call.kit);
    }
}

static void a_subscriber_that_moves_is_sent_to_where_it_is(void **state)
{
    struct call call = begin(42);
    char before[9];
    (void)state;
    memcpy(before, call.b->sub->remote_ufrag, sizeof(before));
    move(&call.b->sub_port);
    kit_run(call.kit, PL_MS(500)); /* what flies to the old address is lost */
    kit_forget(call.b);
    kit_run(call.kit, PL_MS(500));
    assert_int_equal(call.b->log_count, 0);
    restart_sub(&call);
    assert_int_equal(call.b->offers, 2);
    assert_string_not_equal(before, call.b->sub->remote_ufrag);
    kit_run(call.kit, KIT_SOON);
    expect_unbroken(&call);
    assert_true(kit_count(call.b, kit_received(call.b, call.a, PL_MEDIA_VIDEO)) > 30);
    kit_destroy(call.kit);
}

static void an_offer_without_new_credentials_restarts_nothing(void **state)
{
    struct call call = begin(43);
    char before[9];
    (void)state;
    memcpy(before, call.a->pub->remote_ufrag, sizeof(before));
    kit_offer(call.a, PL_CODEC_VP8);
    assert_string_equal(before, call.a->pub->remote_ufrag);
    kit_run(call.kit, KIT_SOON);
    expect_unbroken(&call);
    kit_destroy(call.kit);
}

/* Sends the check of a client as it was, whatever it has learnt since. */
static void check_as(struct kit_client *c, const char *ufrag, const char *pwd)
{
    struct pl_rtc_client *rtc = c->pub;
    char kept[sizeof(rtc->remote_ufrag)];
    memcpy(kept, rtc->remote_ufrag, sizeof(kept));
    strcpy(rtc->remote_ufrag, ufrag);
    pl_rtc_check(rtc, c->kit->now, pwd);
    memcpy(rtc->remote_ufrag, kept, sizeof(kept));
    kit_run(c->kit, PL_MS(50));
}

static void old_credentials_die_with_the_new_nomination(void **state)
{
    struct call call = begin(44);
    char ufrag[9], pwd[25];
    uint64_t unknown;
    (void)state;
    memcpy(ufrag, call.a->pub->remote_ufrag, sizeof(ufrag));
    memcpy(pwd, call.a->pub->remote_pwd, sizeof(pwd));
    pl_rtc_restart(call.a->pub);
    call.a->pub->silent = true;
    kit_offer(call.a, PL_CODEC_VP8);
    unknown = kit_stats(call.kit)->dropped_ufrag;
    check_as(call.a, ufrag, pwd); /* consent on the old path, while the new is being looked for */
    assert_true(kit_stats(call.kit)->dropped_ufrag == unknown);
    call.a->pub->silent = false;
    kit_run(call.kit, PL_MS(200));
    check_as(call.a, ufrag, pwd);
    assert_true(kit_stats(call.kit)->dropped_ufrag == unknown + 1);
    expect_unbroken(&call);
    kit_destroy(call.kit);
}

static void restarts_may_follow_each_other_unfinished(void **state)
{
    struct call call = begin(45);
    (void)state;
    move(&call.a->pub_port);
    move(&call.b->sub_port);
    call.a->pub->silent = call.b->sub->silent = true;
    for (int i = 0; i < 20; i++) {
        pl_rtc_restart(call.a->pub);
        kit_offer(call.a, PL_CODEC_VP8);
        restart_sub(&call);
    }
    call.a->pub->silent = call.b->sub->silent = false;
    kit_forget(call.b);
    kit_run(call.kit, KIT_SOON);
    expect_unbroken(&call);
    assert_true(kit_count(call.b, kit_received(call.b, call.a, PL_MEDIA_VIDEO)) > 60);
    kit_destroy(call.kit);
}

static void a_restart_before_the_first_path_is_harmless(void **state)
{
    struct kit *kit = kit_create(46);
    struct kit_client *a = kit_join(kit), *b = kit_join(kit);
    (void)state;
    pl_media_restart_ice(kit->m, kit->now, b->id); /* there is no connection yet */
    pl_media_restart_ice(kit->m, kit->now, 4711);
    kit_publish(a, KIT_VIDEO);
    pl_rtc_restart(a->pub);
    kit_offer(a, PL_CODEC_VP8);
    kit_link(b, a, KIT_VIDEO, true);
    kit_run(kit, PL_MS(1));
    pl_media_restart_ice(kit->m, kit->now, b->id);
    kit_run(kit, KIT_SOON);
    assert_int_equal(b->offers, 2);
    assert_int_equal(b->fresh_offers, 1);
    kit_expect_whole(b, kit_received(b, a, PL_MEDIA_VIDEO), (uint32_t)a->id * 10 + 1, 40);
    kit_destroy(kit);
}

/* While an offer is out, the restart waits for its answer. */
static void a_restart_waits_for_the_answer_that_is_due(void **state)
{
    struct call call = begin(47);
    (void)state;
    call.b->holds_answers = true;
    restart_sub(&call);
    restart_sub(&call);
    assert_int_equal(call.b->offers, 2);
    kit_answer(call.b);
    call.b->holds_answers = false;
    kit_run(call.kit, KIT_SOON);
    assert_int_equal(call.b->offers, 3);
    expect_unbroken(&call);
    kit_destroy(call.kit);
}

static void a_restart_that_nobody_follows_ends_with_consent(void **state)
{
    struct call call = begin(48);
    (void)state;
    call.b->sub->silent = true;
    restart_sub(&call);
    kit_run(call.kit, PL_SEC(31));
    assert_int_equal(call.b->failed[PL_MEDIA_SUB], 1);
    assert_string_equal(call.b->failure, "consent lost");
    assert_int_equal(call.b->fresh_offers, 2);
    kit_destroy(call.kit);
}

/* As when its TCP connection breaks: the client has a while to come back on another. */
static void a_closed_way_may_be_replaced(void **state)
{
    struct call call = begin(49);
    struct pl_ice_path old = call.b->sub_port.path;
    (void)state;
    move(&call.b->sub_port);
    pl_media_close_path(call.kit->m, call.kit->now, &old);
    pl_media_close_path(call.kit->m, call.kit->now, &old); /* nobody's any more */
    kit_run(call.kit, PL_SEC(5));                          /* its next check tells the new way */
    kit_forget(call.b);
    kit_run(call.kit, KIT_SOON);
    expect_unbroken(&call);
    assert_true(kit_count(call.b, kit_received(call.b, call.a, PL_MEDIA_VIDEO)) > 60);
    kit_destroy(call.kit);
}

static void a_closed_way_that_nobody_replaces_is_the_end(void **state)
{
    struct call call = begin(50);
    uint64_t before;
    (void)state;
    call.b->sub->silent = true;
    pl_media_close_path(call.kit->m, call.kit->now, &call.b->sub_port.path);
    before = kit_stats(call.kit)->rtp_out;
    kit_run(call.kit, PL_SEC(14));
    assert_int_equal(call.b->failed[PL_MEDIA_SUB], 0);
    assert_true(kit_stats(call.kit)->rtp_out == before); /* to nowhere: nothing is sent */
    kit_run(call.kit, PL_SEC(2));
    assert_int_equal(call.b->failed[PL_MEDIA_SUB], 1);
    assert_string_equal(call.b->failure, "no connectivity");
    kit_destroy(call.kit);
}

/* What the old way carried says nothing of the new one. */
static void another_way_is_measured_anew(void **state)
{
    struct pl_downlink d;
    pl_time_us now = KIT_T0;
    (void)state;
    pl_downlink_init(&d);
    assert_true(pl_downlink_take(&d, PL_DOWNLINK_TWCC));
    for (int i = 0; i < 500; i++) { /* half of it is lost */
        if (i % 50 == 49)
            pl_downlink_report(&d, now, 128, PL_MS(50));
        pl_downlink_sent(&d, now, 1000, true);
        now += PL_MS(10);
        pl_downlink_tick(&d, now);
    }
    assert_true(pl_downlink_target_bps(&d) < PL_DOWNLINK_START_BPS);
    pl_downlink_moved(&d, now);
    assert_true(pl_downlink_target_bps(&d) == PL_DOWNLINK_START_BPS);
    assert_int_equal(d.seq, 500); /* numbers go on */
    assert_true(pl_downlink_deadline(&d) <= now + PL_DOWNLINK_PAUSE_US + PL_DOWNLINK_GRAIN_US);
    pl_downlink_finish(&d);
}

static void only_checks_for_somebody_here_are_awaited(void **state)
{
    struct call call = begin(51);
    uint8_t bytes[PL_STUN_MESSAGE_MAX_BYTES];
    struct pl_writer w = pl_writer_of(bytes, sizeof(bytes));
    char name[300];
    (void)state;
    (void)snprintf(name, sizeof(name), "%s:peer", call.b->sub->remote_ufrag);
    pl_stun_write_begin(&w, PL_STUN_REQUEST, PL_STUN_METHOD_BINDING,
                        (const uint8_t *)"0123456789a");
    pl_stun_write_attribute(&w, PL_STUN_USERNAME, pl_bytes_str(name));
    assert_true(pl_media_awaits(call.kit->m, pl_writer_done(&w)));
    bytes[PL_STUN_HEADER_BYTES + 4] ^= 1;
    assert_false(pl_media_awaits(call.kit->m, pl_writer_done(&w)));
    assert_false(pl_media_awaits(call.kit->m, pl_bytes_str("GET / HTTP/1.1")));
    assert_false(pl_media_awaits(call.kit->m, pl_bytes_of(NULL, 0)));
    kit_destroy(call.kit);
}

static struct pl_bytes starting(uint8_t bytes[12], uint8_t first, uint8_t second)
{
    memset(bytes, 0, 12);
    bytes[0] = first;
    bytes[1] = second;
    return pl_bytes_of(bytes, 12);
}

static void only_video_may_be_dropped(void **state)
{
    uint8_t vp8 = pl_codec_info(PL_CODEC_VP8)->pt, rtx = pl_codec_info(PL_CODEC_H264)->rtx_pt;
    uint8_t b[12];
    (void)state;
    assert_true(pl_media_may_drop(starting(b, 0x80, vp8)));
    assert_true(pl_media_may_drop(starting(b, 0x90, (uint8_t)(0x80 | vp8)))); /* marker */
    assert_true(pl_media_may_drop(starting(b, 0x80, rtx)));
    assert_false(pl_media_may_drop(starting(b, 0x80, pl_codec_info(PL_CODEC_OPUS)->pt)));
    assert_false(pl_media_may_drop(starting(b, 0x80, 200))); /* a report */
    assert_false(pl_media_may_drop(starting(b, 22, 254)));   /* DTLS */
    assert_false(pl_media_may_drop(starting(b, 0, 1)));      /* STUN */
    assert_false(pl_media_may_drop(pl_bytes_of(NULL, 0)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_publisher_that_moves_keeps_its_stream),
        cmocka_unit_test(a_publisher_that_was_away_is_seen_again),
        cmocka_unit_test(a_subscriber_that_moves_is_sent_to_where_it_is),
        cmocka_unit_test(an_offer_without_new_credentials_restarts_nothing),
        cmocka_unit_test(old_credentials_die_with_the_new_nomination),
        cmocka_unit_test(restarts_may_follow_each_other_unfinished),
        cmocka_unit_test(a_restart_before_the_first_path_is_harmless),
        cmocka_unit_test(a_restart_waits_for_the_answer_that_is_due),
        cmocka_unit_test(a_restart_that_nobody_follows_ends_with_consent),
        cmocka_unit_test(a_closed_way_may_be_replaced),
        cmocka_unit_test(a_closed_way_that_nobody_replaces_is_the_end),
        cmocka_unit_test(only_checks_for_somebody_here_are_awaited),
        cmocka_unit_test(another_way_is_measured_anew),
        cmocka_unit_test(only_video_may_be_dropped),
    };
    return cmocka_run_group_tests(tests, kit_setup, kit_teardown);
}

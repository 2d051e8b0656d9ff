/* SPDX-License-Identifier: Apache-2.0 */
/* What subscribers tell about their way: negotiation, numbers, feedback, round trips. */
#include "media/internal.h"
#include "media/tests/media_kit.h"

#include "proto/rtcp/psfb.h"
#include "proto/rtcp/twcc.h"
#include "proto/rtp/rtp_ext.h"
#include "proto/sdp/sdp.h"

static struct kit *kit;
static struct kit_client *a, *b;

/* A publisher of both, and a subscriber who tells what comes. */
static void begin(uint64_t seed, bool feedback, bool remb)
{
    kit = kit_create(seed);
    a = kit_join(kit);
    b = kit_join(kit);
    b->config.gives_feedback = feedback;
    b->config.gives_remb = remb;
    kit_publish(a, KIT_AUDIO | KIT_VIDEO);
    kit_link(b, a, KIT_AUDIO | KIT_VIDEO, true);
    kit_run(kit, KIT_SOON);
}

static struct pl_peer *sub_of(const struct kit_client *c)
{
    return ((struct pl_media_session *)pl_idmap_get(&kit->m->sessions, c->id))->sub;
}

static void the_offer_asks_for_feedback_under_one_number(void **state)
{
    struct pl_sdp sdp;
    (void)state;
    begin(61, true, false);
    assert_ok(pl_sdp_read(&sdp, pl_bytes_of(b->offer, b->offer_len), NULL));
    assert_int_equal(sdp.media_count, 2);
    for (size_t i = 0; i < sdp.media_count; i++) {
        const struct pl_sdp_extmap *e = pl_sdp_find_extmap(sdp.media[i], PL_EXT_TWCC);
        assert_non_null(e);
        assert_int_equal(e->id, 3); /* one bundle, one meaning (RFC 8843 9.2) */
        assert_true(
            pl_sdp_has_feedback(sdp.media[i], &sdp.media[i]->codecs[0], "transport-cc", ""));
        assert_int_equal(
            pl_sdp_has_feedback(sdp.media[i], &sdp.media[i]->codecs[0], "goog-remb", ""),
            sdp.media[i]->kind == PL_SDP_VIDEO);
    }
    pl_sdp_finish(&sdp);
    kit_destroy(kit);
}

static void who_does_not_take_it_gets_no_numbers(void **state)
{
    (void)state;
    begin(62, false, false);
    assert_null(sub_of(b)->downlink->bwe);
    assert_int_equal(pl_downlink_target_bps(sub_of(b)->downlink), PL_DOWNLINK_UNLIMITED);
    assert_null(b->sub->arrivals);
    assert_int_equal(kit_stats(kit)->feedback_in, 0);
    kit_destroy(kit);
}

/* Sound, picture and repairs share one count without holes: what was not lost is told to be there.
 */
static void every_packet_is_counted_and_told(void **state)
{
    const struct pl_bwe *bwe;
    (void)state;
    begin(63, true, false);
    kit->loss = 5;
    kit_run(kit, PL_SEC(3));
    kit->loss = 0;
    kit_run(kit, PL_SEC(1));
    kit_camera(a)->mute = kit_microphone(a)->mute = true;
    kit_run(kit, PL_SEC(1));
    bwe = sub_of(b)->downlink->bwe;
    assert_int_equal(sub_of(b)->downlink->mode, PL_DOWNLINK_TWCC);
    assert_true(kit_stats(kit)->feedback_in > 40);
    assert_true(kit_stats(kit)->rtx_out > 5);
    assert_int_equal(bwe->strange, 0);
    assert_int_equal((uint16_t)bwe->newest_told, (uint16_t)(sub_of(b)->downlink->seq - 1));
    kit_destroy(kit);
}

/* The network's 80 ms are measured by sender reports and their echo; the feedback's are longer. */
static void a_round_trip_is_measured_by_reports(void **state)
{
    (void)state;
    begin(64, true, false);
    kit->delay_us = PL_MS(40);
    kit_run(kit, PL_SEC(20));
    assert_in_range(pl_peer_rtt(sub_of(b)), PL_MS(75), PL_MS(90));
    assert_in_range(sub_of(b)->downlink->bwe->rtt_us, PL_MS(75), PL_MS(140));
    kit_destroy(kit);
}

/* A publisher who receives nothing: only the answers to our questions can tell. */
static void a_publishers_round_trip_is_measured_by_its_repairs(void **state)
{
    struct pl_media_session *s;
    uint32_t asked, repeated;
    (void)state;
    begin(65, true, false);
    s = pl_idmap_get(&kit->m->sessions, a->id);
    assert_null(s->sub);
    assert_int_equal(pl_peer_rtt(s->pub), 0);
    kit->delay_us = PL_MS(120);
    kit_run(kit, PL_SEC(1));
    kit->loss = 3;
    kit_run(kit, PL_SEC(15));
    assert_in_range(pl_peer_rtt(s->pub), PL_MS(225), PL_MS(300));
    /* Questions now wait for their answers: about one for each packet lost. */
    asked = (uint32_t)kit_stats(kit)->nack_out;
    repeated = kit_camera(a)->count.repeated;
    kit_run(kit, PL_SEC(10));
    asked = (uint32_t)kit_stats(kit)->nack_out - asked;
    repeated = kit_camera(a)->count.repeated - repeated;
    assert_in_range(asked, 15, 60); /* 750 packets, 3 % of them, some twice */
    assert_true(repeated <= asked);
    kit_destroy(kit);
}

/* Both connections of a client go the same way. */
static void what_one_connection_measured_serves_the_other(void **state)
{
    struct pl_media_session *s;
    (void)state;
    begin(66, true, false);
    kit_publish(b, KIT_VIDEO);
    kit->delay_us = PL_MS(30);
    kit_run(kit, PL_SEC(10));
    s = pl_idmap_get(&kit->m->sessions, b->id);
    assert_int_equal(s->pub->rtt_us, 0); /* nothing was lost, so nothing was asked */
    assert_in_range(pl_peer_rtt(s->pub), PL_MS(55), PL_MS(80));
    kit_destroy(kit);
}

static void send_remb(struct kit_client *c, uint64_t bps)
{
    uint8_t bytes[64];
    struct pl_writer w = pl_writer_of(bytes, sizeof(bytes));
    pl_rtcp_write_remb(
        &w, &(struct pl_rtcp_remb){.bitrate_bps = bps, .count = 1, .ssrcs = {c->tracks[0].stream}});
    assert_true(pl_rtc_send_rtcp(c->sub, pl_writer_done(&w)));
    kit_run(kit, PL_MS(30));
}

static void without_feedback_the_clients_own_estimate_counts(void **state)
{
    const struct pl_downlink *d;
    (void)state;
    begin(67, false, true);
    d = sub_of(b)->downlink;
    assert_int_equal(d->mode, PL_DOWNLINK_REMB);
    assert_int_equal(pl_downlink_target_bps(d), PL_DOWNLINK_UNLIMITED);
    send_remb(b, 700000);
    assert_in_range(pl_downlink_target_bps(d), 690000, 700000);
    send_remb(b, UINT64_C(1) << 60);
    assert_int_equal(pl_downlink_target_bps(d), PL_DOWNLINK_MAX_BPS);
    send_remb(b, 3);
    assert_int_equal(pl_downlink_target_bps(d), PL_DOWNLINK_MIN_BPS);
    send_remb(b, 900000);
    kit->loss = 25; /* of about 620 kbit/s that are sent */
    kit_run(kit, PL_SEC(4));
    assert_in_range(pl_downlink_target_bps(d), PL_DOWNLINK_MIN_BPS, 620000);
    kit_destroy(kit);
}

/* Feedback that came and comes no more: halved each second. */
static void silence_lowers_what_was_told_before(void **state)
{
    const struct pl_downlink *d;
    uint32_t before;
    (void)state;
    begin(68, true, false);
    kit_run(kit, PL_SEC(3));
    d = sub_of(b)->downlink;
    before = pl_downlink_target_bps(d);
    b->sub->config.gives_feedback = false;
    pl_arrivals_init(b->sub->arrivals);
    for (size_t i = 0; i < b->sub->track_count; i++)
        b->sub->tracks[i]->ext_twcc = 0;
    kit_run(kit, PL_MS(3500));
    assert_true(pl_downlink_target_bps(d) < before / 4);
    assert_int_equal(pl_bwe_why(d->bwe), PL_BWE_WHY_SILENCE);
    kit_destroy(kit);
}

/* Nothing to send: the connection sleeps, whatever was sent before. */
static void who_gets_nothing_wakes_nobody(void **state)
{
    (void)state;
    begin(69, true, false);
    kit_camera(a)->mute = kit_microphone(a)->mute = true;
    kit_run(kit, PL_SEC(5));
    assert_true(pl_downlink_deadline(sub_of(b)->downlink) == PL_TIME_NEVER);
    kit_camera(a)->mute = false;
    kit_run(kit, PL_SEC(1));
    assert_true(pl_downlink_deadline(sub_of(b)->downlink) != PL_TIME_NEVER);
    kit_destroy(kit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_offer_asks_for_feedback_under_one_number),
        cmocka_unit_test(who_does_not_take_it_gets_no_numbers),
        cmocka_unit_test(every_packet_is_counted_and_told),
        cmocka_unit_test(a_round_trip_is_measured_by_reports),
        cmocka_unit_test(a_publishers_round_trip_is_measured_by_its_repairs),
        cmocka_unit_test(what_one_connection_measured_serves_the_other),
        cmocka_unit_test(without_feedback_the_clients_own_estimate_counts),
        cmocka_unit_test(silence_lowers_what_was_told_before),
        cmocka_unit_test(who_gets_nothing_wakes_nobody),
    };
    return cmocka_run_group_tests(tests, kit_setup, kit_teardown);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* What is told about the packets: sender reports down, receiver reports and arrivals up. */
#include "media/tests/media_kit.h"

#include "proto/rtcp/ntp.h"
#include "proto/sdp/sdp.h"

static void sender_reports_speak_the_subscribers_terms(void **state)
{
    struct kit *kit = kit_create(51);
    struct kit_client *a = kit_join(kit), *b = kit_join(kit);
    struct pl_rtc_track *tracks[2];
    (void)state;
    kit_publish(a, KIT_AUDIO | KIT_VIDEO);
    kit_link(b, a, KIT_AUDIO | KIT_VIDEO, true);
    kit_run(kit, PL_SEC(5));
    for (int kind = 0; kind < 2; kind++) {
        struct pl_rtc_track *t = kit_received(b, a, kind ? PL_MEDIA_VIDEO : PL_MEDIA_AUDIO);
        uint32_t clock = kind ? 90 : 48; /* a millisecond */
        const struct kit_packet *p = NULL;
        int64_t by_ntp, by_ts;
        tracks[kind] = t;
        assert_in_range(t->count.srs, 4, 6);
        for (size_t i = 0; i < b->log_count; i++)
            p = b->log[i].ssrc == t->ssrc ? &b->log[i] : p;
        assert_non_null(p);
        /* The packet was sent twice the delay before it came; the report names its moment. */
        by_ntp = (int64_t)(pl_ntp_to_wall_us(t->sr.ntp) - pl_ntp_to_wall_us(tracks[0]->sr.ntp));
        assert_in_range(by_ntp + 1000000, 0, 2000000);
        by_ts = (int32_t)(p->ts - t->sr.rtp_ts) / (int32_t)clock;
        by_ntp = (int64_t)(p->at - 2 * kit->delay_us) / 1000 -
                 (int64_t)(pl_ntp_to_wall_us(t->sr.ntp) - UINT64_C(1767225600000000)) / 1000;
        assert_in_range(by_ts - by_ntp + 2, 0, 4);
        assert_in_range(t->sr.packets, kit_count(b, t) * 3 / 4, kit_count(b, t));
    }
    /* Both are one person's, and lips and voice go together. */
    assert_string_equal(tracks[0]->cname, tracks[1]->cname);
    assert_string_not_equal(tracks[0]->cname, "");
    kit_destroy(kit);
}

static void the_name_in_reports_is_the_name_in_the_offer(void **state)
{
    struct kit *kit = kit_create(52);
    struct kit_client *a = kit_join(kit), *b = kit_join(kit);
    struct pl_sdp sdp;
    (void)state;
    kit_publish(a, KIT_VIDEO);
    kit_link(b, a, KIT_VIDEO, true);
    kit_run(kit, PL_SEC(3));
    assert_ok(pl_sdp_read(&sdp, pl_bytes_of(b->offer, b->offer_len), NULL));
    assert_true(
        pl_bytes_eq_str(sdp.media[0]->ssrcs[0].cname, kit_received(b, a, PL_MEDIA_VIDEO)->cname));
    pl_sdp_finish(&sdp);
    kit_destroy(kit);
}

/* Every fourth packet of the picture is lost on the way up. */
static bool lose_every_fourth(struct kit *kit, const struct kit_port *port, bool to_sfu,
                              struct pl_buf bytes)
{
    struct kit_client *a = kit->filter_data;
    (void)port;
    if (!to_sfu || !pl_rtp_is_rtp(pl_bytes_of(bytes.data, bytes.len)) ||
        pl_get_u32(bytes.data + 8) != kit_camera(a)->ssrc)
        return true;
    return pl_get_u16(bytes.data + 2) % 4 != 0;
}

static void a_publisher_hears_of_its_losses_every_second(void **state)
{
    struct kit *kit = kit_create(53);
    struct kit_client *a = kit_join(kit);
    const struct pl_rtcp_report *r;
    (void)state;
    a->config.without_repeats = true;
    kit_publish(a, KIT_AUDIO | KIT_VIDEO);
    kit_run(kit, KIT_SOON);
    kit->filter_data = a;
    kit->filter = lose_every_fourth;
    kit_run(kit, PL_SEC(10));
    r = &kit_camera(a)->report;
    assert_in_range(kit_camera(a)->count.reports, 9, 12);
    assert_in_range(kit_microphone(a)->count.reports, 9, 12);
    assert_in_range(r->fraction_lost, 58, 70);
    assert_in_range(r->cumulative_lost, kit->filtered - 25, kit->filtered);
    assert_int_equal(kit_microphone(a)->report.fraction_lost, 0);
    assert_int_not_equal(r->lsr, 0);
    assert_true(r->dlsr < 2 * 65536);
    assert_in_range((uint16_t)(kit_camera(a)->next_seq - (uint16_t)r->highest_seq), 1, 100);
    kit_destroy(kit);
}

static void arrivals_are_told_within_a_tenth_of_a_second(void **state)
{
    struct kit *kit = kit_create(54);
    struct kit_client *a = kit_join(kit);
    uint32_t sent;
    (void)state;
    kit_publish(a, KIT_AUDIO | KIT_VIDEO);
    kit_run(kit, PL_SEC(5));
    kit_camera(a)->mute = true;
    kit_microphone(a)->mute = true;
    kit_run(kit, PL_SEC(1));
    sent = kit_camera(a)->count.packets + kit_microphone(a)->count.packets;
    assert_int_equal(a->pub->stats.feedback_received, sent);
    assert_int_equal(a->pub->stats.feedback_lost, 0);
    assert_true(a->pub->stats.feedback_gap_us <= PL_MS(100));
    kit_destroy(kit);
}

static void arrivals_tell_the_losses(void **state)
{
    struct kit *kit = kit_create(55);
    struct kit_client *a = kit_join(kit);
    (void)state;
    a->config.without_repeats = true;
    kit_publish(a, KIT_VIDEO);
    kit_run(kit, KIT_SOON);
    kit->filter_data = a;
    kit->filter = lose_every_fourth;
    kit_run(kit, PL_SEC(3));
    kit->filter = NULL;
    kit_run(kit, PL_SEC(1));
    assert_int_equal(a->pub->stats.feedback_lost, kit->filtered);
    kit_destroy(kit);
}

/* Probes are padding; the estimator behind them waits for the answer. */
static void probes_are_told_as_fast_as_frames(void **state)
{
    struct kit *kit = kit_create(56);
    struct kit_client *a = kit_join(kit);
    (void)state;
    kit_publish(a, KIT_VIDEO);
    kit_camera(a)->mute = true;
    kit_run(kit, KIT_SOON);
    pl_rtc_send_frame(kit_camera(a), kit->now, true);
    kit_run(kit, PL_MS(330)); /* in the middle between two reports */
    a->pub->stats.feedback_gap_us = 0;
    for (int i = 0; i < 5; i++) {
        struct pl_rtc_track *t = kit_camera(a);
        struct pl_rtc_track probe = *t; /* padding in the stream of retransmissions */
        probe.ssrc = t->rtx_ssrc;
        probe.pt = t->rtx_pt;
        probe.next_seq = t->rtx_seq++;
        assert_true(pl_rtc_send_packet(&probe, kit->now, pl_bytes_of(NULL, 0), false));
        kit_run(kit, PL_MS(500));
    }
    assert_true(a->pub->stats.feedback_gap_us > 0);
    assert_true(a->pub->stats.feedback_gap_us <= PL_MS(100));
    kit_destroy(kit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sender_reports_speak_the_subscribers_terms),
        cmocka_unit_test(the_name_in_reports_is_the_name_in_the_offer),
        cmocka_unit_test(a_publisher_hears_of_its_losses_every_second),
        cmocka_unit_test(arrivals_are_told_within_a_tenth_of_a_second),
        cmocka_unit_test(arrivals_tell_the_losses),
        cmocka_unit_test(probes_are_told_as_fast_as_frames),
    };
    return cmocka_run_group_tests(tests, kit_setup, kit_teardown);
}

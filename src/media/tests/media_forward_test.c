/* SPDX-License-Identifier: Apache-2.0 */
/* What a subscriber gets: numbers without holes, whatever happens at the source. */
#include "media/tests/media_kit.h"

#include "media/sdp/codec.h"
#include "proto/rtp/seq.h"

static uint32_t picture_tag(const struct kit_client *c)
{
    return (uint32_t)c->id * 10 + 1;
}

static struct kit_client *publisher(struct kit *kit, unsigned what)
{
    struct kit_client *c = kit_join(kit);
    kit_publish(c, what);
    return c;
}

static struct kit_client *subscriber(struct kit *kit, struct kit_client *of, unsigned what)
{
    struct kit_client *c = kit_join(kit);
    kit_link(c, of, what, true);
    return c;
}

static struct pl_rtc_track *picture(const struct kit_client *c, const struct kit_client *of)
{
    struct pl_rtc_track *t = kit_received(c, of, PL_MEDIA_VIDEO);
    assert_non_null(t);
    return t;
}

static void the_header_is_the_subscribers_own(void **state)
{
    struct kit *kit = kit_create(11);
    struct kit_client *a = publisher(kit, KIT_AUDIO | KIT_VIDEO);
    struct kit_client *b = subscriber(kit, a, KIT_AUDIO | KIT_VIDEO);
    struct pl_rtc_track *sound, *image;
    (void)state;
    kit_run(kit, KIT_SOON);
    sound = kit_received(b, a, PL_MEDIA_AUDIO);
    image = picture(b, a);
    assert_true(b->log_count > 50);
    assert_int_not_equal(image->ssrc, kit_camera(a)->ssrc);
    for (size_t i = 0; i < b->log_count; i++) {
        const struct kit_packet *p = &b->log[i];
        if (p->ssrc == image->ssrc) {
            assert_int_equal(p->pt, pl_codec_info(PL_CODEC_VP8)->pt);
            assert_int_equal(p->orientation, 1); /* turned by 90 degrees */
            assert_int_equal(p->audio_level, 0xff);
            assert_int_equal(p->marker, p->stamp.last);
        } else {
            assert_int_equal(p->ssrc, sound->ssrc);
            assert_int_equal(p->pt, pl_codec_info(PL_CODEC_OPUS)->pt);
            assert_int_equal(p->audio_level, 0x80 | 42);
            assert_int_equal(p->orientation, 0xff);
        }
    }
    assert_int_equal(b->sub->stats.unknown, 0);
    assert_int_equal(b->sub->stats.refused, 0);
    kit_destroy(kit);
}

static void timestamps_keep_their_distances(void **state)
{
    struct kit *kit = kit_create(12);
    struct kit_client *a = publisher(kit, KIT_VIDEO);
    struct kit_client *b = subscriber(kit, a, KIT_VIDEO);
    const struct kit_packet *last = NULL;
    (void)state;
    kit_run(kit, KIT_SOON);
    for (size_t i = 0; i < b->log_count; i++) {
        const struct kit_packet *p = &b->log[i];
        if (last)
            assert_int_equal(p->ts - last->ts, (p->stamp.frame - last->stamp.frame) * 3600);
        last = p;
    }
    assert_non_null(last);
    kit_destroy(kit);
}

static void a_pause_needs_no_negotiation_and_leaves_no_hole(void **state)
{
    struct kit *kit = kit_create(13);
    struct kit_client *a = publisher(kit, KIT_AUDIO | KIT_VIDEO);
    struct kit_client *b = subscriber(kit, a, KIT_AUDIO | KIT_VIDEO);
    size_t before, keys;
    (void)state;
    kit_run(kit, KIT_SOON);
    kit_link(b, a, KIT_AUDIO | KIT_VIDEO, false);
    kit_run(kit, PL_MS(100)); /* what was on its way */
    before = b->log_count;
    keys = kit_camera(a)->count.keys;
    kit_run(kit, PL_SEC(2));
    assert_int_equal(b->log_count, before);
    assert_int_equal(kit_camera(a)->count.keys, keys);

    kit_link(b, a, KIT_AUDIO | KIT_VIDEO, true);
    kit_run(kit, KIT_SOON);
    assert_int_equal(b->offers, 1);
    assert_int_equal(kit_camera(a)->count.keys, keys + 1);
    kit_expect_whole(b, picture(b, a), picture_tag(a), 100);
    kit_expect_whole(b, kit_received(b, a, PL_MEDIA_AUDIO), (uint32_t)a->id * 10, 60);
    for (size_t i = before; i < b->log_count; i++) {
        if (b->log[i].ssrc != picture(b, a)->ssrc)
            continue;
        assert_true(b->log[i].stamp.key && b->log[i].stamp.index == 0);
        break;
    }
    kit_destroy(kit);
}

/* A publisher of H.264 and two subscribers, of whom one knows VP8 only. */
static void who_lacks_a_codec_gets_nothing_of_it_and_no_holes(void **state)
{
    struct kit *kit = kit_create(14);
    struct kit_client *a = kit_join(kit), *all, *some;
    const struct pl_rtc_camera camera = {.interval_us = PL_MS(40), .packets = 2};
    (void)state;
    kit_open_pub(a);
    pl_rtc_add_track(a->pub, PL_MEDIA_VIDEO, picture_tag(a), camera);
    kit_offer(a, PL_CODEC_H264);
    all = subscriber(kit, a, KIT_VIDEO);
    some = subscriber(kit, a, KIT_VIDEO);
    some->config.without_codecs = 1u << PL_CODEC_H264;
    kit_run(kit, KIT_SOON);
    assert_int_equal(kit_camera(a)->codec, PL_CODEC_H264);
    assert_true(all->log_count > 30);
    assert_int_equal(all->log[0].pt, pl_codec_info(PL_CODEC_H264)->pt);
    assert_int_equal(some->log_count, 0);

    for (int i = 0; i < 3; i++) { /* there, back, and there again */
        kit_offer(a, i == 1 ? PL_CODEC_H264 : PL_CODEC_VP8);
        kit_run(kit, KIT_SOON);
    }
    kit_expect_whole(all, picture(all, a), picture_tag(a), 120);
    kit_expect_whole(some, picture(some, a), picture_tag(a), 60);
    for (size_t i = 0; i < some->log_count; i++)
        assert_int_equal(some->log[i].stamp.codec, PL_CODEC_VP8);
    kit_destroy(kit);
}

static void another_connection_goes_on_where_the_old_one_ended(void **state)
{
    struct kit *kit = kit_create(15);
    struct kit_client *a = publisher(kit, KIT_AUDIO | KIT_VIDEO);
    struct kit_client *b = subscriber(kit, a, KIT_AUDIO | KIT_VIDEO);
    (void)state;
    kit_run(kit, KIT_SOON);
    pl_media_restart(kit->m, kit->now, a->id, PL_MEDIA_PUB);
    kit_run(kit, PL_MS(500));
    kit_publish(a, KIT_AUDIO | KIT_VIDEO);
    kit_run(kit, KIT_SOON);
    assert_int_equal(b->offers, 1);
    kit_expect_whole(b, picture(b, a), picture_tag(a), 100);
    kit_expect_whole(b, kit_received(b, a, PL_MEDIA_AUDIO), (uint32_t)a->id * 10, 60);
    for (size_t i = 1; i < b->log_count; i++) {
        const struct kit_packet *p = &b->log[i], *q = &b->log[i - 1];
        if (p->ssrc == q->ssrc)
            assert_true(p->ts == q->ts || pl_ts_newer(p->ts, q->ts));
    }
    kit_destroy(kit);
}

/* Another certificate in an offer is another connection, without a word about the old one. */
static void another_certificate_is_another_connection(void **state)
{
    struct kit *kit = kit_create(16);
    struct kit_client *a = publisher(kit, KIT_VIDEO);
    struct kit_client *b = subscriber(kit, a, KIT_VIDEO);
    struct pl_dtls_context *other;
    (void)state;
    assert_ok(pl_dtls_context_create(kit_certs[2], NULL, &other));
    kit_run(kit, KIT_SOON);
    a->config.dtls = other;
    a->config.fingerprint = *pl_dtls_cert_fingerprint(kit_certs[2]);
    kit_publish(a, KIT_VIDEO);
    kit_run(kit, KIT_SOON);
    assert_int_equal(a->connected[PL_MEDIA_PUB], 2);
    assert_int_equal(a->failed[PL_MEDIA_PUB], 0);
    kit_expect_whole(b, picture(b, a), picture_tag(a), 100);
    kit_destroy(kit);
    pl_dtls_context_destroy(other);
}

static void another_source_in_a_section_goes_on_without_a_jump(void **state)
{
    struct kit *kit = kit_create(17);
    struct kit_client *a = publisher(kit, KIT_VIDEO);
    struct kit_client *b = subscriber(kit, a, KIT_VIDEO);
    (void)state;
    kit_run(kit, KIT_SOON);
    pl_rtc_renew_source(kit_camera(a)); /* told by the mid alone */
    kit_run(kit, KIT_SOON);
    kit_expect_whole(b, picture(b, a), picture_tag(a), 100);
    pl_rtc_renew_source(kit_camera(a));
    kit_offer(a, PL_CODEC_VP8);
    kit_run(kit, KIT_SOON);
    kit_expect_whole(b, picture(b, a), picture_tag(a), 150);
    kit_destroy(kit);
}

/* Probing begins before the first frame; its numbers belong to the new source. */
static void padding_before_the_first_frame_of_a_source_counts_for_nothing(void **state)
{
    struct kit *kit = kit_create(18);
    struct kit_client *a = publisher(kit, KIT_VIDEO);
    struct kit_client *b = subscriber(kit, a, KIT_VIDEO);
    (void)state;
    kit_run(kit, KIT_SOON);
    kit_camera(a)->mute = true;
    kit_run(kit, PL_MS(100));
    for (int i = 0; i < 6; i++) {
        uint16_t seq = kit_camera(a)->next_seq;
        pl_rtc_renew_source(kit_camera(a));
        kit_camera(a)->next_seq = (uint16_t)(seq + 5000); /* seems to follow the old ones */
        for (int n = 0; n < 3; n++)
            assert_true(pl_rtc_send_packet(kit_camera(a), kit->now, pl_bytes_of(NULL, 0), false));
        kit_run(kit, PL_MS(50));
        pl_rtc_send_frame(kit_camera(a), kit->now, true);
        kit_run(kit, PL_MS(50));
    }
    kit_expect_whole(b, picture(b, a), picture_tag(a), 80);
    kit_destroy(kit);
}

static bool hold_first(struct kit *kit, const struct kit_port *port, bool to_sfu,
                       struct pl_buf bytes)
{
    struct pl_buf *held = kit->filter_data;
    (void)port;
    if (!to_sfu || !pl_rtp_is_rtp(pl_bytes_of(bytes.data, bytes.len)) || held->len > 0)
        return true;
    memcpy(held->data, bytes.data, bytes.len);
    held->len = bytes.len;
    return false;
}

/* A packet of the source before is late: its number means nothing any more. */
static void a_late_packet_of_the_old_source_is_dropped(void **state)
{
    struct kit *kit = kit_create(19);
    struct kit_client *a = publisher(kit, KIT_VIDEO);
    struct kit_client *b = subscriber(kit, a, KIT_VIDEO);
    uint8_t bytes[PL_RTC_DATAGRAM_MAX];
    struct pl_buf held = {bytes, 0};
    (void)state;
    kit_run(kit, KIT_SOON);
    kit->filter_data = &held;
    kit->filter = hold_first;
    kit_run(kit, PL_MS(40));
    assert_true(held.len > 0);
    pl_rtc_renew_source(kit_camera(a));
    kit_camera(a)->next_seq = (uint16_t)(pl_get_u16(held.data + 2) - 1000); /* the worst case */
    kit_run(kit, PL_MS(500));
    kit_forget(b);
    kit_inject(kit, &a->pub_port.path, pl_bytes_of(held.data, held.len));
    kit_run(kit, PL_MS(500));
    for (size_t i = 1; i < b->log_count; i++)
        assert_int_equal((uint16_t)(b->log[i].seq - b->log[i - 1].seq), 1);
    assert_true(b->log_count > 20);
    kit_destroy(kit);
}

/* Rooms where people come and go: every section is used many times on one connection. */
static void a_subscriber_outlives_many_publishers(void **state)
{
    struct kit *kit = kit_create(20);
    struct kit_client *b = kit_join(kit);
    (void)state;
    for (int i = 0; i < 70; i++) {
        struct kit_client *a = publisher(kit, KIT_AUDIO | KIT_VIDEO);
        kit_link(b, a, KIT_AUDIO | KIT_VIDEO, true);
        kit_run(kit, PL_MS(300));
        kit_expect_whole(b, picture(b, a), picture_tag(a), 3);
        kit_expect_whole(b, kit_received(b, a, PL_MEDIA_AUDIO), (uint32_t)a->id * 10, 3);
        kit_leave(a);
        kit_forget(b);
    }
    assert_int_equal(b->fresh_offers, 1);
    kit_destroy(kit);
}

static void who_sees_himself_sees_himself(void **state)
{
    struct kit *kit = kit_create(21);
    struct kit_client *a = publisher(kit, KIT_VIDEO);
    (void)state;
    kit_link(a, a, KIT_VIDEO, true);
    kit_run(kit, KIT_SOON);
    kit_expect_whole(a, picture(a, a), picture_tag(a), 50);
    kit_destroy(kit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_header_is_the_subscribers_own),
        cmocka_unit_test(timestamps_keep_their_distances),
        cmocka_unit_test(a_pause_needs_no_negotiation_and_leaves_no_hole),
        cmocka_unit_test(who_lacks_a_codec_gets_nothing_of_it_and_no_holes),
        cmocka_unit_test(another_connection_goes_on_where_the_old_one_ended),
        cmocka_unit_test(another_certificate_is_another_connection),
        cmocka_unit_test(another_source_in_a_section_goes_on_without_a_jump),
        cmocka_unit_test(padding_before_the_first_frame_of_a_source_counts_for_nothing),
        cmocka_unit_test(a_late_packet_of_the_old_source_is_dropped),
        cmocka_unit_test(a_subscriber_outlives_many_publishers),
        cmocka_unit_test(who_sees_himself_sees_himself),
    };
    return cmocka_run_group_tests(tests, kit_setup, kit_teardown);
}

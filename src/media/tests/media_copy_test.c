/* SPDX-License-Identifier: Apache-2.0 */
/* Copies of streams for the shell: plain RTP, one run of numbers, key frames for newcomers. */
#include "media/tests/media_kit.h"

#include "base/list.h"
#include "media/sdp/codec.h"
#include "proto/rtcp/rtcp.h"
#include "proto/rtp/rtp.h"

enum { TAG = 7, SECOND = 8 | PL_MEDIA_COPY_ASKS };

/* What came out of the port for one kind. */
struct heard {
    unsigned packets, keys, holes, reports, strange;
    uint32_t ssrc, ts;
    uint16_t seq;
    bool began_with_key;
};

struct ear {
    struct pl_media_copies port;
    struct heard of[2]; /* by enum pl_media_kind */
    unsigned second;    /* packets of the other tag */
};

static void hear_rtp(struct heard *h, enum pl_media_kind kind, struct pl_bytes datagram)
{
    struct pl_rtp_view v;
    bool key;
    assert_ok(pl_rtp_read(datagram, &v));
    key = kind == PL_MEDIA_VIDEO && pl_codec_look(PL_CODEC_VP8, v.payload).key_start;
    if (h->packets == 0) {
        h->began_with_key = key;
        h->ssrc = v.ssrc;
    } else {
        h->holes += v.seq != (uint16_t)(h->seq + 1);
        h->strange += (int32_t)(v.ts - h->ts) < 0;
    }
    h->strange += v.ssrc != h->ssrc || v.has_ext ||
                  v.pt != pl_codec_info(kind == PL_MEDIA_VIDEO ? PL_CODEC_VP8 : PL_CODEC_OPUS)->pt;
    h->seq = v.seq;
    h->ts = v.ts;
    h->keys += key;
    h->packets++;
}

static bool on_copy(struct pl_media_copies *self, const struct pl_media_copied *copied)
{
    struct ear *ear = pl_container_of(self, struct ear, port);
    struct heard *h = &ear->of[copied->kind];
    struct pl_bytes datagram = copied->datagram;
    if (copied->tag == SECOND) {
        ear->second += !copied->report;
        return true;
    }
    assert_int_equal(copied->tag, TAG);
    if (!copied->report) {
        assert_int_equal(copied->codec,
                         copied->kind == PL_MEDIA_VIDEO ? PL_CODEC_VP8 : PL_CODEC_OPUS);
        hear_rtp(h, copied->kind, datagram);
        return true;
    }
    assert_true(pl_rtp_is_rtcp(datagram));
    assert_int_equal(datagram.data[1], 200); /* a sender report comes first, of this SSRC */
    assert_int_equal((uint32_t)datagram.data[4] << 24 | datagram.data[5] << 16 |
                         datagram.data[6] << 8 | datagram.data[7],
                     h->ssrc);
    h->reports++;
    return true;
}

static struct kit *listening(uint64_t seed, struct ear *ear, pl_time_us key_us)
{
    *ear = (struct ear){.port = {on_copy}};
    return kit_create_with(seed,
                           (struct pl_media_config){.copies = &ear->port, .copy_key_us = key_us});
}

static void copy(struct kit_client *c, bool on)
{
    pl_media_copy(c->kit->m, c->kit->now, c->id, PL_MEDIA_AUDIO, 0, TAG, on);
    pl_media_copy(c->kit->m, c->kit->now, c->id, PL_MEDIA_VIDEO, 0, TAG, on);
}

static void expect_well(const struct heard *h, unsigned least)
{
    assert_true(h->packets >= least);
    assert_int_equal(h->holes, 0);
    assert_int_equal(h->strange, 0);
}

static void all_that_is_sent_comes_out_though_nobody_watches(void **state)
{
    struct ear ear;
    struct kit *kit = listening(1, &ear, 0);
    struct kit_client *a = kit_join(kit);
    (void)state;
    copy(a, true); /* before it publishes */
    kit_publish(a, KIT_AUDIO | KIT_VIDEO);
    kit_run(kit, PL_SEC(5));
    expect_well(&ear.of[PL_MEDIA_AUDIO], 150);
    expect_well(&ear.of[PL_MEDIA_VIDEO], 250);
    assert_true(ear.of[PL_MEDIA_VIDEO].began_with_key);
    assert_true(ear.of[PL_MEDIA_AUDIO].reports > 0 && ear.of[PL_MEDIA_VIDEO].reports > 0);
    assert_int_equal(a->demand[0] & 1, a->demands > 0 ? 1 : 0); /* never told that nobody watches */
    assert_int_equal(kit_stats(kit)->copied,
                     ear.of[PL_MEDIA_AUDIO].packets + ear.of[PL_MEDIA_VIDEO].packets +
                         ear.of[PL_MEDIA_AUDIO].reports + ear.of[PL_MEDIA_VIDEO].reports);
    kit_destroy(kit);
}

static void who_comes_later_gets_a_key_frame_soon(void **state)
{
    struct ear ear;
    struct kit *kit = listening(2, &ear, PL_SEC(1));
    struct kit_client *a = kit_join(kit);
    unsigned before;
    (void)state;
    kit_publish(a, KIT_VIDEO);
    copy(a, true);
    kit_run(kit, PL_SEC(3));
    before = ear.of[PL_MEDIA_VIDEO].keys;
    assert_true(before > 0);
    kit_run(kit, PL_SEC(4));
    assert_in_range(ear.of[PL_MEDIA_VIDEO].keys - before, 3, 5);
    kit_destroy(kit);
}

static void of_several_sizes_the_largest_and_all_of_it_is_asked_for(void **state)
{
    struct ear ear;
    struct kit *kit = listening(3, &ear, 0);
    struct kit_client *a = kit_join(kit);
    (void)state;
    kit_publish_layers(a, false, 2);
    copy(a, true);
    kit_run(kit, PL_SEC(5));
    expect_well(&ear.of[PL_MEDIA_VIDEO], 200);
    assert_true(a->demands == 0 || (a->demand[0] & 4) != 0);
    kit_destroy(kit);
}

static void losses_stay_losses(void **state)
{
    struct ear ear;
    struct kit *kit = listening(4, &ear, 0);
    struct kit_client *a = kit_join(kit);
    (void)state;
    kit->late = 20; /* what comes out of order keeps its number */
    kit_publish(a, KIT_VIDEO);
    copy(a, true);
    kit_run(kit, PL_SEC(4));
    assert_true(ear.of[PL_MEDIA_VIDEO].holes > 0);
    assert_true(ear.of[PL_MEDIA_VIDEO].packets > 200);
    kit_destroy(kit);
}

static void another_connection_goes_on_in_the_same_run(void **state)
{
    struct ear ear;
    struct kit *kit = listening(5, &ear, 0);
    struct kit_client *a = kit_join(kit);
    unsigned before;
    (void)state;
    kit_publish(a, KIT_AUDIO | KIT_VIDEO);
    copy(a, true);
    kit_run(kit, PL_SEC(3));
    before = ear.of[PL_MEDIA_VIDEO].packets;
    pl_media_restart(kit->m, kit->now, a->id, PL_MEDIA_PUB);
    kit_publish(a, KIT_AUDIO | KIT_VIDEO);
    kit_run(kit, PL_SEC(4));
    expect_well(&ear.of[PL_MEDIA_VIDEO], before + 100);
    expect_well(&ear.of[PL_MEDIA_AUDIO], 200);
    kit_destroy(kit);
}

static void it_ends_when_it_is_said_and_with_the_session(void **state)
{
    struct ear ear;
    struct kit *kit = listening(6, &ear, 0);
    struct kit_client *a = kit_join(kit), *b = kit_join(kit);
    unsigned audio, video;
    (void)state;
    kit_publish(a, KIT_AUDIO | KIT_VIDEO);
    copy(a, true);
    kit_run(kit, PL_SEC(2));
    copy(a, false);
    copy(a, false);
    audio = ear.of[PL_MEDIA_AUDIO].packets;
    kit_run(kit, PL_SEC(1));
    assert_true(audio > 0);
    assert_int_equal(ear.of[PL_MEDIA_AUDIO].packets, audio);
    kit_publish(b, KIT_VIDEO);
    copy(b, true);
    ear.of[PL_MEDIA_VIDEO] = (struct heard){0}; /* another SSRC */
    kit_run(kit, PL_SEC(2));
    video = ear.of[PL_MEDIA_VIDEO].packets;
    assert_true(video > 0);
    pl_media_copy(kit->m, kit->now, 12345, PL_MEDIA_VIDEO, 0, TAG, true); /* nobody */
    kit_leave(b);
    kit_run(kit, PL_SEC(1));
    assert_int_equal(ear.of[PL_MEDIA_VIDEO].packets, video);
    kit_destroy(kit);
}

/* A multicast group and a recorder at once; the latter asks for its key frames. */
static void two_take_the_same_stream(void **state)
{
    struct ear ear;
    struct kit *kit = listening(8, &ear, PL_SEC(1));
    struct kit_client *a = kit_join(kit);
    unsigned keys, second;
    (void)state;
    kit_publish(a, KIT_VIDEO);
    pl_media_copy(kit->m, kit->now, a->id, PL_MEDIA_VIDEO, 0, SECOND, true);
    kit_run(kit, PL_SEC(1));
    assert_true(ear.second > 0);
    copy(a, true);
    kit_run(kit, PL_SEC(3));
    assert_true(ear.of[PL_MEDIA_VIDEO].packets > 50);
    expect_well(&ear.of[PL_MEDIA_VIDEO], 50);
    copy(a, false);
    kit_run(kit, PL_SEC(1));
    keys = ear.of[PL_MEDIA_VIDEO].keys;
    second = ear.second;
    assert_true(keys > 1);
    kit_run(kit, PL_SEC(3)); /* the other one goes on */
    assert_true(ear.second > second + 50);
    pl_media_copy(kit->m, kit->now, a->id, PL_MEDIA_VIDEO, 0, SECOND, false);
    second = ear.second;
    kit_run(kit, PL_SEC(1));
    assert_int_equal(ear.second, second);
    kit_destroy(kit);
}

static void key_frames_come_when_they_are_asked_for(void **state)
{
    struct ear ear;
    struct kit *kit = listening(9, &ear, PL_SEC(100));
    struct kit_client *a = kit_join(kit);
    unsigned keys;
    (void)state;
    kit_publish(a, KIT_VIDEO);
    copy(a, true);
    kit_run(kit, PL_SEC(3));
    keys = ear.of[PL_MEDIA_VIDEO].keys;
    pl_media_copy_key(kit->m, kit->now, a->id, 0);
    pl_media_copy_key(kit->m, kit->now, a->id, 3);     /* no such camera */
    pl_media_copy_key(kit->m, kit->now, a->id + 9, 0); /* nobody */
    kit_run(kit, PL_SEC(2));
    assert_true(ear.of[PL_MEDIA_VIDEO].keys > keys);
    kit_destroy(kit);
}

static void without_a_port_nothing_is_copied(void **state)
{
    struct kit *kit = kit_create(7);
    struct kit_client *a = kit_join(kit);
    (void)state;
    kit_publish(a, KIT_VIDEO);
    copy(a, true);
    kit_run(kit, PL_SEC(2));
    assert_int_equal(kit_stats(kit)->copied, 0);
    kit_destroy(kit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_that_is_sent_comes_out_though_nobody_watches),
        cmocka_unit_test(who_comes_later_gets_a_key_frame_soon),
        cmocka_unit_test(of_several_sizes_the_largest_and_all_of_it_is_asked_for),
        cmocka_unit_test(losses_stay_losses),
        cmocka_unit_test(another_connection_goes_on_in_the_same_run),
        cmocka_unit_test(it_ends_when_it_is_said_and_with_the_session),
        cmocka_unit_test(two_take_the_same_stream),
        cmocka_unit_test(key_frames_come_when_they_are_asked_for),
        cmocka_unit_test(without_a_port_nothing_is_copied),
    };
    return cmocka_run_group_tests(tests, kit_setup, kit_teardown);
}

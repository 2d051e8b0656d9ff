/* SPDX-License-Identifier: Apache-2.0 */
/* VP9 with its layers, AV1, and sound with redundancy: negotiated where both ends have them. */
#include "media/tests/media_kit.h"

#include "media/internal.h"
#include "proto/rtp/seq.h"

#include <stdlib.h>

static const struct pl_rtc_camera camera = {
    .interval_us = PL_MS(33), .packets = 2, .key_packets = 3, .payload_bytes = 200};

/* One picture of three spatial and three temporal layers in one SSRC. */
static struct pl_rtc_track *publish(struct kit_client *c, enum pl_codec codec, uint8_t spatial)
{
    struct pl_rtc_track *t;
    kit_open_pub(c);
    t = pl_rtc_add_track(c->pub, PL_MEDIA_VIDEO, 9000, camera);
    assert_non_null(t);
    t->size = 3;
    t->spatial = spatial;
    t->temporal = spatial > 1 ? 3 : 0;
    kit_offer(c, codec);
    assert_int_equal(c->answer_err, PL_OK);
    assert_int_equal(t->codec, codec);
    return t;
}

static struct pl_stream *picture_of(struct kit_client *c)
{
    return pl_stream_find(pl_idmap_get(&c->kit->m->sessions, c->id), PL_MEDIA_VIDEO, 0);
}

/* In the place of the allocation, which looks at this subscriber no more. */
static void aim(struct kit_client *sub, struct kit_client *pub, uint8_t spatial, uint8_t temporal)
{
    struct pl_media_session *s = pl_idmap_get(&sub->kit->m->sessions, sub->id);
    s->sub->downlink->look_at = sub->kit->now + PL_SEC(1000);
    pl_route_set_target(pl_route_find(s, picture_of(pub)), sub->kit->now,
                        (struct pl_route_target){spatial, temporal}, PL_MEDIA_WHY_ESTIMATE);
}

static int by_seq(const void *x, const void *y)
{
    const struct kit_packet *a = x, *b = y;
    return pl_seq_diff(a->seq, b->seq);
}

struct seen {
    unsigned pictures, holes, unmarked;
    unsigned of_sid[3], of_tid[3]; /* packets */
};

/* Pictures end with a marker, wherever they were cut; those of a layer have all of its packets. */
static struct seen look(struct kit_client *c)
{
    struct seen s = {0};
    qsort(c->log, c->log_count, sizeof(c->log[0]), by_seq);
    for (size_t i = 0; i < c->log_count; i++) {
        const struct kit_packet *p = &c->log[i];
        assert_true(p->stamped);
        s.of_sid[p->stamp.sid]++;
        s.of_tid[p->stamp.tid]++;
        if (i == 0)
            continue;
        s.holes += p->seq != (uint16_t)(p[-1].seq + 1);
        s.pictures += p->ts != p[-1].ts;
        s.unmarked += p->ts != p[-1].ts && !p[-1].marker;
        if (p->ts == p[-1].ts)
            assert_false(p[-1].marker);
    }
    return s;
}

static void vp9_layers_are_left_out(void **state)
{
    struct kit *kit = kit_create(841);
    struct kit_client *a = kit_join(kit), *b = kit_join(kit);
    struct pl_layer_info layers[PL_MEDIA_ENCODINGS_MAX];
    struct seen s;
    (void)state;
    publish(a, PL_CODEC_VP9, 3);
    kit_link(b, a, KIT_VIDEO, true);
    kit_run(kit, PL_SEC(2));
    assert_int_equal(pl_stream_layers(picture_of(a), kit->now, layers), 3);
    for (unsigned i = 0; i < 3; i++) {
        assert_int_equal(layers[i].width, 320 << i);
        assert_int_equal(layers[i].height, 180 << i);
        assert_true(layers[i].active);
        assert_int_equal(layers[i].temporal_count, 3);
        assert_in_range(layers[i].fps[2], 28, 32);
        assert_in_range(layers[i].fps[0], 6, 9);
        assert_in_range(layers[i].bps[2], 96000 * (i + 1) * 9 / 10, 96000 * (i + 1) * 12 / 10);
    }
    kit_forget(b);
    kit_run(kit, PL_SEC(1));
    s = look(b);
    assert_true(s.of_sid[2] > 50 && s.of_tid[2] > 50);
    assert_int_equal(s.holes + s.unmarked, 0);

    aim(b, a, 1, PL_TARGET_HIGHEST); /* down: at once */
    kit_run(kit, PL_MS(50));
    kit_forget(b);
    kit_run(kit, PL_SEC(1));
    s = look(b);
    assert_int_equal(s.of_sid[2], 0);
    assert_true(s.of_sid[1] > 50);
    assert_in_range(s.pictures, 28, 31);
    assert_int_equal(s.holes + s.unmarked, 0);

    aim(b, a, 0, 0);
    kit_run(kit, PL_MS(200));
    kit_forget(b);
    kit_run(kit, PL_SEC(1));
    s = look(b);
    assert_int_equal(s.of_sid[1] + s.of_tid[1] + s.of_tid[2], 0);
    assert_in_range(s.pictures, 6, 8);
    assert_int_equal(s.holes + s.unmarked, 0);
    kit_destroy(kit);
}

static void vp9_spatial_layers_come_back_with_a_key_frame(void **state)
{
    struct kit *kit = kit_create(842);
    struct kit_client *a = kit_join(kit), *b = kit_join(kit);
    struct pl_rtc_track *t = publish(a, PL_CODEC_VP9, 3);
    uint32_t keys;
    struct seen s;
    (void)state;
    kit_link(b, a, KIT_VIDEO, true);
    kit_run(kit, PL_SEC(2));
    aim(b, a, 0, PL_TARGET_HIGHEST);
    kit_run(kit, PL_SEC(1));
    kit_forget(b);
    keys = t->count.keys;
    aim(b, a, 2, PL_TARGET_HIGHEST);
    kit_run(kit, PL_SEC(1));
    assert_int_equal(t->count.keys, keys + 1); /* asked for, once */
    s = look(b);
    assert_int_equal(s.holes + s.unmarked, 0);
    assert_true(s.of_sid[2] > 30);
    for (size_t i = 0; i < b->log_count; i++) { /* the first of the upper layers is of it */
        if (b->log[i].stamp.sid > 0) {
            assert_true(b->log[i].stamp.key);
            break;
        }
    }
    kit_destroy(kit);
}

/* Temporal layers up again: VP9 says where (U), without a key frame. */
static void vp9_temporal_layers_come_back(void **state)
{
    struct kit *kit = kit_create(843);
    struct kit_client *a = kit_join(kit), *b = kit_join(kit);
    struct pl_rtc_track *t = publish(a, PL_CODEC_VP9, 3);
    uint32_t keys;
    struct seen s;
    (void)state;
    kit_link(b, a, KIT_VIDEO, true);
    kit_run(kit, PL_SEC(2));
    aim(b, a, PL_TARGET_HIGHEST, 0);
    kit_run(kit, PL_SEC(1));
    kit_forget(b);
    keys = t->count.keys;
    aim(b, a, PL_TARGET_HIGHEST, 2);
    kit_run(kit, PL_SEC(1));
    s = look(b);
    assert_int_equal(t->count.keys, keys);
    assert_true(s.of_tid[1] > 10 && s.of_tid[2] > 20);
    assert_int_equal(s.holes + s.unmarked, 0);
    kit_destroy(kit);
}

static void av1_is_passed(void **state)
{
    struct kit *kit = kit_create(844);
    struct kit_client *a = kit_join(kit), *b = kit_join(kit), *c = kit_join(kit);
    (void)state;
    c->config.without_codecs = 1u << PL_CODEC_AV1;
    publish(a, PL_CODEC_AV1, 1);
    kit_link(b, a, KIT_VIDEO, true);
    kit_link(c, a, KIT_VIDEO, true);
    kit_run(kit, PL_SEC(2));
    kit_expect_whole(b, kit_received(b, a, PL_MEDIA_VIDEO), 9000, 60);
    assert_int_equal(kit_count(c, kit_received(c, a, PL_MEDIA_VIDEO)), 0); /* cannot show it */
    kit_destroy(kit);
}

static void sound_with_redundancy_for_those_who_take_it(void **state)
{
    struct kit *kit = kit_create(845);
    struct kit_client *a = kit_join(kit), *b = kit_join(kit), *c = kit_join(kit);
    struct pl_rtc_track *to_b, *to_c;
    (void)state;
    a->config.sends_red = true;
    b->config.takes_red = true;
    kit_publish(a, KIT_AUDIO);
    assert_int_equal(kit_microphone(a)->codec, PL_CODEC_RED); /* as the client ordered it */
    kit_link(b, a, KIT_AUDIO, true);
    kit_link(c, a, KIT_AUDIO, true);
    kit_run(kit, PL_SEC(2));
    to_b = kit_received(b, a, PL_MEDIA_AUDIO);
    to_c = kit_received(c, a, PL_MEDIA_AUDIO);
    assert_true(to_b->count.received_red > 50);
    assert_int_equal(to_b->count.received_red, to_b->count.received);
    assert_int_equal(to_c->count.received_red, 0);
    assert_true(to_c->count.received > 50);
    assert_int_equal(to_b->count.broken + to_c->count.broken, 0);
    for (size_t i = 0; i < c->log_count; i++)
        assert_int_equal(c->log[i].pt, 111);
    kit_destroy(kit);
}

static void without_red_nothing_changes(void **state)
{
    struct kit *kit = kit_create(846);
    struct kit_client *a = kit_join(kit), *b = kit_join(kit);
    (void)state;
    b->config.takes_red = true; /* it may come; it does not */
    kit_publish(a, KIT_AUDIO);
    kit_link(b, a, KIT_AUDIO, true);
    kit_run(kit, PL_SEC(2));
    assert_int_equal(kit_microphone(a)->codec, PL_CODEC_OPUS);
    assert_int_equal(kit_received(b, a, PL_MEDIA_AUDIO)->count.received_red, 0);
    kit_expect_whole(b, kit_received(b, a, PL_MEDIA_AUDIO), kit_microphone(a)->tag, 50);
    kit_destroy(kit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vp9_layers_are_left_out),
        cmocka_unit_test(vp9_spatial_layers_come_back_with_a_key_frame),
        cmocka_unit_test(vp9_temporal_layers_come_back),
        cmocka_unit_test(av1_is_passed),
        cmocka_unit_test(sound_with_redundancy_for_those_who_take_it),
        cmocka_unit_test(without_red_nothing_changes),
    };
    return cmocka_run_group_tests(tests, kit_setup, kit_teardown);
}

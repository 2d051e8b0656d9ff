/* SPDX-License-Identifier: Apache-2.0 */
/* Simulcast of publishers: how it is negotiated, and which SSRC becomes which encoding. */
#include "media/tests/media_kit.h"

#include "media/internal.h"
#include "proto/rtp/rtp_ext.h"
#include "proto/sdp/sdp.h"
#include "proto/sdp/sdp_codec.h"

#include <stdio.h>
#include <stdlib.h>

/* From the root of the source tree, where meson runs the tests. */
static struct pl_bytes load_text(const char *name)
{
    static uint8_t text[64 * 1024];
    char path[128];
    FILE *f;
    size_t n;
    snprintf(path, sizeof(path), "src/proto/sdp/testdata/%s.sdp", name);
    f = fopen(path, "rb");
    assert_non_null(f);
    n = fread(text, 1, sizeof(text), f);
    fclose(f);
    return pl_bytes_of(text, n);
}

/* Offers it as video stream 0; the answer, or the error. */
static enum pl_err offer_text(struct kit_client *c, struct pl_bytes text, const char *mid,
                              struct pl_sdp *answer)
{
    struct pl_media_pub_track track = {pl_bytes_str(mid), PL_MEDIA_VIDEO, 0};
    struct pl_media_event e;
    pl_media_offer(c->kit->m, c->kit->now, c->id, 7, text, &track, 1, PL_CODEC_VP8);
    assert_ok(pl_media_next_event(c->kit->m, &e));
    assert_int_equal(e.type, PL_MEDIA_EVENT_ANSWER);
    if (!e.err)
        assert_ok(pl_sdp_read(answer, e.sdp, NULL));
    return e.err;
}

static const struct pl_sdp_media *video_of(const struct pl_sdp *sdp)
{
    for (size_t i = 0; i < sdp->media_count; i++) {
        if (sdp->media[i]->kind == PL_SDP_VIDEO)
            return sdp->media[i];
    }
    return NULL;
}

static void expect_layers_taken(const char *name)
{
    static const char *const rids[] = {"q", "h", "f"};
    struct kit *kit = kit_create(801);
    struct kit_client *a = kit_join(kit);
    struct pl_sdp offer, answer;
    const struct pl_sdp_media *m;
    char mid[PL_MEDIA_MID_MAX + 1];
    assert_ok(pl_sdp_read(&offer, load_text(name), NULL));
    pl_bytes_to_str(video_of(&offer)->mid, mid, sizeof(mid));
    assert_ok(offer_text(a, load_text(name), mid, &answer));
    m = video_of(&answer);
    assert_int_equal(m->rid_count, 3);
    assert_int_equal(m->simulcast.recv_count, 3);
    assert_int_equal(m->simulcast.send_count, 0);
    for (int i = 0; i < 3; i++) {
        assert_true(pl_bytes_eq_str(m->rids[i].id, rids[i]));
        assert_int_equal(m->rids[i].direction, PL_SDP_RECVONLY);
        assert_true(pl_bytes_eq_str(m->simulcast.recv[i].rid, rids[i]));
    }
    for (int i = 0; i < 2; i++) {
        const char *uri = i == 0 ? PL_EXT_RID : PL_EXT_REPAIRED;
        const struct pl_sdp_extmap *ours = pl_sdp_find_extmap(m, uri);
        const struct pl_sdp_extmap *theirs = pl_sdp_find_extmap(video_of(&offer), uri);
        assert_non_null(ours);
        assert_int_equal(ours->id, theirs->id);
        assert_int_equal(ours->has_direction, theirs->has_direction);
        if (ours->has_direction)
            assert_int_equal(ours->direction, PL_SDP_RECVONLY);
    }
    pl_sdp_finish(&offer);
    pl_sdp_finish(&answer);
    kit_destroy(kit);
}

static void browsers_simulcast_offers_are_answered(void **state)
{
    (void)state;
    expect_layers_taken("chromium-simulcast-offer");
    expect_layers_taken("firefox-simulcast-offer");
}

/* ---- offers of our own making ---- */

/* A Chromium offer with other lines about layers. */
static enum pl_err offer_layers(const char *lines, size_t *taken)
{
    static char text[64 * 1024];
    struct kit *kit = kit_create(802);
    struct kit_client *a = kit_join(kit);
    struct pl_bytes whole = load_text("chromium-simulcast-offer");
    struct pl_sdp offer, answer;
    char mid[PL_MEDIA_MID_MAX + 1];
    const char *at;
    enum pl_err err;
    assert_ok(pl_sdp_read(&offer, whole, NULL));
    pl_bytes_to_str(video_of(&offer)->mid, mid, sizeof(mid));
    pl_sdp_finish(&offer);
    pl_bytes_to_str(whole, text, sizeof(text));
    at = strstr(text, "a=rid:q send");
    assert_non_null(at);
    snprintf(text + (at - text), sizeof(text) - (size_t)(at - text), "%s", lines);
    err = offer_text(a, pl_bytes_str(text), mid, &answer);
    if (!err) {
        const struct pl_sdp_media *m = video_of(&answer);
        *taken = m->simulcast.recv_count;
        assert_int_equal(m->rid_count, *taken);
        assert_int_not_equal(m->port, 0);
        pl_sdp_finish(&answer);
    }
    kit_destroy(kit);
    return err;
}

static void odd_lists_of_layers(void **state)
{
    static const struct {
        const char *lines;
        enum pl_err err;
        size_t taken;
    } cases[] = {
        /* More than we take: the first three. */
        {"a=rid:1 send\r\na=rid:2 send\r\na=rid:3 send\r\na=rid:4 send\r\na=rid:5 send\r\n"
         "a=simulcast:send 1;2;3;4;5\r\n",
         PL_OK, 3},
        /* Named twice in the list: once. */
        {"a=rid:1 send\r\na=rid:2 send\r\na=simulcast:send 1;1;2;2\r\n", PL_OK, 2},
        /* Of alternatives the first; what is paused is taken as well. */
        {"a=rid:1 send\r\na=rid:2 send\r\na=rid:3 send\r\na=simulcast:send 1,2;~3\r\n", PL_OK, 2},
        /* Without its a=rid, or in the other direction: not taken. */
        {"a=rid:1 send\r\na=rid:2 recv\r\na=simulcast:send 1;2;3\r\n", PL_OK, 1},
        {"a=rid:1 recv\r\na=simulcast:recv 1\r\n", PL_OK, 0},
        /* Longer than we keep. */
        {"a=rid:12345678901234567 send\r\na=rid:2 send\r\na=simulcast:send 12345678901234567;2\r\n",
         PL_OK, 1},
        {"a=rid:1 send pt=96;max-width=640\r\na=simulcast:send 1\r\n", PL_OK, 1},
        {"a=rid:1 send\r\na=rid:1 send\r\na=simulcast:send 1\r\n", PL_E_PROTO, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        size_t taken = 0;
        assert_int_equal(offer_layers(cases[i].lines, &taken), cases[i].err);
        assert_int_equal(taken, cases[i].taken);
    }
}

static void a_hundred_rids_are_too_many(void **state)
{
    char lines[4096];
    size_t len = 0, taken = 0;
    (void)state;
    for (int i = 0; i < 100; i++)
        len += (size_t)snprintf(lines + len, sizeof(lines) - len, "a=rid:r%d send\r\n", i);
    snprintf(lines + len, sizeof(lines) - len, "a=simulcast:send r0;r1\r\n");
    assert_err(PL_E_LIMIT, offer_layers(lines, &taken));
}

static void more_sections_than_one_may_publish(void **state)
{
    struct kit *kit = kit_create(803);
    struct kit_client *a = kit_join(kit);
    (void)state;
    kit_open_pub(a);
    for (int i = 0; i < PL_MEDIA_PUB_SECTIONS_MAX; i++)
        assert_non_null(pl_rtc_add_track(a->pub, PL_MEDIA_VIDEO, 1, (struct pl_rtc_camera){0}));
    kit_offer(a, PL_CODEC_VP8);
    assert_int_equal(a->answer_err, PL_OK);
    assert_non_null(pl_rtc_add_track(a->pub, PL_MEDIA_VIDEO, 1, (struct pl_rtc_camera){0}));
    kit_offer(a, PL_CODEC_VP8);
    assert_err(PL_E_LIMIT, a->answer_err);
    kit_destroy(kit);
}

/* ---- packets ---- */

static struct pl_stream *picture_of(struct kit_client *c)
{
    struct pl_media_session *s = pl_idmap_get(&c->kit->m->sessions, c->id);
    return pl_stream_find(s, PL_MEDIA_VIDEO, 0);
}

static void expect_encodings(struct kit_client *c, bool turned)
{
    struct pl_stream *s = picture_of(c);
    struct pl_layer_info layers[PL_MEDIA_ENCODINGS_MAX];
    assert_int_equal(s->encoding_count, 3);
    assert_int_equal(pl_stream_layers(s, c->kit->now, layers), 3);
    for (uint8_t i = 0; i < 3; i++) {
        const struct pl_encoding *e = &s->encodings[i];
        assert_int_equal(e->ssrc, c->pub->tracks[i]->ssrc);
        assert_int_equal(e->rtx_ssrc, c->pub->tracks[i]->rtx_ssrc);
        assert_int_equal(e->ordinal, turned ? 2 - i : i);
        assert_true(layers[i].active);
        assert_int_equal(layers[i].width, 320 << i);
        assert_in_range(layers[i].bps[3], 35000, 60000);
        assert_in_range(layers[i].fps[3], 24, 32);
        assert_true(c->pub->tracks[i]->count.reports > 0); /* each is reported on */
    }
    assert_int_equal(kit_stats(c->kit)->dropped_unknown_ssrc, 0);
}

/* Loses each 20th datagram of media towards the SFU, so that retransmissions show their SSRC. */
static bool lose_some(struct kit *kit, const struct kit_port *port, bool to_sfu,
                      struct pl_buf bytes)
{
    (void)port;
    if (!to_sfu || bytes.len < 100)
        return true;
    return kit->filtered++ % 20 != 19;
}

static void rids_say_which_is_which(void **state)
{
    (void)state;
    for (int turned = 0; turned < 2; turned++) {
        struct kit *kit = kit_create(804);
        struct kit_client *a = kit_join(kit);
        kit_publish_layers(a, turned, 0);
        kit->filter = lose_some;
        kit_run(kit, PL_SEC(3));
        expect_encodings(a, turned);
        assert_true(kit_stats(kit)->rtx_in > 0);
        kit_destroy(kit);
    }
}

static void ssrc_groups_say_which_is_which(void **state)
{
    struct kit *kit = kit_create(805);
    struct kit_client *a = kit_join(kit);
    (void)state;
    a->config.sim_groups = true;
    kit_publish_layers(a, false, 0);
    kit_run(kit, PL_SEC(3));
    expect_encodings(a, false);
    kit_destroy(kit);
}

static void a_layer_gets_another_ssrc(void **state)
{
    struct kit *kit = kit_create(806);
    struct kit_client *a = kit_join(kit);
    (void)state;
    kit_publish_layers(a, false, 0);
    kit_run(kit, PL_SEC(1));
    pl_rtc_renew_source(a->pub->tracks[1]);
    kit->filter = lose_some;
    kit_run(kit, PL_SEC(3));
    expect_encodings(a, false);
    assert_int_equal(picture_of(a)->encodings[1].generation, 2);
    assert_int_equal(picture_of(a)->encodings[0].generation, 1);
    kit_destroy(kit);
}

/* A packet of nobody's rid, of none, and of one SSRC under two names. */
static void odd_rids_in_packets(void **state)
{
    static const char *const rids[] = {"x", "", "qq", "Q", "hf"};
    struct kit *kit = kit_create(807);
    struct kit_client *a = kit_join(kit);
    struct pl_rtc_track *q;
    uint8_t payload[64];
    (void)state;
    kit_publish_layers(a, false, 0);
    kit_run(kit, PL_SEC(1));
    q = a->pub->tracks[0];
    pl_rtc_payload_write(&(struct pl_rtc_stamp){.origin = 1, .codec = PL_CODEC_VP8}, payload,
                         sizeof(payload));
    for (size_t i = 0; i < 5; i++) {
        uint8_t header[64];
        struct pl_writer w = pl_writer_of(header, sizeof(header));
        struct pl_rtp_ext_set exts = {0};
        struct pl_rtp_header h = {.exts = &exts, .pt = q->pt, .ssrc = 0x70000000u + (uint32_t)i};
        assert_ok(pl_rtp_exts_add(&exts, q->ext_mid, pl_bytes_str(q->mid)));
        if (rids[i][0] != '\0')
            assert_ok(pl_rtp_exts_add(&exts, q->ext_rid, pl_bytes_str(rids[i])));
        pl_rtp_write_header(&w, &h);
        assert_true(
            pl_rtc_send_rtp(a->pub, pl_writer_done(&w), pl_bytes_of(payload, sizeof(payload))));
    }
    kit_run(kit, PL_MS(100));
    assert_int_equal(kit_stats(kit)->dropped_unknown_ssrc, 5);
    /* The SSRC of q says that it is f now: SSRCs are bound once (RFC 8843 9.2), it stays q. */
    memcpy(q->rid, "f", 2);
    kit_run(kit, PL_SEC(2));
    assert_int_equal(picture_of(a)->encodings[0].ssrc, q->ssrc);
    assert_int_not_equal(picture_of(a)->encodings[2].ssrc, q->ssrc);
    kit_destroy(kit);
}

/* The next offer has one encoding only, the one after it three again. */
static void layers_come_and_go_with_offers(void **state)
{
    struct kit *kit = kit_create(808);
    struct kit_client *a = kit_join(kit);
    (void)state;
    kit_publish(a, KIT_VIDEO);
    kit_run(kit, PL_SEC(1));
    assert_int_equal(picture_of(a)->encoding_count, 1);
    pl_media_restart(kit->m, kit->now, a->id, PL_MEDIA_PUB);
    kit_publish_layers(a, false, 0);
    kit->filter = lose_some; /* their SSRCs show with the retransmissions */
    kit_run(kit, PL_SEC(3));
    expect_encodings(a, false);
    pl_media_restart(kit->m, kit->now, a->id, PL_MEDIA_PUB);
    kit_publish(a, KIT_VIDEO);
    kit_run(kit, PL_SEC(1));
    assert_int_equal(picture_of(a)->encoding_count, 1);
    assert_int_equal(picture_of(a)->encodings[0].ssrc, kit_camera(a)->ssrc);
    assert_int_equal(picture_of(a)->encodings[1].ssrc, 0);
    kit_destroy(kit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(browsers_simulcast_offers_are_answered),
        cmocka_unit_test(odd_lists_of_layers),
        cmocka_unit_test(a_hundred_rids_are_too_many),
        cmocka_unit_test(more_sections_than_one_may_publish),
        cmocka_unit_test(rids_say_which_is_which),
        cmocka_unit_test(ssrc_groups_say_which_is_which),
        cmocka_unit_test(a_layer_gets_another_ssrc),
        cmocka_unit_test(odd_rids_in_packets),
        cmocka_unit_test(layers_come_and_go_with_offers),
    };
    return cmocka_run_group_tests(tests, kit_setup, kit_teardown);
}

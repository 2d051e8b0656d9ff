/* SPDX-License-Identifier: Apache-2.0 */
/* Answers to what the browsers offer. */
#include "proto/sdp/sdp_answer.h"
#include "proto/sdp/sdp_fixture.h"

static const char *const uris[] = {
    "urn:ietf:params:rtp-hdrext:sdes:mid",
    "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id",
    "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01",
    "http://www.webrtc.org/experiments/rtp-hdrext/playout-delay",
};

/* What a server takes: opus, H.264 constrained baseline in mode 1, VP8. */
static void load_taken(struct pl_sdp *ours)
{
    read_text(ours, BYTES("v=0\no=- 1 1 IN IP4 0.0.0.0\nm=audio 9 UDP/TLS/RTP/SAVPF 100 101 102\n"
                          "a=rtpmap:100 opus/48000/2\na=fmtp:100 useinbandfec=1\n"
                          "a=rtcp-fb:100 transport-cc\n"
                          "a=rtpmap:101 H264/90000\na=fmtp:101 level-asymmetry-allowed=1;"
                          "packetization-mode=1;profile-level-id=42e028\n"
                          "a=rtcp-fb:101 nack\na=rtcp-fb:101 nack pli\na=rtcp-fb:101 nack sli\n"
                          "a=rtpmap:102 VP8/90000\na=rtcp-fb:102 nack\n"));
}

static struct pl_sdp_wish wish_of(const struct pl_sdp *ours)
{
    return (struct pl_sdp_wish){
        .codecs = ours->media[0]->codecs,
        .codec_count = ours->media[0]->codec_count,
        .rtx = true,
        .extmaps = uris,
        .extmap_count = 4,
        .direction = PL_SDP_RECVONLY,
        .setup = PL_SDP_SETUP_PASSIVE,
        .simulcast = true,
        .sctp_port = 5000,
        .max_message_size_bytes = 65536,
    };
}

static void accept_all(struct pl_sdp *answer, const struct pl_sdp *offer,
                       const struct pl_sdp_wish *wish)
{
    pl_sdp_answer_begin(answer, 77, 2);
    for (size_t i = 0; i < offer->media_count; i++) {
        struct pl_sdp_media *m;
        enum pl_err err = pl_sdp_answer_accept(answer, offer->media[i], wish, &m);
        if (err == PL_E_NOT_FOUND || err == PL_E_UNSUPPORTED) {
            assert_null(m);
            err = pl_sdp_answer_reject(answer, offer->media[i]);
        }
        assert_ok(err);
    }
    assert_ok(pl_sdp_answer_end(answer, offer));
}

static void answer_recording(struct pl_sdp *answer, const char *recording)
{
    struct pl_sdp offer, ours;
    struct pl_sdp_wish wish;
    load(&offer, recording);
    load_taken(&ours);
    wish = wish_of(&ours);
    accept_all(answer, &offer, &wish);
    pl_sdp_finish(&offer); /* the answer borrows from neither */
    pl_sdp_finish(&ours);
    assert_round_trip(answer);
}

static void answers_chromium(void **state)
{
    (void)state;
    struct pl_sdp a;
    const struct pl_sdp_media *m;
    struct pl_bytes value;
    answer_recording(&a, "chromium-sendonly-offer");
    assert_int_equal(a.media_count, 2);
    assert_true(a.origin_id == 77);
    assert_int_equal(a.group_count, 1);
    assert_int_equal(a.groups[0].mid_count, 2);

    m = a.media[0];
    assert_int_equal(m->kind, PL_SDP_AUDIO);
    assert_int_equal(m->port, 9);
    assert_text("0", m->mid);
    assert_int_equal(m->direction, PL_SDP_RECVONLY);
    assert_int_equal(m->dtls.setup, PL_SDP_SETUP_PASSIVE);
    assert_true(m->rtcp_mux && m->rtcp_rsize && m->extmap_allow_mixed);
    assert_int_equal(m->codec_count, 1);
    assert_int_equal(m->codecs[0].pt, 111); /* the offer's number, our parameters */
    assert_int_equal(m->codecs[0].param_count, 1);
    assert_true(pl_sdp_has_feedback(m, &m->codecs[0], "transport-cc", ""));
    assert_int_equal(m->msid_count + m->ssrc_count + m->candidate_count, 0);

    m = a.media[1];
    assert_int_equal(m->codec_count, 4); /* VP8, rtx, H264, rtx in the offer's order */
    assert_int_equal(m->codecs[0].pt, 96);
    assert_int_equal(pl_sdp_codec_rtx(m, 96)->pt, 97);
    assert_int_equal(m->codecs[2].pt, 108);
    assert_int_equal(pl_sdp_codec_rtx(m, 108)->pt, 109);
    assert_true(pl_sdp_param_get(&m->codecs[2], "profile-level-id", &value));
    assert_text("42e028", value); /* both allow asymmetry: our own level */
    assert_true(pl_sdp_has_feedback(m, &m->codecs[2], "nack", "pli"));
    assert_false(pl_sdp_has_feedback(m, &m->codecs[2], "nack", "sli")); /* not offered */
    assert_int_equal(m->extmap_count, 4);
    assert_int_equal(pl_sdp_find_extmap(m, uris[0])->id, 4);
    assert_int_equal(pl_sdp_find_extmap(m, uris[1])->id, 10);
    pl_sdp_finish(&a);
}

static void answers_firefox(void **state)
{
    (void)state;
    struct pl_sdp a;
    const struct pl_sdp_extmap *e;
    answer_recording(&a, "firefox-sendonly-offer");
    assert_int_equal(a.media[1]->codec_count, 2);
    assert_int_equal(a.media[1]->codecs[0].pt, 120);
    e = pl_sdp_find_extmap(a.media[1], uris[3]); /* offered "recvonly" */
    assert_true(e->has_direction);
    assert_int_equal(e->direction, PL_SDP_SENDONLY);
    assert_false(a.media[0]->rtcp_rsize);
    pl_sdp_finish(&a);
}

static void takes_simulcast(void **state)
{
    (void)state;
    static const char *const recordings[] = {"chromium-simulcast-offer", "firefox-simulcast-offer"};
    for (size_t i = 0; i < 2; i++) {
        struct pl_sdp a;
        const struct pl_sdp_media *m;
        answer_recording(&a, recordings[i]);
        m = a.media[0];
        assert_int_equal(m->simulcast.recv_count, 3);
        assert_int_equal(m->simulcast.send_count, 0);
        assert_text("f", m->simulcast.recv[2].rid);
        assert_int_equal(m->rid_count, 3);
        assert_int_equal(m->rids[0].direction, PL_SDP_RECVONLY);
        pl_sdp_finish(&a);
    }
}

static void rejected_sections_leave_the_bundle(void **state)
{
    (void)state;
    struct pl_sdp a;
    answer_recording(&a, "firefox-stopped-inactive-offer");
    assert_int_equal(a.media_count, 3);
    assert_true(pl_sdp_media_rejected(a.media[1]));
    assert_text("1", a.media[1]->mid);
    assert_int_equal(a.media[1]->codec_count, 1);
    assert_int_equal(a.media[2]->direction, PL_SDP_INACTIVE);
    assert_int_equal(a.groups[0].mid_count, 2);
    assert_text("2", a.groups[0].mids[1]);
    pl_sdp_finish(&a);

    answer_recording(&a, "firefox-max-bundle-offer"); /* port 0 and bundle-only: accepted */
    assert_false(pl_sdp_media_rejected(a.media[1]));
    assert_int_equal(a.media[1]->port, 9);
    assert_false(a.media[1]->bundle_only);
    pl_sdp_finish(&a);
}

static void answers_data_channels(void **state)
{
    (void)state;
    struct pl_sdp a;
    answer_recording(&a, "chromium-data-offer");
    assert_text("webrtc-datachannel", a.media[1]->formats);
    assert_int_equal(a.media[1]->sctp_port, 5000);
    assert_int_equal(a.media[1]->max_message_size_bytes, 65536);
    assert_int_equal(a.media[1]->dtls.setup, PL_SDP_SETUP_PASSIVE);
    pl_sdp_finish(&a);
}

#define OFFER "v=0\no=- 1 1 IN IP4 0.0.0.0\na=setup:actpass\n"

static void refuses_what_it_cannot_answer(void **state)
{
    (void)state;
    static const struct {
        const char *section;
        enum pl_err err;
    } cases[] = {
        {"m=audio 9 UDP/TLS/RTP/SAVPF 0\na=rtcp-mux\n", PL_E_NOT_FOUND},
        {"m=audio 9 UDP/TLS/RTP/SAVPF 96\na=rtpmap:96 opus/48000/2\n", PL_E_UNSUPPORTED},
        {"m=audio 0 UDP/TLS/RTP/SAVPF 96\na=rtpmap:96 opus/48000/2\na=rtcp-mux\n",
         PL_E_UNSUPPORTED},
        {"m=audio 9 UDP/TLS/RTP/SAVPF 96\na=rtpmap:96 opus/48000/2\na=rtcp-mux\n"
         "a=setup:holdconn\n",
         PL_E_UNSUPPORTED},
        {"m=text 9 TCP/MSRP *\n", PL_E_UNSUPPORTED},
        {"m=audio 9 UDP/TLS/RTP/SAVPF 96\na=rtpmap:96 opus/48000/2\na=rtcp-mux\n", PL_OK},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct pl_sdp offer, ours, answer;
        struct pl_sdp_media *m;
        struct pl_sdp_wish wish;
        char text[512];
        snprintf(text, sizeof(text), "%s%s", OFFER, cases[i].section);
        read_text(&offer, pl_bytes_str(text));
        load_taken(&ours);
        wish = wish_of(&ours);
        pl_sdp_answer_begin(&answer, 1, 1);
        assert_err(cases[i].err, pl_sdp_answer_accept(&answer, offer.media[0], &wish, &m));
        assert_int_equal(answer.media_count, cases[i].err == PL_OK ? 1 : 0);
        if (cases[i].err) {
            assert_err(PL_E_STATE, pl_sdp_answer_end(&answer, &offer));
            assert_ok(pl_sdp_answer_reject(&answer, offer.media[0]));
        }
        assert_ok(pl_sdp_answer_end(&answer, &offer));
        assert_round_trip(&answer);
        pl_sdp_finish(&answer);
        pl_sdp_finish(&ours);
        pl_sdp_finish(&offer);
    }
}

static void directions_and_roles(void **state)
{
    (void)state;
    assert_int_equal(pl_sdp_direction_reverse(PL_SDP_SENDONLY), PL_SDP_RECVONLY);
    assert_int_equal(pl_sdp_direction_reverse(PL_SDP_RECVONLY), PL_SDP_SENDONLY);
    assert_int_equal(pl_sdp_direction_reverse(PL_SDP_SENDRECV), PL_SDP_SENDRECV);
    assert_int_equal(pl_sdp_direction_reverse(PL_SDP_INACTIVE), PL_SDP_INACTIVE);
    assert_int_equal(pl_sdp_setup_answer(PL_SDP_SETUP_ACTPASS, PL_SDP_SETUP_PASSIVE),
                     PL_SDP_SETUP_PASSIVE);
    assert_int_equal(pl_sdp_setup_answer(PL_SDP_SETUP_PASSIVE, PL_SDP_SETUP_PASSIVE),
                     PL_SDP_SETUP_ACTIVE);
    assert_int_equal(pl_sdp_setup_answer(PL_SDP_SETUP_ACTIVE, PL_SDP_SETUP_ACTIVE),
                     PL_SDP_SETUP_PASSIVE);
    assert_int_equal(pl_sdp_setup_answer(PL_SDP_SETUP_HOLDCONN, PL_SDP_SETUP_ACTIVE),
                     PL_SDP_SETUP_NONE);
}

/* Without asymmetry on both sides the answer's level is the lower one. */
static void h264_level_comes_down(void **state)
{
    (void)state;
    static const struct {
        const char *offered, *answered;
    } cases[] = {
        {"level-asymmetry-allowed=1;profile-level-id=42e01f", "42e028"},
        {"profile-level-id=42e01f", "42e01f"},
        {"profile-level-id=42e033", "42e028"},
        {"profile-level-id=4d801f", "42e01f"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct pl_sdp offer, ours, answer;
        struct pl_sdp_wish wish;
        struct pl_bytes value;
        char text[512];
        snprintf(text, sizeof(text),
                 "%sm=video 9 UDP/TLS/RTP/SAVPF 96 97\na=rtcp-mux\na=rtpmap:96 H264/90000\n"
                 "a=fmtp:96 packetization-mode=1;%s\na=rtpmap:97 VP8/90000\n",
                 OFFER, cases[i].offered);
        read_text(&offer, pl_bytes_str(text));
        load_taken(&ours);
        wish = wish_of(&ours);
        wish.codec_limit = 1;
        accept_all(&answer, &offer, &wish);
        assert_int_equal(answer.media[0]->codec_count, 1);
        assert_true(pl_sdp_param_get(&answer.media[0]->codecs[0], "profile-level-id", &value));
        assert_text(cases[i].answered, value);
        pl_sdp_finish(&answer);
        pl_sdp_finish(&ours);
        pl_sdp_finish(&offer);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_chromium),
        cmocka_unit_test(answers_firefox),
        cmocka_unit_test(takes_simulcast),
        cmocka_unit_test(rejected_sections_leave_the_bundle),
        cmocka_unit_test(answers_data_channels),
        cmocka_unit_test(refuses_what_it_cannot_answer),
        cmocka_unit_test(directions_and_roles),
        cmocka_unit_test(h264_level_comes_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

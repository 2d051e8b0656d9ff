/* SPDX-License-Identifier: Apache-2.0 */
/* What the browsers say, as recorded in testdata/, and the printer's and the builder's own cases.
 */
#include "proto/sdp/sdp_fixture.h"

static const char *const recordings[] = {
    "chromium-before-restart-offer",
    "chromium-data-answer",
    "chromium-data-offer",
    "chromium-ice-restart-offer",
    "chromium-max-bundle-offer",
    "chromium-recvonly-answer",
    "chromium-recycled-offer",
    "chromium-sendonly-offer",
    "chromium-sendrecv-offer",
    "chromium-simulcast-offer",
    "chromium-stopped-inactive-answer",
    "chromium-stopped-inactive-offer",
    "firefox-before-restart-offer",
    "firefox-data-answer",
    "firefox-data-offer",
    "firefox-ice-restart-offer",
    "firefox-max-bundle-offer",
    "firefox-recvonly-answer",
    "firefox-recycled-offer",
    "firefox-sendonly-offer",
    "firefox-sendrecv-offer",
    "firefox-simulcast-offer",
    "firefox-stopped-inactive-answer",
    "firefox-stopped-inactive-offer",
    "server-offer",
};

static void every_recording_survives_printing(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(recordings) / sizeof(recordings[0]); i++) {
        struct pl_sdp sdp;
        load(&sdp, recordings[i]);
        assert_true(sdp.media_count >= 1);
        assert_round_trip(&sdp);
        pl_sdp_finish(&sdp);
    }
}

static void chromium_session_and_transport(void **state)
{
    (void)state;
    struct pl_sdp sdp;
    const struct pl_sdp_media *a;
    load(&sdp, "chromium-sendonly-offer");
    assert_int_equal(sdp.origin_user.len, 0);
    assert_true(sdp.origin_id == 103135815685135469ULL);
    assert_int_equal(sdp.origin_version, 2);
    assert_false(sdp.ice_lite);
    assert_int_equal(sdp.media_count, 2);
    assert_int_equal(sdp.group_count, 1);
    assert_text("BUNDLE", sdp.groups[0].semantics);
    assert_int_equal(sdp.groups[0].mid_count, 2);
    assert_text("1", sdp.groups[0].mids[1]);

    a = sdp.media[0];
    assert_int_equal(a->kind, PL_SDP_AUDIO);
    assert_int_equal(a->port, 34691);
    assert_text("UDP/TLS/RTP/SAVPF", a->proto);
    assert_text("0", a->mid);
    assert_int_equal(a->direction, PL_SDP_SENDONLY);
    assert_true(a->rtcp_mux && a->rtcp_rsize && !a->rtcp_mux_only && !a->bundle_only);
    assert_true(a->extmap_allow_mixed); /* said once for the session */
    assert_text("NBj4", a->ice.ufrag);
    assert_text("Ozi/OLC0sHj53JIBKe1+/IsS", a->ice.pwd);
    assert_int_equal(a->ice.options, PL_SDP_ICE_TRICKLE);
    assert_int_equal(a->dtls.setup, PL_SDP_SETUP_ACTPASS);
    assert_int_equal(a->dtls.fingerprint_count, 1);
    assert_int_equal(a->dtls.fingerprints[0].hash, PL_SDP_SHA256);
    assert_int_equal(a->dtls.fingerprints[0].len, 32);
    assert_int_equal(a->dtls.fingerprints[0].bytes[0], 0x63);
    assert_int_equal(a->dtls.fingerprints[0].bytes[31], 0x5c);
    assert_ptr_equal(pl_sdp_transport_of(&sdp, sdp.media[1]), a);
    pl_sdp_finish(&sdp);
}

static void chromium_candidates(void **state)
{
    (void)state;
    struct pl_sdp sdp;
    const struct pl_sdp_candidate *c;
    char text[PL_ADDR_TEXT_MAX];
    load(&sdp, "chromium-sendonly-offer");
    assert_int_equal(sdp.media[0]->candidate_count, 8);
    c = sdp.media[0]->candidates;
    assert_text("1227812147", c[0].foundation);
    assert_int_equal(c[0].component, 1);
    assert_int_equal(c[0].priority, 2122194687);
    assert_int_equal(c[0].type, PL_SDP_HOST);
    assert_int_equal(c[0].tcp, PL_SDP_UDP);
    assert_string_equal("127.0.0.1:34691", pl_addr_print(&c[0].addr, text));
    assert_string_equal("[fd00::2]:35101", pl_addr_print(&c[3].addr, text));
    assert_int_equal(c[4].tcp, PL_SDP_TCP_ACTIVE);
    assert_int_equal(c[4].addr.port, 9);
    assert_false(sdp.media[0]->end_of_candidates);
    pl_sdp_finish(&sdp);
}

static void chromium_codecs(void **state)
{
    (void)state;
    struct pl_sdp sdp;
    const struct pl_sdp_media *a, *v;
    const struct pl_sdp_codec *c;
    struct pl_bytes value;
    load(&sdp, "chromium-sendonly-offer");
    a = sdp.media[0];
    assert_int_equal(a->codec_count, 8);
    c = &a->codecs[0];
    assert_int_equal(c->pt, 111);
    assert_text("opus", c->name);
    assert_int_equal(c->clock, 48000);
    assert_int_equal(c->channels, 2);
    assert_int_equal(pl_sdp_param_uint(c, "minptime", 0), 10);
    assert_int_equal(pl_sdp_param_uint(c, "useinbandfec", 0), 1);
    assert_int_equal(pl_sdp_param_uint(c, "stereo", 7), 7);
    assert_true(pl_sdp_has_feedback(a, c, "transport-cc", ""));
    c = pl_sdp_find_pt(a, 63);
    assert_text("red", c->name);
    assert_text("111/111", c->params[0].key); /* no key=value at all */
    assert_int_equal(c->params[0].value.len, 0);
    assert_int_equal(pl_sdp_find_pt(a, 0)->channels, 1);

    v = sdp.media[1];
    assert_int_equal(v->codec_count, 23);
    assert_int_equal(v->codecs[0].pt, 96);
    c = pl_sdp_find_pt(v, 108);
    assert_true(pl_sdp_param_get(c, "profile-level-id", &value));
    assert_text("42e01f", value);
    assert_int_equal(c->feedback_count, 5);
    assert_true(pl_sdp_has_feedback(v, c, "nack", "") && pl_sdp_has_feedback(v, c, "nack", "pli"));
    assert_true(pl_sdp_has_feedback(v, c, "ccm", "fir"));
    assert_false(pl_sdp_has_feedback(v, c, "nack", "rpsi"));
    assert_null(pl_sdp_find_pt(v, 35));
    pl_sdp_finish(&sdp);
}

static void chromium_streams(void **state)
{
    (void)state;
    struct pl_sdp sdp;
    const struct pl_sdp_media *v;
    load(&sdp, "chromium-sendonly-offer");
    v = sdp.media[1];
    assert_int_equal(v->extmap_count, 11);
    assert_int_equal(pl_sdp_find_extmap(v, "urn:ietf:params:rtp-hdrext:sdes:mid")->id, 4);
    assert_false(v->extmaps[0].has_direction);
    assert_null(pl_sdp_find_extmap(v, "urn:ietf:params:rtp-hdrext:ssrc-audio-level"));
    assert_int_equal(v->msid_count, 1);
    assert_text("97004c3a-0647-4d0c-8721-9989339e1250", v->msids[0].stream);
    assert_text("bcffc4e3-40b7-4d05-805e-c2e5ced2f1ab", v->msids[0].track);
    assert_int_equal(v->ssrc_count, 2);
    assert_int_equal(v->ssrcs[1].id, 3165957488u);
    assert_text("r+An8GlzUAAbPiR8", v->ssrcs[1].cname);
    assert_text("bcffc4e3-40b7-4d05-805e-c2e5ced2f1ab", v->ssrcs[1].msid.track);
    assert_int_equal(v->ssrc_group_count, 1);
    assert_text("FID", v->ssrc_groups[0].semantics);
    assert_int_equal(v->ssrc_groups[0].ssrcs[0], 1706502720u);
    pl_sdp_finish(&sdp);
}

static void assert_three_layers(const char *recording)
{
    static const char *const rids[] = {"q", "h", "f"};
    struct pl_sdp sdp;
    const struct pl_sdp_media *m;
    load(&sdp, recording);
    m = sdp.media[0];
    assert_int_equal(m->rid_count, 3);
    assert_int_equal(m->simulcast.send_count, 3);
    assert_int_equal(m->simulcast.recv_count, 0);
    for (size_t i = 0; i < 3; i++) {
        assert_text(rids[i], m->rids[i].id);
        assert_int_equal(m->rids[i].direction, PL_SDP_SENDONLY);
        assert_text(rids[i], m->simulcast.send[i].rid);
        assert_false(m->simulcast.send[i].paused || m->simulcast.send[i].alternative);
    }
    assert_non_null(pl_sdp_find_extmap(m, "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id"));
    pl_sdp_finish(&sdp);
}

static void simulcast_of_both_browsers(void **state)
{
    (void)state;
    assert_three_layers("chromium-simulcast-offer");
    assert_three_layers("firefox-simulcast-offer");
}

static void firefox_inherits_from_the_session(void **state)
{
    (void)state;
    struct pl_sdp sdp;
    const struct pl_sdp_media *a, *v;
    load(&sdp, "firefox-sendonly-offer");
    assert_text("mozilla...THIS_IS_SDPARTA-99.0", sdp.origin_user);
    a = sdp.media[0];
    v = sdp.media[1];
    assert_int_equal(a->direction, PL_SDP_SENDONLY); /* the session's is sendrecv */
    assert_int_equal(a->dtls.fingerprint_count, 1);
    assert_int_equal(v->dtls.fingerprint_count, 1);
    assert_int_equal(v->dtls.fingerprints[0].bytes[0], 0x62);
    assert_int_equal(v->ice.options, PL_SDP_ICE_TRICKLE);
    assert_text("833e84b9", v->ice.ufrag);
    assert_true(a->end_of_candidates);
    assert_int_equal(a->candidate_count, 8); /* "UDP" and "TCP" in capitals, two components */
    assert_int_equal(a->candidates[4].component, 2);
    assert_text("{583b17b2-c266-4baa-a09a-49411f42c680}", a->msids[0].stream);
    pl_sdp_finish(&sdp);
}

static void firefox_codecs_and_extensions(void **state)
{
    (void)state;
    struct pl_sdp sdp;
    const struct pl_sdp_media *a, *v;
    const struct pl_sdp_extmap *e;
    load(&sdp, "firefox-sendonly-offer");
    a = sdp.media[0];
    v = sdp.media[1];
    assert_int_equal(a->codecs[0].pt, 109);
    assert_int_equal(pl_sdp_param_uint(&a->codecs[0], "maxplaybackrate", 0), 48000);
    assert_int_equal(a->codecs[1].channels, 1); /* "G722/8000/1" */
    assert_int_equal(v->codec_count, 9);
    assert_text("VP8", v->codecs[0].name);
    e = pl_sdp_find_extmap(a, "urn:ietf:params:rtp-hdrext:csrc-audio-level");
    assert_int_equal(e->id, 2);
    assert_true(e->has_direction);
    assert_int_equal(e->direction, PL_SDP_RECVONLY);
    assert_int_equal(v->ssrc_group_count, 1);
    assert_false(a->rtcp_rsize);
    assert_true(v->rtcp_rsize);
    pl_sdp_finish(&sdp);
}

static void answers_of_both_browsers(void **state)
{
    (void)state;
    struct pl_sdp c, f;
    load(&c, "chromium-recvonly-answer");
    load(&f, "firefox-recvonly-answer");
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(c.media[i]->direction, PL_SDP_RECVONLY);
        assert_int_equal(f.media[i]->direction, PL_SDP_RECVONLY);
        assert_int_equal(c.media[i]->dtls.setup, PL_SDP_SETUP_ACTIVE);
        assert_int_equal(f.media[i]->dtls.setup, PL_SDP_SETUP_ACTIVE);
    }
    assert_int_equal(c.media[1]->codec_count, 4);
    assert_text("H264", c.media[1]->codecs[0].name);
    assert_int_equal(f.media[1]->codec_count, 2); /* this Firefox has no H.264 */
    assert_text("VP8", f.media[1]->codecs[0].name);
    pl_sdp_finish(&c);
    pl_sdp_finish(&f);
}

static void rejected_and_bundle_only_sections(void **state)
{
    (void)state;
    struct pl_sdp sdp;
    load(&sdp, "firefox-stopped-inactive-offer");
    assert_true(pl_sdp_media_rejected(sdp.media[1]));
    assert_int_equal(sdp.media[1]->codec_count, 1);
    assert_null(pl_sdp_bundle_of(&sdp, sdp.media[1]));
    assert_ptr_equal(pl_sdp_transport_of(&sdp, sdp.media[1]), sdp.media[1]);
    assert_false(pl_sdp_media_rejected(sdp.media[2]));
    assert_int_equal(sdp.media[2]->direction, PL_SDP_INACTIVE);
    pl_sdp_finish(&sdp);

    load(&sdp, "firefox-recycled-offer"); /* port 0, and yet not rejected: RFC 9143 6 */
    assert_int_equal(sdp.media[3]->port, 0);
    assert_true(sdp.media[3]->bundle_only);
    assert_false(pl_sdp_media_rejected(sdp.media[3]));
    pl_sdp_finish(&sdp);

    load(&sdp, "chromium-recycled-offer"); /* the stopped video's place now holds audio */
    assert_int_equal(sdp.media[1]->kind, PL_SDP_AUDIO);
    assert_text("3", sdp.media[1]->mid);
    assert_ptr_equal(pl_sdp_find_media(&sdp, BYTES("3")), sdp.media[1]);
    assert_null(pl_sdp_find_media(&sdp, BYTES("1")));
    pl_sdp_finish(&sdp);
}

static void ice_restart_changes_credentials(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"chromium-before-restart-offer", "chromium-ice-restart-offer"},
        {"firefox-before-restart-offer", "firefox-ice-restart-offer"},
    };
    for (size_t i = 0; i < 2; i++) {
        struct pl_sdp before, after;
        load(&before, pairs[i][0]);
        load(&after, pairs[i][1]);
        assert_true(before.origin_id == after.origin_id);
        assert_true(before.origin_version < after.origin_version);
        assert_false(pl_bytes_eq(before.media[0]->ice.ufrag, after.media[0]->ice.ufrag));
        assert_false(pl_bytes_eq(before.media[0]->ice.pwd, after.media[0]->ice.pwd));
        pl_sdp_finish(&before);
        pl_sdp_finish(&after);
    }
}

static void data_channel_sections(void **state)
{
    (void)state;
    struct pl_sdp sdp;
    const struct pl_sdp_media *m;
    load(&sdp, "chromium-data-offer");
    m = sdp.media[1];
    assert_int_equal(m->kind, PL_SDP_APPLICATION);
    assert_false(pl_sdp_media_is_rtp(m));
    assert_text("UDP/DTLS/SCTP", m->proto);
    assert_text("webrtc-datachannel", m->formats);
    assert_int_equal(m->codec_count, 0);
    assert_int_equal(m->sctp_port, 5000);
    assert_int_equal(m->max_message_size_bytes, 262144);
    pl_sdp_finish(&sdp);
    load(&sdp, "firefox-data-answer");
    assert_int_equal(sdp.media[1]->max_message_size_bytes, 1073741823);
    pl_sdp_finish(&sdp);
}

#define HEAD "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n"

/* All that the printer can say, once, against its canonical text. */
static void prints_canonically(void **state)
{
    (void)state;
    static const char text[] =
        HEAD "a=group:BUNDLE v\r\n"
             "a=ice-lite\r\n"
             "m=video 9 UDP/TLS/RTP/SAVPF 96 97\r\n"
             "c=IN IP4 0.0.0.0\r\n"
             "b=AS:500\r\n"
             "b=TIAS:500000\r\n"
             "a=mid:v\r\n"
             "a=sendrecv\r\n"
             "a=rtcp-mux\r\n"
             "a=rtcp-mux-only\r\n"
             "a=rtcp-rsize\r\n"
             "a=ice-ufrag:abcd\r\n"
             "a=ice-pwd:abcdefghijklmnopqrstuv\r\n"
             "a=ice-options:trickle ice2\r\n"
             "a=candidate:1 1 udp 2130706431 192.0.2.1 4000 typ host\r\n"
             "a=candidate:2 1 tcp 1694498815 2001:db8::1 4001 typ srflx raddr 192.0.2.9 rport 5 "
             "tcptype passive\r\n"
             "a=candidate:3 1 udp 1 6f0c.local 9 typ host ufrag abcd\r\n"
             "a=end-of-candidates\r\n"
             "a=fingerprint:sha-1 00:01:02:03:04:05:06:07:08:09:0A:0B:0C:0D:0E:0F:10:11:12:FF\r\n"
             "a=setup:passive\r\n"
             "a=tls-id:abc3de65cddef001be82\r\n"
             "a=ptime:20\r\n"
             "a=maxptime:60\r\n"
             "a=extmap-allow-mixed\r\n"
             "a=extmap:1/sendonly urn:x a b\r\n"
             "a=extmap:4096 urn:y\r\n"
             "a=msid:- t\r\n"
             "a=rtpmap:96 VP8/90000\r\n"
             "a=rtcp-fb:96 ccm tmmbr smaxpr=120\r\n"
             "a=fmtp:96 max-fs=12288;max-fr=60\r\n"
             "a=rtpmap:97 rtx/90000\r\n"
             "a=fmtp:97 apt=96\r\n"
             "a=rtcp-fb:* nack\r\n"
             "a=ssrc-group:FID 1 2\r\n"
             "a=ssrc:1 cname:a b\r\n"
             "a=ssrc:1 msid:s t\r\n"
             "a=ssrc:4294967295 cname:x\r\n"
             "a=rid:hi send pt=96;max-width=1280\r\n"
             "a=rid:lo-2 recv\r\n"
             "a=simulcast:send hi,~mid;lo recv ~lo-2\r\n"
             "m=application 0 UDP/DTLS/SCTP webrtc-datachannel\r\n"
             "c=IN IP4 0.0.0.0\r\n"
             "a=inactive\r\n"
             "a=bundle-only\r\n"
             "a=sctp-port:5000\r\n"
             "a=max-message-size:0\r\n"
             "m=text 9 TCP/MSRP *\r\n"
             "c=IN IP4 0.0.0.0\r\n"
             "a=sendrecv\r\n";
    struct pl_sdp sdp;
    uint8_t out[4096];
    size_t len;
    read_text(&sdp, BYTES(text));
    assert_true(sdp.media[1]->max_message_size_bytes == PL_SDP_ANY_SIZE);
    assert_true(pl_sdp_has_feedback(sdp.media[0], &sdp.media[0]->codecs[0], "nack", ""));
    assert_text("6f0c.local", sdp.media[0]->candidates[2].host);
    assert_ok(pl_sdp_write(&sdp, out, sizeof(out), &len));
    out[len] = '\0';
    assert_string_equal(text, (const char *)out);
    assert_round_trip(&sdp);

    /* Every shorter destination is refused, and left within its bounds. */
    for (size_t size = 0; size < len; size++) {
        size_t n = 0;
        out[size] = 0xee;
        assert_err(PL_E_SPACE, pl_sdp_write(&sdp, out, size, &n));
        assert_int_equal(out[size], 0xee);
    }
    pl_sdp_finish(&sdp);
}

static void section_overrides_session(void **state)
{
    (void)state;
    struct pl_sdp sdp;
    read_text(&sdp, BYTES(HEAD "a=setup:active\na=recvonly\na=ice-ufrag:sess\n"
                               "a=extmap:1 urn:one\na=extmap:2 urn:two\n"
                               "a=fingerprint:sha-1 00:01:02:03:04:05:06:07:08:09:0A:0B:0C:0D:0E:"
                               "0F:10:11:12:13\n"
                               "m=audio 9 UDP/TLS/RTP/SAVPF 0\na=setup:passive\na=sendonly\n"
                               "a=ice-ufrag:sect\na=extmap:2 urn:deux\na=extmap:3 urn:three\n"
                               "a=fingerprint:sha-1 aa:01:02:03:04:05:06:07:08:09:0A:0B:0C:0D:0E:"
                               "0F:10:11:12:13\n"
                               "m=audio 9 UDP/TLS/RTP/SAVPF 0\n"));
    assert_int_equal(sdp.media[0]->dtls.setup, PL_SDP_SETUP_PASSIVE);
    assert_int_equal(sdp.media[0]->direction, PL_SDP_SENDONLY);
    assert_text("sect", sdp.media[0]->ice.ufrag);
    assert_int_equal(sdp.media[0]->extmap_count, 3);
    assert_text("urn:deux", sdp.media[0]->extmaps[1].uri);
    assert_int_equal(sdp.media[0]->dtls.fingerprint_count, 1);
    assert_int_equal(sdp.media[0]->dtls.fingerprints[0].bytes[0], 0xaa);
    assert_int_equal(sdp.media[1]->dtls.setup, PL_SDP_SETUP_ACTIVE);
    assert_int_equal(sdp.media[1]->direction, PL_SDP_RECVONLY);
    assert_text("sess", sdp.media[1]->ice.ufrag);
    assert_int_equal(sdp.media[1]->extmap_count, 2);
    assert_text("urn:two", sdp.media[1]->extmaps[1].uri);
    assert_text("PCMU", sdp.media[1]->codecs[0].name); /* RFC 3551: needs no rtpmap */
    assert_int_equal(sdp.media[1]->codecs[0].clock, 8000);
    assert_round_trip(&sdp);
    pl_sdp_finish(&sdp);
}

static void passes_over_what_it_does_not_know(void **state)
{
    (void)state;
    struct pl_sdp sdp;
    read_text(&sdp, BYTES(HEAD "i=x\na=msid-semantic: WMS *\na=\na=unknown\nz=0 0\n"
                               "a=fingerprint:md5 AA:BB\na=mid:not-here\n"
                               "m=audio 9 UDP/TLS/RTP/SAVPF 111\na=rtcp-xr:rcvr-rtt=all\n"
                               "a=rtpmap:112 x/8000\na=fmtp:112 a=b\na=rtcp-fb:112 nack\n"
                               "a=ssrc:5 label:x\na=ptime:2.5\nb=RS:0\n"
                               "a=candidate:1 1 sctp 1 192.0.2.1 1 typ host\n"
                               "a=candidate:1 1 udp 1 192.0.2.1 1 typ teleport\n"
                               "a=candidate:1 1 udp 1 fe80::1%eth0 1 typ host\n"
                               "a=candidate:1 1 udp 1 1.2.3.4:0 1 typ host\n"));
    assert_int_equal(sdp.media_count, 1);
    assert_int_equal(sdp.media[0]->mid.len, 0);
    assert_int_equal(sdp.media[0]->codec_count, 1);
    assert_int_equal(sdp.media[0]->codecs[0].name.len, 0);
    assert_int_equal(sdp.media[0]->candidate_count, 0);
    assert_int_equal(sdp.media[0]->ssrc_count, 0);
    assert_int_equal(sdp.media[0]->dtls.fingerprint_count, 0);
    assert_round_trip(&sdp);
    pl_sdp_finish(&sdp);
}

static void fmtp_forms(void **state)
{
    (void)state;
    struct pl_sdp sdp;
    const struct pl_sdp_codec *c;
    struct pl_bytes value;
    read_text(&sdp, BYTES(HEAD "m=audio 9 RTP/AVP 96 101\n"
                               "a=fmtp:96  A = 1 ; b=x=y;;flag; big=4294967296;A=2;\n"
                               "a=fmtp:101 0-15\n"));
    c = &sdp.media[0]->codecs[0];
    assert_int_equal(c->param_count, 5);
    assert_int_equal(pl_sdp_param_uint(c, "a", 9), 1); /* the first, whatever its case */
    assert_true(pl_sdp_param_get(c, "b", &value));
    assert_text("x=y", value);
    assert_true(pl_sdp_param_get(c, "flag", &value));
    assert_int_equal(value.len, 0);
    assert_int_equal(pl_sdp_param_uint(c, "flag", 3), 3);
    assert_int_equal(pl_sdp_param_uint(c, "big", 3), 3);
    assert_text("0-15", sdp.media[0]->codecs[1].params[0].key);
    assert_round_trip(&sdp);
    pl_sdp_finish(&sdp);
}

static void trickled_candidates(void **state)
{
    (void)state;
    static const char text[] = "candidate:842163049 1 udp 1677729535 203.0.113.7 46154 typ srflx "
                               "raddr 10.0.0.17 rport 46154 ufrag Xy+/";
    struct pl_sdp_candidate c;
    uint8_t out[256];
    size_t len;
    assert_ok(pl_sdp_candidate_read(
        &c, BYTES("a=candidate:842163049 1 UDP 1677729535 203.0.113.7 46154 typ srflx raddr "
                  "10.0.0.17 rport 46154 generation 0 ufrag Xy+/ network-cost 999")));
    assert_int_equal(c.related.port, 46154);
    assert_ok(pl_sdp_candidate_write(&c, out, sizeof(out), &len));
    assert_int_equal(len, sizeof(text) - 1);
    assert_memory_equal(text, out, len);
    assert_err(PL_E_SPACE, pl_sdp_candidate_write(&c, out, len - 1, &len));
    assert_err(PL_E_IGNORED,
               pl_sdp_candidate_read(&c, BYTES("candidate:1 1 tcp 1 192.0.2.1 9 typ host")));
    assert_err(PL_E_PROTO, pl_sdp_candidate_read(&c, BYTES("")));
    assert_err(PL_E_PROTO, pl_sdp_candidate_read(&c, BYTES("candidate:1 1 udp 1 192.0.2.1 9")));
    assert_err(PL_E_PROTO,
               pl_sdp_candidate_read(&c, BYTES("candidate:1 1 udp 1 192.0.2.1 9 typ host\r\na=x")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_recording_survives_printing),
        cmocka_unit_test(chromium_session_and_transport),
        cmocka_unit_test(chromium_candidates),
        cmocka_unit_test(chromium_codecs),
        cmocka_unit_test(chromium_streams),
        cmocka_unit_test(simulcast_of_both_browsers),
        cmocka_unit_test(firefox_inherits_from_the_session),
        cmocka_unit_test(firefox_codecs_and_extensions),
        cmocka_unit_test(answers_of_both_browsers),
        cmocka_unit_test(rejected_and_bundle_only_sections),
        cmocka_unit_test(ice_restart_changes_credentials),
        cmocka_unit_test(data_channel_sections),
        cmocka_unit_test(prints_canonically),
        cmocka_unit_test(section_overrides_session),
        cmocka_unit_test(passes_over_what_it_does_not_know),
        cmocka_unit_test(fmtp_forms),
        cmocka_unit_test(trickled_candidates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

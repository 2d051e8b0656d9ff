/* SPDX-License-Identifier: Apache-2.0 */
/* What a stranger may send, and what a stranger's names may not do to our text. */
#include "proto/sdp/sdp_fixture.h"

#define HEAD  "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n"
#define AUDIO HEAD "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n"

struct bad {
    struct pl_bytes text;
    unsigned line;
    const char *reason;
};

#define BAD(text, line, reason)                                                                    \
    {                                                                                              \
        {(const uint8_t *)(text), sizeof(text) - 1}, line, reason                                  \
    }

static const struct bad bad[] = {
    BAD("", 0, "no o= line"),
    BAD("v=0", 0, "no o= line"),
    BAD("\r\n", 0, "no o= line"),
    BAD("x", 1, "not a line of SDP"),
    BAD("v=1\r\n", 1, "no v=0"),
    BAD("o=- 1 1 IN IP4 0.0.0.0\r\n", 1, "no v=0"),
    BAD(HEAD "v=0\r\n", 5, "second v= line"),
    BAD(HEAD "o=- 1 1 IN IP4 0.0.0.0\r\n", 5, "second o= line"),
    BAD("v=0\r\no=- -1 1 IN IP4 0.0.0.0\r\n", 2, "o= line: id or version"),
    BAD("v=0\r\no=- 18446744073709551616 1 IN IP4 0.0.0.0\r\n", 2, "o= line: id or version"),
    BAD("v=0\r\nm=audio 9 RTP/AVP 0\r\n", 2, "no o= line before the first m= line"),
    BAD(HEAD "\r\na=mid:0\r\n", 6, "text after a blank line"),
    BAD(HEAD "a=x\0y\r\n", 5, "control byte"),
    BAD(HEAD "a=x\ry\r\n", 5, "control byte"),
    BAD(HEAD "a=x\r\r\n", 5, "control byte"),
    BAD(HEAD "A=x\r\n", 5, "not a line of SDP"),
    BAD(HEAD " a=x\r\n", 5, "not a line of SDP"),
    BAD(HEAD "m=audio -1 RTP/AVP 0\r\n", 5, "m= line: port"),
    BAD(HEAD "m=audio 65536 RTP/AVP 0\r\n", 5, "m= line: port"),
    BAD(HEAD "m=audio 9/2 RTP/AVP 0\r\n", 5, "m= line: port"),
    BAD(HEAD "m=audio  RTP/AVP 0\r\n", 5, "m= line: port"),
    BAD(HEAD "m=au(dio 9 RTP/AVP 0\r\n", 5, "m= line: kind"),
    BAD(HEAD "m=audio 9\r\n", 5, "m= line: protocol"),
    BAD(HEAD "m=audio 9 RTP/AVP\r\n", 5, "m= line: no format"),
    BAD(HEAD "m=audio 9 RTP/AVP 128\r\n", 5, "m= line: payload type"),
    BAD(HEAD "m=audio 9 RTP/AVP 0 0\r\n", 5, "payload type listed twice"),
    BAD(AUDIO "a=mid:0\r\nm=audio 9 RTP/AVP 0\r\na=mid:0\r\n", 8, "mid used twice"),
    BAD(AUDIO "a=mid:0\r\na=mid:1\r\n", 7, "mid"),
    BAD(AUDIO "a=mid:\r\n", 6, "mid"),
    BAD(AUDIO "a=mid:0123456789012345678901234567890123\r\n", 6, "mid"),
    BAD(HEAD "a=group:BUNDLE 7\r\n", 0, "group of an unknown mid"),
    BAD(HEAD "a=group:BUNDLE 0 0\r\nm=audio 9 RTP/AVP 0\r\na=mid:0\r\n", 0,
        "group names a mid twice"),
    BAD(HEAD "a=group:BUNDLE 0  1\r\n", 5, "group: mid"),
    BAD(AUDIO "a=sendonly\r\na=recvonly\r\n", 7, "second direction"),
    BAD(AUDIO "a=ice-ufrag:abc\r\n", 6, "ice-ufrag"),
    BAD(AUDIO "a=ice-ufrag:ab c\r\n", 6, "ice-ufrag"),
    BAD(AUDIO "a=ice-pwd:tooshort\r\n", 6, "ice-pwd"),
    BAD(AUDIO "a=setup:maybe\r\n", 6, "setup"),
    BAD(AUDIO "a=setup:active\r\na=setup:passive\r\n", 7, "second setup"),
    BAD(AUDIO "a=fingerprint:sha-256 AA:BB\r\n", 6, "fingerprint: value"),
    BAD(AUDIO "a=fingerprint:sha-1 00:01:02:03:04:05:06:07:08:09:0A:0B:0C:0D:0E:0F:10:11:12:1G\r\n",
        6, "fingerprint: value"),
    BAD(AUDIO "a=fingerprint:sha-1 00-01:02:03:04:05:06:07:08:09:0A:0B:0C:0D:0E:0F:10:11:12:13\r\n",
        6, "fingerprint: value"),
    BAD(AUDIO "a=rtpmap:256 x/1\r\n", 6, "rtpmap: payload type"),
    BAD(AUDIO "a=rtpmap:111 opus\r\n", 6, "rtpmap: clock rate"),
    BAD(AUDIO "a=rtpmap:111 opus/4294967296\r\n", 6, "rtpmap: clock rate"),
    BAD(AUDIO "a=rtpmap:111 opus/0\r\n", 6, "rtpmap: clock rate"),
    BAD(AUDIO "a=rtpmap:111 opus/48000/256\r\n", 6, "rtpmap: channels"),
    BAD(AUDIO "a=rtpmap:111 a/1\r\na=rtpmap:111 b/1\r\n", 7, "second rtpmap for a payload type"),
    BAD(AUDIO "a=fmtp:x y\r\n", 6, "fmtp: payload type"),
    BAD(AUDIO "a=fmtp:111 =y\r\n", 6, "fmtp: value without a name"),
    BAD(AUDIO "a=rtcp-fb:111\r\n", 6, "rtcp-fb: type"),
    BAD(AUDIO "a=rtcp-fb:x nack\r\n", 6, "rtcp-fb: payload type"),
    BAD(AUDIO "a=extmap:0 urn:x\r\n", 6, "extmap: id"),
    BAD(AUDIO "a=extmap:256 urn:x\r\n", 6, "extmap: id"),
    BAD(AUDIO "a=extmap:4352 urn:x\r\n", 6, "extmap: id"),
    BAD(AUDIO "a=extmap:1/sideways urn:x\r\n", 6, "extmap: direction"),
    BAD(AUDIO "a=extmap:1\r\n", 6, "extmap: URI"),
    BAD(AUDIO "a=extmap:1 urn:x\r\na=extmap:1 urn:y\r\n", 7, "extmap: id used twice"),
    BAD(AUDIO "a=msid:\r\n", 6, "msid"),
    BAD(AUDIO "a=ssrc:4294967296 cname:x\r\n", 6, "ssrc: id"),
    BAD(AUDIO "a=ssrc:1 cname:\r\n", 6, "ssrc: cname"),
    BAD(AUDIO "a=ssrc-group:FID 1 x\r\n", 6, "ssrc-group: id"),
    BAD(AUDIO "a=rid:a,b send\r\n", 6, "rid: id"),
    BAD(AUDIO "a=rid:a sendrecv\r\n", 6, "rid: direction"),
    BAD(AUDIO "a=rid:a send\r\na=rid:a recv\r\n", 7, "rid used twice"),
    BAD(AUDIO "a=simulcast:\r\n", 6, "simulcast: direction"),
    BAD(AUDIO "a=simulcast:send\r\n", 6, "simulcast: empty list"),
    BAD(AUDIO "a=simulcast:send a send b\r\n", 6, "simulcast: direction"),
    BAD(AUDIO "a=simulcast:send a;;b\r\n", 6, "simulcast: rid"),
    BAD(AUDIO "a=simulcast:send ~\r\n", 6, "simulcast: rid"),
    BAD(AUDIO "a=candidate:\r\n", 6, "candidate"),
    BAD(AUDIO "a=candidate:1 0 udp 1 1.2.3.4 5 typ host\r\n", 6, "candidate"),
    BAD(AUDIO "a=candidate:1 1 udp 4294967296 1.2.3.4 5 typ host\r\n", 6, "candidate"),
    BAD(AUDIO "a=candidate:1 1 udp 1 1.2.3.4 65536 typ host\r\n", 6, "candidate"),
    BAD(AUDIO "b=AS:4294967296\r\n", 6, "b= line: number"),
    BAD(AUDIO "a=sctp-port:65536\r\n", 6, "sctp-port"),
    BAD(AUDIO "a=max-message-size:18446744073709551616\r\n", 6, "max-message-size"),
};

static void refuses_with_line_and_reason(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        struct pl_sdp sdp;
        struct pl_sdp_error error;
        enum pl_err err = pl_sdp_read(&sdp, bad[i].text, &error);
        if (err != PL_E_PROTO || error.line != bad[i].line ||
            strcmp(error.reason, bad[i].reason) != 0)
            fail_msg("case %zu, line %u \"%s\": got %s, line %u \"%s\"", i, bad[i].line,
                     bad[i].reason, pl_err_name(err), error.line, error.reason);
        assert_null(sdp.blocks); /* a refused description holds nothing */
        pl_sdp_finish(&sdp);
    }
}

static void takes_any_line_end(void **state)
{
    (void)state;
    struct pl_sdp sdp;
    read_text(&sdp, BYTES("v=0\no=- 1 2 IN IP4 0.0.0.0\nm=audio 9 RTP/AVP 0\na=mid:x"));
    assert_text("x", sdp.media[0]->mid);
    pl_sdp_finish(&sdp);
    read_text(&sdp, BYTES(AUDIO "a=mid:x\r\n\r\n\n"));
    assert_text("x", sdp.media[0]->mid);
    pl_sdp_finish(&sdp);
}

/* HEAD, then `unit` again and again. */
static struct pl_bytes repeat(const char *start, const char *unit, size_t count)
{
    static uint8_t text[PL_SDP_TEXT_MAX * 2];
    struct pl_writer w = pl_writer_of(text, sizeof(text));
    pl_write_str(&w, start);
    for (size_t i = 0; i < count; i++)
        pl_write_str(&w, unit);
    assert_true(pl_writer_ok(&w));
    return pl_writer_done(&w);
}

static void assert_limit(struct pl_bytes text, const char *reason)
{
    struct pl_sdp sdp;
    struct pl_sdp_error error;
    assert_err(PL_E_LIMIT, pl_sdp_read(&sdp, text, &error));
    assert_string_equal(reason, error.reason);
    pl_sdp_finish(&sdp);
}

static void limits_of_text_and_lines(void **state)
{
    (void)state;
    struct pl_sdp sdp;
    assert_limit(repeat(HEAD, "a=x\n", 10000), "too many lines");
    assert_limit(repeat(HEAD, "\n", 10000), "too many lines");
    assert_limit(repeat(HEAD, "a=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n", 7000), "text too long");
    assert_limit(repeat(HEAD "a=", "x", PL_SDP_LINE_MAX - 1), "line too long");
    read_text(&sdp, repeat(HEAD "a=", "x", PL_SDP_LINE_MAX - 2));
    pl_sdp_finish(&sdp);
    read_text(&sdp, repeat(HEAD, "a=x\n", PL_SDP_LINES_MAX - 4));
    pl_sdp_finish(&sdp);
}

static void limits_of_lists(void **state)
{
    (void)state;
    struct pl_sdp sdp;
    static const char section[] = "m=audio 9 RTP/AVP 0\n";
    assert_limit(repeat(HEAD, section, PL_SDP_MEDIA_MAX + 1), "too many of them");
    read_text(&sdp, repeat(HEAD, section, PL_SDP_MEDIA_MAX));
    assert_int_equal(sdp.media_count, PL_SDP_MEDIA_MAX);
    assert_round_trip(&sdp);
    pl_sdp_finish(&sdp);
    assert_limit(repeat(AUDIO, "a=rtcp-fb:111 nack\n", PL_SDP_FEEDBACKS_MAX + 1),
                 "too many of them");
    assert_limit(repeat(AUDIO, "a=fmtp:111 a=b\n", PL_SDP_PARAMS_MAX + 1), "too many of them");
    assert_limit(repeat(AUDIO, "a=msid:a b\n", PL_SDP_MSIDS_MAX + 1), "too many of them");
    assert_limit(repeat(HEAD, "a=group:LS\n", PL_SDP_GROUPS_MAX + 1), "too many of them");
    assert_limit(repeat(AUDIO "a=simulcast:send a", ";a", PL_SDP_LAYERS_MAX), "too many of them");
    assert_limit(repeat(AUDIO "a=ssrc-group:X", " 1", PL_SDP_SSRC_GROUP_SIZE_MAX + 1),
                 "too many of them");
    /* Candidates beyond the limit are no reason to lose the call. */
    read_text(&sdp, repeat(AUDIO, "a=candidate:1 1 udp 1 192.0.2.1 9 typ host\n", 100));
    assert_int_equal(sdp.media[0]->candidate_count, PL_SDP_CANDIDATES_MAX);
    pl_sdp_finish(&sdp);
}

/* Things said once and inherited 128 times: bounded in memory, and refused when printed too long.
 */
static void inheritance_is_bounded(void **state)
{
    (void)state;
    static uint8_t text[PL_SDP_TEXT_MAX], out[PL_SDP_TEXT_MAX * 4];
    struct pl_writer w = pl_writer_of(text, sizeof(text));
    struct pl_sdp sdp;
    size_t len;
    pl_write_str(&w, HEAD);
    for (int i = 1; i <= PL_SDP_EXTMAPS_MAX; i++) {
        char line[96];
        snprintf(line, sizeof(line), "a=extmap:%d urn:a-name-long-enough-to-fill-the-text-%d\n", i,
                 i);
        pl_write_str(&w, line);
    }
    for (int i = 0; i < PL_SDP_MEDIA_MAX; i++)
        pl_write_str(&w, "m=audio 9 RTP/AVP 0\n");
    read_text(&sdp, pl_writer_done(&w));
    assert_int_equal(sdp.media[PL_SDP_MEDIA_MAX - 1]->extmap_count, PL_SDP_EXTMAPS_MAX);
    assert_true(sdp.memory_bytes <= PL_SDP_MEMORY_MAX);
    assert_err(PL_E_LIMIT, pl_sdp_write(&sdp, out, sizeof(out), &len));
    pl_sdp_finish(&sdp);
}

/* A minimal model into which each case puts one thing that SDP cannot say. */
static struct pl_sdp_media *begin_model(struct pl_sdp *sdp)
{
    struct pl_sdp_media *m;
    struct pl_sdp_codec *c;
    pl_sdp_init(sdp);
    m = pl_sdp_add_media(sdp);
    m->kind = PL_SDP_AUDIO;
    m->port = 9;
    m->proto = BYTES("UDP/TLS/RTP/SAVPF");
    m->mid = BYTES("0");
    c = pl_sdp_add_codec(sdp, m);
    c->pt = 111;
    c->name = BYTES("opus");
    c->clock = 48000;
    return m;
}

static void assert_unsayable(struct pl_sdp *sdp)
{
    uint8_t out[2048];
    size_t len;
    assert_err(PL_E_RANGE, pl_sdp_write(sdp, out, sizeof(out), &len));
    pl_sdp_finish(sdp);
}

static void names_cannot_smuggle_lines(void **state)
{
    (void)state;
    struct pl_sdp sdp;
    struct pl_sdp_media *m = begin_model(&sdp);
    struct pl_sdp_ssrc *s;
    struct pl_sdp_msid *msid;
    assert_round_trip(&sdp);
    m->mid = BYTES("0\r\na=ice-lite");
    assert_unsayable(&sdp);

    m = begin_model(&sdp);
    s = pl_sdp_add_ssrc(&sdp, m);
    s->cname = BYTES("x\na=setup:active");
    assert_unsayable(&sdp);

    m = begin_model(&sdp);
    msid = pl_sdp_add_msid(&sdp, m);
    msid->stream = BYTES("two words");
    assert_unsayable(&sdp);

    m = begin_model(&sdp);
    pl_sdp_add_param(&sdp, &m->codecs[0], BYTES("a"), BYTES("1;b=2"));
    assert_unsayable(&sdp);

    m = begin_model(&sdp);
    m->codecs[0].name = BYTES("op\0us");
    assert_unsayable(&sdp);

    (void)begin_model(&sdp);
    sdp.origin_user = BYTES("a b");
    assert_unsayable(&sdp);
}

static void models_that_nobody_could_read(void **state)
{
    (void)state;
    struct pl_sdp sdp;
    struct pl_sdp_media *m = begin_model(&sdp);
    pl_sdp_add_codec(&sdp, m)->pt = 111;
    assert_unsayable(&sdp);

    m = begin_model(&sdp);
    m->codecs[0].pt = 128;
    assert_unsayable(&sdp);

    m = begin_model(&sdp);
    m->codec_count = 0;
    assert_unsayable(&sdp);

    m = begin_model(&sdp);
    m->ice.pwd = BYTES("short");
    assert_unsayable(&sdp);

    m = begin_model(&sdp);
    pl_sdp_add_ssrc(&sdp, m)->id = 5; /* an ssrc of which nothing is said */
    assert_unsayable(&sdp);

    m = begin_model(&sdp);
    pl_sdp_add_extmap(&sdp, m)->uri = BYTES("urn:x"); /* id 0 */
    assert_unsayable(&sdp);

    m = begin_model(&sdp);
    m->dtls.fingerprint_count = 1; /* of no hash */
    assert_unsayable(&sdp);

    (void)begin_model(&sdp);
    pl_sdp_add_group_mid(&sdp, pl_sdp_add_group(&sdp, BYTES("BUNDLE")), BYTES("9"));
    assert_unsayable(&sdp);
}

static void adders_keep_their_first_failure(void **state)
{
    (void)state;
    struct pl_sdp sdp;
    struct pl_sdp_media *m = begin_model(&sdp);
    uint8_t out[2048];
    size_t len;
    for (int i = 1; i < PL_SDP_CODECS_MAX; i++)
        assert_non_null(pl_sdp_add_codec(&sdp, m));
    assert_ok(sdp.err);
    assert_null(pl_sdp_add_codec(&sdp, m));
    assert_int_equal(m->codec_count, PL_SDP_CODECS_MAX);
    assert_text("opus", m->codecs[0].name);               /* moved with its list */
    pl_sdp_add_param(&sdp, NULL, BYTES("a"), BYTES("b")); /* of a codec that was refused */
    assert_err(PL_E_LIMIT, pl_sdp_write(&sdp, out, sizeof(out), &len));
    pl_sdp_finish(&sdp);
    pl_sdp_finish(&sdp);
}

static void arena_has_an_end(void **state)
{
    (void)state;
    static uint8_t block[64 * 1024];
    struct pl_sdp sdp;
    unsigned copies = 0;
    pl_sdp_init(&sdp);
    while (!sdp.err && copies < 1000) {
        (void)pl_sdp_copy(&sdp, pl_bytes_of(block, sizeof(block)));
        copies++;
    }
    assert_err(PL_E_LIMIT, sdp.err);
    assert_int_equal(copies, PL_SDP_MEMORY_MAX / sizeof(block) + 1);
    pl_sdp_finish(&sdp);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses_with_line_and_reason),
        cmocka_unit_test(takes_any_line_end),
        cmocka_unit_test(limits_of_text_and_lines),
        cmocka_unit_test(limits_of_lists),
        cmocka_unit_test(inheritance_is_bounded),
        cmocka_unit_test(names_cannot_smuggle_lines),
        cmocka_unit_test(models_that_nobody_could_read),
        cmocka_unit_test(adders_keep_their_first_failure),
        cmocka_unit_test(arena_has_an_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Strangers, forgers, and clients that are authentic but mean no good. */
#include "media/tests/media_kit.h"

#include "proto/rtp/rtp_ext.h"

static struct kit *kit;
static struct kit_client *a, *b;
static struct pl_rtc_track *picture;

static void begin(uint64_t seed)
{
    kit = kit_create(seed);
    picture = kit_pair(kit, &a, &b);
}

/* All that came is a's, unharmed and without a hole. */
static void end(size_t least)
{
    kit_expect_whole(b, picture, kit_camera(a)->tag, least);
    assert_int_equal(picture->count.broken, 0);
    assert_int_equal(a->failed[PL_MEDIA_PUB] + b->failed[PL_MEDIA_SUB], 0);
    kit_destroy(kit);
}

static struct pl_ice_path elsewhere(uint16_t port)
{
    return (struct pl_ice_path){.remote = pl_addr_ipv4(203, 0, 113, 9, port), .local = 1};
}

static void strangers_are_dropped_unread(void **state)
{
    const struct pl_ice_path path = elsewhere(1);
    const struct pl_media_stats *s;
    uint8_t bytes[64];
    uint64_t sent;
    (void)state;
    begin(81);
    s = kit_stats(kit);
    sent = s->datagrams_out;
    for (unsigned first = 0; first < 256; first++) {
        memset(bytes, (int)first, sizeof(bytes));
        kit_inject(kit, &path, pl_bytes_of(bytes, sizeof(bytes)));
    }
    kit_inject(kit, &path, pl_bytes_of(bytes, 0));
    kit_inject(kit, &path, pl_bytes_of(bytes, 1));
    assert_int_equal(s->dropped_stranger, 258);
    assert_int_equal(s->datagrams_out, sent); /* nobody is answered */
    kit_run(kit, KIT_SOON);
    end(100);
}

static void junk_on_a_proven_path_is_counted_by_kind(void **state)
{
    const struct pl_media_stats *s;
    uint8_t bytes[64] = {0};
    (void)state;
    begin(82);
    s = kit_stats(kit);
    bytes[0] = 0x05; /* nobody's range in RFC 7983 */
    kit_inject(kit, &a->pub_port.path, pl_bytes_of(bytes, sizeof(bytes)));
    kit_inject(kit, &a->pub_port.path, pl_bytes_of(bytes, 0));
    assert_int_equal(s->dropped_malformed, 2);
    bytes[0] = 0x80;
    kit_inject(kit, &a->pub_port.path, pl_bytes_of(bytes, sizeof(bytes)));
    bytes[1] = 200;
    kit_inject(kit, &a->pub_port.path, pl_bytes_of(bytes, sizeof(bytes)));
    assert_int_equal(s->dropped_auth, 2);
    bytes[0] = 22; /* DTLS */
    kit_inject(kit, &a->pub_port.path, pl_bytes_of(bytes, sizeof(bytes)));
    kit_inject(kit, &b->sub_port.path, pl_bytes_of(bytes, sizeof(bytes)));
    kit_run(kit, KIT_SOON);
    end(100);
}

static bool flip_some(struct kit *k, const struct kit_port *port, bool to_sfu, struct pl_buf bytes)
{
    (void)port;
    /* The header in the clear too: from there it is another stream's packet, or a wrong tag. */
    if (to_sfu && pl_rtp_is_rtp(pl_bytes_of(bytes.data, bytes.len)) &&
        pl_prng_below(&k->prng, 10) == 0) {
        size_t bit = 8 + pl_prng_below(&k->prng, 8 * (bytes.len - 1));
        bytes.data[bit / 8] ^= (uint8_t)(1 << bit % 8);
        k->filtered++;
    }
    return true;
}

static void a_flipped_bit_is_a_lost_packet(void **state)
{
    (void)state;
    begin(83);
    kit->filter = flip_some;
    kit_run(kit, PL_SEC(10));
    kit->filter = NULL;
    kit_run(kit, KIT_SOON);
    assert_true(kit->filtered > 50);
    assert_in_range(kit_stats(kit)->dropped_auth + kit_stats(kit)->dropped_replay,
                    kit->filtered * 9 / 10, kit->filtered);
    end(700);
}

static void what_is_sent_twice_counts_once(void **state)
{
    uint64_t in;
    (void)state;
    begin(84);
    kit->duplicate = 100;
    in = kit_stats(kit)->rtp_in;
    kit_run(kit, PL_SEC(2));
    in = kit_stats(kit)->rtp_in - in;
    assert_true(kit_stats(kit)->dropped_replay >= in - 5);
    end(200);
}

/* Somebody who is in the room himself sends his checks from the address of a's packets. */
static void a_forged_check_does_not_take_over_a_path(void **state)
{
    struct kit_client *mallory;
    struct pl_ice_path own;
    size_t before;
    (void)state;
    begin(85);
    mallory = kit_join(kit);
    kit_publish(mallory, KIT_VIDEO);
    kit_link(mallory, a, KIT_VIDEO, true);
    kit_run(kit, KIT_SOON);
    before = mallory->sub->stats.unknown + mallory->log_count;

    own = mallory->pub_port.path;
    mallory->pub_port.path = a->pub_port.path; /* his packets say that they come from there */
    pl_rtc_check(mallory->pub, kit->now, NULL);
    kit_run(kit, PL_MS(30));
    mallory->pub_port.path = own;
    kit_run(kit, PL_SEC(2));
    assert_true(before > 0);
    assert_int_equal(mallory->failed[PL_MEDIA_PUB], 0);
    end(200);
}

/* Nobody's pictures go to an address that another connection has proved. */
static void a_forged_check_does_not_flood_another(void **state)
{
    struct kit_client *mallory;
    struct pl_ice_path own;
    uint32_t refused;
    (void)state;
    begin(86);
    mallory = kit_join(kit);
    kit_link(mallory, a, KIT_VIDEO, true);
    kit_run(kit, KIT_SOON);
    refused = b->sub->stats.refused;
    own = mallory->sub_port.path;
    mallory->sub_port.path = b->sub_port.path;
    pl_rtc_check(mallory->sub, kit->now, NULL);
    kit_run(kit, PL_MS(30));
    mallory->sub_port.path = own;
    kit_run(kit, KIT_SOON);
    assert_int_equal(b->sub->stats.refused, refused);
    end(100);
}

static void checks_of_strangers_prove_nothing(void **state)
{
    struct pl_ice_path own;
    uint64_t auth, ufrag;
    (void)state;
    begin(87);
    auth = kit_stats(kit)->dropped_auth;
    ufrag = kit_stats(kit)->dropped_ufrag;
    own = a->pub_port.path;
    a->pub_port.path = elsewhere(7);
    pl_rtc_check(a->pub, kit->now, "a password of somebody else");
    a->pub->remote_ufrag[0] ^= 1;
    pl_rtc_check(a->pub, kit->now, NULL);
    a->pub->remote_ufrag[0] ^= 1;
    kit_run(kit, PL_MS(15));
    a->pub_port.path = own;
    assert_int_equal(kit_stats(kit)->dropped_auth, auth + 1);
    assert_int_equal(kit_stats(kit)->dropped_ufrag, ufrag + 1);
    kit_run(kit, KIT_SOON);
    end(90);
}

/* ---- authentic ---- */

static void send_raw(uint32_t ssrc, uint16_t seq, uint8_t pt, const char *mid)
{
    const struct pl_rtc_stamp s = {.origin = 666, .codec = PL_CODEC_VP8, .key = true};
    struct pl_rtp_ext_set exts;
    struct pl_rtp_header h = {.exts = &exts, .pt = pt, .seq = seq, .ssrc = ssrc};
    uint8_t header[64], payload[100];
    struct pl_writer w = pl_writer_of(header, sizeof(header));
    pl_rtp_exts_init(&exts);
    if (mid)
        assert_ok(pl_rtp_exts_add(&exts, kit_camera(a)->ext_mid, pl_bytes_str(mid)));
    pl_rtp_write_header(&w, &h);
    pl_rtc_payload_write(&s, payload, sizeof(payload));
    assert_true(pl_rtc_send_rtp(a->pub, pl_writer_done(&w), pl_bytes_of(payload, 100)));
}

static void unknown_sources_are_dropped_and_bounded(void **state)
{
    (void)state;
    begin(88);
    for (uint32_t i = 0; i < 1000; i++) {
        send_raw(0x10000 + i, 1, kit_camera(a)->pt, NULL);
        send_raw(0x20000 + i, 1, kit_camera(a)->pt, "99");
        send_raw(0x30000 + i, 1, 77, "0"); /* a known section, but not its payload type */
        kit_run(kit, PL_MS(1));
    }
    kit_run(kit, KIT_SOON);
    assert_int_equal(kit_stats(kit)->dropped_unknown_ssrc, 3000);
    end(150);
}

static void a_source_that_says_its_section_is_taken(void **state)
{
    struct kit_client *c;
    (void)state;
    begin(89);
    c = kit_join(kit);
    c->config.without_ssrcs = true;
    kit_publish(c, KIT_AUDIO | KIT_VIDEO);
    kit_link(b, c, KIT_AUDIO | KIT_VIDEO, true);
    kit->loss = 3;
    kit_run(kit, PL_SEC(3));
    kit->loss = 0;
    kit_run(kit, KIT_SOON);
    kit_expect_whole(b, kit_received(b, c, PL_MEDIA_VIDEO), kit_camera(c)->tag, 200);
    assert_true(kit_stats(kit)->rtx_in > 0);
    assert_true(kit_count(b, kit_received(b, c, PL_MEDIA_AUDIO)) > 150);
    assert_int_equal(kit_stats(kit)->dropped_unknown_ssrc, 0);
    end(300);
}

static void authentic_nonsense_harms_only_its_sender(void **state)
{
    struct kit_client *c;
    uint8_t header[12], bytes[256];
    struct pl_prng *prng;
    (void)state;
    begin(90);
    prng = &kit->prng;
    c = kit_join(kit);
    kit_publish(c, KIT_AUDIO | KIT_VIDEO);
    kit_link(c, a, KIT_VIDEO, true);
    kit_run(kit, KIT_SOON);
    for (int i = 0; i < 3000; i++) {
        size_t len = pl_prng_below(prng, sizeof(bytes));
        struct pl_rtc_track *t = i & 1 ? kit_camera(c) : kit_microphone(c);
        pl_prng_fill(prng, bytes, sizeof(bytes));
        pl_prng_fill(prng, header, sizeof(header));
        header[0] = 0x80;
        header[1] &= 0x7f;
        if (i % 3 == 0)
            header[1] = i & 4 ? t->pt : t->rtx_pt;
        pl_put_u32(header + 8, i & 8 ? t->rtx_ssrc : t->ssrc);
        pl_rtc_send_rtp(c->pub, pl_bytes_of(header, 12), pl_bytes_of(bytes, len));
        bytes[0] = 0x80 | (bytes[0] & 0x1f);
        bytes[1] = (uint8_t)(200 + bytes[1] % 8);
        if (i % 4)
            pl_put_u16(bytes + 2, (uint16_t)(len / 4 - 1));
        if (len >= 8)
            pl_rtc_send_rtcp(i & 2 ? c->pub : c->sub, pl_bytes_of(bytes, len & ~(size_t)3));
        kit_run(kit, PL_MS(1));
    }
    kit_run(kit, KIT_SOON);
    end(200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strangers_are_dropped_unread),
        cmocka_unit_test(junk_on_a_proven_path_is_counted_by_kind),
        cmocka_unit_test(a_flipped_bit_is_a_lost_packet),
        cmocka_unit_test(what_is_sent_twice_counts_once),
        cmocka_unit_test(a_forged_check_does_not_take_over_a_path),
        cmocka_unit_test(a_forged_check_does_not_flood_another),
        cmocka_unit_test(checks_of_strangers_prove_nothing),
        cmocka_unit_test(unknown_sources_are_dropped_and_bounded),
        cmocka_unit_test(a_source_that_says_its_section_is_taken),
        cmocka_unit_test(authentic_nonsense_harms_only_its_sender),
    };
    return cmocka_run_group_tests(tests, kit_setup, kit_teardown);
}

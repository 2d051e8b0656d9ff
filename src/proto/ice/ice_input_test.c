/* SPDX-License-Identifier: Apache-2.0 */
/* Who gets which answer: the list at the top of ice.h, line by line, and what strangers try. */
#include "ice_kit.h"

#include "base/rng.h"

/* Nothing may have come of what was sent. */
static void expect_untouched(struct pl_ice *ice)
{
    kit_expect_silence(ice);
    kit_expect_no_event(ice);
    assert_int_equal(ice->stats.requests, 0);
    assert_true(pl_ice_deadline(ice) == PL_TIME_NEVER);
}

static void success_is_small_and_signed(void **state)
{
    struct pl_ice ice;
    (void)state;
    kit_init(&ice);
    assert_ok(kit_send(&ice, T0, 1, (struct ask){0}));
    assert_int_equal(kit_expect_answer(&ice, 1, 0, PWD), 64);
    kit_expect_silence(&ice);
    assert_int_equal(ice.stats.requests, 1);
}

static void ipv6_is_answered(void **state)
{
    uint8_t buf[256], out[PL_ICE_DATAGRAM_BYTES];
    struct pl_ice ice;
    struct pl_ice_path from = {.local = 3}, to;
    struct pl_bytes datagram;
    struct pl_stun_view v;
    (void)state;
    kit_init(&ice);
    assert_ok(pl_addr_parse(&from.remote, "[2001:db8::5]:4444"));
    assert_ok(pl_ice_input(&ice, T0, &from, kit_write((struct ask){0}, buf, sizeof(buf))));
    assert_ok(pl_ice_next_output(&ice, (struct pl_buf){out, sizeof(out)}, &datagram, &to));
    assert_int_equal(datagram.len, 76);
    assert_ok(pl_stun_read(datagram, &v));
    assert_true(pl_addr_eq(&v.xor_mapped, &from.remote));
    assert_memory_equal(&to, &from, sizeof(to));
}

static void what_is_not_a_check_is_ignored(void **state)
{
    uint8_t buf[128];
    const uint8_t id[PL_STUN_ID_BYTES] = {1};
    struct pl_addr addr = pl_addr_ipv4(1, 2, 3, 4, 5);
    struct pl_ice_path from = kit_path(1);
    struct pl_writer w;
    struct pl_ice ice;
    (void)state;
    kit_init(&ice);
    assert_err(PL_E_IGNORED, pl_ice_input(&ice, T0, &from, pl_bytes_of(NULL, 0)));
    assert_err(PL_E_IGNORED,
               pl_ice_input(&ice, T0, &from, pl_bytes_str("\x80 is RTP, as it were")));
    w = pl_writer_of(buf, sizeof(buf));
    pl_stun_write_indication(&w, id);
    assert_err(PL_E_IGNORED, pl_ice_input(&ice, T0, &from, pl_writer_done(&w)));
    w = pl_writer_of(buf, sizeof(buf));
    pl_stun_write_success(&w, id, &addr, pl_bytes_str(PWD));
    assert_err(PL_E_IGNORED, pl_ice_input(&ice, T0, &from, pl_writer_done(&w)));
    w = pl_writer_of(buf, sizeof(buf));
    pl_stun_write_failure(&w, id, 487, NULL, 0, pl_bytes_str(PWD));
    assert_err(PL_E_IGNORED, pl_ice_input(&ice, T0, &from, pl_writer_done(&w)));
    w = pl_writer_of(buf, sizeof(buf));
    pl_stun_write_begin(&w, PL_STUN_REQUEST, 0x003, id); /* TURN Allocate */
    pl_stun_write_attribute(&w, PL_STUN_USERNAME, pl_bytes_str(UFRAG ":peer"));
    pl_stun_write_integrity(&w, pl_bytes_str(PWD));
    assert_err(PL_E_IGNORED, pl_ice_input(&ice, T0, &from, pl_writer_done(&w)));
    expect_untouched(&ice);
    assert_int_equal(ice.stats.ignored, 6);
}

static void strange_ufrags_meet_silence(void **state)
{
    static const char *const names[] = {
        "serv0002:peer", "serv000:peer", "serv00011:peer", "serv0001", ":serv0001", "", ":",
        "peer:serv0001"};
    struct pl_ice ice;
    (void)state;
    kit_init(&ice);
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        assert_err(PL_E_IGNORED, kit_send(&ice, T0, 1, (struct ask){.username = names[i]}));
    expect_untouched(&ice);
}

static void wrong_integrity_gets_a_short_401(void **state)
{
    struct pl_ice ice;
    (void)state;
    kit_init(&ice);
    assert_err(PL_E_AUTH, kit_send(&ice, T0, 1, (struct ask){.pwd = "guess", .nominate = true}));
    assert_int_equal(kit_expect_answer(&ice, 1, 401, ""), 36);
    assert_false(kit_valid(&ice, 1));
    expect_untouched(&ice);
    assert_int_equal(ice.stats.unauthentic, 1);
}

static void missing_parts_get_a_400_no_longer_than_the_request(void **state)
{
    uint8_t buf[128];
    const uint8_t id[PL_STUN_ID_BYTES] = {1};
    struct pl_ice_path from = kit_path(1);
    struct pl_writer w = pl_writer_of(buf, sizeof(buf));
    struct pl_ice ice;
    (void)state;
    kit_init(&ice);
    assert_err(PL_E_PROTO, kit_send(&ice, T0, 1, (struct ask){.pwd = ""}));
    assert_int_equal(kit_expect_answer(&ice, 1, 400, ""), 36);
    assert_err(PL_E_PROTO, kit_send(&ice, T0, 1, (struct ask){.no_username = true}));
    kit_expect_answer(&ice, 1, 400, "");
    pl_stun_write_binding(&w, id); /* 28 bytes: a 400 would be an amplifier */
    assert_err(PL_E_PROTO, pl_ice_input(&ice, T0, &from, pl_writer_done(&w)));
    expect_untouched(&ice);
    assert_int_equal(ice.stats.malformed, 3);
    /* Also after restarts: the answer belongs to no generation. */
    pl_ice_restart(&ice, &(struct pl_ice_credentials){"serv0009", PWD});
    kit_drain(&ice);
    assert_err(PL_E_PROTO, kit_send(&ice, T0, 1, (struct ask){.pwd = ""}));
    kit_expect_answer(&ice, 1, 400, "");
}

static void a_false_fingerprint_meets_silence(void **state)
{
    uint8_t buf[256];
    struct pl_ice_path from = kit_path(1);
    struct pl_ice ice;
    struct pl_bytes m = kit_write((struct ask){0}, buf, sizeof(buf));
    (void)state;
    kit_init(&ice);
    buf[m.len - 1] ^= 1;
    assert_err(PL_E_IGNORED, pl_ice_input(&ice, T0, &from, m));
    expect_untouched(&ice);
    /* Without any it is answered: the integrity says more. */
    pl_put_u16(buf + 2, (uint16_t)(m.len - PL_STUN_FINGERPRINT_BYTES - PL_STUN_HEADER_BYTES));
    assert_ok(pl_ice_input(&ice, T0, &from, pl_bytes_of(buf, m.len - PL_STUN_FINGERPRINT_BYTES)));
}

static void role_conflict_gets_487(void **state)
{
    struct pl_ice ice;
    (void)state;
    kit_init(&ice);
    assert_err(PL_E_STATE, kit_send(&ice, T0, 1, (struct ask){.controlled = true}));
    kit_expect_answer(&ice, 1, 487, PWD);
    assert_err(PL_E_STATE,
               kit_send(&ice, T0, 1, (struct ask){.controlled = true, .nominate = true}));
    kit_expect_answer(&ice, 1, 487, PWD);
    expect_untouched(&ice);
}

static void unknown_attributes_get_420(void **state)
{
    uint8_t buf[256], out[PL_ICE_DATAGRAM_BYTES];
    struct pl_ice_path from = kit_path(1), to;
    struct pl_bytes datagram;
    struct pl_stun_view v;
    struct pl_ice ice;
    (void)state;
    kit_init(&ice);
    assert_err(PL_E_UNSUPPORTED,
               pl_ice_input(&ice, T0, &from,
                            kit_write((struct ask){.extra_type = 0x7abc}, buf, sizeof(buf))));
    assert_ok(pl_ice_next_output(&ice, (struct pl_buf){out, sizeof(out)}, &datagram, &to));
    assert_ok(pl_stun_read(datagram, &v));
    assert_int_equal(v.error_code, 420);
    assert_int_equal(v.error_unknown.len, 2);
    assert_memory_equal(v.error_unknown.data, "\x7a\xbc", 2);
    assert_ok(pl_stun_check_integrity(&v, pl_bytes_str(PWD)));
    expect_untouched(&ice);
    assert_ok(kit_send(&ice, T0, 1, (struct ask){.extra_type = 0xc057})); /* optional */
}

/* The longest answer there is fits into what the header promises. */
static void the_longest_answer_fits(void **state)
{
    uint8_t buf[512], id[PL_STUN_ID_BYTES] = {9}, out[PL_ICE_DATAGRAM_BYTES];
    struct pl_writer w = pl_writer_of(buf, sizeof(buf));
    struct pl_ice_path from = kit_path(1), to;
    struct pl_bytes datagram;
    struct pl_ice ice;
    (void)state;
    kit_init(&ice);
    pl_stun_write_begin(&w, PL_STUN_REQUEST, PL_STUN_METHOD_BINDING, id);
    pl_stun_write_attribute(&w, PL_STUN_USERNAME, pl_bytes_str(UFRAG ":peer"));
    for (uint16_t type = 0x100; type < 0x120; type++)
        pl_stun_write_attribute(&w, type, pl_bytes_of(NULL, 0));
    pl_stun_write_integrity(&w, pl_bytes_str(PWD));
    assert_err(PL_E_UNSUPPORTED, pl_ice_input(&ice, T0, &from, pl_writer_done(&w)));
    for (size_t size = 0; size < 80; size++)
        assert_err(PL_E_SPACE,
                   pl_ice_next_output(&ice, (struct pl_buf){out, size}, &datagram, &to));
    assert_ok(pl_ice_next_output(&ice, (struct pl_buf){out, 80}, &datagram, &to));
    assert_int_equal(datagram.len, 80);
}

static void another_remote_ufrag_is_counted_not_refused(void **state)
{
    struct pl_ice ice;
    (void)state;
    kit_init(&ice);
    assert_ok(kit_send(&ice, T0, 1, (struct ask){.username = UFRAG ":early"}));
    assert_ok(pl_ice_set_remote(&ice, T0, pl_bytes_str("peer"), pl_bytes_str(PWD)));
    assert_ok(kit_send(&ice, T0, 1, (struct ask){0}));
    assert_int_equal(ice.stats.other_remote, 0);
    assert_ok(kit_send(&ice, T0, 1, (struct ask){.username = UFRAG ":pees"}));
    assert_ok(kit_send(&ice, T0, 1, (struct ask){.username = UFRAG ":"}));
    assert_int_equal(ice.stats.other_remote, 2);
}

static void a_full_queue_drops_answers_not_state(void **state)
{
    struct pl_ice ice;
    (void)state;
    kit_init(&ice);
    for (unsigned n = 1; n <= PL_ICE_OUTPUTS_MAX + 2; n++)
        assert_ok(kit_send(&ice, T0, n, (struct ask){0}));
    assert_int_equal(ice.stats.outputs_lost, 2);
    assert_true(kit_valid(&ice, PL_ICE_OUTPUTS_MAX + 2));
    for (unsigned n = 1; n <= PL_ICE_OUTPUTS_MAX; n++)
        kit_expect_answer(&ice, n, 0, PWD);
    kit_expect_silence(&ice);
    assert_ok(kit_send(&ice, T0, 3, (struct ask){0}));
    kit_expect_answer(&ice, 3, 0, PWD);
}

/* ---- replay ---- */

static void an_overheard_check_makes_no_path(void **state)
{
    struct ask ask = {.id = 77, .nominate = true};
    struct pl_ice ice;
    (void)state;
    kit_init(&ice);
    assert_ok(kit_send(&ice, T0, 1, ask));
    kit_drain(&ice);
    assert_err(PL_E_REPLAY, kit_send(&ice, T0 + 1, 2, ask)); /* the thief's address */
    kit_expect_silence(&ice);
    kit_expect_no_event(&ice);
    assert_false(kit_valid(&ice, 2));
    kit_expect_selected(&ice, 1);
    assert_ok(kit_send(&ice, T0 + 2, 1, ask)); /* a retransmission of the peer */
    kit_expect_answer(&ice, 1, 0, PWD);
}

/* A thief who is faster than the peer does not lock the peer out. */
static void a_faster_thief_does_not_lock_the_peer_out(void **state)
{
    struct ask ask = {.id = 78, .nominate = true};
    struct pl_ice ice;
    (void)state;
    kit_init(&ice);
    assert_ok(kit_send(&ice, T0, 1, (struct ask){.nominate = true}));
    assert_ok(kit_send(&ice, T0 + 1, 2, ask));
    assert_ok(kit_send(&ice, T0 + 2, 1, ask));
    kit_expect_selected(&ice, 1);
}

static void the_memory_for_replays_is_a_window(void **state)
{
    struct pl_ice ice;
    (void)state;
    kit_init(&ice);
    for (uint32_t id = 1; id <= PL_ICE_REPLAYS_MAX + 1; id++) {
        assert_ok(kit_send(&ice, T0, 1, (struct ask){.id = id}));
        assert_ok(kit_send(&ice, T0, 1, (struct ask){.id = id})); /* counts once */
        kit_drain(&ice);
    }
    for (uint32_t id = 2; id <= PL_ICE_REPLAYS_MAX + 1; id++)
        assert_err(PL_E_REPLAY, kit_send(&ice, T0, 2, (struct ask){.id = id}));
    assert_ok(kit_send(&ice, T0, 2, (struct ask){.id = 1}));
}

/* ---- damage ---- */

static void truncations_have_no_effect(void **state)
{
    uint8_t buf[256];
    struct pl_bytes m = kit_write((struct ask){.nominate = true}, buf, sizeof(buf));
    struct pl_ice_path from = kit_path(1);
    struct pl_ice ice;
    (void)state;
    kit_init(&ice);
    for (size_t len = 0; len < m.len - PL_STUN_FINGERPRINT_BYTES; len++) {
        uint8_t *cut = malloc(len + 1);
        assert_non_null(cut);
        memcpy(cut, m.data, len);
        assert_err(PL_E_IGNORED, pl_ice_input(&ice, T0, &from, pl_bytes_of(cut, len)));
        if (len >= PL_STUN_HEADER_BYTES && len % 4 == 0) {
            pl_put_u16(cut + 2, (uint16_t)(len - PL_STUN_HEADER_BYTES));
            assert_err(PL_E_PROTO, pl_ice_input(&ice, T0, &from, pl_bytes_of(cut, len)));
            kit_drain(&ice);
        }
        free(cut);
    }
    expect_untouched(&ice);
}

/* Whatever is done to a check, it is accepted unchanged or not at all, and no answer to damage is
 * longer than the damage. */
static void damage_never_gets_through(void **state)
{
    struct pl_ice_path from = kit_path(1);
    struct pl_prng rng;
    struct pl_ice ice;
    (void)state;
    pl_prng_init(&rng, 8445);
    kit_init(&ice);
    for (int round = 0; round < 20000; round++) {
        uint8_t buf[256], out[PL_ICE_DATAGRAM_BYTES];
        struct pl_bytes m = kit_write((struct ask){.nominate = true}, buf, sizeof(buf));
        struct pl_bytes datagram;
        struct pl_ice_path to;
        size_t covered = m.len - PL_STUN_FINGERPRINT_BYTES, at = pl_prng_below(&rng, covered);
        buf[at] = (uint8_t)(buf[at] + 1 + pl_prng_below(&rng, 255));
        /* So that damage is not stopped by the fingerprint alone (writing it mends the length). */
        if (at != 2 && at != 3 && pl_prng_below(&rng, 2)) {
            struct pl_writer w = pl_writer_of(buf, sizeof(buf));
            w.pos = covered;
            pl_stun_write_fingerprint(&w);
        }
        assert_int_not_equal(pl_ice_input(&ice, T0, &from, m), PL_OK);
        while (pl_ice_next_output(&ice, (struct pl_buf){out, sizeof(out)}, &datagram, &to) == PL_OK)
            assert_true(datagram.len <= m.len);
    }
    expect_untouched(&ice);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(success_is_small_and_signed),
        cmocka_unit_test(ipv6_is_answered),
        cmocka_unit_test(what_is_not_a_check_is_ignored),
        cmocka_unit_test(strange_ufrags_meet_silence),
        cmocka_unit_test(wrong_integrity_gets_a_short_401),
        cmocka_unit_test(missing_parts_get_a_400_no_longer_than_the_request),
        cmocka_unit_test(a_false_fingerprint_meets_silence),
        cmocka_unit_test(role_conflict_gets_487),
        cmocka_unit_test(unknown_attributes_get_420),
        cmocka_unit_test(the_longest_answer_fits),
        cmocka_unit_test(another_remote_ufrag_is_counted_not_refused),
        cmocka_unit_test(a_full_queue_drops_answers_not_state),
        cmocka_unit_test(an_overheard_check_makes_no_path),
        cmocka_unit_test(a_faster_thief_does_not_lock_the_peer_out),
        cmocka_unit_test(the_memory_for_replays_is_a_window),
        cmocka_unit_test(truncations_have_no_effect),
        cmocka_unit_test(damage_never_gets_through),
    };
    return cmocka_run_group_tests_name("ice_input", tests, NULL, NULL);
}

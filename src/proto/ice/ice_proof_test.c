/* SPDX-License-Identifier: Apache-2.0 */
/* Once the handshake is over, media goes only where the peer has shown that it receives. */
#include "ice_kit.h"

#include "base/rng.h"

#define REMOTE_PWD "passwordofthepeerwhoisfull"

static struct pl_random_seeded dice;

/* Secured on path 1, where it was nominated. */
static void begin(struct pl_ice *ice)
{
    struct pl_ice_path first = kit_path(1);
    pl_random_seeded_init(&dice, 7);
    pl_ice_init(ice, &(struct pl_ice_config){.credentials = {UFRAG, PWD}, .random = &dice.base},
                T0);
    assert_ok(pl_ice_set_remote(ice, T0, pl_bytes_str("peer"), pl_bytes_str(REMOTE_PWD)));
    assert_ok(kit_send(ice, T0, 1, (struct ask){.nominate = true}));
    pl_ice_secured(ice, T0, &first);
    kit_drain(ice);
    assert_true(pl_ice_proven(ice, &first));
}

static struct ask nomination(void)
{
    return (struct ask){.nominate = true};
}

/* The next output is our check to that path. */
static void expect_question(struct pl_ice *ice, unsigned path, uint8_t id[PL_STUN_ID_BYTES])
{
    uint8_t buf[PL_ICE_DATAGRAM_BYTES];
    struct pl_bytes datagram;
    struct pl_ice_path to, want = kit_path(path);
    struct pl_stun_view v;
    assert_ok(pl_ice_next_output(ice, (struct pl_buf){buf, sizeof(buf)}, &datagram, &to));
    assert_memory_equal(&to, &want, sizeof(want));
    assert_ok(pl_stun_read(datagram, &v));
    assert_int_equal(v.class, PL_STUN_REQUEST);
    assert_true(v.fingerprint_valid);
    assert_true(v.has & PL_STUN_HAS_CONTROLLED);
    assert_false(v.has & PL_STUN_HAS_USE_CANDIDATE);
    assert_true(pl_bytes_eq_str(v.username, "peer:" UFRAG));
    assert_ok(pl_stun_check_integrity(&v, pl_bytes_str(REMOTE_PWD)));
    memcpy(id, v.id, PL_STUN_ID_BYTES);
}

static enum pl_err answer(struct pl_ice *ice, pl_time_us now, unsigned path,
                          const uint8_t id[PL_STUN_ID_BYTES], const char *pwd)
{
    uint8_t buf[256];
    struct pl_writer w = pl_writer_of(buf, sizeof(buf));
    struct pl_addr ours = pl_addr_ipv4(198, 51, 100, 1, 9);
    struct pl_ice_path from = kit_path(path);
    pl_stun_write_success(&w, id, &ours, pl_bytes_str(pwd));
    return pl_ice_input(ice, now, &from, pl_writer_done(&w));
}

static void media_moves_when_the_new_path_has_answered(void **state)
{
    struct pl_ice ice;
    struct pl_ice_path second = kit_path(2);
    uint8_t id[PL_STUN_ID_BYTES];
    (void)state;
    begin(&ice);
    assert_ok(kit_send(&ice, T0 + 1, 2, nomination()));
    kit_expect_answer(&ice, 2, 0, PWD);
    expect_question(&ice, 2, id);
    kit_expect_silence(&ice);
    kit_expect_event(&ice, PL_ICE_EVENT_PATH_ADDED, 2);
    kit_expect_no_event(&ice);
    kit_expect_selected(&ice, 1);
    assert_false(pl_ice_proven(&ice, &second));

    assert_ok(answer(&ice, T0 + PL_MS(40), 2, id, REMOTE_PWD));
    kit_expect_event(&ice, PL_ICE_EVENT_SELECTED, 2);
    kit_expect_no_event(&ice);
    kit_expect_selected(&ice, 2);
    assert_true(pl_ice_proven(&ice, &second));
    assert_int_equal(ice.stats.asked, 1);
    assert_int_equal(ice.stats.proven, 1);

    assert_ok(kit_send(&ice, T0 + PL_MS(50), 1, nomination())); /* and back: known already */
    kit_expect_event(&ice, PL_ICE_EVENT_SELECTED, 1);
    kit_expect_answer(&ice, 1, 0, PWD);
    kit_expect_silence(&ice);
}

static void what_is_no_proof(void **state)
{
    struct pl_ice ice;
    uint8_t id[PL_STUN_ID_BYTES], other[PL_STUN_ID_BYTES];
    (void)state;
    begin(&ice);
    kit_id(1, other);
    assert_err(PL_E_IGNORED, answer(&ice, T0, 1, other, REMOTE_PWD)); /* nobody has asked */
    assert_ok(kit_send(&ice, T0, 2, nomination()));
    kit_expect_answer(&ice, 2, 0, PWD);
    expect_question(&ice, 2, id);
    assert_err(PL_E_IGNORED, answer(&ice, T0, 2, other, REMOTE_PWD)); /* guessed */
    assert_err(PL_E_IGNORED, answer(&ice, T0, 1, id, REMOTE_PWD));    /* from where we know him */
    assert_err(PL_E_IGNORED, answer(&ice, T0, 3, id, REMOTE_PWD));    /* from nowhere */
    assert_err(PL_E_AUTH, answer(&ice, T0, 2, id, PWD));
    assert_err(PL_E_PROTO, answer(&ice, T0, 2, id, "")); /* without integrity */
    kit_expect_selected(&ice, 1);
    assert_ok(answer(&ice, T0, 2, id, REMOTE_PWD));
    assert_err(PL_E_IGNORED, answer(&ice, T0, 2, id, REMOTE_PWD));
    kit_expect_selected(&ice, 2);
}

static void a_silent_address_is_asked_six_times_in_five_seconds(void **state)
{
    struct pl_ice ice;
    pl_time_us now = T0, asked_at[16];
    unsigned asked = 0;
    uint8_t id[PL_STUN_ID_BYTES], first[PL_STUN_ID_BYTES];
    (void)state;
    begin(&ice);
    assert_ok(kit_send(&ice, now, 2, nomination()));
    kit_expect_answer(&ice, 2, 0, PWD);
    while (ice.ask.slot >= 0) {
        pl_time_us at;
        expect_question(&ice, 2, id);
        if (asked == 0)
            memcpy(first, id, sizeof(id));
        assert_memory_equal(id, first, sizeof(id)); /* the same transaction (RFC 8489 6.2.1) */
        kit_expect_silence(&ice);
        asked_at[asked++] = now - T0;
        at = pl_ice_deadline(&ice);
        assert_true(at > now);
        now = at;
        pl_ice_tick(&ice, now);
    }
    assert_int_equal(asked, PL_ICE_ASKS_MAX);
    assert_int_equal(asked_at[1], PL_MS(100));
    assert_int_equal(asked_at[5], PL_MS(3100));
    assert_true(now - T0 < PL_SEC(7));
    assert_int_equal(ice.stats.unproven, 1);
    kit_expect_selected(&ice, 1);
    kit_expect_silence(&ice);

    assert_ok(kit_send(&ice, now, 2, nomination())); /* said again, asked again */
    kit_expect_answer(&ice, 2, 0, PWD);
    expect_question(&ice, 2, id);
    assert_true(memcmp(id, first, sizeof(id)) != 0);
}

static unsigned count_questions(struct pl_ice *ice)
{
    uint8_t buf[PL_ICE_DATAGRAM_BYTES];
    struct pl_bytes datagram;
    struct pl_ice_path to;
    unsigned n = 0;
    while (pl_ice_next_output(ice, (struct pl_buf){buf, sizeof(buf)}, &datagram, &to) == PL_OK)
        n += buf[0] == 0 && buf[1] == 1; /* a request */
    return n;
}

/* Whoever names a new victim with each check makes us send little, and media to nobody. */
static void many_addresses_are_not_asked_at_once(void **state)
{
    struct pl_ice ice;
    unsigned questions = 0;
    (void)state;
    begin(&ice);
    for (unsigned i = 0; i < 1000; i++) {
        pl_time_us now = T0 + PL_MS(10) * i;
        pl_ice_tick(&ice, now);
        questions += count_questions(&ice);
        assert_ok(kit_send(&ice, now, i % 10 == 0 ? 1 : 2 + i % 100, nomination()));
        questions += count_questions(&ice);
        kit_expect_selected(&ice, 1);
    }
    /* Eight, four a second, and nothing more. */
    assert_in_range(questions, 20, PL_ICE_ASK_BURST + 10 * 4 + 1);
    assert_true(ice.stats.proven == 0);
}

static void the_newest_nomination_counts(void **state)
{
    struct pl_ice ice;
    uint8_t second[PL_STUN_ID_BYTES], third[PL_STUN_ID_BYTES];
    (void)state;
    begin(&ice);
    assert_ok(kit_send(&ice, T0, 2, nomination()));
    kit_expect_answer(&ice, 2, 0, PWD);
    expect_question(&ice, 2, second);
    assert_ok(kit_send(&ice, T0, 3, nomination()));
    kit_expect_answer(&ice, 3, 0, PWD);
    expect_question(&ice, 3, third);
    /* The old path's nomination, sent again by a browser that had no answer: changes nothing. */
    assert_ok(kit_send(&ice, T0, 1, nomination()));
    kit_expect_answer(&ice, 1, 0, PWD);
    assert_err(PL_E_IGNORED, answer(&ice, T0, 2, second, REMOTE_PWD));
    assert_ok(answer(&ice, T0, 3, third, REMOTE_PWD));
    kit_expect_selected(&ice, 3);
}

static void a_handshake_over_two_paths_proves_neither(void **state)
{
    struct pl_ice ice;
    struct pl_ice_path first = kit_path(1), to;
    uint8_t id[PL_STUN_ID_BYTES];
    (void)state;
    pl_random_seeded_init(&dice, 7);
    pl_ice_init(&ice, &(struct pl_ice_config){.credentials = {UFRAG, PWD}, .random = &dice.base},
                T0);
    assert_ok(kit_send(&ice, T0, 1, nomination()));
    kit_drain(&ice);
    pl_ice_secured(&ice, T0, NULL);
    assert_false(pl_ice_proven(&ice, &first));
    kit_expect_silence(&ice); /* the password is not known */
    assert_ok(pl_ice_set_remote(&ice, T0 + 1, pl_bytes_str("peer"), pl_bytes_str(REMOTE_PWD)));
    expect_question(&ice, 1, id);
    assert_ok(answer(&ice, T0 + 2, 1, id, REMOTE_PWD));
    kit_expect_no_event(&ice); /* it is the selected one as before */
    assert_true(pl_ice_send_path(&ice, &to) && pl_ice_proven(&ice, &to));
}

static void a_connection_proves_itself(void **state)
{
    struct pl_ice ice;
    struct pl_ice_path tcp = kit_path(2), to;
    uint8_t buf[512];
    (void)state;
    begin(&ice);
    tcp.local = PL_ICE_LOCAL_TCP | 5;
    assert_ok(pl_ice_input(&ice, T0, &tcp, kit_write(nomination(), buf, sizeof(buf))));
    assert_true(pl_ice_proven(&ice, &tcp));
    assert_true(pl_ice_selected(&ice, &to));
    assert_memory_equal(&to, &tcp, sizeof(to));
    assert_int_equal(ice.stats.asked, 0);
}

/* Another address of ours, the same of the peer. */
static void what_is_proven_is_the_peers_address(void **state)
{
    struct pl_ice ice;
    struct pl_ice_path other = kit_path(1), to;
    uint8_t buf[512];
    (void)state;
    begin(&ice);
    other.local++;
    assert_ok(pl_ice_input(&ice, T0, &other, kit_write(nomination(), buf, sizeof(buf))));
    assert_true(pl_ice_selected(&ice, &to));
    assert_memory_equal(&to, &other, sizeof(to));
    assert_int_equal(ice.stats.asked, 0);
}

/* The path that media takes is gone; a forged nomination must not become the next one. */
static void nothing_unproven_follows_a_closed_way(void **state)
{
    struct pl_ice ice;
    struct pl_ice_path to;
    uint8_t id[PL_STUN_ID_BYTES];
    (void)state;
    begin(&ice);
    assert_ok(kit_send(&ice, T0, 3, (struct ask){0})); /* valid, not nominated */
    kit_drain(&ice);
    kit_close(&ice, 1, T0 + PL_SEC(15));
    kit_drain(&ice);
    assert_false(pl_ice_send_path(&ice, &to));
    assert_ok(kit_send(&ice, T0, 2, nomination()));
    kit_expect_answer(&ice, 2, 0, PWD);
    expect_question(&ice, 2, id);
    assert_false(pl_ice_send_path(&ice, &to));
    kit_expect_event(&ice, PL_ICE_EVENT_PATH_ADDED, 2);
    kit_expect_no_event(&ice);
    assert_ok(answer(&ice, T0 + 1, 2, id, REMOTE_PWD));
    kit_expect_event(&ice, PL_ICE_EVENT_CONNECTED, 2);
    pl_ice_tick(&ice, T0 + PL_SEC(16));
    kit_expect_no_event(&ice); /* no TIMEOUT any more */
}

static void a_restart_asks_with_the_new_password(void **state)
{
    static const struct pl_ice_credentials renewed = {"serv0002", "anotherpasswordanotherpa"};
    struct pl_ice ice;
    struct pl_stun_view v;
    struct pl_bytes datagram;
    struct pl_ice_path to;
    uint8_t buf[PL_ICE_DATAGRAM_BYTES];
    const char *pwd = "anewpasswordofthepeerwhoisfull";
    (void)state;
    begin(&ice);
    pl_ice_restart(&ice, &renewed);
    assert_ok(
        kit_send(&ice, T0, 2,
                 (struct ask){.username = "serv0002:next", .pwd = renewed.pwd, .nominate = true}));
    kit_expect_answer(&ice, 2, 0, renewed.pwd);
    kit_expect_silence(&ice); /* its answer is still under way */
    assert_ok(pl_ice_set_remote(&ice, T0 + 1, pl_bytes_str("next"), pl_bytes_str(pwd)));
    assert_ok(pl_ice_next_output(&ice, (struct pl_buf){buf, sizeof(buf)}, &datagram, &to));
    assert_ok(pl_stun_read(datagram, &v));
    assert_true(pl_bytes_eq_str(v.username, "next:serv0002"));
    assert_ok(pl_stun_check_integrity(&v, pl_bytes_str(pwd)));
    assert_ok(answer(&ice, T0 + 2, 2, v.id, pwd));
    kit_expect_selected(&ice, 2);
}

static void the_longest_names_fit(void **state)
{
    static char longest[257];
    struct pl_ice ice;
    struct pl_bytes text = pl_bytes_of(longest, 256);
    uint8_t buf[PL_ICE_DATAGRAM_BYTES];
    struct pl_bytes datagram;
    struct pl_ice_path to;
    (void)state;
    memset(longest, 'x', 256);
    begin(&ice);
    assert_ok(pl_ice_set_remote(&ice, T0, text, text));
    assert_ok(kit_send(&ice, T0, 2, nomination()));
    kit_expect_answer(&ice, 2, 0, PWD);
    assert_err(PL_E_SPACE,
               pl_ice_next_output(&ice, (struct pl_buf){buf, sizeof(buf) - 1}, &datagram, &to));
    assert_ok(pl_ice_next_output(&ice, (struct pl_buf){buf, sizeof(buf)}, &datagram, &to));
    assert_in_range(datagram.len, 300, PL_ICE_DATAGRAM_BYTES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(media_moves_when_the_new_path_has_answered),
        cmocka_unit_test(what_is_no_proof),
        cmocka_unit_test(a_silent_address_is_asked_six_times_in_five_seconds),
        cmocka_unit_test(many_addresses_are_not_asked_at_once),
        cmocka_unit_test(the_newest_nomination_counts),
        cmocka_unit_test(a_handshake_over_two_paths_proves_neither),
        cmocka_unit_test(a_connection_proves_itself),
        cmocka_unit_test(what_is_proven_is_the_peers_address),
        cmocka_unit_test(nothing_unproven_follows_a_closed_way),
        cmocka_unit_test(a_restart_asks_with_the_new_password),
        cmocka_unit_test(the_longest_names_fit),
    };
    return cmocka_run_group_tests_name("ice_proof", tests, NULL, NULL);
}

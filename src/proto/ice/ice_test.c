/* SPDX-License-Identifier: Apache-2.0 */
/* Credentials, paths, nomination and consent over time. */
#include "ice_kit.h"

static void credentials_are_fit_and_fresh(void **state)
{
    struct pl_random_seeded r;
    struct pl_ice_credentials a, b;
    (void)state;
    pl_random_seeded_init(&r, 1);
    pl_ice_credentials_make(&a, &r.base);
    pl_ice_credentials_make(&b, &r.base);
    assert_int_equal(strlen(a.ufrag), 8);
    assert_int_equal(strlen(a.pwd), 24);
    assert_string_not_equal(a.ufrag, b.ufrag);
    assert_string_not_equal(a.pwd, b.pwd);
    for (const char *p = a.pwd; *p; p++)
        assert_true((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') ||
                    (*p >= '0' && *p <= '9') || *p == '+' || *p == '/');
}

static void all_ice_chars_are_made(void **state)
{
    struct pl_random_seeded r;
    bool seen[256] = {false};
    int kinds = 0;
    (void)state;
    pl_random_seeded_init(&r, 2);
    for (int i = 0; i < 200; i++) {
        struct pl_ice_credentials c;
        pl_ice_credentials_make(&c, &r.base);
        for (const char *p = c.pwd; *p; p++)
            seen[(uint8_t)*p] = true;
    }
    for (int i = 0; i < 256; i++)
        kinds += seen[i];
    assert_int_equal(kinds, 64);
}

static void remote_credentials_are_checked(void **state)
{
    char longest[257];
    struct pl_bytes pwd = pl_bytes_str("0123456789abcdefghij+/");
    struct pl_ice ice;
    (void)state;
    kit_init(&ice);
    memset(longest, 'x', sizeof(longest));
    assert_ok(pl_ice_set_remote(&ice, T0, pl_bytes_str("abcd"), pwd));
    assert_ok(pl_ice_set_remote(&ice, T0, pl_bytes_of(longest, 256), pl_bytes_of(longest, 256)));
    assert_err(PL_E_RANGE, pl_ice_set_remote(&ice, T0, pl_bytes_of(longest, 257), pwd));
    assert_err(PL_E_RANGE, pl_ice_set_remote(&ice, T0, pwd, pl_bytes_of(longest, 257)));
    assert_err(PL_E_RANGE, pl_ice_set_remote(&ice, T0, pl_bytes_str("abc"), pwd));
    assert_err(PL_E_RANGE, pl_ice_set_remote(&ice, T0, pl_bytes_str("ab:d"), pwd));
    assert_err(PL_E_RANGE, pl_ice_set_remote(&ice, T0, pl_bytes_str("ab-d"), pwd));
    assert_err(PL_E_RANGE, pl_ice_set_remote(&ice, T0, pl_bytes_of("abc\0", 4), pwd));
    assert_err(PL_E_RANGE,
               pl_ice_set_remote(&ice, T0, pl_bytes_str("abcd"), pl_bytes_of(longest, 21)));
}

static void a_check_makes_a_path_and_a_nomination_selects_it(void **state)
{
    struct pl_ice ice;
    struct pl_ice_path p, want = kit_path(1);
    (void)state;
    kit_init(&ice);
    assert_false(pl_ice_send_path(&ice, &p));
    assert_ok(kit_send(&ice, T0, 1, (struct ask){0}));
    kit_expect_answer(&ice, 1, 0, PWD);
    kit_expect_event(&ice, PL_ICE_EVENT_PATH_ADDED, 1);
    kit_expect_no_event(&ice);
    assert_true(kit_valid(&ice, 1));
    assert_false(kit_valid(&ice, 2));
    kit_expect_selected(&ice, 0);
    assert_true(pl_ice_send_path(&ice, &p));
    assert_memory_equal(&p, &want, sizeof(p));

    assert_ok(kit_send(&ice, T0 + 1, 1, (struct ask){.nominate = true}));
    kit_expect_event(&ice, PL_ICE_EVENT_CONNECTED, 1);
    kit_expect_no_event(&ice);
    kit_expect_selected(&ice, 1);
    assert_ok(kit_send(&ice, T0 + 2, 1, (struct ask){.nominate = true}));
    kit_expect_no_event(&ice);
}

static void a_path_is_address_and_local_port(void **state)
{
    uint8_t buf[256];
    struct pl_ice ice;
    struct pl_ice_path other = kit_path(1);
    (void)state;
    kit_init(&ice);
    assert_ok(kit_send(&ice, T0, 1, (struct ask){.nominate = true}));
    kit_drain(&ice);
    other.local++;
    assert_false(pl_ice_validated(&ice, &other));
    assert_ok(pl_ice_input(&ice, T0, &other, kit_write((struct ask){0}, buf, sizeof(buf))));
    assert_true(pl_ice_validated(&ice, &other));
    kit_expect_selected(&ice, 1);
}

static void the_last_nomination_wins(void **state)
{
    struct pl_ice ice;
    (void)state;
    kit_init(&ice);
    assert_ok(kit_send(&ice, T0, 1, (struct ask){.nominate = true}));
    kit_drain(&ice);
    assert_ok(kit_send(&ice, T0 + 1, 2, (struct ask){0}));
    kit_expect_event(&ice, PL_ICE_EVENT_PATH_ADDED, 2);
    kit_expect_selected(&ice, 1);
    assert_ok(kit_send(&ice, T0 + 2, 2, (struct ask){.nominate = true}));
    kit_expect_event(&ice, PL_ICE_EVENT_SELECTED, 2);
    kit_expect_no_event(&ice);
    kit_expect_selected(&ice, 2);
    assert_true(kit_valid(&ice, 1)); /* what is still under way from there may come in */
}

/* Before nomination data goes where the peer was heard of last. */
static void send_path_follows_the_latest_check(void **state)
{
    struct pl_ice ice;
    struct pl_ice_path p, want = kit_path(2);
    (void)state;
    kit_init(&ice);
    assert_ok(kit_send(&ice, T0 + 5, 2, (struct ask){0}));
    assert_ok(kit_send(&ice, T0 + 4, 1, (struct ask){0}));
    assert_true(pl_ice_send_path(&ice, &p));
    assert_memory_equal(&p, &want, sizeof(p));
    assert_ok(kit_send(&ice, T0 + 6, 1, (struct ask){0}));
    want = kit_path(1);
    assert_true(pl_ice_send_path(&ice, &p));
    assert_memory_equal(&p, &want, sizeof(p));
}

static void consent_ends_30_seconds_after_the_last_request(void **state)
{
    struct pl_ice ice;
    (void)state;
    kit_init(&ice);
    assert_true(pl_ice_deadline(&ice) == PL_TIME_NEVER);
    assert_ok(kit_send(&ice, T0, 1, (struct ask){.nominate = true}));
    kit_drain(&ice);
    assert_true(pl_ice_deadline(&ice) == T0 + PL_SEC(30));
    /* A request that is not authentic is no consent; one without USE-CANDIDATE is. */
    assert_err(PL_E_AUTH, kit_send(&ice, T0 + PL_SEC(5), 1, (struct ask){.pwd = "wrong"}));
    assert_true(pl_ice_deadline(&ice) == T0 + PL_SEC(30));
    assert_ok(kit_send(&ice, T0 + PL_SEC(10), 1, (struct ask){0}));
    assert_true(pl_ice_deadline(&ice) == T0 + PL_SEC(40));

    pl_ice_tick(&ice, T0 + PL_SEC(40) - 1);
    kit_expect_no_event(&ice);
    kit_expect_selected(&ice, 1);
    pl_ice_tick(&ice, T0 + PL_SEC(40));
    kit_expect_event(&ice, PL_ICE_EVENT_PATH_REMOVED, 1);
    kit_expect_event(&ice, PL_ICE_EVENT_LOST, 0);
    kit_expect_no_event(&ice);
    kit_expect_selected(&ice, 0);
    assert_false(kit_valid(&ice, 1));
    assert_true(pl_ice_deadline(&ice) == PL_TIME_NEVER);

    /* The peer comes back: as if for the first time. */
    assert_ok(kit_send(&ice, T0 + PL_SEC(50), 1, (struct ask){.nominate = true}));
    kit_expect_event(&ice, PL_ICE_EVENT_PATH_ADDED, 1);
    kit_expect_event(&ice, PL_ICE_EVENT_CONNECTED, 1);
}

/* A request that comes when consent has run out, but before the tick, does not revive it. */
static void a_late_request_finds_consent_gone(void **state)
{
    struct pl_ice ice;
    (void)state;
    kit_init(&ice);
    assert_ok(kit_send(&ice, T0, 1, (struct ask){.nominate = true}));
    kit_drain(&ice);
    assert_ok(kit_send(&ice, T0 + PL_SEC(31), 1, (struct ask){0}));
    kit_expect_event(&ice, PL_ICE_EVENT_PATH_REMOVED, 1);
    kit_expect_event(&ice, PL_ICE_EVENT_LOST, 0);
    kit_expect_event(&ice, PL_ICE_EVENT_PATH_ADDED, 1);
    kit_expect_no_event(&ice);
    kit_expect_selected(&ice, 0);
}

static void other_paths_run_out_alone(void **state)
{
    struct pl_ice ice;
    (void)state;
    kit_init(&ice);
    assert_ok(kit_send(&ice, T0, 2, (struct ask){0}));
    assert_ok(kit_send(&ice, T0 + PL_SEC(1), 1, (struct ask){.nominate = true}));
    kit_drain(&ice);
    pl_ice_tick(&ice, pl_ice_deadline(&ice));
    kit_expect_event(&ice, PL_ICE_EVENT_PATH_REMOVED, 2);
    kit_expect_no_event(&ice);
    kit_expect_selected(&ice, 1);
}

static void configured_consent_and_connect_times(void **state)
{
    struct pl_ice ice;
    struct pl_ice_config config = {
        .credentials = {UFRAG, PWD}, .consent_us = PL_SEC(5), .connect_us = PL_SEC(20)};
    (void)state;
    pl_ice_init(&ice, &config, T0);
    assert_true(pl_ice_deadline(&ice) == T0 + PL_SEC(20));
    assert_ok(kit_send(&ice, T0, 1, (struct ask){0}));
    kit_drain(&ice);
    assert_true(pl_ice_deadline(&ice) == T0 + PL_SEC(5));
    pl_ice_tick(&ice, T0 + PL_SEC(20));
    kit_expect_event(&ice, PL_ICE_EVENT_PATH_REMOVED, 1);
    kit_expect_event(&ice, PL_ICE_EVENT_TIMEOUT, 0);
    pl_ice_tick(&ice, T0 + PL_SEC(60));
    kit_expect_no_event(&ice); /* once */

    pl_ice_init(&ice, &config, T0);
    assert_ok(kit_send(&ice, T0, 1, (struct ask){.nominate = true}));
    kit_drain(&ice);
    assert_ok(kit_send(&ice, T0 + PL_SEC(4), 1, (struct ask){0}));
    pl_ice_tick(&ice, T0 + PL_SEC(8));
    kit_expect_no_event(&ice);
    pl_ice_tick(&ice, T0 + PL_SEC(20));
    kit_expect_event(&ice, PL_ICE_EVENT_PATH_REMOVED, 1);
    kit_expect_event(&ice, PL_ICE_EVENT_LOST, 0);
    kit_expect_no_event(&ice); /* connected in time: no TIMEOUT */
}

static void the_end_of_time_does_not_wrap(void **state)
{
    struct pl_ice ice;
    (void)state;
    pl_ice_init(&ice, &(struct pl_ice_config){.credentials = {UFRAG, PWD}, .connect_us = PL_SEC(9)},
                PL_TIME_NEVER - 5);
    assert_ok(kit_send(&ice, PL_TIME_NEVER - 4, 1, (struct ask){.nominate = true}));
    assert_true(pl_ice_deadline(&ice) == PL_TIME_NEVER);
    pl_ice_tick(&ice, PL_TIME_NEVER - 3);
    kit_expect_selected(&ice, 1);
}

static void the_oldest_path_makes_room(void **state)
{
    struct pl_ice ice;
    (void)state;
    kit_init(&ice);
    assert_ok(kit_send(&ice, T0, 1, (struct ask){.nominate = true}));
    for (unsigned n = 2; n <= PL_ICE_PATHS_MAX; n++)
        assert_ok(kit_send(&ice, T0 + n, n, (struct ask){0}));
    assert_ok(
        kit_send(&ice, T0 + 100, 2, (struct ask){0})); /* now 3 is the oldest but the selected */
    kit_drain(&ice);
    assert_int_equal(ice.stats.evictions, 0);

    assert_ok(kit_send(&ice, T0 + 101, 50, (struct ask){0}));
    kit_expect_event(&ice, PL_ICE_EVENT_PATH_REMOVED, 3);
    kit_expect_event(&ice, PL_ICE_EVENT_PATH_ADDED, 50);
    kit_expect_no_event(&ice);
    assert_false(kit_valid(&ice, 3));
    assert_true(kit_valid(&ice, 2));
    kit_expect_selected(&ice, 1);
    assert_int_equal(ice.stats.evictions, 1);
}

/* A peer that roams for ever keeps 20 paths, and the caller's picture stays right. */
static void endless_roaming_is_bounded(void **state)
{
    struct pl_ice ice;
    bool known[256] = {false};
    (void)state;
    kit_init(&ice);
    assert_ok(kit_send(&ice, T0, 1, (struct ask){.nominate = true}));
    for (unsigned i = 0; i < 1000; i++) {
        struct pl_ice_event e;
        unsigned count = 0;
        assert_ok(kit_send(&ice, T0 + i, 2 + i % 200, (struct ask){0}));
        kit_expect_answer(&ice, i == 0 ? 1 : 2 + i % 200, 0, PWD);
        if (i == 0)
            kit_expect_answer(&ice, 2, 0, PWD);
        while (pl_ice_next_event(&ice, &e) == PL_OK) {
            unsigned n = e.path.remote.ip[3];
            if (e.type == PL_ICE_EVENT_PATH_ADDED)
                assert_false(known[n]);
            if (e.type == PL_ICE_EVENT_PATH_REMOVED)
                assert_true(known[n]);
            if (e.type != PL_ICE_EVENT_CONNECTED)
                known[n] = e.type == PL_ICE_EVENT_PATH_ADDED;
        }
        for (unsigned n = 1; n < 256; n++) {
            assert_int_equal(known[n], kit_valid(&ice, n));
            count += known[n];
        }
        assert_true(count <= PL_ICE_PATHS_MAX);
        kit_expect_selected(&ice, 1);
    }
}

static void undrained_events_are_merged(void **state)
{
    struct pl_ice ice;
    (void)state;
    kit_init(&ice);
    assert_ok(kit_send(&ice, T0, 1, (struct ask){.nominate = true}));
    assert_ok(kit_send(&ice, T0, 2, (struct ask){.nominate = true}));
    kit_expect_event(&ice, PL_ICE_EVENT_PATH_ADDED, 1);
    kit_expect_event(&ice, PL_ICE_EVENT_PATH_ADDED, 2);
    kit_expect_event(&ice, PL_ICE_EVENT_CONNECTED, 2);
    kit_expect_no_event(&ice);
    assert_ok(kit_send(&ice, T0, 1, (struct ask){.nominate = true}));
    pl_ice_tick(&ice, T0 + PL_SEC(30));
    kit_expect_event(&ice, PL_ICE_EVENT_PATH_REMOVED, 1);
    kit_expect_event(&ice, PL_ICE_EVENT_PATH_REMOVED, 2);
    kit_expect_event(&ice, PL_ICE_EVENT_LOST, 0);
    kit_expect_no_event(&ice);
}

/* What the caller has not heard of is not taken back, and no TIMEOUT follows a connection. */
static void undrained_events_that_were_overtaken_vanish(void **state)
{
    struct pl_ice ice;
    struct pl_ice_config config = {.credentials = {UFRAG, PWD}, .connect_us = PL_SEC(40)};
    (void)state;
    pl_ice_init(&ice, &config, T0);
    assert_ok(kit_send(&ice, T0, 1, (struct ask){0}));
    pl_ice_tick(&ice, T0 + PL_SEC(30));
    kit_expect_no_event(&ice);
    pl_ice_tick(&ice, T0 + PL_SEC(40));
    assert_ok(kit_send(&ice, T0 + PL_SEC(41), 1, (struct ask){.nominate = true}));
    kit_expect_event(&ice, PL_ICE_EVENT_PATH_ADDED, 1);
    kit_expect_event(&ice, PL_ICE_EVENT_CONNECTED, 1);
    kit_expect_no_event(&ice);
}

static void finish_wipes_the_password(void **state)
{
    struct pl_ice ice;
    struct pl_ice_path p;
    (void)state;
    kit_init(&ice);
    assert_ok(kit_send(&ice, T0, 1, (struct ask){.nominate = true}));
    pl_ice_finish(&ice);
    for (size_t i = 0; i + 4 <= sizeof(ice); i++)
        assert_memory_not_equal((const uint8_t *)&ice + i, "pass", 4);
    assert_false(pl_ice_selected(&ice, &p));
    assert_true(pl_ice_deadline(&ice) == PL_TIME_NEVER);
    memset(&ice, 0, sizeof(ice));
    pl_ice_finish(&ice);
}

static void a_closed_path_is_no_loss_yet(void **state)
{
    struct pl_ice ice;
    (void)state;
    kit_init(&ice);
    assert_ok(kit_send(&ice, T0, 1, (struct ask){.nominate = true}));
    assert_ok(kit_send(&ice, T0 + 1, 2, (struct ask){0}));
    kit_drain(&ice);
    pl_ice_close_path(&ice, &(struct pl_ice_path){.local = 99}, T0); /* unknown: nothing */
    kit_expect_no_event(&ice);
    kit_close(&ice, 1, T0 + PL_SEC(5));
    kit_expect_event(&ice, PL_ICE_EVENT_PATH_REMOVED, 1);
    kit_expect_no_event(&ice);
    assert_true(pl_ice_deadline(&ice) == T0 + PL_SEC(5));
    assert_ok(kit_send(&ice, T0 + PL_SEC(1), 3, (struct ask){.nominate = true}));
    kit_expect_event(&ice, PL_ICE_EVENT_PATH_ADDED, 3);
    kit_expect_event(&ice, PL_ICE_EVENT_CONNECTED, 3);
    pl_ice_tick(&ice, T0 + PL_SEC(6));
    kit_expect_no_event(&ice);
    kit_close(&ice, 3, T0 + PL_SEC(9));
    pl_ice_tick(&ice, T0 + PL_SEC(9));
    kit_expect_event(&ice, PL_ICE_EVENT_PATH_REMOVED, 3);
    kit_expect_event(&ice, PL_ICE_EVENT_TIMEOUT, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_closed_path_is_no_loss_yet),
        cmocka_unit_test(credentials_are_fit_and_fresh),
        cmocka_unit_test(all_ice_chars_are_made),
        cmocka_unit_test(remote_credentials_are_checked),
        cmocka_unit_test(a_check_makes_a_path_and_a_nomination_selects_it),
        cmocka_unit_test(a_path_is_address_and_local_port),
        cmocka_unit_test(the_last_nomination_wins),
        cmocka_unit_test(send_path_follows_the_latest_check),
        cmocka_unit_test(consent_ends_30_seconds_after_the_last_request),
        cmocka_unit_test(a_late_request_finds_consent_gone),
        cmocka_unit_test(other_paths_run_out_alone),
        cmocka_unit_test(configured_consent_and_connect_times),
        cmocka_unit_test(the_end_of_time_does_not_wrap),
        cmocka_unit_test(the_oldest_path_makes_room),
        cmocka_unit_test(endless_roaming_is_bounded),
        cmocka_unit_test(undrained_events_are_merged),
        cmocka_unit_test(undrained_events_that_were_overtaken_vanish),
        cmocka_unit_test(finish_wipes_the_password),
    };
    return cmocka_run_group_tests_name("ice", tests, NULL, NULL);
}

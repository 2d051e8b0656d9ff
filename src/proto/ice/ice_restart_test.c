/* SPDX-License-Identifier: Apache-2.0 */
/* ICE restart (RFC 8445 section 9): two generations of credentials side by side. */
#include "ice_kit.h"

#define RENEWED_UFRAG "serv0002"
#define RENEWED_PWD   "anotherpasswordanotherpa"

static const struct pl_ice_credentials renewed = {RENEWED_UFRAG, RENEWED_PWD};
static const struct ask renewed_ask = {.username = RENEWED_UFRAG ":peer", .pwd = RENEWED_PWD};
static const struct ask renewed_nomination = {
    .username = RENEWED_UFRAG ":peer", .pwd = RENEWED_PWD, .nominate = true};

static void restart_keeps_the_old_path_until_the_new_nomination(void **state)
{
    struct pl_ice ice;
    (void)state;
    kit_init(&ice);
    assert_ok(kit_send(&ice, T0, 1, (struct ask){.nominate = true}));
    kit_drain(&ice);
    pl_ice_restart(&ice, &renewed);
    kit_expect_no_event(&ice);
    kit_expect_selected(&ice, 1);
    assert_true(pl_ice_knows_ufrag(&ice, pl_bytes_str(UFRAG)));
    assert_true(pl_ice_knows_ufrag(&ice, pl_bytes_str(RENEWED_UFRAG)));

    /* Consent with the old credentials still counts, and is answered with the old password. */
    assert_ok(kit_send(&ice, T0 + PL_SEC(9), 1, (struct ask){.nominate = true}));
    kit_expect_answer(&ice, 1, 0, PWD);
    kit_expect_no_event(&ice);
    assert_true(pl_ice_knows_ufrag(&ice, pl_bytes_str(UFRAG)));
    assert_true(pl_ice_deadline(&ice) == T0 + PL_SEC(39));

    assert_ok(kit_send(&ice, T0 + PL_SEC(10), 2, renewed_ask));
    kit_expect_answer(&ice, 2, 0, RENEWED_PWD);
    kit_expect_event(&ice, PL_ICE_EVENT_PATH_ADDED, 2);
    kit_expect_no_event(&ice);
    kit_expect_selected(&ice, 1);

    assert_ok(kit_send(&ice, T0 + PL_SEC(11), 2, renewed_nomination));
    kit_expect_event(&ice, PL_ICE_EVENT_SELECTED, 2);
    kit_expect_event(&ice, PL_ICE_EVENT_RESTARTED, 0);
    kit_expect_no_event(&ice);
    assert_false(pl_ice_knows_ufrag(&ice, pl_bytes_str(UFRAG)));
    kit_expect_answer(&ice, 2, 0, RENEWED_PWD);
    assert_err(PL_E_IGNORED, kit_send(&ice, T0 + PL_SEC(12), 1, (struct ask){0}));
    kit_expect_silence(&ice);
}

static void restart_on_the_same_path(void **state)
{
    struct pl_ice ice;
    (void)state;
    kit_init(&ice);
    assert_ok(kit_send(&ice, T0, 1, (struct ask){.nominate = true}));
    kit_drain(&ice);
    pl_ice_restart(&ice, &renewed);
    assert_ok(kit_send(&ice, T0 + 1, 1, renewed_nomination));
    kit_expect_event(&ice, PL_ICE_EVENT_RESTARTED, 0);
    kit_expect_no_event(&ice);
    kit_expect_selected(&ice, 1);
}

static void restart_before_connection_forgets_the_old(void **state)
{
    struct pl_ice ice;
    (void)state;
    kit_init(&ice);
    assert_ok(kit_send(&ice, T0, 1, (struct ask){0}));
    pl_ice_restart(&ice, &renewed);
    kit_expect_event(&ice, PL_ICE_EVENT_PATH_ADDED, 1);
    kit_expect_event(&ice, PL_ICE_EVENT_RESTARTED, 0);
    kit_expect_silence(&ice); /* the answer's password is dead */
    assert_err(PL_E_IGNORED, kit_send(&ice, T0, 1, (struct ask){.nominate = true}));
    assert_ok(kit_send(&ice, T0, 1, renewed_nomination));
    kit_expect_event(&ice, PL_ICE_EVENT_CONNECTED, 1);
}

/* Twice before the first has succeeded: the first and the third generation live. */
static void restart_during_a_restart(void **state)
{
    static const struct pl_ice_credentials third = {"serv0003", "thirdpasswordthirdpasswo"};
    struct pl_ice ice;
    (void)state;
    kit_init(&ice);
    assert_ok(kit_send(&ice, T0, 1, (struct ask){.nominate = true}));
    kit_drain(&ice);
    pl_ice_restart(&ice, &renewed);
    kit_expect_no_event(&ice);
    pl_ice_restart(&ice, &third);
    kit_expect_event(&ice, PL_ICE_EVENT_RESTARTED, 0);
    assert_true(pl_ice_knows_ufrag(&ice, pl_bytes_str(UFRAG)));
    assert_false(pl_ice_knows_ufrag(&ice, pl_bytes_str(RENEWED_UFRAG)));
    assert_true(pl_ice_knows_ufrag(&ice, pl_bytes_str("serv0003")));
    assert_ok(kit_send(&ice, T0, 1, (struct ask){0}));
    assert_err(PL_E_IGNORED, kit_send(&ice, T0, 1, renewed_nomination));
    kit_expect_selected(&ice, 1);
}

static void a_failed_restart_ends_with_consent(void **state)
{
    struct pl_ice ice;
    (void)state;
    kit_init(&ice);
    assert_ok(kit_send(&ice, T0, 1, (struct ask){.nominate = true}));
    kit_drain(&ice);
    pl_ice_restart(&ice, &renewed);
    pl_ice_tick(&ice, T0 + PL_SEC(30));
    kit_expect_event(&ice, PL_ICE_EVENT_PATH_REMOVED, 1);
    kit_expect_event(&ice, PL_ICE_EVENT_LOST, 0);
    kit_expect_no_event(&ice);
    assert_ok(kit_send(&ice, T0 + PL_SEC(31), 2, renewed_nomination));
    kit_expect_event(&ice, PL_ICE_EVENT_PATH_ADDED, 2);
    kit_expect_event(&ice, PL_ICE_EVENT_CONNECTED, 2);
    kit_expect_event(&ice, PL_ICE_EVENT_RESTARTED, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(restart_keeps_the_old_path_until_the_new_nomination),
        cmocka_unit_test(restart_on_the_same_path),
        cmocka_unit_test(restart_before_connection_forgets_the_old),
        cmocka_unit_test(restart_during_a_restart),
        cmocka_unit_test(a_failed_restart_ends_with_consent),
    };
    return cmocka_run_group_tests_name("ice_restart", tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "pl_test.h"

#include "impair/command.h"

static void settings_are_read(void **state)
{
    struct pl_impair_settings s = pl_impair_settings_none();
    (void)state;
    assert_ok(pl_impair_settings_read(&s, "loss=2.5%,burst=4 rate=300kbit\tqueue=150ms"));
    assert_int_equal(s.loss_ppm, 25000);
    assert_int_equal(s.burst, 4);
    assert_int_equal(s.rate_bps, 300000);
    assert_int_equal(s.queue_us, 150000);
    assert_ok(pl_impair_settings_read(&s, "queue=30000 jitter=50ms order=any delay=1s late=5us"));
    assert_int_equal(s.queue_bytes, 30000);
    assert_int_equal(s.queue_us, 0);
    assert_int_equal(s.jitter_us, 50000);
    assert_int_equal(s.spell_us, 50000);
    assert_false(s.keep_order);
    assert_int_equal(s.delay_us, 1000000);
    assert_int_equal(s.late_us, 5);
    assert_int_equal(s.loss_ppm, 25000); /* what is not named stays */
    assert_ok(pl_impair_settings_read(&s, "rate=1.5mbit duplicate=1% reorder=0 spell=0"));
    assert_int_equal(s.rate_bps, 1500000);
    assert_int_equal(s.duplicate_ppm, 10000);
    assert_ok(pl_impair_settings_read(&s, "clear delay=3ms"));
    assert_int_equal(s.rate_bps, 0);
    assert_int_equal(s.delay_us, 3000);
    assert_true(s.keep_order);
}

static void what_cannot_be_changes_nothing(void **state)
{
    static const char *const wrong[] = {
        "loss",        "loss=",     "loss=2",      "loss=101%",   "loss=-1%",    "loss=nan%",
        "delay=20",    "delay=61s", "delay=1e30s", "rate=3",      "rate=-3mbit", "rate=infmbit",
        "queue=fast",  "burst=-1",  "burst=10001", "order=maybe", "speed=3",     "=",
        "delay=5ms x", "loss=2%%",  "jitter=5",    "late=ms",
    };
    (void)state;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        struct pl_impair_settings s = pl_impair_settings_none(), before = s;
        assert_err(PL_E_RANGE, pl_impair_settings_read(&s, wrong[i]));
        assert_memory_equal(&s, &before, sizeof(s));
    }
}

static void commands_are_read(void **state)
{
    struct pl_impair_command c;
    (void)state;
    assert_ok(pl_impair_command_read(&c, "down rate=3mbit loss=1%"));
    assert_int_equal(c.verb, PL_IMPAIR_SET);
    assert_true(c.down && !c.up);
    assert_int_equal(c.at, 0);
    assert_string_equal(c.settings, "rate=3mbit loss=1%");
    assert_ok(pl_impair_command_read(&c, "  at 10.5 both clear"));
    assert_int_equal(c.at, 10500000);
    assert_true(c.down && c.up);
    assert_ok(pl_impair_command_read(&c, "at 2 counters"));
    assert_int_equal(c.verb, PL_IMPAIR_COUNTERS);
    assert_ok(pl_impair_command_read(&c, ""));
    assert_int_equal(c.verb, PL_IMPAIR_NOTHING);
    assert_ok(pl_impair_command_read(&c, "# down loss=100%"));
    assert_int_equal(c.verb, PL_IMPAIR_NOTHING);
}

static void wrong_commands_are_refused(void **state)
{
    static const char *const wrong[] = {
        "down", "sideways loss=1%", "at",          "at x down clear",    "at -1 down clear",
        "at 5", "counters 5",       "down loss=1", "at 100000 counters",
    };
    struct pl_impair_command c;
    char longest[2 * PL_IMPAIR_TEXT_MAX];
    (void)state;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        assert_err(PL_E_RANGE, pl_impair_command_read(&c, wrong[i]));
    memset(longest, ' ', sizeof(longest));
    memcpy(longest + sizeof(longest) - 10, "counters", 9);
    assert_err(PL_E_RANGE, pl_impair_command_read(&c, longest));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(settings_are_read),
        cmocka_unit_test(what_cannot_be_changes_nothing),
        cmocka_unit_test(commands_are_read),
        cmocka_unit_test(wrong_commands_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

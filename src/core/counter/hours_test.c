/* SPDX-License-Identifier: Apache-2.0 */
#include "pl_test.h"

#include "core/counter/hours.h"

enum { DAY = 86400, HOUR = 3600 };

/* 2026-11-23 is a Monday. */
static const int64_t monday = INT64_C(1795392000);

static struct pl_counter_hours read_hours(const char *text)
{
    struct pl_counter_hours h;
    assert_int_equal(pl_counter_hours_read(pl_bytes_str(text), &h), PL_OK);
    return h;
}

static bool open(const char *text, int64_t at)
{
    struct pl_counter_hours h = read_hours(text);
    return pl_counter_hours_open(&h, at);
}

static void a_week(void **state)
{
    const char *week = "mon-fri 09:00-12:00 13:00-17:30; sat 10:00-13:00";
    (void)state;
    assert_false(open(week, monday + 9 * HOUR - 1));
    assert_true(open(week, monday + 9 * HOUR));
    assert_true(open(week, monday + 12 * HOUR - 1));
    assert_false(open(week, monday + 12 * HOUR));
    assert_true(open(week, monday + 4 * DAY + 17 * HOUR + 29 * 60));
    assert_false(open(week, monday + 5 * DAY + 9 * HOUR));
    assert_true(open(week, monday + 5 * DAY + 10 * HOUR));
    assert_false(open(week, monday + 6 * DAY + 10 * HOUR));
    assert_true(open("", monday)); /* always */
    assert_true(open("  ; ", monday));
    assert_true(open("sat-mon 00:00-24:00", monday + DAY - 1)); /* over the week's end */
    assert_false(open("sat-mon 00:00-24:00", monday + DAY));
    assert_true(open("sun mon wed 00:00-24:00", monday + 2 * DAY));
    assert_false(open("mon-sun 09:00-10:00; mon", monday + 9 * HOUR)); /* the later part */
}

static void holidays(void **state)
{
    const char *text = "mon-sun 09:00-17:00; 2026-11-23; 11-24 10:00-11:00; 11-25; "
                       "2026-11-25 12:00-13:00";
    (void)state;
    assert_false(open(text, monday + 10 * HOUR));
    assert_false(open(text, monday + DAY + 9 * HOUR));
    assert_true(open(text, monday + DAY + 10 * HOUR));
    assert_true(open(text, monday + 2 * DAY + 12 * HOUR)); /* the year goes before */
    assert_false(open(text, monday + 2 * DAY + 10 * HOUR));
    assert_true(open(text, monday + 365 * DAY + 10 * HOUR)); /* 2027-11-23 */
    assert_true(open("2026-11-23", monday - 1));             /* dates alone: else always */
    assert_false(open("2026-11-23", monday + 5));
    assert_false(open("02-29", INT64_C(1709208000))); /* 2024-02-29 */
}

static void changes(void **state)
{
    struct pl_counter_hours h = read_hours("mon-fri 09:00-17:00; 2026-11-24; sat 00:00-24:00; "
                                           "sun 00:00-01:00");
    (void)state;
    assert_int_equal(pl_counter_hours_change(&h, monday), monday + 9 * HOUR);
    assert_int_equal(pl_counter_hours_change(&h, monday + 9 * HOUR), monday + 17 * HOUR);
    assert_int_equal(pl_counter_hours_change(&h, monday + 17 * HOUR), monday + 2 * DAY + 9 * HOUR);
    /* Saturday goes over into Sunday without a change. */
    assert_int_equal(pl_counter_hours_change(&h, monday + 5 * DAY), monday + 6 * DAY + HOUR);
    h = read_hours("mon-sun 00:00-24:00");
    assert_true(pl_counter_hours_change(&h, monday) == INT64_MAX);
    h = read_hours("");
    assert_true(pl_counter_hours_change(&h, monday) == INT64_MAX);
    h = read_hours("mon 09:00-10:00 10:00-11:00"); /* one after the other is one */
    assert_int_equal(pl_counter_hours_change(&h, monday + 9 * HOUR), monday + 11 * HOUR);
}

/* Minute by minute through two weeks: it changes where it says so and nowhere else. */
static void changes_are_where_they_are(void **state)
{
    struct pl_counter_hours h =
        read_hours("mon-thu 08:15-12:00 12:00-13:00 20:00-24:00; fri 00:00-06:00; 11-26; 12-01 "
                   "00:00-24:00; sun 23:59-24:00");
    int64_t next = pl_counter_hours_change(&h, monday);
    bool was = pl_counter_hours_open(&h, monday);
    (void)state;
    for (int64_t at = monday + 60; at < monday + 14 * (int64_t)DAY; at += 60) {
        bool is = pl_counter_hours_open(&h, at);
        assert_int_equal(is != was, at == next);
        if (is != was)
            next = pl_counter_hours_change(&h, at);
        was = is;
    }
}

static void nonsense(void **state)
{
    static const char *const bad[] = {
        "noon",
        "mon 9:00-10:00",
        "mon 10:00-09:00",
        "mon 09:00-24:01",
        "mon 09:60-10:00",
        "mon 09:00",
        "2026-13-01",
        "2026-00-01",
        "04-31",
        "mon-",
        "mon-xyz",
        "mon 09:00-10:00,",
        "; mon x",
        "26-11-23",
        "2026-11-23x",
        "09:00-10:00",
        "mon;;tue; wed 1",
        "MON",
        "-",
    };
    struct pl_counter_hours h = {.date_count = 77};
    char many[PL_COUNTER_HOURS_TEXT + 2] = "";
    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        if (pl_counter_hours_read(pl_bytes_str(bad[i]), &h) != PL_E_PROTO)
            fail_msg("'%s' can be read", bad[i]);
    }
    assert_int_equal(pl_counter_hours_read(
                         pl_bytes_str("mon 01:00-02:00 03:00-04:00 05:00-06:00 07:00-08:00"), &h),
                     PL_E_LIMIT);
    for (size_t i = 0; i <= PL_COUNTER_DATES_MAX; i++)
        strcat(many, "01-01;");
    assert_int_equal(pl_counter_hours_read(pl_bytes_str(many), &h), PL_E_LIMIT);
    memset(many, ';', sizeof(many));
    assert_int_equal(pl_counter_hours_read(pl_bytes_of((uint8_t *)many, sizeof(many)), &h),
                     PL_E_LIMIT);
    assert_int_equal(h.date_count, 77); /* as it was */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_week),   cmocka_unit_test(holidays),
        cmocka_unit_test(changes),  cmocka_unit_test(changes_are_where_they_are),
        cmocka_unit_test(nonsense),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

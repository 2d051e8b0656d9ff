/* SPDX-License-Identifier: Apache-2.0 */
#include "pl_test.h"

#include "server/log.h"

#include <stdio.h>
#include <unistd.h>

#define WALL 1763790301123456u /* 2025-11-22T05:45:01.123456Z */
#define HEAD "ts=2025-11-22T05:45:01.123456Z level=info event=e"

struct world {
    struct pl_log log;
    int pipe[2];
};

static int begin(void **state)
{
    struct world *w = calloc(1, sizeof(*w));
    assert_int_equal(pipe(w->pipe), 0);
    pl_log_init(&w->log, w->pipe[1], PL_LOG_INFO);
    *state = w;
    return 0;
}

static int end(void **state)
{
    struct world *w = *state;
    pl_log_finish(&w->log);
    close(w->pipe[0]);
    close(w->pipe[1]);
    free(w);
    return 0;
}

/* The one line that was written; "" when there is none. */
static const char *line_of(struct world *w)
{
    static char line[PL_LOG_LINE_MAX + 1];
    ssize_t n;
    assert_int_equal(write(w->pipe[1], "#", 1), 1); /* so that the read never waits */
    n = read(w->pipe[0], line, sizeof(line));
    assert_true(n > 0 && line[n - 1] == '#');
    line[n - 1] = '\0';
    return line;
}

static void expect(struct world *w, struct pl_log_field field, const char *want)
{
    char line[PL_LOG_LINE_MAX];
    pl_log_write_at(&w->log, PL_SEC(1), WALL, PL_LOG_INFO, "e", &field, 1);
    (void)snprintf(line, sizeof(line), HEAD " %s\n", want);
    assert_string_equal(line_of(w), line);
}

static void lines_are_key_value(void **state)
{
    struct pl_addr a = pl_addr_ipv4(10, 0, 0, 1, 99);
    expect(*state, pl_log_num("n", -12), "n=-12");
    expect(*state, pl_log_num("n", INT64_MIN), "n=-9223372036854775808");
    expect(*state, pl_log_str("s", "room-3_a.b:c/d@e"), "s=room-3_a.b:c/d@e");
    expect(*state, pl_log_addr("from", &a), "from=10.0.0.1:99");
    expect(*state, pl_log_str("s", ""), "s=\"\"");
    expect(*state, pl_log_str("s", "a b"), "s=\"a b\"");
    expect(*state, pl_log_str("s", "a=b"), "s=\"a=b\"");
    expect(*state, pl_log_str("s", "张三"), "s=\"张三\"");
}

static void hostile_values_cannot_break_out(void **state)
{
    expect(*state, pl_log_str("s", "a\" level=error x=\""), "s=\"a\\\" level=error x=\\\"\"");
    expect(*state, pl_log_str("s", "a\nts=1 event=fake"), "s=\"a\\nts=1 event=fake\"");
    expect(*state, pl_log_str("s", "\r\t\\"), "s=\"\\r\\t\\\\\"");
    expect(*state, pl_log_str("s", "\x1b[31mred\x7f"), "s=\"\\u001b[31mred\\u007f\"");
    expect(*state, pl_log_text("s", pl_bytes_of("a\0b", 3)), "s=\"a\\u0000b\"");
    expect(*state, pl_log_str("s", "\xff\xc0\x80"), "s=\"\\xff\\xc0\\x80\"");
    expect(*state, pl_log_str("s", "\xe2\x82"), "s=\"\\xe2\\x82\"");
    expect(*state, pl_log_str("s", "\xc2\x9b"), "s=\"\\u009b\""); /* C1: CSI */
    expect(*state,
           pl_log_str("s", "\xe2\x80\xae"
                           "cod"),
           "s=\"\\u202ecod\""); /* turns writing */
    expect(*state, pl_log_str("s", "\xe2\x80\xa8"), "s=\"\\u2028\"");
}

static void long_values_are_cut(void **state)
{
    struct world *w = *state;
    char value[1000];
    struct pl_log_field fields[40];
    const char *line;
    memset(value, 'a', sizeof(value));
    for (int i = 0; i < 40; i++)
        fields[i] = pl_log_text("k", pl_bytes_of(value, sizeof(value)));
    pl_log_write_at(&w->log, 0, WALL, PL_LOG_INFO, "e", fields, 1);
    line = line_of(w);
    assert_int_equal(strlen(line), strlen(HEAD " k=\"...\"\n") + PL_LOG_VALUE_MAX);
    pl_log_write_at(&w->log, 0, WALL, PL_LOG_INFO, "e", fields, 40);
    line = line_of(w);
    assert_true(strlen(line) <= PL_LOG_LINE_MAX);
    assert_string_equal(line + strlen(line) - 5, "...\"\n"); /* whole fields, one line end */
    assert_ptr_equal(strchr(line, '\n'), line + strlen(line) - 1);
}

static void levels_below_are_silent(void **state)
{
    struct world *w = *state;
    pl_log_do(&w->log, PL_LOG_DEBUG, "e", pl_log_num("n", 1));
    assert_string_equal(line_of(w), "");
    pl_log_do(&w->log, PL_LOG_ERROR, "e", pl_log_num("n", 1), pl_log_str("s", "x"));
    assert_non_null(strstr(line_of(w), " level=error event=e n=1 s=x\n"));
}

static int lines_at(struct world *w, pl_time_us now, const char *event, int tries)
{
    int n = 0;
    for (int i = 0; i < tries; i++) {
        struct pl_log_field f = pl_log_num("i", i);
        pl_log_write_at(&w->log, now, WALL, PL_LOG_INFO, event, &f, 1);
        n += line_of(w)[0] != '\0';
    }
    return n;
}

static void repeated_events_are_held_back_and_counted(void **state)
{
    struct world *w = *state;
    struct pl_log_field f = pl_log_num("i", 1);
    assert_int_equal(lines_at(w, PL_SEC(1), "flood", 200), PL_LOG_BURST);
    assert_int_equal(lines_at(w, PL_SEC(1), "other", 3), 3); /* others go on */
    pl_log_write_at(&w->log, PL_SEC(2), WALL, PL_LOG_INFO, "flood", &f, 1);
    assert_non_null(strstr(line_of(w), "event=flood held=150 i=1\n"));
    assert_int_equal(lines_at(w, PL_SEC(2), "flood", 200), PL_LOG_PER_SECOND - 1);
    assert_int_equal(lines_at(w, PL_SEC(1000), "flood", 200), PL_LOG_BURST);
}

static void many_events_share_the_places(void **state)
{
    static char names[PL_LOG_EVENTS * 3][8];
    struct world *w = *state;
    for (int i = 0; i < PL_LOG_EVENTS * 3; i++) {
        (void)snprintf(names[i], sizeof(names[i]), "e%d", i);
        assert_int_equal(lines_at(w, PL_SEC(1 + i), names[i], 1), 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define CASE(f) cmocka_unit_test_setup_teardown(f, begin, end)
        CASE(lines_are_key_value),
        CASE(hostile_values_cannot_break_out),
        CASE(long_values_are_cut),
        CASE(levels_below_are_silent),
        CASE(repeated_events_are_held_back_and_counted),
        CASE(many_events_share_the_places),
    };
    return cmocka_run_group_tests_name("log", tests, NULL, NULL);
}

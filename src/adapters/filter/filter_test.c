/* SPDX-License-Identifier: Apache-2.0 */
/* Real plug-ins (test_plugin.c), in a process and on a thread: what they are asked and told, and
 * all that they can do wrong. */
#include "pl_test.h"

#include "adapters/filter/filter.h"
#include "adapters/filter/host.h"
#include "adapters/filter/plugin.h"
#include "proto/wire/errors_gen.h"

#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    WITNESS = 99,
    WITNESS_HANDLE = 4242,
    LINES_MAX = 8192,
};

struct world {
    struct pl_loop *loop;
    struct pl_filter_config config;
    struct pl_filter *filter;
    char why[PL_FILTER_WHY_MAX];
    /* answers, by ticket */
    struct {
        bool given;
        int code;
        int32_t user, level;
        char nick[PL_FILTER_NAME_MAX + 1];
    } answers[16];
    unsigned ups, downs, refusals, hangs;
    char last[PL_FILTER_WHY_MAX];
    char line[2048]; /* the last data for the witness */
    size_t lines, bytes;
    char all[LINES_MAX]; /* all short ones, each with \n */
};

static void on_answer(void *arg, const struct pl_filter_answer *a)
{
    struct world *w = arg;
    assert_true(a->ticket < 16 && !w->answers[a->ticket].given);
    w->answers[a->ticket].given = true;
    w->answers[a->ticket].code = a->code;
    w->answers[a->ticket].user = a->user;
    w->answers[a->ticket].level = a->level;
    (void)pl_bytes_to_str(a->nick, w->answers[a->ticket].nick, PL_FILTER_NAME_MAX + 1);
}

static void on_data(void *arg, int32_t user, struct pl_bytes data, bool is_text)
{
    struct world *w = arg;
    size_t used = strlen(w->all);
    assert_int_equal(user, WITNESS);
    assert_true(is_text);
    (void)pl_bytes_to_str(data, w->line, sizeof(w->line));
    w->lines++;
    w->bytes += data.len;
    if (data.len < 200 && used + data.len + 2 < sizeof(w->all))
        (void)snprintf(w->all + used, sizeof(w->all) - used, "%s\n", w->line);
}

static void on_event(void *arg, const struct pl_filter_event *e)
{
    struct world *w = arg;
    (void)snprintf(w->last, sizeof(w->last), "%s", e->text);
    w->ups += e->type == PL_FILTER_EVENT_UP;
    w->downs += e->type == PL_FILTER_EVENT_DOWN;
    w->refusals += e->type == PL_FILTER_EVENT_REFUSES;
    w->hangs += e->type == PL_FILTER_EVENT_HANGS;
}

static const struct pl_filter_handler handler = {on_answer, on_data, on_event};

static int set_up(void **state)
{
    struct world *w = calloc(1, sizeof(*w));
    assert_non_null(w);
    assert_ok(pl_loop_create(&w->loop));
    w->config = (struct pl_filter_config){.path = FILTER_TEST_PLUGIN,
                                          .min_version = "",
                                          .max_users = 100,
                                          .start_us = PL_SEC(60),
                                          .hang_us = PL_SEC(60),
                                          .pause_us = PL_MS(1)};
    (void)unsetenv("FILTER_TEST");
    (void)unsetenv("FILTER_TEST_RELEASED");
    *state = w;
    return 0;
}

static int set_up_thread(void **state)
{
    (void)set_up(state);
    ((struct world *)*state)->config.thread = true;
    return 0;
}

static int tear_down(void **state)
{
    struct world *w = *state;
    pl_filter_stop(w->filter);
    pl_loop_destroy(w->loop);
    free(w);
    return 0;
}

static enum pl_err start(struct world *w)
{
    return pl_filter_start(&w->filter, w->loop, &w->config, &handler, w, w->why);
}

/* With the witness signed in. */
static void begin(struct world *w)
{
    if (start(w) != PL_OK)
        fail_msg("%s", w->why);
    pl_filter_user_in(w->filter, WITNESS, WITNESS_HANDLE, 0, pl_bytes_str("witness"),
                      pl_bytes_str("10.0.0.1"));
}

/* The time-out of the whole program is the only one. */
#define until(w, fact)                                                                             \
    while (!(fact))                                                                                \
    assert_true(pl_loop_turn((w)->loop))

static void login(struct world *w, uint32_t ticket, const char *name)
{
    assert_ok(pl_filter_ask_login(w->filter, ticket, pl_bytes_str(name), pl_bytes_str("secret")));
}

static void expect(struct world *w, uint32_t ticket, int code)
{
    until(w, w->answers[ticket].given);
    assert_int_equal(w->answers[ticket].code, code);
}

static struct pl_filter_stats stats(const struct world *w)
{
    struct pl_filter_stats s;
    pl_filter_get_stats(w->filter, &s);
    return s;
}

/* ---- what it is for ---- */

static void questions(void **state)
{
    struct world *w = *state;
    begin(w);
    assert_string_equal(w->last, "2.5");
    login(w, 1, "ann");
    login(w, 2, "refuse");
    assert_ok(pl_filter_ask_room(w->filter, 3, 7, 5, pl_bytes_str(""), pl_bytes_str("pw")));
    assert_ok(pl_filter_ask_room(w->filter, 4, 7, 13, pl_bytes_str("attic"), pl_bytes_str("")));
    expect(w, 1, 0);
    assert_int_equal(w->answers[1].user, 7);
    assert_int_equal(w->answers[1].level, 3);
    assert_string_equal(w->answers[1].nick, "N-ann-secret");
    expect(w, 2, 200);
    expect(w, 3, 0);
    expect(w, 4, 300);
    assert_non_null(strstr(w->all, "prepare 7 5  pw\n"));
    assert_non_null(strstr(w->all, "prepare 7 13 attic \n"));
}

static void news(void **state)
{
    struct world *w = *state;
    begin(w);
    pl_filter_user_in(w->filter, -2, 77, 0, pl_bytes_str("guest"), pl_bytes_str("::1"));
    pl_filter_room(w->filter, -2, 5, true);
    pl_filter_data(w->filter, -2, pl_bytes_str("hi"));
    pl_filter_text(w->filter, 5, -2, -1, false, pl_bytes_str("all of you"));
    pl_filter_text(w->filter, 5, -2, 7, true, pl_bytes_str("you"));
    pl_filter_room(w->filter, -2, 5, false);
    pl_filter_user_out(w->filter, -2, 78); /* another sign-in's: not the one that is there */
    pl_filter_user_out(w->filter, -2, 77);
    until(w, strcmp(w->line, "logout -2") == 0);
    assert_string_equal(w->all, "login 99 witness 0 10.0.0.1 4242\n"
                                "login -2 guest 0 ::1 77\n"
                                "enter -2 5\n"
                                "data -2 hi 2\n"
                                "text 5 -2 -1 0 all of you 10\n"
                                "text 5 -2 7 1 you 3\n"
                                "leave -2 5\n"
                                "logout -2\n");
}

static void data_from_any_thread(void **state)
{
    struct world *w = *state;
    begin(w);
    login(w, 1, "thread");
    until(w, strcmp(w->line, "from a thread") == 0);
    expect(w, 1, 0);
}

/* What waits is called before the end, and the end is told. */
static void an_orderly_end(void **state)
{
    struct world *w = *state;
    char path[] = "/tmp/filter-test-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    (void)unlink(path);
    (void)setenv("FILTER_TEST_RELEASED", path, 1);
    begin(w);
    pl_filter_stop(w->filter);
    w->filter = NULL;
    assert_int_equal(unlink(path), 0);
}

static void nobody_waits_any_more(void **state)
{
    struct world *w = *state;
    begin(w);
    login(w, 1, "ann");
    login(w, 2, "ann");
    pl_filter_cancel(w->filter, 1);
    pl_filter_cancel(w->filter, 1);
    pl_filter_cancel(w->filter, 5);
    expect(w, 2, 0);
    assert_false(w->answers[1].given);
}

/* ---- what it does wrong ---- */

static void nonsense(void **state)
{
    struct world *w = *state;
    begin(w);
    login(w, 1, "nobody");
    login(w, 2, "bad name");
    login(w, 3, "long name");
    login(w, 4, "bad code");
    login(w, 5, "too much");
    login(w, 6, "wrong handle");
    expect(w, 1, PL_GV_ERR_SERVERSDK_FAIL);
    expect(w, 2, 0);
    assert_string_equal(w->answers[2].nick, "");
    expect(w, 3, 0);
    assert_int_equal(strlen(w->answers[3].nick), PL_FILTER_NAME_MAX);
    expect(w, 4, PL_GV_ERR_SERVERSDK_FAIL);
    expect(w, 6, 0);
    assert_int_equal(stats(w).nonsense, 3);
    assert_int_equal(stats(w).data_dropped, 2);
    assert_int_equal(w->downs, 0);
}

/* All of it arrives, at a pace that is ours, and what is asked meanwhile is answered after it. */
static void a_flood(void **state)
{
    struct world *w = *state;
    begin(w);
    login(w, 1, "flood");
    login(w, 2, "ann");
    expect(w, 2, 0);
    expect(w, 1, 0);
    assert_int_equal(stats(w).data_dropped, 0);
    assert_true(w->bytes >= 6000 * 1000);
    assert_true(w->bytes <= 6000 * 1000 + 200);
}

/* Its question is refused, those behind it wait for the next child, which is told who is there. */
static void a_death(struct world *w, const char *name, const char *why)
{
    begin(w);
    pl_filter_room(w->filter, WITNESS, 5, true);
    until(w, strcmp(w->line, "enter 99 5") == 0);
    w->all[0] = '\0';
    login(w, 1, name);
    expect(w, 1, PL_GV_ERR_SERVERSDK_FAIL);
    if (!strstr(w->last, why))
        fail_msg("\"%s\" does not say \"%s\"", w->last, why);
    login(w, 2, "ann");
    pl_filter_data(w->filter, WITNESS, pl_bytes_str("lost"));
    expect(w, 2, 0);
    assert_int_equal(w->ups, 2);
    assert_int_equal(w->downs, 1);
    until(w, strcmp(w->line, "enter 99 5") == 0);
    assert_string_equal(w->all, "login 99 witness 0 10.0.0.1 4242\nenter 99 5\n");
    assert_int_equal(stats(w).starts, 2);
}

static void a_crash(void **state)
{
#if defined(PL_FILTER_SANITIZED)
    a_death(*state, "crash", "it has ended");
#else
    a_death(*state, "crash", "it has ended: signal 11");
#endif
}

static void an_exit(void **state)
{
    a_death(*state, "exit", "it has ended: exit status 3");
}

/* What it has started lives on, and holds nothing of ours. */
static void an_end_that_leaves_a_helper(void **state)
{
    a_death(*state, "helper", "it has ended: exit status 5");
}

/* A thread of it goes on with a call-back whose socket has been closed: its number is ours again,
 * and nothing is written to it. */
static void a_thread_that_talks_on(void **state)
{
    struct world *w = *state;
    int pairs[8][2];
    char byte;
    begin(w);
    login(w, 1, "talk on");
    expect(w, 1, 0);
    until(w, strcmp(w->line, "still here") == 0);
    pl_filter_stop(w->filter);
    w->filter = NULL;
    for (int i = 0; i < 8; i++)
        assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pairs[i]), 0);
    (void)usleep(20 * 1000); /* it would write twenty times */
    for (int i = 0; i < 8; i++) {
        for (int end = 0; end < 2; end++)
            assert_int_equal(recv(pairs[i][end], &byte, 1, MSG_DONTWAIT), -1);
        close(pairs[i][0]);
        close(pairs[i][1]);
    }
}

static void garbage_on_its_socket(void **state)
{
    a_death(*state, "garbage", "it sends nonsense");
}

static void a_call_that_does_not_return(void **state)
{
    struct world *w = *state;
    w->config.hang_us = PL_SEC(1);
    a_death(w, "hang", "BRFP_VerifyUser has not returned for 1 s");
}

#if !defined(PL_FILTER_SANITIZED)
static void a_leak(void **state)
{
    struct world *w = *state;
    w->config.memory_mbyte = 256;
    a_death(w, "leak", "it has ended: signal 6");
}
#endif

/* A thread cannot be killed: others are told, and the end of the server does not wait for it long.
 */
static void a_thread_that_does_not_return(void **state)
{
    struct world *w = *state;
    w->config.hang_us = PL_SEC(1);
    begin(w);
    login(w, 1, "hang");
    until(w, w->hangs == 1);
    assert_string_equal(w->last, "BRFP_VerifyUser has not returned for 1 s");
    pl_filter_cancel(w->filter, 1);
    assert_int_equal(w->downs, 0);
}

/* It fails again at each new start: pauses, no busy loop, and the server hears why. */
static void it_does_not_come_back(void **state)
{
    struct world *w = *state;
    begin(w);
    (void)setenv("FILTER_TEST", "refuse", 1);
    login(w, 1, "crash");
    expect(w, 1, PL_GV_ERR_SERVERSDK_FAIL);
    until(w, w->refusals == 3);
    assert_string_equal(w->last, "BRFP_InitFilter gave FALSE");
    assert_false(stats(w).up);
    login(w, 2, "ann"); /* waits for it */
    (void)unsetenv("FILTER_TEST");
    expect(w, 2, 0);
}

static void limits(void **state)
{
    struct world *w = *state;
    struct pl_filter_stats s;
    enum pl_err err = PL_OK;
    begin(w);
    (void)setenv("FILTER_TEST", "refuse", 1);
    login(w, 1, "exit");
    expect(w, 1, PL_GV_ERR_SERVERSDK_FAIL);
    for (uint32_t i = 0; i <= PL_FILTER_QUESTIONS_MAX && !err; i++)
        err = pl_filter_ask_login(w->filter, 100 + i, pl_bytes_str("a"), pl_bytes_str("b"));
    assert_err(PL_E_LIMIT, err);
    s = stats(w);
    assert_int_equal(s.waiting, PL_FILTER_QUESTIONS_MAX);
    for (uint32_t i = 0; i <= PL_FILTER_QUESTIONS_MAX; i++)
        pl_filter_cancel(w->filter, 100 + PL_FILTER_QUESTIONS_MAX - i);
    assert_int_equal(stats(w).waiting, 0);
    (void)unsetenv("FILTER_TEST");
}

/* ---- what cannot be started ---- */

static void expect_refused(struct world *w, const char *why)
{
    assert_err(PL_E_STATE, start(w));
    if (!strstr(w->why, why))
        fail_msg("\"%s\" does not say \"%s\"", w->why, why);
}

static void bad_starts(void **state)
{
    struct world *w = *state;
    w->config.path = "/nowhere/at-all.so";
    expect_refused(w, "cannot open shared object file");
    w->config.path = FILTER_TEST_PLUGIN_WITHOUT;
    expect_refused(w, "it has no function BRFP_OnRecvUserTextMsg");
    w->config.path = FILTER_TEST_PLUGIN;
    w->config.min_version = "2.10";
    expect_refused(w, "its version is 2.5; filter.min_version asks for 2.10");
    w->config.min_version = "2.5.0";
    assert_ok(start(w));
    pl_filter_stop(w->filter);
    w->filter = NULL;
    w->config.min_version = "";
    (void)setenv("FILTER_TEST", "bad version", 1);
    expect_refused(w, "gives no version");
    (void)setenv("FILTER_TEST", "refuse", 1);
    expect_refused(w, "BRFP_InitFilter gave FALSE");
}

static void bad_starts_of_a_process(void **state)
{
    struct world *w = *state;
    w->config.program = "/nowhere/parlord";
    assert_err(PL_E_IO, start(w));
    w->config.program = NULL;
    (void)setenv("FILTER_TEST", "crash", 1);
    expect_refused(w, "it has ended");
    (void)setenv("FILTER_TEST", "hang", 1);
    w->config.start_us = PL_MS(200);
    expect_refused(w, "takes too long");
}

static void versions(void **state)
{
    (void)state;
    assert_true(pl_filter_version_compare("2.10", "2.9") > 0);
    assert_true(pl_filter_version_compare("2", "2.0.0") == 0);
    assert_true(pl_filter_version_compare("1.9.9", "2") < 0);
    assert_true(pl_filter_version_compare("2.0 beta", "2.0") == 0);
    assert_true(pl_filter_version_compare("2.0", "") > 0);
    assert_true(pl_filter_version_readable("2.0-rc1"));
    assert_false(pl_filter_version_readable(""));
    assert_false(pl_filter_version_readable("v2"));
    assert_false(pl_filter_version_readable("2\x1b[1m"));
}

static void frames(void **state)
{
    uint8_t room[256];
    struct pl_writer w = pl_writer_of(room, sizeof(room));
    struct pl_filter_frame in = {.type = PL_FILTER_USER_IN,
                                 .ticket = 1,
                                 .user = 0xfffffffe,
                                 .other = 3,
                                 .room = 4,
                                 .number = 5,
                                 .a = pl_bytes_str("ann"),
                                 .b = pl_bytes_str("::1")},
                           out;
    (void)state;
    assert_ok(pl_filter_frame_write(&in, &w));
    assert_int_equal(w.pos, pl_filter_frame_size(&in));
    assert_ok(pl_filter_frame_read(&out, pl_writer_done(&w)));
    assert_int_equal(out.user, in.user);
    assert_int_equal(out.number, 5);
    assert_string_equal((const char *)out.a.data, "ann");
    assert_string_equal((const char *)out.b.data, "::1");
    for (size_t n = 0; n < w.pos; n++)
        assert_err(PL_E_PROTO, pl_filter_frame_read(&out, pl_bytes_of(room, n)));
    assert_err(PL_E_PROTO, pl_filter_frame_read(&out, pl_bytes_of(room, w.pos + 1)));
    room[0] = PL_FILTER_LAST + 1;
    assert_err(PL_E_PROTO, pl_filter_frame_read(&out, pl_bytes_of(room, w.pos)));
    w = pl_writer_of(room, 10);
    assert_err(PL_E_SPACE, pl_filter_frame_write(&in, &w));
}

#define in_process(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)
#define on_thread(fn)                                                                              \
    {                                                                                              \
#fn " (thread)", fn, set_up_thread, tear_down, NULL                                        \
    }

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        in_process(questions),
        on_thread(questions),
        in_process(news),
        on_thread(news),
        in_process(data_from_any_thread),
        on_thread(data_from_any_thread),
        in_process(an_orderly_end),
        on_thread(an_orderly_end),
        in_process(nobody_waits_any_more),
        in_process(nonsense),
        on_thread(nonsense),
        in_process(a_flood),
        on_thread(a_flood),
        in_process(a_crash),
        in_process(an_exit),
        in_process(an_end_that_leaves_a_helper),
        in_process(garbage_on_its_socket),
        in_process(a_call_that_does_not_return),
#if !defined(PL_FILTER_SANITIZED) /* sanitizers need the whole address space */
        in_process(a_leak),
#endif
        in_process(it_does_not_come_back),
        in_process(limits),
        in_process(bad_starts),
        on_thread(bad_starts),
        in_process(bad_starts_of_a_process),
        cmocka_unit_test(versions),
        cmocka_unit_test(frames),
        on_thread(a_thread_that_talks_on), /* last, and the next: they are left behind */
        on_thread(a_thread_that_does_not_return),
    };
    if (pl_filter_host_wanted(argc, argv))
        return pl_filter_host_main(argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}

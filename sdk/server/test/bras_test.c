/* SPDX-License-Identifier: Apache-2.0 */
/* The interface as programs use it, with its threads, against a server that this test plays. */
#include "fake_server.h"

#include "anychatserversdk.h"

#include "io/clock.h"

#include <pthread.h>
#include <stdio.h>
#include <time.h>

/* What the call-backs have said, one line each. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static char told[8192];
static int inside;   /* a call-back is running */
static bool overlap; /* two were */

static void begin(void)
{
    pthread_mutex_lock(&lock);
    overlap |= inside++ > 0;
    pthread_mutex_unlock(&lock);
}

static void end(const char *line)
{
    pthread_mutex_lock(&lock);
    inside--;
    assert_true(strlen(told) + strlen(line) + 2 < sizeof(told));
    strcat(told, line);
    strcat(told, "\n");
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
}

/* Waits until the call-backs have said this. */
static void until(const char *text)
{
    struct timespec at;
    int late = 0;
    clock_gettime(CLOCK_REALTIME, &at);
    at.tv_sec += 20;
    pthread_mutex_lock(&lock);
    while (!strstr(told, text) && !late)
        late = pthread_cond_timedwait(&changed, &lock, &at);
    if (late)
        print_message("# told so far:\n%s", told);
    pthread_mutex_unlock(&lock);
    assert_int_equal(late, 0);
}

static void forget(void)
{
    pthread_mutex_lock(&lock);
    told[0] = '\0';
    pthread_mutex_unlock(&lock);
}

/* ---- the program ---- */

static void on_message(DWORD message, DWORD code, DWORD server, LPVOID value)
{
    char line[64];
    begin();
    (void)value;
    (void)snprintf(line, sizeof(line), "message %u %u %u", message, code, server);
    end(line);
}

static DWORD on_verify(LPCTSTR name, LPCTSTR password, LPDWORD id, LPDWORD level, LPTSTR nick,
                       DWORD nick_size, LPVOID value)
{
    char line[300];
    begin();
    *id = 12;
    *level = 4;
    memset(nick, 'n', nick_size); /* as careless programs do */
    (void)snprintf(line, sizeof(line), "verify %s %s %s", name, password, (const char *)value);
    end(line);
    return 0;
}

static DWORD on_prepare(DWORD user, DWORD room, LPCTSTR name, LPCTSTR password, LPVOID value)
{
    char line[300];
    begin();
    (void)value;
    (void)snprintf(line, sizeof(line), "prepare %u %u %s %s", user, room, name, password);
    end(line);
    return 304;
}

/* Asks the server from inside. */
static void on_login(DWORD user, LPCTSTR name, DWORD level, LPCTSTR address, LPVOID value)
{
    char line[300], info[16];
    DWORD count = 0, code;
    begin();
    (void)value;
    (void)level;
    (void)address;
    code = BRAS_GetUserInfo(user, 1, info, sizeof(info));
    (void)BRAS_GetOnlineUsers((DWORD)-1, NULL, &count);
    (void)snprintf(line, sizeof(line), "login %u %s: %u %s, %u there", user, name, code, info,
                   count);
    end(line);
}

static void on_data(DWORD user, LPBYTE data, DWORD len, LPVOID value)
{
    char line[300];
    begin();
    (void)value;
    if (strcmp((const char *)data, "release") == 0)
        (void)BRAS_Release();
    (void)snprintf(line, sizeof(line), "data %u %u %s", user, len, (const char *)data);
    end(line);
}

static void on_timer(LPVOID value)
{
    begin();
    (void)value;
    end("timer");
}

/* ---- ---- */

static int setup(void **state)
{
    static char value[] = "value";
    struct fake_server *f = calloc(1, sizeof(*f));
    fake_server_open(f);
    forget();
    overlap = false;
    assert_int_equal(setenv("PARLOR_SERVER_INI", "/dev/null", 1), 0);
    assert_int_equal(BRAS_SetSDKOption(BRAS_SO_LINK_SERVER, f->address, (DWORD)strlen(f->address)),
                     0);
    assert_int_equal(BRAS_SetOnServerAppMessageExCallBack(on_message, NULL), 0);
    assert_int_equal(BRAS_SetVerifyUserCallBack(on_verify, value), 0);
    assert_int_equal(BRAS_SetPrepareEnterRoomCallBack(on_prepare, NULL), 0);
    assert_int_equal(BRAS_SetOnUserLoginActionCallBack(on_login, NULL), 0);
    assert_int_equal(BRAS_SetOnRecvUserFilterDataCallBack(on_data, NULL), 0);
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fake_server *f = *state;
    fake_server_close(f);
    assert_int_equal(BRAS_SetTimerEventCallBack(0, NULL, NULL), 0);
    assert_int_equal(BRAS_Release(), 0);
    assert_false(overlap);
    free(f);
    return 0;
}

static void say_data(struct fake_server *f, const char *base64)
{
    fake_server_say(f, (struct pl_wire_msg){.type = PL_WIRE_ON_DATA,
                                            .u.on_data = {.user = 7,
                                                          .channel = PL_WIRE_SERVER_CHANNEL_FILTER,
                                                          .data = pl_bytes_str(base64)}});
}

static void questions_are_answered(void **state)
{
    struct fake_server *f = *state;
    struct pl_wire_msg msg;
    assert_int_equal(BRAS_InitSDK(0), 0);
    assert_int_equal(BRAS_InitSDK(0), 0); /* once more does nothing */
    fake_server_attach(f, NULL, 0);
    until("message 10 0 0\n");
    fake_server_say(f, (struct pl_wire_msg){.type = PL_WIRE_ASK_LOGIN,
                                            .u.ask_login = {.ticket = 5,
                                                            .name = pl_bytes_str("ann"),
                                                            .password = pl_bytes_str("pw")}});
    msg = fake_server_expect(f, PL_WIRE_BS_LOGIN);
    assert_int_equal(msg.u.bs_login.ticket, 5);
    assert_int_equal(msg.u.bs_login.user, 12);
    assert_int_equal(msg.u.bs_login.level, 4);
    assert_int_equal(msg.u.bs_login.nick.len, 128);
    fake_server_say(f, (struct pl_wire_msg){.type = PL_WIRE_ASK_ENTER,
                                            .u.ask_enter = {.ticket = 6,
                                                            .user = 12,
                                                            .room = 3,
                                                            .name = pl_bytes_str("hall"),
                                                            .password = pl_bytes_str("x")}});
    msg = fake_server_expect(f, PL_WIRE_BS_ALLOW);
    assert_int_equal(msg.u.bs_allow.ticket, 6);
    assert_int_equal(msg.u.bs_allow.code, 304);
    until("verify ann pw value\nprepare 12 3 hall x\n");
}

static void a_callback_may_ask_the_server(void **state)
{
    struct fake_server *f = *state;
    struct pl_wire_bs_user ann = {.id = 7, .name = pl_bytes_str("ann")};
    struct pl_wire_msg msg;
    assert_int_equal(BRAS_InitSDK(0), 0);
    fake_server_attach(f, &ann, 1);
    msg = fake_server_expect(f, PL_WIRE_BS_GET_INFO);
    say_data(f, "aGk="); /* waits for the call-back that asks */
    fake_server_say(f, (struct pl_wire_msg){.type = PL_WIRE_BS_TEXT,
                                            .re = msg.id,
                                            .u.bs_text = {.text = pl_bytes_str("Ann")}});
    until("message 10 0 0\nlogin 7 ann: 0 Ann, 1 there\ndata 7 2 hi\n");
}

static void a_lost_link_comes_back(void **state)
{
    struct fake_server *f = *state;
    struct pl_wire_msg msg;
    assert_int_equal(BRAS_InitSDK(0), 0);
    fake_server_attach(f, NULL, 0);
    until("message 10 0 0\n");
    fake_server_hang_up(f);
    until("message 10 101 0\n");
    assert_int_equal(BRAS_SetUserInfo(7, 1, "kept", 0), 0);
    forget();
    fake_server_attach(f, NULL, 0);
    until("message 10 0 0\n");
    msg = fake_server_expect(f, PL_WIRE_BS_SET_INFO);
    assert_true(pl_bytes_eq_str(msg.u.bs_set_info.text, "kept"));
}

static void a_refused_secret_is_told(void **state)
{
    struct fake_server *f = *state;
    assert_int_equal(BRAS_InitSDK(0), 0);
    fake_server_accept(f);
    (void)fake_server_expect(f, PL_WIRE_ATTACH);
    fake_server_say(f,
                    (struct pl_wire_msg){.type = PL_WIRE_ERROR, .re = 1, .u.error = {.code = 102}});
    until("message 10 102 0\n");
    fake_server_expect_end(f);
}

static void without_a_link_questions_fail_at_once(void **state)
{
    DWORD count = 5, size = 8;
    char text[8] = "x";
    (void)state;
    assert_int_equal(BRAS_GetOnlineUsers((DWORD)-1, NULL, &count), 2);
    assert_int_equal(count, 0);
    assert_int_equal(BRAS_SetUserInfo(7, 1, "early", 0), 2);
    assert_int_equal(BRAS_InitSDK(0), 0);
    count = 5;
    assert_int_equal(BRAS_GetOnlineUsers((DWORD)-1, NULL, &count), 206);
    assert_int_equal(count, 0);
    assert_int_equal(BRAS_GetRoomIdList(NULL, &count), 206);
    assert_int_equal(BRAS_GetUserInfo(7, 1, text, sizeof(text)), 206);
    assert_string_equal(text, "");
    assert_int_equal(BRAS_QueryInfoFromServer(1, NULL, 0, text, &size, 0), 206);
    assert_int_equal(size, 0);
}

static void parameters_that_cannot_be(void **state)
{
    static char data[20000];
    (void)state;
    assert_int_equal(BRAS_InitSDK(0), 0);
    assert_int_equal(BRAS_SendBufToUser(0, "x", 1), 21);
    assert_int_equal(BRAS_SendBufToUser((DWORD)-1, "x", 1), 21);
    assert_int_equal(BRAS_SendBufToUser(7, "x", 0), 21);
    assert_int_equal(BRAS_SendBufToUser(7, NULL, 1), 21);
    assert_int_equal(BRAS_SendBufToUser(7, data, 16384), 0);
    assert_int_equal(BRAS_SendBufToUser(7, data, 16385), 21);
    assert_int_equal(BRAS_SendBufToRoom(0, "x", 1), 21);
    assert_int_equal(BRAS_SendBufToRoom((DWORD)-1, "x", 1), 0);
    assert_int_equal(BRAS_TransBuffer(7, (BYTE *)data, 1025), 21);
    assert_int_equal(BRAS_SetUserInfo(7, 1, "\xff", 0), 21);
    assert_int_equal(BRAS_VideoCallControl(1, 7, 0, 0, 0, NULL), 20);
    assert_int_equal(BRAS_VideoCallControl(5, 7, 0, 0, 0, NULL), 21);
    assert_int_equal(BRAS_SetCallBack(0, NULL, NULL), 21);
    assert_int_equal(BRAS_SetCallBack(21, NULL, NULL), 21);
    assert_int_equal(BRAS_SetSDKOption(99, data, 4), 21);
}

static void releasing_inside_a_callback_is_the_end(void **state)
{
    struct fake_server *f = *state;
    assert_int_equal(BRAS_InitSDK(0), 0);
    fake_server_attach(f, NULL, 0);
    until("message 10 0 0\n");
    say_data(f, "cmVsZWFzZQ==");
    say_data(f, "aGk=");
    until("data 7 7 release\n");
    fake_server_expect_end(f);
    assert_int_equal(BRAS_SetUserInfo(7, 1, "late", 0), 2);
    assert_null(strstr(told, "data 7 2 hi"));
    assert_int_equal(BRAS_InitSDK(0), 0); /* and the beginning of another */
    fake_server_attach(f, NULL, 0);
    say_data(f, "aGk=");
    until("data 7 2 hi\n");
}

static void what_was_said_goes_out_before_the_end(void **state)
{
    struct fake_server *f = *state;
    assert_int_equal(BRAS_InitSDK(0), 0);
    fake_server_attach(f, NULL, 0);
    until("message 10 0 0\n");
    for (int i = 0; i < 20; i++)
        assert_int_equal(BRAS_SetUserInfo(7, (DWORD)i, "last", 0), 0);
    assert_int_equal(BRAS_Release(), 0);
    for (int i = 0; i < 20; i++)
        (void)fake_server_expect(f, PL_WIRE_BS_SET_INFO);
    fake_server_expect_end(f);
}

static void what_is_taken_follows_the_callbacks(void **state)
{
    struct fake_server *f = *state;
    struct pl_wire_msg msg;
    assert_int_equal(BRAS_SetVerifyUserCallBack(NULL, NULL), 0);
    assert_int_equal(BRAS_InitSDK(0), 0);
    fake_server_attach(f, NULL, 0);
    until("message 10 0 0\n");
    assert_int_equal(BRAS_SetVerifyUserCallBack(on_verify, NULL), 0);
    msg = fake_server_expect(f, PL_WIRE_BS_TAKES);
    assert_true(pl_bytes_eq_str(msg.u.bs_takes.takes[0], "login"));
}

static void the_timer_needs_no_link(void **state)
{
    (void)state;
    assert_int_equal(BRAS_SetTimerEventCallBack(10, on_timer, NULL), 0);
    assert_int_equal(BRAS_InitSDK(0), 0);
    until("timer\ntimer\ntimer\n");
}

static void version(void **state)
{
    DWORD major = 99, minor = 99;
    char text[4];
    (void)state;
    assert_int_equal(BRAS_GetSDKVersion(&major, &minor, text, sizeof(text)), 0);
    assert_true(major < 99 && minor < 99);
    assert_int_equal(strlen(text), 3); /* cut */
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(questions_are_answered),
        TEST(a_callback_may_ask_the_server),
        TEST(a_lost_link_comes_back),
        TEST(a_refused_secret_is_told),
        TEST(without_a_link_questions_fail_at_once),
        TEST(parameters_that_cannot_be),
        TEST(releasing_inside_a_callback_is_the_end),
        TEST(what_was_said_goes_out_before_the_end),
        TEST(what_is_taken_follows_the_callbacks),
        TEST(the_timer_needs_no_link),
        cmocka_unit_test(version),
    };
    return cmocka_run_group_tests_name("bras", tests, NULL, NULL);
}

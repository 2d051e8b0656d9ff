/* SPDX-License-Identifier: Apache-2.0 */
/* Recordings as programs ask for them, against a server that this test plays. */
#include "fake_server.h"

#include "anychatserversdk.h"

#include <pthread.h>

static struct fake_server server;

static int set_up(void **state)
{
    (void)state;
    fake_server_open(&server);
    assert_int_equal(setenv("PARLOR_SERVER_INI", "/dev/null", 1), 0);
    assert_int_equal(
        BRAS_SetSDKOption(BRAS_SO_LINK_SERVER, server.address, (DWORD)strlen(server.address)), 0);
    assert_int_equal(BRAS_InitSDK(0), 0);
    fake_server_attach(&server, NULL, 0);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    fake_server_close(&server);
    assert_int_equal(BRAS_Release(), 0);
    return 0;
}

/* ---- the program, which waits for its answers ---- */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static DWORD code;

static void *in_thread(void *arg)
{
    DWORD (*call)(void) = *(DWORD(**)(void))arg;
    DWORD result;
    do /* the link may not be up in there yet */
        result = call();
    while (result == 206);
    pthread_mutex_lock(&lock);
    code = result;
    pthread_mutex_unlock(&lock);
    return NULL;
}

/* Makes the call; gives what the server hears, which it answers so. */
static struct pl_wire_msg heard(DWORD (*call)(void), int answer)
{
    struct pl_wire_msg reply = {.type = answer ? PL_WIRE_ERROR : PL_WIRE_DONE};
    struct pl_wire_msg msg;
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, in_thread, &call), 0);
    msg = fake_server_hear(&server);
    reply.re = msg.id;
    reply.u.error.code = answer;
    fake_server_say(&server, reply);
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_int_equal(code, (uint32_t)answer);
    return msg;
}

static DWORD option(DWORD name, DWORD value)
{
    return BRAS_SetSDKOption(name, (LPTSTR)&value, sizeof(value));
}

/* ---- ---- */

static DWORD record_bob(void)
{
    return BRAS_StreamRecordCtrlEx(7, TRUE, ANYCHAT_RECORD_FLAGS_SNAPSHOT | 0x80000000u, 4000000000,
                                   "note", (DWORD)-1);
}

static void a_recording_is_asked_for_as_the_options_say(void **state)
{
    struct pl_wire_bs_record m;
    DWORD too_large = 5;
    (void)state;
    m = heard(record_bob, 721).u.bs_record;
    assert_true(m.user == 7 && m.on && m.server == -1);
    assert_int_equal(m.flags, 0x80000400u);
    assert_int_equal(m.param, 4000000000);
    assert_true(pl_bytes_eq_str(m.text, "note"));
    assert_false(m.has_width || m.has_video_bps || m.has_undated); /* the server's own */
    assert_int_equal(option(BRAS_SO_RECORD_WIDTH, 640), 0);
    assert_int_equal(option(BRAS_SO_RECORD_HEIGHT, 480), 0);
    assert_int_equal(option(BRAS_SO_RECORD_VIDEOBR, 500000), 0);
    assert_int_equal(option(BRAS_SO_RECORD_AUDIOBR, 64000), 0);
    assert_int_equal(option(BRAS_SO_RECORD_FILETYPE, 4), 0);
    assert_int_equal(option(BRAS_SO_RECORD_CLIPMODE, 2), 0);
    assert_int_equal(option(BRAS_SO_RECORD_FILENAMERULE, 1), 0);
    assert_int_equal(option(BRAS_SO_RECORD_FILETYPE, too_large), 21);
    assert_int_equal(option(99, 0), 21);
    assert_int_equal(BRAS_SetSDKOption(BRAS_SO_RECORD_WIDTH, (LPTSTR)&too_large, 2), 21);
    m = heard(record_bob, 0).u.bs_record;
    assert_true(m.width == 640 && m.height == 480 && m.video_bps == 500000);
    assert_true(m.audio_bps == 64000 && m.file_type == 4 && m.clip == 2 && m.undated);
    assert_true(pl_bytes_eq_str(m.text, "note"));
}

static DWORD mark_text(void)
{
    char text[] = "签字";
    return BRAS_TransBuffer2RecordServer(7, (LPBYTE)text, (DWORD)strlen(text), 5, (DWORD)-1);
}

static DWORD mark_bytes(void)
{
    BYTE bytes[] = {0, 1, 2};
    return BRAS_TransBuffer2RecordServer(7, bytes, 3, 0, 1);
}

static void a_buffer_becomes_a_mark(void **state)
{
    BYTE large[1025] = {0};
    struct pl_wire_bs_record_tag m;
    (void)state;
    m = heard(mark_text, 0).u.bs_record_tag;
    assert_int_equal(m.user, 7);
    assert_true(pl_bytes_eq_str(m.text, "5 签字"));
    m = heard(mark_bytes, 720).u.bs_record_tag;
    assert_true(pl_bytes_eq_str(m.text, "AAEC"));
    assert_int_equal(BRAS_TransBuffer2RecordServer(7, large, sizeof(large), 0, 1), 21);
    assert_int_equal(BRAS_TransBuffer2RecordServer(7, large, 1024, 0, 1), 21); /* as base64 */
    assert_int_equal(BRAS_TransBuffer2RecordServer(7, NULL, 4, 0, 1), 21);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_recording_is_asked_for_as_the_options_say, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_buffer_becomes_a_mark, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("bras_records", tests, NULL, NULL);
}

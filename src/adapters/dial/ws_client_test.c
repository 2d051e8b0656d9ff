/* SPDX-License-Identifier: Apache-2.0 */
/* The WebSocket client against servers that this test plays by hand, over loopback. */
#include "pl_test.h"

#include "adapters/dial/ws_client.h"
#include "io/clock.h"

#include <netinet/in.h>
#include <openssl/evp.h>
#include <sys/socket.h>
#include <unistd.h>

struct play {
    struct pl_ws_client ws; /* first: found by it */
    struct pl_poll poll;
    int listener, server;
    char key[25];
    unsigned opened, closed, texts;
    char why[100], text[200];
    size_t text_len;
};

static void on_open(struct pl_ws_client *ws)
{
    ((struct play *)(void *)ws)->opened++;
}

static void on_text(struct pl_ws_client *ws, struct pl_bytes text)
{
    struct play *p = (struct play *)(void *)ws;
    p->texts++;
    p->text_len = text.len;
    pl_bytes_to_str(text, p->text, sizeof(p->text));
}

static void on_closed(struct pl_ws_client *ws, const char *why)
{
    struct play *p = (struct play *)(void *)ws;
    p->closed++;
    snprintf(p->why, sizeof(p->why), "%s", why);
}

static const struct pl_ws_client_handler handler = {on_open, on_text, on_closed};

static int setup(void **state)
{
    struct play *p = calloc(1, sizeof(*p));
    struct sockaddr_in name = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof(name);
    struct pl_ws_client_target target = {.host = "h:1", .path = "/p", .subprotocol = "s"};
    struct timeval limit = {.tv_sec = 10};
    char head[2048] = "";
    size_t at = 0;
    const char *key;
    p->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(p->listener, (struct sockaddr *)&name, len), 0);
    assert_int_equal(listen(p->listener, 1), 0);
    assert_int_equal(getsockname(p->listener, (struct sockaddr *)&name, &len), 0);
    target.addr = pl_addr_ipv4(127, 0, 0, 1, ntohs(name.sin_port));
    assert_int_equal(pl_poll_open(&p->poll), PL_OK);
    pl_ws_client_init(&p->ws, &p->poll, &handler);
    assert_int_equal(pl_ws_client_open(&p->ws, &target), PL_OK);
    p->server = accept4(p->listener, NULL, NULL, SOCK_CLOEXEC);
    assert_true(p->server >= 0);
    setsockopt(p->server, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
    while (p->ws.state == PL_WS_CLIENT_CONNECTING)
        pl_poll_wait(&p->poll, pl_clock_now_us() + PL_MS(10));
    while (!strstr(head, "\r\n\r\n")) {
        ssize_t n = recv(p->server, head + at, sizeof(head) - 1 - at, 0);
        assert_true(n > 0);
        at += (size_t)n;
        head[at] = '\0';
    }
    assert_non_null(strstr(head, "GET /p HTTP/1.1\r\nHost: h:1\r\n"));
    assert_non_null(strstr(head, "\r\nSec-WebSocket-Version: 13\r\n"));
    assert_non_null(strstr(head, "\r\nSec-WebSocket-Protocol: s\r\n"));
    key = strstr(head, "\r\nSec-WebSocket-Key: ");
    assert_non_null(key);
    memcpy(p->key, key + 21, 24);
    *state = p;
    return 0;
}

static int teardown(void **state)
{
    struct play *p = *state;
    pl_ws_client_finish(&p->ws);
    pl_poll_close(&p->poll);
    close(p->server);
    close(p->listener);
    free(p);
    return 0;
}

static void give(struct play *p, const void *bytes, size_t len)
{
    assert_int_equal(send(p->server, bytes, len, MSG_NOSIGNAL), (ssize_t)len);
}

#define UNTIL(p, fact)                                                                             \
    do {                                                                                           \
        pl_time_us limit_ = pl_clock_now_us() + PL_SEC(10);                                        \
        while (!(fact) && pl_clock_now_us() < limit_)                                              \
            pl_poll_wait(&(p)->poll, pl_clock_now_us() + PL_MS(10));                               \
        assert_true(fact);                                                                         \
    } while (0)

static void accept_upgrade(struct play *p)
{
    char text[100], answer[300], accept[29];
    uint8_t digest[20];
    snprintf(text, sizeof(text), "%s258EAFA5-E914-47DA-95CA-C5AB0DC85B11", p->key);
    assert_int_equal(EVP_Digest(text, strlen(text), digest, NULL, EVP_sha1(), NULL), 1);
    EVP_EncodeBlock((unsigned char *)accept, digest, 20);
    snprintf(answer, sizeof(answer),
             "HTTP/1.1 101 x\r\nupgrade: websocket\r\nSEC-websocket-accept:  %s\r\n\r\n", accept);
    give(p, answer, strlen(answer));
    UNTIL(p, p->opened == 1);
}

static void messages_come_whole_however_they_are_cut(void **state)
{
    struct play *p = *state;
    uint8_t frame[4 + 150] = {0x81, 126, 0, 150};
    memset(frame + 4, 'x', 150);
    accept_upgrade(p);
    for (size_t i = 0; i < sizeof(frame); i++) {
        give(p, frame + i, 1);
        pl_poll_wait(&p->poll, pl_clock_now_us() + PL_MS(1));
        assert_int_equal(p->closed, 0);
    }
    UNTIL(p, p->texts == 1);
    assert_int_equal(p->text_len, 150);
    give(p,
         "\x81\x01"
         "a\x81\x00\x8a\x00\x81\x02"
         "bc",
         11); /* a pong among them */
    UNTIL(p, p->texts == 4);
    assert_string_equal(p->text, "bc");
}

/* Reads one masked frame of at most 125 bytes; gives its first byte. */
static uint8_t read_frame(struct play *p, char *text)
{
    uint8_t head[6], payload[125];
    size_t len;
    assert_int_equal(recv(p->server, head, 6, MSG_WAITALL), 6);
    assert_true(head[1] & 0x80);
    len = head[1] & 0x7f;
    assert_true(len < 126);
    assert_int_equal(recv(p->server, payload, len, MSG_WAITALL), (ssize_t)len);
    for (size_t i = 0; i < len; i++)
        text[i] = (char)(payload[i] ^ head[2 + (i & 3)]);
    text[len] = '\0';
    return head[0];
}

static void what_goes_out_is_masked_and_pings_are_answered(void **state)
{
    struct play *p = *state;
    char text[126];
    assert_int_equal(pl_ws_client_send(&p->ws, pl_bytes_str("early")), PL_E_STATE);
    accept_upgrade(p);
    assert_int_equal(pl_ws_client_send(&p->ws, pl_bytes_str("hello")), PL_OK);
    assert_int_equal(read_frame(p, text), 0x81);
    assert_string_equal(text, "hello");
    give(p, "\x89\x02hi", 4);
    pl_poll_wait(&p->poll, pl_clock_now_us() + PL_SEC(10));
    assert_int_equal(read_frame(p, text), 0x8a);
    assert_string_equal(text, "hi");
    give(p, "\x88\x02\x03\xe8", 4);
    UNTIL(p, p->closed == 1);
    assert_int_equal(read_frame(p, text), 0x88);
    assert_string_equal(p->why, "closed by the server");
}

static void expect_end(struct play *p, const void *bytes, size_t len)
{
    give(p, bytes, len);
    UNTIL(p, p->closed == 1);
    assert_int_equal(p->texts, 0);
    assert_int_equal(p->ws.state, PL_WS_CLIENT_CLOSED);
}

static void a_wrong_accept_ends_it(void **state)
{
    static const char answer[] = "HTTP/1.1 101 x\r\nSec-WebSocket-Accept: AAAA\r\n\r\n";
    expect_end(*state, answer, sizeof(answer) - 1);
    assert_int_equal(((struct play *)*state)->opened, 0);
}

static void a_refusal_ends_it(void **state)
{
    static const char answer[] = "HTTP/1.1 404 Not Found\r\n\r\n";
    expect_end(*state, answer, sizeof(answer) - 1);
}

static void an_endless_head_ends_it(void **state)
{
    static char answer[9000];
    memset(answer, 'a', sizeof(answer));
    expect_end(*state, answer, sizeof(answer));
}

static void a_masked_frame_ends_it(void **state)
{
    accept_upgrade(*state);
    expect_end(*state, "\x81\x81\1\2\3\4x", 7);
}

static void parts_become_one_message(void **state)
{
    struct play *p = *state;
    accept_upgrade(p);
    give(p,
         "\x01\x02"
         "ab\x8a\x00\x00\x00\x00\x01"
         "c\x80\x02"
         "de\x81\x01"
         "f",
         18); /* a pong, and a part without content, among them */
    UNTIL(p, p->texts == 2);
    assert_string_equal(p->text, "f");
    give(p, "\x01\x01x\x80\x01y", 6);
    UNTIL(p, p->texts == 3);
    assert_string_equal(p->text, "xy");
}

static void a_part_of_nothing_ends_it(void **state)
{
    accept_upgrade(*state);
    expect_end(*state, "\x80\x01x", 3);
}

static void a_message_within_another_ends_it(void **state)
{
    accept_upgrade(*state);
    expect_end(*state, "\x01\x01x\x81\x01y", 6);
}

static void a_ping_in_parts_ends_it(void **state)
{
    accept_upgrade(*state);
    expect_end(*state, "\x09\x01x", 3);
}

static void an_absurd_length_ends_it(void **state)
{
    accept_upgrade(*state);
    expect_end(*state, "\x81\x7f\xff\xff\xff\xff\xff\xff\xff\xff", 10);
}

static void a_lost_line_ends_it(void **state)
{
    struct play *p = *state;
    accept_upgrade(p);
    shutdown(p->server, SHUT_WR);
    UNTIL(p, p->closed == 1);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(messages_come_whole_however_they_are_cut),
        TEST(what_goes_out_is_masked_and_pings_are_answered),
        TEST(a_wrong_accept_ends_it),
        TEST(a_refusal_ends_it),
        TEST(an_endless_head_ends_it),
        TEST(a_masked_frame_ends_it),
        TEST(parts_become_one_message),
        TEST(a_part_of_nothing_ends_it),
        TEST(a_message_within_another_ends_it),
        TEST(a_ping_in_parts_ends_it),
        TEST(an_absurd_length_ends_it),
        TEST(a_lost_line_ends_it),
    };
    return cmocka_run_group_tests_name("ws_client", tests, NULL, NULL);
}

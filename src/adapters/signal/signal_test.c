/* SPDX-License-Identifier: Apache-2.0 */
/* The front door on loopback: pages, health, links, limits. */
#include "pl_test.h"

#include "adapters/signal/files.h"
#include "adapters/signal/signal.h"
#include "adapters/signal/ws_conn.h"
#include "io/clock.h"
#include "io/test_client.h"

#include <sys/stat.h>
#include <unistd.h>

struct world {
    struct pl_loop *loop;
    struct pl_signal *signal;
    struct pl_signal_config config;
    char directory[64];
    char log[4096]; /* what the upper part heard */
    size_t log_len;
    uint64_t link;
};

static void PL_PRINTF(2, 3) note(struct world *w, const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    w->log_len += (size_t)vsnprintf(w->log + w->log_len, sizeof(w->log) - w->log_len, format, ap);
    va_end(ap);
    assert_true(w->log_len < sizeof(w->log));
}

static void on_open(void *arg, uint64_t link, const struct pl_signal_peer *peer)
{
    struct world *w = arg;
    w->link = link;
    note(w, "open %llu agent=%.*s\n", (unsigned long long)link, (int)peer->user_agent.len,
         (const char *)peer->user_agent.data);
}

static void on_text(void *arg, uint64_t link, struct pl_bytes text)
{
    struct world *w = arg;
    note(w, "text %.*s\n", (int)(text.len > 40 ? 40 : text.len), (const char *)text.data);
    if (pl_bytes_eq_str(text, "close me")) {
        pl_signal_close(w->signal, link, 4001, "as you wish");
        assert_err(PL_E_CLOSED, pl_signal_send_text(w->signal, link, text));
    } else {
        assert_ok(pl_signal_send_text(w->signal, link, text));
    }
}

static void on_binary(void *arg, uint64_t link, struct pl_bytes data)
{
    struct world *w = arg;
    note(w, "binary %zu\n", data.len);
    assert_ok(pl_signal_send_binary(w->signal, link, data));
}

static void on_closed(void *arg, uint64_t link, uint16_t code, const char *why)
{
    struct world *w = arg;
    note(w, "closed %llu %u %s\n", (unsigned long long)link, code, why);
    assert_err(PL_E_NOT_FOUND, pl_signal_send_text(w->signal, link, pl_bytes_str("x")));
}

static void on_foreign(void *arg, const struct pl_signal_peer *peer)
{
    note(arg, "foreign %.*s%s\n", (int)peer->origin.len, (const char *)peer->origin.data,
         peer->business ? " business" : "");
}

static const struct pl_signal_handler handler = {on_open, on_text, on_binary, on_closed,
                                                 on_foreign};

static void write_file(struct world *w, const char *name, const char *text, size_t copies)
{
    char path[256];
    FILE *f;
    (void)snprintf(path, sizeof(path), "%s/%s", w->directory, name);
    f = fopen(path, "w");
    assert_non_null(f);
    while (copies--)
        fputs(text, f);
    fclose(f);
}

static void make_folder(struct world *w, const char *name)
{
    char path[256];
    (void)snprintf(path, sizeof(path), "%s/%s", w->directory, name);
    assert_int_equal(mkdir(path, 0755), 0);
}

static void make_link(struct world *w, const char *to, const char *name)
{
    char path[256];
    (void)snprintf(path, sizeof(path), "%s/%s", w->directory, name);
    assert_int_equal(symlink(to, path), 0);
}

static void start_again(struct world *w)
{
    pl_signal_stop(w->signal);
    assert_ok(pl_signal_start(&w->signal, w->loop, &w->config, &handler, w));
}

static char root_path[80];

static int begin(void **state)
{
    struct world *w = calloc(1, sizeof(*w));
    alarm(60);
    strcpy(w->directory, "/tmp/parlor-test-XXXXXX");
    assert_non_null(mkdtemp(w->directory));
    make_folder(w, "www");
    make_folder(w, "www/room");
    make_folder(w, "www/.git");
    write_file(w, "secret.txt", "secret", 1);
    write_file(w, "www/.git/config", "secret", 1);
    write_file(w, "www/index.html", "<p>top", 1);
    write_file(w, "www/room/index.html", "<p>room", 1);
    write_file(w, "www/parlor.mjs", "export {};", 1);
    write_file(w, "www/a b.txt", "blank", 1);
    write_file(w, "www/big.bin", "0123456789abcdef", 65536); /* 1 MiB */
    make_link(w, "room/index.html", "www/inside.html");
    make_link(w, "../secret.txt", "www/outside.txt");
    make_link(w, "/etc", "www/etc");
    assert_ok(pl_loop_create(&w->loop));
    w->config = pl_signal_config_default();
    w->config.listen = pl_addr_ipv4(127, 0, 0, 1, 0);
    w->config.home = "/demos/room/";
    (void)snprintf(root_path, sizeof(root_path), "%s/www", w->directory);
    w->config.roots[0] = (struct pl_signal_root){"/demos/", root_path};
    w->config.root_count = 1;
    start_again(w);
    *state = w;
    return 0;
}

static int end(void **state)
{
    static const char *const names[] = {
        "www/inside.html",
        "www/outside.txt",
        "www/etc",
        "www/big.bin",
        "www/a b.txt",
        "www/parlor.mjs",
        "www/index.html",
        "www/room/index.html",
        "www/.git/config",
        "secret.txt",
        "www/.git",
        "www/room",
        "www",
        "",
    };
    struct world *w = *state;
    pl_signal_stop(w->signal);
    pl_loop_destroy(w->loop);
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        char path[256];
        (void)snprintf(path, sizeof(path), "%s/%s", w->directory, names[i]);
        assert_int_equal(remove(path), 0);
    }
    free(w);
    return 0;
}

static struct test_client *client(struct world *w)
{
    return test_client_open(w->loop, pl_signal_local(w->signal));
}

/* One request on a connection of its own; gives the whole answer. */
static const char *ask(struct world *w, const char *method, const char *target, const char *fields)
{
    static char answer[8192];
    char request[4096];
    struct test_client *t = client(w);
    (void)snprintf(request, sizeof(request),
                   "%s %s HTTP/1.1\r\nHost: h\r\nConnection: close\r\n%s\r\n", method, target,
                   fields);
    test_client_say(t, request);
    test_client_expect_closed(t);
    assert_false(t->reset);
    (void)pl_bytes_to_str(pl_bytes_of(t->got, t->len), answer, sizeof(answer));
    test_client_close(t);
    return answer;
}

static void expect_answer(struct world *w, const char *method, const char *target, int status,
                          const char *part)
{
    const char *got = ask(w, method, target, "");
    char line[32];
    (void)snprintf(line, sizeof(line), "HTTP/1.1 %d ", status);
    if (strncmp(got, line, strlen(line)) != 0 || !strstr(got, part))
        fail_msg("%s %s: wanted %d and '%s', got '%s'", method, target, status, part, got);
}

/* ---- pages ---- */

static void pages_are_served_with_their_types(void **state)
{
    struct world *w = *state;
    expect_answer(w, "GET", "/demos/", 200, "\r\n\r\n<p>top");
    expect_answer(w, "GET", "/demos/index.html", 200, "Content-Type: text/html\r\n");
    expect_answer(w, "GET", "/demos/room/?id=3", 200, "\r\n\r\n<p>room");
    expect_answer(w, "GET", "/demos/parlor.mjs", 200, "Content-Type: text/javascript\r\n");
    expect_answer(w, "GET", "/demos/a%20b.txt", 200, "\r\n\r\nblank");
    expect_answer(w, "GET", "/demos/inside.html", 200, "<p>room");
    expect_answer(w, "GET", "/demos/room", 301, "Location: /demos/room/\r\n");
    expect_answer(w, "GET", "/", 302, "Location: /demos/room/\r\n");
    expect_answer(w, "GET", "/demos/", 200, "X-Content-Type-Options: nosniff\r\n");
    expect_answer(
        w, "GET", "/demos/", 200,
        "Content-Security-Policy: default-src 'self'; script-src 'self' 'wasm-unsafe-eval';");
    expect_answer(w, "GET", "/demos/", 200, "Permissions-Policy: camera=(self), microphone=(self)");
}

static void head_gives_the_length_without_the_body(void **state)
{
    const char *got = ask(*state, "HEAD", "/demos/", "");
    assert_non_null(strstr(got, "Content-Length: 6\r\n"));
    assert_null(strstr(got, "<p>"));
    got = ask(*state, "HEAD", "/nothing", "");
    assert_non_null(strstr(got, "404"));
    assert_string_equal(strstr(got, "\r\n\r\n"), "\r\n\r\n");
}

static void an_etag_saves_the_body(void **state)
{
    char etag[64], field[128];
    const char *got = ask(*state, "GET", "/demos/", "");
    assert_int_equal(sscanf(strstr(got, "ETag: "), "ETag: %63s", etag), 1);
    (void)snprintf(field, sizeof(field), "If-None-Match: \"x\", W/%s\r\n", etag);
    got = ask(*state, "GET", "/demos/", field);
    assert_non_null(strstr(got, "HTTP/1.1 304 "));
    assert_null(strstr(got, "Content-Length"));
    assert_null(strstr(got, "<p>"));
    got = ask(*state, "GET", "/demos/", "If-None-Match: \"x\"\r\n");
    assert_non_null(strstr(got, "HTTP/1.1 200 "));
}

static const char *const ways_out[] = {
    "../secret.txt",
    "..%2fsecret.txt",
    "%2e%2e/secret.txt",
    "%2e%2e%2fsecret.txt",
    "room/../../secret.txt",
    "room/..",
    "./index.html",
    "room//index.html",
    "/index.html",
    "outside.txt",
    "etc/passwd",
    "etc/",
    ".git/config",
    "..",
    "...",
    "%00",
    "index.html%00.txt",
    "..\\secret.txt",
    "..%5csecret.txt",
    "%c0%ae%c0%ae/secret.txt",
    "%252e%252e/secret.txt",
    "index.html/",
    "index.html/x",
    "%",
    "%2",
    "%zz",
    "room%2findex.html",
    "nothing",
};

static void nothing_outside_is_reachable(void **state)
{
    struct world *w = *state;
    for (size_t i = 0; i < sizeof(ways_out) / sizeof(ways_out[0]); i++) {
        char target[128];
        const char *got;
        (void)snprintf(target, sizeof(target), "/demos/%s", ways_out[i]);
        got = ask(w, "GET", target, "");
        if (!strstr(got, "HTTP/1.1 404 ") && !strstr(got, "HTTP/1.1 400 "))
            fail_msg("%s: %s", target, got);
    }
    expect_answer(w, "GET", "/secret.txt", 404, "");
    expect_answer(w, "GET", "/demos", 404, "");
    expect_answer(w, "GET", "//demos/", 404, "");
}

static void finding_by_steps_is_as_strict(void **state)
{
    struct world *w = *state;
    struct pl_file file;
    int root;
    assert_ok(pl_files_open_root(&root, w->config.roots[0].directory));
    for (size_t i = 0; i < sizeof(ways_out) / sizeof(ways_out[0]); i++) {
        enum pl_err err = pl_files_find_by_steps(root, pl_bytes_str(ways_out[i]), &file);
        if (err != PL_E_NOT_FOUND && err != PL_E_PROTO)
            fail_msg("%s: %s", ways_out[i], pl_err_name(err));
    }
    assert_ok(pl_files_find_by_steps(root, pl_bytes_str("room/"), &file));
    assert_int_equal(file.size, 7);
    close(file.fd);
    assert_err(PL_E_STATE, pl_files_find_by_steps(root, pl_bytes_str("room"), &file));
    assert_err(PL_E_NOT_FOUND, pl_files_find_by_steps(root, pl_bytes_str("inside.html"), &file));
    close(root);
    assert_err(PL_E_NOT_FOUND, pl_files_open_root(&root, "/nonexistent"));
}

static void requests_in_a_row_are_answered_in_order(void **state)
{
    static const char two[] = "GET /demos/big.bin HTTP/1.1\r\nHost: h\r\n\r\n"
                              "GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n"
                              "GET /demos/ HTTP/1.1\r\nHost: h\r\n\r\n";
    struct world *w = *state;
    struct test_client *t = client(w);
    uint8_t *body;
    int small = 4096;
    (void)setsockopt(t->fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof(small));
    test_client_say(t, two);
    /* the buffer of the test client holds a megabyte less one: forget while it comes */
    test_client_expect(t, "\r\n\r\n");
    body = (uint8_t *)memmem(t->got, t->len, "\r\n\r\n", 4) + 4;
    size_t left = (1u << 20) - (t->len - (size_t)(body - t->got));
    test_client_forget(t);
    while (left > 0) {
        assert_true(pl_loop_turn(w->loop));
        if (t->len <= left) {
            left -= t->len;
            test_client_forget(t);
        } else {
            memmove(t->got, t->got + left, t->len - left + 1);
            t->len -= left;
            left = 0;
        }
    }
    test_client_expect(t, "ok\n");
    test_client_expect(t, "<p>top");
    assert_true(memcmp(t->got, "HTTP/1.1 200 OK\r\nDate: ", 23) == 0);
    test_client_close(t);
}

static void metrics(void *arg, const struct pl_http_request *request,
                    struct pl_signal_answer *reply)
{
    assert_true(pl_bytes_eq_str(request->query, "x=1"));
    reply->body = pl_bytes_str(arg);
}

static void routes_can_be_added(void **state)
{
    struct world *w = *state;
    char text[] = "links 3\n";
    assert_ok(pl_signal_add_route(w->signal, "/metrics", metrics, text));
    expect_answer(w, "GET", "/metrics?x=1", 200, "\r\n\r\nlinks 3\n");
    expect_answer(w, "GET", "/metrics/", 404, "");
}

static void a_door_for_routes_has_no_links_and_no_health(void **state)
{
    static const char upgrade[] = "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                                  "Sec-WebSocket-Version: 13\r\n"
                                  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                                  "Sec-WebSocket-Protocol: parlor.v1\r\n";
    static const char *const paths[] = {"/parlor", "/healthz", "/readyz"};
    struct world *w = *state;
    char text[] = "links 3\n";
    w->config.routes_only = true;
    start_again(w);
    assert_ok(pl_signal_add_route(w->signal, "/metrics", metrics, text));
    expect_answer(w, "GET", "/metrics?x=1", 200, "\r\n\r\nlinks 3\n");
    expect_answer(w, "GET", "/demos/", 200, "<p>top");
    for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
        expect_answer(w, "GET", paths[i], 404, "");
    assert_non_null(strstr(ask(w, "GET", "/parlor", upgrade), " 404 "));
    assert_non_null(strstr(ask(w, "GET", "/", upgrade), " 302 "));
}

static void pages_have_a_limit_of_connections(void **state)
{
    struct world *w = *state;
    struct test_client *a, *b;
    w->config.routes_only = true;
    w->config.max_page_connections = 1;
    start_again(w);
    a = client(w);
    test_client_say(a, "GET /demos/ HTTP/1.1\r\nHost: h\r\n\r\n");
    test_client_expect(a, "<p>top");
    b = client(w);
    test_client_expect_closed(b);
    assert_int_equal(b->len, 0);
    test_client_close(a);
    test_client_close(b);
}

static void refusals_say_what_they_should(void **state)
{
    struct world *w = *state;
    expect_answer(w, "POST", "/demos/", 405, "Allow: GET, HEAD\r\n");
    expect_answer(w, "DELETE", "/parlor", 405, "Allow: GET, HEAD\r\n");
    expect_answer(w, "OPTIONS", "*", 405, "");
    expect_answer(w, "GET", "/parlor", 426, "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n");
    expect_answer(w, "BREW", "/", 400, "Connection: close\r\n");
    assert_non_null(strstr(ask(w, "GET", "/", "Content-Length: 3\r\n"), " 413 "));
}

static void readiness_follows_the_state(void **state)
{
    struct world *w = *state;
    expect_answer(w, "GET", "/healthz", 200, "\r\n\r\nok\n");
    expect_answer(w, "GET", "/readyz", 503, "not ready");
    pl_signal_set_ready(w->signal, true);
    expect_answer(w, "GET", "/readyz", 200, "ready");
    pl_signal_drain(w->signal);
    expect_answer(w, "GET", "/readyz", 503, "draining");
    expect_answer(w, "GET", "/healthz", 200, "ok");
}

static void a_head_that_does_not_end_is_answered_408(void **state)
{
    struct world *w = *state;
    struct test_client *t, *silent;
    w->config.head_us = PL_MS(20);
    start_again(w);
    silent = client(w);
    t = client(w);
    test_client_say(t, "GET / HTTP/1.1\r\nHost:");
    test_client_expect(t, "HTTP/1.1 408 ");
    test_client_expect_closed(silent); /* said nothing, is told nothing */
    assert_int_equal(silent->len, 0);
    test_client_close(t);
    test_client_close(silent);
}

/* ---- links ---- */

#define UPGRADE                                                                                    \
    "GET /parlor HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"             \
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"                 \
    "Sec-WebSocket-Protocol: parlor.v1\r\nUser-Agent: test\r\n"

static struct test_client *linked(struct world *w)
{
    struct test_client *t = client(w);
    test_client_say(t, UPGRADE "\r\n");
    test_client_expect(t, "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n");
    test_client_expect(t, "Sec-WebSocket-Protocol: parlor.v1\r\n\r\n");
    test_client_forget(t);
    return t;
}

static void say_frame(struct test_client *t, int opcode, const void *data, size_t len)
{
    uint8_t head[PL_WS_HEAD_MAX];
    size_t n = pl_ws_frame_head(head, (enum pl_ws_opcode)opcode, len);
    head[1] |= 0x80;
    memset(head + n, 0, 4);
    test_client_send(t, head, n + 4);
    test_client_send(t, data, len);
}

static void expect_log(struct world *w, const char *text)
{
    while (!strstr(w->log, text))
        assert_true(pl_loop_turn(w->loop));
}

static void messages_go_both_ways(void **state)
{
    struct world *w = *state;
    struct test_client *t = linked(w);
    static uint8_t big[256 * 1024];
    say_frame(t, PL_WS_TEXT, "hello", 5);
    test_client_expect(t, "\x81\x05hello");
    test_client_forget(t);
    say_frame(t, PL_WS_PING, "p", 1);
    test_client_expect(t, "\x8a\x01p");
    test_client_forget(t);
    say_frame(t, PL_WS_BINARY, big, sizeof(big)); /* exactly the limit */
    test_client_expect_bytes(t, sizeof(big) + 10);
    assert_int_equal(t->len, sizeof(big) + 10);
    say_frame(t, PL_WS_CLOSE,
              "\x03\xe8"
              "bye",
              5);
    test_client_expect(t, "\x88\x02\x03\xe8");
    test_client_expect_closed(t);
    assert_string_equal(w->log,
                        "open 1 agent=test\ntext hello\nbinary 262144\nclosed 1 1000 bye\n");
    test_client_close(t);
}

static void frames_right_behind_the_upgrade_are_not_lost(void **state)
{
    struct world *w = *state;
    struct test_client *t = client(w);
    test_client_say(t, UPGRADE "\r\n\x81\x82");
    test_client_send(t, "\0\0\0\0hi\x81\x81\0\0\0\0!", 13);
    test_client_expect(t, "\x81\x02hi\x81\x01!");
    test_client_close(t);
    expect_log(w, "closed 1 1006 peer\n");
}

static void we_close_with_a_code(void **state)
{
    struct world *w = *state;
    struct test_client *t = linked(w);
    say_frame(t, PL_WS_TEXT, "close me", 8);
    test_client_expect(t, "\x88\x0d\x0f\xa1"
                          "as you wish");
    say_frame(t, PL_WS_TEXT, "too late", 8); /* dropped */
    say_frame(t, PL_WS_CLOSE, "\x0f\xa1", 2);
    test_client_expect_closed(t);
    assert_string_equal(w->log, "open 1 agent=test\ntext close me\nclosed 1 4001 closed\n");
    test_client_close(t);
}

static void a_peer_that_ignores_our_close_is_dropped(void **state)
{
    struct world *w = *state;
    struct test_client *t;
    w->config.close_us = PL_MS(10);
    start_again(w);
    t = linked(w);
    say_frame(t, PL_WS_TEXT, "close me", 8);
    expect_log(w, "closed 1 1006 no answer to our close\n");
    test_client_expect_closed(t);
    test_client_close(t);
}

static void broken_rules_end_the_link_with_their_code(void **state)
{
    struct world *w = *state;
    struct test_client *t = linked(w);
    struct pl_signal_stats stats;
    test_client_send(t, "\x81\x02hi", 4); /* not masked */
    test_client_expect(t, "\x88");
    test_client_expect(t, "\x03\xea"
                          "frame not masked");
    test_client_expect_closed(t);
    assert_string_equal(w->log, "open 1 agent=test\nclosed 1 1002 frame not masked\n");
    pl_signal_get_stats(w->signal, &stats);
    assert_int_equal(stats.links_broken, 1);
    assert_int_equal(stats.links_open, 0);
    test_client_close(t);
}

static void too_big_a_message_is_refused_by_its_head(void **state)
{
    struct world *w = *state;
    struct test_client *t = linked(w);
    test_client_send(t, "\x82\xff\0\0\0\0\0\4\0\1\0\0\0\0", 14); /* 262,145 bytes announced */
    test_client_expect_closed(t);
    assert_non_null(strstr(w->log, "closed 1 1009 message too big\n"));
    test_client_close(t);
}

static void a_silent_link_is_pinged_and_given_up(void **state)
{
    struct world *w = *state;
    struct test_client *t;
    w->config.ping_us = PL_MS(10);
    w->config.pong_us = PL_MS(20);
    start_again(w);
    t = linked(w);
    test_client_expect_bytes(t, 2);
    assert_memory_equal(t->got, "\x89\x00", 2);
    expect_log(w, "closed 1 1006 no answer to our ping\n");
    test_client_close(t);
}

static void a_slow_link_is_ended_not_buffered(void **state)
{
    struct world *w = *state;
    struct test_client *t = linked(w);
    static uint8_t block[64 * 1024];
    enum pl_err err;
    pl_watch_destroy(t->watch); /* reads no more */
    t->watch = NULL;
    do
        err = pl_signal_send_binary(w->signal, w->link, pl_bytes_of(block, sizeof(block)));
    while (!err);
    assert_err(PL_E_LIMIT, err);
    assert_null(strstr(w->log, "closed")); /* not from inside the call */
    assert_err(PL_E_CLOSED, pl_signal_send_text(w->signal, w->link, pl_bytes_str("x")));
    expect_log(w, "closed 1 1006 slow\n");
    test_client_close(t);
}

static void too_many_frames_end_the_link(void **state)
{
    struct world *w = *state;
    struct test_client *t;
    w->config.frames_per_second = 1;
    w->config.frames_burst = 10;
    start_again(w);
    t = linked(w);
    for (int i = 0; i < 20; i++)
        say_frame(t, PL_WS_PONG, "", 0);
    expect_log(w, "closed 1 1008 too many frames\n");
    test_client_close(t);
}

static void expect_refused(struct world *w, const char *fields, const char *status)
{
    struct test_client *t = client(w);
    test_client_say(t, UPGRADE);
    test_client_say(t, fields);
    test_client_say(t, "\r\n");
    test_client_expect_closed(t);
    if (!strstr((char *)t->got, status))
        fail_msg("wanted %s, got %s", status, (char *)t->got);
    test_client_close(t);
}

static void links_are_limited(void **state)
{
    struct world *w = *state;
    struct test_client *a, *b;
    w->config.max_links = 5;
    w->config.max_links_per_address = 2;
    start_again(w);
    a = linked(w);
    b = linked(w);
    expect_refused(w, "", "503 Service Unavailable");
    test_client_close(a);
    expect_log(w, "closed 1 ");
    a = linked(w);
    assert_non_null(strstr(w->log, "open 3 ")); /* numbers are not used again */
    test_client_close(a);
    test_client_close(b);
    w->config.max_links = 1;
    start_again(w);
    a = linked(w);
    expect_refused(w, "", "the server is full");
    test_client_close(a);
}

static void draining_refuses_new_links_and_keeps_the_old(void **state)
{
    struct world *w = *state;
    struct test_client *t = linked(w);
    pl_signal_drain(w->signal);
    expect_refused(w, "", "Retry-After: 5\r\n");
    say_frame(t, PL_WS_TEXT, "still here", 10);
    test_client_expect(t, "still here");
    test_client_close(t);
}

static void foreign_origins_are_refused(void **state)
{
    static const char *const ours[] = {"https://talk.example"};
    struct world *w = *state;
    w->config.origins = ours;
    w->config.origin_count = 1;
    start_again(w);
    expect_refused(w, "Origin: https://evil.example\r\n", "403 Forbidden");
    assert_string_equal("foreign https://evil.example\n", w->log);
    test_client_close(linked(w)); /* without Origin: not a browser */
    expect_log(w, "closed 1 ");
}

static void stopping_reports_every_link_once(void **state)
{
    struct world *w = *state;
    struct test_client *a = linked(w), *b = linked(w);
    struct pl_signal *s = w->signal;
    start_again(w);
    assert_ptr_not_equal(s, NULL);
    assert_non_null(strstr(w->log, "closed 1 1006 stopped\n"));
    assert_non_null(strstr(w->log, "closed 2 1006 stopped\n"));
    test_client_expect_closed(a);
    test_client_expect_closed(b);
    test_client_close(a);
    test_client_close(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define CASE(f) cmocka_unit_test_setup_teardown(f, begin, end)
        CASE(pages_are_served_with_their_types),
        CASE(head_gives_the_length_without_the_body),
        CASE(an_etag_saves_the_body),
        CASE(nothing_outside_is_reachable),
        CASE(finding_by_steps_is_as_strict),
        CASE(requests_in_a_row_are_answered_in_order),
        CASE(routes_can_be_added),
        CASE(a_door_for_routes_has_no_links_and_no_health),
        CASE(pages_have_a_limit_of_connections),
        CASE(refusals_say_what_they_should),
        CASE(readiness_follows_the_state),
        CASE(a_head_that_does_not_end_is_answered_408),
        CASE(messages_go_both_ways),
        CASE(frames_right_behind_the_upgrade_are_not_lost),
        CASE(we_close_with_a_code),
        CASE(a_peer_that_ignores_our_close_is_dropped),
        CASE(broken_rules_end_the_link_with_their_code),
        CASE(too_big_a_message_is_refused_by_its_head),
        CASE(a_silent_link_is_pinged_and_given_up),
        CASE(a_slow_link_is_ended_not_buffered),
        CASE(too_many_frames_end_the_link),
        CASE(links_are_limited),
        CASE(draining_refuses_new_links_and_keeps_the_old),
        CASE(foreign_origins_are_refused),
        CASE(stopping_reports_every_link_once),
    };
    return cmocka_run_group_tests_name("signal", tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "pl_test.h"

#include "io/clock.h"
#include "io/tcp.h"
#include "io/test_client.h"
#include "io/tls_self_signed.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

/* A server that notes what happens; what it does with data is chosen by the first byte. */
struct world {
    struct pl_loop *loop;
    struct pl_tcp_listener *listener;
    struct pl_tcp_options options;
    struct pl_tls_context *tls;
    struct pl_tls_files files;
    char directory[64];
    char why[PL_TLS_WHY_MAX];
    struct pl_tcp_conn *conn;
    int opened, closed, drained;
    enum pl_tcp_end end;
    size_t received;
    enum pl_err write_err;
};

static void on_open(void *arg, struct pl_tcp_conn *conn)
{
    struct world *w = arg;
    pl_tcp_set_user(conn, w);
    w->conn = conn;
    w->opened++;
}

static void flood(struct world *w, struct pl_tcp_conn *conn)
{
    static uint8_t block[64 * 1024];
    struct pl_bytes part = pl_bytes_of(block, sizeof(block));
    do
        w->write_err = pl_tcp_write(conn, &part, 1);
    while (!w->write_err);
}

/* Forty writes of all sizes, each of one letter: a to z and on. */
enum { MANY = 40 };

static size_t size_of(int i)
{
    static const size_t sizes[] = {1, 40, 300, 4000, 5000, 20000};
    return sizes[i * 7 % 6];
}

static void write_many(struct world *w, struct pl_tcp_conn *conn)
{
    static uint8_t block[20000];
    for (int i = 0; i < MANY; i++) {
        struct pl_bytes part = pl_bytes_of(block, size_of(i));
        memset(block, 'a' + i % 26, sizeof(block));
        w->write_err = pl_tcp_write(conn, &part, 1);
        assert_ok(w->write_err);
    }
}

static void on_data(struct pl_tcp_conn *conn, struct pl_buf data)
{
    struct world *w = pl_tcp_user(conn);
    struct pl_bytes parts[2] = {pl_bytes_str("echo "), pl_bytes_of(data.data, data.len)};
    w->received += data.len;
    switch (data.data[0]) {
    case 'S':
        pl_tcp_shutdown(conn);
        break;
    case 'A':
        pl_tcp_abort(conn);
        break;
    case 'F':
        flood(w, conn);
        break;
    case 'P':
        pl_tcp_pause(conn);
        break;
    case 'M':
        write_many(w, conn);
        break;
    case 'T': /* three answers in one turn */
        for (int i = 0; i < 3; i++)
            assert_ok(pl_tcp_write(conn, parts, 2));
        break;
    case 'B':
        assert_ok(pl_tcp_write(conn, parts, 2));
        pl_tcp_abort(conn);
        break;
    case 'Q': /* an answer right before the end must still arrive */
        assert_ok(pl_tcp_write(conn, parts, 2));
        pl_tcp_shutdown(conn);
        assert_err(PL_E_CLOSED, pl_tcp_write(conn, parts, 2));
        break;
    default:
        w->write_err = pl_tcp_write(conn, parts, 2);
    }
}

static void on_drained(struct pl_tcp_conn *conn)
{
    struct world *w = pl_tcp_user(conn);
    assert_int_equal(pl_tcp_queued(conn), 0);
    w->drained++;
}

static void on_closed(struct pl_tcp_conn *conn, enum pl_tcp_end end)
{
    struct world *w = pl_tcp_user(conn);
    w->closed++;
    w->end = end;
}

static const struct pl_tcp_handler handler = {on_open, on_data, on_drained, on_closed};

static void listen_again(struct world *w)
{
    pl_tcp_listener_destroy(w->listener);
    assert_ok(pl_tcp_listen(&w->listener, w->loop, &w->options, &handler, w));
}

static int begin(void **state)
{
    struct world *w = calloc(1, sizeof(*w));
    alarm(60);
    assert_ok(pl_loop_create(&w->loop));
    w->options = (struct pl_tcp_options){
        .bind = pl_addr_ipv4(127, 0, 0, 1, 0),
        .max_connections = 10,
        .high_water_bytes = 1 << 20,
        .handshake_us = PL_SEC(30),
        .linger_us = PL_SEC(30),
    };
    listen_again(w);
    *state = w;
    return 0;
}

static int begin_tls(void **state)
{
    static const char *const hosts[] = {"localhost", "127.0.0.1"};
    struct world *w;
    (void)begin(state);
    w = *state;
    strcpy(w->directory, "/tmp/parlor-test-XXXXXX");
    assert_non_null(mkdtemp(w->directory));
    assert_ok(pl_tls_self_signed_ensure(&w->files, w->directory, hosts, 2, w->why));
    assert_ok(pl_tls_context_create(&w->tls, w->files.certificate, w->files.key, w->why));
    w->options.tls = w->tls;
    listen_again(w);
    return 0;
}

static int end(void **state)
{
    struct world *w = *state;
    pl_tcp_listener_destroy(w->listener);
    pl_loop_destroy(w->loop);
    assert_int_equal(w->closed, w->opened); /* each that was opened was closed, once */
    pl_tls_context_destroy(w->tls);
    if (w->directory[0]) {
        (void)unlink(w->files.certificate);
        (void)unlink(w->files.key);
        (void)rmdir(w->directory);
    }
    free(w);
    return 0;
}

static struct test_client *client(struct world *w)
{
    return test_client_open(w->loop, pl_tcp_listener_local(w->listener));
}

static void expect_ended(struct world *w, int count, enum pl_tcp_end why)
{
    bool more = true; /* the last turn may leave nothing to wait for */
    while (w->closed < count) {
        assert_true(more);
        more = pl_loop_turn(w->loop);
    }
    assert_string_equal(pl_tcp_end_name(w->end), pl_tcp_end_name(why));
}

static void data_goes_both_ways(void **state)
{
    struct world *w = *state;
    struct test_client *t = client(w);
    test_client_say(t, "hello");
    test_client_expect(t, "echo hello");
    assert_int_equal(pl_tcp_peer(w->conn).family, PL_ADDR_IPV4);
    assert_false(pl_tcp_is_tls(w->conn));
    test_client_close(t);
    expect_ended(w, 1, PL_TCP_END_PEER);
}

static void an_answer_before_shutdown_arrives(void **state)
{
    struct world *w = *state;
    struct test_client *t = client(w);
    test_client_say(t, "Q");
    test_client_expect(t, "echo Q");
    test_client_expect_closed(t);
    assert_false(t->reset);
    assert_int_equal(w->closed, 0); /* our side waits for theirs */
    test_client_close(t);
    expect_ended(w, 1, PL_TCP_END_LOCAL);
}

static void an_answer_before_abort_arrives(void **state)
{
    struct world *w = *state;
    struct test_client *t = client(w);
    test_client_say(t, "B");
    test_client_expect(t, "echo B");
    expect_ended(w, 1, PL_TCP_END_LOCAL);
    test_client_close(t);
}

static void small_and_large_keep_their_order(void **state)
{
    struct world *w = *state;
    struct test_client *t = client(w);
    size_t total = 0;
    for (int i = 0; i < MANY; i++)
        total += size_of(i);
    test_client_say(t, "M");
    test_client_expect_bytes(t, total);
    assert_int_equal(t->len, total);
    for (size_t i = 0, at = 0; i < MANY; at += size_of((int)i), i++) {
        assert_int_equal(t->got[at], 'a' + i % 26);
        assert_int_equal(t->got[at + size_of((int)i) - 1], 'a' + i % 26);
    }
    test_client_close(t);
    expect_ended(w, 1, PL_TCP_END_PEER);
}

static void a_peer_that_never_closes_is_dropped_after_the_linger(void **state)
{
    struct world *w = *state;
    struct test_client *t;
    w->options.linger_us = PL_MS(5);
    listen_again(w);
    t = client(w);
    test_client_say(t, "S");
    expect_ended(w, 1, PL_TCP_END_LOCAL);
    test_client_close(t);
}

static void abort_closes_at_once(void **state)
{
    struct world *w = *state;
    struct test_client *t = client(w);
    test_client_say(t, "A");
    expect_ended(w, 1, PL_TCP_END_LOCAL);
    test_client_expect_closed(t);
    test_client_close(t);
}

static void a_slow_reader_is_closed_at_the_high_water_mark(void **state)
{
    struct world *w = *state;
    struct test_client *t = client(w);
    int small = 4096;
    (void)setsockopt(t->fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof(small));
    pl_watch_destroy(t->watch); /* reads no more */
    t->watch = NULL;
    test_client_say(t, "F");
    expect_ended(w, 1, PL_TCP_END_SLOW);
    assert_err(PL_E_LIMIT, w->write_err);
    assert_int_equal(pl_tcp_listener_stats(w->listener)->ended_slow, 1);
    test_client_close(t);
}

static void drained_comes_when_the_queue_is_empty(void **state)
{
    struct world *w = *state;
    struct test_client *t = client(w);
    static uint8_t block[64 * 1024];
    struct pl_bytes part = pl_bytes_of(block, sizeof(block));
    size_t sent = 0;
    while (w->opened == 0)
        assert_true(pl_loop_turn(w->loop));
    pl_watch_destroy(t->watch);
    while (pl_tcp_queued(w->conn) < sizeof(block)) {
        assert_ok(pl_tcp_write(w->conn, &part, 1));
        sent += part.len;
    }
    assert_int_equal(w->drained, 0);
    t->watch = pl_watch_create(w->loop, t->fd, test_client_readable, t);
    while (w->drained == 0 || sent > 0) {
        assert_true(pl_loop_turn(w->loop));
        sent -= t->len;
        test_client_forget(t);
    }
    assert_int_equal(w->drained, 1);
    test_client_close(t);
}

static void a_silent_peer_is_closed(void **state)
{
    struct world *w = *state;
    struct test_client *t = client(w);
    pl_time_us start;
    test_client_say(t, "x");
    test_client_expect(t, "echo x");
    start = pl_clock_now_us();
    pl_tcp_set_idle(w->conn, PL_MS(20));
    expect_ended(w, 1, PL_TCP_END_IDLE);
    assert_true(pl_clock_now_us() - start >= PL_MS(20));
    test_client_close(t);
}

static void pause_holds_back_and_resume_gives(void **state)
{
    struct world *w = *state;
    struct test_client *t = client(w), *other;
    test_client_say(t, "P");
    while (w->received < 1)
        assert_true(pl_loop_turn(w->loop));
    struct pl_tcp_conn *paused = w->conn;
    test_client_say(t, "later");
    other = client(w); /* a whole exchange of another goes by */
    test_client_say(other, "now");
    test_client_expect(other, "echo now");
    assert_int_equal(w->received, 1 + 3);
    pl_tcp_resume(paused);
    test_client_expect(t, "echo later");
    test_client_close(t);
    test_client_close(other);
    expect_ended(w, 2, PL_TCP_END_PEER);
}

static void limits_hold_for_all_and_for_one_address(void **state)
{
    struct world *w = *state;
    struct test_client *t[4];
    w->options.max_connections = 3;
    w->options.max_per_address = 2;
    listen_again(w);
    for (int i = 0; i < 3; i++)
        t[i] = client(w);
    test_client_expect_closed(t[2]);
    assert_int_equal(w->opened, 2);
    assert_int_equal(pl_tcp_listener_stats(w->listener)->refused, 1);
    test_client_close(t[0]);
    expect_ended(w, 1, PL_TCP_END_PEER);
    t[3] = client(w); /* the place is free again */
    test_client_say(t[3], "x");
    test_client_expect(t[3], "echo x");
    for (int i = 1; i < 4; i++)
        test_client_close(t[i]);
    expect_ended(w, 3, PL_TCP_END_PEER);
    assert_int_equal(pl_tcp_listener_stats(w->listener)->open, 0);
}

static void destroying_the_listener_ends_all(void **state)
{
    struct world *w = *state;
    struct test_client *a = client(w), *b = client(w);
    while (w->opened < 2)
        assert_true(pl_loop_turn(w->loop));
    pl_tcp_listener_destroy(w->listener);
    w->listener = NULL;
    assert_int_equal(w->closed, 0); /* from the loop, not from inside the call */
    expect_ended(w, 2, PL_TCP_END_LOCAL);
    test_client_close(a);
    test_client_close(b);
}

static void an_address_in_use_is_told(void **state)
{
    struct world *w = *state;
    struct pl_tcp_listener *none;
    struct pl_tcp_options o = w->options;
    o.bind = pl_tcp_listener_local(w->listener);
    assert_err(PL_E_EXISTS, pl_tcp_listen(&none, w->loop, &o, &handler, w));
    o.bind = pl_addr_ipv4(192, 0, 2, 1, 0);
    assert_err(PL_E_RANGE, pl_tcp_listen(&none, w->loop, &o, &handler, w));
}

static int dial_path(const char *path)
{
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(fd >= 0);
    strcpy(name.sun_path, path);
    assert_int_equal(connect(fd, (struct sockaddr *)&name, sizeof(name)), 0);
    return fd;
}

static void note(void *arg)
{
    *(bool *)arg = true;
}

/* Turns until there is something to read. */
static void expect_readable(struct world *w, int fd)
{
    bool readable = false;
    struct pl_watch *watch = pl_watch_create(w->loop, fd, note, &readable);
    assert_non_null(watch);
    while (!readable)
        assert_true(pl_loop_turn(w->loop));
    pl_watch_destroy(watch);
}

/* For the owner alone; what a killed server has left behind is no hindrance, all else is. */
static void a_unix_socket(void **state)
{
    struct world *w = *state;
    char folder[] = "/tmp/parlor-test-XXXXXX", path[64], answer[16] = {0};
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    struct pl_tcp_listener *second;
    struct stat st;
    int fd;
    assert_non_null(mkdtemp(folder));
    (void)snprintf(path, sizeof(path), "%s/socket", folder);
    w->options.path = path;
    listen_again(w);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_err(PL_E_EXISTS, pl_tcp_listen(&second, w->loop, &w->options, &handler, w));
    fd = dial_path(path);
    assert_int_equal(write(fd, "hello", 5), 5);
    expect_readable(w, fd);
    assert_int_equal(read(fd, answer, sizeof(answer)), 10);
    assert_string_equal(answer, "echo hello");
    assert_int_equal(pl_tcp_peer(w->conn).family, PL_ADDR_NONE);
    close(fd);
    expect_ended(w, 1, PL_TCP_END_PEER);
    pl_tcp_listener_destroy(w->listener);
    assert_int_not_equal(stat(path, &st), 0); /* taken away */

    fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0); /* left behind by a killed server */
    strcpy(name.sun_path, path);
    assert_int_equal(bind(fd, (struct sockaddr *)&name, sizeof(name)), 0);
    close(fd);
    w->listener = NULL;
    listen_again(w);
    pl_tcp_listener_destroy(w->listener);
    w->listener = NULL;
    w->options.path = folder; /* something else */
    assert_err(PL_E_EXISTS, pl_tcp_listen(&second, w->loop, &w->options, &handler, w));
    w->options.path =
        "/tmp/parlor-test-with-a-name-that-is-longer-than-the-hundred-and-seven-bytes-"
        "which-a-unix-socket-may-have-in-all";
    assert_err(PL_E_RANGE, pl_tcp_listen(&second, w->loop, &w->options, &handler, w));
    assert_int_equal(rmdir(folder), 0);
}

/* ---- TLS: OpenSSL's client over memory BIOs ---- */

struct tls_client {
    struct test_client *tcp;
    SSL_CTX *context;
    SSL *ssl;
    BIO *in, *out;
};

static void tls_flush(struct tls_client *c)
{
    char *data;
    long n = BIO_get_mem_data(c->out, &data);
    test_client_send(c->tcp, data, (size_t)n);
    (void)BIO_reset(c->out);
    if (c->tcp->len > 0)
        (void)BIO_write(c->in, c->tcp->got, (int)c->tcp->len);
    test_client_forget(c->tcp);
}

static bool tls_handshake(struct tls_client *c)
{
    int n;
    while ((n = SSL_connect(c->ssl)) != 1) {
        if (SSL_get_error(c->ssl, n) != SSL_ERROR_WANT_READ)
            return false;
        tls_flush(c);
        if (BIO_pending(c->in) == 0 && c->tcp->closed)
            return false;
        if (BIO_pending(c->in) == 0)
            assert_true(pl_loop_turn(c->tcp->loop));
    }
    tls_flush(c);
    return true;
}

static struct tls_client tls_open(struct world *w, int max_version)
{
    static const unsigned char alpn[] = "\x02h2\x08http/1.1";
    struct tls_client c = {.tcp = client(w), .context = SSL_CTX_new(TLS_client_method())};
    assert_int_equal(SSL_CTX_load_verify_locations(c.context, w->files.certificate, NULL), 1);
    SSL_CTX_set_verify(c.context, SSL_VERIFY_PEER, NULL);
    (void)SSL_CTX_set_max_proto_version(c.context, max_version);
    SSL_CTX_set_security_level(c.context, max_version && max_version < TLS1_2_VERSION ? 0 : 1);
    c.ssl = SSL_new(c.context);
    c.in = BIO_new(BIO_s_mem());
    c.out = BIO_new(BIO_s_mem());
    BIO_set_mem_eof_return(c.in, -1);
    SSL_set_bio(c.ssl, c.in, c.out);
    assert_int_equal(SSL_set1_host(c.ssl, "localhost"), 1);
    assert_int_equal(SSL_set_alpn_protos(c.ssl, alpn, sizeof(alpn) - 1), 0);
    return c;
}

static void tls_close(struct tls_client *c)
{
    SSL_free(c->ssl);
    SSL_CTX_free(c->context);
    test_client_close(c->tcp);
    ERR_clear_error();
}

static void tls_say(struct tls_client *c, const void *data, size_t len)
{
    assert_int_equal(SSL_write(c->ssl, data, (int)len), len);
    tls_flush(c);
}

/* Reads exactly len bytes. */
static void tls_read(struct tls_client *c, uint8_t *dst, size_t len)
{
    while (len > 0) {
        int n = SSL_read(c->ssl, dst, (int)len);
        if (n > 0) {
            dst += n;
            len -= (size_t)n;
            continue;
        }
        assert_int_equal(SSL_get_error(c->ssl, n), SSL_ERROR_WANT_READ);
        tls_flush(c);
        if (BIO_pending(c->in) == 0)
            assert_true(pl_loop_turn(c->tcp->loop));
    }
}

static void check_tls(struct world *w, int version, const char *name)
{
    struct tls_client c = tls_open(w, version);
    const unsigned char *alpn;
    unsigned alpn_len;
    uint8_t got[10];
    assert_true(tls_handshake(&c));
    assert_string_equal(SSL_get_version(c.ssl), name);
    SSL_get0_alpn_selected(c.ssl, &alpn, &alpn_len);
    assert_true(pl_bytes_eq_str(pl_bytes_of(alpn, alpn_len), "http/1.1"));
    tls_say(&c, "hello", 5);
    tls_read(&c, got, sizeof(got));
    assert_memory_equal(got, "echo hello", 10);
    assert_true(pl_tcp_is_tls(w->conn));
    (void)SSL_shutdown(c.ssl);
    tls_flush(&c);
    tls_close(&c); /* or the server would linger for it */
    expect_ended(w, w->closed + 1, PL_TCP_END_PEER);
}

static void tls_1_3_and_1_2_work(void **state)
{
    check_tls(*state, TLS1_3_VERSION, "TLSv1.3");
    check_tls(*state, TLS1_2_VERSION, "TLSv1.2");
}

/* What is written in one turn is one record, which is one piece to the reader. */
static void writes_of_one_turn_are_one_record(void **state)
{
    struct world *w = *state;
    struct tls_client c = tls_open(w, 0);
    uint8_t got[64];
    int n;
    assert_true(tls_handshake(&c));
    tls_say(&c, "T", 1);
    while ((n = SSL_read(c.ssl, got, sizeof(got))) <= 0) {
        tls_flush(&c);
        if (BIO_pending(c.in) == 0)
            assert_true(pl_loop_turn(c.tcp->loop));
    }
    assert_int_equal(n, 18);
    assert_memory_equal(got, "echo Techo Techo T", 18);
    (void)SSL_shutdown(c.ssl);
    tls_flush(&c);
    tls_close(&c);
    expect_ended(w, 1, PL_TCP_END_PEER);
}

static void tls_1_1_is_refused_and_never_seen_above(void **state)
{
    struct world *w = *state;
    struct tls_client c = tls_open(w, TLS1_1_VERSION);
    assert_false(tls_handshake(&c));
    test_client_expect_closed(c.tcp);
    assert_int_equal(w->opened, 0);
    assert_int_equal(pl_tcp_listener_stats(w->listener)->handshake_failed, 1);
    tls_close(&c);
}

static void plain_bytes_on_a_tls_port_are_refused(void **state)
{
    struct world *w = *state;
    struct test_client *t = client(w);
    test_client_say(t, "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    test_client_expect_closed(t);
    assert_int_equal(w->opened, 0);
    assert_int_equal(pl_tcp_listener_stats(w->listener)->handshake_failed, 1);
    test_client_close(t);
}

static void a_handshake_that_does_not_end_is_ended(void **state)
{
    struct world *w = *state;
    struct test_client *t;
    w->options.handshake_us = PL_MS(5);
    listen_again(w);
    t = client(w);
    test_client_say(t, "\x16\x03\x01"); /* the beginning of a hello */
    test_client_expect_closed(t);
    assert_int_equal(w->opened, 0);
    test_client_close(t);
}

static void big_data_crosses_tls_both_ways(void **state)
{
    enum { SIZE = 300000 };
    struct world *w = *state;
    struct tls_client c = tls_open(w, 0);
    uint8_t *out = malloc(SIZE), *in = malloc(SIZE + 5);
    struct pl_bytes parts[2] = {pl_bytes_str("head "), {out, SIZE}};
    for (size_t i = 0; i < SIZE; i++)
        out[i] = (uint8_t)(i * 7 + i / 256);
    assert_true(tls_handshake(&c));
    while (w->opened == 0)
        assert_true(pl_loop_turn(w->loop));
    assert_ok(pl_tcp_write(w->conn, parts, 2));
    tls_read(&c, in, SIZE + 5);
    assert_memory_equal(in, "head ", 5);
    assert_memory_equal(in + 5, out, SIZE);
    out[0] = 'P'; /* the server pauses at the first piece, so the rest waits in its session */
    tls_say(&c, out, 60000);
    while (w->received == 0)
        assert_true(pl_loop_turn(w->loop));
    assert_true(w->received < 60000);
    while (w->received < 60000) { /* may meet a 'P' again, in any piece */
        pl_tcp_resume(w->conn);
        if (w->received < 60000)
            (void)pl_loop_turn(w->loop);
    }
    assert_int_equal(w->received, 60000);
    free(out);
    free(in);
    tls_close(&c);
}

static void reload_is_for_new_sessions_and_keeps_the_old_on_error(void **state)
{
    static const char *const other[] = {"localhost", "other.example"};
    struct world *w = *state;
    struct tls_client before = tls_open(w, 0), after;
    uint8_t got[6];
    X509 *first, *second;
    assert_true(tls_handshake(&before));
    /* a key that fits nothing: refused, with words */
    assert_err(PL_E_IO, pl_tls_context_reload(w->tls, w->files.certificate, "/dev/null", w->why));
    assert_non_null(strstr(w->why, "key /dev/null"));
    assert_err(PL_E_IO, pl_tls_context_reload(w->tls, "/nonexistent", w->files.key, w->why));
    assert_non_null(strstr(w->why, "certificate /nonexistent"));
    assert_ok(pl_tls_self_signed_ensure(&w->files, w->directory, other, 2, w->why));
    assert_true(w->files.fresh); /* "other.example" was not covered */
    assert_ok(pl_tls_context_reload(w->tls, w->files.certificate, w->files.key, w->why));
    after = tls_open(w, 0);
    assert_true(tls_handshake(&after));
    first = SSL_get1_peer_certificate(before.ssl);
    second = SSL_get1_peer_certificate(after.ssl);
    assert_int_not_equal(X509_cmp(first, second), 0);
    tls_say(&before, "x", 1); /* the old session goes on */
    tls_read(&before, got, 6);
    assert_memory_equal(got, "echo x", 6);
    X509_free(first);
    X509_free(second);
    tls_close(&before);
    tls_close(&after);
}

static void self_signed_is_kept_private_and_reused(void **state)
{
    static const char *const same[] = {"127.0.0.1"}, *const bad[] = {"a b"}, *const v6[] = {"::1"};
    struct world *w = *state;
    struct stat st;
    assert_int_equal(stat(w->files.key, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_ok(pl_tls_self_signed_ensure(&w->files, w->directory, same, 1, w->why));
    assert_false(w->files.fresh);
    assert_err(PL_E_RANGE, pl_tls_self_signed_ensure(&w->files, w->directory, bad, 1, w->why));
    assert_ok(pl_tls_self_signed_ensure(&w->files, w->directory, v6, 1, w->why));
    assert_true(w->files.fresh);
    assert_err(PL_E_IO, pl_tls_self_signed_ensure(&w->files, "/nonexistent", same, 1, w->why));
    /* for the clean-up */
    assert_ok(pl_tls_self_signed_ensure(&w->files, w->directory, v6, 1, w->why));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define PLAIN(f) cmocka_unit_test_setup_teardown(f, begin, end)
#define TLS(f)   cmocka_unit_test_setup_teardown(f, begin_tls, end)
        PLAIN(data_goes_both_ways),
        PLAIN(an_answer_before_shutdown_arrives),
        PLAIN(an_answer_before_abort_arrives),
        PLAIN(small_and_large_keep_their_order),
        PLAIN(a_peer_that_never_closes_is_dropped_after_the_linger),
        PLAIN(abort_closes_at_once),
        PLAIN(a_slow_reader_is_closed_at_the_high_water_mark),
        PLAIN(drained_comes_when_the_queue_is_empty),
        PLAIN(a_silent_peer_is_closed),
        PLAIN(pause_holds_back_and_resume_gives),
        PLAIN(limits_hold_for_all_and_for_one_address),
        PLAIN(destroying_the_listener_ends_all),
        PLAIN(an_address_in_use_is_told),
        PLAIN(a_unix_socket),
        TLS(tls_1_3_and_1_2_work),
        TLS(writes_of_one_turn_are_one_record),
        TLS(tls_1_1_is_refused_and_never_seen_above),
        TLS(plain_bytes_on_a_tls_port_are_refused),
        TLS(a_handshake_that_does_not_end_is_ended),
        TLS(big_data_crosses_tls_both_ways),
        TLS(reload_is_for_new_sessions_and_keeps_the_old_on_error),
        TLS(self_signed_is_kept_private_and_reused),
    };
    return cmocka_run_group_tests_name("tcp", tests, NULL, NULL);
}

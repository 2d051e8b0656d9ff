/* SPDX-License-Identifier: Apache-2.0 */
/* Real sockets on loopback, a clock of the test's own. */
#include "pl_test.h"

#include "adapters/media/ice_tcp.h"
#include "io/sockaddr.h"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#define T0 PL_SEC(1000)

enum {
    QUEUE_BYTES = 64 * 1024,
    FIRST_SECONDS = 5,
    IDLE_SECONDS = 40,
    STALL_SECONDS = 10,
    WAIT_MS = 20000, /* for what will come; only a failing test waits so long */
    TEXT_MAX = 2048,
};

struct world {
    struct pl_ice_tcp *tcp;
    pl_time_us now;
    char last[TEXT_MAX + 1]; /* frame */
    size_t frames;
    struct pl_ice_path path; /* of it */
    size_t closed;
    bool echo; /* answers from inside the call */
};

static bool awaits(void *arg, struct pl_bytes first)
{
    (void)arg;
    return pl_bytes_eq_str(first, "it is me");
}

static void input(void *arg, const struct pl_media_datagram *batch, size_t count)
{
    struct world *w = arg;
    for (size_t i = 0; i < count; i++) {
        struct pl_bytes bytes = pl_bytes_of(batch[i].data.data, batch[i].data.len);
        assert_true(pl_bytes_to_str(bytes, w->last, sizeof(w->last)));
        w->path = batch[i].path;
        w->frames++;
        if (w->echo)
            pl_ice_tcp_send(w->tcp, w->path.local, bytes);
    }
}

static void closed(void *arg, const struct pl_ice_path *path)
{
    struct world *w = arg;
    assert_memory_equal(path, &w->path, sizeof(*path));
    w->closed++;
}

static void begin_at(struct world *w, const char *bind, size_t per_address)
{
    struct pl_ice_tcp_user user = {awaits, input, closed, w};
    struct pl_ice_tcp_options o = {.max_connections = 4,
                                   .max_per_address = per_address,
                                   .queue_bytes = QUEUE_BYTES,
                                   .first_us = PL_SEC(FIRST_SECONDS),
                                   .idle_us = PL_SEC(IDLE_SECONDS),
                                   .stall_us = PL_SEC(STALL_SECONDS)};
    memset(w, 0, sizeof(*w));
    w->now = T0;
    assert_ok(pl_addr_parse(&o.bind, bind));
    assert_ok(pl_ice_tcp_open(&w->tcp, &o, &user));
}

static void begin(struct world *w)
{
    begin_at(w, "127.0.0.1", 3);
}

/* Something has happened: see to it. */
static void turn(struct world *w)
{
    struct pollfd p = {pl_ice_tcp_fd(w->tcp), POLLIN, 0};
    assert_int_equal(poll(&p, 1, WAIT_MS), 1);
    pl_ice_tcp_run(w->tcp, w->now, true);
    pl_ice_tcp_flush(w->tcp, w->now);
}

static void pass(struct world *w, pl_time_us us)
{
    w->now += us;
    pl_ice_tcp_run(w->tcp, w->now, false); /* time alone */
}

static int dial_to(const struct world *w, const char *ip, int receive_bytes)
{
    struct pl_addr to;
    struct sockaddr_storage name = {0};
    struct timeval patience = {WAIT_MS / 1000, 0};
    int fd;
    assert_ok(pl_addr_parse(&to, ip));
    to.port = pl_ice_tcp_local(w->tcp).port;
    fd = socket(to.family == PL_ADDR_IPV6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(fd >= 0);
    assert_int_equal(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience)), 0);
    if (receive_bytes > 0)
        assert_int_equal(
            setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &receive_bytes, sizeof(receive_bytes)), 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&name,
                             pl_sockaddr_write(&name, &to, to.family == PL_ADDR_IPV6)),
                     0);
    return fd;
}

static int dial(const struct world *w)
{
    return dial_to(w, "127.0.0.1", 0);
}

static void say(int fd, const char *text)
{
    uint8_t head[2] = {(uint8_t)(strlen(text) >> 8), (uint8_t)strlen(text)};
    assert_int_equal(send(fd, head, 2, 0), 2);
    assert_int_equal(send(fd, text, strlen(text), 0), (ssize_t)strlen(text));
}

static void expect_frame(int fd, const char *text)
{
    uint8_t bytes[TEXT_MAX];
    size_t len = 2 + strlen(text);
    assert_int_equal(recv(fd, bytes, len, MSG_WAITALL), (ssize_t)len);
    assert_int_equal(bytes[0] << 8 | bytes[1], len - 2);
    assert_memory_equal(bytes + 2, text, len - 2);
}

static void expect_end(int fd)
{
    uint8_t byte;
    assert_true(recv(fd, &byte, 1, 0) <= 0); /* a reset when something of ours was unread */
    close(fd);
}

static int dial_known(struct world *w, int receive_bytes)
{
    int fd = dial_to(w, "127.0.0.1", receive_bytes);
    size_t before = w->frames;
    say(fd, "it is me");
    while (w->frames == before)
        turn(w);
    return fd;
}

static void datagrams_go_both_ways(void **state)
{
    struct world w;
    int fd;
    (void)state;
    begin(&w);
    w.echo = true;
    fd = dial_known(&w, 0);
    assert_string_equal(w.last, "it is me");
    assert_true(w.path.local & PL_ICE_TCP_TAG);
    assert_int_equal(w.path.remote.family, PL_ADDR_IPV4);
    expect_frame(fd, "it is me");
    say(fd, "one");
    say(fd, "two");
    while (w.frames < 3)
        turn(&w);
    expect_frame(fd, "one");
    expect_frame(fd, "two");
    assert_int_equal(pl_ice_tcp_stats_of(w.tcp)->open, 1);
    close(fd);
    while (w.closed == 0)
        turn(&w);
    assert_int_equal(pl_ice_tcp_stats_of(w.tcp)->open, 0);
    pl_ice_tcp_send(w.tcp, w.path.local, pl_bytes_str("to nobody"));
    pl_ice_tcp_close(w.tcp);
}

static void who_says_something_else_first_is_hung_up_on(void **state)
{
    static const char *const openings[] = {"it is not me", "", "it is m"};
    struct world w;
    (void)state;
    begin(&w);
    for (size_t i = 0; i < 3; i++) {
        int fd = dial(&w);
        if (i == 1)
            assert_int_equal(send(fd, "GET / HTTP/1.1\r\n\r\n", 18, 0), 18);
        else
            say(fd, openings[i]);
        while (pl_ice_tcp_stats_of(w.tcp)->strange == i)
            turn(&w);
        expect_end(fd);
    }
    assert_int_equal(w.frames + w.closed, 0); /* the SFU never heard of them */
    pl_ice_tcp_close(w.tcp);
}

static void who_says_nothing_or_half_a_frame_is_hung_up_on_in_time(void **state)
{
    struct world w;
    int silent, slow;
    (void)state;
    begin(&w);
    silent = dial(&w);
    slow = dial(&w);
    while (pl_ice_tcp_stats_of(w.tcp)->accepted < 2)
        turn(&w);
    assert_int_equal(send(slow, "\0\x08it is", 7, 0), 7);
    turn(&w);
    pass(&w, PL_SEC(FIRST_SECONDS) - 1);
    assert_int_equal(pl_ice_tcp_stats_of(w.tcp)->open, 2);
    pass(&w, PL_SEC(1));
    assert_int_equal(pl_ice_tcp_stats_of(w.tcp)->open, 0);
    assert_int_equal(pl_ice_tcp_stats_of(w.tcp)->strange, 2);
    expect_end(silent);
    expect_end(slow);
    pl_ice_tcp_close(w.tcp);
}

static void a_known_one_that_falls_silent_ends_as_well(void **state)
{
    struct world w;
    int fd;
    (void)state;
    begin(&w);
    fd = dial_known(&w, 0);
    pass(&w, PL_SEC(IDLE_SECONDS) - 1);
    assert_int_equal(w.closed, 0);
    pass(&w, PL_SEC(1));
    assert_int_equal(w.closed, 1);
    expect_end(fd);
    pl_ice_tcp_close(w.tcp);
}

static void connections_are_limited_for_each_address_and_in_all(void **state)
{
    struct world w;
    int fds[5];
    (void)state;
    begin(&w);
    for (int i = 0; i < 4; i++)
        fds[i] = dial(&w);
    while (pl_ice_tcp_stats_of(w.tcp)->accepted + pl_ice_tcp_stats_of(w.tcp)->refused < 4)
        turn(&w);
    assert_int_equal(pl_ice_tcp_stats_of(w.tcp)->open, 3);
    expect_end(fds[3]);
    pl_ice_tcp_close(w.tcp);
    for (int i = 0; i < 3; i++)
        close(fds[i]);

    begin_at(&w, "127.0.0.1", 0);
    for (int i = 0; i < 5; i++)
        fds[i] = dial(&w);
    while (pl_ice_tcp_stats_of(w.tcp)->accepted + pl_ice_tcp_stats_of(w.tcp)->refused < 5)
        turn(&w);
    assert_int_equal(pl_ice_tcp_stats_of(w.tcp)->open, 4);
    pl_ice_tcp_close(w.tcp);
    for (int i = 0; i < 5; i++)
        close(fds[i]);
}

/* Video: RTP with a payload type that is none of our audio codecs. */
static struct pl_bytes packet(uint8_t *bytes, size_t len, uint8_t pt)
{
    memset(bytes, 0x55, len);
    bytes[0] = 0x80;
    bytes[1] = pt;
    return pl_bytes_of(bytes, len);
}

/* Until half of the queue is full and the kernel takes nothing more. */
static void fill_with_video(struct world *w)
{
    uint8_t bytes[1200];
    while (pl_ice_tcp_stats_of(w->tcp)->dropped < 100) {
        pl_ice_tcp_send(w->tcp, w->path.local,
                        packet(bytes, sizeof(bytes), pl_codec_info(PL_CODEC_VP8)->pt));
        pl_ice_tcp_flush(w->tcp, w->now);
    }
}

static void a_slow_reader_loses_video_first_and_then_its_connection(void **state)
{
    uint8_t bytes[1200];
    struct world w;
    int fd;
    (void)state;
    begin(&w);
    fd = dial_known(&w, 4096);
    fill_with_video(&w);
    assert_int_equal(w.closed, 0);
    /* Sound still finds room, half of the queue. */
    for (int i = 0; i < 20; i++)
        pl_ice_tcp_send(w.tcp, w.path.local,
                        packet(bytes, sizeof(bytes), pl_codec_info(PL_CODEC_OPUS)->pt));
    pass(&w, PL_SEC(1));
    assert_int_equal(w.closed, 0);
    assert_int_equal(pl_ice_tcp_stats_of(w.tcp)->dropped, 100);
    for (int i = 0; i < 100; i++)
        pl_ice_tcp_send(w.tcp, w.path.local,
                        packet(bytes, sizeof(bytes), pl_codec_info(PL_CODEC_OPUS)->pt));
    pass(&w, PL_SEC(1));
    assert_int_equal(w.closed, 1);
    assert_int_equal(pl_ice_tcp_stats_of(w.tcp)->slow, 1);
    close(fd);
    pl_ice_tcp_close(w.tcp);
}

static void who_takes_nothing_for_long_is_hung_up_on(void **state)
{
    struct world w;
    int fd;
    (void)state;
    begin(&w);
    fd = dial_known(&w, 4096);
    fill_with_video(&w);
    pass(&w, PL_SEC(STALL_SECONDS) - 1);
    assert_int_equal(w.closed, 0);
    pass(&w, PL_SEC(1));
    assert_int_equal(w.closed, 1);
    close(fd);
    pl_ice_tcp_close(w.tcp);
}

static void what_waited_arrives_when_it_reads_again(void **state)
{
    static const char text[] = "this is said again and again until the kernel takes no more of it";
    struct world w;
    size_t sent = 0;
    int fd;
    (void)state;
    begin(&w);
    fd = dial_known(&w, 4096);
    for (int i = 0; i < 900; i++) {
        pl_ice_tcp_send(w.tcp, w.path.local, pl_bytes_str(text));
        sent++;
        if (i % 10 == 0)
            pl_ice_tcp_flush(w.tcp, w.now);
    }
    pl_ice_tcp_flush(w.tcp, w.now);
    while (sent-- > 0) {
        struct pollfd p = {pl_ice_tcp_fd(w.tcp), POLLIN, 0};
        expect_frame(fd, text);
        if (poll(&p, 1, 0) == 1)
            turn(&w); /* room again */
    }
    pass(&w, PL_SEC(STALL_SECONDS) + PL_SEC(1));
    assert_int_equal(w.closed, 0); /* nothing waits: nothing stalls */
    close(fd);
    pl_ice_tcp_close(w.tcp);
}

static void both_families_come_to_one_listener(void **state)
{
    struct world w;
    int four, six;
    (void)state;
    begin_at(&w, "::", 3);
    four = dial_known(&w, 0);
    assert_int_equal(w.path.remote.family, PL_ADDR_IPV4);
    six = dial_to(&w, "::1", 0);
    say(six, "it is me");
    while (w.frames < 2)
        turn(&w);
    assert_int_equal(w.path.remote.family, PL_ADDR_IPV6);
    close(four);
    close(six);
    pl_ice_tcp_close(w.tcp);
}

static void a_port_that_is_taken_is_told(void **state)
{
    struct world w, other;
    struct pl_ice_tcp_user user = {awaits, input, closed, &other};
    struct pl_ice_tcp_options o = {.max_connections = 4, .queue_bytes = QUEUE_BYTES};
    (void)state;
    begin(&w);
    o.bind = pl_ice_tcp_local(w.tcp);
    assert_err(PL_E_EXISTS, pl_ice_tcp_open(&other.tcp, &o, &user));
    o.bind = pl_addr_ipv4(203, 0, 113, 1, 0);
    assert_err(PL_E_RANGE, pl_ice_tcp_open(&other.tcp, &o, &user));
    pl_ice_tcp_close(w.tcp);
    pl_ice_tcp_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(datagrams_go_both_ways),
        cmocka_unit_test(who_says_something_else_first_is_hung_up_on),
        cmocka_unit_test(who_says_nothing_or_half_a_frame_is_hung_up_on_in_time),
        cmocka_unit_test(a_known_one_that_falls_silent_ends_as_well),
        cmocka_unit_test(connections_are_limited_for_each_address_and_in_all),
        cmocka_unit_test(a_slow_reader_loses_video_first_and_then_its_connection),
        cmocka_unit_test(who_takes_nothing_for_long_is_hung_up_on),
        cmocka_unit_test(what_waited_arrives_when_it_reads_again),
        cmocka_unit_test(both_families_come_to_one_listener),
        cmocka_unit_test(a_port_that_is_taken_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

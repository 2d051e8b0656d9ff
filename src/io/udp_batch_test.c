/* SPDX-License-Identifier: Apache-2.0 */
#include "pl_test.h"

#include "io/sockaddr.h"
#include "io/udp_batch.h"

#include <poll.h>
#include <unistd.h>

static struct pl_udp *open_at(const char *address, bool without_segments)
{
    struct pl_udp_options o = {.without_segments = without_segments};
    struct pl_udp *udp;
    alarm(60);
    assert_ok(pl_addr_parse(&o.bind, address));
    assert_ok(pl_udp_open(&udp, &o));
    return udp;
}

/* Waits for the fact, not for a time. */
static size_t receive(struct pl_udp *udp, struct pl_udp_datagram **batch)
{
    struct pollfd p = {pl_udp_fd(udp), POLLIN, 0};
    size_t n;
    enum pl_err err;
    while ((err = pl_udp_receive(udp, batch, &n)) == PL_E_AGAIN)
        assert_int_equal(poll(&p, 1, -1), 1);
    assert_ok(err);
    return n;
}

static void put(struct pl_udp *udp, struct pl_addr to, size_t len, uint8_t first)
{
    struct pl_udp_path path = {.peer = to};
    uint8_t *p = pl_udp_reserve(udp, len);
    for (size_t i = 0; i < len; i++)
        p[i] = (uint8_t)(first + i);
    pl_udp_commit(udp, len, &path);
}

static struct pl_addr at(const char *ip, const struct pl_udp *udp)
{
    struct pl_addr a;
    assert_ok(pl_addr_parse(&a, ip));
    a.port = pl_udp_local(udp).port;
    return a;
}

/* The i-th of the scheme: runs of equal length, a shorter last, another peer in between. */
static size_t scheme_len(size_t i)
{
    static const size_t lens[] = {1200, 1200, 1200, 700, 1200, 90, 90, 1, 1472, 1472};
    return lens[i % 10];
}

static void check_batches_arrive(bool without_segments)
{
    enum { COUNT = 300 };
    struct pl_udp *a = open_at("127.0.0.1", without_segments);
    struct pl_udp *b = open_at("127.0.0.1", false), *c = open_at("127.0.0.1", false);
    size_t to_c = 0, seen = 0;
    const struct pl_udp_stats *stats = pl_udp_stats_of(a);
    for (size_t i = 0; i < COUNT; i++) {
        if (i % 10 == 2) {
            put(a, pl_udp_local(c), 50, 1);
            to_c++;
        }
        put(a, pl_udp_local(b), scheme_len(i), (uint8_t)i);
    }
    pl_udp_flush(a);
    while (seen < COUNT) {
        struct pl_udp_datagram *batch;
        size_t n = receive(b, &batch);
        for (size_t i = 0; i < n; i++, seen++) {
            assert_int_equal(batch[i].data.len, scheme_len(seen));
            for (size_t k = 0; k < batch[i].data.len; k++)
                assert_int_equal(batch[i].data.data[k], (uint8_t)(seen + k));
            assert_true(batch[i].path.peer.port == pl_udp_local(a).port);
        }
    }
    assert_int_equal(stats->sent, COUNT + to_c);
    assert_int_equal(stats->send_full + stats->send_refused, 0);
    if (pl_udp_has_segments(a))
        assert_true(stats->segment_runs > COUNT / 10);
    else
        assert_int_equal(stats->segment_runs, 0);
    assert_true(stats->send_calls <= (COUNT + to_c) / 60 + 1);
    print_message("# %u datagrams out: %u calls, %u runs\n", (unsigned)stats->sent,
                  (unsigned)stats->send_calls, (unsigned)stats->segment_runs);
    pl_udp_close(a);
    pl_udp_close(b);
    pl_udp_close(c);
}

static void batches_arrive_whole_and_in_order(void **state)
{
    (void)state;
    check_batches_arrive(false);
}

static void batches_arrive_without_segments(void **state)
{
    (void)state;
    check_batches_arrive(true);
}

static void an_answer_leaves_by_the_address_that_was_asked(void **state)
{
    struct pl_udp *server = open_at("0.0.0.0", false), *client = open_at("127.0.0.1", false);
    struct pl_udp_datagram *batch;
    (void)state;
    for (int i = 0; i < 3; i++) /* a run, so that both control messages are exercised */
        put(client, at("127.0.0.7", server), 10, 5);
    pl_udp_flush(client);
    for (int left = 3; left > 0;) {
        size_t n = receive(server, &batch);
        for (size_t i = 0; i < n; i++, left--) {
            struct pl_udp_path back = batch[i].path;
            struct pl_addr want = at("127.0.0.7", server);
            assert_true(pl_addr_eq(&back.local, &want));
            memcpy(pl_udp_reserve(server, 4), "ok!", 4);
            pl_udp_commit(server, 4, &back);
        }
    }
    pl_udp_flush(server);
    for (int left = 3; left > 0;) {
        size_t n = receive(client, &batch);
        for (size_t i = 0; i < n; i++, left--) {
            struct pl_addr want = at("127.0.0.7", server);
            assert_true(pl_addr_eq(&batch[i].path.peer, &want));
        }
    }
    pl_udp_close(server);
    pl_udp_close(client);
}

static void a_dual_socket_speaks_both_and_shows_plain_v4(void **state)
{
    struct pl_udp_options o = {.buffer_bytes = 1 << 16};
    struct pl_udp *dual, *v4, *v6;
    struct pl_udp_datagram *batch;
    (void)state;
    assert_ok(pl_addr_parse(&o.bind, "::"));
    if (pl_udp_open(&dual, &o) != PL_OK)
        skip(); /* no IPv6 on this machine */
    v4 = open_at("127.0.0.1", false);
    v6 = open_at("::1", false);
    put(v4, at("127.0.0.1", dual), 20, 4);
    pl_udp_flush(v4);
    put(v6, at("::1", dual), 20, 6);
    pl_udp_flush(v6);
    for (int left = 2; left > 0;) {
        size_t n = receive(dual, &batch);
        for (size_t i = 0; i < n; i++, left--) {
            struct pl_udp_path p = batch[i].path;
            assert_int_equal(p.peer.family, batch[i].data.data[0]);
            assert_int_equal(p.local.family, p.peer.family);
            memcpy(pl_udp_reserve(dual, 2), "hi", 2);
            pl_udp_commit(dual, 2, &p);
        }
    }
    pl_udp_flush(dual);
    assert_int_equal(pl_udp_stats_of(dual)->sent, 2);
    assert_int_equal(receive(v4, &batch), 1);
    assert_int_equal(receive(v6, &batch), 1);
    pl_udp_close(dual);
    pl_udp_close(v4);
    pl_udp_close(v6);
}

static void what_the_kernel_refuses_stops_nothing_else(void **state)
{
    struct pl_udp *a = open_at("127.0.0.1", false), *b = open_at("127.0.0.1", false);
    struct pl_udp_datagram *batch;
    struct pl_addr nowhere = pl_addr_ipv4(127, 0, 0, 1, 0); /* port 0 cannot be sent to */
    (void)state;
    put(a, pl_udp_local(b), 10, 1);
    put(a, nowhere, 10, 1);
    put(a, nowhere, 10, 1); /* a run of two */
    put(a, pl_udp_local(b), 10, 2);
    pl_udp_flush(a);
    assert_int_equal(pl_udp_stats_of(a)->sent, 2);
    assert_int_equal(pl_udp_stats_of(a)->send_refused, 2);
    for (uint8_t left = 2; left > 0;)
        left = (uint8_t)(left - receive(b, &batch));
    pl_udp_close(a);
    pl_udp_close(b);
}

static void too_long_datagrams_are_counted_not_given(void **state)
{
    struct pl_udp *a = open_at("127.0.0.1", false), *b = open_at("127.0.0.1", false);
    struct pl_udp_datagram *batch;
    uint8_t big[PL_UDP_DATAGRAM_BYTES + 1] = {0};
    struct pl_addr to = pl_udp_local(b);
    struct sockaddr_storage name = {0};
    socklen_t len = pl_sockaddr_write(&name, &to, false);
    (void)state;
    /* By hand, since our own side never sends that much. */
    assert_int_equal(sendto(pl_udp_fd(a), big, sizeof(big), 0, (struct sockaddr *)&name, len),
                     sizeof(big));
    put(a, to, PL_UDP_DATAGRAM_BYTES, 9);
    pl_udp_flush(a);
    while (pl_udp_stats_of(b)->received == 0)
        (void)receive(b, &batch);
    assert_int_equal(batch[0].data.len, PL_UDP_DATAGRAM_BYTES);
    assert_int_equal(pl_udp_stats_of(b)->too_long, 1);
    assert_int_equal(pl_udp_stats_of(b)->received, 1);
    pl_udp_close(a);
    pl_udp_close(b);
}

static void a_reservation_without_commit_costs_nothing(void **state)
{
    struct pl_udp *a = open_at("127.0.0.1", false), *b = open_at("127.0.0.1", false);
    struct pl_udp_datagram *batch;
    (void)state;
    for (int i = 0; i < 1000; i++)
        (void)pl_udp_reserve(a, PL_UDP_DATAGRAM_BYTES);
    pl_udp_flush(a);
    assert_int_equal(pl_udp_stats_of(a)->send_calls, 0);
    put(a, pl_udp_local(b), 1, 7);
    pl_udp_flush(a);
    assert_int_equal(receive(b, &batch), 1);
    assert_int_equal(batch[0].data.data[0], 7);
    pl_udp_close(a);
    pl_udp_close(b);
}

static void bad_addresses_are_told_apart(void **state)
{
    struct pl_udp *a = open_at("127.0.0.1", false), *none;
    struct pl_udp_options o = {.bind = pl_udp_local(a)};
    (void)state;
    assert_err(PL_E_EXISTS, pl_udp_open(&none, &o));
    assert_null(none);
    o.bind = pl_addr_ipv4(192, 0, 2, 1, 0); /* documentation range: nobody's */
    assert_err(PL_E_RANGE, pl_udp_open(&none, &o));
    o.bind = (struct pl_addr){.family = PL_ADDR_NONE};
    assert_err(PL_E_RANGE, pl_udp_open(&none, &o));
    pl_udp_close(a);
    pl_udp_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(batches_arrive_whole_and_in_order),
        cmocka_unit_test(batches_arrive_without_segments),
        cmocka_unit_test(an_answer_leaves_by_the_address_that_was_asked),
        cmocka_unit_test(a_dual_socket_speaks_both_and_shows_plain_v4),
        cmocka_unit_test(what_the_kernel_refuses_stops_nothing_else),
        cmocka_unit_test(too_long_datagrams_are_counted_not_given),
        cmocka_unit_test(a_reservation_without_commit_costs_nothing),
        cmocka_unit_test(bad_addresses_are_told_apart),
    };
    return cmocka_run_group_tests_name("udp_batch", tests, NULL, NULL);
}

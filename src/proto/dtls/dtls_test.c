/* SPDX-License-Identifier: Apache-2.0 */
/* Sessions between two honest sides: handshakes over bad networks, trust, time, the end. */
#include "proto/dtls/dtls_testnet.h"

static void test_handshake(void **state)
{
    struct net *net = net_create(1, NULL);
    (void)state;
    net_trust(net);
    net_run(net, net->now + PL_SEC(1));
    net_assert_same_keys(net);
    assert_int_equal(net->sides[0].last.profile, PL_DTLS_SRTP_AEAD_AES_128_GCM);
    assert_int_equal(net->sides[0].last.local.key_len, 16);
    assert_int_equal(net->sides[0].last.local.salt_len, 12);
    assert_int_equal(net->sides[0].last.keying_len, 56);
    assert_int_equal(net->sides[0].d.stats.retransmits, 0);
    assert_int_equal(net->sides[0].d.stats.dropped, 0);
    net_destroy(net);
}

static void test_event_is_wiped(void **state)
{
    struct net *net = net_create(1, NULL);
    struct pl_dtls_event zero = {0};
    (void)state;
    net_trust(net);
    net_run(net, net->now + PL_SEC(1));
    assert_memory_equal(net->sides[0].d.keying, zero.keying, sizeof(zero.keying));
    pl_dtls_event_wipe(&net->sides[0].last);
    assert_memory_equal(&net->sides[0].last.local, &zero.local, sizeof(zero.local));
    net_destroy(net);
}

/* Every seed must connect within the time limit; the time is virtual. */
static void run_bad_network(unsigned loss, unsigned duplicate, unsigned late, unsigned seeds)
{
    for (unsigned seed = 0; seed < seeds; seed++) {
        struct net *net = net_create(seed, NULL);
        net->loss = loss;
        net->duplicate = duplicate;
        net->late = late;
        net_trust(net);
        net_run(net, net->now + PL_SEC(30));
        if (!net->sides[0].connected || !net->sides[1].connected)
            fail_msg("seed %u: loss %u %%, duplicates %u %%, late %u %%", seed, loss, duplicate,
                     late);
        net_assert_same_keys(net);
        net_destroy(net);
    }
}

/* A usual bad day, with duplicates and stragglers: within three seconds, whatever the seed. */
static void test_three_seconds_suffice(void **state)
{
    (void)state;
    for (unsigned seed = 0; seed < 200; seed++) {
        struct net *net = net_create(1000 + seed, NULL);
        net->loss = 1;
        net->duplicate = 20;
        net->late = 50;
        net_trust(net);
        net_run(net, net->now + PL_SEC(3));
        if (!net->sides[0].connected || !net->sides[1].connected)
            fail_msg("seed %u", seed);
        net_assert_same_keys(net);
        net_destroy(net);
    }
}

static void test_loss(void **state)
{
    (void)state;
    run_bad_network(25, 0, 0, 60);
}

static void test_duplication(void **state)
{
    (void)state;
    run_bad_network(0, 100, 0, 10);
}

static void test_reordering(void **state)
{
    (void)state;
    run_bad_network(0, 0, 60, 60);
}

static void test_all_impairments(void **state)
{
    (void)state;
    run_bad_network(15, 30, 40, 60);
}

/* ---- trust ---- */

static void test_fingerprint_late(void **state)
{
    struct net *net = net_create(2, NULL);
    (void)state;
    net_run(net, net->now + PL_SEC(5));
    for (int i = 0; i < 2; i++) {
        assert_false(net->sides[i].connected);
        assert_int_equal(net->sides[i].d.state, PL_DTLS_UNPROVEN);
        assert_true(pl_dtls_deadline(&net->sides[i].d) == net->sides[i].d.give_up_at);
    }
    net_trust(net);
    net_drain(net, 0);
    net_drain(net, 1);
    net_assert_same_keys(net);
    net_destroy(net);
}

static void test_fingerprint_never(void **state)
{
    struct net *net = net_create(2, NULL);
    (void)state;
    net_run(net, net->now + PL_SEC(31));
    assert_true(net->sides[0].failed && !net->sides[0].connected);
    assert_err(PL_E_LIMIT, net->sides[0].last.reason);
    net_destroy(net);
}

static void check_mismatch(bool late)
{
    struct net *net = net_create(3, NULL);
    const struct pl_dtls_fingerprint *own = pl_dtls_cert_fingerprint(net_certs[0]);
    assert_ok(pl_dtls_set_remote_fingerprints(&net->sides[1].d, net->now, own, 1));
    if (late)
        net_run(net, net->now + PL_SEC(1));
    /* The server is told that the client has the server's own certificate. */
    assert_ok(pl_dtls_set_remote_fingerprints(&net->sides[0].d, net->now, own, 1));
    net_run(net, net->now + PL_SEC(5));
    assert_true(net->sides[0].failed);
    assert_false(net->sides[0].connected);
    assert_err(PL_E_AUTH, net->sides[0].last.reason);
    assert_true(net->sides[1].closed); /* told by close_notify */
    assert_null(net->sides[0].d.ssl);
    net_destroy(net);
}

static void test_fingerprint_mismatch(void **state)
{
    (void)state;
    check_mismatch(false);
}

static void test_fingerprint_mismatch_late(void **state)
{
    (void)state;
    check_mismatch(true);
}

/* good_512 decides although a fitting (or not fitting) SHA-256 lies beside it. */
static void check_strongest(bool good_256, bool good_512)
{
    struct net *net = net_create(4, NULL);
    struct pl_dtls_fingerprint list[3];
    assert_ok(pl_dtls_fingerprint_of(&list[2], net_certs[1]->x509, PL_DTLS_SHA256));
    assert_ok(pl_dtls_fingerprint_of(&list[0], net_certs[1]->x509, PL_DTLS_SHA512));
    list[1] = list[0];
    list[1].bytes[0] ^= 1; /* a second certificate of the same hash may stand beside it */
    list[2].bytes[3] ^= good_256 ? 0 : 1;
    list[0].bytes[63] ^= good_512 ? 0 : 1;
    assert_ok(pl_dtls_set_remote_fingerprints(&net->sides[0].d, net->now, list, 3));
    net_run(net, net->now + PL_SEC(1));
    assert_int_equal(net->sides[0].connected, good_512);
    assert_int_equal(net->sides[0].failed, !good_512);
    net_destroy(net);
}

static void test_strongest_hash_decides(void **state)
{
    (void)state;
    check_strongest(true, true);
    check_strongest(false, true);
    check_strongest(true, false);
}

static void test_fingerprint_rules(void **state)
{
    struct net *net = net_create(5, NULL);
    struct pl_dtls *d = &net->sides[0].d;
    struct pl_dtls_fingerprint list[5];
    (void)state;
    for (int i = 0; i < 5; i++)
        list[i] = *pl_dtls_cert_fingerprint(net_certs[1]);
    assert_err(PL_E_RANGE, pl_dtls_set_remote_fingerprints(d, net->now, list, 0));
    assert_err(PL_E_RANGE, pl_dtls_set_remote_fingerprints(d, net->now, list, 5));
    assert_ok(pl_dtls_fingerprint_of(&list[1], net_certs[1]->x509, PL_DTLS_SHA1));
    assert_err(PL_E_UNSUPPORTED, pl_dtls_set_remote_fingerprints(d, net->now, list + 1, 1));
    net_trust(net);
    net_run(net, net->now + PL_SEC(1));
    assert_true(net->sides[0].connected);
    assert_ok(pl_dtls_set_remote_fingerprints(d, net->now, list, 1)); /* a re-offer repeats it */
    list[0].bytes[0] ^= 1;
    assert_err(PL_E_STATE, pl_dtls_set_remote_fingerprints(d, net->now, list, 1));
    assert_int_equal(d->state, PL_DTLS_CONNECTED);
    net_destroy(net);
}

/* ---- time ---- */

static bool lose_all(struct net *net, int from, struct pl_bytes datagram)
{
    (void)net, (void)from, (void)datagram;
    return false;
}

static void test_retransmission_schedule(void **state)
{
    static const unsigned at_ms[] = {200, 600, 1400, 3000, 6200, 9400, 12600, 15800};
    struct net *net = net_create(6, NULL);
    struct pl_dtls *client = &net->sides[1].d;
    pl_time_us start = net->now;
    (void)state;
    net->filter = lose_all;
    net_drain(net, 1);
    for (unsigned i = 0; i < sizeof(at_ms) / sizeof(at_ms[0]); i++) {
        pl_time_us due = start + PL_MS(at_ms[i]);
        assert_true(pl_dtls_deadline(client) == due);
        pl_dtls_tick(client, due - 1);
        net_drain(net, 1);
        assert_int_equal(net->filtered, i + 1);
        pl_dtls_tick(client, due);
        net_drain(net, 1);
        assert_int_equal(net->filtered, i + 2);
    }
    net_destroy(net);
}

static void test_gives_up(void **state)
{
    struct net *net = net_create(7, NULL);
    struct pl_dtls *server = &net->sides[0].d;
    pl_time_us end = net->now + PL_SEC(30);
    (void)state;
    net->filter = lose_all;
    assert_true(pl_dtls_deadline(server) == end); /* a server without a hello only waits */
    net_run(net, end - 1);
    assert_false(net->sides[0].failed || net->sides[1].failed);
    net_run(net, end);
    for (int i = 0; i < 2; i++) {
        assert_true(net->sides[i].failed);
        assert_err(PL_E_LIMIT, net->sides[i].last.reason);
        assert_true(pl_dtls_deadline(&net->sides[i].d) == PL_TIME_NEVER);
    }
    net_destroy(net);
}

static void test_deadline_when_connected(void **state)
{
    struct pl_dtls_options options = PL_DTLS_OPTIONS_DEFAULT;
    struct net *net;
    (void)state;
    options.release_us = PL_TIME_NEVER;
    net = net_create(8, &options);
    net_trust(net);
    net_run(net, net->now + PL_SEC(1));
    assert_true(pl_dtls_deadline(&net->sides[0].d) == PL_TIME_NEVER);
    assert_true(pl_dtls_deadline(&net->sides[1].d) == PL_TIME_NEVER);
    pl_dtls_tick(&net->sides[0].d, net->now + PL_SEC(100000));
    assert_int_equal(net->sides[0].d.state, PL_DTLS_CONNECTED);
    assert_non_null(net->sides[0].d.ssl);
    net_destroy(net);
}

/* ---- after the handshake ---- */

static bool lose_ends_of_server(struct net *net, int from, struct pl_bytes datagram)
{
    return from != 0 || datagram.data[0] != PL_DTLS_CHANGE_CIPHER_SPEC || net->filtered >= 3;
}

/* The server is done, has even released its SSL object, but its last flight is lost three times. */
static void check_last_flight(pl_time_us release_us)
{
    struct pl_dtls_options options = PL_DTLS_OPTIONS_DEFAULT;
    struct net *net;
    options.release_us = release_us;
    net = net_create(9, &options);
    net->filter = lose_ends_of_server;
    net_trust(net);
    net_run(net, net->now + PL_SEC(20));
    assert_int_equal(net->filtered, 3);
    assert_int_equal(net->sides[0].d.replays, 3);
    assert_int_equal(net->sides[0].d.ssl == NULL, release_us == 0);
    assert_true(net->sides[1].connected);
    net_destroy(net);
}

static void test_last_flight_is_repeated(void **state)
{
    (void)state;
    check_last_flight(PL_TIME_NEVER);
}

static void test_last_flight_is_repeated_after_release(void **state)
{
    (void)state;
    check_last_flight(0);
}

/* Number of the record of epoch 1 in a flight; UINT64_MAX: none. */
static uint64_t finished_number(const struct pl_dtls_flight *f)
{
    struct pl_reader r = pl_reader_of(pl_bytes_of(f->bytes, f->total));
    struct pl_dtls_record record;
    while (pl_dtls_record_next(&r, &record) == PL_OK)
        if (record.epoch == 1)
            return record.seq;
    return UINT64_MAX;
}

/* The server has read the client's Finished but its answer is lost. A server that drops replayed
 * records (not ours) knows the repetition only by a new number. Waits for OpenSSL's real clock. */
static void test_client_finished_is_renumbered(void **state)
{
    struct pl_dtls_options options = PL_DTLS_OPTIONS_DEFAULT;
    struct net *net;
    struct pl_dtls *client;
    struct timeval left;
    (void)state;
    options.retransmit_us = PL_MS(50);
    net = net_create(30, &options);
    client = &net->sides[1].d;
    net->filter = lose_ends_of_server;
    net_trust(net);
    while (net->filtered == 0 && net_step(net, net->now + PL_SEC(1)))
        continue;
    assert_int_equal(net->sides[0].d.state, PL_DTLS_CONNECTED);
    assert_int_equal(finished_number(&client->flight), 0);
    do
        assert_int_equal(DTLSv1_get_timeout(client->ssl, &left), 1);
    while (left.tv_sec > 0 || left.tv_usec > 0);
    pl_dtls_tick(client, pl_dtls_deadline(client));
    assert_int_equal(finished_number(&client->flight), 1);
    net_run(net, net->now + PL_SEC(5));
    net_assert_same_keys(net);
    net_destroy(net);
}

static void test_last_flight_is_bounded(void **state)
{
    static const uint8_t finished[14] = {22, 0xfe, 0xfd, 0, 1, 0, 0, 0, 0, 0, 9, 0, 1, 0};
    struct net *net = net_create(10, NULL);
    struct pl_dtls *d = &net->sides[0].d;
    unsigned sent;
    (void)state;
    net_trust(net);
    net_run(net, net->now + PL_SEC(1));
    sent = net->sides[0].sent;
    for (int i = 1; i <= 400; i++) {
        pl_dtls_input(d, net->now + PL_MS(10) * i, pl_bytes_of(finished, sizeof(finished)));
        net->filter = lose_all;
        net_drain(net, 0);
    }
    assert_int_equal(net->sides[0].sent - sent, PL_DTLS_REPLAYS_MAX);
    assert_int_equal(d->state, PL_DTLS_CONNECTED);
    net_destroy(net);
}

static void check_close(int who, bool released)
{
    struct pl_dtls_options options = PL_DTLS_OPTIONS_DEFAULT;
    struct net *net;
    options.release_us = PL_TIME_NEVER;
    net = net_create(11, &options);
    net_trust(net);
    net_run(net, net->now + PL_SEC(1));
    if (released)
        pl_dtls_release(&net->sides[who].d);
    assert_int_equal(net->sides[who].d.ssl == NULL, released);
    pl_dtls_tick(&net->sides[who].d, net->now);
    net_drain(net, who); /* what was sealed at release is not sent yet */
    assert_false(net_step(net, net->now + PL_MS(100)));
    pl_dtls_close(&net->sides[who].d);
    pl_dtls_close(&net->sides[who].d);
    while (net_step(net, net->now + PL_SEC(1)))
        continue;
    assert_true(net->sides[!who].closed);
    assert_err(PL_E_CLOSED, net->sides[!who].last.reason);
    assert_int_equal(net->sides[!who].d.state, PL_DTLS_CLOSED);
    assert_false(net->sides[who].closed); /* whoever closes knows it */
    assert_true(pl_dtls_deadline(&net->sides[!who].d) == PL_TIME_NEVER);
    net_destroy(net);
}

static void test_close_notify(void **state)
{
    (void)state;
    check_close(0, false);
    check_close(1, false);
}

static void test_close_notify_after_release(void **state)
{
    (void)state;
    check_close(0, true);
    check_close(1, true);
}

static void test_close_before_connected(void **state)
{
    struct net *net = net_create(12, NULL);
    (void)state;
    pl_dtls_close(&net->sides[1].d);
    net_drain(net, 1);
    assert_int_equal(net->sides[1].sent, 0);
    assert_true(pl_dtls_deadline(&net->sides[1].d) == PL_TIME_NEVER);
    net_destroy(net);
}

static void test_release_by_itself(void **state)
{
    struct net *net = net_create(13, NULL);
    struct pl_dtls *d = &net->sides[0].d;
    pl_time_us due;
    (void)state;
    pl_dtls_release(d); /* too early: harmless */
    net_trust(net);
    net_run(net, net->now + PL_SEC(1));
    due = pl_dtls_deadline(d);
    pl_dtls_tick(d, due - 1);
    assert_non_null(d->ssl);
    pl_dtls_tick(d, due);
    assert_null(d->ssl);
    assert_int_equal(d->state, PL_DTLS_CONNECTED);
    assert_true(pl_dtls_deadline(d) == PL_TIME_NEVER);
    net_destroy(net);
}

static void test_application_data_is_counted(void **state)
{
    struct net *net = net_create(14, NULL);
    struct pl_dtls_io io = {0};
    (void)state;
    net_trust(net);
    net_run(net, net->now + PL_SEC(1));
    net->sides[1].d.io = &io;
    assert_int_equal(SSL_alloc_buffers(net->sides[1].d.ssl), 1);
    assert_int_equal(SSL_write(net->sides[1].d.ssl, "hello", 5), 5);
    net->sides[1].d.io = NULL;
    pl_dtls_input(&net->sides[0].d, net->now, pl_bytes_of(io.out.bytes, io.out.total));
    assert_int_equal(net->sides[0].d.stats.application_data, 5);
    pl_dtls_input(&net->sides[0].d, net->now, pl_bytes_of(io.out.bytes, io.out.total));
    assert_int_equal(net->sides[0].d.stats.application_data, 5); /* replayed */
    pl_dtls_flight_clear(&io.out);
    net_destroy(net);
}

static void test_size(void **state)
{
    (void)state;
    assert_true(sizeof(struct pl_dtls) <= 1024);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_handshake),
        cmocka_unit_test(test_event_is_wiped),
        cmocka_unit_test(test_three_seconds_suffice),
        cmocka_unit_test(test_loss),
        cmocka_unit_test(test_duplication),
        cmocka_unit_test(test_reordering),
        cmocka_unit_test(test_all_impairments),
        cmocka_unit_test(test_fingerprint_late),
        cmocka_unit_test(test_fingerprint_never),
        cmocka_unit_test(test_fingerprint_mismatch),
        cmocka_unit_test(test_fingerprint_mismatch_late),
        cmocka_unit_test(test_strongest_hash_decides),
        cmocka_unit_test(test_fingerprint_rules),
        cmocka_unit_test(test_retransmission_schedule),
        cmocka_unit_test(test_gives_up),
        cmocka_unit_test(test_deadline_when_connected),
        cmocka_unit_test(test_last_flight_is_repeated),
        cmocka_unit_test(test_last_flight_is_repeated_after_release),
        cmocka_unit_test(test_client_finished_is_renumbered),
        cmocka_unit_test(test_last_flight_is_bounded),
        cmocka_unit_test(test_close_notify),
        cmocka_unit_test(test_close_notify_after_release),
        cmocka_unit_test(test_close_before_connected),
        cmocka_unit_test(test_release_by_itself),
        cmocka_unit_test(test_application_data_is_counted),
        cmocka_unit_test(test_size),
    };
    return cmocka_run_group_tests_name("dtls", tests, net_setup, net_teardown);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* ClientHellos of real browsers in every order, strangers in between, and peers that do not fit. */
#include "proto/dtls/dtls_testnet.h"

#define NOW PL_SEC(1000)
#define FLIGHT_BITS                                                                                \
    (1u << PL_DTLS_SERVER_HELLO | 1u << PL_DTLS_CERTIFICATE | 1u << PL_DTLS_SERVER_KEY_EXCHANGE |  \
     1u << PL_DTLS_CERTIFICATE_REQUEST | 1u << PL_DTLS_SERVER_HELLO_DONE)

struct fixture {
    struct pl_dtls_context *ctx;
    struct pl_dtls d;
};

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));
    assert_non_null(f);
    assert_ok(pl_dtls_context_create(net_certs[0], NULL, &f->ctx));
    assert_ok(pl_dtls_init(&f->d, f->ctx, PL_DTLS_SERVER, NOW));
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    pl_dtls_finish(&f->d);
    pl_dtls_context_destroy(f->ctx);
    free(f);
    return 0;
}

static void restart(struct fixture *f)
{
    pl_dtls_finish(&f->d);
    assert_ok(pl_dtls_init(&f->d, f->ctx, PL_DTLS_SERVER, NOW));
}

static void input(struct pl_dtls *d, pl_time_us now, const void *data, size_t len)
{
    pl_dtls_input(d, now, pl_bytes_of(data, len));
}

static void input_hex(struct pl_dtls *d, const char *hex)
{
    uint8_t bytes[512];
    input(d, NOW, bytes, pl_test_unhex(hex, bytes, sizeof(bytes)));
}

/* What a stranger may send without knowing anything; none of it may leave a trace. */
static void input_garbage(struct pl_dtls *d, struct pl_prng *prng)
{
    uint8_t bytes[600];
    size_t len = 1 + pl_prng_below(prng, sizeof(bytes) - 1);
    pl_prng_fill(prng, bytes, len);
    bytes[0] = (uint8_t)(20 + bytes[0] % 44);
    input(d, NOW, bytes, len);
    input(d, NOW, bytes, make_null_hello(bytes, sizeof(bytes), (uint8_t)pl_prng_next(prng)));
    bytes[11] = 1; /* a fragment of it that says it is much longer */
    bytes[14 + 1] = 9;
    input(d, NOW, bytes, PL_DTLS_RECORD_HEAD + PL_DTLS_HANDSHAKE_HEAD + 40);
    input_hex(d, "15 feff 0000 000000000001 0002 02 28");  /* alert */
    input_hex(d, "14 feff 0000 ffffffffffff 0001 01");     /* CCS, last number */
    input_hex(d, "17 fefd 0000 000000000002 0003 414243"); /* plain data */
    input_hex(d, "16 fefd 0001 000000000000 0010 00112233445566778899aabbccddeeff");
    input_hex(d, "16 feff 0000 ffffffffffff 000c 01 000585 0000 000000 000000"); /* empty */
    input_hex(d, "16 feff 0000 000000000003 000d 01 ffffff 0000 000000 000001 00");
    input_hex(d, "16 feff 0000 000000000004 000d 01 000585 0000 000585 000001 00");
    input_hex(d, "16 feff 0000 000000000005 000d 0e 000001 0001 000000 000001 00");
    input_hex(d, "16 fefd 0000 000000000006 ffff 01");
}

/* ---- recorded hellos ---- */

static const struct {
    const char *file;
    size_t order[8];
    size_t count;
} arrivals[] = {
    {"chromium-156.hex", {0, 1}, 2},       {"chromium-156.hex", {1, 0}, 2},
    {"chromium-156.hex", {0, 0, 1, 1}, 4}, {"chromium-156.hex", {1, 1, 0, 0}, 4},
    {"chromium-156.hex", {0, 3}, 2},       {"chromium-156.hex", {3, 0}, 2},
    {"firefox-153.hex", {0, 1}, 2},        {"firefox-153.hex", {1, 0}, 2},
    {"firefox-153.hex", {0, 0, 1, 1}, 4},  {"firefox-153.hex", {1, 1, 0, 0}, 4},
    {"firefox-153.hex", {0, 3}, 2},        {"firefox-153.hex", {3, 0}, 2},
    {"firefox-153.hex", {2, 3}, 2},        {"firefox-153.hex", {1, 3, 2}, 3},
};

static void check_arrival(struct fixture *f, size_t index, bool garbage)
{
    struct packet packets[4];
    struct pl_prng prng;
    unsigned datagrams;
    size_t have = read_capture(arrivals[index].file, packets, 4);
    assert_int_equal(have, 4);
    pl_prng_init(&prng, index);
    restart(f);
    for (size_t i = 0; i < arrivals[index].count; i++) {
        struct packet *p = &packets[arrivals[index].order[i]];
        if (garbage)
            input_garbage(&f->d, &prng);
        if (i + 1 == arrivals[index].count && arrivals[index].count == 2)
            assert_int_equal(output_messages(&f->d, &datagrams), 0); /* half a hello */
        input(&f->d, NOW, p->bytes, p->len);
    }
    if (garbage)
        input_garbage(&f->d, &prng);
    if (output_messages(&f->d, &datagrams) != FLIGHT_BITS)
        fail_msg("arrival %zu of %s is not answered", index, arrivals[index].file);
    assert_true(datagrams <= 2);
    assert_int_equal(f->d.state, PL_DTLS_HANDSHAKE);
    assert_true(f->d.answered);
    assert_true(pl_dtls_deadline(&f->d) == NOW + PL_MS(200));
}

static void test_recorded_hellos(void **state)
{
    for (size_t i = 0; i < sizeof(arrivals) / sizeof(arrivals[0]); i++)
        check_arrival(*state, i, false);
}

static void test_recorded_hellos_with_garbage(void **state)
{
    for (size_t i = 0; i < sizeof(arrivals) / sizeof(arrivals[0]); i++)
        check_arrival(*state, i, true);
}

/* Both browsers at once, piece by piece: the one that is whole first is answered. */
static void test_interleaved_hellos(void **state)
{
    struct fixture *f = *state;
    struct packet chromium[2], firefox[2];
    unsigned datagrams;
    assert_int_equal(read_capture("chromium-156.hex", chromium, 2), 2);
    assert_int_equal(read_capture("firefox-153.hex", firefox, 2), 2);
    input(&f->d, NOW, chromium[1].bytes, chromium[1].len);
    input(&f->d, NOW, firefox[0].bytes, firefox[0].len);
    assert_int_equal(output_messages(&f->d, &datagrams), 0);
    input(&f->d, NOW, chromium[0].bytes, chromium[0].len);
    assert_int_equal(output_messages(&f->d, &datagrams), FLIGHT_BITS);
    assert_memory_equal(f->d.hello_random, chromium[0].bytes + 27, PL_DTLS_RANDOM);
    input(&f->d, NOW, firefox[1].bytes, firefox[1].len);
    assert_int_equal(output_messages(&f->d, &datagrams), 0);
}

/* The client repeats its hello because our flight was lost: the flight comes again, new numbers. */
static void test_repeated_hello_is_answered(void **state)
{
    struct fixture *f = *state;
    struct packet p[4];
    unsigned datagrams;
    uint64_t numbers;
    assert_int_equal(read_capture("chromium-156.hex", p, 4), 4);
    input(&f->d, NOW, p[0].bytes, p[0].len);
    input(&f->d, NOW, p[1].bytes, p[1].len);
    assert_int_equal(output_messages(&f->d, &datagrams), FLIGHT_BITS);
    numbers = f->d.tx_seq;
    input(&f->d, NOW + PL_MS(1), p[0].bytes, p[0].len); /* an echo of the network */
    assert_int_equal(output_messages(&f->d, &datagrams), 0);
    input(&f->d, NOW + PL_MS(63), p[2].bytes, p[2].len);
    input(&f->d, NOW + PL_MS(63), p[3].bytes, p[3].len);
    assert_int_equal(output_messages(&f->d, &datagrams), FLIGHT_BITS);
    assert_int_equal(f->d.tx_seq, 2 * numbers);
    assert_int_equal(f->d.stats.retransmits, 1);
}

/* ---- a whole handshake of plain OpenSSL ---- */

static void trust_raw(struct fixture *f)
{
    assert_ok(
        pl_dtls_set_remote_fingerprints(&f->d, NOW, pl_dtls_cert_fingerprint(net_certs[1]), 1));
}

/* All output of the server to the client, datagram by datagram, and the answers back. */
static void exchange(struct fixture *f, struct raw_client *c, pl_time_us now)
{
    uint8_t buffer[PL_DTLS_DATAGRAM_MAX];
    struct packet answers[16];
    size_t len, count;
    while (pl_dtls_next_output(&f->d, (struct pl_buf){buffer, sizeof(buffer)}, &len)) {
        raw_input(c, pl_bytes_of(buffer, len));
        count = c->out_count;
        memcpy(answers, c->out, sizeof(answers));
        for (size_t i = 0; i < count; i++)
            input(&f->d, now, answers[i].bytes, answers[i].len);
    }
}

static void assert_connected(struct fixture *f, struct raw_client *c)
{
    struct pl_dtls_event event;
    uint8_t keying[PL_DTLS_KEYING_MAX];
    assert_true(c->done);
    assert_true(pl_dtls_next_event(&f->d, &event));
    assert_int_equal(event.type, PL_DTLS_EVENT_CONNECTED);
    assert_int_equal(SSL_export_keying_material(c->ssl, keying, event.keying_len,
                                                "EXTRACTOR-dtls_srtp", 19, NULL, 0, 0),
                     1);
    assert_memory_equal(keying, event.keying, event.keying_len);
    assert_memory_equal(keying, event.remote.key, 16); /* of the client */
    assert_memory_equal(keying + 16, event.local.key, 16);
    assert_memory_equal(keying + 32, event.remote.salt, event.remote.salt_len);
    assert_memory_equal(keying + 32 + event.local.salt_len, event.local.salt, event.local.salt_len);
    assert_int_equal(SSL_get_selected_srtp_profile(c->ssl)->id, event.profile);
}

/* Its hello comes in three pieces; order: the digits are the pieces. */
static void check_split_hello(struct fixture *f, const char *order, bool garbage)
{
    struct raw_client *c = raw_create(net_certs[1], "SRTP_AEAD_AES_128_GCM", 208);
    struct packet pieces[16];
    struct pl_prng prng;
    pl_prng_init(&prng, (uint64_t)order[0] << 8 | (uint8_t)order[1]);
    restart(f);
    trust_raw(f);
    raw_input(c, pl_bytes_of(NULL, 0));
    memcpy(pieces, c->out, sizeof(pieces));
    assert_int_equal(c->out_count, 3);
    for (; *order; order++) {
        if (garbage)
            input_garbage(&f->d, &prng);
        input(&f->d, NOW, pieces[*order - '0'].bytes, pieces[*order - '0'].len);
    }
    if (garbage)
        input_garbage(&f->d, &prng);
    exchange(f, c, NOW);
    assert_connected(f, c);
    raw_destroy(c);
}

static void test_split_hello_completes(void **state)
{
    static const char *const orders[] = {"012", "021",    "102",    "120",    "201",
                                         "210", "001122", "221100", "012012", "0211020"};
    for (size_t i = 0; i < sizeof(orders) / sizeof(orders[0]); i++) {
        check_split_hello(*state, orders[i], false);
        check_split_hello(*state, orders[i], true);
    }
}

static void test_profiles(void **state)
{
    static const struct {
        const char *names;
        unsigned profile;
        size_t len;
    } offers[] = {
        {"SRTP_AEAD_AES_128_GCM", 7, 56},
        {"SRTP_AES128_CM_SHA1_80", 1, 60},
        {"SRTP_AES128_CM_SHA1_80:SRTP_AEAD_AES_128_GCM", 7, 56}, /* our preference */
        {"SRTP_AES128_CM_SHA1_32:SRTP_AES128_CM_SHA1_80", 1, 60},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof(offers) / sizeof(offers[0]); i++) {
        struct raw_client *c = raw_create(net_certs[1], offers[i].names, 1200);
        restart(f);
        trust_raw(f);
        raw_input(c, pl_bytes_of(NULL, 0));
        input(&f->d, NOW, c->out[0].bytes, c->out[0].len);
        exchange(f, c, NOW);
        assert_int_equal(f->d.profile, offers[i].profile);
        assert_connected(f, c);
        raw_destroy(c);
    }
}

/* ---- peers that do not fit ---- */

static void test_no_srtp(void **state)
{
    struct fixture *f = *state;
    struct raw_client *c = raw_create(net_certs[1], NULL, 1200);
    struct pl_dtls_event event;
    trust_raw(f);
    raw_input(c, pl_bytes_of(NULL, 0));
    input(&f->d, NOW, c->out[0].bytes, c->out[0].len);
    exchange(f, c, NOW);
    assert_true(pl_dtls_next_event(&f->d, &event));
    assert_int_equal(event.type, PL_DTLS_EVENT_FAILED);
    assert_err(PL_E_UNSUPPORTED, event.reason);
    assert_false(pl_dtls_next_event(&f->d, &event));
    raw_destroy(c);
}

/* Refused, but the session goes on: the next client is welcome. */
static void test_client_without_certificate(void **state)
{
    struct fixture *f = *state;
    struct raw_client *bare = raw_create(NULL, "SRTP_AEAD_AES_128_GCM", 1200);
    struct raw_client *good = raw_create(net_certs[1], "SRTP_AEAD_AES_128_GCM", 1200);
    trust_raw(f);
    raw_input(bare, pl_bytes_of(NULL, 0));
    input(&f->d, NOW, bare->out[0].bytes, bare->out[0].len);
    exchange(f, bare, NOW);
    assert_false(bare->done);
    assert_int_equal(f->d.stats.refused, 1);
    assert_int_equal(f->d.state, PL_DTLS_HANDSHAKE);
    raw_input(good, pl_bytes_of(NULL, 0));
    input(&f->d, NOW, good->out[0].bytes, good->out[0].len);
    exchange(f, good, NOW);
    assert_connected(f, good);
    raw_destroy(bare);
    raw_destroy(good);
}

static void test_old_protocol(void **state)
{
    struct fixture *f = *state;
    struct raw_client *c = raw_create(net_certs[1], "SRTP_AES128_CM_SHA1_80", 1200);
    unsigned datagrams;
    SSL_set_security_level(c->ssl, 0);
    assert_int_equal(SSL_set_min_proto_version(c->ssl, DTLS1_VERSION), 1);
    assert_int_equal(SSL_set_max_proto_version(c->ssl, DTLS1_VERSION), 1);
    raw_input(c, pl_bytes_of(NULL, 0));
    assert_int_equal(c->out_count, 1);
    input(&f->d, NOW, c->out[0].bytes, c->out[0].len);
    output_messages(&f->d, &datagrams);
    assert_int_equal(datagrams, 0); /* not even an alert */
    assert_int_equal(f->d.stats.refused, 1);
    raw_destroy(c);
}

/* ---- strangers (ASVS 17.2.6, CVE-2023-49786) ---- */

/* NULL-cipher hellos before, between and after every datagram of the client, at any time. */
static void test_spoofed_null_hellos(void **state)
{
    struct fixture *f = *state;
    static const pl_time_us times[] = {NOW, NOW + PL_MS(100), NOW + PL_MS(700)};
    for (size_t t = 0; t < sizeof(times) / sizeof(times[0]); t++) {
        struct raw_client *c = raw_create(net_certs[1], "SRTP_AEAD_AES_128_GCM", 1200);
        uint8_t spoof[128];
        size_t len = make_null_hello(spoof, sizeof(spoof), 0x55);
        unsigned spoofs = 0;
        restart(f);
        trust_raw(f);
        for (; spoofs < 3; spoofs++)
            input(&f->d, NOW, spoof, len);
        raw_input(c, pl_bytes_of(NULL, 0));
        input(&f->d, NOW, c->out[0].bytes, c->out[0].len);
        for (; spoofs < 6; spoofs++) {
            spoof[30] = (uint8_t)spoofs;
            input(&f->d, times[t], spoof, len);
        }
        exchange(f, c, times[t]);
        assert_connected(f, c);
        assert_int_equal(f->d.stats.refused, t < 2 ? 3 : 6); /* the grace spares us the work */
        input(&f->d, times[t], spoof, len);
        assert_int_equal(f->d.state, PL_DTLS_CONNECTED);
        raw_destroy(c);
    }
}

static void test_hello_flood_is_throttled(void **state)
{
    struct fixture *f = *state;
    struct raw_client *c = raw_create(net_certs[1], "SRTP_AEAD_AES_128_GCM", 1200);
    uint8_t spoof[128];
    size_t len = make_null_hello(spoof, sizeof(spoof), 1);
    trust_raw(f);
    for (int i = 0; i < 1000; i++)
        input(&f->d, NOW, spoof, len);
    assert_int_equal(f->d.stats.refused, PL_DTLS_TRIES_PER_SECOND);
    assert_int_equal(f->d.stats.throttled, 1000 - PL_DTLS_TRIES_PER_SECOND);
    assert_int_equal(f->d.state, PL_DTLS_HANDSHAKE);
    raw_input(c, pl_bytes_of(NULL, 0));
    input(&f->d, NOW + PL_SEC(1), c->out[0].bytes, c->out[0].len);
    exchange(f, c, NOW + PL_SEC(1));
    assert_connected(f, c);
    raw_destroy(c);
}

/* A good hello of somebody else: it waits during the grace, and may have its turn after it. */
static void test_other_hello_after_grace(void **state)
{
    struct fixture *f = *state;
    struct raw_client *gone = raw_create(net_certs[1], "SRTP_AEAD_AES_128_GCM", 1200);
    struct raw_client *real = raw_create(net_certs[1], "SRTP_AEAD_AES_128_GCM", 1200);
    struct packet hello;
    unsigned datagrams;
    trust_raw(f);
    raw_input(gone, pl_bytes_of(NULL, 0));
    input(&f->d, NOW, gone->out[0].bytes, gone->out[0].len);
    assert_int_equal(output_messages(&f->d, &datagrams), FLIGHT_BITS);
    raw_input(real, pl_bytes_of(NULL, 0));
    hello = real->out[0];
    input(&f->d, NOW + PL_DTLS_HELLO_GRACE - 1, hello.bytes, hello.len);
    assert_int_equal(output_messages(&f->d, &datagrams), 0);
    input(&f->d, NOW + PL_DTLS_HELLO_GRACE, hello.bytes, hello.len);
    exchange(f, real, NOW + PL_DTLS_HELLO_GRACE);
    assert_connected(f, real);
    raw_destroy(gone);
    raw_destroy(real);
}

/* A plaintext fatal alert is not believed, at no moment of the handshake, by either role. */
static bool add_alerts(struct net *net, int from, struct pl_bytes datagram)
{
    (void)datagram;
    for (int i = 0; i < 2; i++)
        input_hex(&net->sides[i].d, "15 fefd 0000 0000000000ff 0002 02 28");
    return net->sides[from].sent > 0;
}

static void test_plaintext_alerts(void **state)
{
    struct net *net = net_create(20, NULL);
    (void)state;
    net->filter = add_alerts;
    net_trust(net);
    net_run(net, net->now + PL_SEC(1));
    net_assert_same_keys(net);
    assert_true(net->sides[0].d.stats.plain_alerts >= 2);
    assert_true(net->sides[1].d.stats.plain_alerts >= 2);
    assert_int_equal(net->sides[1].d.stats.last_alert, 40);
    net_destroy(net);
}

/* A ServerHello that cannot be: the client forgets the attempt and begins a new one. */
#define BAD_SERVER_HELLO "16 fefd 0000 000000000000 000e 02 000002 0000 000000 000002 0101"

/* A forged record with the highest number would make all honest ones too old. */
static bool add_high_numbers(struct net *net, int from, struct pl_bytes datagram)
{
    (void)datagram;
    for (int i = 0; i < 2; i++)
        input_hex(&net->sides[i].d, "14 fefd 0000 ffffffffffff 0001 01");
    return net->sides[from].sent > 0;
}

static void test_replay_window_stays(void **state)
{
    struct net *net = net_create(23, NULL);
    (void)state;
    net->filter = add_high_numbers;
    net_trust(net);
    net_run(net, net->now + PL_SEC(5));
    net_assert_same_keys(net);
    net_destroy(net);
}

static void test_client_survives_bad_server_hello(void **state)
{
    struct net *net = net_create(21, NULL);
    (void)state;
    net_trust(net);
    net_drain(net, 1);
    input_hex(&net->sides[1].d, BAD_SERVER_HELLO);
    assert_int_equal(net->sides[1].d.stats.refused, 1);
    assert_int_equal(net->sides[1].d.state, PL_DTLS_HANDSHAKE);
    net_run(net, net->now + PL_SEC(5));
    net_assert_same_keys(net);
    net_destroy(net);
}

static void test_client_gives_up(void **state)
{
    struct net *net = net_create(22, NULL);
    struct pl_dtls *d = &net->sides[1].d;
    (void)state;
    for (int i = 0; i < PL_DTLS_CLIENT_TRIES; i++) {
        assert_int_equal(d->state, PL_DTLS_HANDSHAKE);
        input_hex(d, BAD_SERVER_HELLO);
        pl_dtls_tick(d, pl_dtls_deadline(d));
    }
    net_drain(net, 1);
    assert_true(net->sides[1].failed);
    assert_err(PL_E_PROTO, net->sides[1].last.reason);
    net_destroy(net);
}

/* Nonsense in the middle of the client's second flight costs the attempt, not the session. */
static void test_garbage_after_hello(void **state)
{
    struct fixture *f = *state;
    struct raw_client *first = raw_create(net_certs[1], "SRTP_AEAD_AES_128_GCM", 1200);
    struct raw_client *second = raw_create(net_certs[1], "SRTP_AEAD_AES_128_GCM", 1200);
    trust_raw(f);
    raw_input(first, pl_bytes_of(NULL, 0));
    input(&f->d, NOW, first->out[0].bytes, first->out[0].len);
    input_hex(&f->d, "16 fefd 0000 000000000001 000f 0b 000003 0001 000000 000003 ffffff");
    assert_int_equal(f->d.stats.refused, 1);
    assert_int_equal(f->d.state, PL_DTLS_HANDSHAKE);
    raw_input(second, pl_bytes_of(NULL, 0));
    input(&f->d, NOW, second->out[0].bytes, second->out[0].len);
    exchange(f, second, NOW);
    assert_connected(f, second);
    raw_destroy(first);
    raw_destroy(second);
}

static void test_input_limits(void **state)
{
    struct fixture *f = *state;
    static uint8_t big[PL_DTLS_INPUT_MAX + 1] = {22};
    input(&f->d, NOW, big, sizeof(big));
    input(&f->d, NOW, big, 0);
    assert_int_equal(f->d.stats.dropped, 1);
    assert_null(f->d.ssl); /* nothing is made before a whole hello */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_recorded_hellos, setup, teardown),
        cmocka_unit_test_setup_teardown(test_recorded_hellos_with_garbage, setup, teardown),
        cmocka_unit_test_setup_teardown(test_interleaved_hellos, setup, teardown),
        cmocka_unit_test_setup_teardown(test_repeated_hello_is_answered, setup, teardown),
        cmocka_unit_test_setup_teardown(test_split_hello_completes, setup, teardown),
        cmocka_unit_test_setup_teardown(test_profiles, setup, teardown),
        cmocka_unit_test_setup_teardown(test_no_srtp, setup, teardown),
        cmocka_unit_test_setup_teardown(test_client_without_certificate, setup, teardown),
        cmocka_unit_test_setup_teardown(test_old_protocol, setup, teardown),
        cmocka_unit_test_setup_teardown(test_spoofed_null_hellos, setup, teardown),
        cmocka_unit_test_setup_teardown(test_hello_flood_is_throttled, setup, teardown),
        cmocka_unit_test_setup_teardown(test_other_hello_after_grace, setup, teardown),
        cmocka_unit_test_setup_teardown(test_garbage_after_hello, setup, teardown),
        cmocka_unit_test_setup_teardown(test_input_limits, setup, teardown),
        cmocka_unit_test(test_plaintext_alerts),
        cmocka_unit_test(test_replay_window_stays),
        cmocka_unit_test(test_client_survives_bad_server_hello),
        cmocka_unit_test(test_client_gives_up),
    };
    return cmocka_run_group_tests_name("dtls_hostile", tests, net_setup, net_teardown);
}

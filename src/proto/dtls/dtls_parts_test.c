/* SPDX-License-Identifier: Apache-2.0 */
/* The parts alone: certificates and fingerprints, records, the put-together hello, flights. */
#include "proto/dtls/dtls_testnet.h"

#define HELLO_BODY 100

/* ---- fingerprints ---- */

static enum pl_err parse(struct pl_dtls_fingerprint *out, const char *name, const char *hex)
{
    return pl_dtls_fingerprint_parse(out, pl_bytes_str(name), pl_bytes_str(hex));
}

static void test_hash_names(void **state)
{
    static const size_t lens[] = {0, 20, 28, 32, 48, 64};
    (void)state;
    for (unsigned i = PL_DTLS_SHA1; i <= PL_DTLS_SHA512; i++) {
        const char *name = pl_dtls_hash_name((enum pl_dtls_hash)i);
        assert_int_equal(pl_dtls_hash_of(pl_bytes_str(name)), i);
        assert_int_equal(pl_dtls_hash_len((enum pl_dtls_hash)i), lens[i]);
    }
    assert_int_equal(pl_dtls_hash_of(pl_bytes_str("SHA-256")), PL_DTLS_SHA256);
    assert_int_equal(pl_dtls_hash_of(pl_bytes_str("sha-25")), PL_DTLS_HASH_NONE);
    assert_int_equal(pl_dtls_hash_of(pl_bytes_str("sha-2566")), PL_DTLS_HASH_NONE);
    assert_int_equal(pl_dtls_hash_of(pl_bytes_str("md5")), PL_DTLS_HASH_NONE);
    assert_int_equal(pl_dtls_hash_of(pl_bytes_str("")), PL_DTLS_HASH_NONE);
}

static void test_fingerprint_text(void **state)
{
    char text[PL_DTLS_FINGERPRINT_TEXT_MAX], lower[PL_DTLS_FINGERPRINT_TEXT_MAX];
    struct pl_dtls_fingerprint fp, back;
    (void)state;
    for (unsigned hash = PL_DTLS_SHA1; hash <= PL_DTLS_SHA512; hash++) {
        const char *name = pl_dtls_hash_name((enum pl_dtls_hash)hash);
        assert_ok(pl_dtls_fingerprint_of(&fp, net_certs[0]->x509, (enum pl_dtls_hash)hash));
        pl_dtls_fingerprint_print(&fp, text);
        assert_int_equal(strlen(text), fp.len * 3u - 1);
        assert_ok(parse(&back, name, text));
        assert_memory_equal(&fp, &back, sizeof(fp));
        for (size_t i = 0; i < sizeof(text); i++)
            lower[i] = (char)(text[i] >= 'A' && text[i] <= 'F' ? text[i] + 32 : text[i]);
        assert_ok(parse(&back, name, lower));
        assert_memory_equal(&fp, &back, sizeof(fp));
    }
}

static void test_fingerprint_nonsense(void **state)
{
    static const char good[] = "00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:10:32:54:76";
    struct pl_dtls_fingerprint fp;
    char bad[sizeof(good)];
    (void)state;
    assert_ok(parse(&fp, "sha-1", good));
    assert_int_equal(fp.bytes[19], 0x76);
    assert_err(PL_E_UNSUPPORTED, parse(&fp, "md5", good));
    assert_err(PL_E_PROTO, parse(&fp, "sha-256", good)); /* too short for it */
    assert_err(PL_E_PROTO, parse(&fp, "sha-1", ""));
    for (size_t i = 0; i < sizeof(good) - 1; i++) {
        memcpy(bad, good, sizeof(good));
        bad[i] = i % 3 == 2 ? 'A' : ':';
        assert_err(PL_E_PROTO, parse(&fp, "sha-1", bad));
    }
    assert_err(PL_E_PROTO, pl_dtls_fingerprint_parse(&fp, pl_bytes_str("sha-1"),
                                                     pl_bytes_of(good, sizeof(good))));
}

/* ---- certificates ---- */

static void test_cert_is_what_webrtc_wants(void **state)
{
    const struct pl_dtls_cert *cert = net_certs[0];
    struct pl_dtls_fingerprint fp;
    ASN1_TIME *begin = ASN1_TIME_set(NULL, 1800000000 - 86400);
    ASN1_TIME *end = ASN1_TIME_set(NULL, 1800000000 + 30 * 86400);
    (void)state;
    assert_int_equal(X509_get_version(cert->x509), X509_VERSION_3);
    assert_int_equal(X509_verify(cert->x509, cert->key), 1);
    assert_int_equal(EVP_PKEY_get_bits(cert->key), 256);
    assert_int_equal(ASN1_TIME_compare(begin, X509_get0_notBefore(cert->x509)), 0);
    assert_int_equal(ASN1_TIME_compare(end, X509_get0_notAfter(cert->x509)), 0);
    assert_ok(pl_dtls_fingerprint_of(&fp, cert->x509, PL_DTLS_SHA256));
    assert_memory_equal(&fp, pl_dtls_cert_fingerprint(cert), sizeof(fp));
    assert_memory_not_equal(fp.bytes, net_certs[1]->fingerprint.bytes, 32);
    ASN1_TIME_free(begin);
    ASN1_TIME_free(end);
}

static void test_cert_ranges(void **state)
{
    struct pl_dtls_cert *cert;
    (void)state;
    assert_err(PL_E_RANGE, pl_dtls_cert_create(-1, 30, &cert));
    assert_err(PL_E_RANGE, pl_dtls_cert_create(1800000000, 0, &cert));
    assert_err(PL_E_RANGE, pl_dtls_cert_create(1800000000, 3651, &cert));
    assert_err(PL_E_RANGE, pl_dtls_cert_create(INT64_MAX, 30, &cert));
    assert_null(cert);
}

static void test_cert_save_and_load(void **state)
{
    uint8_t pem[2048], der[2048];
    uint8_t *p = der;
    struct pl_writer w = pl_writer_of(pem, sizeof(pem));
    struct pl_writer tight = pl_writer_of(pem + 1024, 100);
    struct pl_dtls_cert *back;
    struct pl_bytes both, cert_der, key_der;
    (void)state;
    assert_ok(pl_dtls_cert_save(net_certs[0], &w));
    both = pl_writer_done(&w);
    assert_ok(pl_dtls_cert_load(both, both, &back));
    assert_memory_equal(&back->fingerprint, &net_certs[0]->fingerprint, sizeof(back->fingerprint));
    pl_dtls_cert_destroy(back);
    assert_err(PL_E_SPACE, pl_dtls_cert_save(net_certs[0], &tight));

    cert_der = pl_bytes_of(der, (size_t)i2d_X509(net_certs[0]->x509, &p));
    key_der.data = p;
    key_der.len = (size_t)i2d_PrivateKey(net_certs[0]->key, &p);
    assert_ok(pl_dtls_cert_load(cert_der, key_der, &back));
    pl_dtls_cert_destroy(back);
    assert_err(PL_E_PROTO, pl_dtls_cert_load(cert_der, cert_der, &back));
    assert_err(PL_E_PROTO, pl_dtls_cert_load(pl_bytes_str("x"), key_der, &back));
    assert_err(PL_E_PROTO, pl_dtls_cert_load(pl_bytes_of(NULL, 0), key_der, &back));
    assert_null(back);
    p = der + cert_der.len;
    key_der.len = (size_t)i2d_PrivateKey(net_certs[1]->key, &p);
    assert_err(PL_E_AUTH, pl_dtls_cert_load(cert_der, key_der, &back));
}

static void test_cert_of_another_curve(void **state)
{
    uint8_t der[512], *p = der;
    EVP_PKEY *key = EVP_EC_gen("P-384");
    struct pl_dtls_cert *out;
    struct pl_bytes cert;
    uint8_t cert_der[1024], *q = cert_der;
    (void)state;
    cert = pl_bytes_of(cert_der, (size_t)i2d_X509(net_certs[0]->x509, &q));
    assert_err(PL_E_UNSUPPORTED,
               pl_dtls_cert_load(cert, pl_bytes_of(der, (size_t)i2d_PrivateKey(key, &p)), &out));
    EVP_PKEY_free(key);
}

/* ---- records and messages ---- */

static enum pl_err first_record(const char *hex, struct pl_dtls_record *record)
{
    static uint8_t bytes[256];
    struct pl_reader r = pl_reader_of(pl_bytes_of(bytes, pl_test_unhex(hex, bytes, 256)));
    return pl_dtls_record_next(&r, record);
}

static void test_records(void **state)
{
    struct pl_dtls_record r;
    (void)state;
    assert_ok(first_record("16 fefd 0001 0203040506ff 0002 abcd 99", &r));
    assert_int_equal(r.type, 22);
    assert_int_equal(r.epoch, 1);
    assert_true(r.seq == 0x0203040506ff);
    assert_int_equal(r.body.len, 2);
    assert_int_equal(r.whole.len, 15);
    assert_err(PL_E_AGAIN, first_record("", &r));
    assert_err(PL_E_PROTO, first_record("16 fefd 0001 0203040506ff 0003 abcd", &r));
    assert_err(PL_E_PROTO, first_record("16 fefd 0001 02030405", &r));
    assert_err(PL_E_PROTO, first_record("13 fefd 0000 000000000000 0000", &r));
    assert_err(PL_E_PROTO, first_record("18 fefd 0000 000000000000 0000", &r));
    assert_err(PL_E_PROTO, first_record("16 0303 0000 000000000000 0000", &r));
    assert_err(PL_E_PROTO, first_record("16 fefc 0000 000000000000 0000", &r));
}

static enum pl_err first_message(const char *hex)
{
    uint8_t bytes[64];
    struct pl_dtls_message m;
    struct pl_reader r = pl_reader_of(pl_bytes_of(bytes, pl_test_unhex(hex, bytes, 64)));
    return pl_dtls_message_next(&r, &m);
}

static void test_messages(void **state)
{
    (void)state;
    assert_ok(first_message("0e 000000 0005 000000 000000"));
    assert_ok(first_message("0b 000004 0001 000002 000002 abcd"));
    assert_ok(first_message("0b 002000 000c 001fff 000001 ab")); /* the limits themselves */
    assert_err(PL_E_AGAIN, first_message(""));
    assert_err(PL_E_PROTO, first_message("0b 000004 0001 000003 000002 abcd"));
    assert_err(PL_E_PROTO, first_message("0b 000004 0001 000005 000000"));
    assert_err(PL_E_PROTO, first_message("0b 000004 0001 000000 000000"));
    assert_err(PL_E_PROTO, first_message("0b 002001 0001 000000 000001 ab"));
    assert_err(PL_E_PROTO, first_message("0b 000004 000d 000000 000001 ab"));
    assert_err(PL_E_PROTO, first_message("0b 000004 0001 000000 000002 ab"));
    assert_err(PL_E_PROTO, first_message("0b 000004 0001 ffffff ffffff ab"));
}

static void test_expected_messages(void **state)
{
    static const uint8_t server[] = {1, 11, 15, 16}, client[] = {2, 3, 11, 12, 13, 14};
    bool to_server[256] = {false}, to_client[256] = {false};
    (void)state;
    for (size_t i = 0; i < sizeof(server); i++)
        to_server[server[i]] = true;
    for (size_t i = 0; i < sizeof(client); i++)
        to_client[client[i]] = true;
    for (unsigned type = 0; type < 256; type++) {
        assert_int_equal(pl_dtls_message_expected((uint8_t)type, true), to_server[type]);
        assert_int_equal(pl_dtls_message_expected((uint8_t)type, false), to_client[type]);
    }
}

/* ---- hellos ---- */

static enum pl_err add(struct pl_dtls_hello *h, const uint8_t *body, uint32_t from, uint32_t to,
                       struct pl_bytes *record)
{
    enum pl_err err;
    struct pl_dtls_message m = {
        .fragment = pl_bytes_of(body + from, to - from),
        .type = PL_DTLS_CLIENT_HELLO,
        .total = HELLO_BODY,
        .offset = from,
    };
    err = pl_dtls_hello_add(h, &m);
    assert_int_equal(pl_dtls_hello_next(h, record), err == PL_OK);
    return err;
}

static void fill_body(uint8_t body[HELLO_BODY], uint8_t seed)
{
    for (int i = 0; i < HELLO_BODY; i++)
        body[i] = (uint8_t)(i * 7 + seed);
}

/* Random pieces, overlapping, until it is whole; the result is the hello, byte for byte. */
static void test_hello_in_any_pieces(void **state)
{
    struct pl_dtls_hello h = {0};
    struct pl_prng prng;
    uint8_t body[HELLO_BODY];
    (void)state;
    pl_prng_init(&prng, 5);
    for (int round = 0; round < 500; round++) {
        bool seen[HELLO_BODY] = {false};
        size_t missing = HELLO_BODY;
        fill_body(body, (uint8_t)round);
        while (missing > 0) {
            uint32_t from = (uint32_t)pl_prng_below(&prng, HELLO_BODY);
            uint32_t to = from + 1 + (uint32_t)pl_prng_below(&prng, HELLO_BODY - from);
            struct pl_bytes record;
            enum pl_err err = add(&h, body, from, to, &record);
            for (uint32_t i = from; i < to; i++) {
                missing -= !seen[i];
                seen[i] = true;
            }
            assert_err(missing > 0 ? PL_E_AGAIN : PL_OK, err);
            if (missing == 0) {
                assert_int_equal(record.len, 25 + HELLO_BODY);
                assert_int_equal(pl_get_u16(record.data + 11), 12 + HELLO_BODY);
                assert_memory_equal(record.data + 25, body, HELLO_BODY);
            }
        }
    }
    pl_dtls_hello_clear(&h);
}

/* The stranger's first half has another random, so it cannot spoil the real halves around it. */
static void test_hello_of_a_stranger(void **state)
{
    struct pl_dtls_hello h = {0};
    uint8_t real[HELLO_BODY], other[HELLO_BODY];
    struct pl_bytes record;
    (void)state;
    fill_body(real, 0);
    fill_body(other, 99);
    assert_err(PL_E_AGAIN, add(&h, real, 0, 50, &record));
    assert_err(PL_E_AGAIN, add(&h, other, 0, 60, &record));
    assert_ok(add(&h, real, 50, 100, &record)); /* the tail of both, for all we know */
    assert_memory_equal(record.data + 25, real, HELLO_BODY);
    assert_true(pl_dtls_hello_next(&h, &record));
    assert_memory_equal(record.data + 25, other, 60);
    assert_memory_equal(record.data + 25 + 60, real + 60, 40);
    assert_false(pl_dtls_hello_next(&h, &record));
    pl_dtls_hello_clear(&h);
}

static void test_hello_slots_are_bounded(void **state)
{
    struct pl_dtls_hello h = {0};
    uint8_t body[HELLO_BODY];
    struct pl_bytes record;
    bool newest = false;
    (void)state;
    for (unsigned i = 0; i < 100; i++) {
        fill_body(body, (uint8_t)(i * 3));
        assert_err(PL_E_AGAIN, add(&h, body, 0, 40, &record));
    }
    assert_ok(add(&h, body, 40, 100, &record));
    for (unsigned whole = 1; whole <= PL_DTLS_HELLO_SLOTS; whole++) {
        newest |= memcmp(record.data + 25, body, HELLO_BODY) == 0;
        assert_int_equal(pl_dtls_hello_next(&h, &record), whole < PL_DTLS_HELLO_SLOTS);
    }
    assert_true(newest);
    fill_body(body, 0);
    assert_err(PL_E_AGAIN, add(&h, body, 0, 40, &record)); /* the first was not */
    pl_dtls_hello_clear(&h);
    pl_dtls_hello_clear(&h);
}

static void test_hello_nonsense(void **state)
{
    struct pl_dtls_hello h = {0};
    uint8_t body[HELLO_BODY] = {0};
    struct pl_dtls_message m = {.fragment = pl_bytes_of(body, 41), .type = 1, .total = 41};
    (void)state;
    assert_err(PL_E_PROTO, pl_dtls_hello_add(&h, &m)); /* too short to be one */
    m.total = HELLO_BODY;
    m.seq = 1;
    assert_err(PL_E_PROTO, pl_dtls_hello_add(&h, &m));
    m.seq = 0;
    m.type = 2;
    assert_err(PL_E_PROTO, pl_dtls_hello_add(&h, &m));
    m.type = 1;
    assert_int_equal(pl_dtls_hello_random(&m).len, 32);
    m.fragment.len = 33;
    assert_int_equal(pl_dtls_hello_random(&m).len, 0);
    m.fragment.len = 41;
    m.offset = 1;
    assert_int_equal(pl_dtls_hello_random(&m).len, 0);
}

/* ---- flights ---- */

static void test_flight(void **state)
{
    /* Two plaintext records and one of epoch 1 in the first datagram, one in the second. */
    static const char first[] =
        "16 fefd 0000 000000000007 0001 aa 14 fefd 0000 000000000008 0001 01"
        "16 fefd 0001 000000000000 0002 bbcc";
    static const char second[] = "16 fefd 0000 000000000007 0001 dd";
    struct pl_dtls_flight f = {0}, g = {0};
    uint8_t bytes[64], out[64];
    uint64_t seq = 0xffffffff;
    size_t len;
    (void)state;
    assert_err(PL_E_AGAIN, pl_dtls_flight_next(&f, (struct pl_buf){out, 64}, &seq, &len));
    assert_ok(pl_dtls_flight_add(&f, pl_bytes_of(bytes, pl_test_unhex(first, bytes, 64))));
    assert_ok(pl_dtls_flight_add(&f, pl_bytes_of(bytes, pl_test_unhex(second, bytes, 64))));
    assert_err(PL_E_SPACE, pl_dtls_flight_next(&f, (struct pl_buf){out, 42}, &seq, &len));
    assert_ok(pl_dtls_flight_next(&f, (struct pl_buf){out, 64}, &seq, &len));
    assert_int_equal(len, 43);
    assert_true(pl_get_u64(out + 3) == 0x00000000ffffffff); /* epoch and number */
    assert_true(pl_get_u64(out + 14 + 3) == 0x0000000100000000);
    assert_true(pl_get_u64(out + 28 + 3) == 0x0001000000000000);
    pl_dtls_flight_move(&g, &f);
    assert_int_equal(f.count, 0);
    assert_ok(pl_dtls_flight_next(&g, (struct pl_buf){out, 64}, &seq, &len));
    assert_int_equal(len, 14);
    assert_err(PL_E_AGAIN, pl_dtls_flight_next(&g, (struct pl_buf){out, 64}, &seq, &len));
    pl_dtls_flight_rewind(&g);
    assert_ok(pl_dtls_flight_next(&g, (struct pl_buf){out, 64}, &seq, &len));
    assert_true(pl_get_u64(out + 3) == 0x0000000100000002);
    pl_dtls_flight_clear(&g);
    pl_dtls_flight_clear(&g);
}

static void test_flight_is_bounded(void **state)
{
    struct pl_dtls_flight f = {0};
    (void)state;
    assert_err(PL_E_LIMIT, pl_dtls_flight_add(&f, pl_bytes_of("", 0)));
    for (int i = 0; i < PL_DTLS_FLIGHT_DATAGRAMS; i++)
        assert_ok(pl_dtls_flight_add(&f, pl_bytes_str("x")));
    assert_err(PL_E_LIMIT, pl_dtls_flight_add(&f, pl_bytes_str("x")));
    pl_dtls_flight_clear(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hash_names),
        cmocka_unit_test(test_fingerprint_text),
        cmocka_unit_test(test_fingerprint_nonsense),
        cmocka_unit_test(test_cert_is_what_webrtc_wants),
        cmocka_unit_test(test_cert_ranges),
        cmocka_unit_test(test_cert_save_and_load),
        cmocka_unit_test(test_cert_of_another_curve),
        cmocka_unit_test(test_records),
        cmocka_unit_test(test_messages),
        cmocka_unit_test(test_expected_messages),
        cmocka_unit_test(test_hello_in_any_pieces),
        cmocka_unit_test(test_hello_of_a_stranger),
        cmocka_unit_test(test_hello_slots_are_bounded),
        cmocka_unit_test(test_hello_nonsense),
        cmocka_unit_test(test_flight),
        cmocka_unit_test(test_flight_is_bounded),
    };
    return cmocka_run_group_tests_name("dtls_parts", tests, net_setup, net_teardown);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The vectors of RFC 5769: read, both proofs, and (short-term) written again to the same bytes. */
#include "pl_test.h"

#include "proto/stun/stun.h"

#include <openssl/evp.h>

#define PASSWORD "VOkJxbRl1RmTxUk/WvJxBt"

static const char request_hex[] = "00010058 2112a442 b7e7a701 bc34d686 fa87dfae"
                                  "80220010 5354554e 20746573 7420636c 69656e74"
                                  "00240004 6e0001ff"
                                  "80290008 932ff9b1 51263b36"
                                  "00060009 6576746a 3a683676 59202020"
                                  "00080014 9aeaa70c bfd8cb56 781ef2b5 b2d3f249 c1b571a2"
                                  "80280004 e57a3bcf";

static const char ipv4_hex[] = "0101003c 2112a442 b7e7a701 bc34d686 fa87dfae"
                               "8022000b 74657374 20766563 746f7220"
                               "00200008 0001a147 e112a643"
                               "00080014 2b91f599 fd9e90c3 8c7489f9 2af9ba53 f06be7d7"
                               "80280004 c07d4c96";

static const char ipv6_hex[] = "01010048 2112a442 b7e7a701 bc34d686 fa87dfae"
                               "8022000b 74657374 20766563 746f7220"
                               "00200014 0002a147 0113a9fa a5d3f179 bc25f4b5 bed2b9d9"
                               "00080014 a382954e 4be67bf1 1784c97c 8292c275 bfe3ed41"
                               "80280004 c8fb0b4c";

static const char long_term_hex[] =
    "00010060 2112a442 78ad3433 c6ad72c0 29da412e"
    "00060012 e3839ee3 8388e383 aae38383 e382afe3 82b90000"
    "0015001c 662f2f34 39396b39 35346436 4f4c3334 6f4c3946 53547679 36347341"
    "0014000b 6578616d 706c652e 6f726700"
    "00080014 f6702465 6dd64a3e 02b8e071 2e85c9a2 8ca89666";

static const uint8_t id[PL_STUN_ID_BYTES] = {0xb7, 0xe7, 0xa7, 0x01, 0xbc, 0x34,
                                             0xd6, 0x86, 0xfa, 0x87, 0xdf, 0xae};

static struct pl_bytes unhex(const char *hex, uint8_t buf[128])
{
    return pl_bytes_of(buf, pl_test_unhex(hex, buf, 128));
}

/* The RFC pads with spaces where RFC 8489 demands zeros: set them before the proofs are made. */
static void pad_with_spaces(struct pl_writer *w, size_t count)
{
    memset(w->data + w->pos - count, ' ', count);
}

static void expect_bytes(const char *hex, const struct pl_writer *w)
{
    uint8_t buf[128];
    struct pl_bytes want = unhex(hex, buf);
    assert_true(pl_writer_ok(w));
    assert_int_equal(w->pos, want.len);
    assert_memory_equal(w->data, want.data, want.len);
}

static void sample_request_is_read(void **state)
{
    uint8_t buf[128];
    struct pl_stun_view v;
    (void)state;
    assert_ok(pl_stun_read(unhex(request_hex, buf), &v));
    assert_int_equal(v.class, PL_STUN_REQUEST);
    assert_int_equal(v.method, PL_STUN_METHOD_BINDING);
    assert_memory_equal(v.id, id, sizeof(id));
    assert_true(pl_bytes_eq_str(v.username, "evtj:h6vY"));
    assert_int_equal(v.priority, 0x6e0001ff);
    assert_true(v.tie_breaker == 0x932ff9b151263b36u);
    assert_int_equal(v.has, PL_STUN_HAS_USERNAME | PL_STUN_HAS_PRIORITY | PL_STUN_HAS_CONTROLLED |
                                PL_STUN_HAS_INTEGRITY | PL_STUN_HAS_FINGERPRINT);
    assert_true(v.fingerprint_valid);
    assert_int_equal(v.unknown_count, 0);
    assert_ok(pl_stun_check_integrity(&v, pl_bytes_str(PASSWORD)));
    assert_err(PL_E_AUTH, pl_stun_check_integrity(&v, pl_bytes_str("VOkJxbRl1RmTxUk/WvJxBT")));
    assert_true(pl_bytes_eq_str(pl_stun_peek_local_ufrag(v.message), "evtj"));
}

static void sample_request_is_written(void **state)
{
    uint8_t buf[128];
    struct pl_writer w = pl_writer_of(buf, sizeof(buf));
    (void)state;
    pl_stun_write_begin(&w, PL_STUN_REQUEST, PL_STUN_METHOD_BINDING, id);
    pl_stun_write_attribute(&w, PL_STUN_SOFTWARE, pl_bytes_str("STUN test client"));
    pl_stun_write_attribute_u32(&w, PL_STUN_PRIORITY, 0x6e0001ff);
    pl_stun_write_attribute_u64(&w, PL_STUN_ICE_CONTROLLED, 0x932ff9b151263b36u);
    pl_stun_write_attribute(&w, PL_STUN_USERNAME, pl_bytes_str("evtj:h6vY"));
    pad_with_spaces(&w, 3);
    pl_stun_write_integrity(&w, pl_bytes_str(PASSWORD));
    pl_stun_write_fingerprint(&w);
    expect_bytes(request_hex, &w);
}

static void response_is_read(const char *hex, const char *address)
{
    uint8_t buf[128];
    char text[PL_ADDR_TEXT_MAX];
    struct pl_stun_view v;
    assert_ok(pl_stun_read(unhex(hex, buf), &v));
    assert_int_equal(v.class, PL_STUN_SUCCESS);
    assert_int_equal(v.method, PL_STUN_METHOD_BINDING);
    assert_int_equal(v.has, PL_STUN_HAS_XOR_MAPPED_ADDRESS | PL_STUN_HAS_INTEGRITY |
                                PL_STUN_HAS_FINGERPRINT);
    assert_string_equal(pl_addr_print(&v.xor_mapped, text), address);
    assert_true(v.fingerprint_valid);
    assert_ok(pl_stun_check_integrity(&v, pl_bytes_str(PASSWORD)));
    assert_int_equal(pl_stun_peek_local_ufrag(v.message).len, 0);
}

static void response_is_written(const char *hex, const char *address)
{
    uint8_t buf[128];
    struct pl_addr addr;
    struct pl_writer w = pl_writer_of(buf, sizeof(buf));
    assert_ok(pl_addr_parse(&addr, address));
    pl_stun_write_begin(&w, PL_STUN_SUCCESS, PL_STUN_METHOD_BINDING, id);
    pl_stun_write_attribute(&w, PL_STUN_SOFTWARE, pl_bytes_str("test vector"));
    pad_with_spaces(&w, 1);
    pl_stun_write_xor_mapped_address(&w, &addr);
    pl_stun_write_integrity(&w, pl_bytes_str(PASSWORD));
    pl_stun_write_fingerprint(&w);
    expect_bytes(hex, &w);
}

static void sample_ipv4_response(void **state)
{
    (void)state;
    response_is_read(ipv4_hex, "192.0.2.1:32853");
    response_is_written(ipv4_hex, "192.0.2.1:32853");
}

static void sample_ipv6_response(void **state)
{
    (void)state;
    response_is_read(ipv6_hex, "[2001:db8:1234:5678:11:2233:4455:6677]:32853");
    response_is_written(ipv6_hex, "[2001:db8:1234:5678:11:2233:4455:6677]:32853");
}

static void sample_long_term_request(void **state)
{
    static const char secret[] =
        "\xe3\x83\x9e\xe3\x83\x88\xe3\x83\xaa\xe3\x83\x83\xe3\x82\xaf\xe3\x82\xb9"
        ":example.org:TheMatrIX";
    uint8_t buf[128], key[16];
    unsigned int key_len = 0;
    struct pl_stun_view v;
    struct pl_writer w;
    (void)state;
    assert_true(EVP_Digest(secret, strlen(secret), key, &key_len, EVP_md5(), NULL));
    assert_ok(pl_stun_read(unhex(long_term_hex, buf), &v));
    assert_int_equal(v.has, PL_STUN_HAS_USERNAME | PL_STUN_HAS_NONCE | PL_STUN_HAS_REALM |
                                PL_STUN_HAS_INTEGRITY);
    assert_int_equal(v.username.len, 18);
    assert_true(pl_bytes_eq_str(v.nonce, "f//499k954d6OL34oL9FSTvy64sA"));
    assert_true(pl_bytes_eq_str(v.realm, "example.org"));
    assert_ok(pl_stun_check_integrity(&v, pl_bytes_of(key, sizeof(key))));

    /* Here the RFC pads with zeros, as we do. */
    uint8_t again[128];
    w = pl_writer_of(again, sizeof(again));
    pl_stun_write_begin(&w, PL_STUN_REQUEST, PL_STUN_METHOD_BINDING, v.id);
    pl_stun_write_attribute(&w, PL_STUN_USERNAME, v.username);
    pl_stun_write_attribute(&w, PL_STUN_NONCE, v.nonce);
    pl_stun_write_attribute(&w, PL_STUN_REALM, v.realm);
    pl_stun_write_integrity(&w, pl_bytes_of(key, sizeof(key)));
    expect_bytes(long_term_hex, &w);
}

/* Every bit is under one proof or the other (padding and the proofs themselves included). */
static void every_flipped_bit_is_noticed(void **state)
{
    uint8_t buf[128];
    struct pl_bytes m = unhex(request_hex, buf);
    (void)state;
    for (size_t bit = 0; bit < 8 * m.len; bit++) {
        struct pl_stun_view v;
        buf[bit / 8] ^= (uint8_t)(1u << bit % 8);
        if (pl_stun_read(m, &v) == PL_OK && (v.has & PL_STUN_HAS_FINGERPRINT))
            assert_false(v.fingerprint_valid);
        if (bit / 8 < m.len - PL_STUN_FINGERPRINT_BYTES && pl_stun_read(m, &v) == PL_OK)
            assert_int_not_equal(pl_stun_check_integrity(&v, pl_bytes_str(PASSWORD)), PL_OK);
        buf[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sample_request_is_read),   cmocka_unit_test(sample_request_is_written),
        cmocka_unit_test(sample_ipv4_response),     cmocka_unit_test(sample_ipv6_response),
        cmocka_unit_test(sample_long_term_request), cmocka_unit_test(every_flipped_bit_is_noticed),
    };
    return cmocka_run_group_tests_name("stun_vectors", tests, NULL, NULL);
}

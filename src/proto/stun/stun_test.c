/* SPDX-License-Identifier: Apache-2.0 */
#include "pl_test.h"

#include "proto/stun/proof.h"
#include "proto/stun/stun.h"

static const uint8_t id[PL_STUN_ID_BYTES] = "abcdefghijkl";
static const char password[] = "passwordpasswordpasswd";

static struct pl_bytes key(void)
{
    return pl_bytes_str(password);
}

/* A full check of a browser, in buf. */
static struct pl_bytes make_check(uint8_t *buf, size_t size)
{
    struct pl_writer w = pl_writer_of(buf, size);
    pl_stun_write_check(&w, id,
                        &(struct pl_stun_check){.username = pl_bytes_str("server01:cl"),
                                                .password = key(),
                                                .tie_breaker = 0x0123456789abcdefu,
                                                .priority = 1853824767,
                                                .controlling = true,
                                                .use_candidate = true});
    assert_true(pl_writer_ok(&w));
    return pl_writer_done(&w);
}

static void crc_is_the_usual_one(void **state)
{
    (void)state;
    assert_true(pl_stun_crc32(pl_bytes_str("123456789")) == 0xcbf43926u);
    assert_true(pl_stun_crc32(pl_bytes_str("")) == 0);
}

static void check_comes_back(void **state)
{
    uint8_t buf[256];
    struct pl_stun_view v;
    (void)state;
    assert_ok(pl_stun_read(make_check(buf, sizeof(buf)), &v));
    assert_int_equal(v.class, PL_STUN_REQUEST);
    assert_int_equal(v.has, PL_STUN_HAS_USERNAME | PL_STUN_HAS_PRIORITY |
                                PL_STUN_HAS_USE_CANDIDATE | PL_STUN_HAS_CONTROLLING |
                                PL_STUN_HAS_INTEGRITY | PL_STUN_HAS_FINGERPRINT);
    assert_true(pl_bytes_eq_str(v.username, "server01:cl"));
    assert_true(v.tie_breaker == 0x0123456789abcdefu);
    assert_int_equal(v.priority, 1853824767);
    assert_true(v.fingerprint_valid);
    assert_ok(pl_stun_check_integrity(&v, key()));
    assert_err(PL_E_AUTH, pl_stun_check_integrity(&v, pl_bytes_str("another")));
    assert_err(PL_E_AUTH, pl_stun_check_integrity(&v, pl_bytes_str("")));
}

static void controlled_check_comes_back(void **state)
{
    uint8_t buf[256];
    struct pl_writer w = pl_writer_of(buf, sizeof(buf));
    struct pl_stun_view v;
    (void)state;
    pl_stun_write_check(&w, id,
                        &(struct pl_stun_check){
                            .username = pl_bytes_str("a:b"), .password = key(), .tie_breaker = 7});
    assert_ok(pl_stun_read(pl_writer_done(&w), &v));
    assert_int_equal(v.has & (PL_STUN_HAS_CONTROLLED | PL_STUN_HAS_CONTROLLING),
                     PL_STUN_HAS_CONTROLLED);
    assert_true(v.tie_breaker == 7);
}

static void success_comes_back(void **state)
{
    static const char *const addresses[] = {"1.2.3.4:5", "255.255.255.255:65535", "[::1]:0",
                                            "[2001:db8::ffff]:40000"};
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        uint8_t buf[128];
        struct pl_writer w = pl_writer_of(buf, sizeof(buf));
        struct pl_addr addr;
        struct pl_stun_view v;
        assert_ok(pl_addr_parse(&addr, addresses[i]));
        pl_stun_write_success(&w, id, &addr, key());
        assert_int_equal(w.pos, i < 2 ? 64 : 76);
        assert_ok(pl_stun_read(pl_writer_done(&w), &v));
        assert_int_equal(v.class, PL_STUN_SUCCESS);
        assert_memory_equal(v.id, id, sizeof(id));
        assert_true(pl_addr_eq(&v.xor_mapped, &addr));
        assert_true(v.fingerprint_valid);
        assert_ok(pl_stun_check_integrity(&v, key()));
    }
}

/* An IPv4 address in IPv6 clothes is one address with one spelling. */
static void mapped_ipv6_becomes_ipv4(void **state)
{
    uint8_t buf[64];
    struct pl_writer w = pl_writer_of(buf, sizeof(buf));
    struct pl_addr want = pl_addr_ipv4(10, 0, 0, 9, 99);
    struct pl_stun_view v;
    (void)state;
    pl_stun_write_begin(&w, PL_STUN_SUCCESS, PL_STUN_METHOD_BINDING, id);
    pl_stun_write_attribute(
        &w, PL_STUN_MAPPED_ADDRESS,
        pl_bytes_of("\x00\x02\x00\x63\0\0\0\0\0\0\0\0\0\0\xff\xff\x0a\x00\x00\x09", 20));
    assert_ok(pl_stun_read(pl_writer_done(&w), &v));
    assert_true(pl_addr_eq(&v.mapped, &want));
}

static void plain_mapped_address_comes_back(void **state)
{
    uint8_t buf[64];
    struct pl_writer w = pl_writer_of(buf, sizeof(buf));
    struct pl_addr addr = pl_addr_ipv4(192, 0, 2, 77, 1234);
    struct pl_stun_view v;
    (void)state;
    pl_stun_write_begin(&w, PL_STUN_SUCCESS, PL_STUN_METHOD_BINDING, id);
    pl_stun_write_mapped_address(&w, &addr);
    assert_memory_equal(buf + 24, "\x00\x01\x04\xd2\xc0\x00\x02\x4d", 8);
    assert_ok(pl_stun_read(pl_writer_done(&w), &v));
    assert_int_equal(v.has, PL_STUN_HAS_MAPPED_ADDRESS);
    assert_true(pl_addr_eq(&v.mapped, &addr));
}

static void failures_come_back(void **state)
{
    static const uint16_t codes[] = {400, 401, 487};
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        uint8_t buf[128];
        struct pl_writer w = pl_writer_of(buf, sizeof(buf));
        struct pl_stun_view v;
        pl_stun_write_failure(&w, id, codes[i], NULL, 0, pl_bytes_of(NULL, 0));
        assert_int_equal(w.pos, 36);
        assert_ok(pl_stun_read(pl_writer_done(&w), &v));
        assert_int_equal(v.class, PL_STUN_ERROR);
        assert_int_equal(v.error_code, codes[i]);
        assert_int_equal(v.error_reason.len, 0);
        assert_int_equal(v.has, PL_STUN_HAS_ERROR_CODE | PL_STUN_HAS_FINGERPRINT);
    }
}

static void unknown_attributes_come_back(void **state)
{
    static const uint16_t types[] = {0x001c, 0x7fff, 0x0003};
    uint8_t buf[128];
    struct pl_writer w = pl_writer_of(buf, sizeof(buf));
    struct pl_stun_view v;
    (void)state;
    pl_stun_write_failure(&w, id, PL_STUN_CODE_UNKNOWN_ATTRIBUTE, types, 3, key());
    assert_ok(pl_stun_read(pl_writer_done(&w), &v));
    assert_int_equal(v.error_code, 420);
    assert_int_equal(v.error_unknown.len, 6);
    assert_memory_equal(v.error_unknown.data, "\x00\x1c\x7f\xff\x00\x03", 6);
    assert_ok(pl_stun_check_integrity(&v, key()));
}

static void error_reason_comes_back(void **state)
{
    uint8_t buf[128];
    struct pl_writer w = pl_writer_of(buf, sizeof(buf));
    struct pl_stun_view v;
    (void)state;
    pl_stun_write_begin(&w, PL_STUN_ERROR, PL_STUN_METHOD_BINDING, id);
    pl_stun_write_error_code(&w, 699, pl_bytes_str("odd"));
    assert_ok(pl_stun_read(pl_writer_done(&w), &v));
    assert_int_equal(v.error_code, 699);
    assert_true(pl_bytes_eq_str(v.error_reason, "odd"));
}

static void small_messages(void **state)
{
    uint8_t buf[64];
    struct pl_writer w = pl_writer_of(buf, sizeof(buf));
    struct pl_stun_view v;
    (void)state;
    pl_stun_write_indication(&w, id);
    assert_int_equal(w.pos, 28);
    assert_int_equal(pl_get_u16(buf), 0x0011);
    assert_ok(pl_stun_read(pl_writer_done(&w), &v));
    assert_int_equal(v.class, PL_STUN_INDICATION);
    assert_err(PL_E_NOT_FOUND, pl_stun_check_integrity(&v, key()));
    w = pl_writer_of(buf, sizeof(buf));
    pl_stun_write_binding(&w, id);
    assert_int_equal(pl_get_u16(buf), 0x0001);
    assert_ok(pl_stun_read(pl_writer_done(&w), &v));
    assert_int_equal(v.has, PL_STUN_HAS_FINGERPRINT);
}

/* Class and method are interleaved in 14 bits: all combinations survive. */
static void every_type_comes_back(void **state)
{
    (void)state;
    for (unsigned method = 0; method <= 0xfff; method++) {
        for (unsigned class = 0; class <= 3; class ++) {
            uint8_t buf[20];
            struct pl_writer w = pl_writer_of(buf, sizeof(buf));
            struct pl_stun_view v;
            pl_stun_write_begin(&w, (enum pl_stun_class) class, (uint16_t)method, id);
            /* Methods above 0x7f reach into the first byte; from 0x80 on up to 0xf7f it exceeds 3,
             * which RFC 7983 gives to others. */
            if (buf[0] > 3) {
                assert_err(PL_E_IGNORED, pl_stun_read(pl_writer_done(&w), &v));
                continue;
            }
            assert_ok(pl_stun_read(pl_writer_done(&w), &v));
            assert_int_equal(v.class, class);
            assert_int_equal(v.method, method);
        }
    }
}

static void a_writer_that_is_too_small_fails(void **state)
{
    uint8_t whole[256];
    size_t need = make_check(whole, sizeof(whole)).len;
    (void)state;
    for (size_t size = 0; size < need; size++) {
        uint8_t buf[256];
        struct pl_writer w = pl_writer_of(buf, size);
        memset(buf, 0xee, sizeof(buf));
        pl_stun_write_check(&w, id,
                            &(struct pl_stun_check){.username = pl_bytes_str("server01:cl"),
                                                    .password = key(),
                                                    .controlling = true,
                                                    .use_candidate = true});
        assert_false(pl_writer_ok(&w));
        for (size_t i = size; i < sizeof(buf); i++)
            assert_int_equal(buf[i], 0xee);
        w = pl_writer_of(buf, size < 60 ? size : 60);
        pl_stun_write_success(&w, id, &(struct pl_addr){.family = PL_ADDR_IPV6}, key());
        assert_false(pl_writer_ok(&w));
    }
}

static void an_oversized_attribute_fails(void **state)
{
    static uint8_t big[140000];
    struct pl_writer w = pl_writer_of(big, sizeof(big));
    (void)state;
    pl_stun_write_begin(&w, PL_STUN_REQUEST, PL_STUN_METHOD_BINDING, id);
    pl_stun_write_attribute(&w, PL_STUN_NONCE, pl_bytes_of(big + 70000, 65536));
    assert_false(pl_writer_ok(&w));
    w = pl_writer_of(big, sizeof(big));
    pl_stun_write_begin(&w, PL_STUN_REQUEST, PL_STUN_METHOD_BINDING, id);
    pl_stun_write_attribute(&w, PL_STUN_NONCE, pl_bytes_of(big + 70000, 65528));
    assert_true(pl_writer_ok(&w));
    pl_stun_write_attribute(&w, PL_STUN_NONCE, pl_bytes_of(big + 70000, 4));
    assert_false(pl_writer_ok(&w));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(crc_is_the_usual_one),
        cmocka_unit_test(check_comes_back),
        cmocka_unit_test(controlled_check_comes_back),
        cmocka_unit_test(success_comes_back),
        cmocka_unit_test(mapped_ipv6_becomes_ipv4),
        cmocka_unit_test(plain_mapped_address_comes_back),
        cmocka_unit_test(failures_come_back),
        cmocka_unit_test(unknown_attributes_come_back),
        cmocka_unit_test(error_reason_comes_back),
        cmocka_unit_test(small_messages),
        cmocka_unit_test(every_type_comes_back),
        cmocka_unit_test(a_writer_that_is_too_small_fails),
        cmocka_unit_test(an_oversized_attribute_fails),
    };
    return cmocka_run_group_tests_name("stun", tests, NULL, NULL);
}

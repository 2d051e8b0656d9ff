/* SPDX-License-Identifier: Apache-2.0 */
/* What strangers send. */
#include "pl_test.h"

#include "base/rng.h"
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

static void other_protocols_are_not_stun(void **state)
{
    uint8_t buf[256], *p = buf;
    struct pl_bytes m = make_check(buf, sizeof(buf));
    struct pl_stun_view v;
    (void)state;
    assert_true(pl_stun_is(m));
    for (unsigned first = 4; first < 256; first++) { /* DTLS, SRTP, TURN channels, ... */
        p[0] = (uint8_t)first;
        assert_false(pl_stun_is(m));
        assert_err(PL_E_IGNORED, pl_stun_read(m, &v));
        assert_int_equal(pl_stun_peek_local_ufrag(m).len, 0);
    }
    p[0] = 0;
    p[7] ^= 1; /* cookie */
    assert_false(pl_stun_is(m));
    assert_false(pl_stun_is(pl_bytes_of(NULL, 0)));
}

static void every_truncation_is_refused(void **state)
{
    uint8_t buf[256];
    struct pl_bytes m = make_check(buf, sizeof(buf));
    (void)state;
    for (size_t len = 0; len < m.len; len++) {
        /* On the heap at its exact size, so that a sanitizer sees the first byte too far. */
        uint8_t *cut = malloc(len + 1);
        struct pl_stun_view v;
        assert_non_null(cut);
        memcpy(cut, m.data, len);
        assert_err(PL_E_IGNORED, pl_stun_read(pl_bytes_of(cut, len), &v));
        (void)pl_stun_peek_local_ufrag(pl_bytes_of(cut, len));
        if (len >= PL_STUN_HEADER_BYTES && len % 4 == 0) {
            /* With a length that fits the cut: whole attributes only, or refused. */
            pl_put_u16(cut + 2, (uint16_t)(len - PL_STUN_HEADER_BYTES));
            enum pl_err err = pl_stun_read(pl_bytes_of(cut, len), &v);
            bool only_fingerprint_cut = len + PL_STUN_FINGERPRINT_BYTES == m.len;
            assert_true(err == PL_OK || err == PL_E_PROTO);
            if (err == PL_OK)
                assert_int_equal(pl_stun_check_integrity(&v, key()),
                                 only_fingerprint_cut ? PL_OK : PL_E_NOT_FOUND);
            (void)pl_stun_peek_local_ufrag(pl_bytes_of(cut, len));
        }
        free(cut);
    }
}

/* Each attribute header in turn claims another length: never read beyond, never accepted as a
 * check. */
static void attribute_length_lies_are_refused(void **state)
{
    uint8_t buf[256];
    struct pl_bytes m = make_check(buf, sizeof(buf));
    static const uint16_t lies[] = {0, 1, 3, 5, 7, 9, 19, 21, 100, 1000, 0x7fff, 0xfffc, 0xffff};
    size_t at = PL_STUN_HEADER_BYTES;
    (void)state;
    while (at < m.len) {
        uint16_t right = pl_get_u16(m.data + at + 2);
        for (size_t i = 0; i < sizeof(lies) / sizeof(lies[0]); i++) {
            uint8_t *copy = malloc(m.len);
            struct pl_stun_view v;
            assert_non_null(copy);
            memcpy(copy, m.data, m.len);
            pl_put_u16(copy + at + 2, lies[i]);
            if (lies[i] != right && pl_stun_read(pl_bytes_of(copy, m.len), &v) == PL_OK)
                assert_int_not_equal(pl_stun_check_integrity(&v, key()), PL_OK);
            (void)pl_stun_peek_local_ufrag(pl_bytes_of(copy, m.len));
            free(copy);
        }
        at += 4 + ((right + 3u) & ~3u);
    }
    assert_int_equal(at, m.len);
}

static void expect_attribute(enum pl_err want, uint16_t type, const void *value, size_t len)
{
    uint8_t buf[128];
    struct pl_writer w = pl_writer_of(buf, sizeof(buf));
    struct pl_stun_view v;
    pl_stun_write_begin(&w, PL_STUN_REQUEST, PL_STUN_METHOD_BINDING, id);
    pl_stun_write_attribute(&w, type, pl_bytes_of(value, len));
    assert_err(want, pl_stun_read(pl_writer_done(&w), &v));
}

static void impossible_values_are_refused(void **state)
{
    (void)state;
    expect_attribute(PL_E_PROTO, PL_STUN_PRIORITY, "12345", 5);
    expect_attribute(PL_E_PROTO, PL_STUN_PRIORITY, "", 0);
    expect_attribute(PL_E_PROTO, PL_STUN_USE_CANDIDATE, "1234", 4);
    expect_attribute(PL_E_PROTO, PL_STUN_ICE_CONTROLLING, "1234", 4);
    expect_attribute(PL_E_PROTO, PL_STUN_MESSAGE_INTEGRITY, "1234567890123456789", 19);
    expect_attribute(PL_E_PROTO, PL_STUN_FINGERPRINT, "12345678", 8);
    expect_attribute(PL_E_PROTO, PL_STUN_XOR_MAPPED_ADDRESS, "\0\3..1234", 8);
    expect_attribute(PL_E_PROTO, PL_STUN_XOR_MAPPED_ADDRESS, "\0\2..1234", 8);
    expect_attribute(PL_E_PROTO, PL_STUN_XOR_MAPPED_ADDRESS, "\0\1..", 4);
    expect_attribute(PL_E_PROTO, PL_STUN_XOR_MAPPED_ADDRESS, "", 0);
    expect_attribute(PL_E_PROTO, PL_STUN_ERROR_CODE, "\0\0\4", 3);
    expect_attribute(PL_E_PROTO, PL_STUN_ERROR_CODE, "\0\0\2\0", 4);
    expect_attribute(PL_E_PROTO, PL_STUN_ERROR_CODE, "\0\0\7\0", 4);
    expect_attribute(PL_E_PROTO, PL_STUN_ERROR_CODE, "\0\0\4\144", 4);
    expect_attribute(PL_E_PROTO, PL_STUN_UNKNOWN_ATTRIBUTES, "123", 3);
    expect_attribute(PL_OK, PL_STUN_USERNAME, "", 0);
    expect_attribute(PL_OK, PL_STUN_ERROR_CODE, "\0\0\4\143", 4);
    expect_attribute(PL_OK, 0xc057, "1234", 4);
}

static void the_first_of_two_counts(void **state)
{
    uint8_t buf[128];
    struct pl_writer w = pl_writer_of(buf, sizeof(buf));
    struct pl_stun_view v;
    (void)state;
    pl_stun_write_begin(&w, PL_STUN_REQUEST, PL_STUN_METHOD_BINDING, id);
    pl_stun_write_attribute(&w, PL_STUN_USERNAME, pl_bytes_str("one:x"));
    pl_stun_write_attribute(&w, PL_STUN_USERNAME, pl_bytes_str("two:x"));
    pl_stun_write_attribute_u32(&w, PL_STUN_PRIORITY, 1);
    pl_stun_write_attribute_u32(&w, PL_STUN_PRIORITY, 2);
    assert_ok(pl_stun_read(pl_writer_done(&w), &v));
    assert_true(pl_bytes_eq_str(v.username, "one:x"));
    assert_int_equal(v.priority, 1);
    assert_true(pl_bytes_eq_str(pl_stun_peek_local_ufrag(pl_writer_done(&w)), "one"));
}

/* Somebody on the way adds attributes behind the integrity: they must not have any effect. */
static void what_follows_integrity_does_not_count(void **state)
{
    uint8_t buf[256];
    struct pl_writer w = pl_writer_of(buf, sizeof(buf));
    struct pl_stun_view v;
    (void)state;
    pl_stun_write_begin(&w, PL_STUN_REQUEST, PL_STUN_METHOD_BINDING, id);
    pl_stun_write_attribute(&w, PL_STUN_SOFTWARE, pl_bytes_str("x"));
    pl_stun_write_integrity(&w, key());
    pl_stun_write_attribute(&w, PL_STUN_USE_CANDIDATE, pl_bytes_of(NULL, 0));
    pl_stun_write_attribute(&w, PL_STUN_USERNAME, pl_bytes_str("late:x"));
    pl_stun_write_attribute(&w, 0x0033, pl_bytes_str("unknown"));
    pl_stun_write_integrity(&w, pl_bytes_str("the key of another"));
    pl_stun_write_fingerprint(&w);
    assert_ok(pl_stun_read(pl_writer_done(&w), &v));
    assert_int_equal(v.has, PL_STUN_HAS_INTEGRITY | PL_STUN_HAS_FINGERPRINT);
    assert_int_equal(v.unknown_count, 0);
    assert_true(v.fingerprint_valid);
    assert_ok(pl_stun_check_integrity(&v, key()));
    assert_int_equal(pl_stun_peek_local_ufrag(pl_writer_done(&w)).len, 0);
}

static void nothing_may_follow_fingerprint(void **state)
{
    uint8_t buf[128];
    struct pl_writer w = pl_writer_of(buf, sizeof(buf));
    struct pl_stun_view v;
    (void)state;
    pl_stun_write_binding(&w, id);
    pl_stun_write_attribute(&w, PL_STUN_USERNAME, pl_bytes_str("x:y"));
    assert_err(PL_E_PROTO, pl_stun_read(pl_writer_done(&w), &v));
    w = pl_writer_of(buf, sizeof(buf));
    pl_stun_write_binding(&w, id);
    pl_stun_write_fingerprint(&w);
    assert_err(PL_E_PROTO, pl_stun_read(pl_writer_done(&w), &v));
}

static void a_bad_fingerprint_is_told(void **state)
{
    uint8_t buf[256];
    struct pl_bytes m = make_check(buf, sizeof(buf));
    struct pl_stun_view v;
    (void)state;
    buf[m.len - 1] ^= 1;
    assert_ok(pl_stun_read(m, &v));
    assert_true(v.has & PL_STUN_HAS_FINGERPRINT);
    assert_false(v.fingerprint_valid);
}

static void unknown_attributes_are_listed_within_bounds(void **state)
{
    uint8_t buf[512];
    struct pl_writer w = pl_writer_of(buf, sizeof(buf));
    struct pl_stun_view v;
    (void)state;
    pl_stun_write_begin(&w, PL_STUN_REQUEST, PL_STUN_METHOD_BINDING, id);
    pl_stun_write_attribute(&w, 0x8055, pl_bytes_str("optional"));
    for (unsigned i = 0; i < 40; i++)
        pl_stun_write_attribute(&w, (uint16_t)(0x0100 + i / 2), pl_bytes_str("x"));
    assert_ok(pl_stun_read(pl_writer_done(&w), &v));
    assert_int_equal(v.unknown_count, PL_STUN_UNKNOWN_MAX);
    for (unsigned i = 0; i < PL_STUN_UNKNOWN_MAX; i++)
        assert_int_equal(v.unknown[i], 0x0100 + i);
}

static void an_oversized_message_is_refused(void **state)
{
    static uint8_t buf[PL_STUN_MESSAGE_MAX_BYTES + 4], filler[PL_STUN_MESSAGE_MAX_BYTES];
    struct pl_stun_view v;
    (void)state;
    for (size_t extra = 0; extra <= 4; extra += 4) {
        struct pl_writer w = pl_writer_of(buf, sizeof(buf));
        pl_stun_write_begin(&w, PL_STUN_REQUEST, PL_STUN_METHOD_BINDING, id);
        pl_stun_write_attribute(&w, PL_STUN_USERNAME, pl_bytes_str("a:b"));
        pl_stun_write_attribute(&w, PL_STUN_SOFTWARE,
                                pl_bytes_of(filler, PL_STUN_MESSAGE_MAX_BYTES - 32 - 24 + extra));
        pl_stun_write_integrity(&w, key());
        assert_int_equal(w.pos, PL_STUN_MESSAGE_MAX_BYTES + extra);
        assert_err(extra ? PL_E_LIMIT : PL_OK, pl_stun_read(pl_writer_done(&w), &v));
        if (!extra)
            assert_ok(pl_stun_check_integrity(&v, key()));
        assert_int_equal(pl_stun_peek_local_ufrag(pl_writer_done(&w)).len, extra ? 0 : 1);
    }
}

static void expect_ufrag(const char *username, const char *want)
{
    uint8_t buf[128];
    struct pl_writer w = pl_writer_of(buf, sizeof(buf));
    pl_stun_write_begin(&w, PL_STUN_REQUEST, PL_STUN_METHOD_BINDING, id);
    pl_stun_write_attribute_u32(&w, PL_STUN_PRIORITY, 1);
    pl_stun_write_attribute(&w, PL_STUN_USERNAME, pl_bytes_str(username));
    assert_true(pl_bytes_eq_str(pl_stun_peek_local_ufrag(pl_writer_done(&w)), want));
}

static void ufrag_is_what_precedes_the_first_colon(void **state)
{
    (void)state;
    expect_ufrag("abcd:efgh", "abcd");
    expect_ufrag("abcd:", "abcd");
    expect_ufrag("a:b:c", "a");
    expect_ufrag(":efgh", "");
    expect_ufrag("abcd", "");
    expect_ufrag("", "");
}

/* Random damage never gives an authentic message. */
static void damaged_messages_are_not_authentic(void **state)
{
    struct pl_prng rng;
    (void)state;
    pl_prng_init(&rng, 5769);
    for (int round = 0; round < 20000; round++) {
        uint8_t buf[256];
        struct pl_bytes m = make_check(buf, sizeof(buf));
        struct pl_stun_view v;
        size_t protected_len = m.len - PL_STUN_FINGERPRINT_BYTES;
        uint8_t before[256];
        memcpy(before, buf, m.len);
        for (uint64_t n = 1 + pl_prng_below(&rng, 4); n > 0; n--)
            buf[pl_prng_below(&rng, protected_len)] = (uint8_t)pl_prng_next(&rng);
        if (memcmp(before, buf, m.len) != 0 && pl_stun_read(m, &v) == PL_OK)
            assert_int_not_equal(pl_stun_check_integrity(&v, key()), PL_OK);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(other_protocols_are_not_stun),
        cmocka_unit_test(every_truncation_is_refused),
        cmocka_unit_test(attribute_length_lies_are_refused),
        cmocka_unit_test(impossible_values_are_refused),
        cmocka_unit_test(the_first_of_two_counts),
        cmocka_unit_test(what_follows_integrity_does_not_count),
        cmocka_unit_test(nothing_may_follow_fingerprint),
        cmocka_unit_test(a_bad_fingerprint_is_told),
        cmocka_unit_test(unknown_attributes_are_listed_within_bounds),
        cmocka_unit_test(an_oversized_message_is_refused),
        cmocka_unit_test(ufrag_is_what_precedes_the_first_colon),
        cmocka_unit_test(damaged_messages_are_not_authentic),
    };
    return cmocka_run_group_tests_name("stun_hostile", tests, NULL, NULL);
}

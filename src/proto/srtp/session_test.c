/* SPDX-License-Identifier: Apache-2.0 */
/* Sessions as their users see them: shapes of packets, places of buffers, keys, memory. */
#include "proto/srtp/test_link.h"

#include <openssl/crypto.h>

/* ---- shapes ---- */

static void shapes(struct link *l)
{
    size_t tag = pl_srtp_rtp_overhead(l->out.profile), len = 7;
    uint8_t h[20], slot[SLOT], *exact;

    rtp_header(h, 5, 1);
    for (size_t n = 0; n < 12; n++)
        assert_err(PL_E_PROTO,
                   pl_srtp_protect_rtp(&l->out, pl_bytes_of(h, n), TEXT, slot, SLOT, &len));
    assert_err(PL_E_PROTO,
               pl_srtp_protect_rtp(&l->out, pl_bytes_of(h, 16), TEXT, slot, SLOT, &len));
    h[0] = 0x81; /* a CSRC that is not there */
    assert_err(PL_E_PROTO,
               pl_srtp_protect_rtp(&l->out, pl_bytes_of(h, 12), TEXT, slot, SLOT, &len));
    h[0] = 0x40; /* version 1 */
    assert_err(PL_E_PROTO,
               pl_srtp_protect_rtp(&l->out, pl_bytes_of(h, 12), TEXT, slot, SLOT, &len));
    h[0] = 0x80;
    for (size_t size = 0; size < 12 + sizeof(text) + tag; size++)
        assert_err(PL_E_SPACE,
                   pl_srtp_protect_rtp(&l->out, pl_bytes_of(h, 12), TEXT, slot, size, &len));
    assert_int_equal(len, 7);
    /* None of that has used the sequence number up, and an exact fit is a fit. */
    exact = malloc(12 + sizeof(text) + tag);
    assert_non_null(exact);
    assert_ok(pl_srtp_protect_rtp(&l->out, pl_bytes_of(h, 12), TEXT, exact, 12 + sizeof(text) + tag,
                                  &len));
    assert_received(l, exact, len);
    free(exact);

    h[0] = 0x90; /* an extension longer than the packet */
    memset(slot, 0xff, sizeof(slot));
    memcpy(slot, h, 12);
    for (len = 0; len < 100; len++) {
        size_t n = len;
        assert_err(PL_E_PROTO, pl_srtp_unprotect_rtp(&l->in, slot, &n));
    }
}

static void malformed_packets_and_small_slots_are_refused(void **state)
{
    (void)state;
    everywhere(shapes);
}

static void in_place(struct link *l)
{
    uint8_t apart[SLOT], slot[SLOT], rtcp[28] = {0x81, 200, 0, 6};
    size_t apart_len, len;
    struct pl_srtp_session twin;
    struct pl_srtp_keys keys = master();
    assert_ok(pl_srtp_session_init(&twin, l->crypto, l->out.profile, &keys, PL_SRTP_SEND, LIMIT));

    assert_ok(send_rtp(l, 5, 1, apart, &apart_len));
    rtp_header(slot, 5, 1);
    memcpy(slot + 12, text, sizeof(text));
    assert_ok(pl_srtp_protect_rtp(&twin, pl_bytes_of(slot, 12),
                                  pl_bytes_of(slot + 12, sizeof(text)), slot, SLOT, &len));
    assert_int_equal(len, apart_len);
    assert_memory_equal(slot, apart, len);

    memcpy(slot, rtcp, sizeof(rtcp));
    assert_ok(
        pl_srtp_protect_rtcp(&l->out, pl_bytes_of(rtcp, sizeof(rtcp)), apart, SLOT, &apart_len));
    assert_ok(pl_srtp_protect_rtcp(&twin, pl_bytes_of(slot, sizeof(rtcp)), slot, SLOT, &len));
    assert_int_equal(len, apart_len);
    assert_memory_equal(slot, apart, len);

    /* No payload at all (an RTP packet may be only header), and the shortest RTCP packet. */
    rtp_header(slot, 5, 2);
    assert_ok(pl_srtp_protect_rtp(&l->out, pl_bytes_of(slot, 12), (struct pl_bytes){0}, slot, SLOT,
                                  &len));
    assert_ok(pl_srtp_unprotect_rtp(&l->in, slot, &len));
    assert_int_equal(len, 12);
    memcpy(slot, rtcp, 8);
    assert_ok(pl_srtp_protect_rtcp(&l->out, pl_bytes_of(slot, 8), slot, SLOT, &len));
    assert_ok(pl_srtp_unprotect_rtcp(&l->in, slot, &len));
    assert_int_equal(len, 8);
    pl_srtp_session_finish(&twin);
}

static void in_place_equals_out_of_place(void **state)
{
    (void)state;
    everywhere(in_place);
}

/* RFC 3711 3.4: a packet whose E bit is not set is authenticated, and its payload is in clear. */
static void clear_rtcp_of_aes_cm_is_taken(void **state)
{
    struct pl_srtp_session_keys derived;
    struct pl_srtp_keys keys = master();
    struct pl_srtp_hmac hmac;
    (void)state;
    for (size_t k = 0; k < 2; k++) {
        uint8_t packet[28 + 14] = {0x81, 200, 0, 6, 0, 0, 0, 5, 'c', 'l', 'e', 'a', 'r'};
        size_t len = sizeof(packet);
        struct link l;
        if (!link_init(&l, kinds[k], PL_SRTP_AES128_CM_SHA1_80))
            continue;
        assert_ok(pl_srtp_derive(l.crypto, PL_SRTP_AES128_CM_SHA1_80, &keys, &derived));
        pl_srtp_hmac_init(&hmac, derived.rtcp.auth_key);
        pl_put_u32(packet + 28, 77);
        pl_srtp_hmac_tag(&hmac, pl_bytes_of(packet, 28), (struct pl_bytes){0},
                         pl_bytes_of(packet + 28, 4), packet + 32);
        assert_ok(pl_srtp_unprotect_rtcp(&l.in, packet, &len));
        assert_int_equal(len, 28);
        assert_memory_equal(packet + 8, "clear", 5);
        link_finish(&l);
    }
}

/* ---- back-ends, keys, memory ---- */

static void auto_takes_the_fast_back_end(void **state)
{
    struct pl_srtp_crypto *chosen, *fast;
    (void)state;
    assert_ok(pl_srtp_crypto_create(PL_SRTP_CRYPTO_AUTO, &chosen));
    if (pl_srtp_crypto_create(PL_SRTP_CRYPTO_IPSEC_MB, &fast) == PL_OK)
        assert_string_equal(pl_srtp_crypto_name(chosen), "ipsec-mb");
    else
        assert_string_equal(pl_srtp_crypto_name(chosen), "evp");
    pl_srtp_crypto_destroy(chosen);
    pl_srtp_crypto_destroy(fast);
    pl_srtp_crypto_destroy(NULL);
}

static void exported_keys_are_divided_in_order(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(profiles) / sizeof(profiles[0]); i++) {
        size_t key = profiles[i] == PL_SRTP_AEAD_AES_256_GCM ? 32 : 16;
        size_t salt = profiles[i] == PL_SRTP_AES128_CM_SHA1_80 ? 14 : 12;
        size_t len = 2 * (key + salt);
        uint8_t m[PL_SRTP_EXPORTER_MAX];
        struct pl_srtp_keys a, b, c, d;
        for (size_t j = 0; j < sizeof(m); j++)
            m[j] = (uint8_t)(j + 1);
        assert_int_equal(pl_srtp_exporter_len(profiles[i]), len);
        assert_ok(pl_srtp_keys_from_exporter(profiles[i], pl_bytes_of(m, len), true, &a, &b));
        assert_ok(pl_srtp_keys_from_exporter(profiles[i], pl_bytes_of(m, len), false, &c, &d));
        assert_memory_equal(b.key, m, key); /* the client's, remote for a server */
        assert_memory_equal(a.key, m + key, key);
        assert_memory_equal(b.salt, m + 2 * key, salt);
        assert_memory_equal(a.salt, m + 2 * key + salt, salt);
        assert_memory_equal(&a, &d, sizeof(a));
        assert_memory_equal(&b, &c, sizeof(b));
        assert_err(PL_E_RANGE,
                   pl_srtp_keys_from_exporter(profiles[i], pl_bytes_of(m, len - 1), true, &a, &b));
    }
    assert_int_equal(pl_srtp_exporter_len((enum pl_srtp_profile)2), 0);
    assert_false(pl_srtp_profile_known(2));
}

static void sessions_refuse_nonsense_and_forget_their_keys(void **state)
{
    struct pl_srtp_keys keys = master();
    struct pl_srtp_session s, zero = {0};
    struct pl_srtp_crypto *crypto;
    (void)state;
    assert_ok(pl_srtp_crypto_create(PL_SRTP_CRYPTO_AUTO, &crypto));
    assert_err(PL_E_RANGE,
               pl_srtp_session_init(&s, crypto, (enum pl_srtp_profile)2, &keys, PL_SRTP_SEND, 1));
    assert_err(PL_E_RANGE,
               pl_srtp_session_init(&s, crypto, PL_SRTP_AEAD_AES_128_GCM, &keys, PL_SRTP_SEND, 0));
    assert_ok(pl_srtp_session_init(&s, crypto, PL_SRTP_AEAD_AES_128_GCM, &keys, PL_SRTP_SEND, 1));
    pl_srtp_session_finish(&s);
    assert_memory_equal(&s, &zero, sizeof(s));
    pl_srtp_session_finish(&s);
    pl_srtp_crypto_destroy(crypto);
}

/* Counts what libcrypto asks for; our own code allocates in plain sight. */
static size_t allocations;

static void *count_malloc(size_t n, const char *file, int line)
{
    (void)file;
    (void)line;
    allocations++;
    return malloc(n);
}

static void *count_realloc(void *p, size_t n, const char *file, int line)
{
    (void)file;
    (void)line;
    allocations++;
    return realloc(p, n);
}

static void count_free(void *p, const char *file, int line)
{
    (void)file;
    (void)line;
    free(p);
}

static void no_allocation(struct link *l)
{
    uint8_t slot[SLOT];
    size_t len, before = allocations;
    assert_true(before > 0); /* the counting works */
    for (uint16_t seq = 1; seq < 100; seq++) {
        assert_ok(send_rtp(l, 5, seq, slot, &len));
        assert_received(l, slot, len);
        len = send_rtcp(l, 5, slot);
        assert_ok(pl_srtp_unprotect_rtcp(&l->in, slot, &len));
        len = 64;
        assert_true(pl_srtp_unprotect_rtp(&l->in, slot, &len) != PL_OK);
    }
    assert_int_equal(allocations, before);
}

static void packets_cost_no_allocation(void **state)
{
    (void)state;
    everywhere(no_allocation);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(malformed_packets_and_small_slots_are_refused),
        cmocka_unit_test(in_place_equals_out_of_place),
        cmocka_unit_test(clear_rtcp_of_aes_cm_is_taken),
        cmocka_unit_test(auto_takes_the_fast_back_end),
        cmocka_unit_test(exported_keys_are_divided_in_order),
        cmocka_unit_test(sessions_refuse_nonsense_and_forget_their_keys),
        cmocka_unit_test(packets_cost_no_allocation),
    };
    if (CRYPTO_set_mem_functions(count_malloc, count_realloc, count_free) != 1)
        return 1;
    return cmocka_run_group_tests_name("srtp_session", tests, NULL, NULL);
}

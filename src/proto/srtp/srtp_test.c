/* SPDX-License-Identifier: Apache-2.0 */
/* Sessions as their users see them, in every profile on every back-end that this machine has. */
#include "pl_test.h"

#include "base/rng.h"
#include "proto/srtp/keys.h"
#include "proto/srtp/window.h"

#include <openssl/crypto.h>

enum { SLOT = 1600, LIMIT = 3 };

static const enum pl_srtp_profile profiles[] = {PL_SRTP_AES128_CM_SHA1_80, PL_SRTP_AEAD_AES_128_GCM,
                                                PL_SRTP_AEAD_AES_256_GCM};
static const enum pl_srtp_crypto_kind kinds[] = {PL_SRTP_CRYPTO_EVP, PL_SRTP_CRYPTO_IPSEC_MB};

struct link {
    struct pl_srtp_crypto *crypto;
    struct pl_srtp_session out, in;
};

static struct pl_srtp_keys master(void)
{
    struct pl_srtp_keys keys;
    struct pl_prng rng;
    pl_prng_init(&rng, 42);
    pl_prng_fill(&rng, keys.key, sizeof(keys.key));
    pl_prng_fill(&rng, keys.salt, sizeof(keys.salt));
    return keys;
}

static bool link_init(struct link *l, enum pl_srtp_crypto_kind kind, enum pl_srtp_profile profile)
{
    struct pl_srtp_keys keys = master();
    enum pl_err err = pl_srtp_crypto_create(kind, &l->crypto);
    if (err == PL_E_UNSUPPORTED && kind == PL_SRTP_CRYPTO_IPSEC_MB)
        return false;
    assert_ok(err);
    assert_ok(pl_srtp_session_init(&l->out, l->crypto, profile, &keys, PL_SRTP_SEND, LIMIT));
    assert_ok(pl_srtp_session_init(&l->in, l->crypto, profile, &keys, PL_SRTP_RECEIVE, LIMIT));
    return true;
}

static void link_finish(struct link *l)
{
    pl_srtp_session_finish(&l->out);
    pl_srtp_session_finish(&l->in);
    pl_srtp_crypto_destroy(l->crypto);
}

/* Runs a case for each profile and back-end. */
static void everywhere(void (*run)(struct link *l))
{
    for (size_t p = 0; p < sizeof(profiles) / sizeof(profiles[0]); p++) {
        for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
            struct link l;
            if (!link_init(&l, kinds[k], profiles[p]))
                continue;
            run(&l);
            link_finish(&l);
        }
    }
}

static struct pl_bytes rtp_header(uint8_t header[12], uint32_t ssrc, uint16_t seq)
{
    memset(header, 0, 12);
    header[0] = 0x80;
    header[1] = 96;
    pl_put_u16(header + 2, seq);
    pl_put_u32(header + 8, ssrc);
    return pl_bytes_of(header, 12);
}

static const char text[] =
    "a payload that says nothing much, but says it in more than three blocks";
#define TEXT pl_bytes_of(text, sizeof(text))

static enum pl_err send_rtp(struct link *l, uint32_t ssrc, uint16_t seq, uint8_t slot[SLOT],
                            size_t *len)
{
    uint8_t header[12];
    return pl_srtp_protect_rtp(&l->out, rtp_header(header, ssrc, seq), TEXT, slot, SLOT, len);
}

static void assert_received(struct link *l, uint8_t *packet, size_t len)
{
    assert_ok(pl_srtp_unprotect_rtp(&l->in, packet, &len));
    assert_int_equal(len, 12 + sizeof(text));
    assert_memory_equal(packet + 12, text, sizeof(text));
}

static size_t send_rtcp(struct link *l, uint32_t ssrc, uint8_t slot[SLOT])
{
    uint8_t packet[28] = {0x81, 200, 0, 6};
    size_t len = 0;
    pl_put_u32(packet + 4, ssrc);
    memcpy(packet + 8, text, 20);
    assert_ok(pl_srtp_protect_rtcp(&l->out, pl_bytes_of(packet, sizeof(packet)), slot, SLOT, &len));
    assert_int_equal(len, sizeof(packet) + pl_srtp_rtcp_overhead(l->out.profile));
    assert_memory_not_equal(slot + 8, packet + 8, 20);
    return len;
}

/* ---- round the wrap ---- */

static void wrap_with_reordering(struct link *l)
{
    static const uint16_t sent[] = {65530, 65533, 65531, 65535, 1, 65534, 0, 65532, 3, 2, 65529};
    static const size_t received[] = {0, 4, 1, 3, 2, 6, 8, 5, 7, 9, 10};
    uint8_t slots[11][SLOT];
    size_t lens[11];
    for (size_t i = 0; i < 11; i++)
        assert_ok(send_rtp(l, 5, sent[i], slots[i], &lens[i]));
    for (size_t i = 0; i < 11; i++)
        assert_received(l, slots[received[i]], lens[received[i]]);
}

static void rtp_wraps_with_reordering(void **state)
{
    (void)state;
    everywhere(wrap_with_reordering);
}

/* ---- replay ---- */

static void replay(struct link *l)
{
    uint8_t slot[SLOT], copy[SLOT], old[SLOT];
    size_t len, old_len;
    assert_ok(send_rtp(l, 5, 1, old, &old_len));
    assert_ok(send_rtp(l, 5, 2, slot, &len));
    for (int i = 0; i < 3; i++) {
        size_t n = len;
        memcpy(copy, slot, len);
        assert_err(i ? PL_E_REPLAY : PL_OK, pl_srtp_unprotect_rtp(&l->in, copy, &n));
    }
    assert_ok(send_rtp(l, 5, 1 + PL_SRTP_WINDOW, slot, &len));
    assert_received(l, slot, len);
    assert_err(PL_E_REPLAY, pl_srtp_unprotect_rtp(&l->in, old, &old_len));

    len = send_rtcp(l, 5, slot);
    old_len = len;
    memcpy(old, slot, len);
    assert_ok(pl_srtp_unprotect_rtcp(&l->in, slot, &len));
    assert_err(PL_E_REPLAY, pl_srtp_unprotect_rtcp(&l->in, old, &old_len));
}

static void replayed_packets_are_refused(void **state)
{
    (void)state;
    everywhere(replay);
}

static void no_reuse(struct link *l)
{
    uint8_t slot[SLOT];
    size_t len;
    assert_ok(send_rtp(l, 5, 10, slot, &len));
    assert_err(PL_E_REPLAY, send_rtp(l, 5, 10, slot, &len));
    assert_err(PL_E_REPLAY, send_rtp(l, 5, 65530, slot, &len)); /* before the first packet */
    assert_ok(send_rtp(l, 5, 9, slot, &len));
    assert_ok(send_rtp(l, 6, 10, slot, &len));
    assert_ok(send_rtp(l, 5, 11 + PL_SRTP_WINDOW, slot, &len));
    assert_err(PL_E_REPLAY, send_rtp(l, 5, 11, slot, &len));
    assert_ok(send_rtp(l, 5, 12, slot, &len));
}

static void an_index_is_never_used_twice(void **state)
{
    (void)state;
    everywhere(no_reuse);
}

/* ---- forgery ---- */

typedef enum pl_err unprotect_fn(struct pl_srtp_session *s, uint8_t *packet, size_t *len);

/* Each bit of each byte; then the true packet must still be taken, so nothing has been remembered.
 */
static void flip_all(struct link *l, unprotect_fn *unprotect, const uint8_t *good, size_t good_len,
                     size_t text_at)
{
    uint8_t copy[SLOT];
    struct pl_srtp_session before = l->in;
    size_t len;
    for (size_t bit = 0; bit < good_len * 8; bit++) {
        enum pl_err err;
        memcpy(copy, good, good_len);
        copy[bit / 8] ^= (uint8_t)(1u << bit % 8);
        len = good_len;
        err = unprotect(&l->in, copy, &len);
        /* The first byte holds version, CSRC count and extension bit. */
        assert_true(err == PL_E_AUTH || (bit < 8 && err == PL_E_PROTO));
        assert_int_equal(len, good_len);
        assert_memory_not_equal(copy + text_at, text, 20);
        assert_memory_equal(&before, &l->in, sizeof(before));
    }
    for (size_t cut = 1; cut < good_len; cut++) {
        memcpy(copy, good, good_len);
        len = good_len - cut;
        assert_true(unprotect(&l->in, copy, &len) != PL_OK);
    }
    assert_int_equal(l->in.rtp_streams.count + l->in.rtcp_streams.count,
                     before.rtp_streams.count + before.rtcp_streams.count);
    memcpy(copy, good, good_len);
    len = good_len;
    assert_ok(unprotect(&l->in, copy, &len));
    assert_memory_equal(copy + text_at, text, 20);
}

static void forgery(struct link *l)
{
    uint8_t slot[SLOT];
    size_t len;
    assert_ok(send_rtp(l, 5, 1000, slot, &len));
    flip_all(l, pl_srtp_unprotect_rtp, slot, len, 12);
    len = send_rtcp(l, 5, slot);
    flip_all(l, pl_srtp_unprotect_rtcp, slot, len, 8);
}

static void every_flipped_bit_is_noticed(void **state)
{
    (void)state;
    everywhere(forgery);
}

/* The roll-over counter is not in the packet; AES-CM must still authenticate it. */
static void old_counter(struct link *l)
{
    uint8_t early[SLOT], slot[SLOT];
    size_t early_len, len;
    assert_ok(send_rtp(l, 5, 40000, early, &early_len));
    for (int i = 1; i <= 3; i++) { /* to counter 1, sequence number 39000 */
        assert_ok(send_rtp(l, 5, (uint16_t)(40000 + i * 21512), slot, &len));
        assert_received(l, slot, len);
    }
    assert_err(PL_E_AUTH, pl_srtp_unprotect_rtp(&l->in, early, &early_len));
}

static void a_packet_of_another_counter_is_forged(void **state)
{
    (void)state;
    everywhere(old_counter);
}

/* ---- limits ---- */

static void table_limit(struct link *l)
{
    uint8_t slot[SLOT];
    size_t len, n;
    struct pl_srtp_keys keys = master();
    struct link other = *l;

    for (uint32_t ssrc = 100; ssrc < 1100; ssrc++) { /* strangers leave nothing behind */
        memset(slot, 0x5a, 64);
        slot[0] = 0x80;
        pl_put_u32(slot + 4, ssrc);
        pl_put_u32(slot + 8, ssrc);
        n = 64;
        assert_err(PL_E_AUTH, pl_srtp_unprotect_rtp(&l->in, slot, &n));
        assert_err(PL_E_AUTH, pl_srtp_unprotect_rtcp(&l->in, slot, &n));
    }
    assert_null(l->in.rtp_streams.slots);
    assert_null(l->in.rtcp_streams.slots);
    for (uint32_t ssrc = 0; ssrc < LIMIT; ssrc++) {
        assert_ok(send_rtp(l, ssrc, 1, slot, &len));
        assert_received(l, slot, len);
    }
    assert_err(PL_E_LIMIT, send_rtp(l, LIMIT, 1, slot, &len));
    /* A sender with more room: the receiver still takes no more than its own limit. */
    assert_ok(pl_srtp_session_init(&other.out, l->crypto, l->out.profile, &keys, PL_SRTP_SEND, 99));
    assert_ok(send_rtp(&other, LIMIT, 1, slot, &len));
    assert_err(PL_E_LIMIT, pl_srtp_unprotect_rtp(&l->in, slot, &len));
    for (uint32_t ssrc = 0; ssrc <= LIMIT; ssrc++) {
        n = send_rtcp(&other, ssrc, slot);
        assert_err(ssrc < LIMIT ? PL_OK : PL_E_LIMIT, pl_srtp_unprotect_rtcp(&l->in, slot, &n));
    }
    assert_ok(send_rtp(l, 0, 2, slot, &len));
    assert_received(l, slot, len);
    pl_srtp_session_finish(&other.out);
}

static void ssrcs_are_limited_and_must_be_authentic(void **state)
{
    (void)state;
    everywhere(table_limit);
}

static void key_limit(struct link *l)
{
    uint8_t slot[SLOT], packet[8] = {0x80, 201, 0, 1};
    struct pl_srtp_stream *st;
    size_t len;
    assert_ok(send_rtp(l, 5, 65534, slot, &len));
    assert_received(l, slot, len);
    st = pl_idmap_get(&l->out.rtp_streams, 5);
    pl_srtp_stream_accept(st, PL_SRTP_INDEX_MAX - 1);
    st = pl_idmap_get(&l->in.rtp_streams, 5);
    pl_srtp_stream_accept(st, PL_SRTP_INDEX_MAX - 1);
    assert_ok(send_rtp(l, 5, 65535, slot, &len));
    assert_received(l, slot, len);
    assert_err(PL_E_LIMIT, send_rtp(l, 5, 0, slot, &len));
    pl_put_u16(slot + 2, 0);
    len = 100;
    assert_err(PL_E_LIMIT, pl_srtp_unprotect_rtp(&l->in, slot, &len));

    l->out.rtcp_sent = (UINT64_C(1) << 31) - 1;
    len = send_rtcp(l, 5, slot);
    assert_ok(pl_srtp_unprotect_rtcp(&l->in, slot, &len));
    assert_err(PL_E_LIMIT, pl_srtp_protect_rtcp(&l->out, pl_bytes_of(packet, 8), slot, SLOT, &len));
}

static void a_key_ends_after_2_48_and_2_31_packets(void **state)
{
    (void)state;
    everywhere(key_limit);
}

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
        cmocka_unit_test(rtp_wraps_with_reordering),
        cmocka_unit_test(replayed_packets_are_refused),
        cmocka_unit_test(an_index_is_never_used_twice),
        cmocka_unit_test(every_flipped_bit_is_noticed),
        cmocka_unit_test(a_packet_of_another_counter_is_forged),
        cmocka_unit_test(ssrcs_are_limited_and_must_be_authentic),
        cmocka_unit_test(a_key_ends_after_2_48_and_2_31_packets),
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
    return cmocka_run_group_tests_name("srtp", tests, NULL, NULL);
}

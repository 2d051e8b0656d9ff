/* SPDX-License-Identifier: Apache-2.0 */
/* Packets in the wrong order, twice, forged, too many: what the network and strangers can do. */
#include "proto/srtp/test_link.h"

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
    /* Full tables refuse strangers before any cryptography: not even a forgery is looked at. */
    memset(slot, 0x5a, 64);
    slot[0] = 0x80;
    n = 64;
    assert_err(PL_E_LIMIT, pl_srtp_unprotect_rtp(&l->in, slot, &n));
    assert_err(PL_E_LIMIT, pl_srtp_unprotect_rtcp(&l->in, slot, &n));
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
    };
    return cmocka_run_group_tests_name("srtp", tests, NULL, NULL);
}

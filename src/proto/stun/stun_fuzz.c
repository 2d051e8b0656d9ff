/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes to the reader; what it accepts must keep its own promises and survive being written. */
#include "proto/stun/stun.h"
#include "proto/stun/stun_server.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect_inside(const struct pl_stun_view *v, struct pl_bytes part)
{
    if (part.len == 0)
        return;
    assert(part.data >= v->message.data + PL_STUN_HEADER_BYTES);
    assert(part.data + part.len <= v->message.data + v->message.len);
}

static void expect_round_trip(const struct pl_stun_view *v)
{
    uint8_t buf[2 * PL_STUN_MESSAGE_MAX_BYTES];
    struct pl_bytes key = pl_bytes_str("a key of the fuzz target");
    struct pl_writer w = pl_writer_of(buf, sizeof(buf));
    struct pl_stun_view again;
    pl_stun_write_begin(&w, (enum pl_stun_class)v->class, v->method, v->id);
    pl_stun_write_attribute(&w, PL_STUN_USERNAME, v->username);
    if (v->has & PL_STUN_HAS_XOR_MAPPED_ADDRESS)
        pl_stun_write_xor_mapped_address(&w, &v->xor_mapped);
    if (v->has & PL_STUN_HAS_ERROR_CODE)
        pl_stun_write_error_code(&w, v->error_code, v->error_reason);
    pl_stun_write_integrity(&w, key);
    pl_stun_write_fingerprint(&w);
    assert(pl_writer_ok(&w));
    if (w.pos > PL_STUN_MESSAGE_MAX_BYTES)
        return;
    assert(pl_stun_read(pl_writer_done(&w), &again) == PL_OK);
    assert(again.class == v->class && again.method == v->method);
    assert(again.fingerprint_valid && pl_stun_check_integrity(&again, key) == PL_OK);
    assert(pl_bytes_eq(again.username, v->username));
    assert(pl_addr_eq(&again.xor_mapped, &v->xor_mapped));
    assert(again.error_code == v->error_code && pl_bytes_eq(again.error_reason, v->error_reason));
}

/* A stranger never gets more than he sent; who is listed gets at most 64 bytes. */
static void expect_no_gain(struct pl_bytes datagram)
{
    static const uint8_t seed[16];
    struct pl_addr from = pl_addr_ipv4(192, 0, 2, 1, 5);
    struct pl_stun_server s;
    uint8_t buf[64];
    size_t len = 0;
    pl_stun_server_init(&s, 1, seed);
    if (pl_stun_server_answer(&s, 1, &from, datagram, (struct pl_buf){buf, sizeof(buf)}, &len) ==
        PL_OK)
        assert(len > 0 && len <= datagram.len);
    assert(pl_stun_server_allow(&s, &from) == PL_OK);
    if (pl_stun_server_answer(&s, 1, &from, datagram, (struct pl_buf){buf, sizeof(buf)}, &len) ==
        PL_OK)
        assert(pl_stun_is(pl_bytes_of(buf, len)));
    pl_stun_server_finish(&s);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pl_bytes datagram = pl_bytes_of(data, size);
    struct pl_bytes ufrag = pl_stun_peek_local_ufrag(datagram);
    struct pl_stun_view v;
    expect_no_gain(datagram);
    if (pl_stun_read(datagram, &v) != PL_OK)
        return 0;
    expect_inside(&v, v.username);
    expect_inside(&v, v.realm);
    expect_inside(&v, v.nonce);
    expect_inside(&v, v.error_reason);
    expect_inside(&v, v.error_unknown);
    assert(v.unknown_count <= PL_STUN_UNKNOWN_MAX);
    if (ufrag.len > 0)
        assert(v.username.data == ufrag.data && ufrag.len < v.username.len);
    if (v.has & PL_STUN_HAS_INTEGRITY)
        assert(v.integrity_at + PL_STUN_INTEGRITY_BYTES <= size);
    (void)!pl_stun_check_integrity(&v, pl_bytes_str("VOkJxbRl1RmTxUk/WvJxBt"));
    expect_round_trip(&v);
    return 0;
}

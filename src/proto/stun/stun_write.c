/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/stun/stun.h"

#include "proto/stun/proof.h"

#include <assert.h>

/* The length field always counts what is there, so that the two proofs can be put on at any point.
 */
static void update_length(struct pl_writer *w)
{
    if (!pl_writer_ok(w))
        return;
    if (w->pos - PL_STUN_HEADER_BYTES > UINT16_MAX) {
        w->failed = true;
        return;
    }
    pl_put_u16(w->data + 2, (uint16_t)(w->pos - PL_STUN_HEADER_BYTES));
}

/* Header, and room for value and padding (zeros), to be filled; NULL when it does not fit. */
static uint8_t *reserve_attribute(struct pl_writer *w, uint16_t type, size_t len)
{
    size_t padded = (len + 3) & ~(size_t)3;
    uint8_t *p;
    if (len > UINT16_MAX) {
        w->failed = true;
        return NULL;
    }
    p = pl_write_reserve(w, 4 + padded);
    update_length(w);
    if (!p || !pl_writer_ok(w))
        return NULL;
    memset(p, 0, 4 + padded);
    pl_put_u16(p, type);
    pl_put_u16(p + 2, (uint16_t)len);
    return p + 4;
}

void pl_stun_write_begin(struct pl_writer *w, enum pl_stun_class class, uint16_t method,
                         const uint8_t id[PL_STUN_ID_BYTES])
{
    unsigned m = method, c = class;
    assert(w->pos == 0 && m <= 0xfff && c <= 3);
    pl_write_u16(w, (uint16_t)((m & 0xf80) << 2 | (m & 0x70) << 1 | (m & 0x0f) | (c & 2) << 7 |
                               (c & 1) << 4));
    pl_write_u16(w, 0);
    pl_write_u32(w, PL_STUN_MAGIC);
    pl_write_bytes(w, pl_bytes_of(id, PL_STUN_ID_BYTES));
}

void pl_stun_write_attribute(struct pl_writer *w, uint16_t type, struct pl_bytes value)
{
    uint8_t *p = reserve_attribute(w, type, value.len);
    if (p && value.len > 0)
        memcpy(p, value.data, value.len);
}

void pl_stun_write_attribute_u32(struct pl_writer *w, uint16_t type, uint32_t value)
{
    uint8_t *p = reserve_attribute(w, type, 4);
    if (p)
        pl_put_u32(p, value);
}

void pl_stun_write_attribute_u64(struct pl_writer *w, uint16_t type, uint64_t value)
{
    uint8_t *p = reserve_attribute(w, type, 8);
    if (p)
        pl_put_u64(p, value);
}

static void write_address(struct pl_writer *w, uint16_t type, const struct pl_addr *addr,
                          const uint8_t mask[16])
{
    bool ipv4 = addr->family == PL_ADDR_IPV4;
    size_t len = ipv4 ? 4 : 16;
    uint8_t *p;
    assert(ipv4 || addr->family == PL_ADDR_IPV6);
    p = reserve_attribute(w, type, 4 + len);
    if (!p)
        return;
    p[1] = ipv4 ? 1 : 2;
    pl_put_u16(p + 2, addr->port ^ pl_get_u16(mask));
    for (size_t i = 0; i < len; i++)
        p[4 + i] = addr->ip[i] ^ mask[i];
}

void pl_stun_write_mapped_address(struct pl_writer *w, const struct pl_addr *addr)
{
    static const uint8_t no_mask[16] = {0};
    write_address(w, PL_STUN_MAPPED_ADDRESS, addr, no_mask);
}

void pl_stun_write_xor_mapped_address(struct pl_writer *w, const struct pl_addr *addr)
{
    /* The mask, cookie then id, lies in the header; there is none when the header did not fit. */
    if (pl_writer_ok(w))
        write_address(w, PL_STUN_XOR_MAPPED_ADDRESS, addr, w->data + 4);
}

void pl_stun_write_error_code(struct pl_writer *w, uint16_t code, struct pl_bytes reason)
{
    uint8_t *p;
    assert(code >= 300 && code <= 699);
    p = reserve_attribute(w, PL_STUN_ERROR_CODE, 4 + reason.len);
    if (!p)
        return;
    p[2] = (uint8_t)(code / 100);
    p[3] = (uint8_t)(code % 100);
    if (reason.len > 0)
        memcpy(p + 4, reason.data, reason.len);
}

void pl_stun_write_unknown_attributes(struct pl_writer *w, const uint16_t *types, size_t count)
{
    uint8_t *p = reserve_attribute(w, PL_STUN_UNKNOWN_ATTRIBUTES, 2 * count);
    for (size_t i = 0; p && i < count; i++)
        pl_put_u16(p + 2 * i, types[i]);
}

void pl_stun_write_integrity(struct pl_writer *w, struct pl_bytes key)
{
    size_t at = w->pos;
    uint8_t *p = reserve_attribute(w, PL_STUN_MESSAGE_INTEGRITY, PL_STUN_HMAC_BYTES);
    if (p && !pl_stun_hmac_sha1(key, pl_bytes_of(w->data, at), p))
        w->failed = true;
}

void pl_stun_write_fingerprint(struct pl_writer *w)
{
    size_t at = w->pos;
    uint8_t *p = reserve_attribute(w, PL_STUN_FINGERPRINT, 4);
    if (p)
        pl_put_u32(p, pl_stun_fingerprint(pl_bytes_of(w->data, at)));
}

/* ---- ready-made messages ---- */

static void write_end(struct pl_writer *w, struct pl_bytes key)
{
    if (key.len > 0)
        pl_stun_write_integrity(w, key);
    pl_stun_write_fingerprint(w);
}

void pl_stun_write_check(struct pl_writer *w, const uint8_t id[PL_STUN_ID_BYTES],
                         const struct pl_stun_check *check)
{
    /* RFC 8445 section 7.1.2: "The controlled agent MUST NOT include the USE-CANDIDATE attribute".
     */
    assert(check->controlling || !check->use_candidate);
    pl_stun_write_begin(w, PL_STUN_REQUEST, PL_STUN_METHOD_BINDING, id);
    pl_stun_write_attribute(w, PL_STUN_USERNAME, check->username);
    pl_stun_write_attribute_u64(
        w, check->controlling ? PL_STUN_ICE_CONTROLLING : PL_STUN_ICE_CONTROLLED,
        check->tie_breaker);
    if (check->use_candidate)
        pl_stun_write_attribute(w, PL_STUN_USE_CANDIDATE, pl_bytes_of(NULL, 0));
    pl_stun_write_attribute_u32(w, PL_STUN_PRIORITY, check->priority);
    write_end(w, check->password);
}

void pl_stun_write_binding(struct pl_writer *w, const uint8_t id[PL_STUN_ID_BYTES])
{
    pl_stun_write_begin(w, PL_STUN_REQUEST, PL_STUN_METHOD_BINDING, id);
    pl_stun_write_fingerprint(w);
}

void pl_stun_write_indication(struct pl_writer *w, const uint8_t id[PL_STUN_ID_BYTES])
{
    pl_stun_write_begin(w, PL_STUN_INDICATION, PL_STUN_METHOD_BINDING, id);
    pl_stun_write_fingerprint(w);
}

void pl_stun_write_success(struct pl_writer *w, const uint8_t id[PL_STUN_ID_BYTES],
                           const struct pl_addr *mapped, struct pl_bytes key)
{
    pl_stun_write_begin(w, PL_STUN_SUCCESS, PL_STUN_METHOD_BINDING, id);
    pl_stun_write_xor_mapped_address(w, mapped);
    write_end(w, key);
}

void pl_stun_write_failure(struct pl_writer *w, const uint8_t id[PL_STUN_ID_BYTES], uint16_t code,
                           const uint16_t *unknown, size_t count, struct pl_bytes key)
{
    pl_stun_write_begin(w, PL_STUN_ERROR, PL_STUN_METHOD_BINDING, id);
    pl_stun_write_error_code(w, code, pl_bytes_of(NULL, 0));
    if (count > 0)
        pl_stun_write_unknown_attributes(w, unknown, count);
    write_end(w, key);
}

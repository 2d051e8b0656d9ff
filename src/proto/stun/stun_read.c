/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/stun/stun.h"

#include "proto/stun/proof.h"

/* One attribute on its way from the datagram into the view. */
struct attribute {
    uint16_t type;
    size_t at; /* offset of its header in the message */
    struct pl_bytes value;
};

bool pl_stun_is(struct pl_bytes datagram)
{
    return datagram.len >= PL_STUN_HEADER_BYTES && datagram.data[0] <= 3 &&
           pl_get_u32(datagram.data + 4) == PL_STUN_MAGIC && (datagram.len & 3) == 0 &&
           pl_get_u16(datagram.data + 2) == datagram.len - PL_STUN_HEADER_BYTES;
}

/* Takes the next attribute; the reader has failed when it leaves the message. */
static struct attribute next_attribute(struct pl_reader *r)
{
    struct attribute a;
    uint16_t len;
    a.at = r->pos;
    a.type = pl_read_u16(r);
    len = pl_read_u16(r);
    a.value = pl_read_bytes(r, len);
    pl_read_skip(r, (4u - (len & 3u)) & 3u);
    return a;
}

/*
 * The type's 14 bits are interleaved: M11..M7 C1 M6..M4 C0 M3..M0 (RFC 8489 section 5).
 */
static void read_type(uint16_t type, struct pl_stun_view *v)
{
    v->class = (uint8_t)((type >> 7 & 2) | (type >> 4 & 1));
    v->method = (uint16_t)((type >> 2 & 0xf80) | (type >> 1 & 0x70) | (type & 0x0f));
}

/* RFC 8489 sections 14.1 and 14.2. mask: zeros, or magic cookie and transaction id. */
static bool read_address(struct pl_bytes value, const uint8_t mask[16], struct pl_addr *out)
{
    uint8_t ip[16];
    size_t len = value.len - 4;
    if (value.len != 8 && value.len != 20)
        return false;
    if (value.data[1] != (len == 4 ? 1 : 2))
        return false;
    for (size_t i = 0; i < len; i++)
        ip[i] = value.data[4 + i] ^ mask[i];
    return pl_addr_from_ip(out, pl_bytes_of(ip, len),
                           pl_get_u16(value.data + 2) ^ pl_get_u16(mask)) == PL_OK;
}

static bool read_mapped(struct pl_stun_view *v, struct pl_bytes value)
{
    static const uint8_t no_mask[16] = {0};
    return read_address(value, no_mask, &v->mapped);
}

static bool read_xor_mapped(struct pl_stun_view *v, struct pl_bytes value)
{
    /* The mask, cookie then id, lies in the header as it is. */
    return read_address(value, v->message.data + 4, &v->xor_mapped);
}

static bool read_error_code(struct pl_stun_view *v, struct pl_bytes value)
{
    uint8_t hundreds, rest;
    if (value.len < 4)
        return false;
    hundreds = value.data[2] & 7;
    rest = value.data[3];
    if (hundreds < 3 || hundreds > 6 || rest > 99)
        return false;
    v->error_code = (uint16_t)(hundreds * 100 + rest);
    v->error_reason = pl_bytes_of(value.data + 4, value.len - 4);
    return true;
}

static bool read_u32(uint32_t *out, struct pl_bytes value)
{
    if (value.len != 4)
        return false;
    *out = pl_get_u32(value.data);
    return true;
}

static bool read_u64(uint64_t *out, struct pl_bytes value)
{
    if (value.len != 8)
        return false;
    *out = pl_get_u64(value.data);
    return true;
}

static bool read_string(struct pl_bytes *out, struct pl_bytes value)
{
    *out = value;
    return true;
}

static bool read_integrity(struct pl_stun_view *v, const struct attribute *a)
{
    v->integrity_at = a->at;
    return a->value.len == PL_STUN_HMAC_BYTES;
}

static bool read_fingerprint(struct pl_stun_view *v, const struct attribute *a)
{
    /* RFC 8489 section 14.7: "the FINGERPRINT attribute MUST be the last attribute in the message".
     */
    if (a->value.len != 4 || a->at + PL_STUN_FINGERPRINT_BYTES != v->message.len)
        return false;
    v->fingerprint_valid =
        pl_get_u32(a->value.data) == pl_stun_fingerprint(pl_bytes_of(v->message.data, a->at));
    return true;
}

/* Which bit an attribute sets; 0 for those that we do not know. */
static uint16_t bit_of(uint16_t type)
{
    switch (type) {
    case PL_STUN_MAPPED_ADDRESS:
        return PL_STUN_HAS_MAPPED_ADDRESS;
    case PL_STUN_USERNAME:
        return PL_STUN_HAS_USERNAME;
    case PL_STUN_MESSAGE_INTEGRITY:
        return PL_STUN_HAS_INTEGRITY;
    case PL_STUN_ERROR_CODE:
        return PL_STUN_HAS_ERROR_CODE;
    case PL_STUN_UNKNOWN_ATTRIBUTES:
        return PL_STUN_HAS_UNKNOWN_ATTRIBUTES;
    case PL_STUN_REALM:
        return PL_STUN_HAS_REALM;
    case PL_STUN_NONCE:
        return PL_STUN_HAS_NONCE;
    case PL_STUN_XOR_MAPPED_ADDRESS:
        return PL_STUN_HAS_XOR_MAPPED_ADDRESS;
    case PL_STUN_PRIORITY:
        return PL_STUN_HAS_PRIORITY;
    case PL_STUN_USE_CANDIDATE:
        return PL_STUN_HAS_USE_CANDIDATE;
    case PL_STUN_FINGERPRINT:
        return PL_STUN_HAS_FINGERPRINT;
    case PL_STUN_ICE_CONTROLLED:
        return PL_STUN_HAS_CONTROLLED;
    case PL_STUN_ICE_CONTROLLING:
        return PL_STUN_HAS_CONTROLLING;
    default:
        return 0;
    }
}

/* False when the value is not what its type demands. */
static bool read_value(struct pl_stun_view *v, const struct attribute *a)
{
    switch (a->type) {
    case PL_STUN_MAPPED_ADDRESS:
        return read_mapped(v, a->value);
    case PL_STUN_USERNAME:
        return read_string(&v->username, a->value);
    case PL_STUN_MESSAGE_INTEGRITY:
        return read_integrity(v, a);
    case PL_STUN_ERROR_CODE:
        return read_error_code(v, a->value);
    case PL_STUN_UNKNOWN_ATTRIBUTES:
        return (a->value.len & 1) == 0 && read_string(&v->error_unknown, a->value);
    case PL_STUN_REALM:
        return read_string(&v->realm, a->value);
    case PL_STUN_NONCE:
        return read_string(&v->nonce, a->value);
    case PL_STUN_XOR_MAPPED_ADDRESS:
        return read_xor_mapped(v, a->value);
    case PL_STUN_PRIORITY:
        return read_u32(&v->priority, a->value);
    case PL_STUN_USE_CANDIDATE:
        return a->value.len == 0;
    case PL_STUN_FINGERPRINT:
        return read_fingerprint(v, a);
    case PL_STUN_ICE_CONTROLLED:
    case PL_STUN_ICE_CONTROLLING:
        return read_u64(&v->tie_breaker, a->value);
    default:
        return true;
    }
}

static void note_unknown(struct pl_stun_view *v, uint16_t type)
{
    if (type >= 0x8000 || v->unknown_count == PL_STUN_UNKNOWN_MAX)
        return; /* comprehension-optional, or we have enough to complain about */
    for (size_t i = 0; i < v->unknown_count; i++) {
        if (v->unknown[i] == type)
            return;
    }
    v->unknown[v->unknown_count++] = type;
}

static bool read_attribute(struct pl_stun_view *v, const struct attribute *a)
{
    uint16_t bit = bit_of(a->type);
    if ((v->has & PL_STUN_HAS_INTEGRITY) && a->type != PL_STUN_FINGERPRINT)
        return true; /* not protected: whoever carried the message may have added it */
    if (bit == 0)
        note_unknown(v, a->type);
    if (v->has & bit)
        return true; /* only the first counts */
    v->has |= bit;
    return read_value(v, a);
}

enum pl_err pl_stun_read(struct pl_bytes datagram, struct pl_stun_view *out)
{
    struct pl_reader r = pl_reader_of(datagram);
    *out = (struct pl_stun_view){.message = datagram};
    if (!pl_stun_is(datagram))
        return PL_E_IGNORED;
    if (datagram.len > PL_STUN_MESSAGE_MAX_BYTES)
        return PL_E_LIMIT;
    out->id = datagram.data + 8;
    read_type(pl_get_u16(datagram.data), out);
    pl_read_skip(&r, PL_STUN_HEADER_BYTES);
    while (pl_reader_left(&r) > 0) {
        struct attribute a = next_attribute(&r);
        if (!pl_reader_ok(&r) || !read_attribute(out, &a))
            return PL_E_PROTO;
    }
    return PL_OK;
}

enum pl_err pl_stun_check_integrity(const struct pl_stun_view *view, struct pl_bytes key)
{
    uint8_t copy[PL_STUN_MESSAGE_MAX_BYTES];
    uint8_t sum[PL_STUN_HMAC_BYTES];
    size_t at = view->integrity_at;
    if (!(view->has & PL_STUN_HAS_INTEGRITY))
        return PL_E_NOT_FOUND;
    /* The sender summed up a message that ended with MESSAGE-INTEGRITY, and its length said so. */
    memcpy(copy, view->message.data, at);
    pl_put_u16(copy + 2, (uint16_t)(at + PL_STUN_INTEGRITY_BYTES - PL_STUN_HEADER_BYTES));
    if (!pl_stun_hmac_sha1(key, pl_bytes_of(copy, at), sum))
        return PL_E_CRYPTO;
    if (!pl_bytes_eq_secret(pl_bytes_of(sum, sizeof(sum)),
                            pl_bytes_of(view->message.data + at + 4, sizeof(sum))))
        return PL_E_AUTH;
    return PL_OK;
}

struct pl_bytes pl_stun_peek_local_ufrag(struct pl_bytes datagram)
{
    struct pl_bytes none = {NULL, 0};
    struct pl_reader r = pl_reader_of(datagram);
    if (!pl_stun_is(datagram) || datagram.len > PL_STUN_MESSAGE_MAX_BYTES ||
        pl_get_u16(datagram.data) != PL_STUN_METHOD_BINDING)
        return none;
    pl_read_skip(&r, PL_STUN_HEADER_BYTES);
    while (pl_reader_left(&r) > 0) {
        struct attribute a = next_attribute(&r);
        const uint8_t *colon;
        if (!pl_reader_ok(&r) || a.type == PL_STUN_MESSAGE_INTEGRITY)
            return none;
        if (a.type != PL_STUN_USERNAME)
            continue;
        colon = a.value.len > 0 ? memchr(a.value.data, ':', a.value.len) : NULL;
        return colon ? pl_bytes_of(a.value.data, (size_t)(colon - a.value.data)) : none;
    }
    return none;
}

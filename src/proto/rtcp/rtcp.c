/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/rtcp/rtcp.h"

enum {
    VERSION_BITS = 0x80, /* V=2 */
    VERSION_MASK = 0xc0,
    PADDING_BIT = 0x20,
    COUNT_MASK = 0x1f,
    WORDS_MAX = 0x10000, /* the length field counts one less */
    SSRCS_BYTES = 8,     /* sender and media, in front of every feedback */
};

/* Cuts the first packet off. False: it is not well-formed. */
static bool cut(struct pl_bytes *left, struct pl_rtcp_packet *out)
{
    struct pl_reader r = pl_reader_of(*left);
    uint8_t first = pl_read_u8(&r);
    size_t padding = 0;

    out->type = pl_read_u8(&r);
    out->count = first & COUNT_MASK;
    out->body = pl_read_bytes(&r, 4u * pl_read_u16(&r));
    if (!pl_reader_ok(&r) || (first & VERSION_MASK) != VERSION_BITS)
        return false;
    *left = pl_bytes_of(left->data + r.pos, left->len - r.pos);
    if (first & PADDING_BIT) {
        /* RFC 3550 6.4.1 wants a multiple of four, on the last packet of a compound only. libwebrtc
         * fills its transport-wide feedback up to whole words by it: one to three bytes, and
         * another packet may follow. The count includes itself. */
        padding = out->body.len > 0 ? out->body.data[out->body.len - 1] : 0;
        if (padding == 0 || padding > out->body.len)
            return false;
    }
    out->body.len -= padding;
    return true;
}

enum pl_err pl_rtcp_begin(struct pl_bytes compound, struct pl_rtcp_iter *it)
{
    struct pl_rtcp_packet p;
    struct pl_bytes left = compound;
    it->left = (struct pl_bytes){NULL, 0};
    do {
        if (!cut(&left, &p))
            return PL_E_PROTO;
    } while (left.len > 0);
    it->left = compound;
    return PL_OK;
}

bool pl_rtcp_next(struct pl_rtcp_iter *it, struct pl_rtcp_packet *out)
{
    return it->left.len > 0 && cut(&it->left, out);
}

static bool is_remb(const struct pl_rtcp_packet *p)
{
    static const uint8_t name[4] = {'R', 'E', 'M', 'B'};
    return p->body.len >= SSRCS_BYTES + sizeof(name) &&
           memcmp(p->body.data + SSRCS_BYTES, name, sizeof(name)) == 0;
}

static enum pl_rtcp_kind transport_kind(const struct pl_rtcp_packet *p)
{
    if (p->count == PL_RTCP_FMT_NACK)
        return PL_RTCP_KIND_NACK;
    if (p->count == PL_RTCP_FMT_TWCC)
        return PL_RTCP_KIND_TWCC;
    return PL_RTCP_KIND_OTHER;
}

static enum pl_rtcp_kind payload_kind(const struct pl_rtcp_packet *p)
{
    if (p->count == PL_RTCP_FMT_PLI)
        return PL_RTCP_KIND_PLI;
    if (p->count == PL_RTCP_FMT_FIR)
        return PL_RTCP_KIND_FIR;
    if (p->count == PL_RTCP_FMT_AFB && is_remb(p))
        return PL_RTCP_KIND_REMB;
    return PL_RTCP_KIND_OTHER;
}

enum pl_rtcp_kind pl_rtcp_kind(const struct pl_rtcp_packet *p)
{
    switch (p->type) {
    case PL_RTCP_SR:
        return PL_RTCP_KIND_SR;
    case PL_RTCP_RR:
        return PL_RTCP_KIND_RR;
    case PL_RTCP_SDES:
        return PL_RTCP_KIND_SDES;
    case PL_RTCP_BYE:
        return PL_RTCP_KIND_BYE;
    case PL_RTCP_RTPFB:
        return transport_kind(p);
    case PL_RTCP_PSFB:
        return payload_kind(p);
    default:
        return PL_RTCP_KIND_OTHER;
    }
}

uint8_t *pl_rtcp_write_head(struct pl_writer *w, uint8_t type, uint8_t count, size_t body_bytes)
{
    size_t words = 1 + body_bytes / 4 + (body_bytes % 4 != 0);
    uint8_t *p;
    if (words > WORDS_MAX) {
        w->failed = true;
        return NULL;
    }
    p = pl_write_reserve(w, 4 * words);
    if (!p)
        return NULL;
    p[0] = (uint8_t)(VERSION_BITS | (count & COUNT_MASK));
    p[1] = type;
    pl_put_u16(p + 2, (uint16_t)(words - 1));
    memset(p + PL_RTCP_HEADER_BYTES, 0, 4 * words - PL_RTCP_HEADER_BYTES);
    return p + PL_RTCP_HEADER_BYTES;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/rtp/rtp.h"

#include "proto/rtp/rtp_ext.h"

#include <assert.h>

enum {
    VERSION_BITS = 0x80, /* V=2 */
    VERSION_MASK = 0xc0,
    PADDING_BIT = 0x20,
    EXT_BIT = 0x10,
    CSRC_MASK = 0x0f,
    MARKER_BIT = 0x80,
    RTCP_HEADER_BYTES = 4,
};

static bool is_version_2(struct pl_bytes packet)
{
    return (packet.data[0] & VERSION_MASK) == VERSION_BITS;
}

static bool is_rtcp_type(uint8_t second)
{
    return second >= 192 && second <= 223;
}

bool pl_rtp_is_rtp(struct pl_bytes packet)
{
    return packet.len >= PL_RTP_HEADER_BYTES && is_version_2(packet) &&
           !is_rtcp_type(packet.data[1]);
}

bool pl_rtp_is_rtcp(struct pl_bytes packet)
{
    return packet.len >= RTCP_HEADER_BYTES && is_version_2(packet) && is_rtcp_type(packet.data[1]);
}

static void read_ext_block(struct pl_reader *r, struct pl_rtp_view *out)
{
    out->has_ext = true;
    out->ext_profile = pl_read_u16(r);
    out->ext = pl_read_bytes(r, 4u * pl_read_u16(r));
}

/* The last byte counts itself (RFC 3550 5.1), so 0 is as wrong as more than there is. */
static bool take_padding(struct pl_rtp_view *out)
{
    uint8_t n = out->payload.len > 0 ? out->payload.data[out->payload.len - 1] : 0;
    if (n == 0 || n > out->payload.len)
        return false;
    out->padding_bytes = n;
    out->payload.len -= n;
    return true;
}

enum pl_err pl_rtp_read(struct pl_bytes packet, struct pl_rtp_view *out)
{
    struct pl_reader r = pl_reader_of(packet);
    uint8_t first = pl_read_u8(&r);
    uint8_t second = pl_read_u8(&r);

    *out = (struct pl_rtp_view){0};
    out->marker = (second & MARKER_BIT) != 0;
    out->pt = second & PL_RTP_PT_MAX;
    out->seq = pl_read_u16(&r);
    out->ts = pl_read_u32(&r);
    out->ssrc = pl_read_u32(&r);
    out->csrc_count = first & CSRC_MASK;
    out->csrcs = pl_read_bytes(&r, 4u * out->csrc_count);
    if (first & EXT_BIT)
        read_ext_block(&r, out);
    out->header = pl_bytes_of(packet.data, r.pos);
    out->payload = pl_read_bytes(&r, pl_reader_left(&r));

    if (!pl_reader_ok(&r) || (first & VERSION_MASK) != VERSION_BITS ||
        ((first & PADDING_BIT) && !take_padding(out))) {
        *out = (struct pl_rtp_view){0};
        return PL_E_PROTO;
    }
    return PL_OK;
}

size_t pl_rtp_header_size(const struct pl_rtp_header *h)
{
    return PL_RTP_HEADER_BYTES + 4u * h->csrc_count + (h->exts ? pl_rtp_exts_size(h->exts) : 0);
}

void pl_rtp_write_header(struct pl_writer *w, const struct pl_rtp_header *h)
{
    bool has_ext = h->exts && h->exts->count > 0;
    size_t size = pl_rtp_header_size(h);
    uint8_t *p = pl_write_reserve(w, size);
    struct pl_writer part;

    assert(h->pt <= PL_RTP_PT_MAX && h->csrc_count <= PL_RTP_CSRCS_MAX);
    if (!p)
        return;
    part = pl_writer_of(p, size);
    pl_write_u8(&part, (uint8_t)(VERSION_BITS | (h->padding ? PADDING_BIT : 0) |
                                 (has_ext ? EXT_BIT : 0) | h->csrc_count));
    pl_write_u8(&part, (uint8_t)((h->marker ? MARKER_BIT : 0) | h->pt));
    pl_write_u16(&part, h->seq);
    pl_write_u32(&part, h->ts);
    pl_write_u32(&part, h->ssrc);
    for (size_t i = 0; i < h->csrc_count; i++)
        pl_write_u32(&part, h->csrcs[i]);
    if (has_ext)
        pl_rtp_write_exts(&part, h->exts);
    assert(pl_writer_ok(&part) && part.pos == size);
}

void pl_rtp_write_padding(struct pl_writer *w, uint8_t n)
{
    uint8_t *p = pl_write_reserve(w, n);
    assert(n > 0);
    if (!p)
        return;
    memset(p, 0, n);
    p[n - 1] = n;
}

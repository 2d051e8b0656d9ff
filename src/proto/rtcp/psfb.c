/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/rtcp/psfb.h"

#include <assert.h>

enum {
    SSRCS_BYTES = 8,
    FIR_ENTRY_BYTES = 8,
    REMB_FIXED_BYTES = 16, /* SSRCs, name, count and bit rate */
    MANTISSA_BITS = 18,
    MANTISSA_MAX = (1 << MANTISSA_BITS) - 1,
};

#define REMB_NAME 0x52454d42u /* "REMB" */

enum pl_err pl_rtcp_read_pli(const struct pl_rtcp_packet *p, struct pl_rtcp_pli *out)
{
    struct pl_reader r = pl_reader_of(p->body);
    assert(pl_rtcp_kind(p) == PL_RTCP_KIND_PLI);
    out->sender_ssrc = pl_read_u32(&r);
    out->media_ssrc = pl_read_u32(&r);
    return pl_reader_ok(&r) ? PL_OK : PL_E_PROTO;
}

void pl_rtcp_write_pli(struct pl_writer *w, const struct pl_rtcp_pli *pli)
{
    uint8_t *body = pl_rtcp_write_head(w, PL_RTCP_PSFB, PL_RTCP_FMT_PLI, SSRCS_BYTES);
    if (!body)
        return;
    pl_put_u32(body, pli->sender_ssrc);
    pl_put_u32(body + 4, pli->media_ssrc);
}

enum pl_err pl_rtcp_read_fir(const struct pl_rtcp_packet *p, struct pl_rtcp_fir *out)
{
    struct pl_reader r = pl_reader_of(p->body);
    size_t count;
    assert(pl_rtcp_kind(p) == PL_RTCP_KIND_FIR);
    out->sender_ssrc = pl_read_u32(&r);
    pl_read_skip(&r, 4); /* RFC 5104 4.3.1.2: the media source here "is not used" */
    count = pl_reader_left(&r) / FIR_ENTRY_BYTES;
    if (count == 0 || pl_reader_left(&r) % FIR_ENTRY_BYTES != 0)
        return PL_E_PROTO;
    if (count > PL_RTCP_FIR_MAX)
        return PL_E_LIMIT;
    out->count = (uint8_t)count;
    for (size_t i = 0; i < count; i++) {
        out->entries[i].ssrc = pl_read_u32(&r);
        out->entries[i].seq = pl_read_u8(&r);
        pl_read_skip(&r, 3);
    }
    return PL_OK;
}

void pl_rtcp_write_fir(struct pl_writer *w, const struct pl_rtcp_fir *fir)
{
    uint8_t *body = pl_rtcp_write_head(w, PL_RTCP_PSFB, PL_RTCP_FMT_FIR,
                                       SSRCS_BYTES + (size_t)fir->count * FIR_ENTRY_BYTES);
    assert(fir->count > 0 && fir->count <= PL_RTCP_FIR_MAX);
    if (!body)
        return;
    pl_put_u32(body, fir->sender_ssrc);
    for (size_t i = 0; i < fir->count; i++) {
        uint8_t *entry = body + SSRCS_BYTES + i * FIR_ENTRY_BYTES;
        pl_put_u32(entry, fir->entries[i].ssrc);
        entry[4] = fir->entries[i].seq;
    }
}

enum pl_err pl_rtcp_read_remb(const struct pl_rtcp_packet *p, struct pl_rtcp_remb *out)
{
    struct pl_reader r = pl_reader_of(p->body);
    uint8_t count;
    uint32_t rate;
    assert(pl_rtcp_kind(p) == PL_RTCP_KIND_REMB);
    out->sender_ssrc = pl_read_u32(&r);
    pl_read_skip(&r, 8); /* media source (always 0) and name */
    count = pl_read_u8(&r);
    rate = pl_read_u24(&r);
    if (!pl_reader_ok(&r) || pl_reader_left(&r) < 4u * count)
        return PL_E_PROTO;
    if (count > PL_RTCP_REMB_MAX)
        return PL_E_LIMIT;
    out->count = count;
    out->bitrate_bps = (uint64_t)(rate & MANTISSA_MAX) << (rate >> MANTISSA_BITS);
    if (out->bitrate_bps >> (rate >> MANTISSA_BITS) != (rate & MANTISSA_MAX))
        return PL_E_PROTO;
    for (size_t i = 0; i < count; i++)
        out->ssrcs[i] = pl_read_u32(&r);
    return PL_OK;
}

void pl_rtcp_write_remb(struct pl_writer *w, const struct pl_rtcp_remb *remb)
{
    uint64_t mantissa = remb->bitrate_bps;
    uint32_t exponent = 0;
    uint8_t *body =
        pl_rtcp_write_head(w, PL_RTCP_PSFB, PL_RTCP_FMT_AFB, REMB_FIXED_BYTES + 4u * remb->count);
    assert(remb->count <= PL_RTCP_REMB_MAX);
    if (!body)
        return;
    while (mantissa > MANTISSA_MAX) {
        mantissa >>= 1;
        exponent++;
    }
    pl_put_u32(body, remb->sender_ssrc);
    pl_put_u32(body + 8, REMB_NAME);
    body[12] = remb->count;
    pl_put_u24(body + 13, exponent << MANTISSA_BITS | (uint32_t)mantissa);
    for (size_t i = 0; i < remb->count; i++)
        pl_put_u32(body + REMB_FIXED_BYTES + 4 * i, remb->ssrcs[i]);
}

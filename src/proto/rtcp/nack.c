/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/rtcp/nack.h"

#include <assert.h>

enum {
    SSRCS_BYTES = 8,
    ENTRY_BYTES = 4,
    MASK_BITS = 16,
};

enum pl_err pl_rtcp_read_nack(const struct pl_rtcp_packet *p, struct pl_rtcp_nack *out)
{
    struct pl_reader r = pl_reader_of(p->body);
    assert(pl_rtcp_kind(p) == PL_RTCP_KIND_NACK);
    out->sender_ssrc = pl_read_u32(&r);
    out->media_ssrc = pl_read_u32(&r);
    out->entries = pl_read_bytes(&r, pl_reader_left(&r));
    if (!pl_reader_ok(&r) || out->entries.len == 0 || out->entries.len % ENTRY_BYTES != 0)
        return PL_E_PROTO;
    return PL_OK;
}

size_t pl_rtcp_nack_expand(const struct pl_rtcp_nack *nack, uint16_t *seqs, size_t max)
{
    size_t n = 0;
    for (size_t at = 0; at + ENTRY_BYTES <= nack->entries.len; at += ENTRY_BYTES) {
        uint16_t first = pl_get_u16(nack->entries.data + at);
        /* Bit 0 of `lost` is the first number itself, bit i the i-th behind it. */
        uint32_t lost = (uint32_t)pl_get_u16(nack->entries.data + at + 2) << 1 | 1u;
        for (unsigned i = 0; i <= MASK_BITS; i++) {
            if (!(lost >> i & 1u))
                continue;
            if (n == max)
                return n;
            seqs[n++] = (uint16_t)(first + i);
        }
    }
    return n;
}

/* The entry that begins with seqs[*i]; moves *i behind what it covers. */
static uint16_t take_mask(const uint16_t *seqs, size_t count, size_t *i)
{
    uint16_t first = seqs[(*i)++];
    unsigned mask = 0;
    for (; *i < count; ++*i) {
        uint16_t ahead = (uint16_t)(seqs[*i] - first);
        if (ahead > MASK_BITS)
            break;
        if (ahead > 0)
            mask |= 1u << (ahead - 1);
    }
    return (uint16_t)mask;
}

void pl_rtcp_write_nack(struct pl_writer *w, uint32_t sender_ssrc, uint32_t media_ssrc,
                        const uint16_t *seqs, size_t count)
{
    size_t entries = 0;
    uint8_t *body;
    assert(count > 0);
    for (size_t i = 0; i < count; entries++)
        (void)take_mask(seqs, count, &i);
    body =
        pl_rtcp_write_head(w, PL_RTCP_RTPFB, PL_RTCP_FMT_NACK, SSRCS_BYTES + entries * ENTRY_BYTES);
    if (!body)
        return;
    pl_put_u32(body, sender_ssrc);
    pl_put_u32(body + 4, media_ssrc);
    body += SSRCS_BYTES;
    for (size_t i = 0; i < count; body += ENTRY_BYTES) {
        pl_put_u16(body, seqs[i]);
        pl_put_u16(body + 2, take_mask(seqs, count, &i));
    }
}

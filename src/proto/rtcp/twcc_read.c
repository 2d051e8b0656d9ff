/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/rtcp/twcc.h"

#include <assert.h>

enum {
    SYMBOL_NONE = 0,
    SYMBOL_SMALL = 1, /* delta of 1 byte, 0..63.75 ms */
    SYMBOL_LARGE = 2, /* delta of 2 bytes, signed */
    SYMBOL_RESERVED = 3,

    VECTOR_BIT = 0x8000,
    TWO_BIT_BIT = 0x4000, /* in a vector: symbols of 2 bits */
    RUN_MASK = 0x1fff,
};

static int32_t sign_extend_24(uint32_t v)
{
    return v >= 0x800000 ? (int32_t)v - 0x1000000 : (int32_t)v;
}

static enum pl_err read_head(struct pl_reader *r, struct pl_rtcp_twcc *out)
{
    out->sender_ssrc = pl_read_u32(r);
    out->media_ssrc = pl_read_u32(r);
    out->base_seq = pl_read_u16(r);
    out->status_count = pl_read_u16(r);
    out->reference_time = sign_extend_24(pl_read_u24(r));
    out->feedback_count = pl_read_u8(r);
    return pl_reader_ok(r) && out->status_count > 0 ? PL_OK : PL_E_PROTO;
}

enum pl_err pl_rtcp_read_twcc_head(const struct pl_rtcp_packet *p, struct pl_rtcp_twcc *out)
{
    struct pl_reader r = pl_reader_of(p->body);
    assert(pl_rtcp_kind(p) == PL_RTCP_KIND_TWCC);
    return read_head(&r, out);
}

/* How many symbols a chunk holds, and the i-th of them. */
static size_t chunk_symbols(uint16_t chunk)
{
    if (!(chunk & VECTOR_BIT))
        return chunk & RUN_MASK;
    return (chunk & TWO_BIT_BIT) ? 7 : 14;
}

static unsigned chunk_symbol(uint16_t chunk, size_t i)
{
    if (!(chunk & VECTOR_BIT))
        return (unsigned)chunk >> 13;
    if (chunk & TWO_BIT_BIT)
        return (unsigned)chunk >> (12 - 2 * i) & 3u;
    return (unsigned)chunk >> (13 - i) & 1u;
}

/* First pass: the symbols, kept in delta_250us. What a chunk says beyond the count is void. */
static bool read_chunks(struct pl_reader *r, const struct pl_rtcp_twcc *head,
                        struct pl_twcc_status *statuses)
{
    size_t n = 0;
    while (n < head->status_count) {
        uint16_t chunk = pl_read_u16(r);
        size_t symbols = chunk_symbols(chunk);
        if (!pl_reader_ok(r))
            return false;
        for (size_t i = 0; i < symbols && n < head->status_count; i++, n++) {
            unsigned symbol = chunk_symbol(chunk, i);
            if (symbol == SYMBOL_RESERVED)
                return false;
            statuses[n].seq = (uint16_t)(head->base_seq + n);
            statuses[n].received = symbol != SYMBOL_NONE;
            statuses[n].delta_250us = (int16_t)symbol;
        }
    }
    return true;
}

static bool read_deltas(struct pl_reader *r, struct pl_twcc_status *statuses, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (statuses[i].delta_250us == SYMBOL_SMALL)
            statuses[i].delta_250us = pl_read_u8(r);
        else if (statuses[i].delta_250us == SYMBOL_LARGE)
            statuses[i].delta_250us = (int16_t)pl_read_u16(r);
    }
    return pl_reader_ok(r);
}

enum pl_err pl_rtcp_read_twcc(const struct pl_rtcp_packet *p, struct pl_rtcp_twcc *out,
                              struct pl_twcc_status *statuses, size_t max)
{
    struct pl_reader r = pl_reader_of(p->body);
    assert(pl_rtcp_kind(p) == PL_RTCP_KIND_TWCC);
    if (read_head(&r, out) != PL_OK)
        return PL_E_PROTO;
    if (out->status_count > max)
        return PL_E_LIMIT;
    if (!read_chunks(&r, out, statuses) || !read_deltas(&r, statuses, out->status_count))
        return PL_E_PROTO;
    return PL_OK;
}

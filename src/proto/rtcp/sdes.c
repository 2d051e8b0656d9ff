/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/rtcp/sdes.h"

#include <assert.h>

enum {
    ITEM_END = 0,
    ITEM_CNAME = 1,
    TEXT_MAX = 255,
};

/* RFC 3550 6.5: the items end with a zero byte, and zeros fill the chunk to a word. */
static void read_chunk(struct pl_reader *r, struct pl_rtcp_sdes_chunk *out)
{
    uint8_t item;
    out->ssrc = pl_read_u32(r);
    out->cname = (struct pl_bytes){NULL, 0};
    while ((item = pl_read_u8(r)) != ITEM_END) {
        struct pl_bytes text = pl_read_bytes(r, pl_read_u8(r));
        if (item == ITEM_CNAME && out->cname.len == 0)
            out->cname = text;
    }
    pl_read_skip(r, (4 - r->pos % 4) % 4);
}

enum pl_err pl_rtcp_read_sdes(const struct pl_rtcp_packet *p, struct pl_rtcp_sdes *out)
{
    struct pl_reader r = pl_reader_of(p->body);
    assert(p->type == PL_RTCP_SDES && p->count <= PL_RTCP_COUNT_MAX);
    out->count = p->count;
    for (uint8_t i = 0; i < p->count; i++)
        read_chunk(&r, &out->chunks[i]);
    return pl_reader_ok(&r) ? PL_OK : PL_E_PROTO;
}

/* SSRC, the item if any, at least one zero byte, up to a whole word. */
static size_t chunk_size(const struct pl_rtcp_sdes_chunk *c)
{
    size_t n = 4 + (c->cname.len > 0 ? 2 + c->cname.len : 0) + 1;
    return (n + 3) & ~(size_t)3;
}

static void write_chunk(struct pl_writer *w, const struct pl_rtcp_sdes_chunk *c)
{
    size_t end = w->pos + chunk_size(c);
    pl_write_u32(w, c->ssrc);
    if (c->cname.len > 0) {
        pl_write_u8(w, ITEM_CNAME);
        pl_write_u8(w, (uint8_t)c->cname.len);
        pl_write_bytes(w, c->cname);
    }
    pl_write_zeros(w, end - w->pos);
}

void pl_rtcp_write_sdes(struct pl_writer *w, const struct pl_rtcp_sdes *sdes)
{
    size_t size = 0;
    uint8_t *body;
    struct pl_writer part;
    assert(sdes->count <= PL_RTCP_COUNT_MAX);
    for (uint8_t i = 0; i < sdes->count; i++) {
        assert(sdes->chunks[i].cname.len <= TEXT_MAX);
        size += chunk_size(&sdes->chunks[i]);
    }
    body = pl_rtcp_write_head(w, PL_RTCP_SDES, sdes->count, size);
    if (!body)
        return;
    part = pl_writer_of(body, size);
    for (uint8_t i = 0; i < sdes->count; i++)
        write_chunk(&part, &sdes->chunks[i]);
    assert(pl_writer_ok(&part));
}

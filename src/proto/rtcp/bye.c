/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/rtcp/bye.h"

#include <assert.h>

enum { TEXT_MAX = 255 };

enum pl_err pl_rtcp_read_bye(const struct pl_rtcp_packet *p, struct pl_rtcp_bye *out)
{
    struct pl_reader r = pl_reader_of(p->body);
    assert(p->type == PL_RTCP_BYE && p->count <= PL_RTCP_COUNT_MAX);
    out->count = p->count;
    out->reason = (struct pl_bytes){NULL, 0};
    for (uint8_t i = 0; i < p->count; i++)
        out->ssrcs[i] = pl_read_u32(&r);
    if (pl_reader_left(&r) > 0)
        out->reason = pl_read_bytes(&r, pl_read_u8(&r));
    return pl_reader_ok(&r) ? PL_OK : PL_E_PROTO;
}

void pl_rtcp_write_bye(struct pl_writer *w, const struct pl_rtcp_bye *bye)
{
    size_t size = 4u * bye->count + (bye->reason.len > 0 ? 1 + bye->reason.len : 0);
    uint8_t *body = pl_rtcp_write_head(w, PL_RTCP_BYE, bye->count, size);
    struct pl_writer part;
    assert(bye->count <= PL_RTCP_COUNT_MAX && bye->reason.len <= TEXT_MAX);
    if (!body)
        return;
    part = pl_writer_of(body, size);
    for (uint8_t i = 0; i < bye->count; i++)
        pl_write_u32(&part, bye->ssrcs[i]);
    if (bye->reason.len > 0) {
        pl_write_u8(&part, (uint8_t)bye->reason.len);
        pl_write_bytes(&part, bye->reason);
    }
    assert(pl_writer_ok(&part));
}

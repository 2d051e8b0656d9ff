/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/rtp/rtx.h"

enum pl_err pl_rtx_unwrap(const struct pl_rtp_view *rtx, uint8_t pt, uint32_t ssrc,
                          struct pl_rtp_view *out)
{
    struct pl_bytes payload = rtx->payload;
    if (payload.len == 0)
        return PL_E_IGNORED;
    if (payload.len < PL_RTX_OSN_BYTES)
        return PL_E_PROTO;
    *out = *rtx;
    out->pt = pt;
    out->ssrc = ssrc;
    out->seq = pl_get_u16(payload.data);
    out->payload = pl_bytes_of(payload.data + PL_RTX_OSN_BYTES, payload.len - PL_RTX_OSN_BYTES);
    return PL_OK;
}

void pl_rtx_write(struct pl_writer *w, const struct pl_rtp_header *header, uint16_t osn,
                  struct pl_bytes payload)
{
    size_t size = pl_rtp_header_size(header) + PL_RTX_OSN_BYTES + payload.len;
    uint8_t *p = pl_write_reserve(w, size);
    struct pl_writer part;
    if (!p)
        return;
    part = pl_writer_of(p, size);
    pl_rtp_write_header(&part, header);
    pl_write_u16(&part, osn);
    pl_write_bytes(&part, payload);
}

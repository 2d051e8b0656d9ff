/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/wire/bulk.h"

static bool in_range(const struct pl_bulk *b)
{
    if (b->transfer == 0 || b->epoch == 0 || b->offset > PL_BULK_SIZE_MAX)
        return false;
    switch (b->type) {
    case PL_BULK_DATA:
        return b->payload.len > 0 && b->payload.len <= PL_BULK_PAYLOAD_MAX;
    case PL_BULK_GRANT:
        return b->limit >= b->offset && b->limit <= PL_BULK_SIZE_MAX;
    default:
        return b->offset == 0;
    }
}

enum pl_err pl_bulk_read(struct pl_bytes *frame, struct pl_bulk *out)
{
    struct pl_reader r = pl_reader_of(*frame);
    uint8_t type = pl_read_u8(&r);
    uint32_t zero = pl_read_u24(&r);
    *out = (struct pl_bulk){.type = (enum pl_bulk_type)type};
    out->transfer = pl_read_u32(&r);
    out->epoch = pl_read_u32(&r);
    out->offset = pl_read_u64(&r);
    if (type == PL_BULK_DATA)
        out->payload = pl_read_bytes(&r, pl_reader_left(&r));
    else if (type == PL_BULK_GRANT)
        out->limit = pl_read_u64(&r);
    else if (type != PL_BULK_ASK)
        return PL_E_PROTO;
    if (!pl_reader_ok(&r) || zero != 0 || !in_range(out))
        return PL_E_PROTO;
    *frame = pl_bytes_of(r.data + r.pos, r.len - r.pos);
    /* Only GRANTs come in numbers. */
    return type == PL_BULK_GRANT || frame->len == 0 ? PL_OK : PL_E_PROTO;
}

size_t pl_bulk_write(const struct pl_bulk *bulk, uint8_t out[PL_BULK_GRANT_BYTES])
{
    out[0] = (uint8_t)bulk->type;
    pl_put_u24(out + 1, 0);
    pl_put_u32(out + 4, bulk->transfer);
    pl_put_u32(out + 8, bulk->epoch);
    pl_put_u64(out + 12, bulk->offset);
    if (bulk->type != PL_BULK_GRANT)
        return PL_BULK_HEAD_BYTES;
    pl_put_u64(out + PL_BULK_HEAD_BYTES, bulk->limit);
    return PL_BULK_GRANT_BYTES;
}

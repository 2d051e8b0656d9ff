/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/rtp/red.h"

enum {
    F_BIT = 0x80,
    PT_MASK = 0x7f,
    HEAD_BYTES = 4, /* of an older block; of the newest it is one */
    LENGTH_MASK = 0x3ff,
};

enum pl_err pl_red_read(struct pl_bytes payload, uint8_t pt, struct pl_red_view *out)
{
    struct pl_reader r = pl_reader_of(payload);
    size_t older = 0;
    uint8_t head;
    *out = (struct pl_red_view){.block_count = 1};
    for (head = pl_read_u8(&r); head & F_BIT; head = pl_read_u8(&r)) {
        if ((head & PT_MASK) != pt)
            return PL_E_PROTO;
        if (++out->block_count > PL_RED_BLOCKS_MAX)
            return PL_E_LIMIT;
        pl_read_skip(&r, 1);
        older += pl_read_u16(&r) & LENGTH_MASK;
    }
    pl_read_skip(&r, older);
    if (!pl_reader_ok(&r) || head != pt)
        return PL_E_PROTO;
    out->primary = pl_read_bytes(&r, pl_reader_left(&r));
    return PL_OK;
}

void pl_red_set_pt(uint8_t *payload, const struct pl_red_view *view, uint8_t pt)
{
    for (unsigned i = 0; i < view->block_count; i++) {
        uint8_t *head = payload + (size_t)i * HEAD_BYTES;
        *head = (uint8_t)((*head & F_BIT) | pt);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/rtp/av1.h"

enum {
    Z_BIT = 0x80,
    Y_BIT = 0x40,
    W_MASK = 0x30,
    N_BIT = 0x08,
};

enum pl_err pl_av1_read(struct pl_bytes payload, struct pl_av1_view *out)
{
    struct pl_reader r = pl_reader_of(payload);
    uint8_t head = pl_read_u8(&r);
    *out = (struct pl_av1_view){0};
    if (pl_reader_left(&r) == 0 || ((head & Z_BIT) && (head & N_BIT)))
        return PL_E_PROTO;
    out->continues = (head & Z_BIT) != 0;
    out->continued = (head & Y_BIT) != 0;
    out->obu_count = (uint8_t)((head & W_MASK) >> 4);
    out->key_frame = (head & N_BIT) != 0;
    out->obus = pl_read_bytes(&r, pl_reader_left(&r));
    return PL_OK;
}

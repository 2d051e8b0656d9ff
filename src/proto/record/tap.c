/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/record/tap.h"

enum { REPORT = 1, TURNS_SHIFT = 1, TURNS_MASK = 3, MIRRORED = 8 };

void pl_tap_write_head(uint8_t head[PL_TAP_HEAD_BYTES], const struct pl_tap *tap)
{
    memset(head, 0, PL_TAP_HEAD_BYTES);
    head[0] = 'P';
    head[1] = 'R';
    head[2] = PL_TAP_VERSION;
    head[3] =
        (uint8_t)((tap->report ? REPORT : 0) | (tap->quarter_turns & TURNS_MASK) << TURNS_SHIFT |
                  (tap->mirrored ? MIRRORED : 0));
    head[4] = (uint8_t)(tap->report ? PL_TAP_CODEC_NONE : tap->codec);
    pl_put_u32(head + 8, tap->source);
    pl_put_u64(head + 12, tap->cookie);
    pl_put_u64(head + 20, tap->stamp_us);
}

enum pl_err pl_tap_read(struct pl_bytes datagram, struct pl_tap *out)
{
    const uint8_t *head = datagram.data;
    memset(out, 0, sizeof(*out));
    if (datagram.len <= PL_TAP_HEAD_BYTES || head[0] != 'P' || head[1] != 'R')
        return PL_E_PROTO;
    if (head[2] != PL_TAP_VERSION)
        return PL_E_UNSUPPORTED;
    out->report = (head[3] & REPORT) != 0;
    if (head[4] > PL_TAP_CODEC_AV1 || out->report != (head[4] == PL_TAP_CODEC_NONE))
        return PL_E_PROTO;
    out->quarter_turns = (uint8_t)(head[3] >> TURNS_SHIFT & TURNS_MASK);
    out->mirrored = (head[3] & MIRRORED) != 0;
    out->codec = (enum pl_tap_codec)head[4];
    out->source = pl_get_u32(head + 8);
    out->cookie = pl_get_u64(head + 12);
    out->stamp_us = pl_get_u64(head + 20);
    out->packet = pl_bytes_of(head + PL_TAP_HEAD_BYTES, datagram.len - PL_TAP_HEAD_BYTES);
    return PL_OK;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Redundant audio (RFC 2198): one packet carries the newest frame, and again the ones before it.
 *
 *     |1| block PT    |  timestamp offset (14)    | length (10)       |   each older block
 *     |0| block PT    |                                                  the newest
 *     | older blocks ... | newest block to the end |
 *
 * Only blocks of one payload type are taken, as browsers send them for Opus.
 */
#ifndef PL_PROTO_RTP_RED_H
#define PL_PROTO_RTP_RED_H

#include "base/bytes.h"
#include "base/err.h"

enum { PL_RED_BLOCKS_MAX = 9 }; /* the newest and eight before it */

struct pl_red_view {
    struct pl_bytes primary; /* the newest block; may be empty; borrowed */
    uint8_t block_count;     /* 1.. */
};

/*
 * PL_E_PROTO: cut short, lengths that do not fit, or a block of another payload type than pt.
 * PL_E_LIMIT: more blocks than PL_RED_BLOCKS_MAX.
 */
PL_MUST_CHECK enum pl_err pl_red_read(struct pl_bytes payload, uint8_t pt, struct pl_red_view *out);

/* Gives all blocks another payload type. The payload is one that was read. */
void pl_red_set_pt(uint8_t *payload, const struct pl_red_view *view, uint8_t pt);

#endif

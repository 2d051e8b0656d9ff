/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The binary frames of the browser link (docs/protocol.md, "Files"): pieces of what is transferred,
 * and how much more of it may come. What is transferred, by whom and to whom is said in the JSON
 * messages file_....
 *
 *   DATA    1  sender ─▶ receiver   `payload` belongs at `offset`
 *   GRANT   2  receiver ─▶ sender   all below `offset` is there; everything below `limit` may be
 * sent ASK     3  sender ─▶ receiver   send me a GRANT of a new epoch, the way this came
 *
 *    0       1          4            8         12            20
 *   +-------+----------+------------+---------+-------------+----------
 *   | type  | zero (3) | transfer   | epoch   | offset      | payload (DATA), limit: 8 bytes
 * (GRANT)
 *   +-------+----------+------------+---------+-------------+----------
 *
 * An epoch is a stretch without a loss. Whenever bytes may have been lost with a link, or another
 * way is taken, the receiver begins the next one: its GRANT says where to go on from, and what
 * still comes of an older epoch is dropped. GRANTs are whole truths, not steps: a lost or repeated
 * one does no harm.
 *
 * A GRANT frame may hold up to PL_BULK_GRANTS_MAX of them, each of 28 bytes, one behind the other.
 */
#ifndef PL_PROTO_WIRE_BULK_H
#define PL_PROTO_WIRE_BULK_H

#include "base/bytes.h"
#include "base/err.h"

enum pl_bulk_type {
    PL_BULK_DATA = 1,
    PL_BULK_GRANT = 2,
    PL_BULK_ASK = 3,
};

enum {
    PL_BULK_HEAD_BYTES = 20,
    PL_BULK_GRANT_BYTES = PL_BULK_HEAD_BYTES + 8,
    PL_BULK_GRANTS_MAX = 64,
    PL_BULK_PAYLOAD_MAX = 65536, /* limits.json: file_chunk_bytes */
};

#define PL_BULK_SIZE_MAX (UINT64_C(1) << 53) /* what a number of JavaScript counts exactly */

struct pl_bulk {
    enum pl_bulk_type type;
    uint32_t transfer;       /* never 0 */
    uint32_t epoch;          /* from 1 on */
    uint64_t offset;         /* ASK: 0 */
    uint64_t limit;          /* GRANT: not below offset */
    struct pl_bytes payload; /* DATA: 1..PL_BULK_PAYLOAD_MAX bytes; borrowed from the frame */
};

/*
 * Takes the next entry off the front of *frame: DATA and ASK are the whole frame, GRANTs one of
 * them. PL_E_PROTO: not such a frame, nothing of it is to be used any more. The caller stops when
 * *frame is empty.
 */
PL_MUST_CHECK enum pl_err pl_bulk_read(struct pl_bytes *frame, struct pl_bulk *out);

/* The bytes of GRANT and ASK, or the head of DATA. Gives their number. */
size_t pl_bulk_write(const struct pl_bulk *bulk, uint8_t out[PL_BULK_GRANT_BYTES]);

#endif

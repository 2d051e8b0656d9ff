/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is remembered of one SSRC: the greatest packet index and which of the PL_SRTP_WINDOW indices
 * up to it have been used (RFC 3711 3.3.1, 3.3.2). An index is roll-over counter * 2^16 + sequence
 * number for RTP, the 31-bit SRTCP index for RTCP.
 *
 * Order of calls: guess (RTP) -> check -> the cipher -> accept. Nothing changes before accept, so a
 * forged packet leaves no trace. Internal to this folder.
 */
#ifndef PL_PROTO_SRTP_WINDOW_H
#define PL_PROTO_SRTP_WINDOW_H

#include "proto/srtp/srtp.h"

#define PL_SRTP_INDEX_MAX ((UINT64_C(1) << 48) - 1)

struct pl_srtp_stream {
    uint64_t highest;
    uint64_t used[PL_SRTP_WINDOW / 64]; /* bit (index mod PL_SRTP_WINDOW); a ring, never shifted */
    uint32_t ssrc;
    bool started; /* false: highest says nothing yet */
};

/*
 * The index that a sequence number stands for, nearest to the greatest one seen. PL_E_LIMIT: it
 * would lie past 2^48. PL_E_RANGE: it would lie before roll-over counter 0; *index is then the one
 * with counter 0, which is the only other reading.
 */
PL_MUST_CHECK enum pl_err pl_srtp_stream_guess(const struct pl_srtp_stream *st, uint16_t seq,
                                               uint64_t *index);

/* PL_E_REPLAY: used already, or too far back to tell. */
PL_MUST_CHECK enum pl_err pl_srtp_stream_check(const struct pl_srtp_stream *st, uint64_t index);

/* Marks an index as used; it has passed the check. At most PL_SRTP_WINDOW steps. */
void pl_srtp_stream_accept(struct pl_srtp_stream *st, uint64_t index);

#endif

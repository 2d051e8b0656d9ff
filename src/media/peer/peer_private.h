/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of one peer connection share. */
#ifndef PL_MEDIA_PEER_PRIVATE_H
#define PL_MEDIA_PEER_PRIVATE_H

#include "media/internal.h"

enum {
    /* SSRCs in the life of a connection, not at a time: SRTP never forgets one. Some 150 bytes
     * each, when used. */
    PL_PEER_STREAMS_IN = 256,
    PL_PEER_STREAMS_OUT = 4096,
    /* Bytes of DTLS that an address gets of us before it has proved that it receives them: these,
     * and three for each that came from it (as RFC 9000 section 8 has it). */
    PL_PEER_UNPROVEN_BYTES = 4096,
    PL_PEER_UNPROVEN_FACTOR = 3,
};

/* ---- peer_link.c: what ICE and DTLS have to say ---- */

/* An authentic check came from there. */
void pl_peer_claim_path(struct pl_peer *p, pl_time_us now, const struct pl_ice_path *path);
/* Something authentic came, so that more may go back. */
void pl_peer_credit_unproven(struct pl_peer *p, size_t bytes);
/* Does what their events say, and sends what they want sent. */
void pl_peer_drain_ice(struct pl_peer *p, pl_time_us now);
void pl_peer_drain_dtls(struct pl_peer *p, pl_time_us now);

#endif

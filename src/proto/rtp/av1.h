/* SPDX-License-Identifier: Apache-2.0 */
/*
 * AV1 in RTP ("RTP Payload Format For AV1", v1.0, section 4.4): the aggregation header, and whether
 * a packet starts a new coded video sequence, which is where a newcomer can begin. Layers are told
 * by the dependency descriptor extension, not here.
 */
#ifndef PL_PROTO_RTP_AV1_H
#define PL_PROTO_RTP_AV1_H

#include "base/bytes.h"
#include "base/err.h"

struct pl_av1_view {
    uint8_t obu_count;    /* W: 1..3 OBU elements; 0: each element carries its size */
    bool continues;       /* Z: the first element continues one of the packet before */
    bool continued;       /* Y: the last element goes on in the next packet */
    bool key_frame;       /* N: first packet of a coded video sequence */
    struct pl_bytes obus; /* borrowed, never empty */
};

/* PL_E_PROTO: empty, or Z and N together, which the format forbids. */
PL_MUST_CHECK enum pl_err pl_av1_read(struct pl_bytes payload, struct pl_av1_view *out);

#endif

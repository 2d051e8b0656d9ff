/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Generic NACK (RFC 4585 section 6.2.1): "these packets are missing". Each entry on the wire is a
 * sequence number and a mask of the 16 that follow it.
 */
#ifndef PL_PROTO_RTCP_NACK_H
#define PL_PROTO_RTCP_NACK_H

#include "proto/rtcp/rtcp.h"

enum { PL_RTCP_NACK_SEQS_PER_ENTRY = 17 };

struct pl_rtcp_nack {
    struct pl_bytes entries; /* 4 bytes each; borrowed */
    uint32_t sender_ssrc;
    uint32_t media_ssrc;
};

/* PL_E_PROTO: no entry, or not a whole number of them. */
PL_MUST_CHECK enum pl_err pl_rtcp_read_nack(const struct pl_rtcp_packet *p,
                                            struct pl_rtcp_nack *out);

/*
 * Expands the entries in their order into seqs, at most max of them; the rest is left out, so a
 * stranger's NACK costs no more than the caller allows. Returns how many were stored. A sender that
 * overlaps its entries gets the overlap twice.
 */
size_t pl_rtcp_nack_expand(const struct pl_rtcp_nack *nack, uint16_t *seqs, size_t max);

/*
 * Packs seqs (ascending on the circle, at least one; a number that is not ascending simply starts a
 * new entry, an equal one is dropped). All or nothing.
 */
void pl_rtcp_write_nack(struct pl_writer *w, uint32_t sender_ssrc, uint32_t media_ssrc,
                        const uint16_t *seqs, size_t count);

#endif

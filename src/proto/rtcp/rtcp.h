/* SPDX-License-Identifier: Apache-2.0 */
/*
 * RTCP (RFC 3550 section 6): the compound packet and the kinds of packets inside.
 *
 * Reading: pl_rtcp_begin judges the whole compound once (versions, lengths and padding that add
 * up), so nobody acts on the first half of a mangled one; then pl_rtcp_next gives packet after
 * packet, and each kind has its reader. Kinds nobody knows are simply not read. Reduced-size
 * compounds (RFC 5506), which need not start with a report, are accepted.
 *
 *     struct pl_rtcp_iter it;
 *     struct pl_rtcp_packet p;
 *     if (pl_rtcp_begin(bytes, &it) != PL_OK)
 *         return drop();
 *     while (pl_rtcp_next(&it, &p)) {
 *         switch (pl_rtcp_kind(&p)) {
 *         case PL_RTCP_KIND_PLI: if (pl_rtcp_read_pli(&p, &pli) == PL_OK) ...
 *
 * Writing: a sequence of pl_rtcp_write_... calls on one writer makes a compound. Each writes its
 * packet whole or, when there is no room, nothing, and then the writer has failed. What is written
 * needs no RTCP padding, so packets may stand in any order.
 *
 * One header for each group: report.h (SR, RR), sdes.h, bye.h, nack.h, twcc.h, psfb.h (PLI, FIR,
 * REMB). ntp.h has the clock arithmetic, source_stats.h the numbers that go into a report block.
 *
 *     |V=2|P| count/FMT | packet type | length: 32-bit words after this one |     RFC 3550 6.4.1
 */
#ifndef PL_PROTO_RTCP_RTCP_H
#define PL_PROTO_RTCP_RTCP_H

#include "base/bytes.h"
#include "base/err.h"

enum pl_rtcp_type {
    PL_RTCP_SR = 200,
    PL_RTCP_RR = 201,
    PL_RTCP_SDES = 202,
    PL_RTCP_BYE = 203,
    PL_RTCP_APP = 204,
    PL_RTCP_RTPFB = 205, /* RFC 4585: transport layer feedback */
    PL_RTCP_PSFB = 206,  /* RFC 4585: payload-specific feedback */
    PL_RTCP_XR = 207,
};

/* FMT of the feedback packets. */
enum {
    PL_RTCP_FMT_NACK = 1,  /* RTPFB, RFC 4585 6.2.1 */
    PL_RTCP_FMT_TWCC = 15, /* RTPFB, draft-holmer-rmcat-transport-wide-cc-extensions-01 */
    PL_RTCP_FMT_PLI = 1,   /* PSFB, RFC 4585 6.3.1 */
    PL_RTCP_FMT_FIR = 4,   /* PSFB, RFC 5104 4.3.1 */
    PL_RTCP_FMT_AFB = 15,  /* PSFB, application layer feedback: REMB */
};

enum {
    PL_RTCP_HEADER_BYTES = 4,
    PL_RTCP_COUNT_MAX = 31, /* report blocks, SDES chunks and BYE sources in one packet */
};

/* Type and FMT together: what a reader switches on. */
enum pl_rtcp_kind {
    PL_RTCP_KIND_OTHER, /* skip it */
    PL_RTCP_KIND_SR,
    PL_RTCP_KIND_RR,
    PL_RTCP_KIND_SDES,
    PL_RTCP_KIND_BYE,
    PL_RTCP_KIND_NACK,
    PL_RTCP_KIND_TWCC,
    PL_RTCP_KIND_PLI,
    PL_RTCP_KIND_FIR,
    PL_RTCP_KIND_REMB,
};

/* One packet of a compound; borrows its bytes. */
struct pl_rtcp_packet {
    struct pl_bytes body; /* behind the 4-byte header, without padding */
    uint8_t type;         /* enum pl_rtcp_type, or one that is not in it */
    uint8_t count;        /* 0..31: the count, or the FMT of a feedback packet */
};

struct pl_rtcp_iter {
    struct pl_bytes left;
};

/* Borrows the compound. PL_E_PROTO: empty, or not one well-formed packet after another. */
PL_MUST_CHECK enum pl_err pl_rtcp_begin(struct pl_bytes compound, struct pl_rtcp_iter *it);

/* False at the end. */
bool pl_rtcp_next(struct pl_rtcp_iter *it, struct pl_rtcp_packet *out);

enum pl_rtcp_kind pl_rtcp_kind(const struct pl_rtcp_packet *p);

/*
 * For the writers of each kind: reserves a packet with a body of body_bytes (rounded up to whole
 * words with zeros) and gives the place of the body; NULL and a failed writer when it does not fit.
 */
uint8_t *pl_rtcp_write_head(struct pl_writer *w, uint8_t type, uint8_t count, size_t body_bytes);

#endif

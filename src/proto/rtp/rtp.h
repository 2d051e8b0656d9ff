/* SPDX-License-Identifier: Apache-2.0 */
/*
 * RTP packets (RFC 3550 section 5.1): bytes to a view, a header to bytes.
 *
 * Reading checks every length and copies nothing: the view borrows the packet. Writing builds a
 * fresh header, so a forwarder gives each subscriber its own numbers and its own set of header
 * extensions (rtp_ext.h) and puts the untouched payload behind it. Nothing here keeps state,
 * decrypts, reorders or remembers packets.
 *
 *     RTP header                                       RFC 3550 5.1
 *     0                   1                   2                   3
 *     |V=2|P|X|  CC   |M|     PT      |       sequence number         |
 *     |                           timestamp                           |
 *     |                             SSRC                              |
 *     |                        CSRC (0..15 times)                     |
 *     | extension: profile            | length in 32-bit words        |   when X
 *     |                    extension bytes, payload                   |
 *     | ... padding, its last byte = number of padding bytes (1..255) |   when P
 *
 * Cost: read O(header + extensions of the padding byte only), no allocation.
 */
#ifndef PL_PROTO_RTP_RTP_H
#define PL_PROTO_RTP_RTP_H

#include "base/bytes.h"
#include "base/err.h"

enum {
    PL_RTP_HEADER_BYTES = 12, /* without CSRCs and extensions */
    PL_RTP_CSRCS_MAX = 15,
    PL_RTP_PT_MAX = 127,
    PL_RTP_PADDING_MAX = 255,
};

struct pl_rtp_ext_set; /* rtp_ext.h */

/*
 * Which of the two is it? RFC 7983: a first byte of 128..191 is RTP or RTCP. RFC 5761 section 4: a
 * second byte of 192..223 is then RTCP, which is why payload types 64..95 must not be negotiated.
 * Looks at two bytes and the least length (RTP 12, RTCP 4), so it works on encrypted packets too.
 */
bool pl_rtp_is_rtp(struct pl_bytes packet);
bool pl_rtp_is_rtcp(struct pl_bytes packet);

/* A packet that has been read. All views borrow the packet. */
struct pl_rtp_view {
    struct pl_bytes header; /* everything before the payload, extension included */
    struct pl_bytes csrcs;  /* 4 bytes each, see pl_rtp_csrc */
    struct pl_bytes ext; /* extension bytes behind their 4-byte head; empty when there are none */
    struct pl_bytes payload; /* without padding; empty in a packet that is padding only */
    uint32_t ts;
    uint32_t ssrc;
    uint16_t seq;
    uint16_t ext_profile; /* 0xBEDE: one-byte form, 0x100x: two-byte form; 0 without extension */
    uint8_t pt;           /* 0..127 */
    uint8_t csrc_count;   /* 0..15 */
    uint8_t padding_bytes;
    bool marker;
    bool has_ext;
};

/*
 * Reads a decrypted packet. PL_E_PROTO: too short, a wrong version, or a CSRC list, extension or
 * padding that does not fit into the packet (a padding count of 0 included); *out is then all
 * zeros. The extension elements themselves are judged by rtp_ext.h when somebody asks for them: a
 * broken element must not cost the payload.
 */
PL_MUST_CHECK enum pl_err pl_rtp_read(struct pl_bytes packet, struct pl_rtp_view *out);

/* i < view->csrc_count. */
static inline uint32_t pl_rtp_csrc(const struct pl_rtp_view *view, size_t i)
{
    return pl_get_u32(view->csrcs.data + 4 * i);
}

/* What a written header says. Borrows csrcs and exts until the call returns. */
struct pl_rtp_header {
    const struct pl_rtp_ext_set *exts; /* NULL or empty: no extension block */
    const uint32_t *csrcs;
    uint8_t csrc_count; /* 0..15 */
    uint8_t pt;         /* 0..127 */
    uint16_t seq;
    uint32_t ts;
    uint32_t ssrc;
    bool marker;
    bool padding; /* the caller ends the packet with pl_rtp_write_padding */
};

/* The bytes that pl_rtp_write_header will write. */
size_t pl_rtp_header_size(const struct pl_rtp_header *h);

/* All or nothing: when the header does not fit, the writer has failed and nothing was written. */
void pl_rtp_write_header(struct pl_writer *w, const struct pl_rtp_header *h);

/* Ends a packet whose header says `padding`. n: 1..255. */
void pl_rtp_write_padding(struct pl_writer *w, uint8_t n);

#endif

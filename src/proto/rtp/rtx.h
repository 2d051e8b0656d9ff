/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Retransmission payload format (RFC 4588 section 4): a packet sent again travels in a stream of
 * its own (own SSRC, own payload type, own sequence numbers), and its payload begins with the
 * original sequence number, "OSN", in 2 bytes. Which SSRC and payload type belong together is
 * negotiated by SDP and known to the caller.
 */
#ifndef PL_PROTO_RTP_RTX_H
#define PL_PROTO_RTP_RTX_H

#include "proto/rtp/rtp.h"

enum { PL_RTX_OSN_BYTES = 2 };

/*
 * Rebuilds the view of the original packet: sequence number from the OSN, pt and ssrc as given,
 * everything else borrowed from the packet that carried it. `header` stays that of the carrier.
 * PL_E_IGNORED: no payload (padding sent to probe the path); PL_E_PROTO: half an OSN.
 * out may be the same object as rtx.
 */
PL_MUST_CHECK enum pl_err pl_rtx_unwrap(const struct pl_rtp_view *rtx, uint8_t pt, uint32_t ssrc,
                                        struct pl_rtp_view *out);

/*
 * Writes a whole retransmission: header (with the retransmission stream's ssrc, pt and seq, but
 * the original's timestamp and marker), OSN, original payload. All or nothing.
 */
void pl_rtx_write(struct pl_writer *w, const struct pl_rtp_header *header, uint16_t osn,
                  struct pl_bytes payload);

#endif

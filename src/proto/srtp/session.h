/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What RTP and RTCP have in common: the table of SSRCs and the IV. Internal to this folder.
 */
#ifndef PL_PROTO_SRTP_SESSION_H
#define PL_PROTO_SRTP_SESSION_H

#include "proto/srtp/cipher.h"
#include "proto/srtp/window.h"

/* A datagram's largest payload; also keeps a text within the 16-bit block counter of RFC 3711. */
#define PL_SRTP_PACKET_MAX 65535

/*
 * Looks an SSRC up. A new one gives a stream in *fresh, which is part of nothing until
 * pl_srtp_stream_keep: so a packet that fails leaves no trace. PL_E_LIMIT: it is new, and the table
 * is full.
 */
PL_MUST_CHECK enum pl_err pl_srtp_stream_find(const struct pl_idmap *streams, uint32_t ssrc,
                                              struct pl_srtp_stream *fresh,
                                              struct pl_srtp_stream **out);

/* Makes a fresh stream lasting; does nothing with others. *st then points at the lasting one. */
PL_MUST_CHECK enum pl_err pl_srtp_stream_keep(struct pl_idmap *streams,
                                              const struct pl_srtp_stream *fresh,
                                              struct pl_srtp_stream **st);

/* The IV of a packet: RFC 3711 4.1.1 for AES-CM, RFC 7714 8.1 and 9.1 for GCM. */
void pl_srtp_iv(const struct pl_srtp_session *s, const uint8_t salt[16], uint32_t ssrc,
                uint64_t index, uint8_t iv[16]);

#endif

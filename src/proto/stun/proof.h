/* SPDX-License-Identifier: Apache-2.0 */
/* The two proofs a STUN message can carry; for the files of this folder only. */
#ifndef PL_PROTO_STUN_PROOF_H
#define PL_PROTO_STUN_PROOF_H

#include "base/bytes.h"

#define PL_STUN_HMAC_BYTES 20

/* CRC-32 of ISO 3309 (polynomial 0x04c11db7, reflected), as Ethernet and zip use it. */
uint32_t pl_stun_crc32(struct pl_bytes data);

/* The value of FINGERPRINT for a message up to that attribute (RFC 8489 section 14.7). */
static inline uint32_t pl_stun_fingerprint(struct pl_bytes before)
{
    return pl_stun_crc32(before) ^ 0x5354554eu; /* "STUN": tells it from another layer's CRC */
}

/* False when OpenSSL fails. */
bool pl_stun_hmac_sha1(struct pl_bytes key, struct pl_bytes data, uint8_t out[PL_STUN_HMAC_BYTES]);

#endif

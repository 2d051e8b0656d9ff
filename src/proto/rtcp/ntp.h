/* SPDX-License-Identifier: Apache-2.0 */
/*
 * NTP time stamps as RTCP uses them (RFC 3550 section 4): 64 bits are 32.32 seconds since 1900, the
 * "compact" form is its middle 32 bits, 16.16 seconds. Wall time is a parameter: microseconds since
 * 1970. Good until 2104 (the era that begins in 2036 is told by the upper bit, RFC 4330 section 3).
 */
#ifndef PL_PROTO_RTCP_NTP_H
#define PL_PROTO_RTCP_NTP_H

#include "base/err.h"

#include <stdint.h>

uint64_t pl_ntp_from_wall_us(uint64_t wall_us);
uint64_t pl_ntp_to_wall_us(uint64_t ntp); /* rounds to the nearest us: from . to is the identity */

static inline uint32_t pl_ntp_compact(uint64_t ntp)
{
    return (uint32_t)(ntp >> 16);
}

/* A duration in 1/65536 s, as in DLSR; saturates at 18.2 hours. */
uint32_t pl_ntp_compact_from_us(uint64_t duration_us);
uint64_t pl_ntp_compact_to_us(uint32_t compact);

/*
 * Round trip from a report block about us: arrival - LSR - DLSR (RFC 3550 6.4.1), where `arrival`
 * is the compact NTP time at which the report came. PL_E_AGAIN: the peer has no SR of ours yet (lsr
 * 0). A result below zero, which a coarse clock can give, becomes 0.
 */
PL_MUST_CHECK enum pl_err pl_rtcp_rtt_us(uint32_t arrival, uint32_t lsr, uint32_t dlsr,
                                         uint64_t *rtt_us);

#endif

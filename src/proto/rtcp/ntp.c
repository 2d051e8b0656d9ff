/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/rtcp/ntp.h"

#define US_PER_SEC  UINT64_C(1000000)
#define EPOCH_GAP_S UINT64_C(2208988800) /* 1900 to 1970 */
#define ERA_S       (UINT64_C(1) << 32)
#define ERA_0_FROM_S                                                                               \
    (UINT64_C(1) << 31) /* smaller seconds belong to the era that begins in 2036                   \
                         */

uint64_t pl_ntp_from_wall_us(uint64_t wall_us)
{
    uint64_t seconds = wall_us / US_PER_SEC + EPOCH_GAP_S;
    uint64_t fraction = ((wall_us % US_PER_SEC) << 32) / US_PER_SEC;
    return seconds << 32 | fraction;
}

uint64_t pl_ntp_to_wall_us(uint64_t ntp)
{
    uint64_t seconds = ntp >> 32;
    uint64_t us = ((ntp & UINT32_MAX) * US_PER_SEC + (UINT64_C(1) << 31)) >> 32;
    if (seconds < ERA_0_FROM_S)
        seconds += ERA_S;
    return seconds < EPOCH_GAP_S ? 0 : (seconds - EPOCH_GAP_S) * US_PER_SEC + us;
}

uint32_t pl_ntp_compact_from_us(uint64_t duration_us)
{
    uint64_t compact;
    if (duration_us >= US_PER_SEC << 16)
        return UINT32_MAX;
    compact = ((duration_us << 16) + US_PER_SEC / 2) / US_PER_SEC;
    return compact > UINT32_MAX ? UINT32_MAX : (uint32_t)compact;
}

uint64_t pl_ntp_compact_to_us(uint32_t compact)
{
    return (compact * US_PER_SEC + (1u << 15)) >> 16;
}

enum pl_err pl_rtcp_rtt_us(uint32_t arrival, uint32_t lsr, uint32_t dlsr, uint64_t *rtt_us)
{
    uint32_t rtt = arrival - lsr - dlsr;
    *rtt_us = 0;
    if (lsr == 0)
        return PL_E_AGAIN;
    if (rtt < 0x80000000u) /* else it is a small negative number on the circle */
        *rtt_us = pl_ntp_compact_to_us(rtt);
    return PL_OK;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The SFU's memory of one publisher's video: the last packets as plaintext, once for all
 * subscribers, to answer their retransmission requests from.
 *
 * A ring by sequence number: a packet replaces the one that lies PL_CACHE slots behind it, so
 * putting and getting are O(1) and nothing is allocated after init. Sequence numbers are unwrapped
 * (rtp/seq.h).
 */
#ifndef PL_MEDIA_CACHE_H
#define PL_MEDIA_CACHE_H

#include "base/bytes.h"
#include "base/err.h"

/* Longest payload kept; longer ones (nobody sends them) are simply not repeatable. */
#define PL_CACHE_PAYLOAD_MAX 1400

struct pl_cache_packet {
    uint64_t seq; /* 0: empty slot (unwrapped numbers start above a full circle) */
    uint32_t ts;
    uint16_t len;
    uint8_t codec;       /* enum pl_codec */
    uint8_t orientation; /* video orientation byte, 0xff when the packet had none */
    bool marker;
    uint8_t payload[PL_CACHE_PAYLOAD_MAX];
};

struct pl_cache {
    struct pl_cache_packet *slots;
    uint64_t mask;
};

/* slots: a power of two. PL_E_NOMEM. */
PL_MUST_CHECK enum pl_err pl_cache_init(struct pl_cache *c, size_t slots);
void pl_cache_finish(struct pl_cache *c);

/*
 * Copies the payload. `packet` gives everything but len and payload. Older than what is in
 * its slot, or too long: ignored.
 */
void pl_cache_put(struct pl_cache *c, const struct pl_cache_packet *head, struct pl_bytes payload);

/* Borrowed until the next put; NULL when it is not there (any more). */
const struct pl_cache_packet *pl_cache_get(const struct pl_cache *c, uint64_t seq);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#include "media/source/cache.h"

#include <assert.h>
#include <stdlib.h>

enum pl_err pl_cache_init(struct pl_cache *c, size_t slots)
{
    assert(slots > 0 && (slots & (slots - 1)) == 0);
    /* Pages that nobody writes are not backed by memory, so a quiet stream costs little. */
    c->slots = calloc(slots, sizeof(*c->slots));
    c->mask = slots - 1;
    return c->slots ? PL_OK : PL_E_NOMEM;
}

void pl_cache_finish(struct pl_cache *c)
{
    free(c->slots);
    c->slots = NULL;
}

void pl_cache_put(struct pl_cache *c, const struct pl_cache_packet *head, struct pl_bytes payload)
{
    struct pl_cache_packet *slot = &c->slots[head->seq & c->mask];
    if (payload.len > PL_CACHE_PAYLOAD_MAX || head->seq <= slot->seq)
        return;
    slot->seq = head->seq;
    slot->ts = head->ts;
    slot->codec = head->codec;
    slot->orientation = head->orientation;
    slot->marker = head->marker;
    slot->len = (uint16_t)payload.len;
    if (payload.len > 0)
        memcpy(slot->payload, payload.data, payload.len);
}

const struct pl_cache_packet *pl_cache_get(const struct pl_cache *c, uint64_t seq)
{
    const struct pl_cache_packet *slot = &c->slots[seq & c->mask];
    return seq != 0 && slot->seq == seq ? slot : NULL;
}

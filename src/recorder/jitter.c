/* SPDX-License-Identifier: Apache-2.0 */
#include "recorder/jitter.h"

#include "proto/rtp/seq.h"

#include <stdlib.h>

enum pl_err pl_jitter_init(struct pl_jitter *j, pl_time_us wait_us)
{
    memset(j, 0, sizeof(*j));
    j->wait_us = wait_us;
    j->slots = calloc(PL_JITTER_SLOTS, sizeof(*j->slots));
    return j->slots ? PL_OK : PL_E_NOMEM;
}

static struct pl_jitter_slot *slot_of(struct pl_jitter *j, uint64_t number)
{
    return &j->slots[number % PL_JITTER_SLOTS];
}

static void empty(struct pl_jitter *j)
{
    for (size_t i = 0; j->slots && i < PL_JITTER_SLOTS; i++) {
        free(j->slots[i].bytes);
        j->slots[i] = (struct pl_jitter_slot){0};
    }
    j->count = 0;
}

void pl_jitter_finish(struct pl_jitter *j)
{
    empty(j);
    free(j->slots);
    free(j->given);
    j->slots = NULL;
    j->given = NULL;
}

void pl_jitter_reset(struct pl_jitter *j)
{
    empty(j);
    j->restarted = j->begun;
    j->begun = false;
}

static uint64_t number_of(struct pl_jitter *j, uint16_t seq)
{
    if (!j->begun) {
        j->next = j->newest = 65536u + seq;
        j->begun = true;
    }
    return j->newest + (int64_t)pl_seq_diff(seq, (uint16_t)j->newest);
}

enum pl_err pl_jitter_put(struct pl_jitter *j, pl_time_us now, const struct pl_jitter_packet *p)
{
    struct pl_jitter_slot *slot;
    uint64_t number;
    uint8_t *bytes;
    if (p->payload.len > PL_JITTER_PAYLOAD_MAX)
        return PL_E_LIMIT;
    number = number_of(j, p->seq);
    if (number >= j->next + PL_JITTER_SLOTS || number + PL_JITTER_SLOTS < j->next) {
        pl_jitter_reset(j);
        number = number_of(j, p->seq);
    }
    slot = slot_of(j, number);
    if (number < j->next || slot->full) {
        j->late++;
        return PL_E_REPLAY;
    }
    bytes = malloc(p->payload.len + 1);
    if (!bytes)
        return PL_E_NOMEM;
    if (p->payload.len > 0)
        memcpy(bytes, p->payload.data, p->payload.len);
    *slot = (struct pl_jitter_slot){.packet = *p, .bytes = bytes, .came = now, .full = true};
    slot->packet.payload = pl_bytes_of(bytes, p->payload.len);
    j->count++;
    if (number > j->newest)
        j->newest = number;
    return PL_OK;
}

static bool give(struct pl_jitter *j, uint64_t number, struct pl_jitter_packet *out)
{
    struct pl_jitter_slot *slot = slot_of(j, number);
    *out = slot->packet;
    out->lost = (uint32_t)(number - j->next);
    out->restarted = j->restarted;
    j->restarted = false;
    j->lost += out->lost;
    free(j->given);
    j->given = slot->bytes;
    *slot = (struct pl_jitter_slot){0};
    j->count--;
    j->next = number + 1;
    return true;
}

bool pl_jitter_next(struct pl_jitter *j, pl_time_us now, struct pl_jitter_packet *out)
{
    uint64_t number = j->next;
    if (j->count == 0)
        return false;
    while (!slot_of(j, number)->full)
        number++;
    if (number > j->next && now != PL_TIME_NEVER && now < slot_of(j, number)->came + j->wait_us)
        return false;
    return give(j, number, out);
}

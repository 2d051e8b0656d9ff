/* SPDX-License-Identifier: Apache-2.0 */
#include "base/strmap.h"

#include <assert.h>
#include <stdlib.h>

enum { FIRST_SIZE = 16 };

static uint64_t rotl(uint64_t x, int b)
{
    return x << b | x >> (64 - b);
}

static uint64_t get_le64(const uint8_t *p)
{
    uint64_t v = 0;
    for (int i = 7; i >= 0; i--)
        v = v << 8 | p[i];
    return v;
}

static void sip_round(uint64_t v[4])
{
    v[0] += v[1];
    v[1] = rotl(v[1], 13) ^ v[0];
    v[0] = rotl(v[0], 32);
    v[2] += v[3];
    v[3] = rotl(v[3], 16) ^ v[2];
    v[0] += v[3];
    v[3] = rotl(v[3], 21) ^ v[0];
    v[2] += v[1];
    v[1] = rotl(v[1], 17) ^ v[2];
    v[2] = rotl(v[2], 32);
}

uint64_t pl_siphash13(const uint64_t key[2], struct pl_bytes data)
{
    uint64_t v[4] = {key[0] ^ 0x736f6d6570736575ULL, key[1] ^ 0x646f72616e646f6dULL,
                     key[0] ^ 0x6c7967656e657261ULL, key[1] ^ 0x7465646279746573ULL};
    uint64_t last = (uint64_t)data.len << 56;
    size_t whole = data.len & ~(size_t)7;
    for (size_t i = 0; i < whole; i += 8) {
        uint64_t m = get_le64(data.data + i);
        v[3] ^= m;
        sip_round(v);
        v[0] ^= m;
    }
    for (size_t i = whole; i < data.len; i++)
        last |= (uint64_t)data.data[i] << (8 * (i - whole));
    v[3] ^= last;
    sip_round(v);
    v[0] ^= last;
    v[2] ^= 0xff;
    for (int i = 0; i < 3; i++)
        sip_round(v);
    return v[0] ^ v[1] ^ v[2] ^ v[3];
}

static struct pl_strmap_slot *find(const struct pl_strmap *m, uint64_t hash, struct pl_bytes key)
{
    if (!m->slots)
        return NULL;
    for (size_t i = hash & m->mask; m->slots[i].value; i = (i + 1) & m->mask) {
        if (m->slots[i].hash == hash && pl_bytes_eq(m->slots[i].key, key))
            return &m->slots[i];
    }
    return NULL;
}

static void place(struct pl_strmap *m, struct pl_strmap_slot slot)
{
    size_t i = slot.hash & m->mask;
    while (m->slots[i].value)
        i = (i + 1) & m->mask;
    m->slots[i] = slot;
}

static enum pl_err grow(struct pl_strmap *m)
{
    size_t old_size = m->slots ? m->mask + 1 : 0;
    size_t size = old_size ? old_size * 2 : FIRST_SIZE;
    struct pl_strmap_slot *old = m->slots;
    struct pl_strmap_slot *slots = calloc(size, sizeof(*slots));
    if (!slots)
        return PL_E_NOMEM;
    m->slots = slots;
    m->mask = size - 1;
    for (size_t i = 0; i < old_size; i++) {
        if (old[i].value)
            place(m, old[i]);
    }
    free(old);
    return PL_OK;
}

void pl_strmap_init(struct pl_strmap *m, size_t limit, const uint8_t seed[16])
{
    *m = (struct pl_strmap){.limit = limit, .seed = {get_le64(seed), get_le64(seed + 8)}};
}

void pl_strmap_finish(struct pl_strmap *m)
{
    free(m->slots);
    *m = (struct pl_strmap){0};
}

void *pl_strmap_get(const struct pl_strmap *m, struct pl_bytes key)
{
    struct pl_strmap_slot *slot = find(m, pl_siphash13(m->seed, key), key);
    return slot ? slot->value : NULL;
}

enum pl_err pl_strmap_put(struct pl_strmap *m, struct pl_bytes key, void *value)
{
    uint64_t hash = pl_siphash13(m->seed, key);
    assert(value);
    if (find(m, hash, key))
        return PL_E_EXISTS;
    if (m->count >= m->limit)
        return PL_E_LIMIT;
    if (!m->slots || (m->count + 1) * 4 > (m->mask + 1) * 3) {
        enum pl_err err = grow(m);
        if (err)
            return err;
    }
    place(m, (struct pl_strmap_slot){key, hash, value});
    m->count++;
    return PL_OK;
}

void *pl_strmap_remove(struct pl_strmap *m, struct pl_bytes key)
{
    struct pl_strmap_slot *slot = find(m, pl_siphash13(m->seed, key), key);
    void *value;
    size_t hole;
    if (!slot)
        return NULL;
    value = slot->value;
    hole = (size_t)(slot - m->slots);
    for (size_t i = (hole + 1) & m->mask; m->slots[i].value; i = (i + 1) & m->mask) {
        size_t home = m->slots[i].hash & m->mask;
        /* Move back only what would still be found from its home. */
        if (((i - home) & m->mask) >= ((i - hole) & m->mask)) {
            m->slots[hole] = m->slots[i];
            hole = i;
        }
    }
    m->slots[hole].value = NULL;
    m->count--;
    return value;
}

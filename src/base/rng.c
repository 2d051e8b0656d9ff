/* SPDX-License-Identifier: Apache-2.0 */
#include "base/rng.h"

#include "base/list.h"

#include <assert.h>

static uint64_t rotl(uint64_t x, int k)
{
    return x << k | x >> (64 - k);
}

void pl_prng_init(struct pl_prng *p, uint64_t seed)
{
    for (int i = 0; i < 4; i++) {
        uint64_t z = (seed += 0x9e3779b97f4a7c15ULL);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
        p->s[i] = z ^ (z >> 31);
    }
}

uint64_t pl_prng_next(struct pl_prng *p)
{
    uint64_t result = rotl(p->s[1] * 5, 7) * 9;
    uint64_t t = p->s[1] << 17;
    p->s[2] ^= p->s[0];
    p->s[3] ^= p->s[1];
    p->s[1] ^= p->s[2];
    p->s[0] ^= p->s[3];
    p->s[2] ^= t;
    p->s[3] = rotl(p->s[3], 45);
    return result;
}

uint64_t pl_prng_below(struct pl_prng *p, uint64_t bound)
{
    uint64_t limit, x;
    assert(bound > 0);
    limit = UINT64_MAX - UINT64_MAX % bound; /* rejects the uneven rest */
    do {
        x = pl_prng_next(p);
    } while (x >= limit);
    return x % bound;
}

void pl_prng_fill(struct pl_prng *p, uint8_t *dst, size_t len)
{
    while (len > 0) {
        uint64_t x = pl_prng_next(p);
        for (int i = 0; i < 8 && len > 0; i++, len--, x >>= 8)
            *dst++ = (uint8_t)x;
    }
}

static void seeded_fill(struct pl_random *self, uint8_t *dst, size_t len)
{
    struct pl_random_seeded *r = pl_container_of(self, struct pl_random_seeded, base);
    pl_prng_fill(&r->prng, dst, len);
}

void pl_random_seeded_init(struct pl_random_seeded *r, uint64_t seed)
{
    r->base.fill = seeded_fill;
    pl_prng_init(&r->prng, seed);
}

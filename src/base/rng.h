/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Randomness, two kinds that must never be mixed up:
 *   - struct pl_random: the port through which pure code gets secrets (ICE passwords, SSRCs,
 * tokens). The shell gives the kernel's; a simulation gives a seeded one.
 *   - struct pl_prng: fast, seeded, repeatable, NOT secret: simulations, fuzzing, jitter.
 */
#ifndef PL_BASE_RNG_H
#define PL_BASE_RNG_H

#include <stddef.h>
#include <stdint.h>

/* Port: fills dst with unpredictable bytes. Mandatory, must not fail, called on the owner's thread.
 */
struct pl_random {
    void (*fill)(struct pl_random *self, uint8_t *dst, size_t len);
};

static inline uint32_t pl_random_u32(struct pl_random *r)
{
    uint8_t b[4];
    r->fill(r, b, sizeof(b));
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

/* xoshiro256** (public domain, Blackman and Vigna), seeded through splitmix64. */
struct pl_prng {
    uint64_t s[4];
};

void pl_prng_init(struct pl_prng *p, uint64_t seed);
uint64_t pl_prng_next(struct pl_prng *p);
/* Uniform in [0, bound); bound > 0. */
uint64_t pl_prng_below(struct pl_prng *p, uint64_t bound);
void pl_prng_fill(struct pl_prng *p, uint8_t *dst, size_t len);

/* A pl_random backed by a seed, for tests and simulations. */
struct pl_random_seeded {
    struct pl_random base; /* pass &x.base */
    struct pl_prng prng;
};
void pl_random_seeded_init(struct pl_random_seeded *r, uint64_t seed);

#endif

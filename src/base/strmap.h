/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Map from a byte string to a pointer, for keys that strangers choose (names, ICE user fragments,
 * addresses).
 *
 * The hash is SipHash-1-3 with a key given at construction, so that nobody can choose names that
 * collide. Keys are borrowed: they must live inside (or as long as) the value. `limit` bounds the
 * entries.
 */
#ifndef PL_BASE_STRMAP_H
#define PL_BASE_STRMAP_H

#include "base/bytes.h"
#include "base/err.h"

struct pl_strmap_slot {
    struct pl_bytes key;
    uint64_t hash;
    void *value; /* NULL: free */
};

struct pl_strmap {
    struct pl_strmap_slot *slots;
    size_t mask;
    size_t count;
    size_t limit;
    uint64_t seed[2];
};

/* seed: 16 random bytes from the shell (any fixed value in tests). */
void pl_strmap_init(struct pl_strmap *m, size_t limit, const uint8_t seed[16]);
void pl_strmap_finish(struct pl_strmap *m);

void *pl_strmap_get(const struct pl_strmap *m, struct pl_bytes key);
PL_MUST_CHECK enum pl_err pl_strmap_put(struct pl_strmap *m, struct pl_bytes key, void *value);
void *pl_strmap_remove(struct pl_strmap *m, struct pl_bytes key);

/* SipHash-1-3 of data under a 128-bit key. */
uint64_t pl_siphash13(const uint64_t key[2], struct pl_bytes data);

#endif

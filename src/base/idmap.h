/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Map from a 64-bit id to a pointer: open addressing, linear probing, backward-shift deletion (no
 * tombstones).
 *
 * It borrows the values. `limit` bounds the number of entries for life: a map that strangers can
 * fill cannot grow without end. Ids come from ourselves, so the hash is fixed; for keys that a
 * stranger chooses use strmap.h, whose hash is keyed.
 * Cost: get, put and remove O(1) on average; growth doubles the table.
 */
#ifndef PL_BASE_IDMAP_H
#define PL_BASE_IDMAP_H

#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

struct pl_idmap_slot {
    uint64_t key;
    void *value; /* NULL: free */
};

struct pl_idmap {
    struct pl_idmap_slot *slots;
    size_t mask; /* table size - 1, 0 before the first put */
    size_t count;
    size_t limit;
};

void pl_idmap_init(struct pl_idmap *m, size_t limit);
void pl_idmap_finish(struct pl_idmap *m);

/* NULL when absent. */
void *pl_idmap_get(const struct pl_idmap *m, uint64_t key);

/* value must not be NULL. PL_E_EXISTS, PL_E_LIMIT or PL_E_NOMEM leave the map as it was. */
PL_MUST_CHECK enum pl_err pl_idmap_put(struct pl_idmap *m, uint64_t key, void *value);

/* Gives back what was stored, NULL when absent. */
void *pl_idmap_remove(struct pl_idmap *m, uint64_t key);

/*
 * Walks all entries: start with *cursor = 0, ends with NULL. The map must not change in between.
 * The order is that of the table: not sorted, but the same for the same history.
 */
void *pl_idmap_next(const struct pl_idmap *m, size_t *cursor);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#include "base/idmap.h"

#include <assert.h>
#include <stdlib.h>

enum { FIRST_SIZE = 16 };

static size_t home_of(const struct pl_idmap *m, uint64_t key)
{
    key ^= key >> 33;
    key *= 0xff51afd7ed558ccdULL;
    key ^= key >> 33;
    return (size_t)key & m->mask;
}

static struct pl_idmap_slot *find(const struct pl_idmap *m, uint64_t key)
{
    size_t i;
    if (!m->slots)
        return NULL;
    for (i = home_of(m, key); m->slots[i].value; i = (i + 1) & m->mask) {
        if (m->slots[i].key == key)
            return &m->slots[i];
    }
    return NULL;
}

static void place(struct pl_idmap *m, uint64_t key, void *value)
{
    size_t i = home_of(m, key);
    while (m->slots[i].value)
        i = (i + 1) & m->mask;
    m->slots[i] = (struct pl_idmap_slot){key, value};
}

static enum pl_err grow(struct pl_idmap *m)
{
    size_t old_size = m->slots ? m->mask + 1 : 0;
    size_t size = old_size ? old_size * 2 : FIRST_SIZE;
    struct pl_idmap_slot *old = m->slots;
    struct pl_idmap_slot *slots = calloc(size, sizeof(*slots));
    if (!slots)
        return PL_E_NOMEM;
    m->slots = slots;
    m->mask = size - 1;
    for (size_t i = 0; i < old_size; i++) {
        if (old[i].value)
            place(m, old[i].key, old[i].value);
    }
    free(old);
    return PL_OK;
}

void pl_idmap_init(struct pl_idmap *m, size_t limit)
{
    *m = (struct pl_idmap){.limit = limit};
}

void pl_idmap_finish(struct pl_idmap *m)
{
    free(m->slots);
    *m = (struct pl_idmap){0};
}

void *pl_idmap_get(const struct pl_idmap *m, uint64_t key)
{
    struct pl_idmap_slot *slot = find(m, key);
    return slot ? slot->value : NULL;
}

enum pl_err pl_idmap_put(struct pl_idmap *m, uint64_t key, void *value)
{
    assert(value);
    if (find(m, key))
        return PL_E_EXISTS;
    if (m->count >= m->limit)
        return PL_E_LIMIT;
    /* At most three quarters full, so that probes stay short. */
    if (!m->slots || (m->count + 1) * 4 > (m->mask + 1) * 3) {
        enum pl_err err = grow(m);
        if (err)
            return err;
    }
    place(m, key, value);
    m->count++;
    return PL_OK;
}

void *pl_idmap_remove(struct pl_idmap *m, uint64_t key)
{
    struct pl_idmap_slot *slot = find(m, key);
    void *value;
    size_t hole, i;
    if (!slot)
        return NULL;
    value = slot->value;
    hole = (size_t)(slot - m->slots);
    for (i = (hole + 1) & m->mask; m->slots[i].value; i = (i + 1) & m->mask) {
        size_t home = home_of(m, m->slots[i].key);
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

void *pl_idmap_next(const struct pl_idmap *m, size_t *cursor)
{
    if (!m->slots)
        return NULL;
    while (*cursor <= m->mask) {
        void *value = m->slots[(*cursor)++].value;
        if (value)
            return value;
    }
    return NULL;
}

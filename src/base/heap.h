/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Deadlines: a binary min-heap of nodes that live inside the objects that wait.
 *
 * Invariant: no node is earlier than its parent; node->index is its place, so that moving and
 * removing need no search (O(log n)). Equal deadlines come out in the order in which they were
 * armed, so that a simulation gives the same trace every time.
 */
#ifndef PL_BASE_HEAP_H
#define PL_BASE_HEAP_H

#include "base/err.h"
#include "base/time.h"

#include <stdbool.h>
#include <stddef.h>

struct pl_heap_node {
    pl_time_us at;
    uint64_t order; /* ties: first armed, first out */
    size_t index;   /* 1-based place in the heap; 0 = not armed */
};

struct pl_heap {
    struct pl_heap_node **nodes;
    size_t count;
    size_t capacity;
    uint64_t next_order;
};

void pl_heap_init(struct pl_heap *h);
void pl_heap_finish(struct pl_heap *h);

/* Arms a node or moves an armed one. The heap borrows the node until it is removed or popped. */
PL_MUST_CHECK enum pl_err pl_heap_arm(struct pl_heap *h, struct pl_heap_node *n, pl_time_us at);

/* Harmless when the node is not armed. */
void pl_heap_disarm(struct pl_heap *h, struct pl_heap_node *n);

/* The earliest deadline, PL_TIME_NEVER when empty. */
pl_time_us pl_heap_deadline(const struct pl_heap *h);

/* Takes out one node that is due at `now`; NULL when none is. */
struct pl_heap_node *pl_heap_pop_due(struct pl_heap *h, pl_time_us now);

static inline bool pl_heap_armed(const struct pl_heap_node *n)
{
    return n->index != 0;
}

#endif

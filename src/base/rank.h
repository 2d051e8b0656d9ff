/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An ordered set that knows places: who is first, how many are before this one, who is the n-th.
 *
 * The nodes live inside the objects that are ordered, by (a, b), the smaller first; b makes a key
 * unique (a number that only counts up), so that the order is total. Nothing is allocated, so
 * nothing fails.
 *
 * It is a treap (Seidel and Aragon 1996): a search tree by key and a heap by `weight`, which is a
 * hash of b. Strangers do not choose b, so its depth is O(log n) whatever they do.
 * Cost: every call O(log n), count and init O(1).
 */
#ifndef PL_BASE_RANK_H
#define PL_BASE_RANK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pl_rank_node {
    struct pl_rank_node *up; /* NULL: the root, or in no set */
    struct pl_rank_node *sides[2];
    uint32_t size; /* of the subtree; 0: in no set */
    uint32_t weight;
    int64_t a;
    uint64_t b;
};

struct pl_rank {
    struct pl_rank_node *root;
};

static inline void pl_rank_init(struct pl_rank *r)
{
    r->root = NULL;
}

static inline size_t pl_rank_count(const struct pl_rank *r)
{
    return r->root ? r->root->size : 0;
}

/* A node that is all zero is in no set. */
static inline bool pl_rank_holds(const struct pl_rank_node *n)
{
    return n->size != 0;
}

/* The node must be in no set, and (a, b) must be in this one only once. */
void pl_rank_put(struct pl_rank *r, struct pl_rank_node *n, int64_t a, uint64_t b);
/* The node must be in this set. */
void pl_rank_remove(struct pl_rank *r, struct pl_rank_node *n);

/* NULL: the set is empty. */
struct pl_rank_node *pl_rank_first(const struct pl_rank *r);
/* NULL: there is none after it. */
struct pl_rank_node *pl_rank_next(const struct pl_rank_node *n);
/* The one with `index` before it; NULL: there are not so many. */
struct pl_rank_node *pl_rank_at(const struct pl_rank *r, size_t index);
/* How many are before it. */
size_t pl_rank_before(const struct pl_rank_node *n);

/* Is the key of n before that of m? */
static inline bool pl_rank_less(const struct pl_rank_node *n, const struct pl_rank_node *m)
{
    return n->a < m->a || (n->a == m->a && n->b < m->b);
}

/* Asserts everything that is promised; O(n). For tests. */
void pl_rank_check(const struct pl_rank *r);

#endif

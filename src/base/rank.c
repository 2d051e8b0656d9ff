/* SPDX-License-Identifier: Apache-2.0 */
#include "base/rank.h"

#include <assert.h>

enum { LEFT, RIGHT };

static uint32_t size_of(const struct pl_rank_node *n)
{
    return n ? n->size : 0;
}

static void count(struct pl_rank_node *n)
{
    n->size = 1 + size_of(n->sides[LEFT]) + size_of(n->sides[RIGHT]);
}

/* The finalizer of splitmix64. */
static uint32_t weigh(uint64_t b)
{
    b += UINT64_C(0x9e3779b97f4a7c15);
    b = (b ^ (b >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    b = (b ^ (b >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (uint32_t)(b >> 32);
}

static int side_of(const struct pl_rank_node *n)
{
    return n->up->sides[RIGHT] == n ? RIGHT : LEFT;
}

/* Puts `with` (or nothing) where n hangs. */
static void replace(struct pl_rank *r, struct pl_rank_node *n, struct pl_rank_node *with)
{
    if (n->up)
        n->up->sides[side_of(n)] = with;
    else
        r->root = with;
    if (with)
        with->up = n->up;
}

/* n changes places with the one above it; the order stays. */
static void rotate_up(struct pl_rank *r, struct pl_rank_node *n)
{
    struct pl_rank_node *top = n->up;
    int side = side_of(n);
    struct pl_rank_node *inner = n->sides[!side];
    replace(r, top, n);
    top->sides[side] = inner;
    if (inner)
        inner->up = top;
    n->sides[!side] = top;
    top->up = n;
    count(top);
    count(n);
}

void pl_rank_put(struct pl_rank *r, struct pl_rank_node *n, int64_t a, uint64_t b)
{
    struct pl_rank_node **place = &r->root, *up = NULL;
    assert(n->size == 0);
    *n = (struct pl_rank_node){.size = 1, .weight = weigh(b), .a = a, .b = b};
    while (*place) {
        up = *place;
        up->size++;
        place = &up->sides[pl_rank_less(n, up) ? LEFT : RIGHT];
    }
    *place = n;
    n->up = up;
    while (n->up && n->up->weight < n->weight)
        rotate_up(r, n);
}

void pl_rank_remove(struct pl_rank *r, struct pl_rank_node *n)
{
    assert(n->size != 0);
    while (n->sides[LEFT] && n->sides[RIGHT])
        rotate_up(r, n->sides[n->sides[LEFT]->weight < n->sides[RIGHT]->weight ? RIGHT : LEFT]);
    replace(r, n, n->sides[LEFT] ? n->sides[LEFT] : n->sides[RIGHT]);
    for (struct pl_rank_node *up = n->up; up; up = up->up)
        up->size--;
    *n = (struct pl_rank_node){0};
}

static struct pl_rank_node *end_of(struct pl_rank_node *n, int side)
{
    while (n && n->sides[side])
        n = n->sides[side];
    return n;
}

struct pl_rank_node *pl_rank_first(const struct pl_rank *r)
{
    return end_of(r->root, LEFT);
}

struct pl_rank_node *pl_rank_next(const struct pl_rank_node *n)
{
    if (n->sides[RIGHT])
        return end_of(n->sides[RIGHT], LEFT);
    while (n->up && side_of(n) == RIGHT)
        n = n->up;
    return n->up;
}

struct pl_rank_node *pl_rank_at(const struct pl_rank *r, size_t index)
{
    struct pl_rank_node *n = r->root;
    while (n) {
        size_t before = size_of(n->sides[LEFT]);
        if (index == before)
            return n;
        n = n->sides[index < before ? LEFT : RIGHT];
        index -= index < before ? 0 : before + 1;
    }
    return NULL;
}

size_t pl_rank_before(const struct pl_rank_node *n)
{
    size_t before = size_of(n->sides[LEFT]);
    for (; n->up; n = n->up) {
        if (side_of(n) == RIGHT)
            before += 1 + size_of(n->up->sides[LEFT]);
    }
    return before;
}

void pl_rank_check(const struct pl_rank *r)
{
    const struct pl_rank_node *last = NULL;
    size_t seen = 0;
    assert(!r->root || !r->root->up);
    for (struct pl_rank_node *n = pl_rank_first(r); n; n = pl_rank_next(n)) {
        assert(!last || pl_rank_less(last, n));
        assert(n->size == 1 + size_of(n->sides[LEFT]) + size_of(n->sides[RIGHT]));
        assert(!n->up || n->up->weight >= n->weight);
        assert(n->up ? n->up->sides[side_of(n)] == n : r->root == n);
        last = n;
        seen++;
    }
    assert(seen == pl_rank_count(r));
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "base/heap.h"

#include <stdlib.h>

static bool before(const struct pl_heap_node *a, const struct pl_heap_node *b)
{
    return a->at < b->at || (a->at == b->at && a->order < b->order);
}

/* Places are 1-based: parent of i is i / 2. */
static void set(struct pl_heap *h, size_t i, struct pl_heap_node *n)
{
    h->nodes[i - 1] = n;
    n->index = i;
}

static void sift_up(struct pl_heap *h, struct pl_heap_node *n)
{
    size_t i = n->index;
    while (i > 1 && before(n, h->nodes[i / 2 - 1])) {
        set(h, i, h->nodes[i / 2 - 1]);
        i /= 2;
    }
    set(h, i, n);
}

static void sift_down(struct pl_heap *h, struct pl_heap_node *n)
{
    size_t i = n->index;
    while (i * 2 <= h->count) {
        size_t child = i * 2;
        if (child < h->count && before(h->nodes[child], h->nodes[child - 1]))
            child++;
        if (!before(h->nodes[child - 1], n))
            break;
        set(h, i, h->nodes[child - 1]);
        i = child;
    }
    set(h, i, n);
}

void pl_heap_init(struct pl_heap *h)
{
    *h = (struct pl_heap){0};
}

void pl_heap_finish(struct pl_heap *h)
{
    for (size_t i = 0; i < h->count; i++)
        h->nodes[i]->index = 0;
    free(h->nodes);
    *h = (struct pl_heap){0};
}

enum pl_err pl_heap_arm(struct pl_heap *h, struct pl_heap_node *n, pl_time_us at)
{
    if (n->index == 0) {
        if (h->count == h->capacity) {
            size_t capacity = h->capacity ? h->capacity * 2 : 16;
            struct pl_heap_node **nodes =
                realloc(h->nodes, capacity * sizeof(struct pl_heap_node *));
            if (!nodes)
                return PL_E_NOMEM;
            h->nodes = nodes;
            h->capacity = capacity;
        }
        h->count++;
        set(h, h->count, n);
    }
    n->at = at;
    n->order = h->next_order++;
    sift_up(h, n);
    sift_down(h, n);
    return PL_OK;
}

void pl_heap_disarm(struct pl_heap *h, struct pl_heap_node *n)
{
    struct pl_heap_node *last;
    size_t i = n->index;
    if (i == 0)
        return;
    n->index = 0;
    last = h->nodes[h->count - 1];
    h->count--;
    if (last == n)
        return;
    set(h, i, last);
    sift_up(h, last);
    sift_down(h, last);
}

pl_time_us pl_heap_deadline(const struct pl_heap *h)
{
    return h->count ? h->nodes[0]->at : PL_TIME_NEVER;
}

struct pl_heap_node *pl_heap_pop_due(struct pl_heap *h, pl_time_us now)
{
    struct pl_heap_node *n;
    if (h->count == 0 || h->nodes[0]->at > now)
        return NULL;
    n = h->nodes[0];
    pl_heap_disarm(h, n);
    return n;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Intrusive doubly linked list. The node lives inside the object, so adding never allocates and
 * removing needs no search. A head is a node that points at itself when the list is empty; a node
 * that is in no list points at itself as well, so removing twice is harmless.
 */
#ifndef PL_BASE_LIST_H
#define PL_BASE_LIST_H

#include <stdbool.h>
#include <stddef.h>

struct pl_list {
    struct pl_list *prev;
    struct pl_list *next;
};

/* The object that holds this member. */
#define pl_container_of(ptr, type, member) ((type *)(void *)((char *)(ptr)-offsetof(type, member)))

#define pl_list_for_each(it, head)         for ((it) = (head)->next; (it) != (head); (it) = (it)->next)

/* The object behind `it` may be removed inside the loop. */
#define pl_list_for_each_safe(it, tmp, head)                                                       \
    for ((it) = (head)->next, (tmp) = (it)->next; (it) != (head); (it) = (tmp), (tmp) = (it)->next)

static inline void pl_list_init(struct pl_list *n)
{
    n->prev = n;
    n->next = n;
}

static inline bool pl_list_empty(const struct pl_list *head)
{
    return head->next == head;
}

static inline void pl_list_add_tail(struct pl_list *head, struct pl_list *n)
{
    n->prev = head->prev;
    n->next = head;
    head->prev->next = n;
    head->prev = n;
}

static inline void pl_list_add_head(struct pl_list *head, struct pl_list *n)
{
    pl_list_add_tail(head->next, n);
}

static inline void pl_list_remove(struct pl_list *n)
{
    n->prev->next = n->next;
    n->next->prev = n->prev;
    pl_list_init(n);
}

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ids of named users: the same name has the same positive id for as long as it is remembered, that
 * is for the life of the process (with a store: of the store), or until the table is full and the
 * name is the one that has been offline longest. An id is never given to a second name.
 *
 * What is new and what was forgotten waits in two lists for whoever keeps names (keep.h).
 */
#ifndef PL_CORE_NAMES_H
#define PL_CORE_NAMES_H

#include "base/bytes.h"
#include "base/err.h"
#include "base/list.h"
#include "base/strmap.h"

struct pl_names {
    struct pl_strmap by_name; /* of struct pl_name */
    struct pl_list offline;   /* longest offline first */
    struct pl_list fresh;     /* by pl_name.news: made since somebody looked */
    struct pl_list forgotten; /* by pl_name.news: not in the table any more; ours to free */
    int32_t last_id;
};

struct pl_name {
    struct pl_list offline; /* in no list while online */
    struct pl_list news;
    int32_t id;
    size_t len;
    uint8_t text[];
};

/* limit: at least the number of users who can be online at a time. first_id: at least 1. */
void pl_names_init(struct pl_names *n, size_t limit, int32_t first_id, const uint8_t seed[16]);
void pl_names_finish(struct pl_names *n);

/* Finds or adds a name and marks it online. NULL when memory is short or all ids are used up. */
struct pl_name *pl_names_use(struct pl_names *n, struct pl_bytes text);

/* From a store, before anybody signs in: it is offline. PL_E_EXISTS: the name has an id already;
 * PL_E_LIMIT, PL_E_RANGE (no positive id), PL_E_NOMEM. */
PL_MUST_CHECK enum pl_err pl_names_learn(struct pl_names *n, struct pl_bytes text, int32_t id);

/* The news have been seen. */
void pl_names_seen(struct pl_names *n);

/* Nobody is online under it any more; it is remembered. */
void pl_names_release(struct pl_names *n, struct pl_name *name);

#endif

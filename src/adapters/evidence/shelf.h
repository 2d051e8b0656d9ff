/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Changes to rows of recordings that are over: sealed, held, marked, deleted. One after the other,
 * so that no change is lost to another that was on its way: the row is read, changed and written
 * together with a line of its time line and one of the audit, all or nothing. `edit` may be asked
 * more than once.
 *
 * Loop's thread. Limits: PL_SHELF_WAITING_MAX changes that wait.
 */
#ifndef PL_EVIDENCE_SHELF_H
#define PL_EVIDENCE_SHELF_H

#include "adapters/store/store.h"

#include <jansson.h>

enum { PL_SHELF_WAITING_MAX = 4096, PL_SHELF_DETAIL_MAX = 512, PL_SHELF_ACTOR_MAX = 96 };

struct pl_shelf;

struct pl_shelf_change {
    int64_t id;
    /*
     * May change row and body (its JSON object, of which row->body is made again). Texts that it
     * puts into row: static, or of arg; also into what follows, of itself. What it gives is the end
     * of it, but PL_OK: then all is written. NULL: a line alone.
     */
    enum pl_err (*edit)(void *arg, struct pl_store_recording *row, json_t *body,
                        struct pl_shelf_change *self);
    /* Of the time line; kind NULL: none. Strings are static or of arg; read after `edit`. */
    const char *kind;
    int64_t user;
    const char *detail;
    int64_t at_ms; /* 0: now */
    /* Of the audit; verb NULL: none. */
    const char *actor, *verb, *why;
    /* It is safe (PL_OK), or was not done: what `edit` gave; PL_E_NOT_FOUND: no such recording;
     * PL_E_CLOSED: the shelf was stopped; else as pl_store_write. Exactly once. */
    void (*done)(void *arg, enum pl_err err);
    void *arg;
};

/* Borrows store. NULL: no memory. */
struct pl_shelf *pl_shelf_create(struct pl_store *store, int64_t (*wall_ms)(void));
/* Ends what waits (PL_E_CLOSED). Accepts NULL. */
void pl_shelf_destroy(struct pl_shelf *shelf);

/* PL_E_LIMIT, PL_E_NOMEM: it was not taken, done is not called. */
PL_MUST_CHECK enum pl_err pl_shelf_do(struct pl_shelf *shelf, const struct pl_shelf_change *change);

#endif

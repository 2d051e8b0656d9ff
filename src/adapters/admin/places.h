/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Setting up the service counters while people wait: requests in, JSON out (api.h), what was set
 * kept in the store. The settings are those of core/counter/setup.h; what each means:
 * docs/routing.md.
 *
 *   GET  /v1/areas, /v1/queues       all of them, with how many are there and wait
 *   GET  /v1/areas/ID, /v1/queues/ID, /v1/agents/ID      every setting
 *   POST /v1/areas/ID, /v1/queues/ID, /v1/agents/ID      body {"KEY": VALUE, ...}: makes it, or
 *                                    changes these keys and no others; {"strategy": "random"}
 *   POST /v1/areas/ID/delete, /v1/queues/ID/delete       who waits there leaves with 15
 *   POST /v1/agents/ID/delete        nothing is known of his skills and capacity any more
 *   GET  /v1/pairs                   who is kept apart
 *   POST /v1/pairs                   body {"one": ID, "other": ID, "apart": true or false}
 *
 * A change is in force at once, and answered when it is safe in the store: what was answered with
 * 200 is there after a restart. Only the keys that were given are kept: the others stay as
 * parlor.ini, or a business server, has them. A place that was deleted here stays deleted until it
 * is set again here.
 *
 * Errors: 404 there is none; 409 too many; 422 a key or value that is wrong, or does not fit the
 * others; 503 it is in force, but could not be kept.
 */
#ifndef PL_ADMIN_PLACES_H
#define PL_ADMIN_PLACES_H

#include "adapters/admin/api.h"
#include "adapters/store/store.h"

enum { PL_PLACES_KEPT_MAX = 20000 }; /* settings of places and people, and pairs */

struct pl_admin;
struct pl_admin_places;

struct pl_places_port {
    const struct pl_core *(*core)(void *arg);
    void (*step)(void *arg, struct pl_event *event);
    void (*reply)(void *arg, uint64_t ticket, struct pl_admin_reply *reply);
    void *arg;
};

/* store NULL: nothing is kept. NULL: out of memory. */
struct pl_admin_places *pl_admin_places_create(struct pl_store *store,
                                               const struct pl_places_port *port);
void pl_admin_places_destroy(struct pl_admin_places *p);
/* At the start, row by row; what does not fit any more is passed over. False: that was so. */
bool pl_admin_places_kept(struct pl_admin_places *p, const struct pl_store_place *row);

enum pl_places_verb {
    PL_PLACES_LIST_AREAS = 1,
    PL_PLACES_LIST_QUEUES,
    PL_PLACES_LIST_PAIRS,
    PL_PLACES_SHOW,
    PL_PLACES_SET,
    PL_PLACES_DELETE,
    PL_PLACES_PAIR,
};

/* Answers what is about areas, queues, agents and pairs: rights, deed and all. False: it is about
 * something else. port->places is not NULL. */
bool pl_admin_places_answer(const struct pl_admin_port *port,
                            const struct pl_admin_request *request, struct pl_admin_reply *reply);

/* kind: of SHOW, SET, DELETE. The answer is in *reply, or comes later by port.reply. */
void pl_admin_places_do(struct pl_admin_places *p, enum pl_places_verb verb,
                        enum pl_counter_kind kind, int64_t id,
                        const struct pl_admin_request *request, struct pl_admin_reply *reply);
/* Who asked is not waited for any more: what was asked for is done all the same. */
void pl_admin_places_gone(struct pl_admin_places *p, uint64_t ticket);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One request on its way to the storage thread and back: owns everything it needs. Private to this
 * folder.
 */
#ifndef PL_ADAPTERS_STORE_REQUEST_H
#define PL_ADAPTERS_STORE_REQUEST_H

#include "adapters/store/store.h"
#include "base/list.h"

struct pl_store_chunk; /* memory of rows */

struct pl_store_request {
    struct pl_list in_store; /* the loop's thread, as `reply` */
    struct pl_store_reply reply;
    uint64_t ticket;
    size_t bytes; /* of memory, without its rows */

    struct pl_store_change *changes; /* a write */
    size_t change_count;             /* 0: a read */
    struct pl_store_query query;     /* a read */
    struct pl_store_filter filters[PL_STORE_FILTERS_MAX];

    enum pl_err err; /* what has become of it */
    int64_t number;
    uint8_t *rows;
    size_t row_count;
    size_t row_bytes; /* of their texts */
    bool more;
    struct pl_store_chunk *chunks;

    bool is_state; /* neither: news of the database */
    char why[PL_STORE_ERROR_MAX];
};

/* Copies. NULL: out of memory. */
struct pl_store_request *pl_store_request_write(const struct pl_store_change *changes,
                                                size_t count);
struct pl_store_request *pl_store_request_read(const struct pl_store_query *query);
void pl_store_request_destroy(struct pl_store_request *r);

/* Storage thread: carries it out. It may be done again after a failure. */
enum pl_err pl_store_request_run(struct pl_store_request *r, struct pl_store_db *db);

#endif

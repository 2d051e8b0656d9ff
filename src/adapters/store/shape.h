/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What records look like, so that one piece of code copies, writes and reads all of them. Private
 * to this folder.
 */
#ifndef PL_ADAPTERS_STORE_SHAPE_H
#define PL_ADAPTERS_STORE_SHAPE_H

#include "adapters/store/db.h"

enum { PL_STORE_COLUMNS_MAX = 32 };

struct pl_store_column {
    const char *name;
    bool text; /* struct pl_bytes, else int64_t */
    size_t offset;
};

struct pl_store_shape {
    const char *table; /* its name in the database */
    struct pl_store_column columns[PL_STORE_COLUMNS_MAX];
    unsigned count;
    unsigned keys; /* the first so many are the key */
    size_t size;   /* of the struct */
    bool log;      /* numbered by the store */
};

/* NULL: there is no such table. */
const struct pl_store_shape *pl_store_shape_of(enum pl_store_table table);

/* The first `count` columns as values that borrow from the record. */
void pl_store_shape_values(const struct pl_store_shape *shape, const void *record, unsigned count,
                           struct pl_store_value *out);
/* The record of a whole row; borrows from the values. */
void pl_store_shape_record(const struct pl_store_shape *shape, const struct pl_store_value *values,
                           void *record);

/* Bytes that the texts of the first `count` columns take. */
size_t pl_store_shape_bytes(const struct pl_store_shape *shape, const void *record, unsigned count);
/* Copies those columns, the others become 0; texts go to *bytes, which moves on. */
void pl_store_shape_copy(const struct pl_store_shape *shape, const void *record, unsigned count,
                         void *to, uint8_t **bytes);

/* PL_E_RANGE: one of these texts cannot be kept. */
PL_MUST_CHECK enum pl_err pl_store_shape_check(const struct pl_store_shape *shape,
                                               const void *record, unsigned count);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Statements made from shapes, in the dialect that both back-ends share. Private to this folder.
 */
#ifndef PL_ADAPTERS_STORE_SQL_H
#define PL_ADAPTERS_STORE_SQL_H

#include "adapters/store/shape.h"

enum { PL_STORE_SQL_MAX = 2048 };

/* Values: all columns. add: refuse when the key is taken. */
void pl_store_sql_put(const struct pl_store_shape *shape, char placeholder, bool add,
                      char out[PL_STORE_SQL_MAX]);
/* Values: the first `keys` columns; up_to: of a log, the number. */
void pl_store_sql_delete(const struct pl_store_shape *shape, char placeholder, unsigned keys,
                         bool up_to, char out[PL_STORE_SQL_MAX]);
/* Values: the first `keys` columns, then (after) the whole key, then one for each filter, then the
 * limit. newest: from the
 * other end. */
void pl_store_sql_select(const struct pl_store_shape *shape, char placeholder,
                         const struct pl_store_query *query, char out[PL_STORE_SQL_MAX]);

#endif

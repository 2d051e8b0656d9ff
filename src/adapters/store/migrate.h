/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tables, step by step: each step has a number, is done once and never changed afterwards.
 * Private to this folder.
 */
#ifndef PL_ADAPTERS_STORE_MIGRATE_H
#define PL_ADAPTERS_STORE_MIGRATE_H

#include "adapters/store/db.h"

/* In one transaction. PL_E_UNSUPPORTED: the tables are of a newer version than this program. */
PL_MUST_CHECK enum pl_err pl_store_migrate(const struct pl_store_ops *ops, void *connection);

/* The number of the last step that this program knows. */
int pl_store_schema_version(void);

#endif

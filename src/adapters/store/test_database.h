/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For tests: an empty database of either back-end. PostgreSQL is a real server that the first use
 * starts, in a folder of its own.
 */
#ifndef PL_ADAPTERS_STORE_TEST_DATABASE_H
#define PL_ADAPTERS_STORE_TEST_DATABASE_H

#include "adapters/store/db.h"

enum test_backend {
    TEST_SQLITE,
    TEST_POSTGRES,
};

struct test_database {
    const struct pl_store_ops *ops;
    char where[256];
    char folder[64]; /* SQLite's */
};

/* False: PostgreSQL is not there: skip(). Fails the test when it should work and does not. */
bool test_database_make(struct test_database *t, enum test_backend backend);
void test_database_remove(struct test_database *t);
/* Statement by statement, past the store. */
void test_database_run(const struct test_database *t, const char *sql);

/* Group set-up and tear-down: the server of PostgreSQL. */
int test_database_start(void **state);
int test_database_stop(void **state);

#endif

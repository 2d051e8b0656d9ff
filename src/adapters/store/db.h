/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The store as a synchronous library: one connection of one thread. The server has it on its
 * storage thread (store.h); tools like parlorctl use it as it is, also while the server runs.
 *
 *     pl_store_db_open(&db, pl_store_sqlite(), "data/parlor.db", error);     makes and migrates
 *     pl_store_db_write(db, changes, count, NULL);                           all or nothing
 *     pl_store_db_read(db, &query, on_row, arg);
 *     pl_store_db_close(db);
 *
 * What pl_store_db_write has acknowledged survives kill -9 and, as far as the disk keeps its word,
 * a power cut. Writers of several processes take turns (SQLite waits five seconds, then
 * PL_E_AGAIN).
 */
#ifndef PL_ADAPTERS_STORE_DB_H
#define PL_ADAPTERS_STORE_DB_H

#include "adapters/store/record.h"
#include "base/err.h"

enum {
    PL_STORE_ERROR_MAX = 256,
    PL_STORE_CHANGES_MAX = 64, /* in one write */
    PL_STORE_ROWS_MAX = 1000,  /* of one read */
};

enum pl_store_verb {
    PL_STORE_PUT = 1, /* adds, or takes the place of what has the same key */
    PL_STORE_ADD,     /* PL_E_EXISTS when the key is taken */
    PL_STORE_DELETE,  /* what has the key, or its first `keys` columns; none is fine, too */
    PL_STORE_APPEND,  /* to a log; the number is the store's */
    PL_STORE_TRIM,    /* of a log: everything up to the number */
};

struct pl_store_change {
    enum pl_store_verb verb;
    enum pl_store_table table;
    const void *record; /* borrowed: the struct of that table */
    unsigned keys;      /* DELETE: how many columns of the key count; 0: all */
};

enum {
    PL_STORE_FILTERS_MAX = 12,
    PL_STORE_FILTER_TEXT_MAX = 256, /* bytes */
};

enum pl_store_filter_kind {
    PL_STORE_IS = 1,   /* equal to it */
    PL_STORE_LESS,     /* a number that is less */
    PL_STORE_AT_LEAST, /* a number that is the same or more */
    PL_STORE_HAS,      /* a text that has this one in it; letters a-z as they are written: who
                          wants to find any case keeps and asks for one */
};

/* Rows that do not fit are passed over, which costs time: filters on columns without an index want
 * a key, an `after` or another filter beside them. */
struct pl_store_filter {
    enum pl_store_filter_kind kind;
    const char *column; /* static; of the table */
    int64_t number;     /* of a column of numbers */
    struct pl_bytes text;
};

/* Rows in the order of their key (texts: by their bytes), or (newest) the other way round. */
struct pl_store_query {
    enum pl_store_table table;
    const void *key;   /* borrowed; may be NULL when keys is 0 */
    unsigned keys;     /* the first so many columns are equal to the key's; 0: the whole table */
    const void *after; /* borrowed; only rows whose key comes after this record's; NULL: all */
    size_t limit;      /* 1..PL_STORE_ROWS_MAX rows; 0: PL_STORE_ROWS_MAX */
    bool newest;       /* and then `after` is: before this record's key */
    const struct pl_store_filter *filters; /* borrowed; all of them have to fit */
    unsigned filter_count;
};

/* A value on its way to or from a back-end: a number, or (data not NULL) a text. */
struct pl_store_value {
    int64_t number;
    struct pl_bytes text;
};

/* One row of a back-end; false: no more, please. */
typedef bool pl_store_on_values(void *arg, const struct pl_store_value *values, size_t count);

/*
 * What a back-end is. SQL is in the dialect that both have in common, placeholders are ?1, ?2 ...
 * (SQLite) or $1, $2 ... (PostgreSQL). Errors: PL_E_EXISTS (a unique key), PL_E_AGAIN (locked, or
 * serialisation failed: nothing was done), PL_E_LIMIT (disk full), PL_E_CLOSED (connection lost;
 * `begin` looks for it again), PL_E_IO. After a failed `run` the transaction can only be rolled
 * back, to a savepoint or as a whole.
 */
struct pl_store_ops {
    const char *name; /* "sqlite", "postgres" */
    char placeholder; /* '?' or '$' */
    const char *text; /* type of a text that is compared by its bytes */
    const char *lock; /* statement that keeps others from migrating at the same time; may be NULL */
    /* where: path or connection string. PL_E_IO: error says why (no secrets). */
    enum pl_err (*open)(void **out, const char *where, char error[PL_STORE_ERROR_MAX]);
    void (*close)(void *connection);
    enum pl_err (*begin)(void *connection);
    /* Returns when it is safe. PL_E_CLOSED: the connection was lost on the way and it is not known
     * yet what became of the transaction: call it again. PL_E_AGAIN: nothing was done. Any failure
     * but PL_E_CLOSED has rolled back. */
    enum pl_err (*commit)(void *connection);
    void (*rollback)(void *connection);
    /* One statement; prepared ones are kept by their text. on_row NULL: no rows wanted. */
    enum pl_err (*run)(void *connection, const char *sql, const struct pl_store_value *values,
                       size_t count, pl_store_on_values *on_row, void *arg);
    const char *(*why)(void *connection); /* of the last failure; never NULL */
};

const struct pl_store_ops *pl_store_sqlite(void);
/* NULL: not in this build. */
const struct pl_store_ops *pl_store_postgres(void);

struct pl_store_db;

/* Makes the tables, or brings them up to date. PL_E_IO; PL_E_UNSUPPORTED: made by a newer version;
 * PL_E_NOMEM. */
PL_MUST_CHECK enum pl_err pl_store_db_open(struct pl_store_db **out, const struct pl_store_ops *ops,
                                           const char *where, char error[PL_STORE_ERROR_MAX]);
/* Accepts NULL. */
void pl_store_db_close(struct pl_store_db *db);

/*
 * All changes or none. numbers, when not NULL: what each APPEND was given, 0 for the others.
 * PL_E_RANGE: a text is too long or no UTF-8, or holds NUL; PL_E_EXISTS; else as pl_store_ops.
 */
PL_MUST_CHECK enum pl_err pl_store_db_write(struct pl_store_db *db,
                                            const struct pl_store_change *changes, size_t count,
                                            int64_t *numbers);
/* The same in steps, to put several writes into one transaction: a step that fails has changed
 * nothing, the others stand. */
PL_MUST_CHECK enum pl_err pl_store_db_begin(struct pl_store_db *db);
PL_MUST_CHECK enum pl_err pl_store_db_step(struct pl_store_db *db,
                                           const struct pl_store_change *changes, size_t count,
                                           int64_t *numbers);
PL_MUST_CHECK enum pl_err pl_store_db_commit(struct pl_store_db *db);
void pl_store_db_rollback(struct pl_store_db *db);

/* on_row: record is the struct of the table, good until it returns; false: no more, please.
 * PL_E_RANGE: a text cannot be kept, or a filter's is too long. */
PL_MUST_CHECK enum pl_err pl_store_db_read(struct pl_store_db *db,
                                           const struct pl_store_query *query,
                                           bool (*on_row)(void *arg, const void *record),
                                           void *arg);

/* Of the last failure, for people; never NULL. */
const char *pl_store_db_why(const struct pl_store_db *db);

#endif

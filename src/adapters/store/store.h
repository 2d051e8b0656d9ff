/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The port to what is kept: requests go to the storage thread through a bounded mailbox, answers
 * come back on the loop's thread. Nobody waits.
 *
 *     struct pl_store_account key = {.name = name};
 *     pl_store_read(store, &(struct pl_store_query){.table = PL_STORE_ACCOUNTS, .key = &key, .keys
 * = 1, .limit = 1}, (struct pl_store_reply){on_account, self}, &ticket);
 *     ... later: on_account(self, answer): answer->rows is a struct pl_store_account[count]
 *
 *     pl_store_write(store, (struct pl_store_change[]){{PL_STORE_PUT, PL_STORE_ACCOUNTS, &a, 0}},
 * 1, (struct pl_store_reply){0}, NULL);              nobody needs to know
 *
 * Requests are carried out in their order: a read sees every write that was asked for before it. A
 * write is acknowledged when it will survive kill -9; those that wait are committed together, so
 * many small ones cost little. One that fails does not touch the others.
 *
 * Limits: PL_STORE_WAITING_MAX requests and PL_STORE_WAITING_BYTES at once (PL_E_LIMIT).
 * Errors in answers: as pl_store_db_write and pl_store_db_read; PL_E_CLOSED: no connection to the
 * database, also not after `patience`; a write may have been done nevertheless.
 *
 * All functions: loop's thread.
 */
#ifndef PL_ADAPTERS_STORE_STORE_H
#define PL_ADAPTERS_STORE_STORE_H

#include "adapters/store/db.h"
#include "base/time.h"
#include "io/loop.h"

enum {
    PL_STORE_WAITING_MAX = 4096,
    PL_STORE_WAITING_BYTES = 32 << 20,
    PL_STORE_ANSWER_BYTES = 4 << 20, /* of rows in one answer, at least one row */
};

struct pl_store;

struct pl_store_answer {
    uint64_t ticket;
    enum pl_err err;
    enum pl_store_table table; /* of a read */
    const void *rows;          /* of a read: array of that table's struct */
    size_t count;
    bool more;      /* of a read: it ended at its limit, or at PL_STORE_ANSWER_BYTES: ask on */
    size_t changes; /* of a write: how many were asked for */
    int64_t number; /* of a write: what its last APPEND was given; 0: there was none */
};

/* Whom to answer; fn NULL: nobody. */
struct pl_store_reply {
    void (*fn)(void *arg, const struct pl_store_answer *answer);
    void *arg;
};

struct pl_store_config {
    const struct pl_store_ops *ops;
    const char *where;   /* path or connection string; copied */
    pl_time_us patience; /* how long a lost database is looked for before requests fail; 0: 10 s */
    /* The database was lost (why not NULL) or is back. Loop's thread; may be NULL. */
    void (*on_state)(void *arg, const char *why);
    void *arg;
};

struct pl_store_stats {
    size_t waiting;
    size_t waiting_bytes;
    uint64_t writes, reads;
    uint64_t commits;
    uint64_t failures; /* requests that failed but for PL_E_EXISTS and PL_E_RANGE */
    uint64_t refused;  /* PL_E_LIMIT: never asked for */
    size_t down;       /* 1: the database was lost and is not back */
};

/* Opens and migrates before it returns, so that a server that starts has its store. Errors as
 * pl_store_db_open, with error filled in; PL_E_NOMEM, PL_E_IO, PL_E_LIMIT. Borrows loop. */
PL_MUST_CHECK enum pl_err pl_store_start(struct pl_store **out, struct pl_loop *loop,
                                         const struct pl_store_config *config,
                                         char error[PL_STORE_ERROR_MAX]);
/* Carries out what was asked for (waits for it, at most `patience`); answers are not given any
 * more. Accepts NULL. */
void pl_store_stop(struct pl_store *store);

/* Copies everything. ticket (may be NULL) is never 0. PL_E_LIMIT, PL_E_NOMEM: not asked for, and
 * no answer will come. */
PL_MUST_CHECK enum pl_err pl_store_read(struct pl_store *store, const struct pl_store_query *query,
                                        struct pl_store_reply reply, uint64_t *ticket);
/* 1..PL_STORE_CHANGES_MAX changes: all or nothing. PL_E_RANGE also for texts that cannot be kept.
 */
PL_MUST_CHECK enum pl_err pl_store_write(struct pl_store *store,
                                         const struct pl_store_change *changes, size_t count,
                                         struct pl_store_reply reply, uint64_t *ticket);

/* No answer to `arg` any more: it is about to go. What it asked for is done all the same. */
void pl_store_forget(struct pl_store *store, const void *arg);

void pl_store_get_stats(const struct pl_store *store, struct pl_store_stats *out);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The embedded back-end: one file, in WAL mode with synchronous=FULL, so that what is committed is
 * on the disk, and readers of other processes never wait for a writer.
 */
#include "adapters/store/db.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { STATEMENTS_MAX = 64, COLUMNS_MAX = 32, BUSY_MS = 5000 };

struct kept {
    char *sql;
    sqlite3_stmt *statement;
};

struct sqlite {
    sqlite3 *db;
    struct kept kept[STATEMENTS_MAX];
    size_t kept_count;
    char why[PL_STORE_ERROR_MAX];
};

static enum pl_err err_of(int code)
{
    switch (code & 0xff) {
    case SQLITE_OK:
    case SQLITE_DONE:
    case SQLITE_ROW:
        return PL_OK;
    case SQLITE_CONSTRAINT:
        return PL_E_EXISTS;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return PL_E_AGAIN;
    case SQLITE_FULL:
        return PL_E_LIMIT;
    case SQLITE_NOMEM:
        return PL_E_NOMEM;
    default:
        return PL_E_IO;
    }
}

/* SQLite forgets with the next call that succeeds. */
static enum pl_err failed(struct sqlite *s, int code)
{
    if (err_of(code) != PL_OK)
        (void)snprintf(s->why, sizeof(s->why), "%s", sqlite3_errmsg(s->db));
    return err_of(code);
}

/* ---- statements ---- */

static sqlite3_stmt *find(struct sqlite *s, const char *sql)
{
    for (size_t i = 0; i < s->kept_count; i++) {
        if (strcmp(s->kept[i].sql, sql) == 0)
            return s->kept[i].statement;
    }
    return NULL;
}

/* *once: it is not kept, and to be finalised after its use. */
static enum pl_err prepare(struct sqlite *s, const char *sql, sqlite3_stmt **out, bool *once)
{
    struct kept *k = &s->kept[s->kept_count];
    int code;
    *once = false;
    *out = find(s, sql);
    if (*out)
        return PL_OK;
    code = sqlite3_prepare_v3(s->db, sql, -1, SQLITE_PREPARE_PERSISTENT, out, NULL);
    if (code != SQLITE_OK)
        return failed(s, code);
    *once = s->kept_count == STATEMENTS_MAX || !(k->sql = strdup(sql));
    if (!*once) {
        k->statement = *out;
        s->kept_count++;
    }
    return PL_OK;
}

static int bind(sqlite3_stmt *st, const struct pl_store_value *values, size_t count)
{
    int code = SQLITE_OK;
    for (size_t i = 0; code == SQLITE_OK && i < count; i++) {
        const struct pl_store_value *v = &values[i];
        if (v->text.data)
            code = sqlite3_bind_text64(st, (int)i + 1, (const char *)v->text.data, v->text.len,
                                       SQLITE_STATIC, SQLITE_UTF8);
        else
            code = sqlite3_bind_int64(st, (int)i + 1, v->number);
    }
    return code;
}

static bool give_row(sqlite3_stmt *st, pl_store_on_values *on_row, void *arg)
{
    struct pl_store_value values[COLUMNS_MAX];
    int n = sqlite3_column_count(st);
    for (int i = 0; i < n && i < COLUMNS_MAX; i++) {
        values[i] = (struct pl_store_value){0, {NULL, 0}};
        if (sqlite3_column_type(st, i) == SQLITE_INTEGER) {
            values[i].number = sqlite3_column_int64(st, i);
        } else {
            const unsigned char *text = sqlite3_column_text(st, i);
            values[i].text = pl_bytes_of(text ? text : (const unsigned char *)"",
                                         text ? (size_t)sqlite3_column_bytes(st, i) : 0);
        }
    }
    return on_row(arg, values, n < COLUMNS_MAX ? (size_t)n : COLUMNS_MAX);
}

static enum pl_err run(void *connection, const char *sql, const struct pl_store_value *values,
                       size_t count, pl_store_on_values *on_row, void *arg)
{
    struct sqlite *s = connection;
    sqlite3_stmt *st;
    bool once;
    enum pl_err err = prepare(s, sql, &st, &once);
    int code;
    if (err)
        return err;
    code = bind(st, values, count);
    if (code == SQLITE_OK) {
        bool more = true;
        /* To its end in any case: a writing statement has to be carried out. */
        while ((code = sqlite3_step(st)) == SQLITE_ROW) {
            if (more && on_row)
                more = give_row(st, on_row, arg);
        }
    }
    err = failed(s, code);
    if (once)
        (void)sqlite3_finalize(st);
    else
        (void)sqlite3_reset(st); /* its code is that of the step */
    return err;
}

/* ---- transactions ---- */

static enum pl_err begin(void *connection)
{
    return run(connection, "BEGIN IMMEDIATE", NULL, 0, NULL, NULL);
}

static void rollback(void *connection)
{
    struct sqlite *s = connection;
    if (!sqlite3_get_autocommit(s->db) && run(s, "ROLLBACK", NULL, 0, NULL, NULL) != PL_OK)
        return; /* it has rolled back by itself, after a full disk, say */
}

static enum pl_err commit(void *connection)
{
    enum pl_err err = run(connection, "COMMIT", NULL, 0, NULL, NULL);
    if (err)
        rollback(connection);
    return err;
}

/* ---- life ---- */

static const char *why(void *connection)
{
    struct sqlite *s = connection;
    return s->why;
}

static void close_db(void *connection)
{
    struct sqlite *s = connection;
    for (size_t i = 0; i < s->kept_count; i++) {
        (void)sqlite3_finalize(s->kept[i].statement);
        free(s->kept[i].sql);
    }
    (void)sqlite3_close(s->db);
    free(s);
}

/*
 * Nobody else may read hashes and keys; SQLite gives its other files the mode of this one. A file
 * that is there must not be opened here: closing it would take away the locks that other
 * connections of this process have on it (POSIX), and another process would then remove the log
 * that they write to.
 */
static enum pl_err make_private(const char *path, char error[PL_STORE_ERROR_MAX])
{
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0 && errno == EEXIST)
        return PL_OK;
    if (fd < 0) {
        (void)snprintf(error, PL_STORE_ERROR_MAX, "%s: %s", path, strerror(errno));
        return PL_E_IO;
    }
    close(fd);
    return PL_OK;
}

static int prepare_db(struct sqlite *s)
{
    static const char *const pragmas[] = {
        "PRAGMA journal_mode=WAL",   "PRAGMA synchronous=FULL",
        "PRAGMA trusted_schema=OFF", "PRAGMA journal_size_limit=67108864",
        "PRAGMA cell_size_check=ON",
    };
    int code = sqlite3_busy_timeout(s->db, BUSY_MS);
    (void)sqlite3_extended_result_codes(s->db, 1);
    (void)sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    for (size_t i = 0; code == SQLITE_OK && i < sizeof(pragmas) / sizeof(pragmas[0]); i++)
        code = sqlite3_exec(s->db, pragmas[i], NULL, NULL, NULL);
    return code;
}

static enum pl_err open_db(void **out, const char *where, char error[PL_STORE_ERROR_MAX])
{
    struct sqlite *s;
    enum pl_err err = make_private(where, error);
    int code;
    if (err)
        return err;
    s = calloc(1, sizeof(*s));
    if (!s)
        return PL_E_NOMEM;
    code = sqlite3_open_v2(where, &s->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    if (code == SQLITE_OK)
        code = prepare_db(s);
    if (code != SQLITE_OK) {
        (void)snprintf(error, PL_STORE_ERROR_MAX, "%s: %s", where,
                       s->db ? sqlite3_errmsg(s->db) : sqlite3_errstr(code));
        close_db(s);
        return err_of(code);
    }
    *out = s;
    return PL_OK;
}

const struct pl_store_ops *pl_store_sqlite(void)
{
    static const struct pl_store_ops ops = {
        .name = "sqlite",
        .placeholder = '?',
        .text = "TEXT",
        .lock = NULL,
        .open = open_db,
        .close = close_db,
        .begin = begin,
        .commit = commit,
        .rollback = rollback,
        .run = run,
        .why = why,
    };
    return &ops;
}

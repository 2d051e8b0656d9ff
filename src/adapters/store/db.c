/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/store/db.h"

#include "adapters/store/chain.h"
#include "adapters/store/migrate.h"
#include "adapters/store/sql.h"
#include "base/utf8.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

struct pl_store_db {
    const struct pl_store_ops *ops;
    void *connection;
};

/* ---- life ---- */

enum pl_err pl_store_db_open(struct pl_store_db **out, const struct pl_store_ops *ops,
                             const char *where, char error[PL_STORE_ERROR_MAX])
{
    struct pl_store_db *db = calloc(1, sizeof(*db));
    enum pl_err err;
    *out = NULL;
    error[0] = '\0';
    if (!db)
        return PL_E_NOMEM;
    db->ops = ops;
    err = ops->open(&db->connection, where, error);
    if (err) {
        free(db);
        return err;
    }
    err = pl_store_migrate(ops, db->connection);
    if (err) {
        (void)snprintf(error, PL_STORE_ERROR_MAX, "%s",
                       err == PL_E_UNSUPPORTED
                           ? "its tables were made by a newer version of this program"
                           : ops->why(db->connection));
        pl_store_db_close(db);
        return err;
    }
    *out = db;
    return PL_OK;
}

void pl_store_db_close(struct pl_store_db *db)
{
    if (!db)
        return;
    db->ops->close(db->connection);
    free(db);
}

const char *pl_store_db_why(const struct pl_store_db *db)
{
    return db->ops->why(db->connection);
}

/* ---- writing ---- */

static enum pl_err run(struct pl_store_db *db, const char *sql, const struct pl_store_value *values,
                       size_t count)
{
    return db->ops->run(db->connection, sql, values, count, NULL, NULL);
}

static bool on_number(void *arg, const struct pl_store_value *values, size_t count)
{
    if (count > 0)
        *(int64_t *)arg = values[0].number;
    return false;
}

/*
 * The next number of a log. The row of the counter stays locked until the end of the transaction:
 * so numbers are committed in their order, and one that is not committed is given again.
 */
static enum pl_err next_number(struct pl_store_db *db, const struct pl_store_shape *shape,
                               int64_t *number)
{
    struct pl_store_value name = {0, pl_bytes_str(shape->table)};
    char sql[PL_STORE_SQL_MAX];
    enum pl_err err;
    *number = 0;
    (void)snprintf(sql, sizeof(sql),
                   "UPDATE parlor_counters SET \"value\" = \"value\" + 1 WHERE \"name\" = %c1"
                   " RETURNING \"value\"",
                   db->ops->placeholder);
    err = db->ops->run(db->connection, sql, &name, 1, on_number, number);
    return !err && *number == 0 ? PL_E_IO : err; /* somebody has removed the counter */
}

struct sum {
    char text[PL_STORE_CHAIN_CHARS + 1];
};

static bool on_sum(void *arg, const struct pl_store_value *values, size_t count)
{
    struct sum *sum = arg;
    if (count > 0)
        (void)pl_bytes_to_str(values[0].text, sum->text, sizeof(sum->text));
    return false;
}

/* The sum of the line that is about to be appended. The counter's row is locked: nobody else
 * appends meanwhile. */
static enum pl_err chain(struct pl_store_db *db, const struct pl_store_audit *line, int64_t number,
                         char out[PL_STORE_CHAIN_CHARS + 1])
{
    struct pl_store_audit numbered = *line;
    struct sum before = {""};
    enum pl_err err = db->ops->run(
        db->connection, "SELECT \"chain\" FROM parlor_audit ORDER BY \"number\" DESC LIMIT 1", NULL,
        0, on_sum, &before);
    numbered.number = number;
    return err ? err : pl_store_chain(pl_bytes_str(before.text), &numbered, out);
}

static enum pl_err put(struct pl_store_db *db, const struct pl_store_shape *shape,
                       const struct pl_store_change *c, int64_t *number)
{
    struct pl_store_value values[PL_STORE_COLUMNS_MAX];
    char sql[PL_STORE_SQL_MAX], sum[PL_STORE_CHAIN_CHARS + 1];
    bool chained = c->table == PL_STORE_AUDIT;
    enum pl_err err = pl_store_shape_check(shape, c->record, shape->count);
    if (!err && shape->log)
        err = next_number(db, shape, number);
    if (!err && chained)
        err = chain(db, c->record, *number, sum);
    if (err)
        return err;
    pl_store_shape_values(shape, c->record, shape->count, values);
    if (shape->log)
        values[0].number = *number;
    if (chained)
        values[shape->count - 1].text = pl_bytes_str(sum);
    pl_store_sql_put(shape, db->ops->placeholder, c->verb != PL_STORE_PUT, sql);
    return run(db, sql, values, shape->count);
}

static enum pl_err delete (struct pl_store_db *db, const struct pl_store_shape *shape,
                           const struct pl_store_change *c) {
    struct pl_store_value values[PL_STORE_COLUMNS_MAX]; char sql[PL_STORE_SQL_MAX];
    bool up_to = c->verb == PL_STORE_TRIM;
    unsigned keys = c->keys && !up_to ? c->keys : shape->keys;
    enum pl_err err = pl_store_shape_check(shape, c->record, keys);
    if (err) return err;
    pl_store_shape_values(shape, c->record, keys, values);
    pl_store_sql_delete(shape, db->ops->placeholder, keys, up_to, sql);
    return run(db, sql, values, keys);
}

static enum pl_err change(struct pl_store_db *db, const struct pl_store_change *c, int64_t *number)
{
    const struct pl_store_shape *shape = pl_store_shape_of(c->table);
    assert(shape && c->record);
    assert(c->keys <= shape->keys);
    *number = 0;
    switch (c->verb) {
    case PL_STORE_PUT:
    case PL_STORE_ADD:
        assert(!shape->log);
        return put(db, shape, c, number);
    case PL_STORE_APPEND:
        assert(shape->log);
        return put(db, shape, c, number);
    case PL_STORE_TRIM:
        assert(shape->log);
        return delete (db, shape, c);
    case PL_STORE_DELETE:
        return delete (db, shape, c);
    }
    return PL_E_UNSUPPORTED;
}

enum pl_err pl_store_db_begin(struct pl_store_db *db)
{
    return db->ops->begin(db->connection);
}

enum pl_err pl_store_db_commit(struct pl_store_db *db)
{
    return db->ops->commit(db->connection);
}

void pl_store_db_rollback(struct pl_store_db *db)
{
    db->ops->rollback(db->connection);
}

enum pl_err pl_store_db_step(struct pl_store_db *db, const struct pl_store_change *changes,
                             size_t count, int64_t *numbers)
{
    enum pl_err err = run(db, "SAVEPOINT parlor_step", NULL, 0), undo;
    int64_t number;
    for (size_t i = 0; !err && i < count; i++)
        err = change(db, &changes[i], numbers ? &numbers[i] : &number);
    if (!err)
        return run(db, "RELEASE SAVEPOINT parlor_step", NULL, 0);
    if (err == PL_E_CLOSED)
        return err;
    undo = run(db, "ROLLBACK TO SAVEPOINT parlor_step", NULL, 0);
    if (!undo)
        undo = run(db, "RELEASE SAVEPOINT parlor_step", NULL, 0);
    return undo ? undo : err;
}

enum pl_err pl_store_db_write(struct pl_store_db *db, const struct pl_store_change *changes,
                              size_t count, int64_t *numbers)
{
    enum pl_err err = pl_store_db_begin(db);
    int64_t number;
    for (size_t i = 0; !err && i < count; i++) {
        err = change(db, &changes[i], numbers ? &numbers[i] : &number);
        if (err)
            pl_store_db_rollback(db);
    }
    return err ? err : pl_store_db_commit(db);
}

/* ---- reading ---- */

struct reading {
    const struct pl_store_shape *shape;
    bool (*on_row)(void *arg, const void *record);
    void *arg;
};

static bool on_values(void *arg, const struct pl_store_value *values, size_t count)
{
    const struct reading *r = arg;
    union pl_store_record record;
    if (count != r->shape->count)
        return false;
    pl_store_shape_record(r->shape, values, &record);
    return r->on_row(r->arg, &record);
}

/* LIKE's pattern: what it takes for signs is itself with a '!' before. */
static enum pl_err pattern_of(struct pl_bytes text, char out[2 * PL_STORE_FILTER_TEXT_MAX + 3],
                              struct pl_bytes *pattern)
{
    size_t n = 0;
    if (text.len > PL_STORE_FILTER_TEXT_MAX)
        return PL_E_RANGE;
    out[n++] = '%';
    for (size_t i = 0; i < text.len; i++) {
        if (strchr("%_!", text.data[i]))
            out[n++] = '!';
        out[n++] = (char)text.data[i];
    }
    out[n++] = '%';
    *pattern = pl_bytes_of(out, n);
    return PL_OK;
}

struct filters {
    char patterns[PL_STORE_FILTERS_MAX][2 * PL_STORE_FILTER_TEXT_MAX + 3];
    struct pl_store_value values[PL_STORE_FILTERS_MAX];
};

static enum pl_err fill_filters(const struct pl_store_query *query, struct filters *f)
{
    enum pl_err err = PL_OK;
    assert(query->filter_count <= PL_STORE_FILTERS_MAX);
    for (unsigned i = 0; !err && i < query->filter_count; i++) {
        const struct pl_store_filter *filter = &query->filters[i];
        f->values[i] = (struct pl_store_value){filter->number, filter->text};
        if (filter->text.data &&
            (memchr(filter->text.data, 0, filter->text.len) || !pl_utf8_valid(filter->text)))
            err = PL_E_RANGE;
        else if (filter->kind == PL_STORE_HAS)
            err = pattern_of(filter->text, f->patterns[i], &f->values[i].text);
    }
    return err;
}

enum pl_err pl_store_db_read(struct pl_store_db *db, const struct pl_store_query *query,
                             bool (*on_row)(void *arg, const void *record), void *arg)
{
    const struct pl_store_shape *shape = pl_store_shape_of(query->table);
    struct pl_store_value values[2 * PL_STORE_COLUMNS_MAX + PL_STORE_FILTERS_MAX + 1];
    struct filters filters;
    struct reading reading = {shape, on_row, arg};
    char sql[PL_STORE_SQL_MAX];
    unsigned n = query->keys;
    size_t limit = query->limit ? query->limit : PL_STORE_ROWS_MAX;
    enum pl_err err = PL_OK;
    assert(shape && query->keys <= shape->keys && (query->key || query->keys == 0));
    assert(limit <= PL_STORE_ROWS_MAX);
    if (n > 0) {
        err = pl_store_shape_check(shape, query->key, n);
        pl_store_shape_values(shape, query->key, n, values);
    }
    if (!err && query->after) {
        err = pl_store_shape_check(shape, query->after, shape->keys);
        pl_store_shape_values(shape, query->after, shape->keys, values + n);
        n += shape->keys;
    }
    if (!err)
        err = fill_filters(query, &filters);
    if (err)
        return err;
    for (unsigned i = 0; i < query->filter_count; i++)
        values[n++] = filters.values[i];
    values[n++] = (struct pl_store_value){(int64_t)limit, {NULL, 0}};
    pl_store_sql_select(shape, db->ops->placeholder, query, sql);
    return db->ops->run(db->connection, sql, values, n, on_values, &reading);
}

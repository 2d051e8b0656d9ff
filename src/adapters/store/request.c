/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/store/request.h"

#include "adapters/store/shape.h"

#include <assert.h>
#include <stdlib.h>

enum { CHUNK = 16384 };

struct pl_store_chunk {
    struct pl_store_chunk *next;
    size_t size, used;
    uint8_t memory[];
};

/* ---- making ---- */

static struct pl_store_request *make(size_t extra)
{
    struct pl_store_request *r = calloc(1, sizeof(*r) + extra);
    if (!r)
        return NULL;
    pl_list_init(&r->in_store);
    r->bytes = sizeof(*r) + extra;
    return r;
}

/* DELETE and TRIM look at the key alone. */
static unsigned columns_of(const struct pl_store_shape *shape, const struct pl_store_change *c)
{
    return c->verb == PL_STORE_DELETE || c->verb == PL_STORE_TRIM ? shape->keys : shape->count;
}

/* Of the key, a delete may give the first columns only. */
static unsigned given(const struct pl_store_shape *shape, const struct pl_store_change *c)
{
    return c->verb == PL_STORE_DELETE && c->keys ? c->keys : columns_of(shape, c);
}

struct pl_store_request *pl_store_request_write(const struct pl_store_change *changes, size_t count)
{
    size_t texts = 0;
    struct pl_store_request *r;
    union pl_store_record *records;
    uint8_t *bytes;
    for (size_t i = 0; i < count; i++) {
        const struct pl_store_shape *shape = pl_store_shape_of(changes[i].table);
        assert(shape && changes[i].record && changes[i].keys <= shape->keys);
        texts += pl_store_shape_bytes(shape, changes[i].record, given(shape, &changes[i]));
    }
    r = make(count * (sizeof(*changes) + sizeof(*records)) + texts);
    if (!r)
        return NULL;
    r->changes = (struct pl_store_change *)(r + 1);
    r->change_count = count;
    records = (union pl_store_record *)(r->changes + count);
    bytes = (uint8_t *)(records + count);
    for (size_t i = 0; i < count; i++) {
        const struct pl_store_shape *shape = pl_store_shape_of(changes[i].table);
        r->changes[i] = changes[i];
        r->changes[i].record = &records[i];
        pl_store_shape_copy(shape, changes[i].record, given(shape, &changes[i]), &records[i],
                            &bytes);
    }
    return r;
}

static size_t filter_bytes(const struct pl_store_query *query)
{
    size_t n = 0;
    for (unsigned i = 0; i < query->filter_count; i++)
        n += query->filters[i].text.len;
    return n;
}

static void copy_filters(struct pl_store_request *r, const struct pl_store_query *query,
                         uint8_t *bytes)
{
    assert(query->filter_count <= PL_STORE_FILTERS_MAX);
    for (unsigned i = 0; i < query->filter_count; i++) {
        struct pl_bytes text = query->filters[i].text;
        r->filters[i] = query->filters[i];
        if (!text.data)
            continue;
        if (text.len > 0)
            memcpy(bytes, text.data, text.len);
        r->filters[i].text.data = bytes;
        bytes += text.len;
    }
    r->query.filters = r->filters;
}

struct pl_store_request *pl_store_request_read(const struct pl_store_query *query)
{
    const struct pl_store_shape *shape = pl_store_shape_of(query->table);
    struct pl_store_request *r;
    union pl_store_record *records;
    uint8_t *bytes;
    size_t texts = 0;
    assert(shape && query->keys <= shape->keys && (query->key || query->keys == 0));
    assert(query->limit <= PL_STORE_ROWS_MAX);
    if (query->keys)
        texts += pl_store_shape_bytes(shape, query->key, query->keys);
    if (query->after)
        texts += pl_store_shape_bytes(shape, query->after, shape->keys);
    texts += filter_bytes(query);
    r = make(2 * sizeof(*records) + texts);
    if (!r)
        return NULL;
    records = (union pl_store_record *)(r + 1);
    bytes = (uint8_t *)(records + 2);
    r->query = *query;
    if (query->limit == 0)
        r->query.limit = PL_STORE_ROWS_MAX;
    if (query->keys) {
        pl_store_shape_copy(shape, query->key, query->keys, &records[0], &bytes);
        r->query.key = &records[0];
    }
    if (query->after) {
        pl_store_shape_copy(shape, query->after, shape->keys, &records[1], &bytes);
        r->query.after = &records[1];
    }
    copy_filters(r, query, bytes);
    return r;
}

static void drop_rows(struct pl_store_request *r)
{
    while (r->chunks) {
        struct pl_store_chunk *next = r->chunks->next;
        free(r->chunks);
        r->chunks = next;
    }
    free(r->rows);
    r->rows = NULL;
    r->row_count = 0;
    r->row_bytes = 0;
    r->more = false;
}

void pl_store_request_destroy(struct pl_store_request *r)
{
    if (!r)
        return;
    drop_rows(r);
    free(r);
}

/* ---- running ---- */

/* Memory that does not move. */
static uint8_t *reserve(struct pl_store_request *r, size_t size)
{
    struct pl_store_chunk *c = r->chunks;
    if (!c || c->size - c->used < size) {
        size_t room = size > CHUNK ? size : CHUNK;
        c = malloc(sizeof(*c) + room);
        if (!c)
            return NULL;
        *c = (struct pl_store_chunk){.next = r->chunks, .size = room, .used = 0};
        r->chunks = c;
    }
    c->used += size;
    return c->memory + c->used - size;
}

static bool on_row(void *arg, const void *record)
{
    struct pl_store_request *r = arg;
    const struct pl_store_shape *shape = pl_store_shape_of(r->query.table);
    size_t texts = pl_store_shape_bytes(shape, record, shape->count);
    uint8_t *bytes;
    if (r->row_count > 0 && r->row_bytes + texts > PL_STORE_ANSWER_BYTES) {
        r->more = true;
        return false;
    }
    if (r->row_count % 16 == 0) {
        uint8_t *rows = realloc(r->rows, (r->row_count + 16) * shape->size);
        if (!rows) {
            r->err = PL_E_NOMEM;
            return false;
        }
        r->rows = rows;
    }
    bytes = reserve(r, texts);
    if (!bytes) {
        r->err = PL_E_NOMEM;
        return false;
    }
    pl_store_shape_copy(shape, record, shape->count, r->rows + r->row_count * shape->size, &bytes);
    r->row_bytes += texts;
    r->row_count++;
    return true;
}

static enum pl_err run_read(struct pl_store_request *r, struct pl_store_db *db)
{
    enum pl_err err;
    drop_rows(r);
    r->err = PL_OK;
    err = pl_store_db_read(db, &r->query, on_row, r);
    if (r->row_count == r->query.limit)
        r->more = true;
    if (!err)
        err = r->err;
    if (err)
        drop_rows(r);
    return err;
}

static enum pl_err run_write(struct pl_store_request *r, struct pl_store_db *db)
{
    int64_t numbers[PL_STORE_CHANGES_MAX];
    enum pl_err err;
    assert(r->change_count <= PL_STORE_CHANGES_MAX);
    r->number = 0;
    err = pl_store_db_step(db, r->changes, r->change_count, numbers);
    for (size_t i = 0; !err && i < r->change_count; i++) {
        if (numbers[i])
            r->number = numbers[i];
    }
    return err;
}

enum pl_err pl_store_request_run(struct pl_store_request *r, struct pl_store_db *db)
{
    return r->change_count > 0 ? run_write(r, db) : run_read(r, db);
}

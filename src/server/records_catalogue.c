/* SPDX-License-Identifier: Apache-2.0 */
/* The catalogue at the start. */
#include "server/records_internal.h"

enum {
    OLD_ROWS = 4096, /* looked at for what was not over */
};

struct loading {
    struct pl_records *r;
    struct pl_store_db *db;
    enum pl_err err;
    int64_t last;
    size_t rows;
    uint32_t lines;
};

static bool on_line(void *arg, const void *record)
{
    struct loading *l = arg;
    const struct pl_store_record_line *line = record;
    l->lines = line->number > 0 && line->number < UINT32_MAX ? (uint32_t)line->number : 0;
    return false;
}

static bool is_over(struct pl_bytes state)
{
    return !pl_bytes_eq(state, pl_bytes_str("asked")) &&
           !pl_bytes_eq(state, pl_bytes_str("running")) &&
           !pl_bytes_eq(state, pl_bytes_str("uploading"));
}

static bool on_row(void *arg, const void *record)
{
    struct loading *l = arg;
    const struct pl_store_recording *row = record;
    const struct pl_store_record_line key = {.recording = row->id};
    const struct pl_store_query q = {
        .table = PL_STORE_RECORD_LINES, .key = &key, .keys = 1, .limit = 1, .newest = true};
    if (l->rows++ == 0 && row->id > 0 && row->id < INT32_MAX)
        l->r->first = (uint32_t)row->id + 1;
    l->last = row->id;
    if (is_over(row->state))
        return true;
    l->lines = 0;
    l->err = pl_store_db_read(l->db, &q, on_line, l);
    if (!l->err)
        pl_recorder_remember(l->r->recorder, row, l->lines);
    return !l->err;
}

enum pl_err pl_records_load(struct pl_records *r)
{
    struct loading l = {.r = r};
    char error[PL_STORE_ERROR_MAX];
    struct pl_store_recording after = {0};
    struct pl_store_query q = {.table = PL_STORE_RECORDINGS, .newest = true};
    size_t before;
    l.err = pl_store_db_open(&l.db, pl_keeper_ops(r->keeper), pl_keeper_where(r->keeper), error);
    if (l.err)
        return l.err;
    do {
        enum pl_err err;
        before = l.rows;
        err = pl_store_db_read(l.db, &q, on_row, &l);
        l.err = l.err ? l.err : err;
        after.id = l.last;
        q.after = &after;
    } while (!l.err && l.rows - before == PL_STORE_ROWS_MAX && l.rows < OLD_ROWS);
    pl_store_db_close(l.db);
    return l.err;
}

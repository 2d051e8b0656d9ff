/* SPDX-License-Identifier: Apache-2.0 */
/* A recording has ended: its row and time line are read, its files sealed, its row says so. */
#include "server/records_evidence_internal.h"

#include "adapters/store/timeline.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct seal {
    struct pl_list node; /* in reads, as long as the store is asked */
    struct pl_records_evidence *e;
    int64_t id, last_line;
    char file[PL_RECORD_FILE_NAME_MAX];
    json_t *recording, *lines;
    struct pl_timeline *timeline;
    bool md5, encrypt;
    enum pl_err err;
    struct pl_sealed sealed;
    char why[PL_SEALING_WHY_MAX];
    char detail[PL_SHELF_DETAIL_MAX];
};

static void destroy(struct seal *s)
{
    pl_store_forget(s->e->store, s);
    json_decref(pl_timeline_end(s->timeline));
    json_decref(s->recording);
    json_decref(s->lines);
    free(s);
}

static void fail(struct seal *s)
{
    s->e->stats.seal_failures++;
    pl_log_do(s->e->r->tools.log, PL_LOG_ERROR, "record.not_sealed", pl_log_num("record", s->id),
              pl_log_str("why", s->why[0] ? s->why : pl_err_name(s->err)));
    if (s->file[0])
        pl_records_archive_all(s->e, s->id, s->file); /* without a seal, but it is safe */
    destroy(s);
}

/* ---- the row says so ---- */

static bool is_whole(struct pl_bytes state)
{
    return pl_bytes_eq_str(state, "ended") || pl_bytes_eq_str(state, "incomplete");
}

static enum pl_err edit(void *arg, struct pl_store_recording *row, json_t *body,
                        struct pl_shelf_change *self)
{
    const struct seal *s = arg;
    (void)self;
    if (!is_whole(row->state)) /* deleted meanwhile */
        return PL_E_STATE;
    (void)json_object_set_new(body, "sealed_ms", json_integer(pl_records_wall_ms()));
    (void)json_object_set_new(body, "manifest", json_string(s->sealed.manifest));
    (void)json_object_set_new(body, "signed_by", json_string(pl_signer_id(s->e->signer)));
    if (s->sealed.encrypted)
        (void)json_object_set_new(body, "encrypted", json_true());
    if (s->sealed.other)
        (void)json_object_set_new(body, "changed_before", json_true());
    return PL_OK;
}

static void on_shelved(void *arg, enum pl_err err)
{
    struct seal *s = arg;
    s->err = err;
    if (err == PL_E_STATE || err == PL_E_CLOSED) {
        destroy(s);
        return;
    }
    if (err) {
        fail(s);
        return;
    }
    s->e->stats.sealed++;
    s->e->stats.encrypted += s->sealed.encrypted;
    pl_records_archive_all(s->e, s->id, s->file);
    destroy(s);
}

static void shelve(struct seal *s)
{
    const struct pl_shelf_change change = {.id = s->id,
                                           .edit = edit,
                                           .kind = "sealed",
                                           .detail = s->detail,
                                           .done = on_shelved,
                                           .arg = s};
    (void)snprintf(s->detail, sizeof(s->detail), "manifest=%s key=%s%s%s", s->sealed.manifest,
                   pl_signer_id(s->e->signer), s->sealed.encrypted ? " encrypted" : "",
                   s->sealed.other ? " changed since the recorder ended it" : "");
    if (s->sealed.other)
        pl_log_do(s->e->r->tools.log, PL_LOG_WARN, "record.changed", pl_log_num("record", s->id),
                  pl_log_str("file", s->file));
    s->err = pl_shelf_do(s->e->shelf, &change);
    if (s->err)
        fail(s);
}

/* ---- the worker ---- */

static void work(void *arg)
{
    struct seal *s = arg;
    s->err = pl_sealing_seal(&s->e->sealing, (uint64_t)s->id, s->file, s->recording, s->lines,
                             s->md5, s->encrypt, &s->sealed, s->why);
}

static void on_worked(void *arg, bool ran)
{
    struct seal *s = arg;
    if (!ran || s->err == PL_E_CLOSED)
        destroy(s); /* the next start does it */
    else if (s->err)
        fail(s);
    else
        shelve(s);
}

static void give_to_worker(struct seal *s)
{
    const struct pl_file_worker_job job = {work, on_worked, s};
    enum pl_err err = PL_E_NOMEM;
    pl_list_remove(&s->node);
    s->lines = pl_timeline_end(s->timeline);
    s->timeline = NULL;
    if (s->lines && s->recording)
        err = pl_file_worker_do(s->e->worker, &job);
    if (!err)
        return; /* it is the worker's now */
    s->err = err;
    fail(s);
}

/* ---- row and time line ---- */

static void read_lines(struct seal *s);

static void stop_reading(struct seal *s, enum pl_err err)
{
    pl_list_remove(&s->node);
    s->err = err;
    fail(s);
}

static void on_lines(void *arg, const struct pl_store_answer *answer)
{
    struct seal *s = arg;
    const struct pl_store_record_line *lines = answer->rows;
    if (answer->err) {
        stop_reading(s, answer->err);
        return;
    }
    pl_timeline_add(s->timeline, lines, answer->count);
    if (answer->count > 0)
        s->last_line = lines[answer->count - 1].number;
    if (answer->more && answer->count > 0)
        read_lines(s);
    else
        give_to_worker(s);
}

static void read_lines(struct seal *s)
{
    const struct pl_store_record_line key = {.recording = s->id};
    const struct pl_store_record_line after = {.recording = s->id, .number = s->last_line};
    const struct pl_store_query q = {
        .table = PL_STORE_RECORD_LINES, .key = &key, .keys = 1, .after = &after};
    enum pl_err err = pl_store_read(s->e->store, &q, (struct pl_store_reply){on_lines, s}, NULL);
    if (err)
        stop_reading(s, err);
}

static int64_t number(const json_t *o, const char *name)
{
    return json_integer_value(json_object_get(o, name));
}

/* What the manifest says of it: the row, as it is. */
static json_t *recording_of(const struct pl_store_recording *row)
{
    json_t *o = json_loadb((const char *)row->body.data, row->body.len, 0, NULL);
    if (!json_is_object(o))
        return o ? (json_decref(o), NULL) : NULL;
    (void)json_object_set_new(o, "id", json_integer(row->id));
    (void)json_object_set_new(o, "at_ms", json_integer(row->at_ms));
    (void)json_object_set_new(o, "user", json_integer(row->user));
    (void)json_object_set_new(o, "room", json_integer(row->room));
    (void)json_object_set_new(o, "state",
                              json_stringn((const char *)row->state.data, row->state.len));
    (void)json_object_set_new(o, "file", json_stringn((const char *)row->file.data, row->file.len));
    (void)json_object_set_new(o, "bytes", json_integer(row->bytes));
    return o;
}

static void on_row(void *arg, const struct pl_store_answer *answer)
{
    struct seal *s = arg;
    const struct pl_store_recording *row = answer->rows;
    if (answer->err) {
        stop_reading(s, answer->err);
        return;
    }
    if (answer->count == 0 || !is_whole(row->state) || row->file.len == 0 ||
        !pl_bytes_to_str(row->file, s->file, sizeof(s->file))) {
        pl_list_remove(&s->node);
        destroy(s);
        return;
    }
    s->recording = recording_of(row);
    s->md5 = json_object_get(s->recording, "md5") != NULL;
    s->timeline = pl_timeline_begin(number(s->recording, "started_ms"));
    if (s->recording && s->timeline && !json_object_get(s->recording, "sealed_ms"))
        read_lines(s);
    else {
        pl_list_remove(&s->node);
        destroy(s);
    }
}

void pl_records_evidence_kept(struct pl_records_evidence *e, int64_t id)
{
    const struct pl_store_recording key = {.id = id};
    const struct pl_store_query q = {
        .table = PL_STORE_RECORDINGS, .key = &key, .keys = 1, .limit = 1};
    struct seal *s = e ? calloc(1, sizeof(*s)) : NULL;
    if (!s)
        return;
    s->e = e;
    s->id = id;
    s->encrypt = e->r->tools.config->record.encrypt;
    pl_list_add_tail(&e->reads, &s->node);
    s->err = pl_store_read(e->store, &q, (struct pl_store_reply){on_row, s}, NULL);
    if (s->err)
        stop_reading(s, s->err);
}

void pl_records_seal_forget(struct pl_records_evidence *e)
{
    while (!pl_list_empty(&e->reads)) {
        struct seal *s = pl_container_of(e->reads.next, struct seal, node);
        pl_list_remove(&s->node);
        destroy(s);
    }
}

/* ---- at the start ---- */

/* Those of the newest that a crash has left without a seal; older ones have had their chances. */
static void on_rest(void *arg, const struct pl_store_answer *answer)
{
    struct pl_records_evidence *e = arg;
    const struct pl_store_recording *rows = answer->rows;
    for (size_t i = 0; !answer->err && i < answer->count; i++) {
        if (is_whole(rows[i].state) && rows[i].file.len > 0 && rows[i].body.len > 0 &&
            !memmem(rows[i].body.data, rows[i].body.len, "\"sealed_ms\"", 11))
            pl_records_evidence_kept(e, rows[i].id);
    }
}

void pl_records_seal_rest(struct pl_records_evidence *e)
{
    const struct pl_store_query q = {.table = PL_STORE_RECORDINGS, .newest = true};
    if (pl_store_read(e->store, &q, (struct pl_store_reply){on_rest, e}, NULL))
        pl_log_do(e->r->tools.log, PL_LOG_ERROR, "record.not_sealed",
                  pl_log_str("why", "the store does not take more"));
}

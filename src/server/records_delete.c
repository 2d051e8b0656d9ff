/* SPDX-License-Identifier: Apache-2.0 */
/* Recordings that are deleted, by somebody or by the clock: the row says so, the bytes go, the row
 * says that. */
#include "server/records_evidence_internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { AT_ONCE = 32 };

struct deletion {
    struct pl_list node;
    struct pl_records_evidence *e;
    int64_t id;
    char actor[PL_SHELF_ACTOR_MAX];
    char why[PL_RECORDINGS_WHY_MAX + 1];
    char file[PL_RECORD_FILE_NAME_MAX];
    bool clock;
    pl_recordings_done *done; /* NULL: nobody waits */
    void *done_arg;
    enum pl_err err;
    char trouble[PL_SEALING_WHY_MAX];
    char detail[PL_SHELF_DETAIL_MAX];
};

static void end(struct deletion *d, enum pl_err err, const char *why)
{
    if (err && err != PL_E_CLOSED && err != PL_E_NOT_FOUND && err != PL_E_STATE &&
        err != PL_E_EXISTS) {
        d->e->stats.delete_failures++;
        pl_log_do(d->e->r->tools.log, PL_LOG_ERROR, "record.not_deleted",
                  pl_log_num("record", d->id), pl_log_str("why", why));
    }
    if (d->done)
        d->done(d->done_arg, err, err ? NULL : json_pack("{s:b}", "ok", 1), why);
    pl_list_remove(&d->node);
    pl_store_forget(d->e->store, d);
    free(d);
}

/* ---- third: the row says that it is gone ---- */

static enum pl_err edit_gone(void *arg, struct pl_store_recording *row, json_t *body,
                             struct pl_shelf_change *self)
{
    (void)arg;
    (void)self;
    row->state = pl_bytes_str("deleted");
    row->file = pl_bytes_str("");
    row->until_ms = 0;
    (void)json_object_del(body, "deleting");
    (void)json_object_set_new(body, "deleted_ms", json_integer(pl_records_wall_ms()));
    return PL_OK;
}

static void on_gone(void *arg, enum pl_err err)
{
    struct deletion *d = arg;
    if (!err && d->clock)
        d->e->stats.expired++;
    else if (!err)
        d->e->stats.deleted++;
    end(d, err, err ? "the store cannot be written" : "");
}

static void tell_gone(struct deletion *d)
{
    const struct pl_shelf_change change = {.id = d->id,
                                           .edit = edit_gone,
                                           .kind = "deleted",
                                           .detail = d->detail,
                                           .actor = d->actor,
                                           .verb = "recording: delete",
                                           .why = d->why,
                                           .done = on_gone,
                                           .arg = d};
    enum pl_err err;
    (void)snprintf(d->detail, sizeof(d->detail), "by %s %s", d->actor, d->why);
    err = pl_shelf_do(d->e->shelf, &change);
    if (err)
        end(d, err, "too much is being written");
}

/* ---- second: the bytes go ---- */

static void work(void *arg)
{
    struct deletion *d = arg;
    d->err = pl_sealing_erase(&d->e->sealing, (uint64_t)d->id, d->file, d->trouble);
}

static void on_worked(void *arg, bool ran)
{
    struct deletion *d = arg;
    if (!ran)
        end(d, PL_E_CLOSED, "the server goes down; the next start goes on with it");
    else if (d->err)
        end(d, d->err, d->trouble);
    else
        tell_gone(d);
}

/* ---- first: from now on it is to go ---- */

static void take_text(const json_t *o, const char *name, char *out, size_t size)
{
    const char *text = json_string_value(json_object_get(o, name));
    if (text)
        (void)snprintf(out, size, "%s", text);
}

static enum pl_err edit_deleting(void *arg, struct pl_store_recording *row, json_t *body,
                                 struct pl_shelf_change *self)
{
    struct deletion *d = arg;
    bool again = pl_bytes_eq_str(row->state, "deleting");
    (void)self;
    if (row->file.len == 0 || !pl_bytes_to_str(row->file, d->file, sizeof(d->file)))
        return PL_E_STATE;
    if (row->hold && !again)
        return PL_E_EXISTS;
    if (d->clock && !again && (row->until_ms == 0 || row->until_ms > pl_records_wall_ms()))
        return PL_E_STATE; /* somebody has given it more time */
    if (again) {           /* who has wanted it first */
        const json_t *was = json_object_get(body, "deleting");
        take_text(was, "by", d->actor, sizeof(d->actor));
        take_text(was, "why", d->why, sizeof(d->why));
    } else {
        (void)json_object_set_new(body, "deleting",
                                  json_pack("{s:s, s:s}", "by", d->actor, "why", d->why));
    }
    row->state = pl_bytes_str("deleting");
    row->until_ms = pl_records_wall_ms();
    return PL_OK;
}

static void give_to_worker(struct deletion *d)
{
    const struct pl_file_worker_job job = {work, on_worked, d};
    enum pl_err err = pl_file_worker_do(d->e->worker, &job);
    if (err)
        end(d, err, "too many files are being worked on");
}

/* Of what the object store has, and what is on its way there. */
static void on_archived(void *arg, const struct pl_store_answer *answer)
{
    struct deletion *d = arg;
    const struct pl_store_archived *rows = answer->rows;
    char file[PL_RECORD_FILE_NAME_MAX];
    if (answer->err) {
        end(d, answer->err, "the store cannot be read");
        return;
    }
    for (size_t i = 0; i < answer->count; i++) {
        if (pl_bytes_to_str(rows[i].file, file, sizeof(file)))
            pl_records_archive_remove(d->e->r->archive, d->id, file);
    }
    give_to_worker(d);
}

static enum pl_err ask_archived(struct deletion *d)
{
    const struct pl_store_filter of_it = {PL_STORE_IS, "recording", d->id, {NULL, 0}};
    const struct pl_store_query q = {
        .table = PL_STORE_ARCHIVED, .filters = &of_it, .filter_count = 1};
    if (d->e->r->archive)
        return pl_store_read(d->e->store, &q, (struct pl_store_reply){on_archived, d}, NULL);
    give_to_worker(d);
    return PL_OK;
}

static void on_deleting(void *arg, enum pl_err err)
{
    struct deletion *d = arg;
    if (!err)
        err = ask_archived(d);
    if (err)
        end(d, err,
            err == PL_E_EXISTS      ? "it is held"
            : err == PL_E_STATE     ? "there is no file"
            : err == PL_E_NOT_FOUND ? "no such recording"
                                    : "the store cannot be written");
}

void pl_records_delete_forget(struct pl_records_evidence *e)
{
    while (!pl_list_empty(&e->deletions))
        end(pl_container_of(e->deletions.next, struct deletion, node), PL_E_CLOSED,
            "the server goes down; the next start goes on with it");
}

static bool is_under_way(const struct pl_records_evidence *e, int64_t id)
{
    const struct pl_list *it;
    pl_list_for_each(it, &e->deletions)
    {
        if (pl_container_of(it, struct deletion, node)->id == id)
            return true;
    }
    return false;
}

void pl_records_delete(struct pl_records_evidence *e, const struct pl_recordings_deed *deed,
                       pl_recordings_done *done, void *done_arg)
{
    struct deletion *d = is_under_way(e, deed->id) ? NULL : calloc(1, sizeof(*d));
    const struct pl_shelf_change change = {
        .id = deed->id, .edit = edit_deleting, .done = on_deleting, .arg = d};
    enum pl_err err;
    if (!d) {
        if (done)
            done(done_arg, PL_E_STATE, NULL, "it is being deleted");
        return;
    }
    d->e = e;
    d->id = deed->id;
    (void)snprintf(d->actor, sizeof(d->actor), "%s", deed->actor);
    (void)snprintf(d->why, sizeof(d->why), "%s", deed->why);
    d->clock = !done;
    d->done = done;
    d->done_arg = done_arg;
    pl_list_add_tail(&e->deletions, &d->node);
    err = pl_shelf_do(e->shelf, &change);
    if (err)
        end(d, err, "too much is being written");
}

/* ---- the clock ---- */

static void on_due(void *arg, const struct pl_store_answer *answer)
{
    struct pl_records_evidence *e = arg;
    const struct pl_store_recording *rows = answer->rows;
    for (size_t i = 0; !answer->err && i < answer->count; i++) {
        const struct pl_recordings_deed deed = {
            .id = rows[i].id, .actor = "clock", .why = "kept for its time"};
        if (rows[i].file.len > 0)
            pl_records_delete(e, &deed, NULL, NULL);
    }
}

void pl_records_delete_due(struct pl_records_evidence *e)
{
    const struct pl_store_filter due[] = {
        {PL_STORE_AT_LEAST, "until_ms", 1, {NULL, 0}},
        {PL_STORE_LESS, "until_ms", pl_records_wall_ms() + 1, {NULL, 0}},
        {PL_STORE_IS, "hold", 0, {NULL, 0}},
    };
    const struct pl_store_query q = {.table = PL_STORE_RECORDINGS,
                                     .limit = AT_ONCE,
                                     .filters = due,
                                     .filter_count = sizeof(due) / sizeof(due[0])};
    enum pl_err err;
    if (!pl_list_empty(&e->deletions))
        return; /* the next turn */
    err = pl_store_read(e->store, &q, (struct pl_store_reply){on_due, e}, NULL);
    if (err)
        pl_log_do(e->r->tools.log, PL_LOG_ERROR, "record.not_deleted",
                  pl_log_str("why", pl_err_name(err)));
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/evidence/shelf.h"

#include "base/list.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

struct waiting {
    struct pl_list node;
    struct pl_shelf_change change;
};

struct pl_shelf {
    struct pl_store *store;
    int64_t (*wall_ms)(void);
    struct pl_list queue; /* the first is under way */
    size_t count;
    int64_t last_line; /* of the first */
    unsigned attempts; /* that the first has had */
    bool busy, closing;
};

enum { ATTEMPTS_MAX = 16 };

static void begin_next(struct pl_shelf *s);

static void end_first(struct pl_shelf *s, enum pl_err err)
{
    struct waiting *w = pl_container_of(s->queue.next, struct waiting, node);
    struct pl_shelf_change change = w->change;
    pl_list_remove(&w->node);
    free(w);
    s->count--;
    s->attempts = 0;
    s->busy = false;
    change.done(change.arg, err); /* may ask for more */
    if (!s->closing)
        begin_next(s);
}

static struct pl_shelf_change *first(const struct pl_shelf *s)
{
    return &pl_container_of(s->queue.next, struct waiting, node)->change;
}

/* Somebody else has written a line of that number meanwhile (PL_E_EXISTS): once more. */
static void on_written(void *arg, const struct pl_store_answer *answer)
{
    struct pl_shelf *s = arg;
    if (answer->err != PL_E_EXISTS || s->attempts++ == ATTEMPTS_MAX) {
        end_first(s, answer->err);
        return;
    }
    s->busy = false;
    begin_next(s);
}

/* ---- writing ---- */

static size_t fill(struct pl_shelf *s, const struct pl_shelf_change *c,
                   const struct pl_store_recording *row, struct pl_store_record_line *line,
                   struct pl_store_audit *audit, char object[48], struct pl_store_change out[3])
{
    size_t n = 0;
    int64_t now = s->wall_ms();
    if (row)
        out[n++] = (struct pl_store_change){PL_STORE_PUT, PL_STORE_RECORDINGS, row, 0};
    if (c->kind) {
        *line = (struct pl_store_record_line){.recording = c->id,
                                              .number = s->last_line + 1,
                                              .at_ms = c->at_ms ? c->at_ms : now,
                                              .user = c->user,
                                              .kind = pl_bytes_str(c->kind),
                                              .detail = pl_bytes_str(c->detail ? c->detail : "")};
        out[n++] = (struct pl_store_change){PL_STORE_ADD, PL_STORE_RECORD_LINES, line, 0};
    }
    if (c->verb) {
        (void)snprintf(object, 48, "recording %" PRId64, c->id);
        *audit = (struct pl_store_audit){.at_ms = now,
                                         .actor = pl_bytes_str(c->actor ? c->actor : ""),
                                         .verb = pl_bytes_str(c->verb),
                                         .object = pl_bytes_str(object),
                                         .detail = pl_bytes_str(c->why ? c->why : "")};
        out[n++] = (struct pl_store_change){PL_STORE_APPEND, PL_STORE_AUDIT, audit, 0};
    }
    return n;
}

static void write_it(struct pl_shelf *s, const struct pl_store_recording *row)
{
    const struct pl_shelf_change *c = first(s);
    struct pl_store_record_line line;
    struct pl_store_audit audit;
    struct pl_store_change changes[3];
    char object[48];
    size_t n = fill(s, c, row, &line, &audit, object, changes);
    enum pl_err err =
        n == 0 ? PL_OK
               : pl_store_write(s->store, changes, n, (struct pl_store_reply){on_written, s}, NULL);
    if (err || n == 0)
        end_first(s, err);
}

/* ---- reading ---- */

static void edit_row(struct pl_shelf *s, const struct pl_store_recording *kept)
{
    struct pl_shelf_change *c = first(s);
    struct pl_store_recording row = *kept;
    json_t *body;
    char *text = NULL;
    enum pl_err err;
    if (!c->edit) {
        write_it(s, NULL);
        return;
    }
    body = json_loadb((const char *)kept->body.data, kept->body.len, 0, NULL);
    if (!json_is_object(body)) {
        json_decref(body);
        body = json_object();
    }
    err = c->edit(c->arg, &row, body, c);
    if (!err) {
        text = json_dumps(body, JSON_COMPACT);
        err = text ? PL_OK : PL_E_NOMEM;
    }
    json_decref(body);
    if (err) {
        end_first(s, err);
        return;
    }
    row.body = pl_bytes_str(text);
    write_it(s, &row);
    free(text);
}

static void on_row(void *arg, const struct pl_store_answer *answer)
{
    struct pl_shelf *s = arg;
    if (answer->err || answer->count == 0)
        end_first(s, answer->err ? answer->err : PL_E_NOT_FOUND);
    else
        edit_row(s, answer->rows);
}

static void on_last_line(void *arg, const struct pl_store_answer *answer)
{
    struct pl_shelf *s = arg;
    const struct pl_store_record_line *lines = answer->rows;
    const struct pl_store_recording key = {.id = first(s)->id};
    const struct pl_store_query q = {
        .table = PL_STORE_RECORDINGS, .key = &key, .keys = 1, .limit = 1};
    enum pl_err err = answer->err;
    s->last_line = !err && answer->count > 0 ? lines[0].number : 0;
    if (!err)
        err = pl_store_read(s->store, &q, (struct pl_store_reply){on_row, s}, NULL);
    if (err)
        end_first(s, err);
}

static void begin_next(struct pl_shelf *s)
{
    struct pl_store_record_line key = {0};
    const struct pl_store_query q = {
        .table = PL_STORE_RECORD_LINES, .key = &key, .keys = 1, .limit = 1, .newest = true};
    enum pl_err err;
    if (s->busy || pl_list_empty(&s->queue))
        return;
    s->busy = true;
    key.recording = first(s)->id;
    err = pl_store_read(s->store, &q, (struct pl_store_reply){on_last_line, s}, NULL);
    if (err)
        end_first(s, err);
}

/* ---- life ---- */

enum pl_err pl_shelf_do(struct pl_shelf *shelf, const struct pl_shelf_change *change)
{
    struct waiting *w;
    if (shelf->closing || shelf->count == PL_SHELF_WAITING_MAX)
        return PL_E_LIMIT;
    w = calloc(1, sizeof(*w));
    if (!w)
        return PL_E_NOMEM;
    w->change = *change;
    pl_list_add_tail(&shelf->queue, &w->node);
    shelf->count++;
    begin_next(shelf);
    return PL_OK;
}

struct pl_shelf *pl_shelf_create(struct pl_store *store, int64_t (*wall_ms)(void))
{
    struct pl_shelf *s = calloc(1, sizeof(*s));
    if (!s)
        return NULL;
    s->store = store;
    s->wall_ms = wall_ms;
    pl_list_init(&s->queue);
    return s;
}

void pl_shelf_destroy(struct pl_shelf *shelf)
{
    if (!shelf)
        return;
    shelf->closing = true;
    pl_store_forget(shelf->store, shelf);
    while (!pl_list_empty(&shelf->queue))
        end_first(shelf, PL_E_CLOSED);
    free(shelf);
}

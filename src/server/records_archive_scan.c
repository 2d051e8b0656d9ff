/* SPDX-License-Identifier: Apache-2.0 */
/* What the archive looks for in the tables. */
#include "server/records_archive.h"

#include <stdio.h>
#include <string.h>

enum { ROWS = 256 };
#define SWEEP_US PL_SEC(600)
#define AGAIN_US PL_SEC(5)

/* How far recordings were looked at: all up to this number are over, and noted. */
#define CURSOR "archive"

static void on_rows(void *arg, const struct pl_store_answer *answer);

static void fail(struct pl_records_archive *a)
{
    a->scan = 0;
    a->failed = true;
    pl_timer_arm(a->sweep, pl_clock_now_us() + AGAIN_US);
}

static void read_more(struct pl_records_archive *a)
{
    const struct pl_store_recording newest = {.id = a->newest};
    const struct pl_store_archived after = {.file = pl_bytes_str(a->after)};
    const struct pl_store_cursor cursor = {.name = pl_bytes_str(CURSOR)};
    struct pl_store_query q = {.table = PL_STORE_ARCHIVED, .after = &after, .limit = ROWS};
    if (a->scanning == PL_ARCHIVE_SCAN_NEW) {
        q.table = a->newest < 0 ? PL_STORE_CURSORS : PL_STORE_RECORDINGS;
        q.after = a->newest < 0 ? NULL : &newest;
        q.key = a->newest < 0 ? &cursor : NULL;
        q.keys = a->newest < 0;
    }
    if (pl_store_read(pl_keeper_store(a->r->keeper), &q, (struct pl_store_reply){on_rows, a},
                      &a->scan))
        fail(a);
}

void pl_archive_scan_begin(struct pl_records_archive *a, int what)
{
    if (a->scan) {
        a->again = a->again || what != PL_ARCHIVE_SCAN_OLD;
        return;
    }
    a->scanning = what;
    a->newest = -1;
    a->cursor = 0;
    a->gap = false;
    a->after[0] = '\0';
    read_more(a);
}

/* ---- recordings that were never noted ---- */

static bool is_over(struct pl_bytes state)
{
    return !pl_bytes_eq(state, pl_bytes_str("asked")) &&
           !pl_bytes_eq(state, pl_bytes_str("running"));
}

/* What is there already stays as it is. */
static void on_noted(void *arg, const struct pl_store_answer *answer)
{
    struct pl_records_archive *a = arg;
    a->failed = a->failed || (answer->err && answer->err != PL_E_EXISTS);
}

/* What is encrypted lies under another name. What is not sealed yet is brought when it is. */
static bool name_of(const struct pl_records_archive *a, const struct pl_store_recording *row,
                    char out[PL_ARCHIVE_NAME_MAX])
{
    const struct pl_bytes body = row->body;
    bool encrypted = body.len > 0 && memmem(body.data, body.len, "\"encrypted\"", 11);
    bool sealed = body.len > 0 && memmem(body.data, body.len, "\"sealed_ms\"", 11);
    int n = snprintf(out, PL_ARCHIVE_NAME_MAX, "%.*s%s", (int)row->file.len,
                     (const char *)row->file.data, encrypted ? ".sealed" : "");
    return sealed && n > 0 && n < PL_ARCHIVE_NAME_MAX &&
           (encrypted || !a->r->tools.config->record.encrypt);
}

static void note(struct pl_records_archive *a, const struct pl_store_recording *row)
{
    char name[PL_ARCHIVE_NAME_MAX] = "";
    struct pl_store_archived noted = {.file = pl_bytes_str(name),
                                      .recording = row->id,
                                      .state = pl_bytes_str("uploading"),
                                      .at_ms = pl_records_wall_ms(),
                                      .bytes = row->bytes,
                                      .error = pl_bytes_str("")};
    const struct pl_store_change c = {PL_STORE_ADD, PL_STORE_ARCHIVED, &noted, 0};
    if (!name_of(a, row, name))
        return;
    noted.file = pl_bytes_str(name);
    if (pl_store_write(pl_keeper_store(a->r->keeper), &c, 1, (struct pl_store_reply){on_noted, a},
                       NULL))
        a->failed = true;
}

static void take_recordings(struct pl_records_archive *a, const struct pl_store_answer *answer)
{
    const struct pl_store_recording *rows = answer->rows;
    for (size_t i = 0; i < answer->count; i++) {
        a->newest = rows[i].id;
        a->gap = a->gap || !is_over(rows[i].state);
        if (is_over(rows[i].state) && rows[i].file.len > 0)
            note(a, &rows[i]);
        if (!a->gap)
            a->cursor = rows[i].id;
    }
}

static void keep_cursor(struct pl_records_archive *a)
{
    const struct pl_store_cursor cursor = {.name = pl_bytes_str(CURSOR), .number = a->cursor};
    const struct pl_store_change c = {PL_STORE_PUT, PL_STORE_CURSORS, &cursor, 0};
    enum pl_err err = pl_store_write(pl_keeper_store(a->r->keeper), &c, 1,
                                     (struct pl_store_reply){NULL, NULL}, NULL);
    (void)err; /* then the same are looked at once more */
}

static void take_cursor(struct pl_records_archive *a, const struct pl_store_answer *answer)
{
    const struct pl_store_cursor *rows = answer->rows;
    a->cursor = answer->count > 0 ? rows[0].number : 0;
    a->newest = a->cursor;
}

/* ---- what is open, what is old ---- */

static void take_open(struct pl_records_archive *a, const struct pl_store_archived *row)
{
    bool remove = pl_bytes_eq(row->state, pl_bytes_str("deleting"));
    char file[PL_ARCHIVE_NAME_MAX];
    struct pl_archive_item *item;
    if (!remove && !pl_bytes_eq(row->state, pl_bytes_str("uploading")))
        return;
    if (!pl_bytes_to_str(row->file, file, sizeof(file)) || pl_archive_item_of(a, file))
        return;
    item = pl_archive_item_make(a, file);
    if (!item)
        return;
    item->remove = remove;
    item->known = true;
    item->recording = row->recording;
    item->bytes = row->bytes;
    pl_archive_item_start(a, item);
}

static void take_old(struct pl_records_archive *a, const struct pl_store_archived *row)
{
    int64_t hours = a->r->tools.config->archive.local_hours;
    char file[PL_ARCHIVE_NAME_MAX];
    if (pl_bytes_eq(row->state, pl_bytes_str("both")) &&
        row->at_ms + hours * 3600000 <= pl_records_wall_ms() &&
        pl_bytes_to_str(row->file, file, sizeof(file)) && !pl_archive_item_of(a, file))
        pl_archive_drop_local(a, row->recording, file, row->bytes, row->attempts);
}

static void take_archived(struct pl_records_archive *a, const struct pl_store_answer *answer)
{
    const struct pl_store_archived *rows = answer->rows;
    for (size_t i = 0; i < answer->count; i++) {
        (void)pl_bytes_to_str(rows[i].file, a->after, sizeof(a->after));
        if (a->scanning == PL_ARCHIVE_SCAN_OPEN)
            take_open(a, &rows[i]);
        else
            take_old(a, &rows[i]);
    }
}

/* ---- */

static void over(struct pl_records_archive *a)
{
    bool again = a->again;
    if (a->scanning == PL_ARCHIVE_SCAN_NEW) {
        if (!a->failed)
            keep_cursor(a);
        again = true;
    }
    a->again = false;
    if (again)
        pl_archive_scan_begin(a, PL_ARCHIVE_SCAN_OPEN);
}

static void on_rows(void *arg, const struct pl_store_answer *answer)
{
    struct pl_records_archive *a = arg;
    /* Of recordings one page more: then all that were noted are answered for. */
    bool whole = answer->table == PL_STORE_RECORDINGS
                     ? answer->count == 0
                     : answer->table == PL_STORE_ARCHIVED && !answer->more;
    if (answer->ticket != a->scan)
        return;
    a->scan = 0;
    if (answer->err) {
        fail(a);
        return;
    }
    if (answer->table == PL_STORE_CURSORS)
        take_cursor(a, answer);
    else if (answer->table == PL_STORE_RECORDINGS)
        take_recordings(a, answer);
    else
        take_archived(a, answer);
    /* Where there is no room the rest is looked at again when there is. */
    if (whole || (a->scanning == PL_ARCHIVE_SCAN_OPEN && a->more))
        over(a);
    else
        read_more(a);
}

void pl_archive_on_sweep(void *arg)
{
    struct pl_records_archive *a = arg;
    const struct pl_config *c = a->r->tools.config;
    pl_timer_arm(a->sweep, pl_clock_now_us() + SWEEP_US);
    if (a->failed || (a->more && a->count == 0)) {
        a->failed = a->more = false;
        pl_archive_scan_begin(a, PL_ARCHIVE_SCAN_NEW);
    } else if (c->archive.local == PL_CONFIG_ARCHIVE_REMOVE) {
        pl_archive_scan_begin(a, PL_ARCHIVE_SCAN_OLD);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "server/records_archive.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define RETRY_US PL_SEC(5)
enum { LINK_SECONDS = 300 };

/* ---- items ---- */

struct pl_archive_item *pl_archive_item_of(struct pl_records_archive *a, const char *file)
{
    struct pl_list *it;
    pl_list_for_each(it, &a->items)
    {
        struct pl_archive_item *item = pl_container_of(it, struct pl_archive_item, node);
        if (strcmp(item->file, file) == 0)
            return item;
    }
    return NULL;
}

struct pl_archive_item *pl_archive_item_make(struct pl_records_archive *a, const char *file)
{
    struct pl_archive_item *item;
    if (a->count >= PL_ARCHIVE_ITEMS) {
        a->more = true;
        return NULL;
    }
    item = strlen(file) < PL_ARCHIVE_NAME_MAX ? calloc(1, sizeof(*item)) : NULL;
    if (!item)
        return NULL;
    item->id = ++a->last_id;
    (void)snprintf(item->file, sizeof(item->file), "%s", file);
    pl_list_add_tail(&a->items, &item->node);
    a->count++;
    return item;
}

static void drop(struct pl_records_archive *a, struct pl_archive_item *item)
{
    pl_list_remove(&item->node);
    a->count--;
    free(item);
    if (a->more && a->count <= PL_ARCHIVE_ITEMS / 2) {
        a->more = false;
        pl_archive_scan_begin(a, PL_ARCHIVE_SCAN_OPEN);
    }
}

/* ---- rows ---- */

static struct pl_store_archived row_of(int64_t recording, const char *file, const char *state,
                                       int64_t bytes)
{
    return (struct pl_store_archived){.file = pl_bytes_str(file),
                                      .recording = recording,
                                      .state = pl_bytes_str(state),
                                      .at_ms = pl_records_wall_ms(),
                                      .bytes = bytes,
                                      .error = pl_bytes_str("")};
}

static void put_row(struct pl_records_archive *a, const struct pl_store_archived *row)
{
    const struct pl_store_change c = {PL_STORE_PUT, PL_STORE_ARCHIVED, row, 0};
    if (pl_store_write(pl_keeper_store(a->r->keeper), &c, 1, (struct pl_store_reply){NULL, NULL},
                       NULL))
        a->more = true; /* the table lags behind: it is looked at again */
}

/* A row as it is to be; nobody waits for it. */
static void note_row(struct pl_records_archive *a, int64_t recording, const char *file,
                     const char *state, int64_t bytes)
{
    struct pl_store_archived row = row_of(recording, file, state, bytes);
    put_row(a, &row);
}

void pl_archive_drop_local(struct pl_records_archive *a, int64_t recording, const char *file,
                           int64_t bytes, int64_t attempts)
{
    struct pl_store_archived row = row_of(recording, file, "remote", bytes);
    char path[PL_ARCHIVE_FILE_MAX];
    int n = snprintf(path, sizeof(path), "%s/%s", a->r->folder, file);
    if (n >= (int)sizeof(path) || strstr(file, "..") || (unlink(path) != 0 && errno != ENOENT)) {
        pl_log_do(a->r->tools.log, PL_LOG_WARN, "archive.not_removed", pl_log_str("file", file));
        return; /* the next sweep tries again */
    }
    a->stats.removed++;
    row.attempts = attempts;
    put_row(a, &row);
}

/* ---- what becomes of one file ---- */

static void on_tables(void *arg, const struct pl_store_answer *answer);

static void wait_for_tables(struct pl_records_archive *a, struct pl_archive_item *item,
                            enum pl_err err)
{
    item->again = err != PL_OK;
    if (!err)
        return;
    item->ticket = 0;
    pl_timer_arm(a->retry, pl_clock_now_us() + RETRY_US);
}

static void write_note(struct pl_records_archive *a, struct pl_archive_item *item)
{
    struct pl_store_archived row =
        row_of(item->recording, item->file, item->remove ? "deleting" : "uploading", item->bytes);
    const struct pl_store_change c = {PL_STORE_PUT, PL_STORE_ARCHIVED, &row, 0};
    item->step = PL_ARCHIVE_NOTE;
    wait_for_tables(a, item,
                    pl_store_write(pl_keeper_store(a->r->keeper), &c, 1,
                                   (struct pl_store_reply){on_tables, a}, &item->ticket));
}

static void read_line(struct pl_records_archive *a, struct pl_archive_item *item)
{
    const struct pl_store_record_line key = {.recording = item->recording};
    const struct pl_store_query q = {
        .table = PL_STORE_RECORD_LINES, .key = &key, .keys = 1, .limit = 1, .newest = true};
    item->step = PL_ARCHIVE_LINE;
    wait_for_tables(a, item,
                    pl_store_read(pl_keeper_store(a->r->keeper), &q,
                                  (struct pl_store_reply){on_tables, a}, &item->ticket));
}

static void write_end(struct pl_records_archive *a, struct pl_archive_item *item)
{
    struct pl_store_archived row =
        row_of(item->recording, item->file, item->state ? item->state : "", item->bytes);
    const bool failed = item->state && strcmp(item->state, "failed") == 0;
    const struct pl_store_record_line line = {.recording = item->recording,
                                              .number = item->last_line + 1,
                                              .at_ms = pl_records_wall_ms(),
                                              .kind = pl_bytes_str("archive"),
                                              .detail = pl_bytes_str(item->detail)};
    const struct pl_store_change changes[2] = {
        {PL_STORE_ADD, PL_STORE_RECORD_LINES, &line, 0},
        {item->state ? PL_STORE_PUT : PL_STORE_DELETE, PL_STORE_ARCHIVED, &row, 0}};
    item->step = PL_ARCHIVE_END;
    row.attempts = item->attempts;
    row.error = pl_bytes_str(failed ? item->error : "");
    wait_for_tables(a, item,
                    pl_store_write(pl_keeper_store(a->r->keeper), changes, 2,
                                   (struct pl_store_reply){on_tables, a}, &item->ticket));
}

bool pl_archive_key(const struct pl_records_archive *a, const char *file,
                    char out[PL_S3_KEY_MAX + 1])
{
    int n = snprintf(out, PL_S3_KEY_MAX + 1, "%s%s", a->r->tools.config->archive.prefix, file);
    return n > 0 && n <= PL_S3_KEY_MAX;
}

static const char *type_of(const char *file)
{
    static const struct {
        const char *ending, *type;
    } types[] = {{".mp4", "video/mp4"},  {".webm", "video/webm"},      {".flv", "video/x-flv"},
                 {".mp3", "audio/mpeg"}, {".wmv", "video/x-ms-wmv"},   {".jpg", "image/jpeg"},
                 {".vtt", "text/vtt"},   {".json", "application/json"}};
    const char *dot = strrchr(file, '.');
    for (size_t i = 0; dot && i < sizeof(types) / sizeof(types[0]); i++) {
        if (strcmp(dot, types[i].ending) == 0)
            return types[i].type;
    }
    return "application/octet-stream";
}

static void finish(struct pl_records_archive *a, struct pl_archive_item *item, const char *state,
                   const char *detail)
{
    item->state = state;
    (void)snprintf(item->detail, sizeof(item->detail), "%s", detail);
    read_line(a, item);
}

static void ask_store(struct pl_records_archive *a, struct pl_archive_item *item)
{
    char key[PL_S3_KEY_MAX + 1], path[PL_ARCHIVE_FILE_MAX];
    enum pl_err err = PL_E_LIMIT;
    int n = snprintf(path, sizeof(path), "%s/%s", a->r->folder, item->file);
    item->step = PL_ARCHIVE_STORE;
    item->ticket = 0;
    item->attempts = 0;
    item->error[0] = '\0';
    if (pl_archive_key(a, item->file, key) && n < (int)sizeof(path))
        err = item->remove ? pl_archive_delete(a->archive, item->id, key)
                           : pl_archive_put(a->archive, item->id, path, key, type_of(item->file));
    if (err) {
        (void)snprintf(item->error, sizeof(item->error), "its name is too long for the store");
        finish(a, item, "failed", item->error);
    }
}

void pl_archive_item_start(struct pl_records_archive *a, struct pl_archive_item *item)
{
    if (item->known)
        ask_store(a, item);
    else
        write_note(a, item);
}

static void begin_removal(struct pl_records_archive *a, struct pl_archive_item *item)
{
    item->doomed = false;
    item->remove = true;
    item->known = false;
    pl_archive_item_start(a, item);
}

/* Its row and line are safe. */
static void ended(struct pl_records_archive *a, struct pl_archive_item *item)
{
    const struct pl_config *c = a->r->tools.config;
    if (item->doomed) {
        begin_removal(a, item);
        return;
    }
    pl_archive_tell_feed(a, item);
    if (item->state && strcmp(item->state, "both") == 0 &&
        c->archive.local == PL_CONFIG_ARCHIVE_REMOVE && c->archive.local_hours == 0)
        pl_archive_drop_local(a, item->recording, item->file, item->bytes, item->attempts);
    drop(a, item);
}

static void do_step(struct pl_records_archive *a, struct pl_archive_item *item)
{
    switch (item->step) {
    case PL_ARCHIVE_NOTE:
        write_note(a, item);
        break;
    case PL_ARCHIVE_LINE:
    case PL_ARCHIVE_END:
        read_line(a, item);
        break;
    case PL_ARCHIVE_STORE:
        break;
    }
}

static void on_tables(void *arg, const struct pl_store_answer *answer)
{
    struct pl_records_archive *a = arg;
    struct pl_list *it, *tmp;
    pl_list_for_each_safe(it, tmp, &a->items)
    {
        struct pl_archive_item *item = pl_container_of(it, struct pl_archive_item, node);
        const struct pl_store_record_line *lines = answer->rows;
        if (item->ticket != answer->ticket)
            continue;
        item->ticket = 0;
        if (answer->err == PL_E_EXISTS && item->step == PL_ARCHIVE_END) {
            read_line(a, item); /* somebody has written a line meanwhile */
        } else if (answer->err) {
            wait_for_tables(a, item, answer->err);
        } else if (item->step == PL_ARCHIVE_NOTE) {
            ask_store(a, item);
        } else if (item->step == PL_ARCHIVE_LINE) {
            item->last_line = answer->count > 0 ? lines[0].number : 0;
            write_end(a, item);
        } else {
            ended(a, item);
        }
        return;
    }
}

static void on_retry(void *arg)
{
    struct pl_records_archive *a = arg;
    struct pl_list *it, *tmp;
    pl_list_for_each_safe(it, tmp, &a->items)
    {
        struct pl_archive_item *item = pl_container_of(it, struct pl_archive_item, node);
        if (item->again)
            do_step(a, item);
    }
}

/* ---- what the object store says ---- */

static void on_done(void *arg, const struct pl_archive_done *done)
{
    struct pl_records_archive *a = arg;
    struct pl_archive_item *item = NULL;
    char detail[PL_S3_WHY_MAX];
    struct pl_list *it;
    pl_list_for_each(it, &a->items)
    {
        struct pl_archive_item *one = pl_container_of(it, struct pl_archive_item, node);
        item = one->id == done->id ? one : item;
    }
    if (!item)
        return;
    a->stats.files += done->put && done->ok;
    a->stats.bytes += done->put && done->ok ? (uint64_t)item->bytes : 0;
    a->stats.deleted += !done->put;
    if (!done->put) {
        finish(a, item, NULL, "deleted in the object store");
    } else if (item->doomed) {
        begin_removal(a, item);
    } else if (done->ok) {
        (void)snprintf(detail, sizeof(detail), "in the object store: %.180s", item->file);
        finish(a, item, "both", detail);
    } else {
        a->stats.failed++;
        pl_log_do(a->r->tools.log, PL_LOG_ERROR, "archive.file_failed",
                  pl_log_num("record", item->recording), pl_log_str("why", done->why));
        (void)snprintf(item->error, sizeof(item->error), "%s", done->why);
        (void)snprintf(detail, sizeof(detail), "not in the object store: %.200s", done->why);
        finish(a, item, "failed", detail);
    }
}

static void on_attempt(void *arg, uint64_t id, unsigned attempt, const char *why)
{
    struct pl_records_archive *a = arg;
    struct pl_list *it;
    a->stats.retries += why != NULL;
    pl_list_for_each(it, &a->items)
    {
        struct pl_archive_item *item = pl_container_of(it, struct pl_archive_item, node);
        if (item->id != id)
            continue;
        item->attempts = attempt;
        (void)snprintf(item->error, sizeof(item->error), "%s", why ? why : "");
    }
}

static void on_state(void *arg, const char *why)
{
    struct pl_records_archive *a = arg;
    a->stats.away = why != NULL;
    if (why)
        pl_log_do(a->r->tools.log, PL_LOG_WARN, "archive.away", pl_log_str("why", why));
    else
        pl_log_do(a->r->tools.log, PL_LOG_INFO, "archive.back",
                  pl_log_num("waiting", (int64_t)a->count));
}

/* ---- for the rest of recordings ---- */

void pl_records_archive_add(struct pl_records_archive *a, int64_t recording, const char *file,
                            uint64_t bytes)
{
    struct pl_archive_item *item;
    if (!a || pl_archive_item_of(a, file))
        return;
    item = pl_archive_item_make(a, file);
    if (!item) {
        note_row(a, recording, file, "uploading", (int64_t)bytes);
        return;
    }
    item->recording = recording;
    item->bytes = (int64_t)bytes;
    pl_archive_item_start(a, item);
}

void pl_records_archive_remove(struct pl_records_archive *a, int64_t recording, const char *file)
{
    struct pl_archive_item *item;
    if (!a)
        return;
    item = pl_archive_item_of(a, file);
    if (item) {
        item->doomed = !item->remove;
        return;
    }
    item = pl_archive_item_make(a, file);
    if (!item) {
        note_row(a, recording, file, "deleting", 0);
        return;
    }
    item->recording = recording;
    item->remove = true;
    pl_archive_item_start(a, item);
}

static int digit_of(uint8_t c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* Decodes a name of the front door; false: no file of a recording has it. */
static bool read_name(struct pl_bytes encoded, char out[PL_ARCHIVE_NAME_MAX])
{
    size_t n = 0;
    for (size_t i = 0; i < encoded.len; i++) {
        uint8_t c = encoded.data[i];
        if (c == '%') {
            int high = i + 2 < encoded.len ? digit_of(encoded.data[i + 1]) : -1;
            int low = i + 2 < encoded.len ? digit_of(encoded.data[i + 2]) : -1;
            if (high < 0 || low < 0)
                return false;
            c = (uint8_t)(high << 4 | low);
            i += 2;
        }
        if (c < 0x20 || n + 1 >= PL_ARCHIVE_NAME_MAX)
            return false;
        out[n++] = (char)c;
    }
    out[n] = '\0';
    return n > 0 && out[0] != '.' && out[0] != '/' && !strstr(out, "/.");
}

bool pl_records_archive_find(struct pl_records_archive *a, struct pl_signal_away *away)
{
    char file[PL_ARCHIVE_NAME_MAX], key[PL_S3_KEY_MAX + 1], range[PL_FETCH_RANGE_MAX];
    if (!a || !read_name(away->file, file) || !pl_archive_key(a, file, key))
        return false;
    if (a->r->tools.config->archive.play == PL_CONFIG_ARCHIVE_REDIRECT &&
        !pl_records_evidence_keys(a->r->evidence)) {
        _Static_assert((int)PL_SIGNAL_PLACE_MAX >= (int)PL_S3_LINK_MAX, "room for a link");
        return pl_archive_link(a->archive, key, pl_records_wall_ms() / 1000, LINK_SECONDS,
                               away->place) == PL_OK;
    }
    if (!pl_bytes_to_str(away->range, range, sizeof(range)))
        range[0] = '\0';
    return pl_fetcher_start(a->fetcher, key, range, away->head, &away->fd) == PL_OK;
}

void pl_records_archive_get_stats(const struct pl_records_archive *a, struct pl_archive_stats *out)
{
    struct pl_fetcher_stats fetched;
    memset(out, 0, sizeof(*out));
    if (!a)
        return;
    *out = a->stats;
    out->waiting = a->count;
    pl_fetcher_get_stats(a->fetcher, &fetched);
    out->fetched = fetched.begun;
    out->fetched_bytes = fetched.bytes;
    out->fetch_failed = fetched.failed;
}

/* ---- life ---- */

static enum pl_err start_parts(struct pl_records_archive *a)
{
    const struct pl_config *c = a->r->tools.config;
    struct pl_archive_config config = {
        .s3 = {.endpoint = c->archive.endpoint,
               .bucket = c->archive.bucket,
               .region = c->archive.region,
               .key_id = c->archive.key_id,
               .secret = c->archive.secret,
               .bucket_in_host = c->archive.bucket_in_host,
               .ca_file = c->archive.ca_file[0] ? c->archive.ca_file : NULL},
        .on_done = on_done,
        .on_state = on_state,
        .on_attempt = on_attempt,
        .arg = a};
    enum pl_err err = pl_archive_start(&a->archive, a->r->tools.loop, &config);
    if (!err)
        err = pl_fetcher_create(&a->fetcher, &config.s3, pl_archive_unseal, a->r);
    if (err)
        return err;
    a->retry = pl_timer_create(a->r->tools.loop, on_retry, a);
    a->sweep = pl_timer_create(a->r->tools.loop, pl_archive_on_sweep, a);
    return a->retry && a->sweep ? PL_OK : PL_E_NOMEM;
}

enum pl_err pl_records_archive_start(struct pl_records_archive **out, struct pl_records *r)
{
    struct pl_records_archive *a;
    enum pl_err err;
    *out = NULL;
    if (!r->tools.config->archive.endpoint[0])
        return PL_OK;
    a = calloc(1, sizeof(*a));
    if (!a)
        return PL_E_NOMEM;
    a->r = r;
    pl_list_init(&a->items);
    err = start_parts(a);
    if (err) {
        pl_records_archive_stop(a);
        return err;
    }
    pl_archive_scan_begin(a, PL_ARCHIVE_SCAN_NEW);
    pl_archive_on_sweep(a);
    *out = a;
    return PL_OK;
}

void pl_records_archive_stop(struct pl_records_archive *a)
{
    if (!a)
        return;
    pl_archive_stop(a->archive);
    pl_fetcher_destroy(a->fetcher);
    pl_store_forget(pl_keeper_store(a->r->keeper), a);
    if (a->retry)
        pl_timer_destroy(a->retry);
    if (a->sweep)
        pl_timer_destroy(a->sweep);
    while (!pl_list_empty(&a->items)) {
        struct pl_archive_item *item = pl_container_of(a->items.next, struct pl_archive_item, node);
        pl_list_remove(&item->node);
        free(item);
    }
    free(a);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* What is said of recordings and the object store: to operators and pages, and in the feed. */
#include "server/records_archive.h"

#include "server/feed.h"

#include <string.h>

/* Files of one recording, together. */
struct sum {
    size_t files, done, queued, uploading, failed, deleting, here;
    int64_t bytes;
    int64_t attempts;
    char error[PL_S3_WHY_MAX];
    char key[PL_S3_KEY_MAX + 1]; /* of the recording's own file: the shortest */
};

static void take_key(const struct pl_records_archive *a, const char *file, struct sum *s)
{
    char key[PL_S3_KEY_MAX + 1];
    if (pl_archive_key(a, file, key) && (!s->key[0] || strlen(key) < strlen(s->key)))
        memcpy(s->key, key, sizeof(key));
}

/* What waits in the table, and what is under way in memory. */
static void take_open(const struct pl_archive_item *item, struct sum *s)
{
    bool under_way = item && item->attempts > 0;
    s->queued += !under_way;
    s->uploading += under_way;
    if (!under_way || s->failed > 0)
        return;
    s->attempts = item->attempts;
    memcpy(s->error, item->error, sizeof(s->error));
}

static void take_row(struct pl_records_archive *a, const struct pl_store_archived *row,
                     struct sum *s)
{
    char file[PL_ARCHIVE_NAME_MAX];
    s->files++;
    s->bytes += row->bytes;
    if (!pl_bytes_to_str(row->file, file, sizeof(file)))
        return;
    take_key(a, file, s);
    s->here += !pl_bytes_eq_str(row->state, "remote");
    if (s->failed == 0 && row->attempts > s->attempts)
        s->attempts = row->attempts;
    if (pl_bytes_eq_str(row->state, "both") || pl_bytes_eq_str(row->state, "remote")) {
        s->done++;
    } else if (pl_bytes_eq_str(row->state, "failed")) {
        s->failed++;
        s->attempts = row->attempts;
        (void)pl_bytes_to_str(row->error, s->error, sizeof(s->error));
    } else if (pl_bytes_eq_str(row->state, "deleting")) {
        s->deleting++;
    } else {
        take_open(pl_archive_item_of(a, file), s);
    }
}

static const char *state_of(const struct sum *s)
{
    return s->files == 0      ? "none"
           : s->deleting > 0  ? "deleting"
           : s->failed > 0    ? "failed"
           : s->uploading > 0 ? "uploading"
           : s->queued > 0    ? "queued"
                              : "done";
}

json_t *pl_records_archive_tell(struct pl_records_archive *a, const struct pl_store_archived *rows,
                                size_t count, bool brief)
{
    struct sum s = {0};
    json_t *o;
    for (size_t i = 0; i < count; i++)
        take_row(a, &rows[i], &s);
    o = json_pack("{s:s}", "state", state_of(&s));
    if (count == 0 || !o)
        return o;
    (void)json_object_set_new(o, "here", json_boolean(s.here == s.files));
    if (brief) /* where it lies, and what the store says, is nothing for pages */
        return o;
    (void)json_object_set_new(o, "files", json_integer((json_int_t)s.files));
    (void)json_object_set_new(o, "done", json_integer((json_int_t)s.done));
    (void)json_object_set_new(o, "bytes", json_integer(s.bytes));
    (void)json_object_set_new(o, "key", json_string(s.key));
    (void)json_object_set_new(o, "attempts", json_integer(s.attempts));
    (void)json_object_set_new(o, "error", json_string(s.error));
    return o;
}

void pl_archive_tell_feed(const struct pl_records_archive *a, const struct pl_archive_item *item)
{
    if (!item->state)
        pl_feed_record(a->r->feed, "record.archive_delete", item->recording, 0);
    else if (strcmp(item->state, "failed") == 0)
        pl_feed_record(a->r->feed, "record.archive_fail", item->recording, item->bytes);
    else
        pl_feed_record(a->r->feed, "record.archive", item->recording, item->bytes);
}

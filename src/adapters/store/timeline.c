/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/store/timeline.h"

#include <stdio.h>
#include <stdlib.h>

enum { DETAIL_MAX = 256, CAMERAS = 16 };

struct devices {
    int64_t user;
    unsigned microphone, cameras, screens;
};

struct pl_timeline {
    json_t *list;
    int64_t started_ms;
    struct devices known[PL_TIMELINE_USERS_MAX];
    size_t known_count;
};

static json_t *text(struct pl_bytes b)
{
    json_t *s = json_stringn((const char *)b.data, b.len);
    return s ? s : json_string("?");
}

static void put(struct pl_timeline *b, const struct pl_store_record_line *line, json_t *kind,
                json_t *detail)
{
    json_t *o = json_pack("{s:I, s:I, s:o, s:I, s:o}", "n", (json_int_t)line->number, "at_ms",
                          (json_int_t)line->at_ms, "kind", kind, "user", (json_int_t)line->user,
                          "detail", detail);
    if (o && b->started_ms > 0)
        (void)json_object_set_new(o, "offset_ms", json_integer(line->at_ms - b->started_ms));
    (void)json_array_append_new(b->list, o);
}

static bool read_devices(struct pl_bytes detail, struct devices *out)
{
    char line[DETAIL_MAX];
    return pl_bytes_to_str(detail, line, sizeof(line)) &&
           sscanf(line, "microphone=%u cameras=%u screens=%u", &out->microphone, &out->cameras,
                  &out->screens) == 3;
}

/* NULL: too many. */
static struct devices *find(struct pl_timeline *b, int64_t user)
{
    for (size_t i = 0; i < b->known_count; i++) {
        if (b->known[i].user == user)
            return &b->known[i];
    }
    if (b->known_count == PL_TIMELINE_USERS_MAX)
        return NULL;
    b->known[b->known_count] = (struct devices){.user = user};
    return &b->known[b->known_count++];
}

static void put_word(struct pl_timeline *b, const struct pl_store_record_line *line,
                     const char *kind, const char *what, unsigned number)
{
    char detail[DETAIL_MAX];
    (void)snprintf(detail, sizeof(detail), "%s %u", what, number);
    put(b, line, json_string(kind), json_string(detail));
}

/* False: nothing has changed that has a name. */
static bool put_changes(struct pl_timeline *b, const struct pl_store_record_line *line,
                        const struct devices *was, const struct devices *is)
{
    bool any = was->microphone != is->microphone;
    if (any)
        put(b, line, json_string(is->microphone ? "unmuted" : "muted"), text(line->detail));
    for (unsigned i = 0; i < CAMERAS; i++) {
        unsigned bit = 1u << i;
        bool screen = ((is->screens | was->screens) & bit) != 0;
        if (!((is->cameras ^ was->cameras) & bit))
            continue;
        any = true;
        if (is->cameras & bit)
            put_word(b, line, screen ? "screen_on" : "camera_on", "stream", i);
        else
            put_word(b, line, screen ? "screen_off" : "camera_off", "stream", i);
    }
    return any;
}

static void add(struct pl_timeline *b, const struct pl_store_record_line *line)
{
    bool joined = pl_bytes_eq_str(line->kind, "joined");
    bool devices = pl_bytes_eq_str(line->kind, "devices");
    struct devices now = {.user = line->user}, *was;
    bool said = false;
    if ((joined || devices) && read_devices(line->detail, &now)) {
        was = find(b, line->user);
        said = devices && was && put_changes(b, line, was, &now);
        if (was)
            *was = now;
    }
    if (!said)
        put(b, line, text(line->kind), text(line->detail));
}

struct pl_timeline *pl_timeline_begin(int64_t started_ms)
{
    struct pl_timeline *t = calloc(1, sizeof(*t));
    if (!t)
        return NULL;
    t->list = json_array();
    t->started_ms = started_ms;
    return t;
}

void pl_timeline_add(struct pl_timeline *timeline, const struct pl_store_record_line *lines,
                     size_t count)
{
    for (size_t i = 0; timeline->list && i < count; i++)
        add(timeline, &lines[i]);
}

json_t *pl_timeline_end(struct pl_timeline *timeline)
{
    json_t *list = timeline ? timeline->list : NULL;
    free(timeline);
    return list;
}

json_t *pl_timeline_json(const struct pl_store_record_line *lines, size_t count, int64_t started_ms)
{
    struct pl_timeline *t = pl_timeline_begin(started_ms);
    if (t)
        pl_timeline_add(t, lines, count);
    return pl_timeline_end(t);
}

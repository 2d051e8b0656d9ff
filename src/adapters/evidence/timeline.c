/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/evidence/timeline.h"

#include <stdio.h>

enum { DETAIL_MAX = 256, CAMERAS = 16 };

struct devices {
    int64_t user;
    unsigned microphone, cameras, screens;
};

struct building {
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

static void put(struct building *b, const struct pl_store_record_line *line, json_t *kind,
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
static struct devices *find(struct building *b, int64_t user)
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

static void put_word(struct building *b, const struct pl_store_record_line *line, const char *kind,
                     const char *what, unsigned number)
{
    char detail[DETAIL_MAX];
    (void)snprintf(detail, sizeof(detail), "%s %u", what, number);
    put(b, line, json_string(kind), json_string(detail));
}

/* False: nothing has changed that has a name. */
static bool put_changes(struct building *b, const struct pl_store_record_line *line,
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

static void add(struct building *b, const struct pl_store_record_line *line)
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

json_t *pl_timeline_json(const struct pl_store_record_line *lines, size_t count, int64_t started_ms)
{
    struct building b = {.list = json_array(), .started_ms = started_ms};
    for (size_t i = 0; b.list && i < count; i++)
        add(&b, &lines[i]);
    return b.list;
}

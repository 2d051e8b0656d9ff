/* SPDX-License-Identifier: Apache-2.0 */
/* Recordings found and shown. */
#include "adapters/admin/recordings_internal.h"

#include "adapters/admin/query.h"
#include "adapters/store/timeline.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* ---- rows ---- */

static json_t *text(struct pl_bytes b)
{
    json_t *s = json_stringn((const char *)b.data, b.len);
    return s ? s : json_string("?");
}

static json_t *row_json(const struct pl_recordings_ask *a, const struct pl_store_recording *row)
{
    char file[PL_RECORDINGS_TEXT_MAX];
    json_t *o = json_loadb((const char *)row->body.data, row->body.len, 0, NULL);
    if (!json_is_object(o)) {
        json_decref(o);
        o = json_object();
    }
    (void)json_object_set_new(o, "id", json_integer(row->id));
    (void)json_object_set_new(o, "at_ms", json_integer(row->at_ms));
    (void)json_object_set_new(o, "user", json_integer(row->user));
    (void)json_object_set_new(o, "room", json_integer(row->room));
    (void)json_object_set_new(o, "state", text(row->state));
    (void)json_object_set_new(o, "file", text(row->file));
    (void)json_object_set_new(o, "bytes", json_integer(row->bytes));
    if (row->until_ms)
        (void)json_object_set_new(o, "until_ms", json_integer(row->until_ms));
    if (row->hold)
        (void)json_object_set_new(o, "hold", json_true());
    (void)pl_bytes_to_str(row->file, file, sizeof(file));
    if (file[0] && a->all->port.pictures)
        a->all->port.pictures(a->all->port.arg, file, o);
    return o;
}

/* ---- what is looked for ---- */

static void split_words(struct pl_recordings_ask *a)
{
    char *rest = a->search, *word;
    for (char *c = a->search; *c; c++)
        *c = (char)(*c >= 'A' && *c <= 'Z' ? *c + 32 : *c);
    while (a->word_count < PL_RECORDINGS_WORDS_MAX && (word = strsep(&rest, " "))) {
        if (*word)
            a->words[a->word_count++] = word;
    }
}

const char *pl_recordings_read_query(struct pl_recordings_ask *a, struct pl_bytes query)
{
    if (!pl_admin_query_number(query, "before", 0, &a->id) || a->id < 0 ||
        !pl_admin_query_number(query, "limit", 100, &a->limit) || a->limit < 1 ||
        a->limit > PL_STORE_ROWS_MAX || !pl_admin_query_number(query, "user", 0, &a->user) ||
        !pl_admin_query_number(query, "room", 0, &a->room) ||
        !pl_admin_query_number(query, "party", 0, &a->party) ||
        !pl_admin_query_number(query, "from", 0, &a->from) ||
        !pl_admin_query_number(query, "to", 0, &a->to))
        return "before, limit, user, room, party, from or to is no such number";
    if (!pl_admin_query_text(query, "state", a->state, sizeof(a->state)))
        return "state: there is no such one";
    if (!pl_admin_query_text(query, "search", a->search, sizeof(a->search)))
        return "search: at most 200 bytes of UTF-8";
    if (!a->search[0] && !pl_admin_query_text(query, "text", a->search, sizeof(a->search)))
        return "text: at most 200 bytes of UTF-8";
    split_words(a);
    return NULL;
}

static unsigned fill_filters(const struct pl_recordings_ask *a, char party[32],
                             struct pl_store_filter out[PL_STORE_FILTERS_MAX])
{
    unsigned n = 0;
    const struct pl_bytes none = {NULL, 0};
    if (a->user)
        out[n++] = (struct pl_store_filter){PL_STORE_IS, "user", a->user, none};
    if (a->room)
        out[n++] = (struct pl_store_filter){PL_STORE_IS, "room", a->room, none};
    if (a->from)
        out[n++] = (struct pl_store_filter){PL_STORE_AT_LEAST, "at_ms", a->from, none};
    if (a->to)
        out[n++] = (struct pl_store_filter){PL_STORE_LESS, "at_ms", a->to, none};
    if (a->state[0])
        out[n++] = (struct pl_store_filter){PL_STORE_IS, "state", 0, pl_bytes_str(a->state)};
    if (a->party) {
        (void)snprintf(party, 32, " user:%" PRId64 " ", a->party);
        out[n++] = (struct pl_store_filter){PL_STORE_HAS, "words", 0, pl_bytes_str(party)};
    }
    for (size_t i = 0; i < a->word_count; i++)
        out[n++] = (struct pl_store_filter){PL_STORE_HAS, "words", 0, pl_bytes_str(a->words[i])};
    return n;
}

/* ---- lists ---- */

/* Who looks at the same list again and again is one line of the audit in a minute. */
static void tell_list(struct pl_recordings_ask *a)
{
    struct pl_admin_recordings *all = a->all;
    char key[sizeof(all->last_list)], what[PL_RECORDINGS_SEARCH_MAX + 200];
    int64_t now = all->port.now_ms(all->port.arg);
    const struct pl_admin_deed deed = {.role = a->role,
                                       .actor = a->actor,
                                       .verb = "recording: list",
                                       .object = "recordings",
                                       .detail = what,
                                       .status = 200};
    size_t n;
    n = (size_t)snprintf(what, sizeof(what),
                         "%s%s user %" PRId64 " room %" PRId64 " party %" PRId64, a->state,
                         a->state[0] ? "" : "all", a->user, a->room, a->party);
    for (size_t i = 0; i < a->word_count && n < sizeof(what); i++)
        n += (size_t)snprintf(what + n, sizeof(what) - n, " \"%s\"", a->words[i]);
    (void)snprintf(key, sizeof(key), "%.190s %.300s", a->actor, what);
    if (strcmp(key, all->last_list) == 0 && now - all->last_list_ms < 60000)
        return;
    memcpy(all->last_list, key, sizeof(key));
    all->last_list_ms = now;
    all->port.did(all->port.did_arg, &deed);
}

static void read_span(struct pl_recordings_ask *a);

static void give(struct pl_recordings_ask *a)
{
    pl_recordings_archived(a, json_object_get(a->answer, "recordings"), pl_recordings_give);
}

static void on_span(void *arg, const struct pl_store_answer *answer)
{
    struct pl_recordings_ask *a = arg;
    const struct pl_store_recording *rows = answer->rows;
    json_t *list = json_object_get(a->answer, "recordings");
    bool full;
    if (answer->err) {
        pl_recordings_no_store(a);
        return;
    }
    for (size_t i = 0; i < answer->count; i++)
        (void)json_array_append_new(list, row_json(a, &rows[i]));
    full = answer->more || json_array_size(list) >= (size_t)a->limit;
    if (full && answer->count > 0)
        a->id = rows[answer->count - 1].id;
    else if (a->floor > 1)
        a->id = a->floor;
    if ((!full && a->floor <= 1) || a->id <= 1) {
        give(a); /* all of it */
    } else if (full || ++a->spans == PL_RECORDINGS_SPANS) {
        (void)json_object_set_new(a->answer, "next", json_integer(a->id));
        give(a);
    } else {
        read_span(a);
    }
}

/* So many rows at a time, that nobody who writes has to wait for one who seeks. */
static void read_span(struct pl_recordings_ask *a)
{
    struct pl_store_filter filters[PL_STORE_FILTERS_MAX];
    char party[32];
    unsigned n = fill_filters(a, party, filters);
    const struct pl_store_recording after = {.id = a->id};
    struct pl_store_query q = {.table = PL_STORE_RECORDINGS,
                               .after = &after,
                               .limit = (size_t)a->limit -
                                        json_array_size(json_object_get(a->answer, "recordings")),
                               .newest = true,
                               .filters = filters};
    _Static_assert((int)PL_STORE_FILTERS_MAX > 6 + (int)PL_RECORDINGS_WORDS_MAX, "and the floor");
    a->floor = n > 0 && a->id > PL_RECORDINGS_SPAN ? a->id - PL_RECORDINGS_SPAN : 1;
    if (n > 0)
        filters[n++] = (struct pl_store_filter){PL_STORE_AT_LEAST, "id", a->floor, {NULL, 0}};
    q.filter_count = n;
    if (pl_store_read(a->all->store, &q, (struct pl_store_reply){on_span, a}, NULL))
        pl_recordings_no_store(a);
}

/* The newest is where the spans begin. */
static void on_newest(void *arg, const struct pl_store_answer *answer)
{
    struct pl_recordings_ask *a = arg;
    const struct pl_store_recording *rows = answer->rows;
    if (answer->err) {
        pl_recordings_no_store(a);
        return;
    }
    a->id = answer->count > 0 ? rows[0].id + 1 : 1;
    read_span(a);
}

void pl_recordings_list(struct pl_recordings_ask *a)
{
    const struct pl_store_query q = {.table = PL_STORE_RECORDINGS, .limit = 1, .newest = true};
    tell_list(a);
    a->answer = json_pack("{s:[]}", "recordings");
    if (a->id > 0)
        read_span(a);
    else if (pl_store_read(a->all->store, &q, (struct pl_store_reply){on_newest, a}, NULL))
        pl_recordings_no_store(a);
}

/* ---- one of them ---- */

static void on_lines(void *arg, const struct pl_store_answer *answer)
{
    struct pl_recordings_ask *a = arg;
    const json_t *recording = json_object_get(a->answer, "recording");
    int64_t started = json_integer_value(json_object_get(recording, "started_ms"));
    if (answer->err) {
        pl_recordings_no_store(a);
        return;
    }
    (void)json_object_set_new(a->answer, "lines",
                              pl_timeline_json(answer->rows, answer->count, started));
    if (a->what == PL_RECORDINGS_TIMELINE)
        (void)json_object_set_new(a->answer, "recording", json_integer(a->id));
    pl_recordings_give(a);
}

static void tell_show(const struct pl_recordings_ask *a)
{
    char object[48];
    const struct pl_admin_deed deed = {.role = a->role,
                                       .actor = a->actor,
                                       .verb = "recording: show",
                                       .object = object,
                                       .detail = "",
                                       .status = 200};
    (void)snprintf(object, sizeof(object), "recording %" PRId64, a->id);
    a->all->port.did(a->all->port.did_arg, &deed);
}

static void read_lines(struct pl_recordings_ask *a)
{
    const struct pl_store_record_line key = {.recording = a->id};
    const struct pl_store_query q = {.table = PL_STORE_RECORD_LINES, .key = &key, .keys = 1};
    if (pl_store_read(a->all->store, &q, (struct pl_store_reply){on_lines, a}, NULL))
        pl_recordings_no_store(a);
}

static void on_row(void *arg, const struct pl_store_answer *answer)
{
    struct pl_recordings_ask *a = arg;
    const struct pl_store_recording *row = answer->rows;
    char file[PL_RECORDINGS_TEXT_MAX], path[PL_RECORDINGS_TEXT_MAX] = "";
    json_t *o;
    if (answer->err) {
        pl_recordings_no_store(a);
        return;
    }
    if (answer->count == 0) {
        pl_recordings_refuse(a, 404, "no such recording", "GET /v1/recordings lists them");
        return;
    }
    tell_show(a);
    o = row_json(a, row);
    (void)pl_bytes_to_str(row->file, file, sizeof(file));
    if (file[0])
        a->all->port.path(a->all->port.arg, file, path);
    (void)json_object_set_new(o, "path", json_string(path));
    a->answer = json_pack("{s:o}", "recording", o);
    a->one = json_pack("[O]", o);
    pl_recordings_archived(a, a->one, read_lines);
}

void pl_recordings_show(struct pl_recordings_ask *a)
{
    const struct pl_store_recording key = {.id = a->id};
    const struct pl_store_query q = {
        .table = PL_STORE_RECORDINGS, .key = &key, .keys = 1, .limit = 1};
    if (pl_store_read(a->all->store, &q, (struct pl_store_reply){on_row, a}, NULL))
        pl_recordings_no_store(a);
}

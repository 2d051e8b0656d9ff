/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/admin/recordings.h"

#include "adapters/admin/query.h"
#include "base/list.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WHY_MAX = 200, MINUTES_MAX = 525600, ACTOR_MAX = 192 };

struct pl_admin_recordings {
    struct pl_store *store;
    struct pl_admin *admin;
    struct pl_recordings_port port;
    struct pl_list asks;
    size_t count;
};

/* One request on its way. */
struct ask {
    struct pl_list node;
    struct pl_admin_recordings *all;
    uint64_t ticket;
    enum pl_recordings_what what;
    enum pl_role role;
    int64_t id; /* of a list: before it */
    int64_t limit;
    int64_t user;    /* of a list: 0: everybody's */
    int64_t minutes; /* of a link */
    int64_t lines;   /* the highest number of them */
    char why[WHY_MAX + 1];
    char actor[ACTOR_MAX];
    json_t *answer; /* so far */
};

/* ---- the end of it ---- */

static void destroy(struct ask *a)
{
    pl_list_remove(&a->node);
    a->all->count--;
    pl_store_forget(a->all->store, a);
    json_decref(a->answer);
    free(a);
}

static void send(const struct ask *a, struct pl_admin_reply *reply)
{
    if (a->all->port.reply)
        a->all->port.reply(a->all->port.arg, a->ticket, reply);
    else
        pl_admin_reply(a->all->admin, a->ticket, reply);
}

static void refuse(struct ask *a, uint16_t status, const char *error, const char *cure)
{
    struct pl_admin_reply reply;
    pl_admin_refuse(&reply, status, error, cure);
    send(a, &reply);
    destroy(a);
}

static void give(struct ask *a)
{
    struct pl_admin_reply reply = {.status = 200};
    reply.json = a->answer ? json_dumps(a->answer, JSON_COMPACT) : NULL;
    reply.len = reply.json ? strlen(reply.json) : 0;
    if (!reply.json)
        reply.status = 503;
    send(a, &reply);
    destroy(a);
}

static void no_store(struct ask *a)
{
    refuse(a, 503, "the store cannot be read or written", "see the server's log");
}

/* ---- rows ---- */

static json_t *text(struct pl_bytes b)
{
    json_t *s = json_stringn((const char *)b.data, b.len);
    return s ? s : json_string("?");
}

static json_t *row_json(const struct ask *a, const struct pl_store_recording *row)
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
    (void)pl_bytes_to_str(row->file, file, sizeof(file));
    if (file[0] && a->all->port.pictures)
        a->all->port.pictures(a->all->port.arg, file, o);
    return o;
}

static void on_list(void *arg, const struct pl_store_answer *answer)
{
    struct ask *a = arg;
    const struct pl_store_recording *rows = answer->rows;
    json_t *list = json_array();
    if (answer->err) {
        json_decref(list);
        no_store(a);
        return;
    }
    for (size_t i = 0; i < answer->count; i++) {
        if (a->user == 0 || rows[i].user == a->user)
            (void)json_array_append_new(list, row_json(a, &rows[i]));
    }
    a->answer = json_object();
    (void)json_object_set_new(a->answer, "recordings", list);
    if (answer->count > 0 && answer->more)
        (void)json_object_set_new(a->answer, "next", json_integer(rows[answer->count - 1].id));
    give(a);
}

/* ---- one of them ---- */

static void on_lines(void *arg, const struct pl_store_answer *answer)
{
    struct ask *a = arg;
    const struct pl_store_record_line *lines = answer->rows;
    json_t *list = json_array();
    if (answer->err) {
        json_decref(list);
        no_store(a);
        return;
    }
    for (size_t i = 0; i < answer->count; i++)
        (void)json_array_append_new(
            list, json_pack("{s:I, s:o, s:I, s:o}", "at_ms", (json_int_t)lines[i].at_ms, "kind",
                            text(lines[i].kind), "user", (json_int_t)lines[i].user, "detail",
                            text(lines[i].detail)));
    (void)json_object_set_new(a->answer, "lines", list);
    give(a);
}

static void read_lines(struct ask *a, bool newest,
                       void (*fn)(void *arg, const struct pl_store_answer *answer))
{
    const struct pl_store_record_line key = {.recording = a->id};
    const struct pl_store_query q = {.table = PL_STORE_RECORD_LINES,
                                     .key = &key,
                                     .keys = 1,
                                     .limit = newest ? 1 : 0,
                                     .newest = newest};
    if (pl_store_read(a->all->store, &q, (struct pl_store_reply){fn, a}, NULL))
        no_store(a);
}

static void show(struct ask *a, const struct pl_store_recording *row)
{
    char file[PL_RECORDINGS_TEXT_MAX], path[PL_RECORDINGS_TEXT_MAX] = "";
    json_t *o = row_json(a, row);
    (void)pl_bytes_to_str(row->file, file, sizeof(file));
    if (file[0])
        a->all->port.path(a->all->port.arg, file, path);
    (void)json_object_set_new(o, "path", json_string(path));
    a->answer = json_object();
    (void)json_object_set_new(a->answer, "recording", o);
    read_lines(a, false, on_lines);
}

/* ---- what changes something ---- */

static void tell_deed(const struct ask *a, uint16_t status)
{
    char object[48];
    const struct pl_admin_deed deed = {.role = a->role,
                                       .actor = a->actor,
                                       .verb = a->what == PL_RECORDINGS_DELETE ? "recording: delete"
                                               : a->what == PL_RECORDINGS_STOP ? "recording: end"
                                                                               : "recording: link",
                                       .object = object,
                                       .detail = a->why,
                                       .status = status};
    (void)snprintf(object, sizeof(object), "recording %" PRId64, a->id);
    a->all->port.did(a->all->port.did_arg, &deed);
}

static void on_changed(void *arg, const struct pl_store_answer *answer)
{
    struct ask *a = arg;
    if (answer->err) {
        no_store(a);
        return;
    }
    tell_deed(a, 200);
    give(a);
}

/* Its line, and (row not NULL) the row. */
static void write_change(struct ask *a, const char *kind, const char *detail,
                         const struct pl_store_recording *row)
{
    const struct pl_store_record_line line = {.recording = a->id,
                                              .number = a->lines + 1,
                                              .at_ms = a->all->port.now_ms(a->all->port.arg),
                                              .kind = pl_bytes_str(kind),
                                              .detail = pl_bytes_str(detail)};
    const struct pl_store_change changes[2] = {{PL_STORE_ADD, PL_STORE_RECORD_LINES, &line, 0},
                                               {PL_STORE_PUT, PL_STORE_RECORDINGS, row, 0}};
    if (pl_store_write(a->all->store, changes, row ? 2 : 1, (struct pl_store_reply){on_changed, a},
                       NULL))
        no_store(a);
}

static void link_it(struct ask *a, const struct pl_store_recording *row)
{
    char file[PL_RECORDINGS_TEXT_MAX], url[PL_RECORDINGS_TEXT_MAX], detail[ACTOR_MAX + 64];
    int64_t expires_ms = 0;
    (void)pl_bytes_to_str(row->file, file, sizeof(file));
    if (!file[0]) {
        refuse(a, 409, "there is no file", "its state says why");
        return;
    }
    a->all->port.link(a->all->port.arg, file, a->minutes, url, &expires_ms);
    a->answer = json_pack("{s:s, s:I}", "url", url, "expires_ms", (json_int_t)expires_ms);
    (void)snprintf(detail, sizeof(detail), "link by %s until %" PRId64, a->actor, expires_ms);
    write_change(a, "access", detail, NULL);
}

static void delete_it(struct ask *a, const struct pl_store_recording *row)
{
    struct pl_store_recording gone = *row;
    char file[PL_RECORDINGS_TEXT_MAX], detail[WHY_MAX + ACTOR_MAX + 8];
    (void)pl_bytes_to_str(row->file, file, sizeof(file));
    if (!file[0]) {
        refuse(a, 409, "there is no file", "its state says why");
        return;
    }
    if (a->all->port.remove(a->all->port.arg, a->id, file)) {
        refuse(a, 500, "the file cannot be removed", "see the server's log");
        return;
    }
    gone.state = pl_bytes_str("deleted");
    gone.file = pl_bytes_str("");
    a->answer = json_pack("{s:b}", "ok", 1);
    (void)snprintf(detail, sizeof(detail), "by %s %s", a->actor, a->why);
    write_change(a, "deleted", detail, &gone);
}

static void on_row(void *arg, const struct pl_store_answer *answer);

/* The number of its last line is known: now the row itself. */
static void on_last_line(void *arg, const struct pl_store_answer *answer)
{
    struct ask *a = arg;
    const struct pl_store_record_line *lines = answer->rows;
    const struct pl_store_recording key = {.id = a->id};
    const struct pl_store_query q = {.table = PL_STORE_RECORDINGS, .key = &key, .keys = 1};
    a->lines = !answer->err && answer->count > 0 ? lines[0].number : 0;
    if (answer->err || pl_store_read(a->all->store, &q, (struct pl_store_reply){on_row, a}, NULL))
        no_store(a);
}

static void on_row(void *arg, const struct pl_store_answer *answer)
{
    struct ask *a = arg;
    const struct pl_store_recording *row = answer->rows;
    if (answer->err)
        no_store(a);
    else if (answer->count == 0)
        refuse(a, 404, "no such recording", "GET /v1/recordings lists them");
    else if (a->what == PL_RECORDINGS_SHOW)
        show(a, row);
    else if (a->what == PL_RECORDINGS_LINK)
        link_it(a, row);
    else
        delete_it(a, row);
}

/* ---- requests ---- */

static void read_list(struct ask *a)
{
    const struct pl_store_recording after = {.id = a->id};
    const struct pl_store_query q = {.table = PL_STORE_RECORDINGS,
                                     .after = a->id > 0 ? &after : NULL,
                                     .limit = (size_t)a->limit,
                                     .newest = true};
    if (pl_store_read(a->all->store, &q, (struct pl_store_reply){on_list, a}, NULL))
        no_store(a);
}

/* NULL: fine; else what is wrong. */
static const char *read_request(struct ask *a, const struct pl_admin_request *request)
{
    json_t *body;
    const char *why;
    if (a->what == PL_RECORDINGS_LIST)
        return pl_admin_query_number(request->query, "before", 0, &a->id) && a->id >= 0 &&
                       pl_admin_query_number(request->query, "limit", 100, &a->limit) &&
                       pl_admin_query_number(request->query, "user", 0, &a->user) &&
                       a->limit >= 1 && a->limit <= PL_STORE_ROWS_MAX
                   ? NULL
                   : "before, limit or user is no such number";
    if (request->body.len == 0)
        return NULL;
    body = json_loadb((const char *)request->body.data, request->body.len, JSON_REJECT_DUPLICATES,
                      NULL);
    a->minutes = json_integer_value(json_object_get(body, "minutes"));
    why = json_string_value(json_object_get(body, "why"));
    (void)snprintf(a->why, sizeof(a->why), "%s", why && strlen(why) <= WHY_MAX ? why : "");
    why = !json_is_object(body)                        ? "the body is no JSON object"
          : a->minutes < 0 || a->minutes > MINUTES_MAX ? "minutes: 1 to 525600"
          : why && strlen(why) > WHY_MAX               ? "why: at most 200 bytes"
                                                       : NULL;
    json_decref(body);
    return why;
}

static void stop(struct ask *a)
{
    if (!a->all->port.stop(a->all->port.arg, (uint32_t)a->id)) {
        refuse(a, 409, "it does not run", "its state says what it does");
        return;
    }
    tell_deed(a, 200);
    a->answer = json_pack("{s:b}", "ok", 1);
    give(a);
}

static void begin(struct ask *a)
{
    if (a->what == PL_RECORDINGS_LIST)
        read_list(a);
    else if (a->what == PL_RECORDINGS_STOP)
        stop(a);
    else
        read_lines(a, true, on_last_line);
}

void pl_admin_recordings_do(struct pl_admin_recordings *r, enum pl_recordings_what what, int64_t id,
                            const struct pl_admin_request *request, struct pl_admin_reply *reply)
{
    struct ask *a = r->count < PL_RECORDINGS_ASKS_MAX ? calloc(1, sizeof(*a)) : NULL;
    const char *wrong;
    if (!a) {
        pl_admin_refuse(reply, 503, "too many ask for recordings", "try again");
        return;
    }
    a->all = r;
    a->ticket = request->ticket;
    a->what = what;
    a->role = request->role;
    (void)snprintf(a->actor, sizeof(a->actor), "%s",
                   request->actor ? request->actor : pl_role_name(request->role));
    a->id = id;
    pl_list_add_tail(&r->asks, &a->node);
    r->count++;
    wrong = read_request(a, request);
    if (!wrong && what != PL_RECORDINGS_LIST && (id < 1 || id > INT32_MAX))
        wrong = "no such number of a recording";
    if (wrong) {
        pl_admin_refuse(reply, 400, wrong, "see docs/admin.md");
        destroy(a);
        return;
    }
    reply->status = PL_ADMIN_LATER;
    begin(a);
}

/* ---- life ---- */

struct pl_admin_recordings *pl_admin_recordings_create(struct pl_store *store,
                                                       const struct pl_recordings_port *port)
{
    struct pl_admin_recordings *r = calloc(1, sizeof(*r));
    if (!r)
        return NULL;
    r->store = store;
    r->port = *port;
    pl_list_init(&r->asks);
    return r;
}

void pl_admin_recordings_destroy(struct pl_admin_recordings *r)
{
    if (!r)
        return;
    while (!pl_list_empty(&r->asks))
        destroy(pl_container_of(r->asks.next, struct ask, node));
    free(r);
}

void pl_admin_recordings_attach(struct pl_admin_recordings *r, struct pl_admin *admin)
{
    r->admin = admin;
}

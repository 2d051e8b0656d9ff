/* SPDX-License-Identifier: Apache-2.0 */
/* What pages of viewers and keepers ask of the catalogue (core/library.c): the same requests as
 * operators', by somebody with a name. */
#include "server/records_internal.h"

#include "adapters/admin/recordings.h"
#include "proto/wire/errors_gen.h"
#include "proto/wire/limits_gen.h"
#include "server/hub.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    LIMIT_USUAL = 20,
    PICTURE_MINUTES = 30, /* that links to thumbnails are good for */
    TEXT_MAX = 200,
    QUERY_MAX = 3 * TEXT_MAX + 256,
    ACTOR_MAX = 160,
};

_Static_assert((int)PL_LIMIT_LIBRARY_REQUESTS <= (int)PL_RECORDINGS_ASKS_MAX,
               "whoever the domain lets in finds a place");

/* A request on its way; its ticket is its place and one. */
struct place {
    bool taken, answered;
    uint64_t session;
    int64_t re;
    struct pl_admin_reply reply; /* owned once answered */
};

struct pl_records_library {
    struct pl_records *records;
    struct pl_admin_recordings *recordings;
    struct pl_timer *timer;          /* answers leave in a step of their own */
    struct pl_recordings_port files; /* as for operators */
    struct place places[PL_LIMIT_LIBRARY_REQUESTS];
};

/* ---- answers ---- */

static int code_of(uint16_t status)
{
    switch (status) {
    case 200:
        return 0;
    case 400:
        return PL_GV_ERR_FUNCOPTERROR;
    case 403:
        return PL_GV_ERR_FUNCNOTALLOW;
    case 404:
    case 409:
        return PL_GV_ERR_RECORD_NOTASK;
    case 501:
        return PL_GV_ERR_FUNCNOTALLOW;
    default:
        return PL_GV_ERR_NOENOUGHRESOURCE;
    }
}

static void on_timer(void *arg)
{
    struct pl_records_library *l = arg;
    for (size_t i = 0; i < PL_LIMIT_LIBRARY_REQUESTS; i++) {
        struct place *p = &l->places[i];
        struct pl_event e = {.type = PL_EVENT_LIBRARY};
        struct pl_admin_reply reply = p->reply;
        if (!p->answered)
            continue;
        e.library.session = p->session;
        e.library.re = p->re;
        e.library.code = code_of(reply.status);
        e.library.text = pl_bytes_of((const uint8_t *)reply.json, reply.len);
        memset(p, 0, sizeof(*p));
        pl_hub_event(l->records->hub, &e);
        free(reply.json);
    }
}

static void on_reply(void *arg, uint64_t ticket, struct pl_admin_reply *reply)
{
    struct pl_records_library *l = arg;
    struct place *p = &l->places[ticket - 1];
    p->answered = true;
    p->reply = *reply;
    reply->json = NULL;
    pl_timer_arm(l->timer, pl_clock_now_us());
}

/* ---- requests ---- */

static void add_number(char *query, const char *name, int64_t value)
{
    size_t n = strlen(query);
    (void)snprintf(query + n, QUERY_MAX - n, "%s%s=%" PRId64, n ? "&" : "", name, value);
}

static void add_text(char *query, const char *name, struct pl_bytes text)
{
    static const char digits[] = "0123456789ABCDEF";
    size_t n = strlen(query);
    n += (size_t)snprintf(query + n, QUERY_MAX - n, "&%s=", name);
    for (size_t i = 0; i < text.len && n + 4 < QUERY_MAX; i++) {
        query[n++] = '%';
        query[n++] = digits[text.data[i] >> 4];
        query[n++] = digits[text.data[i] & 15];
    }
    query[n] = '\0';
}

static void write_query(const struct pl_wire_library *ask, char query[QUERY_MAX])
{
    query[0] = '\0';
    add_number(query, "limit", ask->has_limit ? ask->limit : LIMIT_USUAL);
    if (ask->has_before)
        add_number(query, "before", ask->before);
    if (ask->has_user)
        add_number(query, "user", ask->user);
    if (ask->has_room)
        add_number(query, "room", ask->room);
    if (ask->has_from)
        add_number(query, "from", ask->from);
    if (ask->has_to)
        add_number(query, "to", ask->to);
    if (ask->text.len > 0)
        add_text(query, "text", ask->text);
}

/* NULL: there is none, or no memory. */
static char *body_of(const struct pl_wire_library *ask)
{
    json_t *o = NULL;
    char *text;
    if (ask->verb == PL_WIRE_LIBRARY_VERB_LINK && ask->has_minutes)
        o = json_pack("{s:i}", "minutes", (int)ask->minutes);
    else if (ask->verb == PL_WIRE_LIBRARY_VERB_DELETE && ask->text.len > 0)
        o = json_pack("{s:s%}", "why", (const char *)ask->text.data, ask->text.len);
    text = o ? json_dumps(o, JSON_COMPACT) : NULL;
    json_decref(o);
    return text;
}

static const enum pl_recordings_what whats[] = {
    [PL_WIRE_LIBRARY_VERB_LIST] = PL_RECORDINGS_LIST,
    [PL_WIRE_LIBRARY_VERB_SHOW] = PL_RECORDINGS_SHOW,
    [PL_WIRE_LIBRARY_VERB_LINK] = PL_RECORDINGS_LINK,
    [PL_WIRE_LIBRARY_VERB_DELETE] = PL_RECORDINGS_DELETE,
    [PL_WIRE_LIBRARY_VERB_VERIFY] = PL_RECORDINGS_VERIFY,
};

void pl_records_library_ask(struct pl_records_library *l, const struct pl_effect *e)
{
    const struct pl_wire_library *ask = &e->library.ask;
    char query[QUERY_MAX], actor[ACTOR_MAX], name[ACTOR_MAX / 2 + 48];
    char *body = body_of(ask);
    struct pl_admin_request request = {.role = PL_ROLE_USER, .actor = actor};
    struct pl_admin_reply reply = {0};
    uint64_t ticket = 1;
    while (l->places[ticket - 1].taken) /* the domain has let it in: there is one */
        ticket++;
    l->places[ticket - 1] =
        (struct place){.taken = true, .session = e->library.session, .re = e->library.re};
    write_query(ask, query);
    (void)pl_bytes_to_str(e->library.name, name, sizeof(name));
    (void)snprintf(actor, sizeof(actor), "user %" PRId32 " %s", e->library.user, name);
    request.ticket = ticket;
    request.query = pl_bytes_str(query);
    request.body = pl_bytes_str(body ? body : "");
    pl_admin_recordings_do(l->recordings, whats[ask->verb], ask->record, &request, &reply);
    if (reply.status != PL_ADMIN_LATER)
        on_reply(l, ticket, &reply);
    free(body);
}

/* ---- what the catalogue needs ---- */

static void port_path(void *arg, const char *file, char out[PL_RECORDINGS_TEXT_MAX])
{
    (void)arg;
    (void)file;
    out[0] = '\0'; /* where it lies is nothing for pages */
}

static void port_deed(void *arg, const struct pl_recordings_deed *deed, pl_recordings_done *done,
                      void *done_arg)
{
    const struct pl_records_library *l = arg;
    l->files.deed(l->files.arg, deed, done, done_arg);
}

static bool port_stop(void *arg, uint32_t id)
{
    (void)arg;
    (void)id;
    return false;
}

static json_t *port_archived(void *arg, const struct pl_store_archived *rows, size_t count)
{
    const struct pl_records_library *l = arg;
    return pl_records_archive_tell(l->records->archive, rows, count, true);
}

static int64_t port_now_ms(void *arg)
{
    (void)arg;
    return pl_records_wall_ms();
}

static void add_picture(const struct pl_records_library *l, json_t *row, const char *name,
                        const char *file, const char *ending)
{
    char path[PL_RECORDINGS_TEXT_MAX], url[PL_CORE_RECORD_URL_MAX];
    const char *dot = strrchr(file, '.'), *slash = strrchr(file, '/');
    size_t base = dot && (!slash || dot > slash) ? (size_t)(dot - file) : strlen(file);
    int64_t expires_ms;
    if (snprintf(path, sizeof(path), "%.*s%s", (int)base, file, ending) >= (int)sizeof(path))
        return;
    pl_records_make_link(l->records, (uint32_t)json_integer_value(json_object_get(row, "id")), path,
                         PICTURE_MINUTES, url, &expires_ms);
    if (url[0])
        (void)json_object_set_new(row, name, json_string(url));
}

/* A snapshot is its own thumbnail. */
static void port_pictures(void *arg, const char *file, json_t *row)
{
    const struct pl_records_library *l = arg;
    const char *how = json_string_value(json_object_get(row, "how"));
    if (how && strcmp(how, "snapshot") == 0)
        add_picture(l, row, "thumb", file, ".jpg");
    if (json_integer_value(json_object_get(row, "pictures")) <= 0)
        return;
    add_picture(l, row, "thumb", file, ".thumb.jpg");
    add_picture(l, row, "board", file, ".board.jpg");
}

static void port_did(void *arg, const struct pl_admin_deed *deed)
{
    const struct pl_records_library *l = arg;
    const struct pl_records *r = l->records;
    const struct pl_store_audit row = {.at_ms = pl_records_wall_ms(),
                                       .actor = pl_bytes_str(deed->actor),
                                       .verb = pl_bytes_str(deed->verb),
                                       .object = pl_bytes_str(deed->object),
                                       .detail = pl_bytes_str(deed->detail)};
    const struct pl_store_change c = {PL_STORE_APPEND, PL_STORE_AUDIT, &row, 0};
    enum pl_err err = PL_OK;
    if (!deed->kept && deed->status == 200)
        err = pl_store_write(pl_keeper_store(r->keeper), &c, 1, (struct pl_store_reply){NULL, NULL},
                             NULL);
    pl_log_do(r->tools.log, PL_LOG_INFO, "record.library", pl_log_str("actor", deed->actor),
              pl_log_str("verb", deed->verb), pl_log_str("object", deed->object));
    if (err)
        pl_log_do(r->tools.log, PL_LOG_ERROR, "admin.unaudited",
                  pl_log_str("why", pl_err_name(err)));
}

/* ---- life ---- */

struct pl_records_library *pl_records_library_create(struct pl_records *r)
{
    struct pl_records_library *l = calloc(1, sizeof(*l));
    struct pl_recordings_port port = {.path = port_path,
                                      .deed = port_deed,
                                      .stop = port_stop,
                                      .now_ms = port_now_ms,
                                      .arg = l,
                                      .did = port_did,
                                      .did_arg = l,
                                      .reply = on_reply,
                                      .pictures = port_pictures,
                                      .archived = r->archive ? port_archived : NULL};
    if (!l)
        return NULL;
    l->records = r;
    pl_records_port_for_operators(r, &l->files);
    l->timer = pl_timer_create(r->tools.loop, on_timer, l);
    l->recordings = pl_admin_recordings_create(pl_keeper_store(r->keeper), &port);
    if (!l->timer || !l->recordings) {
        pl_records_library_destroy(l);
        return NULL;
    }
    return l;
}

void pl_records_library_destroy(struct pl_records_library *l)
{
    if (!l)
        return;
    pl_admin_recordings_destroy(l->recordings);
    if (l->timer)
        pl_timer_destroy(l->timer);
    for (size_t i = 0; i < PL_LIMIT_LIBRARY_REQUESTS; i++)
        free(l->places[i].reply.json);
    free(l);
}

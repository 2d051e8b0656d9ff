/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/admin/api.h"

#include "adapters/admin/office.h"
#include "adapters/admin/places.h"
#include "adapters/admin/query.h"
#include "adapters/admin/recordings.h"
#include "core/look.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

enum { PATTERN_MAX = 64 }; /* as core/block.h */

/* One request on its way. */
struct ask {
    const struct pl_admin_port *port;
    const struct pl_admin_request *request;
    const struct pl_core *core;
    int64_t id; /* in the path */
    uint16_t status;
    struct pl_admin_reply *reply;
    enum pl_admin_task task;       /* of the office */
    bool given;                    /* *reply is the answer, or says that it comes later */
    char object[PATTERN_MAX + 32]; /* what was changed, for the deed */
};

struct route {
    enum pl_http_method method;
    const char *path; /* '#' stands for a number */
    enum pl_right_id right;
    bool changes;
    json_t *(*answer)(struct ask *ask);
    enum pl_admin_task task; /* of the office */
};

static json_t *text(struct pl_bytes b)
{
    json_t *s = json_stringn((const char *)b.data, b.len);
    return s ? s : json_string("?"); /* names are UTF-8; should one not be, the list still is */
}

static json_t *problem(const char *error, const char *cure)
{
    return json_pack("{s:s, s:s}", "error", error, "cure", cure);
}

static json_t *refuse(struct ask *ask, uint16_t status, const char *error, const char *cure)
{
    ask->status = status;
    return problem(error, cure);
}

static json_t *nobody(struct ask *ask)
{
    return refuse(ask, 404, "no such user is signed in", "GET /v1/users lists who is");
}

/* ---- pages of lists ---- */

/* after= and limit= of a list. */
static bool page_of(const struct ask *ask, int64_t *after, int64_t *limit)
{
    return pl_admin_query_number(ask->request->query, "after", 0, after) &&
           pl_admin_query_number(ask->request->query, "limit", PL_ADMIN_PAGE_MAX, limit) &&
           *limit >= 1 && *limit <= PL_ADMIN_PAGE_MAX;
}

static json_t *bad_page(struct ask *ask)
{
    return refuse(ask, 400, "after, limit or room is no such number",
                  "whole numbers; limit from 1 to 1000");
}

/* ---- the server ---- */

static json_t *version(struct ask *ask)
{
    struct pl_admin_about a = {0};
    json_t *out;
    ask->port->about(ask->port->arg, &a);
    out = json_pack("{s:s, s:s, s:I, s:b}", "name", "parlord", "version", a.version, "uptime",
                    (json_int_t)a.uptime_s, "draining", (int)a.draining);
    if (out && a.filter)
        json_object_set_new(out, "filter",
                            json_pack("{s:b, s:s}", "up", (int)a.filter_up, "version",
                                      a.filter_version ? a.filter_version : ""));
    return out;
}

static json_t *figures(struct ask *ask)
{
    struct pl_core_stats s;
    pl_core_stats(ask->core, &s);
    return json_pack("{s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I}", "links", (json_int_t)s.links,
                     "sessions", (json_int_t)s.sessions, "detached", (json_int_t)s.detached,
                     "users", (json_int_t)s.users, "rooms", (json_int_t)s.rooms, "calls",
                     (json_int_t)s.calls, "private_chats", (json_int_t)s.private_chats, "transfers",
                     (json_int_t)s.transfers, "direct", (json_int_t)s.direct);
}

static json_t *check_config(struct ask *ask)
{
    char why[PL_ADMIN_WHY_MAX];
    if (ask->port->check_config(ask->port->arg, ask->request->body, why) == PL_OK)
        return json_pack("{s:b}", "ok", 1);
    return refuse(ask, 422, why, "docs/configuration.md lists all settings");
}

/* ---- users ---- */

static json_t *user_json(const struct pl_look_user *u)
{
    return json_pack("{s:i, s:I, s:o, s:i, s:o, s:i, s:b, s:b}", "user", (int)u->id, "session",
                     (json_int_t)u->session, "name", text(u->name), "level", (int)u->level, "ip",
                     text(u->ip), "room", (int)u->room, "guest", u->id < 0, "detached",
                     (int)u->detached);
}

struct listing {
    json_t *list;
    uint64_t after;
    int32_t room; /* PL_LOOK_ALL, or only those in it */
    size_t limit;
    uint64_t last;
    bool more;
};

static bool list_user(void *arg, const struct pl_look_user *u)
{
    struct listing *l = arg;
    if (u->session <= l->after || (l->room != PL_LOOK_ALL && u->room != l->room))
        return true;
    if (json_array_size(l->list) == l->limit) {
        l->more = true;
        return false;
    }
    l->last = u->session;
    return json_array_append_new(l->list, user_json(u)) == 0;
}

static json_t *users(struct ask *ask)
{
    struct listing l = {.room = PL_LOOK_ALL};
    int64_t after, limit, room;
    json_t *out;
    if (!page_of(ask, &after, &limit) || after < 0 ||
        !pl_admin_query_number(ask->request->query, "room", PL_LOOK_ALL, &room) ||
        room < PL_LOOK_ALL || room > INT32_MAX)
        return bad_page(ask);
    l.after = (uint64_t)after;
    l.limit = (size_t)limit;
    l.room = (int32_t)room;
    l.list = json_array();
    pl_look_everybody(ask->core, list_user, &l);
    out = json_pack("{s:o}", "users", l.list);
    if (out && l.more)
        json_object_set_new(out, "next", json_integer((json_int_t)l.last));
    return out;
}

static bool find_user(const struct ask *ask, struct pl_look_user *u)
{
    return ask->id >= INT32_MIN && ask->id <= INT32_MAX &&
           pl_look_user(ask->core, (int32_t)ask->id, u);
}

static json_t *user(struct ask *ask)
{
    struct pl_look_user u;
    return find_user(ask, &u) ? user_json(&u) : nobody(ask);
}

static json_t *kick(struct ask *ask)
{
    struct pl_event e = {.type = PL_EVENT_REMOVE};
    struct pl_look_user u;
    if (!find_user(ask, &u))
        return nobody(ask);
    e.remove.user = u.id;
    ask->port->step(ask->port->arg, &e);
    return json_pack("{s:i}", "removed", (int)e.remove.user);
}

static json_t *hang_up(struct ask *ask)
{
    struct pl_event e = {.type = PL_EVENT_CALL_FINISH};
    struct pl_look_user u;
    json_error_t bad;
    json_t *body = NULL;
    int code = 0;
    if (!find_user(ask, &u))
        return nobody(ask);
    if (ask->request->body.len > 0) {
        body = json_loadb((const char *)ask->request->body.data, ask->request->body.len,
                          JSON_REJECT_DUPLICATES, &bad);
        if (!body || json_unpack(body, "{s?i}", "code", &code) != 0 || code < 0) {
            json_decref(body);
            return refuse(ask, 400, "the body is not {\"code\": NUMBER}",
                          "leave it out, or a code of 0 or more");
        }
        json_decref(body);
    }
    e.call_finish.user = u.id;
    e.call_finish.code = code;
    e.call_finish.text = pl_bytes_str("");
    ask->port->step(ask->port->arg, &e);
    return json_pack("{s:i}", "hung_up", (int)e.call_finish.user);
}

/* ---- what is kept ---- */

static json_t *office(struct ask *ask)
{
    if (!ask->port->office)
        return refuse(ask, 409, "this server keeps nothing", "store.backend is none");
    pl_admin_office_do(ask->port->office, ask->task, ask->request, ask->reply);
    ask->given = true;
    return NULL;
}

/* ---- addresses ---- */

/* {"address": PATTERN} of the body, in a buffer of its own. False: there is none. */
static bool read_pattern(const struct ask *ask, char pattern[PATTERN_MAX + 1])
{
    json_error_t bad;
    json_t *body = json_loadb((const char *)ask->request->body.data, ask->request->body.len,
                              JSON_REJECT_DUPLICATES, &bad);
    const char *text = json_string_value(json_object_get(body, "address"));
    size_t len = text ? strlen(text) : 0;
    bool fine = len > 0 && len <= PATTERN_MAX && strspn(text, "0123456789abcdefABCDEF.:*") == len;
    if (fine)
        memcpy(pattern, text, len + 1);
    json_decref(body);
    return fine;
}

static json_t *set_block(struct ask *ask, bool off)
{
    struct pl_event e = {.type = PL_EVENT_BLOCK};
    char pattern[PATTERN_MAX + 1];
    if (!read_pattern(ask, pattern))
        return refuse(ask, 422, "the body is not {\"address\": \"192.0.2.*\"}",
                      "an IPv4 or IPv6 address without a port, * for any characters");
    (void)snprintf(ask->object, sizeof(ask->object), "address %s", pattern);
    e.block.pattern = pl_bytes_str(pattern);
    e.block.off = off;
    ask->port->step(ask->port->arg, &e);
    return json_pack("{s:s}", off ? "unblocked" : "blocked", pattern);
}

/* Where something is kept they are kept, too. */
static json_t *block(struct ask *ask)
{
    return ask->port->office ? office(ask) : set_block(ask, false);
}

static json_t *unblock(struct ask *ask)
{
    return ask->port->office ? office(ask) : set_block(ask, true);
}

/* ---- rooms and calls ---- */

static json_t *room_json(const struct pl_core *core, int32_t number)
{
    return json_pack("{s:i, s:I}", "room", (int)number, "members",
                     (json_int_t)pl_look_users(core, number, NULL, 0));
}

static int by_number(const void *a, const void *b)
{
    const int32_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static json_t *rooms(struct ask *ask)
{
    size_t count = pl_look_rooms(ask->core, NULL, 0);
    int32_t *numbers = calloc(count + 1, sizeof(*numbers));
    json_t *list = json_array(), *out;
    int64_t after, limit;
    bool more = false;
    if (!numbers) {
        json_decref(list);
        return NULL;
    }
    if (!page_of(ask, &after, &limit)) {
        free(numbers);
        json_decref(list);
        return bad_page(ask);
    }
    count = pl_look_rooms(ask->core, numbers, count);
    qsort(numbers, count, sizeof(*numbers), by_number);
    for (size_t i = 0; i < count && !more; i++) {
        more = numbers[i] > after && json_array_size(list) == (size_t)limit;
        if (numbers[i] > after && !more)
            json_array_append_new(list, room_json(ask->core, numbers[i]));
    }
    out = json_pack("{s:O}", "rooms", list);
    if (out && more)
        json_object_set(out, "next",
                        json_object_get(json_array_get(list, json_array_size(list) - 1), "room"));
    json_decref(list);
    free(numbers);
    return out;
}

static json_t *room(struct ask *ask)
{
    struct listing l = {.limit = PL_ADMIN_PAGE_MAX};
    json_t *out;
    if (ask->id < 1 || ask->id > INT32_MAX ||
        pl_look_users(ask->core, (int32_t)ask->id, NULL, 0) == 0)
        return refuse(ask, 404, "nobody is in such a room", "GET /v1/rooms lists those that live");
    l.room = (int32_t)ask->id;
    l.list = json_array();
    out = room_json(ask->core, l.room);
    pl_look_everybody(ask->core, list_user, &l);
    if (!out || json_object_set_new(out, "users", l.list) != 0) {
        json_decref(out);
        return NULL;
    }
    return out;
}

static bool list_call(void *arg, const struct pl_look_call *c)
{
    json_t *list = arg;
    return json_array_append_new(list, json_pack("{s:i, s:i, s:i, s:s}", "from", (int)c->from, "to",
                                                 (int)c->to, "room", (int)c->room, "state",
                                                 c->talking ? "talking" : "ringing")) == 0 &&
           json_array_size(list) < PL_ADMIN_PAGE_MAX;
}

static json_t *calls(struct ask *ask)
{
    json_t *list = json_array();
    pl_look_calls(ask->core, list_call, list);
    return json_pack("{s:o}", "calls", list);
}

/* ---- events ---- */

static json_t *events(struct ask *ask)
{
    const struct pl_admin_port *port = ask->port;
    int64_t after, limit, wait_s;
    if (!port->events)
        return refuse(ask, 409, "there is no feed of events",
                      "store.backend is none, or events.keep 0");
    if (!pl_admin_query_number(ask->request->query, "after", -1, &after) || after < -1 ||
        !pl_admin_query_number(ask->request->query, "limit", 100, &limit) || limit < 1 ||
        limit > PL_ADMIN_PAGE_MAX ||
        !pl_admin_query_number(ask->request->query, "wait", 30, &wait_s) || wait_s < 0 ||
        wait_s > 60)
        return refuse(ask, 400, "after, limit or wait is no such number",
                      "whole numbers; limit from 1 to 1000, wait from 0 to 60 seconds");
    port->events(port->arg, ask->request, after, limit, wait_s, ask->reply);
    ask->given = true;
    return NULL;
}

/* ---- service counters ---- */

static json_t *written(struct ask *ask, bool report)
{
    if (!ask->port->contacts)
        return refuse(ask, 409, "nothing is written down of the service counters",
                      "store.backend is none");
    ask->port->contacts(ask->port->arg, ask->request, report, ask->reply);
    ask->given = true;
    return NULL;
}

static json_t *contacts(struct ask *ask)
{
    return written(ask, false);
}

static json_t *reports(struct ask *ask)
{
    return written(ask, true);
}

/* The route's task says what. */
static json_t *recordings(struct ask *ask)
{
    if (!ask->port->recordings)
        return refuse(ask, 409, "this server makes no recordings", "record.enabled is off");
    ask->port->recordings(ask->port->arg, ask->request,
                          (int)ask->task - PL_TASK_RECORDINGS + PL_RECORDINGS_LIST, ask->id,
                          ask->reply);
    ask->given = true;
    return NULL;
}

/* ---- where requests go ---- */

/* clang-format off */
static const struct route routes[] = {
    {PL_HTTP_GET, "/v1/version", PL_RIGHT_SERVER_SEE, false, version, 0},
    {PL_HTTP_GET, "/v1/figures", PL_RIGHT_SERVER_SEE, false, figures, 0},
    {PL_HTTP_POST, "/v1/config/check", PL_RIGHT_CONFIG_CHECK, false, check_config, 0},
    {PL_HTTP_GET, "/v1/users", PL_RIGHT_USER_SEE, false, users, 0},
    {PL_HTTP_GET, "/v1/users/#", PL_RIGHT_USER_SEE, false, user, 0},
    {PL_HTTP_POST, "/v1/users/#/kick", PL_RIGHT_USER_REMOVE, true, kick, 0},
    {PL_HTTP_POST, "/v1/users/#/hang-up", PL_RIGHT_CALL_FINISH, true, hang_up, 0},
    {PL_HTTP_POST, "/v1/block", PL_RIGHT_ADDRESS_BLOCK, true, block, PL_TASK_BLOCK},
    {PL_HTTP_POST, "/v1/unblock", PL_RIGHT_ADDRESS_BLOCK, true, unblock, PL_TASK_UNBLOCK},
    {PL_HTTP_GET, "/v1/blocked", PL_RIGHT_ADDRESS_SEE, false, office, PL_TASK_BLOCKED},
    {PL_HTTP_GET, "/v1/rooms", PL_RIGHT_ROOM_SEE, false, rooms, 0},
    {PL_HTTP_GET, "/v1/rooms/#", PL_RIGHT_ROOM_SEE, false, room, 0},
    {PL_HTTP_GET, "/v1/calls", PL_RIGHT_CALL_SEE, false, calls, 0},
    {PL_HTTP_GET, "/v1/events", PL_RIGHT_EVENT_SEE, false, events, 0},
    {PL_HTTP_GET, "/events", PL_RIGHT_EVENT_SEE, false, events, 0},
    {PL_HTTP_GET, "/v1/contacts", PL_RIGHT_CONTACT_SEE, false, contacts, PL_TASK_NONE},
    {PL_HTTP_GET, "/v1/reports", PL_RIGHT_REPORT_SEE, false, reports, PL_TASK_NONE},
    {PL_HTTP_GET, "/v1/recordings", PL_RIGHT_RECORD_SEE, false, recordings, PL_TASK_RECORDINGS},
    {PL_HTTP_GET, "/v1/recordings/#", PL_RIGHT_RECORD_SEE, false, recordings, PL_TASK_RECORDING},
    {PL_HTTP_POST, "/v1/recordings/#/link", PL_RIGHT_RECORD_TAKE, true, recordings, PL_TASK_RECORDING_LINK},
    {PL_HTTP_POST, "/v1/recordings/#/stop", PL_RIGHT_RECORD_STOP, true, recordings, PL_TASK_RECORDING_STOP},
    {PL_HTTP_POST, "/v1/recordings/#/delete", PL_RIGHT_RECORD_DELETE, true, recordings, PL_TASK_RECORDING_DELETE},
    {PL_HTTP_POST, "/v1/recordings/#/hold", PL_RIGHT_RECORD_DELETE, true, recordings, PL_TASK_RECORDING_HOLD},
    {PL_HTTP_POST, "/v1/recordings/#/keep", PL_RIGHT_RECORD_DELETE, true, recordings, PL_TASK_RECORDING_KEEP},
    {PL_HTTP_POST, "/v1/recordings/#/tag", PL_RIGHT_RECORD_TAKE, true, recordings, PL_TASK_RECORDING_TAG},
    {PL_HTTP_POST, "/v1/recordings/#/verify", PL_RIGHT_RECORD_SEE, false, recordings, PL_TASK_RECORDING_VERIFY},
    {PL_HTTP_GET, "/v1/recordings/#/timeline", PL_RIGHT_RECORD_SEE, false, recordings, PL_TASK_RECORDING_TIMELINE},
    {PL_HTTP_GET, "/v1/audit", PL_RIGHT_AUDIT_SEE, false, office, PL_TASK_AUDIT},
    {PL_HTTP_GET, "/v1/accounts", PL_RIGHT_ACCOUNT_SEE, false, office, PL_TASK_ACCOUNTS},
    {PL_HTTP_POST, "/v1/accounts/add", PL_RIGHT_ACCOUNT_CHANGE, true, office, PL_TASK_ACCOUNT_ADD},
    {PL_HTTP_POST, "/v1/accounts/password", PL_RIGHT_ACCOUNT_CHANGE, true, office, PL_TASK_ACCOUNT_PASSWORD},
    {PL_HTTP_POST, "/v1/accounts/lock", PL_RIGHT_ACCOUNT_CHANGE, true, office, PL_TASK_ACCOUNT_LOCK},
    {PL_HTTP_POST, "/v1/accounts/unlock", PL_RIGHT_ACCOUNT_CHANGE, true, office, PL_TASK_ACCOUNT_UNLOCK},
    {PL_HTTP_POST, "/v1/accounts/remove", PL_RIGHT_ACCOUNT_CHANGE, true, office, PL_TASK_ACCOUNT_REMOVE},
    {PL_HTTP_GET, "/v1/applications", PL_RIGHT_APPLICATION_SEE, false, office, PL_TASK_APPLICATIONS},
    {PL_HTTP_POST, "/v1/applications/add", PL_RIGHT_APPLICATION_CHANGE, true, office, PL_TASK_APPLICATION_ADD},
    {PL_HTTP_POST, "/v1/applications/lock", PL_RIGHT_APPLICATION_CHANGE, true, office, PL_TASK_APPLICATION_LOCK},
    {PL_HTTP_POST, "/v1/applications/unlock", PL_RIGHT_APPLICATION_CHANGE, true, office, PL_TASK_APPLICATION_UNLOCK},
    {PL_HTTP_POST, "/v1/applications/remove", PL_RIGHT_APPLICATION_CHANGE, true, office, PL_TASK_APPLICATION_REMOVE},
    {PL_HTTP_GET, "/v1/keys", PL_RIGHT_APPLICATION_SEE, false, office, PL_TASK_KEYS},
    {PL_HTTP_POST, "/v1/keys/add", PL_RIGHT_APPLICATION_CHANGE, true, office, PL_TASK_KEY_ADD},
    {PL_HTTP_POST, "/v1/keys/rotate", PL_RIGHT_APPLICATION_CHANGE, true, office, PL_TASK_KEY_ROTATE},
    {PL_HTTP_POST, "/v1/keys/revoke", PL_RIGHT_APPLICATION_CHANGE, true, office, PL_TASK_KEY_REVOKE},
    {PL_HTTP_POST, "/v1/keys/remove", PL_RIGHT_APPLICATION_CHANGE, true, office, PL_TASK_KEY_REMOVE},
    {PL_HTTP_POST, "/v1/sign", PL_RIGHT_LOGIN_SIGN, false, office, PL_TASK_SIGN},
};
/* clang-format on */

static bool path_fits(const char *pattern, struct pl_bytes path, int64_t *id)
{
    size_t at = 0;
    for (; *pattern; pattern++) {
        size_t from = at;
        if (*pattern != '#') {
            if (at == path.len || path.data[at++] != (uint8_t)*pattern)
                return false;
            continue;
        }
        while (at < path.len && path.data[at] != '/')
            at++;
        if (!pl_admin_number(pl_bytes_of(path.data + from, at - from), id))
            return false;
    }
    return at == path.len;
}

/* NULL: ask->status says why. */
static const struct route *find(struct ask *ask)
{
    enum pl_http_method method = ask->request->method;
    if (method == PL_HTTP_HEAD)
        method = PL_HTTP_GET;
    ask->status = 404;
    for (size_t i = 0; i < sizeof(routes) / sizeof(routes[0]); i++) {
        if (!path_fits(routes[i].path, ask->request->path, &ask->id))
            continue;
        if (routes[i].method == method)
            return &routes[i];
        ask->status = 405;
    }
    return NULL;
}

static json_t *no_right(struct ask *ask, const struct pl_right *right)
{
    char error[128];
    (void)snprintf(error, sizeof(error), "%s: %s is not a right of the role %s", right->object,
                   right->verb, pl_role_name(ask->request->role));
    return refuse(ask, 403, error, "use the operator's token");
}

static void tell_deed(struct ask *ask, const struct pl_right *right)
{
    char verb[96];
    const struct pl_admin_deed deed = {.role = ask->request->role,
                                       .actor = pl_role_name(ask->request->role),
                                       .verb = verb,
                                       .object = ask->object,
                                       .detail = "",
                                       .status = ask->status};
    (void)snprintf(verb, sizeof(verb), "%s: %s", right->object, right->verb);
    if (!ask->object[0] && ask->id)
        (void)snprintf(ask->object, sizeof(ask->object), "%s %lld", right->object,
                       (long long)ask->id);
    ask->port->did(ask->port->arg, &deed);
}

/* NULL and ask->given: it is no answer of ours. */
static json_t *carry_out(struct ask *ask, const struct route *r)
{
    const struct pl_right *right = pl_right_of(r->right);
    json_t *out;
    ask->status = 200;
    ask->task = r->task;
    out = pl_rights_allow(ask->request->role, r->right, 0) ? r->answer(ask) : no_right(ask, right);
    if (r->changes && !ask->given)
        tell_deed(ask, right);
    return out;
}

static void finish(struct pl_admin_reply *reply, uint16_t status, json_t *out)
{
    reply->status = status;
    reply->type = NULL;
    reply->json = out ? json_dumps(out, JSON_COMPACT) : NULL;
    reply->len = reply->json ? strlen(reply->json) : 0;
    if (!reply->json)
        reply->status = 503;
    json_decref(out);
}

void pl_admin_answer(const struct pl_admin_port *port, const struct pl_admin_request *request,
                     struct pl_admin_reply *reply)
{
    struct ask ask = {
        .port = port, .request = request, .core = port->core(port->arg), .reply = reply};
    const struct route *r;
    json_t *out;
    if (port->places && pl_admin_places_answer(port, request, reply))
        return;
    r = find(&ask);
    if (r)
        out = carry_out(&ask, r);
    else if (ask.status == 405)
        out = problem("not by this method", "GET to look, POST to do something");
    else
        out = problem("no such page", "see docs/admin.md; paths begin with /v1/");
    if (!ask.given)
        finish(reply, ask.status, out);
}

void pl_admin_refuse(struct pl_admin_reply *reply, uint16_t status, const char *error,
                     const char *cure)
{
    finish(reply, status, problem(error, cure));
}

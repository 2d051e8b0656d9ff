/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/admin/recordings_internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MINUTES_MAX = 525600 };

/* ---- the end of it ---- */

/* What a deed is still under way for is freed when that is over. */
static void destroy(struct pl_recordings_ask *a)
{
    pl_list_remove(&a->node);
    a->all->count--;
    pl_store_forget(a->all->store, a);
    json_decref(a->answer);
    json_decref(a->one);
    a->answer = a->one = NULL;
    a->all = NULL;
    if (!a->doing)
        free(a);
}

static void send_reply(const struct pl_recordings_ask *a, struct pl_admin_reply *reply)
{
    if (a->all->port.reply)
        a->all->port.reply(a->all->port.arg, a->ticket, reply);
    else
        pl_admin_reply(a->all->admin, a->ticket, reply);
}

void pl_recordings_refuse(struct pl_recordings_ask *a, uint16_t status, const char *error,
                          const char *cure)
{
    struct pl_admin_reply reply;
    pl_admin_refuse(&reply, status, error, cure);
    send_reply(a, &reply);
    destroy(a);
}

void pl_recordings_give(struct pl_recordings_ask *a)
{
    struct pl_admin_reply reply = {.status = 200};
    reply.json = a->answer ? json_dumps(a->answer, JSON_COMPACT) : NULL;
    reply.len = reply.json ? strlen(reply.json) : 0;
    if (!reply.json)
        reply.status = 503;
    send_reply(a, &reply);
    destroy(a);
}

void pl_recordings_no_store(struct pl_recordings_ask *a)
{
    pl_recordings_refuse(a, 503, "the store cannot be read or written", "see the server's log");
}

/* ---- deeds ---- */

static const char *verb_of(enum pl_recordings_what what)
{
    static const char *const verbs[] = {
        [PL_RECORDINGS_LINK] = "recording: link",     [PL_RECORDINGS_STOP] = "recording: end",
        [PL_RECORDINGS_DELETE] = "recording: delete", [PL_RECORDINGS_HOLD] = "recording: hold",
        [PL_RECORDINGS_KEEP] = "recording: keep",     [PL_RECORDINGS_TAG] = "recording: tag",
        [PL_RECORDINGS_VERIFY] = "recording: verify"};
    return verbs[what];
}

/* kept: the other side has written it in the audit. */
static void tell_deed(const struct pl_recordings_ask *a, uint16_t status, bool kept)
{
    char object[48];
    const struct pl_admin_deed deed = {.role = a->role,
                                       .actor = a->actor,
                                       .verb = verb_of(a->what),
                                       .object = object,
                                       .detail = a->why,
                                       .status = status,
                                       .kept = kept};
    (void)snprintf(object, sizeof(object), "recording %" PRId64, a->id);
    a->all->port.did(a->all->port.did_arg, &deed);
}

static uint16_t status_of(enum pl_err err)
{
    switch (err) {
    case PL_E_NOT_FOUND:
        return 404;
    case PL_E_STATE:
    case PL_E_EXISTS:
        return 409;
    case PL_E_RANGE:
        return 422;
    case PL_E_IO:
        return 500;
    default:
        return 503;
    }
}

static const char *cure_of(enum pl_err err)
{
    return err == PL_E_NOT_FOUND ? "GET /v1/recordings lists them"
           : err == PL_E_EXISTS  ? "whoever holds it has to release it first"
           : err == PL_E_STATE   ? "its state says why"
           : err == PL_E_RANGE   ? "see docs/admin.md"
                                 : "see the server's log";
}

static void on_done(void *arg, enum pl_err err, json_t *answer, const char *why)
{
    struct pl_recordings_ask *a = arg;
    a->doing = false;
    if (!a->all) { /* nobody waits any more */
        json_decref(answer);
        free(a);
        return;
    }
    tell_deed(a, err ? status_of(err) : 200, true);
    if (err) {
        pl_recordings_refuse(a, status_of(err), why, cure_of(err));
        return;
    }
    a->answer = answer;
    pl_recordings_give(a);
}

static void act(struct pl_recordings_ask *a)
{
    const struct pl_recordings_deed deed = {.what = a->what,
                                            .id = a->id,
                                            .actor = a->actor,
                                            .why = a->why,
                                            .minutes = a->minutes,
                                            .on = a->on,
                                            .until_ms = a->until_ms,
                                            .offset_ms = a->offset_ms,
                                            .text = a->text};
    a->doing = true;
    a->all->port.deed(a->all->port.arg, &deed, on_done, a);
}

static void stop(struct pl_recordings_ask *a)
{
    if (!a->all->port.stop(a->all->port.arg, (uint32_t)a->id)) {
        pl_recordings_refuse(a, 409, "it does not run", "its state says what it does");
        return;
    }
    tell_deed(a, 200, false);
    a->answer = json_pack("{s:b}", "ok", 1);
    pl_recordings_give(a);
}

/* ---- requests ---- */

/* False: too long. */
static bool take_text(const json_t *body, const char *name, char out[PL_RECORDINGS_WHY_MAX + 1])
{
    const char *text = json_string_value(json_object_get(body, name));
    (void)snprintf(out, PL_RECORDINGS_WHY_MAX + 1, "%s",
                   text && strlen(text) <= PL_RECORDINGS_WHY_MAX ? text : "");
    return !text || strlen(text) <= PL_RECORDINGS_WHY_MAX;
}

static const char *read_members(struct pl_recordings_ask *a, const json_t *body)
{
    a->minutes = json_integer_value(json_object_get(body, "minutes"));
    a->until_ms = json_integer_value(json_object_get(body, "until_ms"));
    a->offset_ms = json_integer_value(json_object_get(body, "offset_ms"));
    a->on = json_is_true(json_object_get(body, "on"));
    if (a->minutes < 0 || a->minutes > MINUTES_MAX)
        return "minutes: 1 to 525600";
    if (!take_text(body, "why", a->why))
        return "why: at most 200 bytes";
    if (!take_text(body, "text", a->text))
        return "text: at most 200 bytes";
    if (a->what == PL_RECORDINGS_TAG && !a->text[0])
        return "text: what the mark says";
    if (a->what == PL_RECORDINGS_HOLD && !json_is_boolean(json_object_get(body, "on")))
        return "on: true or false";
    if (a->what == PL_RECORDINGS_KEEP &&
        (!json_is_integer(json_object_get(body, "until_ms")) || a->until_ms < 0))
        return "until_ms: milliseconds since 1970, or 0";
    return NULL;
}

/* NULL: fine; else what is wrong. */
static const char *read_request(struct pl_recordings_ask *a, const struct pl_admin_request *request)
{
    struct pl_bytes text = request->body.len > 0 ? request->body : pl_bytes_str("{}");
    json_t *body;
    const char *wrong;
    if (a->what == PL_RECORDINGS_LIST)
        return pl_recordings_read_query(a, request->query);
    if (a->id < 1 || a->id > INT32_MAX)
        return "no such number of a recording";
    body = json_loadb((const char *)text.data, text.len, JSON_REJECT_DUPLICATES, NULL);
    wrong = json_is_object(body) ? read_members(a, body) : "the body is no JSON object";
    json_decref(body);
    return wrong;
}

static void begin(struct pl_recordings_ask *a)
{
    if (a->what == PL_RECORDINGS_LIST)
        pl_recordings_list(a);
    else if (a->what == PL_RECORDINGS_STOP)
        stop(a);
    else if (a->what == PL_RECORDINGS_SHOW || a->what == PL_RECORDINGS_TIMELINE)
        pl_recordings_show(a);
    else
        act(a);
}

void pl_admin_recordings_do(struct pl_admin_recordings *r, enum pl_recordings_what what, int64_t id,
                            const struct pl_admin_request *request, struct pl_admin_reply *reply)
{
    struct pl_recordings_ask *a = r->count < PL_RECORDINGS_ASKS_MAX ? calloc(1, sizeof(*a)) : NULL;
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
        destroy(pl_container_of(r->asks.next, struct pl_recordings_ask, node));
    free(r);
}

void pl_admin_recordings_attach(struct pl_admin_recordings *r, struct pl_admin *admin)
{
    r->admin = admin;
}

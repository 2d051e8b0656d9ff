/* SPDX-License-Identifier: Apache-2.0 */
/* Lists of what is kept, and signing. */
#include "adapters/admin/office_internal.h"
#include "adapters/admin/query.h"
#include "adapters/identity/sign_service.h"
#include "io/clock.h"

#include <stdio.h>
#include <stdlib.h>

static json_t *text(struct pl_bytes b)
{
    json_t *s = json_stringn((const char *)b.data, b.len);
    return s ? s : json_string("?");
}

/* ---- asking ---- */

/* The key of a list that is in the order of a text: where it goes on. */
static void after_text(struct pl_office_work *w, struct pl_store_query *q)
{
    if (!w->hash[0])
        return;
    q->after = &w->records[0];
    switch (w->task) {
    case PL_TASK_ACCOUNTS:
        w->records[0].account.name = pl_bytes_str(w->hash);
        break;
    case PL_TASK_APPLICATIONS:
        w->records[0].application.id = pl_bytes_str(w->hash);
        break;
    default:
        w->records[0].blocked.pattern = pl_bytes_str(w->hash);
        break;
    }
}

static bool keys_query(struct pl_office_work *w, const struct pl_admin_request *request,
                       struct pl_store_query *q)
{
    if (!pl_admin_query_text(request->query, "application", w->hash, PL_SIGN_APP_MAX + 1) ||
        !w->hash[0])
        return pl_office_refuse(w, 422, "no application", "?application=ID");
    for (char *c = w->hash; *c; c++)
        *c = (char)(*c >= 'a' && *c <= 'z' ? *c - 'a' + 'A' : *c);
    w->records[0].key.application = pl_bytes_str(w->hash);
    *q = (struct pl_store_query){.table = PL_STORE_KEYS, .key = &w->records[0], .keys = 1};
    return true;
}

static bool audit_query(struct pl_office_work *w, const struct pl_admin_request *request,
                        struct pl_store_query *q)
{
    int64_t before;
    if (!pl_admin_query_number(request->query, "before", 0, &before) || before < 0)
        return pl_office_refuse(w, 400, "before is no such number", "a number of the audit");
    *q = (struct pl_store_query){.table = PL_STORE_AUDIT, .newest = true};
    w->records[0].audit.number = before;
    if (before > 0)
        q->after = &w->records[0];
    return true;
}

bool pl_office_list_query(struct pl_office_work *w, const struct pl_admin_request *request,
                          struct pl_store_query *q)
{
    static const enum pl_store_table tables[] = {[PL_TASK_ACCOUNTS] = PL_STORE_ACCOUNTS,
                                                 [PL_TASK_APPLICATIONS] = PL_STORE_APPLICATIONS,
                                                 [PL_TASK_BLOCKED] = PL_STORE_BLOCKED};
    int64_t limit;
    w->now_ms = (int64_t)(pl_clock_wall_us() / 1000u);
    if (!pl_admin_query_number(request->query, "limit", PL_ADMIN_PAGE_MAX, &limit) || limit < 1 ||
        limit > PL_ADMIN_PAGE_MAX)
        return pl_office_refuse(w, 400, "limit is no such number", "from 1 to 1000");
    if (w->task == PL_TASK_KEYS) {
        if (!keys_query(w, request, q))
            return false;
    } else if (w->task == PL_TASK_AUDIT) {
        if (!audit_query(w, request, q))
            return false;
    } else {
        if (!pl_admin_query_text(request->query, "after", w->hash, sizeof(w->hash)))
            return pl_office_refuse(w, 400, "after cannot be read", "percent-encoded, no NUL");
        q->table = tables[w->task];
        after_text(w, q);
    }
    q->limit = (size_t)limit;
    return true;
}

/* ---- answering ---- */

static json_t *account(const struct pl_store_account *a)
{
    return json_pack("{s:o, s:b, s:I, s:I}", "name", text(a->name), "locked",
                     (int)(a->disabled != 0), "made", (json_int_t)a->made_ms, "changed",
                     (json_int_t)a->changed_ms);
}

static json_t *application(const struct pl_store_application *a)
{
    json_t *out = json_pack("{s:o, s:o, s:b, s:b, s:I}", "application", text(a->id), "name",
                            text(a->name), "locked", (int)(a->disabled != 0), "guests",
                            (int)(a->guests != 0), "made", (json_int_t)a->made_ms);
    if (out && a->last_user)
        json_object_set_new(
            out, "users", json_pack("[I, I]", (json_int_t)a->first_user, (json_int_t)a->last_user));
    return out;
}

static json_t *key(const struct pl_store_key *k)
{
    static const char mark[] = "PRIVATE KEY";
    bool secret = memmem(k->material.data, k->material.len, mark, sizeof(mark) - 1) ||
                  pl_bytes_eq_str(k->algorithm, "hs256");
    return json_pack("{s:o, s:o, s:b, s:b, s:I, s:I}", "key", text(k->id), "algorithm",
                     text(k->algorithm), "private", (int)secret, "revoked", (int)(k->disabled != 0),
                     "made", (json_int_t)k->made_ms, "expires", (json_int_t)k->expires_ms);
}

/* NULL: its time is over. */
static json_t *blocked(const struct pl_office_work *w, const struct pl_store_blocked *b)
{
    if (b->until_ms && b->until_ms <= w->now_ms)
        return NULL;
    return json_pack("{s:o, s:o, s:I, s:I}", "address", text(b->pattern), "why", text(b->why),
                     "until", (json_int_t)b->until_ms, "made", (json_int_t)b->made_ms);
}

static json_t *deed(const struct pl_store_audit *a)
{
    return json_pack("{s:I, s:I, s:o, s:o, s:o, s:o, s:o}", "number", (json_int_t)a->number, "at",
                     (json_int_t)a->at_ms, "actor", text(a->actor), "verb", text(a->verb), "object",
                     text(a->object), "detail", text(a->detail), "chain", text(a->chain));
}

static json_t *row(const struct pl_office_work *w, const struct pl_store_answer *found, size_t i,
                   json_t **place)
{
    const struct pl_store_account *accounts = found->rows;
    const struct pl_store_application *applications = found->rows;
    const struct pl_store_key *keys = found->rows;
    const struct pl_store_blocked *addresses = found->rows;
    const struct pl_store_audit *deeds = found->rows;
    switch (w->task) {
    case PL_TASK_ACCOUNTS:
        *place = text(accounts[i].name);
        return account(&accounts[i]);
    case PL_TASK_APPLICATIONS:
        *place = text(applications[i].id);
        return application(&applications[i]);
    case PL_TASK_KEYS:
        *place = text(keys[i].id);
        return key(&keys[i]);
    case PL_TASK_BLOCKED:
        *place = text(addresses[i].pattern);
        return blocked(w, &addresses[i]);
    default:
        *place = json_integer((json_int_t)deeds[i].number);
        return deed(&deeds[i]);
    }
}

json_t *pl_office_list_answer(struct pl_office_work *w, const struct pl_store_answer *found)
{
    static const char *const names[] = {[PL_TASK_ACCOUNTS] = "accounts",
                                        [PL_TASK_APPLICATIONS] = "applications",
                                        [PL_TASK_KEYS] = "keys",
                                        [PL_TASK_BLOCKED] = "blocked",
                                        [PL_TASK_AUDIT] = "audit"};
    json_t *list = json_array(), *out, *place = NULL;
    for (size_t i = 0; i < found->count; i++) {
        json_t *one;
        json_decref(place);
        one = row(w, found, i, &place);
        if (one)
            json_array_append_new(list, one);
    }
    out = json_pack("{s:o}", names[w->task], list);
    if (out && found->more && place)
        json_object_set(out, "next", place);
    json_decref(place);
    return out;
}

/* ---- signing ---- */

/* So many a second: a signature costs the thread of all links up to a millisecond. */
static bool may_sign(struct pl_admin_office *o)
{
    pl_time_us now = pl_clock_now_us();
    o->signs += (double)(now - o->signs_at) / 1e6 * PL_OFFICE_SIGNS_PER_SECOND;
    o->signs_at = now;
    if (o->signs > PL_OFFICE_SIGNS_PER_SECOND)
        o->signs = PL_OFFICE_SIGNS_PER_SECOND;
    if (o->signs < 1)
        return false;
    o->signs -= 1;
    return true;
}

static void give(struct pl_admin_reply *reply, char *json)
{
    reply->status = json ? 200 : 503;
    reply->json = json;
    reply->len = json ? strlen(json) : 0;
}

/* As old sign services answer; errors are 200, too. */
static void sign_form(const struct pl_key *key, const struct pl_admin_request *request,
                      int64_t now_s, struct pl_admin_reply *reply)
{
    char out[PL_SIGN_SERVICE_ANSWER_MAX];
    give(reply, strdup(pl_sign_service_answer(key, request->body, now_s, out)));
}

static void sign_json(const struct pl_key *key, json_t *body, const char *app, int64_t now_s,
                      struct pl_admin_reply *reply)
{
    const char *string_id = json_string_value(json_object_get(body, "string_id"));
    const json_t *id = json_object_get(body, "id");
    struct pl_sign_fields f = {.user = id ? (int32_t)json_integer_value(id) : -1,
                               .string_id = pl_bytes_str(string_id ? string_id : ""),
                               .app = pl_bytes_str(app),
                               .stamp = now_s};
    char signature[PL_SIGN_TEXT_MAX];
    json_t *out;
    if ((id && (!json_is_integer(id) || json_integer_value(id) < 1 ||
                json_integer_value(id) > INT32_MAX)) ||
        (!id && f.string_id.len == 0) || f.string_id.len > PL_SIGN_STRING_ID_MAX) {
        pl_admin_refuse(reply, 422, "neither \"id\" nor \"string_id\"",
                        "an id from 1 on, or a text of 1 to 199 bytes");
        return;
    }
    if (pl_sign_make(key, &f, signature)) {
        pl_admin_refuse(reply, 503, "no signature could be made", "try again");
        return;
    }
    out = json_pack("{s:s, s:s, s:i, s:I, s:s}", "app", app, "stringId", string_id ? string_id : "",
                    "user", (int)f.user, "stamp", (json_int_t)f.stamp, "signature", signature);
    give(reply, out ? json_dumps(out, JSON_COMPACT) : NULL);
    json_decref(out);
}

/* The application's own, or the one that an operator names. False: refused. */
static bool whose(const struct pl_admin_request *request, const json_t *body,
                  char app[PL_SIGN_APP_MAX + 1], struct pl_admin_reply *reply)
{
    const char *named = json_string_value(json_object_get(body, "application"));
    bool fine = true;
    app[0] = '\0';
    if (named)
        fine = pl_bytes_to_str(pl_bytes_str(named), app, PL_SIGN_APP_MAX + 1);
    else
        fine = pl_admin_query_text(request->query, "application", app, PL_SIGN_APP_MAX + 1);
    for (char *c = app; fine && *c; c++)
        *c = (char)(*c >= 'a' && *c <= 'z' ? *c - 'a' + 'A' : *c);
    if (request->role != PL_ROLE_APPLICATION) {
        if (!fine || !app[0])
            pl_admin_refuse(reply, 422, "no \"application\"", "whose key is to sign?");
        return fine && app[0];
    }
    if (!fine || (app[0] && !pl_bytes_eq_str(request->application, app))) {
        pl_admin_refuse(reply, 403, "that is another application", "a token signs for its own");
        return false;
    }
    return pl_bytes_to_str(request->application, app, PL_SIGN_APP_MAX + 1);
}

void pl_office_sign(struct pl_admin_office *o, const struct pl_admin_request *request,
                    struct pl_admin_reply *reply)
{
    int64_t now_s = (int64_t)(pl_clock_wall_us() / 1000000u);
    char app[PL_SIGN_APP_MAX + 1];
    const struct pl_key *signer;
    json_error_t bad;
    bool form = request->body.len == 0 || request->body.data[0] != '{';
    json_t *body = form ? NULL
                        : json_loadb((const char *)request->body.data, request->body.len,
                                     JSON_REJECT_DUPLICATES, &bad);
    if (!form && !body) {
        pl_admin_refuse(reply, 400, "the body is no JSON object", "see docs/admin.md");
        return;
    }
    if (!whose(request, body, app, reply)) {
        json_decref(body);
        return;
    }
    signer = o->port.signer(o->port.arg, pl_bytes_str(app));
    if (!signer)
        pl_admin_refuse(reply, 404, "this application has no key that can sign here",
                        "POST /v1/keys/add without material makes one");
    else if (!may_sign(o))
        pl_admin_refuse(reply, 429, "too many signatures", "at most 100 a second in all");
    else if (form)
        sign_form(signer, request, now_s, reply);
    else
        sign_json(signer, body, app, now_s, reply);
    json_decref(body);
}

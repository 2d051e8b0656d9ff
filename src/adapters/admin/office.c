/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/admin/office_internal.h"

#include "io/clock.h"

#include <stdio.h>
#include <stdlib.h>

/* clang-format off */
static const struct pl_office_task tasks[PL_TASKS] = {
    [PL_TASK_ACCOUNT_ADD] = {PL_RIGHT_ACCOUNT_CHANGE, pl_office_account_look, pl_office_account_decide},
    [PL_TASK_ACCOUNT_PASSWORD] = {PL_RIGHT_ACCOUNT_CHANGE, pl_office_account_look, pl_office_account_decide},
    [PL_TASK_ACCOUNT_LOCK] = {PL_RIGHT_ACCOUNT_CHANGE, pl_office_account_look, pl_office_account_decide},
    [PL_TASK_ACCOUNT_UNLOCK] = {PL_RIGHT_ACCOUNT_CHANGE, pl_office_account_look, pl_office_account_decide},
    [PL_TASK_ACCOUNT_REMOVE] = {PL_RIGHT_ACCOUNT_CHANGE, pl_office_account_look, pl_office_account_decide},
    [PL_TASK_APPLICATION_ADD] = {PL_RIGHT_APPLICATION_CHANGE, pl_office_application_look, pl_office_application_decide},
    [PL_TASK_APPLICATION_LOCK] = {PL_RIGHT_APPLICATION_CHANGE, pl_office_application_look, pl_office_application_decide},
    [PL_TASK_APPLICATION_UNLOCK] = {PL_RIGHT_APPLICATION_CHANGE, pl_office_application_look, pl_office_application_decide},
    [PL_TASK_APPLICATION_REMOVE] = {PL_RIGHT_APPLICATION_CHANGE, pl_office_application_look, pl_office_application_decide},
    [PL_TASK_KEY_ADD] = {PL_RIGHT_APPLICATION_CHANGE, pl_office_key_look, pl_office_key_decide},
    [PL_TASK_KEY_ROTATE] = {PL_RIGHT_APPLICATION_CHANGE, pl_office_key_look, pl_office_key_decide},
    [PL_TASK_KEY_REVOKE] = {PL_RIGHT_APPLICATION_CHANGE, pl_office_key_look, pl_office_key_decide},
    [PL_TASK_KEY_REMOVE] = {PL_RIGHT_APPLICATION_CHANGE, pl_office_key_look, pl_office_key_decide},
    [PL_TASK_BLOCK] = {PL_RIGHT_ADDRESS_BLOCK, pl_office_block_look, pl_office_block_decide},
    [PL_TASK_UNBLOCK] = {PL_RIGHT_ADDRESS_BLOCK, pl_office_block_look, pl_office_block_decide},
};
/* clang-format on */

static const char *const verbs[PL_TASKS] = {
    [PL_TASK_ACCOUNT_ADD] = "account: add",
    [PL_TASK_ACCOUNT_PASSWORD] = "account: set password",
    [PL_TASK_ACCOUNT_LOCK] = "account: lock",
    [PL_TASK_ACCOUNT_UNLOCK] = "account: unlock",
    [PL_TASK_ACCOUNT_REMOVE] = "account: remove",
    [PL_TASK_APPLICATION_ADD] = "application: add",
    [PL_TASK_APPLICATION_LOCK] = "application: lock",
    [PL_TASK_APPLICATION_UNLOCK] = "application: unlock",
    [PL_TASK_APPLICATION_REMOVE] = "application: remove",
    [PL_TASK_KEY_ADD] = "key: add",
    [PL_TASK_KEY_ROTATE] = "key: rotate",
    [PL_TASK_KEY_REVOKE] = "key: revoke",
    [PL_TASK_KEY_REMOVE] = "key: remove",
    [PL_TASK_BLOCK] = "address: block",
    [PL_TASK_UNBLOCK] = "address: unblock",
};

/* ---- a work's life ---- */

static void free_secret(char *text)
{
    if (text)
        explicit_bzero(text, strlen(text));
    free(text);
}

static void wipe(const struct pl_office_work *w, const char *name)
{
    const char *text = json_string_value(json_object_get(w->body, name));
    if (text)
        explicit_bzero((char *)(uintptr_t)text, strlen(text));
}

static void destroy(struct pl_office_work *w)
{
    struct pl_admin_office *o = w->office;
    wipe(w, "password");
    wipe(w, "material");
    pl_store_forget(o->store, w);
    if (w->job)
        pl_hasher_forget(o->hasher, w->job);
    if (w->task >= PL_TASK_ACCOUNT_ADD)
        o->waiting--;
    pl_list_remove(&w->node);
    json_decref(w->body);
    json_decref(w->answer);
    free_secret(w->material);
    free_secret(w->old_material);
    free(w);
}

static void begin_next(struct pl_admin_office *office);

/* Takes json. */
static void end(struct pl_office_work *w, uint16_t status, json_t *json)
{
    struct pl_admin_office *o = w->office;
    struct pl_admin_reply reply = {.status = status};
    uint64_t ticket = w->ticket;
    bool change = w->task >= PL_TASK_ACCOUNT_ADD;
    const struct pl_admin_deed deed = {.role = w->role,
                                       .actor = pl_role_name(w->role),
                                       .verb = verbs[w->task],
                                       .object = w->object,
                                       .detail = w->detail,
                                       .status = status,
                                       .kept = true};
    reply.json = json ? json_dumps(json, JSON_COMPACT) : NULL;
    reply.len = reply.json ? strlen(reply.json) : 0;
    if (!reply.json)
        reply.status = 503;
    json_decref(json);
    if (change)
        o->port.did(o->port.arg, &deed);
    destroy(w);
    pl_admin_reply(o->admin, ticket, &reply);
    if (change)
        begin_next(o);
}

bool pl_office_refuse(struct pl_office_work *w, uint16_t status, const char *error,
                      const char *cure)
{
    end(w, status, json_pack("{s:s, s:s}", "error", error, "cure", cure));
    return false;
}

static void store_failed(struct pl_office_work *w, enum pl_err err)
{
    if (err == PL_E_EXISTS)
        (void)pl_office_refuse(w, 409, "it is there already", "see the list");
    else if (err == PL_E_RANGE)
        (void)pl_office_refuse(w, 422, "a text is no UTF-8, or too long",
                               "at most 64 KiB of UTF-8");
    else
        (void)pl_office_refuse(w, 503, "the store cannot be asked",
                               "see store.down in the log; look what has been done before you try "
                               "again");
}

/* ---- what the body says ---- */

const char *pl_office_text(const struct pl_office_work *w, const char *name, size_t max)
{
    const char *text = json_string_value(json_object_get(w->body, name));
    size_t len = text ? strlen(text) : 0;
    return len > 0 && len <= max ? text : NULL;
}

bool pl_office_number(const struct pl_office_work *w, const char *name, int64_t low, int64_t high,
                      int64_t otherwise, int64_t *out)
{
    const json_t *n = json_object_get(w->body, name);
    *out = n ? json_integer_value(n) : otherwise;
    return !n || (json_is_integer(n) && *out >= low && *out <= high);
}

struct pl_store_change *pl_office_change(struct pl_office_work *w, enum pl_store_verb verb,
                                         enum pl_store_table table)
{
    struct pl_store_change *c = &w->change[w->count];
    *c = (struct pl_store_change){verb, table, &w->records[w->count], 0};
    w->count++;
    return c;
}

/* ---- changing: look, decide, write ---- */

static void on_written(void *arg, const struct pl_store_answer *a)
{
    struct pl_office_work *w = arg;
    struct pl_admin_office *o = w->office;
    if (a->err) {
        store_failed(w, a->err);
        return;
    }
    for (size_t i = 0; i < w->count; i++)
        o->port.changed(o->port.arg, &w->change[i]);
    end(w, 200, json_incref(w->answer));
}

static void on_found(void *arg, const struct pl_store_answer *a)
{
    struct pl_office_work *w = arg;
    enum pl_err err;
    if (a->err) {
        store_failed(w, a->err);
        return;
    }
    if (!tasks[w->task].decide(w, a))
        return;
    w->audit = (struct pl_store_audit){.at_ms = w->now_ms,
                                       .actor = pl_bytes_str(pl_role_name(w->role)),
                                       .verb = pl_bytes_str(verbs[w->task]),
                                       .object = pl_bytes_str(w->object),
                                       .detail = pl_bytes_str(w->detail)};
    w->change[w->count] = (struct pl_store_change){PL_STORE_APPEND, PL_STORE_AUDIT, &w->audit, 0};
    err = pl_store_write(w->office->store, w->change, w->count + 1,
                         (struct pl_store_reply){on_written, w}, NULL);
    if (err)
        store_failed(w, err);
}

static void look(struct pl_office_work *w)
{
    struct pl_store_query query = {0};
    enum pl_err err;
    if (!tasks[w->task].look(w, &query))
        return;
    err = pl_store_read(w->office->store, &query, (struct pl_store_reply){on_found, w}, NULL);
    if (err)
        store_failed(w, err);
}

static void on_hash(void *arg, const char *text)
{
    struct pl_office_work *w = arg;
    w->job = 0;
    if (!text) {
        (void)pl_office_refuse(w, 503, "out of memory", "try again");
        return;
    }
    (void)snprintf(w->hash, sizeof(w->hash), "%s", text);
    look(w);
}

static void begin(struct pl_office_work *w)
{
    const char *password;
    enum pl_err err;
    w->now_ms = (int64_t)(pl_clock_wall_us() / 1000u);
    if (w->task != PL_TASK_ACCOUNT_ADD && w->task != PL_TASK_ACCOUNT_PASSWORD) {
        look(w);
        return;
    }
    password = pl_office_text(w, "password", PL_PASSWORD_BYTES_MAX);
    if (!password) {
        (void)pl_office_refuse(w, 422, "no \"password\"", "a text of 1 to 128 bytes");
        return;
    }
    err = pl_hasher_make(w->office->hasher, pl_bytes_str(password), on_hash, w, &w->job);
    if (err)
        (void)pl_office_refuse(w, 503, "out of memory", "try again");
}

static void begin_next(struct pl_admin_office *o)
{
    if (!pl_list_empty(&o->changes))
        begin(pl_container_of(o->changes.next, struct pl_office_work, node));
}

/* ---- lists ---- */

static void on_list(void *arg, const struct pl_store_answer *a)
{
    struct pl_office_work *w = arg;
    if (a->err)
        store_failed(w, a->err);
    else
        end(w, 200, pl_office_list_answer(w, a));
}

static void list(struct pl_office_work *w, const struct pl_admin_request *request)
{
    struct pl_store_query query = {0};
    enum pl_err err;
    if (!pl_office_list_query(w, request, &query))
        return;
    err = pl_store_read(w->office->store, &query, (struct pl_store_reply){on_list, w}, NULL);
    if (err)
        store_failed(w, err);
}

/* ---- what others call ---- */

static struct pl_office_work *create(struct pl_admin_office *o, enum pl_admin_task task,
                                     const struct pl_admin_request *request)
{
    struct pl_office_work *w = calloc(1, sizeof(*w));
    if (!w)
        return NULL;
    w->office = o;
    w->task = task;
    w->ticket = request->ticket;
    w->role = request->role;
    pl_list_init(&w->node);
    if (task >= PL_TASK_ACCOUNT_ADD)
        o->waiting++;
    return w;
}

static void change(struct pl_admin_office *o, enum pl_admin_task task,
                   const struct pl_admin_request *request, struct pl_admin_reply *reply)
{
    bool idle = pl_list_empty(&o->changes);
    json_error_t bad;
    json_t *body = json_loadb((const char *)request->body.data, request->body.len,
                              JSON_REJECT_DUPLICATES, &bad);
    struct pl_office_work *w = NULL;
    if (!json_is_object(body)) {
        json_decref(body);
        pl_admin_refuse(reply, 400, "the body is no JSON object", "see docs/admin.md");
        return;
    }
    if (o->waiting < PL_OFFICE_WAITING_MAX)
        w = create(o, task, request);
    if (!w) {
        json_decref(body);
        pl_admin_refuse(reply, 503, "too many changes wait", "try again");
        return;
    }
    w->body = body;
    reply->status = PL_ADMIN_LATER;
    pl_list_add_tail(&o->changes, &w->node);
    if (idle)
        begin(w);
}

void pl_admin_office_do(struct pl_admin_office *o, enum pl_admin_task task,
                        const struct pl_admin_request *request, struct pl_admin_reply *reply)
{
    struct pl_office_work *w;
    if (task == PL_TASK_SIGN) {
        pl_office_sign(o, request, reply);
        return;
    }
    if (task >= PL_TASK_ACCOUNT_ADD) {
        change(o, task, request, reply);
        return;
    }
    w = create(o, task, request);
    if (!w) {
        pl_admin_refuse(reply, 503, "out of memory", "try again");
        return;
    }
    reply->status = PL_ADMIN_LATER;
    pl_list_add_tail(&o->lists, &w->node);
    list(w, request);
}

enum pl_err pl_admin_office_create(struct pl_admin_office **out, struct pl_loop *loop,
                                   struct pl_store *store, const struct pl_office_port *port)
{
    struct pl_admin_office *o = calloc(1, sizeof(*o));
    enum pl_err err;
    *out = NULL;
    if (!o)
        return PL_E_NOMEM;
    o->port = *port;
    o->store = store;
    pl_list_init(&o->changes);
    pl_list_init(&o->lists);
    err = pl_hasher_start(&o->hasher, loop, 1);
    if (err) {
        free(o);
        return err;
    }
    *out = o;
    return PL_OK;
}

void pl_admin_office_attach(struct pl_admin_office *o, struct pl_admin *admin)
{
    o->admin = admin;
}

void pl_admin_office_destroy(struct pl_admin_office *o)
{
    if (!o)
        return;
    while (!pl_list_empty(&o->changes))
        destroy(pl_container_of(o->changes.next, struct pl_office_work, node));
    while (!pl_list_empty(&o->lists))
        destroy(pl_container_of(o->lists.next, struct pl_office_work, node));
    pl_hasher_stop(o->hasher);
    free(o);
}

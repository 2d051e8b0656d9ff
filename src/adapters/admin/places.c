/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/admin/places.h"

#include "core/codes.h"
#include "core/look.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

enum { PAIR_KIND = 4, PLACE_KEY_MAX = 48 };

/* What was set here: KIND.ID.OTHER -> an object of KEY: VALUE (texts); null: deleted. */
struct pl_admin_places {
    struct pl_places_port port;
    struct pl_store *store;
    json_t *kept;
    struct pl_list waiting; /* of struct task */
};

/* A change on its way to the store. */
struct task {
    struct pl_list node;
    struct pl_admin_places *places;
    uint64_t ticket;
    json_t *answer;
};

/* ---- answers ---- */

static void finish(struct pl_admin_reply *reply, uint16_t status, json_t *json)
{
    reply->status = status;
    reply->json = json ? json_dumps(json, JSON_COMPACT) : NULL;
    reply->len = reply->json ? strlen(reply->json) : 0;
    if (!reply->json)
        reply->status = 503;
    json_decref(json);
}

/* What the domain has against it. */
static void refuse(struct pl_admin_reply *reply, int code)
{
    if (code == PL_GV_ERR_DATANOTEXIST || code == PL_GV_ERR_QUEUE_INVALID)
        pl_admin_refuse(reply, 404, "there is no such area or queue",
                        "GET /v1/areas and /v1/queues list them; the area of a queue comes first");
    else if (code == PL_GV_ERR_NOENOUGHRESOURCE)
        pl_admin_refuse(reply, 409, "there are too many",
                        "docs/reference/limits.md has the limits");
    else
        pl_admin_refuse(reply, 422, "the settings do not fit together",
                        "the overflow is another queue of the same area; a queue stays in its "
                        "area; ids are 1 and above");
}

/* ---- keeping ---- */

static void key_of(char key[PLACE_KEY_MAX], int64_t kind, int64_t id, int64_t other)
{
    (void)snprintf(key, PLACE_KEY_MAX, "%lld.%lld.%lld", (long long)kind, (long long)id,
                   (long long)other);
}

static void drop(struct task *t)
{
    pl_list_remove(&t->node);
    json_decref(t->answer);
    free(t);
}

static void on_written(void *arg, const struct pl_store_answer *a)
{
    struct task *t = arg;
    struct pl_admin_places *p = t->places;
    struct pl_admin_reply reply = {0};
    uint64_t ticket = t->ticket;
    if (a->err)
        pl_admin_refuse(&reply, 503, "it is in force, but could not be kept",
                        "see store.down in the log, and set it again");
    else
        finish(&reply, 200, json_incref(t->answer));
    drop(t);
    p->port.reply(p->port.arg, ticket, &reply);
}

/* Takes answer; the reply comes when the row is safe. settings NULL: nothing is kept of it. */
static void keep(struct pl_admin_places *p, int64_t kind, int64_t id, int64_t other,
                 const json_t *settings, const struct pl_admin_request *request,
                 struct pl_admin_reply *reply, json_t *answer)
{
    char *text = settings ? json_dumps(settings, JSON_COMPACT | JSON_ENCODE_ANY) : NULL;
    const struct pl_store_place row = {kind, id, other, pl_bytes_str(text ? text : "")};
    const struct pl_store_change change = {settings ? PL_STORE_PUT : PL_STORE_DELETE,
                                           PL_STORE_PLACES, &row, 0};
    struct task *t = p->store ? calloc(1, sizeof(*t)) : NULL;
    if (!p->store) {
        finish(reply, 200, answer);
        free(text);
        return;
    }
    if (t) {
        *t = (struct task){.places = p, .ticket = request->ticket, .answer = answer};
        pl_list_init(&t->node);
        pl_list_add_tail(&p->waiting, &t->node);
    }
    if (t && pl_store_write(p->store, &change, 1, (struct pl_store_reply){on_written, t}, NULL) ==
                 PL_OK) {
        reply->status = PL_ADMIN_LATER;
    } else {
        pl_admin_refuse(reply, 503, "it is in force, but could not be kept",
                        "the store has too much to do; set it again");
        if (t)
            drop(t);
        else
            json_decref(answer);
    }
    free(text);
}

/* ---- setting ---- */

/* A value of JSON as the text that the table of settings reads. */
static bool text_of(const json_t *value, char text[PL_COUNTER_VALUE_MAX])
{
    if (json_is_string(value) && json_string_length(value) < PL_COUNTER_VALUE_MAX)
        (void)snprintf(text, PL_COUNTER_VALUE_MAX, "%s", json_string_value(value));
    else if (json_is_integer(value))
        (void)snprintf(text, PL_COUNTER_VALUE_MAX, "%" JSON_INTEGER_FORMAT,
                       json_integer_value(value));
    else if (json_is_boolean(value))
        (void)snprintf(text, PL_COUNTER_VALUE_MAX, json_is_true(value) ? "yes" : "no");
    else
        return false;
    return true;
}

/* Each key of body into setup, and as text into given. False: why says what is wrong. */
static bool read_settings(enum pl_counter_kind kind, const json_t *body,
                          struct pl_counter_setup *setup, json_t *given, char why[256])
{
    char text[PL_COUNTER_VALUE_MAX], words[PL_COUNTER_FAULT_MAX];
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)body, key, value)
    {
        enum pl_err err =
            text_of(value, text) ? pl_counter_setup_set(setup, kind, key, text) : PL_E_RANGE;
        pl_counter_setup_allowed(kind, key, words);
        if (err && !words[0])
            (void)snprintf(why, 256, "no such setting: %.60s", key);
        else if (err)
            (void)snprintf(why, 256, "%.60s must be %s", key, words);
        if (err)
            return false;
        json_object_set_new(given, key, json_string(text));
    }
    return true;
}

static int apply(struct pl_admin_places *p, enum pl_counter_kind kind, int64_t id,
                 const struct pl_counter_setup *setup)
{
    struct pl_event e = {.type = PL_EVENT_PLACE};
    int code = PL_GV_ERR_FUNCOPTERROR;
    if (id < INT32_MIN || id > INT32_MAX)
        return code;
    e.place.kind = kind;
    e.place.id = (int32_t)id;
    e.place.setup = setup;
    e.place.code = &code;
    p->port.step(p->port.arg, &e);
    return code;
}

/* The settings of one place are kept as one object. */
static void set(struct pl_admin_places *p, enum pl_counter_kind kind, int64_t id,
                const struct pl_admin_request *request, struct pl_admin_reply *reply)
{
    json_t *body = json_loadb((const char *)request->body.data, request->body.len,
                              JSON_REJECT_DUPLICATES, NULL);
    struct pl_counter_setup setup;
    json_t *given, *before;
    char key[PLACE_KEY_MAX], why[256];
    int code;
    if (!json_is_object(body)) {
        json_decref(body);
        pl_admin_refuse(reply, 400, "the body is no JSON object", "{\"KEY\": VALUE, ...}");
        return;
    }
    key_of(key, kind, id, 0);
    before = json_object_get(p->kept, key);
    given = json_is_object(before) ? json_copy(before) : json_object();
    (void)pl_look_place(p->port.core(p->port.arg), kind, (int32_t)id, &setup);
    if (!read_settings(kind, body, &setup, given, why)) {
        pl_admin_refuse(reply, 422, why, "docs/routing.md lists the settings");
    } else if (!before && json_object_size(p->kept) >= PL_PLACES_KEPT_MAX) {
        refuse(reply, PL_GV_ERR_NOENOUGHRESOURCE);
    } else if ((code = apply(p, kind, id, &setup)) != 0) {
        refuse(reply, code);
    } else {
        json_object_set(p->kept, key, given);
        keep(p, kind, id, 0, given, request, reply, json_pack("{s:I}", "set", (json_int_t)id));
    }
    json_decref(given);
    json_decref(body);
}

static void delete_place(struct pl_admin_places *p, enum pl_counter_kind kind, int64_t id,
                         const struct pl_admin_request *request, struct pl_admin_reply *reply)
{
    char key[PLACE_KEY_MAX];
    int code = apply(p, kind, id, NULL);
    if (code) {
        refuse(reply, code);
        return;
    }
    key_of(key, kind, id, 0);
    if (kind == PL_COUNTER_AGENT_KIND)
        json_object_del(p->kept, key);
    else
        json_object_set_new(p->kept, key, json_null());
    keep(p, kind, id, 0, json_object_get(p->kept, key), request, reply,
         json_pack("{s:I}", "deleted", (json_int_t)id));
}

/* ---- pairs ---- */

static int apply_pair(struct pl_admin_places *p, int64_t one, int64_t other, bool apart)
{
    struct pl_event e = {.type = PL_EVENT_PAIR};
    int code = PL_GV_ERR_FUNCOPTERROR;
    if (one < INT32_MIN || one > INT32_MAX || other < INT32_MIN || other > INT32_MAX)
        return code;
    e.pair.one = (int32_t)one;
    e.pair.other = (int32_t)other;
    e.pair.apart = apart;
    e.pair.code = &code;
    p->port.step(p->port.arg, &e);
    return code;
}

static void pair(struct pl_admin_places *p, const struct pl_admin_request *request,
                 struct pl_admin_reply *reply)
{
    json_t *body = json_loadb((const char *)request->body.data, request->body.len,
                              JSON_REJECT_DUPLICATES, NULL);
    json_int_t one = 0, other = 0, low, high;
    char key[PLACE_KEY_MAX];
    int apart = 0, code;
    bool fine =
        json_unpack(body, "{s:I, s:I, s:b}", "one", &one, "other", &other, "apart", &apart) == 0;
    json_decref(body);
    if (!fine) {
        pl_admin_refuse(reply, 400, "the body is not {\"one\": ID, \"other\": ID, \"apart\": true}",
                        "ids of users; false takes it back");
        return;
    }
    code = apart && json_object_size(p->kept) >= PL_PLACES_KEPT_MAX
               ? PL_GV_ERR_NOENOUGHRESOURCE
               : apply_pair(p, one, other, apart);
    if (code) {
        refuse(reply, code);
        return;
    }
    low = one < other ? one : other;
    high = one < other ? other : one;
    key_of(key, PAIR_KIND, low, high);
    if (apart)
        json_object_set_new(p->kept, key, json_pack("{s:I, s:I}", "one", low, "other", high));
    else
        json_object_del(p->kept, key);
    keep(p, PAIR_KIND, low, high, json_object_get(p->kept, key), request, reply,
         json_pack("{s:I, s:I, s:b}", "one", low, "other", high, "apart", apart));
}

static json_t *list_pairs(const struct pl_admin_places *p)
{
    json_t *list = json_array(), *value;
    const char *key;
    json_object_foreach(p->kept, key, value)
    {
        if (key[0] == '0' + PAIR_KIND && key[1] == '.')
            json_array_append(list, value);
    }
    return json_pack("{s:o}", "pairs", list);
}

/* ---- looking ---- */

static json_t *text(struct pl_bytes b)
{
    json_t *s = json_stringn((const char *)b.data, b.len);
    return s ? s : json_string("?");
}

static bool add_area(void *arg, const struct pl_counter_area *a)
{
    json_t *list = arg;
    return json_array_append_new(
               list, json_pack("{s:i, s:o, s:I, s:I, s:I, s:I}", "area", (int)a->id, "name",
                               text(a->label.texts[PL_COUNTER_NAME]), "queues",
                               (json_int_t)a->queue_count, "people", (json_int_t)a->people_count,
                               "agents", (json_int_t)a->agent_count, "waiting",
                               (json_int_t)a->waiting)) == 0;
}

static bool add_queue(void *arg, const struct pl_counter_queue *q)
{
    json_t *list = arg;
    return json_array_append_new(
               list,
               json_pack("{s:i, s:i, s:o, s:i, s:i, s:b, s:I, s:I, s:I, s:I, s:I}", "queue",
                         (int)q->id, "area", (int)q->area->id, "name",
                         text(q->label.texts[PL_COUNTER_NAME]), "attribute",
                         (int)q->label.attribute, "priority", (int)q->label.priority, "closed",
                         (int)q->closed, "waiting", (json_int_t)pl_rank_count(&q->tickets),
                         "call_backs", (json_int_t)q->call_backs, "entered", (json_int_t)q->entered,
                         "matched", (json_int_t)q->matched, "left", (json_int_t)q->abandoned)) == 0;
}

static json_t *list_places(const struct pl_admin_places *p, bool queues)
{
    json_t *list = json_array();
    pl_look_places(p->port.core(p->port.arg), queues ? NULL : add_area, queues ? add_queue : NULL,
                   list);
    return json_pack("{s:o}", queues ? "queues" : "areas", list);
}

static void show(const struct pl_admin_places *p, enum pl_counter_kind kind, int64_t id,
                 struct pl_admin_reply *reply)
{
    struct pl_counter_setup setup;
    struct pl_counter_key key;
    char value[PL_COUNTER_VALUE_MAX];
    bool fits = id >= INT32_MIN && id <= INT32_MAX;
    json_t *out;
    if (!fits || (!pl_look_place(p->port.core(p->port.arg), kind, (int32_t)id, &setup) &&
                  kind != PL_COUNTER_AGENT_KIND)) {
        refuse(reply, PL_GV_ERR_QUEUE_INVALID);
        return;
    }
    out = json_pack("{s:I}",
                    kind == PL_COUNTER_AREA_KIND    ? "area_id"
                    : kind == PL_COUNTER_QUEUE_KIND ? "queue"
                                                    : "agent",
                    (json_int_t)id);
    for (size_t i = 0; pl_counter_setup_key(kind, i, &key); i++) {
        if (pl_counter_setup_get(&setup, kind, key.name, value) != PL_OK)
            continue;
        json_object_set_new(out, key.name,
                            pl_counter_setup_is_number(kind, key.name)
                                ? json_integer(strtoll(value, NULL, 10))
                                : json_string(value));
    }
    finish(reply, 200, out);
}

/* ---- what others call ---- */

void pl_admin_places_do(struct pl_admin_places *p, enum pl_places_verb verb,
                        enum pl_counter_kind kind, int64_t id,
                        const struct pl_admin_request *request, struct pl_admin_reply *reply)
{
    switch (verb) {
    case PL_PLACES_LIST_AREAS:
    case PL_PLACES_LIST_QUEUES:
        finish(reply, 200, list_places(p, verb == PL_PLACES_LIST_QUEUES));
        break;
    case PL_PLACES_LIST_PAIRS:
        finish(reply, 200, list_pairs(p));
        break;
    case PL_PLACES_SHOW:
        show(p, kind, id, reply);
        break;
    case PL_PLACES_SET:
        if (id < INT32_MIN || id > INT32_MAX)
            refuse(reply, PL_GV_ERR_FUNCOPTERROR);
        else
            set(p, kind, id, request, reply);
        break;
    case PL_PLACES_DELETE:
        delete_place(p, kind, id, request, reply);
        break;
    case PL_PLACES_PAIR:
        pair(p, request, reply);
        break;
    }
}

void pl_admin_places_gone(struct pl_admin_places *p, uint64_t ticket)
{
    struct pl_list *it;
    pl_list_for_each(it, &p->waiting)
    {
        struct task *t = pl_container_of(it, struct task, node);
        if (t->ticket == ticket)
            t->ticket = 0; /* nobody has that one */
    }
}

bool pl_admin_places_kept(struct pl_admin_places *p, const struct pl_store_place *row)
{
    json_t *value = json_loadb((const char *)row->text.data, row->text.len,
                               JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, NULL);
    json_t *given = json_object();
    struct pl_counter_setup setup;
    char key[PLACE_KEY_MAX], why[256];
    bool fits = row->id >= INT32_MIN && row->id <= INT32_MAX && given;
    key_of(key, row->kind, row->id, row->other);
    if (row->kind == PAIR_KIND) {
        fits = fits && apply_pair(p, row->id, row->other, true) == 0;
    } else if (row->kind < PL_COUNTER_AREA_KIND || row->kind > PL_COUNTER_AGENT_KIND) {
        fits = false;
    } else if (fits && json_is_null(value)) {
        (void)apply(p, (enum pl_counter_kind)row->kind, row->id, NULL); /* perhaps it never was */
    } else if (fits) {
        enum pl_counter_kind kind = (enum pl_counter_kind)row->kind;
        (void)pl_look_place(p->port.core(p->port.arg), kind, (int32_t)row->id, &setup);
        fits = json_is_object(value) && read_settings(kind, value, &setup, given, why);
        if (fits && apply(p, kind, row->id, &setup) != 0) {
            fits = false; /* the overflow may be gone, or come later */
            setup.rules.overflow = 0;
            (void)apply(p, kind, row->id, &setup);
        }
    }
    if (value && json_object_size(p->kept) < PL_PLACES_KEPT_MAX)
        json_object_set(p->kept, key, value);
    json_decref(given);
    json_decref(value);
    return fits;
}

struct pl_admin_places *pl_admin_places_create(struct pl_store *store,
                                               const struct pl_places_port *port)
{
    struct pl_admin_places *p = calloc(1, sizeof(*p));
    if (!p)
        return NULL;
    p->port = *port;
    p->store = store;
    p->kept = json_object();
    pl_list_init(&p->waiting);
    if (!p->kept) {
        free(p);
        return NULL;
    }
    return p;
}

void pl_admin_places_destroy(struct pl_admin_places *p)
{
    if (!p)
        return;
    while (!pl_list_empty(&p->waiting)) {
        struct task *t = pl_container_of(p->waiting.next, struct task, node);
        if (p->store)
            pl_store_forget(p->store, t);
        drop(t);
    }
    json_decref(p->kept);
    free(p);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Which request is which, and who may (places.h). */
#include "adapters/admin/places.h"

#include "adapters/admin/query.h"

#include <stdio.h>
#include <string.h>

static const struct noun {
    const char *name;
    enum pl_counter_kind kind; /* 0: pairs */
    enum pl_places_verb list;  /* 0: there is none */
} nouns[] = {
    {"areas", PL_COUNTER_AREA_KIND, PL_PLACES_LIST_AREAS},
    {"queues", PL_COUNTER_QUEUE_KIND, PL_PLACES_LIST_QUEUES},
    {"agents", PL_COUNTER_AGENT_KIND, 0},
    {"pairs", 0, PL_PLACES_LIST_PAIRS},
};

struct target {
    const struct noun *noun;
    bool has_id, deletes;
    int64_t id;
};

/* What is up to the next '/', which is taken as well. */
static struct pl_bytes part(struct pl_bytes *path)
{
    const uint8_t *slash = path->len ? memchr(path->data, '/', path->len) : NULL;
    struct pl_bytes out = pl_bytes_of(path->data, slash ? (size_t)(slash - path->data) : path->len);
    size_t taken = out.len + (slash ? 1 : 0);
    *path = pl_bytes_of(path->data + taken, path->len - taken);
    return out;
}

/* False: it is none of these. */
static bool read_target(struct pl_bytes path, struct target *t)
{
    struct pl_bytes name, rest;
    *t = (struct target){.noun = NULL};
    if (path.len < 4 || memcmp(path.data, "/v1/", 4) != 0)
        return false;
    rest = pl_bytes_of(path.data + 4, path.len - 4);
    name = part(&rest);
    for (size_t i = 0; i < sizeof(nouns) / sizeof(nouns[0]); i++) {
        if (pl_bytes_eq_str(name, nouns[i].name))
            t->noun = &nouns[i];
    }
    if (!t->noun || rest.len == 0)
        return t->noun && path.data[path.len - 1] != '/' && (t->noun->list || !t->noun->kind);
    t->has_id = t->noun->kind && pl_admin_number(part(&rest), &t->id);
    t->deletes = rest.len > 0 && pl_bytes_eq_str(rest, "delete");
    return t->has_id && (rest.len == 0 || t->deletes);
}

/* 0: not by this method. */
static enum pl_places_verb verb_of(const struct target *t, bool looks)
{
    if (looks)
        return t->deletes ? 0 : t->has_id ? PL_PLACES_SHOW : t->noun->list;
    if (!t->noun->kind)
        return PL_PLACES_PAIR;
    return !t->has_id ? 0 : t->deletes ? PL_PLACES_DELETE : PL_PLACES_SET;
}

static void tell_deed(const struct pl_admin_port *port, const struct pl_admin_request *request,
                      const struct target *t, uint16_t status)
{
    char object[64];
    const struct pl_admin_deed deed = {.role = request->role,
                                       .actor = pl_role_name(request->role),
                                       .verb = t->deletes ? "service counter: delete"
                                                          : "service counter: set",
                                       .object = object,
                                       .detail = "",
                                       .status = status == PL_ADMIN_LATER ? 200 : status};
    (void)snprintf(object, sizeof(object), t->has_id ? "%s %lld" : "%s", t->noun->name,
                   (long long)t->id);
    port->did(port->arg, &deed);
}

bool pl_admin_places_answer(const struct pl_admin_port *port,
                            const struct pl_admin_request *request, struct pl_admin_reply *reply)
{
    bool looks = request->method == PL_HTTP_GET || request->method == PL_HTTP_HEAD;
    enum pl_right_id right = looks ? PL_RIGHT_PLACE_SEE : PL_RIGHT_PLACE_CHANGE;
    enum pl_places_verb verb;
    struct target t;
    if (!read_target(request->path, &t))
        return false;
    verb = verb_of(&t, looks);
    if (!verb || (!looks && request->method != PL_HTTP_POST))
        pl_admin_refuse(reply, 405, "not by this method", "GET to look, POST to do something");
    else if (!pl_rights_allow(request->role, right, 0))
        pl_admin_refuse(reply, 403, "changing the service counters is not a right of this role",
                        "use the operator's token");
    else
        pl_admin_places_do(port->places, verb, t.noun->kind, t.id, request, reply);
    if (!looks)
        tell_deed(port, request, &t, reply->status);
    return true;
}

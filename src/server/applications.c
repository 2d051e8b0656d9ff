/* SPDX-License-Identifier: Apache-2.0 */
#include "server/applications.h"

#include "base/hex.h"
#include "base/list.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

enum { SUM_CHARS = 64 };

/* A key that this server itself uses: signs, or lets in. */
struct use {
    struct pl_list node;
    struct pl_key *key; /* NULL: a token */
    char sum[SUM_CHARS + 1];
    char id[PL_JWT_ID_MAX + 1];
    int64_t made_ms, expires_ms;
};

struct application {
    struct pl_list node;
    struct pl_list uses;
    bool locked;
    char id[PL_SIGN_APP_MAX + 1]; /* upper case */
};

struct pl_applications {
    struct pl_vouch *vouch;
    const struct pl_config *config;
    struct pl_log *log;
    struct pl_list all;
};

/* ---- ours ---- */

static void drop_use(struct use *u)
{
    pl_list_remove(&u->node);
    pl_key_destroy(u->key);
    free(u);
}

static void drop_application(struct application *app)
{
    while (!pl_list_empty(&app->uses))
        drop_use(pl_container_of(app->uses.next, struct use, node));
    pl_list_remove(&app->node);
    free(app);
}

static struct application *find(const struct pl_applications *a, struct pl_bytes id)
{
    struct pl_list *it;
    pl_list_for_each(it, &a->all)
    {
        struct application *app = pl_container_of(it, struct application, node);
        if (strlen(app->id) == id.len && strncasecmp(app->id, (const char *)id.data, id.len) == 0)
            return app;
    }
    return NULL;
}

bool pl_applications_any(const struct pl_applications *a)
{
    return !pl_list_empty(&a->all);
}

bool pl_applications_configured(const struct pl_applications *a, struct pl_bytes id)
{
    for (uint32_t i = 0; i < a->config->login.application_count; i++) {
        const char *own = a->config->login.applications[i].id;
        if (strlen(own) == id.len && strncasecmp(own, (const char *)id.data, id.len) == 0)
            return true;
    }
    return false;
}

/* ---- what the store says ---- */

static enum pl_err put_application(struct pl_applications *a, const struct pl_store_application *r)
{
    const struct pl_vouch_app to = {.id = r->id,
                                    .disabled = r->disabled != 0,
                                    .guests = r->guests != 0,
                                    .first_user = (int32_t)r->first_user,
                                    .last_user = (int32_t)r->last_user};
    struct application *app = find(a, r->id);
    enum pl_err err = pl_vouch_put_app(a->vouch, &to);
    if (err)
        return err;
    if (!app) {
        app = calloc(1, sizeof(*app));
        if (!app)
            return PL_E_NOMEM;
        (void)pl_bytes_to_str(r->id, app->id, sizeof(app->id));
        pl_list_init(&app->uses);
        pl_list_add_tail(&a->all, &app->node);
    }
    app->locked = to.disabled;
    return PL_OK;
}

static void remove_application(struct pl_applications *a, struct pl_bytes id)
{
    struct application *app = find(a, id);
    (void)pl_vouch_remove_app(a->vouch, id);
    if (app)
        drop_application(app);
}

static void remove_use(struct application *app, struct pl_bytes id)
{
    struct pl_list *it, *tmp;
    pl_list_for_each_safe(it, tmp, &app->uses)
    {
        struct use *u = pl_container_of(it, struct use, node);
        if (id.len == 0 || pl_bytes_eq_str(id, u->id))
            drop_use(u);
    }
}

static enum pl_err add_use(struct application *app, const struct pl_store_key *r,
                           struct pl_key *key)
{
    struct use *u = calloc(1, sizeof(*u));
    if (!u) {
        pl_key_destroy(key);
        return PL_E_NOMEM;
    }
    u->key = key;
    u->made_ms = r->made_ms;
    u->expires_ms = r->expires_ms;
    (void)pl_bytes_to_str(r->id, u->id, sizeof(u->id));
    if (!key)
        (void)pl_bytes_to_str(r->material, u->sum, sizeof(u->sum));
    pl_list_add_tail(&app->uses, &u->node);
    return PL_OK;
}

static enum pl_err put_key(struct pl_applications *a, const struct pl_store_key *r)
{
    struct application *app = find(a, r->application);
    struct pl_vouch_key to = {.app = r->application,
                              .id = r->id,
                              .material = r->material,
                              .expires_s = r->expires_ms / 1000};
    char name[16] = "";
    struct pl_key *key = NULL;
    enum pl_err err;
    if (!app)
        return PL_E_NOT_FOUND;
    remove_use(app, r->id);
    (void)pl_vouch_remove_key(a->vouch, r->application, r->id);
    if (r->disabled)
        return PL_OK;
    if (pl_bytes_eq_str(r->algorithm, "service"))
        return add_use(app, r, NULL);
    if (!pl_bytes_to_str(r->algorithm, name, sizeof(name)))
        return PL_E_NOT_FOUND;
    err = pl_key_algorithm_named(name, &to.algorithm);
    if (!err)
        err = pl_vouch_put_key(a->vouch, &to);
    if (err || to.algorithm == PL_KEY_HS256)
        return err;
    err = pl_key_read(&key, to.algorithm, r->material);
    if (!err && pl_key_is_private(key))
        return add_use(app, r, key);
    pl_key_destroy(key);
    return err;
}

static void remove_key(struct pl_applications *a, const struct pl_store_key *r)
{
    struct application *app = find(a, r->application);
    if (!app || r->id.len == 0) /* all of them: the application goes next */
        return;
    remove_use(app, r->id);
    (void)pl_vouch_remove_key(a->vouch, r->application, r->id);
}

static void say(struct pl_applications *a, enum pl_err err, struct pl_bytes application,
                struct pl_bytes key)
{
    char text[PL_SIGN_APP_MAX + 1] = "", id[PL_JWT_ID_MAX + 1] = "";
    if (!err)
        return;
    (void)pl_bytes_to_str(application, text, sizeof(text));
    (void)pl_bytes_to_str(key, id, sizeof(id));
    pl_log_do(a->log, PL_LOG_ERROR, "application.unusable", pl_log_str("application", text),
              pl_log_str("key", id), pl_log_str("why", pl_err_name(err)));
}

void pl_applications_changed(struct pl_applications *a, const struct pl_store_change *c)
{
    const struct pl_store_application *app = c->record;
    const struct pl_store_key *key = c->record;
    bool gone = c->verb == PL_STORE_DELETE;
    if (c->table == PL_STORE_APPLICATIONS && pl_applications_configured(a, app->id))
        say(a, PL_E_EXISTS, app->id, pl_bytes_str(""));
    else if (c->table == PL_STORE_APPLICATIONS && gone)
        remove_application(a, app->id);
    else if (c->table == PL_STORE_APPLICATIONS)
        say(a, put_application(a, app), app->id, pl_bytes_str(""));
    else if (c->table == PL_STORE_KEYS && !pl_applications_configured(a, key->application) && gone)
        remove_key(a, key);
    else if (c->table == PL_STORE_KEYS && !pl_applications_configured(a, key->application))
        say(a, put_key(a, key), key->application, key->id);
}

/* ---- at the start ---- */

struct loading {
    struct pl_applications *a;
    enum pl_store_table table;
    size_t rows;
    char last[2][PL_SIGN_APP_MAX + PL_JWT_ID_MAX + 1];
};

static bool on_row(void *arg, const void *record)
{
    struct loading *l = arg;
    const struct pl_store_change c = {PL_STORE_PUT, l->table, record, 0};
    const struct pl_store_application *app = record;
    const struct pl_store_key *key = record;
    bool is_key = l->table == PL_STORE_KEYS;
    l->rows++;
    (void)pl_bytes_to_str(is_key ? key->application : app->id, l->last[0], sizeof(l->last[0]));
    (void)pl_bytes_to_str(is_key ? key->id : pl_bytes_str(""), l->last[1], sizeof(l->last[1]));
    pl_applications_changed(l->a, &c);
    return true;
}

static enum pl_err load_table(struct pl_store_db *db, struct loading *l)
{
    union pl_store_record after = {0};
    struct pl_store_query q = {.table = l->table};
    size_t before;
    enum pl_err err;
    do {
        before = l->rows;
        err = pl_store_db_read(db, &q, on_row, l);
        if (l->table == PL_STORE_KEYS) {
            after.key.application = pl_bytes_str(l->last[0]);
            after.key.id = pl_bytes_str(l->last[1]);
        } else {
            after.application.id = pl_bytes_str(l->last[0]);
        }
        q.after = &after;
    } while (!err && l->rows - before == PL_STORE_ROWS_MAX);
    return err;
}

enum pl_err pl_applications_load(struct pl_applications *a, const struct pl_store_ops *ops,
                                 const char *where)
{
    struct loading l = {.a = a, .table = PL_STORE_APPLICATIONS};
    char error[PL_STORE_ERROR_MAX] = "";
    struct pl_store_db *db;
    enum pl_err err = pl_store_db_open(&db, ops, where, error);
    if (!err) {
        err = load_table(db, &l);
        l.table = PL_STORE_KEYS;
        if (!err)
            err = load_table(db, &l);
        if (err)
            (void)snprintf(error, sizeof(error), "%s", pl_store_db_why(db));
        pl_store_db_close(db);
    }
    if (err)
        pl_log_do(a->log, PL_LOG_ERROR, "store.failed",
                  pl_log_str("why", error[0] ? error : pl_err_name(err)));
    return err;
}

/* ---- use ---- */

static bool good(const struct use *u, int64_t wall_ms)
{
    return u->expires_ms == 0 || wall_ms < u->expires_ms;
}

const struct pl_key *pl_applications_signer(const struct pl_applications *a, struct pl_bytes id,
                                            int64_t wall_ms)
{
    const struct application *app = find(a, id);
    const struct use *best = NULL;
    struct pl_list *it;
    if (!app || app->locked)
        return NULL;
    pl_list_for_each(it, (struct pl_list *)(uintptr_t)&app->uses)
    {
        const struct use *u = pl_container_of(it, struct use, node);
        if (u->key && good(u, wall_ms) && (!best || u->made_ms >= best->made_ms))
            best = u;
    }
    return best ? best->key : NULL;
}

static bool sum_of(struct pl_bytes token, char out[SUM_CHARS + 1])
{
    uint8_t sum[EVP_MAX_MD_SIZE];
    unsigned len = 0;
    if (EVP_Digest(token.data, token.len, sum, &len, EVP_sha256(), NULL) != 1 ||
        2 * len != SUM_CHARS)
        return false;
    pl_hex_str(pl_bytes_of(sum, len), out);
    return true;
}

bool pl_applications_token(const struct pl_applications *a, struct pl_bytes token, int64_t wall_ms,
                           struct pl_bytes *id)
{
    char sum[SUM_CHARS + 1];
    struct pl_list *it, *at;
    if (token.len != SUM_CHARS || !sum_of(token, sum))
        return false;
    pl_list_for_each(it, &a->all)
    {
        const struct application *app = pl_container_of(it, struct application, node);
        pl_list_for_each(at, &app->uses)
        {
            const struct use *u = pl_container_of(at, struct use, node);
            if (!u->key && !app->locked && good(u, wall_ms) &&
                pl_bytes_eq_secret(pl_bytes_str(u->sum), pl_bytes_str(sum))) {
                *id = pl_bytes_str(app->id);
                return true;
            }
        }
    }
    return false;
}

/* ---- life ---- */

enum pl_err pl_applications_create(struct pl_applications **out, struct pl_vouch *vouch,
                                   const struct pl_config *c, struct pl_log *log)
{
    struct pl_applications *a = calloc(1, sizeof(*a));
    *out = a;
    if (!a)
        return PL_E_NOMEM;
    a->vouch = vouch;
    a->config = c;
    a->log = log;
    pl_list_init(&a->all);
    return PL_OK;
}

void pl_applications_destroy(struct pl_applications *a)
{
    if (!a)
        return;
    while (!pl_list_empty(&a->all))
        drop_application(pl_container_of(a->all.next, struct application, node));
    free(a);
}

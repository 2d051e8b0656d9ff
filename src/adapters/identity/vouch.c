/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/identity/vouch.h"

#include "adapters/identity/seen.h"
#include "proto/wire/errors_gen.h"

#include <assert.h>
#include <openssl/evp.h>
#include <stdlib.h>

/* Between application and string id; in no application id. */
enum { IDENTITY_MARK = 2 };

struct app_key {
    struct pl_key *key;
    int64_t expires_s;
    size_t id_len;
    uint8_t id[PL_JWT_ID_MAX];
};

struct app {
    size_t id_len;
    uint8_t id[PL_SIGN_APP_MAX]; /* upper case */
    bool disabled;
    bool guests;
    int32_t first_user, last_user;
    struct app_key keys[PL_VOUCH_KEYS_MAX];
    size_t key_count;
};

struct pl_vouch {
    struct pl_vouch_config config;
    struct pl_strmap apps; /* by id in upper case */
    struct pl_seen seen;
    struct pl_jwt jwt; /* of the question in progress, as the next */
    size_t identity_len;
    uint8_t identity[PL_SIGN_APP_MAX + 1 + PL_JWT_SUB_MAX];
};

/* ---- making and unmaking ---- */

void pl_vouch_config_init(struct pl_vouch_config *config)
{
    *config = (struct pl_vouch_config){.window_s = 600,
                                       .zones = true,
                                       .signed_once = true,
                                       .skew_s = 60,
                                       .seen_max = PL_VOUCH_SEEN_MAX};
}

struct pl_vouch *pl_vouch_create(const struct pl_vouch_config *config)
{
    struct pl_vouch *v = calloc(1, sizeof(*v));
    assert(config->window_s >= 1 && config->skew_s >= 0 && config->seen_max >= 1);
    if (!v)
        return NULL;
    v->config = *config;
    pl_strmap_init(&v->apps, PL_VOUCH_APPS_MAX, config->seed);
    pl_seen_init(&v->seen, config->seen_max, config->seed);
    return v;
}

static void free_app(struct app *app)
{
    for (size_t i = 0; i < app->key_count; i++)
        pl_key_destroy(app->keys[i].key);
    free(app);
}

void pl_vouch_clear(struct pl_vouch *v)
{
    for (size_t i = 0; v->apps.slots && i <= v->apps.mask; i++) {
        if (v->apps.slots[i].value)
            free_app(v->apps.slots[i].value);
    }
    pl_strmap_finish(&v->apps);
    pl_strmap_init(&v->apps, PL_VOUCH_APPS_MAX, v->config.seed);
}

void pl_vouch_destroy(struct pl_vouch *v)
{
    if (!v)
        return;
    pl_vouch_clear(v);
    pl_strmap_finish(&v->apps);
    pl_seen_finish(&v->seen);
    free(v);
}

/* ---- applications ---- */

static struct pl_bytes upper(struct pl_bytes id, uint8_t out[PL_SIGN_APP_MAX])
{
    size_t n = id.len < PL_SIGN_APP_MAX ? id.len : PL_SIGN_APP_MAX;
    for (size_t i = 0; i < n; i++) {
        uint8_t c = id.data[i];
        out[i] = c >= 'a' && c <= 'z' ? (uint8_t)(c - 'a' + 'A') : c;
    }
    return pl_bytes_of(out, n);
}

static struct app *find(const struct pl_vouch *v, struct pl_bytes id)
{
    uint8_t key[PL_SIGN_APP_MAX];
    if (id.len == 0 || id.len > PL_SIGN_APP_MAX)
        return NULL;
    return pl_strmap_get(&v->apps, upper(id, key));
}

static struct app *add(struct pl_vouch *v, struct pl_bytes id, enum pl_err *err)
{
    struct app *app = calloc(1, sizeof(*app));
    if (!app) {
        *err = PL_E_NOMEM;
        return NULL;
    }
    app->id_len = upper(id, app->id).len;
    *err = pl_strmap_put(&v->apps, pl_bytes_of(app->id, app->id_len), app);
    if (*err) {
        free(app);
        return NULL;
    }
    return app;
}

/* Printable ASCII. */
static bool is_id(struct pl_bytes id)
{
    for (size_t i = 0; i < id.len; i++) {
        if (id.data[i] <= ' ' || id.data[i] >= 0x7f)
            return false;
    }
    return id.len > 0 && id.len <= PL_SIGN_APP_MAX;
}

enum pl_err pl_vouch_put_app(struct pl_vouch *v, const struct pl_vouch_app *from)
{
    struct app *app = find(v, from->id);
    enum pl_err err = PL_OK;
    if (!is_id(from->id) || from->first_user > from->last_user)
        return PL_E_RANGE;
    if (!app)
        app = add(v, from->id, &err);
    if (!app)
        return err;
    app->disabled = from->disabled;
    app->guests = from->guests;
    app->first_user = from->first_user;
    app->last_user = from->last_user;
    return PL_OK;
}

/* key_count: there is none. */
static size_t key_at(const struct app *app, struct pl_bytes id)
{
    size_t i = 0;
    while (i < app->key_count &&
           !pl_bytes_eq(pl_bytes_of(app->keys[i].id, app->keys[i].id_len), id))
        i++;
    return i;
}

bool pl_vouch_remove_app(struct pl_vouch *v, struct pl_bytes id)
{
    struct app *app = find(v, id);
    if (!app)
        return false;
    pl_strmap_remove(&v->apps, pl_bytes_of(app->id, app->id_len));
    free_app(app);
    return true;
}

bool pl_vouch_remove_key(struct pl_vouch *v, struct pl_bytes id, struct pl_bytes key)
{
    struct app *app = find(v, id);
    size_t i = app ? key_at(app, key) : 0;
    if (!app || i == app->key_count)
        return false;
    pl_key_destroy(app->keys[i].key);
    app->keys[i] = app->keys[--app->key_count];
    app->keys[app->key_count] = (struct app_key){0}; /* a key that is put there replaces none */
    return true;
}

enum pl_err pl_vouch_put_key(struct pl_vouch *v, const struct pl_vouch_key *from)
{
    struct app *app = find(v, from->app);
    struct pl_key *key;
    enum pl_err err;
    size_t i;
    if (!app)
        return PL_E_NOT_FOUND;
    if (from->id.len > PL_JWT_ID_MAX)
        return PL_E_RANGE;
    i = key_at(app, from->id);
    if (i == PL_VOUCH_KEYS_MAX)
        return PL_E_LIMIT;
    err = pl_key_read(&key, from->algorithm, from->material);
    if (err)
        return err;
    pl_key_destroy(app->keys[i].key);
    app->keys[i] = (struct app_key){.key = key, .expires_s = from->expires_s};
    app->keys[i].id_len = from->id.len;
    if (from->id.len > 0)
        memcpy(app->keys[i].id, from->id.data, from->id.len);
    if (i == app->key_count)
        app->key_count++;
    return PL_OK;
}

/* ---- common rules ---- */

/* Can it be used for this? kid empty: whatever its id is. */
static bool usable(const struct app_key *k, enum pl_key_algorithm algorithm, struct pl_bytes kid,
                   int64_t wall_s)
{
    return pl_key_algorithm_of(k->key) == algorithm &&
           (k->expires_s == 0 || wall_s < k->expires_s) &&
           (kid.len == 0 || pl_bytes_eq(kid, pl_bytes_of(k->id, k->id_len)));
}

static int find_app(const struct pl_vouch *v, struct pl_bytes id, struct app **out)
{
    if (id.len == 0)
        return PL_GV_ERR_APPID_DEFAULTNOTSUPPORT;
    *out = find(v, id);
    if (!*out)
        return PL_GV_ERR_APPID_NOTEXIST;
    return (*out)->disabled ? PL_GV_ERR_APPLOCKED : PL_GV_ERR_SUCCESS;
}

static bool may_name(const struct app *app, int32_t user)
{
    bool any = app->first_user == 0 && app->last_user == 0;
    return any || (user >= app->first_user && user <= app->last_user);
}

/* Whose id it is, where the server gives it. */
static struct pl_bytes identity(struct pl_vouch *v, const struct app *app,
                                struct pl_bytes string_id)
{
    size_t n = string_id.len < PL_JWT_SUB_MAX ? string_id.len : PL_JWT_SUB_MAX;
    memcpy(v->identity, app->id, app->id_len);
    v->identity[app->id_len] = IDENTITY_MARK;
    if (n > 0)
        memcpy(v->identity + app->id_len + 1, string_id.data, n);
    return pl_bytes_of(v->identity, app->id_len + 1 + n);
}

/* 226 the second time. */
static int use(struct pl_vouch *v, const struct app *app, struct pl_bytes what, pl_time_us now,
               pl_time_us until)
{
    uint8_t digest[EVP_MAX_MD_SIZE];
    unsigned len = 0;
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    bool ok = ctx && EVP_DigestInit_ex(ctx, EVP_sha256(), NULL) == 1 &&
              EVP_DigestUpdate(ctx, app->id, app->id_len) == 1 &&
              EVP_DigestUpdate(ctx, "", 1) == 1 &&
              EVP_DigestUpdate(ctx, what.data, what.len) == 1 &&
              EVP_DigestFinal_ex(ctx, digest, &len) == 1;
    EVP_MD_CTX_free(ctx);
    if (!ok || len != PL_SEEN_DIGEST)
        return PL_GV_ERR_NOENOUGHRESOURCE;
    switch (pl_seen_use(&v->seen, digest, now, until)) {
    case PL_OK:
        return PL_GV_ERR_SUCCESS;
    case PL_E_REPLAY:
        return PL_GV_ERR_SIGALREADYUSED;
    default:
        return PL_GV_ERR_NOENOUGHRESOURCE;
    }
}

/* ---- signed logins ---- */

/* Cut as it was signed, but not within a letter. */
static struct pl_bytes cut(struct pl_bytes text, size_t max)
{
    if (text.len <= max)
        return text;
    while (max > 0 && (text.data[max] & 0xc0) == 0x80)
        max--;
    return pl_bytes_of(text.data, max);
}

static int check_signature(const struct app *app, const struct pl_question_login *q,
                           enum pl_key_algorithm algorithm, int64_t wall_s)
{
    const struct pl_sign_fields fields = {q->user, q->string_id, q->app, q->stamp};
    int code = PL_GV_ERR_SIGPUBLICKEYEMPTY;
    for (size_t i = 0; i < app->key_count; i++) {
        if (!usable(&app->keys[i], algorithm, pl_bytes_str(""), wall_s))
            continue;
        if (pl_sign_check(app->keys[i].key, &fields, q->signature) == PL_OK)
            return PL_GV_ERR_SUCCESS;
        code = PL_GV_ERR_SIGVERIFYFAIL;
    }
    return code;
}

static int rule_signed(struct pl_vouch *v, const struct app *app, const struct pl_question_login *q,
                       int64_t wall_s, pl_time_us now, struct pl_ruling_login *who)
{
    enum pl_key_algorithm algorithm;
    bool zones;
    int64_t keep_s;
    int code;
    if (q->user == -1 && q->string_id.len == 0)
        return PL_GV_ERR_SIGPARAMEMPTY;
    if (q->user == 0 || pl_sign_algorithm(q->signature, &algorithm))
        return PL_GV_ERR_SIGPARAMFAIL;
    zones = v->config.zones && algorithm == PL_KEY_RSA_MD5;
    if (pl_sign_age(q->stamp, wall_s, zones) > v->config.window_s)
        return PL_GV_ERR_SIGTIMEFAILURE;
    code = check_signature(app, q, algorithm, wall_s);
    if (code)
        return code;
    if (q->user != -1 && !may_name(app, q->user))
        return PL_GV_ERR_INVALID_USERID;
    keep_s = 2 * (v->config.window_s + (zones ? PL_SIGN_ZONE_HOURS_MAX * 3600 : 0));
    if (v->config.signed_once)
        code = use(v, app, q->signature, now, now + PL_SEC(keep_s));
    if (code)
        return code;
    who->user = q->user == -1 ? 0 : q->user;
    who->identity = identity(v, app, cut(q->string_id, PL_SIGN_STRING_ID_MAX));
    who->string_id = cut(q->string_id, PL_SIGN_STRING_ID_MAX);
    return PL_GV_ERR_SUCCESS;
}

/* To an application: there has to be one. Passwords are for others to look at. */
static int rule_login(const struct pl_vouch *v, const struct pl_question_login *q,
                      struct pl_ruling_login *who)
{
    struct app *app;
    int code;
    if (q->app.len == 0)
        return PL_RULING_NOBODY;
    code = find_app(v, q->app, &app);
    if (code || q->password.len > 0)
        return code ? code : PL_RULING_NOBODY;
    who->guest = true;
    return app->guests ? PL_GV_ERR_SUCCESS : PL_GV_ERR_VISITOR_DENY;
}

static int rule_login_ex(struct pl_vouch *v, const struct pl_question_login *q, int64_t wall_s,
                         pl_time_us now, struct pl_ruling_login *who)
{
    struct app *app;
    int code = find_app(v, q->app, &app);
    if (code)
        return code;
    if (q->signature.len > 0)
        return rule_signed(v, app, q, wall_s, now, who);
    if (!app->guests)
        return PL_GV_ERR_SIGSTREMPTY;
    who->guest = true;
    return PL_GV_ERR_SUCCESS;
}

/* ---- tokens ---- */

static int check_token(const struct app *app, const struct pl_jwt *jwt, struct pl_bytes text,
                       int64_t wall_s)
{
    int code = PL_GV_ERR_SIGPUBLICKEYEMPTY;
    for (size_t i = 0; i < app->key_count; i++) {
        if (!usable(&app->keys[i], jwt->algorithm, pl_bytes_str(jwt->kid), wall_s))
            continue;
        if (pl_jwt_verify(text, jwt, app->keys[i].key) == PL_OK)
            return PL_GV_ERR_SUCCESS;
        code = PL_GV_ERR_SIGVERIFYFAIL;
    }
    return code;
}

static int check_times(const struct pl_vouch *v, const struct pl_jwt *jwt, int64_t wall_s)
{
    int64_t skew = v->config.skew_s;
    return wall_s >= jwt->expires + skew || wall_s < jwt->not_before - skew
               ? PL_GV_ERR_SIGTIMEFAILURE
               : PL_GV_ERR_SUCCESS;
}

static void fill(struct pl_vouch *v, const struct app *app, int64_t wall_s, pl_time_us now,
                 struct pl_ruling_login *who)
{
    const struct pl_jwt *jwt = &v->jwt;
    int64_t left_s = jwt->expires + v->config.skew_s - wall_s;
    who->user = jwt->user;
    who->level = jwt->level;
    who->name = pl_bytes_str(jwt->name);
    who->string_id = pl_bytes_str(jwt->sub);
    who->identity = identity(v, app, who->string_id);
    who->until = now + PL_SEC(left_s);
    who->room_count = jwt->room_count;
    _Static_assert((int)PL_ASK_ROOMS_MAX == (int)PL_JWT_ROOMS_MAX, "the same rooms");
    memcpy(who->rooms, jwt->rooms, sizeof(who->rooms));
}

static int rule_token(struct pl_vouch *v, const struct pl_question_login *q, int64_t wall_s,
                      pl_time_us now, struct pl_ruling_login *who)
{
    struct app *app;
    int code;
    switch (pl_jwt_read(q->token, &v->jwt)) {
    case PL_OK:
        break;
    case PL_E_PROTO:
        return PL_GV_ERR_SIGPARAMFAIL;
    default:
        return PL_GV_ERR_SIGVERIFYFAIL;
    }
    code = find_app(v, pl_bytes_str(v->jwt.app), &app);
    if (!code)
        code = check_token(app, &v->jwt, q->token, wall_s);
    if (!code)
        code = check_times(v, &v->jwt, wall_s);
    if (!code && v->jwt.user != 0 && !may_name(app, v->jwt.user))
        code = PL_GV_ERR_INVALID_USERID;
    if (code)
        return code;
    fill(v, app, wall_s, now, who);
    return v->config.token_once && v->jwt.jti[0]
               ? use(v, app, pl_bytes_str(v->jwt.jti), now, who->until)
               : PL_GV_ERR_SUCCESS;
}

int pl_vouch_rule(struct pl_vouch *v, const struct pl_question_login *q, int64_t wall_s,
                  pl_time_us now, struct pl_ruling_login *who)
{
    *who = (struct pl_ruling_login){0};
    if (v->apps.count == 0)
        return PL_RULING_NOBODY;
    switch (q->way) {
    case PL_LOGIN_PASSWORD:
        return rule_login(v, q, who);
    case PL_LOGIN_SIGNED:
        return rule_login_ex(v, q, wall_s, now, who);
    case PL_LOGIN_TOKEN:
        return rule_token(v, q, wall_s, now, who);
    }
    return PL_RULING_NOBODY;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Applications and their keys. */
#include "adapters/admin/office_internal.h"

#include "base/hex.h"
#include "io/random.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>

enum { TOKEN_CHARS = 64, DAY_S = 86400 };

/* Upper case, as identity/vouch.h keeps them: one application has one row. False: refused. */
static bool read_application(struct pl_office_work *w)
{
    const char *id = pl_office_text(w, "application", PL_SIGN_APP_MAX);
    size_t len = id ? strlen(id) : 0;
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)id[i];
        if (c <= ' ' || c >= 0x7f)
            len = 0;
        else
            w->hash[i] = (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    }
    if (len == 0)
        return pl_office_refuse(w, 422, "no \"application\"",
                                "its id: 1 to 64 printable ASCII characters");
    w->hash[len] = '\0';
    if (w->office->port.configured(w->office->port.arg, pl_bytes_str(w->hash)))
        return pl_office_refuse(w, 409, "this application is of the settings",
                                "change it in parlor.ini, or take it out there first");
    (void)snprintf(w->object, sizeof(w->object), "application %s", w->hash);
    return true;
}

/* ---- applications ---- */

bool pl_office_application_look(struct pl_office_work *w, struct pl_store_query *query)
{
    if (!read_application(w))
        return false;
    w->records[0].application.id = pl_bytes_str(w->hash);
    *query = (struct pl_store_query){
        .table = PL_STORE_APPLICATIONS, .key = &w->records[0], .keys = 1, .limit = 1};
    return true;
}

/* "users": [first, last] */
static bool read_users(const struct pl_office_work *w, struct pl_store_application *a)
{
    const json_t *users = json_object_get(w->body, "users");
    if (!users)
        return true;
    a->first_user = json_integer_value(json_array_get(users, 0));
    a->last_user = json_integer_value(json_array_get(users, 1));
    return json_array_size(users) == 2 && a->first_user > 0 && a->last_user <= INT32_MAX &&
           a->first_user <= a->last_user;
}

static bool decide_add(struct pl_office_work *w, struct pl_store_application *a)
{
    const char *name = pl_office_text(w, "name", PL_OFFICE_NAME_MAX);
    if (!read_users(w, a))
        return pl_office_refuse(w, 422, "\"users\" is no range of ids", "[FIRST, LAST], from 1 on");
    a->name = pl_bytes_str(name ? name : "");
    a->guests = json_is_true(json_object_get(w->body, "guests"));
    a->made_ms = w->now_ms;
    return true;
}

bool pl_office_application_decide(struct pl_office_work *w, const struct pl_store_answer *found)
{
    const struct pl_store_application *old = found->count > 0 ? found->rows : NULL;
    struct pl_store_application *a = &w->records[0].application;
    bool add = w->task == PL_TASK_APPLICATION_ADD, gone = w->task == PL_TASK_APPLICATION_REMOVE;
    if (add && old)
        return pl_office_refuse(w, 409, "there is such an application", "see /v1/applications");
    if (!add && !old)
        return pl_office_refuse(w, 404, "there is no such application",
                                "GET /v1/applications lists them");
    if (add && !decide_add(w, a))
        return false;
    if (!add) {
        struct pl_bytes id = a->id;
        w->material = strndup((const char *)old->name.data, old->name.len);
        *a = *old;
        a->id = id;
        a->name = pl_bytes_str(w->material ? w->material : "");
        a->disabled = w->task == PL_TASK_APPLICATION_LOCK;
    }
    if (gone) { /* first its keys */
        w->records[1] = w->records[0];
        w->records[0].key = (struct pl_store_key){.application = pl_bytes_str(w->hash)};
        pl_office_change(w, PL_STORE_DELETE, PL_STORE_KEYS)->keys = 1;
    }
    (void)pl_office_change(w, gone ? PL_STORE_DELETE : PL_STORE_PUT, PL_STORE_APPLICATIONS);
    w->answer = json_pack("{s:s, s:b}", "application", w->hash, "locked",
                          (int)(w->task == PL_TASK_APPLICATION_LOCK));
    return true;
}

/* ---- keys ---- */

static bool good_id(const char *id)
{
    return id && strspn(id, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-") ==
                     strlen(id);
}

/* All keys of the application: a new one has to fit in, an old one to be there. */
bool pl_office_key_look(struct pl_office_work *w, struct pl_store_query *query)
{
    const char *id = pl_office_text(w, "key", PL_OFFICE_KEY_ID_MAX);
    const char *next = pl_office_text(w, "new", PL_OFFICE_KEY_ID_MAX);
    if (!good_id(id) || (w->task == PL_TASK_KEY_ROTATE && (!good_id(next) || !strcmp(id, next))))
        return pl_office_refuse(w, 422, "no \"key\", or (to rotate) no other \"new\"",
                                "ids of keys: 1 to 64 of A-Z a-z 0-9 . _ -");
    if (!read_application(w))
        return false;
    (void)snprintf(w->object + strlen(w->object), sizeof(w->object) - strlen(w->object), " key %s",
                   id);
    w->records[0].key.application = pl_bytes_str(w->hash);
    *query = (struct pl_store_query){
        .table = PL_STORE_KEYS, .key = &w->records[0], .keys = 1, .limit = PL_OFFICE_KEYS_MAX + 1};
    return true;
}

static const struct pl_store_key *find_key(const struct pl_store_answer *found, const char *id)
{
    const struct pl_store_key *keys = found->rows;
    for (size_t i = 0; i < found->count; i++) {
        if (pl_bytes_eq_str(keys[i].id, id))
            return &keys[i];
    }
    return NULL;
}

static bool sha256_hex(const char *text, char out[65])
{
    uint8_t sum[EVP_MAX_MD_SIZE];
    unsigned len = 0;
    if (EVP_Digest(text, strlen(text), sum, &len, EVP_sha256(), NULL) != 1 || len != 32)
        return false;
    pl_hex_str(pl_bytes_of(sum, len), out);
    return true;
}

/* A token, answered once; its sum is kept. */
static bool make_token(struct pl_office_work *w)
{
    struct pl_random *random = pl_random_kernel();
    uint8_t bytes[TOKEN_CHARS / 2];
    char token[TOKEN_CHARS + 1];
    random->fill(random, bytes, sizeof(bytes));
    pl_hex_str(pl_bytes_of(bytes, sizeof(bytes)), token);
    w->material = calloc(1, 65);
    if (w->material && sha256_hex(token, w->material))
        json_object_set_new(w->answer, "token", json_string(token));
    explicit_bzero(token, sizeof(token));
    return w->material && w->material[0];
}

/* Made here: RSA takes too long for it. */
static bool make_pair(struct pl_office_work *w, enum pl_key_algorithm algorithm)
{
    char *open_text = NULL;
    if (algorithm == PL_KEY_RSA_MD5)
        return pl_office_refuse(w, 422, "no \"material\"",
                                "parlorctl make-key rsa-md5 FILE makes a pair");
    if (pl_key_generate(algorithm, &w->material, &open_text) != PL_OK)
        return pl_office_refuse(w, 503, "no key could be made", "try again");
    json_object_set_new(w->answer, algorithm == PL_KEY_HS256 ? "secret" : "public",
                        json_string(open_text));
    explicit_bzero(open_text, strlen(open_text));
    free(open_text);
    return true;
}

static bool given(struct pl_office_work *w, enum pl_key_algorithm algorithm, const char *text)
{
    struct pl_key *key = NULL;
    enum pl_err err = pl_key_read(&key, algorithm, pl_bytes_str(text));
    pl_key_destroy(key);
    if (err == PL_E_UNSUPPORTED)
        return pl_office_refuse(w, 422, "\"material\" is of another kind than the algorithm wants",
                                "or of a size that is too weak or too large (RSA 1024 to 8192 "
                                "bits, secrets 32 to 256 bytes)");
    if (err)
        return pl_office_refuse(w, 422, "\"material\" is no key that can be read",
                                "PEM without a password; of hs256 base64");
    w->material = strdup(text);
    return w->material || pl_office_refuse(w, 503, "out of memory", "try again");
}

/* Fills in w->material and what the answer says of it. */
static bool read_material(struct pl_office_work *w)
{
    const char *text = pl_office_text(w, "material", PL_KEY_MATERIAL_MAX);
    enum pl_key_algorithm algorithm;
    if (strcmp(w->algorithm, "service") == 0)
        return make_token(w) || pl_office_refuse(w, 503, "no token could be made", "try again");
    if (pl_key_algorithm_named(w->algorithm, &algorithm))
        return pl_office_refuse(w, 422, "no such \"algorithm\"",
                                "ed25519, es256, rsa-md5, hs256, service");
    return text ? given(w, algorithm, text) : make_pair(w, algorithm);
}

static bool decide_new(struct pl_office_work *w, const struct pl_store_answer *found,
                       const char *id, struct pl_store_key *key)
{
    int64_t seconds;
    if (find_key(found, id))
        return pl_office_refuse(w, 409, "there is such a key", "GET /v1/keys?application=ID");
    if (found->count >= PL_OFFICE_KEYS_MAX)
        return pl_office_refuse(w, 409, "the application has 16 keys",
                                "remove those that have run out");
    if (!pl_office_number(w, "seconds", 1, INT32_MAX, 0, &seconds))
        return pl_office_refuse(w, 422, "\"seconds\" is no such number",
                                "how long it is good: 1 and more; leave it out for ever");
    w->answer =
        json_pack("{s:s, s:s, s:s}", "application", w->hash, "key", id, "algorithm", w->algorithm);
    if (!w->answer)
        return pl_office_refuse(w, 503, "out of memory", "try again");
    if (!read_material(w))
        return false;
    *key = (struct pl_store_key){.application = pl_bytes_str(w->hash),
                                 .id = pl_bytes_str(id),
                                 .algorithm = pl_bytes_str(w->algorithm),
                                 .material = pl_bytes_str(w->material),
                                 .made_ms = w->now_ms,
                                 .expires_ms = seconds ? w->now_ms + seconds * 1000 : 0};
    return true;
}

/* What is in the answer's memory goes with it. */
static bool copy_old(struct pl_office_work *w, const struct pl_store_key *old, const char *id,
                     struct pl_store_key *key)
{
    w->old_material = strndup((const char *)old->material.data, old->material.len);
    if (!w->old_material)
        return pl_office_refuse(w, 503, "out of memory", "try again");
    (void)pl_bytes_to_str(old->algorithm, w->algorithm, sizeof(w->algorithm));
    *key = *old;
    key->application = pl_bytes_str(w->hash);
    key->id = pl_bytes_str(id);
    key->algorithm = pl_bytes_str(w->algorithm);
    key->material = pl_bytes_str(w->old_material);
    return true;
}

static bool decide_rotate(struct pl_office_work *w, const struct pl_store_answer *found,
                          const struct pl_store_key *old, const char *id)
{
    const char *next = pl_office_text(w, "new", PL_OFFICE_KEY_ID_MAX);
    struct pl_store_key *key = &w->records[1].key;
    int64_t grace, until;
    if (!pl_office_number(w, "grace", 0, INT32_MAX, DAY_S, &grace))
        return pl_office_refuse(w, 422, "\"grace\" is no such number",
                                "seconds that the old key is good yet; 0 and more");
    if (!copy_old(w, old, id, key) || !decide_new(w, found, next, &w->records[0].key))
        return false;
    until = w->now_ms + grace * 1000;
    if (key->expires_ms == 0 || key->expires_ms > until)
        key->expires_ms = until;
    (void)snprintf(w->detail, sizeof(w->detail), "new key %s, old one until %lld", next,
                   (long long)key->expires_ms);
    (void)pl_office_change(w, PL_STORE_ADD, PL_STORE_KEYS);
    (void)pl_office_change(w, PL_STORE_PUT, PL_STORE_KEYS);
    json_object_set_new(w->answer, "old_until", json_integer(key->expires_ms));
    return true;
}

bool pl_office_key_decide(struct pl_office_work *w, const struct pl_store_answer *found)
{
    const char *id = pl_office_text(w, "key", PL_OFFICE_KEY_ID_MAX);
    const char *algorithm = pl_office_text(w, "algorithm", sizeof(w->algorithm) - 1);
    const struct pl_store_key *old = find_key(found, id);
    struct pl_store_key *key = &w->records[0].key;
    if (w->task == PL_TASK_KEY_ADD) {
        (void)snprintf(w->algorithm, sizeof(w->algorithm), "%s", algorithm ? algorithm : "");
        if (!decide_new(w, found, id, key))
            return false;
        (void)snprintf(w->detail, sizeof(w->detail), "%s", w->algorithm);
        (void)pl_office_change(w, PL_STORE_ADD, PL_STORE_KEYS);
        return true;
    }
    if (!old)
        return pl_office_refuse(w, 404, "there is no such key", "GET /v1/keys?application=ID");
    if (w->task == PL_TASK_KEY_ROTATE)
        return decide_rotate(w, found, old, id);
    if (!copy_old(w, old, id, key))
        return false;
    key->disabled = 1;
    (void)pl_office_change(w, w->task == PL_TASK_KEY_REMOVE ? PL_STORE_DELETE : PL_STORE_PUT,
                           PL_STORE_KEYS);
    w->answer = json_pack("{s:s, s:s, s:b}", "application", w->hash, "key", id, "revoked", 1);
    return true;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/identity/jwt.h"

#include "base/base64.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

static const int64_t max_seconds = INT64_C(253402300799); /* the year 9999 */

/* ---- base64url without padding (RFC 7515 section 2) ---- */

/* Decodes into out, at most size bytes. */
static enum pl_err read_url(struct pl_bytes text, uint8_t *out, size_t size, size_t *len)
{
    uint8_t letters[PL_JWT_BYTES_MAX + 4];
    size_t n = text.len;
    if (n > PL_JWT_BYTES_MAX)
        return PL_E_PROTO;
    for (size_t i = 0; i < n; i++) {
        uint8_t c = text.data[i];
        if (c == '+' || c == '/' || c == '=')
            return PL_E_PROTO; /* the other alphabet: one token has one spelling */
        letters[i] = c == '-' ? '+' : c == '_' ? '/' : c;
    }
    while (n % 4 != 0)
        letters[n++] = '=';
    if (pl_base64_size(pl_bytes_of(letters, n), len) || *len > size)
        return PL_E_PROTO;
    pl_base64_read(pl_bytes_of(letters, n), out);
    return PL_OK;
}

/* Gives the length; out has room for PL_BASE64_CHARS(bytes.len). */
static size_t write_url(struct pl_bytes bytes, char *out)
{
    size_t n = PL_BASE64_CHARS(bytes.len);
    pl_base64_write(bytes, (uint8_t *)out);
    for (size_t i = 0; i < n; i++) {
        if (out[i] == '+')
            out[i] = '-';
        else if (out[i] == '/')
            out[i] = '_';
    }
    while (n > 0 && out[n - 1] == '=')
        n--;
    return n;
}

/* ---- the three parts ---- */

struct parts {
    struct pl_bytes header, claims, signature, signed_text;
};

static enum pl_err split(struct pl_bytes text, struct parts *out)
{
    const uint8_t *first, *second;
    size_t left;
    if (text.len == 0 || text.len > PL_JWT_BYTES_MAX)
        return PL_E_PROTO;
    first = memchr(text.data, '.', text.len);
    if (!first)
        return PL_E_PROTO;
    left = text.len - (size_t)(first + 1 - text.data);
    second = left ? memchr(first + 1, '.', left) : NULL;
    if (!second)
        return PL_E_PROTO;
    out->header = pl_bytes_of(text.data, (size_t)(first - text.data));
    out->claims = pl_bytes_of(first + 1, (size_t)(second - first - 1));
    out->signed_text = pl_bytes_of(text.data, (size_t)(second - text.data));
    out->signature = pl_bytes_of(second + 1, text.len - out->signed_text.len - 1);
    return memchr(out->signature.data, '.', out->signature.len) ? PL_E_PROTO : PL_OK;
}

/* The JSON object of one part; NULL: none. */
static json_t *object_of(struct pl_bytes part)
{
    uint8_t text[PL_JWT_BYTES_MAX];
    size_t len;
    json_t *json;
    if (read_url(part, text, sizeof(text), &len))
        return NULL;
    json = json_loadb((const char *)text, len, JSON_REJECT_DUPLICATES, NULL);
    if (json && !json_is_object(json)) {
        json_decref(json);
        return NULL;
    }
    return json;
}

/* ---- claims ---- */

/* A text that may be missing; false: there, but not a text that fits. */
static bool take_text(const json_t *from, const char *key, char *out, size_t size)
{
    const json_t *v = json_object_get(from, key);
    out[0] = '\0';
    if (!v)
        return true;
    if (!json_is_string(v) || json_string_length(v) >= size)
        return false;
    memcpy(out, json_string_value(v), json_string_length(v) + 1);
    return strlen(out) == json_string_length(v);
}

/* A whole number within its range that may be missing; fractions of seconds are cut off. */
static bool take_number(const json_t *from, const char *key, int64_t min, int64_t max, int64_t *out)
{
    const json_t *v = json_object_get(from, key);
    *out = 0;
    if (!v)
        return true;
    if (json_is_real(v)) {
        double d = json_real_value(v);
        if (!(d >= (double)min && d <= (double)max))
            return false;
        *out = (int64_t)d;
        return true;
    }
    if (!json_is_integer(v))
        return false;
    *out = json_integer_value(v);
    return *out >= min && *out <= max;
}

static bool take_rooms(const json_t *from, struct pl_jwt *out)
{
    const json_t *v = json_object_get(from, "rooms");
    if (!v)
        return true;
    /* An empty list would read as "none" and mean "all". */
    if (!json_is_array(v) || json_array_size(v) == 0 || json_array_size(v) > PL_JWT_ROOMS_MAX)
        return false;
    out->room_count = json_array_size(v);
    for (size_t i = 0; i < out->room_count; i++) {
        const json_t *room = json_array_get(v, i);
        json_int_t number = json_integer_value(room);
        if (!json_is_integer(room) || number < 1 || number > INT32_MAX)
            return false;
        out->rooms[i] = (int32_t)number;
    }
    return true;
}

static bool is_us(const json_t *v)
{
    return json_is_string(v) && strcmp(json_string_value(v), "parlor") == 0;
}

static bool for_us(const json_t *claims)
{
    const json_t *aud = json_object_get(claims, "aud");
    if (!aud || is_us(aud))
        return true;
    for (size_t i = 0; i < json_array_size(aud); i++) {
        if (is_us(json_array_get(aud, i)))
            return true;
    }
    return false;
}

static enum pl_err read_claims(const json_t *claims, struct pl_jwt *out)
{
    char issuer[PL_JWT_ID_MAX + 1];
    int64_t user, level;
    if (!take_text(claims, "sub", out->sub, sizeof(out->sub)) ||
        !take_text(claims, "jti", out->jti, sizeof(out->jti)) ||
        !take_text(claims, "name", out->name, sizeof(out->name)) ||
        !take_text(claims, "app", out->app, sizeof(out->app)) ||
        !take_number(claims, "exp", 1, max_seconds, &out->expires) ||
        !take_number(claims, "nbf", 0, max_seconds, &out->not_before) ||
        !take_number(claims, "uid", INT32_MIN, INT32_MAX, &user) ||
        !take_number(claims, "level", INT32_MIN, INT32_MAX, &level) || !take_rooms(claims, out))
        return PL_E_PROTO;
    if (!for_us(claims))
        return PL_E_RANGE;
    if (!out->app[0]) {
        if (!take_text(claims, "iss", issuer, sizeof(issuer)))
            return PL_E_PROTO;
        memcpy(out->app, issuer, sizeof(issuer));
    }
    out->user = (int32_t)user;
    out->level = (int32_t)level;
    if (out->expires == 0 || user == -1 ||
        (user == 0 && (!out->sub[0] || json_object_get(claims, "uid"))))
        return PL_E_PROTO;
    return PL_OK;
}

static enum pl_err read_header(const json_t *header, struct pl_jwt *out)
{
    char alg[16];
    if (!take_text(header, "alg", alg, sizeof(alg)) ||
        !take_text(header, "kid", out->kid, sizeof(out->kid)))
        return PL_E_PROTO;
    if (strcmp(alg, "HS256") == 0)
        out->algorithm = PL_KEY_HS256;
    else if (strcmp(alg, "ES256") == 0)
        out->algorithm = PL_KEY_ES256;
    else
        return PL_E_UNSUPPORTED;
    return json_object_get(header, "crit") ? PL_E_UNSUPPORTED : PL_OK;
}

enum pl_err pl_jwt_read(struct pl_bytes text, struct pl_jwt *out)
{
    struct parts parts;
    json_t *header, *claims = NULL;
    enum pl_err err;
    *out = (struct pl_jwt){0};
    err = split(text, &parts);
    if (err)
        return err;
    header = object_of(parts.header);
    err = header ? read_header(header, out) : PL_E_PROTO;
    if (!err)
        claims = object_of(parts.claims);
    if (!err)
        err = claims ? read_claims(claims, out) : PL_E_PROTO;
    json_decref(header);
    json_decref(claims);
    return err;
}

enum pl_err pl_jwt_verify(struct pl_bytes text, const struct pl_jwt *jwt, const struct pl_key *key)
{
    struct parts parts;
    uint8_t signature[PL_KEY_SIGNATURE_MAX];
    size_t len;
    if (split(text, &parts) || jwt->algorithm != pl_key_algorithm_of(key) ||
        read_url(parts.signature, signature, sizeof(signature), &len))
        return PL_E_AUTH;
    return pl_key_verify(key, parts.signed_text, pl_bytes_of(signature, len));
}

/* ---- making ---- */

static const char *name_of(enum pl_key_algorithm algorithm)
{
    return algorithm == PL_KEY_HS256 ? "HS256" : algorithm == PL_KEY_ES256 ? "ES256" : NULL;
}

static char *header_of(const struct pl_key *key, const char *kid)
{
    json_t *header = json_pack("{s:s,s:s,s:s*}", "alg", name_of(pl_key_algorithm_of(key)), "typ",
                               "JWT", "kid", kid);
    char *text = json_dumps(header, JSON_COMPACT);
    json_decref(header);
    return text;
}

enum pl_err pl_jwt_make(const struct pl_key *key, const char *kid, const char *claims, char **out)
{
    json_t *json = json_loads(claims, JSON_REJECT_DUPLICATES, NULL);
    bool is_object = json_is_object(json);
    char *header, *text;
    uint8_t signature[PL_KEY_SIGNATURE_MAX];
    size_t used, len, room = strlen(claims);
    enum pl_err err;
    json_decref(json);
    if (!is_object)
        return PL_E_PROTO;
    if (!name_of(pl_key_algorithm_of(key)))
        return PL_E_UNSUPPORTED;
    header = header_of(key, kid);
    if (!header)
        return PL_E_NOMEM;
    text = malloc(PL_BASE64_CHARS(strlen(header)) + PL_BASE64_CHARS(room) +
                  PL_BASE64_CHARS(PL_KEY_SIGNATURE_MAX) + 3);
    if (!text) {
        free(header);
        return PL_E_NOMEM;
    }
    used = write_url(pl_bytes_str(header), text);
    free(header);
    text[used++] = '.';
    used += write_url(pl_bytes_of(claims, room), text + used);
    err = pl_key_sign(key, pl_bytes_of(text, used), signature, &len);
    if (err) {
        free(text);
        return err;
    }
    text[used++] = '.';
    used += write_url(pl_bytes_of(signature, len), text + used);
    text[used] = '\0';
    *out = text;
    return PL_OK;
}

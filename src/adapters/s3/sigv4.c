/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/s3/sigv4.h"

#include "base/hex.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define ALGORITHM "AWS4-HMAC-SHA256"

enum {
    DAY_CHARS = 8,
    SCOPE_MAX = 160,
    NAMES_MAX = 256,
    CANONICAL_MAX = 8192,
    KEY_MAX = 256,
};

/* A text that grows; full once something did not fit. */
struct text {
    char *data;
    size_t size, len;
    bool full;
};

PL_PRINTF(2, 3) static void add(struct text *t, const char *format, ...)
{
    va_list args;
    int n;
    if (t->full)
        return;
    va_start(args, format);
    n = vsnprintf(t->data + t->len, t->size - t->len, format, args);
    va_end(args);
    t->full = n < 0 || (size_t)n >= t->size - t->len;
    if (!t->full)
        t->len += (size_t)n;
}

void pl_sigv4_hash(struct pl_bytes bytes, char out[PL_SIGV4_HASH_MAX])
{
    unsigned char sum[EVP_MAX_MD_SIZE] = {0};
    if (EVP_Digest(bytes.data, bytes.len, sum, NULL, EVP_sha256(), NULL) != 1)
        memset(sum, 0, sizeof(sum)); /* no memory: the store refuses what is signed with it */
    pl_hex_str(pl_bytes_of(sum, PL_SIGV4_SUM_BYTES), out);
}

void pl_sigv4_date(int64_t at_s, char out[PL_SIGV4_DATE_MAX])
{
    time_t t = (time_t)at_s;
    struct tm tm = {0};
    (void)gmtime_r(&t, &tm);
    if (strftime(out, PL_SIGV4_DATE_MAX, "%Y%m%dT%H%M%SZ", &tm) == 0)
        out[0] = '\0'; /* a year of five digits */
}

static bool is_plain(uint8_t c, bool path)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.' || c == '~' || (path && c == '/');
}

enum pl_err pl_sigv4_encode(struct pl_bytes text, bool path, char *out, size_t size)
{
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (size - len < 4)
            return PL_E_LIMIT;
        if (is_plain(text.data[i], path))
            out[len++] = (char)text.data[i];
        else
            len += (size_t)snprintf(out + len, size - len, "%%%02X", text.data[i]);
    }
    if (size == 0)
        return PL_E_LIMIT;
    out[len] = '\0';
    return PL_OK;
}

static bool hmac(const void *key, size_t key_len, const char *text,
                 unsigned char out[PL_SIGV4_SUM_BYTES])
{
    unsigned char sum[EVP_MAX_MD_SIZE];
    if (!HMAC(EVP_sha256(), key, (int)key_len, (const unsigned char *)text, strlen(text), sum,
              NULL))
        return false;
    memcpy(out, sum, PL_SIGV4_SUM_BYTES);
    return true;
}

/* "20130524/us-east-1/s3/aws4_request" */
static void add_scope(struct text *t, const struct pl_sigv4_keys *keys, const char *date)
{
    add(t, "%.*s/%s/%s/aws4_request", DAY_CHARS, date, keys->region, keys->service);
}

static void add_names(struct text *t, const struct pl_sigv4_request *r)
{
    for (size_t i = 0; i < r->header_count; i++)
        add(t, "%s%s", i > 0 ? ";" : "", r->headers[i].name);
}

static void add_canonical(struct text *t, const struct pl_sigv4_request *r, const char *query)
{
    add(t, "%s\n%s\n%s\n", r->method, r->path, query);
    for (size_t i = 0; i < r->header_count; i++)
        add(t, "%s:%s\n", r->headers[i].name, r->headers[i].value);
    add(t, "\n");
    add_names(t, r);
    add(t, "\n%s", r->payload);
}

static bool make_key(const struct pl_sigv4_keys *keys, const char *date,
                     unsigned char key[PL_SIGV4_SUM_BYTES])
{
    char first[KEY_MAX], day[DAY_CHARS + 1];
    int n = snprintf(first, sizeof(first), "AWS4%s", keys->secret);
    (void)snprintf(day, sizeof(day), "%.*s", DAY_CHARS, date);
    return n > 0 && (size_t)n < sizeof(first) && hmac(first, (size_t)n, day, key) &&
           hmac(key, PL_SIGV4_SUM_BYTES, keys->region, key) &&
           hmac(key, PL_SIGV4_SUM_BYTES, keys->service, key) &&
           hmac(key, PL_SIGV4_SUM_BYTES, "aws4_request", key);
}

static enum pl_err sign(const struct pl_sigv4_keys *keys, const struct pl_sigv4_request *r,
                        const char *query, char signature[PL_SIGV4_HASH_MAX])
{
    char canonical[CANONICAL_MAX], to_sign[SCOPE_MAX + 128], hash[PL_SIGV4_HASH_MAX];
    char date[PL_SIGV4_DATE_MAX];
    unsigned char key[PL_SIGV4_SUM_BYTES], sum[PL_SIGV4_SUM_BYTES];
    struct text request = {canonical, sizeof(canonical), 0, false};
    struct text text = {to_sign, sizeof(to_sign), 0, false};
    pl_sigv4_date(r->at_s, date);
    add_canonical(&request, r, query);
    pl_sigv4_hash(pl_bytes_of(canonical, request.len), hash);
    add(&text, ALGORITHM "\n%s\n", date);
    add_scope(&text, keys, date);
    add(&text, "\n%s", hash);
    if (request.full || text.full || !date[0])
        return PL_E_LIMIT;
    if (!make_key(keys, date, key))
        return PL_E_LIMIT;
    if (!hmac(key, sizeof(key), to_sign, sum))
        return PL_E_NOMEM;
    pl_hex_str(pl_bytes_of(sum, sizeof(sum)), signature);
    return PL_OK;
}

enum pl_err pl_sigv4_authorize(const struct pl_sigv4_keys *keys,
                               const struct pl_sigv4_request *request, char out[PL_SIGV4_AUTH_MAX])
{
    char signature[PL_SIGV4_HASH_MAX], date[PL_SIGV4_DATE_MAX];
    struct text text = {out, PL_SIGV4_AUTH_MAX, 0, false};
    enum pl_err err = sign(keys, request, request->query, signature);
    if (err)
        return err;
    pl_sigv4_date(request->at_s, date);
    add(&text, ALGORITHM " Credential=%s/", keys->id);
    add_scope(&text, keys, date);
    add(&text, ", SignedHeaders=");
    add_names(&text, request);
    add(&text, ", Signature=%s", signature);
    return text.full ? PL_E_LIMIT : PL_OK;
}

/* Slashes are encoded in a query. */
static enum pl_err add_credential(struct text *t, const struct pl_sigv4_keys *keys,
                                  const char *date)
{
    char plain[SCOPE_MAX + NAMES_MAX], encoded[3 * sizeof(plain) + 1];
    struct text credential = {plain, sizeof(plain), 0, false};
    enum pl_err err;
    add(&credential, "%s/", keys->id);
    add_scope(&credential, keys, date);
    if (credential.full)
        return PL_E_LIMIT;
    err = pl_sigv4_encode(pl_bytes_of(plain, credential.len), false, encoded, sizeof(encoded));
    if (!err)
        add(t, "X-Amz-Credential=%s", encoded);
    return err;
}

enum pl_err pl_sigv4_presign(const struct pl_sigv4_keys *keys,
                             const struct pl_sigv4_request *request, unsigned expires_s, char *out,
                             size_t size)
{
    char date[PL_SIGV4_DATE_MAX], signature[PL_SIGV4_HASH_MAX];
    char names[NAMES_MAX], encoded[3 * NAMES_MAX + 1];
    struct text text = {out, size, 0, size == 0}, list = {names, sizeof(names), 0, false};
    enum pl_err err;
    if (expires_s == 0 || expires_s > PL_SIGV4_EXPIRES_MAX)
        return PL_E_LIMIT;
    pl_sigv4_date(request->at_s, date);
    add_names(&list, request);
    err = list.full
              ? PL_E_LIMIT
              : pl_sigv4_encode(pl_bytes_of(names, list.len), false, encoded, sizeof(encoded));
    if (err)
        return err;
    add(&text, "X-Amz-Algorithm=" ALGORITHM "&");
    err = add_credential(&text, keys, date);
    if (err)
        return err;
    add(&text, "&X-Amz-Date=%s&X-Amz-Expires=%u&X-Amz-SignedHeaders=%s", date, expires_s, encoded);
    if (text.full)
        return PL_E_LIMIT;
    err = sign(keys, request, out, signature);
    if (err)
        return err;
    add(&text, "&X-Amz-Signature=%s", signature);
    return text.full ? PL_E_LIMIT : PL_OK;
}

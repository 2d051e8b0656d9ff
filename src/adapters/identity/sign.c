/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/identity/sign.h"

#include "base/base64.h"

#include <inttypes.h>
#include <stdio.h>

/* What a signature's text begins with, by algorithm; NULL: it signs no logins. */
static const char *const heads[PL_KEY_ALGORITHMS] = {
    [PL_KEY_RSA_MD5] = "",
    [PL_KEY_ED25519] = "ed25519:",
    [PL_KEY_ES256] = "es256:",
};

static char upper(uint8_t c)
{
    return (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
}

size_t pl_sign_message(const struct pl_sign_fields *fields, char out[PL_SIGN_MESSAGE_MAX])
{
    char app[PL_SIGN_APP_MAX + 1];
    size_t id = fields->string_id.len, n = fields->app.len;
    int len;
    if (id > PL_SIGN_STRING_ID_MAX)
        id = PL_SIGN_STRING_ID_MAX;
    if (n > PL_SIGN_APP_MAX)
        n = PL_SIGN_APP_MAX;
    for (size_t i = 0; i < n; i++)
        app[i] = upper(fields->app.data[i]);
    app[n] = '\0';
    len = snprintf(
        out, PL_SIGN_MESSAGE_MAX,
        "{\"id\":%" PRId32 ", \"strid\":\"%.*s\", \"appid\":\"%s\", \"timestamp\":%" PRId64 "}",
        fields->user, (int)id, id ? (const char *)fields->string_id.data : "", app, fields->stamp);
    return len > 0 ? (size_t)len : 0;
}

enum pl_err pl_sign_make(const struct pl_key *key, const struct pl_sign_fields *fields,
                         char out[PL_SIGN_TEXT_MAX])
{
    const char *head = heads[pl_key_algorithm_of(key)];
    char message[PL_SIGN_MESSAGE_MAX];
    uint8_t signature[PL_KEY_SIGNATURE_MAX];
    size_t len, used;
    enum pl_err err;
    if (!head)
        return PL_E_UNSUPPORTED;
    if (fields->app.len == 0 || fields->app.len > PL_SIGN_APP_MAX)
        return PL_E_RANGE;
    err = pl_key_sign(key, pl_bytes_of(message, pl_sign_message(fields, message)), signature, &len);
    if (err)
        return err;
    used = strlen(head);
    memcpy(out, head, used);
    pl_base64_write(pl_bytes_of(signature, len), (uint8_t *)out + used);
    out[used + PL_BASE64_CHARS(len)] = '\0';
    return PL_OK;
}

/* Takes the head off the text. */
static enum pl_key_algorithm split(struct pl_bytes *text)
{
    for (unsigned i = PL_KEY_ED25519; i < PL_KEY_ALGORITHMS; i++) {
        size_t n = heads[i] ? strlen(heads[i]) : 0;
        if (n > 0 && text->len >= n && memcmp(text->data, heads[i], n) == 0) {
            *text = pl_bytes_of(text->data + n, text->len - n);
            return (enum pl_key_algorithm)i;
        }
    }
    return PL_KEY_RSA_MD5;
}

enum pl_err pl_sign_algorithm(struct pl_bytes text, enum pl_key_algorithm *out)
{
    size_t size;
    *out = split(&text);
    return pl_base64_size(text, &size) || size == 0 || size > PL_KEY_SIGNATURE_MAX ? PL_E_PROTO
                                                                                   : PL_OK;
}

enum pl_err pl_sign_check(const struct pl_key *key, const struct pl_sign_fields *fields,
                          struct pl_bytes text)
{
    char message[PL_SIGN_MESSAGE_MAX];
    uint8_t signature[PL_KEY_SIGNATURE_MAX];
    enum pl_key_algorithm algorithm;
    size_t size;
    if (pl_sign_algorithm(text, &algorithm))
        return PL_E_PROTO;
    if (algorithm != pl_key_algorithm_of(key) || fields->app.len > PL_SIGN_APP_MAX)
        return PL_E_AUTH;
    (void)split(&text);
    if (pl_base64_size(text, &size))
        return PL_E_PROTO;
    pl_base64_read(text, signature);
    return pl_key_verify(key, pl_bytes_of(message, pl_sign_message(fields, message)),
                         pl_bytes_of(signature, size));
}

int64_t pl_sign_age(int64_t stamp, int64_t now, bool zones)
{
    enum { HOUR = 3600 };
    int64_t off = stamp > now ? stamp - now : now - stamp, hours;
    if (!zones)
        return off;
    hours = (off + HOUR / 2) / HOUR;
    if (hours > PL_SIGN_ZONE_HOURS_MAX)
        hours = PL_SIGN_ZONE_HOURS_MAX;
    off -= hours * HOUR;
    return off < 0 ? -off : off;
}

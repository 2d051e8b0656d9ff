/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/identity/sign_service.h"

#include "proto/wire/errors_gen.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

enum { VALUE_MAX = 1024 };

struct value {
    bool given;
    size_t len;
    char text[VALUE_MAX + 1];
};

struct form {
    struct value user, string_id, app;
};

/* ---- the form ---- */

static int hex(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* In place; what is no code stays as it is. */
static void decode(struct value *v)
{
    size_t n = 0;
    for (size_t i = 0; i < v->len; i++) {
        bool code = v->text[i] == '%' && i + 2 < v->len && hex(v->text[i + 1]) >= 0 &&
                    hex(v->text[i + 2]) >= 0;
        v->text[n++] = code ? (char)(hex(v->text[i + 1]) << 4 | hex(v->text[i + 2])) : v->text[i];
        i += code ? 2 : 0;
    }
    v->len = n;
    v->text[n] = '\0';
}

static struct value *value_of(struct form *form, struct pl_bytes name)
{
    char text[16];
    if (!pl_bytes_to_str(name, text, sizeof(text)))
        return NULL;
    return strcasecmp(text, "userid") == 0      ? &form->user
           : strcasecmp(text, "struserid") == 0 ? &form->string_id
           : strcasecmp(text, "appid") == 0     ? &form->app
                                                : NULL;
}

/* "name=value"; names that nobody asked for are left alone. False: too long. */
static bool take(struct form *form, struct pl_bytes pair)
{
    const uint8_t *is = pair.len ? memchr(pair.data, '=', pair.len) : NULL;
    struct value *v;
    if (!is)
        return true;
    v = value_of(form, pl_bytes_of(pair.data, (size_t)(is - pair.data)));
    if (!v)
        return true;
    v->given = true;
    v->len = pair.len - (size_t)(is + 1 - pair.data);
    if (v->len > VALUE_MAX)
        return false;
    memcpy(v->text, is + 1, v->len);
    decode(v);
    decode(v);
    return !memchr(v->text, '\0', v->len);
}

static bool read_form(struct pl_bytes body, struct form *form)
{
    while (body.len > 0) {
        const uint8_t *end = memchr(body.data, '&', body.len);
        size_t n = end ? (size_t)(end - body.data) : body.len;
        if (!take(form, pl_bytes_of(body.data, n)))
            return false;
        n += end ? 1 : 0;
        body = pl_bytes_of(body.data + n, body.len - n);
    }
    return form->user.given && form->string_id.given && form->app.given;
}

/* Empty: none. */
static bool read_user(const struct value *v, int32_t *out)
{
    char *end;
    long user = v->len ? strtol(v->text, &end, 10) : -1;
    if (v->len && (*end || end == v->text || user < INT32_MIN || user > INT32_MAX))
        return false;
    *out = (int32_t)user;
    return true;
}

/* ---- the answer ---- */

static const char *say_error(char out[PL_SIGN_SERVICE_ANSWER_MAX], int code)
{
    (void)snprintf(out, PL_SIGN_SERVICE_ANSWER_MAX, "{\"errorcode\":%d}", code);
    return out;
}

const char *pl_sign_service_answer(const struct pl_key *key, struct pl_bytes body, int64_t now,
                                   char out[PL_SIGN_SERVICE_ANSWER_MAX])
{
    struct form form = {0};
    struct pl_sign_fields fields = {.stamp = now};
    char text[PL_SIGN_TEXT_MAX];
    if (body.len == 0)
        return say_error(out, PL_GV_ERR_SIGPARAMEMPTY);
    if (body.len > PL_SIGN_SERVICE_BODY_MAX || !read_form(body, &form) ||
        !read_user(&form.user, &fields.user))
        return say_error(out, PL_GV_ERR_SIGPARAMFAIL);
    if (!key || !pl_key_is_private(key))
        return say_error(out, PL_GV_ERR_SIGPRIVATEKEYEMPTY);
    fields.string_id = pl_bytes_of(form.string_id.text, form.string_id.len);
    fields.app = pl_bytes_of(form.app.text, form.app.len);
    if (pl_sign_make(key, &fields, text))
        return say_error(out, PL_GV_ERR_SIGPARAMFAIL);
    (void)snprintf(out, PL_SIGN_SERVICE_ANSWER_MAX,
                   "{\"errorcode\":0,\"timestamp\":%" PRId64 ",\"sigStr\":\"%s\"}", now, text);
    return out;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "ctl/sign.h"

#include "adapters/identity/sign.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { FAILED = 1, WRONG_USE = 2, PATH_BYTES = 1024 };

static int fail(int result, const char *what, const char *why)
{
    fprintf(stderr, "parlorctl: %s: %s\n", what, why);
    return result;
}

static bool read_algorithm(const char *name, enum pl_key_algorithm *out)
{
    if (pl_key_algorithm_named(name, out) == PL_OK)
        return true;
    (void)fail(WRONG_USE, name, "no such algorithm; there are rsa-md5, ed25519, es256, hs256");
    return false;
}

/* ---- keys ---- */

static int write_file(const char *path, const char *end, const char *text, mode_t mode)
{
    char full[PATH_BYTES];
    int fd, n = snprintf(full, sizeof(full), "%s.%s", path, end);
    FILE *f;
    bool ok;
    if (n < 0 || (size_t)n >= sizeof(full))
        return fail(WRONG_USE, path, "too long");
    fd = open(full, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    f = fd >= 0 ? fdopen(fd, "w") : NULL;
    if (!f)
        return fail(FAILED, full, strerror(errno));
    ok = fputs(text, f) >= 0;
    if (text[0] && text[strlen(text) - 1] != '\n')
        ok = fputc('\n', f) != EOF && ok;
    ok = fclose(f) == 0 && ok;
    return ok ? 0 : fail(FAILED, full, strerror(errno));
}

int pl_ctl_make_key(const char *algorithm, const char *path)
{
    enum pl_key_algorithm a;
    char *secret, *open_text;
    int result;
    if (!read_algorithm(algorithm, &a))
        return WRONG_USE;
    if (pl_key_generate(a, &secret, &open_text))
        return fail(FAILED, algorithm, "no key could be made");
    result = write_file(path, "key", secret, 0600);
    /* Of hs256 both hold the secret. */
    if (!result)
        result = write_file(path, "pub", open_text, a == PL_KEY_HS256 ? 0600 : 0644);
    explicit_bzero(secret, strlen(secret));
    free(secret);
    free(open_text);
    return result;
}

/* ---- signatures ---- */

static struct pl_key *read_key(enum pl_key_algorithm algorithm, const char *path)
{
    static uint8_t text[PL_KEY_MATERIAL_MAX + 1];
    FILE *f = fopen(path, "re");
    size_t n = f ? fread(text, 1, sizeof(text), f) : 0;
    struct pl_key *key = NULL;
    bool failed = !f || ferror(f);
    enum pl_err err = PL_OK;
    if (failed)
        (void)fail(FAILED, path, strerror(errno));
    else
        err = pl_key_read(&key, algorithm, pl_bytes_of(text, n));
    if (err)
        (void)fail(FAILED, path, "holds no key of that algorithm (PEM without a password)");
    if (f)
        fclose(f);
    explicit_bzero(text, sizeof(text));
    return key;
}

static bool read_user(const char *text, int32_t *out)
{
    char *end;
    long user = text ? strtol(text, &end, 10) : -1;
    *out = (int32_t)user;
    return !text || (*text && !*end && user >= INT32_MIN && user <= INT32_MAX && user != 0);
}

static int print_claim(const struct pl_sign_fields *f, const char *app, const char *string_id,
                       const char *signature)
{
    json_t *claim = json_pack("{s:s,s:s,s:i,s:I,s:s}", "app", app, "stringId", string_id, "user",
                              (int)f->user, "stamp", (json_int_t)f->stamp, "signature", signature);
    if (!claim)
        return fail(WRONG_USE, string_id, "must be UTF-8");
    (void)json_dumpf(claim, stdout, JSON_COMPACT);
    putchar('\n');
    json_decref(claim);
    return 0;
}

int pl_ctl_sign(const char *algorithm, const char *key_path, const char *app, const char *string_id,
                const char *user)
{
    struct pl_sign_fields fields = {.string_id = pl_bytes_str(string_id),
                                    .app = pl_bytes_str(app),
                                    .stamp = (int64_t)time(NULL)};
    char signature[PL_SIGN_TEXT_MAX];
    enum pl_key_algorithm a;
    struct pl_key *key;
    enum pl_err err;
    if (!read_algorithm(algorithm, &a))
        return WRONG_USE;
    if (!read_user(user, &fields.user) || (!user && !string_id[0]))
        return fail(WRONG_USE, user ? user : string_id, "must be a user id, or a string id");
    key = read_key(a, key_path);
    if (!key)
        return FAILED;
    err = pl_sign_make(key, &fields, signature);
    pl_key_destroy(key);
    if (err)
        return fail(FAILED, key_path,
                    err == PL_E_STATE         ? "is a public key; the private one signs"
                    : err == PL_E_UNSUPPORTED ? "signs tokens, not logins"
                    : err == PL_E_RANGE       ? "an application id has 1 to 64 bytes"
                                              : pl_err_name(err));
    return print_claim(&fields, app, string_id, signature);
}

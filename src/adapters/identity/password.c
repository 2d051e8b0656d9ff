/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/identity/password.h"

#include <argon2.h>
#include <stdio.h>

enum { HASH_BYTES = 32, LANES = 1 };

static enum pl_err err_of(int code)
{
    switch (code) {
    case ARGON2_OK:
        return PL_OK;
    case ARGON2_VERIFY_MISMATCH:
        return PL_E_AUTH;
    case ARGON2_MEMORY_ALLOCATION_ERROR:
        return PL_E_NOMEM;
    default:
        return PL_E_CRYPTO;
    }
}

enum pl_err pl_password_hash(struct pl_bytes password, const uint8_t salt[PL_PASSWORD_SALT],
                             char out[PL_PASSWORD_TEXT_MAX])
{
    if (password.len == 0 || password.len > PL_PASSWORD_BYTES_MAX)
        return PL_E_RANGE;
    return err_of(argon2id_hash_encoded(PL_PASSWORD_PASSES, PL_PASSWORD_KIB, LANES, password.data,
                                        password.len, salt, PL_PASSWORD_SALT, HASH_BYTES, out,
                                        PL_PASSWORD_TEXT_MAX));
}

/* What a stranger's text may cost us; the library reads the rest. */
static bool affordable(const char *kept)
{
    unsigned kib, passes, lanes;
    return sscanf(kept, "$argon2id$v=19$m=%9u,t=%9u,p=%9u$", &kib, &passes, &lanes) == 3 &&
           kib <= PL_PASSWORD_KIB_MAX && passes <= PL_PASSWORD_PASSES_MAX &&
           lanes <= PL_PASSWORD_LANES_MAX;
}

enum pl_err pl_password_check(struct pl_bytes kept, struct pl_bytes password)
{
    char text[PL_PASSWORD_TEXT_MAX];
    enum pl_err err;
    if (memchr(kept.data, '\0', kept.len) || !pl_bytes_to_str(kept, text, sizeof(text)) ||
        !affordable(text))
        return PL_E_PROTO;
    if (password.len > PL_PASSWORD_BYTES_MAX)
        return PL_E_AUTH;
    err = err_of(argon2id_verify(text, password.data, password.len));
    return err == PL_E_CRYPTO ? PL_E_PROTO : err;
}

void pl_password_pretend(struct pl_bytes password)
{
    static const uint8_t salt[PL_PASSWORD_SALT] = "somebody nobody";
    char text[PL_PASSWORD_TEXT_MAX];
    enum pl_err err = pl_password_hash(password, salt, text);
    (void)err; /* only the time counts */
}

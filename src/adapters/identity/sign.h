/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signed logins (BRAC_LoginEx): the text that is signed, and the signature as a text.
 *
 * What is signed, exactly (one space after each comma and nowhere else; the string id as it is, cut
 * to 199 bytes; the application id in upper case; user -1 for none):
 *
 *     {"id":-1, "strid":"ann", "appid":"FBE957D1-C25A-4992-9E75-D993294A5D56",
 * "timestamp":1700000000}
 *
 * The signature as a text:
 *     BASE64                of an RSA_MD5 key: as the old signing tools make it
 *     ed25519:BASE64        preferred
 *     es256:BASE64
 *
 * Time stamps are seconds since 1970. Old signing tools on machines that do not run in UTC shift
 * them by the whole hours of their time zone; for RSA_MD5 keys alone these are taken away before
 * the age is looked at.
 *
 * Old programs make signatures without this library: tools/sign in the docs has the recipe.
 */
#ifndef PL_ADAPTERS_IDENTITY_SIGN_H
#define PL_ADAPTERS_IDENTITY_SIGN_H

#include "adapters/identity/key.h"

enum {
    PL_SIGN_STRING_ID_MAX = 199, /* bytes that are signed */
    PL_SIGN_APP_MAX = 64,        /* bytes of an application id */
    PL_SIGN_MESSAGE_MAX = 400,   /* bytes of what is signed */
    PL_SIGN_TEXT_MAX = 1408,     /* bytes of a signature as text, with its NUL */
    PL_SIGN_ZONE_HOURS_MAX = 14, /* clocks are that far from UTC at most */
};

struct pl_sign_fields {
    int32_t user;              /* -1: none */
    struct pl_bytes string_id; /* may be empty */
    struct pl_bytes app;       /* 1..PL_SIGN_APP_MAX bytes */
    int64_t stamp;
};

/* Gives the length. The fields are within their limits (string_id is cut). */
size_t pl_sign_message(const struct pl_sign_fields *fields, char out[PL_SIGN_MESSAGE_MAX]);

/* Signs. PL_E_STATE: a public key; PL_E_UNSUPPORTED: a key for tokens; PL_E_RANGE: app;
 * PL_E_CRYPTO. */
PL_MUST_CHECK enum pl_err pl_sign_make(const struct pl_key *key,
                                       const struct pl_sign_fields *fields,
                                       char out[PL_SIGN_TEXT_MAX]);

/* Which algorithm the text is for. PL_E_PROTO: unreadable. */
PL_MUST_CHECK enum pl_err pl_sign_algorithm(struct pl_bytes text, enum pl_key_algorithm *out);

/* Does the signature fit? Time is not looked at. PL_E_AUTH: no; PL_E_PROTO: unreadable. */
PL_MUST_CHECK enum pl_err pl_sign_check(const struct pl_key *key,
                                        const struct pl_sign_fields *fields, struct pl_bytes text);

/* Seconds between stamp and now, after whole hours are taken away if `zones`: never negative. */
int64_t pl_sign_age(int64_t stamp, int64_t now, bool zones);

#endif

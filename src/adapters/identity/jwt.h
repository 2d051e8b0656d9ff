/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Access tokens: JSON Web Tokens (RFC 7519) in compact form (RFC 7515), signed with HS256 or ES256
 * (RFC 7518), as the advice of RFC 8725 has it: the key says the algorithm, never the token; "none"
 * and everything else does not exist; `exp` must be there; an unknown `crit` ends it.
 *
 * Header: alg, kid (which key of the application; without it any of that algorithm).
 * Claims: sub (string id), exp, and of these as needed
 *   app      application id; without it iss is
 *   iss      application id where there is no app
 *   aud      when there, must name "parlor"
 *   nbf iat  seconds; not before
 *   jti      id of the token, for those that are good once
 *   uid      numeric user id, neither 0 nor -1; without it the server gives one for sub
 *   name     nick name
 *   level    user level
 *   rooms    array of at most 8 room numbers: the only rooms he may enter
 *
 * Reading allocates nothing that outlives the call. What was read is not to be trusted before
 * pl_jwt_verify.
 */
#ifndef PL_ADAPTERS_IDENTITY_JWT_H
#define PL_ADAPTERS_IDENTITY_JWT_H

#include "adapters/identity/key.h"

enum {
    PL_JWT_BYTES_MAX = 8192,
    PL_JWT_ID_MAX = 64,
    PL_JWT_SUB_MAX = 200,
    PL_JWT_NAME_MAX = 128,
    PL_JWT_ROOMS_MAX = 8,
};

struct pl_jwt {
    enum pl_key_algorithm algorithm;
    char kid[PL_JWT_ID_MAX + 1]; /* empty: none said, as below */
    char app[PL_JWT_ID_MAX + 1];
    char sub[PL_JWT_SUB_MAX + 1];
    char jti[PL_JWT_ID_MAX + 1];
    char name[PL_JWT_NAME_MAX + 1];
    int64_t expires, not_before; /* seconds since 1970; not_before 0: none */
    int32_t user;                /* 0: none */
    int32_t level;
    int32_t rooms[PL_JWT_ROOMS_MAX];
    size_t room_count;
};

/* PL_E_PROTO: not a token, or a claim is missing or of the wrong form; PL_E_UNSUPPORTED: another
 * algorithm, or `crit`; PL_E_RANGE: for somebody else (aud). */
PL_MUST_CHECK enum pl_err pl_jwt_read(struct pl_bytes text, struct pl_jwt *out);

/* Was this very text signed with that key? PL_E_AUTH: no. */
PL_MUST_CHECK enum pl_err pl_jwt_verify(struct pl_bytes text, const struct pl_jwt *jwt,
                                        const struct pl_key *key);

/* Makes a token of these two JSON texts; for tools. The header gets "alg" by the key and "kid" when
 * kid is not NULL. *out is allocated, freed by free(). PL_E_PROTO: claims is no JSON object. */
PL_MUST_CHECK enum pl_err pl_jwt_make(const struct pl_key *key, const char *kid, const char *claims,
                                      char **out);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Passwords as they are kept: argon2id (RFC 9106) in the usual text form,
 * "$argon2id$v=19$m=19456,t=2,p=1$SALT$HASH".
 *
 * Cost: 19 MiB and some 30 ms of a core each, so never on the control thread: see hasher.h. What
 * was made elsewhere with other numbers is checked with those, up to the limits below.
 */
#ifndef PL_ADAPTERS_IDENTITY_PASSWORD_H
#define PL_ADAPTERS_IDENTITY_PASSWORD_H

#include "base/bytes.h"
#include "base/err.h"

enum {
    PL_PASSWORD_KIB = 19456, /* OWASP's choice of 2023: m=19 MiB, t=2, p=1 */
    PL_PASSWORD_PASSES = 2,
    PL_PASSWORD_SALT = 16,
    PL_PASSWORD_TEXT_MAX = 256, /* of what is kept, with its NUL */
    PL_PASSWORD_BYTES_MAX = 128,
    PL_PASSWORD_KIB_MAX = 65536,
    PL_PASSWORD_PASSES_MAX = 10,
    PL_PASSWORD_LANES_MAX = 4,
};

/* salt: random. PL_E_RANGE: empty or too long; PL_E_NOMEM; PL_E_CRYPTO. */
PL_MUST_CHECK enum pl_err pl_password_hash(struct pl_bytes password,
                                           const uint8_t salt[PL_PASSWORD_SALT],
                                           char out[PL_PASSWORD_TEXT_MAX]);

/* PL_E_AUTH: another password; PL_E_PROTO: kept is not such a text, or costs too much; PL_E_NOMEM.
 */
PL_MUST_CHECK enum pl_err pl_password_check(struct pl_bytes kept, struct pl_bytes password);

/* As much work as a check, for names that do not exist, so that nobody learns that from the time.
 */
void pl_password_pretend(struct pl_bytes password);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Applications that vouch for their users: signed logins (sign.h) and access tokens (jwt.h).
 *
 *     v = pl_vouch_create(&config);
 *     pl_vouch_put_app(v, &app);  pl_vouch_put_key(v, &key);      again and again, also later
 *     code = pl_vouch_rule(v, &question.login, wall_s, now, &who);
 *
 * What it says (manual 5.2.3; reference of the codes in docs/reference/errors.md):
 *   NOBODY  a password (to an application that is known, or to none), a guest of none; or no
 *           application is known here at all
 *   204     a guest of an application that lets none in
 *   100300  no application said, where there are some     100303 unknown    223 switched off
 *   214     no signature, and the application lets no guests in
 *   218     neither user nor string id                    219    unreadable, or user 0
 *   220     the time stamp is too far from now, the token's time is over or has not come
 *   216     the application has no key of that algorithm (and id)
 *   215     the signature does not fit                    226    used before
 *   205     a user id outside the range of the application
 *
 * A signature is good once; so is a token with a jti where `token_once` says so. Old signers shift
 * their stamps by whole hours, so their signatures are remembered for as long as any zone could
 * make them fit. Ids that the server gives belong to (application, string id): the same for signed
 * logins and tokens.
 *
 * Limits: PL_VOUCH_APPS_MAX, PL_VOUCH_KEYS_MAX, config.seen_max. Cost: one check of a signature for
 * each key of the application with the algorithm (about 0.1 ms). Not thread-safe.
 */
#ifndef PL_ADAPTERS_IDENTITY_VOUCH_H
#define PL_ADAPTERS_IDENTITY_VOUCH_H

#include "adapters/identity/jwt.h"
#include "adapters/identity/sign.h"
#include "core/question.h"

enum {
    PL_VOUCH_APPS_MAX = 1024,
    PL_VOUCH_KEYS_MAX = 8, /* of one application */
    PL_VOUCH_SEEN_MAX = 65536,
};

struct pl_vouch_config {
    int64_t window_s; /* how far a stamp may be from now; 1..86400 */
    bool zones;       /* old signers may be off by whole hours */
    bool signed_once; /* a signature is good for one login */
    bool token_once;  /* a token with jti likewise */
    int64_t skew_s;   /* of the clocks, for tokens; 0..3600 */
    size_t seen_max;  /* at least 1 */
    uint8_t seed[16]; /* of hash maps: random */
};

/* 600 s, zones, signatures once, tokens as often as wanted, 60 s, PL_VOUCH_SEEN_MAX; seed zero. */
void pl_vouch_config_init(struct pl_vouch_config *config);

struct pl_vouch_app {
    struct pl_bytes id; /* 1..PL_SIGN_APP_MAX printable ASCII letters; case does not matter */
    bool disabled;
    bool guests;                   /* LoginEx without signature makes a guest */
    int32_t first_user, last_user; /* ids that it may name, both 0: any */
};

struct pl_vouch_key {
    struct pl_bytes app;
    struct pl_bytes id; /* at most PL_JWT_ID_MAX bytes; the kid of tokens */
    enum pl_key_algorithm algorithm;
    struct pl_bytes material;
    int64_t expires_s; /* seconds since 1970; 0: never */
};

struct pl_vouch;

/* NULL: out of memory. */
struct pl_vouch *pl_vouch_create(const struct pl_vouch_config *config);
void pl_vouch_destroy(struct pl_vouch *v);

/* Adds or changes. PL_E_RANGE: no such id; PL_E_LIMIT, PL_E_NOMEM. Copies. */
PL_MUST_CHECK enum pl_err pl_vouch_put_app(struct pl_vouch *v, const struct pl_vouch_app *app);
/* Adds, or takes the place of the one with that id. PL_E_NOT_FOUND: no such application; else as
 * pl_key_read. */
PL_MUST_CHECK enum pl_err pl_vouch_put_key(struct pl_vouch *v, const struct pl_vouch_key *key);
/* False: there is none. With its keys. */
bool pl_vouch_remove_app(struct pl_vouch *v, struct pl_bytes app);
bool pl_vouch_remove_key(struct pl_vouch *v, struct pl_bytes app, struct pl_bytes id);
/* Forgets all applications and keys, not what was used. */
void pl_vouch_clear(struct pl_vouch *v);

/*
 * 0 (then *who is filled in, views good until the next call), PL_RULING_NOBODY, or a code.
 * wall_s: the time of day; now: the monotonic clock.
 */
int pl_vouch_rule(struct pl_vouch *v, const struct pl_question_login *login, int64_t wall_s,
                  pl_time_us now, struct pl_ruling_login *who);

#endif

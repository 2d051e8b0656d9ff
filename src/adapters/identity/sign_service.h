/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a sign service answers, as old pages ask it (POST to "/", a form): for trials, and for sites
 * that had such a service. It signs whatever it is asked to, so it belongs behind the site's own
 * sign-in, or on a machine of one's own.
 *
 *     userid=-1&struserid=ann&appid=FBE957D1-...      names in any letter case
 *     {"errorcode":0,"timestamp":1700000000,"sigStr":"..."}
 *
 * Values may be percent-encoded up to twice, since pages encode the whole form twice. Errors are
 * answers as well: 217 no private key, 218 empty body, 219 a name is missing or a value is none.
 * This is the text of the answer; HTTP (status 200, Access-Control-Allow-Origin) is the caller's.
 */
#ifndef PL_ADAPTERS_IDENTITY_SIGN_SERVICE_H
#define PL_ADAPTERS_IDENTITY_SIGN_SERVICE_H

#include "adapters/identity/sign.h"

enum {
    PL_SIGN_SERVICE_BODY_MAX = 8192,
    PL_SIGN_SERVICE_ANSWER_MAX = PL_SIGN_TEXT_MAX + 128,
};

/* key may be NULL (217). now: seconds since 1970. Returns out, NUL-terminated. */
const char *pl_sign_service_answer(const struct pl_key *key, struct pl_bytes body, int64_t now,
                                   char out[PL_SIGN_SERVICE_ANSWER_MAX]);

#endif

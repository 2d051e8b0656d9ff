/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who may sign in. Private to src/core.
 *
 * In this order, and what refuses ends it:
 *   1. signed in already, or being checked (201); no name (210)
 *   2. the address has tried too often, or failed too often (203)
 *   3. a name of pl_core_config.accounts: its password decides, also against an empty one
 *      (202 after too many failures, 200)
 *   4. a password that would go to others: the name has failed too often (202)
 *   5. others are asked (ask.h, PL_ASK_LOGIN), where that is on: of guests only with ask_guests, or
 *      when they name an application
 *   6. nobody had anything to say: guests as `guests` says (204), passwords as `login_policy` says
 *      (206), signatures and tokens never (216: there is no key to check them with)
 *
 * A failure (200, 205, 215) counts against the address and, of a password, against the name: but a
 * failure is what says that something was guessed wrong, not that somebody could not be asked.
 *
 * While others think about it the session is not signed in: everything else hears 208, and a
 * session whose link goes then ends.
 */
#ifndef PL_CORE_LOGIN_H
#define PL_CORE_LOGIN_H

#include "core/ask.h"

/* A login that others are asked about. */
struct pl_login {
    struct pl_ask ask; /* open */
    struct pl_session *session;
    int64_t re; /* the request */
    enum pl_login_way way;
    bool guest; /* no password, no signature */
    size_t name_len;
    uint8_t name[];
};

/* s is about to end. */
void pl_login_gone(struct pl_core *core, struct pl_session *s);
/* For pl_core_destroy: frees without any effect. */
void pl_login_free(struct pl_core *core, struct pl_session *s);

/* ---- being signed in (user.c) ---- */

/*
 * Signs the session in: gives it its id (an older session with the same one hears 209 and ends)
 * and answers request re. name: as typed. 0, 23 when there is no room for one more, or 210 when
 * nobody has said his name.
 */
PL_MUST_CHECK int pl_user_become(struct pl_core *core, struct pl_session *s, int64_t re,
                                 struct pl_bytes name, const struct pl_ruling_login *who);

/* May it be in that room, and still resume? */
bool pl_user_may_enter(const struct pl_session *s, int32_t room);
bool pl_user_may_resume(const struct pl_core *core, const struct pl_session *s);

#endif

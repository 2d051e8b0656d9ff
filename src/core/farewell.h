/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a client whose session was ended has still to hear. Private to src/core.
 *
 * Who is signed in elsewhere (209) or removed (211) must not come back by himself. But the word may
 * not have reached him: his link may be lost, or dead without anybody knowing (his machine sleeps).
 * So the code is kept with the token for the grace time, and is the answer to his resume. Without
 * it he would hear 101, sign in again, and turn out whoever has signed in meanwhile.
 *
 * At most max_sessions are kept; one too many is not, and its client hears 101.
 */
#ifndef PL_CORE_FAREWELL_H
#define PL_CORE_FAREWELL_H

#include "core/state.h"

struct pl_farewell {
    struct pl_list node; /* in core->farewells */
    struct pl_timer timer;
    int code;
    uint8_t token[PL_TOKEN_CHARS];
};

/* The session ends for `code`; codes that need no farewell leave none. */
void pl_farewell_leave(struct pl_core *core, const struct pl_session *s, int code);
/* Why the session of this token is no more: 101 when nothing else is known. */
int pl_farewell_code(const struct pl_core *core, struct pl_bytes token);
/* Its time is over. */
void pl_farewell_free(struct pl_core *core, struct pl_farewell *f);

#endif

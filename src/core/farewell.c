/* SPDX-License-Identifier: Apache-2.0 */
#include "core/farewell.h"

#include "core/emit.h"

#include <stdlib.h>

void pl_farewell_leave(struct pl_core *core, const struct pl_session *s, int code)
{
    struct pl_farewell *f;
    if (code != PL_GV_ERR_LOGIN_NEWLOGIN && code != PL_GV_ERR_KICKOUT)
        return;
    if (core->config.grace_us == 0 || core->farewells_by_token.count >= core->config.max_sessions)
        return;
    f = calloc(1, sizeof(*f));
    if (!f)
        return; /* the client hears 101: a pity, and no more */
    memcpy(f->token, s->token, sizeof(f->token));
    f->code = code;
    f->timer.kind = PL_TIMER_FAREWELL;
    if (pl_strmap_put(&core->farewells_by_token, pl_bytes_of(f->token, PL_TOKEN_CHARS), f) !=
        PL_OK) {
        free(f);
        return;
    }
    pl_list_add_tail(&core->farewells, &f->node);
    pl_emit_timer(core, &f->timer, core->now + core->config.grace_us);
}

int pl_farewell_code(const struct pl_core *core, struct pl_bytes token)
{
    const struct pl_farewell *f = pl_strmap_get(&core->farewells_by_token, token);
    return f ? f->code : PL_GV_ERR_CONNECT_ABORT;
}

void pl_farewell_free(struct pl_core *core, struct pl_farewell *f)
{
    pl_heap_disarm(&core->timers, &f->timer.node);
    pl_strmap_remove(&core->farewells_by_token, pl_bytes_of(f->token, PL_TOKEN_CHARS));
    pl_list_remove(&f->node);
    free(f);
}

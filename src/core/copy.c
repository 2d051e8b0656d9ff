/* SPDX-License-Identifier: Apache-2.0 */
#include "core/copy.h"

#include "core/emit.h"
#include "core/p2p.h"
#include "core/session.h"

void pl_copied_entered(struct pl_core *core, struct pl_session *s)
{
    struct pl_effect copy = {.type = PL_EFFECT_MEDIA_COPY, .media_copy = {s->id, 0}};
    if (!s->name)
        return;
    for (size_t i = 0; i < core->config.copied_count; i++) {
        if (!pl_bytes_eq(core->config.copied[i], pl_session_nick(s)))
            continue;
        copy.media_copy.number = (uint32_t)i;
        s->copied = true;
        s->p2p_forbidden++; /* it has no connection yet that would have to end */
        pl_emit(core, &copy);
        return;
    }
}

void pl_copied_left(struct pl_core *core, struct pl_session *s)
{
    if (!s->copied)
        return;
    s->copied = false;
    pl_p2p_forbid(core, s, false);
}

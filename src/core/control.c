/* SPDX-License-Identifier: Apache-2.0 */
#include "core/control.h"

#include "core/ask.h"
#include "core/dispatch.h"
#include "core/session.h"

#include <stdlib.h>

enum { CONTROLS_BURST = 50 }; /* as said in schema/limits.json */

/* One that others think about. */
struct control {
    struct pl_list in_session;
    struct pl_ask ask;
    struct pl_session *session;
    int64_t re;
};

static void forget(struct control *c)
{
    pl_list_remove(&c->in_session);
    c->session->control_count--;
    free(c);
}

/* Gives what the client is told at once, if anything. */
static struct pl_answer put(struct pl_core *core, struct pl_session *s,
                            const struct pl_wire_msg *msg)
{
    const struct pl_wire_user_control *says = &msg->u.user_control;
    struct pl_question q = {.kind = PL_ASK_CONTROL,
                            .control = {says->user, says->code, says->w, says->l, says->text}};
    struct control *c;
    if (!core->config.ask[PL_ASK_CONTROL].on)
        return PL_REFUSED(PL_GV_ERR_SERVERSDK_FAIL, .detail = "nobody at the server takes it");
    if (s->control_count >= PL_ASK_CONTROLS_MAX)
        return PL_REFUSED(PL_GV_ERR_NOENOUGHRESOURCE, .detail = "too many without an answer");
    c = calloc(1, sizeof(*c));
    if (!c) {
        core->out_of_memory = true;
        return PL_ANSWER_GIVEN;
    }
    *c = (struct control){.session = s, .re = msg->id};
    pl_list_add_tail(&s->control_asks, &c->in_session);
    s->control_count++;
    if (!pl_ask_open(core, &c->ask, s, &q))
        forget(c); /* out of memory */
    return PL_ANSWER_GIVEN;
}

struct pl_answer pl_control_request(struct pl_core *core, struct pl_session *s,
                                    const struct pl_wire_msg *msg)
{
    const struct pl_rate rate = {PL_SEC(1) / PL_LIMIT_USER_CONTROLS_PER_SECOND, CONTROLS_BURST};
    if (!pl_bucket_take(&s->controls, rate, core->now))
        return PL_REFUSED(PL_GV_ERR_NOENOUGHRESOURCE, .detail = "too many requests");
    switch (core->takers.control ? PL_CORE_DATA_ATTACHED : core->config.server_data) {
    case PL_CORE_DATA_ATTACHED:
        return put(core, s, msg);
    case PL_CORE_DATA_REFUSE:
        return PL_REFUSED(PL_GV_ERR_SERVERSDK_FAIL, .detail = "nobody at the server takes it");
    case PL_CORE_DATA_IGNORE:
    case PL_CORE_DATA_ECHO: /* there is no way back to a page */
        break;
    }
    return PL_ANSWER_DONE;
}

void pl_control_ruled(struct pl_core *core, struct pl_ask *ask, const struct pl_ruling *ruling)
{
    struct control *c = pl_container_of(ask, struct control, ask);
    int code = ruling->code == PL_RULING_NOBODY ? PL_GV_ERR_SERVERSDK_FAIL : ruling->code;
    if (code)
        pl_session_error(core, c->session, c->re, code, NULL, 0);
    else
        pl_session_done(core, c->session, c->re);
    forget(c);
}

void pl_control_gone(struct pl_core *core, struct pl_session *s)
{
    struct pl_list *it, *tmp;
    pl_list_for_each_safe(it, tmp, &s->control_asks)
    {
        struct control *c = pl_container_of(it, struct control, in_session);
        pl_ask_drop(core, &c->ask);
        forget(c);
    }
}

void pl_control_free(struct pl_core *core, struct pl_session *s)
{
    struct pl_list *it, *tmp;
    pl_list_for_each_safe(it, tmp, &s->control_asks)
    {
        struct control *c = pl_container_of(it, struct control, in_session);
        pl_ask_free(core, &c->ask);
        forget(c);
    }
}

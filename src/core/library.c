/* SPDX-License-Identifier: Apache-2.0 */
#include "core/library.h"

#include "core/dispatch.h"
#include "core/emit.h"
#include "core/session.h"

enum {
    REQUESTS_BURST = 50,
    ANSWER_MAX = 524288, /* as said in schema/messages.json */
};

static bool is_one_of(const struct pl_session *s, const struct pl_bytes *names, size_t count)
{
    for (size_t i = 0; s->name && i < count; i++) {
        if (pl_bytes_eq(names[i], pl_session_nick(s)))
            return true;
    }
    return false;
}

static bool is_keeper(const struct pl_core *core, const struct pl_session *s)
{
    return is_one_of(s, core->config.library_keepers, core->config.library_keeper_count);
}

static bool is_viewer(const struct pl_core *core, const struct pl_session *s)
{
    return is_keeper(core, s) ||
           is_one_of(s, core->config.library_viewers, core->config.library_viewer_count);
}

struct pl_answer pl_library_request(struct pl_core *core, struct pl_session *s,
                                    const struct pl_wire_msg *msg)
{
    const struct pl_rate rate = {PL_SEC(1) / PL_LIMIT_QUERIES_PER_SECOND, REQUESTS_BURST};
    const struct pl_wire_library *ask = &msg->u.library;
    struct pl_effect e = {.type = PL_EFFECT_LIBRARY};
    if (!pl_bucket_take(&s->queries, rate, core->now))
        return PL_REFUSED(PL_GV_ERR_NOENOUGHRESOURCE, .detail = "too many requests a second");
    if (!core->config.records)
        return PL_REFUSED(PL_GV_ERR_FUNCNOTALLOW, .detail = "no recordings at this server");
    if (!is_viewer(core, s))
        return PL_REFUSED(PL_GV_ERR_FUNCNOTALLOW, .detail = "for viewers and keepers");
    if (ask->verb == PL_WIRE_LIBRARY_VERB_DELETE && !is_keeper(core, s))
        return PL_REFUSED(PL_GV_ERR_FUNCNOTALLOW, .detail = "for keepers");
    if (ask->verb != PL_WIRE_LIBRARY_VERB_LIST && !ask->has_record)
        return PL_REFUSED(PL_GV_ERR_FUNCOPTERROR, .detail = "record is missing");
    if (core->library_open >= PL_LIMIT_LIBRARY_REQUESTS)
        return PL_REFUSED(PL_GV_ERR_NOENOUGHRESOURCE, .detail = "too many requests at once");
    core->library_open++;
    e.library.session = s->id;
    e.library.re = msg->id;
    e.library.user = s->user;
    e.library.name = pl_emit_copy(core, pl_session_nick(s));
    e.library.ask = *ask;
    e.library.ask.text = pl_emit_copy(core, ask->has_text ? ask->text : pl_bytes_str(""));
    pl_emit(core, &e);
    return PL_ANSWER_GIVEN;
}

void pl_library_event(struct pl_core *core, const struct pl_event *event)
{
    struct pl_session *s = pl_idmap_get(&core->sessions, event->library.session);
    struct pl_wire_msg msg = {.type = PL_WIRE_LIBRARY_ANSWER, .re = event->library.re};
    int code = event->library.code;
    if (core->library_open > 0)
        core->library_open--;
    if (!s || s->user == 0)
        return;
    if (!code && event->library.text.len > ANSWER_MAX)
        code = PL_GV_ERR_NOENOUGHRESOURCE;
    if (code) {
        pl_session_error(core, s, event->library.re, code, NULL, 0);
        return;
    }
    msg.u.library_answer.text = event->library.text;
    msg.u.library_answer.keeper = is_keeper(core, s);
    pl_session_send(core, s, &msg);
}

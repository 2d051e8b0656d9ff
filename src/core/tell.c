/* SPDX-License-Identifier: Apache-2.0 */
#include "core/tell.h"

#include "core/emit.h"
#include "core/record.h"

static void tell(struct pl_core *core, const struct pl_notice *notice)
{
    struct pl_effect e = {.type = PL_EFFECT_NOTICE, .notice = *notice};
    pl_emit(core, &e);
}

static struct pl_notice of(const struct pl_session *s, enum pl_notice_kind kind)
{
    return (struct pl_notice){.kind = kind, .session = s->id, .user = s->user};
}

void pl_tell_login(struct pl_core *core, const struct pl_session *s)
{
    struct pl_notice n = of(s, PL_NOTICE_LOGIN);
    if (!core->config.notices)
        return;
    n.login.level = s->level;
    n.login.name = pl_emit_copy(core, pl_session_nick(s));
    n.login.ip = pl_emit_copy(core, pl_bytes_of(s->ip, s->ip_len));
    tell(core, &n);
}

void pl_tell_logout(struct pl_core *core, const struct pl_session *s, int code)
{
    struct pl_notice n = of(s, PL_NOTICE_LOGOUT);
    if (!core->config.notices)
        return;
    n.logout.code = code;
    tell(core, &n);
}

void pl_tell_enter(struct pl_core *core, const struct pl_session *s)
{
    struct pl_notice n = of(s, PL_NOTICE_ENTER);
    if (!core->config.notices)
        return;
    n.enter.room = s->room->number;
    n.enter.name = pl_emit_copy(core, pl_bytes_of(s->room->name, s->room->name_len));
    tell(core, &n);
}

void pl_tell_leave(struct pl_core *core, const struct pl_session *s, int code)
{
    struct pl_notice n = of(s, PL_NOTICE_LEAVE);
    if (!core->config.notices)
        return;
    n.leave.room = s->room->number;
    n.leave.code = code;
    tell(core, &n);
}

void pl_tell_text(struct pl_core *core, const struct pl_session *s, int32_t to, bool secret,
                  struct pl_bytes text)
{
    struct pl_notice n = of(s, PL_NOTICE_TEXT);
    if (!core->config.notices)
        return;
    n.text.room = s->room->number;
    n.text.to = to;
    n.text.secret = secret;
    n.text.text = pl_emit_copy(core, text);
    tell(core, &n);
}

void pl_tell_recorded(struct pl_core *core, const struct pl_record *r, struct pl_bytes file,
                      int32_t seconds)
{
    struct pl_notice n = {.kind = PL_NOTICE_RECORD, .session = r->of_session, .user = r->wish.user};
    if (!core->config.notices)
        return;
    n.record.file = pl_emit_copy(core, file);
    n.record.seconds = seconds;
    n.record.flags = r->wish.flags;
    n.record.param = r->wish.param;
    n.record.text = pl_emit_copy(core, r->wish.text);
    tell(core, &n);
}

void pl_tell_call(struct pl_core *core, const struct pl_call *call, enum pl_notice_call event,
                  int code, const struct pl_call_words *words)
{
    struct pl_notice n = {.kind = PL_NOTICE_CALL, .user = call->users[0]};
    if (!core->config.notices)
        return;
    n.session = call->ends[0] ? call->ends[0]->id : 0;
    n.call.event = event;
    n.call.to = call->users[1];
    n.call.code = code;
    n.call.flags = words->flags;
    n.call.param = event == PL_NOTICE_CALL_START ? call->room : words->param;
    n.call.text = pl_emit_copy(core, words->text);
    tell(core, &n);
}

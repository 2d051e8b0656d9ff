/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Text messages in a room (manual 5.5.4). Nobody receives his own.
 *
 *   target        secret  who receives           `to` they see
 *   0 or -1       any     all others             -1
 *   a member      no      all others             the member
 *   a member      yes     the member             the member
 *   anybody else  any     nobody: 205
 *
 * As far as they are told of the sender (seat.h); who is on hold receives secrets only.
 *
 * Beyond the rate of carry.h: 23.
 */
#include "core/carry.h"
#include "core/seat.h"
#include "core/session.h"
#include "core/tell.h"

/* Of the room of s, as far as it is told of him. */
static struct pl_session *member(const struct pl_core *core, const struct pl_session *s,
                                 int32_t user)
{
    struct pl_session *m = pl_idmap_get(&core->users, (uint32_t)user);
    return m && m->room == s->room && pl_seat_shows(s, m) ? m : NULL;
}

struct pl_answer pl_chat_text(struct pl_core *core, struct pl_session *s,
                              const struct pl_wire_msg *msg)
{
    const struct pl_wire_text *text = &msg->u.text;
    bool to_all = text->to == 0 || text->to == PL_CARRY_ALL;
    struct pl_session *target = to_all ? NULL : member(core, s, text->to);
    struct pl_wire_msg out = {.type = PL_WIRE_TEXT_RECEIVED};
    struct pl_list *it;
    if (!to_all && !target)
        return PL_REFUSED(PL_GV_ERR_INVALID_USERID);
    if (!pl_carry_pay(core, s, text->text.len,
                      target && text->secret ? 1 : s->room->member_count - 1))
        return PL_REFUSED(PL_GV_ERR_NOENOUGHRESOURCE, .detail = "too much data for others");
    if (target && text->secret && !pl_carry_fits(target, text->text.len))
        return PL_REFUSED(PL_GV_ERR_NOENOUGHRESOURCE, .detail = "the receiver's link is lost");
    out.u.text_received.from = s->user;
    out.u.text_received.to = to_all ? PL_CARRY_ALL : text->to;
    out.u.text_received.secret = text->secret && !to_all;
    out.u.text_received.text = text->text;
    pl_list_for_each(it, &s->room->members)
    {
        struct pl_session *m = pl_member_of(it);
        if (m != s && pl_seat_shows(m, s) && (out.u.text_received.secret ? m == target : !m->held))
            pl_session_send(core, m, &out);
    }
    pl_tell_text(core, s, out.u.text_received.to, out.u.text_received.secret, text->text);
    return PL_ANSWER_DONE;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "core/seat.h"

#include "core/carry.h"
#include "core/codec.h"
#include "core/emit.h"
#include "core/session.h"
#include "core/stage.h"

#include <assert.h>

bool pl_seat_shows(const struct pl_session *s, const struct pl_session *p)
{
    if (s == p)
        return true;
    if (s->seat == PL_SEAT_SHUT)
        return false;
    switch (p->seat) {
    case PL_SEAT_OPEN:
        return true;
    case PL_SEAT_WHISPERER:
        return s->user == p->seat_only;
    case PL_SEAT_LISTENER:
    case PL_SEAT_SHUT:
        break;
    }
    return false;
}

bool pl_seat_carries(const struct pl_session *s, const struct pl_session *p)
{
    return pl_seat_shows(s, p) && !s->held && !p->held;
}

static bool is_silent(const struct pl_session *s)
{
    return s->seat == PL_SEAT_LISTENER || s->seat == PL_SEAT_SHUT;
}

/* Is that for the room, or for a member of it who is not told of him? */
static bool shows_himself(const struct pl_core *core, const struct pl_session *s, int32_t to)
{
    const struct pl_session *m = pl_idmap_get(&core->users, (uint32_t)to);
    return to == PL_CARRY_ALL || (m && m->room == s->room && !pl_seat_shows(m, s));
}

bool pl_seat_lets(const struct pl_core *core, const struct pl_session *s,
                  const struct pl_wire_msg *msg)
{
    if (s->seat == PL_SEAT_OPEN)
        return true;
    switch (msg->type) {
    case PL_WIRE_PUB_OFFER:
        return !is_silent(s);
    case PL_WIRE_BUFFER:
        return !shows_himself(core, s, msg->u.buffer.to);
    case PL_WIRE_NOTE:
        return !shows_himself(core, s, msg->u.note.to);
    case PL_WIRE_FILE_OFFER:
        return !shows_himself(core, s, msg->u.file_offer.to);
    case PL_WIRE_CALL_REQUEST:
        return !shows_himself(core, s, msg->u.call_request.user);
    case PL_WIRE_RECORD: /* who is recorded is told who asked for it */
        return !msg->u.record.on || msg->u.record.user == 0 || msg->u.record.user == s->user;
    case PL_WIRE_TEXT: /* what is for one is seen by all, but for secrets */
        return !is_silent(s) && msg->u.text.to == s->seat_only && msg->u.text.secret;
    case PL_WIRE_PRIVATE_REQUEST:
    case PL_WIRE_P2P_CONNECT:
        return false;
    default:
        return true;
    }
}

/* Links and direct connections from and to him. */
static void refresh(struct pl_core *core, struct pl_session *s)
{
    pl_stage_refresh(core, s);
    pl_stage_entered(core, s);
}

/* What he sends ends here; his page would have to offer anew. */
static void silence(struct pl_core *core, struct pl_session *s)
{
    struct pl_effect forget = {.type = PL_EFFECT_MEDIA_RESTART,
                               .media_restart = {.session = s->id, .peer = PL_CORE_PUB}};
    if (s->publishes_video)
        pl_codec_published(core, s, false);
    pl_emit(core, &forget);
}

void pl_seat_change(struct pl_core *core, struct pl_session *s, enum pl_seat seat, int32_t only)
{
    const enum pl_seat old = s->seat;
    const int32_t old_only = s->seat_only;
    struct pl_wire_msg came = {.type = PL_WIRE_USER_ENTERED};
    struct pl_wire_msg went = {.type = PL_WIRE_USER_LEFT};
    struct pl_list *it;
    assert(s->room);
    came.u.user_entered.user = pl_session_user(core, s);
    went.u.user_left.user = s->user;
    pl_list_for_each(it, &s->room->members)
    {
        struct pl_session *m = pl_member_of(it);
        bool before, after;
        s->seat = old;
        s->seat_only = old_only;
        before = pl_seat_shows(m, s);
        s->seat = seat;
        s->seat_only = only;
        after = pl_seat_shows(m, s);
        if (before != after)
            pl_session_send(core, m, after ? &came : &went);
    }
    if (is_silent(s))
        silence(core, s);
    refresh(core, s);
}

void pl_seat_hold(struct pl_core *core, struct pl_session *s, bool held)
{
    assert(s->room);
    if (s->held == held)
        return;
    s->held = held;
    refresh(core, s);
}

void pl_seat_left(struct pl_session *s)
{
    s->seat = PL_SEAT_OPEN;
    s->seat_only = 0;
    s->held = false;
}

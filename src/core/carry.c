/* SPDX-License-Identifier: Apache-2.0 */
#include "core/carry.h"

#include "core/room.h"
#include "core/session.h"

enum {
    UNIT_BYTES = 256,    /* a token: small enough for short texts, so that a token costs whole us */
    MESSAGE_BYTES = 128, /* what a message costs besides its payload */
    CARRIED_BURST_BYTES = 32 * 1024 * 1024, /* as said in schema/limits.json */
};

bool pl_carry_pay(struct pl_core *core, struct pl_session *s, size_t bytes, size_t receivers)
{
    const struct pl_rate rate = {
        PL_SEC(1) * UNIT_BYTES / PL_LIMIT_CARRIED_BYTES_PER_SECOND,
        CARRIED_BURST_BYTES / UNIT_BYTES,
    };
    uint64_t total = (uint64_t)(bytes + MESSAGE_BYTES) * receivers;
    return pl_bucket_spend(&s->carried, rate, (total + UNIT_BYTES - 1) / UNIT_BYTES, core->now);
}

bool pl_carry_fits(const struct pl_session *to, size_t bytes)
{
    const struct pl_outbox *o = &to->outbox;
    return to->link || (o->count < o->max_count / 2 && o->bytes + bytes < o->max_bytes / 2);
}

static struct pl_answer to_room(struct pl_core *core, struct pl_session *s, size_t bytes,
                                struct pl_wire_msg *out)
{
    if (!s->room)
        return PL_REFUSED(PL_GV_ERR_NOTINROOM);
    if (!pl_carry_pay(core, s, bytes, s->room->member_count - 1))
        return PL_REFUSED(PL_GV_ERR_NOENOUGHRESOURCE, .detail = "too much data for others");
    pl_room_send_of(core, s->room, s, false, out);
    return PL_ANSWER_DONE;
}

struct pl_answer pl_carry(struct pl_core *core, struct pl_session *s, int32_t to, size_t bytes,
                          struct pl_wire_msg *out)
{
    struct pl_session *target;
    if (to == PL_CARRY_ALL)
        return to_room(core, s, bytes, out);
    target = pl_idmap_get(&core->users, (uint32_t)to);
    if (!target || target == s)
        return PL_REFUSED(PL_GV_ERR_INVALID_USERID);
    if (!pl_carry_pay(core, s, bytes, 1))
        return PL_REFUSED(PL_GV_ERR_NOENOUGHRESOURCE, .detail = "too much data for others");
    if (!pl_carry_fits(target, bytes))
        return PL_REFUSED(PL_GV_ERR_NOENOUGHRESOURCE, .detail = "the receiver's link is lost");
    pl_session_send(core, target, out);
    return PL_ANSWER_DONE;
}

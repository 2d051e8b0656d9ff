/* SPDX-License-Identifier: Apache-2.0 */
/* Private chats: each client believes what it is told, in the order of the server, and nothing that
 * it is told may be about what it does not believe. In the calm two who know each other believe the
 * same. */
#include "sim.h"

#include <inttypes.h>

static struct sim_private *find(struct sim_client *c, int32_t user)
{
    for (size_t i = 0; i < c->private_count; i++) {
        if (c->privates[i].user == user)
            return &c->privates[i];
    }
    return NULL;
}

static enum sim_private_state state_of(struct sim_client *c, int32_t user)
{
    const struct sim_private *p = find(c, user);
    return p ? p->state : SIM_PRIVATE_NONE;
}

static void set(struct sim *sim, struct sim_client *c, int32_t user, enum sim_private_state state,
                int32_t request)
{
    struct sim_private *p = find(c, user);
    if (state == SIM_PRIVATE_NONE) {
        if (p)
            *p = c->privates[--c->private_count];
        return;
    }
    if (!p && c->private_count == SIM_MEMBERS) {
        sim_fail(sim, "user %d: too many private chats", c->user);
        return;
    }
    if (!p)
        p = &c->privates[c->private_count++];
    *p = (struct sim_private){user, request, state};
}

bool sim_private_partner(struct sim_client *c, int32_t user)
{
    return state_of(c, user) == SIM_PRIVATE_PARTNER;
}

void sim_private_act(struct sim *sim, struct sim_client *c)
{
    struct pl_wire_msg msg = {.type = PL_WIRE_PRIVATE_REQUEST};
    int32_t user =
        c->member_count ? c->members[sim_below(sim, c->member_count)].user : (int32_t)c->user;
    uint64_t dice = sim_below(sim, 8);
    if (c->private_count > 0 && sim_chance(sim, 2))
        user = c->privates[sim_below(sim, c->private_count)].user;
    if (dice == 0) {
        msg.type = PL_WIRE_CHAT_MODE;
        msg.u.chat_mode.mode = (int32_t)sim_below(sim, 2);
    } else if (state_of(c, user) == SIM_PRIVATE_INCOMING && dice < 6) {
        msg.type = PL_WIRE_PRIVATE_ANSWER;
        msg.u.private_answer.user = user;
        msg.u.private_answer.request = find(c, user)->request;
        msg.u.private_answer.code = dice < 5 ? 0 : 402;
    } else if (state_of(c, user) != SIM_PRIVATE_NONE && dice < 4) {
        msg.type = PL_WIRE_PRIVATE_EXIT;
        msg.u.private_exit.user = user;
    } else {
        msg.u.private_request.user = user;
    }
    (void)sim_client_request(sim, c, &msg);
}

void sim_private_done(struct sim *sim, struct sim_client *c, const struct pl_wire_msg *request)
{
    int32_t user;
    switch (request->type) {
    case PL_WIRE_CHAT_MODE:
        if (c->room != 0 && c->told_mode != request->u.chat_mode.mode)
            sim_fail(sim, "user %d was not told of its own chat mode", c->user);
        c->mode = c->told_mode = request->u.chat_mode.mode;
        break;
    case PL_WIRE_PRIVATE_REQUEST:
        user = request->u.private_request.user;
        if (state_of(c, user) == SIM_PRIVATE_INCOMING)
            sim_fail(sim, "users %d and %d have asked each other in vain", c->user, user);
        if (state_of(c, user) == SIM_PRIVATE_NONE)
            set(sim, c, user, SIM_PRIVATE_ASKED, 0);
        break;
    case PL_WIRE_PRIVATE_ANSWER:
        user = request->u.private_answer.user;
        if (state_of(c, user) != SIM_PRIVATE_INCOMING)
            sim_fail(sim, "user %d answered what user %d did not ask", c->user, user);
        set(sim, c, user, request->u.private_answer.code ? SIM_PRIVATE_NONE : SIM_PRIVATE_PARTNER,
            0);
        break;
    default:
        user = request->u.private_exit.user;
        if (state_of(c, user) != SIM_PRIVATE_INCOMING) /* that is answered, not left */
            set(sim, c, user, SIM_PRIVATE_NONE, 0);
        break;
    }
}

bool sim_private_refusal_is_fair(struct sim_client *c, const struct pl_wire_msg *request, int code)
{
    int32_t user = request->u.private_request.user;
    const struct sim_private *p;
    switch (request->type) {
    case PL_WIRE_PRIVATE_REQUEST:
        return code == 23 || (code == 403 && user == c->user) ||
               (code == 421 && sim_private_partner(c, user)) ||
               (code == 401 && !sim_client_member(c, user));
    case PL_WIRE_PRIVATE_ANSWER:
        p = find(c, request->u.private_answer.user);
        return code == 420 && (!p || p->state != SIM_PRIVATE_INCOMING ||
                               p->request != request->u.private_answer.request);
    default:
        return false;
    }
}

void sim_private_event(struct sim *sim, struct sim_client *c, const struct pl_wire_msg *msg)
{
    struct sim_member *m;
    int32_t user;
    switch (msg->type) {
    case PL_WIRE_PRIVATE_REQUESTED:
        user = msg->u.private_requested.user;
        if (state_of(c, user) != SIM_PRIVATE_NONE || !sim_client_member(c, user))
            sim_fail(sim, "user %d is asked by user %d once more", c->user, user);
        set(sim, c, user, SIM_PRIVATE_INCOMING, msg->u.private_requested.request);
        break;
    case PL_WIRE_PRIVATE_ANSWERED:
        user = msg->u.private_answered.user;
        if (state_of(c, user) != SIM_PRIVATE_ASKED &&
            (state_of(c, user) != SIM_PRIVATE_INCOMING || msg->u.private_answered.code != 0))
            sim_fail(sim, "user %d has an answer of user %d to nothing", c->user, user);
        set(sim, c, user, msg->u.private_answered.code ? SIM_PRIVATE_NONE : SIM_PRIVATE_PARTNER, 0);
        break;
    case PL_WIRE_PRIVATE_ENDED:
        user = msg->u.private_ended.user;
        if (state_of(c, user) != SIM_PRIVATE_PARTNER && state_of(c, user) != SIM_PRIVATE_INCOMING)
            sim_fail(sim, "user %d hears of an end with user %d, which was none", c->user, user);
        set(sim, c, user, SIM_PRIVATE_NONE, 0);
        break;
    default:
        user = msg->u.chat_mode_changed.user;
        m = sim_client_member(c, user);
        if (user == c->user)
            c->told_mode = msg->u.chat_mode_changed.mode;
        else if (m)
            m->mode = msg->u.chat_mode_changed.mode;
        else
            sim_fail(sim, "user %d hears of the chat mode of user %d, who is nobody", c->user,
                     user);
        break;
    }
}

bool sim_private_is_over(struct sim_client *c, int32_t user)
{
    return state_of(c, user) == SIM_PRIVATE_NONE;
}

void sim_private_check(struct sim *sim, struct sim_client *c, struct sim_client *other)
{
    enum sim_private_state mine = state_of(c, other->user), his = state_of(other, c->user);
    bool same = mine == SIM_PRIVATE_ASKED      ? his == SIM_PRIVATE_INCOMING
                : mine == SIM_PRIVATE_INCOMING ? his == SIM_PRIVATE_ASKED
                                               : his == mine;
    if (!same)
        sim_fail(sim, "private chat of users %d and %d: %d at the one, %d at the other", c->user,
                 other->user, mine, his);
}

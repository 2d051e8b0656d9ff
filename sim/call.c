/* SPDX-License-Identifier: Apache-2.0 */
/* Calls: each client believes what it is told, in the order of the server, and nothing that it is
 * told may be about what it does not believe. In the calm both ends of a call believe the same. */
#include "sim.h"

enum { NO = 100104, TAKEN_BACK = 100101, OFFLINE = 100102, BUSY = 100103 };

static void set(struct sim_client *c, enum sim_call_state state, int32_t user)
{
    c->call.state = state;
    c->call.user = state == SIM_CALL_NONE ? 0 : user;
}

void sim_call_act(struct sim *sim, struct sim_client *c)
{
    struct pl_wire_msg msg = {.type = PL_WIRE_CALL_REQUEST};
    int32_t user = sim->clients[sim_below(sim, SIM_CLIENTS)].user;
    uint64_t dice = sim_below(sim, 8);
    if (c->call.state != SIM_CALL_NONE && !sim_chance(sim, 4))
        user = c->call.user;
    if (dice < 3) {
        msg.u.call_request.user = user;
        msg.u.call_request.text = pl_bytes_str("");
    } else if (dice < 6) {
        msg.type = PL_WIRE_CALL_ANSWER;
        msg.u.call_answer.user = user;
        msg.u.call_answer.code = dice == 3 ? NO : dice == 4 ? TAKEN_BACK : 0;
        msg.u.call_answer.text = pl_bytes_str("");
    } else {
        msg.type = PL_WIRE_CALL_FINISH;
        msg.u.call_finish.user = user;
        msg.u.call_finish.text = pl_bytes_str("");
    }
    (void)sim_client_request(sim, c, &msg);
}

/* Of a refusal, or of taking back, one hears nothing but this; whatever else there is to hear came
 * before it. */
void sim_call_done(struct sim_client *c, const struct pl_wire_msg *request)
{
    bool ringing = c->call.state == SIM_CALL_RINGS || c->call.state == SIM_CALL_RUNG;
    if (request->type == PL_WIRE_CALL_ANSWER && ringing && request->u.call_answer.code != 0 &&
        request->u.call_answer.user == c->call.user)
        set(c, SIM_CALL_NONE, 0);
}

bool sim_call_refusal_is_fair(const struct sim_client *c, const struct pl_wire_msg *request,
                              int code)
{
    int32_t user = request->u.call_request.user;
    return request->type == PL_WIRE_CALL_REQUEST &&
           (code == 23 || (code == 205 && (user == c->user || user == 0)));
}

static void on_answered(struct sim *sim, struct sim_client *c, int32_t user, int32_t code)
{
    bool mine = c->call.user == user;
    if (code == OFFLINE || code == BUSY)
        return; /* of a request that has come to nothing: perhaps because there is a call */
    if (code == 0) {
        if (c->call.state != SIM_CALL_NONE)
            sim_fail(sim, "it rings for user %d at user %d, who has a call", c->user, user);
        set(c, SIM_CALL_RINGS, user);
        return;
    }
    if (!mine || (c->call.state != SIM_CALL_RINGS && c->call.state != SIM_CALL_RUNG))
        sim_fail(sim, "user %d has an answer %d of user %d to nothing", c->user, code, user);
    set(c, SIM_CALL_NONE, 0);
}

void sim_call_event(struct sim *sim, struct sim_client *c, const struct pl_wire_msg *msg)
{
    int32_t user;
    switch (msg->type) {
    case PL_WIRE_CALL_REQUESTED:
        user = msg->u.call_requested.user;
        if (c->call.state != SIM_CALL_NONE)
            sim_fail(sim, "user %d, who has a call, is called by user %d", c->user, user);
        set(c, SIM_CALL_RUNG, user);
        break;
    case PL_WIRE_CALL_ANSWERED:
        on_answered(sim, c, msg->u.call_answered.user, msg->u.call_answered.code);
        break;
    case PL_WIRE_CALL_STARTED:
        user = msg->u.call_started.user;
        if (c->call.user != user ||
            (c->call.state != SIM_CALL_RINGS && c->call.state != SIM_CALL_RUNG))
            sim_fail(sim, "a call of users %d and %d begins that did not ring", c->user, user);
        set(c, SIM_CALL_TALKS, user);
        break;
    default:
        user = msg->u.call_finished.user;
        if (c->call.state == SIM_CALL_NONE || c->call.user != user)
            sim_fail(sim, "a call of users %d and %d ends that is none", c->user, user);
        set(c, SIM_CALL_NONE, 0);
        break;
    }
}

void sim_call_check(struct sim *sim, struct sim_client *c)
{
    const struct sim_client *other = NULL;
    enum sim_call_state mine = c->call.state, his;
    if (mine == SIM_CALL_NONE)
        return;
    for (size_t i = 0; i < SIM_CLIENTS; i++) {
        const struct sim_client *it = &sim->clients[i];
        if (it->state == SIM_ONLINE && it->user == c->call.user)
            other = it;
    }
    if (!other || other->call.user != c->user) {
        sim_fail(sim, "user %d has a call with user %d, who has none", c->user, c->call.user);
        return;
    }
    his = other->call.state;
    if (his != (mine == SIM_CALL_RINGS  ? SIM_CALL_RUNG
                : mine == SIM_CALL_RUNG ? SIM_CALL_RINGS
                                        : SIM_CALL_TALKS))
        sim_fail(sim, "call of users %d and %d: %d at the one, %d at the other", c->user,
                 other->user, mine, his);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "core/p2p.h"

#include "core/dispatch.h"
#include "core/emit.h"
#include "core/private.h"
#include "core/seat.h"
#include "core/session.h"
#include "core/stage.h"

#include <assert.h>
#include <stdlib.h>

#define START_US     PL_SEC(1)  /* media have begun by then, and a room that fills has filled */
#define TRY_US       PL_SEC(15) /* for ICE, DTLS and the first pictures */
#define PAUSE_MIN_US PL_SEC(10) /* after a failure; doubles with each */
#define PAUSE_MAX_US PL_SEC(640)
#define STEADY_US    PL_SEC(60) /* up for so long, earlier failures are forgotten */

enum {
    SIGNALS_MAX = 64, /* of one end in one attempt */
    SIGNAL_BYTES_MAX = 128 * 1024,
};

/* ---- telling ---- */

static void fact(struct pl_core *core, const struct pl_pair *pair, enum pl_fact_kind kind, int code)
{
    struct pl_fact f = {.kind = kind,
                        .session = pair->ends[0]->id,
                        .user = pair->ends[1]->user,
                        .room = pair->ends[0]->room->number,
                        .code = code};
    pl_emit_fact(core, &f);
}

static void say_start(struct pl_core *core, struct pl_pair *pair)
{
    for (size_t i = 0; i < 2; i++) {
        struct pl_wire_msg msg = {.type = PL_WIRE_P2P_START};
        msg.u.p2p_start.user = pair->ends[!i]->user;
        msg.u.p2p_start.attempt = pair->attempt;
        msg.u.p2p_start.offer = i == 0;
        pl_session_send(core, pair->ends[i], &msg);
    }
}

static void say_stop(struct pl_core *core, struct pl_session *to, const struct pl_pair *pair,
                     int code)
{
    struct pl_wire_msg msg = {.type = PL_WIRE_P2P_STOP};
    msg.u.p2p_stop.user = pl_pair_other(pair, to)->user;
    msg.u.p2p_stop.attempt = pair->attempt;
    msg.u.p2p_stop.code = code;
    pl_session_send(core, to, &msg);
}

/* ---- a pair's life ---- */

static void begin(struct pl_core *core, struct pl_session *a, struct pl_session *b)
{
    struct pl_pair *pair = calloc(1, sizeof(*pair));
    if (!pair) {
        core->out_of_memory = true;
        return;
    }
    pair->ends[0] = a->id < b->id ? a : b;
    pair->ends[1] = a->id < b->id ? b : a;
    pair->timer.kind = PL_TIMER_P2P;
    a->pair = b->pair = pair;
    a->room->pairs++;
    pl_emit_timer(core, &pair->timer, core->now + START_US);
}

static void dissolve(struct pl_core *core, struct pl_pair *pair)
{
    pl_heap_disarm(&core->timers, &pair->timer.node);
    pair->ends[0]->room->pairs--;
    pair->ends[0]->pair = NULL;
    pair->ends[1]->pair = NULL;
    free(pair);
}

/* Ends the attempt, if there is one: the server first, then the word that lets the clients go. */
static void back_to_server(struct pl_core *core, struct pl_pair *pair, int code)
{
    if (pair->state == PL_PAIR_WAITING)
        return;
    pair->state = PL_PAIR_WAITING;
    for (size_t i = 0; i < 2; i++)
        pl_stage_set_direct(core, pair->ends[i], pair->ends[!i]->id, NULL, 0);
    fact(core, pair, PL_FACT_P2P_STOP, code);
    for (size_t i = 0; i < 2; i++)
        say_stop(core, pair->ends[i], pair, code);
}

static void end(struct pl_core *core, struct pl_pair *pair)
{
    back_to_server(core, pair, PL_GV_ERR_SUCCESS);
    dissolve(core, pair);
}

static void fail(struct pl_core *core, struct pl_pair *pair, int code)
{
    pl_time_us pause = PAUSE_MIN_US;
    if (pair->state == PL_PAIR_UP && core->now - pair->up_at >= STEADY_US)
        pair->failures = 0;
    for (uint32_t i = 0; i < pair->failures && pause < PAUSE_MAX_US; i++)
        pause *= 2;
    pair->failures++;
    core->p2p_failures++;
    back_to_server(core, pair, code);
    pl_emit_timer(core, &pair->timer, core->now + pause);
}

static void try(struct pl_core *core, struct pl_pair *pair)
{
    if (core->draining || !pair->ends[0]->link || !pair->ends[1]->link)
        return; /* without a timer: pl_p2p_resumed sets it */
    pair->state = PL_PAIR_TRYING;
    pair->attempt = core->next_attempt;
    core->next_attempt = core->next_attempt == INT32_MAX ? 1 : core->next_attempt + 1;
    core->p2p_attempts++;
    for (size_t i = 0; i < 2; i++) {
        pair->connected[i] = false;
        pair->signals[i] = pair->signal_bytes[i] = 0;
    }
    pl_emit_timer(core, &pair->timer, core->now + TRY_US);
    fact(core, pair, PL_FACT_P2P_START, 0);
    say_start(core, pair);
}

void pl_p2p_due(struct pl_core *core, struct pl_pair *pair)
{
    if (pair->state == PL_PAIR_TRYING)
        fail(core, pair, PL_GV_ERR_CONNECT_TIMEOUT);
    else
        try(core, pair);
}

/* ---- who may ---- */

static bool allows(const struct pl_session *s, const struct pl_session *other)
{
    return s->p2p_policy != PL_P2P_POLICY_NONE && s->p2p_forbidden == 0 &&
           s->p2p_refused != other->user && pl_private_allows(s, other) &&
           pl_seat_carries(s, other);
}

static bool leaves_it_to_server(const struct pl_session *s)
{
    return s->p2p_policy == PL_P2P_POLICY_SERVER || s->p2p_policy == PL_P2P_POLICY_ON_DEMAND;
}

static bool wants(const struct pl_core *core, const struct pl_session *a,
                  const struct pl_session *b)
{
    bool on_demand =
        a->p2p_policy == PL_P2P_POLICY_ON_DEMAND || b->p2p_policy == PL_P2P_POLICY_ON_DEMAND;
    bool exists = a->pair && a->pair == b->pair;
    if (a->p2p_asked == b->user || b->p2p_asked == a->user)
        return true;
    if (core->config.p2p != PL_CORE_P2P_ON || !leaves_it_to_server(a) || !leaves_it_to_server(b))
        return false;
    return pl_stage_watches(a, b) || pl_stage_watches(b, a) || (exists && !on_demand);
}

/* Nobody else in the room sees or hears s, nor s anybody else but `other`. */
static bool alone_with(const struct pl_session *s, const struct pl_session *other)
{
    struct pl_list *it;
    pl_list_for_each(it, &s->room->members)
    {
        const struct pl_session *m = pl_member_of(it);
        if (m != s && m != other && (pl_stage_watches(s, m) || pl_stage_watches(m, s)))
            return false;
    }
    return true;
}

static bool may(const struct pl_core *core, const struct pl_session *a, const struct pl_session *b)
{
    return core->config.p2p != PL_CORE_P2P_OFF && allows(a, b) && allows(b, a) &&
           wants(core, a, b) && alone_with(a, b) && alone_with(b, a);
}

static bool fits(const struct pl_core *core, const struct pl_room *room)
{
    return room->member_count <= core->config.p2p_max_room_users;
}

static void end_those_that_may_not(struct pl_core *core, struct pl_room *room)
{
    struct pl_list *it;
    bool fit = fits(core, room);
    pl_list_for_each(it, &room->members)
    {
        struct pl_pair *pair = pl_member_of(it)->pair;
        if (pair && (!fit || !may(core, pair->ends[0], pair->ends[1])))
            end(core, pair);
    }
}

static void begin_with_somebody(struct pl_core *core, struct pl_session *s)
{
    struct pl_list *it;
    pl_list_for_each(it, &s->room->members)
    {
        struct pl_session *other = pl_member_of(it);
        if (other != s && !s->pair && !other->pair && may(core, s, other))
            begin(core, s, other);
    }
}

void pl_p2p_refresh(struct pl_core *core, struct pl_room *room)
{
    struct pl_list *it;
    if (!room)
        return;
    if (room->pairs > 0)
        end_those_that_may_not(core, room);
    if (!fits(core, room) || core->draining || core->stopping)
        return;
    pl_list_for_each(it, &room->members)
    {
        if (!pl_member_of(it)->pair)
            begin_with_somebody(core, pl_member_of(it));
    }
}

/* ---- what happens to sessions ---- */

void pl_p2p_left(struct pl_core *core, struct pl_session *s)
{
    struct pl_pair *pair = s->pair;
    s->p2p_asked = s->p2p_refused = 0;
    if (!pair)
        return;
    if (pair->state != PL_PAIR_WAITING) {
        fact(core, pair, PL_FACT_P2P_STOP, PL_GV_ERR_SUCCESS);
        if (!core->stopping)
            say_stop(core, pl_pair_other(pair, s), pair, PL_GV_ERR_SUCCESS);
    }
    dissolve(core, pair);
}

void pl_p2p_resumed(struct pl_core *core, struct pl_session *s)
{
    if (s->pair && s->pair->state == PL_PAIR_WAITING && !pl_heap_armed(&s->pair->timer.node))
        pl_emit_timer(core, &s->pair->timer, core->now + START_US);
}

void pl_p2p_free(struct pl_core *core, struct pl_session *s)
{
    if (s->pair)
        dissolve(core, s->pair);
}

bool pl_p2p_offers_and_is_up(const struct pl_session *s)
{
    return s->pair && s->pair->state == PL_PAIR_UP && s->pair->ends[0] == s;
}

void pl_p2p_forbid(struct pl_core *core, struct pl_session *s, bool forbid)
{
    assert(forbid || s->p2p_forbidden > 0);
    if (forbid)
        s->p2p_forbidden++;
    else
        s->p2p_forbidden--;
    pl_p2p_refresh(core, s->room);
}

/* ---- what clients say ---- */

struct pl_answer pl_p2p_policy(struct pl_core *core, struct pl_session *s,
                               const struct pl_wire_msg *msg)
{
    s->p2p_policy = msg->u.p2p_policy.policy;
    pl_p2p_refresh(core, s->room);
    return PL_ANSWER_DONE;
}

static struct pl_answer ask(struct pl_core *core, struct pl_session *s, struct pl_session *other)
{
    s->p2p_asked = other->user;
    s->p2p_refused = 0;
    pl_p2p_refresh(core, s->room);
    if (!s->pair || pl_pair_other(s->pair, s) != other) {
        s->p2p_asked = 0;
        pl_p2p_refresh(core, s->room);
        return PL_REFUSED(PL_GV_ERR_FUNCNOTALLOW, .detail = "no direct connection here");
    }
    if (s->pair->state == PL_PAIR_WAITING && s->pair->failures > 0) { /* asked again: at once */
        s->pair->failures = 0;
        pl_emit_timer(core, &s->pair->timer, core->now + START_US);
    }
    return PL_ANSWER_DONE;
}

struct pl_answer pl_p2p_connect(struct pl_core *core, struct pl_session *s,
                                const struct pl_wire_msg *msg)
{
    int32_t user = msg->u.p2p_connect.user;
    struct pl_session *other = pl_idmap_get(&core->users, (uint32_t)user);
    if (!other || other == s || other->room != s->room)
        return PL_REFUSED(PL_GV_ERR_INVALID_USERID);
    if (msg->u.p2p_connect.on)
        return ask(core, s, other);
    if (s->p2p_asked == user)
        s->p2p_asked = 0;
    s->p2p_refused = user;
    pl_p2p_refresh(core, s->room);
    return PL_ANSWER_DONE;
}

/* The running attempt that a message is about; NULL: it is over. */
static struct pl_pair *attempt_of(const struct pl_session *s, int32_t user, int32_t attempt)
{
    struct pl_pair *pair = s->pair;
    bool fit = pair && pair->state != PL_PAIR_WAITING && pair->attempt == attempt &&
               pl_pair_other(pair, s)->user == user;
    return fit ? pair : NULL;
}

struct pl_answer pl_p2p_signal(struct pl_core *core, struct pl_session *s,
                               const struct pl_wire_msg *msg)
{
    const struct pl_wire_p2p_signal *from = &msg->u.p2p_signal;
    struct pl_wire_msg out = {.type = PL_WIRE_P2P_SIGNALLED};
    struct pl_pair *pair = attempt_of(s, from->user, from->attempt);
    size_t i;
    if (!pair)
        return PL_ANSWER_DONE;
    i = pair->ends[1] == s;
    if (pair->signals[i] == SIGNALS_MAX ||
        from->data.len > SIGNAL_BYTES_MAX - pair->signal_bytes[i])
        return PL_REFUSED(PL_GV_ERR_NOENOUGHRESOURCE, .detail = "too much for one attempt");
    pair->signals[i]++;
    pair->signal_bytes[i] += (uint32_t)from->data.len;
    out.u.p2p_signalled.user = s->user;
    out.u.p2p_signalled.attempt = from->attempt;
    out.u.p2p_signalled.data = from->data;
    pl_session_send(core, pair->ends[!i], &out);
    return PL_ANSWER_DONE;
}

struct pl_answer pl_p2p_state(struct pl_core *core, struct pl_session *s,
                              const struct pl_wire_msg *msg)
{
    const struct pl_wire_p2p_state *says = &msg->u.p2p_state;
    struct pl_pair *pair = attempt_of(s, says->user, says->attempt);
    if (!pair)
        return PL_ANSWER_DONE;
    if (says->link == PL_WIRE_P2P_LINK_FAILED) {
        fail(core, pair, PL_GV_ERR_CONNECT_ABORT);
        return PL_ANSWER_DONE;
    }
    pair->connected[pair->ends[1] == s] = true;
    pl_stage_set_direct(core, s, pl_pair_other(pair, s)->id, says->tracks, says->tracks_count);
    if (pair->state == PL_PAIR_TRYING && pair->connected[0] && pair->connected[1]) {
        pair->state = PL_PAIR_UP;
        pair->up_at = core->now;
        pl_heap_disarm(&core->timers, &pair->timer.node);
        fact(core, pair, PL_FACT_P2P_UP, 0);
    }
    return PL_ANSWER_DONE;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Direct connections without any: clients claim by the dice which streams reach them directly, and
 * take their claims back as soon as they cannot be true. */
#include "sim.h"

#include <inttypes.h>

static unsigned bit_of(enum pl_wire_media_kind kind, int32_t stream)
{
    return 1u << ((kind == PL_WIRE_MEDIA_KIND_VIDEO ? 2 : 0) + (stream ? 1 : 0));
}

void sim_direct_init(struct sim *sim)
{
    for (unsigned set = 0; set < SIM_TRACK_SETS; set++) {
        for (unsigned i = 0, n = 0; i < SIM_TRACKS; i++) {
            if (set & 1u << i)
                sim->track_sets[set][n++] = (struct pl_wire_p2p_track){
                    i & 2 ? PL_WIRE_MEDIA_KIND_VIDEO : PL_WIRE_MEDIA_KIND_AUDIO, i & 1};
        }
    }
}

static bool leaves(const struct sim_client *c)
{
    for (size_t i = 0; i < c->pending_count; i++) {
        if (c->pending[i].msg.type == PL_WIRE_LEAVE || c->pending[i].msg.type == PL_WIRE_LOGOUT)
            return true;
    }
    return false;
}

static void say(struct sim *sim, struct sim_client *c, bool failed)
{
    const struct sim_direct *d = &c->direct;
    struct pl_wire_msg msg = {.type = PL_WIRE_P2P_STATE};
    msg.u.p2p_state.user = d->user;
    msg.u.p2p_state.attempt = d->attempt;
    msg.u.p2p_state.link = failed ? PL_WIRE_P2P_LINK_FAILED : PL_WIRE_P2P_LINK_CONNECTED;
    msg.u.p2p_state.tracks = sim->track_sets[d->claims];
    for (unsigned i = 0; i < SIM_TRACKS; i++)
        msg.u.p2p_state.tracks_count += d->claims >> i & 1;
    if (!leaves(c) && !sim_client_request(sim, c, &msg))
        sim_fail(sim, "user %d has no room for a claim", c->user);
}

static bool asked_about(const struct sim_client *c, const struct sim_watch *w)
{
    for (size_t i = 0; i < c->pending_count; i++) {
        const struct pl_wire_msg *m = &c->pending[i].msg;
        if (m->type == PL_WIRE_WATCH && m->u.watch.user == w->user && m->u.watch.kind == w->kind &&
            m->u.watch.stream == w->stream)
            return true;
    }
    return false;
}

/* The streams that may be there: watched, and open as far as is known. */
static unsigned possible(struct sim_client *c)
{
    const struct sim_member *m = sim_client_member(c, c->direct.user);
    unsigned set = 0;
    for (size_t i = 0; m && i < c->watch_count; i++) {
        const struct sim_watch *w = &c->watches[i];
        bool open = w->kind == PL_WIRE_MEDIA_KIND_VIDEO ? m->camera == 2 : m->mic == 1;
        if (w->user == c->direct.user && open && !asked_about(c, w))
            set |= bit_of(w->kind, w->stream);
    }
    return set;
}

void sim_direct_review(struct sim *sim, struct sim_client *c)
{
    unsigned claims = c->direct.claims & possible(c);
    if (claims == c->direct.claims)
        return;
    c->direct.claims = claims;
    say(sim, c, false);
}

bool sim_direct_claims(const struct sim_client *c, const struct sim_watch *w)
{
    return c->direct.user == w->user && c->direct.claims & bit_of(w->kind, w->stream);
}

void sim_direct_act(struct sim *sim, struct sim_client *c)
{
    struct pl_wire_msg msg = {.type = PL_WIRE_P2P_SIGNAL};
    uint64_t dice = sim_below(sim, 16);
    if (dice == 0) {
        msg.type = PL_WIRE_P2P_POLICY;
        msg.u.p2p_policy.policy = (int32_t)sim_below(sim, 4);
    } else if (dice == 1) {
        msg.type = PL_WIRE_P2P_CONNECT;
        msg.u.p2p_connect.user = c->member_count ? c->members[0].user : -2;
        msg.u.p2p_connect.on = !sim_chance(sim, 4);
    } else if (c->direct.user == 0) {
        return;
    } else if (dice < 6) {
        msg.u.p2p_signal.user = c->direct.user;
        msg.u.p2p_signal.attempt = c->direct.attempt;
        msg.u.p2p_signal.data = pl_bytes_str("candidate");
    } else {
        bool failed = dice == 6;
        c->direct.claims = failed ? 0 : possible(c) & (unsigned)sim_below(sim, SIM_TRACK_SETS);
        say(sim, c, failed);
        return;
    }
    (void)sim_client_request(sim, c, &msg);
}

void sim_direct_event(struct sim *sim, struct sim_client *c, const struct pl_wire_msg *msg)
{
    struct sim_direct *d = &c->direct;
    if (msg->type == PL_WIRE_P2P_START) {
        if (d->user != 0 || !sim_client_member(c, msg->u.p2p_start.user))
            sim_fail(sim, "user %d: attempt %d begins during another, or with nobody", c->user,
                     msg->u.p2p_start.attempt);
        *d = (struct sim_direct){msg->u.p2p_start.user, msg->u.p2p_start.attempt, 0};
        if (!sim_chance(sim, 4)) { /* up at once, and all that can come does */
            d->claims = possible(c);
            say(sim, c, false);
        }
    } else if (msg->type == PL_WIRE_P2P_STOP) {
        if (d->attempt != msg->u.p2p_stop.attempt || d->user != msg->u.p2p_stop.user)
            sim_fail(sim, "user %d: end of attempt %d, which does not run", c->user,
                     msg->u.p2p_stop.attempt);
        *d = (struct sim_direct){0, 0, 0};
    } else if (d->user != msg->u.p2p_signalled.user || d->attempt != msg->u.p2p_signalled.attempt) {
        sim_fail(sim, "user %d: signal of attempt %d, which does not run", c->user,
                 msg->u.p2p_signalled.attempt);
    }
}

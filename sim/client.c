/* SPDX-License-Identifier: Apache-2.0 */
/* A client that believes nothing: every message is held against what has been said before. */
#include "sim.h"

#include <inttypes.h>
#include <stdlib.h>

static size_t index_of(struct sim *sim, const struct sim_client *c)
{
    return (size_t)(c - sim->clients);
}

#define FAIL(...) sim_fail_client(sim, c, __VA_ARGS__)

static void sim_fail_client(struct sim *sim, const struct sim_client *c, const char *what,
                            int64_t number)
{
    sim_fail(sim, "client %zu (user %d): %s %" PRId64, index_of(sim, c), c->user, what, number);
}

struct sim_member *sim_client_member(struct sim_client *c, int32_t user)
{
    for (size_t i = 0; i < c->member_count; i++) {
        if (c->members[i].user == user)
            return &c->members[i];
    }
    return NULL;
}

static void leave_room(struct sim_client *c)
{
    c->room = 0;
    c->member_count = 0;
    c->watch_count = 0;
    c->private_count = 0;
    c->direct = (struct sim_direct){0, 0, 0};
}

void sim_client_reset(struct sim_client *c)
{
    bool h264 = c->h264;
    memset(c, 0, sizeof(*c));
    c->h264 = h264;
    c->next_id = 1;
}

bool sim_client_settled(const struct sim_client *c)
{
    return c->state == SIM_ONLINE && c->pending_count == 0;
}

void sim_client_lost(struct sim *sim, struct sim_client *c)
{
    c->link = 0;
    if (c->state == SIM_GREETING || c->state == SIM_GIVEN_UP) {
        sim_client_reset(c);
    } else if (c->state == SIM_ONLINE || c->state == SIM_RESUMING) {
        c->state = SIM_DOWN;
        /* Mostly a short break, sometimes longer than the grace time of 30 s. */
        sim_schedule(sim,
                     sim->now + (sim_chance(sim, 5) ? PL_MS(25000 + sim_below(sim, 15000))
                                                    : PL_MS(sim_below(sim, 5000))),
                     (struct sim_event){.what = SIM_RECONNECT, .client = index_of(sim, c)},
                     (struct pl_bytes){NULL, 0});
    }
}

/* ---- members ---- */

static void add_member(struct sim *sim, struct sim_client *c, const struct pl_wire_user *u,
                       uint32_t next_text)
{
    if (u->id == c->user || sim_client_member(c, u->id) || u->id == 0 || u->id == -1)
        FAIL("enter of a user who is here already:", u->id);
    else if (c->member_count == SIM_MEMBERS)
        FAIL("too many members:", u->id);
    else
        c->members[c->member_count++] = (struct sim_member){
            u->id, u->camera, u->mic, u->has_chat_mode ? u->chat_mode : 0, next_text};
}

static void on_entered(struct sim *sim, struct sim_client *c, const struct pl_wire_entered *e)
{
    if (c->room != 0)
        FAIL("entered twice, room", e->room);
    c->room = e->room;
    c->said = 0;
    c->told_camera = c->camera;
    c->told_mic = c->mic;
    c->told_mode = c->mode;
    for (size_t i = 0; i < e->members_count; i++)
        add_member(sim, c, &e->members[i], 0);
}

static void on_user_left(struct sim *sim, struct sim_client *c, int32_t user)
{
    struct sim_member *m = sim_client_member(c, user);
    if (user == c->direct.user)
        FAIL("leave of the other end of a direct connection, user", user);
    if (!sim_private_is_over(c, user))
        FAIL("leave in the middle of a private chat of user", user);
    if (m)
        *m = c->members[--c->member_count];
    else
        FAIL("leave of an unknown user", user);
}

static void on_user_state(struct sim *sim, struct sim_client *c, const struct pl_wire_user_state *s)
{
    struct sim_member *m = sim_client_member(c, s->user);
    if (s->user == c->user && c->room != 0) {
        c->told_camera = s->camera;
        c->told_mic = s->mic;
        return;
    }
    if (!m) {
        FAIL("state of an unknown user", s->user);
        return;
    }
    m->camera = s->camera;
    m->mic = s->mic;
    sim_direct_review(sim, c);
}

/* "p 7": seventh text of the sender's stay that everybody sees; "s": a secret one. */
static void on_text(struct sim *sim, struct sim_client *c, const struct pl_wire_text_received *t)
{
    struct sim_member *m = sim_client_member(c, t->from);
    uint32_t n = t->text.len > 2 ? (uint32_t)strtoul((const char *)t->text.data + 2, NULL, 10) : 0;
    if (!m) {
        FAIL("text from an unknown user", t->from);
        return;
    }
    if (t->secret) {
        if (t->to != c->user || t->text.data[0] != 's')
            FAIL("a secret for somebody else from", t->from);
        return;
    }
    if (t->text.data[0] != 'p')
        FAIL("a secret told to all by", t->from);
    if (m->next_text != 0 && n != m->next_text)
        FAIL("text out of order from", t->from);
    m->next_text = n + 1;
}

/* ---- answers ---- */

static void remember_watch(struct sim_client *c, const struct pl_wire_watch *w)
{
    size_t i = 0;
    while (i < c->watch_count && (c->watches[i].user != w->user || c->watches[i].kind != w->kind ||
                                  c->watches[i].stream != w->stream))
        i++;
    if (w->on && i == c->watch_count && i < SIM_WATCHES)
        c->watches[c->watch_count++] = (struct sim_watch){w->user, w->kind, w->stream};
    else if (!w->on && i < c->watch_count)
        c->watches[i] = c->watches[--c->watch_count];
}

static void on_done(struct sim *sim, struct sim_client *c, const struct pl_wire_msg *request)
{
    switch (request->type) {
    case PL_WIRE_LEAVE:
        leave_room(c);
        break;
    case PL_WIRE_STATE:
        c->camera = request->u.state.camera;
        c->mic = request->u.state.mic;
        if (c->room != 0 && (c->told_camera != c->camera || c->told_mic != c->mic))
            FAIL("was not told of its own state, request", request->id);
        break;
    case PL_WIRE_WATCH:
        remember_watch(c, &request->u.watch);
        break;
    case PL_WIRE_LOGOUT:
        leave_room(c);
        c->call = (struct sim_call){SIM_CALL_NONE, 0};
        c->place = (struct sim_place){.role = 0};
        c->user = 0;
        c->state = SIM_GIVEN_UP; /* until the link is closed */
        break;
    case PL_WIRE_CHAT_MODE:
    case PL_WIRE_PRIVATE_REQUEST:
    case PL_WIRE_PRIVATE_ANSWER:
    case PL_WIRE_PRIVATE_EXIT:
        sim_private_done(sim, c, request);
        break;
    case PL_WIRE_CALL_REQUEST:
    case PL_WIRE_CALL_ANSWER:
    case PL_WIRE_CALL_FINISH:
        sim_call_done(c, request);
        break;
    case PL_WIRE_TEXT:
    case PL_WIRE_VIEW:
    case PL_WIRE_SUB_ANSWER:
    case PL_WIRE_MEDIA_RESTART:
    case PL_WIRE_P2P_POLICY:
    case PL_WIRE_P2P_CONNECT:
    case PL_WIRE_P2P_SIGNAL:
    case PL_WIRE_P2P_STATE:
    case PL_WIRE_FILE_END:
    case PL_WIRE_FILE_CLOSE:
    case PL_WIRE_OBJECT_SET:
    case PL_WIRE_OBJECT_CONTROL:
    case PL_WIRE_SERVICE_NOTE:
    case PL_WIRE_SERVICE_INTAKE:
        break;
    default:
        FAIL("done is no answer to a message of type", request->type);
        break;
    }
}

/* Which refusals an honest client can meet. */
static bool refusal_is_fair(struct sim_client *c, const struct pl_wire_msg *request, int code)
{
    switch (request->type) {
    case PL_WIRE_ENTER:
    case PL_WIRE_ENTER_NAME:
        return code == (c->room ? 307 : 302) || code == (c->room ? 308 : 301);
    case PL_WIRE_TEXT:
        return (code == 205 || code == 23) && request->u.text.secret; /* 23: away for long */
    case PL_WIRE_PRIVATE_REQUEST:
    case PL_WIRE_PRIVATE_ANSWER:
        return sim_private_refusal_is_fair(c, request, code);
    case PL_WIRE_CALL_REQUEST:
        return sim_call_refusal_is_fair(c, request, code);
    case PL_WIRE_OBJECT_CONTROL:
        return sim_counter_refusal_is_fair(request, code);
    case PL_WIRE_SERVICE_NOTE:
    case PL_WIRE_SERVICE_INTAKE:
        return sim_service_refusal_is_fair(request, code);
    case PL_WIRE_P2P_CONNECT:
        return code == 20 || code == 205;
    case PL_WIRE_PUB_OFFER:
        return code == 3 || code == 21 || code == 23;
    case PL_WIRE_FILE_OFFER:
        return code == 205 || code == 700;
    case PL_WIRE_FILE_END:
    case PL_WIRE_FILE_CLOSE:
        return code == 701; /* the other end was quicker */
    case PL_WIRE_LOGIN:
        return code == 203; /* 20 logins a minute */
    default:
        return false;
    }
}

static void on_answer(struct sim *sim, struct sim_client *c, const struct pl_wire_msg *msg,
                      const struct pl_wire_msg *request)
{
    int reply = pl_wire_desc(request->type)->reply;
    if (msg->type == PL_WIRE_ERROR) {
        if (!refusal_is_fair(c, request, msg->u.error.code))
            FAIL("refused without reason:", msg->u.error.code);
        return;
    }
    if ((int)msg->type != reply) {
        FAIL("an answer of the wrong kind to request", msg->re);
        return;
    }
    if (msg->type == PL_WIRE_DONE) {
        on_done(sim, c, request);
    } else if (msg->type == PL_WIRE_LOGGED_IN) {
        c->user = msg->u.logged_in.self.id;
    } else if (msg->type == PL_WIRE_ENTERED) {
        on_entered(sim, c, &msg->u.entered);
    } else if (msg->type == PL_WIRE_FILE_OPENED) {
        sim_file_opened(sim, c, request, msg->u.file_opened.transfer);
    }
}

static void on_reply(struct sim *sim, struct sim_client *c, const struct pl_wire_msg *msg)
{
    size_t i = 0;
    struct pl_wire_msg request;
    while (i < c->pending_count && c->pending[i].msg.id != msg->re)
        i++;
    if (i == c->pending_count) {
        FAIL("an answer that was not waited for:", msg->re);
        return;
    }
    /* Only a publishing offer may be overtaken by later requests. */
    for (size_t k = 0; k < i; k++) {
        if (c->pending[k].msg.type != PL_WIRE_PUB_OFFER)
            FAIL("answered out of order:", msg->re);
    }
    request = c->pending[i].msg;
    c->pending_count--;
    memmove(&c->pending[i], &c->pending[i + 1], (c->pending_count - i) * sizeof(c->pending[0]));
    for (size_t k = i; k < c->pending_count; k++) { /* texts moved along */
        if (c->pending[k].msg.type == PL_WIRE_TEXT)
            c->pending[k].msg.u.text.text = pl_bytes_str(c->pending[k].text);
    }
    on_answer(sim, c, msg, &request);
}

/* ---- events ---- */

static void on_sub_offer(struct sim *sim, struct sim_client *c, const struct pl_wire_sub_offer *o)
{
    struct pl_wire_msg answer = {.type = PL_WIRE_SUB_ANSWER};
    if (c->room == 0)
        FAIL("an offer outside a room, version", o->version);
    for (size_t i = 0; i < c->pending_count; i++) {
        enum pl_wire_type t = c->pending[i].msg.type;
        if (t == PL_WIRE_LEAVE || t == PL_WIRE_LOGOUT)
            return; /* answering would come too late */
    }
    answer.u.sub_answer.version = o->version;
    answer.u.sub_answer.sdp = pl_bytes_str("v=0 answer");
    if (c->pending_count < SIM_PENDING / 2)
        (void)sim_client_request(sim, c, &answer);
}

static void on_event(struct sim *sim, struct sim_client *c, const struct pl_wire_msg *msg)
{
    switch (msg->type) {
    case PL_WIRE_USER_ENTERED:
        if (c->room == 0)
            FAIL("enter outside a room of", msg->u.user_entered.user.id);
        add_member(sim, c, &msg->u.user_entered.user, 1);
        break;
    case PL_WIRE_USER_LEFT:
        on_user_left(sim, c, msg->u.user_left.user);
        break;
    case PL_WIRE_USER_STATE:
        on_user_state(sim, c, &msg->u.user_state);
        break;
    case PL_WIRE_TEXT_RECEIVED:
        on_text(sim, c, &msg->u.text_received);
        break;
    case PL_WIRE_SUB_OFFER:
        on_sub_offer(sim, c, &msg->u.sub_offer);
        break;
    case PL_WIRE_P2P_START:
    case PL_WIRE_P2P_STOP:
    case PL_WIRE_P2P_SIGNALLED:
        sim_direct_event(sim, c, msg);
        break;
    case PL_WIRE_PRIVATE_REQUESTED:
    case PL_WIRE_PRIVATE_ANSWERED:
    case PL_WIRE_PRIVATE_ENDED:
    case PL_WIRE_CHAT_MODE_CHANGED:
        sim_private_event(sim, c, msg);
        break;
    case PL_WIRE_CALL_REQUESTED:
    case PL_WIRE_CALL_ANSWERED:
    case PL_WIRE_CALL_STARTED:
    case PL_WIRE_CALL_FINISHED:
        sim_call_event(sim, c, msg);
        break;
    case PL_WIRE_OBJECTS:
        sim_counter_event(sim, c, msg);
        break;
    case PL_WIRE_SERVICE:
    case PL_WIRE_SERVICE_DATA:
    case PL_WIRE_SERVICE_OVER:
        sim_service_event(sim, c, msg);
        break;
    case PL_WIRE_FILE_OFFERED:
    case PL_WIRE_FILE_ENDED:
    case PL_WIRE_FILE_CLOSED:
        sim_file_event(sim, c, msg);
        break;
    case PL_WIRE_CLOSING:
        sim_client_reset(c);
        break;
    case PL_WIRE_PUB_CODEC:
    case PL_WIRE_MEDIA_FAILED:
    case PL_WIRE_DRAINING:
        break;
    default:
        FAIL("an event that is none, type", msg->type);
        break;
    }
}

/* ---- the link's own messages ---- */

static void on_welcome(struct sim *sim, struct sim_client *c, const struct pl_wire_welcome *w)
{
    if (c->state != SIM_GREETING)
        FAIL("welcome in state", c->state);
    c->state = SIM_ONLINE;
    (void)pl_bytes_to_str(w->token, c->token, sizeof(c->token));
}

static void on_resumed(struct sim *sim, struct sim_client *c, int64_t last_id)
{
    if (c->state != SIM_RESUMING)
        FAIL("resumed in state", c->state);
    c->state = SIM_ONLINE;
    /* Some do not trust last_id: what was handled already must not happen twice. */
    sim_client_send_pending(sim, c, sim_chance(sim, 4) ? 0 : last_id);
    sim_file_resumed(sim, c);
}

/* Not resumed: the session is over, and what was waited for will not come. */
static bool on_bare_error(struct sim *sim, struct sim_client *c, const struct pl_wire_msg *msg)
{
    uint64_t link = c->link;
    if (msg->type != PL_WIRE_ERROR || (c->state != SIM_RESUMING && c->state != SIM_GREETING))
        return false;
    /* 209: somebody signed in under this name while the link was lost. */
    if (c->state == SIM_RESUMING && msg->u.error.code != 101 && msg->u.error.code != 209)
        FAIL("resume refused with", msg->u.error.code);
    if (c->state == SIM_RESUMING && msg->seq != c->last_seq + 1)
        FAIL("refusal of a resume is numbered", msg->seq);
    sim_client_reset(c);
    sim_net_client_closes(sim, link);
    return true;
}

void sim_client_receive(struct sim *sim, struct sim_client *c, struct pl_bytes text)
{
    struct pl_wire_msg msg;
    struct pl_wire_problem why;
    if (pl_wire_read(PL_WIRE_FROM_SERVER, text, &sim->arena, &msg, &why) != PL_OK) {
        FAIL("a message that cannot be read, bytes", (int64_t)text.len);
        return;
    }
    if (msg.type == PL_WIRE_WELCOME) {
        on_welcome(sim, c, &msg.u.welcome);
        return;
    }
    if (msg.type == PL_WIRE_RESUMED) {
        on_resumed(sim, c, msg.u.resumed.last_id);
        return;
    }
    if (msg.type == PL_WIRE_PONG || on_bare_error(sim, c, &msg))
        return;
    if (c->state != SIM_ONLINE)
        FAIL("a numbered message outside a session:", msg.seq);
    if (msg.seq != c->last_seq + 1)
        FAIL("a gap or a repetition at seq", msg.seq);
    c->last_seq = msg.seq;
    if (msg.re != 0)
        on_reply(sim, c, &msg);
    else
        on_event(sim, c, &msg);
    sim_file_review(sim, c);
}

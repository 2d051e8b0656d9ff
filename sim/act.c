/* SPDX-License-Identifier: Apache-2.0 */
/* What clients do, by the dice. */
#include "sim.h"

#include <stdio.h>

static const char *const names[] = {"ann", "bob", "cat", "dan", "eve", "fox"};
static const char *const room_names[SIM_ROOMS] = {"sky", "sea", "sun"};

static size_t index_of(struct sim *sim, const struct sim_client *c)
{
    return (size_t)(c - sim->clients);
}

/* ---- sending ---- */

void sim_client_send(struct sim *sim, struct sim_client *c, const struct pl_wire_msg *msg)
{
    uint8_t text[1024];
    struct pl_writer w = pl_writer_of(text, sizeof(text));
    if (pl_wire_write(msg, &w) != PL_OK)
        sim_fail(sim, "client %zu cannot write a message of type %d", index_of(sim, c), msg->type);
    else if (c->link != 0)
        sim_net_up(sim, c->link, pl_writer_done(&w));
}

struct sim_request *sim_client_request(struct sim *sim, struct sim_client *c,
                                       const struct pl_wire_msg *msg)
{
    struct sim_request *r;
    if (c->pending_count == SIM_PENDING)
        return NULL;
    r = &c->pending[c->pending_count++];
    r->msg = *msg;
    r->msg.id = c->next_id++;
    if (msg->type == PL_WIRE_TEXT) {
        (void)pl_bytes_to_str(msg->u.text.text, r->text, sizeof(r->text));
        r->msg.u.text.text = pl_bytes_str(r->text);
    }
    if (c->state == SIM_ONLINE)
        sim_client_send(sim, c, &r->msg);
    return r;
}

void sim_client_send_pending(struct sim *sim, struct sim_client *c, int64_t after)
{
    for (size_t i = 0; i < c->pending_count; i++) {
        if (c->pending[i].msg.id > after)
            sim_client_send(sim, c, &c->pending[i].msg);
    }
}

/* ---- coming and going ---- */

static void connect(struct sim *sim, struct sim_client *c)
{
    static const struct pl_bytes codecs[] = {{(const uint8_t *)"VP8", 3},
                                             {(const uint8_t *)"H264", 4}};
    struct pl_wire_msg hello = {.type = PL_WIRE_HELLO};
    size_t index = index_of(sim, c);
    sim_client_reset(c);
    c->h264 = !sim_chance(sim, 4);
    c->state = SIM_GREETING;
    c->link = sim_net_open(sim, index);
    hello.id = c->next_id++;
    hello.u.hello.sdk = pl_bytes_str("sim");
    hello.u.hello.has_video = true;
    hello.u.hello.video = codecs;
    hello.u.hello.video_count = c->h264 ? 2 : 1;
    hello.u.hello.has_p2p = !sim_chance(sim, 4);
    hello.u.hello.p2p = hello.u.hello.has_p2p ? 1 : 0;
    sim_client_send(sim, c, &hello);
}

void sim_client_reconnect(struct sim *sim, size_t index)
{
    struct sim_client *c = &sim->clients[index];
    struct pl_wire_msg resume = {.type = PL_WIRE_RESUME};
    if (c->state != SIM_DOWN)
        return;
    c->state = SIM_RESUMING;
    c->link = sim_net_open(sim, index);
    resume.id = c->next_id++;
    resume.u.resume.token = pl_bytes_str(c->token);
    resume.u.resume.seq = c->last_seq;
    sim_client_send(sim, c, &resume);
}

void sim_client_give_up(struct sim *sim, struct sim_client *c)
{
    if (c->link != 0)
        sim_net_cut(sim, c->link);
    sim_client_reset(c);
}

static void login(struct sim *sim, struct sim_client *c)
{
    struct pl_wire_msg msg = {.type = PL_WIRE_LOGIN};
    bool guest = sim_chance(sim, 3);
    msg.u.login.name = pl_bytes_str(names[sim_below(sim, sizeof(names) / sizeof(names[0]))]);
    msg.u.login.has_password = !guest;
    msg.u.login.password = pl_bytes_str(guest ? "" : "x");
    (void)sim_client_request(sim, c, &msg);
}

static void enter(struct sim *sim, struct sim_client *c)
{
    struct pl_wire_msg msg = {.type = PL_WIRE_ENTER};
    if (sim_chance(sim, 5)) {
        msg.type = PL_WIRE_ENTER_NAME;
        msg.u.enter_name.name = pl_bytes_str(room_names[sim_below(sim, SIM_ROOMS)]);
    } else {
        /* Mostly the first, so that it fills up. */
        msg.u.enter.room = sim_chance(sim, 4) ? (int32_t)(1 + sim_below(sim, SIM_ROOMS)) : 1;
    }
    (void)sim_client_request(sim, c, &msg);
}

/* ---- inside a room ---- */

static int32_t somebody(struct sim *sim, struct sim_client *c)
{
    return c->member_count ? c->members[sim_below(sim, c->member_count)].user : -2;
}

static void say(struct sim *sim, struct sim_client *c)
{
    char text[48];
    struct pl_wire_msg msg = {.type = PL_WIRE_TEXT};
    msg.u.text.secret = c->member_count > 0 && sim_chance(sim, 3);
    msg.u.text.to = msg.u.text.secret ? somebody(sim, c) : -1;
    snprintf(text, sizeof(text), "%c %u", msg.u.text.secret ? 's' : 'p', c->said + 1);
    msg.u.text.text = pl_bytes_str(text);
    if (sim_client_request(sim, c, &msg) && !msg.u.text.secret)
        c->said++;
}

static void show(struct sim *sim, struct sim_client *c)
{
    struct pl_wire_msg msg = {.type = PL_WIRE_STATE};
    msg.u.state.camera = (int32_t)sim_below(sim, 3);
    msg.u.state.mic = (int32_t)sim_below(sim, 2);
    (void)sim_client_request(sim, c, &msg);
}

static void watch(struct sim *sim, struct sim_client *c)
{
    struct pl_wire_msg msg = {.type = PL_WIRE_WATCH};
    msg.u.watch.user = sim_chance(sim, 4) ? (int32_t)(1 + sim_below(sim, 6)) : somebody(sim, c);
    msg.u.watch.kind = sim_chance(sim, 2) ? PL_WIRE_MEDIA_KIND_AUDIO : PL_WIRE_MEDIA_KIND_VIDEO;
    msg.u.watch.has_stream = true;
    msg.u.watch.stream = sim_chance(sim, 4) ? 1 : 0;
    msg.u.watch.on = !sim_chance(sim, 3);
    if (msg.u.watch.user == c->user || c->watch_count + c->pending_count >= SIM_WATCHES)
        return;
    (void)sim_client_request(sim, c, &msg);
    sim_direct_review(sim, c);
}

/* Few sizes, so that the same comes again; also of pictures that are not watched. What a request
 * points at has to stay, since it may be sent again. */
static void view(struct sim *sim, struct sim_client *c)
{
#define SEEN(user, stream, size, visible)                                                          \
    {                                                                                              \
        user, true, stream, 16 * (size), 9 * (size), visible                                       \
    }
    static const struct pl_wire_stream_view views[] = {
        SEEN(1, 0, 10, true),  SEEN(2, 0, 20, true),  SEEN(3, 0, 10, true), SEEN(4, 1, 20, false),
        SEEN(5, 0, 20, true),  SEEN(6, 0, 0, true),   SEEN(1, 0, 0, false), SEEN(2, 0, 10, true),
        SEEN(3, 0, 10, false), SEEN(4, 0, 20, true),  SEEN(5, 0, 20, true), SEEN(6, 0, 20, false),
        SEEN(1, 1, 40, true),  SEEN(2, 0, 20, false), SEEN(3, 0, 10, true), SEEN(7, 0, 10, true)};
#undef SEEN
    struct pl_wire_msg msg = {.type = PL_WIRE_VIEW};
    msg.u.view.views = &views[sim_below(sim, sizeof(views) / sizeof(views[0]) - 3)];
    msg.u.view.views_count = sim_below(sim, 4);
    (void)sim_client_request(sim, c, &msg);
}

static void publish(struct sim *sim, struct sim_client *c)
{
    static const struct pl_wire_pub_track tracks[] = {
        {{(const uint8_t *)"0", 1}, PL_WIRE_MEDIA_KIND_AUDIO, 0},
        {{(const uint8_t *)"1", 1}, PL_WIRE_MEDIA_KIND_VIDEO, 0},
    };
    struct pl_wire_msg msg = {.type = PL_WIRE_PUB_OFFER};
    msg.u.pub_offer.sdp = pl_bytes_str("v=0 offer");
    msg.u.pub_offer.tracks = tracks;
    msg.u.pub_offer.tracks_count = sim_chance(sim, 3) ? 1 : 2;
    (void)sim_client_request(sim, c, &msg);
}

static void simple(struct sim *sim, struct sim_client *c, enum pl_wire_type type)
{
    struct pl_wire_msg msg = {.type = type};
    if (type == PL_WIRE_LEAVE)
        msg.u.leave.room = sim_chance(sim, 2) ? -1 : c->room;
    if (type == PL_WIRE_MEDIA_RESTART)
        msg.u.media_restart.peer = sim_chance(sim, 2) ? PL_WIRE_PEER_PUB : PL_WIRE_PEER_SUB;
    (void)sim_client_request(sim, c, &msg);
}

static void act_in_room(struct sim *sim, struct sim_client *c)
{
    if (sim_chance(sim, 6)) {
        sim_direct_act(sim, c);
        return;
    }
    if (sim_chance(sim, 7)) {
        sim_file_act(sim, c);
        return;
    }
    switch (sim_below(sim, 32)) {
    case 0:
        simple(sim, c, PL_WIRE_LEAVE);
        break;
    case 1:
        simple(sim, c, PL_WIRE_MEDIA_RESTART);
        break;
    case 2:
        enter(sim, c); /* 307 or 308 */
        break;
    case 3:
    case 4:
    case 5:
        publish(sim, c);
        break;
    case 6:
    case 7:
    case 8:
    case 9:
        show(sim, c);
        break;
    case 10:
    case 11:
    case 12:
    case 13:
    case 14:
        watch(sim, c);
        break;
    case 15:
    case 16:
        view(sim, c);
        break;
    case 17:
    case 18:
    case 19:
    case 20:
        sim_private_act(sim, c);
        break;
    default:
        say(sim, c);
        break;
    }
}

/* ---- one move ---- */

/* After these nothing that depends on them is asked before their answer. */
static bool waits(const struct sim_client *c)
{
    for (size_t i = 0; i < c->pending_count; i++) {
        enum pl_wire_type t = c->pending[i].msg.type;
        if (t == PL_WIRE_LOGIN || t == PL_WIRE_ENTER || t == PL_WIRE_ENTER_NAME ||
            t == PL_WIRE_LEAVE || t == PL_WIRE_LOGOUT)
            return true;
    }
    return c->pending_count > 8;
}

static void acknowledge(struct sim *sim, struct sim_client *c)
{
    struct pl_wire_msg ack = {.type = PL_WIRE_ACK, .u.ack.seq = c->last_seq};
    struct pl_wire_msg ping = {.type = PL_WIRE_PING};
    sim_client_send(sim, c, &ack);
    sim_client_send(sim, c, &ping);
    c->acked = c->last_seq;
}

/* The link breaks: the client notices at once, the server when it will. */
static void lose_link(struct sim *sim, struct sim_client *c)
{
    sim_net_cut(sim, c->link);
    sim_client_lost(sim, c);
}

static void act_online(struct sim *sim, struct sim_client *c)
{
    if (sim_chance(sim, 40)) {
        lose_link(sim, c);
    } else if (sim_chance(sim, 150)) {
        sim_client_give_up(sim, c);
    } else if (sim_chance(sim, 5)) {
        acknowledge(sim, c);
    } else if (waits(c)) {
        return;
    } else if (c->user == 0) {
        login(sim, c);
    } else if (sim_chance(sim, 60)) {
        simple(sim, c, PL_WIRE_LOGOUT);
    } else if (sim_chance(sim, 14)) {
        sim_call_act(sim, c);
    } else if (sim_chance(sim, 8)) {
        sim_counter_act(sim, c);
    } else if (c->room == 0) {
        enter(sim, c);
    } else {
        act_in_room(sim, c);
    }
}

void sim_client_act(struct sim *sim, size_t index)
{
    struct sim_client *c = &sim->clients[index];
    switch (c->state) {
    case SIM_IDLE:
        connect(sim, c);
        break;
    case SIM_ONLINE:
        act_online(sim, c);
        break;
    case SIM_GREETING:
    case SIM_RESUMING:
        if (sim_chance(sim, 20))
            lose_link(sim, c);
        break;
    case SIM_DOWN: /* pages go on asking while the link is down */
        if (c->room != 0 && !waits(c) && sim_chance(sim, 4))
            say(sim, c);
        break;
    case SIM_GIVEN_UP: /* logged out: the server closes */
        break;
    }
}

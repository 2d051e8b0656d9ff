/* SPDX-License-Identifier: Apache-2.0 */
/* The session of a simulated client: what a page's SDK says, and when. */
#include "load/peer.h"

#include "io/clock.h"

#include <stdlib.h>

/* From the opening of the link to the first media. */
#define JOIN_US PL_SEC(20)
#define TICK_US PL_SEC(1)

enum {
    ACK_EVERY = 32, /* messages */
    PUBLISHER = 'p',
    SUBSCRIBER = 's',
    CAMERA_OPEN = 2,
    CAMERA_NONE = 0,
};

static void arm(struct pl_load_peer *p, pl_time_us at)
{
    if (pl_heap_arm(&p->load->peer_timers, &p->timer, at))
        pl_load_peer_fail(p, "out of memory");
}

static void count_reason(struct pl_load_result *r, const char *why)
{
    size_t i = 0;
    while (i + 1 < PL_LOAD_REASONS_MAX && r->reasons[i].count > 0 &&
           strcmp(r->reasons[i].text, why) != 0)
        i++;
    if (r->reasons[i].count == 0)
        snprintf(r->reasons[i].text, sizeof(r->reasons[i].text), "%s", why);
    r->reasons[i].count++;
}

static bool active(const struct pl_load_peer *p)
{
    return p->state == PL_LOAD_PEER_JOINING || p->state == PL_LOAD_PEER_JOINED;
}

/* Ends everything of it but the link. */
static void stop(struct pl_load_peer *p, enum pl_load_peer_state state)
{
    p->state = state;
    pl_heap_disarm(&p->load->peer_timers, &p->timer);
    pl_load_conn_finish(&p->pub);
    pl_load_conn_finish(&p->sub);
}

void pl_load_peer_fail(struct pl_load_peer *p, const char *why)
{
    struct pl_load_result *r = &p->load->result;
    if (!active(p))
        return;
    if (p->state == PL_LOAD_PEER_JOINED)
        r->lost++;
    else
        r->failed++;
    count_reason(r, why);
    /* The present call may come from inside of a connection or the link: they end with the turn. */
    p->state = PL_LOAD_PEER_FAILED;
    arm(p, 0);
}

void pl_load_peer_joined(struct pl_load_peer *p, pl_time_us now)
{
    struct pl_load_result *r = &p->load->result;
    if (p->state != PL_LOAD_PEER_JOINING)
        return;
    p->state = PL_LOAD_PEER_JOINED;
    r->joined++;
    if (p->watches)
        pl_histogram_add(&r->join, now > p->login_at ? now - p->login_at : 0);
}

/* ---- saying ---- */

static void say(struct pl_load_peer *p, struct pl_wire_msg msg)
{
    struct pl_writer w = pl_writer_of(p->load->text, PL_LOAD_TEXT_BYTES);
    if (p->ws.state != PL_WS_CLIENT_OPEN)
        return;
    if (pl_wire_desc(msg.type)->numbered)
        msg.id = p->next_id++;
    if (pl_wire_write(&msg, &w) || pl_ws_client_send(&p->ws, pl_writer_done(&w)))
        pl_load_peer_fail(p, "a message could not be sent");
}

static void say_hello(struct pl_load_peer *p)
{
    static const struct pl_bytes codecs[] = {{(const uint8_t *)"VP8", 3}};
    say(p, (struct pl_wire_msg){.type = PL_WIRE_HELLO,
                                .u.hello = {.sdk = pl_bytes_str("parlor-load " PL_VERSION),
                                            .has_video = true,
                                            .video = codecs,
                                            .video_count = 1}});
}

/* The name tells the others of the run what to expect of it. */
static void say_login(struct pl_load_peer *p, pl_time_us now)
{
    char name[48];
    snprintf(name, sizeof(name), "load-%c-%u", p->publishes ? PUBLISHER : SUBSCRIBER, p->number);
    p->login_at = now;
    say(p, (struct pl_wire_msg){.type = PL_WIRE_LOGIN, .u.login = {.name = pl_bytes_str(name)}});
}

static void say_watch(struct pl_load_peer *p, const struct pl_wire_user *user)
{
    const struct pl_load_options *o = p->load->options;
    static const char wanted[] = {'l', 'o', 'a', 'd', '-', PUBLISHER, '-', '\0'};
    struct pl_wire_msg msg = {.type = PL_WIRE_WATCH,
                              .u.watch = {.user = user->id, .has_stream = true, .on = true}};
    if (!p->watches || user->name.len < sizeof(wanted) - 1 ||
        memcmp(user->name.data, wanted, sizeof(wanted) - 1) != 0)
        return;
    msg.u.watch.kind = PL_WIRE_MEDIA_KIND_AUDIO;
    if (o->audio)
        say(p, msg);
    msg.u.watch.kind = PL_WIRE_MEDIA_KIND_VIDEO;
    if (o->video_kbps > 0)
        say(p, msg);
}

/* Offers what it publishes; again whenever the server asks for it. */
static void say_offer(struct pl_load_peer *p)
{
    struct pl_wire_pub_track tracks[2] = {0};
    struct pl_rtc_client *rtc = p->pub.rtc;
    uint8_t *sdp = malloc(PL_LIMIT_CLIENT_SDP_BYTES);
    size_t len = 0;
    if (!sdp || pl_rtc_offer(rtc, sdp, PL_LIMIT_CLIENT_SDP_BYTES, &len)) {
        pl_load_peer_fail(p, "no offer could be made");
    } else {
        for (size_t i = 0; i < rtc->track_count; i++) {
            tracks[i].mid = pl_bytes_str(rtc->tracks[i]->mid);
            tracks[i].kind = rtc->tracks[i]->kind == PL_MEDIA_AUDIO ? PL_WIRE_MEDIA_KIND_AUDIO
                                                                    : PL_WIRE_MEDIA_KIND_VIDEO;
        }
        say(p, (struct pl_wire_msg){.type = PL_WIRE_PUB_OFFER,
                                    .u.pub_offer = {.sdp = pl_bytes_of(sdp, len),
                                                    .tracks = tracks,
                                                    .tracks_count = rtc->track_count}});
    }
    free(sdp);
}

static void publish(struct pl_load_peer *p)
{
    const struct pl_load_options *o = p->load->options;
    if (pl_load_conn_open(&p->pub) || pl_load_conn_publish(&p->pub)) {
        pl_load_peer_fail(p, "out of memory");
        return;
    }
    say(p, (struct pl_wire_msg){.type = PL_WIRE_STATE,
                                .u.state = {.camera = o->video_kbps > 0 ? CAMERA_OPEN : CAMERA_NONE,
                                            .mic = o->audio}});
    say_offer(p);
}

/* ---- hearing ---- */

static void hear_entered(struct pl_load_peer *p, const struct pl_wire_entered *entered)
{
    for (size_t i = 0; i < entered->members_count; i++)
        say_watch(p, &entered->members[i]);
    if (p->publishes)
        publish(p);
}

static void hear_pub_answer(struct pl_load_peer *p, pl_time_us now, struct pl_bytes sdp)
{
    if (!p->pub.rtc || pl_rtc_take_answer(p->pub.rtc, now, sdp))
        pl_load_peer_fail(p, "the server's answer cannot be used");
    else if (pl_load_conn_connect(&p->pub, now))
        pl_load_peer_fail(p, "no UDP socket");
}

static void hear_sub_offer(struct pl_load_peer *p, pl_time_us now,
                           const struct pl_wire_sub_offer *offer)
{
    uint8_t *sdp = malloc(PL_LOAD_SDP_BYTES);
    size_t len = 0;
    if (!sdp || ((offer->fresh || !p->sub.rtc) && pl_load_conn_open(&p->sub))) {
        pl_load_peer_fail(p, "out of memory");
    } else if (pl_rtc_answer(p->sub.rtc, now, offer->sdp, sdp, PL_LOAD_SDP_BYTES, &len)) {
        pl_load_peer_fail(p, "the server's offer cannot be used");
    } else {
        say(p, (struct pl_wire_msg){
                   .type = PL_WIRE_SUB_ANSWER,
                   .u.sub_answer = {.version = offer->version, .sdp = pl_bytes_of(sdp, len)}});
        if (pl_load_conn_connect(&p->sub, now))
            pl_load_peer_fail(p, "no UDP socket");
    }
    free(sdp);
}

static void hear_refusal(struct pl_load_peer *p, const char *what, int code, struct pl_bytes detail)
{
    char why[PL_LOAD_REASON_BYTES], text[80];
    pl_bytes_to_str(detail, text, sizeof(text));
    snprintf(why, sizeof(why), "%s %d%s%s", what, code, text[0] ? ": " : "", text);
    pl_load_peer_fail(p, why);
}

static void hear(struct pl_load_peer *p, pl_time_us now, const struct pl_wire_msg *m)
{
    switch ((int)m->type) {
    case PL_WIRE_WELCOME:
        p->ping_us = PL_MS(m->u.welcome.ping_ms);
        p->ping_at = now + p->ping_us;
        say_login(p, now);
        break;
    case PL_WIRE_LOGGED_IN:
        say(p, (struct pl_wire_msg){.type = PL_WIRE_ENTER, .u.enter = {.room = (int)p->room}});
        break;
    case PL_WIRE_ENTERED:
        hear_entered(p, &m->u.entered);
        break;
    case PL_WIRE_USER_ENTERED:
        say_watch(p, &m->u.user_entered.user);
        break;
    case PL_WIRE_PUB_ANSWER:
        hear_pub_answer(p, now, m->u.pub_answer.sdp);
        break;
    case PL_WIRE_SUB_OFFER:
        hear_sub_offer(p, now, &m->u.sub_offer);
        break;
    case PL_WIRE_PUB_CODEC:
        if (p->pub.rtc)
            say_offer(p);
        break;
    case PL_WIRE_ERROR:
        hear_refusal(p, "refused with error", m->u.error.code, m->u.error.detail);
        break;
    case PL_WIRE_CLOSING:
        hear_refusal(p, "session ended by the server, code", m->u.closing.code,
                     (struct pl_bytes){NULL, 0});
        break;
    case PL_WIRE_MEDIA_FAILED:
        hear_refusal(p, "media given up by the server, peer connection", m->u.media_failed.peer,
                     m->u.media_failed.detail);
        break;
    default:
        break;
    }
}

static void acknowledge(struct pl_load_peer *p, int64_t least)
{
    if (p->seq - p->acked < least)
        return;
    say(p, (struct pl_wire_msg){.type = PL_WIRE_ACK, .u.ack = {.seq = p->seq}});
    p->acked = p->seq;
}

/* ---- the link ---- */

static void on_open(struct pl_ws_client *ws)
{
    say_hello((struct pl_load_peer *)(void *)ws);
}

static void on_text(struct pl_ws_client *ws, struct pl_bytes text)
{
    struct pl_load_peer *p = (struct pl_load_peer *)(void *)ws;
    struct pl_wire_arena arena = pl_wire_arena_of(p->load->arena, PL_WIRE_SERVER_ARENA_BYTES);
    struct pl_wire_msg msg;
    if (!active(p))
        return;
    if (pl_wire_read(PL_WIRE_FROM_SERVER, text, &arena, &msg, NULL)) {
        pl_load_peer_fail(p, "a message of the server cannot be read");
        return;
    }
    if (msg.seq > 0)
        p->seq = msg.seq;
    hear(p, pl_clock_now_us(), &msg);
    acknowledge(p, ACK_EVERY);
}

static void on_closed(struct pl_ws_client *ws, const char *why)
{
    struct pl_load_peer *p = (struct pl_load_peer *)(void *)ws;
    char reason[PL_LOAD_REASON_BYTES];
    snprintf(reason, sizeof(reason), "link: %s", why);
    if (p->state == PL_LOAD_PEER_LEAVING)
        p->state = PL_LOAD_PEER_GONE;
    else
        pl_load_peer_fail(p, reason);
}

/* ---- life ---- */

void pl_load_peer_init(struct pl_load_peer *p, struct pl_load *load, unsigned number)
{
    static const struct pl_ws_client_handler handler = {on_open, on_text, on_closed};
    const struct pl_load_options *o = load->options;
    unsigned a_room = o->publishers + o->subscribers;
    *p = (struct pl_load_peer){.load = load, .number = number, .next_id = 1};
    pl_ws_client_init(&p->ws, &load->poll, &handler);
    pl_load_conn_init(&p->pub, p);
    pl_load_conn_init(&p->sub, p);
    p->room = o->first_room + number / a_room;
    p->publishes = number % a_room < o->publishers;
    p->watches = !p->publishes || (o->mesh && o->publishers > 1);
    p->ping_at = PL_TIME_NEVER;
}

void pl_load_peer_start(struct pl_load_peer *p, pl_time_us now)
{
    p->state = PL_LOAD_PEER_JOINING;
    p->give_up_at = now + JOIN_US;
    arm(p, now + TICK_US);
    if (pl_ws_client_open(&p->ws, &p->load->target))
        pl_load_peer_fail(p, "no connection to the server");
}

void pl_load_peer_tick(struct pl_load_peer *p, pl_time_us now)
{
    if (p->state == PL_LOAD_PEER_FAILED) {
        pl_load_peer_finish(p);
        return;
    }
    if (p->state == PL_LOAD_PEER_JOINING && now >= p->give_up_at) {
        pl_load_peer_fail(p, "no media in time");
        return;
    }
    acknowledge(p, 1);
    if (p->ping_at <= now) {
        p->ping_at = now + p->ping_us;
        say(p, (struct pl_wire_msg){.type = PL_WIRE_PING});
    }
    if (active(p))
        arm(p, now + TICK_US);
}

void pl_load_peer_leave(struct pl_load_peer *p)
{
    if (!active(p))
        return;
    say(p, (struct pl_wire_msg){.type = PL_WIRE_LOGOUT});
    if (active(p))
        stop(p, p->ws.state == PL_WS_CLIENT_OPEN ? PL_LOAD_PEER_LEAVING : PL_LOAD_PEER_GONE);
}

void pl_load_peer_finish(struct pl_load_peer *p)
{
    stop(p, p->state == PL_LOAD_PEER_FAILED ? PL_LOAD_PEER_FAILED : PL_LOAD_PEER_GONE);
    pl_ws_client_finish(&p->ws);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* What a page's SDK says to parlord, and when. */
#include "load/peer.h"

#include <stdlib.h>

enum {
    ACK_EVERY = 32, /* messages */
    PUBLISHER = 'p',
    SUBSCRIBER = 's',
    CAMERA_OPEN = 2,
    CAMERA_NONE = 0,
};

/* ---- saying ---- */

static void say(struct pl_load_peer *p, struct pl_wire_msg msg)
{
    struct pl_writer w = pl_writer_of(p->load->text, PL_LOAD_TEXT_BYTES);
    if (pl_wire_desc(msg.type)->numbered)
        msg.id = p->parlord.next_id++;
    if (pl_wire_write(&msg, &w))
        pl_load_peer_fail(p, "a message is too long");
    else
        pl_load_peer_say(p, pl_writer_done(&w));
}

static void say_hello(struct pl_load_peer *p, pl_time_us now)
{
    static const struct pl_bytes codecs[] = {{(const uint8_t *)"VP8", 3}};
    (void)now;
    p->parlord = (struct pl_load_parlord){.next_id = 1, .ping_at = PL_TIME_NEVER};
    say(p, (struct pl_wire_msg){.type = PL_WIRE_HELLO,
                                .u.hello = {.sdk = pl_bytes_str("parlor-load " PL_VERSION),
                                            .has_video = true,
                                            .video = codecs,
                                            .video_count = 1}});
}

/* The name tells the others of the run what to expect of it. */
static void say_login(struct pl_load_peer *p)
{
    char name[48];
    snprintf(name, sizeof(name), "load-%c-%u", p->publishes ? PUBLISHER : SUBSCRIBER, p->number);
    say(p, (struct pl_wire_msg){.type = PL_WIRE_LOGIN, .u.login = {.name = pl_bytes_str(name)}});
}

static void say_watch(struct pl_load_peer *p, const struct pl_wire_user *user)
{
    static const char wanted[] = {'l', 'o', 'a', 'd', '-', PUBLISHER, '-', '\0'};
    struct pl_wire_msg msg = {.type = PL_WIRE_WATCH,
                              .u.watch = {.user = user->id, .has_stream = true, .on = true}};
    if (!p->watches || user->name.len < sizeof(wanted) - 1 ||
        memcmp(user->name.data, wanted, sizeof(wanted) - 1) != 0)
        return;
    msg.u.watch.kind = PL_WIRE_MEDIA_KIND_AUDIO;
    if (p->shape->audio.packets > 0)
        say(p, msg);
    msg.u.watch.kind = PL_WIRE_MEDIA_KIND_VIDEO;
    if (p->shape->video.packets > 0)
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

static void say_state(struct pl_load_peer *p, bool on)
{
    bool camera = on && p->shape->video.packets > 0;
    say(p, (struct pl_wire_msg){.type = PL_WIRE_STATE,
                                .u.state = {.camera = camera ? CAMERA_OPEN : CAMERA_NONE,
                                            .mic = on && p->shape->audio.packets > 0}});
}

static void publish(struct pl_load_peer *p)
{
    if (!pl_load_peer_publish(p))
        return;
    say_state(p, true);
    say_offer(p);
}

/* The sections stay and fall silent, as when a page stops its transceivers' senders. */
static void republish(struct pl_load_peer *p, bool on)
{
    for (size_t i = 0; i < p->pub.rtc->track_count; i++)
        p->pub.rtc->tracks[i]->stopped = !on;
    say_state(p, on);
    say_offer(p);
}

static void restart(struct pl_load_peer *p)
{
    if (p->pub.rtc) {
        pl_rtc_restart(p->pub.rtc);
        say_offer(p);
    }
    if (p->sub.rtc)
        say(p, (struct pl_wire_msg){
                   .type = PL_WIRE_MEDIA_RESTART,
                   .u.media_restart = {.peer = PL_WIRE_PEER_SUB, .has_path = true, .path = true}});
}

static void acknowledge(struct pl_load_peer *p, int64_t least)
{
    if (p->parlord.seq - p->parlord.acked < least)
        return;
    say(p, (struct pl_wire_msg){.type = PL_WIRE_ACK, .u.ack = {.seq = p->parlord.seq}});
    p->parlord.acked = p->parlord.seq;
}

/* ---- hearing ---- */

static void hear_entered(struct pl_load_peer *p, const struct pl_wire_entered *entered)
{
    for (size_t i = 0; i < entered->members_count; i++)
        say_watch(p, &entered->members[i]);
    if (p->publishes)
        publish(p);
}

static void hear_sub_offer(struct pl_load_peer *p, pl_time_us now,
                           const struct pl_wire_sub_offer *offer)
{
    uint8_t *sdp = malloc(PL_LOAD_SDP_BYTES);
    size_t len = 0;
    if (sdp &&
        pl_load_peer_answer(p, now, offer->sdp, offer->fresh, sdp, PL_LOAD_SDP_BYTES, &len)) {
        say(p, (struct pl_wire_msg){
                   .type = PL_WIRE_SUB_ANSWER,
                   .u.sub_answer = {.version = offer->version, .sdp = pl_bytes_of(sdp, len)}});
        pl_load_peer_answered(p, now);
    } else if (!sdp) {
        pl_load_peer_fail(p, "out of memory");
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

/* Who is simulated has nothing against being recorded, where --agree says so. */
static void hear_recording(struct pl_load_peer *p, const struct pl_wire_recording *m)
{
    if (p->shape->agree && m->has_consent && m->consent)
        say(p, (struct pl_wire_msg){.type = PL_WIRE_RECORD_CONSENT,
                                    .u.record_consent = {.record = m->record, .yes = true}});
}

static void hear(struct pl_load_peer *p, pl_time_us now, const struct pl_wire_msg *m)
{
    switch ((int)m->type) {
    case PL_WIRE_WELCOME:
        p->parlord.ping_us = PL_MS(m->u.welcome.ping_ms);
        p->parlord.ping_at = now + p->parlord.ping_us;
        say_login(p);
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
        pl_load_peer_described(p, now, m->u.pub_answer.sdp);
        break;
    case PL_WIRE_SUB_OFFER:
        hear_sub_offer(p, now, &m->u.sub_offer);
        break;
    case PL_WIRE_PUB_CODEC:
        if (p->pub.rtc)
            say_offer(p);
        break;
    case PL_WIRE_RECORDING:
        hear_recording(p, &m->u.recording);
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

static void hear_text(struct pl_load_peer *p, pl_time_us now, struct pl_bytes text)
{
    struct pl_wire_arena arena = pl_wire_arena_of(p->load->arena, PL_WIRE_SERVER_ARENA_BYTES);
    struct pl_wire_msg msg;
    if (pl_wire_read(PL_WIRE_FROM_SERVER, text, &arena, &msg, NULL)) {
        pl_load_peer_fail(p, "a message of the server cannot be read");
        return;
    }
    if (msg.seq > 0)
        p->parlord.seq = msg.seq;
    hear(p, now, &msg);
    acknowledge(p, ACK_EVERY);
}

/* ---- time, end ---- */

static void tick(struct pl_load_peer *p, pl_time_us now)
{
    acknowledge(p, 1);
    if (p->parlord.ping_at > now)
        return;
    p->parlord.ping_at = now + p->parlord.ping_us;
    say(p, (struct pl_wire_msg){.type = PL_WIRE_PING});
}

/* Watching is asked for as members come: nothing to wait for. */
static void room_changed(struct pl_load_peer *p)
{
    (void)p;
}

static bool leave(struct pl_load_peer *p)
{
    say(p, (struct pl_wire_msg){.type = PL_WIRE_LOGOUT});
    return true;
}

const struct pl_load_backend pl_load_backend_parlord = {
    .name = "parlord",
    .subprotocol = PL_WIRE_PROTOCOL,
    .default_url = "ws://127.0.0.1:8906/parlor",
    .open = say_hello,
    .text = hear_text,
    .tick = tick,
    .room_changed = room_changed,
    .publish = republish,
    .restart = restart,
    .leave = leave,
};

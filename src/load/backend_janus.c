/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a page says to Janus's videoroom: a session for each peer, a handle for each of its peer
 * connections. Requests follow one another, so what is being asked for serves as transaction.
 *
 * Publishers make their room (that it exists already is no failure) and have ids of our choice, so
 * that subscribers need not be told; a subscriber takes all publishers of its room in one peer
 * connection, once they all are connected, for Janus refuses feeds that send nothing yet.
 */
#include "load/peer.h"

#include <jansson.h>
#include <stdlib.h>

enum { ROOM_EXISTS = 427 };

static unsigned feed_of(const struct pl_load_peer *p)
{
    return p->number + 1;
}

/* ---- saying ---- */

/* Takes the request. handle 0: to the session, or before there is one. */
static void say(struct pl_load_peer *p, const char *what, uint64_t handle, json_t *request)
{
    char *text;
    if (request && p->janus.session)
        json_object_set_new(request, "session_id", json_integer((json_int_t)p->janus.session));
    if (request && handle)
        json_object_set_new(request, "handle_id", json_integer((json_int_t)handle));
    if (request)
        json_object_set_new(request, "transaction", json_string(what));
    text = request ? json_dumps(request, JSON_COMPACT) : NULL;
    json_decref(request);
    if (text)
        pl_load_peer_say(p, pl_bytes_str(text));
    else
        pl_load_peer_fail(p, "out of memory");
    free(text);
}

/* To the plugin. Takes both; sdp may be empty. */
static void say_to_room(struct pl_load_peer *p, const char *what, uint64_t handle, json_t *body,
                        const char *sdp_type, struct pl_bytes sdp)
{
    json_t *request = json_pack("{s:s,s:o}", "janus", "message", "body", body);
    if (request && sdp.len > 0)
        json_object_set_new(request, "jsep",
                            json_pack("{s:s,s:s%,s:b}", "type", sdp_type, "sdp",
                                      (const char *)sdp.data, sdp.len, "trickle", 0));
    say(p, what, handle, request);
}

static void attach(struct pl_load_peer *p, const char *what)
{
    say(p, what, 0, json_pack("{s:s,s:s}", "janus", "attach", "plugin", "janus.plugin.videoroom"));
}

static void make_room(struct pl_load_peer *p)
{
    json_t *body =
        json_pack("{s:s,s:i,s:i,s:i,s:i,s:s,s:s,s:b}", "request", "create", "room", (int)p->room,
                  "publishers", PL_LOAD_PEERS_MAX, "bitrate", 0, "fir_freq", 0, "audiocodec",
                  "opus", "videocodec", "vp8", "audiolevel_ext", 1);
    say_to_room(p, "room", p->janus.pub, body, NULL, (struct pl_bytes){NULL, 0});
}

static void join_as_publisher(struct pl_load_peer *p)
{
    json_t *body = json_pack("{s:s,s:s,s:i,s:i}", "request", "join", "ptype", "publisher", "room",
                             (int)p->room, "id", (int)feed_of(p));
    say_to_room(p, "join", p->janus.pub, body, NULL, (struct pl_bytes){NULL, 0});
}

static void publish(struct pl_load_peer *p)
{
    uint8_t *sdp;
    size_t len = 0;
    if (!pl_load_peer_publish(p))
        return;
    sdp = malloc(PL_LOAD_SDP_BYTES);
    if (!sdp || pl_rtc_offer(p->pub.rtc, sdp, PL_LOAD_SDP_BYTES, &len))
        pl_load_peer_fail(p, "no offer could be made");
    else
        say_to_room(p, "offer", p->janus.pub, json_pack("{s:s}", "request", "publish"), "offer",
                    pl_bytes_of(sdp, len));
    free(sdp);
}

static void subscribe(struct pl_load_peer *p)
{
    json_t *streams = json_array();
    json_t *body = json_pack("{s:s,s:s,s:i,s:o}", "request", "join", "ptype", "subscriber", "room",
                             (int)p->room, "streams", streams);
    struct pl_load_peer *q = pl_load_room_first(p);
    for (unsigned i = 0; i < pl_load_room_size(p); i++) {
        if (&q[i] != p && pl_load_peer_sends(&q[i]))
            json_array_append_new(streams, json_pack("{s:i}", "feed", (int)feed_of(&q[i])));
    }
    if (json_array_size(streams) == 0)
        pl_load_peer_fail(p, "nobody sends in its room");
    say_to_room(p, "watch", p->janus.sub, body, NULL, (struct pl_bytes){NULL, 0});
}

static void open_link(struct pl_load_peer *p, pl_time_us now)
{
    (void)now;
    p->janus = (struct pl_load_janus){0};
    say(p, "session", 0, json_pack("{s:s}", "janus", "create"));
}

/* Everybody who sends is there, or will never be. */
static void room_changed(struct pl_load_peer *p)
{
    if (!p->watches || !p->janus.session || p->janus.watching || (p->publishes && !p->janus.pub))
        return;
    if (!pl_load_room_ready(p))
        return;
    p->janus.watching = true;
    attach(p, "sub");
}

/* ---- hearing ---- */

static void fail(struct pl_load_peer *p, const char *what, const json_t *code, const json_t *text)
{
    char why[PL_LOAD_REASON_BYTES];
    const char *reason = json_string_value(text);
    snprintf(why, sizeof(why), "%s %d: %s", what, (int)json_integer_value(code),
             reason ? reason : "");
    pl_load_peer_fail(p, why);
}

static uint64_t sender_of(const json_t *m)
{
    return (uint64_t)json_integer_value(json_object_get(m, "sender"));
}

static void hear_success(struct pl_load_peer *p, const char *what, const json_t *m)
{
    uint64_t id = (uint64_t)json_integer_value(json_object_get(json_object_get(m, "data"), "id"));
    if (strcmp(what, "session") == 0) {
        p->janus.session = id;
        if (p->publishes)
            attach(p, "pub");
        else
            room_changed(p);
    } else if (strcmp(what, "pub") == 0) {
        p->janus.pub = id;
        make_room(p);
        room_changed(p);
    } else if (strcmp(what, "sub") == 0) {
        p->janus.sub = id;
        subscribe(p);
    } else if (strcmp(what, "room") == 0) {
        const json_t *data = json_object_get(json_object_get(m, "plugindata"), "data");
        const json_t *code = json_object_get(data, "error_code");
        if (code && json_integer_value(code) != ROOM_EXISTS)
            fail(p, "no room, error", code, json_object_get(data, "error"));
        else
            join_as_publisher(p);
    }
}

static void hear_offer(struct pl_load_peer *p, pl_time_us now, struct pl_bytes offer)
{
    uint8_t *sdp = malloc(PL_LOAD_SDP_BYTES);
    size_t len = 0;
    if (!sdp) {
        pl_load_peer_fail(p, "out of memory");
    } else if (pl_load_peer_answer(p, now, offer, false, sdp, PL_LOAD_SDP_BYTES, &len)) {
        say_to_room(p, "start", p->janus.sub, json_pack("{s:s}", "request", "start"), "answer",
                    pl_bytes_of(sdp, len));
        pl_load_peer_answered(p, now);
    }
    free(sdp);
}

static void hear_event(struct pl_load_peer *p, pl_time_us now, const json_t *m)
{
    const json_t *data = json_object_get(json_object_get(m, "plugindata"), "data");
    const json_t *jsep = json_object_get(m, "jsep"), *sdp = json_object_get(jsep, "sdp");
    const json_t *code = json_object_get(data, "error_code");
    const char *kind = json_string_value(json_object_get(data, "videoroom"));
    const char *type = json_string_value(json_object_get(jsep, "type"));
    struct pl_bytes text = {(const uint8_t *)json_string_value(sdp), json_string_length(sdp)};
    if (code)
        fail(p, "refused with error", code, json_object_get(data, "error"));
    else if (kind && strcmp(kind, "joined") == 0)
        publish(p);
    else if (type && text.len > 0 && strcmp(type, "answer") == 0)
        pl_load_peer_described(p, now, text);
    else if (type && text.len > 0 && strcmp(type, "offer") == 0)
        hear_offer(p, now, text);
}

static void hear_text(struct pl_load_peer *p, pl_time_us now, struct pl_bytes text)
{
    json_t *m = json_loadb((const char *)text.data, text.len, 0, NULL);
    const char *type = json_string_value(json_object_get(m, "janus"));
    const char *what = json_string_value(json_object_get(m, "transaction"));
    const json_t *error = json_object_get(m, "error");
    if (!type)
        pl_load_peer_fail(p, "a message of the server cannot be read");
    else if (strcmp(type, "success") == 0 && what)
        hear_success(p, what, m);
    else if (strcmp(type, "event") == 0)
        hear_event(p, now, m);
    else if (strcmp(type, "error") == 0)
        fail(p, "refused with error", json_object_get(error, "code"),
             json_object_get(error, "reason"));
    else if (strcmp(type, "webrtcup") == 0 && sender_of(m) == p->janus.pub)
        pl_load_peer_connected(p, now);
    else if (strcmp(type, "hangup") == 0 || strcmp(type, "timeout") == 0)
        fail(p, "media given up by the server", NULL, json_object_get(m, "reason"));
    json_decref(m);
}

/* ---- time, end ---- */

/* Sessions without a time-out need no words (the server is configured so). */
static void tick(struct pl_load_peer *p, pl_time_us now)
{
    (void)p;
    (void)now;
}

static bool leave(struct pl_load_peer *p)
{
    say(p, "bye", 0, json_pack("{s:s}", "janus", "destroy"));
    return false;
}

const struct pl_load_backend pl_load_backend_janus = {
    .name = "janus",
    .subprotocol = "janus-protocol",
    .default_url = "ws://127.0.0.1:8188/",
    .tells_connected = true,
    .open = open_link,
    .text = hear_text,
    .tick = tick,
    .room_changed = room_changed,
    .leave = leave,
};

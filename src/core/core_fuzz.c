/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bytes as dice: each byte chooses what happens next on one of eight links, the bytes behind it
 * how. Well-formed requests with odd values, raw text, tokens of others, late media events, lost
 * links, time. After every step all invariants are asserted and every message sent is read back.
 */
#include "core/core.h"
#include "core/trace.h"
#include "proto/wire/bulk.h"
#include "proto/wire/wire.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    LINKS = 8,
    TEXT_MAX = 2048,
};

struct world {
    struct pl_core *core;
    struct pl_reader dice;
    pl_time_us now;
    uint64_t links[LINKS]; /* 0: closed */
    uint64_t next_link;
    int64_t next_id[LINKS];
    char tokens[LINKS][65]; /* of the newest welcome seen there */
    struct pl_wire_arena arena;
    uint32_t asked; /* the newest question that was not answered; 0: none */
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void look_at(struct world *w, const struct pl_effect *e)
{
    struct pl_wire_msg msg;
    char text[PL_TRACE_MAX];
    assert(pl_trace_effect(e, text)[0]);
    for (size_t i = 0; i < LINKS; i++) {
        if (e->type == PL_EFFECT_CLOSE && w->links[i] == e->close.link)
            w->links[i] = 0;
        if (e->type != PL_EFFECT_SEND || w->links[i] != e->send.link)
            continue;
        assert(pl_wire_read(PL_WIRE_FROM_SERVER, e->send.bytes, &w->arena, &msg, NULL) == PL_OK);
        if (msg.type == PL_WIRE_WELCOME)
            (void)pl_bytes_to_str(msg.u.welcome.token, w->tokens[i], sizeof(w->tokens[i]));
    }
}

static void step(struct world *w, struct pl_event *e)
{
    struct pl_effects effects;
    e->now = w->now;
    assert(pl_core_step(w->core, e, &effects) == PL_OK);
    for (size_t i = 0; i < effects.count; i++) {
        look_at(w, &effects.items[i]);
        if (effects.items[i].type == PL_EFFECT_ASK)
            w->asked = effects.items[i].ask.ticket;
    }
    pl_core_check(w->core);
}

static unsigned die(struct world *w, unsigned faces)
{
    return pl_read_u8(&w->dice) % faces;
}

static void say(struct world *w, size_t i, const void *text, size_t len)
{
    struct pl_event e = {.type = PL_EVENT_LINK_TEXT};
    e.link_text.link = w->links[i];
    e.link_text.bytes = pl_bytes_of(text, len);
    step(w, &e);
}

static void open_link(struct world *w, size_t i)
{
    struct pl_event e = {.type = PL_EVENT_LINK_OPENED};
    if (w->links[i] != 0)
        return;
    w->links[i] = w->next_link++;
    w->next_id[i] = 1;
    e.link_opened.link = w->links[i];
    e.link_opened.ip = pl_bytes_str(i % 2 ? "192.0.2.1" : "2001:db8::1");
    memcpy(e.link_opened.random, &w->links[i], sizeof(w->links[i]));
    step(w, &e);
}

static void close_link(struct world *w, size_t i)
{
    struct pl_event e = {.type = PL_EVENT_LINK_CLOSED};
    e.link_closed.link = w->links[i];
    e.link_closed.going = die(w, 4) == 0;
    w->links[i] = 0;
    step(w, &e);
}

static const char *word(struct world *w)
{
    static const char *const words[] = {"", "ann", "bob", "x", "secret", "sky", "\\u00e9\\n"};
    return words[die(w, sizeof(words) / sizeof(words[0]))];
}

/* Service counters. */
static int objects(struct world *w, char *text, size_t size)
{
    static const int infos[] = {7, 7, 8, 9, 10, 13, 601}, numbers[] = {0, 1, 1, 2, 3, 4};
    static const char *const flags[] = {"number\":2", "number\":18", "number\":0", "text\":\"x\""};
    static const int verbs[][2] = {{4, 401}, {4, 401}, {4, 402}, {5, 501}, {5, 501}, {5, 502},
                                   {6, 601}, {6, 602}, {6, 602}, {6, 603}, {6, 604}, {6, 605},
                                   {4, 3},   {5, 3},   {6, 3},   {8, 3},   {4, 2},   {9, 1}};
    const int *verb = verbs[die(w, sizeof(verbs) / sizeof(verbs[0]))];
    int user = (int)die(w, 6) - 3, p1 = (int)die(w, 6) - 3;
    int id = verb[0] == 6 || verb[0] == 8 ? user : 1 + (int)die(w, verb[0] == 4 ? 3 : 5);
    if (die(w, 4) == 0)
        return snprintf(text, size,
                        "\"t\":\"object_set\",\"type\":8,\"object\":%d,\"info\":%d,\"%s", user,
                        infos[die(w, 7)], flags[die(w, 4)]);
    if (verb[1] == 601)
        p1 = numbers[die(w, 6)];
    return snprintf(text, size,
                    "\"t\":\"object_control\",\"type\":%d,\"object\":%d,\"code\":%d,\"p1\":%d",
                    verb[0], die(w, 8) ? id : -1, verb[1], p1);
}

/* Calls, and what is said of users. */
static int people(struct world *w, char *text, size_t size)
{
    static const char words[] = "\"flags\":1,\"param\":-1,\"text\":\"hi\"";
    static const int codes[] = {0, 0, 100101, 100104};
    int user = (int)die(w, 6) - 3, code = codes[die(w, 4)];
    switch (die(w, 7)) {
    case 0:
    case 1:
        return snprintf(text, size, "\"t\":\"call_request\",\"user\":%d,%s", user, words);
    case 2:
    case 3:
    case 4:
        return snprintf(text, size, "\"t\":\"call_answer\",\"user\":%d,\"code\":%d,%s", user, code,
                        words);
    case 5:
        return snprintf(text, size, "\"t\":\"call_finish\",\"user\":%d,\"code\":%d,%s", user, code,
                        words);
    default:
        return snprintf(text, size, "\"t\":\"user_control\",\"user\":%d,\"code\":%d,\"w\":1", user,
                        99 + code % 3);
    }
}

/* What agents and supervisors do with clients. */
static int services(struct world *w, char *text, size_t size)
{
    static const char *const roles[] = {"client",   "agent",     "guest",
                                        "listener", "whisperer", "barger"};
    int client = (int)die(w, 6) - 3, user = (int)die(w, 6) - 3;
    const char *role = roles[die(w, 6)], *on = die(w, 2) ? "true" : "false";
    switch (die(w, 8)) {
    case 0:
        return snprintf(text, size, "\"t\":\"service_hold\",\"client\":%d,\"on\":%s", client, on);
    case 1:
        return snprintf(
            text, size,
            "\"t\":\"service_ask\",\"client\":%d,\"user\":%d,\"role\":\"%s\",\"hold\":%s", client,
            user, role, on);
    case 2:
        return snprintf(text, size, "\"t\":\"service_answer\",\"client\":%d,\"code\":%d", client,
                        die(w, 3) ? 0 : 100104);
    case 3:
        return snprintf(text, size, "\"t\":\"service_drop\",\"client\":%d,\"user\":%d", client,
                        user);
    case 4:
        return snprintf(text, size, "\"t\":\"service_pass\",\"client\":%d,\"queue\":%u", client,
                        1 + die(w, 5));
    case 5:
        return snprintf(text, size, "\"t\":\"service_note\",\"client\":%d,\"text\":\"%s\"", client,
                        word(w));
    case 6:
        return snprintf(text, size,
                        "\"t\":\"service_intake\",\"fields\":[{\"name\":\"%s\",\"value\":\"x\"}]",
                        word(w));
    default:
        return snprintf(text, size, "\"t\":\"service_watch\",\"client\":%d,\"role\":\"%s\"", client,
                        role);
    }
}

/* Buffers, notes, queries, private chats. */
static int small_data(struct world *w, char *text, size_t size)
{
    static const char *const datas[] = {"", "aGk=", "aGk", "/w=="};
    unsigned a = die(w, 6), b = die(w, 4), c = die(w, 3);
    switch (die(w, 14)) {
    case 12:
    case 13:
        return services(w, text, size);
    case 0:
        return snprintf(text, size, "\"t\":\"buffer\",\"to\":%d,\"data\":\"%s\"", (int)a - 3,
                        datas[b]);
    case 1:
        return snprintf(text, size, "\"t\":\"server_data\",\"channel\":\"%s\",\"data\":\"%s\"",
                        c ? "filter" : "business", datas[b]);
    case 2:
        return snprintf(text, size,
                        "\"t\":\"note\",\"to\":%d,\"kind\":\"business\",\"text\":\"%s\"",
                        (int)a - 3, word(w));
    case 3:
        return snprintf(text, size, "\"t\":\"query\",\"info\":%u,\"input\":\"%s\"",
                        c == 2 ? 200 + b : a + 1, c ? word(w) : "3");
    case 4:
        return snprintf(text, size, "\"t\":\"chat_mode\",\"mode\":%u", b % 2);
    case 5:
        return snprintf(text, size, "\"t\":\"private_request\",\"user\":%d", (int)a - 3);
    case 6:
        return snprintf(text, size,
                        "\"t\":\"private_answer\",\"user\":%d,\"request\":%u,\"code\":%u",
                        (int)a - 3, 1 + b, c ? 0 : 402);
    case 7:
        return snprintf(text, size, "\"t\":\"private_exit\",\"user\":%d", (int)a - 3);
    case 8:
    case 9:
        return objects(w, text, size);
    default:
        return people(w, text, size);
    }
}

/* Recordings at the server: of each other and of themselves, agreed to or not. */
static int recording(struct world *w, char *text, size_t size)
{
    static const unsigned flags[] = {0, 7, 0x113, 0x404, 0x10000, 0x7ffff, 4};
    int user = (int)die(w, 6) - 3;
    switch (die(w, 4)) {
    case 0:
        return snprintf(text, size, "\"t\":\"record_consent\",\"record\":%u,\"yes\":%s",
                        1 + die(w, 4), die(w, 3) ? "true" : "false");
    case 1:
        return snprintf(text, size, "\"t\":\"record_tag\",\"user\":%d,\"text\":\"%s\"", user,
                        word(w));
    default:
        return snprintf(text, size,
                        "\"t\":\"record\",\"user\":%d,\"on\":%s,\"flags\":%u,\"param\":%u,"
                        "\"text\":\"%s\",\"file_type\":%u",
                        user, die(w, 3) ? "true" : "false",
                        flags[die(w, sizeof(flags) / sizeof(flags[0]))], die(w, 3), word(w),
                        die(w, 5));
    }
}

/* The fields of one request, with values from a small world so that they meet. */
static int fields(struct world *w, size_t i, char *text, size_t size)
{
    unsigned a = die(w, 6), b = die(w, 4), c = die(w, 3);
    static const char *const kinds[] = {"audio", "video", "smell"};
    static const char *const peers[] = {"pub", "sub", "bub"};
    switch (die(w, 30)) {
    case 0:
        return snprintf(
            text, size,
            "\"t\":\"hello\",\"sdk\":\"f\",\"password\":\"%s\",\"video\":[%s],\"p2p\":%u", word(w),
            c ? "\"H264\"" : "\"VP8\"", b);
    case 1:
        return snprintf(text, size, "\"t\":\"resume\",\"token\":\"%s\",\"seq\":%u",
                        w->tokens[(i + a) % LINKS], b);
    case 2:
        return snprintf(text, size, "\"t\":\"login\",\"name\":\"%s\",\"password\":\"%s\"", word(w),
                        word(w));
    case 3:
        return snprintf(text, size, "\"t\":\"logout\"");
    case 4:
    case 5:
        return snprintf(text, size, "\"t\":\"enter\",\"room\":%u,\"password\":\"%s\"",
                        b ? b : 100000000 + a, word(w));
    case 6:
        return snprintf(text, size, "\"t\":\"enter_name\",\"name\":\"%s\"", word(w));
    case 7:
        return snprintf(text, size, "\"t\":\"leave\",\"room\":%d", (int)a - 1);
    case 8:
        return snprintf(text, size, "\"t\":\"text\",\"to\":%d,\"secret\":%s,\"text\":\"%s\"",
                        (int)a - 3, c ? "true" : "false", word(w));
    case 9:
    case 10:
        return a < 3 ? snprintf(text, size, "\"t\":\"state\",\"camera\":%u,\"mic\":%u", b, c)
                     : snprintf(
                           text, size,
                           "\"t\":\"state\",\"camera\":%u,\"mic\":%u,\"streams\":%u,\"screens\":2,"
                           "\"width\":640,\"height\":%u,\"recording\":%s,\"away\":%s",
                           b, c, a, 360 + a, c ? "true" : "false", b ? "true" : "false");
    case 11:
    case 12:
        return snprintf(text, size, "\"t\":\"watch\",\"user\":%d,\"kind\":\"%s\",\"on\":%s",
                        (int)a - 3, kinds[c], b ? "true" : "false");
    case 13:
        return snprintf(text, size,
                        "\"t\":\"pub_offer\",\"sdp\":\"v\",\"tracks\":[{\"mid\":\"0\",\"kind\":"
                        "\"%s\",\"stream\":%u}]",
                        kinds[c], a);
    case 14:
        return snprintf(text, size, "\"t\":\"sub_answer\",\"version\":%u,\"sdp\":\"v\"", b);
    case 16:
        return snprintf(text, size, "\"t\":\"p2p_policy\",\"policy\":%u", b);
    case 17:
        return snprintf(text, size, "\"t\":\"p2p_connect\",\"user\":%d,\"on\":%s", (int)a - 3,
                        c ? "true" : "false");
    case 18:
        return snprintf(text, size,
                        "\"t\":\"p2p_signal\",\"user\":%d,\"attempt\":%u,\"data\":\"x\"",
                        (int)a - 3, 1 + b);
    case 19:
        return snprintf(text, size,
                        "\"t\":\"p2p_state\",\"user\":%d,\"attempt\":%u,\"link\":\"%s\","
                        "\"tracks\":[{\"kind\":\"video\",\"stream\":0}]",
                        (int)a - 3, 1 + b, c ? "connected" : "failed");
    case 15:
        return snprintf(text, size, "\"t\":\"media_restart\",\"peer\":\"%s\"", peers[c]);
    case 20:
        return snprintf(text, size,
                        "\"t\":\"view\",\"views\":[{\"user\":%d,\"width\":%u,\"height\":9,"
                        "\"visible\":%s}]",
                        (int)a - 3, b, c ? "true" : "false");
    case 21:
        return snprintf(text, size, b ? "\"t\":\"ping\"" : "\"t\":\"ack\",\"seq\":%u", a);
    case 22:
    case 23:
        return recording(w, text, size);
    default:
        return small_data(w, text, size);
    }
}

static void request(struct world *w, size_t i)
{
    char text[TEXT_MAX];
    char body[TEXT_MAX / 2];
    int n;
    (void)fields(w, i, body, sizeof(body));
    if (die(w, 16) == 0)
        w->next_id[i] = die(w, 8); /* again, or from before, or none */
    n = snprintf(text, sizeof(text), "{\"id\":%" PRId64 ",%s}", w->next_id[i]++, body);
    say(w, i, text, (size_t)n);
}

static void raw(struct world *w, size_t i)
{
    size_t n = die(w, 128);
    if (n > pl_reader_left(&w->dice))
        n = pl_reader_left(&w->dice);
    struct pl_bytes b = pl_read_bytes(&w->dice, n);
    say(w, i, b.data, b.len);
}

/* To what the domain has asked, or to nothing. */
static void answer(struct world *w, uint32_t ticket)
{
    static const int codes[] = {0, 0, 0, PL_RULING_NOBODY, 4711, 200, -5};
    struct pl_event e = {.type = PL_EVENT_ANSWER};
    struct pl_ruling *r = &e.answer;
    r->ticket = ticket;
    r->code = codes[die(w, 7)];
    r->login.user = die(w, 2) ? (int32_t)die(w, 5) : 0;
    r->login.guest = die(w, 2);
    r->login.name = pl_bytes_str(die(w, 2) ? "nick" : "");
    r->login.identity = pl_bytes_str(die(w, 2) ? "app:x" : "");
    r->login.string_id = r->login.identity;
    r->login.until = die(w, 4) ? 0 : w->now + PL_SEC(1);
    r->login.room_count = die(w, 3);
    r->login.rooms[0] = 1;
    r->login.rooms[1] = 2;
    step(w, &e);
}

/* The shell's recorder comes and goes; its files begin and end, asked for or not. */
static void recorder(struct world *w)
{
    struct pl_event e = {.type = PL_EVENT_RECORDER};
    int32_t user = (int32_t)die(w, 6) - 3;
    switch (die(w, 4)) {
    case 0:
        e.recorder.up = die(w, 4) != 0;
        break;
    case 1:
        e.type = PL_EVENT_RECORD_ASK;
        e.record_ask.by = PL_RECORD_BY_SERVER;
        e.record_ask.on = die(w, 3) != 0;
        e.record_ask.wish.user = user;
        e.record_ask.wish.flags = die(w, 2) ? 0x113 : 0x400;
        e.record_ask.record = die(w, 4);
        break;
    default:
        e.type = PL_EVENT_RECORDED;
        e.recorded.record = 1 + die(w, 6);
        e.recorded.finished = die(w, 2);
        e.recorded.code = die(w, 3) ? 0 : 721;
        e.recorded.file = pl_bytes_str(e.recorded.code ? "" : "a/b.mp4");
        break;
    }
    step(w, &e);
}

/* What is attached to the server. */
static void attached(struct world *w)
{
    static const int32_t codes[] = {1, 2, 2, 20, 20, 21, 22, 22, 22, 23, 24, 24, 3};
    static const int32_t verbs[] = {2, 2, 2, 3, 5, 401, 402, 501, 502, 601, 602, 603, 604};
    struct pl_event e = {.type = PL_EVENT_USER_CONTROL};
    int32_t user = (int32_t)die(w, 6) - 3;
    switch (die(w, 11)) {
    case 9:
    case 10:
        recorder(w);
        return;
    case 6:
        e.type = PL_EVENT_OBJECT_CONTROL;
        e.object_control.type = 4 + (int32_t)die(w, 3);
        e.object_control.id = 1 + (int32_t)die(w, 5);
        e.object_control.code = verbs[die(w, sizeof(verbs) / sizeof(verbs[0]))];
        e.object_control.params[0] = (int32_t)die(w, 6) - 2;
        e.object_control.params[1] = (int32_t)die(w, 20);
        break;
    case 7:
        e.type = PL_EVENT_OBJECT_SET;
        e.object_set.type = 4 + (int32_t)die(w, 5);
        e.object_set.id = (int32_t)die(w, 8) - 3;
        e.object_set.info = 7 + (int32_t)die(w, 8);
        e.object_set.is_text = die(w, 2);
        e.object_set.number = (int32_t)die(w, 4) - 1;
        e.object_set.text = pl_bytes_str("place");
        break;
    case 8:
        e.type = PL_EVENT_KEPT;
        e.kept = (struct pl_core_kept){
            .kind = (enum pl_core_kept_kind)(PL_CORE_KEPT_GROUP + die(w, 3)),
            .user = user,
            .id = (int32_t)die(w, 5),
            .group = (int32_t)die(w, 3),
            .place = (int64_t)die(w, 9),
            .text = pl_bytes_str("kept"),
        };
        break;
    case 0:
        answer(w, die(w, 8));
        return;
    case 4:
        e.type = PL_EVENT_FILE_SEND;
        e.file_send.ref = 1;
        e.file_send.user = user;
        e.file_send.task = 1 + (int32_t)die(w, 3);
        e.file_send.buffer = die(w, 2);
        break;
    case 3:
        e.type = PL_EVENT_TAKERS;
        memset(&e.takers, 0, sizeof(e.takers));
        e.takers.data[die(w, 3)] = die(w, 2);
        e.takers.control = die(w, 2);
        e.takers.file = die(w, 2);
        break;
    case 1:
        e.type = PL_EVENT_CALL_FINISH;
        e.call_finish.user = user;
        break;
    case 2:
        e.type = PL_EVENT_USER_INFO;
        e.user_info.user = user;
        e.user_info.info = (int32_t)die(w, 40);
        e.user_info.text = pl_bytes_str(die(w, 3) ? "text" : "");
        break;
    default:
        e.user_control.user = user;
        e.user_control.code = codes[die(w, sizeof(codes) / sizeof(codes[0]))];
        e.user_control.w = (int32_t)die(w, 6) - 3;
        e.user_control.l = (int32_t)die(w, 6) - 3;
        e.user_control.text = pl_bytes_str("group");
        break;
    }
    step(w, &e);
}

static void media(struct world *w)
{
    struct pl_core_sub_track track = {pl_bytes_str("0"), 1 + die(w, LINKS), PL_CORE_VIDEO, 0};
    struct pl_core_figure figure = {.publisher = 1 + die(w, LINKS), .kind = PL_CORE_VIDEO};
    struct pl_event e = {.type = PL_EVENT_MEDIA_ANSWER};
    uint64_t session = 1 + die(w, 2 * LINKS);
    switch (die(w, 6)) {
    case 0:
        e.media_answer.session = session;
        e.media_answer.request = die(w, 16);
        e.media_answer.err = die(w, 2) ? PL_OK : PL_E_LIMIT;
        e.media_answer.sdp = pl_bytes_str("v");
        break;
    case 1:
        e.type = PL_EVENT_MEDIA_OFFER;
        e.media_offer.session = session;
        e.media_offer.version = 1 + die(w, 3);
        e.media_offer.sdp = pl_bytes_str("v");
        e.media_offer.tracks = &track;
        e.media_offer.track_count = die(w, 2);
        break;
    case 2:
        e.type = PL_EVENT_MEDIA_DEMAND;
        e.media_demand.session = session;
        e.media_demand.stream = (uint8_t)die(w, 16);
        e.media_demand.encodings = (uint8_t)die(w, 8);
        e.media_demand.limit_bps = e.media_demand.encodings == 1 ? 100000 : 0;
        break;
    case 3:
        if (die(w, 4) == 0) {
            e.type = PL_EVENT_MEDIA_SPEAKERS;
            e.media_speakers.session = session;
            e.media_speakers.publishers = &session;
            e.media_speakers.count = die(w, 2);
            break;
        }
        e.type = PL_EVENT_MEDIA_FIGURES;
        e.media_figures.session = session;
        e.media_figures.figures = &figure;
        e.media_figures.figure_count = die(w, 2);
        break;
    case 4:
        if (die(w, 3)) {
            attached(w);
            return;
        }
        e.type = PL_EVENT_SERVER_DATA;
        e.server_data.user = (int32_t)die(w, 6) - 3;
        e.server_data.room = (int32_t)die(w, 3);
        e.server_data.channel = (enum pl_core_channel)die(w, 3);
        e.server_data.bytes = pl_bytes_str("hi");
        break;
    default:
        e.type = PL_EVENT_MEDIA_FAILED;
        e.media_failed.session = session;
        e.media_failed.peer = die(w, 2) ? PL_CORE_PUB : PL_CORE_SUB;
        e.media_failed.detail = pl_bytes_str("consent");
        break;
    }
    step(w, &e);
}

/* Files: few numbers, so that they meet. */
static void binary(struct world *w, size_t i)
{
    struct pl_bulk b = {.type = (enum pl_bulk_type)(1 + die(w, 3)), .transfer = 1 + die(w, 4)};
    uint8_t frame[2 * PL_BULK_GRANT_BYTES] = {0};
    struct pl_event e = {.type = PL_EVENT_LINK_BINARY};
    size_t n;
    b.epoch = 1 + die(w, 3);
    b.offset = die(w, 8);
    b.limit = die(w, 12);
    n = pl_bulk_write(&b, frame);
    if (die(w, 8) == 0)
        frame[die(w, sizeof(frame))] ^= (uint8_t)(1u << die(w, 8));
    e.link_binary.link = w->links[i];
    e.link_binary.bytes = pl_bytes_of(frame, n + (b.type == PL_BULK_DATA ? die(w, 6) : 0));
    step(w, &e);
}

static void file_request(struct world *w, size_t i)
{
    static const char sum[] = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    char text[TEXT_MAX];
    unsigned a = die(w, 4), b = die(w, 5);
    int n = 0;
    switch (die(w, 4)) {
    case 0:
        n = snprintf(text, sizeof(text),
                     "{\"t\":\"file_offer\",\"id\":%" PRId64
                     ",\"to\":%d,\"task\":1,\"size\":%u,\"name\":\"x\"}",
                     w->next_id[i]++, (int)a - 1, 1 + b * 2);
        break;
    case 1:
        n = snprintf(text, sizeof(text),
                     "{\"t\":\"file_close\",\"id\":%" PRId64 ",\"transfer\":%u,\"code\":%u}",
                     w->next_id[i]++, 1 + a, b);
        break;
    case 2:
        n = snprintf(text, sizeof(text),
                     "{\"t\":\"file_get\",\"id\":%" PRId64 ",\"task\":2,\"file\":\"f\"}",
                     w->next_id[i]++);
        break;
    default:
        n = snprintf(text, sizeof(text),
                     "{\"t\":\"file_end\",\"id\":%" PRId64 ",\"transfer\":%u,\"sha256\":\"%s\"}",
                     w->next_id[i]++, 1 + a, sum);
        break;
    }
    say(w, i, text, (size_t)n);
}

static void stored(struct world *w)
{
    static const char sum[] = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    struct pl_event e = {.type = PL_EVENT_STORED};
    e.stored.transfer = 1 + die(w, 4);
    e.stored.what = (enum pl_stored)die(w, 5);
    e.stored.offset = die(w, 8);
    e.stored.bytes = pl_bytes_of(sum, 1 + die(w, 4));
    e.stored.id = pl_bytes_str("f");
    e.stored.size = 1 + die(w, 9);
    e.stored.name = pl_bytes_str("x");
    e.stored.sum = pl_bytes_str(sum);
    e.stored.code = 715;
    step(w, &e);
}

static void pass_time(struct world *w)
{
    static const pl_time_us spans[] = {PL_MS(1), PL_MS(100), PL_SEC(3), PL_SEC(31), PL_SEC(301)};
    struct pl_event tick = {.type = PL_EVENT_TICK};
    w->now += spans[die(w, 5)];
    if (die(w, 2))
        step(w, &tick);
}

static void happen(struct world *w)
{
    unsigned what = die(w, 64);
    size_t i = what % LINKS;
    struct pl_event drain = {.type = PL_EVENT_DRAIN};
    struct pl_event remove = {.type = PL_EVENT_REMOVE};
    switch (what / LINKS) {
    case 0:
        open_link(w, i);
        break;
    case 1:
        if (die(w, 4) == 0)
            close_link(w, i);
        break;
    case 2:
        raw(w, i);
        break;
    case 3:
        if (i == 0)
            pass_time(w);
        else
            media(w);
        break;
    case 4:
        drain.drain.deadline = w->now + PL_SEC(die(w, 40));
        remove.remove.user = (int32_t)die(w, 8) - 4;
        switch (die(w, 32)) {
        case 0:
            step(w, &drain);
            break;
        case 1:
        case 2:
            stored(w);
            break;
        case 3:
        case 4:
        case 5:
        case 6:
            step(w, &remove);
            break;
        default:
            if (die(w, 3))
                binary(w, i);
            else
                file_request(w, i);
            break;
        }
        break;
    default:
        request(w, i);
        break;
    }
}

static void configure(struct pl_core_config *config, unsigned flavour)
{
    static const struct pl_core_account accounts[] = {
        {{(const uint8_t *)"ann", 3}, {(const uint8_t *)"secret", 6}}};
    static const struct pl_core_room_config rooms[] = {
        {.number = 2, .password = {(const uint8_t *)"secret", 6}, .max_users = 2}};
    static const struct pl_counter_setup setups[] = {
        {.name = ""},
        {.area = 1,
         .attribute = 1,
         .rules = {.answer_us = PL_SEC(3), .misses = 2, .strategy = PL_COUNTER_RING_ALL}},
        {.area = 1, .priority = 1, .rules = {.wrap_up_us = PL_MS(100), .call_backs = 1}},
        {.area = 1, .rules = {.max_length = 1, .overflow = 1, .overflow_us = PL_SEC(3)}},
        {.area = 2, .rules = {.text = true}}};
    static const struct pl_core_place areas[] = {{1, &setups[0]}, {2, &setups[0]}};
    static const struct pl_core_place queues[] = {
        {1, &setups[1]}, {2, &setups[2]}, {3, &setups[3]}, {4, &setups[4]}};
    pl_core_config_init(config);
    config->areas = areas;
    config->area_count = 2;
    config->queues = queues;
    config->queue_count = 4;
    config->object_events = flavour & 4;
    config->agents = (enum pl_core_agents)((flavour >> 6) % 3);
    config->max_sessions = 6;
    config->max_rooms = 3;
    config->max_names = 3;
    config->max_watches = 4;
    config->max_addresses = 1;
    config->messages_burst = 60;
    config->flood_refusals = 10;
    config->logins_per_minute = 300;
    config->outbox_messages = 12;
    config->outbox_bytes = 2000;
    config->max_transfers = 3;
    config->file_store = flavour & 1;
    for (unsigned kind = 0; kind < PL_ASK_KINDS; kind++)
        config->ask[kind].on = flavour & 16;
    config->notices = flavour & 16;
    config->friends = flavour & 32   ? PL_CORE_FRIENDS_EVERYBODY
                      : flavour & 16 ? PL_CORE_FRIENDS_KEPT
                                     : PL_CORE_FRIENDS_GIVEN;
    config->keep = flavour & 8;
    config->records = flavour & 4;
    config->record_clients = flavour & 1 ? PL_CORE_RECORD_ROOM : PL_CORE_RECORD_SELF;
    config->record_consent = flavour & 2;
    config->record_consent_us = PL_SEC(20);
    config->record_rule = flavour & 8 ? PL_CORE_RECORD_RULE_CALLS : PL_CORE_RECORD_RULE_NONE;
    config->record_rule_flags = 0x113;
    config->first_record = 1;
    config->max_records = 3;
    config->max_friendships = 12;
    config->p2p_max_room_users = flavour & 2 ? 2 : 4;
    config->expose_ip = flavour & 1;
    config->guests = !(flavour & 2);
    config->password_policy = flavour & 4 ? PL_CORE_PASSWORD_CREATOR : PL_CORE_PASSWORD_IGNORE;
    config->login_policy = flavour & 8 ? PL_CORE_LOGIN_REFUSE : PL_CORE_LOGIN_ACCEPT;
    config->accounts = accounts;
    config->account_count = flavour & 16 ? 1 : 0;
    config->rooms = rooms;
    config->room_count = flavour & 32 ? 1 : 0;
    config->server_data = (enum pl_core_server_data)(flavour >> 2 & 3);
    if (flavour & 1)
        config->greeting = pl_bytes_str("hello");
    if (flavour & 64)
        config->server_password = pl_bytes_str("secret");
    if (flavour & 128)
        config->grace_us = 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pl_core_config config;
    struct world w = {.dice = pl_reader_of(pl_bytes_of(data, size)), .next_link = 1};
    configure(&config, pl_read_u8(&w.dice));
    w.now = PL_SEC(1);
    w.core = pl_core_create(&config);
    w.arena = pl_wire_arena_of(malloc(65536), 65536);
    assert(w.core && w.arena.data);
    while (pl_reader_left(&w.dice) > 0) {
        uint32_t asked = w.asked;
        w.asked = 0;
        if (asked && die(&w, 4))
            answer(&w, asked);
        else
            happen(&w);
    }
    pl_core_destroy(w.core);
    free(w.arena.data);
    return 0;
}

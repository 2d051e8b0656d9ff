/* SPDX-License-Identifier: Apache-2.0 */
/* What pages say: requests, and frames of files. */
#include "core/core_fuzz.h"

#include "proto/wire/bulk.h"

#include <inttypes.h>
#include <stdio.h>

enum { TEXT_MAX = 2048 };

static const char *word(struct world *w)
{
    static const char *const words[] = {"", "ann", "bob", "x", "secret", "sky", "\\u00e9\\n"};
    return words[fuzz_die(w, sizeof(words) / sizeof(words[0]))];
}

/* Service counters. */
static int objects(struct world *w, char *text, size_t size)
{
    static const int infos[] = {7, 7, 8, 9, 10, 13, 601}, numbers[] = {0, 1, 1, 2, 3, 4};
    static const char *const flags[] = {"number\":2", "number\":18", "number\":0", "text\":\"x\""};
    static const int verbs[][2] = {{4, 401}, {4, 401}, {4, 402}, {5, 501}, {5, 501},
                                   {5, 502}, {5, 590}, {6, 601}, {6, 602}, {6, 602},
                                   {6, 603}, {6, 604}, {6, 605}, {4, 3},   {5, 3},
                                   {6, 3},   {8, 3},   {4, 2},   {9, 1}};
    const int *verb = verbs[fuzz_die(w, sizeof(verbs) / sizeof(verbs[0]))];
    int user = (int)fuzz_die(w, 6) - 3, p1 = (int)fuzz_die(w, 6) - 3;
    int id = verb[0] == 6 || verb[0] == 8 ? user : 1 + (int)fuzz_die(w, verb[0] == 4 ? 3 : 5);
    if (fuzz_die(w, 4) == 0)
        return snprintf(text, size,
                        "\"t\":\"object_set\",\"type\":8,\"object\":%d,\"info\":%d,\"%s", user,
                        infos[fuzz_die(w, 7)], flags[fuzz_die(w, 4)]);
    if (verb[1] == 601)
        p1 = numbers[fuzz_die(w, 6)];
    return snprintf(text, size,
                    "\"t\":\"object_control\",\"type\":%d,\"object\":%d,\"code\":%d,\"p1\":%d",
                    verb[0], fuzz_die(w, 8) ? id : -1, verb[1], p1);
}

/* Calls, and what is said of users. */
static int people(struct world *w, char *text, size_t size)
{
    static const char words[] = "\"flags\":1,\"param\":-1,\"text\":\"hi\"";
    static const int codes[] = {0, 0, 100101, 100104};
    int user = (int)fuzz_die(w, 6) - 3, code = codes[fuzz_die(w, 4)];
    switch (fuzz_die(w, 7)) {
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
    int client = (int)fuzz_die(w, 6) - 3, user = (int)fuzz_die(w, 6) - 3;
    const char *role = roles[fuzz_die(w, 6)], *on = fuzz_die(w, 2) ? "true" : "false";
    switch (fuzz_die(w, 8)) {
    case 0:
        return snprintf(text, size, "\"t\":\"service_hold\",\"client\":%d,\"on\":%s", client, on);
    case 1:
        return snprintf(
            text, size,
            "\"t\":\"service_ask\",\"client\":%d,\"user\":%d,\"role\":\"%s\",\"hold\":%s", client,
            user, role, on);
    case 2:
        return snprintf(text, size, "\"t\":\"service_answer\",\"client\":%d,\"code\":%d", client,
                        fuzz_die(w, 3) ? 0 : 100104);
    case 3:
        return snprintf(text, size, "\"t\":\"service_drop\",\"client\":%d,\"user\":%d", client,
                        user);
    case 4:
        return snprintf(text, size, "\"t\":\"service_pass\",\"client\":%d,\"queue\":%u", client,
                        1 + fuzz_die(w, 5));
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
    unsigned a = fuzz_die(w, 6), b = fuzz_die(w, 4), c = fuzz_die(w, 3);
    switch (fuzz_die(w, 14)) {
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
    int user = (int)fuzz_die(w, 6) - 3;
    switch (fuzz_die(w, 5)) {
    case 2:
        return snprintf(text, size, "\"t\":\"record_change\",\"user\":%d,\"%s\":\"%s\"", user,
                        fuzz_die(w, 2) ? "text" : "insert", word(w));
    case 0:
        return snprintf(text, size, "\"t\":\"record_consent\",\"record\":%u,\"yes\":%s",
                        1 + fuzz_die(w, 4), fuzz_die(w, 3) ? "true" : "false");
    case 1:
        return snprintf(text, size, "\"t\":\"record_tag\",\"user\":%d,\"text\":\"%s\"", user,
                        word(w));
    default:
        return snprintf(text, size,
                        "\"t\":\"record\",\"user\":%d,\"on\":%s,\"flags\":%u,\"param\":%u,"
                        "\"text\":\"%s\",\"file_type\":%u",
                        user, fuzz_die(w, 3) ? "true" : "false",
                        flags[fuzz_die(w, sizeof(flags) / sizeof(flags[0]))], fuzz_die(w, 3),
                        word(w), fuzz_die(w, 5));
    }
}

/* The fields of one request, with values from a small world so that they meet. */
static int fields(struct world *w, size_t i, char *text, size_t size)
{
    unsigned a = fuzz_die(w, 6), b = fuzz_die(w, 4), c = fuzz_die(w, 3);
    static const char *const kinds[] = {"audio", "video", "smell"};
    static const char *const peers[] = {"pub", "sub", "bub"};
    switch (fuzz_die(w, 30)) {
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

void fuzz_request(struct world *w, size_t i)
{
    char text[TEXT_MAX];
    char body[TEXT_MAX / 2];
    int n;
    (void)fields(w, i, body, sizeof(body));
    if (fuzz_die(w, 16) == 0)
        w->next_id[i] = fuzz_die(w, 8); /* again, or from before, or none */
    n = snprintf(text, sizeof(text), "{\"id\":%" PRId64 ",%s}", w->next_id[i]++, body);
    fuzz_say(w, i, text, (size_t)n);
}

void fuzz_raw(struct world *w, size_t i)
{
    size_t n = fuzz_die(w, 128);
    if (n > pl_reader_left(&w->dice))
        n = pl_reader_left(&w->dice);
    struct pl_bytes b = pl_read_bytes(&w->dice, n);
    fuzz_say(w, i, b.data, b.len);
}

/* Files: few numbers, so that they meet. */
void fuzz_binary(struct world *w, size_t i)
{
    struct pl_bulk b = {.type = (enum pl_bulk_type)(1 + fuzz_die(w, 3)),
                        .transfer = 1 + fuzz_die(w, 4)};
    uint8_t frame[2 * PL_BULK_GRANT_BYTES] = {0};
    struct pl_event e = {.type = PL_EVENT_LINK_BINARY};
    size_t n;
    b.epoch = 1 + fuzz_die(w, 3);
    b.offset = fuzz_die(w, 8);
    b.limit = fuzz_die(w, 12);
    n = pl_bulk_write(&b, frame);
    if (fuzz_die(w, 8) == 0)
        frame[fuzz_die(w, sizeof(frame))] ^= (uint8_t)(1u << fuzz_die(w, 8));
    e.link_binary.link = w->links[i];
    e.link_binary.bytes = pl_bytes_of(frame, n + (b.type == PL_BULK_DATA ? fuzz_die(w, 6) : 0));
    fuzz_step(w, &e);
}

void fuzz_file_request(struct world *w, size_t i)
{
    static const char sum[] = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    char text[TEXT_MAX];
    unsigned a = fuzz_die(w, 4), b = fuzz_die(w, 5);
    int n = 0;
    switch (fuzz_die(w, 4)) {
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
    fuzz_say(w, i, text, (size_t)n);
}

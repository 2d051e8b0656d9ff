/* SPDX-License-Identifier: Apache-2.0 */
/* What is said on the link, with this test as the server: no threads, no sockets. */
#include "pl_test.h"

#include "callbacks.h"
#include "session.h"

#include <stdio.h>

struct play {
    struct pl_bras_session session;
    char told[4096];       /* events, one line each */
    uint8_t arena[262144]; /* of what the session says */
    struct pl_wire_msg said;
    int64_t seq;
};

static void note(struct play *p, const char *line)
{
    assert_true(strlen(p->told) + strlen(line) + 2 < sizeof(p->told));
    strcat(p->told, line);
    strcat(p->told, "\n");
}

static void on_event(void *arg, struct pl_bras_event *e)
{
    static const char *const names[] = {
        [PL_BRAS_LINK] = "link",          [PL_BRAS_VERIFY] = "verify",
        [PL_BRAS_PREPARE] = "prepare",    [PL_BRAS_LOGIN] = "login",
        [PL_BRAS_LOGOUT] = "logout",      [PL_BRAS_ENTER] = "enter",
        [PL_BRAS_LEAVE] = "leave",        [PL_BRAS_FILTER] = "filter",
        [PL_BRAS_BUFFER] = "buffer",      [PL_BRAS_TEXT] = "text",
        [PL_BRAS_CALL] = "call",          [PL_BRAS_CONTROL] = "control",
        [PL_BRAS_BUFFER_EX] = "bufferex", [PL_BRAS_FILE] = "file",
        [PL_BRAS_RECORD] = "record",      [PL_BRAS_OBJECT] = "object",
    };
    char line[300];
    (void)snprintf(line, sizeof(line), "%s %d %d %s|%s", names[e->kind], (int)e->n[0], (int)e->n[1],
                   (const char *)e->s[0].data, (const char *)e->s[1].data);
    note(arg, line);
    pl_bras_event_free(e);
}

static int setup(void **state)
{
    struct pl_bras_session_config config = {.name = "test", .secret = "hush", .event = on_event};
    struct play *p = calloc(1, sizeof(*p));
    config.arg = p;
    assert_ok(pl_bras_session_init(&p->session, &config));
    *state = p;
    return 0;
}

static int teardown(void **state)
{
    struct play *p = *state;
    pl_bras_session_finish(&p->session);
    free(p);
    return 0;
}

/* The next thing that the session says; its type. */
static enum pl_wire_type heard(struct play *p)
{
    struct pl_wire_arena arena = pl_wire_arena_of(p->arena, sizeof(p->arena));
    struct pl_bytes text;
    if (!pl_bras_session_next(&p->session, &text))
        return PL_WIRE_NONE;
    assert_ok(pl_wire_read(PL_WIRE_FROM_CLIENT, text, &arena, &p->said, NULL));
    return p->said.type;
}

static enum pl_err give_text(struct play *p, const char *text)
{
    return pl_bras_session_text(&p->session, PL_SEC(1), pl_bytes_str(text));
}

static void give(struct play *p, struct pl_wire_msg msg)
{
    static uint8_t block[100000];
    struct pl_writer w = pl_writer_of(block, sizeof(block));
    msg.seq = ++p->seq;
    assert_ok(pl_wire_write(&msg, &w));
    assert_ok(pl_bras_session_text(&p->session, PL_SEC(1), pl_writer_done(&w)));
}

static void told(struct play *p, const char *expected)
{
    assert_string_equal(p->told, expected);
    p->told[0] = '\0';
}

static const struct pl_wire_bs_user ann = {
    .id = 7, .name = {(const uint8_t *)"ann", 3}, .level = 2, .ip = {(const uint8_t *)"::1", 3}};
static const struct pl_wire_bs_user bob = {
    .id = -9, .name = {(const uint8_t *)"bob", 3}, .ip = {(const uint8_t *)"::2", 3}, .room = 5};

static void attach(struct play *p, const struct pl_wire_bs_user *users, size_t count)
{
    pl_bras_session_up(&p->session);
    assert_int_equal(heard(p), PL_WIRE_ATTACH);
    p->seq = 0;
    give(p, (struct pl_wire_msg){
                .type = PL_WIRE_ATTACHED, .re = 1, .u.attached = {.link = 3, .limit_ms = 2000}});
    give(p,
         (struct pl_wire_msg){.type = PL_WIRE_BS_ONLINE,
                              .u.bs_online = {.last = true, .users = users, .users_count = count}});
}

static uint32_t set_info(struct play *p, const char *text)
{
    return pl_bras_session_say(
        &p->session,
        (struct pl_wire_msg){.type = PL_WIRE_BS_SET_INFO,
                             .u.bs_set_info = {.user = 7, .info = 1, .text = pl_bytes_str(text)}},
        NULL, true);
}

static uint32_t send_data(struct play *p)
{
    return pl_bras_session_say(
        &p->session,
        (struct pl_wire_msg){.type = PL_WIRE_BS_SEND,
                             .u.bs_send = {.has_user = true,
                                           .user = 7,
                                           .channel = PL_WIRE_SERVER_CHANNEL_FILTER,
                                           .data = pl_bytes_str("YQ==")}},
        NULL, false);
}

static void done(struct play *p, int64_t re)
{
    give(p, (struct pl_wire_msg){.type = PL_WIRE_DONE, .re = re});
}

/* ---- ---- */

static void it_attaches_with_what_is_set(void **state)
{
    struct play *p = *state;
    assert_true(pl_bras_callback_set(BRAS_CBTYPE_VERIFYUSER, (pl_bras_function)setup, NULL));
    assert_true(pl_bras_callback_set(BRAS_CBTYPE_TRANSBUFFER, (pl_bras_function)setup, NULL));
    assert_true(pl_bras_callback_set(BRAS_CBTYPE_FILTERDATA, (pl_bras_function)setup, NULL));
    pl_bras_session_up(&p->session);
    assert_int_equal(heard(p), PL_WIRE_ATTACH);
    assert_int_equal(p->said.id, 1);
    assert_true(pl_bytes_eq_str(p->said.u.attach.secret, "hush"));
    assert_int_equal(p->said.u.attach.takes_count, 2);
    assert_true(pl_bytes_eq_str(p->said.u.attach.takes[0], "login"));
    assert_true(pl_bytes_eq_str(p->said.u.attach.takes[1], "data"));
    for (uint32_t i = 1; i < PL_BRAS_CALLBACK_TYPES; i++)
        assert_true(pl_bras_callback_set(i, NULL, NULL));
    assert_false(pl_bras_callback_set(0, NULL, NULL));
    assert_false(pl_bras_callback_set(PL_BRAS_CALLBACK_TYPES, NULL, NULL));
    told(p, "");
}

static void who_is_there_is_told_after_the_link(void **state)
{
    struct play *p = *state;
    const struct pl_wire_bs_user users[] = {ann, bob};
    uint32_t ids[4] = {0}, count = 4;
    attach(p, users, 2);
    told(p, "link 0 0 |\nlogin 7 2 ann|::1\nlogin -9 0 bob|::2\nenter -9 5 |\n");
    pl_bras_presence_users(&p->session.presence, -1, NULL, &count);
    assert_int_equal(count, 2);
    count = 1; /* a list that is too short */
    pl_bras_presence_users(&p->session.presence, -1, ids, &count);
    assert_int_equal(count, 1);
    assert_int_equal(ids[0], 7);
    count = 4;
    pl_bras_presence_users(&p->session.presence, 5, ids, &count);
    assert_int_equal(count, 1);
    assert_int_equal((int32_t)ids[0], -9);
    count = 4;
    pl_bras_presence_rooms(&p->session.presence, ids, &count);
    assert_int_equal(count, 1);
    assert_int_equal(ids[0], 5);
}

static void presence_follows_what_is_told(void **state)
{
    struct play *p = *state;
    uint32_t count = 0;
    attach(p, NULL, 0);
    give(p, (struct pl_wire_msg){.type = PL_WIRE_ON_LOGIN, .u.on_login = {.user = ann}});
    give(p, (struct pl_wire_msg){.type = PL_WIRE_ON_ENTER, .u.on_enter = {.user = 7, .room = 5}});
    pl_bras_presence_rooms(&p->session.presence, NULL, &count);
    assert_int_equal(count, 1);
    give(p, (struct pl_wire_msg){.type = PL_WIRE_ON_LEAVE, .u.on_leave = {.user = 7, .room = 5}});
    pl_bras_presence_rooms(&p->session.presence, NULL, &count);
    assert_int_equal(count, 0);
    give(p,
         (struct pl_wire_msg){.type = PL_WIRE_ON_LOGOUT, .u.on_logout = {.user = 7, .code = 101}});
    pl_bras_presence_users(&p->session.presence, -1, NULL, &count);
    assert_int_equal(count, 0);
    told(p, "link 0 0 |\nlogin 7 2 ann|::1\nenter 7 5 |\nleave 7 5 |\nlogout 7 101 |\n");
}

static void who_went_meanwhile_is_logged_out(void **state)
{
    struct play *p = *state;
    const struct pl_wire_bs_user users[] = {ann, bob};
    attach(p, users, 2);
    pl_bras_session_down(&p->session, 101);
    p->told[0] = '\0';
    attach(p, users, 1);
    told(p, "link 0 0 |\nleave -9 5 |\nlogout -9 101 |\nlogin 7 2 ann|::1\n");
}

static void calls_before_there_is_a_link_wait(void **state)
{
    struct play *p = *state;
    assert_int_equal(set_info(p, "early"), 0);
    assert_int_equal(heard(p), PL_WIRE_NONE);
    attach(p, NULL, 0);
    assert_int_equal(heard(p), PL_WIRE_BS_SET_INFO);
    assert_int_equal(p->said.id, 2);
    assert_true(pl_bytes_eq_str(p->said.u.bs_set_info.text, "early"));
    assert_false(pl_bras_session_idle(&p->session));
    done(p, 2);
    assert_true(pl_bras_session_idle(&p->session));
}

static void what_was_on_its_way_is_said_again_if_it_may_be(void **state)
{
    struct play *p = *state;
    attach(p, NULL, 0);
    assert_int_equal(set_info(p, "one"), 0);
    assert_int_equal(send_data(p), 0);
    assert_int_equal(set_info(p, "two"), 0);
    assert_int_equal(heard(p), PL_WIRE_BS_SET_INFO);
    assert_int_equal(heard(p), PL_WIRE_BS_SEND);
    assert_int_equal(heard(p), PL_WIRE_BS_SET_INFO);
    assert_int_equal(set_info(p, "three"), 0);
    pl_bras_session_down(&p->session, 101);
    attach(p, NULL, 0);
    for (int i = 0; i < 3; i++) {
        static const char *const texts[] = {"one", "two", "three"};
        assert_int_equal(heard(p), PL_WIRE_BS_SET_INFO);
        assert_int_equal(p->said.id, 2 + i);
        assert_true(pl_bytes_eq_str(p->said.u.bs_set_info.text, texts[i]));
    }
    assert_int_equal(heard(p), PL_WIRE_NONE);
}

static void only_so_many_are_unanswered(void **state)
{
    struct play *p = *state;
    attach(p, NULL, 0);
    for (int i = 0; i < PL_LIMIT_BRAS_UNANSWERED + 1; i++)
        assert_int_equal(set_info(p, "x"), 0);
    for (int i = 0; i < PL_LIMIT_BRAS_UNANSWERED; i++)
        assert_int_equal(heard(p), PL_WIRE_BS_SET_INFO);
    assert_int_equal(heard(p), PL_WIRE_NONE);
    done(p, 2);
    assert_int_equal(heard(p), PL_WIRE_BS_SET_INFO);
}

static void what_no_server_takes_is_refused_at_once(void **state)
{
    struct play *p = *state;
    char long_text[PL_LIMIT_USER_INFO_BYTES + 2];
    memset(long_text, 'x', sizeof(long_text) - 1);
    long_text[sizeof(long_text) - 1] = '\0';
    assert_int_equal(set_info(p, long_text), 21);
    assert_int_equal(set_info(p, "\xff"), 21);
    assert_true(pl_bras_session_idle(&p->session));
}

static struct pl_wire_msg get_info(void)
{
    return (struct pl_wire_msg){.type = PL_WIRE_BS_GET_INFO, .u.bs_get_info = {.user = 7}};
}

static void a_question_has_its_answer(void **state)
{
    struct play *p = *state;
    char text[5];
    struct pl_bras_ask ask = {.text = text, .text_size = sizeof(text)}, refused = ask;
    assert_int_equal(pl_bras_session_say(&p->session, get_info(), &ask, false), 206);
    attach(p, NULL, 0);
    assert_int_equal(pl_bras_session_say(&p->session, get_info(), &ask, false), 0);
    assert_int_equal(pl_bras_session_say(&p->session, get_info(), &refused, false), 0);
    assert_int_equal(heard(p), PL_WIRE_BS_GET_INFO);
    assert_int_equal(heard(p), PL_WIRE_BS_GET_INFO);
    give(p, (struct pl_wire_msg){.type = PL_WIRE_ERROR, .re = 3, .u.error = {.code = 20}});
    assert_true(refused.done);
    assert_int_equal(refused.code, 20);
    assert_false(ask.done);
    give(p, (struct pl_wire_msg){.type = PL_WIRE_BS_TEXT,
                                 .re = 2,
                                 .u.bs_text = {.text = pl_bytes_str("ab\xe4\xbd\xa0")}});
    assert_true(ask.done);
    assert_string_equal(text, "ab"); /* no half letters */
    assert_int_equal(ask.text_len, 2);
}

static void questions_fail_with_their_link(void **state)
{
    struct play *p = *state;
    char text[5];
    struct pl_bras_ask sent = {.text = text, .text_size = sizeof(text)}, waiting = sent;
    attach(p, NULL, 0);
    assert_int_equal(pl_bras_session_say(&p->session, get_info(), &sent, false), 0);
    assert_int_equal(heard(p), PL_WIRE_BS_GET_INFO);
    assert_int_equal(pl_bras_session_say(&p->session, get_info(), &waiting, false), 0);
    pl_bras_session_down(&p->session, 101);
    assert_true(sent.done && waiting.done);
    assert_int_equal(sent.code, 206);
    assert_int_equal(waiting.code, 206);
    assert_true(pl_bras_session_idle(&p->session));
}

static void whoever_waits_no_more_is_left_alone(void **state)
{
    struct play *p = *state;
    char text[5] = "old";
    struct pl_bras_ask ask = {.text = text, .text_size = sizeof(text)};
    attach(p, NULL, 0);
    assert_int_equal(pl_bras_session_say(&p->session, get_info(), &ask, false), 0);
    assert_int_equal(heard(p), PL_WIRE_BS_GET_INFO);
    pl_bras_session_forget(&p->session, &ask);
    give(p, (struct pl_wire_msg){
                .type = PL_WIRE_BS_TEXT, .re = 2, .u.bs_text = {.text = pl_bytes_str("new")}});
    assert_string_equal(text, "old");
    assert_false(ask.done);
}

static uint32_t ask_object(struct play *p, enum pl_wire_type type, struct pl_bras_ask *ask)
{
    struct pl_wire_msg msg = {.type = type};
    if (type == PL_WIRE_BS_OBJECT_GET)
        msg.u.bs_object_get = (struct pl_wire_bs_object_get){.type = 5, .object = 101, .info = 504};
    else
        msg.u.bs_object_ids = (struct pl_wire_bs_object_ids){.type = 5};
    ask->done = false;
    assert_int_equal(pl_bras_session_say(&p->session, msg, ask, false), 0);
    assert_int_equal(heard(p), type);
    return (uint32_t)p->said.id;
}

static void objects_are_asked_for(void **state)
{
    const struct pl_wire_bs_id three[] = {{101}, {102}, {-5}};
    struct play *p = *state;
    uint32_t ids[2] = {0};
    struct pl_bras_ask ask = {0};
    struct pl_wire_msg list = {.type = PL_WIRE_BS_IDS, .u.bs_ids = {three, 3}};
    struct pl_wire_msg value = {.type = PL_WIRE_BS_OBJECT_VALUE,
                                .u.bs_object_value = {.has_number = true, .number = -7}};
    attach(p, NULL, 0);
    list.re = ask_object(p, PL_WIRE_BS_OBJECT_IDS, &ask);
    give(p, list);
    assert_true(ask.done);
    assert_int_equal(ask.ids_count, 3); /* no array: counted */
    ask = (struct pl_bras_ask){.ids = ids, .ids_size = 2};
    list.re = ask_object(p, PL_WIRE_BS_OBJECT_IDS, &ask);
    give(p, list);
    assert_int_equal(ask.ids_count, 2); /* what fits */
    assert_int_equal(ids[1], 102);
    value.re = ask_object(p, PL_WIRE_BS_OBJECT_GET, &ask);
    give(p, value);
    assert_int_equal(ask.code, 0);
    assert_int_equal(ask.number, -7);
    value.re = ask_object(p, PL_WIRE_BS_OBJECT_GET, &ask);
    value.u.bs_object_value = (struct pl_wire_bs_object_value){0};
    give(p, value);
    assert_true(ask.done);
    assert_int_equal(ask.code, 9);
    assert_int_equal(ask.number, 0);
    give(p, list); /* nobody asked */
}

static void what_happens_to_objects_is_told(void **state)
{
    struct play *p = *state;
    attach(p, NULL, 0);
    give(p, (struct pl_wire_msg){.type = PL_WIRE_ON_OBJECT,
                                 .u.on_object = {.type = 6,
                                                 .object = 4,
                                                 .event = 605,
                                                 .p1 = 4,
                                                 .p2 = 5,
                                                 .p3 = -9,
                                                 .text = pl_bytes_str("kind")}});
    told(p, "link 0 0 |\nobject 6 4 kind|\n");
}

/* ---- questions of the server ---- */

static void ask_login(struct play *p)
{
    attach(p, NULL, 0);
    give(p, (struct pl_wire_msg){.type = PL_WIRE_ASK_LOGIN,
                                 .u.ask_login = {.ticket = 4000000000,
                                                 .name = pl_bytes_str("ann"),
                                                 .password = pl_bytes_str("pw")}});
    told(p, "link 0 0 |\nverify 0 0 ann|pw\n");
}

static void a_login_is_answered(void **state)
{
    struct play *p = *state;
    struct pl_bras_reply reply = {.ticket = 4000000000, .verify = true, .user = 12, .level = 3};
    ask_login(p);
    reply.epoch = p->session.epoch;
    strcpy(reply.nick, "Ann");
    assert_int_equal(set_info(p, "x"), 0);
    pl_bras_session_reply(&p->session, &reply);
    assert_int_equal(heard(p), PL_WIRE_BS_LOGIN); /* before what was said earlier: somebody waits */
    assert_int_equal(p->said.u.bs_login.ticket, 4000000000);
    assert_int_equal(p->said.u.bs_login.code, 0);
    assert_int_equal(p->said.u.bs_login.user, 12);
    assert_int_equal(p->said.u.bs_login.level, 3);
    assert_true(pl_bytes_eq_str(p->said.u.bs_login.nick, "Ann"));
    assert_int_equal(heard(p), PL_WIRE_BS_SET_INFO);
    assert_int_equal(p->said.id, 2); /* the answer has taken none */
}

static void answers_that_cannot_be_are_refusals(void **state)
{
    struct play *p = *state;
    struct pl_bras_reply reply = {.ticket = 1, .verify = true, .user = UINT32_MAX};
    ask_login(p);
    reply.epoch = p->session.epoch;
    pl_bras_session_reply(&p->session, &reply);
    assert_int_equal(heard(p), PL_WIRE_BS_LOGIN);
    assert_int_equal(p->said.u.bs_login.code, 205); /* -1 is nobody */
    reply.code = UINT32_MAX;
    pl_bras_session_reply(&p->session, &reply);
    assert_int_equal(heard(p), PL_WIRE_BS_LOGIN);
    assert_int_equal(p->said.u.bs_login.code, 200);
    reply = (struct pl_bras_reply){.ticket = 1, .epoch = p->session.epoch, .code = UINT32_MAX};
    pl_bras_session_reply(&p->session, &reply);
    assert_int_equal(heard(p), PL_WIRE_BS_ALLOW);
    assert_int_equal(p->said.u.bs_allow.code, 20);
    reply =
        (struct pl_bras_reply){.ticket = 1, .epoch = p->session.epoch, .verify = true, .user = 1};
    strcpy(reply.nick, "\xc4\xe3"); /* GBK */
    pl_bras_session_reply(&p->session, &reply);
    assert_int_equal(heard(p), PL_WIRE_BS_LOGIN);
    assert_false(p->said.u.bs_login.has_nick);
}

static void an_answer_to_another_link_is_dropped(void **state)
{
    struct play *p = *state;
    struct pl_bras_reply reply = {.ticket = 4000000000, .verify = true, .user = 12};
    ask_login(p);
    reply.epoch = p->session.epoch;
    pl_bras_session_down(&p->session, 101);
    pl_bras_session_reply(&p->session, &reply);
    attach(p, NULL, 0);
    pl_bras_session_reply(&p->session, &reply);
    assert_int_equal(heard(p), PL_WIRE_NONE);
}

/* ---- the end of a link ---- */

static void why_there_is_no_link_is_told_once(void **state)
{
    struct play *p = *state;
    pl_bras_session_down(&p->session, 108);
    pl_bras_session_down(&p->session, 108);
    pl_bras_session_down(&p->session, 103);
    told(p, "link 108 0 |\nlink 103 0 |\n");
    attach(p, NULL, 0);
    pl_bras_session_down(&p->session, 101);
    pl_bras_session_down(&p->session, 101);
    told(p, "link 0 0 |\nlink 101 1 |\n");
}

static void a_refusal_and_an_end_have_the_servers_code(void **state)
{
    struct play *p = *state;
    pl_bras_session_up(&p->session);
    assert_int_equal(heard(p), PL_WIRE_ATTACH);
    assert_err(PL_E_CLOSED, give_text(p, "{\"t\":\"error\",\"seq\":1,\"re\":1,\"code\":102,"
                                         "\"detail\":\"no\"}"));
    pl_bras_session_down(&p->session, 101);
    told(p, "link 102 0 |\n");
    attach(p, NULL, 0);
    assert_err(PL_E_CLOSED,
               give_text(p, "{\"t\":\"closing\",\"seq\":9,\"code\":212,\"reconnect\":true}"));
    pl_bras_session_down(&p->session, 101);
    told(p, "link 0 0 |\nlink 212 1 |\n");
    pl_bras_session_down(&p->session, 108);
    told(p, "link 108 0 |\n");
}

static void nonsense_ends_the_link_and_news_do_not(void **state)
{
    struct play *p = *state;
    attach(p, NULL, 0);
    assert_err(PL_E_PROTO, give_text(p, "{"));
    assert_err(PL_E_PROTO, give_text(p, "{\"t\":\"on_login\",\"seq\":3,\"user\":{}}"));
    assert_ok(give_text(p, "{\"t\":\"on_something_new\",\"seq\":3,\"x\":1}"));
    assert_ok(give_text(p, "{\"t\":\"done\",\"seq\":4,\"re\":77}")); /* of nothing */
    assert_ok(give_text(p, "{\"t\":\"on_data\",\"seq\":5,\"user\":1,\"channel\":\"filter\","
                           "\"data\":\"?\",\"is_text\":false}"));
    told(p, "link 0 0 |\n");
    give(p, (struct pl_wire_msg){.type = PL_WIRE_ON_DATA,
                                 .u.on_data = {.user = 1,
                                               .channel = PL_WIRE_SERVER_CHANNEL_BUFFER,
                                               .data = pl_bytes_str("aGk=")}});
    told(p, "buffer 1 0 hi|\n");
}

static void events_before_attaching_are_nonsense(void **state)
{
    struct play *p = *state;
    pl_bras_session_up(&p->session);
    assert_err(PL_E_PROTO, give_text(p, "{\"t\":\"done\",\"seq\":4,\"re\":1}"));
}

/* ---- files ---- */

static const char digest_of_hello[] =
    "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

static void a_buffer_goes_as_it_is_wanted(void **state)
{
    struct play *p = *state;
    uint32_t code;
    struct pl_bras_put *put = pl_bras_put_buffer("hello", 5, &code);
    struct pl_bras_ask ask = {.task = 9};
    assert_non_null(put);
    assert_string_equal(put->sum, digest_of_hello);
    put->task = 9;
    attach(p, NULL, 0);
    assert_true(pl_bras_files_add(&p->session.files, put));
    assert_int_equal(pl_bras_session_say(
                         &p->session,
                         (struct pl_wire_msg){.type = PL_WIRE_BS_FILE_PUT,
                                              .u.bs_file_put = {.user = 7,
                                                                .task = 9,
                                                                .size = 5,
                                                                .sha256 = pl_bytes_str(put->sum)}},
                         &ask, false),
                     0);
    assert_int_equal(heard(p), PL_WIRE_BS_FILE_PUT);
    give(p, (struct pl_wire_msg){
                .type = PL_WIRE_BS_FILE_OPENED, .re = 2, .u.bs_file_opened = {.transfer = 4}});
    assert_true(ask.done && ask.code == 0);
    give(p, (struct pl_wire_msg){.type = PL_WIRE_ON_FILE_WANT,
                                 .u.on_file_want = {.transfer = 4, .offset = 1, .count = 3}});
    assert_int_equal(heard(p), PL_WIRE_BS_FILE_DATA);
    assert_true(pl_bytes_eq_str(p->said.u.bs_file_data.data, "ZWxs"));
    give(p, (struct pl_wire_msg){.type = PL_WIRE_ON_FILE_WANT, /* beyond its end */
                                 .u.on_file_want = {.transfer = 4, .offset = 3, .count = 3}});
    assert_int_equal(heard(p), PL_WIRE_BS_FILE_CLOSE);
    assert_int_equal(p->said.u.bs_file_close.code, 713);
    give(p, (struct pl_wire_msg){.type = PL_WIRE_ON_FILE_WANT,
                                 .u.on_file_want = {.transfer = 4, .offset = 0, .count = 1}});
    assert_int_equal(heard(p), PL_WIRE_NONE); /* it is given up */
    assert_int_equal(p->session.files.put_count, 0);
}

static void offer(struct play *p, int64_t size, bool buffer)
{
    give(p, (struct pl_wire_msg){.type = PL_WIRE_ON_FILE,
                                 .u.on_file = {.transfer = 6,
                                               .user = 7,
                                               .task = 3,
                                               .size = size,
                                               .name = pl_bytes_str("../a b"),
                                               .buffer = buffer,
                                               .w = 1,
                                               .l = 2}});
}

static void give_data(struct play *p, int64_t offset, const char *base64)
{
    give(p, (struct pl_wire_msg){
                .type = PL_WIRE_ON_FILE_DATA,
                .u.on_file_data = {.transfer = 6, .offset = offset, .data = pl_bytes_str(base64)}});
}

static void give_end(struct play *p, const char *sum)
{
    give(p, (struct pl_wire_msg){.type = PL_WIRE_ON_FILE_END,
                                 .u.on_file_end = {.transfer = 6, .sha256 = pl_bytes_str(sum)}});
}

static void closed_with(struct play *p, int32_t code)
{
    assert_int_equal(heard(p), PL_WIRE_BS_FILE_CLOSE);
    assert_int_equal(p->said.u.bs_file_close.transfer, 6);
    assert_int_equal(p->said.u.bs_file_close.code, code);
    assert_int_equal(p->session.files.get_count, 0);
}

static void a_file_comes_into_a_folder_of_its_own(void **state)
{
    struct play *p = *state;
    char path[300];
    FILE *f;
    attach(p, NULL, 0);
    p->told[0] = '\0';
    offer(p, 5, false);
    assert_int_equal(heard(p), PL_WIRE_BS_FILE_GOT);
    assert_int_equal(p->said.u.bs_file_got.offset, 0);
    give_data(p, 0, "aGVs");
    assert_int_equal(heard(p), PL_WIRE_BS_FILE_GOT);
    assert_int_equal(p->said.u.bs_file_got.offset, 3);
    give_data(p, 3, "bG8=");
    assert_int_equal(heard(p), PL_WIRE_BS_FILE_GOT);
    give_end(p, digest_of_hello);
    closed_with(p, 0);
    assert_int_equal(sscanf(p->told, "file 7 5 ../a b|%299s", path), 1);
    assert_non_null(strstr(path, "/parlorserver-"));
    f = fopen(path, "r");
    assert_non_null(f);
    assert_non_null(fgets(p->told, sizeof(p->told), f));
    fclose(f);
    assert_string_equal(p->told, "hello");
    pl_bras_session_finish(&p->session);
    assert_null(fopen(path, "r"));
    assert_ok(pl_bras_session_init(&p->session, &p->session.config));
}

static void a_buffer_comes_into_memory(void **state)
{
    struct play *p = *state;
    attach(p, NULL, 0);
    p->told[0] = '\0';
    offer(p, 5, true);
    give_data(p, 0, "aGVsbG8=");
    give_end(p, digest_of_hello);
    assert_int_equal(heard(p), PL_WIRE_BS_FILE_GOT);
    assert_int_equal(heard(p), PL_WIRE_BS_FILE_GOT);
    closed_with(p, 0);
    told(p, "bufferex 7 5 |\n");
    assert_int_equal(p->session.files.memory, 5); /* until somebody needs the room */
    offer(p, 6, true);
    assert_int_equal(p->session.files.memory, 6);
}

static void what_does_not_fit_together_is_given_up(void **state)
{
    struct play *p = *state;
    attach(p, NULL, 0);
    p->told[0] = '\0';
    offer(p, 5, true); /* a gap */
    assert_int_equal(heard(p), PL_WIRE_BS_FILE_GOT);
    give_data(p, 1, "aGVs");
    closed_with(p, 700);
    offer(p, 5, false); /* more than was said */
    assert_int_equal(heard(p), PL_WIRE_BS_FILE_GOT);
    give_data(p, 0, "aGVsbG8h");
    closed_with(p, 700);
    offer(p, 5, true); /* less */
    assert_int_equal(heard(p), PL_WIRE_BS_FILE_GOT);
    give_data(p, 0, "aGVs");
    assert_int_equal(heard(p), PL_WIRE_BS_FILE_GOT);
    give_end(p, digest_of_hello);
    closed_with(p, 700);
    offer(p, 5, true); /* another sum */
    assert_int_equal(heard(p), PL_WIRE_BS_FILE_GOT);
    give_data(p, 0, "aGVsbGE=");
    assert_int_equal(heard(p), PL_WIRE_BS_FILE_GOT);
    give_end(p, digest_of_hello);
    closed_with(p, 700);
    offer(p, PL_LIMIT_TRANS_BUFFER_EX_BYTES + 1, true);
    closed_with(p, 712);
    offer(p, INT64_C(1) << 50, false);
    closed_with(p, 23);
    told(p, "");
    assert_int_equal(p->session.files.memory + p->session.files.disk, 0);
}

static void files_end_with_their_link(void **state)
{
    struct play *p = *state;
    attach(p, NULL, 0);
    offer(p, 5, true);
    assert_int_equal(p->session.files.get_count, 1);
    pl_bras_session_down(&p->session, 101);
    assert_int_equal(p->session.files.get_count, 0);
    assert_int_equal(p->session.files.memory, 0);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(it_attaches_with_what_is_set),
        TEST(who_is_there_is_told_after_the_link),
        TEST(presence_follows_what_is_told),
        TEST(who_went_meanwhile_is_logged_out),
        TEST(calls_before_there_is_a_link_wait),
        TEST(what_was_on_its_way_is_said_again_if_it_may_be),
        TEST(only_so_many_are_unanswered),
        TEST(what_no_server_takes_is_refused_at_once),
        TEST(a_question_has_its_answer),
        TEST(questions_fail_with_their_link),
        TEST(whoever_waits_no_more_is_left_alone),
        TEST(objects_are_asked_for),
        TEST(what_happens_to_objects_is_told),
        TEST(a_login_is_answered),
        TEST(answers_that_cannot_be_are_refusals),
        TEST(an_answer_to_another_link_is_dropped),
        TEST(why_there_is_no_link_is_told_once),
        TEST(a_refusal_and_an_end_have_the_servers_code),
        TEST(nonsense_ends_the_link_and_news_do_not),
        TEST(events_before_attaching_are_nonsense),
        TEST(a_buffer_goes_as_it_is_wanted),
        TEST(a_file_comes_into_a_folder_of_its_own),
        TEST(a_buffer_comes_into_memory),
        TEST(what_does_not_fit_together_is_given_up),
        TEST(files_end_with_their_link),
    };
    return cmocka_run_group_tests_name("bras_session", tests, NULL, NULL);
}

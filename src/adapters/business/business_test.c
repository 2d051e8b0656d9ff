/* SPDX-License-Identifier: Apache-2.0 */
/* Attaching, questions and who is asked, what goes to whom, and every bound of a business server.
 */
#include "pl_test.h"

#include "adapters/business/business_kit.h"

#include "proto/wire/errors_gen.h"

#include <stdio.h>

#define KIT(name, required)                                                                        \
    struct pl_kit *name = calloc(1, sizeof(*name));                                                \
    (void)state;                                                                                   \
    assert_non_null(name);                                                                         \
    pl_kit_start(name, required)
#define END(name)                                                                                  \
    pl_kit_stop(name);                                                                             \
    free(name)

enum { ANN = 101, BOB = 102, MANY = 103 }; /* links of clients */

static void assert_said(struct pl_kit *k, uint64_t link, const char *what)
{
    if (!strstr(pl_kit_said(k, link), what))
        fail_msg("link %d was sent\n%s\nand not %s", (int)link, pl_kit_said(k, link), what);
}

static void login(struct pl_kit *k, uint64_t link, const char *name, const char *password)
{
    pl_kit_say(k, link, "{\"t\":\"login\",\"id\":2,\"name\":\"%s\",\"password\":\"%s\"}", name,
               password);
}

/* A guest, signed in. Gives his id. */
static int guest(struct pl_kit *k, uint64_t link)
{
    pl_kit_hello(k, link);
    login(k, link, "guest", "");
    assert_said(k, link, "\"logged_in\"");
    return atoi(strstr(pl_kit_said(k, link), "\"id\":") + 5);
}

/* ---- attaching ---- */

static void only_the_secret_attaches(void **state)
{
    KIT(k, false);
    pl_kit_open(k, 1);
    pl_kit_say(k, 1,
               "{\"t\":\"attach\",\"id\":1,\"role\":\"business\",\"secret\":\"secre\",\"name\":"
               "\"x\",\"sdk\":\"x\",\"takes\":[]}");
    assert_said(k, 1, "\"code\":102");
    assert_int_equal(k->closed[1], PL_CLOSE_POLICY);
    assert_false(k->trusted[1]);
    pl_kit_attach(k, 2, "");
    assert_said(k, 2, "{\"t\":\"attached\",\"seq\":1,\"re\":1,\"server\":\"parlord test\"");
    assert_true(k->trusted[2]);
    assert_int_equal(k->facts[PL_BUSINESS_REFUSED], 1);
    pl_kit_close(k, 1);
    assert_int_equal(k->facts[PL_BUSINESS_DETACHED], 0);
    pl_kit_close(k, 2);
    assert_int_equal(k->facts[PL_BUSINESS_DETACHED], 1);
    END(k);
}

static void who_does_not_attach_goes(void **state)
{
    KIT(k, false);
    for (uint64_t link = 1; link <= PL_BUSINESS_BARE_MAX; link++)
        pl_kit_open(k, link);
    pl_kit_open(k, PL_BUSINESS_BARE_MAX + 1);
    assert_int_equal(k->closed[1], PL_CLOSE_OVERLOAD); /* the oldest gives way */
    pl_kit_attach(k, PL_BUSINESS_BARE_MAX + 2, "");
    assert_int_equal(k->closed[2], PL_CLOSE_OVERLOAD);
    for (int i = 0; i < 4; i++)
        pl_kit_say(k, 3, "{\"t\":\"bs_rooms\",\"id\":%d}", i + 1);
    assert_int_equal(k->closed[3], PL_CLOSE_POLICY);
    assert_int_equal(pl_business_deadline(k->business), k->now + PL_SEC(10));
    pl_kit_wait(k, PL_SEC(10));
    assert_int_equal(k->closed[4], PL_CLOSE_POLICY);
    assert_int_equal(k->closed[PL_BUSINESS_BARE_MAX + 2], 0); /* this one has */
    assert_int_equal(pl_business_deadline(k->business), PL_TIME_NEVER);
    END(k);
}

static void no_more_than_the_limit_attach(void **state)
{
    KIT(k, false);
    for (uint64_t link = 1; link <= 17; link++)
        pl_kit_attach(k, link, "");
    assert_said(k, 16, "\"attached\"");
    assert_said(k, 17, "\"code\":104");
    pl_kit_close(k, 3);
    pl_kit_attach(k, 18, "");
    assert_said(k, 18, "\"attached\"");
    END(k);
}

static void who_is_there_comes_in_parts(void **state)
{
    KIT(k, false);
    for (uint64_t i = 0; i < 300; i++)
        (void)guest(k, MANY + i);
    pl_kit_open(k, 1);
    pl_kit_say(k, 1,
               "{\"t\":\"attach\",\"id\":1,\"role\":\"business\",\"secret\":\"secret\",\"name\":"
               "\"x\",\"sdk\":\"x\",\"takes\":[],\"users\":true}");
    assert_int_equal(pl_kit_count(k, 1, "\"bs_online\""), 2);
    assert_int_equal(pl_kit_count(k, 1, "\"last\":true"), 1);
    assert_int_equal(pl_kit_count(k, 1, "\"name\":\"guest\""), 300);
    assert_said(k, 1, "\"seq\":3");
    END(k);
}

/* ---- questions ---- */

static void a_login_is_as_it_says(void **state)
{
    KIT(k, false);
    pl_kit_attach(k, 1, "\"login\"");
    pl_kit_hello(k, ANN);
    login(k, ANN, "ann", "pw");
    assert_said(k, 1,
                "{\"t\":\"ask_login\",\"seq\":2,\"ticket\":1,\"name\":\"ann\",\"password\":"
                "\"pw\",\"ip\":\"192.0.2.2\"}");
    assert_string_equal(pl_kit_said(k, ANN), "");
    pl_kit_say(k, 1,
               "{\"t\":\"bs_login\",\"ticket\":1,\"code\":0,\"user\":77,\"level\":3,"
               "\"nick\":\"Ann\"}");
    assert_said(k, ANN, "\"id\":77,\"name\":\"Ann\",\"level\":3");
    assert_said(k, 1, "{\"t\":\"on_login\",\"seq\":3,\"user\":{\"id\":77,\"name\":\"Ann\"");
    pl_kit_say(k, 1, "{\"t\":\"bs_login\",\"ticket\":1,\"code\":0}"); /* again: nothing */
    pl_kit_hello(k, BOB);
    login(k, BOB, "bob", "pw");
    pl_kit_say(k, 1, "{\"t\":\"bs_login\",\"ticket\":2,\"code\":0,\"user\":-1}");
    assert_said(k, BOB, "\"code\":206"); /* an id that nobody can have */
    END(k);
}

static void guests_and_proofs_are_not_its_business(void **state)
{
    KIT(k, true);
    pl_kit_attach(k, 1, "\"login\"");
    (void)guest(k, ANN);
    assert_int_equal(pl_kit_count(k, 1, "ask_login"), 0);
    assert_int_equal(pl_kit_count(k, 1, "on_login"), 1);
    END(k);
}

static void nobody_there(void **state)
{
    KIT(k, true);
    pl_kit_hello(k, ANN);
    login(k, ANN, "ann", "pw");
    assert_said(k, ANN, "\"code\":206");
    (void)guest(k, BOB);
    pl_kit_say(k, BOB, "{\"t\":\"enter\",\"id\":3,\"room\":1}");
    assert_said(k, BOB, "\"code\":206");
    pl_kit_attach(k, 1, "\"call\""); /* is not asked about rooms either */
    pl_kit_forget(k, BOB);
    pl_kit_say(k, BOB, "{\"t\":\"enter\",\"id\":4,\"room\":1}");
    assert_said(k, BOB, "\"code\":206");
    END(k);
}

static void nobody_there_and_nobody_needed(void **state)
{
    KIT(k, false);
    pl_kit_hello(k, ANN);
    login(k, ANN, "ann", "pw");
    assert_said(k, ANN, "\"logged_in\"");
    pl_kit_say(k, ANN, "{\"t\":\"enter\",\"id\":3,\"room\":1}");
    assert_said(k, ANN, "\"entered\"");
    END(k);
}

static void silence(void **state)
{
    KIT(k, false);
    pl_kit_attach(k, 1, "\"login\",\"enter\"");
    pl_kit_hello(k, ANN);
    login(k, ANN, "ann", "pw");
    (void)guest(k, BOB);
    pl_kit_say(k, BOB, "{\"t\":\"enter\",\"id\":3,\"room\":1}");
    pl_kit_wait(k, PL_SEC(10));
    assert_said(k, ANN, "\"code\":207");
    assert_said(k, BOB, "\"entered\""); /* asked, not required */
    pl_kit_say(k, 1, "{\"t\":\"bs_login\",\"ticket\":1,\"code\":0}");
    pl_kit_say(k, 1, "{\"t\":\"bs_allow\",\"ticket\":2,\"code\":305}");
    assert_int_equal(k->ruling_count, 0); /* too late */
    END(k);
}

static void silence_where_it_is_required(void **state)
{
    KIT(k, true);
    pl_kit_attach(k, 1, "\"enter\"");
    (void)guest(k, BOB);
    pl_kit_say(k, BOB, "{\"t\":\"enter\",\"id\":3,\"room\":1}");
    pl_kit_wait(k, PL_SEC(10));
    assert_said(k, BOB, "\"code\":207");
    END(k);
}

static void the_least_busy_is_asked_and_another_when_it_goes(void **state)
{
    KIT(k, false);
    pl_kit_attach(k, 1, "\"login\"");
    pl_kit_attach(k, 2, "\"login\"");
    pl_kit_attach(k, 3, "\"text\"");
    for (uint64_t i = 0; i < 5; i++) {
        pl_kit_hello(k, MANY + i);
        login(k, MANY + i, "ann", "pw");
    }
    assert_int_equal(pl_kit_count(k, 1, "ask_login"), 3);
    assert_int_equal(pl_kit_count(k, 2, "ask_login"), 2);
    assert_int_equal(pl_kit_count(k, 3, "ask_login"), 0);
    pl_kit_say(k, 1, "{\"t\":\"bs_login\",\"ticket\":2,\"code\":0}"); /* the other one's */
    assert_int_equal(k->ruling_count, 0);
    pl_kit_close(k, 1);
    assert_int_equal(pl_kit_count(k, 2, "ask_login"), 5);
    pl_kit_close(k, 2);
    assert_int_equal(k->ruling_count, 5);
    for (uint64_t i = 0; i < 5; i++)
        assert_said(k, MANY + i, "\"code\":206");
    END(k);
}

static void too_many_questions(void **state)
{
    KIT(k, true);
    struct pl_question q = {.kind = PL_ASK_ROOM, .user = 5};
    int code = 0;
    pl_kit_attach(k, 1, "\"enter\"");
    for (uint32_t i = 1; i <= PL_BUSINESS_ASKS_MAX; i++) {
        q.ticket = i;
        assert_int_equal(pl_business_ask(k->business, &q, &code), PL_BUSINESS_LATER);
    }
    q.ticket = PL_BUSINESS_ASKS_MAX + 1;
    assert_int_equal(pl_business_ask(k->business, &q, &code), PL_BUSINESS_NOW);
    assert_int_equal(code, PL_GV_ERR_NOENOUGHRESOURCE);
    pl_business_over(k->business, 7);
    assert_int_equal(pl_business_ask(k->business, &q, &code), PL_BUSINESS_LATER);
    END(k);
}

static void a_call_may_be_forbidden(void **state)
{
    KIT(k, false);
    int ann, bob;
    pl_kit_attach(k, 1, "\"call\"");
    pl_kit_attach(k, 2, "");
    ann = guest(k, ANN);
    bob = guest(k, BOB);
    pl_kit_say(k, ANN,
               "{\"t\":\"call_request\",\"id\":3,\"user\":%d,\"flags\":1,\"param\":2,"
               "\"text\":\"x\"}",
               bob);
    assert_int_equal(pl_kit_count(k, 1, "\"event\":1"), 0);
    assert_int_equal(pl_kit_count(k, 2, "\"event\":1"), 1); /* it is not asked */
    pl_kit_say(k, 1, "{\"t\":\"bs_allow\",\"ticket\":1,\"code\":100104}");
    assert_said(k, ANN, "\"call_answered\"");
    assert_said(k, ANN, "\"code\":100104");
    assert_int_equal(pl_kit_count(k, BOB, "call_requested"), 0);
    assert_int_equal(pl_kit_count(k, 1, "\"event\":2"), 1);
    pl_kit_say(k, ANN,
               "{\"t\":\"call_request\",\"id\":4,\"user\":%d,\"flags\":1,\"param\":2,"
               "\"text\":\"x\"}",
               bob);
    pl_kit_say(k, 1, "{\"t\":\"bs_allow\",\"ticket\":2,\"code\":0}");
    assert_said(k, BOB, "\"call_requested\"");
    pl_kit_say(k, BOB,
               "{\"t\":\"call_answer\",\"id\":3,\"user\":%d,\"code\":0,\"flags\":0,"
               "\"param\":0,\"text\":\"\"}",
               ann);
    assert_int_equal(pl_kit_count(k, 1, "\"event\":3"), 1);
    pl_kit_say(k, 1, "{\"t\":\"bs_call\",\"id\":2,\"event\":4,\"user\":%d,\"code\":0}", bob);
    assert_said(k, ANN, "\"call_finished\"");
    assert_said(k, BOB, "\"call_finished\"");
    assert_int_equal(pl_kit_count(k, 2, "\"event\":4"), 1);
    pl_kit_say(k, 1, "{\"t\":\"bs_call\",\"id\":3,\"event\":1,\"user\":%d,\"code\":0}", bob);
    assert_said(k, 1, "\"re\":3,\"code\":20");
    END(k);
}

/* ---- to whom ---- */

static void one_of_those_who_take_it(void **state)
{
    KIT(k, false);
    (void)guest(k, ANN);
    pl_kit_say(k, ANN, "{\"t\":\"server_data\",\"id\":3,\"channel\":\"filter\",\"data\":\"\"}");
    assert_said(k, ANN, "\"code\":206");
    pl_kit_attach(k, 1, "\"data\",\"nonsense\"");
    pl_kit_attach(k, 2, "\"data\",\"control\"");
    assert_true(k->takers.data[PL_CORE_FILTER] && k->takers.control && !k->takers.file);
    for (int i = 0; i < 10; i++)
        pl_kit_say(k, ANN, "{\"t\":\"buffer\",\"id\":%d,\"to\":0,\"data\":\"QQ==\"}", 4 + i);
    assert_int_equal(pl_kit_count(k, 1, "on_data") + pl_kit_count(k, 2, "on_data"), 10);
    assert_true(pl_kit_count(k, 1, "on_data") == 0 || pl_kit_count(k, 2, "on_data") == 0);
    pl_kit_say(k, ANN, "{\"t\":\"user_control\",\"id\":20,\"user\":5,\"code\":100,\"w\":1}");
    assert_int_equal(pl_kit_count(k, 1, "ask_control"), 0);
    assert_said(k, 2, "\"ask_control\"");
    assert_int_equal(pl_kit_count(k, ANN, "\"re\":20"), 0);
    pl_kit_say(k, 2, "{\"t\":\"bs_allow\",\"ticket\":1,\"code\":4711}");
    assert_said(k, ANN, "4711");
    pl_kit_say(k, 2, "{\"t\":\"bs_takes\",\"id\":2,\"takes\":[]}");
    assert_true(k->takers.data[PL_CORE_BUFFER] && !k->takers.control);
    pl_kit_close(k, 1);
    assert_false(k->takers.data[PL_CORE_BUFFER]);
    END(k);
}

static void a_control_is_not_asked_twice(void **state)
{
    KIT(k, false);
    (void)guest(k, ANN);
    pl_kit_attach(k, 1, "\"control\"");
    pl_kit_attach(k, 2, "\"control\"");
    for (int i = 0; i < 4; i++)
        pl_kit_say(k, ANN, "{\"t\":\"user_control\",\"id\":%d,\"user\":5,\"code\":100}", 3 + i);
    for (uint64_t link = 1; link <= 2; link++) { /* one of them has all, the other none */
        if (pl_kit_count(k, link, "ask_control") == 0)
            continue;
        assert_int_equal(pl_kit_count(k, link, "ask_control"), 4);
        pl_kit_close(k, link);
        assert_int_equal(pl_kit_count(k, 3 - link, "ask_control"), 0);
        break;
    }
    assert_int_equal(pl_kit_count(k, ANN, "\"code\":206"), 4);
    END(k);
}

static void texts_for_those_who_take_them(void **state)
{
    KIT(k, false);
    pl_kit_attach(k, 1, "\"text\"");
    pl_kit_attach(k, 2, "");
    (void)guest(k, ANN);
    pl_kit_say(k, ANN, "{\"t\":\"enter\",\"id\":3,\"room\":9}");
    pl_kit_say(k, ANN, "{\"t\":\"text\",\"id\":4,\"to\":-1,\"secret\":false,\"text\":\"hi\"}");
    pl_kit_close(k, ANN);
    assert_int_equal(pl_kit_count(k, 1, "on_text"), 1);
    assert_int_equal(pl_kit_count(k, 2, "on_text"), 0);
    assert_said(k, 2,
                "{\"t\":\"on_leave\",\"seq\":4,\"user\":-2,\"room\":9,\"code\":0}\n"
                "{\"t\":\"on_logout\",\"seq\":5,\"user\":-2,\"code\":0}\n");
    END(k);
}

/* ---- bounds ---- */

static void garbage_is_answered_and_then_cut(void **state)
{
    KIT(k, false);
    pl_kit_attach(k, 1, "\"login\"");
    pl_kit_attach(k, 2, "\"login\"");
    pl_kit_hello(k, ANN);
    login(k, ANN, "ann", "pw");
    assert_int_equal(pl_kit_count(k, 1, "ask_login"), 1);
    pl_kit_say(k, 1, "{\"t\":\"of_tomorrow\",\"id\":2}");
    assert_said(k, 1, "\"code\":20");
    for (int i = 0; i < 10; i++)
        pl_kit_say(k, 1, "%s", i % 2 ? "rubbish" : "{\"t\":\"bs_users\",\"id\":1,\"room\":1}");
    assert_int_equal(k->closed[1], 0);
    pl_kit_say(k, 1, "{\"t\":\"bs_users\",\"id\":9}");
    assert_said(k, 1, "{\"t\":\"closing\",\"seq\":15,\"code\":21,\"reconnect\":false}");
    assert_int_equal(k->closed[1], PL_CLOSE_POLICY);
    assert_int_equal(pl_kit_count(k, 2, "ask_login"), 1); /* its question is another's at once */
    END(k);
}

static void who_floods_is_read_more_slowly(void **state)
{
    KIT(k, false);
    int id = 2;
    for (uint64_t i = 0; i < 300; i++)
        (void)guest(k, MANY + i);
    pl_kit_attach(k, 1, "");
    for (int i = 0; i < 1000; i++)
        pl_kit_say(k, 1, "{\"t\":\"bs_get_info\",\"id\":%d,\"user\":1,\"info\":1}", id++);
    assert_int_equal(k->paused_until[1], 0); /* that much at once is nothing */
    for (int i = 0; i < 4000; i++)
        pl_kit_say(k, 1, "{\"t\":\"bs_get_info\",\"id\":%d,\"user\":1,\"info\":1}", id++);
    assert_true(k->paused_until[1] > k->now + PL_MS(200) &&
                k->paused_until[1] < k->now + PL_SEC(1));
    assert_int_equal(pl_kit_count(k, 1, "bs_text"), 5000);
    assert_int_equal(pl_kit_count(k, 1, "error"), 0);
    pl_kit_say(k, 1, "{\"t\":\"bs_send\",\"id\":%d,\"channel\":\"filter\",\"data\":\"QQ==\"}",
               id++);
    assert_said(k, 1, "\"code\":23"); /* what costs much waits until it has caught up */
    assert_int_equal(pl_kit_count(k, MANY, "server_data_received"), 0);
    pl_kit_wait(k, PL_SEC(1));
    pl_kit_say(k, 1, "{\"t\":\"bs_send\",\"id\":%d,\"channel\":\"filter\",\"data\":\"QQ==\"}",
               id++);
    for (uint64_t i = 0; i < 300; i++)
        assert_int_equal(pl_kit_count(k, MANY + i, "server_data_received"), 1);
    END(k);
}

static void the_end_is_said(void **state)
{
    KIT(k, false);
    pl_kit_attach(k, 1, "");
    pl_kit_open(k, 2);
    pl_business_drain(k->business, PL_SEC(5));
    assert_said(k, 1, "\"deadline_ms\":5000");
    pl_kit_attach(k, 3, "");
    assert_said(k, 3, "\"code\":110");
    pl_business_end(k->business);
    assert_said(k, 1, "{\"t\":\"closing\",\"seq\":3,\"code\":212,\"reconnect\":true}");
    assert_int_equal(k->closed[1], PL_CLOSE_GOING);
    assert_int_equal(k->closed[2], PL_CLOSE_GOING);
    END(k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_the_secret_attaches),
        cmocka_unit_test(who_does_not_attach_goes),
        cmocka_unit_test(no_more_than_the_limit_attach),
        cmocka_unit_test(who_is_there_comes_in_parts),
        cmocka_unit_test(a_login_is_as_it_says),
        cmocka_unit_test(guests_and_proofs_are_not_its_business),
        cmocka_unit_test(nobody_there),
        cmocka_unit_test(nobody_there_and_nobody_needed),
        cmocka_unit_test(silence),
        cmocka_unit_test(silence_where_it_is_required),
        cmocka_unit_test(the_least_busy_is_asked_and_another_when_it_goes),
        cmocka_unit_test(too_many_questions),
        cmocka_unit_test(a_call_may_be_forbidden),
        cmocka_unit_test(one_of_those_who_take_it),
        cmocka_unit_test(a_control_is_not_asked_twice),
        cmocka_unit_test(texts_for_those_who_take_them),
        cmocka_unit_test(garbage_is_answered_and_then_cut),
        cmocka_unit_test(who_floods_is_read_more_slowly),
        cmocka_unit_test(the_end_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

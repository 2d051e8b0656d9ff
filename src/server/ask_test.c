/* SPDX-License-Identifier: Apache-2.0 */
/* The row of those who answer: order, passing on, thinking, giving up. */
#include "pl_test.h"

#include "proto/wire/errors_gen.h"
#include "server/ask.h"

/* One who answers as he was told, and remembers what he was asked. */
struct judge {
    enum pl_ask_said says;
    int code;
    unsigned asked, over;
    uint32_t ticket;
    char name[32];
};

struct court {
    struct pl_asker *asker;
    struct judge judges[PL_ASK_PLACES];
    unsigned rulings;
    uint32_t ticket;
    int code;
    char name[32];
};

static enum pl_ask_said on_asked(void *arg, const struct pl_question *q, struct pl_ruling *ruling)
{
    struct judge *j = arg;
    assert_int_equal(ruling->ticket, q->ticket);
    j->asked++;
    j->ticket = q->ticket;
    (void)pl_bytes_to_str(q->login.name, j->name, sizeof(j->name));
    ruling->code = j->code;
    ruling->login.name = q->login.name;
    return j->says;
}

static void on_over(void *arg, uint32_t ticket)
{
    struct judge *j = arg;
    assert_int_equal(ticket, j->ticket);
    j->over++;
}

static void on_ruling(void *arg, const struct pl_ruling *ruling)
{
    struct court *c = arg;
    c->rulings++;
    c->ticket = ruling->ticket;
    c->code = ruling->code;
    (void)pl_bytes_to_str(ruling->login.name, c->name, sizeof(c->name));
}

static int setup(void **state)
{
    struct court *c = calloc(1, sizeof(*c));
    assert_non_null(c);
    c->asker = pl_asker_create(8, on_ruling, c);
    assert_non_null(c->asker);
    for (unsigned i = 0; i < PL_ASK_PLACES; i++) {
        struct pl_ask_provider p = {on_asked, on_over, &c->judges[i]};
        pl_asker_register(c->asker, (enum pl_ask_place)i, &p);
    }
    *state = c;
    return 0;
}

static int teardown(void **state)
{
    struct court *c = *state;
    pl_asker_destroy(c->asker);
    free(c);
    return 0;
}

/* The views are gone when it returns. */
static void ask(struct court *c, uint32_t ticket)
{
    struct pl_question *q;
    struct pl_question say = {.ticket = ticket, .kind = PL_ASK_LOGIN};
    say.login.name = pl_bytes_str("ann");
    q = pl_question_copy(&say);
    assert_non_null(q);
    pl_asker_ask(c->asker, q);
    free(q);
}

static void answer(struct court *c, uint32_t ticket, int code)
{
    pl_asker_answer(c->asker, &(struct pl_ruling){.ticket = ticket, .code = code});
}

static void all_pass(void **state)
{
    struct court *c = *state;
    ask(c, 7);
    assert_int_equal(c->rulings, 1);
    assert_int_equal(c->ticket, 7);
    assert_int_equal(c->code, PL_RULING_NOBODY);
    for (unsigned i = 0; i < PL_ASK_PLACES; i++)
        assert_int_equal(c->judges[i].asked, 1);
    assert_int_equal(pl_asker_open(c->asker), 0);
}

static void the_first_who_knows_decides(void **state)
{
    struct court *c = *state;
    c->judges[PL_ASK_IDENTITY].says = PL_ASK_NOW;
    c->judges[PL_ASK_IDENTITY].code = 200;
    ask(c, 1);
    assert_int_equal(c->code, 200);
    assert_string_equal(c->name, "ann");
    assert_int_equal(c->judges[PL_ASK_FILTER].asked, 1);
    assert_int_equal(c->judges[PL_ASK_BUSINESS].asked, 0);
}

static void one_thinks_and_passes_on(void **state)
{
    struct court *c = *state;
    c->judges[PL_ASK_FILTER].says = PL_ASK_LATER;
    c->judges[PL_ASK_BUSINESS].says = PL_ASK_LATER;
    ask(c, 1);
    ask(c, 2);
    assert_int_equal(c->rulings, 0);
    assert_int_equal(pl_asker_open(c->asker), 2);
    answer(c, 2, PL_RULING_NOBODY);
    assert_int_equal(c->judges[PL_ASK_BUSINESS].asked, 1);
    assert_string_equal(c->judges[PL_ASK_BUSINESS].name, "ann");
    answer(c, 1, 0);
    assert_int_equal(c->ticket, 1);
    assert_int_equal(c->code, 0);
    answer(c, 2, 4711);
    assert_int_equal(c->ticket, 2);
    assert_int_equal(c->code, 4711);
    answer(c, 2, 0); /* twice */
    answer(c, 99, 0);
    assert_int_equal(c->rulings, 2);
}

static void too_late(void **state)
{
    struct court *c = *state;
    c->judges[PL_ASK_BUSINESS].says = PL_ASK_LATER;
    ask(c, 1);
    pl_asker_over(c->asker, 1);
    assert_int_equal(c->judges[PL_ASK_FILTER].over, 0);
    assert_int_equal(c->judges[PL_ASK_BUSINESS].over, 1);
    pl_asker_over(c->asker, 1);
    answer(c, 1, 0);
    assert_int_equal(c->rulings, 0);
    assert_int_equal(c->judges[PL_ASK_BUSINESS].over, 1);
}

static void one_goes_away(void **state)
{
    struct court *c = *state;
    c->judges[PL_ASK_FILTER].says = PL_ASK_LATER;
    c->judges[PL_ASK_BUSINESS].says = PL_ASK_NOW;
    for (uint32_t ticket = 1; ticket <= 5; ticket++)
        ask(c, ticket);
    assert_int_equal(c->rulings, 0);
    pl_asker_register(c->asker, PL_ASK_FILTER, NULL);
    assert_int_equal(c->rulings, 5);
    assert_int_equal(c->judges[PL_ASK_BUSINESS].asked, 5);
    assert_int_equal(pl_asker_open(c->asker), 0);
}

static void too_many(void **state)
{
    struct court *c = *state;
    c->judges[PL_ASK_FILTER].says = PL_ASK_LATER;
    for (uint32_t ticket = 1; ticket <= 8; ticket++)
        ask(c, ticket);
    assert_int_equal(c->rulings, 0);
    ask(c, 9);
    assert_int_equal(c->rulings, 1);
    assert_int_equal(c->code, PL_GV_ERR_NOENOUGHRESOURCE);
}

/* Each view of each kind, in one block. */
static void copies_are_whole(void **state)
{
    struct pl_bytes text = pl_bytes_str("text");
    struct pl_question q = {.kind = PL_ASK_LOGIN, .name = text, .ip = text}, *copy;
    struct pl_ruling r = {.code = 3, .login = {.name = text, .identity = text, .string_id = text}},
                     *r2 = pl_ruling_copy(&r);
    (void)state;
    q.login = (struct pl_question_login){.name = text,
                                         .password = text,
                                         .app = text,
                                         .string_id = text,
                                         .signature = text,
                                         .token = text,
                                         .param = text};
    copy = pl_question_copy(&q);
    assert_non_null(copy);
    assert_true(pl_bytes_eq_str(copy->ip, "text") && copy->ip.data != text.data);
    assert_true(pl_bytes_eq_str(copy->login.param, "text") && copy->login.param.data != text.data);
    assert_true(pl_bytes_eq_str(copy->login.token, "text") && copy->login.token.data != text.data);
    free(copy);
    q.kind = PL_ASK_CALL;
    q.call = (struct pl_question_call){.to = 5, .text = text};
    copy = pl_question_copy(&q);
    assert_non_null(copy);
    assert_int_equal(copy->call.to, 5);
    assert_true(pl_bytes_eq_str(copy->call.text, "text") && copy->call.text.data != text.data);
    free(copy);
    assert_non_null(r2);
    assert_int_equal(r2->code, 3);
    assert_true(pl_bytes_eq_str(r2->login.string_id, "text"));
    assert_true(r2->login.string_id.data != text.data);
    free(r2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(all_pass, setup, teardown),
        cmocka_unit_test_setup_teardown(the_first_who_knows_decides, setup, teardown),
        cmocka_unit_test_setup_teardown(one_thinks_and_passes_on, setup, teardown),
        cmocka_unit_test_setup_teardown(too_late, setup, teardown),
        cmocka_unit_test_setup_teardown(one_goes_away, setup, teardown),
        cmocka_unit_test_setup_teardown(too_many, setup, teardown),
        cmocka_unit_test(copies_are_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

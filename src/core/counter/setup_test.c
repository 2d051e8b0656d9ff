/* SPDX-License-Identifier: Apache-2.0 */
/* Settings by their names: what is set is what is read and what the engine has. */
#include "pl_test.h"

#include "core/counter/desk.h"
#include "core/counter/setup.h"

#include <stdio.h>

static const struct {
    const char *key, *good, *bad;
} values[] = {
    {"name", "VIP", NULL},
    {"description", "first floor", NULL},
    {"area", "1", "0"},
    {"attribute", "-1", "x"},
    {"priority", "10", "1.5"},
    {"tag", "-7", ""},
    {"strategy", "ring-all", "best"},
    {"sticky", "yes", "true"},
    {"skills", "3:2 -5:0", "3:2 3:1"},
    {"skills_match", "any", "some"},
    {"max_length", "100000", "100001"},
    {"overflow", "103", "-1"},
    {"overflow_seconds", "86400", "86401"},
    {"overflow_unstaffed", "yes", "1"},
    {"answer_seconds", "20", "3601"},
    {"misses", "2", "101"},
    {"wrap_up_seconds", "30", "-1"},
    {"text", "yes", "maybe"},
    {"call_backs", "5", "10001"},
    {"hours", "mon-fri 09:00-17:30; 2026-12-25; 01-01 10:00-12:00", "always"},
    {"closing", "send-away", "close"},
};
enum { VALUES = sizeof(values) / sizeof(values[0]) };

static void every_key(void **state)
{
    struct pl_counter_setup setup;
    struct pl_counter_key key;
    char text[PL_COUNTER_VALUE_MAX], words[PL_COUNTER_FAULT_MAX];
    size_t i = 0;
    (void)state;
    pl_counter_setup_init(&setup);
    for (; pl_counter_setup_key(PL_COUNTER_QUEUE_KIND, i, &key); i++) {
        assert_true(i < VALUES);
        assert_string_equal(key.name, values[i].key);
        pl_counter_setup_allowed(PL_COUNTER_QUEUE_KIND, key.name, words);
        assert_true(words[0] != '\0');
        assert_int_equal(pl_counter_setup_get(&setup, PL_COUNTER_QUEUE_KIND, key.name, text), 0);
        assert_string_equal(text[0] && strcmp(text, "0") ? text : "",
                            key.initial[0] == '-' || !strcmp(key.initial, "0") ? "" : key.initial);
        assert_int_equal(
            pl_counter_setup_set(&setup, PL_COUNTER_QUEUE_KIND, key.name, values[i].good), PL_OK);
        if (values[i].bad)
            assert_int_equal(
                pl_counter_setup_set(&setup, PL_COUNTER_QUEUE_KIND, key.name, values[i].bad),
                PL_E_RANGE);
        assert_int_equal(pl_counter_setup_get(&setup, PL_COUNTER_QUEUE_KIND, key.name, text), 0);
        assert_string_equal(text, values[i].good); /* what is wrong has changed nothing */
    }
    assert_int_equal(i, VALUES);
    assert_int_equal(pl_counter_setup_set(&setup, PL_COUNTER_AREA_KIND, "area", "1"),
                     PL_E_NOT_FOUND);
    assert_int_equal(pl_counter_setup_set(&setup, PL_COUNTER_AGENT_KIND, "capacity", "16"), PL_OK);
    assert_int_equal(pl_counter_setup_set(&setup, PL_COUNTER_AGENT_KIND, "capacity", "17"),
                     PL_E_RANGE);
    assert_true(pl_counter_setup_is_number(PL_COUNTER_QUEUE_KIND, "answer_seconds"));
    assert_false(pl_counter_setup_is_number(PL_COUNTER_QUEUE_KIND, "sticky"));
}

static void long_texts(void **state)
{
    struct pl_counter_setup setup;
    char text[PL_COUNTER_NAME_MAX + 1];
    (void)state;
    pl_counter_setup_init(&setup);
    memset(text, 'a', sizeof(text));
    text[PL_COUNTER_NAME_MAX] = '\0';
    assert_int_equal(pl_counter_setup_set(&setup, PL_COUNTER_QUEUE_KIND, "name", text), PL_E_RANGE);
    text[PL_COUNTER_NAME_MAX - 1] = '\0';
    assert_int_equal(pl_counter_setup_set(&setup, PL_COUNTER_QUEUE_KIND, "name", text), PL_OK);
}

/* Into the engine and out of it again, while somebody waits. */
static void applied(void **state)
{
    struct desk *d = *state;
    struct pl_counter_setup setup, after;
    char text[PL_COUNTER_VALUE_MAX];
    desk_client(d, 11, 10);
    assert_int_equal(desk_queue(d, 11, 101), 0);
    desk_skip(d);
    assert_true(pl_counter_setup_of(d->e, PL_COUNTER_QUEUE_KIND, 101, &setup));
    assert_int_equal(setup.attribute, 1);
    for (size_t i = 0; i < VALUES; i++)
        assert_int_equal(
            pl_counter_setup_set(&setup, PL_COUNTER_QUEUE_KIND, values[i].key, values[i].good),
            PL_OK);
    assert_int_equal(
        desk_done(d, pl_counter_setup_apply(d->e, d->now, PL_COUNTER_QUEUE_KIND, 101, &setup)), 0);
    assert_true(pl_counter_setup_of(d->e, PL_COUNTER_QUEUE_KIND, 101, &after));
    for (size_t i = 0; i < VALUES; i++) {
        assert_int_equal(pl_counter_setup_get(&after, PL_COUNTER_QUEUE_KIND, values[i].key, text),
                         PL_OK);
        assert_string_equal(text, values[i].good);
    }
    desk_expect(d, ""); /* he is where he was */
    assert_int_equal(pl_counter_before(pl_counter_person_of(d->e, 11)), 0);
}

static void what_does_not_fit_together(void **state)
{
    struct desk *d = *state;
    struct pl_counter_setup setup, before;
    assert_int_equal(pl_counter_put_area(d->e, d->now, 2), 0);
    assert_true(pl_counter_setup_of(d->e, PL_COUNTER_QUEUE_KIND, 101, &setup));
    before = setup;
    setup.rules.overflow = 101;
    assert_int_equal(pl_counter_setup_apply(d->e, d->now, PL_COUNTER_QUEUE_KIND, 101, &setup), 21);
    setup.rules.overflow = 999;
    assert_int_equal(pl_counter_setup_apply(d->e, d->now, PL_COUNTER_QUEUE_KIND, 101, &setup), 21);
    setup = before;
    setup.area = 2;
    assert_int_equal(pl_counter_setup_apply(d->e, d->now, PL_COUNTER_QUEUE_KIND, 101, &setup), 21);
    setup.area = 3;
    assert_int_equal(pl_counter_setup_apply(d->e, d->now, PL_COUNTER_QUEUE_KIND, 104, &setup), 9);
    assert_false(pl_counter_setup_of(d->e, PL_COUNTER_QUEUE_KIND, 104, &setup));
    assert_true(pl_counter_setup_of(d->e, PL_COUNTER_QUEUE_KIND, 101, &setup));
    assert_memory_equal(&setup.rules, &before.rules, sizeof(before.rules));
    (void)desk_done(d, 0);
}

static void agents(void **state)
{
    struct desk *d = *state;
    struct pl_counter_setup setup;
    assert_false(pl_counter_setup_of(d->e, PL_COUNTER_AGENT_KIND, 21, &setup));
    assert_int_equal(pl_counter_setup_set(&setup, PL_COUNTER_AGENT_KIND, "skills", "1:5"), 0);
    assert_int_equal(pl_counter_setup_set(&setup, PL_COUNTER_AGENT_KIND, "capacity", "3"), 0);
    assert_int_equal(pl_counter_setup_apply(d->e, d->now, PL_COUNTER_AGENT_KIND, 21, &setup), 0);
    desk_agent(d, 21, -1, true);
    assert_int_equal(pl_counter_person_of(d->e, 21)->agent->capacity, 3);
    assert_int_equal(pl_counter_person_of(d->e, 21)->agent->skills.list[0].level, 5);
    pl_counter_gone(d->e, d->now, 21, 0); /* what is known of him stays */
    (void)desk_done(d, 0);
    assert_true(pl_counter_setup_of(d->e, PL_COUNTER_AGENT_KIND, 21, &setup));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_key), cmocka_unit_test(long_texts),
        desk_test(applied),          desk_test(what_does_not_fit_together),
        desk_test(agents),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

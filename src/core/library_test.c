/* SPDX-License-Identifier: Apache-2.0 */
/* The catalogue for pages: who may, that each request is answered once, and who has gone. */
#include "pl_test.h"

#include "core/story.h"
#include "proto/wire/limits_gen.h"

#include <stdio.h>

static const struct pl_bytes viewers[] = {{(const uint8_t *)"ann", 3}};
static const struct pl_bytes keepers[] = {{(const uint8_t *)"bob", 3}};

struct seen {
    size_t count;
    uint64_t session;
    int64_t re;
};

static void see(void *arg, const struct pl_effect *e)
{
    struct seen *seen = arg;
    if (e->type != PL_EFFECT_LIBRARY)
        return;
    seen->count++;
    seen->session = e->library.session;
    seen->re = e->library.re;
}

/* ann 1 is a viewer, bob 2 a keeper, cat 3 neither. */
static void begin(struct story *st, struct seen *seen)
{
    st->config.records = true;
    st->config.library_viewers = viewers;
    st->config.library_viewer_count = 1;
    st->config.library_keepers = keepers;
    st->config.library_keeper_count = 1;
    story_begin(st);
    story_user(st, 1, "ann");
    story_user(st, 2, "bob");
    story_user(st, 3, "cat");
    story_skip(st);
    st->on_effect = see;
    st->arg = seen;
}

static void refused(struct story *st, uint64_t link, const char *json, int code)
{
    char text[64];
    story_say(st, link, json);
    (void)snprintf(text, sizeof(text), "'code':%d", code);
    assert_true(story_has(st, "'t':'error'"));
    assert_true(story_has(st, text));
    story_skip(st);
}

static void answer(struct story *st, const struct seen *seen, int code, const char *text)
{
    struct pl_event e = {.type = PL_EVENT_LIBRARY};
    e.library.session = seen->session;
    e.library.re = seen->re;
    e.library.code = code;
    e.library.text = pl_bytes_str(text);
    story_step(st, &e);
}

static void who_may(void **state)
{
    struct story *st = *state;
    struct seen seen = {0};
    begin(st, &seen);
    refused(st, 3, "{'t':'library','verb':'list'}", 20);
    refused(st, 1, "{'t':'library','verb':'delete','record':5}", 20);
    refused(st, 1, "{'t':'library','verb':'show'}", 21);
    assert_int_equal(seen.count, 0);
    story_say(st, 1, "{'t':'library','verb':'list','text':'loan'}");
    story_expect(st, "library user=1 verb=0 record=0\n");
    answer(st, &seen, 0, "{}");
    assert_true(story_has(st, "'t':'library_answer'"));
    assert_true(story_has(st, "'keeper':false"));
    story_skip(st);
    story_say(st, 2, "{'t':'library','verb':'delete','record':5}");
    story_expect(st, "library user=2 verb=4 record=5\n");
    answer(st, &seen, 720, "");
    assert_true(story_has(st, "'code':720"));
}

static void a_guest_of_that_name_may_not(void **state)
{
    struct story *st = *state;
    struct seen seen = {0};
    begin(st, &seen);
    story_open(st, 4);
    story_say(st, 4, "{'t':'hello','sdk':'x'}");
    story_say(st, 4, "{'t':'login','name':'bob','password':''}");
    story_skip(st);
    refused(st, 4, "{'t':'library','verb':'list'}", 20);
}

static void answers_survive_a_lost_link(void **state)
{
    struct story *st = *state;
    struct seen seen = {0};
    begin(st, &seen);
    story_say(st, 1, "{'t':'library','verb':'list'}");
    story_cut(st, 1);
    answer(st, &seen, 0, "{}");
    story_skip(st);
    story_resume(st, 5, 1, 1);
    assert_true(story_has(st, "'t':'library_answer'"));
}

static void who_has_gone_is_told_nothing_and_holds_no_place(void **state)
{
    struct story *st = *state;
    struct seen seen = {0};
    begin(st, &seen);
    for (unsigned i = 0; i < 3 * PL_LIMIT_LIBRARY_REQUESTS; i++) {
        uint64_t link = 10 + i;
        story_wait(st, PL_SEC(20));
        story_user(st, link, "ann");
        story_skip(st);
        story_say(st, link, "{'t':'library','verb':'list'}");
        assert_int_equal(seen.count, i + 1);
        story_say(st, link, "{'t':'logout'}");
        story_skip(st);
        answer(st, &seen, 0, "{}");
        story_expect(st, "");
    }
}

static void so_many_at_once(void **state)
{
    struct story *st = *state;
    struct seen seen = {0};
    begin(st, &seen);
    for (unsigned i = 0; i < PL_LIMIT_LIBRARY_REQUESTS; i++)
        story_say(st, 1, "{'t':'library','verb':'list'}");
    story_skip(st);
    refused(st, 2, "{'t':'library','verb':'list'}", 23);
    answer(st, &seen, 0, "{}");
    story_skip(st);
    story_say(st, 2, "{'t':'library','verb':'list'}");
    story_expect(st, "library user=2 verb=0 record=0\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        story_test(who_may),
        story_test(a_guest_of_that_name_may_not),
        story_test(answers_survive_a_lost_link),
        story_test(who_has_gone_is_told_nothing_and_holds_no_place),
        story_test(so_many_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

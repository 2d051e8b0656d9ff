/* SPDX-License-Identifier: Apache-2.0 */
/* What survives a restart: told as it changes, taken back as it was. */
#include "pl_test.h"

#include "base/rng.h"
#include "core/directory.h"
#include "core/state.h"
#include "core/story.h"
#include "proto/wire/constants_gen.h"

#include <stdio.h>

static void kept(struct story *st, struct pl_core_kept k)
{
    struct pl_event e = {.type = PL_EVENT_KEPT, .kept = k};
    story_step(st, &e);
}

static void login(struct story *st, uint64_t link, const char *name, const char *password)
{
    char text[128];
    story_open(st, link);
    story_say(st, link, "{'t':'hello','sdk':'t'}");
    story_skip(st);
    (void)snprintf(text, sizeof(text), "{'t':'login','name':'%s'%s}", name, password);
    story_say(st, link, text);
}

#define WITH ",'password':'x'"

static void names_keep_their_ids(void **state)
{
    struct story *st = *state;
    st->config.keep = true;
    story_begin(st);
    kept(st,
         (struct pl_core_kept){.kind = PL_CORE_KEPT_NAME, .user = 41, .text = pl_bytes_str("ann")});
    kept(st,
         (struct pl_core_kept){.kind = PL_CORE_KEPT_NAME, .user = 7, .text = pl_bytes_str("bob")});
    login(st, 1, "ann", WITH);
    assert_true(story_has(st, "'id':41"));
    assert_false(story_has(st, "keep"));
    login(st, 2, "cat", WITH);
    assert_true(story_has(st, "'id':42"));
    assert_true(story_has(st, "keep name user=42 bytes=3\n"));
    login(st, 3, "guest", "");
    assert_false(story_has(st, "keep")); /* guests leave nothing */
    login(st, 4, "bob", WITH);
    assert_true(story_has(st, "'id':7"));
}

static void who_is_forgotten_goes_from_the_store(void **state)
{
    struct story *st = *state;
    st->config.keep = true;
    st->config.friends = PL_CORE_FRIENDS_KEPT;
    st->config.max_names = st->config.max_sessions = 2;
    story_begin(st);
    login(st, 1, "ann", WITH);
    story_control(st, 1, PL_BRAS_USERINFO_CTRLCODE_ADDGROUP, 3, 0, "g");
    story_control(st, 1, PL_BRAS_USERINFO_CTRLCODE_ADDFRIEND, 2, 0, "");
    story_control(st, 2, PL_BRAS_USERINFO_CTRLCODE_ADDFRIEND, 1, 0, "");
    story_say(st, 1, "{'t':'logout'}");
    login(st, 2, "bob", WITH);
    story_skip(st);
    login(st, 3, "cat", WITH);
    assert_true(story_has(st, "forget group user=1 id=3\n"
                              "forget friend user=1 id=2\n"
                              "forget friend user=2 id=1\n"
                              "forget info user=1 id=1\n"
                              "forget name user=1 bytes=3\n"
                              "keep name user=3 bytes=3\n"));
}

static void each_change_is_told(void **state)
{
    struct story *st = *state;
    st->config.keep = true;
    st->config.friends = PL_CORE_FRIENDS_KEPT;
    story_begin(st);
    story_control(st, 1, PL_BRAS_USERINFO_CTRLCODE_ADDGROUP, 1, 0, "family");
    story_control(st, 1, PL_BRAS_USERINFO_CTRLCODE_ADDFRIEND, 2, 0, "");
    story_control(st, 1, PL_BRAS_USERINFO_CTRLCODE_SETGROUPRELATION, 1, 2, "");
    story_info(st, 1, 5, "text");
    story_control(st, 1, PL_BRAS_USERINFO_CTRLCODE_DELGROUP, 1, 0, "");
    story_control(st, 1, PL_BRAS_USERINFO_CTRLCODE_DELFRIEND, 2, 0, "");
    story_info(st, 1, 5, "");
    story_expect(st, "keep group user=1 id=1 bytes=6\n"
                     "keep friend user=1 id=2\n"
                     "keep friend user=1 id=2 group=1\n"
                     "keep info user=1 id=5 bytes=4\n"
                     "keep friend user=1 id=2\n"
                     "forget group user=1 id=1\n"
                     "forget friend user=1 id=2\n"
                     "forget info user=1 id=5\n");
    story_control(st, 1, PL_BRAS_USERINFO_CTRLCODE_ADDFRIEND, 1, 0, "");  /* refused */
    story_control(st, 1, PL_BRAS_USERINFO_CTRLCODE_ADDFRIEND, -2, 0, ""); /* guests */
    story_control(st, -2, PL_BRAS_USERINFO_CTRLCODE_ADDFRIEND, 1, 0, "");
    story_info(st, -2, 1, "x");
    story_expect(st, "");
}

static void nothing_is_told_where_nothing_is_kept(void **state)
{
    struct story *st = *state;
    st->config.keep = true; /* names alone */
    story_begin(st);
    story_control(st, 1, PL_BRAS_USERINFO_CTRLCODE_ADDFRIEND, 2, 0, "");
    story_info(st, 1, 5, "text");
    kept(st, (struct pl_core_kept){.kind = PL_CORE_KEPT_FRIEND, .user = 1, .id = 9});
    story_expect(st, "");
    story_control(st, 1, PL_BRAS_USERINFO_CTRLCODE_SYNCDATA, 0, 0, "");
    login(st, 1, "ann", WITH);
    story_control(st, 1, PL_BRAS_USERINFO_CTRLCODE_SYNCDATA, 0, 0, "");
    assert_true(story_has(st, "'friends':[{'user':2"));
    assert_false(story_has(st, "'user':9"));
}

static void lists_have_their_order_again(void **state)
{
    struct story *st = *state;
    st->config.keep = true;
    st->config.friends = PL_CORE_FRIENDS_KEPT;
    story_begin(st);
    kept(st,
         (struct pl_core_kept){.kind = PL_CORE_KEPT_NAME, .user = 1, .text = pl_bytes_str("ann")});
    for (int32_t id = 1; id <= 3; id++)
        kept(st, (struct pl_core_kept){.kind = PL_CORE_KEPT_GROUP,
                                       .user = 1,
                                       .id = id,
                                       .place = 10 - id,
                                       .text = pl_bytes_str("g")});
    for (int32_t id = 2; id <= 5; id++)
        kept(st, (struct pl_core_kept){.kind = PL_CORE_KEPT_FRIEND,
                                       .user = 1,
                                       .id = id,
                                       .group = id == 4 ? 2 : 0,
                                       .place = id == 3 ? 100 : 10 * id});
    kept(st, (struct pl_core_kept){
                 .kind = PL_CORE_KEPT_INFO, .user = 1, .id = 1, .text = pl_bytes_str("Ann")});
    story_control(st, 1, PL_BRAS_USERINFO_CTRLCODE_ADDFRIEND, 6, 0, ""); /* behind all others */
    story_skip(st);
    login(st, 1, "ann", WITH); /* synchronises by itself */
    assert_true(story_has(
        st, "'groups':[{'id':3,'name':'g'},{'id':2,'name':'g'},{'id':1,'name':'g'}],"
            "'friends':[{'user':2,'group':0,'online':false},{'user':4,'group':2,'online':false},"
            "{'user':5,'group':0,'online':false},{'user':3,'group':0,'online':false},"
            "{'user':6,'group':0,'online':false}],"
            "'infos':[{'user':1,'info':1,'text':'Ann'}]"));
}

static void signing_out_loses_nothing(void **state)
{
    struct story *st = *state;
    st->config.friends = PL_CORE_FRIENDS_KEPT;
    story_begin(st);
    login(st, 1, "ann", WITH);
    story_control(st, 1, PL_BRAS_USERINFO_CTRLCODE_ADDFRIEND, 2, 0, "");
    story_say(st, 1, "{'t':'logout'}");
    login(st, 2, "bob", WITH);
    story_skip(st);
    login(st, 3, "ann", WITH);
    assert_true(story_has(st, "'friends':[{'user':2,'group':0,'online':true}],"
                              "'infos':[{'user':1,'info':1,'text':'ann'},"
                              "{'user':2,'info':1,'text':'bob'}]"));
    story_skip(st);
    story_say(st, 2, "{'t':'logout'}");
    assert_true(story_has(st, "3< {'t':'friend_status','seq':3,'user':2,'online':false}"));
}

/* ---- any order of changes, and a restart ---- */

enum { RECORDS = 4096, USERS = 6, CHANGES = 400, SEEDS = 40 };

struct shelf {
    struct {
        struct pl_core_kept kept;
        char text[32];
    } records[RECORDS];
    size_t count;
};

static void put_on(struct shelf *s, const struct pl_core_kept *k)
{
    size_t i = 0;
    while (i < s->count && (s->records[i].kept.kind != k->kind ||
                            s->records[i].kept.user != k->user || s->records[i].kept.id != k->id))
        i++;
    if (k->gone) {
        if (i < s->count)
            s->records[i] = s->records[--s->count];
        return;
    }
    assert_true(i < RECORDS);
    s->count += i == s->count;
    s->records[i].kept = *k;
    assert_true(pl_bytes_to_str(k->text, s->records[i].text, sizeof(s->records[i].text)));
}

static void step_on(struct pl_core *core, struct pl_event *e, struct shelf *s)
{
    struct pl_effects effects;
    assert_ok(pl_core_step(core, e, &effects));
    for (size_t i = 0; i < effects.count; i++) {
        if (effects.items[i].type == PL_EFFECT_KEEP)
            put_on(s, &effects.items[i].keep);
    }
    pl_core_check(core);
}

static void change_something(struct pl_core *core, struct pl_prng *dice, struct shelf *s)
{
    static const int32_t codes[] = {
        PL_BRAS_USERINFO_CTRLCODE_ADDGROUP,         PL_BRAS_USERINFO_CTRLCODE_ADDGROUP,
        PL_BRAS_USERINFO_CTRLCODE_DELGROUP,         PL_BRAS_USERINFO_CTRLCODE_ADDFRIEND,
        PL_BRAS_USERINFO_CTRLCODE_ADDFRIEND,        PL_BRAS_USERINFO_CTRLCODE_DELFRIEND,
        PL_BRAS_USERINFO_CTRLCODE_SETGROUPRELATION, PL_BRAS_USERINFO_CTRLCODE_SETGROUPRELATION};
    struct pl_event e = {.type = PL_EVENT_USER_CONTROL};
    char text[16];
    (void)snprintf(text, sizeof(text), "t%u", (unsigned)pl_prng_below(dice, 100));
    if (pl_prng_below(dice, 4) == 0) {
        e.type = PL_EVENT_USER_INFO;
        e.user_info.user = 1 + (int32_t)pl_prng_below(dice, USERS);
        e.user_info.info = (int32_t)pl_prng_below(dice, 4);
        e.user_info.text = pl_bytes_str(pl_prng_below(dice, 3) ? text : "");
    } else {
        e.user_control.user = 1 + (int32_t)pl_prng_below(dice, USERS);
        e.user_control.code = codes[pl_prng_below(dice, sizeof(codes) / sizeof(codes[0]))];
        e.user_control.w = (int32_t)pl_prng_below(dice, USERS + 1);
        e.user_control.l = 1 + (int32_t)pl_prng_below(dice, USERS);
        e.user_control.text = pl_bytes_str(text);
    }
    step_on(core, &e, s);
}

/* Everything in the directory, as text. */
static void describe(const struct pl_core *core, char *out, size_t size)
{
    size_t n = 0;
    struct pl_list *it;
    for (int32_t user = 1; user <= USERS; user++) {
        const struct pl_dir_entry *e = pl_directory_find(&core->directory, user);
        for (int32_t id = 0; e && id < 4; id++) {
            struct pl_bytes text = pl_directory_info(&core->directory, user, id);
            n += (size_t)snprintf(out + n, size - n, "%d i%d=%.*s\n", user, id, (int)text.len,
                                  (const char *)text.data);
        }
        if (!e)
            continue;
        pl_list_for_each(it, &e->groups)
        {
            const struct pl_dir_group *g = pl_container_of(it, struct pl_dir_group, node);
            n += (size_t)snprintf(out + n, size - n, "%d g%d=%.*s\n", user, g->id, (int)g->name.len,
                                  (const char *)g->name.data);
        }
        pl_list_for_each(it, &e->friends)
        {
            const struct pl_dir_friend *f = pl_container_of(it, struct pl_dir_friend, in_owner);
            n += (size_t)snprintf(out + n, size - n, "%d f%d in %d\n", user, f->friend->user,
                                  f->group);
        }
        assert_true(n < size);
    }
}

static struct pl_core *restart(const struct pl_core_config *config, struct shelf *s)
{
    static const enum pl_core_kept_kind order[] = {PL_CORE_KEPT_GROUP, PL_CORE_KEPT_FRIEND,
                                                   PL_CORE_KEPT_INFO};
    struct pl_core *core = pl_core_create(config);
    struct pl_core_stats stats;
    assert_non_null(core);
    for (size_t k = 0; k < 3; k++) {
        for (size_t i = 0; i < s->count; i++) {
            struct pl_event e = {.type = PL_EVENT_KEPT, .kept = s->records[i].kept};
            e.kept.text = pl_bytes_str(s->records[i].text);
            if (e.kept.kind == order[k])
                step_on(core, &e, s);
        }
    }
    pl_core_stats(core, &stats);
    assert_int_equal(0, stats.friends_refused);
    return core;
}

static void whatever_was_there_is_there_after_a_restart(void **state)
{
    static struct shelf shelf;
    static char before[65536], after[65536];
    struct pl_core_config config;
    (void)state;
    pl_core_config_init(&config);
    config.friends = PL_CORE_FRIENDS_KEPT;
    config.keep = true;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct pl_core *core = pl_core_create(&config);
        struct pl_prng dice;
        pl_prng_init(&dice, seed);
        shelf.count = 0;
        for (int i = 0; i < CHANGES; i++) {
            change_something(core, &dice, &shelf);
            if (i % 100 != 99)
                continue;
            describe(core, before, sizeof(before));
            pl_core_destroy(core);
            core = restart(&config, &shelf);
            describe(core, after, sizeof(after));
            assert_string_equal(before, after);
        }
        pl_core_destroy(core);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        story_test(names_keep_their_ids),
        story_test(who_is_forgotten_goes_from_the_store),
        story_test(each_change_is_told),
        story_test(nothing_is_told_where_nothing_is_kept),
        story_test(lists_have_their_order_again),
        story_test(signing_out_loses_nothing),
        cmocka_unit_test(whatever_was_there_is_there_after_a_restart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

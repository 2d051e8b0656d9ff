/* SPDX-License-Identifier: Apache-2.0 */
/* Rates, locks and the end of those who go on; the small tables alone. */
#include "pl_test.h"

#include "core/codes.h"
#include "core/guard.h"
#include "core/names.h"
#include "core/story.h"

#include <stdio.h>

static const uint8_t seed[16];

/* ---- parts ---- */

static void bucket_gives_its_rate(void **state)
{
    const struct pl_rate rate = {PL_MS(10), 3};
    struct pl_bucket b = {0};
    pl_time_us now = PL_SEC(5);
    (void)state;
    for (int i = 0; i < 3; i++)
        assert_true(pl_bucket_take(&b, rate, now));
    assert_false(pl_bucket_take(&b, rate, now));
    assert_false(pl_bucket_take(&b, rate, now + PL_MS(10) - 1));
    assert_true(pl_bucket_take(&b, rate, now + PL_MS(10)));
    assert_false(pl_bucket_take(&b, rate, now + PL_MS(10)));
    now += PL_SEC(60); /* never more than the burst */
    for (int i = 0; i < 3; i++)
        assert_true(pl_bucket_take(&b, rate, now));
    assert_false(pl_bucket_take(&b, rate, now));
}

static void flood_is_cut_by_count_or_by_time(void **state)
{
    const struct pl_flood_limits limits = {{PL_MS(10), 1}, 5, PL_SEC(3)};
    struct pl_flood f = {0};
    pl_time_us now = PL_SEC(5);
    (void)state;
    assert_int_equal(pl_flood_message(&f, &limits, now), PL_PASS);
    for (int i = 0; i < 5; i++)
        assert_int_equal(pl_flood_message(&f, &limits, now), PL_REFUSE);
    assert_int_equal(pl_flood_message(&f, &limits, now), PL_CUT);
    f = (struct pl_flood){0};
    assert_int_equal(pl_flood_message(&f, &limits, now), PL_PASS);
    assert_int_equal(pl_flood_message(&f, &limits, now), PL_REFUSE);
    now += PL_SEC(2);
    assert_int_equal(pl_flood_message(&f, &limits, now), PL_PASS);
    assert_int_equal(pl_flood_message(&f, &limits, now), PL_REFUSE);
    now += PL_SEC(1);
    assert_int_equal(pl_flood_message(&f, &limits, now), PL_PASS);
    assert_int_equal(pl_flood_message(&f, &limits, now), PL_CUT);
    f = (struct pl_flood){0};
    for (int i = 0; i < 20; i++) { /* now and then is no flood */
        now += PL_SEC(4);
        assert_int_equal(pl_flood_message(&f, &limits, now), PL_PASS);
        assert_int_equal(pl_flood_message(&f, &limits, now), PL_REFUSE);
    }
}

static struct pl_guard_limits small_limits(void)
{
    return (struct pl_guard_limits){
        .entries = 3, .logins = {PL_SEC(3), 20}, .failures = 5, .lock_us = PL_SEC(300)};
}

static void failures_lock_for_a_while(void **state)
{
    struct pl_guard_limits limits = small_limits();
    struct pl_bytes ip = pl_bytes_str("192.0.2.1");
    pl_time_us now = PL_SEC(1);
    struct pl_guard g;
    (void)state;
    pl_guard_init(&g, &limits, seed);
    for (int i = 0; i < 4; i++)
        assert_false(pl_guard_address_failed(&g, ip, now));
    now += PL_SEC(301); /* too long ago: counting begins again */
    for (int i = 0; i < 4; i++)
        assert_false(pl_guard_address_failed(&g, ip, now));
    assert_int_equal(pl_guard_address(&g, ip, now), 0);
    assert_true(pl_guard_address_failed(&g, ip, now));
    assert_int_equal(pl_guard_address(&g, ip, now), PL_GV_ERR_IPADDR_LOCK);
    assert_int_equal(pl_guard_login(&g, ip, now), PL_GV_ERR_IPADDR_LOCK);
    assert_int_equal(pl_guard_address(&g, pl_bytes_str("192.0.2.2"), now), 0);
    assert_int_equal(pl_guard_address(&g, ip, now + PL_SEC(300) - 1), PL_GV_ERR_IPADDR_LOCK);
    assert_int_equal(pl_guard_address(&g, ip, now + PL_SEC(300)), 0);
    pl_guard_finish(&g);
}

static void accounts_are_apart_from_addresses(void **state)
{
    struct pl_guard_limits limits = small_limits();
    struct pl_bytes name = pl_bytes_str("192.0.2.1");
    struct pl_guard g;
    (void)state;
    pl_guard_init(&g, &limits, seed);
    for (int i = 0; i < 4; i++)
        assert_false(pl_guard_account_failed(&g, name, 1));
    pl_guard_account_passed(&g, name); /* forgiven */
    for (int i = 0; i < 4; i++)
        assert_false(pl_guard_account_failed(&g, name, 1));
    assert_true(pl_guard_account_failed(&g, name, 1));
    assert_int_equal(pl_guard_account(&g, name, 2), PL_GV_ERR_ACCOUNT_LOCK);
    assert_int_equal(pl_guard_address(&g, name, 2), 0);
    pl_guard_finish(&g);
}

/* 2001:db8:1:2::/64 is one stranger, its spelling is no disguise. */
static void ipv6_counts_by_network(void **state)
{
    struct pl_guard_limits limits = small_limits();
    struct pl_guard g;
    (void)state;
    pl_guard_init(&g, &limits, seed);
    for (int i = 0; i < 5; i++) {
        char ip[64];
        snprintf(ip, sizeof(ip), "2001:db8:1:2::%d", i + 1);
        (void)pl_guard_address_failed(&g, pl_bytes_str(ip), 1);
    }
    assert_int_equal(pl_guard_address(&g, pl_bytes_str("2001:0db8:1:2:ffff::"), 2), 203);
    assert_int_equal(pl_guard_address(&g, pl_bytes_str("2001:db8:1:3::1"), 2), 0);
    for (int i = 0; i < 5; i++)
        (void)pl_guard_address_failed(&g, pl_bytes_str("::ffff:192.0.2.1"), 1);
    assert_int_equal(pl_guard_address(&g, pl_bytes_str("192.0.2.1"), 2), 203);
    pl_guard_finish(&g);
}

static void tables_forget_the_longest_unused(void **state)
{
    struct pl_guard_limits limits = small_limits();
    struct pl_guard g;
    (void)state;
    pl_guard_init(&g, &limits, seed);
    for (int i = 0; i < 5; i++)
        (void)pl_guard_address_failed(&g, pl_bytes_str("192.0.2.1"), 1);
    (void)pl_guard_address_failed(&g, pl_bytes_str("192.0.2.2"), 1);
    (void)pl_guard_address_failed(&g, pl_bytes_str("192.0.2.3"), 1);
    assert_int_equal(pl_guard_address(&g, pl_bytes_str("192.0.2.1"), 2), 203); /* a use */
    (void)pl_guard_address_failed(&g, pl_bytes_str("192.0.2.4"), 1);
    assert_int_equal(g.addresses.by_key.count, 3);
    assert_int_equal(pl_guard_address(&g, pl_bytes_str("192.0.2.1"), 2), 203);
    (void)pl_guard_address_failed(&g, pl_bytes_str("no address at all"), 1);
    assert_int_equal(g.addresses.by_key.count, 3);
    pl_guard_finish(&g);
}

static void names_forget_only_who_is_offline(void **state)
{
    struct pl_names n;
    struct pl_name *a, *b;
    (void)state;
    pl_names_init(&n, 2, 1, seed);
    a = pl_names_use(&n, pl_bytes_str("a"));
    b = pl_names_use(&n, pl_bytes_str("b"));
    assert_int_equal(a->id, 1);
    assert_int_equal(b->id, 2);
    assert_null(pl_names_use(&n, pl_bytes_str("c")));
    pl_names_release(&n, a);
    assert_ptr_equal(pl_names_use(&n, pl_bytes_str("a")), a);
    pl_names_release(&n, a);
    assert_int_equal(pl_names_use(&n, pl_bytes_str("c"))->id, 3);
    pl_names_release(&n, b);
    assert_int_equal(pl_names_use(&n, pl_bytes_str("a"))->id, 4); /* never 1 again */
    pl_names_finish(&n);
}

/* ---- in the core ---- */

static void over_the_rate_is_23(void **state)
{
    struct story *st = *state;
    story_begin(st);
    story_member(st, 1, "ann", 5);
    story_member(st, 2, "bob", 5);
    for (int i = 0; i < 198; i++)
        story_say(st, 1, "{'t':'leave','room':9}");
    assert_false(story_has(st, "error"));
    story_skip(st);
    story_say(st, 1, "{'t':'text','to':-1,'secret':false,'text':'a'}");
    story_expect(st, "1< {'t':'error','seq':202,'re':202,'code':23,"
                     "'detail':'too many messages'}\n");
    story_say(st, 1, "{'t':'ping'}"); /* not even a pong */
    story_expect(st, "");
    story_say(st, 2, "{'t':'ping'}"); /* who has done nothing feels nothing */
    story_expect(st, "2< {'t':'pong'}\n");
    story_wait(st, PL_MS(20));
    story_say_raw(st, 1, "{'t':'leave','id':202,'room':9}"); /* was answered: handled */
    story_expect(st, "");
    st->next_id[1] = 204;
    story_say(st, 1, "{'t':'leave','room':9}");
    story_expect(st, "1< {'t':'done','seq':203,'re':204}\n");
}

static void going_on_is_cut(void **state)
{
    struct story *st = *state;
    st->facts = true;
    story_begin(st);
    story_member(st, 1, "ann", 5);
    story_member(st, 2, "bob", 5);
    for (int i = 0; i < 198 + 500; i++)
        story_say(st, 1, "{'t':'leave','room':9}");
    assert_false(story_has(st, "close"));
    story_skip(st);
    story_say(st, 1, "{'t':'leave','room':9}");
    story_expect(st, "event=guard.close link=1 session=1 user=1 room=5 code=23\n"
                     "event=session.end link=1 session=1 user=1 room=5 code=23\n"
                     "leave session=1\n"
                     "event=room.leave link=1 session=1 user=1 room=5 code=211\n"
                     "2< {'t':'user_left','seq':3,'user':1,'code':211}\n"
                     "1< {'t':'closing','seq':702,'code':23,'reconnect':false}\n"
                     "close link=1 code=1008 reason=\"too many or unreadable messages\"\n");
}

static void three_seconds_over_is_cut(void **state)
{
    struct story *st = *state;
    int said = 0;
    story_begin(st);
    story_user(st, 1, "ann");
    while (!story_has(st, "'t':'closing'") && said < 2000) {
        story_say(st, 1, "{'t':'leave','room':9}"); /* 125 a second */
        story_wait(st, PL_MS(8));
        said++;
    }
    assert_true(said > 198 + 375 && said < 1400);
}

static void nonsense_is_21_and_then_cut(void **state)
{
    struct story *st = *state;
    story_begin(st);
    story_member(st, 1, "ann", 5);
    story_member(st, 2, "bob", 5);
    for (int i = 0; i < 10; i++)
        story_say_raw(st, 1, "{'t'");
    assert_true(story_has(st, "1< {'t':'error','seq':13,'code':21,'detail':"));
    assert_false(story_has(st, "close"));
    story_skip(st);
    story_say_raw(st, 1, "[]");
    story_expect(st, "leave session=1\n"
                     "2< {'t':'user_left','seq':3,'user':1,'code':211}\n"
                     "1< {'t':'closing','seq':14,'code':21,'reconnect':false}\n"
                     "close link=1 code=1008 reason=\"too many or unreadable messages\"\n");
}

static void wrong_server_passwords_lock_the_address(void **state)
{
    struct story *st = *state;
    st->config.server_password = pl_bytes_str("open sesame");
    st->facts = true;
    story_begin(st);
    story_open(st, 1);
    for (int i = 0; i < 5; i++) {
        story_skip(st);
        story_say(st, 1, "{'t':'hello','sdk':'test','password':'guess'}");
        assert_true(story_has(st, "'code':102"));
    }
    assert_true(story_has(st, "event=guard.lock link=1 code=203"));
    story_open(st, 2);
    story_skip(st);
    story_say(st, 2, "{'t':'hello','sdk':'test','password':'open sesame'}");
    story_expect(st, "event=session.refused link=2 code=203\n"
                     "2< {'t':'error','seq':1,'re':1,'code':203}\n");
    story_open_from(st, 3, "192.0.2.8");
    story_say(st, 3, "{'t':'hello','sdk':'test','password':'open sesame'}");
    assert_true(story_has(st, "3< {'t':'welcome'"));
    story_wait(st, PL_SEC(300));
    story_open(st, 4);
    story_say(st, 4, "{'t':'hello','sdk':'test','password':'open sesame'}");
    assert_true(story_has(st, "4< {'t':'welcome'"));
}

static void logins_of_an_address_are_limited(void **state)
{
    struct story *st = *state;
    story_begin(st);
    for (uint64_t link = 1; link <= 21; link++) {
        story_open(st, link);
        story_say(st, link, "{'t':'hello','sdk':'test'}");
        story_skip(st);
        story_say(st, link, "{'t':'login','name':'g'}");
        assert_true(story_has(st, link <= 20 ? "logged_in" : "'code':203"));
    }
    story_open_from(st, 22, "192.0.2.8");
    story_say(st, 22, "{'t':'hello','sdk':'test'}");
    story_say(st, 22, "{'t':'login','name':'g'}");
    assert_true(story_has(st, "22< {'t':'logged_in'"));
    story_wait(st, PL_SEC(3));
    story_skip(st);
    story_say(st, 21, "{'t':'login','name':'g'}");
    assert_true(story_has(st, "21< {'t':'logged_in'"));
}

static void login_failures_lock_account_and_address(void **state)
{
    struct story *st = *state;
    static const struct pl_core_account accounts[] = {
        {{(const uint8_t *)"ann", 3}, {(const uint8_t *)"secret", 6}}};
    st->config.accounts = accounts;
    st->config.account_count = 1;
    story_begin(st);
    story_open(st, 1);
    story_say(st, 1, "{'t':'hello','sdk':'test'}");
    for (int i = 0; i < 5; i++) {
        story_skip(st);
        story_say(st, 1, "{'t':'login','name':'ann','password':'guess'}");
        assert_true(story_has(st, "'code':200"));
    }
    story_say(st, 1, "{'t':'login','name':'bob','password':'x'}");
    assert_true(story_has(st, "'code':203"));
    story_open_from(st, 2, "192.0.2.8");
    story_say(st, 2, "{'t':'hello','sdk':'test'}");
    story_say(st, 2, "{'t':'login','name':'ann','password':'secret'}");
    assert_true(story_has(st, "2< {'t':'error','seq':1,'re':2,'code':202}"));
    story_say(st, 2, "{'t':'login','name':'bob','password':'x'}");
    assert_true(story_has(st, "2< {'t':'logged_in'"));
    story_wait(st, PL_SEC(300));
    story_skip(st);
    story_say(st, 1, "{'t':'login','name':'ann','password':'secret'}");
    assert_true(story_has(st, "1< {'t':'logged_in'"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bucket_gives_its_rate),
        cmocka_unit_test(flood_is_cut_by_count_or_by_time),
        cmocka_unit_test(failures_lock_for_a_while),
        cmocka_unit_test(accounts_are_apart_from_addresses),
        cmocka_unit_test(ipv6_counts_by_network),
        cmocka_unit_test(tables_forget_the_longest_unused),
        cmocka_unit_test(names_forget_only_who_is_offline),
        story_test(over_the_rate_is_23),
        story_test(going_on_is_cut),
        story_test(three_seconds_over_is_cut),
        story_test(nonsense_is_21_and_then_cut),
        story_test(wrong_server_passwords_lock_the_address),
        story_test(logins_of_an_address_are_limited),
        story_test(login_failures_lock_account_and_address),
    };
    return cmocka_run_group_tests_name("core_guard", tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Addresses that may not come in. */
#include "pl_test.h"

#include "base/rng.h"
#include "core/block.h"
#include "core/codes.h"
#include "core/story.h"
#include "proto/wire/constants_gen.h"

static const uint8_t seed[16];

static bool blocked(const char *pattern, const char *ip)
{
    struct pl_blocks b;
    bool match;
    pl_blocks_init(&b, 4, seed);
    assert_ok(pl_blocks_add(&b, pl_bytes_str(pattern), 0));
    match = pl_blocks_match(&b, pl_bytes_str(ip), 1);
    pl_blocks_finish(&b);
    return match;
}

static void patterns(void **state)
{
    (void)state;
    assert_true(blocked("192.0.2.7", "192.0.2.7"));
    assert_false(blocked("192.0.2.7", "192.0.2.77"));
    assert_false(blocked("192.0.2.77", "192.0.2.7"));
    assert_true(blocked("192.0.2.*", "192.0.2.7"));
    assert_false(blocked("192.0.2.*", "192.0.20.7"));
    assert_true(blocked("*", "2001:db8::1"));
    assert_true(blocked("2001:DB8:*", "2001:db8::1"));
    assert_true(blocked("*.7", "192.0.2.7"));
    assert_true(blocked("1*.*.7", "192.0.2.7"));
    assert_false(blocked("1*.*.8", "192.0.2.7"));
    assert_true(blocked("**192**7**", "192.0.2.7"));
    assert_false(blocked("192.0.2.*", "not an address"));
}

static void what_is_no_pattern(void **state)
{
    struct pl_blocks b;
    (void)state;
    pl_blocks_init(&b, 2, seed);
    assert_err(PL_E_RANGE, pl_blocks_add(&b, pl_bytes_str(""), 0));
    assert_err(PL_E_RANGE, pl_blocks_add(&b, pl_bytes_str("host.example"), 0));
    assert_err(PL_E_RANGE, pl_blocks_add(&b, pl_bytes_str("192.0.2.1/24"), 0));
    assert_ok(pl_blocks_add(&b, pl_bytes_str("1.1.1.1"), 0));
    assert_ok(pl_blocks_add(&b, pl_bytes_str("1.1.1.*"), 0));
    assert_err(PL_E_LIMIT, pl_blocks_add(&b, pl_bytes_str("1.1.1.2"), 0));
    assert_ok(pl_blocks_add(&b, pl_bytes_str("1.1.1.1"), 0)); /* again */
    assert_true(pl_blocks_remove(&b, pl_bytes_str("1.1.1.*")));
    assert_false(pl_blocks_remove(&b, pl_bytes_str("1.1.1.*")));
    assert_false(pl_blocks_match(&b, pl_bytes_str("1.1.1.2"), 1));
    pl_blocks_finish(&b);
}

static void for_a_time(void **state)
{
    struct pl_blocks b;
    (void)state;
    pl_blocks_init(&b, 2, seed);
    assert_ok(pl_blocks_add(&b, pl_bytes_str("1.1.*"), 100));
    assert_ok(pl_blocks_add(&b, pl_bytes_str("1.2.3.4"), 100));
    assert_true(pl_blocks_match(&b, pl_bytes_str("1.1.1.2"), 99));
    assert_false(pl_blocks_match(&b, pl_bytes_str("1.1.1.2"), 100));
    assert_false(pl_blocks_match(&b, pl_bytes_str("1.2.3.4"), 100));
    assert_int_equal(b.by_pattern.count, 0);
    pl_blocks_finish(&b);
}

/* Against the plain definition: a * is any number of characters. */
static bool slowly(const char *p, const char *t)
{
    if (*p == '*')
        return slowly(p + 1, t) || (*t && slowly(p, t + 1));
    return *p == *t && (!*p || slowly(p + 1, t + 1));
}

static void as_defined(void **state)
{
    struct pl_prng rng;
    unsigned hits = 0;
    (void)state;
    pl_prng_init(&rng, 5);
    for (unsigned round = 0; round < 20000; round++) {
        char p[9] = {0}, t[9] = {0};
        size_t np = 1 + pl_prng_below(&rng, 8), nt = 1 + pl_prng_below(&rng, 8);
        for (size_t i = 0; i < np; i++)
            p[i] = "12**"[pl_prng_below(&rng, 4)];
        for (size_t i = 0; i < nt; i++)
            t[i] = "12"[pl_prng_below(&rng, 2)];
        assert_int_equal(blocked(p, t), slowly(p, t));
        hits += slowly(p, t) ? 1 : 0;
    }
    assert_in_range(hits, 2000, 18000);
}

/* ---- in the domain ---- */

static void hello_from(struct story *st, uint64_t link, const char *ip)
{
    story_open_from(st, link, ip);
    story_skip(st);
    story_say(st, link, "{'t':'hello','sdk':'test'}");
}

static void a_business_server_blocks(void **state)
{
    struct story *st = *state;
    story_begin(st);
    story_user(st, 1, "ann"); /* 192.0.2.7 */
    story_control(st, 0, PL_BRAS_USERINFO_CTRLCODE_BLOCKIP, 0, 0, "192.0.2.*");
    story_expect(st, "blocked 192.0.2.*\n");
    hello_from(st, 2, "192.0.2.8");
    story_expect(st, "2< {'t':'error','seq':1,'re':1,'code':113}\n");
    hello_from(st, 3, "192.0.3.8");
    assert_true(story_has(st, "welcome"));
    story_resume(st, 4, 1, 1); /* nor may they come back */
    assert_true(story_has(st, "4< {'t':'error','seq':2,'re':3,'code':113}"));
    story_resume_from(st, 5, 1, 1, "192.0.3.9"); /* but from elsewhere */
    assert_true(story_has(st, "5< {'t':'resumed'"));
    story_control(st, 0, PL_BRAS_USERINFO_CTRLCODE_UNBLOCKIP, 0, 0, "192.0.2.*");
    assert_true(story_has(st, "unblocked 192.0.2.*\n"));
    hello_from(st, 6, "192.0.2.8");
    assert_true(story_has(st, "welcome"));
}

static void the_address_of_a_user(void **state)
{
    struct story *st = *state;
    story_begin(st);
    story_user(st, 1, "ann");
    story_control(st, 1, PL_BRAS_USERINFO_CTRLCODE_BLOCKIP, 0, 0, "");
    story_expect(st, "blocked 192.0.2.7\n");
    story_control(st, 99, PL_BRAS_USERINFO_CTRLCODE_BLOCKIP, 0, 0, "");
    story_expect(st, ""); /* nobody is meant */
    hello_from(st, 2, "192.0.2.8");
    assert_true(story_has(st, "welcome"));
}

static void an_operator_blocks(void **state)
{
    struct story *st = *state;
    static const struct pl_bytes at_start[] = {{(const uint8_t *)"198.51.100.*", 12}};
    struct pl_event e = {.type = PL_EVENT_BLOCK};
    st->config.blocked = at_start;
    st->config.blocked_count = 1;
    story_begin(st);
    hello_from(st, 1, "198.51.100.3");
    assert_true(story_has(st, "'code':113"));
    e.block.pattern = pl_bytes_str("203.0.113.5");
    e.block.until = st->now + PL_SEC(10);
    story_step(st, &e);
    hello_from(st, 2, "203.0.113.5");
    assert_true(story_has(st, "'code':113"));
    story_wait(st, PL_SEC(10));
    hello_from(st, 3, "203.0.113.5");
    assert_true(story_has(st, "welcome"));
}

/* What was blocked before the server was started again. */
static void blocks_that_were_kept(void **state)
{
    struct story *st = *state;
    struct pl_event e = {.type = PL_EVENT_KEPT, .kept = {.kind = PL_CORE_KEPT_BLOCK}};
    story_begin(st);
    e.kept.text = pl_bytes_str("198.51.100.*");
    story_step(st, &e);
    e.kept.text = pl_bytes_str("203.0.113.5");
    e.kept.place = PL_SEC(10);
    story_step(st, &e);
    hello_from(st, 1, "198.51.100.3");
    assert_true(story_has(st, "'code':113"));
    hello_from(st, 2, "203.0.113.5");
    assert_true(story_has(st, "'code':113"));
    story_wait(st, PL_SEC(10));
    hello_from(st, 3, "203.0.113.5");
    assert_true(story_has(st, "welcome"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(patterns),           cmocka_unit_test(what_is_no_pattern),
        cmocka_unit_test(for_a_time),         cmocka_unit_test(as_defined),
        story_test(a_business_server_blocks), story_test(the_address_of_a_user),
        story_test(an_operator_blocks),       story_test(blocks_that_were_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

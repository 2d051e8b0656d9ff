/* SPDX-License-Identifier: Apache-2.0 */
/* Who waits until something is safe, who does not, and in which order all is said. */
#include "pl_test.h"

#include "base/rng.h"
#include "server/hold.h"

#include <stdio.h>

enum { LINKS = 5, STEPS = 4000, SEEDS = 50 };

struct fixture {
    struct pl_hold *hold;
    char said[4096];           /* "1:text 2#binary 3x1000 " */
    uint64_t heard[LINKS + 1]; /* seeds: the last number on each link */
    uint64_t safe;
    uint64_t behind[1 << 16]; /* of each number, which write it waits for */
    bool counts;
};

static void put(struct fixture *f, uint64_t link, char mark, const char *what, size_t len)
{
    size_t n = strlen(f->said);
    (void)snprintf(f->said + n, sizeof(f->said) - n, "%d%c%.*s ", (int)link, mark, (int)len, what);
}

static void on_text(void *arg, uint64_t link, struct pl_bytes text)
{
    struct fixture *f = arg;
    if (f->counts) { /* in order, each once, and never before its time */
        char digits[24];
        uint64_t number;
        assert_true(pl_bytes_to_str(text, digits, sizeof(digits)));
        number = strtoull(digits, NULL, 10);
        assert_true(number > f->heard[link]);
        assert_true(f->behind[number] <= f->safe);
        f->heard[link] = number;
    } else {
        put(f, link, ':', (const char *)text.data, text.len < 20 ? text.len : 20);
    }
}

static void on_binary(void *arg, uint64_t link, struct pl_bytes data)
{
    put(arg, link, '#', (const char *)data.data, data.len);
}

static void on_close(void *arg, uint64_t link, uint16_t code, const char *reason)
{
    char text[32];
    (void)snprintf(text, sizeof(text), "%u%s", code, reason);
    put(arg, link, 'x', text, strlen(text));
}

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));
    const struct pl_hold_port port = {on_text, on_binary, on_close, f};
    f->hold = pl_hold_create(&port);
    *state = f;
    return f->hold ? 0 : -1;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    pl_hold_destroy(f->hold);
    free(f);
    return 0;
}

#define CASE(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

static void say(struct fixture *f, uint64_t link, const char *text)
{
    pl_hold_text(f->hold, link, pl_bytes_str(text));
}

/* A step whose rows have this number, and which says this. */
static void step(struct fixture *f, uint64_t number, uint64_t link, const char *text)
{
    pl_hold_behind(f->hold, number);
    say(f, link, text);
    pl_hold_go_on(f->hold);
}

static void others_do_not_wait(void **state)
{
    struct fixture *f = *state;
    struct pl_hold_stats stats;
    step(f, 0, 1, "now"); /* nothing to be kept */
    step(f, 1, 1, "a");
    say(f, 2, "b");
    say(f, 1, "c"); /* behind its own */
    step(f, 2, 2, "d");
    assert_string_equal(f->said, "1:now 2:b ");
    pl_hold_stats(f->hold, &stats);
    assert_int_equal(stats.words, 3);
    assert_int_equal(stats.bytes, 3);
    assert_int_equal(stats.links, 2);
    pl_hold_release(f->hold, 1);
    assert_string_equal(f->said, "1:now 2:b 1:a 1:c ");
    say(f, 1, "e");
    pl_hold_release(f->hold, 2);
    assert_string_equal(f->said, "1:now 2:b 1:a 1:c 1:e 2:d ");
    pl_hold_stats(f->hold, &stats);
    assert_int_equal(stats.words + stats.bytes + stats.links, 0);
    step(f, 2, 1, "known"); /* it is safe already */
    assert_non_null(strstr(f->said, "1:known "));
}

static void everything_waits_in_its_order(void **state)
{
    struct fixture *f = *state;
    step(f, 7, 1, "a");
    pl_hold_binary(f->hold, 1, pl_bytes_str("b"));
    pl_hold_close(f->hold, 1, 4001, "c");
    assert_string_equal(f->said, "");
    pl_hold_release(f->hold, 6);
    assert_string_equal(f->said, "");
    pl_hold_release(f->hold, 8);
    assert_string_equal(f->said, "1:a 1#b 1x4001c ");
}

static void who_resumes_waits_for_all(void **state)
{
    struct fixture *f = *state;
    step(f, 3, 1, "a");
    pl_hold_again(f->hold, 2); /* the same session, on another link */
    say(f, 2, "resumed");
    assert_string_equal(f->said, "");
    pl_hold_release(f->hold, 3);
    assert_string_equal(f->said, "1:a 2:resumed ");
    pl_hold_again(f->hold, 3); /* nothing waits */
    say(f, 3, "now");
    assert_non_null(strstr(f->said, "3:now "));
}

static void what_was_for_a_closed_link_is_dropped(void **state)
{
    struct fixture *f = *state;
    struct pl_hold_stats stats;
    step(f, 1, 1, "a");
    step(f, 2, 2, "b");
    step(f, 3, 1, "c");
    pl_hold_closed(f->hold, 1);
    pl_hold_closed(f->hold, 9); /* unknown */
    pl_hold_stats(f->hold, &stats);
    assert_int_equal(stats.words, 1);
    assert_int_equal(stats.links, 1);
    say(f, 1, "anew"); /* the number is another link's by now */
    pl_hold_release(f->hold, 3);
    assert_string_equal(f->said, "1:anew 2:b ");
}

static void nobody_waits_while_it_is_unsafe(void **state)
{
    struct fixture *f = *state;
    step(f, 1, 1, "a");
    pl_hold_let_all(f->hold, true);
    step(f, 2, 1, "b");
    assert_string_equal(f->said, "1:a 1:b ");
    pl_hold_let_all(f->hold, false);
    step(f, 3, 1, "c");
    assert_string_equal(f->said, "1:a 1:b ");
    pl_hold_release(f->hold, 3);
    assert_string_equal(f->said, "1:a 1:b 1:c ");
}

static void memory_is_limited(void **state)
{
    struct fixture *f = *state;
    struct pl_hold_stats stats;
    size_t len = 1 << 20;
    char *big = malloc(len);
    memset(big, 'x', len);
    pl_hold_behind(f->hold, 1);
    for (size_t i = 0; i < PL_HOLD_BYTES / len; i++)
        pl_hold_text(f->hold, 1, pl_bytes_of(big, len));
    pl_hold_stats(f->hold, &stats);
    assert_int_equal(stats.bytes, PL_HOLD_BYTES);
    assert_int_equal(stats.let_out, 0);
    assert_string_equal(f->said, "");
    say(f, 2, "last"); /* one byte too many: all of it goes, in its order */
    pl_hold_stats(f->hold, &stats);
    assert_int_equal(stats.words + stats.bytes, 0);
    assert_int_equal(stats.let_out, 1);
    assert_string_equal(f->said + strlen(f->said) - 7, "2:last ");
    free(big);
}

/* Anything in any order: each link hears its words in order, none before it is safe. */
static void seeds(void **state)
{
    struct fixture *f = *state;
    f->counts = true;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        struct pl_prng rng;
        uint64_t number = 0, asked = 0;
        pl_prng_init(&rng, seed);
        tear_down(state);
        set_up(state);
        f = *state;
        f->counts = true;
        for (int i = 0; i < STEPS; i++) {
            uint64_t link = 1 + pl_prng_below(&rng, LINKS);
            bool keeps = pl_prng_below(&rng, 3) == 0;
            char text[24];
            switch (pl_prng_below(&rng, 8)) {
            case 0:
                f->safe += pl_prng_below(&rng, asked - f->safe + 1);
                pl_hold_release(f->hold, f->safe);
                break;
            case 1:
                pl_hold_closed(f->hold, link);
                break;
            case 2:
                pl_hold_again(f->hold, link);
                break;
            default:
                asked += keeps ? 1 : 0;
                f->behind[++number] = keeps ? asked : 0;
                (void)snprintf(text, sizeof(text), "%llu", (unsigned long long)number);
                step(f, keeps ? asked : 0, link, text);
            }
        }
        f->safe = asked;
        pl_hold_release(f->hold, asked);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(others_do_not_wait),
        CASE(everything_waits_in_its_order),
        CASE(who_resumes_waits_for_all),
        CASE(what_was_for_a_closed_link_is_dropped),
        CASE(nobody_waits_while_it_is_unsafe),
        CASE(memory_is_limited),
        CASE(seeds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Indices and windows without any cryptography, against the rules written down naively. */
#include "pl_test.h"

#include "base/rng.h"
#include "proto/srtp/window.h"

static struct pl_srtp_stream at(uint64_t index)
{
    struct pl_srtp_stream st = {0};
    pl_srtp_stream_accept(&st, index);
    return st;
}

static uint64_t guess(uint64_t newest, uint16_t seq)
{
    struct pl_srtp_stream st = at(newest);
    uint64_t index = 0;
    assert_ok(pl_srtp_stream_guess(&st, seq, &index));
    return index;
}

static void the_first_packet_has_counter_0(void **state)
{
    struct pl_srtp_stream st = {0};
    uint64_t index;
    (void)state;
    assert_ok(pl_srtp_stream_guess(&st, 65535, &index));
    assert_int_equal(index, 65535);
}

/* RFC 3711 appendix A, the borders to the letter. */
static void guess_picks_the_nearest_index(void **state)
{
    (void)state;
    assert_int_equal(guess(0x5fffe, 0xffff), 0x5ffff);
    assert_int_equal(guess(0x5ffff, 0), 0x60000);      /* wrap */
    assert_int_equal(guess(0x60000, 0xffff), 0x5ffff); /* late, from before the wrap */
    assert_int_equal(guess(0x60000, 0x7fff), 0x67fff); /* leap */
    assert_int_equal(guess(0x60000, 0x8000), 0x68000); /* exactly half: same counter */
    assert_int_equal(guess(0x60000, 0x8001), 0x58001);
    assert_int_equal(guess(0x68000, 0), 0x60000); /* exactly half: same counter */
    assert_int_equal(guess(0x68001, 0), 0x70000);
    assert_int_equal(guess(0x67fff, 0xffff), 0x6ffff);
}

static void guess_knows_both_ends(void **state)
{
    struct pl_srtp_stream first = at(10), last = at(PL_SRTP_INDEX_MAX);
    uint64_t index;
    (void)state;
    assert_err(PL_E_RANGE, pl_srtp_stream_guess(&first, 65530, &index));
    assert_int_equal(index, 65530);
    assert_err(PL_E_LIMIT, pl_srtp_stream_guess(&last, 0, &index));
    assert_ok(pl_srtp_stream_guess(&last, 65534, &index));
    assert_int_equal(index, PL_SRTP_INDEX_MAX - 1);
}

static void window_has_exact_edges(void **state)
{
    struct pl_srtp_stream st = at(100000);
    (void)state;
    assert_err(PL_E_REPLAY, pl_srtp_stream_check(&st, 100000));
    assert_ok(pl_srtp_stream_check(&st, 100001));
    assert_ok(pl_srtp_stream_check(&st, 100000 - PL_SRTP_WINDOW + 1));
    assert_err(PL_E_REPLAY, pl_srtp_stream_check(&st, 100000 - PL_SRTP_WINDOW));
    assert_err(PL_E_REPLAY, pl_srtp_stream_check(&st, 0));
}

enum { SPAN = 20000 };

/* A walk with late packets, duplicates and leaps up to and past the window. */
static void window_agrees_with_model(void **state)
{
    static bool seen[SPAN + 4 * PL_SRTP_WINDOW];
    struct pl_srtp_stream st = {0};
    struct pl_prng rng;
    uint64_t highest = 0;
    bool started = false;
    unsigned refused = 0, taken = 0;
    (void)state;
    pl_prng_init(&rng, 7);
    while (highest < SPAN) {
        uint64_t back = pl_prng_below(&rng, PL_SRTP_WINDOW + 100), index;
        uint64_t dice = pl_prng_below(&rng, 1000);
        enum pl_err want = PL_OK;
        if (dice == 0)
            index = highest + pl_prng_below(&rng, 2 * PL_SRTP_WINDOW);
        else if (dice < 500)
            index = highest + 1 + pl_prng_below(&rng, 3);
        else
            index = highest > back ? highest - back : highest;
        if (started && index <= highest && (highest - index >= PL_SRTP_WINDOW || seen[index]))
            want = PL_E_REPLAY;
        assert_err(want, pl_srtp_stream_check(&st, index));
        if (want) {
            refused++;
            continue;
        }
        taken++;
        pl_srtp_stream_accept(&st, index);
        seen[index] = true;
        started = true;
        highest = index > highest ? index : highest;
        assert_int_equal(st.highest, highest);
    }
    assert_true(refused > 1000 && taken > 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_packet_has_counter_0),
        cmocka_unit_test(guess_picks_the_nearest_index),
        cmocka_unit_test(guess_knows_both_ends),
        cmocka_unit_test(window_has_exact_edges),
        cmocka_unit_test(window_agrees_with_model),
    };
    return cmocka_run_group_tests_name("srtp_window", tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* What may be missing of a recording whose recorder was killed: two seconds, as is promised. */
#include "pl_test.h"

#include "recorder/budget.h"

enum {
    PROMISED_MS = 2000,
    DELAY_MIN_US = 300000,   /* settings.c takes no less, */
    DELAY_MAX_US = 60000000, /* and no more */
    RATE = 48000,
};

static void two_seconds_at_most(void **state)
{
    (void)state;
    assert_int_equal(pl_budget_lost_ms(PL_BUDGET_DELAY_US), PROMISED_MS);
    assert_true(pl_budget_lost_ms(DELAY_MIN_US) < PROMISED_MS);
}

/* Who waits longer for late packets is told that more is missing. */
static void a_longer_wait_is_said(void **state)
{
    (void)state;
    for (int64_t delay = DELAY_MIN_US; delay <= DELAY_MAX_US; delay += 100000)
        assert_int_equal(pl_budget_lost_ms(delay),
                         PROMISED_MS + (delay - PL_BUDGET_DELAY_US) / 1000);
}

/* More than a third of it is for machines that are busy: nothing else may eat it up. A copy, which
 * looks more rarely and encodes nothing, is well within. */
static void there_is_slack(void **state)
{
    (void)state;
    assert_true(PL_BUDGET_BEHIND_US * 3 >= PROMISED_MS * 1000);
    assert_true(PL_BUDGET_COPY_US <=
                PL_BUDGET_ROUND_US + PL_BUDGET_ENCODER_US + PL_BUDGET_MUXER_US);
}

/* Of all encoders of sound the one of WMA keeps most: what it overlaps, and what is being filled.
 */
static void sound_fits(void **state)
{
    static const int frames[] = {1024, 1152, 960, 2048};
    (void)state;
    for (size_t i = 0; i < sizeof(frames) / sizeof(frames[0]); i++)
        assert_true((int64_t)3 * frames[i] * 1000000 / RATE <= PL_BUDGET_ENCODER_US);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_seconds_at_most),
        cmocka_unit_test(a_longer_wait_is_said),
        cmocka_unit_test(there_is_slack),
        cmocka_unit_test(sound_fits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

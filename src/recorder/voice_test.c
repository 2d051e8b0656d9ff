/* SPDX-License-Identifier: Apache-2.0 */
#include "recorder/voice.h"

#include "pl_test.h"

#include <math.h>

enum { FRAME = 960 };

static int16_t wave(double t)
{
    return (int16_t)lrint(8000 * sin(2 * 3.14159265358979 * 200 * t / PL_VOICE_RATE));
}

/* A frame of 200 Hz whose own samples are `speed` of ours long. */
static void put(struct pl_voice *v, int64_t at, double from, double speed, bool lost)
{
    int16_t frame[FRAME][2];
    for (size_t i = 0; i < FRAME; i++)
        frame[i][0] = frame[i][1] = wave((from + (double)i) * speed);
    pl_voice_put(v, at, (const int16_t(*)[2])frame, FRAME, lost);
}

static void mix(struct pl_voice *v, int64_t at, int16_t (*out)[2], size_t count)
{
    int32_t sum[FRAME][2] = {{0}};
    pl_voice_mix(v, at, sum, count);
    pl_voice_bend((const int32_t(*)[2])sum, out, count);
}

static double power(int16_t (*out)[2], size_t count)
{
    double p = 0;
    for (size_t i = 0; i < count; i++)
        p += (double)out[i][0] * out[i][0];
    return p / (double)count;
}

static void sound_comes_out_where_it_was_put(void **state)
{
    struct pl_voice v;
    int16_t out[FRAME][2];
    (void)state;
    assert_true(pl_voice_init(&v));
    for (int n = 0; n < 50; n++)
        put(&v, 4800 + n * FRAME, 4800 + n * FRAME, 1, false);
    mix(&v, 0, out, FRAME);
    assert_true(power(out, FRAME) == 0);
    mix(&v, 9600, out, FRAME);
    for (int i = 0; i < FRAME; i++)
        assert_int_equal(out[i][0], wave(9600 + i));
    assert_int_equal(v.stretched, 0);
    pl_voice_finish(&v);
}

/* A clock that is 300 ppm fast, for five minutes: no seam, and never away by more than a few ms. */
static void a_foreign_clock_is_followed_without_a_seam(void **state)
{
    static const double speeds[] = {1 / 1.0003, 1.0003};
    (void)state;
    for (int s = 0; s < 2; s++) {
        struct pl_voice v;
        int16_t out[FRAME][2], last = 0;
        assert_true(pl_voice_init(&v));
        for (int n = 0; n < 50 * 300; n++) {
            put(&v, (int64_t)(n * FRAME * speeds[s]), n * FRAME, speeds[s], false);
            assert_in_range(v.end - (int64_t)((n + 1) * FRAME * speeds[s]) + 96, 0, 192);
            if (n < 10)
                continue;
            mix(&v, (n - 10) * FRAME, out, FRAME);
            for (int i = 0; i < FRAME && n > 11; i++) {
                assert_in_range(abs(out[i][0] - last), 0, 330); /* the steepest step is 210 */
                last = out[i][0];
            }
            last = out[FRAME - 1][0];
        }
        pl_voice_finish(&v);
    }
}

static void a_loss_is_filled_and_fades(void **state)
{
    struct pl_voice v;
    int16_t out[FRAME][2];
    (void)state;
    assert_true(pl_voice_init(&v));
    for (int n = 0; n < 5; n++)
        put(&v, n * FRAME, n * FRAME, 1, false);
    put(&v, 6 * FRAME, 6 * FRAME, 1, true);
    assert_int_equal(v.concealed, FRAME);
    mix(&v, 5 * FRAME, out, FRAME);
    assert_true(power(out, FRAME / 4) > 0.5 * 8000 * 8000 / 2);
    for (int i = 0; i < FRAME / 2; i++) /* at its pitch */
        assert_in_range(abs(out[i][0] - wave(5 * FRAME + i)), 0, 2500);
    put(&v, 100 * FRAME, 0, 1, true);
    mix(&v, 10 * FRAME + 1000, out, FRAME);
    assert_true(power(out, FRAME) == 0);
    pl_voice_finish(&v);
}

static void what_comes_too_late_or_too_early_goes_nowhere(void **state)
{
    struct pl_voice v;
    int16_t out[FRAME][2];
    (void)state;
    assert_true(pl_voice_init(&v));
    mix(&v, 0, out, FRAME);
    put(&v, 0, 0, 1, false);
    put(&v, 10 * PL_VOICE_RING, 0, 1, false);
    put(&v, -5000, 0, 1, false);
    for (int n = 1; n < 400; n++) {
        mix(&v, n * FRAME, out, FRAME);
        assert_true(power(out, FRAME) == 0);
    }
    pl_voice_finish(&v);
}

static void loud_sums_are_bent(void **state)
{
    int32_t sum[4][2] = {
        {1000, -1000}, {16384, -16384}, {40000, -40000}, {2000000000, -2000000000}};
    int16_t out[4][2];
    (void)state;
    pl_voice_bend((const int32_t(*)[2])sum, out, 4);
    assert_int_equal(out[0][0], 1000);
    assert_int_equal(out[1][1], -16384);
    assert_true(out[2][0] > 24000 && out[2][0] < 32000);
    assert_true(out[3][0] > out[2][0]);
    assert_int_equal(out[3][0], -out[3][1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sound_comes_out_where_it_was_put),
        cmocka_unit_test(a_foreign_clock_is_followed_without_a_seam),
        cmocka_unit_test(a_loss_is_filled_and_fades),
        cmocka_unit_test(what_comes_too_late_or_too_early_goes_nowhere),
        cmocka_unit_test(loud_sums_are_bent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "recorder/timeline.h"

#include "base/rng.h"
#include "pl_test.h"

/* A publisher: its clock runs `ppm` fast, its stamps are late by a delay and a jitter. */
struct publisher {
    struct pl_timeline_group group;
    struct pl_timeline sound, picture;
    struct pl_prng random;
    int64_t ppm, wall;             /* its wall clock when ours is 0 */
    uint32_t sound_ts, picture_ts; /* at 0 */
    uint64_t delay_us, jitter_us;
};

static uint64_t own_us(const struct publisher *p, uint64_t real)
{
    return real + (uint64_t)((int64_t)real * p->ppm / 1000000);
}

static uint32_t ts_at(const struct publisher *p, uint32_t base, uint32_t rate, uint64_t real)
{
    return base + (uint32_t)(own_us(p, real) * rate / 1000000u);
}

static void init(struct publisher *p, int64_t ppm)
{
    memset(p, 0, sizeof(*p));
    p->ppm = ppm;
    p->wall = 1700000000000000;
    p->sound_ts = 0xfffff000u;
    p->picture_ts = 0x12345678u;
    p->delay_us = 20000;
    p->jitter_us = 15000;
    pl_prng_init(&p->random, 3);
    pl_timeline_init(&p->sound, &p->group, 48000);
    pl_timeline_init(&p->picture, &p->group, 90000);
}

static uint64_t stamp(struct publisher *p, uint64_t real, uint64_t more)
{
    return real + p->delay_us + more + pl_prng_below(&p->random, p->jitter_us + 1);
}

/* One second of packets. The picture takes 30 ms longer on its way. */
static void second(struct publisher *p, uint64_t from, bool report)
{
    for (uint64_t t = from; t < from + 1000000; t += 20000) {
        pl_timeline_packet(&p->sound, stamp(p, t, 0), ts_at(p, p->sound_ts, 48000, t));
        if (t % 40000 == 0)
            pl_timeline_packet(&p->picture, stamp(p, t, 30000), ts_at(p, p->picture_ts, 90000, t));
        if (report && t == from) {
            uint64_t wall = (uint64_t)p->wall + own_us(p, t);
            pl_timeline_report(&p->sound, wall, ts_at(p, p->sound_ts, 48000, t));
            pl_timeline_report(&p->picture, wall, ts_at(p, p->picture_ts, 90000, t));
        }
    }
}

static int64_t error_of(struct publisher *p, bool sound, uint64_t real)
{
    int64_t at = sound ? pl_timeline_moment(&p->sound, ts_at(p, p->sound_ts, 48000, real))
                       : pl_timeline_moment(&p->picture, ts_at(p, p->picture_ts, 90000, real));
    return at - (int64_t)real;
}

static void sound_and_picture_keep_together(void **state)
{
    struct publisher p;
    (void)state;
    init(&p, 0);
    for (uint64_t s = 0; s < 60; s++)
        second(&p, s * 1000000, true);
    assert_in_range(error_of(&p, true, 60000000) + 5000 - 20000, 0, 10000);
    assert_in_range(error_of(&p, false, 60000000) - error_of(&p, true, 60000000) + 100, 0, 200);
}

static void without_reports_each_stands_alone(void **state)
{
    struct publisher p;
    (void)state;
    init(&p, 0);
    for (uint64_t s = 0; s < 20; s++)
        second(&p, s * 1000000, false);
    assert_in_range(error_of(&p, true, 20000000) - 20000, 0, 3000);
    assert_in_range(error_of(&p, false, 20000000) - 50000, 0, 6000);
}

static void an_hour_of_drift_is_followed(void **state)
{
    static const int64_t drifts[] = {-300, 300};
    (void)state;
    for (unsigned i = 0; i < 2; i++) {
        struct publisher p;
        init(&p, drifts[i]);
        for (uint64_t s = 0; s < 3600; s++)
            second(&p, s * 1000000, s % 5 == 0);
        assert_in_range(error_of(&p, true, 3600000000u) - 10000, 0, 25000);
        assert_in_range(error_of(&p, false, 3600000000u) - error_of(&p, true, 3600000000u) + 2000,
                        0, 4000);
    }
}

static void it_never_jumps_by_itself(void **state)
{
    struct publisher p;
    int64_t before = 0;
    (void)state;
    init(&p, 100);
    for (uint64_t s = 0; s < 30; s++) {
        p.delay_us = s < 15 ? 20000 : 90000; /* another route */
        second(&p, s * 1000000, true);
        if (s > 1)
            assert_in_range(error_of(&p, true, (s + 1) * 1000000) - before + 2600, 0, 5200);
        before = error_of(&p, true, (s + 1) * 1000000);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sound_and_picture_keep_together),
        cmocka_unit_test(without_reports_each_stands_alone),
        cmocka_unit_test(an_hour_of_drift_is_followed),
        cmocka_unit_test(it_never_jumps_by_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

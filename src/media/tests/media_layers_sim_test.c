/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Layers under virtual time: targets, encodings that stop and begin, losses on both ways, all by a
 * seed. What is sent when is compared as text.
 */
#include "pl_agreed.h"

#include "media/tests/media_film.h"

#include <stdio.h>

static struct film film;

#define TRACE_PATH "src/media/tests/traces/layers.txt"

enum { TRACE_BYTES = 64 * 1024, SIM_STEPS = 60 };

static size_t note(char *text, size_t len, const struct kit *kit, const struct pl_route *r)
{
    return len + (size_t)snprintf(text + len, TRACE_BYTES - len, "%6u  %4x %3x  %s%u %3x  %u\n",
                                  (unsigned)((kit->now - KIT_T0) / 1000), r->target.encoding,
                                  r->target.temporal, r->encoding == r->wanted ? " " : ">",
                                  r->encoding, r->layers.temporal,
                                  (unsigned)kit_stats(kit)->layer_switches);
}

/* Pictures are whole or missing, numbers go on, sources change at key frames: whatever happens. */
static void expect_a_film(const struct film *f)
{
    for (size_t i = 1; i < f->count; i++) {
        const struct film_frame *now = &f->frames[i], *before = now - 1;
        assert_in_range((now->picture - before->picture) & 0x7fff, 1, 40);
        assert_true((int32_t)(now->ts - before->ts) > 0);
        if (now->origin != before->origin)
            assert_true(now->key || now->packets < 3); /* or its first packet was lost */
        assert_in_range(now->packets, 1, 3);
    }
}

/* Targets, encodings that stop and begin, losses on both ways: all by the seed. */
static size_t simulate(uint64_t seed, unsigned loss, char *text)
{
    struct kit_client *a, *b;
    struct kit *kit = film_begin(seed, 3, &a, &b);
    struct pl_prng rng;
    size_t len = (size_t)snprintf(text, TRACE_BYTES,
                                  "# target: encoding and temporal layer; what is sent (> on the "
                                  "way to another); switches\n# ms\n");
    pl_prng_init(&rng, seed);
    kit_forget(b);
    kit->loss = loss;
    kit->late = loss;
    for (int n = 0; n < SIM_STEPS; n++) {
        unsigned i = (unsigned)pl_prng_below(&rng, 3);
        switch (pl_prng_below(&rng, 4)) {
        case 0:
            a->pub->tracks[i]->mute = !a->pub->tracks[i]->mute;
            break;
        case 1:
            film_aim(b, a, PL_TARGET_PAUSED, 0);
            break;
        default:
            film_aim(b, a, (uint8_t)i, (uint8_t)pl_prng_below(&rng, 4));
            break;
        }
        for (int k = 0; k < 4; k++) {
            kit_run(kit, PL_MS(20) + pl_prng_below(&rng, PL_MS(200)));
            len = note(text, len, kit, film_route(b, a));
        }
    }
    film_watch(b, &film);
    expect_a_film(&film);
    if (loss == 0)
        assert_int_equal(film.holes, 0);
    assert_true(film.count > 20);
    kit_destroy(kit);
    return len;
}

static void any_seed_gives_a_film(void **state)
{
    static char text[TRACE_BYTES];
    (void)state;
    for (uint64_t seed = 1; seed <= 12; seed++) {
        print_message("# seed %u\n", (unsigned)seed);
        (void)simulate(9000 + seed, seed % 3 == 0 ? 0 : (unsigned)seed % 8, text);
    }
}

static void the_trace_is_as_it_was(void **state)
{
    static char got[TRACE_BYTES];
    (void)state;
    pl_test_agreed(TRACE_PATH, got, simulate(4711, 0, got));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_seed_gives_a_film),
        cmocka_unit_test(the_trace_is_as_it_was),
    };
    return cmocka_run_group_tests(tests, kit_setup, kit_teardown);
}

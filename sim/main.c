/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sim --seeds 200            seeds 1..200; stops at the first broken promise and names its seed
 * sim --seed 17 --trace      one seed, with everything that happens on standard output
 * sim --mutations            proves that the checks can fail and that a seed repeats itself
 *   --first N                where --seeds begins
 *   --mutation NAME          commits a fault: drop duplicate swap unlink deaf repeat lose
 */
#include "sim.h"

#include <inttypes.h>
#include <stdlib.h>

struct options {
    uint64_t first;
    uint64_t seeds;
    bool trace;
    bool mutations;
    enum sim_mutation mutation;
};

static bool parse_mutation(const char *name, enum sim_mutation *out)
{
    for (int m = 0; m < SIM_MUTATIONS; m++) {
        if (strcmp(name, sim_mutation_name((enum sim_mutation)m)) == 0) {
            *out = (enum sim_mutation)m;
            return true;
        }
    }
    return false;
}

static bool parse(int argc, char **argv, struct options *o)
{
    for (int i = 1; i < argc; i++) {
        const char *value = i + 1 < argc ? argv[i + 1] : NULL;
        if (strcmp(argv[i], "--trace") == 0) {
            o->trace = true;
        } else if (strcmp(argv[i], "--mutations") == 0) {
            o->mutations = true;
        } else if (value && strcmp(argv[i], "--seeds") == 0) {
            o->seeds = strtoull(argv[++i], NULL, 10);
        } else if (value && strcmp(argv[i], "--first") == 0) {
            o->first = strtoull(argv[++i], NULL, 10);
        } else if (value && strcmp(argv[i], "--seed") == 0) {
            o->first = strtoull(argv[++i], NULL, 10);
            o->seeds = 1;
        } else if (value && strcmp(argv[i], "--mutation") == 0 &&
                   parse_mutation(value, &o->mutation)) {
            i++;
        } else {
            fprintf(stderr, "sim: what is %s?\n", argv[i]);
            return false;
        }
    }
    return true;
}

static int run_seeds(struct sim *sim, const struct options *o)
{
    uint64_t steps = 0, frames = 0, sessions = 0;
    for (uint64_t seed = o->first; seed < o->first + o->seeds; seed++) {
        if (!sim_run(sim, seed, o->mutation, o->trace ? stdout : NULL)) {
            printf("seed %" PRIu64 ": %s\nreplay: sim --seed %" PRIu64 " --trace\n", seed,
                   sim->failure, seed);
            printf("%" PRIu64 " passed, 1 failed\n", seed - o->first);
            return 1;
        }
        steps += sim->steps;
        frames += sim->frames;
        sessions += sim->session_max;
    }
    printf("%" PRIu64 " seeds: %" PRIu64 " steps, %" PRIu64 " messages, %" PRIu64
           " sessions; every promise kept, last hash %016" PRIx64 "\n",
           o->seeds, steps, frames, sessions, sim->hash);
    printf("%" PRIu64 " passed, 0 failed\n", o->seeds);
    return 0;
}

/* How many of those seeds notice the fault. */
static int count_caught(struct sim *sim, enum sim_mutation m, int seeds)
{
    int caught = 0;
    for (uint64_t seed = 1; seed <= (uint64_t)seeds; seed++)
        caught += sim_run(sim, seed, m, NULL) ? 0 : 1;
    return caught;
}

static int check_repetition(struct sim *sim)
{
    uint64_t first;
    (void)sim_run(sim, 7, SIM_HONEST, NULL);
    first = sim->hash;
    (void)sim_run(sim, 8, SIM_HONEST, NULL);
    if (sim->hash == first)
        return 1;
    (void)sim_run(sim, 7, SIM_HONEST, NULL);
    return sim->hash == first ? 0 : 1;
}

/* TAP, one line a fault. */
static int check_checks(struct sim *sim)
{
    int failed = check_repetition(sim);
    printf("1..%d\n%s 1 - a seed repeats itself\n", SIM_MUTATIONS, failed ? "not ok" : "ok");
    for (int m = SIM_HONEST + 1; m < SIM_MUTATIONS; m++) {
        /* A fault may fall where it makes no difference, but not often; a piece of a file is missed
         * only where the file would have come whole, and many are given up before. */
        int seeds = m == SIM_LOSE ? 60 : 20;
        int caught = count_caught(sim, (enum sim_mutation)m, seeds);
        bool ok = caught >= (m == SIM_LOSE ? seeds / 4 : seeds / 2);
        printf("%s %d - fault %s is caught in %d of %d runs\n", ok ? "ok" : "not ok", m + 1,
               sim_mutation_name((enum sim_mutation)m), caught, seeds);
        failed += ok ? 0 : 1;
    }
    return failed ? 1 : 0;
}

int main(int argc, char **argv)
{
    struct options o = {.first = 1, .seeds = 20};
    struct sim *sim = calloc(1, sizeof(*sim));
    int result = 2;
    if (sim && parse(argc, argv, &o))
        result = o.mutations ? check_checks(sim) : run_seeds(sim, &o);
    free(sim);
    return result;
}

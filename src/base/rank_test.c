/* SPDX-License-Identifier: Apache-2.0 */
/* The ordered set against a plain sorted array. */
#include "pl_test.h"

#include "base/rank.h"
#include "base/rng.h"

enum { NODES = 200, DEEP = 100000 };

struct model {
    struct pl_rank set;
    struct pl_rank_node nodes[NODES];
    struct pl_rank_node *sorted[NODES];
    size_t count;
};

static void model_put(struct model *m, struct pl_rank_node *n)
{
    size_t at = m->count++;
    for (; at > 0 && pl_rank_less(n, m->sorted[at - 1]); at--)
        m->sorted[at] = m->sorted[at - 1];
    m->sorted[at] = n;
}

static void model_remove(struct model *m, const struct pl_rank_node *n)
{
    size_t at = 0;
    while (m->sorted[at] != n)
        at++;
    m->count--;
    for (; at < m->count; at++)
        m->sorted[at] = m->sorted[at + 1];
}

static void same(const struct model *m)
{
    const struct pl_rank_node *n = pl_rank_first(&m->set);
    pl_rank_check(&m->set);
    assert_int_equal(pl_rank_count(&m->set), m->count);
    for (size_t i = 0; i < m->count; i++) {
        assert_ptr_equal(n, m->sorted[i]);
        assert_int_equal(pl_rank_before(n), i);
        assert_ptr_equal(pl_rank_at(&m->set, i), n);
        n = pl_rank_next(n);
    }
    assert_null(n);
    assert_null(pl_rank_at(&m->set, m->count));
}

static void as_a_sorted_array(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct model m = {.count = 0};
        struct pl_prng rng;
        uint64_t next = 1;
        pl_rank_init(&m.set);
        pl_prng_init(&rng, seed);
        for (size_t step = 0; step < 1000; step++) {
            struct pl_rank_node *n = &m.nodes[pl_prng_below(&rng, NODES)];
            if (pl_rank_holds(n)) {
                model_remove(&m, n);
                pl_rank_remove(&m.set, n);
            } else {
                pl_rank_put(&m.set, n, (int64_t)pl_prng_below(&rng, 8) - 4, next++);
                model_put(&m, n);
            }
            if (step % 10 == 0)
                same(&m);
        }
        same(&m);
    }
}

static size_t depth(const struct pl_rank_node *n)
{
    size_t levels = 0;
    for (; n; n = n->up)
        levels++;
    return levels;
}

/* Keys that come in order would make a list of a plain search tree. */
static void stays_flat(void **state)
{
    struct pl_rank set;
    struct pl_rank_node *nodes = calloc(DEEP, sizeof(*nodes));
    size_t deepest = 0;
    (void)state;
    assert_non_null(nodes);
    pl_rank_init(&set);
    for (size_t i = 0; i < DEEP; i++)
        pl_rank_put(&set, &nodes[i], 0, i + 1);
    for (size_t i = 0; i < DEEP; i++)
        deepest = depth(&nodes[i]) > deepest ? depth(&nodes[i]) : deepest;
    assert_true(deepest < 80); /* about 2 ln n on average, the deepest about 4.3 ln n = 50 */
    while (pl_rank_first(&set))
        pl_rank_remove(&set, pl_rank_first(&set));
    free(nodes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_a_sorted_array),
        cmocka_unit_test(stays_flat),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

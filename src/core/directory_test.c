/* SPDX-License-Identifier: Apache-2.0 */
/* The directory: who is whose friend, groups, infos, limits, and that nothing is left behind. */
#include "pl_test.h"

#include "base/rng.h"
#include "core/directory.h"
#include "proto/wire/limits_gen.h"

static int setup(void **state)
{
    struct pl_directory *d = malloc(sizeof(*d));
    if (!d)
        return -1;
    pl_directory_init(d, 100000, 100000);
    *state = d;
    return 0;
}

static int teardown(void **state)
{
    pl_directory_finish(*state);
    free(*state);
    return 0;
}

static void assert_text(struct pl_bytes bytes, const char *text)
{
    assert_true(pl_bytes_eq(bytes, pl_bytes_str(text)));
}

static void friendship_goes_one_way(void **state)
{
    struct pl_directory *d = *state;
    assert_ok(pl_directory_add_friend(d, 1, 2));
    assert_ok(pl_directory_add_friend(d, 1, 2));
    assert_non_null(pl_directory_friend(d, 1, 2));
    assert_null(pl_directory_friend(d, 2, 1));
    assert_int_equal(pl_directory_find(d, 1)->friend_count, 1);
    assert_int_equal(pl_directory_find(d, 2)->fan_count, 1);
    assert_int_equal(pl_directory_add_friend(d, 1, 1), PL_E_RANGE);
    assert_int_equal(pl_directory_add_friend(d, 1, 0), PL_E_RANGE);
    assert_int_equal(pl_directory_add_friend(d, 1, -1), PL_E_RANGE);
    assert_ok(pl_directory_add_friend(d, -2, 1)); /* guests too */
    pl_directory_delete_friend(d, 1, 2);
    pl_directory_delete_friend(d, 1, 2);
    assert_null(pl_directory_find(d, 2));
    pl_directory_delete_friend(d, -2, 1);
    assert_int_equal(d->entries.count + d->friendships.count, 0);
}

static void groups(void **state)
{
    struct pl_directory *d = *state;
    const struct pl_dir_entry *e;
    assert_ok(pl_directory_add_group(d, 1, 7, pl_bytes_str("family")));
    assert_ok(pl_directory_add_group(d, 1, 8, pl_bytes_str("work")));
    assert_ok(pl_directory_add_group(d, 1, 7, pl_bytes_str("kin"))); /* keeps its place */
    e = pl_directory_find(d, 1);
    assert_int_equal(e->group_count, 2);
    assert_text(pl_container_of(e->groups.next, struct pl_dir_group, node)->name, "kin");
    assert_int_equal(pl_directory_add_group(d, 1, 0, pl_bytes_str("x")), PL_E_RANGE);
    assert_int_equal(pl_directory_put(d, 1, 7, 2), PL_E_RANGE); /* no such friend */
    assert_ok(pl_directory_add_friend(d, 1, 2));
    assert_int_equal(pl_directory_put(d, 1, 9, 2), PL_E_RANGE); /* no such group */
    assert_ok(pl_directory_put(d, 1, 7, 2));
    assert_int_equal(pl_directory_friend(d, 1, 2)->group, 7);
    pl_directory_delete_group(d, 1, 7);
    pl_directory_delete_group(d, 1, 7);
    pl_directory_delete_group(d, 55, 7);
    assert_int_equal(pl_directory_friend(d, 1, 2)->group, 0);
    assert_ok(pl_directory_put(d, 1, 8, 2));
    assert_ok(pl_directory_put(d, 1, 0, 2));
    assert_int_equal(pl_directory_friend(d, 1, 2)->group, 0);
}

static void infos(void **state)
{
    struct pl_directory *d = *state;
    assert_ok(pl_directory_set_info(d, 1, 3, pl_bytes_str("a")));
    assert_ok(pl_directory_set_info(d, 1, 3, pl_bytes_str("b")));
    assert_ok(pl_directory_set_info(d, 1, -4, pl_bytes_str("c")));
    assert_text(pl_directory_info(d, 1, 3), "b");
    assert_text(pl_directory_info(d, 1, -4), "c");
    assert_int_equal(pl_directory_info(d, 1, 5).len, 0);
    assert_int_equal(pl_directory_info(d, 2, 3).len, 0);
    assert_ok(pl_directory_set_info(d, 2, 3, pl_bytes_str(""))); /* nothing of nobody */
    assert_ok(pl_directory_set_info(d, 1, 3, pl_bytes_str("")));
    assert_ok(pl_directory_set_info(d, 1, -4, pl_bytes_str("")));
    assert_int_equal(d->entries.count, 0);
}

static void limits(void **state)
{
    struct pl_directory *d = *state;
    uint8_t text[PL_LIMIT_USER_INFO_BYTES + 1];
    memset(text, 'x', sizeof(text));
    for (int32_t i = 0; i < PL_LIMIT_FRIENDS; i++)
        assert_ok(pl_directory_add_friend(d, 1, 100 + i));
    assert_int_equal(pl_directory_add_friend(d, 1, 99), PL_E_LIMIT);
    assert_null(pl_directory_find(d, 99));
    for (int32_t i = 1; i <= PL_LIMIT_FRIEND_GROUPS; i++)
        assert_ok(pl_directory_add_group(d, 1, i, pl_bytes_str("g")));
    assert_int_equal(pl_directory_add_group(d, 1, 1000, pl_bytes_str("g")), PL_E_LIMIT);
    assert_ok(pl_directory_add_group(d, 1, 1, pl_bytes_str("another name")));
    for (int32_t i = 0; i < PL_LIMIT_USER_INFOS; i++)
        assert_ok(pl_directory_set_info(d, 1, i, pl_bytes_of(text, PL_LIMIT_USER_INFO_BYTES)));
    assert_int_equal(pl_directory_set_info(d, 1, 1000, pl_bytes_str("x")), PL_E_LIMIT);
    assert_ok(pl_directory_set_info(d, 1, 0, pl_bytes_str("another text")));
    assert_int_equal(pl_directory_set_info(d, 1, 0, pl_bytes_of(text, sizeof(text))), PL_E_RANGE);
    assert_int_equal(pl_directory_add_group(d, 1, 1, pl_bytes_of(text, PL_LIMIT_NAME_BYTES + 1)),
                     PL_E_RANGE);
    assert_text(pl_directory_info(d, 1, 0), "another text");
}

static void limits_of_all(void **state)
{
    struct pl_directory d;
    (void)state;
    pl_directory_init(&d, 3, 2);
    assert_ok(pl_directory_add_friend(&d, 1, 2));
    assert_ok(pl_directory_add_friend(&d, 2, 1));
    assert_int_equal(pl_directory_add_friend(&d, 1, 3), PL_E_LIMIT); /* a third friendship */
    assert_int_equal(d.entries.count, 2);
    assert_ok(pl_directory_set_info(&d, 3, 1, pl_bytes_str("x")));
    assert_int_equal(pl_directory_set_info(&d, 4, 1, pl_bytes_str("x")), PL_E_LIMIT);
    assert_int_equal(pl_directory_add_group(&d, 4, 1, pl_bytes_str("x")), PL_E_LIMIT);
    pl_directory_delete_friend(&d, 1, 2);
    assert_int_equal(pl_directory_add_friend(&d, 1, 4), PL_E_LIMIT); /* a fourth user */
    assert_int_equal(d.entries.count, 3);
    pl_directory_finish(&d);
}

static void dropped_here_and_everywhere(void **state)
{
    struct pl_directory *d = *state;
    assert_ok(pl_directory_add_friend(d, 1, 2));
    assert_ok(pl_directory_add_friend(d, 2, 1));
    assert_ok(pl_directory_add_friend(d, 3, 1));
    assert_ok(pl_directory_add_group(d, 1, 7, pl_bytes_str("g")));
    assert_ok(pl_directory_set_info(d, 1, 7, pl_bytes_str("i")));
    pl_directory_drop(d, 1, false);
    pl_directory_drop(d, 77, true);
    assert_null(pl_directory_friend(d, 1, 2));
    assert_non_null(pl_directory_friend(d, 2, 1));
    assert_int_equal(pl_directory_find(d, 1)->fan_count, 2);
    assert_int_equal(pl_directory_info(d, 1, 7).len, 0);
    pl_directory_drop(d, 1, true);
    assert_int_equal(d->entries.count + d->friendships.count, 0);
}

enum { USERS = 12 };

/* Beside a plain table. */
static void any_order_is_as_a_table_says(void **state)
{
    struct pl_directory *d = *state;
    bool is[USERS + 1][USERS + 1] = {{false}};
    struct pl_prng rng;
    pl_prng_init(&rng, 7);
    for (size_t round = 0; round < 20000; round++) {
        int32_t a = 1 + (int32_t)pl_prng_below(&rng, USERS);
        int32_t b = 1 + (int32_t)pl_prng_below(&rng, USERS);
        uint64_t what = pl_prng_below(&rng, 20);
        size_t count = 0;
        if (what < 12) {
            enum pl_err err = pl_directory_add_friend(d, a, b);
            assert_int_equal(err, a == b ? PL_E_RANGE : PL_OK);
            is[a][b] = a != b;
        } else if (what < 18) {
            pl_directory_delete_friend(d, a, b);
            is[a][b] = false;
        } else {
            pl_directory_drop(d, a, what == 18);
            for (int32_t i = 1; i <= USERS; i++) {
                is[a][i] = false;
                if (what == 18)
                    is[i][a] = false;
            }
        }
        for (int32_t i = 1; i <= USERS; i++) {
            for (int32_t j = 1; j <= USERS; j++) {
                assert_true((pl_directory_friend(d, i, j) != NULL) == is[i][j]);
                count += is[i][j] ? 1 : 0;
            }
        }
        assert_int_equal(count, d->friendships.count);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(friendship_goes_one_way, setup, teardown),
        cmocka_unit_test_setup_teardown(groups, setup, teardown),
        cmocka_unit_test_setup_teardown(infos, setup, teardown),
        cmocka_unit_test_setup_teardown(limits, setup, teardown),
        cmocka_unit_test(limits_of_all),
        cmocka_unit_test_setup_teardown(dropped_here_and_everywhere, setup, teardown),
        cmocka_unit_test_setup_teardown(any_order_is_as_a_table_says, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Rows that have to be safe, over a database that fails when it is told to. */
#include "pl_test.h"

#include "adapters/store/test_database.h"
#include "server/safe.h"

#include <stdatomic.h>
#include <stdio.h>

enum { NUMBERS = 4096 };

/* While it is away, no name is written: the transaction breaks. */
static atomic_bool away;

static enum pl_err frail_run(void *connection, const char *sql, const struct pl_store_value *values,
                             size_t count, pl_store_on_values *on_row, void *arg)
{
    if (strncmp(sql, "INSERT INTO parlor_names", 24) == 0 && atomic_load(&away))
        return PL_E_IO;
    return pl_store_sqlite()->run(connection, sql, values, count, on_row, arg);
}

struct fixture {
    struct test_database database;
    struct pl_store_ops frail;
    struct pl_loop *loop;
    struct pl_store *store;
    struct pl_safe *safe;
    uint64_t told[NUMBERS];
    size_t tellings;
    int unsafe, over;
};

static void on_safe(void *arg, uint64_t number)
{
    struct fixture *f = arg;
    assert_true(f->tellings < NUMBERS);
    f->told[f->tellings++] = number;
}

static void on_unsafe(void *arg, bool unsafe)
{
    struct fixture *f = arg;
    f->unsafe += unsafe ? 1 : 0;
    f->over += unsafe ? 0 : 1;
}

static void start(struct fixture *f, pl_time_us limit)
{
    f->safe = pl_safe_create(f->loop, f->store, limit);
    assert_non_null(f->safe);
    pl_safe_listen(f->safe, &(struct pl_safe_port){on_safe, on_unsafe, f});
}

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));
    char error[PL_STORE_ERROR_MAX];
    struct pl_store_config config = {.ops = &f->frail};
    *state = f;
    atomic_store(&away, false);
    assert_ok(pl_loop_create(&f->loop));
    (void)test_database_make(&f->database, TEST_SQLITE);
    f->frail = *pl_store_sqlite();
    f->frail.run = frail_run;
    config.where = f->database.where;
    assert_ok(pl_store_start(&f->store, f->loop, &config, error));
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    pl_safe_destroy(f->safe);
    pl_store_stop(f->store);
    pl_loop_destroy(f->loop);
    test_database_remove(&f->database);
    free(f);
    return 0;
}

#define CASE(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

static void put(struct fixture *f, const char *name, int64_t user)
{
    struct pl_store_name n = {pl_bytes_str(name), user, 0};
    pl_safe_put(f->safe, &(struct pl_store_change){PL_STORE_PUT, PL_STORE_NAMES, &n, 0});
}

static void wait_safe(struct fixture *f, uint64_t number)
{
    while (f->tellings == 0 || f->told[f->tellings - 1] < number)
        assert_true(pl_loop_turn(f->loop));
}

static bool on_name(void *arg, const void *record)
{
    const struct pl_store_name *n = record;
    *(int64_t *)arg += n->user;
    return true;
}

/* The sum of the users' numbers, read past the store. */
static int64_t in_the_database(const struct fixture *f)
{
    char error[PL_STORE_ERROR_MAX];
    struct pl_store_db *db;
    int64_t sum = 0;
    assert_ok(pl_store_db_open(&db, f->database.ops, f->database.where, error));
    assert_ok(
        pl_store_db_read(db, &(struct pl_store_query){.table = PL_STORE_NAMES}, on_name, &sum));
    pl_store_db_close(db);
    return sum;
}

static struct pl_safe_stats stats_of(const struct fixture *f)
{
    struct pl_safe_stats stats;
    pl_safe_stats(f->safe, &stats);
    return stats;
}

static void what_is_told_is_written(void **state)
{
    struct fixture *f = *state;
    start(f, PL_SEC(600));
    assert_int_equal(pl_safe_flush(f->safe), 0); /* nothing to wait for */
    put(f, "ann", 1);
    put(f, "bob", 20);
    assert_int_equal(pl_safe_flush(f->safe), 1);
    assert_int_equal(f->tellings, 0); /* never from inside */
    assert_int_equal(stats_of(f).waiting, 1);
    wait_safe(f, 1);
    assert_int_equal(in_the_database(f), 21);
    put(f, "cid", 300);
    assert_int_equal(pl_safe_flush(f->safe), 2);
    put(f, "cid", 400); /* the newer is the one that stays */
    assert_int_equal(pl_safe_flush(f->safe), 3);
    wait_safe(f, 3);
    assert_int_equal(in_the_database(f), 421);
    assert_int_equal(stats_of(f).written, 3);
    assert_int_equal(stats_of(f).waiting + stats_of(f).waiting_bytes + stats_of(f).oldest_us, 0);
    assert_int_equal(f->unsafe + f->over, 0);
}

static void a_flush_is_told_when_all_of_it_is_there(void **state)
{
    struct fixture *f = *state;
    char name[16];
    start(f, PL_SEC(600));
    for (int i = 0; i < 3 * PL_STORE_CHANGES_MAX; i++) { /* full pieces, and nothing left over */
        (void)snprintf(name, sizeof(name), "user%d", i);
        put(f, name, 1 + i);
    }
    assert_int_equal(pl_safe_flush(f->safe), 1);
    assert_int_equal(stats_of(f).waiting, 3);
    wait_safe(f, 1);
    assert_int_equal(f->tellings, 1);
    assert_int_equal(in_the_database(f), 192 * 193 / 2);
    assert_int_equal(stats_of(f).written, 1);
}

static void what_failed_is_written_again_in_its_order(void **state)
{
    struct fixture *f = *state;
    start(f, PL_SEC(600));
    atomic_store(&away, true);
    put(f, "ann", 1);
    (void)pl_safe_flush(f->safe);
    put(f, "ann", 2);
    (void)pl_safe_flush(f->safe);
    while (stats_of(f).again == 0)
        assert_true(pl_loop_turn(f->loop));
    put(f, "ann", 3); /* while it fails */
    (void)pl_safe_flush(f->safe);
    assert_int_equal(f->tellings, 0);
    assert_true(stats_of(f).oldest_us > 0);
    atomic_store(&away, false);
    wait_safe(f, 3);
    assert_int_equal(in_the_database(f), 3);
    for (size_t i = 1; i < f->tellings; i++)
        assert_true(f->told[i] > f->told[i - 1]);
    assert_int_equal(stats_of(f).lost + f->unsafe, 0);
}

static void too_long_is_said_and_so_is_its_end(void **state)
{
    struct fixture *f = *state;
    start(f, PL_MS(50));
    atomic_store(&away, true);
    put(f, "ann", 1);
    assert_int_equal(pl_safe_flush(f->safe), 1);
    while (f->unsafe == 0)
        assert_true(pl_loop_turn(f->loop));
    assert_true(stats_of(f).unsafe);
    assert_int_equal(f->tellings, 0);
    put(f, "bob", 2); /* written all the same */
    (void)pl_safe_flush(f->safe);
    atomic_store(&away, false);
    while (f->over == 0)
        assert_true(pl_loop_turn(f->loop));
    assert_int_equal(in_the_database(f), 3);
    assert_false(stats_of(f).unsafe);
    assert_int_equal(f->unsafe, 1);
    put(f, "cid", 4); /* and from now on one waits again */
    wait_safe(f, pl_safe_flush(f->safe));
    assert_int_equal(in_the_database(f), 7);
}

static void what_no_database_takes_does_not_stop_the_rest(void **state)
{
    struct fixture *f = *state;
    start(f, PL_SEC(600));
    put(f, "ann", 1);
    put(f, "ann\xff", 2); /* not UTF-8: its whole flush is refused */
    (void)pl_safe_flush(f->safe);
    put(f, "bob", 4);
    wait_safe(f, pl_safe_flush(f->safe));
    assert_int_equal(in_the_database(f), 4);
    assert_int_equal(stats_of(f).lost, 2);
}

static void memory_is_limited(void **state)
{
    struct fixture *f = *state;
    size_t len = PL_STORE_TEXT_MAX;
    char *big = malloc(len);
    struct pl_store_info info = {.user = 1, .text = pl_bytes_of(big, len)};
    const struct pl_store_change change = {PL_STORE_PUT, PL_STORE_INFOS, &info, 0};
    memset(big, 'x', len);
    start(f, PL_SEC(600));
    atomic_store(&away, true);
    put(f, "ann", 1);
    (void)pl_safe_flush(f->safe);
    for (; stats_of(f).lost == 0; info.id++) {
        pl_safe_put(f->safe, &change);
        (void)pl_safe_flush(f->safe);
    }
    assert_true(stats_of(f).waiting_bytes <= PL_SAFE_BYTES + 2 * len);
    while (f->unsafe == 0) /* long before its time */
        assert_true(pl_loop_turn(f->loop));
    atomic_store(&away, false);
    while (f->over == 0)
        assert_true(pl_loop_turn(f->loop));
    assert_int_equal(stats_of(f).waiting_bytes, 0);
    assert_int_equal(stats_of(f).lost, 1);
    free(big);
}

static void without_a_limit_nobody_waits(void **state)
{
    struct fixture *f = *state;
    start(f, 0);
    put(f, "ann", 1);
    assert_int_equal(pl_safe_flush(f->safe), 0);
    pl_safe_destroy(f->safe); /* the store goes on with what it was asked */
    f->safe = NULL;
    pl_store_stop(f->store);
    f->store = NULL;
    assert_int_equal(in_the_database(f), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(what_is_told_is_written),
        CASE(a_flush_is_told_when_all_of_it_is_there),
        CASE(what_failed_is_written_again_in_its_order),
        CASE(too_long_is_said_and_so_is_its_end),
        CASE(what_no_database_takes_does_not_stop_the_rest),
        CASE(memory_is_limited),
        CASE(without_a_limit_nobody_waits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The storage thread: order, group commit, limits, and a database that goes away. */
#include "pl_test.h"

#include "adapters/store/store.h"
#include "adapters/store/test_database.h"

#include <stdatomic.h>
#include <stdio.h>

/* ---- a back-end that fails when it is told to ---- */

static atomic_int fail_begins, fail_commits; /* so many, with PL_E_CLOSED */
static atomic_int doubts;                    /* so many commits are done, and say PL_E_CLOSED */
static atomic_int breaks;                    /* so many steps break the transaction: PL_E_IO */

static bool take_one(atomic_int *n)
{
    int left = atomic_load(n);
    return left > 0 && atomic_compare_exchange_strong(n, &left, left - 1);
}

static enum pl_err frail_begin(void *connection)
{
    return take_one(&fail_begins) ? PL_E_CLOSED : pl_store_sqlite()->begin(connection);
}

static bool in_doubt;

static enum pl_err frail_commit(void *connection)
{
    enum pl_err err;
    if (take_one(&fail_commits)) {
        pl_store_sqlite()->rollback(connection);
        return PL_E_AGAIN;
    }
    err = in_doubt ? PL_OK : pl_store_sqlite()->commit(connection);
    in_doubt = !err && take_one(&doubts);
    return in_doubt ? PL_E_CLOSED : err;
}

static enum pl_err frail_run(void *connection, const char *sql, const struct pl_store_value *values,
                             size_t count, pl_store_on_values *on_row, void *arg)
{
    if (strncmp(sql, "INSERT INTO parlor_names", 24) == 0 && take_one(&breaks))
        return PL_E_IO;
    return pl_store_sqlite()->run(connection, sql, values, count, on_row, arg);
}

/* ---- fixture ---- */

struct fixture {
    struct test_database database;
    struct pl_store_ops frail;
    struct pl_loop *loop;
    struct pl_store *store;
    size_t answers;
    enum pl_err errs[8192];
    uint64_t tickets[8192];
    int64_t last_number;
    size_t last_count;
    bool last_more;
    char rows[256];
    unsigned downs, ups;
};

static void on_state(void *arg, const char *why)
{
    struct fixture *f = arg;
    if (why)
        f->downs++;
    else
        f->ups++;
}

static void start(struct fixture *f, pl_time_us patience)
{
    char error[PL_STORE_ERROR_MAX];
    struct pl_store_config config = {.ops = f->frail.name ? &f->frail : f->database.ops,
                                     .where = f->database.where,
                                     .patience = patience,
                                     .on_state = on_state,
                                     .arg = f};
    assert_ok(pl_store_start(&f->store, f->loop, &config, error));
}

static int set_up_with(void **state, enum test_backend backend)
{
    struct fixture *f = calloc(1, sizeof(*f));
    *state = f;
    atomic_store(&fail_begins, 0);
    atomic_store(&fail_commits, 0);
    atomic_store(&doubts, 0);
    atomic_store(&breaks, 0);
    in_doubt = false;
    assert_ok(pl_loop_create(&f->loop));
    if (test_database_make(&f->database, backend) && backend == TEST_POSTGRES)
        start(f, 0);
    return 0;
}

static int set_up(void **state)
{
    struct fixture *f;
    (void)set_up_with(state, TEST_SQLITE);
    f = *state;
    start(f, 0);
    return 0;
}

static int set_up_postgres(void **state)
{
    return set_up_with(state, TEST_POSTGRES);
}

/* Not started yet. */
static int set_up_frail(void **state)
{
    struct fixture *f;
    (void)set_up_with(state, TEST_SQLITE);
    f = *state;
    f->frail = *pl_store_sqlite();
    f->frail.begin = frail_begin;
    f->frail.commit = frail_commit;
    f->frail.run = frail_run;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    pl_store_stop(f->store);
    pl_loop_destroy(f->loop);
    test_database_remove(&f->database);
    free(f);
    return 0;
}

static void on_answer(void *arg, const struct pl_store_answer *a)
{
    struct fixture *f = arg;
    size_t n = 0;
    f->errs[f->answers] = a->err;
    f->tickets[f->answers] = a->ticket;
    f->answers++;
    f->last_number = a->number;
    f->last_count = a->count;
    f->last_more = a->more;
    if (a->table != PL_STORE_NAMES)
        return;
    f->rows[0] = '\0';
    for (size_t i = 0; i < a->count && n < sizeof(f->rows); i++) {
        const struct pl_store_name *r = (const struct pl_store_name *)a->rows + i;
        n += (size_t)snprintf(f->rows + n, sizeof(f->rows) - n, "%.*s=%lld ", (int)r->name.len,
                              (const char *)r->name.data, (long long)r->user);
    }
}

static struct pl_store_reply to(struct fixture *f)
{
    return (struct pl_store_reply){on_answer, f};
}

static void wait_answers(struct fixture *f, size_t n)
{
    while (f->answers < n)
        assert_true(pl_loop_turn(f->loop));
    assert_int_equal(n, f->answers);
}

static enum pl_err put_name(struct fixture *f, enum pl_store_verb verb, const char *name,
                            int64_t user)
{
    struct pl_store_name n = {pl_bytes_str(name), user, 0};
    struct pl_store_change c = {verb, PL_STORE_NAMES, &n, 0};
    return pl_store_write(f->store, &c, 1, to(f), NULL);
}

static enum pl_err read_names(struct fixture *f)
{
    return pl_store_read(f->store, &(struct pl_store_query){.table = PL_STORE_NAMES}, to(f), NULL);
}

static enum pl_err append(struct fixture *f)
{
    struct pl_store_event e = {0, 1, pl_bytes_str("x"), pl_bytes_str("{}")};
    struct pl_store_change c = {PL_STORE_APPEND, PL_STORE_EVENTS, &e, 0};
    return pl_store_write(f->store, &c, 1, to(f), NULL);
}

/* ---- cases ---- */

static void a_read_sees_what_was_asked_before_it(void **state)
{
    struct fixture *f = *state;
    uint64_t first, second;
    if (!f->store)
        skip();
    assert_ok(put_name(f, PL_STORE_PUT, "ann", 1));
    assert_ok(put_name(f, PL_STORE_PUT, "bob", 2));
    assert_ok(
        pl_store_read(f->store, &(struct pl_store_query){.table = PL_STORE_NAMES}, to(f), &first));
    assert_int_equal(0, f->answers); /* never from inside the call */
    wait_answers(f, 3);
    assert_int_equal(first, f->tickets[2]);
    assert_string_equal("ann=1 bob=2 ", f->rows);
    assert_false(f->last_more);
    assert_ok(put_name(f, PL_STORE_PUT, "cid", 3));
    assert_ok(pl_store_read(f->store, &(struct pl_store_query){.table = PL_STORE_NAMES, .limit = 2},
                            to(f), &second));
    wait_answers(f, 5);
    assert_int_equal(second, f->tickets[4]);
    assert_true(f->last_more);
}

static void those_that_wait_are_committed_together(void **state)
{
    struct fixture *f = *state;
    char error[PL_STORE_ERROR_MAX];
    struct pl_store_stats stats;
    struct pl_store_db *other;
    assert_ok(pl_store_db_open(&other, f->database.ops, f->database.where, error));
    assert_ok(pl_store_db_begin(other)); /* the thread has to wait for us */
    for (int i = 0; i < 200; i++)
        assert_ok(append(f));
    pl_store_db_rollback(other);
    pl_store_db_close(other);
    wait_answers(f, 200);
    assert_int_equal(200, f->last_number);
    pl_store_get_stats(f->store, &stats);
    assert_in_range(stats.commits, 1, 2);
    assert_int_equal(0, stats.waiting);
    assert_int_equal(0, stats.waiting_bytes);
}

static void one_that_fails_does_not_touch_the_others(void **state)
{
    struct fixture *f = *state;
    assert_ok(put_name(f, PL_STORE_ADD, "ann", 1));
    assert_ok(put_name(f, PL_STORE_ADD, "ann", 2));
    assert_ok(put_name(f, PL_STORE_ADD, "\xff", 3));
    assert_ok(put_name(f, PL_STORE_ADD, "bob", 4));
    assert_ok(read_names(f));
    wait_answers(f, 5);
    assert_err(PL_OK, f->errs[0]);
    assert_err(PL_E_EXISTS, f->errs[1]);
    assert_err(PL_E_RANGE, f->errs[2]);
    assert_err(PL_OK, f->errs[3]);
    assert_string_equal("ann=1 bob=4 ", f->rows);
}

static void what_waits_is_bounded(void **state)
{
    struct fixture *f = *state;
    char error[PL_STORE_ERROR_MAX];
    struct pl_store_stats stats;
    struct pl_store_db *other;
    size_t n = 0;
    assert_ok(pl_store_db_open(&other, f->database.ops, f->database.where, error));
    assert_ok(pl_store_db_begin(other));
    while (append(f) == PL_OK)
        n++;
    assert_int_equal(PL_STORE_WAITING_MAX, n);
    assert_err(PL_E_LIMIT, read_names(f));
    pl_store_get_stats(f->store, &stats);
    assert_int_equal(2, stats.refused);
    pl_store_db_rollback(other);
    pl_store_db_close(other);
    wait_answers(f, n);
    assert_ok(append(f));
    wait_answers(f, n + 1);
    assert_int_equal(n + 1, f->last_number);
}

static void bytes_that_wait_are_bounded(void **state)
{
    struct fixture *f = *state;
    static char big[PL_STORE_TEXT_MAX];
    char error[PL_STORE_ERROR_MAX];
    struct pl_store_info info = {1, 0, pl_bytes_of(big, sizeof(big))};
    struct pl_store_change c = {PL_STORE_PUT, PL_STORE_INFOS, &info, 0};
    struct pl_store_db *other;
    size_t n = 0;
    memset(big, 'x', sizeof(big));
    assert_ok(pl_store_db_open(&other, f->database.ops, f->database.where, error));
    assert_ok(pl_store_db_begin(other));
    for (; pl_store_write(f->store, &c, 1, to(f), NULL) == PL_OK; n++)
        info.id++;
    assert_in_range(n, PL_STORE_WAITING_BYTES / PL_STORE_TEXT_MAX - 20,
                    PL_STORE_WAITING_BYTES / PL_STORE_TEXT_MAX);
    pl_store_db_rollback(other);
    pl_store_db_close(other);
    wait_answers(f, n);
    /* And so are those of an answer. */
    assert_ok(
        pl_store_read(f->store, &(struct pl_store_query){.table = PL_STORE_INFOS}, to(f), NULL));
    wait_answers(f, n + 1);
    assert_int_equal(PL_STORE_ANSWER_BYTES / PL_STORE_TEXT_MAX, f->last_count);
    assert_true(f->last_more);
}

static void who_has_gone_hears_nothing(void **state)
{
    struct fixture *f = *state;
    assert_ok(put_name(f, PL_STORE_PUT, "ann", 1));
    pl_store_forget(f->store, f);
    assert_ok(read_names(f));
    wait_answers(f, 1);
    assert_string_equal("ann=1 ", f->rows);
}

static void a_stop_carries_out_what_was_asked(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < 300; i++)
        assert_ok(append(f));
    pl_store_stop(f->store);
    assert_int_equal(0, f->answers);
    start(f, 0);
    assert_ok(append(f));
    wait_answers(f, 1);
    assert_int_equal(301, f->last_number);
}

static void a_database_that_comes_back_in_time_costs_nothing(void **state)
{
    struct fixture *f = *state;
    start(f, PL_SEC(60));
    atomic_store(&fail_begins, 2);
    assert_ok(append(f));
    wait_answers(f, 1);
    assert_err(PL_OK, f->errs[0]);
    assert_int_equal(1, f->last_number);
    while (f->ups == 0)
        assert_true(pl_loop_turn(f->loop));
    assert_int_equal(1, f->downs);
}

static void a_database_that_stays_away_fails_requests(void **state)
{
    struct fixture *f = *state;
    struct pl_store_stats stats;
    start(f, 1);
    atomic_store(&fail_begins, 1000000);
    assert_ok(append(f));
    assert_ok(append(f));
    wait_answers(f, 2);
    assert_err(PL_E_CLOSED, f->errs[0]);
    assert_err(PL_E_CLOSED, f->errs[1]);
    pl_store_get_stats(f->store, &stats);
    assert_int_equal(2, stats.failures);
    assert_true(stats.down);
    atomic_store(&fail_begins, 0);
    assert_ok(append(f));
    wait_answers(f, 3);
    assert_err(PL_OK, f->errs[2]);
    assert_int_equal(1, f->last_number);
}

static void a_commit_without_answer_is_not_done_twice(void **state)
{
    struct fixture *f = *state;
    start(f, PL_SEC(60));
    atomic_store(&doubts, 1);
    assert_ok(append(f));
    assert_ok(append(f));
    wait_answers(f, 2);
    assert_err(PL_OK, f->errs[1]);
    assert_int_equal(2, f->last_number); /* and not 3, 4 */
    atomic_store(&fail_commits, 1);      /* one that was not done is */
    assert_ok(append(f));
    wait_answers(f, 3);
    assert_int_equal(3, f->last_number);
}

static void a_request_that_breaks_the_transaction_fails_alone(void **state)
{
    struct fixture *f = *state;
    start(f, 0);
    atomic_store(&breaks, 2); /* in the transaction of all, and in its own */
    assert_ok(append(f));
    assert_ok(put_name(f, PL_STORE_PUT, "ann", 1));
    assert_ok(append(f));
    wait_answers(f, 3);
    assert_err(PL_OK, f->errs[0]);
    assert_err(PL_OK, f->errs[2]);
    assert_int_equal(2, f->last_number);
    /* Where the thread had taken each alone it broke once only. */
    if (atomic_load(&breaks) == 0)
        assert_err(PL_E_IO, f->errs[1]);
}

static void a_store_that_cannot_be_opened_says_why(void **state)
{
    struct fixture *f = *state;
    char error[PL_STORE_ERROR_MAX];
    struct pl_store *store;
    struct pl_store_config config = {.ops = pl_store_sqlite(), .where = "/no/such/folder/x.db"};
    assert_err(PL_E_IO, pl_store_start(&store, f->loop, &config, error));
    assert_null(store);
    assert_string_equal("/no/such/folder/x.db: No such file or directory", error);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_read_sees_what_was_asked_before_it, set_up, tear_down),
        {"a_read_sees_what_was_asked_before_it (postgres)", a_read_sees_what_was_asked_before_it,
         set_up_postgres, tear_down, NULL},
        cmocka_unit_test_setup_teardown(those_that_wait_are_committed_together, set_up, tear_down),
        cmocka_unit_test_setup_teardown(one_that_fails_does_not_touch_the_others, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(what_waits_is_bounded, set_up, tear_down),
        cmocka_unit_test_setup_teardown(bytes_that_wait_are_bounded, set_up, tear_down),
        cmocka_unit_test_setup_teardown(who_has_gone_hears_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_stop_carries_out_what_was_asked, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_database_that_comes_back_in_time_costs_nothing,
                                        set_up_frail, tear_down),
        cmocka_unit_test_setup_teardown(a_database_that_stays_away_fails_requests, set_up_frail,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_commit_without_answer_is_not_done_twice, set_up_frail,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_request_that_breaks_the_transaction_fails_alone,
                                        set_up_frail, tear_down),
        cmocka_unit_test_setup_teardown(a_store_that_cannot_be_opened_says_why, set_up_frail,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, test_database_start, test_database_stop);
}

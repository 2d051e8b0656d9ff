/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kill -9 of a process that writes, at a hundred moments: what it was told is kept is there, and
 * the feed has no gap and no repeat. Over both back-ends.
 */
#include "pl_test.h"

#include "adapters/store/store.h"
#include "adapters/store/test_database.h"
#include "base/rng.h"

#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ROUNDS = 100, UNDER_WAY = 64, ACKS_MAX = 200 };

/* ---- the process that is killed ---- */

struct writer {
    struct pl_store *store;
    int out;
    uint64_t next; /* what it writes: never the same twice */
};

/* One that was acknowledged: number in the feed, and what was written. */
struct ack {
    int64_t number;
    uint64_t what;
};

static void write_one(struct writer *w);

static void on_written(void *arg, const struct pl_store_answer *a)
{
    struct writer *w = arg;
    struct ack ack = {a->number, 0};
    if (a->err)
        _exit(3);
    ack.what = a->ticket - 1 + (w->next & ~UINT64_C(0xffffffff)); /* one ticket, one write */
    if (write(w->out, &ack, sizeof(ack)) != (ssize_t)sizeof(ack)) /* short: atomic in a pipe */
        _exit(4);
    write_one(w);
}

static void write_one(struct writer *w)
{
    char body[64], name[64];
    struct pl_store_event e = {0, 1, pl_bytes_str("kill"), {NULL, 0}};
    struct pl_store_name n = {{NULL, 0}, 0, 0};
    struct pl_store_change c[] = {{PL_STORE_APPEND, PL_STORE_EVENTS, &e, 0},
                                  {PL_STORE_ADD, PL_STORE_NAMES, &n, 0}};
    (void)snprintf(body, sizeof(body), "%llu", (unsigned long long)w->next);
    (void)snprintf(name, sizeof(name), "n%llu", (unsigned long long)w->next);
    e.body = pl_bytes_str(body);
    n.name = pl_bytes_str(name);
    n.user = (int64_t)w->next + 1;
    w->next++;
    if (pl_store_write(w->store, c, 2, (struct pl_store_reply){on_written, w}, NULL) != PL_OK)
        _exit(5);
}

_Noreturn static void run_writer(const struct test_database *t, uint64_t round, int out)
{
    struct writer w = {.out = out, .next = round << 32};
    struct pl_store_config config = {.ops = t->ops, .where = t->where};
    char error[PL_STORE_ERROR_MAX];
    struct pl_loop *loop;
    if (pl_loop_create(&loop) != PL_OK || pl_store_start(&w.store, loop, &config, error) != PL_OK)
        _exit(2);
    for (int i = 0; i < UNDER_WAY; i++)
        write_one(&w);
    pl_loop_run(loop);
    _exit(6);
}

/* ---- the one who looks ---- */

/* What the writer was told before it died, into acks; kills it after `enough`. */
static size_t kill_after(pid_t child, int in, size_t enough, struct ack *acks, size_t max)
{
    size_t n = 0;
    bool killed = false;
    int status;
    while (n < max && read(in, &acks[n], sizeof(acks[n])) == (ssize_t)sizeof(acks[n])) {
        n++;
        if (n == enough && !killed) {
            killed = true;
            assert_int_equal(0, kill(child, SIGKILL));
        }
    }
    assert_int_equal(child, waitpid(child, &status, 0));
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL); /* it did not fail */
    return n;
}

struct look {
    const struct ack *acks;
    size_t count, found;
    int64_t last;
    uint64_t last_of_round; /* one process writes in its order */
    uint64_t names;
};

static bool on_event(void *arg, const void *record)
{
    struct look *l = arg;
    const struct pl_store_event *e = record;
    char body[64];
    uint64_t what;
    assert_int_equal(l->last + 1, e->number);
    l->last = e->number;
    assert_true(pl_bytes_to_str(e->body, body, sizeof(body)));
    what = strtoull(body, NULL, 10);
    assert_true(l->last == 1 || what > l->last_of_round); /* and nothing comes twice */
    l->last_of_round = what;
    if (l->found < l->count && l->acks[l->found].number == e->number) {
        assert_int_equal(l->acks[l->found].what, what);
        l->found++;
    }
    return true;
}

static bool on_name(void *arg, const void *record)
{
    struct look *l = arg;
    (void)record;
    l->names++;
    return true;
}

/* All events from the one after `after` on. */
static void read_on(struct pl_store_db *db, struct look *l)
{
    int64_t before;
    do {
        struct pl_store_event after = {.number = l->last};
        struct pl_store_query q = {.table = PL_STORE_EVENTS, .after = &after};
        before = l->last;
        assert_ok(pl_store_db_read(db, &q, on_event, l));
    } while (l->last - before == PL_STORE_ROWS_MAX);
}

static void count_names(struct pl_store_db *db, struct look *l, uint64_t round)
{
    /* Each event came with a name; both or none. */
    for (uint64_t i = 0; i <= ACKS_MAX * 8; i++) {
        char name[64];
        struct pl_store_name key = {{NULL, 0}, 0, 0};
        struct pl_store_query q = {.table = PL_STORE_NAMES, .key = &key, .keys = 1, .limit = 1};
        uint64_t before = l->names;
        (void)snprintf(name, sizeof(name), "n%llu", (unsigned long long)((round << 32) + i));
        key.name = pl_bytes_str(name);
        assert_ok(pl_store_db_read(db, &q, on_name, l));
        if (l->names == before)
            break;
    }
}

static void killed_at_any_time(enum test_backend backend, int rounds)
{
    static struct ack acks[1 << 16];
    struct test_database t;
    struct look look = {.last = 0};
    struct pl_prng dice;
    if (!test_database_make(&t, backend))
        skip();
    pl_prng_init(&dice, 7);
    for (int round = 1; round <= rounds; round++) {
        size_t enough = 1 + (size_t)pl_prng_below(&dice, ACKS_MAX);
        char error[PL_STORE_ERROR_MAX];
        struct pl_store_db *db;
        int64_t before = look.last;
        int fds[2];
        pid_t child;
        assert_int_equal(0, pipe(fds));
        child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            close(fds[0]);
            run_writer(&t, (uint64_t)round, fds[1]);
        }
        close(fds[1]);
        look.count = kill_after(child, fds[0], enough, acks, sizeof(acks) / sizeof(acks[0]));
        close(fds[0]);
        look.acks = acks;
        look.found = 0;
        look.names = 0;
        assert_true(look.count >= enough);
        assert_ok(pl_store_db_open(&db, t.ops, t.where, error));
        read_on(db, &look);
        assert_int_equal(look.count, look.found);
        if (backend == TEST_SQLITE) { /* there nobody finishes a transaction after the kill */
            count_names(db, &look, (uint64_t)round);
            assert_int_equal(look.last - before, look.names);
        }
        pl_store_db_close(db);
    }
    test_database_remove(&t);
}

static void killed_at_any_time_sqlite(void **state)
{
    (void)state;
    killed_at_any_time(TEST_SQLITE, ROUNDS);
}

static void killed_at_any_time_postgres(void **state)
{
    (void)state;
    killed_at_any_time(TEST_POSTGRES, ROUNDS / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(killed_at_any_time_sqlite),
        cmocka_unit_test(killed_at_any_time_postgres),
    };
    return cmocka_run_group_tests(tests, test_database_start, test_database_stop);
}

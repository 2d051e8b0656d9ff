/* SPDX-License-Identifier: Apache-2.0 */
/* One contract, two back-ends: every case runs over SQLite and over a real PostgreSQL. */
#include "pl_test.h"

#include "adapters/store/migrate.h"
#include "adapters/store/shape.h"
#include "adapters/store/test_database.h"

#include <stdio.h>
#include <sys/stat.h>

struct fixture {
    struct test_database database;
    struct pl_store_db *db;
};

static struct pl_bytes text(const char *s)
{
    return pl_bytes_str(s);
}

static struct pl_store_db *open_db(const struct fixture *f)
{
    char error[PL_STORE_ERROR_MAX];
    struct pl_store_db *db;
    enum pl_err err = pl_store_db_open(&db, f->database.ops, f->database.where, error);
    if (err)
        fail_msg("%s: %s", pl_err_name(err), error);
    return db;
}

static int set_up(void **state, enum test_backend backend)
{
    struct fixture *f = calloc(1, sizeof(*f));
    *state = f;
    if (test_database_make(&f->database, backend))
        f->db = open_db(f);
    return 0;
}

static int set_up_sqlite(void **state)
{
    return set_up(state, TEST_SQLITE);
}

static int set_up_postgres(void **state)
{
    return set_up(state, TEST_POSTGRES);
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    pl_store_db_close(f->db);
    test_database_remove(&f->database);
    free(f);
    return 0;
}

/* Of this case; it is skipped where PostgreSQL is not installed. */
static struct fixture *begin(void **state)
{
    struct fixture *f = *state;
    if (!f->db)
        skip();
    return f;
}

static void close_and_open(struct fixture *f)
{
    pl_store_db_close(f->db);
    f->db = open_db(f);
}

static enum pl_err write_one(struct fixture *f, enum pl_store_verb verb, enum pl_store_table table,
                             const void *record)
{
    struct pl_store_change c = {verb, table, record, 0};
    return pl_store_db_write(f->db, &c, 1, NULL);
}

/* ---- rows as text, so that any table can be compared ---- */

struct list {
    const struct pl_store_shape *shape;
    char text[4096];
    size_t len, rows;
};

static bool on_row(void *arg, const void *record)
{
    struct list *l = arg;
    struct pl_store_value v[PL_STORE_COLUMNS_MAX];
    pl_store_shape_values(l->shape, record, l->shape->count, v);
    for (unsigned i = 0; i < l->shape->count; i++) {
        const char *end = i + 1 < l->shape->count ? "," : "\n";
        if (l->shape->columns[i].text)
            l->len += (size_t)snprintf(l->text + l->len, sizeof(l->text) - l->len, "%.*s%s",
                                       (int)v[i].text.len, (const char *)v[i].text.data, end);
        else
            l->len += (size_t)snprintf(l->text + l->len, sizeof(l->text) - l->len, "%lld%s",
                                       (long long)v[i].number, end);
        assert_true(l->len < sizeof(l->text));
    }
    l->rows++;
    return true;
}

static const char *ask(struct fixture *f, const struct pl_store_query *q)
{
    static struct list l;
    memset(&l, 0, sizeof(l));
    l.shape = pl_store_shape_of(q->table);
    assert_ok(pl_store_db_read(f->db, q, on_row, &l));
    return l.text;
}

static const char *all(struct fixture *f, enum pl_store_table table)
{
    return ask(f, &(struct pl_store_query){.table = table});
}

/* ---- every table ---- */

/* A record with another value in each column; key: of its key columns. */
static void fill(const struct pl_store_shape *shape, int key, int rest, char texts[][32],
                 void *record)
{
    struct pl_store_value v[PL_STORE_COLUMNS_MAX];
    for (unsigned i = 0; i < shape->count; i++) {
        int n = i < shape->keys ? key : rest;
        v[i] = (struct pl_store_value){.number = n * 100 + (int)i};
        (void)snprintf(texts[i], 32, "t%d-%u", n, i);
        v[i].text = text(texts[i]);
    }
    pl_store_shape_record(shape, v, record);
}

static void every_table_keeps_and_forgets(void **state)
{
    struct fixture *f = begin(state);
    for (int t = 1; t < PL_STORE_TABLES_END; t++) {
        const struct pl_store_shape *shape = pl_store_shape_of((enum pl_store_table)t);
        enum pl_store_table table = (enum pl_store_table)t;
        char texts[2][PL_STORE_COLUMNS_MAX][32], before[512];
        union pl_store_record a, b;
        if (shape->log || table == PL_STORE_COUNTERS) /* of the store itself */
            continue;
        fill(shape, 1, 1, texts[0], &a);
        fill(shape, 1, 2, texts[1], &b);
        assert_ok(write_one(f, PL_STORE_ADD, table, &a));
        (void)snprintf(before, sizeof(before), "%s", all(f, table));
        assert_err(PL_E_EXISTS, write_one(f, PL_STORE_ADD, table, &b));
        assert_string_equal(before, all(f, table));
        assert_ok(write_one(f, PL_STORE_PUT, table, &b));
        close_and_open(f);
        assert_string_not_equal(before, all(f, table));
        assert_ok(write_one(f, PL_STORE_PUT, table, &a));
        assert_string_equal(before, all(f, table));
        assert_ok(write_one(f, PL_STORE_DELETE, table, &a));
        assert_string_equal("", all(f, table));
        assert_ok(write_one(f, PL_STORE_DELETE, table, &a)); /* none is fine, too */
    }
}

static void the_newest_come_first_when_asked_for(void **state)
{
    struct fixture *f = begin(state);
    struct pl_store_stretch s = {0}, before = {.id = 3};
    for (s.id = 1; s.id <= 4; s.id++)
        assert_ok(write_one(f, PL_STORE_PUT, PL_STORE_STRETCHES, &s));
    assert_string_equal(
        "4,0,0,0,0,0,0\n3,0,0,0,0,0,0\n",
        ask(f, &(struct pl_store_query){.table = PL_STORE_STRETCHES, .limit = 2, .newest = true}));
    assert_string_equal(
        "2,0,0,0,0,0,0\n1,0,0,0,0,0,0\n",
        ask(f, &(struct pl_store_query){
                   .table = PL_STORE_STRETCHES, .after = &before, .limit = 2, .newest = true}));
}

static void put_recording(struct fixture *f, int64_t id, int64_t user, const char *words)
{
    const struct pl_store_recording r = {.id = id,
                                         .at_ms = 1000 * id,
                                         .user = user,
                                         .state = text("ended"),
                                         .file = text(""),
                                         .body = text("{}"),
                                         .words = text(words)};
    assert_ok(write_one(f, PL_STORE_PUT, PL_STORE_RECORDINGS, &r));
}

/* The ids that these filters leave, the newest first, as digits. */
static const char *found(struct fixture *f, const struct pl_store_filter *filters, unsigned count,
                         const struct pl_store_recording *after)
{
    static char ids[16];
    size_t n = 0;
    const char *line = ask(f, &(struct pl_store_query){.table = PL_STORE_RECORDINGS,
                                                       .after = after,
                                                       .newest = true,
                                                       .filters = filters,
                                                       .filter_count = count});
    for (; *line && n < sizeof(ids) - 1; line = strchr(line, '\n') + 1)
        ids[n++] = *line;
    ids[n] = '\0';
    return ids;
}

static struct pl_store_filter has(const char *what)
{
    return (struct pl_store_filter){PL_STORE_HAS, "words", 0, text(what)};
}

static void filters_leave_what_fits(void **state)
{
    struct fixture *f = begin(state);
    struct pl_store_filter some[3] = {{PL_STORE_IS, "user", 7, {NULL, 0}}};
    const struct pl_store_recording after = {.id = 4};
    char longest[PL_STORE_FILTER_TEXT_MAX + 2];
    put_recording(f, 1, 7, " user:7  user:8  contract 100% signed");
    put_recording(f, 2, 8, " user:8  \xe5\xbc\x80\xe6\x88\xb7\xe7\xa1\xae\xe8\xae\xa4");
    put_recording(f, 3, 7, " user:7  user:77  1000 a_b");
    put_recording(f, 4, 7, " user:7  axb!");
    assert_string_equal("431", found(f, some, 1, NULL));
    assert_string_equal("31", found(f, some, 1, &after));
    some[1] = (struct pl_store_filter){PL_STORE_AT_LEAST, "at_ms", 3000, {NULL, 0}};
    assert_string_equal("43", found(f, some, 2, NULL));
    some[2] = (struct pl_store_filter){PL_STORE_LESS, "at_ms", 4000, {NULL, 0}};
    assert_string_equal("3", found(f, some, 3, NULL));
    some[0] = (struct pl_store_filter){PL_STORE_IS, "state", 0, text("ended")};
    assert_string_equal("3", found(f, some, 3, NULL));
    /* What LIKE takes for signs is itself. */
    some[0] = has("0%");
    assert_string_equal("1", found(f, some, 1, NULL));
    some[0] = has("a_b");
    assert_string_equal("3", found(f, some, 1, NULL));
    some[0] = has("b!");
    assert_string_equal("4", found(f, some, 1, NULL));
    some[0] = has("' OR 1=1 --");
    assert_string_equal("", found(f, some, 1, NULL));
    some[0] = has("\xe6\x88\xb7\xe7\xa1\xae"); /* in the middle of Chinese text */
    assert_string_equal("2", found(f, some, 1, NULL));
    some[0] = has(" user:7 ");
    some[1] = has("1000");
    assert_string_equal("3", found(f, some, 2, NULL));
    memset(longest, 'x', sizeof(longest));
    longest[sizeof(longest) - 1] = '\0';
    some[0] = has(longest);
    assert_err(PL_E_RANGE, pl_store_db_read(f->db,
                                            &(struct pl_store_query){.table = PL_STORE_RECORDINGS,
                                                                     .filters = some,
                                                                     .filter_count = 1},
                                            on_row, NULL));
}

static void numbers_and_texts_come_back_as_they_were(void **state)
{
    struct fixture *f = begin(state);
    struct pl_store_info i = {-7, INT64_MIN,
                              text("'; DROP TABLE x; -- \xe4\xbd\xa0\xf0\x9f\x8e\x89")};
    assert_ok(write_one(f, PL_STORE_PUT, PL_STORE_INFOS, &i));
    i = (struct pl_store_info){INT64_MAX, 0, {NULL, 0}};
    assert_ok(write_one(f, PL_STORE_PUT, PL_STORE_INFOS, &i));
    assert_string_equal("-7,-9223372036854775808,'; DROP TABLE x; -- \xe4\xbd\xa0\xf0\x9f\x8e\x89\n"
                        "9223372036854775807,0,\n",
                        all(f, PL_STORE_INFOS));
}

static void texts_that_cannot_be_kept_are_refused(void **state)
{
    struct fixture *f = begin(state);
    char *longest = malloc(PL_STORE_TEXT_MAX + 1);
    struct pl_store_info i = {1, 1, pl_bytes_of("a\0b", 3)};
    memset(longest, 'x', PL_STORE_TEXT_MAX + 1);
    assert_err(PL_E_RANGE, write_one(f, PL_STORE_PUT, PL_STORE_INFOS, &i));
    i.text = text("\xc3\x28");
    assert_err(PL_E_RANGE, write_one(f, PL_STORE_PUT, PL_STORE_INFOS, &i));
    i.text = pl_bytes_of(longest, PL_STORE_TEXT_MAX + 1);
    assert_err(PL_E_RANGE, write_one(f, PL_STORE_PUT, PL_STORE_INFOS, &i));
    assert_string_equal("", all(f, PL_STORE_INFOS));
    i.text.len--;
    assert_ok(write_one(f, PL_STORE_PUT, PL_STORE_INFOS, &i));
    free(longest);
}

static void one_user_has_one_name(void **state)
{
    struct fixture *f = begin(state);
    struct pl_store_name n = {text("ann"), 5, 0};
    assert_ok(write_one(f, PL_STORE_PUT, PL_STORE_NAMES, &n));
    n.name = text("Ann"); /* another name */
    assert_err(PL_E_EXISTS, write_one(f, PL_STORE_PUT, PL_STORE_NAMES, &n));
    n.user = 6;
    assert_ok(write_one(f, PL_STORE_PUT, PL_STORE_NAMES, &n));
    assert_string_equal("Ann,6,0\nann,5,0\n", all(f, PL_STORE_NAMES));
}

/* ---- reading ---- */

static void rows_come_in_the_order_of_their_bytes(void **state)
{
    static const char *const patterns[] = {"b", "\xc3\xa4", "B", "a b", "ab", "a", "_"};
    struct fixture *f = begin(state);
    struct pl_store_blocked b = {text("a"), text(""), 0, 0};
    for (size_t i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++) {
        b.pattern = text(patterns[i]);
        assert_ok(write_one(f, PL_STORE_PUT, PL_STORE_BLOCKED, &b));
    }
    assert_string_equal("B,,0,0\n_,,0,0\na,,0,0\na b,,0,0\nab,,0,0\nb,,0,0\n\xc3\xa4,,0,0\n",
                        all(f, PL_STORE_BLOCKED));
    b.pattern = text("a");
    assert_string_equal(
        "a b,,0,0\nab,,0,0\n",
        ask(f, &(struct pl_store_query){.table = PL_STORE_BLOCKED, .after = &b, .limit = 2}));
}

static void pages_by_part_of_the_key(void **state)
{
    struct fixture *f = begin(state);
    struct pl_store_friend key = {.owner = 2}, after = {.owner = 2, .friend = 10};
    struct pl_store_query q = {.table = PL_STORE_FRIENDS, .key = &key, .keys = 1};
    for (int64_t owner = 1; owner <= 3; owner++) {
        for (int64_t friend = 9; friend <= 11; friend ++) {
            struct pl_store_friend r = {owner, friend, 0, friend};
            assert_ok(write_one(f, PL_STORE_PUT, PL_STORE_FRIENDS, &r));
        }
    }
    assert_string_equal("2,9,0,9\n2,10,0,10\n2,11,0,11\n", ask(f, &q));
    q.after = &after;
    assert_string_equal("2,11,0,11\n", ask(f, &q));
    q.key = NULL;
    q.keys = 0;
    assert_string_equal("2,11,0,11\n3,9,0,9\n3,10,0,10\n3,11,0,11\n", ask(f, &q));
    q.key = &after;
    q.keys = 2;
    q.after = NULL;
    assert_string_equal("2,10,0,10\n", ask(f, &q));
}

static void deletes_by_part_of_the_key(void **state)
{
    struct fixture *f = begin(state);
    struct pl_store_change c = {PL_STORE_DELETE, PL_STORE_FRIENDS,
                                &(struct pl_store_friend){.owner = 1}, 1};
    for (int64_t owner = 1; owner <= 2; owner++) {
        for (int64_t friend = 8; friend <= 9; friend ++) {
            struct pl_store_friend r = {owner, friend, 0, 0};
            assert_ok(write_one(f, PL_STORE_PUT, PL_STORE_FRIENDS, &r));
        }
    }
    assert_ok(pl_store_db_write(f->db, &c, 1, NULL));
    assert_string_equal("2,8,0,0\n2,9,0,0\n", all(f, PL_STORE_FRIENDS));
}

/* ---- together or not at all ---- */

static void changes_are_all_or_none(void **state)
{
    struct fixture *f = begin(state);
    struct pl_store_name a = {text("a"), 1, 0}, b = {text("b"), 1, 0};
    struct pl_store_event e = {0, 1, text("x"), text("{}")};
    struct pl_store_change c[] = {{PL_STORE_APPEND, PL_STORE_EVENTS, &e, 0},
                                  {PL_STORE_PUT, PL_STORE_NAMES, &a, 0},
                                  {PL_STORE_PUT, PL_STORE_NAMES, &b, 0}};
    int64_t numbers[3];
    assert_err(PL_E_EXISTS, pl_store_db_write(f->db, c, 3, numbers));
    assert_string_equal("", all(f, PL_STORE_NAMES));
    assert_string_equal("", all(f, PL_STORE_EVENTS));
    assert_ok(pl_store_db_write(f->db, c, 2, numbers));
    assert_int_equal(1, numbers[0]); /* the number that failed is not lost */
    assert_int_equal(0, numbers[1]);
    close_and_open(f);
    assert_string_equal("a,1,0\n", all(f, PL_STORE_NAMES));
}

static void a_step_that_fails_leaves_the_others(void **state)
{
    struct fixture *f = begin(state);
    struct pl_store_event e = {0, 1, text("x"), text("{}")};
    struct pl_store_name a = {text("a"), 1, 0}, b = {text("b"), 1, 0};
    struct pl_store_change good = {PL_STORE_APPEND, PL_STORE_EVENTS, &e, 0};
    struct pl_store_change bad[] = {{PL_STORE_APPEND, PL_STORE_EVENTS, &e, 0},
                                    {PL_STORE_ADD, PL_STORE_NAMES, &a, 0},
                                    {PL_STORE_ADD, PL_STORE_NAMES, &b, 0}};
    int64_t numbers[3];
    assert_ok(pl_store_db_begin(f->db));
    assert_ok(pl_store_db_step(f->db, &good, 1, numbers));
    assert_err(PL_E_EXISTS, pl_store_db_step(f->db, bad, 3, numbers));
    assert_ok(pl_store_db_step(f->db, &good, 1, numbers));
    assert_int_equal(2, numbers[0]);
    assert_ok(pl_store_db_commit(f->db));
    close_and_open(f);
    assert_string_equal("1,1,x,{}\n2,1,x,{}\n", all(f, PL_STORE_EVENTS));
    assert_string_equal("", all(f, PL_STORE_NAMES));
}

static void what_is_rolled_back_was_never_there(void **state)
{
    struct fixture *f = begin(state);
    struct pl_store_event e = {0, 1, text("x"), text("{}")};
    struct pl_store_change c = {PL_STORE_APPEND, PL_STORE_EVENTS, &e, 0};
    int64_t number;
    assert_ok(pl_store_db_begin(f->db));
    assert_ok(pl_store_db_step(f->db, &c, 1, &number));
    pl_store_db_rollback(f->db);
    assert_ok(pl_store_db_write(f->db, &c, 1, &number));
    assert_int_equal(1, number);
    assert_string_equal("1,1,x,{}\n", all(f, PL_STORE_EVENTS));
}

/* ---- logs ---- */

/* Of the line 1,5,root,kick,user 3, by another program; see chain.h. */
#define AUDIT_SUM "66b8a387f86aa4e955dc58fc09e8513ee3694f45983cd06878c91073b61f26c5"

static void logs_count_without_a_gap(void **state)
{
    struct fixture *f = begin(state);
    struct pl_store_audit a = {99,       5,       text("root"), text("kick"), text("user 3"),
                               text(""), text("")};
    struct pl_store_event e = {99, 6, text("login"), text("{\"user\":3}")};
    struct pl_store_event upto = {.number = 2};
    for (int i = 0; i < 4; i++) {
        assert_ok(write_one(f, PL_STORE_APPEND, PL_STORE_EVENTS, &e));
        if (i == 1)
            close_and_open(f);
    }
    assert_ok(write_one(f, PL_STORE_APPEND, PL_STORE_AUDIT, &a));
    assert_string_equal("1,5,root,kick,user 3,," AUDIT_SUM "\n", all(f, PL_STORE_AUDIT));
    assert_ok(write_one(f, PL_STORE_TRIM, PL_STORE_EVENTS, &upto));
    assert_string_equal("3,6,login,{\"user\":3}\n4,6,login,{\"user\":3}\n",
                        all(f, PL_STORE_EVENTS));
    upto.number = 4;
    assert_ok(write_one(f, PL_STORE_TRIM, PL_STORE_EVENTS, &upto));
    assert_ok(write_one(f, PL_STORE_APPEND, PL_STORE_EVENTS, &e)); /* goes on where it was */
    assert_string_equal("5,6,login,{\"user\":3}\n", all(f, PL_STORE_EVENTS));
}

static void two_connections_share_one_count(void **state)
{
    struct fixture *f = begin(state);
    struct pl_store_db *other = open_db(f);
    struct pl_store_event e = {0, 1, text("x"), text("{}")};
    struct pl_store_change c = {PL_STORE_APPEND, PL_STORE_EVENTS, &e, 0};
    int64_t number;
    for (int64_t i = 1; i <= 6; i++) {
        assert_ok(pl_store_db_write(i % 2 ? f->db : other, &c, 1, &number));
        assert_int_equal(i, number);
    }
    pl_store_db_close(other);
}

/* ---- migrations ---- */

static void tables_of_a_newer_version_are_left_alone(void **state)
{
    struct fixture *f = begin(state);
    char error[PL_STORE_ERROR_MAX];
    struct pl_store_db *db;
    test_database_run(&f->database, "UPDATE parlor_schema SET version = 1000");
    assert_err(PL_E_UNSUPPORTED, pl_store_db_open(&db, f->database.ops, f->database.where, error));
    assert_non_null(strstr(error, "newer"));
    assert_null(db);
}

static void an_interrupted_migration_is_done_again(void **state)
{
    struct fixture *f = begin(state);
    pl_store_db_close(f->db);
    f->db = NULL;
    test_database_run(&f->database, "DROP TABLE parlor_blocked");
    test_database_run(&f->database, "DROP TABLE parlor_schema");
    {
        /* Tables are there, their number is not: nothing of the attempt stays. */
        char error[PL_STORE_ERROR_MAX];
        struct pl_store_db *db;
        assert_err(PL_E_IO, pl_store_db_open(&db, f->database.ops, f->database.where, error));
        assert_non_null(strstr(error, "already exists"));
    }
    test_database_run(&f->database, "CREATE TABLE parlor_blocked (x INT)");
}

/* ---- one back-end alone ---- */

static void the_file_is_private(void **state)
{
    struct fixture *f = begin(state);
    struct stat st;
    char wal[300];
    assert_int_equal(0, stat(f->database.where, &st));
    assert_int_equal(0600, st.st_mode & 0777);
    (void)snprintf(wal, sizeof(wal), "%s-wal", f->database.where);
    assert_int_equal(0, stat(wal, &st));
    assert_int_equal(0600, st.st_mode & 0777);
}

/* Another process that looks and leaves must not believe that it was the last: it would remove the
 * log that we write to. */
static void others_may_look_while_we_write(void **state)
{
    struct fixture *f = begin(state);
    struct pl_store_db *second = open_db(f);
    struct pl_store_name n = {text("ann"), 1, 0};
    char command[1024];
    pl_store_db_close(second);
    (void)snprintf(
        command, sizeof(command),
        "sqlite3 %s 'SELECT * FROM parlor_names' 2>&1 | grep -q . && exit 1; test -f %s-wal",
        f->database.where, f->database.where);
    assert_int_equal(0, system(command));
    assert_ok(write_one(f, PL_STORE_PUT, PL_STORE_NAMES, &n));
    (void)snprintf(command, sizeof(command),
                   "sqlite3 %s 'SELECT * FROM parlor_names' | grep -q ann", f->database.where);
    assert_int_equal(0, system(command));
}

static void a_file_that_is_no_database_is_refused(void **state)
{
    struct fixture *f = begin(state);
    char error[PL_STORE_ERROR_MAX], path[300];
    struct pl_store_db *db;
    FILE *file;
    (void)snprintf(path, sizeof(path), "%s/other", f->database.folder);
    file = fopen(path, "w");
    assert_non_null(file);
    for (int i = 0; i < 500; i++)
        fputs("this is a letter, not a database\n", file);
    fclose(file);
    assert_err(PL_E_IO, pl_store_db_open(&db, f->database.ops, path, error));
    assert_non_null(strstr(error, "not a database"));
    (void)snprintf(path, sizeof(path), "%s/no/such/folder", f->database.folder);
    assert_err(PL_E_IO, pl_store_db_open(&db, f->database.ops, path, error));
    assert_non_null(strstr(error, "No such file"));
}

static void a_lost_connection_is_made_again(void **state)
{
    struct fixture *f = begin(state);
    struct pl_store_name n = {text("a"), 1, 0};
    struct pl_store_change c = {PL_STORE_PUT, PL_STORE_NAMES, &n, 0};
    static const char kill_all[] =
        "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE "
        "pid <> pg_backend_pid() AND application_name = 'parlord'";
    assert_ok(pl_store_db_begin(f->db));
    assert_ok(pl_store_db_step(f->db, &c, 1, NULL));
    test_database_run(&f->database, kill_all);
    /* COMMIT did not arrive, or is answered by nobody: what became of it can be asked. */
    assert_err(PL_E_CLOSED, pl_store_db_commit(f->db));
    assert_err(PL_E_AGAIN, pl_store_db_commit(f->db));
    assert_string_equal("", all(f, PL_STORE_NAMES));
    test_database_run(&f->database, kill_all);
    assert_err(
        PL_E_CLOSED,
        pl_store_db_read(f->db, &(struct pl_store_query){.table = PL_STORE_NAMES}, on_row, NULL));
    assert_ok(write_one(f, PL_STORE_PUT, PL_STORE_NAMES, &n));
    assert_string_equal("a,1,0\n", all(f, PL_STORE_NAMES));
}

static void a_server_that_is_away_says_so(void **state)
{
    char error[PL_STORE_ERROR_MAX];
    struct pl_store_db *db;
    (void)begin(state);
    assert_err(PL_E_IO, pl_store_db_open(&db, pl_store_postgres(),
                                         "host=/nowhere user=x password=secret", error));
    assert_non_null(strstr(error, "nowhere"));
    assert_null(strstr(error, "secret"));
}

#define BOTH(test)                                                                                 \
    {#test " (sqlite)", test, set_up_sqlite, tear_down, NULL},                                     \
    {                                                                                              \
#test " (postgres)", test, set_up_postgres, tear_down, NULL                                \
    }

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOTH(every_table_keeps_and_forgets),
        BOTH(numbers_and_texts_come_back_as_they_were),
        BOTH(the_newest_come_first_when_asked_for),
        BOTH(filters_leave_what_fits),
        BOTH(texts_that_cannot_be_kept_are_refused),
        BOTH(one_user_has_one_name),
        BOTH(rows_come_in_the_order_of_their_bytes),
        BOTH(pages_by_part_of_the_key),
        BOTH(deletes_by_part_of_the_key),
        BOTH(changes_are_all_or_none),
        BOTH(a_step_that_fails_leaves_the_others),
        BOTH(what_is_rolled_back_was_never_there),
        BOTH(logs_count_without_a_gap),
        BOTH(two_connections_share_one_count),
        BOTH(tables_of_a_newer_version_are_left_alone),
        BOTH(an_interrupted_migration_is_done_again),
        cmocka_unit_test_setup_teardown(the_file_is_private, set_up_sqlite, tear_down),
        cmocka_unit_test_setup_teardown(others_may_look_while_we_write, set_up_sqlite, tear_down),
        cmocka_unit_test_setup_teardown(a_file_that_is_no_database_is_refused, set_up_sqlite,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_lost_connection_is_made_again, set_up_postgres,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_server_that_is_away_says_so, set_up_postgres, tear_down),
    };
    return cmocka_run_group_tests(tests, test_database_start, test_database_stop);
}

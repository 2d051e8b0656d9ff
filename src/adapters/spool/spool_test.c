/* SPDX-License-Identifier: Apache-2.0 */
/* Files in a folder of their own: kept, found, limited, and nothing else of the disk ever touched.
 */
#include "pl_test.h"

#include "adapters/spool/spool.h"

#include <dirent.h>
#include <ftw.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define HELLO_SUM "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
#define NOW       UINT64_C(1800000000000000)

static char folder[64];
static const struct pl_spool_limits limits = {100, 50, 1000, 4};

static int remove_one(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
    (void)st;
    (void)flag;
    (void)ftw;
    return remove(path);
}

static int set_up(void **state)
{
    (void)state;
    (void)snprintf(folder, sizeof(folder), "/tmp/pl-spool-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    return nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static size_t entries(void)
{
    DIR *dir = opendir(folder);
    size_t n = 0;
    assert_non_null(dir);
    while (readdir(dir))
        n++;
    closedir(dir);
    return n - 2;
}

static struct pl_spool_disk *open_disk(void)
{
    struct pl_spool_disk *disk;
    assert_ok(pl_spool_disk_open(&disk, folder, &limits, NOW));
    return disk;
}

static struct pl_spool_file *create(struct pl_spool_disk *disk, const char *name)
{
    struct pl_spool_file *f;
    assert_ok(pl_spool_disk_create(disk, 1, 5, pl_bytes_str(name), NOW, &f));
    return f;
}

static void what_is_kept_is_found_also_after_a_restart(void **state)
{
    struct pl_spool_disk *disk = open_disk();
    struct pl_spool_file *f = create(disk, "../../etc/passwd\n\x01");
    char id[PL_SPOOL_ID_CHARS + 1];
    uint8_t bytes[5];
    (void)state;
    assert_ok(pl_spool_file_write(f, 0, pl_bytes_str("he")));
    assert_err(PL_E_RANGE, pl_spool_file_write(f, 1, pl_bytes_str("x")));
    assert_err(PL_E_RANGE, pl_spool_file_write(f, 2, pl_bytes_str("llo!")));
    assert_ok(pl_spool_file_write(f, 2, pl_bytes_str("llo")));
    assert_ok(pl_spool_file_keep(f, pl_bytes_str(HELLO_SUM), id));
    pl_spool_file_drop(f);
    assert_int_equal(strlen(id), PL_SPOOL_ID_CHARS);
    assert_int_equal(entries(), 2);
    for (int run = 0; run < 2; run++) {
        assert_int_equal(pl_spool_disk_usage(disk).bytes, 5);
        assert_ok(pl_spool_disk_find(disk, pl_bytes_str(id), NOW, &f));
        assert_true(pl_bytes_eq_str(pl_spool_file_name(f), "../../etc/passwd\n\x01"));
        assert_true(pl_bytes_eq_str(pl_spool_file_sum(f), HELLO_SUM));
        assert_ok(pl_spool_file_read(f, 0, (struct pl_buf){bytes, 5}));
        assert_memory_equal(bytes, "hello", 5);
        assert_err(PL_E_IO, pl_spool_file_read(f, 4, (struct pl_buf){bytes, 2}));
        pl_spool_file_drop(f);
        pl_spool_disk_close(disk);
        disk = open_disk();
    }
    /* Until its time is over. */
    assert_err(PL_E_NOT_FOUND, pl_spool_disk_find(disk, pl_bytes_str(id), NOW + 1001, &f));
    assert_int_equal(entries(), 0);
    pl_spool_disk_close(disk);
}

static void halves_and_wrong_sums_leave_nothing(void **state)
{
    struct pl_spool_disk *disk = open_disk();
    struct pl_spool_file *f = create(disk, "a");
    char id[PL_SPOOL_ID_CHARS + 1];
    (void)state;
    assert_err(PL_E_PROTO, pl_spool_file_keep(f, pl_bytes_str(HELLO_SUM), id)); /* not whole */
    pl_spool_file_drop(f);
    f = create(disk, "b");
    assert_ok(pl_spool_file_write(f, 0, pl_bytes_str("hallo")));
    assert_err(PL_E_PROTO, pl_spool_file_keep(f, pl_bytes_str(HELLO_SUM), id));
    pl_spool_file_drop(f);
    assert_int_equal(entries(), 0);
    assert_int_equal(pl_spool_disk_usage(disk).bytes, 0);
    /* A crash: what it left behind goes at the next start. */
    f = create(disk, "c");
    assert_int_equal(entries(), 1);
    pl_spool_disk_close(open_disk());
    assert_int_equal(entries(), 0);
    pl_spool_file_drop(f);
    pl_spool_disk_close(disk);
}

static void quotas_hold(void **state)
{
    struct pl_spool_disk *disk = open_disk();
    struct pl_spool_file *f[4], *more;
    struct pl_bytes name = pl_bytes_str("x");
    (void)state;
    assert_err(PL_E_LIMIT, pl_spool_disk_create(disk, 1, 51, name, NOW, &more));
    assert_ok(pl_spool_disk_create(disk, 1, 30, name, NOW, &f[0]));
    assert_err(PL_E_LIMIT, pl_spool_disk_create(disk, 1, 21, name, NOW, &more));
    assert_ok(pl_spool_disk_create(disk, 2, 50, name, NOW, &f[1]));
    assert_err(PL_E_LIMIT, pl_spool_disk_create(disk, 3, 21, name, NOW, &more));
    assert_ok(pl_spool_disk_create(disk, 3, 10, name, NOW, &f[2]));
    assert_ok(pl_spool_disk_create(disk, 4, 10, name, NOW, &f[3]));
    pl_spool_file_drop(f[1]);
    assert_ok(pl_spool_disk_create(disk, 5, 1, name, NOW, &f[1]));
    assert_err(PL_E_LIMIT, pl_spool_disk_create(disk, 6, 1, name, NOW, &more)); /* open at once */
    for (int i = 0; i < 4; i++)
        pl_spool_file_drop(f[i]);
    pl_spool_disk_close(disk);
}

static void what_is_no_id_is_not_found(void **state)
{
    static const char *const no[] = {"",
                                     "../x",
                                     "/etc/passwd",
                                     "0123456789abcdef0123456789abcdeF",
                                     "0123456789abcdef0123456789abcde/",
                                     "0123456789abcdef0123456789abcdef"};
    struct pl_spool_disk *disk = open_disk();
    struct pl_spool_file *f;
    char path[160];
    (void)state;
    for (size_t i = 0; i < sizeof(no) / sizeof(no[0]); i++)
        assert_err(PL_E_NOT_FOUND, pl_spool_disk_find(disk, pl_bytes_str(no[i]), NOW, &f));
    /* A symbolic link that somebody has put there leads nowhere. */
    (void)snprintf(path, sizeof(path), "%s/%s", folder, no[5]);
    assert_int_equal(symlink("/etc/hostname", path), 0);
    assert_err(PL_E_NOT_FOUND, pl_spool_disk_find(disk, pl_bytes_str(no[5]), NOW, &f));
    pl_spool_disk_close(disk);
}

/* ---- the thread ---- */

struct seen {
    size_t count;
    enum pl_stored what[16];
    int code[16];
    char id[PL_SPOOL_ID_CHARS + 1];
    char bytes[16];
};

static void on_stored(void *arg, struct pl_event *event)
{
    struct seen *s = arg;
    assert_true(s->count < 16);
    s->what[s->count] = event->stored.what;
    s->code[s->count++] = event->stored.code;
    if (event->stored.what == PL_STORED_KEPT)
        (void)pl_bytes_to_str(event->stored.id, s->id, sizeof(s->id));
    if (event->stored.what == PL_STORED_READ)
        (void)pl_bytes_to_str(event->stored.bytes, s->bytes, sizeof(s->bytes));
}

static void ask(struct pl_spool *spool, enum pl_effect_type type, uint32_t transfer, uint64_t size,
                const char *name, const char *data)
{
    struct pl_effect e = {.type = type};
    e.store.transfer = transfer;
    e.store.user = 1;
    e.store.size = size;
    e.store.count = 5;
    e.store.name = pl_bytes_str(name);
    e.store.data = pl_bytes_str(data);
    assert_ok(pl_spool_run(spool, &e));
}

static void wait_for(struct pl_loop *loop, const struct seen *s, size_t count)
{
    while (s->count < count)
        (void)pl_loop_turn(loop);
    assert_int_equal(s->count, count);
}

static void the_thread_answers_in_order(void **state)
{
    static const struct pl_spool_limits wide = {1000, 1000, 0, 4};
    struct pl_loop *loop;
    struct pl_spool *spool;
    struct seen s = {0};
    (void)state;
    assert_ok(pl_loop_create(&loop));
    assert_ok(pl_spool_start(&spool, loop, folder, &wide, on_stored, &s));
    ask(spool, PL_EFFECT_STORE_OPEN, 1, 5, "hi", "");
    ask(spool, PL_EFFECT_STORE_WRITE, 1, 0, "", "hello");
    ask(spool, PL_EFFECT_STORE_KEEP, 1, 0, "", HELLO_SUM);
    ask(spool, PL_EFFECT_STORE_DROP, 1, 0, "", "");
    wait_for(loop, &s, 3);
    assert_int_equal(s.what[0], PL_STORED_OPENED);
    assert_int_equal(s.what[1], PL_STORED_WROTE);
    assert_int_equal(s.what[2], PL_STORED_KEPT);
    ask(spool, PL_EFFECT_STORE_OPEN, 2, 0, s.id, "");
    ask(spool, PL_EFFECT_STORE_READ, 2, 0, "", "");
    ask(spool, PL_EFFECT_STORE_OPEN, 3, 0, "../../etc/passwd", "");
    ask(spool, PL_EFFECT_STORE_OPEN, 4, 2000, "large", "");
    ask(spool, PL_EFFECT_STORE_WRITE, 4, 0, "", "ignored");
    wait_for(loop, &s, 7);
    assert_int_equal(s.what[4], PL_STORED_READ);
    assert_string_equal(s.bytes, "hello");
    assert_int_equal(s.code[5], 716);
    assert_int_equal(s.code[6], 23);
    ask(spool, PL_EFFECT_STORE_OPEN, 5, 5, "left open", "");
    pl_spool_stop(spool);
    assert_int_equal(entries(), 2);
    (void)pl_loop_turn(loop);
    pl_loop_destroy(loop);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_kept_is_found_also_after_a_restart, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(halves_and_wrong_sums_leave_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(quotas_hold, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_no_id_is_not_found, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_thread_answers_in_order, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

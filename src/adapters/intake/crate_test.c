/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/intake/crate.h"

#include "pl_test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct room {
    char path[64];
    int folder;
    struct pl_crate crate, found;
    unsigned count;
};

static int set_up(void **state)
{
    struct room *r = calloc(1, sizeof(*r));
    strcpy(r->path, "/tmp/crate-XXXXXX");
    assert_non_null(mkdtemp(r->path));
    r->folder = pl_crate_open_folder(r->path);
    assert_true(r->folder >= 0);
    r->crate.id = 7;
    memset(r->crate.key, 'a', PL_CRATE_KEY_CHARS);
    r->crate.wish.user = -3;
    r->crate.wish.flags = 0x80000003u;
    r->crate.wish.param = -1;
    r->crate.by_user = 12;
    strcpy(r->crate.text, "{\"filename\":\"\\u00e4 \\\"x\\\"\"}");
    strcpy(r->crate.name, "\xe6\x9d\x8e");
    *state = r;
    return 0;
}

static int tear_down(void **state)
{
    struct room *r = *state;
    pl_crate_remove(r->folder, 7, true);
    close(r->folder);
    assert_int_equal(rmdir(r->path), 0);
    free(r);
    return 0;
}

static void each(void *arg, const struct pl_crate *crate)
{
    struct room *r = arg;
    r->found = *crate;
    r->count++;
}

static void a_note_comes_back_as_it_was(void **state)
{
    struct room *r = *state;
    r->crate.state = PL_CRATE_WHOLE;
    r->crate.incomplete = true;
    assert_int_equal(pl_crate_note(r->folder, &r->crate), PL_OK);
    r->crate.seconds = 9;
    assert_int_equal(pl_crate_note(r->folder, &r->crate), PL_OK);
    pl_crate_list(r->folder, each, r);
    assert_int_equal(r->count, 1);
    assert_int_equal(r->found.id, 7);
    assert_int_equal(r->found.state, PL_CRATE_WHOLE);
    assert_true(r->found.incomplete);
    assert_int_equal(r->found.seconds, 9);
    assert_int_equal(r->found.size, 0);
    assert_string_equal(r->found.key, r->crate.key);
    assert_string_equal(r->found.text, r->crate.text);
    assert_string_equal(r->found.name, r->crate.name);
    assert_int_equal(r->found.wish.user, -3);
    assert_int_equal(r->found.wish.flags, 0x80000003u);
    assert_int_equal(r->found.wish.param, -1);
}

static void pieces_follow_each_other(void **state)
{
    struct room *r = *state;
    int fd = pl_crate_open(r->folder, 7);
    assert_true(fd >= 0);
    assert_int_equal(pl_crate_append(fd, 0, pl_bytes_str("abc")), PL_OK);
    assert_int_equal(pl_crate_append(fd, 4, pl_bytes_str("e")), PL_E_RANGE);
    assert_int_equal(pl_crate_append(fd, 0, pl_bytes_str("x")), PL_E_RANGE);
    assert_int_equal(pl_crate_append(fd, 3, pl_bytes_str("d")), PL_OK);
    assert_int_equal(
        pl_crate_check(fd, "88d4266fd4e6338d13b845fcf289579d209c897823b9217da3e161936f031589",
                       NULL),
        PL_OK);
    assert_int_equal(
        pl_crate_check(fd, "88d4266fd4e6338d13b845fcf289579d209c897823b9217da3e161936f031580",
                       NULL),
        PL_E_PROTO);
    close(fd);
    assert_int_equal(pl_crate_note(r->folder, &r->crate), PL_OK);
    pl_crate_list(r->folder, each, r);
    assert_int_equal(r->found.size, 4);
}

static void what_is_no_note_is_left_alone(void **state)
{
    static const char *const texts[] = {"", "{}", "[1]", "{\"id\":0}",
                                        "{\"id\":7,\"key\":\"short\"}"};
    struct room *r = *state;
    char path[96];
    (void)snprintf(path, sizeof(path), "%s/7.note", r->path);
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        FILE *f = fopen(path, "w");
        assert_non_null(f);
        fputs(texts[i], f);
        fclose(f);
        pl_crate_list(r->folder, each, r);
        assert_int_equal(r->count, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_note_comes_back_as_it_was, set_up, tear_down),
        cmocka_unit_test_setup_teardown(pieces_follow_each_other, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_no_note_is_left_alone, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

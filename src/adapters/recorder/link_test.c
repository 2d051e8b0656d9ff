/* SPDX-License-Identifier: Apache-2.0 */
/* Links to recordings: for one file, for a time, and nothing else. */
#include "adapters/recorder/link.h"
#include "pl_test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct pl_recorder_link *make(char path[64])
{
    struct pl_recorder_link *link;
    (void)snprintf(path, 64, "/tmp/pl_link_XXXXXX");
    assert_non_null(mkdtemp(path));
    strcat(path, "/key");
    assert_ok(pl_recorder_link_create(&link, path));
    return link;
}

static void unmake(struct pl_recorder_link *link, char path[64])
{
    pl_recorder_link_destroy(link);
    assert_int_equal(unlink(path), 0);
    path[strlen(path) - 4] = '\0';
    assert_int_equal(rmdir(path), 0);
}

/* What follows the prefix. */
static struct pl_bytes rest(const char *url)
{
    size_t n = strlen(PL_RECORDER_LINK_PREFIX);
    assert_int_equal(strncmp(url, PL_RECORDER_LINK_PREFIX, n), 0);
    return pl_bytes_str(url + n);
}

static void good_for_its_time(void **state)
{
    char path[64], url[PL_CORE_RECORD_URL_MAX];
    struct pl_recorder_link *link = make(path), *again;
    struct pl_bytes file;
    uint32_t number = 0;
    (void)state;
    pl_recorder_link_make(link, 41, "2026-11-22/a b%\xe5\xbd\x95.mp4", 1000, url);
    assert_ok(pl_recorder_link_check(link, rest(url), 1000, &number, &file));
    assert_true(pl_bytes_eq_str(file, "2026-11-22/a%20b%25%E5%BD%95.mp4"));
    assert_int_equal(number, 41);
    assert_int_equal(pl_recorder_link_check(link, rest(url), 1001, &number, &file), PL_E_CLOSED);
    assert_ok(pl_recorder_link_create(&again, path)); /* the key stays */
    assert_ok(pl_recorder_link_check(again, rest(url), 1000, &number, &file));
    pl_recorder_link_destroy(again);
    unmake(link, path);
}

/* Whatever character is another one, it is no link any more. */
static void nothing_else_is_one(void **state)
{
    char path[64], url[PL_CORE_RECORD_URL_MAX];
    struct pl_recorder_link *link = make(path);
    struct pl_bytes file;
    uint32_t number = 0;
    size_t start = strlen(PL_RECORDER_LINK_PREFIX);
    (void)state;
    pl_recorder_link_make(link, 41, "a.mp4", 1000, url);
    for (size_t i = start; url[i]; i++) {
        char was = url[i];
        url[i] = was == '1' ? '2' : '1';
        assert_int_equal(pl_recorder_link_check(link, rest(url), 500, &number, &file), PL_E_PROTO);
        url[i] = was;
    }
    for (size_t len = 0; len < strlen(url) - start; len++)
        assert_int_equal(
            pl_recorder_link_check(link, pl_bytes_of(rest(url).data, len), 500, &number, &file),
            PL_E_PROTO);
    assert_ok(pl_recorder_link_check(link, rest(url), 500, &number, &file));
    assert_int_equal(pl_recorder_link_check(link, pl_bytes_of(NULL, 0), 500, &number, &file),
                     PL_E_PROTO);
    assert_int_equal(
        pl_recorder_link_check(link, pl_bytes_str("--00000000000000000000000000000000/a.mp4"), 0,
                               &number, &file),
        PL_E_PROTO);
    unmake(link, path);
}

static void too_long(void **state)
{
    char path[64], url[PL_CORE_RECORD_URL_MAX], name[1000];
    struct pl_recorder_link *link = make(path);
    (void)state;
    memset(name, ' ', sizeof(name) - 1); /* each three characters */
    name[sizeof(name) - 1] = '\0';
    pl_recorder_link_make(link, 41, name, 1000, url);
    assert_string_equal(url, "");
    unmake(link, path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_for_its_time),
        cmocka_unit_test(nothing_else_is_one),
        cmocka_unit_test(too_long),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

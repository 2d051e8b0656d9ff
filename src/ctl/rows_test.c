/* SPDX-License-Identifier: Apache-2.0 */
#include "pl_test.h"

#include "ctl/rows.h"

#include <stdio.h>

struct got {
    char text[1024];
    size_t used;
    size_t stop_at;
};

static bool add(void *arg, const struct pl_ctl_row *row, char why[PL_CTL_ROWS_WHY_MAX])
{
    struct got *g = arg;
    if (row->number == g->stop_at) {
        snprintf(why, PL_CTL_ROWS_WHY_MAX, "enough");
        return false;
    }
    for (size_t i = 0; i < row->count; i++)
        g->used += (size_t)snprintf(g->text + g->used, sizeof(g->text) - g->used, "%s=%s|",
                                    row->names[i], row->values[i]);
    g->used += (size_t)snprintf(g->text + g->used, sizeof(g->text) - g->used, "\n");
    return true;
}

static enum pl_err rows_of(const char *text, struct got *g, char why[PL_CTL_ROWS_WHY_MAX])
{
    size_t len = strlen(text);
    char *copy = malloc(len + 1);
    enum pl_err err;
    assert_non_null(copy);
    memcpy(copy, text, len); /* without its end: nobody is to look for one */
    err = pl_ctl_rows(copy, len, add, g, why);
    free(copy);
    return err;
}

static void good(void **state)
{
    static const struct {
        const char *text, *rows;
    } files[] = {
        {"a,b\n1,2\n", "a=1|b=2|\n"},
        {"a,b\r\n1,2\r\n\r\n3,4", "a=1|b=2|\na=3|b=4|\n"},
        {"\xef\xbb\xbf"
         "a,b\n\"x, y\",\"say \"\"hi\"\"\"\n",
         "a=x, y|b=say \"hi\"|\n"},
        {"a\n\"two\nlines\"\n", "a=two\nlines|\n"},
        {"a,b\n,\n", "a=|b=|\n"},
        {"a,b\n", ""},
        {"[{\"a\":1,\"b\":\"x\"},{\"a\":null,\"b\":true}]", "a=1|b=x|\na=|b=1|\n"},
        {"{\"next\":5,\"contacts\":[{\"a\":-7}]}", "a=-7|\n"},
        {"[]", ""},
    };
    char why[PL_CTL_ROWS_WHY_MAX];
    (void)state;
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        struct got g = {.text = ""};
        assert_int_equal(rows_of(files[i].text, &g, why), PL_OK);
        assert_string_equal(g.text, files[i].rows);
    }
}

static void bad(void **state)
{
    static const struct {
        const char *text, *why;
    } files[] = {
        {"a,b\n1\n", "row 1 has not the 2 columns of the first line, or a quote is open"},
        {"a,b\n1,2\n1,\"2\n", "row 2 has not the 2 columns of the first line, or a quote is open"},
        {"\"a", "the first line has no names of columns"},
        {"{\"a\":1}", "there is no list in it"},
        {"[1]", "element 1 is no object"},
    };
    struct got g = {.stop_at = 2};
    char why[PL_CTL_ROWS_WHY_MAX], zero[4] = {'a', 0, '\n', 0};
    (void)state;
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        struct got none = {.text = ""};
        assert_int_equal(rows_of(files[i].text, &none, why), PL_E_PROTO);
        assert_string_equal(why, files[i].why);
    }
    assert_int_equal(rows_of("a\n1\n2\n3\n", &g, why), PL_E_RANGE);
    assert_string_equal(why, "enough");
    assert_string_equal(g.text, "a=1|\n");
    assert_int_equal(pl_ctl_rows(zero, 3, add, &g, why), PL_E_PROTO);
}

static void numbers(void **state)
{
    const struct pl_ctl_row row = {
        .names = {"a", "b", "c"}, .values = {"12", "", "1x"}, .count = 3};
    int64_t n;
    (void)state;
    assert_true(pl_ctl_row_number(&row, "a", 0, 20, 5, &n) && n == 12);
    assert_false(pl_ctl_row_number(&row, "a", 0, 11, 5, &n));
    assert_true(pl_ctl_row_number(&row, "b", 0, 20, 5, &n) && n == 5);
    assert_true(pl_ctl_row_number(&row, "d", 0, 20, 6, &n) && n == 6);
    assert_false(pl_ctl_row_number(&row, "c", 0, 20, 5, &n));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good),
        cmocka_unit_test(bad),
        cmocka_unit_test(numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "pl_test.h"

#include "load/histogram.h"
#include "load/options.h"

static void percentiles_are_right_to_two_per_cent(void **state)
{
    struct pl_histogram h = {0};
    (void)state;
    assert_int_equal(pl_histogram_at(&h, 500), 0);
    for (uint64_t v = 1; v <= 100000; v++)
        pl_histogram_add(&h, v);
    for (unsigned per_mille = 1; per_mille <= 1000; per_mille++) {
        uint64_t exact = per_mille * 100u, found = pl_histogram_at(&h, per_mille);
        assert_true(found >= exact && found <= exact + exact / 60 + 1);
    }
    assert_int_equal(h.min, 1);
    assert_int_equal(h.max, 100000);
    assert_int_equal(pl_histogram_at(&h, 1000), 100000);
}

static void a_histogram_takes_every_value(void **state)
{
    struct pl_histogram h = {0};
    (void)state;
    for (unsigned shift = 0; shift < 64; shift++) {
        pl_histogram_add(&h, UINT64_C(1) << shift);
        pl_histogram_add(&h, (UINT64_C(1) << shift) - 1);
    }
    pl_histogram_add(&h, UINT64_MAX);
    assert_int_equal(h.count, 129);
    assert_int_equal(h.min, 0);
    assert_true(h.max == UINT64_MAX);
}

static enum pl_err read_options(struct pl_load_options *o, char error[PL_LOAD_ERROR_MAX],
                                const char *a, const char *b)
{
    const char *argv[] = {"parlor-load", a, b, NULL};
    enum pl_load_action action;
    return pl_load_options_read(o, &action, argv, error);
}

static void options_are_read(void **state)
{
    struct pl_load_options o;
    char error[PL_LOAD_ERROR_MAX];
    char text[PL_ADDR_TEXT_MAX];
    (void)state;
    assert_int_equal(read_options(&o, error, NULL, NULL), PL_OK);
    assert_string_equal(pl_addr_print(&o.server, text), "127.0.0.1:8906");
    assert_string_equal(o.path, "/parlor");
    assert_int_equal(read_options(&o, error, "--server", "ws://[::1]:99"), PL_OK);
    assert_string_equal(pl_addr_print(&o.server, text), "[::1]:99");
    assert_string_equal(o.host, "[::1]:99");
    assert_int_equal(read_options(&o, error, "--server=ws://10.0.0.1/x", "--mesh"), PL_OK);
    assert_string_equal(pl_addr_print(&o.server, text), "10.0.0.1:80");
    assert_string_equal(o.path, "/x");
    assert_true(o.shapes[0].mesh);
    assert_int_equal(read_options(&o, error, "--video=off", "--rooms=7"), PL_OK);
    assert_int_equal(o.shapes[0].video.packets, 0);
    assert_int_equal(o.shapes[0].rooms, 7);
}

static void mistakes_are_named(void **state)
{
    static const char *const wrong[][2] = {
        {"--rooms", "0"},
        {"--rooms", "-1"},
        {"--rooms", "1x"},
        {"--rooms", NULL},
        {"--rooms", ""},
        {"--seconds", "99999999999999999999"},
        {"--video", "much"},
        {"--audio", "perhaps"},
        {"--server", "http://127.0.0.1/"},
        {"--server", "ws://"},
        {"--server", "ws://::1/"},
        {"--server", "ws://[::1/"},
        {"--server", "ws://1.2.3.4:x/"},
        {"--server", "ws://127.0.0.1/\r\nX: y"},
        {"--nonsense", "1"},
        {"nonsense", NULL},
        {"--subscribers=10000", "--rooms=2"},
        {"--video=off", "--audio=off"},
    };
    struct pl_load_options o;
    char error[PL_LOAD_ERROR_MAX];
    (void)state;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        assert_int_equal(read_options(&o, error, wrong[i][0], wrong[i][1]), PL_E_RANGE);
        assert_true(strlen(error) > 10);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(percentiles_are_right_to_two_per_cent),
        cmocka_unit_test(a_histogram_takes_every_value),
        cmocka_unit_test(options_are_read),
        cmocka_unit_test(mistakes_are_named),
    };
    return cmocka_run_group_tests_name("load", tests, NULL, NULL);
}

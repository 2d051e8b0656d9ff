/* SPDX-License-Identifier: Apache-2.0 */
#include "pl_test.h"

#include "adapters/store/timeline.h"

static struct pl_store_record_line line(int64_t n, int64_t at, const char *kind, int64_t user,
                                        const char *detail)
{
    return (struct pl_store_record_line){.recording = 41,
                                         .number = n,
                                         .at_ms = at,
                                         .user = user,
                                         .kind = pl_bytes_str(kind),
                                         .detail = pl_bytes_str(detail)};
}

static void is(const json_t *list, size_t i, const char *kind, int64_t offset, const char *detail)
{
    const json_t *o = json_array_get(list, i);
    assert_string_equal(json_string_value(json_object_get(o, "kind")), kind);
    assert_int_equal(json_integer_value(json_object_get(o, "offset_ms")), offset);
    if (detail)
        assert_string_equal(json_string_value(json_object_get(o, "detail")), detail);
}

static void test_devices_in_plain_words(void **state)
{
    const struct pl_store_record_line lines[] = {
        line(1, 900, "consent", 7, ""),
        line(2, 1000, "joined", 7, "microphone=1 cameras=1 screens=0"),
        line(3, 1500, "devices", 7, "microphone=0 cameras=1 screens=0"),
        line(4, 2000, "devices", 7, "microphone=1 cameras=5 screens=4"),
        line(5, 2500, "joined", 8, "microphone=0 cameras=0 screens=0"),
        line(6, 3000, "devices", 8, "microphone=0 cameras=1 screens=0"),
        line(7, 3500, "devices", 7, "microphone=1 cameras=1 screens=0"),
        line(8, 4000, "devices", 9, "nonsense"),
        line(9, 4500, "tag", 7, "contract signed"),
    };
    json_t *list = pl_timeline_json(lines, 9, 1000);
    (void)state;
    assert_int_equal(json_array_size(list), 10);
    is(list, 0, "consent", -100, "");
    is(list, 1, "joined", 0, NULL);
    is(list, 2, "muted", 500, NULL);
    is(list, 3, "unmuted", 1000, NULL);
    is(list, 4, "screen_on", 1000, "stream 2");
    is(list, 5, "joined", 1500, NULL);
    is(list, 6, "camera_on", 2000, "stream 0");
    is(list, 7, "screen_off", 2500, "stream 2");
    is(list, 8, "devices", 3000, "nonsense");
    is(list, 9, "tag", 3500, "contract signed");
    json_decref(list);
    list = pl_timeline_json(lines, 1, 0);
    assert_null(json_object_get(json_array_get(list, 0), "offset_ms"));
    json_decref(list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_devices_in_plain_words)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

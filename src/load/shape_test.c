/* SPDX-License-Identifier: Apache-2.0 */
#include "pl_test.h"

#include "load/room_file.h"
#include "load/way.h"

static void pictures_have_the_rate_that_was_asked_for(void **state)
{
    char wanted[120];
    struct pl_load_shape s = pl_load_shape_default();
    (void)state;
    for (unsigned kbps = 50; kbps < 20000; kbps += 137) {
        char text[16];
        double got;
        snprintf(text, sizeof(text), "%u", kbps);
        assert_true(pl_load_shape_set(&s, "video", text, wanted, sizeof(wanted)));
        got = pl_load_camera_kbps(&s.video);
        assert_true(s.video.payload_bytes <= 1200);
        assert_true(got > kbps * 0.85 && got < kbps * 1.15); /* whole packets */
    }
    assert_true(pl_load_shape_set(&s, "video", "7x1180", wanted, sizeof(wanted)));
    assert_int_equal(s.video.packets, 7);
    assert_int_equal(s.video.key_packets, 41);
    assert_int_equal(s.video.key_every, 90);
    assert_int_equal(s.video.payload_bytes, 1180);
    assert_true(pl_load_shape_set(&s, "video", "off", wanted, sizeof(wanted)));
    assert_int_equal(s.video.packets, 0);
    assert_true(pl_load_shape_set(&s, "audio", "32", wanted, sizeof(wanted)));
    assert_int_equal(s.audio.payload_bytes, 80);
    assert_true(pl_load_camera_kbps(&s.audio) > 31.9 && pl_load_camera_kbps(&s.audio) < 32.1);
}

static void every_key_is_read(void **state)
{
    static const char *const pairs[][2] = {
        {"rooms", "2"},     {"publishers", "3"}, {"subscribers", "4"}, {"mesh", "yes"},
        {"leave", "5"},     {"away", "6"},       {"unpublish", "7"},   {"silent", "8"},
        {"restart", "9"},   {"impaired", "10"},  {"up", "loss=1%"},    {"down", "delay=20ms"},
        {"feedback", "no"}, {"nacks", "off"},    {"reports", "no"},    {"agree", "yes"},
    };
    struct pl_load_shape s = pl_load_shape_default();
    char wanted[120];
    (void)state;
    assert_false(pl_load_shape_churns(&s));
    for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
        assert_true(pl_load_shape_set(&s, pairs[i][0], pairs[i][1], wanted, sizeof(wanted)));
    assert_int_equal(pl_load_shape_peers(&s), 14);
    assert_true(s.mesh && s.agree && s.impairs && pl_load_shape_churns(&s));
    assert_false(s.feedback || s.nacks || s.reports);
    assert_int_equal(s.leave + s.away * 10 + s.unpublish * 100 + s.silent * 1000, 8765);
    assert_int_equal(s.restart, 9);
    assert_int_equal(s.impaired, 10);
    assert_int_equal(s.up.loss_ppm, 10000);
    assert_int_equal(s.down.delay_us, 20000);
}

static void values_that_cannot_be_are_refused(void **state)
{
    static const char *const wrong[][2] = {
        {"rooms", "0"},       {"rooms", "-1"},     {"rooms", " 1"},      {"rooms", "10001"},
        {"publishers", "33"}, {"mesh", "perhaps"}, {"leave", "1.5"},     {"away", "0"},
        {"impaired", "101"},  {"up", "loss=2"},    {"down", "what=1ms"}, {"video", "49"},
        {"video", "x"},       {"video", "41x1"},   {"video", "7x1201"},  {"video", "7x"},
        {"audio", "15"},      {"audio", ""},       {"rooms ", "1"},      {"", ""},
    };
    char wanted[120];
    (void)state;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        struct pl_load_shape s = pl_load_shape_default();
        assert_false(pl_load_shape_set(&s, wrong[i][0], wrong[i][1], wanted, sizeof(wanted)));
        assert_true(strlen(wanted) > 5);
    }
}

/* ---- files ---- */

static struct pl_load_options begin(void)
{
    return (struct pl_load_options){.shapes[0] = pl_load_shape_default(), .shape_count = 1};
}

static void a_file_describes_a_run(void **state)
{
    static const char text[] = "; a comment\n"
                               "[run]\nseconds = 60\njoin-rate = 7 ; another\n"
                               "[rooms lectures]\nrooms = 2\nsubscribers = 100\n"
                               "[rooms meetings]\n# and one\npublishers = 8\nsubscribers = 0\n"
                               "mesh = yes\ndown = loss=2% delay=40ms\n";
    struct pl_load_options o = begin();
    char error[PL_LOAD_ERROR_MAX];
    (void)state;
    o.shapes[0].leave = 30; /* from the command line */
    assert_int_equal(pl_load_room_text_read(&o, "f", text, error), PL_OK);
    assert_int_equal(o.seconds, 60);
    assert_int_equal(o.join_rate, 7);
    assert_int_equal(o.shape_count, 2);
    assert_string_equal(o.shapes[0].name, "lectures");
    assert_string_equal(o.shapes[1].name, "meetings");
    assert_int_equal(o.shapes[0].subscribers, 100);
    assert_int_equal(o.shapes[1].rooms, 1); /* not the section's before */
    assert_int_equal(o.shapes[1].leave, 30);
    assert_int_equal(o.shapes[1].down.delay_us, 40000);
    assert_int_equal(pl_load_options_peers(&o), 2 * 101 + 8);
}

static void mistakes_in_a_file_are_named(void **state)
{
    static const char *const wrong[] = {
        "",
        "[run]\nseconds = 5\n",
        "rooms = 1\n",
        "[roomsx]\nrooms = 1\n",
        "[rooms a]\nrooms\n",
        "[rooms a]\nrooms = 0\n",
        "[rooms a]\ncolour = red\n",
        "[run]\ncolour = red\n[rooms a]\nrooms = 1\n",
        "[rooms a]\nrooms = 1\n[rooms b]\nrooms = 1\n[rooms a]\nrooms = 1\n",
        "[rooms abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz]\nrooms = 1\n",
    };
    char error[PL_LOAD_ERROR_MAX], many[2000] = "";
    struct pl_load_options o;
    (void)state;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        o = begin();
        error[0] = '\0';
        assert_int_equal(pl_load_room_text_read(&o, "name", wrong[i], error), PL_E_RANGE);
        assert_memory_equal(error, "name:", 5);
        assert_true(strlen(error) > 15);
    }
    for (int i = 0; i <= PL_LOAD_SHAPES_MAX; i++)
        snprintf(many + strlen(many), sizeof(many) - strlen(many), "[rooms %d]\nrooms = 1\n", i);
    o = begin();
    assert_int_equal(pl_load_room_text_read(&o, "name", many, error), PL_E_RANGE);
    assert_int_equal(pl_load_room_file_read(&o, "/nowhere", error), PL_E_IO);
}

/* ---- a bad network ---- */

static void packets_travel_both_ways(void **state)
{
    struct pl_load_way w;
    struct pl_impair_settings up = pl_impair_settings_none(), down = up;
    uint8_t bytes[2048];
    size_t len;
    bool is_up;
    (void)state;
    up.delay_us = PL_MS(10);
    down.delay_us = PL_MS(30);
    pl_load_way_init(&w, 1, &up, &down);
    assert_int_equal(pl_load_way_deadline(&w), PL_TIME_NEVER);
    pl_load_way_input(&w, 1000, false, pl_bytes_str("down"));
    pl_load_way_input(&w, 1000, true, pl_bytes_str("up"));
    assert_false(pl_load_way_next_output(&w, 1000, bytes, &len, &is_up));
    assert_int_equal(pl_load_way_deadline(&w), 11000);
    assert_true(pl_load_way_next_output(&w, 11000, bytes, &len, &is_up));
    assert_true(is_up && len == 2 && memcmp(bytes, "up", 2) == 0);
    assert_false(pl_load_way_next_output(&w, 11000, bytes, &len, &is_up));
    assert_true(pl_load_way_next_output(&w, 31000, bytes, &len, &is_up));
    assert_true(!is_up && len == 4);
    assert_int_equal(w.count, 0);
    pl_load_way_finish(&w);
}

static void a_way_holds_no_more_than_its_limit(void **state)
{
    struct pl_load_way w;
    struct pl_impair_settings slow = pl_impair_settings_none();
    uint8_t bytes[2048];
    size_t len, out = 0;
    bool is_up;
    (void)state;
    slow.delay_us = PL_SEC(50);
    pl_load_way_init(&w, 1, &slow, &slow);
    for (unsigned i = 0; i < 2 * PL_LOAD_WAY_PACKETS_MAX; i++)
        pl_load_way_input(&w, 1, i & 1, pl_bytes_str("x"));
    assert_int_equal(w.count, PL_LOAD_WAY_PACKETS_MAX);
    while (pl_load_way_next_output(&w, PL_SEC(51), bytes, &len, &is_up) && out < 100)
        out++;
    assert_int_equal(w.count, PL_LOAD_WAY_PACKETS_MAX - 101);
    pl_load_way_finish(&w); /* with packets inside */
    assert_int_equal(w.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pictures_have_the_rate_that_was_asked_for),
        cmocka_unit_test(every_key_is_read),
        cmocka_unit_test(values_that_cannot_be_are_refused),
        cmocka_unit_test(a_file_describes_a_run),
        cmocka_unit_test(mistakes_in_a_file_are_named),
        cmocka_unit_test(packets_travel_both_ways),
        cmocka_unit_test(a_way_holds_no_more_than_its_limit),
    };
    return cmocka_run_group_tests_name("load_shape", tests, NULL, NULL);
}

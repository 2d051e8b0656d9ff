/* SPDX-License-Identifier: Apache-2.0 */
#include "pl_test.h"

#include "proto/rtp/rtp.h"
#include "proto/rtp/rtp_ext.h"

#include <stdio.h>

/* A view of nothing but an extension block. */
static struct pl_rtp_view view_of(uint16_t profile, const char *hex)
{
    static uint8_t room[1200];
    struct pl_rtp_view v = {.has_ext = true, .ext_profile = profile};
    v.ext = pl_bytes_of(room, pl_test_unhex(hex, room, sizeof(room)));
    return v;
}

/* "id=hex " for every element: one string to compare with. */
static const char *elements(const struct pl_rtp_view *v)
{
    static char text[256];
    struct pl_rtp_ext_iter it = pl_rtp_ext_begin(v);
    struct pl_bytes value;
    uint8_t id;
    size_t n = 0;
    text[0] = '\0';
    while (pl_rtp_ext_next(&it, &id, &value)) {
        n += (size_t)snprintf(text + n, sizeof(text) - n, "%u=", id);
        for (size_t i = 0; i < value.len; i++)
            n += (size_t)snprintf(text + n, sizeof(text) - n, "%02x", value.data[i]);
        n += (size_t)snprintf(text + n, sizeof(text) - n, " ");
    }
    return text;
}

static void one_byte_form(void **state)
{
    struct pl_rtp_view v =
        view_of(0xbede, "10aa 0000 21bbcc 00 3fffffffffffffffffffffffffffffffff");
    (void)state;
    assert_string_equal(elements(&v), "1=aa 2=bbcc 3=ffffffffffffffffffffffffffffffff ");
}

/* The example of RFC 8285 section 4.3: lengths 0, 1 and 3, with padding between. */
static void two_byte_form(void **state)
{
    struct pl_rtp_view v = view_of(0x1000, "0500 0601aa 00 ff03010203 00");
    (void)state;
    assert_string_equal(elements(&v), "5= 6=aa 255=010203 ");
    v.ext_profile = 0x100f; /* appbits do not matter */
    assert_string_equal(elements(&v), "5= 6=aa 255=010203 ");
}

static void ids_15_and_0_end_the_one_byte_form(void **state)
{
    struct pl_rtp_view v = view_of(0xbede, "10aa f0bb 20cc");
    (void)state;
    assert_string_equal(elements(&v), "1=aa ");
    v = view_of(0xbede, "10aa 01bbbb 20cc");
    assert_string_equal(elements(&v), "1=aa ");
    v = view_of(0x1000, "0f01aa"); /* 15 is an ordinary id there */
    assert_string_equal(elements(&v), "15=aa ");
}

static void an_element_that_leaves_the_block_ends_the_walk(void **state)
{
    struct pl_rtp_view v = view_of(0xbede, "10aa 23bbbbbb");
    struct pl_bytes value;
    (void)state;
    assert_string_equal(elements(&v), "1=aa ");
    assert_false(pl_rtp_ext_find(&v, 2, &value));
    v = view_of(0x1000, "0101aa 02ff00");
    assert_string_equal(elements(&v), "1=aa ");
    v = view_of(0x1000, "0101aa 02"); /* no room for the length */
    assert_string_equal(elements(&v), "1=aa ");
}

static void other_profiles_and_id_0_find_nothing(void **state)
{
    struct pl_rtp_view v = view_of(0xbedf, "10aa0000");
    struct pl_bytes value;
    (void)state;
    assert_string_equal(elements(&v), "");
    v = view_of(0xbede, "10aa0000");
    assert_true(pl_rtp_ext_find(&v, 1, &value));
    assert_false(pl_rtp_ext_find(&v, 0, &value));
    assert_false(pl_rtp_ext_find(&v, 15, &value));
    v = (struct pl_rtp_view){0};
    assert_false(pl_rtp_ext_find(&v, 1, &value));
}

static void not_negotiated_is_not_written(void **state)
{
    struct pl_rtp_ext_set set = {0};
    (void)state;
    pl_rtp_exts_add_twcc_seq(&set, 0, 7);
    assert_ok(pl_rtp_exts_add(&set, 0, pl_bytes_str("mid")));
    assert_int_equal(set.count, 0);
    assert_int_equal(pl_rtp_exts_size(&set), 0);
}

static void limits_of_a_set(void **state)
{
    static const uint8_t big[256];
    struct pl_rtp_ext_set set = {0};
    (void)state;
    assert_err(PL_E_RANGE, pl_rtp_exts_add(&set, 1, pl_bytes_of(big, 256)));
    for (uint8_t i = 1; i <= PL_RTP_EXTS_MAX; i++)
        assert_ok(pl_rtp_exts_add(&set, i, pl_bytes_of(big, 255)));
    assert_err(PL_E_LIMIT, pl_rtp_exts_add(&set, 99, pl_bytes_of(big, 1)));
    assert_int_equal(pl_rtp_exts_size(&set), 4 + 16 * 257);
}

static uint16_t profile_of(const struct pl_rtp_ext_set *set, uint8_t *room, size_t size)
{
    struct pl_writer w = pl_writer_of(room, size);
    pl_rtp_write_exts(&w, set);
    assert_true(pl_writer_ok(&w));
    assert_int_equal(w.pos, pl_rtp_exts_size(set));
    assert_int_equal(w.pos, 4 + 4 * pl_get_u16(room + 2));
    return pl_get_u16(room);
}

/* An id above 14, an empty value or one above 16 bytes makes the whole block two-byte. */
static void the_form_is_chosen_by_need(void **state)
{
    static const uint8_t v[32];
    static const struct {
        uint8_t id;
        size_t len;
        uint16_t profile;
    } cases[] = {{1, 1, 0xbede},  {14, 16, 0xbede}, {15, 1, 0x1000},
                 {1, 17, 0x1000}, {1, 0, 0x1000},   {255, 3, 0x1000}};
    uint8_t room[128];
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct pl_rtp_ext_set set = {0};
        assert_ok(pl_rtp_exts_add(&set, 2, pl_bytes_of(v, 3)));
        assert_ok(pl_rtp_exts_add(&set, cases[i].id, pl_bytes_of(v, cases[i].len)));
        assert_int_equal(profile_of(&set, room, sizeof(room)), cases[i].profile);
    }
}

/* Small values are kept, so a set survives being copied and its sources being gone. */
static void a_set_may_be_copied(void **state)
{
    struct pl_rtp_ext_set a = {0}, b;
    uint8_t room[16], value[4] = {1, 2, 3, 4};
    (void)state;
    assert_ok(pl_rtp_exts_add(&a, 1, pl_bytes_of(value, 4)));
    b = a;
    memset(&a, 0xee, sizeof(a));
    memset(value, 0xee, sizeof(value));
    assert_int_equal(profile_of(&b, room, sizeof(room)), 0xbede);
    assert_int_equal(room[4], 0x13);
    assert_int_equal(pl_get_u32(room + 5), 0x01020304);
}

static struct pl_bytes only_value(const struct pl_rtp_ext_set *set)
{
    return pl_bytes_of(set->items[0].small, set->items[0].len);
}

static void audio_level_round_trip(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 256; i++) {
        struct pl_rtp_ext_set set = {0};
        struct pl_rtp_audio_level v;
        uint8_t b = (uint8_t)i;
        assert_true(pl_rtp_audio_level_read(pl_bytes_of(&b, 1), &v));
        assert_int_equal(v.voice, i >= 128);
        assert_int_equal(v.level, i % 128);
        pl_rtp_exts_add_audio_level(&set, 1, v);
        assert_int_equal(only_value(&set).data[0], i);
    }
}

static void abs_send_time_is_6_18_and_wraps(void **state)
{
    struct pl_rtp_ext_set set = {0};
    uint32_t v;
    (void)state;
    assert_int_equal(pl_rtp_abs_send_time_from_us(0), 0);
    assert_int_equal(pl_rtp_abs_send_time_from_us(PL_SEC(1)), 1 << 18);
    assert_int_equal(pl_rtp_abs_send_time_from_us(PL_SEC(63) + 500000), (63 << 18) + (1 << 17));
    assert_int_equal(pl_rtp_abs_send_time_from_us(PL_SEC(64)), 0);
    assert_int_equal(pl_rtp_abs_send_time_from_us(PL_SEC(64) - 1), 0); /* rounds up: wraps */
    assert_int_equal(pl_rtp_abs_send_time_from_us(UINT64_MAX / 64000000 * 64000000 - 64000000 + 4),
                     1);
    assert_int_equal(pl_rtp_abs_send_time_to_us(0xffffff), 63999996);
    for (uint32_t i = 0; i < 1 << 24; i += 1001)
        assert_int_equal(pl_rtp_abs_send_time_from_us(pl_rtp_abs_send_time_to_us(i)), i);
    pl_rtp_exts_add_abs_send_time(&set, 1, 0x1a2b3c);
    assert_true(pl_rtp_abs_send_time_read(only_value(&set), &v));
    assert_int_equal(v, 0x1a2b3c);
}

static void video_orientation_round_trip(void **state)
{
    struct pl_rtp_video_orientation v;
    (void)state;
    for (uint8_t b = 0; b < 16; b++) {
        struct pl_rtp_ext_set set = {0};
        assert_true(pl_rtp_video_orientation_read(pl_bytes_of(&b, 1), &v));
        assert_int_equal(v.rotation_degrees, 90 * (b & 3));
        pl_rtp_exts_add_video_orientation(&set, 1, v);
        assert_int_equal(only_value(&set).data[0], b);
    }
}

static void playout_delay_round_trip_and_cut(void **state)
{
    struct pl_rtp_playout_delay v;
    struct pl_rtp_ext_set set = {0};
    (void)state;
    pl_rtp_exts_add_playout_delay(&set, 1, (struct pl_rtp_playout_delay){100, 65535});
    assert_int_equal(pl_get_u24(only_value(&set).data), 0x00afff);
    assert_true(pl_rtp_playout_delay_read(only_value(&set), &v));
    assert_int_equal(v.min_ms, 100);
    assert_int_equal(v.max_ms, 40950);
}

/* A typed value of any other length is refused, whatever the bytes. */
static void wrong_lengths_are_refused(void **state)
{
    static const uint8_t zeros[300];
    (void)state;
    for (size_t n = 0; n < 8; n++) {
        struct pl_bytes b = pl_bytes_of(zeros, n), text;
        struct pl_rtp_audio_level level;
        struct pl_rtp_video_orientation cvo;
        struct pl_rtp_playout_delay delay;
        uint16_t seq;
        uint32_t time;
        assert_int_equal(pl_rtp_audio_level_read(b, &level), n == 1);
        assert_int_equal(pl_rtp_video_orientation_read(b, &cvo), n == 1);
        assert_int_equal(pl_rtp_twcc_seq_read(b, &seq), n == 2);
        assert_int_equal(pl_rtp_abs_send_time_read(b, &time), n == 3);
        assert_int_equal(pl_rtp_playout_delay_read(b, &delay), n == 3);
        assert_int_equal(pl_rtp_text_read(b, &text), n > 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_byte_form),
        cmocka_unit_test(two_byte_form),
        cmocka_unit_test(ids_15_and_0_end_the_one_byte_form),
        cmocka_unit_test(an_element_that_leaves_the_block_ends_the_walk),
        cmocka_unit_test(other_profiles_and_id_0_find_nothing),
        cmocka_unit_test(not_negotiated_is_not_written),
        cmocka_unit_test(limits_of_a_set),
        cmocka_unit_test(the_form_is_chosen_by_need),
        cmocka_unit_test(a_set_may_be_copied),
        cmocka_unit_test(audio_level_round_trip),
        cmocka_unit_test(abs_send_time_is_6_18_and_wraps),
        cmocka_unit_test(video_orientation_round_trip),
        cmocka_unit_test(playout_delay_round_trip_and_cut),
        cmocka_unit_test(wrong_lengths_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

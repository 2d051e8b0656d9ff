/* SPDX-License-Identifier: Apache-2.0 */
#include "load/film.h"

#include "pl_test.h"

#include <stdlib.h>

static const uint8_t ivf[] = "DKIF\0\0\x20\0VP80\x80\2\x68\1\x19\0\0\0\1\0\0\0\2\0\0\0\0\0\0\0"
                             "\3\0\0\0\0\0\0\0\0\0\0\0\x10zz"
                             "\2\0\0\0\1\0\0\0\0\0\0\0\x11z";
static const uint8_t ogg[] = "OggS\0\2........SER.\0\0\0\0CRC.\1\4Head"
                             "OggS\0\0........SER.\1\0\0\0CRC.\1\4Tags"
                             "OggS\0\4........SER.\2\0\0\0CRC.\2\3\2abcde";

static bool parse(struct pl_rtc_film *f, enum pl_media_kind kind, const uint8_t *bytes, size_t len)
{
    uint8_t *copy = malloc(len + 1);
    assert_non_null(copy);
    memcpy(copy, bytes, len);
    return pl_load_film_parse(f, kind, copy, len);
}

static void test_pictures(void **state)
{
    struct pl_rtc_film f;
    (void)state;
    assert_true(parse(&f, PL_MEDIA_VIDEO, ivf, sizeof(ivf) - 1));
    assert_int_equal(f.interval_us, 40000);
    assert_int_equal(f.count, 2);
    assert_true(f.frames[0].key);
    assert_false(f.frames[1].key);
    assert_int_equal(f.frames[0].bytes.len, 3);
    assert_memory_equal(f.frames[1].bytes.data, "\x11z", 2);
    pl_load_film_finish(&f);
}

static void test_sound(void **state)
{
    struct pl_rtc_film f;
    (void)state;
    assert_true(parse(&f, PL_MEDIA_AUDIO, ogg, sizeof(ogg) - 1));
    assert_int_equal(f.interval_us, 20000);
    assert_int_equal(f.count, 2);
    assert_memory_equal(f.frames[0].bytes.data, "abc", 3);
    assert_memory_equal(f.frames[1].bytes.data, "de", 2);
    pl_load_film_finish(&f);
}

/* Cut anywhere it is either shorter or refused, and nothing beyond its end is read. */
static void test_cut(void **state)
{
    (void)state;
    for (size_t len = 0; len < sizeof(ivf) - 1; len++) {
        struct pl_rtc_film f;
        if (parse(&f, PL_MEDIA_VIDEO, ivf, len)) {
            assert_int_equal(f.count, 1);
            pl_load_film_finish(&f);
        }
        assert_null(f.frames);
    }
    for (size_t len = 0; len < sizeof(ogg) - 1; len++) {
        struct pl_rtc_film f;
        assert_false(parse(&f, PL_MEDIA_AUDIO, ogg, len));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_pictures),
                                       cmocka_unit_test(test_sound), cmocka_unit_test(test_cut)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

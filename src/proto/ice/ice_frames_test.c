/* SPDX-License-Identifier: Apache-2.0 */
/* RFC 4571: the same frames come out however the stream was cut. */
#include "pl_test.h"

#include "base/rng.h"
#include "proto/ice/ice_frames.h"

static uint8_t memory[PL_ICE_FRAMES_ROOM_MIN];

static void begin(struct pl_ice_frames *f)
{
    memset(memory, 0xa5, sizeof(memory));
    pl_ice_frames_init(f, (struct pl_buf){memory, sizeof(memory)});
}

static void give(struct pl_ice_frames *f, const void *bytes, size_t len)
{
    struct pl_buf room = pl_ice_frames_room(f);
    assert_true(room.len >= len);
    memcpy(room.data, bytes, len);
    pl_ice_frames_filled(f, len);
}

static void expect(struct pl_ice_frames *f, const char *text)
{
    struct pl_buf frame;
    assert_ok(pl_ice_frames_next(f, &frame));
    assert_true(pl_bytes_eq_str(pl_bytes_of(frame.data, frame.len), text));
}

static void expect_none(struct pl_ice_frames *f)
{
    struct pl_buf frame;
    assert_err(PL_E_AGAIN, pl_ice_frames_next(f, &frame));
}

static void several_at_once(void **state)
{
    struct pl_ice_frames f;
    (void)state;
    begin(&f);
    expect_none(&f);
    give(&f, "\0\5first\0\0\0\6second\0", 18);
    expect(&f, "first");
    expect(&f, "second"); /* the empty one between them is skipped */
    expect_none(&f);
    give(&f, "\1x", 2);
    expect(&f, "x");
    expect_none(&f);
}

static void byte_by_byte(void **state)
{
    static const char stream[] = "\0\3one\0\3two";
    struct pl_ice_frames f;
    (void)state;
    begin(&f);
    for (size_t i = 0; i < 10; i++) {
        expect_none(&f);
        give(&f, stream + i, 1);
        if (i == 4)
            expect(&f, "one");
    }
    expect(&f, "two");
    expect_none(&f);
}

static void the_longest_fits_and_one_more_does_not(void **state)
{
    static uint8_t longest[PL_ICE_FRAMES_ROOM_MIN] = {PL_ICE_FRAME_MAX >> 8,
                                                      PL_ICE_FRAME_MAX & 255};
    struct pl_ice_frames f;
    struct pl_buf frame;
    (void)state;
    begin(&f);
    give(&f, longest, sizeof(longest));
    assert_ok(pl_ice_frames_next(&f, &frame));
    assert_int_equal(frame.len, PL_ICE_FRAME_MAX);
    expect_none(&f);
    give(&f, "\x08\x01", 2);
    assert_err(PL_E_LIMIT, pl_ice_frames_next(&f, &frame));
    assert_err(PL_E_LIMIT, pl_ice_frames_next(&f, &frame)); /* for good */
    begin(&f);
    give(&f, "GET / HTTP/1.1\r\n", 16); /* what scanners say */
    assert_err(PL_E_LIMIT, pl_ice_frames_next(&f, &frame));
}

/* Random frames, cut at random: nothing lost, nothing changed, always room for more. */
static void any_cut_gives_the_same(void **state)
{
    struct pl_prng prng;
    (void)state;
    for (uint64_t seed = 0; seed < 50; seed++) {
        struct pl_ice_frames f;
        uint8_t stream[16384];
        size_t lens[200], count = 0, len = 0, at = 0, taken = 0;
        pl_prng_init(&prng, seed);
        while (count < 200) {
            size_t n = 1 + pl_prng_below(&prng, seed % 2 ? 40 : PL_ICE_FRAME_MAX);
            if (len + PL_ICE_FRAME_HEAD + n > sizeof(stream))
                break;
            pl_ice_frame_head(stream + len, n);
            memset(stream + len + PL_ICE_FRAME_HEAD, (int)count, n);
            len += PL_ICE_FRAME_HEAD + n;
            lens[count++] = n;
        }
        begin(&f);
        while (at < len) {
            struct pl_buf room = pl_ice_frames_room(&f), frame;
            size_t n = 1 + pl_prng_below(&prng, 3000);
            assert_true(room.len > 0);
            n = n < room.len ? n : room.len;
            n = n < len - at ? n : len - at;
            give(&f, stream + at, n);
            at += n;
            while (pl_ice_frames_next(&f, &frame) == PL_OK) {
                assert_int_equal(frame.len, lens[taken]);
                assert_int_equal(frame.data[frame.len - 1], taken & 255);
                taken++;
            }
        }
        assert_int_equal(taken, count);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(several_at_once),
        cmocka_unit_test(byte_by_byte),
        cmocka_unit_test(the_longest_fits_and_one_more_does_not),
        cmocka_unit_test(any_cut_gives_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

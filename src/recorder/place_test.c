/* SPDX-License-Identifier: Apache-2.0 */
#include "recorder/place.h"

#include "pl_test.h"

static void assert_rect(struct pl_rect r, int x, int y, int w, int h)
{
    assert_int_equal(r.x, x);
    assert_int_equal(r.y, y);
    assert_int_equal(r.w, w);
    assert_int_equal(r.h, h);
}

static const struct pl_place_who who[64] = {{1, 0}, {2, 0}, {3, 0}};

static void place(enum pl_record_layout layout, size_t count, struct pl_rect *cells)
{
    struct pl_record_look look = {.layout = layout};
    pl_place_cells(&look, 1280, 720, who, count, cells);
}

static void two_stand_abreast(void **state)
{
    struct pl_rect c[2];
    (void)state;
    place(PL_RECORD_LAYOUT_ABREAST, 2, c);
    assert_rect(c[0], 0, 0, 640, 720);
    assert_rect(c[1], 640, 0, 640, 720);
}

static void a_grid_is_as_square_as_can_be(void **state)
{
    struct pl_rect c[16];
    (void)state;
    place(PL_RECORD_LAYOUT_GRID, 3, c);
    assert_rect(c[0], 0, 0, 640, 360);
    assert_rect(c[1], 640, 0, 640, 360);
    assert_rect(c[2], 320, 360, 640, 360);
    place(PL_RECORD_LAYOUT_GRID, 16, c);
    assert_rect(c[15], 960, 540, 320, 180);
}

static void the_others_are_small(void **state)
{
    struct pl_rect c[3];
    (void)state;
    place(PL_RECORD_LAYOUT_OVERLAY, 2, c);
    assert_rect(c[0], 0, 0, 1280, 720);
    assert_rect(c[1], 942, 522, 320, 180);
    place(PL_RECORD_LAYOUT_PIP, 3, c);
    assert_rect(c[1], 942, 18, 320, 180);
    assert_int_equal(c[2].w, 0);
    place(PL_RECORD_LAYOUT_PRESENTER, 3, c);
    assert_rect(c[0], 0, 0, 960, 720);
    assert_rect(c[2], 960, 240, 320, 240);
}

static void cells_are_where_they_were_told(void **state)
{
    struct pl_record_look look = {.layout = PL_RECORD_LAYOUT_CELLS,
                                  .cells = {{2, 0, 5000, 2500, 2500, 5000}},
                                  .cell_count = 1};
    struct pl_rect c[2];
    (void)state;
    pl_place_cells(&look, 1280, 720, who, 2, c);
    assert_int_equal(c[0].w, 0);
    assert_rect(c[1], 640, 180, 320, 360);
}

/* Whatever is asked for: inside the picture, even. */
static void all_cells_are_inside(void **state)
{
    static const int sizes[][2] = {{1280, 720}, {16, 16}, {4096, 2}, {18, 4096}, {322, 242}};
    struct pl_rect c[64];
    (void)state;
    for (int layout = 1; layout < PL_RECORD_LAYOUTS; layout++) {
        for (size_t s = 0; s < 5; s++) {
            for (size_t count = 0; count <= 64; count++) {
                struct pl_record_look look = {.layout = (enum pl_record_layout)layout};
                pl_place_cells(&look, sizes[s][0], sizes[s][1], who, count, c);
                for (size_t i = 0; i < count; i++) {
                    assert_true(c[i].x >= 0 && c[i].y >= 0 && c[i].w >= 0 && c[i].h >= 0);
                    assert_true(c[i].x + c[i].w <= sizes[s][0]);
                    assert_true(c[i].y + c[i].h <= sizes[s][1]);
                    assert_int_equal((c[i].x | c[i].y | c[i].w | c[i].h) & 1, 0);
                }
            }
        }
    }
}

static void clip_modes(void **state)
{
    struct pl_rect cell = {640, 0, 640, 720}, from, to;
    (void)state;
    pl_place_clip(PL_RECORD_CLIP_OVERLAP, cell, 1280, 720, &from, &to);
    assert_rect(from, 320, 0, 640, 720);
    assert_rect(to, 640, 0, 640, 720);
    pl_place_clip(PL_RECORD_CLIP_SHRINK, cell, 1280, 720, &from, &to);
    assert_rect(from, 0, 0, 1280, 720);
    assert_rect(to, 640, 180, 640, 360);
    pl_place_clip(PL_RECORD_CLIP_STRETCH, cell, 1280, 720, &from, &to);
    assert_rect(from, 0, 0, 1280, 720);
    assert_rect(to, 640, 0, 640, 720);
    pl_place_clip(PL_RECORD_CLIP_AUTO, cell, 1280, 720, &from, &to); /* a half would be cut */
    assert_rect(to, 640, 180, 640, 360);
    pl_place_clip(PL_RECORD_CLIP_AUTO, cell, 640, 640, &from, &to);
    assert_rect(to, 640, 0, 640, 720);
}

static void names_that_leave_the_folder_are_refused(void **state)
{
    static const char *const bad[] = {"",     "/etc/x", "..",   "a/../b", "a/.b", ".a",
                                      "a//b", "a/",     "a\\b", "a\nb",   "./a"};
    char longest[PL_RECORD_FILE_MAX + 1];
    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_false(pl_place_is_safe(bad[i]));
    assert_true(pl_place_is_safe("2026-11-22/a.b (1)_\xe5\xbd\x95"));
    memset(longest, 'a', sizeof(longest));
    longest[PL_RECORD_FILE_MAX - 15] = '\0';
    assert_false(pl_place_is_safe(longest));
    longest[PL_RECORD_FILE_MAX - 16] = '\0';
    assert_true(pl_place_is_safe(longest));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_stand_abreast),
        cmocka_unit_test(a_grid_is_as_square_as_can_be),
        cmocka_unit_test(the_others_are_small),
        cmocka_unit_test(cells_are_where_they_were_told),
        cmocka_unit_test(all_cells_are_inside),
        cmocka_unit_test(clip_modes),
        cmocka_unit_test(names_that_leave_the_folder_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

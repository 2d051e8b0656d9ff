/* SPDX-License-Identifier: Apache-2.0 */
/* What is told of streams, against what the simulated network did to them. */
#include "media/tests/media_kit.h"

#define LONG PL_SEC(6) /* some rounds of figures */

struct pair {
    struct kit *kit;
    struct kit_client *a, *b; /* b receives a */
};

static struct pair begin(uint64_t seed, unsigned what)
{
    struct pair p = {.kit = kit_create_choosy(seed, 0, 75)};
    p.a = kit_join(p.kit);
    p.b = kit_join(p.kit);
    pl_media_figures(p.kit->m, p.kit->now, p.a->id, true);
    pl_media_figures(p.kit->m, p.kit->now, p.b->id, true);
    p.b->config.gives_feedback = true;
    kit_publish(p.a, what);
    kit_link(p.b, p.a, what, true);
    return p;
}

/* Of what c is told of the publisher's stream; NULL: nothing. */
static const struct pl_media_figure *figure(const struct kit_client *c, const struct kit_client *of,
                                            enum pl_media_kind kind)
{
    for (size_t i = 0; i < c->figure_count; i++) {
        if (c->figures[i].publisher == of->id && c->figures[i].kind == kind)
            return &c->figures[i];
    }
    return NULL;
}

static void a_clean_way_has_the_best_marks(void **state)
{
    struct pair p = begin(1, KIT_AUDIO | KIT_VIDEO);
    const struct pl_media_figure *up, *down;
    (void)state;
    kit_run(p.kit, LONG);
    up = figure(p.a, p.a, PL_MEDIA_VIDEO);
    down = figure(p.b, p.a, PL_MEDIA_VIDEO);
    assert_non_null(up);
    assert_non_null(down);
    assert_int_equal(up->quality, 5);
    assert_int_equal(down->quality, 5);
    assert_int_equal(down->source, 5);
    /* 25 frames a second of three packets of 900 bytes */
    assert_in_range(up->fps, 24, 26);
    assert_in_range(down->fps, 24, 26);
    assert_in_range(up->bps, 500000, 600000);
    assert_in_range(down->bps, 500000, 600000);
    assert_int_equal(up->lost_ppm | down->lost_ppm | up->freezes | down->freezes, 0);
    assert_in_range(down->rtt_us, 19000, 30000); /* 10 ms each way */
    assert_false(down->paused);
    assert_int_equal(down->why, PL_MEDIA_WHY_BEST);
    assert_int_equal(down->encodings, 1);
    assert_int_equal(p.a->way.up, 5);
    assert_int_equal(p.a->way.down, PL_QUALITY_UNKNOWN);
    assert_int_equal(p.b->way.up, PL_QUALITY_UNKNOWN);
    assert_int_equal(p.b->way.down, 5);
    up = figure(p.a, p.a, PL_MEDIA_AUDIO);
    assert_non_null(up);
    assert_in_range(up->bps, 35000, 45000); /* 50 of 100 bytes */
    /* Everybody is told of his own only, each two seconds. */
    assert_int_equal(p.a->figure_count, 2);
    assert_int_equal(p.b->figure_count, 2);
    assert_in_range(p.a->tellings, 2, 4);
    kit_destroy(p.kit);
}

/* Of media, in one direction. */
static bool lose(struct kit *kit, const struct kit_port *port, bool to_sfu, struct pl_buf bytes)
{
    bool up = kit->filter_data != NULL;
    (void)port;
    if (to_sfu != up || !pl_rtp_is_rtp(pl_bytes_of(bytes.data, bytes.len)))
        return true;
    return pl_prng_below(&kit->prng, 5) != 0;
}

static void losses_on_the_way_up_are_the_publishers(void **state)
{
    struct pair p = begin(2, KIT_VIDEO);
    const struct pl_media_figure *up, *down;
    (void)state;
    kit_run(p.kit, PL_SEC(2));
    p.kit->filter_data = &p;
    p.kit->filter = lose;
    kit_run(p.kit, LONG);
    up = figure(p.a, p.a, PL_MEDIA_VIDEO);
    down = figure(p.b, p.a, PL_MEDIA_VIDEO);
    assert_non_null(up);
    assert_in_range(up->lost_ppm, 120000, 280000);
    assert_true(up->repaired > 10);
    assert_true(up->left_ppm < up->lost_ppm / 2);
    assert_true(up->quality < 5);
    assert_non_null(down);
    assert_int_equal(down->source, up->quality);
    kit_destroy(p.kit);
}

static void losses_on_the_way_down_are_the_subscribers(void **state)
{
    struct pair p = begin(3, KIT_VIDEO);
    const struct pl_media_figure *up, *down;
    (void)state;
    kit_run(p.kit, PL_SEC(2));
    p.kit->filter = lose;
    kit_run(p.kit, LONG);
    up = figure(p.a, p.a, PL_MEDIA_VIDEO);
    down = figure(p.b, p.a, PL_MEDIA_VIDEO);
    assert_int_equal(up->quality, 5);
    assert_int_equal(up->lost_ppm, 0);
    assert_in_range(down->lost_ppm, 120000, 280000);
    assert_true(down->repaired > 10);
    assert_true(down->quality < 5);
    assert_int_equal(down->source, 5);
    assert_true(kit_stats(p.kit)->down.loss_ppm.count > kit_stats(p.kit)->down.loss_ppm.le[5]);
    kit_destroy(p.kit);
}

static void a_frozen_camera_is_seen(void **state)
{
    struct pair p = begin(4, KIT_VIDEO);
    (void)state;
    kit_run(p.kit, PL_SEC(4));
    kit_camera(p.a)->mute = true;
    kit_run(p.kit, PL_SEC(1));
    kit_camera(p.a)->mute = false;
    kit_run(p.kit, PL_SEC(4));
    assert_int_equal(figure(p.a, p.a, PL_MEDIA_VIDEO)->freezes, 1);
    assert_int_equal(figure(p.b, p.a, PL_MEDIA_VIDEO)->freezes, 1);
    kit_destroy(p.kit);
}

/* A way that carries next to nothing: the picture is paused for it, and that is no good mark. */
static void a_picture_that_does_not_fit_has_the_worst_mark(void **state)
{
    struct pair p = begin(8, KIT_VIDEO);
    const struct pl_media_figure *down;
    unsigned waited = 0;
    (void)state;
    kit_run(p.kit, PL_SEC(2));
    p.b->pipe = (struct kit_pipe){.bps = 150000, .queue_us = PL_MS(300)};
    do {
        kit_run(p.kit, PL_SEC(2));
        down = figure(p.b, p.a, PL_MEDIA_VIDEO);
    } while (++waited < 20 && !(down && down->paused && down->bps == 0));
    assert_non_null(down);
    assert_true(down->paused);
    assert_int_equal(down->why, PL_MEDIA_WHY_ESTIMATE);
    assert_int_equal(down->quality, 0);
    assert_int_equal(down->source, 5);
    assert_int_equal(p.b->way.down, 0);
    assert_int_equal(kit_stats(p.kit)->paused[PL_MEDIA_WHY_ESTIMATE], 1);
    assert_true(kit_stats(p.kit)->switched[PL_MEDIA_WHY_ESTIMATE] > 0);
    kit_destroy(p.kit);
}

static void a_camera_that_is_off_and_silence_have_no_mark(void **state)
{
    struct pair p = begin(5, KIT_AUDIO | KIT_VIDEO);
    (void)state;
    kit_run(p.kit, LONG);
    assert_int_equal(kit_stats(p.kit)->speaking, 1);
    kit_camera(p.a)->mute = true;
    kit_microphone(p.a)->audio_level = 127;
    kit_run(p.kit, LONG);
    assert_null(figure(p.a, p.a, PL_MEDIA_VIDEO)); /* nothing is sent */
    assert_non_null(figure(p.a, p.a, PL_MEDIA_AUDIO));
    assert_int_equal(figure(p.b, p.a, PL_MEDIA_VIDEO)->quality, PL_QUALITY_UNKNOWN);
    assert_int_equal(figure(p.b, p.a, PL_MEDIA_AUDIO)->quality, PL_QUALITY_UNKNOWN);
    assert_int_equal(kit_stats(p.kit)->speaking, 0);
    kit_destroy(p.kit);
}

static void who_did_not_ask_is_not_told(void **state)
{
    struct pair p = begin(6, KIT_AUDIO);
    unsigned tellings;
    (void)state;
    pl_media_figures(p.kit->m, p.kit->now, p.b->id, false);
    kit_run(p.kit, LONG);
    assert_int_equal(p.b->tellings, 0);
    tellings = p.a->tellings;
    assert_true(tellings > 0);
    /* The last telling is that there is nothing any more; then it is quiet. */
    pl_media_restart(p.kit->m, p.kit->now, p.a->id, PL_MEDIA_PUB);
    kit_run(p.kit, LONG);
    assert_in_range(p.a->tellings, tellings, tellings + 2);
    assert_int_equal(p.a->figure_count, 0);
    assert_int_equal(p.a->way.up, PL_QUALITY_UNKNOWN);
    kit_destroy(p.kit);
}

/* However many there are, each is told about once in two seconds. */
static void many_sessions_take_turns(void **state)
{
    struct kit *kit = kit_create(7);
    struct kit_client *people[60];
    (void)state;
    for (unsigned i = 0; i < 60; i++) {
        people[i] = kit_join(kit);
        pl_media_figures(kit->m, kit->now, people[i]->id, true);
        if (i == 0)
            kit_publish(people[0], KIT_AUDIO);
        else
            kit_link(people[i], people[0], KIT_AUDIO, true);
    }
    kit_run(kit, PL_SEC(4));
    for (unsigned i = 0; i < 60; i++)
        people[i]->tellings = 0;
    kit_run(kit, PL_SEC(20));
    for (unsigned i = 0; i < 60; i++)
        assert_in_range(people[i]->tellings, 8, 11);
    assert_int_equal(kit_stats(kit)->down.rtt_us.count, kit_stats(kit)->down.rtt_us.le[1]);
    kit_destroy(kit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_clean_way_has_the_best_marks),
        cmocka_unit_test(losses_on_the_way_up_are_the_publishers),
        cmocka_unit_test(losses_on_the_way_down_are_the_subscribers),
        cmocka_unit_test(a_frozen_camera_is_seen),
        cmocka_unit_test(a_picture_that_does_not_fit_has_the_worst_mark),
        cmocka_unit_test(a_camera_that_is_off_and_silence_have_no_mark),
        cmocka_unit_test(who_did_not_ask_is_not_told),
        cmocka_unit_test(many_sessions_take_turns),
    };
    return cmocka_run_group_tests_name("media_figures", tests, kit_setup, kit_teardown);
}

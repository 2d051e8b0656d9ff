/* SPDX-License-Identifier: Apache-2.0 */
/* The SFU's memory (cache), its list of losses, and what it tells publishers of arrivals. */
#include "pl_test.h"

#include "media/source/arrivals.h"
#include "media/source/cache.h"
#include "media/source/loss.h"

#define BASE ((uint64_t)0x10000)

/* ---- cache ---- */

static void put(struct pl_cache *c, uint64_t seq, const char *text)
{
    pl_cache_put(c, &(struct pl_cache_packet){.seq = seq, .ts = (uint32_t)seq}, pl_bytes_str(text));
}

static void cache_keeps_the_newest_of_each_slot(void **state)
{
    struct pl_cache c;
    const struct pl_cache_packet *p;
    (void)state;
    assert_ok(pl_cache_init(&c, 4));
    assert_null(pl_cache_get(&c, 0));
    assert_null(pl_cache_get(&c, BASE));
    put(&c, BASE, "a");
    put(&c, BASE + 1, "b");
    put(&c, BASE + 4, "e");
    assert_null(pl_cache_get(&c, BASE));
    p = pl_cache_get(&c, BASE + 4);
    assert_non_null(p);
    assert_int_equal(p->len, 1);
    assert_int_equal(p->payload[0], 'e');
    put(&c, BASE, "late"); /* must not push out the newer one */
    assert_int_equal(pl_cache_get(&c, BASE + 4)->payload[0], 'e');
    assert_int_equal(pl_cache_get(&c, BASE + 1)->payload[0], 'b');
    pl_cache_finish(&c);
}

static void cache_refuses_what_is_too_long(void **state)
{
    static uint8_t big[PL_CACHE_PAYLOAD_MAX + 1];
    struct pl_cache c;
    (void)state;
    assert_ok(pl_cache_init(&c, 4));
    pl_cache_put(&c, &(struct pl_cache_packet){.seq = BASE}, pl_bytes_of(big, sizeof(big)));
    assert_null(pl_cache_get(&c, BASE));
    pl_cache_put(&c, &(struct pl_cache_packet){.seq = BASE}, pl_bytes_of(big, sizeof(big) - 1));
    assert_non_null(pl_cache_get(&c, BASE));
    pl_cache_finish(&c);
}

/* ---- loss ---- */

/* What a round trip is measured by. */
static void the_first_question_is_remembered(void **state)
{
    struct pl_loss l;
    uint16_t seqs[8];
    (void)state;
    pl_loss_init(&l);
    pl_loss_input(&l, PL_MS(1), BASE);
    pl_loss_input(&l, PL_MS(2), BASE + 3);
    assert_true(pl_loss_asked_at(&l, BASE + 1) == 0);
    assert_int_equal(pl_loss_due(&l, PL_MS(5), PL_MS(30), seqs, 8), 2);
    assert_int_equal(pl_loss_due(&l, PL_MS(35), PL_MS(30), seqs, 8), 2);
    assert_true(pl_loss_asked_at(&l, BASE + 2) == PL_MS(5));
    assert_true(pl_loss_asked_at(&l, BASE + 3) == 0);
    pl_loss_input(&l, PL_MS(40), BASE + 2);
    assert_true(pl_loss_asked_at(&l, BASE + 2) == 0);
    assert_true(pl_loss_asked_at(&l, BASE + 1) == PL_MS(5));
}

static void a_gap_is_asked_for_at_once_and_again_after_a_round_trip(void **state)
{
    struct pl_loss l;
    uint16_t seqs[8];
    (void)state;
    pl_loss_init(&l);
    pl_loss_input(&l, 0, BASE + 65535); /* the gap spans the wrap */
    pl_loss_input(&l, PL_MS(1), BASE + 65538);
    assert_int_equal(pl_loss_deadline(&l), PL_MS(1));
    assert_int_equal(pl_loss_due(&l, PL_MS(1), PL_MS(80), seqs, 8), 2);
    assert_int_equal(seqs[0], 0);
    assert_int_equal(seqs[1], 1);
    assert_int_equal(pl_loss_due(&l, PL_MS(80), PL_MS(80), seqs, 8), 0);
    assert_int_equal(pl_loss_deadline(&l), PL_MS(81));
    pl_loss_input(&l, PL_MS(50), BASE + 65536); /* one comes late */
    assert_int_equal(pl_loss_due(&l, PL_MS(81), PL_MS(80), seqs, 8), 1);
    assert_int_equal(seqs[0], 1);
    pl_loss_input(&l, PL_MS(90), BASE + 65537);
    assert_int_equal(pl_loss_deadline(&l), PL_TIME_NEVER);
    assert_false(pl_loss_take_broken(&l));
}

static void giving_up_breaks_the_picture_once(void **state)
{
    struct pl_loss l;
    uint16_t seqs[8];
    unsigned asked = 0;
    (void)state;
    pl_loss_init(&l);
    pl_loss_input(&l, 0, BASE);
    pl_loss_input(&l, 0, BASE + 2);
    while (pl_loss_deadline(&l) != PL_TIME_NEVER)
        asked += (unsigned)pl_loss_due(&l, pl_loss_deadline(&l), PL_MS(30), seqs, 8);
    assert_int_equal(asked, PL_LOSS_TRIES);
    assert_true(pl_loss_take_broken(&l));
    assert_false(pl_loss_take_broken(&l));
}

static void a_wide_gap_asks_for_nothing_but_a_key_frame(void **state)
{
    struct pl_loss l;
    (void)state;
    pl_loss_init(&l);
    pl_loss_input(&l, 0, BASE);
    pl_loss_input(&l, 0, BASE + PL_LOSS_MAX + 1);
    assert_int_equal(l.count, PL_LOSS_MAX);
    assert_false(pl_loss_take_broken(&l));
    pl_loss_input(&l, 0, BASE + PL_LOSS_MAX + 3);
    assert_int_equal(l.count, 0);
    assert_true(pl_loss_take_broken(&l));
}

/* ---- arrivals ---- */

static struct pl_rtcp_twcc read_feedback(struct pl_bytes bytes, struct pl_twcc_status *statuses,
                                         size_t max)
{
    struct pl_rtcp_iter it;
    struct pl_rtcp_packet packet;
    struct pl_rtcp_twcc head = {0};
    assert_ok(pl_rtcp_begin(bytes, &it));
    assert_true(pl_rtcp_next(&it, &packet));
    assert_ok(pl_rtcp_read_twcc(&packet, &head, statuses, max));
    return head;
}

static void feedback_tells_what_came_and_what_did_not(void **state)
{
    struct pl_arrivals a;
    struct pl_twcc_status s[16];
    uint8_t bytes[256];
    struct pl_writer w = pl_writer_of(bytes, sizeof(bytes));
    struct pl_rtcp_twcc head;
    (void)state;
    pl_arrivals_init(&a);
    assert_int_equal(pl_arrivals_deadline(&a), PL_TIME_NEVER);
    pl_arrivals_input(&a, PL_MS(64), 65534);
    pl_arrivals_input(&a, PL_MS(65), 1); /* 65535 and 0 are missing */
    pl_arrivals_input(&a, PL_MS(66), 65535);
    pl_arrivals_input(&a, PL_MS(66), 65535); /* a duplicate is told once */
    assert_int_equal(pl_arrivals_deadline(&a), PL_MS(64) + PL_ARRIVALS_INTERVAL_US);
    assert_true(pl_arrivals_write(&a, &w, 1, 2));
    head = read_feedback(pl_writer_done(&w), s, 16);
    assert_int_equal(head.base_seq, 65534);
    assert_int_equal(head.status_count, 4);
    assert_true(s[0].received);
    assert_true(s[1].received);
    assert_false(s[2].received);
    assert_true(s[3].received);
    assert_int_equal(s[3].delta_250us, -4);
    assert_int_equal(pl_arrivals_deadline(&a), PL_TIME_NEVER);
    assert_false(pl_arrivals_write(&a, &w, 1, 2));
}

static void losses_between_two_feedbacks_are_told_by_the_second(void **state)
{
    struct pl_arrivals a;
    struct pl_twcc_status s[16];
    uint8_t bytes[256];
    struct pl_writer w = pl_writer_of(bytes, sizeof(bytes));
    struct pl_rtcp_twcc head;
    (void)state;
    pl_arrivals_init(&a);
    pl_arrivals_input(&a, PL_MS(10), 5);
    assert_true(pl_arrivals_write(&a, &w, 1, 2));
    pl_arrivals_input(&a, PL_MS(20), 5); /* told already */
    assert_int_equal(a.count, 0);
    pl_arrivals_input(&a, PL_MS(20), 8);
    w = pl_writer_of(bytes, sizeof(bytes));
    assert_true(pl_arrivals_write(&a, &w, 1, 2));
    head = read_feedback(pl_writer_done(&w), s, 16);
    assert_int_equal(head.base_seq, 6);
    assert_int_equal(head.status_count, 3);
    assert_int_equal(head.feedback_count, 1);
    assert_false(s[0].received);
    assert_true(s[2].received);
}

static void a_flood_is_bounded_and_due_at_once(void **state)
{
    struct pl_arrivals a;
    (void)state;
    pl_arrivals_init(&a);
    for (uint16_t i = 0; i < 2 * PL_ARRIVALS_MAX; i++)
        pl_arrivals_input(&a, PL_MS(7), i);
    assert_int_equal(a.count, PL_ARRIVALS_MAX);
    assert_int_equal(pl_arrivals_deadline(&a), PL_MS(7));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cache_keeps_the_newest_of_each_slot),
        cmocka_unit_test(cache_refuses_what_is_too_long),
        cmocka_unit_test(the_first_question_is_remembered),
        cmocka_unit_test(a_gap_is_asked_for_at_once_and_again_after_a_round_trip),
        cmocka_unit_test(giving_up_breaks_the_picture_once),
        cmocka_unit_test(a_wide_gap_asks_for_nothing_but_a_key_frame),
        cmocka_unit_test(feedback_tells_what_came_and_what_did_not),
        cmocka_unit_test(losses_between_two_feedbacks_are_told_by_the_second),
        cmocka_unit_test(a_flood_is_bounded_and_due_at_once),
    };
    return cmocka_run_group_tests_name("repair", tests, NULL, NULL);
}

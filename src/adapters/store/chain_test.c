/* SPDX-License-Identifier: Apache-2.0 */
/* The chain of the audit: sums that another program has made, and whatever is done to lines. */
#include "pl_test.h"

#include "adapters/store/chain.h"

#include <stdio.h>

#define SUM_1 "017e6a86ecd7fc49a520ea9808ebc2e5cf59b8a4dcd7b664de6e627a2b4485c1"
#define SUM_2 "1f7b85ecee36e64fac6835255f9847ca0a8a1512da54a505dea70befd0d68d57"

enum { LINES = 6 };

struct book {
    struct pl_store_audit lines[LINES];
    char sums[LINES][PL_STORE_CHAIN_CHARS + 1];
    char objects[LINES][32];
    struct pl_store_chain_check check;
};

static void the_sums_of_another_program(void **state)
{
    struct pl_store_audit line = {.number = 1,
                                  .at_ms = 5,
                                  .actor = pl_bytes_str("operator"),
                                  .verb = pl_bytes_str("account: add"),
                                  .object = pl_bytes_str("account 李雷")};
    char sum[PL_STORE_CHAIN_CHARS + 1];
    (void)state;
    assert_ok(pl_store_chain(pl_bytes_of(NULL, 0), &line, sum));
    assert_string_equal(SUM_1, sum);
    line = (struct pl_store_audit){2,
                                   6,
                                   pl_bytes_str("operator"),
                                   pl_bytes_str("address: block"),
                                   pl_bytes_str("192.0.2.*"),
                                   pl_bytes_str("why: spam"),
                                   pl_bytes_str("not looked at")};
    assert_ok(pl_store_chain(pl_bytes_str(SUM_1), &line, sum));
    assert_string_equal(SUM_2, sum);
}

/* Lines 1 to LINES; those below `first` have been trimmed, of which the line before the last
 * tells. */
static void fill(struct book *b, int first)
{
    struct pl_bytes before = {NULL, 0};
    for (int i = 0; i < LINES; i++) {
        struct pl_store_audit *line = &b->lines[i];
        (void)snprintf(b->objects[i], sizeof(b->objects[i]), "user %d", i);
        *line = (struct pl_store_audit){i + 1,
                                        100 + i,
                                        pl_bytes_str("operator"),
                                        pl_bytes_str("user: remove"),
                                        pl_bytes_str(b->objects[i]),
                                        pl_bytes_str(""),
                                        {NULL, 0}};
        if (first > 1 && i == LINES - 2) {
            line->actor = pl_bytes_str(PL_STORE_CHAIN_TRIMMER);
            line->verb = pl_bytes_str(PL_STORE_CHAIN_TRIM);
            (void)snprintf(b->objects[i], sizeof(b->objects[i]), "up to %d", first - 1);
            line->object = pl_bytes_str(b->objects[i]);
            line->detail = pl_bytes_str(b->sums[first - 2]);
        }
        assert_ok(pl_store_chain(before, line, b->sums[i]));
        line->chain = before = pl_bytes_str(b->sums[i]);
    }
}

/* What is wrong with the lines from `first` on, all but `without`; 0: nothing. */
static int64_t wrong(struct book *b, int first, int without)
{
    pl_store_chain_check_begin(&b->check);
    for (int i = LINES - 1; i >= first - 1; i--) {
        if (b->lines[i].number != without && !pl_store_chain_check_line(&b->check, &b->lines[i]))
            break;
    }
    assert_true(pl_store_chain_check_end(&b->check) == (b->check.wrong == 0));
    assert_true(!b->check.wrong == !b->check.why[0]);
    return b->check.wrong;
}

static void all_fit(void **state)
{
    struct book b;
    (void)state;
    fill(&b, 1);
    assert_int_equal(0, wrong(&b, 1, 0));
    assert_int_equal(LINES, b.check.lines);
    assert_int_equal(LINES, b.check.newest);
    assert_int_equal(1, b.check.oldest);
    assert_int_equal(0, b.check.unchained);
    assert_string_equal(b.sums[LINES - 1], b.check.head);
    pl_store_chain_check_begin(&b.check); /* none at all */
    assert_true(pl_store_chain_check_end(&b.check));
}

static void whatever_is_changed_is_named(void **state)
{
    (void)state;
    for (int i = 0; i < LINES; i++) {
        struct book b;
        fill(&b, 1);
        for (int field = 0; field < 5; field++) {
            struct pl_store_audit *line = &b.lines[i], was = *line;
            switch (field) {
            case 0:
                line->at_ms++;
                break;
            case 1:
                line->actor = pl_bytes_str("operatox");
                break;
            case 2: /* a border that moves is a change, too */
                line->verb = pl_bytes_str("user: remov");
                line->object = pl_bytes_str("euser 0");
                break;
            case 3:
                line->detail = pl_bytes_str("x");
                break;
            default:
                line->chain = pl_bytes_str(SUM_1);
                break;
            }
            if (field < 4 || i == LINES - 1)
                assert_int_equal(i + 1, wrong(&b, 1, 0));
            else
                assert_int_equal(i + 2, wrong(&b, 1, 0)); /* where it no longer fits */
            *line = was;
        }
        assert_int_equal(0, wrong(&b, 1, 0));
    }
}

static void what_is_missing_is_seen(void **state)
{
    struct book b;
    (void)state;
    fill(&b, 1);
    assert_int_equal(2, wrong(&b, 1, 1)); /* the first, and nobody says so */
    for (int i = 2; i < LINES; i++)
        assert_int_equal(i + 1, wrong(&b, 1, i));
    /* The newest: seen only by who knows that there was one. */
    assert_int_equal(0, wrong(&b, 1, LINES));
    assert_int_equal(LINES - 1, b.check.newest);
}

static void what_was_trimmed_is_told_of(void **state)
{
    struct book b;
    (void)state;
    fill(&b, 3);
    assert_int_equal(0, wrong(&b, 3, 0));
    assert_int_equal(3, b.check.oldest);
    assert_int_equal(4, wrong(&b, 4, 0)); /* one more than it says */
    b.lines[2].at_ms++;
    assert_int_equal(3, wrong(&b, 3, 0));
    fill(&b, 3);
    b.lines[LINES - 2].actor = pl_bytes_str("operator"); /* nobody else's word counts */
    assert_ok(pl_store_chain(b.lines[LINES - 3].chain, &b.lines[LINES - 2], b.sums[LINES - 2]));
    b.lines[LINES - 2].chain = pl_bytes_str(b.sums[LINES - 2]);
    assert_ok(pl_store_chain(b.lines[LINES - 2].chain, &b.lines[LINES - 1], b.sums[LINES - 1]));
    assert_int_equal(3, wrong(&b, 3, 0));
}

/* A database that is older than the chain: it begins behind what was there. */
static void old_lines_have_no_sum(void **state)
{
    struct book b;
    struct pl_bytes before = {NULL, 0};
    (void)state;
    fill(&b, 1);
    for (int i = 0; i < LINES; i++) {
        b.lines[i].chain = pl_bytes_of(NULL, 0);
        if (i < 2)
            continue;
        assert_ok(pl_store_chain(before, &b.lines[i], b.sums[i]));
        b.lines[i].chain = before = pl_bytes_str(b.sums[i]);
    }
    assert_int_equal(0, wrong(&b, 1, 0));
    assert_int_equal(2, b.check.unchained);
    b.lines[4].chain = pl_bytes_of(NULL, 0); /* but not in the middle */
    assert_int_equal(6, wrong(&b, 1, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_sums_of_another_program),  cmocka_unit_test(all_fit),
        cmocka_unit_test(whatever_is_changed_is_named), cmocka_unit_test(what_is_missing_is_seen),
        cmocka_unit_test(what_was_trimmed_is_told_of),  cmocka_unit_test(old_lines_have_no_sum),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

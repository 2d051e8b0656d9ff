/* SPDX-License-Identifier: Apache-2.0 */
/* The page for Prometheus, byte for byte. */
#include "pl_agreed.h"

#include "adapters/metrics/metrics.h"

#include <stdio.h>

enum {
    WORKERS_MAX = 64,
    TEXT_SIZE = 1 << 21,
};

static uint8_t text[TEXT_SIZE];

/* Word i of the struct becomes first + i: every number on the page can be told from every other. */
static void number(void *object, size_t size, uint64_t first)
{
    for (size_t i = 0; i < size / sizeof(uint64_t); i++) {
        uint64_t v = first + i;
        memcpy((uint8_t *)object + i * sizeof(v), &v, sizeof(v));
    }
}

static struct pl_metrics page_of(struct pl_media_stats *workers, size_t count)
{
    struct pl_metrics m = {.version = "1.2.3", .srtp = "evp", .workers = workers};
    m.worker_count = count;
    m.process = (struct pl_metrics_process){1800000000123456u, 61000005, 4096, 8192, 7, 99999};
    number(&m.core, sizeof(m.core), 100);
    number(&m.signal, sizeof(m.signal), 200);
    number(&m.business, sizeof(m.business), 300);
    number(&m.filter, sizeof(m.filter), 400);
    number(&m.store, sizeof(m.store), 500);
    number(&m.safe, sizeof(m.safe), 520);
    number(&m.archive, sizeof(m.archive), 550);
    number(&m.uploads, sizeof(m.uploads), 580);
    number(&m.records, sizeof(m.records), 850);
    for (size_t i = 0; i < count; i++)
        number(&workers[i], sizeof(workers[i]), 1000 * (i + 1));
    return m;
}

/* NUL-terminated. */
static const char *write_page(const struct pl_metrics *m)
{
    struct pl_writer w = pl_writer_of(text, sizeof(text) - 1);
    assert_ok(pl_metrics_write(m, &w));
    text[w.pos] = '\0';
    return (const char *)text;
}

static void the_page_is_the_agreed_one(void **state)
{
    struct pl_media_stats workers[2];
    struct pl_metrics m = page_of(workers, 2);
    const char *page = write_page(&m);
    (void)state;
    pl_test_agreed("src/adapters/metrics/metrics_test.txt", page, strlen(page));
}

static size_t times(const char *page, uint64_t value)
{
    char end[32];
    size_t n = 0, len = (size_t)snprintf(end, sizeof(end), " %llu\n", (unsigned long long)value);
    for (const char *at = page; (at = strstr(at, end)); at += len)
        n++;
    return n;
}

/* How often word i of a worker's stats stands there as it is: sums of distributions do in other
 * units, and their counts are the last bucket as well. */
static size_t times_of_word(size_t i)
{
    const size_t word = sizeof(uint64_t), ways[] = {offsetof(struct pl_media_stats, up),
                                                    offsetof(struct pl_media_stats, down)};
    const struct pl_media_way_stats *none = NULL;
    const size_t parts = sizeof(*none) / sizeof(none->marks);
    for (size_t way = 0; way < 2; way++) {
        for (size_t part = 0; part < parts; part++) {
            size_t at = ways[way] + part * sizeof(struct pl_histogram);
            if (i == (at + offsetof(struct pl_histogram, count)) / word)
                return 2;
            if (i == (at + offsetof(struct pl_histogram, sum)) / word)
                return part == 0; /* that of the marks */
        }
    }
    return 1;
}

/* A member that is added to one of the structs and not to its table is missed here. */
static void every_number_is_on_the_page_once(void **state)
{
    struct pl_media_stats workers[2];
    struct pl_metrics m = page_of(workers, 2);
    const char *page = write_page(&m);
    (void)state;
    for (size_t i = 0; i < sizeof(m.core) / sizeof(size_t); i++)
        assert_int_equal(times(page, 100 + i), 1);
    for (size_t i = 0; i < sizeof(m.signal) / sizeof(uint64_t); i++)
        assert_int_equal(times(page, 200 + i), 1);
    for (size_t i = 0; i < sizeof(m.business) / sizeof(uint64_t); i++)
        assert_int_equal(times(page, 300 + i), 1);
    for (size_t i = 0; i < sizeof(m.filter) / sizeof(uint64_t); i++)
        assert_int_equal(times(page, 400 + i), 1);
    for (size_t i = 0; i < sizeof(m.safe) / sizeof(uint64_t); i++)
        assert_int_equal(times(page, 520 + i), i == 2 ? 0 : 1); /* the third in seconds */
    for (size_t worker = 0; worker < 2; worker++) {
        for (size_t i = 0; i < sizeof(workers[0]) / sizeof(uint64_t); i++)
            assert_int_equal(times(page, 1000 * (worker + 1) + i), times_of_word(i));
    }
}

static void labels_are_escaped(void **state)
{
    struct pl_metrics m = page_of(NULL, 0);
    (void)state;
    m.version = "a\"b\\c\nd{}=,\xc3\xa9";
    m.srtp = "";
    assert_non_null(strstr(write_page(&m),
                           "\nparlor_build_info{version=\"a\\\"b\\\\c\\nd{}=,\xc3\xa9\""
                           ",srtp=\"\"} 1\n"));
}

static void seconds_are_exact(void **state)
{
    static const struct {
        uint64_t us;
        const char *line;
    } cases[] = {
        {0, "\nprocess_cpu_seconds_total 0.000000\n"},
        {5, "\nprocess_cpu_seconds_total 0.000005\n"},
        {999999, "\nprocess_cpu_seconds_total 0.999999\n"},
        {1000000, "\nprocess_cpu_seconds_total 1.000000\n"},
        {UINT64_MAX - 1, "\nprocess_cpu_seconds_total 18446744073709.551614\n"},
    };
    struct pl_metrics m = page_of(NULL, 0);
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        m.process.cpu_us = cases[i].us;
        assert_non_null(strstr(write_page(&m), cases[i].line));
    }
}

static void what_is_not_known_is_left_out(void **state)
{
    struct pl_metrics m = page_of(NULL, 0);
    const char *page;
    (void)state;
    m.process.open_fds = PL_METRICS_UNKNOWN;
    m.core.links = SIZE_MAX; /* means nothing special elsewhere */
    page = write_page(&m);
    assert_null(strstr(page, "process_open_fds"));
    assert_non_null(strstr(page, "\nprocess_max_fds 99999\n"));
    assert_non_null(strstr(page, "\nparlor_core_links 18446744073709551615\n"));
}

static void a_page_that_does_not_fit_is_refused(void **state)
{
    static uint8_t small[TEXT_SIZE];
    struct pl_media_stats workers[1];
    struct pl_metrics m = page_of(workers, 1);
    size_t whole = strlen(write_page(&m));
    (void)state;
    for (size_t size = 0; size <= whole; size++) {
        struct pl_writer w = pl_writer_of(small, size);
        small[size] = 0xa5;
        assert_err(size < whole ? PL_E_SPACE : PL_OK, pl_metrics_write(&m, &w));
        assert_int_equal(small[size], 0xa5);
    }
    assert_memory_equal(small, text, whole);
}

static void the_longest_page_fits(void **state)
{
    static const size_t counts[] = {0, 1, 2, WORKERS_MAX};
    static struct pl_media_stats workers[WORKERS_MAX];
    char quotes[65];
    (void)state;
    memset(quotes, '"', 64);
    quotes[64] = '\0';
    for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
        struct pl_metrics m = page_of(workers, counts[i]);
        struct pl_writer w = pl_writer_of(text, pl_metrics_text_max(counts[i]));
        assert_true(pl_metrics_text_max(counts[i]) <= sizeof(text));
        m.version = m.srtp = quotes;
        memset(&m.process, 0xfe, sizeof(m.process));
        memset(&m.core, 0xfe, sizeof(m.core));
        memset(&m.signal, 0xfe, sizeof(m.signal));
        memset(&m.business, 0xfe, sizeof(m.business));
        memset(workers, 0xfe, sizeof(workers));
        assert_ok(pl_metrics_write(&m, &w));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_page_is_the_agreed_one),
        cmocka_unit_test(every_number_is_on_the_page_once),
        cmocka_unit_test(labels_are_escaped),
        cmocka_unit_test(seconds_are_exact),
        cmocka_unit_test(what_is_not_known_is_left_out),
        cmocka_unit_test(a_page_that_does_not_fit_is_refused),
        cmocka_unit_test(the_longest_page_fits),
    };
    return cmocka_run_group_tests_name("metrics", tests, NULL, NULL);
}

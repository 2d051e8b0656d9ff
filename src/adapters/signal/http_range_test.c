/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/signal/http_range.h"
#include "pl_test.h"

static void is(const char *field, uint64_t size, enum pl_http_range_kind kind, uint64_t first,
               uint64_t last)
{
    struct pl_http_range r =
        pl_http_range_read(field ? pl_bytes_str(field) : pl_bytes_of(NULL, 0), size);
    if (r.kind != kind || (kind != PL_HTTP_RANGE_BEYOND && (r.first != first || r.last != last)))
        fail_msg("%s of %d: %d %d-%d", field, (int)size, (int)r.kind, (int)r.first, (int)r.last);
}

static void parts(void **state)
{
    (void)state;
    is("bytes=0-0", 10, PL_HTTP_RANGE_PART, 0, 0);
    is("bytes=2-5", 10, PL_HTTP_RANGE_PART, 2, 5);
    is("bytes=2-", 10, PL_HTTP_RANGE_PART, 2, 9);
    is("bytes=2-99", 10, PL_HTTP_RANGE_PART, 2, 9);
    is("bytes=-3", 10, PL_HTTP_RANGE_PART, 7, 9);
    is("bytes=-30", 10, PL_HTTP_RANGE_PART, 0, 9);
}

static void the_whole(void **state)
{
    (void)state;
    is(NULL, 10, PL_HTTP_RANGE_WHOLE, 0, 9);
    is("", 0, PL_HTTP_RANGE_WHOLE, 0, 0);
    is("bytes=", 10, PL_HTTP_RANGE_WHOLE, 0, 9);
    is("bytes=-", 10, PL_HTTP_RANGE_WHOLE, 0, 9);
    is("bytes=5-2", 10, PL_HTTP_RANGE_WHOLE, 0, 9);
    is("bytes=0-1,3-4", 10, PL_HTTP_RANGE_WHOLE, 0, 9);
    is("lines=0-1", 10, PL_HTTP_RANGE_WHOLE, 0, 9);
    is("bytes=1234567890123456789-", 10, PL_HTTP_RANGE_WHOLE, 0, 9);
    is("bytes=1x-2", 10, PL_HTTP_RANGE_WHOLE, 0, 9);
}

static void beyond(void **state)
{
    (void)state;
    is("bytes=10-", 10, PL_HTTP_RANGE_BEYOND, 0, 0);
    is("bytes=0-", 0, PL_HTTP_RANGE_BEYOND, 0, 0);
    is("bytes=-0", 10, PL_HTTP_RANGE_BEYOND, 0, 0);
    is("bytes=-5", 0, PL_HTTP_RANGE_BEYOND, 0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts),
        cmocka_unit_test(the_whole),
        cmocka_unit_test(beyond),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

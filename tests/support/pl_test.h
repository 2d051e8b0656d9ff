/* SPDX-License-Identifier: Apache-2.0 */
/* The one header of a unit test: cmocka with its prerequisites in the right order, and our checks.
 */
#ifndef PL_TEST_H
#define PL_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/bytes.h"
#include "base/err.h"

#include <stdlib.h>
#include <string.h>

/* Fails with the names of both outcomes rather than two numbers. */
#define assert_err(expected, actual)                                                               \
    do {                                                                                           \
        enum pl_err want_ = (expected), got_ = (actual);                                           \
        if (want_ != got_)                                                                         \
            fail_msg("expected %s, got %s (%s)", pl_err_name(want_), pl_err_name(got_), #actual);  \
    } while (0)

#define assert_ok(actual) assert_err(PL_OK, actual)

/* "0a0b 0c" -> bytes in dst; blanks are skipped. Returns how many. */
static inline size_t pl_test_unhex(const char *hex, uint8_t *dst, size_t size)
{
    size_t n = 0;
    int half = -1;
    for (; *hex; hex++) {
        int v;
        if (*hex >= '0' && *hex <= '9')
            v = *hex - '0';
        else if (*hex >= 'a' && *hex <= 'f')
            v = *hex - 'a' + 10;
        else if (*hex >= 'A' && *hex <= 'F')
            v = *hex - 'A' + 10;
        else
            continue;
        if (half < 0) {
            half = v;
        } else {
            assert_true(n < size);
            dst[n++] = (uint8_t)(half << 4 | v);
            half = -1;
        }
    }
    assert_int_equal(half, -1);
    return n;
}

#endif

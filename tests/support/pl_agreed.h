/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Text that was agreed on: traces of simulations, pages. It lies in a file of the tree, so that a
 * change of behaviour is seen in review. After a wanted change: PL_AGREED=write, run, read the
 * difference.
 */
#ifndef PL_AGREED_H
#define PL_AGREED_H

#include "pl_test.h"

#include <stdio.h>

/* path: from the root of the tree, where the tests run. Fails unless the file is this text. */
static inline void pl_test_agreed(const char *path, const char *got, size_t len)
{
    const char *mode = getenv("PL_AGREED");
    bool write = mode && strcmp(mode, "write") == 0;
    FILE *f = fopen(path, write ? "w" : "r");
    char *want;
    size_t n;
    if (!f)
        fail_msg("no %s: run from the root of the tree", path);
    if (write) {
        assert_int_equal(fwrite(got, 1, len, f), len);
        assert_int_equal(fclose(f), 0);
        return;
    }
    want = test_malloc(len + 2); /* a byte more than there should be, and the end */
    n = fread(want, 1, len + 1, f);
    (void)fclose(f);
    want[n] = '\0';
    if (n != len || memcmp(got, want, len) != 0) {
        print_error("%s is agreed, this is not it:\n%.*s\n", path, (int)len, got);
        fail_msg("%s: another text (PL_AGREED=write, then read the difference)", path);
    }
    test_free(want);
}

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#include "io/random.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/random.h>

static void fill(struct pl_random *self, uint8_t *dst, size_t len)
{
    (void)self;
    while (len > 0) {
        ssize_t n = getrandom(dst, len, 0);
        if (n < 0) {
            if (errno == EINTR)
                continue;
            abort(); /* a guessable secret would be worse than no server */
        }
        dst += n;
        len -= (size_t)n;
    }
}

struct pl_random *pl_random_kernel(void)
{
    static struct pl_random kernel = {fill};
    return &kernel;
}

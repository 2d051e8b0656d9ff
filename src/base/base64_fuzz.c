/* SPDX-License-Identifier: Apache-2.0 */
/* What is accepted has exactly one spelling: written again it is the same text. */
#include "base/base64.h"

#include <assert.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t n;
    if (pl_base64_size(pl_bytes_of(data, size), &n) != PL_OK)
        return 0;
    uint8_t *bytes = malloc(n ? n : 1), *text = malloc(size ? size : 1);
    assert(bytes && text && PL_BASE64_CHARS(n) == size);
    pl_base64_read(pl_bytes_of(data, size), bytes);
    pl_base64_write(pl_bytes_of(bytes, n), text);
    assert(size == 0 || memcmp(text, data, size) == 0);
    free(bytes);
    free(text);
    return 0;
}

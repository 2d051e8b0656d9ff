/* SPDX-License-Identifier: Apache-2.0 */
/* Any field Range on a file of any size: what is answered lies in the file. */
#include "adapters/signal/http_range.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint64_t bytes;
    struct pl_http_range r;
    if (size < 8)
        return 0;
    bytes = pl_get_u64(data);
    r = pl_http_range_read(pl_bytes_of(data + 8, size - 8), bytes);
    switch (r.kind) {
    case PL_HTTP_RANGE_WHOLE:
        if (r.first != 0 || r.last != (bytes > 0 ? bytes - 1 : 0))
            abort();
        break;
    case PL_HTTP_RANGE_PART:
        if (r.first > r.last || r.last >= bytes)
            abort();
        break;
    case PL_HTTP_RANGE_BEYOND:
        break;
    }
    return 0;
}

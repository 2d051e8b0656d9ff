/* SPDX-License-Identifier: Apache-2.0 */
/* What is accepted is within its bounds, and written again the same bytes. */
#include "proto/wire/bulk.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pl_bytes rest = pl_bytes_of(data, size);
    while (rest.len > 0) {
        const uint8_t *begin = rest.data;
        uint8_t again[PL_BULK_GRANT_BYTES];
        struct pl_bulk b;
        size_t before = rest.len;
        if (pl_bulk_read(&rest, &b) != PL_OK)
            break;
        assert(rest.len < before && b.transfer != 0 && b.offset <= PL_BULK_SIZE_MAX);
        assert(b.type != PL_BULK_GRANT || b.limit >= b.offset);
        assert(b.type != PL_BULK_DATA ||
               (b.payload.len > 0 && b.payload.data + b.payload.len == data + size));
        assert(memcmp(begin, again, pl_bulk_write(&b, again)) == 0);
    }
    return 0;
}

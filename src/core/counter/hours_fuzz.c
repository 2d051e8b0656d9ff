/* SPDX-License-Identifier: Apache-2.0 */
/* Any text for opening hours: what can be read says the same whenever it is asked. */
#include "core/counter/hours.h"

#include <assert.h>
#include <stddef.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    struct pl_counter_hours h;
    int64_t at = INT64_C(1795392000), next;
    if (pl_counter_hours_read(pl_bytes_of(data, len), &h) != PL_OK)
        return 0;
    assert(h.date_count <= PL_COUNTER_DATES_MAX);
    for (int i = 0; i < 4; i++) {
        bool open = pl_counter_hours_open(&h, at);
        next = pl_counter_hours_change(&h, at);
        if (next == INT64_MAX)
            return 0;
        assert(next > at && pl_counter_hours_open(&h, next) != open);
        assert(pl_counter_hours_open(&h, next - 1) == open);
        at = next;
    }
    return 0;
}

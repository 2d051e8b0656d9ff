/* SPDX-License-Identifier: Apache-2.0 */
/* What a plug-in that has gone mad could send: read without harm, and written back as it was. */
#include "adapters/filter/frame.h"

#include <assert.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static uint8_t room[PL_FILTER_FRAME_MAX];
    struct pl_writer w = pl_writer_of(room, sizeof(room));
    struct pl_filter_frame f;
    if (pl_filter_frame_read(&f, pl_bytes_of(data, size)) != PL_OK)
        return 0;
    assert(f.a.data[f.a.len] == 0 && f.b.data[f.b.len] == 0);
    if (pl_filter_frame_write(&f, &w) != PL_OK)
        abort();
    assert(pl_bytes_eq(pl_writer_done(&w), pl_bytes_of(data, size)));
    return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Packets as a stranger's browser may make them, through jitter buffer and depacketiser. */
#include "recorder/depack.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pl_reader r = pl_reader_of(pl_bytes_of(data, size));
    struct pl_jitter j;
    struct pl_depack d;
    struct pl_jitter_packet p;
    struct pl_frame f;
    pl_time_us now = 0;
    if (pl_jitter_init(&j, 1000))
        return 0;
    pl_depack_init(&d);
    while (pl_reader_left(&r) > 8) {
        uint8_t bits = pl_read_u8(&r), len = pl_read_u8(&r);
        memset(&p, 0, sizeof(p));
        p.codec = bits % 6;
        p.marker = bits >= 128;
        p.seq = pl_read_u16(&r);
        p.ts = pl_read_u8(&r);
        now += pl_read_u8(&r) * 10u;
        p.payload = pl_read_bytes(&r, len < pl_reader_left(&r) ? len : pl_reader_left(&r));
        if (pl_jitter_put(&j, now, &p))
            continue;
        while (pl_jitter_next(&j, now, &p)) {
            pl_depack_put(&d, &p);
            while (pl_depack_next(&d, &f))
                ;
        }
    }
    pl_jitter_finish(&j);
    pl_depack_finish(&d);
    return 0;
}

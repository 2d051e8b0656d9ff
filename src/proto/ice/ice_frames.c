/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/ice/ice_frames.h"

#include <assert.h>

void pl_ice_frames_init(struct pl_ice_frames *f, struct pl_buf memory)
{
    assert(memory.len >= PL_ICE_FRAMES_ROOM_MIN);
    *f = (struct pl_ice_frames){.memory = memory};
}

struct pl_buf pl_ice_frames_room(struct pl_ice_frames *f)
{
    if (f->start > 0) {
        memmove(f->memory.data, f->memory.data + f->start, f->end - f->start);
        f->end -= f->start;
        f->start = 0;
    }
    return (struct pl_buf){f->memory.data + f->end, f->memory.len - f->end};
}

void pl_ice_frames_filled(struct pl_ice_frames *f, size_t n)
{
    assert(n <= f->memory.len - f->end);
    f->end += n;
}

enum pl_err pl_ice_frames_next(struct pl_ice_frames *f, struct pl_buf *frame)
{
    while (f->end - f->start >= PL_ICE_FRAME_HEAD) {
        size_t len = pl_get_u16(f->memory.data + f->start);
        if (len > PL_ICE_FRAME_MAX)
            return PL_E_LIMIT;
        if (f->end - f->start < PL_ICE_FRAME_HEAD + len)
            return PL_E_AGAIN;
        *frame = (struct pl_buf){f->memory.data + f->start + PL_ICE_FRAME_HEAD, len};
        f->start += PL_ICE_FRAME_HEAD + len;
        if (len > 0)
            return PL_OK;
    }
    return PL_E_AGAIN;
}

void pl_ice_frame_head(uint8_t head[PL_ICE_FRAME_HEAD], size_t len)
{
    assert(len <= PL_ICE_FRAME_MAX);
    pl_put_u16(head, (uint16_t)len);
}

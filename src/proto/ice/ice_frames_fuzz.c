/* SPDX-License-Identifier: Apache-2.0 */
/* A stream cut as the input says: frames stay inside the memory, and no cut changes them. */
#include "proto/ice/ice_frames.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Walks over the stream as a whole: the place after the frame at `at`, 0 for none. */
static size_t frame_at(const uint8_t *data, size_t size, size_t *at)
{
    for (;;) {
        size_t len;
        if (size - *at < PL_ICE_FRAME_HEAD)
            return 0;
        len = (size_t)data[*at] << 8 | data[*at + 1];
        if (len > PL_ICE_FRAME_MAX || size - *at - PL_ICE_FRAME_HEAD < len)
            return 0;
        *at += PL_ICE_FRAME_HEAD;
        if (len > 0)
            return len;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t memory[PL_ICE_FRAMES_ROOM_MIN];
    struct pl_ice_frames f;
    size_t given = 0, place = 0, step = size > 0 ? 1 + data[0] : 1;
    pl_ice_frames_init(&f, (struct pl_buf){memory, sizeof(memory)});
    while (given < size) {
        struct pl_buf room = pl_ice_frames_room(&f), frame;
        size_t n = step < room.len ? step : room.len;
        enum pl_err err;
        assert(room.len > 0 && room.data >= memory &&
               room.data + room.len == memory + sizeof(memory));
        n = n < size - given ? n : size - given;
        memcpy(room.data, data + given, n);
        pl_ice_frames_filled(&f, n);
        given += n;
        while ((err = pl_ice_frames_next(&f, &frame)) == PL_OK) {
            size_t len = frame_at(data, size, &place);
            assert(frame.len == len && memcmp(frame.data, data + place, len) == 0);
            place += len;
        }
        if (err == PL_E_LIMIT)
            return 0;
    }
    assert(frame_at(data, size, &place) == 0);
    return 0;
}

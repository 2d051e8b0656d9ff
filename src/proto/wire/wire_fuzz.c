/* SPDX-License-Identifier: Apache-2.0 */
/* First byte: direction. The rest is read; what is accepted is written, read again and compared. */
#include "proto/wire/wire_random.h"

#include <assert.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_refusal(enum pl_err err, const struct pl_wire_msg *msg,
                          const struct pl_wire_problem *why)
{
    char text[PL_WIRE_PROBLEM_TEXT_MAX];
    assert(why->text && strlen(pl_wire_problem_print(why, text)) > 0);
    assert(err != PL_E_RANGE || msg->type != PL_WIRE_NONE);
    assert(err != PL_E_UNSUPPORTED || msg->type == PL_WIRE_NONE);
}

static void check_round_trip(enum pl_wire_dir dir, const struct pl_wire_msg *msg, void *block)
{
    struct pl_wire_arena arena = pl_wire_arena_of(block, PL_WIRE_SERVER_ARENA_BYTES);
    struct pl_wire_msg again;
    struct pl_writer w;
    size_t size = 0;
    enum pl_err err = pl_wire_measure(msg, &size);
    uint8_t *text = malloc(size);
    assert(err == PL_OK && text);
    w = pl_writer_of(text, size);
    err = pl_wire_write(msg, &w);
    assert(err == PL_OK && w.pos == size);
    err = pl_wire_read(dir, pl_writer_done(&w), &arena, &again, NULL);
    assert(err == PL_OK && pl_wire_same(msg, &again));
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static uint8_t *blocks[2];
    struct pl_wire_arena arena;
    struct pl_wire_problem why;
    struct pl_wire_msg msg;
    enum pl_wire_dir dir;
    enum pl_err err;
    if (size == 0)
        return 0;
    for (int i = 0; i < 2; i++) {
        if (!blocks[i])
            blocks[i] = malloc(PL_WIRE_SERVER_ARENA_BYTES);
        assert(blocks[i]);
    }
    dir = data[0] & 1 ? PL_WIRE_FROM_SERVER : PL_WIRE_FROM_CLIENT;
    arena = pl_wire_arena_of(blocks[0], PL_WIRE_SERVER_ARENA_BYTES);
    err = pl_wire_read(dir, pl_bytes_of(data + 1, size - 1), &arena, &msg, &why);
    if (err == PL_OK)
        check_round_trip(dir, &msg, blocks[1]);
    else
        check_refusal(err, &msg, &why);
    return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "core/emit.h"

#include <assert.h>
#include <stdlib.h>

enum {
    FIRST_EFFECTS = 32,
    FIRST_TEXT = 4096,
};

void pl_emit(struct pl_core *core, const struct pl_effect *effect)
{
    if (core->effect_count == core->effect_capacity) {
        size_t capacity = core->effect_capacity ? 2 * core->effect_capacity : FIRST_EFFECTS;
        struct pl_effect *effects = realloc(core->effects, capacity * sizeof(*effects));
        if (!effects) {
            core->out_of_memory = true;
            return;
        }
        core->effects = effects;
        core->effect_capacity = capacity;
    }
    core->effects[core->effect_count++] = *effect;
}

void pl_emit_fact(struct pl_core *core, const struct pl_fact *fact)
{
    struct pl_effect e = {.type = PL_EFFECT_FACT, .fact = *fact};
    pl_emit(core, &e);
}

void pl_emit_close(struct pl_core *core, uint64_t link, uint16_t code, const char *reason)
{
    struct pl_effect e = {.type = PL_EFFECT_CLOSE, .close = {link, code, reason}};
    pl_emit(core, &e);
}

void pl_emit_frame(struct pl_core *core, uint64_t link, const struct pl_frame *frame)
{
    struct pl_effect e = {.type = PL_EFFECT_SEND,
                          .send = {.link = link, .bytes = pl_frame_bytes(frame)}};
    pl_emit(core, &e);
}

void pl_emit_data(struct pl_core *core, uint64_t link, struct pl_bytes data)
{
    struct pl_effect e = {.type = PL_EFFECT_SEND_DATA, .send = {.link = link, .bytes = data}};
    pl_emit(core, &e);
}

static bool grow_text(struct pl_core *core)
{
    size_t size = core->text_size ? 2 * core->text_size : FIRST_TEXT;
    uint8_t *text = realloc(core->text, size);
    if (!text)
        return false;
    core->text = text;
    core->text_size = size;
    return true;
}

struct pl_frame *pl_emit_serialise(struct pl_core *core, const struct pl_wire_msg *msg)
{
    struct pl_frame *frame = NULL;
    while (core->text_size > 0 || grow_text(core)) {
        struct pl_writer w = pl_writer_of(core->text, core->text_size);
        enum pl_err err = pl_wire_write(msg, &w);
        if (err == PL_OK) {
            frame = pl_frame_create(pl_writer_done(&w));
            break;
        }
        /* The core writes only what the schema allows: anything else is our own mistake. */
        assert(err == PL_E_SPACE);
        if (!grow_text(core))
            break;
    }
    if (!frame)
        core->out_of_memory = true;
    return frame;
}

void pl_emit_message(struct pl_core *core, uint64_t link, const struct pl_wire_msg *msg)
{
    struct pl_frame *frame = pl_emit_serialise(core, msg);
    if (!frame)
        return;
    pl_list_add_tail(&core->dead, &frame->node);
    pl_emit_frame(core, link, frame);
}

struct pl_bytes pl_emit_copy(struct pl_core *core, struct pl_bytes bytes)
{
    struct pl_frame *frame;
    if (bytes.len == 0)
        return pl_bytes_str("");
    frame = pl_frame_create(bytes);
    if (!frame) {
        core->out_of_memory = true;
        return pl_bytes_str("");
    }
    pl_list_add_tail(&core->dead, &frame->node);
    return pl_frame_bytes(frame);
}

void pl_emit_timer(struct pl_core *core, struct pl_timer *timer, pl_time_us at)
{
    if (pl_heap_arm(&core->timers, &timer->node, at) != PL_OK)
        core->out_of_memory = true;
}

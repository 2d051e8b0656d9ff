/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Small data: transparent buffers (manual 5.5.5), data for the SDK filter and the business server
 * (5.5.9), JSON notes from page to page. What becomes of data for the server: data.h.
 */
#include "core/data.h"

#include "base/base64.h"
#include "core/carry.h"
#include "core/dispatch.h"
#include "core/emit.h"
#include "core/session.h"

#include <assert.h>

_Static_assert(PL_BASE64_CHARS(PL_LIMIT_TRANS_BUFFER_BYTES) == 1368, "as in schema/messages.json");
_Static_assert(PL_BASE64_CHARS(PL_LIMIT_SERVER_DATA_BYTES) == 21848, "as in schema/messages.json");
_Static_assert((int)PL_CORE_FILTER == (int)PL_WIRE_DATA_CHANNEL_FILTER, "one order of channels");
_Static_assert((int)PL_CORE_BUSINESS == (int)PL_WIRE_DATA_CHANNEL_BUSINESS,
               "one order of channels");

static const char no_base64[] = "data: not base64, or too long";

/* A payload of at most `max` bytes. False: 21. */
static bool readable(struct pl_bytes data, size_t max, size_t *size)
{
    return pl_base64_size(data, size) == PL_OK && *size <= max;
}

/* ---- to clients ---- */

static void say(struct pl_core *core, struct pl_session *to, enum pl_core_channel channel,
                struct pl_bytes data, bool is_text)
{
    struct pl_wire_msg msg = {.type = PL_WIRE_BUFFER_RECEIVED};
    if (channel == PL_CORE_BUFFER) {
        msg.u.buffer_received.from = PL_CARRY_SERVER;
        msg.u.buffer_received.data = data;
        msg.u.buffer_received.has_is_text = msg.u.buffer_received.is_text = is_text;
    } else {
        msg.type = PL_WIRE_SERVER_DATA_RECEIVED;
        msg.u.server_data_received.channel = (enum pl_wire_data_channel)channel;
        msg.u.server_data_received.data = data;
        msg.u.server_data_received.has_is_text = msg.u.server_data_received.is_text = is_text;
    }
    pl_session_send(core, to, &msg);
}

/* Base64 of bytes in a frame that lives as long as the step; NULL when memory is short. */
static struct pl_frame *coded(struct pl_core *core, struct pl_bytes bytes)
{
    struct pl_frame *frame = pl_frame_create_size(PL_BASE64_CHARS(bytes.len));
    if (!frame) {
        core->out_of_memory = true;
        return NULL;
    }
    pl_base64_write(bytes, frame->text);
    pl_list_add_tail(&core->dead, &frame->node);
    return frame;
}

static void say_event(struct pl_core *core, struct pl_session *s, const struct pl_event *event,
                      struct pl_bytes data)
{
    int32_t room = event->server_data.room;
    if (s && s->user != 0 && (room == 0 || (s->room && s->room->number == room)))
        say(core, s, event->server_data.channel, data, event->server_data.is_text);
}

void pl_data_event(struct pl_core *core, const struct pl_event *event)
{
    struct pl_bytes bytes = event->server_data.bytes;
    int32_t user = event->server_data.user;
    struct pl_frame *frame;
    struct pl_list *it;
    assert(bytes.len <= (event->server_data.channel == PL_CORE_BUFFER
                             ? PL_LIMIT_TRANS_BUFFER_BYTES
                             : PL_LIMIT_SERVER_DATA_BYTES));
    frame = coded(core, bytes);
    if (!frame)
        return;
    if (user != 0) {
        say_event(core, pl_idmap_get(&core->users, (uint32_t)user), event, pl_frame_bytes(frame));
        return;
    }
    pl_list_for_each(it, &core->by_age) say_event(
        core, pl_container_of(it, struct pl_session, in_core), event, pl_frame_bytes(frame));
}

void pl_data_greet(struct pl_core *core, struct pl_session *s)
{
    struct pl_bytes greeting = core->config.greeting;
    struct pl_frame *frame = greeting.len > 0 ? coded(core, greeting) : NULL;
    if (frame)
        say(core, s, PL_CORE_FILTER, pl_frame_bytes(frame), true);
}

/* ---- from clients, for the server ---- */

static void hand_over(struct pl_core *core, const struct pl_session *s,
                      enum pl_core_channel channel, struct pl_bytes data, size_t size, bool is_text)
{
    struct pl_effect e = {.type = PL_EFFECT_SERVER_DATA};
    struct pl_frame *frame = pl_frame_create_size(size);
    if (!frame) {
        core->out_of_memory = true;
        return;
    }
    pl_base64_read(data, frame->text);
    pl_list_add_tail(&core->dead, &frame->node);
    e.server_data.session = s->id;
    e.server_data.user = s->user;
    e.server_data.channel = channel;
    e.server_data.bytes = pl_frame_bytes(frame);
    e.server_data.is_text = is_text;
    pl_emit(core, &e);
}

static struct pl_answer for_server(struct pl_core *core, struct pl_session *s,
                                   enum pl_core_channel channel, struct pl_bytes data, size_t size,
                                   bool is_text)
{
    if (!pl_carry_pay(core, s, size, 1))
        return PL_REFUSED(PL_GV_ERR_NOENOUGHRESOURCE, .detail = "too much data for others");
    switch (core->takers.data[channel] ? PL_CORE_DATA_ATTACHED : core->config.server_data) {
    case PL_CORE_DATA_ATTACHED:
        hand_over(core, s, channel, data, size, is_text);
        break;
    case PL_CORE_DATA_ECHO:
        say(core, s, channel, data, is_text);
        break;
    case PL_CORE_DATA_IGNORE:
        break;
    case PL_CORE_DATA_REFUSE:
        return PL_REFUSED(PL_GV_ERR_SERVERSDK_FAIL, .detail = "nobody at the server takes it");
    }
    return PL_ANSWER_DONE;
}

struct pl_answer pl_data_server(struct pl_core *core, struct pl_session *s,
                                const struct pl_wire_msg *msg)
{
    const struct pl_wire_server_data *from = &msg->u.server_data;
    size_t size;
    if (!readable(from->data, PL_LIMIT_SERVER_DATA_BYTES, &size))
        return PL_REFUSED(PL_GV_ERR_FUNCOPTERROR, .detail = no_base64);
    return for_server(core, s, (enum pl_core_channel)from->channel, from->data, size,
                      from->is_text);
}

/* ---- from clients, for others ---- */

struct pl_answer pl_data_buffer(struct pl_core *core, struct pl_session *s,
                                const struct pl_wire_msg *msg)
{
    const struct pl_wire_buffer *from = &msg->u.buffer;
    struct pl_wire_msg out = {.type = PL_WIRE_BUFFER_RECEIVED};
    size_t size;
    if (!readable(from->data, PL_LIMIT_TRANS_BUFFER_BYTES, &size))
        return PL_REFUSED(PL_GV_ERR_FUNCOPTERROR, .detail = no_base64);
    if (from->to == PL_CARRY_SERVER)
        return for_server(core, s, PL_CORE_BUFFER, from->data, size, from->is_text);
    out.u.buffer_received.from = s->user;
    out.u.buffer_received.data = from->data;
    out.u.buffer_received.has_is_text = out.u.buffer_received.is_text = from->is_text;
    return pl_carry(core, s, from->to, size, &out);
}

struct pl_answer pl_data_note(struct pl_core *core, struct pl_session *s,
                              const struct pl_wire_msg *msg)
{
    const struct pl_wire_note *from = &msg->u.note;
    struct pl_wire_msg out = {.type = PL_WIRE_NOTE_RECEIVED};
    if (from->to == PL_CARRY_SERVER)
        return PL_REFUSED(PL_GV_ERR_FUNCOPTERROR, .detail = "to: a user, or -1");
    out.u.note_received.from = s->user;
    out.u.note_received.kind = from->kind;
    out.u.note_received.text = from->text;
    return pl_carry(core, s, from->to, from->text.len, &out);
}

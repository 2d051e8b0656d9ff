/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A server that says anything: every line is a message; a line with a word of its own is something
 * that the program or the link does. Nothing may break, and what the session says must be readable.
 */
#include "session.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint8_t arena_block[300000];

static void on_event(void *arg, struct pl_bras_event *e)
{
    struct pl_bras_session *s = arg;
    if (e->ticket != 0) {
        struct pl_bras_reply reply = {.ticket = e->ticket,
                                      .epoch = e->epoch,
                                      .code = e->n[1],
                                      .verify = e->kind == PL_BRAS_VERIFY,
                                      .user = (uint32_t)e->s[0].len};
        (void)pl_bytes_to_str(e->s[1], reply.nick, sizeof(reply.nick));
        pl_bras_session_reply(s, &reply);
    }
    for (int i = 0; i < PL_BRAS_TEXTS; i++)
        assert(e->s[i].data[e->s[i].len] == '\0');
    pl_bras_event_free(e);
}

static void hear(struct pl_bras_session *s)
{
    struct pl_bytes text;
    while (pl_bras_session_next(s, &text)) {
        struct pl_wire_arena arena = pl_wire_arena_of(arena_block, sizeof(arena_block));
        struct pl_wire_msg msg;
        enum pl_err err = pl_wire_read(PL_WIRE_FROM_CLIENT, text, &arena, &msg, NULL);
        assert(!err);
        (void)err;
    }
}

static void say(struct pl_bras_session *s)
{
    struct pl_wire_msg msg = {.type = PL_WIRE_BS_SET_INFO, .u.bs_set_info = {.user = 7}};
    (void)pl_bras_session_say(s, msg, NULL, true);
}

static void ask(struct pl_bras_session *s)
{
    char text[8];
    struct pl_bras_ask ask = {.text = text, .text_size = sizeof(text)};
    (void)pl_bras_session_say(s, (struct pl_wire_msg){.type = PL_WIRE_BS_ROOMS}, &ask, false);
    hear(s);
    pl_bras_session_forget(s, &ask);
}

static void take_line(struct pl_bras_session *s, pl_time_us now, struct pl_bytes line)
{
    if (pl_bytes_eq_str(line, "up") && s->state == PL_BRAS_DOWN)
        pl_bras_session_up(s);
    else if (pl_bytes_eq_str(line, "down"))
        pl_bras_session_down(s, 101);
    else if (pl_bytes_eq_str(line, "say"))
        say(s);
    else if (pl_bytes_eq_str(line, "ask"))
        ask(s);
    else if (s->state != PL_BRAS_DOWN && pl_bras_session_text(s, now, line))
        pl_bras_session_down(s, 101);
    hear(s);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pl_bras_session s;
    struct pl_bras_session_config config = {.name = "fuzz", .event = on_event, .arg = &s};
    uint32_t room = 1;
    if (pl_bras_session_init(&s, &config))
        return 0;
    pl_bras_session_up(&s);
    for (pl_time_us now = 0; size > 0; now += PL_SEC(1)) {
        const uint8_t *end = memchr(data, '\n', size);
        size_t len = end ? (size_t)(end - data) : size;
        take_line(&s, now, pl_bytes_of(data, len));
        data += len + (end != NULL);
        size -= len + (end != NULL);
    }
    pl_bras_presence_users(&s.presence, -1, NULL, &room);
    pl_bras_session_finish(&s);
    return 0;
}

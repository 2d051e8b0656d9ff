/* SPDX-License-Identifier: Apache-2.0 */
#include "core/session.h"

#include "core/call.h"
#include "core/control.h"
#include "core/emit.h"
#include "core/farewell.h"
#include "core/friend.h"
#include "core/login.h"
#include "core/object.h"
#include "core/p2p.h"
#include "core/private.h"
#include "core/room.h"
#include "core/service.h"
#include "core/tell.h"
#include "core/transfer.h"

#include <assert.h>
#include <stdlib.h>

void pl_session_fact(struct pl_core *core, const struct pl_session *s, enum pl_fact_kind kind,
                     int code)
{
    struct pl_fact fact = {.kind = kind, .session = s->id, .user = s->user, .code = code};
    if (s->link)
        fact.link = s->link->id;
    if (s->room)
        fact.room = s->room->number;
    pl_emit_fact(core, &fact);
}

struct pl_wire_user pl_session_user(const struct pl_core *core, const struct pl_session *s)
{
    struct pl_wire_user user = {
        .id = s->user,
        .name = pl_session_nick(s),
        .level = s->level,
        .camera = s->camera,
        .mic = s->mic,
        .device = s->device,
        .has_streams = s->tells_streams && s->streams != 0,
        .streams = s->streams,
        .has_screens = s->screens != 0,
        .screens = s->screens,
        .has_width = s->width != 0,
        .width = s->width,
        .has_height = s->height != 0,
        .height = s->height,
        .has_recording = s->recording,
        .recording = s->recording,
        .has_away = s->away,
        .away = s->away,
        .has_chat_mode = s->chat_mode != 0,
        .chat_mode = s->chat_mode,
    };
    if (core->config.expose_ip)
        user.ip = pl_bytes_of(s->ip, s->ip_len);
    return user;
}

struct pl_core_ip pl_session_ip(const struct pl_session *s)
{
    struct pl_core_ip ip = {0};
    memcpy(ip.text, s->ip, s->ip_len);
    return ip;
}

/* ---- sending ---- */

void pl_session_send(struct pl_core *core, struct pl_session *s, struct pl_wire_msg *msg)
{
    struct pl_frame *frame;
    msg->seq = pl_outbox_next_seq(&s->outbox);
    frame = pl_emit_serialise(core, msg);
    if (!frame)
        return;
    if (!s->link && pl_outbox_full(&s->outbox, frame->len)) {
        /* Without a link a dropped message is a lost one: the session cannot go on. */
        pl_list_add_tail(&core->dead, &frame->node);
        pl_session_doom(core, s, PL_GV_ERR_CONNECT_ABORT);
        return;
    }
    if (s->link)
        pl_emit_frame(core, s->link->id, frame);
    pl_outbox_put(&s->outbox, frame, &core->dead);
}

void pl_session_error(struct pl_core *core, struct pl_session *s, int64_t re, int code,
                      const char *detail, int32_t room)
{
    struct pl_wire_msg msg = {.type = PL_WIRE_ERROR, .re = re};
    msg.u.error.code = code;
    msg.u.error.has_detail = detail != NULL;
    if (detail)
        msg.u.error.detail = pl_bytes_str(detail);
    msg.u.error.has_room = room != 0;
    msg.u.error.room = room;
    pl_session_send(core, s, &msg);
}

void pl_session_done(struct pl_core *core, struct pl_session *s, int64_t re)
{
    struct pl_wire_msg msg = {.type = PL_WIRE_DONE, .re = re};
    pl_session_send(core, s, &msg);
}

/* ---- beginning ---- */

static void write_token(struct pl_session *s, const uint8_t random[PL_CORE_RANDOM_BYTES])
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < PL_CORE_RANDOM_BYTES; i++) {
        s->token[2 * i] = (uint8_t)digits[random[i] >> 4];
        s->token[2 * i + 1] = (uint8_t)digits[random[i] & 15];
    }
}

static void set_ip(struct pl_session *s, const struct pl_link *link)
{
    s->ip_len = link->ip_len;
    memcpy(s->ip, link->ip, link->ip_len);
}

/* Finding a token takes the same time whatever its bytes are: the map's hash is keyed. */
static bool put_into_maps(struct pl_core *core, struct pl_session *s)
{
    if (pl_strmap_put(&core->tokens, pl_bytes_of(s->token, PL_TOKEN_CHARS), s) != PL_OK)
        return false;
    if (pl_idmap_put(&core->sessions, s->id, s) == PL_OK)
        return true;
    pl_strmap_remove(&core->tokens, pl_bytes_of(s->token, PL_TOKEN_CHARS));
    return false;
}

struct pl_session *pl_session_open(struct pl_core *core, struct pl_link *link)
{
    struct pl_session *s = calloc(1, sizeof(*s));
    assert(!link->session);
    if (!s)
        return NULL;
    s->id = core->next_session;
    write_token(s, link->random);
    if (!put_into_maps(core, s)) {
        free(s);
        return NULL;
    }
    core->next_session++;
    pl_list_add_tail(&core->by_age, &s->in_core);
    pl_list_init(&s->in_room);
    pl_list_init(&s->doomed);
    pl_list_init(&s->ties);
    pl_list_init(&s->control_asks);
    pl_list_init(&s->sends);
    pl_list_init(&s->receives);
    s->grace.kind = PL_TIMER_GRACE;
    pl_outbox_init(&s->outbox, core->config.outbox_messages, core->config.outbox_bytes);
    s->link = link;
    set_ip(s, link);
    link->session = s;
    pl_heap_disarm(&core->timers, &link->timer.node);
    return s;
}

bool pl_session_attach(struct pl_core *core, struct pl_session *s, struct pl_link *link)
{
    struct pl_link *old = s->link;
    bool moved = s->ip_len != link->ip_len || memcmp(s->ip, link->ip, link->ip_len) != 0;
    assert(!link->session);
    if (old) {
        old->session = NULL;
        pl_link_close(core, old, PL_CLOSE_REPLACED, "resumed on another link");
    }
    pl_heap_disarm(&core->timers, &s->grace.node);
    pl_heap_disarm(&core->timers, &link->timer.node);
    s->link = link;
    set_ip(s, link);
    link->session = s;
    if (s->room && moved) {
        pl_emit(core, &(struct pl_effect){.type = PL_EFFECT_MEDIA_MOVED,
                                          .media_moved = {s->id, pl_session_ip(s)}});
    }
    return moved;
}

/* ---- ending ---- */

void pl_session_lost(struct pl_core *core, struct pl_session *s)
{
    assert(!s->link);
    if (s->user == 0 || core->config.grace_us == 0) {
        pl_session_end(core, s, PL_GV_ERR_CONNECT_ABORT, false);
        return;
    }
    pl_session_fact(core, s, PL_FACT_SESSION_LOST, 0);
    pl_emit_timer(core, &s->grace, core->now + core->config.grace_us);
}

void pl_session_free(struct pl_core *core, struct pl_session *s)
{
    pl_heap_disarm(&core->timers, &s->grace.node);
    pl_p2p_free(core, s);
    pl_private_free(core, s);
    pl_call_free(core, s);
    pl_login_free(core, s);
    pl_room_entry_free(core, s);
    pl_control_free(core, s);
    pl_transfer_free_all(core, s);
    pl_strmap_remove(&core->tokens, pl_bytes_of(s->token, PL_TOKEN_CHARS));
    pl_idmap_remove(&core->sessions, s->id);
    if (s->user != 0 && pl_idmap_get(&core->users, (uint32_t)s->user) == s)
        pl_idmap_remove(&core->users, (uint32_t)s->user);
    if (s->name)
        pl_names_release(&core->names, s->name);
    pl_list_remove(&s->in_core);
    pl_list_remove(&s->doomed);
    pl_outbox_finish(&s->outbox, &core->dead);
    free(s->watches);
    free(s->bond);
    pl_service_data_free(s->along);
    free(s);
}

/* What the others in the room see: to them, nonsense and flooding end in a removal. */
static int code_for_others(int code)
{
    return code == PL_GV_ERR_NOENOUGHRESOURCE || code == PL_GV_ERR_FUNCOPTERROR ? PL_GV_ERR_KICKOUT
                                                                                : code;
}

static void say_closing(struct pl_core *core, struct pl_session *s, int code, bool reconnect)
{
    struct pl_wire_msg msg = {.type = PL_WIRE_CLOSING};
    msg.u.closing.code = code;
    msg.u.closing.reconnect = reconnect;
    pl_session_send(core, s, &msg);
}

static void close_link(struct pl_core *core, struct pl_session *s, int code)
{
    struct pl_link *link = s->link;
    s->link = NULL;
    link->session = NULL;
    if (code == PL_GV_ERR_SUCCESS || code == PL_GV_ERR_LOGIN_NEWLOGIN)
        pl_link_close(core, link, PL_CLOSE_NORMAL, code ? "signed in elsewhere" : "logged out");
    else if (code == PL_GV_ERR_SERVER_RESTART)
        pl_link_close(core, link, PL_CLOSE_GOING, "server stops");
    else if (code == PL_GV_ERR_KICKOUT)
        pl_link_close(core, link, PL_CLOSE_POLICY, "removed");
    else
        pl_link_close(core, link, PL_CLOSE_POLICY, "too many or unreadable messages");
}

void pl_session_end(struct pl_core *core, struct pl_session *s, int code, bool reconnect)
{
    pl_session_fact(core, s, PL_FACT_SESSION_END, code);
    pl_transfer_session_gone(core, s, code_for_others(code));
    if (s->room)
        pl_room_leave(core, s, code_for_others(code));
    core->object_leaver = s->user; /* is told no more of what he took part in */
    pl_call_gone(core, s);
    pl_service_gone(core, s);
    pl_login_gone(core, s);
    pl_room_entry_gone(core, s);
    pl_control_gone(core, s);
    if (s->user != 0) {
        pl_object_gone(core, s, code_for_others(code));
        pl_friend_gone(core, s);
        pl_tell_logout(core, s, code_for_others(code));
    }
    if (s->link) {
        if (code != PL_GV_ERR_SUCCESS)
            say_closing(core, s, code, reconnect);
        close_link(core, s, code);
    }
    pl_farewell_leave(core, s, code);
    pl_session_free(core, s);
}

void pl_session_doom(struct pl_core *core, struct pl_session *s, int code)
{
    if (!pl_list_empty(&s->doomed))
        return;
    s->doom_code = code;
    pl_list_add_tail(&core->doomed, &s->doomed);
}

void pl_session_end_doomed(struct pl_core *core)
{
    while (!pl_list_empty(&core->doomed)) {
        struct pl_session *s = pl_container_of(core->doomed.next, struct pl_session, doomed);
        pl_list_remove(&s->doomed);
        pl_session_end(core, s, s->doom_code, false);
    }
}

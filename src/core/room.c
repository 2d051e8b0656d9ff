/* SPDX-License-Identifier: Apache-2.0 */
#include "core/room.h"

#include "core/ask.h"
#include "core/call.h"
#include "core/codec.h"
#include "core/copy.h"
#include "core/dispatch.h"
#include "core/emit.h"
#include "core/figures.h"
#include "core/login.h"
#include "core/offer.h"
#include "core/p2p.h"
#include "core/private.h"
#include "core/record.h"
#include "core/seat.h"
#include "core/service.h"
#include "core/session.h"
#include "core/stage.h"
#include "core/tell.h"

#include <assert.h>
#include <stdlib.h>

/* Guessing a room's password: five tries at once, then one every six seconds. */
static const struct pl_rate tries = {PL_SEC(6), 5};

/* What a request to enter asks for. */
struct wanted {
    int32_t number;       /* 0: by name, and no such room lives */
    struct pl_bytes name; /* empty: by number only */
    struct pl_bytes password;
    struct pl_room *room; /* NULL: does not live */
};

static struct pl_bytes name_of(const struct pl_room *room)
{
    return pl_bytes_of(room->name, room->name_len);
}

void pl_room_send(struct pl_core *core, struct pl_room *room, const struct pl_session *except,
                  struct pl_wire_msg *msg)
{
    struct pl_list *it;
    pl_list_for_each(it, &room->members)
    {
        if (pl_member_of(it) != except)
            pl_session_send(core, pl_member_of(it), msg);
    }
}

void pl_room_send_of(struct pl_core *core, struct pl_room *room, const struct pl_session *s,
                     bool self, struct pl_wire_msg *msg)
{
    struct pl_list *it;
    pl_list_for_each(it, &room->members)
    {
        struct pl_session *m = pl_member_of(it);
        if (m == s ? self : pl_seat_shows(m, s))
            pl_session_send(core, m, msg);
    }
}

/* ---- a room's life ---- */

void pl_room_free(struct pl_core *core, struct pl_room *room)
{
    pl_idmap_remove(&core->rooms, (uint32_t)room->number);
    if (room->name_len > 0)
        pl_strmap_remove(&core->rooms_by_name, name_of(room));
    free(room);
}

int32_t pl_room_next_number(struct pl_core *core)
{
    int32_t number;
    do {
        number = core->next_room;
        core->next_room = number == INT32_MAX ? PL_FIRST_OWN_ROOM : number + 1;
    } while (pl_idmap_get(&core->rooms, (uint32_t)number) || pl_call_of_room(core, number));
    return number;
}

static const struct pl_core_room_config *config_of(const struct pl_core *core,
                                                   const struct wanted *w)
{
    return w->name.len > 0 ? pl_strmap_get(&core->room_configs_by_name, w->name)
                           : pl_idmap_get(&core->room_configs, (uint32_t)w->number);
}

static void set_password(struct pl_room *room, struct pl_bytes password)
{
    assert(password.len <= sizeof(room->password));
    room->password_len = password.len;
    if (password.len > 0)
        memcpy(room->password, password.data, password.len);
}

static struct pl_room *create(struct pl_core *core, const struct wanted *w)
{
    const struct pl_core_room_config *config = config_of(core, w);
    const struct pl_call *call = w->number ? pl_call_of_room(core, w->number) : NULL;
    struct pl_room *room = calloc(1, sizeof(*room));
    if (!room)
        return NULL;
    pl_list_init(&room->members);
    pl_list_init(&room->records);
    if (call)
        memcpy(room->only, call->users, sizeof(room->only));
    room->max_users = config && config->max_users ? config->max_users : core->config.room_max_users;
    room->codec = pl_codec_best(core, room);
    if (config && config->password.len > 0)
        set_password(room, config->password);
    else if (core->config.password_policy == PL_CORE_PASSWORD_CREATOR && !call)
        set_password(room, w->password);
    room->name_len = w->name.len;
    if (w->name.len > 0)
        memcpy(room->name, w->name.data, w->name.len);
    room->number = w->number ? w->number : pl_room_next_number(core);
    if (pl_idmap_put(&core->rooms, (uint32_t)room->number, room) != PL_OK) {
        free(room);
        return NULL;
    }
    if (w->name.len > 0 && pl_strmap_put(&core->rooms_by_name, name_of(room), room) != PL_OK) {
        pl_idmap_remove(&core->rooms, (uint32_t)room->number);
        free(room);
        return NULL;
    }
    return room;
}

/* ---- entering ---- */

/* The password that is asked of this entrant; empty: none. */
static struct pl_bytes password_of(const struct pl_core *core, const struct wanted *w)
{
    const struct pl_core_room_config *config;
    if (w->room)
        return pl_bytes_of(w->room->password, w->room->password_len);
    config = config_of(core, w);
    return config ? config->password : (struct pl_bytes){NULL, 0};
}

/* A call's room is for the two, and for whom they let in. */
static bool may_enter(const struct pl_core *core, const struct pl_session *s,
                      const struct wanted *w)
{
    const struct pl_call *call = w->room ? NULL : pl_call_of_room(core, w->number);
    const int32_t *only = w->room ? w->room->only : call ? call->users : NULL;
    return !only || only[0] == 0 || s->user == only[0] || s->user == only[1] ||
           pl_service_admits(core, s->user, w->room ? w->room->number : w->number);
}

static int check_entry(struct pl_core *core, struct pl_session *s, const struct wanted *w)
{
    struct pl_bytes password = password_of(core, w);
    if (s->room)
        return s->room == w->room ? PL_GV_ERR_ROOM_ALREADYIN : PL_GV_ERR_ROOM_ENTERFAIL;
    if (!may_enter(core, s, w) || !pl_user_may_enter(s, w->room ? w->room->number : w->number))
        return PL_GV_ERR_ROOM_REJECT;
    if (password.len > 0 && !pl_bytes_eq_secret(password, w->password)) {
        bool may_try = pl_bucket_take(&s->room_tries, tries, core->now);
        return may_try ? PL_GV_ERR_ROOM_PASSERR : PL_GV_ERR_NOENOUGHRESOURCE;
    }
    if (w->room && w->room->member_count >= w->room->max_users)
        return PL_GV_ERR_ROOM_FULLUSER;
    return PL_GV_ERR_SUCCESS;
}

/* The reply. False when the list cannot be made. */
static bool say_entered(struct pl_core *core, struct pl_session *s, int64_t re)
{
    struct pl_wire_msg msg = {.type = PL_WIRE_ENTERED, .re = re};
    struct pl_room *room = s->room;
    struct pl_wire_user *members = calloc(room->member_count, sizeof(*members));
    struct pl_list *it;
    size_t n = 0;
    if (!members) {
        core->out_of_memory = true;
        return false;
    }
    pl_list_for_each(it, &room->members)
    {
        if (pl_member_of(it) != s && pl_seat_shows(s, pl_member_of(it)))
            members[n++] = pl_session_user(core, pl_member_of(it));
    }
    msg.u.entered.room = room->number;
    msg.u.entered.name = name_of(room);
    msg.u.entered.members = members;
    msg.u.entered.members_count = n;
    msg.u.entered.has_stun = core->config.stun_count > 0;
    msg.u.entered.stun = core->config.stun;
    msg.u.entered.stun_count = core->config.stun_count;
    msg.u.entered.has_terms = pl_codec_terms(core, room, &msg.u.entered.terms);
    pl_session_send(core, s, &msg);
    free(members);
    return true;
}

static void go_in(struct pl_core *core, struct pl_session *s, struct pl_room *room, int64_t re)
{
    struct pl_effect join = {.type = PL_EFFECT_MEDIA_JOIN,
                             .media_join = {s->id, room->number, pl_session_ip(s)}};
    struct pl_wire_msg msg = {.type = PL_WIRE_USER_ENTERED};
    bool first = room->member_count == 0;
    pl_list_add_tail(&room->members, &s->in_room);
    room->member_count++;
    s->room = room;
    pl_service_seat(core, s);
    if (first)
        pl_session_fact(core, s, PL_FACT_ROOM_OPEN, 0);
    pl_session_fact(core, s, PL_FACT_ROOM_ENTER, 0);
    pl_emit(core, &join);
    pl_copied_entered(core, s);
    pl_figures_entered(core, s);
    pl_codec_entered(core, s); /* first, so that it hears of what holds with it inside */
    if (!say_entered(core, s, re))
        return;
    msg.u.user_entered.user = pl_session_user(core, s);
    pl_room_send_of(core, room, s, false, &msg);
    pl_stage_entered(core, s);
    pl_record_entered(core, s);
    pl_tell_enter(core, s);
}

static void refused(struct pl_core *core, const struct pl_session *s, int32_t number, int code)
{
    struct pl_fact fact = {.kind = PL_FACT_ROOM_REFUSED,
                           .link = s->link ? s->link->id : 0,
                           .session = s->id,
                           .user = s->user,
                           .room = number,
                           .code = code};
    pl_emit_fact(core, &fact);
}

/* What has been checked is carried out. */
static int enter_now(struct pl_core *core, struct pl_session *s, struct wanted *w, int64_t re)
{
    if (!w->room)
        w->room = create(core, w);
    if (!w->room)
        return PL_GV_ERR_NOENOUGHRESOURCE;
    go_in(core, s, w->room, re);
    return PL_GV_ERR_SUCCESS;
}

/* ---- asking others ---- */

/* False: nobody is to be asked. */
static bool ask(struct pl_core *core, struct pl_session *s, struct wanted *w, int64_t re)
{
    struct pl_question q = {.kind = PL_ASK_ROOM};
    struct pl_entry *entry;
    if (!core->config.ask[PL_ASK_ROOM].on)
        return false;
    entry = calloc(1, sizeof(*entry) + w->name.len + w->password.len);
    if (!entry) {
        core->out_of_memory = true;
        return false;
    }
    if (w->number == 0)
        w->number = w->room ? w->room->number : pl_room_next_number(core);
    *entry = (struct pl_entry){.session = s,
                               .re = re,
                               .number = w->number,
                               .name_len = w->name.len,
                               .password_len = w->password.len};
    if (w->name.len > 0)
        memcpy(entry->text, w->name.data, w->name.len);
    if (w->password.len > 0)
        memcpy(entry->text + w->name.len, w->password.data, w->password.len);
    s->entry = entry;
    q.room = (struct pl_question_room){w->number, w->name, w->password};
    if (pl_ask_open(core, &entry->ask, s, &q))
        return true;
    pl_room_entry_free(core, s);
    return false;
}

void pl_room_entry_free(struct pl_core *core, struct pl_session *s)
{
    if (!s->entry)
        return;
    pl_ask_free(core, &s->entry->ask);
    free(s->entry);
    s->entry = NULL;
}

void pl_room_entry_gone(struct pl_core *core, struct pl_session *s)
{
    if (s->entry)
        pl_ask_drop(core, &s->entry->ask);
    pl_room_entry_free(core, s);
}

void pl_room_ruled(struct pl_core *core, struct pl_ask *ask, const struct pl_ruling *ruling)
{
    struct pl_entry *entry = pl_container_of(ask, struct pl_entry, ask);
    struct pl_session *s = entry->session;
    struct wanted w = {
        .number = entry->number,
        .name = pl_bytes_of(entry->text, entry->name_len),
        .password = pl_bytes_of(entry->text + entry->name_len, entry->password_len),
    };
    int code = ruling->code == PL_RULING_NOBODY ? PL_GV_ERR_SUCCESS : ruling->code;
    w.room = w.name.len > 0 ? pl_strmap_get(&core->rooms_by_name, w.name)
                            : pl_idmap_get(&core->rooms, (uint32_t)w.number);
    if (!code) /* what was true when he asked may have changed */
        code = check_entry(core, s, &w);
    if (!code)
        code = enter_now(core, s, &w, entry->re);
    if (code) {
        refused(core, s, w.number, code);
        pl_session_error(core, s, entry->re, code, NULL, w.number);
    }
    pl_room_entry_free(core, s);
}

/* ---- what clients say ---- */

static struct pl_answer enter(struct pl_core *core, struct pl_session *s, struct wanted *w,
                              int64_t re)
{
    int code = s->entry ? PL_GV_ERR_ROOM_ENTERFAIL : check_entry(core, s, w);
    int32_t number;
    if (!code && ask(core, s, w, re))
        return PL_ANSWER_GIVEN;
    if (!code)
        code = enter_now(core, s, w, re);
    if (!code)
        return PL_ANSWER_GIVEN;
    number = w->room ? w->room->number : w->number;
    refused(core, s, number, code);
    return PL_REFUSED(code, .room = number);
}

struct pl_answer pl_room_enter(struct pl_core *core, struct pl_session *s,
                               const struct pl_wire_msg *msg)
{
    struct wanted w = {
        .number = msg->u.enter.room,
        .password = msg->u.enter.password,
        .room = pl_idmap_get(&core->rooms, (uint32_t)msg->u.enter.room),
    };
    return enter(core, s, &w, msg->id);
}

struct pl_answer pl_room_enter_name(struct pl_core *core, struct pl_session *s,
                                    const struct pl_wire_msg *msg)
{
    struct wanted w = {
        .name = msg->u.enter_name.name,
        .password = msg->u.enter_name.password,
        .room = pl_strmap_get(&core->rooms_by_name, msg->u.enter_name.name),
    };
    if (w.name.len == 0)
        return PL_REFUSED(PL_GV_ERR_FUNCOPTERROR, .detail = "empty room name");
    return enter(core, s, &w, msg->id);
}

/* ---- leaving ---- */

void pl_room_leave(struct pl_core *core, struct pl_session *s, int code)
{
    struct pl_effect leave = {.type = PL_EFFECT_MEDIA_LEAVE, .media_leave = {s->id}};
    struct pl_wire_msg msg = {.type = PL_WIRE_USER_LEFT};
    struct pl_room *room = s->room;
    assert(room);
    pl_stage_left(core, s);
    pl_private_left(core, s);
    pl_emit(core, &leave);
    pl_offer_left(core, s);
    pl_session_fact(core, s, PL_FACT_ROOM_LEAVE, code);
    pl_tell_leave(core, s, code);
    pl_list_remove(&s->in_room);
    room->member_count--;
    if (room->member_count == 0)
        pl_session_fact(core, s, PL_FACT_ROOM_CLOSE, 0);
    s->room = NULL;
    pl_copied_left(core, s);
    pl_record_left(core, room, s);
    msg.u.user_left.user = s->user;
    msg.u.user_left.code = code;
    if (!core->stopping)
        pl_room_send_of(core, room, s, false, &msg);
    pl_seat_left(s);
    pl_codec_left(core, room, s);
    if (room->member_count == 0)
        pl_room_free(core, room);
    else
        pl_p2p_refresh(core, room);
}

struct pl_answer pl_room_leave_request(struct pl_core *core, struct pl_session *s,
                                       const struct pl_wire_msg *msg)
{
    int32_t number = msg->u.leave.room;
    if (s->entry && (number == -1 || number == s->entry->number)) {
        /* He has changed his mind while others were asked. */
        pl_session_error(core, s, s->entry->re, PL_GV_ERR_ROOM_ENTERFAIL,
                         "left before it was allowed", s->entry->number);
        pl_room_entry_gone(core, s);
    }
    /* An old number, or leaving twice, is harmless (pages do both). */
    if (s->room && (number == -1 || number == s->room->number))
        pl_room_leave(core, s, PL_GV_ERR_SUCCESS);
    return PL_ANSWER_DONE;
}

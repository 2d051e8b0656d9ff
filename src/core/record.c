/* SPDX-License-Identifier: Apache-2.0 */
#include "core/record.h"

#include "core/emit.h"
#include "core/room.h"
#include "core/session.h"
#include "core/tell.h"

#include <assert.h>
#include <stdlib.h>

enum { STOPPING_SECONDS = 300 }; /* then the shell has forgotten it */

static const struct pl_bytes nothing = {NULL, 0};

const char *pl_record_line_name(enum pl_record_line line)
{
    static const char *const names[PL_RECORD_LINES] = {
        "",        "asked", "notice", "consent", "refusal",  "silence", "start", "joined",
        "devices", "left",  "tag",    "stop",    "snapshot", "text",    "insert"};
    assert(line > 0 && line < PL_RECORD_LINES);
    return names[line];
}

const char *pl_record_by_name(enum pl_record_by by)
{
    static const char *const names[] = {"", "user", "server", "operator", "rule"};
    return names[by];
}

/* ---- telling ---- */

void pl_record_fact(struct pl_core *core, const struct pl_record *r, enum pl_fact_kind kind,
                    int code)
{
    struct pl_fact f = {.kind = kind, .session = r->of_session, .user = r->wish.user, .code = code};
    f.room = r->room ? r->room->number : 0;
    pl_emit_fact(core, &f);
}

void pl_record_write_line(struct pl_core *core, const struct pl_record *r, enum pl_record_line line,
                          int32_t user, struct pl_bytes text)
{
    struct pl_effect e = {.type = PL_EFFECT_RECORD_LINE};
    e.record_line.record = r->id;
    e.record_line.line = line;
    e.record_line.user = user;
    e.record_line.text = text.len > 0 ? pl_emit_copy(core, text) : nothing;
    pl_emit(core, &e);
}

void pl_record_tell(struct pl_core *core, const struct pl_record *r, struct pl_session *s,
                    enum pl_wire_record_state state, bool consent)
{
    struct pl_wire_msg msg = {.type = PL_WIRE_RECORDING};
    msg.u.recording.record = (int32_t)r->id;
    msg.u.recording.state = state;
    msg.u.recording.user = r->wish.user;
    msg.u.recording.by = r->by_user;
    msg.u.recording.flags = r->wish.flags;
    msg.u.recording.has_consent = consent;
    msg.u.recording.consent = consent;
    if (s)
        pl_session_send(core, s, &msg);
    else if (!core->stopping)
        pl_room_send(core, r->room, NULL, &msg);
}

static void say_recorded(struct pl_core *core, struct pl_session *to, const struct pl_record *r,
                         const struct pl_event *e)
{
    struct pl_wire_msg msg = {.type = PL_WIRE_RECORDED};
    struct pl_wire_recorded *m = &msg.u.recorded;
    m->record = (int32_t)r->id;
    m->user = r->wish.user;
    m->code = e->recorded.code;
    m->file = e->recorded.file;
    m->url = e->recorded.url;
    m->seconds = e->recorded.seconds;
    m->flags = r->wish.flags;
    m->param = r->wish.param;
    m->text = r->wish.text;
    m->has_md5 = e->recorded.md5.len > 0;
    m->md5 = e->recorded.md5;
    pl_session_send(core, to, &msg);
}

/* The page that asked; what a business server asked, the page of who was recorded. */
static struct pl_session *whom_to_tell(const struct pl_core *core, const struct pl_record *r,
                                       int code)
{
    uint32_t wanted = PL_BRAC_RECORD_FLAGS_LOCALCB | (code ? PL_ANYCHAT_RECORD_FLAGS_ERRORCODE : 0);
    if (!(r->wish.flags & wanted) || r->by == PL_RECORD_BY_RULE)
        return NULL;
    return pl_idmap_get(&core->sessions,
                        r->by == PL_RECORD_BY_USER ? r->by_session : r->of_session);
}

static void tell_result(struct pl_core *core, const struct pl_record *r, const struct pl_event *e)
{
    struct pl_session *to = whom_to_tell(core, r, e->recorded.code);
    if (r->cancelled)
        return;
    if (to)
        say_recorded(core, to, r, e);
    if (e->recorded.file.len > 0)
        pl_tell_recorded(core, r, e->recorded.file, e->recorded.seconds);
}

/* ---- life ---- */

static void free_record(struct pl_core *core, struct pl_record *r)
{
    struct pl_session *by = r->by_session ? pl_idmap_get(&core->sessions, r->by_session) : NULL;
    assert(r->party_count == 0);
    if (by)
        by->records--;
    pl_heap_disarm(&core->timers, &r->timer.node);
    pl_list_remove(&r->in_core);
    pl_list_remove(&r->in_room);
    pl_idmap_remove(&core->records, r->id);
    free(r->changed_text);
    free(r);
}

void pl_record_free_all(struct pl_core *core)
{
    struct pl_list *it, *tmp;
    pl_list_for_each_safe(it, tmp, &core->records_by_age)
    {
        struct pl_record *r = pl_container_of(it, struct pl_record, in_core);
        pl_list_remove(&r->in_room);
        free(r->changed_text);
        free(r);
    }
}

/* It is over; what there is of it was told by the shell. */
static void finish(struct pl_core *core, struct pl_record *r, const struct pl_event *e)
{
    pl_record_fact(core, r, e->recorded.code ? PL_FACT_RECORD_FAIL : PL_FACT_RECORD_END,
                   e->recorded.code);
    core->records_failed += e->recorded.code ? 1 : 0;
    tell_result(core, r, e);
    free_record(core, r);
}

/* Out of the room: nothing of it is recorded any more. */
static void withdraw(struct pl_core *core, struct pl_record *r)
{
    pl_record_release(core, r);
    pl_record_write_line(core, r, PL_RECORD_LINE_STOP, 0, nothing);
    pl_record_tell(core, r, NULL, PL_WIRE_RECORD_STATE_ENDED, false);
    pl_heap_disarm(&core->timers, &r->timer.node);
    pl_list_remove(&r->in_room);
    r->room = NULL;
}

void pl_record_stop(struct pl_core *core, struct pl_record *r, int code)
{
    const struct pl_event never = {
        .recorded = {.record = r->id, .code = code ? code : PL_GV_ERR_RECORD_NOTASK}};
    struct pl_effect e = {.type = PL_EFFECT_RECORD_STOP};
    bool begun = r->state != PL_RECORD_ASKING;
    assert(r->state != PL_RECORD_STOPPING);
    e.record_stop.record = r->id;
    e.record_stop.code = code;
    e.record_stop.cancel = r->cancelled;
    r->state = PL_RECORD_STOPPING;
    withdraw(core, r);
    pl_emit(core, &e);
    if (!begun)
        finish(core, r, &never);
    else
        pl_emit_timer(core, &r->timer, core->now + PL_SEC(STOPPING_SECONDS));
}

void pl_record_due(struct pl_core *core, struct pl_record *r)
{
    const struct pl_event lost = {
        .recorded = {.record = r->id, .code = PL_GV_ERR_RECORD_CREATEFAIL}};
    if (r->state == PL_RECORD_ASKING)
        (void)pl_record_time_over(core, r);
    else if (r->state == PL_RECORD_STOPPING)
        finish(core, r, &lost);
    else
        pl_record_stop(core, r, PL_GV_ERR_RECORD_WAITINFO); /* no picture has come */
}

/* ---- rooms ---- */

void pl_record_left(struct pl_core *core, struct pl_room *room, struct pl_session *s)
{
    struct pl_list *it, *tmp;
    pl_list_for_each_safe(it, tmp, &room->records)
    {
        struct pl_record *r = pl_container_of(it, struct pl_record, in_room);
        if (r->of_session == s->id || r->by_session == s->id)
            pl_record_stop(core, r, 0);
        else
            pl_record_update(core, r);
    }
}

void pl_record_refresh(struct pl_core *core, struct pl_room *room)
{
    struct pl_list *it, *tmp;
    if (!room)
        return;
    pl_list_for_each_safe(it, tmp, &room->records)
    {
        pl_record_update(core, pl_container_of(it, struct pl_record, in_room));
    }
}

/* ---- what the shell says ---- */

void pl_record_event_recorder(struct pl_core *core, bool up)
{
    core->recorder_up = up;
}

void pl_record_event_told(struct pl_core *core, const struct pl_event *event)
{
    struct pl_record *r = pl_idmap_get(&core->records, event->recorded.record);
    if (!r || r->state == PL_RECORD_ASKING)
        return;
    if (!event->recorded.finished) {
        if (r->state == PL_RECORD_STARTING)
            r->state = PL_RECORD_RUNNING;
        return;
    }
    if (r->state != PL_RECORD_STOPPING)
        withdraw(core, r);
    finish(core, r, event);
}

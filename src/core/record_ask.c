/* SPDX-License-Identifier: Apache-2.0 */
/* Recordings that begin and end: who may, and what is asked for. */
#include "core/record.h"

#include "core/counter/counter.h"
#include "core/emit.h"
#include "core/private.h"
#include "core/session.h"

#include <stdlib.h>

enum {
    REQUESTS_BURST = 16,
    BOTH = PL_BRAC_RECORD_FLAGS_VIDEO | PL_BRAC_RECORD_FLAGS_AUDIO,
};

static const struct pl_bytes nothing = {NULL, 0};

/* ---- who may ---- */

static struct pl_record *find(const struct pl_core *core, enum pl_record_by by, uint64_t session,
                              int32_t user)
{
    struct pl_list *it;
    pl_list_for_each(it, &core->records_by_age)
    {
        struct pl_record *r = pl_container_of(it, struct pl_record, in_core);
        if (r->by == by && r->by_session == session && r->wish.user == user &&
            r->state != PL_RECORD_STOPPING && !pl_record_is_snapshot(r))
            return r;
    }
    return NULL;
}

static struct pl_answer may_ask(const struct pl_core *core, const struct pl_session *s,
                                const struct pl_session *of)
{
    if (core->config.record_clients == PL_CORE_RECORD_NOBODY)
        return PL_REFUSED(PL_GV_ERR_FUNCNOTALLOW, .detail = "pages may not record at the server");
    if (core->config.record_clients == PL_CORE_RECORD_SELF && of != s)
        return PL_REFUSED(PL_GV_ERR_FUNCNOTALLOW, .detail = "pages may record their own user only");
    if (!s->room || of->room != s->room)
        return PL_REFUSED(PL_GV_ERR_RECORD_WAITINFO, .detail = "not in one's room");
    if (of != s && !pl_private_allows(s, of))
        return PL_REFUSED(PL_GV_ERR_FUNCNOTALLOW, .detail = "not to be seen in this chat mode");
    if (s->records >= PL_LIMIT_SERVER_RECORDINGS)
        return PL_REFUSED(PL_GV_ERR_NOENOUGHRESOURCE, .detail = "too many recordings");
    return PL_ANSWER_DONE;
}

/* s: the client who asks; NULL: somebody else. */
static struct pl_answer judge(const struct pl_core *core, enum pl_record_by by,
                              const struct pl_session *s, int32_t user, uint32_t flags)
{
    const struct pl_session *of = user ? pl_idmap_get(&core->users, (uint32_t)user) : NULL;
    bool snapshot = (flags & PL_BRAC_RECORD_FLAGS_SNAPSHOT) != 0;
    struct pl_answer answer = PL_ANSWER_DONE;
    if (!core->config.records)
        return PL_REFUSED(PL_GV_ERR_FUNCNOTALLOW, .detail = "no recordings at this server");
    if (!core->recorder_up || core->draining)
        return PL_REFUSED(PL_GV_ERR_RECORD_CREATEFAIL, .detail = "no recorder");
    if (!of)
        return PL_REFUSED(PL_GV_ERR_INVALID_USERID);
    if (s)
        answer = may_ask(core, s, of);
    if (answer.code)
        return answer;
    if (!of->room)
        return PL_REFUSED(PL_GV_ERR_RECORD_WAITINFO, .detail = "in no room");
    if (!snapshot && find(core, by, s ? s->id : 0, user))
        return PL_REFUSED(PL_GV_ERR_RECORD_CREATEFAIL, .detail = "it runs already");
    if (snapshot && of->streams == 0)
        return PL_REFUSED(PL_GV_ERR_RECORD_WAITINFO, .detail = "its camera is closed");
    if (core->records.count >= core->config.max_records)
        return PL_REFUSED(PL_GV_ERR_NOENOUGHRESOURCE, .detail = "too many recordings");
    return answer;
}

int pl_record_check(const struct pl_core *core, int32_t user, uint32_t flags, bool on)
{
    if (on)
        return judge(core, PL_RECORD_BY_SERVER, NULL, user, flags).code;
    return find(core, PL_RECORD_BY_SERVER, 0, user) ? 0 : PL_GV_ERR_RECORD_NOTASK;
}

/* ---- beginning ---- */

static struct pl_record *create(struct pl_core *core, const struct pl_record_wish *wish,
                                enum pl_record_by by, struct pl_session *s, struct pl_session *of)
{
    struct pl_record *r = calloc(1, sizeof(*r) + wish->text.len);
    if (!r)
        return NULL;
    r->id = core->next_record == INT32_MAX ? 1 : core->next_record;
    if (pl_idmap_put(&core->records, r->id, r) != PL_OK) {
        free(r);
        return NULL;
    }
    core->next_record = r->id + 1;
    r->wish = *wish;
    if (!(wish->flags & BOTH))
        r->wish.flags |= BOTH;
    if (wish->text.len > 0)
        memcpy(r->text, wish->text.data, wish->text.len);
    r->wish.text = pl_bytes_of(r->text, wish->text.len);
    r->by = by;
    r->by_user = s ? s->user : 0;
    r->by_session = s ? s->id : 0;
    r->of_session = of->id;
    r->room = of->room;
    r->timer.kind = PL_TIMER_RECORD;
    pl_list_add_tail(&core->records_by_age, &r->in_core);
    pl_list_add_tail(&of->room->records, &r->in_room);
    if (s)
        s->records++;
    core->records_asked++;
    return r;
}

static void open_it(struct pl_core *core, struct pl_record *r, const struct pl_session *of)
{
    struct pl_effect e = {.type = PL_EFFECT_RECORD_OPEN};
    e.record_open.record = r->id;
    e.record_open.by = r->by;
    e.record_open.by_user = r->by_user;
    e.record_open.room = r->room->number;
    e.record_open.consent = core->config.record_consent;
    e.record_open.wish = r->wish;
    e.record_open.wish.text = pl_emit_copy(core, r->wish.text);
    e.record_open.name = pl_emit_copy(core, pl_session_nick(of));
    pl_emit(core, &e);
    pl_record_fact(core, r, PL_FACT_RECORD_ASK, 0);
    pl_record_write_line(core, r, PL_RECORD_LINE_ASKED, r->by_user, nothing);
    if (core->config.record_consent)
        pl_emit_timer(core, &r->timer, core->now + core->config.record_consent_us);
}

static struct pl_answer start(struct pl_core *core, const struct pl_record_wish *wish,
                              enum pl_record_by by, struct pl_session *s)
{
    struct pl_answer answer = judge(core, by, s, wish->user, wish->flags);
    struct pl_session *of = pl_idmap_get(&core->users, (uint32_t)wish->user);
    struct pl_record *r;
    if (answer.code)
        return answer;
    r = create(core, wish, by, s, of);
    if (!r)
        return PL_REFUSED(PL_GV_ERR_NOENOUGHRESOURCE);
    open_it(core, r, of);
    pl_record_update(core, r);
    return answer;
}

/* ---- the rule ---- */

static bool is_served(const struct pl_core *core, const struct pl_room *room)
{
    for (unsigned i = 0; i < 2; i++) {
        const struct pl_counter_person *p = pl_counter_person_of(core->counter, room->only[i]);
        if (p && p->agent && p->agent->client != 0)
            return true;
    }
    return false;
}

/* Calls of which the settings want a recording: once both are there. */
static void apply_rule(struct pl_core *core, const struct pl_room *room)
{
    struct pl_record_wish wish = {.user = room->only[0], .flags = core->config.record_rule_flags};
    if (core->config.record_rule == PL_CORE_RECORD_RULE_NONE || room->only[0] == 0 ||
        room->member_count != 2 || find(core, PL_RECORD_BY_RULE, 0, wish.user))
        return;
    if (core->config.record_rule == PL_CORE_RECORD_RULE_SERVED && !is_served(core, room))
        return;
    (void)start(core, &wish, PL_RECORD_BY_RULE, NULL); /* without a recorder: the log says so */
}

void pl_record_entered(struct pl_core *core, struct pl_session *s)
{
    struct pl_list *it, *tmp;
    pl_list_for_each_safe(it, tmp, &s->room->records)
    {
        pl_record_greet(core, pl_container_of(it, struct pl_record, in_room), s);
    }
    apply_rule(core, s->room);
}

/* ---- what the shell says ---- */

static void stop_wished(struct pl_core *core, struct pl_record *r, uint32_t flags)
{
    r->cancelled = (flags & PL_ANYCHAT_RECORD_FLAGS_CANCEL) != 0;
    pl_record_stop(core, r, 0);
}

void pl_record_event_ask(struct pl_core *core, const struct pl_event *event)
{
    struct pl_record *r;
    if (event->record_ask.on) {
        (void)start(core, &event->record_ask.wish, event->record_ask.by, NULL);
        return;
    }
    r = event->record_ask.record ? pl_idmap_get(&core->records, event->record_ask.record)
                                 : find(core, event->record_ask.by, 0, event->record_ask.wish.user);
    if (r && r->state != PL_RECORD_STOPPING)
        stop_wished(core, r, event->record_ask.wish.flags);
}

int pl_record_check_tag(const struct pl_core *core, enum pl_record_by by, int32_t user)
{
    const struct pl_record *r = find(core, by, 0, user);
    if (!r)
        return PL_GV_ERR_RECORD_NOTASK;
    return r->tags >= PL_LIMIT_RECORD_TAGS ? PL_GV_ERR_NOENOUGHRESOURCE : PL_GV_ERR_SUCCESS;
}

void pl_record_event_tag(struct pl_core *core, const struct pl_event *event)
{
    int32_t user = event->record_tag.user;
    struct pl_record *r = find(core, event->record_tag.by, 0, user);
    if (pl_record_check_tag(core, event->record_tag.by, user))
        return;
    r->tags++;
    pl_record_write_line(core, r, PL_RECORD_LINE_TAG, 0, event->record_tag.text);
}

/* ---- what clients say ---- */

static int32_t meant(const struct pl_session *s, int32_t user)
{
    return user == -1 ? s->user : user;
}

static struct pl_record_wish wish_of(const struct pl_session *s, const struct pl_wire_record *m)
{
    return (struct pl_record_wish){
        .user = meant(s, m->user),
        .flags = (uint32_t)m->flags,
        .param = m->param,
        .text = m->has_text ? m->text : nothing,
        .file_type = m->has_file_type ? m->file_type : 0,
        .width = m->has_width ? m->width : 0,
        .height = m->has_height ? m->height : 0,
        .video_bps = m->has_video_bps ? m->video_bps : 0,
        .audio_bps = m->has_audio_bps ? m->audio_bps : 0,
        .clip = m->has_clip ? m->clip : 0,
        .undated = m->has_undated && m->undated,
    };
}

struct pl_answer pl_record_request(struct pl_core *core, struct pl_session *s,
                                   const struct pl_wire_msg *msg)
{
    const struct pl_rate rate = {PL_SEC(60) / PL_LIMIT_SERVER_RECORDINGS_PER_MINUTE,
                                 REQUESTS_BURST};
    const struct pl_wire_record *m = &msg->u.record;
    struct pl_record_wish wish = wish_of(s, m);
    struct pl_record *r;
    if (m->on) {
        if (!pl_bucket_take(&s->record_requests, rate, core->now))
            return PL_REFUSED(PL_GV_ERR_NOENOUGHRESOURCE, .detail = "too many requests");
        return start(core, &wish, PL_RECORD_BY_USER, s);
    }
    r = find(core, PL_RECORD_BY_USER, s->id, wish.user);
    if (!r)
        return PL_REFUSED(PL_GV_ERR_RECORD_NOTASK);
    stop_wished(core, r, wish.flags);
    return PL_ANSWER_DONE;
}

/* One of s that may have another line of this kind. */
static struct pl_answer markable(struct pl_core *core, const struct pl_session *s, int32_t user,
                                 struct pl_record **out)
{
    struct pl_record *r = *out = find(core, PL_RECORD_BY_USER, s->id, meant(s, user));
    if (!r)
        return PL_REFUSED(PL_GV_ERR_RECORD_NOTASK);
    if (r->tags >= PL_LIMIT_RECORD_TAGS)
        return PL_REFUSED(PL_GV_ERR_NOENOUGHRESOURCE, .detail = "too many marks and changes");
    return PL_ANSWER_DONE;
}

struct pl_answer pl_record_tag(struct pl_core *core, struct pl_session *s,
                               const struct pl_wire_msg *msg)
{
    struct pl_record *r;
    struct pl_answer answer = markable(core, s, msg->u.record_tag.user, &r);
    if (answer.code)
        return answer;
    r->tags++;
    pl_record_write_line(core, r, PL_RECORD_LINE_TAG, s->user, msg->u.record_tag.text);
    return PL_ANSWER_DONE;
}

static bool set_text(struct pl_record *r, struct pl_bytes text)
{
    uint8_t *copy = malloc(text.len + 1);
    if (!copy)
        return false;
    if (text.len > 0)
        memcpy(copy, text.data, text.len);
    free(r->changed_text);
    r->changed_text = copy;
    r->wish.text = pl_bytes_of(copy, text.len);
    return true;
}

struct pl_answer pl_record_change(struct pl_core *core, struct pl_session *s,
                                  const struct pl_wire_msg *msg)
{
    const struct pl_wire_record_change *m = &msg->u.record_change;
    struct pl_record *r;
    struct pl_answer answer = markable(core, s, m->user, &r);
    if (answer.code)
        return answer;
    if (!m->has_text && !m->has_insert)
        return PL_REFUSED(PL_GV_ERR_FUNCOPTERROR, .detail = "neither text nor insert");
    if (m->has_text && !set_text(r, m->text))
        return PL_REFUSED(PL_GV_ERR_NOENOUGHRESOURCE);
    r->tags++;
    if (m->has_text)
        pl_record_write_line(core, r, PL_RECORD_LINE_TEXT, s->user, m->text);
    if (m->has_insert)
        pl_record_write_line(core, r, PL_RECORD_LINE_INSERT, s->user, m->insert);
    return answer;
}

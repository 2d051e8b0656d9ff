/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Recordings that pages make themselves and upload while they grow: who may, and what is told of
 * them. Their bytes are a transfer to the server.
 *
 * Who may: as pl_core_config.record_uploads says, of oneself or of members of one's room whom one
 * may see. Where consent is asked before recordings, nobody could have been asked before these:
 * only those of the page's own user alone are taken.
 */
#include "core/dispatch.h"
#include "core/emit.h"
#include "core/private.h"
#include "core/session.h"
#include "core/transfer.h"
#include "proto/wire/constants_gen.h"

enum {
    REQUESTS_BURST = 16,
    BOTH = PL_BRAC_RECORD_FLAGS_VIDEO | PL_BRAC_RECORD_FLAGS_AUDIO,
    MIXED = PL_BRAC_RECORD_FLAGS_MIXAUDIO | PL_BRAC_RECORD_FLAGS_MIXVIDEO |
            PL_BRAC_RECORD_FLAGS_ABREAST | PL_BRAC_RECORD_FLAGS_STEREO,
};

/* ---- who may ---- */

static unsigned uploads_of(const struct pl_session *s)
{
    const struct pl_list *it;
    unsigned n = 0;
    pl_list_for_each(it, &s->sends) n +=
        pl_container_of(it, struct pl_transfer, in_sends)->upload ? 1 : 0;
    return n;
}

/* Of a new one: whom it shows. */
static struct pl_answer judge_user(const struct pl_core *core, const struct pl_session *s,
                                   const struct pl_session *of, uint32_t flags)
{
    if (!of)
        return PL_REFUSED(PL_GV_ERR_INVALID_USERID);
    if (core->config.record_uploads == PL_CORE_RECORD_SELF && of != s)
        return PL_REFUSED(PL_GV_ERR_FUNCNOTALLOW, .detail = "recordings of one's own user only");
    if (core->config.record_consent && (of != s || (flags & MIXED)))
        return PL_REFUSED(PL_GV_ERR_FUNCNOTALLOW,
                          .detail = "others are asked before: record at the server");
    if (of != s && (!s->room || of->room != s->room))
        return PL_REFUSED(PL_GV_ERR_RECORD_WAITINFO, .detail = "not in one's room");
    if (of != s && !pl_private_allows(s, of))
        return PL_REFUSED(PL_GV_ERR_FUNCNOTALLOW, .detail = "not to be seen in this chat mode");
    return PL_ANSWER_DONE;
}

static struct pl_answer judge(struct pl_core *core, struct pl_session *s)
{
    const struct pl_rate rate = {PL_SEC(60) / PL_LIMIT_SERVER_RECORDINGS_PER_MINUTE,
                                 REQUESTS_BURST};
    if (!core->config.records || core->config.record_uploads == PL_CORE_RECORD_NOBODY ||
        core->config.record_upload_bytes == 0)
        return PL_REFUSED(PL_GV_ERR_FUNCNOTALLOW, .detail = "recordings of pages are not taken");
    if (uploads_of(s) >= PL_LIMIT_RECORD_UPLOADS)
        return PL_REFUSED(PL_GV_ERR_NOENOUGHRESOURCE, .detail = "too many uploads");
    if (!pl_bucket_take(&s->record_requests, rate, core->now))
        return PL_REFUSED(PL_GV_ERR_NOENOUGHRESOURCE, .detail = "too many requests");
    return PL_ANSWER_DONE;
}

/* ---- beginning ---- */

static struct pl_record_wish wish_of(struct pl_core *core, const struct pl_wire_record_upload *m,
                                     int32_t user)
{
    uint32_t flags = (uint32_t)m->flags & ~(uint32_t)PL_BRAC_RECORD_FLAGS_SERVER;
    return (struct pl_record_wish){
        .user = user,
        .flags = flags & BOTH ? flags : flags | BOTH,
        .param = m->param,
        .text = m->has_text ? pl_emit_copy(core, m->text) : pl_bytes_of(NULL, 0),
        .file_type = m->has_file_type ? m->file_type : 0,
        .width = m->has_width ? m->width : 0,
        .height = m->has_height ? m->height : 0,
        .video_bps = m->has_video_bps ? m->video_bps : 0,
        .audio_bps = m->has_audio_bps ? m->audio_bps : 0,
        .clip = m->has_clip ? m->clip : 0,
        .undated = m->has_undated && m->undated,
    };
}

static void open_it(struct pl_core *core, const struct pl_transfer *t, const struct pl_session *of,
                    const struct pl_wire_record_upload *m)
{
    struct pl_effect e = {.type = PL_EFFECT_UPLOAD_OPEN};
    e.upload_open.transfer = t->id;
    e.upload_open.session = t->from->id;
    e.upload_open.by_user = t->from->user;
    if (m->has_key) {
        e.upload_open.key = pl_emit_copy(core, m->key);
    } else {
        e.upload_open.record = core->next_record == INT32_MAX ? 1 : core->next_record;
        core->next_record = e.upload_open.record + 1;
        e.upload_open.room = t->from->room ? t->from->room->number : 0;
        e.upload_open.wish = wish_of(core, m, of->user);
        e.upload_open.name = pl_emit_copy(core, pl_session_nick(of));
    }
    pl_emit(core, &e);
}

struct pl_answer pl_upload_request(struct pl_core *core, struct pl_session *s,
                                   const struct pl_wire_msg *msg)
{
    const struct pl_wire_record_upload *m = &msg->u.record_upload;
    const struct pl_session *of =
        m->user == -1 || m->user == s->user ? s : pl_idmap_get(&core->users, (uint32_t)m->user);
    struct pl_answer answer = judge(core, s);
    struct pl_transfer *t;
    if (!answer.code && !m->has_key)
        answer = judge_user(core, s, of, (uint32_t)m->flags);
    if (!answer.code && m->has_key && m->key.len == 0)
        answer = PL_REFUSED(PL_GV_ERR_FUNCOPTERROR, .detail = "key: empty");
    if (!answer.code && core->draining)
        answer = PL_REFUSED(PL_GV_ERR_RECORD_CREATEFAIL, .detail = "the server is ending");
    if (answer.code)
        return answer;
    t = pl_transfer_create(core, s, NULL, 0);
    if (!t)
        return PL_REFUSED(PL_GV_ERR_NOENOUGHRESOURCE, .detail = "too many transfers");
    t->upload = true;
    t->size = core->config.record_upload_bytes;
    pl_transfer_say_opened(core, s, msg->id, t);
    open_it(core, t, of, m);
    return PL_ANSWER_GIVEN;
}

/* ---- what the shell says ---- */

void pl_transfer_cut(struct pl_transfer *t, uint64_t size)
{
    t->size = size;
    t->limit = t->limit < size ? t->limit : size;
}

void pl_upload_opened(struct pl_core *core, struct pl_transfer *t, const struct pl_event *event)
{
    struct pl_wire_msg msg = {.type = PL_WIRE_RECORD_UPLOADING};
    t->have = t->kept = t->next = event->stored.offset;
    msg.u.record_uploading.transfer = t->id;
    msg.u.record_uploading.record = (int32_t)event->stored.record;
    msg.u.record_uploading.key = event->stored.key;
    pl_session_send(core, t->from, &msg);
    pl_transfer_store_ask(core, t);
    pl_transfer_store_end(core, t);
}

static void say_made(struct pl_core *core, struct pl_session *s, const struct pl_event *event)
{
    struct pl_wire_msg msg = {.type = PL_WIRE_RECORD_CONVERTING};
    msg.u.record_converting.record = (int32_t)event->uploaded.record;
    msg.u.record_converting.ms = event->uploaded.made_ms;
    if (s->link)
        pl_emit_message(core, s->link->id, &msg);
}

void pl_upload_told(struct pl_core *core, const struct pl_event *event)
{
    struct pl_session *s = pl_idmap_get(&core->sessions, event->uploaded.session);
    struct pl_wire_msg msg = {.type = PL_WIRE_RECORDED};
    struct pl_wire_recorded *m = &msg.u.recorded;
    if (!s)
        return;
    if (!event->uploaded.finished) {
        say_made(core, s, event);
        return;
    }
    m->record = (int32_t)event->uploaded.record;
    m->user = event->uploaded.user;
    m->code = event->uploaded.code;
    m->file = event->uploaded.file;
    m->url = event->uploaded.url;
    m->seconds = event->uploaded.seconds;
    m->flags = event->uploaded.flags;
    m->param = event->uploaded.param;
    m->text = event->uploaded.text;
    m->has_md5 = event->uploaded.md5.len > 0;
    m->md5 = event->uploaded.md5;
    pl_session_send(core, s, &msg);
}

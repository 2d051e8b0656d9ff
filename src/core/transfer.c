/* SPDX-License-Identifier: Apache-2.0 */
#include "core/transfer.h"

#include "core/dispatch.h"
#include "core/emit.h"
#include "core/session.h"

#include <assert.h>
#include <stdlib.h>

enum { SERVER = 0 };

/* ---- telling ---- */

static void fact(struct pl_core *core, const struct pl_transfer *t, enum pl_fact_kind kind,
                 int code)
{
    struct pl_fact f = {.kind = kind, .code = code};
    f.session = (t->from ? t->from : t->to)->id;
    f.user = t->from && t->to ? t->to->user : SERVER;
    pl_emit_fact(core, &f);
}

static void say_closed(struct pl_core *core, struct pl_session *to, const struct pl_transfer *t,
                       enum pl_wire_file_side by, int code, struct pl_bytes file)
{
    struct pl_wire_msg msg = {.type = PL_WIRE_FILE_CLOSED};
    msg.u.file_closed.transfer = t->id;
    msg.u.file_closed.by = by;
    msg.u.file_closed.code = code;
    msg.u.file_closed.has_file = file.len > 0;
    msg.u.file_closed.file = file;
    pl_session_send(core, to, &msg);
}

void pl_transfer_say_opened(struct pl_core *core, struct pl_session *s, int64_t re,
                            const struct pl_transfer *t)
{
    struct pl_wire_msg msg = {.type = PL_WIRE_FILE_OPENED, .re = re};
    msg.u.file_opened.transfer = t->id;
    pl_session_send(core, s, &msg);
}

static void say_ended(struct pl_core *core, const struct pl_transfer *t)
{
    struct pl_wire_msg msg = {.type = PL_WIRE_FILE_ENDED};
    msg.u.file_ended.transfer = t->id;
    msg.u.file_ended.sha256 = pl_bytes_of(t->sum, PL_SUM_CHARS);
    pl_session_send(core, t->to, &msg);
}

void pl_transfer_offer(struct pl_core *core, const struct pl_transfer *t,
                       const struct pl_wire_file_offer *offer)
{
    struct pl_wire_msg msg = {.type = PL_WIRE_FILE_OFFERED};
    struct pl_wire_file_offered *o = &msg.u.file_offered;
    o->transfer = t->id;
    o->from = t->from ? t->from->user : SERVER;
    o->task = t->task;
    o->size = (int64_t)t->size;
    o->name = offer->name;
    o->has_buffer = offer->has_buffer;
    o->buffer = offer->buffer;
    o->has_is_text = offer->has_is_text;
    o->is_text = offer->is_text;
    o->has_w = offer->has_w;
    o->w = offer->w;
    o->has_l = offer->has_l;
    o->l = offer->l;
    o->has_flags = offer->has_flags;
    o->flags = offer->flags;
    o->has_guid = offer->has_guid;
    o->guid = offer->guid;
    o->has_param = offer->has_param;
    o->param = offer->param;
    pl_session_send(core, t->to, &msg);
    if (t->summed)
        say_ended(core, t);
}

/* ---- life ---- */

static uint32_t next_id(struct pl_core *core)
{
    do
        core->next_transfer = core->next_transfer == UINT32_MAX ? 1 : core->next_transfer + 1;
    while (pl_idmap_get(&core->transfers, core->next_transfer));
    return core->next_transfer;
}

struct pl_transfer *pl_transfer_create(struct pl_core *core, struct pl_session *from,
                                       struct pl_session *to, int32_t task)
{
    struct pl_transfer *t;
    if ((from && from->send_count >= PL_LIMIT_FILE_SENDS) ||
        (to && to->receive_count >= PL_LIMIT_FILE_RECEIVES))
        return NULL;
    t = calloc(1, sizeof(*t));
    if (!t)
        return NULL;
    t->id = next_id(core);
    if (pl_idmap_put(&core->transfers, t->id, t) != PL_OK) {
        free(t);
        return NULL;
    }
    t->from = from;
    t->to = to;
    t->task = task;
    pl_list_init(&t->in_sends);
    pl_list_init(&t->in_receives);
    if (from) {
        from->send_count++;
        pl_list_add_tail(&from->sends, &t->in_sends);
    }
    if (to) {
        to->receive_count++;
        pl_list_add_tail(&to->receives, &t->in_receives);
    }
    core->transfers_started++;
    return t;
}

static void free_transfer(struct pl_core *core, struct pl_transfer *t)
{
    if (t->from)
        t->from->send_count--;
    if (t->to) {
        t->to->receive_count--;
        t->to->bulk_flying -= t->next - t->have;
    }
    pl_list_remove(&t->in_sends);
    pl_list_remove(&t->in_receives);
    pl_idmap_remove(&core->transfers, t->id);
    free(t);
}

void pl_transfer_close(struct pl_core *core, struct pl_transfer *t, const struct pl_session *but,
                       enum pl_wire_file_side by, int code, struct pl_bytes file)
{
    struct pl_session *to;
    fact(core, t, PL_FACT_FILE_CLOSE, code);
    if (t->from && t->from != but)
        say_closed(core, t->from, t, by, code, file);
    if (t->to && t->to != but)
        say_closed(core, t->to, t, by, code, pl_bytes_of(NULL, 0));
    if (!t->from || !t->to)
        pl_transfer_store_drop(core, t, code);
    core->transfers_failed += code ? 1 : 0;
    to = t->to;
    free_transfer(core, t);
    if (to && to != but)
        pl_transfer_feed(core, to);
}

/* What somebody who just leaves does to his transfers is not a success of theirs. */
static int code_of_leaving(int code)
{
    return code == PL_GV_ERR_SUCCESS ? PL_GV_ERR_NOTLOGIN : code;
}

void pl_transfer_session_gone(struct pl_core *core, struct pl_session *s, int code)
{
    struct pl_list *it, *tmp;
    pl_list_for_each_safe(it, tmp, &s->sends)
    {
        struct pl_transfer *t = pl_container_of(it, struct pl_transfer, in_sends);
        t->left = true;
        pl_transfer_close(core, t, s, PL_WIRE_FILE_SIDE_SENDER, code_of_leaving(code),
                          pl_bytes_of(NULL, 0));
    }
    pl_list_for_each_safe(it, tmp, &s->receives)
    {
        pl_transfer_close(core, pl_container_of(it, struct pl_transfer, in_receives), s,
                          PL_WIRE_FILE_SIDE_RECEIVER, code_of_leaving(code), pl_bytes_of(NULL, 0));
    }
}

void pl_transfer_free_all(struct pl_core *core, struct pl_session *s)
{
    struct pl_list *it, *tmp;
    pl_list_for_each_safe(it, tmp, &s->sends)
    {
        free_transfer(core, pl_container_of(it, struct pl_transfer, in_sends));
    }
    pl_list_for_each_safe(it, tmp, &s->receives)
    {
        free_transfer(core, pl_container_of(it, struct pl_transfer, in_receives));
    }
}

/* ---- requests ---- */

/* Why a session may not send this; code 0: it may. */
static struct pl_answer judge(const struct pl_core *core, const struct pl_session *s,
                              const struct pl_wire_file_offer *offer, const struct pl_session *to)
{
    if (core->config.file_bytes == 0)
        return PL_REFUSED(PL_GV_ERR_FUNCNOTALLOW, .detail = "files are switched off");
    if (offer->buffer && offer->to == SERVER && !core->takers.file)
        return PL_REFUSED(PL_GV_ERR_SERVERSDK_FAIL, .detail = "nobody at the server takes it");
    if (offer->buffer && offer->size > PL_LIMIT_TRANS_BUFFER_EX_BYTES)
        return PL_REFUSED(PL_GV_ERR_FUNCOPTERROR, .detail = "size: a buffer is not so large");
    if (offer->to == SERVER && !core->config.file_store && !core->takers.file)
        return PL_REFUSED(PL_GV_ERR_FUNCNOTALLOW, .detail = "the server keeps no files");
    if (offer->to != SERVER && (!to || to == s))
        return PL_REFUSED(PL_GV_ERR_INVALID_USERID);
    if ((uint64_t)offer->size > core->config.file_bytes)
        return PL_REFUSED(PL_GV_ERR_TRANSFILE_TOOLARGE);
    return PL_ANSWER_DONE;
}

struct pl_answer pl_transfer_request(struct pl_core *core, struct pl_session *s,
                                     const struct pl_wire_msg *msg)
{
    const struct pl_wire_file_offer *offer = &msg->u.file_offer;
    struct pl_session *to =
        offer->to == SERVER ? NULL : pl_idmap_get(&core->users, (uint32_t)offer->to);
    struct pl_answer answer = judge(core, s, offer, to);
    struct pl_transfer *t;
    if (answer.code)
        return answer;
    t = pl_transfer_create(core, s, to, offer->task);
    if (!t)
        return PL_REFUSED(PL_GV_ERR_TRANSBUF_CREATEFAIL, .detail = "too many transfers");
    t->size = (uint64_t)offer->size;
    t->buffer = offer->buffer;
    t->is_text = offer->is_text;
    t->w = offer->w;
    t->l = offer->l;
    fact(core, t, PL_FACT_FILE_OPEN, 0);
    pl_transfer_say_opened(core, s, msg->id, t);
    if (to)
        pl_transfer_offer(core, t, offer);
    else
        pl_transfer_store_open(core, t, offer->name);
    return PL_ANSWER_GIVEN;
}

struct pl_answer pl_transfer_get(struct pl_core *core, struct pl_session *s,
                                 const struct pl_wire_msg *msg)
{
    struct pl_transfer *t;
    if (!core->config.file_store || core->config.file_bytes == 0)
        return PL_REFUSED(PL_GV_ERR_FUNCNOTALLOW, .detail = "the server keeps no files");
    t = pl_transfer_create(core, NULL, s, msg->u.file_get.task);
    if (!t)
        return PL_REFUSED(PL_GV_ERR_TRANSBUF_CREATEFAIL, .detail = "too many transfers");
    fact(core, t, PL_FACT_FILE_OPEN, 0);
    pl_transfer_say_opened(core, s, msg->id, t);
    pl_transfer_store_open(core, t, msg->u.file_get.file);
    return PL_ANSWER_GIVEN;
}

void pl_transfer_send(struct pl_core *core, const struct pl_event *event)
{
    struct pl_session *to = pl_idmap_get(&core->users, (uint32_t)event->file_send.user);
    struct pl_transfer *t;
    assert(event->file_send.ref != 0 && event->file_send.task > 0);
    if (event->file_send.user == 0 || !to)
        return;
    t = pl_transfer_create(core, NULL, to, event->file_send.task);
    if (!t)
        return;
    t->ref = event->file_send.ref;
    t->buffer = event->file_send.buffer;
    t->is_text = event->file_send.is_text;
    t->w = event->file_send.w;
    t->l = event->file_send.l;
    t->flags = event->file_send.flags;
    fact(core, t, PL_FACT_FILE_OPEN, 0);
    pl_transfer_store_open(core, t, pl_bytes_of(NULL, 0));
}

static bool is_sum(struct pl_bytes text)
{
    if (text.len != PL_SUM_CHARS)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (!((text.data[i] >= '0' && text.data[i] <= '9') ||
              (text.data[i] >= 'a' && text.data[i] <= 'f')))
            return false;
    }
    return true;
}

/* The end of an upload: not less than what has come, nor more than there may be. */
static bool fits(const struct pl_transfer *t, const struct pl_wire_msg *msg)
{
    return msg->u.file_end.has_size && (uint64_t)msg->u.file_end.size >= t->next &&
           (uint64_t)msg->u.file_end.size <= t->size;
}

struct pl_answer pl_transfer_end(struct pl_core *core, struct pl_session *s,
                                 const struct pl_wire_msg *msg)
{
    struct pl_transfer *t = pl_idmap_get(&core->transfers, (uint64_t)msg->u.file_end.transfer);
    if (!t || t->from != s)
        return PL_REFUSED(PL_GV_ERR_TRANSBUF_NOTASK);
    if (!is_sum(msg->u.file_end.sha256))
        return PL_REFUSED(PL_GV_ERR_FUNCOPTERROR, .detail = "sha256: 64 digits 0-9a-f");
    if (t->summed)
        return PL_REFUSED(PL_GV_ERR_FUNCNOTALLOW, .detail = "it has ended");
    if (t->upload && !fits(t, msg))
        return PL_REFUSED(PL_GV_ERR_FUNCOPTERROR, .detail = "size: of all that was sent");
    t->summed = true;
    memcpy(t->sum, msg->u.file_end.sha256.data, PL_SUM_CHARS);
    if (t->upload)
        pl_transfer_cut(t, (uint64_t)msg->u.file_end.size);
    if (t->to)
        say_ended(core, t);
    else
        pl_transfer_store_end(core, t);
    return PL_ANSWER_DONE;
}

struct pl_answer pl_transfer_finish(struct pl_core *core, struct pl_session *s,
                                    const struct pl_wire_msg *msg)
{
    struct pl_transfer *t = pl_idmap_get(&core->transfers, (uint64_t)msg->u.file_close.transfer);
    int code = msg->u.file_close.code;
    if (!t || (t->from != s && t->to != s))
        return PL_REFUSED(PL_GV_ERR_TRANSBUF_NOTASK);
    if (code == PL_GV_ERR_SUCCESS && (t->to != s || !t->summed))
        return PL_REFUSED(PL_GV_ERR_FUNCOPTERROR, .detail = "only the receiver of all of it may");
    pl_transfer_close(core, t, s,
                      t->from == s ? PL_WIRE_FILE_SIDE_SENDER : PL_WIRE_FILE_SIDE_RECEIVER, code,
                      pl_bytes_of(NULL, 0));
    return PL_ANSWER_DONE;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* What business servers want recorded. */
#include "adapters/business/business_internal.h"

enum { RECORD_UNITS = 8 /* a file and an encoder */ };

static struct pl_record_wish wish_of(const struct pl_wire_bs_record *r)
{
    return (struct pl_record_wish){
        .user = r->user,
        .flags = (uint32_t)r->flags,
        .param = r->param,
        .text = r->has_text ? r->text : pl_bytes_of(NULL, 0),
        .file_type = r->has_file_type ? r->file_type : 0,
        .width = r->has_width ? r->width : 0,
        .height = r->has_height ? r->height : 0,
        .video_bps = r->has_video_bps ? r->video_bps : 0,
        .audio_bps = r->has_audio_bps ? r->audio_bps : 0,
        .clip = r->has_clip ? r->clip : 0,
        .undated = r->has_undated && r->undated,
    };
}

static void record(struct pl_business *b, struct pl_bs_link *link, const struct pl_wire_msg *msg)
{
    const struct pl_wire_bs_record *r = &msg->u.bs_record;
    struct pl_event e = {.type = PL_EVENT_RECORD_ASK};
    int code = pl_look_record(pl_bs_core_of(b), r->user, (uint32_t)r->flags, r->on);
    if (r->has_server && r->server > 1)
        code = PL_GV_ERR_RECORD_CREATEFAIL;
    if (code) {
        pl_bs_error(b, link, msg->id, code, NULL);
        return;
    }
    if (pl_bs_too_much(b, link, msg))
        return;
    pl_bs_charge(b, link, RECORD_UNITS);
    e.record_ask.on = r->on;
    e.record_ask.by = PL_RECORD_BY_SERVER;
    e.record_ask.wish = wish_of(r);
    b->port.step(b->port.arg, &e);
    pl_bs_done(b, link, msg->id);
}

static void record_tag(struct pl_business *b, struct pl_bs_link *link,
                       const struct pl_wire_msg *msg)
{
    const struct pl_wire_bs_record_tag *t = &msg->u.bs_record_tag;
    struct pl_event e = {.type = PL_EVENT_RECORD_TAG};
    int code = pl_look_record_tag(pl_bs_core_of(b), t->user);
    if (code) {
        pl_bs_error(b, link, msg->id, code, NULL);
        return;
    }
    e.record_tag.by = PL_RECORD_BY_SERVER;
    e.record_tag.user = t->user;
    e.record_tag.text = t->text;
    b->port.step(b->port.arg, &e);
    pl_bs_done(b, link, msg->id);
}

void pl_bs_record_message(struct pl_business *b, struct pl_bs_link *link,
                          const struct pl_wire_msg *msg)
{
    if (msg->type == PL_WIRE_BS_RECORD)
        record(b, link, msg);
    else
        record_tag(b, link, msg);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "core/view.h"

#include "core/dispatch.h"
#include "core/emit.h"
#include "core/session.h"
#include "core/stage.h"

#include <assert.h>

enum {
    VIEWS_BURST = 60, /* as said in schema/limits.json */
};

static void emit_view(struct pl_core *core, const struct pl_session *s, const struct pl_watch *w)
{
    struct pl_effect e = {.type = PL_EFFECT_MEDIA_VIEW,
                          .media_view = {s->id, w->publisher, w->stream, w->view}};
    pl_emit(core, &e);
}

void pl_view_linked(struct pl_core *core, const struct pl_session *s, const struct pl_watch *w)
{
    if (w->viewed)
        emit_view(core, s, w);
}

static bool same(const struct pl_watch *w, const struct pl_core_view *view)
{
    return w->viewed && w->view.width == view->width && w->view.height == view->height &&
           w->view.visible == view->visible;
}

static void take(struct pl_core *core, struct pl_session *s, const struct pl_wire_stream_view *told)
{
    struct pl_core_view view = {(uint16_t)told->width, (uint16_t)told->height, told->visible};
    struct pl_watch *w = pl_stage_find_watch(s, told->user, PL_CORE_VIDEO, (uint8_t)told->stream);
    /* It may have crossed the end of the watch: nothing wrong, nothing to do. */
    if (!w || same(w, &view))
        return;
    w->view = view;
    w->viewed = true;
    if (w->publisher != 0 && !w->direct) /* else it is told when the link comes on */
        emit_view(core, s, w);
}

struct pl_answer pl_view_request(struct pl_core *core, struct pl_session *s,
                                 const struct pl_wire_msg *msg)
{
    const struct pl_rate rate = {PL_SEC(1) / PL_LIMIT_VIEWS_PER_SECOND, VIEWS_BURST};
    if (!pl_bucket_take(&s->views, rate, core->now))
        return PL_REFUSED(PL_GV_ERR_NOENOUGHRESOURCE, .detail = "too many views a second");
    for (size_t i = 0; i < msg->u.view.views_count; i++)
        take(core, s, &msg->u.view.views[i]);
    return PL_ANSWER_DONE;
}

void pl_view_media_demand(struct pl_core *core, const struct pl_event *event)
{
    struct pl_session *s = pl_idmap_get(&core->sessions, event->media_demand.session);
    struct pl_wire_msg msg = {.type = PL_WIRE_DEMAND};
    assert(event->media_demand.stream <= PL_LIMIT_STREAM_INDEX);
    if (!s || !s->room)
        return;
    msg.u.demand.stream = event->media_demand.stream;
    msg.u.demand.encodings = event->media_demand.encodings;
    msg.u.demand.has_bitrate = event->media_demand.limit_bps != 0;
    msg.u.demand.bitrate = event->media_demand.limit_bps < INT32_MAX
                               ? (int32_t)event->media_demand.limit_bps
                               : INT32_MAX;
    pl_session_send(core, s, &msg);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "core/codec.h"
#include "core/emit.h"
#include "core/farewell.h"
#include "core/figures.h"
#include "core/login.h"
#include "core/object.h"
#include "core/p2p.h"
#include "core/session.h"
#include "core/stage.h"
#include "core/ticket.h"

#include <assert.h>
#include <stdlib.h>

static void fact(struct pl_core *core, const struct pl_link *link, enum pl_fact_kind kind, int code)
{
    struct pl_fact f = {.kind = kind, .link = link->id, .code = code};
    pl_emit_fact(core, &f);
}

static void free_link(struct pl_core *core, struct pl_link *link)
{
    pl_heap_disarm(&core->timers, &link->timer.node);
    pl_idmap_remove(&core->links, link->id);
    free(link);
}

void pl_link_close(struct pl_core *core, struct pl_link *link, uint16_t code, const char *reason)
{
    assert(!link->session);
    pl_emit_close(core, link->id, code, reason);
    free_link(core, link);
}

void pl_link_opened(struct pl_core *core, const struct pl_event *event)
{
    struct pl_bytes ip = event->link_opened.ip;
    struct pl_link *link;
    assert(event->link_opened.link != 0 && ip.len <= PL_IP_MAX);
    assert(!pl_idmap_get(&core->links, event->link_opened.link));
    link = calloc(1, sizeof(*link));
    if (!link) {
        core->out_of_memory = true;
        return;
    }
    link->id = event->link_opened.link;
    link->timer.kind = PL_TIMER_HELLO;
    link->ip_len = ip.len;
    if (ip.len > 0)
        memcpy(link->ip, ip.data, ip.len);
    memcpy(link->random, event->link_opened.random, sizeof(link->random));
    if (pl_idmap_put(&core->links, link->id, link) != PL_OK) {
        fact(core, link, PL_FACT_LINK_REFUSED, PL_GV_ERR_CONNECT_OVERFLOW);
        pl_emit_close(core, link->id, PL_CLOSE_OVERLOAD, "too many links");
        free(link);
        return;
    }
    pl_emit_timer(core, &link->timer, core->now + core->config.hello_us);
}

void pl_link_closed(struct pl_core *core, uint64_t id, bool going)
{
    struct pl_link *link = pl_idmap_get(&core->links, id);
    struct pl_session *s;
    if (!link)
        return;
    s = link->session;
    free_link(core, link);
    if (s) {
        s->link = NULL;
        if (going)
            pl_session_end(core, s, PL_GV_ERR_SUCCESS, false);
        else
            pl_session_lost(core, s);
    }
}

void pl_link_timeout(struct pl_core *core, struct pl_link *link)
{
    assert(!link->session);
    fact(core, link, PL_FACT_LINK_REFUSED, PL_GV_ERR_CONNECT_TIMEOUT);
    pl_link_close(core, link, PL_CLOSE_POLICY, "no hello");
}

/* An error on a bare link; see core.h for its number. */
static void refuse(struct pl_core *core, struct pl_link *link, int64_t re, int code,
                   const char *detail)
{
    struct pl_wire_msg msg = {.type = PL_WIRE_ERROR, .re = re};
    if (link->seq < PL_WIRE_MAX_INT)
        link->seq++;
    msg.seq = link->seq;
    msg.u.error.code = code;
    msg.u.error.has_detail = detail != NULL;
    if (detail)
        msg.u.error.detail = pl_bytes_str(detail);
    pl_emit_message(core, link->id, &msg);
}

static bool is_blocked(struct pl_core *core, const struct pl_link *link)
{
    if (!pl_blocks_match(&core->blocks, pl_link_ip(link), core->now))
        return false;
    core->turned_away++;
    return true;
}

/* ---- hello ---- */

static int check_hello(struct pl_core *core, struct pl_link *link, const struct pl_wire_hello *h)
{
    struct pl_bytes wanted = core->config.server_password;
    int code = pl_guard_address(&core->guard, pl_link_ip(link), core->now);
    if (is_blocked(core, link))
        return PL_GV_ERR_CONNECT_IPFORBID;
    if (core->draining)
        return PL_GV_ERR_CONNECT_PAUSED;
    if (code)
        return code;
    if (wanted.len > 0 && !pl_bytes_eq_secret(wanted, h->password)) {
        if (pl_guard_address_failed(&core->guard, pl_link_ip(link), core->now))
            fact(core, link, PL_FACT_GUARD_LOCK, PL_GV_ERR_IPADDR_LOCK);
        return PL_GV_ERR_CONNECT_AUTHFAIL;
    }
    return PL_GV_ERR_SUCCESS;
}

static void say_welcome(struct pl_core *core, const struct pl_session *s, int64_t re)
{
    struct pl_wire_msg msg = {.type = PL_WIRE_WELCOME, .re = re};
    msg.u.welcome.token = pl_bytes_of(s->token, PL_TOKEN_CHARS);
    msg.u.welcome.grace_ms = (int32_t)(core->config.grace_us / 1000);
    msg.u.welcome.ping_ms = (int32_t)core->config.ping_ms;
    msg.u.welcome.server = core->config.server_version;
    msg.u.welcome.ip = pl_bytes_of(s->ip, s->ip_len);
    msg.u.welcome.has_records = core->config.records;
    msg.u.welcome.records = core->config.records;
    msg.u.welcome.has_record_uploads = msg.u.welcome.record_uploads =
        core->config.records && core->config.record_uploads != PL_CORE_RECORD_NOBODY;
    pl_emit_message(core, s->link->id, &msg);
}

static void hello(struct pl_core *core, struct pl_link *link, const struct pl_wire_msg *msg)
{
    const struct pl_wire_hello *h = &msg->u.hello;
    int code = check_hello(core, link, h);
    struct pl_session *s = code ? NULL : pl_session_open(core, link);
    if (!s) {
        code = code ? code : PL_GV_ERR_CONNECT_OVERFLOW;
        fact(core, link, PL_FACT_SESSION_REFUSED, code);
        refuse(core, link, msg->id, code, NULL);
        return;
    }
    s->last_id = msg->id;
    s->device = h->device;
    s->p2p_policy = h->has_p2p ? h->p2p : PL_P2P_POLICY_NONE;
    s->codecs = pl_codec_named(h->video, h->video_count);
    s->was_guest = h->has_was ? pl_tickets_guest(core, h->was) : 0;
    pl_session_fact(core, s, PL_FACT_SESSION_OPEN, 0);
    say_welcome(core, s, msg->id);
}

/* ---- resume ---- */

static void send_rest(struct pl_core *core, struct pl_session *s, int64_t after)
{
    struct pl_list *it;
    pl_outbox_ack(&s->outbox, after, &core->dead);
    pl_list_for_each(it, &s->outbox.frames)
        pl_emit_frame(core, s->link->id, pl_container_of(it, struct pl_frame, node));
}

static void resume(struct pl_core *core, struct pl_link *link, const struct pl_wire_msg *msg)
{
    struct pl_session *s = pl_strmap_get(&core->tokens, msg->u.resume.token);
    struct pl_wire_msg reply = {.type = PL_WIRE_RESUMED, .re = msg->id};
    int64_t seq = msg->u.resume.seq;
    bool moved;
    if (s && (pl_outbox_can_resume(&s->outbox, seq) != PL_OK || !pl_user_may_resume(core, s))) {
        /* Whoever has the token is the client: it cannot be served, so its seat is given up. */
        if (s->link) {
            struct pl_link *old = s->link;
            s->link = NULL;
            old->session = NULL;
            pl_link_close(core, old, PL_CLOSE_REPLACED, "resumed on another link");
        }
        pl_session_end(core, s, PL_GV_ERR_CONNECT_ABORT, false);
        s = NULL;
    }
    if (!s || is_blocked(core, link)) { /* its session stays, for its other addresses */
        int code = s ? PL_GV_ERR_CONNECT_IPFORBID : pl_farewell_code(core, msg->u.resume.token);
        fact(core, link, PL_FACT_SESSION_REFUSED, code);
        link->seq = seq;
        refuse(core, link, msg->id, code, NULL);
        return;
    }
    moved = pl_session_attach(core, s, link);
    pl_session_fact(core, s, PL_FACT_SESSION_RESUME, 0);
    reply.u.resumed.last_id = s->last_id;
    reply.u.resumed.has_ip = moved;
    reply.u.resumed.ip = pl_bytes_of(s->ip, s->ip_len);
    pl_emit_message(core, link->id, &reply);
    if (core->effect_count > 0)
        core->effects[core->effect_count - 1].send.again = true;
    send_rest(core, s, seq);
    pl_p2p_resumed(core, s);
    pl_figures_resumed(core, s);
    pl_object_resumed(core, s);
    if (moved)
        pl_stage_moved(core, s);
}

/* ---- the first messages of a link ---- */

static void refuse_early(struct pl_core *core, struct pl_link *link, enum pl_err read,
                         const struct pl_wire_msg *msg, const struct pl_wire_problem *why)
{
    char text[PL_WIRE_PROBLEM_TEXT_MAX];
    if (read == PL_OK)
        refuse(core, link, msg->id, PL_GV_ERR_NOTINIT, "say hello first");
    else if (read == PL_E_UNSUPPORTED)
        refuse(core, link, msg->id, PL_GV_ERR_FUNCNOTALLOW, "unknown message");
    else
        refuse(core, link, msg->id, PL_GV_ERR_FUNCOPTERROR, pl_wire_problem_print(why, text));
}

void pl_link_message(struct pl_core *core, struct pl_link *link, enum pl_err read,
                     const struct pl_wire_msg *msg, const struct pl_wire_problem *why)
{
    if (++link->messages > PL_BARE_MESSAGES_MAX) {
        fact(core, link, PL_FACT_GUARD_CLOSE, PL_GV_ERR_NOENOUGHRESOURCE);
        pl_link_close(core, link, PL_CLOSE_POLICY, "too many messages without a session");
    } else if (read == PL_OK && msg->type == PL_WIRE_HELLO) {
        hello(core, link, msg);
    } else if (read == PL_OK && msg->type == PL_WIRE_RESUME) {
        resume(core, link, msg);
    } else {
        refuse_early(core, link, read, msg, why);
    }
}

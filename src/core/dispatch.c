/* SPDX-License-Identifier: Apache-2.0 */
#include "core/dispatch.h"

#include "core/emit.h"
#include "core/rights.h"
#include "core/seat.h"
#include "core/session.h"

/* ---- what is too small for a file of its own ---- */

static struct pl_answer ack(struct pl_core *core, struct pl_session *s,
                            const struct pl_wire_msg *msg)
{
    pl_outbox_ack(&s->outbox, msg->u.ack.seq, &core->dead);
    return PL_ANSWER_GIVEN;
}

static struct pl_answer ping(struct pl_core *core, struct pl_session *s,
                             const struct pl_wire_msg *msg)
{
    struct pl_wire_msg pong = {.type = PL_WIRE_PONG, .re = msg->id};
    pl_emit_message(core, s->link->id, &pong);
    return PL_ANSWER_GIVEN;
}

/* ---- the table of contents ---- */

static const struct pl_route routes[PL_WIRE_TYPE_COUNT] = {
    /*                         needs            unordered  handler                  */
    [PL_WIRE_LOGIN] = {PL_NEEDS_SESSION, false, pl_login_password},
    [PL_WIRE_LOGIN_SIGNED] = {PL_NEEDS_SESSION, false, pl_login_signed},
    [PL_WIRE_LOGIN_TOKEN] = {PL_NEEDS_SESSION, false, pl_login_token},
    [PL_WIRE_LOGOUT] = {PL_NEEDS_SESSION, false, pl_user_logout},
    [PL_WIRE_ENTER] = {PL_NEEDS_USER, false, pl_room_enter},
    [PL_WIRE_ENTER_NAME] = {PL_NEEDS_USER, false, pl_room_enter_name},
    [PL_WIRE_LEAVE] = {PL_NEEDS_USER, false, pl_room_leave_request},
    [PL_WIRE_TEXT] = {PL_NEEDS_ROOM, false, pl_chat_text},
    [PL_WIRE_BUFFER] = {PL_NEEDS_USER, false, pl_data_buffer},
    [PL_WIRE_SERVER_DATA] = {PL_NEEDS_USER, false, pl_data_server},
    [PL_WIRE_NOTE] = {PL_NEEDS_USER, false, pl_data_note},
    [PL_WIRE_QUERY] = {PL_NEEDS_USER, false, pl_query_request},
    [PL_WIRE_CHAT_MODE] = {PL_NEEDS_USER, false, pl_private_mode},
    [PL_WIRE_PRIVATE_REQUEST] = {PL_NEEDS_ROOM, false, pl_private_request},
    [PL_WIRE_PRIVATE_ANSWER] = {PL_NEEDS_ROOM, false, pl_private_answer},
    [PL_WIRE_PRIVATE_EXIT] = {PL_NEEDS_ROOM, false, pl_private_exit},
    [PL_WIRE_CALL_REQUEST] = {PL_NEEDS_USER, false, pl_call_request},
    [PL_WIRE_CALL_ANSWER] = {PL_NEEDS_USER, false, pl_call_answer},
    [PL_WIRE_CALL_FINISH] = {PL_NEEDS_USER, false, pl_call_finish},
    [PL_WIRE_USER_CONTROL] = {PL_NEEDS_USER, false, pl_control_request},
    [PL_WIRE_OBJECT_SET] = {PL_NEEDS_USER, false, pl_object_set},
    [PL_WIRE_OBJECT_CONTROL] = {PL_NEEDS_USER, false, pl_object_control},
    [PL_WIRE_SERVICE_HOLD] = {PL_NEEDS_USER, false, pl_service_hold},
    [PL_WIRE_SERVICE_ASK] = {PL_NEEDS_USER, false, pl_service_ask},
    [PL_WIRE_SERVICE_ANSWER] = {PL_NEEDS_USER, false, pl_service_answer},
    [PL_WIRE_SERVICE_DROP] = {PL_NEEDS_USER, false, pl_service_drop},
    [PL_WIRE_SERVICE_PASS] = {PL_NEEDS_USER, false, pl_service_pass},
    [PL_WIRE_SERVICE_WATCH] = {PL_NEEDS_USER, false, pl_service_watch},
    [PL_WIRE_SERVICE_NOTE] = {PL_NEEDS_USER, false, pl_service_note},
    [PL_WIRE_SERVICE_INTAKE] = {PL_NEEDS_USER, false, pl_service_intake},
    [PL_WIRE_STATE] = {PL_NEEDS_USER, false, pl_stage_state},
    [PL_WIRE_WATCH] = {PL_NEEDS_ROOM, false, pl_stage_watch},
    [PL_WIRE_VIEW] = {PL_NEEDS_ROOM, false, pl_view_request},
    [PL_WIRE_TELL_FIGURES] = {PL_NEEDS_USER, false, pl_figures_request},
    [PL_WIRE_PUB_OFFER] = {PL_NEEDS_ROOM, false, pl_offer_pub},
    [PL_WIRE_SUB_ANSWER] = {PL_NEEDS_ROOM, false, pl_offer_sub_answer},
    [PL_WIRE_MEDIA_RESTART] = {PL_NEEDS_ROOM, false, pl_offer_restart},
    [PL_WIRE_FILE_OFFER] = {PL_NEEDS_USER, false, pl_transfer_request},
    [PL_WIRE_FILE_GET] = {PL_NEEDS_USER, false, pl_transfer_get},
    [PL_WIRE_FILE_END] = {PL_NEEDS_USER, false, pl_transfer_end},
    [PL_WIRE_FILE_CLOSE] = {PL_NEEDS_USER, false, pl_transfer_finish},
    [PL_WIRE_RECORD] = {PL_NEEDS_USER, false, pl_record_request},
    [PL_WIRE_RECORD_CONSENT] = {PL_NEEDS_USER, false, pl_record_consent},
    [PL_WIRE_RECORD_TAG] = {PL_NEEDS_USER, false, pl_record_tag},
    [PL_WIRE_RECORD_CHANGE] = {PL_NEEDS_USER, false, pl_record_change},
    [PL_WIRE_RECORD_UPLOAD] = {PL_NEEDS_USER, false, pl_upload_request},
    [PL_WIRE_LIBRARY] = {PL_NEEDS_USER, false, pl_library_request},
    [PL_WIRE_P2P_POLICY] = {PL_NEEDS_SESSION, false, pl_p2p_policy},
    [PL_WIRE_P2P_CONNECT] = {PL_NEEDS_ROOM, false, pl_p2p_connect},
    [PL_WIRE_P2P_SIGNAL] = {PL_NEEDS_ROOM, false, pl_p2p_signal},
    [PL_WIRE_P2P_STATE] = {PL_NEEDS_ROOM, false, pl_p2p_state},
    [PL_WIRE_ACK] = {PL_NEEDS_SESSION, true, ack},
    [PL_WIRE_PING] = {PL_NEEDS_SESSION, true, ping},
};

const struct pl_route *pl_dispatch_route(enum pl_wire_type type)
{
    return routes[type].handler ? &routes[type] : NULL;
}

/* ---- the way of a message ---- */

static enum pl_role role_of(const struct pl_session *s)
{
    return s->user == 0 ? PL_ROLE_NOBODY : s->user < 0 ? PL_ROLE_GUEST : PL_ROLE_USER;
}

static struct pl_answer carry_out(struct pl_core *core, struct pl_session *s,
                                  const struct pl_wire_msg *msg)
{
    const struct pl_route *route = pl_dispatch_route(msg->type);
    if (!route)
        return PL_REFUSED(PL_GV_ERR_FUNCNOTALLOW,
                          .detail = pl_wire_desc(msg->type)->needs == PL_WIRE_NEEDS_BUSINESS
                                        ? "for business servers"
                                        : "the link has a session already");
    if (route->needs >= PL_NEEDS_USER && s->user == 0)
        return PL_REFUSED(PL_GV_ERR_NOTLOGIN);
    if (route->needs >= PL_NEEDS_ROOM && !s->room)
        return PL_REFUSED(PL_GV_ERR_NOTINROOM);
    if (!pl_rights_allow(role_of(s), pl_right_of_message(msg->type), core->config.guests_denied))
        return PL_REFUSED(PL_GV_ERR_FUNCNOTALLOW, .detail = "not for guests");
    if (s->room && !pl_seat_lets(core, s, msg))
        return PL_REFUSED(PL_GV_ERR_FUNCNOTALLOW, .detail = "not from this seat");
    return route->handler(core, s, msg);
}

/* `code` for a message without a number, or whose handler must not run. */
static void refuse(struct pl_core *core, struct pl_session *s, int64_t re, int code,
                   const char *detail)
{
    pl_session_error(core, s, re, code, detail, 0);
}

static void cut(struct pl_core *core, struct pl_session *s, int code)
{
    pl_session_fact(core, s, PL_FACT_GUARD_CLOSE, code);
    pl_session_end(core, s, code, false);
}

/* Not even the number of the request could be read. */
static void handle_unreadable(struct pl_core *core, struct pl_session *s,
                              const struct pl_wire_problem *why)
{
    char text[PL_WIRE_PROBLEM_TEXT_MAX];
    if (++s->bad_messages > core->config.bad_messages)
        cut(core, s, PL_GV_ERR_FUNCOPTERROR);
    else
        refuse(core, s, 0, PL_GV_ERR_FUNCOPTERROR, pl_wire_problem_print(why, text));
}

/* A request with a number that has not been handled yet: it is answered in any case. */
static void handle_request(struct pl_core *core, struct pl_session *s, enum pl_err read,
                           const struct pl_wire_msg *msg, const struct pl_wire_problem *why)
{
    char text[PL_WIRE_PROBLEM_TEXT_MAX];
    struct pl_answer answer;
    if (read == PL_E_UNSUPPORTED) {
        refuse(core, s, msg->id, PL_GV_ERR_FUNCNOTALLOW, "unknown message");
        return;
    }
    if (read != PL_OK) {
        refuse(core, s, msg->id, PL_GV_ERR_FUNCOPTERROR, pl_wire_problem_print(why, text));
        return;
    }
    answer = carry_out(core, s, msg);
    if (answer.given)
        return;
    if (answer.code)
        pl_session_error(core, s, msg->id, answer.code, answer.detail, answer.room);
    else
        pl_session_done(core, s, msg->id);
}

static bool unordered(const struct pl_wire_msg *msg)
{
    return msg->type == PL_WIRE_ACK || msg->type == PL_WIRE_PING;
}

static void handle(struct pl_core *core, struct pl_session *s, enum pl_err read,
                   const struct pl_wire_msg *msg, const struct pl_wire_problem *why)
{
    enum pl_verdict verdict = pl_flood_message(&s->flood, &core->flood, core->now);
    if (verdict == PL_CUT) {
        cut(core, s, PL_GV_ERR_NOENOUGHRESOURCE);
        return;
    }
    if (unordered(msg)) {
        if (verdict == PL_PASS && read == PL_OK)
            (void)carry_out(core, s, msg);
        return;
    }
    if (msg->id == 0) {
        handle_unreadable(core, s, why);
        return;
    }
    if (msg->id <= s->last_id)
        return; /* sent again after a resume: its answer is in the outbox or has been received */
    s->last_id = msg->id;
    if (verdict == PL_REFUSE)
        refuse(core, s, msg->id, PL_GV_ERR_NOENOUGHRESOURCE, "too many messages");
    else
        handle_request(core, s, read, msg, why);
}

void pl_dispatch(struct pl_core *core, uint64_t link_id, struct pl_bytes text)
{
    struct pl_link *link = pl_idmap_get(&core->links, link_id);
    struct pl_wire_msg msg;
    struct pl_wire_problem why;
    enum pl_err read;
    if (!link)
        return;
    read = pl_wire_read(PL_WIRE_FROM_CLIENT, text, &core->arena, &msg, &why);
    if (link->session)
        handle(core, link->session, read, &msg, &why);
    else
        pl_link_message(core, link, read, &msg, &why);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* From a message to its handler; the table is in dispatch.c. Private to src/core. */
#ifndef PL_CORE_DISPATCH_H
#define PL_CORE_DISPATCH_H

#include "core/state.h"

/* What a handler says of a request. All zero: carried out, answer `done`. */
struct pl_answer {
    int code;           /* GV_ERR number: refused, answer `error` */
    const char *detail; /* static, for developers; NULL: none */
    int32_t room;       /* 0: not about a room */
    bool given;         /* answered already, or to be answered later, or has no answer */
};

#define PL_ANSWER_DONE                                                                             \
    (struct pl_answer)                                                                             \
    {                                                                                              \
        0                                                                                          \
    }
#define PL_ANSWER_GIVEN                                                                            \
    (struct pl_answer)                                                                             \
    {                                                                                              \
        .given = true                                                                              \
    }
#define PL_REFUSED(...)                                                                            \
    (struct pl_answer)                                                                             \
    {                                                                                              \
        .code = __VA_ARGS__                                                                        \
    }

/*
 * A handler owns nothing of msg (it borrows until the next message is read) and may end its session
 * only when it answers PL_ANSWER_GIVEN.
 */
typedef struct pl_answer (*pl_handler_fn)(struct pl_core *core, struct pl_session *s,
                                          const struct pl_wire_msg *msg);

/* What a session must have reached for a message. */
enum pl_needs {
    PL_NEEDS_SESSION,
    PL_NEEDS_USER, /* else 208 */
    PL_NEEDS_ROOM, /* else 208 or 3 */
};

struct pl_route {
    enum pl_needs needs;
    bool unordered; /* outside the numbering of requests, never answered by done or error */
    pl_handler_fn handler;
};

/* NULL for what a session cannot say (hello, resume). */
const struct pl_route *pl_dispatch_route(enum pl_wire_type type);

/* One text message has arrived on a link. */
void pl_dispatch(struct pl_core *core, uint64_t link, struct pl_bytes text);

/* The handlers, by noun. */
struct pl_answer pl_login_password(struct pl_core *, struct pl_session *,
                                   const struct pl_wire_msg *);
struct pl_answer pl_login_signed(struct pl_core *, struct pl_session *, const struct pl_wire_msg *);
struct pl_answer pl_login_token(struct pl_core *, struct pl_session *, const struct pl_wire_msg *);
struct pl_answer pl_user_logout(struct pl_core *, struct pl_session *, const struct pl_wire_msg *);
struct pl_answer pl_room_enter(struct pl_core *, struct pl_session *, const struct pl_wire_msg *);
struct pl_answer pl_room_enter_name(struct pl_core *, struct pl_session *,
                                    const struct pl_wire_msg *);
struct pl_answer pl_room_leave_request(struct pl_core *, struct pl_session *,
                                       const struct pl_wire_msg *);
struct pl_answer pl_chat_text(struct pl_core *, struct pl_session *, const struct pl_wire_msg *);
struct pl_answer pl_data_buffer(struct pl_core *, struct pl_session *, const struct pl_wire_msg *);
struct pl_answer pl_data_server(struct pl_core *, struct pl_session *, const struct pl_wire_msg *);
struct pl_answer pl_data_note(struct pl_core *, struct pl_session *, const struct pl_wire_msg *);
struct pl_answer pl_query_request(struct pl_core *, struct pl_session *,
                                  const struct pl_wire_msg *);
struct pl_answer pl_private_mode(struct pl_core *, struct pl_session *, const struct pl_wire_msg *);
struct pl_answer pl_private_request(struct pl_core *, struct pl_session *,
                                    const struct pl_wire_msg *);
struct pl_answer pl_private_answer(struct pl_core *, struct pl_session *,
                                   const struct pl_wire_msg *);
struct pl_answer pl_private_exit(struct pl_core *, struct pl_session *, const struct pl_wire_msg *);
struct pl_answer pl_call_request(struct pl_core *, struct pl_session *, const struct pl_wire_msg *);
struct pl_answer pl_call_answer(struct pl_core *, struct pl_session *, const struct pl_wire_msg *);
struct pl_answer pl_call_finish(struct pl_core *, struct pl_session *, const struct pl_wire_msg *);
struct pl_answer pl_control_request(struct pl_core *, struct pl_session *,
                                    const struct pl_wire_msg *);
struct pl_answer pl_object_set(struct pl_core *, struct pl_session *, const struct pl_wire_msg *);
struct pl_answer pl_object_control(struct pl_core *, struct pl_session *,
                                   const struct pl_wire_msg *);
struct pl_answer pl_service_hold(struct pl_core *, struct pl_session *, const struct pl_wire_msg *);
struct pl_answer pl_service_ask(struct pl_core *, struct pl_session *, const struct pl_wire_msg *);
struct pl_answer pl_service_answer(struct pl_core *, struct pl_session *,
                                   const struct pl_wire_msg *);
struct pl_answer pl_service_drop(struct pl_core *, struct pl_session *, const struct pl_wire_msg *);
struct pl_answer pl_service_pass(struct pl_core *, struct pl_session *, const struct pl_wire_msg *);
struct pl_answer pl_service_watch(struct pl_core *, struct pl_session *,
                                  const struct pl_wire_msg *);
struct pl_answer pl_service_note(struct pl_core *, struct pl_session *, const struct pl_wire_msg *);
struct pl_answer pl_service_intake(struct pl_core *, struct pl_session *,
                                   const struct pl_wire_msg *);
struct pl_answer pl_stage_state(struct pl_core *, struct pl_session *, const struct pl_wire_msg *);
struct pl_answer pl_stage_watch(struct pl_core *, struct pl_session *, const struct pl_wire_msg *);
struct pl_answer pl_view_request(struct pl_core *, struct pl_session *, const struct pl_wire_msg *);
struct pl_answer pl_figures_request(struct pl_core *, struct pl_session *,
                                    const struct pl_wire_msg *);
struct pl_answer pl_offer_pub(struct pl_core *, struct pl_session *, const struct pl_wire_msg *);
struct pl_answer pl_offer_sub_answer(struct pl_core *, struct pl_session *,
                                     const struct pl_wire_msg *);
struct pl_answer pl_offer_restart(struct pl_core *, struct pl_session *,
                                  const struct pl_wire_msg *);
struct pl_answer pl_transfer_request(struct pl_core *, struct pl_session *,
                                     const struct pl_wire_msg *);
struct pl_answer pl_transfer_get(struct pl_core *, struct pl_session *, const struct pl_wire_msg *);
struct pl_answer pl_transfer_end(struct pl_core *, struct pl_session *, const struct pl_wire_msg *);
struct pl_answer pl_transfer_finish(struct pl_core *, struct pl_session *,
                                    const struct pl_wire_msg *);
struct pl_answer pl_record_request(struct pl_core *, struct pl_session *,
                                   const struct pl_wire_msg *);
struct pl_answer pl_record_consent(struct pl_core *, struct pl_session *,
                                   const struct pl_wire_msg *);
struct pl_answer pl_upload_request(struct pl_core *, struct pl_session *,
                                   const struct pl_wire_msg *);
struct pl_answer pl_record_tag(struct pl_core *, struct pl_session *, const struct pl_wire_msg *);
struct pl_answer pl_record_change(struct pl_core *, struct pl_session *,
                                  const struct pl_wire_msg *);
struct pl_answer pl_library_request(struct pl_core *, struct pl_session *,
                                    const struct pl_wire_msg *);
struct pl_answer pl_p2p_policy(struct pl_core *, struct pl_session *, const struct pl_wire_msg *);
struct pl_answer pl_p2p_connect(struct pl_core *, struct pl_session *, const struct pl_wire_msg *);
struct pl_answer pl_p2p_signal(struct pl_core *, struct pl_session *, const struct pl_wire_msg *);
struct pl_answer pl_p2p_state(struct pl_core *, struct pl_session *, const struct pl_wire_msg *);

#endif

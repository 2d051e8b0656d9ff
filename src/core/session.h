/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sessions and the links that carry them. Private to src/core.
 *
 *   bare link ── hello ──▶ attached ── link lost ──▶ detached ── resume ──▶ attached
 *                             │                         │ grace over, outbox full
 *                             └── logout, 209, 23 … ────┴──▶ ended (told to the room once)
 *
 * A session that is not logged in ends with its link.
 */
#ifndef PL_CORE_SESSION_H
#define PL_CORE_SESSION_H

#include "core/state.h"

/* ---- links (link.c) ---- */

void pl_link_opened(struct pl_core *core, const struct pl_event *event);
/* going: for good, so that the session ends as by logout. */
void pl_link_closed(struct pl_core *core, uint64_t id, bool going);
/* hello, resume, and everything that is too early. */
void pl_link_message(struct pl_core *core, struct pl_link *link, enum pl_err read,
                     const struct pl_wire_msg *msg, const struct pl_wire_problem *why);
/* The hello timer has fired. */
void pl_link_timeout(struct pl_core *core, struct pl_link *link);
/* Emits CLOSE and frees; the session, if any, has been detached by the caller. */
void pl_link_close(struct pl_core *core, struct pl_link *link, uint16_t code, const char *reason);

/* ---- sessions (session.c) ---- */

/* Opens a session on a bare link. NULL: no room for one more. */
struct pl_session *pl_session_open(struct pl_core *core, struct pl_link *link);
/* Puts an attached or detached session on a new link; a link it still has is closed. True: it comes
 * from another address than before. */
bool pl_session_attach(struct pl_core *core, struct pl_session *s, struct pl_link *link);
/* The link is gone: begins the grace time, or ends the session. */
void pl_session_lost(struct pl_core *core, struct pl_session *s);
/*
 * Ends it for `code` (see codes.h): leaves the room (the others are told), tells the client by
 * `closing` unless code is 0 or 101, closes the link, frees. s is gone afterwards.
 */
void pl_session_end(struct pl_core *core, struct pl_session *s, int code, bool reconnect);
/* Ends it once the step's handler has returned. */
void pl_session_doom(struct pl_core *core, struct pl_session *s, int code);
void pl_session_end_doomed(struct pl_core *core);
/* Frees without any effect: for pl_core_destroy. */
void pl_session_free(struct pl_core *core, struct pl_session *s);

/* Sends a numbered message, now or when the link is back. msg->seq is filled in. */
void pl_session_send(struct pl_core *core, struct pl_session *s, struct pl_wire_msg *msg);
/* Its refusal of request re (0: of none). detail and room may be NULL and 0. */
void pl_session_error(struct pl_core *core, struct pl_session *s, int64_t re, int code,
                      const char *detail, int32_t room);
void pl_session_done(struct pl_core *core, struct pl_session *s, int64_t re);

void pl_session_fact(struct pl_core *core, const struct pl_session *s, enum pl_fact_kind kind,
                     int code);

/* Of its newest link. */
struct pl_core_ip pl_session_ip(const struct pl_session *s);

/* What others may know of it; valid while the session lives. */
struct pl_wire_user pl_session_user(const struct pl_core *core, const struct pl_session *s);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Makes the notices of core/notice.h; nothing where pl_core_config.notices is off. Private to
 * src/core.
 */
#ifndef PL_CORE_TELL_H
#define PL_CORE_TELL_H

#include "core/call.h"
#include "core/notice.h"
#include "core/state.h"

/* s has been told that it is signed in. */
void pl_tell_login(struct pl_core *core, const struct pl_session *s);
/* s, signed in, is about to end for `code`; it has left its room. */
void pl_tell_logout(struct pl_core *core, const struct pl_session *s, int code);
/* s is in s->room, and about to leave it. */
void pl_tell_enter(struct pl_core *core, const struct pl_session *s);
void pl_tell_leave(struct pl_core *core, const struct pl_session *s, int code);
/* `to` as the others see it. */
void pl_tell_text(struct pl_core *core, const struct pl_session *s, int32_t to, bool secret,
                  struct pl_bytes text);
struct pl_record;
void pl_tell_recorded(struct pl_core *core, const struct pl_record *r, struct pl_bytes file,
                      int32_t seconds);
void pl_tell_call(struct pl_core *core, const struct pl_call *call, enum pl_notice_call event,
                  int code, const struct pl_call_words *words);

#endif

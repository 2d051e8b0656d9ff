/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One run of the SDK, from BRAS_InitSDK to BRAS_Release: the session under a lock, the threads that
 * carry the link and the call-backs. Counted: a function of the interface, a thread, holds it as
 * long as it needs it, so that BRAS_Release may come at any time, also from inside a call-back.
 */
#ifndef PL_BRAS_ENGINE_H
#define PL_BRAS_ENGINE_H

#include "config.h"
#include "dispatch.h"
#include "session.h"

struct pl_bras_link;

struct pl_bras_engine {
    unsigned refs; /* under the lock of engine.c */
    pthread_mutex_t lock;
    pthread_cond_t changed; /* a question is answered, room has been made */
    struct pl_bras_session session;
    bool stopping;
    bool overrun; /* the program does not keep up: the link is to be ended */
    struct pl_bras_dispatch dispatch;
    struct pl_bras_link *link;
};

/* BRAS_InitSDK: 0, or a GV_ERR number. */
uint32_t pl_bras_engine_start(const struct pl_bras_config *config, unsigned threads);
/* BRAS_Release. */
void pl_bras_engine_stop(void);

/* The run of now, NULL: none; give it back. */
struct pl_bras_engine *pl_bras_engine_take(void);
void pl_bras_engine_give(struct pl_bras_engine *e);

/*
 * Says msg to the server: 0, 2, 4, 21, 23. Waits up to PL_LIMIT_BRAS_ROOM_MS for room while there
 * is a link.
 */
uint32_t pl_bras_say(struct pl_wire_msg msg, bool again);
/* Asks, and waits for the answer: also 206, 207, or the server's code. A text goes to `text`, of
 * `size` bytes > 0 with its NUL, empty on failure; len may be NULL. */
uint32_t pl_bras_ask(struct pl_wire_msg msg, char *text, size_t size, size_t *len);
/* The same with other answers: *ask says where they go (session.h). */
uint32_t pl_bras_ask_for(struct pl_wire_msg msg, struct pl_bras_ask *ask);

/* Gives a file or buffer to the server; msg: its bs_file_put. Takes put. Codes as pl_bras_ask. */
uint32_t pl_bras_put(struct pl_wire_msg msg, struct pl_bras_put *put);
/* Which call-backs are set has changed. */
void pl_bras_engine_takes(struct pl_bras_engine *e);

/* ---- for what reads or changes the session ---- */

void pl_bras_engine_lock(struct pl_bras_engine *e);
void pl_bras_engine_unlock(struct pl_bras_engine *e);

#endif

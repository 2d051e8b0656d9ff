/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is said on the link to the server (docs/business-server.md), without the link: messages in,
 * events and messages out. No threads, no clock, no socket; the owner (engine.c) locks.
 *
 *   DOWN ── up ──▶ ATTACHING ── attached ──▶ SYNCING ── last bs_online ──▶ UP
 *     ◀── down ─────────┴────────────────────────┴──────────────────────────┘
 *
 * What the program says is kept in order (`waiting`) and goes out while UP, at most
 * PL_LIMIT_BRAS_UNANSWERED at a time without the server's answer. When a link breaks, what has not
 * been sent stays; of what was on its way, things that may be said twice (friends, groups, infos,
 * addresses) are said again, the rest is lost: data to users and the end of calls at most once.
 * Questions (`ask`) fail with 206, and answers to the server's questions go with their link.
 *
 * What the program is told when a link comes up: PL_BRAS_LINK 0; logouts (101) of those who have
 * gone while there was none; logins and rooms of those who are there, also of those it knows
 * already, since programs begin anew with a link; then what happens.
 *
 * Limits: PL_LIMIT_BRAS_CALLS and PL_LIMIT_BRAS_CALL_BYTES wait to be sent (23).
 */
#ifndef PL_BRAS_SESSION_H
#define PL_BRAS_SESSION_H

#include "event.h"
#include "files.h"
#include "presence.h"

#include "proto/wire/wire.h"

enum pl_bras_state {
    PL_BRAS_DOWN,
    PL_BRAS_ATTACHING,
    PL_BRAS_SYNCING,
    PL_BRAS_UP,
};

/* A question of the program's to the server. The asker keeps it until it is done or forgotten. */
struct pl_bras_ask {
    bool done;
    uint32_t code; /* 0, or why there is no answer */
    char *text;    /* where an answer of text goes, cut to fit with its NUL; NULL: nowhere */
    size_t text_size;
    size_t text_len;
    uint32_t task;    /* of a bs_file_put: which one the answer is about; else 0 */
    int32_t number;   /* of a bs_object_value */
    uint32_t *ids;    /* where those of bs_ids go; NULL: they are counted only */
    size_t ids_size;  /* how many fit */
    size_t ids_count; /* how many were written, or counted */
};

struct pl_bras_session_config {
    char name[65];
    char secret[129];
    /* Takes the event. Called from inside the functions below. */
    void (*event)(void *arg, struct pl_bras_event *event);
    void *arg;
};

struct pl_bras_session {
    struct pl_bras_session_config config;
    enum pl_bras_state state;
    bool was_up;    /* the program has been told of this link */
    bool told_down; /* it has been told that there is none, and why: */
    uint32_t down_code;
    uint32_t epoch;    /* number of the link */
    uint32_t end_code; /* why the server ends it, when it has said so */
    int64_t next_id;
    pl_time_us limit_us;                   /* for answering questions */
    struct pl_list answers, waiting, sent; /* of struct pl_bras_out */
    size_t waiting_count, waiting_bytes;
    size_t sent_count;
    struct pl_list held; /* of struct pl_bras_event, while SYNCING */
    struct pl_bras_presence presence;
    struct pl_bras_files files;
    uint8_t *arena, *text;
};

/* PL_E_NOMEM. */
PL_MUST_CHECK enum pl_err pl_bras_session_init(struct pl_bras_session *s,
                                               const struct pl_bras_session_config *config);
void pl_bras_session_finish(struct pl_bras_session *s);

/* There is a link: it attaches. */
void pl_bras_session_up(struct pl_bras_session *s);
/* There is none any more, or it did not come up; code: why (a GV_ERR number). */
void pl_bras_session_down(struct pl_bras_session *s, uint32_t code);
/* A message has come. PL_E_PROTO: not from such a server; PL_E_CLOSED: it ends the link
 * (end_code). The owner closes it. */
PL_MUST_CHECK enum pl_err pl_bras_session_text(struct pl_bras_session *s, pl_time_us now,
                                               struct pl_bytes text);
/* The next message to be sent, valid until the next call of anything; false: none now. */
bool pl_bras_session_next(struct pl_bras_session *s, struct pl_bytes *text);
/* Has everything been sent and answered? */
bool pl_bras_session_idle(const struct pl_bras_session *s);

/*
 * Says msg (copied). ask: what is to become of the answer, or NULL. again: may be said twice.
 * 0, 4, 21 (a field that cannot be), 23; with ask also 206.
 */
uint32_t pl_bras_session_say(struct pl_bras_session *s, struct pl_wire_msg msg,
                             struct pl_bras_ask *ask, bool again);
/* The asker waits no more. */
void pl_bras_session_forget(struct pl_bras_session *s, const struct pl_bras_ask *ask);
/* Answers a question of the server's. */
void pl_bras_session_reply(struct pl_bras_session *s, const struct pl_bras_reply *reply);
/* Which call-backs are set has changed. */
void pl_bras_session_takes(struct pl_bras_session *s);

#endif

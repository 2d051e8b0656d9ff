/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is to be told to the program: one value of one shape, made by session.c, queued by
 * dispatch.c, turned into the program's call-back by pl_bras_event_call().
 */
#ifndef PL_BRAS_EVENT_H
#define PL_BRAS_EVENT_H

#include "base/bytes.h"
#include "base/list.h"
#include "base/time.h"

#include <stdatomic.h>

enum pl_bras_event_kind {
    PL_BRAS_LINK,    /* n: code, was up. Nothing runs beside it */
    PL_BRAS_VERIFY,  /* question. s: name, password */
    PL_BRAS_PREPARE, /* question. n: user, room; s: name, password */
    PL_BRAS_LOGIN,   /* n: user, level; s: name, address */
    PL_BRAS_LOGOUT,  /* n: user, code */
    PL_BRAS_ENTER,   /* n: user, room */
    PL_BRAS_LEAVE,   /* n: user, room */
    PL_BRAS_FILTER,  /* n: user; s: data */
    PL_BRAS_BUFFER,  /* n: user; s: data */
    PL_BRAS_TEXT,    /* n: room, from, to, secret; s: text */
    PL_BRAS_CALL, /* question when it has a ticket. n: event, from, to, code, flags, param; s: text
                   */
    PL_BRAS_CONTROL,   /* question. n: from, user, code, w, l; s: text */
    PL_BRAS_BUFFER_EX, /* n: user, bytes of `owned`, w, l, task */
    PL_BRAS_FILE,      /* n: user, bytes, w, l, task; s: name, path */
    PL_BRAS_RECORD,    /* n: user, seconds, flags, param, server; s: file, text */
    PL_BRAS_OBJECT,    /* n: type, object, event, four parameters; s: text */
};

enum {
    PL_BRAS_NUMBERS = 7,
    PL_BRAS_TEXTS = 2,
    PL_BRAS_NICK_BYTES = 128, /* of a nickname, without its NUL */
};

/* Nobody's number: what happens at the counters is told in order, whomever it is about. */
#define PL_BRAS_OBJECTS UINT32_MAX

/* Room that something takes which came from a user (files.h): its owner gives it back when the
 * event is over. */
struct pl_bras_hold {
    struct pl_list node;
    uint64_t bytes;
    atomic_bool over;
    char path[300]; /* of a file; empty: memory */
};

struct pl_bras_event {
    struct pl_list node;
    enum pl_bras_event_kind kind;
    uint32_t user;        /* whom it is about: events of one user stay in order. 0: nobody;
                             PL_BRAS_OBJECTS: the business objects, all of them */
    uint32_t ticket;      /* of a question; else 0 */
    uint32_t epoch;       /* the link that asked */
    pl_time_us answer_by; /* of a question: later the server does not wait */
    uint32_t n[PL_BRAS_NUMBERS];
    struct pl_bytes s[PL_BRAS_TEXTS]; /* each with a NUL behind it, in the same block */
    size_t bytes;                     /* of the block */
    void *owned;                      /* a large buffer, or NULL */
    struct pl_bras_hold *hold;        /* borrowed, or NULL */
};

/* What a question is answered. */
struct pl_bras_reply {
    uint32_t ticket, epoch;
    uint32_t code;
    uint32_t user, level; /* of VERIFY */
    bool verify;
    char nick[PL_BRAS_NICK_BYTES + 1];
};

/* Copies the texts, takes `owned`. NULL: no memory; `owned` is freed then. */
struct pl_bras_event *pl_bras_event_create(const struct pl_bras_event *like);
void pl_bras_event_free(struct pl_bras_event *e);

/* Calls what the program has set for it, if anything. True: *reply is to be sent. */
bool pl_bras_event_call(const struct pl_bras_event *e, struct pl_bras_reply *reply);

/* The program's timer, if it is set. */
void pl_bras_event_call_timer(void);

#endif

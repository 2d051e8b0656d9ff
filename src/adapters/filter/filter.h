/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A filter plug-in beside the server: asked who may log in and enter, told what users do, and
 * able to send data to their pages. Nothing it does holds the server up or brings it down.
 *
 *     control thread ── frames over a socket pair ── host (host.h) ── the plug-in
 *
 * The host is a child process, or a thread for a plug-in that is trusted (then it can take
 * the server along). Calls go in order; a window of them is on its way, the others wait here,
 * within limits: what is over them is dropped and counted, a question over them is refused.
 *
 * What goes wrong, and what becomes of it:
 *   it answers slowly           others wait behind it; who asked gives up by himself (cancel)
 *   a call does not return      after hang_us the process is killed; a thread is only told of
 *   it ends, crashes, is killed questions that it has been given are answered with
 *                               PL_GV_ERR_SERVERSDK_FAIL; it is started anew after a pause, twice
 * as long each time up to a minute, a second again once it has run for a minute it sends without
 * end        it is read at PL_FILTER_BYTES_PER_SECOND; then its call-back waits nonsense as an
 * answer: refused, or left out; as a frame: it is killed
 *
 * While it is away, questions wait for it; news only change the table of who is there. When
 * it is back it is told of everybody who is there, before anything else.
 *
 * All on the control thread. Call-backs come from the loop, never from inside a call, except that
 * stop() answers nothing.
 */
#ifndef PL_FILTER_FILTER_H
#define PL_FILTER_FILTER_H

#include "adapters/filter/frame.h"
#include "base/time.h"
#include "io/loop.h"

struct pl_filter;

enum {
    PL_FILTER_QUEUE_CALLS_MAX = 16384,
    PL_FILTER_QUEUE_BYTES_MAX = 8 << 20,
    PL_FILTER_QUESTIONS_MAX = 4096,
    PL_FILTER_BYTES_PER_SECOND = 4 << 20, /* what it sends; each piece counts 256 bytes more */
    PL_FILTER_BYTES_BURST = 4 << 20,
};

struct pl_filter_config {
    const char *path;        /* of the shared library */
    const char *min_version; /* "" or as "2.1": older ones are refused */
    const char *program;     /* for the child process; NULL: this program */
    bool thread;
    uint32_t memory_mbyte; /* address space of a process; 0: not limited */
    size_t max_users;
    pl_time_us start_us; /* loading and BRFP_InitFilter may take so long */
    pl_time_us hang_us;  /* and each call */
    pl_time_us pause_us; /* the first pause before a new start; 0: a second */
};

struct pl_filter_answer {
    uint32_t ticket;
    int code; /* GV_ERR number; 0: yes */
    /* LOGIN with code 0: */
    int32_t user; /* 0: it has given none */
    int32_t level;
    struct pl_bytes nick; /* UTF-8; borrowed until the call-back returns; empty: none */
};

enum pl_filter_event_type {
    PL_FILTER_EVENT_UP,      /* it runs; text: its version */
    PL_FILTER_EVENT_DOWN,    /* it has ended; text: why; a new start after pause_us */
    PL_FILTER_EVENT_REFUSES, /* it could not be started anew; text: why; as DOWN */
    PL_FILTER_EVENT_HANGS,   /* a call of a thread does not return; text: which */
};

struct pl_filter_event {
    enum pl_filter_event_type type;
    const char *text;
    int pid; /* UP; 0: a thread */
    pl_time_us pause_us;
};

/* Role: the server. All mandatory. */
struct pl_filter_handler {
    void (*on_answer)(void *arg, const struct pl_filter_answer *answer);
    /* It has something for this user, who is there; borrowed. is_text: it is UTF-8. */
    void (*on_data)(void *arg, int32_t user, struct pl_bytes data, bool is_text);
    void (*on_event)(void *arg, const struct pl_filter_event *event); /* for the log */
};

struct pl_filter_stats {
    size_t up;                 /* 0 or 1 */
    uint64_t calls;            /* made */
    uint64_t starts;           /* the first included */
    uint64_t lost_calls;       /* dropped: over the limits */
    uint64_t refused;          /* questions answered here: it has crashed, or over the limits */
    uint64_t nonsense;         /* answers and frames that make no sense */
    uint64_t data, data_bytes; /* passed on */
    uint64_t data_dropped;     /* for nobody who is there, or too long */
    size_t waiting;            /* calls in the queue */
};

/*
 * Starts it and waits, at most start_us, until it is ready: a plug-in that does not work is found
 * when the server starts. Copies config, borrows loop, arg. PL_E_NOMEM, PL_E_IO; PL_E_STATE: it
 * cannot begin. why: a line about it.
 */
PL_MUST_CHECK enum pl_err pl_filter_start(struct pl_filter **out, struct pl_loop *loop,
                                          const struct pl_filter_config *config,
                                          const struct pl_filter_handler *handler, void *arg,
                                          char why[PL_FILTER_WHY_MAX]);
/* Lets it make the calls that wait and BRFP_ReleaseFilter, for three seconds at most; then it is
 * killed, or left behind. No call-back comes any more. NULL is harmless. */
void pl_filter_stop(struct pl_filter *f);

/* Questions: one on_answer each, unless cancelled. PL_E_LIMIT: too many; PL_E_NOMEM. */
PL_MUST_CHECK enum pl_err pl_filter_ask_login(struct pl_filter *f, uint32_t ticket,
                                              struct pl_bytes name, struct pl_bytes password);
/* name: empty when entered by number. */
PL_MUST_CHECK enum pl_err pl_filter_ask_room(struct pl_filter *f, uint32_t ticket, int32_t user,
                                             int32_t room, struct pl_bytes name,
                                             struct pl_bytes password);
/* Nobody waits for that answer any more; harmless for unknown tickets. */
void pl_filter_cancel(struct pl_filter *f, uint32_t ticket);

/* News. handle: of this sign-in, never 0. Texts are cut to what frames take. */
void pl_filter_user_in(struct pl_filter *f, int32_t user, uint32_t handle, int32_t level,
                       struct pl_bytes name, struct pl_bytes ip);
void pl_filter_user_out(struct pl_filter *f, int32_t user, uint32_t handle);
void pl_filter_room(struct pl_filter *f, int32_t user, int32_t room, bool in);
void pl_filter_data(struct pl_filter *f, int32_t user, struct pl_bytes data);
void pl_filter_text(struct pl_filter *f, int32_t room, int32_t from, int32_t to, bool secret,
                    struct pl_bytes text);

void pl_filter_get_stats(const struct pl_filter *f, struct pl_filter_stats *stats);

#endif

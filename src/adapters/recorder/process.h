/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The process of the recorder: started, watched, started again after it has ended (at once at
 * first, then in longer and longer pauses), and the control link to it (proto/record/control.h)
 * over a socket pair. Ends with us: it sees its end of the link close.
 *
 * All on the loop's thread; nothing here waits, but pl_recorder_process_stop for its end.
 */
#ifndef PL_RECORDER_PROCESS_H
#define PL_RECORDER_PROCESS_H

#include "base/err.h"
#include "io/loop.h"
#include "proto/record/control.h"

struct pl_recorder_process;

struct pl_recorder_process_config {
    const char *program;     /* path; copied, as all of argv */
    const char *const *args; /* NULL-terminated, without argv[0] and the descriptor */
    pl_time_us stop_us;      /* how long it may take to finish its files */
};

/* Role: who gives it work. Never from inside a call. */
struct pl_recorder_process_handler {
    /* It has said READY: HELLO was sent. */
    void (*on_event)(void *arg, const struct pl_record_event *event);
    /* It has ended (how: "signal 9", "exit status 1", "cannot be started: ..."); the next is
     * started by itself after pause_us. */
    void (*on_end)(void *arg, const char *how, pl_time_us pause_us);
};

PL_MUST_CHECK enum pl_err
pl_recorder_process_start(struct pl_recorder_process **out, struct pl_loop *loop,
                          const struct pl_recorder_process_config *config,
                          const struct pl_recorder_process_handler *handler, void *arg);
/*
 * Asks it to finish its files and to end; nobody waits, and none is started after it. True: it has
 * ended. To be asked again until then.
 */
bool pl_recorder_process_quit(struct pl_recorder_process *p);

/* Asks it to finish and waits for it, at most stop_us; then it is killed. NULL is harmless. */
void pl_recorder_process_stop(struct pl_recorder_process *p);

/* False: there is none, or it does not read; in the latter case it is killed. */
bool pl_recorder_process_send(struct pl_recorder_process *p, const struct pl_record_command *c);

/* 0: none runs. */
int pl_recorder_process_pid(const struct pl_recorder_process *p);

#endif

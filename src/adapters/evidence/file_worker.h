/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A thread for what takes long with files: jobs one after the other, in their order.
 */
#ifndef PL_EVIDENCE_FILE_WORKER_H
#define PL_EVIDENCE_FILE_WORKER_H

#include "base/err.h"
#include "io/loop.h"

#include <stdatomic.h>
#include <stddef.h>

enum { PL_FILE_WORKER_JOBS_MAX = 1024 };

struct pl_file_worker;

struct pl_file_worker_job {
    void (*run)(void *arg); /* the thread */
    /* The loop's thread; exactly once for each job. ran false: the worker was stopped before. */
    void (*done)(void *arg, bool ran);
    void *arg;
};

/* Borrows loop. PL_E_NOMEM, PL_E_IO. */
PL_MUST_CHECK enum pl_err pl_file_worker_start(struct pl_file_worker **out, struct pl_loop *loop);
/* Sets the flag of pl_file_worker_stopping, waits for the job that runs, and ends all others
 * undone. Accepts NULL. */
void pl_file_worker_stop(struct pl_file_worker *worker);
/* For jobs that can be broken off. */
const atomic_bool *pl_file_worker_stopping(const struct pl_file_worker *worker);
/* PL_E_LIMIT: too many wait; the job was not taken. */
PL_MUST_CHECK enum pl_err pl_file_worker_do(struct pl_file_worker *worker,
                                            const struct pl_file_worker_job *job);
/* Jobs that are not over. */
size_t pl_file_worker_waiting(const struct pl_file_worker *worker);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/evidence/file_worker.h"

#include "io/mailbox.h"
#include "io/thread.h"

#include <poll.h>
#include <stdlib.h>

struct pl_file_worker {
    struct pl_mailbox *jobs, *over;
    struct pl_watch *watch;
    struct pl_thread thread;
    bool started;
    atomic_bool stopping;
    size_t waiting; /* the loop's thread */
};

static void run(void *arg)
{
    struct pl_file_worker *w = arg;
    struct pl_file_worker_job job;
    while (!atomic_load(&w->stopping)) {
        struct pollfd p = {.fd = pl_mailbox_fd(w->jobs), .events = POLLIN};
        enum pl_err err;
        if (pl_mailbox_take(w->jobs, &job, 1) == 0) {
            (void)poll(&p, 1, -1);
            continue;
        }
        job.run(job.arg);
        err = pl_mailbox_push(w->over, &job); /* as large as `jobs` and one more: it fits */
        (void)err;
    }
}

static void end_job(struct pl_file_worker *w, const struct pl_file_worker_job *job, bool ran)
{
    w->waiting--;
    job->done(job->arg, ran);
}

static void on_over(void *arg)
{
    struct pl_file_worker *w = arg;
    struct pl_file_worker_job job;
    while (pl_mailbox_take(w->over, &job, 1) > 0)
        end_job(w, &job, true);
}

enum pl_err pl_file_worker_start(struct pl_file_worker **out, struct pl_loop *loop)
{
    struct pl_file_worker *w = calloc(1, sizeof(*w));
    enum pl_err err = w ? PL_OK : PL_E_NOMEM;
    *out = NULL;
    if (!err)
        err =
            pl_mailbox_create(&w->jobs, sizeof(struct pl_file_worker_job), PL_FILE_WORKER_JOBS_MAX);
    if (!err)
        err = pl_mailbox_create(&w->over, sizeof(struct pl_file_worker_job),
                                PL_FILE_WORKER_JOBS_MAX + 1);
    if (!err) {
        w->watch = pl_watch_create(loop, pl_mailbox_fd(w->over), on_over, w);
        err = w->watch ? pl_thread_start(&w->thread, "evidence", run, w) : PL_E_NOMEM;
        w->started = !err;
    }
    if (err)
        pl_file_worker_stop(w);
    else
        *out = w;
    return err;
}

void pl_file_worker_stop(struct pl_file_worker *w)
{
    struct pl_file_worker_job job;
    if (!w)
        return;
    if (w->started) {
        atomic_store(&w->stopping, true);
        pl_mailbox_wake(w->jobs);
        pl_thread_join(&w->thread);
        on_over(w);
        while (pl_mailbox_take(w->jobs, &job, 1) > 0)
            end_job(w, &job, false);
    }
    if (w->watch)
        pl_watch_destroy(w->watch);
    pl_mailbox_destroy(w->jobs);
    pl_mailbox_destroy(w->over);
    free(w);
}

const atomic_bool *pl_file_worker_stopping(const struct pl_file_worker *w)
{
    return &w->stopping;
}

enum pl_err pl_file_worker_do(struct pl_file_worker *w, const struct pl_file_worker_job *job)
{
    enum pl_err err =
        w->waiting < PL_FILE_WORKER_JOBS_MAX ? pl_mailbox_push(w->jobs, job) : PL_E_LIMIT;
    w->waiting += !err;
    return err;
}

size_t pl_file_worker_waiting(const struct pl_file_worker *w)
{
    return w->waiting;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* What the disk is asked to do, on its thread. What a job touches there is its own. */
#include "adapters/intake/internal.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct pl_intake_job *pl_intake_job(struct pl_intake *in, struct pl_upload *u,
                                    enum pl_intake_job_type type, struct pl_bytes bytes)
{
    struct pl_intake_job *job = calloc(1, sizeof(*job) + bytes.len);
    if (!job)
        return NULL;
    job->type = type;
    job->in = in;
    job->upload = u;
    job->fd = u ? u->fd : -1;
    job->id = u ? u->crate.id : 0;
    job->transfer = u ? u->transfer : 0;
    job->len = bytes.len;
    if (bytes.len > 0)
        memcpy(job->bytes, bytes.data, bytes.len);
    if (type == PL_JOB_CREATE || type == PL_JOB_KEEP || type == PL_JOB_NOTE) {
        job->note = malloc(sizeof(*job->note));
        if (!job->note) {
            free(job);
            return NULL;
        }
        *job->note = u->crate;
    }
    return job;
}

static enum pl_err open_bytes(struct pl_intake_job *job)
{
    if (job->fd < 0)
        job->fd = pl_crate_open(job->in->folder, job->id);
    return job->fd < 0 ? PL_E_IO : PL_OK;
}

static enum pl_err keep(struct pl_intake_job *job)
{
    enum pl_err err = open_bytes(job);
    if (!err)
        err = pl_crate_check(job->fd, job->sum, pl_file_worker_stopping(job->in->worker));
    return err ? err : pl_crate_note(job->in->folder, job->note);
}

static void run(void *arg)
{
    struct pl_intake_job *job = arg;
    int folder = job->in->folder;
    switch (job->type) {
    case PL_JOB_CREATE:
        job->err = open_bytes(job);
        if (!job->err)
            job->err = pl_crate_note(folder, job->note);
        break;
    case PL_JOB_RESUME:
        job->err = open_bytes(job);
        break;
    case PL_JOB_WRITE:
        job->err = pl_crate_append(job->fd, job->offset, pl_bytes_of(job->bytes, job->len));
        break;
    case PL_JOB_KEEP:
        job->err = keep(job);
        break;
    case PL_JOB_NOTE:
        job->err = pl_crate_note(folder, job->note);
        if (job->code == 0 && job->note->state == PL_CRATE_OVER)
            pl_crate_remove(folder, job->id, false);
        break;
    case PL_JOB_REMOVE:
        pl_crate_remove(folder, job->id, true);
        break;
    case PL_JOB_REFUSE:
        break;
    }
}

static void on_done(void *arg, bool ran)
{
    struct pl_intake_job *job = arg;
    struct pl_intake *in = job->in;
    struct pl_upload *u = job->upload;
    if (u) {
        u->jobs--;
        if (u->fd < 0)
            u->fd = job->fd;
        else if (job->fd >= 0 && job->fd != u->fd)
            (void)close(job->fd); /* two of them have opened it */
    }
    pl_intake_done(job, ran && in->running);
    free(job->note);
    free(job);
    if (u && u->stage == PL_UPLOAD_GONE && u->jobs == 0)
        pl_intake_free(in, u);
    if (in->running) {
        pl_intake_next(in);
        pl_intake_arm(in);
    }
}

enum pl_err pl_intake_do(struct pl_intake *in, struct pl_intake_job *job)
{
    const struct pl_file_worker_job task = {run, on_done, job};
    enum pl_err err = job ? pl_file_worker_do(in->worker, &task) : PL_E_NOMEM;
    if (!err && job->upload)
        job->upload->jobs++;
    if (err && job) {
        free(job->note);
        free(job);
    }
    return err;
}

/* When it cannot be written the next start does again what has been done; nothing is lost. */
void pl_intake_note(struct pl_intake *in, struct pl_upload *u)
{
    struct pl_intake_job *job = pl_intake_job(in, u, PL_JOB_NOTE, pl_bytes_of(NULL, 0));
    if (job)
        job->code = u->failed ? 1 : 0; /* its bytes stay */
    if (pl_intake_do(in, job) != PL_OK)
        in->port.warn(in->port.arg, u->crate.id, "not noted", "too much waits for the disk");
}

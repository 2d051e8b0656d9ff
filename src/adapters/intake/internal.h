/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of this folder share: intake.c (life, and what is in it), receive.c (pieces),
 * jobs.c (what the disk is asked to do), convert.c (from all of it to its end). */
#ifndef PL_INTAKE_INTERNAL_H
#define PL_INTAKE_INTERNAL_H

#include "adapters/evidence/file_worker.h"
#include "adapters/intake/intake.h"
#include "base/list.h"

enum pl_upload_stage {
    PL_UPLOAD_NEW, /* its note is being written */
    PL_UPLOAD_RECEIVING,
    PL_UPLOAD_WHOLE,
    PL_UPLOAD_CONVERTING,
    PL_UPLOAD_ENDING,
    PL_UPLOAD_OVER,
    PL_UPLOAD_GONE, /* freed when the disk has done with it */
};

struct pl_upload {
    struct pl_list node; /* by age */
    struct pl_crate crate;
    enum pl_upload_stage stage;
    int fd;            /* -1: not open */
    uint32_t transfer; /* 0: nobody sends */
    uint64_t session;  /* that is told */
    uint64_t taken;    /* bytes that are there or on their way to the disk */
    unsigned jobs;
    unsigned attempts;
    bool failed;    /* OVER: its bytes are still there */
    pl_time_us due; /* of its stage */
};

enum pl_intake_job_type {
    PL_JOB_CREATE,
    PL_JOB_RESUME,
    PL_JOB_WRITE,
    PL_JOB_KEEP,
    PL_JOB_NOTE,
    PL_JOB_REMOVE, /* note: NULL, the note as well */
    PL_JOB_REFUSE,
};

struct pl_intake_job {
    enum pl_intake_job_type type;
    struct pl_intake *in;
    struct pl_upload *upload; /* NULL: REFUSE */
    uint32_t id;
    int fd;
    uint32_t transfer, other; /* other: RESUME: who sent it before */
    int code;                 /* REFUSE */
    enum pl_err err;
    uint64_t offset;
    char sum[PL_CRATE_SUM_CHARS + 1];
    struct pl_crate *note; /* owned; NULL: none is to be written */
    size_t len;
    uint8_t bytes[];
};

struct pl_intake {
    struct pl_loop *loop;
    struct pl_intake_config config;
    char below[64], prefix[64];
    struct pl_intake_port port;
    int folder;
    struct pl_file_worker *worker;
    struct pl_timer *timer;
    struct pl_list uploads;
    size_t count;
    struct pl_upload *current; /* CONVERTING */
    bool running, up;
    struct pl_intake_stats stats;
    struct pl_record_command command; /* large: scratch */
    struct pl_record_event event;     /* ditto */
};

/* ---- intake.c ---- */

struct pl_upload *pl_intake_add(struct pl_intake *in);
struct pl_upload *pl_intake_find(const struct pl_intake *in, uint32_t id);
/* When it has no jobs. */
void pl_intake_free(struct pl_intake *in, struct pl_upload *u);
void pl_intake_arm(struct pl_intake *in);
void pl_intake_forget(struct pl_intake *in, struct pl_upload *u);

/* ---- jobs.c ---- */

/* The thread has done it (ran), or never will. */
void pl_intake_done(struct pl_intake_job *job, bool ran);
/* u may be NULL; len: room for bytes. NULL: no memory. */
struct pl_intake_job *pl_intake_job(struct pl_intake *in, struct pl_upload *u,
                                    enum pl_intake_job_type type, struct pl_bytes bytes);
/* Takes the job; NULL: PL_E_NOMEM. */
PL_MUST_CHECK enum pl_err pl_intake_do(struct pl_intake *in, struct pl_intake_job *job);
/* Its note, as it is now. */
void pl_intake_note(struct pl_intake *in, struct pl_upload *u);

/* ---- receive.c ---- */

/* The transfer is over for `code`; its upload, if it has one, waits. */
void pl_intake_fail(struct pl_intake *in, uint32_t transfer, int code);
void pl_intake_tell(struct pl_intake *in, uint32_t transfer, enum pl_stored what, uint64_t offset,
                    const struct pl_upload *u);

/* ---- convert.c ---- */

/* The next one, if none is. */
void pl_intake_next(struct pl_intake *in);
/* There will be no file. */
void pl_intake_give_up(struct pl_intake *in, struct pl_upload *u, enum pl_record_how how,
                       const char *why);
/* Tells the page how it ended. */
void pl_intake_tell_end(struct pl_intake *in, const struct pl_upload *u);
/* Its time is over. */
void pl_intake_due(struct pl_intake *in, struct pl_upload *u);

#endif

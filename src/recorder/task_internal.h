/* SPDX-License-Identifier: Apache-2.0 */
/* What task.c (its life, what it is told), task_round.c (the rounds of its thread), task_end.c (the
 * end of the file) and task_convert.c share. */
#ifndef PL_RECORDER_TASK_INTERNAL_H
#define PL_RECORDER_TASK_INTERNAL_H

#include "recorder/film.h"
#include "recorder/task.h"

#include <pthread.h>

struct pl_task_said {
    struct pl_task_said *next;
    struct pl_record_command command;
    struct pl_source_info info;
    pl_time_us at; /* in the stamps' time */
};

struct pl_task {
    struct pl_task_shared *shared;
    struct pl_film film;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    /* Under the lock. */
    struct pl_shared_packet *queue[PL_TASK_QUEUE];
    size_t queued;
    struct pl_task_said *said, **said_end;
    uint64_t dropped;
    /* The thread's. */
    struct pl_shared_packet *taken[PL_TASK_QUEUE];
    int64_t stop_at;
    enum pl_record_how how;
    bool stopping, announced, warned_low, warned_slow;
    pl_time_us mark_at, loss_at, give_up_at;
    unsigned marks;
    uint64_t lost;
    atomic_bool ended;
};

/* Finishes the file and tells of it; the journal has it before. */
void pl_task_end(struct pl_task *t);

/* ---- task.c ---- */

/* In the stamps' time. */
pl_time_us pl_task_now(const struct pl_task *t);
/* Obeys what was said, without waiting. */
void pl_task_listen(struct pl_task *t);
/* Obeys and frees a list that was taken from said. */
void pl_task_obey(struct pl_task *t, struct pl_task_said *said);
/* The first stop counts: how, and the moment in the stamps' time. */
void pl_task_stop(struct pl_task *t, enum pl_record_how how, int64_t at);

/* ---- task_round.c ---- */

/* The thread of a recording; of a snapshot. */
void *pl_task_record(void *arg);
void *pl_task_photograph(void *arg);
/* film.error is ENOSPC when too little is free. */
void pl_task_look_at_disk(struct pl_task *t);

/* task_convert.c: the thread of one. */
void *pl_task_convert(void *arg);

/* With the task's id. */
void pl_task_emit(struct pl_task *t, struct pl_record_event *e);

#endif

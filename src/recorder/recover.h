/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a recorder that was killed has left: recordings of the journal that have not ended. The next
 * one finishes their files, or goes on with them (control.h).
 */
#ifndef PL_RECORDER_RECOVER_H
#define PL_RECORDER_RECOVER_H

#include "recorder/task.h"

struct pl_left {
    struct pl_record_command *starts;
    size_t count, size;
};

/* What is left now. No memory: fewer; the next start finds the others. */
void pl_recover_list(const struct pl_task_shared *shared, struct pl_left *left);
void pl_recover_free(struct pl_left *left);

/* Finishes one, and tells of it (how recovered). It is in use by no task. */
void pl_recover_one(struct pl_task_shared *shared, const struct pl_record_command *start);

/* In which type a recording grew: it may differ from the asked one where a stream was copied.
 * False: nothing is there that grew. */
bool pl_recover_find(const struct pl_task_shared *shared, const char *file,
                     enum pl_record_type *type);

#endif

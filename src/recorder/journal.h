/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What must not be forgotten when the process dies: which recordings grow, and which have ended and
 * are not acknowledged. One file a recording below ".journal" of the recorder's folder, of two
 * slots: the line of the START command, written and on the disk before any media is; and the line
 * of the FINISHED event, written over zeros when it has ended, so that it needs no room on a full
 * disk. A slot counts when its line is whole.
 */
#ifndef PL_RECORDER_JOURNAL_H
#define PL_RECORDER_JOURNAL_H

#include "proto/record/control.h"

enum { PL_JOURNAL_MAX = 100000 };

/* 0, or errno. Makes the folder. start->file: as it was decided, without its ending. */
int pl_journal_begin(const char *root, const struct pl_record_command *start);
int pl_journal_end(const char *root, const struct pl_record_event *finished);
/* Harmless when there is none. */
void pl_journal_forget(const char *root, uint64_t id);

/* The START of one that has not ended; false: there is none. */
bool pl_journal_find(const char *root, uint64_t id, struct pl_record_command *start);

/*
 * Calls `each` for every entry: start always, finished only when it has ended. At most
 * PL_JOURNAL_MAX.
 */
void pl_journal_read(const char *root,
                     void (*each)(void *context, const struct pl_record_command *start,
                                  const struct pl_record_event *finished),
                     void *context);

#endif

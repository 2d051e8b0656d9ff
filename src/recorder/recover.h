/* SPDX-License-Identifier: Apache-2.0 */
/* What a process that was killed has left: files are finished, and the journal says so. */
#ifndef PL_RECORDER_RECOVER_H
#define PL_RECORDER_RECOVER_H

#include "recorder/task.h"

enum { PL_RECOVER_LOST_MS = 2000 }; /* at most: a fragment, and what was still waited for */

/* Finishes all of them; tells each (FINISHED, how recovered). How many there were. Blocks. */
unsigned pl_recover_all(struct pl_task_shared *shared);

#endif

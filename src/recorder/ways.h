/* SPDX-License-Identifier: Apache-2.0 */
/* How parlor-recorder is reached, and that it is alone. What fails is printed. */
#ifndef PL_RECORDER_WAYS_H
#define PL_RECORDER_WAYS_H

#include "proto/record/control.h"
#include "recorder/settings.h"

/* A listening socket for the control link; -1: errno says why not. */
int pl_ways_listen(const struct pl_recorder_settings *s);
/* Prints "listening on ADDRESS:PORT". */
void pl_ways_say(int listener);
/* path NULL: there is none, and "" is the secret. */
bool pl_ways_read_secret(const char *path, char out[PL_RECORD_NAME_MAX + 1]);
/* Waits for it; the lock is held until the process ends. */
bool pl_ways_lock(const char *root);

#endif

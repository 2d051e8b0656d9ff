/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A child process with one end of a socket: descriptor PL_CHILD_FD, none beyond it, signals as at a
 * fresh start, and a process group of its own, so that Ctrl-C in a terminal ends the server first,
 * which ends it.
 */
#ifndef PL_IO_CHILD_H
#define PL_IO_CHILD_H

#include <sys/types.h>

enum {
    PL_CHILD_FD = 3,
    PL_CHILD_HOW_MAX = 32,
};

/* 0, or why not (errno); then *pid is 0. Borrows all for the call; `end` stays open here. */
int pl_child_spawn(pid_t *pid, int end, const char *program, char *const argv[],
                   char *const environment[]);

/*
 * Our environment for a child, without our settings (PARLOR_...), passwords among them. Its strings
 * are borrowed; the caller frees the array. NULL: no memory.
 */
char **pl_child_environment(void);

/* How it ended, by waitpid()'s status: "signal 11", "exit status 1". */
void pl_child_how(int status, char how[PL_CHILD_HOW_MAX]);

#endif

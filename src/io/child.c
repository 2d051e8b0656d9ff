/* SPDX-License-Identifier: Apache-2.0 */
#include "io/child.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int pl_child_spawn(pid_t *pid, int end, const char *program, char *const argv[],
                   char *const environment[])
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t all, none;
    int failed;
    *pid = 0;
    (void)sigfillset(&all);
    (void)sigemptyset(&none);
    if (posix_spawn_file_actions_init(&files) != 0)
        return ENOMEM;
    if (posix_spawnattr_init(&attributes) != 0) {
        (void)posix_spawn_file_actions_destroy(&files);
        return ENOMEM;
    }
    (void)posix_spawnattr_setsigdefault(&attributes, &all);
    (void)posix_spawnattr_setsigmask(&attributes, &none);
    (void)posix_spawnattr_setpgroup(&attributes, 0);
    (void)posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK |
                                                    POSIX_SPAWN_SETPGROUP);
    failed = posix_spawn_file_actions_adddup2(&files, end, PL_CHILD_FD);
    if (!failed)
        failed = posix_spawn_file_actions_addclosefrom_np(&files, PL_CHILD_FD + 1);
    if (!failed)
        failed = posix_spawn(pid, program, &files, &attributes, argv, environment);
    (void)posix_spawnattr_destroy(&attributes);
    (void)posix_spawn_file_actions_destroy(&files);
    if (failed)
        *pid = 0;
    return failed;
}

char **pl_child_environment(void)
{
    size_t n = 0, kept = 0;
    char **clean;
    while (environ[n])
        n++;
    clean = calloc(n + 1, sizeof(*clean));
    for (size_t i = 0; clean && i < n; i++) {
        if (strncmp(environ[i], "PARLOR_", 7) != 0)
            clean[kept++] = environ[i];
    }
    return clean;
}

void pl_child_how(int status, char how[PL_CHILD_HOW_MAX])
{
    if (WIFSIGNALED(status))
        (void)snprintf(how, PL_CHILD_HOW_MAX, "signal %d", WTERMSIG(status));
    else
        (void)snprintf(how, PL_CHILD_HOW_MAX, "exit status %d", WEXITSTATUS(status));
}

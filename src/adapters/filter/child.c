/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/filter/child.h"

#include "adapters/filter/host.h"
#include "io/child.h"
#include "io/thread.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

struct pl_filter_child {
    int fd;    /* ours */
    int other; /* the thread's; -1 of a process */
    pid_t pid; /* 0: a thread */
    struct pl_thread thread;
    const char *path;
    const char *min_version;
};

/* ---- a thread ---- */

static void run_thread(void *arg)
{
    struct pl_filter_child *c = arg;
    (void)pl_filter_host_run(c->other, c->path, c->min_version);
    (void)shutdown(c->other, SHUT_RDWR); /* the server sees the end; reap() closes it */
}

static enum pl_err start_thread(struct pl_filter_child *c, int other)
{
    c->other = other;
    return pl_thread_start(&c->thread, "filter", run_thread, c);
}

/* ---- a process ---- */

static enum pl_err start_process(struct pl_filter_child *c, int other,
                                 const struct pl_filter_child_config *config)
{
    char memory[16], name[] = "parlor-filter", argument[] = PL_FILTER_HOST_ARGUMENT;
    char *path = strdup(config->path), *min_version = strdup(config->min_version);
    char *argv[] = {name, argument, path, min_version, memory, NULL};
    char **environment = pl_child_environment();
    int failed = ENOMEM;
    (void)snprintf(memory, sizeof(memory), "%u", config->memory_mbyte);
    if (path && min_version && environment)
        failed = pl_child_spawn(&c->pid, other, config->program, argv, environment);
    free(environment);
    free(path);
    free(min_version);
    close(other);
    errno = failed;
    return failed == ENOMEM ? PL_E_NOMEM : failed ? PL_E_IO : PL_OK;
}

/* ---- both ---- */

enum pl_err pl_filter_child_start(struct pl_filter_child **out,
                                  const struct pl_filter_child_config *config)
{
    struct pl_filter_child *c = calloc(1, sizeof(*c));
    enum pl_err err;
    int ends[2];
    *out = NULL;
    if (!c)
        return PL_E_NOMEM;
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
        free(c);
        return PL_E_IO;
    }
    c->fd = ends[0];
    c->other = -1;
    c->path = config->path;
    c->min_version = config->min_version;
    (void)fcntl(c->fd, F_SETFL, O_NONBLOCK);
    err = config->thread ? start_thread(c, ends[1]) : start_process(c, ends[1], config);
    if (err) {
        int why = errno;
        if (c->other >= 0)
            close(c->other);
        close(c->fd);
        free(c);
        errno = why;
        return err;
    }
    *out = c;
    return PL_OK;
}

int pl_filter_child_fd(const struct pl_filter_child *c)
{
    return c->fd;
}

int pl_filter_child_pid(const struct pl_filter_child *c)
{
    return c->pid;
}

bool pl_filter_child_kill(struct pl_filter_child *c)
{
    if (c->pid == 0)
        return false;
    (void)kill(-c->pid, SIGKILL);
    (void)kill(c->pid, SIGKILL); /* a group that it has left */
    return true;
}

void pl_filter_child_reap(struct pl_filter_child *c, char how[32])
{
    how[0] = '\0';
    if (c->pid == 0) {
        pl_thread_join(&c->thread);
        close(c->other);
    } else {
        int status = 0;
        (void)kill(-c->pid, SIGKILL); /* it has ended, or does not talk to us any more */
        (void)kill(c->pid, SIGKILL);
        if (waitpid(c->pid, &status, 0) == c->pid)
            pl_child_how(status, how);
    }
    close(c->fd);
    free(c);
}

void pl_filter_child_abandon(struct pl_filter_child *c)
{
    char how[32];
    if (c->pid != 0) {
        pl_filter_child_reap(c, how);
        return;
    }
    (void)shutdown(c->fd, SHUT_RDWR); /* it ends when it looks, if ever */
    (void)pthread_detach(c->thread.id);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/recorder/process.h"

#include "io/child.h"
#include "io/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    ARGS_MAX = 32,
    SOCKET_BYTES = 1 << 20,
    OUT_MAX = 4 << 20, /* waits for the recorder to read */
    READS = 16,        /* of the socket in one turn */
};

#define FIRST_PAUSE PL_MS(50)
#define LAST_PAUSE  PL_SEC(30)
#define WELL        PL_SEC(30) /* who has run so long is started again at once */
#define FLUSH_EACH  PL_MS(5)

struct pl_recorder_process {
    struct pl_loop *loop;
    struct pl_recorder_process_handler handler;
    void *arg;
    char *argv[ARGS_MAX];
    pl_time_us stop_us;
    pid_t pid; /* 0: none */
    int fd;
    struct pl_watch *watch;
    struct pl_timer *again; /* to start it, or (pid) to write on */
    pl_time_us since, pause;
    bool quitting; /* its end is what we want */
    uint8_t *out;  /* what the socket has not taken yet */
    size_t out_len;
    size_t in_len;
    struct pl_record_command command; /* large: for HELLO and QUIT */
    struct pl_record_event event;
    uint8_t in[PL_RECORD_LINE_MAX];
    uint8_t line[PL_RECORD_LINE_MAX];
};

/* ---- the child ---- */

static void close_link(struct pl_recorder_process *p)
{
    pl_watch_destroy(p->watch);
    p->watch = NULL;
    if (p->fd >= 0)
        (void)close(p->fd);
    p->fd = -1;
    p->in_len = p->out_len = 0;
}

static void on_readable(void *arg);

static int open_link(struct pl_recorder_process *p)
{
    int ends[2], failed, bytes = SOCKET_BYTES;
    char **environment;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return errno;
    p->fd = ends[0];
    (void)fcntl(p->fd, F_SETFL, O_NONBLOCK);
    (void)setsockopt(p->fd, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof(bytes));
    p->watch = pl_watch_create(p->loop, p->fd, on_readable, p);
    environment = pl_child_environment();
    failed = p->watch && environment
                 ? pl_child_spawn(&p->pid, ends[1], p->argv[0], p->argv, environment)
                 : ENOMEM;
    free(environment);
    (void)close(ends[1]);
    if (failed)
        close_link(p);
    return failed;
}

/* ---- its end, and the next ---- */

static void come_again(struct pl_recorder_process *p, const char *how)
{
    pl_time_us now = pl_clock_now_us();
    p->pause = now - p->since >= WELL || p->pause == 0 ? FIRST_PAUSE
                                                       : pl_time_min(2 * p->pause, LAST_PAUSE);
    pl_timer_arm(p->again, now + p->pause);
    p->handler.on_end(p->arg, how, p->pause);
}

/* Its link has closed, or it makes no sense any more. */
static void end(struct pl_recorder_process *p, const char *why)
{
    char how[64];
    int status = 0;
    close_link(p);
    (void)kill(p->pid, SIGKILL);
    (void)waitpid(p->pid, &status, 0);
    p->pid = 0;
    if (p->quitting)
        return;
    if (why)
        (void)snprintf(how, sizeof(how), "%s", why);
    else
        pl_child_how(status, how);
    come_again(p, how);
}

static void start(struct pl_recorder_process *p)
{
    char how[96];
    int failed;
    p->since = pl_clock_now_us();
    failed = open_link(p);
    if (failed) {
        (void)snprintf(how, sizeof(how), "cannot be started: %s", strerror(failed));
        come_again(p, how);
        return;
    }
    memset(&p->command, 0, sizeof(p->command));
    p->command.type = PL_RECORD_CMD_HELLO;
    p->command.version = PL_RECORD_VERSION;
    p->command.resumes = true;
    p->command.stamp_us = pl_clock_now_us();
    p->command.wall_us = pl_clock_wall_us();
    (void)pl_recorder_process_send(p, &p->command);
}

/* ---- reading ---- */

/* False: it says what makes no sense. */
static bool take_line(struct pl_recorder_process *p, struct pl_bytes line)
{
    const char *why;
    if (pl_record_read_event(line, &p->event, &why) != PL_OK)
        return false;
    if (p->event.type == PL_RECORD_EVENT_READY && p->event.version != PL_RECORD_VERSION)
        return false;
    p->handler.on_event(p->arg, &p->event);
    return true;
}

/* Every whole line. False: as above. */
static bool take_lines(struct pl_recorder_process *p)
{
    size_t from = 0;
    uint8_t *feed;
    while ((feed = memchr(p->in + from, '\n', p->in_len - from))) {
        size_t len = (size_t)(feed - p->in) - from;
        if (!take_line(p, pl_bytes_of(p->in + from, len)))
            return false;
        from += len + 1;
    }
    memmove(p->in, p->in + from, p->in_len - from);
    p->in_len -= from;
    return p->in_len < sizeof(p->in);
}

static void on_readable(void *arg)
{
    struct pl_recorder_process *p = arg;
    for (unsigned i = 0; i < READS; i++) {
        ssize_t n = recv(p->fd, p->in + p->in_len, sizeof(p->in) - p->in_len, 0);
        if (n < 0 && (errno == EAGAIN || errno == EINTR))
            return;
        if (n <= 0) {
            end(p, NULL);
            return;
        }
        p->in_len += (size_t)n;
        if (!take_lines(p)) {
            end(p, "killed: it said what makes no sense");
            return;
        }
    }
}

/* ---- writing ---- */

/* False: the link is gone. */
static bool flush(struct pl_recorder_process *p)
{
    while (p->out_len > 0) {
        ssize_t n = send(p->fd, p->out, p->out_len, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return errno == EAGAIN;
        memmove(p->out, p->out + n, p->out_len - (size_t)n);
        p->out_len -= (size_t)n;
    }
    return true;
}

static void on_timer(void *arg)
{
    struct pl_recorder_process *p = arg;
    if (p->pid == 0)
        start(p);
    else if (flush(p) && p->out_len > 0) /* else the watch hears of it */
        pl_timer_arm(p->again, pl_clock_now_us() + FLUSH_EACH);
}

bool pl_recorder_process_send(struct pl_recorder_process *p, const struct pl_record_command *c)
{
    struct pl_writer w = pl_writer_of(p->line, sizeof(p->line));
    struct pl_bytes line;
    if (p->pid == 0)
        return false;
    pl_record_write_command(&w, c);
    if (!pl_writer_ok(&w))
        return false;
    line = pl_writer_done(&w);
    if (p->out_len + line.len > OUT_MAX) {
        (void)kill(p->pid, SIGKILL); /* it hangs; the watch hears of its end */
        return false;
    }
    memcpy(p->out + p->out_len, line.data, line.len);
    p->out_len += line.len;
    if (flush(p) && p->out_len > 0)
        pl_timer_arm(p->again, pl_clock_now_us() + FLUSH_EACH);
    return true;
}

/* ---- life ---- */

static bool copy_args(struct pl_recorder_process *p, const struct pl_recorder_process_config *c)
{
    size_t n = 0;
    bool ok;
    p->argv[n++] = strdup(c->program);
    p->argv[n++] = strdup("--control-fd");
    p->argv[n++] = strdup("3");
    for (size_t i = 0; c->args[i] && n < ARGS_MAX - 1; i++)
        p->argv[n++] = strdup(c->args[i]);
    ok = true;
    for (size_t i = 0; i < n; i++)
        ok = ok && p->argv[i];
    return ok;
}

static void destroy(struct pl_recorder_process *p)
{
    close_link(p);
    if (p->again)
        pl_timer_destroy(p->again);
    for (size_t i = 0; i < ARGS_MAX; i++)
        free(p->argv[i]);
    free(p->out);
    free(p);
}

enum pl_err pl_recorder_process_start(struct pl_recorder_process **out, struct pl_loop *loop,
                                      const struct pl_recorder_process_config *config,
                                      const struct pl_recorder_process_handler *handler, void *arg)
{
    struct pl_recorder_process *p = calloc(1, sizeof(*p));
    if (!p)
        return PL_E_NOMEM;
    p->loop = loop;
    p->handler = *handler;
    p->arg = arg;
    p->fd = -1;
    p->stop_us = config->stop_us;
    p->out = malloc(OUT_MAX);
    p->again = pl_timer_create(loop, on_timer, p);
    if (!p->out || !p->again || !copy_args(p, config)) {
        destroy(p);
        return PL_E_NOMEM;
    }
    pl_timer_arm(p->again, 0); /* at once, but not from inside this call */
    *out = p;
    return PL_OK;
}

/* What it tells meanwhile comes again after the next HELLO. */
static void wait_for_end(const struct pl_recorder_process *p)
{
    pl_time_us until = pl_clock_now_us() + p->stop_us, now;
    struct pollfd fd = {.fd = p->fd, .events = POLLIN};
    uint8_t rest[4096];
    while ((now = pl_clock_now_us()) < until) {
        int ready = poll(&fd, 1, (int)((until - now) / 1000) + 1);
        if (ready > 0 && recv(p->fd, rest, sizeof(rest), 0) == 0)
            return;
        if (ready < 0 && errno != EINTR)
            return;
    }
}

bool pl_recorder_process_quit(struct pl_recorder_process *p)
{
    if (p->quitting || p->pid == 0) {
        p->quitting = true;
        if (p->pid == 0)
            pl_timer_arm(p->again, PL_TIME_NEVER);
        return p->pid == 0;
    }
    p->quitting = true;
    memset(&p->command, 0, sizeof(p->command));
    p->command.type = PL_RECORD_CMD_QUIT;
    (void)pl_recorder_process_send(p, &p->command);
    return false;
}

void pl_recorder_process_stop(struct pl_recorder_process *p)
{
    if (!p)
        return;
    if (p->pid != 0) {
        memset(&p->command, 0, sizeof(p->command));
        p->command.type = PL_RECORD_CMD_QUIT;
        if (pl_recorder_process_send(p, &p->command))
            wait_for_end(p);
        (void)kill(p->pid, SIGKILL); /* harmless after its end */
        (void)waitpid(p->pid, NULL, 0);
    }
    destroy(p);
}

int pl_recorder_process_pid(const struct pl_recorder_process *p)
{
    return p ? p->pid : 0;
}

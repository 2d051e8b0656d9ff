/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/filter/host.h"

#include "adapters/filter/frame.h"
#include "adapters/filter/plugin.h"
#include "io/child.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    NICK_ROOM = 4096, /* plug-ins are told PL_FILTER_NAME_MAX; some write further */
};

/* What a plug-in keeps as its call-back's value: never given back, see host.h. */
struct host {
    struct host *next;     /* of `kept` */
    pthread_rwlock_t lock; /* held to send, and alone to end: then fd is -1 */
    int fd;
    char nick[NICK_ROOM];
    struct pl_filter_plugin plugin;
    uint8_t in[PL_FILTER_FRAME_MAX];
};

/* All that there have been: a plug-in may come back to them at any time. */
static _Atomic(struct host *) kept;

/* Packets of several threads do not mix. */
static bool send_frame(int fd, const struct pl_filter_frame *f)
{
    size_t size = pl_filter_frame_size(f);
    uint8_t *room = malloc(size);
    struct pl_writer w = pl_writer_of(room, size);
    ssize_t n = -1;
    if (room && pl_filter_frame_write(f, &w) == PL_OK) {
        do {
            n = send(fd, room, size, MSG_NOSIGNAL);
        } while (n < 0 && errno == EINTR);
    }
    free(room);
    return n >= 0;
}

/* The call-back, on any thread, at any time: waits while the server takes nothing. */
static void CALLBACK send_data(DWORD user, DWORD handle, LPCTSTR data, DWORD len, LPVOID value)
{
    struct host *h = value;
    struct pl_filter_frame f = {
        .type = PL_FILTER_SEND, .user = user, .other = handle, .a = pl_bytes_of(data, len)};
    if (!data || len > PL_FILTER_DATA_MAX)
        f = (struct pl_filter_frame){.type = PL_FILTER_LOST, .number = 1};
    pthread_rwlock_rdlock(&h->lock);
    if (h->fd >= 0)
        (void)send_frame(h->fd, &f); /* the server has gone: so will we */
    pthread_rwlock_unlock(&h->lock);
}

/* From here on the call-back does nothing: the descriptor's number may soon be somebody else's. A
 * thread that waits in it is woken. */
static void silence(struct host *h)
{
    (void)shutdown(h->fd, SHUT_RDWR);
    pthread_rwlock_wrlock(&h->lock);
    h->fd = -1;
    pthread_rwlock_unlock(&h->lock);
}

static struct pl_filter_frame verify(struct host *h, const struct pl_filter_frame *f)
{
    struct pl_filter_frame answer = {.type = PL_FILTER_LOGIN_ANSWER, .ticket = f->ticket};
    DWORD user = 0, level = 0;
    memset(h->nick, 0, sizeof(h->nick));
    answer.number = h->plugin.verify((const char *)f->a.data, (const char *)f->b.data, &user,
                                     &level, h->nick, PL_FILTER_NAME_MAX + 1);
    answer.user = user;
    answer.other = level;
    answer.a = pl_bytes_of(h->nick, strnlen(h->nick, PL_FILTER_NAME_MAX));
    return answer;
}

static bool make_call(struct host *h, const struct pl_filter_frame *f)
{
    const struct pl_filter_plugin *p = &h->plugin;
    const char *a = (const char *)f->a.data, *b = (const char *)f->b.data;
    struct pl_filter_frame answer = {.type = PL_FILTER_ENTER_ANSWER, .ticket = f->ticket};
    switch (f->type) {
    case PL_FILTER_LOGIN:
        answer = verify(h, f);
        return send_frame(h->fd, &answer);
    case PL_FILTER_ENTER:
        answer.number = p->prepare(f->user, f->room, a, b);
        return send_frame(h->fd, &answer);
    case PL_FILTER_USER_IN:
        p->login(f->user, a, f->number, b, f->other);
        return true;
    case PL_FILTER_USER_OUT:
        p->logout(f->user);
        return true;
    case PL_FILTER_ROOM_IN:
        p->enter(f->user, f->room);
        return true;
    case PL_FILTER_ROOM_OUT:
        p->leave(f->user, f->room);
        return true;
    case PL_FILTER_DATA:
        p->data(f->user, a, (DWORD)f->a.len);
        return true;
    case PL_FILTER_TEXT:
        p->text(f->room, f->user, f->other, f->number ? TRUE : FALSE, a, (DWORD)f->a.len);
        return true;
    default:
        return false;
    }
}

/* The next packet; 0: the other end has closed. */
static size_t receive(struct host *h)
{
    ssize_t n;
    do {
        n = recv(h->fd, h->in, sizeof(h->in), 0);
    } while (n < 0 && errno == EINTR);
    return n > 0 ? (size_t)n : 0;
}

static void serve(struct host *h)
{
    struct pl_filter_frame f, done = {.type = PL_FILTER_DONE};
    size_t n;
    while ((n = receive(h)) > 0) {
        if (pl_filter_frame_read(&f, pl_bytes_of(h->in, n)) != PL_OK || !make_call(h, &f))
            return;
        done.ticket++;
        if (!send_frame(h->fd, &done))
            return;
    }
}

static void refuse(int fd, const char *why)
{
    struct pl_filter_frame f = {.type = PL_FILTER_FAILED, .a = pl_bytes_str(why)};
    (void)send_frame(fd, &f);
}

bool pl_filter_host_run(int fd, const char *path, const char *min_version)
{
    struct pl_filter_frame ready = {.type = PL_FILTER_READY};
    char why[PL_FILTER_WHY_MAX] = "out of memory";
    struct host *h = calloc(1, sizeof(*h));
    if (!h || pl_filter_plugin_load(&h->plugin, path, min_version, why) != PL_OK) {
        free(h);
        refuse(fd, why);
        return false;
    }
    h->fd = fd;
    (void)pthread_rwlock_init(&h->lock, NULL);
    h->next = atomic_exchange(&kept, h);
    /* Only the low half is looked at: a plug-in compiled with another BOOL leaves the rest as is.
     */
    if ((int)h->plugin.init(send_data, h) == 0) {
        refuse(fd, "BRFP_InitFilter gave FALSE");
        silence(h);
        return false;
    }
    ready.a = pl_bytes_str(h->plugin.version);
    if (send_frame(fd, &ready))
        serve(h);
    h->plugin.release();
    silence(h);
    return true;
}

bool pl_filter_host_wanted(int argc, char **argv)
{
    return argc == 5 && strcmp(argv[1], PL_FILTER_HOST_ARGUMENT) == 0;
}

static void limit_memory(const char *megabytes)
{
    struct rlimit none = {0, 0};
    (void)setrlimit(RLIMIT_CORE, &none); /* it holds passwords */
#if !defined(PL_FILTER_SANITIZED)
    struct rlimit memory;
    memory.rlim_cur = memory.rlim_max = (rlim_t)strtoul(megabytes, NULL, 10) << 20;
    if (memory.rlim_cur > 0)
        (void)setrlimit(RLIMIT_AS, &memory);
#else
    (void)megabytes;
#endif
}

int pl_filter_host_main(char **argv)
{
    int nothing = open("/dev/null", O_RDONLY);
    if (nothing >= 0) {
        (void)dup2(nothing, STDIN_FILENO);
        close(nothing);
    }
    (void)prctl(PR_SET_NAME, "parlor-filter");
    (void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    /* What a plug-in starts must not hold the socket: the server sees the end of this process when
     * the last one closes it. */
    (void)fcntl(PL_CHILD_FD, F_SETFD, FD_CLOEXEC);
    limit_memory(argv[4]);
    return pl_filter_host_run(PL_CHILD_FD, argv[2], argv[3]) ? EXIT_SUCCESS : EXIT_FAILURE;
}

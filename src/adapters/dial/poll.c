/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/dial/poll.h"

#include "io/clock.h"

#include <errno.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

enum { EVENTS_AT_ONCE = 256 };

enum pl_err pl_poll_open(struct pl_poll *p)
{
    p->epoll = epoll_create1(EPOLL_CLOEXEC);
    return p->epoll >= 0 ? PL_OK : PL_E_IO;
}

void pl_poll_close(struct pl_poll *p)
{
    if (p->epoll >= 0)
        close(p->epoll);
    p->epoll = -1;
}

enum pl_err pl_poll_add(struct pl_poll *p, struct pl_poll_fd *fd, uint32_t events)
{
    struct epoll_event e = {.events = events, .data.ptr = fd};
    return epoll_ctl(p->epoll, EPOLL_CTL_ADD, fd->fd, &e) == 0 ? PL_OK : PL_E_IO;
}

void pl_poll_change(struct pl_poll *p, struct pl_poll_fd *fd, uint32_t events)
{
    struct epoll_event e = {.events = events, .data.ptr = fd};
    (void)epoll_ctl(p->epoll, EPOLL_CTL_MOD, fd->fd, &e); /* it is in there: cannot fail */
}

void pl_poll_remove(struct pl_poll *p, struct pl_poll_fd *fd)
{
    (void)p;
    if (fd->fd >= 0)
        close(fd->fd); /* leaves the set by itself: nobody else holds it */
    fd->fd = -1;
}

static int wait_for(struct pl_poll *p, struct epoll_event *events, pl_time_us wait)
{
    struct timespec ts = {(time_t)(wait / 1000000u), (long)(wait % 1000000u) * 1000};
    int n = epoll_pwait2(p->epoll, events, EVENTS_AT_ONCE, &ts, NULL);
    if (n < 0 && errno == ENOSYS) /* before Linux 5.11: whole milliseconds */
        n = epoll_wait(p->epoll, events, EVENTS_AT_ONCE, (int)((wait + 999) / 1000));
    return n;
}

void pl_poll_wait(struct pl_poll *p, pl_time_us at)
{
    struct epoll_event events[EVENTS_AT_ONCE];
    pl_time_us now = pl_clock_now_us();
    int n = wait_for(p, events, at > now ? pl_time_min(at - now, PL_SEC(1)) : 0);
    for (int i = 0; i < n; i++) {
        struct pl_poll_fd *fd = events[i].data.ptr;
        if (fd->fd >= 0)
            fd->ready(fd, events[i].events);
    }
}

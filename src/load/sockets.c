/* SPDX-License-Identifier: Apache-2.0 */
#include "load/sockets.h"

#include "io/clock.h"
#include "io/sockaddr.h"

#include <errno.h>
#include <linux/sock_diag.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
    BUFFER_BYTES = 2 << 20, /* some key frames */
    CONTROL_BYTES = CMSG_SPACE(sizeof(struct timespec)),
    CLOCKS_APART_US = 10 * 1000 * 1000, /* older than that: the wall clock was set */
};

union control {
    uint8_t bytes[CONTROL_BYTES];
    struct cmsghdr align;
};

struct pl_sockets {
    struct mmsghdr in_headers[PL_SOCKETS_BATCH];
    struct iovec in_iov[PL_SOCKETS_BATCH];
    union control in_control[PL_SOCKETS_BATCH];
    struct pl_sockets_datagram batch[PL_SOCKETS_BATCH];
    uint8_t in[PL_SOCKETS_BATCH][PL_SOCKETS_DATAGRAM_BYTES];

    int out_fd;
    size_t out_count;
    struct mmsghdr out_headers[PL_SOCKETS_BATCH];
    struct iovec out_iov[PL_SOCKETS_BATCH];
    uint8_t out[PL_SOCKETS_BATCH][PL_SOCKETS_DATAGRAM_BYTES];
    uint64_t unsent;
};

struct pl_sockets *pl_sockets_create(void)
{
    struct pl_sockets *s = calloc(1, sizeof(*s));
    if (!s)
        return NULL;
    for (size_t i = 0; i < PL_SOCKETS_BATCH; i++) {
        s->in_iov[i] = (struct iovec){s->in[i], sizeof(s->in[i])};
        s->in_headers[i].msg_hdr.msg_iov = &s->in_iov[i];
        s->in_headers[i].msg_hdr.msg_iovlen = 1;
        s->in_headers[i].msg_hdr.msg_control = s->in_control[i].bytes;
        s->out_headers[i].msg_hdr.msg_iov = &s->out_iov[i];
        s->out_headers[i].msg_hdr.msg_iovlen = 1;
    }
    return s;
}

void pl_sockets_destroy(struct pl_sockets *s)
{
    free(s);
}

/* More than net.core.[rw]mem_max needs CAP_NET_ADMIN; without it we take what we get. */
static void size_buffer(int fd, int forced, int plain)
{
    int want = BUFFER_BYTES;
    if (setsockopt(fd, SOL_SOCKET, forced, &want, sizeof(want)) != 0)
        (void)setsockopt(fd, SOL_SOCKET, plain, &want, sizeof(want));
}

enum pl_err pl_sockets_open(int *fd, const struct pl_addr *to)
{
    struct sockaddr_storage name = {0};
    bool ipv6 = to->family == PL_ADDR_IPV6;
    socklen_t len = pl_sockaddr_write(&name, to, ipv6);
    int on = 1, s = socket(ipv6 ? AF_INET6 : AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    *fd = -1;
    if (s < 0)
        return PL_E_IO;
    size_buffer(s, SO_RCVBUFFORCE, SO_RCVBUF);
    size_buffer(s, SO_SNDBUFFORCE, SO_SNDBUF);
    if (setsockopt(s, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof(on)) != 0 ||
        connect(s, (struct sockaddr *)&name, len) != 0) {
        close(s);
        return PL_E_IO;
    }
    *fd = s;
    return PL_OK;
}

/* ---- receiving ---- */

/* The kernel's stamp is of the wall clock: its age is what carries over. */
static pl_time_us arrival(struct msghdr *m, pl_time_us now, uint64_t wall_us)
{
    for (struct cmsghdr *c = CMSG_FIRSTHDR(m); c; c = CMSG_NXTHDR(m, c)) {
        struct timespec ts;
        uint64_t at;
        if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SO_TIMESTAMPNS)
            continue;
        memcpy(&ts, CMSG_DATA(c), sizeof(ts));
        at = (uint64_t)ts.tv_sec * 1000000u + (uint64_t)ts.tv_nsec / 1000u;
        if (at <= wall_us && wall_us - at < CLOCKS_APART_US && wall_us - at < now)
            return now - (wall_us - at);
    }
    return now;
}

size_t pl_sockets_receive(struct pl_sockets *s, int fd, struct pl_sockets_datagram **batch)
{
    pl_time_us now;
    uint64_t wall_us;
    size_t taken = 0;
    int n;
    for (size_t i = 0; i < PL_SOCKETS_BATCH; i++)
        s->in_headers[i].msg_hdr.msg_controllen = sizeof(s->in_control[i].bytes);
    do
        n = recvmmsg(fd, s->in_headers, PL_SOCKETS_BATCH, MSG_DONTWAIT, NULL);
    while (n < 0 && errno == EINTR);
    now = pl_clock_now_us();
    wall_us = pl_clock_wall_us();
    for (int i = 0; i < n; i++) {
        struct msghdr *m = &s->in_headers[i].msg_hdr;
        if (m->msg_flags & MSG_TRUNC)
            continue;
        s->batch[taken++] = (struct pl_sockets_datagram){arrival(m, now, wall_us),
                                                         {s->in[i], s->in_headers[i].msg_len}};
    }
    *batch = s->batch;
    return taken;
}

uint64_t pl_sockets_drops(int fd)
{
    uint32_t info[SK_MEMINFO_VARS] = {0};
    socklen_t len = sizeof(info);
    if (fd < 0 || getsockopt(fd, SOL_SOCKET, SO_MEMINFO, info, &len) != 0 || len < sizeof(info))
        return 0;
    return info[SK_MEMINFO_DROPS];
}

/* ---- sending ---- */

void pl_sockets_flush(struct pl_sockets *s)
{
    size_t first = 0;
    while (first < s->out_count) {
        int n = sendmmsg(s->out_fd, s->out_headers + first, (unsigned)(s->out_count - first),
                         MSG_DONTWAIT);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            s->unsent++;
            n = 1;
        }
        first += (size_t)n;
    }
    s->out_count = 0;
}

void pl_sockets_send(struct pl_sockets *s, int fd, struct pl_bytes datagram)
{
    if (fd < 0 || datagram.len == 0 || datagram.len > PL_SOCKETS_DATAGRAM_BYTES) {
        s->unsent++;
        return;
    }
    if (s->out_count == PL_SOCKETS_BATCH || (s->out_count > 0 && s->out_fd != fd))
        pl_sockets_flush(s);
    s->out_fd = fd;
    memcpy(s->out[s->out_count], datagram.data, datagram.len);
    s->out_iov[s->out_count] = (struct iovec){s->out[s->out_count], datagram.len};
    s->out_count++;
}

uint64_t pl_sockets_unsent(const struct pl_sockets *s)
{
    return s->unsent;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "io/udp_batch.h"

#include "io/sockaddr.h"

#include <assert.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    DEFAULT_BUFFER_BYTES = 4 << 20,
    SEND_ARENA_BYTES = PL_UDP_BATCH * PL_UDP_DATAGRAM_BYTES,
    SEGMENT_RUN_MAX = 64,          /* UDP_MAX_SEGMENTS of the oldest kernels that have it */
    SEGMENT_RUN_BYTES_MAX = 65000, /* below 65,535 less IPv6 and UDP headers */
    CONTROL_BYTES = CMSG_SPACE(sizeof(struct in6_pktinfo)) + CMSG_SPACE(sizeof(struct in_pktinfo)) +
                    CMSG_SPACE(sizeof(uint16_t)),
};

union control {
    uint8_t bytes[CONTROL_BYTES];
    struct cmsghdr align;
};

/* One entry of a system call: one datagram, or a run of them to one path. */
struct entry {
    struct sockaddr_storage name;
    struct iovec iov;
    union control control;
};

/* A committed datagram. */
struct pending {
    struct pl_udp_path path;
    size_t offset; /* in the send arena */
    size_t len;
};

struct pl_udp {
    int fd;
    bool ipv6;     /* an AF_INET6 socket: IPv4 addresses are written mapped */
    bool segments; /* UDP_SEGMENT is used */
    struct pl_addr local;
    struct pl_udp_stats stats;

    struct mmsghdr in_headers[PL_UDP_BATCH];
    struct entry in[PL_UDP_BATCH];
    struct pl_udp_datagram batch[PL_UDP_BATCH];
    uint8_t *in_arena;

    struct mmsghdr out_headers[PL_UDP_BATCH];
    struct entry out[PL_UDP_BATCH];
    struct pending pending[PL_UDP_BATCH];
    size_t pending_count;
    size_t out_used;
    size_t reserved;
    uint8_t *out_arena;
};

/* ---- open and close ---- */

/* More than net.core.[rw]mem_max needs CAP_NET_ADMIN; without it we take what we get. */
static void size_buffers(int fd, size_t bytes)
{
    int want = bytes > INT32_MAX / 2 ? INT32_MAX / 2 : (int)bytes;
    if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &want, sizeof(want)) != 0)
        (void)setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &want, sizeof(want));
    if (setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &want, sizeof(want)) != 0)
        (void)setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &want, sizeof(want));
}

static bool set_options(struct pl_udp *udp, const struct pl_udp_options *options)
{
    int on = 1, off = 0;
    if (udp->ipv6) {
        if (setsockopt(udp->fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof(off)) != 0 ||
            setsockopt(udp->fd, IPPROTO_IPV6, IPV6_RECVPKTINFO, &on, sizeof(on)) != 0)
            return false;
    }
    /* On a dual socket IPv4 datagrams bring IPV6_PKTINFO with a mapped address. */
    if (!udp->ipv6 && setsockopt(udp->fd, IPPROTO_IP, IP_PKTINFO, &on, sizeof(on)) != 0)
        return false;
    size_buffers(udp->fd, options->buffer_bytes ? options->buffer_bytes : DEFAULT_BUFFER_BYTES);
    /* A kernel without UDP_SEGMENT (before 4.18) refuses the option itself. */
    udp->segments = !options->without_segments &&
                    setsockopt(udp->fd, IPPROTO_UDP, UDP_SEGMENT, &off, sizeof(off)) == 0;
    return true;
}

static enum pl_err bind_to(struct pl_udp *udp, const struct pl_addr *addr)
{
    struct sockaddr_storage name = {0};
    socklen_t len = pl_sockaddr_write(&name, addr, udp->ipv6);
    if (bind(udp->fd, (struct sockaddr *)&name, len) != 0) {
        if (errno == EADDRINUSE)
            return PL_E_EXISTS;
        return errno == EADDRNOTAVAIL || errno == EINVAL ? PL_E_RANGE : PL_E_IO;
    }
    len = sizeof(name);
    if (getsockname(udp->fd, (struct sockaddr *)&name, &len) != 0)
        return PL_E_IO;
    return pl_sockaddr_read(&udp->local, &name);
}

static void prepare_receive(struct pl_udp *udp)
{
    for (size_t i = 0; i < PL_UDP_BATCH; i++) {
        struct msghdr *m = &udp->in_headers[i].msg_hdr;
        udp->in[i].iov =
            (struct iovec){udp->in_arena + i * PL_UDP_DATAGRAM_BYTES, PL_UDP_DATAGRAM_BYTES};
        m->msg_iov = &udp->in[i].iov;
        m->msg_iovlen = 1;
        m->msg_name = &udp->in[i].name;
        m->msg_control = udp->in[i].control.bytes;
    }
}

enum pl_err pl_udp_open(struct pl_udp **out, const struct pl_udp_options *options)
{
    struct pl_udp *udp = calloc(1, sizeof(*udp));
    enum pl_err err = PL_E_IO;
    *out = NULL;
    if (!udp)
        return PL_E_NOMEM;
    udp->ipv6 = options->bind.family == PL_ADDR_IPV6;
    udp->in_arena = malloc(SEND_ARENA_BYTES);
    udp->out_arena = malloc(SEND_ARENA_BYTES);
    udp->fd = socket(udp->ipv6 ? AF_INET6 : AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (!udp->in_arena || !udp->out_arena)
        err = PL_E_NOMEM;
    else if (options->bind.family == PL_ADDR_NONE)
        err = PL_E_RANGE;
    else if (udp->fd >= 0 && set_options(udp, options))
        err = bind_to(udp, &options->bind);
    if (err) {
        pl_udp_close(udp);
        return err;
    }
    prepare_receive(udp);
    *out = udp;
    return PL_OK;
}

void pl_udp_close(struct pl_udp *udp)
{
    if (!udp)
        return;
    if (udp->fd >= 0)
        close(udp->fd);
    free(udp->in_arena);
    free(udp->out_arena);
    free(udp);
}

int pl_udp_fd(const struct pl_udp *udp)
{
    return udp->fd;
}

struct pl_addr pl_udp_local(const struct pl_udp *udp)
{
    return udp->local;
}

bool pl_udp_has_segments(const struct pl_udp *udp)
{
    return udp->segments;
}

const struct pl_udp_stats *pl_udp_stats_of(const struct pl_udp *udp)
{
    return &udp->stats;
}

/* ---- receiving ---- */

/* Our address that the datagram was sent to; NONE when the kernel did not tell. */
static struct pl_addr arrived_at(const struct pl_udp *udp, struct msghdr *m)
{
    struct pl_addr local = {.family = PL_ADDR_NONE};
    for (struct cmsghdr *c = CMSG_FIRSTHDR(m); c; c = CMSG_NXTHDR(m, c)) {
        struct pl_bytes ip = {NULL, 0};
        struct in_pktinfo v4;
        struct in6_pktinfo v6;
        if (c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_PKTINFO) {
            memcpy(&v4, CMSG_DATA(c), sizeof(v4));
            ip = pl_bytes_of(&v4.ipi_addr, 4);
        } else if (c->cmsg_level == IPPROTO_IPV6 && c->cmsg_type == IPV6_PKTINFO) {
            memcpy(&v6, CMSG_DATA(c), sizeof(v6));
            ip = pl_bytes_of(&v6.ipi6_addr, 16);
        }
        if (ip.len > 0 && pl_addr_from_ip(&local, ip, udp->local.port) == PL_OK)
            break;
    }
    return local;
}

static bool take_datagram(struct pl_udp *udp, size_t i, struct pl_udp_datagram *dst)
{
    struct mmsghdr *h = &udp->in_headers[i];
    if (h->msg_hdr.msg_flags & MSG_TRUNC) {
        udp->stats.too_long++;
        return false;
    }
    if (pl_sockaddr_read(&dst->path.peer, &udp->in[i].name) != PL_OK)
        return false;
    dst->path.local = arrived_at(udp, &h->msg_hdr);
    dst->data = (struct pl_buf){udp->in[i].iov.iov_base, h->msg_len};
    udp->stats.received++;
    udp->stats.received_bytes += h->msg_len;
    return true;
}

enum pl_err pl_udp_receive(struct pl_udp *udp, struct pl_udp_datagram **batch, size_t *count)
{
    int n;
    size_t taken = 0;
    *batch = udp->batch;
    *count = 0;
    for (size_t i = 0; i < PL_UDP_BATCH; i++) {
        udp->in_headers[i].msg_hdr.msg_namelen = sizeof(udp->in[i].name);
        udp->in_headers[i].msg_hdr.msg_controllen = sizeof(udp->in[i].control.bytes);
    }
    do
        n = recvmmsg(udp->fd, udp->in_headers, PL_UDP_BATCH, MSG_DONTWAIT, NULL);
    while (n < 0 && errno == EINTR);
    if (n <= 0)
        return n == 0 || errno == EAGAIN || errno == ECONNREFUSED || errno == ENOMEM ||
                       errno == ENOBUFS
                   ? PL_E_AGAIN
                   : PL_E_IO;
    udp->stats.receive_calls++;
    for (size_t i = 0; i < (size_t)n; i++) {
        if (take_datagram(udp, i, &udp->batch[taken]))
            taken++;
    }
    *count = taken;
    return PL_OK;
}

/* ---- sending ---- */

uint8_t *pl_udp_reserve(struct pl_udp *udp, size_t max_len)
{
    assert(max_len > 0 && max_len <= PL_UDP_DATAGRAM_BYTES);
    if (udp->pending_count == PL_UDP_BATCH || SEND_ARENA_BYTES - udp->out_used < max_len)
        pl_udp_flush(udp);
    udp->reserved = max_len;
    return udp->out_arena + udp->out_used;
}

void pl_udp_commit(struct pl_udp *udp, size_t len, const struct pl_udp_path *path)
{
    assert(len > 0 && len <= udp->reserved);
    udp->pending[udp->pending_count++] = (struct pending){*path, udp->out_used, len};
    udp->out_used += len; /* packed, so that a run is one stretch of memory */
    udp->reserved = 0;
}

static bool same_path(const struct pl_udp_path *a, const struct pl_udp_path *b)
{
    return pl_addr_eq(&a->peer, &b->peer) && pl_addr_eq(&a->local, &b->local);
}

/* How many pending datagrams from `first` on can share one entry. */
static size_t run_length(const struct pl_udp *udp, size_t first)
{
    const struct pending *p = &udp->pending[first];
    size_t n = 1, bytes = p->len;
    if (!udp->segments)
        return 1;
    while (first + n < udp->pending_count && n < SEGMENT_RUN_MAX) {
        const struct pending *next = &p[n];
        if (next->len > p->len || bytes + next->len > SEGMENT_RUN_BYTES_MAX ||
            !same_path(&next->path, &p->path))
            break;
        bytes += next->len;
        n++;
        if (next->len < p->len)
            break; /* only the last of a run may be shorter */
    }
    return n;
}

static void add_control(struct msghdr *m, union control *room, int level, int type,
                        const void *value, size_t len)
{
    struct cmsghdr *c;
    size_t at = m->msg_controllen;
    assert(at + CMSG_SPACE(len) <= sizeof(room->bytes));
    m->msg_control = room->bytes;
    c = (struct cmsghdr *)(void *)(room->bytes + at);
    memset(c, 0, CMSG_SPACE(len));
    c->cmsg_level = level;
    c->cmsg_type = type;
    c->cmsg_len = CMSG_LEN(len);
    memcpy(CMSG_DATA(c), value, len);
    m->msg_controllen = at + CMSG_SPACE(len);
}

static void leave_from(const struct pl_udp *udp, struct msghdr *m, union control *room,
                       const struct pl_addr *local)
{
    /* A dual socket takes IP_PKTINFO for a mapped destination, as an IPv4 socket does. */
    if (local->family == PL_ADDR_IPV4) {
        struct in_pktinfo v4 = {0};
        memcpy(&v4.ipi_spec_dst, local->ip, 4);
        add_control(m, room, IPPROTO_IP, IP_PKTINFO, &v4, sizeof(v4));
    } else if (local->family == PL_ADDR_IPV6 && udp->ipv6) {
        struct in6_pktinfo v6 = {0};
        memcpy(&v6.ipi6_addr, local->ip, 16);
        add_control(m, room, IPPROTO_IPV6, IPV6_PKTINFO, &v6, sizeof(v6));
    }
}

static void fill_entry(struct pl_udp *udp, size_t index, size_t first, size_t run)
{
    struct msghdr *m = &udp->out_headers[index].msg_hdr;
    struct entry *e = &udp->out[index];
    const struct pending *p = &udp->pending[first], *last = &p[run - 1];
    *m = (struct msghdr){.msg_name = &e->name, .msg_iov = &e->iov, .msg_iovlen = 1};
    m->msg_namelen = pl_sockaddr_write(&e->name, &p->path.peer, udp->ipv6);
    e->iov = (struct iovec){udp->out_arena + p->offset, last->offset + last->len - p->offset};
    leave_from(udp, m, &e->control, &p->path.local);
    if (run > 1) {
        uint16_t size = (uint16_t)p->len;
        add_control(m, &e->control, IPPROTO_UDP, UDP_SEGMENT, &size, sizeof(size));
    }
}

static void send_run_singly(struct pl_udp *udp, size_t first, size_t run)
{
    for (size_t i = first; i < first + run; i++) {
        fill_entry(udp, 0, i, 1);
        udp->stats.send_calls++;
        if (sendmsg(udp->fd, &udp->out_headers[0].msg_hdr, MSG_DONTWAIT) >= 0) {
            udp->stats.sent++;
            udp->stats.sent_bytes += udp->pending[i].len;
        } else if (errno == EAGAIN || errno == ENOBUFS) {
            udp->stats.send_full++;
        } else {
            udp->stats.send_refused++;
        }
    }
}

/*
 * The entry at `first` was refused: errno tells why. Gives how many pending datagrams are settled.
 * EIO on a run means that the device cannot checksum segments (a tunnel, say): no more runs. EINVAL
 * or EMSGSIZE on a run means that this path's MTU is smaller: the datagrams go one by one.
 */
static size_t settle_refusal(struct pl_udp *udp, size_t first, size_t run)
{
    if (errno == EAGAIN || errno == ENOBUFS) {
        udp->stats.send_full += udp->pending_count - first;
        return udp->pending_count - first;
    }
    if (run > 1) {
        if (errno == EIO || errno == EOPNOTSUPP || errno == ENOPROTOOPT)
            udp->segments = false;
        send_run_singly(udp, first, run);
        return run;
    }
    udp->stats.send_refused++;
    return run;
}

static void count_sent(struct pl_udp *udp, size_t first, size_t run)
{
    udp->stats.sent += run;
    udp->stats.segment_runs += run > 1;
    for (size_t i = first; i < first + run; i++)
        udp->stats.sent_bytes += udp->pending[i].len;
}

void pl_udp_flush(struct pl_udp *udp)
{
    size_t runs[PL_UDP_BATCH];
    size_t first = 0;
    while (first < udp->pending_count) {
        size_t entries = 0;
        int n;
        for (size_t at = first; at < udp->pending_count; at += runs[entries++]) {
            runs[entries] = run_length(udp, at);
            fill_entry(udp, entries, at, runs[entries]);
        }
        do
            n = sendmmsg(udp->fd, udp->out_headers, (unsigned)entries, MSG_DONTWAIT);
        while (n < 0 && errno == EINTR);
        udp->stats.send_calls++;
        for (int i = 0; i < n; i++) {
            count_sent(udp, first, runs[i]);
            first += runs[i];
        }
        /* A short count hides the reason; the next round meets it again as the first entry. */
        if (n <= 0)
            first += settle_refusal(udp, first, runs[0]);
    }
    udp->pending_count = 0;
    udp->out_used = 0;
    udp->reserved = 0;
}

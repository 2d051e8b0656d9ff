/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/media/ice_tcp_internal.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

enum {
    READS_AT_ONCE = 8,        /* of one connection, before others have their turn */
    KERNEL_BYTES = 64 * 1024, /* SO_SNDBUF: what waits there can neither be dropped nor repaired */
};

/* ---- life ---- */

/* waiting: tell me when there is room to write as well. */
static bool watch(struct pl_ice_tcp_conn *c, int op, bool waiting)
{
    struct epoll_event e = {.events = EPOLLIN | (waiting ? EPOLLOUT : 0u),
                            .data.u32 = c->path.local};
    c->waiting = waiting;
    return epoll_ctl(c->owner->epoll, op, c->fd, &e) == 0;
}

struct pl_ice_tcp_conn *pl_ice_tcp_conn_create(struct pl_ice_tcp *t, pl_time_us now, int fd,
                                               const struct pl_ice_path *path)
{
    struct pl_ice_tcp_conn *c = calloc(1, sizeof(*c));
    int on = 1, bytes = KERNEL_BYTES;
    if (!c)
        return NULL;
    c->owner = t;
    c->fd = fd;
    c->path = *path;
    c->read_at = now;
    pl_ice_frames_init(&c->frames, (struct pl_buf){c->memory, sizeof(c->memory)});
    (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    (void)setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof(bytes));
    if (pl_idmap_put(&t->by_tag, path->local, c)) {
        free(c);
        return NULL;
    }
    if (!watch(c, EPOLL_CTL_ADD, false)) {
        pl_idmap_remove(&t->by_tag, path->local);
        free(c);
        return NULL;
    }
    pl_list_init(&c->in_dirty);
    pl_list_add_tail(&t->conns, &c->in_conns);
    t->stats.open++;
    return c;
}

void pl_ice_tcp_conn_free(struct pl_ice_tcp_conn *c)
{
    struct pl_ice_tcp *t = c->owner;
    pl_idmap_remove(&t->by_tag, c->path.local);
    pl_addr_quota_release(&t->quota, &c->path.remote);
    pl_list_remove(&c->in_conns);
    pl_list_remove(&c->in_dirty);
    t->stats.open--;
    close(c->fd); /* leaves epoll by itself: nobody has a copy */
    free(c->queue);
    free(c);
}

/* why: a counter, or NULL when the peer has ended it. */
static void end(struct pl_ice_tcp_conn *c, uint64_t *why)
{
    struct pl_ice_tcp *t = c->owner;
    struct pl_ice_path path = c->path;
    bool known = c->known;
    if (why)
        ++*why;
    pl_ice_tcp_conn_free(c);
    if (known)
        t->user.closed(t->user.arg, &path);
}

void pl_ice_tcp_conn_look(struct pl_ice_tcp_conn *c, pl_time_us now)
{
    const struct pl_ice_tcp_options *o = &c->owner->options;
    if (!c->known && now >= c->read_at + o->first_us)
        end(c, &c->owner->stats.strange);
    else if (c->doomed || (c->sent_at > 0 && now >= c->sent_at + o->stall_us))
        end(c, &c->owner->stats.slow);
    else if (now >= c->read_at + o->idle_us)
        end(c, NULL); /* ICE has given the path up as well */
}

/* ---- reading ---- */

static bool recognise(struct pl_ice_tcp_conn *c, struct pl_bytes first)
{
    struct pl_ice_tcp *t = c->owner;
    c->known = t->user.awaits(t->user.arg, first);
    if (c->known)
        c->queue = malloc(t->options.queue_bytes);
    return c->queue != NULL;
}

/* Everything whole that has been read. False: not a stream of frames, or nobody we know. */
static bool take_frames(struct pl_ice_tcp_conn *c, pl_time_us now)
{
    struct pl_media_datagram batch[PL_MEDIA_BATCH_MAX];
    struct pl_ice_tcp *t = c->owner;
    size_t n = 0;
    enum pl_err err;
    do {
        for (n = 0; n < PL_MEDIA_BATCH_MAX; n++) {
            err = pl_ice_frames_next(&c->frames, &batch[n].data);
            if (err)
                break;
            batch[n].path = c->path;
            if (!c->known && !recognise(c, pl_bytes_of(batch[n].data.data, batch[n].data.len)))
                return false;
            c->read_at = now;
        }
        if (n > 0)
            t->user.input(t->user.arg, batch, n);
    } while (n == PL_MEDIA_BATCH_MAX);
    return err == PL_E_AGAIN;
}

static void read_some(struct pl_ice_tcp_conn *c, pl_time_us now)
{
    for (int i = 0; i < READS_AT_ONCE; i++) {
        struct pl_buf room = pl_ice_frames_room(&c->frames);
        ssize_t n = recv(c->fd, room.data, room.len, 0);
        if (n < 0 && (errno == EAGAIN || errno == EINTR))
            return;
        if (n <= 0) {
            end(c, NULL);
            return;
        }
        pl_ice_frames_filled(&c->frames, (size_t)n);
        if (!take_frames(c, now)) {
            end(c, &c->owner->stats.strange);
            return;
        }
        if ((size_t)n < room.len)
            return;
    }
}

void pl_ice_tcp_conn_run(struct pl_ice_tcp_conn *c, pl_time_us now, uint32_t events)
{
    if (events & EPOLLOUT && pl_list_empty(&c->in_dirty))
        pl_list_add_tail(&c->owner->dirty, &c->in_dirty); /* the next flush */
    if (events & (EPOLLIN | EPOLLHUP | EPOLLERR))
        read_some(c, now);
}

/* ---- writing ---- */

static void put(struct pl_ice_tcp_conn *c, const uint8_t *bytes, size_t len)
{
    size_t size = c->owner->options.queue_bytes, at = (c->head + c->queued) % size;
    size_t first = len < size - at ? len : size - at;
    memcpy(c->queue + at, bytes, first);
    memcpy(c->queue, bytes + first, len - first);
    c->queued += len;
}

void pl_ice_tcp_conn_send(struct pl_ice_tcp_conn *c, struct pl_bytes datagram)
{
    struct pl_ice_tcp *t = c->owner;
    size_t size = t->options.queue_bytes, len = PL_ICE_FRAME_HEAD + datagram.len;
    uint8_t head[PL_ICE_FRAME_HEAD];
    if (!c->known || c->doomed)
        return;
    if (c->queued + len > size / 2 && pl_media_may_drop(datagram)) {
        t->stats.dropped++;
        return;
    }
    if (c->queued + len > size) {
        c->doomed = true; /* the caller may be in the midst of its input */
        return;
    }
    pl_ice_frame_head(head, datagram.len);
    put(c, head, sizeof(head));
    put(c, datagram.data, datagram.len);
    if (pl_list_empty(&c->in_dirty))
        pl_list_add_tail(&t->dirty, &c->in_dirty);
}

/* Of the queue, as it lies in the ring. */
static ssize_t write_once(struct pl_ice_tcp_conn *c)
{
    size_t size = c->owner->options.queue_bytes;
    size_t first = c->queued < size - c->head ? c->queued : size - c->head;
    struct iovec parts[2] = {{c->queue + c->head, first}, {c->queue, c->queued - first}};
    struct msghdr m = {.msg_iov = parts, .msg_iovlen = c->queued > first ? 2 : 1};
    return sendmsg(c->fd, &m, MSG_NOSIGNAL);
}

void pl_ice_tcp_conn_flush(struct pl_ice_tcp_conn *c, pl_time_us now)
{
    size_t size = c->owner->options.queue_bytes;
    while (c->queued > 0) {
        ssize_t n = write_once(c);
        if (n > 0) {
            c->head = (c->head + (size_t)n) % size;
            c->queued -= (size_t)n;
            c->sent_at = now;
        } else if (errno == EAGAIN) {
            break;
        } else if (errno != EINTR) {
            end(c, NULL);
            return;
        }
    }
    if (c->queued == 0)
        c->sent_at = 0;
    else if (c->sent_at == 0)
        c->sent_at = now;
    if (c->waiting != (c->queued > 0) && !watch(c, EPOLL_CTL_MOD, c->queued > 0))
        end(c, NULL);
}

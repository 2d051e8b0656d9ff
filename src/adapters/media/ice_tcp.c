/* SPDX-License-Identifier: Apache-2.0 */
/* The listener, the times, and the list of connections; one connection is in ice_tcp_conn.c. */
#include "adapters/media/ice_tcp_internal.h"

#include "io/sockaddr.h"

#include <assert.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    BACKLOG = 128,
    EVENTS_AT_ONCE = 64,
    ACCEPTS_AT_ONCE = 64,
};

static const pl_time_us look_us = PL_SEC(1);

/* ---- the listener ---- */

static enum pl_err bind_and_listen(struct pl_ice_tcp *t)
{
    struct sockaddr_storage name = {0};
    bool ipv6 = t->options.bind.family == PL_ADDR_IPV6;
    socklen_t len = pl_sockaddr_write(&name, &t->options.bind, ipv6);
    int on = 1, off = 0;
    t->fd = socket(ipv6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (t->fd < 0 || setsockopt(t->fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) != 0 ||
        (ipv6 && setsockopt(t->fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof(off)) != 0))
        return PL_E_IO;
    if (bind(t->fd, (struct sockaddr *)&name, len) != 0 || listen(t->fd, BACKLOG) != 0) {
        if (errno == EADDRINUSE)
            return PL_E_EXISTS;
        return errno == EADDRNOTAVAIL || errno == EINVAL ? PL_E_RANGE : PL_E_IO;
    }
    len = sizeof(name);
    if (getsockname(t->fd, (struct sockaddr *)&name, &len) != 0)
        return PL_E_IO;
    return pl_sockaddr_read(&t->local, &name);
}

static bool watch_listener(struct pl_ice_tcp *t, bool on)
{
    struct epoll_event e = {.events = on ? EPOLLIN : 0, .data.u32 = 0};
    return epoll_ctl(t->epoll, on && !t->watched ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, t->fd, &e) == 0;
}

enum pl_err pl_ice_tcp_open(struct pl_ice_tcp **out, const struct pl_ice_tcp_options *options,
                            const struct pl_ice_tcp_user *user)
{
    struct pl_ice_tcp *t = calloc(1, sizeof(*t));
    enum pl_err err;
    assert(options->queue_bytes >= 64 * 1024);
    if (!t)
        return PL_E_NOMEM;
    t->fd = t->epoll = -1;
    t->options = *options;
    t->user = *user;
    pl_list_init(&t->conns);
    pl_list_init(&t->dirty);
    pl_idmap_init(&t->by_tag, options->max_connections);
    pl_addr_quota_init(&t->quota, options->max_connections, options->max_per_address);
    err = bind_and_listen(t);
    if (!err) {
        t->epoll = epoll_create1(EPOLL_CLOEXEC);
        t->watched = t->epoll >= 0 && watch_listener(t, true);
        err = t->watched ? PL_OK : PL_E_IO;
    }
    if (err) {
        pl_ice_tcp_close(t);
        return err;
    }
    *out = t;
    return PL_OK;
}

void pl_ice_tcp_close(struct pl_ice_tcp *t)
{
    struct pl_list *it, *tmp;
    if (!t)
        return;
    pl_list_for_each_safe(it, tmp, &t->conns)
        pl_ice_tcp_conn_free(pl_container_of(it, struct pl_ice_tcp_conn, in_conns));
    pl_idmap_finish(&t->by_tag);
    pl_addr_quota_finish(&t->quota);
    if (t->fd >= 0)
        close(t->fd);
    if (t->epoll >= 0)
        close(t->epoll);
    free(t);
}

int pl_ice_tcp_fd(const struct pl_ice_tcp *t)
{
    return t->epoll;
}

struct pl_addr pl_ice_tcp_local(const struct pl_ice_tcp *t)
{
    return t->local;
}

const struct pl_ice_tcp_stats *pl_ice_tcp_stats_of(const struct pl_ice_tcp *t)
{
    return &t->stats;
}

/* ---- accepting ---- */

/* A tag that no connection has; they begin anew after 2^31. */
static uint32_t fresh_tag(struct pl_ice_tcp *t)
{
    uint32_t tag;
    do {
        tag = PL_ICE_TCP_TAG | t->next_tag++;
    } while (pl_idmap_get(&t->by_tag, tag));
    return tag;
}

static void take_connection(struct pl_ice_tcp *t, pl_time_us now, int fd,
                            const struct sockaddr_storage *name)
{
    struct pl_ice_path path = {0};
    if (pl_sockaddr_read(&path.remote, name) || t->stats.open >= t->options.max_connections ||
        pl_addr_quota_take(&t->quota, &path.remote)) {
        t->stats.refused++;
        close(fd);
        return;
    }
    path.local = fresh_tag(t);
    if (!pl_ice_tcp_conn_create(t, now, fd, &path)) {
        pl_addr_quota_release(&t->quota, &path.remote);
        t->stats.refused++;
        close(fd);
        return;
    }
    t->stats.accepted++;
}

static void accept_some(struct pl_ice_tcp *t, pl_time_us now)
{
    for (int i = 0; i < ACCEPTS_AT_ONCE; i++) {
        struct sockaddr_storage name = {0};
        socklen_t len = sizeof(name);
        int fd = accept4(t->fd, (struct sockaddr *)&name, &len, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (fd >= 0) {
            take_connection(t, now, fd, &name);
            continue;
        }
        /* No descriptor or memory left: the queue stays full, so do not look at it for a while. */
        if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM)
            t->deaf = watch_listener(t, false);
        if (errno != EINTR && errno != ECONNABORTED)
            return;
    }
}

/* ---- running ---- */

static void look_at_times(struct pl_ice_tcp *t, pl_time_us now)
{
    struct pl_list *it, *tmp;
    if (now < t->look_at)
        return;
    t->look_at = now + look_us;
    if (t->deaf)
        t->deaf = !watch_listener(t, true);
    pl_list_for_each_safe(it, tmp, &t->conns)
        pl_ice_tcp_conn_look(pl_container_of(it, struct pl_ice_tcp_conn, in_conns), now);
}

static void take_events(struct pl_ice_tcp *t, pl_time_us now)
{
    struct epoll_event events[EVENTS_AT_ONCE];
    int n = epoll_wait(t->epoll, events, EVENTS_AT_ONCE, 0);
    for (int i = 0; i < n; i++) {
        /* By tag: an event before this one may have ended the connection. */
        struct pl_ice_tcp_conn *c = pl_idmap_get(&t->by_tag, events[i].data.u32);
        if (events[i].data.u32 == 0)
            accept_some(t, now);
        else if (c)
            pl_ice_tcp_conn_run(c, now, events[i].events);
    }
}

void pl_ice_tcp_run(struct pl_ice_tcp *t, pl_time_us now, bool readable)
{
    if (readable)
        take_events(t, now);
    look_at_times(t, now);
}

void pl_ice_tcp_send(struct pl_ice_tcp *t, uint32_t tag, struct pl_bytes datagram)
{
    struct pl_ice_tcp_conn *c = pl_idmap_get(&t->by_tag, tag);
    if (c)
        pl_ice_tcp_conn_send(c, datagram);
}

void pl_ice_tcp_flush(struct pl_ice_tcp *t, pl_time_us now)
{
    while (!pl_list_empty(&t->dirty)) {
        struct pl_ice_tcp_conn *c =
            pl_container_of(t->dirty.next, struct pl_ice_tcp_conn, in_dirty);
        pl_list_remove(&c->in_dirty);
        pl_ice_tcp_conn_flush(c, now);
    }
}

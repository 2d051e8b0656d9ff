/* SPDX-License-Identifier: Apache-2.0 */
#include "io/tcp_internal.h"

#include "io/clock.h"
#include "io/sockaddr.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { BACKLOG = 1024 };

static void free_if_done(struct pl_tcp_listener *l)
{
    if (l->handles > 0 || !l->destroyed || !pl_list_empty(&l->conns))
        return;
    pl_addr_quota_finish(&l->quota);
    free(l);
}

static void listener_closed(uv_handle_t *handle)
{
    struct pl_tcp_listener *l = handle->data;
    l->handles--;
    free_if_done(l);
}

void pl_tcp_listener_forget(struct pl_tcp_conn *conn)
{
    struct pl_tcp_listener *l = conn->listener;
    if (conn->held)
        pl_addr_quota_release(&l->quota, &conn->peer);
    l->stats.open -= conn->counted;
    pl_list_remove(&conn->node);
    pl_list_remove(&conn->in_gathering);
    free(conn->gathered);
    pl_tls_destroy(conn->tls);
    free(conn);
    free_if_done(l);
}

/* Whose it is. False: reset by the peer before we looked. */
static bool find_peer(struct pl_tcp_listener *l, struct pl_tcp_conn *conn)
{
    struct sockaddr_storage name = {0};
    int len = sizeof(name);
    if (l->options.path)
        return true; /* of this machine, and of whoever may open the socket's file */
    return uv_tcp_getpeername(&conn->uv.tcp, (struct sockaddr *)&name, &len) == 0 &&
           pl_sockaddr_read(&conn->peer, &name) == PL_OK;
}

/* Gives the connection its place, or says that it may not have one. */
static bool admit(struct pl_tcp_listener *l, struct pl_tcp_conn *conn)
{
    if (!find_peer(l, conn))
        return false;
    if (l->stats.open >= l->options.max_connections) {
        l->stats.refused++;
        return false;
    }
    if (!l->options.path && pl_addr_quota_take(&l->quota, &conn->peer) != PL_OK) {
        l->stats.refused++;
        return false;
    }
    conn->held = !l->options.path;
    conn->counted = true;
    l->stats.open++;
    l->stats.accepted++;
    if (l->options.tls) {
        conn->tls = pl_tls_create(l->options.tls);
        if (!conn->tls)
            return false;
    }
    return true;
}

static void incoming(uv_stream_t *server, int status)
{
    struct pl_tcp_listener *l = server->data;
    struct pl_tcp_conn *conn;
    if (status < 0 || l->destroyed)
        return;
    conn = calloc(1, sizeof(*conn));
    if (!conn)
        return; /* stays in the backlog until there is memory */
    conn->listener = l;
    conn->handles = 2;
    conn->state = PL_TCP_HANDSHAKE;
    conn->idle_us = l->options.idle_us;
    conn->high_water = l->options.high_water_bytes;
    conn->last_active = pl_clock_now_us();
    pl_list_add_tail(&l->conns, &conn->node);
    pl_list_init(&conn->in_gathering);
    if (l->options.path)
        (void)uv_pipe_init(l->uv.handle.loop, &conn->uv.pipe, 0);
    else
        (void)uv_tcp_init(l->uv.handle.loop, &conn->uv.tcp);
    (void)uv_timer_init(l->uv.handle.loop, &conn->timer);
    conn->uv.handle.data = conn;
    conn->timer.data = conn;
    if (uv_accept(server, &conn->uv.stream) != 0 || !admit(l, conn)) {
        pl_tcp_conn_end(conn, PL_TCP_END_LOCAL);
        return;
    }
    if (!l->options.path)
        (void)uv_tcp_nodelay(&conn->uv.tcp, 1);
    pl_tcp_conn_start(conn);
}

/* Between all callbacks of one turn of the loop and its next wait. */
static void end_of_turn(uv_prepare_t *handle)
{
    struct pl_tcp_listener *l = handle->data;
    while (!pl_list_empty(&l->gathering))
        pl_tcp_conn_flush(pl_container_of(l->gathering.next, struct pl_tcp_conn, in_gathering));
}

static enum pl_err error_of(int failed)
{
    if (failed == UV_EADDRINUSE)
        return PL_E_EXISTS;
    if (failed == UV_EADDRNOTAVAIL)
        return PL_E_RANGE;
    return failed ? PL_E_IO : PL_OK;
}

static enum pl_err bind_address(struct pl_tcp_listener *l)
{
    struct sockaddr_storage name = {0};
    int len = sizeof(name), failed;
    (void)pl_sockaddr_write(&name, &l->options.bind, l->options.bind.family == PL_ADDR_IPV6);
    failed = uv_tcp_bind(&l->uv.tcp, (struct sockaddr *)&name, 0);
    if (!failed)
        failed = uv_listen(&l->uv.stream, BACKLOG, incoming);
    if (!failed)
        failed = uv_tcp_getsockname(&l->uv.tcp, (struct sockaddr *)&name, &len);
    return failed ? error_of(failed) : pl_sockaddr_read(&l->local, &name);
}

/* A socket's file that nobody listens at (its server was killed) is taken away. */
static enum pl_err clear_path(const struct sockaddr_un *name)
{
    struct stat st;
    int fd, failed;
    if (lstat(name->sun_path, &st) != 0)
        return PL_OK;
    if (!S_ISSOCK(st.st_mode))
        return PL_E_EXISTS;
    fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return PL_E_IO;
    failed = connect(fd, (const struct sockaddr *)name, sizeof(*name));
    if (failed && errno == ECONNREFUSED)
        failed = unlink(name->sun_path) == 0 ? 0 : -1;
    else
        failed = -1; /* somebody answers, or nobody may ask */
    close(fd);
    return failed ? PL_E_EXISTS : PL_OK;
}

/* Nobody can connect before listen(): so nobody gets in before the mode is right. */
static enum pl_err bind_path(struct pl_tcp_listener *l)
{
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    enum pl_err err;
    int failed;
    if (strlen(l->options.path) >= sizeof(name.sun_path))
        return PL_E_RANGE;
    memcpy(name.sun_path, l->options.path, strlen(l->options.path) + 1);
    err = clear_path(&name);
    if (err)
        return err;
    failed = uv_pipe_bind(&l->uv.pipe, l->options.path);
    if (!failed && chmod(l->options.path, 0600) != 0)
        failed = UV_EIO;
    if (!failed)
        failed = uv_listen(&l->uv.stream, BACKLOG, incoming);
    return error_of(failed);
}

enum pl_err pl_tcp_listen(struct pl_tcp_listener **out, struct pl_loop *loop,
                          const struct pl_tcp_options *options,
                          const struct pl_tcp_handler *handler, void *arg)
{
    struct pl_tcp_listener *l;
    enum pl_err err;
    *out = NULL;
    if (options->bind.family == PL_ADDR_NONE && !options->path)
        return PL_E_RANGE;
    l = calloc(1, sizeof(*l));
    if (!l)
        return PL_E_NOMEM;
    l->loop = loop;
    l->options = *options;
    l->handler = *handler;
    l->arg = arg;
    pl_list_init(&l->conns);
    pl_addr_quota_init(&l->quota, options->max_connections, options->max_per_address);
    if (options->path)
        (void)uv_pipe_init(pl_loop_uv(loop), &l->uv.pipe, 0);
    else
        (void)uv_tcp_init(pl_loop_uv(loop), &l->uv.tcp);
    l->uv.handle.data = l;
    l->handles = 2;
    pl_list_init(&l->gathering);
    (void)uv_prepare_init(pl_loop_uv(loop), &l->before_poll);
    l->before_poll.data = l;
    (void)uv_prepare_start(&l->before_poll, end_of_turn);
    uv_unref((uv_handle_t *)&l->before_poll);
    err = options->path ? bind_path(l) : bind_address(l);
    l->options.path = options->path ? "" : NULL; /* the caller's text is not needed any more */
    if (err) {
        pl_tcp_listener_destroy(l);
        return err;
    }
    *out = l;
    return PL_OK;
}

void pl_tcp_listener_destroy(struct pl_tcp_listener *l)
{
    struct pl_list *it, *tmp;
    if (!l)
        return;
    end_of_turn(&l->before_poll);
    l->destroyed = true;
    uv_close(&l->uv.handle, listener_closed);
    uv_close((uv_handle_t *)&l->before_poll, listener_closed);
    pl_list_for_each_safe(it, tmp, &l->conns)
        pl_tcp_conn_end(pl_container_of(it, struct pl_tcp_conn, node), PL_TCP_END_LOCAL);
}

struct pl_addr pl_tcp_listener_local(const struct pl_tcp_listener *listener)
{
    return listener->local;
}

const struct pl_tcp_stats *pl_tcp_listener_stats(const struct pl_tcp_listener *listener)
{
    return &listener->stats;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "io/tcp_internal.h"

#include "io/clock.h"
#include "io/sockaddr.h"

#include <stdlib.h>

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
    if (conn->counted)
        pl_addr_quota_release(&l->quota, &conn->peer);
    l->stats.open -= conn->counted;
    pl_list_remove(&conn->node);
    pl_list_remove(&conn->in_gathering);
    free(conn->gathered);
    pl_tls_destroy(conn->tls);
    free(conn);
    free_if_done(l);
}

/* Gives the connection its place, or says that it may not have one. */
static bool admit(struct pl_tcp_listener *l, struct pl_tcp_conn *conn)
{
    struct sockaddr_storage name = {0};
    int len = sizeof(name);
    if (uv_tcp_getpeername(&conn->uv, (struct sockaddr *)&name, &len) != 0 ||
        pl_sockaddr_read(&conn->peer, &name) != PL_OK)
        return false; /* reset by the peer before we looked */
    if (l->stats.open >= l->options.max_connections ||
        pl_addr_quota_take(&l->quota, &conn->peer) != PL_OK) {
        l->stats.refused++;
        return false;
    }
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
    conn->last_active = pl_clock_now_us();
    pl_list_add_tail(&l->conns, &conn->node);
    pl_list_init(&conn->in_gathering);
    (void)uv_tcp_init(l->uv.loop, &conn->uv);
    (void)uv_timer_init(l->uv.loop, &conn->timer);
    conn->uv.data = conn;
    conn->timer.data = conn;
    if (uv_accept(server, (uv_stream_t *)&conn->uv) != 0 || !admit(l, conn)) {
        pl_tcp_conn_end(conn, PL_TCP_END_LOCAL);
        return;
    }
    (void)uv_tcp_nodelay(&conn->uv, 1);
    pl_tcp_conn_start(conn);
}

/* Between all callbacks of one turn of the loop and its next wait. */
static void end_of_turn(uv_prepare_t *handle)
{
    struct pl_tcp_listener *l = handle->data;
    while (!pl_list_empty(&l->gathering))
        pl_tcp_conn_flush(pl_container_of(l->gathering.next, struct pl_tcp_conn, in_gathering));
}

static enum pl_err bind_and_listen(struct pl_tcp_listener *l)
{
    struct sockaddr_storage name = {0};
    int len = sizeof(name), failed;
    (void)pl_sockaddr_write(&name, &l->options.bind, l->options.bind.family == PL_ADDR_IPV6);
    failed = uv_tcp_bind(&l->uv, (struct sockaddr *)&name, 0);
    if (!failed)
        failed = uv_listen((uv_stream_t *)&l->uv, BACKLOG, incoming);
    if (!failed)
        failed = uv_tcp_getsockname(&l->uv, (struct sockaddr *)&name, &len);
    if (failed == UV_EADDRINUSE)
        return PL_E_EXISTS;
    if (failed == UV_EADDRNOTAVAIL)
        return PL_E_RANGE;
    return failed ? PL_E_IO : pl_sockaddr_read(&l->local, &name);
}

enum pl_err pl_tcp_listen(struct pl_tcp_listener **out, struct pl_loop *loop,
                          const struct pl_tcp_options *options,
                          const struct pl_tcp_handler *handler, void *arg)
{
    struct pl_tcp_listener *l;
    enum pl_err err;
    *out = NULL;
    if (options->bind.family == PL_ADDR_NONE)
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
    (void)uv_tcp_init(pl_loop_uv(loop), &l->uv);
    l->uv.data = l;
    l->handles = 2;
    pl_list_init(&l->gathering);
    (void)uv_prepare_init(pl_loop_uv(loop), &l->before_poll);
    l->before_poll.data = l;
    (void)uv_prepare_start(&l->before_poll, end_of_turn);
    uv_unref((uv_handle_t *)&l->before_poll);
    err = bind_and_listen(l);
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
    uv_close((uv_handle_t *)&l->uv, listener_closed);
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

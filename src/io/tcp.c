/* SPDX-License-Identifier: Apache-2.0 */
#include "io/tcp_internal.h"

#include "io/clock.h"

const char *pl_tcp_end_name(enum pl_tcp_end end)
{
    static const char *const names[] = {"local", "peer", "slow", "idle", "tls", "no_memory"};
    return names[end];
}

/* ---- the end ---- */

static void handle_closed(uv_handle_t *handle)
{
    struct pl_tcp_conn *conn = handle->data;
    if (--conn->handles > 0)
        return;
    if (conn->shown)
        conn->listener->handler.on_closed(conn, conn->end);
    pl_tcp_listener_forget(conn);
}

void pl_tcp_conn_end(struct pl_tcp_conn *conn, enum pl_tcp_end end)
{
    if (conn->state == PL_TCP_DEAD)
        return;
    if (conn->state == PL_TCP_HANDSHAKE && conn->tls && end != PL_TCP_END_LOCAL)
        conn->listener->stats.handshake_failed++;
    if (end == PL_TCP_END_SLOW)
        conn->listener->stats.ended_slow++;
    if (conn->state < PL_TCP_FLUSHING)
        conn->end = end; /* else the reason of the shutdown stands */
    conn->state = PL_TCP_DEAD;
    pl_list_remove(&conn->in_gathering);
    uv_close(&conn->uv.handle, handle_closed);
    uv_close((uv_handle_t *)&conn->timer, handle_closed);
}

/* ---- deadlines: one timer, whose meaning is the state's ---- */

static void timer_fired(uv_timer_t *timer);

static void arm(struct pl_tcp_conn *conn, pl_time_us at)
{
    pl_time_us now = pl_clock_now_us();
    uv_update_time(conn->uv.handle.loop);
    (void)uv_timer_start(&conn->timer, timer_fired, at > now ? (at - now) / 1000u + 1u : 0, 0);
}

/* Reads and completed writes only note their time; the timer looks at it when it fires, so a busy
 * link costs nothing. */
static void arm_idle(struct pl_tcp_conn *conn)
{
    if (conn->idle_us > 0)
        arm(conn, conn->last_active + conn->idle_us);
    else
        (void)uv_timer_stop(&conn->timer);
}

static void timer_fired(uv_timer_t *timer)
{
    struct pl_tcp_conn *conn = timer->data;
    if (conn->state == PL_TCP_OPEN && conn->last_active + conn->idle_us > pl_clock_now_us())
        arm_idle(conn);
    else
        pl_tcp_conn_end(conn, PL_TCP_END_IDLE);
}

/* ---- shutting down ---- */

static void begin_shutdown(struct pl_tcp_conn *conn, enum pl_tcp_end end)
{
    if (conn->state >= PL_TCP_FLUSHING)
        return;
    if (conn->state == PL_TCP_HANDSHAKE) {
        pl_tcp_conn_end(conn, end);
        return;
    }
    pl_tcp_conn_flush(conn);
    if (conn->state == PL_TCP_DEAD)
        return;
    conn->state = PL_TCP_FLUSHING;
    conn->end = end;
    if (conn->tls) {
        pl_tls_close(conn->tls);
        if (pl_tcp_conn_flush_tls(conn) != PL_OK)
            return;
    }
    pl_tcp_resume(conn); /* what still comes is read and thrown away */
    arm(conn, pl_clock_now_us() + conn->listener->options.linger_us);
    pl_tcp_conn_finish(conn);
}

void pl_tcp_shutdown(struct pl_tcp_conn *conn)
{
    begin_shutdown(conn, PL_TCP_END_LOCAL);
}

void pl_tcp_abort(struct pl_tcp_conn *conn)
{
    pl_tcp_conn_flush(conn);
    pl_tcp_conn_end(conn, PL_TCP_END_LOCAL);
}

/* ---- reading ---- */

static void lend_room(uv_handle_t *handle, size_t suggested, uv_buf_t *buf)
{
    struct pl_tcp_conn *conn = handle->data;
    (void)suggested;
    *buf = uv_buf_init((char *)conn->listener->read_room, sizeof(conn->listener->read_room));
}

static void show(struct pl_tcp_conn *conn)
{
    conn->state = PL_TCP_OPEN;
    conn->shown = true;
    arm_idle(conn);
    conn->listener->handler.on_open(conn->listener->arg, conn);
}

/* Decrypts and hands over until the session has no more, or the user paused or ended it. */
static void pump(struct pl_tcp_conn *conn)
{
    struct pl_buf room = {conn->listener->plain_room, sizeof(conn->listener->plain_room)};
    enum pl_err err = PL_OK;
    if (conn->pumping)
        return;
    conn->pumping = true;
    while (!err && !conn->paused && conn->state <= PL_TCP_OPEN) {
        size_t got;
        err = pl_tls_read(conn->tls, room, &got);
        if (pl_tcp_conn_flush_tls(conn) != PL_OK)
            break;
        if (conn->state == PL_TCP_HANDSHAKE && pl_tls_established(conn->tls))
            show(conn);
        if (!err && conn->state == PL_TCP_OPEN)
            conn->listener->handler.on_data(conn, (struct pl_buf){room.data, got});
    }
    conn->pumping = false;
    if (err == PL_E_CLOSED)
        begin_shutdown(conn, PL_TCP_END_PEER);
    else if (err && err != PL_E_AGAIN)
        pl_tcp_conn_end(conn, PL_TCP_END_TLS);
}

static void end_of_input(struct pl_tcp_conn *conn, ssize_t why)
{
    conn->eof = true;
    if (why != UV_EOF || conn->state == PL_TCP_FINISHED || conn->state == PL_TCP_HANDSHAKE)
        pl_tcp_conn_end(conn, conn->state == PL_TCP_FINISHED ? conn->end : PL_TCP_END_PEER);
    else
        begin_shutdown(conn, PL_TCP_END_PEER);
}

static void received(uv_stream_t *stream, ssize_t n, const uv_buf_t *buf)
{
    struct pl_tcp_conn *conn = stream->data;
    struct pl_buf data = {(uint8_t *)buf->base, n > 0 ? (size_t)n : 0};
    if (n < 0) {
        end_of_input(conn, n);
        return;
    }
    if (n == 0 || conn->state > PL_TCP_OPEN)
        return;
    conn->last_active = pl_clock_now_us();
    if (!conn->tls) {
        conn->listener->handler.on_data(conn, data);
        return;
    }
    if (pl_tls_input(conn->tls, pl_bytes_of(data.data, data.len)) != PL_OK)
        pl_tcp_conn_end(conn, PL_TCP_END_NO_MEMORY);
    else
        pump(conn);
}

void pl_tcp_conn_start(struct pl_tcp_conn *conn)
{
    (void)uv_read_start(&conn->uv.stream, lend_room, received);
    if (conn->tls)
        arm(conn, pl_clock_now_us() + conn->listener->options.handshake_us);
    else
        show(conn);
}

void pl_tcp_pause(struct pl_tcp_conn *conn)
{
    if (conn->paused || conn->state >= PL_TCP_FLUSHING)
        return;
    conn->paused = true;
    (void)uv_read_stop(&conn->uv.stream);
}

void pl_tcp_resume(struct pl_tcp_conn *conn)
{
    if (!conn->paused || conn->state == PL_TCP_DEAD)
        return;
    conn->paused = false;
    (void)uv_read_start(&conn->uv.stream, lend_room, received);
    if (conn->tls && conn->state == PL_TCP_OPEN)
        pump(conn);
}

/* ---- small things ---- */

void pl_tcp_set_idle(struct pl_tcp_conn *conn, pl_time_us idle_us)
{
    conn->idle_us = idle_us;
    conn->last_active = pl_clock_now_us();
    if (conn->state == PL_TCP_OPEN)
        arm_idle(conn);
}

void pl_tcp_set_high_water(struct pl_tcp_conn *conn, size_t bytes)
{
    conn->high_water = bytes;
}

void pl_tcp_set_user(struct pl_tcp_conn *conn, void *user)
{
    conn->user = user;
}

void *pl_tcp_user(const struct pl_tcp_conn *conn)
{
    return conn->user;
}

void *pl_tcp_arg(const struct pl_tcp_conn *conn)
{
    return conn->listener->arg;
}

struct pl_addr pl_tcp_peer(const struct pl_tcp_conn *conn)
{
    return conn->peer;
}

bool pl_tcp_is_tls(const struct pl_tcp_conn *conn)
{
    return conn->tls != NULL;
}

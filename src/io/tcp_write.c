/* SPDX-License-Identifier: Apache-2.0 */
/* How a connection sends, and its orderly end. */
#include "io/tcp_internal.h"

#include "io/clock.h"

#include <assert.h>
#include <stdlib.h>

enum { PARTS_MAX = 4 };

/* A piece that the kernel did not take at once. */
struct write_request {
    uv_write_t uv;
    struct pl_tcp_conn *conn;
    size_t len;
    uint8_t data[];
};

static void our_end_closed(uv_shutdown_t *req, int status)
{
    struct pl_tcp_conn *conn = req->handle->data;
    if (conn->state == PL_TCP_FINISHED && (status < 0 || conn->eof))
        pl_tcp_conn_end(conn, conn->end);
}

/* FIN, then wait for the peer's: closing with unread input would reset the line and could destroy
 * our last bytes on their way. */
void pl_tcp_conn_finish(struct pl_tcp_conn *conn)
{
    if (conn->state != PL_TCP_FLUSHING || conn->queued > 0)
        return;
    conn->state = PL_TCP_FINISHED;
    if (uv_shutdown(&conn->shutdown, &conn->uv.stream, our_end_closed) != 0)
        pl_tcp_conn_end(conn, conn->end);
}

static void written(uv_write_t *uv, int status)
{
    struct write_request *req = (struct write_request *)(void *)uv;
    struct pl_tcp_conn *conn = req->conn;
    conn->queued -= req->len;
    free(req);
    if (conn->state == PL_TCP_DEAD)
        return;
    conn->last_active = pl_clock_now_us();
    if (status < 0) {
        pl_tcp_conn_end(conn, PL_TCP_END_PEER);
        return;
    }
    if (conn->queued > 0)
        return;
    if (conn->state == PL_TCP_OPEN && conn->listener->handler.on_drained)
        conn->listener->handler.on_drained(conn);
    pl_tcp_conn_finish(conn);
}

static enum pl_err queue_rest(struct pl_tcp_conn *conn, const struct pl_bytes *parts, size_t count,
                              size_t skip, size_t len)
{
    struct write_request *req = malloc(sizeof(*req) + len);
    uv_buf_t buf;
    uint8_t *p;
    if (!req) {
        pl_tcp_conn_end(conn, PL_TCP_END_NO_MEMORY);
        return PL_E_NOMEM;
    }
    req->conn = conn;
    req->len = len;
    p = req->data;
    for (size_t i = 0; i < count; i++) {
        size_t cut = skip < parts[i].len ? skip : parts[i].len;
        skip -= cut;
        if (parts[i].len > cut)
            p = mempcpy(p, parts[i].data + cut, parts[i].len - cut);
    }
    buf = uv_buf_init((char *)req->data, (unsigned)len);
    conn->queued += len;
    if (uv_write(&req->uv, &conn->uv.stream, &buf, 1, written) != 0) {
        conn->queued -= len;
        free(req);
        pl_tcp_conn_end(conn, PL_TCP_END_PEER);
        return PL_E_CLOSED;
    }
    return PL_OK;
}

/* As they are, to the kernel first. */
static enum pl_err send_raw(struct pl_tcp_conn *conn, const struct pl_bytes *parts, size_t count)
{
    uv_buf_t bufs[PARTS_MAX];
    size_t total = 0;
    int n = 0;
    assert(count <= PARTS_MAX);
    for (size_t i = 0; i < count; i++) {
        bufs[i] = uv_buf_init((char *)(uintptr_t)parts[i].data, (unsigned)parts[i].len);
        total += parts[i].len;
    }
    if (total == 0)
        return PL_OK;
    if (conn->queued == 0)
        n = uv_try_write(&conn->uv.stream, bufs, (unsigned)count);
    if (n < 0 && n != UV_EAGAIN) {
        pl_tcp_conn_end(conn, PL_TCP_END_PEER);
        return PL_E_CLOSED;
    }
    if (n > 0 && (size_t)n == total)
        return PL_OK;
    return queue_rest(conn, parts, count, n > 0 ? (size_t)n : 0, total - (n > 0 ? (size_t)n : 0));
}

/* What the TLS session wants to send. */
enum pl_err pl_tcp_conn_flush_tls(struct pl_tcp_conn *conn)
{
    struct pl_bytes out = pl_tls_output(conn->tls);
    enum pl_err err = send_raw(conn, &out, 1);
    pl_tls_output_taken(conn->tls);
    return err;
}

/* Parts are put together, so that a frame head does not become a record of its own. */
static enum pl_err send_tls(struct pl_tcp_conn *conn, const struct pl_bytes *parts, size_t count)
{
    struct pl_writer w =
        pl_writer_of(conn->listener->write_room, sizeof(conn->listener->write_room));
    enum pl_err err = PL_OK;
    for (size_t i = 0; i < count; i++) {
        struct pl_bytes rest = parts[i];
        while (rest.len > 0 && !err) {
            size_t room = w.size - w.pos;
            size_t n = rest.len < room ? rest.len : room;
            pl_write_bytes(&w, pl_bytes_of(rest.data, n));
            rest = pl_bytes_of(rest.data + n, rest.len - n);
            if (w.pos == w.size) {
                err = pl_tls_write(conn->tls, pl_writer_done(&w));
                w.pos = 0;
            }
        }
    }
    if (!err && w.pos > 0)
        err = pl_tls_write(conn->tls, pl_writer_done(&w));
    if (err) {
        pl_tcp_conn_end(conn, PL_TCP_END_TLS);
        return PL_E_CLOSED;
    }
    return pl_tcp_conn_flush_tls(conn);
}

static enum pl_err send_now(struct pl_tcp_conn *conn, const struct pl_bytes *parts, size_t count)
{
    return conn->tls ? send_tls(conn, parts, count) : send_raw(conn, parts, count);
}

/* ---- small writes, put together ---- */

void pl_tcp_conn_flush(struct pl_tcp_conn *conn)
{
    struct pl_bytes all = pl_bytes_of(conn->gathered, conn->gathered_len);
    enum pl_err err = PL_OK;
    pl_list_remove(&conn->in_gathering);
    if (all.len == 0)
        return;
    conn->gathered = NULL;
    conn->gathered_len = conn->gathered_size = 0;
    if (conn->state == PL_TCP_OPEN)
        err = send_now(conn, &all, 1);
    (void)err; /* it is being ended, which on_closed tells */
    free((void *)(uintptr_t)all.data);
}

/* False: no room, or no memory for it. */
static bool gather(struct pl_tcp_conn *conn, const struct pl_bytes *parts, size_t count,
                   size_t total)
{
    size_t need = conn->gathered_len + total, size = conn->gathered_size;
    uint8_t *p = conn->gathered;
    if (total > PL_TCP_SMALL_BYTES || need > PL_TCP_GATHER_BYTES)
        return false;
    if (need > size) {
        size = need <= 512 ? 512 : 2 * need;
        p = realloc(p, size);
        if (!p)
            return false;
        conn->gathered = p;
        conn->gathered_size = size;
    }
    for (size_t i = 0; i < count; i++) {
        if (parts[i].len > 0)
            memcpy(p + conn->gathered_len, parts[i].data, parts[i].len);
        conn->gathered_len += parts[i].len;
    }
    if (total > 0 && pl_list_empty(&conn->in_gathering))
        pl_list_add_tail(&conn->listener->gathering, &conn->in_gathering);
    return true;
}

enum pl_err pl_tcp_write(struct pl_tcp_conn *conn, const struct pl_bytes *parts, size_t count)
{
    size_t total = 0;
    if (conn->state != PL_TCP_OPEN)
        return PL_E_CLOSED;
    for (size_t i = 0; i < count; i++)
        total += parts[i].len;
    if (conn->queued + conn->gathered_len + total > conn->high_water) {
        pl_tcp_conn_end(conn, PL_TCP_END_SLOW);
        return PL_E_LIMIT;
    }
    if (gather(conn, parts, count, total))
        return PL_OK;
    pl_tcp_conn_flush(conn);
    if (conn->state != PL_TCP_OPEN)
        return PL_E_CLOSED;
    return gather(conn, parts, count, total) ? PL_OK : send_now(conn, parts, count);
}

size_t pl_tcp_queued(const struct pl_tcp_conn *conn)
{
    return conn->queued;
}

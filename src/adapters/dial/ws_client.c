/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/dial/ws_client.h"

#include "io/random.h"
#include "io/sockaddr.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>

enum {
    IN_MAX = 9 << 20, /* above the longest message of a server */
    OUT_MAX = 1 << 20,
    HEAD_MAX = 8192, /* of the answer to our upgrade */
    READ_BYTES = 16384,
    KEEP_BYTES = 65536, /* a buffer that has grown beyond is given back when empty */
    OP_MORE = 0,
    OP_TEXT = 1,
    OP_CLOSE = 8,
    OP_PING = 9,
    OP_PONG = 10,
};

/* ---- buffers ---- */

static uint8_t *room_for(struct pl_ws_client_buffer *b, size_t n, size_t max)
{
    size_t size = b->size ? b->size : 1024;
    uint8_t *data;
    if (b->len + n > max)
        return NULL;
    while (size < b->len + n)
        size *= 2;
    if (size != b->size) {
        data = realloc(b->data, size);
        if (!data)
            return NULL;
        b->data = data;
        b->size = size;
    }
    return b->data + b->len;
}

static void drop_front(struct pl_ws_client_buffer *b, size_t n)
{
    b->len -= n;
    if (b->len > 0) {
        memmove(b->data, b->data + n, b->len);
    } else if (b->size > KEEP_BYTES) {
        free(b->data);
        *b = (struct pl_ws_client_buffer){0};
    }
}

/* ---- life ---- */

static void release(struct pl_ws_client *ws)
{
    pl_ws_line_close(&ws->line);
    pl_poll_remove(ws->poll, &ws->fd);
    free(ws->in.data);
    free(ws->out.data);
    free(ws->parts.data);
    ws->in = ws->out = ws->parts = (struct pl_ws_client_buffer){0};
    ws->parted = false;
    ws->state = PL_WS_CLIENT_CLOSED;
}

static void end(struct pl_ws_client *ws, const char *why)
{
    if (ws->state == PL_WS_CLIENT_CLOSED)
        return;
    release(ws);
    ws->handler->on_closed(ws, why);
}

static bool flush(struct pl_ws_client *ws)
{
    size_t sent = 0;
    ssize_t n = 1;
    uint32_t events = EPOLLIN;
    while (sent < ws->out.len && n > 0) {
        n = pl_ws_line_send(&ws->line, ws->out.data + sent, ws->out.len - sent);
        if (n < 0)
            return false;
        sent += (size_t)n;
    }
    drop_front(&ws->out, sent);
    if (ws->out.len > 0 && !ws->line.writes_later)
        events |= EPOLLOUT;
    pl_poll_change(ws->poll, &ws->fd, events);
    return true;
}

/* ---- frames ---- */

static enum pl_err put_frame(struct pl_ws_client *ws, uint8_t opcode, struct pl_bytes payload)
{
    struct pl_random *random = pl_random_kernel();
    struct pl_writer w;
    uint8_t mask[4], *p = room_for(&ws->out, payload.len + 14, OUT_MAX);
    if (!p)
        return PL_E_LIMIT;
    w = pl_writer_of(p, payload.len + 14);
    random->fill(random, mask, sizeof(mask));
    pl_write_u8(&w, 0x80 | opcode);
    if (payload.len < 126) {
        pl_write_u8(&w, (uint8_t)(0x80 | payload.len));
    } else if (payload.len <= UINT16_MAX) {
        pl_write_u8(&w, 0x80 | 126);
        pl_write_u16(&w, (uint16_t)payload.len);
    } else {
        pl_write_u8(&w, 0x80 | 127);
        pl_write_u64(&w, payload.len);
    }
    pl_write_bytes(&w, pl_bytes_of(mask, sizeof(mask)));
    p = pl_write_reserve(&w, payload.len);
    for (size_t i = 0; i < payload.len; i++)
        p[i] = payload.data[i] ^ mask[i & 3];
    ws->out.len += w.pos;
    return PL_OK;
}

enum pl_err pl_ws_client_send(struct pl_ws_client *ws, struct pl_bytes text)
{
    enum pl_err err;
    if (ws->state != PL_WS_CLIENT_OPEN)
        return PL_E_STATE;
    err = put_frame(ws, OP_TEXT, text);
    if (!err)
        (void)flush(ws); /* a broken line shows when it is read */
    return err;
}

size_t pl_ws_client_waiting(const struct pl_ws_client *ws)
{
    return ws->out.len;
}

static const char breach[] = "the server's frame breaks the WebSocket protocol";

/* A message in one frame, or a part of one. NULL: all right so far; else why the link ends. */
static const char *take_text(struct pl_ws_client *ws, bool more, bool last, struct pl_bytes payload)
{
    uint8_t *p;
    if (more != ws->parted)
        return breach;
    if (!more && last) {
        ws->handler->on_text(ws, payload);
        return NULL;
    }
    p = room_for(&ws->parts, payload.len, IN_MAX);
    if (!p)
        return "the server's message is too long";
    memcpy(p, payload.data, payload.len);
    ws->parts.len += payload.len;
    ws->parted = !last;
    if (!last)
        return NULL;
    ws->handler->on_text(ws, pl_bytes_of(ws->parts.data, ws->parts.len));
    drop_front(&ws->parts, ws->parts.len);
    return NULL;
}

static const char *take_control(struct pl_ws_client *ws, uint8_t opcode, struct pl_bytes payload)
{
    switch (opcode) {
    case OP_PING:
        return put_frame(ws, OP_PONG, payload) || !flush(ws) ? "the line is broken" : NULL;
    case OP_CLOSE:
        return put_frame(ws, OP_CLOSE, payload) || !flush(ws) ? "the line is broken"
                                                              : "closed by the server";
    case OP_PONG:
        return NULL;
    default:
        return "the server's frame is of a kind that we do not know";
    }
}

/* NULL: all right so far; else why the link ends. *used is 0 when the frame is not whole yet. */
static const char *take_frame(struct pl_ws_client *ws, size_t at, size_t *used)
{
    struct pl_reader r = pl_reader_of(pl_bytes_of(ws->in.data + at, ws->in.len - at));
    uint8_t first = pl_read_u8(&r), second = pl_read_u8(&r), opcode = first & 0x0f;
    bool last = first & 0x80, is_text = opcode == OP_TEXT || opcode == OP_MORE;
    uint64_t len = second & 0x7f;
    struct pl_bytes payload;
    *used = 0;
    if (len == 126)
        len = pl_read_u16(&r);
    else if (len == 127)
        len = pl_read_u64(&r);
    if (!pl_reader_ok(&r))
        return NULL;
    if ((first & 0x70) || (second & 0x80) || len > IN_MAX - 16 || (!last && !is_text))
        return breach;
    payload = pl_read_bytes(&r, (size_t)len);
    if (!pl_reader_ok(&r))
        return NULL;
    *used = r.pos;
    return is_text ? take_text(ws, opcode == OP_MORE, last, payload)
                   : take_control(ws, opcode, payload);
}

static void take_frames(struct pl_ws_client *ws)
{
    size_t at = 0, used;
    do {
        const char *why = take_frame(ws, at, &used);
        if (ws->state == PL_WS_CLIENT_CLOSED)
            return;
        if (why) {
            end(ws, why);
            return;
        }
        at += used;
    } while (used > 0);
    drop_front(&ws->in, at);
}

/* ---- the opening handshake ---- */

static void make_key(struct pl_ws_client *ws, char key[25])
{
    static const char guid[] = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    struct pl_random *random = pl_random_kernel();
    uint8_t nonce[16], digest[EVP_MAX_MD_SIZE];
    char both[24 + sizeof(guid)];
    random->fill(random, nonce, sizeof(nonce));
    EVP_EncodeBlock((unsigned char *)key, nonce, sizeof(nonce));
    snprintf(both, sizeof(both), "%s%s", key, guid);
    if (EVP_Digest(both, strlen(both), digest, NULL, EVP_sha1(), NULL) != 1)
        abort(); /* no library without SHA-1 could have come this far */
    EVP_EncodeBlock((unsigned char *)ws->accept, digest, 20);
}

static enum pl_err put_upgrade(struct pl_ws_client *ws, const struct pl_ws_client_target *target)
{
    char key[25], *p;
    int n;
    make_key(ws, key);
    p = (char *)room_for(&ws->out, 1024, OUT_MAX);
    if (!p)
        return PL_E_NOMEM;
    n = snprintf(p, 1024,
                 "GET %s HTTP/1.1\r\nHost: %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                 "Sec-WebSocket-Key: %s\r\nSec-WebSocket-Version: 13\r\n"
                 "Sec-WebSocket-Protocol: %s\r\n\r\n",
                 target->path, target->host, key, target->subprotocol);
    if (n < 0 || n >= 1024)
        return PL_E_RANGE;
    ws->out.len += (size_t)n;
    return PL_OK;
}

static bool head_has(const char *head, const char *name, const char *value)
{
    size_t name_len = strlen(name), value_len = strlen(value);
    for (const char *line = strstr(head, "\r\n"); line; line = strstr(line + 2, "\r\n")) {
        const char *v = line + 2 + name_len;
        if (strncasecmp(line + 2, name, name_len) != 0 || *v != ':')
            continue;
        v += 1 + strspn(v + 1, " \t");
        return strncmp(v, value, value_len) == 0 && v[value_len] == '\r';
    }
    return false;
}

/* NULL: all right so far. */
static const char *take_answer(struct pl_ws_client *ws)
{
    const uint8_t *stop = memmem(ws->in.data, ws->in.len, "\r\n\r\n", 4);
    char head[HEAD_MAX + 1];
    size_t len = stop ? (size_t)(stop - ws->in.data) + 4 : ws->in.len;
    if (len > HEAD_MAX)
        return "the server's HTTP answer is too long";
    if (!stop)
        return NULL;
    pl_bytes_to_str(pl_bytes_of(ws->in.data, len), head, sizeof(head));
    if (strncmp(head, "HTTP/1.1 101 ", 13) != 0)
        return strncmp(head, "HTTP/1.1 ", 9) == 0 ? "the server refused the WebSocket (HTTP)"
                                                  : "that is no HTTP server";
    if (!head_has(head, "Sec-WebSocket-Accept", ws->accept))
        return "the server's handshake is wrong";
    drop_front(&ws->in, len);
    ws->state = PL_WS_CLIENT_OPEN;
    ws->handler->on_open(ws);
    return NULL;
}

/* ---- input ---- */

static void read_line(struct pl_ws_client *ws)
{
    const char *why = NULL;
    uint8_t *p = room_for(&ws->in, READ_BYTES, IN_MAX);
    ssize_t n = p ? pl_ws_line_receive(&ws->line, p, READ_BYTES) : PL_WS_LINE_BROKEN;
    if (!p) {
        end(ws, "the server's message is too long");
        return;
    }
    if (n == PL_WS_LINE_AGAIN)
        return;
    if (n < 0) {
        end(ws, n == PL_WS_LINE_ENDED ? "the server closed the line" : pl_ws_line_why(&ws->line));
        return;
    }
    ws->in.len += (size_t)n;
    if (ws->state == PL_WS_CLIENT_UPGRADING)
        why = take_answer(ws);
    if (why)
        end(ws, why);
    else if (ws->state == PL_WS_CLIENT_OPEN)
        take_frames(ws);
}

static void connected(struct pl_ws_client *ws)
{
    int error = 0;
    socklen_t len = sizeof(error);
    if (getsockopt(ws->fd.fd, SOL_SOCKET, SO_ERROR, &error, &len) != 0 || error != 0) {
        end(ws, strerror(error ? error : errno));
        return;
    }
    ws->state = PL_WS_CLIENT_UPGRADING;
}

static void ready(struct pl_poll_fd *fd, uint32_t events)
{
    struct pl_ws_client *ws = (struct pl_ws_client *)(void *)fd; /* the first member */
    if (ws->state == PL_WS_CLIENT_CONNECTING)
        connected(ws);
    if (ws->state != PL_WS_CLIENT_CLOSED && ((events & EPOLLOUT) || ws->line.writes_later) &&
        !flush(ws))
        end(ws, ws->line.ssl ? pl_ws_line_why(&ws->line) : "the line is broken");
    if (ws->state != PL_WS_CLIENT_CLOSED && (events & (EPOLLIN | EPOLLHUP | EPOLLERR)))
        read_line(ws);
}

/* ---- open and close ---- */

void pl_ws_client_init(struct pl_ws_client *ws, struct pl_poll *poll,
                       const struct pl_ws_client_handler *handler)
{
    *ws = (struct pl_ws_client){
        .fd = {-1, ready}, .poll = poll, .line = {.fd = -1}, .handler = handler};
}

void pl_ws_client_finish(struct pl_ws_client *ws)
{
    release(ws);
}

enum pl_err pl_ws_client_open(struct pl_ws_client *ws, const struct pl_ws_client_target *target)
{
    struct sockaddr_storage name = {0};
    bool ipv6 = target->addr.family == PL_ADDR_IPV6;
    socklen_t len = pl_sockaddr_write(&name, &target->addr, ipv6);
    int on = 1;
    enum pl_err err = put_upgrade(ws, target);
    ws->fd.fd = socket(ipv6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (!err &&
        (ws->fd.fd < 0 || setsockopt(ws->fd.fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)) != 0 ||
         (connect(ws->fd.fd, (struct sockaddr *)&name, len) != 0 && errno != EINPROGRESS)))
        err = PL_E_IO;
    if (!err)
        err = pl_ws_line_open(&ws->line, ws->fd.fd, target->tls, target->name);
    if (!err)
        err = pl_poll_add(ws->poll, &ws->fd, EPOLLIN | EPOLLOUT);
    if (err) {
        release(ws);
        return err;
    }
    ws->state = PL_WS_CLIENT_CONNECTING;
    return PL_OK;
}

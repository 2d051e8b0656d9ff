/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/upnp/ask.h"

#include "io/clock.h"

#include <errno.h>
#include <http_parser.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    REQUEST_MAX = 4096,
    HTTP_PORT = 80,
};

/* ---- where to ---- */

static bool is_plain(const char *path)
{
    for (; *path; path++) {
        if (*path <= ' ' || *path > '~')
            return false;
    }
    return true;
}

enum pl_err pl_upnp_url_parse(struct pl_upnp_url *out, const char *text)
{
    static const char scheme[] = "http://";
    char host[PL_ADDR_TEXT_MAX];
    size_t len;
    *out = (struct pl_upnp_url){0};
    if (strncmp(text, scheme, sizeof(scheme) - 1) != 0)
        return PL_E_RANGE;
    text += sizeof(scheme) - 1;
    len = strcspn(text, "/");
    if (len >= sizeof(host))
        return PL_E_RANGE;
    memcpy(host, text, len);
    host[len] = '\0';
    text += len;
    if (pl_addr_parse(&out->addr, host) || out->addr.family != PL_ADDR_IPV4)
        return PL_E_RANGE;
    if (out->addr.port == 0)
        out->addr.port = HTTP_PORT;
    if (strlen(text) >= sizeof(out->path) || !is_plain(text))
        return PL_E_RANGE;
    (void)snprintf(out->path, sizeof(out->path), "%s", *text ? text : "/");
    return PL_OK;
}

/* ---- the connection ---- */

/* PL_OK: ready for `events`, or broken, which the next call on it will tell. */
static enum pl_err wait_for(int fd, short events, struct pl_upnp_patience patience)
{
    for (;;) {
        struct pollfd fds[2] = {{fd, events, 0}, {patience.stop_fd, POLLIN, 0}};
        pl_time_us now = pl_clock_now_us();
        int n;
        if (now >= patience.until)
            return PL_E_AGAIN;
        n = poll(fds, 2, (int)pl_time_min((patience.until - now) / 1000u + 1, 60000));
        if (n > 0 && fds[1].revents)
            return PL_E_AGAIN;
        if (n > 0)
            return PL_OK;
        if (n < 0 && errno != EINTR)
            return PL_E_IO;
    }
}

static enum pl_err finish_connect(int fd, struct pl_upnp_patience patience)
{
    int failed = 0;
    socklen_t len = sizeof(failed);
    enum pl_err err = wait_for(fd, POLLOUT, patience);
    if (err)
        return err;
    return getsockopt(fd, SOL_SOCKET, SO_ERROR, &failed, &len) || failed ? PL_E_IO : PL_OK;
}

static enum pl_err connect_to(const struct pl_addr *addr, struct pl_upnp_patience patience,
                              int *out, struct pl_addr *local)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(addr->port)};
    socklen_t len = sizeof(to);
    enum pl_err err = PL_OK;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return PL_E_IO;
    memcpy(&to.sin_addr, addr->ip, 4);
    if (connect(fd, (const struct sockaddr *)&to, sizeof(to)))
        err = errno == EINPROGRESS ? finish_connect(fd, patience) : PL_E_IO;
    if (!err && getsockname(fd, (struct sockaddr *)&to, &len))
        err = PL_E_IO;
    if (!err)
        err = pl_addr_from_ip(local, pl_bytes_of(&to.sin_addr, 4), 0);
    if (err) {
        close(fd);
        return err;
    }
    *out = fd;
    return PL_OK;
}

static enum pl_err send_all(int fd, struct pl_bytes data, struct pl_upnp_patience patience)
{
    while (data.len > 0) {
        ssize_t n = send(fd, data.data, data.len, MSG_NOSIGNAL);
        if (n >= 0) {
            data = pl_bytes_of(data.data + n, data.len - (size_t)n);
        } else if (errno == EAGAIN) {
            enum pl_err err = wait_for(fd, POLLOUT, patience);
            if (err)
                return err;
        } else if (errno != EINTR) {
            return PL_E_IO;
        }
    }
    return PL_OK;
}

/* ---- the answer ---- */

struct reading {
    struct pl_upnp_answer *answer;
    bool complete, too_long;
};

static int on_body(http_parser *p, const char *at, size_t len)
{
    struct reading *r = p->data;
    if (len > PL_UPNP_ANSWER_MAX - r->answer->len) {
        r->too_long = true;
        return 1;
    }
    memcpy(r->answer->body + r->answer->len, at, len);
    r->answer->len += len;
    return 0;
}

static int on_complete(http_parser *p)
{
    struct reading *r = p->data;
    r->complete = true;
    r->answer->status = p->status_code;
    http_parser_pause(p, 1); /* what follows is nothing that we asked for */
    return 0;
}

/* n == 0: the device has hung up, which may be the end of the body. */
static enum pl_err take(http_parser *p, struct reading *r, const char *data, size_t n)
{
    static const http_parser_settings settings = {.on_body = on_body,
                                                  .on_message_complete = on_complete};
    size_t done = http_parser_execute(p, &settings, data, n);
    if (r->complete)
        return PL_OK;
    if (r->too_long)
        return PL_E_LIMIT;
    return done != n ? PL_E_PROTO : n == 0 ? PL_E_IO : PL_E_AGAIN;
}

static enum pl_err receive(int fd, struct pl_upnp_patience patience, struct pl_upnp_answer *out)
{
    struct reading reading = {.answer = out};
    http_parser parser;
    char data[4096];
    http_parser_init(&parser, HTTP_RESPONSE);
    parser.data = &reading;
    for (;;) {
        ssize_t n;
        enum pl_err err = wait_for(fd, POLLIN, patience);
        if (err)
            return err;
        n = recv(fd, data, sizeof(data), 0);
        if (n < 0 && (errno == EAGAIN || errno == EINTR))
            continue;
        if (n < 0)
            return PL_E_IO;
        err = take(&parser, &reading, data, (size_t)n);
        if (err != PL_E_AGAIN)
            return err;
    }
}

enum pl_err pl_upnp_ask(const struct pl_upnp_url *url, const char *head, struct pl_bytes body,
                        struct pl_upnp_patience patience, struct pl_upnp_answer *out)
{
    char request[REQUEST_MAX], host[PL_ADDR_TEXT_MAX];
    int fd = -1, n;
    enum pl_err err;
    out->len = 0;
    out->status = 0;
    n = snprintf(request, sizeof(request),
                 "%sHost: %s\r\nConnection: close\r\nContent-Length: %zu\r\n\r\n", head,
                 pl_addr_print(&url->addr, host), body.len);
    if (n < 0 || (size_t)n >= sizeof(request))
        return PL_E_RANGE;
    err = connect_to(&url->addr, patience, &fd, &out->local);
    if (err)
        return err;
    err = send_all(fd, pl_bytes_of(request, (size_t)n), patience);
    if (!err)
        err = send_all(fd, body, patience);
    if (!err)
        err = receive(fd, patience, out);
    out->body[out->len] = '\0';
    close(fd);
    return err;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Files that come from elsewhere through a descriptor: passed on as fast as the reader takes them.
 */
#include "adapters/signal/signal_internal.h"

#include "io/clock.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { FIELDS_MAX = 768 };

void pl_client_close_away(struct pl_client *c)
{
    if (c->away.watch)
        pl_watch_destroy(c->away.watch);
    c->away.watch = NULL;
    if (c->away.fd >= 0)
        close(c->away.fd);
    c->away.fd = -1;
}

static void cut(struct pl_client *c)
{
    pl_client_close_away(c);
    c->state = PL_CLIENT_ENDING;
    pl_tcp_abort(c->tcp);
}

static void on_readable(void *arg)
{
    struct pl_client *c = arg;
    pl_watch_destroy(c->away.watch);
    c->away.watch = NULL;
    if (c->state == PL_CLIENT_SENDING)
        pl_client_go_on(c);
}

/* Goes on when there is something to read. */
static void wait_for_more(struct pl_client *c)
{
    if (!c->away.watch)
        c->away.watch = pl_watch_create(c->signal->loop, c->away.fd, on_readable, c);
    if (!c->away.watch)
        cut(c);
}

/* A field of the other's answer, where it can be passed on as it is. */
static void put_field(char fields[FIELDS_MAX], const char *name, const char *value)
{
    size_t n = strlen(fields);
    if (value[0])
        (void)snprintf(fields + n, FIELDS_MAX - n, "%s: %s\r\n", name, value);
}

static bool is_whole_or_part(const struct pl_client_away *a)
{
    return a->head.status == 200 || a->head.status == 206 || a->head.status == 416;
}

/* False: the line is gone. */
static bool pass_head(struct pl_client *c)
{
    struct pl_client_away *a = &c->away;
    char fields[FIELDS_MAX] =
        "Cache-Control: no-cache\r\nAccept-Ranges: bytes\r\n" PL_CLIENT_FOR_ALL;
    struct pl_client_reply r = {.status = a->head.status,
                                .fields = fields,
                                .length = a->head.bytes,
                                .keep_alive = c->keep_alive,
                                .without_body = true};
    if (!is_whole_or_part(a)) {
        bool keep = c->keep_alive, head = a->without_body;
        uint16_t status = a->head.status == 404 ? 404 : 502;
        pl_client_close_away(c);
        c->state = PL_CLIENT_HEAD; /* or what pl_client_reply_text makes of it */
        c->head_begun = false;
        pl_client_arm(c, pl_clock_now_us() + c->signal->config.keep_us);
        pl_client_reply_text(c, status, status == 404 ? "it is gone" : "its store is away", "",
                             keep, head);
        return false;
    }
    a->head.range[sizeof(a->head.range) - 1] = '\0';
    a->head.etag[sizeof(a->head.etag) - 1] = '\0';
    a->head.type[sizeof(a->head.type) - 1] = '\0';
    put_field(fields, "ETag", a->head.etag);
    put_field(fields, "Content-Range", a->head.range);
    r.type = a->head.type[0] ? a->head.type : "application/octet-stream";
    a->told = true;
    a->left = a->without_body ? 0 : a->head.bytes;
    if (!pl_client_send_reply(c, &r)) {
        pl_client_close_away(c);
        return false;
    }
    pl_tcp_set_idle(c->tcp, c->signal->config.keep_us); /* a reader that makes no progress ends */
    return true;
}

/* PL_E_AGAIN: wait. PL_E_CLOSED: it has ended too early. */
static enum pl_err read_head(struct pl_client_away *a)
{
    while (a->head_len < sizeof(a->head)) {
        ssize_t n = read(a->fd, (char *)&a->head + a->head_len, sizeof(a->head) - a->head_len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n < 0 && errno == EAGAIN ? PL_E_AGAIN : PL_E_CLOSED;
        a->head_len += (size_t)n;
    }
    return PL_OK;
}

static enum pl_err pass_bytes(struct pl_client *c)
{
    struct pl_signal *s = c->signal;
    struct pl_client_away *a = &c->away;
    size_t want = a->left < sizeof(s->chunk) ? (size_t)a->left : sizeof(s->chunk);
    ssize_t n = read(a->fd, s->chunk, want);
    struct pl_bytes part = pl_bytes_of(s->chunk, n > 0 ? (size_t)n : 0);
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return PL_E_AGAIN;
    if (n <= 0 || pl_tcp_write(c->tcp, &part, 1) != PL_OK)
        return PL_E_CLOSED;
    a->left -= (uint64_t)n;
    return PL_OK;
}

bool pl_client_send_away(struct pl_client *c)
{
    struct pl_client_away *a = &c->away;
    enum pl_err err = PL_OK;
    if (!a->told) {
        err = read_head(a);
        if (!err && !pass_head(c))
            return true;
    }
    while (!err && a->left > 0) {
        if (pl_tcp_queued(c->tcp) > 0)
            return false;
        err = pass_bytes(c);
    }
    if (err == PL_E_AGAIN) {
        wait_for_more(c);
        return c->state != PL_CLIENT_SENDING;
    }
    if (err) {
        cut(c);
        return true;
    }
    pl_client_close_away(c);
    pl_client_file_done(c);
    return true;
}

bool pl_client_open_away(struct pl_client *c, const struct pl_http_request *q, struct pl_bytes file)
{
    const struct pl_signal_open_vault *v = &c->signal->vault;
    struct pl_signal_away away = {.file = file, .range = pl_http_field(q, "range"), .fd = -1};
    char where[PL_SIGNAL_PLACE_MAX + 64];
    away.head = q->method == PL_HTTP_HEAD;
    if (!v->away || !v->away(v->arg, &away))
        return false;
    if (away.fd < 0) {
        (void)snprintf(where, sizeof(where), "Location: %s\r\nCache-Control: no-store\r\n",
                       away.place);
        pl_client_reply_text(c, 302, "this way", where, q->keep_alive, away.head);
        return true;
    }
    c->away = (struct pl_client_away){.fd = away.fd, .without_body = away.head};
    c->keep_alive = q->keep_alive;
    c->state = PL_CLIENT_SENDING;
    pl_client_arm(c, PL_TIME_NEVER);
    return true;
}

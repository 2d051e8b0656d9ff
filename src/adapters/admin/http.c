/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/admin/http.h"

#include "base/list.h"
#include "io/tcp.h"

#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

static const pl_time_us idle = PL_SEC(30);

struct door {
    struct pl_admin *admin;
    struct pl_tcp_listener *listener; /* NULL: none */
    bool trusted;                     /* the Unix socket */
};

struct pl_admin {
    struct pl_admin_config config;
    struct pl_admin_port port;
    struct door doors[2];
    struct pl_list clients;
    uint64_t last_ticket;
};

/* One connection. */
struct client {
    struct pl_list node;
    struct pl_admin *admin; /* NULL: it has gone */
    struct pl_tcp_conn *tcp;
    bool trusted;
    bool ending;
    bool streaming;
    bool head_only, keep_alive; /* of the request that waits for its answer */
    uint64_t ticket;            /* of that request; 0: none waits */
    struct pl_http_reader http;
    bool has_head; /* http.request is whole; its body is being gathered */
    uint8_t *body;
    size_t body_len;
};

/* ---- answers ---- */

static const char *phrase_of(uint16_t status)
{
    switch (status) {
    case 200:
        return "OK";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 409:
        return "Conflict";
    case 410:
        return "Gone";
    case 413:
        return "Content Too Large";
    case 422:
        return "Unprocessable Content";
    case 429:
        return "Too Many Requests";
    default:
        return status < 500 ? "Bad Request" : "Service Unavailable";
    }
}

static void end(struct client *c)
{
    c->ending = true;
    pl_tcp_shutdown(c->tcp);
}

/* Takes reply->json. */
static void send_reply(struct client *c, struct pl_admin_reply *reply, bool head_only,
                       bool keep_alive)
{
    char head[384];
    struct pl_bytes parts[2];
    int n = snprintf(head, sizeof(head),
                     "HTTP/1.1 %u %s\r\nContent-Type: %s\r\nContent-Length: %zu\r\n"
                     "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n%s"
                     "Connection: %s\r\n\r\n",
                     reply->status, phrase_of(reply->status),
                     reply->type ? reply->type : "application/json", reply->len,
                     reply->status == 401 ? "WWW-Authenticate: Bearer\r\n" : "",
                     keep_alive ? "keep-alive" : "close");
    parts[0] = pl_bytes_of(head, (size_t)n);
    parts[1] = pl_bytes_of(reply->json, reply->len);
    if (pl_tcp_write(c->tcp, parts, head_only || !reply->json ? 1 : 2) != PL_OK)
        c->ending = true; /* it is being aborted */
    else if (!keep_alive)
        end(c);
    free(reply->json);
}

/* What it waited for. */
static void answer(struct client *c, struct pl_admin_reply *reply)
{
    c->ticket = 0;
    pl_tcp_set_idle(c->tcp, idle);
    send_reply(c, reply, c->head_only, c->keep_alive);
}

static void refuse(struct client *c, uint16_t status, const char *error, const char *cure)
{
    struct pl_admin_reply reply = {0};
    pl_admin_refuse(&reply, status, error, cure);
    send_reply(c, &reply, false, false);
}

/* ---- who it is ---- */

static bool is_token(struct pl_bytes given, const char *token)
{
    return pl_bytes_eq_secret(given, pl_bytes_str(token));
}

/* False: refused already. */
static bool role_by_token(struct client *c, struct pl_admin_request *request)
{
    static const char scheme[] = "Bearer ";
    struct pl_bytes field = pl_http_field(&c->http.request, "authorization");
    const struct pl_admin_config *config = &c->admin->config;
    const struct pl_admin_port *port = &c->admin->port;
    if (!field.data || field.len < sizeof(scheme) - 1 ||
        strncasecmp((const char *)field.data, scheme, sizeof(scheme) - 1) != 0) {
        refuse(c, 401, "no token",
               "Authorization: Bearer, with the token in the server's data "
               "directory (admin.token, viewer.token)");
        return false;
    }
    field = pl_bytes_of(field.data + sizeof(scheme) - 1, field.len - (sizeof(scheme) - 1));
    if (is_token(field, config->operator_token)) {
        request->role = PL_ROLE_OPERATOR;
    } else if (is_token(field, config->viewer_token)) {
        request->role = PL_ROLE_VIEWER;
    } else if (port->application && port->application(port->arg, field, &request->application)) {
        request->role = PL_ROLE_APPLICATION;
    } else {
        refuse(c, 401, "a wrong token", "see admin.token in the server's data directory");
        return false;
    }
    return true;
}

/* A page in somebody's browser is not an operator, wherever the browser runs. */
static bool from_a_page(const struct pl_http_request *q)
{
    return pl_http_field_count(q, "origin") > 0 || pl_http_field_count(q, "sec-fetch-site") > 0;
}

/* ---- requests ---- */

static void serve(struct client *c)
{
    const struct pl_http_request *q = &c->http.request;
    struct pl_admin_request request = {.method = q->method,
                                       .path = q->path,
                                       .query = q->query,
                                       .accept = pl_http_field(q, "accept"),
                                       .last_event = pl_http_field(q, "last-event-id"),
                                       .body = pl_bytes_of(c->body, c->body_len),
                                       .role = PL_ROLE_OPERATOR};
    struct pl_admin_reply reply = {0};
    if (from_a_page(q)) {
        refuse(c, 403, "not for pages", "use parlorctl, or a program of your own");
        return;
    }
    if (!c->trusted && !role_by_token(c, &request))
        return;
    if (q->method == PL_HTTP_OTHER) {
        refuse(c, 405, "not by this method", "GET to look, POST to do something");
        return;
    }
    c->head_only = q->method == PL_HTTP_HEAD;
    c->keep_alive = q->keep_alive;
    c->ticket = request.ticket = ++c->admin->last_ticket;
    pl_tcp_set_idle(c->tcp, 0); /* whoever puts an answer off watches the time */
    pl_admin_answer(&c->admin->port, &request, &reply);
    if (reply.status != PL_ADMIN_LATER)
        answer(c, &reply);
}

static void next_request(struct client *c)
{
    pl_http_reader_next(&c->http);
    c->has_head = false;
    free(c->body);
    c->body = NULL;
    c->body_len = 0;
}

/* False: a byte more is needed, or there is no memory for it. */
static bool gather_body(struct client *c, struct pl_buf *in)
{
    size_t want = c->http.request.body_len;
    size_t n = want - c->body_len < in->len ? want - c->body_len : in->len;
    if (want > 0 && !c->body)
        c->body = malloc(want);
    if (want > 0 && !c->body) {
        refuse(c, 503, "out of memory", "try again");
        return false;
    }
    if (n > 0)
        memcpy(c->body + c->body_len, in->data, n);
    c->body_len += n;
    in->data += n;
    in->len -= n;
    return c->body_len == want;
}

static bool gather_head(struct client *c, struct pl_buf *in)
{
    size_t used;
    enum pl_err err = pl_http_reader_input(&c->http, pl_bytes_of(in->data, in->len), &used);
    in->data += used;
    in->len -= used;
    if (err && err != PL_E_AGAIN)
        refuse(c, c->http.status, "no such request can be read", "HTTP/1.1, bodies with a length");
    return err == PL_OK;
}

static void on_data(struct pl_tcp_conn *tcp, struct pl_buf in)
{
    struct client *c = pl_tcp_user(tcp);
    while (!c->ending && in.len > 0) {
        if (c->ticket) { /* it is to wait for its answer */
            c->ending = true;
            pl_tcp_abort(c->tcp);
            return;
        }
        if (!c->has_head && !gather_head(c, &in))
            return;
        c->has_head = true;
        if (!gather_body(c, &in))
            return;
        serve(c);
        next_request(c);
    }
}

/* ---- connections ---- */

static void on_open(void *arg, struct pl_tcp_conn *tcp)
{
    struct door *door = arg;
    struct client *c = calloc(1, sizeof(*c));
    pl_tcp_set_user(tcp, c);
    if (!c) {
        pl_tcp_abort(tcp);
        return;
    }
    c->admin = door->admin;
    c->trusted = door->trusted;
    c->tcp = tcp;
    pl_http_reader_init(&c->http);
    c->http.max_body = PL_ADMIN_BODY_MAX;
    pl_list_add_tail(&door->admin->clients, &c->node);
}

static void on_closed(struct pl_tcp_conn *tcp, enum pl_tcp_end how)
{
    struct client *c = pl_tcp_user(tcp);
    (void)how;
    if (!c)
        return;
    if (c->admin && c->ticket && c->admin->port.gone)
        c->admin->port.gone(c->admin->port.arg, c->ticket);
    pl_list_remove(&c->node);
    pl_http_reader_finish(&c->http);
    free(c->body);
    free(c);
}

static void on_drained(struct pl_tcp_conn *tcp)
{
    struct client *c = pl_tcp_user(tcp);
    if (!c || !c->admin || !c->streaming || c->ending)
        return;
    pl_tcp_set_idle(tcp, 0);
    if (c->admin->port.drained)
        c->admin->port.drained(c->admin->port.arg, c->ticket);
}

/* ---- answers that come later ---- */

static struct client *waiting(struct pl_admin *a, uint64_t ticket)
{
    struct pl_list *it;
    pl_list_for_each(it, &a->clients)
    {
        struct client *c = pl_container_of(it, struct client, node);
        if (c->ticket == ticket && !c->ending)
            return c;
    }
    return NULL;
}

void pl_admin_reply(struct pl_admin *a, uint64_t ticket, struct pl_admin_reply *reply)
{
    struct client *c = waiting(a, ticket);
    if (c && !c->streaming)
        answer(c, reply);
    else
        free(reply->json);
}

bool pl_admin_stream(struct pl_admin *a, uint64_t ticket, struct pl_bytes piece)
{
    static const char head[] = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                               "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n"
                               "Connection: close\r\n\r\n";
    struct client *c = waiting(a, ticket);
    struct pl_bytes parts[2];
    size_t n = 0;
    if (!c)
        return true; /* `gone` comes, or has come */
    if (!c->streaming)
        parts[n++] = pl_bytes_str(head);
    c->streaming = true;
    parts[n++] = piece;
    if (pl_tcp_write(c->tcp, parts, n) != PL_OK) {
        c->ending = true;
        return true;
    }
    if (pl_tcp_queued(c->tcp) == 0)
        return true;
    pl_tcp_set_idle(c->tcp, idle); /* who takes nothing for so long is cut */
    return false;
}

void pl_admin_stream_end(struct pl_admin *a, uint64_t ticket)
{
    struct client *c = waiting(a, ticket);
    if (c && c->streaming) {
        c->ticket = 0;
        end(c);
    }
}

/* ---- opening ---- */

static enum pl_err open_door(struct door *door, struct pl_loop *loop, const char *path,
                             const struct pl_addr *address)
{
    static const struct pl_tcp_handler handler = {on_open, on_data, on_drained, on_closed};
    struct pl_tcp_options options = {.path = path,
                                     .max_connections = PL_ADMIN_CONNECTIONS_MAX,
                                     .high_water_bytes = 4 << 20,
                                     .idle_us = idle,
                                     .linger_us = PL_SEC(3)};
    if (address)
        options.bind = *address;
    door->trusted = path != NULL;
    return pl_tcp_listen(&door->listener, loop, &options, &handler, door);
}

enum pl_err pl_admin_start(struct pl_admin **out, struct pl_loop *loop,
                           const struct pl_admin_config *config, const struct pl_admin_port *port,
                           bool *at_path)
{
    struct pl_admin *a = calloc(1, sizeof(*a));
    enum pl_err err = PL_OK;
    *out = NULL;
    *at_path = config->path != NULL;
    if (!a)
        return PL_E_NOMEM;
    a->config = *config;
    a->port = *port;
    pl_list_init(&a->clients);
    a->doors[0].admin = a->doors[1].admin = a;
    if (config->path)
        err = open_door(&a->doors[0], loop, config->path, NULL);
    if (!err && config->listen.family != PL_ADDR_NONE) {
        *at_path = false;
        err = open_door(&a->doors[1], loop, NULL, &config->listen);
    }
    if (err) {
        pl_admin_stop(a);
        return err;
    }
    *out = a;
    return PL_OK;
}

/* Their on_closed come later, from the loop, when this object is gone: they touch it no more. */
void pl_admin_stop(struct pl_admin *a)
{
    if (!a)
        return;
    while (!pl_list_empty(&a->clients)) {
        struct client *c = pl_container_of(a->clients.next, struct client, node);
        pl_list_remove(&c->node);
        pl_list_init(&c->node);
        c->ending = true;
        c->admin = NULL;
    }
    pl_tcp_listener_destroy(a->doors[0].listener);
    pl_tcp_listener_destroy(a->doors[1].listener);
    free(a);
}

struct pl_addr pl_admin_local(const struct pl_admin *a)
{
    return a->doors[1].listener ? pl_tcp_listener_local(a->doors[1].listener) : (struct pl_addr){0};
}

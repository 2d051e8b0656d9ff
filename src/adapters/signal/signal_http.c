/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/signal/signal_internal.h"

#include "adapters/signal/http_range.h"
#include "adapters/signal/ws_upgrade.h"
#include "io/clock.h"

#include <assert.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { HEAD_BYTES = 8192 };

/*
 * Pages come from us and load from us; links may go to another Parlor (the page has a field for
 * its address). Styles may stand in attributes, scripts only where the config allows it (%s);
 * WebAssembly is compiled from our own files (noise suppression, backgrounds).
 */
#define PAGE_POLICY                                                                                \
    "Content-Security-Policy: default-src 'self'; script-src 'self' 'wasm-unsafe-eval'%s; "        \
    "connect-src 'self' blob: ws: wss:; "                                                          \
    "img-src 'self' data: blob:; media-src 'self' blob: mediastream:; "                            \
    "style-src 'self' 'unsafe-inline'; worker-src 'self' blob:; object-src 'none'; "               \
    "base-uri 'none'; form-action 'self'; frame-ancestors 'self'\r\n"                              \
    "Permissions-Policy: camera=(self), microphone=(self), display-capture=(self), "               \
    "geolocation=(), payment=(), usb=()\r\n"                                                       \
    "Referrer-Policy: same-origin\r\n"

static const char *scripts_allowed(enum pl_signal_scripts scripts)
{
    switch (scripts) {
    case PL_SIGNAL_SCRIPTS_INLINE:
        return " 'unsafe-inline'";
    case PL_SIGNAL_SCRIPTS_EVAL:
        return " 'unsafe-inline' 'unsafe-eval'";
    case PL_SIGNAL_SCRIPTS_FILES:
        break;
    }
    return "";
}

static const char *phrase_of(uint16_t status)
{
    switch (status) {
    case 101:
        return "Switching Protocols";
    case 200:
        return "OK";
    case 206:
        return "Partial Content";
    case 301:
        return "Moved Permanently";
    case 302:
        return "Found";
    case 304:
        return "Not Modified";
    case 400:
        return "Bad Request";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 408:
        return "Request Timeout";
    case 413:
        return "Content Too Large";
    case 414:
        return "URI Too Long";
    case 416:
        return "Range Not Satisfiable";
    case 426:
        return "Upgrade Required";
    case 431:
        return "Request Header Fields Too Large";
    case 502:
        return "Bad Gateway";
    case 503:
        return "Service Unavailable";
    case 505:
        return "HTTP Version Not Supported";
    default:
        return status < 500 ? "Error" : "Internal Server Error";
    }
}

/* What a status demands beside the rest. */
static const char *fields_for(uint16_t status)
{
    switch (status) {
    case 405:
        return "Allow: GET, HEAD\r\n";
    case 426: /* RFC 9110 section 15.5.22, RFC 6455 section 4.4 */
        return "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n";
    case 503:
        return "Retry-After: 5\r\n";
    default:
        return "";
    }
}

/* RFC 9110 section 6.6.1: a server with a clock sends it. Always English: no locale is ever set. */
static void write_date(char *text, size_t size)
{
    time_t now = (time_t)(pl_clock_wall_us() / 1000000u);
    struct tm tm;
    (void)gmtime_r(&now, &tm);
    (void)strftime(text, size, "%a, %d %b %Y %H:%M:%S GMT", &tm);
}

bool pl_client_send_reply(struct pl_client *c, const struct pl_client_reply *r)
{
    char head[HEAD_BYTES], body_fields[160] = "", date[40];
    struct pl_bytes parts[2];
    int n;
    if (r->type)
        (void)snprintf(body_fields, sizeof(body_fields),
                       "Content-Type: %s\r\nContent-Length: %llu\r\n", r->type,
                       (unsigned long long)r->length);
    write_date(date, sizeof(date));
    n = snprintf(
        head, sizeof(head),
        "HTTP/1.1 %u %s\r\nDate: %s\r\n%s%s%sX-Content-Type-Options: nosniff\r\n" PAGE_POLICY
        "%s\r\n",
        r->status, phrase_of(r->status), date, body_fields, r->fields, fields_for(r->status),
        scripts_allowed(c->signal->config.scripts), r->keep_alive ? "" : "Connection: close\r\n");
    assert(n > 0 && n < (int)sizeof(head));
    parts[0] = pl_bytes_of(head, (size_t)n);
    parts[1] = r->without_body ? pl_bytes_of(NULL, 0) : r->body;
    if (pl_tcp_write(c->tcp, parts, 2) == PL_OK)
        return true;
    c->state = PL_CLIENT_ENDING;
    return false;
}

void pl_client_reply_text(struct pl_client *c, uint16_t status, const char *text,
                          const char *fields, bool keep_alive, bool without_body)
{
    char body[160];
    struct pl_client_reply r = {
        .status = status,
        .type = "text/plain; charset=utf-8",
        .fields = fields,
        .keep_alive = keep_alive,
        .without_body = without_body,
    };
    (void)snprintf(body, sizeof(body), "%s\n", text);
    r.body = pl_bytes_str(body);
    r.length = r.body.len;
    if (pl_client_send_reply(c, &r) && !keep_alive)
        pl_client_end(c);
}

void pl_client_refuse(struct pl_client *c, uint16_t status, const char *why)
{
    if (status < 500)
        c->signal->stats.bad_requests++;
    pl_client_reply_text(c, status, why[0] ? why : phrase_of(status), "", false, false);
}

/* ---- files ---- */

/* What the request wants of the file; If-Range (RFC 9110 13.1.5) with another tag: all of it. */
static struct pl_http_range range_of(const struct pl_client *c, const struct pl_http_request *q)
{
    struct pl_bytes tag = pl_http_field(q, "if-range");
    bool other = tag.data && !pl_bytes_eq_str(tag, c->file.etag);
    return pl_http_range_read(other ? pl_bytes_of(NULL, 0) : pl_http_field(q, "range"),
                              c->file.size);
}

/* Status and fields of a part. */
static void fill_range(const struct pl_client *c, const struct pl_http_range *range,
                       struct pl_client_reply *r, char *fields, size_t size)
{
    size_t n = strlen(fields);
    unsigned long long all = c->file.size;
    if (range->kind == PL_HTTP_RANGE_WHOLE)
        return;
    r->status = range->kind == PL_HTTP_RANGE_PART ? 206 : 416;
    if (range->kind == PL_HTTP_RANGE_PART)
        (void)snprintf(fields + n, size - n, "Content-Range: bytes %llu-%llu/%llu\r\n",
                       (unsigned long long)range->first, (unsigned long long)range->last, all);
    else
        (void)snprintf(fields + n, size - n, "Content-Range: bytes */%llu\r\n", all);
    r->length = range->kind == PL_HTTP_RANGE_PART ? range->last - range->first + 1 : 0;
}

/* Prepares the file for pl_client_send_file(). */
static void reply_file(struct pl_client *c, const struct pl_http_request *q)
{
    char fields[512];
    struct pl_bytes known = pl_http_field(q, "if-none-match");
    struct pl_http_range range = range_of(c, q);
    struct pl_client_reply r = {
        .status = 200,
        .type = c->file.type,
        .fields = fields,
        .length = c->file.size,
        .keep_alive = q->keep_alive,
        .without_body = q->method == PL_HTTP_HEAD,
    };
    (void)snprintf(fields, sizeof(fields),
                   "ETag: %s\r\nCache-Control: no-cache\r\nAccept-Ranges: bytes\r\n%s%s",
                   c->file.etag, c->for_all ? PL_CLIENT_FOR_ALL : "",
                   c->file.download ? "Content-Disposition: attachment\r\n" : "");
    if (known.data && pl_files_etag_listed(known, c->file.etag)) {
        r.status = 304;
        r.type = NULL;
        r.without_body = true;
    } else {
        fill_range(c, &range, &r, fields, sizeof(fields));
    }
    if (!pl_client_send_reply(c, &r))
        return;
    c->keep_alive = q->keep_alive;
    c->file_at = range.first;
    c->file_end = r.without_body ? c->file_at : c->file_at + r.length;
    c->state = PL_CLIENT_SENDING;
    pl_client_arm(c, PL_TIME_NEVER);
    pl_tcp_set_idle(c->tcp, c->signal->config.keep_us); /* a reader that makes no progress ends */
}

void pl_client_file_done(struct pl_client *c)
{
    pl_file_close(&c->file);
    pl_tcp_set_idle(c->tcp, 0);
    if (!c->keep_alive) {
        pl_client_end(c);
        return;
    }
    c->state = PL_CLIENT_HEAD;
    c->head_begun = false;
    pl_client_arm(c, pl_clock_now_us() + c->signal->config.keep_us);
}

bool pl_client_send_file(struct pl_client *c)
{
    struct pl_signal *s = c->signal;
    if (c->away.fd >= 0)
        return pl_client_send_away(c);
    while (c->file_at < c->file_end) {
        uint64_t left = c->file_end - c->file_at;
        size_t want = left < sizeof(s->chunk) ? (size_t)left : sizeof(s->chunk);
        ssize_t n;
        struct pl_bytes part;
        if (pl_tcp_queued(c->tcp) > 0)
            return false;
        n = pl_file_read(&c->file, s->chunk, want, c->file_at);
        part = pl_bytes_of(s->chunk, n > 0 ? (size_t)n : 0);
        /* A file that became shorter cannot keep the promised length: only a broken line tells. */
        if (n <= 0 || pl_tcp_write(c->tcp, &part, 1) != PL_OK) {
            c->state = PL_CLIENT_ENDING;
            pl_tcp_abort(c->tcp);
            return true;
        }
        c->file_at += (uint64_t)n;
    }
    pl_client_file_done(c);
    return true;
}

/* ---- where requests go ---- */

static bool serve_below(struct pl_client *c, const struct pl_http_request *q)
{
    struct pl_signal *s = c->signal;
    for (size_t i = 0; i < s->root_count; i++) {
        struct pl_bytes prefix = pl_bytes_str(s->roots[i].prefix);
        struct pl_bytes rest;
        char where[PL_HTTP_TARGET_MAX + 64];
        bool head = q->method == PL_HTTP_HEAD;
        enum pl_err err;
        if (q->path.len < prefix.len || memcmp(q->path.data, prefix.data, prefix.len) != 0)
            continue;
        rest = pl_bytes_of(q->path.data + prefix.len, q->path.len - prefix.len);
        err = pl_files_find(s->roots[i].directory, rest, &c->file);
        if (!err) {
            reply_file(c, q);
        } else if (err == PL_E_STATE) {
            (void)snprintf(where, sizeof(where), "Location: %.*s/\r\n", (int)q->path.len,
                           (const char *)q->path.data);
            pl_client_reply_text(c, 301, "it is a folder", where, q->keep_alive, head);
        } else {
            pl_client_reply_text(c, err == PL_E_PROTO ? 400 : 404, "no such page", "",
                                 q->keep_alive, head);
        }
        return true;
    }
    return false;
}

/* Said of what is not served from the vault; a link that is no good is told like no link. */
static const char *vault_word(uint16_t status)
{
    return status == 403 ? "this link is no good, or its time is over" : phrase_of(status);
}

static enum pl_err open_vault(struct pl_signal *s, struct pl_bytes file, struct pl_file *out)
{
    enum pl_err err = PL_E_NOT_FOUND;
    *out = (struct pl_file){.fd = -1};
    if (s->vault.open)
        err = s->vault.open(s->vault.arg, s->vault.directory, file, out);
    return err == PL_E_NOT_FOUND ? pl_files_find(s->vault.directory, file, out) : err;
}

static bool serve_vault(struct pl_client *c, const struct pl_http_request *q)
{
    struct pl_signal *s = c->signal;
    struct pl_bytes prefix = pl_bytes_str(s->vault.prefix), file = {NULL, 0};
    bool head = q->method == PL_HTTP_HEAD;
    struct pl_signal_visit visit = {.query = q->query, .head = head};
    struct pl_bytes range = pl_http_field(q, "range");
    uint16_t status;
    c->for_all = false;
    if (prefix.len == 0 || q->path.len < prefix.len ||
        memcmp(q->path.data, prefix.data, prefix.len) != 0)
        return false;
    visit.rest = pl_bytes_of(q->path.data + prefix.len, q->path.len - prefix.len);
    visit.peer = pl_tcp_peer(c->tcp);
    visit.from_part = range.len > 0 && !(range.len >= 8 && memcmp(range.data, "bytes=0-", 8) == 0);
    status = s->vault.find(s->vault.arg, &visit, &file);
    if (status == 200 && (file.len == 0 || file.data[file.len - 1] == '/'))
        status = 404;
    c->for_all = true;
    if (status == 200 && open_vault(s, file, &c->file) == PL_OK) {
        c->file.download = pl_bytes_eq_str(q->query, "download");
        reply_file(c, q);
        return true;
    }
    if (status == 200 && pl_client_open_away(c, q, file))
        return true;
    status = status == 200 ? 404 : status;
    pl_client_reply_text(c, status, vault_word(status), "Access-Control-Allow-Origin: *\r\n",
                         q->keep_alive, head);
    return true;
}

static bool serve_route(struct pl_client *c, const struct pl_http_request *q)
{
    struct pl_signal *s = c->signal;
    for (size_t i = 0; i < s->route_count; i++) {
        struct pl_signal_answer a = {200, "text/plain; charset=utf-8", {NULL, 0}};
        struct pl_client_reply r;
        if (!pl_bytes_eq_str(q->path, s->routes[i].path))
            continue;
        s->routes[i].answer(s->routes[i].arg, q, &a);
        r = (struct pl_client_reply){
            a.status,   a.content_type, "Cache-Control: no-store\r\n", a.body,
            a.body.len, q->keep_alive,  q->method == PL_HTTP_HEAD};
        if (pl_client_send_reply(c, &r) && !q->keep_alive)
            pl_client_end(c);
        return true;
    }
    return false;
}

/* False: the path is none of health. */
static bool serve_health(struct pl_client *c, const struct pl_http_request *q)
{
    struct pl_signal *s = c->signal;
    bool head = q->method == PL_HTTP_HEAD;
    const char *fresh = "Cache-Control: no-store\r\n";
    if (pl_bytes_eq_str(q->path, "/healthz")) {
        pl_client_reply_text(c, 200, "ok", fresh, q->keep_alive, head);
    } else if (pl_bytes_eq_str(q->path, "/readyz")) {
        bool ready = s->ready && !s->draining;
        pl_client_reply_text(c, ready ? 200 : 503,
                             ready         ? "ready"
                             : s->draining ? "draining"
                                           : "not ready",
                             fresh, q->keep_alive, head);
    } else {
        return false;
    }
    return true;
}

static void serve_page(struct pl_client *c, const struct pl_http_request *q)
{
    struct pl_signal *s = c->signal;
    bool head = q->method == PL_HTTP_HEAD;
    char where[PL_SIGNAL_NAME_MAX + 16];
    if (!s->config.routes_only && serve_health(c, q))
        return;
    if (pl_bytes_eq_str(q->path, "/") && s->home[0]) {
        (void)snprintf(where, sizeof(where), "Location: %s\r\n", s->home);
        pl_client_reply_text(c, 302, "this way", where, q->keep_alive, head);
    } else if (!serve_route(c, q) && !serve_vault(c, q) && !serve_below(c, q)) {
        pl_client_reply_text(c, 404, "no such page", "", q->keep_alive, head);
    }
}

/* Why this client may not have a link now; NULL: it may. */
static const char *link_refused(struct pl_client *c)
{
    struct pl_signal *s = c->signal;
    struct pl_addr peer = pl_tcp_peer(c->tcp);
    if (s->draining)
        return "the server is going down; try again soon";
    if (s->links.count >= s->config.max_links)
        return "the server is full";
    if (pl_addr_quota_take(&s->link_quota, &peer) != PL_OK)
        return "too many links from this address";
    c->quota_held = true;
    return NULL;
}

static void serve_upgrade(struct pl_client *c, const struct pl_http_request *q, bool business)
{
    struct pl_signal *s = c->signal;
    struct pl_ws_upgrade_rules rules = {PL_SIGNAL_SUBPROTOCOL, s->config.origins,
                                        s->config.origin_count, pl_tcp_is_tls(c->tcp), business};
    char accept[PL_WS_ACCEPT_MAX];
    const char *why;
    uint16_t status = pl_ws_upgrade_judge(q, &rules, accept, &why);
    if (status == 101) {
        why = link_refused(c);
        status = why ? 503 : 101;
    }
    if (status == 101) {
        c->business = business;
        pl_client_open_link(c, accept);
        return;
    }
    s->stats.links_refused++;
    if (status == 403 && s->handler.on_foreign) {
        struct pl_signal_peer peer = pl_client_peer(c);
        peer.business = business;
        s->handler.on_foreign(s->arg, &peer);
    }
    pl_client_refuse(c, status, why);
}

static void serve(struct pl_client *c, const struct pl_http_request *q)
{
    bool parlor = pl_bytes_eq_str(q->path, "/parlor");
    c->signal->stats.requests++;
    if (q->method == PL_HTTP_OTHER)
        pl_client_refuse(c, 405, "only GET and HEAD are served here");
    else if (!c->signal->config.routes_only &&
             (parlor || (pl_bytes_eq_str(q->path, "/") && pl_ws_upgrade_wanted(q))))
        serve_upgrade(c, q, false);
    else if (c->signal->config.business && pl_bytes_eq_str(q->path, "/business"))
        serve_upgrade(c, q, true);
    else
        serve_page(c, q);
}

void pl_client_take_head(struct pl_client *c, struct pl_buf *in)
{
    size_t used;
    enum pl_err err = pl_http_reader_input(&c->http, pl_bytes_of(in->data, in->len), &used);
    in->data += used;
    in->len -= used;
    if (err == PL_E_AGAIN) {
        if (!c->head_begun) /* from the first byte on: a byte a second does not prolong it */
            pl_client_arm(c, pl_clock_now_us() + c->signal->config.head_us);
        c->head_begun = true;
        return;
    }
    if (err) {
        pl_client_refuse(c, c->http.status, "");
        return;
    }
    serve(c, &c->http.request);
    pl_http_reader_next(&c->http);
    if (c->state == PL_CLIENT_HEAD) {
        c->head_begun = false;
        pl_client_arm(c, pl_clock_now_us() + c->signal->config.keep_us);
    }
}

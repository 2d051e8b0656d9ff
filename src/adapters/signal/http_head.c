/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/signal/http_head.h"

#include <http_parser.h>
#include <stdlib.h>
#include <strings.h>

void pl_http_reader_init(struct pl_http_reader *r)
{
    *r = (struct pl_http_reader){0};
}

/* Few of all connections read a head at any time: none has the room for one of its own. */
static bool open_head(struct pl_http_reader *r)
{
    const size_t fields = PL_HTTP_FIELDS_MAX * sizeof(struct pl_http_field);
    uint8_t *block = malloc(fields + PL_HTTP_HEAD_MAX);
    if (!block)
        return false;
    r->request.fields = (struct pl_http_field *)(void *)block;
    r->head = block + fields;
    return true;
}

void pl_http_reader_finish(struct pl_http_reader *r)
{
    free(r->request.fields);
    r->request.fields = NULL;
    r->head = NULL;
}

void pl_http_reader_next(struct pl_http_reader *r)
{
    size_t max_body = r->max_body;
    pl_http_reader_finish(r);
    pl_http_reader_init(r);
    r->max_body = max_body;
}

bool pl_http_reader_idle(const struct pl_http_reader *r)
{
    return r->len == 0;
}

bool pl_http_same(struct pl_bytes a, struct pl_bytes b)
{
    return a.len == b.len &&
           (a.len == 0 || strncasecmp((const char *)a.data, (const char *)b.data, a.len) == 0);
}

struct pl_bytes pl_http_field(const struct pl_http_request *request, const char *name)
{
    for (size_t i = 0; i < request->field_count; i++) {
        if (pl_http_same(request->fields[i].name, pl_bytes_str(name)))
            return request->fields[i].value;
    }
    return pl_bytes_of(NULL, 0);
}

size_t pl_http_field_count(const struct pl_http_request *request, const char *name)
{
    size_t n = 0;
    for (size_t i = 0; i < request->field_count; i++)
        n += pl_http_same(request->fields[i].name, pl_bytes_str(name));
    return n;
}

static struct pl_bytes trim(struct pl_bytes b)
{
    while (b.len > 0 && (b.data[0] == ' ' || b.data[0] == '\t'))
        b = pl_bytes_of(b.data + 1, b.len - 1);
    while (b.len > 0 && (b.data[b.len - 1] == ' ' || b.data[b.len - 1] == '\t'))
        b.len--;
    return b;
}

static bool list_has(struct pl_bytes list, struct pl_bytes token)
{
    while (list.len > 0) {
        const uint8_t *comma = memchr(list.data, ',', list.len);
        size_t n = comma ? (size_t)(comma - list.data) : list.len;
        if (pl_http_same(trim(pl_bytes_of(list.data, n)), token))
            return true;
        n += comma ? 1 : 0;
        list = pl_bytes_of(list.data + n, list.len - n);
    }
    return false;
}

bool pl_http_field_has(const struct pl_http_request *request, const char *name, const char *token)
{
    for (size_t i = 0; i < request->field_count; i++) {
        if (pl_http_same(request->fields[i].name, pl_bytes_str(name)) &&
            list_has(request->fields[i].value, pl_bytes_str(token)))
            return true;
    }
    return false;
}

static enum pl_err refuse(struct pl_http_reader *r, uint16_t status)
{
    r->status = status;
    return status == 414 || status == 431 || status == 413 ? PL_E_LIMIT : PL_E_PROTO;
}

/* ---- what http-parser gives us while it walks over the whole head ---- */

struct walk {
    struct pl_http_reader *reader;
    struct pl_bytes target;
    bool too_many;
    bool ill; /* a field name or value with bytes that have no place there */
};

static int found_target(http_parser *p, const char *at, size_t len)
{
    struct walk *w = p->data;
    w->target = pl_bytes_of(at, len);
    return 0;
}

static int found_name(http_parser *p, const char *at, size_t len)
{
    struct walk *w = p->data;
    struct pl_http_request *q = &w->reader->request;
    if (q->field_count == PL_HTTP_FIELDS_MAX) {
        w->too_many = true;
        return 1;
    }
    q->fields[q->field_count++] = (struct pl_http_field){pl_bytes_of(at, len), {NULL, 0}};
    for (size_t i = 0; i < len; i++)
        w->ill |= at[i] <= ' ' || at[i] == 0x7f; /* "Host : x" */
    return 0;
}

static int found_value(http_parser *p, const char *at, size_t len)
{
    struct walk *w = p->data;
    struct pl_http_request *q = &w->reader->request;
    if (q->field_count == 0)
        return 1;
    q->fields[q->field_count - 1].value = trim(pl_bytes_of(at, len));
    for (size_t i = 0; i < len; i++)
        w->ill |= ((uint8_t)at[i] < ' ' && at[i] != '\t') || at[i] == 0x7f;
    return 0;
}

static int skip_body(http_parser *p)
{
    (void)p;
    return 1; /* bodies are refused, so there is none to parse */
}

/* ---- judging a parsed head ---- */

static bool host_is_sane(struct pl_bytes host)
{
    for (size_t i = 0; i < host.len; i++) {
        uint8_t b = host.data[i];
        bool alnum = (b >= '0' && b <= '9') || ((b | 0x20) >= 'a' && (b | 0x20) <= 'z');
        if (!alnum && !strchr("-._:[]", b))
            return false;
    }
    return true;
}

/* Origin-form, or absolute-form, which every server must take (RFC 9112 section 3.2.2). */
static bool split_target(struct pl_http_request *q, struct pl_bytes target)
{
    struct http_parser_url url;
    http_parser_url_init(&url);
    if (target.len == 0 ||
        http_parser_parse_url((const char *)target.data, target.len, 0, &url) != 0 ||
        (url.field_set & (1 << UF_FRAGMENT)))
        return false;
    q->path = pl_bytes_of("/", 1);
    if (url.field_set & (1 << UF_PATH))
        q->path =
            pl_bytes_of(target.data + url.field_data[UF_PATH].off, url.field_data[UF_PATH].len);
    if (url.field_set & (1 << UF_QUERY))
        q->query =
            pl_bytes_of(target.data + url.field_data[UF_QUERY].off, url.field_data[UF_QUERY].len);
    return q->path.data[0] == '/';
}

static enum pl_err judge_body(struct pl_http_reader *r, const http_parser *p)
{
    size_t lengths = pl_http_field_count(&r->request, "content-length");
    if (pl_http_field_count(&r->request, "transfer-encoding") > 0 || lengths > 1)
        return refuse(r, 400);
    if (lengths == 1 && p->content_length > r->max_body)
        return refuse(r, 413);
    r->request.body_len = lengths == 1 ? (size_t)p->content_length : 0;
    return PL_OK;
}

static enum pl_http_method method_of(const struct pl_http_reader *r, const http_parser *p)
{
    bool takes_bodies = r->max_body > 0;
    return p->method == HTTP_GET                      ? PL_HTTP_GET
           : p->method == HTTP_HEAD                   ? PL_HTTP_HEAD
           : p->method == HTTP_POST && takes_bodies   ? PL_HTTP_POST
           : p->method == HTTP_DELETE && takes_bodies ? PL_HTTP_DELETE
                                                      : PL_HTTP_OTHER;
}

static enum pl_err judge(struct pl_http_reader *r, const http_parser *p, const struct walk *w)
{
    struct pl_http_request *q = &r->request;
    size_t hosts = pl_http_field_count(q, "host");
    enum pl_err err;
    if (p->http_major != 1 || p->http_minor > 1)
        return refuse(r, 505);
    q->version_1_1 = p->http_minor == 1;
    q->host = pl_http_field(q, "host");
    /* RFC 9112 section 3.2: 400 for a 1.1 request without Host, with several, or an invalid one. */
    if (w->ill || hosts > 1 || (q->version_1_1 && hosts != 1) || !host_is_sane(q->host))
        return refuse(r, 400);
    err = judge_body(r, p);
    if (err)
        return err;
    q->method = method_of(r, p);
    /* "*" of OPTIONS and the authority of CONNECT are not paths; those methods get their 405. */
    if (!split_target(q, w->target)) {
        if (q->method != PL_HTTP_OTHER)
            return refuse(r, 400);
        q->path = q->query = pl_bytes_of(NULL, 0);
    }
    q->keep_alive = !pl_http_field_has(q, "connection", "close") &&
                    (q->version_1_1 || pl_http_field_has(q, "connection", "keep-alive"));
    return PL_OK;
}

static enum pl_err parse_head(struct pl_http_reader *r)
{
    const http_parser_settings settings = {
        .on_url = found_target,
        .on_header_field = found_name,
        .on_header_value = found_value,
        .on_headers_complete = skip_body,
    };
    struct walk w = {.reader = r};
    http_parser p;
    size_t n;
    http_parser_init(&p, HTTP_REQUEST);
    p.data = &w;
    n = http_parser_execute(&p, &settings, (const char *)r->head, r->len);
    if (w.too_many)
        return refuse(r, 431);
    if (HTTP_PARSER_ERRNO(&p) == HPE_INVALID_VERSION)
        return refuse(r, 505);
    if (HTTP_PARSER_ERRNO(&p) != HPE_OK || n != r->len)
        return refuse(r, 400);
    return judge(r, &p, &w);
}

/* ---- gathering ---- */

/* What may not stand at this place of a head, looking at most two bytes back. */
static bool byte_fits(const struct pl_http_reader *r, uint8_t b)
{
    uint8_t last = r->len > 0 ? r->head[r->len - 1] : 0;
    if (b == 0 || (last == '\r' && b != '\n') || (b == '\n' && last != '\r'))
        return false;
    if ((b == ' ' || b == '\t') && (r->len == 0 || last == '\n'))
        return false; /* a folded line */
    return true;
}

static bool ends_head(const struct pl_http_reader *r)
{
    return r->len >= 4 && memcmp(r->head + r->len - 4, "\r\n\r\n", 4) == 0;
}

static enum pl_err take_byte(struct pl_http_reader *r, uint8_t b)
{
    if (!byte_fits(r, b))
        return refuse(r, 400);
    if (r->len == PL_HTTP_HEAD_MAX)
        return refuse(r, 431);
    r->head[r->len++] = b;
    if (b == '\n' && r->len == 2) {
        r->len = 0; /* an empty line before the request line: RFC 9112 section 2.2 */
    } else if (b == '\n') {
        r->line_seen = true;
    } else if (!r->line_seen && r->len > PL_HTTP_TARGET_MAX + 32) {
        return refuse(r, 414);
    }
    return PL_OK;
}

enum pl_err pl_http_reader_input(struct pl_http_reader *r, struct pl_bytes in, size_t *used)
{
    *used = 0;
    if (!r->head && !open_head(r)) {
        r->status = 503;
        return PL_E_NOMEM;
    }
    while (*used < in.len) {
        enum pl_err err = take_byte(r, in.data[(*used)++]);
        if (err)
            return err;
        if (ends_head(r))
            return parse_head(r);
    }
    return PL_E_AGAIN;
}

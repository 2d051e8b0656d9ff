/* SPDX-License-Identifier: Apache-2.0 */
/* Heads as bytes in, a line of text out: each case whole and byte by byte. */
#include "pl_test.h"

#include "adapters/signal/ws_upgrade.h"

#include <stdio.h>

static const char *const origins[] = {"https://talk.example", "http://localhost:8080"};
static const struct pl_ws_upgrade_rules rules = {"parlor.v1", origins, 2, true, false};

/* "GET /path?query keep", "refused 400", "again", or what the upgrade comes to. */
static void describe(struct pl_http_reader *r, enum pl_err err, char *out, size_t size)
{
    static const char *const methods[] = {"GET", "HEAD", "OTHER"};
    const struct pl_http_request *q = &r->request;
    if (err == PL_E_AGAIN) {
        (void)snprintf(out, size, "again");
    } else if (err) {
        (void)snprintf(out, size, "refused %u", r->status);
    } else if (pl_ws_upgrade_wanted(q)) {
        char accept[PL_WS_ACCEPT_MAX];
        const char *why;
        uint16_t status = pl_ws_upgrade_judge(q, &rules, accept, &why);
        (void)snprintf(out, size, "upgrade %u%s%s", status, status == 101 ? " " : "",
                       status == 101 ? accept : "");
    } else {
        (void)snprintf(out, size, "%s %.*s%s%.*s %s", methods[q->method], (int)q->path.len,
                       (const char *)q->path.data, q->query.len ? "?" : "", (int)q->query.len,
                       (const char *)q->query.data, q->keep_alive ? "keep" : "close");
    }
}

static void run(const char *bytes, size_t len, size_t step, char *out, size_t size)
{
    struct pl_http_reader r;
    enum pl_err err = PL_E_AGAIN;
    size_t used;
    pl_http_reader_init(&r);
    for (size_t at = 0; at < len && err == PL_E_AGAIN; at += used) {
        size_t n = len - at < step ? len - at : step;
        err = pl_http_reader_input(&r, pl_bytes_of(bytes + at, n), &used);
        assert_true(err != PL_E_AGAIN || used == n);
    }
    describe(&r, err, out, size);
    pl_http_reader_finish(&r);
}

struct head_case {
    const char *name;
    const char *bytes;
    size_t len;
    const char *want;
};

#define CASE(name, bytes, want)                                                                    \
    {                                                                                              \
        name, bytes, sizeof(bytes) - 1, want                                                       \
    }
#define GET(fields) "GET /a HTTP/1.1\r\nHost: h\r\n" fields "\r\n"
#define KEY         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
#define WS(fields)                                                                                 \
    "GET /parlor HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" fields "\r" \
    "\n"
#define V13   "Sec-WebSocket-Version: 13\r\n"
#define PROTO "Sec-WebSocket-Protocol: parlor.v1\r\n"

static const struct head_case cases[] = {
    /* well-formed */
    CASE("plain", GET(""), "GET /a keep"),
    CASE("root", "GET / HTTP/1.1\r\nHost: h\r\n\r\n", "GET / keep"),
    CASE("head", "HEAD /a HTTP/1.1\r\nHost: h\r\n\r\n", "HEAD /a keep"),
    CASE("query", "GET /a?b=c&d HTTP/1.1\r\nHost: h\r\n\r\n", "GET /a?b=c&d keep"),
    CASE("close", GET("Connection: foo, Close\r\n"), "GET /a close"),
    CASE("1.0", "GET /a HTTP/1.0\r\n\r\n", "GET /a close"),
    CASE("1.0 keep-alive", "GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", "GET /a keep"),
    CASE("absolute form", "GET http://h/a?b HTTP/1.1\r\nHost: h\r\n\r\n", "GET /a?b keep"),
    CASE("absolute form without path", "GET http://h HTTP/1.1\r\nHost: h\r\n\r\n", "GET / keep"),
    CASE("an empty line before", "\r\nGET /a HTTP/1.1\r\nHost: h\r\n\r\n", "GET /a keep"),
    CASE("post is known, not served", "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n",
         "OTHER /a keep"),
    CASE("options *", "OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n", "OTHER  keep"),
    CASE("connect", "CONNECT h:1 HTTP/1.1\r\nHost: h\r\n\r\n", "OTHER  keep"),
    CASE("empty Host", "GET /a HTTP/1.1\r\nHost:\r\n\r\n", "GET /a keep"),
    CASE("IPv6 Host", "GET /a HTTP/1.1\r\nHost: [::1]:8906\r\n\r\n", "GET /a keep"),
    CASE("length of 0", GET("Content-Length: 0\r\n"), "GET /a keep"),
    CASE("unfinished", "GET /a HTTP/1.1\r\nHost: h\r\n", "again"),
    CASE("upgrade to something else is ignored", GET("Upgrade: h2c\r\nConnection: Upgrade\r\n"),
         "GET /a keep"),
    /* request lines */
    CASE("unknown method", "BREW /a HTTP/1.1\r\nHost: h\r\n\r\n", "refused 400"),
    CASE("lower-case method", "get /a HTTP/1.1\r\nHost: h\r\n\r\n", "refused 400"),
    CASE("no version, as 0.9 had it", "GET /a\r\nHost: h\r\n\r\n", "refused 505"),
    CASE("version 2.0", "GET /a HTTP/2.0\r\nHost: h\r\n\r\n", "refused 505"),
    CASE("preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "refused 400"),
    CASE("version 1.2", "GET /a HTTP/1.2\r\nHost: h\r\n\r\n", "refused 505"),
    CASE("version 0.9", "GET /a HTTP/0.9\r\nHost: h\r\n\r\n", "refused 505"),
    CASE("not HTTP", "GET /a ICE/1.1\r\nHost: h\r\n\r\n", "refused 400"),
    CASE("TLS hello on a plain port", "\x16\x03\x01\x02\x00\x01", "refused 400"),
    CASE("relative target", "GET a HTTP/1.1\r\nHost: h\r\n\r\n", "refused 400"),
    CASE("fragment in the target", "GET /a#b HTTP/1.1\r\nHost: h\r\n\r\n", "refused 400"),
    CASE("blank in the target", "GET /a b HTTP/1.1\r\nHost: h\r\n\r\n", "refused 400"),
    CASE("CONNECT's form with GET", "GET h:1 HTTP/1.1\r\nHost: h\r\n\r\n", "refused 400"),
    CASE("line begins with a blank", " GET /a HTTP/1.1\r\nHost: h\r\n\r\n", "refused 400"),
    /* line ends */
    CASE("bare LF", "GET /a HTTP/1.1\nHost: h\n\n", "refused 400"),
    CASE("bare CR", "GET /a HTTP/1.1\rHost: h\r\n\r\n", "refused 400"),
    CASE("CR CR LF", "GET /a HTTP/1.1\r\r\nHost: h\r\n\r\n", "refused 400"),
    CASE("NUL in a field", GET("A: b\0c\r\n"), "refused 400"),
    CASE("folded line", GET("A: b\r\n c\r\n"), "refused 400"),
    CASE("folded line, tab", GET("A: b\r\n\tc\r\n"), "refused 400"),
    /* fields */
    CASE("no Host", "GET /a HTTP/1.1\r\n\r\n", "refused 400"),
    CASE("two Hosts", GET("Host: g\r\n"), "refused 400"),
    CASE("two Hosts in 1.0", "GET /a HTTP/1.0\r\nHost: h\r\nHost: h\r\n\r\n", "refused 400"),
    CASE("path in Host", "GET /a HTTP/1.1\r\nHost: h/b\r\n\r\n", "refused 400"),
    CASE("user in Host", "GET /a HTTP/1.1\r\nHost: u@h\r\n\r\n", "refused 400"),
    CASE("blank before the colon", GET("A : b\r\n"), "refused 400"),
    CASE("no colon", GET("A\r\n"), "refused 400"),
    CASE("no name", GET(": b\r\n"), "refused 400"),
    CASE("bracket in a name", GET("A(b): c\r\n"), "refused 400"),
    CASE("bell in a value", GET("A: \x07\r\n"), "refused 400"),
    CASE("DEL in a value", GET("A: \x7f\r\n"), "refused 400"),
    /* bodies, and what smugglers do with their lengths */
    CASE("body", GET("Content-Length: 5\r\n") "hello", "refused 413"),
    CASE("huge length", GET("Content-Length: 9223372036854775807\r\n"), "refused 413"),
    CASE("length over 64 bits", GET("Content-Length: 184467440737095516160\r\n"), "refused 400"),
    CASE("negative length", GET("Content-Length: -1\r\n"), "refused 400"),
    CASE("length with a sign", GET("Content-Length: +5\r\n"), "refused 400"),
    CASE("length in hex", GET("Content-Length: 0x5\r\n"), "refused 400"),
    CASE("list of lengths", GET("Content-Length: 0, 0\r\n"), "refused 400"),
    CASE("two lengths", GET("Content-Length: 0\r\nContent-Length: 5\r\n"), "refused 400"),
    CASE("two equal lengths", GET("Content-Length: 0\r\nContent-Length: 0\r\n"), "refused 400"),
    CASE("empty length", GET("Content-Length:\r\n"), "refused 400"),
    CASE("chunked", GET("Transfer-Encoding: chunked\r\n") "0\r\n\r\n", "refused 400"),
    CASE("chunked and a length", GET("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"),
         "refused 400"),
    CASE("a length and chunked", GET("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"),
         "refused 400"),
    CASE("identity", GET("Transfer-Encoding: identity\r\n"), "refused 400"),
    CASE("chunked in odd spelling", GET("Transfer-Encoding:\tcHuNkEd \r\n"), "refused 400"),
    CASE("chunked, unknown", GET("Transfer-Encoding: xchunked\r\n"), "refused 400"),
    CASE("chunked, twice", GET("Transfer-Encoding: chunked, chunked\r\n"), "refused 400"),
    CASE("chunked by a vertical tab",
         GET("Transfer-Encoding: \x0b"
             "chunked\r\n"),
         "refused 400"),
    CASE("chunked behind a blank", GET("Transfer-Encoding : chunked\r\n"), "refused 400"),
    /* upgrades */
    CASE("upgrade", WS(KEY V13 PROTO), "upgrade 101 s3pPLMBiTxaQ9kYGzzhZRbK+xOo="),
    CASE(
        "upgrade, as Firefox asks",
        "GET / HTTP/1.1\r\nHost: h\r\nUpgrade: WebSocket\r\nConnection: keep-alive, Upgrade\r\n" KEY
            V13 "Sec-WebSocket-Protocol: a, parlor.v1\r\n\r\n",
        "upgrade 101 s3pPLMBiTxaQ9kYGzzhZRbK+xOo="),
    CASE("upgrade, its origin listed", WS(KEY V13 PROTO "Origin: HTTPS://talk.example\r\n"),
         "upgrade 101 s3pPLMBiTxaQ9kYGzzhZRbK+xOo="),
    CASE("upgrade without key", WS(V13 PROTO), "upgrade 400"),
    CASE("upgrade with two keys", WS(KEY KEY V13 PROTO), "upgrade 400"),
    CASE("upgrade, short key", WS("Sec-WebSocket-Key: dGhl\r\n" V13 PROTO), "upgrade 400"),
    CASE("upgrade, key not base64", WS("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25j*Q==\r\n" V13 PROTO),
         "upgrade 400"),
    CASE("upgrade without version", WS(KEY PROTO), "upgrade 400"),
    CASE("upgrade, version 8", WS(KEY "Sec-WebSocket-Version: 8\r\n" PROTO), "upgrade 426"),
    CASE("upgrade, versions 13 and 8", WS(KEY V13 "Sec-WebSocket-Version: 8\r\n" PROTO),
         "upgrade 426"),
    CASE("upgrade without Connection",
         "GET / HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\n" KEY V13 PROTO "\r\n", "upgrade 400"),
    CASE("upgrade in 1.0",
         "GET / HTTP/1.0\r\nHost: h\r\nUpgrade: websocket\r\nConnection: upgrade\r\n" KEY V13 PROTO
         "\r\n",
         "upgrade 400"),
    CASE("upgrade of a HEAD",
         "HEAD / HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: upgrade\r\n" KEY V13 PROTO
         "\r\n",
         "upgrade 405"),
    CASE("upgrade with a body", WS(KEY V13 PROTO "Content-Length: 4\r\n") "abcd", "refused 413"),
    CASE("upgrade, no subprotocol", WS(KEY V13), "upgrade 400"),
    CASE("upgrade, other subprotocol", WS(KEY V13 "Sec-WebSocket-Protocol: parlor.v10\r\n"),
         "upgrade 400"),
    CASE("upgrade, foreign origin", WS(KEY V13 PROTO "Origin: https://evil.example\r\n"),
         "upgrade 403"),
    CASE("upgrade, origin with our name in front",
         WS(KEY V13 PROTO "Origin: https://talk.example.evil.example\r\n"), "upgrade 403"),
    CASE("upgrade, listed origin but plain", WS(KEY V13 PROTO "Origin: http://talk.example\r\n"),
         "upgrade 403"),
    CASE("upgrade, origin null", WS(KEY V13 PROTO "Origin: null\r\n"), "upgrade 403"),
    CASE("upgrade, empty origin", WS(KEY V13 PROTO "Origin:\r\n"), "upgrade 403"),
    CASE("upgrade, two origins",
         WS(KEY V13 PROTO "Origin: https://talk.example\r\nOrigin: https://evil.example\r\n"),
         "upgrade 403"),
};

static void heads_do_what_the_table_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const struct head_case *k = &cases[i];
        char got[512];
        for (size_t step = 1; step <= k->len; step += k->len - 1) {
            run(k->bytes, k->len, step, got, sizeof(got));
            if (strcmp(got, k->want) != 0)
                fail_msg("%s (in steps of %zu): wanted '%s', got '%s'", k->name, step, k->want,
                         got);
        }
    }
    print_message("# %zu head cases\n", sizeof(cases) / sizeof(cases[0]));
}

static enum pl_err feed_fill(struct pl_http_reader *r, const char *start, char fill, size_t count)
{
    size_t used;
    enum pl_err err = pl_http_reader_input(r, pl_bytes_of(start, strlen(start)), &used);
    for (size_t i = 0; i < count && err == PL_E_AGAIN; i++)
        err = pl_http_reader_input(r, pl_bytes_of(&fill, 1), &used);
    return err;
}

static void endless_lines_are_cut_off(void **state)
{
    struct pl_http_reader r;
    (void)state;
    pl_http_reader_init(&r);
    assert_err(PL_E_LIMIT, feed_fill(&r, "GET /", 'a', 4000));
    assert_int_equal(r.status, 414);
    pl_http_reader_next(&r);
    assert_err(PL_E_LIMIT, feed_fill(&r, "GET / HTTP/1.1\r\nA: ", 'a', 20000));
    assert_int_equal(r.status, 431);
    pl_http_reader_next(&r);
    assert_err(PL_E_AGAIN, feed_fill(&r, "GET / HTTP/1.1\r\nA: ", 'a', 16000));
    pl_http_reader_finish(&r);
}

static void more_than_64_fields_are_refused(void **state)
{
    char head[4096] = "GET / HTTP/1.1\r\nHost: h\r\n";
    struct pl_http_reader r;
    size_t used;
    (void)state;
    for (int i = 0; i < 63; i++)
        strcat(head, "A: b\r\n");
    strcat(head, "\r\n");
    pl_http_reader_init(&r);
    assert_ok(pl_http_reader_input(&r, pl_bytes_str(head), &used));
    assert_int_equal(r.request.field_count, 64);
    pl_http_reader_next(&r);
    strcpy(head + strlen(head) - 2, "A: b\r\n\r\n");
    assert_err(PL_E_LIMIT, pl_http_reader_input(&r, pl_bytes_str(head), &used));
    assert_int_equal(r.status, 431);
    pl_http_reader_finish(&r);
}

static void requests_behind_each_other_are_told_apart(void **state)
{
    static const char two[] =
        "GET /1 HTTP/1.1\r\nHost: h\r\n\r\nGET /2 HTTP/1.1\r\nHost: h\r\n\r\n";
    struct pl_http_reader r;
    size_t used, second;
    (void)state;
    pl_http_reader_init(&r);
    assert_true(pl_http_reader_idle(&r));
    assert_ok(pl_http_reader_input(&r, pl_bytes_str(two), &used));
    assert_true(pl_bytes_eq_str(r.request.path, "/1"));
    pl_http_reader_next(&r);
    assert_ok(pl_http_reader_input(&r, pl_bytes_str(two + used), &second));
    assert_true(pl_bytes_eq_str(r.request.path, "/2"));
    assert_int_equal(used + second, sizeof(two) - 1);
    pl_http_reader_finish(&r);
}

/* Where bodies are taken: their length is told, they are left to the caller, the limit holds. */
static void bodies_are_taken_where_wanted(void **state)
{
    static const char two[] = "POST /1 HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello"
                              "DELETE /2 HTTP/1.1\r\nHost: h\r\n\r\n";
    static const char *const refused[] = {
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 101\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
    };
    struct pl_http_reader r;
    size_t used;
    (void)state;
    pl_http_reader_init(&r);
    r.max_body = 100;
    assert_ok(pl_http_reader_input(&r, pl_bytes_str(two), &used));
    assert_int_equal(r.request.method, PL_HTTP_POST);
    assert_int_equal(r.request.body_len, 5);
    assert_memory_equal(two + used, "hello", 5);
    pl_http_reader_next(&r);
    assert_ok(pl_http_reader_input(&r, pl_bytes_str(two + used + 5), &used));
    assert_int_equal(r.request.method, PL_HTTP_DELETE);
    assert_int_equal(r.request.body_len, 0);
    pl_http_reader_next(&r);
    for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
        assert_true(pl_http_reader_input(&r, pl_bytes_str(refused[i]), &used) != PL_OK);
        assert_int_equal(r.status, i == 0 ? 413 : 400);
        pl_http_reader_next(&r);
    }
    pl_http_reader_finish(&r);
}

static uint16_t judge(const char *origin, bool tls, const char *const *list, size_t count,
                      bool no_pages)
{
    char head[512], accept[PL_WS_ACCEPT_MAX];
    struct pl_ws_upgrade_rules some = {"parlor.v1", list, count, tls, no_pages};
    struct pl_http_reader r;
    const char *why;
    size_t used;
    uint16_t status;
    (void)snprintf(head, sizeof(head),
                   "GET / HTTP/1.1\r\nHost: talk.example:8906\r\nUpgrade: websocket\r\n"
                   "Connection: Upgrade\r\n" KEY V13 PROTO "%s%s%s\r\n",
                   origin ? "Origin: " : "", origin ? origin : "", origin ? "\r\n" : "");
    pl_http_reader_init(&r);
    assert_ok(pl_http_reader_input(&r, pl_bytes_str(head), &used));
    status = pl_ws_upgrade_judge(&r.request, &some, accept, &why);
    pl_http_reader_finish(&r);
    return status;
}

static uint16_t judge_origin(const char *origin, bool tls, const char *const *list, size_t count)
{
    return judge(origin, tls, list, count, false);
}

static void no_page_comes_where_none_may(void **state)
{
    static const char *const any[] = {"*"};
    (void)state;
    assert_int_equal(judge("https://talk.example:8906", true, NULL, 0, true), 403);
    assert_int_equal(judge("http://elsewhere", false, any, 1, true), 403);
    assert_int_equal(judge(NULL, true, NULL, 0, true), 101);
}

static void origins_without_a_list(void **state)
{
    static const char *const any[] = {"*"};
    (void)state;
    /* plain: a trial on a private network */
    assert_int_equal(judge_origin("http://elsewhere", false, NULL, 0), 101);
    /* TLS: our own pages only */
    assert_int_equal(judge_origin("https://talk.example:8906", true, NULL, 0), 101);
    assert_int_equal(judge_origin("https://talk.example", true, NULL, 0), 403);
    assert_int_equal(judge_origin("https://elsewhere:8906", true, NULL, 0), 403);
    assert_int_equal(judge_origin("null", true, NULL, 0), 403);
    assert_int_equal(judge_origin(NULL, true, NULL, 0), 101); /* no browser */
    assert_int_equal(judge_origin("https://elsewhere", true, any, 1), 101);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(heads_do_what_the_table_says),
        cmocka_unit_test(endless_lines_are_cut_off),
        cmocka_unit_test(more_than_64_fields_are_refused),
        cmocka_unit_test(requests_behind_each_other_are_told_apart),
        cmocka_unit_test(bodies_are_taken_where_wanted),
        cmocka_unit_test(origins_without_a_list),
        cmocka_unit_test(no_page_comes_where_none_may),
    };
    return cmocka_run_group_tests_name("http_head", tests, NULL, NULL);
}

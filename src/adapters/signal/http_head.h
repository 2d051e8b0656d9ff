/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads the heads of HTTP/1.x requests (RFC 9112) from a byte stream; pure: no socket, no clock.
 *
 * A head is gathered whole (at most PL_HTTP_HEAD_MAX), checked for what parsers disagree about
 * (bare CR or LF, NUL, folded lines, blanks before the colon), then parsed by http-parser. Stricter
 * than RFC 9112 demands, so that a proxy before us and we never see two different requests in the
 * same bytes. Requests with a body are refused where none is taken (max_body 0: 413 for a length),
 * and so are any Transfer-Encoding and repeated or contradicting lengths (400).
 *
 *     while (in.len > 0) {
 *         err = pl_http_reader_input(&r, in, &used);          in = rest after used;
 *         PL_OK:      use r.request; pl_http_reader_next(&r)
 *         PL_E_AGAIN: everything was taken; wait for more
 *         else:       answer r.status and close
 *     }
 */
#ifndef PL_SIGNAL_HTTP_HEAD_H
#define PL_SIGNAL_HTTP_HEAD_H

#include "base/bytes.h"
#include "base/err.h"

enum {
    PL_HTTP_HEAD_MAX = 16 * 1024,
    PL_HTTP_TARGET_MAX = 2048,
    PL_HTTP_FIELDS_MAX = 64,
};

enum pl_http_method {
    PL_HTTP_GET,
    PL_HTTP_HEAD,
    PL_HTTP_OTHER, /* known to HTTP, not served here: 405 */
    PL_HTTP_POST,  /* this and DELETE only where bodies are taken, else OTHER */
    PL_HTTP_DELETE,
};

struct pl_http_field {
    struct pl_bytes name; /* as sent */
    struct pl_bytes value;
};

/* Borrows the reader's memory until pl_http_reader_next(). */
struct pl_http_request {
    enum pl_http_method method;
    struct pl_bytes path;  /* still percent-encoded, begins with '/' (but for PL_HTTP_OTHER) */
    struct pl_bytes query; /* without '?'; empty when there is none */
    struct pl_bytes host;  /* the Host field, empty in HTTP/1.0 without one */
    bool version_1_1;
    bool keep_alive;
    size_t body_len;              /* bytes that follow the head, for the caller to take */
    struct pl_http_field *fields; /* up to PL_HTTP_FIELDS_MAX; in the same block as the head */
    size_t field_count;
};

struct pl_http_reader {
    struct pl_http_request request;
    uint16_t status; /* what to answer after a failure: 400 413 414 431 505 */
    size_t max_body; /* longest one taken; to be set after init */
    uint8_t *head;   /* allocated with the first byte of a head, given back by next and finish */
    size_t len;
    bool line_seen;
};

void pl_http_reader_init(struct pl_http_reader *r);
void pl_http_reader_finish(struct pl_http_reader *r);

/* PL_OK, PL_E_AGAIN, PL_E_PROTO or PL_E_LIMIT with r->status set, PL_E_NOMEM (status 503). */
PL_MUST_CHECK enum pl_err pl_http_reader_input(struct pl_http_reader *r, struct pl_bytes in,
                                               size_t *used);
/* Forgets the request and gets ready for the next head. */
void pl_http_reader_next(struct pl_http_reader *r);
/* No byte of the next head has come. */
bool pl_http_reader_idle(const struct pl_http_reader *r);

/* The first field of that name (any case); NULL data when absent. */
struct pl_bytes pl_http_field(const struct pl_http_request *request, const char *name);
/* How often the field occurs. */
size_t pl_http_field_count(const struct pl_http_request *request, const char *name);
/* Is `token` (any case) in the comma-separated list of all fields of that name? */
bool pl_http_field_has(const struct pl_http_request *request, const char *name, const char *token);
/* Equal but for ASCII case. */
bool pl_http_same(struct pl_bytes a, struct pl_bytes b);

#endif

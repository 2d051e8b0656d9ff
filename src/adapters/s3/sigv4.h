/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signature Version 4 of S3-compatible object stores ("AWS Signature Version 4", as published for
 * Amazon S3): the Authorization header of a request, or a link that whoever has it may use until it
 * expires. Pure: time is a parameter, nothing is sent.
 *
 * All text is borrowed for the call. Paths and queries are given as they are sent: encoded by
 * pl_sigv4_encode(), the query's fields in ascending order, each with '='.
 */
#ifndef PL_ADAPTERS_S3_SIGV4_H
#define PL_ADAPTERS_S3_SIGV4_H

#include "base/bytes.h"
#include "base/err.h"

#include <stdint.h>

enum {
    PL_SIGV4_DATE_MAX = 17, /* "20130524T000000Z" and its end */
    PL_SIGV4_SUM_BYTES = 32,
    PL_SIGV4_HASH_MAX = 65,        /* SHA-256 in hexadecimal digits */
    PL_SIGV4_AUTH_MAX = 512,       /* an Authorization header's value */
    PL_SIGV4_EXPIRES_MAX = 604800, /* seconds: seven days, the longest that stores accept */
};

struct pl_sigv4_keys {
    const char *id;
    const char *secret;
    const char *region;  /* "us-east-1"; what the store was told */
    const char *service; /* "s3" */
};

struct pl_sigv4_header {
    const char *name;  /* lower case */
    const char *value; /* without spaces at its ends */
};

struct pl_sigv4_request {
    const char *method;
    const char *path;                      /* "/bucket/key" */
    const char *query;                     /* "" for none */
    const struct pl_sigv4_header *headers; /* all that are signed: host first of all that matter;
                                              ascending by name */
    size_t header_count;
    const char *payload; /* SHA-256 of the body in hexadecimal digits, or "UNSIGNED-PAYLOAD" */
    int64_t at_s;        /* seconds since 1970 */
};

/* x-amz-date of a moment. */
void pl_sigv4_date(int64_t at_s, char out[PL_SIGV4_DATE_MAX]);

/* SHA-256 of some bytes in hexadecimal digits. */
void pl_sigv4_hash(struct pl_bytes bytes, char out[PL_SIGV4_HASH_MAX]);

/*
 * Percent-encodes all but A-Z a-z 0-9 - _ . ~ and, for paths, '/'. PL_E_LIMIT: out is too small
 * (three bytes for each, and one).
 */
PL_MUST_CHECK enum pl_err pl_sigv4_encode(struct pl_bytes text, bool path, char *out, size_t size);

/* The value of Authorization. PL_E_LIMIT: something of it is too long. */
PL_MUST_CHECK enum pl_err pl_sigv4_authorize(const struct pl_sigv4_keys *keys,
                                             const struct pl_sigv4_request *request,
                                             char out[PL_SIGV4_AUTH_MAX]);

/*
 * The whole query of a link that works for expires_s (1 .. PL_SIGV4_EXPIRES_MAX) seconds from
 * request->at_s on. request->query must be empty, its payload "UNSIGNED-PAYLOAD".
 */
PL_MUST_CHECK enum pl_err pl_sigv4_presign(const struct pl_sigv4_keys *keys,
                                           const struct pl_sigv4_request *request,
                                           unsigned expires_s, char *out, size_t size);

#endif

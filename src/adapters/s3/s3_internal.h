/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of this folder share: a connection, and a request over it. */
#ifndef PL_ADAPTERS_S3_INTERNAL_H
#define PL_ADAPTERS_S3_INTERNAL_H

#include "adapters/s3/s3.h"
#include "adapters/s3/sigv4.h"

#include <curl/curl.h>
#include <stddef.h>
#include <sys/stat.h>

enum {
    URL_MAX = 3 * PL_S3_KEY_MAX + 1024,
    HOST_MAX = 512,
    TEXT_MAX = 256,
    ANSWER_MAX = 16384, /* of an answer's body is kept so much */
    ETAG_MAX = 80,
    UPLOAD_ID_MAX = 512,
    CONNECT_MS = 10000,
    STALL_S = 30,
    READ_BYTES = 65536,
};

#define PART_BYTES ((uint64_t)16 << 20)

/* A multipart upload that has begun. */
struct pl_s3_upload {
    char key[PL_S3_KEY_MAX + 1];
    char id[UPLOAD_ID_MAX]; /* encoded; empty: there is none */
    uint64_t bytes;         /* of the file, and when it was changed: another file begins anew */
    struct timespec changed;
    uint64_t part_bytes;
    size_t parts; /* that were taken */
    char (*etags)[ETAG_MAX];
    size_t capacity;
};

struct pl_s3 {
    CURL *curl;
    char *endpoint, *bucket, *region, *key_id, *secret, *ca_file;
    char host[HOST_MAX];
    char base[HOST_MAX]; /* scheme and host */
    bool bucket_in_host;
    pl_time_us stall;
    uint64_t part_bytes;
    const atomic_bool *stop;
    struct pl_s3_upload upload;
    char why[PL_S3_WHY_MAX];

    /* The request under way. */
    int fd; /* the body's file, -1: none */
    uint64_t at, left;
    int read_errno;
    const char *text; /* the body, when it is not of a file */
    size_t answer_len;
    char answer[ANSWER_MAX + 1];
    char etag[ETAG_MAX];
    const struct pl_s3_sink *sink; /* of pl_s3_get */
    struct pl_s3_head head;
    bool begun;   /* the sink has the head */
    bool refused; /* it wants no more */
};

struct pl_s3_request {
    const char *method;
    const char *key;
    const char *query; /* "" or as sigv4.h says */
    const char *type;  /* content type, or NULL */
    int fd;            /* a body of `bytes` from `at` on; -1: none */
    uint64_t at, bytes;
    const char *text; /* or this body */
    const char *range;
    const struct pl_s3_sink *sink; /* where a good answer's body goes; NULL: s->answer */
};

/* Waits for the answer: s->answer, s->etag, s->why. */
enum pl_s3_result pl_s3_perform(struct pl_s3 *s, const struct pl_s3_request *r);

/* "/bucket/key" or "/key", encoded. */
PL_MUST_CHECK enum pl_err pl_s3_path(const struct pl_s3 *s, const char *key, char *out,
                                     size_t size);
struct pl_sigv4_keys pl_s3_keys(const struct pl_s3 *s);

/* What lies between <tag> and </tag> of an answer, cut to fit; false: it is not there. */
bool pl_s3_tag(const char *answer, const char *tag, char *out, size_t size);

/* A file in parts; goes on with s->upload where it is of the same file. */
enum pl_s3_result pl_s3_put_parts(struct pl_s3 *s, int fd, const struct stat *st, const char *key,
                                  const char *type);

#endif

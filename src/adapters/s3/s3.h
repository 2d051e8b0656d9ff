/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files in a bucket of an S3-compatible object store: put, get, look, delete, link. One connection,
 * for one thread; every call waits. Requests are signed (sigv4.h), bodies by their SHA-256, so that
 * what arrives damaged is refused by the store.
 *
 * A file larger than a part goes up in parts (multipart upload). When that is broken off by a
 * trouble that passes, the next put of the same key goes on after the last part that was taken.
 *
 * Certificates are checked, redirects are not followed (a bucket of another region is an error: say
 * the right endpoint).
 */
#ifndef PL_ADAPTERS_S3_S3_H
#define PL_ADAPTERS_S3_S3_H

#include "base/err.h"
#include "base/time.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    PL_S3_KEY_MAX = 512, /* bytes of a key; stores take 1,024 */
    PL_S3_WHY_MAX = 256,
    PL_S3_LINK_MAX = 4096,
    PL_S3_FIELD_MAX = 96,    /* of an answer's head */
    PL_S3_PARTS_MAX = 10000, /* the stores' own limit */
    PL_S3_PART_MIN = 5 << 20,
};

struct pl_s3;

struct pl_s3_config {
    const char *endpoint; /* "https://s3.eu-central-1.amazonaws.com", "http://127.0.0.1:9000" */
    const char *bucket;
    const char *region; /* "us-east-1" where the store has none */
    const char *key_id, *secret;
    bool bucket_in_host;     /* https://bucket.host/key instead of https://host/bucket/key */
    const char *ca_file;     /* PEM; NULL: the system's */
    pl_time_us stall;        /* a transfer that stands still for so long has failed; 0: 30 s */
    uint64_t part_bytes;     /* 0: 16 MiB; at least PL_S3_PART_MIN but in tests */
    const atomic_bool *stop; /* NULL, or: ends what is under way, within about a second */
};

enum pl_s3_result {
    PL_S3_OK,
    PL_S3_LATER,   /* the network, or the store is busy or ill: the same may work later */
    PL_S3_REFUSED, /* keys, rights, bucket: somebody has to mend the configuration */
    PL_S3_MISSING, /* no such object (size, delete: harmless) */
    PL_S3_LOCAL,   /* the file here cannot be read, or is another than before */
    PL_S3_STOPPED, /* *stop */
};

/* Copies the strings. PL_E_NOMEM; PL_E_LIMIT: a string of the configuration is too long. */
PL_MUST_CHECK enum pl_err pl_s3_open(struct pl_s3 **out, const struct pl_s3_config *config);
/* Accepts NULL. Parts that were not finished stay in the store: its own lifecycle rule ends them.
 */
void pl_s3_close(struct pl_s3 *s3);

/* Brings the file up as `key`, over what is there. */
enum pl_s3_result pl_s3_put(struct pl_s3 *s3, const char *file, const char *key,
                            const char *content_type);
/* Bytes of an object. */
enum pl_s3_result pl_s3_size(struct pl_s3 *s3, const char *key, uint64_t *bytes);
enum pl_s3_result pl_s3_delete(struct pl_s3 *s3, const char *key);

/* What an answer says before its bytes. Fields that the store leaves out are empty. */
struct pl_s3_head {
    unsigned status; /* 200; 206: a part; 416: there is no such part */
    uint64_t bytes;  /* that follow */
    char range[PL_S3_FIELD_MAX], etag[PL_S3_FIELD_MAX], type[PL_S3_FIELD_MAX];
};

/* Where an object's bytes go; false: no more, please (PL_S3_STOPPED). Head first, once;
 * bytes NULL: no more than that is wanted. */
struct pl_s3_sink {
    bool (*head)(void *arg, const struct pl_s3_head *head);
    bool (*bytes)(void *arg, const void *data, size_t size);
    void *arg;
};

/* The object, or (range not empty: "bytes=0-499", as it came from outside) a part of it. PL_S3_OK
 * also for a part that does not exist (416). */
enum pl_s3_result pl_s3_get(struct pl_s3 *s3, const char *key, const char *range,
                            const struct pl_s3_sink *sink);

/* What went wrong last, in words: "403 SignatureDoesNotMatch", "no route to host". */
const char *pl_s3_why(const struct pl_s3 *s3);

/*
 * A link that fetches the object, for whoever has it, expires_s seconds long from `at_s` (since
 * 1970) on. No request is made.
 */
PL_MUST_CHECK enum pl_err pl_s3_link(const struct pl_s3 *s3, const char *key, int64_t at_s,
                                     unsigned expires_s, char out[PL_S3_LINK_MAX]);

#endif
